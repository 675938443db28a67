//! JSON, in one piece.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    ninefold_fuzz::read_table("data.json", bytes);
});
