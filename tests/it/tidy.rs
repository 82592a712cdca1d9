//! Rules about the source itself, so that review can talk about ideas.

use crate::harness::path;
use std::fs;
use std::path::{Path, PathBuf};

/// The pipeline, upstream first. A stage may use only stages to its left.
const FLOW: [&str; 18] = [
    "geom", "place", "text", "finding", "error", "value", "layout", "source", "page", "grid",
    "table", "annex", "report", "compare", "checks", "outputs", "review", "reader",
];

/// Libraries that read file formats, and the only places that may name them.
const BORDERS: [(&str, &[&str]); 6] = [
    (
        "hayro_",
        &["src/source/pdf.rs", "src/source/pdf/", "src/source/fonts.rs", "src/source/fonts/"],
    ),
    ("lopdf::", &["src/source/repair.rs", "src/source/repair/"]),
    ("calamine::", &["src/source/excel.rs", "src/source/excel/"]),
    ("quick_xml::", &["src/source/excel.rs", "src/source/excel/"]),
    ("zip::", &["src/source/excel.rs", "src/source/excel/"]),
    ("cfb::", &["src/source/excel.rs", "src/source/excel/"]),
];

/// What the library leaves to its caller.
const OUTSIDE: [&str; 8] =
    ["std::env", "std::fs", "std::process", "std::net", "std::time", "println!", "print!(", "dbg!"];

const LINES_MAX: usize = 500;

/// Longer files, each with its reason.
const LONG: [(&str, &str); 2] = [
    ("src/outputs/wire.rs", "a catalogue: one serialised type after another, no logic"),
    ("src/finding/codes.rs", "a catalogue: the page of one code after another"),
];

const FUNCTION_LINES_MAX: usize = 70;

/// Longer functions, each with its reason.
const LONG_FUNCTIONS: [(&str, &str, &str); 1] =
    [("src/error.rs", "words", "a catalogue: one message after another, in two languages")];

/// One source file.
struct File {
    /// From the root of the package, with slashes.
    name: String,
    text: String,
}

impl File {
    /// The part that is built into the library; tests stand at the end.
    fn code(&self) -> &str {
        let is_test = ["/tests/", "/tests.rs", "/cases.rs"].iter().any(|it| self.name.contains(it));
        if is_test {
            ""
        } else {
            self.text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default()
        }
    }
}

/// All files below some folders, or the files themselves, of some extensions.
fn files(roots: &[&str], extensions: &[&str]) -> Vec<File> {
    let mut waiting: Vec<PathBuf> = roots.iter().map(|root| path(root)).collect();
    let mut files = Vec::new();
    while let Some(place) = waiting.pop() {
        // What cargo-fuzz builds and finds.
        if ["fuzz/target", "fuzz/corpus", "fuzz/artifacts"].iter().any(|it| place.ends_with(it)) {
            continue;
        }
        if place.is_dir() {
            waiting.extend(fs::read_dir(&place).unwrap().map(|entry| entry.unwrap().path()));
        } else if has_extension(&place, extensions) {
            let name = place.strip_prefix(path("")).unwrap().display().to_string();
            let text = fs::read_to_string(&place).unwrap();
            files.push(File { name: name.replace('\\', "/"), text });
        }
    }
    files.sort_by(|left, right| left.name.cmp(&right.name));
    assert!(!files.is_empty(), "no file in {roots:?}");
    files
}

fn has_extension(place: &Path, extensions: &[&str]) -> bool {
    let extension = place.extension().unwrap_or_default().to_string_lossy();
    place.is_file() && extensions.contains(&extension.as_ref())
}

fn source() -> Vec<File> {
    files(&["src"], &["rs"])
}

#[test]
fn the_library_declares_its_stages_in_flow_order() {
    let text = fs::read_to_string(path("src/lib.rs")).unwrap();
    let modules = text
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'));
    assert_eq!(modules.collect::<Vec<_>>(), FLOW);
}

#[test]
fn stages_look_only_upstream() {
    for (position, stage) in FLOW.iter().enumerate() {
        let (file, folder) = (format!("src/{stage}.rs"), format!("src/{stage}/"));
        let all = source();
        let own: Vec<&File> =
            all.iter().filter(|it| it.name == file || it.name.starts_with(&folder)).collect();
        assert!(!own.is_empty(), "no file belongs to stage {stage}; is FLOW out of date?");
        for File { name, text } in own {
            // A grouped import would hide the stage's name from what follows.
            assert!(!text.contains("crate::{"), "{name}: import one path a line");
            for later in &FLOW[position + 1..] {
                let uses =
                    ["::", ";"].iter().any(|end| text.contains(&format!("crate::{later}{end}")));
                assert!(!uses, "{name}: {stage} uses {later}");
            }
        }
    }
}

#[test]
fn every_file_says_what_it_is() {
    for File { name, text } in
        files(&["src", "crates", "tests", "benches", "examples", "fuzz"], &["rs"])
    {
        assert!(text.starts_with("//! "), "{name}: no module doc");
    }
}

#[test]
fn libraries_of_formats_stay_at_the_border() {
    for file in source() {
        for (library, allowed) in BORDERS {
            let named = file.code().lines().any(|line| uses(line, library));
            let allowed = allowed.iter().any(|place| file.name.starts_with(place));
            assert!(!named || allowed, "{} names {library}", file.name);
        }
    }
}

/// Whether a line of code, not of words, has a name.
fn uses(line: &str, name: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    code.match_indices(name).any(|(at, _)| {
        !code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_')
    })
}

#[test]
fn the_library_opens_prints_and_asks_nothing() {
    for file in source() {
        for name in OUTSIDE {
            let found = file.code().lines().find(|line| uses(line, name));
            assert!(found.is_none(), "{}: {}", file.name, found.unwrap_or_default().trim());
        }
    }
}

#[test]
fn files_are_short() {
    for File { name, text } in files(&["src", "crates", "tests", "benches"], &["rs"]) {
        let lines = text.lines().count();
        let listed = LONG.iter().any(|(long, _)| *long == name);
        assert!(lines <= LINES_MAX || listed, "{name} has {lines} lines: split it");
        assert!(lines > LINES_MAX || !listed, "{name} is short again: take it out of LONG");
    }
    for (name, _) in LONG {
        assert!(path(name).is_file(), "{name} is gone: take it out of LONG");
    }
}

#[test]
fn functions_are_short() {
    let mut long = Vec::new();
    for File { name, text } in files(&["src", "crates", "tests", "benches", "examples"], &["rs"]) {
        let lines: Vec<&str> = text.lines().collect();
        for start in (0..lines.len()).filter(|&start| opens_function(lines[start])) {
            let length = function_length(&lines[start..]);
            let line = lines[start].trim();
            let listed = LONG_FUNCTIONS.iter().any(|(file, function, _)| {
                *file == name && line.contains(&format!("fn {function}("))
            });
            if length > FUNCTION_LINES_MAX && !listed {
                long.push(format!("{name}:{}: {length} lines: {line}", start + 1));
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// Formatted code closes a function where it began.
fn function_length(lines: &[&str]) -> usize {
    let first = lines[0];
    if first.ends_with(';') || first.ends_with('}') {
        return 1;
    }
    let closing = format!("{}}}", &first[..first.len() - first.trim_start().len()]);
    lines.iter().take_while(|line| **line != closing).count() + 1
}

fn opens_function(line: &str) -> bool {
    let line = line.trim_start();
    let words = line.split('(').next().unwrap_or_default();
    !line.starts_with("//")
        && line.contains('(')
        && words.split_whitespace().rev().nth(1) == Some("fn")
}

#[test]
fn the_changelog_knows_the_version() {
    let changelog = fs::read_to_string(path("CHANGELOG.md")).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    assert!(changelog.contains(&format!("## {version}")), "CHANGELOG.md has no {version}");
}

/// Places of one machine, and where one machine gets its packages from, are
/// nobody else's business.
#[test]
fn no_file_names_a_machine() {
    // Parted, so that this file does not hold them.
    let needles = [
        ["/ho", "me/"],
        ["/ro", "ot/"],
        ["/wo", "rk/"],
        ["C:\\Us", "ers"],
        ["127.0", ".0.1"],
        ["spar", "se+"],
        ["://py", "pi."],
        ["://index.", "crates"],
    ];
    let folders = [
        "src",
        "crates",
        "tests",
        "benches",
        "examples",
        "scripts",
        "docs",
        "schemas",
        "fuzz",
        "fixtures",
        "README.md",
        "README.ja.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "Cargo.toml",
        "Cargo.lock",
        ".ci",
    ];
    let extensions = ["rs", "py", "md", "txt", "json", "toml", "tsv", "lock", ""];
    for File { name, text } in files(&folders, &extensions) {
        for parts in needles {
            let needle = parts.concat();
            let line = text.lines().find(|line| line.contains(&needle));
            assert!(line.is_none(), "{name}: {}", line.unwrap_or_default());
        }
    }
}
