//! The command: what it prints where, and with which exit code it ends.

use crate::harness::{self, Run, path, tenken};
use serde_json::Value as Json;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

pub(crate) const PDF: &str = "fixtures/r6/report-r6.pdf";
pub(crate) const WORKBOOK: &str = "fixtures/r6/annex-r6.xlsx";

pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

pub(crate) fn bytes(relative: &str) -> Vec<u8> {
    fs::read(path(relative)).unwrap()
}

/// The names in a folder, sorted.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

pub(crate) fn parsed(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

#[test]
fn convert_prints_json() {
    let found = parsed(&tenken("convert").arg(path(PDF)).run().stdout);
    assert_eq!(found["source"]["file"], path(PDF).display().to_string());
    assert_eq!(found["measures"].as_array().unwrap().len(), 225);
}

#[test]
fn convert_prints_csv() {
    let run = tenken("convert").arg(path(WORKBOOK)).arg("-f").arg("csv");
    let output = run.arg("--header").arg("en").arg("--no-bom").run();
    let mut rows = csv::Reader::from_reader(output.stdout.as_bytes());
    let header = rows.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|it| it == name).unwrap();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 225);
    let first = |name: &str| &rows[0][column(name)];
    assert_eq!((first("id"), first("target")), ("1-1", "５万人"));
    assert_eq!((first("target_number"), first("target_unit")), ("50000", "人"));
    assert_eq!((first("actual_number"), first("rating")), ("55260", "achieved"));
    assert!(output.stdout.starts_with("report,fiscal_year,"), "{:.40}", output.stdout);
}

#[test]
fn convert_prints_csv_for_people() {
    for (format, header) in [("csv", "\u{feff}報告書,年度,"), ("values", "\u{feff}報告書,キー,")]
    {
        let output = tenken("convert").arg(path(WORKBOOK)).arg("-f").arg(format).run();
        assert!(output.stdout.starts_with(header), "{:.40}", output.stdout);
        let lines = output.stdout.split_inclusive('\n').next();
        assert!(lines.is_some_and(|line| line.ends_with("\r\n")));
    }
}

#[test]
fn convert_reads_stdin() {
    let found = tenken("convert").arg("-").stdin(bytes(WORKBOOK)).run();
    assert_eq!(parsed(&found.stdout)["measures"].as_array().unwrap().len(), 225);
}

#[test]
fn convert_writes_a_folder() {
    let (results, alone) = (folder(), tenken("convert").arg(path(PDF)).run().stdout);
    convert_to(results.path(), &[path(PDF), path(WORKBOOK)])
        .arg("-f")
        .arg("json,csv,values")
        .stdout(&[])
        .stderr(&["2 documents: 2 done", "450 measures"])
        .run();
    let expected = [
        "annex-r6.json",
        "annex-r6.measures.csv",
        "annex-r6.values.csv",
        "manifest.jsonl",
        "report-r6.json",
        "report-r6.measures.csv",
        "report-r6.values.csv",
    ];
    assert_eq!(names(results.path()), expected);
    let written = fs::read_to_string(results.path().join("report-r6.json")).unwrap();
    assert!(written == alone, "the file is not what stdout gives");
}

pub(crate) fn convert_to(results: &Path, inputs: &[PathBuf]) -> Run {
    let run = tenken("convert").arg("-o").arg(results);
    inputs.iter().fold(run, |run, input| run.arg(input))
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let (inputs, results) = (folder(), folder());
    let bad = inputs.path().join("bad.pdf");
    fs::write(&bad, "no report at all").unwrap();
    let missing = inputs.path().join("missing.pdf");
    let output = convert_to(results.path(), &[bad, path(WORKBOOK), missing])
        .status(2)
        .stdout(&[])
        .stderr(&["bad.pdf", "missing.pdf", "3 documents: 1 done, 0 incomplete, 2 failed"])
        .run();
    let errors = output.stderr.lines().filter(|line| line.starts_with("error: "));
    assert_eq!(errors.count(), 2, "one line for each failure:\n{}", output.stderr);
    let expected = ["annex-r6.json", "manifest.jsonl"];
    assert_eq!(names(results.path()), expected, "no partial files are left");
}

#[test]
fn a_failed_convert_leaves_the_earlier_result() {
    let (inputs, results) = (folder(), folder());
    let input = inputs.path().join("report.pdf");
    fs::write(&input, "").unwrap();
    fs::write(results.path().join("report.json"), "earlier").unwrap();
    convert_to(results.path(), &[input]).status(2).stderr(&["empty"]).run();
    assert_eq!(names(results.path()), ["manifest.jsonl", "report.json"]);
    assert_eq!(fs::read_to_string(results.path().join("report.json")).unwrap(), "earlier");
}

#[test]
fn several_documents_do_not_fit_on_stdout() {
    let both = tenken("convert").arg(path(PDF)).arg(path(WORKBOOK));
    both.status(2).stdout(&[]).stderr(&["-o"]).run();
    let both = tenken("convert").arg(path(PDF)).arg("-f").arg("json,csv");
    both.status(2).stdout(&[]).stderr(&["-o"]).run();
}

#[test]
fn jobs_do_not_change_the_output() {
    let run = |jobs: &str| tenken("convert").arg(path(PDF)).arg("--jobs").arg(jobs).run().stdout;
    assert!(run("1") == run("4"));
}

#[test]
fn check_expects_totals() {
    for file in [PDF, WORKBOOK] {
        let expect = |counts: &str| tenken("check").arg("--expect").arg(counts).arg(path(file));
        expect("126/15/28").run();
        let words = ["T190", "not achieved: expected 29, found 28", "rows that it could be: 2-13"];
        expect("126/15/29").status(1).stdout(&words).run();
        let words = ["achieved: expected 125, found 126", "1-1"];
        expect("125/15/28").status(1).stdout(&words).run();
        let words = ["「概ね達成」は16のはずですが、15です", "原因になりうる行"];
        expect("126/16/28").in_japanese().status(1).stdout(&words).run();
        expect("126/15").status(2).stdout(&[]).stderr(&["126/15"]).run();
    }
}

#[test]
fn check_fails_on_what_it_is_told_to() {
    let check = |fail_on: &str| tenken("check").arg("--fail-on").arg(fail_on).arg(path(PDF));
    check("error").stdout(&["W603", "page 8, measure 5-3: "]).run();
    check("info").status(1).run();
}

#[test]
fn compare_finds_nothing_between_the_two_files() {
    let run = tenken("compare").arg(path(PDF)).arg(path(WORKBOOK));
    run.stdout(&[]).stderr(&["225", "0 differences"]).run();
}

#[test]
fn compare_names_measure_field_and_both_texts() {
    let copies = folder();
    let copy = copies.path().join("changed.xlsx");
    fs::write(&copy, with_text(&bytes(WORKBOOK), "80,317", "80,318")).unwrap();
    let words = ["1-5 actual", "80,317クリック", "80,318クリック", "changed.xlsx"];
    let run = tenken("compare").arg(path(PDF)).arg(&copy).status(1);
    let output = run.stdout(&words).stderr(&["1 difference"]).run();
    assert_eq!(output.stdout.lines().count(), 3, "one difference alone:\n{}", output.stdout);
}

/// Two years of one plan are no readings of one report: what differs is no error.
#[test]
fn compare_tells_years_from_readings() {
    let copies = folder();
    let copy = copies.path().join("next.xlsx");
    fs::write(&copy, with_text(&bytes(WORKBOOK), "80,317", "80,318")).unwrap();
    let compare = || tenken("compare").arg(path(WORKBOOK)).arg(&copy);
    let years = || compare().arg("--years").stderr(&["225 continued"]);
    let json: serde_json::Value = serde_json::from_str(
        &compare().arg("-f").arg("json").status(1).stderr(&["1 differences"]).run().stdout,
    )
    .unwrap();
    assert_eq!(
        (&json["kind"], &json["differences"][0]["measure"]),
        (&"readings".into(), &"1-5".into())
    );
    years().stdout(&["80,317クリック → 80,318クリック ↑"]).run();
    let json = years().arg("-f").arg("json").run().stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["kind"], "years");
    let schema = serde_json::from_str(&tenken::comparison_schema()).unwrap();
    jsonschema::draft202012::new(&schema).unwrap().validate(&json).unwrap();
    let table = years().arg("-f").arg("csv").arg("--no-bom").run().stdout;
    assert_eq!(csv::Reader::from_reader(table.as_bytes()).records().count(), 450);
}

/// A copy of a workbook in which one text reads otherwise.
pub(crate) fn with_text(workbook: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut parts = Vec::new();
    let mut changes = 0;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if let Ok(text) = std::str::from_utf8(&content) {
            changes += text.matches(from).count();
            content = text.replace(from, to).into_bytes();
        }
        parts.push((part.name().unwrap().into_owned(), content));
    }
    assert!(changes > 0, "{from} must stand in the workbook");
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    zipped(&parts)
}

pub(crate) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_reader_that_stops_is_no_failure() {
    let file = path(PDF);
    let mut child = harness::piped(&["--lang", "en", "convert", file.to_str().unwrap()]);
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut [0; 16]).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{:?}", output.status);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn schemas_are_printed() {
    assert!(tenken("schema").run().stdout == tenken::report_schema());
    assert!(tenken("schema").arg("tables").run().stdout == tenken::tables_schema());
}

#[test]
fn a_value_is_explained() {
    let found = parsed(&tenken("value").arg("約５万人以上").run().stdout);
    let value = &found["values"][0];
    assert_eq!((&value["number"], &value["unit"]), (&50000.into(), &"人".into()));
    assert_eq!((&value["bound"], &value["approximate"]), (&"at_least".into(), &true.into()));
}

#[test]
fn the_language_is_that_of_the_locale() {
    let words = |locale: &str| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_tenken"))
            .args(["convert", "nowhere.pdf"])
            .env("LC_ALL", locale)
            .output()
            .unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(words("ja_JP.UTF-8").starts_with("エラー: "));
    assert!(words("C").starts_with("error: "));
}

#[test]
fn help_and_errors_follow_the_language() {
    let help = |run: crate::harness::Run| run.arg("--help").run().stdout;
    let english = help(tenken("convert"));
    assert!(english.contains("Usage: ") && english.contains("folders, zip archives"), "{english}");
    let japanese = help(tenken("convert").in_japanese());
    assert!(japanese.contains("使い方: ") && japanese.contains("出力先フォルダ"), "{japanese}");
    assert!(!japanese.contains("Usage") && !japanese.contains("Options:"), "{japanese}");
    let wrong = |verb: &str, argument: &str, words: &str| {
        let run = tenken(verb).in_japanese().arg(argument).status(2).stdout(&[]);
        run.stderr(&["エラー: ", words, "tenken --help"]).run();
    };
    wrong("convert", "--format=docx", "引数はありません");
    wrong(
        "convert",
        "--formats=docx",
        "docx は指定できません（json, csv, values, jsonl のいずれか）",
    );
    wrong("check", "--expect=1", "126/15/28");
    wrong("convert", "--jobs=2", "必要な引数がありません（<INPUTS");
    wrong("covnert", "x", "covnert というコマンドはありません");
}

#[test]
fn shells_and_man_know_the_verbs() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        tenken("completions").arg(shell).stdout(&["convert", "files-from"]).run();
    }
    tenken("man").stdout(&[".TH tenken", "convert", "Exit codes"]).run();
    tenken("man").arg("check").stdout(&["tenken-check", "fail\\-on"]).run();
    tenken("man").arg("nothing").status(2).stdout(&[]).stderr(&["nothing"]).run();
    tenken("man").arg("worker").status(2).stdout(&[]).stderr(&["worker"]).run();
}

#[test]
fn codes_are_explained() {
    tenken("explain").arg("e105").stdout(&["E105 It opens only with a password", "copy"]).run();
    tenken("explain").arg("E105").in_japanese().stdout(&["パスワード"]).run();
    tenken("explain").arg("E999").status(2).stdout(&[]).stderr(&["E999"]).run();
    let code = |code: &str, file: &str| {
        tenken("convert").arg(path(file)).status(2).stderr(&[&format!("[{code}]")]).run();
    };
    code("E101", "fixtures/nowhere.pdf");
    code("E102", "fixtures/file/empty.pdf");
    code("E103", "fixtures/file/html-named-pdf.pdf");
    code("E105", "fixtures/file/user-password-aes-256.pdf");
    code("E107", "fixtures/file/only-a-header.pdf");
    code("E109", "fixtures/file/old-workbook-with-short-records.xls");
    code("E111", "fixtures/file/scanned-page-alone.pdf");
    code("E112", "fixtures/file/incremental-update.pdf");
}

#[test]
fn codes_of_findings_are_explained() {
    let words = ["T101 The annex, counted", "Severity: error", "--ignore T101"];
    tenken("explain").arg("t101").stdout(&words).run();
    tenken("explain").arg("P905").in_japanese().stdout(&["公表されない", "重さ: 情報"]).run();
}

#[test]
fn codes_are_selected_and_ignored_by_their_beginnings() {
    let check = || tenken("check").arg("--fail-on").arg("info").arg(path(PDF));
    check().arg("--select").arg("w6").status(1).stdout(&["W603"]).run();
    check().arg("--select").arg("W603").arg("--ignore").arg("W6").run();
    check().arg("--select").arg("P").run();
    check().arg("--ignore").arg("Z1").status(2).stdout(&[]).stderr(&["Z1", "T101"]).run();
}

#[test]
fn wrong_arguments() {
    tenken("convert").status(2).stdout(&[]).stderr(&["INPUTS"]).run();
    let run = tenken("convert").arg("-f").arg("docx").arg(path(PDF));
    run.status(2).stdout(&[]).stderr(&["docx", "json", "csv"]).run();
}

/// The pages of this file repeat two rows.
#[test]
fn check_names_numbers_that_stand_twice() {
    let output = tenken("check").arg(path("fixtures/file/linearized.pdf")).run();
    let twice = output.stdout.lines().filter(|line| line.contains("I301"));
    assert_eq!(twice.count(), 2, "{}", output.stdout);
}
