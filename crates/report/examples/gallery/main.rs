//! Writes one chart of each kind, in several widths and all themes, and
//! prints how long each took to draw and how many nodes it has.
//!
//! `cargo run --release -p ninefold-report --example gallery -- DIR`

mod specs;

use std::path::PathBuf;
use std::time::Instant;

use ninefold_report::{Theme, natural_height, render_chart};

fn main() -> std::io::Result<()> {
    let dir = std::env::args_os()
        .nth(1)
        .map_or_else(|| PathBuf::from("target/gallery"), PathBuf::from);
    std::fs::create_dir_all(&dir)?;
    for (name, spec) in specs::all() {
        for width in [360, 716, 1400] {
            let height = natural_height(&spec, width);
            for (theme, suffix) in [
                (Theme::App, "app"),
                (Theme::Light, "light"),
                (Theme::Dark, "dark"),
            ] {
                let mut times: Vec<_> = (0..9)
                    .map(|_| {
                        let start = Instant::now();
                        let drawing = render_chart(&spec, theme, width, height);
                        assert!(!drawing.svg.is_empty());
                        start.elapsed()
                    })
                    .collect();
                times.sort();
                let drawing = render_chart(&spec, theme, width, height);
                let file = dir.join(format!("{name}-{width}-{suffix}.svg"));
                std::fs::write(file, &drawing.svg)?;
                println!(
                    "{name:<14} {width:>5} × {:<4} {suffix:<6} {:>9.2?} (median of 9) {:>5} nodes {:>5} points",
                    drawing.height,
                    times[times.len() / 2],
                    drawing.svg.matches('<').count() - drawing.svg.matches("</").count(),
                    drawing.points.len(),
                );
            }
        }
    }
    Ok(())
}
