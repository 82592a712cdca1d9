//! The styles part: what each style number of a cell stands for.

use super::super::archive::Archive;
use super::super::budget::Budget;
use super::super::bytes::Bytes;
use super::super::number_format::NumberFormat;
use super::super::style::{Color, Font, Level, Sides, Style};
use super::records::{Records, string};
use crate::error::Kind;
use std::collections::HashMap;
use std::rc::Rc;

/// The styles of cells, and the fonts to which runs refer.
#[derive(Default)]
pub(super) struct Styles {
    pub(super) cells: Vec<Style>,
    pub(super) fonts: Vec<Font>,
    fills: Vec<Color>,
    borders: Vec<Sides>,
    codes: HashMap<u16, String>,
    formats: HashMap<u16, Rc<NumberFormat>>,
}

/// Reads the part. Its lists come in the order formats, fonts, fills, cells.
pub(super) fn read(
    archive: &mut Archive<'_>,
    path: &str,
    budget: &mut Budget,
) -> Result<Styles, Kind> {
    let mut styles = Styles::default();
    let Some(part) = archive.part(path)? else { return Ok(styles) };
    let mut records = Records::new(part);
    // The same record describes styles of cells and the named styles on which
    // those rest; only the list between these two marks counts.
    let mut is_cells = false;
    while let Some((kind, mut data)) = records.next()? {
        match kind {
            617 => is_cells = true,
            618 => is_cells = false,
            43..=47 => budget.style()?,
            _ => (),
        }
        match kind {
            43 => styles.fonts.push(font(data).unwrap_or_default()),
            44 => {
                if let (Some(id), Some(code)) = (data.u16(), string(&mut data)) {
                    styles.codes.insert(id, NumberFormat::cut(&code));
                }
            }
            45 => styles.fills.push(fill(data).unwrap_or(Color::WHITE)),
            46 => styles.borders.push(border(data).unwrap_or_default()),
            47 if is_cells => {
                let style = styles.cell(data).unwrap_or_default();
                styles.cells.push(style);
            }
            _ => (),
        }
    }
    Ok(styles)
}

/// `BrtFont`.
fn font(mut data: Bytes<'_>) -> Option<Font> {
    data.skip(2)?;
    let is_struck = data.u16()? & 8 != 0;
    data.skip(2)?;
    let level = Level::numbered(data.u16()?);
    data.skip(4)?;
    Some(Font { is_struck, color: color(&mut data)?.unwrap_or(Color::BLACK), level })
}

/// `BrtFill`.
fn fill(mut data: Bytes<'_>) -> Option<Color> {
    Some(match data.u32()? {
        0 => Color::WHITE,
        1 => color(&mut data)?.unwrap_or(Color::WHITE),
        _ => Color::Other,
    })
}

/// `BrtBorder`: top, bottom, left, right, each a kind of line and its colour.
fn border(mut data: Bytes<'_>) -> Option<Sides> {
    data.skip(1)?;
    let mut side = |gap: usize| {
        data.skip(gap)?;
        Some(data.u16()? != 0)
    };
    let (top, bottom, left, right) = (side(0)?, side(8)?, side(8)?, side(8)?);
    Some(Sides { left, right, top, bottom })
}

/// `BrtColor`, none for the automatic one.
fn color(data: &mut Bytes<'_>) -> Option<Option<Color>> {
    let kind = data.u8()? >> 1;
    let index = u32::from(data.u8()?);
    let tint = f64::from(data.u16()? as i16) / f64::from(i16::MAX);
    let [red, green, blue] = [data.u8()?, data.u8()?, data.u8()?].map(u32::from);
    data.skip(1)?;
    Some(match kind {
        1 => Some(Color::indexed(index)),
        2 => Some(Color::Rgb(red << 16 | green << 8 | blue)),
        3 => Some(Color::theme(index, tint)),
        _ => None,
    })
}

impl Styles {
    /// `BrtXF`.
    fn cell(&mut self, mut data: Bytes<'_>) -> Option<Style> {
        data.skip(2)?;
        let id = data.u16()?;
        let font = self.fonts.get(usize::from(data.u16()?));
        let fill = self.fills.get(usize::from(data.u16()?));
        let border = self.borders.get(usize::from(data.u16()?));
        data.skip(2)?;
        let is_centred_across = data.u8()? & 7 == 6;
        let codes = &self.codes;
        let format = self.formats.entry(id).or_insert_with(|| {
            Rc::new(match codes.get(&id) {
                Some(code) => NumberFormat::parse(code),
                None => NumberFormat::builtin(id),
            })
        });
        Some(Style {
            font: font.copied().unwrap_or_default(),
            fill: fill.copied().unwrap_or(Color::WHITE),
            format: Rc::clone(format),
            is_centred_across,
            sides: border.copied().unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::font;
    use crate::source::excel::bytes::Bytes;
    use crate::source::excel::style::{Color, Font, Level};

    /// Height, flags, weight, level, four of other things, an automatic colour.
    #[test]
    fn a_raised_font() {
        let data = [220, 0, 8, 0, 144, 1, 1, 0, 0, 2, 128, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let raised = Font { is_struck: true, color: Color::BLACK, level: Level::Raised };
        assert_eq!(font(Bytes(&data)), Some(raised));
    }
}
