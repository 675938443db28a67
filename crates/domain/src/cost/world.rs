//! Small worlds for the tests of costs and of the ledger.

use crate::analysis::{Analysis, Facts};
use crate::id::{IncidentId, LaborId, ServiceId, StreamId};
use crate::methods::Methods;
use crate::money::{Currency, Money};
use crate::record::{
    Contract, Dependence, Dependency, Impact, Incident, LaborEntry, MinuteSum, Role, Service,
    Stream,
};
use crate::time::{Instant, MINUTE_MS};

pub(crate) fn eur() -> Currency {
    Currency::parse("EUR").unwrap()
}

pub(crate) fn euros(text: &str) -> Money {
    Money::parse(text, eur()).unwrap()
}

/// Units of a decimal amount.
pub(crate) fn units(text: &str) -> i128 {
    euros(text).units()
}

pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

/// The facts of a workspace, owned.
#[derive(Clone)]
pub(crate) struct World {
    pub methods: Methods,
    pub services: Vec<Service>,
    pub streams: Vec<Stream>,
    pub roles: Vec<Role>,
    pub contracts: Vec<Contract>,
    pub incidents: Vec<Incident>,
    pub labor: Vec<LaborEntry>,
    pub revenue: Vec<Vec<MinuteSum>>,
}

impl World {
    /// One service that carries one stream in full, at `per_minute` euros throughout `days`
    /// from a midnight (UTC) on.
    pub fn steady(first: &str, days: i64, per_minute: i64) -> Self {
        let mut world = Self {
            methods: Methods::defaults(eur()),
            services: Vec::new(),
            streams: Vec::new(),
            roles: Vec::new(),
            contracts: Vec::new(),
            incidents: Vec::new(),
            labor: Vec::new(),
            revenue: Vec::new(),
        };
        let shop = world.service("shop", vec![]);
        let first = at(first).minute();
        world.stream(
            &[(shop, 1.0)],
            (first..first + days * 1440).map(|minute| (minute, per_minute * 1_000_000)),
        );
        world
    }

    pub fn service(&mut self, name: &str, dependencies: Vec<Dependency>) -> ServiceId {
        let id = ServiceId(self.services.len() as u128 + 1);
        self.services.push(Service {
            dependencies,
            ..Service::named(id, name)
        });
        id
    }

    pub fn stream(
        &mut self,
        carried_by: &[(ServiceId, f64)],
        minutes: impl Iterator<Item = (i64, i64)>,
    ) {
        let id = StreamId(self.streams.len() as u128 + 1);
        self.streams.push(Stream {
            id,
            name: format!("stream {}", id.0),
            currency: eur(),
            dependences: carried_by
                .iter()
                .map(|(service, share)| Dependence {
                    service: *service,
                    share: *share,
                })
                .collect(),
        });
        self.revenue.push(
            minutes
                .map(|(minute, units)| MinuteSum {
                    minute,
                    units,
                    rows: 1,
                })
                .collect(),
        );
    }

    /// An incident on the first service.
    pub fn down(&mut self, start: &str, minutes: i64, share: f64) -> &mut Incident {
        let start = at(start);
        self.hit(&[(1, start, minutes * MINUTE_MS, share)])
    }

    /// An incident with impacts of (service, start, ms, share); it ends with the last of them.
    pub fn hit(&mut self, impacts: &[(u128, Instant, i64, f64)]) -> &mut Incident {
        let id = IncidentId(self.incidents.len() as u128 + 1);
        let started = impacts.iter().map(|(_, start, _, _)| *start).min().unwrap();
        let mut incident = Incident::begun(id, started);
        incident.impacts = impacts
            .iter()
            .map(|(service, start, length, share)| Impact {
                service: ServiceId(*service),
                start: *start,
                end: Some(Instant(start.0 + length)),
                share: Some(*share),
            })
            .collect();
        incident.resolved = incident.impacts.iter().filter_map(|i| i.end).max();
        self.incidents.push(incident);
        self.incidents.last_mut().unwrap()
    }

    /// Labor of one engineer on the incident at a position, at 60 euros an hour.
    pub fn work(&mut self, incident: usize, minutes: i64) -> &mut LaborEntry {
        let id = LaborId(self.labor.len() as u128 + 1);
        self.labor.push(LaborEntry {
            worked_ms: minutes * MINUTE_MS,
            rate: Some(euros("60")),
            ..LaborEntry::of(id, self.incidents[incident].id, "engineer")
        });
        self.labor.last_mut().unwrap()
    }

    pub fn facts(&self) -> Facts<'_> {
        Facts {
            methods: &self.methods,
            tiers: &[],
            services: &self.services,
            streams: &self.streams,
            roles: &self.roles,
            contracts: &self.contracts,
            backlog: &[],
            incidents: &self.incidents,
            labor: &self.labor,
            revenue: &self.revenue,
        }
    }

    pub fn analyse(&self) -> Analysis {
        Analysis::of(&self.facts(), None)
    }
}
