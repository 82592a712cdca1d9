//! Each rule of the schema of reports refuses something: a document that breaks it alone,
//! and that the same schema without it lets pass.

use crate::harness::path;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use tenken::{Input, Output};

/// Where a document is broken, with what, and the rule that must refuse it.
fn broken() -> Vec<(&'static str, Json, &'static str)> {
    vec![
        ("/schema_version", json!("2"), "/properties/schema_version/const"),
        ("/source/format", json!("doc"), "Source/properties/format/enum"),
        ("/source/sha256", json!("abc"), "Source/properties/sha256/pattern"),
        ("/source/text_source", json!("scan"), "Source/properties/text_source/enum"),
        ("/fiscal_year/period", json!("2024"), "FiscalYear/properties/period/pattern"),
        ("/legend/0/symbol", json!(""), "LegendEntry/properties/symbol/minLength"),
        ("/legend/0/step", json!(0), "LegendEntry/properties/step/minimum"),
        ("/rule/kind", json!("best"), "Rule/properties/kind/enum"),
        ("/rule/text", json!(""), "Rule/properties/text/minLength"),
        ("/rule/bounds/0/at_least", json!("80%"), "RuleBound/properties/at_least/pattern"),
        ("/measures/0/key", json!(""), "Measure/properties/key/minLength"),
        ("/measures/0/id", json!(""), "Measure/properties/id/minLength"),
        ("/measures/0/indicators", json!([]), "Measure/properties/indicators/minItems"),
        ("/measures/0/rating_symbol", json!(""), "Measure/properties/rating_symbol/minLength"),
        ("/measures/0/groups/0/level", json!(0), "Group/properties/level/minimum"),
        ("/measures/0/groups/0/name", json!(""), "Group/properties/name/minLength"),
        ("/measures/0/indicators/0/kind", json!("x"), "Indicator/properties/kind/enum"),
        (
            "/measures/0/indicators/0/direction",
            json!("left"),
            "Indicator/properties/direction/enum",
        ),
        (VALUE_ROLE, json!("aim"), "IndicatorValue/properties/role/enum"),
        (VALUE_YEAR, json!(24), "IndicatorValue/properties/fiscal_year/minimum"),
        (VALUE_YEAR, json!(20_240), "IndicatorValue/properties/fiscal_year/maximum"),
        (VALUE_TEXT, json!(""), "IndicatorValue/properties/text/minLength"),
        (PART_STATE, json!("done"), "Value/oneOf"),
        (PART_NUMBER, json!(null), "Value/oneOf"),
        ("/measures/0/ratings/0/symbol", json!(""), "Rated/properties/symbol/minLength"),
        ("/measures/0/ratings/0/step", json!(0), "Rated/properties/step/minimum"),
        ("/totals/by/counted", json!("rows"), "TotalsBy/properties/counted/enum"),
        ("/findings/0/code", json!("r201"), "Finding/properties/code/pattern"),
        ("/findings/0/fingerprint", json!("x"), "Finding/properties/fingerprint/pattern"),
    ]
}

const VALUE_ROLE: &str = "/measures/0/indicators/0/values/0/role";
const VALUE_YEAR: &str = "/measures/0/indicators/0/values/0/fiscal_year";
const VALUE_TEXT: &str = "/measures/0/indicators/0/values/0/text";
const PART_STATE: &str = "/measures/0/indicators/0/values/0/parts/0/state";
const PART_NUMBER: &str = "/measures/0/indicators/0/values/0/parts/0/number";

/// The rules that say more than types do.
const MEANING: [&str; 7] =
    ["const", "enum", "pattern", "minItems", "minLength", "minimum", "maximum"];

/// A report whose first measure has a number for its first value.
fn report() -> Json {
    let file = "fixtures/r6/report-r6.pdf";
    let input = Input::new(file, std::fs::read(path(file)).unwrap());
    let report = tenken::extract(&input).unwrap();
    let mut json: Json =
        serde_json::from_str(&tenken::write(&report, Output::Json).unwrap()).unwrap();
    let measures = json["measures"].as_array_mut().unwrap();
    let has_number = |it: &Json| {
        it["indicators"][0]["values"][0]["parts"][0]["number"].is_number()
            && it["ratings"][0]["step"].is_number()
    };
    let at = measures.iter().position(has_number).unwrap();
    measures.swap(0, at);
    measures.truncate(1);
    json
}

#[test]
fn each_rule_refuses_something() {
    let schema: Json = serde_json::from_str(&tenken::report_schema()).unwrap();
    let report = report();
    let judge =
        |schema: &Json, json: &Json| jsonschema::draft202012::new(schema).unwrap().is_valid(json);
    assert!(judge(&schema, &report));
    let mut tried = BTreeSet::new();
    for (place, value, rule) in broken() {
        let mut json = report.clone();
        put(&mut json, place, value);
        assert!(!judge(&schema, &json), "{rule}: {place} is not refused");
        let rule = if rule.starts_with('/') { rule.to_owned() } else { format!("/$defs/{rule}") };
        let (inside, word) = rule.rsplit_once('/').unwrap();
        let mut without = schema.clone();
        let removed = without.pointer_mut(inside).unwrap().as_object_mut().unwrap().remove(word);
        assert!(removed.is_some(), "no rule {rule}");
        assert!(judge(&without, &json), "{rule}: another rule refuses {place} too");
        tried.insert(rule);
    }
    let mut all = BTreeSet::new();
    rules(&schema, "", &mut all);
    let untried: Vec<&String> = all.difference(&tried).collect();
    assert!(untried.is_empty(), "no document breaks {untried:#?}");
}

/// Puts a value in a place, also where it is left out.
fn put(json: &mut Json, place: &str, value: Json) {
    let (inside, key) = place.rsplit_once('/').unwrap();
    match json.pointer_mut(inside).unwrap_or_else(|| panic!("{place}")) {
        Json::Object(map) => drop(map.insert(key.to_owned(), value)),
        list => list[key.parse::<usize>().unwrap()] = value,
    }
}

/// Places of the rules that say more than types, but those of unsigned numbers and of
/// the fixed length of boxes, which the types say.
fn rules(schema: &Json, place: &str, found: &mut BTreeSet<String>) {
    match schema {
        Json::Object(map) => {
            let is_named = place.ends_with("/properties") || place.ends_with("/$defs");
            for (word, value) in map {
                let inner = format!("{place}/{word}");
                let is_typed = (word == "minimum" && value == 0)
                    || place.ends_with("/bbox")
                    || (word == "const" && place.contains("/oneOf/"));
                if !is_named && MEANING.contains(&word.as_str()) && !is_typed {
                    found.insert(inner.clone());
                }
                rules(value, &inner, found);
            }
        }
        Json::Array(list) => {
            for (at, value) in list.iter().enumerate() {
                rules(value, &format!("{place}/{at}"), found);
            }
        }
        _ => {}
    }
}
