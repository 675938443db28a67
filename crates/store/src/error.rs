//! What can go wrong with a workspace file: where, what was found, what to do next.

use rusqlite::ErrorCode;
use std::fmt;
use std::path::{Path, PathBuf};

/// Why the store refused or failed. Nothing is half done when one of these comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// The file is something else, or empty; its bytes were not touched.
    NotAWorkspace {
        /// The file.
        path: PathBuf,
        /// What was found in it.
        found: String,
    },
    /// The file was written by a newer Ninefold; its bytes were not touched.
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: u32,
        /// The newest version this program reads.
        supported: u32,
    },
    /// The file is a workspace, but what it holds is not what was written.
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found where.
        detail: String,
    },
    /// The file or its folder cannot be written.
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// Another program is writing.
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// There is no room; what was there before is intact.
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// A file of that name is there already.
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// Reading or writing failed for another reason.
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        detail: String,
    },
    /// The caller cancelled; nothing was changed.
    Cancelled,
    /// What was asked contradicts what is stored.
    Conflict {
        /// What was found and what to do.
        detail: String,
    },
    /// A value that cannot be kept exactly, such as an infinite share.
    Invalid {
        /// What was found and what was expected.
        detail: String,
    },
}

impl Error {
    pub(crate) fn damaged(detail: impl Into<String>) -> Self {
        Self::Damaged {
            path: PathBuf::new(),
            detail: detail.into(),
        }
    }

    pub(crate) fn conflict(detail: impl Into<String>) -> Self {
        Self::Conflict {
            detail: detail.into(),
        }
    }

    pub(crate) fn invalid(detail: impl Into<String>) -> Self {
        Self::Invalid {
            detail: detail.into(),
        }
    }

    pub(crate) fn io(path: &Path, error: &std::io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                Self::DiskFull { path }
            }
            std::io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path },
            std::io::ErrorKind::AlreadyExists => Self::Exists { path },
            _ => Self::Io {
                path,
                detail: error.to_string(),
            },
        }
    }

    /// The same error about `at`, where it does not name a file yet: SQLite's own errors come
    /// without one, and only the public boundary knows it.
    pub(crate) fn located(mut self, at: &Path) -> Self {
        match &mut self {
            Self::NotAWorkspace { path, .. }
            | Self::Newer { path, .. }
            | Self::Damaged { path, .. }
            | Self::ReadOnly { path }
            | Self::Busy { path }
            | Self::DiskFull { path }
            | Self::Exists { path }
            | Self::Io { path, .. } => {
                if path.as_os_str().is_empty() {
                    at.clone_into(path);
                }
            }
            Self::Cancelled | Self::Conflict { .. } | Self::Invalid { .. } => {}
        }
        self
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let path = PathBuf::new();
        // Text that is none, or a value of another type: nothing that we wrote.
        if matches!(
            error,
            rusqlite::Error::Utf8Error(..)
                | rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
        ) {
            return Self::Damaged {
                path,
                detail: error.to_string(),
            };
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull { path },
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            Some(ErrorCode::NotADatabase) => Self::NotAWorkspace {
                path,
                found: "bytes that are not a database".into(),
            },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::TypeMismatch) => Self::Damaged {
                path,
                detail: error.to_string(),
            },
            Some(ErrorCode::TooBig) => Self::Invalid {
                detail: "a text is too long to be stored; shorten it".into(),
            },
            _ => Self::Io {
                path,
                detail: error.to_string(),
            },
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAWorkspace { path, found } => write!(
                f,
                "{} is not a Ninefold workspace: found {found}, expected a file that Ninefold made. \
                 It was left as it is; open another file or create a new workspace",
                path.display()
            ),
            Self::Newer {
                path,
                found,
                supported,
            } => write!(
                f,
                "{} was written by a newer Ninefold: found version {found}, expected at most \
                 {supported}. It was left as it is; open it with the newer program",
                path.display()
            ),
            Self::Damaged { path, detail } => write!(
                f,
                "{} is damaged: {detail}. Nothing was changed; open a backup of it, and keep this \
                 file until the backup has been looked at",
                path.display()
            ),
            Self::ReadOnly { path } => write!(
                f,
                "{} cannot be written: the file or its folder is read-only. Copy it to a folder \
                 of yours, or change its permissions",
                path.display()
            ),
            Self::Busy { path } => write!(
                f,
                "{} is being written by another program. Nothing was changed; try again when it \
                 is done, or close it there",
                path.display()
            ),
            Self::DiskFull { path } => write!(
                f,
                "no room left on the disk of {}. Nothing was changed and what was there is \
                 intact; make room and try again",
                path.display()
            ),
            Self::Exists { path } => write!(
                f,
                "{} exists already and was left as it is; open it, or choose another name",
                path.display()
            ),
            Self::Io { path, detail } => write!(
                f,
                "{} could not be read or written: {detail}. Nothing was changed; check the file \
                 and its folder and try again",
                path.display()
            ),
            Self::Cancelled => f.write_str("cancelled; nothing was changed"),
            Self::Conflict { detail } | Self::Invalid { detail } => f.write_str(detail),
        }
    }
}

impl std::error::Error for Error {}
