//! 記入例: a table filled in to show how, beside the real one, and a first row
//! that does so in the real one. Nobody takes them for measures.

use super::Roles;
use crate::finding::{Code, Finding, Message};
use crate::layout::{self, Role};
use crate::place::Place;
use crate::table::{Row, Table};

/// The words by which an example calls itself.
const WORDS: &[&str] = &["記入例", "記載例", "作成例", "入力例", "記入見本", "記載見本"];

/// The same, and that of a row alone.
const ROW_WORDS: &[&str] = &["例", "(例)", "記入例", "記載例", "(記入例)", "(記載例)", "【例】"];

/// Takes the rows out of the tables of measures that are examples, unless all are;
/// what is taken is named.
pub(super) fn take_out(tables: &mut [Table], roles: &[Option<Roles>]) -> Vec<Finding> {
    let is_known: Vec<bool> =
        tables.iter().zip(roles).map(|(it, roles)| roles.is_some() && is_example(it)).collect();
    let is_row = |roles: &Option<Roles>| {
        let id = roles.as_ref().and_then(|roles| roles.get(Role::Id));
        move |row: &Row| {
            let id = id.and_then(|id| row.cell(id)).filter(|entry| entry.text.contains('例'));
            id.is_some_and(|id| ROW_WORDS.contains(&layout::fold(&id.text).as_str()))
        }
    };
    let has_real = tables.iter().zip(roles).zip(&is_known).any(|((table, roles), is_known)| {
        let is_row = is_row(roles);
        !is_known && roles.is_some() && table.rows.iter().any(|row| !is_row(row))
    });
    let mut findings = Vec::new();
    if !has_real {
        return findings;
    }
    for ((table, roles), is_known) in tables.iter_mut().zip(roles).zip(is_known) {
        let is_row = is_row(roles);
        if is_known || table.rows.iter().any(&is_row) {
            let rows = std::mem::take(&mut table.rows);
            let (examples, real): (Vec<Row>, Vec<Row>) =
                rows.into_iter().partition(|row| is_known || is_row(row));
            table.rows = real;
            findings.extend(left_out(&examples));
        }
    }
    findings
}

/// Whether the sheet of a table, or what stands above it, says that it is one.
fn is_example(table: &Table) -> bool {
    let sheet = table.rows.first().and_then(|row| match &row.place {
        Place::Sheet { sheet, .. } => Some(sheet),
        Place::Page { .. } => None,
    });
    let texts = || table.captions.iter().chain(&table.notes).map(|it| it.text.as_str());
    sheet.is_some_and(|name| WORDS.iter().any(|word| name.contains(word)))
        || texts().any(calls_itself_example)
}

/// 【記入例】, 様式１（記入例）, but not 記入例を参照.
fn calls_itself_example(text: &str) -> bool {
    let folded = layout::fold(text);
    let is_word = |word: &str| {
        let Some((before, behind)) = folded.split_once(word) else { return false };
        let is_open = before.is_empty() || before.ends_with(['(', '【', '<', '[', '〔', '■', '※']);
        let is_closed = behind.is_empty() || behind.starts_with([')', '】', '>', ']', '〕']);
        is_open && is_closed
    };
    WORDS.iter().any(|word| is_word(word))
}

fn left_out(rows: &[Row]) -> Option<Finding> {
    let place = Place::around(rows.iter().map(|row| &row.place))?;
    let count = rows.len();
    let message = Message::new(
        format!("記入例の{count}行は、施策として読みませんでした。"),
        format!("{count} row(s) of an example were not read as measures"),
    );
    Some(Finding::new(Code::P913, message).at(Some(place)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annex::Context;
    use crate::table::{Paragraph, samples};

    const HEADERS: [&str; 3] = ["番号", "施策名", "評価"];

    fn roles(tables: &[Table]) -> Vec<Option<Roles>> {
        let of = |table: &Table| Roles::of(table, &Context::default(), &mut Vec::new());
        tables.iter().map(of).map(|it| Some(it).filter(Roles::are_of_measures)).collect()
    }

    /// How many rows stay in each of some tables, and how often one is named.
    #[track_caller]
    fn check(tables: &[(&str, &[&str])], expected: &[usize], named: usize) {
        let table = |(caption, rows): &(&str, &[&str])| {
            let mut table = samples::table(&HEADERS, rows);
            let place = table.rows[0].place.clone();
            table.captions = vec![Paragraph { text: (*caption).to_owned(), place, glyphs: 0 }];
            table
        };
        let mut tables: Vec<Table> = tables.iter().map(table).collect();
        let roles = roles(&tables);
        let findings = take_out(&mut tables, &roles);
        assert_eq!(tables.iter().map(|it| it.rows.len()).collect::<Vec<_>>(), expected);
        assert_eq!(findings.len(), named, "{findings:?}");
    }

    #[test]
    fn an_example_beside_the_real_table() {
        let real: (&str, &[&str]) = ("点検結果（記入例は別紙）", &["1|窓口|◎", "2|港|△"]);
        let rows: &[&str] = &["1|○○事業|○"];
        check(&[real, ("様式１（記入例）", rows)], &[2, 0], 1);
        check(&[("【記載例】令和６年度", rows), real], &[0, 2], 1);
        check(&[("記入例", rows)], &[1], 0);
    }

    #[test]
    fn other_tables_stay() {
        let real = samples::table(&HEADERS, &["1|窓口|◎"]);
        let other = samples::table(&["番号", "項目", "内容"], &["例|表記|記号", "1|単位|件"]);
        let mut tables = [real, other];
        let roles = roles(&tables);
        assert!(take_out(&mut tables, &roles).is_empty() && tables[1].rows.len() == 2);
    }

    #[test]
    fn an_example_as_a_row() {
        check(&[("点検結果", &["（例）|○○事業|○", "1|窓口|◎"])], &[1], 1);
        check(&[("点検結果", &["例|○○事業|○"])], &[1], 0);
    }
}
