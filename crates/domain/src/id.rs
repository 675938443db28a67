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
    /// A risk of the register.
    RiskId,
    /// A way to fewer or shorter failures, with its price.
    TechniqueId,
    /// A tier option: what a target costs and changes.
    OptionId,
    /// A named set of assumptions.
    ScenarioId,
    /// A requirement.
    RequirementId,
}

#[cfg(test)]
mod tests {
    use super::*;

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
