//! What one workbook may still cost. Spent while it is read, so that no file,
//! however small, can ask for more memory or time than the limits allow. The
//! limits named for a sheet hold for all sheets together, because a workbook
//! may name one part four thousand times.

use crate::error::Kind;
use crate::source::limits;

/// The rest of each allowance of one workbook.
pub(super) struct Budget {
    cells: usize,
    cells_max: usize,
    text: usize,
    merges: usize,
    styles: usize,
    shapes: usize,
}

impl Budget {
    pub(super) fn new(cells_max: usize) -> Budget {
        Budget {
            cells: cells_max,
            cells_max,
            text: limits::WORKBOOK_TEXT_BYTES,
            merges: limits::MERGES_PER_SHEET,
            styles: limits::STYLES,
            shapes: limits::SHAPES,
        }
    }

    /// Cells that show something were found.
    pub(super) fn cells(&mut self, count: usize) -> Result<(), Kind> {
        spend(&mut self.cells, count, "cells", self.cells_max as u64)
    }

    /// Text will be kept.
    pub(super) fn text(&mut self, bytes: usize) -> Result<(), Kind> {
        spend(&mut self.text, bytes, "bytes of text", limits::WORKBOOK_TEXT_BYTES as u64)
    }

    /// A merged range was found.
    pub(super) fn merge(&mut self) -> Result<(), Kind> {
        spend(&mut self.merges, 1, "merged ranges", limits::MERGES_PER_SHEET as u64)
    }

    /// A shape with text was found.
    pub(super) fn shape(&mut self) -> Result<(), Kind> {
        spend(&mut self.shapes, 1, "shapes with text", limits::SHAPES as u64)
    }

    /// A font, fill, format or cell style was found.
    pub(super) fn style(&mut self) -> Result<(), Kind> {
        spend(&mut self.styles, 1, "cell styles", limits::STYLES as u64)
    }
}

fn spend(rest: &mut usize, amount: usize, what: &'static str, limit: u64) -> Result<(), Kind> {
    *rest = rest.checked_sub(amount).ok_or(Kind::Limit { what, limit })?;
    Ok(())
}
