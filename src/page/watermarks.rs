//! Watermarks (透かし): large letters set slantwise over the page.
//!
//! They say something about the page (案, 内部検討用), and each letter would
//! stand in some cell. Slanted headers of narrow columns are as small as the
//! text around them and stay.

use super::Glyph;

/// How much larger than most text of the page the letters are. Word sets them
/// as large as the page allows.
const SIZE_RATIO_MIN: f32 = 2.0;

/// Marks the glyphs of watermarks as no part of the content.
pub(super) fn hide(glyphs: &mut [Glyph]) {
    if !glyphs.iter().any(|glyph| glyph.slanted) {
        return;
    }
    let straight = glyphs.iter().filter(|glyph| !glyph.slanted);
    let mut sizes: Vec<f32> = straight.map(|glyph| glyph.size).collect();
    let middle = sizes.len() / 2;
    if middle == 0 {
        return;
    }
    let (_, &mut usual, _) = sizes.select_nth_unstable_by(middle, f32::total_cmp);
    for glyph in glyphs.iter_mut().filter(|glyph| glyph.slanted) {
        glyph.visible &= glyph.size < SIZE_RATIO_MIN * usual;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::tests::glyph;

    /// Sets one slanted letter of this size among text of 10 points.
    #[track_caller]
    fn check(size: f32, is_watermark: bool) {
        let mut glyphs = vec![glyph('施', 50.0, 100.0, 10.0), glyph('策', 60.0, 100.0, 10.0)];
        glyphs.push(Glyph { slanted: true, ..glyph('案', 100.0, 200.0, size) });
        hide(&mut glyphs);
        assert_eq!(glyphs[2].visible, !is_watermark);
        assert!(glyphs[0].visible);
    }

    #[test]
    fn large_letters() {
        check(80.0, true);
    }

    #[test]
    fn a_slanted_header() {
        check(10.0, false);
    }
}
