//! The container that XLS workbooks lie in, a small file system: looked over before its reader
//! gets it, which follows chains of sectors without end where they run in a circle.

use std::collections::HashSet;

/// Sectors from this number on mean that there is none, or that a chain ends.
const NONE: u32 = 0xffff_fffa;
/// Bytes of an entry of its directory.
const ENTRY: usize = 128;
/// Streams below this length lie in the sectors of a stream of their own.
const MINI: u64 = 4096;

/// What is wrong with a container, where it is one; nothing where it can be read or is none.
pub(crate) fn damage(bytes: &[u8]) -> Option<&'static str> {
    const CIRCLE: &str = "a container whose chain of sectors runs in a circle";
    let sector = match number(bytes, 30, 2)? {
        9 => 512,
        12 => 4096,
        _ => return None,
    };
    let at = |id: u32| (id as usize).checked_add(1)?.checked_mul(sector);
    let sector_of = |id: u32| bytes.get(at(id)?..)?.get(..sector);
    // Of a sector that the end of the file cuts off, its reader takes what is there.
    let rest_of = |id: u32| bytes.get(at(id)?..);
    let words = |id: u32| -> Vec<u32> {
        let bytes = rest_of(id).unwrap_or_default();
        let bytes = &bytes[..bytes.len().min(sector)];
        let (words, _) = bytes.as_chunks::<4>();
        words.iter().map(|word| u32::from_le_bytes(*word)).collect()
    };
    // Where the table of chains lies: 109 sectors in the header, more in a chain of their own.
    let mut table: Vec<u32> = (0..109)
        .filter_map(|nth| number(bytes, 76 + 4 * nth, 4))
        .map(|id| id as u32)
        .collect();
    let mut next = number(bytes, 68, 4)? as u32;
    let mut seen = HashSet::new();
    while next < NONE {
        if !seen.insert(next) {
            return Some(CIRCLE);
        }
        let mut more = words(next);
        next = more.pop().unwrap_or(NONE);
        table.extend(more);
    }
    let mut known = HashSet::new();
    let mut chains = Vec::new();
    for id in table.into_iter().filter(|id| *id < NONE) {
        // A sector that stands there twice would make the table longer than the file, and one that
        // is cut off reads otherwise the second time.
        if !known.insert(id) || seen.contains(&id) {
            return Some("a container whose table of sectors names one twice");
        }
        chains.extend(words(id));
    }
    let directory = number(bytes, 48, 4)? as u32;
    let Some(sectors) = chain(directory, &chains) else {
        return Some(CIRCLE);
    };
    let entries: Vec<u8> = sectors
        .iter()
        .filter_map(|id| sector_of(*id))
        .flatten()
        .copied()
        .collect();
    let minis = number(bytes, 60, 4)? as u32;
    let Some(minis) = chain(minis, &chains) else {
        return Some(CIRCLE);
    };
    let minis: Vec<u32> = minis.into_iter().flat_map(words).collect();
    for (nth, entry) in entries.chunks_exact(ENTRY).enumerate() {
        let start = number(entry, 116, 4)? as u32;
        let length = number(entry, 120, if sector == 512 { 4 } else { 8 })?;
        // The first entry holds the sectors of short streams.
        let chains = if length < MINI && nth > 0 {
            &minis
        } else {
            &chains
        };
        if chain(start, chains).is_none() {
            return Some(CIRCLE);
        }
    }
    None
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
        assert_eq!(damage(WORKBOOK), None);
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
