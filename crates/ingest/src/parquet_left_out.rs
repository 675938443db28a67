//! Stands in for `parquet` where the feature of that name is off: such files cannot be read.

use crate::error::Error;
use crate::open::file_name;
use crate::row::Cell;
use std::convert::Infallible;
use std::path::Path;

/// A file that never opens.
pub(crate) struct Parquet {
    pub(crate) header: Vec<String>,
    never: Infallible,
}

/// Rows of it.
pub(crate) struct Batch {
    pub(crate) first: u64,
    pub(crate) rows: usize,
    never: Infallible,
}

impl Parquet {
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        Err(Error::Parquet {
            file: file_name(path),
            detail: "this program was built without it".into(),
        })
    }

    pub(crate) fn fingerprint(&self) -> Result<(u64, String), Error> {
        match self.never {}
    }

    pub(crate) fn rows(&self) -> usize {
        match self.never {}
    }

    pub(crate) fn slices(&self) -> Vec<(usize, usize)> {
        match self.never {}
    }

    pub(crate) fn read(&self, _: (usize, usize), _: &[usize]) -> Result<Batch, Error> {
        match self.never {}
    }
}

impl Batch {
    pub(crate) fn cell(&self, _: usize, _: usize) -> Cell<'_> {
        match self.never {}
    }

    pub(crate) fn width(&self) -> usize {
        match self.never {}
    }
}
