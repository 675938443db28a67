//! The choices of the workspace.

use super::{MOST, commit, name, no_choice, read_target, read_zone};
use crate::App;
use crate::host::Job;
use crate::hours;
use crate::text::{read_number, read_share, read_time};
use crate::wire::{Done, Error, SettingsEdit};
use crate::workspace::Workspace;
use ninefold_domain::calendar::WeeklyHours;
use ninefold_domain::methods::{
    Assumptions, Average, Counting, GiveOrTake, LossMethod, Methods, Opportunity, Profile,
    SeverityImpact, Sharing, View,
};
use ninefold_domain::money::Currency;
use ninefold_domain::time::{YearBasis, Zone};
use ninefold_store::{Change, Record};

/// All of the week, which is written as no hours: minutes from and until.
pub(crate) const FULL_WEEK: (u16, u16) = (0, 10_080);

impl App {
    pub(crate) fn settings_save(&self, edit: &SettingsEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let methods = read_settings(w, edit)?;
            let change = Change::Put(Record::Methods(methods));
            commit(
                w,
                &*self.host,
                "settings.save",
                "Changed the settings".into(),
                vec![change],
                "",
            )
        })
    }
}

fn read_settings(w: &Workspace, edit: &SettingsEdit) -> Result<Methods, Error> {
    let currency =
        Currency::parse(&edit.currency).map_err(|e| Error::invalid("currency", e.to_string()))?;
    let has_money = holds_money(w);
    if currency != w.methods.currency && has_money {
        return Err(Error::invalid(
            "currency",
            format!("this workspace holds amounts in {}; they cannot be shown in {currency} without exchange rates", w.methods.currency),
        )
        .hint(format!("keep {}, or make a new workspace in {currency}", w.methods.currency)));
    }
    let zone = Zone::parse(&edit.zone).map_err(|e| Error::invalid("zone", e.to_string()))?;
    let mut severity_impacts: Vec<SeverityImpact> = Vec::new();
    for (i, severity) in edit.severities.iter().enumerate() {
        let label = name(&severity.severity, &format!("severities.{i}.severity"))?;
        if severity_impacts
            .iter()
            .any(|s| s.severity.eq_ignore_ascii_case(&label))
        {
            return Err(Error::invalid(
                &format!("severities.{i}.severity"),
                format!("{label} is listed twice"),
            ));
        }
        let impact = read_share(&severity.impact, &format!("severities.{i}.impact"))?;
        severity_impacts.push(SeverityImpact {
            severity: label,
            impact,
        });
    }
    Ok(Methods {
        currency,
        zone,
        year: match edit.year.as_str() {
            "365" => YearBasis::Days365,
            "365.2425" => YearBasis::Gregorian,
            "365.25" => YearBasis::Julian,
            other => return Err(no_choice("year", other, "365, 365.2425 or 365.25")),
        },
        profile: match edit.profile.as_str() {
            "flat" => Profile::Flat,
            "hour-of-week" => Profile::HourOfWeek,
            "minute-of-week" => Profile::MinuteOfWeek,
            other => {
                return Err(no_choice(
                    "profile",
                    other,
                    "flat, hour-of-week or minute-of-week",
                ));
            }
        },
        average: match edit.average.as_str() {
            "mean" => Average::Mean,
            "median" => Average::Median,
            other => return Err(no_choice("average", other, "mean or median")),
        },
        min_observations: read_number(&edit.min_observations, "minObservations", 0.0)?.min(1e6)
            as u32,
        counting: match edit.counting.as_str() {
            "weighted" => Counting::Weighted,
            "any" => Counting::Any,
            "from" => Counting::From {
                impact: read_share(&edit.counting_from, "countingFrom")?,
            },
            other => return Err(no_choice("counting", other, "weighted, any or from")),
        },
        sharing: match edit.sharing.as_str() {
            "shared" => Sharing::Shared,
            "full" => Sharing::Full,
            other => return Err(no_choice("sharing", other, "shared or full")),
        },
        count_maintenance: edit.count_maintenance,
        as_of: match edit.as_of.trim() {
            "" => None,
            text => Some(read_time(text, "asOf", zone)?),
        },
        default_target: read_target(&edit.default_target, "defaultTarget")?.ok_or_else(|| {
            Error::invalid(
                "defaultTarget",
                "a default target is needed, such as 99.9 %".into(),
            )
        })?,
        team_people: read_number(&edit.team_people, "teamPeople", 0.0)?,
        team_rate: read_number(&edit.team_rate, "teamRate", 0.0)?,
        severity_impacts,
        assumptions: read_assumptions(edit)?,
        loss: read_method(&edit.loss, "loss")?,
        level: edit.level,
        // Typed in forms of their own.
        ..w.methods.clone()
    })
}

/// Whether any record holds an amount.
fn holds_money(w: &Workspace) -> bool {
    !w.streams.is_empty()
        || !w.roles.is_empty()
        || !w.contracts.is_empty()
        || w.labor.iter().any(|e| e.rate.is_some())
        || w.incidents.iter().any(|i| !i.fixed.is_empty())
        // Quotes are against the currency of the workspace.
        || !w.rates.is_empty()
}

/// How lost revenue is computed, as typed.
pub(super) fn read_method(text: &str, field: &str) -> Result<LossMethod, Error> {
    match text {
        "velocity" => Ok(LossMethod::Velocity),
        "counterfactual" => Ok(LossMethod::Counterfactual),
        other => Err(no_choice(field, other, "velocity or counterfactual")),
    }
}

/// A number as typed within bounds.
fn within(text: &str, field: &str, least: f64, most: f64) -> Result<f64, Error> {
    let value = read_number(text, field, least)?;
    if value > most {
        return Err(Error::invalid(
            field,
            format!("“{text}” is more than {most}; expected {least} to {most}"),
        ));
    }
    Ok(value)
}

/// How far an amount may be off, as typed: in percent, with its sign or without; empty is exact.
fn read_give(text: &str, field: &str) -> Result<f64, Error> {
    let read = match text.trim().trim_start_matches('±').trim() {
        "" => return Ok(0.0),
        text if text.ends_with('%') => read_share(text, field),
        text => read_share(&format!("{text} %"), field),
    };
    read.map_err(|_| {
        Error::invalid(
            field,
            format!("“{text}” is not a percentage from 0 to 100; expected one such as 25 %"),
        )
    })
}

fn read_assumptions(edit: &SettingsEdit) -> Result<Assumptions, Error> {
    let optional = |text: &str, field: &str| match text.trim() {
        "" => Ok(None),
        text => within(text, field, 0.0, MOST).map(Some),
    };
    let zone = read_zone(&edit.business_zone, "businessZone")?;
    let typed = hours::read(&edit.business_hours, zone, "businessHours")?;
    let business_hours = match typed {
        Some(hours) => hours,
        None => WeeklyHours::new(zone, vec![FULL_WEEK])
            .map_err(|e| Error::invalid("businessHours", e.to_string()))?,
    };
    let opportunity = match edit.opportunity.as_str() {
        "none" => Opportunity::None,
        "hour" => Opportunity::Hour {
            value: within(&edit.hour_value, "hourValue", 0.0, MOST)?,
        },
        "delay" => Opportunity::Delay {
            per_week: within(&edit.delay_per_week, "delayPerWeek", 0.0, MOST)?,
            // A team without hours would be delayed for ever.
            hours_a_week: within(&edit.delay_hours, "delayHours", 0.1, 1e6)?,
        },
        other => return Err(no_choice("opportunity", other, "none, hour or delay")),
    };
    Ok(Assumptions {
        view: match edit.view.as_str() {
            "revenue" => View::Revenue,
            "margin" => View::Margin,
            other => return Err(no_choice("view", other, "revenue or margin")),
        },
        margin: read_share(&edit.margin, "margin")?,
        recapture: edit.recapture,
        recovery_minutes: within(&edit.recovery_minutes, "recoveryMinutes", 0.0, 10_080.0)?,
        business_hours,
        out_of_hours: within(&edit.out_of_hours, "outOfHours", 1.0, 10.0)?,
        opportunity,
        contact_cost: optional(&edit.contact_cost, "contactCost")?,
        customer_value: optional(&edit.customer_value, "customerValue")?,
        action_minutes: within(&edit.action_minutes, "actionMinutes", 0.0, 1_440.0)?,
        action_gap_minutes: within(&edit.action_gap_minutes, "actionGapMinutes", 0.0, 1_440.0)?,
        automation_days: within(&edit.automation_days, "automationDays", 0.0, 1_000.0)?,
        manual_hours: within(&edit.manual_hours, "manualHours", 0.0, 1_000.0)?,
        give_or_take: GiveOrTake {
            rate_card: read_give(&edit.give_rate_card, "giveRateCard")?,
            activity: read_give(&edit.give_activity, "giveActivity")?,
            opportunity: read_give(&edit.give_opportunity, "giveOpportunity")?,
            contact_cost: read_give(&edit.give_contact, "giveContact")?,
            customer_value: read_give(&edit.give_customer, "giveCustomer")?,
        },
    })
}
