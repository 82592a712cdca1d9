//! Layouts: what is printed can be passed back, the page about them holds, and the
//! reports of other publishers are read.

use crate::harness::{path, tenken};
use crate::truth::{self, list, text};
use serde_json::Value as Json;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tenken::{Input, Layout, Output};

fn published(input: &Input) -> Json {
    let report = tenken::extract(input).unwrap();
    serde_json::from_str(&tenken::write(&report, Output::Json).unwrap()).unwrap()
}

/// A layout that was printed says what was seen already.
#[test]
fn a_printed_layout_changes_nothing() {
    for file in ["fixtures/r6/annex-r6.xlsx", "fixtures/excel/shapes.xlsx"] {
        let bytes = std::fs::read(path(file)).unwrap();
        let input = || Input::new(file, bytes.clone());
        let printed = tenken::layout_of(&input()).unwrap();
        let layout = Layout::parse(&printed).unwrap_or_else(|error| panic!("{error}:\n{printed}"));
        let (plain, given) =
            (published(&input()), published(&input().with_layout(Arc::new(layout))));
        assert_eq!(plain["measures"], given["measures"], "{file}");
    }
}

/// The example of docs/layouts.md, by the steps of that page.
#[test]
fn the_example_of_the_page_is_read() {
    let page = std::fs::read_to_string(path("docs/layouts.md")).unwrap();
    let toml = page.split("```toml\n").nth(1).and_then(|it| it.split("```").next()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (layout, book) = (folder.path().join("our-town.toml"), folder.path().join("report.xlsx"));
    std::fs::write(&layout, toml).unwrap();
    std::fs::copy(path("fixtures/publishers/own-words.xlsx"), &book).unwrap();
    tenken("convert").arg(&book).status(2).stderr(&["E112"]).run();
    let output = tenken("convert").arg(&book).arg("--layout").arg(&layout).run();
    let report: Json = serde_json::from_str(&output.stdout).unwrap();
    let measure = &report["measures"][0];
    assert_eq!((text(&measure["name"]), text(&measure["rating_symbol"])), ("図書館をひらく", "花"));
    let values: Vec<String> = list(&measure["indicators"][0]["values"])
        .iter()
        .map(|it| format!("{} {} {}", text(&it["role"]), it["fiscal_year"], text(&it["text"])))
        .collect();
    assert_eq!(values, ["actual 2023 1,200", "goal 2025 1,500"]);
    assert_eq!(measure["indicators"][0]["unit"], "人");
    assert_eq!(measure["extra"][0]["header"], "ひとこと");
    std::fs::write(&layout, "[columns]\n\"こと\" = \"nmae\"\n").unwrap();
    let wrong = tenken("convert").arg(&book).arg("--layout").arg(&layout).status(2);
    wrong.stdout(&[]).stderr(&["our-town.toml", "line 2, column 8", "nmae"]).run();
}

/// Labels of a form and the rule of its ratings, as a layout says them.
#[test]
fn a_form_with_labels_of_its_own() {
    let file = "fixtures/publishers/own-form.xlsx";
    let layout = "header = \"left\"\n[columns]\n\"こと\" = \"name\"\n\"ものさし\" = \"indicator\"\n\
                  \"いま\" = \"actual\"\n\"めざす\" = \"target\"\n\"できばえ\" = \"rating\"\n\
                  [rating]\nsteps = [\"花\", \"つぼみ\"]\nrule = { kind = \"ratio\", bounds = [1.0, 0.5] }\n";
    let read = |layout: &str| {
        let layout = Arc::new(Layout::parse(layout).unwrap());
        tenken::extract(&Input::new(file, std::fs::read(path(file)).unwrap()).with_layout(layout))
    };
    let report = read(layout).unwrap();
    let measure = &report.measures[0];
    assert_eq!(measure.name.as_deref(), Some("図書館をひらく"));
    assert_eq!(measure.rating_symbol.as_deref(), Some("花"));
    let values: Vec<&str> =
        measure.indicators[0].values.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(values, ["1,200", "1,500"]);
    let bounds = &report.rule.as_ref().unwrap().rule.bounds;
    assert_eq!(bounds.iter().map(|it| it.at_least.to_string()).collect::<Vec<_>>(), ["1", "0.5"]);
    // With its headers above, nothing is a label.
    assert!(read(&layout.replace("left", "above")).is_err());
}

/// How a report of another publisher is read without any layout.
#[derive(Default)]
struct Score {
    facts: usize,
    lost: Vec<String>,
}

/// A report that a truth is about, as a workbook or in print.
struct Reading {
    truth: Json,
    file: PathBuf,
    name: String,
}

/// The reports of a folder with so many truths, in their order.
fn readings(folder: &Path, truths: usize) -> Vec<Reading> {
    let mut places: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    places.retain(|it| it.to_string_lossy().ends_with(".truth.json"));
    places.sort();
    assert_eq!(places.len(), truths);
    let mut found = Vec::new();
    for place in &places {
        let truth = truth::json(place);
        for extension in ["xlsx", "pdf"] {
            let name = format!("{}.{extension}", text(&truth["name"]));
            let file = place.with_file_name(&name);
            if file.is_file() {
                found.push(Reading { truth: truth.clone(), file, name });
            }
        }
    }
    found
}

/// The shapes of many publishers, workbook and print, without a layout: every fact of
/// every truth, and no record that is none.
#[test]
fn shapes_of_publishers() {
    let readings = readings(&path("fixtures/publishers"), 50);
    assert_eq!(readings.len(), 100, "a workbook and a print of each");
    let mut score = Score::default();
    for Reading { truth, file, name } in &readings {
        judge(truth, file, name, &mut score);
        judge_records(truth, file, name, &mut score);
    }
    assert!(score.facts > 1_500, "only {} facts were asked for", score.facts);
    assert!(score.lost.is_empty(), "{} of {}: {:#?}", score.lost.len(), score.facts, score.lost);
}

/// Number, name, bureaus, groups and ratings of each record, and how many there are.
fn judge_records(truth: &Json, file: &Path, name: &str, score: &mut Score) {
    let report = published(&Input::new(name, std::fs::read(file).unwrap()));
    let bare = |json: &Json| crate::harness::bare(text(json));
    let (found, wanted) = (list(&report["measures"]), list(&truth["measures"]));
    score.facts += 1;
    if report["fiscal_year"]["year"] != truth["fiscal_year"] || found.len() != wanted.len() {
        score.lost.push(format!("{name}: {} records of {}", found.len(), report["fiscal_year"]));
        return;
    }
    for (own, want) in found.iter().zip(wanted) {
        let groups: Vec<String> = list(&own["groups"])
            .iter()
            .map(|it| bare(&it["number"]) + &bare(&it["name"]))
            .collect();
        let wanted_groups: Vec<String> = ["pillar", "field"]
            .iter()
            .map(|it| bare(&want[it]))
            .filter(|it| !it.is_empty())
            .collect();
        let bureaus: String = list(&own["bureaus"]).iter().map(bare).collect();
        let mut symbols: Vec<String> =
            list(&own["ratings"]).iter().map(|it| bare(&it["symbol"])).collect();
        symbols.dedup();
        let several = want["ratings"].as_object();
        let mut wanted_symbols: Vec<String> = match several {
            Some(ratings) => ratings.values().map(bare).collect(),
            None => text(&want["rating_symbol"]).lines().map(str::to_owned).collect(),
        };
        if several.is_some() && !text(&want["rating_symbol"]).is_empty() {
            let own = bare(&want["rating_symbol"]);
            wanted_symbols.extend((wanted_symbols.last() != Some(&own)).then_some(own));
        }
        wanted_symbols.dedup();
        let mut fact = |what: &str, is_right: bool, own: &dyn std::fmt::Debug| {
            score.facts += 1;
            if !is_right {
                score.lost.push(format!("{name} {} {what}: {own:?}", want["name"]));
            }
        };
        fact("name", bare(&own["name"]) == bare(&want["name"]), &own["name"]);
        fact("id", bare(&own["id"]) == bare(&want["id"]), &own["id"]);
        fact("bureaus", bureaus == bare(&want["bureau"]), &bureaus);
        fact("groups", groups == wanted_groups, &groups);
        fact("ratings", symbols == wanted_symbols, &symbols);
    }
}

/// The reports of other publishers, workbook and print, without a layout: every value
/// stands at its role and year.
#[test]
fn reports_of_other_publishers() {
    let folder = path("../shared/publishers");
    if !folder.is_dir() {
        println!("skipped: no reports of other publishers");
        return;
    }
    let mut score = Score::default();
    for Reading { truth, file, name } in &readings(&folder, 11) {
        judge(truth, file, name, &mut score);
    }
    assert!(score.facts > 1_000, "only {} values were asked for", score.facts);
    assert!(score.lost.is_empty(), "{} of {}: {:#?}", score.lost.len(), score.facts, score.lost);
}

fn judge(truth: &Json, file: &Path, name: &str, score: &mut Score) {
    let report = published(&Input::new(name, std::fs::read(file).unwrap()));
    let bare = |json: &Json| crate::harness::bare(text(json));
    let groups: HashSet<String> = list(&report["measures"])
        .iter()
        .flat_map(|it| list(&it["groups"]))
        .flat_map(|it| [bare(&it["name"]), bare(&it["number"]) + &bare(&it["name"])])
        .collect();
    for measure in list(&truth["measures"]) {
        for group in ["pillar", "field"].map(|level| bare(&measure[level])) {
            score.facts += 1;
            if !group.is_empty() && !groups.contains(&group) {
                score.lost.push(format!("{name} {} group {group}", measure["name"]));
            }
        }
    }
    let mut found = Vec::new();
    for measure in list(&report["measures"]) {
        for indicator in list(&measure["indicators"]) {
            for value in list(&indicator["values"]) {
                let (role, text) = (text(&value["role"]).to_owned(), bare(&value["text"]));
                found.push((role, value["fiscal_year"].as_i64(), text));
            }
        }
    }
    for measure in list(&truth["measures"]) {
        let indicators = list(&measure["indicators"]).iter();
        for (unit, value) in indicators
            .flat_map(|own| list(&own["values"]).iter().map(|value| (bare(&own["unit"]), value)))
        {
            score.facts += 1;
            let (role, year, text) =
                (text(&value["role"]), value["year"].as_i64(), bare(&value["text"]));
            // A unit in a cell of its own may stand with the value.
            let is_it = |it: &(String, Option<i64>, String)| {
                it.0 == role
                    && (it.1 == year || it.1.is_none())
                    && (it.2 == text || it.2 == text.clone() + &unit)
            };
            match found.iter().position(is_it) {
                Some(at) => drop(found.swap_remove(at)),
                None => {
                    score.lost.push(format!("{name} {} {role} {year:?} {text}", measure["name"]))
                }
            }
        }
    }
}
