//! The Easy Approach to Requirements Syntax: five forms of a sentence that says who shall do what,
//! and when.
//!
//! | Form | Sentence |
//! |---|---|
//! | ubiquitous | The ⟨system⟩ shall ⟨response⟩. |
//! | state | While ⟨state⟩, the ⟨system⟩ shall ⟨response⟩. |
//! | event | When ⟨trigger⟩, the ⟨system⟩ shall ⟨response⟩. |
//! | unwanted | If ⟨condition⟩, then the ⟨system⟩ shall ⟨response⟩. |
//! | optional | Where ⟨feature⟩, the ⟨system⟩ shall ⟨response⟩. |
//!
//! Conditions may follow each other: “While ⟨state⟩, when ⟨trigger⟩, the …”. Source: Mavin,
//! Wilkinson, Harwood and Novak, “Easy Approach to Requirements Syntax (EARS)”, RE 2009.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What kind of sentence it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Holds always.
    Ubiquitous,
    /// Holds while a state lasts.
    State,
    /// Answers an event.
    Event,
    /// Answers what nobody wants to happen.
    Unwanted,
    /// Holds where a feature is there.
    Optional,
}

/// Words that begin a condition, with the form they make.
const BEGINNINGS: [(&str, Form); 4] = [
    ("while", Form::State),
    ("when", Form::Event),
    ("if", Form::Unwanted),
    ("where", Form::Optional),
];

/// A condition of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// What its first word makes of it; never [`Form::Ubiquitous`].
    pub form: Form,
    /// Without that word.
    pub text: String,
}

/// A sentence, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ears {
    /// Under what it holds, in the order of the sentence; none where it always does.
    pub conditions: Vec<Condition>,
    /// Who: without “the”.
    pub system: String,
    /// What it shall do, without the full stop.
    pub response: String,
}

/// Why a text is none of the forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EarsError {
    /// The word “shall” is missing.
    NoShall,
    /// Nobody is named before “shall”.
    NoSystem,
    /// Nothing follows “shall”.
    NoResponse,
    /// It begins with none of the words that the forms begin with.
    Beginning,
    /// No comma parts the condition from the system.
    NoComma,
    /// “If” without “then”.
    NoThen,
    /// A word such as “when” is followed by no condition.
    NoCondition,
}

impl fmt::Display for EarsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoShall => "the word “shall” is missing: say what the system shall do",
            Self::NoSystem => "no system is named before “shall”",
            Self::NoResponse => "nothing follows “shall”",
            Self::Beginning => {
                "it begins with none of “The …”, “While …”, “When …”, “If …, then …” or “Where …”"
            }
            Self::NoComma => "no comma parts the condition from “the … shall”",
            Self::NoThen => "“If” is not followed by “then the … shall”",
            Self::NoCondition => "a condition is empty",
        })
    }
}

impl std::error::Error for EarsError {}

/// Where a word begins in a lower-case text, as a word of its own, from `from` on.
fn word_at(text: &str, word: &str, from: usize) -> Option<usize> {
    let mut start = from;
    while let Some(found) = text.get(start..)?.find(word) {
        let at = start + found;
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        let part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if !part(before) && !part(after) {
            return Some(at);
        }
        start = at + word.len();
    }
    None
}

/// The rest of a text after a word and white space, where it begins with it.
fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    let rest = &text[word.len()..];
    (head.eq_ignore_ascii_case(word) && rest.starts_with(' ')).then(|| rest.trim_start())
}

/// Lower case that keeps the place of every byte.
fn lower(text: &str) -> String {
    text.to_ascii_lowercase()
}

impl Ears {
    /// Takes a sentence apart. White space counts once; the full stop may be missing.
    ///
    /// # Errors
    /// Why it is none of the forms.
    pub fn parse(text: &str) -> Result<Self, EarsError> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = text.trim_end_matches(['.', ' ']);
        let small = lower(text);
        let mut from = 0;
        let mut first = None;
        // “shall” may stand in a condition too: the first that leaves a sentence is the one.
        while let Some(at) = word_at(&small, "shall", from) {
            match Self::around(text[..at].trim_end(), text[at + 5..].trim()) {
                Ok(ears) => return Ok(ears),
                Err(error) => first = first.or(Some(error)),
            }
            from = at + 5;
        }
        Err(first.unwrap_or(EarsError::NoShall))
    }

    fn around(head: &str, response: &str) -> Result<Self, EarsError> {
        if response.is_empty() {
            return Err(EarsError::NoResponse);
        }
        let begins = |text: &str| {
            BEGINNINGS
                .iter()
                .any(|(word, _)| after_word(text, word).is_some())
        };
        let (before, system) = if begins(head) {
            let comma = head.rfind(", ").ok_or(EarsError::NoComma)?;
            (&head[..comma], &head[comma + 2..])
        } else if head.is_empty() || head.eq_ignore_ascii_case("the") {
            return Err(EarsError::NoSystem);
        } else if after_word(head, "the").is_some() {
            ("", head)
        } else {
            return Err(EarsError::Beginning);
        };
        let (then, system) = match after_word(system, "then") {
            Some(rest) => (true, rest),
            None => (system.eq_ignore_ascii_case("then"), system),
        };
        let system = after_word(system, "the").unwrap_or(system);
        if system.is_empty()
            || system.eq_ignore_ascii_case("the")
            || system.eq_ignore_ascii_case("then")
        {
            return Err(EarsError::NoSystem);
        }
        let conditions = Self::conditions(before)?;
        if conditions.iter().any(|c| c.form == Form::Unwanted) && !then {
            return Err(EarsError::NoThen);
        }
        Ok(Self {
            conditions,
            system: system.to_owned(),
            response: response.to_owned(),
        })
    }

    fn conditions(before: &str) -> Result<Vec<Condition>, EarsError> {
        let mut starts = Vec::new();
        let small = lower(before);
        for (word, form) in BEGINNINGS {
            if after_word(before, word).is_some() {
                starts.push((0, word, form));
            }
            let inner = format!(", {word} ");
            let mut from = 0;
            while let Some(found) = small[from..].find(&inner) {
                starts.push((from + found + 2, word, form));
                from += found + inner.len();
            }
        }
        starts.sort_unstable_by_key(|s| s.0);
        let mut conditions = Vec::with_capacity(starts.len());
        for (n, (at, word, form)) in starts.iter().enumerate() {
            let until = starts.get(n + 1).map_or(before.len(), |next| next.0 - 2);
            let text = before[at + word.len()..until.max(at + word.len())].trim();
            if text.is_empty() {
                return Err(EarsError::NoCondition);
            }
            conditions.push(Condition {
                form: *form,
                text: text.to_owned(),
            });
        }
        Ok(conditions)
    }

    /// Its form; of several conditions, that of what it answers.
    #[must_use]
    pub fn form(&self) -> Form {
        let has = |form| self.conditions.iter().any(|c| c.form == form);
        [Form::Unwanted, Form::Event, Form::State, Form::Optional]
            .into_iter()
            .find(|form| has(*form))
            .unwrap_or(Form::Ubiquitous)
    }
}

impl fmt::Display for Ears {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut then = "";
        for (n, condition) in self.conditions.iter().enumerate() {
            let word = match (condition.form, n == 0) {
                (Form::State, true) => "While",
                (Form::State, false) => "while",
                (Form::Event, true) => "When",
                (Form::Event, false) => "when",
                (Form::Unwanted, true) => "If",
                (Form::Unwanted, false) => "if",
                (Form::Optional | Form::Ubiquitous, true) => "Where",
                (Form::Optional | Form::Ubiquitous, false) => "where",
            };
            if condition.form == Form::Unwanted {
                then = "then ";
            }
            write!(f, "{word} {}, ", condition.text)?;
        }
        let the = if self.conditions.is_empty() {
            "The"
        } else {
            "the"
        };
        write!(f, "{then}{the} {} shall {}.", self.system, self.response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_five_forms_are_told_apart() {
        for (text, form, system) in [
            (
                "The checkout service shall answer 99.9 % of requests.",
                Form::Ubiquitous,
                "checkout service",
            ),
            (
                "While a sale runs, the shop shall take 400 orders a minute",
                Form::State,
                "shop",
            ),
            (
                "When a zone is lost, the Payments API shall answer within 2 s.",
                Form::Event,
                "Payments API",
            ),
            (
                "If the one primary is gone, so that all wait, then the payments service shall \
                 serve again within 15 minutes.",
                Form::Unwanted,
                "payments service",
            ),
            (
                "WHERE two regions are used, THE login SHALL survive the loss of one.",
                Form::Optional,
                "login",
            ),
            (
                "While a sale runs, when a zone is lost, the shop shall serve on.",
                Form::Event,
                "shop",
            ),
        ] {
            let ears = Ears::parse(text).unwrap();
            assert_eq!(ears.form(), form, "{text}");
            assert_eq!(ears.system, system, "{text}");
        }
        let two = Ears::parse("While a sale runs, when a zone is lost, the shop shall serve on.");
        let texts: Vec<String> = two
            .unwrap()
            .conditions
            .into_iter()
            .map(|c| c.text)
            .collect();
        assert_eq!(texts, ["a sale runs", "a zone is lost"]);
    }

    #[test]
    fn what_is_no_sentence_says_why() {
        for (text, error) in [
            ("", EarsError::NoShall),
            ("The shop must be up", EarsError::NoShall),
            ("The marshall is up", EarsError::NoShall),
            ("The shall be up", EarsError::NoSystem),
            ("Shall be up", EarsError::NoSystem),
            ("The shop shall.", EarsError::NoResponse),
            ("Our shop shall be up", EarsError::Beginning),
            (
                "When a zone is lost the shop shall serve",
                EarsError::NoComma,
            ),
            ("If a zone is lost, the shop shall serve", EarsError::NoThen),
            ("If a zone is lost, then shall serve", EarsError::NoSystem),
        ] {
            assert_eq!(Ears::parse(text), Err(error), "{text}");
        }
        // “shall” in a condition is not the one that counts.
        let ears = Ears::parse("If a partner shall be dropped, then the API shall say so.");
        assert_eq!(ears.unwrap().system, "API");
    }

    fn words() -> impl Strategy<Value = String> {
        // Without the words of the form itself, which would begin or end a part.
        prop::collection::vec("[b-eg-rv-z][a-z]{0,7}|[0-9]{1,3}", 1..6)
            .prop_map(|words| words.join(" "))
            .prop_filter("words of the form", |text| {
                !text
                    .split(' ')
                    .any(|w| ["while", "when", "where", "if", "then", "the", "shall"].contains(&w))
            })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_the_same(
            conditions in prop::collection::vec(
                (prop::sample::select(vec![Form::State, Form::Event, Form::Unwanted, Form::Optional]), words()),
                0..4,
            ),
            system in words(),
            response in words(),
        ) {
            let ears = Ears {
                conditions: conditions.into_iter().map(|(form, text)| Condition { form, text }).collect(),
                system,
                response,
            };
            let back = Ears::parse(&ears.to_string());
            prop_assert_eq!(back.as_ref(), Ok(&ears));
            // And once more: writing is stable.
            prop_assert_eq!(back.unwrap().to_string(), ears.to_string());
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,60}|(?i)(if|when|while|the|shall|then|, | ){0,12}") {
            if let Ok(ears) = Ears::parse(&text) {
                prop_assert!(!ears.system.trim().is_empty());
                prop_assert!(!ears.response.trim().is_empty());
            }
        }
    }
}
