//! Whether the cells of a sheet stand where they can stand.
//!
//! Records of xls have no checksum: one bit makes another row or column of a place,
//! or another kind of a cell. But what most programs write is orderly: each row is
//! described before its cells, with the columns that it uses, and the cells follow
//! each other in order, with nothing between them. A cell out of that order in a
//! sheet that keeps it else is damaged. A sheet that keeps no order is the habit of
//! its writer, and says nothing.

use super::super::bytes::Bytes;
use super::super::damage::Damage;
use crate::place::Range;
use std::collections::HashMap;

/// What was read of the cells of one sheet.
#[derive(Default)]
pub(super) struct Order {
    /// The columns of each row that was described: the first, and the one behind the
    /// last.
    rows: HashMap<u32, (u16, u16)>,
    /// The cells that the sheet says it uses.
    used: Option<Range>,
    before: Option<(u32, u32)>,
    /// A record that stands in no table of cells, since the last cell.
    between: Option<u16>,
    cells: usize,
    suspects: Vec<((u32, u32), Damage)>,
}

/// One cell in so many may be out of order for the others to be called orderly. The
/// smallest sheets of `looks.xls` have ten.
const ORDERLY_SHARE: usize = 4;

impl Order {
    /// `Dimensions` (MS-XLS 2.4.90): the first used row and column, and those behind
    /// the last.
    pub(super) fn dimensions(&mut self, mut data: Bytes<'_>) -> Option<()> {
        let (row, end_row) = (data.u32()?, data.u32()?);
        let (col, end_col) = (u32::from(data.u16()?), u32::from(data.u16()?));
        if let (Some(last_row), Some(last_col)) = (end_row.checked_sub(1), end_col.checked_sub(1)) {
            self.used = Some(Range { row, col, last_row, last_col });
        }
        Some(())
    }

    /// Any record of the sheet.
    pub(super) fn record(&mut self, kind: u16) {
        let is_of_table = matches!(
            kind,
            0x0006
                | 0x0021
                | 0x003C
                | 0x0091
                | 0x00BC
                | 0x00BD
                | 0x00BE
                | 0x00D6
                | 0x00D7
                | 0x00FD
                | 0x01C2
                | 0x0201
                | 0x0203..=0x0205 | 0x0207 | 0x0208 | 0x0221 | 0x0236 | 0x027E | 0x04BC
        );
        if !is_of_table && self.before.is_some() {
            self.between.get_or_insert(kind);
        }
    }

    /// A row is described.
    pub(super) fn row(&mut self, row: u32, columns: (u16, u16)) {
        self.rows.insert(row, columns);
    }

    /// The cell before comes again, with its text.
    pub(super) fn again(&mut self) {
        self.before = None;
        self.cells -= self.cells.min(1);
    }

    /// A cell.
    pub(super) fn cell(&mut self, at: (u32, u32)) {
        self.cells += 1;
        let is_behind = self.before.is_none_or(|before| before < at);
        let is_used = self.used.is_none_or(|used| {
            (used.row..=used.last_row).contains(&at.0) && (used.col..=used.last_col).contains(&at.1)
        });
        let is_within = self.rows.get(&at.0).is_some_and(|(first, end)| {
            // A row of no columns was not counted by its writer.
            end == &0 || (u32::from(*first)..u32::from(*end)).contains(&at.1)
        });
        match self.between.take() {
            Some(kind) => self.suspects.push((at, Damage::Misplaced(kind.into()))),
            None if !(is_behind && is_used && is_within) => {
                self.suspects.push((at, Damage::Order));
            }
            None => (),
        }
        self.before = Some(at);
    }

    /// The cells that are out of the order of all others.
    pub(super) fn damages(self) -> Vec<((u32, u32), Damage)> {
        let is_orderly = self.suspects.len() * ORDERLY_SHARE <= self.cells;
        if is_orderly { self.suspects } else { Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::{Damage, Order};

    /// Rows 0 to 3 of columns 0 to 2, all their cells in order but for some at a place.
    #[track_caller]
    fn check(change: impl Fn(&mut Order, (u32, u32)), expected: &[Damage]) {
        let mut order = Order::default();
        (0..4).for_each(|row| order.row(row, (0, 3)));
        for at in (0..4).flat_map(|row| (0..3).map(move |col| (row, col))) {
            change(&mut order, at);
        }
        let found: Vec<Damage> = order.damages().into_iter().map(|(_, damage)| damage).collect();
        assert_eq!(found, expected);
    }

    /// All cells but the one at B2, which stands elsewhere.
    fn moved(order: &mut Order, at: (u32, u32), to: (u32, u32)) {
        order.record(0x00FD);
        order.cell(if at == (1, 1) { to } else { at });
    }

    #[test]
    fn a_cell_that_was_moved() {
        check(|order, at| moved(order, at, at), &[]);
        check(|order, at| moved(order, at, (1, 5)), &[Damage::Order, Damage::Order]);
        check(|order, at| moved(order, at, (9, 1)), &[Damage::Order, Damage::Order]);
        check(|order, at| moved(order, at, (0, 1)), &[Damage::Order]);
    }

    #[test]
    fn a_cell_of_another_kind() {
        let kind = |at| if at == (1, 1) { 0x00F5 } else { 0x00FD };
        let read = |order: &mut Order, at| {
            order.record(kind(at));
            if at != (1, 1) {
                order.cell(at);
            }
        };
        check(read, &[Damage::Misplaced(0xF5)]);
    }

    /// The habit of a writer.
    #[test]
    fn cells_in_no_order() {
        check(|order, at| order.cell((3 - at.0, 2 - at.1)), &[]);
        check(|order, at| order.cell((at.0 + 9, at.1)), &[]);
    }

    #[test]
    fn the_text_of_a_formula() {
        let read = |order: &mut Order, at| {
            order.cell(at);
            order.again();
            order.cell(at);
        };
        check(read, &[]);
    }
}
