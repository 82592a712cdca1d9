//! A page as SVG: what was seen, and what became of it.
//!
//! Glyphs are text in place, as long as they are on the page, with the fonts of the
//! viewer; rules red, cells coloured by what became of them, those of a measure with its
//! name, lines outside tables in yellow.

use super::review::View;
use crate::geom::Rect;
use crate::grid::explained::Explained;
use crate::page::{Image, Picture, Written};
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
    write(&mut out, &view.picture.texts, view.picture.is_layer);
    for &[y, from, to] in &view.picture.horizontal {
        stroke(&mut out, (from, y), (to, y), "#d22");
    }
    for &[x, from, to] in &view.picture.vertical {
        stroke(&mut out, (x, from), (x, to), "#d22");
    }
    explained.iter().for_each(|it| cost(&mut out, it));
    out.push_str("</svg>\n");
    out
}

/// How far around a place its cut-out reaches, in points: the words of a row at its sides,
/// and the rows next to it.
const AROUND_PT: (f32, f32) = (90.0, 16.0);

/// How much larger than on paper a cut-out is shown: annexes are set in 7 points.
const CUTOUT_SCALE: f32 = 1.6;

/// The part of a page around a place as it is seen, with a frame around the place. It has
/// no name of a namespace, so that it can stand inside HTML.
pub(crate) fn cutout(picture: &Picture, place: &Rect) -> String {
    let page = Rect { x0: 0.0, y0: 0.0, x1: picture.width, y1: picture.height };
    let part = Rect {
        x0: (place.x0 - AROUND_PT.0).max(page.x0),
        y0: (place.y0 - AROUND_PT.1).max(page.y0),
        x1: (place.x1 + AROUND_PT.0).min(page.x1),
        y1: (place.y1 + AROUND_PT.1).min(page.y1),
    };
    let meets =
        |it: &Rect| it.x0 <= part.x1 && part.x0 <= it.x1 && it.y0 <= part.y1 && part.y0 <= it.y1;
    let line =
        |from: (f32, f32), to: (f32, f32)| Rect { x0: from.0, y0: from.1, x1: to.0, y1: to.1 };
    let mut out = String::new();
    let (width, height) = (part.width().max(1.0), part.height().max(1.0));
    let _ = writeln!(
        out,
        r##"<svg width="{:.1}" height="{:.1}" viewBox="{:.2} {:.2} {width:.2} {height:.2}" font-family="'IPAexGothic','Noto Sans CJK JP',sans-serif">"##,
        width * CUTOUT_SCALE,
        height * CUTOUT_SCALE,
        part.x0,
        part.y0
    );
    picture.images.iter().filter(|it| meets(&it.clip)).for_each(|it| image(&mut out, it));
    for tint in picture.tints.iter().filter(|it| meets(it)) {
        rect(&mut out, tint, r##"fill="#eee""##);
    }
    let texts: Vec<&Written> = picture.texts.iter().filter(|it| meets(&reach(it))).collect();
    write(&mut out, texts, picture.is_layer);
    for &[y, from, to] in &picture.horizontal {
        if meets(&line((from, y), (to, y))) {
            stroke(&mut out, (from, y), (to, y), "#888");
        }
    }
    for &[x, from, to] in &picture.vertical {
        if meets(&line((x, from), (x, to))) {
            stroke(&mut out, (x, from), (x, to), "#888");
        }
    }
    rect(&mut out, place, r##"fill="none" stroke="#d22" stroke-width="1.5""##);
    out.push_str("</svg>\n");
    out
}

/// Where a text may have ink, whichever way it is turned.
fn reach(text: &Written) -> Rect {
    let (across, down) =
        if text.turn == 0 { (text.length, 0.0) } else { (text.length, text.length) };
    Rect {
        x0: text.x - if text.turn == 0 { 0.0 } else { across },
        y0: text.y - text.size - down,
        x1: text.x + across,
        y1: text.y + down,
    }
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

/// Texts in place; over a scan, which shows them already, they can be found and not seen.
fn write<'t>(out: &mut String, texts: impl IntoIterator<Item = &'t Written>, is_layer: bool) {
    let hidden = if is_layer { r##" opacity="0""## } else { "" };
    for text in texts {
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

fn stroke(out: &mut String, from: (f32, f32), to: (f32, f32), color: &str) {
    let _ = writeln!(
        out,
        r##"<line x1="{:.2}" y1="{:.2}" x2="{:.2}" y2="{:.2}" stroke="{color}" stroke-width="0.5"/>"##,
        from.0, from.1, to.0, to.1
    );
}

/// Text for XML: marked-up characters escaped; characters that XML does not have (1.0, 2.2)
/// and marks that turn the direction of writing replaced.
pub(super) fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => out.push('\u{FFFD}'),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push('\u{FFFD}'),
            c => out.push(c),
        }
        out
    })
}
