//! Small files that ask for gigabytes or for work without end (fixtures/bombs, made by
//! scripts/fixtures/bombs.py): each is refused or read within the limits, through every
//! verb, and takes nothing with it.

use crate::command::{WORKBOOK, convert_to, folder, parsed};
use crate::harness::{path, tenken};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

/// Processor time for each, in seconds; the suite must end.
const SECONDS: &str = "1";

/// How many bombs one process reads: on a busy machine each may take several times its
/// processor time, and the harness waits a minute for a process.
const BATCH: usize = 12;

/// Memory of a worker, in bytes.
const MEMORY_MAX: u64 = 512 << 20;

/// Those that are read, because they ask for nothing in the end.
const READ: [&str; 2] =
    ["attributes-by-the-hundred-thousand.xlsx", "cells-in-the-far-corners.xlsx"];

/// What may be said of the others. None of these says that the program is at fault (E303,
/// E304, E901, E902). E111 is of a page of brackets, which has no text indeed.
const CODES: [&str; 6] = ["E109", "E110", "E111", "E112", "E301", "E302"];

fn bombs() -> Vec<PathBuf> {
    let mut bombs: Vec<PathBuf> =
        fs::read_dir(path("fixtures/bombs")).unwrap().map(|it| it.unwrap().path()).collect();
    // Archives of reports are unpacked by this process, and have a test of their own.
    bombs.retain(|bomb| bomb.extension().is_some_and(|it| it != "zip"));
    bombs.sort();
    assert!(bombs.len() > 50, "only {} bombs; has the folder moved?", bombs.len());
    bombs
}

#[test]
#[cfg(target_os = "linux")]
fn batches_of_bombs_end() {
    for bombs in bombs().chunks(BATCH) {
        let results = folder();
        let mut inputs = bombs.to_vec();
        inputs.push(path(WORKBOOK));
        let run = convert_to(results.path(), &inputs).arg("--limit-time").arg(SECONDS);
        let output = run.arg("--jobs").arg("2").spawn();
        assert_eq!(output.code, Some(2), "{}", output.stderr);
        let manifest = fs::read_to_string(results.path().join("manifest.jsonl")).unwrap();
        let lines: Vec<Value> = manifest.lines().map(parsed).collect();
        assert_eq!(lines.len(), inputs.len());
        lines.iter().for_each(assert_bounded);
    }
}

/// What the manifest says of one document is what may be said of it.
#[cfg(target_os = "linux")]
fn assert_bounded(line: &Value) {
    let name = line["input"].as_str().unwrap().rsplit('/').next().unwrap();
    assert!(line["peak"].as_u64().is_none_or(|peak| peak < MEMORY_MAX), "{line}");
    if name == "annex-r6.xlsx" {
        assert_eq!(line["measures"], 225, "{line}");
        return;
    }
    let is_read = READ.contains(&name);
    match line["error"]["code"].as_str() {
        Some(code) => assert!(CODES.contains(&code) && !is_read, "{line}"),
        // What is read in part says so.
        None => assert!(is_read || line["complete"] == false, "{line}"),
    }
}

#[test]
#[cfg(target_os = "linux")]
fn each_verb_ends() {
    // A time, a memory, before which a slow machine meets the time, and limits of ours,
    // which are met in whatever time it takes.
    for (name, codes, seconds) in [
        ("forms-parted-by-nul.pdf", &["E301"][..], SECONDS),
        ("content-raw-deflate.pdf", &["E302", "E301"], SECONDS),
        ("cells-repeated-by-the-billion.ods", &["E110"], "60"),
        ("dimensions-of-everything.xls", &["E109"], "60"),
    ] {
        for verb in ["convert", "tables", "check", "layout"] {
            let run = tenken(verb).arg("--limit-time").arg(seconds);
            let output = run.arg(path("fixtures/bombs").join(name)).spawn();
            assert_eq!(output.code, Some(2), "{verb} {name}: {}", output.stderr);
            let said = output.stderr + &output.stdout;
            let code = codes.iter().find(|code| said.contains(**code));
            assert!(code.is_some() && said.contains(name), "{verb} {name}: {said}");
            let way = match code {
                Some(&"E301") => "--limit-time",
                Some(&"E302") => "--limit-memory",
                _ => "",
            };
            assert!(said.contains(way), "{verb} {name}: {said}");
        }
    }
}

#[test]
fn archives_of_reports_are_bounded() {
    let run = |name: &str| {
        let results = folder();
        convert_to(results.path(), &[path("fixtures/bombs").join(name)]).spawn()
    };
    let output = run("archive-that-inflates.zip");
    assert_eq!(output.code, Some(2));
    assert!(output.stderr.contains("[E115]"), "{}", output.stderr);
    // Archives in archives are not opened.
    let output = run("archive-of-archives.zip");
    assert_eq!(output.code, Some(2));
    let said = "archive-of-archives.zip: the archive holds no report";
    assert!(output.stderr.contains(said) && output.stderr.contains("[E401]"), "{}", output.stderr);
}

/// Too little memory is said to be that, whatever it is that fails for want of it.
#[test]
#[cfg(target_os = "linux")]
fn little_memory_is_no_damage() {
    for memory in ["20", "60", "90"] {
        for file in ["fixtures/r6/report-r6.pdf", WORKBOOK] {
            let run = tenken("convert").arg("--limit-memory").arg(memory).arg(path(file));
            let output = run.spawn();
            let said = &output.stderr;
            if output.code != Some(0) {
                assert!(said.contains("[E302]") && said.contains("--limit-memory"), "{said}");
            }
        }
    }
}
