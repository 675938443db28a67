//! Downtime of a service: each moment counts once, by the largest share that is down in it.

use std::collections::BinaryHeap;

/// A stretch of time in which a share of users is without the service.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spell {
    /// Minute of the year.
    pub start: f64,
    /// Minute of the year, not before `start`.
    pub end: f64,
    /// Share of users, at least 0.
    pub share: f64,
}

/// Minutes weighted by the largest share open in each moment. Sorts the spells.
pub fn minutes(spells: &mut [Spell]) -> f64 {
    spells.sort_unstable_by(|a, b| a.start.total_cmp(&b.start));
    let mut total = 0.0;
    let mut next = 0;
    // Shares are at least 0, so their bits are in their order.
    let mut open: BinaryHeap<(u64, u64)> = BinaryHeap::new();
    while next < spells.len() {
        let spell = spells[next];
        next += 1;
        if spells
            .get(next)
            .is_none_or(|after| after.start >= spell.end)
        {
            // Alone, as most are.
            total += (spell.end - spell.start) * spell.share;
            continue;
        }
        let mut now = spell.start;
        open.push((spell.share.to_bits(), spell.end.to_bits()));
        while let Some(&(share, end)) = open.peek() {
            let (share, end) = (f64::from_bits(share), f64::from_bits(end));
            if end <= now {
                open.pop();
                continue;
            }
            let until = match spells.get(next) {
                Some(after) if after.start < end => {
                    open.push((after.share.to_bits(), after.end.to_bits()));
                    next += 1;
                    after.start
                }
                _ => end,
            };
            total += (until - now) * share;
            now = until;
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_the_minute_by_minute_count(list in prop::collection::vec((0..200_u32, 1..60_u32, 0..5_u32), 0..25)) {
            let mut spells: Vec<Spell> = list
                .iter()
                .map(|(start, long, share)| Spell {
                    start: f64::from(*start),
                    end: f64::from(start + long),
                    share: f64::from(*share) / 4.0,
                })
                .collect();
            let counted: f64 = (0..300)
                .map(|minute| {
                    spells
                        .iter()
                        .filter(|s| s.start <= f64::from(minute) && f64::from(minute) < s.end)
                        .map(|s| s.share)
                        .fold(0.0, f64::max)
                })
                .sum();
            prop_assert!((minutes(&mut spells) - counted).abs() < 1e-9);
        }
    }
}
