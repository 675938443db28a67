//! The methods of lost revenue, side by side.

use crate::wire::MethodRow;
use crate::workspace::Workspace;

/// What each method says that was lost by some incidents.
pub(crate) fn rows(_w: &Workspace, _incidents: &[usize]) -> Vec<MethodRow> {
    Vec::new()
}
