//! Labor rows: work of one role, or one person, on an incident. Where nobody keeps timesheets,
//! one row is one moment at which someone acted, and the time worked follows from all of them.
//!
//! As with revenue, two ways lead to the same rows: [`Sink::row`] reads any row and tells what is
//! wrong with it, [`Sink::sprint`] (in `lane`) takes the plain ones. A test holds both together.

mod lane;

use crate::desk::Desk;
use crate::duration::{clock, spelled};
use crate::error::Error;
use crate::mapping::{Field, Kind, Mapping};
use crate::number::{Decimal, NumberError};
use crate::report::{Code, NoteCode, Report, counted};
use crate::row::{Input, Plan, Reject, Row, Values, Words, raw_number};
use crate::table::{self, Sink, Sprint};
use crate::watch::Watch;
use lane::{Lane, Shared};
use ninefold_domain::money::Money;
use ninefold_domain::time::{DAY_MS, Instant, MINUTE_MS};
use std::path::PathBuf;
use std::sync::Arc;

/// One accepted row. Texts that repeat are shared.
#[derive(Debug, Clone, PartialEq)]
pub struct LaborRow {
    /// Index in [`Report::files`].
    pub file: u32,
    /// Line, as in [`crate::Finding::row`].
    pub row: u64,
    /// The incident's id in its source.
    pub incident: Arc<str>,
    /// The role.
    pub role: Arc<str>,
    /// A person's pseudonym.
    pub person: Option<Arc<str>>,
    /// People × 1,000: half a person is 500.
    pub people_milli: i64,
    /// Milliseconds each of them worked; 0 in a record of what someone did.
    pub worked_ms: i64,
    /// Loaded rate per hour.
    pub rate: Option<Money>,
    /// When the work began, where the file says so.
    pub start: Option<Instant>,
    /// Whether it is review after the incident.
    pub review: bool,
    /// When the person acted, in a row that states no time worked.
    pub acted: Option<Instant>,
}

/// What a set of labor files holds.
#[derive(Debug)]
pub struct Labor {
    /// Accepted rows, in file order.
    pub rows: Vec<LaborRow>,
    /// Counts, findings, notes.
    pub report: Report,
}

/// Reads labor files.
///
/// # Errors
/// What stops the import as a whole; nothing is kept then. See [`Error`].
pub fn read_labor(paths: &[PathBuf], mapping: &Mapping, watch: &dyn Watch) -> Result<Labor, Error> {
    let mut rows = Vec::new();
    let report = each_labor(paths, mapping, watch, &mut |row| rows.push(row))?;
    Ok(Labor { rows, report })
}

/// Reads labor files and hands over each accepted row instead of keeping them all, for a caller
/// that only sums them. After an error, what was handed over does not count.
///
/// # Errors
/// As [`read_labor`].
pub fn each_labor(
    paths: &[PathBuf],
    mapping: &Mapping,
    watch: &dyn Watch,
    each: &mut dyn FnMut(LaborRow),
) -> Result<Report, Error> {
    let mut sink = LaborSink::new(each);
    table::read(paths, Kind::Labor, mapping, watch, &mut sink)
}

struct LaborSink<'a> {
    each: &'a mut dyn FnMut(LaborRow),
    words: Shared,
    lane: Lane,
    /// Rows without a role that came in.
    nameless: u64,
    /// Every row goes through [`Sink::row`].
    #[cfg(test)]
    plodding: bool,
}

impl<'a> LaborSink<'a> {
    fn new(each: &'a mut dyn FnMut(LaborRow)) -> Self {
        Self {
            each,
            words: Shared::default(),
            lane: Lane::default(),
            nameless: 0,
            #[cfg(test)]
            plodding: false,
        }
    }
}

/// The role of someone whose role the file does not say.
const RESPONDER: &str = "responder";

const ANSWERS: Words<bool> = &[
    ("yes", true),
    ("no", false),
    ("true", true),
    ("false", false),
    ("1", true),
    ("0", false),
    ("review", true),
    ("work", false),
];

/// Longest work of one row: a hundred years, far beyond any, and safe to multiply by people.
const LONGEST_MS: i64 = 100 * 366 * DAY_MS;
/// Most people of one row.
const MOST_PEOPLE_MILLI: i64 = 1_000_000_000;

/// A number of a row that is not negative, times `factor`, as an integer of 10^-`scale`.
fn amount(
    row: &Row<'_>,
    values: &Values,
    field: Field,
    factor: i64,
    scale: u32,
    most: i64,
) -> Result<Option<i64>, Reject> {
    let Some(number) = values.decimal(row, field, None)? else {
        return Ok(None);
    };
    let refuse =
        |code, expected: &'static str| Reject::new(code, field, raw_number(row, field), expected);
    if number.is_negative() {
        return Err(refuse(Code::Negative, "zero or more"));
    }
    let number = number.times(Decimal::whole(factor)).and_then(|n| {
        // A time keeps whole milliseconds, which no time sheet is finer than.
        n.to_units(scale, factor != 1)
    });
    match number {
        Ok((units, _)) if units <= most => Ok(Some(units)),
        Err(NumberError::TooPrecise) => Err(refuse(Code::Precision, "at most 3 decimals")),
        _ => Err(refuse(Code::TooLarge, "a number that one row can carry")),
    }
}

/// What a row says about the time that was worked.
#[derive(Debug, Clone, Copy, Default)]
struct Work {
    worked_ms: i64,
    start: Option<Instant>,
    acted: Option<Instant>,
}

/// Minutes, else hours, as the row states them: a number, a clock, or words with their units.
fn stated_ms(row: &Row<'_>, values: &mut Values) -> Result<Option<i64>, Reject> {
    for (field, unit_ms) in [(Field::Minutes, MINUTE_MS), (Field::Hours, 60 * MINUTE_MS)] {
        if let Some(text) = values.text(row, field) {
            let clock = match field {
                Field::Hours => clock(&text),
                // `1:30` among minutes could be hours as well as minutes.
                _ => clock(&text).filter(|_| text.matches(':').count() == 2),
            };
            if let Some(ms) = clock.or_else(|| spelled(&text)) {
                return if ms <= LONGEST_MS {
                    Ok(Some(ms))
                } else {
                    let expected = "a time that one row can carry";
                    Err(Reject::new(
                        Code::TooLarge,
                        field,
                        text.into_owned(),
                        expected,
                    ))
                };
            }
        }
        if let Some(ms) = amount(row, values, field, unit_ms, 0, LONGEST_MS)? {
            return Ok(Some(ms));
        }
    }
    Ok(None)
}

/// The time worked as stated, else from start and end, else the moment at which someone acted.
fn work(row: &Row<'_>, values: &mut Values) -> Result<Work, Reject> {
    let stated = stated_ms(row, values)?;
    let start = values.instant(row, Field::Start)?;
    if let Some(worked_ms) = stated {
        return Ok(Work {
            worked_ms,
            start,
            acted: None,
        });
    }
    let end = values.instant(row, Field::End)?;
    match (start, end) {
        (Some(start), Some(end)) if end < start => Err(Reject::new(
            Code::EndBeforeStart,
            Field::End,
            values.text(row, Field::End).unwrap_or_default(),
            format!("a time not before {}", values.times.on_clock(start)),
        )),
        (Some(start), Some(end)) => Ok(Work {
            worked_ms: (end.0 - start.0).min(LONGEST_MS),
            start: Some(start),
            acted: None,
        }),
        (Some(_), None) => Err(Reject::missing(Field::End)),
        (None, Some(_)) => Err(Reject::missing(Field::Start)),
        (None, None) => {
            if let Some(acted) = values.instant(row, Field::Acted)? {
                return Ok(Work {
                    acted: Some(acted),
                    ..Work::default()
                });
            }
            let mapped = [Field::Minutes, Field::Hours, Field::Start, Field::Acted]
                .into_iter()
                .find(|field| *row.plan.input(*field) != Input::Nowhere);
            Err(Reject::missing(mapped.unwrap_or(Field::Minutes)))
        }
    }
}

impl Sink for LaborSink<'_> {
    fn begin(&mut self, plan: &Plan, values: &Values) {
        self.lane.begin(plan, values, &mut self.words);
        #[cfg(test)]
        if self.plodding {
            self.lane = Lane::default();
        }
    }

    fn sprint(&mut self, text: &[u8], line: u64, values: &mut Values) -> Sprint {
        let words = &mut self.words;
        self.lane.sprint(text, line, words, values, self.each)
    }

    fn row(&mut self, row: &Row<'_>, values: &mut Values) -> Result<(), Reject> {
        let incident = values
            .text(row, Field::Incident)
            .ok_or_else(|| Reject::missing(Field::Incident))?;
        let named = values.text(row, Field::Role);
        let is_nameless = named.is_none();
        let role = match named {
            Some(role) => self.words.roles.share(&role),
            // Tools that record what responders do seldom know their roles.
            None if row.plan.has(Field::Acted) => self.words.roles.share(RESPONDER),
            None => return Err(Reject::missing(Field::Role)),
        };
        let people = amount(row, values, Field::People, 1, 3, MOST_PEOPLE_MILLI)?;
        let work = work(row, values)?;
        let rate = values.money(row, Field::Rate)?;
        let review = values.meaning(row, Field::Review, ANSWERS)?;
        (self.each)(LaborRow {
            file: row.plan.file,
            row: row.line,
            incident: self.words.incidents.share(&incident),
            role,
            person: values
                .text(row, Field::Person)
                .map(|person| self.words.people.share(&person)),
            people_milli: people.unwrap_or(1_000),
            worked_ms: work.worked_ms,
            rate,
            start: work.start,
            review: review.unwrap_or_default(),
            acted: work.acted,
        });
        self.nameless += u64::from(is_nameless);
        Ok(())
    }

    fn close(&mut self, desk: &mut Desk) {
        desk.note(
            NoteCode::NoRole,
            self.nameless,
            format!(
                "{} no role and {} as “{RESPONDER}”.",
                counted(self.nameless, "row names", "rows name"),
                if self.nameless == 1 {
                    "counts"
                } else {
                    "count"
                }
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::{Options, Source};
    use proptest::prelude::*;
    use std::io::Write;

    /// Rows, report, and how many rows took the lane.
    fn read(text: &[u8], mapping: &Mapping, plodding: bool) -> (Vec<LaborRow>, Report, u64) {
        let mut file = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
        file.write_all(text).unwrap();
        let paths = [file.path().to_owned()];
        let mut rows = Vec::new();
        let mut each = |row| rows.push(row);
        let mut sink = LaborSink::new(&mut each);
        sink.plodding = plodding;
        let mut report = table::read(&paths, Kind::Labor, mapping, &(), &mut sink).unwrap();
        let taken = sink.lane.taken;
        for finding in &mut report.findings {
            finding.file.clear();
        }
        for file in &mut report.files {
            file.name.clear();
        }
        // A file without rows is named in its note.
        report.notes.retain(|note| note.code != NoteCode::NoRows);
        (rows, report, taken)
    }

    fn mapping() -> Mapping {
        Mapping {
            options: Options {
                delimiter: Some(b','),
                ..Options::default()
            },
            ..Mapping::default()
        }
        .map(Field::Incident, "incident")
        .map(Field::Minutes, "minutes")
        .map(Field::Rate, "rate")
        .map(Field::Currency, "currency")
    }

    /// A row as some program might write it; mostly fine.
    fn messy_row() -> impl Strategy<Value = String> {
        let word = || {
            prop::sample::select(vec![
                "INC-1",
                "INC-1",
                "INC-2",
                "INC-2",
                "support",
                "café",
                "",
                " INC-1",
                "INC-1\t",
                "\"INC-1\"",
                "\"a, b\"",
                "N/A",
                "IN\"C",
                "caf¤",
                "incident",
            ])
        };
        let number = || {
            prop_oneof![
                6 => (0..600_i32).prop_map(|whole| whole.to_string()),
                3 => (0..60_000_i32, 1..7_usize).prop_map(|(value, places)| {
                    format!("{}.{:0places$}", value / 100, value % 100)
                }),
                1 => prop::sample::select(vec![
                    "", "0", "-1", "1e3", "NaN", "5.", ".5", ".", "+5", " 7", "007", "1.2.3",
                    "\"1,234\"", "1.50000", "0.00001", "1000001", "60000000", "n/a", "5 €",
                    "99999999999999999999", "999999999999999999", "92233720368547758.07",
                ]).prop_map(str::to_owned),
            ]
        };
        let currency = prop::sample::select(vec!["EUR", "EUR", "EUR", "JPY", "eur", "XXX", ""]);
        let end = prop::sample::select(vec!["\n", "\n", "\n", "\r\n", "\n\n", ",\n", ",x\n", "\r"]);
        (word(), word(), number(), number(), number(), currency, end).prop_map(
            |(incident, role, people, minutes, rate, currency, end)| {
                format!("{incident},{role},{people},{minutes},{rate},{currency}{end}")
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn the_lane_changes_nothing(
            rows in prop::collection::vec(messy_row(), 0..60),
            stated in any::<bool>(),
            people in any::<bool>(),
            rated in any::<bool>(),
            comma in any::<bool>(),
        ) {
            let mut text = String::from("incident,role,people,minutes,rate,currency\n");
            text.extend(rows);
            let mut mapping = mapping();
            let any = Source::Constant("any".into());
            if stated {
                mapping.sources.insert(Field::Role, any);
                mapping.sources.insert(Field::Currency, Source::Constant("JPY".into()));
                mapping = mapping.map(Field::Person, "role");
            } else {
                mapping = mapping.map(Field::Role, "role");
            }
            if people {
                mapping = mapping.map(Field::People, "people");
            }
            if !rated {
                mapping.sources.remove(&Field::Rate);
            }
            if comma {
                text = text.replace(',', ";").replace('.', ",");
                mapping.options.delimiter = Some(b';');
                mapping.options.decimal = crate::mapping::DecimalMark::Comma;
            }
            // One byte that is not UTF-8.
            let pieces: Vec<&[u8]> = text.split('¤').map(str::as_bytes).collect();
            let text = pieces.join(&[0xe9][..]);
            let (quick, quick_report, _) = read(&text, &mapping, false);
            let (slow, slow_report, taken) = read(&text, &mapping, true);
            prop_assert_eq!(taken, 0);
            prop_assert_eq!(quick, slow);
            prop_assert_eq!(&quick_report, &slow_report);
            let totals = quick_report.totals;
            prop_assert_eq!(totals.read, totals.accepted + totals.rejected + totals.skipped);
        }
    }

    #[test]
    fn plain_rows_do_take_the_lane() {
        let mut text = String::from("incident,role,people,minutes,rate,currency\n");
        for row in 0..1_000 {
            text.push_str(&format!("INC-{},support,2,{row}.5,81.25,EUR\n", row / 3));
        }
        let mapping = mapping().map(Field::Role, "role");
        let (rows, _, taken) = read(text.as_bytes(), &mapping, false);
        assert_eq!((rows[999].row, rows[999].worked_ms), (1_001, 59_970_000));
        // All but the first row, which has taught it the currency.
        assert_eq!(taken, 999);
    }
}
