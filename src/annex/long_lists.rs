//! Long lists: a row for each year of a measure, with all that names the measure said
//! again in each. Such rows are those of one record, as if what names it were merged.

use crate::layout::{self, Role};
use crate::table::{Row, Table};

/// Makes cells at the left of a column of years one cell where they say the same in rows
/// of different years.
pub(super) fn merge(table: &mut Table) {
    let is_date = |col: &usize| {
        let path = table.columns.get(*col).map(|it| it.path.as_slice());
        path.and_then(layout::role_of) == Some(Role::Date)
    };
    let Some(dates) = (1..table.columns.len()).find(is_date) else { return };
    let names_values =
        |it: &crate::table::Column| layout::role_of(&it.path).is_some_and(Role::is_value);
    // A date behind values is theirs.
    if table.columns.iter().take(dates).any(names_values) {
        return;
    }
    for at in 1..table.rows.len() {
        let (above, below) = table.rows.split_at_mut(at);
        let (Some(above), Some(row)) = (above.last(), below.first_mut()) else { continue };
        if !is_next_year(above, row, dates) {
            continue;
        }
        for entry in row.cells.iter_mut().filter(|it| it.col < dates) {
            if let Some(same) = above.cell(entry.col) {
                entry.place = same.place.clone();
            }
        }
    }
}

/// Whether a row says of another year what the row above does, and names something.
fn is_next_year(above: &Row, row: &Row, dates: usize) -> bool {
    let year = |row: &Row| layout::year_of_date(&row.cell(dates)?.text, None);
    let is_other = year(above).zip(year(row)).is_some_and(|(one, other)| one != other);
    let named = |row: &'_ Row| -> Vec<(usize, String)> {
        let own = row.filled().filter(|it| it.col < dates);
        own.map(|it| (it.col, it.text.clone())).collect()
    };
    is_other && row.says(0) && named(above) == named(row)
}

#[cfg(test)]
mod tests {
    use super::merge;
    use crate::table::samples;

    /// How many cells of the first column are left.
    #[track_caller]
    fn check(headers: &[&str], rows: &[&str], expected: usize) {
        let mut table = samples::table(headers, rows);
        merge(&mut table);
        let mut places: Vec<_> =
            table.rows.iter().map(|row| row.cell(0).unwrap().place.clone()).collect();
        places.dedup();
        assert_eq!(places.len(), expected, "{rows:?}");
    }

    #[test]
    fn a_row_for_each_year() {
        let headers = ["番号", "施策名", "年度", "目標", "実績"];
        check(&headers, &["1|港|2023|5|6", "1|港|2024|7|8", "2|道|2023|5|6"], 2);
        // The same measure twice in one year, and another one.
        check(&headers, &["1|港|2024|5|6", "1|港|2024|7|8"], 2);
        check(&headers, &["1|港|2023|5|6", "1|道|2024|7|8"], 2);
        let of_values = ["施策名", "目標", "年度", "実績", "評価"];
        check(&of_values, &["港|5|2023|6|◎", "港|5|2024|8|◎"], 2);
    }
}
