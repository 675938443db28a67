//! Incident rows: one row is one impact of an incident on a service.

use crate::desk::Desk;
use crate::duration::{clock, minutes_and_seconds, spelled};
use crate::error::Error;
use crate::judge::{Judged, Judgement, LATE_DAYS, Standing, Treatment, is_test_title};
use crate::mapping::{Field, Kind, Mapping, Options};
use crate::number::Decimal;
use crate::preset;
use crate::report::{Code, NoteCode, Report, counted};
use crate::row::{Input, Interner, Plan, Reject, Row, Values, Words, YES_OR_NO, raw_number};
use crate::table::{self, Sink};
use crate::units::{length_unit, plain_header};
use crate::watch::Watch;
use ninefold_domain::record::{Detection, FixedCost, IncidentKind, Recovery};
use ninefold_domain::time::{DAY_MS, Instant, LATEST, MINUTE_MS};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// One accepted row. Texts that repeat are shared.
#[derive(Debug, Clone, PartialEq)]
pub struct IncidentRow {
    /// Index in [`Report::files`].
    pub file: u32,
    /// Line, as in [`crate::Finding::row`].
    pub row: u64,
    /// Which of the services of its row it is, where one row names several; the first is 0.
    pub part: u32,
    /// The incident's id in its source; rows with one id are one incident.
    pub id: Option<Box<str>>,
    /// The service that was hit.
    pub service: Arc<str>,
    /// What happened.
    pub title: Option<Box<str>>,
    /// As the source writes it.
    pub severity: Option<Arc<str>>,
    /// When the service was first hit.
    pub started: Instant,
    /// When someone noticed.
    pub detected: Option<Instant>,
    /// When someone took it.
    pub acknowledged: Option<Instant>,
    /// When the worst was over.
    pub mitigated: Option<Instant>,
    /// When it was over; open where missing.
    pub resolved: Option<Instant>,
    /// When this service was first hit and well again, where the row says so by itself.
    pub hit: (Option<Instant>, Option<Instant>),
    /// Share of users or requests hit, 0 to 1.
    pub impact: Option<f64>,
    /// What it was.
    pub kind: IncidentKind,
    /// Causes.
    pub causes: Box<[Arc<str>]>,
    /// Who noticed.
    pub detected_by: Option<Detection>,
    /// Who recovered it.
    pub recovered_by: Option<Recovery>,
    /// How.
    pub recovery_action: Option<Arc<str>>,
    /// Times it was handed to another team.
    pub reassignments: Option<u32>,
    /// Customer contacts.
    pub contacts: Option<u32>,
    /// Customers lost over it.
    pub cancellations: Option<u32>,
    /// Costs known as amounts, at most one of a kind.
    pub fixed: Box<[FixedCost]>,
    /// Free text.
    pub notes: Option<Box<str>>,
}

/// What a set of incident files holds.
#[derive(Debug)]
pub struct Incidents {
    /// Accepted rows, in file order.
    pub rows: Vec<IncidentRow>,
    /// Counts, findings, notes.
    pub report: Report,
}

/// Reads incident files.
///
/// # Errors
/// What stops the import as a whole; nothing is kept then. See [`Error`].
pub fn read_incidents(
    paths: &[PathBuf],
    mapping: &Mapping,
    watch: &dyn Watch,
) -> Result<Incidents, Error> {
    let mut rows = Vec::new();
    let report = each_incident(paths, mapping, watch, &mut |row| rows.push(row))?;
    Ok(Incidents { rows, report })
}

/// Reads incident files and hands over each accepted row instead of keeping them all, for a
/// caller that needs only part of them. After an error, what was handed over does not count.
///
/// # Errors
/// As [`read_incidents`].
pub fn each_incident(
    paths: &[PathBuf],
    mapping: &Mapping,
    watch: &dyn Watch,
    each: &mut dyn FnMut(IncidentRow),
) -> Result<Report, Error> {
    let mut sink = IncidentSink {
        each,
        services: Interner::default(),
        severities: Interner::default(),
        words: Interner::default(),
        open: 0,
        options: mapping.options.clone(),
        judged: BTreeMap::new(),
        of_row: Vec::new(),
        several: 0,
        parts: Vec::new(),
        closed: None,
        service_wanted: Cow::Borrowed("a value"),
    };
    table::read(paths, Kind::Incidents, mapping, watch, &mut sink)
}

/// Milliseconds of a second.
const SECOND_MS: i64 = 1_000;

struct IncidentSink<'a> {
    each: &'a mut dyn FnMut(IncidentRow),
    services: Interner,
    severities: Interner,
    words: Interner,
    open: u64,
    options: Options,
    /// Rows that called for judgement.
    judged: BTreeMap<Judgement, u64>,
    /// What the last row called for: of one that was refused, what it was refused for.
    of_row: Vec<Judgement>,
    /// Rows that name several services.
    several: u64,
    /// The further services of the row being read.
    parts: Vec<IncidentRow>,
    /// The column that the end is read from, where it says when the record was closed.
    closed: Option<String>,
    /// What is expected where a service should stand, in words.
    service_wanted: Cow<'static, str>,
}

const KINDS: Words<IncidentKind> = &[
    ("normal", IncidentKind::Normal),
    ("incident", IncidentKind::Normal),
    ("backfilled", IncidentKind::Normal),
    ("normal_sub", IncidentKind::Normal),
    ("standard", IncidentKind::Normal),
    ("retrospective", IncidentKind::Normal),
    ("tutorial", IncidentKind::Test),
    ("test", IncidentKind::Test),
    ("test_sub", IncidentKind::Test),
    ("example", IncidentKind::Test),
    ("example_sub", IncidentKind::Test),
    ("drill", IncidentKind::Test),
    ("scheduled_sub", IncidentKind::Maintenance),
    ("maintenance", IncidentKind::Maintenance),
    ("scheduled", IncidentKind::Maintenance),
];

const DETECTIONS: Words<Detection> = &[
    ("monitoring", Detection::Monitoring),
    ("alert", Detection::Monitoring),
    ("alerting", Detection::Monitoring),
    ("monitor", Detection::Monitoring),
    ("automated", Detection::Monitoring),
    ("customer", Detection::Customer),
    ("customers", Detection::Customer),
    ("user", Detection::Customer),
    ("users", Detection::Customer),
    ("staff", Detection::Staff),
    ("employee", Detection::Staff),
    ("internal", Detection::Staff),
];

const RECOVERIES: Words<Recovery> = &[
    ("hand", Recovery::Hand),
    ("manual", Recovery::Hand),
    ("manually", Recovery::Hand),
    ("human", Recovery::Hand),
    ("automation", Recovery::Automation),
    ("automatic", Recovery::Automation),
    ("automatically", Recovery::Automation),
    ("automated", Recovery::Automation),
    ("auto", Recovery::Automation),
    ("self-healed", Recovery::Automation),
    ("provider", Recovery::Provider),
    ("vendor", Recovery::Provider),
];

/// A share: 0 to 1, or a percentage.
fn impact(row: &Row<'_>, values: &mut Values) -> Result<Option<f64>, Reject> {
    let field = Field::Impact;
    let share = match values.percentage(row, field)? {
        Some(share) => share,
        None => match values.decimal(row, field, None)? {
            Some(number) if values.units.percent => number.hundredth().to_f64(),
            Some(number) => number.to_f64(),
            None => return Ok(None),
        },
    };
    if (0.0..=1.0).contains(&share) {
        Ok(Some(share))
    } else {
        Err(Reject::new(
            Code::Impact,
            field,
            raw_number(row, field),
            match values.units.percent {
                true => "a percentage from 0 to 100",
                false => "a share from 0 to 1, or a percentage",
            },
        ))
    }
}

/// What the row says the incident cost.
fn costs(row: &Row<'_>, values: &mut Values) -> Result<Box<[FixedCost]>, Reject> {
    let mut costs = Vec::new();
    for field in Field::COSTS {
        if row.plan.has(field)
            && let Some(amount) = values.money(row, field)?
        {
            let kind = match field {
                Field::OtherCosts => match values.text(row, Field::OtherCostsFor) {
                    Some(what_for) => what_for.trim().to_owned(),
                    None => "other".to_owned(),
                },
                named => named.name().to_owned(),
            };
            costs.push(FixedCost { kind, amount });
        }
    }
    Ok(costs.into())
}

/// What is expected where a tool's file names no service: something in one of the columns that the
/// preset takes it from.
fn service_wanted(preset: &str, header: &[String], made: &str) -> String {
    let Some(known) = preset::named(preset) else {
        return "a value".to_owned();
    };
    let from = known.made_of(header, made);
    let names: Vec<&str> = from.iter().map(|at| header[*at].trim()).collect();
    let title = known.preset().title;
    match names.split_last() {
        None => format!("a service: a file of {title} without any column that names one"),
        Some((last, [])) => format!("a service in {last}, where {title} names it"),
        Some((last, rest)) => format!(
            "a service in {} or {last}, where {title} names it",
            rest.join(", ")
        ),
    }
}

impl Sink for IncidentSink<'_> {
    fn begin(&mut self, plan: &Plan, _: &Values) {
        if let Input::Column(column) = plan.input(Field::Resolved) {
            let header = &plan.header[*column];
            if plain_header(header).starts_with("closed") {
                self.closed = Some(header.clone());
            }
        }
        self.service_wanted = match plan.input(Field::Service) {
            Input::Column(column) if preset::is_made(&plan.header[*column]) => {
                let name = self.options.preset.as_deref().unwrap_or_default();
                service_wanted(name, &plan.header, &plan.header[*column]).into()
            }
            _ => "a value".into(),
        };
    }

    fn row(&mut self, row: &Row<'_>, values: &mut Values) -> Result<(), Reject> {
        self.of_row.clear();
        let read = self.incident(row, values);
        if let Err(reject) = &read {
            // A row that something else is wrong with calls for no judgement yet.
            let last = self.of_row.pop().filter(|_| is_judged(reject));
            self.of_row.clear();
            self.of_row.extend(last);
        }
        for judgement in &self.of_row {
            *self.judged.entry(*judgement).or_default() += 1;
        }
        read
    }

    fn take_back(&mut self) {
        for judgement in self.of_row.drain(..) {
            if let Some(count) = self.judged.get_mut(&judgement) {
                *count -= 1;
                if *count == 0 {
                    self.judged.remove(&judgement);
                }
            }
        }
    }

    fn close(&mut self, desk: &mut Desk) {
        if let Some(column) = &self.closed {
            desk.note(
                NoteCode::Chosen,
                1,
                format!(
                    "The end is read from {column}: a record is often closed long after customers were well again. Map a column that says when it was resolved, if there is one."
                ),
            );
        }
        desk.note(
            NoteCode::Open,
            self.open,
            format!("{} no end.", counted(self.open, "row states", "rows state")),
        );
        desk.note(
            NoteCode::Several,
            self.several,
            format!(
                "{} several services: one incident each, with an impact on each service.",
                counted(self.several, "row names", "rows name")
            ),
        );
        desk.judged(
            self.judged
                .iter()
                .map(|(judgement, count)| Judged {
                    judgement: *judgement,
                    count: *count,
                    treatment: self.options.treatment(*judgement),
                })
                .collect(),
        );
    }
}

impl IncidentSink<'_> {
    /// Reads a row and hands it over.
    fn incident(&mut self, row: &Row<'_>, values: &mut Values) -> Result<(), Reject> {
        use Field as F;
        let services = values.text(row, F::Service).unwrap_or_default();
        let mut services = self.named(&services);
        let Some(service) = services.next() else {
            self.judge_unnamed(row, values)?;
            let wanted = self.service_wanted.clone();
            return Err(Reject::new(Code::Missing, F::Service, "nothing", wanted));
        };
        let service = self.services.share(service);
        let further: Vec<Arc<str>> = services.map(|name| self.services.share(name)).collect();
        let kind = match values.meaning(row, F::Kind, KINDS)? {
            Some(kind) => self.judge_kind(kind)?,
            None => self.judge_title(row, values)?,
        };
        let standing = values.text(row, F::Status).map(|word| Standing::of(&word));
        if standing == Some(Standing::Cancelled) {
            self.judge(Judgement::Cancelled)?;
        }
        let hit_no_customer = values.meaning(row, F::CustomerImpacted, YES_OR_NO)? == Some(false)
            && self.judge(Judgement::NoCustomer)? == Treatment::Keep;
        let started = values
            .instant(row, F::Started)?
            .ok_or_else(|| Reject::missing(F::Started))?;
        let resolved = time_or_after(row, values, started, F::Resolved, F::ResolvedAfter)?;
        let end = match resolved {
            Some(end) => Some((end, stated(row, values, F::Resolved, F::ResolvedAfter))),
            None => self.judge_open(row, values, started, standing)?,
        };
        let (started, resolved) = match end {
            Some((end, from)) => self.judge_length(row, values, started, end, from)?,
            None => (started, None),
        };
        let text = |values: &mut Values, field| values.text(row, field).map(Into::into);
        let parsed = IncidentRow {
            file: row.plan.file,
            row: row.line,
            part: 0,
            id: text(values, F::Id),
            service,
            title: text(values, F::Title),
            severity: values
                .text(row, F::Severity)
                .map(|text| self.severities.share(&text)),
            started,
            detected: time_or_after(row, values, started, F::Detected, F::DetectedAfter)?,
            acknowledged: time_or_after(
                row,
                values,
                started,
                F::Acknowledged,
                F::AcknowledgedAfter,
            )?,
            mitigated: time_or_after(row, values, started, F::Mitigated, F::MitigatedAfter)?,
            resolved,
            hit: (
                values.instant(row, F::ImpactStarted)?,
                values.instant(row, F::ImpactEnded)?,
            ),
            impact: match hit_no_customer {
                true => Some(0.0),
                false => impact(row, values)?,
            },
            kind,
            causes: match values.text(row, F::Cause) {
                Some(text) => text
                    .split([';', '|'])
                    .map(str::trim)
                    .filter(|cause| !cause.is_empty())
                    .map(|cause| self.words.share(cause))
                    .collect(),
                None => Box::default(),
            },
            detected_by: values.meaning(row, F::DetectedBy, DETECTIONS)?,
            recovered_by: values.meaning(row, F::RecoveredBy, RECOVERIES)?,
            recovery_action: values
                .text(row, F::RecoveryAction)
                .map(|text| self.words.share(&text)),
            reassignments: values.count(row, F::Reassignments)?,
            contacts: values.count(row, F::Contacts)?,
            cancellations: values.count(row, F::Cancellations)?,
            fixed: costs(row, values)?,
            notes: text(values, F::Notes),
        };
        self.open += u64::from(parsed.resolved.is_none());
        self.several += u64::from(!further.is_empty());
        for (part, service) in (1..).zip(further) {
            let mut another = IncidentRow {
                part,
                service,
                ..parsed.clone()
            };
            // What the incident cost, it cost once.
            another.fixed = Box::default();
            self.parts.push(another);
        }
        (self.each)(parsed);
        for another in self.parts.drain(..) {
            (self.each)(another);
        }
        Ok(())
    }

    /// The services that a value names.
    fn named<'a>(&self, text: &'a str) -> impl Iterator<Item = &'a str> + use<'a> {
        let separator = self.options.service_separator.clone();
        let separator = separator.filter(|separator| !separator.is_empty());
        let mut seen: Vec<&str> = Vec::new();
        let parts: Vec<&str> = match &separator {
            Some(separator) => text.split(separator.as_str()).collect(),
            None => vec![text],
        };
        for part in parts {
            let part = part.trim();
            if !part.is_empty() && !seen.contains(&part) {
                seen.push(part);
            }
        }
        seen.into_iter()
    }

    /// Counts an incident that calls for judgement; a refusal where it is not to come in.
    fn judge(&mut self, judgement: Judgement) -> Result<Treatment, Reject> {
        self.of_row.push(judgement);
        match self.options.treatment(judgement) {
            Treatment::LeaveOut => Err(Reject::left_out()),
            other => Ok(other),
        }
    }

    /// An incident without a service that is not to come in anyhow lacks nothing.
    fn judge_unnamed(&mut self, row: &Row<'_>, values: &mut Values) -> Result<(), Reject> {
        use Judgement as J;
        let cancelled = values
            .text(row, Field::Status)
            .is_some_and(|word| Standing::of(&word) == Standing::Cancelled);
        let sort = match values.meaning(row, Field::Kind, KINDS)? {
            Some(IncidentKind::Test) => Some(J::Test),
            Some(_) => None,
            None => values
                .text(row, Field::Title)
                .is_some_and(|title| is_test_title(&title))
                .then_some(J::TitledTest),
        };
        let no_customer = values.meaning(row, Field::CustomerImpacted, YES_OR_NO)? == Some(false);
        let sorts = [
            sort,
            cancelled.then_some(J::Cancelled),
            no_customer.then_some(J::NoCustomer),
        ];
        for sort in sorts.into_iter().flatten() {
            if self.options.treatment(sort) == Treatment::LeaveOut {
                self.judge(sort)?;
            }
        }
        Ok(())
    }

    fn judge_kind(&mut self, kind: IncidentKind) -> Result<IncidentKind, Reject> {
        if kind != IncidentKind::Test {
            return Ok(kind);
        }
        Ok(match self.judge(Judgement::Test)? {
            Treatment::Count => IncidentKind::Normal,
            _ => kind,
        })
    }

    /// What an incident is whose kind is not given, by its title.
    fn judge_title(&mut self, row: &Row<'_>, values: &mut Values) -> Result<IncidentKind, Reject> {
        let title = values.text(row, Field::Title);
        if !title.is_some_and(|title| is_test_title(&title)) {
            return Ok(IncidentKind::Normal);
        }
        Ok(match self.judge(Judgement::TitledTest)? {
            Treatment::Count => IncidentKind::Normal,
            _ => IncidentKind::Test,
        })
    }

    /// Start and end of an incident that has both.
    fn judge_length(
        &mut self,
        row: &Row<'_>,
        values: &mut Values,
        started: Instant,
        end: Instant,
        field: Field,
    ) -> Result<(Instant, Option<Instant>), Reject> {
        let mut found = || values.text(row, field).unwrap_or_default().into_owned();
        if end < started {
            return match self.judge(Judgement::EndBeforeStart)? {
                Treatment::Swap => Ok((end, Some(started))),
                Treatment::Open => Ok((started, None)),
                _ => Err(Reject::new(
                    Code::EndBeforeStart,
                    field,
                    found(),
                    format!("a time not before {}", values.times.on_clock(started)),
                )),
            };
        }
        if end == started {
            self.judge(Judgement::ZeroLength)?;
        }
        if end.0 - started.0 > LATE_DAYS * DAY_MS {
            return match self.judge(Judgement::EndsLate)? {
                Treatment::Keep => Ok((started, Some(end))),
                Treatment::Open => Ok((started, None)),
                _ => Err(Reject::new(
                    Code::EndsLate,
                    field,
                    found(),
                    format!(
                        "a time within {LATE_DAYS} days of {}",
                        values.times.on_clock(started)
                    ),
                )),
            };
        }
        Ok((started, Some(end)))
    }

    /// The end of an incident that states none, and the field that it is taken from.
    fn judge_open(
        &mut self,
        row: &Row<'_>,
        values: &mut Values,
        started: Instant,
        standing: Option<Standing>,
    ) -> Result<Option<(Instant, Field)>, Reject> {
        let over = match standing {
            Some(standing) => standing == Standing::Over,
            // Where no status can say it, a time of closing does.
            None => !row.plan.has(Field::Status) && values.text(row, Field::Closed).is_some(),
        };
        let (at, after) = (Field::Mitigated, Field::MitigatedAfter);
        if !over {
            return match self.judge(Judgement::StillOpen)? {
                Treatment::TakeMitigated => Ok(time_or_after(row, values, started, at, after)?
                    .map(|end| (end, stated(row, values, at, after)))),
                _ => Ok(None),
            };
        }
        let (end, from) = match self.judge(Judgement::ClosedUnresolved)? {
            Treatment::TakeMitigated => (
                time_or_after(row, values, started, at, after)?,
                stated(row, values, at, after),
            ),
            Treatment::TakeClosed => (values.instant(row, Field::Closed)?, Field::Closed),
            Treatment::SetAside => {
                return Err(Reject::new(
                    Code::NoEnd,
                    Field::Resolved,
                    "nothing",
                    "when it was resolved",
                ));
            }
            _ => return Ok(None),
        };
        match end {
            Some(end) => Ok(Some((end, from))),
            None => Err(Reject::missing(from)),
        }
    }
}

/// Which of two fields a row states: the time itself, or how long it took.
fn stated(row: &Row<'_>, values: &mut Values, at: Field, after: Field) -> Field {
    match row.plan.has(after) && values.text(row, at).is_none() {
        true => after,
        false => at,
    }
}

/// Whether a row is refused for what it was judged to be, or for want of the time that the
/// judgement takes its end from.
fn is_judged(reject: &Reject) -> bool {
    let ends = [Field::Closed, Field::Mitigated, Field::MitigatedAfter];
    reject.left_out
        || match reject.code {
            Code::EndBeforeStart | Code::EndsLate | Code::NoEnd => true,
            Code::Missing => reject.field.is_some_and(|field| ends.contains(&field)),
            _ => false,
        }
}

/// What the numbers of a column of lengths count, in milliseconds: what its header says, else
/// seconds in the files of a tool; nothing where nobody says it.
fn length_unit_of(row: &Row<'_>, values: &Values, field: Field) -> Option<i64> {
    let said = match row.plan.input(field) {
        Input::Column(column) => length_unit(&row.plan.header[*column]),
        _ => None,
    };
    let said = said.map(|(ms, _)| ms);
    said.or(values.preset.then_some(SECOND_MS))
}

/// A time as it stands, else so long after the start.
fn time_or_after(
    row: &Row<'_>,
    values: &mut Values,
    started: Instant,
    at: Field,
    after: Field,
) -> Result<Option<Instant>, Reject> {
    if let Some(at) = values.instant(row, at)? {
        return Ok(Some(at));
    }
    let Some(text) = values.text(row, after) else {
        return Ok(None);
    };
    // Under a header of minutes, and beside 1:02:03, what has two parts is minutes and seconds.
    let unit = length_unit_of(row, values, after);
    let short = values.full_clocks.contains(&after) || unit == Some(MINUTE_MS);
    let on_clock = match short {
        true => minutes_and_seconds(&text).or_else(|| clock(&text)),
        false => clock(&text),
    };
    let length = match on_clock.or_else(|| spelled(&text)) {
        Some(ms) => Some(ms),
        None => {
            let number = values.decimal(row, after, None)?;
            if unit.is_none() && number.is_some() {
                return Err(Reject::new(
                    Code::Time,
                    after,
                    text.into_owned(),
                    "a length with its unit, such as 45 min or 1:02:03, or a header that says the unit, such as duration (min)",
                ));
            }
            number
                .filter(|number| !number.is_negative())
                .and_then(|number| number.times(Decimal::whole(unit?)).ok())
                .and_then(|ms| ms.to_units(0, true).ok())
                .map(|(ms, _)| ms)
        }
    };
    let at = length
        .and_then(|ms| started.0.checked_add(ms))
        .map(Instant)
        .filter(|at| *at < LATEST);
    at.map(Some).ok_or_else(|| {
        let expected = "a length from zero up, such as 45 min or 1:02:03";
        Reject::new(Code::Time, after, text.into_owned(), expected)
    })
}
