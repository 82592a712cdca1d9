//! Conditional formats, by which a rule may hide a value or show it otherwise.
//!
//! Rules are formulas, and no formula is computed here. Most of them colour the
//! ground of a cell, which changes nothing that is read. Where one may, a person
//! is told.

use super::style::{Color, Font};
use super::{Cell, Sheet};
use crate::finding::{Code, Finding, Message};
use crate::place::{Place, Range};
use crate::source::limits;

/// The look that a rule gives to the cells for which it holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) font: Font,
    pub(super) fill: Color,
    pub(super) has_format: bool,
}

impl Default for Look {
    fn default() -> Look {
        Look { font: Font::default(), fill: Color::WHITE, has_format: false }
    }
}

impl Look {
    /// Whether it changes what a person reads.
    pub(super) fn tells(&self) -> bool {
        self.has_format || self.font.is_struck || self.font.color.vanishes_on(self.fill)
    }
}

/// The cells of one sheet that such rules are for.
#[derive(Debug, Default)]
pub(super) struct Rules(Vec<Range>);

impl Rules {
    /// Cells that a rule is for. A column that many rules are for comes as one
    /// range or as many below each other.
    pub(super) fn add(&mut self, range: Range) {
        let count = self.0.len();
        match self.0.last_mut() {
            Some(last) if continues(last, &range) || count >= limits::CONDITIONAL_RANGES => {
                *last = last.union(&range);
            }
            _ => self.0.push(range),
        }
    }

    /// The remark about the cells of a sheet that may look otherwise.
    pub(super) fn find(&self, sheet: &Sheet) -> Option<Finding> {
        let is_ruled = |cell: &&Cell| {
            self.0.iter().any(|it| {
                (it.row..=it.last_row).contains(&cell.row)
                    && (it.col..=it.last_col).contains(&cell.col)
            })
        };
        let mut count = 0;
        let places = sheet.cells.iter().filter(is_ruled).map(|cell| {
            count += 1;
            Range { row: cell.row, col: cell.col, last_row: cell.row, last_col: cell.col }
        });
        let range = places.reduce(|all, next| all.union(&next))?;
        let message = Message::new(
            format!(
                "条件付き書式で表示が変わりうる{count}セルを、条件を評価せずにそのまま読みました"
            ),
            format!(
                "read {count} cell(s) as they are that a conditional format may hide or show otherwise"
            ),
        );
        let place = Place::Sheet { sheet: sheet.name.clone(), range };
        Some(Finding::new(Code::P909, message).at(Some(place)))
    }
}

/// Whether a range begins below the end of one as wide, or beside one as high.
fn continues(last: &Range, next: &Range) -> bool {
    let is_below = (last.col, last.last_col) == (next.col, next.last_col)
        && last.last_row.saturating_add(1) == next.row;
    let is_beside = (last.row, last.last_row) == (next.row, next.last_row)
        && last.last_col.saturating_add(1) == next.col;
    last == next || is_below || is_beside
}
