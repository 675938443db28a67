//! Encodings of text: told by the first bytes or said by the user, and read as UTF-8.

use crate::open::{PIECE, read_up_to};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::io::{self, Read};

/// An encoding of text that somebody names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl Encoding {
    /// The encoding of a name or label of the WHATWG Encoding Standard, in any case: `UTF-8`,
    /// `Windows-1252`, `latin1`, `ISO-8859-2`, `Shift_JIS`.
    #[must_use]
    pub fn parse(label: &str) -> Option<Self> {
        encoding_rs::Encoding::for_label_no_replacement(label.as_bytes()).map(Self)
    }

    /// Its name there: `UTF-8`, `windows-1252`, `UTF-16LE`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }
}

impl Serialize for Encoding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Encoding {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "“{text}” is no encoding that is known; expected one such as UTF-8, UTF-16LE, windows-1252 or Shift_JIS"
            ))
        })
    }
}

/// How text is turned into UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    /// As it stands. What is not UTF-8 value by value is read as Windows-1252 there.
    Bytes,
    Utf16 {
        big: bool,
    },
    /// From what was said.
    Said(Encoding),
}

impl Coding {
    /// What was said, else what the first bytes show: by a mark, or, in text without one, by the
    /// zeros that stand in every other byte of UTF-16. A mark also settles the order of bytes.
    pub(crate) fn of(head: &[u8], said: Option<Encoding>) -> Self {
        let Some(Encoding(encoding)) = said else {
            return Self::shown(head);
        };
        let big = encoding == encoding_rs::UTF_16BE;
        if big || encoding == encoding_rs::UTF_16LE {
            return Self::Utf16 {
                big: marked(head).unwrap_or(big),
            };
        }
        Self::Said(Encoding(encoding))
    }

    fn shown(head: &[u8]) -> Self {
        if let Some(big) = marked(head) {
            return Self::Utf16 { big };
        }
        let pairs = head.len() / 2;
        let zeros = |at: usize| {
            let every_other = head.iter().skip(at).step_by(2);
            every_other.filter(|byte| **byte == 0).count()
        };
        let (first, second) = (zeros(0), zeros(1));
        // Nearly all letters of nearly all tables are Latin.
        if pairs >= 4 && second * 10 > pairs * 7 && first == 0 {
            Self::Utf16 { big: false }
        } else if pairs >= 4 && first * 10 > pairs * 7 && second == 0 {
            Self::Utf16 { big: true }
        } else {
            Self::Bytes
        }
    }

    /// What it is called, where it is worth saying.
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Self::Bytes => None,
            Self::Utf16 { .. } => Some("UTF-16"),
            Self::Said(said) => Some(said.name()),
        }
    }
}

/// The order of bytes that the mark of UTF-16 shows: true where the big end comes first.
fn marked(head: &[u8]) -> Option<bool> {
    match head {
        [0xff, 0xfe, ..] => Some(false),
        [0xfe, 0xff, ..] => Some(true),
        _ => None,
    }
}

/// Text as UTF-8, piece by piece.
struct Recoded<T> {
    bytes: Box<dyn Read>,
    turner: T,
    out: Vec<u8>,
    /// Bytes of `out` that were handed on.
    given: usize,
    ended: bool,
}

/// Turns pieces of text into UTF-8.
trait Turn {
    /// Adds a piece to `out`; behind the last one nothing comes.
    fn turn(&mut self, piece: &[u8], last: bool, out: &mut Vec<u8>);
}

/// The bytes in UTF-8, or such as are read as that.
pub(crate) fn recoded(bytes: Box<dyn Read>, coding: Coding) -> Box<dyn Read> {
    match coding {
        Coding::Bytes => bytes,
        Coding::Utf16 { big } => Recoded::of(bytes, Utf16::of(big)),
        // The mark of UTF-8 stays, as in text that nothing was said of.
        Coding::Said(Encoding(said)) => Recoded::of(bytes, said.new_decoder_without_bom_handling()),
    }
}

impl<T: Turn + 'static> Recoded<T> {
    fn of(bytes: Box<dyn Read>, turner: T) -> Box<dyn Read> {
        Box::new(Self {
            bytes,
            turner,
            out: Vec::new(),
            given: 0,
            ended: false,
        })
    }
}

impl<T: Turn> Read for Recoded<T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.out.len() {
            if self.ended {
                return Ok(0);
            }
            let mut piece = vec![0; PIECE];
            let count = read_up_to(&mut self.bytes, &mut piece)?;
            self.out.clear();
            self.given = 0;
            self.ended = count < PIECE;
            self.turner.turn(&piece[..count], self.ended, &mut self.out);
        }
        let mut rest = &self.out[self.given..];
        let count = rest.read(buffer)?;
        self.given += count;
        Ok(count)
    }
}

/// What is no text in the encoding becomes U+FFFD.
impl Turn for encoding_rs::Decoder {
    fn turn(&mut self, piece: &[u8], last: bool, out: &mut Vec<u8>) {
        let room = self.max_utf8_buffer_length(piece.len());
        out.resize(room.unwrap_or(piece.len() * 3 + 16), 0);
        let (_, _, written, _) = self.decode_to_utf8(piece, out, last);
        out.truncate(written);
    }
}

/// UTF-16. Half a pair and half a unit become U+FFFD.
struct Utf16 {
    big: bool,
    begun: bool,
    /// The first byte of a unit that a piece cut.
    odd: Option<u8>,
    /// The first unit of a pair whose second has not been read.
    high: Option<u16>,
}

impl Utf16 {
    fn of(big: bool) -> Self {
        Self {
            big,
            begun: false,
            odd: None,
            high: None,
        }
    }

    fn unit(&mut self, unit: u16, out: &mut Vec<u8>) {
        if let Some(high) = self.high.take() {
            if let [Ok(c)] = char::decode_utf16([high, unit]).collect::<Vec<_>>()[..] {
                push(out, c);
                return;
            }
            push(out, char::REPLACEMENT_CHARACTER);
        }
        match unit {
            // The mark at the beginning says the order of bytes and nothing else.
            0xfeff if !self.begun => {}
            0xd800..0xdc00 => self.high = Some(unit),
            _ => push(
                out,
                char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER),
            ),
        }
        self.begun = true;
    }
}

fn push(out: &mut Vec<u8>, c: char) {
    let mut text = [0; 4];
    out.extend_from_slice(c.encode_utf8(&mut text).as_bytes());
}

impl Turn for Utf16 {
    fn turn(&mut self, piece: &[u8], last: bool, out: &mut Vec<u8>) {
        let mut units = self.odd.take().into_iter().chain(piece.iter().copied());
        while let Some(first) = units.next() {
            match units.next() {
                Some(second) if self.big => self.unit(u16::from_be_bytes([first, second]), out),
                Some(second) => self.unit(u16::from_le_bytes([first, second]), out),
                None => self.odd = Some(first),
            }
        }
        if last {
            if self.high.take().is_some() {
                push(out, char::REPLACEMENT_CHARACTER);
            }
            if self.odd.take().is_some() {
                push(out, char::REPLACEMENT_CHARACTER);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn utf16(bytes: Vec<u8>, big: bool) -> String {
        let mut out = String::new();
        recoded(Box::new(io::Cursor::new(bytes)), Coding::Utf16 { big })
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
            let expected = Coding::Utf16 { big };
            assert_eq!(Coding::shown(&bytes_of(text, big)), expected);
            assert_eq!(Coding::shown(&bytes_of("\u{feff}é", big)), expected);
        }
        assert_eq!(Coding::shown(text.as_bytes()), Coding::Bytes);
        assert_eq!(Coding::shown(b"\0\0\0\0\0\0\0\0\0"), Coding::Bytes);
        assert_eq!(Coding::shown(b"a\0"), Coding::Bytes);
    }

    fn said(label: &str) -> Encoding {
        Encoding::parse(label).unwrap()
    }

    #[test]
    fn what_is_said_stands_over_what_the_bytes_show() {
        let bytes = bytes_of("\u{feff}at,é\n", true);
        assert_eq!(Coding::of(&bytes, None), Coding::Utf16 { big: true });
        assert_eq!(
            Coding::of(&bytes, Some(said("latin1"))),
            Coding::Said(said("windows-1252"))
        );
        // The mark knows better which byte comes first.
        assert_eq!(
            Coding::of(&bytes, Some(said("utf-16"))),
            Coding::Utf16 { big: true }
        );
        assert_eq!(
            Coding::of(b"a\0b\0", Some(said("UTF-16BE"))),
            Coding::Utf16 { big: true }
        );
        for label in ["", "utf-7", "replacement", "hz-gb-2312", "none"] {
            assert_eq!(Encoding::parse(label), None, "{label}");
        }
    }

    #[test]
    fn bytes_that_are_none_of_what_was_said_are_marked() {
        let read = |bytes: &[u8], label: &str| {
            let mut out = String::new();
            let bytes = Box::new(io::Cursor::new(bytes.to_vec()));
            let mut reader = recoded(bytes, Coding::Said(said(label)));
            reader.read_to_string(&mut out).unwrap();
            out
        };
        assert_eq!(read(b"caf\xc3\xa9", "utf-8"), "café");
        assert_eq!(read(b"caf\xc3\xa9", "windows-1252"), "cafÃ©");
        assert_eq!(read(b"caf\xe9", "utf-8"), "caf\u{fffd}");
        assert_eq!(read(b"\x83\x65\x83\x58\x83\x67", "shift_jis"), "テスト");
        assert_eq!(read(b"\xcf\xf0\xe8", "windows-1251"), "При");
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

        #[test]
        fn an_encoding_that_is_said_reads_what_was_written_in_it(
            text in "[a-z0-9,\n \u{e9}\u{fc}\u{e4}\u{f1}]{1,40}",
            repeat in prop::sample::select(vec![1_usize, 3, 6_007]),
            label in prop::sample::select(vec![
                "utf-8", "windows-1252", "iso-8859-15", "gb18030", "macintosh",
            ]),
        ) {
            let text = text.repeat(repeat);
            let Encoding(encoding) = said(label);
            let (bytes, _, lost) = encoding.encode(&text);
            prop_assert!(!lost);
            let mut out = String::new();
            let bytes = Box::new(io::Cursor::new(bytes.into_owned()));
            recoded(bytes, Coding::Said(said(label))).read_to_string(&mut out).unwrap();
            prop_assert_eq!(out, text);
        }
    }
}
