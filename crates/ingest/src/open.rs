//! What a file is, by its bytes: packed or not, in which encoding, and the tables in it.

use crate::archive::{self, Archive, Part};
use crate::biff;
use crate::compound::Container;
use crate::error::Error;
use crate::json;
use crate::made::Made;
use crate::workbook::{self, Book};
use crate::xes;
use crate::yaml;
use flate2::read::MultiGzDecoder;
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Bytes read from the disk at a time.
pub(crate) const PIECE: usize = 128 << 10;
/// Bytes that are looked at to tell what a file is.
const LOOK: usize = 4 << 10;
/// Most bytes of a format that is held as a whole while it is read.
pub(crate) const MOST_HELD: u64 = 1 << 30;

/// One table to read.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) path: PathBuf,
    /// The name that reports use: without its folder.
    pub(crate) name: String,
    /// Bytes that it takes on the disk.
    pub(crate) size: u64,
    pub(crate) gzip: bool,
    /// The part of a ZIP archive that it is.
    part: Option<Part>,
    pub(crate) body: Body,
}

/// How its rows are come by.
#[derive(Debug, Clone)]
pub(crate) enum Body {
    /// Delimited text, read piece by piece.
    Text {
        encoding: Encoding,
    },
    /// A table of another format, written down as text.
    Made {
        format: Other,
        made: Rc<Made>,
    },
    Parquet,
}

/// How text is encoded. What is not UTF-8 value by value is read as Windows-1252 there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Bytes,
    Utf16 { big: bool },
}

/// Formats that are turned into text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Other {
    Json,
    Yaml,
    Workbook,
    Xes,
    /// Delimited text whose rows were brought into another shape.
    Text,
}

/// The name that reports use: without its folder.
pub(crate) fn file_name(path: &Path) -> String {
    match path.file_name() {
        Some(name) => name.to_string_lossy().into_owned(),
        None => path.display().to_string(),
    }
}

pub(crate) fn io_error(path: &Path, source: io::Error) -> Error {
    Error::Io {
        file: path.display().to_string(),
        source,
    }
}

/// Size of a file as it lies on disk.
fn size(path: &Path) -> Result<u64, Error> {
    let meta = std::fs::metadata(path).map_err(|e| io_error(path, e))?;
    if meta.is_dir() {
        return Err(io_error(path, io::Error::from(io::ErrorKind::IsADirectory)));
    }
    Ok(meta.len())
}

/// The file and the member of it that a path means which goes on into an archive:
/// `export.zip/shop/orders.csv`. That is how reports name members, too.
fn within(path: &Path) -> Option<(&Path, String)> {
    if path.exists() {
        return None;
    }
    let archive = path.ancestors().skip(1).find(|above| above.is_file())?;
    let member = path.strip_prefix(archive).ok()?;
    let parts: Vec<_> = member.iter().map(|part| part.to_string_lossy()).collect();
    Some((archive, parts.join("/")))
}

/// The tables of a file, and what in it is none. What a file is, its first bytes tell; its name
/// only where they don't. A path may go on into an archive and means that member alone.
pub(crate) fn sources(path: &Path) -> Result<(Vec<Source>, Vec<String>), Error> {
    let Some((archive, member)) = within(path) else {
        return tables(path, None);
    };
    let (found, _) = tables(archive, Some(&member))?;
    if found.is_empty() {
        return Err(io_error(path, io::Error::from(io::ErrorKind::NotFound)));
    }
    Ok((found, Vec::new()))
}

/// The tables of a file that lies on the disk; of an archive the member `only`, if one is named.
fn tables(path: &Path, only: Option<&str>) -> Result<(Vec<Source>, Vec<String>), Error> {
    let file = Source {
        path: path.to_owned(),
        name: file_name(path),
        size: size(path)?,
        gzip: false,
        part: None,
        body: Body::Text {
            encoding: Encoding::Bytes,
        },
    };
    if file.size == 0 {
        return Err(Error::Empty { file: file.name });
    }
    let lower = file.name.to_lowercase();
    let head = file.head().map_err(|e| io_error(path, e))?;
    if only.is_some() && !head.starts_with(b"PK") {
        return Ok((Vec::new(), Vec::new()));
    }
    match head.as_slice() {
        [b'P', b'A', b'R', b'1', ..] => {
            let body = Body::Parquet;
            return Ok((vec![Source { body, ..file }], Vec::new()));
        }
        [0x1f, 0x8b, ..] if lower.contains(".parquet") => {
            return Err(Error::Format {
                file: file.name,
                found: "parquet.gz".into(),
            });
        }
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => {
            let reader = BufReader::new(File::open(path).map_err(|e| io_error(path, e))?);
            return match archive::open(reader, &file.name, file.size)? {
                Archive::Workbook(_) if only.is_some() => Ok((Vec::new(), Vec::new())),
                Archive::Workbook(book) => {
                    let reader = BufReader::new(File::open(path).map_err(|e| io_error(path, e))?);
                    let made = workbook::table(reader, book, &file.name)?;
                    Ok((vec![file.made(Other::Workbook, made)], Vec::new()))
                }
                Archive::Members { members, notes } => {
                    let tables = members
                        .into_iter()
                        .filter(|member| only.is_none_or(|only| plain(&member.name) == only))
                        .map(|member| {
                            let part = Source {
                                path: path.to_owned(),
                                name: format!("{}/{}", file.name, member.name),
                                size: member.part.packed,
                                gzip: false,
                                part: Some(member.part),
                                body: file.body.clone(),
                            };
                            let head = part.head().map_err(|e| part.broken(e, 0))?;
                            part.told(&head)
                        })
                        .collect::<Result<_, _>>()?;
                    Ok((tables, notes))
                }
            };
        }
        _ if lower.ends_with(".parquet") => {
            return Err(Error::Parquet {
                file: file.name,
                detail: "it does not begin with PAR1".into(),
            });
        }
        _ => {}
    }
    let gzip = head.starts_with(&[0x1f, 0x8b]);
    let file = Source { gzip, ..file };
    let head = if gzip {
        // A damaged file is told where it is read.
        file.head().unwrap_or_default()
    } else {
        head
    };
    Ok((vec![file.told(&head)?], Vec::new()))
}

/// The name of a member without what would lead a path anywhere else: a leading slash, `.`, `..`.
fn plain(member: &str) -> String {
    let parts = member.split(['/', '\\']);
    let parts: Vec<&str> = parts
        .filter(|part| !matches!(*part, "" | "." | ".."))
        .collect();
    parts.join("/")
}

/// The encoding that the first bytes show: by a mark, or, in text without one, by the zeros
/// that stand in every other byte of UTF-16.
fn encoding(head: &[u8]) -> Encoding {
    match head {
        [0xff, 0xfe, ..] => return Encoding::Utf16 { big: false },
        [0xfe, 0xff, ..] => return Encoding::Utf16 { big: true },
        _ => {}
    }
    let pairs = head.len() / 2;
    let zeros = |at: usize| {
        let every_other = head.iter().skip(at).step_by(2);
        every_other.filter(|byte| **byte == 0).count()
    };
    let (first, second) = (zeros(0), zeros(1));
    // Nearly all letters of nearly all tables are Latin.
    if pairs >= 4 && second * 10 > pairs * 7 && first == 0 {
        Encoding::Utf16 { big: false }
    } else if pairs >= 4 && first * 10 > pairs * 7 && second == 0 {
        Encoding::Utf16 { big: true }
    } else {
        Encoding::Bytes
    }
}

impl Source {
    /// The path that means this table and no other of its file.
    pub(crate) fn own_path(&self) -> PathBuf {
        match (&self.part, self.name.split_once('/')) {
            (Some(_), Some((_, member))) => self.path.join(plain(member)),
            _ => self.path.clone(),
        }
    }

    /// Its first bytes, unpacked.
    fn head(&self) -> io::Result<Vec<u8>> {
        let mut head = vec![0; LOOK];
        let mut reader = self.bytes(&Rc::default())?;
        let length = read_up_to(&mut reader, &mut head)?;
        head.truncate(length);
        Ok(head)
    }

    /// The same, known by its first bytes, unpacked.
    fn told(mut self, head: &[u8]) -> Result<Self, Error> {
        self.body = Body::Text {
            encoding: encoding(head),
        };
        let lower = self.name.to_lowercase();
        let name = lower.rsplit_once('/').map_or(lower.as_str(), |(_, n)| n);
        let name = name.strip_suffix(".gz").unwrap_or(name);
        let ending = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty());
        let ending = ending.map_or("", |(_, ending)| ending);
        let binary = |found: &str| {
            Err(Error::Binary {
                file: self.name.clone(),
                found: found.to_owned(),
            })
        };
        match head {
            [0xd0, 0xcf, 0x11, 0xe0, ..] => {
                let bytes = self.held()?;
                // A workbook of the newer formats with a password lies in a container of the
                // older ones, under this name.
                let locked: Vec<u8> = "EncryptedPackage"
                    .encode_utf16()
                    .flat_map(u16::to_le_bytes)
                    .collect();
                if bytes.windows(locked.len()).any(|window| window == locked) {
                    return Err(Error::Workbook {
                        file: self.name,
                        detail: "a workbook that is password protected".to_owned(),
                    });
                }
                // Its reader would not come to an end, or take all memory.
                let damage = match Container::open(&bytes) {
                    Ok(container) => container.as_ref().and_then(biff::damage),
                    Err(detail) => Some(detail.to_owned()),
                };
                if let Some(detail) = damage {
                    return Err(Error::Workbook {
                        file: self.name,
                        detail,
                    });
                }
                let bytes = io::Cursor::new(bytes);
                let made = workbook::table(bytes, Book::Xls, &self.name)?;
                return Ok(self.made(Other::Workbook, made));
            }
            [b'P', b'K', 3, 4, ..] => {
                let bytes = self.held()?;
                let size = bytes.len() as u64;
                return match archive::open(io::Cursor::new(&bytes), &self.name, size)? {
                    Archive::Workbook(book) => {
                        let made = workbook::table(io::Cursor::new(&bytes), book, &self.name)?;
                        Ok(self.made(Other::Workbook, made))
                    }
                    Archive::Members { .. } => binary("a ZIP archive within another"),
                };
            }
            [b'P', b'A', b'R', b'1', ..] | [0x1f, 0x8b, ..] => {
                return binary("a packed file within another");
            }
            _ => {}
        }
        if matches!(ending, "json" | "ndjson" | "jsonl" | "geojson") || json::begins(head) {
            let made = json::table(&self.held()?, &self.name)?;
            return Ok(self.made(Other::Json, made));
        }
        if matches!(ending, "yaml" | "yml") || yaml::begins(head) {
            let json = yaml::to_json(&self.held()?, &self.name)?;
            let made = json::table(&json, &self.name)?;
            return Ok(self.made(Other::Yaml, made));
        }
        if ending == "xes" || xes::begins(head) {
            let made = xes::table(&self.held()?, &self.name)?;
            return Ok(self.made(Other::Xes, made));
        }
        match ending {
            "" | "csv" | "tsv" | "psv" | "ssv" | "tab" | "txt" | "gz" => Ok(self),
            _ => Err(Error::Format {
                found: ending.to_owned(),
                file: self.name,
            }),
        }
    }

    pub(crate) fn made(mut self, format: Other, made: Made) -> Self {
        self.body = Body::Made {
            format,
            made: Rc::new(made),
        };
        self
    }

    /// Its bytes, unpacked.
    fn bytes(&self, disk: &Rc<Cell<u64>>) -> io::Result<Box<dyn Read>> {
        let mut file = File::open(&self.path)?;
        if let Some(part) = &self.part {
            file.seek(io::SeekFrom::Start(part.at))?;
        }
        let counted = Counted {
            file,
            read: Rc::clone(disk),
        };
        Ok(match &self.part {
            Some(part) => part.unpack(counted),
            None if self.gzip => Box::new(MultiGzDecoder::new(BufReader::with_capacity(
                PIECE, counted,
            ))),
            None => Box::new(counted),
        })
    }

    /// What the encoding is called, where it is worth saying.
    pub(crate) fn encoding(&self) -> Option<&'static str> {
        match self.body {
            Body::Text {
                encoding: Encoding::Utf16 { .. },
            } => Some("UTF-16"),
            _ => None,
        }
    }

    /// Its bytes, unpacked, in UTF-8 or bytes that are read as such; `disk` counts those that
    /// have left the disk.
    pub(crate) fn reader(&self, disk: &Rc<Cell<u64>>) -> Result<Box<dyn Read>, Error> {
        if let Body::Made { made, .. } = &self.body {
            disk.set(self.size);
            return Ok(Box::new(Held {
                made: Rc::clone(made),
                at: 0,
            }));
        }
        let bytes = self.bytes(disk).map_err(|e| io_error(&self.path, e))?;
        Ok(match self.body {
            Body::Text {
                encoding: Encoding::Utf16 { big },
            } => Box::new(Utf16 {
                bytes,
                big,
                begun: false,
                odd: None,
                high: None,
                out: Vec::new(),
                given: 0,
            }),
            _ => bytes,
        })
    }

    /// All of its bytes, unpacked, in UTF-8.
    fn held(&self) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        let reader = self.reader(&Rc::default())?;
        reader
            .take(MOST_HELD + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| self.broken(e, bytes.len() as u64))?;
        if bytes.len() as u64 > MOST_HELD {
            return Err(Error::TooBig {
                file: self.name.clone(),
                limit: MOST_HELD,
            });
        }
        Ok(bytes)
    }

    /// Why reading stopped after so many unpacked bytes.
    pub(crate) fn broken(&self, error: io::Error, unpacked: u64) -> Error {
        let file = self.name.clone();
        match error.kind() {
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::InvalidData
            | io::ErrorKind::InvalidInput
                if self.gzip || self.part.is_some() =>
            {
                Error::Gzip {
                    file,
                    unpacked,
                    detail: error.to_string(),
                }
            }
            _ => Error::Io {
                file,
                source: error,
            },
        }
    }
}

pub(crate) fn read_up_to(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match reader.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(filled)
}

/// Counts the bytes that leave the disk, for progress.
struct Counted {
    file: File,
    read: Rc<Cell<u64>>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.read.set(self.read.get() + count as u64);
        Ok(count)
    }
}

/// Text that was made before.
struct Held {
    made: Rc<Made>,
    at: usize,
}

impl Read for Held {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut rest = &self.made.text[self.at..];
        let count = rest.read(buffer)?;
        self.at += count;
        Ok(count)
    }
}

/// UTF-16 as UTF-8, piece by piece. Half a pair and half a unit become U+FFFD.
struct Utf16 {
    bytes: Box<dyn Read>,
    big: bool,
    begun: bool,
    /// The first byte of a unit that a piece cut.
    odd: Option<u8>,
    /// The first unit of a pair whose second has not been read.
    high: Option<u16>,
    out: Vec<u8>,
    /// Bytes of `out` that were handed on.
    given: usize,
}

impl Utf16 {
    fn push(&mut self, c: char) {
        let mut text = [0; 4];
        self.out
            .extend_from_slice(c.encode_utf8(&mut text).as_bytes());
    }

    fn unit(&mut self, unit: u16) {
        if let Some(high) = self.high.take() {
            if let [Ok(c)] = char::decode_utf16([high, unit]).collect::<Vec<_>>()[..] {
                self.push(c);
                return;
            }
            self.push(char::REPLACEMENT_CHARACTER);
        }
        match unit {
            // The mark at the beginning says the order of bytes and nothing else.
            0xfeff if !self.begun => {}
            0xd800..0xdc00 => self.high = Some(unit),
            _ => self.push(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)),
        }
        self.begun = true;
    }

    /// Reads and turns another piece; says whether the bytes go on.
    fn fill(&mut self) -> io::Result<bool> {
        let mut piece = vec![0; PIECE];
        let count = read_up_to(&mut self.bytes, &mut piece)?;
        self.out.clear();
        self.given = 0;
        let mut units = self
            .odd
            .take()
            .into_iter()
            .chain(piece[..count].iter().copied());
        while let Some(first) = units.next() {
            match units.next() {
                Some(second) if self.big => self.unit(u16::from_be_bytes([first, second])),
                Some(second) => self.unit(u16::from_le_bytes([first, second])),
                None => self.odd = Some(first),
            }
        }
        let more = count == PIECE;
        if !more {
            if self.high.take().is_some() {
                self.push(char::REPLACEMENT_CHARACTER);
            }
            if self.odd.take().is_some() {
                self.push(char::REPLACEMENT_CHARACTER);
            }
        }
        Ok(more)
    }
}

impl Read for Utf16 {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.out.len() {
            if !self.fill()? && self.out.is_empty() {
                return Ok(0);
            }
        }
        let mut rest = &self.out[self.given..];
        let count = rest.read(buffer)?;
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn utf16(bytes: Vec<u8>, big: bool) -> String {
        let mut out = String::new();
        Utf16 {
            bytes: Box::new(io::Cursor::new(bytes)),
            big,
            begun: false,
            odd: None,
            high: None,
            out: Vec::new(),
            given: 0,
        }
        .read_to_string(&mut out)
        .unwrap();
        out
    }

    fn bytes_of(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    }

    #[test]
    fn encodings_are_told_by_a_mark_or_by_their_zeros() {
        let text = "at,amount\n2026-01-01,5\n";
        for big in [false, true] {
            let expected = Encoding::Utf16 { big };
            assert_eq!(encoding(&bytes_of(text, big)), expected);
            assert_eq!(encoding(&bytes_of("\u{feff}é", big)), expected);
        }
        assert_eq!(encoding(text.as_bytes()), Encoding::Bytes);
        assert_eq!(encoding(b"\0\0\0\0\0\0\0\0\0"), Encoding::Bytes);
        assert_eq!(encoding(b"a\0"), Encoding::Bytes);
    }

    proptest! {
        #[test]
        fn utf_16_is_read_whatever_the_pieces(
            text in "[a-zé\u{20ac}\u{1f600}\u{feff}\n,]{0,40}",
            repeat in 0_usize..4,
            big in any::<bool>(),
        ) {
            // Long enough for units and pairs to be cut between pieces.
            let text = format!("x{}", text.repeat(if repeat == 3 { 9_001 } else { repeat }));
            prop_assert_eq!(utf16(bytes_of(&text, big), big), text);
        }

        #[test]
        fn any_bytes_are_read_as_the_standard_library_does(
            bytes in prop::collection::vec(any::<u8>(), 0..40),
        ) {
            let units: Vec<u16> = bytes.chunks_exact(2)
                .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
                .collect();
            let mut expected = String::from_utf16_lossy(&units);
            if bytes.len() % 2 == 1 {
                expected.push(char::REPLACEMENT_CHARACTER);
            }
            let mark = units.first() == Some(&0xfeff);
            let expected = expected.strip_prefix('\u{feff}').filter(|_| mark).unwrap_or(&expected);
            prop_assert_eq!(utf16(bytes, false), expected);
        }
    }
}
