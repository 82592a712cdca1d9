//! Batches: which documents are found, where their results go, and what is said
//! of each.

use crate::command::{PDF, WORKBOOK, bytes, convert_to, folder, names, parsed, with_text, zipped};
use crate::harness::{path, tenken};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Small documents that are read whole.
const SMALL: [&str; 3] =
    ["fixtures/excel/shapes.xlsx", "fixtures/excel/shapes.ods", "fixtures/excel/shapes.xls"];

fn put(folder: &Path, name: &str, bytes: &[u8]) {
    let place = folder.join(name);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, bytes).unwrap();
}

/// The files below a folder but the manifest, with slashes, sorted.
pub(crate) fn tree(folder: &Path) -> Vec<String> {
    let mut waiting = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(place) = waiting.pop() {
        if place.is_dir() {
            waiting.extend(fs::read_dir(place).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            let name = place.strip_prefix(folder).unwrap().display().to_string();
            files.push(name.replace('\\', "/"));
        }
    }
    files.retain(|name| name != "manifest.jsonl");
    files.sort();
    files
}

fn manifest(folder: &Path) -> Vec<Json> {
    fs::read_to_string(folder.join("manifest.jsonl")).unwrap().lines().map(parsed).collect()
}

fn archive() -> tempfile::TempDir {
    let archive = folder();
    put(archive.path(), "r6/report.pdf", &bytes(PDF));
    put(archive.path(), "r6/report.xlsx", &bytes(WORKBOOK));
    put(archive.path(), "r6/annex/report.xlsx", &bytes(SMALL[0]));
    put(archive.path(), "r5/報告.ods", &bytes(SMALL[1]));
    // Neither a lock file of Excel nor a file of another kind is taken.
    put(archive.path(), "r5/~$報告.xlsx", b"lock");
    put(archive.path(), "r5/notes.md", b"notes");
    archive
}

#[test]
fn a_folder_is_mirrored() {
    let (archive, results) = (archive(), folder());
    convert_to(results.path(), &[archive.path().to_owned()]).stderr(&["4 documents: 4 done"]).run();
    let expected =
        ["r5/報告.json", "r6/annex/report.json", "r6/report.pdf.json", "r6/report.xlsx.json"];
    assert_eq!(tree(results.path()), expected);
    let found = fs::read_to_string(results.path().join("r6/annex/report.json")).unwrap();
    let given = archive.path().join("r6/annex/report.xlsx");
    assert_eq!(parsed(&found)["source"]["file"], given.display().to_string());
    assert!(!results.path().join(".tenken").exists());
}

#[test]
fn two_inputs_for_one_output_are_refused_before_anything_is_read() {
    let (archive, results) = (folder(), folder());
    put(archive.path(), "r5/report.xlsx", &bytes(SMALL[0]));
    put(archive.path(), "r6/report.xlsx", &bytes(SMALL[2]));
    let inputs = ["r5/report.xlsx", "r6/report.xlsx"].map(|name| archive.path().join(name));
    let output = results.path().join("out");
    let words = ["[E402]", "r5/report.xlsx", "r6/report.xlsx", "the folder that holds both"];
    convert_to(&output, &inputs).status(2).stderr(&words).run();
    assert!(!output.exists());
    // The same one twice is no conflict.
    let twice = [inputs[0].clone(), inputs[0].clone()];
    convert_to(&output, &twice).stderr(&["1 document: 1 done"]).run();
}

#[test]
fn the_manifest_has_a_line_for_each_document() {
    let (archive, results) = (archive(), folder());
    put(archive.path(), "bad.pdf", b"no report at all");
    let cut = bytes("fixtures/file/truncated-at-two-thirds.pdf");
    put(archive.path(), "cut.pdf", &cut);
    convert_to(results.path(), &[archive.path().to_owned()]).status(2).stderr(&[]).spawn();
    let lines = manifest(results.path());
    assert_eq!(lines.len(), 6);
    let line = |end: &str| {
        lines.iter().find(|line| line["input"].as_str().unwrap().ends_with(end)).unwrap()
    };
    let report = line("r6/report.pdf");
    assert_eq!(report["outcome"], "done");
    assert_eq!(report["outputs"], serde_json::json!(["r6/report.pdf.json"]));
    assert_eq!((&report["measures"], &report["complete"]), (&225.into(), &true.into()));
    let ratings = ["achieved", "mostly_achieved", "not_achieved"].map(|it| &report["ratings"][it]);
    assert_eq!(ratings, [126, 15, 28]);
    assert_eq!(report["size"], bytes(PDF).len());
    let json = fs::read_to_string(results.path().join("r6/report.pdf.json")).unwrap();
    assert_eq!(report["sha256"], parsed(&json)["source"]["sha256"]);
    let bad = line("bad.pdf");
    assert_eq!((&bad["outcome"], &bad["error"]["code"]), (&"failed".into(), &"E103".into()));
    let cut = line("cut.pdf");
    assert_eq!((&cut["outcome"], &cut["complete"]), (&"incomplete".into(), &false.into()));
    assert!(cut["findings"]["P904"].as_u64().unwrap() > 0);
}

#[test]
fn a_list_names_the_documents() {
    let (archive, results) = (archive(), folder());
    let run = |list: &str, stdin: &[u8]| {
        let run = tenken("convert").within(archive.path()).arg("--files-from").arg(list);
        run.arg("-o").arg(results.path()).stdin(stdin).stderr(&["2 documents: 2 done"]).run();
        let found = tree(results.path());
        fs::remove_dir_all(results.path()).unwrap();
        found
    };
    let expected = ["r5/報告.json", "r6/report.json"];
    assert_eq!(run("-", "r6/report.pdf\n./r5/報告.ods\r\n\n".as_bytes()), expected);
    assert_eq!(run("-", "r6/report.pdf\0r5/報告.ods".as_bytes()), expected);
    put(archive.path(), "list.txt", "r5/報告.ods\nr6/report.pdf".as_bytes());
    assert_eq!(run("list.txt", b""), expected);
}

#[test]
fn a_quoted_pattern_is_resolved() {
    let (archive, results) = (archive(), folder());
    let pattern = archive.path().join("r*/*.[xo]*");
    convert_to(results.path(), &[pattern]).stderr(&["2 documents: 2 done"]).run();
    assert_eq!(tree(results.path()), ["r5/報告.json", "r6/report.json"]);
    let nothing = archive.path().join("*/nothing*");
    convert_to(results.path(), &[nothing]).status(2).stderr(&["[E401]"]).run();
}

#[test]
fn an_archive_is_read_as_a_folder() {
    let (archive, results) = (folder(), folder());
    let workbook = bytes(SMALL[0]);
    let zip = zipped(&[
        ("r6/report.xlsx", &workbook),
        ("../../out/report.xls", &bytes(SMALL[2])),
        ("__MACOSX/r6/._report.xlsx", b"x"),
        ("r6/readme.txt", b"x"),
    ]);
    put(archive.path(), "all/reports.zip", &zip);
    put(archive.path(), "all/broken.zip", &zip[..100]);
    let words = ["3 documents: 2 done, 0 incomplete, 1 failed", "broken.zip", "[E115]"];
    convert_to(results.path(), &[archive.path().to_owned()]).status(2).stderr(&words).run();
    let expected = ["all/reports.zip/out/report.json", "all/reports.zip/r6/report.json"];
    assert_eq!(tree(results.path()), expected);
    let json = fs::read_to_string(results.path().join(expected[1])).unwrap();
    let name = parsed(&json)["source"]["file"].as_str().unwrap().to_owned();
    assert!(name.ends_with("all/reports.zip/r6/report.xlsx"), "{name}");
}

#[test]
fn the_same_bytes_under_two_names_give_two_results() {
    let (archive, results) = (folder(), folder());
    put(archive.path(), "a.xlsx", &bytes(WORKBOOK));
    put(archive.path(), "b/c.xlsx", &bytes(WORKBOOK));
    convert_to(results.path(), &[archive.path().to_owned()]).stderr(&["450 measures"]).run();
    let read = |name: &str| fs::read_to_string(results.path().join(name)).unwrap();
    let (one, two) = (read("a.json"), read("b/c.json"));
    assert!(two.contains("b/c.xlsx") && one != two);
    assert!(one.replace("a.xlsx", "b/c.xlsx") == two, "they differ in more than their name");
    let lines = manifest(results.path());
    assert_eq!(lines[0]["sha256"], lines[1]["sha256"]);
}

#[test]
fn no_document_is_no_success() {
    let empty = folder();
    for verb in ["convert", "check", "tables"] {
        tenken(verb).arg(empty.path()).status(2).stdout(&[]).stderr(&["[E401]"]).run();
    }
}

#[test]
fn what_is_not_read_whole_is_told_by_the_exit_code() {
    let cut = path("fixtures/file/truncated-at-two-thirds.pdf");
    tenken("convert").arg(&cut).status(3).stderr(&["P904"]).run();
    tenken("convert").arg("--allow-incomplete").arg(&cut).stderr(&["P904"]).run();
    let results = folder();
    let run = convert_to(results.path(), std::slice::from_ref(&cut));
    run.status(3).stderr(&["1 document: 0 done, 1 incomplete"]).run();
    // A failure is worse.
    let run = convert_to(results.path(), &[cut, path("fixtures/file/empty.pdf")]);
    run.status(2).stderr(&["1 incomplete, 1 failed"]).run();
    tenken("check").arg(path("fixtures/file/truncated-at-two-thirds.pdf")).status(1).run();
}

#[test]
fn shards_share_the_documents() {
    let archive = folder();
    for (number, name) in SMALL.iter().cycle().take(12).enumerate() {
        put(
            archive.path(),
            &format!("{number}/{}", name.rsplit('/').next().unwrap()),
            &bytes(name),
        );
    }
    let mut all = Vec::new();
    for shard in ["1/3", "2/3", "3/3"] {
        let results = folder();
        let run = convert_to(results.path(), &[archive.path().to_owned()]);
        run.arg("--shard").arg(shard).stderr(&["document"]).run();
        let part = tree(results.path());
        assert!((1..12).contains(&part.len()), "{shard}: {part:?}");
        all.extend(part);
    }
    assert_eq!(all.len(), 12);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 12);
    tenken("convert").arg("--shard").arg("4/3").arg("x").status(2).stderr(&["1/4"]).run();
}

#[test]
fn measures_stream_over_all_documents() {
    let run = |jobs: &str| {
        let run = tenken("convert").arg("-f").arg("jsonl").arg("--jobs").arg(jobs);
        run.arg(path(WORKBOOK)).arg(path(SMALL[0])).arg(path(WORKBOOK)).run().stdout
    };
    let lines = run("1");
    assert!(lines == run("3"), "the number of jobs changes the order");
    let measures: Vec<Json> = lines.lines().map(parsed).collect();
    assert_eq!(measures.len(), 225 + 38 + 225);
    let (first, other) = (&measures[0], &measures[225]);
    assert_eq!(first["source"]["file"], path(WORKBOOK).display().to_string());
    assert_eq!((&first["id"], &first["fiscal_year"]["year"]), (&"1-1".into(), &2024.into()));
    assert_eq!(other["source"]["file"], path(SMALL[0]).display().to_string());
}

#[test]
fn a_log_has_an_event_a_line() {
    let results = folder();
    let run = convert_to(results.path(), &[path(WORKBOOK), path("fixtures/file/empty.pdf")]);
    let output = run.arg("--log").arg("json").status(2).stderr(&["E102"]).run();
    let events: Vec<Json> = output.stderr.lines().map(parsed).collect();
    let of = |name: &str| events.iter().filter(|event| event["event"] == name).count();
    assert_eq!((of("document"), of("error"), of("summary")), (2, 1, 1));
    let summary = events.last().unwrap();
    assert_eq!((&summary["measures"], &summary["failed"]), (&225.into(), &1.into()));
}

#[test]
fn formulas_are_escaped_where_asked_for() {
    let copies = folder();
    put(copies.path(), "a.xlsx", &with_text(&bytes(WORKBOOK), "80,317", "=80,317"));
    let csv = || tenken("convert").arg("-f").arg("csv").arg(copies.path().join("a.xlsx"));
    assert!(csv().run().stdout.contains(",\"=80,317クリック\","));
    let escaped = csv().arg("--escape-formulas").run().stdout;
    assert!(escaped.contains(",\"'=80,317クリック\","));
}

#[test]
fn names_are_shown_without_their_control_characters() {
    let inputs = folder();
    let name = "a\nerror: forged\u{1b}[2J\u{202e}.pdf";
    put(inputs.path(), name, b"");
    let results = folder();
    for run in [
        tenken("convert").arg(inputs.path().join(name)),
        convert_to(results.path(), &[inputs.path().to_owned()]),
    ] {
        let shown = "a\\nerror: forged\\u{1b}[2J\\u{202e}.pdf";
        let output = run.status(2).stderr(&[shown]).run();
        assert!(!output.stderr.contains(['\u{1b}', '\u{202e}']), "{}", output.stderr);
        assert!(!output.stderr.lines().any(|line| line.starts_with("error: forged")));
    }
}

#[test]
#[cfg(unix)]
fn only_what_ends_is_read() {
    use std::os::unix::fs::symlink;
    let inputs = folder();
    let place = |name: &str| inputs.path().join(name);
    assert!(
        std::process::Command::new("mkfifo").arg(place("pipe.pdf")).status().unwrap().success()
    );
    symlink("/dev/zero", place("zero.pdf")).unwrap();
    symlink(place("self.pdf"), place("self.pdf")).unwrap();
    symlink(inputs.path(), place("loop")).unwrap();
    fs::File::create(place("sparse.pdf")).unwrap().set_len(3 << 30).unwrap();
    put(inputs.path(), "good.xlsx", &bytes(SMALL[0]));
    let results = folder();
    let words = [
        "5 documents: 1 done, 0 incomplete, 4 failed",
        "pipe.pdf: not a regular file",
        "zero.pdf: not a regular file",
        "sparse.pdf: the file is too large",
        "self.pdf: cannot read the file",
        "loop: a link to a folder is not followed",
    ];
    convert_to(results.path(), &[inputs.path().to_owned()]).status(2).stderr(&words).run();
    assert_eq!(tree(results.path()), ["good.json"]);
    for name in ["pipe.pdf", "zero.pdf", "sparse.pdf"] {
        tenken("tables").arg(place(name)).status(2).stdout(&[]).stderr(&[name]).run();
    }
}

#[test]
fn jobs_do_not_change_a_batch() {
    let (archive, [one, two]) = (archive(), [folder(), folder()]);
    for (results, jobs) in [(&one, "1"), (&two, "4")] {
        let run = convert_to(results.path(), &[archive.path().to_owned()]);
        run.arg("--jobs").arg(jobs).stderr(&["4 done"]).run();
    }
    assert_eq!(names(one.path()), names(two.path()));
    for name in tree(one.path()) {
        let read = |folder: &Path| fs::read(folder.join(&name)).unwrap();
        assert!(read(one.path()) == read(two.path()), "{name}");
    }
}
