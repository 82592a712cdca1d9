//! What a person sees of one sheet: the reader of each format puts its cells
//! here, and what is hidden goes.
//!
//! Excel hides in many ways: a row, a column, a filter, a height of zero, white
//! letters on white paper, the format `;;;`, a switch for all zeros, a merge over
//! cells that still hold something, a print area that leaves it out. Nothing of
//! that is published, so nothing of it may be counted; each way is reported once
//! for each sheet.

use super::boxes::{Shape, Sizes};
use super::budget::Budget;
use super::conditional::Rules;
use super::damage::{Damage, Damages};
use super::left_out::{LeftOut, Why};
use super::number_format::{Epoch, Shown};
use super::style::{Sides, Style};
use super::text::{Run, Text, tidy};
use super::{Cell, Number, Sheet, boxes, cut, merges, sheet_name};
use crate::error::Kind;
use crate::finding::Finding;
use crate::place::Range;
use crate::source::limits;
use std::sync::Arc;

/// What a cell holds.
pub(super) enum Content<'a> {
    /// Nothing but its look.
    Blank,
    Number(f64),
    Text(&'a Text),
    Bool(bool),
    /// As Excel writes it: `#DIV/0!`.
    Error(&'a str),
    /// Already as shown, with the number behind it, which is shown times that
    /// power of ten.
    Formatted {
        text: &'a Text,
        number: f64,
        power: i32,
    },
    /// A formula that was never computed.
    Uncomputed,
}

/// The height in points below which a row shows nothing of a text: it is cut off
/// there, while a text in a narrow column runs on over its neighbour.
pub(super) const HEIGHT_MIN: f64 = 2.0;

/// The same in twentieths of a point, as the binary formats count.
pub(super) const TWIPS_MIN: u16 = 40;

/// A column of 64 pixels and a row, in points, as Excel has them from the start.
const COLUMN_WIDTH: f64 = 48.0;
const ROW_HEIGHT: f64 = 15.0;

/// The sheet as it becomes visible.
pub(super) struct View {
    sheet: Sheet,
    epoch: Epoch,
    left_out: LeftOut,
    /// The cell that is centred across those to its right, as far as known.
    centred: Option<Range>,
    /// All such ranges before it.
    across: Vec<Range>,
    /// The parts that are printed, none where all are.
    printed: Vec<Range>,
    hides_zeros: bool,
    rules: Rules,
    damages: Damages,
    /// The cell put last.
    last: (u32, u32),
    shapes: Vec<Shape>,
    columns: Sizes,
    rows: Sizes,
}

impl View {
    pub(super) fn new(name: String, epoch: Epoch) -> View {
        View {
            sheet: Sheet { name: sheet_name(&name), ..Sheet::default() },
            epoch,
            left_out: LeftOut::default(),
            centred: None,
            across: Vec::new(),
            printed: Vec::new(),
            hides_zeros: false,
            rules: Rules::default(),
            damages: Damages::default(),
            last: (0, 0),
            shapes: Vec::new(),
            columns: Sizes::new(COLUMN_WIDTH),
            rows: Sizes::new(ROW_HEIGHT),
        }
    }

    /// Parts of the sheet that are printed, if it does not say that all are.
    pub(super) fn print(&mut self, parts: Vec<Range>) {
        self.printed = parts;
    }

    /// A sheet that shows nothing where a number is zero.
    pub(super) fn hide_zeros(&mut self) {
        self.hides_zeros = true;
    }

    /// Cells that a conditional format may hide or show otherwise.
    pub(super) fn rule(&mut self, range: Range) {
        self.rules.add(range);
    }

    /// How wide its columns are, and how high its rows.
    pub(super) fn sizes(&mut self) -> (&mut Sizes, &mut Sizes) {
        (&mut self.columns, &mut self.rows)
    }

    /// A shape, if it has a text.
    pub(super) fn add_shape(&mut self, shape: Shape, budget: &mut Budget) -> Result<(), Kind> {
        if !is_space(&shape.text) {
            budget.shape()?;
            self.shapes.push(shape);
        }
        Ok(())
    }

    /// Rows that are not shown, both ends included.
    pub(super) fn hide_rows(&mut self, first: u32, last: u32) {
        if first < limits::ROWS {
            hide(&mut self.sheet.hidden_rows, first, last.min(limits::ROWS - 1));
        }
    }

    /// Columns that are not shown, both ends included.
    pub(super) fn hide_columns(&mut self, first: u32, last: u32) {
        if first < limits::COLUMNS {
            hide(&mut self.sheet.hidden_columns, first, last.min(limits::COLUMNS - 1));
        }
    }

    /// Cells merged into one.
    pub(super) fn merge(&mut self, range: Range, budget: &mut Budget) -> Result<(), Kind> {
        budget.merge()?;
        self.sheet.merges.push(range);
        Ok(())
    }

    /// A cell, with the look that the file gives it.
    pub(super) fn put(
        &mut self,
        (row, col): (u32, u32),
        content: Content<'_>,
        style: &Style,
        budget: &mut Budget,
    ) -> Result<(), Kind> {
        self.last = (row, col);
        let at = Range { row, col, last_row: row, last_col: col };
        let is_blank = matches!(content, Content::Blank);
        self.ledge(row, style.sides);
        self.centre(at, style.is_centred_across, is_blank, budget)?;
        if is_blank {
            self.wall(row, col, style.sides);
            return Ok(());
        }
        let (text, number) = match content {
            Content::Blank => return Ok(()),
            Content::Number(0.0) | Content::Formatted { number: 0.0, .. } if self.hides_zeros => {
                self.leave_out(at, Why::Zero);
                return Ok(());
            }
            Content::Uncomputed => {
                self.leave_out(at, Why::Uncomputed);
                return Ok(());
            }
            Content::Bool(truth) => {
                (self.uniform(at, if truth { "TRUE" } else { "FALSE" }.into(), style), None)
            }
            Content::Error(error) => (self.uniform(at, error.into(), style), None),
            Content::Number(value) => {
                let shown = style.format.number(value, self.epoch);
                if shown.text.is_empty() {
                    self.leave_out(at, Why::Format);
                    return Ok(());
                }
                budget.text(shown.text.len())?;
                let number = number(value, &shown);
                (self.uniform(at, shown.text.into(), style), number)
            }
            Content::Text(text) => (self.read(at, text, style, budget)?, None),
            Content::Formatted { text, number, power } => {
                if text.is_empty() {
                    self.leave_out(at, Why::Format);
                }
                let text = self.read(at, text, style, budget)?;
                let number = Number::shown_as(number, power, &text);
                (text, Some(number))
            }
        };
        if text.chars().nth(1).is_none() {
            self.wall(row, col, style.sides);
        }
        if !text.is_empty() {
            budget.cells(1)?;
            self.sheet.cells.push(Cell { row, col, text, number });
        }
        Ok(())
    }

    /// Remembers between which rows borders are drawn. Cells come row by row, so
    /// that each is remembered about once.
    fn ledge(&mut self, row: u32, sides: Sides) {
        let ledges = &mut self.sheet.ledges;
        let below = row.saturating_add(1);
        if sides.top && !ledges.iter().rev().take(2).any(|it| *it == row) {
            ledges.push(row);
        }
        if sides.bottom && ledges.last() != Some(&below) {
            ledges.push(below);
        }
    }

    /// Remembers the borders of a cell that may be part of a word.
    fn wall(&mut self, row: u32, col: u32, sides: Sides) {
        let walls = &mut self.sheet.walls;
        if walls.len() < limits::WALLS_PER_SHEET {
            walls.extend(sides.left.then_some((row, col)));
            walls.extend(sides.right.then_some((row, col.saturating_add(1))));
        }
    }

    /// What can be seen of a text in the font of its cell: all or nothing.
    fn uniform(&mut self, at: Range, text: Arc<str>, style: &Style) -> Arc<str> {
        if text.is_empty() {
            return text;
        }
        if style.font.color.vanishes_on(style.fill) {
            self.leave_out(at, Why::Color);
            return Arc::from("");
        }
        if style.font.is_struck {
            self.left_out.strike(&self.sheet.name, at, &text, "");
            return Arc::from("");
        }
        text
    }

    /// The visible characters of a text.
    fn read(
        &mut self,
        at: Range,
        text: &Text,
        style: &Style,
        budget: &mut Budget,
    ) -> Result<Arc<str>, Kind> {
        // One shared string may be long, struck through, and in every cell: it is held
        // once, and printed as often.
        budget.text(text.cost())?;
        let visible = match text {
            Text::Plain(text) => self.uniform(at, Arc::clone(text), style),
            Text::Rich(runs) => self.runs(at, runs, style, budget)?,
        };
        if visible.is_empty() {
            return Ok(visible);
        }
        match style.format.text(&visible) {
            None => Ok(visible),
            Some(text) if text.is_empty() => {
                self.leave_out(at, Why::Format);
                Ok(Arc::from(text))
            }
            Some(text) => {
                budget.text(text.len())?;
                Ok(Arc::from(tidy(&text)))
            }
        }
    }

    /// The visible characters of runs.
    fn runs(
        &mut self,
        at: Range,
        runs: &[Run],
        style: &Style,
        budget: &mut Budget,
    ) -> Result<Arc<str>, Kind> {
        let mut visible = String::new();
        let mut struck = String::new();
        // Runs at one level stand on a line, wherever that is, and none
        // is a note of another.
        let level = |run: &Run| run.font.unwrap_or(style.font).level;
        let is_even = runs.windows(2).all(|pair| match pair {
            [one, next] => level(one) == level(next),
            _ => true,
        });
        // What is left out may have ended the line before what follows it.
        let mut ends_line = false;
        for run in runs {
            let font = run.font.unwrap_or(style.font);
            let is_left_out = font.is_struck || font.color.vanishes_on(style.fill);
            // White space looks alike in every colour, struck through or not.
            if is_left_out && !is_space(&run.text) {
                ends_line |= run.text.contains(['\n', '\r']);
                match font.is_struck {
                    true => struck.push_str(&run.text),
                    false => self.leave_out(at, Why::Color),
                }
                continue;
            }
            if std::mem::take(&mut ends_line)
                && !visible.is_empty()
                && !visible.ends_with('\n')
                && !run.text.starts_with(['\n', '\r'])
            {
                visible.push('\n');
            }
            match is_even {
                true => visible.push_str(&run.text),
                false => visible.push_str(&font.level.set(&run.text)),
            }
        }
        // Superscripts are longer than their digits.
        let stored: usize = runs.iter().map(|run| run.text.len()).sum();
        budget.text(visible.len().saturating_sub(stored))?;
        let visible = tidy(&visible);
        if !struck.trim().is_empty() {
            self.left_out.strike(&self.sheet.name, at, struck.trim(), &visible);
        }
        Ok(Arc::from(visible))
    }

    /// Centring across a selection looks like a merge: the text stands in the
    /// middle of its own cell and the empty ones to its right of the same kind.
    fn centre(
        &mut self,
        at: Range,
        is_centred: bool,
        is_blank: bool,
        budget: &mut Budget,
    ) -> Result<(), Kind> {
        if let Some(range) = &mut self.centred
            && is_centred
            && is_blank
            && range.row == at.row
            && range.last_col.checked_add(1) == Some(at.col)
        {
            range.last_col = at.col;
            return Ok(());
        }
        self.end_centring(budget)?;
        self.centred = (is_centred && !is_blank).then_some(at);
        Ok(())
    }

    fn end_centring(&mut self, budget: &mut Budget) -> Result<(), Kind> {
        match self.centred.take() {
            Some(range) if range.last_col > range.col => {
                budget.merge()?;
                self.across.push(range);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Counts a cell that is not shown.
    pub(super) fn leave_out(&mut self, at: Range, why: Why) {
        self.left_out.add(at, why);
    }

    /// Counts a formula with a stored zero in a workbook that is to be computed
    /// when it is opened: programs that compute nothing write both.
    pub(super) fn doubt(&mut self, (row, col): (u32, u32)) {
        self.left_out.doubt(Range { row, col, last_row: row, last_col: col });
    }

    /// Tells of a damage at a cell, or at the one put last.
    pub(super) fn damage(&mut self, at: Option<(u32, u32)>, damage: Damage) {
        self.damages.add(&self.sheet.name, at.unwrap_or(self.last), &damage);
    }

    /// The sheet, and what was left out of it.
    pub(super) fn finish(
        mut self,
        budget: &mut Budget,
        findings: &mut Vec<Finding>,
    ) -> Result<Sheet, Kind> {
        self.end_centring(budget)?;
        // Behind the merges, which win where both begin in one cell.
        self.sheet.merges.append(&mut self.across);
        // The formats ask for this order; a file that breaks it is still readable.
        self.sheet.cells.sort_by_key(|cell| (cell.row, cell.col));
        let mut left_out = Vec::new();
        merges::settle(&mut self.sheet, &self.printed, |cell, why| left_out.push((cell, why)));
        for &(at, why) in &left_out {
            self.leave_out(at, why);
        }
        left_out.retain(|(_, why)| *why == Why::Unprinted);
        let unprinted: Vec<Range> = left_out.into_iter().map(|(at, _)| at).collect();
        findings.extend(cut::find(&self.sheet, &self.printed, &unprinted));
        self.lay_shapes(findings);
        findings.extend(self.rules.find(&self.sheet));
        merges::pay(&self.sheet, budget)?;
        self.sheet.walls.sort_unstable();
        self.sheet.walls.dedup();
        self.sheet.ledges.sort_unstable();
        self.sheet.ledges.dedup();
        self.sheet.cells.shrink_to_fit();
        self.damages.report(&self.sheet.name, findings);
        self.left_out.report(&self.sheet.name, findings);
        Ok(self.sheet)
    }
}

impl View {
    /// Lays shapes over the cells that are left to see.
    fn lay_shapes(&mut self, findings: &mut Vec<Finding>) {
        let shapes = std::mem::take(&mut self.shapes);
        let prints_all = merges::prints_nothing(&self.sheet, &self.printed);
        let printed = if prints_all { &[] } else { self.printed.as_slice() };
        let (rows, columns) = (self.sheet.hidden_rows.clone(), self.sheet.hidden_columns.clone());
        let is_hidden = |spans: &[(u32, u32)], first: u32, last: u32| {
            let at = spans.partition_point(|span| span.1 < first);
            spans.get(at).is_some_and(|span| span.0 <= first && last <= span.1)
        };
        let is_printed = |range: &Range| {
            printed.is_empty() || printed.iter().any(|part| part.intersection(range).is_some())
        };
        let is_seen = |range: &Range| {
            is_printed(range)
                && !is_hidden(&rows, range.row, range.last_row)
                && !is_hidden(&columns, range.col, range.last_col)
        };
        let sizes = (&self.columns, &self.rows);
        for range in boxes::lay(shapes, sizes, &mut self.sheet, is_seen, findings) {
            let why = if is_printed(&range) { Why::Row } else { Why::Unprinted };
            self.left_out.add(range, why);
        }
    }
}

/// Whether nothing of a text leaves ink.
fn is_space(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// A date counts days, which is no number that a reader of the sheet knows.
fn number(value: f64, shown: &Shown) -> Option<Number> {
    let Shown { rounded, power, .. } = *shown;
    (!shown.is_date).then_some(Number { value, rounded, power })
}

/// Adds a span to a list.
fn hide(spans: &mut Vec<(u32, u32)>, first: u32, last: u32) {
    match spans.last_mut() {
        Some((from, to)) if *from <= first && first <= to.saturating_add(1) => *to = last.max(*to),
        _ if first <= last => spans.push((first, last)),
        _ => (),
    }
    // No sheet has so many; they repeat each other.
    if spans.len() > limits::ROWS as usize {
        merges::join(spans);
    }
}
