//! Labor rows put to the incidents they name; what one responder did on an incident becomes one
//! entry.

use super::Outcome;
use super::exchange::Exchange;
use crate::host::Host;
use crate::records::names_in_files;
use crate::text;
use crate::wire::Problem;
use crate::workspace::Workspace;
use ninefold_domain::id::{IncidentId, LaborId};
use ninefold_domain::money::Money;
use ninefold_domain::record::{LaborEntry, Role};
use ninefold_ingest::{LaborRow, Report};
use ninefold_store::{Change, Record};
use std::collections::{BTreeSet, HashMap};

/// What makes two timesheet rows the same, but for when they began and what an hour costs.
type Likeness = (IncidentId, String, Option<String>, i64, i64, bool);

fn likeness(e: &LaborEntry) -> Likeness {
    (
        e.incident,
        e.role.clone(),
        e.person.clone(),
        e.people_milli,
        e.worked_ms,
        e.review,
    )
}

/// What stands before the digits that a name ends in, and those digits without leading zeros;
/// nothing where there are none.
fn parted(name: &str) -> Option<(&str, &str)> {
    let end = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = name[end.len()..].trim_start_matches('0');
    let before = end.trim_matches(['-', '#', ' ', '_']);
    (!digits.is_empty()).then_some((before, digits))
}

/// Whether a prefix and digits name the incident that others call by the digits alone: it takes
/// some digits, or a word for it, as in `INC 3`. `OPS-3` may be a ticket of another kind.
fn names_one(before: &str, digits: &str) -> bool {
    const CALLED: [&str; 4] = ["inc", "incident", "pd", "pagerduty"];
    let called = CALLED.iter().any(|word| word.eq_ignore_ascii_case(before));
    digits.len() >= 3 || called
}

/// What is there, to compare rows with.
struct Known<'a> {
    /// Timesheets that no row has been found equal to yet.
    sheets: HashMap<Likeness, Vec<&'a LaborEntry>>,
    /// What responders did: one entry each for incident, role, person and rate.
    deeds: HashMap<Likeness, Vec<&'a LaborEntry>>,
}

impl<'a> Known<'a> {
    fn of(labor: &'a [LaborEntry]) -> Self {
        let mut known = Self {
            sheets: HashMap::new(),
            deeds: HashMap::new(),
        };
        for entry in labor {
            if entry.actions.is_empty() {
                known.sheets.entry(likeness(entry)).or_default().push(entry);
            } else {
                known.deeds.entry(likeness(entry)).or_default().push(entry);
            }
        }
        known
    }

    /// The timesheet that a row repeats: one of its rate that began when the row did, else one of
    /// which it was not known when. The rate of a row in another currency is no mark of it, since
    /// it was converted as the table of rates stood then.
    fn take(&mut self, entry: &LaborEntry, converted: bool) -> Option<&'a LaborEntry> {
        let alike = self.sheets.get_mut(&likeness(entry))?;
        let find = |rated: &dyn Fn(&LaborEntry) -> bool| {
            let same = |known: &LaborEntry| rated(known) && known.start == entry.start;
            let unknown = |known: &LaborEntry| rated(known) && known.start.is_none();
            let at = alike.iter().position(|known| same(known));
            at.or_else(|| alike.iter().position(|known| unknown(known)))
        };
        let at = find(&|known| known.rate == entry.rate)
            .or_else(|| converted.then(|| find(&|_| true)).flatten())?;
        Some(alike.swap_remove(at))
    }

    /// What is known of the same responder; by rate as [`Known::take`].
    fn deed(&self, entry: &LaborEntry, converted: bool) -> Option<&'a LaborEntry> {
        let alike = self.deeds.get(&likeness(entry))?;
        let rated = alike.iter().find(|known| known.rate == entry.rate);
        rated
            .or_else(|| alike.first().filter(|_| converted))
            .copied()
    }
}

pub(super) fn plan_labor(
    w: &Workspace,
    rows: Vec<LaborRow>,
    report: &Report,
    host: &dyn Host,
) -> Outcome {
    let mut outcome = Outcome {
        noun: ("entry", "entries"),
        ..Outcome::default()
    };
    let mut incidents: HashMap<&str, Option<IncidentId>> = HashMap::new();
    let names = names_in_files(w);
    for (incident, name) in w.incidents.iter().zip(&names) {
        // Two sources may use one number; labor that names it is nobody's then.
        incidents
            .entry(name.as_str())
            .and_modify(|id| *id = None)
            .or_insert(Some(incident.id));
    }
    // A number goes by with and without what stands before it: `1045` is also `PD-1045`. With the
    // same word before it, it is the same however the two are put together: `INC 3` is `INC-0003`.
    let mut by_digits: HashMap<&str, Option<(IncidentId, &str)>> = HashMap::new();
    let mut by_word: HashMap<(String, &str), Option<IncidentId>> = HashMap::new();
    for (incident, name) in w.incidents.iter().zip(&names) {
        if let Some((before, digits)) = parted(name) {
            by_digits
                .entry(digits)
                .and_modify(|found| *found = None)
                .or_insert(Some((incident.id, before)));
            by_word
                .entry((before.to_lowercase(), digits))
                .and_modify(|found| *found = None)
                .or_insert(Some(incident.id));
        }
    }
    let by_parts = |named: &str| {
        let (before, digits) = parted(named)?;
        if let Some(found) = by_word.get(&(before.to_lowercase(), digits)) {
            return *found;
        }
        let (id, theirs) = by_digits.get(digits).copied().flatten()?;
        // Two prefixes that differ are two trackers, or no incident at all.
        let one = before.is_empty() && digits.len() >= 3
            || theirs.is_empty() && names_one(before, digits);
        one.then_some(id)
    };
    let mut by_number = 0_usize;
    let mut known = Known::of(&w.labor);
    // What responders did, gathered from many rows, in the order of the first of each.
    let mut deeds: Vec<(LaborEntry, u64, bool)> = Vec::new();
    let mut deed_of: HashMap<(Likeness, Option<i128>), usize> = HashMap::new();
    let (mut repriced, mut dated_now) = (0_usize, 0_usize);
    let mut unpriced: BTreeSet<String> = BTreeSet::new();
    let mut exchange = Exchange::of(w);
    for row in rows {
        let exact = incidents.get(&*row.incident).copied();
        let found = match exact {
            Some(found) => found,
            None => {
                let found = by_parts(&row.incident);
                by_number += usize::from(found.is_some());
                found
            }
        };
        let Some(incident) = found else {
            let file = report
                .files
                .get(row.file as usize)
                .map(|f| f.name.clone())
                .unwrap_or_default();
            outcome.refused.push((
                Problem {
                    code: "no-incident".into(),
                    field: String::new(),
                    file,
                    row: row.row,
                    column: "incident".into(),
                    found: row.incident.to_string(),
                    expected: "the number of exactly one incident that is here".into(),
                    repair: "Import the incidents first, then the labor. One that was left out there, as cancelled or a test, is none here; a mistyped number is put right in the file."
                        .into(),
                    cells: String::new(),
                },
                1,
            ));
            continue;
        };
        let converted = row.rate.is_some_and(|r| r.currency() != w.methods.currency);
        let rate = match row.rate {
            Some(rate) => {
                let began = row
                    .start
                    .or_else(|| w.incident_at(incident).map(|i| i.started));
                let of = format!("rate of {}", row.role);
                match exchange.convert(&of, rate, began.unwrap_or_else(|| host.now()), 1) {
                    Some(rate) => Some(rate),
                    None => {
                        outcome.no_rate_rows.push((row.file, row.row));
                        continue;
                    }
                }
            }
            None => None,
        };
        let entry = LaborEntry {
            id: LaborId(host.new_id()),
            incident,
            role: row.role.to_string(),
            person: row.person.map(|p| p.to_string()),
            people_milli: row.people_milli,
            worked_ms: row.worked_ms,
            rate,
            start: row.start,
            review: row.review,
            actions: row.acted.into_iter().collect(),
        };
        if let Some(acted) = row.acted {
            let at = *deed_of
                .entry((likeness(&entry), entry.rate.map(Money::units)))
                .or_insert(deeds.len());
            match deeds.get_mut(at) {
                Some((gathered, rows, _)) => {
                    gathered.actions.push(acted);
                    *rows += 1;
                }
                None => deeds.push((entry, 1, converted)),
            }
            continue;
        }
        if let Some(there) = known.take(&entry, converted) {
            let dated = there.start != entry.start && entry.start.is_some();
            let priced = there.rate != entry.rate;
            repriced += usize::from(priced);
            if !dated && !priced {
                outcome.unchanged += 1;
                outcome.known_rows += 1;
            } else {
                outcome.updated += 1;
                dated_now += usize::from(dated);
                let entry = LaborEntry {
                    id: there.id,
                    start: entry.start.or(there.start),
                    ..entry
                };
                outcome
                    .import
                    .updates
                    .push(Change::Put(Record::Labor(entry)));
            }
            continue;
        }
        note_unpriced(w, &entry, &mut unpriced);
        outcome.new += 1;
        outcome.import.records.push(Record::Labor(entry));
    }
    for (mut entry, rows, converted) in deeds {
        let there = known.deed(&entry, converted);
        entry
            .actions
            .extend(there.iter().flat_map(|known| &known.actions));
        entry.actions.sort_unstable();
        entry.actions.dedup();
        let Some(there) = there else {
            note_unpriced(w, &entry, &mut unpriced);
            outcome.new += 1;
            outcome.import.records.push(Record::Labor(entry));
            continue;
        };
        let priced = there.rate != entry.rate;
        repriced += usize::from(priced);
        if !priced && entry.actions.iter().all(|at| there.actions.contains(at)) {
            outcome.unchanged += 1;
            outcome.known_rows += rows;
        } else {
            outcome.updated += 1;
            let entry = LaborEntry {
                id: there.id,
                ..entry
            };
            outcome
                .import
                .updates
                .push(Change::Put(Record::Labor(entry)));
        }
    }
    if !unpriced.is_empty() {
        let names: Vec<String> = unpriced.into_iter().take(8).collect();
        outcome.notes.push(format!(
            "No rate for {}: they count nothing until the rate card has them.",
            names.join(", ")
        ));
    }
    if by_number > 0 {
        outcome.notes.push(format!(
            "{} an incident by its number written another way, as `PD-1045` does 1045 and `INC 3` does INC-0003.",
            text::counted(by_number, "row names", "rows name")
        ));
    }
    if dated_now > 0 {
        outcome.notes.push(format!(
            "{} there already and now {} when people worked.",
            text::counted(dated_now, "entry is", "entries are"),
            if dated_now == 1 { "says" } else { "say" }
        ));
    }
    if repriced > 0 {
        outcome.notes.push(format!(
            "{} there already and now {} what an hour costs by the rates known today.",
            text::counted(repriced, "entry is", "entries are"),
            if repriced == 1 { "says" } else { "say" }
        ));
    }
    if outcome.unchanged > 0 {
        outcome.notes.push(format!(
            "{} there already and left as they are.",
            text::counted(outcome.unchanged as usize, "entry is", "entries are")
        ));
    }
    outcome.refused.extend(exchange.refusals());
    outcome.notes.extend(exchange.notes());
    outcome.conversions = exchange.done();
    outcome
}

/// Notes a role that nobody has priced.
fn note_unpriced(w: &Workspace, entry: &LaborEntry, unpriced: &mut BTreeSet<String>) {
    let priced = |role: &Role| role.name.eq_ignore_ascii_case(&entry.role);
    if entry.rate.is_none() && !w.roles.iter().any(priced) {
        unpriced.insert(entry.role.clone());
    }
}
