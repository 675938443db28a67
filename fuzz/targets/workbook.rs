//! Workbooks of any make as they lie on the disk, XLS and XLSB among them.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    ninefold_fuzz::read_table("book", bytes);
});
