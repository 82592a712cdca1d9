//! A package against its own description: files, headers, keys, codes.

use super::read::{Raw, Rows, sheet};
use super::{Published, Resource, differ};
use crate::cell::Cell;
use crate::package::explained_columns;
use crate::tables::Table;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use tenken::{Code, Finding, Message};

/// Findings of one kind in one file that are told one by one.
pub(super) const TOLD: usize = 50;

/// Says how many findings of one kind were not told one by one.
pub(super) fn more(path: &str, count: usize, code: Code) -> Option<Finding> {
    let rest = count.checked_sub(TOLD).filter(|it| *it > 0)?;
    let words = Message::new(
        format!("{path}: 同じ種類の違いがほかに{rest}件あります。"),
        format!("{path}: {rest} more of this kind"),
    );
    Some(Finding::new(code, words))
}

/// That a file is not what its description says.
pub(super) fn unreadable(path: &str, error: &io::Error) -> Finding {
    let words = Message::new(
        format!("{path}: 読み戻せません（{error}）。"),
        format!("{path}: can't be read back ({error})"),
    );
    Finding::new(Code::O404, words)
}

impl Published {
    /// What the package says of itself and does not hold.
    pub fn intact(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        self.says_enough(&mut findings);
        for resource in &self.resources {
            self.file(resource, &mut findings);
        }
        findings.extend(self.unreadable());
        let tables: Vec<(&Resource, Rows)> = self.tables().collect();
        let codes = codes(&tables);
        for (resource, rows) in &tables {
            headers(resource, rows, &mut findings);
            keys(rows, &mut findings);
            known_codes(resource, rows, &codes, &mut findings);
            if let ("xlsx", Table::Measures) = (resource.format.as_str(), rows.table) {
                self.explained(resource, &mut findings);
            }
        }
        self.beside(&tables, &mut findings);
        findings
    }

    fn says_enough(&self, findings: &mut Vec<Finding>) {
        let mut add = |ja: &str, en: &str| {
            let words = Message::new(
                format!("datapackage.json に{ja}がありません。"),
                format!("datapackage.json has no {en}"),
            );
            findings.push(Finding::new(Code::O309, words));
        };
        for (pointer, ja, en) in [
            ("/licenses/0/name", "ライセンス", "licence"),
            ("/sources/0/path", "出典", "source"),
            ("/contributors/0/title", "公開者・連絡先", "publisher or contact"),
            ("/resources/0/path", "ファイル", "file"),
        ] {
            if self.descriptor.pointer(pointer).is_none() {
                add(ja, en);
            }
        }
        for resource in self.resources.iter().filter(|it| !it.has_descriptions) {
            add(
                &format!("、{} の列の説明", resource.path),
                &format!("description of some column of {}", resource.path),
            );
        }
    }

    /// The sheet of a workbook that explains its columns.
    fn explained(&self, resource: &Resource, findings: &mut Vec<Finding>) {
        let wanted = explained_columns(resource.header());
        let print = |row: &Vec<Cell>| row.iter().map(|it| it.print().into_owned()).collect();
        let head = wanted.headers.clone();
        let rows = std::iter::once(head).chain(wanted.rows.iter().map(print));
        let place = format!("{} {}", resource.path, wanted.name);
        match sheet(&self.folder.join(&resource.path), wanted.name) {
            Ok(found) => {
                let differences = differ::table(&rows.collect::<Vec<_>>(), &found);
                differ::from_package(&place, &differences, findings);
            }
            Err(error) => findings.push(unreadable(&place, &error)),
        }
    }

    /// Whether a file is there and is what is said of it.
    fn file(&self, resource: &Resource, findings: &mut Vec<Finding>) {
        let Resource { path, bytes, hash, .. } = resource;
        let mut add = |ja: String, en: String| {
            findings.push(Finding::new(
                Code::O404,
                Message::new(format!("{path}: {ja}"), format!("{path}: {en}")),
            ));
        };
        let (length, sha256) = match crate::describe::fingerprint(&self.folder.join(path)) {
            Ok(found) => found,
            Err(error) => {
                return add(format!("読めません（{error}）。"), format!("can't be read ({error})"));
            }
        };
        let stated = hash.as_deref().and_then(|it| it.strip_prefix("sha256:"));
        if bytes.is_some_and(|it| it != length) || stated.is_some_and(|it| it != sha256) {
            add(
                "公開時から変更されています（大きさかSHA-256が datapackage.json と違います）。"
                    .to_owned(),
                "was changed since: its size or SHA-256 is not what datapackage.json says"
                    .to_owned(),
            );
        }
    }
}

fn headers(resource: &Resource, rows: &Rows, findings: &mut Vec<Finding>) {
    // Formats without a header row have the names of their columns in a schema.
    if rows.headers.is_empty() && rows.rows.is_empty() {
        return;
    }
    let header = resource.header();
    let expected: Vec<&str> = rows.table.columns().iter().map(|it| it.header(header)).collect();
    let has_headers = matches!(resource.format.as_str(), "csv" | "xlsx");
    if has_headers && rows.headers != expected {
        let other = expected.iter().zip(&rows.headers).find(|it| it.0 != it.1);
        let (wanted, found) = other.map_or(("", ""), |it| (it.0, it.1.as_str()));
        let words = Message::new(
            format!("{}: 見出しが違います（「{wanted}」のはずが「{found}」）。", rows.place),
            format!("{}: the header row is another ({found:?}, not {wanted:?})", rows.place),
        );
        findings.push(Finding::new(Code::O404, words).comparing(wanted, found));
    }
}

fn keys(rows: &Rows, findings: &mut Vec<Finding>) {
    let mut seen: HashMap<Vec<String>, usize> = HashMap::new();
    let mut told = 0;
    for row in &rows.rows {
        let key = row.key();
        if let (Some(first), true) = (seen.get(&key), told < TOLD) {
            told += 1;
            let (path, line, key) = (&rows.place, row.line, key.join(" / "));
            let words = Message::new(
                format!("{path} {line}行目: {first}行目と同じキーです（{key}）。"),
                format!("{path}, row {line}: its key is that of row {first} ({key})"),
            );
            findings.push(Finding::new(Code::O307, words));
        } else {
            seen.entry(key).or_insert(row.line);
        }
    }
}

type Codes = BTreeMap<String, HashSet<String>>;

/// The codes of each list, as the package itself has them.
fn codes(tables: &[(&Resource, Rows)]) -> Codes {
    let mut codes = Codes::new();
    let list = tables.iter().find(|it| it.0.is_csv_of(Table::Codelists));
    for row in list.into_iter().flat_map(|it| &it.1.rows) {
        codes.entry(row.named("list").to_owned()).or_default().insert(row.named("code").to_owned());
    }
    codes
}

fn known_codes(resource: &Resource, rows: &Rows, codes: &Codes, findings: &mut Vec<Finding>) {
    for (at, column) in rows.table.columns().iter().enumerate() {
        let Some(list) = column.list else { continue };
        let known = codes.get(list);
        let unknown = rows.rows.iter().filter(|row| match row.cells.get(at) {
            Some(Raw::Text(code)) => !known.is_some_and(|it| it.contains(code)),
            _ => false,
        });
        for row in unknown.take(TOLD) {
            let (path, line, code) = (&rows.place, row.line, row.text(at));
            let header = column.header(resource.header());
            let words = Message::new(
                format!(
                    "{path} {line}行目「{header}」: コード「{code}」は codelists.csv の {list} にありません。"
                ),
                format!(
                    "{path}, row {line}, {header:?}: {code:?} is not in the list {list} of codelists.csv"
                ),
            );
            findings.push(Finding::new(Code::O308, words).comparing("", code));
        }
    }
}
