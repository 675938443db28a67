//! The open workspace: its file, its records in memory, and what was computed from them.
//!
//! A change goes through the file first; only when it is committed does memory follow, and the
//! analysis after it. Memory is never ahead of the file.

mod made;

use crate::host::{Host, Job};
use crate::pair::{self, Threads};
use crate::plan::{BASE, Counted};
use crate::text;
use crate::views::incidents::Found;
use crate::views::premortem::SimulatedYears;
use crate::views::risks::Suggestion;
use crate::wire::{Code, CreateArgs, Done, Error, Input, Written};
use ninefold_domain::analysis::{Analysis, Facts};
use ninefold_domain::exchange::RateYear;
use ninefold_domain::id::{
    BatchId, ContractId, IncidentId, LaborId, OptionId, RequirementId, RiskId, RoleId, ScenarioId,
    ServiceId, StreamId, TechniqueId,
};
use ninefold_domain::methods::Methods;
use ninefold_domain::money::Currency;
use ninefold_domain::premortem;
use ninefold_domain::record::{
    BacklogMonth, Contract, Incident, LaborEntry, MinuteCount, MinuteSum, NamedMapping, Role,
    Service, Stream, Tier,
};
use ninefold_domain::requirement::{Evidence, Requirement, label, number_of};
use ninefold_domain::risk::Risk;
use ninefold_domain::saved::SavedScenario;
use ninefold_domain::score::RiskMatch;
use ninefold_domain::techniques::Technique;
use ninefold_domain::tiers::TierOption;
use ninefold_domain::time::{Instant, Zone};
use ninefold_store::{
    Applied, Batch, Change, Conflict, Import, Key, NewBatch, NewEntry, Record, Store,
};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// An open workspace.
pub(crate) struct Workspace {
    pub(crate) store: Store,
    pub(crate) path: PathBuf,
    pub(crate) methods: Methods,
    pub(crate) tiers: Vec<Tier>,
    pub(crate) services: Vec<Service>,
    pub(crate) streams: Vec<Stream>,
    pub(crate) roles: Vec<Role>,
    pub(crate) contracts: Vec<Contract>,
    pub(crate) backlog: Vec<BacklogMonth>,
    /// Exchange rates by currency and year.
    pub(crate) rates: Vec<RateYear>,
    /// Mappings of files that have a name.
    pub(crate) mappings: Vec<NamedMapping>,
    /// Requests by service and minute, where they were counted.
    pub(crate) requests: HashMap<ServiceId, Vec<MinuteCount>>,
    pub(crate) risks: Vec<Risk>,
    pub(crate) techniques: Vec<Technique>,
    pub(crate) options: Vec<TierOption>,
    /// Saved scenarios; the assumptions of the base scenario, once changed, among them.
    pub(crate) scenarios: Vec<SavedScenario>,
    /// Pre-mortem sessions with all that is in them.
    pub(crate) premortems: premortem::Records,
    /// What people said of incidents and risks: whether the one was the other.
    pub(crate) matches: Vec<RiskMatch>,
    pub(crate) requirements: Vec<Requirement>,
    pub(crate) incidents: Vec<Incident>,
    pub(crate) labor: Vec<LaborEntry>,
    pub(crate) batches: Vec<Batch>,
    /// Batch of each incident and labor entry that came in with one.
    pub(crate) batch_of: HashMap<Key, BatchId>,
    /// Minute sums in the order of `streams`.
    pub(crate) revenue: Vec<Vec<MinuteSum>>,
    pub(crate) analysis: Analysis,
    /// What merged copies disagree about.
    pub(crate) conflicts: Vec<Conflict>,
    /// Grows with every change.
    pub(crate) version: u64,
    /// What Ctrl+Z and Ctrl+Shift+Z would do.
    pub(crate) undo_label: String,
    pub(crate) redo_label: String,
    /// Lower-case text of each incident that a filter looks in, made when first asked for.
    pub(crate) haystacks: OnceCell<Vec<String>>,
    /// What was last computed of scenarios, newest last; good while its plan is what it would be
    /// computed from now.
    pub(crate) counted: Vec<Counted>,
    /// What was last simulated of pre-mortems.
    pub(crate) outlooks: SimulatedYears,
    /// What speaks for each requirement today, made when first asked for.
    pub(crate) evidence: OnceCell<Vec<Evidence>>,
    /// The kinds of incident on record, made when first asked for.
    pub(crate) kinds: OnceCell<Vec<Suggestion>>,
    /// How much each person’s word counts by their record, made when first asked for.
    pub(crate) weights: OnceCell<HashMap<String, f64>>,
    /// What the revenue went through on its way in, made when first asked for.
    pub(crate) treated: OnceCell<Vec<(Option<StreamId>, Input)>>,
    /// What the grid last asked for.
    pub(crate) found: Option<Found>,
}

/// What labor is ordered by: that of an incident lies together, in the order of the incidents,
/// so that neither costs nor screens have to look for it.
fn labor_place(entry: &LaborEntry) -> (IncidentId, LaborId) {
    (entry.incident, entry.id)
}

/// How the sample workspace is told from others.
const SAMPLE_SOURCE: &str = "sample";

impl From<ninefold_store::Error> for Error {
    fn from(error: ninefold_store::Error) -> Self {
        use ninefold_store::Error as E;
        let code = match &error {
            E::NotAWorkspace { .. } | E::Newer { .. } | E::Damaged { .. } => Code::BadWorkspace,
            E::ReadOnly { .. } => Code::ReadOnly,
            E::Busy { .. } => Code::Busy,
            E::Cancelled => Code::Cancelled,
            E::Conflict { .. } => Code::Conflict,
            E::Invalid { .. } => Code::Invalid,
            _ => Code::Io,
        };
        Self {
            code,
            message: error.to_string(),
            hints: Vec::new(),
            field: String::new(),
        }
    }
}

fn order<T>(records: &mut [T], name: impl Fn(&T) -> String) {
    records.sort_by_cached_key(|r| name(r).to_lowercase());
}

impl Workspace {
    /// Makes an empty workspace file with default tiers.
    pub(crate) fn create(args: &CreateArgs, host: &dyn Host) -> Result<Self, Error> {
        let currency = Currency::parse(&args.currency)
            .map_err(|e| Error::invalid("currency", e.to_string()))?;
        let zone = Zone::parse(&args.zone).map_err(|e| Error::invalid("zone", e.to_string()))?;
        if args.path.trim().is_empty() {
            return Err(
                Error::invalid("path", "a workspace needs a file to live in".into())
                    .hint("choose a folder and a name, such as shop.ninefold"),
            );
        }
        let methods = Methods {
            zone,
            ..Methods::defaults(currency)
        };
        let path = PathBuf::from(&args.path);
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|e| io("make the folder", folder, &e))?;
        }
        let mut store = Store::create(&path, host.new_id(), host.now(), &methods)?;
        let tiers = [
            (1, "Critical", 0.999),
            (2, "Important", 0.995),
            (3, "Supporting", 0.99),
        ];
        let entry = NewEntry {
            command: "workspace.create",
            label: "Made the workspace with three tiers".into(),
            at: host.now(),
        };
        let puts = tiers
            .into_iter()
            .map(|(number, name, target)| {
                Change::Put(Record::Tier(Tier {
                    number,
                    name: name.into(),
                    target: Some(target),
                }))
            })
            .collect();
        store.edit(entry, puts)?;
        Self::from_store(store, path)
    }

    /// Opens a workspace file.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let store = Store::open(path)?;
        Self::from_store(store, path.to_owned())
    }

    fn from_store(store: Store, path: PathBuf) -> Result<Self, Error> {
        let contents = store.load()?;
        let methods = contents.methods.clone();
        let mut workspace = Self {
            store,
            path,
            analysis: Analysis::of(
                &Facts {
                    methods: &methods,
                    tiers: &[],
                    services: &[],
                    streams: &[],
                    roles: &[],
                    contracts: &[],
                    backlog: &[],
                    incidents: &[],
                    labor: &[],
                    revenue: &[],
                },
                None,
            ),
            methods,
            conflicts: Vec::new(),
            tiers: Vec::new(),
            services: Vec::new(),
            streams: Vec::new(),
            roles: Vec::new(),
            contracts: Vec::new(),
            backlog: Vec::new(),
            rates: Vec::new(),
            mappings: Vec::new(),
            requests: HashMap::new(),
            risks: Vec::new(),
            techniques: Vec::new(),
            options: Vec::new(),
            scenarios: Vec::new(),
            premortems: premortem::Records::default(),
            matches: Vec::new(),
            requirements: Vec::new(),
            incidents: Vec::new(),
            labor: Vec::new(),
            batches: Vec::new(),
            batch_of: HashMap::new(),
            revenue: Vec::new(),
            version: 0,
            undo_label: String::new(),
            redo_label: String::new(),
            haystacks: OnceCell::new(),
            evidence: OnceCell::new(),
            weights: OnceCell::new(),
            kinds: OnceCell::new(),
            treated: OnceCell::new(),
            found: None,
            counted: Vec::new(),
            outlooks: SimulatedYears::default(),
        };
        workspace.take(contents)?;
        Ok(workspace)
    }

    /// Reads everything again from the file.
    pub(crate) fn reload(&mut self) -> Result<(), Error> {
        let contents = self.store.load()?;
        self.take(contents)
    }

    fn take(&mut self, contents: ninefold_store::Contents) -> Result<(), Error> {
        self.methods = contents.methods;
        self.tiers = contents.tiers;
        self.services = contents.services;
        self.streams = contents.streams;
        self.roles = contents.roles;
        self.contracts = contents.contracts;
        self.backlog = contents.backlog;
        self.rates = contents.rates;
        self.mappings = contents.mappings;
        self.requests = self.store.requests()?.into_iter().collect();
        self.risks = contents.risks;
        self.techniques = contents.techniques;
        self.options = contents.options;
        self.scenarios = contents.scenarios;
        self.premortems = contents.premortems;
        self.matches = contents.matches;
        self.requirements = contents.requirements;
        self.batches = contents.batches;
        self.batch_of.clear();
        self.incidents.clear();
        for (incident, batch) in contents.incidents {
            if let Some(batch) = batch {
                self.batch_of.insert(Key::Incident(incident.id), batch);
            }
            self.incidents.push(incident);
        }
        self.labor.clear();
        for (entry, batch) in contents.labor {
            if let Some(batch) = batch {
                self.batch_of.insert(Key::Labor(entry.id), batch);
            }
            self.labor.push(entry);
        }
        self.labor.sort_unstable_by_key(labor_place);
        order(&mut self.services, |s| s.name.clone());
        order(&mut self.streams, |s| s.name.clone());
        order(&mut self.roles, |r| r.name.clone());
        order(&mut self.contracts, |c| c.name.clone());
        self.revenue = self
            .streams
            .iter()
            .map(|s| self.store.revenue(s.id))
            .collect::<Result<_, _>>()?;
        self.refresh(false)
    }

    /// Everything that is computed, anew. `keep` vouches that neither revenue, streams nor
    /// methods have changed, so that what was learned from them holds.
    fn refresh(&mut self, keep: bool) -> Result<(), Error> {
        let analysis = Analysis::by(
            &self.facts(),
            keep.then_some(&self.analysis),
            &Threads::of(self.incidents.len()),
        );
        let before = std::mem::replace(&mut self.analysis, analysis);
        if self.incidents.len() >= pair::ENOUGH {
            // Giving back their memory takes a tenth of the time of an edit, and nobody has to
            // wait for it. Where there is no thread it is given back here.
            drop(std::thread::Builder::new().spawn(move || drop(before)));
        }
        self.haystacks = OnceCell::new();
        self.evidence = OnceCell::new();
        self.weights = OnceCell::new();
        self.kinds = OnceCell::new();
        self.treated = OnceCell::new();
        self.found = None;
        self.version += 1;
        self.conflicts = self.store.conflicts()?;
        let (undo, redo) = self.next_steps()?;
        self.undo_label = undo;
        self.redo_label = redo;
        Ok(())
    }

    /// Labels of what undo and redo would do next.
    fn next_steps(&self) -> Result<(String, String), Error> {
        let (undo, redo) = self.store.next_steps()?;
        Ok((undo.unwrap_or_default(), redo.unwrap_or_default()))
    }

    /// The records, borrowed for the domain.
    pub(crate) fn facts(&self) -> Facts<'_> {
        Facts {
            methods: &self.methods,
            tiers: &self.tiers,
            services: &self.services,
            streams: &self.streams,
            roles: &self.roles,
            contracts: &self.contracts,
            backlog: &self.backlog,
            incidents: &self.incidents,
            labor: &self.labor,
            revenue: &self.revenue,
        }
    }

    /// Commits changes made by hand and follows them in memory.
    pub(crate) fn edit(
        &mut self,
        host: &dyn Host,
        command: &str,
        label: String,
        changes: Vec<Change>,
    ) -> Result<Applied, Error> {
        let applied = self.store.edit(
            NewEntry {
                command,
                label,
                at: host.now(),
            },
            changes,
        )?;
        // An edit that changes nothing makes no entry, and nobody has to look again.
        if !applied.changes.is_empty() {
            self.follow(&applied)?;
        }
        Ok(applied)
    }

    /// Commits an import and follows it.
    pub(crate) fn import(
        &mut self,
        entry: NewEntry<'_>,
        batch: NewBatch,
        import: Import,
        job: &Job<'_>,
    ) -> Result<(), Error> {
        let label = entry.label.clone();
        self.store.import(
            entry,
            batch,
            import,
            &|done, total| {
                let counted = text::counted(done as usize, "row", "rows");
                job.report(&label, done, total, counted, String::new());
            },
            &|| job.is_cancelled(),
        )?;
        self.reload()
    }

    /// Brings memory to what a committed entry says.
    fn follow(&mut self, applied: &Applied) -> Result<(), Error> {
        if applied.reread
            || applied.batch.is_some()
            || !applied.streams.is_empty()
            || !applied.memberships.is_empty()
        {
            return self.reload();
        }
        let mut keep = true;
        let of_meetings = |c: &Change| is_of_a_meeting(c.key());
        let only_meetings = !applied.changes.is_empty() && applied.changes.iter().all(of_meetings);
        for change in &applied.changes {
            match change {
                Change::Put(record) => {
                    keep &= !matches!(record, Record::Methods(_) | Record::Stream(_));
                    self.put(record.clone());
                }
                Change::Delete(key) => {
                    keep &= !matches!(key, Key::Stream(_));
                    self.remove(*key);
                }
            }
        }
        if only_meetings {
            return self.turn_page(applied);
        }
        order(&mut self.services, |s| s.name.clone());
        order(&mut self.roles, |r| r.name.clone());
        order(&mut self.contracts, |c| c.name.clone());
        self.tiers.sort_by_key(|t| t.number);
        if keep {
            self.refresh(true)
        } else {
            // A stream's name decides its place, and its place that of its revenue.
            let mut pairs: Vec<(Stream, Vec<MinuteSum>)> =
                self.streams.drain(..).zip(self.revenue.drain(..)).collect();
            pairs.sort_by_cached_key(|(s, _)| s.name.to_lowercase());
            (self.streams, self.revenue) = pairs.into_iter().unzip();
            self.refresh(false)
        }
    }

    /// After a change that no figure of the analysis hangs on: a key pressed in a session must
    /// not wait for it. What stands in a field is shown nowhere but there.
    fn turn_page(&mut self, applied: &Applied) -> Result<(), Error> {
        let shown = |c: &Change| !matches!(c.key(), Key::Jot(_));
        if applied.changes.iter().any(shown) {
            self.version += 1;
            // Whose word counts how much hangs on what was said and on what came of it.
            self.weights = OnceCell::new();
            if applied
                .changes
                .iter()
                .any(|c| matches!(c.key(), Key::Match(_)))
            {
                // What a person said of incidents and risks speaks for requirements.
                self.evidence = OnceCell::new();
            }
            self.conflicts = self.store.conflicts()?;
            (self.undo_label, self.redo_label) = self.next_steps()?;
        }
        Ok(())
    }

    fn put(&mut self, record: Record) {
        fn upsert<T>(list: &mut Vec<T>, record: T, same: impl Fn(&T, &T) -> bool) {
            match list.iter().position(|r| same(r, &record)) {
                Some(at) => list[at] = record,
                None => list.push(record),
            }
        }
        // In the order of the file, so that what is shown does not depend on when it was opened.
        fn by_id<T, I: Ord>(list: &mut Vec<T>, record: T, id: impl Fn(&T) -> I) {
            match list.binary_search_by_key(&id(&record), &id) {
                Ok(at) => list[at] = record,
                Err(at) => list.insert(at, record),
            }
        }
        match record {
            Record::Methods(r) => self.methods = r,
            Record::Tier(r) => upsert(&mut self.tiers, r, |a, b| a.number == b.number),
            Record::Service(r) => upsert(&mut self.services, r, |a, b| a.id == b.id),
            Record::Stream(r) => {
                if !self.streams.iter().any(|s| s.id == r.id) {
                    self.revenue.push(Vec::new());
                }
                upsert(&mut self.streams, r, |a, b| a.id == b.id);
            }
            Record::Role(r) => upsert(&mut self.roles, r, |a, b| a.id == b.id),
            Record::Contract(r) => upsert(&mut self.contracts, r, |a, b| a.id == b.id),
            Record::Backlog(r) => by_id(&mut self.backlog, r, |b| b.month),
            Record::Rates(r) => by_id(&mut self.rates, r, |r| (r.currency, r.year)),
            Record::Mapping(r) => by_id(&mut self.mappings, r, |m| m.id),
            Record::Risk(r) => by_id(&mut self.risks, r, |r| r.id),
            Record::Technique(r) => by_id(&mut self.techniques, r, |t| t.id),
            Record::Option(r) => by_id(&mut self.options, r, |o| o.id),
            Record::Scenario(r) => by_id(&mut self.scenarios, *r, |s| s.scenario.id),
            Record::Session(r) => by_id(&mut self.premortems.sessions, r, |r| r.id),
            Record::Participant(r) => by_id(&mut self.premortems.participants, r, |r| r.id),
            Record::Draft(r) => by_id(&mut self.premortems.drafts, r, |r| r.id),
            Record::Card(r) => by_id(&mut self.premortems.cards, r, |r| r.id),
            Record::Cluster(r) => by_id(&mut self.premortems.clusters, r, |r| r.id),
            Record::Judgement(r) => by_id(&mut self.premortems.judgements, r, |r| r.id),
            Record::Match(r) => by_id(&mut self.matches, r, |r| r.id),
            Record::Ballot(r) => by_id(&mut self.premortems.ballots, r, |r| r.id),
            Record::Jot(r) => by_id(&mut self.premortems.jots, r, |r| r.id),
            Record::Requirement(r) => by_id(&mut self.requirements, *r, |r| r.id),
            Record::Incident(r) => by_id(&mut self.incidents, r, |i| i.id),
            Record::Labor(r) => {
                // It may have belonged to another incident before.
                if self
                    .labor
                    .binary_search_by_key(&labor_place(&r), labor_place)
                    .is_err()
                {
                    self.labor.retain(|entry| entry.id != r.id);
                }
                by_id(&mut self.labor, r, labor_place);
            }
        }
    }

    fn remove(&mut self, key: Key) {
        match key {
            Key::Methods => {}
            Key::Tier(number) => self.tiers.retain(|t| t.number != number),
            Key::Service(id) => self.services.retain(|s| s.id != id),
            Key::Stream(id) => {
                if let Some(at) = self.streams.iter().position(|s| s.id == id) {
                    self.streams.remove(at);
                    self.revenue.remove(at);
                }
            }
            Key::Role(id) => self.roles.retain(|r| r.id != id),
            Key::Contract(id) => self.contracts.retain(|c| c.id != id),
            Key::Backlog(month) => self.backlog.retain(|b| b.month != month),
            Key::Rates(currency, year) => {
                self.rates
                    .retain(|r| (r.currency, r.year) != (currency, year));
            }
            Key::Mapping(id) => self.mappings.retain(|m| m.id != id),
            Key::Risk(id) => self.risks.retain(|r| r.id != id),
            Key::Technique(id) => self.techniques.retain(|t| t.id != id),
            Key::Option(id) => self.options.retain(|o| o.id != id),
            Key::Scenario(id) => self.scenarios.retain(|s| s.scenario.id != id),
            Key::Session(id) => self.premortems.sessions.retain(|r| r.id != id),
            Key::Participant(id) => self.premortems.participants.retain(|r| r.id != id),
            Key::Draft(id) => self.premortems.drafts.retain(|r| r.id != id),
            Key::Card(id) => self.premortems.cards.retain(|r| r.id != id),
            Key::Cluster(id) => self.premortems.clusters.retain(|r| r.id != id),
            Key::Judgement(id) => self.premortems.judgements.retain(|r| r.id != id),
            Key::Match(id) => self.matches.retain(|r| r.id != id),
            Key::Ballot(id) => self.premortems.ballots.retain(|r| r.id != id),
            Key::Jot(id) => self.premortems.jots.retain(|r| r.id != id),
            Key::Requirement(id) => self.requirements.retain(|r| r.id != id),
            Key::Incident(id) => self.incidents.retain(|i| i.id != id),
            Key::Labor(id) => self.labor.retain(|l| l.id != id),
        }
        self.batch_of.remove(&key);
    }

    /// Takes the newest change back.
    pub(crate) fn undo(&mut self, host: &dyn Host) -> Result<Done, Error> {
        let label = self.undo_label.clone();
        let applied = self.store.undo(host.now())?;
        self.turned(applied, &label, "undo")
    }

    /// Does again what was taken back.
    pub(crate) fn redo(&mut self, host: &dyn Host) -> Result<Done, Error> {
        let label = self.redo_label.clone();
        let applied = self.store.redo(host.now())?;
        self.turned(applied, &label, "redo")
    }

    /// Takes back one import, also an older one.
    pub(crate) fn undo_batch(&mut self, id: BatchId, host: &dyn Host) -> Result<Done, Error> {
        let batch = self
            .batches
            .iter()
            .find(|b| b.import.id == id)
            .ok_or_else(|| Error::not_found("this import"))?;
        // Those that one merge brought have its entry in common.
        let place = (batch.entry, batch.at);
        let label = describe_files(&batch.import);
        if let Some(later) = self.leaning_on(id, place)? {
            return Err(Error::conflict(format!(
                "{later} came in over minutes of this import, and kept or replaced them"
            ))
            .hint("undo that import first, then this one"));
        }
        if let Some(later) = self.labor_of_others(id) {
            return Err(Error::conflict(format!(
                "the incidents of this import have labor that came in with {later}"
            ))
            .hint("undo that import first, then this one"));
        }
        let applied = self.store.undo_batch(id, host.now())?;
        self.turned(Some(applied), &format!("import of {label}"), "undo")
    }

    /// A later revenue import of the same streams that holds only what differed from this one, or
    /// what this one had not: without it that import would say something else than its file.
    fn leaning_on(&self, id: BatchId, place: (u64, Instant)) -> Result<Option<String>, Error> {
        let own: Vec<StreamId> = self
            .store
            .revenue_of_batch(id)?
            .into_iter()
            .map(|(stream, _)| stream)
            .collect();
        for later in self
            .batches
            .iter()
            .filter(|b| b.live && (b.entry, b.at) > place)
        {
            let note = &later.import.note;
            let leans =
                note.contains(crate::imports::REPLACED) || note.contains(crate::imports::KEPT);
            if leans {
                let theirs = self.store.revenue_of_batch(later.import.id)?;
                if theirs.iter().any(|(stream, _)| own.contains(stream)) {
                    return Ok(Some(describe_files(&later.import)));
                }
            }
        }
        Ok(None)
    }

    /// The import, or the hand, that brought labor for incidents of a batch from elsewhere.
    fn labor_of_others(&self, id: BatchId) -> Option<String> {
        let own: std::collections::HashSet<IncidentId> = self
            .incidents
            .iter()
            .map(|i| i.id)
            .filter(|i| self.batch_of.get(&Key::Incident(*i)) == Some(&id))
            .collect();
        let other = self
            .labor
            .iter()
            .filter(|e| own.contains(&e.incident))
            .find_map(|e| self.batch_of.get(&Key::Labor(e.id)).filter(|b| **b != id))?;
        self.batches
            .iter()
            .find(|b| b.import.id == *other)
            .map(|b| describe_files(&b.import))
    }

    fn turned(&mut self, applied: Option<Applied>, label: &str, verb: &str) -> Result<Done, Error> {
        let Some(applied) = applied else {
            return Err(Error::conflict(format!("there is nothing to {verb}")));
        };
        self.follow(&applied)?;
        Ok(Done {
            id: String::new(),
            label: format!(
                "{}: {label}",
                if verb == "undo" {
                    "Undone"
                } else {
                    "Done again"
                }
            ),
            skipped: applied
                .skipped
                .iter()
                .map(|s| {
                    let what = if s.field.is_empty() {
                        s.what.clone()
                    } else {
                        format!("{}, {}", s.what, s.field)
                    };
                    format!("{what}: {}", s.why)
                })
                .collect(),
        })
    }

    /// Writes a copy of the file.
    pub(crate) fn backup(&self, to: &Path) -> Result<Written, Error> {
        self.store.backup(to)?;
        Ok(Written {
            path: to.display().to_string(),
            rows: self.incidents.len() as u64,
        })
    }

    /// The labor entries of an incident.
    pub(crate) fn labor_of(&self, incident: IncidentId) -> impl Iterator<Item = &LaborEntry> {
        let first = self.labor.partition_point(|e| e.incident < incident);
        let own = move |e: &&LaborEntry| e.incident == incident;
        self.labor[first..].iter().take_while(own)
    }

    /// The name of a service, or a dash.
    pub(crate) fn service_name(&self, id: ServiceId) -> &str {
        self.services
            .iter()
            .find(|s| s.id == id)
            .map_or(text::NONE, |s| s.name.as_str())
    }

    /// An incident by its id.
    pub(crate) fn incident_at(&self, id: IncidentId) -> Option<&Incident> {
        let at = self.incidents.binary_search_by_key(&id, |i| i.id).ok()?;
        Some(&self.incidents[at])
    }

    /// The position of an incident.
    pub(crate) fn incident(&self, id: &str) -> Result<usize, Error> {
        let id: IncidentId = read_id(id)?;
        self.incidents
            .binary_search_by_key(&id, |i| i.id)
            .map_err(|_| Error::not_found("this incident"))
    }

    /// The position of a service.
    pub(crate) fn service(&self, id: &str) -> Result<usize, Error> {
        let id: ServiceId = read_id(id)?;
        self.services
            .iter()
            .position(|s| s.id == id)
            .ok_or_else(|| Error::not_found("this service"))
    }

    /// The position of a stream.
    pub(crate) fn stream(&self, id: &str) -> Result<usize, Error> {
        let id: StreamId = read_id(id)?;
        self.streams
            .iter()
            .position(|s| s.id == id)
            .ok_or_else(|| Error::not_found("this stream"))
    }

    /// The position of a role.
    pub(crate) fn role(&self, id: &str) -> Result<usize, Error> {
        let id: RoleId = read_id(id)?;
        self.roles
            .iter()
            .position(|r| r.id == id)
            .ok_or_else(|| Error::not_found("this role"))
    }

    /// A contract.
    pub(crate) fn contract(&self, id: &str) -> Result<&Contract, Error> {
        let id: ContractId = read_id(id)?;
        self.contracts
            .iter()
            .find(|c| c.id == id)
            .ok_or_else(|| Error::not_found("this contract"))
    }

    /// A risk.
    pub(crate) fn risk(&self, id: &str) -> Result<&Risk, Error> {
        let id: RiskId = read_id(id)?;
        let found = self.risks.iter().find(|r| r.id == id);
        found.ok_or_else(|| Error::not_found("this risk"))
    }

    /// A pre-mortem session with all that is in it.
    pub(crate) fn meeting(&self, id: &str) -> Result<premortem::Meeting<'_>, Error> {
        let found = self.premortems.meeting(read_id(id)?);
        found.ok_or_else(|| Error::not_found("this pre-mortem"))
    }

    /// A technique.
    pub(crate) fn technique(&self, id: &str) -> Result<&Technique, Error> {
        let id: TechniqueId = read_id(id)?;
        let found = self.techniques.iter().find(|t| t.id == id);
        found.ok_or_else(|| Error::not_found("this technique"))
    }

    /// A tier option.
    pub(crate) fn tier_option(&self, id: &str) -> Result<&TierOption, Error> {
        let id: OptionId = read_id(id)?;
        let found = self.options.iter().find(|o| o.id == id);
        found.ok_or_else(|| Error::not_found("this option"))
    }

    /// A requirement, by its id or by its label where no other has it.
    pub(crate) fn requirement(&self, id: &str) -> Result<&Requirement, Error> {
        if let Some(number) = number_of(id) {
            let mut named = self.requirements.iter().filter(|r| r.number == number);
            return match (named.next(), named.next()) {
                (Some(one), None) => Ok(one),
                (Some(one), Some(_)) => Err(Error::conflict(format!(
                    "{} requirements are called {}",
                    2 + named.count(),
                    one.label()
                ))
                .hint("name one by its id, or give one of them another number")),
                (None, _) => Err(Error::not_found(&label(number))),
            };
        }
        let id: RequirementId = read_id(id)?;
        let found = self.requirements.iter().find(|r| r.id == id);
        found.ok_or_else(|| Error::not_found("this requirement"))
    }

    /// A saved scenario; not the base scenario.
    pub(crate) fn scenario(&self, id: &str) -> Result<&SavedScenario, Error> {
        let id: ScenarioId = read_id(id)?;
        let mut saved = self.scenarios.iter().filter(|s| s.scenario.id != BASE);
        let found = saved.find(|s| s.scenario.id == id);
        found.ok_or_else(|| Error::not_found("this scenario"))
    }

    /// Whether it is the sample.
    pub(crate) fn is_sample(&self) -> bool {
        self.batches.iter().any(|b| {
            b.import
                .files
                .iter()
                .any(|f| f.hash.starts_with(SAMPLE_SOURCE))
        })
    }

    /// End of what was observed, for the status bar.
    pub(crate) fn data_until(&self) -> Option<Instant> {
        let observed = self.analysis.observed;
        (!observed.is_empty()).then_some(observed.end)
    }
}

/// Whether a record belongs to a pre-mortem, which the analysis of incidents does not look at.
fn is_of_a_meeting(key: Key) -> bool {
    matches!(
        key,
        Key::Session(_)
            | Key::Participant(_)
            | Key::Draft(_)
            | Key::Card(_)
            | Key::Cluster(_)
            | Key::Judgement(_)
            | Key::Ballot(_)
            | Key::Match(_)
            | Key::Jot(_)
    )
}

/// Names of the files of an import.
pub(crate) fn describe_files(batch: &NewBatch) -> String {
    match batch.files.as_slice() {
        [] => batch.kind.clone(),
        [one] => one.name.clone(),
        [first, rest @ ..] => format!("{} and {} more", first.name, rest.len()),
    }
}

/// An id from the wire.
pub(crate) fn read_id<T: std::str::FromStr<Err = ninefold_domain::id::IdError>>(
    text: &str,
) -> Result<T, Error> {
    text.parse()
        .map_err(|e: ninefold_domain::id::IdError| Error::invalid("id", e.to_string()))
}

/// An IO failure with what was tried and where.
pub(crate) fn io(what: &str, path: &Path, error: &std::io::Error) -> Error {
    Error {
        code: Code::Io,
        message: format!("could not {what} {}: {error}", path.display()),
        hints: vec!["check that the place exists, has room and may be written".into()],
        field: String::new(),
    }
}
