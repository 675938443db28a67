//! What incidents cost: lost revenue by velocity and labor, posted once to the ledger.

use crate::availability::counted;
use crate::impact::{Edge, Piece, Settled, WHOLE, levels, worst_of};
use crate::methods::{Methods, Sharing};
use crate::money::{Currency, Money, divide_half_even, largest_remainder};
use crate::record::{Incident, LaborEntry, Role, RoleGroup};
use crate::time::{Instant, Interval, MINUTE_MS};
use crate::velocity::Velocity;
use std::collections::HashMap;

/// z of a two-sided 90 % range.
pub const Z90: f64 = 1.644_853_626_951_472_7;

/// An exact amount over a stated divisor: labor is people × time × rate, divided once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LaborRatio {
    /// Thousandths of a person × ms × units an hour.
    pub numerator: i128,
}

impl LaborRatio {
    /// What the numerator is divided by: 1,000 thousandths × 3,600,000 ms an hour.
    pub const DIVISOR: i128 = 3_600_000_000;

    /// People × time × rate.
    #[must_use]
    pub fn new(people_milli: i64, worked_ms: i64, rate: Money) -> Self {
        let people_time = i128::from(people_milli) * i128::from(worked_ms);
        Self {
            numerator: people_time.saturating_mul(rate.units()),
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
        self.numerator as f64 / (Self::DIVISOR as f64 * currency.units_per_major() as f64)
    }

    /// In units of 1/10,000 of the minor unit, half to even: the one division.
    #[must_use]
    pub fn posted(self) -> i128 {
        divide_half_even(self.numerator, Self::DIVISOR)
    }
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

/// Lost revenue of one incident on one stream.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StreamLoss {
    /// Position of the stream.
    pub stream: usize,
    /// Lost, in major units: this incident's part.
    pub lost: f64,
    /// Standard deviation of it.
    pub deviation: f64,
    /// Expected revenue of the whole stream over the incident's time on it.
    pub expected: f64,
    /// Minutes on it.
    pub minutes: f64,
}

/// What one incident cost.
#[derive(Debug, Clone, PartialEq)]
pub struct IncidentCost {
    /// From start to the end or the as-of instant.
    pub span: Interval,
    /// No end is known.
    pub open: bool,
    /// Whether it counts at all (tests and uncounted maintenance do not).
    pub counts: bool,
    /// Worst impact, billionths.
    pub worst: i64,
    /// Downtime of it alone by the counting rule, minutes.
    pub bad_minutes: f64,
    /// Position of the service it is charged to: its first impact's.
    pub service: Option<usize>,
    /// Lost revenue by stream.
    pub losses: Vec<StreamLoss>,
    /// Minutes on streams that lie outside the revenue data, 0 to 1 of all.
    pub extrapolated: f64,
    /// Labor by group.
    pub labor: Vec<(RoleGroup, LaborRatio)>,
    /// Entries that have no rate anywhere.
    pub unpriced: u32,
    /// Posted lost revenue, units.
    pub lost_units: i128,
    /// Posted labor by group, units; in the order of `labor`.
    pub labor_units: Vec<i128>,
}

impl IncidentCost {
    /// Lost revenue in major units, unrounded.
    #[must_use]
    pub fn lost(&self) -> f64 {
        self.losses.iter().map(|l| l.lost).sum()
    }

    /// Standard deviation of the lost revenue; streams err independently.
    #[must_use]
    pub fn deviation(&self) -> f64 {
        self.losses
            .iter()
            .map(|l| l.deviation * l.deviation)
            .sum::<f64>()
            .sqrt()
    }

    /// Posted labor, units.
    #[must_use]
    pub fn labor_total(&self) -> i128 {
        self.labor_units.iter().sum()
    }

    /// Posted total, units: the lines sum to it by construction.
    #[must_use]
    pub fn total(&self) -> i128 {
        self.lost_units + self.labor_total()
    }
}

/// Everything that the cost of incidents is computed from.
pub struct CostInputs<'a> {
    /// Choices.
    pub methods: &'a Methods,
    /// Incidents.
    pub incidents: &'a [Incident],
    /// Settled impacts, one list an incident.
    pub settled: &'a [Vec<Settled>],
    /// Labor of all incidents.
    pub labor: &'a [LaborEntry],
    /// Rate card.
    pub rates: &'a RateCard,
    /// Learned velocity, one a stream.
    pub velocity: &'a [Velocity],
    /// What revenue each stream's data covers.
    pub covered: &'a [Option<Interval>],
    /// Pieces on each stream.
    pub stream_pieces: &'a [Vec<Piece>],
    /// As-of instant.
    pub as_of: Instant,
}

/// The cost of every incident, in their order. A pure fold: permuting the rows permutes the
/// result and changes no digit.
#[must_use]
pub fn cost_of_incidents(inputs: &CostInputs<'_>) -> Vec<IncidentCost> {
    let currency = inputs.methods.currency;
    let mut losses: Vec<Vec<StreamLoss>> = vec![Vec::new(); inputs.incidents.len()];
    let mut outside: Vec<(f64, f64)> = vec![(0.0, 0.0); inputs.incidents.len()];
    for (stream, pieces) in inputs.stream_pieces.iter().enumerate() {
        let velocity = &inputs.velocity[stream];
        let mut add = |interval: Interval, incident: u32, part: f64, expected: f64| {
            let list = &mut losses[incident as usize];
            let minutes = interval.minutes();
            match list.last_mut() {
                Some(last) if last.stream == stream => {
                    last.lost += part;
                    last.expected += expected;
                    last.minutes += minutes;
                }
                _ => list.push(StreamLoss {
                    stream,
                    lost: part,
                    deviation: 0.0,
                    expected,
                    minutes,
                }),
            }
            let inside = inputs.covered[stream].map_or(0.0, |c| interval.clip(c).minutes());
            let tally = &mut outside[incident as usize];
            tally.0 += minutes - inside;
            tally.1 += minutes;
        };
        match inputs.methods.sharing {
            Sharing::Full => {
                for piece in pieces {
                    let expected = velocity.expected(piece.interval);
                    add(
                        piece.interval,
                        piece.incident,
                        expected * piece.level as f64 / WHOLE as f64,
                        expected,
                    );
                }
            }
            Sharing::Shared => {
                // ∫ expected × worst ÷ sum of levels: what one unit of level is charged. An
                // incident's part is its level times the growth of that while it was open, so
                // thousands of open incidents cost no more than their edges.
                let mut charge = 0.0_f64;
                let mut began = vec![0.0_f64; pieces.len()];
                let mut parts = vec![0.0_f64; pieces.len()];
                levels(pieces, |interval, open, edges| {
                    for edge in edges {
                        match *edge {
                            Edge::Start(piece) => began[piece] = charge,
                            Edge::End(piece) => {
                                let level = pieces[piece].level as f64 / WHOLE as f64;
                                parts[piece] = (charge - began[piece]) * level;
                            }
                        }
                    }
                    if interval.is_empty() {
                        // Nothing is open: what comes later starts from nothing again, so that
                        // no digit of it depends on what came before.
                        charge = 0.0;
                    } else if open.sum > 0 {
                        charge +=
                            velocity.expected(interval) * (open.worst as f64 / open.sum as f64);
                    }
                });
                for (piece, part) in pieces.iter().zip(parts) {
                    let expected = velocity.expected(piece.interval);
                    add(piece.interval, piece.incident, part, expected);
                }
            }
        }
        for list in &mut losses {
            if let Some(last) = list
                .last_mut()
                .filter(|l| l.stream == stream && l.expected > 0.0)
            {
                let share = last.lost / last.expected;
                last.deviation =
                    share.abs() * velocity.spread().deviation(last.expected, last.minutes);
            }
        }
    }
    let mut labor: Vec<Vec<(RoleGroup, LaborRatio)>> = vec![Vec::new(); inputs.incidents.len()];
    let mut unpriced = vec![0_u32; inputs.incidents.len()];
    let index: HashMap<_, usize> = inputs
        .incidents
        .iter()
        .enumerate()
        .map(|(i, x)| (x.id, i))
        .collect();
    // Roles repeat in almost every entry: each is looked up on the card once.
    let mut cards: HashMap<&str, (RoleGroup, Option<Money>)> = HashMap::new();
    for entry in inputs.labor {
        let Some(&incident) = index.get(&entry.incident) else {
            continue;
        };
        let (group, card) = *cards.entry(entry.role.as_str()).or_insert_with(|| {
            (
                inputs.rates.group(&entry.role),
                inputs.rates.listed(&entry.role),
            )
        });
        match entry.rate.or(card) {
            Some(rate) => {
                let part = LaborRatio::new(entry.people_milli, entry.worked_ms, rate);
                let sums = &mut labor[incident];
                match sums.binary_search_by_key(&group, |(g, _)| *g) {
                    Ok(at) => sums[at].1 = sums[at].1.plus(part),
                    Err(at) => sums.insert(at, (group, part)),
                }
            }
            None => unpriced[incident] += 1,
        }
    }
    inputs
        .incidents
        .iter()
        .enumerate()
        .map(|(i, incident)| {
            let settled = &inputs.settled[i];
            let end = incident
                .resolved
                .or_else(|| settled.iter().map(|(_, interval, _)| interval.end).max())
                .unwrap_or(inputs.as_of);
            let counts = !settled.is_empty();
            let own = worst_of(
                settled
                    .iter()
                    .map(|(_, interval, level)| Piece {
                        interval: *interval,
                        level: *level,
                        incident: i as u32,
                    })
                    .collect(),
            );
            let bad: i128 = own
                .iter()
                .map(|p| {
                    i128::from(p.interval.length_ms())
                        * i128::from(counted(p.level, inputs.methods.counting))
                })
                .sum();
            let losses = std::mem::take(&mut losses[i]);
            let lost: f64 = losses.iter().map(|l| l.lost).sum();
            let labor: Vec<(RoleGroup, LaborRatio)> = if counts {
                std::mem::take(&mut labor[i])
            } else {
                Vec::new()
            };
            let whole = labor
                .iter()
                .fold(LaborRatio::default(), |sum, (_, part)| sum.plus(*part));
            let weights: Vec<f64> = labor
                .iter()
                .map(|(_, part)| part.numerator as f64)
                .collect();
            IncidentCost {
                span: Interval {
                    start: incident.started,
                    end: end.max(incident.started),
                },
                open: incident.resolved.is_none(),
                counts,
                worst: settled
                    .iter()
                    .map(|(_, _, level)| *level)
                    .max()
                    .unwrap_or(0),
                bad_minutes: bad as f64 / WHOLE as f64 / MINUTE_MS as f64,
                service: settled.first().map(|(service, _, _)| *service),
                extrapolated: if outside[i].1 > 0.0 {
                    outside[i].0 / outside[i].1
                } else {
                    0.0
                },
                losses,
                labor_units: largest_remainder(whole.posted(), &weights),
                labor,
                unpriced: unpriced[i],
                lost_units: Money::post_estimate(lost, currency).units(),
            }
        })
        .collect()
}

/// Cost per minute of a full outage from three typed numbers: (revenue, team) a minute.
///
/// `revenue_a_year` and `rate` in major units, the year in minutes.
#[must_use]
pub fn cost_per_minute(
    revenue_a_year: f64,
    people: f64,
    rate: f64,
    year_minutes: f64,
) -> (f64, f64) {
    (revenue_a_year / year_minutes, people * rate / 60.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{IncidentId, LaborId, ServiceId, StreamId};
    use crate::impact::{Reach, pieces_by_stream, settle_all};
    use crate::methods::Profile;
    use crate::record::{Dependence, Impact, IncidentKind, Service, Stream};
    use crate::time::{YearBasis, Zone};
    use crate::velocity::{DirtyMinutes, ThinSlots};

    fn eur() -> Currency {
        Currency::parse("EUR").unwrap()
    }

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn incident(id: u128, start: &str, end: &str, share: f64) -> Incident {
        Incident {
            id: IncidentId(id),
            origin: None,
            title: String::new(),
            kind: IncidentKind::Normal,
            severity: None,
            started: at(start),
            detected: None,
            acknowledged: None,
            mitigated: None,
            resolved: Some(at(end)),
            causes: vec![],
            detected_by: None,
            recovered_by: None,
            recovery_action: None,
            reassignments: None,
            contacts: None,
            notes: String::new(),
            impacts: vec![Impact {
                service: ServiceId(1),
                start: at(start),
                end: None,
                share: Some(share),
            }],
            cancellations: None,
            fixed: vec![],
            method: None,
        }
    }

    fn costs(incidents: &[Incident], labor: &[LaborEntry], sharing: Sharing) -> Vec<IncidentCost> {
        let services = [Service {
            id: ServiceId(1),
            name: "shop".into(),
            tier: None,
            owner: None,
            target: None,
            channels: vec![],
            dependencies: vec![],
            redundancies: vec![],
            hours: None,
        }];
        let streams = [Stream {
            id: StreamId(1),
            name: "shop".into(),
            currency: eur(),
            dependences: vec![Dependence {
                service: ServiceId(1),
                share: 1.0,
            }],
        }];
        let methods = Methods {
            sharing,
            ..Methods::defaults(eur())
        };
        let reach = Reach::new(&services, &streams);
        let as_of = at("2024-02-01T00:00:00Z");
        let settled = settle_all(incidents, &reach, &methods, as_of);
        let pieces = pieces_by_stream(&settled, &reach, 1);
        let span = Interval {
            start: at("2024-01-01T00:00:00Z"),
            end: as_of,
        };
        let dirty = DirtyMinutes::of(pieces[0].iter().map(|p| p.interval));
        let minutes = (span.start.minute()..span.end.minute()).map(|m| (m, 100_000_000));
        let velocity = [Velocity::learn(
            minutes,
            eur(),
            &dirty,
            span,
            Zone::UTC,
            Profile::HourOfWeek,
            ThinSlots::Mean,
        )];
        cost_of_incidents(&CostInputs {
            methods: &methods,
            incidents,
            settled: &settled,
            labor,
            rates: &RateCard::default(),
            velocity: &velocity,
            covered: &[Some(span)],
            stream_pieces: &pieces,
            as_of,
        })
    }

    #[test]
    fn overlapping_incidents_share_the_loss_once() {
        let two = [
            incident(1, "2024-01-10T10:00:00Z", "2024-01-10T11:00:00Z", 1.0),
            incident(2, "2024-01-10T10:30:00Z", "2024-01-10T11:30:00Z", 0.3),
        ];
        let shared = costs(&two, &[], Sharing::Shared);
        assert!((shared[0].lost() - 5_307.692_307_692).abs() < 1e-6);
        assert!((shared[1].lost() - 1_592.307_692_307).abs() < 1e-6);
        assert_eq!(
            shared.iter().map(IncidentCost::total).sum::<i128>(),
            6_900_000_000
        );
        let full = costs(&two, &[], Sharing::Full);
        assert!((full.iter().map(IncidentCost::lost).sum::<f64>() - 7_800.0).abs() < 1e-9);
        let mut swapped = two;
        swapped.reverse();
        let again = costs(&swapped, &[], Sharing::Shared);
        assert_eq!(
            (again[0].lost_units, again[1].lost_units),
            (shared[1].lost_units, shared[0].lost_units)
        );
    }

    #[test]
    fn gross_loss_of_a_partial_outage() {
        // 200 a minute × 30 min × 60 % failing = 3,600; the stream here earns 100 a minute.
        let one = [incident(
            1,
            "2024-01-10T10:00:00Z",
            "2024-01-10T11:00:00Z",
            0.6,
        )];
        assert!((costs(&one, &[], Sharing::Shared)[0].lost() - 3_600.0).abs() < 1e-9);
    }

    #[test]
    fn a_long_incident_is_not_cut_at_a_working_day() {
        let long = [incident(
            1,
            "2024-01-10T10:00:00Z",
            "2024-01-11T10:00:36Z",
            1.0,
        )];
        let cost = &costs(&long, &[], Sharing::Shared)[0];
        assert!((cost.bad_minutes / 60.0 - 24.01).abs() < 1e-9);
        assert!((cost.lost() - 24.01 * 6_000.0).abs() < 1e-6);
    }

    #[test]
    fn labor_is_summed_exactly_and_divided_once() {
        let rate = Money::parse("25", eur()).unwrap();
        let entry = |id, people_milli, hours: f64| LaborEntry {
            id: LaborId(id),
            incident: IncidentId(1),
            role: "engineer".into(),
            person: None,
            people_milli,
            worked_ms: (hours * 3_600_000.0) as i64,
            rate: Some(rate),
            start: None,
            review: false,
            actions: vec![],
        };
        // Commander 1 + scribe 0.75 + 3 participants × 0.5 over 2 h, and 3.5 h of review.
        let labor = [
            entry(1, 1000, 2.0),
            entry(2, 750, 2.0),
            entry(3, 1500, 2.0),
            entry(4, 3500, 1.0),
        ];
        let one = [incident(
            1,
            "2024-01-10T10:00:00Z",
            "2024-01-10T12:00:00Z",
            0.0,
        )];
        let cost = &costs(&one, &labor, Sharing::Shared)[0];
        assert_eq!(cost.labor_total(), 250_000_000);
        assert_eq!(cost.total(), 250_000_000);
        // A third of an hour at 0.01 does not lose its remainder.
        let thirds = LaborRatio::new(1000, 1_200_000, Money::parse("0.01", eur()).unwrap());
        assert_eq!(thirds.plus(thirds).plus(thirds).posted(), 10_000);
    }

    #[test]
    fn three_typed_numbers_already_answer() {
        let (revenue, team) =
            cost_per_minute(10_000_000.0, 8.0, 90.0, YearBasis::Days365.minutes());
        assert!((revenue - 19.03).abs() < 0.005 && (team - 12.0).abs() < 1e-12);
        assert!((revenue + team - 31.03).abs() < 0.005);
    }

    #[test]
    fn roles_find_their_group() {
        let card = RateCard::default();
        for (role, group) in [
            ("Customer support", RoleGroup::Support),
            ("Database admin", RoleGroup::Engineering),
            ("incident-commander", RoleGroup::Management),
            ("PR", RoleGroup::Communications),
            ("Sales", RoleGroup::Sales),
            ("Product manager", RoleGroup::Management),
            ("cook", RoleGroup::Other),
        ] {
            assert_eq!(card.group(role), group, "{role}");
        }
    }
}
