//! Revenue against what is there: streams found or made, overlaps added, replaced or kept.

use super::carriers::{Carried, is_same, not_in, says_otherwise};
use super::exchange::Exchange;
use super::spread::{
    Asked, Refused, Shape, Spreading, Taken, Whole, unspread, unspread_hours, without_those_there,
};
use super::{KEPT, MOST_PROBLEMS, Outcome, REPLACED, Services, assumed_of, spread_of};
use crate::gaps::{Gaps, NOTHING_SOLD};
use crate::host::Host;
use crate::text;
use crate::wire::{ChangeRow, Error, ImportArgs};
use crate::workspace::Workspace;
use ninefold_domain::hours::AgreedTime;
use ninefold_domain::id::{ServiceId, StreamId};
use ninefold_domain::money::{Currency, Money};
use ninefold_domain::record::{MinuteSum, Stream};
use ninefold_domain::time::{Instant, Interval, Zone};
use ninefold_ingest::{OwnFile, Report};
use ninefold_store::{Import, Record};
use std::collections::HashMap;

/// Revenue of a stream as it was read.
struct ReadStream {
    name: String,
    currency: Currency,
    minutes: Vec<MinuteSum>,
}

/// Streams whose names differ in case only are one, as they are everywhere else; it goes by the
/// name that most minutes have.
fn one_by_name(streams: Vec<ninefold_ingest::StreamRevenue>) -> Result<Vec<ReadStream>, Error> {
    let mut out: Vec<ReadStream> = Vec::with_capacity(streams.len());
    let mut known: HashMap<(String, Currency), usize> = HashMap::new();
    for read in streams {
        let minutes: Vec<MinuteSum> = read.minutes.iter().collect();
        let key = (read.name.to_lowercase(), read.currency);
        let at = *known.entry(key).or_insert(out.len());
        match out.get_mut(at) {
            Some(there) => {
                if minutes.len() > there.minutes.len() {
                    there.name = read.name;
                }
                there.minutes = merged(&there.minutes, &minutes)?;
            }
            None => out.push(ReadStream {
                name: read.name,
                currency: read.currency,
                minutes,
            }),
        }
    }
    Ok(out)
}

/// The sums of two ascending lists of minutes.
fn merged(a: &[MinuteSum], b: &[MinuteSum]) -> Result<Vec<MinuteSum>, Error> {
    let mut sums: Vec<MinuteSum> = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    loop {
        let next = match (a.peek(), b.peek()) {
            (Some(x), Some(y)) if y.minute < x.minute => b.next(),
            (Some(_), _) => a.next(),
            (None, _) => b.next(),
        };
        let Some(next) = next else {
            return Ok(sums);
        };
        match sums.last_mut().filter(|last| last.minute == next.minute) {
            Some(last) => {
                last.units = last.units.checked_add(next.units).ok_or_else(too_large)?;
                last.rows = last.rows.saturating_add(next.rows);
            }
            None => sums.push(*next),
        }
    }
}

fn too_large() -> Error {
    Error::invalid(
        "paths",
        "the amounts of one minute are together larger than can be kept".into(),
    )
    .hint("look for an amount that is not one, such as a card number")
}

/// Streams in the currency of the workspace: those in others converted, minute by minute, at the
/// rate of their day. A minute without a rate is left with the exchange.
fn in_one_currency(
    w: &Workspace,
    streams: Vec<ReadStream>,
    exchange: &mut Exchange<'_>,
) -> Result<Vec<ReadStream>, Error> {
    let home = w.methods.currency;
    let (mut ours, foreign): (Vec<_>, Vec<_>) =
        streams.into_iter().partition(|read| read.currency == home);
    for read in foreign {
        let of = format!("stream {}", read.name);
        let mut minutes = Vec::with_capacity(read.minutes.len());
        for sum in &read.minutes {
            let from = Money::from_units(i128::from(sum.units), read.currency);
            let at = Instant(sum.minute * ninefold_domain::time::MINUTE_MS);
            if let Some(to) = exchange.convert(&of, from, at, u64::from(sum.rows)) {
                minutes.push(MinuteSum {
                    units: i64::try_from(to.units()).map_err(|_| too_large())?,
                    ..*sum
                });
            }
        }
        if minutes.is_empty() {
            continue;
        }
        let same = ours
            .iter_mut()
            .find(|there| is_same(&there.name, &read.name));
        match same {
            Some(there) => there.minutes = merged(&there.minutes, &minutes)?,
            None => ours.push(ReadStream {
                name: read.name,
                currency: home,
                minutes,
            }),
        }
    }
    Ok(ours)
}

pub(super) fn plan_revenue(
    w: &Workspace,
    streams: Vec<ninefold_ingest::StreamRevenue>,
    report: &Report,
    args: &ImportArgs,
    host: &dyn Host,
) -> Result<Outcome, Error> {
    let on_overlap = args.on_overlap.as_str();
    let own = OwnFile::is(&args.mapping.preset);
    let mut sums = Sums {
        asked: Asked::parse(&args.mapping.spread)?,
        zone: days_of(w, args),
        own,
        keep: on_overlap == "keep",
        minutes: 0,
    };
    if !matches!(on_overlap, "" | "fail" | "add" | "replace" | "keep") {
        return Err(Error::invalid(
            "onOverlap",
            format!("“{on_overlap}” is not a choice; expected fail, add, replace or keep"),
        ));
    }
    let mut outcome = Outcome {
        noun: ("minute", "minutes"),
        ..Outcome::default()
    };
    let mut services = Services::of(w, host);
    let (mut overlaps, mut same, mut absences) = (0_u64, 0_u64, 0_u64);
    let mut covered = Covered::default();
    let mut made: Vec<Stream> = Vec::new();
    let read = one_by_name(streams)?;
    let mut exchange = Exchange::of(w);
    let other = read.iter().find(|read| read.currency != w.methods.currency);
    if let Some(first) = other.filter(|first| {
        !exchange.knows(first.currency) && read.iter().all(|r| r.currency == first.currency)
    }) {
        return Err(Error::conflict(format!(
            "stream {} is in {}, this workspace is in {}, and there are no rates of {}",
            first.name, first.currency, w.methods.currency, first.currency
        ))
        .hint(format!(
            "add the rates of {} under Settings, exchange rates, or import them first (kind rates)",
            first.currency
        )));
    }
    let several = other.is_some();
    // A mapping that is remembered may name streams of another file.
    let known = w.streams.iter().map(|stream| stream.name.as_str());
    let in_files = read.iter().map(|read| read.name.as_str());
    let names: Vec<&str> = in_files.chain(known).collect();
    for stream in not_in(&names, &args.mapping.carriers) {
        outcome.notes.push(format!(
            "It was said what carries {stream}, and these files have no stream of that name."
        ));
    }
    let read = in_one_currency(w, read, &mut exchange)?;
    // A row that was set aside says that something was sold, but not to whom it was added.
    let is_whole = report.totals.rejected == 0 && exchange.refusals().is_empty();
    for mut read in read {
        let position = w.streams.iter().position(|s| is_same(&s.name, &read.name));
        let id = match position {
            Some(at) => {
                let there = &w.streams[at];
                if says_otherwise(w, there, &args.mapping.carriers) {
                    outcome.notes.push(format!(
                        "{} is there already, and carried as before: what carries it is changed under Settings.",
                        there.name
                    ));
                }
                w.streams[at].id
            }
            None => {
                let id = StreamId(host.new_id());
                let carried = Carried::of(w, &read.name, &args.mapping.carriers);
                made.push(Stream {
                    id,
                    name: read.name.clone(),
                    currency: read.currency,
                    dependences: carried.dependences(&mut services),
                });
                outcome.notes.extend(carried.note(!w.incidents.is_empty()));
                outcome.carriers.push(carried.row);
                id
            }
        };
        // By the days of the workspace: whole days of these are what counts as covered. Beside what
        // is there a few days more have a rhythm too.
        let days = w.methods.zone;
        let before = position.map_or(&[][..], |at| w.revenue[at].as_slice());
        let gaps = match before {
            [] => Gaps::of(&read.minutes, days),
            before => Gaps::of(&merged(before, &read.minutes)?, days).within(&read.minutes, days),
        };
        if let Some(words) = gaps.words(days) {
            let note = format!("{} has {words}: {NOTHING_SOLD}.", read.name);
            outcome.notes.push(note);
        }
        let whole = match position {
            Some(_) => was_spread(w, id)?,
            None => None,
        };
        let carrier = match position {
            Some(at) => w.streams[at].dependences.first(),
            None => made.last().and_then(|s| s.dependences.first()),
        };
        let carrier = carrier.map(|dependence| dependence.service);
        let there: &[MinuteSum] = position.map_or(&[], |at| w.revenue[at].as_slice());
        let stream = OfStream {
            id,
            carrier,
            whole,
            there,
        };
        let taken = sums.spread(w, &mut read, &stream, &mut outcome)?;
        overlaps += taken.minutes;
        outcome.unchanged += taken.minutes;
        outcome.known_rows += taken.rows;
        let gone = match is_whole {
            true => absent(w.methods.zone, there, &read.minutes, whole),
            false => Vec::new(),
        };
        absences += gone.len() as u64;
        let mut minutes: Vec<MinuteSum> = Vec::new();
        let mut at = 0;
        for sum in read.minutes {
            while at < there.len() && there[at].minute < sum.minute {
                at += 1;
            }
            let old = there
                .get(at)
                .filter(|old| old.minute == sum.minute && is_held(old));
            if let Some(old) = old
                && own
                && old.units != sum.units
                && on_overlap != "add"
                && outcome.changes.len() < MOST_PROBLEMS
            {
                outcome
                    .changes
                    .push(change(w, &read.name, old, &sum, on_overlap));
            }
            match (old, on_overlap) {
                (None, _) => {
                    outcome.new += 1;
                    minutes.push(sum);
                }
                // Our own file has whole minutes: one that reads the same is as it was.
                (Some(old), _) if own && old.units == sum.units && on_overlap != "add" => {
                    outcome.unchanged += 1;
                    outcome.known_rows += u64::from(sum.rows);
                    same += 1;
                }
                (Some(_), "keep") => {
                    overlaps += 1;
                    outcome.unchanged += 1;
                    outcome.known_rows += u64::from(sum.rows);
                }
                (Some(old), "replace") => {
                    overlaps += 1;
                    match (old.units, old.rows) == (sum.units, sum.rows) {
                        true => outcome.unchanged += 1,
                        false => outcome.updated += 1,
                    }
                    let units = sum.units.checked_sub(old.units).ok_or_else(too_large)?;
                    minutes.push(MinuteSum {
                        minute: sum.minute,
                        units,
                        rows: sum.rows.wrapping_sub(old.rows),
                    });
                }
                (Some(_), _) => {
                    overlaps += 1;
                    outcome.updated += u64::from(on_overlap == "add");
                    covered.add(&read.name, sum.minute);
                    minutes.push(sum);
                }
            }
        }
        if on_overlap == "replace" && !gone.is_empty() {
            outcome.updated += gone.len() as u64;
            minutes.extend(gone);
            minutes.sort_unstable_by_key(|sum| sum.minute);
        }
        if !minutes.is_empty() {
            outcome.import.revenue.push((id, minutes));
        }
    }
    let now = host.now().minute();
    let ahead = outcome.import.revenue.iter();
    let ahead = ahead.filter_map(|(_, minutes)| minutes.last().map(|sum| sum.minute));
    if let Some(last) = ahead.max().filter(|last| *last > now) {
        outcome.notes.push(format!(
            "Revenue reaches to {}, which is still to come: check the date format and the zone. Windows end where the data does.",
            text::date_time(Instant::of_minute(last), w.methods.zone)
        ));
    }
    if several {
        outcome.refused.extend(exchange.refusals());
        outcome.notes.extend(exchange.notes());
        outcome.conversions = exchange.done();
        outcome.came_in = Some(sum_of(&outcome.import));
    }
    outcome
        .import
        .records
        .extend(services.made.into_iter().map(Record::Service));
    outcome
        .import
        .records
        .extend(made.into_iter().map(Record::Stream));
    if same > 0 {
        outcome.came_in = Some(sum_of(&outcome.import));
    }
    if overlaps > 0 {
        outcome.choices = vec!["keep", "replace", "add"];
        let same = same_file(w, report)?;
        match on_overlap {
            "" | "fail" => {
                outcome.blocked = format!(
                    "{}{} revenue of the same stream ({}). Choose what happens to them: keep what is there, replace it, or add to it.{}",
                    same.as_ref()
                        .map(|when| format!("This very file came in on {when}. "))
                        .unwrap_or_default(),
                    text::counted(
                        overlaps as usize,
                        "minute already holds",
                        "minutes already hold"
                    ),
                    covered.words(w.methods.zone),
                    match absences {
                        0 => String::new(),
                        gone => format!(
                            " {} there, on days of these files, and not in them: to replace takes {} out.",
                            text::counted(gone as usize, "minute is", "minutes are"),
                            if gone == 1 { "it" } else { "them" }
                        ),
                    }
                );
                // Nobody sold the same twice.
                outcome.preferred = if same.is_some() { "keep" } else { "" };
            }
            "add" => {
                outcome.notes.push(format!(
                    "{} added to what was there.",
                    text::counted(overlaps as usize, "minute", "minutes")
                ));
                if let Some(when) = same {
                    outcome.notes.push(format!(
                        "This very file came in on {when}: to add it counts its revenue twice."
                    ));
                }
            }
            // What comes in is then not what the file sums to.
            "keep" => {
                outcome.came_in = Some(sum_of(&outcome.import));
                outcome.notes.push(format!(
                    "{} {KEPT}; their rows in this file do not count.",
                    text::counted(
                        overlaps as usize,
                        "minute that was there was",
                        "minutes that were there were"
                    )
                ));
            }
            _ => {
                outcome.came_in = Some(sum_of(&outcome.import));
                outcome.notes.push(format!(
                    "{} {REPLACED}; the total is the difference to that.",
                    text::counted(overlaps as usize, "minute", "minutes")
                ));
            }
        }
    }
    if on_overlap == "replace" && absences > 0 {
        outcome.came_in = Some(sum_of(&outcome.import));
        outcome.notes.push(format!(
            "{} there on days of these files and {} not in them: taken out, {REPLACED}.",
            text::counted(absences as usize, "minute was", "minutes were"),
            if absences == 1 { "is" } else { "are" },
        ));
    }
    if on_overlap == "replace" && !is_whole {
        outcome.notes.push(
            "Minutes that are there and not in these files stay, because rows were set aside that may belong to them: repair those rows, then replace again.".into(),
        );
    }
    Ok(outcome)
}

/// Sums of hours and days, told and spread stream by stream.
struct Sums {
    asked: Asked,
    /// The zone of their days.
    zone: Zone,
    /// Whether the file is one of ours: it has minutes, also where somebody sells once an hour.
    own: bool,
    /// Whether what is there stays as it is.
    keep: bool,
    /// Minutes that they were spread over so far.
    minutes: usize,
}

impl Sums {
    /// Says what the sums of a stream are, and spreads them as far as that is asked for; what of them
    /// is there already and stays out.
    fn spread(
        &mut self,
        w: &Workspace,
        read: &mut ReadStream,
        stream: &OfStream<'_>,
        outcome: &mut Outcome,
    ) -> Result<Taken, Error> {
        let (there, whole) = (stream.there, stream.whole);
        let shape = match Shape::of(&read.minutes, self.zone) {
            Shape::Hourly if self.own => Shape::Other,
            // A few hours more of what was spread before are sums of hours too.
            Shape::Other if !self.own => Shape::as_before(whole, &read.minutes, self.zone),
            shape => shape,
        };
        match shape {
            Shape::Daily => outcome.daily.push(read.name.clone()),
            Shape::Hourly => outcome.hourly.push(read.name.clone()),
            Shape::Other => {}
        }
        let at = stream
            .carrier
            .and_then(|id| w.services.iter().position(|s| s.id == id));
        let always = AgreedTime::always();
        let agreed = at.map_or(&always, |at| &w.analysis.agreed[at]);
        let (zone, minutes) = (self.zone, &mut self.minutes);
        match self
            .asked
            .spread(&read.minutes, shape, zone, agreed, minutes)
        {
            Ok(Some((mut minutes, over))) => {
                let mut taken = Taken::default();
                if self.keep {
                    // What is there of an hour or a day is all of it: a part of a sum says nothing.
                    taken = without_those_there(&mut minutes, |from, to| {
                        let from = there.partition_point(|sum| sum.minute < from);
                        let held = there[from..].iter().take_while(|sum| sum.minute <= to);
                        held.into_iter().any(is_held)
                    });
                }
                let whole = over.whole(&read.minutes);
                let left = read.minutes.len() - taken.sums;
                read.minutes = minutes;
                if left == 0 {
                    return Ok(taken);
                }
                let sums = over.sums(left);
                let assumed = format!("{sums} of {} spread {}", read.name, over.words());
                let note = format!("Assumed: {assumed}. {}.", over.caveat());
                outcome.notes.push(note);
                outcome.assumed.push(assumed);
                outcome.spread.push(Spreading {
                    stream: stream.id.to_string(),
                    whole,
                });
                return Ok(taken);
            }
            Ok(None) => {}
            Err(Refused::For(why)) => {
                let note = format!("{} was not spread: {why}.", read.name);
                outcome.notes.push(note);
            }
            Err(Refused::Larger(error)) => return Err(error),
        }
        outcome.notes.extend(match shape {
            Shape::Daily => Some(unspread(&read.name, read.minutes.len())),
            Shape::Hourly => Some(unspread_hours(&read.name, read.minutes.len())),
            Shape::Other => None,
        });
        Ok(Taken::default())
    }
}

/// The stream that sums are of.
struct OfStream<'w> {
    id: StreamId,
    /// The service that carries it.
    carrier: Option<ServiceId>,
    /// What the sums were of that it came in with before and that were spread.
    whole: Option<Whole>,
    /// Its minutes that are there.
    there: &'w [MinuteSum],
}

/// Which minutes of which streams are there already.
#[derive(Default)]
struct Covered {
    /// Stream, first and last minute.
    streams: Vec<(String, i64, i64)>,
}

/// Streams whose minutes are named.
const NAMED: usize = 3;

impl Covered {
    /// Minutes of a stream come in order.
    fn add(&mut self, stream: &str, minute: i64) {
        match self.streams.last_mut().filter(|last| last.0 == stream) {
            Some(last) => last.2 = minute,
            None => self.streams.push((stream.to_owned(), minute, minute)),
        }
    }

    /// `Shop: 4 Jan 2027, 10:00 to 4 Jan 2027, 10:02`.
    fn words(&self, zone: Zone) -> String {
        let at = |minute: i64| text::date_time(Instant::of_minute(minute), zone);
        let mut said: Vec<String> = self
            .streams
            .iter()
            .take(NAMED)
            .map(|(stream, first, last)| match first == last {
                true => format!("{stream}: {}", at(*first)),
                false => format!("{stream}: {} to {}", at(*first), at(*last)),
            })
            .collect();
        let more = self.streams.len().saturating_sub(NAMED);
        if more > 0 {
            said.push(format!(
                "and {}",
                text::counted(more, "more stream", "more streams")
            ));
        }
        said.join("; ")
    }
}

/// The zone whose days the sums of days are of: that of the times in the files.
fn days_of(w: &Workspace, args: &ImportArgs) -> Zone {
    Zone::parse(&args.mapping.zone).unwrap_or(w.methods.zone)
}

/// What the sums were of that a stream came in with and that were spread: what is finer takes the
/// place of all that was assumed of an hour or a day.
fn was_spread(w: &Workspace, stream: StreamId) -> Result<Option<Whole>, Error> {
    let name = stream.to_string();
    let mut hours = None;
    for batch in w.batches.iter().filter(|b| b.live) {
        let spread = spread_of(&batch.import.note);
        // Imports of before say that they spread something, not what.
        let of_before = spread.is_empty() && !assumed_of(&batch.import.note).is_empty();
        let is_days = match of_before {
            true => {
                let brought = w.store.revenue_of_batch(batch.import.id)?;
                brought.iter().any(|(id, _)| *id == stream)
            }
            false => {
                let of_it = spread.iter().filter(|s| s.stream == name);
                let whole: Vec<Whole> = of_it.map(|s| s.whole).collect();
                hours = hours.or(whole.first().copied());
                whole.contains(&Whole::Days)
            }
        };
        if is_days {
            return Ok(Some(Whole::Days));
        }
    }
    Ok(hours)
}

/// What takes out the minutes that are there and not in what was read, on the local days of which
/// it has any: orders that were voided since an earlier export are in none of the rows of a later
/// one. A day without a row may be one that the files are not about, as between two months, and
/// stays; so does what is there before the first row and after the last, but for hours or days that
/// a `whole` sum was spread over.
fn absent(
    zone: Zone,
    there: &[MinuteSum],
    read: &[MinuteSum],
    whole: Option<Whole>,
) -> Vec<MinuteSum> {
    let (Some(first), Some(last)) = (read.first(), read.last()) else {
        return Vec::new();
    };
    let (mut first, mut last) = (first.minute, last.minute);
    match whole {
        Some(Whole::Days) => {
            let days = zone.whole_days(Interval {
                start: Instant::of_minute(first),
                end: Instant::of_minute(last + 1),
            });
            (first, last) = (days.start.minute(), days.end.minute() - 1);
        }
        Some(Whole::Hours(past)) => {
            first -= (first - past).rem_euclid(60);
            last += 59 - (last - past).rem_euclid(60);
        }
        None => {}
    }
    let begins = there.partition_point(|sum| sum.minute < first);
    let ends = there.partition_point(|sum| sum.minute <= last);
    let day = |sum: &MinuteSum| zone.day_start(Instant::of_minute(sum.minute));
    let mut next = 0;
    let mut gone = Vec::new();
    for old in &there[begins..ends] {
        while next + 1 < read.len() && read[next].minute < old.minute {
            next += 1;
        }
        let beside = [next.checked_sub(1).map(|at| &read[at]), Some(&read[next])];
        let is_read = read[next].minute == old.minute;
        if !is_read && is_held(old) && beside.into_iter().flatten().any(|sum| day(sum) == day(old))
        {
            gone.push(MinuteSum {
                minute: old.minute,
                // Sums of amounts never reach the one number that has no opposite.
                units: old.units.saturating_neg(),
                rows: old.rows.wrapping_neg(),
            });
        }
    }
    gone
}

/// Whether a minute holds anything: one that was taken out is there with neither amount nor rows.
pub(crate) fn is_held(sum: &MinuteSum) -> bool {
    sum.units != 0 || sum.rows != 0
}

/// A minute that is there and that a file of ours has with another amount.
fn change(w: &Workspace, stream: &str, old: &MinuteSum, new: &MinuteSum, rule: &str) -> ChangeRow {
    let amount = |sum: &MinuteSum| {
        text::money_exact(Money::from_units(i128::from(sum.units), w.methods.currency))
    };
    let at = Instant(old.minute * ninefold_domain::time::MINUTE_MS);
    ChangeRow {
        record: stream.to_owned(),
        field: text::form_time(at, w.methods.zone),
        was: amount(old),
        now: amount(new),
        taken: rule == "replace",
        edited: false,
    }
}

fn sum_of(import: &Import) -> i128 {
    let minutes = import.revenue.iter().flat_map(|(_, minutes)| minutes);
    minutes.map(|m| i128::from(m.units)).sum()
}

/// When one of these files came in before and still counts.
fn same_file(w: &Workspace, report: &Report) -> Result<Option<String>, Error> {
    for file in &report.files {
        if let Some(batch) = w.store.has_file(&file.hash)?.filter(|b| b.live) {
            return Ok(Some(text::date_time(batch.at, w.methods.zone)));
        }
    }
    Ok(None)
}
