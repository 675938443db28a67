//! Ninefold without a shell: the use cases of a workspace behind one command table.
//!
//! Everything above (window, command line, development bridge, tests) calls [`App::call`];
//! everything below (store, ingest, report) is an adapter that only this crate puts together.
//! What is true without a computer lives in `ninefold-domain`.

mod charts;
pub mod command;
mod edit;
mod explain;
mod export;
mod gaps;
mod host;
mod hours;
mod imports;
mod merge;
mod pair;
mod plan;
mod records;
mod requirements;
pub mod run;
pub mod sample;
pub mod simulate;
mod text;
mod views;
pub mod wire;
mod workspace;

pub use host::{Host, Job, SystemHost};
pub use text::{capital, counted};

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use wire::{Code, CreateArgs, Done, Error, Nothing, PathArgs, SampleArgs, Status, Written};
use workspace::Workspace;

/// The application: at most one open workspace, and the commands on it. Shared by threads.
pub struct App {
    host: Box<dyn Host>,
    /// The application's own folder, where the sample workspace goes by default.
    home: PathBuf,
    open: Mutex<Option<Workspace>>,
}

impl App {
    /// An application with nothing open; `home` is its own folder, made when it is needed.
    #[must_use]
    pub fn new(host: Box<dyn Host>, home: PathBuf) -> Self {
        Self {
            host,
            home,
            open: Mutex::new(None),
        }
    }

    /// Runs a command of the table: name, JSON arguments, JSON answer.
    ///
    /// # Errors
    /// [`Error`] with a message for people; nothing was changed.
    pub fn call(
        &self,
        command: &str,
        args: serde_json::Value,
        job: &Job<'_>,
    ) -> Result<serde_json::Value, Error> {
        command::dispatch(self, command, args, job)
    }

    /// The open workspace's slot. A command that panicked left it as it was: every change goes
    /// through the file first, so the lock's poison says nothing about the data.
    fn slot(&self) -> MutexGuard<'_, Option<Workspace>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs something on the open workspace.
    fn with<T>(&self, work: impl FnOnce(&mut Workspace) -> Result<T, Error>) -> Result<T, Error> {
        let mut slot = self.slot();
        let workspace = slot.as_mut().ok_or_else(|| Error {
            code: Code::NoWorkspace,
            message: "no workspace is open".into(),
            hints: vec!["open one, make a new one, or explore the sample workspace".into()],
            field: String::new(),
        })?;
        work(workspace)
    }

    fn status(&self, _: &Nothing, _: &Job<'_>) -> Result<Option<Status>, Error> {
        let mut slot = self.slot();
        let Some(workspace) = slot.as_mut() else {
            return Ok(None);
        };
        // What another program wrote meanwhile is taken up here, before anything is shown.
        if workspace.store.is_behind()? {
            workspace.reload()?;
        }
        Ok(Some(views::status(workspace)))
    }

    fn create(&self, args: &CreateArgs, _: &Job<'_>) -> Result<Status, Error> {
        let workspace = Workspace::create(args, &*self.host)?;
        let status = views::status(&workspace);
        *self.slot() = Some(workspace);
        Ok(status)
    }

    fn open(&self, args: &PathArgs, _: &Job<'_>) -> Result<Status, Error> {
        let workspace = Workspace::open(args.path.as_ref())?;
        let status = views::status(&workspace);
        *self.slot() = Some(workspace);
        Ok(status)
    }

    fn sample(&self, args: &SampleArgs, job: &Job<'_>) -> Result<Status, Error> {
        let path = match &args.path {
            Some(path) => PathBuf::from(path),
            None => self.home.join("sample.ninefold"),
        };
        let workspace = if args.catalog_only {
            Workspace::catalog(&path, &sample::generate(sample::SEED), &*self.host)?
        } else {
            Workspace::sample(&path, &*self.host, job)?
        };
        let status = views::status(&workspace);
        *self.slot() = Some(workspace);
        Ok(status)
    }

    fn close(&self, _: &Nothing, _: &Job<'_>) -> Result<Nothing, Error> {
        *self.slot() = None;
        Ok(Nothing {})
    }

    fn backup(&self, args: &PathArgs, _: &Job<'_>) -> Result<Written, Error> {
        self.with(|w| w.backup(args.path.as_ref()))
    }

    fn undo(&self, _: &Nothing, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| w.undo(&*self.host))
    }

    fn redo(&self, _: &Nothing, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| w.redo(&*self.host))
    }
}

impl Error {
    /// An argument that does not read; `field` is the form's, or empty.
    #[must_use]
    pub fn invalid(field: &str, message: String) -> Self {
        Self {
            code: Code::Invalid,
            message,
            hints: Vec::new(),
            field: field.to_owned(),
        }
    }

    /// The same with what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    pub(crate) fn not_found(what: &str) -> Self {
        Self {
            code: Code::NotFound,
            message: format!("{what} is not there any more"),
            hints: vec!["it may have been deleted; reload the screen, or look into History".into()],
            field: String::new(),
        }
    }

    pub(crate) fn conflict(message: String) -> Self {
        Self {
            code: Code::Conflict,
            message,
            hints: Vec::new(),
            field: String::new(),
        }
    }
}
