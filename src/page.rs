//! What does a person see on a page? Runs of text and rules, upright.
//!
//! Knows drawing order, rotation and pen strokes; does not know that tables
//! exist. After this stage nothing asks how something was painted.

mod boxes;
mod characters;
mod doubles;
mod layer;
mod numbers;
mod picture;
mod readings;
mod rules;
mod tints;
mod runs;
mod upright;
mod watermarks;

pub(crate) mod lines;
pub(crate) use crate::source::pdf::{Glyph, Heading, Image, Mark, Text};
pub(crate) use picture::{Picture, Written};

use crate::finding::{Code, Finding, Message};
use crate::geom::Rect;
use crate::place::Place;
use crate::source::pdf::{Drawing, Fill, Loss};
use rules::Rules;
use std::ops::Range;

/// One page, as seen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Page {
    /// 1 for the first page.
    pub(crate) number: usize,
    /// Width in points.
    pub(crate) width: f32,
    /// Height in points.
    pub(crate) height: f32,
    /// The glyphs that `runs` refer to, in drawing order.
    pub(crate) glyphs: Vec<Glyph>,
    /// Text that a glyph stands for where it is not one character.
    pub(crate) strings: Vec<String>,
    /// Clip rectangles that glyphs refer to; the first is the page.
    pub(crate) clips: Vec<Rect>,
    /// Text that was written in one go.
    pub(crate) runs: Vec<Run>,
    /// Horizontal rules, by height, then from left to right.
    pub(crate) horizontal: Vec<Rule>,
    /// Vertical rules, from left to right, then by height.
    pub(crate) vertical: Vec<Rule>,
    /// What the horizontal rules were joined from, by height: where two meet, a
    /// cell ends.
    pub(crate) pieces: Vec<Rule>,
    /// Coloured areas.
    pub(crate) tints: Vec<Rect>,
    /// Text boxes that lie over rules: what is in them is in no cell.
    pub(crate) boxes: Vec<Rect>,
    /// Pictures to be looked at, where somebody asked for them.
    pub(crate) pictures: Vec<Image>,
    /// Dashed and dotted lines across, as drawn.
    pub(crate) dashes: Vec<Rect>,
    /// Boxes of ink that is neither text nor rule.
    pub(crate) marks: Vec<(Rect, Mark)>,
    /// How many glyphs were drawn.
    pub(crate) drawn: usize,
    /// How many of them were left out: nobody sees them in the content of the page, they
    /// are readings, or draw rules.
    pub(crate) hidden: usize,
    /// Whether some of what nobody sees is more than blanks.
    pub(crate) hides_text: bool,
    /// How many glyphs were read from the layer of text of a scan.
    pub(crate) layer: usize,
    /// How many glyphs were drawn a second time over themselves and left out.
    pub(crate) doubled: usize,
}

/// Glyphs that follow each other on one baseline without a gap: they belong
/// to one cell, wherever their ink ends up.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// Indices into [`Page::glyphs`].
    pub(crate) glyphs: Range<u32>,
    /// Around all advance boxes.
    pub(crate) bbox: Rect,
    /// The baseline of the first glyph (its x, where the run is vertical).
    pub(crate) baseline: f32,
    /// The em of the largest glyph.
    pub(crate) size: f32,
    /// Which way it runs.
    pub(crate) heading: Heading,
    /// Index into [`Page::clips`].
    pub(crate) clip: u32,
    /// The marked-content block, 0 for none.
    pub(crate) block: u32,
    /// Whether it was written in a frame that lies over rules: it is in no cell.
    pub(crate) floats: bool,
}

impl Run {
    /// The indices of its glyphs.
    pub(crate) fn range(&self) -> Range<usize> {
        self.glyphs.start as usize..self.glyphs.end as usize
    }
}

impl Page {
    /// Cuts the runs between two glyphs of which one of these columns' edges
    /// passes; they are sorted by place.
    pub(crate) fn cut_runs(&mut self, edges: &[Rule]) {
        if !edges.is_empty() {
            self.runs = runs::cut(std::mem::take(&mut self.runs), &self.glyphs, edges);
        }
    }
}

/// A rule (罫線): a straight line along one axis, joined from all its pieces.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rule {
    /// Its place across: y of a horizontal rule, x of a vertical one.
    pub(crate) at: f32,
    /// Where it begins along its axis.
    pub(crate) from: f32,
    /// Where it ends along its axis.
    pub(crate) to: f32,
    /// Of its thickest piece, 0 for what was not drawn.
    pub(crate) thickness: f32,
}

/// Reads the page with this number (1 for the first) from its drawing.
pub(crate) fn read(number: usize, drawing: Drawing, findings: &mut Vec<Finding>) -> Page {
    let whole = Rect { x0: 0.0, y0: 0.0, x1: drawing.width, y1: drawing.height };
    let place = || Some(Place::Page { page: number, bbox: whole });
    if let Some((what, limit)) = drawing.overflow {
        findings.push(too_much(what, limit).at(place()));
    }
    findings.extend(drawing.losses.iter().map(|&why| missing(number, why).at(place())));
    let mut drawing = upright::turn(drawing);
    watermarks::hide(&mut drawing.glyphs);
    let layer = layer::reveal(&mut drawing);
    if layer > 0 {
        findings.push(layer::from_ocr(number).at(place()));
    }
    let hidden = take_out_hidden(&mut drawing);
    findings.extend(unseen(&hidden.text).map(|finding| finding.at(place())));
    let unknown =
        drawing.glyphs.iter().filter(|glyph| matches!(glyph.text, Text::Unknown(_))).count();
    if unknown > 0 {
        findings.push(without_unicode(number, unknown).at(place()));
    }
    let at_once = doubles::take_out_repeated(&mut drawing.glyphs);
    let ruling = characters::to_rules(&mut drawing);
    let (mut runs, later) = runs::find(&drawing);
    let readings = readings::take_out(number, &mut runs, &drawing.glyphs, findings);
    let Rules { horizontal, vertical, pieces, struck, boxes, floating } =
        rules::find(&drawing, &runs);
    for part in &struck {
        let glyphs = &mut drawing.glyphs[part.glyphs.0..part.glyphs.1];
        findings.push(struck_through(number, glyphs));
        // They take their place on the line, and say nothing.
        glyphs.iter_mut().for_each(|glyph| glyph.text = Text::Covered);
    }
    for run in floating {
        runs[run].floats = true;
    }
    numbers::mark(&drawing, &mut runs);
    let runs = runs::cut(runs, &drawing.glyphs, &vertical);
    let pictured = covered(&drawing.images) > PICTURED_SHARE * drawing.width * drawing.height;
    if drawing.glyphs.is_empty() && pictured {
        findings.push(scanned(number).at(place()));
    }
    let marks = marks(&mut drawing);
    Page {
        number,
        width: drawing.width,
        height: drawing.height,
        strings: drawing.strings,
        clips: drawing.clips,
        runs,
        horizontal,
        vertical,
        pieces,
        tints: coloured(&drawing.fills),
        boxes,
        pictures: drawing.pictures,
        dashes: drawing.dashes,
        marks,
        drawn: drawing.glyphs.len() + at_once + hidden.glyphs + ruling,
        hidden: hidden.glyphs + ruling + readings,
        hides_text: hidden.text.chars().any(|c| !c.is_whitespace()),
        layer,
        glyphs: drawing.glyphs,
        doubled: at_once + later,
    }
}

/// The smallest ink that is a sign and no dot, in points.
const MARK_MIN: f32 = 3.0;

/// The boxes of ink that is neither text nor rule; squares are filled as tints are.
fn marks(drawing: &mut Drawing) -> Vec<(Rect, Mark)> {
    let mut marks = std::mem::take(&mut drawing.marks);
    let is_seen = |fill: &&Fill| fill.color.iter().any(|&channel| channel < WHITE);
    let square = |fill: &Fill| {
        let is_dark = fill.color.iter().any(|&channel| channel < TINT);
        (fill.rect, if is_dark { Mark::Square } else { Mark::Tint })
    };
    marks.extend(drawing.fills.iter().filter(is_seen).map(square));
    marks.retain(|(rect, _)| rect.width().min(rect.height()) >= MARK_MIN);
    marks
}

/// A channel of a filled sign is darker than this, of 255; what is lighter shades cells.
const TINT: u8 = 128;

/// What is lighter than this in all channels, of 255, is paper.
const WHITE: u8 = 250;

/// Text that a person does not see in the content of the page: under a scan,
/// white on white, painted over, in watermarks, in stamps and notes over cells.
struct Hidden {
    glyphs: usize,
    text: String,
}

fn take_out_hidden(drawing: &mut Drawing) -> Hidden {
    let before = drawing.glyphs.len();
    let mut text = String::new();
    drawing.glyphs.retain(|glyph| {
        if !glyph.visible {
            match glyph.text {
                Text::Char(c) => text.push(c),
                Text::String(index) => text.push_str(&drawing.strings[index as usize]),
                Text::Covered | Text::Unknown(_) => {}
            }
        }
        glyph.visible
    });
    Hidden { glyphs: before - drawing.glyphs.len(), text }
}

/// How much of a page's hidden text a finding repeats.
const HIDDEN_SHOWN: usize = 40;

/// Hidden spaces are nobody's loss.
fn unseen(text: &str) -> Option<Finding> {
    let text: String = text.split_whitespace().flat_map(str::chars).take(HIDDEN_SHOWN).collect();
    let message = Message::new(
        format!(
            "本文として見えない文字（注釈・透かし・透明・塗りつぶし・背景と同じ色）を除きました: {text}"
        ),
        format!(
            "left out what is no visible text of the page (annotations, watermarks, invisible, painted over, in the colour of the paper): {text}"
        ),
    );
    (!text.is_empty()).then(|| Finding { found: Some(text), ..Finding::new(Code::P905, message) })
}

fn without_unicode(number: usize, glyphs: usize) -> Finding {
    Finding::new(
        Code::P901,
        Message::new(
            format!("{number}ページの{glyphs}文字は、PDFに文字コードの情報がありません。"),
            format!("{glyphs} glyphs of page {number} have no Unicode in the PDF"),
        ),
    )
}

fn missing(number: usize, why: Loss) -> Finding {
    let (code, ja, en) = match why {
        Loss::Content => (Code::P904, "内容が途中で切れています", "content is missing or cut off"),
        Loss::Checksum => (
            Code::P904,
            "データが壊れています（チェックサムが合いません）。欠けや誤りがないか確認してください",
            "its data is damaged (a checksum does not agree); check that nothing is missing or wrong",
        ),
        Loss::Inflation => (
            Code::P904,
            "展開すると上限（一つで128MB、ページ全体で256MB）を超える部分があり、読みませんでした",
            "a part inflates beyond the limit (128 MB, or 256 MB with all of the page) and was not read",
        ),
        Loss::Forms => (
            Code::P904,
            "図形の入れ子が多すぎるため、それを読みませんでした",
            "forms draw each other too often and were not read",
        ),
        Loss::Font => (Code::P901, "読めないフォントがあります", "a font can't be read"),
        Loss::Undrawable => (Code::P904, "壊れていて読めません", "it is damaged and can't be read"),
    };
    Finding::new(
        code,
        Message::new(format!("{number}ページ: {ja}。"), format!("page {number}: {en}")),
    )
}

/// A scan fills its page but for narrow margins; a logo or a chart does not.
const PICTURED_SHARE: f32 = 0.5;

/// The areas that are not white.
fn coloured(fills: &[Fill]) -> Vec<Rect> {
    let is_white = |color: [u8; 3]| color == [u8::MAX; 3];
    fills.iter().filter(|fill| !is_white(fill.color)).map(|fill| fill.rect).collect()
}

fn covered(images: &[Rect]) -> f32 {
    images.iter().map(|image| image.width() * image.height()).sum()
}

fn scanned(number: usize) -> Finding {
    Finding::new(
        Code::P903,
        Message::new(
            format!(
                "{number}ページには文字がありません（スキャン画像のようです）。OCRが必要です。"
            ),
            format!("page {number} has no text (it seems to be scanned); it needs OCR"),
        ),
    )
}

fn struck_through(number: usize, glyphs: &[Glyph]) -> Finding {
    let text: String = glyphs
        .iter()
        .filter_map(|glyph| match glyph.text {
            Text::Char(c) => Some(c),
            Text::String(_) | Text::Covered | Text::Unknown(_) => None,
        })
        .collect();
    let message = Message::new(
        format!("取り消し線の引かれた文字を除きました: {text}"),
        format!("struck-through text was left out: {text}"),
    );
    let bbox = glyphs.iter().fold(Rect::EMPTY, |all, glyph| all.union(&glyph.bbox));
    let place = Place::Page { page: number, bbox };
    Finding { found: Some(text), ..Finding::new(Code::P905, message) }.at(Some(place))
}

fn too_much(what: &str, limit: usize) -> Finding {
    Finding::new(
        Code::P904,
        Message::new(
            format!("ページ内の {what} が上限（{limit}）を超えたため、残りを読みませんでした。"),
            format!("more than {limit} {what} on the page; the rest was not read"),
        ),
    )
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A page drawn in a test: text at a place, and rules.
    pub(crate) fn glyph(c: char, x: f32, baseline: f32, size: f32) -> Glyph {
        let width = if c.is_ascii() { size / 2.0 } else { size };
        Glyph {
            text: Text::Char(c),
            bbox: Rect {
                x0: x,
                y0: baseline - 0.88 * size,
                x1: x + width,
                y1: baseline + 0.12 * size,
            },
            x,
            y: baseline,
            size,
            heading: Heading::Right,
            slanted: false,
            vertical: false,
            visible: true,
            is_layer: false,
            clip: 0,
            block: 0,
            operation: 0,
        }
    }

    /// Writes `text` from `x` on, as one show operation.
    pub(crate) fn write(drawing: &mut Drawing, text: &str, mut x: f32, baseline: f32, size: f32) {
        let operation = drawing.glyphs.last().map_or(0, |last| last.operation + 1);
        for c in text.chars() {
            let glyph = Glyph { operation, ..glyph(c, x, baseline, size) };
            x = glyph.bbox.x1;
            drawing.glyphs.push(glyph);
        }
    }

    /// An empty A4 page.
    pub(crate) fn blank() -> Drawing {
        let page = Rect { x0: 0.0, y0: 0.0, x1: 595.0, y1: 842.0 };
        Drawing { width: 595.0, height: 842.0, clips: vec![page], ..Drawing::default() }
    }
}
