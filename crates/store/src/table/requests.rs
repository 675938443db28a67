//! Requests that a service answered well and in all, a minute each: one compressed block a
//! batch, service and month, coded as revenue is.

use super::revenue::{MONTH_MINUTES, ZSTD_LEVEL, month_of, push_varint, take_varint};
use crate::error::Error;
use crate::row::{self, Fields, Row, Tally};
use ninefold_domain::id::{BatchId, ServiceId};
use ninefold_domain::record::MinuteCount;
use ninefold_domain::time::{EARLIEST, LATEST};
use rusqlite::Connection;
use rusqlite::types::Value;
use std::collections::HashSet;

pub(crate) const VERSION_4: &str = "
CREATE TABLE request_block (
    checksum INTEGER NOT NULL,
    batch BLOB NOT NULL,
    service BLOB NOT NULL,
    month INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    good INTEGER NOT NULL,
    total INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (batch, service, month)
) STRICT;
";

/// Bytes that one minute takes at most before compression: three variable-length numbers.
const MINUTE_BYTES: usize = 10 + 10 + 10;

/// Requests of one minute beyond which counts are doubted: sums over years stay exact below it.
pub(crate) const MOST: i64 = 1_000_000_000_000;

/// The counts of one service in one UTC month, from one batch.
pub(crate) struct Block {
    batch: BatchId,
    service: ServiceId,
    month: i64,
    minutes: i64,
    good: i64,
    total: i64,
    bytes: Vec<u8>,
}

impl Row for Block {
    const TABLE: &'static str = "request_block";
    const COLUMNS: &'static [&'static str] = &[
        "batch", "service", "month", "minutes", "good", "total", "bytes",
    ];

    fn bind(&self) -> Vec<Value> {
        vec![
            row::id(self.batch.to_bytes()),
            row::id(self.service.to_bytes()),
            self.month.into(),
            self.minutes.into(),
            self.good.into(),
            self.total.into(),
            self.bytes.clone().into(),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            batch: BatchId::from_bytes(fields.id()?),
            service: ServiceId::from_bytes(fields.id()?),
            month: fields.int()?,
            minutes: fields.int()?,
            good: fields.int()?,
            total: fields.int()?,
            bytes: fields.bytes()?,
        })
    }
}

impl Block {
    fn encode(
        batch: BatchId,
        service: ServiceId,
        month: i64,
        counts: &[MinuteCount],
    ) -> Result<Self, Error> {
        let mut plain = Vec::with_capacity(counts.len() * 6);
        let mut previous = month_start_hint(counts);
        push_varint(&mut plain, previous.unsigned_abs());
        push_varint(&mut plain, u64::from(previous < 0));
        for count in counts {
            push_varint(&mut plain, (count.minute - previous).unsigned_abs());
            previous = count.minute;
        }
        for count in counts {
            push_varint(&mut plain, count.total.unsigned_abs());
        }
        // What failed is mostly nothing, and compresses to that.
        for count in counts {
            push_varint(&mut plain, (count.total - count.good).unsigned_abs());
        }
        let bytes = zstd::bulk::compress(&plain, ZSTD_LEVEL).map_err(|error| {
            Error::invalid(format!("request counts could not be compressed: {error}"))
        })?;
        Ok(Self {
            batch,
            service,
            month,
            minutes: counts.len() as i64,
            good: counts.iter().map(|count| count.good).sum(),
            total: counts.iter().map(|count| count.total).sum(),
            bytes,
        })
    }

    /// The counts of the block; all that it says about itself is compared with them.
    fn decode(&self) -> Result<Vec<MinuteCount>, Error> {
        self.try_decode().ok_or_else(|| {
            Error::damaged(format!(
                "the requests of service {} in month {} of {} do not add up to what was written",
                self.service,
                self.month.rem_euclid(12) + 1,
                1970 + self.month.div_euclid(12)
            ))
        })
    }

    fn try_decode(&self) -> Option<Vec<MinuteCount>> {
        let count = usize::try_from(self.minutes).ok()?;
        if count > MONTH_MINUTES {
            return None;
        }
        let plain = zstd::bulk::decompress(&self.bytes, 20 + count * MINUTE_BYTES).ok()?;
        let mut rest = plain.as_slice();
        let mut next = || take_varint(&mut rest).and_then(|n| i64::try_from(n).ok());
        let (start, negative) = (next()?, next()?);
        let mut minute = if negative == 1 { -start } else { start };
        let mut counts = Vec::with_capacity(count);
        for index in 0..count {
            let step = next()?;
            minute = minute.checked_add(step)?;
            if (index > 0 && step < 1) || month_of(minute) != self.month {
                return None;
            }
            counts.push(MinuteCount {
                minute,
                good: 0,
                total: 0,
            });
        }
        for count in &mut counts {
            count.total = next().filter(|total| *total <= MOST)?;
        }
        for count in &mut counts {
            count.good = count.total - next().filter(|failed| *failed <= count.total)?;
        }
        let good: i64 = counts.iter().map(|count| count.good).sum();
        let total: i64 = counts.iter().map(|count| count.total).sum();
        (rest.is_empty() && good == self.good && total == self.total).then_some(counts)
    }
}

/// The minute that the first step is counted from.
fn month_start_hint(counts: &[MinuteCount]) -> i64 {
    counts.first().map_or(0, |count| count.minute)
}

/// Writes the counts of one service in a batch, a block a month; `each` hears how many minutes
/// were written and may stop the work.
pub(crate) fn write(
    db: &Connection,
    tally: &mut Tally,
    batch: BatchId,
    service: ServiceId,
    counts: &[MinuteCount],
    mut each: impl FnMut(usize) -> Result<(), Error>,
) -> Result<(), Error> {
    let accepted = EARLIEST.minute()..LATEST.minute();
    for (at, count) in counts.iter().enumerate() {
        let wrong = if !accepted.contains(&count.minute) {
            "is outside 1900 to 2199; check the dates of the file"
        } else if count.good < 0 || count.good > count.total || count.total > MOST {
            "are not counts of good ones among all; check the columns of the file"
        } else if at > 0 && counts[at - 1].minute >= count.minute {
            "come after a later minute; expected each minute once, ascending"
        } else {
            continue;
        };
        return Err(Error::invalid(format!(
            "requests of minute {} since 1970 {wrong}",
            count.minute
        )));
    }
    for part in counts.chunk_by(|a, b| month_of(a.minute) == month_of(b.minute)) {
        let block = Block::encode(batch, service, month_of(part[0].minute), part)?;
        row::insert_all(db, tally, [&block], |_| each(part.len()))?;
    }
    Ok(())
}

/// The counts of every service over the batches that count, minutes ascending.
pub(crate) fn all(
    db: &Connection,
    undone: &HashSet<BatchId>,
) -> Result<Vec<(ServiceId, Vec<MinuteCount>)>, Error> {
    let blocks: Vec<Block> = row::select(db, "WHERE true ORDER BY service, month", &[])?;
    let mut services: Vec<(ServiceId, Vec<MinuteCount>)> = Vec::new();
    for month in blocks.chunk_by(|a, b| (a.service, a.month) == (b.service, b.month)) {
        let mut counts: Vec<MinuteCount> = Vec::new();
        for block in month.iter().filter(|block| !undone.contains(&block.batch)) {
            counts.append(&mut block.decode()?);
        }
        counts.sort_by_key(|count| count.minute);
        counts.dedup_by(|next, kept| {
            let same = next.minute == kept.minute;
            if same {
                kept.good += next.good;
                kept.total += next.total;
            }
            same
        });
        if counts.is_empty() {
            continue;
        }
        match services.last_mut() {
            Some((service, all)) if *service == month[0].service => all.append(&mut counts),
            _ => services.push((month[0].service, counts)),
        }
    }
    Ok(services)
}

/// The counts of one batch by service, ascending, whether it counts or not.
pub(crate) fn of_batch(
    db: &Connection,
    batch: BatchId,
) -> Result<Vec<(ServiceId, Vec<MinuteCount>)>, Error> {
    let blocks: Vec<Block> = row::select(
        db,
        "WHERE batch = ? ORDER BY service, month",
        &[row::id(batch.to_bytes())],
    )?;
    let mut services = Vec::new();
    for service in blocks.chunk_by(|a, b| a.service == b.service) {
        let mut counts = Vec::new();
        for block in service {
            counts.append(&mut block.decode()?);
        }
        services.push((service[0].service, counts));
    }
    Ok(services)
}

/// Takes away the blocks of a batch.
pub(crate) fn remove(db: &Connection, tally: &mut Tally, batch: BatchId) -> Result<(), Error> {
    let key = row::id(batch.to_bytes());
    row::delete_all::<Block>(db, tally, &key)
}

/// Which batch holds requests of which service.
pub(crate) fn services(db: &Connection) -> Result<HashSet<(BatchId, ServiceId)>, Error> {
    let mut statement =
        db.prepare_cached("SELECT DISTINCT batch, service FROM request_block ORDER BY 1, 2")?;
    let mut rows = statement.query([])?;
    let mut pairs = HashSet::new();
    while let Some(row) = rows.next()? {
        let (batch, service): ([u8; 16], [u8; 16]) = (row.get(0)?, row.get(1)?);
        pairs.insert((BatchId::from_bytes(batch), ServiceId::from_bytes(service)));
    }
    Ok(pairs)
}

/// Decodes every block, so that each is compared with what it says about itself.
pub(crate) fn verify(db: &Connection) -> Result<(), Error> {
    let batches: HashSet<BatchId> = services(db)?.into_iter().map(|(batch, _)| batch).collect();
    for batch in batches {
        of_batch(db, batch)?;
    }
    row::verify_tally::<Block>(db)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(minute: i64, good: i64, total: i64) -> MinuteCount {
        MinuteCount {
            minute,
            good,
            total,
        }
    }

    #[test]
    fn a_block_keeps_its_counts_and_knows_when_it_lies() {
        for counts in [
            vec![count(0, 0, 0), count(1, MOST, MOST), count(44_639, 0, 7)],
            vec![count(-1, 3, 4)],
        ] {
            let month = month_of(counts[0].minute);
            let mut block = Block::encode(BatchId(1), ServiceId(2), month, &counts).unwrap();
            assert_eq!(block.decode().unwrap(), counts);
            block.good += 1;
            assert!(matches!(block.decode(), Err(Error::Damaged { .. })));
        }
    }
}
