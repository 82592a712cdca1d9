//! Reports that tests of checks write down as tables.

use crate::finding::Finding;
use crate::place::{Place, Range};
use crate::report::{self, Report, Source};
use crate::source::Format;
use crate::table::{Contents, Paragraph, Table, samples};

/// What a report has.
pub(super) struct Sample<'a> {
    pub(super) title: &'a str,
    pub(super) legend: &'a str,
    /// Group and rating of each measure.
    pub(super) measures: &'a [(&'a str, &'a str)],
    /// Further tables, their first row the header, cells parted by `|`.
    pub(super) tables: &'a [&'a [&'a str]],
    pub(super) paragraphs: &'a [&'a str],
}

impl Default for Sample<'_> {
    fn default() -> Self {
        Sample {
            title: "みどり計画　令和６年度点検報告書",
            legend: "凡例　◎達成　○概ね達成　△未達成　■集計中　―指標未設定",
            measures: &[],
            tables: &[],
            paragraphs: &[],
        }
    }
}

impl Sample<'_> {
    pub(super) fn report(&self) -> Report {
        let rows: Vec<String> = (1..)
            .zip(self.measures)
            .map(|(id, (group, rating))| format!("{group}|{id}|施策{id}|件数|1件|1件|{rating}"))
            .collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let headers = ["体系", "番号", "施策名", "成果指標", "目標", "実績", "評価"];
        let mut tables = vec![samples::table(&headers, &rows)];
        for table in self.tables {
            let (header, rows) = table.split_first().unwrap();
            tables.push(samples::table(&header.split('|').collect::<Vec<_>>(), rows));
        }
        let texts = [self.title, self.legend].into_iter().chain(self.paragraphs.iter().copied());
        read(tables, texts)
    }
}

/// A report of one table, its cells parted by `|` and their lines by ⏎, and of texts.
pub(super) fn report(header: &str, rows: &[&str], texts: &[&str]) -> Report {
    let header: Vec<&str> = header.split('|').collect();
    let rows: Vec<String> = rows.iter().map(|row| row.replace('⏎', "\n")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let texts = [Sample::default().title].into_iter().chain(texts.iter().copied());
    read(vec![samples::table(&header, &rows)], texts)
}

fn read<'a>(tables: Vec<Table>, texts: impl Iterator<Item = &'a str>) -> Report {
    let paragraph = |(row, text): (u32, &str)| Paragraph {
        text: text.to_owned(),
        place: place(row),
        glyphs: 0,
    };
    let paragraphs = (900..).zip(texts).map(paragraph).collect();
    let contents = Contents { tables, paragraphs, ..Contents::default() };
    let source = Source {
        file: "みどり.pdf".to_owned(),
        format: Format::Pdf,
        sha256: String::new(),
        pages: 1,
        producer: None,
        title: None,
        text_source: None,
    };
    report::read(source, contents, Vec::new(), &[], Vec::new())
}

/// Somewhere in the text.
pub(super) fn place(row: u32) -> Place {
    let range = Range { row, col: 0, last_row: row, last_col: 0 };
    Place::Sheet { sheet: "本文".into(), range }
}

/// What a check says of a report: the code, and its message up to the number that it
/// states.
#[track_caller]
pub(super) fn codes(report: &Report, check: fn(&Report, &mut Vec<Finding>)) -> Vec<String> {
    let mut findings = Vec::new();
    check(report, &mut findings);
    let said = |it: &Finding| {
        let message = it.message.ja.split('は').next().unwrap_or_default();
        format!("{} {message}", it.code)
    };
    findings.iter().map(said).collect()
}

/// The findings of a check: each code and the measure that it names.
#[track_caller]
pub(super) fn says(report: &Report, check: fn(&Report, &mut Vec<Finding>)) -> Vec<String> {
    let mut findings = Vec::new();
    check(report, &mut findings);
    let said = |it: &Finding| match &it.measure {
        Some(measure) => format!("{} {measure}", it.code),
        None => it.code.to_string(),
    };
    findings.iter().map(said).collect()
}

/// The findings of a check whole but for messages and places: code, measure and its key,
/// column, what was expected and what was found; `-` for what is not said.
#[track_caller]
pub(super) fn details(report: &Report, check: fn(&Report, &mut Vec<Finding>)) -> Vec<String> {
    let mut findings = Vec::new();
    check(report, &mut findings);
    findings.iter().map(detail).collect()
}

pub(super) fn detail(it: &Finding) -> String {
    let or = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let (measure, key) = (or(&it.measure), if it.key.is_some() { "key" } else { "-" });
    let (column, expected, found) = (it.column.unwrap_or("-"), or(&it.expected), or(&it.found));
    format!("{} {measure} {key} {column} {expected} → {found}", it.code)
}
