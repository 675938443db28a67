//! Incidents that a tool records and that mean something else than they say: each sort has a
//! name, a usual treatment and others to choose from. None of them is decided in silence.

use serde::{Deserialize, Serialize};

/// Longest that an incident lasts before its end is doubted, in days.
pub const LATE_DAYS: i64 = 366;

/// A sort of incidents that calls for judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Judgement {
    /// Closed or resolved, by its status or, without one, by a time of closing, and nothing says
    /// when it was resolved.
    ClosedUnresolved,
    /// No end, and its status does not say that it is over.
    StillOpen,
    /// It ends before it begins.
    EndBeforeStart,
    /// It ends when it begins.
    ZeroLength,
    /// It ends more than [`LATE_DAYS`] days after it began.
    EndsLate,
    /// Cancelled, declined or merged into another, by its status.
    Cancelled,
    /// A test or a drill, by its kind.
    Test,
    /// A test or a drill, by its title alone.
    TitledTest,
    /// One that hit no customer, as its source says.
    NoCustomer,
}

/// What becomes of such an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Treatment {
    /// It comes in as it stands.
    Keep,
    /// Its row is skipped, and counted.
    LeaveOut,
    /// Its row is a finding, to be repaired.
    SetAside,
    /// The two times change places.
    Swap,
    /// It comes in without an end.
    Open,
    /// It ends when its record was closed.
    TakeClosed,
    /// It ends when it was mitigated.
    TakeMitigated,
    /// It counts as a real one.
    Count,
}

impl Judgement {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::ClosedUnresolved,
        Self::StillOpen,
        Self::EndBeforeStart,
        Self::ZeroLength,
        Self::EndsLate,
        Self::Cancelled,
        Self::Test,
        Self::TitledTest,
        Self::NoCustomer,
    ];

    /// `closed-unresolved`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ClosedUnresolved => "closed-unresolved",
            Self::StillOpen => "still-open",
            Self::EndBeforeStart => "end-before-start",
            Self::ZeroLength => "zero-length",
            Self::EndsLate => "ends-late",
            Self::Cancelled => "cancelled",
            Self::Test => "test",
            Self::TitledTest => "titled-test",
            Self::NoCustomer => "no-customer",
        }
    }

    /// What such incidents are called in a list.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::ClosedUnresolved => "Closed without a resolved time",
            Self::StillOpen => "Still open",
            Self::EndBeforeStart => "End before start",
            Self::ZeroLength => "Zero length",
            Self::EndsLate => "Ends more than a year after it began",
            Self::Cancelled => "Cancelled",
            Self::Test => "Test or drill",
            Self::TitledTest => "Test or drill, by the title alone",
            Self::NoCustomer => "Hit no customer",
        }
    }

    /// What happens where nobody says otherwise.
    #[must_use]
    pub fn usual(self) -> Treatment {
        self.choices()[0].0
    }

    /// What can happen, the usual first, each with how it reads.
    #[must_use]
    pub fn choices(self) -> &'static [(Treatment, &'static str)] {
        use Treatment as T;
        const ASIDE: &str = "Set aside, to be repaired";
        const OUT: &str = "Leave out";
        match self {
            Self::ClosedUnresolved => &[
                (T::Keep, "Count as open, to the end of the data"),
                (T::TakeMitigated, "End when it was mitigated"),
                (T::TakeClosed, "End when the record was closed"),
                (T::SetAside, ASIDE),
                (T::LeaveOut, OUT),
            ],
            Self::StillOpen => &[
                (T::Keep, "Count as open, to the end of the data"),
                (T::TakeMitigated, "End when it was mitigated, else open"),
                (T::LeaveOut, OUT),
            ],
            Self::EndBeforeStart => &[
                (T::SetAside, ASIDE),
                (T::Swap, "Swap the two times"),
                (T::Open, "Take as open, without an end"),
                (T::LeaveOut, OUT),
            ],
            Self::ZeroLength => &[
                (T::Keep, "Keep: an incident that cost no minute"),
                (T::LeaveOut, OUT),
            ],
            Self::EndsLate => &[
                (T::SetAside, ASIDE),
                (T::Keep, "Keep as it stands"),
                (T::Open, "Take as open, without an end"),
                (T::LeaveOut, OUT),
            ],
            Self::Cancelled => &[(T::LeaveOut, OUT), (T::Keep, "Count like any other")],
            Self::NoCustomer => &[
                (T::Keep, "Keep with an impact of 0 %"),
                (T::LeaveOut, OUT),
                (T::Count, "Count like any other"),
            ],
            Self::Test | Self::TitledTest => &[
                (T::Keep, "Keep as a test, which counts nowhere"),
                (T::LeaveOut, OUT),
                (T::Count, "Count like any other"),
            ],
        }
    }

    /// The treatment of a name, if this sort can be treated so.
    #[must_use]
    pub fn treatment(self, name: &str) -> Option<Treatment> {
        let of = |(treatment, _): &(Treatment, &str)| *treatment;
        let mut treatments = self.choices().iter().map(of);
        treatments.find(|treatment| treatment.name() == name)
    }

    /// The sort of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.name() == name)
    }
}

impl Treatment {
    /// `leave-out`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::LeaveOut => "leave-out",
            Self::SetAside => "set-aside",
            Self::Swap => "swap",
            Self::Open => "open",
            Self::TakeClosed => "take-closed",
            Self::TakeMitigated => "take-mitigated",
            Self::Count => "count",
        }
    }
}

/// Incidents of one sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// Which.
    pub judgement: Judgement,
    /// Rows.
    pub count: u64,
    /// What became of them.
    pub treatment: Treatment,
}

/// What the status of an incident says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Open,
    Over,
    Cancelled,
}

impl Standing {
    /// What the word of a tool means: `Resolved`, `7` (ServiceNow), `post_mortem` (Statuspage).
    /// A word that nobody knows says nothing, so it is open.
    pub(crate) fn of(word: &str) -> Self {
        let plain: String = word
            .trim()
            .to_ascii_lowercase()
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        const CANCELLED: [&str; 8] = [
            "cancel",
            "declin",
            "reject",
            "merged",
            "duplicate",
            "falsepos",
            "void",
            "wontfix",
        ];
        const OVER: [&str; 8] = [
            "resolved",
            "closed",
            "completed",
            "postmortem",
            "done",
            "finished",
            "fixed",
            "retrospective",
        ];
        match plain.as_str() {
            "8" => Self::Cancelled,
            "6" | "7" => Self::Over,
            word if CANCELLED.iter().any(|known| word.starts_with(known)) => Self::Cancelled,
            word if OVER.iter().any(|known| word.starts_with(known)) => Self::Over,
            _ => Self::Open,
        }
    }
}

/// Titles longer than this are texts, in which a word such as drill means nothing.
const LONGEST_TITLE: usize = 80;

/// Whether a title says that it was no real incident: `TEST`, `[DRILL] failover`, `test: paging`,
/// `Game day Q3`, `Fire drill`. That a test is mentioned says nothing: `Payment test suite down`.
pub(crate) fn is_test_title(title: &str) -> bool {
    const ALONE: [&str; 7] = [
        "test", "testing", "tests", "drill", "exercise", "gameday", "example",
    ];
    const SAID: [&str; 10] = [
        "game day",
        "gameday",
        "game-day",
        "fire drill",
        "firedrill",
        "fire-drill",
        "test incident",
        "tabletop exercise",
        "failover drill",
        "this is a test",
    ];
    let lower = title.trim().to_lowercase();
    let alone = |text: &str| {
        let word = text.trim_matches(|c: char| !c.is_alphanumeric());
        ALONE.contains(&word)
    };
    if lower.chars().count() > LONGEST_TITLE {
        return false;
    }
    // A word in brackets is a label.
    let label = [('[', ']'), ('(', ')'), ('{', '}'), ('<', '>')]
        .into_iter()
        .filter_map(|(open, close)| lower.split_once(open)?.1.split_once(close))
        .any(|(label, _)| alone(label));
    // So is what stands before a colon or a dash.
    let prefix = lower
        .split_once(':')
        .or_else(|| lower.split_once(" - "))
        .or_else(|| lower.split_once(" – "))
        .is_some_and(|(prefix, _)| alone(prefix));
    label || prefix || alone(&lower) || SAID.iter().any(|said| says(&lower, said))
}

/// Whether a text has a phrase as words of its own: `latest incident` is no `test incident`.
fn says(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let behind = text[at + phrase.len()..].chars().next();
        ![before, behind]
            .into_iter()
            .flatten()
            .any(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_say_they_are_tests_are_told_from_those_that_mention_one() {
        for title in [
            "TEST",
            "Test!",
            "[DRILL] Failover of the shop",
            "Failover (test)",
            "Drill: paging",
            "test - please ignore",
            "Game day Q3",
            "Quarterly fire drill",
            "Test incident for the new hire",
            "Please ignore: this is a test",
        ] {
            assert!(is_test_title(title), "{title}");
        }
        for title in [
            "Payment test suite down",
            "Latest prices missing",
            "Drilling rig telemetry lost",
            "Test environment unreachable",
            "Search down after the failover",
            "A/B tests serve the wrong page",
            "Checkout down after latest incident fix",
            "Test incidental music missing",
            "",
        ] {
            assert!(!is_test_title(title), "{title}");
        }
        let report = format!("{} fire drill", "x".repeat(LONGEST_TITLE));
        assert!(!is_test_title(&report));
    }

    #[test]
    fn names_lead_back_and_each_sort_has_its_usual_treatment_among_its_choices() {
        for sort in Judgement::ALL {
            assert_eq!(Judgement::parse(sort.name()), Some(sort));
            assert!(sort.choices().len() >= 2, "{sort:?} has a switch");
            for (treatment, _) in sort.choices() {
                assert_eq!(sort.treatment(treatment.name()), Some(*treatment));
                let json = serde_json::to_value(treatment).unwrap();
                assert_eq!(json, treatment.name());
            }
            assert_eq!(serde_json::to_value(sort).unwrap(), sort.name());
        }
        assert_eq!(Judgement::Test.treatment("swap"), None);
    }

    #[test]
    fn words_of_tools_say_whether_it_is_over() {
        for word in ["Resolved", "closed", "7", "post_mortem", "Closed Complete"] {
            assert_eq!(Standing::of(word), Standing::Over, "{word}");
        }
        for word in ["Canceled", "cancelled", "8", "Declined", "Won't fix"] {
            assert_eq!(Standing::of(word), Standing::Cancelled, "{word}");
        }
        for word in ["New", "in_progress", "On hold", "unresolved", "", "?"] {
            assert_eq!(Standing::of(word), Standing::Open, "{word}");
        }
    }
}
