//! An application with a small workspace open, for what only commands read.

use crate::{file, folder};
use ninefold_app::simulate::file::{FileArgs, simulate_file};
use ninefold_app::wire::Error;
use ninefold_app::{App, Job, SystemHost};
use serde_json::{Value, json};
use std::cell::Cell;
use std::path::{Path, PathBuf};

/// Changes after which a fresh workspace is made: the log of one would grow without end.
const CHANGES: u32 = 300;

/// One service, one requirement, one pre-mortem.
pub struct Desk {
    app: App,
    path: PathBuf,
    requirement: String,
    session: String,
    changes: Cell<u32>,
}

impl Desk {
    /// A desk with a workspace of its own.
    #[must_use]
    pub fn new() -> Self {
        let path = folder().join("desk.ninefold");
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(folder().join(format!("desk.ninefold{ending}")));
        }
        let app = App::new(Box::new(SystemHost::default()), folder().join("home"));
        let mut desk = Self {
            app,
            path,
            requirement: String::new(),
            session: String::new(),
            changes: Cell::new(0),
        };
        let must = |command: &str, args: Value| {
            desk.call(command, args)
                .unwrap_or_else(|error| panic!("{command}: {}", error.message))
        };
        let id = |done: &Value| done["id"].as_str().unwrap_or_default().to_owned();
        must(
            "workspace.create",
            json!({"path": desk.path.display().to_string(), "currency": "EUR", "zone": "UTC"}),
        );
        let service = id(&must(
            "service.save",
            json!({
                "id": "", "name": "Shop", "tier": "", "owner": "", "target": "99.9 %",
                "channels": [], "dependencies": [], "redundancies": [], "hours": "",
                "hoursZone": "",
            }),
        ));
        let mut edit = must("requirement.blank", json!({"id": service}));
        edit["title"] = json!("Always there");
        edit["statement"] =
            json!("If the database fails, then the Shop shall be available 99.9 % of a year.");
        let requirement = id(&must("requirement.save", edit));
        let person = |name: &str| json!({"name": name, "role": "support", "present": true});
        let session = id(&must(
            "premortem.start",
            json!({
                "service": service, "date": "2027-02-01",
                "people": [person("Ana"), person("Ben")],
            }),
        ));
        (desk.requirement, desk.session) = (requirement, session);
        desk
    }

    fn call(&self, command: &str, args: Value) -> Result<Value, Error> {
        self.app.call(command, args, &Job::quiet())
    }

    /// Runs a command that may change something; what it refuses, it refuses in words.
    fn attempt(&self, command: &str, args: Value) -> bool {
        match self.call(command, args) {
            Ok(_) => {
                self.changes.set(self.changes.get() + 1);
                true
            }
            Err(error) => {
                assert!(!error.message.is_empty());
                false
            }
        }
    }

    /// The same desk, or a fresh one where this has seen many changes.
    #[must_use]
    pub fn fresh(self) -> Self {
        if self.changes.get() < CHANGES {
            return self;
        }
        drop(self);
        Self::new()
    }

    /// Writes a copy of the workspace, with an incident and its labor in it and some revenue.
    pub(crate) fn copy_to(&self, to: &Path) {
        let files = [
            (
                "incidents",
                "incidents.csv",
                "id,service,started,resolved,impact\nI1,Shop,2026-01-02T10:00:00Z,2026-01-02T11:00:00Z,0.5\n",
            ),
            (
                "labor",
                "labor.csv",
                "incident,role,people,minutes,rate,currency\nI1,engineer,2,30,90,EUR\n",
            ),
            (
                "revenue",
                "revenue.csv",
                "at,amount,currency,stream\n2026-01-02T10:00:00Z,5.50,EUR,Shop\n2026-02-02T10:00:00Z,7,EUR,Shop\n",
            ),
        ];
        for (kind, name, text) in files {
            let path = file(name, text.as_bytes()).display().to_string();
            let look = json!({"paths": [path], "kind": kind});
            let found = self
                .call("import.inspect", look)
                .expect("the file is known");
            let bring = json!({"paths": [path], "kind": kind, "mapping": found["mapping"]});
            let report = self
                .call("import.commit", bring)
                .expect("the file comes in");
            assert_eq!(report["rejected"], 0, "{report}");
        }
        let _ = std::fs::remove_file(to);
        self.call(
            "workspace.backup",
            json!({"path": to.display().to_string()}),
        )
        .expect("the copy is written");
    }

    /// The journal of an experiment.
    pub fn journal(&self, bytes: &[u8]) {
        let path = file("journal.json", bytes).display().to_string();
        self.attempt(
            "requirements.verify",
            json!({"path": path, "requirement": ""}),
        );
        self.attempt(
            "requirements.verify",
            json!({"path": path, "requirement": self.requirement}),
        );
    }

    /// A file of requirements.
    pub fn requirements(&self, bytes: &[u8]) {
        let text = bytes.trim_ascii_start();
        let name = if text.starts_with(b"{") || text.starts_with(b"[") {
            "requirements.json"
        } else {
            "requirements.csv"
        };
        let path = file(name, bytes).display().to_string();
        if self.attempt("requirements.import", json!({"path": path})) {
            // What came in shows on the screen and goes out again.
            self.call("requirements", json!({}))
                .expect("the screen shows");
            let _ = self.call("undo", json!({}));
        }
    }

    /// A filled form of a pre-mortem.
    pub fn form(&self, bytes: &[u8]) {
        let text = bytes.trim_ascii_start();
        let name = if text.starts_with(b"{") || text.starts_with(b"[") {
            "form.json"
        } else {
            "form.csv"
        };
        let path = file(name, bytes).display().to_string();
        let check = json!({"session": self.session, "paths": [path], "check": true});
        if self.attempt("premortem.form.import", check) {
            let bring = json!({"session": self.session, "paths": [path]});
            if self.attempt("premortem.form.import", bring) {
                self.call("premortem.get", json!({"id": self.session, "person": ""}))
                    .expect("the session shows");
                let _ = self.call("undo", json!({}));
            }
        }
    }

    /// A mapping, applied to small files of each kind.
    pub fn mapping(&self, bytes: &[u8]) {
        let Ok(mapping) = serde_json::from_slice::<Value>(bytes) else {
            return;
        };
        for (kind, name, text) in [
            (
                "revenue",
                "revenue.csv",
                "at,amount,currency,stream,order\n2026-01-02 10:00,5.50,EUR,Shop,1\n2/1/2026,\"1.234,5\",USD,Shop,2\n",
            ),
            (
                "incidents",
                "incidents.csv",
                "id,service,started,resolved,impact,severity\nI1,Shop,2026-01-02 10:00,2026-01-02 11:00,0.5,2\nI2,Shop;Web,2026-03-29 02:30,,1,1\n",
            ),
            (
                "labor",
                "labor.csv",
                "incident,role,people,minutes,rate,currency\nI1,engineer,2,30,90,EUR\nI1,support,1,25 Hours,40,EUR\n",
            ),
        ] {
            let path = file(name, text.as_bytes()).display().to_string();
            self.attempt(
                "import.check",
                json!({"paths": [path], "kind": kind, "mapping": mapping}),
            );
        }
    }

    /// A file of risks, simulated for a few years.
    pub fn risks(bytes: &[u8], exact: bool) {
        let ask = FileArgs {
            risks: file("risks.json", bytes),
            years: Some(200),
            seed: 1,
            threads: 1,
            exact,
            out: folder().join("years.csv"),
        };
        if let Err(error) = simulate_file(&ask, &Job::quiet()) {
            assert!(!error.message.is_empty());
        }
    }
}

impl Default for Desk {
    fn default() -> Self {
        Self::new()
    }
}
