//! Methods and assumptions: every choice that is open, named and stored with the workspace,
//! shown beside each result it shaped.

use crate::calendar::{LocalDay, WeeklyHours};
use crate::money::Currency;
use crate::time::{CalendarUnit, Instant, Interval, YearBasis, Zone};
use serde::{Deserialize, Serialize};

/// The baseline that expected revenue is read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// One mean over all clean minutes.
    Flat,
    /// 168 slots.
    #[default]
    HourOfWeek,
    /// 10,080 slots.
    MinuteOfWeek,
}

/// What stands for the weeks of a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Average {
    /// All clean minutes count alike.
    #[default]
    Mean,
    /// The week in the middle, so that a few odd ones move nothing.
    Median,
}

/// Which moments count as downtime.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Counting {
    /// Each moment by the worst impact open in it.
    #[default]
    Weighted,
    /// A moment with any incident is down.
    Any,
    /// A moment is down from this impact upwards.
    From {
        /// Impact, 0 to 1.
        impact: f64,
    },
}

/// How overlapping incidents share lost revenue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sharing {
    /// Each minute's loss is split in proportion to impact; lines sum to the total.
    #[default]
    Shared,
    /// Each incident is charged alone.
    Full,
}

/// How lost revenue is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LossMethod {
    /// Impact × expected revenue: says what a failure of that size costs on average.
    #[default]
    Velocity,
    /// Expected − observed: says what this one cost, with the noise of a single stretch.
    Counterfactual,
}

/// Which of the money is a loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum View {
    /// All revenue that did not come.
    #[default]
    Revenue,
    /// Only the margin on it; what would have been spent on it is taken off.
    Margin,
}

/// What an hour taken from the roadmap was worth.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Opportunity {
    /// Not counted.
    #[default]
    None,
    /// Hours × (value − loaded rate), so that the wage is not counted twice; never below 0.
    Hour {
        /// Value of an hour of roadmap work, major units of the workspace currency.
        value: f64,
    },
    /// Cost of delay: hours ÷ team hours a week = weeks of delay, × cost a week.
    Delay {
        /// Cost of a week's delay of the roadmap, major units.
        per_week: f64,
        /// Roadmap hours that the team has in a week.
        hours_a_week: f64,
    },
}

/// Days that are unlike others: a sale, a holiday.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SpecialDays {
    /// Such as `Black Friday`.
    pub name: String,
    /// First day, in the workspace zone.
    pub from: LocalDay,
    /// Last day, included.
    pub until: LocalDay,
    /// Whether their minutes are left out of the revenue baseline.
    pub off_baseline: bool,
    /// Whether they are a holiday: outside service hours and business hours.
    pub holiday: bool,
}

/// A sign of the bottleneck (article “Resilience and Observability”), see [`crate::signs`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignKind {
    /// Share of incidents that customers noticed first.
    DetectedByCustomers,
    /// Share recovered by hand.
    RecoveredByHand,
    /// Share handed between teams twice or more.
    HandedOver,
    /// Share whose cause tag had been seen in the window before.
    RepeatCause,
    /// Services without an owner.
    NoOwner,
    /// Growth of incident minutes against demand: slope, above 1 is non-linear.
    DemandGrowth,
    /// Share of incidents that began in the busiest tenth of the week's hours.
    AtPeak,
    /// Hours of manual recovery: days until automating them has paid for itself.
    ManualRecovery,
    /// Share of resilience work in the backlog.
    ResilienceBacklog,
    /// Services without a tier.
    TierMissing,
    /// Services without a target of their own or of their tier.
    TargetMissing,
    /// Targets above what dependencies or channels allow.
    TargetImpossible,
}

/// What the value of a sign is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SignUnit {
    /// A share, 0 to 1.
    Share,
    /// A slope: 1 is growth in proportion.
    Slope,
    /// Days.
    Days,
    /// A number of services.
    Services,
}

impl SignKind {
    /// Every sign, in the order of the enumeration.
    pub const ALL: [Self; 12] = [
        Self::DetectedByCustomers,
        Self::RecoveredByHand,
        Self::HandedOver,
        Self::RepeatCause,
        Self::NoOwner,
        Self::DemandGrowth,
        Self::AtPeak,
        Self::ManualRecovery,
        Self::ResilienceBacklog,
        Self::TierMissing,
        Self::TargetMissing,
        Self::TargetImpossible,
    ];

    /// What its value and its thresholds are in.
    #[must_use]
    pub fn unit(self) -> SignUnit {
        match self {
            Self::DetectedByCustomers
            | Self::RecoveredByHand
            | Self::HandedOver
            | Self::RepeatCause
            | Self::AtPeak
            | Self::ResilienceBacklog => SignUnit::Share,
            Self::DemandGrowth => SignUnit::Slope,
            Self::ManualRecovery => SignUnit::Days,
            Self::NoOwner | Self::TierMissing | Self::TargetMissing | Self::TargetImpossible => {
                SignUnit::Services
            }
        }
    }

    /// Whether it warns from a threshold downwards: the sooner automation pays for itself, the
    /// worse it is to be without.
    #[must_use]
    pub fn lower_is_worse(self) -> bool {
        self == Self::ManualRecovery
    }
}

/// From where a sign warns and alarms.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Threshold {
    /// The sign.
    pub sign: SignKind,
    /// It warns from here on, in the sign's own unit (shares 0 to 1, slope, days, services).
    pub warn: f64,
    /// It alarms from here on.
    pub alarm: f64,
}

impl Threshold {
    /// What holds until the user sets another.
    ///
    /// Shares are those of the model's section 5. A service without an owner warns; one of the
    /// most critical tier alarms, so the alarm of [`SignKind::NoOwner`] counts services of tier 1
    /// only. Growth alarms only where its whole interval is above the threshold.
    #[must_use]
    pub fn default_of(sign: SignKind) -> Self {
        let (warn, alarm) = match sign {
            SignKind::DetectedByCustomers => (0.2, 0.4),
            SignKind::RecoveredByHand => (0.5, 0.75),
            SignKind::HandedOver => (0.1, 0.25),
            SignKind::RepeatCause => (0.15, 0.3),
            SignKind::AtPeak => (0.2, 0.3),
            SignKind::ResilienceBacklog => (0.25, 0.5),
            SignKind::DemandGrowth => (1.0, 1.0),
            SignKind::ManualRecovery => (365.0, 180.0),
            SignKind::NoOwner | SignKind::TargetImpossible => (1.0, 1.0),
            SignKind::TierMissing | SignKind::TargetMissing => (1.0, 3.0),
        };
        Self { sign, warn, alarm }
    }
}

/// An answer of the growth-phase questionnaire; what is not answered is read from the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhaseAnswer {
    /// Key of the question, see [`crate::phase`].
    pub question: String,
    /// Key of the answer chosen.
    pub answer: String,
}

/// A window that figures are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Window {
    /// The last so many days before the as-of instant.
    Rolling {
        /// Days of 24 hours.
        days: u16,
    },
    /// The calendar unit that holds the as-of instant.
    Calendar {
        /// Week, month, quarter or year.
        unit: CalendarUnit,
    },
    /// From one instant to another.
    Custom {
        /// Start and end.
        span: Interval,
    },
}

impl Default for Window {
    fn default() -> Self {
        Self::Rolling { days: 365 }
    }
}

impl Window {
    /// The window as an interval, before it is clipped to what was observed.
    #[must_use]
    pub fn resolve(self, as_of: Instant, zone: Zone) -> Interval {
        match self {
            Self::Rolling { days } => Interval {
                start: Instant(as_of.0 - i64::from(days) * crate::time::DAY_MS),
                end: as_of,
            },
            // The as-of instant is the end of the data: the unit that holds the last moment
            // before it, so that data to the end of October is about October.
            Self::Calendar { unit } => zone.calendar(unit, Instant(as_of.0 - 1)),
            Self::Custom { span } => span,
        }
    }
}

/// Default impact of a severity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeverityImpact {
    /// As sources write it; compared without case.
    pub severity: String,
    /// Share of users or requests hit, 0 to 1.
    pub impact: f64,
}

/// The choices of a workspace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Methods {
    /// Currency that totals are shown in.
    pub currency: Currency,
    /// Zone of the workspace.
    pub zone: Zone,
    /// Length of a year.
    pub year: YearBasis,
    /// Baseline.
    pub profile: Profile,
    /// What stands for the weeks of a slot.
    #[serde(default)]
    pub average: Average,
    /// Clean minutes that a slot needs before its own average is used.
    pub min_observations: u32,
    /// Counting rule.
    pub counting: Counting,
    /// Sharing rule.
    pub sharing: Sharing,
    /// Whether planned maintenance counts as downtime.
    pub count_maintenance: bool,
    /// As-of instant; the end of the imported data where missing.
    pub as_of: Option<Instant>,
    /// Target of a service whose tier has none, 0 to 1.
    pub default_target: f64,
    /// People on a full outage, for the cost of a full-outage minute (assumed).
    pub team_people: f64,
    /// Their loaded rate per hour in the workspace currency (assumed).
    pub team_rate: f64,
    /// Default impact by severity; other severities count 0.
    pub severity_impacts: Vec<SeverityImpact>,
    /// What costs besides revenue and time; all assumed.
    #[serde(default)]
    pub assumptions: Assumptions,
    /// How lost revenue is computed, unless an incident says otherwise.
    #[serde(default)]
    pub loss: LossMethod,
    /// Whether `velocity` follows the level of the weeks around an incident.
    #[serde(default)]
    pub level: bool,
    /// Days unlike others.
    #[serde(default)]
    pub special_days: Vec<SpecialDays>,
    /// Thresholds of signs that differ from the default.
    #[serde(default)]
    pub thresholds: Vec<Threshold>,
    /// Answers about the growth phase.
    #[serde(default)]
    pub phase: Vec<PhaseAnswer>,
}

/// What the cost lines assume besides revenue and timesheets. Every one is named, editable and
/// shown with the lines that it shaped; where a value is missing, so is its line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Assumptions {
    /// Revenue or margin.
    pub view: View,
    /// Margin on revenue, 0 to 1.
    pub margin: f64,
    /// Whether revenue that came back after incidents is measured and taken off.
    pub recapture: bool,
    /// How long after an incident's end revenue may come back, minutes.
    pub recovery_minutes: f64,
    /// Hours of the week that are paid plainly.
    pub business_hours: WeeklyHours,
    /// Multiplier of the loaded rate outside them; 1 is none. Only entries with a start know.
    pub out_of_hours: f64,
    /// What an hour taken from the roadmap was worth.
    pub opportunity: Opportunity,
    /// Cost of one customer contact, major units of the workspace currency.
    pub contact_cost: Option<f64>,
    /// Margin that a customer brings over its lifetime, major units.
    pub customer_value: Option<f64>,
    /// What one action of a responder is worth, minutes.
    pub action_minutes: f64,
    /// Another action within so many minutes makes it continuous work.
    pub action_gap_minutes: f64,
    /// Time box for automating a recovery, days of eight hours.
    pub automation_days: f64,
    /// Hours of one manual recovery where labor does not tell.
    pub manual_hours: f64,
    /// How far the typed amounts above, and those of the rate card, may be off.
    pub give_or_take: GiveOrTake,
}

/// How far typed amounts may be off: half of the 90 % range around each, as a share of it, 0 to 1;
/// 0 takes it as exact. They make the ranges of the cost lines that rest on them. One amount is
/// one belief: whatever it is wrong by, it is wrong by on every incident, so that the halves of
/// lines add up in full; beliefs about different things err apart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GiveOrTake {
    /// Of the rates of the rate card, where an entry says no rate of its own.
    pub rate_card: f64,
    /// Of hours that are read from what responders did.
    pub activity: f64,
    /// Of the value of an hour of roadmap work, or of the cost of a week's delay.
    pub opportunity: f64,
    /// Of the cost of a customer contact.
    pub contact_cost: f64,
    /// Of the margin that a customer brings.
    pub customer_value: f64,
}

impl Default for GiveOrTake {
    /// All assumed: rates are known better than what somebody thinks of the roadmap or a customer.
    fn default() -> Self {
        Self {
            rate_card: 0.1,
            activity: 0.3,
            opportunity: 0.3,
            contact_cost: 0.25,
            customer_value: 0.5,
        }
    }
}

impl Default for Assumptions {
    fn default() -> Self {
        Self {
            view: View::Revenue,
            margin: 0.7,
            recapture: true,
            recovery_minutes: 240.0,
            business_hours: WeeklyHours::office(),
            out_of_hours: 1.0,
            opportunity: Opportunity::None,
            contact_cost: None,
            customer_value: None,
            action_minutes: 10.0,
            action_gap_minutes: 20.0,
            automation_days: 2.0,
            manual_hours: 0.75,
            give_or_take: GiveOrTake::default(),
        }
    }
}

impl Methods {
    /// The defaults, all assumed and editable.
    #[must_use]
    pub fn defaults(currency: Currency) -> Self {
        let named = [
            ("SEV1", 1.0),
            ("P1", 1.0),
            ("critical", 1.0),
            ("major outage", 1.0),
            ("SEV2", 0.3),
            ("P2", 0.3),
            ("major", 0.3),
            ("partial", 0.3),
            ("SEV3", 0.1),
            ("P3", 0.1),
            ("minor", 0.1),
        ];
        Self {
            currency,
            zone: Zone::UTC,
            year: YearBasis::Days365,
            profile: Profile::HourOfWeek,
            average: Average::Mean,
            min_observations: 1,
            counting: Counting::Weighted,
            sharing: Sharing::Shared,
            count_maintenance: false,
            as_of: None,
            default_target: 0.999,
            team_people: 4.0,
            team_rate: 90.0,
            severity_impacts: named
                .into_iter()
                .map(|(severity, impact)| SeverityImpact {
                    severity: severity.into(),
                    impact,
                })
                .collect(),
            assumptions: Assumptions::default(),
            loss: LossMethod::Velocity,
            level: false,
            special_days: Vec::new(),
            thresholds: Vec::new(),
            phase: Vec::new(),
        }
    }

    /// From where a sign warns and alarms: as typed, else the default.
    #[must_use]
    pub fn threshold(&self, sign: SignKind) -> Threshold {
        self.thresholds
            .iter()
            .find(|t| t.sign == sign)
            .copied()
            .unwrap_or_else(|| Threshold::default_of(sign))
    }

    /// Whether the table has a default impact for a severity, however it is spelled.
    #[must_use]
    pub fn knows_severity(&self, severity: &str) -> bool {
        self.severity_entry(severity).is_some()
    }

    /// The entry of a severity: as it is written; else spelled otherwise (`Sev-1`, `S1`,
    /// `Severity 1`, `prio 1`); else by the first of its parts that the table has
    /// (`1 - Critical`, `SEV1 (outage)`).
    fn severity_entry(&self, severity: &str) -> Option<&SeverityImpact> {
        let whole = severity.trim();
        let mut entries = self.severity_impacts.iter();
        if let Some(entry) = entries.find(|e| e.severity.eq_ignore_ascii_case(whole)) {
            return Some(entry);
        }
        let spelled = |text: &str| {
            let mut entries = self.severity_impacts.iter();
            let named = plain_severity(text).next().is_some();
            entries.find(|e| named && plain_severity(&e.severity).eq(plain_severity(text)))
        };
        spelled(whole).or_else(|| {
            let parts = whole.split(['(', ')', ':', '/', ',', '|']);
            parts.flat_map(|part| part.split(" - ")).find_map(spelled)
        })
    }

    /// The default impact of a severity: the table's, else 0; 1 where there is no severity at
    /// all, so that an unlabelled outage is not lost.
    #[must_use]
    pub fn impact_of(&self, severity: Option<&str>) -> f64 {
        let Some(severity) = severity else { return 1.0 };
        self.severity_entry(severity)
            .map_or(0.0, |entry| entry.impact)
    }
}

/// A severity without the marks between its words and in the short form of its scale. A million
/// incidents may be spelled otherwise than the table, so nothing is allocated.
fn plain_severity(text: &str) -> impl Iterator<Item = char> {
    let squeezed = || {
        let kept = text.chars().filter(|c| c.is_alphanumeric());
        kept.flat_map(char::to_lowercase)
    };
    let letters = squeezed().take_while(|c| !c.is_ascii_digit()).count();
    let mut number = squeezed().skip(letters).peekable();
    let numbered = number.peek().is_some() && number.all(|c| c.is_ascii_digit());
    let scales = [
        ("severity", "sev"),
        ("s", "sev"),
        ("priority", "p"),
        ("prio", "p"),
    ];
    let is_scale = |long: &str| squeezed().take(letters).eq(long.chars());
    let scale = scales.iter().find(|(long, _)| numbered && is_scale(long));
    let short = scale.map_or("", |(_, short)| short);
    let rest = if scale.is_some() { letters } else { 0 };
    short.chars().chain(squeezed().skip(rest))
}

/// The default impact that a severity's name suggests where nobody set one: by its number or its
/// word; the whole where the name says nothing, so that an outage is not lost.
#[must_use]
pub fn suggested_impact(severity: &str) -> f64 {
    let lower = severity.to_lowercase();
    let number: String = lower.chars().filter(char::is_ascii_digit).collect();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).collect();
    let any = |known: &[&str]| words.iter().any(|word| known.contains(word));
    if any(&[
        "none",
        "info",
        "informational",
        "maintenance",
        "cosmetic",
        "planning",
    ]) {
        return 0.0;
    }
    if any(&[
        "medium", "moderate", "normal", "warning", "degraded", "partial", "average",
    ]) {
        return 0.3;
    }
    if any(&["low", "lowest", "minor", "trivial", "limited"]) {
        return 0.1;
    }
    match number.parse::<u32>() {
        Ok(2) => 0.3,
        Ok(3) => 0.1,
        Ok(n) if n > 3 => 0.0,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_severity_is_known_however_it_is_spelled() {
        let methods = Methods::defaults(Currency::parse("EUR").unwrap());
        for (written, impact) in [
            ("sev1", 1.0),
            ("Sev-1", 1.0),
            ("SEV 2", 0.3),
            ("S2", 0.3),
            ("Severity 3", 0.1),
            ("p-1", 1.0),
            ("Prio 2", 0.3),
            ("1 - Critical", 1.0),
            ("SEV2 (degraded)", 0.3),
            ("Major Outage", 1.0),
            ("MAJOR", 0.3),
        ] {
            assert!(methods.knows_severity(written), "{written}");
            assert_eq!(methods.impact_of(Some(written)), impact, "{written}");
        }
        for unknown in ["high", "S", "SEV", "SEV10", "1", "", " - "] {
            assert!(!methods.knows_severity(unknown), "{unknown}");
            assert_eq!(methods.impact_of(Some(unknown)), 0.0, "{unknown}");
        }
        assert_eq!(methods.impact_of(None), 1.0);
    }

    #[test]
    fn a_name_suggests_an_impact() {
        for (severity, impact) in [
            ("high", 1.0),
            ("Urgent", 1.0),
            ("SEV0", 1.0),
            ("2 - High", 0.3),
            ("medium", 0.3),
            ("low", 0.1),
            ("SEV4", 0.0),
            ("P5", 0.0),
            ("Maintenance", 0.0),
            ("weird", 1.0),
        ] {
            assert_eq!(suggested_impact(severity), impact, "{severity}");
        }
    }

    #[test]
    fn every_sign_has_thresholds_in_order_and_may_have_others() {
        let mut methods = Methods::defaults(Currency::parse("EUR").unwrap());
        for (at, sign) in SignKind::ALL.into_iter().enumerate() {
            assert!(!SignKind::ALL[..at].contains(&sign), "{sign:?} once");
            let Threshold { warn, alarm, .. } = methods.threshold(sign);
            if sign.lower_is_worse() {
                assert!(warn >= alarm, "{sign:?}");
            } else {
                assert!(warn <= alarm, "{sign:?}");
            }
            if sign.unit() == SignUnit::Share {
                assert!((0.0..=1.0).contains(&warn) && alarm <= 1.0, "{sign:?}");
            }
        }
        let typed = Threshold {
            sign: SignKind::HandedOver,
            warn: 0.3,
            alarm: 0.6,
        };
        methods.thresholds.push(typed);
        assert_eq!(methods.threshold(SignKind::HandedOver), typed);
        assert_eq!(
            methods.threshold(SignKind::AtPeak),
            Threshold::default_of(SignKind::AtPeak)
        );
    }
}
