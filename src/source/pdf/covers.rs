//! Areas painted over text: a number whited out and written anew, a black bar
//! over a name. Nobody sees what lies beneath.

use super::drawing::Glyph;
use crate::geom::Rect;

/// How much of a glyph's box must be painted over. Boxes are larger than the
/// ink, and the tint of the next row may touch them.
const SHARE_MIN: f32 = 0.7;

/// Thinner areas, in points, are lines: they strike text through.
const SIDE_MIN: f32 = 3.0;

/// How many glyphs all areas of a page together are held against. A row of text
/// has some hundred, so that is thousands of areas.
const STEPS_MAX: usize = 4_000_000;

/// As many areas are held against every glyph sooner than the glyphs are sorted.
const FEW: usize = 16;

/// The opaque areas that were painted after some text.
#[derive(Debug, Default)]
pub(super) struct Covers {
    covers: Vec<Cover>,
}

#[derive(Debug)]
struct Cover {
    rect: Rect,
    /// How many glyphs had been drawn.
    glyphs: usize,
}

impl Covers {
    /// Notes an area that is painted when so many glyphs have been drawn.
    pub(super) fn note(&mut self, rect: Rect, glyphs: usize) {
        let is_area = rect.width().min(rect.height()) >= SIDE_MIN;
        if glyphs > 0 && is_area && self.covers.len() < STEPS_MAX {
            self.covers.push(Cover { rect, glyphs });
        }
    }

    /// Marks the glyphs that were painted over as not visible.
    pub(super) fn hide(&self, glyphs: &mut [Glyph]) {
        if self.covers.len() <= FEW {
            for Cover { rect, glyphs: drawn } in &self.covers {
                let before = glyphs.iter_mut().take(*drawn);
                before.for_each(|glyph| cover(glyph, rect));
            }
            return;
        }
        let mut order: Vec<u32> = (0..glyphs.len() as u32).collect();
        let middle = |glyphs: &[Glyph], index: u32| glyphs[index as usize].bbox.center_y();
        order.sort_by(|&a, &b| middle(glyphs, a).total_cmp(&middle(glyphs, b)));
        let mut steps = 0;
        for Cover { rect, glyphs: drawn } in &self.covers {
            let first = order.partition_point(|&index| middle(glyphs, index) < rect.y0);
            let last = order.partition_point(|&index| middle(glyphs, index) <= rect.y1);
            let band = order.get(first..last).unwrap_or_default();
            steps += band.len();
            if steps > STEPS_MAX {
                return;
            }
            for &index in band.iter().filter(|&&index| (index as usize) < *drawn) {
                cover(&mut glyphs[index as usize], rect);
            }
        }
    }
}

fn cover(glyph: &mut Glyph, rect: &Rect) {
    if glyph.visible && is_covered(&glyph.bbox, rect) {
        glyph.visible = false;
        glyph.is_layer = true;
    }
}

fn is_covered(glyph: &Rect, rect: &Rect) -> bool {
    let area = |it: &Rect| it.width() * it.height();
    glyph.intersection(rect).is_some_and(|shared| area(&shared) >= SHARE_MIN * area(glyph))
}
