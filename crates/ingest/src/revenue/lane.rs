//! The fast lane: plain revenue rows straight from the buffer, without an allocation and
//! mostly without parsing a date, because the rows of one minute share its 16 characters.
//!
//! A row is plain when no needed value is quoted, its time is `YYYY-MM-DD?HH:MM:SS` with an
//! optional fraction and offset, its amount is a positive number of digits and one decimal
//! mark, and its stream was met before. The lane stops at the first row that is not, and at
//! the end of the piece; it never decides that a row is wrong.

use super::{StreamRevenue, column_of};
use crate::mapping::{DecimalMark, Field};
use crate::number::{POWERS, short_number};
use crate::records::find_field_end;
use crate::row::{Input, Plan, Row, Values};
use crate::table::Sprint;
use crate::time::{Form, days, two_digits};

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
    /// Rows taken so far.
    #[cfg(test)]
    pub(super) taken: u64,
}

/// A stream as a file writes it.
struct Known {
    key: Key,
    stream: Vec<u8>,
    index: u32,
    scale: u32,
}

/// What streams are found by. Its numbers are compared in a few instructions, where comparing
/// slices would be a call; a stream of up to 32 bytes is in it as a whole.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Key {
    head: u128,
    tail: u128,
    currency: u128,
    length: usize,
}

impl Key {
    /// Nothing where the currency is longer than any.
    #[inline(always)]
    fn new(stream: Word<'_>, currency: Word<'_>) -> Option<Self> {
        let length = stream.end - stream.start;
        let tail = if length > 16 {
            sixteen(stream.text, stream.end - 16, stream.end)
        } else {
            0
        };
        (currency.end - currency.start <= 16).then_some(Self {
            head: sixteen(stream.text, stream.start, stream.end),
            tail,
            currency: sixteen(currency.text, currency.start, currency.end),
            length,
        })
    }

    #[inline]
    fn slot(self) -> usize {
        const PRIME: u64 = 0x9e37_79b1_85eb_ca87;
        let fold = |word: u128| (word as u64) ^ ((word >> 64) as u64).rotate_left(29);
        let mixed = fold(self.head)
            ^ fold(self.tail).rotate_left(17)
            ^ fold(self.currency).rotate_left(41)
            ^ self.length as u64;
        (mixed.wrapping_mul(PRIME) >> 40) as usize % SLOTS
    }
}

/// A value in its text.
#[derive(Clone, Copy, Default)]
struct Word<'a> {
    text: &'a [u8],
    start: usize,
    end: usize,
}

impl<'a> Word<'a> {
    fn whole(text: &'a [u8]) -> Self {
        Self {
            text,
            start: 0,
            end: text.len(),
        }
    }

    fn bytes(self) -> &'a [u8] {
        &self.text[self.start..self.end]
    }
}

/// The first 16 bytes of a value as a number, zeros behind it.
#[inline]
fn sixteen(text: &[u8], start: usize, end: usize) -> u128 {
    let length = (end - start).min(16);
    match text.get(start..).and_then(<[u8]>::first_chunk::<16>) {
        Some(bytes) if length > 0 => {
            u128::from_le_bytes(*bytes) & (u128::MAX >> (128 - 8 * length))
        }
        Some(_) => 0,
        None => {
            let mut bytes = [0; 16];
            bytes[..length].copy_from_slice(&text[start..start + length]);
            u128::from_le_bytes(bytes)
        }
    }
}

/// The last minute that was read.
#[derive(Default)]
struct KnownMinute {
    /// Its 16 characters.
    text: u128,
    /// On the clock of the text.
    clock: i64,
    /// In UTC, where the text has no offset and the minute is one whole minute of the zone.
    local: Option<i64>,
}

impl Lane {
    pub(super) fn begin(&mut self, plan: &Plan, values: &Values) {
        self.roles.clear();
        let (mark, delimiter) = (values.mark_of(Field::Amount), plan.delimiter.unwrap_or(0));
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
    pub(super) fn learn(&mut self, row: &Row<'_>, index: u32, scale: u32) {
        if self.roles.is_empty() || self.known.len() >= SLOTS / 4 {
            return;
        }
        let written = |field| match column_of(row.plan, field) {
            Some(column) => row.cells.text(column).unwrap_or_default().trim_ascii(),
            None => &[],
        };
        let stream = Word::whole(written(Field::Stream));
        let code = Word::whole(written(Field::Currency));
        let Some(key) = Key::new(stream, code) else {
            return;
        };
        // Text that is not UTF-8 is counted row by row, on the long way.
        if self.find(key, stream).is_some() || std::str::from_utf8(stream.bytes()).is_err() {
            return;
        }
        let mut slot = key.slot();
        while self.slots[slot] != 0 {
            slot = (slot + 1) % SLOTS;
        }
        self.known.push(Known {
            key,
            stream: stream.bytes().to_vec(),
            index,
            scale,
        });
        self.slots[slot] = self.known.len() as u16;
    }

    #[inline(always)]
    fn find(&self, key: Key, stream: Word<'_>) -> Option<&Known> {
        let mut slot = key.slot();
        loop {
            let known = match self.slots[slot] {
                0 => return None,
                index => &self.known[usize::from(index) - 1],
            };
            if known.key == key && (key.length <= 32 || known.stream == stream.bytes()) {
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
        #[cfg(test)]
        {
            self.taken += sprint.rows;
        }
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
        let (mut stream, mut currency) = (Word::default(), Word::default());
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
        let known = self.find(Key::new(stream, currency)?, stream)?;
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
        let text = u128::from_le_bytes(*minute);
        if self.minute.text != text {
            let clock = clock_minute(minute)?;
            self.minute = KnownMinute {
                text,
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

/// A value that is not quoted, and the position behind it.
#[inline]
fn word(text: &[u8], start: usize, delimiter: u8) -> Option<(Word<'_>, usize)> {
    if text.get(start) == Some(&b'"') {
        return None;
    }
    let end = find_field_end(text, start, delimiter);
    Some((Word { text, start, end }, end))
}
