//! The tables, one module a group: its schema, its rows, how they are written and read.

use crate::error::Error;
use crate::row;
use rusqlite::Connection;
use rusqlite::types::Value;

pub(crate) mod backlog;
pub(crate) mod batch;
pub(crate) mod contract;
pub(crate) mod exchange;
pub(crate) mod incident;
pub(crate) mod labor;
pub(crate) mod log;
pub(crate) mod mapping;
pub(crate) mod merge;
pub(crate) mod meta;
pub(crate) mod method;
pub(crate) mod premortem;
pub(crate) mod requests;
pub(crate) mod requirement;
pub(crate) mod revenue;
pub(crate) mod risk;
pub(crate) mod score;
pub(crate) mod service;

/// The schema of version 1, in full.
pub(crate) const VERSION_1: &[&str] = &[
    meta::VERSION_1,
    log::VERSION_1,
    batch::VERSION_1,
    method::VERSION_1,
    service::VERSION_1,
    revenue::VERSION_1,
    incident::VERSION_1,
    labor::VERSION_1,
];

/// Version 2: what incidents cost besides revenue and time, when people worked, hours and
/// redundancy of services; contracts, the backlog, risks and what would change them.
pub(crate) fn version_2(db: &Connection) -> Result<(), Error> {
    db.execute_batch(contract::VERSION_2)?;
    db.execute_batch(backlog::VERSION_2)?;
    db.execute_batch(risk::VERSION_2)?;
    let none = || Value::Null;
    let empty = || Value::Text("[]".into());
    row::widen(
        db,
        "incident",
        incident::COLUMNS_1,
        incident::VERSION_2,
        &[
            ("cancellations", none()),
            ("fixed", empty()),
            ("method", none()),
        ],
    )?;
    row::widen(
        db,
        "labor",
        labor::COLUMNS_1,
        labor::VERSION_2,
        &[
            ("start", none()),
            ("review", Value::Integer(0)),
            ("actions", empty()),
        ],
    )?;
    row::widen(
        db,
        "service",
        service::COLUMNS_1,
        service::VERSION_2,
        &[("redundancies", empty()), ("hours", none())],
    )
}

/// Version 3: pre-mortems, requirements, what came of forecasts, and merges of copies.
pub(crate) fn version_3(db: &Connection) -> Result<(), Error> {
    db.execute_batch(merge::VERSION_3)?;
    db.execute_batch(premortem::VERSION_3)?;
    db.execute_batch(requirement::VERSION_3)?;
    db.execute_batch(score::VERSION_3)?;
    Ok(())
}

/// Version 4: exchange rates, named mappings of files, and requests a minute.
pub(crate) fn version_4(db: &Connection) -> Result<(), Error> {
    db.execute_batch(exchange::VERSION_4)?;
    db.execute_batch(mapping::VERSION_4)?;
    db.execute_batch(requests::VERSION_4)?;
    Ok(())
}

/// Version 5: whether detection and repair of a risk are parts of one length.
pub(crate) fn version_5(db: &Connection) -> Result<(), Error> {
    row::widen(
        db,
        "risk",
        risk::COLUMNS_2,
        risk::VERSION_5,
        &[("one_length", Value::Integer(0))],
    )
}

/// Version 6: the time that each step of a session took, and that of the prompt on the screen.
pub(crate) fn version_6(db: &Connection) -> Result<(), Error> {
    row::widen(
        db,
        "session",
        premortem::COLUMNS_3,
        premortem::VERSION_6,
        &[
            ("left_ms", premortem::no_time()),
            ("prompt_ms", Value::Integer(0)),
        ],
    )
}
