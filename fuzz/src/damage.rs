//! Workspace files that are not as they were written.

use crate::desk::Desk;
use crate::{file, folder};
use ninefold_domain::time::Instant;
use ninefold_store::{Contents, Store};
use std::path::Path;
use std::sync::OnceLock;

/// SQLite's pages in a workspace file.
const PAGE: usize = 4096;

/// A sound file and what stands in it.
fn sound() -> &'static (Vec<u8>, Contents) {
    static SOUND: OnceLock<(Vec<u8>, Contents)> = OnceLock::new();
    SOUND.get_or_init(|| {
        let path = folder().join("sound.ninefold");
        Desk::new().copy_to(&path);
        let bytes = std::fs::read(&path).expect("the sound file is read");
        let store = Store::open_read_only(&path).expect("the sound file opens");
        let contents = store.load().expect("the sound file is whole");
        (bytes, contents)
    })
}

/// Opens a workspace file: these bytes, where they are a database; else a sound one, damaged as
/// they say. What a damaged file gives must be what the sound one gave, or an error.
pub fn open_damaged(bytes: &[u8]) {
    if bytes.starts_with(b"SQLite format 3") {
        open(bytes, |_| ());
        return;
    }
    let (whole, contents) = sound();
    open(&damaged(whole, bytes), |found| {
        assert_eq!(found, contents, "damage was read as data");
    });
}

/// What the bytes say, step by step: where, what, how much of it.
fn damaged(whole: &[u8], mut steps: &[u8]) -> Vec<u8> {
    let mut file = whole.to_vec();
    while let [what, a, b, c, rest @ ..] = steps {
        if file.is_empty() {
            break;
        }
        let place = usize::from(*a) << 16 | usize::from(*b) << 8 | usize::from(*c);
        let at = place % file.len();
        steps = rest;
        match what % 8 {
            // Other bytes.
            0..=3 => {
                let count = (usize::from(what / 8) + 1)
                    .min(steps.len())
                    .min(file.len() - at);
                file[at..at + count].copy_from_slice(&steps[..count]);
                steps = &steps[count..];
            }
            // One bit.
            4 => file[at] ^= 1 << (what / 8 % 8),
            // A page in the place of another, as a disk that mixes up its sectors.
            5 => {
                let pages = file.len() / PAGE;
                if pages > 1 {
                    let from = place % pages * PAGE;
                    let to = usize::from(what / 8) * 7 % pages * PAGE;
                    file.copy_within(from..from + PAGE, to);
                }
            }
            // A page of zeros, as a file that was never written out.
            6 => {
                let end = (at / PAGE * PAGE + PAGE).min(file.len());
                file[at / PAGE * PAGE..end].fill(0);
            }
            // Cut off.
            _ => file.truncate(at),
        }
    }
    file
}

/// Opens it to look at and to write, and reads all there is.
fn open(bytes: &[u8], see: impl Fn(&Contents)) {
    let path = file("opened.ninefold", bytes);
    for ending in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(folder().join(format!("opened.ninefold{ending}")));
    }
    let look = |store: &Store| {
        if let Ok(contents) = store.load() {
            see(&contents);
            for stream in &contents.streams {
                let _ = store.revenue(stream.id);
            }
        }
        let _ = store.history(50, None);
        let _ = store.conflicts();
        let _ = store.next_steps();
        let _ = store.changes(1);
        let _ = store.check();
    };
    if let Ok(store) = Store::open_read_only(&path) {
        look(&store);
    }
    if let Ok(mut store) = Store::open(&path) {
        look(&store);
        let _ = store.undo(now());
    }
    remove_backups(&path);
}

/// The instant of every change here.
fn now() -> Instant {
    Instant(1_800_000_000_000)
}

/// What an upgrade of an older version left beside the file.
fn remove_backups(path: &Path) {
    let Ok(entries) = std::fs::read_dir(folder()) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("opened") && entry.path() != path {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}
