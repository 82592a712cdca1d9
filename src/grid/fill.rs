//! Which cell owns a run of text, and what a cell says.
//!
//! A run belongs to one cell as a whole. Where it lies over several, its clip
//! decides (Excel gives each wrapped cell one), then the rest of its
//! marked-content block, then the cell at whose padding it starts or ends.
//! What its clip cuts off is seen by nobody and says nothing.

use super::lattice::Lattice;
use super::{HEADER_ROWS_MAX, reading, reshape};
use crate::geom::Rect;
use crate::page::{Heading, Page, Run, lines};
use crate::text::join::{Ends, Line, Measure, Setting};
use crate::text::repair;
use std::collections::HashMap;

/// The text of all cells, and what lies outside them.
pub(super) struct Filled {
    /// For each lattice, its cells in order.
    pub(super) cells: Vec<Vec<Content>>,
    /// Lines outside, top to bottom.
    pub(super) lines: Vec<Line>,
}

/// What one cell holds.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) ends: Option<Box<Ends>>,
    pub(super) text: String,
    pub(super) glyphs: usize,
    /// Its lines, if it stands where a page may begin with a header.
    pub(super) setting: Option<Setting>,
}

/// A lattice and a cell of it.
type Owner = (u32, u32);

/// Shares out the runs of a page among the cells of its lattices, and parts the
/// rows that only their texts tell apart.
pub(super) fn fill(page: &Page, lattices: &mut [Lattice]) -> Filled {
    let owners = owners(page, lattices);
    let mut runs: Vec<Vec<Vec<u32>>> =
        lattices.iter().map(|lattice| vec![Vec::new(); lattice.cells.len()]).collect();
    let mut outside = Vec::new();
    for (index, owner) in owners.iter().enumerate() {
        match owner {
            Some((lattice, cell)) => runs[*lattice as usize][*cell as usize].push(index as u32),
            None => outside.push(index as u32),
        }
    }
    let cells = lattices.iter_mut().zip(runs).map(|(lattice, runs)| contents(page, lattice, runs));
    Filled { cells: cells.collect(), lines: lines_outside(page, outside) }
}

/// The cell of a run, and whether the run lies in it from end to end.
#[derive(Debug, Clone, Copy, Default)]
struct Owned {
    owner: Option<Owner>,
    is_sure: bool,
}

fn owners(page: &Page, lattices: &[Lattice]) -> Vec<Option<Owner>> {
    let owned: Vec<Owned> = page.runs.iter().map(|run| owner(page, lattices, run)).collect();
    let agreed = owners_of_blocks(page, &owned);
    let own = page.runs.iter().zip(owned);
    own.map(|(run, own)| match agreed.get(&run.block) {
        Some(&cell) if !own.is_sure && is_near(run, cell, lattices) => Some(cell),
        _ => own.owner,
    })
    .collect()
}

/// How far from a cell the rest of its block may stand, in em: text that runs on
/// over its borders still begins or ends at them.
const BLOCK_REACH: f32 = 1.0;

fn is_near(run: &Run, (lattice, cell): Owner, lattices: &[Lattice]) -> bool {
    let Some(cell) = lattices.get(lattice as usize).and_then(|it| it.cells.get(cell as usize))
    else {
        return false;
    };
    let reach = BLOCK_REACH * run.size;
    let Rect { x0, y0, x1, y1 } = cell.bbox;
    let around = Rect { x0: x0 - reach, y0: y0 - reach, x1: x1 + reach, y1: y1 + reach };
    around.intersection(&run.bbox).is_some()
}

/// The share of a block's glyphs that must lie in one cell for the rest to follow.
const BLOCK_SHARE: f32 = 0.6;

/// For each block that lies over several cells, the one that it belongs to. A block
/// that fills more than one cell is a row or a page, and says nothing about any
/// (text/one-marked-block-for-the-page).
fn owners_of_blocks(page: &Page, owned: &[Owned]) -> HashMap<u32, Owner> {
    let mut blocks: HashMap<u32, Block> = HashMap::new();
    for (run, own) in page.runs.iter().zip(owned).filter(|(run, _)| run.block != 0) {
        blocks.entry(run.block).or_default().add(own, run.glyphs.len());
    }
    blocks.into_iter().filter_map(|(id, block)| Some((id, block.owner()?))).collect()
}

/// What the runs of a marked-content block say about its cell.
#[derive(Debug, Default)]
struct Block {
    glyphs: usize,
    /// The cell in which a run of it lies from end to end.
    sure: Option<Owner>,
    fills_several: bool,
    /// The cells of its runs, and how many glyphs are in each.
    shares: Vec<(Owner, usize)>,
}

impl Block {
    fn add(&mut self, own: &Owned, glyphs: usize) {
        self.glyphs += glyphs;
        let Some(owner) = own.owner else { return };
        if own.is_sure {
            self.fills_several |= *self.sure.get_or_insert(owner) != owner;
        }
        // The runs of a cell follow each other, so the last entry nearly always fits.
        match self.shares.iter_mut().rev().take(4).find(|share| share.0 == owner) {
            Some(share) => share.1 += glyphs,
            None => self.shares.push((owner, glyphs)),
        }
    }

    fn owner(&self) -> Option<Owner> {
        let most = self.shares.iter().max_by_key(|share| share.1)?;
        let is_agreed = !self.fills_several
            && self.sure.is_none_or(|sure| sure == most.0)
            && most.1 as f32 >= BLOCK_SHARE * self.glyphs as f32;
        is_agreed.then_some(most.0)
    }
}

/// How often the height of a cell goes into the em of a text that was written
/// over the table. In a row that is too low for its text, text is cut off.
const OVERSIZE_MIN: f32 = 2.0;

fn owner(page: &Page, lattices: &[Lattice], run: &Run) -> Owned {
    let (x, y) = (run.bbox.center_x(), run.bbox.center_y());
    if run.floats || page.boxes.iter().any(|floating| floating.contains(x, y)) {
        return Owned { owner: None, is_sure: true };
    }
    // A table inside a cell of another is the smaller of the two.
    let owners = lattices.iter().enumerate().filter_map(|(number, lattice)| {
        let (cell, is_sure) = owner_in(lattice, run, page.clips.get(run.clip as usize))?;
        if run.size > OVERSIZE_MIN * lattice.cells[cell as usize].bbox.height() {
            return None;
        }
        let area = lattice.bbox().width() * lattice.bbox().height();
        Some((area, Owned { owner: Some((number as u32, cell)), is_sure }))
    });
    owners.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, owned)| owned).unwrap_or_default()
}

/// The widest padding between a border and its text, in em. Beyond it, text
/// that crosses a border was centred.
const PADDING_MAX: f32 = 1.0;

/// How far the ink of a line stays from the top and the bottom of its box, in em: what
/// crosses a rule by less only touches it (text/overflows-downwards).
const LINE_INSET: f32 = 0.1;

/// The cell of a run, and whether that is sure: the run crosses no border, or its
/// clip shows that cell alone.
fn owner_in(lattice: &Lattice, run: &Run, clip: Option<&Rect>) -> Option<(u32, bool)> {
    let bbox = &run.bbox;
    let seen = clip.and_then(|clip| clip.intersection(bbox));
    if let (Some(clip), None) = (clip, seen) {
        // Nothing of it is seen: the text went on below what its cell shows.
        let y = clip.center_y();
        let cell = clipped_to(lattice, clip, y).or_else(|| cut_off_from(lattice, bbox, clip));
        return cell.map(|cell| (cell, false));
    }
    let y = seen.unwrap_or(*bbox).center_y();
    let at = |x: f32| lattice.cell_at(x, y);
    if matches!(run.heading, Heading::Down | Heading::Up) {
        let (top, bottom) = (bbox.y0 + 0.01, bbox.y1 - 0.01);
        let end = |y: f32| lattice.cell_at(bbox.center_x(), y);
        return at(bbox.center_x()).map(|cell| (cell, end(top) == end(bottom)));
    }
    let (first, last) = (at(bbox.x0 + 0.01), at(bbox.x1 - 0.01));
    if first == last {
        let inset = LINE_INSET * run.size;
        let ends = [bbox.y0 + inset, bbox.y1 - inset].map(|y| lattice.cell_at(bbox.center_x(), y));
        let is_within = first.is_some() && ends == [first; 2];
        return first.or_else(|| at(bbox.center_x())).map(|cell| (cell, is_within));
    }
    if let Some(cell) = clip.and_then(|clip| clipped_to(lattice, clip, y)) {
        return Some((cell, true));
    }
    let padding = PADDING_MAX * run.size;
    let starts = first.filter(|&cell| bbox.x0 - lattice.cells[cell as usize].bbox.x0 <= padding);
    let ends = last.filter(|&cell| lattice.cells[cell as usize].bbox.x1 - bbox.x1 <= padding);
    starts.or(ends).or_else(|| at(bbox.center_x())).map(|cell| (cell, false))
}

/// How far a clip may reach over the borders of its cell: in Excel by the width
/// of a rule.
const RULE: f32 = 3.0;

/// The one cell that a clip shows, if it shows just one.
fn clipped_to(lattice: &Lattice, clip: &Rect, y: f32) -> Option<u32> {
    let cell = lattice.cell_at(clip.center_x(), y)?;
    let bbox = &lattice.cells[cell as usize].bbox;
    (clip.x0 >= bbox.x0 - RULE && clip.x1 <= bbox.x1 + RULE).then_some(cell)
}

/// The cell above or below a text that a clip as high as the cell hides. Calc
/// prints a cell that a page end cuts on both pages, each time with all of its
/// text, under a clip that reaches over the columns beside it.
fn cut_off_from(lattice: &Lattice, text: &Rect, clip: &Rect) -> Option<u32> {
    let x = text.center_x();
    let cell = lattice.cell_at(x, clip.center_y()).filter(|_| clip.x0 <= x && x <= clip.x1)?;
    let bbox = &lattice.cells[cell as usize].bbox;
    (clip.y0 >= bbox.y0 - RULE && clip.y1 <= bbox.y1 + RULE).then_some(cell)
}

fn contents(page: &Page, lattice: &mut Lattice, runs: Vec<Vec<u32>>) -> Vec<Content> {
    let mut lines: Vec<Vec<Line>> = runs.into_iter().map(|runs| lines::set(page, runs)).collect();
    if let Some((reshaped, shared)) = reshape::by_lines(page, lattice, &lines) {
        (*lattice, lines) = (reshaped, shared);
    }
    let mut measures = measures(lattice, &lines);
    let of_cell = |cell: usize| {
        let square = &lattice.cells[cell];
        measures[&(square.col, square.colspan, direction(&lines[cell]))]
    };
    if let Some(parted) = reading::part(lattice, &lines, of_cell) {
        lines = shared_out(lattice, &parted, lines);
        measures = self::measures(&parted, &lines);
        *lattice = parted;
    }
    lattice
        .cells
        .iter()
        .zip(lines)
        .map(|(cell, lines)| {
            let measure = measures[&(cell.col, cell.colspan, direction(&lines))];
            let glyphs = lines.iter().map(|line| line.glyphs as usize).sum();
            let setting = Setting { lines, measure };
            let at_edge =
                cell.row < EDGE_ROWS || cell.row + cell.rowspan + EDGE_ROWS > lattice.rows();
            let ends = if at_edge { setting.ends() } else { None };
            let text = setting.text();
            let setting = (cell.row < HEADER_ROWS_MAX).then_some(setting);
            Content { ends: ends.map(Box::new), text, glyphs, setting }
        })
        .collect()
}

/// The lines of the cells of a lattice, in the cells of one that has more rows.
fn shared_out(lattice: &Lattice, parted: &Lattice, lines: Vec<Vec<Line>>) -> Vec<Vec<Line>> {
    let mut shares: Vec<Vec<Line>> = vec![Vec::new(); parted.cells.len()];
    for (cell, line) in lattice
        .cells
        .iter()
        .zip(lines)
        .flat_map(|(cell, lines)| lines.into_iter().map(move |line| (cell, line)))
    {
        let Rect { y0, y1, .. } = cell.bbox;
        let y = line.bbox.center_y().max(y0).min(y1.next_down());
        if let Some(share) = parted.cell_at(cell.bbox.center_x(), y) {
            shares[share as usize].push(line);
        }
    }
    shares
}

/// How many rows at the top and at the bottom of a grid may be cut by the page
/// end: a header of up to four rows may stand above the first.
const EDGE_ROWS: usize = 5;

/// The first column of some cells, how many they span, and which way their text runs.
type Span = (usize, usize, [bool; 2]);

/// Whether lines run downwards or upwards, and whether upwards or to the left.
fn direction(lines: &[Line]) -> [bool; 2] {
    lines.first().map_or([false; 2], |line| [line.vertical, line.reversed])
}

/// The measure of the cells over each span of columns.
fn measures(lattice: &Lattice, lines: &[Vec<Line>]) -> HashMap<Span, Measure> {
    let padding = padding(lattice, lines);
    let mut of_span: HashMap<Span, (Measure, Vec<&Line>)> = HashMap::new();
    for (cell, lines) in lattice.cells.iter().zip(lines) {
        let direction = direction(lines);
        let heading = match direction {
            [false, false] => Heading::Right,
            [true, false] => Heading::Down,
            [false, true] => Heading::Left,
            [true, true] => Heading::Up,
        };
        let (from, to) = lines::along(&cell.bbox, heading);
        let measure = Measure::new(from + padding, to - padding);
        let span = (cell.col, cell.colspan, direction);
        of_span.entry(span).or_insert((measure, Vec::new())).1.extend(lines);
    }
    of_span
        .into_iter()
        .map(|(span, (measure, lines))| {
            let lines = lines.into_iter();
            let seen = lattice.has_columns || span.2[0];
            (span, if seen { measure.narrowed(lines) } else { measure.guessed(lines) })
        })
        .collect()
}

/// The padding of the table's cells: the least room that any text leaves at
/// its left, which the right side has as well.
fn padding(lattice: &Lattice, lines: &[Vec<Line>]) -> f32 {
    let mut rooms: Vec<f32> = lattice
        .cells
        .iter()
        .zip(lines)
        .flat_map(|(cell, lines)| lines.iter().map(|line| line.bbox.x0 - cell.bbox.x0))
        .filter(|&room| room >= 0.0)
        .collect();
    rooms.sort_by(f32::total_cmp);
    // The odd text that touches its border says nothing about the others.
    rooms.get(rooms.len() / 20).copied().unwrap_or(0.0)
}

/// Text further apart on one line belongs to two columns or captions, in em.
const COLUMN_GAP: f32 = 3.0;

fn lines_outside(page: &Page, runs: Vec<u32>) -> Vec<Line> {
    let mut lines = Vec::new();
    for group in columns(page, runs) {
        lines.extend(lines::set(page, group));
    }
    lines.sort_by(|a: &Line, b| {
        a.bbox.y1.total_cmp(&b.bbox.y1).then(a.bbox.x0.total_cmp(&b.bbox.x0))
    });
    for line in &mut lines {
        if let std::borrow::Cow::Owned(repaired) = repair(&line.text) {
            line.text = repaired;
        }
    }
    lines
}

/// Parts runs that stand on one line but far from each other.
fn columns(page: &Page, mut runs: Vec<u32>) -> Vec<Vec<u32>> {
    let run = |index: u32| &page.runs[index as usize];
    runs.sort_by(|&a, &b| {
        run(a).baseline.total_cmp(&run(b).baseline).then(run(a).bbox.x0.total_cmp(&run(b).bbox.x0))
    });
    let mut groups: Vec<Vec<u32>> = Vec::new();
    for index in runs {
        let next = run(index);
        let joins = groups.last().and_then(|group| group.last()).is_some_and(|&last| {
            let last = run(last);
            let gap = next.bbox.x0 - last.bbox.x1;
            (next.baseline - last.baseline).abs() <= 0.5 * last.size
                && gap <= COLUMN_GAP * last.size
        });
        match groups.last_mut() {
            Some(group) if joins => group.push(index),
            _ => groups.push(vec![index]),
        }
    }
    groups
}
