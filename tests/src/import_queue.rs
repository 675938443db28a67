//! Files of several kinds chosen together: told apart, brought into order, and each an import.

use crate::shell::{Shell, list, number, text};
use serde_json::{Value, json};
use std::path::PathBuf;

const INCIDENTS: &str = "id,service,started,resolved,impact\n\
    INC-1,Shop,2027-01-04T10:00:00Z,2027-01-04T10:30:00Z,1\n";
const REVENUE: &str = "at,stream,amount,currency\n2027-01-04T09:00:00Z,Shop,10.25,EUR\n";
const LABOR: &str = "incident,role,minutes,rate,currency\nINC-1,Engineer,30,90,EUR\n";
const SERVICES: &str = "service,owner\nShop,Team Blue\n";

/// A ZIP archive whose members are stored as they are.
fn zip(members: &[(&str, &str)]) -> Vec<u8> {
    let two = |n: usize| u16::try_from(n).expect("small").to_le_bytes();
    let four = |n: usize| u32::try_from(n).expect("small").to_le_bytes();
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in members {
        let mut crc = flate2::Crc::new();
        crc.update(content.as_bytes());
        let length = four(content.len());
        // Version 2.0, no flags, stored, the first day that the format knows.
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 33, 0];
        common.extend(crc.sum().to_le_bytes());
        common.extend(length.iter().chain(&length).chain(&two(name.len())));
        common.extend([0, 0]);
        directory.extend(b"PK\x01\x02\x14\0".iter().chain(&common));
        directory.extend([0; 10]);
        directory.extend(four(out.len()));
        directory.extend(name.as_bytes());
        out.extend(b"PK\x03\x04".iter().chain(&common));
        out.extend(name.as_bytes());
        out.extend(content.as_bytes());
    }
    let begins = out.len();
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(two(members.len()).iter().chain(&two(members.len())));
    out.extend(four(directory.len()).iter().chain(&four(begins)));
    out.extend([0, 0]);
    out
}

fn sorted(shell: &Shell, paths: &[PathBuf]) -> Value {
    shell.call("import.sort", json!({ "paths": paths }))
}

fn kinds(sorted: &Value) -> Vec<&str> {
    let piles = list(sorted, "piles").iter();
    piles.map(|pile| text(pile, "kind")).collect()
}

/// Imports a pile as it is suggested.
fn take(shell: &Shell, pile: &Value) -> Value {
    let found = shell.call("import.inspect", json!({ "paths": pile["paths"] }));
    let args = json!({
        "paths": pile["paths"],
        "kind": found["kind"],
        "mapping": found["mapping"],
    });
    shell.call("import.commit", args)
}

#[test]
fn several_kinds_of_file_come_in_in_the_order_in_which_they_find_each_other() {
    let shell = Shell::with_workspace("EUR", "UTC");
    // Labor first: it must not come in before its incident.
    let paths = [
        shell.file("labor.csv", LABOR),
        shell.file("revenue-1.csv", REVENUE),
        shell.file("incidents.csv", INCIDENTS),
        shell.file("revenue-2.csv", REVENUE.replace("01-04", "01-05")),
        shell.file("services.csv", SERVICES),
    ];
    let sorted = sorted(&shell, &paths);
    assert_eq!(
        kinds(&sorted),
        ["services", "incidents", "revenue", "labor"]
    );
    assert_eq!(
        text(&sorted, "sentence"),
        "4 kinds of file: they come in one after the other."
    );
    let revenue = &list(&sorted, "piles")[2];
    assert_eq!(text(revenue, "files"), "revenue-1.csv and 1 more");
    for pile in list(&sorted, "piles") {
        let report = take(&shell, pile);
        let rows = list(pile, "paths").len() as u64;
        assert_eq!(number(&report, "accepted"), rows, "{report}");
        assert_eq!(number(&report, "rejected"), 0, "{report}");
    }
    assert_eq!(number(&shell.status(), "labor"), 1);
}

#[test]
fn the_members_of_an_archive_are_told_apart_and_imported_by_their_paths() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let mixed = zip(&[
        ("out/labor.csv", LABOR),
        ("out/incidents.csv", INCIDENTS),
        ("out/read me.pdf", "%PDF"),
    ]);
    let mixed = shell.file("export.zip", mixed);
    let found = sorted(&shell, std::slice::from_ref(&mixed));
    assert_eq!(kinds(&found), ["incidents", "labor"]);
    let notes = list(&found, "notes");
    assert!(notes[0].as_str().is_some_and(|n| n.contains("read me.pdf")));
    let member = mixed.join("out/incidents.csv");
    assert_eq!(found["piles"][0]["paths"], json!([member]));
    for pile in list(&found, "piles") {
        let report = take(&shell, pile);
        assert_eq!(number(&report, "accepted"), 1, "{report}");
    }
    let missing = json!({ "paths": [mixed.join("out/none.csv")] });
    assert!(
        shell
            .refused("import.inspect", missing)
            .message
            .contains("none.csv")
    );

    // An archive of one kind stays the one file that it is.
    let even = shell.file("days.zip", zip(&[("1.csv", REVENUE), ("2.csv", REVENUE)]));
    let found = sorted(&shell, std::slice::from_ref(&even));
    assert_eq!(found["piles"][0]["paths"], json!([even]));
    assert_eq!(text(&found, "sentence"), "");
}

#[test]
fn a_file_that_is_no_table_is_named_and_the_others_stay() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let paths = [
        shell.file("photo.png", b"\x89PNG\r\n\x1a\n"),
        shell.file("revenue.csv", REVENUE),
    ];
    let found = sorted(&shell, &paths);
    assert_eq!(kinds(&found), ["revenue"]);
    let notes = list(&found, "notes");
    assert!(notes[0].as_str().is_some_and(|n| n.contains("photo.png")));
    let alone = json!({ "paths": [&paths[0]] });
    shell.refused("import.sort", alone);
}

#[test]
fn what_one_mapping_cannot_read_makes_two_imports() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let paths = [
        shell.file("a.csv", REVENUE),
        shell.file(
            "b.csv",
            REVENUE.replace("at,stream,amount", "date,stream,total"),
        ),
        // A column that nothing is read from parts no files.
        shell.file(
            "c.csv",
            REVENUE
                .replace("currency\n", "currency,till\n")
                .replace("EUR\n", "EUR,7\n"),
        ),
    ];
    let found = sorted(&shell, &paths);
    let files: Vec<&str> = list(&found, "piles")
        .iter()
        .map(|p| text(p, "files"))
        .collect();
    assert_eq!(files, ["a.csv and 1 more", "b.csv"]);
    assert_eq!(
        text(&found, "sentence"),
        "2 sets of files with different columns: they come in one after the other."
    );
}
