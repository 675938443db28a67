//! What the revenue that counts went through on its way in.

use super::{converted, input};
use crate::imports::{Conversion, REPLACED, assumed_of, conversions_of};
use crate::wire::{Basis, Input};
use crate::workspace::{Workspace, describe_files};
use ninefold_domain::calendar::LocalDay;
use ninefold_domain::id::StreamId;
use ninefold_domain::record::MinuteSum;
use ninefold_store::Batch;
use std::collections::BTreeSet;

/// Conversions from other currencies, an input a currency, and what was assumed. Every line of an
/// export says it, and minutes of imports are read from the file for it: so it is kept.
pub(super) fn treated_revenue(w: &Workspace) -> Vec<Input> {
    w.treated.get_or_init(|| found(w)).clone()
}

fn found(w: &Workspace) -> Vec<Input> {
    let live: Vec<&Batch> = w
        .batches
        .iter()
        .filter(|b| b.live && b.import.kind == "revenue")
        .collect();
    let (mut all, mut partly) = (Vec::new(), false);
    let mut assumed: Vec<Input> = Vec::new();
    for (at, batch) in live.iter().enumerate() {
        let own = conversions_of(&batch.import.note);
        let sums = assumed_of(&batch.import.note);
        if own.is_empty() && sums.is_empty() {
            continue;
        }
        let gone = Replaced::since(w, batch, &live[at + 1..]);
        for conversion in &own {
            let next = own
                .iter()
                .filter(|c| {
                    c.of == conversion.of && c.from.currency() == conversion.from.currency()
                })
                .map(|c| c.day)
                .filter(|day| *day > conversion.day)
                .min();
            match gone.of(w, conversion, next) {
                Gone::All => {}
                Gone::Some => {
                    partly = true;
                    all.push(conversion.clone());
                }
                Gone::None => all.push(conversion.clone()),
            }
        }
        if !gone.is_whole() {
            assumed.extend(sums.into_iter().map(|sums| {
                let files = describe_files(&batch.import);
                input("Sums of days", sums, Basis::Assumed, &files)
            }));
        }
    }
    let mut inputs = converted(w, &all);
    if partly {
        for input in &mut inputs {
            input
                .source
                .push_str("; some of these minutes were replaced by a later import");
        }
    }
    inputs.extend(assumed);
    inputs
}

/// How much of something still counts.
enum Gone {
    None,
    Some,
    All,
}

/// The minutes of an import of revenue, and which of them a later one replaced.
struct Replaced {
    /// By stream.
    streams: Vec<(StreamId, Vec<MinuteSum>, BTreeSet<i64>)>,
}

impl Replaced {
    /// Minutes that cannot be read count as they are: here they are evidence, not a figure.
    fn since(w: &Workspace, batch: &Batch, later: &[&Batch]) -> Self {
        let replacing: Vec<&&Batch> = later
            .iter()
            .filter(|b| b.import.note.contains(REPLACED))
            .collect();
        if replacing.is_empty() {
            return Self {
                streams: Vec::new(),
            };
        }
        let read = |b: &Batch| w.store.revenue_of_batch(b.import.id).unwrap_or_default();
        let mut streams: Vec<_> = read(batch)
            .into_iter()
            .map(|(stream, minutes)| (stream, minutes, BTreeSet::new()))
            .collect();
        for later in replacing {
            for (stream, minutes) in read(later) {
                if let Some((_, _, gone)) = streams.iter_mut().find(|(own, _, _)| *own == stream) {
                    gone.extend(minutes.iter().map(|m| m.minute));
                }
            }
        }
        Self { streams }
    }

    /// Whether nothing of the import counts any more.
    fn is_whole(&self) -> bool {
        let mut streams = self.streams.iter();
        !self.streams.is_empty()
            && streams.all(|(_, own, gone)| own.iter().all(|sum| gone.contains(&sum.minute)))
    }

    /// What became of the minutes that a conversion is of: those from the day of its rate until
    /// that of the next.
    fn of(&self, w: &Workspace, conversion: &Conversion, next: Option<LocalDay>) -> Gone {
        let zone = w.methods.zone;
        let named = |id: &StreamId| {
            let stream = w.streams.iter().find(|s| s.id == *id);
            stream.is_some_and(|s| {
                conversion
                    .of
                    .eq_ignore_ascii_case(&format!("stream {}", s.name))
            })
        };
        let Some((_, minutes, gone)) = self.streams.iter().find(|(id, _, _)| named(id)) else {
            return Gone::None;
        };
        let begin = zone.midnight(conversion.day.0).minute();
        let end = next.map_or(i64::MAX, |day| zone.midnight(day.0).minute());
        let first = minutes.partition_point(|sum| sum.minute < begin);
        let last = minutes.partition_point(|sum| sum.minute < end);
        let own = minutes.get(first..last).unwrap_or_default();
        let replaced = own.iter().filter(|sum| gone.contains(&sum.minute)).count();
        match replaced {
            0 => Gone::None,
            n if n == own.len() => Gone::All,
            _ => Gone::Some,
        }
    }
}
