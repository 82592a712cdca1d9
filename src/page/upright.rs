//! Turns a page whose text runs sideways.
//!
//! /Rotate is applied before drawing; this is for pages that were printed
//! sideways without it, so that a landscape table lies on a portrait page.
//! The direction in which most glyphs run decides.

use crate::geom::Rect;
use crate::source::pdf::{Drawing, Heading};

/// The same drawing, with most of its text running to the right.
pub(super) fn turn(mut drawing: Drawing) -> Drawing {
    let heading = most_common(&drawing);
    if heading == Heading::Right {
        return drawing;
    }
    let (width, height) = (drawing.width, drawing.height);
    let turn = |x: f32, y: f32| match heading {
        Heading::Right => (x, y),
        Heading::Down => (y, width - x),
        Heading::Left => (width - x, height - y),
        Heading::Up => (height - y, x),
    };
    let turn_rect = |rect: &Rect| {
        let ((ax, ay), (bx, by)) = (turn(rect.x0, rect.y0), turn(rect.x1, rect.y1));
        Rect::new(ax, ay, bx, by)
    };
    for glyph in &mut drawing.glyphs {
        glyph.bbox = turn_rect(&glyph.bbox);
        (glyph.x, glyph.y) = turn(glyph.x, glyph.y);
        glyph.heading = relative(glyph.heading, heading);
    }
    for stroke in &mut drawing.strokes {
        stroke.line = turn_rect(&stroke.line);
    }
    for (rect, _) in &mut drawing.ovals {
        *rect = turn_rect(rect);
    }
    for fill in &mut drawing.fills {
        fill.rect = turn_rect(&fill.rect);
    }
    for (rect, _) in &mut drawing.marks {
        *rect = turn_rect(rect);
    }
    for image in &mut drawing.pictures {
        let [a, b, c, d, e, f] = image.matrix;
        let (origin, right, down) = (turn(e, f), turn(e + a, f + b), turn(e + c, f + d));
        let along = |to: (f32, f32)| [to.0 - origin.0, to.1 - origin.1];
        let ([a, b], [c, d]) = (along(right), along(down));
        image.matrix = [a, b, c, d, origin.0, origin.1];
        image.clip = turn_rect(&image.clip);
    }
    let boxes = drawing.images.iter_mut().chain(&mut drawing.clips).chain(&mut drawing.dashes);
    for rect in boxes {
        *rect = turn_rect(rect);
    }
    if matches!(heading, Heading::Down | Heading::Up) {
        (drawing.width, drawing.height) = (height, width);
    }
    drawing
}

/// Clockwise order, so that turning is adding.
const CLOCKWISE: [Heading; 4] = [Heading::Right, Heading::Down, Heading::Left, Heading::Up];

fn quarter(heading: Heading) -> usize {
    match heading {
        Heading::Right => 0,
        Heading::Down => 1,
        Heading::Left => 2,
        Heading::Up => 3,
    }
}

fn relative(heading: Heading, main: Heading) -> Heading {
    CLOCKWISE[(quarter(heading) + 4 - quarter(main)) % 4]
}

fn most_common(drawing: &Drawing) -> Heading {
    let mut counts = [0usize; 4];
    for glyph in &drawing.glyphs {
        counts[quarter(glyph.heading)] += 1;
    }
    // Right wins a tie: it is listed last, and `max_by_key` keeps the last.
    let order = [3, 2, 1, 0];
    let most = order.into_iter().max_by_key(|&index| counts[index]).unwrap_or(0);
    CLOCKWISE[most]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::tests::{blank, glyph};

    /// Draws two glyphs in a line that runs `heading` and reads the page.
    #[track_caller]
    fn check(heading: Heading, step: (f32, f32)) {
        let mut drawing = blank();
        for (index, c) in "一二".chars().enumerate() {
            let by = index as f32 * 10.0;
            let mut glyph = glyph(c, 300.0 + by * step.0, 400.0 + by * step.1, 10.0);
            glyph.heading = heading;
            drawing.glyphs.push(glyph);
        }
        let turned = turn(drawing);
        let [first, second] = turned.glyphs[..] else { unreachable!() };
        assert_eq!(first.heading, Heading::Right);
        assert!((second.x - first.x - 10.0).abs() < 0.01, "{} {}", first.x, second.x);
        assert!((second.y - first.y).abs() < 0.01, "{} {}", first.y, second.y);
        assert!(turned.glyphs.iter().all(|glyph| glyph.x < turned.width));
    }

    #[test]
    fn every_direction_becomes_upright() {
        check(Heading::Right, (1.0, 0.0));
        check(Heading::Down, (0.0, 1.0));
        check(Heading::Left, (-1.0, 0.0));
        check(Heading::Up, (0.0, -1.0));
    }
}
