//! What a page end cuts: a row, and the merged cells of a measure on several rows.
//!
//! A measure has one number, so of the parts of a row at most one has it. Where
//! measures have several rows (成果指標 below each other beside one merged 番号),
//! the next page may as well begin with the next of them: then texts begin anew
//! there, and what is merged beside them belongs to the rows on both pages.

use super::{Roles, bands};
use crate::layout::Role;
use crate::place::Place;
use crate::table::page_end::{Half, goes_on, join};
use crate::table::{Entry, Row};
use std::ops::Range;

/// Puts together what page ends cut. `starts` are the rows with which pages begin.
pub(super) fn mend(all: &mut Vec<Row>, starts: &[usize], roles: &Roles) {
    let Some(id) =
        roles.get(Role::Id).or_else(|| roles.get(Role::Name)).filter(|_| !starts.is_empty())
    else {
        return;
    };
    let whole = of_whole_measures(all, id, roles.columns.len());
    let mut rows: Vec<Row> = Vec::with_capacity(all.len());
    let mut seams = Vec::new();
    for (index, row) in std::mem::take(all).into_iter().enumerate() {
        let is_first = starts.binary_search(&index).is_ok();
        let is_another = |above: &Row| {
            let values = Values::of(above, &row, roles);
            let has_own = || whole.as_ref().is_some_and(|it| is_another(above, &row, it));
            values == Values::Both || (values != Values::Above && has_own())
        };
        let is_rest =
            is_first && rows.last().is_some_and(|it| is_cut(it, &row, roles) && !is_another(it));
        if is_first {
            let cut = row.cell(id).filter(|_| is_rest).map(|entry| entry.place.clone());
            seams.push(Seam { at: rows.len(), cut });
        }
        match rows.last_mut().filter(|_| is_rest) {
            Some(above) => put_together(above, row),
            None => rows.push(row),
        }
    }
    if let Some(whole) = whole {
        let bounds = |number: usize| {
            let before = number.checked_sub(1).and_then(|before| seams.get(before));
            let start = before.map_or(0, |before| before.at);
            start..seams.get(number + 1).map_or(rows.len(), |after| after.at)
        };
        let pages: Vec<Range<usize>> = (0..seams.len()).map(bounds).collect();
        // A measure may go on over several pages, and any of them may name it.
        for (seam, pages) in seams.iter().zip(&pages).chain(seams.iter().zip(&pages).rev()) {
            let seam = Seam { at: seam.at - pages.start, cut: seam.cut.clone() };
            if let Some(rows) = rows.get_mut(pages.clone()) {
                share(rows, &seam, id, &whole, roles);
            }
        }
    }
    *all = rows;
}

/// Where the rows of the next page begin.
struct Seam {
    /// How many rows stand before it.
    at: usize,
    /// The cell with the number of the row that went on there, on the next page.
    cut: Option<Place>,
}

/// Whether a row may go on in the first row of the next page: a measure has one
/// number, so of two parts at most one has it.
pub(super) fn is_cut(row: &Row, next: &Row, roles: &Roles) -> bool {
    let Some(id) = roles.get(Role::Id).or_else(|| roles.get(Role::Name)) else { return false };
    has_cells_of(row, next)
        && !(row.says(id) && next.says(id))
        && [row, next].iter().all(|row| bands::band(row, roles).is_none())
}

fn has_cells_of(row: &Row, next: &Row) -> bool {
    row.cells.len() == next.cells.len()
        && row.cells.iter().zip(&next.cells).all(|(a, b)| (a.col, a.colspan) == (b.col, b.colspan))
}

/// For each column whether its cells are merged wherever a number is merged over
/// several rows, and nothing if none is: then a row without one is a rest.
fn of_whole_measures(rows: &[Row], id: usize, columns: usize) -> Option<Vec<bool>> {
    let mut found = None;
    for pair in rows.windows(2) {
        let [above, below] = pair else { continue };
        if above.cells.len() < 2 || !has_cells_of(above, below) || !share_cell(above, below, id) {
            continue;
        }
        let whole: &mut Vec<bool> = found.get_or_insert_with(|| vec![true; columns]);
        for (entry, next) in above.cells.iter().zip(&below.cells) {
            let is_own = entry.place != next.place && !next.text.is_empty();
            if let Some(whole) = whole.get_mut(entry.col) {
                *whole &= !is_own;
            }
        }
    }
    found.filter(|whole| whole.contains(&false))
}

fn share_cell(above: &Row, below: &Row, col: usize) -> bool {
    match (above.cell(col), below.cell(col)) {
        (Some(above), Some(below)) => above.place == below.place,
        _ => false,
    }
}

/// Where two rows have target and actual.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Values {
    /// Both have numbers there: of one measure, these are two rows.
    Both,
    /// The row above alone has values: only its texts go on.
    Above,
    Other,
}

impl Values {
    fn of(row: &Row, next: &Row, roles: &Roles) -> Values {
        let fields = roles.columns.iter().map(|it| it.role).enumerate();
        let cols = |wanted: &'static [Role]| {
            fields.clone().filter(|(_, it)| it.is_some_and(|it| wanted.contains(&it)))
        };
        let numbers = |row: &Row| {
            let mut values = cols(&[Role::Target, Role::Actual]).peekable();
            let begins = |entry: &Entry| entry.text.starts_with(char::is_numeric);
            values.peek().is_some() && values.all(|(col, _)| row.cell(col).is_some_and(begins))
        };
        let says = |row: &Row| {
            cols(&[Role::Target, Role::Actual, Role::Rating]).any(|(col, _)| row.says(col))
        };
        match (numbers(row) && numbers(next), says(row), says(next)) {
            (true, ..) => Values::Both,
            (false, true, false) => Values::Above,
            _ => Values::Other,
        }
    }
}

/// Whether a row is the next one of the same measure, and no rest: one of its
/// own texts is there again, and does not go on from that above.
fn is_another(row: &Row, next: &Row, whole: &[bool]) -> bool {
    let pairs =
        row.cells.iter().zip(&next.cells).filter(|(entry, _)| whole.get(entry.col) == Some(&false));
    let mut both = pairs.filter(|(a, b)| !a.text.is_empty() && !b.text.is_empty());
    both.any(|(above, below)| !goes_on(Half::of(above), Half::of(below)))
}

fn put_together(row: &mut Row, rest: Row) {
    for (entry, rest) in row.cells.iter_mut().zip(rest.cells) {
        join_cell(entry, rest);
    }
}

/// Appends the rest of a cell.
pub(super) fn join_cell(entry: &mut Entry, rest: Entry) {
    join(&mut entry.text, &mut entry.ends, rest.text, rest.ends);
}

/// Gives what is merged beside the rows of one measure to those on both pages.
fn share(rows: &mut [Row], seam: &Seam, id: usize, whole: &[bool], roles: &Roles) {
    let Some((above, below)) = around(rows, seam, id) else { return };
    let last = above.end.checked_sub(1).and_then(|last| rows.get(last));
    let (Some(last), Some(next)) = (last, rows.get(below.start)) else { return };
    let is_same_measure = seam.cut.is_some() || last.says(id) != next.says(id);
    if !is_same_measure
        || !has_cells_of(last, next)
        || [last, next].iter().any(|row| bands::band(row, roles).is_some())
    {
        return;
    }
    let is_group = |col: usize| roles.role(col).is_some_and(Role::is_group);
    let is_whole = |col: usize| whole.get(col) == Some(&true);
    let mut shared = Vec::new();
    let pairs = last.cells.iter().zip(&next.cells);
    for (entry, rest) in pairs.filter(|(it, _)| is_whole(it.col) && !is_group(it.col)) {
        let both = match (entry.text.is_empty(), rest.text.is_empty()) {
            (true, true) => continue,
            (true, false) => rest.clone(),
            (false, true) => entry.clone(),
            (false, false) if entry.text == rest.text || seam.cut.is_some() => entry.clone(),
            (false, false) if goes_on(Half::of(entry), Half::of(rest)) => {
                let mut both = entry.clone();
                join_cell(&mut both, rest.clone());
                both
            }
            (false, false) => return,
        };
        shared.push(both);
    }
    for row in rows.get_mut(above.start..below.end).into_iter().flatten() {
        for entry in &shared {
            if let Some(own) = row.cell_mut(entry.col).filter(|it| it.colspan == entry.colspan) {
                own.clone_from(entry);
            }
        }
    }
}

/// The rows under the cell with the number at the end of a page, and those under
/// the first of the next.
fn around(rows: &[Row], seam: &Seam, id: usize) -> Option<(Range<usize>, Range<usize>)> {
    let at = seam.at;
    let next = rows.get(at)?;
    let place = |row: &Row| row.cell(id).map(|entry| entry.place.clone());
    if seam.cut.is_some() && seam.cut != place(next) {
        return None;
    }
    let last = rows.get(at.checked_sub(1)?)?;
    let above = rows.get(..at)?.iter().rev().take_while(|row| place(row) == place(last));
    let below = rows.get(at..)?.iter().take_while(|row| place(row) == place(next));
    Some((at - above.count()..at, at..at + below.count()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annex::roles::of_headers;
    use crate::geom::Rect;
    use crate::table::page_end::is_parted;
    use crate::text::join::{Ends, Line, Measure, Setting};

    /// How high a row is, in lines of text.
    const ROW: f32 = 3.0;

    /// Pages of rows of five columns (番号, 施策名, 成果指標, 実績, 評価), parted by
    /// `|`: `^` where the cell above reaches down, `_` behind a text that stands
    /// at the bottom of its cell or before one at its top. The rest is in the middle.
    #[track_caller]
    fn check(pages: &[&[&str]], expected: &[&str]) {
        let mut starts = Vec::new();
        let mut rows = Vec::new();
        for (page, texts) in pages.iter().enumerate() {
            starts.push(rows.len());
            let first = rows.len();
            for (number, text) in texts.iter().enumerate() {
                rows.push(row(page, number, text, &rows[first..]));
            }
        }
        let roles = of_headers(&["番号", "施策名", "成果指標", "実績", "評価"]);
        mend(&mut rows, &starts[1..], &roles);
        let texts = |row: &Row| -> Vec<String> {
            row.cells.iter().map(|entry| entry.text.clone()).collect()
        };
        let found: Vec<String> = rows.iter().map(|row| texts(row).join("|")).collect();
        assert_eq!(found, expected);
    }

    fn row(page: usize, number: usize, text: &str, above: &[Row]) -> Row {
        let bbox = |col: usize| {
            let (x, y) = (100.0 * col as f32, 10.0 * ROW * number as f32);
            Rect { x0: x, y0: y, x1: x + 100.0, y1: y + 10.0 * ROW }
        };
        let cells = text.split('|').enumerate().map(|(col, text)| {
            if text == "^" {
                return above[above.len() - 1].cells[col].clone();
            }
            let bbox = bbox(col);
            Entry {
                col,
                colspan: 1,
                text: text.trim_matches('_').to_owned(),
                place: Place::Page { page, bbox },
                ends: ends(text, bbox).map(Box::new),
                number: None,
            }
        });
        let cells: Vec<Entry> = cells.collect();
        Row { place: cells[0].place.clone(), cells, bands: Vec::new(), in_box: None }
    }

    fn ends(text: &str, cell: Rect) -> Option<Ends> {
        let y0 = match (text.starts_with('_'), text.ends_with('_')) {
            (true, _) => cell.y0,
            (false, true) => cell.y1 - 10.0,
            (false, false) => (cell.y0 + cell.y1) / 2.0 - 5.0,
        };
        let width = 10.0 * text.trim_matches('_').chars().count() as f32;
        let line = Line {
            text: text.trim_matches('_').to_owned(),
            bbox: Rect { x0: cell.x0, y0, x1: cell.x0 + width, y1: y0 + 10.0 },
            from: cell.x0,
            to: cell.x0 + width,
            vertical: false,
            reversed: false,
            size: 10.0,
            glyphs: 1,
            lead: 10.0,
            first: 10.0,
        };
        let measure = Measure::new(cell.x0, cell.x0 + width);
        (width > 0.0).then(|| Setting { lines: vec![line], measure }.ends()).flatten()
    }

    #[test]
    fn the_name_of_a_merge_that_a_page_end_went_through() {
        let parted = |first: &str, second: &str| {
            let (first, second) = (row(0, 0, first, &[]), row(1, 0, second, &[]));
            is_parted(Half::of(&first.cells[0]), Half::of(&second.cells[0]))
        };
        assert!(parted("行政_", "_の改革"));
        assert!(!parted("行政", "改革"), "each in its middle");
        assert!(!parted("行政_", "_行政"), "named on both pages");
        assert!(!parted("行政_", "改革"));
    }

    #[test]
    fn a_cut_row_is_one() {
        check(
            &[&["1|窓口|件数_|5件_|◎"], &["||_の計||", "2|道路|延長|7km|○"]],
            &["1|窓口|件数の計|5件|◎", "2|道路|延長|7km|○"],
        );
        let several = ["1|窓口|①件数|5件|◎", "^|^|②人数|6人|^", "2|道路|延長_|7km_|○"];
        check(
            &[&several, &["||_の計||", "3|橋|数|8|○"]],
            &["1|窓口|①件数|5件|◎", "1|窓口|②人数|6人|◎", "2|道路|延長の計|7km|○", "3|橋|数|8|○"],
        );
    }

    #[test]
    fn a_row_without_values_is_a_rest() {
        let several = ["1|窓口|①件数|5件|◎", "^|^|②人数と|6人|^"];
        check(&[&several, &["||件数||"]], &["1|窓口|①件数|5件|◎", "1|窓口|②人数と件数|6人|◎"]);
    }

    #[test]
    fn the_next_indicator_is_a_row() {
        let whole = ["1|窓口|①件数|5件|◎", "1|窓口|②人数|6人|◎", "1|窓口|③数|7件|◎"];
        check(&[&["1|窓口|①件数|5件|◎", "^|^|②人数|6人|^"], &["||③数|7件|"]], &whole);
        check(&[&["||①件数|5件|"], &["1|窓口|②人数|6人|◎", "^|^|③数|7件|^"]], &whole);
    }

    #[test]
    fn a_measure_over_three_pages() {
        let shown = ["1|窓口|①件数|5件|◎", "1|窓口|②人数|6人|◎", "1|窓口|③数|7件|◎"];
        let whole = [&shown[..], &["1|窓口|④率|8％|◎"]].concat();
        for named in 0..3 {
            let part = |page: usize| if page == named { ["1|窓口", "◎"] } else { ["|", ""] };
            let row = |page: usize, value: &str| {
                let [left, right] = part(page);
                format!("{left}|{value}|{right}")
            };
            let (first, second) = (row(0, "①件数|5件"), row(1, "②人数|6人"));
            let last = row(2, "④率|8％");
            check(&[&[&first], &[&second, "^|^|③数|7件|^"], &[&last]], &whole);
        }
    }

    #[test]
    fn another_measure_is_another() {
        let rows = ["1|窓口|①件数|5件|◎", "^|^|②人数|6人|^", "|小計||11|"];
        check(
            &[&rows, &["2|道路|延長|7km|○"]],
            &["1|窓口|①件数|5件|◎", "1|窓口|②人数|6人|◎", "|小計||11|", "2|道路|延長|7km|○"],
        );
    }
}
