//! The file itself: made, opened, checked, upgraded, backed up, read.

use crate::error::Error;
use crate::record::{Batch, Contents, FieldChange, HistoryEntry, Key, MergedLine, RecordEntry};
use crate::row::{self, Row, Tally};
use crate::table::incident::IncidentRow;
use crate::table::labor::LaborRow;
use crate::table::log::{Entry, LoggedChange};
use crate::table::merge::{MergedChange, MergedEntry, MergedHead};
use crate::table::meta::Meta;
use crate::table::method::Method;
use crate::table::revenue::Block;
use crate::table::{self, batch, log, meta, method, requests, revenue};
use ninefold_domain::exchange::RateYear;
use ninefold_domain::id::{BatchId, ServiceId, StreamId};
use ninefold_domain::methods::Methods;
use ninefold_domain::premortem;
use ninefold_domain::record::{
    BacklogMonth, Contract, MinuteCount, MinuteSum, NamedMapping, Role, Service, Stream, Tier,
};
use ninefold_domain::requirement::Requirement;
use ninefold_domain::risk::Risk;
use ninefold_domain::saved::SavedScenario;
use ninefold_domain::score::RiskMatch;
use ninefold_domain::techniques::Technique;
use ninefold_domain::tiers::TierOption;
use ninefold_domain::time::Instant;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use std::cell::Cell;
use std::fs::{File, OpenOptions};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// “9FLD”, by which a workspace is known among SQLite files.
const APPLICATION_ID: u32 = 0x3946_4c44;
/// How long a second writer waits for the first.
const BUSY_TIMEOUT: Duration = Duration::from_secs(2);
/// The first bytes of every SQLite file.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Bytes of SQLite's file header.
const HEADER_BYTES: usize = 100;
/// The longest text or blob that is read or written: far above any block or note.
const LONGEST_VALUE: i32 = 256 << 20;

/// One step of the schema: from the version that is its index to the next.
pub(crate) type Migration = fn(&Connection) -> Result<(), Error>;

/// Every step there is. A released step never changes.
pub(crate) const MIGRATIONS: &[Migration] = &[
    |db| {
        for sql in table::VERSION_1 {
            db.execute_batch(sql)?;
        }
        Ok(())
    },
    table::version_2,
    table::version_3,
    table::version_4,
    table::version_5,
    table::version_6,
];

/// The version of the files that this program writes, and the newest that it reads.
pub const VERSION: u32 = MIGRATIONS.len() as u32;

/// A workspace file, open.
#[derive(Debug)]
pub struct Store {
    pub(crate) db: Connection,
    pub(crate) path: PathBuf,
    pub(crate) read_only: bool,
    pub(crate) replica: u128,
    /// The newest entry that this program knows. A newer one in the file is another program's,
    /// and writing on top of it unseen would lose its changes.
    pub(crate) head: Cell<u64>,
}

impl Store {
    /// Makes a new workspace file.
    ///
    /// # Errors
    /// [`Error::Exists`] if there is anything at `path`; it is left as it is.
    pub fn create(
        path: &Path,
        replica: u128,
        at: Instant,
        methods: &Methods,
    ) -> Result<Self, Error> {
        // SQLite would open what is there: only the file system can say that nothing was.
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(path)
            .map_err(|error| Error::io(path, &error))?;
        let made = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|db| {
            lay(&db, replica, at, methods)?;
            use_wal(&db)?;
            Self::assemble(db, path.to_owned(), false)
        });
        made.map_err(|error| {
            // Ours since create_new, and nobody's data is in it yet.
            for leftover in [path.to_owned(), beside(path, "-wal"), beside(path, "-shm")] {
                let _ = std::fs::remove_file(leftover);
            }
            error.located(path)
        })
    }

    /// A workspace that lives in memory only.
    ///
    /// # Errors
    /// [`Error::Invalid`] for methods that cannot be kept.
    pub fn in_memory(replica: u128, at: Instant, methods: &Methods) -> Result<Self, Error> {
        let path = PathBuf::from("(workspace in memory)");
        let made = Connection::open_in_memory()
            .map_err(Error::from)
            .and_then(|db| {
                harden(&db)?;
                lay(&db, replica, at, methods)?;
                Self::assemble(db, PathBuf::new(), false)
            });
        made.map_err(|error| error.located(&path))
    }

    /// Opens a workspace file for writing, after an integrity check; an older one is backed up
    /// beside itself and upgraded. Where the file or its folder cannot be written it is opened
    /// read-only, and [`Store::is_read_only`] says so.
    ///
    /// # Errors
    /// [`Error::NotAWorkspace`], [`Error::Newer`] and [`Error::Damaged`] leave the bytes of the
    /// file as they are.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Self::open_with(path, MIGRATIONS, true).map_err(|error| error.located(path))
    }

    /// Opens a workspace file without ever writing to it.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_read_only(path: &Path) -> Result<Self, Error> {
        Self::open_with(path, MIGRATIONS, false).map_err(|error| error.located(path))
    }

    pub(crate) fn open_with(
        path: &Path,
        migrations: &[Migration],
        to_write: bool,
    ) -> Result<Self, Error> {
        check_header(path, migrations.len() as u32)?;
        if to_write && is_writable(path) {
            match open_writable(path, migrations) {
                // The permissions looked well, yet SQLite cannot make its files in the folder.
                Err(Error::ReadOnly { .. }) => {}
                opened => return Self::assemble(opened?, path.to_owned(), false),
            }
        }
        let mut db = open_unwritable(path, to_write)?;
        let version = check_file(&mut db, migrations)?;
        if (version as usize) < migrations.len() {
            return Err(Error::conflict(format!(
                "{} is of version {version} and must be upgraded to {} before it is used, but it \
                 cannot be written; copy it to a folder of yours and open the copy",
                path.display(),
                migrations.len()
            )));
        }
        Self::assemble(db, path.to_owned(), true)
    }

    fn assemble(db: Connection, path: PathBuf, read_only: bool) -> Result<Self, Error> {
        let replica = meta::replica(&db)?;
        let head = Cell::new(log::head(&db)?);
        Ok(Self {
            db,
            path,
            read_only,
            replica,
            head,
        })
    }

    /// Whether the workspace can only be looked at.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// The file; nothing for a workspace in memory.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        (!self.path.as_os_str().is_empty()).then_some(&self.path)
    }

    /// The same error about this file.
    pub(crate) fn located<T>(&self, result: Result<T, Error>) -> Result<T, Error> {
        result.map_err(|error| error.located(self.path().unwrap_or(Path::new("the workspace"))))
    }

    /// As [`Store::located`], for what wrote. A transaction that filled the disk has left its
    /// pages in the log beside the file: they go at once, or there would be no room for anything.
    pub(crate) fn wrote<T>(&self, result: Result<T, Error>) -> Result<T, Error> {
        if let Err(Error::DiskFull { .. }) = result {
            // If even this finds no room, opening the file again does it.
            let _ = self
                .db
                .query_row("PRAGMA wal_checkpoint(truncate)", [], |_| Ok(()));
        }
        self.located(result)
    }

    /// Reads within one snapshot, whatever other programs write meanwhile.
    pub(crate) fn reading<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let snapshot = self.db.unchecked_transaction().map_err(Error::from);
        self.located(snapshot.and_then(|snapshot| read(&snapshot)))
    }

    /// Whether another program has written since this one last read: then [`Self::load`] brings
    /// memory up to date.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn is_behind(&self) -> Result<bool, Error> {
        self.reading(|db| Ok(log::head(db)? != self.head.get()))
    }

    /// Everything but revenue and history, every row verified. After a [`Error::Conflict`] about
    /// another program this is what brings memory up to date.
    ///
    /// # Errors
    /// [`Error::Damaged`] rather than a wrong value.
    pub fn load(&self) -> Result<Contents, Error> {
        self.reading(|db| {
            let batches = batch::all(db)?;
            let undone = batch::undone(db)?;
            let counts = |batch: &Option<BatchId>| batch.is_none_or(|id| !undone.contains(&id));
            // The blocks are verified when they are read; here, that none is missing.
            row::verify_tally::<Block>(db)?;
            let contents = Contents {
                methods: method::read(db)?,
                tiers: row::select_all(db)?,
                services: row::select_all(db)?,
                streams: row::select_all(db)?,
                roles: row::select_all(db)?,
                contracts: row::select_all(db)?,
                backlog: row::select_all(db)?,
                rates: row::select_all(db)?,
                mappings: row::select_all(db)?,
                risks: row::select_all(db)?,
                techniques: row::select_all(db)?,
                options: row::select_all(db)?,
                scenarios: row::select_all(db)?,
                matches: row::select_all(db)?,
                premortems: premortem::Records {
                    sessions: row::select_all(db)?,
                    participants: row::select_all(db)?,
                    drafts: row::select_all(db)?,
                    cards: row::select_all(db)?,
                    clusters: row::select_all(db)?,
                    judgements: row::select_all(db)?,
                    ballots: row::select_all(db)?,
                    jots: row::select_all(db)?,
                },
                requirements: row::select_all(db)?,
                incidents: row::select_all::<IncidentRow>(db)?
                    .into_iter()
                    .filter(|row| counts(&row.batch))
                    .map(|row| (row.incident, row.batch))
                    .collect(),
                labor: row::select_all::<LaborRow>(db)?
                    .into_iter()
                    .filter(|row| counts(&row.batch))
                    .map(|row| (row.entry, row.batch))
                    .collect(),
                batches,
            };
            self.head.set(log::head(db)?);
            Ok(contents)
        })
    }

    /// Revenue of a stream by minute, ascending, summed exactly over the imports that count.
    ///
    /// # Errors
    /// [`Error::Damaged`] rather than a wrong sum.
    pub fn revenue(&self, stream: StreamId) -> Result<Vec<MinuteSum>, Error> {
        self.reading(|db| revenue::read(db, stream, &batch::undone(db)?))
    }

    /// Revenue that one import brought, by stream, whether it counts or was undone.
    ///
    /// # Errors
    /// [`Error::Damaged`] rather than a wrong sum.
    pub fn revenue_of_batch(
        &self,
        batch: BatchId,
    ) -> Result<Vec<(StreamId, Vec<MinuteSum>)>, Error> {
        self.reading(|db| revenue::of_batch(db, batch))
    }

    /// Requests by service and minute, ascending, summed over the imports that count.
    ///
    /// # Errors
    /// [`Error::Damaged`] rather than a wrong sum.
    pub fn requests(&self) -> Result<Vec<(ServiceId, Vec<MinuteCount>)>, Error> {
        self.reading(|db| requests::all(db, &batch::undone(db)?))
    }

    /// The import that counts and holds a file of this content, if there is one.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn has_file(&self, hash: &str) -> Result<Option<Batch>, Error> {
        self.reading(|db| {
            let holds = |batch: &Batch| {
                batch.live && batch.import.files.iter().any(|file| file.hash == hash)
            };
            Ok(batch::all(db)?.into_iter().find(holds))
        })
    }

    /// The newest `limit` entries of the history, or those before an entry, newest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn history(&self, limit: usize, before: Option<u64>) -> Result<Vec<HistoryEntry>, Error> {
        self.reading(|db| {
            let timeline = log::Timeline::read(db)?;
            let below = before.unwrap_or(u64::MAX).min(i64::MAX as u64) as i64;
            let entries: Vec<Entry> = row::select(
                db,
                "WHERE seq < ? ORDER BY seq DESC LIMIT ?",
                &[
                    below.into(),
                    i64::try_from(limit).unwrap_or(i64::MAX).into(),
                ],
            )?;
            let counts = match (entries.last(), entries.first()) {
                (Some(oldest), Some(newest)) => log::change_counts(db, oldest.seq, newest.seq)?,
                _ => return Ok(Vec::new()),
            };
            let in_force = |seq: u64| timeline.done.iter().any(|step| step.origin == seq);
            Ok(entries
                .into_iter()
                .map(|entry| HistoryEntry {
                    undone: entry.inverse_of.is_none() && !in_force(entry.seq),
                    changes: counts.get(&entry.seq).copied().unwrap_or(0),
                    seq: entry.seq,
                    replica: entry.replica,
                    at: entry.at,
                    command: entry.command,
                    label: entry.label,
                    inverse_of: entry.inverse_of,
                    batch: entry.batch,
                })
                .collect())
        })
    }

    /// What was ever done to one record, newest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn history_of(&self, key: Key) -> Result<Vec<RecordEntry>, Error> {
        self.reading(|db| {
            let logged: Vec<LoggedChange> = row::select(
                db,
                "WHERE tbl = ? AND record = ? ORDER BY entry DESC, position",
                &[key.table().to_owned().into(), key.id().into()],
            )?;
            let mut found: Vec<RecordEntry> = Vec::new();
            for one in logged {
                if let Some(last) = found.last_mut().filter(|last| last.seq == one.entry) {
                    last.changes.push(one.change);
                    continue;
                }
                let seq = i64::try_from(one.entry).unwrap_or(i64::MAX);
                let entries: Vec<Entry> = row::select(db, "WHERE seq = ?", &[seq.into()])?;
                let Some(entry) = entries.into_iter().next() else {
                    return Err(Error::damaged(format!(
                        "the change log lacks entry {} of {key}",
                        one.entry
                    )));
                };
                found.push(RecordEntry {
                    seq: entry.seq,
                    at: entry.at,
                    command: entry.command,
                    label: entry.label,
                    changes: vec![one.change],
                });
            }
            Ok(found)
        })
    }

    /// What one entry changed, field by field, in order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn changes(&self, seq: u64) -> Result<Vec<FieldChange>, Error> {
        self.reading(|db| log::changes_of(db, seq))
    }

    /// What a merge brought from the other copy, in the order of that copy; nothing where the
    /// entry is no merge.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn merged(&self, seq: u64) -> Result<Vec<MergedLine>, Error> {
        self.reading(|db| {
            let merge = [i64::try_from(seq).unwrap_or(i64::MAX).into()];
            let condition = "WHERE merge = ? ORDER BY position";
            let entries: Vec<MergedEntry> = row::select(db, condition, &merge)?;
            let condition = "WHERE merge = ? ORDER BY entry, position";
            let changes: Vec<MergedChange> = row::select(db, condition, &merge)?;
            Ok(entries
                .into_iter()
                .map(|entry| MergedLine {
                    changes: changes
                        .iter()
                        .filter(|row| row.entry == entry.position)
                        .map(|row| row.change.clone())
                        .collect(),
                    copy: entry.copy,
                    at: entry.at,
                    command: entry.command,
                    label: entry.label,
                })
                .collect())
        })
    }

    /// Copies the workspace to another file as it is at this moment, checks the copy, and only
    /// then puts it in the place of whatever `to` was.
    ///
    /// # Errors
    /// [`Error::Conflict`] if `to` is the workspace itself; a file at `to` stays as it is on any
    /// error.
    pub fn backup(&self, to: &Path) -> Result<(), Error> {
        let same = |a: &Path, b: &Path| match (a.canonicalize(), b.canonicalize()) {
            (Ok(a), Ok(b)) => a == b,
            _ => false,
        };
        if self.path().is_some_and(|path| same(path, to)) {
            return Err(Error::conflict(format!(
                "{} is the workspace itself; choose another name for the backup",
                to.display()
            )));
        }
        copy_database(&self.db, to, verify_everything).map_err(|error| error.located(to))
    }

    /// Reads everything and compares it with its checksums: SQLite's own check, every row, every
    /// block of revenue, the log.
    ///
    /// # Errors
    /// [`Error::Damaged`] says what was found first.
    pub fn check(&self) -> Result<(), Error> {
        self.reading(|db| {
            check_integrity(db)?;
            verify_everything(db)
        })
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Refuses what is not a workspace that this program reads, from its first bytes, before SQLite
/// may touch it.
fn check_header(path: &Path, supported: u32) -> Result<(), Error> {
    let io = |error: std::io::Error| Error::io(path, &error);
    let not_ours = |found: String| Error::NotAWorkspace {
        path: path.to_owned(),
        found,
    };
    let mut file = File::open(path).map_err(io)?;
    let metadata = file.metadata().map_err(io)?;
    if !metadata.is_file() {
        return Err(not_ours("something that is not a file".into()));
    }
    let mut header = Vec::with_capacity(HEADER_BYTES);
    file.by_ref()
        .take(HEADER_BYTES as u64)
        .read_to_end(&mut header)
        .map_err(io)?;
    if header.is_empty() {
        return Err(not_ours("an empty file".into()));
    }
    if !header.starts_with(MAGIC) {
        return Err(not_ours("bytes that are not a database".into()));
    }
    let Ok(header) = <[u8; HEADER_BYTES]>::try_from(header) else {
        return Err(Error::damaged("it is cut off within its header"));
    };
    let word = |at: usize| {
        u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
    };
    if word(68) != APPLICATION_ID {
        return Err(not_ours(format!(
            "a database of another program (application id {:#010x})",
            word(68)
        )));
    }
    check_version(word(60), supported)?;
    // What a power cut left in the write-ahead log may be newer than the header, so a short
    // file is only surely cut off without one.
    let log_bytes = std::fs::metadata(beside(path, "-wal")).map_or(0, |wal| wal.len());
    let page_bytes = match u64::from(u16::from_be_bytes([header[16], header[17]])) {
        1 => 65_536,
        bytes => bytes,
    };
    let expected = u64::from(word(28)) * page_bytes;
    if log_bytes == 0 && metadata.len() < expected {
        return Err(Error::damaged(format!(
            "it is cut off: found {} bytes, expected {expected}",
            metadata.len()
        )));
    }
    Ok(())
}

fn check_version(found: u32, supported: u32) -> Result<(), Error> {
    if found == 0 {
        return Err(Error::damaged(format!(
            "it says that it is of version 0, expected 1 to {supported}"
        )));
    }
    if found > supported {
        return Err(Error::Newer {
            path: PathBuf::new(),
            found,
            supported,
        });
    }
    Ok(())
}

/// Whether the file and its folder let themselves be written. Someone who took every write
/// permission away meant it, also where the superuser could write all the same.
fn is_writable(path: &Path) -> bool {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let closed = |path: &Path| {
        std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().readonly())
    };
    // Windows marks folders read-only for other reasons.
    let folder_closed = cfg!(unix) && closed(folder);
    !closed(path) && !folder_closed && OpenOptions::new().write(true).open(path).is_ok()
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, Error> {
    let db = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    harden(&db)?;
    Ok(db)
}

/// A file may come from anyone: its schema runs no code of its own and its sizes are bounded.
fn harden(db: &Connection) -> Result<(), Error> {
    db.busy_timeout(BUSY_TIMEOUT)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    db.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE)?;
    db.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000)?;
    db.set_limit(Limit::SQLITE_LIMIT_COLUMN, 100)?;
    db.set_limit(Limit::SQLITE_LIMIT_EXPR_DEPTH, 20)?;
    db.set_limit(Limit::SQLITE_LIMIT_COMPOUND_SELECT, 3)?;
    db.set_limit(Limit::SQLITE_LIMIT_VDBE_OP, 25_000)?;
    db.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    db.set_limit(Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1)?;
    db.set_prepared_statement_cache_capacity(64);
    for (pragma, value) in [
        ("cell_size_check", "on"),
        ("mmap_size", "0"),
        ("synchronous", "full"),
        // In KiB where negative: an import of a hundred thousand incidents fits.
        ("cache_size", "-65536"),
        // Bytes of write-ahead log that stay on the disk after a large import.
        ("journal_size_limit", "16777216"),
    ] {
        db.pragma_update(None, pragma, value)?;
    }
    Ok(())
}

fn use_wal(db: &Connection) -> Result<(), Error> {
    let mode: String = db.query_row("PRAGMA journal_mode = wal", [], |row| row.get(0))?;
    if mode == "wal" {
        Ok(())
    } else {
        Err(Error::ReadOnly {
            path: PathBuf::new(),
        })
    }
}

/// Lays a new workspace into an empty database, in one transaction.
fn lay(db: &Connection, replica: u128, at: Instant, methods: &Methods) -> Result<(), Error> {
    let transaction = db.unchecked_transaction()?;
    db.pragma_update(None, "application_id", APPLICATION_ID)?;
    for migration in MIGRATIONS {
        migration(db)?;
    }
    db.pragma_update(None, "user_version", VERSION)?;
    let mut tally = Tally::default();
    let facts = [
        ("created", at.to_rfc3339()),
        ("replica", format!("{replica:032x}")),
    ]
    .map(|(name, value)| Meta {
        name: name.into(),
        value,
    });
    row::insert_all(db, &mut tally, &facts, |_| Ok(()))?;
    method::write(db, &mut tally, methods)?;
    tally.store(db)?;
    transaction.commit()?;
    Ok(())
}

fn open_writable(path: &Path, migrations: &[Migration]) -> Result<Connection, Error> {
    let cannot = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(ErrorCode::CannotOpen) => Error::ReadOnly {
            path: path.to_owned(),
        },
        _ => error.into(),
    };
    let mut db = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // The first read, which needs the shared memory beside the file.
    db.query_row("PRAGMA user_version", [], |_| Ok(()))
        .map_err(cannot)?;
    let version = check_file(&mut db, migrations)?;
    use_wal(&db)?;
    if (version as usize) < migrations.len() {
        upgrade(&mut db, path, version, migrations)?;
    }
    Ok(db)
}

/// Opens a file that is not to be written. SQLite needs its shared memory beside the file even
/// to read, unless nobody can write: then the file is all there is.
fn open_unwritable(path: &Path, nobody_writes: bool) -> Result<Connection, Error> {
    let log_bytes = std::fs::metadata(beside(path, "-wal")).map_or(0, |wal| wal.len());
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    if (nobody_writes || !is_writable(path))
        && log_bytes == 0
        && let Some(uri) = immutable_uri(path)
    {
        return connect(Path::new(&uri), flags | OpenFlags::SQLITE_OPEN_URI);
    }
    connect(path, flags)
}

/// `file:` URI of a path that says that the file does not change; nothing for a path that is
/// not text.
fn immutable_uri(path: &Path) -> Option<String> {
    use std::fmt::Write as _;
    let absolute = std::path::absolute(path).ok()?;
    let mut uri = String::from("file:");
    if cfg!(windows) {
        uri.push('/');
    }
    for byte in absolute.to_str()?.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b':' => {
                uri.push(char::from(byte));
            }
            b'\\' if cfg!(windows) => uri.push('/'),
            _ => write!(uri, "%{byte:02X}").ok()?,
        }
    }
    uri.push_str("?immutable=1");
    Some(uri)
}

/// Checks the schema, then the structure of a file; says which version it is.
///
/// The schema comes first, because SQLite's check evaluates whatever expressions a schema
/// brings along; it must be the very text that our migrations wrote.
fn check_file(db: &mut Connection, migrations: &[Migration]) -> Result<u32, Error> {
    let mut budget = 10_000;
    db.progress_handler(
        1000,
        Some(move || {
            budget -= 1;
            budget < 0
        }),
    )?;
    let version: u32 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    check_version(version, migrations.len() as u32)?;
    let found = schema(db);
    db.progress_handler(0, None::<fn() -> bool>)?;
    let model = Connection::open_in_memory()?;
    for migration in &migrations[..version as usize] {
        migration(&model)?;
    }
    if found? != schema(&model)? {
        return Err(Error::damaged(format!(
            "its tables are not those of version {version}"
        )));
    }
    check_integrity(db)?;
    Ok(version)
}

type SchemaRow = (String, String, String, Option<String>);

fn schema(db: &Connection) -> Result<Vec<SchemaRow>, Error> {
    let mut statement =
        db.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")?;
    let rows = statement.query_map([], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn check_integrity(db: &Connection) -> Result<(), Error> {
    let found: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if found == "ok" {
        Ok(())
    } else {
        Err(Error::damaged(found))
    }
}

/// Reads every row of every table against its checksum and every table against its tally.
fn verify_everything(db: &Connection) -> Result<(), Error> {
    fn table<R: Row>(db: &Connection) -> Result<(), Error> {
        row::verify::<R>(db)
    }
    let tables = [
        table::<Meta>,
        table::<Method>,
        table::<Tier>,
        table::<Service>,
        table::<Stream>,
        table::<Role>,
        table::<Contract>,
        table::<BacklogMonth>,
        table::<RateYear>,
        table::<NamedMapping>,
        table::<Risk>,
        table::<Technique>,
        table::<TierOption>,
        table::<SavedScenario>,
        table::<premortem::Session>,
        table::<premortem::Participant>,
        table::<premortem::Draft>,
        table::<premortem::Card>,
        table::<premortem::Cluster>,
        table::<premortem::Judgement>,
        table::<premortem::Ballot>,
        table::<RiskMatch>,
        table::<premortem::Jot>,
        table::<Requirement>,
        table::<IncidentRow>,
        table::<LaborRow>,
        table::<Batch>,
        table::<Entry>,
        table::<LoggedChange>,
        table::<MergedEntry>,
        table::<MergedChange>,
        table::<MergedHead>,
        revenue::verify,
        requests::verify,
    ];
    for verify in tables {
        verify(db)?;
    }
    log::Timeline::read(db)?;
    method::read(db)?;
    Ok(())
}

/// Brings an older file to the newest version in one transaction, after a backup beside it.
fn upgrade(
    db: &mut Connection,
    path: &Path,
    from: u32,
    migrations: &[Migration],
) -> Result<(), Error> {
    let backup = free_backup_name(path, from);
    copy_database(db, &backup, |_| Ok(()))?;
    if let Err(error) = migrate(db, migrations) {
        // The file is as it was; a copy of it for each attempt would only pile up.
        let _ = std::fs::remove_file(&backup);
        return Err(error);
    }
    // Into the file itself, where an older program looks for the version.
    db.query_row("PRAGMA wal_checkpoint(truncate)", [], |_| Ok(()))?;
    Ok(())
}

/// Takes the steps that are missing, all or none.
fn migrate(db: &mut Connection, migrations: &[Migration]) -> Result<(), Error> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let now: u32 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    check_version(now, migrations.len() as u32)?;
    // Another program may have upgraded it while this one wrote the backup.
    for migration in &migrations[now as usize..] {
        migration(&transaction)?;
    }
    transaction.pragma_update(None, "user_version", migrations.len() as u32)?;
    transaction.commit()?;
    Ok(())
}

/// `shop.ninefold` of version 1 is kept as `shop.v1.ninefold`, then `shop.v1-2.ninefold`.
fn free_backup_name(path: &Path, version: u32) -> PathBuf {
    let text = |part: Option<&std::ffi::OsStr>| {
        part.map(|part| part.to_string_lossy().into_owned())
            .unwrap_or_default()
    };
    let (stem, extension) = (text(path.file_stem()), text(path.extension()));
    let mut number = 1_u32;
    loop {
        let suffix = match number {
            1 => String::new(),
            more => format!("-{more}"),
        };
        let name = path.with_file_name(format!("{stem}.v{version}{suffix}.{extension}"));
        if !name.exists() {
            return name;
        }
        number += 1;
    }
}

/// Copies a database by the backup API into a file of its own, checks it, makes it durable and
/// gives it its name last.
fn copy_database(
    db: &Connection,
    to: &Path,
    verify: impl FnOnce(&Connection) -> Result<(), Error>,
) -> Result<(), Error> {
    let part = beside(to, ".part");
    let io = |error: std::io::Error| Error::io(to, &error);
    let copied = (|| {
        if part.exists() {
            std::fs::remove_file(&part).map_err(io)?;
        }
        let mut copy = Connection::open(&part)?;
        // In one step: a copy in several would start over with every write of another program.
        match Backup::new(db, &mut copy)?.step(-1)? {
            StepResult::Done => {}
            _ => {
                return Err(Error::Busy {
                    path: PathBuf::new(),
                });
            }
        }
        // A copy is one file, without a log beside it.
        copy.query_row("PRAGMA journal_mode = delete", [], |_| Ok(()))?;
        check_integrity(&copy)?;
        verify(&copy)?;
        copy.close().map_err(|(_, error)| error)?;
        // Opened for writing, or Windows does not flush it.
        let file = OpenOptions::new().write(true).open(&part).map_err(io)?;
        file.sync_all().map_err(io)?;
        std::fs::rename(&part, to).map_err(io)?;
        Ok(())
    })();
    if copied.is_err() {
        let _ = std::fs::remove_file(&part);
    } else if let Some(folder) = to.parent().filter(|f| !f.as_os_str().is_empty()) {
        // Makes the new name durable where folders can be flushed; elsewhere it already is.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    copied
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Change, NewEntry, Record};
    use ninefold_domain::money::Currency;

    fn methods() -> Methods {
        Methods::defaults(Currency::parse("EUR").unwrap())
    }

    fn tier(name: &str) -> Vec<Change> {
        vec![Change::Put(Record::Tier(Tier {
            number: 1,
            name: name.into(),
            target: None,
        }))]
    }

    fn entry() -> NewEntry<'static> {
        NewEntry {
            command: "tier.put",
            label: "Tier".into(),
            at: Instant(0),
        }
    }

    fn old_file(folder: &Path) -> PathBuf {
        let path = folder.join("shop.ninefold");
        let mut store = Store::create(&path, 7, Instant(0), &methods()).unwrap();
        store.edit(entry(), tier("Critical")).unwrap();
        path
    }

    const NEXT: u32 = VERSION + 1;
    const ADD_TABLE: Migration = |db| {
        db.execute_batch("CREATE TABLE later (id BLOB NOT NULL PRIMARY KEY) STRICT")?;
        Ok(())
    };

    #[test]
    fn an_older_file_is_backed_up_and_upgraded() {
        let folder = tempfile::tempdir().unwrap();
        let path = old_file(folder.path());
        let before = Store::open(&path).unwrap().load().unwrap();
        let newer = [MIGRATIONS, &[ADD_TABLE]].concat();
        for _ in 0..2 {
            let store = Store::open_with(&path, &newer, true).unwrap();
            assert_eq!(store.load().unwrap(), before);
        }
        let kept = folder.path().join(format!("shop.v{VERSION}.ninefold"));
        let kept = Store::open(&kept).unwrap();
        kept.check().unwrap();
        assert_eq!(kept.load().unwrap(), before);
        // The older program finds a file that is newer than itself.
        let found = Store::open(&path).unwrap_err();
        assert!(
            matches!(found, Error::Newer { found: NEXT, .. }),
            "{found:?}"
        );
        let names = std::fs::read_dir(folder.path()).unwrap().count();
        assert!(
            names >= 2
                && !folder
                    .path()
                    .join(format!("shop.v{VERSION}-2.ninefold"))
                    .exists()
        );
    }

    #[test]
    fn an_upgrade_that_fails_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = old_file(folder.path());
        let before = Store::open(&path).unwrap().load().unwrap();
        let failing: Migration = |db| {
            db.execute_batch("CREATE TABLE half (a INTEGER) STRICT; DELETE FROM tier")?;
            Err(Error::Cancelled)
        };
        let newer = [MIGRATIONS, &[ADD_TABLE, failing]].concat();
        let found = Store::open_with(&path, &newer, true);
        assert_eq!(found.unwrap_err(), Error::Cancelled);
        let store = Store::open(&path).unwrap();
        assert_eq!(store.load().unwrap(), before);
        store.check().unwrap();
    }

    #[test]
    fn an_older_file_that_cannot_be_written_says_that_it_must_be_upgraded() {
        let folder = tempfile::tempdir().unwrap();
        let path = old_file(folder.path());
        let newer = [MIGRATIONS, &[ADD_TABLE]].concat();
        let found = Store::open_with(&path, &newer, false).unwrap_err();
        assert!(matches!(found, Error::Conflict { .. }), "{found:?}");
    }

    #[test]
    fn a_program_of_the_old_version_does_not_write_into_an_upgraded_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = old_file(folder.path());
        let mut old = Store::open(&path).unwrap();
        let newer = [MIGRATIONS, &[ADD_TABLE]].concat();
        Store::open_with(&path, &newer, true).unwrap();
        let found = old.edit(entry(), tier("Else")).unwrap_err();
        assert!(
            matches!(found, Error::Newer { found: NEXT, .. }),
            "{found:?}"
        );
    }

    #[test]
    fn a_full_disk_is_told_as_such_and_works_again_with_room() {
        let folder = tempfile::tempdir().unwrap();
        let path = old_file(folder.path());
        let mut store = Store::open(&path).unwrap();
        let before = store.load().unwrap();
        let pages: i64 = store
            .db
            .query_row("PRAGMA page_count", [], |row| row.get(0))
            .unwrap();
        store
            .db
            .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
            .unwrap();
        let long = "x".repeat(100_000);
        let found = store.edit(entry(), tier(&long)).unwrap_err();
        assert_eq!(found, Error::DiskFull { path: path.clone() });
        assert_eq!(store.load().unwrap(), before);
        store.check().unwrap();
        store
            .db
            .query_row("PRAGMA max_page_count = 1000000", [], |_| Ok(()))
            .unwrap();
        store.edit(entry(), tier(&long)).unwrap();
        assert_eq!(store.load().unwrap().tiers[0].name, long);
    }
}
