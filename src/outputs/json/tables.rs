//! Grids → JSON, page by page.

use super::indent::Indented;
use super::list::{List, Printable, Shell};
use super::{Lazy, corners, ready, validator};
use crate::error::Kind;
use crate::grid::{Cell, Grid, SheetCell};
use crate::outputs::spool::Spool;
use crate::outputs::wire;
use crate::place::Place;
use std::io::Write;
use std::sync::LazyLock;

static TABLES: Lazy = LazyLock::new(validator::<wire::Tables>);
static CELLS: Lazy = LazyLock::new(validator::<Vec<wire::TableCell<'_>>>);

/// The raw grids of some pages or sheets, printed and validated as they come.
#[derive(Default)]
pub(crate) struct Tables {
    /// As items of a list, commas between them.
    items: Spool,
    has_items: bool,
}

impl Tables {
    /// Adds a grid, its cells one by one.
    ///
    /// # Errors
    ///
    /// What does not match the schema, which is a bug of this program, or can't
    /// be kept.
    pub(crate) fn add(
        &mut self,
        grid: &Grid,
        cells: impl Iterator<Item: Printable>,
    ) -> Result<(), Kind> {
        let document = wire::Tables { tables: vec![table(grid)] };
        let shell = Shell::of(&document, ("cells", 3), ready(&TABLES)?)?;
        let before = shell.before.strip_prefix(HEAD);
        let behind = shell.behind.strip_suffix(TAIL);
        let (Some(before), Some(behind)) = (before, behind) else {
            return Err(Kind::Schema("tables are printed otherwise than they are joined".into()));
        };
        write(&mut self.items, if self.has_items { "," } else { "" })?;
        self.has_items = true;
        write(&mut self.items, before)?;
        let form = Indented::at(3).with_items_in_lines();
        let mut list = List::begin(form, ready(&CELLS)?, &mut self.items);
        list.extend(cells)?;
        list.end()?;
        write(&mut self.items, behind)
    }

    /// Hands on the whole document, whose parts follow each other.
    ///
    /// # Errors
    ///
    /// What the operating system says where it can't be written.
    pub(crate) fn join(
        parts: impl IntoIterator<Item = Tables>,
        out: &mut dyn Write,
    ) -> Result<(), Kind> {
        let mut before = HEAD;
        for part in parts.into_iter().filter(|part| part.has_items) {
            write(out, before)?;
            part.items.pour(out)?;
            before = ",";
        }
        write(out, if before == HEAD { EMPTY } else { TAIL })?;
        write(out, "\n")
    }
}

fn write(out: &mut dyn Write, text: &str) -> Result<(), Kind> {
    out.write_all(text.as_bytes()).map_err(Kind::Output)
}

const HEAD: &str = "{\n  \"tables\": [";
const TAIL: &str = "\n  ]\n}";
const EMPTY: &str = "{\n  \"tables\": []\n}";

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

/// About 100 bytes a cell.
const CHUNK: usize = 512;

impl Printable for Cell {
    type Wire<'a> = wire::TableCell<'a>;
    const CHUNK: usize = CHUNK;

    fn wire(&self) -> wire::TableCell<'_> {
        let (bbox, range) = match &self.place {
            Place::Page { bbox, .. } => (Some(corners(bbox)), None),
            Place::Sheet { range, .. } => (None, Some(wire::SheetRange(*range))),
        };
        table_cell([self.row, self.col, self.rowspan, self.colspan], &self.text, bbox, range)
    }

    fn bytes(&self) -> usize {
        self.text.len()
    }
}

impl Printable for SheetCell {
    type Wire<'a> = wire::TableCell<'a>;
    const CHUNK: usize = CHUNK;

    fn wire(&self) -> wire::TableCell<'_> {
        let range = Some(wire::SheetRange(self.range));
        table_cell([self.row, self.col, self.rowspan, self.colspan], &self.text, None, range)
    }

    fn bytes(&self) -> usize {
        self.text.len()
    }
}

#[cfg(test)]
mod tests {
    use super::super::validate;
    use super::*;

    #[test]
    fn what_is_no_cell_does_not_leave() {
        let refuse = |text: &str| match validate(ready(&CELLS).unwrap(), text) {
            Err(Kind::Schema(words)) => words,
            other => panic!("{text}: {other:?}"),
        };
        assert!(refuse("[{}]").contains("required"));
        let cell = |row: &str, more: &str| {
            format!(
                r#"[{{"row":{row},"col":0,"rowspan":1,"colspan":1,"text":"","bbox":null,"range":"A1"{more}}}]"#
            )
        };
        assert!(refuse(&cell("1.5", "")).starts_with("/0/row"));
        assert!(refuse(&cell("-1", "")).starts_with("/0/row"));
        assert!(refuse(&cell("0", r#","more":1"#)).contains("more"));
        assert!(validate(ready(&CELLS).unwrap(), &cell("0", "")).is_ok());
    }

    #[track_caller]
    fn joins(parts: &[&str], expected: &str) {
        let part = |text: &&str| {
            let mut part = Tables { has_items: !text.is_empty(), ..Tables::default() };
            write(&mut part.items, text).unwrap();
            part
        };
        let mut all = Vec::new();
        Tables::join(parts.iter().map(part), &mut all).unwrap();
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
