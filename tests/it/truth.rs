//! `fixtures/r6/truth.json`, and the comparison of measures with it.

use crate::harness::{bare, path};
use serde_json::Value as Json;
use std::fmt::Write;
use std::sync::LazyLock;

/// The fields of a measure, by their names in the truth and in the JSON.
pub(crate) const FIELDS: [&str; 9] =
    ["id", "name", "bureau", "indicator", "target", "actual", "rating_symbol", "reason", "remarks"];

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

/// The measures of a report as truths have them: a row an indicator, with the values
/// of the report's year.
pub(crate) fn flat(report: &Json) -> Vec<Json> {
    let year = &report["fiscal_year"]["year"];
    let of_year = |indicator: &Json, role: &str| -> Json {
        let values = list(&indicator["values"]).iter().filter(|it| it["role"] == role);
        let values: Vec<&Json> = values.collect();
        let own = values.iter().find(|it| it["fiscal_year"] == *year);
        let undated = || values.iter().find(|it| it["fiscal_year"].is_null());
        own.or_else(undated).or(values.last()).map_or(Json::Null, |it| it["text"].clone())
    };
    let mut rows = Vec::new();
    for measure in list(&report["measures"]) {
        for (at, indicator) in list(&measure["indicators"]).iter().enumerate() {
            let own = list(&measure["ratings"]).iter().find(|it| it["indicator"] == at);
            let rating = own.map_or(&measure["rating_symbol"], |it| &it["symbol"]);
            let bureaus: Vec<&str> = list(&measure["bureaus"]).iter().map(text).collect();
            rows.push(serde_json::json!({
                "id": measure["id"],
                "groups": measure["groups"],
                "name": measure["name"],
                "bureau": bureaus.join("\n"),
                "indicator": indicator["text"],
                "target": of_year(indicator, "target"),
                "actual": of_year(indicator, "actual"),
                "rating_symbol": rating,
                "reason": measure["reason"],
                "remarks": measure["remarks"],
            }));
        }
    }
    rows
}

/// The groups of a measure, with their numbers where those are printed: a number that
/// the structure of the plan gives is no part of the name.
fn groups_differ(truth: &Json, measure: &Json) -> Option<String> {
    let expected: Vec<String> = ["pillar", "field"]
        .iter()
        .map(|name| bare(text(&truth[*name])))
        .filter(|name| !name.is_empty())
        .collect();
    let found = list(&measure["groups"]);
    let is_same = |(expected, group): (&String, &Json)| {
        let (number, name) = (text(&group["number"]), text(&group["name"]));
        *expected == bare(name) || *expected == bare(&format!("{number}{name}"))
    };
    let are_same = expected.len() == found.len() && expected.iter().zip(found).all(is_same);
    (!are_same).then(|| format!("  truth {expected:?}\n  found {}", measure["groups"]))
}

/// Every cell that differs, side by side; empty where all agree. What is found is
/// [`flat`].
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
        if let Some(groups) = groups_differ(truth, measure) {
            shown += 1;
            let _ = writeln!(report, "{} groups\n{groups}", text(&truth["id"]));
        }
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
