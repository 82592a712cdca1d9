//! Conditional formats: `CondFmt` (MS-XLS 2.4.56) says for which cells, and each
//! `CF` (2.4.42) behind it how they look where its condition holds.

use super::super::bytes::Bytes;
use super::super::conditional::Look;
use super::super::style::Color;
use crate::place::Range;

/// The cells of a `CondFmt`.
pub(super) fn ranges(mut data: Bytes<'_>) -> Vec<Range> {
    let mut ranges = Vec::new();
    // Rules, flags, and the bounds of all ranges.
    let count = data.skip(12).and_then(|()| data.u16()).unwrap_or(0);
    for _ in 0..count {
        let Some(range) = super::sheet::merge(&mut data) else { break };
        ranges.push(range);
    }
    ranges
}

/// Whether a `CF` changes what a person reads.
pub(super) fn tells(data: Bytes<'_>) -> bool {
    look(data).is_some_and(|look| look.tells())
}

/// The `DXFN` (2.5.90) of a `CF`: which parts follow, and those parts.
fn look(mut data: Bytes<'_>) -> Option<Look> {
    data.skip(6)?;
    let flags = data.u32()?;
    let is_custom = data.u16()? & 1 == 1;
    let has = |bit: u32| flags >> bit & 1 == 1;
    let mut look = Look { has_format: has(25), ..Look::default() };
    if has(25) {
        // A number, or a text as long as it says.
        let rest = if is_custom { usize::from(data.u16()?).checked_sub(2)? } else { 2 };
        data.skip(rest)?;
    }
    if has(26) {
        // The name, the height.
        data.skip(64 + 4)?;
        let style = data.u32()?;
        data.skip(8)?;
        let color = data.u32()?;
        data.skip(4)?;
        let unset = data.u32()?;
        data.skip(26)?;
        look.font.is_struck = style & !unset & STRUCK != 0;
        if color != NO_COLOR {
            look.font.color = Color::indexed(color);
        }
    }
    data.skip(8 * usize::from(has(27)) + 8 * usize::from(has(28)))?;
    if has(29) {
        let (pattern, colors) = (data.u16()? >> 10, data.u16()?);
        // Of a plain ground, the colour is the second one.
        look.fill = match pattern {
            0 | 1 => Color::indexed(u32::from(colors >> 7 & 0x7F)),
            _ => Color::Other,
        };
    }
    Some(look)
}

/// `ftsStrikeout`.
const STRUCK: u32 = 0x80;

/// `icvFore` of a font that keeps its colour.
const NO_COLOR: u32 = 0xFFFF_FFFF;

#[cfg(test)]
mod tests {
    use super::{ranges, tells};
    use crate::source::excel::bytes::Bytes;

    /// A rule with a font and a ground.
    fn rule(color: u32, style: u8, ground: Option<u16>) -> Vec<u8> {
        let flags = 1_u32 << 26 | u32::from(ground.is_some()) << 29;
        let font = [&[0; 68][..], &[style, 0, 0, 0], &[0; 8], &color.to_le_bytes(), &[0; 34]];
        let ground = ground.map(|it| [[0, 4], (it << 7).to_le_bytes()].concat());
        let parts = [&[0; 6][..], &flags.to_le_bytes(), &[0; 2], &font.concat()];
        [parts.concat(), ground.unwrap_or_default()].concat()
    }

    #[test]
    fn what_hides_or_strikes() {
        let tells = |rule: &[u8]| tells(Bytes(rule));
        assert!(tells(&rule(9, 0, None)));
        assert!(tells(&rule(0x0A, 0, Some(0x0A))));
        assert!(tells(&rule(u32::MAX, 0x80, None)));
        assert!(!tells(&rule(0x0A, 0, None)));
        assert!(!tells(&rule(9, 0, Some(0x0A))));
        assert!(!tells(&[1, 2, 3]));
        let format = [&[0; 6][..], &(1_u32 << 25).to_le_bytes(), &[0, 0, 0, 37]].concat();
        assert!(tells(&format));
    }

    #[test]
    fn which_cells() {
        let one = [1, 0, 2, 0, 3, 0, 4, 0];
        let data = [&[0; 12][..], &[2, 0], &one, &one].concat();
        assert_eq!(ranges(Bytes(&data)).len(), 2);
        assert_eq!(ranges(Bytes(&data[..20])).len(), 0);
    }
}
