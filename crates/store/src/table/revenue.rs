//! Revenue: exact sums a minute, in one compressed block a batch, stream and month.

use crate::error::Error;
use crate::row::{self, Fields, Row, Tally};
use ninefold_domain::id::{BatchId, StreamId};
use ninefold_domain::record::MinuteSum;
use ninefold_domain::time::{EARLIEST, LATEST};
use rusqlite::Connection;
use rusqlite::types::Value;
use std::collections::HashSet;

pub(crate) const VERSION_1: &str = "
CREATE TABLE revenue_block (
    checksum INTEGER NOT NULL,
    batch BLOB NOT NULL,
    stream BLOB NOT NULL,
    month INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    total TEXT NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (batch, stream, month)
) STRICT;
";

/// Level 3 is within 5% of the size of the slow levels on minute sums.
pub(crate) const ZSTD_LEVEL: i32 = 3;
/// Minutes in the longest month.
pub(crate) const MONTH_MINUTES: usize = 31 * 1440;
/// Bytes that one minute takes at most before compression: three variable-length numbers.
const MINUTE_BYTES: usize = 10 + 10 + 5;

/// The minute sums of one stream in one UTC month, from one batch.
pub(crate) struct Block {
    /// The import it came with.
    pub batch: BatchId,
    /// The stream.
    pub stream: StreamId,
    /// Months since January 1970, UTC.
    pub month: i64,
    minutes: u64,
    rows: u64,
    total: i128,
    bytes: Vec<u8>,
}

impl Row for Block {
    const TABLE: &'static str = "revenue_block";
    const COLUMNS: &'static [&'static str] = &[
        "batch", "stream", "month", "minutes", "rows", "total", "bytes",
    ];

    fn bind(&self) -> Vec<Value> {
        // A block holds at most a month of minutes of at most 2^32 rows each.
        let count = |n: u64| Value::Integer(i64::try_from(n).unwrap_or(i64::MAX));
        vec![
            row::id(self.batch.to_bytes()),
            row::id(self.stream.to_bytes()),
            self.month.into(),
            count(self.minutes),
            count(self.rows),
            self.total.to_string().into(),
            self.bytes.clone().into(),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            batch: BatchId::from_bytes(fields.id()?),
            stream: StreamId::from_bytes(fields.id()?),
            month: fields.int()?,
            minutes: fields.narrow()?,
            rows: fields.narrow()?,
            total: {
                let text = fields.text()?;
                text.parse().map_err(|_| fields.bad("a whole number"))?
            },
            bytes: fields.bytes()?,
        })
    }
}

/// Months since January 1970 of a minute since 1970, UTC.
///
/// Days to civil date by eras of 400 years, counted from March so that the leap day is last.
pub(crate) fn month_of(minute: i64) -> i64 {
    let day = minute.div_euclid(1440) + 719_468;
    let era = day.div_euclid(146_097);
    let day_of_era = day.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    (era * 400 + year_of_era - 1970) * 12 + month_from_march + 2
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)).cast_unsigned()
}

fn unzigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
}

pub(crate) fn push_varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

pub(crate) fn take_varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        let bits = u64::from(byte & 0x7f);
        if shift == 63 && bits > 1 {
            return None;
        }
        value |= bits << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

impl Block {
    /// Columns one after the other: they are alike within and compress the better for it.
    fn encode(
        batch: BatchId,
        stream: StreamId,
        month: i64,
        sums: &[MinuteSum],
    ) -> Result<Self, Error> {
        let mut plain = Vec::with_capacity(sums.len() * 6);
        let mut previous = 0;
        for sum in sums {
            push_varint(&mut plain, zigzag(sum.minute - previous));
            previous = sum.minute;
        }
        for sum in sums {
            push_varint(&mut plain, zigzag(sum.units));
        }
        for sum in sums {
            push_varint(&mut plain, u64::from(sum.rows));
        }
        let bytes = zstd::bulk::compress(&plain, ZSTD_LEVEL)
            .map_err(|error| Error::invalid(format!("revenue could not be compressed: {error}")))?;
        Ok(Self {
            batch,
            stream,
            month,
            minutes: sums.len() as u64,
            rows: sums.iter().map(|sum| u64::from(sum.rows)).sum(),
            total: sums.iter().map(|sum| i128::from(sum.units)).sum(),
            bytes,
        })
    }

    /// The sums of the block; all that it says about itself is compared with them.
    fn decode(&self) -> Result<Vec<MinuteSum>, Error> {
        self.try_decode().ok_or_else(|| {
            Error::damaged(format!(
                "the revenue of stream {} in month {} of {} does not add up to what was written",
                self.stream,
                self.month.rem_euclid(12) + 1,
                1970 + self.month.div_euclid(12)
            ))
        })
    }

    fn try_decode(&self) -> Option<Vec<MinuteSum>> {
        let count = usize::try_from(self.minutes).ok()?;
        if count > MONTH_MINUTES {
            return None;
        }
        let plain = zstd::bulk::decompress(&self.bytes, count * MINUTE_BYTES).ok()?;
        let mut rest = plain.as_slice();
        let mut sums = Vec::with_capacity(count);
        let mut minute = 0_i64;
        for index in 0..count {
            let step = unzigzag(take_varint(&mut rest)?);
            minute = minute.checked_add(step)?;
            if (index > 0 && step < 1) || month_of(minute) != self.month {
                return None;
            }
            sums.push(MinuteSum {
                minute,
                units: 0,
                rows: 0,
            });
        }
        for sum in &mut sums {
            sum.units = unzigzag(take_varint(&mut rest)?);
        }
        for sum in &mut sums {
            sum.rows = u32::try_from(take_varint(&mut rest)?).ok()?;
        }
        let total: i128 = sums.iter().map(|sum| i128::from(sum.units)).sum();
        let rows: u64 = sums.iter().map(|sum| u64::from(sum.rows)).sum();
        (rest.is_empty() && total == self.total && rows == self.rows).then_some(sums)
    }
}

/// Writes the sums of one stream in a batch, a block a month; `each` hears how many minutes
/// were written and may stop the work.
pub(crate) fn write(
    db: &Connection,
    tally: &mut Tally,
    batch: BatchId,
    stream: StreamId,
    sums: &[MinuteSum],
    mut each: impl FnMut(usize) -> Result<(), Error>,
) -> Result<(), Error> {
    let accepted = EARLIEST.minute()..LATEST.minute();
    if let Some(sum) = sums.iter().find(|sum| !accepted.contains(&sum.minute)) {
        return Err(Error::invalid(format!(
            "revenue of minute {} since 1970 is outside 1900 to 2199; check the dates of the file",
            sum.minute
        )));
    }
    if let Some(pair) = sums
        .windows(2)
        .find(|pair| pair[0].minute >= pair[1].minute)
    {
        return Err(Error::invalid(format!(
            "revenue of minute {} since 1970 comes after minute {}; expected each minute once, \
             ascending",
            pair[1].minute, pair[0].minute
        )));
    }
    for part in sums.chunk_by(|a, b| month_of(a.minute) == month_of(b.minute)) {
        let block = Block::encode(batch, stream, month_of(part[0].minute), part)?;
        row::insert_all(db, tally, [&block], |_| each(part.len()))?;
    }
    Ok(())
}

/// The sums of a stream over the batches that count, ascending.
pub(crate) fn read(
    db: &Connection,
    stream: StreamId,
    undone: &HashSet<BatchId>,
) -> Result<Vec<MinuteSum>, Error> {
    let blocks: Vec<Block> = row::select(
        db,
        "WHERE stream = ? ORDER BY month",
        &[row::id(stream.to_bytes())],
    )?;
    let mut all = Vec::new();
    for month in blocks.chunk_by(|a, b| a.month == b.month) {
        let mut sums: Vec<MinuteSum> = Vec::new();
        for block in month.iter().filter(|block| !undone.contains(&block.batch)) {
            sums = add(sums, block.decode()?)?;
        }
        all.append(&mut sums);
    }
    Ok(all)
}

/// Two ascending lists as one, minutes of both summed.
fn add(left: Vec<MinuteSum>, right: Vec<MinuteSum>) -> Result<Vec<MinuteSum>, Error> {
    if left.is_empty() {
        return Ok(right);
    }
    let mut both = Vec::with_capacity(left.len() + right.len());
    let mut left = left.into_iter().peekable();
    for sum in right {
        while let Some(earlier) = left.next_if(|l| l.minute < sum.minute) {
            both.push(earlier);
        }
        both.push(match left.next_if(|l| l.minute == sum.minute) {
            None => sum,
            Some(other) => MinuteSum {
                minute: sum.minute,
                units: other
                    .units
                    .checked_add(sum.units)
                    .ok_or_else(|| too_large(sum.minute))?,
                // An import that replaces others has the difference to their counts.
                rows: other.rows.wrapping_add(sum.rows),
            },
        });
    }
    both.extend(left);
    Ok(both)
}

fn too_large(minute: i64) -> Error {
    Error::invalid(format!(
        "the revenue of minute {minute} since 1970 summed over imports is too large to be kept \
         exactly; undo one of the imports or check the unit of its amounts"
    ))
}

/// The sums of one batch by stream, ascending, whether it counts or not.
pub(crate) fn of_batch(
    db: &Connection,
    batch: BatchId,
) -> Result<Vec<(StreamId, Vec<MinuteSum>)>, Error> {
    let blocks: Vec<Block> = row::select(
        db,
        "WHERE batch = ? ORDER BY stream, month",
        &[row::id(batch.to_bytes())],
    )?;
    let mut streams = Vec::new();
    for stream in blocks.chunk_by(|a, b| a.stream == b.stream) {
        let mut sums = Vec::new();
        for block in stream {
            sums.append(&mut block.decode()?);
        }
        streams.push((stream[0].stream, sums));
    }
    Ok(streams)
}

/// Gives the blocks of a batch to other streams: each stream with the one that takes its place.
pub(crate) fn restream(
    db: &Connection,
    tally: &mut Tally,
    batch: BatchId,
    to: impl Fn(StreamId) -> StreamId,
) -> Result<(), Error> {
    let sums = of_batch(db, batch)?;
    remove(db, tally, batch)?;
    for (stream, sums) in sums {
        write(db, tally, batch, to(stream), &sums, |_| Ok(()))?;
    }
    Ok(())
}

/// Takes away the blocks of a batch.
pub(crate) fn remove(db: &Connection, tally: &mut Tally, batch: BatchId) -> Result<(), Error> {
    let key = row::id(batch.to_bytes());
    row::delete_all::<Block>(db, tally, &key)
}

/// Which batch holds revenue of which stream.
pub(crate) fn streams(db: &Connection) -> Result<HashSet<(BatchId, StreamId)>, Error> {
    let mut statement =
        db.prepare_cached("SELECT DISTINCT batch, stream FROM revenue_block ORDER BY 1, 2")?;
    let mut rows = statement.query([])?;
    let mut pairs = HashSet::new();
    while let Some(row) = rows.next()? {
        let (batch, stream): ([u8; 16], [u8; 16]) = (row.get(0)?, row.get(1)?);
        pairs.insert((BatchId::from_bytes(batch), StreamId::from_bytes(stream)));
    }
    Ok(pairs)
}

/// Decodes every block, so that each is compared with what it says about itself.
pub(crate) fn verify(db: &Connection) -> Result<(), Error> {
    let batches: HashSet<BatchId> = streams(db)?.into_iter().map(|(batch, _)| batch).collect();
    for batch in batches {
        of_batch(db, batch)?;
    }
    row::verify_tally::<Block>(db)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_turn_at_utc_midnight() {
        let day = |days: i64| days * 1440;
        assert_eq!(month_of(0), 0);
        assert_eq!(month_of(-1), -1);
        assert_eq!(month_of(day(31) - 1), 0);
        assert_eq!(month_of(day(31)), 1);
        // 29 February and 1 March 2024.
        assert_eq!(month_of(day(19_782)), 54 * 12 + 1);
        assert_eq!(month_of(day(19_783)), 54 * 12 + 2);
        // 28 February and 1 March 1900, no leap year.
        assert_eq!(month_of(day(-25_509)), -70 * 12 + 1);
        assert_eq!(month_of(day(-25_508)), -70 * 12 + 2);
    }

    #[test]
    fn numbers_survive_their_encoding() {
        for value in [0, 1, -1, 63, 64, -64, -65, i64::MAX, i64::MIN] {
            let mut bytes = Vec::new();
            push_varint(&mut bytes, zigzag(value));
            let mut rest = bytes.as_slice();
            assert_eq!(take_varint(&mut rest).map(unzigzag), Some(value));
            assert!(rest.is_empty());
        }
        assert_eq!(take_varint(&mut [0x80_u8; 11].as_slice()), None);
        assert_eq!(take_varint(&mut [0x80_u8].as_slice()), None);
        let beyond = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02];
        assert_eq!(take_varint(&mut beyond.as_slice()), None);
    }

    #[test]
    fn a_block_keeps_extremes_and_knows_when_it_lies() {
        let sums: Vec<MinuteSum> = [(0, i64::MIN, u32::MAX), (1, 0, 0), (44_639, i64::MAX, 1)]
            .map(|(minute, units, rows)| MinuteSum {
                minute,
                units,
                rows,
            })
            .to_vec();
        let mut block = Block::encode(BatchId(1), StreamId(2), 0, &sums).unwrap();
        assert_eq!(block.decode().unwrap(), sums);
        block.total += 1;
        assert!(matches!(block.decode(), Err(Error::Damaged { .. })));
    }

    #[test]
    fn a_count_that_fell_is_taken_off() {
        let one = |units, rows| {
            vec![MinuteSum {
                minute: 5,
                units,
                rows,
            }]
        };
        let fewer = one(-4, 2_u32.wrapping_sub(5));
        let block = Block::encode(BatchId(1), StreamId(2), 0, &fewer).unwrap();
        assert_eq!(block.decode().unwrap(), fewer);
        assert_eq!(add(one(9, 5), fewer).unwrap(), one(5, 2));
        let gone = one(-9, 5_u32.wrapping_neg());
        assert_eq!(add(one(9, 5), gone).unwrap(), one(0, 0));
    }

    #[test]
    fn sums_of_one_minute_do_not_wrap() {
        let one = |units| {
            vec![MinuteSum {
                minute: 5,
                units,
                rows: 1,
            }]
        };
        assert_eq!(add(one(3), one(4)).unwrap()[0].units, 7);
        assert!(matches!(
            add(one(i64::MAX), one(1)),
            Err(Error::Invalid { .. })
        ));
    }
}
