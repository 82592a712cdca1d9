//! One grid → the tables that it holds. A page has a grid for each table, but a
//! sheet is one grid, and a page's too may hold the header again.

use super::below::others_below;
use super::counts_above::counts_above;
use super::halves::{AGAIN, starts};
use super::header::{ByRow, FIELDS_MIN, depth, filled, is_header, named, names_values, top_of};
use crate::grid::{Cell, Grid};
use crate::layout::{self, Role};
use crate::place::Place;
use crate::text;
use crate::value::{Legend, Rating, rating};
use std::collections::HashSet;
use std::hash::Hash;

/// How often what stands beside a table is looked at anew: for as many tables at
/// heights of their own no sheet has room.
const HEIGHTS_MAX: usize = 16;

/// The tables of a grid: those that a gap parts, those below each other, those
/// beside each other without a gap.
pub(super) fn sections(grid: Grid) -> Vec<ByRow> {
    let mut tables = Vec::new();
    let mut rest = Some(ByRow::new(grid));
    for _ in 0..HEIGHTS_MAX {
        let Some(by_row) = rest.take() else { break };
        let (parted, others) = parted_by_gaps(by_row);
        tables.extend(parted);
        rest = others;
    }
    tables.extend(rest);
    let parts = tables.into_iter().flat_map(below_each_other);
    let parts = parts.flat_map(counts_above).flat_map(others_below);
    parts.flat_map(beside_each_other).map(without_unused_columns).collect()
}

/// Leaves out the columns of a sheet in which nothing of a table stands: they are
/// those of another one, or of what is written above it.
fn without_unused_columns(mut by_row: ByRow) -> ByRow {
    let ByRow { grid, top, .. } = &mut by_row;
    if matches!(grid.place, Place::Page { .. }) {
        return by_row;
    }
    let mut is_used = vec![false; grid.cols];
    for cell in grid.cells.iter().filter(|cell| cell.row >= *top) {
        is_used[cell.col] = true;
    }
    if is_used.iter().all(|used| *used) {
        return by_row;
    }
    // How many used columns stand before each.
    let mut used = Vec::with_capacity(grid.cols + 1);
    used.push(0);
    for is_used in is_used {
        used.push(used[used.len() - 1] + usize::from(is_used));
    }
    for cell in &mut grid.cells {
        let end = used[(cell.col + cell.colspan).min(grid.cols)];
        // What stands above an unused column keeps a place all the same.
        cell.col = used[cell.col].min(used[grid.cols].saturating_sub(1));
        cell.colspan = end.saturating_sub(cell.col).max(1);
    }
    grid.cols = used[grid.cols].max(1);
    grid.gaps.clear();
    by_row
}

/// Parts tables of measures from each other, and from what stands beside them,
/// where a column is empty: a legend, counts, a table of another height. An
/// empty column inside of a table has its headers on both sides.
fn parted_by_gaps(by_row: ByRow) -> (Vec<ByRow>, Option<ByRow>) {
    let ByRow { grid, lines, top, .. } = &by_row;
    let is_named = |line: &Vec<u32>| named(grid, line).len() >= FIELDS_MIN;
    if !lines.get(*top).is_some_and(is_named) {
        return (vec![by_row], None);
    }
    let starts = starts(grid, *top, &lines[*top]);
    if starts.len() < 2 {
        return (vec![by_row], None);
    }
    let part_of = |col: usize| starts.partition_point(|&start| start <= col) - 1;
    let cell = |index: &u32| &grid.cells[*index as usize];
    let mut cells: Vec<Vec<u32>> = vec![Vec::new(); starts.len()];
    for index in 0..grid.cells.len() as u32 {
        cells[part_of(cell(&index).col)].push(index);
    }
    let mut headers: Vec<Vec<&str>> = vec![Vec::new(); starts.len()];
    for index in by_row.header().iter().flatten() {
        headers[part_of(cell(index).col)].push(&cell(index).text);
    }
    // The table that each part belongs to, none where it belongs to no table of
    // this height.
    let mut tables = 0;
    let mut before: HashSet<Role> = HashSet::new();
    let owners: Vec<Option<usize>> = headers
        .iter()
        .zip(&cells)
        .map(|(header, cells)| {
            let named: HashSet<Role> =
                header.iter().filter_map(|it| layout::whole_cell(it)).collect();
            let is_headed = header.iter().any(|text| !text.is_empty());
            // 評価 over counts stands beside the 評価 of the measures, 基準 beside it.
            let is_second = named.len() == 1 && named.is_subset(&before)
                || named.contains(&Role::Rating) && header.iter().any(|it| says_count(it));
            if !is_headed
                || (named.is_empty() && is_about_ratings(grid, cells))
                || ((is_second || named.is_empty()) && counts_down(grid, cells))
            {
                return None;
            }
            let has_both = |fields: &HashSet<Role>| AGAIN.iter().all(|it| fields.contains(it));
            let is_again = before.contains(&Role::Id)
                && (named.contains(&Role::Id) || (has_both(&before) && has_both(&named)));
            tables = if tables == 0 || is_again { tables + 1 } else { tables };
            before.extend(named);
            Some(tables - 1)
        })
        .collect();
    if tables == 1 && owners.iter().all(Option::is_some) {
        return (vec![by_row], None);
    }
    let (tables, others) = share_out(by_row.grid, &starts, &owners, tables);
    (tables.into_iter().map(ByRow::new).collect(), others.map(ByRow::new))
}

/// Cells of the largest legend or table of counts that stands beside a table.
const ASIDE_CELLS_MAX: usize = 200;

/// Whether a header says that something is counted: 施策数, 該当件数.
fn says_count(header: &str) -> bool {
    layout::fold(header).ends_with('数')
}

/// Whether some cells explain the ratings, or count them.
fn is_about_ratings(grid: &Grid, cells: &[u32]) -> bool {
    if cells.len() > ASIDE_CELLS_MAX {
        return false;
    }
    let row = |index: &u32| grid.cells[*index as usize].row;
    let lines: Vec<Vec<u32>> =
        cells.chunk_by(|a, b| row(a) == row(b)).map(<[u32]>::to_vec).collect();
    let text = |line: &Vec<u32>| -> String {
        line.iter().map(|&index| grid.cells[index as usize].text.as_str()).collect()
    };
    let texts: Vec<String> = lines.iter().map(text).collect();
    let legend = layout::usual_legend();
    Legend::parse(&texts.join("\n")).explains()
        || (0..lines.len()).any(|line| counts(grid, &lines[line..], |text| rated(text, &legend)))
}

/// Whether some cells count the ratings below each other, but for their header: a
/// rating or a word for all of them, and a number.
fn counts_down(grid: &Grid, cells: &[u32]) -> bool {
    if cells.len() > ASIDE_CELLS_MAX {
        return false;
    }
    let cell = |index: &u32| &grid.cells[*index as usize];
    let filled = cells.iter().copied().filter(|it| !cell(it).text.is_empty());
    let cells: Vec<u32> = filled.collect();
    let rows = cells.chunk_by(|a, b| cell(a).row == cell(b).row).skip_while(|row| {
        row.get(1).is_none_or(|second| !cell(second).text.starts_with(char::is_numeric))
    });
    let mut ratings = HashSet::new();
    for row in rows {
        let [first, second, ..] = row else { return false };
        let (label, count) = (&cell(first).text, &cell(second).text);
        match rating::may_be(label) {
            _ if !count.starts_with(char::is_numeric) => return false,
            true if ratings.insert(text::normalize(label)) => {}
            false if layout::is_sum(label) => {}
            // Counted twice, it is no count.
            _ => return false,
        }
    }
    ratings.len() >= 2
}

/// Gives the parts of a grid to so many tables, and to what is none of them.
fn share_out(
    mut grid: Grid,
    starts: &[usize],
    owners: &[Option<usize>],
    tables: usize,
) -> (Vec<Grid>, Option<Grid>) {
    // The owner of each column, and which of the owner's columns it is.
    let mut columns: Vec<(usize, usize)> = Vec::with_capacity(grid.cols);
    let mut widths = vec![0; tables + 1];
    let mut gaps = Vec::new();
    for (part, (&start, owner)) in starts.iter().zip(owners).enumerate() {
        let owner = owner.unwrap_or(tables);
        if owner == tables && widths[owner] > 0 {
            gaps.push(widths[owner]);
        }
        for _ in start..starts.get(part + 1).copied().unwrap_or(grid.cols) {
            columns.push((owner, widths[owner]));
            widths[owner] += 1;
        }
    }
    let mut cells: Vec<Vec<Cell>> = vec![Vec::new(); tables + 1];
    for mut cell in std::mem::take(&mut grid.cells) {
        let (owner, col) = columns[cell.col];
        let span = &columns[cell.col..(cell.col + cell.colspan).min(columns.len())];
        cell.col = col;
        cell.colspan = span.iter().filter(|column| column.0 == owner).count();
        cells[owner].push(cell);
    }
    let parts = cells.into_iter().zip(widths);
    let mut grids: Vec<Grid> =
        parts.map(|(cells, cols)| grid.part(cells, grid.rows, cols)).collect();
    let others = grids.pop().filter(|others| others.cols > 0);
    (grids, others.map(|others| Grid { gaps, ..others }))
}

/// The longest rating symbol or word, in bytes: 概ね達成.
const RATING_BYTES_MAX: usize = 12;

/// The rating that a short text is.
pub(super) fn rated(text: &str, legend: &Legend) -> Option<Rating> {
    (1..=RATING_BYTES_MAX).contains(&text.len()).then(|| legend.read(text))?
}

/// Whether the first of some rows has two ratings or more, each above a number, given
/// how a text is read as a rating.
pub(super) fn counts<R: Eq + Hash>(
    grid: &Grid,
    lines: &[Vec<u32>],
    rating: impl Fn(&str) -> Option<R>,
) -> bool {
    let [line, below, ..] = lines else { return false };
    let cell = |&index: &u32| &grid.cells[index as usize];
    let is_number = |text: &str| text.starts_with(char::is_numeric);
    let counted = |col: usize| {
        let at = below.binary_search_by_key(&col, |index| cell(index).col);
        at.is_ok_and(|at| is_number(&cell(&below[at]).text))
    };
    // In nearly all rows none is counted, so that is asked first.
    let texts = line.iter().map(cell).filter(|it| counted(it.col));
    let ratings = texts.filter_map(|it| rating(&it.text));
    ratings.collect::<HashSet<_>>().len() >= 2
}

/// Cuts a grid where its header begins anew in the same row: a long list laid
/// out in two or three halves.
fn beside_each_other(by_row: ByRow) -> Vec<ByRow> {
    let columns = by_row.columns();
    let again = columns.iter().skip(1).position(|column| Some(column) == columns.first());
    let Some(width) = again.map(|before| before + 1) else { return vec![by_row] };
    let (first, _) = columns.split_at(width);
    let fields: HashSet<_> = first.iter().filter_map(|it| layout::role_of(&it.path)).collect();
    if fields.len() < FIELDS_MIN || columns.chunks(width).any(|part| part != first) {
        return vec![by_row];
    }
    let mut grid = by_row.grid;
    let mut parts: Vec<Vec<Cell>> = vec![Vec::new(); columns.len() / width];
    for mut cell in std::mem::take(&mut grid.cells) {
        let part = cell.col / width;
        cell.col -= part * width;
        cell.colspan = cell.colspan.min(width - cell.col);
        parts[part].push(cell);
    }
    let parts = parts.into_iter().map(|cells| grid.part(cells, grid.rows, width));
    parts.map(ByRow::new).collect()
}

/// Cuts a grid before each further row that is a header.
/// Rows of one cell right above such a header are its captions.
fn below_each_other(by_row: ByRow) -> Vec<ByRow> {
    let ByRow { grid, lines, .. } = &by_row;
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let is_caption = |row: usize| filled(grid, &lines[row]) <= 1;
    let mut row = 0;
    while row < lines.len() {
        // Rows stand between a header and one of values alone, which is of other rows.
        let is_behind = starts.last().is_some_and(|&(_, end)| row > end);
        let is_other = is_behind && names_values(grid, &lines[row]);
        if !is_header(grid, &lines[row]) && !is_other {
            row += 1;
            continue;
        }
        let top = top_of(grid, &lines[row], row);
        let mut start = top;
        let last = starts.last().map_or(0, |&(_, end)| end);
        while start > last && is_caption(start - 1) {
            start -= 1;
        }
        row = (row + 1).max(top + depth(grid, lines, top));
        starts.push((start, row));
    }
    let cuts: Vec<usize> = starts.iter().skip(1).map(|&(start, _)| start).collect();
    cut(by_row, &cuts)
}

/// Cuts a grid before some rows.
pub(super) fn cut(by_row: ByRow, cuts: &[usize]) -> Vec<ByRow> {
    if cuts.is_empty() {
        return vec![by_row];
    }
    let mut grid = by_row.grid;
    let mut starts = vec![0];
    starts.extend(cuts);
    let mut parts: Vec<Vec<Cell>> = vec![Vec::new(); starts.len()];
    for mut cell in std::mem::take(&mut grid.cells) {
        let part = starts.partition_point(|&start| start <= cell.row) - 1;
        cell.row -= starts[part];
        parts[part].push(cell);
    }
    let ends = starts.iter().skip(1).copied().chain([grid.rows]);
    parts
        .into_iter()
        .zip(starts.iter().zip(ends))
        .map(|(cells, (start, end))| grid.part(cells, end - start, grid.cols))
        .map(ByRow::new)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Rect;
    use crate::table::{header, samples};

    /// The headers and the number of rows of each table.
    #[track_caller]
    fn check(rows: &[&str], expected: &[(&str, usize)]) {
        let tables: Vec<(String, usize)> = sections(samples::grid(rows))
            .into_iter()
            .map(|by_row| {
                let table = header::split(by_row, Vec::new());
                let headers: Vec<String> =
                    table.columns.iter().map(|column| column.path.join("/")).collect();
                (headers.join("|"), table.rows.len())
            })
            .collect();
        let expected: Vec<(String, usize)> =
            expected.iter().map(|&(headers, rows)| (headers.to_owned(), rows)).collect();
        assert_eq!(tables, expected);
    }

    const HEADER: &str = "番号|施策名|評価";

    #[test]
    fn a_legend_behind_a_gap() {
        let rows = ["|||", "番号|施策名|評価||◎|達成", "1|窓口|◎||△|未達成", "2|道路|△"];
        check(&rows, &[(HEADER, 2), ("◎|達成", 1)]);
        let rows = ["番号|施策名|評価||凡例", "1|窓口|◎||◎|達成", "2|道路|△||△|未達成"];
        check(&rows, &[(HEADER, 2), ("◎|達成", 1)]);
    }

    #[test]
    fn an_empty_column_inside() {
        let rows = ["番号|施策名||評価|備考", "1|窓口||◎|", "2|道路||△|再"];
        check(&rows, &[("番号|施策名|評価|備考", 2)]);
    }

    #[test]
    fn another_table_beside() {
        let other = "番号|施策名|実績|評価";
        let rows = ["番号|施策名|評価||番号|施策名|実績|評価", "1|窓口|◎||2|道路|3|△"];
        check(&rows, &[(HEADER, 1), (other, 1)]);
        let rows = ["番号|施策名|評価|番号|施策名|実績|評価", "1|窓口|◎|2|道路|3|△"];
        check(&rows, &[(HEADER, 1), (other, 1)]);
        let rows = [HEADER, "1|窓口|◎||番号|施策名|実績|評価", "2|港|◎||3|道路|4|△"];
        check(&rows, &[(HEADER, 2), (other, 1)]);
    }

    /// A header of values alone behind rows begins another table; right below a header
    /// it is a part of that.
    #[test]
    fn values_of_something_else_below() {
        let rows = [HEADER, "1|窓口|◎", "目標|実績|", "120隻|133隻|"];
        check(&rows, &[(HEADER, 1), ("目標|実績", 1)]);
        check(&[HEADER, "1|窓口|◎", "目標|5隻|", "2|港|△"], &[(HEADER, 3)]);
    }

    #[test]
    fn a_second_half_without_numbers() {
        let rows = ["番号|施策名|実績|評価|施策名|実績|評価", "1|窓口|5|◎|港|3|△"];
        check(&rows, &[("番号|施策名|実績|評価", 1), ("施策名|実績|評価", 1)]);
        let rows = ["施策|施策名|番号|評価|理由", "安全|港|1|◎|"];
        check(&rows, &[("施策|施策名|番号|評価|理由", 1)]);
    }

    #[test]
    fn counts_below_each_other() {
        let rows = ["番号|施策名|評価||評価|件数", "1|窓口|◎||◎|1", "2|港|△||△|1", "3|橋|△||計|2"];
        check(&rows, &[(HEADER, 3), ("評価|件数", 3)]);
        let rows = ["番号|施策名|評価||◎|1", "1|窓口|◎||△|1", "2|港|△||計|2"];
        check(&rows, &[(HEADER, 2), ("◎|1", 2)]);
        let rows = [
            "番号|施策名|評価||評価|基準|施策数",
            "1|窓口|Ａ||Ａ|100%以上|1",
            "2|港|Ｃ||Ｃ|80%未満|1",
            "3|橋|△||計||2",
        ];
        check(&rows, &[(HEADER, 3), ("評価|基準|施策数", 3)]);
        // A second rating, with the score beside it.
        let rows = ["番号|施策名|評価||評価|点数", "1|窓口|◎||◎|1", "2|港|△||保留|1"];
        check(&rows, &[("番号|施策名|評価|評価|点数", 2)]);
    }

    /// A page has no gaps, and the cells of the empty column.
    #[test]
    fn counts_behind_an_empty_column_of_a_page() {
        let rows = ["番号|施策名|評価||評価|件数", "1|窓口|◎||◎|1", "2|港|△||△|1", "3|橋|△||計|2"];
        let mut grid = samples::grid(&rows);
        let gap = std::mem::take(&mut grid.gaps)[0];
        grid.cells.iter_mut().filter(|it| it.col >= gap).for_each(|it| it.col += 1);
        grid.cols += 1;
        let bbox = Rect { x0: 0.0, y0: 0.0, x1: 500.0, y1: 90.0 };
        grid.place = Place::Page { page: 1, bbox };
        let found: Vec<usize> = sections(grid).iter().map(|it| it.grid.cells.len()).collect();
        assert_eq!(found, [12, 8]);
    }

    #[test]
    fn a_date_above_a_wide_cell() {
        let rows = ["||令和７年５月", "番号|施策名|<|<|評価", "1|窓口|<|<|◎"];
        check(&rows, &[(HEADER, 1)]);
    }

    #[test]
    fn a_header_split_by_hand() {
        let rows = ["|施策名|とりまとめ|目標|評価", "番号||局|(R6)|", "1|窓口|福祉局|5件|◎"];
        check(&rows, &[("番号|施策名|とりまとめ局|目標(R6)|評価", 1)]);
        let rows = ["|施策名|目標|評価", "1|窓口|5件|◎", "2|番号札|6件|△"];
        check(&rows, &[("|施策名|目標|評価", 2)]);
    }

    /// What stands below 評価 over two columns is a row, though it says 目標.
    #[test]
    fn a_header_over_two_columns_of_rows() {
        let rows = ["番号|施策名|区分|値|評価|<", "1|窓口|目標|5|◎|順調", "|||実績|6"];
        check(&rows, &[("番号|施策名|区分|値|評価|評価", 2)]);
    }
}
