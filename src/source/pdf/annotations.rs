//! Annotations: what lies over a page and is not its content.
//!
//! The fields of a form (/Widget) hold what somebody typed into the cells of a
//! form, so they are drawn like content. Stamps, notes and links lie over the
//! cells and are in none.
//!
//! hayro draws all annotations of a page or none, so each is drawn here as a
//! content stream of one operator, in resources of its own.

use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Rect, Stream};
use hayro_interpret::hayro_syntax::page::{Page, Resources};
use hayro_interpret::kurbo::{self, Affine, Shape};

/// An annotation with an appearance, ready to be drawn.
pub(super) struct Annotation<'a> {
    /// Whether it is a field of a form.
    pub(super) is_field: bool,
    /// Draws the appearance where it belongs.
    pub(super) content: Vec<u8>,
    /// Holds the appearance among its forms.
    pub(super) resources: Resources<'a>,
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
    Some(Annotation { is_field: kind.as_ref() == b"Widget", content, resources })
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
