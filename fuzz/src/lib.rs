//! What the fuzz targets share: bytes as a file, every reader of files, an application with a
//! workspace open, damaged copies of a workspace.
//!
//! A target fails where something panics, takes too long or too much memory, and where what
//! came back contradicts itself: books that do not add up, a damaged file read as a whole one.

mod damage;
mod desk;
mod package;
mod tables;

pub use damage::open_damaged;
pub use desk::Desk;
pub use package::{spreadsheet, workbook};
pub use tables::{read_table, read_values};

use std::path::{Path, PathBuf};
use std::sync::{Once, OnceLock};

/// A folder of this process, in memory where the system has such a place.
pub fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let memory = Path::new("/dev/shm");
        let place = if memory.is_dir() {
            memory.to_owned()
        } else {
            std::env::temp_dir()
        };
        let folder = place.join(format!("ninefold-fuzz-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder for the files of this process");
        folder
    })
}

/// Readers of others that panic on bad files. The importer catches that and refuses the file, so
/// it is no finding; anything that is not caught still ends the run.
const CAUGHT: &[&str] = &["/calamine-"];

/// Lets panics pass that the importer catches; every other one ends the process at once.
fn let_caught_panics_pass() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let end = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let place = panic.location().map_or("", |place| place.file());
            if !CAUGHT.iter().any(|reader| place.contains(reader)) {
                end(panic);
            }
        }));
    });
}

/// These bytes as a file of this name. The next of the same name replaces it.
pub fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let_caught_panics_pass();
    let path = folder().join(name);
    std::fs::write(&path, bytes).expect("the file is written");
    path
}

/// One of several ways to go on, the same for the same bytes.
pub fn choice(bytes: &[u8], ways: usize) -> usize {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash >> 32) as usize % ways
}
