//! What only the page before tells: whether its table goes on without a rule or
//! a header, and whether the first row repeats its header.
//!
//! Pages are read side by side. One whose reading may change is kept until the
//! page before is known.

use super::across;
use super::lattice::Lattice;
use super::reading;
use super::repeats;
use super::{Leaf, read};
use crate::geom::Rect;
use crate::page::Page;
use crate::place::Place;
use crate::text::join::Line;
use std::collections::HashSet;

/// How far a line that pages repeat may wander up or down, in points.
const REPEATED_DRIFT: f32 = 3.0;

/// How many lines a page may repeat: its head, its foot, and what stands beside.
const REPEATED_MAX: usize = 16;

/// A page as it was before its text was shared out, and its tables.
#[derive(Debug)]
pub(crate) struct Unread {
    page: Page,
    tables: Vec<Lattice>,
}

impl Unread {
    pub(super) fn new(page: Page, tables: Vec<Lattice>) -> Unread {
        Unread { page, tables }
    }
}

/// Whether the reading of a page depends on the page before.
pub(crate) fn waits(leaf: &Leaf) -> bool {
    leaf.unread.is_some() || repeats::may_hold_header(leaf)
}

/// Settles the pages that depend on those before them, in their order.
pub(crate) fn settle_all(leaves: &mut [Leaf]) {
    for next in 1..leaves.len() {
        let (before, leaf) = leaves.split_at_mut(next);
        settle(&mut leaf[0], &before[next - 1]);
    }
    across::join(leaves);
}

/// Settles a page that depends on the page before.
pub(crate) fn settle(leaf: &mut Leaf, before: &Leaf) {
    if let Some(unread) = leaf.unread.take()
        && let Some(again) = go_on(*unread, leaf, before)
    {
        *leaf = again;
    }
    repeats::part(leaf, before);
}

/// The page read again, with rows of the table before at its top.
fn go_on(unread: Unread, leaf: &Leaf, before: &Leaf) -> Option<Leaf> {
    let Unread { mut page, mut tables } = unread;
    let open = before.open.as_ref()?;
    let Place::Page { bbox: last, .. } = &before.grids.last()?.place else { return None };
    let (here, there) = (Signs::of(leaf), Signs::of(before));
    let below = before.lines.iter().filter(|line| line.bbox.y0 > last.y1);
    if !before.place.is_right_before(&leaf.place)
        || !without_notes(below).all(|line| here.have(line))
    {
        return None;
    }
    let top = top_of(before);
    let repeated = leaf.lines.iter().filter(|line| line.bbox.y1 < top || there.have(line));
    let repeated: Vec<Rect> = repeated.map(|line| line.bbox).take(REPEATED_MAX).collect();
    let is_repeated =
        |bbox: &Rect| repeated.iter().any(|line| line.contains(bbox.center_x(), bbox.center_y()));
    let rest = reading::go_on(&page, &tables, open, is_repeated)?;
    if rest.is_first {
        tables.remove(0);
    }
    let is_last = tables.is_empty();
    tables.insert(0, rest.table);
    let mut again = read(&mut page, &mut tables);
    again.open = if is_last { Some(Box::new(rest.open)) } else { leaf.open.clone() };
    again.grids.first_mut()?.goes_on = !rest.is_captioned;
    (again.ink.lost() <= leaf.ink.lost()).then_some(again)
}

/// How far the next line of a note may stand below the one before, in em.
const NOTE_GAP_MAX: f32 = 1.0;

/// The lines that belong to no note: what begins with ※ or 注 is about the table
/// above it, and does not end it.
pub(crate) fn without_notes<'a>(
    lines: impl Iterator<Item = &'a Line>,
) -> impl Iterator<Item = &'a Line> {
    let mut end = f32::NEG_INFINITY;
    lines.filter(move |line| {
        let text = line.text.trim_start().trim_start_matches(['（', '(', '［', '[']);
        let is_near = line.bbox.y0 - end <= NOTE_GAP_MAX * line.size;
        let is_note = is_near || text.starts_with(['※', '＊', '*', '注']);
        if is_note {
            end = line.bbox.y1;
        }
        !is_note
    })
}

/// Where a page begins. What stands higher on the next is a running head, though
/// it begins there.
pub(crate) fn top_of(leaf: &Leaf) -> f32 {
    let grids = leaf.grids.iter().filter_map(|grid| match &grid.place {
        Place::Page { bbox, .. } => Some(bbox.y0),
        Place::Sheet { .. } => None,
    });
    leaf.lines.iter().map(|line| line.bbox.y0).chain(grids).fold(f32::INFINITY, f32::min)
}

/// What the lines of a page say and where, but for the number of the page.
struct Signs(HashSet<(String, i32)>);

impl Signs {
    fn of(leaf: &Leaf) -> Signs {
        Signs(leaf.lines.iter().map(|line| (said(line), step(line))).collect())
    }

    fn have(&self, line: &Line) -> bool {
        let steps = step(line).saturating_sub(1)..=step(line).saturating_add(1);
        steps.into_iter().any(|step| self.0.contains(&(said(line), step)))
    }
}

fn said(line: &Line) -> String {
    line.text.chars().filter(|c| !c.is_numeric()).collect()
}

fn step(line: &Line) -> i32 {
    (line.bbox.y0 / REPEATED_DRIFT) as i32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid;
    use crate::grid::tests::shown;
    use crate::page::tests::{blank, write};
    use crate::source::pdf::Stroke;

    /// A page drawn as text, as in `reading`: 5 points to a character, 12 to a line,
    /// type of 10 points. Two spaces part two texts, `---` is a rule.
    fn leaf(number: usize, lines: &[&str]) -> Leaf {
        let mut drawing = blank();
        for (row, line) in lines.iter().enumerate() {
            let mut column = 0;
            for text in line.split("  ") {
                let x = 50.0 + 5.0 * (column + text.len() - text.trim_start().len()) as f32;
                let y = 100.0 + 18.0 * row as f32;
                if text.starts_with("---") {
                    let line = Rect::new(x, y, x + 5.0 * text.len() as f32, y);
                    drawing.strokes.push(Stroke { line, thickness: 0.5, operation: 0 });
                } else if !text.trim().is_empty() {
                    write(&mut drawing, text.trim(), x, y, 10.0);
                }
                column += text.len() + 2;
            }
        }
        grid::tests::leaf(number, drawing)
    }

    /// The cells of the second page, `|` between them and ` / ` between rows.
    #[track_caller]
    fn check(before: &[&str], page: &[&str], expected: &str) {
        let mut leaves = [leaf(1, before), leaf(2, page)];
        settle_all(&mut leaves);
        let found: Vec<String> = leaves[1].grids.iter().map(shown).collect();
        assert_eq!(found.join(" / "), expected);
        assert_eq!(leaves[1].ink.lost(), 0);
    }

    const FIRST: [&str; 4] = [
        "Annex to the report",
        "No     Measure     Target",
        "1-1    Childcare       50",
        "1-2    School PCs      90",
    ];

    #[test]
    fn rows_below_the_head_that_pages_repeat() {
        let page =
            ["Annex to the report", "1-3    Roads         1600", "1-4    Bridges         12"];
        check(&FIRST, &page, "1-3|Roads|1600 / 1-4|Bridges|12");
        check(&FIRST, &page[..2], "1-3|Roads|1600");
    }

    #[test]
    fn text_below_the_table_ends_it() {
        let before =
            [&FIRST[..], &["", "", "", "", "All of them are described below, one by one."]];
        check(&before.concat(), &["1-3    Roads         1600"], "");
    }

    #[test]
    fn notes_below_the_table_do_not_end_it() {
        let note = ["", "", "※ As of the end of March.", "The others are estimates."];
        let before = [&FIRST[..], &note].concat();
        let page = ["Annex to the report", "1-3    Roads         1600"];
        check(&before, &page, "1-3|Roads|1600");
        let before = [&before[..], &["", "", "", "All of them succeeded."]].concat();
        check(&before, &page, "");
    }

    #[test]
    fn a_head_that_begins_on_the_second_page() {
        let (before, head) = (&FIRST[1..], "Results by the bureaus");
        let before = [&["", ""][..], before].concat();
        check(&before, &[head, "", "1-3    Roads         1600"], "1-3|Roads|1600");
        check(&before, &["", "", head, "1-3    Roads         1600"], "");
    }

    #[test]
    fn half_of_the_numbers_are_not_known_yet() {
        let page = ["1-3    Roads         1600", "1-4    Bridges    unknown"];
        check(&FIRST, &page, "1-3|Roads|1600 / 1-4|Bridges|unknown");
    }

    #[test]
    fn other_text_above() {
        check(&FIRST, &["Results by the bureaus", "1-3    Roads         1600"], "");
    }

    #[test]
    fn texts_that_stand_elsewhere() {
        // Numbers at the left of their column, words in it, and a list.
        check(&FIRST, &["1-3    Roads       1600", "1-4    Bridges     12"], "");
        check(&FIRST, &["1-3    Roads       planned", "1-4    Bridges     begun"], "");
        check(&FIRST, &["1      Purpose", "2      Results"], "");
    }

    #[test]
    fn a_column_without_a_text_between_rules() {
        let rule = "------------------------------------";
        let (head, row) =
            ("No     Measure     Target    Reason", "1-1    Childcare       50    Late");
        let before = [rule, head, rule, row, rule, "1-2    School PCs      90", rule];
        let page = [rule, "1-3    Roads         1600", rule, "1-4    Bridges         12", rule];
        check(&before, &page, "1-3|Roads|1600| / 1-4|Bridges|12|");
        check(&before, &page[..3], "1-3|Roads|1600|");
        // A header of its own.
        let other =
            [&before[..1], &["No     Roads         Length"], &page[..4], &page[..1]].concat();
        check(&before, &other, "No|Roads|Length / 1-3|Roads|1600 / 1-4|Bridges|12");
    }
}
