//! What kind of weakness the cards of a cluster speak of.
//!
//! A first guess that stands where people see it and change it: words that speak for a kind count
//! two, the question that a card was written under counts one.

use crate::risk::Category;

/// Beginnings of words that speak for a kind.
const WORDS: [(Category, &[&str]); 5] = [
    (
        Category::SinglePointOfFailure,
        &[
            "backup",
            "database",
            "disk",
            "failover",
            "leader",
            "lone",
            "only",
            "primary",
            "provider",
            "queue broker",
            "single",
            "standby",
            "supplier",
            "vendor",
        ],
    ),
    (
        Category::ExcessiveLoad,
        &[
            "campaign", "capacity", "demand", "exhaust", "flood", "load", "overload", "peak",
            "pool", "quota", "retries", "retry", "sale", "scale", "scaling", "spike", "surge",
            "throttl", "traffic",
        ],
    ),
    (
        Category::ExcessiveLatency,
        &[
            "delay", "hang", "lag", "late", "latency", "slow", "timeout", "timeouts", "waits",
        ],
    ),
    (
        Category::MisconfigurationOrBug,
        &[
            "bug",
            "certificate",
            "config",
            "delete",
            "deploy",
            "expire",
            "expiry",
            "flag",
            "migration",
            "mistake",
            "misconfig",
            "release",
            "rollout",
            "rule",
            "schema",
            "typo",
            "wrong",
        ],
    ),
    (
        Category::SharedFate,
        &[
            "attack",
            "cable",
            "cloud",
            "datacent",
            "dns",
            "everything",
            "network",
            "outage of",
            "power",
            "ransom",
            "region",
            "shared",
            "together",
            "zone",
        ],
    ),
];

/// Beginnings that are a word of another kind when they go on.
const WHOLE: [&str; 5] = ["lag", "late", "lone", "only", "sale"];

/// What a question asks for, where it asks for one kind.
const PROMPTS: [(&str, Category); 9] = [
    ("network", Category::SharedFate),
    ("latency", Category::ExcessiveLatency),
    ("bandwidth", Category::ExcessiveLoad),
    ("security", Category::SharedFate),
    ("topology", Category::MisconfigurationOrBug),
    ("heterogeneity", Category::ExcessiveLoad),
    ("machines", Category::SinglePointOfFailure),
    ("people", Category::MisconfigurationOrBug),
    ("lens:supplier", Category::SinglePointOfFailure),
];

/// The kind that most speaks for: of each text the prompt it was written under, which may be
/// empty, and its words. [`Category::MisconfigurationOrBug`], the commonest, where nothing does.
#[must_use]
pub fn likely_category<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Category {
    let mut score = [0_u32; WORDS.len()];
    for (prompt, text) in texts {
        let text = text.to_lowercase();
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
        for (score, (kind, stems)) in score.iter_mut().zip(WORDS) {
            let says = |stem: &&str| match stem.contains(' ') {
                true => text.contains(*stem),
                false if WHOLE.contains(stem) => words.contains(stem),
                false => words.iter().any(|word| word.starts_with(stem)),
            };
            *score += 2 * stems.iter().filter(|stem| says(stem)).count() as u32;
            *score += u32::from(PROMPTS.contains(&(prompt, kind)));
        }
    }
    let most = score.iter().copied().max().unwrap_or(0);
    let common = Category::MisconfigurationOrBug;
    let speaks = |kind: Category| {
        (WORDS.iter().zip(score)).any(|((of, _), score)| *of == kind && score == most)
    };
    if most == 0 || speaks(common) {
        return common;
    }
    let first = WORDS.iter().find(|(kind, _)| speaks(*kind));
    first.map_or(common, |(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::likely_category;
    use crate::risk::Category::{self, *};

    #[test]
    fn cards_speak_of_their_kind() {
        let cases: [(&str, &str, Category); 12] = [
            ("", "Payment provider does not answer", SinglePointOfFailure),
            ("", "Failover waits for a person", SinglePointOfFailure),
            ("", "The sale brings ten times the traffic", ExcessiveLoad),
            ("", "Retries double the orders", ExcessiveLoad),
            (
                "",
                "Search answers so slowly that carts time out",
                ExcessiveLatency,
            ),
            ("", "A certificate runs out", MisconfigurationOrBug),
            (
                "",
                "Someone deletes the load balancer rule",
                MisconfigurationOrBug,
            ),
            ("", "The whole region is without power", SharedFate),
            // Its question, where its words say nothing.
            ("latency", "Customers are gone", ExcessiveLatency),
            ("machines", "It was on that box", SinglePointOfFailure),
            ("", "Nobody knows why", MisconfigurationOrBug),
            // `later` is not late, and `salesforce` no sale.
            ("", "Salesforce comes later", MisconfigurationOrBug),
        ];
        for (prompt, text, kind) in cases {
            assert_eq!(likely_category([(prompt, text)]), kind, "{text}");
        }
        let both = [
            ("network", "The queue is full"),
            ("bandwidth", "Peak of the sale"),
        ];
        assert_eq!(likely_category(both), ExcessiveLoad);
    }
}
