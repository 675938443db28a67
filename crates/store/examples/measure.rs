//! What the store takes at the size that it is built for: 100,000 incidents, 250,000 labor
//! entries, 3,000,000 minutes of revenue. `cargo run --release -p ninefold-store --example
//! measure` prints a line a step.

use ninefold_domain::id::{BatchId, IncidentId, LaborId, ServiceId, StreamId};
use ninefold_domain::methods::Methods;
use ninefold_domain::money::{Currency, Money};
use ninefold_domain::record::{
    Impact, Incident, IncidentKind, LaborEntry, MinuteSum, Origin, Service, Stream,
};
use ninefold_domain::time::Instant;
use ninefold_store::{Change, Import, NewBatch, NewEntry, Record, Store};
use std::error::Error;

/// Ids as random as a host's: an odd factor permutes the numbers.
fn spread(number: u128) -> u128 {
    number.wrapping_mul(0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645)
}

fn incident(number: u128) -> Incident {
    let start = 1_600_000_000_000 + (number as i64) * 600_000;
    Incident {
        id: IncidentId(spread(number)),
        origin: Some(Origin {
            source: "file".into(),
            external_id: format!("INC-{number:07}"),
        }),
        title: format!("Checkout answers slowly from region {}", number % 17),
        kind: IncidentKind::Normal,
        severity: Some("SEV2".into()),
        started: Instant(start),
        detected: Some(Instant(start + 60_000)),
        acknowledged: Some(Instant(start + 120_000)),
        mitigated: None,
        resolved: Some(Instant(start + 3_600_000)),
        causes: vec!["deploy".into()],
        detected_by: None,
        recovered_by: None,
        recovery_action: Some("roll back".into()),
        reassignments: Some(1),
        contacts: None,
        notes: String::new(),
        impacts: vec![Impact {
            service: ServiceId(1),
            start: Instant(start),
            end: Some(Instant(start + 3_600_000)),
            share: Some(0.3),
        }],
        cancellations: None,
        fixed: vec![],
        method: None,
    }
}

fn labor(number: u128, currency: Currency) -> LaborEntry {
    LaborEntry {
        id: LaborId(spread(number)),
        incident: IncidentId(spread(number % 100_000)),
        role: "Engineer".into(),
        person: None,
        people_milli: 1500,
        worked_ms: 3_600_000,
        rate: Some(Money::from_units(90_000_000, currency)),
        start: None,
        review: false,
        actions: vec![],
    }
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let started = std::time::Instant::now();
    let result = work();
    println!("{what:<44}{:8.0} ms", started.elapsed().as_secs_f64() * 1e3);
    result
}

fn batch(id: u128, kind: &str) -> NewBatch {
    NewBatch {
        id: BatchId(id),
        kind: kind.into(),
        files: vec![],
        rows_read: 0,
        accepted: 0,
        rejected: 0,
        skipped: 0,
        totals: vec![],
        note: String::new(),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("large.ninefold");
    let currency = Currency::parse("EUR")?;
    let at = Instant(0);
    let entry = |label: &str| NewEntry {
        command: "measure",
        label: label.into(),
        at,
    };
    let mut store = Store::create(&path, 1, at, &Methods::defaults(currency))?;
    let service = Service {
        id: ServiceId(1),
        name: "Checkout".into(),
        tier: None,
        owner: None,
        target: None,
        channels: vec![],
        dependencies: vec![],
        redundancies: vec![],
        hours: None,
    };
    let streams = (0..4).map(|id| Stream {
        id: StreamId(id),
        name: format!("stream {id}"),
        currency,
        dependences: vec![],
    });
    let records: Vec<Change> = std::iter::once(Record::Service(service))
        .chain(streams.map(Record::Stream))
        .map(Change::Put)
        .collect();
    store.edit(entry("Records"), records)?;

    let records: Vec<Record> = (0..100_000)
        .map(|number| Record::Incident(incident(number)))
        .chain((0..250_000).map(|number| Record::Labor(labor(number, currency))))
        .collect();
    let import = Import {
        records,
        ..Import::default()
    };
    timed("import 100,000 incidents, 250,000 labor", || {
        store.import(
            entry("Incidents"),
            batch(1, "incidents"),
            import,
            &|_, _| {},
            &|| false,
        )
    })?;
    let revenue: Vec<(StreamId, Vec<MinuteSum>)> = (0..4)
        .map(|stream| {
            let sums = (0..750_000_i64)
                .map(|i| MinuteSum {
                    minute: 26_000_000 + i,
                    units: (spread(i as u128) >> 100) as i64,
                    rows: (i % 40) as u32 + 1,
                })
                .collect();
            (StreamId(stream), sums)
        })
        .collect();
    let import = Import {
        revenue,
        ..Import::default()
    };
    timed("import 3,000,000 minutes of revenue", || {
        store.import(
            entry("Revenue"),
            batch(2, "revenue"),
            import,
            &|_, _| {},
            &|| false,
        )
    })?;
    drop(store);
    let bytes = std::fs::metadata(&path)?.len();
    println!("{:<44}{:8.1} MB", "file", bytes as f64 / 1e6);
    let mut store = timed("open, with integrity check", || Store::open(&path))?;
    timed("load", || store.load())?;
    timed("revenue of 4 streams", || {
        (0..4).try_for_each(|id| store.revenue(StreamId(id)).map(drop))
    })?;
    let mut renamed = incident(5);
    renamed.title = "Renamed".into();
    timed("edit one incident", || {
        store.edit(
            entry("Rename"),
            vec![Change::Put(Record::Incident(renamed))],
        )
    })?;
    timed("undo it", || store.undo(at))?;
    timed("undo the older import of incidents", || {
        store.undo_batch(BatchId(1), at)
    })?;
    timed("redo it", || store.redo(at))?;
    timed("full check", || store.check())?;
    timed("backup, with full check of the copy", || {
        store.backup(&folder.path().join("copy.ninefold"))
    })?;
    Ok(())
}
