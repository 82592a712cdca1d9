//! Tables whose heading is the indicator: 婚姻率 above one row of values.

use super::Roles;
use super::roles::Why;
use crate::layout::Role;
use crate::table::{Column, Entry, Row, Table};
use std::collections::HashSet;

/// The longest heading that names an indicator, in characters.
const HEADING_CHARS_MAX: usize = 60;

/// The most rows of one record that each hold another value.
const ROWS_OF_ONE_MAX: usize = 4;

/// Makes the heading right above a table the first column of its only record, where the
/// table has values and nothing that names them.
pub(super) fn name_by(table: &mut Table, roles: &Roles) -> bool {
    let has = |role: Role| roles.columns.iter().any(|it| it.role == Some(role));
    let is_named = [Role::Name, Role::Indicator, Role::Id].into_iter().any(has);
    // 見込量 above 実績値 are two rows of one record.
    let is_by_row = || {
        let word = |row: &Row| roles.value_of_row(&row.cell(roles.rows_of?)?.text);
        let words: Vec<_> = table.rows.iter().map(word).collect();
        let distinct: HashSet<_> = words.iter().flatten().collect();
        roles.rows_of.is_some()
            && table.rows.len() <= ROWS_OF_ONE_MAX
            && words.iter().flatten().count() == distinct.len()
    };
    let is_one = table.rows.len() == 1 || is_by_row();
    let is_heading = table.captions.last().is_some_and(|it| {
        it.text.chars().count() <= HEADING_CHARS_MAX && !super::bands::is_sentence(&it.text)
    });
    if is_named || !is_one || !is_heading || !roles.have_values() {
        return false;
    }
    let Some(heading) = table.captions.pop() else { return false };
    table.columns.insert(0, Column { path: Vec::new() });
    for row in &mut table.rows {
        row.cells.iter_mut().for_each(|it| it.col += 1);
        let entry = Entry {
            col: 0,
            colspan: 1,
            text: heading.text.clone(),
            place: heading.place.clone(),
            ends: None,
            number: None,
        };
        row.cells.insert(0, entry);
    }
    true
}

/// Says that the first column is the heading.
pub(super) fn claim(roles: &mut Roles) {
    roles.give(0, Role::Indicator, Why::Heading);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annex::Context;
    use crate::table::{Paragraph, samples};

    /// Whether a heading names the rows below 区分 and years.
    #[track_caller]
    fn check(rows: &[&str], expected: bool) {
        let mut table = samples::table(&["区分", "R3", "R4", "R5"], rows);
        let place = table.rows[0].place.clone();
        table.captions =
            vec![Paragraph { text: "一時預かり事業".to_owned(), place, glyphs: 0 }];
        let roles = Roles::of(&table, &Context::default(), &mut Vec::new());
        assert_eq!(name_by(&mut table, &roles), expected, "{rows:?}");
    }

    #[test]
    fn a_heading_above_rows_of_values() {
        check(&["見込量（人）|10|20|30", "実績値（人）|9|19|33"], true);
        check(&["見込量|10|20|30", "確保量|10|20|30", "実績値|9|19|33"], true);
        let two = ["見込量|10|20|30", "実績値|9|19|33", "見込量|1|2|3", "実績値|9|1|3"];
        check(&two, false);
    }
}
