//! From what is known of an incident to its posted lines.

use super::labor::Labor;
use super::{CostInputs, Recapture, StreamLoss, kind_name, revenue};
use crate::impact::{WHOLE, billionths};
use crate::methods::{GiveOrTake, LossMethod, Opportunity, View};
use crate::money::{Currency, Money, divide_half_even};
use crate::record::{Incident, RoleGroup};

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineKind {
    /// Revenue that did not come, gross, by the method in force.
    LostRevenue,
    /// What of it came back in the recovery window; negative where any did.
    Recaptured,
    /// The part of the net lost revenue that is no margin, because what it would have been
    /// spent on was not bought either: negative, only in the margin view.
    Unspent,
    /// Work of a group of roles.
    Labor(RoleGroup),
    /// Review after the incident, all groups.
    Review,
    /// What the engineers' hours were worth above their rate, or the delay of their roadmap.
    Opportunity,
    /// SLA credits of the contract at this position.
    Credits(usize),
    /// Customer contacts.
    Contacts,
    /// Customers lost.
    Churn,
    /// Costs known as amounts; position in the list of their kinds.
    Fixed(usize),
}

impl LineKind {
    /// Whether it is a part of the net lost revenue.
    #[must_use]
    pub fn is_revenue(self) -> bool {
        matches!(self, Self::LostRevenue | Self::Recaptured | Self::Unspent)
    }

    /// Whether it is paid time.
    #[must_use]
    pub fn is_labor(self) -> bool {
        matches!(self, Self::Labor(_) | Self::Review)
    }
}

/// What an amount rests on, the firmest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// On records: timesheets with their rates, amounts paid.
    Measured,
    /// On a model of records: expected revenue, hours from activity, hours at the rate card's
    /// rates, credits by the contract.
    Estimated,
    /// On a value that somebody typed in.
    Assumed,
}

/// One line of the cost of an incident.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// What it is about.
    pub kind: LineKind,
    /// Posted, units of 1/10,000 of the minor unit; negative where it takes off.
    pub units: i128,
    /// Half of the 90 % range that the give-or-take of its assumptions makes of it, units; the
    /// noise of revenue is not in it, see [`super::StreamLoss::deviation`].
    pub half: i64,
    /// What it rests on.
    pub basis: Basis,
}

impl Line {
    /// A line that is as it was recorded, or that revenue makes.
    fn plain(kind: LineKind, units: i128, basis: Basis) -> Self {
        Self {
            kind,
            units,
            half: 0,
            basis,
        }
    }
}

/// What lines need besides the incident itself, worked out once.
pub(super) struct LineInputs<'a> {
    currency: Currency,
    /// Share of the net lost revenue that is no margin, billionths; 0 in the revenue view.
    unspent: i64,
    /// Share of losses by velocity that came back, billionths.
    recaptured: i64,
    opportunity: Opportunity,
    contact_cost: Option<i128>,
    customer_value: Option<i128>,
    give: GiveOrTake,
    fixed_kinds: &'a [String],
    /// (incident, contract, units), ascending, each pair once.
    credits: Vec<(usize, usize, i128)>,
}

impl<'a> LineInputs<'a> {
    pub fn new(inputs: &CostInputs<'a>, recapture: Option<&Recapture>) -> Self {
        let methods = inputs.methods;
        let assumptions = &methods.assumptions;
        let posted = |value: f64| Money::post_estimate(value, methods.currency).units();
        Self {
            currency: methods.currency,
            unspent: match assumptions.view {
                View::Revenue => 0,
                View::Margin => WHOLE - billionths(assumptions.margin),
            },
            recaptured: recapture.map_or(0, |r| billionths(r.applied())),
            opportunity: assumptions.opportunity,
            contact_cost: assumptions.contact_cost.map(posted),
            customer_value: assumptions.customer_value.map(posted),
            give: assumptions.give_or_take,
            fixed_kinds: inputs.fixed_kinds,
            credits: credits_by_incident(inputs),
        }
    }
}

/// What contracts in the workspace's currency owe over each incident, all months together.
fn credits_by_incident(inputs: &CostInputs<'_>) -> Vec<(usize, usize, i128)> {
    let mut all: Vec<(usize, usize, i128)> = inputs
        .credits
        .iter()
        .filter(|month| {
            month.units != 0
                && inputs.contracts[month.contract].fee.currency() == inputs.methods.currency
        })
        .flat_map(|month| {
            month
                .parts
                .iter()
                .map(|part| (part.incident, month.contract, part.units))
        })
        .collect();
    all.sort_unstable();
    all.dedup_by(|later, first| {
        let same = (later.0, later.1) == (first.0, first.1);
        if same {
            first.2 += later.2;
        }
        same
    });
    all
}

/// The lines of one incident.
pub(super) struct Posted {
    pub lines: Vec<Line>,
    /// Amounts in other currencies, which have no line.
    pub foreign: u32,
}

/// A share of an amount, half to even.
fn share_of(units: i128, share: i64) -> i128 {
    divide_half_even(units * i128::from(share), i128::from(WHOLE))
}

/// Posts the lines of one incident.
pub(super) fn lines_of(
    inputs: &LineInputs<'_>,
    position: usize,
    incident: &Incident,
    counts: bool,
    losses: &[StreamLoss],
    labor: &Labor,
) -> Posted {
    let mut out = Posted {
        lines: Vec::new(),
        foreign: 0,
    };
    if !counts {
        return out;
    }
    let groups = labor.parts.iter().filter(|p| !p.review).count();
    out.lines
        .reserve_exact(groups + usize::from(!losses.is_empty()));
    if !losses.is_empty() {
        revenue_lines(inputs, losses, &mut out);
    }
    labor_lines(inputs, labor, &mut out.lines);
    let from = inputs.credits.partition_point(|(i, _, _)| *i < position);
    out.lines.extend(
        inputs.credits[from..]
            .iter()
            .take_while(|(i, _, _)| *i == position)
            .filter(|(_, _, units)| *units != 0)
            .map(|(_, contract, units)| {
                Line::plain(LineKind::Credits(*contract), *units, Basis::Estimated)
            }),
    );
    // Nobody called, or a call costs nothing: there is no line to look at.
    let mut assumed = |kind, count: Option<u32>, each: Option<i128>, give: f64| {
        let (count, each) = (count.filter(|n| *n > 0), each.filter(|each| *each != 0));
        if let (Some(count), Some(each)) = (count, each) {
            let units = i128::from(count) * each;
            out.lines.push(Line {
                kind,
                units,
                half: whole(give * units as f64),
                basis: Basis::Assumed,
            });
        }
    };
    let give = inputs.give;
    assumed(
        LineKind::Contacts,
        incident.contacts,
        inputs.contact_cost,
        give.contact_cost,
    );
    assumed(
        LineKind::Churn,
        incident.cancellations,
        inputs.customer_value,
        give.customer_value,
    );
    fixed_lines(inputs, incident, &mut out);
    out
}

/// Whole units of half a range.
fn whole(half: f64) -> i64 {
    half.round() as i64
}

fn revenue_lines(inputs: &LineInputs<'_>, losses: &[StreamLoss], out: &mut Posted) {
    let total = |of: &dyn Fn(&StreamLoss) -> f64| revenue::sum(losses.iter().map(of));
    let by_velocity = |l: &StreamLoss| l.method == LossMethod::Velocity;
    let posted = |major: f64| Money::post_estimate(major, inputs.currency).units();
    let lost = total(&|l| l.lost);
    let gross = posted(lost);
    let (pooled, measured) = if losses.iter().all(by_velocity) {
        (lost, 0.0)
    } else {
        (
            total(&|l| if by_velocity(l) { l.lost } else { 0.0 }),
            total(&|l| l.recaptured),
        )
    };
    let recaptured = share_of(posted(pooled), inputs.recaptured) + posted(measured);
    let mut line = |kind, units| out.lines.push(Line::plain(kind, units, Basis::Estimated));
    line(LineKind::LostRevenue, gross);
    if recaptured != 0 || total(&|l| l.recaptured_deviation) > 0.0 {
        line(LineKind::Recaptured, -recaptured);
    }
    if inputs.unspent > 0 {
        line(
            LineKind::Unspent,
            -share_of(gross - recaptured, inputs.unspent),
        );
    }
}

fn labor_lines(inputs: &LineInputs<'_>, labor: &Labor, lines: &mut Vec<Line>) {
    // What a person was paid is on record where the entry says so. A rate card is a model of it.
    let basis = |modelled| {
        if modelled {
            Basis::Estimated
        } else {
            Basis::Measured
        }
    };
    let mut line = |kind, units, half: f64, basis| {
        lines.push(Line {
            kind,
            units,
            half: whole(half),
            basis,
        });
    };
    let mut review = None;
    for part in &labor.parts {
        let half = part.half(inputs.give);
        if part.review {
            let (units, halves, modelled) = review.get_or_insert((0, 0.0, false));
            *units += part.units;
            *halves += half;
            *modelled |= part.from_activity || part.by_card;
        } else {
            line(
                LineKind::Labor(part.group),
                part.units,
                half,
                basis(part.from_activity || part.by_card),
            );
        }
    }
    if let Some((units, half, modelled)) = review {
        line(LineKind::Review, units, half, basis(modelled));
    }
    let give = inputs.give.opportunity;
    // Hours that are read from activity are as uncertain here as in the labor that they are.
    let by_hours = inputs.give.activity * labor.roadmap_from_activity();
    let (units, half) = match inputs.opportunity {
        Opportunity::None => (0, 0.0),
        // The value is uncertain, and so is the rate that is taken off it. In a total the rate
        // cancels against the labor that it is, see `Errors`.
        Opportunity::Hour { value } => {
            let value = Money::post_estimate(value, inputs.currency).units() as f64;
            let units = labor.opportunity.posted();
            let half = (give * value * labor.valued_hours())
                .hypot(inputs.give.rate_card * labor.taken_off());
            (units, half.hypot(by_hours * units as f64))
        }
        Opportunity::Delay {
            per_week,
            hours_a_week,
        } if hours_a_week > 0.0 => {
            let weeks = labor.roadmap_hours() / hours_a_week;
            let units = Money::post_estimate(weeks * per_week, inputs.currency).units();
            (units, give.hypot(by_hours) * units as f64)
        }
        Opportunity::Delay { .. } => (0, 0.0),
    };
    if units != 0 {
        line(LineKind::Opportunity, units, half, Basis::Assumed);
    }
}

fn fixed_lines(inputs: &LineInputs<'_>, incident: &Incident, out: &mut Posted) {
    let mut sums: Vec<(usize, i128)> = Vec::new();
    for cost in &incident.fixed {
        if cost.amount.currency() != inputs.currency {
            out.foreign += 1;
            continue;
        }
        if cost.amount.units() == 0 {
            continue;
        }
        let name = kind_name(&cost.kind);
        let Ok(kind) = inputs.fixed_kinds.binary_search(&name) else {
            continue;
        };
        match sums.binary_search_by_key(&kind, |(k, _)| *k) {
            Ok(at) => sums[at].1 += cost.amount.units(),
            Err(at) => sums.insert(at, (kind, cost.amount.units())),
        }
    }
    for (kind, units) in sums {
        out.lines
            .push(Line::plain(LineKind::Fixed(kind), units, Basis::Measured));
    }
}
