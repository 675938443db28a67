//! Pre-mortem sessions and what people put into them.

use crate::error::Error;
use crate::row::{self, Fields, Row};
use ninefold_domain::id::{
    BallotId, CardId, ClusterId, DraftId, JotId, JudgementId, LineId, ParticipantId, RiskId,
    ServiceId, SessionId,
};
use ninefold_domain::premortem::{
    Ballot, Card, Cluster, Draft, Jot, Judgement, Participant, Session,
};
use ninefold_domain::time::Instant;
use rusqlite::types::Value;

pub(crate) const VERSION_3: &str = "
CREATE TABLE session (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    service BLOB NOT NULL,
    name TEXT NOT NULL,
    date TEXT NOT NULL,
    target REAL,
    frame TEXT NOT NULL,
    step TEXT NOT NULL,
    furthest TEXT NOT NULL,
    prompt TEXT NOT NULL,
    running INTEGER,
    spent_ms INTEGER NOT NULL,
    minutes TEXT NOT NULL,
    dots INTEGER NOT NULL,
    turn BLOB,
    passed TEXT NOT NULL,
    closed INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE participant (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    session BLOB NOT NULL,
    place REAL NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    present INTEGER NOT NULL,
    origin TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE draft (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    session BLOB NOT NULL,
    participant BLOB NOT NULL,
    prompt TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE card (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    session BLOB NOT NULL,
    text TEXT NOT NULL,
    author BLOB,
    prompt TEXT NOT NULL,
    cluster BLOB,
    place REAL NOT NULL,
    placed INTEGER,
    before BLOB,
    line BLOB,
    aside INTEGER NOT NULL,
    origin TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE cluster (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    session BLOB NOT NULL,
    title TEXT NOT NULL,
    category TEXT NOT NULL,
    service BLOB NOT NULL,
    place REAL NOT NULL,
    merged_into BLOB,
    risk BLOB,
    history TEXT NOT NULL,
    mitigations TEXT NOT NULL,
    notes TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE judgement (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    session BLOB NOT NULL,
    cluster BLOB NOT NULL,
    participant BLOB NOT NULL,
    frequency TEXT NOT NULL,
    detect TEXT NOT NULL,
    repair TEXT NOT NULL,
    users TEXT NOT NULL,
    comment TEXT NOT NULL,
    given INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE ballot (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    session BLOB NOT NULL,
    participant BLOB NOT NULL,
    dots TEXT NOT NULL,
    given INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE jot (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    session BLOB NOT NULL,
    participant BLOB,
    slot TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

/// The columns of a session in version 3.
pub(crate) const COLUMNS_3: &[&str] = &[
    "id", "service", "name", "date", "target", "frame", "step", "furthest", "prompt", "running",
    "spent_ms", "minutes", "dots", "turn", "passed", "closed",
];

pub(crate) const VERSION_6: &str = "
CREATE TABLE session (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    service BLOB NOT NULL,
    name TEXT NOT NULL,
    date TEXT NOT NULL,
    target REAL,
    frame TEXT NOT NULL,
    step TEXT NOT NULL,
    furthest TEXT NOT NULL,
    prompt TEXT NOT NULL,
    running INTEGER,
    spent_ms INTEGER NOT NULL,
    minutes TEXT NOT NULL,
    dots INTEGER NOT NULL,
    turn BLOB,
    passed TEXT NOT NULL,
    closed INTEGER,
    left_ms TEXT NOT NULL,
    prompt_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

/// The milliseconds of steps that nobody measured.
pub(crate) fn no_time() -> Value {
    Value::Text("{}".into())
}

/// A place among others, which is never missing.
fn real(fields: &mut Fields<'_, '_>) -> Result<f64, Error> {
    match fields.opt_real()? {
        Some(place) => Ok(place),
        None => Err(fields.bad("a number")),
    }
}

impl Row for Session {
    const TABLE: &'static str = "session";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "service",
        "name",
        "date",
        "target",
        "frame",
        "step",
        "furthest",
        "prompt",
        "running",
        "spent_ms",
        "minutes",
        "dots",
        "turn",
        "passed",
        "closed",
        "left_ms",
        "prompt_ms",
    ];

    fn bind(&self) -> Vec<Value> {
        vec![
            row::id(self.id.to_bytes()),
            row::id(self.service.to_bytes()),
            self.name.clone().into(),
            row::name(&self.date),
            row::opt(self.target.map(row::real)),
            self.frame.clone().into(),
            row::name(&self.step),
            row::name(&self.furthest),
            self.prompt.clone().into(),
            row::opt(self.running.map(|at| at.0)),
            self.spent_ms.into(),
            row::json(&self.minutes),
            i64::from(self.dots).into(),
            row::opt(self.turn.map(|id| row::id(id.to_bytes()))),
            row::json(&self.passed),
            row::opt(self.closed.map(|at| at.0)),
            row::json(&self.left_ms),
            self.prompt_ms.into(),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            id: SessionId::from_bytes(fields.id()?),
            service: ServiceId::from_bytes(fields.id()?),
            name: fields.text()?,
            date: fields.name()?,
            target: fields.opt_real()?,
            frame: fields.text()?,
            step: fields.name()?,
            furthest: fields.name()?,
            prompt: fields.text()?,
            running: fields.opt_int()?.map(Instant),
            spent_ms: fields.int()?,
            minutes: fields.json()?,
            dots: fields.narrow()?,
            turn: fields.opt_id()?.map(ParticipantId::from_bytes),
            passed: fields.json()?,
            closed: fields.opt_int()?.map(Instant),
            left_ms: fields.json()?,
            prompt_ms: fields.int()?,
        })
    }
}

impl Row for Participant {
    const TABLE: &'static str = "participant";
    const COLUMNS: &'static [&'static str] = &[
        "id", "session", "place", "name", "role", "present", "origin",
    ];

    fn bind(&self) -> Vec<Value> {
        vec![
            row::id(self.id.to_bytes()),
            row::id(self.session.to_bytes()),
            row::real(self.place),
            self.name.clone().into(),
            self.role.clone().into(),
            i64::from(self.present).into(),
            row::opt(self.origin.as_ref().map(row::json)),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            id: ParticipantId::from_bytes(fields.id()?),
            session: SessionId::from_bytes(fields.id()?),
            place: real(fields)?,
            name: fields.text()?,
            role: fields.text()?,
            present: fields.flag()?,
            origin: fields.opt_json()?,
        })
    }
}

impl Row for Draft {
    const TABLE: &'static str = "draft";
    const COLUMNS: &'static [&'static str] = &["id", "session", "participant", "prompt", "text"];

    fn bind(&self) -> Vec<Value> {
        vec![
            row::id(self.id.to_bytes()),
            row::id(self.session.to_bytes()),
            row::id(self.participant.to_bytes()),
            self.prompt.clone().into(),
            self.text.clone().into(),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            id: DraftId::from_bytes(fields.id()?),
            session: SessionId::from_bytes(fields.id()?),
            participant: ParticipantId::from_bytes(fields.id()?),
            prompt: fields.text()?,
            text: fields.text()?,
        })
    }
}

impl Row for Card {
    const TABLE: &'static str = "card";
    const COLUMNS: &'static [&'static str] = &[
        "id", "session", "text", "author", "prompt", "cluster", "place", "placed", "before",
        "line", "aside", "origin",
    ];

    fn bind(&self) -> Vec<Value> {
        vec![
            row::id(self.id.to_bytes()),
            row::id(self.session.to_bytes()),
            self.text.clone().into(),
            row::opt(self.author.map(|id| row::id(id.to_bytes()))),
            self.prompt.clone().into(),
            row::opt(self.cluster.map(|id| row::id(id.to_bytes()))),
            row::real(self.place),
            row::opt(self.placed.map(|at| at.0)),
            row::opt(self.before.map(|id| row::id(id.to_bytes()))),
            row::opt(self.line.map(|id| row::id(id.to_bytes()))),
            i64::from(self.aside).into(),
            row::opt(self.origin.as_ref().map(row::json)),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            id: CardId::from_bytes(fields.id()?),
            session: SessionId::from_bytes(fields.id()?),
            text: fields.text()?,
            author: fields.opt_id()?.map(ParticipantId::from_bytes),
            prompt: fields.text()?,
            cluster: fields.opt_id()?.map(ClusterId::from_bytes),
            place: real(fields)?,
            placed: fields.opt_int()?.map(Instant),
            before: fields.opt_id()?.map(ClusterId::from_bytes),
            line: fields.opt_id()?.map(LineId::from_bytes),
            aside: fields.flag()?,
            origin: fields.opt_json()?,
        })
    }
}

impl Row for Cluster {
    const TABLE: &'static str = "cluster";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "session",
        "title",
        "category",
        "service",
        "place",
        "merged_into",
        "risk",
        "history",
        "mitigations",
        "notes",
    ];

    fn bind(&self) -> Vec<Value> {
        vec![
            row::id(self.id.to_bytes()),
            row::id(self.session.to_bytes()),
            self.title.clone().into(),
            row::name(&self.category),
            row::id(self.service.to_bytes()),
            row::real(self.place),
            row::opt(self.into.map(|id| row::id(id.to_bytes()))),
            row::opt(self.risk.map(|id| row::id(id.to_bytes()))),
            self.history.clone().into(),
            row::json(&self.mitigations),
            self.notes.clone().into(),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            id: ClusterId::from_bytes(fields.id()?),
            session: SessionId::from_bytes(fields.id()?),
            title: fields.text()?,
            category: fields.name()?,
            service: ServiceId::from_bytes(fields.id()?),
            place: real(fields)?,
            into: fields.opt_id()?.map(ClusterId::from_bytes),
            risk: fields.opt_id()?.map(RiskId::from_bytes),
            history: fields.text()?,
            mitigations: fields.json()?,
            notes: fields.text()?,
        })
    }
}

impl Row for Judgement {
    const TABLE: &'static str = "judgement";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "session",
        "cluster",
        "participant",
        "frequency",
        "detect",
        "repair",
        "users",
        "comment",
        "given",
    ];

    fn bind(&self) -> Vec<Value> {
        vec![
            row::id(self.id.to_bytes()),
            row::id(self.session.to_bytes()),
            row::id(self.cluster.to_bytes()),
            row::id(self.participant.to_bytes()),
            row::json(&self.frequency),
            row::json(&self.detect),
            row::json(&self.repair),
            row::json(&self.users),
            self.comment.clone().into(),
            self.given.0.into(),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            id: JudgementId::from_bytes(fields.id()?),
            session: SessionId::from_bytes(fields.id()?),
            cluster: ClusterId::from_bytes(fields.id()?),
            participant: ParticipantId::from_bytes(fields.id()?),
            frequency: fields.json()?,
            detect: fields.json()?,
            repair: fields.json()?,
            users: fields.json()?,
            comment: fields.text()?,
            given: Instant(fields.int()?),
        })
    }
}

impl Row for Ballot {
    const TABLE: &'static str = "ballot";
    const COLUMNS: &'static [&'static str] = &["id", "session", "participant", "dots", "given"];

    fn bind(&self) -> Vec<Value> {
        vec![
            row::id(self.id.to_bytes()),
            row::id(self.session.to_bytes()),
            row::id(self.participant.to_bytes()),
            row::json(&self.dots),
            self.given.0.into(),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            id: BallotId::from_bytes(fields.id()?),
            session: SessionId::from_bytes(fields.id()?),
            participant: ParticipantId::from_bytes(fields.id()?),
            dots: fields.json()?,
            given: Instant(fields.int()?),
        })
    }
}

impl Row for Jot {
    const TABLE: &'static str = "jot";
    const COLUMNS: &'static [&'static str] = &["id", "session", "participant", "slot", "text"];

    fn bind(&self) -> Vec<Value> {
        vec![
            row::id(self.id.to_bytes()),
            row::id(self.session.to_bytes()),
            row::opt(self.participant.map(|id| row::id(id.to_bytes()))),
            self.slot.clone().into(),
            self.text.clone().into(),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            id: JotId::from_bytes(fields.id()?),
            session: SessionId::from_bytes(fields.id()?),
            participant: fields.opt_id()?.map(ParticipantId::from_bytes),
            slot: fields.text()?,
            text: fields.text()?,
        })
    }
}
