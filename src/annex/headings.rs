//! Tables whose heading is the indicator: 婚姻率 above one row of values.

use super::Roles;
use super::roles::Why;
use crate::layout::Role;
use crate::table::{Column, Entry, Table};

/// The longest heading that names an indicator, in characters.
const HEADING_CHARS_MAX: usize = 60;

/// Makes the heading right above a table the first column of its only record, where the
/// table has values and nothing that names them.
pub(super) fn name_by(table: &mut Table, roles: &Roles) -> bool {
    let has = |role: Role| roles.columns.iter().any(|it| it.role == Some(role));
    let is_named = [Role::Name, Role::Indicator, Role::Id].into_iter().any(has);
    let is_one = table.rows.len() == 1;
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
