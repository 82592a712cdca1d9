//! Which lines of text begin a row?
//!
//! Rows stand further apart than the lines of a cell, but so do groups of rows;
//! where all lines stand equally far apart, a row begins where its first
//! column, or half of all columns, are filled. Of these readings the one holds
//! that leaves the fewest places empty and puts no two numbers into one cell.

use super::columns;
use super::pieces::{Piece, Row};

/// How much wider than the lines of a cell rows must stand apart to be told
/// from them, in em. Boxes of Latin and Japanese glyphs differ by less.
const STEP_MIN: f32 = 0.12;

/// How many ways of telling rows apart by their gaps are weighed: lines of a
/// cell, rows, and groups of rows make two.
const STEPS_MAX: usize = 4;

/// The widest gap between two lines of one cell, in em: double spacing.
pub(super) const LINE_GAP_MAX: f32 = 1.0;

/// Room for this many em at the end of a line would have taken a word more.
const ROOM_MIN: f32 = 2.0;

/// How much a line counts that is torn from the lines of its row by a gap as
/// wide as one between rows: its cell is in the wrong row, and the cell that it
/// fills there looks no longer empty.
const TORN_FAULTS: usize = 3;

/// A row as its lines show it.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Where its texts begin.
    pub(super) y0: f32,
    /// Where its texts end.
    pub(super) y1: f32,
    /// The widest gap between two of its lines; 0 if it has one.
    pub(super) gap: f32,
    /// What it has in each column.
    pub(super) cells: Vec<Option<Piece>>,
}

impl Found {
    /// A row of these lines.
    pub(super) fn of(lines: &[Row], cells: Vec<Option<Piece>>) -> Found {
        let y0 = lines.iter().map(|line| line.y0).fold(f32::INFINITY, f32::min);
        let y1 = lines.iter().map(|line| line.y1).fold(f32::NEG_INFINITY, f32::max);
        Found { y0, y1, gap: 0.0, cells }
    }

    /// How many of its columns are filled.
    pub(super) fn filled(&self) -> usize {
        self.cells.iter().flatten().count()
    }

    /// Whether its first column is filled, and half of all.
    pub(super) fn is_full(&self) -> bool {
        self.cells.first().is_some_and(Option::is_some) && 2 * self.filled() >= self.cells.len()
    }
}

/// Groups lines into rows. `xs` bound the columns.
pub(super) fn find(lines: &[Row], xs: &[f32]) -> Vec<Found> {
    let cells: Vec<_> = lines.iter().map(|line| columns::cells(line, xs)).collect();
    let starts = starts(lines, &cells, xs);
    let mut rows: Vec<Found> = Vec::new();
    for ((line, cells), starts) in lines.iter().zip(cells).zip(starts) {
        match rows.last_mut() {
            Some(row) if !starts => {
                row.gap = row.gap.max(line.y0 - row.y1);
                row.y1 = line.y1;
                for (all, cell) in row.cells.iter_mut().zip(cells) {
                    *all = match (*all, cell) {
                        (Some(all), Some(cell)) => Some(all.joined(&cell)),
                        (all, cell) => all.or(cell),
                    };
                }
            }
            _ => rows.push(Found { y0: line.y0, y1: line.y1, gap: 0.0, cells }),
        }
    }
    rows
}

/// Which lines begin a row: the reading by which rows are the most like rows.
fn starts(lines: &[Row], cells: &[Vec<Option<Piece>>], xs: &[f32]) -> Vec<bool> {
    let gaps: Vec<f32> = lines.windows(2).map(|pair| (pair[1].y0 - pair[0].y1).max(0.0)).collect();
    let least = STEP_MIN * lines.iter().map(|line| line.size).fold(0.0, f32::max);
    let by_gaps = steps(&gaps, least)
        .into_iter()
        .map(|step| gaps.iter().map(|&gap| gap >= step).collect::<Vec<bool>>());
    let firsts = cells.iter().filter_map(|line| *line.first()?);
    let end = firsts.map(|text| text.bbox.x1).fold(f32::MIN, f32::max);
    let by_anchors: Vec<bool> = cells
        .windows(2)
        .map(|pair| is_anchor(&pair[1]) || is_heading(&pair[0], &pair[1], end))
        .collect();
    // Lines of one row do not stand further apart than rows.
    let narrowest = narrowest(&gaps, &by_anchors);
    let is_torn = |(&gap, &starts): (&f32, &bool)| !starts && gap > narrowest + least;
    let torn = TORN_FAULTS * gaps.iter().zip(&by_anchors).filter(|&step| is_torn(step)).count();
    let numbers = number_columns(cells);
    // A heading over several columns is a row, and ends the one above.
    let bands: Vec<bool> = lines.iter().map(|line| is_band(line, xs)).collect();
    let is_parted = |(pair, starts): (&[bool], bool)| starts || pair[0] || pair[1];
    let whole = |starts: Vec<bool>| -> Vec<bool> {
        std::iter::once(true).chain(bands.windows(2).zip(starts).map(is_parted)).collect()
    };
    by_gaps
        .map(|starts| (starts, 0))
        .chain([(by_anchors, torn)])
        .map(|(starts, torn)| (whole(starts), torn))
        .min_by_key(|(starts, torn)| torn + faults(starts, cells, &numbers))
        .map(|(starts, _)| starts)
        .unwrap_or_default()
}

/// The narrowest gap above a line that begins a row.
fn narrowest(gaps: &[f32], starts: &[bool]) -> f32 {
    let between = gaps.iter().zip(starts).filter(|(_, starts)| **starts);
    between.map(|(&gap, _)| gap).fold(f32::INFINITY, f32::min)
}

/// The gaps at which wider ones begin, the clearest step first.
fn steps(gaps: &[f32], least: f32) -> Vec<f32> {
    let mut sorted = gaps.to_vec();
    sorted.sort_by(f32::total_cmp);
    let apart = sorted.windows(2).filter(|pair| pair[1] - pair[0] >= least);
    let mut steps: Vec<(f32, f32)> =
        apart.map(|pair| (pair[1] / pair[0].max(least), (pair[0] + pair[1]) / 2.0)).collect();
    steps.sort_by(|a, b| b.0.total_cmp(&a.0));
    steps.truncate(STEPS_MAX);
    steps.into_iter().map(|(_, step)| step).collect()
}

/// Which columns hold one number a row.
fn number_columns(cells: &[Vec<Option<Piece>>]) -> Vec<bool> {
    let columns = cells.first().map_or(0, Vec::len);
    let column = |column: usize| {
        let texts = || cells.iter().filter_map(move |line| line[column]);
        let numbers = texts().filter(Piece::is_number).count();
        numbers >= 2 && 4 * numbers >= 3 * texts().count()
    };
    (0..columns).map(column).collect()
}

/// What speaks against rows that begin at these lines: places that stay empty,
/// numbers below each other in one cell, and lines of one cell that stand
/// further apart than others.
fn faults(starts: &[bool], cells: &[Vec<Option<Piece>>], numbers: &[bool]) -> usize {
    let mut row: Vec<Option<Piece>> = vec![None; numbers.len()];
    let empty = |row: &[Option<Piece>]| row.iter().filter(|cell| cell.is_none()).count();
    let mut faults = 0;
    for (number, (line, &starts)) in cells.iter().zip(starts).enumerate() {
        if starts && number > 0 {
            faults += empty(&row);
            row.fill(None);
        }
        for ((last, cell), &is_number) in row.iter_mut().zip(line).zip(numbers) {
            let Some(cell) = cell else { continue };
            if let Some(above) = last {
                let two_numbers = is_number && above.is_number() && cell.is_number();
                let apart = cell.bbox.y0 - above.bbox.y1 > LINE_GAP_MAX * cell.size;
                faults += usize::from(two_numbers || apart);
            }
            *last = Some(*cell);
        }
    }
    faults + empty(&row)
}

/// Whether a line with these cells begins a row, if nothing else tells: a line
/// that goes on in wrapped cells fills few.
fn is_anchor(cells: &[Option<Piece>]) -> bool {
    let filled = cells.iter().flatten().count();
    let first = cells.first().is_some_and(Option::is_some);
    filled >= 2 && (first || 2 * filled >= cells.len())
}

/// Whether a line with a text in its first column alone heads the rows below:
/// had it gone on from the line above, it would have found room there.
/// The column ends at `end`.
fn is_heading(above: &[Option<Piece>], line: &[Option<Piece>], end: f32) -> bool {
    let [Some(text), rest @ ..] = line else { return false };
    let has_room = |above: &Piece| above.bbox.x1 + ROOM_MIN * text.size <= end;
    rest.iter().all(Option::is_none)
        && above.first().is_some_and(|above| above.as_ref().is_none_or(has_room))
}

/// Whether a line is one text from the first column into the next, with the lines
/// `xs` between them.
pub(super) fn is_band(line: &Row, xs: &[f32]) -> bool {
    let ([text], [_, end, _, ..]) = (&line.segments[..], xs) else { return false };
    text.bbox.x0 < *end && text.bbox.x1 > end + BAND_REACH_MIN * text.size
}

/// How far beyond its column a text must reach to be no cell of it, in em.
const BAND_REACH_MIN: f32 = 0.5;

/// The lines between rows, halfway from text to text.
pub(super) fn borders(rows: &[Found]) -> Vec<f32> {
    rows.windows(2).map(|pair| (pair[0].y1 + pair[1].y0) / 2.0).collect()
}

#[cfg(test)]
mod tests {
    use super::super::pieces::tests::drawn;
    use super::*;

    /// Counts the lines of each row of a table drawn as text, with three
    /// columns of ten characters.
    #[track_caller]
    fn check(table: &[&str], expected: &[usize]) {
        let lines = drawn(table);
        let rows = find(&lines, &[0.0, 50.0, 100.0, 150.0]);
        let counts: Vec<usize> = rows
            .iter()
            .map(|row| lines.iter().filter(|line| row.y0 <= line.y0 && line.y1 <= row.y1).count())
            .collect();
        assert_eq!(counts, expected);
    }

    #[test]
    fn rows_stand_apart() {
        check(
            &[
                "no        name      mark",
                "",
                "1         abcdefgh  a",
                "          ijk",
                "",
                "          abcdefgh  a",
            ],
            &[1, 2, 1],
        );
    }

    #[test]
    fn equal_gaps_leave_it_to_the_first_column() {
        check(
            &[
                "no        name      mark",
                "1         abcdefgh  a",
                "          ijk",
                "2         abcdefgh  a",
            ],
            &[1, 2, 1],
        );
    }
}
