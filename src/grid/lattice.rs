//! Rules → cells: the lattice that the rules span, and what they leave joined.
//!
//! All rules of a table, prolonged, cut it into squares. Two neighbouring
//! squares between which no rule was drawn are one cell. Merged cells, headers
//! of any depth and bands over the whole width need no cases of their own.

use super::charts;
use super::crossings::{self, Component, RULES_MAX, Sets};
use super::gutters;
use super::nested;
use super::reading::Rival;
use super::reshape;
use crate::finding::{Code, Finding, Message};
use crate::geom::Rect;
use crate::page::{Page, Rule, Run};
use crate::place::Place;
use crate::source::limits::LATTICE_SQUARES;

/// Rules closer than this are one, in points: the two lines of a double rule,
/// and borders that neighbouring cells draw each for itself. The lowest row
/// that still holds text is about 5 points high.
pub(super) const SNAP: f32 = 2.5;

/// How far rules must reach beyond the outermost crossing to show that a table
/// is open at that side, in points.
const OPEN_SIDE_MIN: f32 = 6.0;

/// A table as its rules show it.
#[derive(Debug, Clone)]
pub(super) struct Lattice {
    /// Vertical lines, left to right: one more than there are columns.
    pub(super) xs: Vec<f32>,
    /// Horizontal lines, top to bottom: one more than there are rows.
    pub(super) ys: Vec<f32>,
    /// Cells, row by row.
    pub(super) cells: Vec<Square>,
    /// Whether rules alone separate the cells.
    pub(super) ruled: bool,
    /// Whether rules separate the columns.
    pub(super) has_columns: bool,
    /// Whether it is no table, but boxes joined by lines.
    pub(super) is_chart: bool,
    /// Another reading of what has no rules that is nearly as likely.
    pub(super) rival: Option<Rival>,
    /// Which cell each square of the lattice belongs to, row by row.
    owners: Vec<u32>,
}

/// A cell of a lattice.
#[derive(Debug, Clone, Copy)]
pub(super) struct Square {
    pub(super) row: usize,
    pub(super) col: usize,
    pub(super) rowspan: usize,
    pub(super) colspan: usize,
    pub(super) bbox: Rect,
}

impl Lattice {
    pub(super) fn rows(&self) -> usize {
        self.ys.len() - 1
    }

    pub(super) fn cols(&self) -> usize {
        self.xs.len() - 1
    }

    pub(super) fn bbox(&self) -> Rect {
        let last = |line: &[f32]| line.last().copied().unwrap_or(line[0]);
        Rect { x0: self.xs[0], y0: self.ys[0], x1: last(&self.xs), y1: last(&self.ys) }
    }

    /// The cell at a point.
    pub(super) fn cell_at(&self, x: f32, y: f32) -> Option<u32> {
        let index = |lines: &[f32], at: f32| {
            lines
                .partition_point(|&line| line <= at)
                .checked_sub(1)
                .filter(|&i| i + 1 < lines.len())
        };
        let (col, row) = (index(&self.xs, x)?, index(&self.ys, y)?);
        Some(self.owner(row, col))
    }

    /// The same table on other lines: squares with one label are one cell.
    pub(super) fn relaid(&self, xs: Vec<f32>, ys: Vec<f32>, labels: &[u32]) -> Lattice {
        let (cells, owners) = cells(|square| labels[square] as usize, &xs, &ys);
        Lattice {
            xs,
            ys,
            cells,
            ruled: self.ruled,
            has_columns: self.has_columns,
            is_chart: self.is_chart,
            rival: self.rival,
            owners,
        }
    }

    /// The cell that a square belongs to.
    pub(super) fn owner(&self, row: usize, col: usize) -> u32 {
        self.owners[row * self.cols() + col]
    }
}

/// Finds the ruled tables of a page, and its charts, top to bottom.
pub(super) fn find(page: &Page, findings: &mut Vec<Finding>) -> Vec<Lattice> {
    if page.horizontal.len() + page.vertical.len() > RULES_MAX {
        findings.push(too_many(page, "rules", RULES_MAX));
        return Vec::new();
    }
    let horizontal = closed_at_page_ends(&page.horizontal, &page.vertical);
    let components = nested::part(crossings::components(&horizontal, &page.vertical));
    let texts = gutters::texts(page);
    let mut lattices: Vec<Lattice> = Vec::new();
    for component in &components {
        let (mut xs, mut ys) = lines(component, &texts);
        gutters::close(&texts, &mut xs, &mut ys);
        if (xs.len() - 1).saturating_mul(ys.len() - 1) > LATTICE_SQUARES {
            findings.push(too_many(page, "squares of a table", LATTICE_SQUARES));
            continue;
        }
        let walls = Walls::of(component, &xs, &ys);
        let mut lattice = within(&walls, xs, ys);
        lattice.is_chart = charts::is_chart(&walls, &lattice);
        // One cell is a box around text, not a table.
        if lattice.cells.len() > 1 {
            lattice.is_chart |= charts::has_bars(page, &lattice);
            lattices.push(reshape::with_columns(&texts, &lattice).unwrap_or(lattice));
        }
    }
    lattices.sort_by(|a, b| a.ys[0].total_cmp(&b.ys[0]).then(a.xs[0].total_cmp(&b.xs[0])));
    lattices
}

/// How many vertical rules must stop at one height, without a rule across, to
/// show that a page end cut a row there.
const CUT_MIN: usize = 3;

/// The horizontal rules, and one more where the lowest (or the highest) ends
/// of vertical rules hang in the air side by side: the page end cut the row. Calc
/// leaves a merged cell that it cut open, though the cells beside it are closed.
fn closed_at_page_ends(horizontal: &[Rule], vertical: &[Rule]) -> Vec<Rule> {
    let mut closed = horizontal.to_vec();
    let top = vertical.iter().map(|rule| rule.from).fold(f32::INFINITY, f32::min);
    let bottom = vertical.iter().map(|rule| rule.to).fold(f32::NEG_INFINITY, f32::max);
    for (end, of) in [(top, (|rule| rule.from) as fn(&Rule) -> f32), (bottom, |rule| rule.to)] {
        let ending: Vec<&Rule> =
            vertical.iter().filter(|rule| (of(rule) - end).abs() <= SNAP).collect();
        let (from, to) = around(ending.iter().map(|rule| (rule.at, rule.at)));
        let at_end = horizontal.iter().filter(|rule| (rule.at - end).abs() <= SNAP);
        let (first, last) = around(at_end.map(|rule| (rule.from, rule.to)));
        let mut close = |from: f32, to: f32| {
            let place = closed.partition_point(|rule| rule.at < end);
            closed.insert(place, Rule { at: end, from, to, thickness: 0.0 });
        };
        if ending.len() >= CUT_MIN && first > last {
            close(from, to);
        }
        // A rule as high as all others, beside the end of those across.
        let hangs = |at: f32| {
            let mut whole = ending.iter().filter(|rule| rule.from <= top + SNAP);
            first <= last && whole.any(|rule| rule.at == at && rule.to >= bottom - SNAP)
        };
        if from < first - SNAP && hangs(from) {
            close(from, first);
        }
        if to > last + SNAP && hangs(to) {
            close(last, to);
        }
    }
    closed
}

/// From where to where some reach, the first behind the last where there are none.
fn around(reaches: impl Iterator<Item = (f32, f32)>) -> (f32, f32) {
    reaches
        .fold((f32::INFINITY, f32::NEG_INFINITY), |(from, to), it| (from.min(it.0), to.max(it.1)))
}

fn too_many(page: &Page, what: &str, limit: usize) -> Finding {
    let bbox = Rect { x0: 0.0, y0: 0.0, x1: page.width, y1: page.height };
    Finding::new(
        Code::P904,
        Message::new(
            format!("罫線が多すぎるため（{what} が上限 {limit} を超過）、このページの表を読みませんでした。"),
            format!("too many {what} (limit {limit}); the tables of this page were not read"),
        ),
    )
    .at(Some(Place::Page { page: page.number, bbox }))
}

/// The lines of the lattice: where rules are, and where an open side ends.
fn lines(component: &Component, texts: &[&Run]) -> (Vec<f32>, Vec<f32>) {
    let mut xs = snapped(&component.vertical);
    let mut ys = snapped(&component.horizontal);
    let (columns, rows) = (xs.len(), ys.len());
    open_sides(&mut xs, &component.horizontal, rows);
    open_sides(&mut ys, &component.vertical, columns);
    open_by_texts(&mut xs, &component.horizontal, texts);
    (xs, ys)
}

/// Adds a line at the left or at the right where some rules reach out to one common end,
/// with texts between them: a column of years or groups beside the last rule down, in
/// which only each group has a rule across (rules/first-column-open-on-its-left).
fn open_by_texts(xs: &mut Vec<f32>, horizontal: &[Rule], texts: &[&Run]) {
    let (Some(&first), Some(&last)) = (xs.first(), xs.last()) else { return };
    let at_left = |rule: &Rule| (rule.from < first - OPEN_SIDE_MIN).then_some(rule.from);
    let at_right = |rule: &Rule| (rule.to > last + OPEN_SIDE_MIN).then_some(rule.to);
    let left = common_end(horizontal, texts, at_left, |end, bbox| {
        end - SNAP <= bbox.x0 && bbox.x1 <= first
    });
    let right = common_end(horizontal, texts, at_right, |end, bbox| {
        last <= bbox.x0 && bbox.x1 <= end + SNAP
    });
    if let Some(left) = left {
        xs.insert(0, left);
    }
    xs.extend(right);
}

/// The one end to which two rules or more reach out, if a text stands beside between
/// them.
fn common_end(
    horizontal: &[Rule],
    texts: &[&Run],
    end_of: impl Fn(&Rule) -> Option<f32>,
    stands_beside: impl Fn(f32, &Rect) -> bool,
) -> Option<f32> {
    let mut out = horizontal.iter().filter_map(|rule| Some((rule.at, end_of(rule)?)));
    let (top, end) = out.next()?;
    let (mut bottom, mut count) = (top, 1);
    for (at, other) in out {
        if (other - end).abs() > SNAP {
            return None;
        }
        (bottom, count) = (at, count + 1);
    }
    let first = texts.partition_point(|text| text.bbox.center_y() < top);
    let last = texts.partition_point(|text| text.bbox.center_y() < bottom);
    let mut beside = texts.get(first..last).unwrap_or_default().iter();
    (count >= 2 && beside.any(|text| stands_beside(end, &text.bbox))).then_some(end)
}

/// The places of rules, those within `SNAP` taken together at the first.
fn snapped(rules: &[Rule]) -> Vec<f32> {
    let mut places: Vec<f32> = rules.iter().map(|rule| rule.at).collect();
    places.sort_by(f32::total_cmp);
    let mut lines: Vec<f32> = Vec::new();
    for place in places {
        if lines.last().is_none_or(|line| place - line > SNAP) {
            lines.push(place);
        }
    }
    lines
}

/// Adds a line where rules on most of the places across reach out beyond the
/// first or the last of `lines` to one common end: 左右の開いた表, and rows that
/// a page end cut.
fn open_sides(lines: &mut Vec<f32>, crossing: &[Rule], places: usize) {
    let (Some(&first), Some(&last)) = (lines.first(), lines.last()) else { return };
    let common = |ends: Vec<f32>, far: fn(f32, f32) -> f32| {
        let farthest = ends.iter().copied().reduce(far)?;
        let agreeing = ends.iter().filter(|&&end| (end - farthest).abs() <= SNAP).count();
        (agreeing >= 2 && 2 * agreeing >= places).then_some(farthest)
    };
    let before: Vec<f32> = crossing
        .iter()
        .map(|rule| rule.from)
        .filter(|&from| from < first - OPEN_SIDE_MIN)
        .collect();
    let behind: Vec<f32> =
        crossing.iter().map(|rule| rule.to).filter(|&to| to > last + OPEN_SIDE_MIN).collect();
    if let Some(line) = common(before, f32::min) {
        lines.insert(0, line);
    }
    lines.extend(common(behind, f32::max));
}

/// The lattice of some rules on given lines.
pub(super) fn build(component: &Component, xs: Vec<f32>, ys: Vec<f32>) -> Lattice {
    within(&Walls::of(component, &xs, &ys), xs, ys)
}

fn within(walls: &Walls, xs: Vec<f32>, ys: Vec<f32>) -> Lattice {
    let (cols, rows) = (xs.len() - 1, ys.len() - 1);
    let mut sets = Sets::new(rows * cols);
    // Squares are joined across every edge on which no rule lies.
    for row in 0..rows {
        for col in 1..cols {
            if !walls.down[col * rows + row] {
                sets.union(row * cols + col - 1, row * cols + col);
            }
        }
    }
    for row in 1..rows {
        for col in 0..cols {
            if !walls.across[row * cols + col] {
                sets.union((row - 1) * cols + col, row * cols + col);
            }
        }
    }
    let (cells, owners) = cells(|square| sets.root(square), &xs, &ys);
    Lattice { xs, ys, cells, ruled: true, has_columns: true, is_chart: false, rival: None, owners }
}

/// On which edges of the squares rules lie.
pub(super) struct Walls {
    /// For each line down, whether one lies beside each row.
    pub(super) down: Vec<bool>,
    /// For each line across, whether one lies along each column.
    pub(super) across: Vec<bool>,
}

impl Walls {
    pub(super) fn of(component: &Component, xs: &[f32], ys: &[f32]) -> Walls {
        let down = covered(&component.vertical, xs, ys);
        Walls { down, across: covered(&component.horizontal, ys, xs) }
    }
}

/// For each line across (`lines`) and each interval along (`stops`), whether a
/// rule covers the middle of it.
fn covered(rules: &[Rule], lines: &[f32], stops: &[f32]) -> Vec<bool> {
    let intervals = stops.len() - 1;
    let mut walls = vec![false; lines.len() * intervals];
    for rule in rules {
        let line = lines.partition_point(|&line| line <= rule.at).saturating_sub(1);
        let middle = |interval: usize| (stops[interval] + stops[interval + 1]) / 2.0;
        let first = stops.partition_point(|&stop| stop < rule.from).saturating_sub(1);
        for interval in first..intervals {
            if stops[interval] >= rule.to {
                break;
            }
            if rule.from <= middle(interval) && middle(interval) <= rule.to {
                walls[line * intervals + interval] = true;
            }
        }
    }
    walls
}

/// The joined squares as cells. Where they make no rectangle (a rule is
/// missing in part), each run of equal rows becomes a cell.
fn cells(
    mut root_of: impl FnMut(usize) -> usize,
    xs: &[f32],
    ys: &[f32],
) -> (Vec<Square>, Vec<u32>) {
    let (cols, rows) = (xs.len() - 1, ys.len() - 1);
    let mut owners = vec![u32::MAX; rows * cols];
    let mut cells = Vec::new();
    for row in 0..rows {
        for col in 0..cols {
            if owners[row * cols + col] != u32::MAX {
                continue;
            }
            let root = root_of(row * cols + col);
            let mut is_free = |row: usize, col: usize| {
                owners[row * cols + col] == u32::MAX && root_of(row * cols + col) == root
            };
            let mut right = col + 1;
            while right < cols && is_free(row, right) {
                right += 1;
            }
            let mut bottom = row + 1;
            while bottom < rows && (col..right).all(|col| is_free(bottom, col)) {
                bottom += 1;
            }
            for owned in row..bottom {
                owners[owned * cols + col..owned * cols + right].fill(cells.len() as u32);
            }
            cells.push(Square {
                row,
                col,
                rowspan: bottom - row,
                colspan: right - col,
                bbox: Rect { x0: xs[col], y0: ys[row], x1: xs[right], y1: ys[bottom] },
            });
        }
    }
    (cells, owners)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws rules as `(at, from, to)` and compares the cells as
    /// `row,col rowspan×colspan`.
    #[track_caller]
    fn check(horizontal: &[(f32, f32, f32)], vertical: &[(f32, f32, f32)], expected: &str) {
        let rules = |list: &[(f32, f32, f32)]| -> Vec<Rule> {
            list.iter().map(|&(at, from, to)| Rule { at, from, to, thickness: 0.5 }).collect()
        };
        let page =
            Page { horizontal: rules(horizontal), vertical: rules(vertical), ..Page::default() };
        let lattices = find(&page, &mut Vec::new());
        let cells: Vec<String> = lattices
            .iter()
            .flat_map(|lattice| &lattice.cells)
            .map(|cell| format!("{},{} {}×{}", cell.row, cell.col, cell.rowspan, cell.colspan))
            .collect();
        assert_eq!(cells.join(" · "), expected);
    }

    #[test]
    fn a_merged_header() {
        check(
            &[(0.0, 0.0, 100.0), (20.0, 0.0, 100.0), (40.0, 0.0, 100.0)],
            &[(0.0, 0.0, 40.0), (50.0, 20.0, 40.0), (100.0, 0.0, 40.0)],
            "0,0 1×2 · 1,0 1×1 · 1,1 1×1",
        );
    }

    #[test]
    fn merged_cells_open_at_page_ends() {
        let short = [0.0, 20.0, 60.0, 80.0].map(|at| (at, 30.0, 100.0));
        let rules = [short[0], short[1], (40.0, 0.0, 100.0), short[2], short[3]];
        check(
            &rules,
            &[(0.0, 0.0, 80.0), (30.0, 0.0, 80.0), (100.0, 0.0, 80.0)],
            "0,0 2×1 · 0,1 1×1 · 1,1 1×1 · 2,0 2×1 · 2,1 1×1 · 3,1 1×1",
        );
    }

    #[test]
    fn a_double_rule_is_one() {
        check(
            &[(0.0, 0.0, 100.0), (20.0, 0.0, 100.0), (21.8, 0.0, 100.0), (40.0, 0.0, 100.0)],
            &[(0.0, 0.0, 40.0), (100.0, 0.0, 40.0)],
            "0,0 1×1 · 1,0 1×1",
        );
    }

    #[test]
    fn open_at_both_sides() {
        check(
            &[(0.0, 0.0, 100.0), (20.0, 0.0, 100.0), (40.0, 0.0, 100.0)],
            &[(40.0, 0.0, 40.0), (60.0, 0.0, 40.0)],
            "0,0 1×1 · 0,1 1×1 · 0,2 1×1 · 1,0 1×1 · 1,1 1×1 · 1,2 1×1",
        );
    }

    #[test]
    fn one_box_is_no_table() {
        check(
            &[(0.0, 0.0, 100.0), (20.0, 0.0, 100.0)],
            &[(0.0, 0.0, 20.0), (100.0, 0.0, 20.0)],
            "",
        );
    }
}
