//! One sheet: columns, rows, cells, merges.

use super::super::Sheet;
use super::super::boxes::{Corner, Reach, Shape};
use super::super::budget::Budget;
use super::super::bytes::{Bytes, error, rk};
use super::super::damage::Damage;
use super::super::style::Style;
use super::super::text::Text;
use super::super::view::{Content, TWIPS_MIN, View};
use super::conditional;
use super::globals::{Book, Entry};
use super::order::Order;
use super::records::{Records, is_global, is_known, is_too_long};
use super::{shapes, strings};
use crate::error::Kind;
use crate::finding::Finding;
use crate::place::Range;

/// A sheet being read.
struct Reader<'b> {
    book: &'b Book,
    view: View,
    default: Style,
    /// The cell of a formula whose text is in a record that follows.
    waiting: Option<Cell>,
    /// The cells of the conditional format being read, until a rule tells.
    ruled: Vec<Range>,
    order: Order,
    /// Where the shape lies that is being read.
    anchor: Option<(Corner, Corner)>,
    /// It is a comment, which is not printed.
    is_note: bool,
}

/// A cell's place and style number, which open every record of a cell.
#[derive(Clone, Copy)]
struct Cell {
    at: (u32, u32),
    style: u16,
}

/// Reads the sheet at the start of a stream, and tells how long it is.
pub(super) fn read(
    stream: &[u8],
    entry: &Entry,
    book: &Book,
    budget: &mut Budget,
    findings: &mut Vec<Finding>,
) -> Result<(Sheet, usize), Kind> {
    let mut records = Records::new(stream);
    let mut view = View::new(entry.name.clone(), book.epoch);
    view.print(entry.printed.clone());
    if hides_zeros(stream) {
        view.hide_zeros();
    }
    let default = Style::default();
    let mut reader = Reader {
        book,
        view,
        default,
        waiting: None,
        ruled: Vec::new(),
        order: Order::default(),
        anchor: None,
        is_note: false,
    };
    // Charts in a sheet are substreams within it.
    let mut depth = 0_usize;
    let mut has_end = false;
    while let Some((kind, data)) = records.next() {
        if !is_known(kind) || is_too_long(kind, data) || is_global(kind) && depth <= 1 {
            reader.view.damage(None, Damage::Misplaced(kind.into()));
            continue;
        }
        if depth <= 1 {
            reader.order.record(kind);
        }
        match kind {
            0x0809 => depth += 1,
            0x000A if depth <= 1 => {
                has_end = true;
                break;
            }
            0x000A => depth -= 1,
            0x00EC if depth <= 1 => reader.anchor = shapes::anchor(data).or(reader.anchor),
            0x005D if depth <= 1 => reader.is_note = shapes::is_note(data),
            0x01B6 if depth <= 1 => reader.text_object(data, &mut records, budget)?,
            0x0204 | 0x0207 | 0x00D6 if depth <= 1 => {
                reader.string(kind, data, &mut records, budget)?;
            }
            _ if depth <= 1 => reader.record(kind, data, budget)?,
            _ => (),
        }
    }
    reader.miss_text();
    for (at, damage) in std::mem::take(&mut reader.order).damages() {
        reader.view.damage(Some(at), damage);
    }
    match records.broken() {
        Some(kind) => reader.view.damage(None, Damage::Record(kind.into())),
        None if !has_end => reader.view.damage(None, Damage::NoEnd),
        None => (),
    }
    let sheet = reader.view.finish(budget, findings)?;
    Ok((sheet, records.length()))
}

/// Whether zeros are not shown, which `Window2` (MS-XLS 2.4.346) says behind
/// the cells.
fn hides_zeros(stream: &[u8]) -> bool {
    let mut records = Records::new(stream);
    let mut depth = 0_usize;
    while let Some((kind, mut data)) = records.next() {
        match kind {
            0x0809 => depth += 1,
            0x000A if depth <= 1 => break,
            0x000A => depth -= 1,
            0x023E if depth <= 1 => return data.u16().is_some_and(|flags| flags & 0x10 == 0),
            _ => (),
        }
    }
    false
}

impl Reader<'_> {
    /// Reads a record of one segment; one that is too short or too long is told.
    fn record(&mut self, kind: u16, data: Bytes<'_>, budget: &mut Budget) -> Result<(), Kind> {
        let is_sound = match kind {
            0x0200 => self.order.dimensions(data).is_some(),
            0x0208 => self.row(data).is_some(),
            0x007D => self.columns(data).is_some(),
            0x01B0 => {
                self.ruled = conditional::ranges(data);
                true
            }
            0x01B1 if conditional::tells(data) => {
                std::mem::take(&mut self.ruled).into_iter().for_each(|it| self.view.rule(it));
                true
            }
            0x00E5 => self.merges(data, budget)?,
            0x00BD => self.numbers(data, budget)?,
            0x00BE => self.blanks(data, budget)?,
            0x00FD | 0x0203 | 0x027E | 0x0205 | 0x0201 | 0x0006 => {
                match self.cell(kind, data, budget) {
                    Some(put) => put?,
                    None => false,
                }
            }
            _ => true,
        };
        if !is_sound {
            self.view.damage(None, Damage::Record(kind.into()));
        }
        Ok(())
    }

    /// `TxO` (MS-XLS 2.4.329): the text of the shape before it.
    fn text_object<'r>(
        &mut self,
        data: Bytes<'r>,
        records: &mut Records<'r>,
        budget: &mut Budget,
    ) -> Result<(), Kind> {
        let text = shapes::text(&mut records.continued(data), &self.book.fonts);
        let (Some((from, to)), Some(text)) = (self.anchor.take(), text) else { return Ok(()) };
        if self.is_note {
            return Ok(());
        }
        budget.text(text.len())?;
        self.view.add_shape(Shape { text, from, reach: Reach::Corner(to) }, budget)
    }

    /// Tells of a formula whose text did not come in a record behind it.
    fn miss_text(&mut self) {
        if let Some(cell) = self.waiting.take() {
            self.view.damage(Some(cell.at), Damage::NoString);
        }
    }

    /// `Row` (MS-XLS 2.4.221).
    fn row(&mut self, mut data: Bytes<'_>) -> Option<()> {
        let row = u32::from(data.u16()?);
        let (first, end) = (data.u16()?, data.u16()?);
        let height = data.u16()? & 0x7FFF;
        data.skip(4)?;
        if data.u16()? & 0x20 != 0 || height < TWIPS_MIN {
            self.view.hide_rows(row, row);
        }
        self.order.row(row, (first, end));
        // The look of its empty cells ends it.
        data.skip(2).filter(|()| data.0.is_empty())
    }

    /// `ColInfo` (MS-XLS 2.4.53).
    fn columns(&mut self, mut data: Bytes<'_>) -> Option<()> {
        let (first, last) = (data.u16()?, data.u16()?);
        let width = data.u16()?;
        data.skip(2)?;
        if data.u16()? & 1 != 0 || width == 0 {
            self.view.hide_columns(first.into(), last.into());
        }
        Some(())
    }

    /// `MergeCells` (MS-XLS 2.4.168).
    fn merges(&mut self, mut data: Bytes<'_>, budget: &mut Budget) -> Result<bool, Kind> {
        let Some(count) = data.u16() else { return Ok(false) };
        for _ in 0..count {
            let Some(range) = merge(&mut data) else { return Ok(false) };
            self.view.merge(range, budget)?;
        }
        Ok(true)
    }

    /// `MulRk` (MS-XLS 2.4.175).
    fn numbers(&mut self, mut data: Bytes<'_>, budget: &mut Budget) -> Result<bool, Kind> {
        let (Some(row), Some(mut col)) = (data.u16(), data.u16()) else { return Ok(false) };
        while data.0.len() > 2 {
            let (Some(style), Some(number)) = (data.u16(), data.u32()) else { return Ok(false) };
            let cell = Cell { at: (row.into(), col.into()), style };
            self.put(cell, Content::Number(rk(number)), budget)?;
            col = col.saturating_add(1);
        }
        Ok(data.u16().and_then(|last| last.checked_add(1)) == Some(col))
    }

    /// `MulBlank` (MS-XLS 2.4.174): the last field is a column.
    fn blanks(&mut self, mut data: Bytes<'_>, budget: &mut Budget) -> Result<bool, Kind> {
        let (Some(row), Some(mut col)) = (data.u16(), data.u16()) else { return Ok(false) };
        while data.0.len() > 2 {
            let Some(style) = data.u16() else { return Ok(false) };
            self.put(Cell { at: (row.into(), col.into()), style }, Content::Blank, budget)?;
            col = col.saturating_add(1);
        }
        Ok(data.u16().and_then(|last| last.checked_add(1)) == Some(col))
    }

    /// A cell, and whether its record is as long as its fields; none where it is
    /// shorter.
    fn cell(
        &mut self,
        kind: u16,
        mut data: Bytes<'_>,
        budget: &mut Budget,
    ) -> Option<Result<bool, Kind>> {
        let cell = head(&mut data)?;
        let book = self.book;
        let mut waits = false;
        let content = match kind {
            0x00FD => match book.strings.get(data.u32()? as usize) {
                Some(text) => Content::Text(text),
                None => {
                    self.view.damage(Some(cell.at), Damage::NoString);
                    Content::Blank
                }
            },
            0x0203 => Content::Number(data.f64()?),
            0x027E => Content::Number(rk(data.u32()?)),
            0x0205 => match (data.u8()?, data.u8()?) {
                (value, 0) => Content::Bool(value != 0),
                (code, _) => Content::Error(error(code)),
            },
            0x0006 => {
                let (content, has_text) = result(&mut data)?;
                waits = has_text;
                content
            }
            _ => Content::Blank,
        };
        // A formula stands behind its result.
        let is_sound = kind == 0x0006 || data.0.is_empty();
        let put = self.put(cell, content, budget);
        self.waiting = waits.then_some(cell);
        Some(put.map(|()| is_sound))
    }

    /// `Label`, `RString` or the text of a formula, each perhaps continued.
    fn string<'r>(
        &mut self,
        kind: u16,
        mut data: Bytes<'r>,
        records: &mut Records<'r>,
        budget: &mut Budget,
    ) -> Result<(), Kind> {
        let cell = match kind {
            // For the cell of the formula before it, which is no step back.
            0x0207 => {
                self.order.again();
                self.waiting.take()
            }
            _ => head(&mut data),
        };
        let text: Option<Text> = strings::plain(&mut records.continued(data));
        let (Some(cell), Some(text)) = (cell, text) else {
            self.view.damage(None, Damage::Record(kind.into()));
            return Ok(());
        };
        self.put(cell, Content::Text(&text), budget)
    }

    fn put(&mut self, cell: Cell, content: Content<'_>, budget: &mut Budget) -> Result<(), Kind> {
        self.order.cell(cell.at);
        self.miss_text();
        let style = self.book.styles.get(usize::from(cell.style));
        if style.is_none() {
            self.view.damage(Some(cell.at), Damage::NoStyle);
        }
        let style = style.unwrap_or(&self.default);
        self.view.put(cell.at, content, style, budget)
    }
}

/// The result of a formula (MS-XLS 2.5.133): a number, or what its upper half, no
/// number by then, stands for; and whether its text comes in a record behind it.
fn result(data: &mut Bytes<'_>) -> Option<(Content<'static>, bool)> {
    let content = match data.take(8)? {
        [0, .., 0xFF, 0xFF] => return Some((Content::Blank, true)),
        [1, _, truth, .., 0xFF, 0xFF] => Content::Bool(*truth != 0),
        [2, _, code, .., 0xFF, 0xFF] => Content::Error(error(*code)),
        // An empty text.
        [3, .., 0xFF, 0xFF] => Content::Blank,
        [_, .., 0xFF, 0xFF] => return None,
        number => Content::Number(Bytes(number).f64()?),
    };
    Some((content, false))
}

fn head(data: &mut Bytes<'_>) -> Option<Cell> {
    let (row, col) = (data.u16()?, data.u16()?);
    Some(Cell { at: (row.into(), col.into()), style: data.u16()? })
}

pub(super) fn merge(data: &mut Bytes<'_>) -> Option<Range> {
    let (row, last_row) = (u32::from(data.u16()?), u32::from(data.u16()?));
    let (col, last_col) = (u32::from(data.u16()?), u32::from(data.u16()?));
    (row <= last_row && col <= last_col).then_some(Range { row, col, last_row, last_col })
}

#[cfg(test)]
mod tests {
    use super::hides_zeros;

    /// The view of a chart in the sheet says nothing about its cells.
    #[test]
    fn a_window_without_zeros() {
        let begin = [9, 8, 0, 0];
        let end = [10, 0, 0, 0];
        let window = |flags: u8| [0x3E, 2, 2, 0, flags, 6];
        let chart = [&begin[..], &window(0), &end].concat();
        let sheet = |rest: &[u8]| [&begin[..], &chart, rest, &end].concat();
        assert!(hides_zeros(&sheet(&window(0xA6))));
        assert!(!hides_zeros(&sheet(&window(0xB6))));
        assert!(!hides_zeros(&sheet(&[])));
        assert!(!hides_zeros(&[0x3E, 2, 9, 0]));
    }
}
