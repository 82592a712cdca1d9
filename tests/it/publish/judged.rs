//! Packages as others see them: the reader of the guide, programs of other people, and
//! whoever has many reports.

use super::{Folder, METADATA, changed, rows};
use crate::harness::{path, piped};
use std::fs;
use std::path::Path;
use std::process::Command;

/// What the guide shows is done as a reader would do it.
#[test]
#[cfg(unix)]
fn the_guide_does_what_it_says() {
    let folder = Folder::new();
    std::os::unix::fs::symlink(path("fixtures"), folder.at("fixtures")).unwrap();
    let text = fs::read_to_string(path("docs/publish.md")).unwrap();
    let block = |language: &str| -> String {
        let fence = format!("```{language}\n");
        text.split(&fence).nth(1).unwrap().split("```").next().unwrap().to_owned()
    };
    fs::write(folder.at("tenken.toml"), block("toml")).unwrap();
    let script = format!(
        "set -e\ntenken() {{ '{}' \"$@\"; }}\n{}",
        env!("CARGO_BIN_EXE_tenken"),
        block("sh")
    );
    let output =
        Command::new("sh").args(["-c", &script]).current_dir(folder.0.path()).output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words}");
    assert!(words.contains("126") && folder.at("chart.svg").is_file(), "{words}");
}

/// Programs of other people read the packages, and count as the report does.
#[test]
fn judges_agree() {
    let python = path("target/judges/bin/python");
    if !path("target/judges/bin/frictionless").is_file() {
        assert!(std::env::var_os("CI").is_none_or(|it| it != "true"), "CI needs {python:?}");
        println!("skipped: scripts/check fetches the judges where Python is there");
        return;
    }
    let lacks: Vec<&str> =
        [("sqlite", cfg!(feature = "sqlite")), ("parquet", cfg!(feature = "parquet"))]
            .into_iter()
            .filter(|it| !it.1)
            .map(|it| it.0)
            .collect();
    let mut judges = Command::new(python);
    judges.arg(path("scripts/judge-packages")).arg(env!("CARGO_BIN_EXE_tenken"));
    let output = judges.args(["--without", &lacks.join(",")]).output().unwrap();
    let words = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{words}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(words.contains("frictionless model") && words.contains("ckan years"), "{words}");
    println!("{words}");
}

/// A report of another plan.
fn another(number: usize, at: &Path) {
    let words = ["みなと市", "見守り", "相談", "手話", "販路", "融資", "観光案内"];
    let edits = words.map(|word| (word, format!("{word}{number}")));
    changed(at, &edits.each_ref().map(|(word, text)| (*word, text.as_str())));
}

/// Ten times the reports take no more memory: each is let go when its rows are written.
#[test]
#[cfg(target_os = "linux")]
fn many_reports_stream_through() {
    let peak = |count: usize| {
        let folder = Folder::new();
        let reports = folder.at("reports");
        fs::create_dir(&reports).unwrap();
        for number in 0..count {
            another(number, &reports.join(format!("{number:05}.xlsx")));
        }
        let (reports, at) = (reports.display().to_string(), folder.at("all").display().to_string());
        let mut line = vec!["publish", &reports, "-o", &at, "--title", "全計画"];
        line.extend(METADATA);
        let mut child = piped(&line);
        let status = format!("/proc/{}/status", child.id());
        let mut peak = 0;
        while child.try_wait().unwrap().is_none() {
            let text = fs::read_to_string(&status).unwrap_or_default();
            let line = text.lines().find_map(|it| it.strip_prefix("VmHWM:"));
            let kib = line.and_then(|it| it.trim().trim_end_matches(" kB").parse().ok());
            peak = peak.max(kib.unwrap_or(0));
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        assert!(child.wait().unwrap().success());
        assert_eq!(rows(Path::new(&at), "reports.csv").len(), count);
        peak
    };
    let (few, many) = (peak(20), peak(200));
    assert!(many < few + (16 << 10), "{few} KiB for 20 reports, {many} KiB for 200");
}
