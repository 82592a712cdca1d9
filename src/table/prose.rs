//! Running text: lines over all pages → paragraphs.
//!
//! The column of text is as wide as its longest lines. A line that stopped
//! short of it although the next word had room was the end of a paragraph; so
//! was one before a blank line, a table or a change of type size.

use super::furniture::LineRole;
use super::{Paragraph, on};
use crate::grid::{Grid, Leaf};
use crate::place::Place;
use crate::text::join::{self, End, Line, Measure};

/// The widest step between the lines of one paragraph, in em: 1.5 lines with
/// ruby. A blank line doubles the step.
const STEP_MAX: f32 = 2.6;

/// How much the em may change inside a paragraph.
const SIZE_DRIFT: f32 = 1.15;

/// Collects running text page by page.
pub(super) struct Flow {
    measures: Vec<Measure>,
    paragraphs: Vec<Paragraph>,
    open: Option<Open>,
    pages: usize,
}

/// The last line so far, whose paragraph may go on.
struct Open {
    line: Line,
    page: usize,
}

impl Flow {
    /// Measures the column of text on each page: its left and right ends, from
    /// all pages of one width, because a page with few lines may have no full one.
    pub(super) fn new(leaves: &[Leaf], roles: &[Vec<LineRole>]) -> Flow {
        let mut columns: Vec<(f32, Measure)> = Vec::new();
        let mut of_page = Vec::with_capacity(leaves.len());
        for (leaf, roles) in leaves.iter().zip(roles) {
            let width = width(&leaf.place);
            let number = columns.iter().position(|column| (column.0 - width).abs() < 1.0);
            let number = number.unwrap_or_else(|| {
                // Nothing shows where lines end but the longest of them.
                let limit = f32::INFINITY;
                let right = f32::NEG_INFINITY;
                columns.push((width, Measure { left: f32::INFINITY, right, limit }));
                columns.len() - 1
            });
            of_page.push(number);
            let lines =
                leaf.lines.iter().zip(roles).filter(|(_, role)| **role == LineRole::Running);
            let measure = &mut columns[number].1;
            for (line, _) in lines {
                measure.left = measure.left.min(line.bbox.x0);
                measure.right = measure.right.max(line.end());
            }
        }
        let measures = of_page.into_iter().map(|number| columns[number].1).collect();
        Flow { measures, paragraphs: Vec::new(), open: None, pages: 0 }
    }

    /// Takes the running text of the next page, top to bottom.
    pub(super) fn page(&mut self, page: &Place, grids: &[Grid], lines: Vec<Line>) {
        let Some(&measure) = self.measures.get(self.pages) else { return };
        self.pages += 1;
        let grids: Vec<(f32, f32)> = grids
            .iter()
            .filter_map(|grid| match &grid.place {
                Place::Page { bbox, .. } => Some((bbox.y0, bbox.y1)),
                Place::Sheet { .. } => None,
            })
            .collect();
        let is_cut = |from: f32, to: f32| grids.iter().any(|grid| grid.1 > from && grid.0 < to);
        for line in lines {
            let end = match &self.open {
                None => End::Real,
                Some(open) if open.page == self.pages => {
                    if is_cut(open.line.bbox.y1, line.bbox.y0) {
                        End::Real
                    } else {
                        end_within_page(&open.line, &line, measure)
                    }
                }
                Some(_) if is_cut(f32::NEG_INFINITY, line.bbox.y0) => End::Real,
                Some(open) => end_by_width(&open.line, &line, measure),
            };
            self.take(page, line, end);
        }
        // A table at the end of a page ends what stands above it.
        if let Some(open) = &self.open
            && is_cut(open.line.bbox.y1, f32::INFINITY)
        {
            self.open = None;
        }
    }

    fn take(&mut self, page: &Place, line: Line, end: End) {
        match (self.paragraphs.last_mut(), end) {
            (Some(paragraph), End::Soft | End::Space) => {
                if end == End::Space {
                    paragraph.text.push(' ');
                }
                paragraph.text.push_str(&line.text);
                paragraph.glyphs += line.glyphs as usize;
                paragraph.place = paragraph.place.union(&on(page, &line));
            }
            _ => self.paragraphs.push(Paragraph {
                text: line.text.clone(),
                place: on(page, &line),
                glyphs: line.glyphs as usize,
            }),
        }
        self.open = Some(Open { line, page: self.pages });
    }

    /// The paragraphs, without the spaces around them.
    pub(super) fn finish(mut self) -> Vec<Paragraph> {
        for paragraph in &mut self.paragraphs {
            paragraph.text = paragraph.text.trim().to_owned();
        }
        self.paragraphs
    }
}

fn width(place: &Place) -> f32 {
    match place {
        Place::Page { bbox, .. } => bbox.width(),
        Place::Sheet { .. } => 0.0,
    }
}

fn end_within_page(line: &Line, next: &Line, measure: Measure) -> End {
    let step = next.bbox.y1 - line.bbox.y1;
    if step > STEP_MAX * line.size {
        return End::Real;
    }
    end_by_width(line, next, measure)
}

fn end_by_width(line: &Line, next: &Line, measure: Measure) -> End {
    if line.size > SIZE_DRIFT * next.size || next.size > SIZE_DRIFT * line.size {
        return End::Real;
    }
    if line.text.trim_end().ends_with('。') && is_numbered(&next.text) {
        return End::Real;
    }
    join::end_between(line, next, join::room_behind(line, measure))
}

/// Whether a line begins with the number of a heading: `(3)`, `３ `, `13-1 `.
/// Behind a sentence that ended, no number of the prose stands like that.
fn is_numbered(text: &str) -> bool {
    let text = text.trim_start();
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let inner = text.trim_start_matches(['(', '（']);
    let digits = inner.trim_start_matches(|c| is_digit(c) || matches!(c, '-' | '－'));
    let has_number = inner.starts_with(is_digit) && digits.len() < inner.len();
    let closes = match inner.len() < text.len() {
        true => digits.starts_with([')', '）']),
        false => digits.starts_with(char::is_whitespace),
    };
    has_number && closes
}
