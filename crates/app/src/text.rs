//! How figures read: numbers, money, time. One place, so that screen, report and command line
//! agree to the character.

use crate::wire::{Basis, Error, Figure};
pub(crate) use ninefold_domain::money::grouped;
use ninefold_domain::money::{Currency, Money, divide_half_even};
use ninefold_domain::time::{Instant, Interval, Zone};
use serde::Serialize;

/// Narrow no-break space, before a percent sign.
const NARROW: char = '\u{202f}';
/// True minus.
const MINUS: char = '\u{2212}';
/// What stands where there is no value.
pub(crate) const NONE: &str = "—";

/// The sign of a currency, else its code and a space.
pub(crate) fn sign(currency: Currency) -> String {
    match currency.code() {
        "EUR" => "€".into(),
        "USD" => "$".into(),
        "GBP" => "£".into(),
        "JPY" => "¥".into(),
        "INR" => "₹".into(),
        "KRW" => "₩".into(),
        code => format!("{code}\u{a0}"),
    }
}

/// A word or a sentence with a capital.
#[must_use]
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The name that one of several choices has in files and on the wire: `end-before-start`.
pub(crate) fn name_of(choice: &impl Serialize) -> String {
    match serde_json::to_value(choice) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// A count: `3,153,600`.
pub(crate) fn count(n: usize) -> String {
    grouped(&n.to_string())
}

/// A count with its noun: `1 incident`, `47 incidents`.
#[must_use]
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

/// A number as it is written with its noun: `1 nine`, `3.5 nines`, `1.0 nines`.
pub(crate) fn noun(written: &str, one: &str, many: &str) -> String {
    format!("{written} {}", if written == "1" { one } else { many })
}

/// Two significant figures without unit: `110`, `5.6k`, `1.2M`, `0.45`.
pub(crate) fn short(value: f64) -> String {
    significant(value, 2)
}

/// A figure as exactly as anybody could use it: digits beyond the sixth are noise of its making.
pub(crate) fn precise(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return value.to_string();
    }
    let digits = 5 - value.abs().log10().floor() as i32;
    let rounded = format!("{value:.0$}", digits.max(0) as usize);
    match rounded.contains('.') {
        true => rounded
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned(),
        false => rounded,
    }
}

/// So many significant figures without unit.
fn significant(value: f64, figures: i32) -> String {
    if !value.is_finite() {
        return if value > 0.0 {
            "∞".into()
        } else {
            NONE.into()
        };
    }
    let size = value.abs();
    let minus = if value < 0.0 && rounds_to_something(size) {
        MINUS.to_string()
    } else {
        String::new()
    };
    if size < 0.005 {
        return "0".into();
    }
    let rounded = rounded_to(size, figures);
    let (scaled, suffix) = match rounded {
        x if x >= 1e9 => (x / 1e9, "bn"),
        x if x >= 1e6 => (x / 1e6, "M"),
        x if x >= 1e3 => (x / 1e3, "k"),
        x => (x, ""),
    };
    let whole = if scaled >= 100.0 {
        3
    } else if scaled >= 10.0 {
        2
    } else if scaled >= 1.0 || !suffix.is_empty() {
        1
    } else {
        0
    };
    let decimals = usize::try_from(figures - whole).unwrap_or(0);
    let mut digits = format!("{scaled:.decimals$}");
    if suffix.is_empty() && scaled < 10.0 && digits.ends_with(".0") {
        digits.truncate(digits.len() - 2);
    }
    format!("{minus}{digits}{suffix}")
}

/// A size with so many significant figures.
fn rounded_to(size: f64, figures: i32) -> f64 {
    let digits = figures - 1 - size.log10().floor() as i32;
    // Only whole powers of ten are exact: a millionth less than a million is no 1000k.
    let scale = 10_f64.powi(digits.abs());
    if digits < 0 {
        (size / scale).round() * scale
    } else {
        (size * scale).round() / scale
    }
}

fn rounds_to_something(size: f64) -> bool {
    size >= 0.005
}

/// A range with figures enough to tell its ends apart: `74–150`, `114k–124k`; with signs
/// apart, `−2.7k to −1.1k`. Where only the high end would have a suffix it is written out, or the
/// low one would seem to have it too: `370–770,000`.
pub(crate) fn short_range(low: f64, high: f64) -> String {
    let figures = figures_apart(low, high);
    let (low_text, mut high_text) = (significant(low, figures), significant(high, figures));
    let is_bare = |text: &str| text.ends_with(|c: char| c.is_ascii_digit());
    if is_bare(&low_text) && low_text != "0" && !is_bare(&high_text) && high.is_finite() {
        high_text = grouped(&format!("{:.0}", rounded_to(high, figures)));
    }
    if low < 0.0 || high < 0.0 {
        format!("{low_text} to {high_text}")
    } else {
        format!("{low_text}–{high_text}")
    }
}

/// A range of two texts that end in the same unit: the unit is written once.
pub(crate) fn range_of(low: &str, high: &str) -> String {
    let word = |text: &str| {
        let at = text
            .char_indices()
            .find(|(_, c)| c.is_alphabetic() || *c == '%')
            .map_or(text.len(), |(at, _)| at);
        text[at..].to_owned()
    };
    let unit = word(high);
    let start = match low.strip_suffix(unit.as_str()) {
        Some(number) if !unit.is_empty() && word(low) == unit => {
            number.trim_end_matches([' ', '\u{a0}', '\u{202f}'])
        }
        _ => low,
    };
    let signed = |text: &str| text.starts_with(['-', '+', '\u{2212}']);
    if signed(start) || signed(high) {
        format!("{start} to {high}")
    } else {
        format!("{start}–{high}")
    }
}

/// Figures enough to tell the ends of a range apart.
fn figures_apart(low: f64, high: f64) -> i32 {
    let width = (high - low).abs() / low.abs().max(high.abs());
    let near = width.is_finite() && width < 0.2;
    let figures = if near { 3 } else { 2 };
    if significant(low, figures) == significant(high, figures) {
        figures + 1
    } else {
        figures
    }
}

/// An estimate of money: `€5.6k`, `−€1.9k`.
pub(crate) fn money_short(value: f64, currency: Currency) -> String {
    with_sign(&short(value), currency)
}

/// A cost per minute, as it stands beside others: three figures, `€295`.
pub(crate) fn money_a_minute(value: f64, currency: Currency) -> String {
    with_sign(&significant(value, 3), currency)
}

/// The sign of a currency before the digits, behind a minus.
fn with_sign(text: &str, currency: Currency) -> String {
    match text.strip_prefix(MINUS) {
        Some(rest) => format!("{MINUS}{}{rest}", sign(currency)),
        None => format!("{}{text}", sign(currency)),
    }
}

/// A difference of estimates of money, with its sign: `+€5.6k`, `−€1.9k`, `€0`.
pub(crate) fn money_change(value: f64, currency: Currency) -> String {
    let text = money_short(value, currency);
    if value > 0.0 && text != money_short(0.0, currency) {
        format!("+{text}")
    } else {
        text
    }
}

/// Money in full, rounded to the minor unit half to even: `€10,617.23`.
pub(crate) fn money_exact(money: Money) -> String {
    let minor = money.rounded_to_minor();
    with_sign(&grouped(&minor.to_decimal()), money.currency())
}

/// Money with every digit that is there: `€9,747,747.934`.
pub(crate) fn money_full(money: Money) -> String {
    with_sign(&grouped(&money.to_decimal()), money.currency())
}

/// An estimate of money with the minor unit's decimals: `€19.03`.
pub(crate) fn money_estimate(value: f64, currency: Currency) -> String {
    money_exact(Money::post_estimate(value, currency))
}

/// Whole minor-unit-free amount for dense tables: posted units as `€10,617`.
pub(crate) fn money_whole(units: i128, currency: Currency) -> String {
    let per_major = i128::from(currency.units_per_major());
    let whole = divide_half_even(units, per_major);
    with_sign(&grouped(&whole.to_string()), currency)
}

/// A share as percent with so many decimals: `30 %`.
pub(crate) fn percent(share: f64, decimals: usize) -> String {
    if !share.is_finite() {
        return format!("∞{NARROW}%");
    }
    let text = format!("{:.decimals$}", share * 100.0);
    format!("{}{NARROW}%", grouped(without_sign_of_nothing(&text)))
}

/// A share as percent with the decimals it needs, at most six: `99.95 %`.
pub(crate) fn percent_plain(share: f64) -> String {
    let text = format!("{:.6}", share * 100.0);
    let trimmed = text.trim_end_matches('0').trim_end_matches('.');
    format!("{}{NARROW}%", grouped(without_sign_of_nothing(trimmed)))
}

/// Digits without the minus of what rounds to nothing: there is no −0 %.
fn without_sign_of_nothing(digits: &str) -> &str {
    match digits.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| matches!(c, '0' | '.')) => rest,
        _ => digits,
    }
}

/// An availability: decimals enough that two figures of what is missing show. What is almost all
/// is not all, however little is missing.
pub(crate) fn availability(value: f64) -> String {
    let missing = (1.0 - value) * 100.0;
    if missing <= 0.0 {
        return format!("100{NARROW}%");
    }
    if missing < LEAST_MISSING {
        return format!(">{NARROW}99.999999{NARROW}%");
    }
    // 1 − 0.9999 is a little less than 0.0001.
    let decimals = (1.0 - (missing.log10() + 1e-9).floor()).clamp(1.0, 6.0) as usize;
    percent(value, decimals)
}

/// Percent that may be missing for six decimals to show it.
const LEAST_MISSING: f64 = 0.000_000_5;

/// Nines: `2.9 nines`, `∞ nines`.
pub(crate) fn nines(value: f64) -> String {
    if value.is_infinite() {
        "∞ nines".into()
    } else {
        format!("{:.1} nines", floored_nines(value).max(0.0))
    }
}

/// Nines in tenths, rounded down: what is not reached is not claimed. A target of 99.9 % is 3,
/// though its logarithm is off by the last digits.
pub(crate) fn floored_nines(value: f64) -> f64 {
    (value * 10.0 + 1e-9).floor() / 10.0
}

/// Minutes: `683`, `4.5`, `0.3`.
pub(crate) fn minutes(value: f64) -> String {
    let whole = (value * 10.0).round() % 10.0 == 0.0;
    let text = if value.abs() >= 10.0 || whole {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    };
    let text = if text == "-0" || text == "-0.0" {
        "0".to_owned()
    } else {
        text
    };
    grouped(&text)
}

/// Minutes as a factor of a formula: decimals enough that its product can be followed, `21.6667`.
pub(crate) fn minutes_full(value: f64) -> String {
    let text = format!("{value:.4}");
    let trimmed = text.trim_end_matches('0').trim_end_matches('.');
    grouped(without_sign_of_nothing(trimmed))
}

/// An estimate of money as a factor of a formula, four decimals: `€37.8601`.
pub(crate) fn money_factor(value: f64, currency: Currency) -> String {
    let text = grouped(&format!("{:.4}", value.abs()));
    let minus = if value < 0.0 { "\u{2212}" } else { "" };
    format!("{minus}{}{text}", sign(currency))
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const DAYS_LONG: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// `11 Oct 2026`.
pub(crate) fn date(at: Instant, zone: Zone) -> String {
    use chrono::Datelike;
    let local = zone.local(at);
    format!(
        "{} {} {}",
        local.day(),
        MONTHS[local.month0() as usize],
        local.year()
    )
}

/// `11 Oct`.
pub(crate) fn day(at: Instant, zone: Zone) -> String {
    use chrono::Datelike;
    let local = zone.local(at);
    format!("{} {}", local.day(), MONTHS[local.month0() as usize])
}

/// `Nov 2025`.
pub(crate) fn month(at: Instant, zone: Zone) -> String {
    use chrono::Datelike;
    let local = zone.local(at);
    format!("{} {}", MONTHS[local.month0() as usize], local.year())
}

/// `Sunday 11 Oct 2026`.
pub(crate) fn long_date(at: Instant, zone: Zone) -> String {
    use chrono::Datelike;
    let local = zone.local(at);
    let weekday = DAYS_LONG[local.weekday().num_days_from_monday() as usize];
    format!("{weekday} {}", date(at, zone))
}

/// `20:14`.
pub(crate) fn clock(at: Instant, zone: Zone) -> String {
    zone.local(at).format("%H:%M").to_string()
}

/// `11 Oct 2026, 20:14`.
pub(crate) fn date_time(at: Instant, zone: Zone) -> String {
    format!("{}, {}", date(at, zone), clock(at, zone))
}

/// `2026-10-11 20:14`, as forms take it; seconds where there are any; RFC 3339 where the local
/// time does not read back as the same instant (a doubled hour).
pub(crate) fn form_time(at: Instant, zone: Zone) -> String {
    let local = zone.local(at);
    let back = zone.resolve(local).ok() == Some(at);
    if !back {
        return at.to_rfc3339();
    }
    let whole = at.0.rem_euclid(60_000) == 0;
    local
        .format(if whole {
            "%Y-%m-%d %H:%M"
        } else {
            "%Y-%m-%d %H:%M:%S%.f"
        })
        .to_string()
}

/// A share as forms take it: a percentage, or the share itself where the percentage would not
/// read back as the same.
pub(crate) fn form_share(share: f64) -> String {
    let percent = percent_plain(share);
    match read_share(&percent, "") {
        Ok(back) if back == share => percent,
        _ => share.to_string(),
    }
}

/// `1 Nov 2025 – 31 Oct 2026`, the end day inclusive.
pub(crate) fn dates(interval: Interval, zone: Zone) -> String {
    if interval.is_empty() {
        return NONE.into();
    }
    let last = Instant(interval.end.0 - 1);
    format!("{} – {}", date(interval.start, zone), date(last, zone))
}

/// An hour of the week: `Sun 20:00`.
pub(crate) fn hour_of_week(hour: usize) -> String {
    format!("{} {:02}:00", DAYS[hour / 24 % 7], hour % 24)
}

/// `Sundays at 20:00`.
pub(crate) fn hour_of_week_long(hour: usize) -> String {
    format!("{}s at {:02}:00", DAYS_LONG[hour / 24 % 7], hour % 24)
}

/// Short names of the days, Monday first.
pub(crate) fn weekdays() -> [&'static str; 7] {
    DAYS
}

/// A length in words: `9 min`, `2 h 5 min`, `3 d 4 h`.
pub(crate) fn length(value: f64) -> String {
    let total = value.round();
    if total < 120.0 {
        return format!("{} min", minutes(if value < 10.0 { value } else { total }));
    }
    let whole = total as i64;
    let (days, hours, rest) = (whole / 1440, whole % 1440 / 60, whole % 60);
    match (days, hours, rest) {
        (0, h, 0) => format!("{h} h"),
        (0, h, m) => format!("{h} h {m} min"),
        (d, 0, _) => format!("{d} d"),
        (d, h, _) => format!("{d} d {h} h"),
    }
}

/// A figure that is not there, with the reason.
pub(crate) fn missing(reason: &str) -> Figure {
    Figure {
        value: None,
        text: NONE.into(),
        unit: String::new(),
        range: String::new(),
        range_means: String::new(),
        exact: NONE.into(),
        basis: Basis::Missing,
        reason: reason.into(),
        explain: String::new(),
    }
}

/// A figure without a range.
pub(crate) fn figure(value: f64, text: String, unit: &str, exact: String, basis: Basis) -> Figure {
    Figure {
        value: value.is_finite().then_some(value),
        text,
        unit: unit.into(),
        range: String::new(),
        range_means: String::new(),
        exact,
        basis,
        reason: String::new(),
        explain: String::new(),
    }
}

/// The number that a figure is written with, its suffix too: `5.6k` of `−€5.6k`.
fn number_in(text: &str) -> &str {
    let begins = text
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or(text.len());
    let rest = &text[begins..];
    let ends = rest.find(|c: char| !(c.is_ascii_digit() || ".,kMbn".contains(c)));
    &rest[..ends.unwrap_or(rest.len())]
}

impl Figure {
    /// The same with a range, unless it is none.
    pub(crate) fn ranged(mut self, low: f64, high: f64, means: &str) -> Self {
        if high > low {
            self.range = short_range(low, high);
            self.range_means = means.into();
            // As many figures as its range, or it may seem to lie outside.
            if let Some(value) = self.value {
                let (size, figures) = (value.abs(), figures_apart(low, high));
                let number = number_in(&self.text);
                let written = [2, 3].into_iter().find(|n| number == significant(size, *n));
                if let Some(written) = written {
                    let exact = significant(size, figures.max(written));
                    self.text = self.text.replacen(number, &exact, 1);
                }
            }
        }
        self
    }

    /// The same with the key of its explanation.
    pub(crate) fn explained(mut self, key: impl Into<String>) -> Self {
        self.explain = key.into();
        self
    }
}

/// A share as typed: `70 %`, `70%`, `0.7`; a bare number above 1 can only be a percentage.
pub(crate) fn read_share(text: &str, field: &str) -> Result<f64, Error> {
    let trimmed = text.trim();
    let number = trimmed
        .trim_end_matches('%')
        .trim_end_matches([' ', '\u{a0}', NARROW]);
    // No share has thousands to group: its one comma is the decimal mark.
    let number = match number.split_once(',') {
        Some((whole, part)) if !whole.contains('.') && !part.contains(['.', ',']) => {
            format!("{whole}.{part}")
        }
        _ => number.to_owned(),
    };
    // The point is moved in the text: 99.9 ÷ 100 is not the number 0.999.
    let hundredth = || format!("{number}e-2").parse::<f64>().ok();
    let value = match number.parse::<f64>() {
        Ok(bare) if !trimmed.ends_with('%') && bare <= 1.0 => Some(bare),
        Ok(_) => hundredth(),
        Err(_) => None,
    };
    match value {
        Some(v) if (0.0..=1.0).contains(&v) => Ok(v),
        _ => Err(Error::invalid(
            field,
            format!("“{text}” is not a share; expected a percentage such as 70 %, or 0 to 1"),
        )),
    }
}

/// A number without the commas that group its thousands; nothing where a comma stands anywhere
/// else, because `12,50` may mean twelve and a half.
pub(crate) fn ungrouped(text: &str) -> Option<String> {
    let text = text.trim();
    if !text.contains(',') {
        return Some(text.to_owned());
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.trim_start_matches('-').split(',');
    let first = groups.next()?;
    let digits = |g: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&g.len()) && g.bytes().all(|b| b.is_ascii_digit())
    };
    let fits = digits(first, 1..=3) && groups.all(|g| digits(g, 3..=3)) && !fraction.contains(',');
    fits.then(|| text.replace(',', ""))
}

/// Takes a `k` or `M` off the end of a number, as amounts are shown with: the number, and by what it
/// is multiplied.
pub(crate) fn without_suffix(text: &str) -> (&str, i128) {
    let text = text.trim();
    for (suffix, by) in [("k", 1_000), ("K", 1_000), ("M", 1_000_000)] {
        if let Some(number) = text.strip_suffix(suffix) {
            return (number.trim_end(), by);
        }
    }
    (text, 1)
}

/// A number with a decimal comma, with a point in its place; nothing where the comma may as well
/// group thousands. One or two digits after it are none of a group, and no group begins with 0.
fn with_point(text: &str) -> Option<String> {
    let (whole, part) = text.trim().split_once(',')?;
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let bare = whole.strip_prefix('-').unwrap_or(whole);
    let mut groups = bare.split('.');
    let first = groups.next().filter(|g| digits(g))?;
    let rest: Vec<&str> = groups.collect();
    let is_grouped = !rest.is_empty() && first.len() <= 3;
    let groups_are_whole = rest.iter().all(|g| digits(g) && g.len() == 3);
    let is_decimal = part.len() <= 2 || bare == "0" || is_grouped;
    (digits(part) && is_decimal && groups_are_whole && (rest.is_empty() || is_grouped))
        .then(|| format!("{}.{part}", whole.replace('.', "")))
}

/// A plain number as typed, at least `least`.
pub(crate) fn read_number(text: &str, field: &str, least: f64) -> Result<f64, Error> {
    match ungrouped(text).and_then(|t| t.parse::<f64>().ok()) {
        Some(v) if v.is_finite() && v >= least => Ok(v),
        _ => Err(Error::invalid(
            field,
            format!("“{text}” is not a number of at least {least}; expected digits such as 12.5"),
        )),
    }
}

/// A number of an estimate as typed, at least 0: people type them in a hurry, with the decimal mark
/// that they know.
pub(crate) fn read_decimal(text: &str, field: &str) -> Result<f64, Error> {
    if text.trim().is_empty() {
        let message = "nothing is typed here; expected a number such as 12.5";
        return Err(Error::invalid(field, message.into()));
    }
    read_number(with_point(text).as_deref().unwrap_or(text), field, 0.0)
}

/// An instant as typed: RFC 3339, or local time of the workspace zone.
pub(crate) fn read_time(text: &str, field: &str, zone: Zone) -> Result<Instant, Error> {
    let trimmed = text.trim();
    if let Ok(instant) = Instant::parse(trimmed) {
        return Ok(instant);
    }
    let normal = trimmed.replace('T', " ");
    for format in ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M"] {
        if let Ok(local) = chrono::NaiveDateTime::parse_from_str(&normal, format) {
            return zone
                .resolve(local)
                .map_err(|e| Error::invalid(field, e.to_string()));
        }
    }
    if let Ok(day) = chrono::NaiveDate::parse_from_str(&normal, "%Y-%m-%d") {
        return Ok(zone.midnight(day));
    }
    Err(Error::invalid(
        field,
        format!("“{text}” is not a date and time; expected one such as 2026-10-11 20:14"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever its range, a figure stays one number, near its value, with no fewer figures than
        /// it had.
        #[test]
        fn a_range_leaves_a_figure_one_number(
            value in prop_oneof![0.01_f64..10.0, 10.0_f64..1_000.0, 1e3_f64..1e9],
            below in 0.0_f64..0.5,
            above in 0.0_f64..0.5,
            negative in any::<bool>(),
        ) {
            let euro = Currency::parse("EUR").unwrap();
            let value = if negative { -value } else { value };
            let (a, b) = (value * (1.0 - below), value * (1.0 + above));
            for written in [
                money_short(value, euro),
                money_a_minute(value, euro),
                money_estimate(value, euro),
            ] {
                let plain = figure(value, written.clone(), "/min", String::new(), Basis::Estimated);
                let ranged = plain.ranged(a.min(b), a.max(b), "nine of ten");
                let shown = ranged.text.replace([MINUS, '€', ','], "");
                let (digits, unit) = match shown.strip_suffix("bn") {
                    Some(digits) => (digits, 1e9),
                    None => match shown.strip_suffix('M') {
                        Some(digits) => (digits, 1e6),
                        None => match shown.strip_suffix('k') {
                            Some(digits) => (digits, 1e3),
                            None => (shown.as_str(), 1.0),
                        },
                    },
                };
                let read: Option<f64> = digits.parse().ok();
                let read = read.map(|read| read * unit);
                prop_assert!(
                    read.is_some_and(|read| (read - value.abs()).abs() <= value.abs() * 0.06 + 0.005),
                    "{} from {} of {}", ranged.text, written, value
                );
                prop_assert!(ranged.text.len() + 1 >= written.len(), "{} {}", ranged.text, written);
            }
        }
    }

    #[test]
    fn two_significant_figures() {
        for (value, text) in [
            (113.4, "110"),
            (5_600.0, "5.6k"),
            (80_900.0, "81k"),
            (99_600.0, "100k"),
            (1_240_000.0, "1.2M"),
            (31.03, "31"),
            (9.96, "10"),
            (9.0, "9"),
            (4.5, "4.5"),
            (0.45, "0.45"),
            (0.0, "0"),
            (-1_911.0, "−1.9k"),
            (999.9, "1.0k"),
            (f64::INFINITY, "∞"),
            (f64::NAN, "—"),
            (-0.001, "0"),
        ] {
            assert_eq!(short(value), text, "{value}");
        }
        for (low, high, text) in [
            (-2_700.0, -1_100.0, "−2.7k to −1.1k"),
            (74.0, 150.0, "74–150"),
            (114_200.0, 124_000.0, "114k–124k"),
            (0.0, 25_300.0, "0–25k"),
            (372.0, 771_000.0, "370–770,000"),
            (9.4, 13_600.0, "9.4–14,000"),
            (45_000.0, 2_100_000.0, "45k–2.1M"),
            (70.5, 76.2, "70.5–76.2"),
            (7_118.0, 7_184.0, "7.12k–7.18k"),
            (1_234.0, 1_233.0, "1.234k–1.233k"),
        ] {
            assert_eq!(short_range(low, high), text);
        }
    }

    #[test]
    fn money_reads_in_full_and_in_short() {
        let eur = Currency::parse("EUR").unwrap();
        let chf = Currency::parse("CHF").unwrap();
        assert_eq!(
            money_exact(Money::parse("-10617.235", eur).unwrap()),
            "−€10,617.24"
        );
        assert_eq!(
            money_full(Money::parse("9747747.934", eur).unwrap()),
            "€9,747,747.934"
        );
        assert_eq!(money_short(-1_911.0, chf), "−CHF\u{a0}1.9k");
        assert_eq!(money_whole(10_617_500_000, eur), "€10,618");
    }

    #[test]
    fn an_availability_shows_what_is_missing() {
        for (value, text) in [
            (0.9987, "99.87"),
            (0.99995, "99.9950"),
            (0.5, "50.0"),
            (1.0, "100"),
            (0.98901, "98.9"),
            (0.999_999_99, "99.999999"),
            (1.0 - 1e-9, ">\u{202f}99.999999"),
            (1.0 - 1e-12, ">\u{202f}99.999999"),
        ] {
            assert_eq!(availability(value), format!("{text}\u{202f}%"));
        }
        // What rounds to nothing has no sign.
        assert_eq!(percent(-0.004, 0), "0\u{202f}%");
        assert_eq!(percent(-0.000_4, 1), "0.0\u{202f}%");
        assert_eq!(percent(-0.006, 0), "−1\u{202f}%");
        assert_eq!(percent_plain(-1e-12), "0\u{202f}%");
        assert_eq!(noun("1", "nine", "nines"), "1 nine");
        assert_eq!(noun("1.5", "nine", "nines"), "1.5 nines");
        assert_eq!(nines(2.9999), "2.9 nines");
    }

    #[test]
    fn precise_figures_end_where_their_digits_are_noise() {
        for (value, text) in [
            (129.235_339_134_150_65, "129.235"),
            (0.1 + 0.2, "0.3"),
            (1_234_567.8, "1234568"),
            (0.000_123_456_789, "0.000123457"),
            (-2.5, "-2.5"),
            (90.0, "90"),
            (0.0, "0"),
        ] {
            assert_eq!(precise(value), text);
        }
    }

    #[test]
    fn typed_values_are_read_or_refused_by_field() {
        assert_eq!(read_share("70 %", "share").unwrap(), 0.7);
        assert_eq!(read_share("99.95\u{202f}%", "share").unwrap(), 0.9995);
        assert_eq!(read_share("0.4", "share").unwrap(), 0.4);
        for (share, text) in [
            (0.07, "7\u{202f}%"),
            (0.9995, "99.95\u{202f}%"),
            (0.333_333_333, "0.333333333"),
            (1e-12, "0.000000000001"),
        ] {
            assert_eq!(form_share(share), text);
            assert_eq!(read_share(text, "share").unwrap(), share);
        }
        assert_eq!(read_share("99.5", "share").unwrap(), 0.995);
        for target in ["99.9", "99.99", "99.95", "99"] {
            let share = format!("0.{}", target.replace('.', "")).parse().unwrap();
            assert_eq!(form_share(share), format!("{target}\u{202f}%"));
        }
        // A comma can only be the decimal mark of a share.
        for (text, share) in [("99,9 %", 0.999), ("0,5", 0.5), ("99,999", 0.99999)] {
            assert_eq!(read_share(text, "share").unwrap(), share, "{text}");
        }
        for bad in [
            "",
            "101",
            "-1",
            "x",
            "NaN",
            "120%",
            "%",
            "9,9,9 %",
            "1,234.5 %",
        ] {
            assert_eq!(
                read_share(bad, "share").unwrap_err().field,
                "share",
                "{bad}"
            );
        }
        assert_eq!(read_number("10,000,000", "n", 0.0).unwrap(), 1e7);
        assert_eq!(read_number("1,234.5", "n", 0.0).unwrap(), 1234.5);
        for bad in ["12,50", "1,5", "1,2345", ",5", "1.234,5", "-1", "inf", ""] {
            assert_eq!(read_number(bad, "n", 0.0).unwrap_err().field, "n", "{bad}");
        }
        // Of an estimate a comma that cannot group thousands is the decimal mark; `1,234` stays a
        // thousand.
        for (text, number) in [
            ("12,50", 12.5),
            ("1,5", 1.5),
            ("0,125", 0.125),
            ("1.234,5", 1234.5),
            ("1,234", 1234.0),
            ("1,234.5", 1234.5),
        ] {
            assert_eq!(read_decimal(text, "n").unwrap(), number, "{text}");
        }
        for bad in [
            "1,2345", ",5", "1,", "1,5,5", "1.23,4", "-0,5", "-1", "inf", " ",
        ] {
            assert_eq!(read_decimal(bad, "n").unwrap_err().field, "n", "{bad}");
        }
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        let at = read_time("2026-07-01 12:00", "started", berlin).unwrap();
        assert_eq!(at.to_rfc3339(), "2026-07-01T10:00:00Z");
        assert_eq!(form_time(at, berlin), "2026-07-01 12:00");
        assert!(read_time("2026-03-29 02:30", "started", berlin).is_err());
        let doubled = Instant::parse("2026-10-25T00:30:00Z").unwrap();
        assert_eq!(
            read_time(&form_time(doubled, berlin), "started", berlin).unwrap(),
            doubled
        );
    }

    #[test]
    fn lengths_read_as_people_say_them() {
        for (value, text) in [
            (9.0, "9 min"),
            (9.5, "9.5 min"),
            (0.0, "0 min"),
            (77.4, "77 min"),
            (125.0, "2 h 5 min"),
            (120.0, "2 h"),
            (4560.0, "3 d 4 h"),
            (1440.0, "1 d"),
        ] {
            assert_eq!(length(value), text, "{value}");
        }
    }
}
