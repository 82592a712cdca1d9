//! Paths → straight pieces and rectangles, which is all that rules are made of.

use crate::geom::Rect;
use hayro_interpret::FillRule;
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

/// What a stroked path looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Lines along the axes.
    Straight,
    /// Slanted lines that go around nothing.
    Slanted,
    /// Curves, or sides that come back to where they began.
    Closed,
}

pub(super) fn look(path: &BezPath) -> Look {
    let (mut start, mut at, mut slanted) = (Point::ZERO, Point::ZERO, 0);
    let is_slanted =
        |a: Point, b: Point| (a.x - b.x).abs().min((a.y - b.y).abs()) > f64::from(SKEW_MAX);
    for element in path.elements() {
        match element {
            PathEl::MoveTo(point) => (start, at) = (*point, *point),
            PathEl::LineTo(point) => {
                slanted += usize::from(is_slanted(at, *point));
                at = *point;
            }
            PathEl::QuadTo(..) | PathEl::CurveTo(..) => return Look::Closed,
            PathEl::ClosePath => {
                slanted += usize::from(is_slanted(at, start));
                at = start;
            }
        }
        if slanted >= 2 && at.distance(start) < f64::from(SKEW_MAX) {
            return Look::Closed;
        }
    }
    if slanted > 0 { Look::Slanted } else { Look::Straight }
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

/// What a filled path paints, as far as it is made of rectangles.
#[derive(Debug, Default)]
pub(super) struct Painted {
    pub(super) rectangles: Vec<kurbo::Rect>,
    /// Whether each of them is painted from edge to edge.
    pub(super) is_whole: bool,
}

/// More rectangles of one path than this are taken as they are: they are dots, or a
/// drawing. A table of 60 cells drawn as one path with holes has 61.
const HOLES_MAX: usize = 128;

/// The rectangles that a filled path paints: those of its subpaths whose corners take
/// two values along each axis. Where one of them is a hole in another, what is left
/// is painted alone.
pub(super) fn painted(path: &BezPath, transform: &Affine, rule: FillRule) -> Painted {
    let mut found: Vec<Outline> = Vec::new();
    let mut others = kurbo::Rect::ZERO;
    let mut has_others = false;
    let mut corners: Vec<Point> = Vec::new();
    let mut straight = true;
    let mut close = |corners: &[Point], straight: bool| match as_rectangle(corners, straight) {
        Some(rect) => found.push(Outline { rect, winding: winding(corners) }),
        None if corners.len() > 1 => {
            let around = corners[1..]
                .iter()
                .fold(kurbo::Rect::from_points(corners[0], corners[0]), |all, &point| {
                    all.union_pt(point)
                });
            others = if has_others { others.union(around) } else { around };
            has_others = true;
        }
        None => {}
    };
    for element in path.elements() {
        match element {
            PathEl::MoveTo(point) => {
                close(&corners, straight);
                corners.clear();
                straight = true;
                corners.push(*transform * *point);
            }
            PathEl::LineTo(point) => corners.push(*transform * *point),
            PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point) => {
                straight = false;
                corners.push(*transform * *point);
            }
            PathEl::ClosePath => {}
        }
    }
    close(&corners, straight);
    let is_crossed = |outline: &Outline| has_others && overlap(&outline.rect, &others);
    let is_whole = !found.iter().any(is_crossed);
    if found.len() > HOLES_MAX || !may_have_holes(&found, rule) {
        let is_whole = is_whole && found.len() <= HOLES_MAX;
        return Painted { rectangles: found.iter().map(|it| it.rect).collect(), is_whole };
    }
    Painted { rectangles: without_holes(&found, rule), is_whole }
}

/// A rectangle among the subpaths of a path, and which way it goes round: 1 or -1.
struct Outline {
    rect: kurbo::Rect,
    winding: i32,
}

fn winding(corners: &[Point]) -> i32 {
    let next = corners.iter().cycle().skip(1);
    let area: f64 = corners.iter().zip(next).map(|(a, b)| a.x * b.y - b.x * a.y).sum();
    if area < 0.0 { -1 } else { 1 }
}

fn overlap(a: &kurbo::Rect, b: &kurbo::Rect) -> bool {
    a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
}

fn may_have_holes(outlines: &[Outline], rule: FillRule) -> bool {
    let turns = |a: &Outline, b: &Outline| rule == FillRule::EvenOdd || a.winding != b.winding;
    outlines
        .iter()
        .enumerate()
        .any(|(at, a)| outlines[at + 1..].iter().any(|b| turns(a, b) && overlap(&a.rect, &b.rect)))
}

/// The painted area as rectangles: in each strip between two edges across, what is
/// painted; strips that go on below become one.
fn without_holes(outlines: &[Outline], rule: FillRule) -> Vec<kurbo::Rect> {
    let mut ys: Vec<f64> = outlines.iter().flat_map(|it| [it.rect.y0, it.rect.y1]).collect();
    ys.sort_by(f64::total_cmp);
    ys.dedup();
    let mut painted: Vec<kurbo::Rect> = Vec::new();
    let mut open: Vec<kurbo::Rect> = Vec::new();
    for pair in ys.windows(2) {
        let (top, bottom) = (pair[0], pair[1]);
        let inside = outlines.iter().filter(|it| it.rect.y0 <= top && bottom <= it.rect.y1);
        let mut strips = intervals(inside, rule);
        for strip in &mut strips {
            (strip.y0, strip.y1) = (top, bottom);
        }
        for above in open.drain(..) {
            // Both go from left to right.
            let at = strips.binary_search_by(|it| it.x0.total_cmp(&above.x0));
            match at.ok().and_then(|at| strips.get_mut(at)).filter(|it| it.x1 == above.x1) {
                Some(strip) => strip.y0 = above.y0,
                None => painted.push(above),
            }
        }
        open = strips;
    }
    painted.append(&mut open);
    painted
}

/// What a strip paints, from the left: rectangles of which only the sides are set.
fn intervals<'a>(outlines: impl Iterator<Item = &'a Outline>, rule: FillRule) -> Vec<kurbo::Rect> {
    let sides = |it: &Outline| [(it.rect.x0, it.winding), (it.rect.x1, -it.winding)];
    let mut edges: Vec<(f64, i32)> = outlines.flat_map(sides).collect();
    edges.sort_by(|a, b| a.0.total_cmp(&b.0));
    let is_inside = |winding: i32| match rule {
        FillRule::NonZero => winding != 0,
        FillRule::EvenOdd => winding % 2 != 0,
    };
    let (mut winding, mut found) = (0, Vec::<kurbo::Rect>::new());
    for pair in edges.windows(2) {
        winding += pair[0].1;
        let (from, to) = (pair[0].0, pair[1].0);
        if !is_inside(winding) || from == to {
            continue;
        }
        match found.last_mut() {
            Some(last) if last.x1 == from => last.x1 = to,
            _ => found.push(kurbo::Rect::new(from, 0.0, to, 0.0)),
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use hayro_interpret::kurbo::Shape;

    /// Compares what rectangles in one path paint, a minus before those that go
    /// round the other way.
    #[track_caller]
    fn check(path: &[(bool, [f64; 4])], rule: FillRule, expected: &[[f64; 4]]) {
        let mut all = BezPath::new();
        for &(is_turned, [x0, y0, x1, y1]) in path {
            let (top, bottom) = if is_turned { (y1, y0) } else { (y0, y1) };
            all.move_to((x0, top));
            for corner in [(x1, top), (x1, bottom), (x0, bottom)] {
                all.line_to(corner);
            }
            all.close_path();
        }
        let painted = painted(&all, &Affine::IDENTITY, rule);
        let found: Vec<[f64; 4]> =
            painted.rectangles.iter().map(|it| [it.x0, it.y0, it.x1, it.y1]).collect();
        assert_eq!(found, expected);
        assert!(painted.is_whole);
    }

    const SHEET: (bool, [f64; 4]) = (false, [0.0, 0.0, 50.0, 40.0]);
    const FRAME: [[f64; 4]; 4] = [
        [0.0, 0.0, 50.0, 1.0],
        [0.0, 1.0, 1.0, 39.0],
        [49.0, 1.0, 50.0, 39.0],
        [0.0, 39.0, 50.0, 40.0],
    ];

    #[test]
    fn a_hole_is_not_painted() {
        let hole = [1.0, 1.0, 49.0, 39.0];
        check(&[SHEET, (true, hole)], FillRule::NonZero, &FRAME);
        check(&[SHEET, (false, hole)], FillRule::EvenOdd, &FRAME);
        check(&[SHEET, (false, hole)], FillRule::NonZero, &[SHEET.1, hole]);
    }

    #[test]
    fn cells_as_holes() {
        let (left, right) = ([1.0, 1.0, 20.0, 39.0], [21.0, 1.0, 49.0, 39.0]);
        let mut expected = FRAME.to_vec();
        expected.insert(2, [20.0, 1.0, 21.0, 39.0]);
        check(&[SHEET, (true, left), (true, right)], FillRule::NonZero, &expected);
    }

    #[test]
    fn a_round_hole() {
        let mut path = kurbo::Rect::new(0.0, 0.0, 50.0, 40.0).to_path(0.1);
        path.extend(kurbo::Circle::new((25.0, 20.0), 10.0).to_path(0.1));
        let painted = painted(&path, &Affine::IDENTITY, FillRule::EvenOdd);
        assert_eq!((painted.rectangles.len(), painted.is_whole), (1, false));
    }
}
