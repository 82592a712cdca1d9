//! What of a page a person needs to recognise it: its pictures, its text in place, its
//! rules, its coloured areas. Short enough to be kept for each page of a document.

use super::{Glyph, Heading, Image, Page, Text};
use crate::geom::Rect;

/// One page to be drawn again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Picture {
    /// Width in points.
    pub(crate) width: f32,
    /// Height in points.
    pub(crate) height: f32,
    /// Its pictures, in drawing order.
    pub(crate) images: Vec<Image>,
    /// Its text, in drawing order.
    pub(crate) texts: Vec<Written>,
    /// Whether its text is a layer over a scan, which shows it already.
    pub(crate) is_layer: bool,
    /// Horizontal rules: y, left and right end.
    pub(crate) horizontal: Vec<[f32; 3]>,
    /// Vertical rules: x, upper and lower end.
    pub(crate) vertical: Vec<[f32; 3]>,
    /// Coloured areas.
    pub(crate) tints: Vec<Rect>,
    /// Whether rules or areas were left out, because there were too many.
    pub(crate) is_cut: bool,
}

/// Text on one baseline.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Written {
    /// Its characters.
    pub(crate) text: String,
    /// Where its baseline begins.
    pub(crate) x: f32,
    /// Where its baseline begins.
    pub(crate) y: f32,
    /// How far it reaches along the baseline.
    pub(crate) length: f32,
    /// The em.
    pub(crate) size: f32,
    /// By how many degrees it is turned clockwise.
    pub(crate) turn: u16,
    /// Around its advance boxes.
    pub(crate) bbox: Rect,
}

/// More rules or areas on a page are hatching or a traced picture, and would make the
/// drawing larger than the page itself.
const STROKES_MAX: usize = 4_000;

impl Picture {
    /// What is seen of a page.
    pub(crate) fn of(page: &Page) -> Picture {
        let mut texts = Vec::new();
        for run in &page.runs {
            write(&page.glyphs[run.range()], &page.strings, &mut texts);
        }
        let line = |rule: &super::Rule| [rule.at, rule.from, rule.to];
        let (horizontal, vertical) = (&page.horizontal, &page.vertical);
        Picture {
            width: page.width,
            height: page.height,
            images: page.pictures.clone(),
            texts,
            is_layer: page.layer > 0,
            horizontal: horizontal.iter().take(STROKES_MAX).map(line).collect(),
            vertical: vertical.iter().take(STROKES_MAX).map(line).collect(),
            tints: page.tints.iter().take(STROKES_MAX).copied().collect(),
            is_cut: [horizontal.len(), vertical.len(), page.tints.len()]
                .iter()
                .any(|&count| count > STROKES_MAX),
        }
    }
}

/// Glyphs of a run as text. What a font writes downwards is upright glyph by glyph.
fn write(glyphs: &[Glyph], strings: &[String], texts: &mut Vec<Written>) {
    let mut open: Option<Written> = None;
    for glyph in glyphs {
        let text = match glyph.text {
            Text::Char(c) => c.to_string(),
            Text::String(index) => strings.get(index as usize).cloned().unwrap_or_default(),
            Text::Covered => String::new(),
            Text::Unknown(_) => char::REPLACEMENT_CHARACTER.to_string(),
        };
        let piece = written(glyph, text);
        match open.as_mut().filter(|open| !glyph.vertical && open.goes_on(&piece)) {
            Some(open) => open.extend(piece),
            None => texts.extend(open.replace(piece)),
        }
    }
    texts.extend(open);
    texts.retain(|it| !it.text.trim().is_empty() && it.bbox.is_finite());
}

fn written(glyph: &Glyph, text: String) -> Written {
    let bbox = glyph.bbox;
    let turn = match glyph.heading {
        _ if glyph.vertical => 0,
        Heading::Right => 0,
        Heading::Down => 90,
        Heading::Left => 180,
        Heading::Up => 270,
    };
    // The origin of a glyph that is written downwards lies above it.
    let (x, y) = if glyph.vertical {
        (bbox.x0, bbox.y0 + ASCENT * bbox.height())
    } else {
        (glyph.x, glyph.y)
    };
    let length = if turn % 180 == 0 { bbox.width() } else { bbox.height() };
    Written { text, x, y, length, size: glyph.size, turn, bbox }
}

/// How far the box of a glyph reaches above its baseline, of its height.
const ASCENT: f32 = 0.88;

/// How far the next glyph may stand from where the text ends, in em: a run has no gaps
/// that part words, and what tracking adds is spread over it.
const GAP_MAX: f32 = 1.0;

impl Written {
    /// Whether a glyph stands on its baseline, right behind it.
    fn goes_on(&self, next: &Written) -> bool {
        let (dx, dy) = (next.x - self.x, next.y - self.y);
        let (along, off) = match self.turn {
            0 => (dx, dy),
            90 => (dy, dx),
            180 => (-dx, dy),
            _ => (-dy, dx),
        };
        self.turn == next.turn
            && self.size == next.size
            && off.abs() <= 0.1 * self.size
            && (along - self.length).abs() <= GAP_MAX * self.size
            && along >= 0.0
    }

    fn extend(&mut self, next: Written) {
        self.text.push_str(&next.text);
        self.bbox = self.bbox.union(&next.bbox);
        let is_across = self.turn.is_multiple_of(180);
        self.length = if is_across { self.bbox.width() } else { self.bbox.height() };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page;
    use crate::page::tests::{blank, write};

    #[test]
    fn a_run_is_one_text_as_long_as_its_glyphs() {
        let mut drawing = blank();
        write(&mut drawing, "実績12件", 100.0, 200.0, 10.0);
        write(&mut drawing, "別", 300.0, 200.0, 8.0);
        let page = page::read(1, drawing, &mut Vec::new());
        let picture = Picture::of(&page);
        let seen = |it: &Written| (it.text.clone(), it.x, it.y, it.length, it.size);
        assert_eq!(
            picture.texts.iter().map(seen).collect::<Vec<_>>(),
            [
                ("実績12件".to_owned(), 100.0, 200.0, 40.0, 10.0),
                ("別".to_owned(), 300.0, 200.0, 8.0, 8.0)
            ]
        );
        assert!(!picture.is_cut);
    }

    #[test]
    fn what_is_turned_keeps_its_baseline() {
        let mut drawing = blank();
        // A page whose text is all turned is turned upright.
        write(&mut drawing, "この行は左から右へ書いてある", 100.0, 700.0, 10.0);
        for (number, c) in "上へ".chars().enumerate() {
            let y = 400.0 - 10.0 * number as f32;
            let bbox = Rect { x0: 91.2, y0: y - 10.0, x1: 101.2, y1: y };
            drawing.glyphs.push(Glyph {
                bbox,
                y,
                heading: Heading::Up,
                operation: 1,
                ..page::tests::glyph(c, 100.0, y, 10.0)
            });
        }
        let page = page::read(1, drawing, &mut Vec::new());
        let mut texts = Picture::of(&page).texts;
        texts.retain(|it| it.turn != 0);
        assert_eq!(texts.iter().map(|it| (it.turn, it.length)).collect::<Vec<_>>(), [(270, 20.0)]);
        assert_eq!((texts[0].x, texts[0].y, texts[0].text.as_str()), (100.0, 400.0, "上へ"));
    }
}
