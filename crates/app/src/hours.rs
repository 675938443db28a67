//! Hours of the week as people write them: `Mon-Fri 09:00-17:00, Sat 10:00-14:00`.
//!
//! Days come before their times, and hold for the times that follow until other days are named:
//! `Mon, Wed 9-12, 13-17` is both stretches on both days. Times that end before they begin go on
//! into the next day. What is written reads back as the same hours.

use crate::wire::Error;
use ninefold_domain::calendar::WeeklyHours;
use ninefold_domain::time::Zone;

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// The days, Monday first; two letters of them are enough to read.
const DAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// What is written of each day.
const SHORT: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

const EXAMPLE: &str = "Mon-Fri 09:00-17:00, Sat 10:00-14:00";

/// Hours as typed; nothing where the text is empty.
///
/// # Errors
/// With `field`, what does not read and what would.
pub(crate) fn read(
    text: &str,
    zone: Option<Zone>,
    field: &str,
) -> Result<Option<WeeklyHours>, Error> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let wrong = |what: String| Error::invalid(field, format!("{what}; expected such as {EXAMPLE}"));
    let mut days: Vec<u16> = Vec::new();
    // Whether times were read for these days, so that the next days begin anew.
    let mut timed = false;
    let mut spans: Vec<(u16, u16)> = Vec::new();
    for item in text.split([',', ';', '\n']) {
        let item = plain_dashes(item);
        let item = item.trim();
        if item.is_empty() {
            continue;
        }
        let at = item
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(item.len());
        let (named, times) = item.split_at(at);
        if !named.trim().is_empty() {
            if timed {
                days.clear();
                timed = false;
            }
            read_days(named, &mut days).map_err(wrong)?;
        }
        if !times.is_empty() {
            if days.is_empty() {
                return Err(wrong(format!("“{times}” has no day before it")));
            }
            let (from, until) = read_times(times).map_err(wrong)?;
            for day in &days {
                put(&mut spans, *day, from, until);
            }
            timed = true;
        }
    }
    if !timed {
        return Err(wrong(format!("“{}” has days without times", text.trim())));
    }
    WeeklyHours::new(zone, spans)
        .map(Some)
        .map_err(|e| Error::invalid(field, e.to_string()))
}

/// Hours as they are typed; the zone is a field of its own.
pub(crate) fn write(hours: &WeeklyHours) -> String {
    let mut by_day: [Vec<(u16, u16)>; 7] = Default::default();
    for &(from, until) in hours.spans() {
        let mut at = from;
        while at < until {
            let day = at / DAY;
            let end = until.min((day + 1) * DAY);
            by_day[usize::from(day)].push((at - day * DAY, end - day * DAY));
            at = end;
        }
    }
    join_nights(&mut by_day);
    let mut out: Vec<String> = Vec::new();
    for day in 0..7 {
        let times = &by_day[day];
        if times.is_empty() || by_day[..day].contains(times) {
            continue;
        }
        let same: Vec<usize> = (day..7).filter(|d| by_day[*d] == *times).collect();
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for d in same {
            match runs.last_mut() {
                Some(run) if run.1 + 1 == d => run.1 = d,
                _ => runs.push((d, d)),
            }
        }
        let days: Vec<String> = runs
            .into_iter()
            .map(|(a, b)| match b - a {
                0 => SHORT[a].to_owned(),
                _ => format!("{}-{}", SHORT[a], SHORT[b]),
            })
            .collect();
        let times: Vec<String> = times
            .iter()
            .map(|(a, b)| format!("{}-{}", clock(*a), clock(*b)))
            .collect();
        out.push(format!("{} {}", days.join(", "), times.join(", ")));
    }
    out.join(", ")
}

/// Stretches that go over midnight are written as one, on the day on which they begin: where one
/// ends with its day, the next begins with the next day, and both are less than a day together.
fn join_nights(by_day: &mut [Vec<(u16, u16)>; 7]) {
    for day in 0..7 {
        let next = (day + 1) % 7;
        let Some(&(from, DAY)) = by_day[day].last() else {
            continue;
        };
        let Some(&(0, until)) = by_day[next].first() else {
            continue;
        };
        if from > 0 && until < from {
            by_day[next].remove(0);
            if let Some(last) = by_day[day].last_mut() {
                last.1 = until;
            }
        }
    }
}

/// Every dash that people type or that programs make of one, as `-`.
fn plain_dashes(text: &str) -> String {
    text.replace(['–', '—', '−', '‐', '‑'], "-")
}

/// `Mon`, `Mon-Fri`, `Sat-Mon`, `daily`.
fn read_days(text: &str, days: &mut Vec<u16>) -> Result<(), String> {
    let text = text.trim().trim_end_matches([':', '.']);
    if text.eq_ignore_ascii_case("daily") {
        days.extend(0..7);
        return Ok(());
    }
    let day = |name: &str| -> Result<u16, String> {
        let low = name.trim().trim_end_matches('.').to_lowercase();
        DAYS.iter()
            .position(|d| low.len() >= 2 && d.starts_with(&low))
            .map(|d| d as u16)
            .ok_or_else(|| format!("“{}” is not a day", name.trim()))
    };
    let (first, last) = match text.split_once('-') {
        Some((first, last)) => (day(first)?, day(last)?),
        None => (day(text)?, day(text)?),
    };
    let mut at = first;
    loop {
        if !days.contains(&at) {
            days.push(at);
        }
        if at == last {
            return Ok(());
        }
        at = (at + 1) % 7;
    }
}

/// `09:00-17:00`, `9-17`; the end may be `24:00`.
fn read_times(text: &str) -> Result<(u16, u16), String> {
    let (from, until) = text
        .split_once('-')
        .ok_or_else(|| format!("“{}” has no end", text.trim()))?;
    let (from, until) = (read_clock(from)?, read_clock(until)?);
    if from == DAY {
        return Err(format!("“{}” begins after its day", text.trim()));
    }
    if from == until {
        return Err(format!("“{}” is no time at all", text.trim()));
    }
    Ok((from, until))
}

/// `9`, `09:30`, `24:00`.
fn read_clock(text: &str) -> Result<u16, String> {
    let text = text.trim();
    let wrong = || format!("“{text}” is not a time of the day");
    let (hour, minute) = text.split_once(':').unwrap_or((text, "00"));
    let number = |digits: &str, most: u16| {
        (digits.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit()))
            .then(|| digits.parse::<u16>().ok())
            .flatten()
            .filter(|n| *n <= most)
            .ok_or_else(wrong)
    };
    if minute.len() != 2 {
        return Err(wrong());
    }
    let at = number(hour, 24)? * 60 + number(minute, 59)?;
    if at > DAY {
        return Err(wrong());
    }
    Ok(at)
}

/// A stretch of one day, cut where the week ends.
fn put(spans: &mut Vec<(u16, u16)>, day: u16, from: u16, until: u16) {
    let start = day * DAY + from;
    if until > from {
        spans.push((start, day * DAY + until));
        return;
    }
    // Over midnight.
    spans.push((start, (day + 1) * DAY));
    if until > 0 {
        let next = (day + 1) % 7;
        spans.push((next * DAY, next * DAY + until));
    }
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spans(text: &str) -> Vec<(u16, u16)> {
        let hours = read(text, None, "hours").unwrap_or_else(|e| panic!("{text}: {e}"));
        hours.map_or_else(Vec::new, |h| h.spans().to_vec())
    }

    #[test]
    fn hours_read_as_people_write_them() {
        let office = WeeklyHours::office().spans().to_vec();
        for text in [
            "Mon-Fri 09:00-17:00",
            "mon–fri 9–17",
            "Monday - Friday 9:00 - 17:00",
            "Mo, Tu, We, Th, Fr 09:00-17:00",
            "Mon-Fri 09:00-13:00, 13:00-17:00",
            "Mon-Wed 09:00-17:00; Thu. 9-17\nFri: 09:00-17:00",
        ] {
            assert_eq!(spans(text), office, "{text}");
        }
        assert_eq!(spans("  "), []);
        assert_eq!(spans("daily 00:00-24:00"), [(0, 10_080)]);
        assert_eq!(spans("Sat-Mon 10-11").len(), 3);
        // Over midnight, also that of the week.
        assert_eq!(
            spans("Fri 22:00-06:00"),
            [(4 * 1440 + 1320, 5 * 1440 + 360)]
        );
        assert_eq!(
            spans("Sun 22:00-06:00"),
            [(0, 360), (6 * 1440 + 1320, 10_080)]
        );
        assert_eq!(spans("Sun 22:00-00:00"), [(6 * 1440 + 1320, 10_080)]);
    }

    #[test]
    fn hours_are_written_as_people_write_them() {
        for text in [
            "Mon-Fri 09:00-17:00, Sat 10:00-14:00",
            "Mon-Fri 09:00-12:00, 13:00-17:00",
            "Mon, Wed-Fri 08:00-20:00",
            "Fri 22:00-06:00",
            "Mon 06:00-08:00, Sun 22:00-05:00",
            "Mon-Sun 00:00-24:00",
        ] {
            let hours = read(text, None, "hours").unwrap().unwrap();
            assert_eq!(write(&hours), text);
        }
    }

    #[test]
    fn what_does_not_read_says_what_it_is() {
        for (text, found) in [
            ("Mon-Fry 09:00-17:00", "“Fry” is not a day"),
            ("T 9-17", "“T” is not a day"),
            ("Mon-Fri", "has days without times"),
            ("Mon 9-17, Tue", "has days without times"),
            ("09:00-17:00", "has no day before it"),
            ("Mon 09:00", "has no end"),
            ("Mon 9-25", "“25” is not a time"),
            ("Mon 9:5-17", "“9:5” is not a time"),
            ("Mon 9-24:30", "“24:30” is not a time"),
            ("Mon 24:00-06:00", "begins after its day"),
            ("Mon 9-9", "is no time at all"),
            ("Mon 9am-5pm", "“9am” is not a time"),
            (",;", "has days without times"),
        ] {
            let error = read(text, None, "hours").unwrap_err();
            assert_eq!(error.field, "hours");
            assert!(error.message.contains(found), "{text}: {error}");
            assert!(error.message.contains("Mon-Fri 09:00-17:00"), "{error}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(
            raw in prop::collection::vec((0_u16..10_080, 1_u16..3_000), 1..12),
            zoned in any::<bool>(),
        ) {
            let spans = raw.iter().map(|(a, n)| (*a, (a + n).min(10_080))).collect();
            let zone = zoned.then(|| Zone::parse("Europe/Berlin").unwrap());
            let hours = WeeklyHours::new(zone, spans).unwrap();
            let text = write(&hours);
            let back = read(&text, zone, "hours").unwrap();
            prop_assert_eq!(back.as_ref(), Some(&hours), "{}", text);
        }

        #[test]
        fn no_text_panics(text in "[A-Za-z0-9 :;,.–-]{0,40}") {
            let _ = read(&text, None, "hours");
        }
    }
}
