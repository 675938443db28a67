//! Everything from nothing: files into records, then the analysis, of which alone the time is
//! taken.

use crate::clock::{Took, middle_and_most, timed};
use ninefold_domain::analysis::{Analysis, Facts};
use ninefold_domain::cost::IncidentCost;
use ninefold_domain::id::{IncidentId, LaborId, ServiceId, StreamId};
use ninefold_domain::methods::Methods;
use ninefold_domain::money::Currency;
use ninefold_domain::record::{
    Dependence, Impact, Incident, LaborEntry, MinuteSum, Origin, Service, Stream,
};
use ninefold_ingest::{
    Field, IncidentRow, LaborRow, Mapping, each_incident, each_labor, read_revenue,
};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::error::Error;
use std::path::Path;

/// Times that the analysis is made; the middle one counts.
const ROUNDS: usize = 3;

pub fn measure(folder: &Path) -> Result<Value, Box<dyn Error>> {
    let (records, reading) = timed(|| Records::read(folder))?;
    let facts = records.facts();
    eprintln!(
        "read in {:.1} s: {} incidents, {} labor entries, {} streams, {} minutes of revenue",
        reading.wall,
        facts.incidents.len(),
        facts.labor.len(),
        facts.streams.len(),
        facts.revenue.iter().map(Vec::len).sum::<usize>(),
    );
    let mut runs: Vec<Took> = Vec::new();
    let mut lines = 0;
    let mut total = 0.0;
    for round in 1..=ROUNDS {
        let (analysis, took) = timed(|| Ok(Analysis::of(&facts, None)))?;
        eprintln!(
            "round {round}/{ROUNDS}: {:.2} s wall, {:.2} s CPU",
            took.wall, took.cpu
        );
        runs.push(took);
        lines = analysis.costs.iter().map(|c| c.lines.len()).sum();
        let units: i128 = analysis.costs.iter().map(IncidentCost::total).sum();
        total = units as f64 / records.currency.units_per_major() as f64;
    }
    let (cpu, _) = middle_and_most(runs.iter().map(|took| took.cpu).collect());
    let (wall, _) = middle_and_most(runs.iter().map(|took| took.wall).collect());
    Ok(json!({
        "cpu": cpu,
        "wall": wall,
        "incidents": facts.incidents.len(),
        "lines": lines,
        "total": total,
    }))
}

/// The facts of a workspace that holds the files of a set.
struct Records {
    currency: Currency,
    methods: Methods,
    services: Vec<Service>,
    streams: Vec<Stream>,
    incidents: Vec<Incident>,
    labor: Vec<LaborEntry>,
    revenue: Vec<Vec<MinuteSum>>,
}

/// Services by name, each made when it is first named.
#[derive(Default)]
struct Names {
    services: Vec<Service>,
    known: HashMap<String, ServiceId>,
}

impl Names {
    fn service(&mut self, name: &str) -> ServiceId {
        if let Some(id) = self.known.get(name) {
            return *id;
        }
        let id = ServiceId(self.services.len() as u128 + 1);
        self.services.push(Service::named(id, name));
        self.known.insert(name.to_owned(), id);
        id
    }
}

impl Records {
    fn read(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let currency = Currency::parse("EUR")?;
        let mut names = Names::default();
        let (incidents, by_number) = incidents(folder, &mut names)?;
        let labor = labor(folder, &by_number)?;
        let (streams, revenue) = revenue(folder, currency, &mut names)?;
        Ok(Self {
            currency,
            methods: Methods::defaults(currency),
            services: names.services,
            streams,
            incidents,
            labor,
            revenue,
        })
    }

    fn facts(&self) -> Facts<'_> {
        Facts {
            methods: &self.methods,
            tiers: &[],
            services: &self.services,
            streams: &self.streams,
            // Every row of labor brings its rate.
            roles: &[],
            contracts: &[],
            backlog: &[],
            incidents: &self.incidents,
            labor: &self.labor,
            revenue: &self.revenue,
        }
    }
}

type ByNumber = HashMap<String, IncidentId>;

fn incidents(
    folder: &Path,
    names: &mut Names,
) -> Result<(Vec<Incident>, ByNumber), Box<dyn Error>> {
    let mapping = Mapping::default()
        .map(Field::Id, "incident_id")
        .map(Field::Service, "service")
        .map(Field::Severity, "severity")
        .map(Field::Started, "started_at")
        .map(Field::Detected, "detected_at")
        .map(Field::Resolved, "resolved_at")
        .map(Field::Impact, "impact");
    let mut found: Vec<Incident> = Vec::new();
    let mut by_number = ByNumber::new();
    let mut take = |row: IncidentRow| {
        let id = IncidentId(found.len() as u128 + 1);
        let number = row.id.map(String::from).unwrap_or_default();
        by_number.insert(number.clone(), id);
        found.push(Incident {
            origin: Some(Origin {
                source: "file".into(),
                external_id: number,
            }),
            severity: row.severity.map(|s| s.to_string()),
            detected: row.detected,
            resolved: row.resolved,
            impacts: vec![Impact {
                service: names.service(&row.service),
                start: row.started,
                // That of the incident.
                end: None,
                share: row.impact,
            }],
            ..Incident::begun(id, row.started)
        });
    };
    each_incident(&[folder.join("incidents.csv")], &mapping, &(), &mut take)?;
    Ok((found, by_number))
}

fn labor(folder: &Path, by_number: &ByNumber) -> Result<Vec<LaborEntry>, Box<dyn Error>> {
    let mapping = Mapping::default()
        .map(Field::Incident, "incident_id")
        .map(Field::Role, "role")
        .map(Field::People, "people")
        .map(Field::Minutes, "minutes")
        .map(Field::Rate, "hourly_rate")
        .set(Field::Currency, "EUR");
    let mut found: Vec<LaborEntry> = Vec::new();
    let mut take = |row: LaborRow| {
        // The files of a set hold no other incidents than those.
        let Some(incident) = by_number.get(&*row.incident) else {
            return;
        };
        let id = LaborId(found.len() as u128 + 1);
        found.push(LaborEntry {
            people_milli: row.people_milli,
            worked_ms: row.worked_ms,
            rate: row.rate,
            ..LaborEntry::of(id, *incident, &*row.role)
        });
    };
    each_labor(&[folder.join("labor.csv")], &mapping, &(), &mut take)?;
    Ok(found)
}

type Streams = (Vec<Stream>, Vec<Vec<MinuteSum>>);

/// Each stream is carried in full by the service of its name.
fn revenue(
    folder: &Path,
    currency: Currency,
    names: &mut Names,
) -> Result<Streams, Box<dyn Error>> {
    let mapping = Mapping::default()
        .map(Field::At, "ts")
        .map(Field::Stream, "stream")
        .map(Field::Amount, "amount")
        .set(Field::Currency, currency.code());
    let read = read_revenue(&[folder.join("revenue.csv")], &mapping, &())?;
    Ok(read
        .streams
        .into_iter()
        .enumerate()
        .map(|(at, stream)| {
            let dependence = Dependence {
                service: names.service(&stream.name),
                share: 1.0,
            };
            let minutes = stream.minutes.iter().collect();
            let stream = Stream {
                id: StreamId(at as u128 + 1),
                name: stream.name,
                currency,
                dependences: vec![dependence],
            };
            (stream, minutes)
        })
        .unzip())
}
