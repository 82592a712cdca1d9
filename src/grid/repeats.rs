//! A header that a page repeats right above the rest of a row, without a rule
//! between them: reportlab draws none where the page end cut the row.
//!
//! The page alone does not tell the two apart; whoever turned it does. Cell by
//! cell the text begins with whole lines that say what the header of the page
//! before says, and a line could be drawn below all of these and above all the
//! others. Then one is drawn.

use super::{Cell, Grid, HEADER_ROWS_MAX, Leaf};
use crate::geom::Rect;
use crate::place::Place;
use crate::text::join::{Line, Setting};
use crate::text::repair;
use std::borrow::Cow;

/// How many cells must repeat words: one word may stand in a table by chance.
const WORDS_MIN: usize = 2;

/// How deep the boxes of lines set solid overlap, in em: fonts have boxes up to
/// a half higher than the em.
const OVERLAP_MAX: f32 = 0.5;

/// Parts the first row of a page from the header above it, where the page
/// before shows that there is one.
pub(super) fn part(leaf: &mut Leaf, before: &Leaf) {
    let top = std::mem::take(&mut leaf.top);
    let (Some(above), Some(grid)) = (before.grids.last(), leaf.grids.first_mut()) else { return };
    if !before.place.is_right_before(&leaf.place) {
        return;
    }
    let depths = depths(grid).filter(|&depth| may_be_cut(grid, &top, depth));
    let places = depths.flat_map(|depth| (0..HEADER_ROWS_MAX).map(move |start| (start, depth)));
    let mut cuts = places
        .filter_map(|(start, depth)| Cut::below(&headers(above, start, depth)?, grid, &top, depth));
    if let Some(cut) = cuts.next() {
        cut.apply(grid, &top);
    }
}

/// Whether the first row of a page may hold a header that only the page before
/// makes known.
pub(super) fn may_hold_header(leaf: &Leaf) -> bool {
    let is_first = matches!(leaf.place, Place::Page { page: 1, .. });
    leaf.grids.first().is_some_and(|grid| {
        !is_first && depths(grid).any(|depth| may_be_cut(grid, &leaf.top, depth))
    })
}

/// How many rows the header of a grid may have: more than one only where cells
/// of the first stand over several others, or beside.
fn depths(grid: &Grid) -> std::ops::RangeInclusive<usize> {
    let goes_on = |depth: usize| {
        let cells = grid.cells.iter().take_while(|cell| cell.row < depth);
        cells.into_iter().any(|cell| {
            let heads_several = cell.row + 1 == depth && (2..grid.cols).contains(&cell.colspan);
            cell.row + cell.rowspan > depth || heads_several
        })
    };
    let rows = grid.rows.min(HEADER_ROWS_MAX);
    1..=(1..rows).find(|&depth| !goes_on(depth)).unwrap_or(rows)
}

/// The cells of some rows, if a line separates these from all others.
fn headers(grid: &Grid, start: usize, depth: usize) -> Option<Vec<&Cell>> {
    let end = start + depth;
    let cells = grid.cells.iter().take_while(|cell| cell.row < end);
    let reached = cells.filter(|cell| cell.row + cell.rowspan > start);
    let is_inside = |cell: &&Cell| cell.row >= start && cell.row + cell.rowspan <= end;
    let headers: Vec<&Cell> = reached.collect();
    (end <= grid.rows && headers.iter().all(is_inside)).then_some(headers)
}

/// Whether a cell lies over the last row of a header, and may hold more.
fn is_last(cell: &Cell, depth: usize) -> bool {
    cell.row + cell.rowspan >= depth
}

/// Whether a line can be drawn through the last row of a header.
fn may_be_cut(grid: &Grid, top: &[Setting], depth: usize) -> bool {
    let cells = grid.cells.iter().zip(top).take_while(|(cell, _)| cell.row < depth);
    let last = cells.filter(|(cell, _)| is_last(cell, depth));
    let lines: Vec<&[Line]> = last.map(|(_, setting)| setting.lines.as_slice()).collect();
    let mut all: Vec<&Line> = lines.iter().copied().flatten().collect();
    all.sort_by(|a, b| a.bbox.y0.total_cmp(&b.bbox.y0));
    let mut bottom = f32::NEG_INFINITY;
    all.windows(2).any(|pair| {
        bottom = bottom.max(pair[0].bbox.y1);
        is_below(pair[1], bottom)
    })
}

fn is_below(line: &Line, bottom: f32) -> bool {
    line.bbox.y0 + OVERLAP_MAX * line.size >= bottom
}

/// Where the first row of a grid ends and the next begins.
struct Cut {
    at: f32,
    /// How many rows stand above it.
    depth: usize,
    /// For each of the first cells, how many of its lines do.
    heads: Vec<usize>,
}

impl Cut {
    /// The line below these headers, if the first rows of a grid repeat them.
    fn below(headers: &[&Cell], grid: &Grid, top: &[Setting], depth: usize) -> Option<Cut> {
        let first = grid.cells.partition_point(|cell| cell.row < depth);
        let (cells, top) = (&grid.cells[..first], top.get(..first)?);
        if headers.len() != first {
            return None;
        }
        let start = headers.first()?.row;
        let mut cut = Cut { at: 0.0, depth, heads: Vec::with_capacity(first) };
        let (mut words, mut bottom, mut rest) = (0, f32::NEG_INFINITY, Vec::new());
        for ((header, cell), setting) in headers.iter().zip(cells).zip(top) {
            let is_last = is_last(cell, depth);
            let rows = if is_last { depth - cell.row } else { cell.rowspan };
            let is_same = (header.row - start, header.col, header.rowspan, header.colspan)
                == (cell.row, cell.col, rows, cell.colspan);
            let count = repeated(&header.text, &setting.lines)?;
            let (head, others) = setting.lines.split_at(count);
            if !is_same
                || !stands_below(&cell.place, &header.place, grid.ruled)
                || !(is_last || others.is_empty())
            {
                return None;
            }
            words += usize::from(!head.is_empty());
            if is_last {
                bottom = head.iter().map(|line| line.bbox.y1).fold(bottom, f32::max);
                rest.extend(others);
            }
            cut.heads.push(count);
        }
        let below = rest.iter().map(|line| line.bbox.y0).reduce(f32::min)?;
        cut.at = (bottom + below) / 2.0;
        (words >= WORDS_MIN && rest.iter().all(|line| is_below(line, bottom))).then_some(cut)
    }

    /// Makes a row of what stands below the line.
    fn apply(self, grid: &mut Grid, top: &[Setting]) {
        let Cut { at, depth, heads } = self;
        let mut rest = Vec::new();
        for ((cell, setting), count) in grid.cells.iter_mut().zip(top).zip(&heads) {
            if !is_last(cell, depth) {
                continue;
            }
            let (head, others) = setting.lines.split_at(*count);
            let part = |lines: &[Line]| Setting { lines: lines.to_vec(), ..*setting };
            let (head, others) = (part(head), part(others));
            rest.push(Cell {
                row: depth,
                rowspan: cell.row + cell.rowspan + 1 - depth,
                place: within(&cell.place, |bbox| Rect { y0: at, ..bbox }),
                ..filled(cell, &others)
            });
            *cell = Cell {
                rowspan: depth - cell.row,
                place: within(&cell.place, |bbox| Rect { y1: at, ..bbox }),
                ..filled(cell, &head)
            };
        }
        rest.sort_by_key(|cell| cell.col);
        for cell in &mut grid.cells[heads.len()..] {
            cell.row += 1;
        }
        grid.cells.splice(heads.len()..heads.len(), rest);
        grid.rows += 1;
    }
}

/// Whether a cell has the sides of one of the page before. Where no rules show
/// them they are guessed anew on each page, and need but lie below each other.
fn stands_below(cell: &Place, above: &Place, ruled: bool) -> bool {
    match (cell, above) {
        (Place::Page { bbox: cell, .. }, Place::Page { bbox: above, .. }) if !ruled => {
            let common = cell.x1.min(above.x1) - cell.x0.max(above.x0);
            2.0 * common >= cell.width().max(above.width())
        }
        _ => cell.has_sides_of(above),
    }
}

fn filled(cell: &Cell, setting: &Setting) -> Cell {
    Cell { text: setting.text(), ends: setting.ends().map(Box::new), ..cell.clone() }
}

fn within(place: &Place, part: impl Fn(Rect) -> Rect) -> Place {
    match place {
        Place::Page { page, bbox } => Place::Page { page: *page, bbox: part(*bbox) },
        Place::Sheet { .. } => place.clone(),
    }
}

/// How many of the first lines of a cell say what a header says, if some do.
fn repeated(header: &str, lines: &[Line]) -> Option<usize> {
    let mut rest = header.chars().filter(|c| !c.is_whitespace()).peekable();
    for (count, line) in lines.iter().enumerate() {
        if rest.peek().is_none() {
            return Some(count);
        }
        let text: Cow<'_, str> = repair(&line.text);
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            if rest.next() != Some(c) {
                return None;
            }
        }
    }
    rest.peek().is_none().then_some(lines.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid;
    use crate::grid::tests::shown;
    use crate::page::tests::{blank, write};
    use crate::source::pdf::Stroke;

    /// A page with a table of columns of 100 points. A string is a line of text
    /// with `|` between columns, or `-` for a rule across.
    fn leaf(number: usize, lines: &[&str]) -> Leaf {
        let mut drawing = blank();
        let (mut y, mut cols) = (100.0, 0);
        for line in lines {
            if *line == "-" {
                let line = Rect::new(50.0, y, 50.0 + 100.0 * cols.max(2) as f32, y);
                drawing.strokes.push(Stroke { line, thickness: 0.5, operation: 0 });
                continue;
            }
            cols = line.split('|').count();
            for (col, text) in line.split('|').enumerate() {
                write(&mut drawing, text, 53.0 + 100.0 * col as f32, y + 10.0, 10.0);
            }
            y += 12.0;
        }
        for col in 0..=cols {
            let x = 50.0 + 100.0 * col as f32;
            let line = Rect::new(x, 100.0, x, y);
            drawing.strokes.push(Stroke { line, thickness: 0.5, operation: 0 });
        }
        grid::tests::leaf(number, drawing)
    }

    /// The cells of the second page, `|` between them and ` / ` between rows.
    #[track_caller]
    fn check(before: &[&str], page: &[&str], expected: &str) {
        let mut leaves = [leaf(1, before), leaf(2, page)];
        let may_hold = may_hold_header(&leaves[1]);
        let rows = leaves[1].grids[0].rows;
        grid::settle_all(&mut leaves);
        let grid = &leaves[1].grids[0];
        assert_eq!(shown(grid), expected);
        assert!(may_hold || grid.rows == rows, "a page that waits for none was changed");
    }

    const FIRST: [&str; 5] = ["-", "No|Measure", "-", "1|care", "-"];

    #[test]
    fn the_rest_of_a_row_below_its_header() {
        check(
            &FIRST,
            &["-", "No|Measure", "|at home", "-", "2|schools", "-"],
            "No|Measure / |at home / 2|schools",
        );
    }

    #[test]
    fn a_header_with_two_lines() {
        check(
            &["-", "No|Measure", "|taken", "-", "1|care", "-"],
            &["-", "No|Measure", "|taken", "1|care", "-", "2|schools", "-"],
            "No|Measure\ntaken / 1|care / 2|schools",
        );
    }

    #[test]
    fn every_cell_must_begin_with_its_header() {
        let rows = ["-", "No|Measures", "|at home", "-", "2|schools", "-"];
        check(&FIRST, &rows, "No|Measures\nat home / 2|schools");
        let rows = ["-", "|Measure", "No|at home", "-", "2|schools", "-"];
        check(&FIRST, &rows, "No|Measure\nat home / 2|schools");
    }

    #[test]
    fn sides_that_no_rule_shows() {
        let place = |x0: f32, x1: f32| Place::Page { page: 1, bbox: Rect::new(x0, 0.0, x1, 9.0) };
        let stands =
            |from: f32, to: f32, ruled| stands_below(&place(from, to), &place(448.0, 516.0), ruled);
        assert!(stands(461.0, 529.0, false));
        assert!(!stands(461.0, 529.0, true));
        assert!(!stands(516.0, 582.0, false), "the next column");
        assert!(!stands(324.0, 516.0, false), "two columns");
    }

    #[test]
    fn a_header_alone_stays_whole() {
        check(&FIRST, &["-", "No|Measure", "-", "2|schools", "-"], "No|Measure / 2|schools");
    }
}
