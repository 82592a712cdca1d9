//! What a person can see of what is painted: paints, and what lies behind them.

use super::drawing::Glyph;
use crate::geom::Rect;
use crate::source::limits;
use hayro_interpret::{BlendMode, DrawProps, Paint};

/// Areas painted so far, for what is painted on them.
#[derive(Debug, Default)]
pub(super) struct Backdrops {
    areas: Vec<Backdrop>,
}

#[derive(Debug)]
struct Backdrop {
    rect: Rect,
    color: [u8; 3],
}

/// What is thinner than this, in points, is a line and backs nothing.
pub(super) const BACKDROP_MIN: f32 = 3.0;

/// How many painted areas are looked at for what lies behind something: all cells of
/// a full page of 方眼 forms, while a hostile page stays linear.
const BACKDROPS_BACK: usize = 10_000;

/// By how much a channel of two colours must differ to be told apart, of 255: white
/// through a colour profile prints as 250 at worst.
const CONTRAST_MIN: u8 = 6;

/// What is darker than this in some channel, of 255, is seen on paper for sure, and
/// nobody need look for what lies behind it (rules/lines-without-ink).
const NEAR_WHITE: u8 = 240;

/// Paper, where nothing was painted.
const PAPER: [u8; 3] = [255; 3];

impl Backdrops {
    pub(super) fn note(&mut self, rect: Rect, color: [u8; 3]) {
        let is_line = rect.width().min(rect.height()) < BACKDROP_MIN;
        if !is_line && rect.is_finite() && self.areas.len() < limits::STROKES_PER_PAGE {
            self.areas.push(Backdrop { rect, color });
        }
    }

    /// The colour behind the middle of a box, if anything was painted there.
    fn behind(&self, rect: &Rect) -> Option<[u8; 3]> {
        let mut areas = self.areas.iter().rev().take(BACKDROPS_BACK);
        areas.find(|area| holds_center(&area.rect, rect)).map(|area| area.color)
    }

    /// Whether white can be told from what lies behind a box.
    pub(super) fn shows_white(&self, rect: &Rect) -> bool {
        self.behind(rect).is_some_and(|color| !is_paper(color))
    }

    /// Whether a line or a thin area can be told from what lies behind it.
    pub(super) fn shows(&self, paint: &Paint<'_>, rect: &Rect) -> bool {
        let color = color_of(paint);
        if color.iter().any(|&channel| channel < NEAR_WHITE) {
            return true;
        }
        let behind = self.behind(rect).unwrap_or(PAPER);
        color.iter().zip(behind).any(|(a, b)| a.abs_diff(b) >= CONTRAST_MIN)
    }
}

pub(super) fn holds_center(outer: &Rect, inner: &Rect) -> bool {
    outer.contains(inner.center_x(), inner.center_y())
}

/// Whether a glyph lies on one that was drawn just before: a number in a black disc
/// (❶, drawn as ● with 1 on it).
pub(super) fn lies_on_glyph(glyph: &Glyph, before: &[Glyph], operation: u32) -> bool {
    before.iter().rev().take(GLYPHS_BACK).any(|other| {
        other.visible && other.operation != operation && holds_center(&other.bbox, &glyph.bbox)
    })
}

/// How many glyphs are looked at for a disc.
const GLYPHS_BACK: usize = 64;

/// Whether nothing can be seen through a paint.
pub(super) fn is_opaque(props: &DrawProps<'_>) -> bool {
    let Paint::Color(color) = &props.paint else { return false };
    let [_, _, _, alpha] = color.to_rgba().to_rgba8();
    alpha == u8::MAX && props.soft_mask.is_none() && props.blend_mode == BlendMode::Normal
}

/// Whether a paint can't be told from paper.
pub(super) fn is_white(paint: &Paint<'_>) -> bool {
    matches!(paint, Paint::Color(_)) && is_paper(color_of(paint))
}

fn is_paper(color: [u8; 3]) -> bool {
    color.iter().all(|&channel| u8::MAX - channel < CONTRAST_MIN)
}

/// The colour of a paint on paper.
pub(super) fn color_of(paint: &Paint<'_>) -> [u8; 3] {
    match paint {
        Paint::Color(color) => {
            let [red, green, blue, alpha] = color.to_rgba().to_rgba8();
            let on_paper = |channel: u8| {
                let (channel, alpha) = (u16::from(channel), u16::from(alpha));
                ((255 * (255 - alpha) + channel * alpha) / 255) as u8
            };
            [red, green, blue].map(on_paper)
        }
        // A pattern is a hatched or shaded area: some tint, which one does not matter.
        Paint::Pattern(_) => [128, 128, 128],
    }
}
