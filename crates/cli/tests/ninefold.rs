//! The binary as people use it: what it prints, what it leaves behind, how it ends.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs `ninefold` with words separated by single spaces, in this folder.
    fn run(&self, line: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_ninefold"))
            .args(line.split(' '))
            .current_dir(self.folder.path())
            .env("NINEFOLD_HOME", self.path("home"))
            .output()
            .expect("it starts")
    }

    fn text(&self, line: &str) -> String {
        let output = self.run(line);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{line}: {errors}");
        assert_eq!(errors, "", "{line}");
        String::from_utf8(output.stdout).expect("text")
    }

    fn json(&self, line: &str) -> Value {
        serde_json::from_str(&self.text(&format!("{line} --json"))).expect("JSON")
    }

    /// The exit code, and what was said about it.
    fn fails(&self, line: &str) -> (i32, String) {
        let output = self.run(line);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code().expect("it ends by itself"), said)
    }
}

fn tiny(name: &str) -> String {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/tiny");
    tests.join(name).display().to_string()
}

#[test]
fn files_come_in_are_counted_and_go_out_again() {
    let desk = Desk::new();
    desk.text("new -w a.ninefold --currency EUR");
    for (kind, rest) in [
        ("incidents", ""),
        ("revenue", " --set currency=EUR"),
        ("labor", " --set currency=EUR"),
    ] {
        let file = tiny(&format!("{kind}.csv.gz"));
        let import = format!("import -w a.ninefold --kind {kind}{rest} {file}");
        let dry = desk.json(&format!("{import} --dry-run"));
        assert_eq!(dry["batch"], "", "{kind}");
        let report = desk.json(&import);
        assert_eq!(report["read"], report["accepted"], "{kind}");
        assert_ne!(report["batch"], "", "{kind}");
    }
    let all = "availability -w a.ninefold --window 2024-01-01..2024-01-22";
    let services = desk.json(all)["services"].as_array().expect("a list").len();
    assert_eq!(services, 5);
    let text = desk.text("cost -w a.ninefold");
    assert!(text.contains("400 incidents"), "{text}");
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
    let explained = desk.text("explain -w a.ninefold INC-00000002");
    assert!(explained.contains("Lost revenue"), "{explained}");
    for _ in 0..3 {
        desk.text("undo -w a.ninefold");
    }
    let text = desk.text("cost -w a.ninefold");
    assert!(!text.contains("400 incidents"), "{text}");
    desk.text("redo -w a.ninefold");
    assert!(desk.text("history -w a.ninefold").contains("undone"));
}

#[test]
fn the_sample_is_made_and_drawn() {
    let desk = Desk::new();
    desk.text("sample -w s.ninefold");
    let drawn = desk.json("chart -w s.ninefold --out charts");
    let drawn = drawn.as_array().expect("a list");
    assert_eq!(drawn.len(), 11);
    for chart in drawn {
        let path = chart["path"].as_str().expect("a path");
        let svg = std::fs::read_to_string(desk.path(path)).expect("it is there");
        assert!(
            svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"),
            "{path}"
        );
        assert!(!svg.contains("var(--"), "{path} depends on a page");
        assert_eq!(chart["empty"], false, "{path}");
    }
}

#[test]
fn run_writes_both_results_and_the_workspace_too() {
    let desk = Desk::new();
    let files = ["incidents", "revenue", "labor"]
        .map(|kind| format!("--{kind} {}", tiny(&format!("{kind}.csv.gz"))))
        .join(" ");
    let report = desk.json(&format!("run {files} --out out -w w.ninefold"));
    assert_eq!(report["incidents"], 400);
    assert_eq!(report["from"], "2024-01-01T00:00:00Z");
    for name in ["incidents_out.csv", "services_out.csv"] {
        assert!(desk.path("out").join(name).exists(), "{name}");
    }
    let left = std::fs::read_dir(desk.path("out"))
        .expect("it lists")
        .count();
    assert_eq!(left, 2, "drafts were left behind");
    assert!(desk.text("cost -w w.ninefold").contains("400 incidents"));
}

#[test]
fn exit_codes_say_what_kind_of_trouble_it_was() {
    let desk = Desk::new();
    for line in [
        "import",
        "cost",
        "cost -w a.ninefold --window",
        "frobnicate",
        "sample",
    ] {
        assert_eq!(desk.fails(line).0, 2, "{line}");
    }
    let (code, said) = desk.fails("cost -w missing.ninefold");
    assert_eq!(code, 1);
    assert!(
        said.starts_with("error: ") && said.contains("missing.ninefold"),
        "{said}"
    );
    assert!(!desk.path("missing.ninefold").exists());

    desk.text("new -w a.ninefold");
    assert_eq!(desk.fails("cost -w a.ninefold --window eternity").0, 2);
    let (code, said) = desk.fails("import -w a.ninefold --kind incidents none.csv");
    assert_eq!(code, 1);
    assert!(said.contains("none.csv"), "{said}");

    let rows = "id,service,started,resolved\n\
        A,shop,2026-01-01T10:00:00Z,2026-01-01T11:00:00Z\n\
        B,shop,2026-01-01T10:00:00Z,2026-01-01T09:00:00Z\n";
    std::fs::write(desk.path("i.csv"), rows).expect("it writes");
    let import = "import -w a.ninefold --kind incidents i.csv --rejects bad.csv --strict";
    let output = desk.run(import);
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let bad = std::fs::read_to_string(desk.path("bad.csv")).expect("it is there");
    assert!(bad.contains("B,shop") && !bad.contains("A,shop"), "{bad}");

    std::fs::write(desk.path("m.json"), "{\"feilds\": {}}").expect("it writes");
    let (code, said) = desk.fails("import -w a.ninefold --kind incidents i.csv --mapping m.json");
    assert_eq!(code, 1);
    assert!(said.contains("feilds") && said.contains("hint: "), "{said}");
}

#[test]
fn what_is_there_already_is_refused_unless_told_otherwise() {
    let desk = Desk::new();
    desk.text("new -w a.ninefold");
    let file = tiny("revenue.csv.gz");
    let import = format!("import -w a.ninefold --kind revenue --set currency=EUR {file}");
    desk.text(&import);
    let output = desk.run(&import);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    desk.text(&format!("{import} --on-overlap keep"));
}

#[test]
fn shells_get_their_completions() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(
            desk.text(&format!("completions {shell}"))
                .contains("availability"),
            "{shell}"
        );
    }
}

/// A text without the breaks that its width made.
fn unwrapped(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn years_of_a_file_have_the_same_digits_on_any_threads_and_an_exact_law() {
    let desk = Desk::new();
    let risks = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/scenarios");
    let risks = risks.join("scenarios.json").display().to_string();
    let csv = |line: &str, out: &str| {
        let told = desk.text(&format!("simulate --risks {risks} {line} --out {out}"));
        (
            std::fs::read_to_string(desk.path(out)).expect("a file"),
            told,
        )
    };
    let (one, told) = csv("--years 3000 --seed 7 --threads 1", "one.csv");
    let (two, _) = csv("--years 3000 --seed 7 --threads 2", "two.csv");
    assert_eq!(one, two);
    assert!(told.contains("3000 years, seed 7, 1 thread."), "{told}");
    let (other, _) = csv("--years 3000 --seed 8", "other.csv");
    assert_ne!(one, other);
    // The columns of the comparison programs.
    let heads = "scenario,loss_mean,loss_p50,loss_p90,loss_p95,loss_p99,down_mean,down_p50,\
                 down_p90,down_p95,down_p99,p_99,p_99.9,p_99.95,p_99.99";
    assert_eq!(one.lines().next(), Some(heads));
    assert_eq!(one.lines().count(), 22);
    let law = desk.json(&format!("simulate --risks {risks} --exact --out law.csv"));
    assert_eq!(law["basis"], "exact");
    let (code, said) = desk.fails("simulate --out nothing.csv");
    // Either way in is named.
    assert!(
        code == 2 && said.contains("--risks") && said.contains("--workspace"),
        "{said}"
    );
    std::fs::write(
        desk.path("wrong.json"),
        r#"[{"name":"A","lambda":1,"dur":[9,2],"cpm":1}]"#,
    )
    .expect("a file");
    let (code, said) = desk.fails("simulate --risks wrong.json --out x.csv");
    assert!(
        code == 2 && unwrapped(&said).contains("low end first"),
        "{said}"
    );
}

/// What cannot be simulated ends with an error that says where, what and what to do; nothing is
/// written.
#[test]
fn what_cannot_be_simulated_is_refused() {
    let desk = Desk::new();
    let write = |text: &str| std::fs::write(desk.path("r.json"), text).expect("a file");
    let one = |name: &str, lambda: &str, dur: &str| {
        format!(r#"{{"name":"{name}","lambda":{lambda},"dur":{dur},"cpm":[1,2]}}"#)
    };
    let many = vec![one("A", "1", "5"); 2_001].join(",");
    for (text, line, expected) in [
        (String::new(), "", "r.json holds no risks to simulate"),
        (many, " --exact", "expected at most 2000 for the exact law"),
        (
            format!("{},{}", one("A", "1", "5"), one("B", "20000", "5")),
            "",
            "r.json, scenario 2 (B), lambda: found 2e4 events a year; expected at most 10000",
        ),
        (
            one("C", "[1, 2e9]", "5"),
            " --exact",
            "(C), lambda: found 2e9 events a year",
        ),
        (
            one("D", "1", "[1e-300, 1e300]"),
            "",
            "scenario 1 (D), dur: found 1e-300 to 1e300; expected numbers of at most 1e18",
        ),
        (
            one("E", "1", "[1e-9, 1e9]"),
            " --exact",
            "expected a high end of at most 1e12 times the low one",
        ),
    ] {
        write(&format!("[{text}]"));
        let (code, said) = desk.fails(&format!("simulate --risks r.json --out o.csv{line}"));
        assert!(code == 2 && unwrapped(&said).contains(expected), "{said}");
        assert!(!desk.path("o.csv").exists());
    }
    desk.text("new -w a.ninefold --currency EUR");
    let (code, said) = desk.fails("simulate -w a.ninefold --out o.csv");
    let expected = "the register of a.ninefold holds no risks to simulate";
    assert!(code == 2 && unwrapped(&said).contains(expected), "{said}");
    assert!(!desk.path("o.csv").exists());
    // Ranges of four orders of magnitude: a year in the middle costs 150, one in a hundred
    // millions.
    write(r#"[{"name":"A","lambda":0.8,"dur":[1,20000],"cpm":[1,10000]}]"#);
    let law = desk.json("simulate --risks r.json --exact --out o.csv");
    let median = law["rows"][0]["loss"][1].as_f64().expect("a number");
    assert!((median / 150.3 - 1.0).abs() < 0.02, "{median}");
}

#[test]
fn the_register_of_a_workspace_is_simulated_compared_and_tested() {
    let desk = Desk::new();
    desk.text("sample -w s.ninefold");
    let of = |json: &Value, key: &str| json[key].as_array().expect("a list").len();
    let years = desk.json("simulate -w s.ninefold --years 300 --out years.csv");
    assert_eq!(
        (&years["basis"], &years["years"]),
        (&"simulated".into(), &300.into())
    );
    let tiers = desk.json("tiers -w s.ninefold --preview");
    assert_eq!(
        of(&years, "rows") as u64,
        tiers["risks"].as_u64().expect("a number") + 1
    );
    assert!(of(&tiers, "options") > 2 && tiers["preview"] == true);
    let text = desk.text("tiers -w s.ninefold --preview");
    assert!(text.contains("nothing") && text.contains("Pays"), "{text}");
    let tested = desk.json("backtest -w s.ninefold --parts 3");
    assert_eq!(of(&tested, "parts"), 3);
    let text = desk.text("backtest -w s.ninefold --parts 3");
    assert!(
        text.contains("Held") && text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
}

#[test]
fn a_pre_mortem_is_told_and_its_forms_go_out_and_come_in() {
    let desk = Desk::new();
    desk.text("sample -w s.ninefold");
    let list = desk.json("premortem -w s.ninefold");
    assert_eq!(list["rows"].as_array().expect("a list").len(), 2);
    let autumn = list["rows"][0]["id"].as_str().expect("an id");
    let told = desk.text(&format!("premortem -w s.ninefold show {autumn}"));
    assert!(told.contains("Payments database fails over"), "{told}");
    assert!(
        told.lines().all(|line| line.chars().count() <= 80),
        "{told}"
    );
    let page = desk.text(&format!(
        "premortem -w s.ninefold show {autumn} --format markdown"
    ));
    assert!(
        page.starts_with("# Checkout in the autumn sale\n"),
        "{page}"
    );
    assert!(page.contains("| 1 | "), "{page}");
    let json: Value = serde_json::from_str(&desk.text(&format!(
        "premortem -w s.ninefold show {autumn} --format json"
    )))
    .expect("JSON");
    // The beginning of a name will do where it is one's alone.
    let before = desk.text("premortem -w s.ninefold show Checkout,");
    assert!(before.contains("a year before"), "{before}");
    let (code, said) = desk.fails("premortem -w s.ninefold show");
    assert!(code == 1 && said.contains("there are several"), "{said}");
    assert_eq!(
        json["premortem"]["clusters"]
            .as_array()
            .expect("a list")
            .len(),
        6
    );
    // A form for the session has a line for each cluster; one for a service has not.
    for form in ["f.csv", "f.xlsx", "f.json"] {
        let written = desk.json(&format!(
            "premortem -w s.ninefold form {autumn} --out {form}"
        ));
        assert_eq!(written["rows"], 21, "{form}");
    }
    let written = desk.json("premortem -w s.ninefold form Payments --out p.csv");
    assert_eq!(written["rows"], 15);
    let (code, said) = desk.fails(&format!(
        "premortem -w s.ninefold import f.csv --into {autumn}"
    ));
    assert_eq!(code, 1);
    assert!(
        said.contains("is closed") && unwrapped(&said).contains("open it again"),
        "{said}"
    );
    let (code, said) = desk.fails("premortem -w s.ninefold show nothing");
    assert_eq!(code, 1);
    assert!(
        unwrapped(&said).contains("the pre-mortems are Checkout in the autumn sale"),
        "{said}"
    );
    let (code, _) = desk.fails("premortem -w s.ninefold form Payments --out f.docx");
    assert_eq!(code, 2);
}

#[test]
fn encoding_and_header_row_can_be_said_as_arguments_and_in_a_mapping_file() {
    let desk = Desk::new();
    let mut sales = b"Sales;of;March\nat;amount;stream\n2026-03-11T20:14:00Z;5;".to_vec();
    sales.extend_from_slice(b"\xca\xe0\xf4\xe5\n");
    std::fs::write(desk.path("sales.csv"), sales).expect("it writes");
    let found = desk.json("inspect sales.csv");
    assert_eq!(found["headerRow"], "1");
    let line = "inspect sales.csv --encoding cp1251 --header-row 2 --csv out.csv";
    let said = desk.text(line);
    for what in ["windows-1251", "Sales of March", "1 row"] {
        assert!(said.contains(what), "{what} in {said}");
    }
    let written = std::fs::read_to_string(desk.path("out.csv")).expect("the table");
    assert_eq!(
        written,
        "at,amount,stream\n2026-03-11T20:14:00Z,5,\u{41a}\u{430}\u{444}\u{435}\n"
    );
    let none = desk.json("inspect sales.csv --header-row none");
    assert_eq!(none["columns"][0]["name"], "Column 1");

    desk.text("new -w a.ninefold --currency EUR");
    let import = "import -w a.ninefold --kind revenue sales.csv --set currency=EUR";
    let report = desk.json(&format!(
        "{import} --encoding cp1251 --header-row 2 --dry-run"
    ));
    assert_eq!(report["accepted"], 1);
    let cafe = "\u{41a}\u{430}\u{444}\u{435}";
    assert_eq!(report["carriers"][0]["stream"], cafe);
    let carried = format!(
        "{import} --encoding cp1251 --header-row 2 --dry-run --carried-by {cafe}=Checkout --carried-by {cafe}=db:1:30%"
    );
    let services = &desk.json(&carried)["carriers"][0]["services"];
    let shares = |i: usize| (services[i]["service"].clone(), services[i]["share"].clone());
    assert_eq!(shares(0), ("Checkout".into(), "100\u{202f}%".into()));
    assert_eq!(shares(1), ("db:1".into(), "30\u{202f}%".into()));
    std::fs::write(
        desk.path("map.json"),
        r#"{"encoding": "windows-1251", "headerRow": 2}"#,
    )
    .expect("it writes");
    let same = desk.json(&format!("{import} --mapping map.json --dry-run"));
    assert_eq!(same, report);
    let (code, errors) = desk.fails(&format!("{import} --encoding utf-7"));
    assert_eq!(code, 2, "{errors}");
    assert!(errors.contains("no encoding that is known"), "{errors}");
    let (code, errors) = desk.fails(&format!("{import} --header-row 9"));
    assert_eq!(code, 1, "{errors}");
    let errors = unwrapped(&errors);
    assert!(errors.contains("the file ends at 3"), "{errors}");
    assert!(errors.contains("--header-row LINE says it"), "{errors}");
}

#[test]
fn inspect_prints_the_beginning_of_long_values_and_of_many_columns() {
    let desk = Desk::new();
    let names: Vec<String> = (1..=70).map(|nth| format!("c{nth}")).collect();
    let long = format!("\"first line\nsecond {}\"", "word ".repeat(60));
    let cells: Vec<&str> = names.iter().map(|_| long.as_str()).collect();
    let text = format!("{}\n{}\n", names.join(","), cells.join(","));
    std::fs::write(desk.path("wide.csv"), text).expect("it writes");
    let said = desk.text("inspect wide.csv");
    assert!(said.lines().count() < 200, "{}", said.lines().count());
    assert!(
        said.contains("and 10 more columns: --json lists all"),
        "{said}"
    );
    assert!(said.contains("first line second word"), "{said}");
    let all = desk.json("inspect wide.csv");
    assert_eq!(all["columns"].as_array().map(Vec::len), Some(70));
    assert!(all["columns"][0]["samples"][0].to_string().len() > 300);
}

#[test]
fn rows_that_were_left_out_by_word_are_among_those_written() {
    let desk = Desk::new();
    std::fs::write(
        desk.path("sales.csv"),
        "at,amount,stream\n2026-03-11T20:14:00Z,5,shop\n2026-03-11T20:15:00Z,five,shop\n\
         2026-03-11T20:16:00Z,6,shop\n2026-03-11T20:16:00Z,6,shop\nsoon,7,shop\n",
    )
    .expect("it writes");
    desk.text("new -w a.ninefold --currency EUR");
    let line = "import -w a.ninefold --kind revenue sales.csv --set currency=EUR";
    let out = "--leave-out number:amount=typo --rejects out.csv";
    let said = desk.text(&format!("{line} {out} --dry-run"));
    assert!(said.contains("1 row, cell for cell"), "{said}");
    let written = std::fs::read_to_string(desk.path("out.csv")).expect("the rows");
    let rows: Vec<&str> = written.lines().collect();
    assert_eq!(rows.len(), 3, "{written}");
    assert!(rows[1].contains(",6,at,soon,"), "{written}");
    let left = "sales.csv,3,amount,five,digits such as 1234.50,Left out on purpose: typo";
    assert!(rows[2].starts_with(left), "{written}");
    // Equal rows stay out where that is said.
    let report = desk.json(&format!("{line} --repeats leave-out --dry-run"));
    assert_eq!(
        (report["accepted"].as_u64(), report["repeated"].as_u64()),
        (Some(2), Some(1))
    );
}

#[test]
fn inspect_says_what_a_file_is_and_writes_the_table_as_it_is_read() {
    let desk = Desk::new();
    let log = "Report of 14 March\r\n\r\n\
               number;state;sys_mod_count;opened_at;category;priority;resolved_at;closed_at\r\n\
               INC0000412;1;0;13/03/2026 10:00;Caf\u{e9};2 - High;?;?\r\n\
               INC0000412;6;3;13/03/2026 10:00;Caf\u{e9};1 - Critical;13/03/2026 10:40;?\r\n\
               INC0000413;8;4;14/03/2026 08:00;Search;3 - Moderate;?;15/03/2026 08:00\r\n";
    let latin: Vec<u8> = log.chars().map(|c| c as u8).collect();
    std::fs::write(desk.path("log.csv"), latin).expect("it writes");
    let said = desk.text("inspect log.csv --csv out.csv");
    for what in [
        "Windows-1252",
        "ServiceNow audit log",
        "Report of 14 March",
        "day first, as",
        "severity (made)",
        "which zone are they in?",
        "2 rows",
    ] {
        assert!(said.contains(what), "{what} in {said}");
    }
    let written = std::fs::read_to_string(desk.path("out.csv")).expect("the table");
    assert_eq!(
        written,
        "number,state,sys_mod_count,opened_at,category,priority,resolved_at,closed_at,\
         service (made),severity (made)\n\
         INC0000412,6,3,13/03/2026 10:00,Caf\u{e9},1 - Critical,13/03/2026 10:40,?,Caf\u{e9},P1\n\
         INC0000413,8,4,14/03/2026 08:00,Search,3 - Moderate,?,15/03/2026 08:00,Search,P3\n"
    );
    let found = desk.json("inspect log.csv --preset none");
    assert_eq!(found["preset"], Value::Null);
    assert_eq!(found["columns"].as_array().map(Vec::len), Some(8));
    let (code, errors) = desk.fails("inspect log.csv --preset pager");
    assert_eq!(code, 1, "{errors}");
    assert!(errors.contains("servicenow-log"), "{errors}");

    // A dry run tells what is judged, and changes nothing; a treatment is an argument.
    desk.text("new -w a.ninefold --currency EUR");
    let dry = desk.text("import -w a.ninefold --kind incidents log.csv --zone UTC --dry-run");
    assert!(
        dry.contains("Read as a file of: ServiceNow audit log."),
        "{dry}"
    );
    assert!(dry.contains("cancelled=leave-out|keep"), "{dry}");
    assert!(dry.contains("Nothing was changed"), "{dry}");
    let line = "import -w a.ninefold --kind incidents log.csv --zone UTC --treat cancelled=keep";
    assert_eq!(desk.json(line)["new"], 2);
    let (code, errors) = desk.fails(&format!("{line} --treat cancelled=swap"));
    assert_eq!(code, 2, "{errors}");
}

#[test]
fn requirements_are_listed_exported_verified_and_read_back() {
    let desk = Desk::new();
    desk.text("sample --workspace a.ninefold");
    let list = desk.text("requirements list -w a.ninefold");
    assert!(
        list.starts_with("1 of 7 requirements is verified"),
        "{list}"
    );
    assert!(list.contains("REQ-7") && list.contains("Vague"), "{list}");
    let stale = desk.text("requirements list -w a.ninefold --status stale --service checkout");
    assert!(
        stale.contains("REQ-3") && !stale.contains("REQ-1 "),
        "{stale}"
    );
    let one = desk.text("requirements show -w a.ninefold REQ-1");
    assert!(
        one.contains("Evidence") && one.contains("Feature: REQ-1"),
        "{one}"
    );
    let written =
        desk.text("requirements export -w a.ninefold --format chaostoolkit --out out --id REQ-2");
    assert_eq!(written.lines().count(), 1, "{written}");
    let experiment = std::fs::read_to_string(desk.path("out/req-2-identity.json")).expect("a file");
    let journal = format!(
        "{{\"status\":\"completed\",\"deviated\":false,\"end\":\"2026-10-20T10:00:00\",\
         \"steady_states\":{{\"before\":{{\"steady_state_met\":true}},\
         \"after\":{{\"steady_state_met\":true}}}},\"experiment\":{experiment}}}"
    );
    std::fs::write(desk.path("journal.json"), journal).expect("a file");
    let said = desk.text("requirements verify -w a.ninefold journal.json");
    assert!(said.contains("nothing in it brings a fault"), "{said}");
    let said = desk.text("requirements verify -w a.ninefold journal.json --by-hand");
    assert!(said.contains("REQ-2 is verified now"), "{said}");
    desk.text("requirements export -w a.ninefold --format csv --out out");
    let back = desk.text("requirements import -w a.ninefold out/requirements.csv");
    assert_eq!(back, "0 new, 0 changed, 7 unchanged.\n");
    let drafted = desk.text("requirements draft -w a.ninefold --targets --service payments");
    assert_eq!(drafted, "Drafted REQ-8\n");
    let (code, said) = desk.fails("requirements draft -w a.ninefold --risk nothing");
    assert_eq!(code, 1);
    assert!(
        unwrapped(&said).contains("Sale day beyond capacity"),
        "{said}"
    );
    let (code, _) = desk.fails("requirements export -w a.ninefold --format pdf --out out");
    assert_eq!(code, 2);
    let (code, said) = desk.fails("requirements show -w a.ninefold REQ-99");
    assert_eq!(code, 1);
    assert!(said.contains("REQ-99"), "{said}");
}

#[test]
fn copies_are_merged_and_what_they_disagree_about_is_settled() {
    let desk = Desk::new();
    desk.text("sample -w a.ninefold");
    std::fs::copy(desk.path("a.ninefold"), desk.path("b.ninefold")).expect("a copy");
    // Each copy goes on: the one with a file of its own, both with REQ-2.
    let exported = |copy: &str| {
        desk.text(&format!(
            "requirements export -w {copy} --format json --out {copy}.out"
        ));
        let folder = desk.path(&format!("{copy}.out"));
        let file = std::fs::read_dir(folder).expect("a folder").next();
        let file = file.expect("a file").expect("a file").path();
        let text = std::fs::read_to_string(&file).expect("text");
        (file, serde_json::from_str::<Value>(&text).expect("JSON"))
    };
    for (copy, owner) in [("a.ninefold", "Team of Ada"), ("b.ninefold", "Team of Bo")] {
        let (file, mut json) = exported(copy);
        let requirements = json["requirements"].as_array_mut().expect("a list");
        requirements[1]["requirement"]["owner"] = owner.into();
        std::fs::write(&file, json.to_string()).expect("a file");
        desk.text(&format!(
            "requirements import -w {copy} {}",
            file.strip_prefix(desk.folder.path())
                .expect("in here")
                .display()
        ));
    }
    let ran = desk.run("merge a.ninefold b.ninefold --out c.ninefold");
    let said = String::from_utf8(ran.stdout).expect("text");
    assert_eq!(ran.status.code(), Some(3), "{said}");
    assert!(said.contains("Merged a with b"), "{said}");
    assert!(
        said.contains("Team of Ada") && said.contains("Team of Bo"),
        "{said}"
    );
    // Nothing is written over, and the copies stay as they are.
    let (code, said) = desk.fails("merge a.ninefold b.ninefold --out c.ninefold");
    assert!(code == 1 && said.contains("is there already"), "{said}");
    let found = desk.run("conflicts -w c.ninefold --json");
    assert_eq!(found.status.code(), Some(3));
    let found: Value = serde_json::from_slice(&found.stdout).expect("JSON");
    let conflict = &found["conflicts"][0];
    assert_eq!(conflict["field"], "owner");
    let id = conflict["id"].as_str().expect("an id");
    desk.text(&format!("conflicts -w c.ninefold --settle {id} --take 2"));
    assert!(
        desk.text("conflicts -w c.ninefold")
            .contains("No copies disagree")
    );
    let (_, merged) = exported("c.ninefold");
    let taken = &conflict["sides"][1]["text"];
    assert_eq!(&merged["requirements"][1]["requirement"]["owner"], taken);
    // What is no copy of it is refused, and nothing is left behind.
    desk.text("new -w other.ninefold --currency EUR");
    let (code, said) = desk.fails("merge a.ninefold other.ninefold --out d.ninefold");
    assert!(
        code == 1 && unwrapped(&said).contains("is no copy of this workspace"),
        "{said}"
    );
    assert!(!desk.path("d.ninefold").exists());
}

#[test]
fn files_of_several_kinds_come_in_one_kind_after_the_other() {
    let desk = Desk::new();
    desk.text("new -w a.ninefold --currency EUR");
    let files = ["labor", "revenue", "incidents"].map(|kind| tiny(&format!("{kind}.csv.gz")));
    let files = files.join(" ");
    // With one kind for all it says what they are instead.
    let (_, said) = desk.fails(&format!("import -w a.ninefold --kind revenue {files}"));
    assert!(said.contains("leave out --kind"), "{said}");
    let (_, said) = desk.fails(&format!("import -w a.ninefold --set currency=EUR {files}"));
    assert!(said.contains("--set is of one import"), "{said}");

    for (name, rows) in [
        (
            "l.csv",
            "incident,role,minutes,rate,currency\nI1,Engineer,30,90,EUR\n",
        ),
        (
            "r.csv",
            "at,stream,amount,currency\n2027-01-04T09:00:00Z,Shop,10,EUR\n",
        ),
        (
            "i.csv",
            "id,service,started,resolved\nI1,Shop,2027-01-04T10:00Z,2027-01-04T11:00Z\n",
        ),
    ] {
        std::fs::write(desk.path(name), rows).expect("it writes");
    }
    let text = desk.text("import -w a.ninefold l.csv r.csv i.csv --dry-run");
    assert!(text.contains("3 kinds of file"), "{text}");
    let done = desk.json("import -w a.ninefold l.csv r.csv i.csv");
    let reports = done["imports"].as_array().expect("a list");
    assert_eq!(reports.len(), 3);
    for report in reports {
        assert_eq!(report["accepted"], 1, "{report}");
    }
}
