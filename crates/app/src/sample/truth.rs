//! What was planted: the parameters that the sample was drawn from, and what really happened.

use super::company::STREAMS;
use ninefold_domain::id::IncidentId;
use ninefold_domain::time::{Instant, Interval};

/// One value a stream, in the order of [`super::Sample::streams`].
pub type Streams<T> = [T; STREAMS];

/// A time when demand is not its usual self.
#[derive(Debug, Clone, PartialEq)]
pub struct Season {
    /// What it is.
    pub name: &'static str,
    /// When.
    pub during: Interval,
    /// Demand against the usual, by stream.
    pub factors: Streams<f64>,
}

/// How long incidents of a severity last: lognormal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DurationLaw {
    /// Severity.
    pub severity: &'static str,
    /// Share of incidents.
    pub share: f64,
    /// Median, minutes.
    pub median: f64,
    /// Standard deviation of the logarithm.
    pub sigma: f64,
}

/// Who notices incidents; monitoring those that are left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detectors {
    /// Share that customers notice.
    pub customer: f64,
    /// Share that staff notice.
    pub staff: f64,
    /// Median time monitoring takes, minutes.
    pub monitoring_minutes: f64,
    /// Median time staff take, minutes.
    pub staff_minutes: f64,
    /// Median time customers take, minutes.
    pub customer_minutes: f64,
}

/// An incident that was planted by name, beside those that were drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Special {
    /// What it is an example of.
    pub role: Role,
    /// The incident.
    pub incident: IncidentId,
}

/// What a planted incident is an example of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// At the peak of demand, Sunday evening: the dearest.
    Peak,
    /// On the sale day.
    SaleDay,
    /// A long one with another inside its time.
    Outer,
    /// Inside the time of [`Role::Outer`].
    Nested,
    /// Overlaps [`Role::OverlapSecond`] on the same service.
    OverlapFirst,
    /// The later of the two.
    OverlapSecond,
    /// Ends the moment [`Role::TouchingSecond`] begins.
    TouchingFirst,
    /// The later of the two.
    TouchingSecond,
    /// A provider's outage that hits five services.
    Zone,
    /// Hits three services, each for another time.
    Failover,
    /// Noticed by customers, hours late.
    Customers,
    /// Handed from team to team.
    HandedAround,
    /// Lasts days at a small impact.
    LongTail,
    /// Over the night in which the clocks go back.
    ClockChange,
    /// Over the end of a month.
    MonthEnd,
    /// Planned work: counts in nothing.
    Maintenance,
    /// A drill: counts in nothing.
    Drill,
}

/// What was planted.
#[derive(Debug, Clone, PartialEq)]
pub struct Truth {
    /// What the data covers, whole local days.
    pub span: Interval,
    /// Weight of each hour of the local week, Monday 00:00 first, mean 1; 168 a stream.
    pub shape: Streams<Vec<f64>>,
    /// Expected revenue a minute at [`Truth::anchor`], without shape, season and noise, in EUR.
    pub level: Streams<f64>,
    /// Where growth is 1.
    pub anchor: Instant,
    /// Logarithmic growth a week.
    pub weekly_growth: Streams<f64>,
    /// Times when demand is not its usual self.
    pub seasons: Vec<Season>,
    /// Share of lost orders that come back after the end.
    pub recaptured: Streams<f64>,
    /// How long after the end that takes, minutes: exponential with this mean, cut off at
    /// [`Truth::return_limit`].
    pub return_minutes: f64,
    /// None comes back later than this, minutes.
    pub return_limit: f64,
    /// Share of each stream that is lost while a service is fully down; outer index: service.
    pub reach: Vec<Streams<f64>>,
    /// Incidents a year by service, the named ones apart.
    pub incident_rates: Vec<f64>,
    /// The time in which those begin.
    pub incidents_begin: Interval,
    /// How long they last, by severity.
    pub durations: Vec<DurationLaw>,
    /// Who notices.
    pub detectors: Detectors,
    /// Share recovered by hand.
    pub by_hand: f64,
    /// Share that repeats an earlier cause of the same service and kind, where there is one.
    pub repeats: f64,
    /// The named incidents.
    pub specials: Vec<Special>,
    /// Impact × dependence × what the moment would have earned, in EUR.
    pub planted_loss: Streams<f64>,
    /// Revenue of the orders that were lost by it, in units of 1/10,000 of a cent.
    pub lost: Streams<i64>,
    /// How many orders that were.
    pub lost_orders: Streams<u32>,
    /// How many of them came back.
    pub returned_orders: Streams<u32>,
}

impl Truth {
    /// Level of a stream at an instant against [`Truth::anchor`], by growth alone.
    #[must_use]
    pub fn growth(&self, stream: usize, at: Instant) -> f64 {
        const WEEK_MS: f64 = 7.0 * 86_400_000.0;
        let weeks = (at.0 - self.anchor.0) as f64 / WEEK_MS;
        (self.weekly_growth[stream] * weeks).exp()
    }

    /// Demand of a stream against the usual at an instant.
    #[must_use]
    pub fn season(&self, stream: usize, at: Instant) -> f64 {
        self.seasons
            .iter()
            .filter(|s| s.during.contains(at))
            .map(|s| s.factors[stream])
            .product()
    }

    /// Expected revenue a minute in the hour that begins at `hour`, in EUR; `slot` is its hour of
    /// the local week.
    #[must_use]
    pub fn expected(&self, stream: usize, hour: Instant, slot: usize) -> f64 {
        let middle = Instant(hour.0 + 1_800_000);
        self.level[stream]
            * self.shape[stream][slot]
            * self.growth(stream, middle)
            * self.season(stream, middle)
    }

    /// The named incident of a role.
    #[must_use]
    pub fn special(&self, role: Role) -> Option<IncidentId> {
        self.specials
            .iter()
            .find(|s| s.role == role)
            .map(|s| s.incident)
    }

    /// Whether an incident was planted by name.
    #[must_use]
    pub fn is_special(&self, incident: IncidentId) -> bool {
        self.specials.iter().any(|s| s.incident == incident)
    }
}
