//! What a person found out comes back: corrections of values, findings that were looked
//! at, and the first screen that leads there.

use crate::harness::{path, tenken};
use serde_json::{Value as Json, json};
use std::fs;
use std::process::Command;

fn annex() -> std::path::PathBuf {
    path("fixtures/r6/annex-r6.xlsx")
}

fn converted(arguments: &[&str]) -> Json {
    let run = arguments.iter().fold(tenken("convert").arg(annex()), |run, it| run.arg(*it));
    serde_json::from_str(&run.run().stdout).unwrap()
}

/// A file as the page exports it.
fn exported(values: &Json, findings: &Json) -> String {
    let sha256 = converted(&[])["source"]["sha256"].clone();
    let document =
        json!({"file": "annex-r6.xlsx", "sha256": sha256, "values": values, "findings": findings});
    json!({"version": 1, "documents": [document]}).to_string()
}

fn wrong(range: &str, column: &str, text: &str, correct: &str) -> Json {
    let origin = json!({"sheet": "別紙", "range": range});
    json!({"key": "x/1-1", "id": "1-1", "column": column, "origin": origin, "text": text,
        "verdict": "wrong", "correct": correct})
}

#[test]
fn corrections_are_applied_marked_and_told_where_they_fail() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("review.json");
    let values = json!([
        wrong("H7", "actual", "55,260人", "４万9,000人"),
        wrong("I7", "rating", "◎", "△"),
        wrong("H8", "actual", "1人", "2人"),
    ]);
    fs::write(&file, exported(&values, &json!([]))).unwrap();
    let run = tenken("convert").arg(annex()).arg("--corrections").arg(&file);
    let output = run.stderr(&["no longer applies", "3,915事業者"]).run();
    let report: Json = serde_json::from_str(&output.stdout).unwrap();
    let measure = &report["measures"][0];
    let values = measure["indicators"][0]["values"].as_array().unwrap();
    let actual = values.iter().find(|it| it["role"] == "actual").unwrap();
    assert_eq!(
        (&actual["text"], &actual["corrected"]),
        (&json!("４万9,000人"), &json!("55,260人"))
    );
    assert_eq!(actual["parts"][0]["number"], 49000);
    assert_eq!(
        (&measure["rating"], &measure["ratings"][0]["corrected"]),
        (&json!("not_achieved"), &json!("◎"))
    );
    // What follows from a value follows from the right one, and the others stay.
    let counts = |report: &Json| {
        report["totals"]["computed"]["rows"].as_array().unwrap().last().unwrap()["counts"].clone()
    };
    let plain = converted(&[]);
    assert_eq!(counts(&report)["◎"].as_u64().unwrap() + 1, counts(&plain)["◎"].as_u64().unwrap());
    assert_eq!(report["measures"][1], plain["measures"][1]);
    let codes = |code: &str| {
        report["findings"].as_array().unwrap().iter().filter(|it| it["code"] == code).count()
    };
    assert_eq!((codes("P933"), codes("P934")), (2, 1));
    assert!(!plain.to_string().contains("\"corrected\""));
}

#[test]
fn other_files_are_no_corrections() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("review.json");
    for text in ["{}", "", r#"{"version": 9, "documents": []}"#] {
        fs::write(&file, text).unwrap();
        let run = tenken("convert").arg(annex()).arg("--corrections").arg(&file).status(2);
        run.stdout(&[]).stderr(&["review.json"]).run();
        let run = tenken("check").arg(annex()).arg("--review").arg(&file).status(2);
        run.stdout(&[]).stderr(&["review.json"]).run();
    }
}

#[test]
fn findings_that_were_looked_at_do_not_fail() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("review.json");
    let check = || tenken("check").arg(annex()).arg("--fail-on").arg("info");
    check().status(1).run();
    let report = converted(&[]);
    let findings = report["findings"].as_array().unwrap();
    let judged = |all: &[Json]| -> Json {
        let one = |it: &Json| json!({"fingerprint": it["fingerprint"], "code": it["code"], "verdict": "seen"});
        all.iter().map(one).collect()
    };
    fs::write(&file, exported(&json!([]), &judged(findings))).unwrap();
    check().arg("--review").arg(&file).run();
    fs::write(&file, exported(&json!([]), &judged(&[]))).unwrap();
    check().arg("--review").arg(&file).status(1).run();
}

/// On a terminal, which `script` plays, without -f and -o.
#[test]
fn a_person_sees_what_a_person_wants_first() {
    let program = env!("CARGO_BIN_EXE_tenken");
    let seen = |arguments: &str| {
        let line = format!("'{program}' --lang ja convert '{}' {arguments}", annex().display());
        let output = Command::new("script").args(["-qec", &line, "/dev/null"]).output();
        output.ok().map(|it| String::from_utf8_lossy(&it.stdout).into_owned())
    };
    let Some(text) = seen("") else {
        eprintln!("skipped: no script(1)");
        return;
    };
    for part in [
        "施策別成果指標達成状況一覧",
        "施策225件",
        "数えた集計",
        "◎ 126",
        "55,260人",
        "ほか215件",
        "指摘",
        "tenken review",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(seen("-f json").unwrap().trim_start().starts_with('{'));
}
