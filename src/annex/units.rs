//! One thing in two or three cells under one header: 目標 over `1,200` and `件`,
//! or over `80`, `％` and `以上`; 番号 over `1`, `-` and `2`; 施策名 over `(1)` and
//! a name. One column says what the cells say together. A year in a cell of its own
//! dates the value beside it and is none of its pieces.

use super::roles;
use crate::layout::{self, Role};
use crate::table::{Column, Entry, Row, Table};
use crate::value::unit;

/// Joins the columns that are one column in pieces.
pub(super) fn join(table: &mut Table) {
    take_row(table);
    let mut joined = candidates(table);
    for row in &table.rows {
        tell_apart(row, &table.columns, &mut joined);
    }
    part_dates(table, &mut joined);
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
        renumber(row, &numbers, &table.columns);
    }
}

/// Puts the units of a first row that holds nothing else, （人） below 目標, behind the
/// headers of their columns.
fn take_row(table: &mut Table) {
    let Some(first) = table.rows.first() else { return };
    let is_unit = |entry: &Entry| {
        let text = entry.text.trim();
        let is_bracketed = text.starts_with(['(', '（']) && text.ends_with([')', '）']);
        let path = table.columns.get(entry.col).map(|it| it.path.as_slice());
        is_bracketed
            && unit::stated(text).is_some()
            && path.and_then(layout::role_of).is_some_and(Role::is_value)
    };
    if table.rows.len() < 2 || first.filled().next().is_none() || !first.filled().all(is_unit) {
        return;
    }
    for start in &mut table.page_starts {
        *start = start.saturating_sub(1);
    }
    for entry in table.rows.remove(0).filled() {
        if let Some(header) = table.columns.get_mut(entry.col).and_then(|it| it.path.last_mut()) {
            header.push_str(entry.text.trim());
        }
    }
}

/// How many cells one thing may be in.
const PIECES_MAX: usize = 3;

/// The columns that have the header of the one before, where so few have it. A name
/// over two columns of which the second goes on alone is two things.
fn candidates(table: &Table) -> Vec<bool> {
    let mut found = vec![false; table.columns.len()];
    let mut first = 0;
    for same in table.columns.chunk_by(|a, b| a == b) {
        let role = same.first().and_then(|column| layout::role_of(&column.path));
        let may_be = role.is_some_and(|it| {
            !matches!(it, Role::Rating | Role::Bureau | Role::Ratio) && !it.is_group()
        });
        let is_two = || role == Some(Role::Name) && roles::is_below_first(table, first + 1);
        if may_be && (2..=PIECES_MAX).contains(&same.len()) && !is_two() {
            found.iter_mut().take(first + same.len()).skip(first + 1).for_each(|it| *it = true);
        }
        first += same.len();
    }
    found
}

/// Values stay apart where two under one header have a number: they are those of
/// two years.
fn tell_apart(row: &Row, columns: &[Column], joined: &mut [bool]) {
    for (at, entry) in row.cells.iter().enumerate() {
        if joined.get(entry.col) != Some(&true) || !has_number(entry) {
            continue;
        }
        let is_value = |it: &Column| layout::role_of(&it.path).is_some_and(Role::is_value);
        let begins = joined.iter().take(entry.col).rposition(|it| !it).unwrap_or(0);
        let before = row.cells.iter().take(at).rev().take_while(|it| it.col >= begins);
        if before.filter(|it| has_number(it)).count() > 0
            && columns.get(entry.col).is_some_and(is_value)
        {
            let own = joined.iter_mut().take(entry.col + 1).skip(begins + 1);
            own.for_each(|it| *it = false);
        }
    }
}

/// Keeps a first column of years apart from the values beside it, below a level of its
/// own.
fn part_dates(table: &mut Table, joined: &mut [bool]) {
    let mut dates = Vec::new();
    let mut is_joined_before = true;
    for (col, (own, column)) in joined.iter_mut().zip(&table.columns).enumerate() {
        let begins = *own && !is_joined_before;
        is_joined_before = *own;
        let is_value = layout::role_of(&column.path).is_some_and(Role::is_value);
        let Some(date) = col.checked_sub(1).filter(|_| begins && is_value) else { continue };
        let cells = || table.rows.iter().filter_map(|row| row.cell(date));
        let mut said = cells().filter(|it| it.colspan == 1 && !it.text.is_empty()).peekable();
        if said.peek().is_some() && said.all(|it| layout::year_of_date(&it.text, None).is_some()) {
            *own = false;
            dates.push(date);
        }
    }
    for date in dates {
        if let Some(column) = table.columns.get_mut(date) {
            column.path.push(DATE.to_owned());
        }
    }
}

/// The header of a column of dates that has none of its own.
const DATE: &str = "年度";

fn has_number(entry: &Entry) -> bool {
    entry.colspan == 1 && entry.text.contains(char::is_numeric) && !layout::is_year(&entry.text)
}

/// Gives the cells of a row their new columns, and makes one of those that
/// begin in the same.
fn renumber(row: &mut Row, numbers: &[usize], columns: &[Column]) {
    let mut kept: Vec<Entry> = Vec::with_capacity(row.cells.len());
    for mut entry in row.cells.drain(..) {
        let end = (entry.col + entry.colspan).min(numbers.len());
        let own = numbers.get(entry.col).zip(end.checked_sub(1).and_then(|it| numbers.get(it)));
        let Some((&first, &last)) = own else { continue };
        (entry.col, entry.colspan) = (first, last - first + 1);
        match kept.last_mut().filter(|before| before.col + before.colspan > entry.col) {
            Some(before) => {
                let column = columns.get(before.col);
                let parted = column.map_or("", |it| between(&before.text, &entry.text, it));
                before.text.push_str(parted);
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

/// What parts two pieces, if anything.
fn between(text: &str, next: &str, column: &Column) -> &'static str {
    // A mark behind a number (新) is none.
    let is_number =
        |c: char| c.is_numeric() || matches!(c, 'A'..='Z' | 'a'..='z' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    match layout::role_of(&column.path) {
        _ if text.is_empty() || next.is_empty() => "",
        Some(Role::Id) if text.ends_with(is_number) && next.starts_with(is_number) => "-",
        Some(Role::Name) => " ",
        Some(role) if role.is_value() && layout::is_year(text) => "\u{3000}",
        Some(Role::Indicator | Role::Reason | Role::Remarks) if !is_mark(text, next) => "\n",
        _ => "",
    }
}

/// Whether a piece only marks the other: ①, ・, （累計）.
fn is_mark(text: &str, next: &str) -> bool {
    text.chars().nth(1).is_none() || next.starts_with(['（', '('])
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
    fn numbers_and_names_in_pieces() {
        check(&["番号", "番号", "番号"], &["1|-|2", "1||3"], &["0<1-2", "0<1-3"]);
        check(&["番号", "番号"], &["Ⅰ|1-1"], &["0<Ⅰ-1-1"]);
        check(&["番号", "番号"], &["1-2|新"], &["0<1-2新"]);
        check(&["施策名", "施策名"], &["(1)|港", "道路|<"], &["0<(1) 港", "0<道路"]);
        check(&["目標", "目標", "目標"], &["80|％|以上"], &["0<80％以上"]);
        check(&["実績", "実績"], &["R6|5件", "備考|5件"], &["0<R6　5件", "0<備考5件"]);
        check(&["成果指標", "成果指標"], &["①|港", "港|（累計）"], &["0<①港", "0<港（累計）"]);
        check(&["備考", "備考"], &["再掲|港湾局"], &["0<再掲\n港湾局"]);
    }

    #[test]
    fn a_row_of_units() {
        let headers = |rows: &[&str]| {
            let mut table = samples::table(&["番号", "目標", "実績"], rows);
            join(&mut table);
            let headers: Vec<String> = table.columns.iter().map(|it| it.path.concat()).collect();
            (headers.join("|"), table.rows.len())
        };
        assert_eq!(
            headers(&["|（人）|（人）", "1|5|6"]),
            ("番号|目標（人）|実績（人）".to_owned(), 1)
        );
        assert_eq!(headers(&["|（人）|6", "1|5|6"]), ("番号|目標|実績".to_owned(), 2));
        assert_eq!(headers(&["（人）||", "1|5|6"]), ("番号|目標|実績".to_owned(), 2));
        assert_eq!(headers(&["|（人）|（人）"]), ("番号|目標|実績".to_owned(), 1));
    }

    /// The columns stay two, and the unit joins the value.
    #[test]
    fn a_year_in_a_cell_of_its_own() {
        check(&["実績", "実績"], &["R6|5件"], &["0<R6|1<5件"]);
        check(&["当初値", "当初値", "当初値"], &["2014年|1,000|億円"], &["0<2014年|1<1,000億円"]);
    }

    #[test]
    fn two_values_stay_two() {
        check(&["目標", "目標"], &["10件|12件", "5|件"], &["0<10件|1<12件", "0<5|1<件"]);
        check(&["目標", "目標", "目標"], &["80||90"], &["0<80|1<|2<90"]);
        check(&["名", "名"], &["子ども|課"], &["0<子ども|1<課"]);
    }
}
