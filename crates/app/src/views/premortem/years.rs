//! Simulated years of the outlooks that were last looked at.
//!
//! A switch changes what is simulated with it and leaves what is simulated without any; and who
//! switches back sees what was computed before. What is kept is found by all that it follows
//! from, so it never has to be thrown away for being old.

use ninefold_domain::simulate::{Chance, Process, Settings, Spread};

/// How many are kept: both of a session, and a few switches back.
const MOST: usize = 16;

/// A simulated year: the chance of the target, the minutes of the service, and the loss.
#[derive(Debug, Clone)]
pub(crate) struct Year {
    pub(crate) met: Option<Chance>,
    pub(crate) down: Option<Spread>,
    pub(crate) loss: Spread,
}

impl Year {
    /// Expected minutes: the union of what overlaps where it was simulated, else their sum.
    pub(crate) fn minutes(&self, sum: f64) -> f64 {
        self.down.as_ref().map_or(sum, |down| down.mean)
    }
}

/// A year with all that it follows from, but for the number of years, which is always the same.
struct Kept {
    seed: u64,
    settings: Settings,
    processes: Vec<Process>,
    year: Year,
}

/// The last ones, newest last.
#[derive(Default)]
pub(crate) struct SimulatedYears(Vec<Kept>);

impl SimulatedYears {
    /// The year that follows from these, if it is kept.
    pub(crate) fn get(
        &self,
        seed: u64,
        settings: &Settings,
        processes: &[Process],
    ) -> Option<&Year> {
        self.place(seed, settings, processes)
            .map(|at| &self.0[at].year)
    }

    /// Keeps a year, or makes one that is kept the newest.
    pub(crate) fn put(
        &mut self,
        seed: u64,
        settings: &Settings,
        processes: &[Process],
        year: &Year,
    ) {
        let kept = match self.place(seed, settings, processes) {
            Some(at) => self.0.remove(at),
            None => Kept {
                seed,
                settings: settings.clone(),
                processes: processes.to_vec(),
                year: year.clone(),
            },
        };
        if self.0.len() == MOST {
            self.0.remove(0);
        }
        self.0.push(kept);
    }

    fn place(&self, seed: u64, settings: &Settings, processes: &[Process]) -> Option<usize> {
        self.0.iter().position(|kept| {
            kept.seed == seed && kept.settings == *settings && kept.processes == processes
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ninefold_domain::distribution::Distribution;

    fn processes(rate: f64) -> Vec<Process> {
        let repair = Distribution::Fixed(10.0);
        vec![Process::new(1, Distribution::Fixed(rate), repair)]
    }

    fn year(share: f64) -> Year {
        Year {
            met: Some(Chance { share, error: 0.0 }),
            down: None,
            loss: Spread {
                mean: 0.0,
                mean_error: 0.0,
                deviation: 0.0,
                quantiles: [0.0; 5],
                quantile_errors: [0.0; 5],
                tail_mean_95: 0.0,
                tail_mean_99: 0.0,
                most: 0.0,
            },
        }
    }

    #[test]
    fn a_year_is_found_by_all_that_it_follows_from() {
        let (settings, other) = (Settings::added(&[10.0]), Settings::added(&[11.0]));
        let mut kept = SimulatedYears::default();
        kept.put(1, &settings, &processes(2.0), &year(0.5));
        let share = |found: Option<&Year>| found.and_then(|y| y.met).map(|c| c.share);
        assert_eq!(share(kept.get(1, &settings, &processes(2.0))), Some(0.5));
        for (seed, settings, rate) in [(2, &settings, 2.0), (1, &other, 2.0), (1, &settings, 2.1)] {
            assert!(kept.get(seed, settings, &processes(rate)).is_none());
        }
        // What is looked at again and again stays; the oldest of the others goes.
        for n in 0..MOST {
            kept.put(1, &settings, &processes(2.0), &year(0.5));
            kept.put(1, &settings, &processes(3.0 + n as f64), &year(0.1));
        }
        assert_eq!(kept.0.len(), MOST);
        assert_eq!(share(kept.get(1, &settings, &processes(2.0))), Some(0.5));
        assert!(kept.get(1, &settings, &processes(3.0)).is_none());
        assert!(kept.get(1, &settings, &processes(4.0)).is_some());
    }
}
