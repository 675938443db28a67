//! Revenue of the sample, order by order, summed by minute.
//!
//! Orders of an hour are Poisson around growth × season × hour of the week × noise, so that
//! counts scatter more than Poisson over longer times, as real demand does. An order that falls
//! into an incident is lost with the probability that the incident's impact and the stream's
//! dependence give; of the lost ones a planted share comes back after the end.

use super::company::{
    Basket, NOISE, NOISE_MEMORY, REACH, RETURN_LIMIT, RETURN_MINUTES, STREAM_PLANS, StreamPlan,
};
use super::truth::Truth;
use ninefold_domain::record::{Incident, IncidentKind, MinuteSum, Service};
use ninefold_domain::time::{Instant, Interval, OffsetTable, Zone};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Exp, LogNormal, Poisson, StandardNormal};

/// 1/10,000 cents in a cent.
const CENT: i64 = 10_000;
/// No order is larger than 20,000 EUR.
const ORDER_LIMIT_CENTS: f64 = 2_000_000.0;

/// One minute in which orders are lost.
struct LossMinute {
    minute: i64,
    /// Probability that an order of this minute is lost.
    lost: f64,
    /// First minute after the stretch of losses.
    until: i64,
}

/// The minutes of a stream in which orders are lost, ascending.
fn loss_minutes(
    stream: usize,
    incidents: &[Incident],
    services: &[Service],
    severity: impl Fn(&Incident) -> f64,
) -> Vec<LossMinute> {
    let mut parts: Vec<(Interval, f64)> = Vec::new();
    for incident in incidents.iter().filter(|i| i.kind == IncidentKind::Normal) {
        for impact in &incident.impacts {
            let Some(service) = services.iter().position(|s| s.id == impact.service) else {
                continue;
            };
            let end = impact.end.or(incident.resolved).unwrap_or(impact.start);
            let share = impact.share.unwrap_or_else(|| severity(incident)) * REACH[service][stream];
            if share > 0.0 && end > impact.start {
                parts.push((
                    Interval {
                        start: impact.start,
                        end,
                    },
                    share,
                ));
            }
        }
    }
    let mut edges: Vec<Instant> = parts.iter().flat_map(|(i, _)| [i.start, i.end]).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut minutes: Vec<LossMinute> = Vec::new();
    for pair in edges.windows(2) {
        let piece = Interval {
            start: pair[0],
            end: pair[1],
        };
        // The worst of those open counts, once.
        let share = parts
            .iter()
            .filter(|(i, _)| i.start <= piece.start && piece.end <= i.end)
            .map(|(_, share)| *share)
            .fold(0.0, f64::max);
        if share <= 0.0 {
            continue;
        }
        for minute in piece.start.minute()..=Instant(piece.end.0 - 1).minute() {
            let whole = Interval {
                start: Instant::of_minute(minute),
                end: Instant::of_minute(minute + 1),
            };
            let part = piece.clip(whole).minutes() * share;
            match minutes.last_mut() {
                Some(last) if last.minute == minute => last.lost += part,
                _ => minutes.push(LossMinute {
                    minute,
                    lost: part,
                    until: 0,
                }),
            }
        }
    }
    let mut until = i64::MIN;
    for index in (0..minutes.len()).rev() {
        let joined = minutes
            .get(index + 1)
            .is_some_and(|next| next.minute == minutes[index].minute + 1);
        if !joined {
            until = minutes[index].minute + 1;
        }
        minutes[index].until = until;
    }
    minutes
}

/// Draws amounts in units of 1/10,000 of a cent.
enum Amounts {
    Order(LogNormal<f64>),
    Plans(&'static [(i64, f64)]),
}

impl Amounts {
    fn new(basket: &Basket) -> Self {
        match basket {
            Basket::Order(mean, sigma) => {
                // The mean of a lognormal lies sigma²/2 above its median, on the log scale.
                let mu = (mean * 100.0).ln() - sigma * sigma / 2.0;
                match LogNormal::new(mu, *sigma) {
                    Ok(law) => Self::Order(law),
                    Err(_) => Self::Plans(&[]),
                }
            }
            Basket::Plans(plans) => Self::Plans(plans),
        }
    }

    fn draw(&self, rng: &mut ChaCha8Rng) -> i64 {
        match self {
            Self::Order(law) => law.sample(rng).round().clamp(1.0, ORDER_LIMIT_CENTS) as i64 * CENT,
            Self::Plans(plans) => {
                let mut left: f64 = rng.random();
                for (cents, share) in *plans {
                    left -= share;
                    if left < 0.0 {
                        return cents * CENT;
                    }
                }
                plans.last().map_or(0, |(cents, _)| cents * CENT)
            }
        }
    }
}

/// Poisson; 0 where nothing is expected.
pub(super) fn poisson(rng: &mut ChaCha8Rng, mean: f64) -> u32 {
    match Poisson::new(mean) {
        Ok(law) => law.sample(rng) as u32,
        Err(_) => 0,
    }
}

/// A stream's minute sums, what was lost and how much of it came back.
#[derive(Default)]
pub(super) struct Drawn {
    pub(super) minutes: Vec<MinuteSum>,
    /// Probability of loss × amount, in units.
    pub(super) planted_loss: f64,
    pub(super) lost: i64,
    pub(super) lost_orders: u32,
    pub(super) returned_orders: u32,
}

/// Draws the revenue of one stream.
pub(super) fn draw(
    seed: u64,
    stream: usize,
    truth: &Truth,
    zone: Zone,
    incidents: &[Incident],
    services: &[Service],
    severity: impl Fn(&Incident) -> f64,
) -> Drawn {
    let plan: &StreamPlan = &STREAM_PLANS[stream];
    let losses = loss_minutes(stream, incidents, services, severity);
    // What is lost and what returns has its own randomness: another incident changes the orders
    // of its own time and no others.
    let mut rng = super::rng(seed, 10 + 2 * stream as u64);
    let mut fate = super::rng(seed, 11 + 2 * stream as u64);
    let amounts = Amounts::new(&plan.basket);
    let row_mean = plan.basket.mean() * (1.0 - 2.0 * plan.refunds);
    let offsets = OffsetTable::new(zone, truth.span);
    let (first, end) = (truth.span.start.minute(), truth.span.end.minute());
    let innovation = NOISE * (1.0 - NOISE_MEMORY * NOISE_MEMORY).sqrt();
    let mut noise: f64 = NOISE * rng.sample::<f64, _>(StandardNormal);
    let mut drawn = Drawn::default();
    let mut back: Vec<(i64, i64)> = Vec::new();
    let mut at = 0;
    let mut hour = first;
    while hour < end {
        let slot = (offsets.minute_of_week(hour) / 60) as usize;
        let expected = truth.expected(stream, Instant::of_minute(hour), slot) / row_mean;
        let level = (noise - NOISE * NOISE / 2.0).exp();
        noise = NOISE_MEMORY * noise + innovation * rng.sample::<f64, _>(StandardNormal);
        let orders = poisson(&mut rng, expected * 60.0 * level);
        while at < losses.len() && losses[at].minute < hour {
            at += 1;
        }
        let here = &losses[at..];
        let here = &here[..here
            .iter()
            .take(60)
            .take_while(|l| l.minute < hour + 60)
            .count()];
        let mut sums = [(0_i64, 0_u32); 60];
        for _ in 0..orders {
            // One draw gives the minute and whether it is a refund.
            let bits: u64 = rng.random();
            let minute = ((bits >> 32) * 60) >> 32;
            let refund = ((bits & 0xffff_ffff) as f64) < plan.refunds * 4_294_967_296.0;
            let amount = amounts.draw(&mut rng);
            let amount = if refund { -amount } else { amount };
            let loss = here.iter().find(|l| l.minute == hour + minute as i64);
            if let Some(loss) = loss {
                drawn.planted_loss += loss.lost * amount as f64;
                if fate.random::<f64>() < loss.lost {
                    drawn.lost += amount;
                    drawn.lost_orders += 1;
                    if let Some(minute) = comes_back(&mut fate, loss.until, plan, end) {
                        back.push((minute, amount));
                        drawn.returned_orders += 1;
                    }
                    continue;
                }
            }
            let sum = &mut sums[minute as usize];
            sum.0 += amount;
            sum.1 += 1;
        }
        for (offset, (units, rows)) in (0..).zip(sums) {
            if rows > 0 {
                drawn.minutes.push(MinuteSum {
                    minute: hour + offset,
                    units,
                    rows,
                });
            }
        }
        hour += 60;
    }
    drawn.minutes = merge(drawn.minutes, back);
    drawn
}

/// The minute at which a lost order comes back, if it does.
fn comes_back(fate: &mut ChaCha8Rng, until: i64, plan: &StreamPlan, end: i64) -> Option<i64> {
    if fate.random::<f64>() >= plan.recaptured {
        return None;
    }
    let law = Exp::new(1.0 / RETURN_MINUTES).ok()?;
    // Drawn again above the limit: the law is cut off, not piled up.
    let delay = (0..64)
        .map(|_| law.sample(fate))
        .find(|delay| *delay < RETURN_LIMIT)?;
    Some(until + delay as i64).filter(|minute| *minute < end)
}

/// Adds the orders that came back to the minutes they came back in.
fn merge(minutes: Vec<MinuteSum>, mut back: Vec<(i64, i64)>) -> Vec<MinuteSum> {
    back.sort_unstable();
    let mut out: Vec<MinuteSum> = Vec::with_capacity(minutes.len() + back.len());
    let mut back = back.into_iter().peekable();
    let mut add = |out: &mut Vec<MinuteSum>, up_to: i64| {
        while let Some((minute, units)) = back.next_if(|(minute, _)| *minute <= up_to) {
            match out.last_mut() {
                Some(last) if last.minute == minute => {
                    last.units += units;
                    last.rows += 1;
                }
                _ => out.push(MinuteSum {
                    minute,
                    units,
                    rows: 1,
                }),
            }
        }
    };
    for sum in minutes {
        add(&mut out, sum.minute - 1);
        out.push(sum);
        add(&mut out, sum.minute);
    }
    add(&mut out, i64::MAX);
    out
}
