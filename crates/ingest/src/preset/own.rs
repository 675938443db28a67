//! Records that Ninefold wrote itself. Files whose heads nobody else would write are presets: every
//! field is where its own name says, and what was judged once is not judged again. The others have
//! plain heads, of which each column is read by its name. All heads stand here, so that what is
//! written is what is known.

use super::{Known, PLAIN};
use crate::judge::{Judgement, Treatment};
use crate::mapping::{Field as F, Kind};

/// Files that Ninefold writes, one sort for each kind of record.
#[derive(Debug, Clone, Copy)]
pub struct OwnFile;

/// Begins the names of their presets.
const PREFIX: &str = "ninefold-";
/// Incidents, a row an impact.
const INCIDENTS: &str = "ninefold-incidents";
/// Revenue, a row a minute.
const REVENUE: &str = "ninefold-revenue";

/// Begins a text that a spreadsheet would take for a formula.
const GUARD: char = '\'';

/// Whether a spreadsheet would take it for a formula, or would if it lost an apostrophe.
fn risky(text: &str) -> bool {
    text.trim_start_matches(GUARD)
        .starts_with(['=', '+', '-', '@'])
}

impl OwnFile {
    /// The columns of a kind, in order; none for a kind that is not written.
    #[must_use]
    pub fn head(kind: Kind) -> &'static [&'static str] {
        match kind {
            Kind::Backlog => &["month", "open", "open_resilience", "customer_incidents"],
            Kind::Requests => &["at", "service", "good", "total"],
            Kind::Rates => &["day", "currency", "worth", "per_one", "base"],
            Kind::Roles => &["role", "rate", "currency", "group"],
            Kind::Services => &["service", "owner", "tier", "target", "depends_on"],
            known => KNOWN
                .iter()
                .find(|own| own.kind == known)
                .map_or(&[], |own| own.needs),
        }
    }

    /// Whether a preset is one of these.
    #[must_use]
    pub fn is(preset: &str) -> bool {
        preset.starts_with(PREFIX)
    }

    /// A text as it is written: one that a spreadsheet would take for a formula stands behind one
    /// apostrophe more.
    #[must_use]
    pub fn guarded(text: &str) -> String {
        match risky(text) {
            true => format!("{GUARD}{text}"),
            false => text.to_owned(),
        }
    }

    /// A text as it was before it was written.
    #[must_use]
    pub fn unguarded(text: &str) -> &str {
        match text.strip_prefix(GUARD) {
            Some(rest) if risky(rest) => rest,
            _ => text,
        }
    }
}

pub(super) const KNOWN: &[Known] = &[
    Known {
        name: INCIDENTS,
        title: "Ninefold, incidents",
        needs: &[
            "id",
            "service",
            "title",
            "severity",
            "started",
            "detected",
            "acknowledged",
            "mitigated",
            "resolved",
            "impact_started",
            "impact_ended",
            "impact",
            "kind",
            "cause",
            "detected_by",
            "recovered_by",
            "recovery_action",
            "reassignments",
            "contacts",
            "cancellations",
            "refunds",
            "penalties",
            "vendors",
            "other_costs",
            "other_costs_for",
            "currency",
            "notes",
        ],
        fields: &[
            (F::Id, &["id"]),
            (F::Service, &["service"]),
            (F::Title, &["title"]),
            (F::Severity, &["severity"]),
            (F::Started, &["started"]),
            (F::Detected, &["detected"]),
            (F::Acknowledged, &["acknowledged"]),
            (F::Mitigated, &["mitigated"]),
            (F::Resolved, &["resolved"]),
            (F::ImpactStarted, &["impact_started"]),
            (F::ImpactEnded, &["impact_ended"]),
            (F::Impact, &["impact"]),
            (F::Kind, &["kind"]),
            (F::Cause, &["cause"]),
            (F::DetectedBy, &["detected_by"]),
            (F::RecoveredBy, &["recovered_by"]),
            (F::RecoveryAction, &["recovery_action"]),
            (F::Reassignments, &["reassignments"]),
            (F::Contacts, &["contacts"]),
            (F::Cancellations, &["cancellations"]),
            (F::Refunds, &["refunds"]),
            (F::Penalties, &["penalties"]),
            (F::Vendors, &["vendors"]),
            (F::OtherCosts, &["other_costs"]),
            (F::OtherCostsFor, &["other_costs_for"]),
            (F::Currency, &["currency"]),
            (F::Notes, &["notes"]),
        ],
        // Somebody kept it when it came in first.
        treatments: &[(Judgement::EndsLate, Treatment::Keep)],
        ..PLAIN
    },
    Known {
        name: REVENUE,
        title: "Ninefold, revenue by minute",
        kind: Kind::Revenue,
        needs: &["at", "stream", "amount", "currency", "rows_summed"],
        fields: &[
            (F::At, &["at"]),
            (F::Amount, &["amount"]),
            (F::Stream, &["stream"]),
            (F::Currency, &["currency"]),
        ],
        ..PLAIN
    },
    Known {
        name: "ninefold-labor",
        title: "Ninefold, labor",
        kind: Kind::Labor,
        needs: &[
            "incident", "role", "person", "people", "hours", "start", "review", "acted", "rate",
            "currency",
        ],
        fields: &[
            (F::Incident, &["incident"]),
            (F::Role, &["role"]),
            (F::Person, &["person"]),
            (F::People, &["people"]),
            (F::Hours, &["hours"]),
            (F::Start, &["start"]),
            (F::Review, &["review"]),
            (F::Acted, &["acted"]),
            (F::Rate, &["rate"]),
            (F::Currency, &["currency"]),
        ],
        ..PLAIN
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_guarded_text_is_no_formula_and_comes_back(text in "['=+@a-]{0,4}") {
            let written = OwnFile::guarded(&text);
            prop_assert!(!written.starts_with(['=', '+', '-', '@']), "{}", written);
            prop_assert_eq!(OwnFile::unguarded(&written), text);
        }
    }

    #[test]
    fn plain_heads_are_of_columns_that_are_known_by_their_names() {
        use crate::mapping::Kind as K;
        for kind in [K::Backlog, K::Requests, K::Rates, K::Roles, K::Services] {
            let fields = F::of(kind);
            for name in OwnFile::head(kind) {
                let read = fields
                    .iter()
                    .any(|spec| spec.field.aliases().contains(name));
                assert!(read, "{kind}: {name}");
            }
        }
    }

    #[test]
    fn heads_are_of_columns_that_are_read() {
        for known in KNOWN {
            assert!(OwnFile::is(known.name));
            for (_, from) in known.fields {
                assert!(known.needs.contains(&from[0]), "{}: {from:?}", known.name);
            }
            // All that is written and not read: how many rows a minute was summed from.
            let unread: Vec<_> = known
                .needs
                .iter()
                .filter(|name| known.fields.iter().all(|(_, from)| from[0] != **name))
                .collect();
            let expected: &[&&str] = match known.kind {
                Kind::Revenue => &[&"rows_summed"],
                _ => &[],
            };
            assert_eq!(unread, expected, "{}", known.name);
        }
    }
}
