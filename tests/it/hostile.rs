//! Documents that were made to hurt: a clear error or a reading, in little time
//! and memory, and the batch goes on.

use crate::batch::tree;
use crate::command::{PDF, WORKBOOK, convert_to, folder, parsed};
use crate::harness::{path, tenken};
use serde_json::Value as Json;
use std::fs;
use std::process::Command;

/// Inflates to as many bytes, within our bounds.
const LARGE: &str = "fixtures/file/content-inflates-to-100-megabytes.pdf";

#[test]
fn isolation_changes_no_byte() {
    for verb in ["convert", "tables", "check"] {
        for file in [PDF, WORKBOOK] {
            let run = |isolate: &str| {
                tenken(verb).arg("--isolate").arg(isolate).arg(path(file)).run().stdout
            };
            assert!(run("never") == run("always"), "{verb} {file}");
        }
    }
    let run = |isolate: &str| {
        let run = tenken("compare").arg(path(PDF)).arg(path(WORKBOOK));
        run.arg("--isolate").arg(isolate).stderr(&["225"]).run().stderr
    };
    assert_eq!(run("never"), run("always"));
}

/// `auto` makes no exception: where the system has limits for processes, each document
/// is read in one. The peak of a worker is known, that of this process is not told.
#[test]
#[cfg(target_os = "linux")]
fn all_is_read_in_workers_by_default() {
    let inputs =
        ["fixtures/excel/boxes.xls", "fixtures/excel/boxes.ods", "fixtures/file/linearized.pdf"];
    for (isolate, is_there) in [("never", false), ("auto", true), ("always", true)] {
        let results = folder();
        let run = convert_to(results.path(), &inputs.map(path)).arg("--isolate").arg(isolate);
        assert_eq!(run.spawn().code, Some(0));
        let manifest = fs::read_to_string(results.path().join("manifest.jsonl")).unwrap();
        for line in manifest.lines().map(parsed) {
            assert_eq!(line["peak"].as_u64().is_some(), is_there, "{isolate}: {line}");
        }
    }
}

#[test]
fn pages_are_limited() {
    for isolate in ["never", "always"] {
        let run = |pages: &str| {
            let run = tenken("tables").arg("--isolate").arg(isolate);
            run.arg("--limit-pages").arg(pages).arg(path(PDF))
        };
        run("14").status(2).stdout(&[]).stderr(&["[E110]", "pages", "14"]).run();
        run("15").run();
    }
}

/// Where the kernel has no limits, nothing is to be tested.
#[test]
#[cfg(target_os = "linux")]
fn memory_is_limited_and_the_batch_goes_on() {
    let results = folder();
    let inputs = [LARGE, WORKBOOK, "fixtures/excel/shapes.ods"].map(path);
    let run =
        convert_to(results.path(), &inputs).arg("--limit-memory").arg("130").arg("--jobs").arg("1");
    let words = ["[E302]", "--limit-memory", "2 done, 0 incomplete, 1 failed", "130 MB"];
    run.status(2).stderr(&words).run();
    assert_eq!(tree(results.path()), ["annex-r6.json", "shapes.json"]);
    tenken("convert").arg(path(LARGE)).run();
}

/// Files beside the clone, each of which took a gigabyte or never came to an end.
#[test]
#[cfg(target_os = "linux")]
fn each_costs_itself_alone() {
    let hostile = path("../shared/hostile");
    let hostile = if hostile.is_dir() { hostile } else { path("../../shared/hostile") };
    if !hostile.is_dir() {
        println!("skipped: no folder of hostile files beside this clone");
        return;
    }
    let results = folder();
    // Its limits end it, and no clock of ours.
    let output = Command::new(env!("CARGO_BIN_EXE_tenken"))
        .args(["--lang", "en", "--limit-time", "2", "convert", "-o"])
        .args([results.path(), &hostile, &path(WORKBOOK)])
        .output()
        .unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{words}");
    assert!(!words.contains(['\u{1b}', '\u{7}']), "{words}");
    let manifest = fs::read_to_string(results.path().join("manifest.jsonl")).unwrap();
    let lines: Vec<Json> = manifest.lines().map(parsed).collect();
    assert!(lines.len() > 10);
    for line in &lines {
        let (peak, code) = (line["peak"].as_u64(), line["error"]["code"].as_str());
        assert!(peak.is_none_or(|peak| peak < 512 << 20), "{line}");
        assert!(!matches!(code, Some("E303" | "E304" | "E901" | "E902")), "{line}");
    }
    assert!(results.path().join("annex-r6.json").is_file());
}

/// A worker that is asked nothing it understands ends.
#[test]
fn a_worker_takes_requests_alone() {
    let run =
        tenken("worker").arg("--threads").arg("1").arg("--").arg("tenken").arg("tables").arg("x");
    run.stdin("anything").status(2).stdout(&[]).run();
    let run =
        tenken("worker").arg("--threads").arg("1").arg("--").arg("tenken").arg("tables").arg("x");
    run.stdin("").status(0).stdout(&[]).run();
}
