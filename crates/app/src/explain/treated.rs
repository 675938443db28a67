//! What the revenue that counts went through on its way in.

use super::{converted, input};
use crate::imports::{Conversion, REPLACED, assumed_of, conversions_of, spread_streams};
use crate::wire::{Basis, Input};
use crate::workspace::{Workspace, describe_files};
use ninefold_domain::calendar::LocalDay;
use ninefold_domain::id::StreamId;
use ninefold_domain::record::MinuteSum;
use ninefold_store::Batch;
use std::collections::BTreeSet;

/// Conversions from other currencies, an input a currency, and what was assumed of these streams.
/// Every line of an export says it, and minutes of imports are read from the file for it: so it is
/// kept.
pub(super) fn treated_revenue(
    w: &Workspace,
    streams: impl IntoIterator<Item = usize>,
) -> Vec<Input> {
    let of: Vec<StreamId> = streams.into_iter().map(|s| w.streams[s].id).collect();
    let all = w.treated.get_or_init(|| found(w)).iter();
    all.filter(|(stream, _)| stream.is_none_or(|stream| of.contains(&stream)))
        .map(|(_, input)| input.clone())
        .collect()
}

fn found(w: &Workspace) -> Vec<(Option<StreamId>, Input)> {
    let live: Vec<&Batch> = w
        .batches
        .iter()
        .filter(|b| b.live && b.import.kind == "revenue")
        .collect();
    let (mut all, mut partly) = (Vec::new(), false);
    let mut assumed: Vec<(Option<StreamId>, Input)> = Vec::new();
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
            let streams = spread_streams(&batch.import.note);
            assumed.extend(sums.into_iter().enumerate().map(|(at, sums)| {
                let files = describe_files(&batch.import);
                let input = input("Spread sums", sums, Basis::Assumed, &files);
                (streams.get(at).copied(), input)
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
    let converted = inputs.into_iter().map(|input| (None, input));
    converted.chain(assumed).collect()
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
