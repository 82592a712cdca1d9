//! The first substream: sheets, fonts, formats, styles, shared strings.

use super::super::broken;
use super::super::budget::Budget;
use super::super::bytes::Bytes;
use super::super::damage::lost_part;
use super::super::number_format::{Epoch, NumberFormat};
use super::super::print::{self, Prints, Width};
use super::super::style::{Color, Font, Level, Sides, Style};
use super::super::text::Text;
use super::records::{Records, Segments, is_known, is_too_long};
use super::strings;
use crate::error::Kind;
use crate::finding::Finding;
use crate::place::Range;
use crate::source::limits;
use std::collections::HashMap;
use std::rc::Rc;

/// What all sheets of a workbook share.
pub(super) struct Book {
    pub(super) sheets: Vec<Entry>,
    pub(super) strings: Vec<Text>,
    pub(super) styles: Vec<Style>,
    pub(super) fonts: Vec<Font>,
    pub(super) epoch: Epoch,
}

/// A sheet as the workbook announces it.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) start: u32,
    pub(super) is_hidden: bool,
    /// No chart, no macro, no dialog.
    pub(super) is_worksheet: bool,
    /// The parts that are printed, none where all are.
    pub(super) printed: Vec<Range>,
}

/// Styles refer to fonts, formats and colours that may come later.
#[derive(Default)]
struct Looks {
    fonts: Vec<RawFont>,
    codes: HashMap<u16, String>,
    styles: Vec<RawStyle>,
    palette: Vec<u32>,
}

struct RawFont {
    is_struck: bool,
    color: u16,
    level: Level,
}

struct RawStyle {
    font: u16,
    format: u16,
    is_centred_across: bool,
    sides: Sides,
    pattern: u32,
    color: u16,
}

/// Memory of one shared string beside its characters.
const ENTRY_BYTES: usize = 40;

/// Reads the first substream. What of it is damaged is told; most of what is lost
/// there is missed by cells, which tell by themselves.
pub(super) fn read(
    stream: &[u8],
    budget: &mut Budget,
    findings: &mut Vec<Finding>,
) -> Result<Book, Kind> {
    let mut records = Records::new(stream);
    let mut looks = Looks::default();
    let mut book = Book {
        sheets: Vec::new(),
        strings: Vec::new(),
        styles: Vec::new(),
        fonts: Vec::new(),
        epoch: Epoch::Of1900,
    };
    let mut prints = Prints::default();
    let mut shared = None;
    let mut has_end = false;
    let mut misplaced = None;
    while let Some((kind, mut data)) = records.next() {
        if !is_known(kind) || is_too_long(kind, data) {
            misplaced.get_or_insert(kind);
        }
        match kind {
            0x0809 => check_version(data)?,
            0x0022 if data.u16() == Some(1) => book.epoch = Epoch::Of1904,
            0x0085 => {
                if book.sheets.len() >= limits::SHEETS {
                    return Err(Kind::Limit { what: "sheets", limit: limits::SHEETS as u64 });
                }
                let entry = entry(data).ok_or_else(|| broken("the list of sheets is damaged"))?;
                book.sheets.push(entry);
            }
            0x0031 | 0x041E | 0x00E0 => {
                budget.style()?;
                looks.add(kind, data);
            }
            0x0018 => {
                let _ = name(data, &mut prints);
            }
            0x0092 => looks.palette = palette(data),
            0x00FC => shared = Some(records.continued(data)),
            0x000A => {
                has_end = true;
                break;
            }
            _ => (),
        }
    }
    findings.extend(damage(&records, has_end, misplaced));
    for (number, entry) in book.sheets.iter_mut().enumerate() {
        entry.printed = prints.of(number);
    }
    (book.fonts, book.styles) = looks.resolve();
    if let Some(segments) = shared {
        findings.extend(read_strings(segments, &mut book, budget)?);
    }
    Ok(book)
}

/// Why not all of the first substream could be read.
fn damage(records: &Records<'_>, has_end: bool, misplaced: Option<u16>) -> Option<Finding> {
    let why = match (records.broken(), misplaced) {
        (Some(kind), _) => format!("a record of kind {kind} is cut short"),
        (None, Some(kind)) => format!("there is no kind of record {kind}"),
        (None, None) if !has_end => "it has no end mark".to_owned(),
        _ => return None,
    };
    Some(lost_part("共通の情報（シートの一覧、書式など）", "globals (sheets, looks, names)", &why))
}

/// `SST` (MS-XLS 2.4.265): as many strings as it says, and nothing behind them. A
/// length that is damaged shifts all strings behind it.
fn read_strings(
    mut segments: Segments<'_>,
    book: &mut Book,
    budget: &mut Budget,
) -> Result<Option<Finding>, Kind> {
    let _ = segments.skip(4);
    let count = segments.u32().unwrap_or(0) as usize;
    while let Some(text) = strings::rich(&mut segments, &book.fonts) {
        budget.text(text.cost() + ENTRY_BYTES)?;
        book.strings.push(text);
    }
    let read = book.strings.len();
    let is_whole = read == count && segments.is_empty();
    let why = format!("{read} of {count} could be read, and they may be shifted");
    Ok((!is_whole).then(|| lost_part("文字列の一覧", "shared strings", &why)))
}

/// `BOF` (MS-XLS 2.4.21).
fn check_version(mut data: Bytes<'_>) -> Result<(), Kind> {
    match data.u16() {
        Some(0x0600) => Ok(()),
        Some(_) => Err(broken("saved in the format of Excel 95 or before")),
        None => Err(broken("no version")),
    }
}

/// `BoundSheet8` (MS-XLS 2.4.28).
fn entry(mut data: Bytes<'_>) -> Option<Entry> {
    let start = data.u32()?;
    let is_hidden = data.u8()? & 3 != 0;
    let is_worksheet = data.u8()? == 0;
    let name = strings::name(&mut data)?;
    Some(Entry { name, start, is_hidden, is_worksheet, printed: Vec::new() })
}

/// `Lbl` (MS-XLS 2.4.150), where it is one of the built-in names, which have a
/// number instead of letters.
fn name(mut data: Bytes<'_>, prints: &mut Prints) -> Option<()> {
    let is_built_in = data.u16()? & 0x20 != 0;
    data.skip(1)?;
    let characters = data.u8()?;
    let length = data.u16()?;
    data.skip(2)?;
    let sheet = usize::from(data.u16()?).checked_sub(1)?;
    data.skip(5)?;
    let name = match (is_built_in, characters, data.u8()?) {
        (true, 1, 6) => print::Name::Areas,
        (true, 1, 7) => print::Name::Titles,
        _ => return None,
    };
    prints.add(sheet, name, print::tokens(Bytes(data.take(length.into())?), Width::Short));
    Some(())
}

/// `Palette` (MS-XLS 2.4.188).
fn palette(mut data: Bytes<'_>) -> Vec<u32> {
    let _ = data.skip(2);
    std::iter::from_fn(|| data.u32()).map(|it| it.swap_bytes() >> 8).take(56).collect()
}

impl Looks {
    fn add(&mut self, kind: u16, data: Bytes<'_>) {
        match kind {
            0x0031 => self.fonts.push(font(data).unwrap_or(RawFont {
                is_struck: false,
                color: 0x7FFF,
                level: Level::Line,
            })),
            0x041E => self.codes.extend(format(data)),
            _ => self.styles.push(style(data).unwrap_or(RawStyle {
                font: 0,
                format: 0,
                is_centred_across: false,
                sides: Sides::default(),
                pattern: 0,
                color: 0,
            })),
        }
    }

    fn resolve(self) -> (Vec<Font>, Vec<Style>) {
        let font = |&RawFont { is_struck, color, level }: &RawFont| Font {
            is_struck,
            color: self.color(color),
            level,
        };
        let fonts: Vec<Font> = self.fonts.iter().map(font).collect();
        let mut formats: HashMap<u16, Rc<NumberFormat>> = HashMap::new();
        let mut format = |id: u16| {
            let entry = formats.entry(id).or_insert_with(|| {
                Rc::new(match self.codes.get(&id) {
                    Some(code) => NumberFormat::parse(code),
                    None => NumberFormat::builtin(id),
                })
            });
            Rc::clone(entry)
        };
        let style = |raw: &RawStyle| Style {
            font: strings::by_index(&fonts, raw.font).unwrap_or_default(),
            fill: match raw.pattern {
                0 => Color::WHITE,
                1 => self.color(raw.color),
                _ => Color::Other,
            },
            format: format(raw.format),
            is_centred_across: raw.is_centred_across,
            sides: raw.sides,
        };
        let styles = self.styles.iter().map(style).collect();
        (fonts, styles)
    }

    /// Colours from 8 on are those of the workbook, where it has its own.
    fn color(&self, index: u16) -> Color {
        let own = usize::from(index).checked_sub(8).and_then(|at| self.palette.get(at));
        own.map_or(Color::indexed(index.into()), |&rgb| Color::Rgb(rgb))
    }
}

/// `Font` (MS-XLS 2.4.122).
fn font(mut data: Bytes<'_>) -> Option<RawFont> {
    data.skip(2)?;
    let is_struck = data.u16()? & 8 != 0;
    let color = data.u16()?;
    data.skip(2)?;
    Some(RawFont { is_struck, color, level: Level::numbered(data.u16()?) })
}

/// `Format` (MS-XLS 2.4.126).
fn format(mut data: Bytes<'_>) -> Option<(u16, String)> {
    Some((data.u16()?, strings::code(&mut data)?))
}

/// `XF` (MS-XLS 2.4.353).
fn style(mut data: Bytes<'_>) -> Option<RawStyle> {
    let font = data.u16()?;
    let format = data.u16()?;
    data.skip(2)?;
    let is_centred_across = data.u8()? & 7 == 6;
    data.skip(3)?;
    let lines = data.u32()?;
    let is_drawn = |at: u32| lines >> at & 0xF != 0;
    let sides =
        Sides { left: is_drawn(0), right: is_drawn(4), top: is_drawn(8), bottom: is_drawn(12) };
    let pattern = data.u32()? >> 26;
    let color = data.u16()? & 0x7F;
    Some(RawStyle { font, format, is_centred_across, sides, pattern, color })
}
