//! Rows that their author split by hand over several sheet rows: the number and
//! the rating stand in the first, each further row holds the next line of some
//! texts (神エクセル).
//!
//! Such a row is no record of its own. Its texts go on those of the row above;
//! a line that begins like one (・, ①, 　) stays a line.

use super::{Column, Row};
use crate::finding::{Code, Finding, Message};
use crate::layout::{self, Field};
use crate::text::join;

/// Puts split rows together again. Bands are out already.
pub(super) fn put_together(
    rows: Vec<Row>,
    columns: &[Column],
    findings: &mut Vec<Finding>,
) -> Vec<Row> {
    let place = |field| columns.iter().position(|it| layout::field(&it.path) == Some(field));
    let (Some(id), Some(rating)) = (place(Field::Id), place(Field::Rating)) else { return rows };
    let mut kept: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows {
        match kept.last_mut().filter(|above| goes_on(above, &row, [id, rating])) {
            Some(above) => {
                findings.push(rebuilt(&row));
                append(above, row);
            }
            None => kept.push(row),
        }
    }
    kept
}

/// Whether a row only carries on texts of the row above: neither number nor
/// rating, something else, and the number above.
fn goes_on(above: &Row, row: &Row, keys: [usize; 2]) -> bool {
    let says = |row: &Row, col: usize| row.cell(col).is_some_and(|entry| !entry.text.is_empty());
    let is_new = |entry: &&super::Entry| {
        !entry.text.is_empty() && above.cell(entry.col).is_none_or(|it| it.place != entry.place)
    };
    says(above, keys[0])
        && keys.iter().all(|&col| !says(row, col))
        && row.cells.iter().any(|entry| is_new(&entry))
        // A text over several columns is a note about what follows.
        && row.cells.iter().filter(is_new).all(|entry| entry.colspan == 1)
}

fn append(above: &mut Row, row: Row) {
    above.place = above.place.union(&row.place);
    for entry in row.cells.into_iter().filter(|entry| !entry.text.is_empty()) {
        match above.cell_mut(entry.col) {
            Some(first) if first.place == entry.place => {}
            Some(first) => {
                if join::begins_anew(&entry.text) && !first.text.is_empty() {
                    first.text.push('\n');
                }
                first.text.push_str(&entry.text);
            }
            None => above.cells.push(entry),
        }
    }
    above.cells.sort_by_key(|entry| entry.col);
}

fn rebuilt(row: &Row) -> Finding {
    Finding::new(
        Code::P907,
        Message::new(
            "番号のない行を、上の行の続きとして1件にまとめました。",
            "a row without a number was taken as the rest of the row above",
        ),
    )
    .at(Some(row.place.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::samples;

    /// Rows of three columns (番号, 施策名, 評価), cells parted by `|`.
    #[track_caller]
    fn check(rows: &[&str], expected: &[&str]) {
        let columns = samples::columns(&["番号", "施策名", "評価"]);
        let mut findings = Vec::new();
        let rows = put_together(samples::rows(rows), &columns, &mut findings);
        let found: Vec<String> = rows
            .iter()
            .map(|row| {
                let text = |col| row.cell(col).map_or("", |entry| entry.text.as_str());
                [text(0), text(1), text(2)].join("|")
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_name_over_two_rows() {
        check(
            &["1-1|子育て支援|◎", "|システム運営|", "1-2|相談|○"],
            &["1-1|子育て支援システム運営|◎", "1-2|相談|○"],
        );
    }

    #[test]
    fn a_marked_line_stays_a_line() {
        check(&["1-1|①整備|◎", "|②運用|"], &["1-1|①整備\n②運用|◎"]);
    }

    #[test]
    fn a_row_with_a_rating_is_a_record() {
        check(&["1-1|整備|◎", "|運用|△"], &["1-1|整備|◎", "|運用|△"]);
    }
}
