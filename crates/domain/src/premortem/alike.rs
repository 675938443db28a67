//! Whether two names are likely to mean the same failure.
//!
//! It only ever asks: a person says whether they are one. So it rather asks once too often, and
//! two names of one failure that share no word are not found.

use std::collections::BTreeSet;

/// Words that say nothing about what fails.
const EMPTY: [&str; 34] = [
    "a", "an", "and", "are", "at", "be", "been", "by", "can", "cannot", "do", "does", "for",
    "from", "has", "have", "in", "into", "is", "it", "its", "no", "not", "of", "on", "or", "our",
    "the", "to", "was", "we", "will", "with", "without",
];

/// Words for failing itself, whatever it is that fails.
const FAILING: [&str; 17] = [
    "answer",
    "break",
    "broken",
    "crash",
    "dead",
    "down",
    "error",
    "fail",
    "failed",
    "failure",
    "gone",
    "lost",
    "outage",
    "stop",
    "stopped",
    "unavailable",
    "unreachable",
];

/// A word as others of its kind are written: without an ending.
fn stem(word: &str) -> String {
    let cut = |ending: &str| {
        word.strip_suffix(ending)
            .filter(|rest| rest.chars().count() >= 4)
    };
    let stem = cut("ies")
        .or_else(|| cut("ing"))
        .or_else(|| cut("ed"))
        .or_else(|| cut("es"))
        .or_else(|| cut("s").filter(|rest| !rest.ends_with('s')))
        .or_else(|| cut("y"))
        .or_else(|| cut("e"))
        .unwrap_or(word);
    stem.to_owned()
}

/// What a name is about, to be held against others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject(BTreeSet<String>);

impl Subject {
    /// The subject of a name, in stems.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let name = name.to_lowercase();
        let words = name
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty() && !EMPTY.contains(word));
        let failing: BTreeSet<String> = FAILING.iter().map(|word| stem(word)).collect();
        Self(
            words
                .map(stem)
                .filter(|stem| !failing.contains(stem))
                .collect(),
        )
    }

    /// Whether two names share most of what they are about: at least half of all their words, or
    /// all of the shorter one where that has two or more.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        let shared = self.0.intersection(&other.0).count();
        let shorter = self.0.len().min(other.0.len());
        let all = self.0.union(&other.0).count();
        shared > 0 && (2 * shared >= all || (shorter >= 2 && shared == shorter))
    }
}

#[cfg(test)]
mod tests {
    use super::Subject;

    fn alike(one: &str, other: &str) -> bool {
        Subject::of(one).is_like(&Subject::of(other))
    }

    #[test]
    fn names_of_one_failure_are_alike() {
        for (one, other) in [
            ("Payment provider fails", "Payment provider outage"),
            (
                "The payment provider does not answer",
                "Payment providers down",
            ),
            ("Database failover by hand", "Failover of the database"),
            ("Certificate expires", "A certificate expired"),
            ("Retry storm", "Retry storms of the mobile app"),
        ] {
            assert!(alike(one, other) && alike(other, one), "{one} / {other}");
        }
    }

    #[test]
    fn names_that_share_a_word_by_chance_are_not() {
        for (one, other) in [
            ("Payment provider fails", "Cloud provider loses a region"),
            ("Database failover by hand", "Database runs out of disk"),
            // Failing alone is nothing in common.
            ("Search fails", "Login fails"),
            ("Outage", "Outage"),
            ("", "Certificate expires"),
        ] {
            assert!(!alike(one, other) && !alike(other, one), "{one} / {other}");
        }
    }
}
