//! One sheet: columns, rows, cells, merges.

use super::super::archive::Archive;
use super::super::budget::Budget;
use super::super::bytes::{Bytes, error, rk};
use super::super::style::Style;
use super::super::text::Text;
use super::super::view::{Content, TWIPS_MIN, View};
use super::super::{Sheet, SheetEntry, broken};
use super::Book;
use super::records::{self, Records};
use crate::error::Kind;
use crate::finding::Finding;
use crate::place::Range;

/// Reads the sheet in a part.
pub(super) fn read(
    archive: &mut Archive<'_>,
    path: &str,
    entry: SheetEntry,
    book: &Book,
    budget: &mut Budget,
    findings: &mut Vec<Finding>,
) -> Result<Sheet, Kind> {
    let part = archive.part(path)?.ok_or_else(|| broken(format!("no part {path}")))?;
    let mut records = Records::new(part);
    let mut view = View::new(entry.name, book.epoch);
    view.print(entry.printed);
    let default = Style::default();
    let mut row = 0;
    // What is too short to hold its fields says nothing.
    while let Some((kind, mut data)) = records.next()? {
        match kind {
            0 => row = row_head(data, &mut view).unwrap_or(row),
            1..=11 | 62 => {
                let (Some(col), Some(style)) = (data.u32(), data.u32()) else { continue };
                let style = book.styles.cells.get((style & 0x00FF_FFFF) as usize);
                let style = style.unwrap_or(&default);
                cell(kind, data, (row, col), style, book, &mut view, budget)?;
            }
            60 => {
                let _ = columns(data, &mut view);
            }
            // BrtBeginWsView
            137 if hides_zeros(data) => view.hide_zeros(),
            176 => {
                if let Some(range) = merge(data) {
                    view.merge(range, budget)?;
                }
            }
            _ => (),
        }
    }
    view.finish(budget, findings)
}

/// `fDspZeros` of a view.
fn hides_zeros(mut data: Bytes<'_>) -> bool {
    data.u16().is_some_and(|flags| flags & 0x10 == 0)
}

/// `BrtRowHdr`.
fn row_head(mut data: Bytes<'_>, view: &mut View) -> Option<u32> {
    let row = data.u32()?;
    data.skip(4)?;
    let height = data.u16()?;
    data.skip(1)?;
    if data.u8()? & 0x10 != 0 || height < TWIPS_MIN {
        view.hide_rows(row, row);
    }
    Some(row)
}

/// `BrtColInfo`.
fn columns(mut data: Bytes<'_>, view: &mut View) -> Option<()> {
    let (first, last) = (data.u32()?, data.u32()?);
    let width = data.u32()?;
    data.skip(4)?;
    if data.u16()? & 1 != 0 || width == 0 {
        view.hide_columns(first, last);
    }
    Some(())
}

/// `BrtMergeCell`.
fn merge(mut data: Bytes<'_>) -> Option<Range> {
    let (row, last_row) = (data.u32()?, data.u32()?);
    let (col, last_col) = (data.u32()?, data.u32()?);
    (row <= last_row && col <= last_col).then_some(Range { row, col, last_row, last_col })
}

fn cell(
    kind: u32,
    mut data: Bytes<'_>,
    at: (u32, u32),
    style: &Style,
    book: &Book,
    view: &mut View,
    budget: &mut Budget,
) -> Result<(), Kind> {
    let own: Option<Text> = match kind {
        6 | 8 => records::plain(&mut data),
        62 => records::rich(&mut data, &book.styles.fonts),
        _ => None,
    };
    let content = match kind {
        2 => data.u32().map(|number| Content::Number(rk(number))),
        5 | 9 => data.f64().map(Content::Number),
        3 | 11 => data.u8().map(|code| Content::Error(error(code))),
        4 | 10 => data.u8().map(|truth| Content::Bool(truth != 0)),
        6 | 8 | 62 => own.as_ref().map(Content::Text),
        7 => data.u32().and_then(|at| book.strings.get(at as usize)).map(Content::Text),
        _ => None,
    };
    view.put(at, content.unwrap_or(Content::Blank), style, budget)
}

#[cfg(test)]
mod tests {
    use super::hides_zeros;
    use crate::source::excel::bytes::Bytes;

    #[test]
    fn a_view_without_zeros() {
        let hides = |flags: &[u8]| hides_zeros(Bytes(flags));
        assert_eq!([hides(&[0xDC, 3]), hides(&[0xCC, 3]), hides(&[])], [false, true, false]);
    }
}
