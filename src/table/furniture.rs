//! Which lines outside grids are page numbers, repeated titles or captions?

use super::numbering;
use crate::geom::Rect;
use crate::grid::{Grid, Leaf};
use crate::layout;
use crate::place::Place;
use crate::text::join::{self, Line};
use std::collections::HashMap;

/// How far from the top or bottom edge a page number may stand, as a share of
/// the height: Word's default margin of 30 mm on A4, and a little.
const MARGIN_SHARE: f32 = 0.12;

/// How far a repeated line may wander from page to page, in points.
const DRIFT: f32 = 3.0;

/// What a line outside grids is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineRole {
    /// A page number, or a title that an earlier page has as well.
    Furniture,
    /// A caption of the grid with this index on its page.
    Caption(usize),
    /// Running text.
    Running,
}

/// For each page, what each of its lines is.
pub(super) fn roles(leaves: &[Leaf]) -> Vec<Vec<LineRole>> {
    leaves
        .iter()
        .zip(repeated(leaves))
        .map(|(leaf, repeated)| {
            let captions = captions(&leaf.grids, &leaf.lines, &repeated);
            repeated
                .into_iter()
                .zip(captions)
                .map(|(repeated, caption)| match (repeated, caption) {
                    (true, _) => LineRole::Furniture,
                    (false, Some(grid)) => LineRole::Caption(grid),
                    (false, None) => LineRole::Running,
                })
                .collect()
        })
        .collect()
}

/// For each page, which of its lines are page numbers in a margin, or lines
/// that an earlier page has at the same place.
fn repeated(leaves: &[Leaf]) -> Vec<Vec<bool>> {
    let mut seen: HashMap<&str, Vec<Rect>> = HashMap::new();
    leaves
        .iter()
        .map(|leaf| {
            let flags = leaf.lines.iter().map(|line| {
                let places = seen.get(line.text.trim());
                is_page_number(leaf, line)
                    || places
                        .is_some_and(|places| places.iter().any(|place| near(place, &line.bbox)))
            });
            let flags: Vec<bool> = flags.collect();
            // Two equal lines of one page are two lines, so a page is noted
            // only after it was looked at.
            for line in &leaf.lines {
                let places = seen.entry(line.text.trim()).or_default();
                // A line that wanders over hundreds of pages is no title.
                if places.len() < PLACES_MAX {
                    places.push(line.bbox);
                }
            }
            flags
        })
        .collect()
}

/// For each page, which of its lines another page has as well at the same place, but
/// for numbers, or a page number: the running heads and feet between the parts of a
/// table, from the page on where they first stand.
pub(super) fn running_heads(leaves: &[Leaf]) -> Vec<Vec<bool>> {
    let mut seen: HashMap<String, Vec<(usize, Rect)>> = HashMap::new();
    let worded = |line: &Line| -> String {
        line.text.chars().filter(|c| !c.is_numeric() && !c.is_whitespace()).collect()
    };
    for (number, leaf) in leaves.iter().enumerate() {
        for line in &leaf.lines {
            let places = seen.entry(worded(line)).or_default();
            // A text that wanders over hundreds of pages is no head.
            if places.len() < PLACES_MAX {
                places.push((number, line.bbox));
            }
        }
    }
    let is_head = |number: usize, leaf: &Leaf, line: &Line| {
        let places = seen.get(&worded(line)).map(Vec::as_slice).unwrap_or_default();
        let is_elsewhere = |(page, bbox): &(usize, Rect)| *page != number && near(bbox, &line.bbox);
        is_page_number(leaf, line) || places.iter().any(is_elsewhere)
    };
    let pages = leaves.iter().enumerate();
    pages
        .map(|(number, leaf)| leaf.lines.iter().map(|line| is_head(number, leaf, line)).collect())
        .collect()
}

/// How many places of one text are remembered.
const PLACES_MAX: usize = 8;

fn near(a: &Rect, b: &Rect) -> bool {
    (a.y0 - b.y0).abs() <= DRIFT && (a.x0 - b.x0).abs() <= DRIFT
}

fn is_page_number(leaf: &Leaf, line: &Line) -> bool {
    let Place::Page { bbox: page, .. } = &leaf.place else { return false };
    let margin = MARGIN_SHARE * page.height();
    let in_margin = line.bbox.y0 > page.y1 - margin || line.bbox.y1 < page.y0 + margin;
    in_margin && says_page_number(&line.text)
}

/// `3`, `- 3 -`, `３／15`, `p.3`, `3ページ`.
fn says_page_number(text: &str) -> bool {
    let folded = layout::fold(text);
    let digits = folded.chars().filter(char::is_ascii_digit).count();
    let rest: String = folded.chars().filter(|c| !c.is_ascii_digit()).collect();
    let rest = rest.replace(['-', '―', '−', '–', '—', '/', '.', '(', ')'], "");
    (1..=8).contains(&digits) && matches!(rest.as_str(), "" | "p" | "page" | "ページ" | "頁")
}

/// How many lines may stand above the first table of a page and be its
/// captions: a title, a unit, a legend and a date. More is running text.
const CAPTION_LINES_MAX: usize = 4;

/// How many lines between two tables of a page are captions of the lower.
const BETWEEN_LINES_MAX: usize = 2;

/// For each line, the grid that it is a caption of.
fn captions(grids: &[Grid], lines: &[Line], repeated: &[bool]) -> Vec<Option<usize>> {
    let mut owners = vec![None; lines.len()];
    let mut above: f32 = f32::NEG_INFINITY;
    for (number, grid) in grids.iter().enumerate() {
        let Place::Page { bbox, .. } = &grid.place else { continue };
        let between: Vec<usize> = (0..lines.len())
            .filter(|&index| {
                let middle = lines[index].bbox.center_y();
                !repeated[index] && above < middle && middle < bbox.y0
            })
            .collect();
        let most = if number == 0 { CAPTION_LINES_MAX } else { BETWEEN_LINES_MAX };
        let captions = if between.len() <= most { between } else { headings(lines, between) };
        for index in captions {
            if let Some(owner) = owners.get_mut(index) {
                *owner = Some(number);
            }
        }
        above = above.max(bbox.y1);
    }
    owners
}

/// The longest heading behind running text, in characters.
const HEADING_CHARS_MAX: usize = 25;

/// Of running text above a table the lines at its end that are headings: each numbered,
/// and no two alike, as 第２章, １ and （１） are; else the last one, where it stands apart
/// from the rest.
fn headings(lines: &[Line], mut above: Vec<usize>) -> Vec<usize> {
    let line = |index: &usize| lines.get(*index);
    above.sort_by(|a, b| {
        let top = |index: &usize| line(index).map_or(0.0, |it| it.bbox.y0);
        top(a).total_cmp(&top(b))
    });
    let mut levels: Vec<String> = Vec::new();
    let mut is_list = false;
    for own in above.iter().rev().map_while(line) {
        let Some(level) = Some(own).filter(|it| may_be_heading(it)).and_then(|it| style(&it.text))
        else {
            break;
        };
        // １ below １ is an item of a list.
        is_list = levels.contains(&level);
        if is_list {
            break;
        }
        levels.push(level);
    }
    if is_list || levels.is_empty() {
        return heading(lines, &above).into_iter().collect();
    }
    above.split_off(above.len().saturating_sub(levels.len()))
}

/// How a line is numbered, with the bracket before it.
fn style(text: &str) -> Option<String> {
    let text = text.trim();
    let is_open = text.starts_with(['(', '（']);
    let (number, name) = text.split_once([')', '）', '.', '．', ' ', '　'])?;
    // 前年度から5件 増えた begins with no number of a heading.
    let is_short = number.chars().nth(NUMBER_CHARS_MAX).is_none() && !name.trim().is_empty();
    let is_number = is_short && (number.ends_with(char::is_numeric) || number.starts_with('第'));
    let style = numbering::form_of(number).filter(|_| is_number)?;
    Some(if is_open { format!("({style}") } else { style })
}

/// The longest number of a heading, in characters: 基本目標１０.
const NUMBER_CHARS_MAX: usize = 8;

/// Whether a line is short, no sentence and no note.
fn may_be_heading(line: &Line) -> bool {
    let text = line.text.trim();
    text.chars().count() <= HEADING_CHARS_MAX
        && !text.ends_with(['。', '、', '，', '．'])
        && !join::begins_note(text)
}

/// The last of some lines, sorted down the page, where it stands apart from the rest.
fn heading(lines: &[Line], above: &[usize]) -> Option<usize> {
    let line = |index: &usize| lines.get(*index);
    let (last, rest) = above.split_last()?;
    let (own, before) = (line(last)?, line(rest.last()?)?);
    // A blank line stands between a heading and the text before it.
    let is_apart = own.bbox.y0 - before.bbox.y1 >= own.bbox.height();
    (is_apart && may_be_heading(own)).then_some(*last)
}

#[cfg(test)]
mod tests {
    use super::{headings, says_page_number};
    use crate::geom::Rect;
    use crate::text::join::Line;

    /// The heading of lines 10 points high, written with their tops.
    #[track_caller]
    fn check(lines: &[(f32, &str)], expected: impl IntoIterator<Item = usize>) {
        let line = |&(top, text): &(f32, &str)| Line {
            text: text.to_owned(),
            bbox: Rect { x0: 50.0, y0: top, x1: 200.0, y1: top + 10.0 },
            from: 50.0,
            to: 200.0,
            vertical: false,
            reversed: false,
            size: 10.0,
            glyphs: 5,
            lead: 10.0,
            first: 10.0,
        };
        let lines: Vec<Line> = lines.iter().map(line).collect();
        let expected: Vec<usize> = expected.into_iter().collect();
        assert_eq!(headings(&lines, (0..lines.len()).collect()), expected);
    }

    #[test]
    fn a_heading_behind_prose() {
        check(
            &[(0.0, "計画のうち二つが"), (14.0, "達成となった。"), (40.0, "目標１　港")],
            Some(2),
        );
        // It goes on, ends a sentence, or is a note.
        check(&[(0.0, "計画のうち二つが"), (14.0, "達成となった"), (28.0, "目標の港")], None);
        check(&[(0.0, "達成となった。"), (40.0, "次の表のとおり。")], None);
        check(&[(0.0, "達成となった。"), (40.0, "※速報値")], None);
        check(&[(40.0, "目標の港")], None);
        let long = "目標".repeat(13);
        check(&[(0.0, "達成となった。"), (40.0, &long[..75])], Some(1));
        check(&[(0.0, "達成となった。"), (40.0, &long)], None);
    }

    /// A number makes a heading without a blank line; the items of a list are none.
    #[test]
    fn headings_one_below_the_other() {
        let three = [(14.0, "第２章　快適"), (28.0, "１　公園"), (42.0, "（１）施設")];
        check(&[&[(0.0, "達成となった。")], &three[..]].concat(), 1..4);
        check(&three, 0..3);
        check(&[(0.0, "次の三つを行う。"), (14.0, "（１）会議"), (28.0, "（２）調査")], None);
        check(&[(0.0, "達成となった"), (14.0, "目標１　港")], Some(1));
        check(&[(0.0, "達成となった"), (14.0, "前年度から5件 増えた")], None);
    }

    #[test]
    fn page_numbers() {
        for text in ["3", "- 3 -", "３／15", "p.3", "－12－", "3ページ"] {
            assert!(says_page_number(text), "{text}");
        }
        for text in ["", "第3章", "令和6年度", "-"] {
            assert!(!says_page_number(text), "{text}");
        }
    }
}
