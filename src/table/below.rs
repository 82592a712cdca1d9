//! What stands below a table of measures in one grid, and is none of it: counts of the
//! ratings, and on a sheet whatever an empty row parts from it.

use super::header::{ByRow, filled};
use super::sections::{counts, cut, rated};
use super::{Column, Paragraph, column_of, form_of};
use crate::grid::{Cell, Grid};
use crate::layout::{self, Role};
use crate::place::Place;
use crate::text::join;
use crate::value::Legend;
use std::collections::HashSet;
use std::ops::Range;

/// Rows with several cells that make a table of its own.
const OTHER_ROWS_MIN: usize = 2;

/// Cuts off what stands below a table of measures and is none of it: on a sheet what is
/// behind an empty row and has no number as the measures have, and anywhere counts of
/// the ratings.
pub(super) fn others_below(by_row: ByRow) -> Vec<ByRow> {
    let ByRow { grid, lines, top, depth, .. } = &by_row;
    let start = top + depth;
    let columns = by_row.columns();
    let id = column_of(&columns, Role::Id);
    let is_gap = gaps(grid);
    let used = ratings_used(grid, &columns, start);
    let legend = layout::usual_legend();
    let rating = |text: &str| {
        let usual = rated(text, &legend).map(|it| format!("{it:?}"));
        used.get(text).cloned().or(usual)
    };
    // The years of a matrix of counts are no numbers of measures.
    let number = |row: usize| {
        let cells = lines[row].iter().map(|&index| &grid.cells[index as usize]);
        let mut own = cells.filter(|cell| (cell.row, Some(cell.col)) == (row, id));
        own.find(|it| it.text.contains(char::is_numeric) && !layout::is_year(&it.text))
    };
    let forms = |rows: Range<usize>| -> HashSet<String> {
        rows.filter_map(number).filter_map(|it| form_of(&it.text)).collect()
    };
    // The last measure, rated A and C above the counts of each, heads none of them.
    let is_numbered = |row: usize| {
        let form = number(row).and_then(|it| form_of(&it.text));
        form.is_some_and(|form| forms(start..row).contains(&form))
    };
    // Without numbers, only counts of ratings are known for something else.
    let mut blocks: Vec<usize> = (start + 1..lines.len())
        .filter_map(|row| match counts(grid, &lines[row..], rating) && !is_numbered(row) {
            true => Some(with_caption(&by_row, row, &is_gap)),
            false => is_gap(row).then_some(row),
        })
        .collect();
    blocks.dedup();
    blocks.push(lines.len());
    let first = blocks.first().copied().unwrap_or(start);
    let known = forms(start..first);
    let is_other = |block: &[usize]| {
        let rows = block[0]..block[1];
        let mut full = rows.clone().filter(|&row| filled(grid, &lines[row]) >= 2);
        let head = full.next();
        if head.is_none() || full.count() + 1 < OTHER_ROWS_MIN {
            return false;
        }
        let own = &lines[rows.clone()];
        if are_counted(grid, own, rating) || are_counted_down(grid, own, rating, &used) {
            return true;
        }
        // Below a header of its own, numbers of another form are of something else.
        let is_headed = || {
            let head = head.map(|row| texts(grid, &lines[row]));
            let is_text = |cell: &Cell| !cell.text.contains(char::is_numeric);
            head.is_some_and(|mut cells| cells.all(is_text))
                && forms(rows.clone()).is_disjoint(&known)
        };
        let is_known = id.is_some() || counts(grid, own, rating);
        is_known && (!rows.clone().any(|row| number(row).is_some()) || is_headed())
    };
    let others = blocks.windows(2).filter(|block| is_other(block));
    let cuts: Vec<usize> = others.map(|block| block[0]).collect();
    cut(by_row, &cuts)
}

/// Whether an empty row of the sheet stands above a row of a grid.
fn gaps(grid: &Grid) -> impl Fn(usize) -> bool + use<> {
    let numbers = sheet_rows(grid).unwrap_or_default();
    move |row: usize| {
        let above = row.checked_sub(1).and_then(|above| numbers.get(above));
        let own = numbers.get(row);
        above.zip(own).is_some_and(|(above, own)| *own > above.saturating_add(1))
    }
}

/// Where what begins with a row of counts begins: with the lines right above it that an
/// empty row parts from the table.
fn with_caption(by_row: &ByRow, row: usize, is_gap: &impl Fn(usize) -> bool) -> usize {
    let ByRow { grid, lines, top, depth, .. } = by_row;
    let mut first = row;
    while first > top + depth + 1 && !is_gap(first) && filled(grid, &lines[first - 1]) <= 1 {
        first -= 1;
    }
    if is_gap(first) { first } else { row }
}

/// The cells of a row that say something.
fn texts<'g>(grid: &'g Grid, line: &'g [u32]) -> impl Iterator<Item = &'g Cell> {
    let cells = line.iter().map(|&index| &grid.cells[index as usize]);
    cells.filter(|cell| !cell.text.is_empty())
}

/// Whether a text counts: 3, (3), －.
fn is_number(text: &str) -> bool {
    let bare = text.trim_start_matches(['(', '（', '[', '［']);
    bare.starts_with(char::is_numeric) || matches!(text, "-" | "－" | "―" | "‐" | "—")
}

/// Whether the first full row of some has ratings above counts, and all below them are.
fn are_counted(grid: &Grid, lines: &[Vec<u32>], rating: impl Fn(&str) -> Option<String>) -> bool {
    let first = lines.iter().position(|line| filled(grid, line) >= 2);
    let Some((head, rows)) = first.and_then(|first| lines[first..].split_first()) else {
        return false;
    };
    let named = texts(grid, head).filter(|it| rating(&it.text).is_some());
    let cols: HashSet<usize> = named.map(|it| it.col).collect();
    let is_counted = |line: &Vec<u32>| {
        let mut own = texts(grid, line).filter(|it| cols.contains(&it.col));
        own.all(|it| is_number(&it.text))
    };
    counts(grid, &lines[first.unwrap_or(0)..], rating) && rows.iter().all(is_counted)
}

/// Whether some rows name a rating each, once, with a number behind it: below a header,
/// and beside a sum. Of letters that nobody is rated by, nothing but numbers stands there.
fn are_counted_down(
    grid: &Grid,
    lines: &[Vec<u32>],
    rating: impl Fn(&str) -> Option<String>,
    used: &HashSet<String>,
) -> bool {
    let mut seen = HashSet::new();
    let mut is_headed = false;
    for line in lines.iter().filter(|line| filled(grid, line) >= 2) {
        let mut own = texts(grid, line);
        let Some(first) = own.next() else { continue };
        let numbers = own.filter(|it| is_number(&it.text)).count();
        let is_count =
            numbers + 1 == filled(grid, line) || numbers > 0 && used.contains(&first.text);
        match rating(&first.text) {
            Some(rating) if is_count && seen.insert(rating.clone()) => {}
            None if layout::is_sum(&first.text) && is_count => {}
            _ if numbers == 0 && !is_headed && seen.is_empty() => is_headed = true,
            _ => return false,
        }
    }
    seen.len() >= 2
}

/// Takes the lines off the end of a table on a sheet that are none of its rows, as a page
/// has them outside of its grid: each stands alone, and an empty row parts them from the
/// table, or they say what no row does.
pub(super) fn texts_below(by_row: ByRow) -> (ByRow, Vec<Paragraph>) {
    let ByRow { grid, lines, top, depth, .. } = &by_row;
    if matches!(grid.place, Place::Page { .. }) {
        return (by_row, Vec::new());
    }
    let is_alone = |line: &Vec<u32>| filled(grid, line) <= 1;
    let below = lines.len() - lines.iter().rev().take_while(|line| is_alone(line)).count();
    let is_gap = gaps(grid);
    let is_text = |&row: &usize| {
        let own = texts(grid, &lines[row]).next().filter(|it| it.row == row);
        own.is_some_and(|it| is_gap(row) || says_text(&it.text))
    };
    let Some(first) = (below.max(top + depth + 1)..lines.len()).find(is_text) else {
        return (by_row, Vec::new());
    };
    let mut parts = cut(by_row, &[first]);
    let written = |by_row: ByRow| {
        let cells = by_row.grid.cells.into_iter().filter(|cell| !cell.text.is_empty());
        cells.map(|cell| Paragraph { text: cell.text, place: cell.place, glyphs: 0 }).collect()
    };
    let texts = parts.pop().map(written).unwrap_or_default();
    (parts.remove(0), texts)
}

/// Whether a text that stands alone is a note, a sentence or a legend.
fn says_text(text: &str) -> bool {
    join::begins_note(text)
        || text.trim_end().ends_with('。')
        || Legend::parse(text).explains()
        || Legend::parse_keyed(text).entries.len() >= 2
}

/// What stands in the columns of ratings of a table, as far as it is short: of 最終評価 and
/// 判定, one may hold values.
fn ratings_used(grid: &Grid, columns: &[Column], start: usize) -> HashSet<String> {
    let is_of_ratings: Vec<bool> =
        columns.iter().map(|it| layout::role_of(&it.path) == Some(Role::Rating)).collect();
    let is_rating = |cell: &&Cell| {
        cell.colspan == 1
            && is_of_ratings[cell.col]
            && cell.row >= start
            && (1..=WORD_BYTES_MAX).contains(&cell.text.len())
            && !cell.text.contains(char::is_numeric)
    };
    grid.cells.iter().filter(is_rating).map(|cell| cell.text.clone()).collect()
}

/// The longest word of a rating that is counted below, in bytes: 努力を要する.
const WORD_BYTES_MAX: usize = 24;

/// The number on the sheet of each row of a grid, none where it is of a page.
fn sheet_rows(grid: &Grid) -> Option<Vec<u32>> {
    let mut numbers = vec![0; grid.rows];
    for cell in &grid.cells {
        let Place::Sheet { range, .. } = &cell.place else { return None };
        *numbers.get_mut(cell.row)? = range.row;
    }
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use super::{filled, others_below, texts_below};
    use crate::table::header::ByRow;
    use crate::table::samples;

    /// How many rows say something below the header.
    fn rows_of(by_row: &ByRow) -> usize {
        let rows = &by_row.lines[by_row.top + by_row.depth..];
        rows.iter().filter(|line| filled(&by_row.grid, line) > 0).count()
    }

    /// The number of rows of each table, that of the measures first.
    #[track_caller]
    fn check(rows: &[&str], expected: &[usize]) {
        let tables = others_below(ByRow::new(samples::grid(rows)));
        let found: Vec<usize> = tables.iter().map(rows_of).collect();
        assert_eq!(found, expected, "{rows:?}");
    }

    const HEADER: &str = "分野|番号|指標|目標|実績|評価";
    const FIRST: &str = "水|1|植樹|10本|12本|◎";
    const NEXT: &str = "森|2|清掃|10人|5人|△";

    #[test]
    fn counts_below_the_measures() {
        let counts = ["分野|◎|○|△|計|", "水|1|0|0|1|", "計|1|0|1|2|"];
        let all = [&[HEADER, FIRST, NEXT, ""], &counts[..]].concat();
        check(&all, &[2, 2]);
        // Right below them too, and behind a caption.
        check(&[&[HEADER, FIRST, NEXT], &counts[..]].concat(), &[2, 2]);
        check(&[&[HEADER, FIRST, NEXT, "", "集計|||||"], &counts[..]].concat(), &[2, 2]);
        let numbered = ["番号|指標|目標|実績|評価", "1-1|植樹|10本|12本|◎", "2-1|清掃|10人|5人|△"];
        let counts = ["柱|◎|○|△|計", "１　水|1|0|0|1", "２　森|0|0|1|1"];
        check(&[&numbered[..], &[""], &counts].concat(), &[2, 2]);
        // Letters, where an earlier column is called 評価 too.
        let lettered =
            ["番号|指標|最終評価|目標|判定", "1|植樹|10本|12本|Ａ", "2|清掃|10人|5人|Ｂ"];
        let counts = ["柱|Ａ|Ｂ|計|", "水|1|0|1|", "計|1|1|2|"];
        check(&[&lettered[..], &[""], &counts].concat(), &[2, 2]);
    }

    /// The ratings of the last measure are no header of the counts below it.
    #[test]
    fn counts_by_year_below_the_measures() {
        let rated = ["番号|目標|R5|R6|評価", "1|植樹|A|C|A", "2|清掃|C|A|C"];
        let counts = ["評価Aの合計||1|1|1", "評価Cの合計||1|1|1"];
        check(&[&rated[..], &counts].concat(), &[4]);
    }

    #[test]
    fn counts_down_below_the_measures() {
        let down = ["|評価|施策数||割合|", "|◎|1||50%|", "|△|1||50%|", "|計|2|||"];
        check(&[&[HEADER, FIRST, NEXT, ""], &down[..]].concat(), &[2, 3]);
        let shares = ["|達成度|事業数|||", "|100%|1|||", "|50%|1|||"];
        check(&[&[HEADER, FIRST, NEXT, ""], &shares[..]].concat(), &[2, 2]);
    }

    /// Behind an empty row, and numbered as they are or with numbers of another form.
    #[test]
    fn measures_stay() {
        check(&[HEADER, FIRST, "", NEXT, "森|3|下草|1|1|◎"], &[3]);
        check(&[HEADER, FIRST, "", "森|A-1|清掃|10人|5人|△", "森|A-2|下草|1|1|◎"], &[3]);
    }

    /// The texts that are cut off a sheet below a table of so many rows.
    #[track_caller]
    fn check_texts(rows: &[&str], kept: usize, expected: &[&str]) {
        let (table, texts) = texts_below(ByRow::new(samples::grid(rows)));
        let texts: Vec<&str> = texts.iter().map(|it| it.text.as_str()).collect();
        assert_eq!((rows_of(&table), &*texts), (kept, expected));
    }

    #[test]
    fn texts_below_a_table() {
        let legend = "◎：達成　○：概ね達成　△：未達成";
        check_texts(&[HEADER, FIRST, NEXT, "", legend, "◎は1件"], 2, &[legend, "◎は1件"]);
        check_texts(&[HEADER, FIRST, NEXT, legend], 2, &[legend]);
        let steps = "前進：策定時より改善　後退：策定時より悪化";
        check_texts(&[HEADER, FIRST, steps, "前進１、後退２"], 1, &[steps, "前進１、後退２"]);
        check_texts(
            &[HEADER, FIRST, "||実績は２月末の値である。"],
            1,
            &["実績は２月末の値である。"],
        );
        // The second line of a text, a name, a heading: rows of the table, as far as is known.
        check_texts(&[HEADER, FIRST, "||（再掲）", ""], 2, &[]);
        check_texts(&[HEADER, FIRST, "森"], 2, &[]);
    }
}
