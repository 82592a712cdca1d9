//! What the checks say of the model report, and of those of other publishers.

use crate::harness::{path, r6, same_as_file, tenken};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use tenken::{Basis, Code, Finding, Input, Report, Severity};

/// Each finding that is not about reading or totals: its code and its measure.
fn said(report: &Report) -> Vec<String> {
    let is_ours = |it: &&Finding| !it.code.as_str().starts_with(['P', 'T']);
    let one = |it: &Finding| format!("{} {}", it.code, it.measure.as_deref().unwrap_or("-"));
    let mut said: Vec<String> = report.findings.iter().filter(is_ours).map(one).collect();
    said.sort();
    said
}

fn finding(report: &Report, code: Code) -> &Finding {
    report.findings.iter().find(|it| it.code == code).unwrap()
}

#[test]
fn of_the_model_report_exactly_these() {
    let pdf = tenken::extract(&r6("report-r6.pdf")).unwrap();
    let workbook = tenken::extract(&r6("annex-r6.xlsx")).unwrap();
    let annex = ["R202 22-29", "W601 -", "W601 -", "W602 -", "W603 5-3"];
    assert_eq!(said(&workbook), annex);
    let body = ["H403 4-1", "H404 14-2"];
    let all: Vec<&str> = body.iter().chain(&annex).copied().collect();
    assert_eq!(said(&pdf), all);
    assert!(pdf.findings.iter().all(|it| it.code.severity() != Severity::Error));
    let target = finding(&pdf, Code::H403);
    assert_eq!(target.code.severity(), Severity::Warning);
    assert_eq!(target.column, Some("actual"));
    assert!(target.message.ja.contains("485,600PV") && target.message.ja.contains("目標の値"));
    assert_eq!(target.expected.as_deref(), Some("554,612PV"));
    let unit = finding(&pdf, Code::H404);
    assert!(unit.message.ja.contains("44業務") && unit.message.ja.contains("44帳票"));
    assert_eq!(finding(&pdf, Code::W602).found.as_deref(), Some("○ ◯"));
    // One remark is known by one fingerprint, in whichever format it was published.
    let [one, other] = [&pdf, &workbook].map(|it| finding(it, Code::R202).fingerprint());
    assert_eq!(one, other);
}

/// What each of the 169 ratings follows from stands in a table, a line each.
#[test]
fn of_each_rating_of_the_model_report_it_is_known_what_it_follows_from() {
    let report = tenken::extract(&r6("report-r6.pdf")).unwrap();
    let bases = tenken::bases_of_ratings(&report);
    let mut text =
        "# Measure, rating, and from what it follows: numbers, words, not_computable.\n".to_owned();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (measure, symbol, basis) in &bases {
        let name = match basis {
            Basis::Numbers => "numbers",
            Basis::Words => "words",
            Basis::NotComputable => "not_computable",
            Basis::Contradicted => "contradicted",
        };
        *counts.entry(name).or_default() += 1;
        text.push_str(&format!("{measure}\t{symbol}\t{name}\n"));
    }
    println!("{counts:?}");
    assert_eq!(bases.len(), 169);
    assert!(!counts.contains_key("contradicted"), "{text}");
    assert!(text.contains("\n22-29\t○\tnot_computable\n"), "{text}");
    same_as_file("tests/data/ratings.tsv", &text);
}

/// The reports of eleven other publishers lie beside the clone or nowhere. Printed is how
/// often each code comes, for whoever asks how often it is wrong.
#[test]
fn no_error_on_reports_of_other_publishers() {
    let folders = [path("../shared/publishers"), path("../../shared/publishers")];
    let folder = folders.into_iter().find(|it| it.is_dir());
    if folder.is_none() {
        println!("skipped: no reports of other publishers beside this clone");
    }
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    // How many ratings are held against a rule, and in how many documents.
    let (mut ratings, mut documents) = (0, 0);
    let own = [path("fixtures/publishers"), path("fixtures/r6")];
    let folders = folder.into_iter().chain(own);
    for entry in folders.flat_map(|it| std::fs::read_dir(it).unwrap()) {
        let file = entry.unwrap().path();
        if !file.extension().is_some_and(|it| it == "pdf" || it == "xlsx") {
            continue;
        }
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let input = Input::new(name.clone(), std::fs::read(&file).unwrap());
        // own-words.xlsx is read by a layout alone.
        let Ok(report) = tenken::extract(&input) else { continue };
        documents += 1;
        ratings += tenken::bases_of_ratings(&report).len();
        for finding in &report.findings {
            *counts.entry(finding.code).or_default() += 1;
            println!("{name} {} {:?} {}", finding.code, finding.measure, finding.message.ja);
            // What was lost in reading is asked of the reading (`family`, `real`).
            let is_error = finding.code.severity() == Severity::Error;
            let is_of_reading = finding.code.as_str().starts_with('P');
            assert!(!is_error || is_of_reading, "{name}: {finding:?}");
        }
    }
    println!("{documents} documents, {ratings} ratings held against a rule: {counts:?}");
}

const PDF: &str = "fixtures/r6/report-r6.pdf";
const WORKBOOK: &str = "fixtures/r6/annex-r6.xlsx";

fn json(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

#[test]
fn the_closing_line_always_comes() {
    let run = tenken("check").in_japanese().arg("--select").arg("H").arg(path(PDF));
    run.stdout(&["225施策を点検：エラー0、警告1、情報1", "485,600PV"]).run();
    let run = tenken("check").arg("--select").arg("T").arg(path(WORKBOOK));
    run.stdout(&["225 measures checked: 0 errors, 0 warnings, 0 infos"]).run();
}

#[test]
fn every_form_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let forms = ["json", "sarif", "junit", "github", "gitlab", "markdown"];
    let mut run = tenken("check").arg("--select").arg("H").arg(path(PDF));
    for form in forms {
        run = run.arg("--format").arg(form).arg("-o").arg(folder.path().join(form));
    }
    // What has a file of its own is not on stdout.
    run.stdout(&[]).run();
    let text = |form: &str| std::fs::read_to_string(folder.path().join(form)).unwrap();
    for form in forms {
        assert!(text(form).contains("485,600PV"), "{form}");
    }
    let found = json(&text("json"));
    let first = &found["documents"][0]["findings"][0];
    assert_eq!((&first["code"], &first["column"]), (&"H403".into(), &"actual".into()));
    assert_eq!((&found["summary"]["warnings"], &found["summary"]["infos"]), (&1.into(), &1.into()));
    let log = json(&text("sarif"));
    let run = &log["runs"][0];
    assert_eq!((&log["version"], run["results"].as_array().unwrap().len()), (&"2.1.0".into(), 2));
    assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "H403");
    let print = &run["results"][0]["partialFingerprints"]["tenken/v1"];
    assert_eq!(print, &first["fingerprint"]);
    assert!(text("junit").contains("tests=\"3\" failures=\"0\" errors=\"0\" skipped=\"2\""));
    assert!(text("github").starts_with("::warning file="));
    assert_eq!(json(&text("gitlab"))[0]["check_name"], "H403");
    assert!(text("markdown").lines().filter(|it| it.starts_with("| ")).count() == 3);
}

#[test]
fn a_form_is_bound_to_the_file_behind_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("log");
    let check = || tenken("check").arg("--select").arg("H").arg(path(PDF));
    let run = check().arg("--format").arg("text").arg("--format").arg("json").arg("-o").arg(&file);
    run.stdout(&["225 measures checked"]).run();
    assert!(json(&std::fs::read_to_string(&file).unwrap())["documents"].is_array());
    check().arg("-o").arg(&file).stdout(&[]).run();
    assert!(std::fs::read_to_string(&file).unwrap().contains("225 measures checked"));
    check().arg("-o").arg(&file).arg("-o").arg(&file).status(2).stderr(&["-o"]).run();
    check()
        .arg("--format")
        .arg("json")
        .arg("--format")
        .arg("text")
        .status(2)
        .stderr(&["--format"])
        .run();
}

#[test]
fn what_the_baseline_knows_does_not_fail() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("baseline.json");
    let check = |codes: &str| {
        let run = tenken("check").arg("--fail-on").arg("info").arg("--select").arg(codes);
        run.arg("--baseline").arg(&file).arg(path(PDF))
    };
    check("H").status(2).stdout(&[]).stderr(&["baseline.json"]).run();
    check("H").arg("--update-baseline").run();
    check("H").stdout(&["(known)", "0 warnings", "2 known"]).run();
    // The workbook has another remark, which is new.
    check("H,R").status(1).stdout(&["R202", "1 info, 2 known"]).run();
    let mut kept = json(&std::fs::read_to_string(&file).unwrap());
    kept["findings"][0]["reason"] = "checked by hand".into();
    std::fs::write(&file, kept.to_string()).unwrap();
    check("H,R").arg("--update-baseline").run();
    let kept = std::fs::read_to_string(&file).unwrap();
    assert!(kept.contains("checked by hand") && kept.contains("R202"), "{kept}");
    std::fs::write(&file, r#"{"version": 1, "findngs": []}"#).unwrap();
    check("H").status(2).stderr(&["findngs", "line 1"]).run();
}
