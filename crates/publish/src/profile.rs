//! `opendata-ja`: the rules of Japan's open data, asked of any CSV or workbook.
//!
//! Those of the Ministry of Internal Affairs (統計表における機械判読可能なデータの表記方法の
//! 統一ルール, 2020) have the codes O101 to O202, by their numbers; what follows is asked
//! by catalogues and by the exchange of data between governments.

mod cells;
mod characters;
mod columns;
mod shape;
mod sheet;

use sheet::Opened;
use std::collections::BTreeMap;
use tenken::{Code, Finding, Message};

/// Findings of one code in one file that are told one by one.
const TOLD: usize = 20;

/// What breaks the rules in a file.
pub fn opendata_ja(name: &str, bytes: &[u8]) -> Vec<Finding> {
    check(name, bytes, false)
}

/// The same for a table of a package, whose description says what an empty cell means.
pub fn opendata_ja_described(name: &str, bytes: &[u8]) -> Vec<Finding> {
    check(name, bytes, true)
}

fn check(name: &str, bytes: &[u8], is_described: bool) -> Vec<Finding> {
    let mut told =
        Told { file: file_name(name).to_owned(), all: Vec::new(), counts: BTreeMap::new() };
    match sheet::open(bytes, &mut told) {
        Opened::Sheets(sheets) => {
            for sheet in sheets {
                let Some(table) = shape::table(&sheet, &mut told) else { continue };
                let columns = columns::read(&sheet, &table);
                columns::headers(&sheet, &table, &mut told);
                cells::check(&sheet, &columns, is_described, &mut told);
                columns::check(&sheet, &columns, &mut told);
                characters::check(&sheet, &table, &columns, &mut told);
            }
        }
        Opened::Nothing => {}
    }
    told.end()
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// What was found so far; of each code a limited number in full.
struct Told {
    file: String,
    all: Vec<Finding>,
    counts: BTreeMap<Code, usize>,
}

impl Told {
    /// Adds a finding: where (`3行目「目標」`, or nothing), its words, and what was found.
    fn add(&mut self, code: Code, place: (&str, &str), ja: &str, en: &str, found: &str) {
        let count = self.counts.entry(code).or_default();
        *count += 1;
        if *count > TOLD {
            return;
        }
        let file = &self.file;
        let part = |place: &str| if place.is_empty() { String::new() } else { format!(" {place}") };
        let words = Message::new(
            format!("{file}{}: {ja}", part(place.0)),
            format!("{file}{}: {en}", part(place.1)),
        );
        let mut finding = Finding::new(code, words);
        if !found.is_empty() {
            finding.found = Some(found.to_owned());
        }
        self.all.push(finding);
    }

    fn end(mut self) -> Vec<Finding> {
        for (code, count) in std::mem::take(&mut self.counts) {
            if count > TOLD {
                let (file, rest) = (&self.file, count - TOLD);
                let words = Message::new(
                    format!("{file}: 同じ種類の指摘がほかに{rest}件あります。"),
                    format!("{file}: {rest} more of this kind"),
                );
                self.all.push(Finding::new(code, words));
            }
        }
        self.all.sort_by_key(|it| it.code);
        self.all
    }
}

#[cfg(test)]
mod tests;
