//! Polluted copies of a sales table, and what the importer reads in them: `bench/polluted` asks
//! other programs the same and compares.
//!
//! `polluted OUT [COUNT] [SEED]` writes OUT/NNNN.csv and OUT/read.json: for each file its kind,
//! what should be read in it, and the table that [`ninefold_ingest::write_table`] makes of it,
//! which is what `ninefold inspect --csv` writes.

mod sales;
mod variants;

use ninefold_ingest::{Options, write_table};
use serde_json::json;
use std::path::PathBuf;
use variants::{KINDS, MIXED, variants};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let out = PathBuf::from(words.next().ok_or("usage: polluted OUT [COUNT] [SEED]")?);
    let count: usize = words.next().map_or(Ok(2_160), |word| word.parse())?;
    let seed: u64 = words.next().map_or(Ok(1), |word| word.parse())?;
    std::fs::create_dir_all(&out)?;
    // One in six is of a kind that nothing was tuned on.
    let held_out = count / 6;
    let mut files = variants(KINDS, count - held_out, seed);
    files.extend(variants(MIXED, held_out, seed + 7));
    let mut read = Vec::with_capacity(files.len());
    for (nth, file) in files.iter().enumerate() {
        let path = out.join(format!("{nth:04}.csv"));
        std::fs::write(&path, &file.bytes)?;
        let mut table = Vec::new();
        let ours = match write_table(&path, &Options::default(), "table", &mut table, &()) {
            Ok(_) => json!(String::from_utf8(table)?),
            Err(_) => json!(null),
        };
        read.push(json!({
            "level": file.level, "kind": file.kind, "damaged": file.damaged,
            "header": file.header, "rows": file.rows, "ours": ours,
        }));
    }
    std::fs::write(out.join("read.json"), serde_json::to_vec(&read)?)?;
    Ok(())
}
