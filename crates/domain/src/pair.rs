//! Two pieces of work of which neither needs the other.
//!
//! The model starts no thread; whoever calls it may lend it one. Each piece is computed as it
//! would be alone, so that who does them, and when, changes no digit.

/// Who does two independent pieces of work.
pub trait Pair: Sync {
    /// Does both and returns what they came to.
    fn both<A: Send, B: Send>(
        &self,
        one: impl FnOnce() -> A + Send,
        other: impl FnOnce() -> B + Send,
    ) -> (A, B);
}

/// One after the other.
#[derive(Debug, Clone, Copy, Default)]
pub struct InTurn;

impl Pair for InTurn {
    fn both<A: Send, B: Send>(
        &self,
        one: impl FnOnce() -> A + Send,
        other: impl FnOnce() -> B + Send,
    ) -> (A, B) {
        (one(), other())
    }
}
