//! Horizontal rules that lie above each other → tables without verticals.
//!
//! Rules of one table have both ends in common. With four or more they part
//! the rows; three are the top, the end of the header and the bottom, and the
//! rows between rest on alignment. Shorter rules between them part headers
//! (令和６年度 over 目標 and 実績).

use super::REGIONS_MAX;
use super::blocks::{self, END_DRIFT};
use super::columns::{Column, Columns, balance, borders, cells};
use super::goes_on::Open;
use super::header::Header;
use super::missing;
use super::open_top;
use super::pieces::{Piece, Row, between, inside, lines};
use super::rows;
use super::ways::Reach;
use crate::geom::Rect;
use crate::grid::lattice::{Lattice, SNAP};
use crate::page::{Page, Rule};

/// The fewest rules of a table: top, end of the header, bottom. Two are a box
/// around prose, or the head and the foot of a page.
const RULES_MIN: usize = 3;

/// More rules than this, whole or short, are no table that fits a page.
const RULES_MAX: usize = 2_000;

/// The fewest rows with text in two columns, header included.
const ROWS_MIN: usize = 3;

/// A row taller than this, in em, with text in one place alone is prose
/// between two rules; a band has one line.
const BAND_HEIGHT_MAX: f32 = 2.5;

/// One row in this many may have a text over a corridor that is no band: it
/// overflows its cell.
const ROWS_FOR_EACH_OVERFLOW: usize = 10;

/// Finds the tables that have horizontal rules alone, and how each may go on.
pub(super) fn find(
    page: &Page,
    pieces: &[Piece],
    tables: &[Lattice],
) -> Vec<(Lattice, Option<Open>)> {
    let boxes: Vec<Rect> = tables.iter().map(Lattice::bbox).collect();
    let is_free = |rule: &&Rule| {
        let middle = (rule.from + rule.to) / 2.0;
        !boxes.iter().any(|bbox| {
            bbox.y0 - SNAP <= rule.at
                && rule.at <= bbox.y1 + SNAP
                && (bbox.x0..=bbox.x1).contains(&middle)
        })
    };
    let rules: Vec<Rule> = page.horizontal.iter().filter(is_free).copied().collect();
    let mut found: Vec<(Lattice, Option<Open>)> = Vec::new();
    let stacks = stacks(&rules).into_iter().take(REGIONS_MAX);
    for stack in stacks.flat_map(|stack| between_captions(pieces, stack)) {
        let mut bounds = bounds(&stack);
        // The short rules of a table make stacks too.
        let is_inside =
            |table: &Lattice| table.bbox().contains(bounds.center_x(), bounds.center_y());
        if found.iter().any(|(table, _)| is_inside(table)) {
            continue;
        }
        let mut ys: Vec<f32> = stack.iter().map(|rule| rule.at).collect();
        let above = open_top::find(pieces, &bounds, &ys);
        bounds.y0 = above.first().copied().unwrap_or(bounds.y0);
        let drawn = rules.iter().filter(|rule| lies_in(rule, &bounds)).copied();
        let ends = [bounds.x0, bounds.x1];
        let across: Vec<Rule> =
            above.iter().map(|&y| missing::whole(y, &ends)).chain(drawn).collect();
        if across.len() <= RULES_MAX {
            ys.splice(0..0, above);
            found.extend(table(&inside(pieces, &bounds), bounds, ys, across));
        }
    }
    found
}

/// The most texts of a caption: itself, and the unit of the table.
const CAPTION_TEXTS_MAX: usize = 2;

/// Parts the rules of tables below each other: a caption stands between two of
/// them, and a header below it. Where rows have headings, one more is no caption.
fn between_captions(pieces: &[Piece], stack: Vec<Rule>) -> Vec<Vec<Rule>> {
    let ys: Vec<f32> = stack.iter().map(|rule| rule.at).collect();
    let rows = between(&inside(pieces, &bounds(&stack)), &ys);
    let mut parts = Vec::new();
    let (mut start, mut numbers, mut has_bands) = (0, 0, false);
    for (number, pair) in rows.windows(2).enumerate() {
        let [caption, header] = pair else { continue };
        let is_other = || {
            !has_bands
                && blocks::heads_anew(header, numbers)
                && !is_set_as(header, &rows[number - 1])
        };
        let heads = || blocks::is_same(&rows[start], header) || is_other();
        let texts = caption.segments.len();
        if number == start {
            continue;
        } else if texts <= CAPTION_TEXTS_MAX && texts < header.segments.len() && heads() {
            parts.push(stack[start..=number].to_vec());
            (start, numbers, has_bands) = (number + 1, 0, false);
        } else {
            numbers = numbers.max(blocks::numbers_in(caption));
            has_bands |= texts == 1;
        }
    }
    parts.push(stack[start..].to_vec());
    parts.retain(|part| part.len() >= RULES_MIN);
    parts
}

/// Whether a text ends where a number of the row above does: words among numbers
/// (未定) are set as these are, headers seldom.
fn is_set_as(line: &Row, above: &Row) -> bool {
    let numbers = || above.segments.iter().filter(|segment| segment.is_number());
    let ends_with = |text: &Piece, number: &Piece| {
        (text.bbox.x1 - number.bbox.x1).abs() <= END_DRIFT * text.size
    };
    line.segments.iter().any(|text| numbers().any(|number| ends_with(text, number)))
}

/// Groups of rules with both ends in common, widest first, each by height.
fn stacks(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let mut stacks: Vec<Vec<Rule>> = Vec::new();
    for left in chunks(rules.to_vec(), |rule| rule.from) {
        for mut stack in chunks(left, |rule| rule.to) {
            stack.sort_by(|a, b| a.at.total_cmp(&b.at));
            stack.dedup_by(|b, a| b.at - a.at <= SNAP);
            if (RULES_MIN..=RULES_MAX).contains(&stack.len()) {
                stacks.push(stack);
            }
        }
    }
    stacks.sort_by(|a, b| bounds(b).width().total_cmp(&bounds(a).width()));
    stacks
}

/// Parts rules where the next is further on than `SNAP`.
fn chunks(mut rules: Vec<Rule>, place: fn(&Rule) -> f32) -> Vec<Vec<Rule>> {
    rules.sort_by(|a, b| place(a).total_cmp(&place(b)));
    rules.chunk_by(|a, b| place(b) - place(a) <= SNAP).map(<[Rule]>::to_vec).collect()
}

fn bounds(stack: &[Rule]) -> Rect {
    stack.iter().fold(Rect::EMPTY, |all, rule| {
        all.union(&Rect { x0: rule.from, y0: rule.at, x1: rule.to, y1: rule.at })
    })
}

fn lies_in(rule: &Rule, bounds: &Rect) -> bool {
    bounds.x0 - SNAP <= rule.from
        && rule.to <= bounds.x1 + SNAP
        && (bounds.y0..=bounds.y1).contains(&rule.at)
}

/// The table between rules at `ys`, which go all the way. `across` are these
/// and the shorter ones.
pub(super) fn table(
    pieces: &[Piece],
    bounds: Rect,
    ys: Vec<f32>,
    across: Vec<Rule>,
) -> Option<(Lattice, Option<Open>)> {
    let rows = between(pieces, &ys);
    let first = rows.iter().position(|row| row.segments.len() >= 2)?;
    let last = rows.iter().rposition(|row| !is_prose(row))?;
    let ys = ys.get(first..last + 2)?;
    let rows = &rows[first..=last];
    let bounds = Rect { y0: ys[0], y1: ys[ys.len() - 1], ..bounds };
    let pieces = inside(pieces, &bounds);
    let header = Header::of(&without_spanners(rows[0].clone(), &across));
    let mut across: Vec<Rule> = across.into_iter().filter(|rule| lies_in(rule, &bounds)).collect();
    if let [_, _] = rows {
        return below_header(&pieces, &header, bounds, ys, across);
    }
    let columns = by_rows(rows, &header.columns, (bounds.x0, bounds.x1))?;
    let known = ends(&across);
    let mut xs = borders(&columns, (bounds.x0, bounds.x1), rows[0].size, &known);
    balance(&mut xs, &columns, rows, &known);
    let full = between(&pieces, ys)
        .iter()
        .filter(|row| cells(row, &xs).iter().flatten().count() >= 2)
        .count();
    if full < ROWS_MIN || 2 * full < rows.len() {
        return None;
    }
    let header_end = ys[1];
    across.extend(header.rules(&xs, &across));
    let ys =
        missing::snapped(ys.iter().copied().chain(across.iter().map(|rule| rule.at)).collect());
    let open = Open::of_ruled(&columns, &xs, rows[0].size, &rows[1..]);
    missing::lay(&pieces, header_end, xs, ys, across).map(|table| (table, Some(open)))
}

fn is_prose(row: &Row) -> bool {
    row.segments.is_empty()
        || (row.segments.len() == 1 && row.y1 - row.y0 > BAND_HEIGHT_MAX * row.size)
}

/// The columns of rows that rules part. Bands say nothing about columns.
fn by_rows(rows: &[Row], header: &Row, ends: Reach) -> Option<Vec<Column>> {
    let mut columns = Columns::of_header(header)?;
    let full: Vec<&Row> = rows[1..].iter().filter(|row| row.segments.len() > 1).collect();
    let taken = full.iter().filter(|row| columns.take(row)).count();
    let columns = columns.parted(header, &full, taken);
    let overflows = full.len() - taken;
    let headless_max = header.segments.len() / 2;
    if overflows * ROWS_FOR_EACH_OVERFLOW > rows.len() {
        None
    } else {
        columns.finish(headless_max, Some(ends))
    }
}

/// The fewest columns of a table of one row: two are a title and a page number.
const COLUMNS_MIN: usize = 3;

/// Whether one row below a header makes a table: it has a number or a mark below
/// each header, but for its name.
fn are_values(header: &Row, row: &rows::Found) -> bool {
    let [_, values @ ..] = &row.cells[..] else { return false };
    row.cells.len() >= COLUMNS_MIN
        && row.filled() == row.cells.len()
        && header.segments.iter().all(Piece::has_letter)
        && values.iter().flatten().all(Piece::is_number)
}

/// The header without the texts over several columns: each alone above a
/// shorter rule.
fn without_spanners(header: Row, across: &[Rule]) -> Row {
    let mut pieces = header.pieces.clone();
    for rule in across.iter().filter(|rule| header.y0 < rule.at && rule.at < header.y1) {
        let is_above = |piece: &Piece| {
            piece.bbox.center_y() < rule.at
                && (rule.from..=rule.to).contains(&piece.bbox.center_x())
        };
        let above = Row::new(pieces.iter().filter(|piece| is_above(piece)).copied().collect());
        if missing::texts_above(&above, rule) == 1 {
            pieces.retain(|piece| !is_above(piece));
        }
    }
    Row::new(pieces)
}

/// Where rules begin and end: columns do so too.
fn ends(across: &[Rule]) -> Vec<f32> {
    let mut ends: Vec<f32> = across.iter().flat_map(|rule| [rule.from, rule.to]).collect();
    ends.sort_by(f32::total_cmp);
    ends
}

/// A table with a rule below its header and none below its rows. `across` are
/// the rules that were drawn, shorter ones between levels of the header among
/// them.
fn below_header(
    pieces: &[Piece],
    header: &Header,
    bounds: Rect,
    ys: &[f32],
    mut across: Vec<Rule>,
) -> Option<(Lattice, Option<Open>)> {
    let body = lines(inside(pieces, &Rect { y0: ys[1], ..bounds }));
    let mut columns = Columns::of_header(&header.columns)?;
    if !body.iter().all(|line| columns.take(line)) {
        return None;
    }
    let all: Vec<&Row> = body.iter().collect();
    let columns = columns.parted(&header.columns, &all, all.len());
    let columns = columns.finish(1, Some((bounds.x0, bounds.x1)))?;
    let known = ends(&across);
    let em = header.columns.size;
    let mut xs = borders(&columns, (bounds.x0, bounds.x1), em, &known);
    balance(&mut xs, &columns, &body, &known);
    let found = rows::find(&body, &xs);
    let is_enough = match &found[..] {
        [row] => are_values(&header.columns, row),
        rows => rows.len() + 1 >= ROWS_MIN && rows.iter().all(|row| row.filled() >= 2),
    };
    if !is_enough {
        return None;
    }
    across.extend(header.rules(&xs, &across));
    let inferred = ys[..2].iter().copied().chain(rows::borders(&found)).chain([ys[2]]);
    across.extend(inferred.map(|y| missing::whole(y, &xs)));
    let all = missing::snapped(across.iter().map(|rule| rule.at).collect());
    let open = Open::new(&columns, &xs, em, &found);
    missing::lay(pieces, ys[1], xs, all, across).map(|table| (table, Some(open)))
}
