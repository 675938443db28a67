//! The form that people fill in from outside: written blank, read filled in.
//!
//! A line of the form has a key that stays when the form is sent again, and what a line becomes
//! has an id that follows from the session, the person and that key. So a form that is imported
//! twice changes what it made the first time, on every copy of the workspace alike.

use super::{bounded, open, settle};
use crate::App;
use crate::edit::{commit, no_choice};
use crate::host::{Job, write_file};
use crate::imports::{neutral, problem, read_forms};
use crate::text;
use crate::wire::{Error, FormArgs, FormImportArgs, FormReport, Problem, Written};
use crate::workspace::{Workspace, io};
use ninefold_domain::id::{CardId, ClusterId, ParticipantId, ServiceId, SessionId, derived};
use ninefold_domain::premortem::{
    Card, Cluster, Judgement, LENSES, Meeting, Participant, REALITIES, likely_category, lines,
};
use ninefold_domain::record::Origin;
use ninefold_domain::time::Instant;
use ninefold_ingest::{CLUSTER_LINE, ContributionRow, Estimates};
use ninefold_report::workbook::{Sheet, workbook};
use ninefold_store::{Change, Record};
use std::collections::HashMap;
use std::path::Path;

/// The source that records of a form name.
const SOURCE: &str = "form";
/// Lines without a question at the end of a form.
const FREE: usize = 6;
/// Problems that a report shows one by one.
const SHOWN: usize = 500;

/// Columns of a form, in order, each with the width it takes in a sheet.
const COLUMNS: [(&str, f64); 19] = [
    ("session", 10.0),
    ("line", 16.0),
    ("name", 16.0),
    ("role", 14.0),
    ("question", 52.0),
    ("failure", 52.0),
    ("anonymous", 12.0),
    ("events_a_year_low", 11.0),
    ("events_a_year_likely", 12.0),
    ("events_a_year_high", 11.0),
    ("detect_minutes_low", 11.0),
    ("detect_minutes_likely", 12.0),
    ("detect_minutes_high", 11.0),
    ("repair_minutes_low", 11.0),
    ("repair_minutes_likely", 12.0),
    ("repair_minutes_high", 11.0),
    ("users_share_low", 11.0),
    ("users_share_likely", 12.0),
    ("users_share_high", 11.0),
];

/// The last column.
const WHY: (&str, f64) = ("why", 40.0);

/// How to fill the form in, line by line.
const HOW: [&str; 10] = [
    "Write your name, or any pseudonym, once in the column name; the rows below take it over.",
    "Write in the column failure what will have failed, in one line. Leave what you do not know.",
    "Write yes in anonymous where nobody is to see that it was you.",
    "Where a failure stands there already, say how often and how long; that is worth as much.",
    "events: how many times a year. detect: minutes until somebody notices. repair: minutes from there until customers are well again; or with a unit, such as 2 h. users: share of customers hit, such as 25%.",
    "Low and high: nine times out of ten it lies between them. Low, likely and high: the least, the most likely and the most it can be. Likely alone: you are certain.",
    "Fill in all four of events, detect, repair and users, or none of them.",
    "Do not talk to others about your numbers before everyone has sent theirs.",
    "Leave the columns session and line as they are: by them the form is known again when you send it a second time.",
    "Save the file as it is (CSV, XLSX or JSON) and send it back.",
];

/// One line of a form as it is written.
struct FormLine {
    key: String,
    question: String,
    failure: String,
}

impl App {
    pub(crate) fn premortem_form(&self, args: &FormArgs, _: &Job<'_>) -> Result<Written, Error> {
        let (id, rows, name) = self.with(|w| {
            if args.session.is_empty() {
                let service = super::service_of(w, &args.service, "service")?;
                let name = w.service_name(service).to_owned();
                return Ok((String::new(), blank(None), name));
            }
            let meeting = w.meeting(&args.session)?;
            let name = meeting.session.name.clone();
            Ok((args.session.clone(), blank(Some(&meeting)), name))
        })?;
        let path = Path::new(&args.to);
        let format = match args.format.as_str() {
            "" => path
                .extension()
                .map(|e| e.to_string_lossy().to_lowercase())
                .unwrap_or_default(),
            stated => stated.to_owned(),
        };
        let bytes = match format.as_str() {
            "csv" => csv(&id, &rows)?,
            "json" => json(&id, &rows)?,
            "xlsx" => xlsx(&id, &rows, &name)?,
            other => return Err(no_choice("format", other, "csv, xlsx or json")),
        };
        write_file(path, &bytes).map_err(|e| io("write", path, &e))?;
        Ok(Written {
            path: path.display().to_string(),
            rows: rows.len() as u64,
        })
    }

    pub(crate) fn premortem_form_import(
        &self,
        args: &FormImportArgs,
        job: &Job<'_>,
    ) -> Result<FormReport, Error> {
        let now = self.host.now();
        let zone = self.with(|w| {
            open(w, &args.session)?;
            Ok(w.methods.zone)
        })?;
        // Each file by itself: a mapping belongs to a header, and people send what they like.
        let mut read = Vec::new();
        for path in &args.paths {
            read.push(read_forms(Path::new(path), zone, job)?);
        }
        if read.is_empty() {
            return Err(Error::invalid("paths", "no form was chosen".into()));
        }
        self.with(|w| {
            let id = open(w, &args.session)?.session.id;
            if !args.check {
                settle(w, &*self.host, id)?;
            }
            let meeting = open(w, &args.session)?;
            let mut taken = Taken::new(&meeting, now);
            let mut report = FormReport::default();
            for forms in read {
                report.read += forms.report.totals.read;
                report.rejected += forms.report.totals.rejected;
                report.blank += forms.report.totals.skipped;
                let found = forms.report.findings.iter().map(problem);
                report.problems.extend(found);
                let file = forms
                    .report
                    .files
                    .first()
                    .map_or_else(String::new, |f| f.name.clone());
                for row in forms.rows {
                    match taken.row(w, &meeting, &file, &row)? {
                        None => report.blank += 1,
                        Some(Ok(())) => report.accepted += 1,
                        Some(Err(problem)) => {
                            report.rejected += 1;
                            report.problems.push(problem);
                        }
                    }
                }
            }
            report.problems.truncate(SHOWN);
            report.people.clone_from(&taken.names);
            (report.new, report.updated, report.unchanged) =
                (taken.new, taken.updated, taken.unchanged);
            report.cards = taken.cards;
            report.estimates = taken.estimates;
            let label = format!(
                "{} of {}",
                if args.paths.len() == 1 {
                    "Form"
                } else {
                    "Forms"
                },
                match taken.names.as_slice() {
                    [] => "nobody".to_owned(),
                    names => names.join(", "),
                }
            );
            report.sentence = sentence(&report);
            if !args.check && !taken.changes.is_empty() {
                commit(
                    w,
                    &*self.host,
                    "premortem.form.import",
                    label,
                    taken.changes,
                    &id.to_string(),
                )?;
            }
            Ok(report)
        })
    }
}

fn sentence(report: &FormReport) -> String {
    let rows = |n: u64| text::counted(n as usize, "line", "lines");
    let mut said = format!(
        "{} read: {} filled in, {} left blank, {} set aside.",
        rows(report.read),
        text::count(report.accepted as usize),
        text::count(report.blank as usize),
        text::count(report.rejected as usize)
    );
    said.push_str(&format!(
        " {} new, {} changed, {} as they were.",
        text::count(report.new as usize),
        text::count(report.updated as usize),
        text::count(report.unchanged as usize)
    ));
    said
}

/// The lines of a blank form.
fn blank(meeting: Option<&Meeting<'_>>) -> Vec<FormLine> {
    let mut rows: Vec<FormLine> = REALITIES
        .iter()
        .map(|p| FormLine {
            key: format!("ask:{}", p.key),
            question: format!("{}. {}", p.title, p.question),
            failure: String::new(),
        })
        .collect();
    rows.extend((1..=FREE).map(|n| FormLine {
        key: format!("free:{n}"),
        question: "What else will have failed?".into(),
        failure: String::new(),
    }));
    for cluster in meeting
        .into_iter()
        .flat_map(|m| m.roots().collect::<Vec<_>>())
    {
        rows.push(FormLine {
            key: format!("{CLUSTER_LINE}{}", cluster.id),
            question: "How often, for how long, for how many customers?".into(),
            failure: cluster.title.clone(),
        });
    }
    rows
}

/// The cells of a line that are not blank, by column.
fn cells<'a>(session: &'a str, row: &'a FormLine) -> [(&'static str, &'a str); 4] {
    [
        ("session", session),
        ("line", &row.key),
        ("question", &row.question),
        ("failure", &row.failure),
    ]
}

fn heads() -> impl Iterator<Item = (&'static str, f64)> {
    COLUMNS.into_iter().chain(std::iter::once(WHY))
}

fn csv(session: &str, rows: &[FormLine]) -> Result<Vec<u8>, Error> {
    let failed = |e: String| Error::invalid("to", format!("the form could not be written: {e}"));
    let mut out = csv::Writer::from_writer(Vec::new());
    let head: Vec<&str> = heads().map(|(name, _)| name).collect();
    out.write_record(&head).map_err(|e| failed(e.to_string()))?;
    for row in rows {
        let cells = cells(session, row);
        let of = |name: &str| {
            let found = cells.iter().find(|(column, _)| *column == name);
            found.map_or_else(String::new, |(_, text)| neutral(text))
        };
        out.write_record(head.iter().map(|name| of(name)))
            .map_err(|e| failed(e.to_string()))?;
    }
    out.into_inner().map_err(|e| failed(e.to_string()))
}

fn json(session: &str, rows: &[FormLine]) -> Result<Vec<u8>, Error> {
    let objects: Vec<serde_json::Value> = rows
        .iter()
        .map(|row| {
            let cells = cells(session, row);
            let members = heads().map(|(name, _)| {
                let found = cells.iter().find(|(column, _)| *column == name);
                (name.to_owned(), found.map_or("", |(_, text)| text).into())
            });
            serde_json::Value::Object(members.collect())
        })
        .collect();
    serde_json::to_vec_pretty(&objects)
        .map_err(|e| Error::invalid("to", format!("the form could not be written: {e}")))
}

fn xlsx(session: &str, rows: &[FormLine], name: &str) -> Result<Vec<u8>, Error> {
    let mut form = Sheet::new(
        "Form",
        heads().map(|(name, width)| (name.to_owned(), width)),
    );
    for row in rows {
        let cells = cells(session, row);
        form.row(heads().map(|(column, _)| {
            let found = cells.iter().find(|(name, _)| *name == column);
            found.map_or_else(String::new, |(_, text)| neutral(text))
        }));
    }
    form.choices("role", LENSES.iter().map(|l| l.title.to_owned()));
    form.choices("anonymous", ["yes", "no"].map(str::to_owned));
    let mut how = Sheet::new(
        "How to fill it in",
        [(format!("Pre-mortem: {name}"), 110.0)],
    );
    for line in HOW {
        how.row([line.to_owned()]);
    }
    workbook(&[form, how])
        .map_err(|e| Error::invalid("to", format!("the form could not be written: {e}")))
}

/// What forms come to in a session.
struct Taken {
    now: Instant,
    session: SessionId,
    service: ServiceId,
    people: Vec<Participant>,
    cards: u64,
    estimates: u64,
    new: u64,
    updated: u64,
    unchanged: u64,
    names: Vec<String>,
    changes: Vec<Change>,
    /// Cards and clusters that these forms made or changed so far.
    made_cards: HashMap<CardId, Card>,
    made_clusters: HashMap<ClusterId, Cluster>,
    /// How often a line was met, so that a row that was copied is a second one.
    met: HashMap<(ParticipantId, String), u32>,
    place: f64,
    cluster_place: f64,
}

impl Taken {
    fn new(meeting: &Meeting<'_>, now: Instant) -> Self {
        Self {
            now,
            session: meeting.session.id,
            service: meeting.session.service,
            people: meeting.participants.iter().map(|p| (*p).clone()).collect(),
            cards: 0,
            estimates: 0,
            new: 0,
            updated: 0,
            unchanged: 0,
            names: vec![],
            changes: vec![],
            made_cards: HashMap::new(),
            made_clusters: HashMap::new(),
            met: HashMap::new(),
            place: meeting.cards.iter().map(|c| c.place).fold(0.0, f64::max),
            cluster_place: meeting.clusters.iter().map(|c| c.place).fold(0.0, f64::max),
        }
    }

    /// Takes one row: nothing for a blank one.
    fn row(
        &mut self,
        w: &Workspace,
        meeting: &Meeting<'_>,
        file: &str,
        row: &ContributionRow,
    ) -> Result<Option<Result<(), Problem>>, Error> {
        let key = row
            .line
            .clone()
            .unwrap_or_else(|| format!("row {}", row.failure.clone().unwrap_or_default()));
        let cluster = cluster_of_line(meeting, &key);
        let said = row.failure.as_deref().filter(|said| match cluster {
            // The title that the form came with is no new thought.
            Some(cluster) => !meeting.family(cluster.id).iter().any(|id| {
                meeting
                    .cluster(*id)
                    .is_some_and(|c| c.title.trim().eq_ignore_ascii_case(said))
            }),
            None => true,
        });
        if said.is_none() && row.estimates.is_none() {
            return Ok(None);
        }
        let refuse =
            |code: &str, column: &str, found: String, expected: String, repair: &str| Problem {
                code: code.into(),
                field: String::new(),
                file: file.into(),
                row: row.row,
                column: column.into(),
                found,
                expected,
                repair: repair.into(),
                cells: String::new(),
            };
        if let Some(other) = row
            .session
            .as_ref()
            .filter(|s| **s != self.session.to_string())
        {
            let name = other
                .parse()
                .ok()
                .and_then(|id| w.premortems.meeting(id))
                .map_or_else(|| other.clone(), |m| m.session.name.clone());
            return Ok(Some(Err(refuse(
                "other-session",
                "session",
                name,
                meeting.session.name.clone(),
                "Import the form into the pre-mortem that it was made for, or empty the column session.",
            ))));
        }
        if said.is_none() && cluster.is_none() {
            return Ok(Some(Err(refuse(
                "nothing-estimated",
                "failure",
                "nothing".into(),
                "what will have failed, beside its numbers".into(),
                "Write what will have failed.",
            ))));
        }
        if row.person.is_empty() {
            return Ok(Some(Err(refuse(
                "missing",
                "name",
                "nothing".into(),
                "a name or pseudonym, on this row or one above it".into(),
                "Fill the value.",
            ))));
        }
        let person = self.person(row);
        let nth = self.met.entry((person, key.clone())).or_default();
        *nth += 1;
        let key = if *nth == 1 {
            key
        } else {
            format!("{key}#{nth}")
        };
        let mut thoughts = said.map(lines).unwrap_or_default();
        // A reason without numbers has no estimate to stand beside.
        if row.estimates.is_none()
            && let (Some(first), Some(why)) = (thoughts.first_mut(), &row.why)
        {
            *first = format!("{first} ({why})");
        }
        let mut home = cluster.map(|c| c.id);
        for (n, text) in thoughts.iter().enumerate() {
            let id = CardId(derived(
                &format!("form card {key}/{n}"),
                &[self.session.0, person.0],
            ));
            let wants_cluster = n == 0 && row.estimates.is_some();
            let card = self.card(meeting, id, person, row, text, home, &key)?;
            if wants_cluster && home.is_none() {
                home = Some(self.cluster(meeting, &card));
            }
        }
        if let (Some(cluster), Some(estimates)) = (home, &row.estimates) {
            self.judgement(meeting, cluster, person, estimates, row.why.as_deref())?;
        }
        Ok(Some(Ok(())))
    }

    fn person(&mut self, row: &ContributionRow) -> ParticipantId {
        if !self.names.contains(&row.person) {
            self.names.push(row.person.clone());
        }
        let known = self
            .people
            .iter()
            .find(|p| p.name.eq_ignore_ascii_case(&row.person));
        if let Some(known) = known {
            return known.id;
        }
        let id = ParticipantId(derived(
            &format!("form participant {}", row.person.to_lowercase()),
            &[self.session.0],
        ));
        let role = row.role.clone().unwrap_or_default();
        let lens = LENSES
            .iter()
            .find(|l| l.key.eq_ignore_ascii_case(&role) || l.title.eq_ignore_ascii_case(&role));
        let person = Participant {
            id,
            session: self.session,
            place: self.people.iter().map(|p| p.place).fold(0.0, f64::max) + 1.0,
            name: row.person.clone(),
            role: lens.map_or(role, |l| l.key.into()),
            // From outside: nobody in the room waits for them.
            present: false,
            origin: Some(Origin {
                source: SOURCE.into(),
                external_id: row.person.clone(),
            }),
        };
        self.changes
            .push(Change::Put(Record::Participant(person.clone())));
        self.people.push(person);
        id
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "all of it is the one line of the form"
    )]
    fn card(
        &mut self,
        meeting: &Meeting<'_>,
        id: CardId,
        person: ParticipantId,
        row: &ContributionRow,
        words: &str,
        home: Option<ClusterId>,
        key: &str,
    ) -> Result<Card, Error> {
        let words = bounded(words, "failure")?;
        let author = (!row.anonymous).then_some(person);
        let before = self.made_cards.get(&id).cloned().or_else(|| {
            meeting
                .cards
                .iter()
                .find(|c| c.id == id)
                .map(|c| (*c).clone())
        });
        let card = match &before {
            Some(card) => Card {
                text: words,
                author,
                ..card.clone()
            },
            None => {
                self.place += 1.0;
                Card {
                    id,
                    session: self.session,
                    text: words,
                    author,
                    prompt: key.strip_prefix("ask:").unwrap_or("").to_owned(),
                    cluster: home,
                    place: self.place,
                    placed: Some(self.now),
                    before: None,
                    line: None,
                    aside: false,
                    origin: Some(Origin {
                        source: SOURCE.into(),
                        external_id: key.to_owned(),
                    }),
                }
            }
        };
        self.cards += 1;
        match &before {
            None => self.new += 1,
            Some(before) if *before == card => self.unchanged += 1,
            Some(_) => self.updated += 1,
        }
        if before.as_ref() != Some(&card) {
            self.changes.push(Change::Put(Record::Card(card.clone())));
        }
        self.made_cards.insert(id, card.clone());
        Ok(card)
    }

    /// The cluster of a card that came with estimates: its own, where it has none yet.
    fn cluster(&mut self, meeting: &Meeting<'_>, card: &Card) -> ClusterId {
        if let Some(id) = card.cluster {
            return meeting.root(id).unwrap_or(id);
        }
        let id = ClusterId(derived("form cluster", &[card.id.0]));
        let known = meeting.cluster(id).is_some() || self.made_clusters.contains_key(&id);
        if !known {
            self.cluster_place += 1.0;
            let cluster = Cluster {
                id,
                session: self.session,
                title: card.text.clone(),
                category: likely_category([(card.prompt.as_str(), card.text.as_str())]),
                service: self.service,
                place: self.cluster_place,
                into: None,
                risk: None,
                history: String::new(),
                mitigations: vec![],
                notes: String::new(),
            };
            self.changes
                .push(Change::Put(Record::Cluster(cluster.clone())));
            self.made_clusters.insert(id, cluster);
        }
        let card = Card {
            cluster: Some(id),
            before: card.cluster,
            placed: Some(self.now),
            ..card.clone()
        };
        self.changes.push(Change::Put(Record::Card(card.clone())));
        self.made_cards.insert(card.id, card);
        id
    }

    fn judgement(
        &mut self,
        meeting: &Meeting<'_>,
        cluster: ClusterId,
        person: ParticipantId,
        estimates: &Estimates,
        why: Option<&str>,
    ) -> Result<(), Error> {
        let id = Judgement::id_of(person, cluster);
        let before = meeting.judgements.iter().find(|j| j.id == id);
        let mut judgement = Judgement {
            id,
            session: self.session,
            cluster,
            participant: person,
            frequency: estimates.frequency.clone(),
            detect: estimates.detect.clone(),
            repair: estimates.repair.clone(),
            users: estimates.users.clone(),
            comment: bounded(why.unwrap_or(""), "why")?,
            given: self.now,
        };
        self.estimates += 1;
        if let Some(before) = before {
            let now = judgement.given;
            judgement.given = before.given;
            if judgement == **before {
                self.unchanged += 1;
                return Ok(());
            }
            judgement.given = now;
            self.updated += 1;
        } else {
            self.new += 1;
        }
        super::voices::bounds(&judgement)?;
        self.changes.push(Change::Put(Record::Judgement(judgement)));
        Ok(())
    }
}

/// The cluster that a line of a form asks about, as it stands by now.
fn cluster_of_line<'a>(meeting: &Meeting<'a>, key: &str) -> Option<&'a Cluster> {
    let id: ClusterId = key.strip_prefix(CLUSTER_LINE)?.parse().ok()?;
    meeting.root(id).and_then(|root| meeting.cluster(root))
}
