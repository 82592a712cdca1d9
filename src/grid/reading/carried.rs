//! A table that goes on at the top of the next page, where nobody repeated its header.
//!
//! A person reads on because the columns stand where they stood: each text lies in one
//! of them, begins or ends where the texts above began or ended, and is a number where
//! those were. The page alone shows none of this, so the columns of the page before are
//! carried over, and its rows are read in them.

use super::block::{Block, PADDING};
use super::cost::{Bill, Weights};
use super::edges::{self, Edge, LEVEL};
use super::free::APART_EM;
use super::region::{charge_prose, charge_table};
use super::rows::{Border, Rows};
use super::texts::{self, Text, Texts};
use super::words::{self, Line, Word};
use super::{REGIONS_MAX, spans};
use crate::geom::Rect;
use crate::grid::lattice::{Lattice, SNAP};
use crate::page::Page;

/// How far the sides of texts that are set in one way may lie apart, in em.
const SET_EM: f32 = 0.3;

/// The longest cell on average, in characters: beyond it, prose stands there.
const CELL_CHARS_MAX: usize = 30;

/// One line in this many must have texts side by side, on a page that may begin with
/// rows: a cell can have many lines more than its neighbours.
const LINES_FOR_EACH_ROW: usize = 5;

/// How much the em may change from one page to the next.
const SIZE_RATIO_MAX: f32 = 1.4;

/// The columns of a table that may go on over the page.
#[derive(Debug, Clone)]
pub(crate) struct Open {
    xs: Vec<f32>,
    em: f32,
    /// From where to where the texts of each column reach.
    reach: Vec<(f32, f32)>,
    /// What the rows show, column by column.
    seen: Vec<Seen>,
    /// Whether rules part the rows.
    pub(super) has_rules: bool,
}

/// Where a side of a cell is, or its middle.
type Side = fn(&Rect) -> f32;

/// What the cells of a column have in common.
#[derive(Debug, Clone)]
struct Seen {
    /// The sides at which they may be set, and where these are: numbers of one width
    /// agree at all sides.
    sides: Vec<(Side, f32)>,
    has_values: bool,
    /// Whether most rows have one.
    is_usual: bool,
}

/// The rest of a table that a page begins with.
pub(in crate::grid) struct Rest {
    pub(in crate::grid) table: Lattice,
    pub(in crate::grid) open: Open,
    /// Whether it is what was found as the first table of the page.
    pub(in crate::grid) is_first: bool,
    /// Whether text stands above it that pages do not repeat: its caption.
    pub(in crate::grid) is_captioned: bool,
}

/// What a row has in each column.
type Cells = Vec<Option<Cell>>;

#[derive(Debug, Clone)]
struct Cell {
    bbox: Rect,
    chars: usize,
    is_value: bool,
}

impl Open {
    /// The columns of a table with these borders.
    pub(super) fn new(header: usize, em: f32, xs: &[f32], rows: &[Border], texts: &Texts) -> Open {
        let body: Vec<Cells> = full(cells(rows, texts, header));
        let of = |col: usize| -> Vec<&Cell> {
            body.iter().filter_map(|row| row[col].as_ref()).collect()
        };
        let seen = (0..texts.cols()).map(|col| {
            let cells = of(col);
            Seen {
                sides: sides(&cells, em),
                has_values: !cells.is_empty() && is_most(&cells, |cell| cell.is_value),
                is_usual: 4 * cells.len() >= 3 * body.len(),
            }
        });
        let inner = rows.get(1..rows.len().saturating_sub(1)).unwrap_or_default();
        let mut between = inner.iter().filter(|row| row.lines > header);
        let has_rules = between.clone().next().is_some() && between.all(Border::is_closed);
        let reach = (0..texts.cols()).map(|col| texts.reach(col).unwrap_or((xs[col], xs[col + 1])));
        Open { xs: xs.to_vec(), em, reach: reach.collect(), seen: seen.collect(), has_rules }
    }

    /// Whether rows have their texts where the rows before had theirs.
    fn has(&self, rows: &[Cells]) -> bool {
        let cells = || rows.iter().flatten().flatten();
        let chars: usize = cells().map(|cell| cell.chars).sum();
        let set = self.seen.iter().filter(|seen| !seen.sides.is_empty()).count();
        let fits = |(col, seen): (usize, &Seen)| {
            let cells: Vec<&Cell> = rows.iter().filter_map(|row| row[col].as_ref()).collect();
            let is_set = |&(side, at): &(Side, f32)| {
                is_most(&cells, |cell| (side(&cell.bbox) - at).abs() <= SET_EM * self.em)
            };
            // Half of the numbers may say 集計中.
            let values = cells.iter().filter(|cell| cell.is_value).count();
            (!seen.is_usual || 2 * cells.len() >= rows.len())
                && (!seen.has_values || 2 * values >= cells.len())
                && (seen.sides.is_empty() || seen.sides.iter().any(is_set))
        };
        // A pair of texts is also a heading with its number.
        rows.len().max(self.seen.len()) >= 3
            && 2 * cells().count() >= rows.len() * self.seen.len()
            && chars <= CELL_CHARS_MAX * cells().count()
            && 2 * set >= self.seen.len()
            && self.seen.iter().enumerate().all(fits)
    }

    /// Whether a row has words where the rows before had numbers: another header.
    fn is_header(&self, row: &Cells) -> bool {
        let numbers = row.iter().zip(&self.seen).filter(|(_, seen)| seen.has_values);
        let numbers: Vec<&Cell> = numbers.filter_map(|(cell, _)| cell.as_ref()).collect();
        let is_known = self.seen.iter().any(|seen| seen.has_values);
        let first = row.first().and_then(Option::as_ref);
        let is_numbered = self.seen.first().is_some_and(|it| it.has_values)
            && first.is_some_and(|it| it.is_value);
        !is_known || (!is_numbered && !is_most(&numbers, |cell| cell.is_value))
    }

    /// The columns as some lines widen them, and how many of the lines fit.
    fn widened(&self, lines: &[Line<'_>]) -> (Open, usize) {
        let mut open = self.clone();
        for (number, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_lone) {
            let mut reach = open.reach.clone();
            for word in &line.words {
                let (x0, x1) = (word.bbox.x0, word.bbox.x1);
                let common = |&(from, to): &(f32, f32)| x1.min(to) - x0.max(from);
                let nearest = reach.iter_mut().max_by(|a, b| common(a).total_cmp(&common(b)));
                nearest.into_iter().for_each(|it| *it = (it.0.min(x0), it.1.max(x1)));
            }
            if reach.windows(2).any(|pair| pair[0].1 > pair[1].0) {
                return (open, number);
            }
            open.reach = reach;
        }
        for (x, pair) in open.xs.iter_mut().skip(1).zip(open.reach.windows(2)) {
            let (end, start) = (pair[0].1, pair[1].0);
            if !(end..=start).contains(x) {
                *x = start - (PADDING * self.em).min((start - end) / 2.0);
            }
        }
        let last = open.xs.len() - 1;
        let (x0, x1) = (open.reach[0].0, open.reach[last - 1].1);
        open.xs[0] = open.xs[0].min(x0);
        open.xs[last] = open.xs[last].max(x1);
        (open, lines.len())
    }

    /// The reading of these lines in the columns, and what each row has.
    fn read(&self, lines: &[Line<'_>], edges: Vec<Edge>) -> Option<(Lattice, Vec<Cells>, i32)> {
        let weights = Weights::default();
        let mut block = Block::new(lines.to_vec(), edges, Vec::new())?;
        (block.header, block.headed) = (0, 0);
        let texts = Texts::of(&block, &self.xs);
        let rows = Rows::new(&block, &texts, &self.xs, &[], &weights);
        let borders = rows.best();
        let mut bill = Bill::new(&weights);
        let ys: Vec<f32> = borders.iter().map(|border| border.y).collect();
        rows.price(&ys, &mut bill);
        charge_table(&block, &mut bill);
        let mut table = spans::lay(&block, &self.xs, &borders, &texts)?;
        (table.has_columns, table.ruled) = (false, false);
        Some((table, cells(&borders, &texts, 0), bill.total()))
    }
}

/// Whether a page may begin with rows of the table before, given its lines outside of
/// tables and these: one whose columns are ruled begins anew.
pub(super) fn may_begin(page: &Page, lines: &[Line<'_>], tables: &[Lattice]) -> bool {
    let first = tables.first();
    let top = first.map_or(f32::MAX, |table| table.ys[0]);
    let above: Vec<_> = lines.iter().take_while(|line| line.middle() < top).collect();
    let rows = above.iter().filter(|line| !line.is_lone).count();
    page.number > 1
        && (first.is_some_and(|table| !table.has_columns)
            || (rows > 0 && LINES_FOR_EACH_ROW * rows >= above.len())
            || page.horizontal.iter().filter(|rule| rule.at < top).count() > 1)
}

/// The rows with which the table of the page before goes on above the tables of this
/// one, or as the first of them, and its columns now. Texts that pages repeat are left
/// out.
pub(in crate::grid) fn go_on(
    page: &Page,
    tables: &[Lattice],
    open: &Open,
    is_repeated: impl Fn(&Rect) -> bool,
) -> Option<Rest> {
    let others = tables.iter().take(REGIONS_MAX).filter(|table| table.has_columns);
    let mut words = words::of(page, &others.map(Lattice::bbox).collect::<Vec<_>>());
    words.retain(|word| !is_repeated(&word.bbox));
    let first = tables.first().filter(|table| !table.has_columns);
    let end = |table: &Lattice| table.bbox().y1;
    let top = tables.first().map_or(f32::MAX, |table| table.bbox().y0);
    let from = |bottom: f32| match open.has_rules {
        true => between_rules(page, &words, bottom, open),
        false => below(&words, bottom, open),
    };
    // As the first table, with what stands above; or above it.
    let own = first.and_then(|table| from(end(table)));
    let own = own.filter(|(table, _)| table.ys[0] <= top + SNAP);
    let is_first = own.is_some();
    let (table, open) = own.or_else(|| from(top))?;
    let is_captioned = words.iter().any(|word| word.bbox.center_y() < table.ys[0]);
    Some(Rest { table, open, is_first, is_captioned })
}

/// The rows between rules as long as those of the page before, up to a place.
fn between_rules(page: &Page, words: &[Word], bottom: f32, open: &Open) -> Option<(Lattice, Open)> {
    let ends = (open.xs[0], open.xs[open.xs.len() - 1]);
    let mut edges = edges::of(page);
    edges.retain(|edge| {
        edge.is_rule
            && edge.at <= bottom + SNAP
            && (edge.from - ends.0).abs() <= SNAP
            && (edge.to - ends.1).abs() <= SNAP
    });
    let (y0, y1) = (edges.first()?.at, edges.last()?.at);
    let lines = words::lines(words::inside(words, Rect { x0: ends.0, y0, x1: ends.1, y1 }));
    let (open, fitting) = open.widened(&lines);
    let (top, end) = (lines.first()?.y0, lines.last()?.y1);
    // Rules beyond the first and the last row are others'.
    let first = edges.iter().rposition(|edge| edge.at < top + LEVEL)?;
    let last = edges.iter().position(|edge| edge.at > end - LEVEL)?;
    let (table, rows, _) = open.read(&lines, edges.get(first..=last)?.to_vec())?;
    let is_other = open.is_header(rows.first()?) || !open.has(&full(rows));
    (fitting == lines.len() && !is_other).then_some((table, open))
}

/// The rows at the top of the lines above a place.
fn below(words: &[Word], bottom: f32, open: &Open) -> Option<(Lattice, Open)> {
    let lines = words::lines(words.iter().take_while(|word| word.bbox.center_y() < bottom));
    let is_near = |pair: &[Line<'_>]| {
        let ratio = pair[0].size / pair[1].size;
        pair[1].y0 - pair[0].y1 <= APART_EM * pair[0].size
            && (1.0 / SIZE_RATIO_MAX..=SIZE_RATIO_MAX).contains(&ratio)
    };
    let near = 1 + lines.windows(2).take_while(|pair| is_near(pair)).count();
    let lines = lines.get(..near)?;
    let (open, fitting) = open.widened(lines);
    let lines = lines.get(..fitting)?;
    // A text over columns heads something else.
    if lines.first().is_none_or(|line| texts::crosses(line, &open.xs)) {
        return None;
    }
    let last = lines.iter().rposition(|line| !line.is_lone)?;
    let weights = Weights::default();
    let read = |end: usize| {
        let (table, rows, cost) = open.read(lines.get(..end)?, Vec::new())?;
        let mut bill = Bill::new(&weights);
        charge_prose(&lines[end..], &mut bill);
        Some((table, rows, cost + bill.total()))
    };
    let (table, rows, _) = (last + 1..=lines.len()).filter_map(read).min_by_key(|it| it.2)?;
    let rows = full(rows);
    (!rows.is_empty() && open.has(&rows)).then_some((table, open))
}

/// What each row below the header has in each column.
fn cells(rows: &[Border], texts: &Texts, header: usize) -> Vec<Cells> {
    let cell = |lines: std::ops::Range<usize>, col: usize| {
        let mut texts = lines.filter_map(|line| texts.at(line, col)).filter(|it| it.to == col);
        let first = Cell::of(texts.next()?);
        Some(texts.map(Cell::of).fold(first, |all, it| Cell {
            bbox: all.bbox.union(&it.bbox),
            chars: all.chars + it.chars,
            is_value: all.is_value && it.is_value,
        }))
    };
    let pairs = rows.windows(2).filter(|pair| pair[0].lines >= header);
    pairs
        .map(|pair| (0..texts.cols()).map(|col| cell(pair[0].lines..pair[1].lines, col)).collect())
        .collect()
}

/// The rows with two texts or more: one alone is a band, or the rest of a row.
fn full(mut rows: Vec<Cells>) -> Vec<Cells> {
    rows.retain(|row| row.iter().flatten().count() >= 2);
    rows
}

impl Cell {
    fn of(text: &Text) -> Cell {
        Cell {
            bbox: text.bbox,
            chars: text.text.chars().count(),
            is_value: words::is_value_or_mark(&text.text),
        }
    }
}

/// Whether something holds for three of four cells.
fn is_most(cells: &[&Cell], holds: impl Fn(&Cell) -> bool) -> bool {
    4 * cells.iter().filter(|cell| holds(cell)).count() >= 3 * cells.len()
}

/// The sides that most cells share.
fn sides(cells: &[&Cell], em: f32) -> Vec<(Side, f32)> {
    let left: Side = |bbox| bbox.x0;
    let right: Side = |bbox| bbox.x1;
    let middle: Side = |bbox| bbox.center_x();
    let shared = |side: Side| {
        let mut places: Vec<f32> = cells.iter().map(|cell| side(&cell.bbox)).collect();
        places.sort_by(f32::total_cmp);
        let at = *places.get(places.len() / 2)?;
        is_most(cells, |cell| (side(&cell.bbox) - at).abs() <= SET_EM * em).then_some((side, at))
    };
    [left, right, middle].into_iter().filter_map(shared).collect()
}
