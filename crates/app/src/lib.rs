//! Ninefold without a shell: the use cases of a workspace behind one command table.
//!
//! Everything above (window, command line, development bridge, tests) calls [`App::call`];
//! everything below (store, ingest, report) is an adapter that only this crate puts together.
//! What is true without a computer lives in `ninefold-domain`.

pub mod command;
pub mod wire;

use wire::*;

/// The application.
pub struct App;
/// A job.
pub struct Job<'a>(pub &'a ());

impl Error {
    /// An argument that does not read.
    #[must_use]
    pub fn invalid(field: &str, message: String) -> Self {
        Self { code: Code::Invalid, message, hints: Vec::new(), field: field.to_owned() }
    }
}
impl App {
    fn status(&self, _: Nothing, _: &Job<'_>) -> Result<Option<Status>, Error> { Err(Error::invalid("", String::new())) }
    fn create(&self, _: CreateArgs, _: &Job<'_>) -> Result<Status, Error> { Err(Error::invalid("", String::new())) }
    fn open(&self, _: PathArgs, _: &Job<'_>) -> Result<Status, Error> { Err(Error::invalid("", String::new())) }
    fn sample(&self, _: SampleArgs, _: &Job<'_>) -> Result<Status, Error> { Err(Error::invalid("", String::new())) }
    fn close(&self, _: Nothing, _: &Job<'_>) -> Result<Nothing, Error> { Err(Error::invalid("", String::new())) }
    fn backup(&self, _: PathArgs, _: &Job<'_>) -> Result<Written, Error> { Err(Error::invalid("", String::new())) }
    fn overview(&self, _: WindowArgs, _: &Job<'_>) -> Result<Overview, Error> { Err(Error::invalid("", String::new())) }
    fn chart(&self, _: ChartArgs, _: &Job<'_>) -> Result<Chart, Error> { Err(Error::invalid("", String::new())) }
    fn explain(&self, _: ExplainArgs, _: &Job<'_>) -> Result<Explanation, Error> { Err(Error::invalid("", String::new())) }
    fn data(&self, _: Nothing, _: &Job<'_>) -> Result<Data, Error> { Err(Error::invalid("", String::new())) }
    fn import_inspect(&self, _: InspectArgs, _: &Job<'_>) -> Result<Inspection, Error> { Err(Error::invalid("", String::new())) }
    fn import_check(&self, _: ImportArgs, _: &Job<'_>) -> Result<ImportReport, Error> { Err(Error::invalid("", String::new())) }
    fn import_commit(&self, _: ImportArgs, _: &Job<'_>) -> Result<ImportReport, Error> { Err(Error::invalid("", String::new())) }
    fn import_rejects(&self, _: RejectsArgs, _: &Job<'_>) -> Result<Written, Error> { Err(Error::invalid("", String::new())) }
    fn import_undo(&self, _: IdArgs, _: &Job<'_>) -> Result<Done, Error> { Err(Error::invalid("", String::new())) }
    fn incidents_page(&self, _: IncidentsArgs, _: &Job<'_>) -> Result<IncidentPage, Error> { Err(Error::invalid("", String::new())) }
    fn incident_get(&self, _: IdArgs, _: &Job<'_>) -> Result<IncidentDetail, Error> { Err(Error::invalid("", String::new())) }
    fn incident_blank(&self, _: Nothing, _: &Job<'_>) -> Result<IncidentEdit, Error> { Err(Error::invalid("", String::new())) }
    fn incident_save(&self, _: IncidentEdit, _: &Job<'_>) -> Result<Done, Error> { Err(Error::invalid("", String::new())) }
    fn incident_delete(&self, _: IdArgs, _: &Job<'_>) -> Result<Done, Error> { Err(Error::invalid("", String::new())) }
    fn cost(&self, _: WindowArgs, _: &Job<'_>) -> Result<Cost, Error> { Err(Error::invalid("", String::new())) }
    fn cost_quick(&self, _: QuickCostArgs, _: &Job<'_>) -> Result<QuickCost, Error> { Err(Error::invalid("", String::new())) }
    fn availability(&self, _: WindowArgs, _: &Job<'_>) -> Result<Availability, Error> { Err(Error::invalid("", String::new())) }
    fn settings(&self, _: Nothing, _: &Job<'_>) -> Result<Settings, Error> { Err(Error::invalid("", String::new())) }
    fn settings_save(&self, _: SettingsEdit, _: &Job<'_>) -> Result<Done, Error> { Err(Error::invalid("", String::new())) }
    fn service_save(&self, _: ServiceEdit, _: &Job<'_>) -> Result<Done, Error> { Err(Error::invalid("", String::new())) }
    fn service_delete(&self, _: IdArgs, _: &Job<'_>) -> Result<Done, Error> { Err(Error::invalid("", String::new())) }
    fn stream_save(&self, _: StreamEdit, _: &Job<'_>) -> Result<Done, Error> { Err(Error::invalid("", String::new())) }
    fn role_save(&self, _: RoleEdit, _: &Job<'_>) -> Result<Done, Error> { Err(Error::invalid("", String::new())) }
    fn role_delete(&self, _: IdArgs, _: &Job<'_>) -> Result<Done, Error> { Err(Error::invalid("", String::new())) }
    fn tier_save(&self, _: TierEdit, _: &Job<'_>) -> Result<Done, Error> { Err(Error::invalid("", String::new())) }
    fn tier_delete(&self, _: IdArgs, _: &Job<'_>) -> Result<Done, Error> { Err(Error::invalid("", String::new())) }
    fn history(&self, _: HistoryArgs, _: &Job<'_>) -> Result<History, Error> { Err(Error::invalid("", String::new())) }
    fn undo(&self, _: Nothing, _: &Job<'_>) -> Result<Done, Error> { Err(Error::invalid("", String::new())) }
    fn redo(&self, _: Nothing, _: &Job<'_>) -> Result<Done, Error> { Err(Error::invalid("", String::new())) }
}
