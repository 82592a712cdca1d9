//! A table within a form: indicators below 指標名 | 目標 | 実績, or below years, with a
//! row for 目標 and one for 実績.

use super::{Item, LABELS_MIN, Pair, is_heading};
use crate::layout::{self, Role};

/// Whether a row heads columns: labels, and nothing beside them.
pub(super) fn is_header(row: &[Item<'_>]) -> bool {
    let labels = row.iter().filter(|it| it.label.is_some()).count();
    labels >= LABELS_MIN && 2 * labels > row.len() || heads_rows(row)
}

/// Whether a row heads indicators with a row for each value: 指標名 | 区分 | R3 | R4.
fn heads_rows(row: &[Item<'_>]) -> bool {
    let has = |role: Role| row.iter().any(|it| it.label == Some(role));
    let is_head = |it: &Item<'_>| it.label.is_some() || layout::is_year(&it.cell.text);
    has(Role::Indicator) && has(Role::RowsOf) && row.iter().all(is_head)
}

/// Whether a row heads the indicators of one measure, which is named elsewhere.
fn heads_indicators(row: &[Item<'_>]) -> bool {
    let has = |role: Role| row.iter().any(|it| it.label == Some(role));
    is_header(row) && has(Role::Indicator) && !has(Role::Name) && !has(Role::Id)
}

/// For each row whether it is of a table within a form: the header of indicators below
/// the name of a measure, or a row below that.
pub(super) fn within_tables(rows: &[Vec<Item<'_>>]) -> Vec<bool> {
    let (mut is_named, mut is_inside, mut left) = (false, false, 0);
    let mut within = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(first) = row.first() else {
            within.push(false);
            continue;
        };
        if is_header(row) {
            is_inside = is_named && heads_indicators(row);
            left = first.cell.col;
        } else {
            // Right of an indicator that is merged over its rows, words name the values.
            let is_right = first.cell.col > left && row.len() > 1;
            is_inside &= is_right || first.label.is_none() && !is_heading(row);
            is_named |= row.iter().any(|it| it.label == Some(Role::Name));
        }
        within.push(is_inside);
    }
    within
}

/// The values of a row of a table, each below its header: 目標 in the column that says
/// what the row holds goes before the year of each.
pub(super) fn below_columns<'g>(row: &[Item<'g>], heads: &[Item<'g>]) -> Vec<Pair<'g>> {
    let head = |it: &Item<'_>| heads.iter().find(|head| head.cell.col == it.cell.col);
    let names_row = |it: &&Item<'_>| {
        head(it).is_some_and(|head| head.label == Some(Role::RowsOf))
            && it.label.is_some_and(Role::is_value)
    };
    let named = row.iter().find(names_row);
    let pairs = row.iter().filter_map(|it| {
        let head = head(it)?;
        let text = head.cell.text.replace('\n', "");
        let Some(named) = named.filter(|_| head.label.is_none()) else {
            let is_name = named.is_some_and(|named| named.cell.col == it.cell.col);
            return (!is_name).then(|| Pair { path: vec![text], role: head.label, value: it.cell });
        };
        let path = vec![named.cell.text.replace('\n', ""), text];
        Some(Pair { path, role: named.label, value: it.cell })
    });
    pairs.collect()
}
