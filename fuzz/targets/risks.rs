//! The file of risks that `ninefold simulate` reads.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ninefold_fuzz::Desk;

fuzz_target!(|bytes: &[u8]| {
    Desk::risks(bytes, ninefold_fuzz::choice(bytes, 4) == 0);
});
