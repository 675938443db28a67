//! Repairs of whole groups of problems, and mappings that are kept under a name.

use crate::shell::{Shell, columns, import, list, number, text};
use serde_json::{Value, json};

const HEAD: &str = "id,service,started,resolved,impact";
const ROWS: &str = "id,service,started,resolved,impact\n\
    I-1,shop,2026-03-02T10:00:00Z,2026-03-02T10:30:00Z,1\n\
    I-2,,2026-03-02T11:00:00Z,2026-03-02T11:30:00Z,1\n\
    I-3,,2026-03-02T12:00:00Z,2026-03-02T12:30:00Z,30 percent\n\
    I-4,shop,someday,2026-03-02T12:30:00Z,1\n\
    I-5,shop,2026-03-02T13:00:00Z,2026-03-02T12:30:00Z,1\n\
    I-6,shop,2026-03-02T14:00:00Z\n\
    ,,,,\n";

fn fix(code: &str, field: &str, action: &str, value: &str) -> Value {
    json!({"code": code, "field": field, "action": action, "value": value})
}

/// Read, accepted, rejected, skipped; they add up.
fn books(report: &Value) -> [u64; 4] {
    let books = ["read", "accepted", "rejected", "skipped"].map(|name| number(report, name));
    assert_eq!(books[0], books[1] + books[2] + books[3], "{report}");
    books
}

/// Code, field and rows of each group.
fn groups(report: &Value) -> Vec<String> {
    let mut found: Vec<String> = list(report, "groups")
        .iter()
        .map(|g| {
            format!(
                "{}:{} {}",
                text(g, "code"),
                text(g, "field"),
                number(g, "count")
            )
        })
        .collect();
    found.sort();
    found
}

#[test]
fn a_group_of_problems_is_repaired_in_one_step_and_nothing_in_silence() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let file = shell.file("incidents.csv", ROWS);
    let mut args = import("incidents", &[&file], &columns(HEAD));
    args["mapping"]["treatments"] = json!([]);
    let report = shell.call("import.check", args.clone());
    let before = books(&report);
    assert!(
        groups(&report).contains(&"missing:service 2".to_owned()),
        "{report}"
    );
    assert!(
        groups(&report).contains(&"column-count: 1".to_owned()),
        "{report}"
    );

    // A value for two rows: one of them has a second problem, which shows now.
    args["mapping"]["fixes"] = json!([fix("missing", "service", "set", "search")]);
    let report = shell.call("import.check", args.clone());
    let after = books(&report);
    assert_eq!(after[1], before[1] + 1, "{report}");
    let found = groups(&report);
    assert!(found.iter().all(|g| !g.starts_with("missing")), "{found:?}");
    let fixed = &list(&report, "fixed")[0];
    assert_eq!(text(fixed, "what"), "“search” put in");
    assert_eq!(
        number(fixed, "count"),
        1,
        "only the row that came in: {report}"
    );
    let second = found
        .iter()
        .find(|g| g.contains(":impact"))
        .expect("the second problem");
    let code = second.split(':').next().expect("a code").to_owned();

    // Both repaired; the rest left out with a reason each.
    args["mapping"]["fixes"] = json!([
        fix("missing", "service", "set", "search"),
        fix(&code, "impact", "set", ""),
        fix("time", "started", "leave-out", "no date is known"),
        fix("column-count", "", "leave-out", "cut off in the export"),
    ]);
    let report = shell.call("import.commit", args.clone());
    let last = books(&report);
    assert_eq!(last[1], before[1] + 2, "{report}");
    assert_eq!(last[3], before[3] + 2, "{report}");
    let notes = report["notes"].to_string();
    for said in [
        "2 rows were repaired by your word (Required value missing: service): “search” put in",
        "read as empty",
        "left out: no date is known",
        "left out: cut off in the export",
    ] {
        assert!(notes.contains(said), "{said}: {notes}");
    }
    // The reasons stay with the import.
    let data = shell.call("data", Value::Null).to_string();
    assert!(data.contains("no date is known"), "{data}");
    let page = shell.call(
        "incidents.page",
        json!({"filter": "search", "offset": 0, "limit": 9}),
    );
    assert_eq!(list(&page, "rows").len(), 2, "{page}");

    for (wrong, part) in [
        (
            fix("missing", "service", "leave-out", " "),
            "without a reason",
        ),
        (fix("column-count", "", "set", "x"), "leave-out"),
        (fix("nonsense", "", "leave-out", "x"), "nonsense"),
        (fix("missing", "nobody", "set", "x"), "name of a field"),
        (fix("missing", "service", "guess", "x"), "set or leave-out"),
    ] {
        args["mapping"]["fixes"] = json!([wrong]);
        let refused = shell.refused("import.check", args.clone());
        assert_eq!(refused.field, "fixes");
        assert!(refused.message.contains(part), "{refused}");
    }
}

/// A value that a later repair of the same field replaced, or whose row was left out after all,
/// decided nothing and is not told as if it had.
#[test]
fn only_the_repair_that_decided_is_counted() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let file = shell.file(
        "incidents.csv",
        "id,service,started,resolved,impact\n\
         I-1,shop,2026-03-02T10:00:00Z,tomorrow,1\n\
         I-2,shop,2026-03-01T08:00:00Z,tomorrow,1\n",
    );
    let mut args = import("incidents", &[&file], &columns(HEAD));
    let early = fix("time", "resolved", "set", "2026-03-01T09:00:00Z");
    for (last, title) in [
        (
            fix(
                "end-before-start",
                "resolved",
                "set",
                "2026-03-02T11:00:00Z",
            ),
            "“2026-03-02T11:00:00Z” put in",
        ),
        (
            fix("end-before-start", "resolved", "leave-out", "nobody knows"),
            "left out: nobody knows",
        ),
    ] {
        args["mapping"]["fixes"] = json!([early, last]);
        let report = shell.call("import.check", args.clone());
        let told: Vec<(&str, u64)> = list(&report, "fixed")
            .iter()
            .map(|row| (text(row, "what"), number(row, "count")))
            .collect();
        assert_eq!(
            told,
            [("“2026-03-01T09:00:00Z” put in", 1), (title, 1)],
            "{report}"
        );
    }
}

/// What was counted of a row before it was refused does not count once more when it is read again,
/// nor at all where it does not come in.
#[test]
fn a_row_is_judged_once_however_often_it_is_read() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let file = shell.file(
        "incidents.csv",
        "id,service,title,started,resolved,impact\n\
         I-1,shop,[DRILL] one,2026-03-02T10:00:00Z,2026-03-02T10:00:00Z,much\n\
         I-2,shop,two,2026-03-02T10:00:00Z,2026-03-02T09:00:00Z,1\n\
         id,service,title,started,resolved,impact\n\
         I-3,shop,[DRILL] three,2026-03-02T10:00:00Z,2026-03-02T10:20:00Z,much\n",
    );
    let head = "id,service,title,started,resolved,impact";
    let mut args = import("incidents", &[&file], &columns(head));
    let judged = |report: &Value| -> Vec<String> {
        list(report, "judgements")
            .iter()
            .map(|j| format!("{} {}", text(j, "name"), number(j, "count")))
            .collect()
    };
    // Rows with something else wrong call for no judgement; the header again is no row at all.
    let report = shell.call("import.check", args.clone());
    assert_eq!(books(&report), [4, 0, 3, 1], "{report}");
    assert_eq!(judged(&report), ["end-before-start 1"]);

    args["mapping"]["fixes"] = json!([
        fix("number", "impact", "set", "50%"),
        fix(
            "end-before-start",
            "resolved",
            "set",
            "2026-03-02T11:00:00Z"
        ),
        // The header does not become a record by any repair.
        fix("time", "started", "set", "2026-03-02T08:00:00Z"),
        fix("time", "resolved", "set", "2026-03-02T09:00:00Z"),
    ]);
    let report = shell.call("import.commit", args.clone());
    assert_eq!(books(&report), [4, 3, 0, 1], "{report}");
    assert_eq!(judged(&report), ["zero-length 1", "titled-test 2"]);
    let kept = shell.call("data", Value::Null)["batches"][0]["notes"].to_string();
    assert!(kept.contains("by the title alone, 2 rows"), "{kept}");

    // The same of work without a role.
    let file = shell.file(
        "labor.csv",
        "incident,person,people,acted_at\n\
         I-1,Ada,x,2026-03-02T10:05:00Z\nI-2,Ada,1,2026-03-02T10:15:00Z\n",
    );
    let mut args = import("labor", &[&file], &columns("incident,person,people"));
    let fields = args["mapping"]["fields"].as_array_mut().expect("pairs");
    fields.push(json!(["acted", "acted_at"]));
    let without = |report: &Value| {
        let notes = list(report, "notes").iter().map(Value::to_string);
        let about: Vec<String> = notes.filter(|note| note.contains("no role")).collect();
        about.concat()
    };
    let report = shell.call("import.check", args.clone());
    assert!(without(&report).contains("1 row names no role"), "{report}");
    args["mapping"]["fixes"] = json!([fix("number", "people", "set", "1")]);
    let report = shell.call("import.check", args);
    assert!(without(&report).contains("2 rows name no role"), "{report}");
}

#[test]
fn revenue_is_repaired_beside_the_fast_way_through_the_file() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let mut csv = String::from("at,stream,amount,currency\n");
    for minute in 0..50 {
        let stream = if minute % 10 == 3 { "" } else { "shop" };
        csv.push_str(&format!(
            "2026-03-02T10:{minute:02}:00Z,{stream},1.00,EUR\n"
        ));
    }
    csv.push_str("2026-03-02T11:00:00Z,shop,n/a,EUR\n");
    let file = shell.file("sales.csv", csv);
    let mut args = import("revenue", &[&file], &columns("at,stream,amount,currency"));
    args["mapping"]["fixes"] = json!([
        fix("missing", "stream", "set", "shop"),
        fix("number", "amount", "leave-out", "not an amount"),
    ]);
    let report = shell.call("import.commit", args);
    assert_eq!(books(&report), [51, 50, 0, 1], "{report}");
    assert_eq!(report["money"], json!(["€50.00"]));
}

#[test]
fn an_encoding_and_a_header_that_were_said_are_part_of_a_mapping() {
    let shell = Shell::with_workspace("EUR", "UTC");
    // A title as wide as the table, and Cyrillic that would be taken for Windows-1252.
    let export = |day: &str, service: &[u8]| {
        let mut bytes = b"Export;of;March\nOpened;What;Where\n".to_vec();
        bytes.extend_from_slice(format!("2026-03-{day}T10:00:00Z;Down;").as_bytes());
        bytes.extend_from_slice(service);
        bytes.push(b'\n');
        bytes
    };
    let first = shell.file("march.csv", export("02", b"\xca\xe0\xf1\xf1\xe0"));
    let look = |args: Value| shell.call("import.inspect", args);
    let found = look(json!({"paths": [first]}));
    assert_eq!(text(&found, "headerRow"), "1");
    assert_eq!(text(&found, "encoding"), "Windows-1252");
    let said = json!({"paths": [first], "kind": "incidents", "encoding": "CP1251",
        "headerRow": "2"});
    let seen = look(said.clone());
    assert_eq!(text(&seen, "headerRow"), "2");
    assert_eq!(text(&seen, "encoding"), "windows-1251");
    assert_eq!(seen["rows"][0][2], "Касса");
    let mut mapping = seen["mapping"].clone();
    assert_eq!(
        (text(&mapping, "headerRow"), text(&mapping, "encoding")),
        ("2", "windows-1251")
    );
    mapping["fields"] = json!([
        ["started", "Opened"],
        ["service", "Where"],
        ["title", "What"]
    ]);
    let args = json!({"paths": [first], "kind": "incidents", "mapping": mapping});
    let report = shell.call("import.commit", args);
    assert_eq!(report["new"], 1, "{report}");
    let page = json!({"filter": "", "offset": 0, "limit": 10});
    let incidents = shell.call("incidents.page", page);
    assert!(incidents.to_string().contains("Касса"), "{incidents}");

    // The next one is found by the header where it stands, and read as this one was.
    let next = shell.file("april.csv", export("09", b"\xd1\xea\xeb\xe0\xe4"));
    let again = look(json!({"paths": [next]}));
    assert_eq!(again["mapping"], mapping);
    assert_eq!(again["rows"][0][2], "Склад");
    assert!(text(&again, "profile").contains("march.csv"), "{again}");
    // Who says “as found” gets what is found.
    let anew = look(json!({"paths": [next], "anew": true}));
    assert_eq!(text(&anew, "profile"), "");
    assert_eq!(text(&anew, "headerRow"), "1");
    // A file whose second row is another is not taken for one of these.
    let other = shell.file("other.csv", b"Export;of;March\nOpened;What;Who\n1;2;3\n");
    assert_eq!(text(&look(json!({"paths": [other]})), "profile"), "");

    for (name, value, hint) in [
        ("encoding", "utf-7", "windows-1252"),
        ("headerRow", "0", "none where the file has no header"),
        ("headerRow", "7", "at which a row begins"),
    ] {
        let mut wrong = said.clone();
        wrong[name] = value.into();
        let error = shell.refused("import.inspect", wrong);
        assert_eq!(error.field, name, "{error:?}");
        let said = format!("{} {}", error.message, error.hints.join(" "));
        assert!(said.contains(hint), "{said}");
    }
}

#[test]
fn a_mapping_with_a_name_is_found_again_by_its_header() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let file = shell.file(
        "a.csv",
        "Opened;What;Where\n2026-03-02T10:00:00Z;Down;shop\n",
    );
    let inspect = |path: &std::path::Path| {
        shell.call(
            "import.inspect",
            json!({"paths": [path], "kind": "incidents"}),
        )
    };
    let mut mapping = inspect(&file)["mapping"].clone();
    mapping["fields"] = json!([
        ["started", "Opened"],
        ["service", "Where"],
        ["title", "What"]
    ]);
    let save =
        |name: &str| json!({"name": name, "path": file, "kind": "incidents", "mapping": mapping});
    let id = text(&shell.call("mapping.save", save("Desk")), "id").to_owned();

    // Another file with this header, before anything came in.
    let other = shell.file(
        "b.csv",
        "Opened;What;Where\n2026-04-02T10:00:00Z;Slow;search\n",
    );
    let seen = inspect(&other);
    assert_eq!(text(&seen, "named"), "Desk");
    assert_eq!(text(&seen, "profile"), "the mapping “Desk”");
    assert_eq!(seen["mapping"]["fields"], mapping["fields"]);
    // Without a kind it is known as well; another header is not.
    let seen = shell.call("import.inspect", json!({"paths": [other]}));
    assert_eq!(
        (text(&seen, "named"), text(&seen, "kind")),
        ("Desk", "incidents")
    );
    let else_ = shell.file("c.csv", "Opened;Where\n2026-04-02T10:00:00Z;search\n");
    assert_eq!(text(&inspect(&else_), "named"), "");

    // It stands before what an import of the same header says.
    let args = json!({"paths": [other], "kind": "incidents", "mapping": mapping});
    shell.call("import.commit", args);
    assert_eq!(text(&inspect(&other), "named"), "Desk");

    // Listed, renamed, kept once by a name, deleted, and back.
    let names = || -> Vec<String> {
        let settings = shell.call("settings", Value::Null);
        let rows = list(&settings, "mappings").iter();
        rows.map(|m| format!("{} {}", text(m, "name"), text(m, "fields")))
            .collect()
    };
    let fields = "started ← Opened; service ← Where; title ← What";
    assert_eq!(names(), [format!("Desk {fields}")]);
    shell.call("mapping.save", json!({"id": id, "name": "Service desk"}));
    assert_eq!(names(), [format!("Service desk {fields}")]);
    shell.call("mapping.save", save("SERVICE DESK"));
    assert_eq!(names().len(), 1);
    shell.call("mapping.save", save("Other"));
    let taken = shell.refused("mapping.save", json!({"id": id, "name": "other"}));
    assert_eq!(taken.field, "name");
    assert_eq!(shell.refused("mapping.save", save(" ")).field, "name");
    shell.call("mapping.delete", json!({"id": id}));
    assert_eq!(names().len(), 1);
    shell.call("undo", Value::Null);
    assert_eq!(names().len(), 2);
}
