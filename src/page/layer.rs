//! The layer of text under or over a scan: what OCR read in the picture.
//!
//! A person sees the picture, and the layer says what stands in it. Text that nobody
//! sees is else no part of a page (an older number below a white box), so it counts as
//! such a layer only where the page shows no text of its own.

use crate::finding::{Code, Finding, Message};
use crate::geom::Rect;
use crate::source::pdf::Drawing;

/// The most glyphs that a page may show of its own, as a share of the layer: the number
/// of the page, or a stamp, that was added to the scan.
const SEEN_SHARE_MAX: f32 = 0.05;

/// The share of the layer that must lie within what the pictures and drawings of the
/// page cover.
const SHOWN_SHARE_MIN: f32 = 0.9;

/// Takes the layer for the text of the page, if it is one, and says how many glyphs it
/// has.
pub(super) fn reveal(drawing: &mut Drawing) -> usize {
    let layered = drawing.glyphs.iter().filter(|glyph| glyph.is_layer);
    let count = layered.clone().count();
    let seen = drawing.glyphs.iter().filter(|glyph| glyph.visible).count();
    if count == 0 || seen as f32 > SEEN_SHARE_MAX * count as f32 {
        return 0;
    }
    let shown = drawing.marks.iter().fold(Rect::EMPTY, |all, (rect, _)| all.union(rect));
    let within = layered
        .filter(|glyph| shown.contains(glyph.bbox.center_x(), glyph.bbox.center_y()))
        .count();
    if (within as f32) < SHOWN_SHARE_MIN * count as f32 {
        return 0;
    }
    for glyph in drawing.glyphs.iter_mut().filter(|glyph| glyph.is_layer) {
        glyph.visible = true;
    }
    count
}

/// P920: what OCR read may be wrong in any character.
pub(super) fn from_ocr(number: usize) -> Finding {
    Finding::new(
        Code::P920,
        Message::new(
            format!(
                "{number}ページはスキャン画像で、文字はOCRの透明テキストから読みました。誤認識がないか画像と照らしてください。"
            ),
            format!(
                "page {number} is a scan; its text was read from the layer that OCR laid over it, compare it with the picture"
            ),
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::tests::{blank, write};
    use crate::source::pdf::Mark;

    /// How many glyphs of a layer are read: ten letters over a picture of this box, on a
    /// page that shows so many letters itself.
    #[track_caller]
    fn check(picture: Option<Rect>, shown: usize, expected: usize) {
        let mut drawing = blank();
        write(&mut drawing, "施策の目標と実績一覧", 100.0, 100.0, 10.0);
        for glyph in &mut drawing.glyphs {
            (glyph.visible, glyph.is_layer) = (false, true);
        }
        write(&mut drawing, &"頁".repeat(shown), 100.0, 700.0, 10.0);
        drawing.marks.extend(picture.map(|rect| (rect, Mark::Picture)));
        assert_eq!(reveal(&mut drawing), expected);
        assert_eq!(drawing.glyphs[0].visible, expected > 0);
    }

    #[test]
    fn a_layer_needs_its_picture() {
        let page = Rect::new(0.0, 0.0, 595.0, 842.0);
        check(Some(page), 0, 10);
        check(None, 0, 0);
        check(Some(Rect::new(0.0, 0.0, 120.0, 842.0)), 0, 0);
    }

    #[test]
    fn hidden_text_of_a_page_with_text_stays_hidden() {
        check(Some(Rect::new(0.0, 0.0, 595.0, 842.0)), 1, 0);
    }
}
