//! Batches that are stopped, killed, resumed and disturbed: nothing is lost, and
//! nothing is half there.

use crate::batch::tree;
use crate::command::{bytes, convert_to, folder, names};
use crate::harness::path;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const COUNT: usize = 12;

/// Documents that differ: what stands behind the end of a PDF is passed over.
fn documents() -> tempfile::TempDir {
    let folder = folder();
    let report = bytes("fixtures/file/linearized.pdf");
    for number in 0..COUNT {
        let mut report = report.clone();
        report.extend(format!("\n% {number}\n").bytes());
        fs::write(folder.path().join(format!("{number:02}.pdf")), report).unwrap();
    }
    folder
}

fn start(inputs: &Path, results: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_tenken"))
        .args(["--lang", "en", "--jobs", "2", "convert", "--resume", "-o"])
        .args([results, inputs])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[track_caller]
fn same(one: &Path, two: &Path) {
    assert_eq!(tree(one), tree(two));
    for name in tree(one) {
        assert!(fs::read(one.join(&name)).unwrap() == fs::read(two.join(&name)).unwrap(), "{name}");
    }
}

#[test]
fn what_was_done_is_not_done_again() {
    let (inputs, results) = (documents(), folder());
    let run = || convert_to(results.path(), &[inputs.path().to_owned()]).arg("--resume");
    run().stderr(&["12 done, 0 incomplete, 0 failed (0 of them"]).run();
    run().stderr(&["12 done, 0 incomplete, 0 failed (12 of them"]).run();
    // Another document, another option, or no result any more: done again.
    fs::write(inputs.path().join("00.pdf"), bytes("fixtures/file/linearized.pdf")).unwrap();
    fs::remove_file(results.path().join("01.json")).unwrap();
    run().stderr(&["12 done, 0 incomplete, 0 failed (10 of them"]).run();
    run().arg("-f").arg("csv").stderr(&["(0 of them"]).run();
    // Without the word, all is.
    convert_to(results.path(), &[inputs.path().to_owned()]).stderr(&["(0 of them"]).run();
}

#[test]
fn a_killed_batch_is_resumed_to_the_same_bytes() {
    let (inputs, whole) = (documents(), folder());
    convert_to(whole.path(), &[inputs.path().to_owned()]).stderr(&["12 done"]).run();
    // Twenty, close to each other in the beginning.
    for moment in (1..=20).map(|at| 3 * at * at) {
        let results = folder();
        let mut child = start(inputs.path(), results.path());
        std::thread::sleep(Duration::from_millis(moment));
        child.kill().unwrap();
        child.wait().unwrap();
        for name in tree(results.path()).iter().filter(|name| name.ends_with(".json")) {
            let read = |folder: &Path| fs::read(folder.join(name)).unwrap();
            assert!(read(results.path()) == read(whole.path()), "{name} is not whole");
        }
        let run = convert_to(results.path(), &[inputs.path().to_owned()]).arg("--resume");
        run.stderr(&["12 done"]).run();
        same(results.path(), whole.path());
    }
}

#[test]
#[cfg(unix)]
fn a_signal_finishes_what_is_under_way() {
    let inputs = documents();
    for signal in ["-INT", "-TERM"] {
        let results = folder();
        let child = start(inputs.path(), results.path());
        // Once it has something, it has begun.
        while !results.path().join("manifest.jsonl").exists() {
            std::thread::sleep(Duration::from_millis(2));
        }
        std::thread::sleep(Duration::from_millis(50));
        let id = child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        let output = child.wait_with_output().unwrap();
        let words = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{words}");
        assert!(words.contains("--resume goes on from here"), "{words}");
        assert!(!results.path().join(".tenken").exists(), "what was not finished is left");
        assert!(tree(results.path()).len() < COUNT, "it was not stopped");
        let run = convert_to(results.path(), &[inputs.path().to_owned()]).arg("--resume");
        run.stderr(&["12 done"]).run();
        assert_eq!(tree(results.path()).len(), COUNT);
    }
}

#[test]
fn two_runs_do_not_write_to_one_folder() {
    let results = folder();
    fs::create_dir(results.path().join(".tenken")).unwrap();
    let lock = fs::File::create(results.path().join(".tenken/lock")).unwrap();
    fs::write(results.path().join(".tenken/lock"), "4711").unwrap();
    lock.lock().unwrap();
    let run = || convert_to(results.path(), &[path("fixtures/excel/shapes.xlsx")]);
    run().status(2).stdout(&[]).stderr(&["[E403]", "process 4711"]).run();
    assert_eq!(names(results.path()), [".tenken"]);
    drop(lock);
    run().stderr(&["1 done"]).run();
    assert_eq!(names(results.path()), ["manifest.jsonl", "shapes.json"]);
}

#[test]
#[cfg(unix)]
fn the_umask_is_kept() {
    use std::os::unix::fs::PermissionsExt;
    for (mask, mode) in [("077", 0o600), ("022", 0o644)] {
        let results = folder();
        let program = env!("CARGO_BIN_EXE_tenken");
        let script = format!("umask {mask}; exec '{program}' convert -o \"$0\" \"$1\"");
        let output = Command::new("sh")
            .args(["-c", &script])
            .args([results.path().join("out"), path("fixtures/excel/shapes.xlsx")])
            .output()
            .unwrap();
        assert!(output.status.success());
        let written = fs::metadata(results.path().join("out/shapes.json")).unwrap();
        assert_eq!(written.permissions().mode() & 0o777, mode);
    }
}

#[test]
fn a_place_that_can_not_be_written_is_named() {
    let results = folder();
    fs::create_dir(results.path().join("shapes.json")).unwrap();
    let inputs = ["shapes.xlsx", "annex-r6.xls"].map(|name| path("fixtures/excel").join(name));
    let words = ["shapes.json", "[E201]", "1 done, 0 incomplete, 1 failed"];
    convert_to(results.path(), &inputs).status(2).stderr(&words).run();
    let file = results.path().join("file");
    fs::write(&file, "").unwrap();
    convert_to(&file, &inputs).status(2).stderr(&["[E201]", "file"]).run();
}

/// A limit of the length of a file stands for a full disk: the same call fails.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_costs_what_does_not_fit() {
    let results = folder();
    let inputs = ["fixtures/r6/annex-r6.xlsx", "fixtures/excel/boxes.xlsx"].map(path);
    let program = env!("CARGO_BIN_EXE_tenken");
    let script = format!(
        "trap '' XFSZ; ulimit -f 400; exec '{program}' --lang en convert -o \"$0\" \"$1\" \"$2\""
    );
    let mut command = Command::new("sh");
    command.args(["-c", &script]).arg(results.path()).args(&inputs);
    let output = command.output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{words}");
    assert!(words.contains("[E201]") && words.contains("annex-r6.json"), "{words}");
    assert!(words.contains("1 done, 0 incomplete, 1 failed"), "{words}");
    assert_eq!(tree(results.path()), ["boxes.json"]);
    let run = convert_to(results.path(), &inputs).arg("--resume");
    run.stderr(&["2 done, 0 incomplete, 0 failed (1 of them"]).run();
    assert_eq!(tree(results.path()), ["annex-r6.json", "boxes.json"]);
}

/// A file that is gone between being named and being read, and what stood beside it.
#[test]
fn a_vanished_input_is_named() {
    let (inputs, results) = (documents(), folder());
    let list = inputs.path().join("list.txt");
    fs::write(&list, "00.pdf\ngone.pdf\n01.pdf\n").unwrap();
    let run =
        crate::harness::tenken("convert").within(inputs.path()).arg("--files-from").arg(&list);
    let words = ["gone.pdf", "2 done, 0 incomplete, 1 failed"];
    run.arg("-o").arg(results.path()).status(2).stderr(&words).run();
    assert_eq!(tree(results.path()), ["00.json", "01.json"]);
}
