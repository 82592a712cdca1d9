//! What is drawn on a page, in coordinates of the upright page: top left
//! origin, points. Nothing here is judged, and nothing knows hayro.

use crate::geom::Rect;
#[cfg(doc)]
use crate::source::limits;
use std::sync::Arc;

/// Everything drawn on one page, in drawing order.
#[derive(Debug, Default)]
pub(crate) struct Drawing {
    /// Width of the upright page.
    pub(crate) width: f32,
    /// Height of the upright page.
    pub(crate) height: f32,
    /// Every glyph, visible or not.
    pub(crate) glyphs: Vec<Glyph>,
    /// What a glyph stands for where that is not one character.
    pub(crate) strings: Vec<String>,
    /// Straight, axis-aligned strokes.
    pub(crate) strokes: Vec<Stroke>,
    /// Those of them that are dashed or dotted and run across.
    pub(crate) dashes: Vec<Rect>,
    /// Boxes around circles and ovals that were stroked, and the show operation
    /// before each.
    pub(crate) ovals: Vec<(Rect, u32)>,
    /// Filled, axis-aligned rectangles, thin and thick.
    pub(crate) fills: Vec<Fill>,
    /// Boxes of pictures.
    pub(crate) images: Vec<Rect>,
    /// Pictures to be looked at, where somebody asked for them.
    pub(crate) pictures: Vec<Image>,
    /// Boxes of ink that is neither text nor rule.
    pub(crate) marks: Vec<(Rect, Mark)>,
    /// Clip rectangles that were in force for some glyph; the first is the page.
    pub(crate) clips: Vec<Rect>,
    /// Whether a limit cut the drawing short.
    pub(crate) overflow: Option<(&'static str, usize)>,
    /// What is missing from the drawing, and why.
    pub(crate) losses: Vec<Loss>,
}

/// A picture that a browser shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Image {
    /// From the unit square, whose origin is the upper left corner of the picture, to
    /// the page: a, b, c, d, e and f, as SVG has them.
    pub(crate) matrix: [f32; 6],
    /// What of the page it shows through.
    pub(crate) clip: Rect,
    /// Its media type.
    pub(crate) media: &'static str,
    /// The file. Empty where it can't be decoded, or would be too large.
    pub(crate) data: Arc<[u8]>,
}

/// What kind of ink that is neither text nor rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A circle or an oval, stroked.
    Oval,
    /// Another path with an area, filled or stroked.
    Shape,
    /// Slanted lines that go around nothing: a cross, a tick, a slash.
    Slanted,
    /// A picture.
    Picture,
    /// A filled rectangle, dark as a sign is.
    Square,
    /// A filled rectangle, light as the shade of a cell is.
    Tint,
}

/// Why something of a page is not in its drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loss {
    /// The file ends before the content does, or the content is not there.
    Content,
    /// What was unpacked is not what was packed.
    Checksum,
    /// Something inflates to more than [`limits::STREAM_BYTES`].
    Inflation,
    /// Forms draw forms beyond [`limits::CONTENT_BYTES_PER_PAGE`].
    Forms,
    /// A font can't be read, nor which characters its codes are.
    Font,
    /// The library that draws gave up on the page.
    Undrawable,
}

/// One glyph as placed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Glyph {
    /// What it means.
    pub(crate) text: Text,
    /// The advance box: from the origin to the next origin, and from 0.12 em
    /// below to 0.88 em above the baseline, whatever the outline.
    pub(crate) bbox: Rect,
    /// The origin on the baseline.
    pub(crate) x: f32,
    /// The origin on the baseline.
    pub(crate) y: f32,
    /// The em, in points on the page.
    pub(crate) size: f32,
    /// Where the next glyph of a horizontal line would stand.
    pub(crate) heading: Heading,
    /// Whether its line runs slantwise, in none of the four directions.
    pub(crate) slanted: bool,
    /// Whether the font writes downwards.
    pub(crate) vertical: bool,
    /// Whether a person sees it in the content of the page. Not so: text
    /// rendering modes 3 and 7, white on white, painted over, stamps and notes over
    /// the page.
    pub(crate) visible: bool,
    /// Whether it is text of the page that a scan or a drawing may show all the same:
    /// text rendering mode 3, or painted over.
    pub(crate) is_layer: bool,
    /// Index into [`Drawing::clips`].
    pub(crate) clip: u32,
    /// The marked-content block it belongs to, 0 for none.
    pub(crate) block: u32,
    /// The show operation it came from, from 1.
    pub(crate) operation: u32,
}

/// What a glyph stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Text {
    /// One character.
    Char(char),
    /// Several: index into [`Drawing::strings`].
    String(u32),
    /// Nothing of its own: an earlier glyph carries the text of both.
    Covered,
    /// Not known: the font says nothing about this code.
    Unknown(u32),
}

/// The direction in which a line of text runs on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heading {
    /// To the right: upright.
    Right,
    /// Downwards: turned clockwise by a quarter.
    Down,
    /// To the left: upside down.
    Left,
    /// Upwards: turned counter-clockwise by a quarter.
    Up,
}

/// A straight stroke along one axis.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stroke {
    /// From one end to the other: width or height is (nearly) 0.
    pub(crate) line: Rect,
    /// Thickness of the pen.
    pub(crate) thickness: f32,
    /// The show operation before it, 0 for none.
    pub(crate) operation: u32,
}

/// A filled rectangle.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fill {
    /// Where.
    pub(crate) rect: Rect,
    /// Red, green, blue, as painted.
    pub(crate) color: [u8; 3],
    /// The show operation before it, 0 for none.
    pub(crate) operation: u32,
}
