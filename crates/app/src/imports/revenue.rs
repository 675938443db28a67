//! Revenue against what is there: streams found or made, overlaps added, replaced or kept.

use super::carriers::{Carried, not_in};
use super::exchange::Exchange;
use super::spread::{
    Spread, is_over_days, looks_daily, looks_hourly, spread, spread_hours, unspread, unspread_hours,
};
use super::{KEPT, MOST_PROBLEMS, Outcome, REPLACED, Services, assumed_of};
use crate::host::Host;
use crate::text;
use crate::wire::{ChangeRow, Error, ImportArgs};
use crate::workspace::Workspace;
use ninefold_domain::hours::AgreedTime;
use ninefold_domain::id::StreamId;
use ninefold_domain::money::{Currency, Money};
use ninefold_domain::record::{MinuteSum, Stream};
use ninefold_domain::time::{Instant, Interval, Zone};
use ninefold_ingest::{OwnFile, Report};
use ninefold_store::{Import, Record};

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
    for read in streams {
        let minutes: Vec<MinuteSum> = read.minutes.iter().collect();
        let same = out
            .iter_mut()
            .find(|s| s.name.eq_ignore_ascii_case(&read.name) && s.currency == read.currency);
        match same {
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
            .find(|there| there.name.eq_ignore_ascii_case(&read.name));
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
    let how = Spread::parse(&args.mapping.spread)?;
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
    let read = in_one_currency(w, read, &mut exchange)?;
    let names: Vec<&str> = read.iter().map(|read| read.name.as_str()).collect();
    for stream in not_in(&names, &args.mapping.carriers) {
        outcome.notes.push(format!(
            "It was said what carries {stream}, and these files have no stream of that name."
        ));
    }
    // A row that was set aside says that something was sold, but not to whom it was added.
    let is_whole = report.totals.rejected == 0 && exchange.refusals().is_empty();
    for mut read in read {
        let position = w
            .streams
            .iter()
            .position(|s| s.name.eq_ignore_ascii_case(&read.name));
        let id = match position {
            Some(at) => w.streams[at].id,
            None => {
                let id = StreamId(host.new_id());
                let carried = Carried::of(w, &read.name, &args.mapping.carriers);
                made.push(Stream {
                    id,
                    name: read.name.clone(),
                    currency: read.currency,
                    dependences: carried.dependences(&mut services),
                });
                outcome.notes.push(carried.note(!w.incidents.is_empty()));
                outcome.carriers.push(carried.row);
                id
            }
        };
        let is_hourly = looks_hourly(&read.minutes) && !own;
        if looks_daily(&read.minutes) {
            outcome.daily.push(read.name.clone());
            if how == Spread::No {
                outcome.notes.push(unspread(&read.name, read.minutes.len()));
            }
        } else if is_hourly {
            outcome.hourly.push(read.name.clone());
            if how == Spread::No {
                let note = unspread_hours(&read.name, read.minutes.len());
                outcome.notes.push(note);
            }
        }
        // A file may have sums of hours of one stream and single sales of another.
        if how != Spread::No && (how != Spread::Hour || is_hourly) {
            let carrier = match position {
                Some(at) => w.streams[at].dependences.first().map(|d| d.service),
                None => made
                    .last()
                    .and_then(|s| Some(s.dependences.first()?.service)),
            };
            let at = carrier.and_then(|id| w.services.iter().position(|s| s.id == id));
            let always = AgreedTime::always();
            let agreed = at.map_or(&always, |at| &w.analysis.agreed[at]);
            let minutes = match how {
                Spread::Hour => spread_hours(&read.minutes),
                _ => spread(&read.minutes, how, days_of(w, args), agreed),
            };
            match minutes {
                Some(minutes) => {
                    let sums = how.sums(read.minutes.len());
                    let assumed = format!("{sums} of {} spread {}", read.name, how.words());
                    outcome
                        .notes
                        .push(format!("Assumed: {assumed}. {}.", how.caveat()));
                    outcome.assumed.push(assumed);
                    read.minutes = minutes;
                }
                None => outcome.notes.push(format!(
                    "{} has several sums on one day: it was not spread.",
                    read.name
                )),
            }
        }
        let there: &[MinuteSum] = position.map_or(&[], |at| w.revenue[at].as_slice());
        let gone = match is_whole {
            true => {
                let spread = was_spread(w, id)?;
                absent(w.methods.zone, there, &read.minutes, spread)
            }
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
                    let units = sum.units.checked_sub(old.units).ok_or_else(too_large)?;
                    minutes.push(MinuteSum {
                        minute: sum.minute,
                        units,
                        rows: sum.rows.wrapping_sub(old.rows),
                    });
                }
                (Some(_), _) => {
                    overlaps += 1;
                    covered.add(&read.name, sum.minute);
                    minutes.push(sum);
                }
            }
        }
        if on_overlap == "replace" && !gone.is_empty() {
            minutes.extend(gone);
            minutes.sort_unstable_by_key(|sum| sum.minute);
        }
        if !minutes.is_empty() {
            outcome.import.revenue.push((id, minutes));
        }
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

/// Whether sums of days of a stream were spread as they came in: what is finer takes the place of
/// all that was assumed of its days.
fn was_spread(w: &Workspace, stream: StreamId) -> Result<bool, Error> {
    for batch in w.batches.iter().filter(|b| b.live) {
        if !assumed_of(&batch.import.note)
            .iter()
            .any(|a| is_over_days(a))
        {
            continue;
        }
        let brought = w.store.revenue_of_batch(batch.import.id)?;
        if brought.iter().any(|(id, _)| *id == stream) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What takes out the minutes that are there and not in what was read, on the local days of which
/// it has any: orders that were voided since an earlier export are in none of the rows of a later
/// one. A day without a row may be one that the files are not about, as between two months, and
/// stays; so does what is there before the first row and after the last, but for `whole` days.
fn absent(zone: Zone, there: &[MinuteSum], read: &[MinuteSum], whole: bool) -> Vec<MinuteSum> {
    let (Some(first), Some(last)) = (read.first(), read.last()) else {
        return Vec::new();
    };
    let (mut first, mut last) = (first.minute, last.minute);
    if whole {
        let days = zone.whole_days(Interval {
            start: Instant::of_minute(first),
            end: Instant::of_minute(last + 1),
        });
        (first, last) = (days.start.minute(), days.end.minute() - 1);
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
