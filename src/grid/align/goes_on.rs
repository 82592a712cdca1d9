//! A table without any rule that goes on at the top of the next page, where
//! nobody repeated its header.
//!
//! A person reads on because the columns stand where they stood: each text lies
//! in one of them, begins or ends where the texts above began or ended, and is
//! a number where those were. The page alone shows none of this, so the columns
//! of the page before are carried over.

pub(super) mod between_rules;

use super::blocks::{self, CELL_CHARS_MAX};
use super::columns::{self, Column, Columns, PADDING, borders};
use super::missing;
use super::pieces::{Piece, Row};
use super::rows::{self, Found};
use crate::grid::lattice::Lattice;
use crate::page::Rule;

/// How far the sides of texts that are set in one way may lie apart, in em.
const EDGE_DRIFT: f32 = 0.3;

/// One line in this many must have texts side by side, on a page that may
/// begin with rows: a cell can have many lines more than its neighbours.
const LINES_FOR_EACH_ROW: usize = 5;

/// The columns of a table that may go on over the page.
#[derive(Debug, Clone)]
pub(crate) struct Open {
    columns: Columns,
    xs: Vec<f32>,
    em: f32,
    /// What the rows show, column by column.
    seen: Vec<Seen>,
    /// Whether rules part the rows.
    pub(super) has_rules: bool,
}

/// What the cells of a column have in common.
#[derive(Debug, Clone)]
struct Seen {
    /// The sides at which they may be set, and where these are: numbers of one
    /// width agree at all sides.
    edges: Vec<(Side, f32)>,
    /// Whether they are numbers or marks.
    has_numbers: bool,
    /// Whether most rows have one.
    is_usual: bool,
}

#[derive(Debug, Clone, Copy)]
enum Side {
    Left,
    Right,
    Middle,
}

impl Side {
    fn of(self, cell: &Piece) -> f32 {
        match self {
            Side::Left => cell.bbox.x0,
            Side::Right => cell.bbox.x1,
            Side::Middle => cell.bbox.center_x(),
        }
    }
}

impl Open {
    /// The columns of a table with these rows below its header.
    pub(super) fn new(columns: &[Column], xs: &[f32], em: f32, body: &[Found]) -> Open {
        let cells = |column: usize| body.iter().filter_map(move |row| row.cells[column]);
        let seen = (0..columns.len()).map(|column| {
            let cells: Vec<Piece> = cells(column).collect();
            Seen {
                edges: edges(&cells, em),
                has_numbers: !cells.is_empty() && is_most(&cells, Piece::is_number),
                is_usual: 4 * cells.len() >= 3 * body.len(),
            }
        });
        Open {
            columns: Columns::carried(columns, em),
            xs: xs.to_vec(),
            em,
            seen: seen.collect(),
            has_rules: false,
        }
    }

    /// The same of a table whose rows rules part.
    pub(super) fn of_ruled(columns: &[Column], xs: &[f32], em: f32, rows: &[Row]) -> Open {
        Open { has_rules: true, ..Open::new(columns, xs, em, &between_rules::found(rows, xs)) }
    }

    /// Whether rows have their texts where the rows before had theirs.
    fn has(&self, rows: &[Found]) -> bool {
        let filled: usize = rows.iter().map(Found::filled).sum();
        let texts = rows.iter().flat_map(|row| &row.cells).flatten();
        let chars: usize = texts.map(|cell| cell.chars).sum();
        let edged = self.seen.iter().filter(|seen| !seen.edges.is_empty()).count();
        let fits = |(column, seen): (usize, &Seen)| {
            let cells: Vec<Piece> = rows.iter().filter_map(|row| row.cells[column]).collect();
            let is_set = |&(side, at): &(Side, f32)| {
                is_most(&cells, |cell| (side.of(cell) - at).abs() <= EDGE_DRIFT * self.em)
            };
            (!seen.is_usual || 2 * cells.len() >= rows.len())
                && (!seen.has_numbers || are_numbers(&cells))
                && (seen.edges.is_empty() || seen.edges.iter().any(is_set))
        };
        // A pair of texts is also a heading with its number.
        rows.len().max(self.seen.len()) >= 3
            && 2 * filled >= rows.len() * self.seen.len()
            && chars <= CELL_CHARS_MAX * filled
            && 2 * edged >= self.seen.len()
            && self.seen.iter().enumerate().all(fits)
    }
}

/// Whether something holds for three of four cells.
fn is_most(cells: &[Piece], holds: impl Fn(&Piece) -> bool) -> bool {
    4 * cells.iter().filter(|cell| holds(cell)).count() >= 3 * cells.len()
}

/// Whether cells go on with a column of numbers: half of them may say 集計中.
fn are_numbers(cells: &[Piece]) -> bool {
    2 * cells.iter().filter(|cell| cell.is_number()).count() >= cells.len()
}

/// The sides that most cells share.
fn edges(cells: &[Piece], em: f32) -> Vec<(Side, f32)> {
    let shared = |side: Side| {
        let mut places: Vec<f32> = cells.iter().map(|cell| side.of(cell)).collect();
        places.sort_by(f32::total_cmp);
        let at = *places.get(places.len() / 2)?;
        is_most(cells, |cell| (side.of(cell) - at).abs() <= EDGE_DRIFT * em).then_some((side, at))
    };
    [Side::Left, Side::Right, Side::Middle].into_iter().filter_map(shared).collect()
}

/// Whether a page may begin with rows of the table before, given its lines.
pub(super) fn may_begin(lines: &[Row]) -> bool {
    let rows = lines.iter().filter(|line| line.segments.len() >= 2).count();
    rows > 0 && LINES_FOR_EACH_ROW * rows >= lines.len()
}

/// The rows at the top of these lines with which a table goes on, and its
/// columns as they widen them.
pub(super) fn find(lines: &[Row], open: &Open) -> Option<(Lattice, Open)> {
    let mut columns = open.columns.clone();
    let first = lines.first().filter(|line| columns.take(line))?;
    let fits = |size: f32| blocks::is_same_size(open.em, size);
    let (columns, length) = fits(first.size).then(|| blocks::followed(lines, columns, None))?;
    let lines = &lines[..length];
    let columns = columns.within(&open.xs)?;
    let pad = PADDING * open.em;
    let ends = (columns.first()?.x0 - pad, columns.last()?.x1 + pad);
    let ends = (ends.0.min(open.xs[0]), ends.1.max(open.xs[columns.len()]));
    let xs = borders(&columns, ends, open.em, &[]);
    if columns::are_joined(lines, &xs) || lines.iter().any(|line| blocks::is_crowded(line, xs[1])) {
        return None;
    }
    let mut rows = rows::find(lines, &xs);
    let ends_in_band = lines.last().is_some_and(|line| rows::is_band(line, &xs));
    while rows.last().is_some_and(|row| row.filled() < 2 && !ends_in_band) {
        rows.pop();
    }
    // The page end may have cut off most of the first.
    let whole = rows.iter().position(|row| row.filled() >= 2)?;
    if !open.has(&rows[whole..]) {
        return None;
    }
    let (top, bottom) = (rows.first()?.y0, rows.last()?.y1);
    let ys: Vec<f32> =
        [top - pad].into_iter().chain(rows::borders(&rows)).chain([bottom + pad]).collect();
    let across: Vec<Rule> = ys.iter().map(|&y| missing::whole(y, &xs)).collect();
    let taken = lines.iter().take_while(|line| line.y0 < bottom);
    let pieces: Vec<Piece> = taken.flat_map(|line| &line.pieces).copied().collect();
    let next =
        Open { columns: Columns::carried(&columns, open.em), xs: xs.clone(), ..open.clone() };
    missing::lay_part(&pieces, top - pad, xs, ys, across).map(|table| (table, next))
}
