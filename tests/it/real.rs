//! Real tables of three prefectures, read in place.
//!
//! The files are not ours to copy, so they lie beside the clone or nowhere.

use crate::harness::{bare, path, tenken};
use crate::truth::{self, list, text};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

#[track_caller]
fn check(name: &str) {
    let folder = path("../shared/real");
    let file = folder.join(format!("{name}.pdf"));
    if !file.is_file() {
        println!("skipped: no {name}.pdf beside this clone");
        return;
    }
    let truth = truth::json(&folder.join(format!("{name}.cells.json")));
    let found: Json = serde_json::from_str(&tenken("tables").arg(file).spawn().stdout).unwrap();
    // The cells of the first pages were checked by eye, the others were not.
    let truth = list(&truth["tables"]);
    let pages: Vec<&Json> = truth.iter().map(|table| &table["page"]).collect();
    let found = list(&found["tables"]).iter().filter(|table| pages.contains(&&table["page"]));
    let found: Vec<&Json> = found.collect();
    let shape = |table: &Json| format!("p.{} {}×{}", table["page"], table["rows"], table["cols"]);
    let shapes: Vec<String> = found.iter().map(|&table| shape(table)).collect();
    assert_eq!(shapes, truth.iter().map(shape).collect::<Vec<_>>());
    let mut differences = Vec::new();
    for (truth, found) in truth.iter().zip(found) {
        let (left, right) = (cells(truth), cells(found));
        for key in left.keys().chain(right.keys()).collect::<BTreeSet<_>>() {
            if left.get(key) != right.get(key) {
                differences.push(format!(
                    "{} {key:?}\n  truth {:?}\n  found {:?}",
                    shape(truth),
                    left.get(key),
                    right.get(key)
                ));
            }
        }
    }
    assert!(differences.is_empty(), "{name}:\n{}", differences.join("\n"));
}

/// Row, column and spans of each cell → its text without spaces: where a line
/// of the real files ends softly, nobody has said.
fn cells(table: &Json) -> BTreeMap<[u64; 4], String> {
    let key =
        |cell: &Json| ["row", "col", "rowspan", "colspan"].map(|name| cell[name].as_u64().unwrap());
    list(&table["cells"]).iter().map(|cell| (key(cell), bare(text(&cell["text"])))).collect()
}

#[test]
fn kyoto() {
    check("kyoto");
}

#[test]
fn miyagi() {
    check("miyagi");
}

#[test]
fn saga() {
    check("saga");
}
