//! What a cost per minute still lacks, so that who brought one part is led to the next.

use crate::wire::Lacking;
use crate::workspace::Workspace;
use ninefold_ingest::Kind;

/// The next part that is to come in; nothing where revenue, incidents and labor are there.
pub(super) fn lacks(w: &Workspace) -> Option<Lacking> {
    let no_revenue = w.revenue.iter().all(Vec::is_empty);
    let (kind, text) = if no_revenue {
        let text = "There is no revenue yet, so no outage loses any and there is no cost per minute. Import what was sold, by the minute or by the hour.";
        (Kind::Revenue, text)
    } else if w.incidents.is_empty() {
        let text = "There are no incidents yet, so there are no nines and nothing has a cost. Import them, or add them by hand.";
        (Kind::Incidents, text)
    } else if w.labor.is_empty() {
        let text = "There is no labor yet, so nobody’s work is in the cost of an incident. Import who worked on them, from a time sheet.";
        (Kind::Labor, text)
    } else {
        return None;
    };
    Some(Lacking {
        kind: kind.name().into(),
        text: text.into(),
    })
}
