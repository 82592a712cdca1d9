//! Cells that rules part wrongly, told by their texts: a rule that is too short joins two
//! rows, lines to write on part one text, and a box over several columns holds rows of
//! them.

use super::lattice::{Lattice, Square};
use crate::geom::Rect;
use crate::page::{Heading, Page, Run};
use crate::text::join::{self, End, Line, Measure};

/// How far a text may reach over the sides of its column, in em.
const COLUMN_DRIFT: f32 = 0.2;

/// The fewest texts of a box that shows rows of its columns: three rows of two, or two
/// of three.
const BOXED_TEXTS_MIN: usize = 6;

/// A table in which a cell over several columns holds a text in each of them, line by
/// line: the rows that a box without inner rules leaves to the eye
/// (rules/rows-in-a-box). `texts` are sorted by the middle of their height.
pub(super) fn with_columns(texts: &[&Run], lattice: &Lattice) -> Option<Lattice> {
    let is_box = |cell: &Square| cell.colspan >= 2 && cell.rowspan == 1;
    let mut labels = None;
    let mut ys = lattice.ys.clone();
    for (number, cell) in lattice.cells.iter().enumerate().filter(|(_, cell)| is_box(cell)) {
        let Some(borders) = rows_of_box(texts, lattice, cell) else { continue };
        ys.extend(borders);
        labels.get_or_insert_with(|| vec![false; lattice.cells.len()])[number] = true;
    }
    let is_parted = labels?;
    ys.sort_by(f32::total_cmp);
    let cols = lattice.cols();
    let mut next = lattice.cells.len() as u32;
    let mut squares = Vec::with_capacity((ys.len() - 1) * cols);
    for pair in ys.windows(2) {
        let row = lattice.ys.partition_point(|&y| y <= pair[0]).saturating_sub(1);
        for col in 0..cols {
            let owner = lattice.owner(row.min(lattice.rows() - 1), col);
            if is_parted[owner as usize] {
                squares.push(next);
                next += 1;
            } else {
                squares.push(owner);
            }
        }
    }
    let mut parted = lattice.relaid(lattice.xs.clone(), ys, &squares);
    parted.ruled = false;
    Some(parted)
}

/// The borders between the rows of a box that holds a text in each of its columns in
/// each line.
fn rows_of_box(texts: &[&Run], lattice: &Lattice, cell: &Square) -> Option<Vec<f32>> {
    let Rect { x0, y0, x1, y1 } = cell.bbox;
    let first = texts.partition_point(|text| text.bbox.center_y() < y0);
    let last = texts.partition_point(|text| text.bbox.center_y() < y1);
    let inside =
        texts.get(first..last)?.iter().filter(|text| (x0..x1).contains(&text.bbox.center_x()));
    let mut texts: Vec<&Run> = inside.copied().collect();
    let rows = texts.len() / cell.colspan;
    if texts.len() < BOXED_TEXTS_MIN || rows < 2 || texts.len() != rows * cell.colspan {
        return None;
    }
    texts.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let mut borders = Vec::with_capacity(rows - 1);
    let mut bottom: Option<f32> = None;
    for row in texts.chunks_mut(cell.colspan) {
        row.sort_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0));
        for (at, text) in row.iter().enumerate() {
            let drift = COLUMN_DRIFT * text.size;
            let (left, right) = (lattice.xs[cell.col + at], lattice.xs[cell.col + at + 1]);
            let is_own = text.heading == Heading::Right
                && left - drift <= text.bbox.x0
                && text.bbox.x1 <= right + drift;
            if !is_own {
                return None;
            }
        }
        let around = row.iter().fold(Rect::EMPTY, |all, text| all.union(&text.bbox));
        if let Some(bottom) = bottom {
            if around.center_y() <= bottom {
                return None;
            }
            borders.push((bottom + around.y0) / 2.0);
        }
        bottom = Some(around.y1);
    }
    Some(borders)
}

/// The lines of the cells of a table that is laid anew, and the table.
type Reshaped = (Lattice, Vec<Vec<Line>>);

/// A table whose merged cells hold an entry for each of their rows, or in which lines to
/// write on part a text; none where all is as its rules say.
pub(super) fn by_lines(page: &Page, lattice: &Lattice, lines: &[Vec<Line>]) -> Option<Reshaped> {
    let mut squares = Squares::of(lattice);
    let parted = part_merged(lattice, lines, &mut squares);
    let joined = !page.dashes.is_empty() && join_written(page, lattice, lines, &mut squares);
    if !parted && !joined {
        return None;
    }
    let reshaped = squares.lay(lattice);
    let mut shares: Vec<Vec<Line>> = vec![Vec::new(); reshaped.cells.len()];
    for (cell, lines) in lattice.cells.iter().zip(lines) {
        for line in lines {
            let y = line.bbox.center_y().clamp(cell.bbox.y0, cell.bbox.y1.next_down());
            if let Some(owner) = reshaped.cell_at(cell.bbox.center_x(), y) {
                shares[owner as usize].push(line.clone());
            }
        }
    }
    Some((reshaped, shares))
}

/// Which squares belong together.
struct Squares {
    labels: Vec<u32>,
    next: u32,
}

impl Squares {
    fn of(lattice: &Lattice) -> Squares {
        let squares =
            (0..lattice.rows()).flat_map(|row| (0..lattice.cols()).map(move |col| (row, col)));
        let labels = squares.map(|(row, col)| lattice.owner(row, col)).collect();
        Squares { labels, next: lattice.cells.len() as u32 }
    }

    /// The table, without lines across that nothing ends at any more.
    fn lay(&self, lattice: &Lattice) -> Lattice {
        let cols = lattice.cols();
        let mut ys = vec![lattice.ys[0]];
        let mut labels: Vec<u32> = Vec::with_capacity(self.labels.len());
        for (row, squares) in self.labels.chunks(cols).enumerate() {
            let bottom = lattice.ys[row + 1];
            let goes_on = labels.len().checked_sub(cols).is_some_and(|at| labels[at..] == *squares);
            match ys.last_mut() {
                Some(last) if goes_on => *last = bottom,
                _ => {
                    ys.push(bottom);
                    labels.extend(squares);
                }
            }
        }
        lattice.relaid(lattice.xs.clone(), ys, &labels)
    }
}

/// Parts merged cells of one column that hold an entry in each of their rows, as high as
/// the texts beside it: the rule between them begins behind the column
/// (rules/rule-that-begins-late). Says whether there was one.
fn part_merged(lattice: &Lattice, lines: &[Vec<Line>], squares: &mut Squares) -> bool {
    let cols = lattice.cols();
    // How many cells of each column are merged over rows, and how many are not.
    let mut counts = vec![(0, 0); cols];
    for cell in &lattice.cells {
        let count = &mut counts[cell.col];
        let part = if cell.rowspan > 1 { &mut count.0 } else { &mut count.1 };
        *part += 1;
    }
    let mut is_parted = false;
    for (cell, own) in lattice.cells.iter().zip(lines) {
        let is_merged = cell.rowspan >= 2 && cell.colspan == 1 && own.len() == cell.rowspan;
        if !is_merged {
            continue;
        }
        let is_alone = counts[cell.col].0 == 1 && counts[cell.col].1 >= SINGLE_CELLS_MIN;
        if !(join::are_entries(own) || is_alone && all_end_really(cell, own)) {
            continue;
        }
        let has_row = |(at, line): (usize, &Line)| {
            let row = cell.row + at;
            let band = lattice.ys[row]..lattice.ys[row + 1];
            band.contains(&line.bbox.center_y())
                && stands_beside(lattice, lines, (row, cell.col), line)
        };
        if own.iter().enumerate().all(has_row) {
            for row in cell.row..cell.row + cell.rowspan {
                squares.labels[row * cols + cell.col] = squares.next;
                squares.next += 1;
            }
            is_parted = true;
        }
    }
    is_parted
}

/// How many cells of a column show that it has one for each row.
const SINGLE_CELLS_MIN: usize = 3;

/// Whether the author ended each line of a cell: the next word would have fitted.
fn all_end_really(cell: &Square, lines: &[Line]) -> bool {
    let measure = measure_of(cell, lines.iter());
    lines.windows(2).all(|pair| {
        let room = join::room_behind(&pair[0], measure);
        join::end_between(&pair[0], &pair[1], room) == End::Real
    })
}

/// The space for the lines of a cell, as its borders and its padding show it.
fn measure_of<'l>(cell: &Square, lines: impl Iterator<Item = &'l Line>) -> Measure {
    let bbox = &cell.bbox;
    let padding = lines.map(|line| line.bbox.x0 - bbox.x0).fold(f32::INFINITY, f32::min);
    Measure::new(bbox.x0, bbox.x1 - padding.clamp(0.0, bbox.width() / 2.0))
}

/// How far the middles of texts of one row differ, in em.
const ROW_DRIFT: f32 = 0.3;

/// Whether a cell of this row alone, in another column, has a line at the same height.
fn stands_beside(
    lattice: &Lattice,
    lines: &[Vec<Line>],
    (row, col): (usize, usize),
    line: &Line,
) -> bool {
    (0..lattice.cols()).filter(|&other| other != col).any(|other| {
        let cell = lattice.owner(row, other) as usize;
        lattice.cells[cell].rowspan == 1
            && lines[cell].iter().any(|beside| {
                (beside.bbox.center_y() - line.bbox.center_y()).abs() <= ROW_DRIFT * line.size
            })
    })
}

/// Joins the cells of a column that dotted lines part, where one text runs on over them:
/// each line is full but the last (rules/dotted-lines-to-write-on). Says whether there
/// were some.
fn join_written(
    page: &Page,
    lattice: &Lattice,
    lines: &[Vec<Line>],
    squares: &mut Squares,
) -> bool {
    let cols = lattice.cols();
    let mut is_joined = false;
    let mut row = 1;
    while row < lattice.rows() {
        let Some(col) = private_column(page, lattice, row) else {
            row += 1;
            continue;
        };
        let first = row - 1;
        while row < lattice.rows() && private_column(page, lattice, row) == Some(col) {
            row += 1;
        }
        let cells: Vec<usize> = (first..row).map(|at| lattice.owner(at, col) as usize).collect();
        if is_one_text(lattice, &cells, lines) {
            let span = lattice.cells[cells[0]].colspan;
            for at in first..row {
                squares.labels[at * cols + col..at * cols + col + span].fill(squares.next);
            }
            squares.next += 1;
            is_joined = true;
        }
    }
    is_joined
}

/// How many dashed lines of a page are looked at: a page full of lines to write on has
/// some hundred.
const DASHES_MAX: usize = 4_000;

/// The column, if any, that a dotted line across parts above this row while it parts no
/// other.
fn private_column(page: &Page, lattice: &Lattice, row: usize) -> Option<usize> {
    let parts = |col: &usize| lattice.owner(row - 1, *col) != lattice.owner(row, *col);
    let mut parted = (0..lattice.cols()).filter(parts);
    let col = parted.next()?;
    let (above, below) = (lattice.owner(row - 1, col), lattice.owner(row, col));
    let (above, below) = (&lattice.cells[above as usize], &lattice.cells[below as usize]);
    let is_one = (above.col, above.colspan, above.rowspan) == (col, below.colspan, 1)
        && below.col == col
        && below.rowspan == 1
        && parted.all(|other| other < col + below.colspan);
    let y = lattice.ys[row];
    let middle = below.bbox.center_x();
    let is_dotted =
        |dash: &Rect| (dash.center_y() - y).abs() <= 1.0 && dash.x0 <= middle && middle <= dash.x1;
    (is_one && page.dashes.iter().take(DASHES_MAX).any(is_dotted)).then_some(col)
}

/// Whether cells below each other hold one text: a line each, full but for the last, and
/// nothing behind it.
fn is_one_text(lattice: &Lattice, cells: &[usize], lines: &[Vec<Line>]) -> bool {
    let written: Vec<&Line> = cells.iter().map_while(|&cell| lines[cell].first()).collect();
    let rest = cells.iter().skip(written.len());
    let measure = measure_of(&lattice.cells[cells[0]], written.iter().copied());
    let goes_on = |pair: &[&Line]| {
        let room = join::room_behind(pair[0], measure);
        join::end_between(pair[0], pair[1], room) != End::Real
    };
    written.len() >= 2
        && cells.iter().all(|&cell| lines[cell].len() <= 1)
        && rest.into_iter().all(|&cell| lines[cell].is_empty())
        && written.windows(2).all(goes_on)
}
