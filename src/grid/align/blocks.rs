//! Text alone → tables without any rule.
//!
//! A block grows from a line that may be a header, down to the first line that
//! would join two of its columns or stands too far away. It is a table if its
//! rows fill its columns, its cells are short, and its first row is a header:
//! letters over a column of numbers or marks, as no list and no letter has it.

use super::columns::{Columns, PADDING, borders};
use super::missing;
use super::pieces::{Piece, Row, lines};
use super::rows::{self, Found};
use crate::grid::lattice::Lattice;

/// The widest gap between two rows of one table, in em. In rules/none it is
/// 1.7; a note further down stands 7 below.
const GAP_MAX: f32 = 4.0;

/// How much the em may change from line to line of a table.
const SIZE_RATIO_MAX: f32 = 1.4;

/// The longest header of one column, in characters.
const HEADER_CHARS_MAX: usize = 20;

/// The longest cell on average, in characters: beyond it, two columns of prose
/// stand side by side.
const CELL_CHARS_MAX: usize = 30;

/// The fewest rows, header included.
const ROWS_MIN: usize = 3;

/// The fewest columns. Two are also a list of names and what they stand for.
const COLUMNS_MIN: usize = 3;

/// With this many columns and rows, aligned throughout, a table needs no
/// column of numbers to be known (a register of names).
const PLAIN_COLUMNS_MIN: usize = 4;
const PLAIN_ROWS_MIN: usize = 4;

/// Lines beyond which a block is not followed.
const LINES_MAX: usize = 400;

/// Lines that all blocks of a page together may try. A page of prose tries
/// each of its lines once or twice.
const TRIES_MAX: usize = 20_000;

/// Finds the tables in text that no rules part.
pub(super) fn find(pieces: &[Piece]) -> Vec<Lattice> {
    let lines = lines(pieces.to_vec());
    let mut tables = Vec::new();
    let (mut at, mut tries) = (0, 0);
    while at < lines.len() && tries < TRIES_MAX {
        let Some((columns, length)) = grow(&lines[at..]) else {
            at += 1;
            continue;
        };
        tries += length;
        match table(&lines[at..at + length], columns) {
            Some((table, length)) => {
                tables.push(table);
                at += length;
            }
            None => at += 1,
        }
    }
    tables
}

/// The columns of a header, widened by the lines below that fit, and how many
/// lines that were.
fn grow(lines: &[Row]) -> Option<(Columns, usize)> {
    let header = lines[0].clone().into_header();
    if !header.segments.iter().all(may_head) {
        return None;
    }
    let mut columns = Columns::of_header(&header)?;
    let fits = |pair: &[Row]| {
        let (em, next) = (pair[0].size, pair[1].size);
        pair[1].y0 - pair[0].y1 <= GAP_MAX * em
            && em <= SIZE_RATIO_MAX * next
            && next <= SIZE_RATIO_MAX * em
    };
    let length = 1 + lines
        .windows(2)
        .take(LINES_MAX)
        .take_while(|pair| fits(pair) && columns.take(&pair[1]))
        .count();
    (length >= ROWS_MIN).then_some((columns, length))
}

fn may_head(segment: &Piece) -> bool {
    segment.has_letter && segment.chars <= HEADER_CHARS_MAX
}

/// The table that these lines are, and how many of them, if they are one.
fn table(lines: &[Row], columns: Columns) -> Option<(Lattice, usize)> {
    let em = lines[0].size;
    let columns = columns.finish(1)?;
    let pad = PADDING * em;
    let ends = (columns.first()?.x0 - pad, columns.last()?.x1 + pad);
    let xs = borders(&columns, ends, em, &[]);
    let mut rows = rows::find(lines, &xs);
    // A note below the table stands in its first column alone.
    while rows.last().is_some_and(|row| row.filled() < 2) {
        rows.pop();
    }
    if !is_table(&rows, columns.len()) {
        return None;
    }
    let (top, bottom) = (rows[0].y0, rows[rows.len() - 1].y1);
    let length = lines.partition_point(|line| line.y0 < bottom);
    let mut ys = rows::borders(&rows);
    let header_end = ys[0];
    ys.insert(0, top - pad);
    ys.push(bottom + pad);
    let across = ys.iter().map(|&y| missing::whole(y, &xs)).collect();
    let pieces: Vec<Piece> =
        lines[..length].iter().flat_map(|line| &line.pieces).copied().collect();
    missing::lay(&pieces, header_end, xs, ys, across).map(|table| (table, length))
}

fn is_table(rows: &[Found], columns: usize) -> bool {
    let Some((header, body)) = rows.split_first() else { return false };
    let filled: usize = body.iter().map(Found::filled).sum();
    let chars: usize =
        body.iter().flat_map(|row| &row.cells).flatten().map(|cell| cell.chars).sum();
    rows.len() >= ROWS_MIN
        && columns >= COLUMNS_MIN
        && header.filled() + 1 >= columns
        && 2 * filled >= body.len() * columns
        && chars <= CELL_CHARS_MAX * filled
        && ((0..columns).any(|column| has_numbers_below(header, body, column))
            || (columns >= PLAIN_COLUMNS_MIN && rows.len() >= PLAIN_ROWS_MIN))
}

/// Whether a column has letters in the header and numbers or marks below, in
/// three of four cells at least.
fn has_numbers_below(header: &Found, body: &[Found], column: usize) -> bool {
    let heads = header.cells[column].is_some_and(|cell| cell.has_letter && !cell.has_digit);
    let cells: Vec<&Piece> = body.iter().filter_map(|row| row.cells[column].as_ref()).collect();
    let numbers = cells.iter().filter(|cell| cell.has_digit || !cell.has_letter).count();
    heads && 2 * cells.len() >= body.len() && 4 * numbers >= 3 * cells.len()
}
