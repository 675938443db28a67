//! Lengths of time as files write them: on a clock, or in words.

/// `1:30` (hours and minutes) or `1:30:15`, in milliseconds.
pub(crate) fn clock(text: &str) -> Option<i64> {
    let mut total = 0_i64;
    let mut parts = 0;
    for (part, unit_ms) in text.split(':').zip([3_600_000, 60_000, 1_000]) {
        let whole = part.bytes().all(|byte| byte.is_ascii_digit());
        let short = if parts == 0 {
            (1..=5).contains(&part.len())
        } else {
            part.len() == 2
        };
        let value: i64 = part.parse().ok()?;
        if !whole || !short || (parts > 0 && value > 59) {
            return None;
        }
        total += value * unit_ms;
        parts += 1;
    }
    (parts >= 2 && text.split(':').count() == parts).then_some(total)
}

/// `45:30` (minutes and seconds), in milliseconds.
pub(crate) fn minutes_and_seconds(text: &str) -> Option<i64> {
    let (minutes, seconds) = text.split_once(':')?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !(1..=5).contains(&minutes.len())
        || seconds.len() != 2
        || !digits(minutes)
        || !digits(seconds)
    {
        return None;
    }
    let seconds: i64 = seconds.parse().ok().filter(|seconds| *seconds < 60)?;
    Some((minutes.parse::<i64>().ok()? * 60 + seconds) * 1_000)
}

/// A length with its unit, in minutes: `2 h`, `1.5 hours`, `1h 30m`; nothing where no unit stands
/// there.
pub(crate) fn minutes_with_unit(text: &str) -> Option<f64> {
    let lower = text.trim().to_ascii_lowercase();
    if !lower.contains(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    if let Some(ms) = spelled(&lower) {
        return Some(ms as f64 / 60_000.0);
    }
    // One number with at most two decimals and one unit: three digits behind a mark may be thousands.
    let at = lower.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, unit) = (lower[..at].trim(), lower[at..].trim());
    let (whole, part) = number.split_once(['.', ','])?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole)
        || !digits(part)
        || part.len() > 2
        || !unit.bytes().all(|b| b.is_ascii_alphabetic())
    {
        return None;
    }
    let number: f64 = format!("{whole}.{part}").parse().ok()?;
    Some(number * spelled(&format!("1 {unit}"))? as f64 / 60_000.0)
}

/// `25 Days 21 Hours 1 Minute`, `1h 30m`, `PT1H30M`, in milliseconds: whole numbers, each with
/// its unit, from the longest unit to the shortest.
pub(crate) fn spelled(text: &str) -> Option<i64> {
    const UNITS: [(&[&str], i64); 5] = [
        (&["w", "week", "weeks"], 604_800_000),
        (&["d", "day", "days"], 86_400_000),
        (&["h", "hr", "hrs", "hour", "hours"], 3_600_000),
        (&["m", "min", "mins", "minute", "minutes"], 60_000),
        (&["s", "sec", "secs", "second", "seconds"], 1_000),
    ];
    let lower = text.trim().to_ascii_lowercase();
    // ISO 8601, where an M behind the T is minutes; before it would be months, which have no
    // length.
    let (dates, times) = match lower.strip_prefix('p') {
        Some(iso) => iso.split_once('t').unwrap_or((iso, "")),
        None => ("", lower.as_str()),
    };
    let mut total = 0_i64;
    let mut longest = 0;
    let mut found = false;
    for (part, first, last) in [(dates, 0, 2), (times, 0, UNITS.len())] {
        let mut rest = part;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            if rest.is_empty() {
                break;
            }
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let value: i64 = rest[..digits].parse().ok()?;
            rest = rest[digits..].trim_start();
            let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
            let unit = UNITS[first..last]
                .iter()
                .position(|(names, _)| names.contains(&&rest[..letters]))?;
            if unit < longest {
                return None;
            }
            longest = unit + 1;
            total = total.checked_add(value.checked_mul(UNITS[unit].1)?)?;
            rest = &rest[letters..];
            found = true;
        }
    }
    found.then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lengths_as_people_and_programs_write_them() {
        for (text, seconds) in [
            ("25 Days 21 Hours 1 Minute", Some(2_235_660)),
            ("1 day, 2 hours", Some(93_600)),
            ("1h30m", Some(5_400)),
            ("90 min", Some(5_400)),
            ("45s", Some(45)),
            ("PT1H30M", Some(5_400)),
            ("P1DT12H", Some(129_600)),
            ("P2W", Some(1_209_600)),
            ("P1M", None),
            ("P", None),
            ("30m 1h", None),
            ("1h 1h", None),
            ("1.5h", None),
            ("-1h", None),
            ("90", None),
            ("h", None),
            ("1 fortnight", None),
            ("9999999999999999999h", None),
            ("9223372036854775807h", None),
            ("", None),
        ] {
            assert_eq!(spelled(text), seconds.map(|s| s * 1_000), "{text}");
        }
        for (text, seconds) in [
            ("1:02:03", Some(3_723)),
            ("1:30", Some(5_400)),
            ("0:00:01", Some(1)),
            ("1:60", None),
            ("1:2", None),
            ("1:02:03:04", None),
            (":30", None),
            ("1", None),
        ] {
            assert_eq!(clock(text), seconds.map(|s| s * 1_000), "{text}");
        }
    }

    #[test]
    fn a_clock_of_minutes_has_seconds_behind_them() {
        for (text, seconds) in [
            ("45:30", Some(2_730)),
            ("90:00", Some(5_400)),
            ("45:60", None),
            ("45:3", None),
            ("1:02:03", None),
            ("+1:30", None),
            ("45", None),
        ] {
            let found = minutes_and_seconds(text);
            assert_eq!(found, seconds.map(|s| s * 1_000), "{text}");
        }
    }

    #[test]
    fn a_length_with_its_unit_is_minutes() {
        for (text, minutes) in [
            ("2 h", Some(120.0)),
            ("1.5 hours", Some(90.0)),
            ("1,5 h", Some(90.0)),
            ("1h 30m", Some(90.0)),
            ("45 min", Some(45.0)),
            ("90 s", Some(1.5)),
            ("2", None),
            ("soon", None),
            ("2 fortnights", None),
            // Thousands or decimals: nobody can tell.
            ("1,500 min", None),
            ("1.500 min", None),
            ("1.5h 30m", None),
            ("-1.5 h", None),
        ] {
            assert_eq!(minutes_with_unit(text), minutes, "{text}");
        }
    }

    proptest! {
        /// However units are spelled and parted, and whichever of them are left out.
        #[test]
        fn a_length_in_words_is_the_sum_of_its_parts(
            parts in prop::array::uniform5(prop::option::of(0_i64..10_000)),
            long in any::<bool>(),
            upper in any::<bool>(),
            part in prop::sample::select(vec!["", " ", ", ", ","]),
        ) {
            let names = match long {
                true => ["weeks", "days", "hours", "minutes", "seconds"],
                false => ["w", "d", "h", "m", "s"],
            };
            let units = [604_800, 86_400, 3_600, 60, 1];
            let said: Vec<String> = parts
                .iter()
                .zip(names)
                .filter_map(|(value, name)| Some(format!("{}{part}{name}", (*value)?)))
                .map(|said| said.replace(',', " "))
                .collect();
            let text = said.join(if part.is_empty() && !long { "" } else { ", " });
            let text = if upper { text.to_uppercase() } else { text };
            let sum: i64 = parts.iter().zip(units).map(|(n, unit)| n.unwrap_or(0) * unit).sum();
            let expected = parts.iter().any(Option::is_some).then_some(sum * 1_000);
            prop_assert_eq!(spelled(&text), expected, "{}", text);
        }

        #[test]
        fn iso_8601_and_words_say_the_same(
            days in 0_i64..1_000, hours in 0_i64..100, minutes in 0_i64..100, seconds in 0_i64..100,
        ) {
            let iso = spelled(&format!("P{days}DT{hours}H{minutes}M{seconds}S"));
            let words = format!("{days} days {hours} hours {minutes} min {seconds} s");
            prop_assert!(iso.is_some());
            prop_assert_eq!(iso, spelled(&words));
        }

        #[test]
        fn a_clock_reads_back(hours in 0_i64..100_000, minutes in 0_i64..60, seconds in 0_i64..60) {
            let full = format!("{hours}:{minutes:02}:{seconds:02}");
            prop_assert_eq!(clock(&full), Some((hours * 3_600 + minutes * 60 + seconds) * 1_000));
            // What has two parts is an hour apart from what has them as minutes and seconds.
            let two = format!("{hours}:{minutes:02}");
            prop_assert_eq!(clock(&two), minutes_and_seconds(&two).map(|ms| ms * 60));
            prop_assert_eq!(clock(&format!("{hours}:{}", minutes + 60)), None);
        }

        /// Whatever stands there: nothing panics, no length is negative, a clock shows all that
        /// was read of it.
        #[test]
        fn any_text_is_a_length_or_none(text in "[0-9:pPtThms.,dw ]{0,12}") {
            if let Some(ms) = spelled(&text) {
                prop_assert!(ms >= 0 && ms % 1_000 == 0, "{} {}", text, ms);
                prop_assert!(minutes_with_unit(&text) == Some(ms as f64 / 60_000.0));
            }
            if let Some(ms) = clock(&text) {
                let (hours, rest) = (ms / 3_600_000, ms / 1_000 % 3_600);
                let shown = match text.matches(':').count() {
                    1 => format!("{hours}:{:02}", rest / 60),
                    _ => format!("{hours}:{:02}:{:02}", rest / 60, rest % 60),
                };
                let (first, behind) = text.split_once(':').unwrap();
                let first: i64 = first.parse().unwrap();
                prop_assert_eq!(format!("{first}:{behind}"), shown);
            }
        }
    }
}
