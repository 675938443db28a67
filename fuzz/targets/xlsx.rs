//! XLSX, part by part.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    ninefold_fuzz::workbook(bytes);
});
