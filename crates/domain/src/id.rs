//! Identities. Every record has a 128-bit id made once by the host; names are never keys.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A text that is not an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdError {
    /// What was found.
    pub found: String,
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "“{}” is not an id; expected 32 hexadecimal digits",
            self.found
        )
    }
}

impl std::error::Error for IdError {}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u128);

        impl $name {
            /// The id as 16 bytes, most significant first, as the store keeps it.
            #[must_use]
            pub fn to_bytes(self) -> [u8; 16] {
                self.0.to_be_bytes()
            }

            /// The id of 16 bytes, most significant first.
            #[must_use]
            pub fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(u128::from_be_bytes(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:032x}", self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({:032x})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                if text.len() != 32 {
                    return Err(IdError { found: text.to_owned() });
                }
                u128::from_str_radix(text, 16)
                    .map(Self)
                    .map_err(|_| IdError { found: text.to_owned() })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A service.
    ServiceId,
    /// A revenue stream.
    StreamId,
    /// An incident.
    IncidentId,
    /// One labor entry of an incident.
    LaborId,
    /// A role of the rate card.
    RoleId,
    /// A contract tier.
    ContractId,
    /// One import, undone and redone as a whole.
    BatchId,
    /// A named mapping of files.
    MappingId,
    /// A risk of the register.
    RiskId,
    /// A way to fewer or shorter failures, with its price.
    TechniqueId,
    /// A tier option: what a target costs and changes.
    OptionId,
    /// A named set of assumptions.
    ScenarioId,
    /// A pre-mortem session.
    SessionId,
    /// Someone who takes part in a session.
    ParticipantId,
    /// What one participant writes in silence under one prompt.
    DraftId,
    /// One line of a draft, by its words.
    LineId,
    /// A card on the table of a session.
    CardId,
    /// Cards that mean the same failure.
    ClusterId,
    /// What one participant estimates of one cluster.
    JudgementId,
    /// How one participant spends their dots.
    BallotId,
    /// What stands in a field that was not sent yet.
    JotId,
    /// A requirement.
    RequirementId,
    /// A verdict on whether an incident was a risk.
    MatchId,
}

/// An id that follows from others: whoever derives it, on whichever computer, gets the same.
///
/// For a record of which there is one for each combination, such as the estimate of a person for
/// a cluster: two copies of a workspace that were edited apart then hold one record with two
/// values, not two records. `kind` keeps different records of the same parts apart. Mixed by the
/// hash of SplitMix64, which is no defence against somebody who looks for a collision.
#[must_use]
pub fn derived(kind: &str, parts: &[u128]) -> u128 {
    use crate::simulate::stream::mix;
    let words = parts.iter().flat_map(|p| [*p as u64, (*p >> 64) as u64]);
    let name = kind.as_bytes().chunks(8).map(|chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        u64::from_le_bytes(word)
    });
    let mut halves = [0x6e69_6e65_666f_6c64_u64, 0x7072_652d_6d6f_7274];
    for word in name.chain(std::iter::once(parts.len() as u64)).chain(words) {
        for half in &mut halves {
            *half = mix((*half ^ word).wrapping_add(0x9e37_79b9_7f4a_7c15)).rotate_left(23) ^ word;
        }
        halves[1] = mix(halves[1] ^ halves[0]);
    }
    (u128::from(mix(halves[0])) << 64) | u128::from(mix(halves[1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derived_id_depends_on_every_part_and_their_order() {
        let mut seen = std::collections::BTreeSet::new();
        for a in 0..40_u128 {
            for b in 0..40_u128 {
                assert!(seen.insert(derived("ballot", &[a, b << 64])));
                assert!(seen.insert(derived("ballot", &[a << 64, b + 1])));
            }
            assert!(seen.insert(derived("judgement", &[a, a])));
        }
        assert_ne!(derived("ballot", &[1, 2]), derived("ballot", &[2, 1]));
        assert_eq!(derived("ballot", &[1, 2]), derived("ballot", &[1, 2]));
    }

    #[test]
    fn an_id_survives_text_and_bytes() {
        let id = ServiceId(0x0123_4567_89ab_cdef_0011_2233_4455_6677);
        assert_eq!(id.to_string().parse::<ServiceId>(), Ok(id));
        assert_eq!(ServiceId::from_bytes(id.to_bytes()), id);
        assert!("12".parse::<ServiceId>().is_err());
        assert!("g".repeat(32).parse::<ServiceId>().is_err());
        assert!("+".repeat(32).parse::<ServiceId>().is_err());
    }
}
