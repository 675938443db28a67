//! Records made, changed and deleted by hand: from what was typed to domain values, each
//! mistake named with its field, each change one entry of the log.
//!
//! One module for each noun that has a form; what they share is here. A form that does not show
//! a field of its record keeps what stands in it.

mod backlog;
mod choices;
mod contract;
mod estimate;
mod incident;
mod option;
mod premortem;
pub(crate) mod rate;
mod requirement;
mod risk;
mod role;
mod scenario;
mod score;
mod service;
mod signs;
mod special_days;
mod stream;
mod technique;

pub(crate) use choices::FULL_WEEK;
pub(crate) use estimate::{Unit, means, read as read_estimate, show};
pub(crate) use option::option_edit;
pub(crate) use premortem::{known_risk, risk_of};
pub(crate) use requirement::{not_acceptable, position, requirement_edit};
pub(crate) use risk::CATEGORIES;
pub(crate) use scenario::{digits_of, plan_of};
pub(crate) use special_days::special_days_id;
pub(crate) use technique::technique_edit;

use crate::Host;
use crate::text::{read_share, ungrouped, without_suffix};
use crate::wire::{Done, Error};
use crate::workspace::Workspace;
use ninefold_domain::id::ServiceId;
use ninefold_domain::money::{Currency, Money};
use ninefold_domain::time::Zone;
use ninefold_store::{Applied, Change};
use std::ops::RangeInclusive;

/// The most that a typed amount may be, major units: sums of millions of them stay exact.
const MOST: f64 = 1e12;

fn commit(
    w: &mut Workspace,
    host: &dyn Host,
    command: &str,
    label: String,
    changes: Vec<Change>,
    id: &str,
) -> Result<Done, Error> {
    let Applied { skipped, .. } = w.edit(host, command, label.clone(), changes)?;
    Ok(Done {
        id: id.to_owned(),
        label,
        skipped: skipped
            .into_iter()
            .map(|s| format!("{}: {}", s.what, s.why))
            .collect(),
    })
}

fn verb(id: &str) -> &'static str {
    if id.is_empty() { "Added" } else { "Changed" }
}

fn name(text: &str, field: &str) -> Result<String, Error> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(Error::invalid(field, "a name is needed here".into()));
    }
    Ok(trimmed.to_owned())
}

fn optional(text: &str) -> Option<String> {
    let trimmed = text.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

fn service_of(w: &Workspace, id: &str, field: &str) -> Result<ServiceId, Error> {
    let missing = || Error::invalid(field, "choose a service".into());
    let id: ServiceId = id.parse().map_err(|_| missing())?;
    if w.services.iter().any(|s| s.id == id) {
        Ok(id)
    } else {
        Err(missing())
    }
}

/// A target as typed; empty is none. 100 % is allowed, and called out where it is shown.
fn read_target(text: &str, field: &str) -> Result<Option<f64>, Error> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let target = read_share(text, field)?;
    if target < 0.5 {
        return Err(Error::invalid(
            field,
            format!("“{text}” is below 50 %; expected an availability such as 99.9 %"),
        ));
    }
    if target >= 1.0 {
        return Err(Error::invalid(
            field,
            "a target of 100 % leaves no error budget at all; expected one such as 99.99 %".into(),
        ));
    }
    Ok(Some(target))
}

/// An amount as typed, of so many major units; `what` says what it should have been.
fn read_amount(
    text: &str,
    field: &str,
    currency: Currency,
    bounds: RangeInclusive<f64>,
    what: &str,
) -> Result<Money, Error> {
    let (number, by) = without_suffix(text);
    let plain = ungrouped(number).ok_or_else(|| {
        Error::invalid(
            field,
            format!("“{text}” is not an amount; expected a decimal point, such as 12.50"),
        )
    })?;
    let amount =
        Money::parse(&plain, currency).map_err(|e| Error::invalid(field, e.to_string()))?;
    let units = amount.units().checked_mul(by);
    units
        .map(|units| Money::from_units(units, currency))
        .filter(|amount| bounds.contains(&amount.to_estimate()))
        .ok_or_else(|| Error::invalid(field, format!("“{text}” is not {what}")))
}

/// A loaded rate as typed.
fn read_rate(text: &str, field: &str, currency: Currency) -> Result<Money, Error> {
    let what = "a rate per hour; expected 0 to 1,000,000";
    read_amount(text, field, currency, 0.0..=1e6, what)
}

/// A whole number as typed; empty is none.
fn read_count(text: &str, field: &str) -> Result<Option<u32>, Error> {
    match text.trim() {
        "" => Ok(None),
        digits => digits.parse().map(Some).map_err(|_| {
            Error::invalid(
                field,
                format!("“{text}” is not a count; expected a whole number such as 3"),
            )
        }),
    }
}

/// A zone as typed; empty is none, which stands for the workspace's.
fn read_zone(text: &str, field: &str) -> Result<Option<Zone>, Error> {
    match text.trim() {
        "" => Ok(None),
        name => Zone::parse(name)
            .map(Some)
            .map_err(|e| Error::invalid(field, e.to_string())),
    }
}

/// A key of a closed set that is no choice.
pub(crate) fn no_choice(field: &str, found: &str, expected: &str) -> Error {
    Error::invalid(
        field,
        format!("“{found}” is not a choice here; expected {expected}"),
    )
}
