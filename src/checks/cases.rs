//! Reports that the tests of checks write down, and what a check says of them.

use crate::finding::Finding;
use crate::place::{Place, Range};
use crate::report::{self, Report, Source};
use crate::source::Format;
use crate::table::{Contents, Paragraph, samples};

/// Somewhere.
pub(super) fn place(row: u32) -> Place {
    let range = Range { row, col: 0, last_row: row, last_col: 0 };
    Place::Sheet { sheet: "本文".into(), range }
}

/// A report of one table, its cells parted by `|` and their lines by ⏎, and of texts.
pub(super) fn report(header: &str, rows: &[&str], texts: &[&str]) -> Report {
    let header: Vec<&str> = header.split('|').collect();
    let rows: Vec<String> = rows.iter().map(|row| row.replace('⏎', "\n")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let texts = ["みどり計画　令和６年度点検報告書"].into_iter().chain(texts.iter().copied());
    let paragraph = |(row, text): (u32, &str)| Paragraph {
        text: text.to_owned(),
        place: place(row),
        glyphs: 0,
    };
    let contents = Contents {
        tables: vec![samples::table(&header, &rows)],
        paragraphs: (900..).zip(texts).map(paragraph).collect(),
        ..Contents::default()
    };
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
