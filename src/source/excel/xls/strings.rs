//! Strings: with or without runs, shared or in a record of their own.

use super::super::bytes::Bytes;
use super::super::style::Font;
use super::super::text::{Runs, Text};
use super::records::Segments;

/// `XLUnicodeRichExtendedString` (MS-XLS 2.5.293). The extension holds the
/// readings (ふりがな), which are no part of the text.
pub(super) fn rich(segments: &mut Segments<'_>, fonts: &[Font]) -> Option<Text> {
    let count = segments.u16()?;
    let flags = segments.u8()?;
    let run_count = if flags & 8 == 0 { 0 } else { segments.u16()? };
    let extension = if flags & 4 == 0 { 0 } else { segments.u32()? };
    let units = segments.characters(count.into(), flags & 1 == 1)?;
    let mut starts = Vec::new();
    for _ in 0..run_count {
        starts.push((usize::from(segments.u16()?), segments.u16()?));
    }
    segments.skip(extension as usize)?;
    Some(with_runs(&units, &starts, fonts))
}

/// A string whose length and flag of width come first.
pub(super) fn plain(segments: &mut Segments<'_>) -> Option<Text> {
    let count = segments.u16()?;
    let is_wide = segments.u8()? & 1 == 1;
    let units = segments.characters(count.into(), is_wide)?;
    Some(with_runs(&units, &[], &[]))
}

/// A name with a length of one byte.
pub(super) fn name(bytes: &mut Bytes<'_>) -> Option<String> {
    let count = usize::from(bytes.u8()?);
    characters(bytes, count)
}

/// The code of a number format.
pub(super) fn code(bytes: &mut Bytes<'_>) -> Option<String> {
    let count = usize::from(bytes.u16()?);
    characters(bytes, count)
}

fn characters(bytes: &mut Bytes<'_>, count: usize) -> Option<String> {
    let is_wide = bytes.u8()? & 1 == 1;
    let width = if is_wide { 2 } else { 1 };
    let taken = bytes.take(count.checked_mul(width)?.min(bytes.0.len()))?;
    Some(match is_wide {
        true => super::super::bytes::utf16(taken),
        false => taken.iter().map(|&byte| char::from(byte)).collect(),
    })
}

/// Characters, and where runs of which font begin.
pub(super) fn with_runs(units: &[u16], starts: &[(usize, u16)], fonts: &[Font]) -> Text {
    if starts.is_empty() {
        return Text::plain(&decode(units));
    }
    let mut runs = Runs::default();
    let mut from = 0;
    let mut font = None;
    for &(start, index) in starts {
        let start = start.clamp(from, units.len());
        let text = decode(units.get(from..start).unwrap_or_default());
        let _ = runs.push(&text, font);
        (from, font) = (start, by_index(fonts, index));
    }
    let _ = runs.push(&decode(units.get(from..).unwrap_or_default()), font);
    runs.finish()
}

fn decode(units: &[u16]) -> String {
    String::from_utf16_lossy(units)
}

/// There is no font 4 (MS-XLS 2.5.129).
pub(super) fn by_index(fonts: &[Font], index: u16) -> Option<Font> {
    let index = usize::from(index);
    fonts.get(if index > 4 { index - 1 } else { index }).copied()
}
