//! The sample as a workspace: its catalog as one change, its data as imports, as anybody's would be.

use super::{SAMPLE_SOURCE, Workspace, io};
use crate::host::{Host, Job};
use crate::sample;
use crate::wire::Error;
use ninefold_domain::id::BatchId;
use ninefold_domain::money::Money;
use ninefold_store::{BatchFile, Change, Import, NewBatch, NewEntry, Record, Store};
use std::path::Path;

impl Workspace {
    /// Opens the sample at `path`, or makes it.
    pub(crate) fn sample(path: &Path, host: &dyn Host, job: &Job<'_>) -> Result<Self, Error> {
        if path.exists() {
            return Self::open(path);
        }
        let making = |done| {
            let label = "Making the sample workspace";
            job.report(label, done, 2, String::new(), String::new());
        };
        making(0);
        let made = sample::generate(sample::SEED);
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|e| io("make the folder", folder, &e))?;
        }
        let work = || -> Result<Self, Error> {
            let mut workspace = Self::catalog(path, &made, host)?;
            making(1);
            workspace.bring_in_sample(made, host, job)?;
            Ok(workspace)
        };
        work().inspect_err(|_| {
            // Ours since it did not exist before: half a sample helps nobody.
            let _ = std::fs::remove_file(path);
        })
    }

    /// Makes a workspace with the sample's services, tiers and rates, but no data.
    pub(crate) fn catalog(
        path: &Path,
        made: &sample::Sample,
        host: &dyn Host,
    ) -> Result<Self, Error> {
        let mut store = Store::create(path, host.new_id(), host.now(), &made.methods)?;
        let mut puts: Vec<Change> = Vec::new();
        puts.extend(
            made.tiers
                .iter()
                .cloned()
                .map(|r| Change::Put(Record::Tier(r))),
        );
        puts.extend(
            made.services
                .iter()
                .cloned()
                .map(|r| Change::Put(Record::Service(r))),
        );
        puts.extend(
            made.contracts
                .iter()
                .cloned()
                .map(|r| Change::Put(Record::Contract(r))),
        );
        puts.extend(
            made.backlog
                .iter()
                .map(|r| Change::Put(Record::Backlog(*r))),
        );
        let outlook = made.risks.iter().cloned().map(Record::Risk);
        let outlook = outlook
            .chain(made.techniques.iter().cloned().map(Record::Technique))
            .chain(made.options.iter().cloned().map(Record::Option))
            .chain(
                made.scenarios
                    .iter()
                    .cloned()
                    .map(Box::new)
                    .map(Record::Scenario),
            );
        puts.extend(outlook.map(Change::Put));
        let held = &made.premortems;
        let records = (held.sessions.iter().cloned().map(Record::Session))
            .chain(held.participants.iter().cloned().map(Record::Participant))
            .chain(held.drafts.iter().cloned().map(Record::Draft))
            .chain(held.clusters.iter().cloned().map(Record::Cluster))
            .chain(held.cards.iter().cloned().map(Record::Card))
            .chain(held.judgements.iter().cloned().map(Record::Judgement))
            .chain(held.ballots.iter().cloned().map(Record::Ballot));
        puts.extend(records.map(Change::Put));
        puts.extend(
            made.streams
                .iter()
                .cloned()
                .map(|r| Change::Put(Record::Stream(r))),
        );
        puts.extend(
            made.roles
                .iter()
                .cloned()
                .map(|r| Change::Put(Record::Role(r))),
        );
        let entry = NewEntry {
            command: "workspace.sample",
            label: "Made the sample’s services, tiers, rates and risks".into(),
            at: host.now(),
        };
        store.edit(entry, puts)?;
        Self::from_store(store, path.to_owned())
    }

    fn bring_in_sample(
        &mut self,
        made: sample::Sample,
        host: &dyn Host,
        job: &Job<'_>,
    ) -> Result<(), Error> {
        let currency = made.methods.currency;
        let total: i128 = made
            .revenue
            .iter()
            .flatten()
            .map(|m| i128::from(m.units))
            .sum();
        let rows: u64 = made
            .revenue
            .iter()
            .flatten()
            .map(|m| u64::from(m.rows))
            .sum();
        let parts = [
            (
                "revenue",
                rows,
                vec![Money::from_units(total, currency)],
                Import {
                    revenue: made
                        .streams
                        .iter()
                        .map(|s| s.id)
                        .zip(made.revenue)
                        .collect(),
                    ..Import::default()
                },
            ),
            (
                "incidents",
                made.incidents.len() as u64,
                Vec::new(),
                Import {
                    records: made
                        .incidents
                        .into_iter()
                        .map(Record::Incident)
                        .chain(made.matches.into_iter().map(Record::Match))
                        .collect(),
                    ..Import::default()
                },
            ),
            (
                "labor",
                made.labor.len() as u64,
                Vec::new(),
                Import {
                    records: made.labor.into_iter().map(Record::Labor).collect(),
                    ..Import::default()
                },
            ),
        ];
        for (kind, rows, totals, import) in parts {
            let batch = NewBatch {
                id: BatchId(host.new_id()),
                kind: kind.into(),
                files: vec![BatchFile {
                    name: format!("sample {kind}"),
                    hash: format!("{SAMPLE_SOURCE}-{kind}-{}", sample::SEED),
                    rows,
                }],
                rows_read: rows,
                accepted: rows,
                rejected: 0,
                skipped: 0,
                totals,
                note: "[]".into(),
            };
            let entry = NewEntry {
                command: "workspace.sample",
                label: format!("Brought in the sample’s {kind}"),
                at: host.now(),
            };
            let applied = self
                .store
                .import(entry, batch, import, &|_, _| (), &|| job.is_cancelled())?;
            drop(applied);
        }
        self.reload()?;
        let requirements = sample::requirements(self)?;
        let changes = requirements
            .into_iter()
            .map(|r| Change::Put(Record::Requirement(Box::new(r))))
            .collect();
        let label = "Wrote the sample’s requirements".to_owned();
        self.edit(host, "workspace.sample", label, changes)?;
        Ok(())
    }
}
