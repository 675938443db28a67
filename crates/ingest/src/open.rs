//! What a file is, by its bytes: packed or not, in which encoding, and the tables in it.

use crate::archive::{self, Archive, Part};
use crate::biff;
use crate::compound::Container;
use crate::encoding::{Coding, Encoding, recoded};
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
        coding: Coding,
    },
    /// A table of another format, written down as text.
    Made {
        format: Other,
        made: Rc<Made>,
    },
    Parquet,
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
/// only where they don't. A path may go on into an archive and means that member alone. Text is in
/// the encoding that is said, else in the one that its first bytes show.
pub(crate) fn sources(
    path: &Path,
    encoding: Option<Encoding>,
) -> Result<(Vec<Source>, Vec<String>), Error> {
    let Some((archive, member)) = within(path) else {
        return tables(path, None, encoding);
    };
    let (found, _) = tables(archive, Some(&member), encoding)?;
    if found.is_empty() {
        return Err(io_error(path, io::Error::from(io::ErrorKind::NotFound)));
    }
    Ok((found, Vec::new()))
}

/// The tables of a file that lies on the disk; of an archive the member `only`, if one is named.
fn tables(
    path: &Path,
    only: Option<&str>,
    encoding: Option<Encoding>,
) -> Result<(Vec<Source>, Vec<String>), Error> {
    let file = Source {
        path: path.to_owned(),
        name: file_name(path),
        size: size(path)?,
        gzip: false,
        part: None,
        body: Body::Text {
            coding: Coding::Bytes,
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
                            let gzip = head.starts_with(&[0x1f, 0x8b]);
                            let part = Source { gzip, ..part };
                            let head = match gzip {
                                true => part.head().map_err(|e| part.broken(e, 0))?,
                                false => head,
                            };
                            part.told(&head, encoding)
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
    Ok((vec![file.told(&head, encoding)?], Vec::new()))
}

/// The name of a member without what would lead a path anywhere else: a leading slash, `.`, `..`.
fn plain(member: &str) -> String {
    let parts = member.split(['/', '\\']);
    let parts: Vec<&str> = parts
        .filter(|part| !matches!(*part, "" | "." | ".."))
        .collect();
    parts.join("/")
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
    fn told(mut self, head: &[u8], encoding: Option<Encoding>) -> Result<Self, Error> {
        self.body = Body::Text {
            coding: Coding::of(head, encoding),
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
        let packed: Box<dyn Read> = match &self.part {
            Some(part) => part.unpack(counted),
            None => Box::new(counted),
        };
        Ok(match self.gzip {
            true => Box::new(MultiGzDecoder::new(BufReader::with_capacity(PIECE, packed))),
            false => packed,
        })
    }

    /// Whether its format has numbers of its own, which are written with a point.
    pub(crate) fn has_numbers(&self) -> bool {
        match self.body {
            Body::Text { .. } => false,
            Body::Made { format, .. } => format != Other::Text,
            Body::Parquet => true,
        }
    }

    /// What the encoding is called, where it is worth saying.
    pub(crate) fn encoding(&self) -> Option<&'static str> {
        match self.body {
            Body::Text { coding } => coding.name(),
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
            Body::Text { coding } => recoded(bytes, coding),
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
