//! The container that XLS workbooks lie in, a small file system: looked over before its reader
//! gets it, which follows chains of sectors without end where they run in a circle.
//!
//! See [MS-CFB](https://learn.microsoft.com/openspecs/windows_protocols/ms-cfb).

use std::collections::HashSet;

/// Sectors from this number on mean that there is none, or that a chain ends.
const NONE: u32 = 0xffff_fffa;
/// Bytes of an entry of its directory.
const ENTRY: usize = 128;
/// Streams below this length lie in the sectors of a stream of their own.
const MINI: u64 = 4096;
/// Bytes of a sector of those.
const SHORT: usize = 64;

/// A container whose chains of sectors all come to an end.
pub(crate) struct Container<'b> {
    bytes: &'b [u8],
    /// Bytes of a sector.
    sector: usize,
    /// For each sector the one that follows it.
    chains: Vec<u32>,
    /// The same for short streams.
    minis: Vec<u32>,
    /// Its directory, entry by entry.
    entries: Vec<u8>,
}

impl<'b> Container<'b> {
    /// The container that a file is; nothing where it is none.
    ///
    /// # Errors
    /// What is wrong with it, where its reader must not get it.
    pub(crate) fn open(bytes: &'b [u8]) -> Result<Option<Self>, &'static str> {
        const CIRCLE: &str = "a container whose chain of sectors runs in a circle";
        let field = |at: usize| number(bytes, at, 4).map(|number| number as u32);
        let sector = match number(bytes, 30, 2) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Ok(None),
        };
        let (Some(more), Some(directory), Some(minis)) = (field(68), field(48), field(60)) else {
            return Ok(None);
        };
        let mut container = Self {
            bytes,
            sector,
            chains: vec![],
            minis: vec![],
            entries: vec![],
        };
        // Where the table of chains lies: 109 sectors in the header, more in a chain of their own.
        let mut table: Vec<u32> = (0..109).filter_map(|nth| field(76 + 4 * nth)).collect();
        let mut next = more;
        let mut seen = HashSet::new();
        while next < NONE {
            if !seen.insert(next) {
                return Err(CIRCLE);
            }
            let mut more = container.words(next);
            next = more.pop().unwrap_or(NONE);
            table.extend(more);
        }
        let mut known = HashSet::new();
        for id in table.into_iter().filter(|id| *id < NONE) {
            // A sector that stands there twice would make the table longer than the file, and one
            // that is cut off reads otherwise the second time.
            if !known.insert(id) || seen.contains(&id) {
                return Err("a container whose table of sectors names one twice");
            }
            let words = container.words(id);
            container.chains.extend(words);
        }
        let sectors = chain(directory, &container.chains).ok_or(CIRCLE)?;
        container.entries = (sectors.iter())
            .map(|id| container.sector_of(*id))
            .filter(|found| found.len() == sector)
            .flatten()
            .copied()
            .collect();
        let minis = chain(minis, &container.chains).ok_or(CIRCLE)?;
        container.minis = (minis.into_iter())
            .flat_map(|id| container.words(id))
            .collect();
        for (nth, entry) in container.entries.chunks_exact(ENTRY).enumerate() {
            let (start, length) = container.place(entry).ok_or(CIRCLE)?;
            // The first entry holds the sectors of short streams.
            let chains = if length < MINI && nth > 0 {
                &container.minis
            } else {
                &container.chains
            };
            chain(start, chains).ok_or(CIRCLE)?;
        }
        Ok(Some(container))
    }

    /// A sector, of which its reader takes what is there where the end of the file cuts it off.
    fn sector_of(&self, id: u32) -> &'b [u8] {
        let at = (id as usize)
            .checked_add(1)
            .and_then(|n| n.checked_mul(self.sector));
        let rest = at.and_then(|at| self.bytes.get(at..)).unwrap_or_default();
        &rest[..rest.len().min(self.sector)]
    }

    fn words(&self, id: u32) -> Vec<u32> {
        let (words, _) = self.sector_of(id).as_chunks::<4>();
        words.iter().map(|word| u32::from_le_bytes(*word)).collect()
    }

    /// Where the stream of an entry begins, and its bytes.
    fn place(&self, entry: &[u8]) -> Option<(u32, u64)> {
        let start = number(entry, 116, 4)? as u32;
        let length = number(entry, 120, if self.sector == 512 { 4 } else { 8 })?;
        Some((start, length))
    }

    /// The bytes of the stream of this name, as far as they are there.
    pub(crate) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let is_named = |entry: &&[u8]| {
            let (letters, _) = entry[..64].as_chunks::<2>();
            let letters = letters.iter().map(|letter| u16::from_le_bytes(*letter));
            let found: Vec<u16> = letters.take_while(|letter| *letter != 0).collect();
            String::from_utf16_lossy(&found).eq_ignore_ascii_case(name)
        };
        let mut entries = self.entries.chunks_exact(ENTRY);
        let (start, length) = self.place(entries.clone().find(is_named)?)?;
        let whole = |start: u32| -> Vec<u8> {
            let ids = chain(start, &self.chains).unwrap_or_default();
            ids.into_iter()
                .flat_map(|id| self.sector_of(id))
                .copied()
                .collect()
        };
        let mut bytes = if length < MINI {
            // Its sectors lie in the stream of the first entry.
            let all = whole(self.place(entries.next()?)?.0);
            let pieces = all.as_chunks::<SHORT>().0;
            let ids = chain(start, &self.minis).unwrap_or_default();
            let found = ids.into_iter().map_while(|id| pieces.get(id as usize));
            found.flatten().copied().collect()
        } else {
            whole(start)
        };
        bytes.truncate(usize::try_from(length).unwrap_or(usize::MAX));
        Some(bytes)
    }
}

/// The sectors of a chain; nothing where it runs in a circle.
fn chain(start: u32, chains: &[u32]) -> Option<Vec<u32>> {
    let mut found = Vec::new();
    let mut next = start;
    while next < NONE {
        if found.len() > chains.len() {
            return None;
        }
        found.push(next);
        next = chains.get(next as usize).copied().unwrap_or(NONE);
    }
    Some(found)
}

/// A little-endian number of so many bytes.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let bytes = bytes.get(at..at + length)?;
    let digits = bytes.iter().rev();
    Some(digits.fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is wrong with a container.
    fn damage(bytes: &[u8]) -> Option<&'static str> {
        Container::open(bytes).err()
    }

    const WORKBOOK: &[u8] = include_bytes!("../tests/data/sales.xls");

    fn put(bytes: &mut [u8], at: usize, value: u32) {
        bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }

    /// Where the chain of a sector stands in the file.
    fn link(bytes: &[u8], id: u32) -> usize {
        let table = number(bytes, 76, 4).unwrap() as usize;
        (table + 1) * 512 + 4 * id as usize
    }

    #[test]
    fn a_sound_container_is_read() {
        let container = Container::open(WORKBOOK).unwrap().unwrap();
        let stream = container.stream("WORKBOOK").unwrap();
        // Its first record says what it is.
        assert_eq!(stream[..4], [0x09, 0x08, 0x10, 0x00]);
        assert!(container.stream("Nothing").is_none());
        assert_eq!(damage(b"no container"), None);
        for length in [0, 100, 512, 600, 5_000] {
            damage(&WORKBOOK[..length.min(WORKBOOK.len())]);
        }
    }

    #[test]
    fn circles_are_refused() {
        let mut circle = WORKBOOK.to_vec();
        let directory = number(&circle, 48, 4).unwrap() as u32;
        let place = link(&circle, directory);
        put(&mut circle, place, directory);
        assert!(damage(&circle).is_some_and(|found| found.contains("circle")));

        let mut more = WORKBOOK.to_vec();
        put(&mut more, 68, 0);
        put(&mut more, 512 + 508, 0);
        assert!(damage(&more).is_some_and(|found| found.contains("circle")));

        let mut twice = WORKBOOK.to_vec();
        let first = number(&twice, 76, 4).unwrap() as u32;
        put(&mut twice, 80, first);
        assert!(damage(&twice).is_some_and(|found| found.contains("twice")));
    }

    #[test]
    fn a_circle_in_a_table_that_is_cut_off_is_one() {
        // The table of chains once more at the end, without its last bytes.
        let mut cut = WORKBOOK.to_vec();
        cut.resize(cut.len().next_multiple_of(512), 0);
        let table = number(&cut, 76, 4).unwrap() as usize;
        let copy = cut[(table + 1) * 512..(table + 2) * 512].to_vec();
        let id = (cut.len() / 512 - 1) as u32;
        cut.extend_from_slice(&copy[..500]);
        put(&mut cut, 76, id);
        assert_eq!(damage(&cut), None);
        let directory = number(&cut, 48, 4).unwrap() as u32;
        let place = link(&cut, directory);
        assert!(place + 4 <= cut.len());
        put(&mut cut, place, directory);
        assert!(damage(&cut).is_some_and(|found| found.contains("circle")));
    }

    #[test]
    fn the_importer_says_so() {
        let mut circle = WORKBOOK.to_vec();
        let directory = number(&circle, 48, 4).unwrap() as u32;
        let place = link(&circle, directory);
        put(&mut circle, place, directory);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("circle.xls");
        std::fs::write(&path, circle).unwrap();
        let error = crate::inspect(&path, None, None).unwrap_err();
        assert!(error.to_string().contains("circle"), "{error}");
    }
}
