//! The rules of `ARCHITECTURE.md` that a compiler does not check.

use crate::repository::{files_ending, root, text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Which of our crates a crate may import. A new crate or edge is a decision: make it here.
const EDGES: &[(&str, &[&str])] = &[
    ("ninefold-domain", &[]),
    ("ninefold-store", &["ninefold-domain"]),
    ("ninefold-ingest", &["ninefold-domain"]),
    ("ninefold-report", &["ninefold-domain"]),
    (
        "ninefold-app",
        &[
            "ninefold-domain",
            "ninefold-store",
            "ninefold-ingest",
            "ninefold-report",
        ],
    ),
    ("ninefold-cli", &["ninefold-app"]),
    ("ninefold-devserver", &["ninefold-app"]),
    ("ninefold-desktop", &["ninefold-app"]),
    ("ninefold-tests", &["ninefold-app", "ninefold-domain"]),
];

/// What the domain may use: calendars, serialisation, distributions; in tests, generated cases.
const DOMAIN_USES: &[&str] = &[
    "chrono",
    "chrono-tz",
    "proptest",
    "serde",
    "serde_json",
    "statrs",
];

/// Dependencies that are one crate's secret.
const SECRETS: &[(&str, &str)] = &[
    ("polars", "ninefold-ingest"),
    ("calamine", "ninefold-ingest"),
    ("encoding_rs", "ninefold-ingest"),
    ("yaml-rust2", "ninefold-ingest"),
    ("quick-xml", "ninefold-ingest"),
    ("zip", "ninefold-ingest"),
    ("plotters", "ninefold-report"),
    ("rust_xlsxwriter", "ninefold-report"),
    ("rusqlite", "ninefold-store"),
    ("tauri", "ninefold-desktop"),
    ("clap", "ninefold-cli"),
    ("tiny_http", "ninefold-devserver"),
];

/// Crate → the names of all it depends on, whether to build, run or test.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("metadata is JSON");
    let name = |value: &Value| {
        value["name"]
            .as_str()
            .expect("every package has a name")
            .to_owned()
    };
    let list = |value: &Value| value.as_array().expect("metadata lists").clone();
    list(&metadata["packages"])
        .iter()
        .map(|package| {
            (
                name(package),
                list(&package["dependencies"]).iter().map(name).collect(),
            )
        })
        .collect()
}

#[test]
fn crates_import_only_what_their_place_allows() {
    let found = dependencies();
    let known: BTreeMap<_, _> = EDGES.iter().copied().collect();
    for (package, uses) in &found {
        let allowed = known.get(package.as_str()).unwrap_or_else(|| {
            panic!("{package} is new: say in tests/src/architecture.rs which crates it may import")
        });
        for used in uses.iter().filter(|name| name.starts_with("ninefold-")) {
            assert!(
                allowed.contains(&used.as_str()),
                "{package} may not import {used}"
            );
        }
    }
    assert_eq!(
        found.len(),
        EDGES.len(),
        "a crate of the table is gone: {:?}",
        found.keys()
    );
}

#[test]
fn the_domain_uses_nothing_that_touches_a_computer() {
    let found = dependencies();
    for used in &found["ninefold-domain"] {
        assert!(
            DOMAIN_USES.contains(&used.as_str()),
            "ninefold-domain may not use {used}"
        );
    }
}

#[test]
fn a_heavy_dependency_is_the_secret_of_one_crate() {
    let found = dependencies();
    for (dependency, owner) in SECRETS {
        let users: Vec<_> = found
            .iter()
            .filter(|(_, uses)| uses.contains(*dependency))
            .map(|(name, _)| name)
            .collect();
        assert_eq!(users, [owner], "{dependency} belongs to {owner}");
    }
}

#[test]
fn every_crate_inherits_the_lints() {
    for (folder, manifest) in manifests() {
        let section = manifest
            .split("\n[")
            .find_map(|part| part.strip_prefix("lints]\n"))
            .unwrap_or_default();
        let said: Vec<_> = section
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .collect();
        assert_eq!(
            said,
            ["workspace = true"],
            "{folder}/Cargo.toml: expected a section [lints] with workspace = true alone"
        );
    }
    let workspace = text("Cargo.toml");
    for lint in ["unsafe_code = \"forbid\"", "missing_docs = \"warn\""] {
        assert!(
            workspace.contains(lint),
            "Cargo.toml, [workspace.lints.rust]: expected {lint}"
        );
    }
}

#[test]
fn versions_stand_in_the_workspace_manifest_only() {
    for (folder, manifest) in manifests() {
        let dependency_lines = manifest
            .split("\n[")
            .filter(|part| {
                part.split_once(']')
                    .is_some_and(|(head, _)| head.ends_with("dependencies"))
            })
            .flat_map(|part| part.lines().skip(1))
            .filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
        for line in dependency_lines {
            assert!(
                line.contains("workspace = true"),
                "{folder}/Cargo.toml: “{line}”: put the version into [workspace.dependencies]"
            );
        }
    }
}

/// Folder and manifest of each member.
fn manifests() -> Vec<(String, String)> {
    let workspace = text("Cargo.toml");
    let members = workspace
        .split_once("members = [")
        .and_then(|(_, rest)| rest.split_once(']'));
    let (members, _) = members.expect("Cargo.toml lists its members");
    let folders: Vec<_> = members
        .split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect();
    assert_eq!(folders.len(), EDGES.len(), "{folders:?}");
    folders
        .into_iter()
        .map(|folder| (folder.clone(), text(format!("{folder}/Cargo.toml"))))
        .collect()
}

#[test]
fn every_module_says_what_it_is() {
    for path in files_ending("", &["rs"]) {
        let source = text(&path);
        assert!(
            source.starts_with("//! ") && source.lines().next().is_some_and(|l| l.len() > 12),
            "{}: expected the file to open with //! and what the module is",
            path.display()
        );
    }
}

/// Code that a pure crate cannot hold, a line for each sort of it.
const IMPURE: &[(&str, &str)] = &[
    ("std::fs::read", "let _ = std::fs::read(\"x\");"),
    ("std::fs::File", "let _ = std::fs::File::open(\"x\");"),
    (
        "std::time::SystemTime::now",
        "let _ = std::time::SystemTime::now();",
    ),
    (
        "std::time::Instant::now",
        "let _ = std::time::Instant::now();",
    ),
    ("std::env::var", "let _ = std::env::var(\"X\");"),
    (
        "std::net::TcpStream",
        "let _ = std::net::TcpStream::connect(\"x\");",
    ),
    (
        "std::process::Command",
        "let _ = std::process::Command::new(\"x\");",
    ),
    ("std::thread::spawn", "let _ = std::thread::spawn(|| ());"),
    ("std::println", "println!(\"x\");"),
];

#[test]
fn the_bans_in_the_domain_bite() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let lint = |body: &str| {
        let source = folder.path().join("planted.rs");
        std::fs::write(
            &source,
            format!("//! Planted.\n/// Planted.\npub fn planted() {{ {body} }}\n"),
        )
        .expect("the planted file is written");
        let output = Command::new("clippy-driver")
            .env("CLIPPY_CONF_DIR", root().join("crates/domain"))
            .args([
                "--edition",
                "2024",
                "--crate-type",
                "lib",
                "--emit",
                "metadata",
                "-D",
                "warnings",
            ])
            .arg("-o")
            .arg(folder.path().join("planted.rmeta"))
            .arg(&source)
            .output()
            .expect("clippy-driver runs: it comes with the toolchain's clippy");
        (
            output.status.success(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let (clean, said) = lint("let _ = 1 + 1;");
    assert!(
        clean,
        "pure code is refused, so the rest of this test would prove nothing: {said}"
    );
    for (ban, body) in IMPURE {
        let (clean, said) = lint(body);
        assert!(
            !clean && said.contains("disallowed") && said.contains(ban),
            "{ban} is not banned: {said}"
        );
    }
}

#[test]
fn the_domain_names_no_clock_file_or_chance() {
    // Bans cover calls that clippy resolves; this covers what is only imported or re-exported,
    // and crates that the domain does not depend on today.
    const WORDS: &[&str] = &[
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::thread",
        "SystemTime",
        "Utc::now",
        "Local::now",
        "thread_rng",
        "rand::rng",
        "from_os_rng",
        "getrandom",
        "allow(clippy::disallowed",
    ];
    for path in files_ending("crates/domain/src", &["rs"]) {
        for (number, line) in text(&path).lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for word in WORDS {
                assert!(
                    !code.contains(word),
                    "{}:{}: the domain has no {word}",
                    path.display(),
                    number + 1
                );
            }
        }
    }
}

#[test]
fn no_client_for_the_network_comes_along() {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--workspace",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
        ])
        .args([
            "--format",
            "{p}",
            "--target",
            "x86_64-unknown-linux-gnu",
            "--offline",
            "--locked",
        ])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let tree = String::from_utf8_lossy(&output.stdout);
    let used: BTreeSet<_> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert!(
        used.contains("polars") && used.contains("tauri"),
        "the tree was not read: {used:?}"
    );
    for client in [
        "hyper",
        "object_store",
        "openssl",
        "reqwest",
        "rustls",
        "ureq",
    ] {
        assert!(
            !used.contains(client),
            "{client} came in: Ninefold works offline (see deny.toml)"
        );
    }
}
