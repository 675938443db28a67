//! The one seam to the host: progress out, cancel in.

/// Told how far a reader is, asked whether to stop.
pub trait Watch {
    /// `done` of `total` bytes of all files as they lie on disk, and rows so far.
    fn progress(&self, done: u64, total: u64, rows: u64);
    /// Whether to stop with [`crate::Error::Cancelled`].
    fn cancelled(&self) -> bool;
}

/// Nobody watches.
impl Watch for () {
    fn progress(&self, _done: u64, _total: u64, _rows: u64) {}

    fn cancelled(&self) -> bool {
        false
    }
}
