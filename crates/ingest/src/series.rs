//! Revenue by minute, as it is summed up while rows stream by.
//!
//! Time is cut into blocks of 1,024 minutes, made when a row falls into them. A block begins
//! as a short list and becomes two dense arrays (sums and row counts) once it holds enough to
//! be worth 12 KiB: steady streams are summed by index, while a file whose rows lie
//! scattered over centuries costs memory in proportion to its rows, not to its span.

use ninefold_domain::record::MinuteSum;
use std::collections::HashMap;

/// Minutes in a block, as a power of two.
const BLOCK_BITS: u32 = 10;
const BLOCK: usize = 1 << BLOCK_BITS;
/// Different minutes a block keeps as a list before it becomes dense.
const SPARSE_MINUTES: usize = 64;

enum Block {
    /// (minute within the block, units, rows), unordered, each minute once.
    Sparse(Vec<(u16, i64, u32)>),
    Dense(Box<Dense>),
}

struct Dense {
    units: [i64; BLOCK],
    rows: [u32; BLOCK],
}

impl Block {
    /// Adds one row; false where the sum would leave its bounds, with nothing changed.
    #[inline]
    fn add(&mut self, offset: u16, units: i64) -> bool {
        if let Self::Dense(dense) = self {
            let index = usize::from(offset) % BLOCK;
            return add_to(&mut dense.units[index], &mut dense.rows[index], units);
        }
        self.add_sparse(offset, units)
    }

    #[cold]
    fn add_sparse(&mut self, offset: u16, units: i64) -> bool {
        let Self::Sparse(list) = self else {
            return false;
        };
        // The minutes of a file mostly come in order, so the one we want is the last.
        if let Some((_, sum, rows)) = list.iter_mut().rev().find(|entry| entry.0 == offset) {
            return add_to(sum, rows, units);
        }
        list.push((offset, units, 1));
        if list.len() > SPARSE_MINUTES {
            let mut dense = Box::new(Dense {
                units: [0; BLOCK],
                rows: [0; BLOCK],
            });
            for (offset, units, rows) in list.iter() {
                dense.units[usize::from(*offset)] = *units;
                dense.rows[usize::from(*offset)] = *rows;
            }
            *self = Self::Dense(dense);
        }
        true
    }
}

#[inline]
fn add_to(sum: &mut i64, rows: &mut u32, units: i64) -> bool {
    match (sum.checked_add(units), rows.checked_add(1)) {
        (Some(new), Some(count)) => {
            *sum = new;
            *rows = count;
            true
        }
        _ => false,
    }
}

/// Exact sums of one stream, minute by minute; minutes without a row are absent.
pub struct MinuteSeries {
    /// (block number, block), in the order in which they were made.
    blocks: Vec<(i64, Block)>,
    /// Block number → index in `blocks`.
    index: HashMap<i64, u32>,
    /// The block of the last row: its number and index.
    current: (i64, u32),
}

impl Default for MinuteSeries {
    fn default() -> Self {
        Self {
            blocks: Vec::new(),
            index: HashMap::new(),
            current: (i64::MIN, 0),
        }
    }
}

impl std::fmt::Debug for MinuteSeries {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl MinuteSeries {
    /// Adds one row; false where the minute's sum would leave its bounds, with nothing changed.
    #[inline]
    pub(crate) fn add(&mut self, minute: i64, units: i64) -> bool {
        let number = minute >> BLOCK_BITS;
        if number != self.current.0 {
            self.turn_to(number);
        }
        let offset = (minute & (BLOCK as i64 - 1)) as u16;
        self.blocks[self.current.1 as usize].1.add(offset, units)
    }

    #[cold]
    fn turn_to(&mut self, number: i64) {
        let blocks = &mut self.blocks;
        let index = *self.index.entry(number).or_insert_with(|| {
            blocks.push((number, Block::Sparse(Vec::new())));
            (blocks.len() - 1) as u32
        });
        self.current = (number, index);
    }

    fn ordered(&self) -> Vec<&(i64, Block)> {
        let mut ordered: Vec<&(i64, Block)> = self.blocks.iter().collect();
        ordered.sort_unstable_by_key(|(number, _)| *number);
        ordered
    }

    /// Every minute with a row, in order.
    pub fn iter(&self) -> impl Iterator<Item = MinuteSum> + '_ {
        self.ordered().into_iter().flat_map(|(number, block)| {
            let first = number << BLOCK_BITS;
            let mut sums: Vec<MinuteSum> = match block {
                Block::Sparse(list) => list
                    .iter()
                    .map(|(offset, units, rows)| MinuteSum {
                        minute: first + i64::from(*offset),
                        units: *units,
                        rows: *rows,
                    })
                    .collect(),
                Block::Dense(dense) => dense
                    .units
                    .iter()
                    .zip(&dense.rows)
                    .zip(first..)
                    .filter(|((_, rows), _)| **rows > 0)
                    .map(|((units, rows), minute)| MinuteSum {
                        minute,
                        units: *units,
                        rows: *rows,
                    })
                    .collect(),
            };
            sums.sort_unstable_by_key(|sum| sum.minute);
            sums
        })
    }

    /// Whether there is no row at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The first and the last minute with a row, since 1970.
    #[must_use]
    pub fn bounds(&self) -> Option<(i64, i64)> {
        let edge = |block: Option<&(i64, Block)>, last: bool| {
            let (number, block) = block?;
            let offset = match block {
                Block::Sparse(list) => {
                    let offsets = list.iter().map(|entry| i64::from(entry.0));
                    if last { offsets.max() } else { offsets.min() }
                }
                Block::Dense(dense) => {
                    let mut used = dense.rows.iter().map(|rows| *rows > 0);
                    let found = if last {
                        used.rposition(|used| used)
                    } else {
                        used.position(|used| used)
                    };
                    found.map(|offset| offset as i64)
                }
            };
            Some((number << BLOCK_BITS) + offset?)
        };
        let first = self.blocks.iter().min_by_key(|(number, _)| *number);
        let last = self.blocks.iter().max_by_key(|(number, _)| *number);
        Some((edge(first, false)?, edge(last, true)?))
    }

    /// The sum of all minutes.
    #[must_use]
    pub fn total(&self) -> i128 {
        self.iter().map(|sum| i128::from(sum.units)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn sums_equal_a_plain_map_whatever_the_order_and_density() {
        let mut series = MinuteSeries::default();
        let mut plain: BTreeMap<i64, (i64, u32)> = BTreeMap::new();
        let mut state = 1_u64;
        for round in 0..40_000_u64 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(round);
            let minute = match state >> 62 {
                0 => (state >> 40) as i64 % 3_000,
                1 => -((state >> 40) as i64 % 3_000),
                _ => (state >> 33) as i64 % 50_000_000 - 25_000_000,
            };
            let units = (state >> 20) as i64 % 1_000 - 500;
            assert!(series.add(minute, units));
            let entry = plain.entry(minute).or_default();
            entry.0 += units;
            entry.1 += 1;
        }
        let sums: Vec<(i64, (i64, u32))> = series
            .iter()
            .map(|sum| (sum.minute, (sum.units, sum.rows)))
            .collect();
        let bounds = (*plain.keys().next().unwrap(), *plain.keys().last().unwrap());
        assert_eq!(series.bounds(), Some(bounds));
        assert_eq!(sums, plain.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn a_sum_that_leaves_its_bounds_changes_nothing() {
        let mut series = MinuteSeries::default();
        assert!(series.is_empty());
        assert_eq!(series.bounds(), None);
        assert!(series.add(7, i64::MAX));
        assert!(!series.add(7, 1));
        assert!(series.add(7, -1));
        let sums: Vec<MinuteSum> = series.iter().collect();
        let expected = MinuteSum {
            minute: 7,
            units: i64::MAX - 1,
            rows: 2,
        };
        assert_eq!(sums, [expected]);
    }
}
