//! The fast lane: plain revenue rows straight from the buffer, without an allocation and
//! mostly without parsing a date, because the rows of one minute share its 16 characters.
//!
//! A row is plain when no needed value is quoted, its time is `YYYY-MM-DD?HH:MM:SS` with an
//! optional fraction and offset, its amount is a positive number of digits and one decimal
//! mark, and its stream was met before. The lane stops at the first row that is not, and at
//! the end of the piece; it never decides that a row is wrong.

use super::{StreamRevenue, column_of};
use crate::mapping::{DecimalMark, Field};
use crate::records::find_field_end;
use crate::table::{Input, Plan, Row, Sprint, Values};
use crate::time::{Form, days};
use ninefold_domain::money::Currency;

/// What a column is to a revenue row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Skip,
    At,
    Left,
    Right,
    Stream,
    Currency,
}

/// Slots of the table of known streams, at most a quarter of them taken.
const SLOTS: usize = 1 << 12;

#[derive(Default)]
pub(super) struct Lane {
    /// One per column; empty where the file's mapping needs the long way for every row.
    roles: Vec<Role>,
    delimiter: u8,
    mark: u8,
    minute: KnownMinute,
    known: Vec<Known>,
    /// Hash → index in `known` plus one.
    slots: Vec<u16>,
}

/// A stream as a file writes it.
struct Known {
    stream: Vec<u8>,
    currency: Vec<u8>,
    index: u32,
    scale: u32,
}

/// The last minute that was read.
#[derive(Default)]
struct KnownMinute {
    text: [u8; 16],
    /// On the clock of the text.
    clock: i64,
    /// In UTC, where the text has no offset and the minute is one whole minute of the zone.
    local: Option<i64>,
}

impl Lane {
    pub(super) fn begin(&mut self, plan: &Plan, values: &Values) {
        self.roles.clear();
        let (mark, delimiter) = (values.mark(), plan.delimiter.unwrap_or(0));
        self.mark = match mark {
            DecimalMark::Point => b'.',
            DecimalMark::Comma => b',',
        };
        self.delimiter = delimiter;
        let mut roles = vec![Role::Skip; plan.header.len()];
        let mut place = |column: usize, role: Role| {
            let free = roles.get(column) == Some(&Role::Skip);
            if free {
                roles[column] = role;
            }
            free
        };
        let amounts = match plan.input(Field::Amount) {
            Input::Column(column) => place(*column, Role::Left),
            Input::Product(left, right) => place(*left, Role::Left) && place(*right, Role::Right),
            Input::Constant(_) | Input::Nowhere => false,
        };
        let at = column_of(plan, Field::At).is_some_and(|column| place(column, Role::At));
        let mut word = |field, role| match plan.input(field) {
            Input::Column(column) => place(*column, role),
            Input::Constant(_) => true,
            Input::Product(..) | Input::Nowhere => false,
        };
        let words = word(Field::Stream, Role::Stream) && word(Field::Currency, Role::Currency);
        let plain = *values.form(Field::At) == Form::Iso
            && !values.has_numeric_missing()
            && plan.delimiter.is_some()
            && delimiter != self.mark;
        if amounts && at && words && plain {
            self.roles = roles;
        }
        // Constants may differ from file to file only in theory, zones not at all; the streams
        // are as the last file wrote them.
        self.minute = KnownMinute::default();
        self.known.clear();
        self.slots = vec![0; SLOTS];
    }

    /// Remembers how the stream of an accepted row is written.
    pub(super) fn learn(&mut self, row: &Row<'_>, index: u32, currency: Currency) {
        if self.roles.is_empty() || self.known.len() >= SLOTS / 4 {
            return;
        }
        let written = |field| match column_of(row.plan, field) {
            Some(column) => row.cells.text(column).unwrap_or_default().trim_ascii(),
            None => &[],
        };
        let (stream, code) = (written(Field::Stream), written(Field::Currency));
        if self.find(stream, code).is_some() || std::str::from_utf8(stream).is_err() {
            return;
        }
        let mut slot = slot(stream, code);
        while self.slots[slot] != 0 {
            slot = (slot + 1) % SLOTS;
        }
        self.known.push(Known {
            stream: stream.to_vec(),
            currency: code.to_vec(),
            index,
            scale: currency.scale(),
        });
        self.slots[slot] = self.known.len() as u16;
    }

    #[inline]
    fn find(&self, stream: &[u8], currency: &[u8]) -> Option<&Known> {
        let mut slot = slot(stream, currency);
        loop {
            let known = match self.slots[slot] {
                0 => return None,
                index => &self.known[usize::from(index) - 1],
            };
            if known.stream == stream && known.currency == currency {
                return Some(known);
            }
            slot = (slot + 1) % SLOTS;
        }
    }

    /// See [`crate::table::Sink::sprint`].
    pub(super) fn sprint(
        &mut self,
        text: &[u8],
        streams: &mut [StreamRevenue],
        values: &mut Values,
    ) -> Sprint {
        let mut sprint = Sprint::default();
        if self.roles.is_empty() {
            return sprint;
        }
        let roles = std::mem::take(&mut self.roles);
        let mut local = 0;
        while let Some(row) = self.plain_row(&roles, text, sprint.bytes, values) {
            let added = streams
                .get_mut(row.stream as usize)
                .is_some_and(|stream| stream.minutes.add(row.minute, row.units));
            if !added {
                break;
            }
            local += u64::from(row.local);
            sprint.bytes = row.end;
            sprint.rows += 1;
        }
        sprint.lines = sprint.rows;
        values.times.local += local;
        self.roles = roles;
        sprint
    }

    #[inline]
    fn plain_row(
        &mut self,
        roles: &[Role],
        text: &[u8],
        start: usize,
        values: &mut Values,
    ) -> Option<PlainRow> {
        let mut at = start;
        let mut minute = (0, false);
        let (mut left, mut right) = ((0, 0), (1, 0));
        let (mut stream, mut currency): (&[u8], &[u8]) = (&[], &[]);
        for (index, role) in roles.iter().enumerate() {
            if index > 0 {
                if *text.get(at)? != self.delimiter {
                    return None;
                }
                at += 1;
            }
            match role {
                Role::At => (minute, at) = self.minute(text, at, values)?,
                Role::Left => (left, at) = short_number(text, at, self.mark)?,
                Role::Right => (right, at) = short_number(text, at, self.mark)?,
                Role::Stream => (stream, at) = word(text, at, self.delimiter)?,
                Role::Currency => (currency, at) = word(text, at, self.delimiter)?,
                Role::Skip => (_, at) = word(text, at, self.delimiter)?,
            }
        }
        let end = match text.get(at)? {
            b'\n' => at + 1,
            b'\r' if text.get(at + 1) == Some(&b'\n') => at + 2,
            _ => return None,
        };
        let known = self.find(stream, currency)?;
        let scale = known.scale.checked_sub(left.1 + right.1)?;
        let units = left
            .0
            .checked_mul(right.0)?
            .checked_mul(POWERS.get(scale as usize).copied()?)?;
        (units > 0).then_some(PlainRow {
            end,
            stream: known.index,
            minute: minute.0,
            units,
            local: minute.1,
        })
    }

    /// The UTC minute of a time, whether it had no offset, and the position behind it.
    #[inline]
    fn minute(
        &mut self,
        text: &[u8],
        at: usize,
        values: &mut Values,
    ) -> Option<((i64, bool), usize)> {
        let rest = text.get(at..)?;
        let head: &[u8; 20] = rest.first_chunk()?;
        let minute: &[u8; 16] = head.first_chunk()?;
        if self.minute.text != *minute {
            let clock = clock_minute(minute)?;
            self.minute = KnownMinute {
                text: *minute,
                clock,
                local: values.times.whole_minute(clock),
            };
        }
        let seconds =
            head[16] == b':' && head[17].wrapping_sub(b'0') < 6 && head[18].wrapping_sub(b'0') < 10;
        if !seconds {
            return None;
        }
        let mut end = 19;
        if head[19] == b'.' {
            end = 20;
            while rest.get(end)?.is_ascii_digit() {
                end += 1;
            }
            // Longer fractions are read, and shortened, on the long way.
            if end == 20 || end > 29 {
                return None;
            }
        }
        match rest.get(end)? {
            b'Z' => Some(((self.minute.clock, false), at + end + 1)),
            sign @ (b'+' | b'-') => {
                let [h1, h2, b':', m1, m2] = *rest.get(end + 1..)?.first_chunk()? else {
                    return None;
                };
                let offset = two_digits(h1, h2, 23)? * 60 + two_digits(m1, m2, 59)?;
                let clock = self.minute.clock;
                let utc = match sign {
                    b'+' => clock - offset,
                    _ => clock + offset,
                };
                Some(((utc, false), at + end + 6))
            }
            _ => Some(((self.minute.local?, true), at + end)),
        }
    }
}

struct PlainRow {
    end: usize,
    stream: u32,
    minute: i64,
    units: i64,
    local: bool,
}

const POWERS: [i64; 11] = {
    let mut powers = [1; 11];
    let mut index = 1;
    while index < powers.len() {
        powers[index] = powers[index - 1] * 10;
        index += 1;
    }
    powers
};

/// The minute since 1970 of `2026-10-11T20:14`, years 1901 to 2198, where no offset can lead
/// out of the years that are accepted.
fn clock_minute(text: &[u8; 16]) -> Option<i64> {
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
        b'T' | b' ',
        h1,
        h2,
        b':',
        n1,
        n2,
    ] = *text
    else {
        return None;
    };
    let year = two_digits(y1, y2, 99)? * 100 + two_digits(y3, y4, 99)?;
    let days = days(year, two_digits(m1, m2, 12)?, two_digits(d1, d2, 31)?)?;
    let minutes = two_digits(h1, h2, 23)? * 60 + two_digits(n1, n2, 59)?;
    (1901..=2198)
        .contains(&year)
        .then_some(days * 1_440 + minutes)
}

#[inline]
fn two_digits(tens: u8, ones: u8, most: i64) -> Option<i64> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    let value = i64::from(tens) * 10 + i64::from(ones);
    (tens < 10 && ones < 10 && value <= most).then_some(value)
}

/// A value that is not quoted, and the position behind it.
#[inline]
fn word(text: &[u8], at: usize, delimiter: u8) -> Option<(&[u8], usize)> {
    if text.get(at) == Some(&b'"') {
        return None;
    }
    let end = find_field_end(text, at, delimiter);
    Some((&text[at..end], end))
}

/// Digits with at most one mark among them: value, digits behind the mark, position behind.
#[inline]
fn short_number(text: &[u8], at: usize, mark: u8) -> Option<((i64, u32), usize)> {
    let mut end = at;
    let mut value: i64 = 0;
    let mut digits = |from: usize| {
        let mut end = from;
        while let Some(digit) = text.get(end).map(|byte| byte.wrapping_sub(b'0'))
            && digit < 10
        {
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit));
            end += 1;
        }
        end
    };
    end = digits(end);
    let mut count = end - at;
    let mut places = 0;
    if text.get(end) == Some(&mark) {
        let from = end + 1;
        end = digits(from);
        places = end - from;
        count += places;
    }
    // Up to 18 digits an i64 has not wrapped.
    (1..=18)
        .contains(&count)
        .then_some(((value, places as u32), end))
}

#[inline]
fn slot(stream: &[u8], currency: &[u8]) -> usize {
    const PRIME: u64 = 0x9e37_79b1_85eb_ca87;
    let word = |bytes: &[u8]| match bytes.first_chunk::<8>() {
        Some(first) => u64::from_le_bytes(*first),
        None => bytes
            .iter()
            .fold(0, |word, byte| (word << 8) | u64::from(*byte)),
    };
    let last = stream
        .last_chunk::<8>()
        .map_or(0, |last| u64::from_le_bytes(*last));
    let mixed = (word(stream) ^ last.rotate_left(23) ^ word(currency).rotate_left(41))
        .wrapping_add(stream.len() as u64)
        .wrapping_mul(PRIME);
    (mixed >> 40) as usize % SLOTS
}
