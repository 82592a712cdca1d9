//! Rows that look like measures and were not read: they stand in no table, or in
//! one whose header says nothing of measures.
//!
//! What tells them is a number like those of the measures, which none of them has,
//! and a rating. Nothing else would say that a page of the annex is missing.

use super::{Declared, Measure};
use crate::finding::{Code, Finding, Message};
use crate::layout;
use crate::place::Place;
use crate::table::{self, Contents, Row};
use crate::value::Legend;
use std::collections::HashSet;

/// How many words of a row are searched for its number: 体系 and 分野 may stand
/// before it.
const WORDS_MAX: usize = 3;

/// The fewest texts of a row.
const TEXTS_MIN: usize = 4;

/// Names the pages and sheets with rows of measures that nobody read.
pub(super) fn findings(
    contents: &Contents,
    measures: &[Measure],
    legend: &Legend,
    declared: Option<&Declared>,
) -> Vec<Finding> {
    let numbers: HashSet<&str> =
        measures.iter().filter_map(|measure| measure.id.as_deref()).collect();
    let forms: HashSet<String> = numbers.iter().filter_map(|id| table::form_of(id)).collect();
    let is_missing = |text: &str| {
        let number = layout::number(leading_number(text));
        !numbers.contains(number.as_str())
            && table::form_of(&number).is_some_and(|it| forms.contains(&it))
    };
    let looks_like_one = |texts: &[&str]| {
        let mut words = texts.iter().flat_map(|text| text.split_whitespace()).take(WORDS_MAX);
        texts.iter().any(|text| has_rating(text, legend)) && words.any(is_missing)
    };
    let mut rows: Vec<(&Place, String)> = Vec::new();
    for row in &contents.beside {
        let texts: Vec<&str> = row.texts.iter().map(String::as_str).collect();
        if looks_like_one(&texts) {
            rows.push((&row.place, texts.join(" | ")));
        }
    }
    // Of what was read as totals nothing is missing.
    let is_read = |rows: &[Row]| {
        let place = Place::around(rows.iter().map(|row| &row.place));
        holds_totals(place.as_ref(), declared)
    };
    let others = contents.tables.iter().filter(|table| !is_read(&table.rows));
    for row in others.flat_map(|table| &table.rows) {
        let texts: Vec<&str> = row.filled().map(|entry| entry.text.as_str()).collect();
        if texts.len() >= TEXTS_MIN && looks_like_one(&texts) {
            rows.push((&row.place, row.said()));
        }
    }
    rows.chunk_by(|a, b| a.0.is_on_leaf_of(b.0)).map(named).collect()
}

/// Whether totals of the report were read at a place.
pub(super) fn holds_totals(place: Option<&Place>, declared: Option<&Declared>) -> bool {
    let rows = declared.into_iter().flat_map(|it| &it.rows);
    let mut places = rows.filter_map(|row| row.place.as_ref());
    place.is_some_and(|place| places.any(|it| place.holds(it)))
}

/// What a number of measures may begin with, as far as it is one.
fn leading_number(text: &str) -> &str {
    let is_part = |c: char| c.is_numeric() || c.is_ascii_alphabetic() || is_hyphen(c);
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    &text[..end]
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '－' | '‐' | '−' | '.' | '．')
}

/// Whether a text has a symbol that is a rating.
fn has_rating(text: &str, legend: &Legend) -> bool {
    let is_symbol = |c: char| !c.is_alphanumeric() && !c.is_ascii() && !is_hyphen(c);
    let mut buffer = [0; 4];
    text.chars()
        .filter(|&c| is_symbol(c))
        .any(|c| legend.read(c.encode_utf8(&mut buffer)).is_some())
}

fn named(rows: &[(&Place, String)]) -> Finding {
    let count = rows.len();
    let message = Message::new(
        format!("施策のような{count}行を、施策として読めませんでした。"),
        format!("{count} rows that look like measures were not read as such"),
    );
    let place = Place::around(rows.iter().map(|row| row.0));
    let found = rows.first().map(|row| row.1.clone());
    Finding { found, ..Finding::new(Code::P915, message).at(place) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annex::{self, Context};
    use crate::report::measures;
    use crate::table::samples;

    /// What is said of a table with a measure numbered 1-1, and of another without
    /// a header, whose rows are given.
    #[track_caller]
    fn check(rows: &[&str], expected: &[&str]) {
        let headers = ["番号", "施策名", "目標", "実績", "評価"];
        let annex = samples::table(&headers, &["1-1|窓口|5件|6件|◎"]);
        let other = samples::table(&["", "", "", "", ""], rows);
        let mut contents = Contents { tables: vec![annex, other], ..Contents::default() };
        let legend = layout::usual_legend();
        let (mut said, context) = (Vec::new(), Context::default());
        let roles = annex::roles(&mut contents, &context, &mut said);
        let tables = annex::take(&mut contents, roles, &context, &mut said);
        let read = measures::read(tables, (&[], &legend, "", &context), &mut said, None);
        let found = findings(&contents, &read, &legend, None);
        assert!(found.iter().all(|finding| finding.code == Code::P915));
        let found: Vec<&str> = found.iter().filter_map(|it| it.found.as_deref()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn rows_without_a_header() {
        check(&["1-2|道路|5件|6件|△", "1-3|橋|5件|6件|◎"], &["1-2 | 道路 | 5件 | 6件 | △"]);
        check(&["防災|1-2|道路|6件|△"], &["防災 | 1-2 | 道路 | 6件 | △"]);
    }

    #[test]
    fn other_rows() {
        // Read already, without a rating, numbered otherwise, a legend.
        check(
            &["1-1|窓口|5件|6件|◎", "1-2|道路|5件|6件|", "1|橋|5件|6件|◎", "◎|達成|○|概ね|"],
            &[],
        );
    }
}
