//! What people are asked while they write: the nine realities of distributed systems as
//! questions, and the eyes of nine roles.
//!
//! The realities are those that the article “Bottleneck #05: Resilience and Observability” names
//! after the fallacies of distributed computing.

/// A question to write under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prompt {
    /// Key, as records keep it.
    pub key: &'static str,
    /// What it is about, in a few words.
    pub title: &'static str,
    /// The question.
    pub question: &'static str,
}

const fn ask(key: &'static str, title: &'static str, question: &'static str) -> Prompt {
    Prompt {
        key,
        title,
        question,
    }
}

/// The nine realities of distributed systems.
pub const REALITIES: [Prompt; 9] = [
    ask(
        "network",
        "The network fails",
        "A connection dropped halfway. What was left undone, or done twice?",
    ),
    ask(
        "latency",
        "Distance takes time",
        "An answer came, but far too late. Who was still waiting for it?",
    ),
    ask(
        "bandwidth",
        "Bandwidth ends",
        "More data than the line could carry. What filled it, and what got stuck behind?",
    ),
    ask(
        "security",
        "The network is not safe",
        "Someone was on the network who should not have been. What did we shut down to stop it?",
    ),
    ask(
        "topology",
        "Everything moves",
        "An address, a node or a route changed, as planned. What still looked in the old place?",
    ),
    ask(
        "heterogeneity",
        "No two systems are alike",
        "Under load one part behaved unlike the others. Which one, and what did it take along?",
    ),
    ask(
        "machines",
        "Machines vanish",
        "A machine was gone at the worst moment. What lived only there?",
    ),
    ask(
        "people",
        "People slip",
        "Someone typed the wrong thing. How far did it reach before anybody noticed?",
    ),
    ask(
        "impatience",
        "Customers do not wait",
        "Customers clicked again within half a second. What did the second click do?",
    ),
];

/// The eyes of a role.
pub const LENSES: [Prompt; 9] = [
    ask(
        "support",
        "Support",
        "What did the first hundred tickets say, and what could you not answer?",
    ),
    ask(
        "engineering",
        "Engineering",
        "Which part did you always mean to fix? What surprised you in the code?",
    ),
    ask(
        "operations",
        "Operations",
        "What woke you up, and what did you have to do by hand?",
    ),
    ask(
        "product",
        "Product",
        "Which promise to customers broke? What should have stayed up when the rest went down?",
    ),
    ask(
        "security",
        "Security",
        "What did an attacker, or our own protection, take down?",
    ),
    ask(
        "finance",
        "Finance",
        "Which money stopped or went out twice? Which number was wrong at the end of the month?",
    ),
    ask(
        "sales",
        "Sales",
        "Which customer rang you, and which deal was lost over it?",
    ),
    ask(
        "data",
        "Data",
        "Which data was late, lost or wrong, and who decided something by it?",
    ),
    ask(
        "supplier",
        "Suppliers",
        "Which provider failed us, and what did the contract help?",
    ),
];

/// Begins the key of a lens where it stands beside those of realities.
const LENS: &str = "lens:";

impl Prompt {
    /// The key of this prompt as a lens: apart from the reality of the same name.
    #[must_use]
    pub fn lens_key(&self) -> String {
        format!("{LENS}{}", self.key)
    }
}

/// The prompt of a key: of a reality, or of a lens by [`Prompt::lens_key`].
#[must_use]
pub fn prompt(key: &str) -> Option<&'static Prompt> {
    match key.strip_prefix(LENS) {
        Some(lens) => LENSES.iter().find(|p| p.key == lens),
        None => REALITIES.iter().find(|p| p.key == key),
    }
}
