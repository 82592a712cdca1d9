//! `fixtures/r6/truth.json`, and the comparison of measures with it.

use crate::harness::path;
use serde_json::Value as Json;
use std::fmt::Write;
use std::sync::LazyLock;

/// The fields of a measure, by their names in the truth and in the JSON.
pub(crate) const FIELDS: [&str; 11] = [
    "id",
    "pillar",
    "field",
    "name",
    "bureau",
    "indicator",
    "target",
    "actual",
    "rating_symbol",
    "reason",
    "remarks",
];

/// How many differing cells a failure shows.
const SHOWN_MAX: usize = 40;

static TRUTH: LazyLock<Json> = LazyLock::new(|| json(&path("fixtures/r6/truth.json")));

/// The truth about the model report.
pub(crate) fn r6() -> &'static Json {
    &TRUTH
}

/// Reads a JSON file.
#[track_caller]
pub(crate) fn json(place: &std::path::Path) -> Json {
    let text = std::fs::read_to_string(place)
        .unwrap_or_else(|error| panic!("{}: {error}", place.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", place.display()))
}

/// The elements of an array.
#[track_caller]
pub(crate) fn list(json: &Json) -> &[Json] {
    json.as_array().unwrap_or_else(|| panic!("no array: {json}"))
}

/// A text; null is the empty one, and a quantity stands for its text.
pub(crate) fn text(json: &Json) -> &str {
    json.as_str().or_else(|| json["text"].as_str()).unwrap_or_default()
}

/// A measure of the truth by its number.
#[track_caller]
pub(crate) fn measure(id: &str) -> &'static Json {
    list(&r6()["measures"]).iter().find(|it| it["id"] == id).unwrap_or_else(|| panic!("no {id}"))
}

/// Every cell that differs, side by side; empty where all agree.
pub(crate) fn differences(expected: &[&Json], found: &[Json]) -> String {
    let ids = |measures: &mut dyn Iterator<Item = &Json>| -> Vec<String> {
        measures.map(|it| text(&it["id"]).to_owned()).collect()
    };
    let (left, right) = (ids(&mut expected.iter().copied()), ids(&mut found.iter()));
    let mut report = String::new();
    if left != right {
        let (missing, extra) = (without(&left, &right), without(&right, &left));
        let order = if missing == extra { ", in another order" } else { "" };
        let (left, right) = (left.len(), right.len());
        let _ = writeln!(
            report,
            "{left} measures expected, {right} found; missing [{missing}], not in the truth [{extra}]{order}"
        );
    }
    let mut shown = 0;
    for truth in expected {
        let Some(measure) = found.iter().find(|it| it["id"] == truth["id"]) else { continue };
        for field in FIELDS {
            let (left, right) = (text(&truth[field]), text(&measure[field]));
            if left != right {
                shown += 1;
                if shown <= SHOWN_MAX {
                    let id = text(&truth["id"]);
                    let _ = writeln!(report, "{id} {field}\n  truth {left:?}\n  found {right:?}");
                }
            }
        }
    }
    if shown > 0 {
        let _ = writeln!(report, "{shown} cells differ");
    }
    report
}

/// The first names that only one of two lists has.
fn without(names: &[String], others: &[String]) -> String {
    const NAMED_MAX: usize = 8;
    let mut only: Vec<&str> =
        names.iter().filter(|name| !others.contains(name)).map(String::as_str).collect();
    if only.len() > NAMED_MAX {
        only.truncate(NAMED_MAX);
        only.push("…");
    }
    only.join(" ")
}
