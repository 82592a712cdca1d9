//! Files that describe the package, against what the package says: each is made anew from
//! `datapackage.json` and the tables, and compared.

use super::differ;
use super::intact::unreadable;
use super::read::Rows;
use super::{Published, Resource};
use crate::codes::Used;
use crate::describe::{self, About, BESIDE, DESCRIPTOR, File, Summary, Text};
use crate::package::{Encoding, Options, all_files};
use crate::sinks::rs;
use crate::tables::{Header, Table};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::io;
use tenken::{Code, Finding, Message};

impl Published {
    /// What those files say otherwise, and files that nobody names.
    pub(super) fn beside(&self, tables: &[(&Resource, Rows)], findings: &mut Vec<Finding>) {
        self.unknown(findings);
        let version = self.descriptor.pointer("/tool/version").and_then(Json::as_str);
        if version != Some(env!("CARGO_PKG_VERSION")) {
            // Another version had other words.
            let files = BESIDE.iter().filter(|it| self.folder.join(it.0).is_file());
            findings.extend(files.map(|it| of_another(it.0, version.unwrap_or_default())));
            return;
        }
        let differences = self.remade(tables, |about, files| {
            for (name, _) in BESIDE {
                match self.compared(name, about, files) {
                    Ok(differences) => differ::from_package(name, &differences, findings),
                    // What else was asked for is not known; these are always there.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {
                        let is_database = files.iter().any(|it| it.format == "SQLITE");
                        if name == "README.md" || (name == "metadata.json" && is_database) {
                            findings.push(unreadable(name, &error));
                        }
                    }
                    Err(error) => findings.push(unreadable(name, &error)),
                }
            }
            Ok(())
        });
        if let Err(error) = differences {
            findings.push(unreadable(DESCRIPTOR, &error));
        }
    }

    /// A file against what it would be today.
    fn compared(
        &self,
        name: &str,
        about: &About<'_>,
        files: &[File],
    ) -> io::Result<Vec<differ::Difference>> {
        let found = fs::read(self.folder.join(name))?;
        Ok(match describe::beside(name, about, files)? {
            Text::Json(wanted) => {
                let found: Json = serde_json::from_slice(&found)?;
                let mut differences = Vec::new();
                differ::json("", Some(&wanted), Some(&found), |_| false, &mut differences);
                differences
            }
            Text::Csv(wanted) => {
                differ::table(&differ::rows_of_csv(&wanted)?, &differ::rows_of_csv(&found)?)
            }
            Text::Words(wanted) => {
                let found = String::from_utf8(found).map_err(io::Error::other)?;
                differ::words(&wanted, &found).into_iter().collect()
            }
        })
    }

    /// All that is said about the package, as its own description and tables say it.
    fn remade(
        &self,
        tables: &[(&Resource, Rows)],
        act: impl FnOnce(&About<'_>, &[File]) -> io::Result<()>,
    ) -> io::Result<()> {
        let metadata = self.described().map_err(|error| io::Error::other(error.to_string()))?;
        let csv = || tables.iter().filter(|it| it.0.format == "csv");
        let reports = self.summaries(csv().find(|it| it.1.table == Table::Measures));
        let list = |pointer: &str| {
            self.descriptor.pointer(pointer).and_then(Json::as_array).into_iter().flatten()
        };
        let ratings = self.descriptor.get("ratings").and_then(Json::as_object);
        let count = |(code, count): (&String, &Json)| {
            Some((code.clone(), usize::try_from(count.as_u64()?).ok()?))
        };
        let about = About {
            metadata: &metadata,
            options: &self.options(),
            title: self.title(),
            reports: &reports,
            tables: csv().map(|it| it.1.table).collect(),
            rows: &csv().map(|it| (it.1.table, it.1.rows.len())).collect(),
            ratings: &ratings.into_iter().flatten().filter_map(count).collect(),
            // Which codes are in use is said in datapackage.json alone.
            used: &Used::default(),
            lost: list("/lostCharacters").filter_map(|it| it.as_str()?.chars().next()).collect(),
            has_workbook: self.resources.iter().any(|it| it.format == "xlsx"),
        };
        let stated: HashMap<&str, &Resource> =
            self.resources.iter().map(|it| (it.path.as_str(), it)).collect();
        let files = describe::files(&about, |path| {
            let of = |it: &&Resource| {
                let hash = it.hash.as_deref()?.strip_prefix("sha256:")?;
                Some((it.bytes?, hash.to_owned()))
            };
            Ok(stated.get(path).and_then(of))
        })?;
        act(&about, &files)
    }

    /// The reports, as far as the files tell of them.
    fn summaries(&self, measures: Option<&(&Resource, Rows)>) -> Vec<Summary> {
        let mut keys: BTreeMap<&str, HashSet<&str>> = BTreeMap::new();
        for row in measures.into_iter().flat_map(|it| &it.1.rows) {
            keys.entry(row.named("report_id")).or_default().insert(row.named("key"));
        }
        let sources = self.descriptor.get("sources").and_then(Json::as_array);
        let summary = |source: &Json| {
            let text =
                |name: &str| source.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
            let losses = source.get("losses").and_then(Json::as_array);
            let losses = losses.into_iter().flatten().filter_map(Json::as_str);
            Summary {
                id: text("reportId"),
                title: text("title"),
                plan: String::new(),
                year: text("version").parse().ok(),
                // Of all of them together; none is told by itself.
                period: self.text("temporal").map(str::to_owned),
                file: text("file"),
                sha256: text("sha256"),
                measures: keys.get(text("reportId").as_str()).map_or(0, HashSet::len),
                complete: source.get("complete").and_then(Json::as_bool).unwrap_or_default(),
                losses: losses.map(str::to_owned).collect(),
            }
        };
        sources.into_iter().flatten().map(summary).collect()
    }

    /// How its tables are written.
    fn options(&self) -> Options {
        let measures = self.resources.iter().find(|it| it.is_csv_of(Table::Measures));
        let has_mark = |it: &Resource| {
            let mut start = [0; 3];
            let file = fs::File::open(self.folder.join(&it.path));
            let read = file.and_then(|mut file| io::Read::read_exact(&mut file, &mut start));
            read.is_ok() && start == *"\u{feff}".as_bytes()
        };
        let encoding = match measures {
            Some(it) if it.encoding != "utf-8" => Encoding::Cp932,
            it => Encoding::Utf8 { bom: it.is_some_and(has_mark) },
        };
        let header = measures.map_or(Header::Japanese, Resource::header);
        Options { header, encoding, with: BTreeSet::new(), allow_incomplete: true }
    }

    /// Files that are no part of the package as far as anything says.
    fn unknown(&self, findings: &mut Vec<Finding>) {
        let kept = self.sources().into_iter().map(|it| format!("reports/{}.json", it.report_id));
        let kept: HashSet<String> = kept.collect();
        // What is read of it, or said to be left out.
        let is_read = |it: &&Resource| {
            let others = [rs::NAME, "report.json", "data.sqlite"];
            !it.tables.is_empty() || others.contains(&it.path.as_str()) || kept.contains(&it.path)
        };
        let known = self.resources.iter().filter(is_read).map(|it| it.path.as_str());
        let known: HashSet<&str> =
            known.chain(BESIDE.iter().map(|it| it.0)).chain([DESCRIPTOR]).collect();
        for path in all_files(&self.folder, "").unwrap_or_default() {
            if !known.contains(path.as_str()) {
                let words = Message::new(
                    format!(
                        "{path}: tenken publish が作るファイルではないため、読み戻していません。"
                    ),
                    format!("{path}: not read back, for tenken publish makes no such file"),
                );
                findings.push(Finding::new(Code::O405, words));
            }
        }
    }
}

fn of_another(path: &str, version: &str) -> Finding {
    let words = Message::new(
        format!(
            "{path}: 別の版の tenken（{version}）が書いた説明のため、パッケージとは比べていません。"
        ),
        format!("{path}: not compared, for another version of tenken ({version}) wrote its words"),
    );
    Finding::new(Code::O405, words)
}
