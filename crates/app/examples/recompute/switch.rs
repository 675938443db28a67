//! How soon a mitigation that is switched in a pre-mortem shows what it does: the switch, the
//! session as the screen asks for it, and its outlook, through the command table, in the sample.

use crate::clock::{Took, timed};
use crate::edit::{call, milliseconds};
use ninefold_app::{App, SystemHost};
use serde_json::{Value, json};
use std::error::Error;

/// Switches, each another one as long as there are.
const ROUNDS: usize = 12;

pub fn measure() -> Result<Value, Box<dyn Error>> {
    let home = tempfile::tempdir()?;
    let app = App::new(Box::new(SystemHost::default()), home.path().to_owned());
    call(&app, "workspace.sample", json!({}))?;
    let (session, switches) = switches(&app)?;
    // One that is closed takes no switch.
    call(
        &app,
        "premortem.close",
        json!({"session": session, "closed": false}),
    )?;
    let (mut sent, mut seen, mut shown, mut whole) = (vec![], vec![], vec![], vec![]);
    for round in 0..ROUNDS {
        let (cluster, technique, on) = &switches[round % switches.len()];
        // The second time round each is switched back.
        let on = *on == ((round / switches.len()) % 2 == 1);
        let edit = json!({
            "session": session, "cluster": cluster, "technique": technique,
            "state": if on { "on" } else { "off" },
        });
        let (_, send) = timed(|| call(&app, "premortem.mitigation", edit))?;
        let (_, get) = timed(|| call(&app, "premortem.get", json!({"id": session, "person": ""})))?;
        let (_, outlook) = timed(|| call(&app, "premortem.outlook", json!({"id": session})))?;
        eprintln!(
            "switch {}/{ROUNDS}: sent {:.0} ms, session {:.0} ms, outlook {:.0} ms",
            round + 1,
            send.wall * 1e3,
            get.wall * 1e3,
            outlook.wall * 1e3
        );
        whole.push(Took {
            wall: send.wall + get.wall + outlook.wall,
            cpu: send.cpu + get.cpu + outlook.cpu,
        });
        sent.push(send);
        seen.push(get);
        shown.push(outlook);
    }
    Ok(json!({
        "switches": switches.len(),
        "sent": milliseconds(&sent),
        "session": milliseconds(&seen),
        "outlook": milliseconds(&shown),
        "shown": milliseconds(&whole),
    }))
}

/// A cluster, a technique of it, and whether that is on.
type Switch = (String, String, bool);

/// The session with the most mitigations, and these.
fn switches(app: &App) -> Result<(String, Vec<Switch>), Box<dyn Error>> {
    let list = call(app, "premortems", json!({}))?;
    let mut best = (String::new(), Vec::new());
    for session in list["rows"].as_array().into_iter().flatten() {
        let id = session["id"].as_str().unwrap_or_default().to_owned();
        let outlook = call(app, "premortem.outlook", json!({"id": id}))?;
        let mut found = Vec::new();
        for row in outlook["rows"].as_array().into_iter().flatten() {
            for one in row["mitigations"].as_array().into_iter().flatten() {
                found.push((
                    row["cluster"].as_str().unwrap_or_default().to_owned(),
                    one["technique"].as_str().unwrap_or_default().to_owned(),
                    one["on"].as_bool().unwrap_or_default(),
                ));
            }
        }
        if found.len() > best.1.len() {
            best = (id, found);
        }
    }
    if best.1.is_empty() {
        return Err("no session of the sample has a mitigation".into());
    }
    Ok(best)
}
