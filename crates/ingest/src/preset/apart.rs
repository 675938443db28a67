//! Tables with the date in one column and times of day in others, as people keep them by hand:
//! `Date, Start time, End time`. No tool is known by them; the rest goes by the names of columns.

use super::shape::Step;
use super::{Known, PLAIN};
use crate::mapping::{Field as F, Kind};
use crate::time::{NEXT_DAY, has_offset};

/// How many of the columns of a step are dates; the others are times of day.
const DATES: usize = 4;
/// As many of those of the end, with the day of its own before them.
const END_DATES: usize = DATES + 1;
/// Columns of the day and of the time of the beginning.
const BEGIN: &[&str] = &[
    "date",
    "day",
    "start_date",
    "incident_date",
    "start_time",
    "start",
    "started",
    "begin_time",
    "begin",
    "time",
];
/// Those of the beginning, then those of the end, which may have a day of its own first.
const BOTH: &[&str] = &[
    "date",
    "day",
    "start_date",
    "incident_date",
    "start_time",
    "start",
    "started",
    "begin_time",
    "begin",
    "time",
    "end_date",
    "date",
    "day",
    "start_date",
    "incident_date",
    "end_time",
    "end",
    "ended",
    "finish",
    "resolved_time",
    "resolved",
    "resolved_at",
    "ended_at",
    "end_at",
    "finished",
    "finished_at",
    "restored",
    "restored_at",
    "recovered_at",
];

const BEGAN: Step = Step::Add {
    name: "began",
    from: BEGIN,
    make: beginning,
};
const OVER: Step = Step::Add {
    name: "over",
    from: BOTH,
    make: end,
};

const DATE: &str = "date|day|start_date|incident_date";
/// What counts of requests and sold items are called: tables with them hold no incidents.
macro_rules! good {
    () => {
        "good|good_events|good_requests|successes|successful|success"
    };
}
macro_rules! bad {
    () => {
        "bad|bad_events|bad_requests|failures|failed|errors"
    };
}
macro_rules! total {
    () => {
        "total|total_events|total_requests|requests|events|all"
    };
}
const GOOD: &str = good!();
const BAD: &str = bad!();
const TOTAL: &str = total!();
/// Two of the three make the third.
const COUNTS: [&str; 3] = [
    concat!(good!(), "|", bad!()),
    concat!(good!(), "|", total!()),
    concat!(bad!(), "|", total!()),
];
const CLOCK: &str = "start_time|start|started|begin_time|begin|time";
const SERVICE: &str = "service|service_name|system|component|application|affected_service";
const SOLD: &str = "quantity|qty|price|unitprice|unit_price";
const NOTE: &str = "The date and the times of day stand in columns of their own and were put together; what ends at an earlier time of day than it began ended on the next day.";

pub(super) const KNOWN: &[Known] = &[
    Known {
        name: "times-apart-labor",
        title: "Date and times in columns of their own",
        kind: Kind::Labor,
        needs: &[
            DATE,
            "start_time|start|started|begin_time|begin",
            "end_time|end|ended|finish",
            "incident|incident_id|incident_number",
            "role|roles|person|user|responder",
        ],
        steps: &[BEGAN, OVER],
        fields: &[(F::Start, &["+began"]), (F::End, &["+over"])],
        rest_by_name: true,
        notes: &[NOTE],
        ..PLAIN
    },
    Known {
        name: "times-apart-requests",
        title: "Date and time in columns of their own",
        kind: Kind::Requests,
        needs: &[DATE, CLOCK, SERVICE, COUNTS[0], COUNTS[1], COUNTS[2]],
        steps: &[BEGAN],
        fields: &[(F::At, &["+began"])],
        rest_by_name: true,
        ..PLAIN
    },
    // Without a service, which may be one for every row, a count and a total may be of anything.
    Known {
        name: "times-apart-counts",
        title: "Date and time in columns of their own",
        kind: Kind::Requests,
        needs: &[DATE, CLOCK, COUNTS[0], COUNTS[1], COUNTS[2]],
        steps: &[BEGAN],
        fields: &[(F::At, &["+began"])],
        rest_by_name: true,
        of_said_kind: true,
        ..PLAIN
    },
    Known {
        name: "times-apart",
        title: "Date and times in columns of their own",
        kind: Kind::Incidents,
        needs: &[
            DATE,
            "start_time|start|started|begin_time|begin|time",
            "service|service_name|system|component|application|affected_service|title|summary|description",
        ],
        lacks: &["amount", "revenue", "gross", GOOD, BAD, TOTAL, SOLD],
        steps: &[BEGAN, OVER],
        fields: &[(F::Started, &["+began"]), (F::Resolved, &["+over"])],
        rest_by_name: true,
        notes: &[NOTE],
        ..PLAIN
    },
    Known {
        name: "times-apart-sales",
        title: "Date and time in columns of their own",
        kind: Kind::Revenue,
        needs: &["date|day", "time", "amount|total|gross|revenue"],
        lacks: &[
            "start_time",
            "end_time",
            // A total of requests is no money.
            "good|good_events|good_requests|successes",
            "bad|bad_events|bad_requests|failures|errors",
        ],
        steps: &[BEGAN],
        fields: &[(F::At, &["+began"])],
        rest_by_name: true,
        ..PLAIN
    },
    Known {
        name: "times-apart-items",
        title: "Items sold, date and time in columns of their own",
        kind: Kind::Revenue,
        needs: &[
            "date|day",
            "time",
            "quantity|qty",
            "unitprice|unit_price|price",
        ],
        lacks: &["start_time", "end_time"],
        steps: &[BEGAN],
        fields: &[
            (F::At, &["+began"]),
            (
                F::Amount,
                &[
                    "quantity*unitprice",
                    "quantity*unit_price",
                    "quantity*price",
                    "qty*unitprice",
                    "qty*unit_price",
                    "qty*price",
                ],
            ),
        ],
        rest_by_name: true,
        ..PLAIN
    },
];

/// The first of some cells that says something.
fn said<'a>(values: &[&'a str]) -> &'a str {
    let found = values.iter().map(|value| value.trim());
    found
        .into_iter()
        .find(|value| !super::values::is_nothing(value))
        .unwrap_or_default()
}

/// A date and a time of day as one; a time that has its date stays as it is.
fn together(date: &str, time: &str) -> String {
    if time.is_empty() || has_date(time) {
        time.to_owned()
    } else {
        // Behind a date as ISO 8601 writes it, an hour has two digits.
        let pad = if time.find(':') == Some(1) { "0" } else { "" };
        format!("{date} {pad}{time}").trim().to_owned()
    }
}

/// Whether a text is more than a time of day. That has its hour and nothing else before the first
/// colon, whatever zone stands behind it: `10:00 EST`, `10:00-05:00`.
fn has_date(text: &str) -> bool {
    if let Some((hour, _)) = text.split_once(':') {
        return hour.len() > 2 || !hour.bytes().all(|byte| byte.is_ascii_digit());
    }
    // `20270104T10`, or a count since 1970; a time of day has six digits at most.
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.contains(['-', '/'])
        || text.matches('.').count() > 1
        || digits > 6
        || has_offset(text.as_bytes()).is_some()
}

/// When it began; without a time of day, the day says it.
fn beginning(values: &[&str]) -> String {
    let (date, time) = (said(&values[..DATES]), said(&values[DATES..BEGIN.len()]));
    match together(date, time) {
        time if time.is_empty() => date.to_owned(),
        time => time,
    }
}

/// What the cells of [`BOTH`] say: the times of day of beginning and end, and whether the end has
/// a day of its own.
fn clocks(values: &[&str]) -> (Option<u32>, Option<u32>, bool) {
    let (begin, end) = values.split_at(BEGIN.len());
    (
        clock(said(&begin[DATES..])),
        clock(said(&end[END_DATES..])),
        !said(&end[..1]).is_empty(),
    )
}

/// When it ended. A night is as long as the clocks of its zone make it, so that the end is a time
/// on the next day and not a length; which day that is, the date alone may not say (`3/1/2026`).
fn end(values: &[&str]) -> String {
    let cells = &values[BEGIN.len()..];
    let over = together(said(&cells[..END_DATES]), said(&cells[END_DATES..]));
    match clocks(values) {
        (Some(begin), Some(end), false) if end < begin => format!("{over}{NEXT_DAY}"),
        _ => over,
    }
}

/// Seconds since midnight of a time of day: `9:05`, `21:05:30`, `9:05 pm`, `21:05 UTC`.
pub(super) fn clock(text: &str) -> Option<u32> {
    let lower = text.trim().to_ascii_lowercase();
    let zones = ["utc", "gmt", "z"];
    let zoned = zones.into_iter().find_map(|zone| lower.strip_suffix(zone));
    let local = zoned.unwrap_or(lower.as_str()).trim_end();
    let (digits, half) = match (local.strip_suffix("am"), local.strip_suffix("pm")) {
        (Some(digits), _) => (digits, Some(0)),
        (_, Some(digits)) => (digits, Some(12)),
        _ => (local, None),
    };
    let mut parts = digits
        .trim()
        .split(':')
        .map(|part| part.parse::<u32>().ok());
    let (hour, minute, second) = (
        parts.next()??,
        parts.next()??,
        parts.next().unwrap_or(Some(0))?,
    );
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    let exists = hour < 24 && minute < 60 && second < 60 && parts.next().is_none();
    exists.then_some(hour * 3_600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::super::recognised;
    use super::*;

    /// The cells of [`BOTH`] of a table with these columns.
    fn row<'a>(columns: &[(&str, &'a str)]) -> Vec<&'a str> {
        let cell = |name: &&str| {
            let found = columns.iter().find(|(column, _)| column == name);
            found.map_or("", |(_, cell)| *cell)
        };
        BOTH.iter().map(cell).collect()
    }

    /// The cells of a table with `date, start_time, end_time`, and perhaps `end_date`.
    fn cells<'a>(date: &'a str, begin: &'a str, end_date: &'a str, end: &'a str) -> Vec<&'a str> {
        row(&[
            ("date", date),
            ("start_time", begin),
            ("end_date", end_date),
            ("end_time", end),
        ])
    }

    fn preset_of(header: &[&str]) -> Option<&'static str> {
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        recognised(&header, None).map(|known| known.name)
    }

    #[test]
    fn a_date_and_its_times_become_one() {
        let day = cells("2026-03-01", "10:00", "", "11:30");
        assert_eq!(beginning(&day), "2026-03-01 10:00");
        assert_eq!(end(&day), "2026-03-01 11:30");
        let open = cells("2026-03-01", "10:00", "", "");
        assert_eq!(end(&open), "");
        assert_eq!(beginning(&cells("2026-03-01", "", "", "")), "2026-03-01");
        // What has its date already needs none.
        let whole = cells("2026-03-01", "2026-03-01 10:00", "", "2026-03-02 01:00");
        assert_eq!(beginning(&whole), "2026-03-01 10:00");
        assert_eq!(end(&whole), "2026-03-02 01:00");
    }

    #[test]
    fn every_column_of_a_date_counts_for_the_end_as_well() {
        for date in DATE.split('|') {
            let day = row(&[
                (date, "2026-03-01"),
                ("start_time", "10:00"),
                ("end_time", "11:30"),
            ]);
            assert_eq!(beginning(&day), "2026-03-01 10:00", "{date}");
            assert_eq!(end(&day), "2026-03-01 11:30", "{date}");
        }
    }

    #[test]
    fn a_zone_is_no_date() {
        for (time, whole) in [
            ("10:00 UTC", "2026-03-01 10:00 UTC"),
            ("10:00 EST", "2026-03-01 10:00 EST"),
            ("10:00-05:00", "2026-03-01 10:00-05:00"),
            ("9:05 pm", "2026-03-01 09:05 pm"),
            ("9:05", "2026-03-01 09:05"),
            ("0930", "2026-03-01 0930"),
            ("2026-03-02T10:00", "2026-03-02T10:00"),
            ("20260302T1000", "20260302T1000"),
            ("2.3.2026 10:00", "2.3.2026 10:00"),
            ("2 Mar 2026 10:00", "2 Mar 2026 10:00"),
            ("2 Mar 2026", "2 Mar 2026"),
            ("1772445600", "1772445600"),
        ] {
            assert_eq!(together("2026-03-01", time), whole, "{time}");
        }
    }

    #[test]
    fn sales_and_counts_of_requests_are_no_incidents() {
        let cases: [(&[&str], Option<&str>); 6] = [
            (&["Date", "Time", "Service", "Title"], Some("times-apart")),
            (
                &["Date", "Time", "Description", "Quantity", "UnitPrice"],
                Some("times-apart-items"),
            ),
            (
                &["Date", "Time", "Description", "Qty", "Price", "Total"],
                Some("times-apart-sales"),
            ),
            (
                &["date", "time", "service", "successes", "failed"],
                Some("times-apart-requests"),
            ),
            (
                &["date", "time", "service", "good", "total"],
                Some("times-apart-requests"),
            ),
            (&["date", "time", "good", "total"], None),
        ];
        for (header, preset) in cases {
            assert_eq!(preset_of(header), preset, "{header:?}");
        }
        let counts = [F::Good, F::Bad, F::Total];
        for alias in counts.into_iter().flat_map(F::aliases).copied() {
            let found = preset_of(&["date", "time", "service", alias]);
            assert_ne!(found, Some("times-apart"), "{alias}");
        }
        // Every name of a count is known here as well.
        for (one, other) in [(F::Good, F::Total), (F::Good, F::Bad), (F::Bad, F::Total)] {
            for (one, other) in one
                .aliases()
                .iter()
                .flat_map(|one| other.aliases().iter().map(move |other| (*one, *other)))
            {
                let found = preset_of(&["date", "time", "service", one, other]);
                assert_eq!(found, Some("times-apart-requests"), "{one} {other}");
            }
        }
    }

    #[test]
    fn what_ends_before_it_began_ended_on_the_next_day() {
        let night = cells("3/1/2026", "11:30 PM", "", "12:15 AM");
        assert_eq!(end(&night), "3/1/2026 12:15 AM (next day)");
        // A day of its own says it better.
        let said = cells("3/1/2026", "11:30 PM", "3/2/2026", "12:15 AM");
        assert_eq!(end(&said), "3/2/2026 12:15 AM");
    }

    #[test]
    fn times_of_day_are_read_as_clocks_show_them() {
        for (text, seconds) in [
            ("9:05", Some(32_700)),
            ("21:05:30", Some(75_930)),
            ("12:00 am", Some(0)),
            ("12:30PM", Some(45_000)),
            ("21:05 UTC", Some(75_900)),
            ("21:05Z", Some(75_900)),
            ("4 Jan 2027 10:00", None),
            ("2027-01-04 10:00", None),
            ("24:00", None),
            ("13:00 pm", None),
            ("soon", None),
        ] {
            assert_eq!(clock(text), seconds, "{text}");
        }
    }
}
