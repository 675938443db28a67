//! What speaks against a requirement, in words.

use crate::text;
use crate::views::tiers::chance_text;
use crate::wire::RequirementFlag;
use crate::workspace::Workspace;
use ninefold_domain::requirement::flags::{Flag, Part};

/// What speaks against a requirement, in words.
pub(crate) fn flag_rows(w: &Workspace, flags: &[Flag]) -> Vec<RequirementFlag> {
    flags.iter().map(|flag| flag_row(w, flag)).collect()
}

fn flag_row(w: &Workspace, flag: &Flag) -> RequirementFlag {
    let money = |value: f64| text::money_short(value, w.methods.currency);
    let (label, reason) = match flag {
        Flag::NoShall => (
            "No “shall”",
            "it never says “shall”: write what the system shall do".to_owned(),
        ),
        Flag::Form(error) => ("Not a sentence", error.to_string()),
        Flag::NoSystem { found } if found.is_empty() => (
            "No named system",
            "no system is named before “shall”: name the service".into(),
        ),
        Flag::NoSystem { found } => (
            "No named system",
            format!("“the {found}” could be any: name the service"),
        ),
        Flag::NoMeasure => (
            "No measure",
            "nothing in it can be measured: add a target, a time or a number".into(),
        ),
        Flag::Hundred { found } => (
            "100 %",
            format!("“{found}” is kept by no system, and leaves no error budget: name a target"),
        ),
        Flag::Vague { words } => (
            "Vague",
            format!(
                "{} read in two ways: say how much, or how soon",
                match words.as_slice() {
                    [one] => format!("“{one}” is"),
                    many => format!("“{}” are", many.join("”, “")),
                }
            ),
        ),
        Flag::NoOwner => ("No owner", "nobody answers for it: name a team".into()),
        Flag::TargetsDiffer { statement, slo } => (
            "Two targets",
            format!(
                "the sentence says {}, the objective {}",
                text::percent_plain(*statement),
                text::percent_plain(*slo)
            ),
        ),
        Flag::TimesDiffer { statement, rto } => (
            "Two times",
            format!(
                "the sentence says {}, the recovery time {}",
                text::length(*statement),
                text::length(*rto)
            ),
        ),
        Flag::PartsDiffer { part, says, rto } => (
            "Two times",
            format!(
                "{} {}, the recovery time is {}",
                match part {
                    Part::Title => "its title says",
                    Part::Measure => "the measure of its scenario says",
                    Part::Then => "what its test expects says",
                    Part::Wait => "its test looks only after",
                },
                text::length(*says),
                text::length(*rto)
            ),
        ),
        Flag::Unlikely { target, met } => (
            "Against the odds",
            format!(
                "{} is met in {} of years with what it names: name a technique or an option that gets there, or a lower target",
                text::percent_plain(*target),
                chance_text(*met)
            ),
        ),
        Flag::AboveDependencies { target, ceiling } => (
            "Above the ceiling",
            format!(
                "{} is asked for, but what it leans on allows {} at most",
                text::percent_plain(*target),
                text::availability(*ceiling)
            ),
        ),
        Flag::AboveChannels {
            target,
            channel,
            ceiling,
        } => (
            "Above the channel",
            format!(
                "nobody can tell {} on {channel}, which is itself there {} of the time",
                text::percent_plain(*target),
                text::percent_plain(*ceiling)
            ),
        ),
        Flag::Unaffordable { cost, avoided } => (
            "Unaffordable",
            format!(
                "it costs {} over the horizon and saves {}",
                money(*cost),
                money(*avoided)
            ),
        ),
        Flag::AgainstHours { asks_always: true } => (
            "Against the hours",
            "it asks for all of time, but its service has agreed hours".into(),
        ),
        Flag::AgainstHours { asks_always: false } => (
            "Against the hours",
            "it asks for agreed hours, but its service has none: it is there around the clock"
                .into(),
        ),
    };
    RequirementFlag {
        key: flag.key().into(),
        label: label.into(),
        reason,
        blocks: flag.blocks(),
    }
}
