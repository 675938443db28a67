//! Rows that do not come in say why, and what to do.

mod folder;

use folder::Folder;
use ninefold_domain::time::Instant;
use ninefold_ingest::{
    Code, Field, Fix, Incidents, Judgement, Kind, Mapping, Repair, Treatment, Written, inspect_as,
    read_incidents,
};
use std::path::Path;

/// Read as somebody does who changes nothing of what is suggested.
fn untouched(path: &Path) -> (Mapping, Incidents) {
    let seen = inspect_as(path, Some(Kind::Incidents), Written::default(), None).unwrap();
    let read = read_incidents(&[path.to_owned()], &seen.mapping, &()).unwrap();
    (seen.mapping, read)
}

const STATUSPAGE: &str = r#"[
{"id": "a1", "name": "Checkout down", "status": "resolved", "impact": "major",
 "created_at": "2026-03-02T10:00:00Z", "resolved_at": "2026-03-02T10:40:00Z",
 "shortlink": "https://stspg.io/a1", "components": [{"name": "Checkout"}]},
{"id": "a2", "name": "Slow", "status": "resolved", "impact": "minor",
 "created_at": "2026-03-03T10:00:00Z", "resolved_at": "2026-03-03T10:40:00Z",
 "shortlink": "https://stspg.io/a2", "components": []}]"#;

#[test]
fn an_incident_of_a_tool_without_a_service_says_where_one_was_looked_for() {
    let folder = Folder::new();
    let path = folder.file("incidents.json", STATUSPAGE);
    let (mapping, read) = untouched(&path);
    assert_eq!(mapping.options.preset.as_deref(), Some("statuspage"));
    assert_eq!(
        (read.report.totals.accepted, read.report.totals.rejected),
        (1, 1)
    );
    let finding = &read.report.findings[0];
    assert_eq!(
        (finding.code, finding.field),
        (Code::Missing, Some(Field::Service))
    );
    assert_eq!(
        finding.expected,
        "a service in components.name, where Statuspage incidents names it"
    );
    assert!(finding.repair.contains("put one in for all of these rows"));
    assert_eq!(read.report.groups[0].repair, finding.repair);

    // Where the whole file names none.
    let bare = STATUSPAGE.replace(r#""components": [{"name": "Checkout"}]"#, r#""x": 1"#);
    let (_, read) = untouched(&folder.file("bare.json", &bare));
    assert_eq!(read.report.totals.rejected, 2);
    assert_eq!(
        read.report.findings[0].expected,
        "a service: a file of Statuspage incidents without any column that names one"
    );

    // The remedy that it names.
    let mut mapping = mapping;
    mapping.options.fixes.push(Fix {
        code: Code::Missing,
        field: Some(Field::Service),
        repair: Repair::Set("Shop".into()),
    });
    let read = read_incidents(&[path], &mapping, &()).unwrap();
    assert_eq!(read.report.totals.accepted, 2);
    assert_eq!(&*read.rows[1].service, "Shop");
}

const LOG: &str = "\
id,service,title,started,resolved,status,kind
1,shop,Down,2026-03-02T10:00:00Z,2026-03-02T10:40:00Z,resolved,normal
2,,Down again,2026-03-03T10:00:00Z,2026-03-03T10:40:00Z,cancelled,normal
3,,Fire drill,2026-03-04T10:00:00Z,2026-03-04T10:40:00Z,resolved,test
4,,Really down,2026-03-05T10:00:00Z,2026-03-05T10:40:00Z,resolved,normal
";

#[test]
fn what_is_not_to_come_in_needs_no_service() {
    let folder = Folder::new();
    let path = folder.file("log.csv", LOG);
    let (mut mapping, _) = untouched(&path);
    let read = |mapping: &Mapping| {
        let report = read_incidents(std::slice::from_ref(&path), mapping, &())
            .unwrap()
            .report;
        let lines: Vec<u64> = report.findings.iter().map(|f| f.row).collect();
        let judged: Vec<(Judgement, u64)> = report
            .judged
            .iter()
            .map(|j| (j.judgement, j.count))
            .collect();
        (report.totals.skipped, lines, judged)
    };
    let treat = |mapping: &mut Mapping, sort: Judgement, treatment: Treatment| {
        mapping.options.treatments.insert(sort, treatment);
    };
    treat(&mut mapping, Judgement::Test, Treatment::LeaveOut);
    let judged = vec![(Judgement::Cancelled, 1), (Judgement::Test, 1)];
    assert_eq!(read(&mapping), (2, vec![5], judged));
    // What counts lacks its service like any other.
    treat(&mut mapping, Judgement::Cancelled, Treatment::Keep);
    let judged = vec![(Judgement::Test, 1)];
    assert_eq!(read(&mapping), (1, vec![3, 5], judged));
}

#[test]
fn rows_that_are_left_out_by_word_are_kept_with_the_reason() {
    let folder = Folder::new();
    let path = folder.file("log.csv", LOG);
    let (mut mapping, _) = untouched(&path);
    mapping.options.fixes.push(Fix {
        code: Code::Missing,
        field: Some(Field::Service),
        repair: Repair::LeaveOut("nobody knows which".into()),
    });
    let report = read_incidents(&[path], &mapping, &()).unwrap().report;
    assert_eq!(report.totals.rejected, 0);
    let left: Vec<(u64, &str, &str)> = report
        .left_by_word
        .iter()
        .map(|f| (f.row, f.column.as_deref().unwrap_or(""), f.repair.as_str()))
        .collect();
    let why = "Left out on purpose: nobody knows which";
    assert!(left.contains(&(5, "service", why)), "{left:?}");
    let cells = report.left_by_word.last().unwrap().raw.clone().unwrap();
    assert_eq!(cells[2], "Really down");
}

/// Incidents of Datadog that say when they were detected, not when customers were first hit.
const DATADOG: &str = r#"[
{"public_id": 1, "title": "Down", "created": "2026-03-02T10:05:00Z",
 "detected": "2026-03-02T10:02:00Z", "resolved": "2026-03-02T12:00:00Z", "services": "shop",
 "customer_impacted": true, "time_to_detect": 120, "time_to_repair": 2400},
{"public_id": 2, "title": "Slow", "created": "2026-03-03T10:05:00Z",
 "detected": "2026-03-03T10:02:00Z", "resolved": "2026-03-03T12:00:00Z", "services": "shop",
 "customer_impacted": true, "time_to_detect": null, "time_to_repair": 60},
{"public_id": 3, "title": "Odd", "created": "2026-03-04T10:05:00Z",
 "detected": null, "resolved": "2026-03-04T12:00:00Z", "services": "shop",
 "customer_impacted": true, "time_to_detect": null, "time_to_repair": 60}]"#;

#[test]
fn an_incident_of_datadog_without_a_first_hit_begins_when_it_was_noticed_and_says_so() {
    let folder = Folder::new();
    let (mapping, read) = untouched(&folder.file("incidents.json", DATADOG));
    assert_eq!(mapping.options.preset.as_deref(), Some("datadog-detected"));
    assert_eq!(read.report.totals.rejected, 0, "{:?}", read.report.findings);
    let times: Vec<String> = read
        .rows
        .iter()
        .map(|row| {
            let end = row.resolved.map(Instant::to_rfc3339).unwrap_or_default();
            format!("{} {end}", row.started.to_rfc3339())
        })
        .collect();
    assert_eq!(
        times,
        [
            "2026-03-02T10:00:00Z 2026-03-02T10:42:00Z",
            "2026-03-03T10:02:00Z 2026-03-03T10:03:00Z",
            // Nobody says when it was detected: from when its record was made.
            "2026-03-04T10:05:00Z 2026-03-04T10:06:00Z",
        ]
    );
    let mut notes = read.report.notes.iter();
    assert!(notes.any(|note| note.text.contains("less the time_to_detect")));
    // Where the column is there and empty, nobody knows: such a row is set aside as before.
    let known = DATADOG.replacen(
        "\"title\"",
        "\"customer_impact_start\": \"2026-03-02T09:00:00Z\", \"title\"",
        1,
    );
    let (mapping, read) = untouched(&folder.file("known.json", &known));
    assert_eq!(mapping.options.preset.as_deref(), Some("datadog"));
    assert_eq!((read.rows.len(), read.report.totals.rejected), (1, 2));
}
