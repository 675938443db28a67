//! Tables in which one row is not one record, written down anew: the last update of each record,
//! rows that are none of their own left out and counted, columns made from others.

use super::values::incident_named;
use super::{column, expect, made_name, plain};
use crate::error::Error;
use crate::made::Made;
use crate::mapping::Options;
use crate::open::{Body, MOST_HELD, Other, Source};
use crate::records::RawRow;
use crate::report::{LEFT_KEPT, counted};
use crate::source::{Next, Text, decode};
use crate::written::Written;
use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// One thing that is done to every row, in order.
#[derive(Debug)]
pub(super) enum Step {
    /// Rows with one value of `of` are updates of one record, and the last of them counts: the
    /// one with the highest value of the first of `by` that is there, else the last in the file.
    Latest {
        of: &'static str,
        by: &'static [&'static str],
        /// What such rows are called: `earlier updates of an incident`.
        others: &'static str,
    },
    /// Rows of which `when` holds are no records of their own.
    Without {
        from: &'static [&'static str],
        when: fn(&[&str]) -> bool,
        /// What such rows are called.
        what: &'static str,
    },
    /// The incident that a row names, in a column that is made: one that is known, else what looks
    /// like the number of one.
    Find {
        name: &'static str,
        from: &'static [&'static str],
    },
    /// A table with a column for each of many things becomes one with a row for each: `keep`
    /// stands in all of them, `name` says which column it was and `value` what stood there. Only
    /// as the first step.
    Unfold {
        keep: &'static [&'static str],
        name: &'static str,
        value: &'static str,
        /// Whether a column is one of them.
        fits: fn(&str) -> bool,
        /// What columns are called that are not.
        others: &'static str,
        /// Whether a cell says nothing.
        empty: fn(&str) -> bool,
    },
    /// A column of its own, made from others; a column that is not there is empty.
    Add {
        name: &'static str,
        from: &'static [&'static str],
        make: fn(&[&str]) -> String,
    },
}

/// The place of a row among the updates of its record.
#[derive(PartialEq, PartialOrd)]
enum Rank {
    /// None is stated: later rows are later updates.
    Unstated,
    Number(f64),
    /// ISO dates sort as text.
    Text(String),
}

impl Rank {
    fn of(text: &str) -> Self {
        let text = text.trim();
        if let Ok(number) = text.parse() {
            return Self::Number(number);
        }
        let iso = text.len() >= 10 && text.is_char_boundary(4) && {
            let (year, rest) = text.split_at(4);
            year.bytes().all(|b| b.is_ascii_digit()) && rest.starts_with('-')
        };
        if iso {
            Self::Text(text.to_owned())
        } else {
            Self::Unstated
        }
    }

    /// Whether an update of this rank comes after one of another that stood before it.
    fn follows(&self, before: &Self) -> bool {
        self.partial_cmp(before)
            .is_none_or(std::cmp::Ordering::is_ge)
    }
}

/// A table in the shape that its preset gives it; as it is where the mapping names none.
///
/// # Errors
/// A preset that nobody knows, a file that cannot be read, or one that is too large for it.
pub(crate) fn shaped(source: Source, options: &Options) -> Result<Source, Error> {
    let Some(name) = options
        .preset
        .as_deref()
        .filter(|name| *name != super::Preset::NONE)
    else {
        return Ok(source);
    };
    let known = expect(name)?;
    if known.steps.is_empty() || matches!(source.body, Body::Parquet) {
        return Ok(source);
    }
    let format = match &source.body {
        Body::Made { format, .. } => *format,
        _ => Other::Text,
    };
    let (source, steps) = match known.steps {
        [Step::Unfold { .. }, rest @ ..] => {
            let made = unfold(&source, options.written(), &known.steps[0])?;
            (source.made(format, made), rest)
        }
        steps => (source, steps),
    };
    if steps.is_empty() {
        return Ok(source);
    }
    let made = write(&source, options, steps)?;
    Ok(source.made(format, made))
}

/// All columns of a name: some tools repeat a column for each of several values.
fn columns(header: &[String], name: &str) -> Vec<usize> {
    if name.starts_with('+') {
        return column(header, name).into_iter().collect();
    }
    let named = header.iter().enumerate();
    named
        .filter(|(_, column)| plain(column) == name)
        .map(|(at, _)| at)
        .collect()
}

/// Which columns of a header a made column got its text from, also by way of other made ones.
pub(super) fn made_of(steps: &[Step], header: &[String], made: &str) -> Vec<usize> {
    let step = steps.iter().find_map(|step| match step {
        Step::Add { name, from, .. } | Step::Find { name, from } if made_name(name) == made => {
            Some(*from)
        }
        _ => None,
    });
    let mut found: Vec<usize> = Vec::new();
    for from in step.into_iter().flatten() {
        match from.strip_prefix('+') {
            Some(other) if made_name(other) != made => {
                found.extend(made_of(steps, header, &made_name(other)));
            }
            _ => found.extend(columns(header, from)),
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Which columns of a header say what rows are records of their own.
pub(super) fn telling(steps: &[Step], header: &[String]) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for step in steps {
        let names: Vec<&str> = match step {
            Step::Latest { of, by, .. } => {
                let by = by.iter().find(|name| column(header, name).is_some());
                std::iter::once(of).chain(by).copied().collect()
            }
            Step::Without { from, .. } => from.to_vec(),
            Step::Unfold { .. } | Step::Add { .. } | Step::Find { .. } => continue,
        };
        for name in names {
            match name.strip_prefix('+') {
                Some(made) => found.extend(made_of(steps, header, &made_name(made))),
                None => found.extend(columns(header, name)),
            }
        }
    }
    found
}

/// What the columns of one name say.
fn value<'a>(cells: &'a [String], columns: &[usize]) -> Cow<'a, str> {
    let of = |at: &usize| cells.get(*at).map_or("", |cell| cell.trim());
    match columns {
        [] => Cow::Borrowed(""),
        [at] => Cow::Borrowed(of(at)),
        several => {
            let said: Vec<&str> = several.iter().map(of).filter(|v| !v.is_empty()).collect();
            Cow::Owned(said.join("; "))
        }
    }
}

/// The rows of a wide table, one for each of its columns that fits.
fn unfold(source: &Source, written: Written, step: &Step) -> Result<Made, Error> {
    let Step::Unfold {
        keep,
        name,
        value,
        fits,
        others,
        empty,
    } = step
    else {
        return Ok(Made::default());
    };
    let mut text = Text::open(source, written)?;
    let header = std::mem::take(&mut text.header);
    let kept: Vec<usize> = keep
        .iter()
        .filter_map(|name| column(&header, name))
        .collect();
    let wide: Vec<usize> = (0..header.len())
        .filter(|at| !kept.contains(at) && fits(header[*at].trim()))
        .collect();
    let rest: Vec<&str> = (0..header.len())
        .filter(|at| !kept.contains(at) && !wide.contains(at))
        .map(|at| header[at].trim())
        .filter(|name| !name.is_empty())
        .collect();
    let mut made = Made {
        first: text.line().saturating_sub(1).max(1),
        ..Made::default()
    };
    if !rest.is_empty() {
        let names = rest.join(", ");
        made.notes.push(format!(
            "{}: {others} were passed over: {names}.",
            source.name
        ));
    }
    let names = kept.iter().map(|at| header[*at].clone());
    let names: Vec<String> = names.chain([made_name(name), made_name(value)]).collect();
    made.row(names.iter().map(String::as_str));
    let mut raw = RawRow::default();
    let mut lines = Vec::new();
    let mut nothing = 0;
    loop {
        let line = match text.next(&mut raw)? {
            Next::Row { line } => line,
            Next::OpenQuote { line } => {
                made.row(["a quote that is opened and never closed"].into_iter());
                lines.push(line);
                continue;
            }
            Next::End => break,
        };
        let cells: Vec<String> = raw
            .iter()
            .map(|cell| decode(cell).trim().to_owned())
            .collect();
        let of = |at: usize| cells.get(at).map_or("", String::as_str);
        if cells.iter().all(String::is_empty) {
            continue;
        }
        for at in &wide {
            if empty(of(*at)) {
                nothing += 1;
                continue;
            }
            let row = kept.iter().map(|kept| of(*kept));
            made.row(row.chain([header[*at].trim(), of(*at)]));
            lines.push(line);
        }
        if made.text.len() as u64 > MOST_HELD {
            return Err(Error::TooBig {
                file: source.name.clone(),
                limit: MOST_HELD,
            });
        }
    }
    if nothing > 0 {
        made.left_out
            .push((nothing, format!("{nothing} cells say nothing.")));
    }
    made.original = Some(text.fingerprint());
    made.lines = Some(lines);
    Ok(made)
}

/// A step, with the columns that it looks at.
struct Bound {
    columns: Vec<Vec<usize>>,
    step: &'static Step,
    left_out: u64,
}

fn write(source: &Source, options: &Options, steps: &'static [Step]) -> Result<Made, Error> {
    let mut text = Text::open(source, options.written())?;
    let mut header = std::mem::take(&mut text.header);
    let width = header.len();
    let mut bound: Vec<Bound> = Vec::with_capacity(steps.len());
    for step in steps {
        let find = |names: &[&str]| names.iter().map(|name| columns(&header, name)).collect();
        let columns = match step {
            Step::Latest { of, by, .. } => {
                let by = by.iter().find(|name| column(&header, name).is_some());
                find(&[*of, by.copied().unwrap_or("+")])
            }
            Step::Without { from, .. } | Step::Add { from, .. } | Step::Find { from, .. } => {
                find(from)
            }
            Step::Unfold { .. } => continue,
        };
        if let Step::Add { name, .. } | Step::Find { name, .. } = step {
            header.push(made_name(name));
        }
        bound.push(Bound {
            columns,
            step,
            left_out: 0,
        });
    }

    let mut made = Made {
        first: text.line().saturating_sub(1).max(1),
        ..Made::default()
    };
    if let Body::Made { made: before, .. } = &source.body {
        made.notes.clone_from(&before.notes);
    }
    if text.byte_order_mark {
        let note = format!("{} begins with a byte order mark.", source.name);
        made.notes.push(note);
    }
    if let Some(encoding) = source.encoding() {
        let note = format!("{} is written in {encoding}.", source.name);
        made.notes.push(note);
    }
    if !text.preamble.is_empty() {
        made.notes.push(format!(
            "{}: {} above the header passed over: {}.",
            source.name,
            counted(text.preamble.len() as u64, "line", "lines"),
            text.preamble.join(" / ")
        ));
    }
    // Rows as they are written, each with its place; one that a later update replaces is empty.
    let mut pool: Vec<u8> = Vec::new();
    let mut rows: Vec<(usize, usize, u64)> = Vec::new();
    let mut latest: HashMap<String, (usize, Rank)> = HashMap::new();
    let mut raw = RawRow::default();
    let (mut empty, mut foreign) = (0, 0);
    loop {
        let line = match text.next(&mut raw)? {
            Next::Row { line } => line,
            Next::OpenQuote { line } => {
                // A row that no reader takes: it becomes a finding where it is read.
                let start = pool.len();
                pool.extend_from_slice(b"a quote that is opened and never closed");
                rows.push((start, pool.len(), line));
                continue;
            }
            Next::End => break,
        };
        let mut cells: Vec<String> = Vec::with_capacity(header.len());
        for cell in raw.iter() {
            let cell = decode(cell);
            foreign += u64::from(matches!(cell, Cow::Owned(_)));
            cells.push(cell.into_owned());
        }
        while cells.len() > width && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
            cells.pop();
        }
        let mut replaces = None;
        if cells.iter().all(String::is_empty) {
            empty += 1;
            continue;
        }
        if cells.len() != width {
            // A finding, which must not be taken for a row that has its further columns.
            let found = cells.len();
            cells.resize(found.max(header.len()), String::new());
            cells.push(format!("{found} columns, {width} expected"));
        } else {
            let mut out = false;
            let mut left_for = None;
            for Bound {
                columns,
                step,
                left_out,
            } in &mut bound
            {
                let said: Vec<Cow<'_, str>> = columns.iter().map(|at| value(&cells, at)).collect();
                let values: Vec<&str> = said.iter().map(AsRef::as_ref).collect();
                match step {
                    Step::Unfold { .. } => {}
                    Step::Without { when, what, .. } => {
                        out = when(&values);
                        left_for = out.then_some(*what);
                    }
                    Step::Add { make, .. } => {
                        let made = make(&values);
                        drop(said);
                        cells.push(made);
                    }
                    Step::Find { .. } => {
                        let made = incident_named(&values, &options.incidents);
                        drop(said);
                        cells.push(made);
                    }
                    Step::Latest { .. } => {
                        let (key, rank) = (values[0], Rank::of(values[1]));
                        if key.is_empty() {
                            continue;
                        }
                        match latest.entry(key.to_owned()) {
                            Entry::Vacant(entry) => {
                                entry.insert((rows.len(), rank));
                            }
                            Entry::Occupied(mut entry) => {
                                *left_out += 1;
                                if !rank.follows(&entry.get().1) {
                                    // Counted already, as one that does not count.
                                    *left_out -= 1;
                                    out = true;
                                } else {
                                    replaces = Some(entry.get().0);
                                    *entry.get_mut() = (entry.get().0, rank);
                                }
                            }
                        }
                    }
                }
                if out {
                    *left_out += 1;
                    break;
                }
            }
            if out {
                if let (Some(what), true) = (left_for, made.left_rows.len() < LEFT_KEPT) {
                    cells.truncate(width);
                    made.left_rows.push((line, what, cells));
                }
                continue;
            }
        }
        let start = pool.len();
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                pool.push(b',');
            }
            Made::cell(&mut pool, cell);
        }
        if pool.len() as u64 > MOST_HELD {
            return Err(Error::TooBig {
                file: source.name.clone(),
                limit: MOST_HELD,
            });
        }
        let row = (start, pool.len(), line);
        match replaces {
            Some(at) => rows[at] = row,
            None => rows.push(row),
        }
    }
    made.original = Some(text.fingerprint());
    if foreign > 0 {
        made.notes.push(format!(
            "{} not UTF-8 and read as Windows-1252.",
            counted(foreign, "value is", "values are")
        ));
    }
    if empty > 0 {
        let why = counted(empty, "row is", "rows are");
        made.left_out
            .push((empty, format!("{why} empty, and skipped.")));
    }
    made.row(header.iter().map(String::as_str));
    let mut lines = Vec::with_capacity(rows.len());
    for (start, end, line) in rows {
        made.text.extend_from_slice(&pool[start..end]);
        made.text.push(b'\n');
        lines.push(line);
    }
    made.lines = Some(lines);
    for Bound { step, left_out, .. } in &bound {
        if let Step::Latest { others: what, .. } | Step::Without { what, .. } = step
            && *left_out > 0
        {
            made.left_out
                .push((*left_out, format!("{left_out} left out: rows that {what}.")));
        }
    }
    Ok(made)
}
