//! Grids → JSON, one after the other, a line for each cell.

use super::{corners, failure};
use crate::error::Kind;
use crate::grid::{Cell, Grid, SheetCell};
use crate::outputs::wire;
use crate::place::Place;
use std::io::Write;

/// The grids of some pages or sheets, printed as they come: items of a list,
/// commas between them.
#[derive(Debug, Default)]
pub(crate) struct Tables<W> {
    out: W,
    has_items: bool,
}

impl<W: Write> Tables<W> {
    /// Adds a grid, its cells one by one.
    ///
    /// # Errors
    ///
    /// Where it can't be written.
    pub(crate) fn add<C: TableCell>(
        &mut self,
        grid: &Grid,
        cells: impl Iterator<Item = C>,
    ) -> Result<(), Kind> {
        let shell = serde_json::to_string_pretty(&table(grid)).map_err(failure)?;
        let shell = shell.replace('\n', "\n    ");
        // Strings hold no line end, so this stands at that key and nowhere else.
        let (before, behind) = shell
            .split_once("\n      \"cells\": []")
            .ok_or_else(|| Kind::Schema("a table without a list of cells".to_owned()))?;
        self.separate()?;
        self.write("\n    ")?;
        self.write(before)?;
        self.write("\n      \"cells\": [")?;
        let mut separator = "\n        ";
        for cell in cells {
            self.write(separator)?;
            serde_json::to_writer(&mut self.out, &cell.wire()).map_err(failure)?;
            separator = ",\n        ";
        }
        self.write(if separator.starts_with(',') { "\n      ]" } else { "]" })?;
        self.write(behind)
    }

    /// Begins a document.
    ///
    /// # Errors
    ///
    /// Where it can't be written.
    pub(crate) fn begin(out: W) -> Result<Tables<W>, Kind> {
        let mut tables = Tables { out, has_items: false };
        tables.write("{\n  \"tables\": [")?;
        Ok(tables)
    }

    /// Adds what was printed elsewhere.
    ///
    /// # Errors
    ///
    /// Where it can't be written.
    pub(crate) fn append(&mut self, part: &Tables<Vec<u8>>) -> Result<(), Kind> {
        if part.has_items {
            self.separate()?;
            self.out.write_all(&part.out).map_err(Kind::Output)?;
        }
        Ok(())
    }

    /// Ends the document.
    ///
    /// # Errors
    ///
    /// Where it can't be written.
    pub(crate) fn end(mut self) -> Result<(), Kind> {
        self.write(if self.has_items { "\n  ]\n}\n" } else { "]\n}\n" })?;
        self.out.flush().map_err(Kind::Output)
    }

    fn separate(&mut self) -> Result<(), Kind> {
        let separator = if self.has_items { "," } else { "" };
        self.has_items = true;
        self.write(separator)
    }

    fn write(&mut self, text: &str) -> Result<(), Kind> {
        self.out.write_all(text.as_bytes()).map_err(Kind::Output)
    }
}

/// All of a table but its cells.
fn table(grid: &Grid) -> wire::Table {
    let (page, bbox, sheet, range) = match &grid.place {
        Place::Page { page, bbox } => (Some(*page), Some(corners(bbox)), None, None),
        Place::Sheet { sheet, range } => {
            (None, None, Some(sheet.to_string()), Some(range.to_string()))
        }
    };
    wire::Table {
        page,
        bbox,
        sheet,
        range,
        rows: grid.rows,
        cols: grid.cols,
        ruled: grid.ruled,
        cells: Vec::new(),
    }
}

fn table_cell(
    [row, col, rowspan, colspan]: [usize; 4],
    text: &str,
    bbox: Option<[wire::Hundredths; 4]>,
    range: Option<wire::SheetRange>,
) -> wire::TableCell<'_> {
    wire::TableCell { row, col, rowspan, colspan, text, bbox, range }
}

/// What stands in a list of cells.
pub(crate) trait TableCell {
    /// As it is printed.
    fn wire(&self) -> wire::TableCell<'_>;
}

impl TableCell for &Cell {
    fn wire(&self) -> wire::TableCell<'_> {
        let (bbox, range) = match &self.place {
            Place::Page { bbox, .. } => (Some(corners(bbox)), None),
            Place::Sheet { range, .. } => (None, Some(wire::SheetRange(*range))),
        };
        table_cell([self.row, self.col, self.rowspan, self.colspan], &self.text, bbox, range)
    }
}

impl TableCell for SheetCell {
    fn wire(&self) -> wire::TableCell<'_> {
        let range = Some(wire::SheetRange(self.range));
        table_cell([self.row, self.col, self.rowspan, self.colspan], &self.text, None, range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn joins(parts: &[&str], expected: &str) {
        let mut all = Vec::new();
        let mut document = Tables::begin(&mut all).unwrap();
        for text in parts {
            let part = Tables { out: text.as_bytes().to_vec(), has_items: !text.is_empty() };
            document.append(&part).unwrap();
        }
        document.end().unwrap();
        assert_eq!(String::from_utf8(all).unwrap(), expected);
    }

    #[test]
    fn a_document_is_the_sum_of_its_pages() {
        joins(&[], "{\n  \"tables\": []\n}\n");
        joins(&["", ""], "{\n  \"tables\": []\n}\n");
        joins(&["", "\n    1"], "{\n  \"tables\": [\n    1\n  ]\n}\n");
        joins(&["\n    1", "", "\n    2"], "{\n  \"tables\": [\n    1,\n    2\n  ]\n}\n");
    }
}
