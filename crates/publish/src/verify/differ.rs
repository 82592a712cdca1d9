//! What one file says otherwise than another of its kind: JSON, tables, words.

use super::intact::{TOLD, more};
use serde_json::Value as Json;
use tenken::{Code, Finding, Message};

/// What a file says otherwise: where, what it should say, and what it says.
pub(super) type Difference = (Message, String, String);

/// Walks two JSON values side by side. What `is_passed` says of a place is not compared.
pub(super) fn json(
    at: &str,
    wanted: Option<&Json>,
    found: Option<&Json>,
    is_passed: fn(&str) -> bool,
    differ: &mut Vec<Difference>,
) {
    if is_passed(at) {
        return;
    }
    match (wanted, found) {
        (Some(Json::Object(wanted)), Some(Json::Object(found))) => {
            let more = found.keys().filter(|it| !wanted.contains_key(*it));
            for key in wanted.keys().chain(more) {
                json(&format!("{at}/{key}"), wanted.get(key), found.get(key), is_passed, differ);
            }
        }
        (Some(Json::Array(wanted)), Some(Json::Array(found))) => {
            for place in 0..wanted.len().max(found.len()) {
                let at = format!("{at}/{place}");
                json(&at, wanted.get(place), found.get(place), is_passed, differ);
            }
        }
        (wanted, found) if wanted == found => {}
        (wanted, found) => differ.push((Message::new(at, at), print(wanted), print(found))),
    }
}

fn print(json: Option<&Json>) -> String {
    match json {
        None => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(Json::Object(_)) => "{…}".to_owned(),
        Some(Json::Array(_)) => "[…]".to_owned(),
        Some(other) => other.to_string(),
    }
}

/// Holds two tables against each other, cell by cell; the first row that is wanted is the
/// header.
pub(super) fn table(wanted: &[Vec<String>], found: &[Vec<String>]) -> Vec<Difference> {
    let mut differences = Vec::new();
    for row in 0..wanted.len().max(found.len()) {
        let cell = |rows: &[Vec<String>], at: usize| {
            rows.get(row).and_then(|it| it.get(at)).cloned().unwrap_or_default()
        };
        let columns = |rows: &[Vec<String>]| rows.get(row).map_or(0, Vec::len);
        for at in 0..columns(wanted).max(columns(found)) {
            let (is, should) = (cell(found, at), cell(wanted, at));
            if is != should {
                let header = wanted.first().and_then(|it| it.get(at)).map_or("", String::as_str);
                let row = row + 1;
                let place = Message::new(
                    format!("{row}行目「{header}」"),
                    format!("row {row}, {header:?}"),
                );
                differences.push((place, should, is));
            }
        }
    }
    differences
}

/// The first line that is another: below it, a line that was put in moves all others.
pub(super) fn words(wanted: &str, found: &str) -> Option<Difference> {
    let (mut wanted, mut found) = (wanted.lines(), found.lines());
    for line in 1.. {
        match (wanted.next(), found.next()) {
            (None, None) => return None,
            (wanted, found) if wanted == found => {}
            (wanted, found) => {
                let place = Message::new(format!("{line}行目"), format!("row {line}"));
                let text = |it: Option<&str>| it.unwrap_or_default().to_owned();
                return Some((place, text(wanted), text(found)));
            }
        }
    }
    None
}

/// The rows of a CSV in UTF-8, its header among them.
pub(super) fn rows_of_csv(bytes: &[u8]) -> std::io::Result<Vec<Vec<String>>> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.flexible(true).has_headers(false).from_reader(bytes);
    let row = |it: Result<csv::StringRecord, csv::Error>| {
        it.map(|it| it.iter().map(str::to_owned).collect()).map_err(std::io::Error::other)
    };
    reader.records().map(row).collect()
}

/// Tells differences of a file from its reports (O401).
pub(super) fn from_reports(path: &str, differences: &[Difference], findings: &mut Vec<Finding>) {
    for (place, wanted, found) in differences.iter().take(TOLD) {
        let words = Message::new(
            format!("{path} {}: 報告書では「{wanted}」、ファイルでは「{found}」です。", place.ja),
            format!("{path}, {}: the report says {wanted:?}, the file {found:?}", place.en),
        );
        findings.push(Finding::new(Code::O401, words).comparing(wanted, found));
    }
    findings.extend(more(path, differences.len(), Code::O401));
}

/// Tells differences of a file from the rest of its package (O404).
pub(super) fn from_package(path: &str, differences: &[Difference], findings: &mut Vec<Finding>) {
    for (place, wanted, found) in differences.iter().take(TOLD) {
        let words = Message::new(
            format!(
                "{path} {}: パッケージのほかのファイルからは「{wanted}」、このファイルでは「{found}」です。",
                place.ja
            ),
            format!("{path}, {}: the package says {wanted:?}, this file {found:?}", place.en),
        );
        findings.push(Finding::new(Code::O404, words).comparing(wanted, found));
    }
    findings.extend(more(path, differences.len(), Code::O404));
}
