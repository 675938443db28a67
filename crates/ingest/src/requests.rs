//! Requests a minute: how many a service answered well, and how many there were.

use crate::error::Error;
use crate::mapping::{Field, Kind, Mapping};
use crate::report::{Code, Report};
use crate::row::{Reject, Row, Values, raw_number, unguarded};
use crate::table::{self, Sink};
use crate::watch::Watch;
use ninefold_domain::record::MinuteCount;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

/// Different services allowed; beyond this a column such as the trace id was mapped by mistake.
const SERVICE_LIMIT: usize = 10_000;

/// The requests of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceRequests {
    /// Its name.
    pub service: String,
    /// Counts by minute, ascending, with the rows that were summed into each.
    pub minutes: Vec<(MinuteCount, u32)>,
}

/// What a set of files with counts holds.
#[derive(Debug)]
pub struct Requests {
    /// Services, by name.
    pub services: Vec<ServiceRequests>,
    /// Counts of rows, findings, notes.
    pub report: Report,
}

/// Reads counts of requests, summed by service and minute. Two of good, bad and total make the
/// third; where all three are there, they have to add up.
///
/// # Errors
/// What stops the import as a whole; nothing is kept then. See [`Error`].
pub fn read_requests(
    paths: &[PathBuf],
    mapping: &Mapping,
    watch: &dyn Watch,
) -> Result<Requests, Error> {
    let mut sink = RequestSink::default();
    let report = table::read(paths, Kind::Requests, mapping, watch, &mut sink)?;
    let mut services: Vec<ServiceRequests> = sink
        .services
        .into_iter()
        .map(|(service, minutes)| ServiceRequests {
            service,
            minutes: minutes
                .into_iter()
                .map(|(minute, (good, total, rows))| {
                    let count = MinuteCount {
                        minute,
                        good,
                        total,
                    };
                    (count, rows)
                })
                .collect(),
        })
        .collect();
    services.sort_by(|a, b| a.service.cmp(&b.service));
    Ok(Requests { services, report })
}

#[derive(Default)]
struct RequestSink {
    /// Minute → good, total, rows.
    services: HashMap<String, BTreeMap<i64, (i64, i64, u32)>>,
}

impl Sink for RequestSink {
    fn row(&mut self, row: &Row<'_>, values: &mut Values) -> Result<(), Reject> {
        let at = values
            .instant(row, Field::At)?
            .ok_or_else(|| Reject::missing(Field::At))?;
        let service = values
            .text(row, Field::Service)
            .map(unguarded)
            .ok_or_else(|| Reject::missing(Field::Service))?;
        let count = |field| values.count(row, field).map(|n| n.map(i64::from));
        let (good, bad, total) = (
            count(Field::Good)?,
            count(Field::Bad)?,
            count(Field::Total)?,
        );
        let (good, total) = match (good, bad, total) {
            (Some(good), None, Some(total)) => (good, total),
            (Some(good), Some(bad), None) => (good, good + bad),
            (None, Some(bad), Some(total)) => (total - bad, total),
            (Some(good), Some(bad), Some(total)) if good + bad == total => (good, total),
            (Some(good), Some(bad), Some(total)) => {
                let found = format!("{good} good and {bad} bad of {total}");
                let expected = "counts that add up to the total";
                return Err(Reject::new(Code::Range, Field::Total, found, expected));
            }
            (_, None, None) => return Err(Reject::missing(Field::Total)),
            (None, _, _) => return Err(Reject::missing(Field::Good)),
        };
        if good < 0 || good > total {
            let blamed = match row.plan.has(Field::Good) {
                true => Field::Good,
                false => Field::Bad,
            };
            return Err(Reject::new(
                Code::TooLarge,
                blamed,
                raw_number(row, blamed),
                format!("at most the {total} requests that there were"),
            ));
        }
        if !self.services.contains_key(service.as_ref()) && self.services.len() >= SERVICE_LIMIT {
            let expected = "one of a few dozen services";
            return Err(Reject::new(
                Code::Word,
                Field::Service,
                service.as_ref(),
                expected,
            ));
        }
        let minutes = self.services.entry(service.into_owned()).or_default();
        let minute = minutes.entry(at.minute()).or_default();
        minute.0 += good;
        minute.1 += total;
        minute.2 = minute.2.saturating_add(1);
        Ok(())
    }
}
