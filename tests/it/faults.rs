//! Files cut off, and files with one bit changed, through the whole pipeline under its
//! limits: nothing takes the program down, and nothing passes for whole that is not.

use crate::command::{bytes, convert_to, folder, parsed};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fs;

/// How often each file is cut off, and how often a bit of it is changed.
const CUTS: usize = 50;
const FAULTS: usize = 200;

/// One file of each kind: small, so that a debug build reads hundreds of them.
const FILES: [&str; 5] = [
    "fixtures/file/linearized.pdf",
    "fixtures/excel/boxes.xlsx",
    "fixtures/excel/boxes.xlsb",
    "fixtures/excel/boxes.ods",
    "fixtures/excel/boxes.xls",
];

/// Some number that follows another, the same on each run (Knuth's MMIX constants).
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

/// The measures of a result without places.
fn measures(json: &str) -> Vec<Json> {
    let mut measures = parsed(json)["measures"].as_array().unwrap().clone();
    measures.iter_mut().for_each(without_places);
    measures
}

fn without_places(value: &mut Json) {
    match value {
        Json::Object(members) => {
            members.retain(|name, _| !matches!(name.as_str(), "place" | "places" | "bbox"));
            members.values_mut().for_each(without_places);
        }
        Json::Array(items) => items.iter_mut().for_each(without_places),
        _ => {}
    }
}

/// The line of each document, by its number.
fn converted(copies: &[Vec<u8>], extension: &str) -> (tempfile::TempDir, BTreeMap<usize, Json>) {
    let (inputs, results) = (folder(), folder());
    for (number, copy) in copies.iter().enumerate() {
        fs::write(inputs.path().join(format!("{number}.{extension}")), copy).unwrap();
    }
    let run = convert_to(results.path(), &[inputs.path().to_owned()]);
    let output = run.arg("--limit-time").arg("4").arg("--jobs").arg("2").spawn();
    assert!(!output.timed_out);
    let manifest = fs::read_to_string(results.path().join("manifest.jsonl")).unwrap();
    let mut lines = BTreeMap::new();
    for line in manifest.lines().map(parsed) {
        let name = line["input"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        let number = name.split('.').next().unwrap().parse().unwrap();
        let code = line["error"]["code"].as_str().unwrap_or_default();
        assert!(!matches!(code, "E303" | "E304" | "E901" | "E902"), "{extension}: {line}");
        lines.insert(number, line);
    }
    assert_eq!(lines.len(), copies.len());
    (results, lines)
}

fn result(results: &tempfile::TempDir, line: &Json) -> Vec<Json> {
    let name = line["outputs"][0].as_str().unwrap();
    measures(&fs::read_to_string(results.path().join(name)).unwrap())
}

#[test]
fn what_is_cut_off_is_not_whole() {
    for file in FILES {
        let whole = bytes(file);
        let mut copies = vec![whole.clone()];
        copies.extend((1..CUTS).map(|at| whole[..whole.len() * at / CUTS].to_vec()));
        let (results, lines) = converted(&copies, file.rsplit('.').next().unwrap());
        let expected = lines[&0]["measures"].as_u64().unwrap_or_default();
        for line in lines.values().skip(1) {
            if line["outcome"] == "done" && line["complete"] == true {
                assert_eq!(line["measures"], expected, "{file}: {line}");
                assert_eq!(result(&results, line), result(&results, &lines[&0]), "{file}");
            }
        }
    }
}

#[test]
fn a_changed_bit_is_found_where_a_checksum_can_tell() {
    for file in FILES {
        let whole = bytes(file);
        let (mut state, mut copies) = (17, vec![whole.clone()]);
        for _ in 0..FAULTS {
            let mut copy = whole.clone();
            let at = usize::try_from(next(&mut state)).unwrap() % (copy.len() * 8);
            copy[at / 8] ^= 1 << (at % 8);
            copies.push(copy);
        }
        let (results, lines) = converted(&copies, file.rsplit('.').next().unwrap());
        let expected = (lines[&0]["outcome"] == "done").then(|| result(&results, &lines[&0]));
        for line in lines.values().skip(1).filter(|line| line["outcome"] == "done") {
            let found = result(&results, line);
            let expected = expected.as_ref().unwrap();
            // An xls has no checksum: a changed letter or number may be what was meant.
            if file.ends_with(".xls") {
                assert_eq!(found.len(), expected.len(), "{file}: {line}");
            } else {
                assert_eq!(&found, expected, "{file}: {line}");
            }
        }
    }
}
