//! Years without sampling, where risks are independent and costs do not depend on time.

use super::{Input, Process, Settings, Timing};
use crate::distribution::{Distribution, Gamma};
use crate::law::{Component, Law, Resolution, Size, Unbounded};

/// The laws of a year.
#[derive(Debug, Clone)]
pub struct ExactYears {
    /// Loss.
    pub loss: Law,
    /// Downtime of each service in minutes, each event counted alone.
    pub down: Vec<Law>,
}

/// Why a model has to be sampled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotExact {
    /// Events have moments, so downtime may overlap or an hour may cost more than another.
    Moments,
    /// Some events strike several risks at once.
    CommonCause,
    /// A duration or share is uncertain in a way that all events of a year have in common.
    SharedUncertainty,
    /// Labor or a cost of an event comes on top of a cost per minute that varies by itself.
    MixedCost,
    /// The mean or the variance of a year is no finite number, or none to compute with.
    Unbounded,
}

impl NotExact {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Moments,
        Self::CommonCause,
        Self::SharedUncertainty,
        Self::MixedCost,
        Self::Unbounded,
    ];

    /// What stands against a law.
    #[must_use]
    pub fn cause(self) -> &'static str {
        match self {
            Self::Moments => "events have a moment in the year",
            Self::CommonCause => "some events strike several risks at once",
            Self::SharedUncertainty => "all events of a year share an uncertain duration or effect",
            Self::MixedCost => "labor or fixed costs come on top of a varying cost per minute",
            Self::Unbounded => "ranges are so wide that no law of a year could be computed",
        }
    }

    /// The reason as a sentence.
    #[must_use]
    pub fn reason(self) -> String {
        format!("Sampled, because {}.", self.cause())
    }
}

/// The exact laws of a year of these processes.
///
/// # Errors
/// The first reason that they have no law in closed form.
pub fn years(
    processes: &[Process],
    settings: &Settings,
    resolution: Resolution,
) -> Result<ExactYears, NotExact> {
    if settings.timing != Timing::Added || processes.iter().any(|p| p.profile.is_some()) {
        return Err(NotExact::Moments);
    }
    let mut loss = Vec::with_capacity(processes.len());
    let mut down = vec![vec![]; settings.budgets.len()];
    for p in processes {
        if p.common.is_some_and(|c| c.share > 0.0) {
            return Err(NotExact::CommonCause);
        }
        let rate = rate(p)?;
        let part = |input| certain(p, input);
        let minutes = match (part(Input::Detect)?, part(Input::Repair)?) {
            (detect, repair) if p.is_one_length() => Size::One(detect.together(&repair)),
            (detect, repair) => Size::Sum(vec![detect, repair]),
        };
        let (users, per_minute) = (part(Input::Users)?, part(Input::PerMinute)?);
        let (labor, per_event) = (part(Input::Labor)?, part(Input::PerEvent)?);
        let size = match (&users, &per_minute, &labor, &per_event) {
            (_, _, Distribution::Fixed(0.0), Distribution::Fixed(0.0)) => Size::Product(
                Box::new(Size::Product(Box::new(minutes.clone()), users.clone())),
                per_minute,
            ),
            (
                Distribution::Fixed(share),
                Distribution::Fixed(cost),
                Distribution::Fixed(people),
                fixed,
            ) => {
                let by = share * cost + people;
                let mut parts = match &minutes {
                    Size::Sum(parts) => parts.iter().map(|d| d.scaled(by)).collect(),
                    Size::One(length) => vec![length.scaled(by)],
                    Size::Product(..) => return Err(NotExact::MixedCost),
                };
                parts.push(fixed.clone());
                Size::Sum(parts)
            }
            _ => return Err(NotExact::MixedCost),
        };
        loss.push(Component::new(rate.clone(), size));
        for hit in &p.hits {
            if let Some(down) = down.get_mut(hit.service) {
                let weighted = Size::Product(Box::new(minutes.clone()), users.scaled(hit.share));
                down.push(Component::new(rate.clone(), weighted));
            }
        }
    }
    let law = |components: &[Component], cover| {
        Law::of(components, resolution, cover).map_err(|Unbounded| NotExact::Unbounded)
    };
    Ok(ExactYears {
        loss: law(&loss, 0.0)?,
        down: down
            .iter()
            .zip(&settings.budgets)
            .map(|(components, budgets)| {
                let cover = budgets.iter().copied().fold(0.0, f64::max);
                law(components, cover)
            })
            .collect::<Result<_, _>>()?,
    })
}

/// The rate with what scales it, as the law takes it.
fn rate(p: &Process) -> Result<Distribution, NotExact> {
    let rate = certain(p, Input::Rate)?;
    match rate {
        // Poisson at a Gamma rate with the variance that is asked for.
        Distribution::Fixed(rate) if p.dispersion > 1.0 && rate > 0.0 => {
            Ok(Distribution::Gamma(Gamma {
                shape: rate / (p.dispersion - 1.0),
                exposure: 1.0 / (p.dispersion - 1.0),
            }))
        }
        _ if p.dispersion > 1.0 => Err(NotExact::SharedUncertainty),
        rate => Ok(rate),
    }
}

/// A part with the certain factors on it.
fn certain(p: &Process, input: Input) -> Result<Distribution, NotExact> {
    let own = p.part(input);
    // A rate may be uncertain: its years are drawn apart. Durations and shares may not, because
    // the events of one year would share them.
    let shared = matches!(own, Distribution::Fitted(_) | Distribution::Pool(_));
    if shared && input != Input::Rate {
        return Err(NotExact::SharedUncertainty);
    }
    let mut by = 1.0;
    for scaling in p.scalings.iter().filter(|s| s.input == input) {
        match scaling.factor {
            Distribution::Fixed(factor) => by *= factor,
            _ => return Err(NotExact::SharedUncertainty),
        }
    }
    Ok(own.scaled(by))
}

#[cfg(test)]
mod tests {
    use super::super::{Common, Hit, Model, Tally};
    use super::*;
    use crate::distribution::{Estimate, Lognormal};

    fn process() -> Process {
        let d = |e: Estimate| e.distribution("").unwrap();
        Process {
            detect: d(Estimate::three_point(0.0, 5.0, 20.0)),
            users: d(Estimate::fixed(0.5)),
            per_minute: d(Estimate::fixed(40.0)),
            labor_per_minute: d(Estimate::fixed(3.0)),
            per_event: d(Estimate::interval(100.0, 900.0)),
            dispersion: 1.5,
            hits: vec![
                Hit {
                    service: 0,
                    share: 1.0,
                },
                Hit {
                    service: 1,
                    share: 0.2,
                },
            ],
            ..Process::new(
                1,
                d(Estimate::fixed(6.0)),
                d(Estimate::interval(10.0, 120.0)),
            )
        }
    }

    fn settings() -> Settings {
        Settings {
            budgets: vec![vec![262.8], vec![52.56]],
            ..Settings::added(&[])
        }
    }

    #[test]
    fn the_law_is_that_of_the_sampled_years() {
        let years = years(&[process()], &settings(), Resolution::PREVIEW).unwrap();
        let model = Model::new(vec![process()], settings());
        let mut tally = Tally::new(&model);
        let n = 60_000;
        let mut run = model.run(3);
        for chunk in 0..Model::chunks(n) {
            run.chunk(chunk, n, &mut tally);
        }
        let results = tally.results();
        let z = (results.loss.mean - years.loss.mean()) / results.loss.mean_error;
        assert!(z.abs() < 4.0, "{z}");
        assert!((results.loss.deviation / years.loss.deviation() - 1.0).abs() < 0.02);
        let e = (0.95 * 0.05 / n as f64).sqrt();
        let z = (years.loss.cdf(results.loss.quantiles[3]) - 0.95) / e;
        assert!(z.abs() < 4.0, "{z}");
        for (service, law) in results.services.iter().zip(&years.down) {
            let budget = if law.mean() > 100.0 { 262.8 } else { 52.56 };
            let z = (service.met[0].share - law.cdf(budget)) / service.met[0].error;
            assert!(z.abs() < 4.0, "{z}");
        }
    }

    /// Detection and repair as parts of one length: against the law of the whole length where the
    /// one is the other scaled, and against a sum of quantiles where they differ in shape.
    #[test]
    fn parts_of_one_length_have_the_law_of_the_whole() {
        let d = |e: Estimate| e.distribution("").unwrap();
        let cost = || d(Estimate::fixed(40.0));
        let alike = Process {
            detect: d(Estimate::interval(10.0, 240.0).scaled(0.25)),
            one_length: true,
            per_minute: cost(),
            ..Process::new(
                1,
                Distribution::Fixed(3.0),
                d(Estimate::interval(10.0, 240.0).scaled(0.75)),
            )
        };
        let whole = Process {
            per_minute: cost(),
            ..Process::new(
                1,
                Distribution::Fixed(3.0),
                d(Estimate::interval(10.0, 240.0)),
            )
        };
        let settings = Settings::added(&[262.8]);
        let law = |p: &Process| {
            let years = years(std::slice::from_ref(p), &settings, Resolution::PREVIEW).unwrap();
            years.loss
        };
        let (ours, theirs) = (law(&alike), law(&whole));
        assert!((ours.deviation() / theirs.deviation() - 1.0).abs() < 1e-9);
        for p in [0.5, 0.9, 0.95, 0.99] {
            assert!(
                (ours.quantile(p) / theirs.quantile(p) - 1.0).abs() < 1e-9,
                "{p}"
            );
        }
        // Independent lengths, as they once were, leave the bad years too mild.
        let apart = law(&Process {
            one_length: false,
            ..alike.clone()
        });
        assert!(apart.quantile(0.95) < 0.97 * theirs.quantile(0.95));
        assert!((apart.mean() / theirs.mean() - 1.0).abs() < 1e-9);

        let unlike = Process {
            detect: d(Estimate::three_point(0.0, 5.0, 60.0)),
            users: d(Estimate::three_point(0.2, 0.5, 1.0)),
            ..alike
        };
        let years = years(std::slice::from_ref(&unlike), &settings, Resolution::FULL).unwrap();
        let model = Model::new(vec![unlike], settings.clone());
        let mut tally = Tally::new(&model);
        let n = 80_000;
        let mut run = model.run(3);
        for chunk in 0..Model::chunks(n) {
            run.chunk(chunk, n, &mut tally);
        }
        let results = tally.results();
        for (found, law) in [
            (&results.loss, &years.loss),
            (&results.services[0].down, &years.down[0]),
        ] {
            let z = (found.mean - law.mean()) / found.mean_error;
            assert!(z.abs() < 4.0, "{z}");
            for (level, p) in [(1, 0.5), (2, 0.9), (3, 0.95), (4, 0.99)] {
                let e = (p * (1.0_f64 - p) / n as f64).sqrt();
                let z = (law.cdf(found.quantiles[level]) - p) / e;
                assert!(z.abs() < 4.5, "{p}: {z}");
            }
        }
    }

    #[test]
    fn what_has_no_law_says_why() {
        let reason = |change: fn(&mut Process, &mut Settings)| {
            let (mut p, mut s) = (process(), settings());
            change(&mut p, &mut s);
            years(&[p], &s, Resolution { log2: 10 }).err()
        };
        assert_eq!(reason(|_, _| ()), None);
        assert_eq!(
            reason(|_, s| s.timing = Timing::Uniform),
            Some(NotExact::Moments)
        );
        assert_eq!(
            reason(|p, _| p.common = Some(Common {
                group: 0,
                share: 0.1
            })),
            Some(NotExact::CommonCause)
        );
        assert_eq!(
            reason(|p, _| p.users = Estimate::three_point(0.1, 0.2, 1.0)
                .distribution("")
                .unwrap()),
            Some(NotExact::MixedCost)
        );
        assert_eq!(
            reason(|p, _| p.repair = Distribution::Pool(vec![(1.0, p.repair.clone())])),
            Some(NotExact::SharedUncertainty)
        );
        // Not a year without loss, as it once was: a law that does not exist.
        assert_eq!(
            reason(|p, _| p.repair = Distribution::Lognormal(Lognormal::from_interval(5.0, 1e308))),
            Some(NotExact::Unbounded)
        );
    }
}
