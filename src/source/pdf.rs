//! PDF → drawings: every glyph, stroke, fill and picture where it was placed.
//!
//! The only file that names hayro. It draws a page on a [`Device`] that keeps
//! what a table can be read from, in coordinates of the upright page (top
//! left origin, points), and does not judge any of it.

use crate::error::Kind;
use crate::finding::{Code, Finding, Message};
use crate::geom::Rect;
use crate::source::{limits, repair};
use hayro_interpret::font::{Glyph as FontGlyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::object::{Dict, Number, String as PdfString};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{self, DecryptionError, LoadPdfError};
use hayro_interpret::kurbo::{self, Affine, BezPath, PathEl, Point, Shape};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, Paint, SoftMask, TransformExt, interpret_page,
};
use std::sync::Arc;

/// An opened PDF. It can be read from several threads at once, each with a
/// [`Reader`] of its own.
pub(crate) struct Pdf {
    inner: hayro_syntax::Pdf,
}

/// What the information dictionary says (PDF 32000-1, 14.3.3).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Info {
    /// The program that wrote the PDF.
    pub(crate) producer: Option<String>,
    /// The title, which is often only a file name.
    pub(crate) title: Option<String>,
}

/// Opens a PDF, repairing it where that is possible.
pub(crate) fn open(bytes: &Arc<Vec<u8>>, findings: &mut Vec<Finding>) -> Result<Pdf, Kind> {
    match hayro_syntax::Pdf::new(Arc::clone(bytes)) {
        Ok(inner) if !inner.pages().is_empty() => {
            if repair::is_truncated(bytes) {
                findings.push(cut_short(inner.pages().len()));
            }
            Ok(Pdf { inner })
        }
        Err(LoadPdfError::Decryption(error)) => Err(match error {
            DecryptionError::PasswordProtected => Kind::Password,
            _ => Kind::Encryption,
        }),
        Ok(_) | Err(LoadPdfError::Invalid) => reopen(bytes, findings),
    }
}

fn reopen(bytes: &Arc<Vec<u8>>, findings: &mut Vec<Finding>) -> Result<Pdf, Kind> {
    let repaired = repair::repair(bytes)?;
    let inner = hayro_syntax::Pdf::new(repaired)
        .map_err(|_| Kind::BrokenPdf("the repaired copy can't be opened either".into()))?;
    if inner.pages().is_empty() {
        return Err(Kind::BrokenPdf("it has no pages".into()));
    }
    findings.push(if repair::is_truncated(bytes) {
        cut_short(inner.pages().len())
    } else {
        Finding::new(
            Code::P904,
            Message::new(
                "壊れたPDFを修復して読みました。欠けた部分がないか確認してください。",
                "a damaged PDF was repaired before reading; check that nothing is missing",
            ),
        )
    });
    Ok(Pdf { inner })
}

fn cut_short(pages: usize) -> Finding {
    Finding::new(
        Code::P904,
        Message::new(
            format!("PDFの末尾がありません。見つかった{pages}ページだけを読みました。"),
            format!("the end of the PDF is missing; only the {pages} pages found were read"),
        ),
    )
}

impl Pdf {
    /// How many pages there are.
    pub(crate) fn page_count(&self) -> usize {
        self.inner.pages().len()
    }

    /// The document's own words about itself.
    pub(crate) fn info(&self) -> Info {
        let metadata = self.inner.metadata();
        let text = |bytes: &Option<Box<[u8]>>| bytes.as_deref().and_then(text_string);
        Info { producer: text(&metadata.producer), title: text(&metadata.title) }
    }

    /// A reader of pages. It holds fonts that can't leave their thread, so
    /// each thread makes its own and uses it for many pages.
    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader { pdf: &self.inner, cache: InterpreterCache::new() }
    }
}

/// Decodes a text string (PDF 32000-1, 7.9.2.2): UTF-16 with a byte-order
/// mark, UTF-8 with one (PDF 2.0), else bytes of which only ASCII is sure.
fn text_string(bytes: &[u8]) -> Option<String> {
    let text = match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units: Vec<u16> =
                rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        // ® and © mean the same in PDFDocEncoding and Latin-1.
        _ => bytes.iter().map(|&byte| char::from(byte)).collect(),
    };
    let text = text.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    (!text.is_empty()).then(|| text.to_owned())
}

/// Everything drawn on one page, in drawing order.
#[derive(Debug, Default)]
pub(crate) struct Drawing {
    /// Width of the upright page.
    pub(crate) width: f32,
    /// Height of the upright page.
    pub(crate) height: f32,
    /// Every glyph, visible or not.
    pub(crate) glyphs: Vec<Glyph>,
    /// What a glyph stands for where that is not one character.
    pub(crate) strings: Vec<String>,
    /// Straight, axis-aligned strokes.
    pub(crate) strokes: Vec<Stroke>,
    /// Filled, axis-aligned rectangles, thin and thick.
    pub(crate) fills: Vec<Fill>,
    /// Boxes of pictures.
    pub(crate) images: Vec<Rect>,
    /// Clip rectangles that were in force for some glyph; the first is the page.
    pub(crate) clips: Vec<Rect>,
    /// Whether a limit cut the drawing short.
    pub(crate) overflow: Option<(&'static str, usize)>,
}

/// One glyph as placed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Glyph {
    /// What it means.
    pub(crate) text: Text,
    /// The advance box: from the origin to the next origin, and from 0.12 em
    /// below to 0.88 em above the baseline, whatever the outline.
    pub(crate) bbox: Rect,
    /// The origin on the baseline.
    pub(crate) x: f32,
    /// The origin on the baseline.
    pub(crate) y: f32,
    /// The em, in points on the page.
    pub(crate) size: f32,
    /// Where the next glyph of a horizontal line would stand.
    pub(crate) heading: Heading,
    /// Whether the font writes downwards.
    pub(crate) vertical: bool,
    /// Whether it leaves ink (text rendering modes 3 and 7 do not).
    pub(crate) visible: bool,
    /// Index into [`Drawing::clips`].
    pub(crate) clip: u32,
    /// The marked-content block it belongs to, 0 for none.
    pub(crate) block: u32,
    /// The show operation it came from.
    pub(crate) operation: u32,
}

/// What a glyph stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Text {
    /// One character.
    Char(char),
    /// Several: index into [`Drawing::strings`].
    String(u32),
    /// Nothing of its own: an earlier glyph carries the text of both.
    Covered,
    /// Not known: the font says nothing about this code.
    Unknown(u32),
}

/// The direction in which a line of text runs on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heading {
    /// To the right: upright.
    Right,
    /// Downwards: turned clockwise by a quarter.
    Down,
    /// To the left: upside down.
    Left,
    /// Upwards: turned counter-clockwise by a quarter.
    Up,
}

/// A straight stroke along one axis.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stroke {
    /// From one end to the other: width or height is (nearly) 0.
    pub(crate) line: Rect,
    /// Thickness of the pen.
    pub(crate) thickness: f32,
}

/// A filled rectangle.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fill {
    /// Where.
    pub(crate) rect: Rect,
    /// Red, green, blue, as painted.
    pub(crate) color: [u8; 3],
}

/// Reads pages of one PDF on one thread.
pub(crate) struct Reader<'a> {
    pdf: &'a hayro_syntax::Pdf,
    cache: InterpreterCache<'a>,
}

impl Reader<'_> {
    /// Draws the page with this index, 0 for the first.
    pub(crate) fn draw(&mut self, index: usize) -> Drawing {
        let Some(page) = self.pdf.pages().get(index) else {
            return Drawing::default();
        };
        let (width, height) = page.render_dimensions();
        let unit = user_unit(page);
        let upright = page.initial_transform(true).to_kurbo();
        let mut canvas = Canvas::new(width * unit, height * unit);
        let mut context = Context::new(
            Affine::scale(f64::from(unit)) * upright,
            kurbo::Rect::new(0.0, 0.0, f64::from(width * unit), f64::from(height * unit)),
            &self.cache,
            self.pdf.xref(),
            InterpreterSettings::default(),
        );
        interpret_page(page, &mut context, &mut canvas);
        canvas.drawing
    }
}

/// The size of a unit of user space in points (PDF 32000-1, table 30). Beyond
/// a page of 5 km something is wrong, and 1 is the default.
fn user_unit(page: &Page<'_>) -> f32 {
    let unit = page.raw().get::<Number>(b"UserUnit".as_slice()).map_or(1.0, |unit| unit.as_f32());
    if unit.is_finite() && unit > 0.0 && unit <= 1000.0 { unit } else { 1.0 }
}

/// The device: it keeps what passes.
struct Canvas {
    drawing: Drawing,
    /// Clips in force, as indices; the innermost last.
    clips: Vec<u32>,
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

impl Canvas {
    fn new(width: f32, height: f32) -> Canvas {
        let page = Rect { x0: 0.0, y0: 0.0, x1: width, y1: height };
        let drawing = Drawing { width, height, clips: vec![page], ..Drawing::default() };
        Canvas { drawing, clips: vec![0], blocks: Vec::new(), last_block: 0, last_operation: 0 }
    }

    fn clip(&self) -> Rect {
        let innermost = self.clips.last().copied().unwrap_or(0);
        self.drawing.clips[innermost as usize]
    }

    fn push_clip(&mut self, rect: kurbo::Rect) {
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
        match glyph.as_unicode() {
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

    fn stroke(&mut self, from: Point, to: Point, thickness: f32) {
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
        if let Some(line) = line.intersection(&reach) {
            self.push_stroke(Stroke { line, thickness });
        }
    }

    fn push_stroke(&mut self, stroke: Stroke) {
        if self.drawing.strokes.len() >= limits::STROKES_PER_PAGE {
            self.drawing.overflow = Some(("strokes", limits::STROKES_PER_PAGE));
            return;
        }
        self.drawing.strokes.push(stroke);
    }

    fn fill(&mut self, rect: kurbo::Rect, paint: &Paint<'_>) {
        let rect = to_rect(rect);
        if !rect.is_finite() {
            return;
        }
        let Some(rect) = rect.intersection(&self.clip()) else { return };
        if self.drawing.fills.len() >= limits::STROKES_PER_PAGE {
            self.drawing.overflow = Some(("fills", limits::STROKES_PER_PAGE));
            return;
        }
        self.drawing.fills.push(Fill { rect, color: color_of(paint) });
    }
}

/// How far a stroke may lean and still be a rule. Half a point is below what
/// an eye sees over the width of a page.
const SKEW_MAX: f32 = 0.5;

fn to_rect(rect: kurbo::Rect) -> Rect {
    Rect::new(rect.x0 as f32, rect.y0 as f32, rect.x1 as f32, rect.y1 as f32)
}

fn color_of(paint: &Paint<'_>) -> [u8; 3] {
    match paint {
        Paint::Color(color) => {
            let [red, green, blue, _] = color.to_rgba().to_rgba8();
            [red, green, blue]
        }
        // A pattern is a hatched or shaded area: some tint, which one does not matter.
        Paint::Pattern(_) => [128, 128, 128],
    }
}

fn pen(mode: &DrawMode, transform: &Affine) -> f32 {
    match mode {
        DrawMode::Stroke(props) | DrawMode::FillAndStroke(_, props) => {
            props.line_width * transform.determinant().abs().sqrt() as f32
        }
        DrawMode::Fill(_) | DrawMode::Invisible => 0.0,
    }
}

impl<'a> Device<'a> for Canvas {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.last_operation += 1;
        let visible = !matches!(mode, DrawMode::Invisible);
        let vertical = run.writing_mode() == WritingMode::Vertical;
        let clip = self.clips.last().copied().unwrap_or(0);
        let block = self.blocks.last().map_or(0, |block| block.id);
        for glyph in run.glyphs() {
            if self.drawing.glyphs.len() >= limits::GLYPHS_PER_PAGE {
                self.drawing.overflow = Some(("glyphs", limits::GLYPHS_PER_PAGE));
                return;
            }
            let to_page = props.transform * glyph.transform();
            let Some(placed) = place(&to_page, advance(glyph)) else { continue };
            let text = self.text_of(glyph);
            let operation = self.last_operation;
            self.drawing.glyphs.push(Glyph {
                text,
                vertical,
                visible,
                clip,
                block,
                operation,
                ..placed
            });
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        match mode {
            DrawMode::Fill(_) => {
                for rect in rectangles(path, &props.transform) {
                    self.fill(rect, &props.paint);
                }
            }
            _ => {
                let thickness = pen(mode, &props.transform);
                for (from, to) in segments(path, &props.transform) {
                    self.stroke(from, to, thickness);
                }
            }
        }
    }

    fn draw_rect(&mut self, rect: &kurbo::Rect, props: DrawProps<'a>, mode: &DrawMode) {
        match mode {
            DrawMode::Fill(_) if is_axis_aligned(&props.transform) => {
                self.fill(props.transform.transform_rect_bbox(*rect), &props.paint);
            }
            _ => self.draw_path(&rect.to_path(0.1), props, mode),
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.push_clip(clip.path.bounding_box());
    }

    fn push_clip_rect(&mut self, rect: &kurbo::Rect) {
        self.push_clip(*rect);
    }

    fn pop_clip(&mut self) {
        if self.clips.len() > 1 {
            self.clips.pop();
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let area = kurbo::Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let rect = to_rect(props.transform.transform_rect_bbox(area));
        if rect.is_finite() {
            self.drawing.images.extend(rect.intersection(&self.clip()));
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

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn pop_transparency_group(&mut self) {}
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
        vertical: false,
        visible: true,
        clip: 0,
        block: 0,
        operation: 0,
    })
}

fn is_axis_aligned(transform: &Affine) -> bool {
    let [a, b, c, d, ..] = transform.as_coeffs();
    (b == 0.0 && c == 0.0) || (a == 0.0 && d == 0.0)
}

/// The straight pieces of a path, on the page. Curves are no rules.
fn segments(path: &BezPath, transform: &Affine) -> impl Iterator<Item = (Point, Point)> {
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

/// The rectangles among the subpaths of a filled path: those whose corners
/// take two values along each axis.
fn rectangles(path: &BezPath, transform: &Affine) -> Vec<kurbo::Rect> {
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

fn as_rectangle(corners: &[Point], straight: bool) -> Option<kurbo::Rect> {
    if !straight || !(4..=5).contains(&corners.len()) {
        return None;
    }
    let bounds = corners
        .iter()
        .fold(kurbo::Rect::from_points(corners[0], corners[0]), |all, &point| all.union_pt(point));
    let near = |a: f64, b: f64| (a - b).abs() <= f64::from(SKEW_MAX);
    corners
        .iter()
        .all(|corner| {
            (near(corner.x, bounds.x0) || near(corner.x, bounds.x1))
                && (near(corner.y, bounds.y0) || near(corner.y, bounds.y1))
        })
        .then_some(bounds)
}
