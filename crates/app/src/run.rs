//! The main job in one pass, without a workspace: incidents, revenue and labor in; the cost of
//! every incident and the availability of every service out, as two CSV files.
//!
//! The rules are those of the comparison programs (`bench/peers/SPEC.md`): each incident is
//! charged alone on the stream named like its service, and any incident counts as downtime.
//! Only what the two files need is kept of a row, so that a million incidents and a year of
//! transactions fit into little memory.

use crate::host::Job;
use crate::wire::{Code, Error, Problem, ProblemGroup};
use ninefold_domain::availability::{Provided, any_ms};
use ninefold_domain::cost::LaborRatio;
use ninefold_domain::methods::{Methods, Profile};
use ninefold_domain::money::Currency;
use ninefold_domain::record::IncidentKind;
use ninefold_domain::time::{Instant, Interval, MINUTE_MS, Zone};
use ninefold_domain::velocity::{DirtyMinutes, ThinSlots, Velocity};
use ninefold_ingest::{self as ingest, Field, Kind, Mapping, Source};
use serde::Serialize;
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Problems that a report lists one by one.
pub const PROBLEMS_LISTED: usize = 500;

/// Files of one kind, and what to change in the mapping that their headers suggest.
#[derive(Debug, Clone, Default)]
pub struct RunInput {
    /// One or more files with the same columns.
    pub paths: Vec<PathBuf>,
    /// (field, source) as in [`crate::wire::MappingEdit`]: a column, `A*B` for a product,
    /// `=GBP` for a constant.
    pub fields: Vec<(String, String)>,
}

/// What to run on.
#[derive(Debug, Clone, Default)]
pub struct RunArgs {
    /// Incidents.
    pub incidents: RunInput,
    /// Revenue.
    pub revenue: RunInput,
    /// Labor.
    pub labor: RunInput,
    /// `flat`, `hour-of-week` or `minute-of-week`; empty: the last.
    pub profile: String,
    /// IANA zone of slots, of days, and of times without an offset; empty: UTC.
    pub zone: String,
    /// Start of the span, RFC 3339; missing: the day of the first revenue row.
    pub from: Option<String>,
    /// End of the span, RFC 3339; missing: the end of the day of the last revenue row.
    pub to: Option<String>,
    /// Currency of amounts that name none; empty: EUR. Nothing is converted: it only decides
    /// how many decimals an amount may carry.
    pub currency: String,
    /// Folder for the two files, made where it is missing.
    pub out: PathBuf,
}

/// How reading one kind of file went.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RunInputReport {
    /// `incidents`, `revenue` or `labor`.
    pub kind: &'static str,
    /// File names.
    pub files: Vec<String>,
    /// Rows read: the sum of the next three.
    pub read: u64,
    /// Rows that came in.
    pub accepted: u64,
    /// Rows set aside with a reason.
    pub rejected: u64,
    /// Rows left out on purpose.
    pub skipped: u64,
    /// Problems by sort, all counted.
    pub groups: Vec<ProblemGroup>,
    /// Problems one by one, at most [`PROBLEMS_LISTED`].
    pub problems: Vec<Problem>,
    /// What came in and is worth saying.
    pub notes: Vec<String>,
}

/// What a run found and wrote.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RunReport {
    /// Start of the span that the profile was learned from and availability is about.
    pub from: String,
    /// Its end.
    pub to: String,
    /// IANA zone.
    pub zone: String,
    /// Profile.
    pub profile: String,
    /// Incidents written.
    pub incidents: u64,
    /// Services written.
    pub services: u64,
    /// Sum of the incidents' minutes.
    pub minutes: f64,
    /// Sum of their lost revenue (estimate).
    pub revenue_loss: f64,
    /// Sum of their labor.
    pub labor_cost: f64,
    /// Both.
    pub total_cost: f64,
    /// How reading incidents, revenue and labor went.
    pub inputs: Vec<RunInputReport>,
    /// What to know about the result.
    pub notes: Vec<String>,
    /// Files written.
    pub written: Vec<PathBuf>,
}

impl RunReport {
    /// Rows set aside, of all inputs.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        self.inputs.iter().map(|input| input.rejected).sum()
    }
}

/// Runs the job.
///
/// # Errors
/// Where an argument or a file does not read, or a result cannot be written. Neither result
/// file is replaced unless both were written in full.
pub fn run(args: &RunArgs, job: &Job<'_>) -> Result<RunReport, Error> {
    let choices = Choices::parse(args)?;
    let Files {
        mut ledger,
        revenue,
        inputs,
    } = Files::read(args, &choices, job)?;
    let currency = ledger.one_currency(&revenue, &choices)?;
    let span = choices.span(&revenue)?;
    ledger.close(span);
    ledger.services.learn(&revenue, currency, span, &choices);
    drop(revenue);
    if job.is_cancelled() {
        return Err(Job::cancelled_error());
    }
    let outcome = Outcome {
        ledger: &ledger,
        span,
        currency,
    };
    let (totals, written) = outcome.write(&args.out)?;
    Ok(RunReport {
        from: span.start.to_rfc3339(),
        to: span.end.to_rfc3339(),
        zone: choices.zone.name().to_owned(),
        profile: crate::text::name_of(&choices.profile),
        incidents: ledger.lines.len() as u64,
        services: ledger.services.names.len() as u64,
        minutes: totals.minutes,
        revenue_loss: totals.lost,
        labor_cost: totals.labor,
        total_cost: totals.lost + totals.labor,
        inputs,
        notes: ledger.notes(),
        written,
    })
}

/// The arguments, understood.
struct Choices {
    profile: Profile,
    zone: Zone,
    currency: Currency,
    from: Option<Instant>,
    to: Option<Instant>,
}

impl Choices {
    fn parse(args: &RunArgs) -> Result<Self, Error> {
        let or = |text: &str, default: &str| match text.trim() {
            "" => default.to_owned(),
            given => given.to_owned(),
        };
        let profile = or(&args.profile, "minute-of-week");
        let edge = |field: &str, text: &Option<String>| -> Result<Option<Instant>, Error> {
            let Some(text) = text else { return Ok(None) };
            let at = Instant::parse(text).map_err(|e| Error::invalid(field, e.to_string()))?;
            if at.0.rem_euclid(MINUTE_MS) != 0 {
                let message = format!("“{text}” lies within a minute; expected a whole minute");
                return Err(Error::invalid(field, message));
            }
            Ok(Some(at))
        };
        Ok(Self {
            profile: serde_json::from_value(profile.as_str().into()).map_err(|_| {
                let expected = "flat, hour-of-week or minute-of-week";
                Error::invalid(
                    "profile",
                    format!("“{profile}” is no profile; expected {expected}"),
                )
            })?,
            zone: Zone::parse(&or(&args.zone, "UTC"))
                .map_err(|e| Error::invalid("zone", e.to_string()))?,
            currency: Currency::parse(&or(&args.currency, "EUR"))
                .map_err(|e| Error::invalid("currency", e.to_string()))?,
            from: edge("from", &args.from)?,
            to: edge("to", &args.to)?,
        })
    }

    /// The span: as given, else the revenue's first to last row widened to whole local days.
    fn span(&self, revenue: &ingest::Revenue) -> Result<Interval, Error> {
        let bounds = revenue
            .streams
            .iter()
            .filter_map(|stream| stream.minutes.bounds());
        let data = bounds
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
            .map(|(first, last)| {
                self.zone.whole_days(Interval {
                    start: Instant::of_minute(first),
                    end: Instant::of_minute(last + 1),
                })
            });
        let missing = |field: &str| {
            let message = "there is no revenue row to take the span from".to_owned();
            Error {
                hints: vec!["state both --from and --to".into()],
                ..Error::invalid(field, message)
            }
        };
        let start = self
            .from
            .or(data.map(|d| d.start))
            .ok_or_else(|| missing("from"))?;
        let end = self
            .to
            .or(data.map(|d| d.end))
            .ok_or_else(|| missing("to"))?;
        if end <= start {
            let message = format!("the span ends at {end}, before or at its start {start}");
            return Err(Error::invalid("to", message));
        }
        Ok(Interval { start, end })
    }
}

/// The three inputs, read.
struct Files {
    ledger: Ledger,
    revenue: ingest::Revenue,
    inputs: Vec<RunInputReport>,
}

impl Files {
    /// Reads revenue beside the other two: the work is the same, the wait shorter.
    fn read(args: &RunArgs, choices: &Choices, job: &Job<'_>) -> Result<Self, Error> {
        let incident_fields = mapping(Kind::Incidents, &args.incidents, choices)?;
        let revenue_fields = mapping(Kind::Revenue, &args.revenue, choices)?;
        let labor_fields = mapping(Kind::Labor, &args.labor, choices)?;
        let reading = Reading {
            job,
            parts: Default::default(),
            failed: AtomicBool::new(false),
        };
        // A failure on one side stops the other.
        let stop = |_: &ingest::Error| reading.failed.store(true, Ordering::Relaxed);
        let mut ledger = Ledger::new(choices.currency);
        let (costs, revenue) = std::thread::scope(|scope| {
            let revenue = scope.spawn(|| {
                ingest::read_revenue(&args.revenue.paths, &revenue_fields, &reading.part(0))
                    .inspect_err(stop)
            });
            let mut costs = || {
                let (paths, part) = (&args.incidents.paths, reading.part(1));
                let take = &mut |row| ledger.incident(row);
                let incidents = ingest::each_incident(paths, &incident_fields, &part, take)?;
                ledger.sort();
                let (paths, part) = (&args.labor.paths, reading.part(2));
                let mut desk = ledger.desk();
                let take = &mut |row| desk.labor(&row);
                let labor = ingest::each_labor(paths, &labor_fields, &part, take)?;
                Ok((incidents, labor))
            };
            let costs = costs().inspect_err(stop);
            let revenue = revenue
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (costs, revenue)
        });
        match (costs, revenue) {
            (Ok((incidents, labor)), Ok(revenue)) => Ok(Self {
                inputs: vec![
                    input_report(Kind::Incidents, &incidents),
                    input_report(Kind::Revenue, &revenue.report),
                    input_report(Kind::Labor, &labor),
                ],
                ledger,
                revenue,
            }),
            // The one that stopped the other, not its echo.
            (Err(ingest::Error::Cancelled), Err(error)) | (Err(error), _) | (_, Err(error)) => {
                Err(Error::from(error))
            }
        }
    }
}

/// The mapping that the first file's headers suggest, with what the arguments change, and
/// without the fields that the job does not use.
fn mapping(kind: Kind, input: &RunInput, choices: &Choices) -> Result<Mapping, Error> {
    let first = input
        .paths
        .first()
        .ok_or_else(|| Error::invalid(kind.name(), format!("no file with {kind} was given")))?;
    let mut mapping = ingest::inspect_as(
        first,
        Some(kind),
        ingest::Written::default(),
        Some(ingest::Preset::NONE),
    )
    .map_err(Error::from)?
    .mapping;
    for (name, source) in &input.fields {
        let field = Field::parse(name)
            .filter(|field| Field::of(kind).iter().any(|spec| spec.field == *field))
            .ok_or_else(|| {
                let known: Vec<_> = Field::of(kind).iter().map(|s| s.field.name()).collect();
                let expected = known.join(", ");
                Error::invalid(
                    name,
                    format!("{kind} have no field “{name}”; expected one of {expected}"),
                )
            })?;
        let source = match source.strip_prefix('=') {
            Some(constant) => Source::Constant(constant.to_owned()),
            None => Source::parse(source),
        };
        mapping.sources.insert(field, source);
    }
    let timed = [Field::Minutes, Field::Hours]
        .iter()
        .any(|field| mapping.sources.contains_key(field));
    mapping.sources.retain(|field, _| {
        use Field as F;
        match kind {
            Kind::Incidents => matches!(
                field,
                F::Id | F::Service | F::Severity | F::Started | F::Resolved | F::Impact | F::Kind
            ),
            Kind::Revenue => true,
            // When the work began changes nothing here, but costs the fast way through the file.
            Kind::Labor => match field {
                F::Person | F::Review | F::Acted => false,
                F::Start | F::End => !timed,
                _ => true,
            },
            Kind::Backlog
            | Kind::Requests
            | Kind::Rates
            | Kind::Roles
            | Kind::Services
            | Kind::Contributions => false,
        }
    });
    if kind == Kind::Incidents && !mapping.sources.contains_key(&Field::Id) {
        let hint = "map a column: --map incidents.id=COLUMN".to_owned();
        let message = "incidents: no column for id, which labor and the result refer to".to_owned();
        return Err(Error {
            hints: vec![hint],
            ..Error::invalid("id", message)
        });
    }
    if kind != Kind::Incidents {
        let code = choices.currency.code().to_owned();
        mapping
            .sources
            .entry(Field::Currency)
            .or_insert(Source::Constant(code));
    }
    if kind == Kind::Labor {
        // Every row brings its rate, so roles change nothing and need not be there.
        let any = Source::Constant("any".into());
        mapping.sources.insert(Field::Role, any);
    }
    mapping.options.zone = choices.zone;
    // A run asks nobody: a mark that no value of its column decides is a point.
    mapping.options.find_decimal = false;
    Ok(mapping)
}

/// What the readers of one run share: their progress adds up, and one failure stops all.
struct Reading<'a> {
    job: &'a Job<'a>,
    /// Bytes done, bytes in all and rows, by reader.
    parts: [[AtomicU64; 3]; 3],
    failed: AtomicBool,
}

struct ReadingPart<'a> {
    all: &'a Reading<'a>,
    index: usize,
}

impl Reading<'_> {
    fn part(&self, index: usize) -> ReadingPart<'_> {
        ReadingPart { all: self, index }
    }
}

impl ingest::Watch for ReadingPart<'_> {
    fn progress(&self, done: u64, total: u64, rows: u64) {
        for (slot, value) in self.all.parts[self.index].iter().zip([done, total, rows]) {
            slot.store(value, Ordering::Relaxed);
        }
        let sum = |column: usize| -> u64 {
            self.all
                .parts
                .iter()
                .map(|part| part[column].load(Ordering::Relaxed))
                .sum()
        };
        let counted = crate::text::counted(sum(2) as usize, "row", "rows");
        self.all
            .job
            .report("Reading files", sum(0), sum(1), counted, String::new());
    }

    fn cancelled(&self) -> bool {
        self.all.failed.load(Ordering::Relaxed) || self.all.job.is_cancelled()
    }
}

/// Services by name: those with incidents and those with revenue.
#[derive(Default)]
struct Services {
    names: Vec<Arc<str>>,
    index: HashMap<Arc<str>, u32>,
    /// Intervals of the incidents, by service.
    down: Vec<Vec<Interval>>,
    /// Expected revenue; nothing for a service without a stream.
    velocity: Vec<Option<Velocity>>,
}

impl Services {
    fn position(&mut self, name: &Arc<str>) -> usize {
        if let Some(at) = self.index.get(name) {
            return *at as usize;
        }
        let at = self.names.len();
        self.index.insert(Arc::clone(name), at as u32);
        self.names.push(Arc::clone(name));
        self.down.push(Vec::new());
        self.velocity.push(None);
        at
    }

    /// Learns what every service earns a minute from its stream's clean minutes.
    fn learn(
        &mut self,
        revenue: &ingest::Revenue,
        currency: Currency,
        span: Interval,
        choices: &Choices,
    ) {
        for stream in &revenue.streams {
            let at = self.position(&Arc::from(stream.name.as_str()));
            let dirty = DirtyMinutes::of(self.down[at].iter().copied());
            self.velocity[at] = Some(Velocity::learn(
                stream.minutes.iter().map(|sum| (sum.minute, sum.units)),
                currency,
                &dirty,
                span,
                choices.zone,
                choices.profile,
                ThinSlots::Mean,
            ));
        }
    }
}

/// An incident, as far as its cost needs it.
struct Line {
    id: Box<str>,
    service: u32,
    interval: Interval,
    impact: f64,
}

/// The end of an incident that has none, until the span is known.
const OPEN: Instant = Instant(i64::MAX);

/// The incidents that count, and what was worked on them.
struct Ledger {
    defaults: Methods,
    services: Services,
    /// Once sorted, in the order of the result: by the bytes of their ids.
    lines: Vec<Line>,
    /// Labor of each line, exact.
    labor: Vec<LaborRatio>,
    /// Currencies of rates, at most two: the second is one too many.
    rates: Vec<Currency>,
    uncounted: u64,
    open: u64,
    assumed: u64,
    repeated: u64,
    strangers: u64,
    unpriced: u64,
}

impl Ledger {
    fn new(currency: Currency) -> Self {
        Self {
            defaults: Methods::defaults(currency),
            services: Services::default(),
            lines: Vec::new(),
            labor: Vec::new(),
            rates: Vec::new(),
            uncounted: 0,
            open: 0,
            assumed: 0,
            repeated: 0,
            strangers: 0,
            unpriced: 0,
        }
    }

    fn incident(&mut self, row: ingest::IncidentRow) {
        if row.kind != IncidentKind::Normal {
            self.uncounted += 1;
            return;
        }
        self.open += u64::from(row.resolved.is_none());
        self.assumed += u64::from(row.impact.is_none());
        self.lines.push(Line {
            id: row.id.unwrap_or_default(),
            service: self.services.position(&row.service) as u32,
            interval: Interval {
                start: row.started,
                end: row.resolved.unwrap_or(OPEN),
            },
            impact: row
                .impact
                .unwrap_or_else(|| self.defaults.impact_of(row.severity.as_deref())),
        });
    }

    /// All incidents are here: brings them in order.
    fn sort(&mut self) {
        let names = &self.services.names;
        self.lines.sort_unstable_by(|a, b| {
            a.id.cmp(&b.id)
                .then_with(|| names[a.service as usize].cmp(&names[b.service as usize]))
                .then_with(|| a.interval.cmp(&b.interval))
                .then_with(|| a.impact.total_cmp(&b.impact))
        });
        let pairs = self.lines.windows(2);
        self.repeated = pairs.filter(|pair| pair[0].id == pair[1].id).count() as u64;
        self.labor = vec![LaborRatio::default(); self.lines.len()];
    }

    /// Where labor rows are handed in, once the incidents are sorted.
    fn desk(&mut self) -> LaborDesk<'_> {
        LaborDesk {
            lines: &self.lines,
            labor: &mut self.labor,
            rates: &mut self.rates,
            strangers: &mut self.strangers,
            unpriced: &mut self.unpriced,
            last: 0,
            searches: 0,
            index: None,
        }
    }

    /// The span is known: open incidents end with it.
    fn close(&mut self, span: Interval) {
        for line in &mut self.lines {
            if line.interval.end == OPEN {
                line.interval.end = span.end.max(line.interval.start);
            }
            self.services.down[line.service as usize].push(line.interval);
        }
    }

    /// The one currency of all amounts; the assumed one where there are none.
    fn one_currency(
        &self,
        revenue: &ingest::Revenue,
        choices: &Choices,
    ) -> Result<Currency, Error> {
        let streams = revenue.streams.iter().map(|stream| stream.currency);
        let mut all = streams.chain(self.rates.iter().copied());
        let first = all.next().unwrap_or(choices.currency);
        let Some(other) = all.find(|currency| *currency != first) else {
            return Ok(first);
        };
        let message =
            format!("amounts in {first} and in {other} were found; a run adds up one currency");
        Err(Error {
            hints: vec![
                "split the files by currency; where a file names none, state it with --currency"
                    .into(),
            ],
            ..Error::invalid("currency", message)
        })
    }

    fn notes(&self) -> Vec<String> {
        [
            (
                self.uncounted,
                "incidents are tests or maintenance and were left out",
            ),
            (
                self.open,
                "incidents have no end; they were counted to the end of the span",
            ),
            (
                self.assumed,
                "incidents state no impact; their severity's default was taken",
            ),
            (
                self.repeated,
                "incidents repeat an id; its labor was charged to the first of them",
            ),
            (
                self.strangers,
                "labor rows belong to no incident of the files and were left out",
            ),
            (
                self.unpriced,
                "labor rows have no rate and cost nothing here",
            ),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect()
    }
}

/// Adds labor rows to the lines of their incidents.
struct LaborDesk<'a> {
    lines: &'a [Line],
    labor: &'a mut [LaborRatio],
    rates: &'a mut Vec<Currency>,
    strangers: &'a mut u64,
    unpriced: &'a mut u64,
    /// The line of the row before.
    last: usize,
    /// Rows that were not close to the one before.
    searches: usize,
    index: Option<HashMap<&'a str, usize>>,
}

impl LaborDesk<'_> {
    /// Lines to look at from the last one on: labor is mostly exported in the order of its
    /// incidents, so the next one is close.
    const AHEAD: usize = 8;
    /// Searches after which an index of all ids pays.
    const SEARCHES: usize = 1_000;

    fn labor(&mut self, row: &ingest::LaborRow) {
        let Some(rate) = row.rate else {
            *self.unpriced += 1;
            return;
        };
        if self.rates.last() != Some(&rate.currency()) && self.rates.len() < 2 {
            self.rates.push(rate.currency());
        }
        let Some(at) = self.line(&row.incident) else {
            *self.strangers += 1;
            return;
        };
        let worked = LaborRatio::new(row.people_milli, row.worked_ms, rate);
        self.labor[at] = self.labor[at].plus(worked);
        self.last = at;
    }

    /// The first line with an id.
    fn line(&mut self, id: &str) -> Option<usize> {
        let lines = self.lines;
        let ahead = lines.get(self.last..)?.iter().take(Self::AHEAD);
        if let Some(ahead) = ahead.enumerate().find(|(_, line)| *line.id == *id) {
            return Some(self.last + ahead.0);
        }
        self.searches += 1;
        if self.searches <= Self::SEARCHES {
            let at = lines.partition_point(|line| *line.id < *id);
            return lines.get(at).filter(|line| *line.id == *id).map(|_| at);
        }
        let index = self.index.get_or_insert_with(|| {
            // In reverse, so that the first of several with one id stays.
            let ids = lines.iter().map(|line| &*line.id);
            ids.enumerate().rev().map(|(at, id)| (id, at)).collect()
        });
        index.get(id).copied()
    }
}

/// Everything that is written.
struct Outcome<'a> {
    ledger: &'a Ledger,
    span: Interval,
    currency: Currency,
}

#[derive(Default)]
struct Totals {
    minutes: f64,
    lost: f64,
    labor: f64,
}

impl Outcome<'_> {
    /// Writes both files beside their places, then moves them in.
    fn write(&self, folder: &Path) -> Result<(Totals, Vec<PathBuf>), Error> {
        fs::create_dir_all(folder).map_err(|e| write_error(folder, &e))?;
        let mut incidents = Draft::new(folder, "incidents_out.csv")?;
        let totals = self.write_incidents(&mut incidents)?;
        let mut services = Draft::new(folder, "services_out.csv")?;
        self.write_services(&mut services)?;
        incidents.close()?;
        services.close()?;
        Ok((totals, vec![incidents.publish()?, services.publish()?]))
    }

    fn write_incidents(&self, out: &mut Draft) -> Result<Totals, Error> {
        let services = &self.ledger.services;
        let mut totals = Totals::default();
        out.text("incident_id,service,duration_minutes,revenue_loss,labor_cost,total_cost,cost_per_minute\n");
        for (line, labor) in self.ledger.lines.iter().zip(&self.ledger.labor) {
            let service = line.service as usize;
            let minutes = line.interval.minutes();
            let lost = match &services.velocity[service] {
                Some(velocity) => line.impact * velocity.expected(line.interval),
                None => 0.0,
            };
            let labor = labor.to_estimate(self.currency);
            let total = lost + labor;
            let per_minute = if minutes > 0.0 { total / minutes } else { 0.0 };
            out.cell(&line.id);
            out.text(",");
            out.cell(&services.names[service]);
            for value in [minutes, lost, labor, total, per_minute] {
                out.text(",");
                out.number(value);
            }
            out.text("\n");
            out.flush_if_full()?;
            totals.minutes += minutes;
            totals.lost += lost;
            totals.labor += labor;
        }
        Ok(totals)
    }

    fn write_services(&self, out: &mut Draft) -> Result<(), Error> {
        let services = &self.ledger.services;
        let mut order: Vec<usize> = (0..services.names.len()).collect();
        order.sort_unstable_by_key(|at| &services.names[*at]);
        out.text("service,incidents,downtime_minutes,availability,nines\n");
        for at in order {
            let intervals = &services.down[at];
            let down = any_ms(intervals.iter().copied(), self.span) as f64 / MINUTE_MS as f64;
            let provided = Provided::new(self.span.minutes(), down, 1.0);
            out.cell(&services.names[at]);
            out.text(&format!(",{}", intervals.len()));
            for value in [provided.downtime, provided.availability, provided.nines] {
                out.text(",");
                out.number(value);
            }
            out.text("\n");
            out.flush_if_full()?;
        }
        Ok(())
    }
}

/// A file on its way: written under another name, moved into place once it is whole, removed
/// where it never gets there.
struct Draft {
    place: PathBuf,
    path: PathBuf,
    file: Option<File>,
    buffer: Vec<u8>,
}

impl Draft {
    const BUFFER: usize = 1 << 18;

    fn new(folder: &Path, name: &str) -> Result<Self, Error> {
        let path = folder.join(format!(".{name}.{}.part", std::process::id()));
        let file = File::create(&path).map_err(|e| write_error(&path, &e))?;
        Ok(Self {
            place: folder.join(name),
            path,
            file: Some(file),
            buffer: Vec::with_capacity(Self::BUFFER + 4096),
        })
    }

    fn text(&mut self, text: &str) {
        self.buffer.extend_from_slice(text.as_bytes());
    }

    /// A name, quoted where CSV needs it, and kept from being a formula in a spreadsheet.
    fn cell(&mut self, text: &str) {
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0'])
            && text.parse::<f64>().is_err();
        if !formula && !text.contains([',', '"', '\n', '\r']) {
            self.text(text);
            return;
        }
        self.text(if formula { "\"'" } else { "\"" });
        self.text(&text.replace('"', "\"\""));
        self.text("\"");
    }

    /// The shortest decimal that reads back as the same number, or `inf`.
    fn number(&mut self, value: f64) {
        if value.is_infinite() {
            self.text("inf");
        } else {
            // Several times as fast as `write!`, with the same digits. Writing to a vector
            // cannot fail.
            let written = serde_json::to_writer(&mut self.buffer, &value);
            debug_assert!(written.is_ok());
        }
    }

    fn flush_if_full(&mut self) -> Result<(), Error> {
        if self.buffer.len() >= Self::BUFFER {
            self.flush()
        } else {
            Ok(())
        }
    }

    fn flush(&mut self) -> Result<(), Error> {
        if let Some(file) = &mut self.file {
            file.write_all(&self.buffer)
                .map_err(|e| write_error(&self.place, &e))?;
        }
        self.buffer.clear();
        Ok(())
    }

    /// Everything on disk.
    fn close(&mut self) -> Result<(), Error> {
        self.flush()?;
        if let Some(file) = self.file.take() {
            file.sync_all().map_err(|e| write_error(&self.place, &e))?;
        }
        Ok(())
    }

    fn publish(&mut self) -> Result<PathBuf, Error> {
        fs::rename(&self.path, &self.place).map_err(|e| write_error(&self.place, &e))?;
        Ok(self.place.clone())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After it was moved into place there is nothing under the draft's name any more.
        let _ = fs::remove_file(&self.path);
    }
}

fn write_error(path: &Path, error: &io::Error) -> Error {
    Error {
        code: Code::Io,
        message: format!("{}: cannot be written: {error}", path.display()),
        hints: vec![
            "check the folder, its rights and the free space, or choose another with --out".into(),
        ],
        field: "out".into(),
    }
}

fn input_report(kind: Kind, report: &ingest::Report) -> RunInputReport {
    RunInputReport {
        kind: kind.name(),
        files: report.files.iter().map(|file| file.name.clone()).collect(),
        read: report.totals.read,
        accepted: report.totals.accepted,
        rejected: report.totals.rejected,
        skipped: report.totals.skipped,
        groups: report
            .groups
            .iter()
            .map(|group| ProblemGroup {
                field: group.field.map(Field::name).unwrap_or_default().into(),
                fixable: false,
                code: crate::text::name_of(&group.code),
                title: group.title.clone(),
                repair: group.repair.clone(),
                count: group.count,
            })
            .collect(),
        problems: report
            .findings
            .iter()
            .take(PROBLEMS_LISTED)
            .map(crate::imports::problem)
            .collect(),
        notes: report.notes.iter().map(|note| note.text.clone()).collect(),
    }
}
