//! One sheet: columns, rows, cells, merges; any of them may be repeated, up to
//! the million empty rows below the last one.

use super::super::Sheet;
use super::super::budget::Budget;
use super::super::damage::Damage;
use super::super::number_format::{Epoch, NumberFormat};
use super::super::print::{Name, Print};
use super::super::style::{Font, Sides, Style};
use super::super::text::Text;
use super::super::view::{Content, View};
use super::super::xml::{Node, Opening, Xml};
use super::styles::{Look, Styles};
use super::{paragraphs, skip};
use crate::error::Kind;
use crate::finding::Finding;
use crate::place::Range;
use crate::source::limits;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// A sheet being read.
struct Reader<'s> {
    styles: &'s Styles,
    looks: HashMap<String, Look>,
    general: NumberFormat,
    view: View,
    row: u32,
    next_column: u32,
    /// The last column of each stretch, and the style of cells without one.
    column_styles: Vec<(u32, String)>,
    print: Print,
    collapsed: Collapsed,
}

/// How many groups are open from the outermost collapsed one on.
#[derive(Default)]
struct Collapsed {
    rows: usize,
    columns: usize,
}

impl Collapsed {
    fn of(&mut self, group: &str) -> &mut usize {
        if group == "table-row-group" { &mut self.rows } else { &mut self.columns }
    }

    fn open(&mut self, group: &Opening<'_>) {
        let depth = self.of(group.name());
        *depth += usize::from(*depth > 0 || group.flag("display") == Some(false));
    }

    fn close(&mut self, group: &str) {
        let depth = self.of(group);
        *depth = depth.saturating_sub(1);
    }
}

/// A row while its cells are read.
struct Row {
    style: String,
    repeated: u32,
    next_column: u32,
    cells: Vec<RawCell>,
}

/// A cell that holds something or spans several.
struct RawCell {
    first: u32,
    last: u32,
    style: Style,
    value: Rc<Value>,
    spanned: (u32, u32),
}

enum Value {
    Blank,
    Text(Text),
    Bool(bool),
    /// As shown, stored, and the power of ten between them.
    Number(Text, f64, i32),
    Uncomputed,
}

/// Empty cells of one look whose borders are looked at. No box around a word is
/// wider; whole rows have 16,384.
const BLANK_COLUMNS: u32 = 256;

/// A sheet as far as it could be read.
pub(super) struct Read {
    pub(super) sheet: Sheet,
    /// Behind it, nothing more can be read of the document.
    pub(super) is_broken: bool,
}

/// Reads up to the end of a table, or to a damage, which is told.
pub(super) fn read(
    xml: &mut Xml<'_>,
    name: String,
    areas: Option<Vec<Range>>,
    styles: &Styles,
    budget: &mut Budget,
    findings: &mut Vec<Finding>,
) -> Result<Read, Kind> {
    let mut reader = Reader {
        styles,
        looks: HashMap::new(),
        general: NumberFormat::general(),
        view: View::new(name, Epoch::Of1900),
        row: 0,
        next_column: 0,
        column_styles: Vec::new(),
        print: Print::default(),
        collapsed: Collapsed::default(),
    };
    if styles.hides_zeros {
        reader.view.hide_zeros();
    }
    for area in areas.into_iter().flatten() {
        reader.print.add(Name::Areas, area);
    }
    let filled = reader.fill(xml, budget);
    let is_broken = match filled {
        Err(Kind::BrokenWorkbook(why)) => {
            reader.view.damage(Some((reader.row, 0)), Damage::Broken(why));
            true
        }
        other => {
            other?;
            false
        }
    };
    reader.view.print(reader.print.parts());
    Ok(Read { sheet: reader.view.finish(budget, findings)?, is_broken })
}

fn repeated(tag: &Opening<'_>, name: &str) -> u32 {
    tag.number(name).unwrap_or(1_u32).max(1)
}

/// Collapsed or filtered, or said so otherwise.
fn is_invisible(tag: &Opening<'_>) -> bool {
    tag.attribute("visibility").is_some_and(|it| it != "visible")
}

impl Reader<'_> {
    fn fill(&mut self, xml: &mut Xml<'_>, budget: &mut Budget) -> Result<(), Kind> {
        // Where those rows or columns begin that each page repeats.
        let mut first = 0;
        loop {
            match xml.next()? {
                Node::Open(tag) => match tag.name() {
                    "table-header-rows" => first = self.row,
                    "table-header-columns" => first = self.next_column,
                    "table-column" => {
                        self.column(&tag);
                        skip(xml)?;
                    }
                    "table-row" => {
                        let row = self.begin_row(&tag);
                        self.row(xml, row, budget)?;
                    }
                    "table-column-group" | "table-row-group" => self.collapsed.open(&tag),
                    "table-columns" | "table-rows" => (),
                    // Those that belong to the sheet as a whole.
                    "shapes" => self.shapes(xml, budget)?,
                    // Pictures, forms, links, tracked changes.
                    _ => skip(xml)?,
                },
                Node::Close(tag) => match tag.name() {
                    "table-header-rows" => self.title_rows(first),
                    "table-header-columns" => self.title_columns(first),
                    "table-column-group" | "table-row-group" => self.collapsed.close(tag.name()),
                    "table" => return Ok(()),
                    _ => (),
                },
                Node::End => return Ok(()),
                _ => (),
            }
        }
    }

    fn shapes(&mut self, xml: &mut Xml<'_>, budget: &mut Budget) -> Result<(), Kind> {
        let mut shapes = Vec::new();
        // Its own text, which it has none of.
        paragraphs::read(xml, Font::default(), self.styles, &mut shapes)?;
        for shape in shapes {
            budget.text(shape.text.len())?;
            self.view.add_shape(shape, budget)?;
        }
        Ok(())
    }

    /// Rows that each page repeats, up to the one read last.
    fn title_rows(&mut self, row: u32) {
        if let Some(last_row) = self.row.checked_sub(1).filter(|last| *last >= row) {
            let rows = Range { row, col: 0, last_row, last_col: limits::COLUMNS - 1 };
            self.print.add(Name::Titles, rows);
        }
    }

    fn title_columns(&mut self, col: u32) {
        if let Some(last_col) = self.next_column.checked_sub(1).filter(|last| *last >= col) {
            let columns = Range { row: 0, col, last_row: limits::ROWS - 1, last_col };
            self.print.add(Name::Titles, columns);
        }
    }

    fn column(&mut self, tag: &Opening<'_>) {
        let first = self.next_column;
        self.next_column = first.saturating_add(repeated(tag, "number-columns-repeated"));
        let last = self.next_column.saturating_sub(1);
        let style = tag.attribute("style-name").unwrap_or_default();
        let is_collapsed = self.collapsed.columns > 0;
        if is_collapsed || is_invisible(tag) || self.styles.hides_column(&style) {
            self.view.hide_columns(first, last);
        }
        if let Some(width) = self.styles.size("table-column", &style) {
            self.view.sizes().0.add(first, last, width);
        }
        let cells = tag.attribute("default-cell-style-name").unwrap_or_default();
        if first < limits::COLUMNS {
            self.column_styles.push((last, cells.into_owned()));
        }
    }

    fn begin_row(&mut self, tag: &Opening<'_>) -> Row {
        let repeated = repeated(tag, "number-rows-repeated");
        let style = tag.attribute("style-name").unwrap_or_default();
        let is_collapsed = self.collapsed.rows > 0;
        if is_collapsed || is_invisible(tag) || self.styles.hides_row(&style) {
            self.view.hide_rows(self.row, self.row.saturating_add(repeated - 1));
        }
        if let Some(height) = self.styles.size("table-row", &style) {
            let last = self.row.saturating_add(repeated - 1);
            self.view.sizes().1.add(self.row, last, height);
        }
        let style = tag.attribute("default-cell-style-name").unwrap_or_default().into_owned();
        Row { style, repeated, next_column: 0, cells: Vec::new() }
    }

    fn row(&mut self, xml: &mut Xml<'_>, mut row: Row, budget: &mut Budget) -> Result<(), Kind> {
        loop {
            match xml.next()? {
                Node::Open(tag) if matches!(tag.name(), "table-cell" | "covered-table-cell") => {
                    let head = self.head(&tag, &mut row);
                    self.cell(xml, head, &mut row, budget)?;
                }
                Node::Open(_) => skip(xml)?,
                Node::Close(_) | Node::End => break,
                _ => (),
            }
        }
        self.put(&row, budget)?;
        self.row = self.row.saturating_add(row.repeated);
        Ok(())
    }

    /// Puts a row as often as it is repeated; each cell is paid for.
    fn put(&mut self, row: &Row, budget: &mut Budget) -> Result<(), Kind> {
        if row.cells.is_empty() {
            return Ok(());
        }
        for row_number in self.row..self.row.saturating_add(row.repeated) {
            for cell in &row.cells {
                for col in cell.first..=cell.last {
                    self.put_cell((row_number, col), cell, budget)?;
                }
            }
        }
        Ok(())
    }

    fn put_cell(
        &mut self,
        (row, col): (u32, u32),
        cell: &RawCell,
        budget: &mut Budget,
    ) -> Result<(), Kind> {
        if cell.spanned != (1, 1) {
            let last_row = row.saturating_add(cell.spanned.0 - 1);
            let last_col = col.saturating_add(cell.spanned.1 - 1);
            self.view.merge(Range { row, col, last_row, last_col }, budget)?;
        }
        let content = match &*cell.value {
            Value::Blank => Content::Blank,
            Value::Text(text) => Content::Text(text),
            Value::Bool(truth) => Content::Bool(*truth),
            Value::Number(text, number, power) => {
                Content::Formatted { text, number: *number, power: *power }
            }
            Value::Uncomputed => Content::Uncomputed,
        };
        self.view.put((row, col), content, &cell.style, budget)
    }
}

/// A cell as its tag announces it.
struct Head {
    columns: (u32, u32),
    spanned: (u32, u32),
    look: Look,
    /// That look is not the one of its columns.
    has_own_style: bool,
    kind: String,
    value: Option<String>,
    has_formula: bool,
}

impl Reader<'_> {
    fn head(&mut self, tag: &Opening<'_>, row: &mut Row) -> Head {
        let first = row.next_column;
        row.next_column = first.saturating_add(repeated(tag, "number-columns-repeated"));
        let own = match tag.attribute("style-name") {
            Some(name) => Some(name.into_owned()),
            None => (!row.style.is_empty()).then(|| row.style.clone()),
        };
        let has_own_style = own.is_some();
        let style = own.unwrap_or_else(|| self.column_style(first).1);
        let kind = tag.attribute("value-type").unwrap_or_default().into_owned();
        let value = match kind.as_str() {
            "boolean" => tag.attribute("boolean-value"),
            "string" => tag.attribute("string-value"),
            _ => tag.attribute("value"),
        };
        Head {
            columns: (first, row.next_column.saturating_sub(1)),
            spanned: (
                repeated(tag, "number-rows-spanned"),
                repeated(tag, "number-columns-spanned"),
            ),
            look: self.look(style),
            has_own_style,
            kind,
            value: value.map(|value| value.into_owned()),
            has_formula: tag.attribute("formula").is_some(),
        }
    }

    /// The style of the cells of a column, and the last column that has it.
    fn column_style(&self, col: u32) -> (u32, String) {
        let at = self.column_styles.partition_point(|(last, _)| *last < col);
        self.column_styles.get(at).cloned().unwrap_or((u32::MAX, String::new()))
    }

    fn look(&mut self, style: String) -> Look {
        let styles = self.styles;
        let style = if styles.has_cell(&style) { style } else { String::new() };
        self.looks.entry(style).or_insert_with_key(|name| styles.cell(name)).clone()
    }

    fn cell(
        &mut self,
        xml: &mut Xml<'_>,
        head: Head,
        row: &mut Row,
        budget: &mut Budget,
    ) -> Result<(), Kind> {
        let mut shapes = Vec::new();
        let text = paragraphs::read(xml, head.look.style.font, self.styles, &mut shapes)?;
        for mut shape in shapes {
            (shape.from.row, shape.from.col) = (self.row, head.columns.0);
            budget.text(shape.text.len())?;
            self.view.add_shape(shape, budget)?;
        }
        let is_empty = text.is_empty();
        let number = head.value.as_ref().and_then(|value| value.trim().parse().ok());
        let value = match (head.kind.as_str(), number) {
            ("boolean", _) => Value::Bool(head.value.as_deref() == Some("true")),
            ("float" | "percentage" | "currency", Some(number)) => {
                let power = if head.kind == "percentage" { 2 } else { 0 };
                self.number(text, number, power, head.look.has_format)
            }
            ("string", _) if is_empty && head.value.is_some() => {
                Value::Text(Text::Plain(Arc::from(head.value.unwrap_or_default())))
            }
            ("", _) if is_empty && head.has_formula => Value::Uncomputed,
            _ if is_empty => Value::Blank,
            _ => Value::Text(text),
        };
        // The borders of an empty cell may bound a word, but not in rows without
        // any, which are repeated by the million.
        let is_blank = matches!(value, Value::Blank) && head.spanned == (1, 1);
        if is_blank && row.repeated > 1 || head.columns.0 >= limits::COLUMNS {
            return Ok(());
        }
        if let Value::Text(text) | Value::Number(text, ..) = &value {
            budget.text(text.cost())?;
        }
        let value = Rc::new(value);
        let (mut first, mut last) = (head.columns.0, head.columns.1.min(limits::COLUMNS - 1));
        if is_blank {
            last = last.min(first.saturating_add(BLANK_COLUMNS - 1));
        }
        let mut look = head.look;
        loop {
            // Cells are repeated over columns of different looks.
            let end = if head.has_own_style { last } else { self.column_style(first).0.min(last) };
            if look.is_ruled && !is_blank {
                let last_row = self.row.saturating_add(row.repeated - 1);
                self.view.rule(Range { row: self.row, col: first, last_row, last_col: end });
            }
            if !is_blank || look.style.sides != Sides::default() {
                let (style, value) = (look.style, Rc::clone(&value));
                row.cells.push(RawCell { first, last: end, style, value, spanned: head.spanned });
            }
            if end >= last {
                return Ok(());
            }
            first = end + 1;
            look = self.look(self.column_style(first).1);
        }
    }

    /// A number as it is shown. The standard format is ours; but where words
    /// are shown under it, as for truth, they are the value.
    fn number(&self, text: Text, number: f64, power: i32, has_format: bool) -> Value {
        if has_format {
            return Value::Number(text, number, power);
        }
        if matches!(&text, Text::Plain(text) if text.is_empty() || text.parse::<f64>().is_ok()) {
            let shown = self.general.number(number, Epoch::Of1900).text;
            return Value::Number(Text::Plain(Arc::from(shown)), number, 0);
        }
        Value::Text(text)
    }
}
