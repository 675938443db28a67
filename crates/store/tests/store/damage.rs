//! Files that are not what they should be: refused, named, and left as they are.

use crate::fixture::*;
use ninefold_store::{Error, Store, VERSION};
use std::fs;
use std::path::Path;

/// Opens and expects a refusal that leaves every byte and makes no file beside.
fn refused(path: &Path) -> Error {
    let before = fs::read(path).unwrap();
    let beside = fs::read_dir(path.parent().unwrap()).unwrap().count();
    let error = Store::open(path).expect_err("a refusal");
    assert_eq!(
        fs::read_dir(path.parent().unwrap()).unwrap().count(),
        beside
    );
    assert_eq!(Store::open_read_only(path).expect_err("a refusal"), error);
    assert_eq!(fs::read(path).unwrap(), before, "{error}");
    assert!(
        error.to_string().contains(path.to_str().unwrap()),
        "{error}"
    );
    error
}

fn workspace_bytes() -> Vec<u8> {
    let folder = folder();
    let (path, store) = busy_workspace(&folder);
    drop(store);
    fs::read(path).unwrap()
}

#[test]
fn what_is_no_workspace_is_refused() {
    let folder = folder();
    let path = folder.path().join("file");
    let foreign = folder.path().join("other.sqlite");
    let db = rusqlite::Connection::open(&foreign).unwrap();
    db.execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1);")
        .unwrap();
    drop(db);
    assert!(matches!(refused(&foreign), Error::NotAWorkspace { .. }));
    for bytes in [
        b"".to_vec(),
        b"S".to_vec(),
        b"id,started,ended\n1,2,3\n".to_vec(),
        vec![0; 4096],
        vec![0xff; 100_000],
    ] {
        fs::write(&path, bytes).unwrap();
        assert!(matches!(refused(&path), Error::NotAWorkspace { .. }));
    }
    assert!(matches!(
        Store::open(folder.path()),
        Err(Error::NotAWorkspace { .. } | Error::Io { .. })
    ));
    let missing = folder.path().join("missing.ninefold");
    assert!(matches!(Store::open(&missing), Err(Error::Io { .. })));
    assert!(!missing.exists());
}

#[test]
fn a_newer_file_is_refused_and_version_zero_is_damage() {
    let folder = folder();
    let path = folder.path().join("shop.ninefold");
    let mut bytes = workspace_bytes();
    for version in [VERSION + 1, u32::MAX] {
        bytes[60..64].copy_from_slice(&version.to_be_bytes());
        fs::write(&path, &bytes).unwrap();
        let error = refused(&path);
        let expected = Error::Newer {
            path: path.clone(),
            found: version,
            supported: VERSION,
        };
        assert_eq!(error, expected);
    }
    bytes[60..64].copy_from_slice(&[0; 4]);
    fs::write(&path, &bytes).unwrap();
    assert!(matches!(refused(&path), Error::Damaged { .. }));
}

#[test]
fn a_file_that_was_cut_off_is_refused() {
    let folder = folder();
    let path = folder.path().join("shop.ninefold");
    let bytes = workspace_bytes();
    let full = bytes.len();
    for length in [16, 17, 99, 100, 4095, 4096, full / 2, full - 4096, full - 1] {
        fs::write(&path, &bytes[..length]).unwrap();
        assert!(
            matches!(refused(&path), Error::Damaged { .. }),
            "{length} bytes"
        );
    }
    fs::write(&path, &bytes).unwrap();
    open(&path).check().unwrap();
}

#[test]
fn a_schema_that_is_not_ours_is_refused_unexecuted() {
    let hostile = [
        "CREATE TRIGGER t AFTER INSERT ON service BEGIN DELETE FROM incident; END",
        "CREATE VIEW v AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) \
         SELECT i FROM n",
        "CREATE TABLE more (a CHECK (a > (1 + 1)))",
        "CREATE INDEX extra ON incident (hex(zeroblob(length(title))))",
        "ALTER TABLE incident ADD COLUMN spare TEXT",
        "DROP TABLE change",
    ];
    let bytes = workspace_bytes();
    for sql in hostile {
        let folder = folder();
        let path = folder.path().join("shop.ninefold");
        fs::write(&path, &bytes).unwrap();
        let db = rusqlite::Connection::open(&path).unwrap();
        db.execute_batch(sql).unwrap();
        drop(db);
        let started = std::time::Instant::now();
        let error = refused(&path);
        assert!(matches!(error, Error::Damaged { .. }), "{sql}: {error}");
        assert!(started.elapsed().as_secs() < 5, "{sql}");
    }
}

/// Everything that is read from the file, or the first error.
fn read_all(path: &Path) -> Result<(Sight, Vec<ninefold_store::HistoryEntry>), Error> {
    let store = Store::open(path)?;
    Ok((try_look(&store)?, store.history(99, None)?))
}

#[test]
fn a_flipped_bit_is_never_a_silently_wrong_number() {
    let folder = folder();
    let path = folder.path().join("shop.ninefold");
    let bytes = workspace_bytes();
    fs::write(&path, &bytes).unwrap();
    let whole = read_all(&path).unwrap();
    let bits = bytes.len() as u64 * 8;
    // More trials by hand: NINEFOLD_FLIPS=1500.
    let trials = std::env::var("NINEFOLD_FLIPS").map_or(150, |n| n.parse().unwrap());
    let mut state = 1_u64;
    let mut noticed = 0;
    for trial in 0..trials {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let bit = (state >> 16) % bits;
        let mut damaged = bytes.clone();
        damaged[(bit / 8) as usize] ^= 1 << (bit % 8);
        for suffix in ["-wal", "-shm"] {
            let _ = fs::remove_file(folder.path().join(format!("shop.ninefold{suffix}")));
        }
        fs::write(&path, &damaged).unwrap();
        match read_all(&path) {
            Ok(read) => assert!(
                read == whole,
                "trial {trial}: bit {bit} read as something else"
            ),
            Err(Error::Damaged { .. } | Error::NotAWorkspace { .. } | Error::Newer { .. }) => {
                noticed += 1;
            }
            Err(other) => panic!("trial {trial}: bit {bit} told as {other:?}"),
        }
    }
    // The rest fell on space that holds nothing: small tables have a page each, mostly empty.
    assert!(noticed * 10 > trials * 4, "{noticed} of {trials}");
}

#[test]
fn the_full_check_also_reads_the_log() {
    let folder = folder();
    let path = folder.path().join("shop.ninefold");
    fs::write(&path, workspace_bytes()).unwrap();
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute(
        "UPDATE change SET before = replace(before, 'number', 'bumber')",
        [],
    )
    .unwrap();
    drop(db);
    let store = open(&path);
    store.load().unwrap();
    let found = store.check();
    assert!(matches!(found, Err(Error::Damaged { .. })), "{found:?}");
    let found = open(&path).undo(at(5));
    assert!(matches!(found, Err(Error::Damaged { .. })), "{found:?}");
    // And a row that is gone without a trace in the tree.
    fs::write(&path, workspace_bytes()).unwrap();
    for table in [
        "incident",
        "labor",
        "revenue_block",
        "stream",
        "method",
        "batch",
    ] {
        fs::write(&path, workspace_bytes()).unwrap();
        let db = rusqlite::Connection::open(&path).unwrap();
        let sql =
            format!("DELETE FROM {table} WHERE checksum = (SELECT max(checksum) FROM {table})");
        assert_eq!(db.execute(&sql, []).unwrap(), 1);
        drop(db);
        let found = open(&path).load();
        assert!(
            matches!(found, Err(Error::Damaged { .. })),
            "{table}: {found:?}"
        );
    }
}
