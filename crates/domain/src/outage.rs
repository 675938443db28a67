//! What a minute of full outage loses: expected revenue by hour of the week, and how far weeks and
//! hours on record strayed from it.

use crate::analysis::Analysis;
use crate::impact::WHOLE;
use crate::learned::Learned;
use crate::stats::quantile;
use crate::time::{Instant, Interval};

/// So many clean hours like the dearest it takes to say how far they stray.
pub const FEWEST_HOURS: usize = 8;

/// Revenue and time by hour of the local week for a service that is fully down.
#[derive(Debug, Clone, PartialEq)]
pub struct FullOutage {
    /// Expected revenue a minute, average of the week, major units.
    pub mean: f64,
    /// In the dearest hour of the week.
    pub peak: f64,
    /// Which hour, 0 = Monday 00:00 local.
    pub peak_hour: usize,
    /// Averages between which nine of ten weeks fell, by their clean minutes.
    pub range: (f64, f64),
    /// Averages between which nine of ten clean hours like the dearest fell; nothing where fewer
    /// than [`FEWEST_HOURS`] were observed on all streams.
    pub peak_range: Option<(f64, f64)>,
    /// Each hour of the week.
    pub hours: Vec<f64>,
}

impl Analysis {
    /// Expected revenue of a full outage of a service; nothing where no stream hangs on it, or
    /// no minute of its streams lies outside incidents.
    #[must_use]
    pub fn full_outage(&self, service: usize) -> Option<FullOutage> {
        self.outage_of(self.reach.streams_from(service))
    }

    /// Expected revenue of everything being down.
    #[must_use]
    pub fn whole_outage(&self) -> Option<FullOutage> {
        let all: Vec<(usize, i64)> = (0..self.learned.len()).map(|s| (s, WHOLE)).collect();
        self.outage_of(&all)
    }

    fn outage_of(&self, streams: &[(usize, i64)]) -> Option<FullOutage> {
        let with_data: Vec<(usize, f64)> = streams
            .iter()
            .filter(|(s, _)| self.velocity(*s).clean_minutes() > 0)
            .map(|(s, share)| (*s, *share as f64 / WHOLE as f64))
            .collect();
        if with_data.is_empty() {
            return None;
        }
        let mut hours = vec![0.0; 168];
        let mut mean = 0.0;
        for (stream, share) in &with_data {
            let velocity = self.velocity(*stream);
            for (sum, value) in hours.iter_mut().zip(velocity.by_hour_of_week()) {
                *sum += value * share;
            }
            mean += velocity.mean_per_minute() * share;
        }
        let (peak_hour, peak) = hours
            .iter()
            .copied()
            .enumerate()
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
        Some(FullOutage {
            mean,
            peak,
            peak_hour,
            range: self.weekly_range(&with_data, mean),
            peak_range: self.hour_range(&with_data, peak_hour),
            hours,
        })
    }

    /// The hours of one hour of the week that every one of some streams has observed clean, each
    /// with what the streams earned a minute times their shares, major units; ascending.
    #[must_use]
    pub fn clean_hours(
        &self,
        streams: &[(usize, f64)],
        hour_of_week: usize,
    ) -> Vec<(Instant, f64)> {
        const WEEK: i64 = 168;
        let all: Vec<(&Learned, f64)> = streams
            .iter()
            .map(|(s, share)| (&*self.learned[*s], *share))
            .collect();
        let Some((first, _)) = all.first() else {
            return Vec::new();
        };
        let covered = all.iter().map(|(l, _)| l.covered);
        let Some(span) = covered.reduce(|a, b| Some(a?.clip(b?))).flatten() else {
            return Vec::new();
        };
        let matches =
            |minute: i64| first.velocity.slot_of(Instant::of_minute(minute)) / 60 == hour_of_week;
        let mut out = Vec::new();
        // Whole local days begin at a full local hour, whatever the offset of the zone.
        let mut minute = span.start.minute();
        while minute + 60 <= span.end.minute() {
            if !matches(minute) {
                minute += 60;
                continue;
            }
            let at = Instant::of_minute(minute);
            let whole = Interval {
                start: at,
                end: Instant::of_minute(minute + 60),
            };
            let clean = all.iter().all(|(l, _)| !l.dirty.touches(whole));
            if clean && !self.off_baseline.touches(whole) {
                let earned: Option<f64> = all
                    .iter()
                    .map(|(l, share)| {
                        let observed = l.counterfactual.as_ref()?.observed();
                        Some(observed.major(whole) / 60.0 * share)
                    })
                    .sum();
                out.extend(earned.map(|earned| (at, earned)));
            }
            // The next is a week on, or an hour beside that where the clocks change.
            minute += 60 * if matches(minute + 60) { 1 } else { WEEK - 2 };
        }
        out
    }

    /// Between which averages nine of ten clean hours of an hour of the week fell.
    fn hour_range(&self, streams: &[(usize, f64)], hour_of_week: usize) -> Option<(f64, f64)> {
        let mut earned: Vec<f64> = self
            .clean_hours(streams, hour_of_week)
            .into_iter()
            .map(|(_, earned)| earned)
            .collect();
        if earned.len() < FEWEST_HOURS {
            return None;
        }
        earned.sort_by(f64::total_cmp);
        Some((quantile(&earned, 0.05)?, quantile(&earned, 0.95)?))
    }

    /// Between which averages nine of ten weeks fell: the 5 % and 95 % quantiles of what the
    /// clean minutes of each week earned against the profile, times the mean.
    fn weekly_range(&self, streams: &[(usize, f64)], mean: f64) -> (f64, f64) {
        let mut weeks: std::collections::BTreeMap<i64, f64> = std::collections::BTreeMap::new();
        for (stream, share) in streams {
            let velocity = self.velocity(*stream);
            let rate = velocity.mean_per_minute() * share;
            for (week, level) in velocity.weekly_levels() {
                *weeks.entry(*week).or_insert(mean) += rate * (level - 1.0);
            }
        }
        let mut averages: Vec<f64> = weeks.into_values().collect();
        averages.sort_by(f64::total_cmp);
        let at = |p: f64| quantile(&averages, p).unwrap_or(mean);
        (at(0.05), at(0.95))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cost::world::{World, at};
    use crate::time::Zone;

    /// Twenty weeks in which Sunday 20:00 Berlin earns 100 a minute in the first week, 101 in
    /// the second and so on, and everything else 10. The clocks go forward in the thirteenth.
    fn sundays() -> World {
        let mut world = World::steady("2024-01-01T00:00:00Z", 140, 10);
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        world.methods.zone = berlin;
        let mut week = 0;
        for minute in &mut world.revenue[0] {
            let local = berlin.local(Instant::of_minute(minute.minute));
            let is_sunday = chrono::Datelike::weekday(&local) == chrono::Weekday::Sun;
            if is_sunday && chrono::Timelike::hour(&local) == 20 {
                minute.units = (100 + week) * 1_000_000;
                week += i64::from(chrono::Timelike::minute(&local) == 59);
            }
        }
        assert_eq!(week, 20);
        world
    }

    #[test]
    fn nine_of_ten_dearest_hours_fell_inside_their_range() {
        let mut world = sundays();
        let outage = world.analyse().whole_outage().unwrap();
        assert_eq!(outage.peak_hour, 6 * 24 + 20);
        assert!((outage.peak - 109.5).abs() < 1e-9);
        let (low, high) = outage.peak_range.unwrap();
        assert!(
            (low - 100.95).abs() < 1e-9 && (high - 118.05).abs() < 1e-9,
            "{low} {high}"
        );
        // Half of a Sunday’s hour was down: that hour says nothing.
        world.down("2024-01-07T19:30:00Z", 10, 1.0);
        let analysis = world.analyse();
        let hours = analysis.clean_hours(&[(0, 0.5)], 6 * 24 + 20);
        assert_eq!(hours.len(), 19);
        // Summer time from the thirteenth on, and half of it is carried.
        assert_eq!(hours[0], (at("2024-01-14T19:00:00Z"), 50.5));
        assert_eq!(hours[18], (at("2024-05-19T18:00:00Z"), 59.5));
    }

    #[test]
    fn a_few_hours_have_no_range() {
        let world = World::steady("2024-01-01T00:00:00Z", 7 * 7, 10);
        let outage = world.analyse().whole_outage().unwrap();
        assert_eq!(outage.peak_range, None);
        assert_eq!(outage.range, (10.0, 10.0));
    }
}
