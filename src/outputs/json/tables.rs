//! Grids → JSON, page by page.

use super::list::{CHUNK, List};
use super::{corners, validator};
use crate::grid::{Cell, Grid, Leaf};
use crate::outputs::wire;
use crate::place::Place;
use jsonschema::Validator;
use std::sync::LazyLock;

static TABLES: LazyLock<Result<Validator, String>> = LazyLock::new(validator::<wire::Tables>);

/// The raw grids of a document, printed and validated as they come.
#[derive(Default)]
pub(crate) struct Tables {
    text: String,
}

impl Tables {
    /// Adds the grids of one page or sheet.
    ///
    /// # Errors
    ///
    /// What does not match the schema, which is a bug of this program.
    pub(crate) fn add(&mut self, leaf: &Leaf) -> Result<(), String> {
        leaf.grids.iter().try_for_each(|grid| self.add_grid(grid))
    }

    fn add_grid(&mut self, grid: &Grid) -> Result<(), String> {
        let shell = wire::Tables { tables: vec![table(grid)] };
        let mut list = List::begin(&shell, "/tables/0/cells", &TABLES)?;
        for chunk in grid.cells.chunks(CHUNK) {
            list.add(&chunk.iter().map(table_cell).collect::<Vec<_>>())?;
        }
        let text = list.end()?;
        let items = text.strip_prefix(TABLES_HEAD).and_then(|it| it.strip_suffix(TABLES_TAIL));
        self.push(items.ok_or("tables are printed in another way than they are joined")?);
        Ok(())
    }

    fn push(&mut self, items: &str) {
        if !self.text.is_empty() && !items.is_empty() {
            self.text.push(',');
        }
        self.text.push_str(items);
    }

    /// Adds the grids of the pages behind.
    pub(crate) fn append(&mut self, other: &Tables) {
        self.push(&other.text);
    }

    /// The whole document.
    pub(crate) fn finish(mut self) -> String {
        if self.text.is_empty() {
            return "{\n  \"tables\": []\n}\n".to_owned();
        }
        self.text.insert_str(0, TABLES_HEAD);
        self.text.push_str(TABLES_TAIL);
        self.text.push('\n');
        self.text
    }
}

const TABLES_HEAD: &str = "{\n  \"tables\": [";
const TABLES_TAIL: &str = "\n  ]\n}";

/// All of a table but its cells.
fn table(grid: &Grid) -> wire::Table {
    let (page, bbox, sheet, range) = place_columns(&grid.place);
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

fn table_cell(cell: &Cell) -> wire::TableCell<'_> {
    let (_, bbox, _, range) = place_columns(&cell.place);
    wire::TableCell {
        row: cell.row,
        col: cell.col,
        rowspan: cell.rowspan,
        colspan: cell.colspan,
        text: &cell.text,
        bbox,
        range,
    }
}

type PlaceColumns = (Option<usize>, Option<[wire::Hundredths; 4]>, Option<String>, Option<String>);

fn place_columns(place: &Place) -> PlaceColumns {
    match place {
        Place::Page { page, bbox } => (Some(*page), Some(corners(bbox)), None, None),
        Place::Sheet { sheet, range } => {
            (None, None, Some(sheet.to_string()), Some(range.to_string()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn joins(tables: usize, expected: &str) {
        let mut all = Tables::default();
        for text in ["\n    1", "\n    2"].iter().take(tables) {
            all.append(&Tables { text: (*text).to_owned() });
        }
        all.append(&Tables::default());
        assert_eq!(all.finish(), expected);
    }

    #[test]
    fn a_document_is_the_sum_of_its_pages() {
        joins(0, "{\n  \"tables\": []\n}\n");
        joins(1, "{\n  \"tables\": [\n    1\n  ]\n}\n");
        joins(2, "{\n  \"tables\": [\n    1,\n    2\n  ]\n}\n");
    }
}
