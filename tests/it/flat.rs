//! The flat tables leave nothing out of what the JSON has.

use crate::harness::path;
use serde_json::Value as Json;
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use tenken::{Input, Language, Output, TableStyle};

/// A table by the names of its columns.
struct Flat {
    header: csv::StringRecord,
    rows: Vec<csv::StringRecord>,
}

impl Flat {
    fn of(report: &tenken::Report, output: Output) -> Flat {
        let style = TableStyle { header: Language::English, bom: false };
        let mut bytes = Vec::new();
        tenken::write_styled_to(report, output, style, &mut bytes).unwrap();
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let header = reader.headers().unwrap().clone();
        Flat { header, rows: reader.records().map(Result::unwrap).collect() }
    }

    /// How often some columns have some texts.
    fn counted(&self, names: &[&str]) -> HashMap<Vec<String>, usize> {
        let column = |name: &&str| self.header.iter().position(|it| it == *name).unwrap();
        let columns: Vec<usize> = names.iter().map(column).collect();
        count(self.rows.iter().map(|row| columns.iter().map(|at| row[*at].to_owned()).collect()))
    }
}

fn count(rows: impl Iterator<Item = Vec<String>>) -> HashMap<Vec<String>, usize> {
    let mut counts = HashMap::new();
    for row in rows {
        // 88.70 and 88.7 are one number.
        let plain = |text: String| text.parse::<f64>().map_or(text, |number| number.to_string());
        *counts.entry(row.into_iter().map(plain).collect()).or_default() += 1;
    }
    counts
}

fn list(json: &Json) -> std::slice::Iter<'_, Json> {
    json.as_array().unwrap().iter()
}

fn text(json: &Json) -> String {
    match json {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// What `values` has to say: key, role, year, cell, part, number.
fn values(measure: &Json) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for indicator in list(&measure["indicators"]) {
        for value in list(&indicator["values"]) {
            let of = |part: [String; 2]| {
                let own = [&measure["key"], &value["role"], &value["fiscal_year"], &value["text"]];
                own.map(text).into_iter().chain(part).collect::<Vec<String>>()
            };
            let parts = list(&value["parts"]);
            if parts.len() == 0 {
                rows.push(of([text(&value["text"]), String::new()]));
            }
            rows.extend(parts.map(|part| of([text(&part["text"]), text(&part["number"])])));
        }
    }
    for rated in list(&measure["ratings"]) {
        let [key, year, symbol] = [&measure["key"], &rated["fiscal_year"], &rated["symbol"]];
        let row = [text(key), "rating".to_owned(), text(year), text(symbol), text(symbol)];
        rows.push(row.into_iter().chain([String::new()]).collect());
    }
    rows
}

fn check(file: &Path) -> bool {
    let name = file.display().to_string();
    let Ok(report) = tenken::extract(&Input::new(&name, fs::read(file).unwrap())) else {
        return false;
    };
    let json: Json = serde_json::from_str(&tenken::write(&report, Output::Json).unwrap()).unwrap();
    let flat = Flat::of(&report, Output::Values);
    let columns = ["key", "role", "fiscal_year", "cell", "text", "number"];
    assert_eq!(
        flat.counted(&columns),
        count(list(&json["measures"]).flat_map(values)),
        "{name}: values"
    );
    let flat = Flat::of(&report, Output::Csv);
    let indicators = |measure: &Json| {
        let own = ["key", "id", "name", "rating_symbol", "reason", "remarks"];
        let own: Vec<String> = own.iter().map(|field| text(&measure[*field])).collect();
        let texts = list(&measure["indicators"]).map(|it| text(&it["text"]));
        texts
            .map(move |it| vec![own[0].clone(), it, own[4].clone(), own[5].clone()])
            .collect::<Vec<_>>()
    };
    assert_eq!(
        flat.counted(&["key", "indicator", "reason", "remarks"]),
        count(list(&json["measures"]).flat_map(indicators)),
        "{name}: measures"
    );
    for measure in list(&json["measures"]) {
        for extra in list(&measure["extra"]) {
            let (header, said) = (text(&extra["header"]), text(&extra["text"]));
            let is_of = |at: usize| flat.header[at].split('#').next() == Some(&header);
            let columns: Vec<usize> = (0..flat.header.len()).filter(|at| is_of(*at)).collect();
            let key = flat.header.iter().position(|it| it == "key").unwrap();
            let mut own = flat.rows.iter().filter(|row| row[key] == text(&measure["key"]));
            assert!(
                own.all(|row| columns.iter().any(|at| row[*at] == said)),
                "{name}: {header} of {}",
                measure["key"]
            );
        }
    }
    true
}

#[test]
fn nothing_of_the_model_report_is_left_out() {
    assert!(check(&path("fixtures/r6/report-r6.pdf")));
    assert!(check(&path("fixtures/r6/annex-r6.xlsx")));
}

#[test]
fn nothing_of_other_publishers_is_left_out() {
    let folder = path("../shared/publishers");
    let Ok(files) = fs::read_dir(&folder) else {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    };
    let files = files.map(|file| file.unwrap().path());
    let read = files.filter(|file| file.extension().is_some_and(|it| it == "xlsx"));
    let read = read.filter(|file| check(file)).count();
    assert!(read > 0, "no report of {} was read", folder.display());
}
