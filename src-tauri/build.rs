//! Embeds the built UI and declares which commands a window may be allowed to call.

use tauri_build::{AppManifest, Attributes};

fn main() {
    // Rust work must not need Node: where the UI is not built yet the folder is empty, and
    // `make app` and `make test` build it before they build the window.
    let dist = std::path::Path::new("../ui/dist");
    if let Err(error) = std::fs::create_dir_all(dist) {
        panic!("{} cannot be made: {error}", dist.display());
    }
    // File names in it carry hashes, so a new build shows as a change of the folder.
    println!("cargo:rerun-if-changed={}", dist.display());
    let manifest = AppManifest::new().commands(&["rpc", "cancel"]);
    if let Err(error) = tauri_build::try_build(Attributes::new().app_manifest(manifest)) {
        panic!("{error:#}");
    }
}
