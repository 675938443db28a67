//! ZIP archives and gzip.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    ninefold_fuzz::read_table(
        if bytes.starts_with(b"PK") {
            "data.zip"
        } else {
            "data.csv.gz"
        },
        bytes,
    );
});
