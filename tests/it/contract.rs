//! The JSON that we promise, and the schemas that say so.

use crate::harness::{path, r6, same_as_file};
use serde_json::Value as Json;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tenken::{Input, Output, TableFormat};

const REPORT: &str = "schemas/report.schema.json";
const TABLES: &str = "schemas/tables.schema.json";
const JOINED: &str = "schemas/joined-tables.schema.json";
const REVIEW: &str = "schemas/review.schema.json";
const COMPARE: &str = "schemas/compare.schema.json";

/// Left out of what is read in this process: they are made to use up time or
/// memory, and `family` reads them under a limit.
const COSTLY: [&str; 3] = ["content-inflates", "forms-that-double", "draw"];

#[test]
fn committed_schemas_are_those_of_the_types() {
    same_as_file(REPORT, &tenken::report_schema());
    same_as_file(TABLES, &tenken::tables_schema());
    same_as_file(JOINED, &tenken::joined_tables_schema());
    same_as_file(COMPARE, &tenken::comparison_schema());
    same_as_file(REVIEW, &tenken::review_schema());
}

#[test]
fn the_manual_of_checks_is_that_of_the_codes() {
    same_as_file("docs/checks.md", &tenken::checks_manual());
}

#[test]
fn schemas_are_of_2020_12_and_name_themselves() {
    for place in [REPORT, TABLES, JOINED, COMPARE, REVIEW] {
        let schema = read(&path(place));
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert!(schema["$id"].as_str().unwrap().starts_with("urn:tenken:schema:"), "{place}");
        jsonschema::draft202012::meta::validate(&schema).unwrap();
    }
}

/// What is written is validated by the rules of draft 7, which are sooner ready.
/// The change logs of JSON Schema 2019-09 and 2020-12 tell what means something
/// else since, or is new: of that our schemas may use nothing.
#[test]
fn schemas_mean_the_same_in_draft_7() {
    const SAME: [&str; 16] = [
        "$id",
        "$ref",
        "$schema",
        "const",
        "description",
        "enum",
        "format",
        "maxItems",
        "maximum",
        "minItems",
        "minLength",
        "minimum",
        "pattern",
        "required",
        "title",
        "type",
    ];
    fn judge(schema: &Json, place: &str) {
        // `true` and `false` are schemas too.
        for (word, value) in schema.as_object().into_iter().flatten() {
            let inner = format!("{place}/{word}");
            match (word.as_str(), value) {
                ("properties" | "$defs", Json::Object(named)) => {
                    named.iter().for_each(|(name, it)| judge(it, &format!("{inner}/{name}")));
                }
                ("anyOf" | "oneOf", Json::Array(list)) => {
                    list.iter().for_each(|it| judge(it, &inner));
                }
                // A list here is what 2020-12 calls prefixItems.
                ("items" | "additionalProperties", it) => {
                    assert!(it.is_object() || it.is_boolean(), "{inner}");
                    judge(it, &inner);
                }
                // Draft 7 passes over what stands beside.
                ("$ref", _) => {
                    let beside = schema.as_object().unwrap().keys();
                    assert!(
                        beside.clone().all(|it| it == "$ref" || it == "description"),
                        "{inner}"
                    );
                }
                _ => assert!(SAME.contains(&word.as_str()), "{inner}"),
            }
        }
    }
    for place in [REPORT, TABLES, JOINED] {
        judge(&read(&path(place)), place);
    }
}

fn read(place: &Path) -> Json {
    serde_json::from_str(&fs::read_to_string(place).unwrap()).unwrap()
}

#[test]
fn every_output_keeps_to_its_schema() {
    let validator = |place| jsonschema::draft202012::new(&read(&path(place))).unwrap();
    let (report, tables) = (validator(REPORT), validator(TABLES));
    let joined = validator(JOINED);
    let mut outputs = 0;
    for input in inputs() {
        if let Ok((json, _)) = tenken::tables(&input) {
            check(&tables, &input, &json);
            outputs += 1;
        }
        if let Ok((found, _)) = tenken::joined_tables(&input) {
            let documents = [(input.name(), found.as_slice())];
            check(&joined, &input, &tenken::write_tables(&documents, TableFormat::Json).unwrap());
            outputs += 1;
        }
        if let Ok(found) = tenken::extract(&input) {
            check(&report, &input, &tenken::write(&found, Output::Json).unwrap());
            // No schema can ask for this: a key names one measure.
            let keys: HashSet<&str> = found.measures.iter().map(|it| it.key.as_str()).collect();
            assert_eq!(keys.len(), found.measures.len(), "{}: keys", input.name());
            outputs += 1;
        }
    }
    assert!(outputs > 100, "only {outputs} outputs were judged");
}

fn check(validator: &jsonschema::Validator, input: &Input, json: &str) {
    let json: Json = serde_json::from_str(json).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&json).map(|it| format!("{}: {it}", it.instance_path())).collect();
    assert!(errors.is_empty(), "{}: {errors:#?}", input.name());
}

fn inputs() -> Vec<Input> {
    let mut places = Vec::new();
    for folder in fs::read_dir(path("fixtures")).unwrap().map(|it| it.unwrap().path()) {
        // What asks for gigabytes is read in processes of its own (bombs.rs).
        if folder.is_dir() && !folder.ends_with("bombs") {
            places.extend(fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()));
        }
    }
    places.sort();
    let name = |place: &PathBuf| place.file_name().unwrap().to_string_lossy().into_owned();
    places.retain(|place| {
        let costly = COSTLY.iter().any(|part| name(place).contains(part));
        !costly && place.extension().is_some_and(|it| it == "pdf" || it == "xlsx")
    });
    places.iter().map(|place| Input::new(name(place), fs::read(place).unwrap())).collect()
}

/// Absent is null or [], never a missing key: what the schema knows is there.
#[test]
fn no_key_is_ever_missing() {
    let schema = read(&path(REPORT));
    let keys = |json: &Json| -> Vec<String> { json.as_object().unwrap().keys().cloned().collect() };
    for file in ["report-r6.pdf", "annex-r6.xlsx"] {
        let report = tenken::extract(&r6(file)).unwrap();
        let json: Json =
            serde_json::from_str(&tenken::write(&report, Output::Json).unwrap()).unwrap();
        assert_eq!(keys(&json), keys(&schema["properties"]), "{file}");
        for measure in json["measures"].as_array().unwrap() {
            assert_eq!(keys(measure), keys(&schema["$defs"]["Measure"]["properties"]), "{file}");
        }
    }
}

/// A JSON Schema library of other people, in another language.
#[test]
fn check_jsonschema_agrees() {
    let judge = path("target/judges/bin/check-jsonschema");
    if !judge.is_file() {
        assert!(std::env::var_os("CI").is_none_or(|it| it != "true"), "CI needs {judge:?}");
        println!("skipped: scripts/check fetches check-jsonschema where Python is there");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        let place = folder.path().join(name);
        fs::write(&place, text).unwrap();
        place
    };
    let report = tenken::extract(&r6("report-r6.pdf")).unwrap();
    let report = put("report.json", &tenken::write(&report, Output::Json).unwrap());
    let tables = put("tables.json", &tenken::tables(&r6("annex-r6.xlsx")).unwrap().0);
    let judged = |arguments: &[&Path]| {
        let output = Command::new(&judge).args(arguments).output().unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (metaschema, by) = (Path::new("--check-metaschema"), Path::new("--schemafile"));
    for arguments in [
        [metaschema, &path(REPORT), &path(TABLES)].as_slice(),
        &[by, &path(REPORT), &report],
        &[by, &path(TABLES), &tables],
    ] {
        let (agrees, words) = judged(arguments);
        assert!(agrees, "{arguments:?}: {words}");
    }
    // A judge that agrees with anything would be none.
    let wrong = put("wrong.json", "{\"schema_version\":\"1\"}");
    assert!(!judged(&[by, &path(REPORT), &wrong]).0);
}
