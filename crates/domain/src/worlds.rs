//! Small worlds for tests: services, a stream, incidents with planted properties.

use crate::analysis::{Analysis, Facts};
use crate::id::{IncidentId, LaborId, ServiceId, StreamId};
use crate::methods::Methods;
use crate::money::{Currency, Money};
use crate::record::{
    BacklogMonth, Dependence, Impact, Incident, LaborEntry, MinuteSum, Service, Stream, Tier,
};
use crate::time::{DAY_MS, Instant, Interval, MINUTE_MS};

/// Facts that can be changed and analysed.
pub struct World {
    pub methods: Methods,
    pub tiers: Vec<Tier>,
    pub services: Vec<Service>,
    pub streams: Vec<Stream>,
    pub backlog: Vec<BacklogMonth>,
    pub incidents: Vec<Incident>,
    pub labor: Vec<LaborEntry>,
    pub revenue: Vec<Vec<MinuteSum>>,
}

/// Monday, 1 January 2024.
pub const FIRST: Instant = Instant(1_704_067_200_000);

impl World {
    /// A shop and its database without revenue or incidents, as of `days` after [`FIRST`].
    pub fn new(days: i64) -> Self {
        let eur = Currency::parse("EUR").unwrap();
        let mut methods = Methods::defaults(eur);
        methods.as_of = Some(Instant(FIRST.0 + days * DAY_MS));
        Self {
            methods,
            tiers: vec![],
            services: vec![
                Service::named(ServiceId(1), "shop"),
                Service::named(ServiceId(2), "database"),
            ],
            streams: vec![Stream {
                id: StreamId(1),
                name: "orders".into(),
                currency: eur,
                dependences: vec![Dependence {
                    service: ServiceId(1),
                    share: 1.0,
                }],
            }],
            backlog: vec![],
            incidents: vec![],
            labor: vec![],
            revenue: vec![vec![]],
        }
    }

    /// Revenue of every hour from [`FIRST`] for so many weeks, booked in the hour's first minute,
    /// in major units: `earned(week, hour of the week)`.
    pub fn earn(&mut self, weeks: i64, mut earned: impl FnMut(i64, i64) -> f64) {
        self.revenue[0] = (0..weeks * 168)
            .map(|hour| MinuteSum {
                minute: FIRST.minute() + hour * 60,
                units: (earned(hour / 168, hour % 168) * 1e6).round() as i64,
                rows: 1,
            })
            .collect();
    }

    /// A resolved incident, so many minutes after [`FIRST`] and so many minutes long.
    pub fn incident(&mut self, service: u128, minute: i64, minutes: f64) -> &mut Incident {
        let started = Instant(FIRST.0 + minute * MINUTE_MS);
        let mut incident = Incident::begun(IncidentId(self.incidents.len() as u128 + 1), started);
        incident.resolved = Some(Instant(started.0 + (minutes * MINUTE_MS as f64) as i64));
        incident.impacts = vec![Impact {
            service: ServiceId(service),
            start: started,
            end: None,
            share: None,
        }];
        self.incidents.push(incident);
        self.incidents.last_mut().unwrap()
    }

    /// An engineer's hours on an incident (by number from 1).
    pub fn worked(&mut self, incident: u128, hours: f64, rate: &str) {
        let eur = self.methods.currency;
        self.labor.push(LaborEntry {
            worked_ms: (hours * 3_600_000.0) as i64,
            rate: Some(Money::parse(rate, eur).unwrap()),
            ..LaborEntry::of(
                LaborId(self.labor.len() as u128 + 1),
                IncidentId(incident),
                "engineer",
            )
        });
    }

    pub fn facts(&self) -> Facts<'_> {
        Facts {
            methods: &self.methods,
            tiers: &self.tiers,
            services: &self.services,
            streams: &self.streams,
            roles: &[],
            contracts: &[],
            backlog: &self.backlog,
            incidents: &self.incidents,
            labor: &self.labor,
            revenue: &self.revenue,
        }
    }

    pub fn analyse(&self) -> Analysis {
        Analysis::of(&self.facts(), None)
    }

    /// So many days before the as-of instant.
    pub fn last_days(&self, days: i64) -> Interval {
        let end = self.methods.as_of.unwrap();
        Interval {
            start: Instant(end.0 - days * DAY_MS),
            end,
        }
    }
}
