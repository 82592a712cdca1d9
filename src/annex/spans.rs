//! Cells at the left that group rows over page ends: 体系 and 分野 as merged
//! cells, named once in their middle or once on each page.
//!
//! A merged cell that a page end cuts is a cell on each page. Its part on the
//! next page is the first cell there, and at most one of the parts is named,
//! but where the page end went through the name itself; every row of all parts
//! gets that name.

use super::{Roles, page_ends};
use crate::layout::Role;
use crate::place::Place;
use crate::table::Row;
use crate::table::page_end::{Half, is_parted};

/// Writes the name of each group into all of its rows.
pub(super) fn fill(rows: &mut [Row], roles: &Roles) {
    for (col, column) in roles.columns.iter().enumerate() {
        if column.role.is_some_and(Role::is_group) {
            let names_first = names_first_rows(rows, col);
            for (rows, name) in groups(rows, col, names_first) {
                for entry in rows.iter_mut().filter_map(|row| row.cell_mut(col)) {
                    entry.text.clone_from(&name);
                }
            }
        }
    }
}

/// Whether a column names groups in their first rows alone, and no cell is merged:
/// then two cells without a name stand below each other. The name of the next page
/// is that of another group there.
fn names_first_rows(rows: &[Row], col: usize) -> bool {
    let cells = rows.iter().zip(rows.iter().skip(1)).map(|(a, b)| (a.cell(col), b.cell(col)));
    cells.into_iter().any(|pair| match pair {
        (Some(above), Some(below)) => {
            above.text.is_empty()
                && below.text.is_empty()
                && above.place != below.place
                && !is_page_end(&above.place, &below.place)
        }
        _ => false,
    })
}

/// Runs of rows under one merged cell, and its name; those without are left out.
fn groups(rows: &mut [Row], col: usize, names_first: bool) -> Vec<(&mut [Row], String)> {
    let mut found = Vec::new();
    let mut rest = rows;
    while !rest.is_empty() {
        let (length, name) = first_group(rest, col, names_first);
        let (group, others) = rest.split_at_mut(length);
        found.extend(name.map(|name| (group, name)));
        rest = others;
    }
    found
}

/// How many of the rows stand under the first one's cell, and its name.
fn first_group(rows: &[Row], col: usize, names_first: bool) -> (usize, Option<String>) {
    let Some((first, below)) = rows.split_first() else { return (0, None) };
    let Some(first) = first.cell(col) else { return (1, None) };
    let mut name = (!first.text.is_empty()).then(|| first.clone());
    let mut last = &first.place;
    let mut length = 1;
    for row in below {
        let Some(entry) = row.cell(col) else { break };
        if entry.place != *last {
            // Another cell: the same merge only behind a page end.
            if !is_page_end(last, &entry.place) {
                break;
            }
            match &mut name {
                None if names_first => break,
                None => name = (!entry.text.is_empty()).then(|| entry.clone()),
                Some(_) if entry.text.is_empty() => {}
                Some(name) if name.place == *last && is_parted(Half::of(name), Half::of(entry)) => {
                    page_ends::join_cell(name, entry.clone());
                }
                Some(_) => break,
            }
            last = &entry.place;
        }
        length += 1;
    }
    (length, name.map(|entry| entry.text))
}

fn is_page_end(last: &Place, next: &Place) -> bool {
    matches!((last, next), (Place::Page { page: last, .. }, Place::Page { page: next, .. }) if last != next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annex::roles::of_headers;
    use crate::geom::Rect;
    use crate::table::Entry;

    /// Rows as `page:cell:text`; compares what each row says afterwards.
    #[track_caller]
    fn check(rows: &[&str], expected: &[&str]) {
        let mut rows: Vec<Row> = rows
            .iter()
            .map(|row| {
                let parts: Vec<&str> = row.split(':').collect();
                let y = parts[1].parse().unwrap();
                let bbox = Rect { x0: 0.0, y0: y, x1: 10.0, y1: y + 1.0 };
                let place = Place::Page { page: parts[0].parse().unwrap(), bbox };
                let entry = Entry {
                    col: 0,
                    colspan: 1,
                    text: parts[2].to_owned(),
                    place: place.clone(),
                    ends: None,
                    number: None,
                };
                Row { cells: vec![entry], bands: Vec::new(), place, in_box: None }
            })
            .collect();
        fill(&mut rows, &of_headers(&["体系"]));
        let found: Vec<&str> = rows.iter().map(|row| row.cells[0].text.as_str()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn named_once_on_a_later_page() {
        check(&["1:0:", "1:0:", "2:0:A", "3:0:", "3:5:B"], &["A", "A", "A", "A", "B"]);
    }

    #[test]
    fn named_on_each_page() {
        check(&["1:0:A", "2:0:A", "2:5:B"], &["A", "A", "B"]);
    }

    #[test]
    fn named_in_first_rows_alone() {
        check(&["1:0:A", "1:5:", "1:7:", "2:0:B", "2:5:"], &["A", "", "", "B", ""]);
    }

    #[test]
    fn a_cell_that_begins_on_the_page_is_another() {
        check(&["1:0:A", "1:5:", "2:0:B"], &["A", "B", "B"]);
    }
}
