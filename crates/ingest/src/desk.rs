//! The books of an import: every row is accepted, rejected or skipped, and each is counted once.

use crate::fix::{Fix, Fixes, Repair};
use crate::judge::Judged;
use crate::mapping::{Field, Mapping, OnFold};
use crate::records::RawRow;
use crate::report::{
    Code, FINDINGS_KEPT, FileReport, Finding, Group, LEFT_KEPT, LeftRow, Note, NoteCode, Report,
    Totals, counted,
};
use crate::row::{Cells, Counts, Plan, Reject, Row, Values};
use crate::source::decode;
use crate::table::Sink;
use ninefold_domain::money::{Currency, Money};
use std::collections::BTreeMap;

/// The books of an import.
pub(crate) struct Desk {
    /// The file being read.
    pub(crate) name: String,
    pub(crate) rows: Totals,
    report: Report,
    counts: BTreeMap<(Code, Option<Field>), u64>,
    fixes: Fixes,
    /// Rows that were left out on purpose, among those skipped.
    left_out: u64,
    /// Rows that sum up others.
    totals: u64,
    rejected_money: BTreeMap<Currency, i128>,
}

impl Desk {
    /// Empty books; `fixes` say what becomes of some of the rows that are refused.
    pub(crate) fn new(fixes: &[Fix]) -> Self {
        Self {
            name: String::new(),
            rows: Totals::default(),
            report: Report::default(),
            counts: BTreeMap::new(),
            fixes: Fixes::new(fixes),
            left_out: 0,
            totals: 0,
            rejected_money: BTreeMap::new(),
        }
    }

    /// Adds a note, unless it counts nothing.
    pub(crate) fn note(&mut self, code: NoteCode, count: u64, text: impl Into<String>) {
        if count > 0 {
            self.report.notes.push(Note {
                code,
                count,
                text: text.into(),
            });
        }
    }

    pub(crate) fn offer(&mut self, row: &Row<'_>, values: &mut Values, sink: &mut dyn Sink) {
        self.rows.read += 1;
        if is_header(row) {
            self.rows.skipped += 1;
            return;
        }
        let before = values.counts();
        let taken = match row.cells {
            Cells::Text(text) => column_count(row.plan, text),
            Cells::Batch(..) => Ok(()),
        }
        .and_then(|()| sink.row(row, values));
        match taken {
            Ok(()) => self.rows.accepted += 1,
            Err(reject) => self.repair(row, reject, before, values, sink),
        }
    }

    /// Tries a refused row again, with what somebody said is to become of such rows.
    #[cold]
    fn repair(
        &mut self,
        row: &Row<'_>,
        reject: Reject,
        before: Counts,
        values: &mut Values,
        sink: &mut dyn Sink,
    ) {
        let nothing = || row.raw().iter().all(|text| text.trim().is_empty());
        let mut tried: Vec<usize> = Vec::new();
        let mut reject = reject;
        while let Some(at) = self.fixes.of(&reject, &tried) {
            if reject.left_out || (tried.is_empty() && nothing()) {
                break;
            }
            tried.push(at);
            if let Repair::LeaveOut(reason) = self.fixes.repair(at) {
                let reason = reason.trim();
                let said = match reason {
                    "" => "Left out on purpose.".to_owned(),
                    _ => format!("Left out on purpose: {reason}"),
                };
                if self.report.left_by_word.len() < FINDINGS_KEPT {
                    let column = reject.field.map(|field| row.plan.column_name(field));
                    let finding = self.finding(row.line, column, reject, Some(row.raw()));
                    self.report.left_by_word.push(Finding {
                        repair: said,
                        ..finding
                    });
                }
                self.fixes.count(&tried);
                sink.take_back();
                self.leave_out(1);
                self.rows.read -= 1;
                return;
            }
            let patched = Row {
                plan: self.fixes.plan(row.plan, &tried),
                cells: row.cells,
                line: row.line,
            };
            // The row is read again, and what is told of its values counts once.
            values.recount(before);
            sink.take_back();
            match sink.row(&patched, values) {
                Ok(()) => {
                    self.fixes.count(&tried);
                    self.rows.accepted += 1;
                    return;
                }
                Err(other) => reject = other,
            }
        }
        self.refuse(row, reject, values, sink);
    }

    #[cold]
    fn refuse(&mut self, row: &Row<'_>, reject: Reject, values: &mut Values, sink: &mut dyn Sink) {
        if reject.left_out {
            self.leave_out(1);
            self.rows.read -= 1;
            return;
        }
        let raw = row.raw();
        if raw.iter().all(|text| text.trim().is_empty()) {
            self.rows.skipped += 1;
            return;
        }
        if is_total(&raw) {
            if self.report.left.len() < LEFT_KEPT {
                self.left_row(row.line, TOTAL, &raw);
            }
            self.leave_out(1);
            self.rows.read -= 1;
            self.totals += 1;
            return;
        }
        if let Some(money) = sink.money(row, values) {
            *self.rejected_money.entry(money.currency()).or_default() += money.units();
        }
        let column = reject.field.map(|field| row.plan.column_name(field));
        self.reject(row.line, column, reject, Some(raw));
    }

    /// Counts rows of the file that were left out on purpose.
    pub(crate) fn leave_out(&mut self, rows: u64) {
        self.rows.read += rows;
        self.rows.skipped += rows;
        self.left_out += rows;
    }

    /// Keeps a row that was left out, to be looked at.
    pub(crate) fn left_row(&mut self, row: u64, why: &str, cells: &[String]) {
        self.report.left.push(LeftRow {
            file: self.name.clone(),
            row,
            why: why.to_owned(),
            raw: cells.to_vec(),
        });
    }

    pub(crate) fn repeated(&mut self, rows: u64) {
        self.report.repeated = rows;
    }

    pub(crate) fn judged(&mut self, judged: Vec<Judged>) {
        self.report.judged = judged;
    }

    pub(crate) fn reject(
        &mut self,
        line: u64,
        column: Option<String>,
        reject: Reject,
        raw: Option<Vec<String>>,
    ) {
        self.rows.rejected += 1;
        let group = (reject.code, reject.field);
        *self.counts.entry(group).or_default() += 1;
        if self.report.findings.len() < FINDINGS_KEPT {
            let finding = self.finding(line, column, reject, raw);
            self.report.findings.push(finding);
        }
    }

    fn finding(
        &self,
        line: u64,
        column: Option<String>,
        reject: Reject,
        raw: Option<Vec<String>>,
    ) -> Finding {
        Finding {
            code: reject.code,
            field: reject.field,
            file: self.name.clone(),
            row: line,
            column,
            found: reject.found.chars().take(200).collect(),
            expected: reject.expected.into_owned(),
            repair: reject.code.repair_of(reject.field).to_owned(),
            raw,
        }
    }

    pub(crate) fn close_file(&mut self, bytes: u64, hash: String) {
        let rows = std::mem::take(&mut self.rows);
        let name = std::mem::take(&mut self.name);
        if rows.read == 0 {
            let text = format!("{name} has a header and no rows.");
            self.note(NoteCode::NoRows, 1, text);
        }
        let totals = &mut self.report.totals;
        totals.read += rows.read;
        totals.accepted += rows.accepted;
        totals.rejected += rows.rejected;
        totals.skipped += rows.skipped;
        self.report.files.push(FileReport {
            name,
            rows,
            bytes,
            hash,
        });
    }

    pub(crate) fn finish(mut self, values: &Values, mapping: &Mapping) -> Report {
        let zone = mapping.options.zone.name();
        self.note(
            NoteCode::LocalTimes,
            values.times.local,
            format!(
                "{} without an offset {} read in {zone}.",
                counted(values.times.local, "time", "times"),
                if values.times.local == 1 {
                    "was"
                } else {
                    "were"
                }
            ),
        );
        self.note(
            NoteCode::Folds,
            values.times.folds,
            format!(
                "{} twice in {zone} and {} read {}.",
                counted(values.times.folds, "time occurs", "times occur"),
                if values.times.folds == 1 {
                    "was"
                } else {
                    "were"
                },
                match mapping.options.on_fold {
                    OnFold::InOrder => "as the order of the rows says",
                    OnFold::Reject | OnFold::Earlier | OnFold::Later => "as stated",
                }
            ),
        );
        self.note(
            NoteCode::Encoding,
            values.foreign,
            format!(
                "{} not UTF-8 and read as Windows-1252.",
                counted(values.foreign, "value is", "values are")
            ),
        );
        self.note(
            NoteCode::LeftOut,
            self.totals,
            format!(
                "{} others and {} left out.",
                counted(self.totals, "row sums up", "rows sum up"),
                if self.totals == 1 { "is" } else { "are" }
            ),
        );
        let skipped = self.report.totals.skipped - self.left_out;
        self.note(
            NoteCode::Skipped,
            skipped,
            format!(
                "{} empty or a repeated header, and skipped.",
                counted(skipped, "row is", "rows are")
            ),
        );
        self.report.groups = self
            .counts
            .iter()
            .map(|((code, field), count)| Group {
                code: *code,
                field: *field,
                title: match field {
                    Some(field) => format!("{}: {field}", code.title()),
                    None => code.title().to_owned(),
                },
                repair: code.repair_of(*field).to_owned(),
                count: *count,
            })
            .collect();
        self.report
            .groups
            .sort_by_key(|group| std::cmp::Reverse(group.count));
        self.report.rejected_money = self
            .rejected_money
            .iter()
            .map(|(currency, units)| Money::from_units(*units, *currency))
            .collect();
        self.report.notes.sort_by_key(|note| note.code);
        self.report.fixed = self.fixes.done();
        self.report
    }
}

/// Why a row of sums is left out.
const TOTAL: &str = "sum up others";

/// Whether a row that is refused is a sum of others, as reports have it at their end: in its first
/// cell that holds anything a word says so.
fn is_total(raw: &[String]) -> bool {
    const WORDS: [&str; 14] = [
        "total",
        "totals",
        "grand total",
        "subtotal",
        "sub-total",
        "sum",
        "summe",
        "gesamt",
        "gesamtsumme",
        "zwischensumme",
        "insgesamt",
        "total general",
        "totale",
        "totaal",
    ];
    let first = raw.iter().map(|text| text.trim()).find(|t| !t.is_empty());
    first.is_some_and(|text| {
        let plain = text.trim_end_matches(':').trim().to_lowercase();
        WORDS.contains(&plain.as_str())
    })
}

/// Whether a row is the header again, as files have it that were put together.
fn is_header(row: &Row<'_>) -> bool {
    let (Cells::Text(_), Some(first)) = (row.cells, row.plan.header.first()) else {
        return false;
    };
    // One look at its first cell tells it from nearly every row.
    let begins = row
        .cells
        .text(0)
        .is_some_and(|text| decode(text).trim() == first);
    begins
        && row
            .raw()
            .iter()
            .map(|text| text.trim())
            .eq(row.plan.header.iter())
}

/// Empty fields beyond the header are a habit of some exporters; anything else is a shift.
fn column_count(plan: &Plan, row: &RawRow) -> Result<(), Reject> {
    let width = plan.header.len();
    if row.len() == width
        || (row.len() > width && row.iter().skip(width).all(|f| f.trim_ascii().is_empty()))
    {
        return Ok(());
    }
    Err(Reject {
        code: Code::ColumnCount,
        field: None,
        found: format!("{} columns", row.len()),
        expected: format!("{width} columns").into(),
        left_out: false,
    })
}
