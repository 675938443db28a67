//! What each method says about a world, and how that compares with the truth.

use crate::world::{Noise, Plan, World, generate};
use ninefold_domain::cost::Z90;
use ninefold_domain::counterfactual::{Counterfactual, Learning};
use ninefold_domain::methods::Profile;
use ninefold_domain::observed::Observed;
use ninefold_domain::time::{Interval, Zone};
use ninefold_domain::velocity::{DirtyMinutes, ThinSlots, Velocity};

/// The methods compared, see [`estimate`].
pub const METHODS: [&str; 7] = [
    "flat",
    "hour of week",
    "hour of week x level",
    "flat, expected - observed",
    "hour of week, expected - observed",
    "hour of week x level, expected - observed",
    "counterfactual",
];

/// Minutes after an incident in which revenue may come back: the default of the application.
const RECOVERY_MINUTES: f64 = 240.0;

/// A net loss, its 90 % range and its standard deviation, major units.
#[derive(Clone, Copy)]
pub struct Estimate {
    net: f64,
    low: f64,
    high: f64,
    deviation: f64,
}

impl Estimate {
    fn normal(net: f64, deviation: f64) -> Self {
        Self {
            net,
            low: net - Z90 * deviation,
            high: net + Z90 * deviation,
            deviation,
        }
    }
}

/// The net loss of each incident of a world by each method.
///
/// The first three are impact × expected revenue, as tools without observed revenue have it. The
/// impact that they are told is the true one; what came back they cannot know. The next three
/// subtract what was observed, recovery included, and have the spread of clean hours for a
/// range. The last is the counterfactual with its placebos; it is not told the impact.
fn estimate(plan: &Plan, world: &World) -> [Vec<Estimate>; METHODS.len()] {
    let (zone, thin) = (Zone::UTC, ThinSlots::Mean);
    let dirty = DirtyMinutes::of(world.incidents.iter().map(|i| i.interval));
    let off = DirtyMinutes::off_baseline(std::slice::from_ref(&world.special), zone);
    let (excluded, span) = (dirty.union(&off), world.span);
    let observed = Observed::new(world.minutes.iter().copied(), world.currency);
    let learn = |profile| {
        let minutes = || world.minutes.iter().copied();
        Velocity::learn(
            minutes(),
            world.currency,
            &excluded,
            span,
            zone,
            profile,
            thin,
        )
        .with_spread(minutes(), &excluded, span)
    };
    let flat = learn(Profile::Flat);
    let hourly = learn(Profile::HourOfWeek);
    let levelled = hourly
        .clone()
        .with_levels(&observed, &dirty, &off, span, zone);
    let counterfactual = Counterfactual::learn(
        observed.clone(),
        &Learning {
            velocity: &hourly,
            span,
            zone,
            profile: Profile::HourOfWeek,
            rule: thin.into(),
            dirty: &dirty,
            off: &off,
            recovery_minutes: RECOVERY_MINUTES,
        },
    );
    let mut out: [Vec<Estimate>; METHODS.len()] = Default::default();
    for (incident, episode) in world.incidents.iter().zip(counterfactual.episodes()) {
        let during = incident.interval;
        let parts: Vec<Interval> = [Some(during), episode.recovery]
            .into_iter()
            .flatten()
            .collect();
        for (at, velocity) in [&flat, &hourly, &levelled].into_iter().enumerate() {
            let expected = |over: &Interval| velocity.levelled(*over);
            let spread = |expected, minutes| velocity.spread().deviation(expected, minutes);
            let whole = expected(&during);
            out[at].push(Estimate::normal(
                plan.impact * whole,
                plan.impact * spread(whole, during.minutes()),
            ));
            let whole: f64 = parts.iter().map(expected).sum();
            let seen: f64 = parts.iter().map(|p| observed.major(*p)).sum();
            let minutes = parts.iter().map(|p| p.minutes()).sum();
            out[3 + at].push(Estimate::normal(whole - seen, spread(whole, minutes)));
        }
        out[6].push(Estimate::normal(
            counterfactual.total(&parts).loss(),
            counterfactual.deviation(&parts),
        ));
    }
    out
}

/// How estimates compare with the truth.
#[derive(Clone, Copy, Default)]
pub struct Tally {
    /// Estimates.
    pub count: f64,
    truth: f64,
    covered: f64,
    errors: f64,
    squares: f64,
    absolute: f64,
}

impl Tally {
    fn add(&mut self, truth: f64, estimate: Estimate) {
        let error = estimate.net - truth;
        self.count += 1.0;
        self.truth += truth;
        self.covered += f64::from(u8::from((estimate.low..=estimate.high).contains(&truth)));
        self.errors += error;
        self.squares += error * error;
        self.absolute += error.abs();
    }

    /// Share of the ranges that hold the truth, and its binomial standard error.
    pub fn coverage(&self) -> (f64, f64) {
        let share = self.covered / self.count;
        (share, (share * (1.0 - share) / self.count).sqrt())
    }

    /// Mean error as a share of the mean truth, and its standard error.
    pub fn bias(&self) -> (f64, f64) {
        let mean = self.errors / self.count;
        let variance = self.squares / self.count - mean * mean;
        let scale = self.truth / self.count;
        (mean / scale, (variance / self.count).sqrt() / scale)
    }

    /// Root mean square error as a share of the mean truth.
    pub fn rmse(&self) -> f64 {
        (self.squares / self.count).sqrt() / (self.truth / self.count)
    }

    /// Mean absolute error as a share of the mean truth.
    pub fn mae(&self) -> f64 {
        self.absolute / self.truth
    }
}

/// The results of a study, by method.
#[derive(Default)]
pub struct Study {
    /// The net loss of all incidents of a world: one estimate a seed. Its range is what the
    /// ledger makes of it: incidents err on their own, so their variances add up.
    pub year: [Tally; METHODS.len()],
    /// Of each incident on a day like others.
    pub incident: [Tally; METHODS.len()],
    /// Of the incident on the sale day.
    pub sale: [Tally; METHODS.len()],
}

impl Study {
    /// Worlds of the seeds from 0.
    pub fn of(plan: &Plan, seeds: u64) -> Self {
        let noise = Noise::new(plan);
        let mut out = Self::default();
        for seed in 0..seeds {
            let world = generate(plan, &noise, seed);
            let truth: f64 = world.incidents.iter().map(|i| i.net).sum();
            for (at, estimates) in estimate(plan, &world).into_iter().enumerate() {
                let net = estimates.iter().map(|e| e.net).sum();
                let variance: f64 = estimates.iter().map(|e| e.deviation * e.deviation).sum();
                out.year[at].add(truth, Estimate::normal(net, variance.sqrt()));
                for (incident, estimate) in world.incidents.iter().zip(estimates) {
                    let tally = if incident.on_sale {
                        &mut out.sale
                    } else {
                        &mut out.incident
                    };
                    tally[at].add(incident.net, estimate);
                }
            }
        }
        out
    }
}
