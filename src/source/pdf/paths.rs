//! Paths → straight pieces and rectangles, which is all that rules are made of.

use crate::geom::Rect;
use hayro_interpret::kurbo::{self, Affine, BezPath, PathEl, Point};

/// How far a stroke may lean and still be a rule. Half a point is below what
/// an eye sees over the width of a page.
pub(super) const SKEW_MAX: f32 = 0.5;

pub(super) fn to_rect(rect: kurbo::Rect) -> Rect {
    Rect::new(rect.x0 as f32, rect.y0 as f32, rect.x1 as f32, rect.y1 as f32)
}

pub(super) fn is_axis_aligned(transform: &Affine) -> bool {
    let [a, b, c, d, ..] = transform.as_coeffs();
    (b == 0.0 && c == 0.0) || (a == 0.0 && d == 0.0)
}

/// The straight pieces of a path, on the page. Curves are no rules.
pub(super) fn segments(path: &BezPath, transform: &Affine) -> impl Iterator<Item = (Point, Point)> {
    let transform = *transform;
    let mut start = Point::ZERO;
    let mut at = Point::ZERO;
    path.elements().iter().filter_map(move |element| {
        let from = at;
        match element {
            PathEl::MoveTo(point) => {
                start = transform * *point;
                at = start;
                return None;
            }
            PathEl::LineTo(point) => at = transform * *point,
            PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point) => {
                at = transform * *point;
                return None;
            }
            PathEl::ClosePath => at = start,
        }
        Some((from, at))
    })
}

/// Whether a path is a circle or an oval, in four curves or more.
pub(super) fn is_oval(path: &BezPath) -> bool {
    let is_curve = |element: &PathEl| matches!(element, PathEl::CurveTo(..));
    let is_straight = |element: &PathEl| matches!(element, PathEl::LineTo(_) | PathEl::QuadTo(..));
    let curves = path.elements().iter().filter(|element| is_curve(element)).take(4).count();
    let mut ends = path.elements().iter().filter_map(PathEl::end_point);
    let (first, last) = (ends.next(), ends.next_back());
    let is_closed = first.zip(last).is_some_and(|(first, last)| first.distance(last) < 0.5);
    curves == 4 && is_closed && !path.elements().iter().any(is_straight)
}

/// The rectangles among the subpaths of a filled path: those whose corners
/// take two values along each axis.
pub(super) fn rectangles(path: &BezPath, transform: &Affine) -> Vec<kurbo::Rect> {
    let mut found = Vec::new();
    let mut corners: Vec<Point> = Vec::new();
    let mut straight = true;
    for element in path.elements() {
        match element {
            PathEl::MoveTo(point) => {
                found.extend(as_rectangle(&corners, straight));
                corners.clear();
                straight = true;
                corners.push(*transform * *point);
            }
            PathEl::LineTo(point) => corners.push(*transform * *point),
            PathEl::QuadTo(..) | PathEl::CurveTo(..) => straight = false,
            PathEl::ClosePath => {}
        }
    }
    found.extend(as_rectangle(&corners, straight));
    found
}

/// More corners than a rectangle has that was drawn from the middle of a side
/// and closed by hand, as Writer draws text boxes.
const CORNERS_MAX: usize = 6;

/// The rectangle that these corners go around: each side runs along an axis, and
/// each corner lies on the outline.
fn as_rectangle(corners: &[Point], straight: bool) -> Option<kurbo::Rect> {
    if !straight || !(4..=CORNERS_MAX).contains(&corners.len()) {
        return None;
    }
    let bounds = corners
        .iter()
        .fold(kurbo::Rect::from_points(corners[0], corners[0]), |all, &point| all.union_pt(point));
    let near = |a: f64, b: f64| (a - b).abs() <= f64::from(SKEW_MAX);
    let next = corners.iter().cycle().skip(1);
    let along_axes = corners.iter().zip(next).all(|(a, b)| near(a.x, b.x) || near(a.y, b.y));
    let is_outside = |corner: &Point| {
        near(corner.x, bounds.x0)
            || near(corner.x, bounds.x1)
            || near(corner.y, bounds.y0)
            || near(corner.y, bounds.y1)
    };
    (along_axes && corners.iter().all(is_outside)).then_some(bounds)
}
