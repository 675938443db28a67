//! Tables as a workbook (XLSX), for people to fill in.
//!
//! All cells are text: nothing is taken for a formula, a date or a number on the way. The file
//! carries no date, so the same table gives the same bytes.

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook,
    XlsxError,
};

/// Rows below the table for which choices are offered too: people add lines.
const SPARE: u32 = 200;

/// One sheet: a head and rows of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    name: String,
    /// Names and widths, in characters.
    columns: Vec<(String, f64)>,
    rows: Vec<Vec<String>>,
    choices: Vec<(String, Vec<String>)>,
}

impl Sheet {
    /// A sheet with a head and no rows; widths in characters.
    pub fn new(name: &str, columns: impl IntoIterator<Item = (String, f64)>) -> Self {
        Self {
            name: name.to_owned(),
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
            choices: Vec::new(),
        }
    }

    /// Adds a row; cells beyond the head are left out.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let width = self.columns.len();
        self.rows.push(cells.into_iter().take(width).collect());
    }

    /// Offers words in a column; others can be typed too.
    pub fn choices(&mut self, column: &str, words: impl IntoIterator<Item = String>) {
        self.choices
            .push((column.to_owned(), words.into_iter().collect()));
    }
}

/// The bytes of a workbook.
///
/// # Errors
/// In words, where a sheet has a name or a size that the format does not allow.
pub fn workbook(sheets: &[Sheet]) -> Result<Vec<u8>, String> {
    write(sheets).map_err(|e| e.to_string())
}

fn write(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let never = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&never));
    let head = Format::new()
        .set_bold()
        .set_border_bottom(FormatBorder::Thin)
        .set_align(FormatAlign::Top);
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for sheet in sheets {
        let page = book.add_worksheet();
        page.set_name(&sheet.name)?;
        for (column, (name, width)) in (0_u16..).zip(&sheet.columns) {
            page.set_column_width(column, *width)?;
            page.write_string_with_format(0, column, name, &head)?;
        }
        page.set_freeze_panes(1, 0)?;
        for (row, cells) in (1_u32..).zip(&sheet.rows) {
            for (column, text) in (0_u16..).zip(cells) {
                if !text.is_empty() {
                    page.write_string_with_format(row, column, text, &body)?;
                }
            }
        }
        for (name, words) in &sheet.choices {
            let column = (0_u16..)
                .zip(&sheet.columns)
                .find(|(_, (head, _))| head == name);
            if let Some((column, _)) = column {
                let offer = DataValidation::new()
                    .allow_list_strings(words)?
                    .ignore_blank(true)
                    .show_error_message(false);
                let last = u32::try_from(sheet.rows.len()).unwrap_or(0) + SPARE;
                page.add_data_validation(1, column, last, column, &offer)?;
            }
        }
    }
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_table_gives_the_same_bytes() {
        let mut sheet = Sheet::new(
            "Form",
            [("name".to_owned(), 10.0), ("why".to_owned(), 30.0)],
        );
        sheet.row(["=1+1".to_owned(), "x".to_owned(), "beyond".to_owned()]);
        sheet.choices("name", ["a".to_owned(), "b".to_owned()]);
        let bytes = workbook(std::slice::from_ref(&sheet)).expect("a workbook");
        assert!(bytes.starts_with(b"PK"));
        assert_eq!(workbook(std::slice::from_ref(&sheet)), Ok(bytes));
        let unnamed = Sheet::new("a/b", []);
        assert!(workbook(&[unnamed]).is_err());
    }
}
