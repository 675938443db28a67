//! The tables, one module a group: its schema, its rows, how they are written and read.

pub(crate) mod batch;
pub(crate) mod incident;
pub(crate) mod labor;
pub(crate) mod log;
pub(crate) mod meta;
pub(crate) mod method;
pub(crate) mod revenue;
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
