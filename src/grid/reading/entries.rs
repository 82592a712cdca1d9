//! Rows between two rules: a table of accounts is ruled below its header and above
//! its total alone, a long list after every few rows.
//!
//! A person sees that each line of the first column is an entry of its own, as
//! numbers that count up are, and that the other columns have a value beside each
//! of them. A cell of several values has its number once, or labels (①, ②), and a
//! wrapped text has lines that are full.

use super::block::{Block, PADDING};
use super::cost::Weights;
use super::rows::Rows;
use super::texts::Texts;
use super::words::{self, Word};
use crate::geom::Rect;
use crate::grid::crossings::Component;
use crate::grid::lattice::{self, Lattice, Square};
use crate::page::Rule;
use crate::source::limits::LATTICE_SQUARES;
use crate::text;
use crate::text::join::{Line, Measure, Setting, begins_anew};

/// With this many entries, a value beside each of them in every other column
/// tells them apart, even if their lines are full (years). Two lines in all
/// cells are also a name that wraps, beside values with another below.
const ENTRIES_MIN: usize = 3;

/// How many columns may stand before that of a number that counts up: what a
/// group has in common.
const GROUP_COLUMNS_MAX: usize = 2;

/// How deep a border may lie in the box of a line, in em: lines set amid two others
/// reach .15 em over the middle of these (text/amounts-below-each-other).
const CUT_EM: f32 = 0.1;

/// The rows that a row of the lattice is.
struct Entries {
    /// The column from which on they are told apart.
    column: usize,
    /// The lines between them.
    borders: Vec<f32>,
    /// Whether a number counts up, which needs no other evidence.
    are_numbered: bool,
}

/// The lattice with rows parted that no rule parts, given the lines of each cell
/// and the space that those had; `None` where there are none.
pub(in crate::grid) fn part(
    lattice: &Lattice,
    texts: &[Vec<Line>],
    measure: impl Fn(usize) -> Measure,
) -> Option<Lattice> {
    let mut bands: Vec<Vec<usize>> = vec![Vec::new(); lattice.rows()];
    for (number, cell) in lattice.cells.iter().enumerate().filter(|(_, cell)| cell.rowspan == 1) {
        bands[cell.row].push(number);
    }
    let found: Vec<Option<Entries>> =
        bands.iter().map(|band| entries(lattice, texts, band, &measure)).collect();
    if found.iter().all(Option::is_none) {
        return None;
    }
    // Where most rows have a rule, the author rules rows: the odd cell has lines.
    let begins = |band: &&Vec<usize>| {
        band.first().is_some_and(|&first| lattice.cells[first].col == 0 && !texts[first].is_empty())
    };
    let whole = bands.iter().zip(&found).filter(|(band, found)| found.is_none() && begins(band));
    let parts: usize = found.iter().flatten().map(|it| it.borders.len() + 1).sum();
    let is_usual = parts >= whole.count();
    let mut component = edges(lattice);
    let mut ys = lattice.ys.clone();
    for (band, entries) in bands.iter().zip(found) {
        let Some(entries) = entries.filter(|it| it.are_numbered || is_usual) else { continue };
        for &y in &entries.borders {
            let cut = band.iter().map(|&cell| &lattice.cells[cell]);
            let cut = cut.filter(|cell| cell.col >= entries.column);
            component.horizontal.extend(cut.map(|cell| across(cell, y)));
        }
        ys.extend(entries.borders);
    }
    if ys.len() == lattice.ys.len() {
        return None;
    }
    ys.sort_by(f32::total_cmp);
    if (lattice.xs.len() - 1).saturating_mul(ys.len() - 1) > LATTICE_SQUARES {
        return None;
    }
    let mut parted = lattice::build(&component, lattice.xs.clone(), ys);
    parted.ruled = false;
    parted.has_columns = lattice.has_columns;
    parted.rival = lattice.rival;
    Some(parted)
}

fn across(cell: &Square, at: f32) -> Rule {
    Rule { at, from: cell.bbox.x0, to: cell.bbox.x1, thickness: 0.0 }
}

/// The rows that the cells of one row of the lattice hold, if several.
fn entries(
    lattice: &Lattice,
    texts: &[Vec<Line>],
    band: &[usize],
    measure: &impl Fn(usize) -> Measure,
) -> Option<Entries> {
    let place = band.iter().position(|&cell| texts[cell].len() > 1)?;
    let (group, cells) = band.split_at(place);
    let first = cells[0];
    let column = lattice.cells[first].col;
    if column > GROUP_COLUMNS_MAX || !cells.iter().all(|&cell| is_plain(lattice, texts, cell)) {
        return None;
    }
    // What may be numbers is told by the lines, before any of them is looked at
    // for how it is set.
    // Behind a number of its own, these are measures that a row names.
    let may_count = counts_up(texts[first].iter().map(|line| line.text.as_str()), column > 0)
        && !group.iter().flat_map(|&cell| &texts[cell]).any(is_number);
    if column > 0 && !may_count {
        return None;
    }
    let all = || cells.iter().flat_map(|&cell| &texts[cell]);
    let xs = &lattice.xs[column..];
    let found = [by_first(&texts[first]), by_cost(all(), xs)];
    found.into_iter().flatten().find_map(|ys| {
        // Lines amid two others belong to no single one (text/amounts-below-each-other).
        let is_cut = all().any(|line| {
            let room = CUT_EM * line.size;
            ys.iter().any(|y| line.bbox.y0 + room < *y && *y < line.bbox.y1 - room)
        });
        let rows = rows(&ys);
        let columns: Vec<Vec<Vec<&Line>>> = cells
            .iter()
            .filter(|&&cell| !texts[cell].is_empty())
            .map(|&cell| rows.iter().map(|row| within(&texts[cell], row)).collect())
            .collect();
        if is_cut || rows.len() < 2 || !are_full(&columns, cells.len()) {
            return None;
        }
        let are_numbered = may_count && columns[0].iter().all(|lines| lines.len() == 1);
        let space = || space(lattice, texts, first, measure);
        let setting = || Setting { lines: texts[first].clone(), measure: space() };
        let are_apart = || are_listed(&columns, setting);
        let borders = ys.get(1..ys.len() - 1).unwrap_or_default().to_vec();
        (are_numbered || (column == 0 && are_apart())).then_some(Entries {
            column,
            borders,
            are_numbered,
        })
    })
}

/// The ends of rows, each a line of the first column.
fn by_first(lines: &[Line]) -> Option<Vec<f32>> {
    let mut places: Vec<(f32, f32)> =
        lines.iter().map(|line| (line.bbox.y0, line.bbox.y1)).collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    let inner = places.windows(2).map(|pair| (pair[0].1 + pair[1].0) / 2.0);
    Some([f32::MIN].into_iter().chain(inner).chain([f32::MAX]).collect())
}

/// From where to where each row goes.
fn rows(ys: &[f32]) -> Vec<(f32, f32)> {
    ys.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

/// Whether each row has a text in the first column, and in half of all.
fn are_full(columns: &[Vec<Vec<&Line>>], cols: usize) -> bool {
    let rows = columns.first().map_or(0, Vec::len);
    (0..rows).all(|row| {
        let filled = columns.iter().filter(|column| !column[row].is_empty()).count();
        !columns[0][row].is_empty() && 2 * filled >= cols
    })
}

/// The space for the lines of a cell: between the rules beside it, where there are
/// any, since texts in its middle tell nothing about its padding.
fn space(
    lattice: &Lattice,
    texts: &[Vec<Line>],
    cell: usize,
    measure: &impl Fn(usize) -> Measure,
) -> Measure {
    let bbox = &lattice.cells[cell].bbox;
    let pad = PADDING * texts[cell].iter().map(|line| line.size).fold(0.0, f32::max);
    match lattice.has_columns {
        true => Measure::new(bbox.x0 + pad, bbox.x1 - pad),
        false => measure(cell),
    }
}

/// Whether a cell stands in one column, and is written across it.
fn is_plain(lattice: &Lattice, texts: &[Vec<Line>], cell: usize) -> bool {
    lattice.cells[cell].colspan == 1 && texts[cell].iter().all(|line| !line.vertical)
}

/// Whether the rows have a value each in enough of the columns that follow the
/// first, given the lines of each column row by row and how the first is set.
fn are_listed(columns: &[Vec<Vec<&Line>>], setting: impl Fn() -> Setting) -> bool {
    let [names, others @ ..] = columns else { return false };
    let values = others.iter().filter(|column| are_values(column)).count();
    let goes_on = |lines: &Vec<&Line>| lines.first().is_none_or(|line| is_in_brackets(&line.text));
    if values == 0 || names.iter().any(goes_on) {
        return false;
    }
    let ends = || setting().text().matches('\n').count();
    let are_all = values == others.len() && values > 1;
    match names.len() {
        rows if rows < ENTRIES_MIN => are_all && ends() > 0,
        rows => are_all || (2 * values >= others.len() && 2 * ends() + 1 >= rows),
    }
}

/// Whether nearly each row has just one line in a column, which is a number
/// without a label, or a mark.
fn are_values(column: &[Vec<&Line>]) -> bool {
    let is_fit = |lines: &&Vec<&Line>| match lines[..] {
        [line] => is_value(line),
        _ => lines.is_empty(),
    };
    let filled = column.iter().filter(|lines| !lines.is_empty()).count();
    column.iter().all(|lines| is_fit(&lines)) && 4 * filled >= 3 * column.len()
}

fn is_value(line: &Line) -> bool {
    let text = line.text.trim();
    let is_word = |c: char| c.is_alphabetic() && !c.is_numeric() && c != '約';
    !begins_anew(text) && !is_in_brackets(text) && !text.starts_with(is_word) && is_number(line)
}

fn is_in_brackets(text: &str) -> bool {
    text.trim_start().starts_with(['(', '（', '［', '['])
}

/// Whether these are numbers of one kind (1-1, 1-2) in their order, each the
/// next if they must be.
fn counts_up<'a>(texts: impl Iterator<Item = &'a str>, by_one: bool) -> bool {
    let mut last: Option<Vec<u32>> = None;
    for text in texts {
        let Some(number) = number(text.trim()) else { return false };
        if let Some(last) = last.replace(number.clone()) {
            let is_next = last.iter().zip(&number).any(|(a, b)| a.checked_add(1) == Some(*b));
            if last.len() != number.len() || last >= number || (by_one && !is_next) {
                return false;
            }
        }
    }
    true
}

/// The parts of a number as reports number their measures.
fn number(text: &str) -> Option<Vec<u32>> {
    let text = text::normalize(text);
    let is_digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    text.split(['-', '.']).map(|part| Some(part).filter(is_digits)?.parse().ok()).collect()
}

/// The lines that belong to a row.
fn within<'a>(lines: &'a [Line], row: &(f32, f32)) -> Vec<&'a Line> {
    let is_inside = |line: &&Line| (row.0..=row.1).contains(&line.bbox.center_y());
    lines.iter().filter(is_inside).collect()
}

/// Whether a line is a number with its unit, or a mark.
fn is_number(line: &Line) -> bool {
    words::is_value_or_mark(&line.text)
}

/// The ends of the rows of least cost.
fn by_cost<'a>(lines: impl Iterator<Item = &'a Line>, xs: &[f32]) -> Option<Vec<f32>> {
    let mut words: Vec<Word> = lines.map(word).collect();
    words.sort_by(|a, b| a.bbox.center_y().total_cmp(&b.bbox.center_y()));
    let mut block = Block::new(words::lines(&words), Vec::new(), Vec::new())?;
    (block.header, block.headed) = (0, 0);
    let texts = Texts::of(&block, xs);
    let borders = Rows::new(&block, &texts, xs, &[], &Weights::default()).best();
    Some(borders.iter().map(|border| border.y).collect())
}

fn word(line: &Line) -> Word {
    let text = line.text.trim().to_owned();
    let is_number = words::is_number(&text);
    Word { bbox: line.bbox, size: line.size, text, is_number, operations: (0, 0) }
}

/// The edges of all cells, as rules.
fn edges(lattice: &Lattice) -> Component {
    let mut component = Component::default();
    for cell in &lattice.cells {
        let Rect { x0, y0, x1, y1 } = cell.bbox;
        let rule = |at: f32, from: f32, to: f32| Rule { at, from, to, thickness: 0.0 };
        component.horizontal.extend([y0, y1].map(|at| rule(at, x0, x1)));
        component.vertical.extend([x0, x1].map(|at| rule(at, y0, y1)));
    }
    component
}
