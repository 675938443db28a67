//! A table of requirements as CSV, and back.
//!
//! A cell that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or
//! a carriage return) gets an apostrophe before it; reading takes it off again, so that nothing
//! changes on the way. Numbers are written as numbers. What is a list is one line each within a
//! cell; evidence, results and source, which nobody edits in a sheet, are JSON.

use super::json::{Names, Packed};
use super::{Entry, Export, Sheet, one};
use ninefold_domain::calendar::LocalDay;
use ninefold_domain::id::{IncidentId, RequirementId, RiskId, ServiceId, TechniqueId};
use ninefold_domain::requirement::{
    Evidence, Expectations, Period, Requirement, Scenario, SignOff, Sli, Slo, SloWindow, Source,
    Status, TestResult, TestScenario,
};
use ninefold_domain::time::{Instant, Zone};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::str::FromStr;

/// The columns, in order. `status_today`, `why` and `against` are for reading only.
pub const COLUMNS: [&str; 57] = [
    "label",
    "title",
    "statement",
    "service",
    "tier",
    "status",
    "status_today",
    "why",
    "against",
    "owner",
    "source",
    "stimulus",
    "environment",
    "artifact",
    "response",
    "measure",
    "target",
    "window",
    "window_days",
    "window_from",
    "window_zone",
    "sli",
    "sli_source",
    "sli_good",
    "sli_total",
    "rto_minutes",
    "rpo_minutes",
    "cost_per_minute",
    "minutes_a_year",
    "loss_a_year",
    "chance_of_target",
    "cost",
    "avoided",
    "risks",
    "incidents",
    "techniques",
    "hours",
    "regions",
    "channels",
    "perceivable",
    "wanted",
    "expectation_notes",
    "signed_product",
    "signed_product_at",
    "signed_technical",
    "signed_technical_at",
    "test_title",
    "given",
    "when",
    "then",
    "probe",
    "fault",
    "wait_minutes",
    "notes",
    "id",
    "ids",
    "record",
];

/// A cell that no spreadsheet takes for a formula. One that looks as if it had been through here
/// already gets another apostrophe, so that [`plain`] undoes exactly one.
#[must_use]
pub fn neutral(text: &str) -> String {
    if dangerous(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// What [`neutral`] was given.
#[must_use]
pub fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if dangerous(rest) => rest,
        _ => cell,
    }
}

fn dangerous(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Rows as CSV, with CR LF as RFC 4180 has it.
pub(super) fn to_csv(rows: &[Vec<String>]) -> String {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        // Writing to memory does not fail.
        let _ = writer.write_record(row);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// What nobody edits in a sheet.
#[derive(Serialize, Deserialize)]
struct Rest {
    number: u32,
    source: Source,
    evidence: Option<Evidence>,
    results: Vec<TestResult>,
}

/// Ids beside the names of other columns.
#[derive(Serialize, Deserialize)]
struct Ids {
    service: ServiceId,
    risks: Vec<RiskId>,
    incidents: Vec<IncidentId>,
    techniques: Vec<TechniqueId>,
}

pub(super) fn write(sheet: &Sheet<'_>) -> Export {
    let mut rows = vec![COLUMNS.map(str::to_owned).to_vec()];
    rows.extend(sheet.entries.iter().map(|e| row(e)));
    one("requirements.csv", to_csv(&rows), sheet.entries.len())
}

/// The name of a value of a closed set, as JSON has it.
fn name_of<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

fn named<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

fn row(entry: &Entry<'_>) -> Vec<String> {
    let r = entry.requirement;
    let number = |value: Option<f64>| value.map_or(String::new(), |v| v.to_string());
    let text = |text: &str| neutral(text);
    let lines = |of: &[String]| neutral(&of.join("\n"));
    let names = |of: &[(String, String)]| {
        let each: Vec<String> = of.iter().map(|(_, name)| name.clone()).collect();
        neutral(&each.join("\n"))
    };
    let slo = r.slo.as_ref();
    let (window, days, from, zone) = match slo.map(|s| s.window) {
        None => (String::new(), String::new(), String::new(), String::new()),
        Some(SloWindow::Rolling { days }) => (
            "rolling".into(),
            days.to_string(),
            String::new(),
            String::new(),
        ),
        Some(SloWindow::Calendar { period, zone, from }) => (
            name_of(&period),
            String::new(),
            from.to_string(),
            zone.name().to_owned(),
        ),
    };
    let sli = |of: fn(&Sli) -> &String| slo.map_or(String::new(), |s| neutral(of(&s.sli)));
    let signed = |by: &Option<SignOff>| match by {
        Some(sign) => (neutral(&sign.by), sign.at.to_rfc3339()),
        None => (String::new(), String::new()),
    };
    let (product, product_at) = signed(&r.product);
    let (technical, technical_at) = signed(&r.technical);
    let e = r.evidence.as_ref();
    let against: Vec<String> = entry.flags.iter().map(|(_, why)| why.clone()).collect();
    let rest = Rest {
        number: r.number,
        source: r.source.clone(),
        evidence: r.evidence.clone(),
        results: r.results.clone(),
    };
    let ids = Ids {
        service: r.service,
        risks: r.risks.clone(),
        incidents: r.incidents.clone(),
        techniques: r.techniques.clone(),
    };
    let json = |value: Result<String, serde_json::Error>| value.unwrap_or_default();
    vec![
        r.label(),
        text(&r.title),
        text(&r.statement),
        text(entry.service),
        r.tier.map_or(String::new(), |t| t.to_string()),
        r.status.key().into(),
        text(&entry.status),
        text(&entry.reason),
        lines(&against),
        text(r.owner.as_deref().unwrap_or("")),
        text(&r.scenario.source),
        text(&r.scenario.stimulus),
        text(&r.scenario.environment),
        text(&r.scenario.artifact),
        text(&r.scenario.response),
        text(&r.scenario.measure),
        number(slo.map(|s| s.target)),
        window,
        days,
        from,
        zone,
        sli(|s| &s.description),
        sli(|s| &s.source),
        sli(|s| &s.good),
        sli(|s| &s.total),
        number(r.rto),
        number(r.rpo),
        number(e.and_then(|e| e.per_minute).map(|p| p.value)),
        number(e.map(|e| e.minutes.value)),
        number(e.map(|e| e.loss.value)),
        number(e.and_then(|e| e.met).map(|m| m.value)),
        number(e.and_then(|e| e.cost)),
        number(e.and_then(|e| e.avoided)),
        names(&entry.risks),
        names(&entry.incidents),
        names(&entry.techniques),
        name_of(&r.expectations.hours),
        text(&r.expectations.regions),
        lines(&r.expectations.channels),
        name_of(&r.expectations.perceivable),
        name_of(&r.expectations.wanted),
        text(&r.expectations.notes),
        product,
        product_at,
        technical,
        technical_at,
        text(&r.test.title),
        lines(&r.test.given),
        lines(&r.test.when),
        lines(&r.test.then),
        text(&r.test.probe),
        text(&r.test.fault),
        number(Some(r.test.wait_minutes)),
        text(&r.notes),
        r.id.to_string(),
        json(serde_json::to_string(&ids)),
        json(serde_json::to_string(&rest)),
    ]
}

/// A row by the names of its columns.
struct Cells<'a> {
    at: &'a HashMap<String, usize>,
    row: &'a csv::StringRecord,
    line: u64,
}

impl Cells<'_> {
    fn text(&self, column: &str) -> String {
        let found = self.at.get(column).and_then(|at| self.row.get(*at));
        plain(found.unwrap_or("")).to_owned()
    }

    fn bad(&self, column: &str, found: &str, expected: &str) -> String {
        format!(
            "line {}, column {column}: “{found}” is not {expected}",
            self.line
        )
    }

    fn parsed<T: FromStr>(&self, column: &str, expected: &str) -> Result<Option<T>, String> {
        let text = self.text(column);
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let read = text.parse().map(Some);
        read.map_err(|_| self.bad(column, text, expected))
    }

    fn number(&self, column: &str) -> Result<Option<f64>, String> {
        match self.parsed::<f64>(column, "a number")? {
            Some(number) if !number.is_finite() => {
                Err(self.bad(column, &number.to_string(), "a number"))
            }
            number => Ok(number),
        }
    }

    fn choice<T: DeserializeOwned + Default>(
        &self,
        column: &str,
        expected: &str,
    ) -> Result<T, String> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(T::default());
        }
        named(&text).ok_or_else(|| self.bad(column, &text, expected))
    }

    fn lines(&self, column: &str) -> Vec<String> {
        let text = self.text(column);
        if text.is_empty() {
            return Vec::new();
        }
        text.split('\n')
            .map(|line| line.trim_end_matches('\r').to_owned())
            .collect()
    }

    fn signed(&self, by: &str, at: &str) -> Result<Option<SignOff>, String> {
        let who = self.text(by);
        if who.is_empty() {
            return Ok(None);
        }
        let when = self.text(at);
        let read = Instant::parse(&when)
            .map_err(|_| self.bad(at, &when, "an instant such as 2026-11-03T09:00:00Z"))?;
        Ok(Some(SignOff { by: who, at: read }))
    }

    fn window(&self) -> Result<SloWindow, String> {
        let window = self.text("window");
        if window == "rolling" {
            let days: u32 = self
                .parsed("window_days", "a number of days")?
                .filter(|days| *days > 0)
                .ok_or_else(|| self.bad("window_days", "", "a number of days"))?;
            return Ok(SloWindow::Rolling { days });
        }
        let period: Period = named(&window)
            .ok_or_else(|| self.bad("window", &window, "rolling, week, month, quarter or year"))?;
        let from = self.text("window_from");
        let zone = self.text("window_zone");
        Ok(SloWindow::Calendar {
            period,
            zone: Zone::parse(&zone).map_err(|_| self.bad("window_zone", &zone, "a zone"))?,
            from: from
                .parse::<LocalDay>()
                .map_err(|_| self.bad("window_from", &from, "a day such as 2026-11-01"))?,
        })
    }

    fn slo(&self) -> Result<Option<Slo>, String> {
        let Some(target) = self.number("target")? else {
            return Ok(None);
        };
        if !(0.0..=1.0).contains(&target) {
            return Err(self.bad("target", &target.to_string(), "a share from 0 to 1"));
        }
        Ok(Some(Slo {
            sli: Sli {
                description: self.text("sli"),
                source: self.text("sli_source"),
                good: self.text("sli_good"),
                total: self.text("sli_total"),
            },
            target,
            window: self.window()?,
        }))
    }

    fn packed(&self) -> Result<Packed, String> {
        let id = self.text("id");
        let id: RequirementId = id
            .parse()
            .map_err(|_| self.bad("id", &id, "an id of 32 hexadecimal digits"))?;
        let json = |column: &str| (self.text(column), column.to_owned());
        let (text, column) = json("record");
        let rest: Rest = serde_json::from_str(&text)
            .map_err(|e| format!("line {}, column {column}: {e}", self.line))?;
        let (text, column) = json("ids");
        let ids: Ids = serde_json::from_str(&text)
            .map_err(|e| format!("line {}, column {column}: {e}", self.line))?;
        let status = self.text("status");
        let status = Status::of_key(&status).ok_or_else(|| {
            self.bad(
                "status",
                &status,
                "draft, accepted, verified, failed, stale or retired",
            )
        })?;
        let owner = self.text("owner");
        // Names stand in the order of their ids.
        let paired =
            |column: &str, ids: Vec<String>| ids.into_iter().zip(self.lines(column)).collect();
        let strings = |ids: &[String]| ids.to_vec();
        let names = Names {
            service: self.text("service"),
            risks: paired(
                "risks",
                strings(
                    &ids.risks
                        .iter()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>(),
                ),
            ),
            incidents: paired(
                "incidents",
                strings(
                    &ids.incidents
                        .iter()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>(),
                ),
            ),
            techniques: paired(
                "techniques",
                strings(
                    &ids.techniques
                        .iter()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>(),
                ),
            ),
        };
        let requirement = Requirement {
            id,
            number: rest.number,
            title: self.text("title"),
            statement: self.text("statement"),
            scenario: Scenario {
                source: self.text("source"),
                stimulus: self.text("stimulus"),
                environment: self.text("environment"),
                artifact: self.text("artifact"),
                response: self.text("response"),
                measure: self.text("measure"),
            },
            service: ids.service,
            tier: self.parsed("tier", "a tier from 1 to 9")?,
            slo: self.slo()?,
            rto: self.number("rto_minutes")?,
            rpo: self.number("rpo_minutes")?,
            source: rest.source,
            risks: ids.risks,
            incidents: ids.incidents,
            techniques: ids.techniques,
            evidence: rest.evidence,
            expectations: Expectations {
                hours: self.choice("hours", "unsaid, always or service-hours")?,
                regions: self.text("regions"),
                channels: self.lines("channels"),
                perceivable: self.choice("perceivable", "unsaid, yes or no")?,
                wanted: self.choice("wanted", "unsaid, yes or no")?,
                notes: self.text("expectation_notes"),
            },
            owner: (!owner.is_empty()).then_some(owner),
            product: self.signed("signed_product", "signed_product_at")?,
            technical: self.signed("signed_technical", "signed_technical_at")?,
            test: TestScenario {
                title: self.text("test_title"),
                given: self.lines("given"),
                when: self.lines("when"),
                then: self.lines("then"),
                probe: self.text("probe"),
                fault: self.text("fault"),
                wait_minutes: self.number("wait_minutes")?.unwrap_or(0.0),
            },
            results: rest.results,
            status,
            notes: self.text("notes"),
        };
        Ok(Packed { requirement, names })
    }
}

/// The line that a row begins on, from 1. The position of a row lies before the end of the line
/// above where that is CR LF.
fn line_of(text: &str, at: &csv::Position) -> u64 {
    let before = usize::try_from(at.byte()).unwrap_or(usize::MAX);
    let bytes = text.as_bytes();
    let ends = |byte: &&u8| matches!(**byte, b'\r' | b'\n');
    let rest = bytes.get(before..).unwrap_or_default();
    let start = before.min(bytes.len()) + rest.iter().take_while(ends).count();
    1 + bytes[..start].iter().filter(|byte| **byte == b'\n').count() as u64
}

/// The records of a table that [`write`] made; columns may be moved, and those for reading only
/// left out. Each line that does not read is answered with where, what was found and what was
/// expected.
///
/// # Errors
/// A head without the columns that make a record.
pub fn read(text: &str) -> Result<Vec<Result<Packed, String>>, String> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let heads = reader
        .headers()
        .map_err(|e| format!("its head does not read: {e}"))?;
    let at: HashMap<String, usize> = heads
        .iter()
        .enumerate()
        .map(|(at, head)| (head.trim().to_owned(), at))
        .collect();
    for needed in ["id", "ids", "record", "title", "statement", "status"] {
        if !at.contains_key(needed) {
            return Err(format!(
                "it has no column “{needed}”; expected a table as the CSV export writes it"
            ));
        }
    }
    let mut found = Vec::new();
    for row in reader.records() {
        found.push(match row {
            Ok(row) => {
                let line = row.position().map_or(0, |at| line_of(text, at));
                let cells = Cells {
                    at: &at,
                    row: &row,
                    line,
                };
                cells.packed()
            }
            Err(e) => Err(e.to_string()),
        });
    }
    Ok(found)
}
