//! What crosses the wire: the types that the window, the command line and the tests see.
//!
//! They are apart from the domain's types and made from them once, in [`crate::views`]. Every
//! figure comes formatted, with its range, its basis and the key that opens its explanation, so
//! that no shell does arithmetic. Money travels as decimal text; instants as RFC 3339 in UTC
//! beside a text in the workspace zone. The TypeScript in `ui/src/api` is generated from here.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! wire {
    ($($(#[$meta:meta])* pub $kind:ident $name:ident $body:tt)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
        #[serde(rename_all = "camelCase")]
        pub $kind $name $body
    )*};
}

mod availability;
mod chart;
mod common;
mod cost;
mod imports;
mod incidents;
mod merge;
mod overview;
mod premortem;
mod requirements;
mod risks;
mod score;
mod settings;
mod signs;
mod tiers;
mod workspace;

pub use availability::*;
pub use chart::*;
pub use common::*;
pub use cost::*;
pub use imports::*;
pub use incidents::*;
pub use merge::*;
pub use overview::*;
pub use premortem::*;
pub use requirements::*;
pub use risks::*;
pub use score::*;
pub use settings::*;
pub use signs::*;
pub use tiers::*;
pub use workspace::*;

/// Why a command did not do what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// Nothing is open.
    NoWorkspace,
    /// An argument does not read; `field` says which.
    Invalid,
    /// No such record.
    NotFound,
    /// A file does not read.
    BadFile,
    /// Reading or writing failed.
    Io,
    /// The workspace is read-only.
    ReadOnly,
    /// The workspace file is newer, foreign or damaged.
    BadWorkspace,
    /// Someone else holds it.
    Busy,
    /// It stands against what is there.
    Conflict,
    /// The user cancelled.
    Cancelled,
    /// No such command.
    UnknownCommand,
}

/// An error for people: what happened, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Error {
    /// What the window may match on.
    pub code: Code,
    /// Where, what was found, what was expected.
    pub message: String,
    /// What to do next.
    pub hints: Vec<String>,
    /// The field of the form it is about; empty otherwise.
    #[serde(default)]
    pub field: String,
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        for hint in &self.hints {
            write!(f, "\n  {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
