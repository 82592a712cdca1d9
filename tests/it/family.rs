//! Every fixture of the family against the truth beside it.
//!
//! Each file has a process of its own under a limit of time and memory, so
//! that a bomb fails alone. What can't be read yet is listed by name in
//! `known_gaps.txt`, with the reason that the test gave: a fixture that fails
//! must be in the list, and one that passes must not.

use crate::harness::{Output, bare, path, tenken, updating};
use crate::truth::{self, list, text};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

const GAPS: &str = "tests/it/known_gaps.txt";

/// How many differing cells of a table a failure shows.
const SHOWN_MAX: usize = 6;

/// What says that a file was not read whole: none may come up that the truth
/// does not name. P905 and P906, for a person to know, may.
const INCOMPLETE: [&str; 4] = ["P901", "P902", "P903", "P904"];

#[test]
fn reads_as_the_truth_says() {
    let failures = judge_all(truths());
    if updating() {
        std::fs::write(path(GAPS), gaps_text(&failures)).unwrap();
    }
    let gaps = gaps();
    let mut report = String::new();
    for (name, why) in &failures {
        if !gaps.contains(name) {
            let _ = writeln!(report, "{name}\n{why}");
        }
    }
    for name in gaps.iter().filter(|&name| !failures.contains_key(name)) {
        let _ = writeln!(report, "{name} passes: take it out of {GAPS}");
    }
    assert!(report.is_empty(), "\n{report}UPDATE=1 rewrites {GAPS}");
}

/// Pages whose header is known from the page before alone, shared out among
/// threads each of which sees only its own.
#[test]
fn tables_need_no_page_before_in_their_thread() {
    let name = "header-without-rule-on-later-pages.pdf";
    let bytes = std::fs::read(path("fixtures/layout").join(name)).unwrap();
    let input = tenken::Input::new(name, bytes);
    let tables = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| tenken::tables(&input).unwrap().0)
    };
    for threads in 2..=4 {
        assert!(tables(threads) == tables(1), "differs with {threads} threads");
    }
}

/// What differs, by the name of the fixture; those that pass are left out.
///
/// Threads of its own: on the library's pool they would hold up the other tests.
fn judge_all(places: Vec<PathBuf>) -> BTreeMap<String, String> {
    let waiting = Mutex::new(places.into_iter());
    let failures = Mutex::new(BTreeMap::new());
    let work = || {
        loop {
            let Some(place) = waiting.lock().unwrap().next() else { break };
            let why = judge(&place);
            if !why.is_empty() {
                failures.lock().unwrap().insert(name(&place), why);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(work);
        }
    });
    failures.into_inner().unwrap()
}

/// All truths of the family, the model report's apart.
fn truths() -> Vec<PathBuf> {
    let mut places = Vec::new();
    for folder in std::fs::read_dir(path("fixtures")).unwrap() {
        let folder = folder.unwrap().path();
        // Those with truths of whole reports are judged by tests of their own.
        if !folder.is_dir() || folder.ends_with("r6") || folder.ends_with("publishers") {
            continue;
        }
        for entry in std::fs::read_dir(folder).unwrap() {
            let place = entry.unwrap().path();
            if place.extension().is_some_and(|it| it == "json") {
                places.push(place);
            }
        }
    }
    places.sort();
    assert!(places.len() > 100, "only {} fixtures; has the folder moved?", places.len());
    places
}

/// `rules/dotted`.
fn name(place: &Path) -> String {
    let place = place.strip_prefix(path("fixtures")).unwrap().with_extension("");
    place.display().to_string().replace('\\', "/")
}

fn gaps() -> BTreeSet<String> {
    let text = std::fs::read_to_string(path(GAPS)).unwrap_or_default();
    text.lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

fn gaps_text(failures: &BTreeMap<String, String>) -> String {
    let mut text =
        "# Fixtures that are not read as their truth says; UPDATE=1 cargo test rewrites this.\n"
            .to_owned();
    let root = path("").display().to_string();
    for (name, why) in failures {
        let why = why.lines().next().unwrap_or_default().replace(&root, "");
        let why: String = why.chars().take(100).collect();
        let _ = writeln!(text, "{name}  # {}", why.trim());
    }
    text
}

/// What differs; empty where nothing does.
fn judge(place: &Path) -> String {
    let truth = truth::json(place);
    let file = place.with_extension("pdf");
    if let Some(error) = truth["error"].as_str() {
        return ["convert", "tables"].map(|verb| refused(verb, &file, error)).concat();
    }
    match text(&truth["kind"]) {
        "measures" => measures(&truth, &file),
        "tables" => tables(&truth, &file),
        "joined" => joined(&truth, &file),
        kind => format!("unknown kind {kind:?}\n"),
    }
}

fn refused(verb: &str, file: &Path, error: &str) -> String {
    let output = tenken(verb).arg(file).spawn();
    let mut why = ended(&output, 2);
    if !output.stdout.is_empty() {
        why += "something on stdout\n";
    }
    let words = match error {
        "password" => "password",
        "not_a_pdf" => "HTML",
        "empty" => "empty",
        _ => "",
    };
    let named = output.stderr.contains(&file.display().to_string());
    if !named || !output.stderr.contains(words) {
        let _ =
            writeln!(why, "the message does not name the file and {words:?}: {}", output.stderr);
    }
    why
}

fn ended(output: &Output, code: i32) -> String {
    match output.code {
        _ if output.timed_out => "takes too long\n".to_owned(),
        Some(found) if found == code => String::new(),
        Some(found) => format!("exit code {found}: {}\n", output.stderr.trim()),
        None => format!("killed: {}\n", output.stderr.trim()),
    }
}

fn parsed(output: &Output) -> Json {
    serde_json::from_str(&output.stdout).unwrap_or_default()
}

fn measures(truth: &Json, file: &Path) -> String {
    // What is damaged is told by its findings.
    let output = tenken("convert").arg("--allow-incomplete").arg(file).spawn();
    let why = ended(&output, 0);
    if !why.is_empty() {
        return why;
    }
    let expected: Vec<&Json> = match truth["ids"].as_array() {
        Some(ids) => ids.iter().map(|id| truth::measure(text(id))).collect(),
        None => list(&truth::r6()["measures"]).iter().collect(),
    };
    let found = parsed(&output);
    let codes = list(&found["findings"]).iter().map(|it| text(&it["code"]).to_owned()).collect();
    truth::differences(&expected, &truth::flat(&found)) + &codes_differ(truth, &codes)
}

fn codes_differ(truth: &Json, found: &BTreeSet<String>) -> String {
    let named = |key: &str| -> BTreeSet<String> {
        truth[key].as_array().into_iter().flatten().map(|it| text(it).to_owned()).collect()
    };
    let (must, may) = (named("findings"), named("may_find"));
    let mut why = String::new();
    for code in must.difference(found) {
        let _ = writeln!(why, "{code} is not reported");
    }
    for code in found.iter().filter(|code| INCOMPLETE.contains(&code.as_str())) {
        if !must.contains(code) && !may.contains(code) {
            let _ = writeln!(why, "{code} is reported for nothing");
        }
    }
    why
}

fn tables(truth: &Json, file: &Path) -> String {
    let output = tenken("tables").arg(file).spawn();
    let mut why = ended(&output, 0);
    if !why.is_empty() {
        return why;
    }
    let found = parsed(&output);
    let lost: Vec<&Json> = truth["lost_pages"].as_array().into_iter().flatten().collect();
    let whole = |json: &Json| -> Vec<Json> {
        let tables = list(&json["tables"]).iter();
        tables.filter(|table| !lost.contains(&&table["page"])).cloned().collect()
    };
    let (expected, tables) = (whole(truth), whole(&found));
    let shapes = |tables: &[Json]| -> Vec<String> { tables.iter().map(shape).collect() };
    if shapes(&expected) != shapes(&tables) {
        let _ = writeln!(why, "tables {:?}, found {:?}", shapes(&expected), shapes(&tables));
    }
    for (expected, found) in expected.iter().zip(&tables) {
        why += &cells_differ(expected, found);
    }
    why += &inside(truth, &tables);
    why += &codes_differ(truth, &codes_said(&output.stderr));
    why += &pages_differ(truth, &output.stderr);
    why
}

/// Whole tables over pages: how many, each cell, and what stands above.
fn joined(truth: &Json, file: &Path) -> String {
    let output = tenken("tables").arg("--join").arg(file).spawn();
    let mut why = ended(&output, 0);
    if !why.is_empty() {
        return why;
    }
    let found = parsed(&output)["documents"][0]["tables"].clone();
    let (expected, found) = (list(&truth["tables"]), list(&found));
    let shapes = |tables: &[Json]| -> Vec<[u64; 3]> {
        let shape = |table: &Json| ["rows", "cols", "header_rows"].map(|it| number(&table[it]));
        tables.iter().map(shape).collect()
    };
    if shapes(expected) != shapes(found) {
        let _ = writeln!(why, "tables {:?}, found {:?}", shapes(expected), shapes(found));
    }
    for (expected, found) in expected.iter().zip(found) {
        why += &cells_differ(expected, found);
        let pages = list(&found["parts"]).len() as u64;
        if pages < number(&expected["pages_min"]) {
            let _ = writeln!(why, "covers {pages} pages alone");
        }
        if expected["captions"].is_array() && expected["captions"] != found["captions"] {
            let _ = writeln!(why, "captions {}", found["captions"]);
        }
    }
    why
}

fn number(json: &Json) -> u64 {
    json.as_u64().unwrap_or(u64::MAX)
}

/// Page, size, and whether rules part the cells.
fn shape(table: &Json) -> String {
    let ruled = if table["ruled"] == false { " unruled" } else { "" };
    format!("p.{} {}×{}{ruled}", table["page"], table["rows"], table["cols"])
}

type Cells<'a> = BTreeMap<[u64; 4], &'a Json>;

fn cells(table: &Json) -> Cells<'_> {
    let key = |cell: &Json| {
        ["row", "col", "rowspan", "colspan"].map(|name| cell[name].as_u64().unwrap_or(u64::MAX))
    };
    list(&table["cells"]).iter().map(|cell| (key(cell), &cell["text"])).collect()
}

fn cells_differ(expected: &Json, found: &Json) -> String {
    let (expected, found) = (cells(expected), cells(found));
    let keys: BTreeSet<&[u64; 4]> = expected.keys().chain(found.keys()).collect();
    let mut why = String::new();
    let mut count = 0;
    for key in keys {
        let (left, right) = (expected.get(key), found.get(key));
        if same_text(left.copied(), right.copied()) {
            continue;
        }
        count += 1;
        if count <= SHOWN_MAX {
            let show = |text: Option<&&Json>| text.map_or("no cell".into(), |it| it.to_string());
            let [row, col, rowspan, colspan] = key;
            let _ = writeln!(
                why,
                "row {row} column {col} ({rowspan}×{colspan})\n  truth {}\n  found {}",
                show(left),
                show(right)
            );
        }
    }
    if count > SHOWN_MAX {
        let _ = writeln!(why, "{count} cells differ");
    }
    why
}

/// Null in the truth: something is there and nobody can know what.
fn same_text(truth: Option<&Json>, found: Option<&Json>) -> bool {
    match (truth, found) {
        (Some(Json::Null), Some(found)) => {
            let found = text(found);
            !found.is_empty() && found.chars().all(|it| it == char::REPLACEMENT_CHARACTER)
        }
        (truth, found) => truth == found,
    }
}

/// Texts that must be in no cell, and are.
fn inside(truth: &Json, tables: &[Json]) -> String {
    let mut why = String::new();
    for outside in truth["outside"].as_array().into_iter().flatten() {
        let needle = bare(text(outside));
        let holds = |cell: &&Json| bare(text(&cell["text"])).contains(&needle);
        if tables.iter().flat_map(|table| list(&table["cells"])).any(|cell| holds(&cell)) {
            let _ = writeln!(why, "{outside} is in a cell");
        }
    }
    why
}

/// `warning P903 p.2 (0, 0): …` says P903.
fn codes_said(stderr: &str) -> BTreeSet<String> {
    let code = |line: &str| Some(line.split_whitespace().nth(1)?.trim_end_matches(':').to_owned());
    stderr.lines().filter_map(code).collect()
}

fn pages_differ(truth: &Json, stderr: &str) -> String {
    let mut why = String::new();
    for (code, pages) in truth["finding_pages"].as_object().into_iter().flatten() {
        let said: Vec<&str> = stderr.lines().filter(|line| line.contains(code)).collect();
        for page in list(pages) {
            if !said.iter().any(|line| line.contains(&format!(" p.{page} "))) {
                let _ = writeln!(why, "{code} does not name page {page}: {said:?}");
            }
        }
    }
    why
}
