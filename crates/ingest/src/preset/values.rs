//! Small named transforms: what the columns of presets are made of. Each gets values, trimmed,
//! in the order in which its preset names their columns; a column that is not there is empty.

use crate::mapping::DecimalMark;
use crate::number::Decimal;
use ninefold_domain::money::{Currency, format_decimal};
use std::collections::HashMap;

/// The first value that is there.
pub(super) fn first(values: &[&str]) -> String {
    let found = values.iter().find(|value| !is_nothing(value));
    found.copied().unwrap_or_default().to_owned()
}

/// All values that are there, with a blank between.
pub(super) fn joined(values: &[&str]) -> String {
    let found: Vec<&str> = values.iter().copied().filter(|v| !is_nothing(v)).collect();
    found.join(" ")
}

/// All values that are there, a service each.
pub(super) fn listed(values: &[&str]) -> String {
    let found: Vec<&str> = values.iter().copied().filter(|v| !is_nothing(v)).collect();
    found.join("; ")
}

/// The first list that is there; commas part it as well.
pub(super) fn listed_once(values: &[&str]) -> String {
    let found = first(values);
    let parts: Vec<&str> = found.split([',', ';']).map(str::trim).collect();
    listed(&parts)
}

/// Whether a value says that there is none.
pub(super) fn is_nothing(value: &str) -> bool {
    matches!(
        value,
        "" | "?" | "-" | "—" | "NULL" | "null" | "N/A" | "None"
    )
}

/// `1 - Critical`, `2` → `P1`, `P2`; other words stay.
pub(super) fn numbered_priority(values: &[&str]) -> String {
    let value = first(values);
    let mut characters = value.chars();
    match (characters.next(), characters.next()) {
        (Some(digit @ '1'..='5'), None | Some(' ' | '-' | '.' | ':')) => format!("P{digit}"),
        _ => value,
    }
}

/// A severity with its number: `SEV-1`, `Sev 1: Critical`, `SEV1 (Critical)` → `SEV1`; other
/// words stay.
pub(super) fn numbered_severity(values: &[&str]) -> String {
    let value = first(values);
    let lower = value.to_ascii_lowercase();
    let rest = lower
        .strip_prefix("severity")
        .or_else(|| lower.strip_prefix("sev"));
    let rest = rest.map(|rest| rest.trim_start_matches(['-', ' ', '_']));
    match rest.and_then(|rest| rest.chars().next()) {
        Some(digit @ '0'..='5') => format!("SEV{digit}"),
        _ => value,
    }
}

/// Whether a value says that no customer was hit.
fn hit_none(impacted: &str) -> bool {
    let mut words = ["false", "no", "0"].iter();
    words.any(|no| impacted.eq_ignore_ascii_case(no))
}

/// When customers were hit, or were well again; where the second value says that none was hit, the
/// third, which is when the record was made or resolved.
pub(super) fn customers_else_record(values: &[&str]) -> String {
    let [hit, impacted, record] = values else {
        return String::new();
    };
    match hit_none(impacted) {
        true => first(&[hit, record]),
        false => first(&[hit]),
    }
}

/// When an incident began that says no first hit: one that hit customers when it was detected,
/// less the seconds that this took; else when its record was made.
pub(super) fn noticed(values: &[&str]) -> String {
    let [impacted, created, detected, after] = values else {
        return String::new();
    };
    if hit_none(impacted) {
        return first(&[created]);
    }
    let before = later(detected, after, -1);
    first(&[before.as_deref().unwrap_or(""), detected, created])
}

/// When customers were well again: as it is said; else, of an incident that hit some, so many
/// seconds after it was detected as its repair took. Where none was hit, when it was resolved.
pub(super) fn well_again(values: &[&str]) -> String {
    let [well, impacted, resolved, detected, after] = values else {
        return String::new();
    };
    if hit_none(impacted) {
        return first(&[well, resolved]);
    }
    let repaired = later(detected, after, 1);
    first(&[well, repaired.as_deref().unwrap_or("")])
}

/// A time so many seconds later, or earlier; nothing where either does not read.
fn later(at: &str, seconds: &str, sign: i64) -> Option<String> {
    let at = chrono::DateTime::parse_from_rfc3339(at.trim()).ok()?;
    let seconds: f64 = seconds.trim().parse().ok()?;
    if !(0.0..=1e9).contains(&seconds) {
        return None;
    }
    let by = chrono::Duration::milliseconds((seconds * 1_000.0).round() as i64 * sign);
    Some(at.checked_add_signed(by)?.to_rfc3339())
}

/// An amount: of its cents where they are said, else as it stands; nothing where it is zero.
pub(super) fn cents_else_amount(values: &[&str]) -> String {
    let [cents, amount] = values else {
        return String::new();
    };
    let amount = match cents.trim().parse::<i64>() {
        Ok(cents) => format!(
            "{}{}.{:02}",
            if cents < 0 { "-" } else { "" },
            cents.abs() / 100,
            cents.abs() % 100
        ),
        Err(_) => amount.trim().to_owned(),
    };
    match amount.trim_matches(['0', '.']).is_empty() {
        true => String::new(),
        false => amount,
    }
}

/// A date and a time of day.
pub(super) fn date_and_time(values: &[&str]) -> String {
    match values {
        [date, ""] => (*date).to_owned(),
        [date, time] if !date.is_empty() => format!("{date} {time}"),
        _ => String::new(),
    }
}

/// A time that its column says is in UTC.
pub(super) fn in_utc(values: &[&str]) -> String {
    let value = first(values);
    let bare = value.ends_with(|c: char| c.is_ascii_digit());
    if bare && value.contains(':') {
        format!("{value}Z")
    } else {
        value
    }
}

/// A number of seconds as a clock shows it, for a column of hours.
pub(super) fn seconds_as_clock(values: &[&str]) -> String {
    let value = first(values);
    match value.parse::<f64>() {
        Ok(seconds) if (0.0..1e9).contains(&seconds) => {
            let whole = seconds.round() as u64;
            format!("{}:{:02}:{:02}", whole / 3_600, whole / 60 % 60, whole % 60)
        }
        _ => value,
    }
}

/// The number of an incident in a text that someone wrote: letters and digits as trackers make
/// them (`INC-0412`, `INC0000045`, `OPS-17`), else `#412`, else a number behind the word for it
/// (`incident 412`, `PD 412`), one that is all that was written, or `INC 3`.
pub(super) fn incident_number(values: &[&str]) -> String {
    let in_letters = values.iter().find_map(|text| lettered_number(text));
    let found = in_letters
        .or_else(|| values.iter().find_map(|text| hash_number(text)))
        .or_else(|| values.iter().find_map(|text| named_number(text)))
        .or_else(|| values.iter().copied().find(|text| is_number(text)));
    let found = found.map(str::to_owned);
    found
        .or_else(|| values.iter().find_map(|text| spaced_number(text)))
        .unwrap_or_default()
}

/// The incident that is named in texts that someone wrote: one of these (id in lower case → id), in
/// whatever letters it is written, else what looks like the number of one. An id that is nothing but
/// digits could as well be a count.
pub(super) fn incident_named(values: &[&str], known: &HashMap<String, String>) -> String {
    let telling = |word: &&str| {
        let has = |is: fn(&u8) -> bool| word.as_bytes().iter().any(is);
        has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic)
    };
    let all = values.iter().flat_map(|text| words(text)).filter(telling);
    let mut found = all.filter_map(|word| known.get(&word.to_ascii_lowercase()));
    found
        .next()
        .cloned()
        .unwrap_or_else(|| incident_number(values))
}

/// `INC 3` → `INC-3`: in capitals it is a tracker's own prefix, and stays, because so few digits
/// name no incident by themselves.
fn spaced_number(text: &str) -> Option<String> {
    let all: Vec<&str> = words(text).collect();
    let digits = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let pair = all
        .windows(2)
        .find(|two| ["INC", "PD"].contains(&two[0]) && digits(two[1]))?;
    Some(format!("{}-{}", pair[0], pair[1]))
}

/// Words that people put before the number of an incident.
const CALLED: [&str; 8] = [
    "incident",
    "incidents",
    "inc",
    "ticket",
    "case",
    "outage",
    "pagerduty",
    "pd",
];

fn named_number(text: &str) -> Option<&str> {
    let all: Vec<&str> = words(text).collect();
    let called = |word: &str| CALLED.iter().any(|name| word.eq_ignore_ascii_case(name));
    let pair = all
        .windows(2)
        .find(|two| called(two[0]) && is_number(two[1]))?;
    Some(pair[1])
}

/// Whether a text is nothing but a number as incidents have, not a count of a few.
fn is_number(text: &str) -> bool {
    text.len() >= 3 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// How often an incident was handed on, of how often it was assigned: the first is no hand-over.
pub(super) fn hand_overs(values: &[&str]) -> String {
    let assigned = first(values);
    match assigned.trim().parse::<u32>() {
        Ok(times) => times.saturating_sub(1).to_string(),
        Err(_) => assigned,
    }
}

/// Letters and digits that are names of something else.
const NO_PREFIX: [&str; 8] = ["UTF", "ISO", "SHA", "TLS", "HTTP", "COVID", "RFC", "AES"];

/// `INC-0412`: letters, at most one dash, and digits that end the word.
fn lettered_number(text: &str) -> Option<&str> {
    words(text).find(|word| {
        let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
        let rest = &word[letters..];
        let digits = rest.strip_prefix('-').unwrap_or(rest);
        let dashed = digits.len() < rest.len();
        // Without a dash it takes more digits: `B2B` and `Q3` name no incident.
        let enough = if dashed { 1 } else { 3 };
        (2..=10).contains(&letters)
            && !NO_PREFIX
                .iter()
                .any(|name| word[..letters].eq_ignore_ascii_case(name))
            && word[..letters]
                .bytes()
                .any(|byte| byte.is_ascii_uppercase())
            && digits.len() >= enough
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn hash_number(text: &str) -> Option<&str> {
    let at = text.find('#')?;
    let rest = &text[at + 1..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0).then(|| &rest[..digits])
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
        .map(|word| word.trim_matches('-'))
}

/// Left less right, exactly: an order less what was refunded.
pub(super) fn less(values: &[&str]) -> String {
    let [whole, part] = values else {
        return String::new();
    };
    if part.is_empty() {
        return (*whole).to_owned();
    }
    let read = |text: &str| Decimal::parse(text.as_bytes(), DecimalMark::Point, None).ok();
    let difference = || {
        let (whole, part) = (read(whole)?, read(part)?);
        let scale = whole.scale.max(part.scale);
        let (a, _) = whole.to_scale(scale, false).ok()?;
        let (b, _) = part.to_scale(scale, false).ok()?;
        Some(format_decimal(a.checked_sub(b)?, scale, scale))
    };
    // What does not read becomes a finding that shows both.
    difference().unwrap_or_else(|| format!("{whole} less {part}"))
}

/// An amount in the currency's minor unit, such as cents, in its major unit.
pub(super) fn of_minor_units(values: &[&str]) -> String {
    let [amount, code] = values else {
        return String::new();
    };
    let read = || {
        let units: i128 = amount.parse().ok()?;
        let currency = Currency::parse(&code.to_ascii_uppercase()).ok()?;
        let exponent = currency.exponent();
        Some(format_decimal(units, exponent, exponent))
    };
    read().unwrap_or_else(|| (*amount).to_owned())
}

/// `eur`, `Euro - EUR` → `EUR`.
pub(super) fn currency_code(values: &[&str]) -> String {
    let value = first(values);
    let last = value.rsplit([' ', '-']).next().unwrap_or(&value);
    if last.len() == 3 && last.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        last.to_ascii_uppercase()
    } else {
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn incidents_are_found_in_what_people_write() {
        for (text, found) in [
            ("Fixing INC-0412 with the vendor", "INC-0412"),
            ("INC0000045: mail down", "INC0000045"),
            ("[OPS-7] rollback", "OPS-7"),
            ("postmortem of #412", "412"),
            ("B2B call, Q3 plan, sprint 14", ""),
            ("covid-19", ""),
            ("Incident 1042", "1042"),
            ("PD 1045, rollback", "1045"),
            ("pagerduty 1045", "1045"),
            ("1045", "1045"),
            ("INC 3", "INC-3"),
            ("rollback for INC 3, again", "INC-3"),
            ("Acme Inc 3 seats", ""),
            ("incident 3 of 4", ""),
            ("sprint 1042", ""),
            ("12", ""),
            ("", ""),
        ] {
            assert_eq!(incident_number(&[text]), found, "{text}");
        }
        assert_eq!(hand_overs(&["1"]), "0");
        assert_eq!(hand_overs(&["3"]), "2");
        assert_eq!(hand_overs(&["", ""]), "");
        assert_eq!(incident_number(&["Support", "see INC-9", "INC-8"]), "INC-9");
        assert_eq!(incident_number(&["#3", "INC-9"]), "INC-9");
    }

    #[test]
    fn differences_and_minor_units_are_exact() {
        assert_eq!(less(&["49.90", "10"]), "39.90");
        assert_eq!(less(&["49.90", ""]), "49.90");
        assert_eq!(less(&["0.1", "0.30"]), "-0.20");
        assert_eq!(less(&["n/a", "1"]), "n/a less 1");
        assert_eq!(of_minor_units(&["-1250", "eur"]), "-12.50");
        assert_eq!(of_minor_units(&["1250", "jpy"]), "1250");
        assert_eq!(of_minor_units(&["1250", "kwd"]), "1.250");
        assert_eq!(of_minor_units(&["5", "???"]), "5");
    }

    #[test]
    fn priorities_times_and_currencies_lose_their_dress() {
        assert_eq!(numbered_priority(&["3 - Moderate"]), "P3");
        assert_eq!(numbered_priority(&["?", "1"]), "P1");
        assert_eq!(numbered_priority(&["High"]), "High");
        assert_eq!(numbered_priority(&["12"]), "12");
        assert_eq!(numbered_severity(&["SEV-1"]), "SEV1");
        assert_eq!(numbered_severity(&["Sev 2: partial"]), "SEV2");
        assert_eq!(numbered_severity(&["Severe"]), "Severe");
        assert_eq!(in_utc(&["2026-08-01 00:30:00"]), "2026-08-01 00:30:00Z");
        assert_eq!(in_utc(&["2026-08-01T00:30:00Z"]), "2026-08-01T00:30:00Z");
        assert_eq!(in_utc(&["1785544200"]), "1785544200");
        assert_eq!(seconds_as_clock(&["5400"]), "1:30:00");
        assert_eq!(currency_code(&["Euro - EUR"]), "EUR");
        assert_eq!(currency_code(&["usd"]), "USD");
        assert_eq!(
            date_and_time(&["2026-10-11", "20:14:00"]),
            "2026-10-11 20:14:00"
        );
    }
}
