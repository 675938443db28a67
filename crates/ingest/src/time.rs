//! Times as files write them: what a text says, and which number of a date is the day.
//!
//! ISO 8601 is read by position. `12/1/2010` is never guessed: [`DateOrder`] watches the whole column
//! first. Which moment a time on a zone's clock is, `zoned` says.

use crate::error::Error;
use crate::mapping::{Field, Options};
use crate::zoned::naive;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime};
use ninefold_domain::calendar::Month;
use ninefold_domain::time::MINUTE_MS;
use std::collections::BTreeMap;

pub(crate) const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// What a preset writes behind a time that is one on the day after its date. It writes no date of
/// its own, because only the whole column may say which number is the day.
pub(crate) const NEXT_DAY: &str = " (next day)";

/// A date and time, perhaps with its offset from UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    /// Milliseconds since 1970-01-01T00:00 on the clock that the text is about.
    pub(crate) clock_ms: i64,
    /// That clock's milliseconds ahead of UTC, where the text says so.
    pub(crate) offset_ms: Option<i64>,
}

impl Written {
    /// What a text says, in a form.
    pub(crate) fn of(text: &[u8], form: &Form) -> Result<Self, TimeError> {
        written(text, form).ok_or(TimeError::Unreadable)
    }
}

/// How the times of a column are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Form {
    /// ISO 8601, or a month in letters: both say which number is what.
    Iso,
    /// `1/12/2010` is the first of December.
    DayFirst,
    /// `12/1/2010` is the first of December.
    MonthFirst,
    /// As stated by the user.
    Stated { format: String, with_offset: bool },
    /// A count since 1970, so many to a second.
    Epoch { per_second: i64 },
    /// A count of days, as spreadsheets keep times: from 1900, or from 1904.
    Serial { from_1904: bool },
}

impl Form {
    /// The form that the options state; nothing where the column decides.
    pub(crate) fn stated(options: &Options) -> Option<Self> {
        let format = options.date_format.as_deref()?;
        Some(match format {
            "epoch-s" => Self::Epoch { per_second: 1 },
            "epoch-ms" => Self::Epoch { per_second: 1_000 },
            "epoch-us" => Self::Epoch {
                per_second: 1_000_000,
            },
            "excel-1900" => Self::Serial { from_1904: false },
            "excel-1904" => Self::Serial { from_1904: true },
            _ => Self::Stated {
                format: format.to_owned(),
                with_offset: ["%z", "%:z", "%::z", "%#z", "%+"]
                    .iter()
                    .any(|mark| format.contains(mark)),
            },
        })
    }
}

/// Why a time is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimeError {
    Unreadable,
    /// Before 1900 or after 2199.
    OutOfRange,
    Gap,
    Fold,
    /// The order of rows is to say which of two it is, and does not.
    Untold,
}

/// A text without [`NEXT_DAY`], and whether it had that.
fn without_next_day(text: &[u8]) -> (&[u8], bool) {
    let text = text.trim_ascii();
    match text.strip_suffix(NEXT_DAY.as_bytes()) {
        Some(before) => (before, true),
        None => (text, false),
    }
}

/// What a text says, in a form.
fn written(text: &[u8], form: &Form) -> Option<Written> {
    let (text, next_day) = without_next_day(text);
    let mut written = on_its_day(text, form)?;
    if next_day {
        written.clock_ms = written.clock_ms.checked_add(DAY_MS)?;
    }
    Some(written)
}

/// What a text without surrounding blanks says, in a form.
fn on_its_day(text: &[u8], form: &Form) -> Option<Written> {
    match form {
        Form::Iso => iso(text).or_else(|| named(text)),
        Form::DayFirst | Form::MonthFirst => {
            let Some(numbers) = Numbers::read(text) else {
                // A few rows may be written plainly in an otherwise numeric column.
                return iso(text).or_else(|| named(text));
            };
            let (day, month) = match form {
                Form::DayFirst => (numbers.first, numbers.second),
                _ => (numbers.second, numbers.first),
            };
            Some(Written {
                clock_ms: date_ms(numbers.year, month, day)? + numbers.time.clock_ms,
                offset_ms: numbers.time.offset_ms,
            })
        }
        Form::Epoch { per_second } => {
            // What is finer than a millisecond falls away.
            let millionths = counted(text, 1_000_000 / per_second)?;
            Some(Written {
                clock_ms: i64::try_from(millionths.div_euclid(1_000)).ok()?,
                offset_ms: Some(0),
            })
        }
        Form::Serial { from_1904 } => {
            // Days of 86,400,000 ms, and another digit to round by: a third of a day is no
            // decimal, and eight o'clock must not become one millisecond before.
            let tenths = counted(text, 10 * DAY_MS)?;
            let ms = i64::try_from((tenths + 5).div_euclid(10)).ok()?;
            let before_1970 = match (from_1904, ms.div_euclid(DAY_MS)) {
                (true, 0..) => 24_107,
                // The day numbers of 1900 have a 29th of February, which that year had not.
                (false, 60) => return None,
                (false, 61..) => 25_569,
                (false, 1..) => 25_568,
                _ => return None,
            };
            Some(Written {
                clock_ms: ms.checked_sub(before_1970 * DAY_MS)?,
                offset_ms: None,
            })
        }
        Form::Stated {
            format,
            with_offset,
        } => {
            let text = std::str::from_utf8(text).ok()?;
            if *with_offset {
                let at = DateTime::parse_from_str(text, format).ok()?;
                let offset_ms = i64::from(at.offset().local_minus_utc()) * 1_000;
                return Some(Written {
                    clock_ms: clock(at.naive_local())?,
                    offset_ms: Some(offset_ms),
                });
            }
            let at = NaiveDateTime::parse_from_str(text, format)
                .ok()
                .or_else(|| {
                    let date = NaiveDate::parse_from_str(text, format).ok()?;
                    date.and_hms_opt(0, 0, 0)
                })?;
            Some(Written {
                clock_ms: clock(at)?,
                offset_ms: None,
            })
        }
    }
}

/// A decimal number of up to 19 digits times `unit`, rounded down.
fn counted(text: &[u8], unit: i64) -> Option<i128> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let ((whole, whole_digits), rest) = leading_digits(digits)?;
    let ((fraction, places), rest) = match rest {
        [b'.', rest @ ..] => leading_digits(rest)?,
        rest => ((0, 0), rest),
    };
    if !rest.is_empty() || whole_digits + places > 19 {
        return None;
    }
    let scale = 10_i128.pow(places);
    let value = (i128::from(whole) * scale + i128::from(fraction)) * i128::from(unit);
    Some(if negative { -value } else { value }.div_euclid(scale))
}

/// The number of the digits at the beginning, how many they are, and what follows.
fn leading_digits(text: &[u8]) -> Option<((u64, u32), &[u8])> {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at(count);
    let value = std::str::from_utf8(digits).ok()?.parse().ok()?;
    Some(((value, u32::try_from(count).ok()?), rest))
}

/// What a number in a column of times can only be, by its size: seconds since 1970 reach from
/// 1973 to 2286, milliseconds and microseconds are three digits longer each, and days of
/// spreadsheets from 1927 to 2173 have five.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Count {
    Days,
    Seconds,
    Milliseconds,
    Microseconds,
}

impl Count {
    fn of(text: &[u8]) -> Option<Self> {
        let ((whole, _), rest) = leading_digits(text)?;
        let fraction = match rest {
            [] => true,
            [b'.', rest @ ..] => rest.iter().all(u8::is_ascii_digit),
            _ => false,
        };
        match whole {
            _ if !fraction => None,
            10_000..100_000 => Some(Self::Days),
            100_000_000..10_000_000_000 => Some(Self::Seconds),
            100_000_000_000..10_000_000_000_000 => Some(Self::Milliseconds),
            100_000_000_000_000..10_000_000_000_000_000 => Some(Self::Microseconds),
            _ => None,
        }
    }
}

/// Milliseconds on the clock; a leap second is refused, as the milliseconds cannot hold it.
fn clock(at: NaiveDateTime) -> Option<i64> {
    use chrono::Timelike;
    (at.nanosecond() < 1_000_000_000).then(|| at.and_utc().timestamp_millis())
}

/// Days since 1970 of a date of the Gregorian calendar, years 1 to 9999.
pub(crate) fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    const BEFORE: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    if !(1..=12).contains(&month) || !(1..=9999).contains(&year) || day < 1 {
        return None;
    }
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if day > length {
        return None;
    }
    let past = year - 1;
    let leaps = past / 4 - past / 100 + past / 400;
    let in_year = BEFORE[month as usize - 1] + i64::from(leap && month > 2) + day - 1;
    // 719,162 days lie between 0001-01-01 and 1970-01-01.
    Some(past * 365 + leaps + in_year - 719_162)
}

fn date_ms(year: i64, month: i64, day: i64) -> Option<i64> {
    days(year, month, day).map(|days| days * DAY_MS)
}

/// A place in a text. Every `take` moves on only where it succeeds.
#[derive(Clone, Copy)]
struct Scan<'a> {
    rest: &'a [u8],
}

impl<'a> Scan<'a> {
    /// The letters that follow.
    fn letters(&mut self) -> &'a [u8] {
        let count = self
            .rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        let (letters, rest) = self.rest.split_at(count);
        self.rest = rest;
        letters
    }

    /// The number of the next `least` to `most` digits.
    fn number(&mut self, least: usize, most: usize) -> Option<i64> {
        let digits = self
            .rest
            .iter()
            .take(most)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        if digits < least {
            return None;
        }
        let value = self.rest[..digits]
            .iter()
            .fold(0, |value, byte| value * 10 + i64::from(byte - b'0'));
        self.rest = &self.rest[digits..];
        Some(value)
    }

    /// The next byte, where it is one of these.
    fn one_of(&mut self, bytes: &[u8]) -> Option<u8> {
        let byte = *self.rest.first().filter(|byte| bytes.contains(byte))?;
        self.rest = &self.rest[1..];
        Some(byte)
    }

    fn blanks(&mut self) {
        self.rest = self.rest.trim_ascii_start();
    }

    /// A time of day to the end of the text, as milliseconds since midnight.
    fn time_of_day(&mut self, hour_digits: usize) -> Option<Written> {
        let mut hour = self.number(hour_digits, 2)?;
        self.one_of(b":")?;
        let minute = self.number(2, 2)?;
        let mut second = 0;
        let mut ms = 0;
        if self.one_of(b":").is_some() {
            second = self.number(2, 2)?;
            if self.one_of(b".,").is_some() {
                let mut place = 100;
                let mut count = 0;
                while let Some(digit) = self.number(1, 1) {
                    ms += digit * place;
                    place /= 10;
                    count += 1;
                }
                if count == 0 {
                    return None;
                }
            }
        }
        self.blanks();
        if let [a @ (b'A' | b'a' | b'P' | b'p'), b'M' | b'm', rest @ ..] = self.rest {
            if !(1..=12).contains(&hour) {
                return None;
            }
            hour = hour % 12 + if a.eq_ignore_ascii_case(&b'p') { 12 } else { 0 };
            self.rest = rest;
            self.blanks();
        }
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let offset_ms = match self.rest {
            [] => None,
            b"Z" | b"z" | b"UTC" | b"GMT" => Some(0),
            _ => Some(self.offset()?),
        };
        Some(Written {
            clock_ms: hour * HOUR_MS + minute * MINUTE_MS + second * 1_000 + ms,
            offset_ms,
        })
    }

    /// `+02:00`, `+0200` or `+02`, to the end of the text.
    fn offset(&mut self) -> Option<i64> {
        let sign = if self.one_of(b"+-")? == b'-' { -1 } else { 1 };
        let hours = self.number(2, 2)?;
        let minutes = if self.rest.is_empty() {
            0
        } else {
            self.one_of(b":");
            self.number(2, 2)?
        };
        (hours <= 23 && minutes <= 59 && self.rest.is_empty())
            .then_some(sign * (hours * HOUR_MS + minutes * MINUTE_MS))
    }
}

/// A number of two digits, up to the most.
#[inline]
pub(crate) fn two_digits(tens: u8, ones: u8, most: i64) -> Option<i64> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    let value = i64::from(tens) * 10 + i64::from(ones);
    (tens < 10 && ones < 10 && value <= most).then_some(value)
}

/// `2026-10-11T20:14:00.000Z` or `2026-10-11T20:14:00Z` exactly, as most programs write times.
fn stamp(text: &[u8]) -> Option<Written> {
    let ms = match text.get(19..)? {
        b"Z" => 0,
        [b'.', a, b, c, b'Z'] => two_digits(*a, *b, 99)? * 10 + two_digits(b'0', *c, 9)?,
        _ => return None,
    };
    let [
        y1,
        y2,
        y3,
        y4,
        b'-',
        m1,
        m2,
        b'-',
        d1,
        d2,
        b'T',
        h1,
        h2,
        b':',
        n1,
        n2,
        b':',
        s1,
        s2,
    ] = *text.first_chunk::<19>()?
    else {
        return None;
    };
    let year = two_digits(y1, y2, 99)? * 100 + two_digits(y3, y4, 99)?;
    let date = date_ms(year, two_digits(m1, m2, 12)?, two_digits(d1, d2, 31)?)?;
    let minutes = two_digits(h1, h2, 23)? * 60 + two_digits(n1, n2, 59)?;
    Some(Written {
        clock_ms: date + minutes * MINUTE_MS + two_digits(s1, s2, 59)? * 1_000 + ms,
        offset_ms: Some(0),
    })
}

/// `2026-10-11T20:14:00.000Z` and its shorter forms, down to the date alone.
fn iso(text: &[u8]) -> Option<Written> {
    stamp(text).or_else(|| iso_parts(text))
}

fn iso_parts(text: &[u8]) -> Option<Written> {
    let mut scan = Scan { rest: text };
    let year = scan.number(4, 4)?;
    let mark = scan.one_of(b"-/")?;
    let month = scan.number(2, 2)?;
    scan.one_of(&[mark])?;
    let day = scan.number(2, 2)?;
    let date = date_ms(year, month, day)?;
    if scan.rest.is_empty() {
        return Some(Written {
            clock_ms: date,
            offset_ms: None,
        });
    }
    scan.one_of(b"Tt ")?;
    let time = scan.time_of_day(2)?;
    Some(Written {
        clock_ms: date + time.clock_ms,
        offset_ms: time.offset_ms,
    })
}

/// The number of a month in English, in full or by its first three letters.
fn month_named(letters: &[u8]) -> Option<i64> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = std::str::from_utf8(letters).ok()?.to_ascii_lowercase();
    let index = MONTHS
        .iter()
        .position(|month| *month == name || (name.len() == 3 && month.starts_with(&name)))?;
    Some(index as i64 + 1)
}

/// `14/Jul/25 3:42 PM`, `14 July 2025`.
fn named(text: &[u8]) -> Option<Written> {
    let mut scan = Scan { rest: text };
    let day = scan.number(1, 2)?;
    scan.one_of(b"-/ ")?;
    let month = month_named(scan.letters())?;
    scan.one_of(b"-/ ")?;
    let (year, time) = year_and_time(&mut scan)?;
    Some(Written {
        clock_ms: date_ms(year, month, day)? + time.clock_ms,
        offset_ms: time.offset_ms,
    })
}

/// The month of a text that says one beyond doubt: `2026-11`, `2026-11-30`, `11/2026`,
/// `Nov 2026`, `Nov-26`.
pub(crate) fn month_of(text: &str) -> Option<Month> {
    let bytes = text.as_bytes();
    if let Some(written) = iso(bytes) {
        // As the text writes it, whatever zone it is in.
        let day = naive(written.clock_ms).ok()?.date();
        return Month::new(day.year(), day.month());
    }
    let mut scan = Scan { rest: bytes };
    let letters = scan.letters();
    let (year, month) = if letters.is_empty() {
        let first = scan.number(1, 4)?;
        let digits = bytes.len() - scan.rest.len();
        scan.one_of(b"-/. ")?;
        let second = scan.number(1, 4)?;
        match (digits, bytes.len() - digits - 1 - scan.rest.len()) {
            (4, 1 | 2) => (first, second),
            (1 | 2, 4) => (second, first),
            _ => return None,
        }
    } else {
        let month = month_named(letters)?;
        scan.one_of(b"-/. ")?;
        (year(&mut scan)?, month)
    };
    if !scan.rest.is_empty() {
        return None;
    }
    Month::new(i32::try_from(year).ok()?, u32::try_from(month).ok()?)
}

/// A year of four digits, or of two (69 to 99 are 19xx, as POSIX has it), and what follows.
fn year_and_time(scan: &mut Scan<'_>) -> Option<(i64, Written)> {
    let year = year(scan)?;
    if scan.rest.is_empty() {
        let midnight = Written {
            clock_ms: 0,
            offset_ms: None,
        };
        return Some((year, midnight));
    }
    scan.one_of(b"T ,")?;
    scan.blanks();
    Some((year, scan.time_of_day(1)?))
}

fn year(scan: &mut Scan<'_>) -> Option<i64> {
    let before = scan.rest.len();
    let year = scan.number(2, 4)?;
    match before - scan.rest.len() {
        2 => Some(year + if year < 69 { 2000 } else { 1900 }),
        4 => Some(year),
        _ => None,
    }
}

/// A date of numbers with the year last: which of the first two is the day is not said.
struct Numbers {
    first: i64,
    second: i64,
    year: i64,
    time: Written,
}

impl Numbers {
    fn read(text: &[u8]) -> Option<Self> {
        let mut scan = Scan { rest: text };
        let first = scan.number(1, 2)?;
        let mark = scan.one_of(b"/.-")?;
        let second = scan.number(1, 2)?;
        scan.one_of(&[mark])?;
        let (year, time) = year_and_time(&mut scan)?;
        Some(Self {
            first,
            second,
            year,
            time,
        })
    }
}

/// Whether a text is a date whose order only its column can tell.
pub(crate) fn needs_order(text: &[u8]) -> bool {
    Numbers::read(without_next_day(text).0).is_some()
}

/// Whether only its column can tell what a text says: a date whose order is open, or a count.
pub(crate) fn needs_column(text: &[u8]) -> bool {
    needs_order(text) || Count::of(text.trim_ascii()).is_some()
}

/// Whether a text that is a time says its offset.
pub(crate) fn has_offset(text: &[u8]) -> Option<bool> {
    written(text, &Form::DayFirst)
        .or_else(|| written(text, &Form::MonthFirst))
        .map(|written| written.offset_ms.is_some())
}

/// Watches a column to tell whether day or month stands first, or what its numbers count.
#[derive(Debug, Default, Clone)]
pub(crate) struct DateOrder {
    /// First value that can only be day first.
    pub(crate) day_first: Option<String>,
    /// First value that can only be month first.
    pub(crate) month_first: Option<String>,
    /// First value that can be both.
    pub(crate) either: Option<String>,
    /// What its numbers count, each with the first of them.
    pub(crate) counts: BTreeMap<Count, String>,
}

impl DateOrder {
    pub(crate) fn watch(&mut self, text: &[u8]) {
        let Some(numbers) = Numbers::read(without_next_day(text).0) else {
            if let Some(count) = Count::of(text.trim_ascii()) {
                self.counts
                    .entry(count)
                    .or_insert_with(|| String::from_utf8_lossy(text).into_owned());
            }
            return;
        };
        let slot = match (numbers.first, numbers.second) {
            (13..=31, 1..=12) => &mut self.day_first,
            (1..=12, 13..=31) => &mut self.month_first,
            // The same day either way decides nothing, but needs no deciding either.
            (1..=12, 1..=12) => &mut self.either,
            _ => return,
        };
        if slot.is_none() {
            *slot = Some(String::from_utf8_lossy(text).into_owned());
        }
    }

    /// How the column is written, with the words that say why; nothing where each value says
    /// it by itself, or where numbers of different sizes say different things.
    ///
    /// # Errors
    /// Where the column can be read in two ways.
    pub(crate) fn settle(self, field: Field) -> Result<Option<(Form, String)>, Error> {
        Ok(match (self.day_first, self.month_first, self.either) {
            (Some(day_first), Some(month_first), _) => {
                return Err(Error::MixedDates {
                    field,
                    day_first,
                    month_first,
                });
            }
            (Some(sample), ..) => Some((Form::DayFirst, format!("day first, as “{sample}” shows"))),
            (None, Some(sample), _) => Some((
                Form::MonthFirst,
                format!("month first, as “{sample}” shows"),
            )),
            (None, None, Some(sample)) => return Err(Error::AmbiguousDates { field, sample }),
            (None, None, None) => {
                let mut counts = self.counts.into_iter();
                let (Some((count, sample)), None) = (counts.next(), counts.next()) else {
                    return Ok(None);
                };
                let (per_second, words) = match count {
                    Count::Days => return Err(Error::SerialDates { field, sample }),
                    Count::Seconds => (1, "seconds"),
                    Count::Milliseconds => (1_000, "milliseconds"),
                    Count::Microseconds => (1_000_000, "microseconds"),
                };
                let why = format!("as {words} since 1970, as the size of “{sample}” shows");
                Some((Form::Epoch { per_second }, why))
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::OnFold;
    use crate::zoned::{Times, Twice};
    use ninefold_domain::time::{EARLIEST, Instant, LATEST, Zone};
    use proptest::prelude::*;

    fn times(zone: &str, on_fold: OnFold) -> Times {
        Times::new(&Options {
            zone: Zone::parse(zone).unwrap(),
            on_fold,
            ..Options::default()
        })
    }

    fn iso_in(zone: &str, text: &str) -> Result<String, TimeError> {
        times(zone, OnFold::Reject)
            .read(text.as_bytes(), &Form::Iso)
            .map(Instant::to_rfc3339)
    }

    #[test]
    fn common_forms() {
        for (text, form, instant) in [
            ("2026-10-11T20:14:00Z", Form::Iso, "2026-10-11T20:14:00Z"),
            (
                "2026-10-11T20:14:00.250Z",
                Form::Iso,
                "2026-10-11T20:14:00.250Z",
            ),
            (
                "2026-10-11 20:14:00.123456789+02:00",
                Form::Iso,
                "2026-10-11T18:14:00.123Z",
            ),
            (
                "2026-08-01 00:30:00 +0530",
                Form::Iso,
                "2026-07-31T19:00:00Z",
            ),
            ("2026-10-11T20:14Z", Form::Iso, "2026-10-11T20:14:00Z"),
            ("2026-10-11 20:14:00 UTC", Form::Iso, "2026-10-11T20:14:00Z"),
            ("2026/10/11 20:14", Form::Iso, "2026-10-11T20:14:00Z"),
            ("2026-10-11", Form::Iso, "2026-10-11T00:00:00Z"),
            ("2024-02-29", Form::Iso, "2024-02-29T00:00:00Z"),
            ("2038-01-19T03:14:08Z", Form::Iso, "2038-01-19T03:14:08Z"),
            ("1969-12-31T23:59:59Z", Form::Iso, "1969-12-31T23:59:59Z"),
            ("14/Jul/25 3:42 PM", Form::Iso, "2025-07-14T15:42:00Z"),
            ("14-July-2025 12:05 am", Form::Iso, "2025-07-14T00:05:00Z"),
            ("12/1/2010 8:26", Form::MonthFirst, "2010-12-01T08:26:00Z"),
            ("12/1/2010 8:26", Form::DayFirst, "2010-01-12T08:26:00Z"),
            ("31.12.2010", Form::DayFirst, "2010-12-31T00:00:00Z"),
            ("6/21/2025 16:14", Form::MonthFirst, "2025-06-21T16:14:00Z"),
        ] {
            let read = times("UTC", OnFold::Reject).read(text.as_bytes(), &form);
            assert_eq!(
                read.map(Instant::to_rfc3339),
                Ok(instant.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn the_next_day_is_that_of_the_zone() {
        // A night is an hour shorter in spring and an hour longer in autumn.
        for (text, instant) in [
            ("2027-03-27 03:30 (next day)", "2027-03-28T01:30:00Z"),
            ("2027-10-30 03:30 (next day)", "2027-10-31T02:30:00Z"),
            ("2026-12-31 00:15 (next day)", "2026-12-31T23:15:00Z"),
            ("2027-03-27 03:30Z (next day)", "2027-03-28T03:30:00Z"),
        ] {
            assert_eq!(iso_in("Europe/Berlin", text), Ok(instant.into()), "{text}");
        }
        assert_eq!(
            iso_in("Europe/Berlin", "2027-03-27 02:30 (next day)"),
            Err(TimeError::Gap)
        );
        let mut order = DateOrder::default();
        order.watch(b"31/3/2027 00:15 (next day)");
        assert!(order.day_first.is_some() && order.either.is_none());
        assert!(needs_order(b"31/3/2027 00:15 (next day)"));
        let read = times("UTC", OnFold::Reject).read(b"31/3/2027 0:15 (next day)", &Form::DayFirst);
        assert_eq!(
            read.map(Instant::to_rfc3339),
            Ok("2027-04-01T00:15:00Z".into())
        );
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "x",
            "2026-10-32",
            "2026-02-29",
            "2026-13-01",
            "2026-10-11T24:00:00Z",
            "2026-10-11T23:59:60Z",
            "2026-10-11T20:60:00Z",
            "2026-10-11T20:14:00.Z",
            "2026-10-11T20:14:00+24:00",
            "2026-10-11T20:14:00Zx",
            "20261011",
            "1760213640",
            "12/1/2010 8:26",
            "2026-10-11T",
            "26-10-11",
            "2026-1-1",
            "2026-10-11T20:14:00 XYZ",
            "31/Foo/2025",
            "14/Jul/25 13:42 PM",
        ] {
            assert_eq!(iso_in("UTC", text), Err(TimeError::Unreadable), "{text}");
        }
        for text in ["1899-12-31T23:59:59Z", "2200-01-01", "9999-12-31T23:59:59Z"] {
            assert_eq!(iso_in("UTC", text), Err(TimeError::OutOfRange), "{text}");
        }
    }

    #[test]
    fn gaps_are_refused_and_folds_read_as_stated() {
        let zone = "Europe/Berlin";
        assert_eq!(iso_in(zone, "2026-03-29 02:30"), Err(TimeError::Gap));
        assert_eq!(iso_in(zone, "2026-10-25 02:30"), Err(TimeError::Fold));
        assert_eq!(
            iso_in(zone, "2026-10-25 03:00"),
            Ok("2026-10-25T02:00:00Z".into())
        );
        assert_eq!(
            iso_in(zone, "2026-03-29 01:59"),
            Ok("2026-03-29T00:59:00Z".into())
        );
        // An offset says it all.
        assert_eq!(
            iso_in(zone, "2026-10-25T02:30+01:00"),
            Ok("2026-10-25T01:30:00Z".into())
        );
        for (on_fold, instant) in [
            (OnFold::Earlier, "2026-10-25T00:30:00Z"),
            (OnFold::Later, "2026-10-25T01:30:00Z"),
        ] {
            let mut times = times(zone, on_fold);
            let read = times.read(b"2026-10-25 02:30", &Form::Iso);
            assert_eq!(read.map(Instant::to_rfc3339), Ok(instant.to_owned()));
            assert_eq!((times.local, times.folds), (1, 1));
        }
    }

    #[test]
    fn a_span_that_occurs_twice_is_known_from_each_of_its_minutes() {
        let clock = |text: &str| iso(text.as_bytes()).unwrap().clock_ms;
        for (zone, begins, ends) in [
            ("Europe/Berlin", "2026-10-25 02:00", "2026-10-25 03:00"),
            ("America/New_York", "2026-11-01 01:00", "2026-11-01 02:00"),
            (
                "Australia/Lord_Howe",
                "2026-04-05 01:30",
                "2026-04-05 02:00",
            ),
            // Back from summer time at midnight, and over the end of a day.
            ("America/Havana", "2026-11-01 00:00", "2026-11-01 01:00"),
            ("Atlantic/Azores", "2026-10-25 00:00", "2026-10-25 01:00"),
        ] {
            let (begins, ends) = (clock(begins), clock(ends));
            let span = Some(Twice { begins, ends });
            for minute in begins / MINUTE_MS - 90..ends / MINUTE_MS + 90 {
                let at = minute * MINUTE_MS + 30_000;
                let inside = (begins..ends).contains(&at);
                let mut fresh = times(zone, OnFold::InOrder);
                assert_eq!(fresh.twice(at), span.filter(|_| inside), "{zone} {at}");
                // What is remembered says the same.
                assert_eq!(fresh.twice(at), span.filter(|_| inside), "{zone} {at}");
            }
        }
    }

    #[test]
    fn stated_forms() {
        let read = |format: &str, text: &str| {
            let options = Options {
                date_format: Some(format.to_owned()),
                ..Options::default()
            };
            let form = Form::stated(&options).unwrap();
            Times::new(&options)
                .read(text.as_bytes(), &form)
                .map(Instant::to_rfc3339)
        };
        let eight = Ok("2010-12-01T08:26:00Z".to_owned());
        assert_eq!(read("%d/%m/%Y %H:%M", "1/12/2010 08:26"), eight);
        assert_eq!(read("%Y%m%d%H%M%z", "201012011026+0200"), eight);
        assert_eq!(
            read("%Y%m%d", "20101201"),
            Ok("2010-12-01T00:00:00Z".into())
        );
        assert_eq!(read("epoch-s", "1291191960"), eight);
        assert_eq!(read("epoch-ms", "1291191960000"), eight);
        assert_eq!(read("epoch-us", "1291191960000000"), eight);
        assert_eq!(read("epoch-s", "1291191960000"), Err(TimeError::OutOfRange));
        assert_eq!(
            read("epoch-s", "9223372036854775807"),
            Err(TimeError::Unreadable)
        );
        assert_eq!(read("%d/%m/%Y", "12-01-2010"), Err(TimeError::Unreadable));
        assert_eq!(
            read("%Y-%m-%d %H:%M:%S", "2010-12-01 23:59:60"),
            Err(TimeError::Unreadable)
        );
    }

    #[test]
    fn a_column_decides_its_order() {
        let mut order = DateOrder::default();
        for text in ["2010-12-01", "1/2/2010", "99/99/2010"] {
            order.watch(text.as_bytes());
        }
        assert!(order.day_first.is_none() && order.month_first.is_none());
        assert_eq!(order.either.as_deref(), Some("1/2/2010"));
        order.watch(b"13/2/2010");
        assert_eq!(order.day_first.as_deref(), Some("13/2/2010"));
        order.watch(b"2/13/2010");
        let mixed = order.settle(Field::At).unwrap_err();
        assert!(matches!(mixed, Error::MixedDates { .. }), "{mixed}");
    }

    proptest! {
        #[test]
        fn the_domain_agrees(ms in EARLIEST.0..LATEST.0, offset in -1439_i64..1440) {
            let at = DateTime::from_timestamp_millis(ms).unwrap();
            let zone = chrono::FixedOffset::east_opt(offset as i32 * 60).unwrap();
            let text = at.with_timezone(&zone).to_rfc3339();
            let read = iso_in("UTC", &text);
            prop_assert_eq!(read, Instant::parse(&text).map(Instant::to_rfc3339)
                .map_err(|_| TimeError::Unreadable));
        }

        #[test]
        fn a_stamp_is_what_its_parts_are(text in prop_oneof![
            "[12][0-9]{3}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{3})?Z",
            "[0-3]{4}-[0-1][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-5][0-9]:[0-5][0-9/:]\\.?[0-9]{0,4}[Zz]?",
        ]) {
            let parts = iso_parts(text.as_bytes());
            if let Some(stamp) = stamp(text.as_bytes()) {
                prop_assert_eq!(Some(stamp), parts);
            }
            prop_assert_eq!(iso(text.as_bytes()), parts);
        }

        #[test]
        fn days_agree_with_chrono(day in -700_000_i64..2_000_000) {
            use chrono::Datelike;
            let date = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap()
                + chrono::TimeDelta::days(day);
            let found = days(i64::from(date.year()), i64::from(date.month()), i64::from(date.day()));
            prop_assert_eq!(found, Some(day));
        }
    }
}
