//! Points and rectangles of an upright page.
//!
//! Lengths are PDF points (1/72 inch), measured from the top left corner of
//! the page, y downwards. No tolerance lives here: each belongs to the step
//! that needs it.

/// An axis-aligned rectangle. `x0 <= x1` and `y0 <= y1` for every rectangle
/// that a stage hands on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x0: f32,
    /// Top edge (smaller than `y1`: y grows downwards).
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Bottom edge.
    pub y1: f32,
}

impl Rect {
    /// A rectangle that contains nothing: the start of a union.
    pub const EMPTY: Rect =
        Rect { x0: f32::INFINITY, y0: f32::INFINITY, x1: f32::NEG_INFINITY, y1: f32::NEG_INFINITY };

    /// The rectangle between two opposite corners, in any order.
    pub fn new(ax: f32, ay: f32, bx: f32, by: f32) -> Rect {
        Rect { x0: ax.min(bx), y0: ay.min(by), x1: ax.max(bx), y1: ay.max(by) }
    }

    /// Width, negative for [`Rect::EMPTY`].
    pub fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    /// Height, negative for [`Rect::EMPTY`].
    pub fn height(&self) -> f32 {
        self.y1 - self.y0
    }

    /// The middle, horizontally.
    pub fn center_x(&self) -> f32 {
        (self.x0 + self.x1) / 2.0
    }

    /// The middle, vertically.
    pub fn center_y(&self) -> f32 {
        (self.y0 + self.y1) / 2.0
    }

    /// The smallest rectangle around both.
    pub fn union(&self, other: &Rect) -> Rect {
        Rect {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// What both cover, or `None` where they do not even touch.
    pub fn intersection(&self, other: &Rect) -> Option<Rect> {
        let both = Rect {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        };
        (both.x0 <= both.x1 && both.y0 <= both.y1).then_some(both)
    }

    /// Whether a point lies inside or on the edge.
    pub fn contains(&self, x: f32, y: f32) -> bool {
        self.x0 <= x && x <= self.x1 && self.y0 <= y && y <= self.y1
    }

    /// Whether all four edges are ordinary numbers. Broken files place things
    /// at infinity, where no later arithmetic holds.
    pub fn is_finite(&self) -> bool {
        self.x0.is_finite() && self.y0.is_finite() && self.x1.is_finite() && self.y1.is_finite()
    }
}
