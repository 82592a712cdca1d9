//! Records: a kind and a length in groups of seven bits, then data.

use super::super::archive::{Part, failed};
use super::super::broken;
use super::super::bytes::{Bytes, utf16};
use super::super::style::Font;
use super::super::text::{Runs, Text};
use crate::error::Kind;
use std::io::Read;

/// The records of a part.
pub(super) struct Records<'a> {
    part: Part<'a>,
    data: Vec<u8>,
}

impl<'a> Records<'a> {
    pub(super) fn new(part: Part<'a>) -> Records<'a> {
        Records { part, data: Vec::new() }
    }

    /// The kind and data of the next record, none at the end of the part.
    pub(super) fn next(&mut self) -> Result<Option<(u32, Bytes<'_>)>, Kind> {
        self.part.begin_piece()?;
        let Some(kind) = self.varying(2)? else { return Ok(None) };
        let length = self.varying(4)?.ok_or_else(|| broken("a record without a length"))?;
        self.data.clear();
        // What comes is read, not what is claimed reserved.
        let mut limited = self.part.by_ref().take(length.into());
        limited.read_to_end(&mut self.data).map_err(failed)?;
        if self.data.len() as u64 != u64::from(length) {
            return Err(broken("a record is cut short"));
        }
        Ok(Some((kind, Bytes(&self.data))))
    }

    /// A number in so many bytes at most, seven bits each.
    fn varying(&mut self, most: u32) -> Result<Option<u32>, Kind> {
        let mut number = 0;
        for at in 0..most {
            let mut byte = [0];
            if self.part.read(&mut byte).map_err(failed)? == 0 {
                // Between two records it may end, not within one.
                return if at == 0 { Ok(None) } else { Err(broken("a record is cut short")) };
            }
            number |= u32::from(byte[0] & 0x7F) << (7 * at);
            if byte[0] & 0x80 == 0 {
                break;
            }
        }
        Ok(Some(number))
    }
}

/// `XLWideString`, or none at all.
pub(super) fn string(data: &mut Bytes<'_>) -> Option<String> {
    match data.u32()? {
        u32::MAX => Some(String::new()),
        count => Some(utf16(data.take(usize::try_from(count).ok()?.checked_mul(2)?)?)),
    }
}

/// A string without runs, as a cell has it.
pub(super) fn plain(data: &mut Bytes<'_>) -> Option<Text> {
    Some(Text::plain(&string(data)?))
}

/// `RichStr`: the readings (ふりがな) behind it are no part
/// of the text.
pub(super) fn rich(data: &mut Bytes<'_>, fonts: &[Font]) -> Option<Text> {
    let flags = data.u8()?;
    if flags & 1 == 0 {
        return plain(data);
    }
    let count = usize::try_from(data.u32()?).ok()?;
    let units: Vec<u16> = data
        .take(count.checked_mul(2)?)?
        .chunks_exact(2)
        .filter_map(|pair| Some(u16::from_le_bytes(*pair.first_chunk()?)))
        .collect();
    let mut runs = Runs::default();
    let (mut from, mut font) = (0, None);
    for _ in 0..data.u32()? {
        let start = usize::from(data.u16()?).clamp(from, units.len());
        runs.push(&part(&units, from, start), font).ok()?;
        (from, font) = (start, fonts.get(usize::from(data.u16()?)).copied());
    }
    runs.push(&part(&units, from, units.len()), font).ok()?;
    Some(runs.finish())
}

fn part(units: &[u16], from: usize, to: usize) -> String {
    String::from_utf16_lossy(units.get(from..to).unwrap_or_default())
}
