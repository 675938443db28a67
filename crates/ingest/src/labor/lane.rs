//! The fast lane: plain labor rows straight from the buffer, without a copy of the row.
//!
//! A row is plain when no value is quoted, its minutes, people and rate are digits with at most
//! one decimal mark and no more decimals than are kept exactly, its texts are UTF-8, and its
//! currency is written as the last one read. The lane stops at the first row that is not, and at
//! the end of the piece; it never decides that a row is wrong.

use super::{LONGEST_MS, LaborRow, MOST_PEOPLE_MILLI};
use crate::mapping::{DecimalMark, Field};
use crate::number::{POWERS, short_number};
use crate::records::find_field_end;
use crate::row::{Cell, Input, Interner, Plan, Previous, Values};
use crate::table::Sprint;
use ninefold_domain::money::{Currency, Money};
use ninefold_domain::time::MINUTE_MS;
use std::sync::Arc;

/// What a column is to a labor row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Skip,
    Incident,
    Role,
    Person,
    People,
    Minutes,
    Rate,
    Currency,
}

/// The texts of rows, each kept once.
#[derive(Default)]
pub(super) struct Shared {
    pub(super) incidents: Previous,
    pub(super) roles: Interner,
    pub(super) people: Interner,
}

#[derive(Default)]
pub(super) struct Lane {
    /// One per column; empty where the file's mapping needs the long way for every row.
    parts: Vec<Part>,
    delimiter: u8,
    mark: u8,
    file: u32,
    /// The role of every row, where the mapping states it.
    role: Option<Arc<str>>,
    /// The currency of every row, where the mapping states it.
    currency: Option<Currency>,
    /// Rows taken so far.
    #[cfg(test)]
    pub(super) taken: u64,
}

impl Lane {
    pub(super) fn begin(&mut self, plan: &Plan, values: &Values, words: &mut Shared) {
        self.parts = self.parts(plan, values, words).unwrap_or_default();
    }

    /// What each column of a file is; nothing where its rows cannot be plain.
    fn parts(&mut self, plan: &Plan, values: &Values, words: &mut Shared) -> Option<Vec<Part>> {
        self.file = plan.file;
        self.delimiter = plan.delimiter?;
        self.mark = match values.mark() {
            DecimalMark::Point => b'.',
            DecimalMark::Comma => b',',
        };
        let rare = [Field::Start, Field::Review, Field::Acted];
        if self.delimiter == self.mark
            || values.has_numeric_missing()
            || values.units.is_minor(Field::Rate)
            || values.mark_of(Field::Rate) != values.mark()
            // A header that names a currency is held against that of each row.
            || plan.sign(Field::Rate).is_some()
            || rare.into_iter().any(|field| plan.has(field))
        {
            return None;
        }
        let mut parts = vec![Part::Skip; plan.header.len()];
        let mut place = |field, part| match plan.input(field) {
            Input::Column(column) => {
                let free = parts.get_mut(*column).filter(|part| **part == Part::Skip)?;
                *free = part;
                Some(true)
            }
            Input::Nowhere => Some(false),
            Input::Constant(_) | Input::Product(..) => None,
        };
        if !place(Field::Incident, Part::Incident)? || !place(Field::Minutes, Part::Minutes)? {
            return None;
        }
        place(Field::People, Part::People)?;
        place(Field::Person, Part::Person)?;
        self.role = None;
        if let Input::Constant(role) = plan.input(Field::Role) {
            self.role = Some(words.roles.share(present(role.as_bytes(), values)?));
        } else if !place(Field::Role, Part::Role)? {
            return None;
        }
        self.currency = None;
        if place(Field::Rate, Part::Rate)? {
            if let Input::Constant(code) = plan.input(Field::Currency) {
                let code = present(code.as_bytes(), values)?;
                self.currency = Some(Currency::parse(code).ok()?);
            } else if !place(Field::Currency, Part::Currency)? {
                return None;
            }
        }
        Some(parts)
    }

    /// See [`crate::table::Sink::sprint`].
    pub(super) fn sprint(
        &mut self,
        text: &[u8],
        line: u64,
        words: &mut Shared,
        values: &Values,
        each: &mut dyn FnMut(LaborRow),
    ) -> Sprint {
        let mut sprint = Sprint::default();
        if self.parts.is_empty() {
            return sprint;
        }
        while let Some((row, end)) =
            self.plain_row(text, sprint.bytes, line + sprint.rows, words, values)
        {
            each(row);
            sprint.bytes = end;
            sprint.rows += 1;
        }
        sprint.lines = sprint.rows;
        #[cfg(test)]
        {
            self.taken += sprint.rows;
        }
        sprint
    }

    /// The row that starts at `at`, and the position behind it.
    #[inline]
    fn plain_row(
        &self,
        text: &[u8],
        mut at: usize,
        line: u64,
        words: &mut Shared,
        values: &Values,
    ) -> Option<(LaborRow, usize)> {
        let (mut incident, mut role, mut person) = (None, None, None);
        let (mut people_milli, mut worked_ms) = (1_000, 0);
        let (mut rate, mut currency) = (None, self.currency);
        for (index, part) in self.parts.iter().enumerate() {
            if index > 0 {
                if *text.get(at)? != self.delimiter {
                    return None;
                }
                at += 1;
            }
            match part {
                Part::People | Part::Minutes | Part::Rate => {
                    let ((value, places), end) = short_number(text, at, self.mark)?;
                    at = end;
                    match part {
                        Part::People => {
                            people_milli = value.checked_mul(power(3, places)?)?;
                        }
                        Part::Minutes => {
                            // 10^-4 minutes are six milliseconds; finer ones are rounded on the
                            // long way.
                            let unit_ms = MINUTE_MS / 10_000 * power(4, places)?;
                            worked_ms = value.checked_mul(unit_ms)?;
                        }
                        _ => rate = Some((value, places)),
                    }
                }
                _ => {
                    if text.get(at) == Some(&b'"') {
                        return None;
                    }
                    let end = find_field_end(text, at, self.delimiter);
                    let word = &text[at..end];
                    at = end;
                    match part {
                        Part::Incident => {
                            incident = match words.incidents.get(word) {
                                None => Some(words.incidents.share(present(word, values)?)),
                                known => known,
                            };
                        }
                        Part::Role => role = Some(shared(&mut words.roles, word, values)?),
                        Part::Person => person = Some(shared(&mut words.people, word, values)?),
                        Part::Currency => currency = Some(values.known_currency(word)?),
                        _ => {}
                    }
                }
            }
        }
        let end = match text.get(at)? {
            b'\n' => at + 1,
            b'\r' if text.get(at + 1) == Some(&b'\n') => at + 2,
            _ => return None,
        };
        if people_milli > MOST_PEOPLE_MILLI || worked_ms > LONGEST_MS {
            return None;
        }
        let rate = match rate {
            Some((value, places)) => {
                let currency = currency?;
                let units = value.checked_mul(power(currency.scale(), places)?)?;
                Some(Money::from_units(i128::from(units), currency))
            }
            None => None,
        };
        let row = LaborRow {
            file: self.file,
            row: line,
            incident: incident?,
            role: role.or_else(|| self.role.clone())?,
            person,
            people_milli,
            worked_ms,
            rate,
            start: None,
            review: false,
            acted: None,
        };
        Some((row, end))
    }
}

/// What takes a number with that many decimals to the scale; nothing where it has more.
#[inline]
fn power(scale: u32, places: u32) -> Option<i64> {
    POWERS.get(scale.checked_sub(places)? as usize).copied()
}

/// A text that is there and UTF-8; what is not is counted on the long way.
fn present<'a>(word: &'a [u8], values: &Values) -> Option<&'a str> {
    match values.present(Cell::Text(word)) {
        Cell::Text(text) => std::str::from_utf8(text).ok(),
        _ => None,
    }
}

fn shared(words: &mut Interner, word: &[u8], values: &Values) -> Option<Arc<str>> {
    present(word, values).map(|text| words.share(text))
}
