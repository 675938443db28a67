//! The Ninefold window: one `rpc` command over the command table, and a `cancel` beside it.
//!
//! No rule of the domain lives here. `ninefold-desktop FILE` opens a workspace file,
//! `ninefold-desktop --sample` the sample workspace.

#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod core;

use crate::core::Core;
use ninefold_app::wire::{Error, Progress};
use serde_json::{Value, json};
use std::error::Error as StdError;
use std::path::PathBuf;
use std::sync::Arc;
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager, State};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};

const USAGE: &str = "usage: ninefold-desktop [--sample | WORKSPACE.ninefold]";

/// Runs a command of the table on a blocking thread, so that the window stays live.
#[tauri::command]
async fn rpc(
    core: State<'_, Arc<Core>>,
    command: String,
    args: Value,
    job: String,
    on_progress: Channel<Progress>,
) -> Result<Value, Error> {
    let core = Arc::clone(&core);
    let name = command.clone();
    tauri::async_runtime::spawn_blocking(move || {
        core.run(&command, args, &job, &|progress| {
            // The window may have closed meanwhile; the job ends by itself or by `cancel`.
            let _ = on_progress.send(progress);
        })
    })
    .await
    .unwrap_or_else(|panic| Err(core::stopped(&name, &panic)))
}

/// Asks a running command to stop; it answers through its own `rpc` call.
#[tauri::command]
#[expect(
    clippy::needless_pass_by_value,
    reason = "Tauri hands its state over by value"
)]
fn cancel(core: State<'_, Arc<Core>>, job: &str) {
    core.cancel(job);
}

/// What the command line asks for: a command that runs before the window's first call.
fn first_command(
    mut args: impl Iterator<Item = String>,
) -> Result<Option<(&'static str, Value)>, String> {
    let Some(first) = args.next() else {
        return Ok(None);
    };
    if args.next().is_some() {
        return Err(format!("more than one argument; {USAGE}"));
    }
    match first.as_str() {
        "--sample" => Ok(Some(("workspace.sample", json!({})))),
        flag if flag.starts_with('-') => Err(format!("there is no option {flag}; {USAGE}")),
        file => match std::path::absolute(file) {
            Ok(path) => Ok(Some(("workspace.open", json!({ "path": path })))),
            Err(error) => Err(format!("{file}: {error}")),
        },
    }
}

/// Where the sample and the app's own files go.
fn home(app: &AppHandle) -> tauri::Result<PathBuf> {
    match std::env::var_os("NINEFOLD_HOME") {
        Some(home) => Ok(home.into()),
        None => app.path().app_data_dir(),
    }
}

/// Says on the terminal and in the window why what was asked for did not open.
fn say_unopened(app: &AppHandle, error: &Error) {
    eprintln!("ninefold-desktop: {error}");
    let text = error.to_string();
    app.dialog()
        .message(text)
        .title("Ninefold")
        .kind(MessageDialogKind::Error)
        .show(|_| {});
}

fn main() {
    let first = first_command(std::env::args().skip(1)).unwrap_or_else(|problem| {
        eprintln!("ninefold-desktop: {problem}");
        std::process::exit(2);
    });
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(tauri::generate_handler![rpc, cancel])
        .setup(move |app| -> Result<(), Box<dyn StdError>> {
            let core = Arc::new(Core::new(home(app.handle())?));
            if let Some((command, args)) = first {
                let handle = app.handle().clone();
                core.begin_with(command, args, move |error| say_unopened(&handle, error));
            }
            app.manage(core);
            Ok(())
        })
        .run(tauri::generate_context!());
    if let Err(error) = built {
        eprintln!("ninefold-desktop: the window did not open: {error}");
        std::process::exit(1);
    }
}

#[cfg(test)]
mod tests {
    use super::first_command;
    use serde_json::json;

    fn parse(args: &[&str]) -> Result<Option<(&'static str, serde_json::Value)>, String> {
        first_command(args.iter().map(|arg| (*arg).to_owned()))
    }

    #[test]
    fn a_file_is_opened_by_its_full_path() {
        assert_eq!(parse(&[]), Ok(None));
        assert_eq!(
            parse(&["--sample"]),
            Ok(Some(("workspace.sample", json!({}))))
        );
        let (command, args) = parse(&["shop.ninefold"]).unwrap().unwrap();
        assert_eq!(command, "workspace.open");
        let path = std::path::PathBuf::from(args["path"].as_str().unwrap());
        assert!(
            path.is_absolute() && path.ends_with("shop.ninefold"),
            "{path:?}"
        );
    }

    #[test]
    fn what_is_not_understood_is_refused_with_the_usage() {
        for args in [&["--nope"][..], &["a.ninefold", "b.ninefold"]] {
            let problem = parse(args).unwrap_err();
            assert!(problem.contains("usage:"), "{problem}");
        }
    }
}
