//! The hour that occurs twice in autumn, told apart by the order of rows: a log or a series of
//! sums that goes through it, back to its beginning and through it again says which row is which.
//!
//! Each series of a file (a stream in a currency, a service) is followed by itself. Nothing is
//! decided where its rows do not say it: where they are not in order of time, or go through the
//! hour once, or more than twice.

use crate::time::HOUR_MS;
use crate::zoned::Twice;
use std::collections::HashMap;

/// Series followed; a file has fewer, or a column such as the order number was mapped.
const MOST_SERIES: usize = 10_000;

/// Rows in such hours of one file.
const MOST_ROWS: usize = 1 << 20;

/// Follows the series of one file.
#[derive(Debug, Default)]
pub(crate) struct Folds {
    /// As the rows write them → position in `series`; they are one where they differ in case only.
    written: HashMap<String, usize>,
    by_name: HashMap<String, usize>,
    series: Vec<Series>,
    rows: usize,
}

/// Rows of one series in one such hour, as they come.
#[derive(Debug)]
struct Passage {
    twice: Twice,
    /// Whether the time before them, or after them, is an hour from them.
    has_neighbour: bool,
    /// Clock and line of each.
    rows: Vec<(i64, u64)>,
}

#[derive(Debug, Default)]
struct Series {
    last: Option<i64>,
    passages: Vec<Passage>,
    /// Steps from row to row that do not stay within one such hour.
    rises: bool,
    falls: bool,
    repeats: bool,
}

impl Folds {
    /// A row of a series, on the clock of its zone; `twice` where that time occurs twice.
    pub(crate) fn watch(&mut self, series: &str, clock: i64, twice: Option<Twice>, line: u64) {
        let at = match self.written.get(series) {
            Some(at) => *at,
            None if self.written.len() >= MOST_SERIES => return,
            None => {
                let next = self.series.len();
                let at = *self.by_name.entry(series.to_lowercase()).or_insert(next);
                if at == next {
                    self.series.push(Series::default());
                }
                self.written.insert(series.to_owned(), at);
                at
            }
        };
        self.rows += usize::from(twice.is_some());
        if self.rows <= MOST_ROWS {
            self.series[at].watch(clock, twice, line);
        }
    }

    /// Which rows lie after the clocks went back, by line; one that is not told is not there.
    pub(crate) fn decide(self) -> HashMap<u64, bool> {
        if self.rows > MOST_ROWS {
            return HashMap::new();
        }
        let series = self.series.into_iter();
        series.flat_map(Series::decide).collect()
    }
}

impl Series {
    fn watch(&mut self, clock: i64, twice: Option<Twice>, line: u64) {
        let within = |twice: &Twice, last| twice.begins <= last && last < twice.ends;
        let stays = self
            .last
            .zip(twice)
            .is_some_and(|(last, twice)| within(&twice, last));
        if let Some(last) = self.last.filter(|_| !stays) {
            self.rises |= clock > last;
            self.falls |= clock < last;
            self.repeats |= clock == last;
            let is_hour = (clock - last).abs() == HOUR_MS;
            // The passage that this step leaves.
            if let Some(left) = self.passages.last_mut()
                && within(&left.twice, last)
            {
                left.has_neighbour |= is_hour;
            }
        }
        if let Some(twice) = twice {
            if !stays {
                let has_neighbour = self
                    .last
                    .is_some_and(|last| (clock - last).abs() == HOUR_MS);
                self.passages.push(Passage {
                    twice,
                    has_neighbour,
                    rows: Vec::new(),
                });
            }
            if let Some(passage) = self.passages.last_mut() {
                passage.rows.push((clock, line));
            }
        }
        self.last = Some(clock);
    }

    fn decide(self) -> Vec<(u64, bool)> {
        // Rows that go up here and down there are in no order that could say anything.
        if self.rises == self.falls {
            return Vec::new();
        }
        let (falls, repeats) = (self.falls, self.repeats);
        let passages = self.passages.into_iter();
        passages
            .filter_map(|passage| passage.split(falls, repeats))
            .flatten()
            .collect()
    }
}

impl Passage {
    /// Which of its rows lie after the clocks went back; nothing where that is not said.
    fn split(mut self, falls: bool, repeats: bool) -> Option<Vec<(u64, bool)>> {
        // Newest first reads the same backwards.
        if falls {
            self.rows.reverse();
        }
        let mut backs = self
            .rows
            .windows(2)
            .enumerate()
            .filter(|(_, two)| two[1].0 < two[0].0)
            .map(|(at, two)| (at + 1, two[0].0 - two[1].0));
        let length = self.twice.ends - self.twice.begins;
        let first = match (backs.next(), backs.next()) {
            // A row that is a little late has not gone through the hour again.
            (Some((back, by)), None) if by * 2 >= length => back,
            // A sum an hour: the same time again is the next hour.
            (None, _) if !repeats && self.is_hourly() => 1,
            _ => return None,
        };
        let rows = self.rows.into_iter().enumerate();
        Some(rows.map(|(at, (_, line))| (line, at >= first)).collect())
    }

    /// Whether these are two rows of one time, with an hour to the one before or after them.
    fn is_hourly(&self) -> bool {
        matches!(self.rows[..], [(one, _), (other, _)] if one == other) && self.has_neighbour
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MINUTE: i64 = 60_000;
    const TWO: i64 = 26 * HOUR_MS;
    const HOUR: Twice = Twice {
        begins: TWO,
        ends: TWO + HOUR_MS,
    };

    /// Minutes from the beginning of the hour, in the order of the rows: which are later.
    fn later(minutes: &[i64]) -> Vec<Option<bool>> {
        later_of(HOUR, minutes)
    }

    fn later_of(span: Twice, minutes: &[i64]) -> Vec<Option<bool>> {
        let mut folds = Folds::default();
        for (minute, line) in minutes.iter().zip(1..) {
            let clock = span.begins + minute * MINUTE;
            let twice = (clock >= span.begins && clock < span.ends).then_some(span);
            folds.watch("web", clock, twice, line);
        }
        let decided = folds.decide();
        (1..=minutes.len() as u64)
            .map(|line| decided.get(&line).copied())
            .collect()
    }

    const NO: Option<bool> = Some(false);
    const YES: Option<bool> = Some(true);

    #[test]
    fn a_series_says_which_hour_it_is_in() {
        assert_eq!(later(&[-60, 0, 0, 60]), [None, NO, YES, None]);
        assert_eq!(later(&[60, 0, 0, -60]), [None, YES, NO, None]);
        assert_eq!(
            later(&[-30, 0, 30, 0, 30, 60]),
            [None, NO, NO, YES, YES, None]
        );
        assert_eq!(
            later(&[60, 30, 0, 30, 0, -30]),
            [None, YES, YES, NO, NO, None]
        );
        // Sales of one minute do not go back.
        assert_eq!(
            later(&[-3, 10, 10, 40, 5, 5, 61]),
            [None, NO, NO, NO, YES, YES, None]
        );
        // The file ends in it, or begins in it.
        assert_eq!(later(&[-60, 0, 0]), [None, NO, YES]);
        assert_eq!(later(&[0, 0, 60]), [NO, YES, None]);
        assert_eq!(later(&[30, 0, 60]), [NO, YES, None]);
    }

    #[test]
    fn rows_that_do_not_say_it_are_left() {
        for minutes in [
            // Once through the hour, of sums or of sales.
            &[-60, 0, 60][..],
            &[0, 0],
            &[-5, 3, 3, 70],
            &[-60, 0, 0, 0, 60],
            // Three times through it.
            &[-10, 40, 5, 40, 5, 60],
            // A row that is late by a minute.
            &[-2, 10, 40, 39, 50, 61],
            // Two rows an hour of a column that is not mapped; each row twice.
            &[-60, -60, 0, 0, 60, 60],
            &[-120, -60, 0, 0, 60, 60],
            // In no order: sorted by amount, two halves put together.
            &[-10, 40, 5, -20, 7, 60],
            &[-10, 40, 5, -20],
            &[-60, 0, 0, 60, 10],
            &[30, 10, 9_000, -7_000],
            &[-60, 0, 0, 60, -120, -60],
        ] {
            assert!(later(minutes).iter().all(Option::is_none), "{minutes:?}");
        }
    }

    #[test]
    fn a_span_of_half_an_hour_is_gone_through_twice() {
        let half = Twice {
            begins: TWO + 30 * MINUTE,
            ends: TWO + HOUR_MS,
        };
        // 01:15, 01:31, 01:46 and so on, as on Lord Howe Island.
        assert_eq!(
            later_of(half, &[-15, 1, 16, 1, 16, 31]),
            [None, NO, NO, YES, YES, None]
        );
        assert!(later_of(half, &[-15, 1, 16]).iter().all(Option::is_none));
        assert!(
            later_of(half, &[-15, 1, 16, 31])
                .iter()
                .all(Option::is_none)
        );
    }

    #[test]
    fn series_that_alternate_are_followed_each_by_itself() {
        let mut folds = Folds::default();
        let mut line = 0;
        for minute in [-60, 0, 0, 60] {
            for series in ["web", "app"] {
                line += 1;
                let twice = (minute == 0).then_some(HOUR);
                // Names that differ in case only are one series, as everywhere else.
                let name = match line % 4 {
                    0 => series.to_uppercase(),
                    _ => series.to_owned(),
                };
                folds.watch(&name, TWO + minute * MINUTE, twice, line);
            }
        }
        let decided = folds.decide();
        let lines: Vec<Option<bool>> = (1..=line).map(|at| decided.get(&at).copied()).collect();
        assert_eq!(lines, [None, None, NO, NO, YES, YES, None, None]);
    }

    #[test]
    fn hours_of_several_years_are_each_decided() {
        const YEAR: i64 = 364 * 24 * 60;
        let mut folds = Folds::default();
        let mut line = 0;
        for year in 0..3 {
            for minute in [-60, 0, 0, 60] {
                line += 1;
                let of_year = year * YEAR * MINUTE;
                let span = Twice {
                    begins: HOUR.begins + of_year,
                    ends: HOUR.ends + of_year,
                };
                let twice = (minute == 0).then_some(span);
                folds.watch("web", TWO + of_year + minute * MINUTE, twice, line);
            }
        }
        let decided = folds.decide();
        assert_eq!(decided.len(), 6);
        assert!(
            decided
                .iter()
                .all(|(line, later)| *later == (line % 4 == 3))
        );
    }

    proptest! {
        /// Rows in order of time through both hours: what is decided is right, and it is decided
        /// where the clock goes back far enough.
        #[test]
        fn what_is_decided_is_right(
            mut one in prop::collection::vec(0_i64..60, 0..20),
            mut other in prop::collection::vec(0_i64..60, 0..20),
            newest_first in any::<bool>(),
        ) {
            one.sort_unstable();
            other.sort_unstable();
            let mut rows: Vec<(i64, Option<bool>)> = vec![(-7, None)];
            rows.extend(one.iter().map(|minute| (*minute, NO)));
            rows.extend(other.iter().map(|minute| (*minute, YES)));
            rows.push((67, None));
            if newest_first {
                rows.reverse();
            }
            let minutes: Vec<i64> = rows.iter().map(|(minute, _)| *minute).collect();
            let truth: Vec<Option<bool>> = rows.iter().map(|(_, later)| *later).collect();
            let found = later(&minutes);
            let back = one.last().zip(other.first()).map_or(0, |(last, first)| last - first);
            if back >= 30 {
                prop_assert_eq!(found, truth);
            } else {
                prop_assert!(found.iter().all(Option::is_none));
            }
        }

        /// Rows in any order: either nothing is decided, or they are in order but for one step back
        /// within the hour.
        #[test]
        fn rows_in_no_order_decide_nothing(
            minutes in prop::collection::vec(-120_i64..180, 2..14),
        ) {
            if later(&minutes).iter().any(Option::is_some) {
                let mut steps: Vec<(i64, i64)> =
                    minutes.windows(2).map(|two| (two[0], two[1])).collect();
                let inside = |minute: &i64| (0..60).contains(minute);
                steps.retain(|(a, b)| !(inside(a) && inside(b)));
                let rises = steps.iter().any(|(a, b)| b > a);
                let falls = steps.iter().any(|(a, b)| b < a);
                prop_assert!(rises != falls, "{:?}", minutes);
            }
        }
    }
}
