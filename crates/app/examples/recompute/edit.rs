//! How soon an edit shows: an incident is made longer and its impact changed through the command
//! table, then what the screens show is asked for.

use crate::clock::{Took, middle_and_most, timed};
use chrono::{NaiveDateTime, TimeDelta};
use ninefold_app::{App, Job, SystemHost};
use serde_json::{Value, json};
use std::error::Error;
use std::path::Path;

/// Incidents changed, each another one.
const ROUNDS: u64 = 5;

/// Asked for after the save, each on its own.
const SCREENS: [&str; 3] = ["incidents.page", "overview", "cost"];

pub fn measure(folder: Option<&Path>) -> Result<Value, Box<dyn Error>> {
    let home = tempfile::tempdir()?;
    let app = App::new(Box::new(SystemHost::default()), home.path().to_owned());
    match folder {
        None => {
            call(&app, "workspace.sample", json!({}))?;
        }
        Some(folder) => import(&app, folder, &home.path().join("edits.ninefold"))?,
    }
    let page = json!({"offset": 0, "limit": 100});
    let incidents = call(&app, "incidents.page", page.clone())?["total"]
        .as_u64()
        .unwrap_or_default();
    let mut saves: Vec<Took> = Vec::new();
    let mut shown: Vec<Took> = Vec::new();
    let mut screens: [Vec<Took>; SCREENS.len()] = Default::default();
    for round in 0..ROUNDS {
        // From all over the years: the newest first.
        let place = json!({"offset": incidents * (2 * round + 1) / (2 * ROUNDS), "limit": 1});
        let id = call(&app, "incidents.page", place)?["rows"][0]["id"].clone();
        let mut edit = call(&app, "incident.get", json!({"id": id}))?["edit"].clone();
        edit["resolved"] = later(&edit["resolved"])?.into();
        edit["impacts"][0]["share"] = format!("{} %", 31 + round).into();
        let (_, save) = timed(|| call(&app, "incident.save", edit))?;
        let (_, get) = timed(|| call(&app, "incident.get", json!({"id": id})))?;
        eprintln!(
            "round {}/{ROUNDS}: saved in {:.0} ms, shown after {:.0} more",
            round + 1,
            save.wall * 1e3,
            get.wall * 1e3
        );
        saves.push(save);
        shown.push(Took {
            wall: save.wall + get.wall,
            cpu: save.cpu + get.cpu,
        });
        for (screen, taken) in SCREENS.iter().zip(&mut screens) {
            let args = match *screen {
                "incidents.page" => page.clone(),
                _ => json!({}),
            };
            taken.push(timed(|| call(&app, screen, args))?.1);
        }
    }
    let previews = match folder {
        None => switches(&app)?,
        Some(_) => Vec::new(),
    };
    let mut found = json!({
        "incidents": incidents,
        "save": milliseconds(&saves),
        "shown": milliseconds(&shown),
    });
    for (screen, taken) in SCREENS.iter().zip(&screens) {
        found[*screen] = milliseconds(taken);
    }
    if !previews.is_empty() {
        found["preview"] = milliseconds(&previews);
    }
    Ok(found)
}

/// Switches techniques on the screen on tiers and reads the preview that follows: saved and shown.
fn switches(app: &App) -> Result<Vec<Took>, Box<dyn Error>> {
    let preview = json!({"preview": true});
    let mut taken = Vec::new();
    for round in 0..2 * ROUNDS as usize {
        let tiers = call(app, "tiers", preview.clone())?;
        let all: Vec<Value> = tiers["techniques"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|t| t["id"].clone())
            .collect();
        let mut plan = tiers["plan"].clone();
        let on = plan["techniques"].as_array_mut().ok_or("no techniques")?;
        let wanted = all[round % all.len()].clone();
        // Never the same set twice: an answer that is known would be read, not computed.
        match on.iter().position(|t| *t == wanted) {
            Some(at) => drop(on.remove(at)),
            None => on.push(wanted),
        }
        plan["seed"] = format!("{}", 100 + round).into();
        let (shown, took) = timed(|| {
            call(app, "plan.save", plan)?;
            call(app, "tiers", preview.clone())
        })?;
        if shown["preview"] != true {
            return Err("the answer is no preview".into());
        }
        taken.push(took);
    }
    Ok(taken)
}

pub fn call(app: &App, command: &str, args: Value) -> Result<Value, Box<dyn Error>> {
    app.call(command, args, &Job::quiet())
        .map_err(|e| format!("{command}: {e}").into())
}

/// A new workspace at `path` with the files of a set.
fn import(app: &App, folder: &Path, path: &Path) -> Result<(), Box<dyn Error>> {
    call(
        app,
        "workspace.create",
        json!({"path": path, "currency": "EUR", "zone": "UTC"}),
    )?;
    // Incidents and labor last: each import computes everything anew.
    for kind in ["revenue", "incidents", "labor"] {
        let paths = [folder.join(format!("{kind}.csv"))];
        let seen = call(app, "import.inspect", json!({"paths": paths, "kind": kind}))?;
        let mut mapping = seen["mapping"].clone();
        if kind != "incidents"
            && let Some(fields) = mapping["fields"].as_array_mut()
        {
            fields.retain(|field| field[0] != "currency");
            fields.push(json!(["currency", "=EUR"]));
        }
        let args = json!({"paths": paths, "kind": kind, "mapping": mapping});
        let (report, took) = timed(|| call(app, "import.commit", args))?;
        eprintln!("{kind}: {} rows in {:.1} s", report["accepted"], took.wall);
        if report["batch"] == "" {
            return Err(format!("{kind}: {}", report["blocked"]).into());
        }
    }
    Ok(())
}

/// An hour after a time as the form writes it.
fn later(time: &Value) -> Result<String, Box<dyn Error>> {
    let text = time.as_str().unwrap_or_default();
    let read = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S%.f"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .ok_or_else(|| format!("“{text}” is no time as the form writes it"))?;
    let later = read + TimeDelta::minutes(60);
    Ok(later.format("%Y-%m-%d %H:%M:%S%.3f").to_string())
}

/// The middle and the slowest on the wall, and the middle on a processor.
pub fn milliseconds(taken: &[Took]) -> Value {
    let (wall, most) = middle_and_most(taken.iter().map(|took| took.wall * 1e3).collect());
    let (cpu, _) = middle_and_most(taken.iter().map(|took| took.cpu * 1e3).collect());
    json!({"wall": wall, "slowest": most, "cpu": cpu})
}
