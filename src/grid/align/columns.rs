//! Which columns do the header and the rows share?
//!
//! Each text of the header is a column. A row widens the columns that its
//! texts stand in; a text that would join two columns is a band, or no part of
//! the table.

use super::pieces::{CORRIDOR_MIN, Piece, Row};
use super::ways::{self, Headed, Reach};

/// One line in this many must have a text below a header that was empty: a row
/// has some lines.
const LINES_FOR_EACH_PART: usize = 3;

/// More columns than this are no table that anybody reads by eye.
const COLUMNS_MAX: usize = 64;

/// How many lines of a cell may stand above the others of its row.
const WRAPPED_LINES_MAX: usize = 8;

/// The room between a border and its text, in em, for borders that nobody
/// drew: half a character, as word processors leave by default.
pub(super) const PADDING: f32 = 0.5;

/// A column as its texts show it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Column {
    /// Where its leftmost text begins.
    pub(super) x0: f32,
    /// Where its rightmost text ends.
    pub(super) x1: f32,
    /// How many texts of the header stand in it.
    heads: usize,
    /// Whether a row has a text in it.
    filled: bool,
    /// Whether texts begin in it right behind the column at its left.
    is_stop: bool,
}

/// Columns, left to right.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    list: Vec<Column>,
    /// The columns as the header alone shows them.
    headers: Vec<Column>,
    size: f32,
    /// Middles of headers without texts, if texts are parted for their sake.
    empty: Vec<f32>,
}

impl Columns {
    /// The columns that a header names, if there are two or more.
    pub(super) fn of_header(header: &Row) -> Option<Columns> {
        let list: Vec<Column> =
            header.segments.iter().map(|segment| Column { heads: 1, ..span(segment) }).collect();
        let fits = (2..=COLUMNS_MAX).contains(&list.len());
        fits.then_some({
            Columns { headers: list.clone(), list, size: header.size, empty: Vec::new() }
        })
    }

    /// The columns of a table, as another page may fill them.
    pub(super) fn carried(columns: &[Column], size: f32) -> Columns {
        let list: Vec<Column> = columns.iter().map(|it| Column { heads: 1, ..*it }).collect();
        Columns { headers: list.clone(), list, size, empty: Vec::new() }
    }

    /// The columns between the lines `xs`, each as wide as its texts, if every
    /// text has one.
    pub(super) fn within(self, xs: &[f32]) -> Option<Vec<Column>> {
        let place = |column: &Column| xs.partition_point(|&x| x <= (column.x0 + column.x1) / 2.0);
        let mut joined: Vec<Column> = Vec::with_capacity(xs.len());
        for column in &self.list {
            match joined.last_mut().filter(|last| place(last) == place(column)) {
                Some(last) => last.join(column),
                None => joined.push(*column),
            }
        }
        let is_one = |column: &Column| column.heads == 1;
        (joined.len() + 1 == xs.len() && joined.iter().all(is_one)).then_some(joined)
    }

    /// Widens the columns by a row, unless that joined two headers.
    pub(super) fn take(&mut self, row: &Row) -> bool {
        let as_set = |columns: &mut Columns| columns.widen(row.segments.iter().map(span));
        match self.empty.is_empty() {
            true => as_set(self) || self.take_apart(row),
            false => self.take_apart(row) || as_set(self),
        }
    }

    /// Whether a line is a heading over several columns: a text that begins in the
    /// first, above a row that would not fit if it belonged to a column. One may
    /// stand above another (基本目標１, 分野１).
    pub(super) fn is_band(&self, line: &Row, below: &[Row]) -> bool {
        let below = match below {
            [next, rest @ ..] if self.heads(next, rest) => rest,
            _ => below,
        };
        self.heads(line, below)
    }

    /// The same of the last heading above a row, which may begin with lines of one
    /// wrapped cell behind the first column.
    fn heads(&self, line: &Row, below: &[Row]) -> bool {
        let ([text], Some(first)) = (&line.segments[..], self.list.first()) else { return false };
        let Some(lines) = below.iter().take(WRAPPED_LINES_MAX).position(|it| it.segments.len() > 1)
        else {
            return false;
        };
        let is_inside = |line: &Row| line.segments.iter().all(|it| it.bbox.x0 > first.x1);
        if text.bbox.x0 > first.x1 || !below[..lines].iter().all(is_inside) {
            return false;
        }
        let takes = |line: Option<&Row>| {
            let mut columns = self.clone();
            line.into_iter().chain(&below[..=lines]).all(|line| columns.take(line))
        };
        !takes(Some(line)) && takes(None)
    }

    fn take_apart(&mut self, row: &Row) -> bool {
        let parts = self.apart(row);
        let column = |part: &Piece| Column { is_stop: part.is_stop, ..span(part) };
        parts.len() > row.segments.len() && self.widen(parts.iter().map(column))
    }

    /// The columns again, with texts parted at stops, where a header has no
    /// text below it: that of `7,837km◎` is the number's in front of a mark.
    /// They hold if as many rows fit as did, and enough have a text there.
    pub(super) fn parted(self, header: &Row, rows: &[&Row], taken: usize) -> Columns {
        let is_empty = |column: &&Column| column.heads > 0 && !column.filled;
        let middles = self.list.iter().filter(is_empty).map(|it| (it.x0 + it.x1) / 2.0);
        let empty: Vec<f32> = middles.collect();
        let mut parts = 0;
        if !empty.is_empty()
            && let Some(columns) = Columns::of_header(header)
        {
            let mut columns = Columns { empty, ..columns };
            let fit = rows.iter().filter(|row| {
                parts += usize::from(columns.apart(row).len() > row.segments.len());
                columns.take(row)
            });
            if fit.count() >= taken && LINES_FOR_EACH_PART * parts >= rows.len() {
                return columns;
            }
        }
        self
    }

    fn widen(&mut self, texts: impl Iterator<Item = Column>) -> bool {
        let added = texts.map(|text| Column { filled: true, ..text });
        let mut all: Vec<Column> = self.list.iter().copied().chain(added).collect();
        all.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        let mut joined: Vec<Column> = Vec::with_capacity(self.list.len() + 1);
        for column in all {
            let room = if column.is_stop { 0.0 } else { CORRIDOR_MIN * self.size };
            match joined.last_mut() {
                Some(last) if column.x0 - last.x1 < room => last.join(&column),
                _ => joined.push(column),
            }
        }
        let fits = joined.len() <= COLUMNS_MAX && joined.iter().all(|column| column.heads <= 1);
        if fits {
            self.list = joined;
        }
        fits
    }

    /// The texts of a row, parted at the stops between two headers; of these,
    /// one must be among the empty ones, if there are any.
    fn apart(&self, row: &Row) -> Vec<Piece> {
        let mut parts: Vec<(f32, Piece)> = Vec::with_capacity(row.segments.len() + 1);
        for piece in &row.pieces {
            let header = self.nearest_header(piece.bbox.center_x());
            match parts.last_mut() {
                Some((last, part))
                    if piece.bbox.x0 - part.bbox.x1 < CORRIDOR_MIN * row.size
                        && !(piece.is_stop && self.may_part(*last, header)) =>
                {
                    *part = part.joined(piece);
                }
                _ => parts.push((header, *piece)),
            }
        }
        parts.into_iter().map(|(_, part)| part).collect()
    }

    fn may_part(&self, left: f32, right: f32) -> bool {
        let is_empty = |header: f32| self.empty.contains(&header);
        left < right && (self.empty.is_empty() || is_empty(left) || is_empty(right))
    }

    /// The middle of the header that is nearest to a place.
    fn nearest_header(&self, x: f32) -> f32 {
        let away = |header: &Column| (header.x0 - x).max(x - header.x1).max(0.0);
        let nearest = self.headers.iter().min_by(|a, b| away(a).total_cmp(&away(b)));
        nearest.map_or(x, |header| (header.x0 + header.x1) / 2.0)
    }

    /// The columns, where no more than `headless_max` lack a header, of a table
    /// that reaches from one of the `ends` to the other, if known. A header
    /// may stand beside all texts of its column (it is centred or at the left,
    /// they are at the right), and is put together with them.
    pub(super) fn finish(self, headless_max: usize, ends: Option<Reach>) -> Option<Vec<Column>> {
        let is_apart = |column: &Column| (column.heads > 0) != column.filled;
        let mut list: Vec<Column> = Vec::with_capacity(self.list.len());
        for neighbours in self.list.chunk_by(|a, b| is_apart(a) && is_apart(b)) {
            let pairs = neighbours.chunks(2);
            if pairs.clone().all(|pair| pair.iter().filter(|it| it.filled).count() == 1)
                && pairs.clone().all(|pair| pair.len() == 2)
            {
                list.extend(pairs.map(|pair| pair[0].joined(&pair[1])));
            } else {
                list.extend(neighbours);
            }
        }
        let mut columns = Columns { list, ..self };
        columns.join_beside(ends);
        let headless = columns.list.iter().filter(|column| column.heads == 0).count();
        (headless <= headless_max && columns.list.len() >= 2).then_some(columns.list)
    }

    /// Puts texts without a header together with a header without texts beside
    /// them: of two, with the one that the other headers tell, or the nearer.
    fn join_beside(&mut self, ends: Option<Reach>) {
        let mut at = 0;
        while at < self.list.len() {
            match self.header_beside(at, ends) {
                Some(other) => {
                    let column = self.list.remove(at.max(other));
                    self.list[at.min(other)].join(&column);
                    at = at.min(other) + 1;
                }
                None => at += 1,
            }
        }
    }

    /// The neighbour that is a header without texts, where this column is texts
    /// without a header.
    fn header_beside(&self, at: usize, ends: Option<Reach>) -> Option<usize> {
        let column = &self.list[at];
        if column.heads > 0 {
            return None;
        }
        let is_free =
            |other: &usize| self.list.get(*other).is_some_and(|it| it.heads > 0 && !it.filled);
        let before = at.checked_sub(1).filter(is_free);
        let next = Some(at + 1).filter(is_free);
        let (Some(before), Some(next)) = (before, next) else { return before.or(next) };
        let is_nearer = || column.x0 - self.list[before].x1 <= self.list[next].x0 - column.x1;
        let belongs_before = self.belongs_before(at, ends).unwrap_or_else(is_nearer);
        Some(if belongs_before { before } else { next })
    }

    /// Whether texts between two headers belong to the first, if the headers of
    /// the table tell.
    fn belongs_before(&self, at: usize, ends: Option<Reach>) -> Option<bool> {
        let headed = self.list.iter().filter(|it| it.heads > 0);
        let columns = headed.zip(&self.headers).map(|(column, header)| Headed {
            header: (header.x0, header.x1),
            column: (column.x0, column.x1),
        });
        let columns: Vec<Headed> = columns.collect();
        let before = self.list[..at].iter().filter(|it| it.heads > 0).count().checked_sub(1)?;
        let text = (self.list[at].x0, self.list[at].x1);
        ways::belongs_before(&columns, before, text, ends, self.size)
    }
}

impl Column {
    fn joined(mut self, other: &Column) -> Column {
        self.join(other);
        self
    }

    fn join(&mut self, other: &Column) {
        self.x0 = self.x0.min(other.x0);
        self.x1 = self.x1.max(other.x1);
        self.heads += other.heads;
        self.filled |= other.filled;
        self.is_stop |= other.is_stop;
    }
}

fn span(segment: &Piece) -> Column {
    let (x0, x1) = (segment.bbox.x0, segment.bbox.x1);
    Column { x0, x1, heads: 0, filled: false, is_stop: false }
}

/// The lines between columns, from `left` to `right`. A line stands right
/// before the next column, where its left-aligned texts would have it, unless
/// one of the `known` ends of rules lies between the two columns.
pub(super) fn borders(
    columns: &[Column],
    (left, right): (f32, f32),
    em: f32,
    known: &[f32],
) -> Vec<f32> {
    let between = |pair: &[Column]| {
        let (from, to) = (pair[0].x1, pair[1].x0);
        known_between(known, from, to).unwrap_or(to - (PADDING * em).min((to - from) / 2.0))
    };
    let inner = columns.windows(2).map(between);
    std::iter::once(left).chain(inner).chain(std::iter::once(right)).collect()
}

fn known_between(known: &[f32], from: f32, to: f32) -> Option<f32> {
    known.get(known.partition_point(|&end| end < from)).copied().filter(|&end| end <= to)
}

/// How far the middles of centred texts lie apart, in em: rounding, and marks
/// whose box is wider than they look.
const MIDDLE_DRIFT: f32 = 0.5;

/// How much the widths of texts must differ to tell centred from left-aligned,
/// in em.
const WIDTHS_APART: f32 = 1.0;

/// Moves the lines beside centred columns: such a column reaches as far to the
/// right of its middle as to the left. Begins at lines that are sure, which
/// are the outermost and the `known` ends of rules (rules/no-vertical-rules
/// breaks a centred target into lines that are as wide as its column).
pub(super) fn balance(xs: &mut [f32], columns: &[Column], rows: &[Row], known: &[f32]) {
    let middles = middles(rows, xs);
    let last = columns.len();
    let mut sure: Vec<bool> = (0..=last)
        .map(|line| {
            let inner = |line: usize| known_between(known, columns[line - 1].x1, columns[line].x0);
            line == 0 || line == last || inner(line).is_some()
        })
        .collect();
    let forward = (0..last).map(|column| (column, column, column + 1));
    let backward = (0..last).rev().map(|column| (column, column + 1, column));
    for (column, from, to) in forward.chain(backward) {
        let Some(middle) = middles[column].filter(|_| sure[from] && !sure[to]) else { continue };
        let mirrored = 2.0 * middle - xs[from];
        let corridor = columns[to - 1].x1..=columns[to].x0;
        if corridor.contains(&mirrored) {
            xs[to] = mirrored;
            sure[to] = true;
        }
    }
}

/// For each column, the middle that all its texts share.
fn middles(rows: &[Row], xs: &[f32]) -> Vec<Option<f32>> {
    let mut texts: Vec<Vec<Piece>> = vec![Vec::new(); xs.len() - 1];
    for row in rows {
        for (texts, cell) in texts.iter_mut().zip(cells(row, xs)) {
            texts.extend(cell);
        }
    }
    let spread = |texts: &[Piece], place: fn(&Piece) -> f32| {
        let places = || texts.iter().map(place);
        (places().fold(f32::INFINITY, f32::min), places().fold(f32::NEG_INFINITY, f32::max))
    };
    let middle = |texts: Vec<Piece>| {
        let em = texts.iter().map(|text| text.size).fold(0.0, f32::max);
        let (left, right) = spread(&texts, |text| text.bbox.center_x());
        let (narrow, wide) = spread(&texts, |text| text.bbox.width());
        (right - left <= MIDDLE_DRIFT * em && wide - narrow >= WIDTHS_APART * em)
            .then_some((left + right) / 2.0)
    };
    texts.into_iter().map(middle).collect()
}

/// What a row has in each of the columns that the lines `xs` bound.
pub(super) fn cells(row: &Row, xs: &[f32]) -> Vec<Option<Piece>> {
    let mut cells: Vec<Option<Piece>> = vec![None; xs.len().saturating_sub(1)];
    for piece in &row.pieces {
        let line = xs.partition_point(|&x| x <= piece.bbox.center_x());
        if let Some(cell) = line.checked_sub(1).and_then(|column| cells.get_mut(column)) {
            *cell = cell.map_or(Some(*piece), |all| Some(all.joined(piece)));
        }
    }
    cells
}

/// Whether most rows have two numbers side by side in one of the columns: two
/// columns were taken for one, below a text over both.
pub(super) fn are_joined(rows: &[Row], xs: &[f32]) -> bool {
    let column = |segment: &Piece| xs.partition_point(|&x| x <= segment.bbox.center_x());
    let is_joined = |row: &&Row| {
        let numbers = row.segments.iter().filter(|it| it.has_digit && it.is_number());
        let columns: Vec<usize> = numbers.map(column).collect();
        columns.windows(2).any(|pair| pair[0] == pair[1])
    };
    2 * rows.iter().filter(is_joined).count() > rows.len()
}

#[cfg(test)]
mod tests {
    use super::super::pieces::tests::drawn;
    use super::*;

    /// Compares the columns of a table drawn as text, a character being half
    /// an em wide: the first line is the header.
    #[track_caller]
    fn check(table: &[&str], expected: Option<&[(f32, f32)]>) {
        let rows = drawn(table);
        let found = Columns::of_header(&rows[0])
            .and_then(|mut columns| {
                rows[1..].iter().all(|row| columns.take(row)).then_some(columns)
            })
            .and_then(|columns| columns.finish(0, None));
        let spans = |list: Vec<Column>| -> Vec<(f32, f32)> {
            list.iter().map(|column| (column.x0 / 5.0, column.x1 / 5.0)).collect()
        };
        assert_eq!(found.map(spans), expected.map(<[_]>::to_vec));
    }

    #[test]
    fn rows_widen_columns() {
        check(
            &["no   name   mark", "1-1  abcdef  a", "1-2  ab      b"],
            Some(&[(0.0, 3.0), (5.0, 11.0), (12.0, 16.0)]),
        );
    }

    #[test]
    fn a_centred_header_beside_its_texts() {
        check(
            &["no      name    mark", "1   ab          a", "2   ab          b"],
            Some(&[(0.0, 2.0), (4.0, 12.0), (16.0, 20.0)]),
        );
    }

    #[test]
    fn a_text_over_two_columns() {
        check(&["no   name   mark", "prose all over it"], None);
    }

    #[test]
    fn texts_without_a_header() {
        check(&["no   name", "1    ab     x    y"], None);
    }
}
