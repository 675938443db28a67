//! The median in place of the mean: what a usual week earned in a slot.
//!
//! The observations of a slot are its weeks: for each, what its clean minutes earned a minute.
//! Single minutes would not do, because a stream with a sale every three minutes has a median
//! minute of nothing. A week counts by its clean minutes, so that one of which an incident left
//! two minutes does not weigh as much as a whole one.

use super::{DirtyMinutes, fixed};
use crate::time::{Instant, Interval, OffsetTable, WEEK_MINUTES};

/// Clean revenue and clean minutes of every local minute, in whole local weeks.
pub(super) struct WeekRates {
    /// Units of each local minute; a time that comes twice in autumn holds both.
    units: Vec<i64>,
    /// Clean minutes that fell on it: 0, 1 or 2.
    clean: Vec<u8>,
}

/// Monday 00:00 is the first minute of a week; 1970 began on a Thursday.
fn shifted(local_minute: i64) -> i64 {
    local_minute + 3 * 1440
}

impl WeekRates {
    /// `minutes` as in [`super::Velocity::learn`].
    pub fn new(
        minutes: &[(i64, i64)],
        dirty: &DirtyMinutes,
        span: Interval,
        offsets: &OffsetTable,
    ) -> Self {
        let stretches: Vec<(i64, i64, i64)> = offsets
            .stretches(span)
            .map(|(part, offset)| {
                let shift = offset / crate::time::MINUTE_MS;
                (part.start.minute(), part.end.minute(), shift)
            })
            .collect();
        let ends = stretches.iter().flat_map(|(from, until, shift)| {
            [shifted(from + shift), shifted(until - 1 + shift)].map(|m| m.div_euclid(WEEK_MINUTES))
        });
        let (first, last) = ends.fold((i64::MAX, i64::MIN), |(a, b), w| (a.min(w), b.max(w)));
        let weeks = usize::try_from(last.saturating_sub(first).saturating_add(1)).unwrap_or(0);
        let mut out = Self {
            units: vec![0; weeks * WEEK_MINUTES as usize],
            clean: vec![0; weeks * WEEK_MINUTES as usize],
        };
        let place = |minute: i64, shift: i64| {
            usize::try_from(shifted(minute + shift) - first * WEEK_MINUTES).unwrap_or(usize::MAX)
        };
        for (from, until, shift) in &stretches {
            let inside = Interval {
                start: Instant::of_minute(*from),
                end: Instant::of_minute(*until),
            };
            for minute in *from..*until {
                out.clean[place(minute, *shift)] += 1;
            }
            for part in dirty.within(inside) {
                for minute in part.start.minute()..part.end.minute() {
                    out.clean[place(minute, *shift)] -= 1;
                }
            }
        }
        for (minute, amount) in minutes {
            let at = stretches.partition_point(|(_, until, _)| until <= minute);
            let Some((_, _, shift)) = stretches.get(at).filter(|(from, _, _)| from <= minute)
            else {
                continue;
            };
            if !dirty.contains(*minute) {
                let units = &mut out.units[place(*minute, *shift)];
                *units = units.saturating_add(*amount);
            }
        }
        out
    }

    /// The median over the weeks of what the clean minutes of slots [from, until) earned a
    /// minute, units × 2³²; 0 without a clean minute.
    pub fn median(&self, from: usize, until: usize) -> i128 {
        let week = WEEK_MINUTES as usize;
        let mut rates: Vec<(i128, i64)> = Vec::with_capacity(self.units.len() / week);
        for (units, clean) in self.units.chunks(week).zip(self.clean.chunks(week)) {
            let minutes: i64 = clean[from..until].iter().map(|c| i64::from(*c)).sum();
            if minutes > 0 {
                let sum = units[from..until].iter().map(|u| i128::from(*u)).sum();
                rates.push((fixed(sum, minutes), minutes));
            }
        }
        rates.sort_unstable();
        let whole: i64 = rates.iter().map(|(_, minutes)| minutes).sum();
        let mut below = 0;
        for (at, (rate, minutes)) in rates.iter().enumerate() {
            below += minutes;
            if 2 * below > whole {
                return *rate;
            }
            if 2 * below == whole {
                // Half lies on either side: the middle of the two.
                let next = rates.get(at + 1).map_or(*rate, |(next, _)| *next);
                return crate::money::divide_half_even(rate + next, 2);
            }
        }
        0
    }
}
