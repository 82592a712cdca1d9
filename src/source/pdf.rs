//! PDF → drawings: every glyph, stroke, fill and picture where it was placed.
//!
//! This file, its folder and `fonts.rs` are the only ones that name hayro. A
//! page is drawn on a device of ours that keeps what a table can be read from,
//! in coordinates of the upright page (top left origin, points), and does not
//! judge any of it. What would take a machine down is refused before hayro
//! sees it ([`bounds`]).

mod annotations;
mod bounds;
mod canvas;
mod covers;
mod drawing;
mod images;
mod ink;
mod integrity;
mod paths;
mod programs;

pub(crate) use drawing::{Drawing, Fill, Glyph, Heading, Image, Loss, Mark, Stroke, Text};

use crate::error::Kind;
use crate::finding::{Code, Finding, Message};
use crate::source::{fonts, limits, repair};
use canvas::Canvas;
use hayro_interpret::hayro_syntax::content::TypedIter;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Number, Stream};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{self, DecryptionError, LoadPdfError};
use hayro_interpret::kurbo::{self, Affine};
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, RenderContent, TransformExt, interpret,
};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// An opened PDF. It can be read from several threads at once, each with a
/// [`Reader`] of its own.
pub(crate) struct Pdf {
    inner: hayro_syntax::Pdf,
    /// The same with fewer programs of fonts, which is tried first ([`programs`]).
    lighter: Option<hayro_syntax::Pdf>,
    /// The pages, as indices into those that hayro found.
    pages: Vec<usize>,
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
pub(crate) fn open(
    bytes: &Arc<Vec<u8>>,
    password: Option<&str>,
    findings: &mut Vec<Finding>,
) -> Result<Pdf, Kind> {
    if bounds::has_endless_tables(bytes, password) {
        return Err(Kind::BrokenPdf("its table of objects inflates without end".into()));
    }
    if bounds::has_damaged_tables(bytes) {
        findings.push(damaged_tables());
    }
    let opened = match (load(Arc::clone(bytes)), password) {
        // A file that anybody may read asks for no password, whatever was given.
        (Err(LoadPdfError::Decryption(_)), Some(password)) => {
            load_with(Arc::clone(bytes), password)
        }
        (opened, _) => opened,
    };
    match opened {
        Ok(mut pdf) if !pdf.pages.is_empty() => {
            if repair::is_truncated(bytes) {
                findings.push(cut_short(&pdf));
            } else {
                findings.extend(lost_pages(&pdf));
            }
            pdf.lighten(bytes, password);
            Ok(pdf)
        }
        Err(LoadPdfError::Decryption(error)) => {
            // Where attachments alone are encrypted, the pages are not.
            let plain = repair::without_encryption_of_attachments(bytes);
            if let Some(Ok(pdf)) = plain.map(|plain| load(Arc::new(plain))) {
                return Ok(pdf);
            }
            Err(match error {
                DecryptionError::PasswordProtected => Kind::Password,
                _ => Kind::Encryption,
            })
        }
        Ok(_) | Err(LoadPdfError::Invalid) => reopen(bytes, findings),
    }
}

fn load(bytes: Arc<Vec<u8>>) -> Result<Pdf, LoadPdfError> {
    load_with(bytes, "")
}

/// A panic over bytes that nobody foresaw counts as invalid.
fn load_with(bytes: Arc<Vec<u8>>, password: &str) -> Result<Pdf, LoadPdfError> {
    let open = AssertUnwindSafe(|| hayro_syntax::Pdf::new_with_password(bytes, password));
    let inner = catch_unwind(open).unwrap_or(Err(LoadPdfError::Invalid))?;
    let pages = (0..inner.pages().len()).filter(|&index| is_page(&inner.pages()[index])).collect();
    Ok(Pdf { inner, lighter: None, pages })
}

/// Where the page tree is lost, hayro takes every object with /Contents for a
/// page; notes have one too, and a /Subtype, which pages don't have.
fn is_page(page: &Page<'_>) -> bool {
    let kind = page.raw().get::<Name<'_>>(b"Type".as_slice());
    kind.is_some_and(|kind| kind.as_ref() == b"Page")
        || !page.raw().contains_key(b"Subtype".as_slice())
}

fn reopen(bytes: &Arc<Vec<u8>>, findings: &mut Vec<Finding>) -> Result<Pdf, Kind> {
    let (pdf, lost_tree) = match repair::repair(bytes) {
        Ok(repaired) => (load(Arc::new(repaired)), false),
        Err(Kind::Password) => return Err(Kind::Password),
        Err(reason) => {
            let pdf = load(Arc::new(repair::with_new_root(bytes)));
            if !pdf.as_ref().is_ok_and(|pdf| pdf.page_count() > 0) {
                return Err(reason);
            }
            (pdf, true)
        }
    };
    let pdf =
        pdf.map_err(|_| Kind::BrokenPdf("the repaired copy can't be opened either".into()))?;
    if pdf.pages.is_empty() {
        return Err(Kind::BrokenPdf("it has no pages".into()));
    }
    findings.push(if lost_tree || repair::is_truncated(bytes) {
        cut_short(&pdf)
    } else {
        Finding::new(
            Code::P904,
            Message::new(
                "壊れたPDFを修復して読みました。欠けた部分がないか確認してください。",
                "a damaged PDF was repaired before reading; check that nothing is missing",
            ),
        )
    });
    Ok(pdf)
}

fn damaged_tables() -> Finding {
    Finding::new(
        Code::P904,
        Message::new(
            "PDFのオブジェクト表が壊れています（チェックサムが合いません）。欠けや誤りがないか確認してください。",
            "a table of objects of the PDF is damaged (its checksum does not agree); check that nothing is missing or wrong",
        ),
    )
}

/// Pages that the tree counts and does not hold: one changed bit in the object of a page
/// loses it, and nothing else would say so (a_changed_bit_is_found_where_a_checksum_can_tell).
fn lost_pages(pdf: &Pdf) -> Option<Finding> {
    let (declared, pages) = (pdf.declared_pages()?, pdf.page_count());
    let message = Message::new(
        format!(
            "全{declared}ページとされるPDFに{pages}ページしか見つかりません。欠けたページがないか確認してください。"
        ),
        format!(
            "the PDF counts {declared} pages, and {pages} were found; check that none is missing"
        ),
    );
    (declared > pages).then(|| Finding::new(Code::P904, message))
}

fn cut_short(pdf: &Pdf) -> Finding {
    let pages = pdf.page_count();
    let message = match pdf.declared_pages() {
        Some(declared) if declared > pages => Message::new(
            format!(
                "PDFの末尾がありません。全{declared}ページのうち{pages}ページだけを読みました。"
            ),
            format!("the end of the PDF is missing; {pages} of its {declared} pages were read"),
        ),
        _ => Message::new(
            format!(
                "PDFの末尾がありません。見つかった{pages}ページに残っている内容だけを読みました。"
            ),
            format!(
                "the end of the PDF is missing; of the {pages} pages found, what is left was read"
            ),
        ),
    };
    Finding::new(Code::P904, message)
}

impl Pdf {
    /// Leaves out the programs of fonts that need none.
    fn lighten(&mut self, bytes: &Arc<Vec<u8>>, password: Option<&str>) {
        let lighter = AssertUnwindSafe(|| programs::left_out(&self.inner, bytes));
        let lighter = catch_unwind(lighter).unwrap_or_default().map(Arc::new);
        let lighter = lighter.and_then(|it| load_with(it, password.unwrap_or_default()).ok());
        self.lighter = lighter.filter(|it| it.pages == self.pages).map(|it| it.inner);
    }

    /// How many pages there are.
    pub(crate) fn page_count(&self) -> usize {
        self.pages.len()
    }

    /// How many pages the root of the page tree promises, where there is one.
    fn declared_pages(&self) -> Option<usize> {
        let xref = self.inner.xref();
        let root = xref.get::<Dict<'_>>(xref.root_id())?;
        let count = root.get::<Dict<'_>>(b"Pages".as_slice())?.get::<u32>(b"Count".as_slice())?;
        usize::try_from(count).ok()
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
        Reader {
            pdf: self,
            drawn_from: self.lighter.as_ref().unwrap_or(&self.inner),
            cache: InterpreterCache::new(),
            bounds: bounds::Bounds::default(),
            fonts: fonts::Library::default(),
            drawn: 0,
            picture_bytes: None,
        }
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

/// Reads pages of one PDF on one thread.
pub(crate) struct Reader<'a> {
    pdf: &'a Pdf,
    /// The file, or as long as no program of a font is missed the lighter one.
    drawn_from: &'a hayro_syntax::Pdf,
    cache: InterpreterCache<'a>,
    bounds: bounds::Bounds,
    fonts: fonts::Library<'a>,
    /// How many pages it has drawn.
    drawn: usize,
    /// What the pictures of a page may come to, where they are kept.
    picture_bytes: Option<usize>,
}

/// More fonts than this are not kept: a file that was merged from many has some of
/// its own for each part, and memory would grow with its pages.
const FONTS_KEPT: usize = 64;

/// How many pages are drawn before it is asked again, so that one document which
/// has more fonts does not load them for each page.
const PAGES_PER_ASKING: usize = 32;

impl<'a> Reader<'a> {
    /// The same, and keeps pictures for a person to look at: the more pages there are,
    /// the smaller.
    pub(crate) fn with_pictures(self) -> Reader<'a> {
        let share = limits::PICTURE_BYTES / self.pdf.page_count().max(1);
        let (least, most) = limits::PICTURE_BYTES_PER_PAGE;
        Reader { picture_bytes: Some(share.clamp(least, most)), ..self }
    }

    /// Draws the page with this index, 0 for the first.
    pub(crate) fn draw(&mut self, index: usize) -> Drawing {
        self.drawn += 1;
        if self.drawn.is_multiple_of(PAGES_PER_ASKING) && self.fonts.len() > FONTS_KEPT {
            self.forget();
        }
        let drawing = self.draw_once(index);
        let is_unknown = |glyph: &Glyph| matches!(glyph.text, Text::Unknown(_));
        let is_lighter = !std::ptr::eq(self.drawn_from, &self.pdf.inner);
        if !is_lighter || !drawing.glyphs.iter().any(is_unknown) {
            return drawing;
        }
        // Where /ToUnicode does not say it all, the program may: whether a glyph leaves
        // ink, and which character it is.
        self.drawn_from = &self.pdf.inner;
        self.forget();
        self.draw_once(index)
    }

    /// Forgets the fonts loaded so far.
    fn forget(&mut self) {
        self.cache = InterpreterCache::new();
        self.fonts = fonts::Library::default();
    }

    fn draw_once(&mut self, index: usize) -> Drawing {
        let drawn_from = self.drawn_from;
        let at = self.pdf.pages.get(index);
        let Some(page) = at.and_then(|&at| drawn_from.pages().get(at)) else {
            return Drawing::default();
        };
        let (width, height) = page.render_dimensions();
        let unit = user_unit(page);
        let (width, height) = (width * unit, height * unit);
        // The library that draws may stumble over bytes that nobody foresaw;
        // the other pages are still worth reading. What it had cached may be
        // half done, so it starts anew.
        catch_unwind(AssertUnwindSafe(|| self.draw_page(page, width, height, unit))).unwrap_or_else(
            |_| {
                self.cache = InterpreterCache::new();
                let mut drawing = Canvas::new(width, height, fonts::Fonts::default()).drawing;
                drawing.losses.push(Loss::Undrawable);
                drawing
            },
        )
    }

    fn draw_page(&mut self, page: &'a Page<'a>, width: f32, height: f32, unit: f32) -> Drawing {
        let mut resources = page.resources().clone();
        let mut losses = Vec::new();
        let content = self.content(page, &mut losses);
        self.bounds.restrict(&mut resources, &content, &mut losses);
        let fonts = self.fonts.of_page(&resources, &content);
        let mut canvas = Canvas::new(width, height, fonts);
        canvas.images = self.picture_bytes.map(images::Keeper::new);
        let upright = page.initial_transform(true).to_kurbo();
        let unreadable = Arc::new(AtomicBool::new(false));
        let mut context = Context::new(
            Affine::scale(f64::from(unit)) * upright,
            kurbo::Rect::new(0.0, 0.0, f64::from(width), f64::from(height)),
            &self.cache,
            self.drawn_from.xref(),
            settings(&unreadable),
        );
        interpret(TypedIter::new(&content), &resources, &mut context, &mut canvas);
        let mut typed = annotations::typed(page);
        for annotation in annotations::of(page, &resources) {
            if !self.bounds.allow(&annotation, &mut losses) {
                continue;
            }
            canvas.is_annotation = !annotation.is_field;
            let annotations::Annotation { resources, content, value, .. } = annotation;
            canvas.fonts.extend(self.fonts.of_forms(&resources.x_objects));
            let before = canvas.drawing.glyphs.len();
            interpret(TypedIter::new(&content), &resources, &mut context, &mut canvas);
            typed.extend(value.filter(|_| canvas.drawing.glyphs.len() == before));
        }
        canvas.is_annotation = false;
        let to_page = Affine::scale(f64::from(unit)) * upright;
        for typed in typed {
            canvas.type_in(to_page.transform_rect_bbox(typed.rect), &typed);
        }
        if unreadable.load(Ordering::Relaxed) || canvas.fonts.has_lost() {
            losses.push(Loss::Font);
        }
        let mut drawing = canvas.finish();
        drawing.losses.append(&mut losses);
        drawing
    }

    /// The content of a page, inflated into a buffer of ours: hayro's own is
    /// kept as long as the document, so that memory would grow page by page.
    fn content(&mut self, page: &Page<'a>, losses: &mut Vec<Loss>) -> Vec<u8> {
        const CONTENTS: &[u8] = b"Contents";
        let mut content = Vec::new();
        let streams: Vec<Stream<'_>> = match page.raw().get::<Stream<'_>>(CONTENTS) {
            Some(stream) => vec![stream],
            None => {
                let array = page.raw().get::<Array<'_>>(CONTENTS).unwrap_or_default();
                let streams: Vec<_> = array.iter::<Stream<'_>>().collect();
                if streams.len() < array.raw_iter().count() || is_dangling(page, CONTENTS) {
                    losses.push(Loss::Content);
                }
                streams
            }
        };
        for stream in streams {
            let inflated = self.bounds.inflate(&stream, content.len());
            if inflated.as_ref().is_ok_and(|data| !integrity::is_intact(&stream, data)) {
                losses.push(Loss::Checksum);
            }
            match inflated {
                Ok(data) if content.is_empty() => content = data.into_owned(),
                Ok(data) => {
                    // The break between two streams ends a token (PDF 32000-1, 7.8.2).
                    content.push(b' ');
                    content.extend_from_slice(&data);
                }
                Err(loss) => losses.push(loss),
            }
        }
        content
    }
}

/// Whether the page refers to content that is neither a stream nor an array.
fn is_dangling(page: &Page<'_>, key: &[u8]) -> bool {
    page.raw().contains_key(key) && page.raw().get::<Array<'_>>(key).is_none()
}

fn settings(unreadable: &Arc<AtomicBool>) -> InterpreterSettings {
    let unreadable = Arc::clone(unreadable);
    InterpreterSettings {
        warning_sink: Arc::new(move |warning| {
            if matches!(warning, hayro_interpret::InterpreterWarning::UnsupportedFont) {
                unreadable.store(true, Ordering::Relaxed);
            }
        }),
        font_resolver: Arc::new(|_| Some((Arc::new(fonts::STAND_IN), 0))),
        render_content: RenderContent::PAGE,
        ..InterpreterSettings::default()
    }
}

/// The size of a unit of user space in points (PDF 32000-1, table 30). Beyond
/// a page of 5 km something is wrong, and 1 is the default.
fn user_unit(page: &Page<'_>) -> f32 {
    let unit = page.raw().get::<Number>(b"UserUnit".as_slice()).map_or(1.0, |unit| unit.as_f32());
    if unit.is_finite() && unit > 0.0 && unit <= 1000.0 { unit } else { 1.0 }
}
