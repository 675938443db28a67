//! The records of an XLS workbook, looked over before its reader gets them: it makes room for
//! every cell between the first and the last of each sheet, whether anything is in it or not.
//!
//! See [MS-XLS](https://learn.microsoft.com/openspecs/office_file_formats/ms-xls).

use crate::compound::Container;

/// Cells that room is made for whatever is in them; each takes 32 bytes, twice.
const ROOM: u64 = 1 << 22;
/// Cells that room is made for, for each that has a value.
const SPARSE: u64 = 16;
/// The cells of a whole sheet: 65,536 rows of 256. Some writers count one too many.
const SHEET: u64 = 65_537 * 257;

/// The kinds of records that matter here.
mod kind {
    pub const EOF: u16 = 0x000A;
    pub const FORMULA: u16 = 0x0006;
    pub const BOUND_SHEET: u16 = 0x0085;
    pub const MUL_RK: u16 = 0x00BD;
    pub const RSTRING: u16 = 0x00D6;
    pub const LABEL_SST: u16 = 0x00FD;
    pub const DIMENSIONS: u16 = 0x0200;
    pub const NUMBER: u16 = 0x0203;
    pub const LABEL: u16 = 0x0204;
    pub const BOOL_ERR: u16 = 0x0205;
    pub const RK: u16 = 0x027E;
    pub const BOF: u16 = 0x0809;
}

/// The records of a stream, each with its kind and what is in it.
struct Records<'s>(&'s [u8]);

impl<'s> Iterator for Records<'s> {
    type Item = (u16, &'s [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = word(self.0, 0)?;
        let length = usize::from(word(self.0, 2)?);
        let found = self.0.get(4..4 + length)?;
        self.0 = &self.0[4 + length..];
        Some((kind, found))
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    let found = bytes.get(at..at + 2)?;
    Some(u16::from_le_bytes([found[0], found[1]]))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(word(bytes, at)?) | u32::from(word(bytes, at + 2)?) << 16)
}

/// Cells from the first to the last of some, and how many they are.
#[derive(Default)]
struct Block {
    /// First and last row and column.
    ends: Option<[u64; 4]>,
    cells: u64,
}

impl Block {
    fn add(&mut self, row: u16, columns: (u16, u16)) {
        let [row, left, right] = [row, columns.0, columns.1].map(u64::from);
        let [top, bottom, first, last] = self.ends.unwrap_or([row, row, left, right]);
        self.ends = Some([
            top.min(row),
            bottom.max(row),
            first.min(left),
            last.max(right),
        ]);
        self.cells += right.saturating_sub(left) + 1;
    }

    fn area(&self) -> u64 {
        self.ends.map_or(0, |[top, bottom, left, right]| {
            (bottom - top + 1) * (right.saturating_sub(left) + 1)
        })
    }
}

/// What is wrong with the sheets of a workbook, where its reader must not get it.
pub(crate) fn damage(container: &Container<'_>) -> Option<String> {
    let stream = (container.stream("Workbook")).or_else(|| container.stream("Book"))?;
    let sheets = Records(&stream)
        .take_while(|(kind, _)| *kind != kind::EOF)
        .filter(|(kind, _)| *kind == kind::BOUND_SHEET)
        .filter_map(|(_, sheet)| stream.get(long(sheet, 0)? as usize..));
    let (mut room, mut cells) = (0_u64, 0_u64);
    for (nth, sheet) in sheets.enumerate() {
        match look(sheet) {
            Err(detail) => return Some(format!("sheet {}: {detail}", nth + 1)),
            Ok(found) => {
                room += found.iter().map(Block::area).sum::<u64>();
                cells += found.iter().map(|one| one.cells).sum::<u64>();
            }
        }
        if room > ROOM.max(SPARSE * cells) {
            return Some(format!(
                "sheet {}: cells so far apart that reading it takes room for {room} cells, of \
                 which {cells} have a value. Delete what stands far from the table, or save the \
                 workbook as XLSX",
                nth + 1
            ));
        }
    }
    None
}

/// Where the cells and the formulas of a sheet lie.
fn look(sheet: &[u8]) -> Result<[Block; 2], String> {
    let [mut cells, mut formulas] = [Block::default(), Block::default()];
    // A chart in a sheet has records of its own between these two.
    let mut depth = 0;
    for (kind, data) in Records(sheet) {
        match kind {
            kind::BOF => depth += 1,
            kind::EOF if depth <= 1 => break,
            kind::EOF => depth -= 1,
            _ if depth > 1 => {}
            kind::DIMENSIONS => {
                let said = extent(data).unwrap_or(0);
                if said > SHEET {
                    return Err(format!(
                        "it says that it has {said} cells, more than there are in a sheet"
                    ));
                }
            }
            kind::FORMULA
            | kind::NUMBER
            | kind::LABEL
            | kind::RSTRING
            | kind::BOOL_ERR
            | kind::RK
            | kind::LABEL_SST
            | kind::MUL_RK => {
                let (Some(row), Some(first)) = (word(data, 0), word(data, 2)) else {
                    continue;
                };
                let last = match kind {
                    kind::MUL_RK => word(data, data.len() - 2).unwrap_or(first),
                    _ => first,
                };
                cells.add(row, (first, last.max(first)));
                if kind == kind::FORMULA {
                    formulas.add(row, (first, first));
                }
            }
            _ => {}
        }
    }
    Ok([cells, formulas])
}

/// The cells that a sheet says it has.
fn extent(data: &[u8]) -> Option<u64> {
    let (top, bottom, left, right) = if data.len() == 10 {
        let row = |at| Some(u32::from(word(data, at)?));
        (row(0)?, row(2)?, word(data, 4)?, word(data, 6)?)
    } else {
        (
            long(data, 0)?,
            long(data, 4)?,
            word(data, 8)?,
            word(data, 10)?,
        )
    };
    // As its reader takes them.
    let left = if left > 0xFF || right < left { 0 } else { left };
    let side = |from: u32, to: u32| u64::from(to.saturating_sub(from)).max(1);
    Some(side(top, bottom).saturating_mul(side(u32::from(left), u32::from(right))))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKBOOK: &[u8] = include_bytes!("../tests/data/sales.xls");

    /// A file with the last record of this kind changed.
    fn with(kind: u16, length: u16, change: impl Fn(&mut [u8])) -> Vec<u8> {
        let mut file = WORKBOOK.to_vec();
        let head = [kind.to_le_bytes(), length.to_le_bytes()].concat();
        let at = file.windows(4).rposition(|four| four == head).unwrap() + 4;
        change(&mut file[at..at + usize::from(length)]);
        file
    }

    fn found(file: &[u8]) -> Option<String> {
        damage(&Container::open(file).unwrap().unwrap())
    }

    #[test]
    fn a_sound_workbook_is_read() {
        assert_eq!(found(WORKBOOK), None);
    }

    #[test]
    fn cells_too_far_apart_are_refused() {
        let far = with(kind::LABEL_SST, 10, |cell| cell[..4].fill(0xff));
        let why = found(&far).unwrap();
        assert!(why.contains("so far apart"), "{why}");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("far.xls");
        std::fs::write(&path, far).unwrap();
        let error = crate::inspect(&path, None, None).unwrap_err();
        assert!(
            error.to_string().contains("save the workbook as XLSX"),
            "{error}"
        );
    }

    #[test]
    fn more_cells_than_a_sheet_has_are_refused() {
        let huge = with(kind::DIMENSIONS, 14, |said| said[4..8].fill(0xff));
        let why = found(&huge).unwrap();
        assert!(why.contains("more than there are in a sheet"), "{why}");
    }

    #[test]
    fn a_cell_in_the_last_row_is_read() {
        let last = with(kind::LABEL_SST, 10, |cell| cell[..2].fill(0xff));
        assert_eq!(found(&last), None);
    }

    #[test]
    fn records_end_where_the_stream_does() {
        for stream in [&[][..], &[1], &[6, 0, 9, 0, 1], &[0xFD, 0, 1, 0, 7]] {
            assert!(look(stream).is_ok());
        }
    }
}
