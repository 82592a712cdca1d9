//! Files of a package that hold no table of ours, against the reports that it was made of:
//! the ministries' table, and reports that were kept whole.

use super::differ::{self, Difference};
use super::intact::unreadable;
use super::{Published, SourceFile};
use crate::report::Report;
use crate::sinks::rs;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use tenken::Finding;

/// What each report gives beside rows of tables, by what it is known in the package: its
/// rows of the ministries' table, and its JSON.
#[derive(Debug, Default)]
pub(super) struct Others(BTreeMap<String, (Vec<Vec<String>>, String)>);

impl Others {
    pub(super) fn add(&mut self, id: &str, report: &Report, publisher: &str, json: &str) {
        let rows = rs::rows(report, publisher).collect();
        self.0.insert(id.to_owned(), (rows, json.to_owned()));
    }
}

impl Published {
    /// What those files say otherwise than the reports.
    pub(super) fn others(&self, wanted: &Others, findings: &mut Vec<Finding>) {
        let sources = self.sources();
        for resource in &self.resources {
            let path = resource.path.as_str();
            let differences = match report_of(path, &sources, wanted) {
                Some(report) => self.of_json(path, report),
                None if path == rs::NAME => self.of_rs(path, wanted),
                None => continue,
            };
            match differences {
                Ok(differences) => differ::from_reports(path, &differences, findings),
                // That a file is missing has been said.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => findings.push(unreadable(path, &error)),
            }
        }
    }

    fn of_json(&self, path: &str, wanted: &str) -> io::Result<Vec<Difference>> {
        let kept: Json = serde_json::from_slice(&fs::read(self.folder.join(path))?)?;
        let wanted: Json = serde_json::from_str(wanted)?;
        let mut differences = Vec::new();
        differ::json("", Some(&wanted), Some(&kept), is_of_reading, &mut differences);
        Ok(differences)
    }

    fn of_rs(&self, path: &str, wanted: &Others) -> io::Result<Vec<Difference>> {
        let found = differ::rows_of_csv(&fs::read(self.folder.join(path))?)?;
        // As they were published, whatever the order in which they are given now.
        let sources = self.sources();
        let rows = sources.iter().filter_map(|it| wanted.0.get(&it.report_id)).flat_map(|it| &it.0);
        let wanted: Vec<Vec<String>> = std::iter::once(rs::head()).chain(rows.cloned()).collect();
        Ok(differ::table(&wanted, &found))
    }
}

/// By whom it was read, and under which name, is of the reading.
fn is_of_reading(at: &str) -> bool {
    matches!(at, "/tool" | "/source/file")
}

/// The report that a file keeps, as it reads today.
fn report_of<'w>(path: &str, sources: &[SourceFile], wanted: &'w Others) -> Option<&'w str> {
    let id = match (path, sources) {
        ("report.json", [source]) => source.report_id.as_str(),
        _ => path.strip_prefix("reports/")?.strip_suffix(".json")?,
    };
    wanted.0.get(id).map(|it| it.1.as_str())
}
