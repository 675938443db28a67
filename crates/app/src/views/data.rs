//! The data screen: what is there, where it came from, and what is weak about it.

use super::{finding, lacking};
use crate::App;
use crate::host::Job;
use crate::text;
use crate::wire::{BatchRow, Data, Error, Nothing, SourceRow, State};
use crate::workspace::{Workspace, describe_files};
use ninefold_domain::time::{Instant, Interval};

impl App {
    pub(crate) fn data(&self, _: &Nothing, _: &Job<'_>) -> Result<Data, Error> {
        self.with(|w| Ok(screen(w)))
    }
}

fn screen(w: &Workspace) -> Data {
    // Wages, catalogs, requests and the like are imports too.
    let empty = w.incidents.is_empty()
        && w.labor.is_empty()
        && w.revenue.iter().all(Vec::is_empty)
        && !w.batches.iter().any(|b| b.live);
    let headline = if empty {
        lacking(
            "Nothing is imported yet.",
            "Drop files here, or choose them: revenue, incidents and labor as CSV, JSON, workbooks or Parquet, also packed.",
        )
    } else {
        let weak: Vec<String> = sources(w)
            .into_iter()
            .filter(|s| s.state != State::Ok)
            .map(|s| format!("{}: {}.", s.kind, s.quality))
            .collect();
        finding(
            format!(
                "{}, {}, {} on record.",
                text::counted(w.incidents.len(), "incident", "incidents"),
                text::counted(w.services.len(), "service", "services"),
                match w.analysis.observed {
                    observed if observed.is_empty() => "no days".into(),
                    observed => text::dates(observed, w.methods.zone),
                }
            ),
            weak.first()
                .cloned()
                .unwrap_or_else(|| "Revenue, incidents and labor cover each other.".into()),
        )
    };
    Data {
        headline,
        sources: sources(w),
        batches: w.batches.iter().rev().map(|b| batch_row(w, b)).collect(),
    }
}

fn sources(w: &Workspace) -> Vec<SourceRow> {
    let zone = w.methods.zone;
    let hull = w
        .analysis
        .covered
        .iter()
        .flatten()
        .fold(None, |sum: Option<Interval>, c| {
            Some(sum.map_or(*c, |s| Interval {
                start: s.start.min(c.start),
                end: s.end.max(c.end),
            }))
        });
    let minutes: usize = w.revenue.iter().map(Vec::len).sum();
    let with_revenue = w.revenue.iter().filter(|r| !r.is_empty()).count();
    let revenue = SourceRow {
        kind: "Revenue".into(),
        what: format!(
            "{}, {} with sales",
            text::counted(with_revenue, "stream", "streams"),
            text::counted(minutes, "minute", "minutes")
        ),
        covers: hull.map_or_else(|| text::NONE.into(), |h| text::dates(h, zone)),
        quality: match hull {
            None => {
                "no cost per minute without it; three typed numbers under Cost give a first answer"
                    .into()
            }
            Some(_) => {
                let named = |wanted: &dyn Fn(usize) -> bool| {
                    let names: Vec<&str> = (0..w.streams.len())
                        .filter(|s| wanted(*s))
                        .map(|s| w.streams[s].name.as_str())
                        .collect();
                    names.join(", ")
                };
                let loose = named(&|s| w.streams[s].dependences.is_empty());
                let covered = named(&|s| {
                    !w.revenue[s].is_empty() && w.analysis.velocity(s).clean_minutes() == 0
                });
                if !covered.is_empty() {
                    format!("incidents cover every minute of {covered}: nothing left to learn from")
                } else if loose.is_empty() {
                    super::cost::gaps(w).join("; ")
                } else {
                    format!("no service carries {loose}")
                }
            }
        },
        state: State::Ok,
    };
    let span = w
        .incidents
        .iter()
        .map(|i| (i.started, i.resolved.unwrap_or(i.started)))
        .fold(None, |sum: Option<(Instant, Instant)>, (a, b)| {
            Some(sum.map_or((a, b), |(x, y)| (x.min(a), y.max(b))))
        });
    let outside = w
        .analysis
        .costs
        .iter()
        .filter(|c| c.counts && c.extrapolated > 0.0)
        .count();
    let open = w
        .analysis
        .costs
        .iter()
        .filter(|c| c.counts && c.open)
        .count();
    let idle = w.incidents.iter().filter(|i| i.impacts.is_empty()).count();
    let mut weak = Vec::new();
    if outside > 0 && hull.is_some() {
        weak.push(format!(
            "{} outside the revenue: extrapolated",
            text::counted(outside, "lies", "lie")
        ));
    }
    if open > 0 {
        weak.push(format!("{} still open", text::count(open)));
    }
    if idle > 0 {
        weak.push(format!("{} hit no service", text::count(idle)));
    }
    let incidents = SourceRow {
        kind: "Incidents".into(),
        what: format!(
            "{}, {}",
            text::counted(w.incidents.len(), "incident", "incidents"),
            text::counted(w.services.len(), "service", "services")
        ),
        covers: span.map_or_else(
            || text::NONE.into(),
            |(a, b)| {
                text::dates(
                    Interval {
                        start: a,
                        end: Instant(b.0 + 1),
                    },
                    zone,
                )
            },
        ),
        quality: if w.incidents.is_empty() {
            "no availability without them".into()
        } else {
            weak.join("; ")
        },
        state: State::Ok,
    };
    let unpriced: u32 = w.analysis.costs.iter().map(|c| c.labor.unpriced).sum();
    let mut with_labor: Vec<_> = w.labor.iter().map(|e| e.incident).collect();
    with_labor.sort_unstable();
    with_labor.dedup();
    let without = w.incidents.len().saturating_sub(with_labor.len());
    let worked = w.labor.iter().filter_map(|entry| entry.start);
    let labor = SourceRow {
        kind: "Labor".into(),
        what: format!(
            "{} on {}",
            text::counted(w.labor.len(), "entry", "entries"),
            text::counted(with_labor.len(), "incident", "incidents")
        ),
        covers: match (worked.clone().min(), worked.max()) {
            (Some(first), Some(last)) => text::dates(
                Interval {
                    start: first,
                    end: Instant(last.0 + 1),
                },
                zone,
            ),
            _ => text::NONE.into(),
        },
        quality: if w.labor.is_empty() {
            "no labor cost without it".into()
        } else if unpriced > 0 {
            format!(
                "{} without a rate",
                text::counted(unpriced as usize, "entry", "entries")
            )
        } else if without > 0 {
            format!(
                "{} without labor",
                text::counted(without, "incident", "incidents")
            )
        } else {
            String::new()
        },
        state: State::Ok,
    };
    let there = [hull.is_some(), !w.incidents.is_empty(), !w.labor.is_empty()];
    [revenue, incidents, labor]
        .into_iter()
        .zip(there)
        .map(|(row, there)| match (there, row.quality.is_empty()) {
            (false, _) => SourceRow {
                state: State::Unknown,
                what: "none".into(),
                ..row
            },
            (true, true) => row,
            (true, false) => SourceRow {
                state: State::Warn,
                ..row
            },
        })
        .collect()
}

fn batch_row(w: &Workspace, batch: &ninefold_store::Batch) -> BatchRow {
    let import = &batch.import;
    BatchRow {
        id: import.id.to_string(),
        kind: import.kind.clone(),
        files: describe_files(import),
        when: text::date_time(batch.at, w.methods.zone),
        rows: equation(
            import.rows_read,
            import.accepted,
            import.rejected,
            import.skipped,
            "came in",
        ),
        total: import
            .totals
            .iter()
            .map(|m| crate::imports::shown_total(*m, &import.note))
            .collect::<Vec<_>>()
            .join(", "),
        live: batch.live,
        notes: crate::imports::stored_notes(&import.note),
    }
}

/// Rows read and what became of them: `6 read = 4 ready + 2 set aside + 0 skipped`. What is
/// `ready` before an import `came in` after it.
pub(crate) fn equation(read: u64, accepted: u64, rejected: u64, skipped: u64, are: &str) -> String {
    format!(
        "{} read = {} {are} + {} set aside + {} skipped",
        text::count(read as usize),
        text::count(accepted as usize),
        text::count(rejected as usize),
        text::count(skipped as usize)
    )
}
