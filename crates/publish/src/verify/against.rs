//! A package against the reports that it was made of, value by value.

use super::intact::{TOLD, more};
use super::others::Others;
use super::read::{Row, Rows, is_same};
use super::{Published, Resource, SourceFile};
use crate::cell::{Cell, Kind};
use crate::changes::{self, Comparison};
use crate::codes::{self, List, Used};
use crate::package::{Added, Clashes};
use crate::report;
use crate::rows::{self, Of};
use crate::sinks::through_cp932;
use crate::tables::Table;
use std::collections::{BTreeMap, HashMap};
use tenken::{Code, Error, Finding, Message};

/// The rows that the reports of a package give, and how they are to be compared.
#[derive(Debug)]
pub struct Expected {
    tables: BTreeMap<Table, Vec<Vec<Cell>>>,
    added: Vec<Added>,
    others: Others,
    used: Used,
    code: String,
    /// Whether the reports are those files of which the package was made.
    is_own: bool,
}

/// Columns that differ between two readings of one report: where something stands, which
/// file it was, and numbers of groups that the body alone tells.
const OF_ONE_READING: [&str; 11] = [
    "source_page",
    "source_sheet",
    "source_range",
    "group_1_number",
    "group_2_number",
    "group_3_number",
    "title",
    "file",
    "format",
    "sha256",
    "period",
];

impl Expected {
    /// The rows of reports, by their names and JSON.
    ///
    /// # Errors
    ///
    /// Where one is no report (E506), or two are the same (E503).
    pub fn new(package: &Published, reports: &[(String, String)]) -> Result<Expected, Error> {
        let metadata = package.described()?;
        let sources = package.sources();
        let of_bytes: HashMap<&str, &SourceFile> =
            sources.iter().map(|it| (it.sha256.as_str(), it)).collect();
        let (mut clashes, mut used) = (Clashes::default(), Used::default());
        let mut tables: BTreeMap<Table, Vec<Vec<Cell>>> = BTreeMap::new();
        let (mut all, mut is_own) = (Vec::new(), true);
        let mut others = Others::default();
        for (name, json) in reports {
            let mut report = report::parse(name, json)?;
            let mut added = clashes.take(name, &report, &metadata.code)?;
            let own = of_bytes.get(report.source.sha256.as_str());
            is_own &= own.is_some();
            if let Some(own) = own {
                // Its bytes are the same; the name may be another by now.
                report.source.file.clone_from(&own.file);
            }
            // Another reading of the one report: known by the name that the package gave it.
            if let (None, [source], [_]) = (own, sources.as_slice(), reports) {
                added.id.clone_from(&source.report_id);
            }
            let of = Of { report: &report, id: &added.id, metadata: &metadata };
            used.add(&report);
            others.add(&added.id, &report, &metadata.publisher, json);
            let mut put = |table, rows: Vec<Vec<Cell>>| {
                tables.entry(table).or_default().extend(rows);
            };
            put(Table::Measures, rows::measures(of).collect());
            put(Table::Values, rows::values(of).collect());
            put(Table::Extras, rows::extras(of).collect());
            put(Table::Totals, rows::totals(of));
            put(Table::Findings, rows::findings(of).collect());
            put(Table::Reports, vec![rows::report(of)]);
            all.push(added);
        }
        Ok(Expected { tables, added: all, others, used, code: metadata.code, is_own })
    }

    /// What the reports became, in their order.
    pub fn reports(&self) -> &[Added] {
        &self.added
    }

    /// Adds what changed between the years of a plan, as in [`crate::Package::add_changes`].
    ///
    /// # Errors
    ///
    /// Where it is no comparison of years (E506).
    pub fn add_changes(&mut self, series: i64, reports: &[Added], json: &str) -> Result<(), Error> {
        let comparison = Comparison::parse("compare", json)?;
        let rows = changes::rows(&self.code, series, reports, &comparison, &self.used);
        self.tables.entry(Table::Changes).or_default().extend(rows);
        Ok(())
    }
}

impl Published {
    /// What the files of the package say otherwise than its reports.
    pub fn against(&self, mut expected: Expected) -> Vec<Finding> {
        let mut findings = Vec::new();
        let more: [(Table, &'static [List]); 3] = [
            (Table::Changes, codes::OF_CHANGES),
            (Table::Totals, codes::OF_TOTALS),
            (Table::Findings, codes::OF_FINDINGS),
        ];
        let has = |table| self.resources.iter().any(|it| it.is_csv_of(table));
        let more: Vec<&[List]> = more.into_iter().filter(|it| has(it.0)).map(|it| it.1).collect();
        let codes = expected.used.rows(&more);
        expected.tables.insert(Table::Codelists, codes);
        for (resource, rows) in self.tables() {
            // Findings and codes are of one reading.
            let is_of_reading =
                matches!(rows.table, Table::Findings | Table::Codelists | Table::Totals);
            if is_of_reading && !expected.is_own {
                continue;
            }
            if let Some(wanted) = expected.tables.get(&rows.table) {
                compare(resource, wanted, &rows, expected.is_own, &mut findings);
            }
        }
        if expected.is_own {
            self.others(&expected.others, &mut findings);
        }
        findings
    }
}

fn compare(
    resource: &Resource,
    wanted: &[Vec<Cell>],
    rows: &Rows,
    is_own: bool,
    findings: &mut Vec<Finding>,
) {
    let key = |row: &[Cell]| -> Vec<String> {
        let places = rows.table.key().iter().filter_map(|it| rows.table.place(it));
        let cells = places.filter_map(|at| row.get(at));
        cells.map(|it| held(resource, it).print().into_owned()).collect()
    };
    let mut found: HashMap<Vec<String>, &Row> = HashMap::new();
    for row in &rows.rows {
        found.entry(row.key()).or_insert(row);
    }
    let mut told = Told { resource, rows, counts: [0; 3], findings };
    for row in wanted {
        match found.remove(&key(row)) {
            Some(there) => told.cells(row, there, is_own),
            None => told.missing(row),
        }
    }
    let mut left: Vec<&Row> = found.into_values().collect();
    left.sort_by_key(|row| row.line);
    left.into_iter().for_each(|row| told.surplus(row));
    told.end();
}

/// A cell as the encoding of a file can hold it.
fn held(resource: &Resource, cell: &Cell) -> Cell {
    match cell {
        Cell::Text(text) if resource.format == "csv" && resource.encoding != "utf-8" => {
            Cell::Text(through_cp932(text))
        }
        other => other.clone(),
    }
}

struct Told<'a> {
    resource: &'a Resource,
    rows: &'a Rows,
    /// Of values, of rows that are missing, of rows too many.
    counts: [usize; 3],
    findings: &'a mut Vec<Finding>,
}

impl Told<'_> {
    fn cells(&mut self, wanted: &[Cell], there: &Row, is_own: bool) {
        for (at, column) in self.rows.table.columns().iter().enumerate() {
            if !is_own && OF_ONE_READING.contains(&column.name) {
                continue;
            }
            let expected = held(self.resource, wanted.get(at).unwrap_or(&Cell::Empty));
            let empty = super::read::Raw::Empty;
            let found = there.cells.get(at).unwrap_or(&empty);
            let too_long = matches!(&expected, Cell::Text(text) if self.resource.format == "xlsx" && text.chars().count() > 32_767);
            if too_long || is_same(&expected, found, column.kind) {
                continue;
            }
            let printed =
                if column.kind == Kind::Text { there.text(at).to_owned() } else { there.print(at) };
            let (path, line) = (&self.rows.place, there.line);
            let header = column.header(self.resource.header());
            let label = |name: &str| self.rows.table.place(name).and_then(|at| wanted.get(at));
            let label = |name: &str| label(name).map(|it| it.print().into_owned());
            let (key, id) = (label("key"), label("id"));
            let wanted = expected.print().into_owned();
            let words = Message::new(
                format!(
                    "{path} {line}行目「{header}」: 報告書では「{wanted}」、ファイルでは「{printed}」です。"
                ),
                format!(
                    "{path}, row {line}, {header:?}: the report says {wanted:?}, the file {printed:?}"
                ),
            );
            let mut finding = Finding::new(Code::O401, words).comparing(wanted, printed);
            finding.key = key.filter(|it| !it.is_empty());
            finding.measure = id.filter(|it| !it.is_empty());
            finding.column = Some(column.name);
            self.push(0, finding);
        }
    }

    fn missing(&mut self, wanted: &[Cell]) {
        let table = self.rows.table;
        let key: Vec<String> = table
            .key()
            .iter()
            .filter_map(|it| wanted.get(table.place(it)?))
            .map(|it| it.print().into_owned())
            .collect();
        let (path, key) = (&self.rows.place, key.join(" / "));
        let words = Message::new(
            format!("{path}: 報告書にある行がありません（{key}）。"),
            format!("{path}: a row of the report is missing ({key})"),
        );
        self.push(1, Finding::new(Code::O402, words).comparing(key, ""));
    }

    fn surplus(&mut self, there: &Row) {
        let (path, line, key) = (&self.rows.place, there.line, there.key().join(" / "));
        let words = Message::new(
            format!("{path} {line}行目: 報告書にない行です（{key}）。"),
            format!("{path}, row {line}: the report has no such row ({key})"),
        );
        self.push(2, Finding::new(Code::O403, words).comparing("", key));
    }

    fn push(&mut self, kind: usize, finding: Finding) {
        if let Some(count) = self.counts.get_mut(kind) {
            *count += 1;
            if *count <= TOLD {
                self.findings.push(finding);
            }
        }
    }

    /// Says how many were not told one by one.
    fn end(self) {
        for (count, code) in self.counts.into_iter().zip([Code::O401, Code::O402, Code::O403]) {
            self.findings.extend(more(&self.rows.place, count, code));
        }
    }
}
