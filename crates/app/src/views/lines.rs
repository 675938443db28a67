//! The lines of a cost: their names, what each rests on, and how they add up.

use crate::text;
use crate::wire::{Basis, CostLine, Figure};
use crate::workspace::Workspace;
use ninefold_domain::availability::any_ms;
use ninefold_domain::cost::{Basis as CostBasis, LaborPart, LineKind, Sought, Z90};
use ninefold_domain::ledger::{Amounts, printed};
use ninefold_domain::methods::{LossMethod, Opportunity};
use ninefold_domain::money::{Currency, Money, SUB_MINOR_DIGITS};
use ninefold_domain::record::RoleGroup;
use ninefold_domain::time::{Instant, Interval, MINUTE_MS};
use std::collections::BTreeMap;

/// What the range of lost revenue means: how far impact is from what was stated, nobody knows.
pub(crate) const RANGE_MEANS: &str = "90 % range of the noise of clean weeks, impact as stated";

/// What the range of a sum of lines means.
pub(crate) const TOTAL_RANGE_MEANS: &str =
    "90 % range by the noise of revenue and the give or take of typed amounts, impact as stated";

/// The minor unit, which amounts are printed to.
pub(crate) const MINOR: i128 = 10_i128.pow(SUB_MINOR_DIGITS);

/// Why incidents have no cost: it is not known to be none.
const NOTHING_TO_COST: &str = "no revenue, labor or other cost is on record for it";

/// Posted total of incidents with its range; missing where nothing is on record to cost them by.
pub(crate) fn total_figure(w: &Workspace, incidents: &[usize], key: &str) -> Figure {
    let currency = w.methods.currency;
    let units = w.analysis.total(incidents.iter().copied());
    let money = Money::from_units(units, currency);
    let value = money.to_estimate();
    let half = total_half(w, incidents);
    let sums = sums(w, incidents);
    let known = sums.values().any(|s| s.units != 0);
    let mut unknown = incidents.iter().map(|i| &w.analysis.costs[*i]);
    if !known && unknown.any(|c| c.bad_minutes > 0.0 && c.losses.is_empty()) {
        return text::missing(NOTHING_TO_COST);
    }
    let basis = basis_of_sum(
        sums.values()
            .filter(|s| s.units != 0)
            .map(|s| match s.basis {
                Some(basis) => basis_of(basis),
                None => Basis::Estimated,
            }),
    );
    text::figure(
        value,
        text::money_short(value, currency),
        "",
        text::money_exact(money),
        basis,
    )
    .ranged(value - half, value + half, TOTAL_RANGE_MEANS)
    .explained(key)
}

/// What a sum rests on, from what its parts rest on: sums of what was paid are measured, sums of
/// assumptions assumed, anything else is an estimate.
fn basis_of_sum(mut parts: impl Iterator<Item = Basis>) -> Basis {
    let Some(first) = parts.next() else {
        return Basis::Measured;
    };
    match first {
        Basis::Measured | Basis::Assumed if parts.all(|basis| basis == first) => first,
        _ => Basis::Estimated,
    }
}

/// One part of a cost before it is laid out as a waterfall.
pub(crate) struct Part {
    pub(crate) key: String,
    pub(crate) label: String,
    pub(crate) detail: String,
    pub(crate) kind: LineKind,
    pub(crate) units: i128,
    /// Half of the 90 % range, major units; 0 is exact.
    pub(crate) half: f64,
    pub(crate) basis: Basis,
    pub(crate) explain: String,
}

impl Part {
    /// The 90 % range, major units; nothing where there is none. What is paid or counted is never
    /// below nothing.
    pub(crate) fn ends(&self, currency: Currency) -> Option<(f64, f64)> {
        let value = Money::from_units(self.units, currency).to_estimate();
        let low = value - self.half;
        let low = if self.kind.is_revenue() {
            low
        } else {
            low.max(0.0)
        };
        (self.half > 0.0).then_some((low, value + self.half))
    }
}

/// What the range of a line means.
pub(crate) fn range_means(w: &Workspace, incidents: &[usize], kind: LineKind) -> String {
    match give_or_take(w, incidents, kind) {
        given if given.is_empty() => RANGE_MEANS.into(),
        given => format!(
            "90 % range: {}",
            given
                .iter()
                .map(|(of, share)| format!("{of} ±\u{a0}{}", text::percent_plain(*share)))
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}

/// The typed amounts that a line of incidents rests on, with how far each may be off; none behind
/// revenue and what is on record.
pub(crate) fn give_or_take(
    w: &Workspace,
    incidents: &[usize],
    kind: LineKind,
) -> Vec<(&'static str, f64)> {
    let give = w.methods.assumptions.give_or_take;
    let parts = |of: &dyn Fn(&LaborPart) -> bool| {
        let costs = incidents.iter().map(|i| &w.analysis.costs[*i]);
        costs.flat_map(|c| &c.labor.parts).any(of)
    };
    let read = ("hours read from activity", give.activity);
    let card = ("rates of the rate card", give.rate_card);
    match kind {
        LineKind::Labor(_) | LineKind::Review => {
            let own = |part: &LaborPart| match kind {
                LineKind::Labor(group) => !part.review && part.group == group,
                _ => part.review,
            };
            let carded = parts(&|part| own(part) && part.carded.numerator != 0);
            let active = parts(&|part| own(part) && part.from_activity);
            (carded.then_some(card).into_iter())
                .chain(active.then_some(read))
                .collect()
        }
        LineKind::Opportunity => {
            let engineers = |of: &dyn Fn(&LaborPart) -> bool| {
                parts(&|part| part.group == RoleGroup::Engineering && of(part))
            };
            let active = engineers(&|part| part.from_activity);
            // The rates of the card are taken off the value of an hour.
            let (value, carded) = match w.methods.assumptions.opportunity {
                Opportunity::Delay { .. } => ("cost of a week’s delay", false),
                Opportunity::Hour { .. } | Opportunity::None => (
                    "value of an hour of roadmap work",
                    engineers(&|part| part.carded.numerator != 0),
                ),
            };
            std::iter::once((value, give.opportunity))
                .chain(carded.then_some(card))
                .chain(active.then_some(read))
                .collect()
        }
        LineKind::Contacts => vec![("cost of a contact", give.contact_cost)],
        LineKind::Churn => vec![("margin that a customer brings", give.customer_value)],
        LineKind::LostRevenue
        | LineKind::Recaptured
        | LineKind::Unspent
        | LineKind::Credits(_)
        | LineKind::Fixed(_) => Vec::new(),
    }
}

/// What stands where a line has no range: nothing is uncertain about what is on record or was said
/// to be exact, and what a contract owes follows from it.
pub(crate) fn without_range(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Credits(_) => "by contract",
        kind if kind.is_revenue() => text::NONE,
        _ => "exact",
    }
}

/// Lays parts out as lines of a waterfall with their total: amounts add up to it, exactly and as
/// they are printed.
///
/// `half` is half of the total's 90 % range, major units: lines of one incident err together,
/// so that it does not follow from those of the parts.
pub(crate) fn waterfall(
    parts: &[Part],
    half: f64,
    currency: Currency,
    total_explain: &str,
) -> (Vec<CostLine>, CostLine) {
    let scale_units = currency.units_per_major() as f64;
    let major = |units: i128| units as f64 / scale_units;
    let total: i128 = parts.iter().map(|p| p.units).sum();
    let mut running = 0_i128;
    let mut largest = (major(total) + half).max(0.0);
    for part in parts {
        running += part.units;
        largest = largest.max(major(running) + part.half);
    }
    let at = |value: f64| {
        if largest > 0.0 {
            (value / largest).clamp(0.0, 1.0)
        } else {
            0.0
        }
    };
    let (amounts, whole) = shown(parts, MINOR);
    let amount = |shown: Amounts| text::money_exact(Money::from_units(shown.total(), currency));
    let mut running = 0_i128;
    let lines = parts
        .iter()
        .zip(amounts)
        .map(|(part, shown)| {
            let from = running;
            running += part.units;
            CostLine {
                key: part.key.clone(),
                label: part.label.clone(),
                detail: part.detail.clone(),
                amount: amount(shown),
                decimal: Money::from_units(part.units, currency).to_decimal(),
                range: match part.ends(currency) {
                    Some((low, high)) => text::short_range(low, high),
                    None => without_range(part.kind).into(),
                },
                basis: part.basis,
                from: at(major(from.min(running))),
                to: at(major(from.max(running))),
                whisker: (part.half > 0.0).then(|| {
                    (
                        at(major(running) - part.half),
                        at(major(running) + part.half),
                    )
                }),
                explain: part.explain.clone(),
            }
        })
        .collect();
    let basis = basis_of_sum(parts.iter().filter(|p| p.units != 0).map(|p| p.basis));
    let total_line = CostLine {
        key: "total".into(),
        label: "Total".into(),
        detail: String::new(),
        amount: amount(whole),
        decimal: Money::from_units(total, currency).to_decimal(),
        range: if half > 0.0 {
            text::short_range(major(total) - half, major(total) + half)
        } else if parts.iter().any(|p| p.units != 0 && p.kind.is_revenue()) {
            text::NONE.into()
        } else {
            "exact".into()
        },
        basis,
        from: 0.0,
        to: at(major(total)),
        whisker: (half > 0.0).then(|| (at(major(total) - half), at(major(total) + half))),
        explain: total_explain.to_owned(),
    };
    (lines, total_line)
}

/// Amounts of parts rounded to multiples of a unit, and their total: what is printed adds up.
pub(crate) fn shown(parts: &[Part], unit: i128) -> (Vec<Amounts>, Amounts) {
    let posted: Vec<Amounts> = parts
        .iter()
        .map(|part| Amounts::of_line(part.kind, part.units))
        .collect();
    printed(&posted, unit)
}

/// A role group in words.
pub(crate) fn group_name(group: RoleGroup) -> &'static str {
    match group {
        RoleGroup::Support => "Support",
        RoleGroup::Engineering => "Engineering",
        RoleGroup::Management => "Management",
        RoleGroup::Communications => "PR and marketing",
        RoleGroup::Sales => "Sales",
        RoleGroup::Other => "Other labor",
    }
}

/// Its name on the wire.
pub(crate) fn group_key(group: RoleGroup) -> &'static str {
    match group {
        RoleGroup::Support => "support",
        RoleGroup::Engineering => "engineering",
        RoleGroup::Management => "management",
        RoleGroup::Communications => "communications",
        RoleGroup::Sales => "sales",
        RoleGroup::Other => "other",
    }
}

/// The basis of a line on the wire.
pub(crate) fn basis_of(basis: CostBasis) -> Basis {
    match basis {
        CostBasis::Measured => Basis::Measured,
        CostBasis::Estimated => Basis::Estimated,
        CostBasis::Assumed => Basis::Assumed,
    }
}

/// The name of a line on the wire.
pub(crate) fn line_key(w: &Workspace, kind: LineKind) -> String {
    match kind {
        LineKind::LostRevenue => "lostRevenue".into(),
        LineKind::Recaptured => "recaptured".into(),
        LineKind::Unspent => "unspent".into(),
        LineKind::Labor(group) => format!("labor:{}", group_key(group)),
        LineKind::Review => "review".into(),
        LineKind::Opportunity => "opportunity".into(),
        LineKind::Credits(contract) => format!("credits:{}", w.contracts[contract].id),
        LineKind::Contacts => "contacts".into(),
        LineKind::Churn => "churn".into(),
        LineKind::Fixed(position) => format!("fixed:{}", w.analysis.fixed_kinds[position]),
    }
}

/// The line of a name on the wire.
pub(crate) fn read_line(w: &Workspace, key: &str) -> Option<LineKind> {
    let (name, of) = key.split_once(':').unwrap_or((key, ""));
    let plain = match name {
        "lostRevenue" => LineKind::LostRevenue,
        "recaptured" => LineKind::Recaptured,
        "unspent" => LineKind::Unspent,
        "review" => LineKind::Review,
        "opportunity" => LineKind::Opportunity,
        "contacts" => LineKind::Contacts,
        "churn" => LineKind::Churn,
        "labor" => {
            let group = GROUPS.into_iter().find(|g| group_key(*g) == of)?;
            return Some(LineKind::Labor(group));
        }
        "credits" => {
            let contract = w.contracts.iter().position(|c| c.id.to_string() == of)?;
            return Some(LineKind::Credits(contract));
        }
        "fixed" => {
            let kind = w.analysis.fixed_kinds.iter().position(|k| k == of)?;
            return Some(LineKind::Fixed(kind));
        }
        _ => return None,
    };
    of.is_empty().then_some(plain)
}

const GROUPS: [RoleGroup; 6] = [
    RoleGroup::Support,
    RoleGroup::Engineering,
    RoleGroup::Management,
    RoleGroup::Communications,
    RoleGroup::Sales,
    RoleGroup::Other,
];

/// The name of a line as it is shown.
pub(crate) fn line_name(w: &Workspace, kind: LineKind) -> String {
    match kind {
        LineKind::LostRevenue => "Lost revenue".into(),
        LineKind::Recaptured => "Recovery window".into(),
        LineKind::Unspent => "Not spent on it".into(),
        LineKind::Labor(group) => group_name(group).into(),
        LineKind::Review => "Review".into(),
        LineKind::Opportunity => "Roadmap work not done".into(),
        LineKind::Credits(contract) => format!("SLA credits, {}", w.contracts[contract].name),
        LineKind::Contacts => "Customer contacts".into(),
        LineKind::Churn => "Customers lost".into(),
        LineKind::Fixed(position) => text::capital(&w.analysis.fixed_kinds[position]),
    }
}

/// How a line comes about, in symbols.
pub(crate) fn line_formula(w: &Workspace, kind: LineKind, method: LossMethod) -> String {
    let level = if w.methods.level {
        " × level of the weeks around"
    } else {
        ""
    };
    match (kind, method) {
        (LineKind::LostRevenue, LossMethod::Velocity) => {
            format!("impact × Σ expected revenue per minute{level}")
        }
        (LineKind::LostRevenue, LossMethod::Counterfactual) => {
            "Σ expected − observed revenue over the incident".into()
        }
        (LineKind::Recaptured, LossMethod::Velocity) => {
            "− lost revenue × share that came back, measured over all incidents".into()
        }
        (LineKind::Recaptured, LossMethod::Counterfactual) => {
            "− (observed − expected revenue in the recovery window)".into()
        }
        (LineKind::Unspent, _) => "− (1 − margin) × (lost revenue − what came back)".into(),
        (LineKind::Labor(_) | LineKind::Review, _) => {
            "Σ people × minutes × loaded rate ÷ 60, × the multiplier outside business hours".into()
        }
        (LineKind::Opportunity, _) => match w.methods.assumptions.opportunity {
            Opportunity::Delay { .. } => {
                "engineers’ hours ÷ team hours a week × cost of a week’s delay".into()
            }
            _ => "Σ engineers’ hours × (value of an hour − loaded rate)".into(),
        },
        (LineKind::Credits(_), _) => {
            "highest band reached × fee of the month, divided by counted downtime".into()
        }
        (LineKind::Contacts, _) => "contacts × cost of a contact".into(),
        (LineKind::Churn, _) => "customers lost × margin that a customer brings".into(),
        (LineKind::Fixed(_), _) => "Σ amounts as recorded".into(),
    }
}

/// What incidents cost by one kind of line.
#[derive(Default)]
struct Sum {
    units: i128,
    /// The weakest of its lines; none without lines.
    basis: Option<CostBasis>,
    /// Lines, one an incident.
    incidents: usize,
}

/// The lines of a set of incidents, added up by kind.
fn sums(w: &Workspace, incidents: &[usize]) -> BTreeMap<LineKind, Sum> {
    let mut sums: BTreeMap<LineKind, Sum> = BTreeMap::new();
    for line in incidents.iter().flat_map(|i| &w.analysis.costs[*i].lines) {
        let sum = sums.entry(line.kind).or_default();
        sum.units += line.units;
        sum.basis = sum.basis.max(Some(line.basis));
        sum.incidents += 1;
    }
    sums
}

/// The parts of a set of incidents; `explain` is the prefix of their keys (`cost`,
/// `incident:ID`), `detail` says what a line is made of.
pub(crate) fn parts(
    w: &Workspace,
    incidents: &[usize],
    explain: &str,
    detail: impl Fn(LineKind, usize) -> String,
) -> Vec<Part> {
    let mut sums = sums(w, incidents);
    // Also where nothing was lost: the line is what people look for first.
    sums.entry(LineKind::LostRevenue).or_default();
    let reaches = incidents
        .iter()
        .any(|i| !w.analysis.costs[*i].losses.is_empty());
    sums.into_iter()
        // A line of nothing says nothing: no customer was lost.
        .filter(|(kind, sum)| sum.units != 0 || *kind == LineKind::LostRevenue)
        .map(|(kind, sum)| {
            let key = line_key(w, kind);
            Part {
                label: line_name(w, kind),
                detail: detail(kind, sum.incidents),
                units: sum.units,
                half: half(w, incidents, Sought::Line(kind)),
                kind,
                basis: match sum.basis {
                    _ if kind == LineKind::LostRevenue && !reaches => Basis::Missing,
                    Some(basis) => basis_of(basis),
                    None => Basis::Estimated,
                },
                explain: format!("{explain}:{key}"),
                key,
            }
        })
        .collect()
}

/// The parts of the incidents of a window.
pub(crate) fn window_parts(w: &Workspace, incidents: &[usize]) -> Vec<Part> {
    parts(w, incidents, "cost", |kind, count| {
        let on = format!("on {}", text::counted(count, "incident", "incidents"));
        if kind != LineKind::LostRevenue {
            return on;
        }
        let losing: Vec<usize> = incidents
            .iter()
            .copied()
            .filter(|i| w.analysis.costs[*i].lost_units() != 0)
            .collect();
        // Minutes of several at a time count once, as revenue does.
        format!(
            "{} with a loss, open for {} min",
            text::counted(losing.len(), "incident", "incidents"),
            text::minutes(open_minutes(w, &losing, None))
        )
    })
}

/// Minutes in which any of some incidents was open, on one service or on any: the union, so that
/// a minute that two of them share is one, and cost and minutes are about the same incidents.
pub(crate) fn open_minutes(w: &Workspace, incidents: &[usize], service: Option<usize>) -> f64 {
    let whole = Interval {
        start: Instant(i64::MIN / 2),
        end: Instant(i64::MAX / 2),
    };
    let intervals = incidents.iter().flat_map(|i| {
        w.analysis.settled[*i]
            .iter()
            .filter(|(s, _, _)| service.is_none_or(|only| *s == only))
            .map(|(_, interval, _)| *interval)
    });
    any_ms(intervals, whole) as f64 / MINUTE_MS as f64
}

/// Half of the 90 % range of the total of incidents, major units.
pub(crate) fn total_half(w: &Workspace, incidents: &[usize]) -> f64 {
    half(w, incidents, Sought::Total)
}

/// Half of the 90 % range of what is asked for of incidents, major units.
pub(crate) fn half(w: &Workspace, incidents: &[usize], of: Sought) -> f64 {
    let whole = incidents.iter().map(|i| (*i, 1.0));
    Z90 * w.analysis.deviation(whole, of)
}
