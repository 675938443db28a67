//! Who worked on the incidents of the sample, and for how long.

use super::company::ROLES;
use ninefold_domain::id::LaborId;
use ninefold_domain::record::{Incident, IncidentKind, LaborEntry};
use ninefold_domain::time::MINUTE_MS;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

const SUPPORT: usize = 0;
const DEVELOPER: usize = 1;
const RELIABILITY: usize = 2;
const MANAGER: usize = 3;
const PRESS: usize = 4;
const SALES: usize = 5;
/// How many people of each role there are.
const STAFF: [u32; 6] = [24, 34, 9, 7, 4, 6];
/// Nobody stays on an incident for longer in one go.
const SHIFT_MINUTES: f64 = 480.0;

/// Writes the entries of one incident.
struct Sheet<'a> {
    rng: &'a mut ChaCha8Rng,
    ids: &'a mut ChaCha8Rng,
    incident: &'a Incident,
    /// People already on it, by role.
    named: Vec<(usize, u32)>,
    entries: &'a mut Vec<LaborEntry>,
}

impl Sheet<'_> {
    fn add(&mut self, role: usize, person: Option<String>, people_milli: i64, minutes: f64) {
        self.entries.push(LaborEntry {
            id: LaborId(self.ids.random()),
            incident: self.incident.id,
            role: ROLES[role].0.into(),
            person,
            people_milli,
            // Time sheets are kept in steps of five minutes.
            worked_ms: (minutes / 5.0).ceil().max(1.0) as i64 * 5 * MINUTE_MS,
            rate: None,
            start: None,
            review: false,
            actions: vec![],
        });
    }

    /// So many people by pseudonym, one row each, each for about `minutes`.
    fn people(&mut self, role: usize, count: u32, minutes: f64) {
        for _ in 0..count.min(STAFF[role]) {
            let who = loop {
                let who = self.rng.random_range(1..=STAFF[role]);
                if !self.named.contains(&(role, who)) {
                    break who;
                }
            };
            self.named.push((role, who));
            let minutes = minutes * self.rng.random_range(0.6..1.15);
            self.add(
                role,
                Some(format!("{}-{who:02}", ROLES[role].3)),
                1_000,
                minutes,
            );
        }
    }

    /// So many thousandths of people in one row.
    fn group(&mut self, role: usize, people_milli: i64, minutes: f64) {
        self.add(role, None, people_milli, minutes);
    }
}

/// The labor of all incidents.
pub(super) fn draw(seed: u64, incidents: &[Incident]) -> Vec<LaborEntry> {
    let mut rng = super::rng(seed, 3);
    let mut ids = super::rng(seed, 4);
    let mut entries = Vec::new();
    for incident in incidents {
        let mut sheet = Sheet {
            rng: &mut rng,
            ids: &mut ids,
            incident,
            named: Vec::new(),
            entries: &mut entries,
        };
        work(&mut sheet);
    }
    entries
}

fn work(sheet: &mut Sheet<'_>) {
    let incident = sheet.incident;
    let whole = incident.ttr().unwrap_or(60.0) - incident.ttd().unwrap_or(0.0);
    // Long incidents are not worked on without a break.
    let active = if whole > 180.0 {
        (180.0 + (whole - 180.0) * 0.25).min(SHIFT_MINUTES)
    } else {
        whole.max(20.0)
    };
    if incident.kind != IncidentKind::Normal {
        sheet.people(RELIABILITY, 2, active);
        return;
    }
    let contacts = f64::from(incident.contacts.unwrap_or(0));
    let handed = incident.reassignments.unwrap_or(0);
    match incident.severity.as_deref() {
        Some("SEV1") => {
            let count = sheet.rng.random_range(2..=3);
            sheet.people(RELIABILITY, count, active + 60.0);
            let count = sheet.rng.random_range(2..=3) + handed.min(3);
            sheet.people(DEVELOPER, count, active + 45.0);
            sheet.people(MANAGER, 1, active + 60.0);
            if sheet.rng.random::<f64>() < 0.6 {
                sheet.people(PRESS, 1, 60.0);
            }
            if sheet.rng.random::<f64>() < 0.5 {
                sheet.people(SALES, 1, 45.0);
            }
        }
        Some("SEV2") => {
            let count = sheet.rng.random_range(1..=2);
            sheet.people(RELIABILITY, count, active + 20.0);
            let count = sheet.rng.random_range(1..=2) + handed.min(3);
            sheet.people(DEVELOPER, count, active + 20.0);
            if sheet.rng.random::<f64>() < 0.5 {
                // Half a manager: looking in between other things.
                sheet.group(MANAGER, 500, active);
            }
        }
        _ => {
            let count = 1 + handed.min(2);
            sheet.people(DEVELOPER, count, active * 0.7 + 10.0);
            if sheet.rng.random::<f64>() < 0.4 {
                sheet.people(RELIABILITY, 1, active * 0.5);
            }
        }
    }
    // Seven minutes a contact, shared by the shift.
    let agents = (contacts / 15.0).ceil().clamp(1.0, 8.0);
    sheet.group(
        SUPPORT,
        agents as i64 * 1_000,
        (contacts * 7.0 / agents).max(10.0),
    );
}
