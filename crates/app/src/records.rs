//! The records of a workspace as files that an import reads back: the same workspace finds nothing
//! new in them, another one takes them in. What a kind of file has no column for stays out, and is
//! told of.

use crate::App;
use crate::host::{Job, write_file};
use crate::imports::is_held;
use crate::text;
use crate::wire::{Error, RecordsArgs, RecordsWritten};
use crate::workspace::{Workspace, io};
use ninefold_domain::exchange::{Quote, RateYear};
use ninefold_domain::id::IncidentId;
use ninefold_domain::money::{Currency, Money, format_decimal};
use ninefold_domain::record::{
    BacklogMonth, DependencyKind, FixedCost, Impact, Incident, LaborEntry, MinuteCount, MinuteSum,
    Role, Service, Stream,
};
use ninefold_domain::time::{Instant, MINUTE_MS};
use ninefold_ingest::{Field, Kind, OwnFile};
use ninefold_report::requirements::CatalogEntry;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// The kinds that can be written.
const KINDS: [Kind; 8] = [
    Kind::Incidents,
    Kind::Revenue,
    Kind::Labor,
    Kind::Backlog,
    Kind::Requests,
    Kind::Rates,
    Kind::Roles,
    Kind::Services,
];

impl App {
    pub(crate) fn records_export(
        &self,
        args: &RecordsArgs,
        _: &Job<'_>,
    ) -> Result<RecordsWritten, Error> {
        let kind = Kind::parse(&args.kind).filter(|kind| KINDS.contains(kind));
        let kind = kind.ok_or_else(|| {
            let names: Vec<&str> = KINDS.iter().map(|kind| kind.name()).collect();
            let message = format!(
                "“{}” is not a kind of records that is written; expected one of {}",
                args.kind,
                names.join(", ")
            );
            Error::invalid("kind", message)
        })?;
        self.with(|w| {
            let path = Path::new(&args.to);
            let table = table(w, kind);
            let failed = |e: std::io::Error| io("write", path, &e);
            if table.records > 0 || !args.only_with_records {
                let bytes = table.bytes().map_err(failed)?;
                write_file(path, &bytes).map_err(failed)?;
            }
            Ok(RecordsWritten {
                path: args.to.clone(),
                records: table.records,
                rows: table.rows.len() as u64,
                left_out: table.left_out,
            })
        })
    }
}

/// What a file holds.
struct Sheet {
    head: &'static [&'static str],
    rows: Vec<Vec<String>>,
    records: u64,
    /// What of these records the file has no place for, in sentences.
    left_out: Vec<String>,
}

impl Sheet {
    fn of(kind: Kind) -> Self {
        Self {
            head: OwnFile::head(kind),
            rows: Vec::new(),
            records: 0,
            left_out: Vec::new(),
        }
    }

    /// Adds the rows of one record.
    fn add(&mut self, rows: impl IntoIterator<Item = Vec<String>>) {
        self.records += 1;
        self.rows.extend(rows);
    }

    /// As CSV.
    fn bytes(&self) -> std::io::Result<Vec<u8>> {
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record(self.head)?;
        for row in &self.rows {
            csv.write_record(row)?;
        }
        csv.into_inner()
            .map_err(|e| std::io::Error::other(e.to_string()))
    }
}

fn table(w: &Workspace, kind: Kind) -> Sheet {
    let mut sheet = Sheet::of(kind);
    match kind {
        Kind::Incidents => incidents(w, &mut sheet),
        Kind::Labor => labor(w, &mut sheet),
        Kind::Revenue => {
            for (stream, minutes) in w.streams.iter().zip(&w.revenue) {
                for sum in minutes.iter().filter(|sum| is_held(sum)) {
                    sheet.add([revenue(stream, sum)]);
                }
            }
            if !w.streams.is_empty() {
                let left = "Not in the file: which services carry a stream, and by how much.";
                sheet.left_out.push(left.into());
            }
        }
        Kind::Backlog => {
            for month in &w.backlog {
                sheet.add([backlog(month)]);
            }
        }
        Kind::Requests => {
            for service in &w.services {
                let counts = w.requests.get(&service.id).map_or(&[][..], Vec::as_slice);
                for count in counts {
                    sheet.add([requests(service, count)]);
                }
            }
        }
        Kind::Rates => {
            for year in &w.rates {
                for (day, quote) in &year.days {
                    sheet.add([rate(year, &day.to_string(), *quote, w.methods.currency)]);
                }
            }
        }
        Kind::Roles => {
            for known in &w.roles {
                sheet.add([role(known)]);
            }
        }
        Kind::Services | Kind::Contributions => {
            for known in &w.services {
                sheet.add([service(w, known)]);
            }
            let more = |s: &&Service| {
                !s.channels.is_empty() || !s.redundancies.is_empty() || s.hours.is_some()
            };
            let richer = w.services.iter().filter(more).count();
            if richer > 0 {
                sheet.left_out.push(format!(
                    "Not in the file: channels, groups and agreed hours, which {}.",
                    text::counted(richer, "service has", "services have")
                ));
            }
        }
    }
    sheet
}

/// A text as a cell. What a spreadsheet would take for a formula begins with an apostrophe, which
/// an import takes off again.
fn cell(text: &str) -> String {
    OwnFile::guarded(text)
}

fn time(at: Option<Instant>) -> String {
    at.map(Instant::to_rfc3339).unwrap_or_default()
}

fn number<T: ToString>(n: Option<T>) -> String {
    n.map(|n| n.to_string()).unwrap_or_default()
}

/// A word as its type serialises it.
fn word<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}

fn revenue(stream: &Stream, sum: &MinuteSum) -> Vec<String> {
    let amount = Money::from_units(i128::from(sum.units), stream.currency);
    vec![
        Instant(sum.minute * MINUTE_MS).to_rfc3339(),
        cell(&stream.name),
        amount.to_decimal(),
        stream.currency.code().to_owned(),
        sum.rows.to_string(),
    ]
}

fn backlog(month: &BacklogMonth) -> Vec<String> {
    vec![
        month.month.to_string(),
        month.open.to_string(),
        month.open_resilience.to_string(),
        number(month.customer_incidents),
    ]
}

fn requests(service: &Service, count: &MinuteCount) -> Vec<String> {
    vec![
        Instant(count.minute * MINUTE_MS).to_rfc3339(),
        cell(&service.name),
        count.good.to_string(),
        count.total.to_string(),
    ]
}

/// As it was quoted: what one is worth, or how many make one.
fn rate(year: &RateYear, day: &str, quote: Quote, home: Currency) -> Vec<String> {
    let text = quote.to_string();
    let (worth, per_one) = match text.strip_prefix("1/") {
        Some(number) => (String::new(), number.to_owned()),
        None => (text, String::new()),
    };
    vec![
        day.to_owned(),
        year.currency.code().to_owned(),
        worth,
        per_one,
        home.code().to_owned(),
    ]
}

fn role(role: &Role) -> Vec<String> {
    vec![
        cell(&role.name),
        role.rate.to_decimal(),
        role.rate.currency().code().to_owned(),
        word(&role.group),
    ]
}

fn service(w: &Workspace, service: &Service) -> Vec<String> {
    let entry = catalog_entry(w, service);
    vec![
        entry.service,
        entry.owner,
        number(service.tier),
        entry.target,
        entry.depends_on,
    ]
}

/// A service in the cells of a table of services.
pub(crate) fn catalog_entry(w: &Workspace, service: &Service) -> CatalogEntry {
    let leans: Vec<String> = service
        .dependencies
        .iter()
        .map(|d| match d.kind {
            // With a share, so that it is said and not left to what is there.
            DependencyKind::Hard => format!("{} 100%", cell(w.service_name(d.on))),
            DependencyKind::Soft { share } => {
                format!("{} {}%", cell(w.service_name(d.on)), hundredfold(share))
            }
        })
        .collect();
    CatalogEntry {
        service: cell(&service.name),
        owner: service.owner.as_deref().map(cell).unwrap_or_default(),
        target: number(service.target),
        depends_on: leans.join("; "),
    }
}

/// A share times a hundred by moving the point of its shortest decimal, which a multiplication
/// would not always do: `0.07` is `7`.
fn hundredfold(share: f64) -> String {
    let text = share.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut fraction = fraction.to_owned();
    while fraction.len() < 2 {
        fraction.push('0');
    }
    let (moved, rest) = fraction.split_at(2);
    let whole = format!("{whole}{moved}");
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    match rest {
        "" => whole.to_owned(),
        rest => format!("{whole}.{rest}"),
    }
}

/// What incidents are called in files: each by its number at its source, where that is its alone,
/// else by its id here.
pub(crate) fn names_in_files(w: &Workspace) -> Vec<String> {
    let mut taken: HashMap<&str, u32> = HashMap::new();
    for origin in w.incidents.iter().filter_map(|i| i.origin.as_ref()) {
        *taken.entry(&origin.external_id).or_default() += 1;
    }
    let name = |incident: &Incident| match &incident.origin {
        Some(origin) if taken.get(origin.external_id.as_str()) == Some(&1) => {
            origin.external_id.clone()
        }
        _ => incident.id.to_string(),
    };
    w.incidents.iter().map(name).collect()
}

/// What costs as amounts are in one row: refunds, penalties, vendors, others and what those are
/// for; all of one currency.
#[derive(Default)]
struct Costs {
    currency: Option<Currency>,
    named: [String; 3],
    other: String,
    what_for: String,
}

/// Costs as rows, at most one of a kind in each.
fn cost_rows(costs: &[FixedCost]) -> Vec<Costs> {
    let mut rows: Vec<Costs> = Vec::new();
    for cost in costs {
        let names = &Field::COSTS[..3];
        let named = names.iter().position(|field| field.name() == cost.kind);
        let currency = cost.amount.currency();
        let fits = |row: &Costs| {
            let place = named.map_or(&row.other, |at| &row.named[at]);
            row.currency == Some(currency) && place.is_empty()
        };
        let at = rows.iter().position(fits).unwrap_or_else(|| {
            rows.push(Costs {
                currency: Some(currency),
                ..Costs::default()
            });
            rows.len() - 1
        });
        let amount = cost.amount.to_decimal();
        match named {
            Some(field) => rows[at].named[field] = amount,
            None => {
                rows[at].other = amount;
                rows[at].what_for = match cost.kind.as_str() {
                    "other" => String::new(),
                    word => cell(word),
                };
            }
        }
    }
    rows
}

/// A row an impact, and further ones, without times of an impact, where costs need them. An
/// incident that hit no service has no row, for a row needs one.
fn incidents(w: &Workspace, sheet: &mut Sheet) {
    let names = names_in_files(w);
    let (mut idle, mut own_method) = (0_usize, 0_usize);
    for (incident, name) in w.incidents.iter().zip(&names) {
        let Some(first) = incident.impacts.first() else {
            idle += 1;
            continue;
        };
        own_method += usize::from(incident.method.is_some());
        let mut costs = cost_rows(&incident.fixed).into_iter();
        let impacts = incident.impacts.iter();
        let mut rows: Vec<Vec<String>> = impacts
            .map(|impact| {
                // One that ends with its incident says so by stating no end, as in the workspace.
                let end = impact.end.filter(|end| incident.resolved != Some(*end));
                let times = [time(Some(impact.start)), time(end)];
                let costs = costs.next().unwrap_or_default();
                incident_row(w, incident, name, impact, times, costs)
            })
            .collect();
        let further = costs.map(|costs| {
            let times = [String::new(), String::new()];
            incident_row(w, incident, name, first, times, costs)
        });
        rows.extend(further);
        sheet.add(rows);
    }
    if idle > 0 {
        sheet.left_out.push(format!(
            "Not in the file: {}, for a row names the service that was hit.",
            text::counted(
                idle,
                "incident that hit no service",
                "incidents that hit no service"
            )
        ));
    }
    if own_method > 0 {
        sheet.left_out.push(format!(
            "Not in the file: the way in which lost revenue is computed, where it is an incident's own; {}.",
            text::counted(own_method, "one has it", "have it")
        ));
    }
}

fn incident_row(
    w: &Workspace,
    incident: &Incident,
    name: &str,
    impact: &Impact,
    [impact_started, impact_ended]: [String; 2],
    costs: Costs,
) -> Vec<String> {
    let [refunds, penalties, vendors] = costs.named;
    let optional = |text: &Option<String>| text.as_deref().map(cell).unwrap_or_default();
    vec![
        cell(name),
        cell(w.service_name(impact.service)),
        cell(&incident.title),
        optional(&incident.severity),
        time(Some(incident.started)),
        time(incident.detected),
        time(incident.acknowledged),
        time(incident.mitigated),
        time(incident.resolved),
        impact_started,
        impact_ended,
        number(impact.share),
        word(&incident.kind),
        cell(&incident.causes.join("; ")),
        incident.detected_by.as_ref().map(word).unwrap_or_default(),
        incident.recovered_by.as_ref().map(word).unwrap_or_default(),
        optional(&incident.recovery_action),
        number(incident.reassignments),
        number(incident.contacts),
        number(incident.cancellations),
        refunds,
        penalties,
        vendors,
        costs.other,
        costs.what_for,
        costs
            .currency
            .map(|c| c.code().to_owned())
            .unwrap_or_default(),
        cell(&incident.notes),
    ]
}

/// A row an entry; of what a responder did, a row an action.
fn labor(w: &Workspace, sheet: &mut Sheet) {
    let names = names_in_files(w);
    let named: BTreeMap<IncidentId, &str> = w
        .incidents
        .iter()
        .map(|incident| incident.id)
        .zip(names.iter().map(String::as_str))
        .collect();
    for entry in &w.labor {
        // The store keeps no labor without its incident.
        let Some(name) = named.get(&entry.incident) else {
            continue;
        };
        match entry.actions.as_slice() {
            [] => sheet.add([labor_row(entry, name, None)]),
            actions => sheet.add(actions.iter().map(|at| labor_row(entry, name, Some(*at)))),
        }
    }
}

fn labor_row(entry: &LaborEntry, name: &str, acted: Option<Instant>) -> Vec<String> {
    let hours = match acted {
        Some(_) => String::new(),
        None => hours(entry.worked_ms),
    };
    vec![
        cell(name),
        cell(&entry.role),
        entry.person.as_deref().map(cell).unwrap_or_default(),
        format_decimal(i128::from(entry.people_milli), 3, 0),
        hours,
        time(entry.start),
        if entry.review { "yes" } else { "" }.to_owned(),
        time(acted),
        entry.rate.map(Money::to_decimal).unwrap_or_default(),
        entry
            .rate
            .map(|r| r.currency().code().to_owned())
            .unwrap_or_default(),
    ]
}

/// `1:30:00`; where that is not the whole of it, hours to nine decimals, of which a millisecond is
/// the nearest.
fn hours(ms: i64) -> String {
    const HOUR: i64 = 60 * MINUTE_MS;
    match ms % 1_000 == 0 && ms < 100_000 * HOUR {
        true => format!(
            "{}:{:02}:{:02}",
            ms / HOUR,
            ms / MINUTE_MS % 60,
            ms / 1_000 % 60
        ),
        false => {
            let billionths = i128::from(ms) * 1_000_000_000;
            let rounded = (billionths + i128::from(HOUR) / 2) / i128::from(HOUR);
            format_decimal(rounded, 9, 0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ninefold_domain::money::Currency;
    use proptest::prelude::*;

    #[test]
    fn hours_stand_on_a_clock_where_that_says_it_all() {
        for (ms, written) in [
            (0, "0:00:00"),
            (5_400_000, "1:30:00"),
            (3_661_000, "1:01:01"),
            // 500 ms are 0.00013888… hours.
            (500, "0.000138889"),
            (360_000_000_000, "100000"),
        ] {
            assert_eq!(hours(ms), written);
        }
    }

    #[test]
    fn costs_of_one_kind_or_of_two_currencies_need_rows_of_their_own() {
        let cost = |kind: &str, amount: &str, currency: &str| FixedCost {
            kind: kind.into(),
            amount: Money::parse(amount, Currency::parse(currency).unwrap()).unwrap(),
        };
        let rows = cost_rows(&[
            cost("refunds", "5", "EUR"),
            cost("legal", "7", "EUR"),
            cost("refunds", "6", "EUR"),
            cost("other", "8", "EUR"),
            cost("vendors", "9", "USD"),
            // Not as the column has it, so it goes by its own word.
            cost("Refunds", "1", "USD"),
        ]);
        let shown: Vec<String> = rows
            .iter()
            .map(|r| {
                let currency = r.currency.unwrap();
                format!(
                    "{} {} {} {currency}",
                    r.named.join("/"),
                    r.other,
                    r.what_for
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                "5.00// 7.00 legal EUR",
                "6.00// 8.00  EUR",
                "//9.00 1.00 Refunds USD"
            ]
        );
    }

    proptest! {
        #[test]
        fn a_share_in_percent_reads_back_to_the_last_bit(share in 0.0_f64..=1.0) {
            let back: f64 = format!("{}e-2", hundredfold(share)).parse().unwrap();
            prop_assert_eq!(back.to_bits(), share.to_bits());
        }
    }
}
