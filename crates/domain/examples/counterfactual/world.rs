//! A stream of revenue with planted incidents, of which the truth is known.
//!
//! Orders an hour are negative binomial: a mean by hour of the week, growing, times a gamma
//! noise that follows an AR(1) from hour to hour (through a Gaussian copula), and Poisson. Within
//! an hour orders fall on minutes at random. Incidents then take orders away, and some come
//! back: what was lost and what came back is counted, order by order.

use ninefold_domain::calendar::LocalDay;
use ninefold_domain::methods::SpecialDays;
use ninefold_domain::money::Currency;
use ninefold_domain::random::Random;
use ninefold_domain::time::{DAY_MS, Instant, Interval, MINUTE_MS, WEEK_MINUTES, Zone};
use statrs::distribution::{ContinuousCDF, Gamma, Normal};

/// What is planted.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Weeks of revenue.
    pub weeks: i64,
    /// Mean orders an hour in the middle of the data.
    pub orders: f64,
    /// Coefficient of variation of the orders of a mean hour.
    pub cv: f64,
    /// Correlation of the noise of an hour with that of the hour before.
    pub memory: f64,
    /// Growth a year.
    pub growth: f64,
    /// Incidents on days like others; one more is on the sale day.
    pub incidents: usize,
    /// Shortest and longest incident, minutes; evenly drawn on the log scale.
    pub minutes: (f64, f64),
    /// Share of the orders that an incident takes.
    pub impact: f64,
    /// Share of those that comes back.
    pub recaptured: f64,
    /// Over how many minutes, fading linearly to nothing.
    pub decay: f64,
    /// Orders of the sale day against another day.
    pub sale: f64,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            weeks: 60,
            orders: 120.0,
            cv: 0.3,
            memory: 0.6,
            growth: 0.2,
            incidents: 24,
            minutes: (60.0, 480.0),
            impact: 0.6,
            recaptured: 0.35,
            decay: 90.0,
            sale: 2.5,
        }
    }
}

/// Units of an order: 30.00 of a currency with two decimals.
const ORDER: i64 = 30_000_000;

/// A planted incident.
#[derive(Debug, Clone, Copy)]
pub struct Planted {
    /// When orders were lost.
    pub interval: Interval,
    /// On the sale day.
    pub on_sale: bool,
    /// Lost and not come back, major units.
    pub net: f64,
}

/// A generated stream.
pub struct World {
    /// What the revenue covers.
    pub span: Interval,
    /// Its currency.
    pub currency: Currency,
    /// The sale day, off the baseline.
    pub special: SpecialDays,
    /// (minute since 1970, units), ascending.
    pub minutes: Vec<(i64, i64)>,
    /// Incidents, ascending.
    pub incidents: Vec<Planted>,
}

/// Quantiles of the gamma noise by quantile of a normal, as a table: drawing it a few thousand
/// times a world by inversion would take most of the time.
pub struct Noise {
    table: Vec<f64>,
}

impl Noise {
    const STEPS: usize = 4_000;
    const EDGE: f64 = 5.0;

    /// Of mean 1, so that a Poisson count around a mean of `orders` has the planned variation.
    pub fn new(plan: &Plan) -> Self {
        let variance = (plan.cv * plan.cv - 1.0 / plan.orders).max(1e-9);
        let shape = 1.0 / variance;
        let gamma = Gamma::new(shape, shape).expect("a positive variance");
        let normal = Normal::standard();
        let table = (0..=Self::STEPS)
            .map(|i| {
                let z = Self::EDGE * (2.0 * i as f64 / Self::STEPS as f64 - 1.0);
                gamma.inverse_cdf(normal.cdf(z))
            })
            .collect();
        Self { table }
    }

    fn at(&self, z: f64) -> f64 {
        let place = (z / Self::EDGE + 1.0) / 2.0 * Self::STEPS as f64;
        let place = place.clamp(0.0, Self::STEPS as f64 - 1e-6);
        let (low, part) = (place as usize, place.fract());
        self.table[low] + (self.table[low + 1] - self.table[low]) * part
    }
}

/// Share of the mean by hour of the week: quiet nights, an evening peak, fuller weekends.
fn shape() -> Vec<f64> {
    let mut hours: Vec<f64> = (0..168)
        .map(|hour| {
            let (day, hour) = (hour / 24, f64::from(hour % 24));
            let bump = |at: f64, width: f64| (-((hour - at) / width).powi(2)).exp();
            let daily = 0.15 + 0.8 * bump(12.0, 3.5) + 1.6 * bump(20.0, 2.5);
            daily * if day >= 5 { 1.3 } else { 1.0 }
        })
        .collect();
    let mean = hours.iter().sum::<f64>() / 168.0;
    for hour in &mut hours {
        *hour /= mean;
    }
    hours
}

fn poisson(random: &mut Random, mean: f64) -> u64 {
    // Large means by their parts, so that exp(−mean) stays far from nothing.
    let mut rest = mean;
    let mut count = 0;
    while rest > 0.0 {
        let part = rest.min(30.0);
        rest -= part;
        let edge = (-part).exp();
        let mut product = random.unit();
        while product > edge {
            count += 1;
            product *= random.unit();
        }
    }
    count
}

/// Draws a world.
pub fn generate(plan: &Plan, noise: &Noise, seed: u64) -> World {
    let mut random = Random::seeded(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x51);
    let start = Instant::parse("2024-01-01T00:00:00Z").expect("a date");
    let span = Interval {
        start,
        end: Instant(start.0 + plan.weeks * WEEK_MINUTES * MINUTE_MS),
    };
    let days = plan.weeks * 7;
    let sale_day = days / 10 + random.below((days * 8 / 10) as usize) as i64;
    let shape = shape();
    let count = (plan.weeks * WEEK_MINUTES) as usize;
    let mut orders = vec![0_u32; count];
    let mut z = random.normal();
    for hour in 0..plan.weeks * 168 {
        let years = (hour as f64 / 168.0 - plan.weeks as f64 / 2.0) / 52.1775;
        let sale = if hour / 24 == sale_day {
            plan.sale
        } else {
            1.0
        };
        let mean =
            plan.orders * shape[(hour % 168) as usize] * (1.0 + plan.growth).powf(years) * sale;
        for _ in 0..poisson(&mut random, mean * noise.at(z)) {
            orders[hour as usize * 60 + random.below(60)] += 1;
        }
        z = plan.memory * z + (1.0 - plan.memory * plan.memory).sqrt() * random.normal();
    }
    let mut incidents = place(plan, &mut random, start, days, sale_day);
    for incident in &mut incidents {
        strike(plan, &mut random, start, &mut orders, incident);
    }
    let first = start.minute();
    let minutes = orders
        .iter()
        .enumerate()
        .filter(|(_, orders)| **orders > 0)
        .map(|(minute, orders)| (first + minute as i64, i64::from(*orders) * ORDER))
        .collect();
    let date = Zone::UTC.local(Instant(start.0 + sale_day * DAY_MS)).date();
    World {
        span,
        currency: Currency::parse("EUR").expect("a currency"),
        special: SpecialDays {
            name: "Sale".into(),
            from: LocalDay(date),
            until: LocalDay(date),
            off_baseline: true,
            holiday: false,
        },
        minutes,
        incidents,
    }
}

/// Incidents at any time of the week, a day apart, one of them on the sale day.
fn place(
    plan: &Plan,
    random: &mut Random,
    start: Instant,
    days: i64,
    sale_day: i64,
) -> Vec<Planted> {
    let mut out: Vec<Planted> = Vec::new();
    while out.len() <= plan.incidents {
        let on_sale = out.is_empty();
        let (low, high) = plan.minutes;
        let minutes = (low * (high / low).powf(random.unit())).round() as i64;
        let room = if on_sale {
            1_440 - minutes - 240
        } else {
            (days - 2) * 1_440
        };
        let from = if on_sale { sale_day * 1_440 } else { 1_440 };
        let minute = from + random.below(room.max(1) as usize) as i64;
        let interval = Interval {
            start: Instant(start.0 + minute * MINUTE_MS),
            end: Instant(start.0 + (minute + minutes) * MINUTE_MS),
        };
        let day = |day: i64| (start.0 + day * DAY_MS, start.0 + (day + 1) * DAY_MS);
        let (sale_start, sale_end) = day(sale_day);
        let apart = |a: Interval, from: i64, until: i64| {
            a.start.0 >= until + DAY_MS || a.end.0 + DAY_MS <= from
        };
        let free = out
            .iter()
            .all(|i| apart(interval, i.interval.start.0, i.interval.end.0));
        if free && (on_sale || apart(interval, sale_start, sale_end)) {
            out.push(Planted {
                interval,
                on_sale,
                net: 0.0,
            });
        }
    }
    out.sort_by_key(|i| i.interval.start);
    out
}

/// Takes orders away, and gives some of them back.
fn strike(
    plan: &Plan,
    random: &mut Random,
    start: Instant,
    orders: &mut [u32],
    incident: &mut Planted,
) {
    let first = (incident.interval.start.minute() - start.minute()) as usize;
    let end = (incident.interval.end.minute() - start.minute()) as usize;
    let (mut lost, mut back) = (0_u32, 0_u32);
    for minute in first..end {
        for _ in 0..orders[minute] {
            if random.unit() >= plan.impact {
                continue;
            }
            orders[minute] -= 1;
            lost += 1;
            if random.unit() < plan.recaptured {
                // The inverse of a density that falls linearly to nothing.
                let delay = plan.decay * (1.0 - random.unit().sqrt());
                let later = end + delay as usize;
                if let Some(minute) = orders.get_mut(later) {
                    *minute += 1;
                    back += 1;
                }
            }
        }
    }
    let value = ORDER as f64 / 1_000_000.0;
    incident.net = f64::from(lost - back) * value;
}
