//! Files of a package that hold no table of ours, against the reports that it was made of:
//! the ministries' table, and reports that were kept whole.

use super::Published;
use super::intact::{TOLD, more, unreadable};
use crate::report::Report;
use crate::sinks::rs;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use tenken::{Code, Finding, Message};

/// What each report gives beside rows of tables, by what it is known in the package: its
/// rows of the ministries' table, and its JSON.
#[derive(Debug, Default)]
pub(super) struct Others(BTreeMap<String, (Vec<Vec<String>>, String)>);

/// What a file says otherwise: where, what it should say, and what it says.
type Difference = (Message, String, String);

impl Others {
    pub(super) fn add(&mut self, id: &str, report: &Report, publisher: &str, json: &str) {
        let rows = rs::rows(report, publisher).collect();
        self.0.insert(id.to_owned(), (rows, json.to_owned()));
    }
}

impl Published {
    /// What those files say otherwise than the reports.
    pub(super) fn others(&self, wanted: &Others, findings: &mut Vec<Finding>) {
        for resource in &self.resources {
            let path = resource.path.as_str();
            let differences = match self.report_of(path, wanted) {
                Some(report) => self.of_json(path, report),
                None if path == rs::NAME => self.of_rs(path, wanted),
                None => continue,
            };
            match differences {
                Ok(differences) => told(path, &differences, findings),
                // That a file is missing has been said.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => findings.push(unreadable(path, &error)),
            }
        }
    }

    /// The report that a file keeps, as it reads today.
    fn report_of<'w>(&self, path: &str, wanted: &'w Others) -> Option<&'w str> {
        let id = match (path, self.sources().as_slice()) {
            ("report.json", [source]) => source.report_id.clone(),
            _ => path.strip_prefix("reports/")?.strip_suffix(".json")?.to_owned(),
        };
        wanted.0.get(&id).map(|it| it.1.as_str())
    }

    fn of_json(&self, path: &str, wanted: &str) -> io::Result<Vec<Difference>> {
        let kept: Json = serde_json::from_slice(&fs::read(self.folder.join(path))?)?;
        let wanted: Json = serde_json::from_str(wanted)?;
        let mut differences = Vec::new();
        walk("", Some(&wanted), Some(&kept), &mut differences);
        Ok(differences)
    }

    fn of_rs(&self, path: &str, wanted: &Others) -> io::Result<Vec<Difference>> {
        let text = fs::read_to_string(self.folder.join(path))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let mut reader = csv::ReaderBuilder::new();
        let mut reader = reader.flexible(true).has_headers(false).from_reader(text.as_bytes());
        let found: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>()?;
        let head = rs::head();
        // As they were published, whatever the order in which they are given now.
        let sources = self.sources();
        let rows = sources.iter().filter_map(|it| wanted.0.get(&it.report_id)).flat_map(|it| &it.0);
        let wanted: Vec<&Vec<String>> = std::iter::once(&head).chain(rows).collect();
        let mut differences = Vec::new();
        for row in 0..wanted.len().max(found.len()) {
            let (wanted, found) = (wanted.get(row), found.get(row));
            let columns =
                wanted.map_or(0, |it| it.len()).max(found.map_or(0, csv::StringRecord::len));
            for at in 0..columns {
                let wanted = wanted.and_then(|it| it.get(at)).map_or("", String::as_str);
                let found = found.and_then(|it| it.get(at)).unwrap_or_default();
                if wanted != found {
                    let header = head.get(at).map_or("", String::as_str);
                    let row = row + 1;
                    let place = Message::new(
                        format!("{row}行目「{header}」"),
                        format!("row {row}, {header:?}"),
                    );
                    differences.push((place, wanted.to_owned(), found.to_owned()));
                }
            }
        }
        Ok(differences)
    }
}

fn walk(at: &str, wanted: Option<&Json>, found: Option<&Json>, differ: &mut Vec<Difference>) {
    // By whom it was read, and under which name, is of the reading.
    if matches!(at, "/tool" | "/source/file") {
        return;
    }
    match (wanted, found) {
        (Some(Json::Object(wanted)), Some(Json::Object(found))) => {
            let more = found.keys().filter(|it| !wanted.contains_key(*it));
            for key in wanted.keys().chain(more) {
                walk(&format!("{at}/{key}"), wanted.get(key), found.get(key), differ);
            }
        }
        (Some(Json::Array(wanted)), Some(Json::Array(found))) => {
            for place in 0..wanted.len().max(found.len()) {
                walk(&format!("{at}/{place}"), wanted.get(place), found.get(place), differ);
            }
        }
        (wanted, found) if wanted == found => {}
        (wanted, found) => {
            differ.push((Message::new(at, at), print(wanted), print(found)));
        }
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

fn told(path: &str, differences: &[Difference], findings: &mut Vec<Finding>) {
    for (place, wanted, found) in differences.iter().take(TOLD) {
        let words = Message::new(
            format!("{path} {}: 報告書では「{wanted}」、ファイルでは「{found}」です。", place.ja),
            format!("{path}, {}: the report says {wanted:?}, the file {found:?}", place.en),
        );
        findings.push(Finding::new(Code::O401, words).comparing(wanted, found));
    }
    findings.extend(more(path, differences.len(), Code::O401));
}
