//! One sheet: columns, rows, cells, merges.

use super::super::archive::Archive;
use super::super::budget::Budget;
use super::super::bytes::{Bytes, error, rk};
use super::super::damage::Damage;
use super::super::style::Style;
use super::super::text::Text;
use super::super::view::{Content, TWIPS_MIN, View};
use super::super::xlsx::POINTS_PER_CHARACTER;
use super::super::{Sheet, SheetEntry, broken, drawing};
use super::Book;
use super::records::{self, Records};
use crate::error::Kind;
use crate::finding::Finding;
use crate::place::Range;
use crate::source::limits;

/// Reads the sheet in a part.
pub(super) fn read(
    archive: &mut Archive<'_>,
    path: &str,
    entry: SheetEntry,
    book: &Book,
    budget: &mut Budget,
    findings: &mut Vec<Finding>,
) -> Result<Sheet, Kind> {
    let mut view = View::new(entry.name, book.epoch);
    view.print(entry.printed);
    match fill(archive, path, &mut view, book, budget) {
        // What was read before is kept, and said to be no more than that.
        Err(Kind::BrokenWorkbook(why)) => view.damage(None, Damage::Broken(why)),
        other => other?,
    }
    view.finish(budget, findings)
}

/// Where a reader is between the marks that begin and end a sheet and its cells
/// (MS-XLSB 2.1.7.61), and in which row.
#[derive(Default)]
struct Stage {
    in_cells: bool,
    /// Records of later versions, which may be of any kind.
    in_future: bool,
    has_end: bool,
    row: Option<u32>,
    col: Option<u32>,
}

impl Stage {
    /// Takes a record, and tells whether it can't stand where it stands: a stream out
    /// of step shows such records within a few.
    fn step(&mut self, kind: u32) -> bool {
        match kind {
            35 => self.in_future = true,
            36 => self.in_future = false,
            145 => self.in_cells = true,
            146 => self.in_cells = false,
            130 => self.has_end = true,
            _ => (),
        }
        match kind {
            _ if self.in_future || matches!(kind, 35..=38) => false,
            145 | 146 => false,
            0..=11 | 62 | 426..=428 => !self.in_cells,
            // Metadata of cells, a row that stands lower than its text.
            49 | 50 | 1024 => false,
            _ => self.in_cells || kind > LAST_KIND,
        }
    }
}

/// The highest kind of record that MS-XLSB 2.3.2 lists is 5,102; later versions have
/// added some.
const LAST_KIND: u32 = 6_000;

fn fill(
    archive: &mut Archive<'_>,
    path: &str,
    view: &mut View,
    book: &Book,
    budget: &mut Budget,
) -> Result<(), Kind> {
    let part = archive.part(path)?.ok_or_else(|| broken(format!("no part {path}")))?;
    let mut records = Records::new(part);
    let mut stage = Stage::default();
    let mut drawing = None;
    while let Some((kind, mut data)) = records.next()? {
        if stage.step(kind) {
            view.damage(None, Damage::Misplaced(kind));
            continue;
        }
        let is_sound = match kind {
            0 => row_head(data, &mut stage, view).is_some(),
            1..=11 | 62 => cell(kind, data, &mut stage, book, view, budget)?,
            60 => columns(data, view).is_some(),
            // BrtBeginWsView
            137 => {
                let flags = data.u16();
                // `fDspZeros`
                if flags.is_some_and(|flags| flags & 0x10 == 0) {
                    view.hide_zeros();
                }
                flags.is_some()
            }
            // BrtDrawing
            550 => {
                drawing = records::string(&mut data);
                drawing.is_some()
            }
            176 => match merge(data) {
                Some(range) => {
                    view.merge(range, budget)?;
                    true
                }
                None => false,
            },
            _ => true,
        };
        if !is_sound {
            view.damage(None, Damage::Record(kind));
        }
    }
    drop(records);
    if !stage.has_end {
        view.damage(None, Damage::NoEnd);
    }
    match drawing {
        Some(id) => drawing::read(archive, path, &id, view, budget),
        None => Ok(()),
    }
}

/// `BrtRowHdr`. Rows stand in their order.
fn row_head(mut data: Bytes<'_>, stage: &mut Stage, view: &mut View) -> Option<()> {
    let row = data.u32().filter(|row| *row < limits::ROWS)?;
    if stage.row.is_some_and(|before| before >= row) {
        view.damage(Some((row, 0)), Damage::Order);
    }
    (stage.row, stage.col) = (Some(row), None);
    data.skip(4)?;
    let height = data.u16()?;
    data.skip(1)?;
    if data.u8()? & 0x10 != 0 || height < TWIPS_MIN {
        view.hide_rows(row, row);
    }
    view.sizes().1.add(row, row, f64::from(height) / 20.0);
    Some(())
}

/// `BrtColInfo`.
fn columns(mut data: Bytes<'_>, view: &mut View) -> Option<()> {
    let (first, last) = (data.u32()?, data.u32()?);
    let width = data.u32()?;
    data.skip(4)?;
    if data.u16()? & 1 != 0 || width == 0 {
        view.hide_columns(first, last);
    }
    let width = f64::from(width) / 256.0 * POINTS_PER_CHARACTER;
    view.sizes().0.add(first, last, width);
    Some(())
}

/// `BrtMergeCell`.
fn merge(mut data: Bytes<'_>) -> Option<Range> {
    let (row, last_row) = (data.u32()?, data.u32()?);
    let (col, last_col) = (data.u32()?, data.u32()?);
    (row <= last_row && col <= last_col).then_some(Range { row, col, last_row, last_col })
}

/// A cell of the row read last, and whether its record is sound.
fn cell(
    kind: u32,
    mut data: Bytes<'_>,
    stage: &mut Stage,
    book: &Book,
    view: &mut View,
    budget: &mut Budget,
) -> Result<bool, Kind> {
    let (Some(row), Some(col), Some(style)) = (stage.row, data.u32(), data.u32()) else {
        return Ok(false);
    };
    if col >= limits::COLUMNS {
        return Ok(false);
    }
    let at = (row, col);
    if stage.col.is_some_and(|before| before >= col) {
        view.damage(Some(at), Damage::Order);
    }
    stage.col = Some(col);
    let style = book.styles.cells.get((style & 0x00FF_FFFF) as usize);
    if style.is_none() && !book.styles.cells.is_empty() {
        view.damage(Some(at), Damage::NoStyle);
    }
    let default = Style::default();
    let style = style.unwrap_or(&default);
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
        7 => data.u32().map(|index| match book.strings.get(index as usize) {
            Some(text) => Content::Text(text),
            None => {
                view.damage(Some(at), Damage::NoString);
                Content::Blank
            }
        }),
        _ => Some(Content::Blank),
    };
    // A cell of so many bytes has no more; formulas follow their results.
    let is_sound = content.is_some() && (kind > 7 || data.0.is_empty());
    view.put(at, content.unwrap_or(Content::Blank), style, budget)?;
    Ok(is_sound)
}

#[cfg(test)]
mod tests {
    use super::Stage;

    /// Which of some records can't stand where they stand.
    #[track_caller]
    fn misplaced(kinds: &[u32], expected: &[u32]) {
        let mut stage = Stage::default();
        let found: Vec<u32> = kinds.iter().copied().filter(|&kind| stage.step(kind)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn records_where_none_of_their_kind_may_stand() {
        misplaced(&[129, 145, 0, 7, 62, 427, 146, 176, 130], &[]);
        misplaced(&[129, 145, 0, 48, 7, 146, 130], &[48]);
        misplaced(&[129, 7, 145, 146, 7, 130], &[7, 7]);
        // Of a later version.
        misplaced(&[145, 35, 3000, 36, 146], &[]);
        misplaced(&[129, 6550, 130], &[6550]);
    }
}
