//! Records to fill workspaces with.

use ninefold_domain::calendar::{LocalDay, WeeklyHours};
use ninefold_domain::distribution::{Estimate, LogPosterior, Weighted};
use ninefold_domain::exchange::RateYear;
use ninefold_domain::id::{
    BatchId, CardId, ClusterId, ContractId, IncidentId, LaborId, LineId, MappingId, OptionId,
    ParticipantId, RequirementId, RiskId, RoleId, ScenarioId, ServiceId, SessionId, StreamId,
    TechniqueId,
};
use ninefold_domain::methods::{LossMethod, Methods};
use ninefold_domain::money::{Currency, Money};
use ninefold_domain::premortem::{
    Ballot, Card, Cluster, Draft, Judgement, Mitigation, Participant, Session, Step,
};
use ninefold_domain::record::{
    BacklogMonth, Channel, Contract, CreditBand, Dependence, Dependency, DependencyKind, Detection,
    FixedCost, Impact, Incident, IncidentKind, LaborEntry, MinuteSum, NamedMapping, Origin,
    Recovery, Redundancy, Role, RoleGroup, Service, Stream, Tier,
};
use ninefold_domain::requirement::{
    self, Answer, Evidence, Expectations, Outcome, Period, Ranged, Requirement, SignOff, Sli, Slo,
    SloWindow, Source, Status, TestResult, TestScenario,
};
use ninefold_domain::risk::{Category, CommonCause, Risk, RiskSource};
use ninefold_domain::saved::SavedScenario;
use ninefold_domain::score::{RiskMatch, Verdict};
use ninefold_domain::simulate::{Input, Precision};
use ninefold_domain::techniques::{Effect, Scope, Technique};
use ninefold_domain::tiers::{self, Economics, Lever, Moments, Scenario, TierOption, Yearly};
use ninefold_domain::time::{Instant, Zone};
use ninefold_store::{
    Applied, BatchFile, Change, Error, Import, NewBatch, NewEntry, Record, Store,
};
use std::path::{Path, PathBuf};

pub const REPLICA: u128 = 0xfeed;
pub const T0: i64 = 1_700_000_000_000;

pub fn at(step: i64) -> Instant {
    Instant(T0 + step)
}

pub fn eur() -> Currency {
    Currency::parse("EUR").expect("EUR is a currency")
}

pub fn methods() -> Methods {
    Methods::defaults(eur())
}

pub fn create(folder: &tempfile::TempDir) -> (PathBuf, Store) {
    let path = folder.path().join("shop.ninefold");
    let store = Store::create(&path, REPLICA, at(0), &methods()).expect("a new workspace");
    (path, store)
}

pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

pub fn entry(label: &str, step: i64) -> NewEntry<'_> {
    NewEntry {
        command: "test.edit",
        label: label.into(),
        at: at(step),
    }
}

pub fn edit(store: &mut Store, label: &str, changes: Vec<Change>) -> Applied {
    store.edit(entry(label, 1), changes).expect("an edit")
}

pub fn put(record: Record) -> Change {
    Change::Put(record)
}

pub fn service(id: u128, name: &str) -> Service {
    Service {
        id: ServiceId(id),
        name: name.into(),
        tier: None,
        owner: None,
        target: None,
        channels: vec![],
        dependencies: vec![],
        redundancies: vec![],
        hours: None,
    }
}

pub fn stream(id: u128, service: u128) -> Stream {
    Stream {
        id: StreamId(id),
        name: format!("stream {id}"),
        currency: eur(),
        dependences: vec![Dependence {
            service: ServiceId(service),
            share: 1.0,
        }],
    }
}

pub fn incident(id: u128, service: u128) -> Incident {
    Incident {
        id: IncidentId(id),
        origin: Some(Origin {
            source: "file".into(),
            external_id: format!("INC-{id:04}"),
        }),
        title: format!("Incident number {id}"),
        kind: IncidentKind::Normal,
        severity: Some("SEV2".into()),
        started: Instant(T0),
        detected: Some(Instant(T0 + 60_000)),
        acknowledged: None,
        mitigated: None,
        resolved: Some(Instant(T0 + 3_600_001)),
        causes: vec!["deploy".into()],
        detected_by: Some(Detection::Monitoring),
        recovered_by: None,
        recovery_action: None,
        reassignments: Some(2),
        contacts: None,
        notes: String::new(),
        impacts: vec![Impact {
            service: ServiceId(service),
            start: Instant(T0),
            end: Some(Instant(T0 + 3_600_001)),
            share: Some(0.1 + 0.2),
        }],
        cancellations: None,
        fixed: vec![],
        method: None,
    }
}

pub fn labor(id: u128, incident: u128) -> LaborEntry {
    LaborEntry {
        id: LaborId(id),
        incident: IncidentId(incident),
        role: "Engineer".into(),
        person: None,
        people_milli: 1500,
        worked_ms: 3_600_000,
        rate: Some(Money::parse("90.1234", eur()).expect("an amount")),
        start: None,
        review: false,
        actions: vec![],
    }
}

pub fn role(id: u128) -> Role {
    Role {
        id: RoleId(id),
        name: "engineer".into(),
        group: RoleGroup::Engineering,
        rate: Money::parse("90", eur()).expect("an amount"),
    }
}

pub fn contract(id: u128, service: u128) -> Contract {
    Contract {
        id: ContractId(id),
        name: "Enterprise".into(),
        service: ServiceId(service),
        fee: Money::parse("50000", eur()).expect("an amount"),
        bands: vec![CreditBand {
            below: 0.999,
            credit: 0.1,
        }],
    }
}

pub fn risk(id: u128, service: u128) -> Risk {
    Risk {
        id: RiskId(id),
        name: "Bad deploy".into(),
        service: ServiceId(service),
        failure_mode: "a release breaks the basket".into(),
        category: Category::MisconfigurationOrBug,
        frequency: Estimate::Learned {
            shape: 4.5,
            exposure: 1.0 / 3.0,
        },
        dispersion: 1.5,
        detect: Estimate::three_point(0.0, 5.0, 10.0),
        one_length: true,
        repair: Estimate::Pooled {
            of: vec![
                Weighted {
                    weight: 0.1,
                    estimate: Estimate::interval(10.0, 240.0),
                },
                Weighted {
                    weight: 1.0,
                    estimate: Estimate::Fitted(LogPosterior {
                        center: std::f64::consts::LN_2,
                        weight: 3.0,
                        freedom: 7.0,
                        spread: 0.1 + 0.2,
                    }),
                },
            ],
        },
        users: Estimate::fixed(0.25),
        streams: vec![],
        people: Estimate::fixed(3.0),
        per_event: Estimate::fixed(0.0),
        common_cause: Some(CommonCause {
            group: "region".into(),
            share: 0.1,
        }),
        source: RiskSource::Both,
        notes: String::new(),
    }
}

pub fn technique(id: u128) -> Technique {
    Technique {
        id: TechniqueId(id),
        name: "Second zone".into(),
        scope: Scope::Categories {
            of: vec![Category::SharedFate],
        },
        effects: vec![Effect {
            input: Input::Rate,
            factor: Estimate::interval(0.1, 0.5),
        }],
        one_off: Estimate::fixed(40e3),
        yearly: Estimate::interval(10e3, 20e3),
    }
}

pub fn option(id: u128) -> TierOption {
    TierOption {
        id: OptionId(id),
        name: "Four nines".into(),
        change: tiers::Change::Target {
            target: 0.9999,
            by: Lever::Rate,
        },
        one_off: Estimate::interval(50e3, 90e3),
        yearly: Yearly::Ladder,
    }
}

/// A requirement with every field filled in.
pub fn requirement(id: u128, service: u128) -> Requirement {
    Requirement {
        id: RequirementId(id),
        number: 7,
        title: "Served again in time".into(),
        statement:
            "If a zone is lost, then the Checkout service shall serve again within 15 minutes."
                .into(),
        scenario: requirement::Scenario {
            stimulus: "a zone is lost".into(),
            measure: "15 minutes".into(),
            ..requirement::Scenario::default()
        },
        service: ServiceId(service),
        tier: Some(1),
        slo: Some(Slo {
            sli: Sli {
                good: "good{code!~\"5..\"}".into(),
                ..Sli::default()
            },
            target: 0.9995,
            window: SloWindow::Calendar {
                period: Period::Month,
                zone: Zone::parse("Europe/Berlin").expect("a zone"),
                from: "2026-11-01".parse::<LocalDay>().expect("a day"),
            },
        }),
        rto: Some(15.0),
        rpo: Some(0.5),
        source: Source::Risk { of: RiskId(21) },
        risks: vec![RiskId(21)],
        incidents: vec![IncidentId(77)],
        techniques: vec![TechniqueId(24)],
        evidence: Some(Evidence {
            as_of: at(3),
            per_minute: Some(Ranged::new(110.0, 74.0, 150.0)),
            minutes: Ranged::new(0.1, 0.0, 1.0),
            loss: Ranged::new(11.0, 0.0, 1e300),
            met: Some(Ranged::new(0.4, 0.3, 0.5)),
            cost: Some(1.0 / 3.0),
            avoided: None,
            risks: vec![RiskId(21)],
            incidents: vec![IncidentId(77)],
        }),
        expectations: Expectations {
            channels: vec!["mobile".into()],
            wanted: Answer::No,
            ..Expectations::default()
        },
        owner: Some("Team Till".into()),
        product: Some(SignOff {
            by: "Ada".into(),
            at: at(4),
        }),
        technical: None,
        test: TestScenario {
            when: vec!["a zone is stopped".into()],
            wait_minutes: 15.0,
            ..TestScenario::default()
        },
        results: vec![TestResult {
            outcome: Outcome::Held,
            said: "completed".into(),
            at: at(5),
            imported: at(6),
            file: "journal.json".into(),
            hash: "0123".into(),
            note: String::new(),
        }],
        status: Status::Verified,
        notes: "=1+1".into(),
    }
}

pub fn scenario(id: u128) -> SavedScenario {
    SavedScenario {
        scenario: Scenario {
            id: ScenarioId(id),
            name: "Cautious".into(),
            notes: "after the review".into(),
            decided_by: Some("Ada".into()),
            cloned_from: Some(ScenarioId(1)),
            seed: u64::MAX,
            as_of: at(3),
            log_position: 7,
            precision: Precision::default(),
            risks: vec![risk(21, 1)],
            options: vec![option(22)],
            techniques: vec![TechniqueId(24)],
            surge: 1.5,
            moments: Moments::Demand,
            economics: Economics::assumed(50e3, 3.0),
        },
        given: r#"{"perMinute": 12.5}"#.into(),
        digits: String::new(),
    }
}

pub fn backlog(month: &str, open: u32) -> BacklogMonth {
    BacklogMonth {
        month: month.parse().expect("a month"),
        open,
        open_resilience: open / 10,
        customer_incidents: None,
    }
}

pub fn rates(currency: &str, year: i32) -> RateYear {
    let quote = |day: &str, quote: &str| {
        let day = format!("{year}-{day}").parse().expect("a day");
        (day, quote.parse().expect("a quote"))
    };
    RateYear {
        currency: Currency::parse(currency).expect("a currency"),
        year,
        days: [quote("01-02", "1/1.0833"), quote("12-31", "0.000000000001")].into(),
    }
}

/// One record of each kind with every field set to something unlikely.
pub fn one_of_each() -> Vec<Record> {
    let mut full = methods();
    full.default_target = 0.1 + 0.2;
    full.as_of = Some(at(5));
    let mut dense = incident(77, 1);
    dense.title = "=cmd|'/C calc'\0\t“naïve” 🦀\r\n<b>".into();
    dense.kind = IncidentKind::Maintenance;
    dense.acknowledged = Some(Instant(-1));
    dense.mitigated = Some(Instant(0));
    dense.recovered_by = Some(Recovery::Provider);
    dense.recovery_action = Some(String::new());
    dense.contacts = Some(u32::MAX);
    dense.cancellations = Some(u32::MAX);
    dense.method = Some(LossMethod::Counterfactual);
    dense.fixed = vec![
        FixedCost {
            kind: "refunds".into(),
            amount: Money::parse("-0.0001", eur()).expect("an amount"),
        },
        FixedCost {
            kind: "naïve “word” 🦀".into(),
            amount: Money::parse("922337203685", eur()).expect("an amount"),
        },
    ];
    dense.notes = "n".repeat(10_000);
    dense.impacts.push(Impact {
        service: ServiceId(2),
        start: Instant(-2_208_988_800_000),
        end: None,
        share: None,
    });
    vec![
        Record::Methods(full),
        Record::Tier(Tier {
            number: 255,
            name: "Critical".into(),
            target: Some(0.999_9),
        }),
        Record::Tier(Tier {
            number: 1,
            name: String::new(),
            target: Some(-0.0),
        }),
        Record::Service(Service {
            tier: Some(1),
            owner: Some("Payments".into()),
            target: Some(1.0 / 3.0),
            channels: vec![Channel {
                name: "mobile".into(),
                share: 0.6,
                ceiling: 0.999,
            }],
            dependencies: vec![
                Dependency {
                    on: ServiceId(2),
                    kind: DependencyKind::Hard,
                },
                Dependency {
                    on: ServiceId(u128::MAX),
                    kind: DependencyKind::Soft { share: 5e-324 },
                },
            ],
            redundancies: vec![Redundancy {
                of: vec![ServiceId(2), ServiceId(u128::MAX)],
                needed: 1,
                common_cause: 1e-300,
            }],
            hours: WeeklyHours::new(Zone::parse("America/New_York").ok(), vec![(0, 10_080)]).ok(),
            ..service(1, "Checkout")
        }),
        Record::Service(service(2, "Search")),
        Record::Stream(stream(3, 1)),
        Record::Role(role(4)),
        Record::Incident(dense),
        Record::Incident(Incident {
            origin: None,
            severity: None,
            detected: None,
            resolved: None,
            detected_by: None,
            reassignments: None,
            causes: vec![],
            impacts: vec![],
            ..incident(u128::MAX, 1)
        }),
        Record::Labor(LaborEntry {
            person: Some("p-17".into()),
            people_milli: i64::MAX,
            worked_ms: 0,
            rate: None,
            start: Some(Instant(-2_208_988_800_000)),
            review: true,
            actions: vec![at(5), at(-5), at(5)],
            ..labor(5, 77)
        }),
        Record::Contract(Contract {
            bands: vec![],
            ..contract(6, 1)
        }),
        Record::Contract(contract(7, 2)),
        Record::Backlog(backlog("2026-11", u32::MAX)),
        Record::Backlog(BacklogMonth {
            customer_incidents: Some(0),
            ..backlog("1900-01", 0)
        }),
        Record::Rates(rates("USD", 2026)),
        Record::Rates(rates("JPY", 1999)),
        Record::Mapping(NamedMapping {
            id: MappingId(26),
            name: "Orders of the shop; “new”".into(),
            kind: "revenue".into(),
            header: vec!["At".into(), String::new(), "Σ".into()],
            mapping: "{\"fields\":[]}".into(),
        }),
        Record::Risk(risk(21, 1)),
        Record::Technique(technique(24)),
        Record::Option(option(22)),
        Record::Scenario(Box::new(scenario(23))),
        Record::Requirement(Box::new(requirement(25, 1))),
        Record::Requirement(Box::new(Requirement {
            slo: None,
            rto: None,
            rpo: Some(0.0),
            source: Source::Hand,
            evidence: None,
            owner: None,
            product: None,
            results: vec![],
            status: Status::Retired,
            ..requirement(u128::MAX, 2)
        })),
    ]
    .into_iter()
    .chain(meeting())
    .collect()
}

/// A session with one of everything that is logged in it.
pub fn meeting() -> Vec<Record> {
    let (id, ana, cluster) = (SessionId(31), ParticipantId(32), ClusterId(35));
    let session = Session {
        name: "Checkout in autumn".into(),
        target: Some(0.9995),
        frame: "It is a year from now — and it failed.".into(),
        step: Step::Estimate,
        furthest: Step::Requirements,
        prompt: "network".into(),
        running: None,
        spent_ms: i64::MAX,
        left_ms: [(Step::Frame, i64::MAX), (Step::Requirements, i64::MIN)].into(),
        prompt_ms: -1,
        minutes: [0, u32::MAX, 2, 3, 4, 5, 6, 7, 8, 9],
        turn: Some(ana),
        passed: vec![ana, ParticipantId(u128::MAX)],
        closed: Some(at(9)),
        ..Session::begun(
            id,
            ServiceId(1),
            "2026-10-14".parse().expect("a day"),
            at(1),
        )
    };
    vec![
        Record::Session(session),
        Record::Participant(Participant {
            id: ana,
            session: id,
            place: 1.5,
            name: "Ana".into(),
            role: "support".into(),
            present: true,
            origin: Some(Origin {
                source: "form".into(),
                external_id: "ana".into(),
            }),
        }),
        Record::Draft(Draft {
            id: Draft::id_of(ana, "network"),
            session: id,
            participant: ana,
            prompt: "network".into(),
            text: "one\n\ntwo".into(),
        }),
        Record::Card(Card {
            id: CardId(34),
            session: id,
            text: "The provider fails".into(),
            author: Some(ana),
            prompt: "network".into(),
            cluster: Some(cluster),
            place: -0.5,
            placed: Some(at(3)),
            before: Some(ClusterId(36)),
            line: Some(LineId(u128::MAX)),
            aside: true,
            origin: None,
        }),
        Record::Cluster(Cluster {
            id: cluster,
            session: id,
            title: "Payment provider fails".into(),
            category: Category::SharedFate,
            service: ServiceId(1),
            place: 1.0,
            into: Some(ClusterId(36)),
            risk: Some(RiskId(21)),
            history: "key".into(),
            mitigations: vec![Mitigation {
                technique: TechniqueId(24),
                on: true,
            }],
            notes: String::new(),
        }),
        Record::Judgement(Judgement {
            id: Judgement::id_of(ana, cluster),
            session: id,
            cluster,
            participant: ana,
            frequency: Estimate::interval(1.0, 4.0),
            detect: Estimate::three_point(0.0, 1.0, 2.0),
            repair: Estimate::fixed(30.0),
            users: Estimate::fixed(1.0),
            comment: "seen it".into(),
            given: at(4),
        }),
        Record::Match(RiskMatch {
            id: RiskMatch::id_of(RiskId(21), IncidentId(77)),
            risk: RiskId(21),
            incident: IncidentId(77),
            verdict: Verdict::Rejected,
            decided: at(-9),
        }),
        Record::Ballot(Ballot {
            id: Ballot::id_of(ana),
            session: id,
            participant: ana,
            dots: vec![(cluster, 3), (ClusterId(36), 2)],
            given: at(5),
        }),
    ]
}

pub fn minute(minute: i64, units: i64) -> MinuteSum {
    MinuteSum {
        minute,
        units,
        rows: 3,
    }
}

/// A minute sum for each of `count` minutes from a start, some negative, some absent.
pub fn revenue(start: i64, count: i64) -> Vec<MinuteSum> {
    (0..count)
        .filter(|i| i % 7 != 3)
        .map(|i| minute(start + i, (i * 7919) % 1_000_003 - 1000))
        .collect()
}

pub fn new_batch(id: u128) -> NewBatch {
    NewBatch {
        id: BatchId(id),
        kind: "incidents".into(),
        files: vec![BatchFile {
            name: "incidents.csv".into(),
            hash: format!("hash-{id}"),
            rows: 10,
        }],
        rows_read: 10,
        accepted: 8,
        rejected: 1,
        skipped: 1,
        totals: vec![Money::parse("12.3456", eur()).expect("an amount")],
        note: r#"{"mapping":{}}"#.into(),
    }
}

pub fn import(store: &mut Store, batch: u128, import: Import) -> Result<Applied, Error> {
    store.import(
        entry("Import", 2),
        new_batch(batch),
        import,
        &|_, _| {},
        &|| false,
    )
}

/// Everything there is to see of a workspace.
#[derive(Debug, PartialEq)]
pub struct Sight {
    pub contents: ninefold_store::Contents,
    pub revenue: Vec<(StreamId, Vec<MinuteSum>)>,
}

pub fn try_look(store: &Store) -> Result<Sight, Error> {
    let contents = store.load()?;
    let mut revenue = Vec::new();
    for stream in &contents.streams {
        revenue.push((stream.id, store.revenue(stream.id)?));
    }
    Ok(Sight { contents, revenue })
}

pub fn look(store: &Store) -> Sight {
    try_look(store).expect("a readable workspace")
}

pub fn open(path: &Path) -> Store {
    Store::open(path).expect("a workspace that opens")
}

/// A workspace with services, a stream, an import with revenue, and edits on top.
pub fn busy_workspace(folder: &tempfile::TempDir) -> (PathBuf, Store) {
    let (path, mut store) = create(folder);
    edit(
        &mut store,
        "Make records",
        one_of_each().into_iter().map(put).collect(),
    );
    let records = (100..140)
        .map(|id| Record::Incident(incident(id, 1)))
        .chain((200..260).map(|id| Record::Labor(labor(id, 100 + id % 40))))
        .collect();
    import(
        &mut store,
        900,
        Import {
            records,
            updates: vec![],
            revenue: vec![(StreamId(3), revenue(28_333_000, 60_000))],
            ..Import::default()
        },
    )
    .expect("an import");
    let mut changed = incident(101, 1);
    changed.title = "Renamed".into();
    edit(&mut store, "Rename", vec![put(Record::Incident(changed))]);
    (path, store)
}

/// Memory that applies what the store says, as the application does.
pub fn apply(sight: &mut Sight, applied: &Applied, store: &Store) {
    use ninefold_store::Key;
    if applied.reread {
        *sight = look(store);
        return;
    }
    let contents = &mut sight.contents;
    let came = applied.batch.filter(|(_, live)| *live).map(|(id, _)| id);
    for change in &applied.changes {
        match change {
            Change::Put(Record::Methods(record)) => contents.methods = record.clone(),
            Change::Put(Record::Tier(record)) => {
                set(&mut contents.tiers, record.clone(), |r| r.number);
            }
            Change::Put(Record::Service(record)) => {
                set(&mut contents.services, record.clone(), |r| r.id);
            }
            Change::Put(Record::Stream(record)) => {
                set(&mut contents.streams, record.clone(), |r| r.id);
            }
            Change::Put(Record::Contract(record)) => {
                set(&mut contents.contracts, record.clone(), |r| r.id);
            }
            Change::Put(Record::Backlog(record)) => {
                set(&mut contents.backlog, *record, |r| r.month);
            }
            Change::Put(Record::Rates(record)) => {
                set(&mut contents.rates, record.clone(), |r| {
                    (r.currency, r.year)
                });
            }
            Change::Put(Record::Mapping(record)) => {
                set(&mut contents.mappings, record.clone(), |r| r.id);
            }
            Change::Put(Record::Risk(record)) => set(&mut contents.risks, record.clone(), |r| r.id),
            Change::Put(Record::Technique(record)) => {
                set(&mut contents.techniques, record.clone(), |r| r.id);
            }
            Change::Put(Record::Option(record)) => {
                set(&mut contents.options, record.clone(), |r| r.id);
            }
            Change::Put(Record::Scenario(record)) => {
                set(&mut contents.scenarios, (**record).clone(), |r| {
                    r.scenario.id
                });
            }
            Change::Put(Record::Session(record)) => {
                set(&mut contents.premortems.sessions, record.clone(), |r| r.id);
            }
            Change::Put(Record::Participant(record)) => {
                set(&mut contents.premortems.participants, record.clone(), |r| {
                    r.id
                });
            }
            Change::Put(Record::Draft(record)) => {
                set(&mut contents.premortems.drafts, record.clone(), |r| r.id);
            }
            Change::Put(Record::Card(record)) => {
                set(&mut contents.premortems.cards, record.clone(), |r| r.id);
            }
            Change::Put(Record::Cluster(record)) => {
                set(&mut contents.premortems.clusters, record.clone(), |r| r.id);
            }
            Change::Put(Record::Judgement(record)) => {
                set(&mut contents.premortems.judgements, record.clone(), |r| {
                    r.id
                });
            }
            Change::Put(Record::Match(record)) => {
                set(&mut contents.matches, record.clone(), |r| r.id);
            }
            Change::Put(Record::Ballot(record)) => {
                set(&mut contents.premortems.ballots, record.clone(), |r| r.id);
            }
            Change::Put(Record::Jot(record)) => {
                set(&mut contents.premortems.jots, record.clone(), |r| r.id);
            }
            Change::Put(Record::Requirement(record)) => {
                set(&mut contents.requirements, (**record).clone(), |r| r.id);
            }
            Change::Put(Record::Role(record)) => set(&mut contents.roles, record.clone(), |r| r.id),
            Change::Put(Record::Incident(record)) => {
                let old = contents.incidents.iter().find(|(r, _)| r.id == record.id);
                let batch = old.map_or(came, |(_, batch)| *batch);
                set(&mut contents.incidents, (record.clone(), batch), |r| r.0.id);
            }
            Change::Put(Record::Labor(record)) => {
                let old = contents.labor.iter().find(|(r, _)| r.id == record.id);
                let batch = old.map_or(came, |(_, batch)| *batch);
                set(&mut contents.labor, (record.clone(), batch), |r| r.0.id);
            }
            Change::Delete(key) => match key {
                Key::Methods => panic!("methods are never deleted"),
                Key::Tier(number) => contents.tiers.retain(|r| r.number != *number),
                Key::Service(id) => contents.services.retain(|r| r.id != *id),
                Key::Stream(id) => contents.streams.retain(|r| r.id != *id),
                Key::Role(id) => contents.roles.retain(|r| r.id != *id),
                Key::Contract(id) => contents.contracts.retain(|r| r.id != *id),
                Key::Backlog(month) => contents.backlog.retain(|r| r.month != *month),
                Key::Rates(currency, year) => contents
                    .rates
                    .retain(|r| (r.currency, r.year) != (*currency, *year)),
                Key::Mapping(id) => contents.mappings.retain(|r| r.id != *id),
                Key::Risk(id) => contents.risks.retain(|r| r.id != *id),
                Key::Technique(id) => contents.techniques.retain(|r| r.id != *id),
                Key::Option(id) => contents.options.retain(|r| r.id != *id),
                Key::Scenario(id) => contents.scenarios.retain(|r| r.scenario.id != *id),
                Key::Session(id) => contents.premortems.sessions.retain(|r| r.id != *id),
                Key::Participant(id) => contents.premortems.participants.retain(|r| r.id != *id),
                Key::Draft(id) => contents.premortems.drafts.retain(|r| r.id != *id),
                Key::Card(id) => contents.premortems.cards.retain(|r| r.id != *id),
                Key::Cluster(id) => contents.premortems.clusters.retain(|r| r.id != *id),
                Key::Judgement(id) => contents.premortems.judgements.retain(|r| r.id != *id),
                Key::Match(id) => contents.matches.retain(|r| r.id != *id),
                Key::Ballot(id) => contents.premortems.ballots.retain(|r| r.id != *id),
                Key::Jot(id) => contents.premortems.jots.retain(|r| r.id != *id),
                Key::Requirement(id) => contents.requirements.retain(|r| r.id != *id),
                Key::Incident(id) => contents.incidents.retain(|(r, _)| r.id != *id),
                Key::Labor(id) => contents.labor.retain(|(r, _)| r.id != *id),
            },
        }
    }
    for (key, batch) in &applied.memberships {
        match key {
            Key::Incident(id) => {
                let row = contents.incidents.iter_mut().find(|(r, _)| r.id == *id);
                row.expect("a record that stays").1 = *batch;
            }
            Key::Labor(id) => {
                let row = contents.labor.iter_mut().find(|(r, _)| r.id == *id);
                row.expect("a record that stays").1 = *batch;
            }
            other => panic!("{other} has no batch"),
        }
    }
    // Batches are few, and revenue is read when it is needed.
    contents.batches = store.load().expect("contents").batches;
    sight.revenue = look(store).revenue;
}

fn set<T, K: Ord>(list: &mut Vec<T>, record: T, key: impl Fn(&T) -> K) {
    match list.binary_search_by(|other| key(other).cmp(&key(&record))) {
        Ok(index) => list[index] = record,
        Err(index) => list.insert(index, record),
    }
}
