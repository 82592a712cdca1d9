//! A document as it was read, with its pages as they were read: to be drawn, and to be
//! looked at by a person.

use crate::Document;
use crate::Pages;
use crate::Part;
use crate::error::{Error, Kind};
use crate::explain_tables;
use crate::grid::explained::Explained;
use crate::grid::{self, Leaf, SheetGrid};
use crate::guarded;
use crate::outputs;
use crate::outputs::review::{Review, View};
use crate::page::{Page, Picture};
use crate::place::Place;
use crate::read;
use crate::report::{Report, Trace};
use crate::report_of;
use crate::source::{Format, Input};

/// Draws one page as SVG: its text in place, rules, cells, what became of each of them,
/// and the measure that it went to. For whoever wonders why a table was read as it was.
///
/// # Errors
///
/// When the document can't be opened, is no PDF, or has no such page.
pub fn draw_page(input: &Input, number: usize) -> Result<String, Error> {
    guarded(input, || {
        let fail = |words: String| Error::new(input.name(), Kind::BrokenPdf(words));
        let Seen { views, report, trace, .. } = see(input)?;
        if report.source.format != Format::Pdf {
            return Err(fail("it is a workbook: only pages of a PDF can be drawn".into()));
        }
        let view = number.checked_sub(1).and_then(|index| views.get(index));
        let view = view
            .ok_or_else(|| fail(format!("it has no page {number}, only 1 to {}", views.len())))?;
        let explained: Vec<Explained> = explain_tables(input)?
            .into_iter()
            .filter(|it| it.place.is_on_leaf_of(&view.place))
            .collect();
        Ok(outputs::picture::svg(view, &trace, &report.measures, &explained))
    })
}

/// For each place the part of its page or sheet around it, to stand inside HTML: an SVG with
/// a frame around the place, or a table whose cells there have the class `here`. None where
/// nothing of this document is there.
///
/// # Errors
///
/// When the document can't be opened.
pub fn cutouts(input: &Input, places: &[&Place]) -> Result<Vec<Option<String>>, Error> {
    guarded(input, || {
        let Document { parts, .. } = read::<Drawn>(input)?;
        let (mut leaves, mut pictures) = (Vec::new(), Vec::new());
        for part in parts {
            leaves.extend(part.leaves);
            pictures.extend(part.pictures);
        }
        let cutout = |place: &&Place| match place {
            Place::Page { page, bbox } => {
                let picture: &Picture = pictures.get(page.checked_sub(1)?)?;
                Some(outputs::picture::cutout(picture, bbox))
            }
            Place::Sheet { range, .. } => {
                let leaf = leaves.iter().find(|leaf| place.is_on_leaf_of(&leaf.place))?;
                outputs::sheet_part::part(leaf, range)
            }
        };
        Ok(places.iter().map(cutout).collect())
    })
}

/// All that a person needs to check what was read: the report, and its pages as they
/// were read, with what became of each cell. A document without measures is shown all
/// the same, with the reason.
///
/// # Errors
///
/// When the document can't be opened.
pub fn review(input: &Input) -> Result<Review, Error> {
    guarded(input, || {
        let Seen { views, report, refused, trace } = see(input)?;
        let refused = refused.map(|kind| Error::new(input.name(), kind).words());
        outputs::review::print(&report, refused.as_ref(), &trace, &views)
            .map_err(|kind| Error::new(input.name(), kind))
    })
}

/// A document as it was read, with what there is to draw of it.
struct Seen {
    views: Vec<View>,
    report: Report,
    refused: Option<Kind>,
    trace: Trace,
}

fn see(input: &Input) -> Result<Seen, Error> {
    let Document { format, info, parts, findings } = read::<Drawn>(input)?;
    let (mut leaves, mut pictures) = (Vec::new(), Vec::new());
    for part in parts {
        leaves.extend(part.leaves);
        pictures.extend(part.pictures);
    }
    // What is drawn is what was read: once the page before is known.
    grid::settle_all(&mut leaves);
    let views = leaves.iter().zip(pictures).map(|(leaf, picture)| View::of(leaf, picture));
    let (views, mut trace) = (views.collect(), Trace::default());
    let (report, refused) = report_of(input, (format, info), leaves, findings, Some(&mut trace));
    Ok(Seen { views, report, refused, trace })
}

/// Pages or sheets, and pictures of them.
#[derive(Default)]
struct Drawn {
    leaves: Vec<Leaf>,
    pictures: Vec<Picture>,
}

impl Pages for Drawn {
    const KEEPS_PICTURES: bool = true;

    fn add_page(&mut self, page: &Page, leaf: Leaf) {
        self.pictures.push(Picture::of(page));
        self.leaves.add_page(page, leaf);
    }
}

impl Part for Drawn {
    fn add_sheet(&mut self, sheet: SheetGrid) {
        self.pictures.push(Picture::default());
        self.leaves.add_sheet(sheet);
    }
}
