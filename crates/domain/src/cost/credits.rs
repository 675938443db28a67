//! SLA credits: what contracts owe for calendar months whose availability was too low.
//!
//! For each contract and calendar month of the workspace's zone: the availability of its
//! service in the whole month (agreed time and counting rule as everywhere), the highest band
//! that it reached, that share of the month's fees. What is owed is split among the incidents by
//! the downtime that counted against each of them in the month, exactly.
//!
//! A month that was not observed in full is reckoned as if the rest of it went well: what it is
//! known to owe, marked as partial.

use crate::availability::{Downtime, budget_minutes, by_incident};
use crate::calendar::Month;
use crate::hours::AgreedTime;
use crate::id::IncidentId;
use crate::impact::{Piece, WHOLE, billionths};
use crate::methods::Methods;
use crate::money::{divide_half_even, largest_remainder};
use crate::record::{Contract, Incident};
use crate::time::{Interval, Zone};

/// A contract in a calendar month with downtime that counts.
#[derive(Debug, Clone, PartialEq)]
pub struct CreditMonth {
    /// Position of the contract.
    pub contract: usize,
    /// The month.
    pub month: Month,
    /// Agreed time of the service in the month, minutes.
    pub agreed_minutes: f64,
    /// Downtime by the counting rule, minutes.
    pub downtime: f64,
    /// Position of the band reached with the highest credit; none where all were kept.
    pub band: Option<usize>,
    /// Owed, units of the fee's currency.
    pub units: i128,
    /// Who brought it about, ascending by incident; their units sum to what is owed.
    pub parts: Vec<CreditPart>,
    /// Whether the month was not observed in full.
    pub partial: bool,
}

impl CreditMonth {
    /// 1 − downtime ÷ agreed time; 1 where no time was agreed.
    #[must_use]
    pub fn availability(&self) -> f64 {
        if self.agreed_minutes > 0.0 {
            1.0 - self.downtime / self.agreed_minutes
        } else {
            1.0
        }
    }
}

/// The part of one incident in what a month owes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CreditPart {
    /// Position of the incident.
    pub incident: usize,
    /// Downtime of the month that is charged to it, minutes.
    pub minutes: f64,
    /// Its part, units.
    pub units: i128,
}

/// What one service was promised and what it got.
pub struct Served<'a> {
    /// Pieces of all incidents on the service.
    pub pieces: &'a [Piece],
    /// Its downtime that counts.
    pub downtime: &'a Downtime,
    /// When it has to be there.
    pub agreed: &'a AgreedTime,
}

/// What contracts owe, by contract and month, both ascending. `served` is asked for the service
/// of each contract and answers nothing for one that is not there. Contracts in another
/// currency than the workspace's owe in theirs.
#[must_use]
pub fn credit_months<'a>(
    contracts: &[Contract],
    incidents: &[Incident],
    methods: &Methods,
    observed: Interval,
    served: impl Fn(&Contract) -> Option<Served<'a>>,
) -> Vec<CreditMonth> {
    let mut out = Vec::new();
    for (position, contract) in contracts.iter().enumerate() {
        let Some(served) = served(contract) else {
            continue;
        };
        for (month, interval, pieces) in by_month(served.pieces, methods.zone) {
            let downtime = served.downtime.minutes(interval, methods.counting);
            if downtime <= 0.0 {
                continue;
            }
            let agreed_minutes = served.agreed.minutes(interval);
            let (band, units) = owed(contract, agreed_minutes, downtime);
            let minutes = by_incident(&pieces, served.agreed, interval, methods.counting);
            out.push(CreditMonth {
                contract: position,
                month,
                agreed_minutes,
                downtime,
                band,
                units,
                parts: parts(units, &minutes, incidents),
                partial: interval.clip(observed) != interval,
            });
        }
    }
    out
}

/// The band with the highest credit among those that downtime fell through, and what it owes.
fn owed(contract: &Contract, agreed_minutes: f64, downtime: f64) -> (Option<usize>, i128) {
    let reached = contract
        .bands
        .iter()
        .enumerate()
        .filter(|(_, band)| downtime > budget_minutes(band.below, agreed_minutes))
        .map(|(at, band)| (billionths(band.credit), at))
        .max_by_key(|(credit, at)| (*credit, std::cmp::Reverse(*at)));
    match reached {
        None => (None, 0),
        Some((credit, at)) => (
            Some(at),
            divide_half_even(contract.fee.units() * i128::from(credit), i128::from(WHOLE)),
        ),
    }
}

fn parts(units: i128, minutes: &[(u32, f64)], incidents: &[Incident]) -> Vec<CreditPart> {
    // In order of their ids, so that a unit that does not divide goes to the same incident
    // whatever the order of rows.
    let mut by_id: Vec<(IncidentId, usize, f64)> = minutes
        .iter()
        .map(|(incident, minutes)| {
            let incident = *incident as usize;
            (incidents[incident].id, incident, *minutes)
        })
        .collect();
    by_id.sort_unstable_by_key(|(id, incident, _)| (*id, *incident));
    let weights: Vec<f64> = by_id.iter().map(|(_, _, minutes)| *minutes).collect();
    let mut parts: Vec<CreditPart> = by_id
        .into_iter()
        .zip(largest_remainder(units, &weights))
        .map(|((_, incident, minutes), units)| CreditPart {
            incident,
            minutes,
            units,
        })
        .collect();
    parts.sort_unstable_by_key(|part| part.incident);
    parts
}

/// The calendar months that pieces touch, ascending, each with its pieces (whole ones).
fn by_month(pieces: &[Piece], zone: Zone) -> Vec<(Month, Interval, Vec<Piece>)> {
    let long = || pieces.iter().filter(|p| !p.interval.is_empty());
    let (Some(first), Some(last)) = (
        long().map(|p| p.interval.start).min(),
        long().map(|p| p.interval.end).max(),
    ) else {
        return Vec::new();
    };
    let mut months: Vec<(Month, Interval, Vec<Piece>)> = Vec::new();
    let mut at = first;
    while at < last {
        let Some((month, interval)) =
            Month::of(at, zone).and_then(|m| Some((m, m.interval(zone)?)))
        else {
            break;
        };
        months.push((month, interval, Vec::new()));
        at = interval.end;
    }
    for piece in long() {
        let from = months.partition_point(|(_, month, _)| month.end <= piece.interval.start);
        for (_, _, list) in months[from..]
            .iter_mut()
            .take_while(|(_, month, _)| month.start < piece.interval.end)
        {
            list.push(*piece);
        }
    }
    months
}
