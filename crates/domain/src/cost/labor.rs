//! Labor of incidents: people × time × loaded rate, every hour of a person once.
//!
//! Where an entry names its person and says when the work began, overlaps are known. At each
//! instant one person is one person: within an incident the entry with the highest rate counts;
//! between incidents the person is shared out in proportion to what the entries state (two
//! whole entries: half each), down to [`LaborRatio::MOMENT_PARTS`] of a millisecond, and nothing
//! is lost. Entries without a person or a start are taken as they are stated. Entries of
//! incidents that do not count take no part.
//!
//! Time outside the business hours costs a surcharge where the start is known: the
//! out-of-hours rate is the loaded rate × the multiplier, an amount of money like every rate.
//!
//! Where an incident has no timesheets, the time follows from responder activity: one action is
//! worth `action_minutes`, another within `action_gap_minutes` makes the work between them
//! continuous. Work and review are asked apart: an hour booked on the review says nothing about
//! who worked on the incident. Activity that timesheets supersede is counted in
//! [`Labor::set_aside`].

use crate::hours::AgreedTime;
use crate::id::IncidentId;
use crate::methods::{GiveOrTake, Methods, Opportunity};
use crate::money::{Currency, Money, divide_half_even};
use crate::record::{Incident, LaborEntry, Role, RoleGroup};
use crate::time::{Instant, Interval, MINUTE_MS};
use std::cmp::Reverse;
use std::collections::HashMap;

/// An exact amount over a stated divisor: labor is people × time × rate, divided once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LaborRatio {
    /// Thousandths of a person × ms × [`Self::MOMENT_PARTS`] × units an hour.
    pub numerator: i128,
}

impl LaborRatio {
    /// Parts of a millisecond in which shared time is counted: every number of incidents up to
    /// sixteen at once divides it, so that a person's time falls apart without a rest.
    pub const MOMENT_PARTS: i128 = 720_720;

    /// What the numerator is divided by: 1,000 thousandths × 3,600,000 ms an hour × the parts.
    pub const DIVISOR: i128 = 3_600_000_000 * Self::MOMENT_PARTS;

    /// People × time × rate.
    #[must_use]
    pub fn new(people_milli: i64, worked_ms: i64, rate: Money) -> Self {
        Self::of_time(stated(people_milli, worked_ms), rate.units())
    }

    /// Time × rate: thousandths of a person × ms × parts, and units an hour.
    fn of_time(time: i128, rate_units: i128) -> Self {
        Self {
            numerator: time.saturating_mul(rate_units),
        }
    }

    /// The sum, exact.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            numerator: self.numerator.saturating_add(other.numerator),
        }
    }

    /// As an estimate of the major unit.
    #[must_use]
    pub fn to_estimate(self, currency: Currency) -> f64 {
        // Whole milliseconds first: what was never shared keeps every digit it has without parts.
        let whole = self.numerator / Self::MOMENT_PARTS;
        let rest = self.numerator % Self::MOMENT_PARTS;
        let divisor = Self::DIVISOR / Self::MOMENT_PARTS;
        (whole as f64 + rest as f64 / Self::MOMENT_PARTS as f64)
            / (divisor as f64 * currency.units_per_major() as f64)
    }

    /// In units of 1/10,000 of the minor unit, half to even: the one division.
    #[must_use]
    pub fn posted(self) -> i128 {
        divide_half_even(self.numerator, Self::DIVISOR)
    }
}

/// Stated time: thousandths of a person × ms × parts.
fn stated(people_milli: i64, worked_ms: i64) -> i128 {
    i128::from(people_milli) * i128::from(worked_ms) * LaborRatio::MOMENT_PARTS
}

/// Posts several ratios so that they sum to their whole, posted once: floors first, then one
/// unit each to the largest remainders, ties to the earlier.
fn post_together(ratios: &[LaborRatio]) -> Vec<i128> {
    let whole = ratios
        .iter()
        .fold(LaborRatio::default(), |sum, r| sum.plus(*r));
    let mut units: Vec<i128> = ratios
        .iter()
        .map(|r| r.numerator.div_euclid(LaborRatio::DIVISOR))
        .collect();
    let left = whole.posted() - units.iter().sum::<i128>();
    // Each remainder is below one unit, so that less than one unit a part is left over, unless
    // the sum ran into the bounds of the integer.
    if left > 0 && left <= units.len() as i128 {
        let mut order: Vec<usize> = (0..ratios.len()).collect();
        order.sort_by_key(|i| Reverse(ratios[*i].numerator.rem_euclid(LaborRatio::DIVISOR)));
        for at in order.into_iter().take(left as usize) {
            units[at] += 1;
        }
    }
    units
}

/// The rate card by role name, case-insensitive.
#[derive(Debug, Clone, Default)]
pub struct RateCard {
    roles: HashMap<String, (RoleGroup, Money)>,
}

impl RateCard {
    /// From the roles of a workspace.
    #[must_use]
    pub fn new(roles: &[Role]) -> Self {
        Self {
            roles: roles
                .iter()
                .map(|r| (r.name.trim().to_lowercase(), (r.group, r.rate)))
                .collect(),
        }
    }

    /// Group of a role: the card's, else a guess from its name, else other.
    #[must_use]
    pub fn group(&self, role: &str) -> RoleGroup {
        let name = role.trim().to_lowercase();
        if let Some((group, _)) = self.roles.get(&name) {
            return *group;
        }
        guess_group(&name)
    }

    /// The card's rate of a role.
    #[must_use]
    pub fn listed(&self, role: &str) -> Option<Money> {
        let name = role.trim().to_lowercase();
        self.roles.get(&name).map(|(_, rate)| *rate)
    }

    /// Rate of an entry: its own, else the card's.
    #[must_use]
    pub fn rate(&self, entry: &LaborEntry) -> Option<Money> {
        entry.rate.or_else(|| self.listed(&entry.role))
    }
}

/// The group that a role's name suggests; `name` in lower case.
#[must_use]
pub fn guess_group(name: &str) -> RoleGroup {
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    let word = |wanted: &str| {
        name.split(|c: char| !c.is_alphanumeric())
            .any(|w| w == wanted)
    };
    if has(&["support", "customer", "service desk", "helpdesk"]) {
        RoleGroup::Support
    } else if word("pr") || has(&["marketing", "communication", "press"]) {
        RoleGroup::Communications
    } else if has(&["sales", "account"]) {
        RoleGroup::Sales
    } else if has(&[
        "manag",
        "executive",
        "director",
        "lead",
        "commander",
        "chief",
        "cto",
        "ceo",
        "product",
    ]) {
        RoleGroup::Management
    } else if has(&[
        "engineer",
        "develop",
        "responder",
        "admin",
        "sre",
        "operat",
        "dba",
        "architect",
        "scribe",
        "tech",
    ]) {
        RoleGroup::Engineering
    } else {
        RoleGroup::Other
    }
}

/// Labor of one group of roles on one incident, work and review apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LaborPart {
    /// Who.
    pub group: RoleGroup,
    /// Whether it is review after the incident.
    pub review: bool,
    /// Entries behind it, also those without a rate.
    pub entries: u32,
    /// Whether its time follows from responder activity.
    pub from_activity: bool,
    /// Whether an entry of it says no rate, so that the rate card's is taken.
    pub by_card: bool,
    /// Counted time: thousandths of a person × ms × [`LaborRatio::MOMENT_PARTS`].
    pub time: i128,
    /// Time × loaded rate.
    pub plain: LaborRatio,
    /// What the time outside business hours costs on top.
    pub surcharge: LaborRatio,
    /// What of both is at the rates of the rate card.
    pub carded: LaborRatio,
    /// Both together posted, units; the parts of an incident sum to its labor posted once.
    pub units: i128,
}

impl LaborPart {
    /// Counted time in hours of one person.
    #[must_use]
    pub fn person_hours(&self) -> f64 {
        self.time as f64 / LaborRatio::DIVISOR as f64
    }

    /// Half of its 90 % range, units: what is at the rate card's rates errs as they do, hours from
    /// activity as those do, apart from each other. 0 where all of it is on record.
    #[must_use]
    pub(super) fn half(&self, give: GiveOrTake) -> f64 {
        let card = give.rate_card * self.carded.numerator as f64 / LaborRatio::DIVISOR as f64;
        let hours = if self.from_activity {
            give.activity * self.units as f64
        } else {
            0.0
        };
        card.hypot(hours)
    }
}

/// Labor of one incident.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Labor {
    /// By group, work before review, ascending.
    pub parts: Vec<LaborPart>,
    /// Whether time of any part follows from responder activity, because there are no
    /// timesheets of it.
    pub from_activity: bool,
    /// Entries of responder activity that count nothing, because there are timesheets.
    pub set_aside: u32,
    /// Whether entries of one person overlapped at different rates: the higher one counts.
    pub two_rates: bool,
    /// Time of persons that entries state but that counted elsewhere: in an overlapping entry,
    /// or in another incident at the same time; ms of a whole person.
    pub dropped_ms: i64,
    /// Entries that have no rate anywhere: they count hours but no money.
    pub unpriced: u32,
    /// Entries whose rate is in another currency: likewise.
    pub foreign: u32,
    /// Engineers' time × what it was worth above its rate ([`Opportunity::Hour`]).
    pub(super) opportunity: LaborRatio,
    /// The time behind it, in parts.
    valued: i128,
    /// What of it is taken off at the rates of the rate card.
    valued_carded: LaborRatio,
    /// Time behind `dropped_ms`, in parts.
    dropped: i128,
}

impl Labor {
    /// Counted time in hours of one person, review included.
    #[must_use]
    pub fn person_hours(&self) -> f64 {
        self.parts.iter().map(LaborPart::person_hours).sum()
    }

    /// Hours that the roadmap lost: those of the engineering group, review included, because
    /// theirs is the time that would have gone into it.
    #[must_use]
    pub fn roadmap_hours(&self) -> f64 {
        self.parts
            .iter()
            .filter(|p| p.group == RoleGroup::Engineering)
            .map(LaborPart::person_hours)
            .sum()
    }

    /// The part of them that follows from responder activity, 0 to 1.
    #[must_use]
    pub(super) fn roadmap_from_activity(&self) -> f64 {
        let all = self.roadmap_hours();
        let engineers = self
            .parts
            .iter()
            .filter(|p| p.group == RoleGroup::Engineering);
        let read = engineers.filter(|p| p.from_activity);
        if all > 0.0 {
            read.map(LaborPart::person_hours).sum::<f64>() / all
        } else {
            0.0
        }
    }

    /// Those of them that were worth more than their rate ([`Opportunity::Hour`]).
    #[must_use]
    pub(super) fn valued_hours(&self) -> f64 {
        self.valued as f64 / LaborRatio::DIVISOR as f64
    }

    /// What the rates of the rate card take off the value of roadmap work, units.
    #[must_use]
    pub(super) fn taken_off(&self) -> f64 {
        self.valued_carded.numerator as f64 / LaborRatio::DIVISOR as f64
    }

    /// Posted, units.
    #[must_use]
    pub fn units(&self) -> i128 {
        self.parts.iter().map(|p| p.units).sum()
    }

    fn part(&mut self, group: RoleGroup, review: bool) -> &mut LaborPart {
        let at = match self
            .parts
            .binary_search_by_key(&(group, review), |p| (p.group, p.review))
        {
            Ok(at) => at,
            Err(at) => {
                // Most incidents have one or two parts, and there may be a million incidents.
                self.parts.reserve_exact(1);
                let part = LaborPart {
                    group,
                    review,
                    entries: 0,
                    from_activity: false,
                    by_card: false,
                    time: 0,
                    plain: LaborRatio::default(),
                    surcharge: LaborRatio::default(),
                    carded: LaborRatio::default(),
                    units: 0,
                };
                self.parts.insert(at, part);
                at
            }
        };
        &mut self.parts[at]
    }

    fn post(&mut self) {
        let ratios: Vec<LaborRatio> = self
            .parts
            .iter()
            .map(|p| p.plain.plus(p.surcharge))
            .collect();
        for (part, units) in self.parts.iter_mut().zip(post_together(&ratios)) {
            part.units = units;
        }
        self.dropped_ms = i64::try_from(divide_half_even(
            self.dropped,
            1000 * LaborRatio::MOMENT_PARTS,
        ))
        .unwrap_or(i64::MAX);
    }
}

/// What an entry's time costs.
#[derive(Debug, Clone, Copy)]
struct Price {
    group: RoleGroup,
    review: bool,
    /// Whether the rate is the rate card's.
    by_card: bool,
    /// Units an hour; nothing where there is none in the workspace's currency.
    rate: Option<i128>,
}

/// A stretch of time that an entry says its person worked.
#[derive(Debug, Clone, Copy)]
struct Presence {
    person: u32,
    interval: Interval,
    incident: u32,
    people_milli: i64,
    price: Price,
}

/// How time becomes money.
struct Pricing<'a> {
    /// Multiplier outside business hours less one, millionths.
    surcharge: i128,
    business: &'a AgreedTime,
    /// Value of an hour of roadmap work, units.
    hour_value: Option<i128>,
}

impl Pricing<'_> {
    /// ms of an interval that cost the surcharge.
    fn late_ms(&self, interval: Interval) -> i64 {
        if self.surcharge == 0 {
            0
        } else {
            interval.length_ms() - self.business.length_ms(interval)
        }
    }

    /// Adds counted time, of which `late` lies outside business hours.
    fn add(&self, to: &mut Labor, price: Price, time: i128, late: i128) {
        let part = to.part(price.group, price.review);
        part.time += time;
        let Some(rate) = price.rate else { return };
        let plain = LaborRatio::of_time(time, rate);
        part.plain = part.plain.plus(plain);
        let mut extra = LaborRatio::default();
        if late != 0 {
            let rate = divide_half_even(rate.saturating_mul(self.surcharge), 1_000_000);
            extra = LaborRatio::of_time(late, rate);
            part.surcharge = part.surcharge.plus(extra);
        }
        if price.by_card {
            part.carded = part.carded.plus(plain).plus(extra);
        }
        if let Some(value) = self
            .hour_value
            .filter(|v| price.group == RoleGroup::Engineering && *v > rate)
        {
            to.opportunity = to.opportunity.plus(LaborRatio::of_time(time, value - rate));
            to.valued += time;
            if price.by_card {
                to.valued_carded = to.valued_carded.plus(plain);
            }
        }
    }

    /// Adds a stretch as it is stated.
    fn add_stated(&self, to: &mut Labor, price: Price, people_milli: i64, over: Interval) {
        self.add(
            to,
            price,
            stated(people_milli, over.length_ms()),
            stated(people_milli, self.late_ms(over)),
        );
    }
}

/// Everything that labor is computed from.
pub(super) struct LaborInputs<'a> {
    pub methods: &'a Methods,
    pub incidents: &'a [Incident],
    /// Whether an incident counts, by position.
    pub counts: &'a dyn Fn(usize) -> bool,
    pub labor: &'a [LaborEntry],
    pub rates: &'a RateCard,
    pub business: &'a AgreedTime,
}

/// Where incidents are in their list.
struct Places<'a> {
    incidents: &'a [Incident],
    /// Labor mostly comes in the order of its incidents: the last one and the next are looked
    /// at before any table is made.
    last: usize,
    table: Option<HashMap<IncidentId, usize>>,
}

impl<'a> Places<'a> {
    fn new(incidents: &'a [Incident]) -> Self {
        Self {
            incidents,
            last: 0,
            table: None,
        }
    }

    fn of(&mut self, id: IncidentId) -> Option<usize> {
        let near = [self.last, self.last + 1];
        let found = near
            .into_iter()
            .find(|at| self.incidents.get(*at).is_some_and(|i| i.id == id));
        let place = found.or_else(|| {
            let all = || self.incidents.iter().enumerate().map(|(at, i)| (i.id, at));
            let table = self.table.get_or_insert_with(|| all().collect());
            table.get(&id).copied()
        })?;
        self.last = place;
        Some(place)
    }
}

/// Labor of every incident, in their order.
pub(super) fn labor_of_incidents(inputs: &LaborInputs<'_>) -> Vec<Labor> {
    let methods = inputs.methods;
    let mut out: Vec<Labor> = vec![Labor::default(); inputs.incidents.len()];
    if inputs.labor.is_empty() {
        return out;
    }
    let mut places = Places::new(inputs.incidents);
    // Of work and of review.
    let timesheets: Vec<[bool; 2]> = if inputs.labor.iter().any(|e| !e.actions.is_empty()) {
        let mut any = vec![[false; 2]; inputs.incidents.len()];
        for entry in inputs.labor.iter().filter(|e| e.actions.is_empty()) {
            if let Some(incident) = places.of(entry.incident) {
                any[incident][usize::from(entry.review)] = true;
            }
        }
        any
    } else {
        Vec::new()
    };
    let assumptions = &methods.assumptions;
    let pricing = Pricing {
        surcharge: millionths(assumptions.out_of_hours) - 1_000_000,
        business: inputs.business,
        hour_value: match assumptions.opportunity {
            Opportunity::Hour { value } => {
                Some(Money::post_estimate(value, methods.currency).units())
            }
            Opportunity::None | Opportunity::Delay { .. } => None,
        },
    };
    // Roles and persons repeat in almost every entry: each is looked up once.
    let mut cards: HashMap<&str, (RoleGroup, Option<Money>)> = HashMap::new();
    let mut persons: HashMap<&str, u32> = HashMap::new();
    let mut presences: Vec<Presence> = Vec::new();
    for entry in inputs.labor {
        let place = places.of(entry.incident);
        let Some(incident) = place.filter(|i| (inputs.counts)(*i)) else {
            continue;
        };
        let active = !entry.actions.is_empty();
        if active && timesheets[incident][usize::from(entry.review)] {
            out[incident].set_aside += 1;
            continue;
        }
        let (group, card) = *cards.entry(entry.role.as_str()).or_insert_with(|| {
            (
                inputs.rates.group(&entry.role),
                inputs.rates.listed(&entry.role),
            )
        });
        let labor = &mut out[incident];
        let rate = entry.rate.or(card);
        match rate {
            None => labor.unpriced += 1,
            Some(rate) if rate.currency() != methods.currency => labor.foreign += 1,
            Some(_) => {}
        }
        let price = Price {
            group,
            review: entry.review,
            by_card: entry.rate.is_none(),
            rate: rate
                .filter(|r| r.currency() == methods.currency)
                .map(Money::units),
        };
        let part = labor.part(group, entry.review);
        part.entries += 1;
        part.from_activity |= active;
        part.by_card |= entry.rate.is_none() && card.is_some();
        labor.from_activity |= active;
        let known = match entry.start {
            _ if active => worked(
                &entry.actions,
                milliseconds(assumptions.action_minutes),
                milliseconds(assumptions.action_gap_minutes),
            ),
            Some(start) if entry.worked_ms > 0 => vec![Interval {
                start,
                end: Instant(start.0.saturating_add(entry.worked_ms)),
            }],
            _ => {
                let time = stated(entry.people_milli, entry.worked_ms);
                pricing.add(labor, price, time, 0);
                continue;
            }
        };
        let person = entry.person.as_deref().filter(|_| entry.people_milli > 0);
        let person = person.map(|name| {
            let next = persons.len() as u32;
            *persons.entry(name).or_insert(next)
        });
        for interval in known {
            match person {
                None => pricing.add_stated(labor, price, entry.people_milli, interval),
                Some(person) if !interval.is_empty() => presences.push(Presence {
                    person,
                    interval,
                    incident: incident as u32,
                    people_milli: entry.people_milli,
                    price,
                }),
                Some(_) => {}
            }
        }
    }
    presences.sort_unstable_by_key(|p| (p.person, p.interval));
    let mut rest = presences.as_slice();
    while let Some(first) = rest.first() {
        // What touches in time, of one person, is looked at together.
        let mut until = first.interval.end;
        let together = 1 + rest[1..]
            .iter()
            .take_while(|p| {
                let joins = p.person == first.person && p.interval.start < until;
                until = until.max(if joins { p.interval.end } else { until });
                joins
            })
            .count();
        let (cluster, later) = rest.split_at(together);
        if let [only] = cluster {
            pricing.add_stated(
                &mut out[only.incident as usize],
                only.price,
                only.people_milli,
                only.interval,
            );
        } else {
            share_out(cluster, inputs.incidents, &pricing, &mut out);
        }
        rest = later;
    }
    for labor in &mut out {
        labor.post();
    }
    out
}

/// Shares one person's overlapping stretches out: in each moment one entry an incident, and all
/// incidents together no more than one person (or than the largest entry states).
fn share_out(
    cluster: &[Presence],
    incidents: &[Incident],
    pricing: &Pricing<'_>,
    out: &mut [Labor],
) {
    let mut edges: Vec<(Instant, bool, usize)> = cluster
        .iter()
        .enumerate()
        .flat_map(|(at, p)| [(p.interval.start, true, at), (p.interval.end, false, at)])
        .collect();
    edges.sort_unstable();
    // Open stretches by incident, within one by rate, highest first: none of it depends on the
    // order of rows.
    let key = |at: usize| {
        let p = &cluster[at];
        (
            incidents[p.incident as usize].id,
            Reverse(p.price.rate),
            p.price.review,
            p.price.group,
            Reverse(p.people_milli),
            at,
        )
    };
    let mut open: Vec<usize> = Vec::new();
    // (position of the entry that counts, thousandths of a person that its incident states)
    let mut shares: Vec<(usize, i64)> = Vec::new();
    let mut now = Instant(i64::MIN);
    for (at, starts, entry) in edges {
        if at > now && !open.is_empty() {
            let interval = Interval {
                start: now,
                end: at,
            };
            let length = i128::from(interval.length_ms()) * LaborRatio::MOMENT_PARTS;
            shares.clear();
            for position in &open {
                let p = &cluster[*position];
                let labor = &mut out[p.incident as usize];
                labor.dropped += i128::from(p.people_milli) * length;
                match shares.last_mut() {
                    Some((winner, milli)) if cluster[*winner].incident == p.incident => {
                        *milli = (*milli).max(p.people_milli);
                        labor.two_rates |= cluster[*winner].price.rate != p.price.rate;
                    }
                    _ => shares.push((*position, p.people_milli)),
                }
            }
            let wanted: i128 = shares.iter().map(|(_, milli)| i128::from(*milli)).sum();
            let largest = shares.iter().map(|(_, milli)| *milli).max().unwrap_or(0);
            let there = wanted.min(i128::from(largest.max(1000)));
            let late = i128::from(pricing.late_ms(interval)) * LaborRatio::MOMENT_PARTS;
            let time_shares = portions(length * there, &shares, wanted);
            let late_shares = portions(late * there, &shares, wanted);
            for (((winner, _), time), late) in shares.iter().zip(time_shares).zip(late_shares) {
                let p = &cluster[*winner];
                let labor = &mut out[p.incident as usize];
                labor.dropped -= time;
                pricing.add(labor, p.price, time, late);
            }
        }
        now = at;
        let place = open.partition_point(|other| key(*other) < key(entry));
        if starts {
            open.insert(place, entry);
        } else {
            open.remove(place);
        }
    }
}

/// `total` in proportion to the shares, of which `wanted` is the sum; what does not divide goes
/// to the first ones, a part each.
fn portions(total: i128, shares: &[(usize, i64)], wanted: i128) -> Vec<i128> {
    let mut parts: Vec<i128> = shares
        .iter()
        .map(|(_, milli)| (total * i128::from(*milli)).div_euclid(wanted.max(1)))
        .collect();
    let left = total - parts.iter().sum::<i128>();
    for part in parts.iter_mut().take(usize::try_from(left).unwrap_or(0)) {
        *part += 1;
    }
    parts
}

/// Stretches that a responder worked, from the moments of its actions: ascending and disjoint.
///
/// Each action is worth `action_ms`; work is continuous from one action to the next where they
/// lie at most `gap_ms` apart.
fn worked(actions: &[Instant], action_ms: i64, gap_ms: i64) -> Vec<Interval> {
    let mut moments = actions.to_vec();
    moments.sort_unstable();
    let mut out: Vec<Interval> = Vec::new();
    let mut last: Option<Instant> = None;
    for at in moments {
        let end = Instant(at.0.saturating_add(action_ms));
        let continuous = last.is_some_and(|last| at.0.saturating_sub(last.0) <= gap_ms);
        match out.last_mut() {
            Some(stretch) if continuous || at <= stretch.end => {
                stretch.end = stretch.end.max(end);
            }
            _ => out.push(Interval { start: at, end }),
        }
        last = Some(at);
    }
    out
}

/// A multiplier in millionths; what is no number counts as 1.
fn millionths(multiplier: f64) -> i128 {
    if multiplier.is_finite() {
        (multiplier.clamp(0.0, 1e6) * 1e6).round() as i128
    } else {
        1_000_000
    }
}

/// Minutes as ms, never below 0.
fn milliseconds(minutes: f64) -> i64 {
    (minutes.max(0.0) * MINUTE_MS as f64).round() as i64
}
