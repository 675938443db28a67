//! Availability that was really provided: downtime by the worst impact at each instant inside
//! the agreed service time, error budgets, burn and nines.

use crate::hours::AgreedTime;
use crate::impact::{Edge, Piece, WHOLE, levels};
use crate::methods::Counting;
use crate::time::{Instant, Interval, MINUTE_MS};

/// The worst impact on one service over time: disjoint ascending stretches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Downtime {
    segments: Vec<(Interval, i64)>,
}

impl Downtime {
    /// From the pieces of all incidents (each incident's own disjoint).
    #[must_use]
    pub fn of(pieces: &[Piece]) -> Self {
        let mut segments: Vec<(Interval, i64)> = Vec::new();
        levels(pieces, |interval, open, _| {
            if interval.is_empty() {
                return;
            }
            let level = open.worst;
            match segments.last_mut() {
                Some((last, same)) if last.end == interval.start && *same == level => {
                    last.end = interval.end;
                }
                _ => segments.push((interval, level)),
            }
        });
        Self { segments }
    }

    /// What of it falls into the agreed time of the service: what counts.
    #[must_use]
    pub fn during(self, agreed: &AgreedTime) -> Self {
        let hull = self.segments.first().zip(self.segments.last());
        let Some((first, last)) = hull.filter(|_| !agreed.is_always()) else {
            return self;
        };
        let inside = agreed.within(Interval {
            start: first.0.start,
            end: last.0.end,
        });
        let segments = self
            .segments
            .iter()
            .flat_map(|(interval, level)| {
                overlaps(&inside, *interval).map(move |part| (part, *level))
            })
            .collect();
        Self { segments }
    }

    /// Stretches with their worst impact in billionths, ascending.
    #[must_use]
    pub fn segments(&self) -> &[(Interval, i64)] {
        &self.segments
    }

    /// Stretches inside a window, clipped to it.
    pub fn within(&self, window: Interval) -> impl Iterator<Item = (Interval, i64)> + '_ {
        let first = self
            .segments
            .partition_point(|(i, _)| i.end <= window.start);
        self.segments[first..]
            .iter()
            .take_while(move |(i, _)| i.start < window.end)
            .map(move |(i, level)| (i.clip(window), *level))
            .filter(|(i, _)| !i.is_empty())
    }

    /// Downtime inside a window by a counting rule, in minutes.
    #[must_use]
    pub fn minutes(&self, window: Interval, counting: Counting) -> f64 {
        let sum: i128 = self
            .within(window)
            .map(|(i, level)| i128::from(i.length_ms()) * i128::from(counted(level, counting)))
            .sum();
        sum as f64 / WHOLE as f64 / MINUTE_MS as f64
    }

    /// When downtime counted from the start of a window passed `allowed` minutes, if it did.
    #[must_use]
    pub fn passed(&self, window: Interval, counting: Counting, allowed: f64) -> Option<Instant> {
        let mut used = 0.0;
        for (interval, level) in self.within(window) {
            let rate = counted(level, counting) as f64 / WHOLE as f64;
            let here = interval.minutes() * rate;
            if rate > 0.0 && used + here > allowed {
                let into = (allowed - used).max(0.0) / rate * MINUTE_MS as f64;
                return Some(Instant(interval.start.0 + into as i64));
            }
            used += here;
        }
        None
    }
}

/// The parts of an interval that lie in `inside` (disjoint, ascending).
fn overlaps(inside: &[Interval], interval: Interval) -> impl Iterator<Item = Interval> + '_ {
    let first = inside.partition_point(|i| i.end <= interval.start);
    inside[first..]
        .iter()
        .take_while(move |i| i.start < interval.end)
        .map(move |i| i.clip(interval))
        .filter(|i| !i.is_empty())
}

/// Downtime of one service inside a window by the incidents that made it: (incident, minutes
/// by the counting rule), ascending by incident, those without any left out. `pieces` are the
/// service's, each incident's own disjoint. What is open together shares each moment in
/// proportion to impact (evenly where none has any), so the parts add up to
/// [`Downtime::minutes`] of the same pieces during the same agreed time.
#[must_use]
pub fn by_incident(
    pieces: &[Piece],
    agreed: &AgreedTime,
    window: Interval,
    counting: Counting,
) -> Vec<(u32, f64)> {
    let inside = agreed.within(window);
    let pieces: Vec<Piece> = pieces
        .iter()
        .flat_map(|piece| {
            overlaps(&inside, piece.interval).map(|interval| Piece { interval, ..*piece })
        })
        .collect();
    // Minutes charged to a whole impact, and to one head where no level is above 0, since
    // nothing was open: a piece is charged what was added while it was open.
    let (mut by_level, mut by_head) = (0.0_f64, 0.0_f64);
    let mut heads = 0_u32;
    let mut began = vec![(0.0, 0.0); pieces.len()];
    let mut parts: Vec<(u32, f64)> = Vec::with_capacity(pieces.len());
    levels(&pieces, |interval, open, edges| {
        for edge in edges {
            match *edge {
                Edge::Start(piece) => {
                    began[piece] = (by_level, by_head);
                    heads += 1;
                }
                Edge::End(piece) => {
                    let (level, head) = began[piece];
                    let share = pieces[piece].level as f64 / WHOLE as f64;
                    let minutes = (by_level - level) * share + by_head - head;
                    parts.push((pieces[piece].incident, minutes));
                    heads -= 1;
                }
            }
        }
        let minutes = interval.minutes() * counted(open.worst, counting) as f64 / WHOLE as f64;
        if interval.is_empty() {
            // Nothing is open: no digit of what comes later depends on what came before.
            (by_level, by_head) = (0.0, 0.0);
        } else if open.sum > 0 {
            by_level += minutes / (open.sum as f64 / WHOLE as f64);
        } else {
            by_head += minutes / f64::from(heads);
        }
    });
    parts.sort_by_key(|(incident, _)| *incident);
    parts.dedup_by(|later, first| {
        let same = later.0 == first.0;
        if same {
            first.1 += later.1;
        }
        same
    });
    parts.retain(|(_, minutes)| *minutes > 0.0);
    parts
}

/// Milliseconds of a window in which at least one interval is open: what [`Counting::Any`]
/// counts, without cutting time into stretches, for a million incidents at once.
#[must_use]
pub fn any_ms(intervals: impl IntoIterator<Item = Interval>, window: Interval) -> i64 {
    let mut inside: Vec<Interval> = intervals
        .into_iter()
        .map(|interval| interval.clip(window))
        .filter(|interval| !interval.is_empty())
        .collect();
    inside.sort_unstable();
    let mut sum = 0;
    let mut reached = window.start;
    for interval in inside {
        if interval.end > reached {
            sum += interval.end.0 - interval.start.max(reached).0;
            reached = interval.end;
        }
    }
    sum
}

/// A level of impact as a counting rule takes it, in billionths.
#[must_use]
pub fn counted(level: i64, counting: Counting) -> i64 {
    match counting {
        Counting::Weighted => level,
        Counting::Any => WHOLE,
        Counting::From { impact } => {
            if level >= crate::impact::billionths(impact) {
                WHOLE
            } else {
                0
            }
        }
    }
}

/// What was provided in a window against a target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Provided {
    /// Minutes observed in which the service had to be there.
    pub window_minutes: f64,
    /// Minutes of downtime by the counting rule.
    pub downtime: f64,
    /// 1 − downtime / window; 1 for an empty window.
    pub availability: f64,
    /// −log10(1 − availability); infinite without downtime.
    pub nines: f64,
    /// Target, 0 to 1.
    pub target: f64,
    /// Error budget in minutes: (1 − target) × window.
    pub budget: f64,
    /// Budget − downtime: negative when overspent, never clipped.
    pub remaining: f64,
    /// Downtime / budget; infinite where there is no budget but downtime.
    pub consumed: f64,
    /// (1 − availability) / (1 − target); equal to `consumed` over the whole window.
    pub burn: f64,
}

impl Provided {
    /// From minutes observed, minutes down and a target.
    #[must_use]
    pub fn new(window_minutes: f64, downtime: f64, target: f64) -> Self {
        let share = if window_minutes > 0.0 {
            downtime / window_minutes
        } else {
            0.0
        };
        let budget = budget_minutes(target, window_minutes);
        let consumed = if budget > 0.0 {
            downtime / budget
        } else if downtime > 0.0 {
            f64::INFINITY
        } else {
            0.0
        };
        Self {
            window_minutes,
            downtime,
            availability: 1.0 - share,
            nines: if share > 0.0 {
                -share.log10()
            } else {
                f64::INFINITY
            },
            target,
            budget,
            remaining: budget - downtime,
            consumed,
            burn: consumed,
        }
    }
}

/// Error budget of a target over so many minutes.
#[must_use]
pub fn budget_minutes(target: f64, minutes: f64) -> f64 {
    // Written so that decimal targets give the decimal answer: (1 − 0.999) is not 0.001.
    let per_billion = ((1.0 - target) * 1e9).round();
    minutes * per_billion / 1e9
}

/// When the error budget of a window that is not over yet runs out, if downtime goes on per
/// agreed minute as it did in what was observed of it; nothing if it lasts, or if the window is
/// over. `downtime` in minutes.
#[must_use]
pub fn runs_out(
    downtime: f64,
    agreed: &AgreedTime,
    observed: Interval,
    asked: Interval,
    target: f64,
) -> Option<Instant> {
    let so_far = agreed.minutes(observed);
    if asked.end <= observed.end || downtime <= 0.0 || so_far <= 0.0 {
        return None;
    }
    let pace = downtime / so_far;
    // What was not observed before is left out, of the budget too.
    let left = Interval {
        start: observed.start,
        end: asked.end,
    };
    let lasts = budget_minutes(target, agreed.minutes(left)) / pace;
    agreed.after(left, (lasts * MINUTE_MS as f64) as i64)
}

/// Nines of an availability: −log10(1 − a).
#[must_use]
pub fn nines(availability: f64) -> f64 {
    if availability >= 1.0 {
        f64::INFINITY
    } else {
        -(1.0 - availability).log10()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::impact::billionths;
    use crate::time::{CalendarUnit, YearBasis, Zone};
    use proptest::prelude::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn piece(start: &str, end: &str, share: f64, incident: u32) -> Piece {
        Piece {
            interval: Interval {
                start: at(start),
                end: at(end),
            },
            level: billionths(share),
            incident,
        }
    }

    #[test]
    fn budgets_of_the_usual_windows() {
        for (target, days, minutes) in [
            (0.999, 30.0, 43.2),
            (0.999, 28.0, 40.32),
            (0.999, 90.0, 129.6),
            (0.999, 365.0, 525.6),
            (0.9999, 365.0, 52.56),
        ] {
            assert_eq!(budget_minutes(target, days * 1440.0), minutes);
        }
        assert!((budget_minutes(0.999, YearBasis::Gregorian.minutes()) - 525.9492).abs() < 1e-9);
        let march = Zone::parse("America/New_York")
            .unwrap()
            .calendar(CalendarUnit::Month, at("2026-03-10T12:00:00Z"));
        assert!((budget_minutes(0.999, march.minutes()) - 44.58).abs() < 1e-9);
    }

    #[test]
    fn an_outage_over_the_end_of_a_month_is_split() {
        let zone = Zone::parse("America/New_York").unwrap();
        let start = zone
            .resolve(
                chrono::NaiveDate::from_ymd_opt(2026, 1, 31)
                    .unwrap()
                    .and_hms_opt(23, 40, 0)
                    .unwrap(),
            )
            .unwrap();
        let outage = Piece {
            interval: Interval {
                start,
                end: Instant(start.0 + 3_600_000),
            },
            level: WHOLE,
            incident: 0,
        };
        let down = Downtime::of(&[outage]);
        for (day, minutes, share, budget) in [
            ("2026-01-15T12:00:00Z", 20.0, 0.4480, 44.64),
            ("2026-02-15T12:00:00Z", 40.0, 0.9921, 40.32),
        ] {
            let month = zone.calendar(CalendarUnit::Month, at(day));
            let p = Provided::new(
                month.minutes(),
                down.minutes(month, Counting::Weighted),
                0.999,
            );
            assert_eq!(p.downtime, minutes);
            assert!((p.budget - budget).abs() < 1e-9);
            assert!((p.consumed - share).abs() < 5e-5, "{}", p.consumed);
        }
    }

    #[test]
    fn the_worst_impact_counts_at_each_instant() {
        let window = Interval {
            start: at("2026-01-01T00:00:00Z"),
            end: at("2026-01-02T00:00:00Z"),
        };
        let partial = [
            piece("2026-01-01T10:00:00Z", "2026-01-01T11:00:00Z", 1.0, 0),
            piece("2026-01-01T10:30:00Z", "2026-01-01T11:30:00Z", 0.3, 1),
        ];
        assert_eq!(
            Downtime::of(&partial).minutes(window, Counting::Weighted),
            69.0
        );
        assert_eq!(Downtime::of(&partial).minutes(window, Counting::Any), 90.0);
        assert_eq!(
            Downtime::of(&partial).minutes(window, Counting::From { impact: 0.5 }),
            60.0
        );
        let full = [
            partial[0],
            Piece {
                level: WHOLE,
                ..partial[1]
            },
        ];
        assert_eq!(
            Downtime::of(&full).minutes(window, Counting::Weighted),
            90.0
        );
    }

    #[test]
    fn a_budget_can_be_overspent() {
        let p = Provided::new(30.0 * 1440.0, 64.8, 0.999);
        assert!((p.availability - 0.9985).abs() < 1e-12);
        assert!((p.remaining + 21.6).abs() < 1e-9);
        assert!((p.consumed - 1.5).abs() < 1e-9 && (p.burn - 1.5).abs() < 1e-9);
        let none = Provided::new(1440.0, 0.0, 0.999);
        assert_eq!((none.availability, none.nines), (1.0, f64::INFINITY));
        let all = Provided::new(1440.0, 1440.0, 0.999);
        assert_eq!((all.availability, all.nines), (0.0, 0.0));
        assert_eq!(Provided::new(0.0, 0.0, 0.999).availability, 1.0);
    }

    #[test]
    fn the_day_a_budget_runs_out_at_the_present_burn() {
        let asked = Interval {
            start: at("2026-01-01T00:00:00Z"),
            end: at("2026-01-31T00:00:00Z"),
        };
        let observed = Interval {
            end: at("2026-01-11T00:00:00Z"),
            ..asked
        };
        let always = AgreedTime::always();
        // 43.2 minutes for thirty days; 21.6 of them in ten days last ten days more.
        let day = runs_out(21.6, &always, observed, asked, 0.999).unwrap();
        assert!((day.0 - at("2026-01-21T00:00:00Z").0).abs() < 10);
        assert_eq!(runs_out(10.0, &always, observed, asked, 0.999), None);
        assert_eq!(runs_out(100.0, &always, asked, asked, 0.999), None);
        assert_eq!(runs_out(0.0, &always, observed, asked, 0.999), None);
    }

    #[test]
    fn the_moment_a_budget_is_spent() {
        let window = Interval {
            start: at("2026-01-01T00:00:00Z"),
            end: at("2026-01-31T00:00:00Z"),
        };
        let down = Downtime::of(&[
            piece("2026-01-02T00:00:00Z", "2026-01-02T00:30:00Z", 1.0, 0),
            piece("2026-01-05T00:00:00Z", "2026-01-05T01:00:00Z", 0.5, 1),
        ]);
        assert_eq!(
            down.passed(window, Counting::Weighted, 43.2),
            Some(at("2026-01-05T00:26:24Z"))
        );
        assert_eq!(down.passed(window, Counting::Weighted, 60.0), None);
    }

    proptest! {
        #[test]
        fn the_union_is_never_more_than_the_sum_and_agrees_second_by_second(
            rows in prop::collection::vec((0_i64..500, 0_i64..200, 0_i64..=10), 0..12)
        ) {
            let pieces: Vec<Piece> = rows.iter().enumerate().map(|(i, (start, length, tenth))| Piece {
                interval: Interval { start: Instant(start * 1000), end: Instant((start + length) * 1000) },
                level: tenth * WHOLE / 10,
                incident: i as u32,
            }).collect();
            let window = Interval { start: Instant(100_000), end: Instant(400_000) };
            let down = Downtime::of(&pieces);
            for counting in [Counting::Weighted, Counting::Any, Counting::From { impact: 0.5 }] {
                let brute: i64 = (100..400).map(|second| {
                    let now = Interval { start: Instant(second * 1000), end: Instant(second * 1000 + 1000) };
                    pieces.iter().filter(|p| p.interval.start <= now.start && now.end <= p.interval.end)
                        .map(|p| counted(p.level, counting)).max().unwrap_or(0)
                }).sum();
                let minutes = down.minutes(window, counting);
                prop_assert!((minutes - brute as f64 / WHOLE as f64 / 60.0).abs() < 1e-9);
                let sum: f64 = pieces.iter().map(|p| Downtime::of(&[*p]).minutes(window, counting)).sum();
                prop_assert!(minutes <= sum + 1e-9);
                prop_assert!((0.0..=5.0).contains(&minutes));
            }
            let union = any_ms(pieces.iter().map(|p| p.interval), window);
            prop_assert_eq!(union as f64 / MINUTE_MS as f64, down.minutes(window, Counting::Any));
        }
    }
}
