//! Annotations: what lies over a page and is not its content.
//!
//! The fields of a form (/Widget) hold what somebody typed into the cells of a
//! form, so they are drawn like content. Stamps, notes and links lie over the
//! cells and are in none.
//!
//! hayro draws all annotations of a page or none, so each is drawn here as a
//! content stream of one operator, in resources of its own.

use super::text_string;
use crate::geom;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Rect, Stream, String as PdfString};
use hayro_interpret::hayro_syntax::page::{Page, Resources};
use hayro_interpret::kurbo::{self, Affine, Shape};

/// An annotation with an appearance, ready to be drawn.
pub(super) struct Annotation<'a> {
    /// Whether it is a field of a form.
    pub(super) is_field: bool,
    /// What it holds if it is a field: shown where the appearance draws no text.
    pub(super) value: Option<Typed>,
    /// Draws the appearance where it belongs.
    pub(super) content: Vec<u8>,
    /// Holds the appearance among its forms.
    pub(super) resources: Resources<'a>,
}

/// What was typed into a field without an appearance: every viewer shows it, in the
/// box of the field.
pub(super) struct Typed {
    pub(super) rect: kurbo::Rect,
    pub(super) text: String,
    /// The size of its letters in points, where the field says so.
    size: Option<f32>,
}

/// The letters of a field that leaves their size to the viewer, in points.
const SIZE_MIN: f32 = 4.0;
const SIZE_MAX: f32 = 12.0;

/// The height of a line, in em.
const LINE: f32 = 1.2;

impl Typed {
    /// The size of the letters, for so many lines in this box.
    pub(super) fn size_in(&self, rect: &geom::Rect, lines: usize) -> f32 {
        let fitting = rect.height() / (LINE * lines.max(1) as f32);
        self.size.unwrap_or_else(|| fitting.clamp(SIZE_MIN, SIZE_MAX))
    }
}

/// How many fields a field may be part of.
const DEPTH: usize = 8;

/// A field that hides what is typed (PDF 32000-1, table 228).
const PASSWORD: u32 = 1 << 13;

/// The fields of a page that have a text and no appearance
/// (font/form-fields-without-appearance).
pub(super) fn typed(page: &Page<'_>) -> Vec<Typed> {
    let Some(all) = page.raw().get::<Array<'_>>(b"Annots".as_slice()) else { return Vec::new() };
    all.iter::<Dict<'_>>().take(MOST).filter_map(|dict| read_typed(&dict)).collect()
}

fn read_typed(dict: &Dict<'_>) -> Option<Typed> {
    let is_hidden = dict.get::<u32>(b"F".as_slice()).unwrap_or(0) & UNSEEN != 0;
    let is_field = dict.get::<Name<'_>>(b"Subtype".as_slice())?.as_ref() == b"Widget";
    let appearances = dict.get::<Dict<'_>>(b"AP".as_slice());
    let has_appearance = appearances.is_some_and(|all| all.contains_key(b"N".as_slice()));
    (is_field && !is_hidden && !has_appearance).then(|| value_of(dict)).flatten()
}

/// The text that a field holds, if it is one of text or of choices.
fn value_of(dict: &Dict<'_>) -> Option<Typed> {
    // What a field does not say itself, the one that it is part of says.
    let levels: Vec<Dict<'_>> = std::iter::successors(Some(dict.clone()), |field| {
        field.get::<Dict<'_>>(b"Parent".as_slice())
    })
    .take(DEPTH)
    .collect();
    let kind = levels.iter().find_map(|field| field.get::<Name<'_>>(b"FT".as_slice()))?;
    let flags = levels.iter().find_map(|field| field.get::<u32>(b"Ff".as_slice()));
    if !matches!(kind.as_ref(), b"Tx" | b"Ch") || flags.unwrap_or(0) & PASSWORD != 0 {
        return None;
    }
    let string = |key: &[u8]| levels.iter().find_map(|field| field.get::<PdfString<'_>>(key));
    let text = text_string(string(b"V")?.as_bytes())?.replace("\r\n", "\n").replace('\r', "\n");
    let look = string(b"DA").map(|look| String::from_utf8_lossy(look.as_bytes()).into_owned());
    let size = look.as_deref().and_then(size_of).filter(|size| (SIZE_MIN..100.0).contains(size));
    let Rect { x0, y0, x1, y1 } = dict.get::<Rect>(b"Rect".as_slice())?;
    Some(Typed { rect: kurbo::Rect::new(x0, y0, x1, y1), text, size })
}

/// The size that a default appearance names: `/Helv 9 Tf 0 g`.
fn size_of(look: &str) -> Option<f32> {
    let before = look.split("Tf").next().filter(|before| before.len() < look.len())?;
    before.split_whitespace().next_back()?.parse().ok()
}

/// Hidden, or not for the screen (PDF 32000-1, table 165).
const UNSEEN: u32 = 1 << 1 | 1 << 5;

/// How many annotations of a page are drawn. The largest form seen has about
/// 2,000 fields.
const MOST: usize = 20_000;

/// The annotations of a page that have an appearance, in drawing order.
/// An appearance without resources of its own uses those around it.
pub(super) fn of<'a>(page: &Page<'a>, around: &Resources<'a>) -> Vec<Annotation<'a>> {
    let Some(all) = page.raw().get::<Array<'a>>(b"Annots".as_slice()) else { return Vec::new() };
    all.iter::<Dict<'a>>().take(MOST).filter_map(|dict| read(&dict, around)).collect()
}

fn read<'a>(dict: &Dict<'a>, around: &Resources<'a>) -> Option<Annotation<'a>> {
    if dict.get::<u32>(b"F".as_slice()).unwrap_or(0) & UNSEEN != 0 {
        return None;
    }
    let kind = dict.get::<Name<'_>>(b"Subtype".as_slice())?;
    // The pop-up window of a note is never part of the page.
    if kind.as_ref() == b"Popup" {
        return None;
    }
    let appearances = dict.get::<Dict<'a>>(b"AP".as_slice())?;
    let (forms, name) = normal(dict, &appearances)?;
    let form = forms.get::<Stream<'_>>(name.as_slice())?;
    let rect = dict.get::<Rect>(b"Rect".as_slice())?;
    let [a, b, c, d, e, f] = placement(&form, &rect)?.as_coeffs();
    let mut content = format!("{a} {b} {c} {d} {e} {f} cm /").into_bytes();
    content.extend(name.iter().flat_map(|byte| format!("#{byte:02X}").into_bytes()));
    content.extend_from_slice(b" Do");
    let resources = Resources { x_objects: forms, ..around.clone() };
    let is_field = kind.as_ref() == b"Widget";
    let value = if is_field { value_of(dict) } else { None };
    Some(Annotation { is_field, value, content, resources })
}

/// The normal appearance: the dictionary that holds it, and under which name.
/// A field with several states says which one is on (PDF 32000-1, 12.5.5).
fn normal<'a>(dict: &Dict<'a>, appearances: &Dict<'a>) -> Option<(Dict<'a>, Vec<u8>)> {
    if appearances.get::<Stream<'_>>(b"N".as_slice()).is_some() {
        return Some((appearances.clone(), b"N".to_vec()));
    }
    let states = appearances.get::<Dict<'a>>(b"N".as_slice())?;
    let state = dict.get::<Name<'_>>(b"AS".as_slice())?;
    Some((states, state.as_ref().to_vec()))
}

/// Maps the box of the appearance onto the rectangle of the annotation
/// (PDF 32000-1, 12.5.5, algorithm 8.1).
fn placement(form: &Stream<'_>, rect: &Rect) -> Option<Affine> {
    let bbox = form.dict().get::<Rect>(b"BBox".as_slice())?;
    let matrix =
        form.dict().get::<[f64; 6]>(b"Matrix".as_slice()).map_or(Affine::IDENTITY, Affine::new);
    let bbox = kurbo::Rect::new(bbox.x0, bbox.y0, bbox.x1, bbox.y1);
    let drawn = (matrix * bbox.to_path(0.1)).bounding_box();
    let (x, y) = ((rect.x1 - rect.x0) / drawn.width(), (rect.y1 - rect.y0) / drawn.height());
    let placed = Affine::translate((rect.x0, rect.y0))
        * Affine::scale_non_uniform(x, y)
        * Affine::translate((-drawn.x0, -drawn.y0));
    placed.as_coeffs().iter().all(|number| number.is_finite()).then_some(placed)
}
