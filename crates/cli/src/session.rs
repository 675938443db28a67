//! One application for the length of one command: calls into it, progress on the way.

use ninefold_app::wire::{Code, Error, PathArgs, Progress, Status};
use ninefold_app::{App, Job, SystemHost};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// What a command has to say.
pub struct Answer {
    /// For `--json`.
    pub json: Value,
    /// For people.
    pub text: String,
    /// Rows were set aside and the user asked to be told by the exit code, or copies disagree.
    pub findings: bool,
}

impl Answer {
    /// Nothing was set aside.
    pub fn new(json: Value, text: String) -> Self {
        Self {
            json,
            text,
            findings: false,
        }
    }
}

/// The application, and who watches it.
pub struct Session {
    /// The application itself.
    pub app: App,
    never: AtomicBool,
    watched: bool,
}

impl Session {
    /// An application with nothing open.
    pub fn new() -> Self {
        Self {
            app: App::new(Box::<SystemHost>::default(), home()),
            never: AtomicBool::new(false),
            watched: std::io::stderr().is_terminal(),
        }
    }

    /// An application with a workspace open.
    pub fn open(path: &Path) -> Result<Self, Error> {
        if !path.exists() {
            return Err(Error {
                code: Code::NotFound,
                message: format!("there is no workspace {}", path.display()),
                hints: vec![format!(
                    "ninefold new --workspace {} makes an empty one",
                    path.display()
                )],
                field: "path".into(),
            });
        }
        let session = Self::new();
        let args = PathArgs {
            path: absolute(path)?,
        };
        let _: (Value, Status) = session.call("workspace.open", &args)?;
        Ok(session)
    }

    /// A command of the table: the answer as it stands, and read.
    pub fn call<R: DeserializeOwned>(
        &self,
        command: &str,
        args: &impl Serialize,
    ) -> Result<(Value, R), Error> {
        let args = serde_json::to_value(args).map_err(|e| unreadable(command, &e))?;
        let value = self.watch(|job| self.app.call(command, args, job))?;
        let read = R::deserialize(&value).map_err(|e| unreadable(command, &e))?;
        Ok((value, read))
    }

    /// Runs a job with a line of progress on the terminal, if there is one.
    pub fn watch<T>(&self, work: impl FnOnce(&Job<'_>) -> T) -> T {
        let show = |progress: Progress| {
            if self.watched {
                let mut line = progress.label;
                if let Some(percent) = (progress.done * 100).checked_div(progress.total) {
                    line.push_str(&format!("  {percent} %"));
                }
                if !progress.counted.is_empty() {
                    line.push_str(&format!("  {}", progress.counted));
                }
                if !progress.pace.is_empty() {
                    line.push_str(&format!("  {}", progress.pace));
                }
                // Progress that cannot be shown is no reason to stop.
                let _ = write!(std::io::stderr(), "\r\x1b[2K{line}");
            }
        };
        let done = work(&Job {
            progress: &show,
            cancelled: &self.never,
        });
        if self.watched {
            let _ = write!(std::io::stderr(), "\r\x1b[2K");
        }
        done
    }
}

/// The application's own folder: the one that the window uses too.
fn home() -> PathBuf {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    if let Some(home) = set("NINEFOLD_HOME") {
        return home.into();
    }
    let data = set("XDG_DATA_HOME").map_or_else(
        || PathBuf::from(set("HOME").unwrap_or_default()).join(".local/share"),
        PathBuf::from,
    );
    data.join("app.ninefold.desktop")
}

/// A path as the application wants it: whole, and in UTF-8.
pub fn absolute(path: &Path) -> Result<String, Error> {
    let problem = |message: String| Error {
        code: Code::Io,
        message: format!("{}: {message}", path.display()),
        hints: vec!["give a path in UTF-8".into()],
        field: "path".into(),
    };
    std::path::absolute(path)
        .map_err(|e| problem(e.to_string()))?
        .into_os_string()
        .into_string()
        .map_err(|_| problem("the path is not UTF-8".into()))
}

fn unreadable(command: &str, error: &serde_json::Error) -> Error {
    Error {
        code: Code::Invalid,
        message: format!("{command}: {error}"),
        hints: Vec::new(),
        field: String::new(),
    }
}
