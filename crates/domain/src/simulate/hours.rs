//! The week: what an hour is worth, and how events fall on hours.

/// Hours of a week.
pub const HOURS: usize = 168;
const HOUR: f64 = 60.0;
const WEEK: f64 = 10_080.0;

/// A value for each hour of the week, Monday 00:00 first, relative to their mean.
#[derive(Debug, Clone, PartialEq)]
pub struct HourProfile {
    /// Minutes at the mean that the hours before this one are worth; one more than hours.
    before: Vec<f64>,
}

impl HourProfile {
    /// A profile of 168 values of at least 0, such as the expected revenue of each hour of the
    /// week. Values that are missing, below 0 or not finite count 0; where all are 0, every hour
    /// is worth the same.
    #[must_use]
    pub fn new(values: &[f64]) -> Self {
        let value = |h: usize| {
            values
                .get(h)
                .copied()
                .filter(|v| v.is_finite())
                .unwrap_or(0.0)
                .max(0.0)
        };
        let total: f64 = (0..HOURS).map(value).sum();
        let mut before = vec![0.0];
        let mut sum = 0.0;
        for h in 0..HOURS {
            sum += if total > 0.0 {
                value(h) / total * WEEK
            } else {
                HOUR
            };
            before.push(sum);
        }
        before[HOURS] = WEEK;
        Self { before }
    }

    /// What the time from the start of a week to minute `t` ≥ 0 is worth, in minutes at the mean.
    #[inline]
    #[must_use]
    pub fn worth(&self, t: f64) -> f64 {
        let week = (t / WEEK).floor();
        let in_week = t - week * WEEK;
        let hour = ((in_week / HOUR) as usize).min(HOURS - 1);
        let part = in_week / HOUR - hour as f64;
        week * WEEK + self.before[hour] + part * (self.before[hour + 1] - self.before[hour])
    }

    /// The minute of a year of `length` minutes before which a share `u` of its worth lies: how
    /// demand-weighted times are drawn.
    #[must_use]
    pub fn minute(&self, u: f64, length: f64) -> f64 {
        let worth = u * self.worth(length);
        let week = (worth / WEEK).floor();
        let in_week = worth - week * WEEK;
        let hour = self
            .before
            .partition_point(|b| *b <= in_week)
            .saturating_sub(1)
            .min(HOURS - 1);
        let wide = self.before[hour + 1] - self.before[hour];
        let part = if wide > 0.0 {
            (in_week - self.before[hour]) / wide
        } else {
            0.0
        };
        (week * WEEK + HOUR * (hour as f64 + part)).min(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worth_and_minute_undo_each_other() {
        let values: Vec<f64> = (0..HOURS).map(|h| (h % 24) as f64).collect();
        let profile = HourProfile::new(&values);
        let year = 525_600.0;
        for n in 1..500 {
            let u = f64::from(n) / 500.0;
            let t = profile.minute(u, year);
            assert!(
                (profile.worth(t) - u * profile.worth(year)).abs() < 1e-6,
                "{u}"
            );
        }
        // An hour of midnight is worth nothing, one of 23 twice the mean.
        assert_eq!(profile.worth(60.0), 0.0);
        let late = profile.worth(24.0 * 60.0) - profile.worth(23.0 * 60.0);
        assert!((late - 120.0).abs() < 1e-9);
    }

    #[test]
    fn no_values_are_an_even_week() {
        let even = HourProfile::new(&[]);
        assert!((even.worth(12_345.0) - 12_345.0).abs() < 1e-6);
        assert!((even.minute(0.25, 525_600.0) - 131_400.0).abs() < 1e-6);
    }
}
