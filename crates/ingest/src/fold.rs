//! The hour that occurs twice in autumn, told apart by the order of rows: a log or a series of
//! sums that goes through it, back to its beginning and through it again says which row is which.
//!
//! Each stream (or service) is followed by itself. Nothing is decided where its rows do not say
//! it: where they go through the hour once, or more than twice, or come back to it later.

use crate::time::{HOUR_MS, Twice};
use std::collections::HashMap;

/// Streams followed; an import has fewer, or a column such as the order number was mapped.
const MOST_STREAMS: usize = 10_000;

/// Rows of one stream in one such hour.
const MOST_ROWS: usize = 1 << 20;

/// A row: the position of its file, and its line.
pub(crate) type Place = (u32, u64);

/// What of the hour a row means: `true` after the clocks went back.
pub(crate) type Decided = HashMap<Place, bool>;

/// Rows of one stream in one such hour, as they come.
#[derive(Debug, Default)]
struct Passage {
    /// The time before them, where there is one.
    before: Option<i64>,
    /// The time after them, once there is one.
    after: Option<i64>,
    /// Clock and place of each.
    rows: Vec<(i64, Place)>,
    /// Whether it was left and come back to: the rows are in no order.
    again: bool,
}

/// Follows the streams through their files.
#[derive(Debug, Default)]
pub(crate) struct Folds {
    tracks: HashMap<String, Track>,
}

#[derive(Debug, Default)]
struct Track {
    /// The last time that occurs once.
    last: Option<i64>,
    /// The hour it is in, by when that begins.
    within: Option<i64>,
    passages: HashMap<i64, Passage>,
}

impl Folds {
    /// A row of a stream, on the clock of its zone; `twice` where that time occurs twice.
    pub(crate) fn watch(&mut self, stream: &str, clock: i64, twice: Option<Twice>, place: Place) {
        if !self.tracks.contains_key(stream) {
            if self.tracks.len() >= MOST_STREAMS {
                return;
            }
            self.tracks.insert(stream.to_owned(), Track::default());
        }
        let Some(track) = self.tracks.get_mut(stream) else {
            return;
        };
        let Some(Twice { begins }) = twice else {
            if let Some(hour) = track.within.take()
                && let Some(passage) = track.passages.get_mut(&hour)
            {
                passage.after = passage.after.or(Some(clock));
            }
            track.last = Some(clock);
            return;
        };
        let passage = track.passages.entry(begins).or_default();
        if track.within != Some(begins) {
            passage.again |= !passage.rows.is_empty();
            passage.before = passage.before.or(track.last);
            track.within = Some(begins);
        }
        if passage.rows.len() < MOST_ROWS {
            passage.rows.push((clock, place));
        }
    }

    /// What the rows say.
    pub(crate) fn decide(self) -> Decided {
        let passages = self.tracks.into_values().flat_map(|track| track.passages);
        passages
            .filter_map(|(begins, passage)| passage.split(begins))
            .flatten()
            .collect()
    }
}

impl Passage {
    /// Which of its rows lie after the clocks went back; nothing where that is not said.
    fn split(mut self, begins: i64) -> Option<Vec<(Place, bool)>> {
        let rises = match (
            self.before.map(|before| before < begins),
            self.after.map(|after| after > begins),
        ) {
            (Some(before), Some(after)) if before != after => return None,
            (Some(rises), _) | (_, Some(rises)) => rises,
            (None, None) => return None,
        };
        if self.again || self.rows.len() >= MOST_ROWS {
            return None;
        }
        // Newest first reads the same backwards.
        if !rises {
            self.rows.reverse();
            (self.before, self.after) = (self.after, self.before);
        }
        let mut backs = self
            .rows
            .windows(2)
            .enumerate()
            .filter(|(_, two)| two[1].0 < two[0].0)
            .map(|(at, _)| at + 1);
        let first = match (backs.next(), backs.next()) {
            (Some(back), None) => back,
            // A sum an hour: the same time again is the next hour.
            (None, _) if self.is_hourly() => 1,
            _ => return None,
        };
        let rows = self.rows.into_iter().enumerate();
        Some(rows.map(|(at, (_, place))| (place, at >= first)).collect())
    }

    /// Whether these are two rows of one time, with an hour to the one before or after them.
    fn is_hourly(&self) -> bool {
        let [(one, _), (other, _)] = self.rows[..] else {
            return false;
        };
        one == other && (self.before == Some(one - HOUR_MS) || self.after == Some(one + HOUR_MS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MINUTE: i64 = 60_000;
    /// When the hour begins.
    const TWO: i64 = 26 * HOUR_MS;

    /// Minutes from the beginning of the hour, in the order of the rows: which are later.
    fn later(minutes: &[i64]) -> Vec<Option<bool>> {
        let mut folds = Folds::default();
        let places = || (0..minutes.len() as u64).map(|line| (0, line));
        for (minute, place) in minutes.iter().zip(places()) {
            let twice = (0..60).contains(minute).then_some(Twice { begins: TWO });
            folds.watch("web", TWO + minute * MINUTE, twice, place);
        }
        let decided = folds.decide();
        places().map(|place| decided.get(&place).copied()).collect()
    }

    #[test]
    fn a_series_says_which_hour_it_is_in() {
        let (no, yes) = (Some(false), Some(true));
        assert_eq!(later(&[-60, 0, 0, 60]), [None, no, yes, None]);
        assert_eq!(later(&[60, 0, 0, -60]), [None, yes, no, None]);
        assert_eq!(
            later(&[-30, 0, 30, 0, 30, 60]),
            [None, no, no, yes, yes, None]
        );
        assert_eq!(
            later(&[60, 30, 0, 30, 0, -30]),
            [None, yes, yes, no, no, None]
        );
        // Sales of one minute do not go back, and those of the first hour may come later in it.
        assert_eq!(
            later(&[-3, 10, 10, 40, 5, 5, 61]),
            [None, no, no, no, yes, yes, None]
        );
        // The file ends in it, or begins in it.
        assert_eq!(later(&[-60, 0, 0]), [None, no, yes]);
        assert_eq!(later(&[30, 0, 60]), [no, yes, None]);
    }

    #[test]
    fn rows_that_do_not_say_it_are_left() {
        for minutes in [
            &[-60, 0, 60][..],
            &[0, 0],
            &[-5, 3, 3, 70],
            &[-60, 0, 0, 0, 60],
            &[-10, 40, 5, 40, 5, 60],
            &[-10, 40, 5, -20, 7, 60],
            // Before it and after it the same hour: in no order.
            &[-10, 40, 5, -20],
            &[-60, 0, 0, 60, 10],
        ] {
            assert!(later(minutes).iter().all(Option::is_none), "{minutes:?}");
        }
    }

    #[test]
    fn streams_that_alternate_are_followed_each_by_itself() {
        let mut folds = Folds::default();
        let hours = [-60, 0, 0, 60];
        for (n, minute) in hours.iter().enumerate() {
            for (m, stream) in ["web", "app"].iter().enumerate() {
                let twice = (*minute == 0).then_some(Twice { begins: TWO });
                let place = (m as u32, n as u64);
                folds.watch(stream, TWO + minute * MINUTE, twice, place);
            }
        }
        let decided = folds.decide();
        for file in [0, 1] {
            assert_eq!(decided.get(&(file, 1)), Some(&false));
            assert_eq!(decided.get(&(file, 2)), Some(&true));
        }
        assert_eq!(decided.len(), 4);
    }

    proptest! {
        /// Whatever falls into both hours, in order: the split is right or not made, and it is made
        /// where the clock goes back.
        #[test]
        fn what_is_decided_is_right(
            mut one in prop::collection::vec(0_i64..60, 1..20),
            mut other in prop::collection::vec(0_i64..60, 1..20),
            newest_first in any::<bool>(),
        ) {
            one.sort_unstable();
            other.sort_unstable();
            let mut rows: Vec<(i64, Option<bool>)> = vec![(-7, None)];
            rows.extend(one.iter().map(|minute| (*minute, Some(false))));
            rows.extend(other.iter().map(|minute| (*minute, Some(true))));
            rows.push((67, None));
            if newest_first {
                rows.reverse();
            }
            let minutes: Vec<i64> = rows.iter().map(|(minute, _)| *minute).collect();
            let truth: Vec<Option<bool>> = rows.iter().map(|(_, later)| *later).collect();
            let found = later(&minutes);
            if one.last() > other.first() {
                prop_assert_eq!(found, truth);
            } else {
                prop_assert!(found.iter().all(Option::is_none));
            }
        }
    }
}
