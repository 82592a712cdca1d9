//! A page as SVG: what was seen, and what became of it.
//!
//! Glyph boxes are grey, rules red, cells blue; each cell that went to a
//! measure is tinted and says which. The text is drawn where it was found, with
//! the fonts of the viewer.

use crate::error::{Error, Kind};
use crate::finding::Finding;
use crate::geom::Rect;
use crate::grid::explained::Explained;
use crate::grid::{self, Leaf};
use crate::page::{self, Page, Text};
use crate::place::Place;
use crate::report::Measure;
use crate::source::{self, Input, Raw};
use std::fmt::Write;

/// Draws the page with this number, 1 for the first.
pub(crate) fn draw(input: &Input, number: usize) -> Result<String, Error> {
    let mut findings: Vec<Finding> = Vec::new();
    let fail = |words: String| Error::new(input.name(), Kind::BrokenPdf(words));
    let (_, raw) = source::open(input, &mut findings)?;
    let Raw::Pdf(pdf) = raw else {
        return Err(fail("it is a workbook: only pages of a PDF can be drawn".into()));
    };
    let pages = pdf.page_count();
    let Some(index) = number.checked_sub(1).filter(|&index| index < pages) else {
        return Err(fail(format!("it has no page {number}, only 1 to {pages}")));
    };
    let mut page = page::read(number, pdf.reader().draw(index), &mut findings);
    let (leaf, explained) = grid::explained::find(&mut page, &mut findings);
    // Without an annex there are no records, but still cells to look at.
    let measures = crate::extract(input).map(|report| report.measures).unwrap_or_default();
    Ok(svg(&page, &leaf, &measures, &explained))
}

fn svg(page: &Page, leaf: &Leaf, measures: &[Measure], explained: &[Explained]) -> String {
    let mut out = String::new();
    let (width, height) = (page.width, page.height);
    // Writing to a string does not fail.
    let _ = writeln!(
        out,
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="'IPAexGothic','Noto Sans CJK JP',sans-serif"><rect width="100%" height="100%" fill="#fff"/>"##
    );
    cells(&mut out, page.number, leaf, measures);
    for line in &leaf.lines {
        rect(&mut out, &line.bbox, r##"fill="#fe8" fill-opacity="0.5""##);
    }
    glyphs(&mut out, page);
    for rule in &page.horizontal {
        stroke(&mut out, (rule.from, rule.at), (rule.to, rule.at));
    }
    for rule in &page.vertical {
        stroke(&mut out, (rule.at, rule.from), (rule.at, rule.to));
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

fn cells(out: &mut String, number: usize, leaf: &Leaf, measures: &[Measure]) {
    let rows: Vec<(&Rect, &str)> = measures
        .iter()
        .filter_map(|measure| match &measure.place {
            Place::Page { page, bbox } if *page == number => Some((bbox, measure.label())),
            _ => None,
        })
        .collect();
    for cell in leaf.grids.iter().flat_map(|grid| &grid.cells) {
        let Place::Page { bbox, .. } = &cell.place else { continue };
        let record = rows.iter().find(|(row, _)| row.contains(bbox.center_x(), bbox.center_y()));
        let fill = if record.is_some() { "#cdf" } else { "none" };
        let inner =
            Rect { x0: bbox.x0 + 1.0, y0: bbox.y0 + 1.0, x1: bbox.x1 - 1.0, y1: bbox.y1 - 1.0 };
        rect(
            out,
            &inner,
            &format!(r##"fill="{fill}" fill-opacity="0.4" stroke="#36c" stroke-width="0.6""##),
        );
        if let Some((_, id)) = record {
            let _ = writeln!(
                out,
                r##"<text x="{:.2}" y="{:.2}" font-size="4" fill="#36c">{}</text>"##,
                inner.x0 + 1.0,
                inner.y0 + 4.0,
                escaped(id)
            );
        }
    }
}

fn glyphs(out: &mut String, page: &Page) {
    for run in &page.runs {
        for glyph in &page.glyphs[run.range()] {
            rect(out, &glyph.bbox, r##"fill="none" stroke="#bbb" stroke-width="0.2""##);
            let text = match glyph.text {
                Text::Char(c) => c.to_string(),
                Text::String(index) => {
                    page.strings.get(index as usize).cloned().unwrap_or_default()
                }
                Text::Covered => String::new(),
                Text::Unknown(_) => char::REPLACEMENT_CHARACTER.to_string(),
            };
            let _ = writeln!(
                out,
                r##"<text x="{:.2}" y="{:.2}" font-size="{:.2}">{}</text>"##,
                glyph.x,
                glyph.y,
                glyph.size,
                escaped(&text)
            );
        }
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
