//! What README and README.ja say is done here as a reader would do it.

use crate::harness::path;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

const MANUALS: [&str; 2] = ["README.md", "README.ja.md"];

/// Commands that build, test or measure: `check` runs them, or they take long.
const NOT_RUN: [&str; 3] = ["cargo install", "cargo bench", "scripts/check"];

fn read(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The lines of all fenced blocks of one language.
fn fenced(text: &str, language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line == format!("```{language}") {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push(block.join("\n"));
        }
    }
    assert!(!blocks.is_empty(), "no block of {language}");
    blocks
}

/// The commands of a manual: `command  # exits with 1`.
fn commands(name: &str) -> Vec<(String, i32)> {
    let text = read(name);
    let blocks = fenced(&text, "sh").join("\n");
    let lines = blocks.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (command, comment) = line.split_once(" #").unwrap_or((line, ""));
            let code = comment.trim().chars().last().and_then(|it| it.to_digit(10));
            (command.trim().to_owned(), code.map_or(0, |code| code as i32))
        })
        .collect()
}

#[test]
fn the_first_commands_are_convert_and_check() {
    for name in MANUALS {
        let commands: Vec<String> = commands(name).into_iter().map(|it| it.0).take(2).collect();
        let first = "cargo run --release -- convert fixtures/r6/report-r6.pdf";
        assert_eq!(commands, [first, "scripts/check"], "{name}");
        assert!(path("scripts/check").is_file());
    }
}

#[test]
fn both_languages_show_the_same_commands() {
    let of = |name| commands(name).into_iter().collect::<BTreeSet<_>>();
    assert_eq!(of(MANUALS[0]), of(MANUALS[1]));
}

#[test]
#[cfg(unix)]
fn every_command_does_what_is_said() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(path("fixtures"), folder.path().join("fixtures")).unwrap();
    let program = env!("CARGO_BIN_EXE_tenken");
    let mut runs = 0;
    for (command, code) in commands(MANUALS[0]) {
        if NOT_RUN.iter().any(|it| command.starts_with(it)) {
            continue;
        }
        let line = command.replace("cargo run --release --", "tenken");
        assert!(line.starts_with("tenken ") || line.contains("| tenken "), "{command}");
        let script = format!("tenken() {{ '{program}' \"$@\"; }}\n{line}");
        let output =
            Command::new("sh").args(["-c", &script]).current_dir(&folder).output().unwrap();
        let words = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{command}\n{words}");
        runs += 1;
    }
    assert!(runs >= 8, "only {runs} commands were run");
}

/// The sample is part of what the first command prints.
#[test]
fn the_sample_is_true() {
    let report = tenken::extract(&crate::harness::r6("report-r6.pdf")).unwrap();
    let json = tenken::write(&report, tenken::Output::Json).unwrap();
    let json: Json = serde_json::from_str(&json).unwrap();
    for name in MANUALS {
        for block in fenced(&read(name), "json") {
            let sample: Json = serde_json::from_str(&block).unwrap();
            assert!(holds(&json, &sample), "{name} shows what is not printed:\n{block}");
        }
    }
}

/// Whether a sample is part of the whole: keys and elements may be left out.
fn holds(whole: &Json, sample: &Json) -> bool {
    match (whole, sample) {
        (Json::Object(whole), Json::Object(sample)) => sample
            .iter()
            .all(|(key, sample)| whole.get(key).is_some_and(|whole| holds(whole, sample))),
        (Json::Array(whole), Json::Array(sample)) => {
            sample.iter().all(|sample| whole.iter().any(|whole| holds(whole, sample)))
        }
        (whole, sample) => whole == sample,
    }
}
