//! Text alone → tables without any rule.
//!
//! A block grows from a line that may be a header, down to the first line that
//! would join two of its columns or stands too far away. It is a table if its
//! rows fill its columns, its cells are short, and its first row is a header:
//! letters over a column of numbers or marks, as no list and no letter has it.

use super::columns::{self, Columns, PADDING, borders};
use super::goes_on::Open;
use super::header::Header;
use super::missing;
use super::pieces::{Piece, Row, lines};
use super::rows::{self, Found};
use crate::grid::lattice::Lattice;
use crate::page::Rule;

/// The widest gap between two rows of one table, in em. In rules/none it is
/// 1.7; a note further down stands 7 below.
const GAP_MAX: f32 = 4.0;

/// How much the em may change from line to line of a table.
const SIZE_RATIO_MAX: f32 = 1.4;

/// The longest header of one column, in characters.
const HEADER_CHARS_MAX: usize = 20;

/// The longest cell on average, in characters: beyond it, two columns of prose
/// stand side by side.
pub(super) const CELL_CHARS_MAX: usize = 30;

/// The fewest places below the header: three columns of two rows, or one row of
/// six columns at the top of a page.
const PLACES_MIN: usize = 6;

/// With this many columns and rows, aligned throughout, a table needs no
/// column of numbers to be known (a register of names).
const PLAIN_COLUMNS_MIN: usize = 4;
const PLAIN_ROWS_MIN: usize = 4;

/// How many lines of a note are looked for below a table.
const NOTE_LINES_MAX: usize = 8;

/// Lines beyond which a block is not followed.
const LINES_MAX: usize = 400;

/// Lines that all blocks of a page together may try. A page of prose tries
/// each of its lines once or twice.
const TRIES_MAX: usize = 20_000;

/// Finds the tables in text that no rules part, and how each may go on.
pub(super) fn find(pieces: &[Piece]) -> Vec<(Lattice, Open)> {
    let lines = lines(pieces.to_vec());
    let mut tables = Vec::new();
    let (mut at, mut tries) = (0, 0);
    while at < lines.len() && tries < TRIES_MAX {
        let heads = (1..=HEADER_LINES_MAX).rev().filter_map(|height| head(&lines[at..], height));
        let mut found = None;
        for (header, height) in heads {
            let Some((columns, length)) = grow(&lines[at..], &header, height) else { continue };
            tries += length;
            found = table(&lines[at..at + length], &header, height, columns);
            if found.is_some() {
                break;
            }
        }
        match found {
            Some((table, open, length)) => {
                tables.push((table, open));
                at += length;
            }
            None => at += 1,
        }
    }
    tables
}

/// The most lines that a header of several levels takes.
const HEADER_LINES_MAX: usize = 4;

/// The widest gap between two lines of one header, in em.
const HEADER_GAP_MAX: f32 = 1.5;

/// The header that the first lines are, if they are one: a line by itself, or
/// several of which the upper stand over the lower.
fn head(lines: &[Row], height: usize) -> Option<(Header, usize)> {
    let lines = lines.get(..height)?;
    let is_near = |pair: &[Row]| pair[1].y0 - pair[0].y1 <= HEADER_GAP_MAX * pair[0].size;
    if lines[0].segments.len() < 2 || !lines.windows(2).all(is_near) {
        return None;
    }
    let all = Row::new(lines.iter().flat_map(|line| &line.pieces).copied().collect());
    let header = Header::of(&all);
    let fits = (height == 1 || header.has_levels()) && header.columns.segments.iter().all(may_head);
    fits.then_some((header, height))
}

/// The columns of a header, widened by the lines below that fit, and how many
/// lines that were.
fn grow(lines: &[Row], header: &Header, height: usize) -> Option<(Columns, usize)> {
    let columns = Columns::of_header(&header.columns)?;
    let lowest = &lines[height - 1..];
    let (columns, taken) = followed(lowest, columns, lowest.first());
    let length = height - 1 + taken;
    let taken: Vec<&Row> = lines[height..length].iter().collect();
    let columns = columns.parted(&header.columns, &taken, taken.len());
    (length > height).then_some((columns, length))
}

/// How many of these lines are one table, without notes below it, and its columns as
/// they widen them. The first line fits; it may be the `header`.
pub(super) fn followed(lines: &[Row], columns: Columns, header: Option<&Row>) -> (Columns, usize) {
    let mut widened = columns.clone();
    let (length, ends_in_band) = follow(lines, &mut widened);
    let first = usize::from(header.is_some());
    let rows = &lines[first..length - usize::from(ends_in_band)];
    let alone = rows_alone(rows, header).len();
    if alone == rows.len() {
        return (widened, length);
    }
    let mut widened = columns;
    follow(&lines[..first + alone], &mut widened);
    (widened, first + alone)
}

/// How many lines, the first of which fits, stand close enough to each other and
/// fit into the columns, which they widen. A heading of the rows below may lie
/// over several columns; whether the last is one.
fn follow(lines: &[Row], columns: &mut Columns) -> (usize, bool) {
    let fits = |pair: &[Row]| {
        pair[1].y0 - pair[0].y1 <= GAP_MAX * pair[0].size
            && is_same_size(pair[0].size, pair[1].size)
    };
    let near = lines.windows(2).take(LINES_MAX).take_while(|pair| fits(pair)).count();
    let lines = &lines[..lines.len().min(near + 1)];
    let mut bands: Vec<&Row> = Vec::new();
    let mut length = 1;
    while let Some(line) = lines.get(length) {
        match lines.get(length + 1).filter(|next| !is_lone_number(next)) {
            Some(_) if columns.is_band(line, &lines[length + 1..]) => bands.push(line),
            None if bands.iter().any(|band| is_alike(band, line))
                && !columns.clone().take(line) =>
            {
                return (length + 1, true);
            }
            _ if !columns.take(line) => break,
            _ => {}
        }
        length += 1;
    }
    (length, false)
}

/// The longest number of a page, and how many letters it may have: 第12ページ, 別紙１－1.
const PAGE_CHARS_MAX: usize = 8;
const PAGE_LETTERS_MAX: usize = 4;

/// Whether all that a line has is a number: that of the page, below its rows.
fn is_lone_number(line: &Row) -> bool {
    let [number] = line.segments[..] else { return false };
    let may_be = number.letters <= PAGE_LETTERS_MAX && number.chars <= PAGE_CHARS_MAX;
    number.has_digit && (may_be || !number.has_letter())
}

/// How much wider than another heading one may be.
const BAND_RATIO_MAX: f32 = 1.5;

/// Whether the last line of a page is a heading as one above: the rows below it
/// stand on the next page.
fn is_alike(band: &Row, line: &Row) -> bool {
    let ([a], [b]) = (&band.segments[..], &line.segments[..]) else { return false };
    let off = (a.bbox.x0 - b.bbox.x0).abs().max((a.size - b.size).abs());
    off <= END_DRIFT * a.size && b.bbox.width() <= BAND_RATIO_MAX * a.bbox.width()
}

pub(super) fn is_same_size(em: f32, next: f32) -> bool {
    em <= SIZE_RATIO_MAX * next && next <= SIZE_RATIO_MAX * em
}

/// The lines of one table below its `header`, without notes below them.
fn rows_alone<'a>(lines: &'a [Row], header: Option<&Row>) -> &'a [Row] {
    without_note(until_next_table(lines, header))
}

/// The lines before the caption and the header of another table.
fn until_next_table<'a>(lines: &'a [Row], header: Option<&Row>) -> &'a [Row] {
    let mut numbers = 0;
    for (number, line) in lines.iter().enumerate() {
        let (here, above) = (numbers_in(line), &lines[..number]);
        let below_caption = above.split_last().filter(|(caption, _)| caption.segments.len() == 1);
        if let Some((_, above)) =
            below_caption.filter(|_| header.is_some_and(|it| is_same(it, line)))
        {
            return without_note(above);
        }
        if heads_anew(line, numbers) {
            let above = without_note(above);
            if above.len() < number {
                return above;
            }
        }
        numbers = numbers.max(here);
    }
    lines
}

pub(super) fn numbers_in(line: &Row) -> usize {
    line.segments.iter().filter(|segment| segment.is_number()).count()
}

/// Whether a line has letters side by side where rows above it have so many
/// numbers: it is the header of another table.
pub(super) fn heads_anew(line: &Row, numbers: usize) -> bool {
    numbers >= 2
        && numbers_in(line) == 0
        && line.segments.len() >= numbers
        && line.segments.iter().all(may_head)
}

/// Whether two lines look the same, letter by letter: what stands again below a
/// caption is a header, even if it is made of years.
pub(super) fn is_same(a: &Row, b: &Row) -> bool {
    let is_same = |(a, b): (&Piece, &Piece)| {
        let off = (a.bbox.x0 - b.bbox.x0).abs().max((a.bbox.x1 - b.bbox.x1).abs());
        off <= END_DRIFT * a.size && a.chars == b.chars && a.letters == b.letters
    };
    a.segments.len() > 1
        && a.segments.len() == b.segments.len()
        && a.segments.iter().zip(&b.segments).all(is_same)
}

/// The lines without a note below them, a caption of what follows or a page
/// number.
fn without_note(mut lines: &[Row]) -> &[Row] {
    for _ in 0..NOTE_LINES_MAX {
        let Some((last, above)) = lines.split_last() else { break };
        let [note] = last.segments[..] else { break };
        let is_number = || is_lone_number(last) && is_no_cell(&note, above);
        if !is_wider(&note, above) && !is_number() {
            break;
        }
        lines = above;
    }
    lines
}

/// Whether a text is wider than all that stands in its column above, so that
/// nothing broke it there.
fn is_wider(note: &Piece, above: &[Row]) -> bool {
    let ends = above.iter().flat_map(|line| &line.segments);
    let ends = ends.filter(|text| text.bbox.x0 < note.bbox.x1 && note.bbox.x0 < text.bbox.x1);
    let end = ends.map(|text| text.bbox.x1).fold(f32::MIN, f32::max);
    note.bbox.x1 > end + note.size
}

/// Whether no cell goes on with a text that stands alone: it is too far below, or
/// not in line with the text above it at any side.
fn is_no_cell(note: &Piece, above: &[Row]) -> bool {
    let Some(line) = above.last() else { return false };
    let is_near = note.bbox.y0 - line.y1 <= rows::LINE_GAP_MAX * note.size;
    !(is_near && line.segments.iter().any(|text| are_in_line(text, note)))
}

/// Whether two texts agree at the left, in the middle or at the right.
fn are_in_line(a: &Piece, b: &Piece) -> bool {
    let off = [a.bbox.x0 - b.bbox.x0, a.bbox.center_x() - b.bbox.center_x(), a.bbox.x1 - b.bbox.x1];
    off.iter().any(|off| off.abs() <= END_DRIFT * a.size)
}

fn may_head(segment: &Piece) -> bool {
    segment.has_letter() && segment.chars <= HEADER_CHARS_MAX
}

/// The table that these lines are, how it may go on, and how many of them it is,
/// if they are one.
fn table(
    lines: &[Row],
    header: &Header,
    height: usize,
    columns: Columns,
) -> Option<(Lattice, Open, usize)> {
    let em = lines[0].size;
    let columns = columns.finish(1, None)?;
    let pad = PADDING * em;
    let ends = (columns.first()?.x0 - pad, columns.last()?.x1 + pad);
    let xs = borders(&columns, ends, em, &[]);
    let body = &lines[height..];
    if columns::are_joined(body, &xs) || body.iter().any(|line| is_crowded(line, xs[1])) {
        return None;
    }
    // A header of one level may go on in lines that are told from rows as any
    // others are.
    let levels = if header.has_levels() { height } else { 0 };
    let mut rows = rows::find(&lines[levels..], &xs);
    // A note below the table stands in its first column alone.
    let ends_in_band = body.last().is_some_and(|line| rows::is_band(line, &xs));
    while rows.last().is_some_and(|row| row.filled() < 2 && !ends_in_band) {
        rows.pop();
    }
    if header.has_levels() {
        rows.insert(0, Found::of(&lines[..levels], columns::cells(&header.columns, &xs)));
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
    let mut across: Vec<Rule> = ys.iter().map(|&y| missing::whole(y, &xs)).collect();
    across.extend(header.rules(&xs, &[]));
    let ys = missing::snapped(across.iter().map(|rule| rule.at).collect());
    let pieces: Vec<Piece> =
        lines[..length].iter().flat_map(|line| &line.pieces).copied().collect();
    let open = Open::new(&columns, &xs, em, &rows[1..]);
    missing::lay(&pieces, header_end, xs, ys, across).map(|table| (table, open, length))
}

/// Whether a line has several numbers above each other in its first column,
/// which ends at `end`: rows so close that their wrapped cells overlap.
pub(super) fn is_crowded(line: &Row, end: f32) -> bool {
    let is_number = |piece: &&Piece| piece.has_digit && !piece.has_letter();
    let firsts = line.pieces.iter().filter(|piece| piece.bbox.center_x() < end).filter(is_number);
    let middles = firsts.map(|piece| piece.bbox.center_y());
    let (low, high) =
        middles.fold((f32::MAX, f32::MIN), |(low, high), y| (low.min(y), high.max(y)));
    high - low > line.size
}

fn is_table(rows: &[Found], columns: usize) -> bool {
    let Some((header, body)) = rows.split_first() else { return false };
    let filled: usize = body.iter().map(Found::filled).sum();
    let chars: usize =
        body.iter().flat_map(|row| &row.cells).flatten().map(|cell| cell.chars).sum();
    let numbers = (0..columns).filter(|&column| has_numbers_below(header, body, column)).count();
    body.len() * columns >= PLACES_MIN
        && header.filled() + 1 >= columns
        && 2 * filled >= body.len() * columns
        && chars <= CELL_CHARS_MAX * filled
        && match columns {
            // Two columns are also a list of names and what they stand for.
            2 => numbers == 1 && filled == body.len() * columns && has_plain_numbers(header, body),
            _ => numbers > 0 || (columns >= PLAIN_COLUMNS_MIN && rows.len() >= PLAIN_ROWS_MIN),
        }
}

/// Whether a column has letters in the header and numbers or marks below, in
/// three of four cells at least. Where the header is a year, it is numbers
/// without a unit.
fn has_numbers_below(header: &Found, body: &[Found], column: usize) -> bool {
    let Some(head) = header.cells[column].filter(Piece::has_letter) else { return false };
    let cells: Vec<&Piece> = body.iter().filter_map(|row| row.cells[column].as_ref()).collect();
    let is_number = |cell: &&&Piece| cell.is_number() && !(head.has_digit && cell.has_letter());
    let numbers = cells.iter().filter(is_number).count();
    2 * cells.len() >= body.len() && 4 * numbers >= 3 * cells.len()
}

/// How far the ends of numbers in one column may lie apart, in em.
pub(super) const END_DRIFT: f32 = 0.3;

/// Whether two columns are names and, in line with each other at the right,
/// numbers, below headers that hold none.
fn has_plain_numbers(header: &Found, body: &[Found]) -> bool {
    let is_plain = |row: &Found| match row.cells[..] {
        [Some(name), Some(number)] => !name.is_number() && number.has_digit && number.is_number(),
        _ => false,
    };
    let ends = body.iter().filter_map(|row| row.cells[1]).map(|number| number.bbox.x1);
    let (low, high) =
        ends.fold((f32::MAX, f32::MIN), |(low, high), end| (low.min(end), high.max(end)));
    let em = header.cells.iter().flatten().map(|cell| cell.size).fold(0.0, f32::max);
    header.cells.iter().flatten().all(|cell| !cell.has_digit)
        && body.iter().all(is_plain)
        && high - low <= END_DRIFT * em
}
