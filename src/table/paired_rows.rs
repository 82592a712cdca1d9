//! A measure on two rows or three, 目標 above 実績, and a column that says which
//! (the years stand beside each other instead) or a header that has them above
//! each other too. Each becomes one row again, and each column of values one for
//! 目標 and one for 実績.

use super::{Column, Entry, Row, Table, column_of};
use crate::layout::{self, Field};

/// How many rows a measure may have: 目標, 実績, 達成率, and one more.
const ROWS_MAX: usize = 4;

/// Puts the rows of each measure side by side, if a column or the header says what
/// they are.
pub(super) fn join(table: &mut Table) {
    let (kind, words) = match kinds(&table.rows) {
        Some((kind, words)) => (Some(kind), words),
        None => match table.columns.iter().find_map(stacked) {
            Some(words) => (None, words.to_vec()),
            None => return,
        },
    };
    let is_value = match kind {
        Some(kind) => values(table, kind, words.len()),
        None => table.columns.iter().map(|it| stacked(it) == Some(words.as_slice())).collect(),
    };
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
            let outer =
                if kind.is_none() { column.path.len() - words.len() } else { column.path.len() };
            columns.extend(words.iter().map(|word| {
                let path = column.path[..outer].iter().cloned().chain([header(word)]);
                Column { path: path.collect() }
            }));
        } else if Some(col) != kind {
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

/// 目標 and 実績, if the header of a column has them above each other.
pub(super) fn stacked(column: &Column) -> Option<&[String]> {
    let words = column.path.last_chunk::<2>()?;
    let fields = words.each_ref().map(|word| value_field(word));
    let both = [Some(Field::Target), Some(Field::Actual)];
    (fields == both || fields == [both[1], both[0]]).then_some(words)
}

/// A word of a row as the header of a column.
fn header(word: &str) -> String {
    if layout::whole_cell(word).is_some() || value_field(word).is_none() {
        return word.to_owned();
    }
    PLANNED_HEADER.to_owned()
}

/// What stands above 実績 in place of 目標. As a header it may name a plan.
const PLANNED: &[&str] = &["計画", "予定"];

/// The header that says the same of a column.
const PLANNED_HEADER: &str = "計画値";

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

/// Whether a cell says that its row holds 目標 or 実績.
pub(super) fn value_field(text: &str) -> Option<Field> {
    let named = layout::whole_cell(text).filter(|it| matches!(it, Field::Target | Field::Actual));
    let is_short = text.len() <= PLANNED_BYTES_MAX;
    let is_planned = || is_short && PLANNED.contains(&layout::fold(text).as_str());
    named.or_else(|| is_planned().then_some(Field::Target))
}

/// The longest of [`PLANNED`] with a space between its characters and behind them,
/// in bytes.
const PLANNED_BYTES_MAX: usize = 12;

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
    let Some(id) = column_of(&table.columns, Field::Id) else { return false };
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
    kind: Option<usize>,
    is_value: &[bool],
    numbers: &[usize],
) -> Option<Row> {
    let mut rows = measure.into_iter().enumerate();
    let (_, mut whole) = rows.next()?;
    whole.cells.retain(|entry| Some(entry.col) != kind);
    for entry in &mut whole.cells {
        renumber(entry, 0, numbers);
    }
    for (nth, row) in rows {
        whole.place = whole.place.union(&row.place);
        for mut entry in row.cells.into_iter().filter(|entry| Some(entry.col) != kind) {
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

    #[test]
    fn planned_above_actual() {
        joins(
            &["番号", "", "R6"],
            &["1-1|計画|5件", "|実績|7件"],
            (&["番号", "R6/計画値", "R6/実績"], &["1-1|5件|7件"]),
        );
    }

    #[test]
    fn target_above_actual_in_the_header() {
        joins(
            &["番号", "R6/目標/実績", "評価"],
            &["1-1|5件|◎", "|7件|", "1-2|6件|△", "|3件|"],
            (&["番号", "R6/目標", "R6/実績", "評価"], &["1-1|5件|7件|◎", "1-2|6件|3件|△"]),
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
