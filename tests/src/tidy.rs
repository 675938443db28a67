//! What every file of the repository keeps to, and the layers of the UI.

use crate::repository::{files, files_ending, root, text};
use std::path::{Component, Path, PathBuf};

/// Files that tools write, and that name where packages come from.
const LOCKS: &[&str] = &["Cargo.lock", "package-lock.json"];

/// Whether `line` names a place on the machine it was written on: such a path works there only.
fn machine_path(line: &str) -> Option<&'static str> {
    // Folders at the top of a machine where people and services keep what is theirs.
    const OWNED: &[&str] = &["Users", "root", "work"];
    OWNED.iter().copied().find(|owned| {
        line.match_indices(&format!("/{owned}/")).any(|(at, _)| {
            // After a letter, a point or a slash it is the middle of a path, not its start.
            line[..at]
                .chars()
                .next_back()
                .is_none_or(|before| !before.is_alphanumeric() && !"./_-$}".contains(before))
        })
    })
}

#[test]
fn no_file_depends_on_the_machine_it_was_written_on() {
    assert_eq!(machine_path(concat!("cd ", "/ro", "ot/x")), Some("root"));
    assert_eq!(machine_path(concat!("import \".", "/work", "/x\"")), None);
    let hosts = [
        concat!("registry.", "npmjs"),
        concat!("static.", "crates"),
        concat!("index.", "crates"),
        concat!("pypi", ".org"),
        concat!("files.python", "hosted"),
        concat!("deb.", "debian"),
        concat!("../", "shared/data"),
    ];
    let this = Path::new("tests/src/tidy.rs");
    for path in files("").iter().filter(|path| *path != this) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // Pictures, fonts and archives are not text.
        let Ok(text) = std::fs::read_to_string(root().join(path)) else {
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            let place = || format!("{}:{}", path.display(), number + 1);
            if let Some(found) = machine_path(line) {
                panic!("{}: {found} is a place on one machine", place());
            }
            if !LOCKS.contains(&name.as_ref()) {
                for host in hosts {
                    assert!(
                        !line.contains(host),
                        "{}: {host} is where one machine gets its files",
                        place()
                    );
                }
            }
        }
    }
}

#[test]
fn generated_types_are_fresh() {
    let kept = text("ui/src/api/wire.ts");
    let fresh = ninefold_app::command::typescript();
    let differs = kept
        .lines()
        .zip(fresh.lines())
        .position(|(kept, fresh)| kept != fresh);
    assert!(
        kept == fresh,
        "ui/src/api/wire.ts is stale (first at line {}); run: ninefold typescript > ui/src/api/wire.ts",
        differs.unwrap_or_else(|| kept.lines().count().min(fresh.lines().count())) + 1
    );
}

/// Folders of `ui/src`, each may import from its own line and from those above.
const LAYERS: &[&[&str]] = &[
    &["styles", "messages", "platform", "api"],
    &["shared"],
    &["features"],
    &["views"],
    &["app", "main.tsx"],
];

/// The line of [`LAYERS`] that a path below `ui/src` belongs to.
fn layer(path: &Path) -> usize {
    let first = path
        .components()
        .next()
        .expect("a path has parts")
        .as_os_str()
        .to_string_lossy();
    LAYERS
        .iter()
        .position(|names| names.contains(&first.as_ref()))
        .unwrap_or_else(|| {
            panic!("ui/src/{first} is new: say in tests/src/tidy.rs which layer it belongs to")
        })
}

/// What a TypeScript source imports: `from "x"`, `import "x"`, `import("x")`.
fn imports(source: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for opener in ["from \"", "import \"", "import(\""] {
        for (at, _) in source.match_indices(opener) {
            found.extend(source[at + opener.len()..].split('"').next());
        }
    }
    found
}

/// A relative import, seen from a file, as a path below `ui/src`.
fn resolve(file: &Path, import: &str) -> PathBuf {
    let mut path = file.parent().unwrap_or(Path::new("")).to_owned();
    for part in Path::new(import).components() {
        match part {
            Component::ParentDir => {
                assert!(path.pop(), "{}: {import} leaves ui/src", file.display());
            }
            Component::Normal(name) => path.push(name),
            _ => {}
        }
    }
    path
}

#[test]
fn the_ui_imports_downwards_and_the_shell_in_one_place() {
    assert_eq!(
        imports("import { a } from \"../b\";\nimport \"./c.css\";"),
        ["../b", "./c.css"]
    );
    assert_eq!(
        resolve(Path::new("views/Data.tsx"), "../shared/Button"),
        Path::new("shared/Button")
    );
    for path in files_ending("ui/src", &["ts", "tsx"]) {
        let below = path.strip_prefix("ui/src").expect("it lies there");
        if below.to_string_lossy().contains(".test.") {
            continue; // tests lie beside what they test, and reach for their own tools
        }
        for import in imports(&text(&path)) {
            if import.starts_with("@tauri-apps/") {
                assert!(
                    below.starts_with("platform"),
                    "{}: only ui/src/platform imports {import}",
                    path.display()
                );
            }
            if import.starts_with('.') {
                let target = resolve(below, import);
                assert!(
                    layer(&target) <= layer(below),
                    "{}: {import} lies in a layer above",
                    path.display()
                );
            }
        }
    }
}
