//! What incidents without an end count for: as they run to the end of the data, a few that were
//! forgotten can outweigh all others.

use crate::text;
use crate::workspace::Workspace;
use ninefold_domain::record::{Incident, IncidentKind};
use ninefold_domain::time::{Instant, Interval, MINUTE_MS};

/// So many are named, the longest first.
const NAMED: usize = 5;

/// How many minutes each incident without an end counts, how many all of them do, and what share
/// of the minutes of all these incidents that is; nothing where all of them end. Minutes are those
/// between start and end, whatever share of users was hit.
pub(super) fn open_minutes<'a>(
    w: &Workspace,
    incidents: impl Iterator<Item = &'a Incident> + Clone,
) -> Option<String> {
    let counted = incidents.filter(|i| i.kind == IncidentKind::Normal);
    let until = until(w, counted.clone());
    let minutes = |incident: &Incident| {
        let end = incident.resolved.unwrap_or(until);
        (end.0 - incident.started.0).max(0) / MINUTE_MS
    };
    let mut open: Vec<(i64, &Incident)> = counted
        .clone()
        .filter(|incident| incident.resolved.is_none())
        .map(|incident| (minutes(incident), incident))
        .collect();
    if open.is_empty() {
        return None;
    }
    // Of those that are as long, as they stand in the files.
    open.sort_by_key(|(minutes, _)| -minutes);
    let of_open: i64 = open.iter().map(|(minutes, _)| minutes).sum();
    let of_all: i64 = counted.map(minutes).sum();
    let named: Vec<String> = open
        .iter()
        .take(NAMED)
        .map(|(minutes, incident)| {
            let minutes = text::counted(*minutes as usize, "minute", "minutes");
            format!("{} for {minutes}", incident.label())
        })
        .collect();
    let more = match open.len() - named.len() {
        0 => String::new(),
        more => format!(" and {} more", text::count(more)),
    };
    Some(format!(
        "All without an end run to {}, where the data ends: {}{more}. {} in all, {} of the minutes of these incidents.",
        text::date_time(until, w.methods.zone),
        named.join(", "),
        text::counted(of_open as usize, "minute", "minutes"),
        text::percent(of_open as f64 / of_all.max(1) as f64, 0),
    ))
}

/// Where the data ends once these incidents are in it: at the end of the last day that anything
/// is known of, unless the workspace says another.
fn until<'a>(w: &Workspace, incidents: impl Iterator<Item = &'a Incident>) -> Instant {
    if let Some(as_of) = w.methods.as_of {
        return as_of;
    }
    let last = incidents
        .flat_map(|incident| [Some(incident.started), incident.resolved])
        .flatten()
        .max();
    let in_files = last.map(|last| {
        let day = w.methods.zone.whole_days(Interval {
            start: last,
            end: Instant(last.0 + 1),
        });
        day.end
    });
    in_files
        .into_iter()
        .chain(w.data_until())
        .max()
        .unwrap_or(Instant(0))
}
