//! What is drawn across: rules and the edges of fills, each with its joints.
//!
//! Browsers and spreadsheets draw the border of each cell as a piece of its own.
//! Where pieces meet on several rules, a column ends there, even if no rule down
//! is drawn.

use crate::geom::Rect;
use crate::page::{Page, Rule};

/// How far pieces of one rule may lie apart across, in points.
pub(super) const LEVEL: f32 = 1.6;

/// How far apart two pieces may end and begin that meet, in points.
const MEETING: f32 = 1.2;

/// Pieces so long are no dashes, in points, and belong to two tables if they are
/// further apart than this (`two-tables-side-by-side-with-equal-rows`: 4).
const LONG_MIN: f32 = 20.0;
const APART: f32 = 1.8;

/// How far from a rule down one across may end that stops short of it, in points.
const GAP_MAX: f32 = 4.0;

/// A rule with more joints than this is dashed; so is one with a joint so many
/// points from the next.
const JOINTS_MAX: usize = 30;
const DASH_MAX: f32 = 7.0;

/// Fills lower than this are rules, in points.
const FILL_MIN: f32 = 4.0;

/// A fill as high as this share of the page is its background.
const BACKGROUND_SHARE: f32 = 0.5;

/// More fills than this are a picture.
const FILLS_MAX: usize = 8_000;

/// How much of the wider of two rules both must cover to be of one extent.
const OVERLAP_MIN: f32 = 0.85;

/// How many groups of rules of one page are looked at.
const GROUPS_MAX: usize = 64;

/// So many rules of an extent of their own are a table of their own.
const OWN_MIN: usize = 3;

/// A rule across, or the edges of fills side by side.
#[derive(Debug, Clone)]
pub(super) struct Edge {
    pub(super) at: f32,
    pub(super) from: f32,
    pub(super) to: f32,
    /// Where its pieces meet.
    pub(super) joints: Vec<f32>,
    /// Whether it is a rule.
    pub(super) is_rule: bool,
}

impl Edge {
    pub(super) fn width(&self) -> f32 {
        self.to - self.from
    }

    /// How much of a stretch it covers.
    pub(super) fn share(&self, from: f32, to: f32) -> f32 {
        let common = self.to.min(to) - self.from.max(from);
        (common / (to - from).max(1.0)).clamp(0.0, 1.0)
    }

    fn is_like(&self, from: f32, to: f32) -> bool {
        let common = self.to.min(to) - self.from.max(from);
        common >= OVERLAP_MIN * (self.to.max(to) - self.from.min(from))
    }
}

/// All of a page, by height.
pub(super) fn of(page: &Page) -> Vec<Edge> {
    let mut edges: Vec<Edge> =
        page.horizontal.iter().flat_map(|rule| rules_of(page, rule)).collect();
    let mut of_fills = fills(page);
    of_fills.retain(|fill| {
        let first = edges.partition_point(|edge| edge.at < fill.at - LEVEL);
        let near = edges.iter_mut().skip(first).take_while(|edge| edge.at <= fill.at + LEVEL);
        let mut along = near.filter(|edge| edge.is_rule && edge.is_like(fill.from, fill.to));
        let Some(rule) = along.next() else { return true };
        rule.joints.extend(&fill.joints);
        false
    });
    edges.extend(of_fills);
    for edge in &mut edges {
        edge.joints.sort_by(f32::total_cmp);
        edge.joints.dedup_by(|b, a| *b - *a <= 2.0 * MEETING);
        let is_dashed =
            edge.joints.len() > JOINTS_MAX || edge.joints.len() as f32 * DASH_MAX > edge.width();
        if is_dashed {
            edge.joints.clear();
        }
    }
    edges.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    edges
}

/// A rule with the places where its pieces meet, or several where long pieces
/// leave a gap: two tables side by side.
fn rules_of(page: &Page, rule: &Rule) -> Vec<Edge> {
    let first = page.pieces.partition_point(|piece| piece.at < rule.at - LEVEL);
    let near = page.pieces.iter().skip(first).take_while(|piece| piece.at <= rule.at + LEVEL);
    let on = near.filter(|it| it.from >= rule.from - MEETING && it.to <= rule.to + MEETING);
    let mut pieces: Vec<(f32, f32)> = on.map(|piece| (piece.from, piece.to)).collect();
    pieces.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut parts: Vec<Vec<(f32, f32)>> = Vec::new();
    let mut end = f32::MIN;
    for piece in pieces {
        let is_long = |piece: &(f32, f32)| piece.1 - piece.0 >= LONG_MIN;
        let ends_long = parts.last().and_then(|part| part.last()).is_some_and(is_long);
        match parts.last_mut() {
            Some(part)
                if !(ends_long
                    && is_long(&piece)
                    && piece.0 > end + APART
                    && !is_corner(page, rule.at, end, piece.0)) =>
            {
                part.push(piece);
            }
            _ => parts.push(vec![piece]),
        }
        end = end.max(piece.1);
    }
    let count = parts.len();
    let edges = parts.into_iter().enumerate().map(|(number, part)| {
        let from = part.iter().map(|piece| piece.0).fold(f32::MAX, f32::min);
        let to = part.iter().map(|piece| piece.1).fold(f32::MIN, f32::max);
        let from = if number == 0 { rule.from } else { from };
        let to = if number + 1 == count { rule.to } else { to };
        Edge { at: rule.at, from, to, joints: joints(&part, from, to), is_rule: true }
    });
    let edges: Vec<Edge> = edges.collect();
    if edges.is_empty() {
        vec![Edge { at: rule.at, from: rule.from, to: rule.to, joints: Vec::new(), is_rule: true }]
    } else {
        edges
    }
}

/// Whether a rule down passes amid a gap: rules stop short of where they cross
/// (`rules/gaps-at-corners`).
fn is_corner(page: &Page, y: f32, from: f32, to: f32) -> bool {
    let (middle, room) = ((from + to) / 2.0, (to - from) / 4.0);
    let first = page.vertical.partition_point(|rule| rule.at < middle - room);
    let near = page.vertical.iter().skip(first).take_while(|rule| rule.at <= middle + room);
    near.into_iter().any(|rule| rule.from - GAP_MAX <= y && y <= rule.to + GAP_MAX)
}

/// Where one of these pieces ends and another begins, amid a rule.
fn joints(pieces: &[(f32, f32)], from: f32, to: f32) -> Vec<f32> {
    let mut ends: Vec<f32> = pieces.iter().map(|piece| piece.1).collect();
    ends.sort_by(f32::total_cmp);
    let begins = pieces.iter().map(|piece| piece.0);
    let inner = begins.filter(|at| (from + MEETING..=to - MEETING).contains(at));
    let meets = |begin: f32| {
        let end = ends.get(ends.partition_point(|&end| end < begin - MEETING))?;
        (*end <= begin + MEETING).then_some((begin + end) / 2.0)
    };
    inner.filter_map(meets).collect()
}

/// The upper and lower edges of fills, those side by side taken together.
fn fills(page: &Page) -> Vec<Edge> {
    let is_area = |fill: &&Rect| {
        fill.is_finite()
            && fill.width().min(fill.height()) >= FILL_MIN
            && fill.height() < BACKGROUND_SHARE * page.height
    };
    let areas = page.tints.iter().filter(is_area).take(FILLS_MAX);
    let mut pieces: Vec<(f32, f32, f32)> =
        areas.flat_map(|it| [(it.y0, it.x0, it.x1), (it.y1, it.x0, it.x1)]).collect();
    pieces.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut edges = Vec::new();
    let mut rest = pieces.as_mut_slice();
    while let Some(&(at, ..)) = rest.first() {
        let length = rest.partition_point(|piece| piece.0 <= at + LEVEL);
        let (level, others) = rest.split_at_mut(length);
        level.sort_by(|a, b| a.1.total_cmp(&b.1));
        edges.extend(side_by_side(level));
        rest = others;
    }
    edges
}

/// The edges that pieces at one height make, given from left to right.
fn side_by_side(level: &[(f32, f32, f32)]) -> Vec<Edge> {
    let mut edges: Vec<Edge> = Vec::new();
    let mut pieces: Vec<Vec<(f32, f32)>> = Vec::new();
    for &(at, from, to) in level {
        match edges.last_mut().zip(pieces.last_mut()) {
            Some((edge, pieces)) if from <= edge.to + MEETING => {
                edge.to = edge.to.max(to);
                pieces.push((from, to));
            }
            _ => {
                edges.push(Edge { at, from, to, joints: Vec::new(), is_rule: false });
                pieces.push(vec![(from, to)]);
            }
        }
    }
    for (edge, pieces) in edges.iter_mut().zip(pieces) {
        edge.joints = joints(&pieces, edge.from, edge.to);
    }
    edges
}

/// Edges of like extent above each other, and shorter ones between them.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) from: f32,
    pub(super) to: f32,
    /// By height.
    pub(super) edges: Vec<Edge>,
}

impl Group {
    fn reach(&self) -> (f32, f32) {
        let ats = || self.edges.iter().map(|edge| edge.at);
        (ats().fold(f32::MAX, f32::min), ats().fold(f32::MIN, f32::max))
    }

    pub(super) fn bounds(&self) -> Rect {
        let (y0, y1) = self.reach();
        Rect { x0: self.from, y0, x1: self.to, y1 }
    }

    /// Whether an edge goes all the way.
    pub(super) fn is_full(&self, edge: &Edge) -> bool {
        edge.is_like(self.from, self.to)
    }
}

/// The groups of a page, widest first.
pub(super) fn groups(mut edges: Vec<Edge>) -> Vec<Group> {
    edges.sort_by(|a, b| b.width().total_cmp(&a.width()));
    let mut groups: Vec<Group> = Vec::new();
    for edge in edges {
        if let Some(group) = groups.iter_mut().find(|group| edge.is_like(group.from, group.to)) {
            group.from = group.from.min(edge.from);
            group.to = group.to.max(edge.to);
            group.edges.push(edge);
            continue;
        }
        if groups.len() < GROUPS_MAX {
            groups.push(Group { from: edge.from, to: edge.to, edges: vec![edge] });
        }
    }
    let mut joined: Vec<Group> = Vec::new();
    for group in groups {
        let (top, bottom) = group.reach();
        // Cells over several rows stand at the left: the rules beside them end where the
        // table does, and a page may end amid them.
        let ends_with = |wider: &Group| (group.to - wider.to).abs() <= 2.0 * LEVEL;
        let is_around = |wider: &Group| {
            let (first, last) = wider.reach();
            wider.edges.len() > 1
                && wider.from - LEVEL <= group.from
                && group.to <= wider.to + LEVEL
                && first - LEVEL <= top
                && (bottom <= last + LEVEL || ends_with(wider))
        };
        let Some(at) = joined.iter().position(is_around) else {
            joined.push(group);
            continue;
        };
        let wider = &mut joined[at];
        let is_amid = |edge: &Edge| top + LEVEL < edge.at && edge.at < bottom - LEVEL;
        if group.edges.len() < OWN_MIN || wider.edges.iter().any(is_amid) || ends_with(wider) {
            wider.edges.extend(group.edges);
            continue;
        }
        // A table of its own ends the one above, and another may begin below.
        let (above, below) =
            wider.edges.drain(..).partition(|edge: &Edge| edge.at <= (top + bottom) / 2.0);
        wider.edges = above;
        let below = Group { edges: below, ..*wider };
        joined.extend([group, below]);
    }
    joined.retain(|group| !group.edges.is_empty());
    for group in &mut joined {
        group.edges.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_that_meet() {
        assert_eq!(joints(&[(0.0, 50.0), (50.5, 90.0), (90.0, 120.0)], 0.0, 120.0), [50.25, 90.0]);
        // A border drawn once for the table and once for each cell.
        assert_eq!(joints(&[(0.0, 120.0), (0.0, 50.0), (50.0, 120.0)], 0.0, 120.0), [50.0]);
    }

    #[test]
    fn shorter_rules_belong_to_the_group_around_them() {
        let edge =
            |at: f32, from: f32, to: f32| Edge { at, from, to, joints: Vec::new(), is_rule: true };
        let across = [edge(0.0, 0.0, 100.0), edge(40.0, 0.0, 99.0), edge(20.0, 40.0, 80.0)];
        let found = groups(across.to_vec());
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].edges.iter().map(|edge| edge.at).collect::<Vec<_>>(),
            [0.0, 20.0, 40.0]
        );
        let below = groups([&across[..], &[edge(60.0, 40.0, 80.0)]].concat());
        assert_eq!(below.len(), 2);
    }
}
