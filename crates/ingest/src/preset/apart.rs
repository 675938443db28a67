//! Tables with the date in one column and times of day in others, as people keep them by hand:
//! `Date, Start time, End time`. No tool is known by them; the rest goes by the names of columns.

use super::shape::Step;
use super::{Known, PLAIN};
use crate::mapping::{Field as F, Kind};

/// How many of the columns of a step are dates; the others are times of day.
const DATES: usize = 4;
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
    "incident_date",
    "end_time",
    "end",
    "ended",
    "finish",
    "resolved_time",
    "resolved",
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
const LASTED: Step = Step::Add {
    name: "lasted",
    from: BOTH,
    make: past_midnight,
};

const DATE: &str = "date|day|start_date|incident_date";
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
        steps: &[BEGAN, OVER, LASTED],
        fields: &[
            (F::Start, &["+began"]),
            (F::End, &["+over"]),
            (F::Hours, &["+lasted"]),
        ],
        rest_by_name: true,
        notes: &[NOTE],
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
        lacks: &["amount", "total", "revenue", "gross", "good", "bad"],
        steps: &[BEGAN, OVER, LASTED],
        fields: &[
            (F::Started, &["+began"]),
            (F::Resolved, &["+over"]),
            (F::ResolvedAfter, &["+lasted"]),
        ],
        rest_by_name: true,
        notes: &[NOTE],
        ..PLAIN
    },
    Known {
        name: "times-apart-sales",
        title: "Date and time in columns of their own",
        kind: Kind::Revenue,
        needs: &["date|day", "time", "amount|total|gross|revenue"],
        lacks: &["start_time", "end_time"],
        steps: &[BEGAN],
        fields: &[(F::At, &["+began"])],
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
    let has_date = time.contains(['-', '/', 'T']) || time.matches('.').count() > 1;
    if time.is_empty() || has_date {
        time.to_owned()
    } else {
        format!("{date} {time}").trim().to_owned()
    }
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
        clock(said(&end[DATES..])),
        !said(&end[..1]).is_empty(),
    )
}

/// When it ended, where that is on its day.
fn end(values: &[&str]) -> String {
    match clocks(values) {
        (Some(begin), Some(end), false) if end < begin => String::new(),
        _ => {
            let cells = &values[BEGIN.len()..];
            together(said(&cells[..DATES]), said(&cells[DATES..]))
        }
    }
}

/// How long it lasted, where it ended on the next day.
fn past_midnight(values: &[&str]) -> String {
    const DAY: u32 = 24 * 3_600;
    match clocks(values) {
        (Some(begin), Some(end), false) if end < begin => {
            let seconds = DAY + end - begin;
            let (minutes, seconds) = (seconds / 60, seconds % 60);
            format!("{}:{:02}:{seconds:02}", minutes / 60, minutes % 60)
        }
        _ => String::new(),
    }
}

/// Seconds since midnight of a time of day: `9:05`, `21:05:30`, `9:05 pm`.
fn clock(text: &str) -> Option<u32> {
    let lower = text.to_ascii_lowercase();
    let (digits, half) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
        (Some(digits), _) => (digits, Some(0)),
        (_, Some(digits)) => (digits, Some(12)),
        _ => (lower.as_str(), None),
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
    use super::*;

    /// The cells of [`BOTH`] of a table with `date, start_time, end_time`, and perhaps `end_date`.
    fn cells<'a>(date: &'a str, begin: &'a str, end_date: &'a str, end: &'a str) -> Vec<&'a str> {
        let mut cells = vec![""; BOTH.len()];
        for (at, name) in BOTH.iter().enumerate() {
            cells[at] = match *name {
                "date" => date,
                "start_time" => begin,
                "end_date" => end_date,
                "end_time" => end,
                _ => "",
            };
        }
        cells
    }

    #[test]
    fn a_date_and_its_times_become_one() {
        let day = cells("2026-03-01", "10:00", "", "11:30");
        assert_eq!(beginning(&day), "2026-03-01 10:00");
        assert_eq!(end(&day), "2026-03-01 11:30");
        assert_eq!(past_midnight(&day), "");
        let open = cells("2026-03-01", "10:00", "", "");
        assert_eq!(
            (end(&open), past_midnight(&open)),
            (String::new(), String::new())
        );
        assert_eq!(beginning(&cells("2026-03-01", "", "", "")), "2026-03-01");
        // What has its date already needs none.
        let whole = cells("2026-03-01", "2026-03-01 10:00", "", "2026-03-02 01:00");
        assert_eq!(beginning(&whole), "2026-03-01 10:00");
        assert_eq!(end(&whole), "2026-03-02 01:00");
    }

    #[test]
    fn what_ends_before_it_began_ended_on_the_next_day() {
        let night = cells("3/1/2026", "11:30 PM", "", "12:15 AM");
        assert_eq!(end(&night), "");
        assert_eq!(past_midnight(&night), "0:45:00");
        // A day of its own says it better.
        let said = cells("3/1/2026", "11:30 PM", "3/2/2026", "12:15 AM");
        assert_eq!(end(&said), "3/2/2026 12:15 AM");
        assert_eq!(past_midnight(&said), "");
    }

    #[test]
    fn times_of_day_are_read_as_clocks_show_them() {
        for (text, seconds) in [
            ("9:05", Some(32_700)),
            ("21:05:30", Some(75_930)),
            ("12:00 am", Some(0)),
            ("12:30PM", Some(45_000)),
            ("24:00", None),
            ("13:00 pm", None),
            ("soon", None),
        ] {
            assert_eq!(clock(text), seconds, "{text}");
        }
    }
}
