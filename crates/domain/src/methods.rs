//! Methods and assumptions: every choice that is open, named and stored with the workspace,
//! shown beside each result it shaped.

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
    /// Clean minutes that a slot needs before its own mean is used.
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
        }
    }

    /// Whether the table has a default impact for a severity.
    #[must_use]
    pub fn knows_severity(&self, severity: &str) -> bool {
        let name = severity.trim();
        self.severity_impacts
            .iter()
            .any(|entry| entry.severity.eq_ignore_ascii_case(name))
    }

    /// The default impact of a severity: the table's, else 0; 1 where there is no severity at
    /// all, so that an unlabelled outage is not lost.
    #[must_use]
    pub fn impact_of(&self, severity: Option<&str>) -> f64 {
        let Some(severity) = severity else { return 1.0 };
        self.severity_impacts
            .iter()
            .find(|entry| entry.severity.eq_ignore_ascii_case(severity.trim()))
            .map_or(0.0, |entry| entry.impact)
    }
}
