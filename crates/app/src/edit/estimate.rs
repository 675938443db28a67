//! Quantities as typed: one number, the two ends of a 90 % range, or three points.

use crate::text;
use crate::wire::{Error, EstimateEdit};
use ninefold_domain::distribution::Estimate;

/// How the numbers of a quantity are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A plain number.
    Plain,
    /// A share, written as a percentage.
    Share,
    /// Minutes; other units of time may be written with their name.
    Minutes,
    /// Events a year; other times may be written after a stroke.
    PerYear,
}

/// Units of time as people write them, in minutes, the longest first.
const TIMES: [(&[&str], f64); 5] = [
    (&["w", "wk", "week", "weeks"], 10_080.0),
    (&["d", "day", "days"], 1_440.0),
    (&["h", "hr", "hrs", "hour", "hours"], 60.0),
    (&["m", "min", "mins", "minute", "minutes"], 1.0),
    (&["s", "sec", "secs", "second", "seconds"], 1.0 / 60.0),
];

/// Times as people write them, how many there are in a year.
const A_YEAR: [(&[&str], f64); 5] = [
    (&["y", "yr", "year", "yearly", "annually"], 1.0),
    (&["q", "quarter", "quarterly"], 4.0),
    (&["mo", "month", "monthly"], 12.0),
    (&["w", "wk", "week", "weekly"], 365.0 / 7.0),
    (&["d", "day", "daily"], 365.0),
];

/// Takes `2 h` off the beginning: its number, its word in small letters, and what comes after.
fn number_and_word(written: &str) -> (&str, String, &str) {
    let is_word = |c: char| c.is_alphabetic() || c == '/';
    let trimmed = written.trim();
    let (number, rest) = trimmed.split_at(trimmed.find(is_word).unwrap_or(trimmed.len()));
    let end = rest.find(|c: char| c.is_ascii_digit());
    let (word, rest) = rest.split_at(end.unwrap_or(rest.len()));
    let word = word.trim().trim_end_matches('.').to_lowercase();
    (number.trim(), word, rest)
}

/// Its place in a list of units, and what it stands for.
fn unit_of(word: &str, known: &[(&[&str], f64)]) -> Option<(usize, f64)> {
    let at = known.iter().position(|(names, _)| names.contains(&word))?;
    Some((at, known[at].1))
}

fn unknown_unit(written: &str, field: &str, expected: &str) -> Error {
    let found = format!("“{written}” is in a unit that is not known here; expected {expected}");
    Error::invalid(field, found)
}

/// Minutes: `30`, `2 h`, `1 h 30 min`, `1h30`. A number without a word is minutes where it stands
/// alone or after hours.
fn read_minutes(written: &str, field: &str) -> Result<f64, Error> {
    let unknown = || unknown_unit(written, field, "minutes, such as 30, or 1 h 30 min");
    let mut sum = 0.0;
    let mut before: Option<usize> = None;
    let mut left = written;
    loop {
        let (number, word, rest) = number_and_word(left);
        let is_bare = word.is_empty() && before.is_none_or(|at| TIMES[at].0.contains(&"h"));
        let word = if is_bare { "min" } else { word.as_str() };
        let (at, by) = unit_of(word, &TIMES).ok_or_else(unknown)?;
        // From long to short, each once: 30 min 2 h is a slip.
        if before.is_some_and(|before| at <= before) {
            return Err(unknown());
        }
        sum += text::read_decimal(number, field)? * by;
        if rest.trim().is_empty() {
            return Ok(sum);
        }
        before = Some(at);
        left = rest;
    }
}

/// Events a year: `2`, `1/month`, `3 per quarter`, `1/5 years`, `1 in 10 years`.
fn read_rate(written: &str, field: &str) -> Result<f64, Error> {
    let (number, word, rest) = number_and_word(written);
    // What is rare is said by how long it keeps away.
    let (word, every) = match rest {
        "" => (word, 1.0),
        rest => {
            let (every, unit, rest) = number_and_word(rest);
            let is_apart = matches!(word.as_str(), "/" | "per" | "in" | "every" | "once every");
            let every = text::read_decimal(every, field).unwrap_or(0.0);
            let unit = unit.strip_suffix('s').map_or(unit.clone(), str::to_owned);
            // Read as unknown below.
            let is_read = is_apart && rest.is_empty() && every > 0.0 && !unit.is_empty();
            (if is_read { unit } else { written.to_owned() }, every)
        }
    };
    let mut word = word.as_str();
    for small in [
        "times", "x", "events", "event", "/", "per ", "a ", "each ", "every ",
    ] {
        word = word.strip_prefix(small).unwrap_or(word).trim();
    }
    let by = match unit_of(word, &A_YEAR) {
        _ if word.is_empty() => Some(1.0),
        found => found.map(|(_, by)| by),
    };
    match by {
        Some(by) => Ok(text::read_decimal(number, field)? * by / every),
        None => {
            let expected = "events a year, such as 2, 1/month, or 1 in 5 years";
            Err(unknown_unit(written, field, expected))
        }
    }
}

impl Unit {
    fn write(self, value: f64) -> String {
        match self {
            Self::Plain | Self::Minutes | Self::PerYear => value.to_string(),
            Self::Share => text::form_share(value),
        }
    }

    fn read(self, written: &str, field: &str) -> Result<f64, Error> {
        match self {
            Self::Plain => {
                let (number, by) = text::without_suffix(written);
                Ok(text::read_decimal(number, field)? * by as f64)
            }
            // Where 3 is 3 %, nobody can say what 1 is.
            Self::Share if written.trim() == "1" => Err(Error::invalid(
                field,
                "“1” may be 1 % or all of them; expected 1 % or 100 %".into(),
            )),
            Self::Share => text::read_share(written, field),
            Self::Minutes => read_minutes(written, field),
            Self::PerYear => read_rate(written, field),
        }
    }

    pub(crate) fn short(self, value: f64) -> String {
        match self {
            Self::Plain | Self::Minutes | Self::PerYear => text::short(value),
            Self::Share => crate::views::risks::share_text(value),
        }
    }
}

/// An estimate for the form.
pub(crate) fn show(estimate: &Estimate, unit: Unit) -> EstimateEdit {
    let edit = |kind: &str, low: String, likely: String, high: String| EstimateEdit {
        kind: kind.into(),
        low,
        likely,
        high,
        means: means(estimate, unit),
    };
    match estimate {
        Estimate::Fixed { value } => {
            edit("fixed", unit.write(*value), String::new(), String::new())
        }
        Estimate::Interval { low, high } => edit(
            "interval",
            unit.write(*low),
            String::new(),
            unit.write(*high),
        ),
        Estimate::ThreePoint { low, likely, high } => edit(
            "three-point",
            unit.write(*low),
            unit.write(*likely),
            unit.write(*high),
        ),
        Estimate::Learned { .. } | Estimate::Fitted(_) | Estimate::Pooled { .. } => {
            edit("kept", String::new(), String::new(), String::new())
        }
    }
}

/// What an estimate means, in words.
pub(crate) fn means(estimate: &Estimate, unit: Unit) -> String {
    let range = || match estimate.distribution("") {
        Ok(d) => format!(
            "90 % range {} to {}",
            unit.short(d.quantile(0.05)),
            unit.short(d.quantile(0.95))
        ),
        Err(error) => error.to_string(),
    };
    match estimate {
        Estimate::Fixed { .. } => "taken as certain".into(),
        Estimate::Interval { low, high } => format!(
            "90 % range {} to {}: 1 in 10 falls outside (lognormal)",
            unit.short(*low),
            unit.short(*high)
        ),
        Estimate::ThreePoint { low, likely, high } => format!(
            "at least {}, likely {}, at most {} (PERT)",
            unit.short(*low),
            unit.short(*likely),
            unit.short(*high)
        ),
        Estimate::Learned { shape, exposure } => format!(
            "learned from {} events in {} years, the prior among them; {}",
            text::short(*shape),
            text::short(*exposure),
            range()
        ),
        Estimate::Fitted(_) => format!("fitted to what was observed; {}", range()),
        Estimate::Pooled { of } => {
            format!("{} estimates, pooled; {}", text::count(of.len()), range())
        }
    }
}

/// An estimate as typed; `before` is what stands in the record, for a quantity that is kept.
pub(crate) fn read(
    edit: &EstimateEdit,
    field: &str,
    unit: Unit,
    before: Option<&Estimate>,
) -> Result<Estimate, Error> {
    let part = |written: &str, part: &str| unit.read(written, &format!("{field}.{part}"));
    let estimate = match edit.kind.as_str() {
        "fixed" => Estimate::fixed(part(&edit.low, "low")?),
        "interval" => Estimate::interval(part(&edit.low, "low")?, part(&edit.high, "high")?),
        "three-point" => Estimate::three_point(
            part(&edit.low, "low")?,
            part(&edit.likely, "likely")?,
            part(&edit.high, "high")?,
        ),
        "kept" => before.cloned().ok_or_else(|| {
            Error::invalid(
                field,
                "there is nothing to keep here yet; type a number or a range".into(),
            )
        })?,
        other => {
            return Err(super::no_choice(
                &format!("{field}.kind"),
                other,
                "fixed, interval, three-point or kept",
            ));
        }
    };
    match estimate.distribution(field) {
        Ok(_) => Ok(estimate),
        Err(e) => Err(Error::invalid(
            &format!("{field}.low"),
            format!("found {}; expected {}", e.found, e.expected),
        )
        .hint(e.advice)),
    }
}

/// Everything that is wrong with an estimate as typed: each number that does not read, or what the
/// numbers cannot be together.
pub(crate) fn problems(
    edit: &EstimateEdit,
    field: &str,
    unit: Unit,
    before: Option<&Estimate>,
) -> Vec<Error> {
    let parts: &[(&str, &str)] = match edit.kind.as_str() {
        "fixed" => &[("low", &edit.low)],
        "interval" => &[("low", &edit.low), ("high", &edit.high)],
        "three-point" => &[
            ("low", &edit.low),
            ("likely", &edit.likely),
            ("high", &edit.high),
        ],
        _ => &[],
    };
    let unread: Vec<Error> = parts
        .iter()
        .filter_map(|(part, written)| unit.read(written, &format!("{field}.{part}")).err())
        .collect();
    if unread.is_empty() {
        read(edit, field, unit, before).err().into_iter().collect()
    } else {
        unread
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let fields = |edit: &EstimateEdit| -> Vec<String> {
            let found = problems(edit, "x", Unit::Plain, None);
            found.into_iter().map(|error| error.field).collect()
        };
        assert_eq!(
            fields(&typed("three-point", "", "two", "3")),
            ["x.low", "x.likely"]
        );
        assert_eq!(fields(&typed("interval", "5", "", "1")), ["x.low"]);
        assert_eq!(fields(&typed("often", "5", "", "1")), ["x.kind"]);
        assert!(fields(&typed("interval", "1", "", "5")).is_empty());
    }

    fn typed(kind: &str, low: &str, likely: &str, high: &str) -> EstimateEdit {
        EstimateEdit {
            kind: kind.into(),
            low: low.into(),
            likely: likely.into(),
            high: high.into(),
            means: String::new(),
        }
    }

    #[test]
    fn what_is_shown_reads_back_the_same() {
        for (estimate, unit) in [
            (Estimate::fixed(0.1), Unit::Plain),
            (Estimate::interval(10.0, 240.0), Unit::Plain),
            (Estimate::three_point(0.0, 0.25, 1.0), Unit::Share),
        ] {
            let back = read(&show(&estimate, unit), "x", unit, None);
            assert_eq!(back, Ok(estimate));
        }
        let learned = Estimate::Learned {
            shape: 4.5,
            exposure: 1.0,
        };
        let kept = show(&learned, Unit::Plain);
        assert_eq!(kept.kind, "kept");
        assert_eq!(read(&kept, "x", Unit::Plain, Some(&learned)), Ok(learned));
        assert!(read(&kept, "x", Unit::Plain, None).is_err());
    }

    #[test]
    fn units_are_read_as_people_write_them() {
        let minutes = |written: &str| Unit::Minutes.read(written, "x");
        for (written, expected) in [
            ("30", 30.0),
            ("30 min", 30.0),
            ("2 h", 120.0),
            ("1.5 hours", 90.0),
            ("90s", 1.5),
            ("2 days", 2_880.0),
            ("5m", 5.0),
            ("1h 30m", 90.0),
            ("1h30", 90.0),
            ("1 day 2 hours", 1_560.0),
            ("1,5 h", 90.0),
        ] {
            assert_eq!(minutes(written), Ok(expected), "{written}");
        }
        let rate = |written: &str| Unit::PerYear.read(written, "x");
        for (written, expected) in [
            ("2", 2.0),
            ("1/year", 1.0),
            ("2 a year", 2.0),
            ("1 / month", 12.0),
            ("3 per quarter", 12.0),
            ("0.5/week", 0.5 * 365.0 / 7.0),
            ("2x a year", 2.0),
            ("3 times a month", 36.0),
            ("1 monthly", 12.0),
            ("1/2 years", 0.5),
            ("1 in 10 years", 0.1),
            ("1 per 2 months", 6.0),
            ("3 every 1,5 years", 2.0),
        ] {
            assert_eq!(rate(written), Ok(expected), "{written}");
        }
        for (written, unit) in [
            ("2 apples", Unit::Minutes),
            ("3 often", Unit::PerYear),
            // What begins like a unit is none.
            ("2 months", Unit::Minutes),
            ("10 ms", Unit::Minutes),
            ("2 hundred", Unit::Minutes),
            ("30 min 2 h", Unit::Minutes),
            ("2 h 3 h", Unit::Minutes),
            ("1 day 30", Unit::Minutes),
            ("1/decade", Unit::PerYear),
            ("1/quadrennium", Unit::PerYear),
            ("1 in 10", Unit::PerYear),
            ("1 in 0 years", Unit::PerYear),
            ("1 after 2 years", Unit::PerYear),
            ("1/2 years 3", Unit::PerYear),
        ] {
            let refused = unit.read(written, "repair.low").unwrap_err();
            assert!(refused.message.contains("not known"), "{refused}");
            assert_eq!(refused.field, "repair.low");
        }
        assert!(minutes("h").is_err() && minutes("-2 h").is_err());
        let plain = |written: &str| Unit::Plain.read(written, "x");
        assert_eq!(
            (plain("12k"), plain("1.5 M")),
            (Ok(12_000.0), Ok(1_500_000.0))
        );
        let share = |written: &str| Unit::Share.read(written, "x");
        assert_eq!(
            (share("1 %"), share("3"), share("0.5")),
            (Ok(0.01), Ok(0.03), Ok(0.5))
        );
        assert!(share("1").unwrap_err().message.contains("1 % or 100 %"));
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        let complain = |edit: &EstimateEdit, unit| read(edit, "repair", unit, None).unwrap_err();
        let swapped = complain(&typed("interval", "240", "", "10"), Unit::Plain);
        assert_eq!(swapped.field, "repair.low");
        assert!(swapped.message.contains("the low end first"));
        let zero = complain(&typed("interval", "0", "", "10"), Unit::Plain);
        assert!(zero.message.contains("above 0") && zero.hints[0].contains("three numbers"));
        let share = complain(&typed("fixed", "120 %", "", ""), Unit::Share);
        assert_eq!(share.field, "repair.low");
        let kind = complain(&typed("normal", "1", "", "2"), Unit::Plain);
        assert_eq!(kind.field, "repair.kind");
    }
}
