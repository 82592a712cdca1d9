//! A measure on two rows or three, 目標 above 実績 and a column that says which:
//! the years stand beside each other instead. Each becomes one row again, and
//! each column of values one for 目標 and one for 実績.

use super::{Column, Entry, Row, Table};
use crate::layout::{self, Field};

/// How many rows a measure may have: 目標, 実績, 達成率, and one more.
const ROWS_MAX: usize = 4;

/// Puts the rows of each measure side by side, if a column says what they are.
pub(super) fn join(table: &mut Table) {
    let Some((kind, words)) = kinds(&table.rows) else { return };
    let is_value = values(table, kind, words.len());
    let is_wide = |entry: &Entry| {
        entry.colspan > 1 && is_value[entry.col..entry.col + entry.colspan].contains(&true)
    };
    let has_wide = table.rows.iter().flat_map(|row| &row.cells).any(is_wide);
    if has_wide || !is_value.contains(&true) || !has_one_number(table, words.len()) {
        return;
    }
    let mut columns = Vec::new();
    let mut numbers = Vec::new();
    for (col, column) in std::mem::take(&mut table.columns).into_iter().enumerate() {
        numbers.push(columns.len());
        if is_value[col] {
            columns.extend(words.iter().map(|word| {
                let path = column.path.iter().chain([word]).cloned();
                Column { path: path.collect() }
            }));
        } else if col != kind {
            columns.push(column);
        }
    }
    numbers.push(columns.len());
    table.columns = columns;
    let mut rows = std::mem::take(&mut table.rows).into_iter();
    while rows.len() > 0 {
        let measure: Vec<Row> = rows.by_ref().take(words.len()).collect();
        table.rows.extend(side_by_side(measure, kind, &is_value, &numbers));
    }
}

/// The column whose cells say again and again the same words, one of them 目標
/// and one 実績, and those words.
fn kinds(rows: &[Row]) -> Option<(usize, Vec<String>)> {
    rows.first()?.cells.iter().find_map(|entry| {
        value_field(&entry.text)?;
        let said = |row: &Row| row.cell(entry.col).map(|it| it.text.clone()).unwrap_or_default();
        let again = rows.iter().skip(1).take(ROWS_MAX).position(|row| said(row) == entry.text);
        let period = again.map_or(rows.len(), |before| before + 1);
        if period > ROWS_MAX {
            return None;
        }
        let words: Vec<String> = rows[..period].iter().map(said).collect();
        let fields: Vec<Field> = words.iter().filter_map(|word| value_field(word)).collect();
        let has_both = [Field::Target, Field::Actual].iter().all(|it| fields.contains(it));
        let repeats = rows.chunks(period).all(|part| part.iter().map(said).eq(words.clone()));
        (fields.len() == 2 && has_both && repeats).then_some((entry.col, words))
    })
}

fn value_field(text: &str) -> Option<Field> {
    layout::whole_cell(text).filter(|it| matches!(it, Field::Target | Field::Actual))
}

/// The columns whose cells are different ones in the rows of a measure, unless
/// their header says that they are of the measure as a whole.
fn values(table: &Table, kind: usize, period: usize) -> Vec<bool> {
    let mut is_value = vec![false; table.columns.len()];
    for measure in table.rows.chunks(period) {
        let [first, others @ ..] = measure else { continue };
        for entry in others.iter().flat_map(|row| &row.cells).filter(|it| !it.text.is_empty()) {
            let is_same = first.cell(entry.col).is_some_and(|it| it.place == entry.place);
            is_value[entry.col] |= !is_same && entry.col != kind;
        }
    }
    for (column, is_value) in table.columns.iter().zip(&mut is_value) {
        let field = layout::field(&column.path);
        *is_value &= field.is_none_or(|it| matches!(it, Field::Target | Field::Actual));
    }
    is_value
}

/// Whether the rows of each measure have one number: that of the first, merged
/// over the others or above nothing.
fn has_one_number(table: &Table, period: usize) -> bool {
    let is_id = |column: &Column| layout::field(&column.path) == Some(Field::Id);
    let Some(id) = table.columns.iter().position(is_id) else { return false };
    table.rows.chunks(period).all(|measure| {
        let number = measure[0].cell(id).filter(|it| !it.text.is_empty());
        let is_one = |row: &Row| {
            row.cell(id).is_none_or(|it| {
                it.text.is_empty() || number.is_some_and(|first| first.place == it.place)
            })
        };
        number.is_some() && measure[1..].iter().all(is_one)
    })
}

/// One row of those of a measure. What the others say of the measure as a whole
/// stands below what the first says.
fn side_by_side(
    measure: Vec<Row>,
    kind: usize,
    is_value: &[bool],
    numbers: &[usize],
) -> Option<Row> {
    let mut rows = measure.into_iter().enumerate();
    let (_, mut whole) = rows.next()?;
    whole.cells.retain(|entry| entry.col != kind);
    for entry in &mut whole.cells {
        renumber(entry, 0, numbers);
    }
    for (nth, row) in rows {
        whole.place = whole.place.union(&row.place);
        for mut entry in row.cells.into_iter().filter(|entry| entry.col != kind) {
            if is_value[entry.col] {
                renumber(&mut entry, nth, numbers);
                whole.cells.push(entry);
                continue;
            }
            renumber(&mut entry, 0, numbers);
            match whole.cells.iter_mut().find(|it| it.col == entry.col) {
                Some(above) if above.place == entry.place || entry.text.is_empty() => (),
                Some(above) => {
                    let parted = !above.text.is_empty();
                    above.text.push_str(if parted { "\n" } else { "" });
                    above.text.push_str(&entry.text);
                    above.place = above.place.union(&entry.place);
                }
                None => whole.cells.push(entry),
            }
        }
    }
    whole.cells.sort_by_key(|entry| entry.col);
    Some(whole)
}

/// Moves a cell to its new column, or one so far behind it.
fn renumber(entry: &mut Entry, behind: usize, numbers: &[usize]) {
    let end = numbers[(entry.col + entry.colspan).min(numbers.len() - 1)];
    let is_wide = entry.colspan > 1;
    entry.col = numbers[entry.col] + behind;
    entry.colspan = if is_wide { end.saturating_sub(entry.col).max(1) } else { 1 };
}

#[cfg(test)]
mod tests {
    use super::join;
    use crate::table::samples;

    #[track_caller]
    fn joins(headers: &[&str], rows: &[&str], expected: (&[&str], &[&str])) {
        let mut table = samples::table(headers, rows);
        join(&mut table);
        let paths: Vec<String> = table.columns.iter().map(|it| it.path.join("/")).collect();
        assert_eq!(paths, expected.0);
        let texts: Vec<String> = (table.rows.iter())
            .map(|row| {
                let text = |col| row.cell(col).map_or("", |it| it.text.as_str());
                (0..paths.len()).map(text).collect::<Vec<_>>().join("|")
            })
            .collect();
        assert_eq!(texts, expected.1);
    }

    #[test]
    fn target_above_actual() {
        joins(
            &["番号", "区分", "R5", "R6", "評価", "備考"],
            &["1-1|目標|5件|6件|◎|速報", "|実績|7件|8件||確定", "1-2|目標|1|2|○|", "|実績|3|4||"],
            (
                &["番号", "R5/目標", "R5/実績", "R6/目標", "R6/実績", "評価", "備考"],
                &["1-1|5件|7件|6件|8件|◎|速報\n確定", "1-2|1|3|2|4|○|"],
            ),
        );
    }

    #[test]
    fn a_third_row_and_a_single_measure() {
        joins(
            &["番号", "", "値", "評価"],
            &["1-1|実績|5件||", "|目標|6件|△", "|達成率|83%|"],
            (&["番号", "値/実績", "値/目標", "値/達成率", "評価"], &["1-1|5件|6件|83%|△"]),
        );
    }

    /// Left as they are: rows with numbers of their own, words that do not
    /// repeat, a cell over several columns of values.
    #[test]
    fn other_tables() {
        let left = |headers: &[&str], rows: &[&str]| joins(headers, rows, (headers, rows));
        left(&["番号", "区分", "値"], &["1|目標|5", "2|実績|6"]);
        left(&["番号", "区分", "値"], &["1|目標|5", "|実績|6", "2|目標|7"]);
        left(&["番号", "区分", "値"], &["1|目標|5", "|目標|6"]);
        left(&["番号", "施策名", "評価"], &["1|目標|5", "|実績|6", "2|道路|7"]);
        left(&["施策名", "区分", "値"], &["道|目標|5", "|実績|6"]);
    }
}
