//! Base rates: what past incidents of the services say, offered before anybody estimates.

use crate::edit::{Unit, show};
use crate::text;
use crate::views::risks::{duration, kinds, quantity, share_of_users};
use crate::wire::{BaseRate, BaseRateEdit, Basis, EstimateEdit};
use crate::workspace::Workspace;
use ninefold_domain::distribution::Estimate;
use ninefold_domain::premortem::Meeting;

/// The kinds of incident of the services that a session is about.
pub(super) fn of(w: &Workspace, meeting: &Meeting<'_>) -> Vec<BaseRate> {
    kinds(w)
        .iter()
        .filter(|kind| {
            kind.service == meeting.session.service
                || meeting.clusters.iter().any(|c| c.service == kind.service)
        })
        .map(|kind| {
            let risk = kind.alone(w);
            let read = |e: &Estimate| e.distribution("").ok();
            BaseRate {
                key: kind.key.clone(),
                service: kind.service.to_string(),
                cause: kind.cause.clone(),
                evidence: kind.evidence(),
                frequency: read(&risk.frequency).map_or_else(
                    || text::missing("no time was observed"),
                    |d| quantity(&d, "a year", Basis::Estimated),
                ),
                duration: duration(&risk, Basis::Estimated),
                users: read(&risk.users).map_or_else(
                    || text::missing("no share is known"),
                    |d| share_of_users(&d, Basis::Estimated),
                ),
                edit: BaseRateEdit {
                    frequency: range(&risk.frequency, Unit::Plain),
                    detect: range(&risk.detect, Unit::Plain),
                    repair: range(&risk.repair, Unit::Plain),
                    users: range(&risk.users, Unit::Share),
                },
            }
        })
        .collect()
}

/// A quantity as a range that a form takes, in round numbers: a place to begin from.
fn range(estimate: &Estimate, unit: Unit) -> EstimateEdit {
    let Ok(d) = estimate.distribution("") else {
        return show(&Estimate::fixed(0.0), unit);
    };
    let (low, high) = (round(d.quantile(0.05)), round(d.quantile(0.95)));
    show(
        &if low > 0.0 && high > low {
            Estimate::interval(low, high)
        } else {
            Estimate::fixed(round(d.mean()))
        },
        unit,
    )
}

/// Two significant figures.
fn round(value: f64) -> f64 {
    if value <= 0.0 || !value.is_finite() {
        return 0.0;
    }
    format!("{value:.1e}").parse().unwrap_or(value)
}
