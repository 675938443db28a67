//! Scenarios as a workspace keeps them: the assumptions, what the facts gave them, and the digits
//! that followed.
//!
//! A scenario that is opened again shows its own digits. Computed again from what it was given,
//! it gives the same; computed from the facts of today it may not, and that is worth knowing.

use crate::tiers::Scenario;
use serde::{Deserialize, Serialize};

/// A scenario with everything that its digits follow from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SavedScenario {
    /// Its assumptions.
    pub scenario: Scenario,
    /// What the facts gave it when it was computed last (exposures, techniques, services), as the
    /// application wrote it: JSON. Empty where it was never computed.
    pub given: String,
    /// What followed from both, as the application wrote it: JSON. Empty where it was never
    /// computed.
    pub digits: String,
}
