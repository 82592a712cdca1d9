//! Which rules belong to one table? Those that reach each other by crossings.
//!
//! A rule of a table ends at other rules; an underline, a box drawn beside the
//! text or an arrow ends in the air. What crosses fewer than two others, or ends
//! amid cells at both sides, is therefore no rule of a table, and dropping it may
//! free the next. A rule that ends at another has no business with the border
//! close behind it: a table within a cell is one of its own.

use crate::page::Rule;

/// How far a rule may stop short of the one that it meets, in points. Borders
/// drawn cell by cell leave gaps of up to 2 points at the corners. Where a rule
/// ends at one, it reaches no further.
pub(super) const REACH: f32 = 2.5;

/// Rules of one page beyond which crossings are not looked for: a drawing, not
/// a table. A page-filling table of 200 rows and 40 columns, each border a
/// rule of its own, has 16,000.
pub(super) const RULES_MAX: usize = 20_000;

/// Rules that hang together, at least two each way.
#[derive(Debug, Clone, Default)]
pub(super) struct Component {
    /// Horizontal rules, by height.
    pub(super) horizontal: Vec<Rule>,
    /// Vertical rules, from left to right.
    pub(super) vertical: Vec<Rule>,
}

/// Groups rules into components. Both lists are sorted by `at`.
pub(super) fn components(horizontal: &[Rule], vertical: &[Rule]) -> Vec<Component> {
    let mut crossings = crossings(horizontal, vertical);
    let across = amid_cells(horizontal, vertical);
    let down = amid_cells(vertical, horizontal);
    crossings.retain(|&(a, d)| !across[a as usize] && !down[d as usize]);
    let alive = without_loose_ends(&crossings, horizontal.len(), vertical.len());
    let mut sets = Sets::new(horizontal.len() + vertical.len());
    for &(across, down) in &crossings {
        let down = horizontal.len() + down as usize;
        if alive[across as usize] && alive[down] {
            sets.union(across as usize, down);
        }
    }
    collect(horizontal, vertical, &alive, &mut sets)
}

/// All pairs that cross or touch, as indices. Each vertical rule looks only at
/// the horizontal ones within its height.
fn crossings(horizontal: &[Rule], vertical: &[Rule]) -> Vec<(u32, u32)> {
    let (across, down) = (reaches(horizontal, vertical), reaches(vertical, horizontal));
    let mut pairs = Vec::new();
    for (number, rule) in vertical.iter().enumerate() {
        let first = horizontal.partition_point(|across| across.at < rule.from - REACH);
        let near = horizontal[first..].iter().zip(&across[first..]);
        let near = near.take_while(|(across, _)| across.at <= rule.to + REACH);
        for (offset, (crossing, reach)) in near.enumerate() {
            if down[number].meets(rule, crossing) && reach.meets(crossing, rule) {
                pairs.push(((first + offset) as u32, number as u32));
            }
        }
    }
    pairs
}

/// How far the end of a rule may lie from the edge of the one that it was drawn
/// up to, in points: rounding to printer dots.
pub(super) const END_DRIFT: f32 = 0.5;

/// How far a rule reaches beyond its two ends.
#[derive(Debug, Clone, Copy)]
struct Reach([f32; 2]);

impl Reach {
    fn meets(self, rule: &Rule, crossing: &Rule) -> bool {
        let beyond = [rule.from - crossing.at, crossing.at - rule.to];
        let drift = crossing.thickness / 2.0 + END_DRIFT;
        beyond.iter().zip(self.0).all(|(&beyond, reach)| beyond <= drift.max(reach))
    }
}

/// The reaches of some rules. One that ends right at a rule across stops there,
/// and what lies close behind that is the border around it.
fn reaches(rules: &[Rule], across: &[Rule]) -> Vec<Reach> {
    let widest = across.iter().map(|crossing| crossing.thickness).fold(0.0, f32::max);
    let slack = widest / 2.0 + END_DRIFT;
    let reach_of = |rule: &Rule, end: f32| {
        let first = across.partition_point(|crossing| crossing.at < end - slack);
        let near = across[first..].iter().take_while(|crossing| crossing.at <= end + slack);
        let stops_here = near.into_iter().any(|crossing| {
            let drift = rule.thickness / 2.0 + END_DRIFT;
            (crossing.at - end).abs() <= crossing.thickness / 2.0 + END_DRIFT
                && (crossing.from - drift..=crossing.to + drift).contains(&rule.at)
        });
        if stops_here { 0.0 } else { REACH }
    };
    rules.iter().map(|rule| Reach([rule.from, rule.to].map(|end| reach_of(rule, end)))).collect()
}

/// Which of the rules end amid cells at both sides: short of one rule across,
/// and beyond another. Each rule across looks only at those within its length.
fn amid_cells(rules: &[Rule], across: &[Rule]) -> Vec<bool> {
    let mut ends = vec![[End::Open; 2]; rules.len()];
    for crossing in across {
        let first = rules.partition_point(|rule| rule.at < crossing.from - REACH);
        let crossed = rules[first..].iter().take_while(|rule| rule.at <= crossing.to + REACH);
        for (rule, ends) in crossed.zip(&mut ends[first..]) {
            ends[0].meet(rule.from - crossing.at);
            ends[1].meet(crossing.at - rule.to);
        }
    }
    ends.into_iter().map(|ends| ends == [End::Amid; 2]).collect()
}

/// How a rule ends: at a rule across, short of one, or with none ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Open,
    Amid,
    Met,
}

impl End {
    /// Takes note of a rule that lies so far ahead.
    fn meet(&mut self, ahead: f32) {
        if ahead.abs() <= REACH {
            *self = End::Met;
        } else if ahead > 0.0 && *self == End::Open {
            *self = End::Amid;
        }
    }
}

/// Which rules cross at least two others that do so too. Horizontal ones come
/// first in the result, then vertical ones.
fn without_loose_ends(crossings: &[(u32, u32)], across: usize, down: usize) -> Vec<bool> {
    let mut neighbours: Vec<Vec<u32>> = vec![Vec::new(); across + down];
    for &(a, d) in crossings {
        let d = across as u32 + d;
        neighbours[a as usize].push(d);
        neighbours[d as usize].push(a);
    }
    let mut degree: Vec<usize> = neighbours.iter().map(Vec::len).collect();
    let mut alive = vec![true; degree.len()];
    let mut loose: Vec<usize> = (0..degree.len()).filter(|&rule| degree[rule] < 2).collect();
    while let Some(rule) = loose.pop() {
        if !std::mem::replace(&mut alive[rule], false) {
            continue;
        }
        for &neighbour in &neighbours[rule] {
            let neighbour = neighbour as usize;
            degree[neighbour] = degree[neighbour].saturating_sub(1);
            if alive[neighbour] && degree[neighbour] < 2 {
                loose.push(neighbour);
            }
        }
    }
    alive
}

fn collect(
    horizontal: &[Rule],
    vertical: &[Rule],
    alive: &[bool],
    sets: &mut Sets,
) -> Vec<Component> {
    let mut components: Vec<Component> = Vec::new();
    let mut numbers: Vec<Option<usize>> = vec![None; alive.len()];
    for index in (0..alive.len()).filter(|&index| alive[index]) {
        let root = sets.root(index);
        let number = *numbers[root].get_or_insert_with(|| {
            components.push(Component::default());
            components.len() - 1
        });
        match index.checked_sub(horizontal.len()) {
            None => components[number].horizontal.push(horizontal[index]),
            Some(down) => components[number].vertical.push(vertical[down]),
        }
    }
    components
}

/// Disjoint sets with path halving.
pub(super) struct Sets {
    parent: Vec<u32>,
}

impl Sets {
    pub(super) fn new(length: usize) -> Sets {
        Sets { parent: (0..length as u32).collect() }
    }

    pub(super) fn root(&mut self, mut item: usize) -> usize {
        while self.parent[item] as usize != item {
            let grandparent = self.parent[self.parent[item] as usize];
            self.parent[item] = grandparent;
            item = grandparent as usize;
        }
        item
    }

    /// The smaller root becomes the root of both, so that results do not
    /// depend on the order of calls.
    pub(super) fn union(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b)] = a.min(b) as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(at: f32, from: f32, to: f32) -> Rule {
        Rule { at, from, to, thickness: 0.5 }
    }

    /// Compares the sizes of the components: horizontal and vertical rules.
    #[track_caller]
    fn check(horizontal: &[Rule], vertical: &[Rule], expected: &[(usize, usize)]) {
        let found: Vec<(usize, usize)> = components(horizontal, vertical)
            .iter()
            .map(|component| (component.horizontal.len(), component.vertical.len()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_box_is_four_rules() {
        let across = [rule(0.0, 0.0, 100.0), rule(50.0, 0.0, 100.0)];
        let down = [rule(0.0, 0.0, 50.0), rule(100.0, 0.0, 50.0)];
        check(&across, &down, &[(2, 2)]);
    }

    #[test]
    fn a_line_that_ends_in_the_air_is_none() {
        let across = [rule(0.0, 0.0, 100.0), rule(30.0, 10.0, 60.0), rule(50.0, 0.0, 100.0)];
        let down = [rule(0.0, 0.0, 50.0), rule(100.0, 0.0, 50.0)];
        check(&across, &down, &[(2, 2)]);
    }

    #[test]
    fn an_arrow_over_cells_is_none() {
        let across = [rule(0.0, 0.0, 100.0), rule(25.0, 20.0, 80.0), rule(50.0, 0.0, 100.0)];
        let down = [0.0, 40.0, 60.0, 100.0].map(|at| rule(at, 0.0, 50.0));
        check(&across, &down, &[(2, 4)]);
    }

    #[test]
    fn a_table_close_within_a_box() {
        let across = [
            rule(0.0, 0.0, 100.0),
            rule(2.0, 2.0, 98.0),
            rule(48.0, 2.0, 98.0),
            rule(50.0, 0.0, 100.0),
        ];
        let down = [
            rule(0.0, 0.0, 50.0),
            rule(2.0, 2.0, 48.0),
            rule(50.0, 2.0, 48.0),
            rule(98.0, 2.0, 48.0),
            rule(100.0, 0.0, 50.0),
        ];
        check(&across, &down, &[(2, 2), (2, 3)]);
    }

    #[test]
    fn corners_left_open() {
        let across = [rule(0.0, 2.0, 98.0), rule(50.0, 2.0, 98.0)];
        let down = [rule(0.0, 2.0, 48.0), rule(100.0, 2.0, 48.0)];
        check(&across, &down, &[(2, 2)]);
    }

    #[test]
    fn two_tables_are_two() {
        let across = [
            rule(0.0, 0.0, 40.0),
            rule(0.0, 60.0, 100.0),
            rule(50.0, 0.0, 40.0),
            rule(50.0, 60.0, 100.0),
        ];
        let down = [
            rule(0.0, 0.0, 50.0),
            rule(40.0, 0.0, 50.0),
            rule(60.0, 0.0, 50.0),
            rule(100.0, 0.0, 50.0),
        ];
        check(&across, &down, &[(2, 2), (2, 2)]);
    }
}
