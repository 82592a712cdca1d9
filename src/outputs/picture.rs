//! A page as SVG: what was seen, and what became of it.
//!
//! Glyphs are text in place, as long as they are on the page, with the fonts of the
//! viewer; rules red, cells coloured by what became of them, those of a measure with its
//! name, lines outside tables in yellow.

use super::review::View;
use crate::geom::Rect;
use crate::grid::explained::Explained;
use crate::page::Image;
use crate::place::Place;
use crate::report::{Fate, Measure, Trace};
use crate::text::base64;
use std::fmt::Write;

/// Draws a page as it was read.
pub(crate) fn svg(
    view: &View,
    trace: &Trace,
    measures: &[Measure],
    explained: &[Explained],
) -> String {
    let mut out = String::new();
    let (width, height) = (view.picture.width, view.picture.height);
    // Writing to a string does not fail.
    let _ = writeln!(
        out,
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="'IPAexGothic','Noto Sans CJK JP',sans-serif"><rect width="100%" height="100%" fill="#fff"/>"##
    );
    view.picture.images.iter().for_each(|it| image(&mut out, it));
    for tint in &view.picture.tints {
        rect(&mut out, tint, r##"fill="#eee""##);
    }
    cells(&mut out, view, trace, measures);
    for line in &view.lines {
        rect(&mut out, line, r##"fill="#fe8" fill-opacity="0.5""##);
    }
    texts(&mut out, view);
    for &[y, from, to] in &view.picture.horizontal {
        stroke(&mut out, (from, y), (to, y));
    }
    for &[x, from, to] in &view.picture.vertical {
        stroke(&mut out, (x, from), (x, to));
    }
    explained.iter().for_each(|it| cost(&mut out, it));
    out.push_str("</svg>\n");
    out
}

/// Above a part of the page, what its reading costs and how much more the next does.
fn cost(out: &mut String, explained: &Explained) {
    let Place::Page { bbox, .. } = &explained.place else { return };
    let [taken, next, ..] = &explained.readings[..] else { return };
    let (cost, more) = (taken.cost, next.cost - taken.cost);
    let _ = writeln!(
        out,
        r##"<text x="{:.1}" y="{:.1}" font-size="6" fill="#060">{} {cost} ({more:+} {})</text>"##,
        bbox.x0,
        bbox.y0 - 2.0,
        taken.kind.says().en,
        next.kind.says().en,
    );
}

/// A picture in place; where it is not shown, its outline.
fn image(out: &mut String, image: &Image) {
    let [a, b, c, d, e, f] = image.matrix;
    let Rect { x0, y0, .. } = image.clip;
    let (width, height) = (image.clip.width(), image.clip.height());
    let inner = if image.data.is_empty() {
        r##"<rect width="1" height="1" fill="#ccc"/>"##.to_owned()
    } else {
        format!(
            r##"<image width="1" height="1" preserveAspectRatio="none" href="{}"/>"##,
            uri(image)
        )
    };
    let _ = writeln!(
        out,
        r##"<svg x="{x0:.2}" y="{y0:.2}" width="{width:.2}" height="{height:.2}" viewBox="{x0:.2} {y0:.2} {width:.2} {height:.2}"><g transform="matrix({a:.3} {b:.3} {c:.3} {d:.3} {e:.3} {f:.3})">{inner}</g></svg>"##
    );
}

/// A picture as a data URI (RFC 2397); empty where it is not shown.
pub(crate) fn uri(image: &Image) -> String {
    if image.data.is_empty() {
        return String::new();
    }
    format!("data:{};base64,{}", image.media, base64(&image.data))
}

fn cells(out: &mut String, view: &View, trace: &Trace, measures: &[Measure]) {
    for cell in &view.cells {
        let Place::Page { bbox, .. } = &cell.place else { continue };
        let used = trace.of(&cell.place);
        let fill = match used.map(|it| it.fate) {
            _ if cell.text.trim().is_empty() => "none",
            None => "#ddd",
            Some(Fate::Claimed) => "#cdf",
            Some(Fate::Extra) => "#cfc",
            Some(Fate::Band | Fate::Stated) => "#edf",
            Some(Fate::PassedOver) => "#fc9",
        };
        let inner =
            Rect { x0: bbox.x0 + 1.0, y0: bbox.y0 + 1.0, x1: bbox.x1 - 1.0, y1: bbox.y1 - 1.0 };
        rect(
            out,
            &inner,
            &format!(r##"fill="{fill}" fill-opacity="0.4" stroke="#36c" stroke-width="0.6""##),
        );
        let measure = used.and_then(|it| measures.get(*it.measures.first()?));
        if let (Some(used), Some(measure)) = (used, measure) {
            let _ = writeln!(
                out,
                r##"<text x="{:.2}" y="{:.2}" font-size="4" fill="#36c">{} {}</text>"##,
                inner.x0 + 1.0,
                inner.y0 + 4.0,
                escaped(measure.label()),
                escaped(&used.role)
            );
        }
    }
}

fn texts(out: &mut String, view: &View) {
    // A scan shows the text of its layer; laid over it, neither could be read.
    let hidden = if view.picture.is_layer { r##" opacity="0""## } else { "" };
    for text in &view.picture.texts {
        let turn = match text.turn {
            0 => String::new(),
            turn => format!(r##" transform="rotate({turn} {:.2} {:.2})""##, text.x, text.y),
        };
        let _ = writeln!(
            out,
            r##"<text x="{:.2}" y="{:.2}" font-size="{:.2}" textLength="{:.2}" lengthAdjust="spacingAndGlyphs"{hidden}{turn}>{}</text>"##,
            text.x,
            text.y,
            text.size,
            text.length,
            escaped(&text.text)
        );
    }
}

fn rect(out: &mut String, rect: &Rect, style: &str) {
    let _ = writeln!(
        out,
        r##"<rect x="{:.2}" y="{:.2}" width="{:.2}" height="{:.2}" {style}/>"##,
        rect.x0,
        rect.y0,
        rect.width().max(0.0),
        rect.height().max(0.0)
    );
}

fn stroke(out: &mut String, from: (f32, f32), to: (f32, f32)) {
    let _ = writeln!(
        out,
        r##"<line x1="{:.2}" y1="{:.2}" x2="{:.2}" y2="{:.2}" stroke="#d22" stroke-width="0.5"/>"##,
        from.0, from.1, to.0, to.1
    );
}

/// Text for XML: marked-up characters escaped, characters that XML does not
/// have (1.0, 2.2) replaced.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push('\u{FFFD}'),
            c => out.push(c),
        }
        out
    })
}
