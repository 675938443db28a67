//! ZIP archives: which of their members are tables, and how those are unpacked piece by piece.
//!
//! An archive may come from anyone. Its directory is checked before anything is unpacked: members
//! that unpack to a multiple that no table does, that lie over one another, or that are too many
//! are refused. While unpacking, a member may not grow beyond what the directory says, and at its
//! end its checksum has to match.

use crate::error::Error;
use crate::workbook::Book;
use flate2::Crc;
use flate2::read::DeflateDecoder;
use std::io::{self, BufReader, Read, Seek};
use zip::{CompressionMethod, ZipArchive};

/// Most members of an archive.
const MOST_MEMBERS: usize = 1_000;
/// From how many bytes on a member is doubted.
const DOUBTED: u64 = 64 << 20;
/// How many times its packed size a doubted member may have; tables reach some dozens.
const MOST_TIMES: u64 = 400;

/// What an archive is.
pub(crate) enum Archive {
    /// A workbook, which is an archive too.
    Workbook(Book),
    /// Members that look like tables, in the order of their names; the others in sentences.
    Members {
        members: Vec<Member>,
        notes: Vec<String>,
    },
}

/// A member that looks like a table.
pub(crate) struct Member {
    /// Its name, with its folders.
    pub(crate) name: String,
    pub(crate) part: Part,
}

/// Where a member lies in its archive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    /// First byte of its content.
    pub(crate) at: u64,
    /// Bytes that it takes there.
    pub(crate) packed: u64,
    unpacked: u64,
    crc: u32,
    deflated: bool,
}

/// Opens an archive of so many bytes.
///
/// # Errors
/// [`Error::Archive`] where it is damaged, locked, a bomb, or has no table in it.
pub(crate) fn open<R: Read + Seek>(file: R, name: &str, size: u64) -> Result<Archive, Error> {
    let refuse = |detail: String| Error::Archive {
        file: name.to_owned(),
        detail,
    };
    let mut zip = ZipArchive::new(file).map_err(|e| refuse(e.to_string()))?;
    if zip.len() > MOST_MEMBERS {
        return Err(refuse(format!("{} members", zip.len())));
    }
    let mut names = Vec::new();
    let mut members = Vec::new();
    let mut spans: Vec<(u64, u64)> = Vec::new();
    for index in 0..zip.len() {
        let member = zip.by_index_raw(index).map_err(|e| refuse(e.to_string()))?;
        let inner = member
            .name()
            .map_or_else(|_| format!("member {index}"), std::borrow::Cow::into_owned);
        names.push(inner.clone());
        let (packed, unpacked) = (member.compressed_size(), member.size());
        if unpacked > DOUBTED && unpacked / packed.max(1) > MOST_TIMES {
            return Err(refuse(format!(
                "“{inner}”, which unpacks from {packed} to {unpacked} bytes"
            )));
        }
        let Some(at) = member.data_start() else {
            continue;
        };
        spans.push((at, at.saturating_add(packed)));
        if member.is_dir() {
            continue;
        }
        members.push((
            inner,
            member.encrypted(),
            member.compression(),
            Part {
                at,
                packed,
                unpacked,
                crc: member.crc32(),
                deflated: member.compression() == CompressionMethod::Deflated,
            },
        ));
    }
    spans.sort_unstable();
    let overlap = spans.windows(2).any(|pair| pair[0].1 > pair[1].0);
    if overlap || spans.last().is_some_and(|(_, end)| *end > size) {
        return Err(refuse("members that lie over one another".into()));
    }
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    // Some programs write the parts of a workbook elsewhere; its list of types is always there.
    let part = |wanted: &str| names.iter().any(|name| name.ends_with(wanted));
    if part("workbook.bin") && has("[Content_Types].xml") {
        return Ok(Archive::Workbook(Book::Xlsb));
    }
    if has("[Content_Types].xml") || has("xl/workbook.xml") {
        return Ok(Archive::Workbook(Book::Xlsx));
    }
    if has("content.xml") && has("mimetype") {
        return Ok(Archive::Workbook(Book::Ods));
    }
    choose(members, name, refuse)
}

fn choose(
    members: Vec<(String, bool, CompressionMethod, Part)>,
    name: &str,
    refuse: impl Fn(String) -> Error,
) -> Result<Archive, Error> {
    let ending = |name: &str| {
        let file = name.rsplit_once('/').map_or(name, |(_, file)| file);
        // Packed once more, it is what it was before.
        let file = file.strip_suffix(".gz").unwrap_or(file);
        let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
        // Files that begin with a dot, and what a Mac puts beside each file, are nobody's.
        let hidden = file.starts_with('.') || name.starts_with("__MACOSX/");
        (ending.to_ascii_lowercase(), hidden)
    };
    let is_table = |ending: &str| {
        matches!(
            ending,
            "csv"
                | "tsv"
                | "tab"
                | "json"
                | "ndjson"
                | "jsonl"
                | "xes"
                | "xlsx"
                | "xlsb"
                | "xls"
                | "ods"
        )
    };
    let named = members.iter().any(|(name, ..)| {
        let (ending, hidden) = ending(name);
        !hidden && is_table(&ending)
    });
    let mut tables = Vec::new();
    let mut others = Vec::new();
    for (inner, locked, method, part) in members {
        let (ending, hidden) = ending(&inner);
        if hidden {
            continue;
        }
        // Beside tables, a text file is what explains them.
        if !is_table(&ending) && (named || ending != "txt") {
            others.push(inner);
            continue;
        }
        if locked {
            return Err(refuse(format!("“{inner}”, which is locked by a password")));
        }
        if !matches!(
            method,
            CompressionMethod::Deflated | CompressionMethod::Stored
        ) {
            return Err(refuse(format!(
                "“{inner}”, packed in a way that is not read"
            )));
        }
        tables.push(Member { name: inner, part });
    }
    if tables.is_empty() {
        return Err(refuse("no table in it".into()));
    }
    tables.sort_by(|a, b| a.name.cmp(&b.name));
    let notes = if others.is_empty() {
        Vec::new()
    } else {
        others.truncate(8);
        vec![format!("{name}: not read: {}.", others.join(", "))]
    };
    Ok(Archive::Members {
        members: tables,
        notes,
    })
}

impl Part {
    /// The content, unpacked, of an archive that stands at its first byte.
    pub(crate) fn unpack(self, archive: impl Read + 'static) -> Box<dyn Read> {
        let packed = BufReader::with_capacity(crate::open::PIECE, archive.take(self.packed));
        let bytes: Box<dyn Read> = if self.deflated {
            Box::new(DeflateDecoder::new(packed))
        } else {
            Box::new(packed)
        };
        Box::new(Checked {
            bytes,
            part: self,
            seen: 0,
            crc: Crc::new(),
        })
    }
}

/// Bytes that have to be those that the directory says.
struct Checked {
    bytes: Box<dyn Read>,
    part: Part,
    seen: u64,
    crc: Crc,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let wrong = |what| Err(io::Error::new(io::ErrorKind::InvalidData, what));
        let count = self.bytes.read(buffer)?;
        self.seen += count as u64;
        self.crc.update(&buffer[..count]);
        if self.seen > self.part.unpacked {
            return wrong("it is longer than its archive says");
        }
        if count == 0 && !buffer.is_empty() {
            if self.seen < self.part.unpacked {
                return wrong("it is shorter than its archive says");
            }
            if self.crc.sum() != self.part.crc {
                return wrong("its checksum does not match");
            }
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;
    use std::io::{Cursor, Write};
    use zip::write::SimpleFileOptions;

    type Tables = BTreeMap<String, (Vec<u8>, bool)>;

    fn tables() -> impl Strategy<Value = Tables> {
        let content = prop_oneof![
            prop::collection::vec(any::<u8>(), 0..300),
            "(a,b,c\n){0,200}".prop_map(String::into_bytes),
        ];
        prop::collection::btree_map(
            "([a-z]{1,4}/)?[a-z]{1,6}\\.(csv|json|tsv)",
            (content, any::<bool>()),
            1..6,
        )
    }

    fn zipped(tables: &Tables) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, (content, deflated)) in tables {
            let method = match deflated {
                true => CompressionMethod::Deflated,
                false => CompressionMethod::Stored,
            };
            let options = SimpleFileOptions::default().compression_method(method);
            writer.start_file(name.as_str(), options).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn members(bytes: &[u8]) -> Result<Vec<Member>, Error> {
        match open(Cursor::new(bytes), "a.zip", bytes.len() as u64)? {
            Archive::Members { members, .. } => Ok(members),
            Archive::Workbook(_) => panic!("no workbook was made"),
        }
    }

    fn content(bytes: &[u8], part: Part) -> io::Result<Vec<u8>> {
        let mut archive = Cursor::new(bytes.to_vec());
        archive.set_position(part.at);
        let mut out = Vec::new();
        part.unpack(archive).read_to_end(&mut out).map(|_| out)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_was_packed_is_unpacked_by_name(tables in tables()) {
            let bytes = zipped(&tables);
            let mut back = Tables::new();
            let mut names = Vec::new();
            for Member { name, part } in members(&bytes).unwrap() {
                names.push(name.clone());
                let deflated = part.deflated;
                back.insert(name, (content(&bytes, part).unwrap(), deflated));
            }
            prop_assert!(names.is_sorted());
            prop_assert_eq!(back, tables);
        }

        /// One byte of an archive that is another: it is refused, or no table reads otherwise than
        /// it was written.
        #[test]
        fn damage_is_told_and_changes_no_table(tables in tables(), at in any::<prop::sample::Index>(), flip in 1_u8..) {
            let mut bytes = zipped(&tables);
            let at = at.index(bytes.len());
            bytes[at] ^= flip;
            let Ok(members) = members(&bytes) else {
                return Ok(());
            };
            for Member { name, part } in members {
                if let Ok(read) = content(&bytes, part) {
                    // A name may be what was hit: then it is a table under another one.
                    let known = tables.values().any(|(written, _)| *written == read);
                    prop_assert!(known, "{} reads otherwise", name);
                }
            }
        }
    }
}
