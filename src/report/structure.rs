//! The table of pillars and their numbered fields.

use super::{Pillar, PolicyField};
use crate::table::{Contents, Table};
use crate::text;

/// How many numbered cells a column must have to be a list of fields.
const FIELDS_MIN: usize = 2;

/// Finds the first table in which columns list numbered names in order, each
/// column under the name of a pillar, and gives its index too.
pub(super) fn read(contents: &Contents, is_annex: &[bool]) -> (Vec<Pillar>, Option<usize>) {
    // The indicators of an annex may be numbers in order too.
    let others = contents.tables.iter().zip(is_annex).enumerate().filter(|it| !it.1.1);
    let mut found = others.map(|(index, it)| (pillars(it.0), Some(index)));
    found.find(|it| !it.0.is_empty()).unwrap_or_default()
}

fn pillars(table: &Table) -> Vec<Pillar> {
    let columns = table.columns.iter().enumerate();
    columns
        .filter_map(|(col, column)| {
            let name = column.path.last()?.lines().collect::<String>();
            let mut texts: Vec<&str> = Vec::new();
            for row in &table.rows {
                let Some(entry) = row.cell(col).filter(|entry| entry.col == col) else { continue };
                // A merged cell comes once for each row that it covers.
                if !entry.text.is_empty() && texts.last() != Some(&entry.text.as_str()) {
                    texts.push(&entry.text);
                }
            }
            let fields: Option<Vec<PolicyField>> = texts.into_iter().map(numbered).collect();
            let fields = fields.filter(|fields| is_list(fields))?;
            Some(Pillar { name, fields })
        })
        .collect()
}

fn is_list(fields: &[PolicyField]) -> bool {
    fields.len() >= FIELDS_MIN && fields.is_sorted_by(|a, b| a.number < b.number)
}

/// `１ 子ども・若者` → 1 and its name.
pub(super) fn numbered(text: &str) -> Option<PolicyField> {
    let folded = text::normalize(text);
    let digits = folded.chars().take_while(char::is_ascii_digit).count();
    let number = folded.get(..digits)?.parse().ok()?;
    // Digits take one character each in both forms, so the name is found in
    // the published text by counting.
    let name: String = text.chars().skip(digits).collect();
    let name = name.lines().collect::<String>();
    let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '．' | '、'));
    let is_name = name.chars().next().is_some_and(char::is_alphabetic);
    is_name.then(|| PolicyField { number, name: name.to_owned() })
}
