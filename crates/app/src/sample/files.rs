//! The sample as source files, as a company would export them from its tools.

use super::Sample;
use ninefold_domain::cost::RateCard;
use ninefold_domain::money::format_decimal;
use ninefold_domain::record::{Detection, Incident, IncidentKind, Recovery};
use ninefold_domain::time::{Instant, MINUTE_MS};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// A field of a CSV row, quoted where it has to be.
fn quoted(text: &str) -> Cow<'_, str> {
    if text.contains([',', '"', '\n', '\r']) {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(text)
    }
}

fn time(at: Option<Instant>) -> String {
    at.map_or_else(String::new, Instant::to_rfc3339)
}

fn kind(kind: IncidentKind) -> &'static str {
    match kind {
        IncidentKind::Normal => "normal",
        IncidentKind::Test => "test",
        IncidentKind::Maintenance => "maintenance",
    }
}

fn detection(by: Detection) -> &'static str {
    match by {
        Detection::Monitoring => "monitoring",
        Detection::Customer => "customer",
        Detection::Staff => "staff",
    }
}

fn recovery(by: Recovery) -> &'static str {
    match by {
        Recovery::Hand => "hand",
        Recovery::Automation => "automation",
        Recovery::Provider => "provider",
    }
}

fn number(value: Option<u32>) -> String {
    value.map_or_else(String::new, |n| n.to_string())
}

/// What was paid for one thing; a row has a column for each.
fn fixed(incident: &Incident, kind: &str) -> String {
    let of_kind = incident.fixed.iter().find(|f| f.kind == kind);
    of_kind.map_or_else(String::new, |f| f.amount.to_decimal())
}

impl Sample {
    /// Incidents as CSV, one row an impact.
    #[must_use]
    pub fn incidents_csv(&self) -> String {
        let mut out = String::from(
            "id,service,title,severity,started,detected,acknowledged,mitigated,resolved,impact,kind,cause,detected_by,recovered_by,recovery_action,reassignments,contacts,cancellations,refunds,vendors,currency,notes\n",
        );
        let names: HashMap<_, &str> = self
            .services
            .iter()
            .map(|s| (s.id, s.name.as_str()))
            .collect();
        for incident in &self.incidents {
            for impact in &incident.impacts {
                let fields = [
                    incident.label(),
                    names
                        .get(&impact.service)
                        .copied()
                        .unwrap_or_default()
                        .to_owned(),
                    incident.title.clone(),
                    incident.severity.clone().unwrap_or_default(),
                    impact.start.to_rfc3339(),
                    time(incident.detected),
                    time(incident.acknowledged),
                    time(incident.mitigated),
                    time(impact.end.or(incident.resolved)),
                    impact
                        .share
                        .map_or_else(String::new, |share| share.to_string()),
                    kind(incident.kind).to_owned(),
                    incident.causes.join(";"),
                    incident.detected_by.map_or("", detection).to_owned(),
                    incident.recovered_by.map_or("", recovery).to_owned(),
                    incident.recovery_action.clone().unwrap_or_default(),
                    number(incident.reassignments),
                    number(incident.contacts),
                    number(incident.cancellations),
                    fixed(incident, "refunds"),
                    fixed(incident, "vendors"),
                    incident
                        .fixed
                        .first()
                        .map_or_else(String::new, |f| f.amount.currency().code().to_owned()),
                    incident.notes.clone(),
                ];
                let row: Vec<Cow<'_, str>> = fields.iter().map(|f| quoted(f)).collect();
                out.push_str(&row.join(","));
                out.push('\n');
            }
        }
        out
    }

    /// Labor as CSV, with the rate that each row is paid at.
    #[must_use]
    pub fn labor_csv(&self) -> String {
        let mut out =
            String::from("incident,role,person,people,start,minutes,review,rate,currency\n");
        let labels: HashMap<_, String> = self.incidents.iter().map(|i| (i.id, i.label())).collect();
        let card = RateCard::new(&self.roles);
        for entry in &self.labor {
            let label = labels.get(&entry.incident).map_or("", String::as_str);
            let person = entry.person.as_deref().unwrap_or_default();
            let people = format_decimal(i128::from(entry.people_milli), 3, 0);
            let minutes = entry.worked_ms / MINUTE_MS;
            let start = time(entry.start);
            let review = if entry.review { "yes" } else { "" };
            let (rate, currency) = match card.rate(entry) {
                Some(rate) => (rate.to_decimal(), rate.currency().code().to_owned()),
                None => Default::default(),
            };
            // Writing to a text cannot fail.
            let _ = writeln!(
                out,
                "{label},{},{person},{people},{start},{minutes},{review},{rate},{currency}",
                quoted(&entry.role)
            );
        }
        out
    }

    /// Writes `incidents.csv`, `labor.csv` and `revenue.csv` into a folder, which is made where
    /// it is missing. Revenue has one row for each minute and stream whose sum is
    /// not zero. Importing the three gives this sample's figures.
    ///
    /// # Errors
    /// What the file system answers.
    pub fn write_files(&self, dir: &Path) -> io::Result<Vec<PathBuf>> {
        fs::create_dir_all(dir)?;
        let incidents = dir.join("incidents.csv");
        fs::write(&incidents, self.incidents_csv())?;
        let labor = dir.join("labor.csv");
        fs::write(&labor, self.labor_csv())?;
        let revenue = dir.join("revenue.csv");
        let mut out = BufWriter::new(fs::File::create(&revenue)?);
        writeln!(out, "at,stream,amount,currency")?;
        for (stream, minutes) in self.streams.iter().zip(&self.revenue) {
            let currency = stream.currency;
            let name = quoted(&stream.name);
            // The date of `2026-10-31T22:59:00Z` is the same for 1,440 minutes.
            let mut date = (i64::MIN, String::new());
            for sum in minutes.iter().filter(|sum| sum.units != 0) {
                let (day, minute) = (sum.minute.div_euclid(1440), sum.minute.rem_euclid(1440));
                if day != date.0 {
                    let midnight = Instant::of_minute(day * 1440).to_rfc3339();
                    date = (
                        day,
                        midnight.split('T').next().unwrap_or_default().to_owned(),
                    );
                }
                let units = i128::from(sum.units);
                let amount = format_decimal(units, currency.scale(), currency.exponent());
                writeln!(
                    out,
                    "{}T{:02}:{:02}:00Z,{name},{amount},{}",
                    date.1,
                    minute / 60,
                    minute % 60,
                    currency.code()
                )?;
            }
        }
        out.flush()?;
        Ok(vec![incidents, labor, revenue])
    }
}
