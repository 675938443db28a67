//! Random numbers that are a function of what they are for.
//!
//! A draw depends on the seed, the risk, the trial, the number of the event in the trial and the
//! purpose, and on nothing else. So trials can be computed in any order and on any number of
//! threads, and a risk draws the same numbers in every scenario that it is part of (common random
//! numbers): two scenarios differ by what was changed in them, not by luck.
//!
//! The generator is SplitMix64 (Steele, Lea and Flood 2014): a bijective hash of a counter that
//! advances by an odd constant.

/// What a counter advances by: 2⁶⁴ divided by the golden ratio.
pub const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// Counter steps from one event of a trial to the next; as many draws of 64 bits belong to it.
pub const DRAWS_PER_EVENT: u64 = 8;

/// The hash of SplitMix64.
#[inline]
#[must_use]
pub fn mix(counter: u64) -> u64 {
    let z = (counter ^ (counter >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Whose numbers: a risk or a group, for one purpose, under one seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stream(u64);

impl Stream {
    /// The numbers of `owner` for `purpose`.
    #[must_use]
    pub fn new(seed: u64, owner: u128, purpose: u64) -> Self {
        let mut key = mix(seed.wrapping_add(STEP));
        for part in [owner as u64, (owner >> 64) as u64, purpose] {
            key = mix(key.wrapping_mul(STEP) ^ part);
        }
        Self(key)
    }

    /// One number for each trial.
    #[inline]
    #[must_use]
    pub fn of_trial(self, trial: u64) -> u64 {
        mix(self.0.wrapping_add(trial.wrapping_mul(STEP)))
    }

    /// The counter of event `number` of the trial whose number [`of_trial`](Self::of_trial) is
    /// `base`.
    #[inline]
    #[must_use]
    pub fn event(base: u64, number: u64) -> u64 {
        base.wrapping_add(number.wrapping_mul(DRAWS_PER_EVENT.wrapping_mul(STEP)))
    }
}

/// A draw of an event by its number, below [`DRAWS_PER_EVENT`].
#[inline]
#[must_use]
pub fn draw(event: u64, number: u64) -> u64 {
    mix(event.wrapping_add(number.wrapping_mul(STEP)))
}

/// A number above 0 and below 1 with 53 bits.
#[inline]
#[must_use]
pub fn unit(bits: u64) -> f64 {
    ((bits >> 11) as f64 + 0.5) * (1.0 / (1_u64 << 53) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// First outputs of SplitMix64 seeded with 0, as its authors' program prints them.
    #[test]
    fn it_is_splitmix64() {
        let out: Vec<u64> = (1..=3_u64).map(|n| mix(STEP.wrapping_mul(n))).collect();
        assert_eq!(
            out,
            [
                0xe220_a839_7b1d_cdaf,
                0x6e78_9e6a_a1b9_65f4,
                0x06c4_5d18_8009_454f
            ]
        );
    }

    #[test]
    fn streams_are_even_and_unrelated() {
        let n = 100_000;
        let streams = [
            Stream::new(1, 7, 0),
            Stream::new(1, 7, 1),
            Stream::new(1, 8, 0),
            Stream::new(2, 7, 0),
        ];
        let draws: Vec<Vec<f64>> = streams
            .iter()
            .map(|s| (0..n).map(|t| unit(s.of_trial(t))).collect())
            .collect();
        let sigma = 1.0 / (n as f64).sqrt();
        for (a, xs) in draws.iter().enumerate() {
            let mean = xs.iter().sum::<f64>() / n as f64;
            assert!((mean - 0.5).abs() < 4.0 * 0.289 * sigma, "{a}: {mean}");
            for ys in &draws[a + 1..] {
                let product = xs.iter().zip(ys).map(|(x, y)| (x - 0.5) * (y - 0.5));
                let correlation = product.sum::<f64>() * 12.0 / n as f64;
                assert!(correlation.abs() < 4.5 * sigma, "{a}: {correlation}");
            }
        }
    }
}
