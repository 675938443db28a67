//! The services that carry streams which are new with an import.

use super::Services;
use crate::text;
use crate::wire::{CarrierEdit, CarrierRow, CarryingService};
use crate::workspace::Workspace;
use ninefold_domain::record::{Dependence, Stream};

/// Services that carry a new stream, and how that was found.
pub(super) struct Carried {
    pub(super) row: CarrierRow,
    /// Shares as they stand in the row.
    shares: Vec<f64>,
}

impl Carried {
    /// What somebody said; else the service of the stream's name, else the only one there is, else
    /// a new one of its name, all of it.
    pub(super) fn of(w: &Workspace, stream: &str, said: &[CarrierEdit]) -> Self {
        let known = |name: &str| {
            w.services
                .iter()
                .find(|s| is_same(&s.name, name))
                .map(|s| s.name.clone())
        };
        let only = || match w.services.as_slice() {
            [only] => Some(only.name.clone()),
            _ => None,
        };
        let mut row = CarrierRow {
            stream: stream.to_owned(),
            services: Vec::new(),
            said: false,
            choices: w.services.iter().map(|s| s.name.clone()).collect(),
        };
        row.choices.sort_by_key(|name| name.to_lowercase());
        let mut shares = Vec::new();
        for edit in said {
            let name = edit.service.trim();
            if !is_same(&edit.stream, stream) || name.is_empty() {
                continue;
            }
            let service = known(name).unwrap_or_else(|| name.to_owned());
            let share = match edit.share.trim() {
                "" => Ok(1.0),
                typed => text::read_share(typed, "carriers"),
            };
            // Whoever types a share after a colon that is none means no service of that name.
            let no_share = service
                .rsplit_once(':')
                .filter(|(name, _)| known(&service).is_none() && known(name).is_some())
                .map(|(_, share)| share.trim());
            let wrong = match &share {
                _ if no_share.is_some() => not_a_share(no_share.unwrap_or_default()),
                _ if row.services.iter().any(|s| is_same(&s.service, &service)) => {
                    "this service is listed twice".into()
                }
                Ok(share) if *share <= 0.0 => {
                    "a service that carries nothing of it: take it out, or type a share above 0 %"
                        .into()
                }
                Ok(_) => String::new(),
                // Beside a field there is room for a few words.
                Err(_) => format!(
                    "“{}” is not a share; type one such as 70 %",
                    edit.share.trim()
                ),
            };
            row.services.push(CarryingService {
                made: known(&service).is_none(),
                service,
                share: match &share {
                    Ok(share) => text::percent_plain(*share),
                    Err(_) => edit.share.trim().to_owned(),
                },
                wrong,
            });
            shares.push(share.unwrap_or(1.0));
        }
        row.said = !row.services.is_empty();
        if !row.said {
            let service = known(stream)
                .or_else(only)
                .unwrap_or_else(|| stream.to_owned());
            row.services.push(CarryingService {
                made: known(&service).is_none(),
                service,
                share: text::percent_plain(1.0),
                wrong: String::new(),
            });
            shares.push(1.0);
        }
        let named = row.services.iter().map(|s| s.service.as_str());
        for name in [stream].into_iter().chain(named) {
            if !row.choices.iter().any(|c| is_same(c, name)) {
                row.choices.push(name.to_owned());
            }
        }
        Self { row, shares }
    }

    /// The services as a stream has them; those that are not there are made.
    pub(super) fn dependences(&self, services: &mut Services<'_>) -> Vec<Dependence> {
        let carrying = self.row.services.iter().zip(&self.shares);
        carrying
            .filter(|(s, _)| s.wrong.is_empty())
            .map(|(s, share)| Dependence {
                service: services.named(&s.service),
                share: *share,
            })
            .collect()
    }

    /// `New stream web, carried by service Checkout to 100 %; change that under Settings.` Nothing
    /// where what was said cannot be: that stands at its line.
    pub(super) fn note(&self, has_incidents: bool) -> Option<String> {
        let row = &self.row;
        let carrying = row.services.iter().filter(|s| s.wrong.is_empty());
        let carrying: Vec<String> = carrying
            .map(|s| {
                let kind = if s.made { "the new service" } else { "service" };
                format!("{kind} {} to {}", s.service, s.share)
            })
            .collect();
        if carrying.is_empty() {
            return None;
        }
        let is_unhit = has_incidents && row.services.iter().all(|s| s.made);
        Some(format!(
            "New stream {}, carried by {}; {}.",
            row.stream,
            carrying.join(" and "),
            match (is_unhit, carrying.len()) {
                (true, 1) =>
                    "no incident on record hit that service, so none of them loses revenue until another carries it",
                (true, _) =>
                    "no incident on record hit these services, so none of them loses revenue until another carries it",
                (false, _) => "change that under Settings",
            }
        ))
    }
}

fn not_a_share(typed: &str) -> String {
    format!("“{typed}” is not a share; type one such as 70 %")
}

/// Whether somebody says that other services carry a stream than do, or to other parts.
pub(super) fn says_otherwise(w: &Workspace, stream: &Stream, said: &[CarrierEdit]) -> bool {
    let said: Vec<&CarrierEdit> = said
        .iter()
        .filter(|edit| is_same(&edit.stream, &stream.name))
        .collect();
    let is_so = |edit: &&CarrierEdit| {
        let share = match edit.share.trim() {
            "" => Some(1.0),
            typed => text::read_share(typed, "carriers").ok(),
        };
        stream.dependences.iter().any(|dependence| {
            let service = w.services.iter().find(|s| s.id == dependence.service);
            service.is_some_and(|s| is_same(&s.name, &edit.service))
                && share.is_some_and(|share| (share - dependence.share).abs() < 1e-9)
        })
    };
    !said.is_empty() && (said.len() != stream.dependences.len() || !said.iter().all(is_so))
}

/// Streams that somebody named the carriers of and that these files do not have.
pub(super) fn not_in(files: &[&str], said: &[CarrierEdit]) -> Vec<String> {
    let mut missing: Vec<String> = Vec::new();
    for edit in said {
        let stream = edit.stream.trim();
        let is_known = files
            .iter()
            .copied()
            .chain(missing.iter().map(String::as_str));
        if !is_known.into_iter().any(|name| is_same(name, stream)) {
            missing.push(stream.to_owned());
        }
    }
    missing
}

/// Whether two names are one, as they are everywhere.
pub(super) fn is_same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}
