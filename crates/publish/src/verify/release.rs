//! A package against another release: what changed, and above all what is gone, for
//! importers delete what is missing.

use super::read::{Row, Rows};
use super::{Published, Resource};
use crate::tables::Table;
use std::collections::{BTreeMap, HashMap, HashSet};
use tenken::{Code, Finding, Message};

/// What makes a row of values one of a kind whatever was put in before it.
const VALUE: [&str; 8] =
    ["report_id", "key", "indicator_no", "item", "role", "fiscal_year", "rated_by", "aspect"];

/// Columns that tell of the making and not of the report.
const NOT_ASKED: [&str; 4] = ["value_no", "source_page", "source_sheet", "source_range"];

type Measures<'r> = BTreeMap<String, BTreeMap<String, &'r Row>>;

impl Published {
    /// What this package says otherwise than an earlier one.
    pub fn since(&self, earlier: &Published) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.id() != earlier.id() {
            let (before, now) = (earlier.id(), self.id());
            let words = Message::new(
                format!(
                    "データセットIDが「{before}」から「{now}」に変わりました。取り込み側では別のデータセットになります。"
                ),
                format!(
                    "the id of the data set was {before:?} and is {now:?}: importers take it for another"
                ),
            );
            findings.push(Finding::new(Code::O414, words).comparing(before, now));
        }
        // Those of this one have been said.
        findings.extend(earlier.unreadable());
        for table in [Table::Measures, Table::Values] {
            let now = self.tables().find(|it| it.0.is_csv_of(table));
            let was = earlier.tables().find(|it| it.0.is_csv_of(table));
            let (Some((resource, now)), Some((_, was))) = (now, was) else { continue };
            if table == Table::Measures {
                measures(&was, &now, &mut findings);
                columns(resource, &was, &now, &mut findings);
            }
            values(resource, table, &was, &now, &mut findings);
        }
        findings
    }
}

fn by_report(rows: &Rows) -> Measures<'_> {
    let mut measures = Measures::new();
    for row in &rows.rows {
        let of_report = measures.entry(row.named("report_id").to_owned()).or_default();
        of_report.entry(row.named("key").to_owned()).or_insert(row);
    }
    measures
}

fn columns(resource: &Resource, was: &Rows, now: &Rows, findings: &mut Vec<Finding>) {
    let gone: Vec<&str> =
        was.headers.iter().filter(|it| !now.headers.contains(it)).map(String::as_str).collect();
    if !gone.is_empty() {
        let (path, gone) = (&resource.path, gone.join(", "));
        let words = Message::new(
            format!("{path}: 前回の列がありません（{gone}）。"),
            format!("{path}: columns of the other release are gone ({gone})"),
        );
        findings.push(Finding::new(Code::O414, words).comparing(gone, ""));
    }
}

/// Measures that are gone or new; of a report that is gone or new, once for all.
fn measures(was: &Rows, now: &Rows, findings: &mut Vec<Finding>) {
    let (was, now) = (by_report(was), by_report(now));
    let mut differ = |one: &Measures<'_>, other: &Measures<'_>, code: Code, ja: &str, en: &str| {
        for (report, measures) in one {
            let Some(others) = other.get(report) else {
                let count = measures.len();
                let words = Message::new(
                    format!("報告書 {report} の{count}施策が{ja}。"),
                    format!("the report {report} of {count} measures {en}"),
                );
                findings.push(Finding::new(code, words).comparing("", report));
                continue;
            };
            for (key, row) in measures.iter().filter(|it| !others.contains_key(it.0)) {
                let name = row.named("name");
                let words = Message::new(
                    format!("施策「{name}」（{key}）が{ja}。"),
                    format!("the measure {name:?} ({key}) {en}"),
                );
                let mut finding = Finding::new(code, words).comparing("", key);
                finding.key = Some(key.clone());
                finding.measure = Some(row.named("id").to_owned()).filter(|it| !it.is_empty());
                findings.push(finding);
            }
        }
    };
    differ(
        &was,
        &now,
        Code::O412,
        "なくなりました。取り込み側で削除されます",
        "is gone; importers delete it",
    );
    differ(&now, &was, Code::O413, "加わりました", "is new");
}

fn values(resource: &Resource, table: Table, was: &Rows, now: &Rows, findings: &mut Vec<Finding>) {
    let before = by_name(table, was);
    let now = by_name(table, now);
    let gone: HashSet<&Vec<String>> = before.keys().filter(|it| !now.contains_key(*it)).collect();
    let mut changed: Vec<(&Row, &Row)> =
        now.iter().filter_map(|(key, row)| Some((*before.get(key)?, *row))).collect();
    changed.sort_by_key(|it| it.1.line);
    for (was, now) in changed {
        for (at, column) in table.columns().iter().enumerate() {
            let (old, new) = (was.print(at), now.print(at));
            if NOT_ASKED.contains(&column.name) || old == new {
                continue;
            }
            let (path, header) = (&resource.path, column.header(resource.header()));
            let (key, line) = (now.named("key"), now.line);
            let words = Message::new(
                format!(
                    "{path} {line}行目「{header}」（{key}）: 「{old}」が「{new}」になりました。"
                ),
                format!("{path}, row {line}, {header:?} ({key}): {old:?} became {new:?}"),
            );
            let mut finding = Finding::new(Code::O411, words).comparing(old, new);
            finding.key = Some(key.to_owned());
            finding.column = Some(column.name);
            findings.push(finding);
        }
    }
    // Values that are gone of a measure that is still there.
    if table == Table::Values {
        let mut gone: Vec<&Row> =
            gone.into_iter().filter_map(|it| before.get(it).copied()).collect();
        gone.sort_by_key(|row| row.line);
        let keys: HashSet<(&str, &str)> =
            now.values().map(|row| (row.named("report_id"), row.named("key"))).collect();
        gone.retain(|row| keys.contains(&(row.named("report_id"), row.named("key"))));
        for row in gone {
            let (path, key, text) = (&resource.path, row.named("key"), row.named("text"));
            let role = row.named("role");
            let words = Message::new(
                format!("{path}: {key} の値（{role}「{text}」）がなくなりました。"),
                format!("{path}: a value of {key} ({role} {text:?}) is gone"),
            );
            let mut finding = Finding::new(Code::O411, words).comparing(text, "");
            finding.key = Some(key.to_owned());
            findings.push(finding);
        }
    }
}

/// The rows by what they are of, and the how manieth of that.
fn by_name(table: Table, rows: &Rows) -> HashMap<Vec<String>, &Row> {
    let names: &[&str] = if table == Table::Values { &VALUE } else { table.key() };
    let mut count: HashMap<Vec<String>, usize> = HashMap::new();
    let mut found = HashMap::new();
    for row in &rows.rows {
        let mut key: Vec<String> =
            names.iter().filter_map(|it| table.place(it)).map(|at| row.print(at)).collect();
        let nth = count.entry(key.clone()).and_modify(|it| *it += 1).or_insert(1);
        key.push(nth.to_string());
        found.insert(key, row);
    }
    found
}
