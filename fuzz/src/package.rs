//! Spreadsheets put together from their parts, so that a change of a byte reaches the part and
//! not the archive around it.

use crate::tables::read_table;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Between the parts in a target's input.
const BETWEEN: u8 = 0x1e;

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const OF_BOOK: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const STRINGS: &str = r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>at</t></si><si><t>amount</t></si><si><t>currency</t></si><si><t>EUR</t></si></sst>"#;
const STYLES: &str = r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        zip.start_file(*name, plain).expect("a part begins");
        zip.write_all(bytes).expect("a part is written");
    }
    zip.finish().expect("the package ends").into_inner()
}

/// An XLSX workbook: the bytes as they are where they are an archive, else its sheet, its
/// strings, its styles and its list of sheets, with a byte between them.
pub fn workbook(bytes: &[u8]) {
    if bytes.starts_with(b"PK") {
        read_table("book.xlsx", bytes);
        return;
    }
    let mut parts = bytes.split(|byte| *byte == BETWEEN);
    let sheet = parts.next().unwrap_or_default();
    let mut or = |usual: &'static str| match parts.next() {
        Some(part) if !part.is_empty() => part.to_vec(),
        _ => usual.as_bytes().to_vec(),
    };
    let (strings, styles, book) = (or(STRINGS), or(STYLES), or(BOOK));
    let package = packed(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", OF_BOOK.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", &strings),
        ("xl/styles.xml", &styles),
    ]);
    read_table("book.xlsx", &package);
}

/// An ODS spreadsheet: the bytes as they are where they are an archive, else its content.
pub fn spreadsheet(bytes: &[u8]) {
    if bytes.starts_with(b"PK") {
        read_table("book.ods", bytes);
        return;
    }
    let package = packed(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("content.xml", bytes),
    ]);
    read_table("book.ods", &package);
}
