//! The built UI as files, under the same content policy as in the window.

use crate::Answer;
use serde_json::Value;
use std::path::{Component, Path, PathBuf};

/// The window's own configuration, so that a test in a browser meets the same policy.
const WINDOW: &str = include_str!("../../../src-tauri/tauri.conf.json");

pub(crate) struct Site {
    folder: PathBuf,
    policy: String,
}

impl Site {
    pub(crate) fn at(folder: &Path) -> Result<Self, String> {
        if !folder.join("index.html").is_file() {
            return Err(format!(
                "{} has no index.html; build the UI with `make ui` or name another folder with --ui",
                folder.display()
            ));
        }
        Ok(Self {
            folder: folder.to_owned(),
            policy: policy_of(WINDOW)?,
        })
    }

    pub(crate) fn policy(&self) -> &str {
        &self.policy
    }

    /// A file of the UI; the folder itself is its `index.html`.
    pub(crate) fn file(&self, path: &str) -> Answer {
        let Some(inside) = inside(path) else {
            return Answer::text(404, "no such file");
        };
        match std::fs::read(self.folder.join(&inside)) {
            Ok(body) => Answer {
                status: 200,
                content_type: content_type(&inside),
                body,
            },
            Err(_) => Answer::text(404, "no such file"),
        }
    }
}

/// The path below the folder, if it stays below it.
fn inside(path: &str) -> Option<PathBuf> {
    let relative = path.trim_start_matches('/');
    let relative = Path::new(if relative.is_empty() {
        "index.html"
    } else {
        relative
    });
    let below = relative
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    below.then(|| relative.to_owned())
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}

/// `default-src 'self'; style-src …` from the directives in the window's configuration.
fn policy_of(window: &str) -> Result<String, String> {
    let config: Value =
        serde_json::from_str(window).map_err(|e| format!("tauri.conf.json: {e}"))?;
    let directives = config
        .pointer("/app/security/csp")
        .and_then(Value::as_object)
        .ok_or("tauri.conf.json has no app.security.csp")?;
    let written: Option<Vec<String>> = directives
        .iter()
        .map(|(name, sources)| sources.as_str().map(|sources| format!("{name} {sources}")))
        .collect();
    Ok(written
        .ok_or("a directive in app.security.csp is not a text")?
        .join("; "))
}

#[cfg(test)]
mod tests {
    use super::{WINDOW, inside, policy_of};
    use std::path::PathBuf;

    #[test]
    fn nothing_outside_the_folder_is_a_file_of_it() {
        assert_eq!(inside("/"), Some(PathBuf::from("index.html")));
        assert_eq!(
            inside("/assets/app.js"),
            Some(PathBuf::from("assets/app.js"))
        );
        for path in ["/../Cargo.toml", "/assets/../../Cargo.toml", "/./x"] {
            assert_eq!(inside(path), None, "{path}");
        }
    }

    #[test]
    fn the_windows_policy_lets_no_foreign_script_in() {
        let policy = policy_of(WINDOW).unwrap();
        assert!(policy.contains("default-src 'self'"), "{policy}");
        assert!(
            !policy.contains("script-src") && !policy.contains("unsafe-eval"),
            "{policy}"
        );
        assert!(policy_of("{}").unwrap_err().contains("app.security.csp"));
    }
}
