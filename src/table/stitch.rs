//! Parts of one table on several pages → one table.
//!
//! A part continues the table before it when it has the same header, or, being
//! first on its page, no header of its own and the same columns.

use super::{Column, Table, bands};
use crate::layout;
use crate::place::Place;

/// Collects tables in reading order.
#[derive(Default)]
pub(super) struct Stitcher {
    tables: Vec<Part>,
}

/// A table that may still go on.
struct Part {
    table: Table,
    last_page: usize,
}

impl Stitcher {
    /// Adds the next grid of the document, split into a table.
    pub(super) fn add(&mut self, table: Table) {
        let page = page_of(&table.place);
        if let Some(open) = self.tables.last_mut()
            && page == open.last_page + 1
            && same_header(&open.table.columns, &table.columns)
        {
            open.last_page = page;
            open.table.rows.extend(table.rows);
            return;
        }
        self.tables.push(Part { table, last_page: page });
    }

    /// The tables, whole. Bands are taken out only now, because they hold over
    /// page ends.
    pub(super) fn finish(self) -> Vec<Table> {
        self.tables
            .into_iter()
            .map(|Part { table, .. }| Table {
                rows: bands::take_out(table.rows, &table.columns),
                ..table
            })
            .collect()
    }
}

fn page_of(place: &Place) -> usize {
    match place {
        Place::Page { page, .. } => *page,
        // Each sheet is a document of its own: no page follows it.
        Place::Sheet { .. } => usize::MAX - 1,
    }
}

fn same_header(open: &[Column], next: &[Column]) -> bool {
    let folded = |columns: &[Column]| -> Vec<String> {
        columns
            .iter()
            .map(|column| column.path.iter().map(|header| layout::fold(header)).collect())
            .collect()
    };
    folded(open) == folded(next)
}
