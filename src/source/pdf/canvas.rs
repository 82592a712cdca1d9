//! The device that hayro draws on: it keeps what passes.

use super::annotations::Typed;
use super::covers::Covers;
use super::drawing::{Drawing, Fill, Glyph, Heading, Mark, Stroke, Text};
use super::images::Keeper;
use super::ink::{self, Backdrops, color_of, is_opaque, is_white};
use super::paths::{
    Look, Painted, SKEW_MAX, is_axis_aligned, is_oval, look, painted, segments, to_rect,
};
use super::text_string;
use crate::geom::Rect;
use crate::source::fonts::{self, Fonts};
use crate::source::limits;
use hayro_interpret::font::{Glyph as FontGlyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::object::{Dict, String as PdfString};
use hayro_interpret::kurbo::{self, Affine, BezPath, PathEl, Point, Shape};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask,
};

/// Keeps what passes.
pub(super) struct Canvas<'a> {
    pub(super) drawing: Drawing,
    /// The fonts of the page, for codes of which they alone know the meaning.
    pub(super) fonts: Fonts<'a>,
    /// Whether what comes now lies over the page and is not its content.
    pub(super) is_annotation: bool,
    /// Keeps pictures, where somebody wants to look at them.
    pub(super) images: Option<Keeper>,
    /// What may lie behind white text.
    backdrops: Backdrops,
    covers: Covers,
    /// Transparency groups in force: whether what is painted in each is opaque.
    groups: Vec<bool>,
    /// Clips in force, as indices; the innermost last.
    clips: Vec<u32>,
    /// Which of them have a shape with holes, and how many do.
    with_holes: Vec<bool>,
    clip_holes: usize,
    /// Marked-content sequences in force.
    blocks: Vec<Block>,
    last_block: u32,
    last_operation: u32,
}

/// A marked-content sequence in force.
struct Block {
    /// Its number, or that of the sequence around it where it has no MCID.
    id: u32,
    /// Text that stands for everything drawn inside (PDF 32000-1, 14.9.4),
    /// until the first glyph takes it.
    actual_text: Option<ActualText>,
}

enum ActualText {
    Waiting(String),
    Taken,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(width: f32, height: f32, fonts: Fonts<'a>) -> Canvas<'a> {
        let page = Rect { x0: 0.0, y0: 0.0, x1: width, y1: height };
        let drawing = Drawing { width, height, clips: vec![page], ..Drawing::default() };
        Canvas {
            drawing,
            fonts,
            is_annotation: false,
            images: None,
            backdrops: Backdrops::default(),
            covers: Covers::default(),
            groups: Vec::new(),
            clips: vec![0],
            with_holes: vec![false],
            clip_holes: 0,
            blocks: Vec::new(),
            last_block: 0,
            last_operation: 0,
        }
    }

    /// Writes what was typed into a field of a form that draws nothing by itself.
    pub(super) fn type_in(&mut self, rect: kurbo::Rect, typed: &Typed) {
        let rect = to_rect(rect);
        if !rect.is_finite() || self.drawing.clips.len() >= limits::CLIPS_PER_PAGE {
            return;
        }
        let clip = self.drawing.clips.len() as u32;
        self.drawing.clips.push(rect);
        self.last_operation += 1;
        let lines: Vec<&str> = typed.text.lines().collect();
        let size = typed.size_in(&rect, lines.len());
        let top = rect.center_y() - size * TYPED_LEADING * lines.len() as f32 / 2.0;
        for (at, line) in lines.into_iter().enumerate() {
            let y = top + size * (at as f32 * TYPED_LEADING + 0.9);
            self.type_line(line, (rect.x0 + TYPED_PADDING, y), size, clip);
        }
    }

    fn type_line(&mut self, line: &str, (mut x, y): (f32, f32), size: f32, clip: u32) {
        for c in line.chars() {
            if self.drawing.glyphs.len() >= limits::GLYPHS_PER_PAGE {
                self.drawing.overflow = Some(("glyphs", limits::GLYPHS_PER_PAGE));
                return;
            }
            let width = if c.is_ascii() { size / 2.0 } else { size };
            let bbox = Rect { x0: x, y0: y - 0.88 * size, x1: x + width, y1: y + 0.12 * size };
            let (text, operation) = (Text::Char(c), self.last_operation);
            let upright = place(&Affine::IDENTITY, 0.0);
            let typed = upright.map(|it| Glyph { text, bbox, x, y, size, clip, operation, ..it });
            self.drawing.glyphs.extend(typed);
            x += width;
        }
    }

    /// What was drawn, once all is.
    pub(super) fn finish(mut self) -> Drawing {
        self.covers.hide(&mut self.drawing.glyphs);
        self.drawing
    }

    fn clip(&self) -> Rect {
        let innermost = self.clips.last().copied().unwrap_or(0);
        self.drawing.clips[innermost as usize]
    }

    fn push_clip(&mut self, rect: kurbo::Rect, has_holes: bool) {
        self.with_holes.push(has_holes);
        self.clip_holes += usize::from(has_holes);
        let inner = to_rect(rect);
        // An empty intersection hides everything; a box without area, at the
        // near edge, keeps the text inside its cell all the same.
        let clip = self.clip().intersection(&inner).unwrap_or(Rect { x1: inner.x0, ..inner });
        if self.drawing.clips.len() >= limits::CLIPS_PER_PAGE {
            self.drawing.overflow = Some(("clip rectangles", limits::CLIPS_PER_PAGE));
            self.clips.push(0);
            return;
        }
        self.clips.push(self.drawing.clips.len() as u32);
        self.drawing.clips.push(clip);
    }

    /// What a glyph stands for, from the text around it or from its font.
    fn text_of(&mut self, glyph: &FontGlyph<'_>) -> Text {
        if let Some(actual) =
            self.blocks.iter_mut().rev().find_map(|block| block.actual_text.as_mut())
        {
            return match std::mem::replace(actual, ActualText::Taken) {
                ActualText::Waiting(text) => self.keep(text),
                ActualText::Taken => Text::Covered,
            };
        }
        match self.fonts.text_of(glyph) {
            // Some producers end each run with a selector that selects nothing.
            Some(BfString::Char('\u{E0100}'..='\u{E01EF}')) => Text::Covered,
            Some(BfString::Char(c)) => Text::Char(c),
            Some(BfString::String(text)) => self.keep(text),
            None => Text::Unknown(glyph.char_code()),
        }
    }

    fn keep(&mut self, text: String) -> Text {
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (None, _) => Text::Covered,
            (Some(only), None) => Text::Char(only),
            _ => {
                self.drawing.strings.push(text);
                Text::String(self.drawing.strings.len() as u32 - 1)
            }
        }
    }

    /// Whether a white glyph can be told from what lies behind it. Paper is
    /// white until something is painted on it.
    fn stands_out(&self, glyph: &Glyph) -> bool {
        self.backdrops.shows_white(&glyph.bbox)
            || ink::lies_on_glyph(glyph, &self.drawing.glyphs, self.last_operation)
    }

    fn stroke(&mut self, (from, to): (Point, Point), thickness: f32, paint: &Paint<'_>) {
        if self.is_annotation {
            return;
        }
        let line = to_rect(kurbo::Rect::from_points(from, to));
        if !line.is_finite() || line.width().min(line.height()) > SKEW_MAX {
            return;
        }
        // A stroke along the very edge of its clip is still seen by half.
        let clip = self.clip();
        let reach = Rect {
            x0: clip.x0 - thickness,
            y0: clip.y0 - thickness,
            x1: clip.x1 + thickness,
            y1: clip.y1 + thickness,
        };
        if let Some(line) = line.intersection(&reach).filter(|it| self.backdrops.shows(paint, it)) {
            self.backdrops.note(thick(&line, thickness), color_of(paint));
            self.push_stroke(Stroke { line, thickness, operation: self.last_operation });
        }
    }

    /// Notes a stroked path that is more than lines along the axes.
    fn note_outline(&mut self, path: &BezPath, props: &DrawProps<'_>) {
        let look = look(path);
        if look == Look::Straight || self.is_annotation || is_white(&props.paint) {
            return;
        }
        let around = props.transform.transform_rect_bbox(path.bounding_box());
        match look {
            _ if is_oval(path) => self.oval(around),
            Look::Slanted => self.mark(to_rect(around), Mark::Slanted),
            _ => self.mark(to_rect(around), Mark::Shape),
        }
    }

    fn oval(&mut self, rect: kurbo::Rect) {
        let rect = to_rect(rect);
        let is_drawn = rect.is_finite() && rect.intersection(&self.clip()).is_some();
        if is_drawn && self.drawing.ovals.len() < limits::STROKES_PER_PAGE {
            self.drawing.ovals.push((rect, self.last_operation));
            self.mark(rect, Mark::Oval);
        }
    }

    /// Notes ink that is neither text nor rule.
    fn mark(&mut self, rect: Rect, kind: Mark) {
        let Some(rect) = rect.intersection(&self.clip()) else { return };
        if rect.is_finite() && self.drawing.marks.len() < limits::STROKES_PER_PAGE {
            self.drawing.marks.push((rect, kind));
        }
    }

    fn push_stroke(&mut self, stroke: Stroke) {
        if self.drawing.strokes.len() >= limits::STROKES_PER_PAGE {
            self.drawing.overflow = Some(("strokes", limits::STROKES_PER_PAGE));
            return;
        }
        self.drawing.strokes.push(stroke);
    }

    /// A rectangle, painted from edge to edge or with holes that nobody knows.
    fn fill(&mut self, rect: kurbo::Rect, props: &DrawProps<'_>, is_whole: bool) {
        let paint = &props.paint;
        let rect = to_rect(rect);
        if !rect.is_finite() || self.is_annotation {
            return;
        }
        let Some(rect) = rect.intersection(&self.clip()) else { return };
        if self.drawing.fills.len() >= limits::STROKES_PER_PAGE {
            self.drawing.overflow = Some(("fills", limits::STROKES_PER_PAGE));
            return;
        }
        let is_thin = rect.width().min(rect.height()) < ink::BACKDROP_MIN;
        if is_thin && !self.backdrops.shows(paint, &rect) {
            return;
        }
        self.backdrops.note(rect, color_of(paint));
        let is_seen_through = !is_whole || self.clip_holes > 0 || !is_opaque(props);
        if !is_seen_through && self.groups.iter().all(|&is_opaque| is_opaque) {
            self.covers.note(rect, self.drawing.glyphs.len());
        }
        let operation = self.last_operation;
        self.drawing.fills.push(Fill { rect, color: color_of(paint), operation });
    }
}

/// How many subpaths a path has, two at most.
fn subpaths(path: &BezPath) -> usize {
    let begins = |element: &&PathEl| matches!(element, PathEl::MoveTo(_));
    path.elements().iter().filter(begins).take(2).count()
}

/// The area that a pen of this thickness paints along a line.
fn thick(line: &Rect, thickness: f32) -> Rect {
    let half = thickness / 2.0;
    Rect { x0: line.x0 - half, y0: line.y0 - half, x1: line.x1 + half, y1: line.y1 + half }
}

/// The leading of what is typed into a field, in em, and its padding in points.
const TYPED_LEADING: f32 = 1.2;
const TYPED_PADDING: f32 = 2.0;

fn is_dashed(mode: &DrawMode) -> bool {
    let props = match mode {
        DrawMode::Stroke(props) | DrawMode::FillAndStroke(_, props) => props,
        DrawMode::Fill(_) | DrawMode::Invisible => return false,
    };
    props.dash_array.iter().any(|&length| length > 0.0)
}

fn pen(mode: &DrawMode, transform: &Affine) -> f32 {
    match mode {
        DrawMode::Stroke(props) | DrawMode::FillAndStroke(_, props) => {
            props.line_width * transform.determinant().abs().sqrt() as f32
        }
        DrawMode::Fill(_) | DrawMode::Invisible => 0.0,
    }
}

impl<'a> Device<'a> for Canvas<'a> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.last_operation += 1;
        let is_layer = matches!(mode, DrawMode::Invisible) && !self.is_annotation;
        let leaves_ink = !is_layer && !self.is_annotation;
        let is_white = is_white(&props.paint);
        let vertical = run.writing_mode() == WritingMode::Vertical;
        let clip = self.clips.last().copied().unwrap_or(0);
        let block = self.blocks.last().map_or(0, |block| block.id);
        let last = run.glyphs().len().saturating_sub(1);
        for (at, glyph) in run.glyphs().iter().enumerate() {
            if self.drawing.glyphs.len() >= limits::GLYPHS_PER_PAGE {
                self.drawing.overflow = Some(("glyphs", limits::GLYPHS_PER_PAGE));
                return;
            }
            let to_page = props.transform * glyph.transform();
            let Some(placed) = place(&to_page, advance(glyph)) else { continue };
            let text = match self.text_of(glyph) {
                // Spreadsheets print the line end of a cell, and the blank of a font may
                // have no Unicode: nothing is seen of either.
                Text::Unknown(_) if fonts::is_inkless(glyph) && at == last => Text::Covered,
                Text::Unknown(_) if fonts::is_inkless(glyph) => Text::Char(' '),
                text => text,
            };
            // A Type 3 glyph may bring colors of its own.
            let is_white = is_white && matches!(&**glyph, FontGlyph::Outline(_));
            let visible = leaves_ink && (!is_white || self.stands_out(&placed));
            let operation = self.last_operation;
            self.drawing.glyphs.push(Glyph {
                text,
                vertical,
                visible,
                is_layer,
                clip,
                block,
                operation,
                ..placed
            });
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        match mode {
            DrawMode::Fill(rule) => {
                let Painted { rectangles, is_whole } = painted(path, &props.transform, *rule);
                // A tinted box with round corners backs text too; paper does not.
                if rectangles.is_empty() && !self.is_annotation && !is_white(&props.paint) {
                    let around = to_rect(props.transform.transform_rect_bbox(path.bounding_box()));
                    self.backdrops.note(around, color_of(&props.paint));
                    self.mark(around, Mark::Shape);
                }
                for rect in rectangles {
                    self.fill(rect, &props, is_whole);
                }
            }
            _ => {
                self.note_outline(path, &props);
                let (thickness, is_dashed) = (pen(mode, &props.transform), is_dashed(mode));
                let before = self.drawing.strokes.len();
                for ends in segments(path, &props.transform) {
                    self.stroke(ends, thickness, &props.paint);
                }
                if is_dashed {
                    let strokes = self.drawing.strokes.get(before..).unwrap_or_default();
                    let across =
                        strokes.iter().map(|it| it.line).filter(|it| it.width() > it.height());
                    self.drawing.dashes.extend(across);
                }
            }
        }
    }

    fn draw_rect(&mut self, rect: &kurbo::Rect, props: DrawProps<'a>, mode: &DrawMode) {
        match mode {
            DrawMode::Fill(_) if is_axis_aligned(&props.transform) => {
                self.fill(props.transform.transform_rect_bbox(*rect), &props, true);
            }
            _ => self.draw_path(&rect.to_path(0.1), props, mode),
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.push_clip(clip.path.bounding_box(), subpaths(&clip.path) > 1);
    }

    fn push_clip_rect(&mut self, rect: &kurbo::Rect) {
        self.push_clip(*rect, false);
    }

    fn pop_clip(&mut self) {
        if self.clips.len() > 1 {
            self.clips.pop();
            self.clip_holes -= usize::from(self.with_holes.pop().unwrap_or(false));
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let area = kurbo::Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let rect = to_rect(props.transform.transform_rect_bbox(area));
        let (clip, most) = (self.clip(), limits::PICTURES_PER_PAGE);
        if let Some(keeper) = &mut self.images
            && rect.is_finite()
            && rect.intersection(&clip).is_some()
            && self.drawing.pictures.len() < most
        {
            self.drawing.pictures.push(keeper.keep(&image, &props.transform, clip));
        }
        if rect.is_finite() && !self.is_annotation {
            // Of what colour a picture is, nobody knows; not that of paper.
            self.backdrops.note(rect, [128; 3]);
            self.drawing.images.extend(rect.intersection(&self.clip()));
            self.mark(rect, Mark::Picture);
        }
    }

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        let outer = self.blocks.last().map_or(0, |block| block.id);
        let numbered =
            properties.is_some_and(|properties| properties.contains_key(b"MCID".as_slice()));
        let id = if numbered && tag != b"Artifact" {
            self.last_block += 1;
            self.last_block
        } else {
            outer
        };
        let actual_text = properties
            .and_then(|properties| properties.get::<PdfString<'_>>(b"ActualText".as_slice()))
            .and_then(|text| text_string(text.as_bytes()))
            .map(ActualText::Waiting);
        self.blocks.push(Block { id, actual_text });
    }

    fn end_marked_content(&mut self) {
        self.blocks.pop();
    }

    fn push_transparency_group(
        &mut self,
        opacity: f32,
        mask: Option<SoftMask<'a>>,
        blend_mode: BlendMode,
    ) {
        self.groups.push(opacity >= 1.0 && mask.is_none() && blend_mode == BlendMode::Normal);
    }

    fn pop_transparency_group(&mut self) {
        self.groups.pop();
    }
}

fn advance(glyph: &FontGlyph<'_>) -> f64 {
    let advance = match glyph {
        FontGlyph::Outline(outline) => outline.advance_width(),
        FontGlyph::Type3(drawn) => drawn.advance_width(),
    };
    // Half an em stands in for the rare font without widths.
    f64::from(advance.unwrap_or(500.0))
}

/// The box of a glyph whose space has 1,000 units to the em. `None` where the
/// numbers of the file overflow.
/// How steep a line must be to run slantwise, as a share of its way along the
/// axis: a page that was scanned askew is off by less.
const SLANT_MIN: f64 = 0.2;

fn place(to_page: &Affine, advance: f64) -> Option<Glyph> {
    let [a, b, c, d, e, f] = to_page.as_coeffs();
    let bbox = to_rect(to_page.transform_rect_bbox(kurbo::Rect::new(0.0, -120.0, advance, 880.0)));
    let (x, y) = (e as f32, f as f32);
    let size = (c.hypot(d) * 1000.0) as f32;
    let heading = match (a.abs() >= b.abs(), a >= 0.0, b >= 0.0) {
        (true, true, _) => Heading::Right,
        (true, false, _) => Heading::Left,
        (false, _, true) => Heading::Down,
        (false, _, false) => Heading::Up,
    };
    let sound = bbox.is_finite() && x.is_finite() && y.is_finite() && size.is_finite();
    sound.then_some(Glyph {
        text: Text::Covered,
        bbox,
        x,
        y,
        size,
        heading,
        slanted: a.abs().min(b.abs()) > SLANT_MIN * a.abs().max(b.abs()),
        vertical: false,
        visible: true,
        is_layer: false,
        clip: 0,
        block: 0,
        operation: 0,
    })
}
