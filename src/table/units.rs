//! A value whose unit stands in a cell of its own, both under one header: 目標
//! over `1,200` and `件`. One column says what the two cells say together.

use super::{Column, Entry, Row, Table};
use crate::layout::{self, Field};

/// Joins the columns of each value with those of its unit.
pub(super) fn join(table: &mut Table) {
    let mut joined = candidates(&table.columns);
    for pair in table.rows.iter().flat_map(|row| row.cells.windows(2)) {
        if let [value, unit] = pair
            && joined[unit.col]
            && value.col + 1 == unit.col
            && has_number(value)
            && has_number(unit)
        {
            joined[unit.col] = false;
        }
    }
    if !joined.contains(&true) {
        return;
    }
    let mut number = 0;
    let numbers: Vec<usize> = joined
        .iter()
        .enumerate()
        .map(|(col, is_joined)| {
            number += usize::from(col > 0 && !is_joined);
            number
        })
        .collect();
    let mut is_joined = joined.into_iter();
    table.columns.retain(|_| is_joined.next() == Some(false));
    for row in &mut table.rows {
        renumber(row, &numbers);
    }
}

/// The second ones of two columns of values under one header. Three are years.
fn candidates(columns: &[Column]) -> Vec<bool> {
    let mut found = vec![false; columns.len()];
    let mut first = 0;
    for same in columns.chunk_by(|a, b| a == b) {
        let field = layout::field(&same[0].path);
        found[first + same.len() - 1] =
            same.len() == 2 && matches!(field, Some(Field::Target | Field::Actual));
        first += same.len();
    }
    found
}

fn has_number(entry: &Entry) -> bool {
    entry.colspan == 1 && entry.text.contains(char::is_numeric)
}

/// Gives the cells of a row their new columns, and makes one of those that
/// begin in the same.
fn renumber(row: &mut Row, numbers: &[usize]) {
    let mut kept: Vec<Entry> = Vec::with_capacity(row.cells.len());
    for mut entry in row.cells.drain(..) {
        let last = numbers[(entry.col + entry.colspan).min(numbers.len()) - 1];
        entry.col = numbers[entry.col];
        entry.colspan = last - entry.col + 1;
        match kept.last_mut().filter(|before| before.col + before.colspan > entry.col) {
            Some(before) => {
                before.text.push_str(&entry.text);
                before.place = before.place.union(&entry.place);
                before.number = before.number.or(entry.number);
                before.colspan = last - before.col + 1;
            }
            None => kept.push(entry),
        }
    }
    row.cells = kept;
}

#[cfg(test)]
mod tests {
    use super::join;
    use crate::table::samples;

    /// Rows of cells parted by `|`, `<` where the cell before it reaches over.
    #[track_caller]
    fn check(headers: &[&str], rows: &[&str], expected: &[&str]) {
        let mut table = samples::table(headers, rows);
        join(&mut table);
        let shown = table.rows.iter().map(|row| {
            let cells = row.cells.iter();
            let cells = cells.map(|it| format!("{}{}{}", it.col, "<".repeat(it.colspan), it.text));
            cells.collect::<Vec<_>>().join("|")
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_unit_in_a_cell_of_its_own() {
        check(
            &["番号", "目標", "目標", "実績", "実績"],
            &["1|1,200|件|1,350|件", "2|実施|<|40|％", "帯|<|<|<|<"],
            &["0<1|1<1,200件|2<1,350件", "0<2|1<実施|2<40％", "0<<<帯"],
        );
    }

    #[test]
    fn two_values_stay_two() {
        check(&["目標", "目標"], &["10件|12件", "5|件"], &["0<10件|1<12件", "0<5|1<件"]);
        check(&["名", "名"], &["子ども|課"], &["0<子ども|1<課"]);
    }
}
