//! Demand over the weeks: how fast it grows, how far its peaks stand out, what to expect next,
//! and how incident minutes follow it.
//!
//! Demand is revenue that was expected: what each stream's profile earns in a week, times the
//! level of the week's clean hours, so that an outage does not look like a loss of demand. Weeks
//! run from Monday 00:00 UTC, as levels do. A week without enough clean hours takes the level
//! between its neighbours'. Streams that begin or end on the way are chained: the growth from one
//! week to the next is that of the streams which are in both, and the last week has its real
//! sum. So a stream that was connected later is not taken for growth. Only streams in one
//! currency can be added: the workspace's, or where no stream has it, the first stream's.

use crate::analysis::{Analysis, Facts};
use crate::change::t_quantile;
use crate::money::Currency;
use crate::slope::{NoSlope, Slope};
use crate::stats::quantile;
use crate::time::{DAY_MS, Instant, WEEK_MINUTES};

/// Weeks that are forecast.
pub const AHEAD: usize = 13;
/// Weeks in a seasonal year: the same weekday a year ago.
const YEAR: usize = 52;
/// From so many weeks on, this year is compared with the last: a year and a quarter.
const SEASONAL: usize = YEAR + AHEAD;
/// Fewer weeks than this have no yearly rate.
const FEWEST_FOR_RATE: usize = 13;
/// Weeks that a trend starts from.
const RECENT: usize = 8;
/// Fewer past weeks to forecast from than this make no band. The forecasts of one week err
/// together, and those of neighbours almost so: it is the weeks that count, not the comparisons.
const FEWEST_ORIGINS: usize = 12;
/// Fewer weeks than this have no forecast: the shortest past of a trend, and the origins.
const FEWEST_FOR_FORECAST: usize = 2 * RECENT + FEWEST_ORIGINS;

/// Demand of one week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeekDemand {
    /// Monday 00:00 UTC.
    pub start: Instant,
    /// Expected revenue of the week, major units.
    pub demand: f64,
    /// Whether clean hours of this week say so; else it lies between its neighbours.
    pub measured: bool,
    /// Revenue of the week's busiest hour, major units an hour; missing where the revenue data
    /// do not cover the whole week.
    pub peak: Option<f64>,
    /// Minutes of the incidents that began in the week, by the counting rule.
    pub incident_minutes: f64,
    /// Incidents that began in it.
    pub incidents: usize,
}

/// How a yearly rate was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateMethod {
    /// Each week against the same week a year before, up to a year of them: the season cancels.
    YearOnYear,
    /// A straight line through the logarithms of all weeks: a season is taken for growth.
    LogLinear,
}

/// Growth of demand a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct YearlyRate {
    /// 0.2 is 20 % more after a year.
    pub rate: f64,
    /// 90 % interval, whose errors neighbouring weeks share (first-order
    /// autoregression).
    pub interval: (f64, f64),
    /// How.
    pub method: RateMethod,
    /// Weeks compared.
    pub weeks: usize,
}

/// The busiest hour of a week against its average hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PeakToMean {
    /// Median over the weeks.
    pub ratio: f64,
    /// Between which nine of ten weeks lay.
    pub range: (f64, f64),
    /// The highest of all.
    pub highest: f64,
    /// When that week began.
    pub highest_week: Instant,
    /// Weeks behind it.
    pub weeks: usize,
}

/// How a forecast was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForecastMethod {
    /// Seasonal naive × trend: the same week of last year, times the growth of the last quarter
    /// over the same quarter of last year.
    SeasonalNaive,
    /// The geometric mean of the last eight weeks, carried on by a straight line through the
    /// logarithms of all weeks. A season is not in it.
    Trend,
}

/// The peak to expect in a week to come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ForecastWeek {
    /// Monday 00:00 UTC.
    pub start: Instant,
    /// Revenue of its busiest hour, major units an hour.
    pub peak: f64,
    /// Lower end of the band: nine of ten past forecasts erred by a smaller factor.
    pub low: f64,
    /// Upper end of the band.
    pub high: f64,
}

/// The peaks to expect.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// How.
    pub method: ForecastMethod,
    /// The weeks after the last observed one.
    pub weeks: Vec<ForecastWeek>,
    /// Past weeks that were forecast from, behind the band.
    pub origins: usize,
    /// Forecasts of single weeks from there, up to [`AHEAD`] each, compared with what came.
    pub comparisons: usize,
}

/// Why something about growth is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// No stream has revenue with clean weeks.
    NoDemand,
    /// Too few weeks.
    FewWeeks {
        /// How many there are.
        have: usize,
        /// How many it takes.
        need: usize,
    },
    /// Incident minutes against demand have no slope.
    NoSlope(NoSlope),
}

/// How demand grows.
#[derive(Debug, Clone, PartialEq)]
pub struct Growth {
    /// Currency of all amounts; missing without streams.
    pub currency: Option<Currency>,
    /// Positions of the streams in other currencies, which are not in it.
    pub left_out: Vec<usize>,
    /// Weeks, ascending, without gaps.
    pub weeks: Vec<WeekDemand>,
    /// Growth a year.
    pub yearly: Result<YearlyRate, Missing>,
    /// Peaks.
    pub peak_to_mean: Result<PeakToMean, Missing>,
    /// Peaks to expect.
    pub forecast: Result<Forecast, Missing>,
    /// Incident minutes against demand, from the weeks that lie wholly inside what was observed,
    /// beginning with the first that has an incident: whether there were none before, or nobody
    /// wrote them down, the data do not tell, and weeks that only look quiet would be growth.
    pub slope: Result<Slope, Missing>,
    /// Positions in `weeks` that the slope was fitted to.
    pub slope_weeks: std::ops::Range<usize>,
}

impl Growth {
    /// Computes it all: one pass over the minutes of revenue for the peaks, else by weeks.
    #[must_use]
    pub fn of(facts: &Facts<'_>, analysis: &Analysis) -> Self {
        let currency = currency(facts);
        let (streams, left_out): (Vec<usize>, Vec<usize>) =
            (0..facts.streams.len()).partition(|s| Some(facts.streams[*s].currency) == currency);
        let mut weeks = demand(analysis, &streams);
        peaks(facts, analysis, &streams, &mut weeks);
        let slope_weeks = incident_minutes(analysis, &mut weeks);
        let none = |need| {
            if weeks.is_empty() {
                Missing::NoDemand
            } else {
                Missing::FewWeeks {
                    have: weeks.len(),
                    need,
                }
            }
        };
        let year = facts.methods.year.days();
        let slope = {
            let inside = &weeks[slope_weeks.clone()];
            let logs: Vec<f64> = inside.iter().map(|w| w.demand.ln()).collect();
            let minutes: Vec<f64> = inside.iter().map(|w| w.incident_minutes).collect();
            if weeks.is_empty() {
                Err(Missing::NoDemand)
            } else if weeks.iter().all(|w| w.incidents == 0) {
                Err(Missing::NoSlope(NoSlope::FewWithIncidents { have: 0 }))
            } else {
                Slope::of(&logs, &minutes).map_err(Missing::NoSlope)
            }
        };
        Self {
            currency,
            left_out,
            yearly: yearly(&weeks, year).ok_or_else(|| none(FEWEST_FOR_RATE)),
            peak_to_mean: peak_to_mean(&weeks).ok_or_else(|| none(1)),
            forecast: forecast(&weeks).ok_or_else(|| none(FEWEST_FOR_FORECAST)),
            slope,
            slope_weeks,
            weeks,
        }
    }

    /// Minutes a week that the slope expects at a demand, where there is a slope.
    #[must_use]
    pub fn minutes_at(&self, demand: f64) -> Option<f64> {
        let slope = self.slope.as_ref().ok()?;
        let inside = &self.weeks[self.slope_weeks.clone()];
        let mean = inside.iter().map(|w| w.demand.ln()).sum::<f64>() / inside.len() as f64;
        Some((slope.fit.intercept + slope.fit.slope * (demand.ln() - mean)).exp())
    }
}

/// The one currency that demand is added up in.
fn currency(facts: &Facts<'_>) -> Option<Currency> {
    let own = facts.methods.currency;
    if facts.streams.iter().any(|s| s.currency == own) {
        Some(own)
    } else {
        facts.streams.first().map(|s| s.currency)
    }
}

/// Monday 00:00 UTC of a week counted from the Monday before 1970, as levels are.
fn start_of(week: i64) -> Instant {
    // 1970-01-01 was a Thursday.
    Instant(week * 7 * DAY_MS - 3 * DAY_MS)
}

/// The week that holds an instant.
fn week_of(at: Instant) -> i64 {
    (at.0 + 3 * DAY_MS).div_euclid(7 * DAY_MS)
}

/// A stream's demand by week, without gaps from its first measured week to its last.
struct StreamWeeks {
    first: i64,
    /// (demand, measured).
    weeks: Vec<(f64, bool)>,
}

impl StreamWeeks {
    fn of(analysis: &Analysis, stream: usize) -> Option<Self> {
        let velocity = analysis.velocity(stream);
        let usual = velocity.mean_per_minute() * WEEK_MINUTES as f64;
        // A week of nothing has no logarithm, and is no demand to grow from.
        let levels: Vec<(i64, f64)> = velocity
            .weekly_levels()
            .iter()
            .copied()
            .filter(|(_, level)| level * usual > 0.0)
            .collect();
        let (first, level) = *levels.first()?;
        let mut weeks = vec![(level * usual, true)];
        for pair in levels.windows(2) {
            let ((from, a), (until, b)) = (pair[0], pair[1]);
            for week in from + 1..=until {
                let part = (week - from) as f64 / (until - from) as f64;
                let level = a.powf(1.0 - part) * b.powf(part);
                weeks.push((level * usual, week == until));
            }
        }
        Some(Self { first, weeks })
    }

    fn at(&self, week: i64) -> Option<(f64, bool)> {
        let at = usize::try_from(week - self.first).ok()?;
        self.weeks.get(at).copied()
    }
}

/// Demand of all streams together, chained backwards from the last week.
fn demand(analysis: &Analysis, streams: &[usize]) -> Vec<WeekDemand> {
    let each: Vec<StreamWeeks> = streams
        .iter()
        .filter_map(|s| StreamWeeks::of(analysis, *s))
        .collect();
    let last_of = |s: &StreamWeeks| s.first + s.weeks.len() as i64 - 1;
    let (Some(first), Some(last)) = (
        each.iter().map(|s| s.first).min(),
        each.iter().map(last_of).max(),
    ) else {
        return Vec::new();
    };
    let sum = |week: i64| -> f64 { each.iter().filter_map(|s| s.at(week)).map(|(d, _)| d).sum() };
    let mut weeks = Vec::new();
    let mut chained = sum(last);
    for week in (first..=last).rev() {
        if week < last {
            let (mut now, mut next) = (0.0, 0.0);
            for stream in &each {
                if let (Some((a, _)), Some((b, _))) = (stream.at(week), stream.at(week + 1)) {
                    now += a;
                    next += b;
                }
            }
            // Where no stream goes on from one week to the next, what is before is about others.
            if next <= 0.0 {
                break;
            }
            chained *= now / next;
        }
        weeks.push(WeekDemand {
            start: start_of(week),
            demand: chained,
            measured: each.iter().filter_map(|s| s.at(week)).all(|(_, m)| m),
            peak: None,
            incident_minutes: 0.0,
            incidents: 0,
        });
    }
    weeks.reverse();
    weeks
}

/// The position in ascending weeks without gaps.
fn position(weeks: &[WeekDemand], at: Instant) -> Option<usize> {
    let first = week_of(weeks.first()?.start);
    let index = usize::try_from(week_of(at) - first).ok()?;
    (index < weeks.len()).then_some(index)
}

/// The busiest hour of each week that every stream with revenue covers in full.
fn peaks(facts: &Facts<'_>, analysis: &Analysis, streams: &[usize], weeks: &mut [WeekDemand]) {
    let Some(first) = weeks.first().map(|w| w.start.minute().div_euclid(60)) else {
        return;
    };
    let covered: Vec<_> = streams
        .iter()
        .filter_map(|s| analysis.covered[*s])
        .collect();
    let from = covered.iter().map(|c| c.start).max();
    let until = covered.iter().map(|c| c.end).min();
    let mut hours = vec![0_i128; weeks.len() * 168];
    for stream in streams {
        for minute in &facts.revenue[*stream] {
            let hour = minute.minute.div_euclid(60) - first;
            if let Some(sum) = usize::try_from(hour).ok().and_then(|h| hours.get_mut(h)) {
                *sum += i128::from(minute.units);
            }
        }
    }
    let scale = streams
        .first()
        .map_or(1.0, |s| facts.streams[*s].currency.units_per_major() as f64);
    for (week, hours) in weeks.iter_mut().zip(hours.chunks(168)) {
        let end = Instant(week.start.0 + 7 * DAY_MS);
        if from.is_some_and(|from| from <= week.start) && until.is_some_and(|until| end <= until) {
            let peak = hours
                .iter()
                .max()
                .map_or(0.0, |units| *units as f64 / scale);
            week.peak = (peak > 0.0).then_some(peak);
        }
    }
}

/// Puts each incident's minutes to the week in which it began, because that is when demand had
/// its say; and tells which weeks were observed in full.
fn incident_minutes(analysis: &Analysis, weeks: &mut [WeekDemand]) -> std::ops::Range<usize> {
    for cost in analysis.costs.iter().filter(|c| c.counts) {
        if let Some(at) = position(weeks, cost.span.start) {
            weeks[at].incident_minutes += cost.bad_minutes;
            weeks[at].incidents += 1;
        }
    }
    let observed = analysis.observed;
    let end = observed.end.min(analysis.as_of);
    let from = weeks.partition_point(|w| w.start < observed.start);
    let until = weeks.partition_point(|w| w.start.0 + 7 * DAY_MS <= end.0);
    let first = weeks.iter().position(|w| w.incidents > 0);
    let from = first.map_or(until, |first| first.max(from));
    from.min(until)..until
}

fn yearly(weeks: &[WeekDemand], year_days: f64) -> Option<YearlyRate> {
    let logs: Vec<f64> = weeks.iter().map(|w| w.demand.ln()).collect();
    let n = logs.len();
    let (growth, error, weeks, method) = if n >= SEASONAL {
        let from = n.saturating_sub(YEAR).max(YEAR);
        let differences: Vec<f64> = (from..n).map(|i| logs[i] - logs[i - YEAR]).collect();
        let (mean, error) = mean_with_error(&differences);
        // From 52 weeks to a year.
        let stretch = year_days / (YEAR as f64 * 7.0);
        (
            mean * stretch,
            error * stretch,
            differences.len(),
            RateMethod::YearOnYear,
        )
    } else if n >= FEWEST_FOR_RATE {
        let line = Line::through(&logs);
        let stretch = year_days / 7.0;
        (
            line.slope * stretch,
            line.error * stretch,
            n,
            RateMethod::LogLinear,
        )
    } else {
        return None;
    };
    let half = t_quantile(weeks as f64 - 2.0)? * error;
    Some(YearlyRate {
        rate: growth.exp() - 1.0,
        interval: ((growth - half).exp() - 1.0, (growth + half).exp() - 1.0),
        method,
        weeks,
    })
}

/// By how much the variance of a fit grows because neighbouring residuals err together:
/// (1 + ρ) ÷ (1 − ρ) of an autoregression of the first order. `spent` parameters were fitted,
/// which draws ρ down by about (1 + 4ρ) each for the number of residuals; that is put back.
fn inflation(residuals: &[f64], spent: f64) -> f64 {
    let n = residuals.len() as f64;
    let own: f64 = residuals.iter().map(|r| r * r).sum();
    if own <= 0.0 {
        return 1.0;
    }
    let next: f64 = residuals.windows(2).map(|w| w[0] * w[1]).sum();
    let found = next / own;
    let rho = (found + (spent + 4.0 * found) / n).clamp(0.0, 0.9);
    (1.0 + rho) / (1.0 - rho)
}

/// Mean and its standard error.
fn mean_with_error(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let residuals: Vec<f64> = values.iter().map(|v| v - mean).collect();
    let square: f64 = residuals.iter().map(|r| r * r).sum();
    let error = (square / (n - 1.0) / n * inflation(&residuals, 1.0)).sqrt();
    (mean, error)
}

/// A least-squares line through values at 0, 1, 2 …
struct Line {
    /// At the middle position.
    mean: f64,
    slope: f64,
    /// Standard error of the slope.
    error: f64,
    middle: f64,
}

impl Line {
    fn through(values: &[f64]) -> Self {
        let n = values.len() as f64;
        let middle = (n - 1.0) / 2.0;
        let mean = values.iter().sum::<f64>() / n;
        let x = |i: usize| i as f64 - middle;
        let square: f64 = (0..values.len()).map(|i| x(i) * x(i)).sum();
        let slope = values
            .iter()
            .enumerate()
            .map(|(i, y)| x(i) * (y - mean))
            .sum::<f64>()
            / square;
        let residuals: Vec<f64> = values
            .iter()
            .enumerate()
            .map(|(i, y)| y - mean - slope * x(i))
            .collect();
        let noise: f64 = residuals.iter().map(|r| r * r).sum::<f64>() / (n - 2.0);
        let error = (noise / square * inflation(&residuals, 2.0)).sqrt();
        Self {
            mean,
            slope,
            error,
            middle,
        }
    }

    fn at(&self, position: f64) -> f64 {
        self.mean + self.slope * (position - self.middle)
    }
}

fn peak_to_mean(weeks: &[WeekDemand]) -> Option<PeakToMean> {
    let ratios: Vec<(f64, Instant)> = weeks
        .iter()
        .filter_map(|w| Some((w.peak? * 168.0 / w.demand, w.start)))
        .collect();
    let highest = *ratios
        .iter()
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))?;
    let mut sorted: Vec<f64> = ratios.iter().map(|(ratio, _)| *ratio).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    Some(PeakToMean {
        ratio: quantile(&sorted, 0.5)?,
        range: (quantile(&sorted, 0.05)?, quantile(&sorted, 0.95)?),
        highest: highest.0,
        highest_week: highest.1,
        weeks: sorted.len(),
    })
}

/// Logarithm of the peak `ahead` weeks (1 and more) after the last of `logs`.
fn expected_peak(logs: &[f64], ahead: usize, method: ForecastMethod) -> f64 {
    let n = logs.len();
    match method {
        ForecastMethod::SeasonalNaive => {
            let growth = (n - AHEAD..n)
                .map(|i| logs[i] - logs[i - YEAR])
                .sum::<f64>()
                / AHEAD as f64;
            logs[n + ahead - 1 - YEAR] + growth
        }
        ForecastMethod::Trend => {
            let line = Line::through(logs);
            let recent = &logs[n - RECENT..];
            let level = recent.iter().sum::<f64>() / RECENT as f64;
            let middle = n as f64 - 1.0 - (RECENT as f64 - 1.0) / 2.0;
            let position = (n - 1 + ahead) as f64;
            level + line.at(position) - line.at(middle)
        }
    }
}

/// The peaks of the next weeks. The band is that of past errors: the same forecast is made from
/// every earlier week on and compared with what came; all its horizons are taken together, as
/// the farther ones are too few to stand alone.
fn forecast(weeks: &[WeekDemand]) -> Option<Forecast> {
    // The last stretch of weeks that all have a peak.
    let end = weeks.iter().rposition(|w| w.peak.is_some())? + 1;
    let start = weeks[..end]
        .iter()
        .rposition(|w| w.peak.is_none())
        .map_or(0, |gap| gap + 1);
    let logs: Vec<f64> = weeks[start..end]
        .iter()
        .filter_map(|w| w.peak)
        .map(f64::ln)
        .collect();
    let n = logs.len();
    if n < FEWEST_FOR_FORECAST {
        return None;
    }
    let errors_of = |method: ForecastMethod, first: usize| -> Vec<f64> {
        let mut errors: Vec<f64> = (first..n)
            .flat_map(|origin| {
                let logs = &logs;
                (1..=AHEAD.min(n - origin)).map(move |ahead| {
                    let error =
                        logs[origin + ahead - 1] - expected_peak(&logs[..origin], ahead, method);
                    error.abs()
                })
            })
            .collect();
        errors.sort_unstable_by(f64::total_cmp);
        errors
    };
    let (method, first) = if n >= SEASONAL + FEWEST_ORIGINS {
        (ForecastMethod::SeasonalNaive, SEASONAL)
    } else {
        (ForecastMethod::Trend, 2 * RECENT)
    };
    let errors = errors_of(method, first);
    let band = quantile(&errors, 0.9)?;
    Some(Forecast {
        method,
        weeks: (1..=AHEAD)
            .map(|ahead| {
                let log = expected_peak(&logs, ahead, method);
                ForecastWeek {
                    start: Instant(weeks[end - 1].start.0 + ahead as i64 * 7 * DAY_MS),
                    peak: log.exp(),
                    low: (log - band).exp(),
                    high: (log + band).exp(),
                }
            })
            .collect(),
        origins: n - first,
        comparisons: errors.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::StreamId;
    use crate::random::Random;
    use crate::record::{MinuteSum, Stream};
    use crate::worlds::{FIRST, World};

    /// Growth of a year, as the logarithm of a week.
    fn weekly(rate: f64) -> f64 {
        (1.0 + rate).ln() / 365.0 * 7.0
    }

    /// Revenue of an hour: 1,000, in the tenth hour of every day 3,000, some noise.
    fn hour(random: &mut Random, hour: i64) -> f64 {
        let shape = if hour % 24 == 10 { 3_000.0 } else { 1_000.0 };
        shape * (1.0 + 0.05 * random.normal())
    }

    fn bare(logs: impl IntoIterator<Item = f64>) -> Vec<WeekDemand> {
        logs.into_iter()
            .enumerate()
            .map(|(week, log)| WeekDemand {
                start: start_of(week as i64),
                demand: log.exp(),
                measured: true,
                peak: Some((log - 4.0_f64).exp()),
                incident_minutes: 0.0,
                incidents: 0,
            })
            .collect()
    }

    /// A yearly season of a fifth up and down.
    fn season(week: i64) -> f64 {
        0.2 * (std::f64::consts::TAU * week as f64 / 52.0).sin()
    }

    #[test]
    fn growth_peaks_and_forecast_of_two_years() {
        let mut random = Random::seeded(1);
        let mut world = World::new(7 * 110);
        world.earn(110, |week, h| {
            hour(&mut random, h) * (weekly(0.2) * week as f64 + season(week)).exp()
        });
        let analysis = world.analyse();
        let growth = Growth::of(&world.facts(), &analysis);
        assert_eq!(growth.weeks.len(), 110);
        assert_eq!(growth.weeks[0].start, FIRST);
        assert!(growth.weeks.iter().all(|w| w.measured && w.peak.is_some()));
        let yearly = growth.yearly.unwrap();
        assert_eq!((yearly.method, yearly.weeks), (RateMethod::YearOnYear, 52));
        assert!((yearly.rate - 0.2).abs() < 0.01, "{yearly:?}");
        assert!(
            yearly.interval.0 < 0.2 && 0.2 < yearly.interval.1 + 0.005,
            "{yearly:?}"
        );
        // 7 × 3,000 + 161 × 1,000 over 168 hours: 1,083 on average; the highest of seven noisy
        // hours is some 1.35 deviations above its own.
        let peaks = growth.peak_to_mean.unwrap();
        assert_eq!(peaks.weeks, 110);
        assert!((2.85..3.1).contains(&peaks.ratio), "{peaks:?}");
        assert!(peaks.range.0 <= peaks.ratio && peaks.ratio <= peaks.range.1);
        let forecast = growth.forecast.unwrap();
        assert_eq!(forecast.method, ForecastMethod::SeasonalNaive);
        assert_eq!(forecast.weeks.len(), 13);
        assert_eq!(forecast.weeks[0].start.0, FIRST.0 + 110 * 7 * DAY_MS);
        let near = forecast
            .weeks
            .iter()
            .enumerate()
            .filter(|(k, week)| {
                let real =
                    3_200.0 * (weekly(0.2) * (110 + k) as f64 + season(110 + *k as i64)).exp();
                week.low < real && real < week.high && (week.peak / real - 1.0).abs() < 0.1
            })
            .count();
        assert!(near >= 10, "{forecast:?}");
        assert_eq!(
            growth.slope,
            Err(Missing::NoSlope(NoSlope::FewWithIncidents { have: 0 }))
        );
    }

    #[test]
    fn a_yearly_rate_covers_the_truth_in_nine_of_ten_worlds() {
        let mut random = Random::seeded(8);
        for (weeks, seasonal) in [(110_i64, true), (40, false)] {
            let worlds = 400;
            let covered = (0..worlds)
                .filter(|_| {
                    let mut noise = 0.0;
                    let logs: Vec<f64> = (0..weeks)
                        .map(|week| {
                            noise = 0.3 * noise + 0.04 * random.normal();
                            let season = if seasonal { season(week) } else { 0.0 };
                            10.0 + weekly(0.2) * week as f64 + season + noise
                        })
                        .collect();
                    let yearly = yearly(&bare(logs), 365.0).unwrap();
                    yearly.interval.0 <= 0.2 && 0.2 <= yearly.interval.1
                })
                .count();
            // 90 % of 400 is 360 ± 6; errors that follow each other cost a little.
            assert!((332..=380).contains(&covered), "{weeks} weeks: {covered}");
        }
    }

    #[test]
    fn the_band_of_the_forecast_holds_what_comes() {
        let mut random = Random::seeded(12);
        for (weeks, method) in [
            (130_i64, ForecastMethod::SeasonalNaive),
            (45, ForecastMethod::Trend),
        ] {
            let (mut held, mut all) = (0, 0);
            for _ in 0..60 {
                let logs: Vec<f64> = (0..weeks + 13)
                    .map(|week| 10.0 + weekly(0.3) * week as f64 + 0.08 * random.normal())
                    .collect();
                let past = bare(logs[..weeks as usize].iter().copied());
                let forecast = forecast(&past).unwrap();
                assert_eq!(forecast.method, method);
                for (week, real) in forecast.weeks.iter().zip(&logs[weeks as usize..]) {
                    let real = (real - 4.0).exp();
                    held += usize::from(week.low <= real && real <= week.high);
                    all += 1;
                }
            }
            let share = f64::from(held as u32) / f64::from(all);
            assert!((0.82..=0.97).contains(&share), "{method:?}: {share}");
        }
    }

    #[test]
    fn a_band_counts_the_weeks_it_was_forecast_from() {
        let of = |weeks: i64| {
            let found = forecast(&bare((0..weeks).map(|week| 10.0 + 0.01 * week as f64)));
            found.map(|f| (f.method, f.origins, f.comparisons))
        };
        assert_eq!(of(27), None);
        // 12 weeks, and what came after each: 12 + 11 + … + 1.
        assert_eq!(of(28), Some((ForecastMethod::Trend, 12, 78)));
        assert_eq!(of(76), Some((ForecastMethod::Trend, 60, 48 * 13 + 78)));
        assert_eq!(of(77), Some((ForecastMethod::SeasonalNaive, 12, 78)));
    }

    #[test]
    fn a_stream_that_is_connected_later_is_no_growth() {
        let mut world = World::new(7 * 30);
        world.earn(30, |_, _| 1_000.0);
        let late = world.revenue[0][15 * 168..].to_vec();
        world.revenue.push(late);
        world.streams.push(Stream {
            id: StreamId(2),
            name: "subscriptions".into(),
            ..world.streams[0].clone()
        });
        let analysis = world.analyse();
        let growth = Growth::of(&world.facts(), &analysis);
        assert_eq!(growth.weeks.len(), 30);
        for week in &growth.weeks {
            assert!((week.demand - 336_000.0).abs() < 1.0, "{week:?}");
        }
        assert!(growth.yearly.unwrap().rate.abs() < 1e-9);
        // Only where both are in full can a peak be told.
        assert_eq!(growth.peak_to_mean.unwrap().weeks, 15);
    }

    #[test]
    fn weeks_lost_to_an_outage_lie_between_their_neighbours() {
        let mut world = World::new(7 * 30);
        world.earn(30, |week, _| {
            if (10..12).contains(&week) {
                0.0
            } else {
                1_000.0
            }
        });
        world.incident(1, 10 * 7 * 1440, 2.0 * 7.0 * 1440.0);
        let analysis = world.analyse();
        let growth = Growth::of(&world.facts(), &analysis);
        let gap: Vec<usize> = (0..30).filter(|i| !growth.weeks[*i].measured).collect();
        assert_eq!(gap, [10, 11]);
        assert!(
            growth
                .weeks
                .iter()
                .all(|w| (w.demand - 168_000.0).abs() < 1.0)
        );
        assert_eq!(growth.weeks[10].incident_minutes, 2.0 * 7.0 * 1440.0);
        assert_eq!(
            (growth.weeks[10].peak, growth.weeks[10].incidents),
            (None, 1)
        );
    }

    #[test]
    fn incident_minutes_that_outgrow_demand_are_found() {
        let mut random = Random::seeded(3);
        let mut world = World::new(7 * 104);
        let level = |week: i64| weekly(1.0) * week as f64;
        world.earn(104, |week, h| hour(&mut random, h) * level(week).exp());
        for week in 0..104 {
            let mut minutes = 60.0 * (1.5 * level(week)).exp();
            let mut k = 0;
            while minutes > 0.0 {
                let length = minutes.min(60.0);
                world.incident(1, week * 7 * 1440 + k * 300, length);
                minutes -= length;
                k += 1;
            }
        }
        let analysis = world.analyse();
        let growth = Growth::of(&world.facts(), &analysis);
        let slope = growth.slope.unwrap();
        assert!((slope.fit.slope - 1.5).abs() < 0.05, "{slope:?}");
        assert!(slope.interval.0 > 1.0);
        let last = growth.weeks[103].demand;
        let expected = growth.minutes_at(last).unwrap();
        assert!((expected / growth.weeks[103].incident_minutes - 1.0).abs() < 0.1);
    }

    #[test]
    fn a_log_that_begins_late_is_not_taken_for_growth() {
        let mut random = Random::seeded(5);
        let mut world = World::new(7 * 104);
        world.earn(104, |week, h| {
            hour(&mut random, h) * (weekly(0.5) * week as f64).exp()
        });
        // Nobody wrote anything down in the first year; since then it is the same every week.
        for week in 52..104 {
            world.incident(1, week * 7 * 1440, 60.0);
        }
        let analysis = world.analyse();
        let growth = Growth::of(&world.facts(), &analysis);
        assert_eq!(growth.slope_weeks, 52..104);
        assert!(growth.slope.unwrap().fit.slope.abs() < 1e-6);
    }

    #[test]
    fn currencies_are_not_added_up_and_no_revenue_is_an_answer() {
        let mut world = World::new(7 * 30);
        let analysis = world.analyse();
        let growth = Growth::of(&world.facts(), &analysis);
        assert_eq!(growth.yearly, Err(Missing::NoDemand));
        assert_eq!(growth.forecast, Err(Missing::NoDemand));
        assert_eq!(growth.slope, Err(Missing::NoDemand));
        world.earn(4, |_, _| 100.0);
        world.revenue.push(vec![MinuteSum {
            minute: FIRST.minute(),
            units: 1,
            rows: 1,
        }]);
        world.streams.push(Stream {
            id: StreamId(2),
            currency: Currency::parse("USD").unwrap(),
            ..world.streams[0].clone()
        });
        let analysis = world.analyse();
        let growth = Growth::of(&world.facts(), &analysis);
        assert_eq!(growth.left_out, [1]);
        assert_eq!(growth.weeks.len(), 4);
        assert_eq!(growth.yearly, Err(Missing::FewWeeks { have: 4, need: 13 }));
    }
}
