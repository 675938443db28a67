//! A shell for tests: the application behind its command table, with a clock that stands, ids
//! that are counted, and a folder of its own.

use ninefold_app::wire::{Error, Progress};
use ninefold_app::{App, Host, Job};
use ninefold_domain::money::{Currency, Money};
use ninefold_domain::time::Instant;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use tempfile::TempDir;

/// A machine on which it is always noon of 1 February 2027, and ids are counted.
struct Still {
    given: AtomicU64,
}

impl Host for Still {
    fn now(&self) -> Instant {
        Instant(1_801_483_200_000)
    }

    fn new_id(&self) -> u128 {
        // Far apart in the order of ids from one another, as real ones are.
        let nth = u128::from(self.given.fetch_add(1, Ordering::Relaxed) + 1);
        nth.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)
    }
}

/// An application and its folder.
pub struct Shell {
    app: App,
    folder: TempDir,
}

impl Shell {
    /// An application with nothing open.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let host = Still {
            given: AtomicU64::new(0),
        };
        let app = App::new(Box::new(host), folder.path().join("home"));
        Self { app, folder }
    }

    /// With a new workspace open.
    pub fn with_workspace(currency: &str, zone: &str) -> Self {
        let shell = Self::new();
        let path = shell.path("shop.ninefold");
        shell.call(
            "workspace.create",
            json!({"path": path, "currency": currency, "zone": zone}),
        );
        shell
    }

    /// With the sample open, or only its services, tiers and rates.
    pub fn with_sample(catalog_only: bool) -> Self {
        let shell = Self::new();
        let path = shell.path("sample.ninefold");
        shell.call(
            "workspace.sample",
            json!({"path": path, "catalogOnly": catalog_only}),
        );
        shell
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the folder.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).expect("a file in the temporary folder");
        path
    }

    /// Runs a command under a job.
    pub fn run(&self, command: &str, args: Value, job: &Job<'_>) -> Result<Value, Error> {
        self.app.call(command, args, job)
    }

    /// Runs a command that must work.
    #[track_caller]
    pub fn call(&self, command: &str, args: Value) -> Value {
        match self.run(command, args, &Job::quiet()) {
            Ok(answer) => answer,
            Err(error) => panic!("{command}: {error}"),
        }
    }

    /// Runs a command that must be refused, and keeps the workspace as it was.
    #[track_caller]
    pub fn refused(&self, command: &str, args: Value) -> Error {
        let before = self.call("workspace.status", Value::Null);
        let error = match self.run(command, args, &Job::quiet()) {
            Err(error) => error,
            Ok(answer) => panic!("{command} was not refused: {answer}"),
        };
        assert!(!error.message.trim().is_empty(), "{command} gave no reason");
        assert_eq!(
            before,
            self.call("workspace.status", Value::Null),
            "{command} was refused and yet changed something: {error}"
        );
        error
    }

    /// What the workspace says about itself.
    #[track_caller]
    pub fn status(&self) -> Value {
        self.call("workspace.status", Value::Null)
    }

    /// The three screens of figures, without the list of what changed last.
    #[track_caller]
    pub fn figures(&self) -> Value {
        let mut overview = self.call("overview", Value::Null);
        overview
            .as_object_mut()
            .expect("the overview is an object")
            .remove("changes");
        json!({
            "overview": overview,
            "cost": self.call("cost", Value::Null),
            "availability": self.call("availability", Value::Null),
        })
    }

    /// Runs an import and gives its report.
    #[track_caller]
    pub fn import(&self, kind: &str, paths: &[&Path], fields: &[(&str, &str)]) -> Value {
        self.call("import.commit", import(kind, paths, fields))
    }
}

/// Arguments of an import: times in UTC, decimal point.
pub fn import(kind: &str, paths: &[&Path], fields: &[(&str, &str)]) -> Value {
    json!({
        "paths": paths,
        "kind": kind,
        "mapping": {
            "fields": fields,
            "decimal": "point",
            "dateFormat": "",
            "zone": "UTC",
            "delimiter": "",
            "round": false,
            "onFold": "reject",
        },
    })
}

/// The columns of a file, each mapped to the field of the same name.
pub fn columns(head: &str) -> Vec<(&str, &str)> {
    head.split(',')
        .map(|name| (name.trim(), name.trim()))
        .collect()
}

/// Runs a command and raises the flag of its job as soon as `when` says so.
pub fn cancelling(
    shell: &Shell,
    command: &str,
    args: Value,
    when: impl Fn(&Progress) -> bool + Sync,
) -> Result<Value, Error> {
    let cancelled = AtomicBool::new(false);
    let progress = |p: Progress| {
        if when(&p) {
            cancelled.store(true, Ordering::Relaxed);
        }
    };
    let job = Job {
        progress: &progress,
        cancelled: &cancelled,
    };
    shell.run(command, args, &job)
}

/// A member of an answer as text; a path such as `lines.0.label`.
#[track_caller]
pub fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    let pointer = format!("/{}", path.replace('.', "/"));
    match value.pointer(&pointer).and_then(Value::as_str) {
        Some(text) => text,
        None => panic!("no text at {path} in {value}"),
    }
}

/// A member of an answer as a count.
#[track_caller]
pub fn number(value: &Value, path: &str) -> u64 {
    let pointer = format!("/{}", path.replace('.', "/"));
    match value.pointer(&pointer).and_then(Value::as_u64) {
        Some(number) => number,
        None => panic!("no number at {path} in {value}"),
    }
}

/// A member of an answer as a list.
#[track_caller]
pub fn list<'a>(value: &'a Value, path: &str) -> &'a [Value] {
    let pointer = format!("/{}", path.replace('.', "/"));
    match value.pointer(&pointer).and_then(Value::as_array) {
        Some(list) => list,
        None => panic!("no list at {path} in {value}"),
    }
}

/// Exact units of a decimal text in EUR.
#[track_caller]
pub fn euros(decimal: &str) -> i128 {
    let currency = Currency::parse("EUR").expect("EUR is in ISO 4217");
    match Money::parse(decimal, currency) {
        Ok(money) => money.units(),
        Err(error) => panic!("{decimal}: {error}"),
    }
}

/// An exact amount in EUR as the app shows it: cents, half to even.
pub fn shown(units: i128) -> String {
    let currency = Currency::parse("EUR").expect("EUR is in ISO 4217");
    let decimal = Money::from_units(units, currency)
        .rounded_to_minor()
        .to_decimal();
    let (sign, digits) = match decimal.strip_prefix('-') {
        Some(digits) => ("\u{2212}", digits),
        None => ("", decimal.as_str()),
    };
    let (whole, cents) = digits.split_once('.').unwrap_or((digits, "00"));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}€{grouped}.{cents}")
}
