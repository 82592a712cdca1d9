//! Headers of two levels and more that no rule parts: 令和６年度 over 予算額 and
//! 決算額.
//!
//! A header over several columns stands in the middle of them. What no other
//! header stands below of is a column.

use super::pieces::{Piece, Row};
use crate::page::Rule;

/// The most headers of one level that are looked at, and of columns below one.
const HEADS_MAX: usize = 32;
const GROUP_MAX: usize = 12;

/// How many levels may stand above that of the columns.
const LEVELS_MAX: usize = 2;

/// How far the middle of a header may lie from the middle of its columns, as a
/// share of the way from the first to the last of them: they need not be
/// equally wide.
const OFF_MIDDLE_MAX: f32 = 0.3;

/// The same beside a first column whose header stands above no other: a title
/// and a unit above a header leave no such place. Headers at the right of
/// columns of numbers are half a column off.
const OFF_MIDDLE_BESIDE_MAX: f32 = 0.6;

/// A header as its texts show it.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// One segment for each column.
    pub(super) columns: Row,
    /// What stands over several columns, the lower levels first.
    spanners: Vec<Spanner>,
    /// Whether each text of the lowest level has one above it, but for the first.
    is_covered: bool,
}

/// A text over several columns.
#[derive(Debug, Clone, Copy)]
struct Spanner {
    /// Between its text and those below.
    y: f32,
    /// The middle of its first column's header.
    first: f32,
    /// The middle of its last column's header.
    last: f32,
}

/// A header, with the columns that it stands over.
#[derive(Debug, Clone, Copy)]
struct Node {
    text: Piece,
    first: f32,
    last: f32,
}

impl Node {
    fn new(text: Piece) -> Node {
        Node { text, first: text.bbox.center_x(), last: text.bbox.center_x() }
    }

    fn middle(&self) -> f32 {
        self.text.bbox.center_x()
    }
}

impl Header {
    /// Reads a header from all that stands in it.
    pub(super) fn of(row: &Row) -> Header {
        let texts = texts(row);
        let plain =
            Header { columns: row.clone().into_header(), spanners: Vec::new(), is_covered: false };
        if texts.len() > HEADS_MAX {
            return plain;
        }
        let (mut columns, mut above) = lowest(texts);
        let mut spanners = Vec::new();
        let mut nodes: Vec<Node> = columns.iter().copied().map(Node::new).collect();
        let mut is_covered = false;
        for _ in 0..LEVELS_MAX {
            let groups = groups_beside_first(&nodes, &above)
                .unwrap_or_else(|| groups(&nodes, &above, OFF_MIDDLE_MAX));
            let mut found = Vec::new();
            for (&parent, group) in above.iter().zip(&groups) {
                let Some((first, last)) = group else { continue };
                let (first, last) = (nodes[*first].first, nodes[*last].last);
                found.push(Node { text: parent, first, last });
            }
            if found.is_empty() {
                break;
            }
            let bottom = found.iter().map(|node| node.text.bbox.y1).fold(f32::MIN, f32::max);
            let covers = |node: &Node| {
                found.iter().any(|over| over.first <= node.first && node.last <= over.last)
            };
            if spanners.is_empty() {
                // The first column is not one of several, and may be named below.
                is_covered = nodes.iter().skip(1).all(covers);
            }
            let top = nodes.iter().filter(|node| covers(node)).map(|node| node.text.bbox.y0);
            let y = (bottom + top.fold(f32::MAX, f32::min)) / 2.0;
            let over = found.iter().map(|node| Spanner { y, first: node.first, last: node.last });
            spanners.extend(over);
            let highest = found.iter().map(|node| node.text.bbox.y0).fold(f32::MAX, f32::min);
            let rest = above.iter().zip(groups).filter(|(_, group)| group.is_none());
            let (higher, beside): (Vec<Piece>, Vec<Piece>) =
                rest.map(|(piece, _)| *piece).partition(|it| it.bbox.y1 <= highest);
            columns.extend(&beside);
            nodes.retain(|node| !covers(node));
            nodes.extend(found);
            nodes.extend(beside.into_iter().map(Node::new));
            nodes.sort_by(|a, b| a.middle().total_cmp(&b.middle()));
            above = higher;
        }
        if spanners.is_empty() {
            return plain;
        }
        columns.extend(above);
        Header { columns: Row::of_columns(columns), spanners, is_covered }
    }

    /// Whether all of the lowest level stands below texts over several columns,
    /// as it does where nothing else says that two lines are one header.
    pub(super) fn has_levels(&self) -> bool {
        self.is_covered
    }

    /// The rules that nobody drew below texts over several columns, given the
    /// lines between columns. A rule that was `drawn` between two levels tells
    /// where they meet.
    pub(super) fn rules(&self, xs: &[f32], drawn: &[Rule]) -> Vec<Rule> {
        let line = |x: f32| xs.partition_point(|&line| line <= x);
        let rule = |spanner: &Spanner| {
            let first = line(spanner.first).checked_sub(1)?;
            let (from, to) = (*xs.get(first)?, *xs.get(line(spanner.last))?);
            let em = self.columns.size;
            let near = drawn.iter().map(|rule| rule.at).find(|at| (at - spanner.y).abs() <= em);
            Some(Rule { at: near.unwrap_or(spanner.y), from, to, thickness: 0.0 })
        };
        self.spanners.iter().filter_map(rule).collect()
    }
}

/// The texts of a header, lines of one cell taken together: each is the only
/// one that stands above or below the other.
fn texts(row: &Row) -> Vec<Piece> {
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    let mut pieces = row.pieces.clone();
    pieces.sort_by(|a, b| a.bbox.center_y().total_cmp(&b.bbox.center_y()));
    for piece in pieces {
        match lines.last_mut().filter(|line| {
            piece.bbox.center_y() - line[0].bbox.center_y() <= LEVEL_DRIFT * piece.size
        }) {
            Some(line) => line.push(piece),
            None => lines.push(vec![piece]),
        }
    }
    let mut texts: Vec<Piece> = Vec::new();
    for line in lines {
        let line = Row::new(line).into_header().segments;
        let only_above = |text: &Piece| {
            let mut above = (0..texts.len()).filter(|&other| lies_over(&texts[other], text));
            let other = above.next().filter(|_| above.next().is_none())?;
            let below = line.iter().filter(|it| lies_over(&texts[other], it)).count();
            let near = text.bbox.y0 - texts[other].bbox.y1 <= LINE_GAP_MAX * text.size;
            (below == 1 && near).then_some(other)
        };
        let above: Vec<Option<usize>> = line.iter().map(only_above).collect();
        for (text, above) in line.into_iter().zip(above) {
            match above {
                Some(other) => texts[other] = texts[other].joined(&text),
                None => texts.push(text),
            }
        }
    }
    texts
}

/// How far apart the middles of texts on one line may lie, in em.
const LEVEL_DRIFT: f32 = 0.3;

/// The widest gap between two lines of one header, in em.
const LINE_GAP_MAX: f32 = 0.8;

/// Whether the middle of one lies above or below the other.
fn lies_over(above: &Piece, below: &Piece) -> bool {
    let holds = |a: &Piece, b: &Piece| (a.bbox.x0..=a.bbox.x1).contains(&b.bbox.center_x());
    holds(above, below) || holds(below, above)
}

/// How far above the others of the lowest level one may begin, in em. A header
/// that stands in the middle of both levels begins further up.
const TOP_DRIFT: f32 = 0.2;

/// The texts of the lowest level, and those above, both left to right.
fn lowest(mut texts: Vec<Piece>) -> (Vec<Piece>, Vec<Piece>) {
    texts.sort_by(|a, b| a.bbox.center_x().total_cmp(&b.bbox.center_x()));
    let lowest = texts.iter().max_by(|a, b| a.bbox.y1.total_cmp(&b.bbox.y1));
    let top = lowest.map_or(f32::MIN, |text| text.bbox.y0);
    texts.into_iter().partition(|text| text.bbox.y0 >= top - TOP_DRIFT * text.size)
}

/// How the first nodes and the first texts above are best put together.
#[derive(Debug, Clone, Copy)]
struct Best {
    /// How many nodes stand below a text.
    nodes: usize,
    /// How many texts stand above nodes.
    texts: usize,
    /// How far these are off the middles, in all.
    off: f32,
    step: Step,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    /// The last text stands over nothing.
    Text,
    /// The last node stands below nothing.
    Node,
    /// The last text stands over the nodes from this one on.
    Group(usize),
}

impl Best {
    fn is_better(&self, other: &Best) -> bool {
        let taken = |it: &Best| (it.texts, it.nodes);
        taken(self) > taken(other) || (taken(self) == taken(other) && self.off < other.off)
    }
}

/// The groups, if the first of `above` stands over none and left of all nodes.
fn groups_beside_first(nodes: &[Node], above: &[Piece]) -> Option<Vec<Group>> {
    let (first, node) = (above.first()?, nodes.first()?);
    let groups = groups(nodes, above, OFF_MIDDLE_BESIDE_MAX);
    (groups[0].is_none() && first.bbox.x1 < node.text.bbox.x0).then_some(groups)
}

/// The first and the last of the nodes that a text stands over, if any.
type Group = Option<(usize, usize)>;

/// For each of `above`, the first and the last of the nodes that it stands
/// over, if it stands over two or more. Both lists are sorted. As many texts as
/// can be stand over nodes, and then over as many nodes as can be: each text over
/// its own rather than one over all.
fn groups(nodes: &[Node], above: &[Piece], off_max: f32) -> Vec<Group> {
    let width = nodes.len() + 1;
    let start = Best { nodes: 0, texts: 0, off: 0.0, step: Step::Node };
    let mut best = vec![start; width];
    for (number, text) in above.iter().enumerate() {
        for end in 0..width {
            let without = best[number * width + end];
            let mut here = Best { step: Step::Text, ..without };
            if end > 0 {
                let before = Best { step: Step::Node, ..best[(number + 1) * width + end - 1] };
                if before.is_better(&here) {
                    here = before;
                }
            }
            for first in end.saturating_sub(GROUP_MAX)..end.saturating_sub(1) {
                let Some(off) = off_middle(text, &nodes[first..end], off_max) else { continue };
                let earlier = best[number * width + first];
                let all = Best {
                    nodes: earlier.nodes + end - first,
                    texts: earlier.texts + 1,
                    off: earlier.off + off,
                    step: Step::Group(first),
                };
                if all.is_better(&here) {
                    here = all;
                }
            }
            best.push(here);
        }
    }
    let mut found = vec![None; above.len()];
    let (mut number, mut end) = (above.len(), nodes.len());
    while number > 0 {
        match best[number * width + end].step {
            Step::Text => number -= 1,
            Step::Node => end -= 1,
            Step::Group(first) => {
                number -= 1;
                found[number] = Some((first, end - 1));
                end = first;
            }
        }
    }
    found
}

/// How far off the middle of these nodes a text stands above them, if it may
/// be their header.
fn off_middle(above: &Piece, nodes: &[Node], off_max: f32) -> Option<f32> {
    let (first, last) = (nodes.first()?, nodes.last()?);
    let middle = (first.first + last.last) / 2.0;
    let off = (above.bbox.center_x() - middle).abs();
    let is_above = nodes.iter().all(|node| above.bbox.center_y() < node.text.bbox.y0);
    (is_above && off <= off_max * (last.last - first.first)).then_some(off)
}

#[cfg(test)]
mod tests {
    use super::super::pieces::tests::draw;
    use super::*;

    /// Reads a header drawn as text, a character being half an em wide.
    /// Compares how many columns it has, and which of them each text over
    /// several stands over, as ends of their headers in characters.
    #[track_caller]
    fn check(header: &[&str], columns: usize, spanners: &[(f32, f32)]) {
        let header = Header::of(&Row::new(draw(header)));
        let found: Vec<(f32, f32)> =
            header.spanners.iter().map(|it| (it.first / 5.0, it.last / 5.0)).collect();
        assert_eq!((header.columns.segments.len(), found.as_slice()), (columns, spanners));
    }

    #[test]
    fn years_over_two_columns_each() {
        check(
            &["no       2024            2025", "     plan    done    plan    done"],
            5,
            &[(7.0, 15.0), (23.0, 31.0)],
        );
    }

    #[test]
    fn a_first_column_named_below() {
        let rows =
            draw(&["           goal            now", "no      plan    next    plan    done"]);
        assert!(Header::of(&Row::new(rows)).has_levels());
    }

    #[test]
    fn one_level_is_no_more() {
        check(&["no   name   plan   done"], 4, &[]);
    }

    #[test]
    fn a_title_and_a_unit_are_no_level() {
        let rows = draw(&["title here             unit", "no      plan    done   rest"]);
        assert!(!Header::of(&Row::new(rows)).has_levels());
    }

    #[test]
    fn lines_of_one_header() {
        check(&["no   name of   plan", "     measure   text"], 3, &[]);
    }
}
