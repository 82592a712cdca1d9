//! A drawn page as a picture.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, Group, Node, Tree};
use std::sync::Arc;

/// Pixels for each point of a page: 144 to the inch, at which the texts of a page of A4
/// are read on a screen.
const PIXELS_PER_POINT: f32 = 2.0;

/// The most pixels of a side; larger pages are drawn smaller (a page may be 14,400 points
/// wide, PDF 32000-1 annex C).
const SIDE_PIXELS_MAX: f32 = 8000.0;

/// A picture, and what of the page is missing in it.
pub(super) struct Picture {
    pub(super) png: Vec<u8>,
    /// Characters for which no font is installed.
    pub(super) without_font: usize,
}

/// The picture of an SVG that `tenken draw` wrote, with the fonts of the machine; none
/// where it can't be made.
pub(super) fn of(svg: &[u8]) -> Option<Picture> {
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_system_fonts();
    let options = usvg::Options { fontdb: Arc::new(fonts), ..usvg::Options::default() };
    let tree = Tree::from_data(svg, &options).ok()?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = PIXELS_PER_POINT.min(SIDE_PIXELS_MAX / width.max(height));
    let side = |points: f32| (points * scale).ceil().max(1.0) as u32;
    let mut pixels = Pixmap::new(side(width), side(height))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    let png = pixels.encode_png().ok()?;
    Some(Picture { png, without_font: without_font(tree.root()) })
}

/// Glyph 0 is that of no character (OpenType, `maxp` and `glyf`).
fn without_font(group: &Group) -> usize {
    let of_node = |node: &Node| match node {
        Node::Group(group) => without_font(group),
        Node::Text(text) => {
            let glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
            glyphs.filter(|glyph| glyph.id.0 == 0).count()
        }
        _ => 0,
    };
    group.children().iter().map(of_node).sum()
}
