//! Tables within one cell of another, whose sides they share: Writer and Word set
//! a table in a cell from border to border.
//!
//! Above and below it the cell shows as a strip that no text would find room in.
//! A person sees a box in the cell: strips at both ends, and no rule that passes
//! its outline, as the rules between rows pass a column that is framed.

use super::crossings::{Component, END_DRIFT, REACH};
use crate::geom::Rect;
use crate::page::Rule;

/// The highest strip, in points: in the lowest row that still holds text, about
/// this much does.
const STRIP_MAX: f32 = 5.0;

/// The two lines of a double rule leave less white between them than this many
/// times their thickness.
const DOUBLE_MAX: f32 = 4.0;

/// What is drawn thinner looks as thick as this, in points.
const THICKNESS_MIN: f32 = 0.35;

/// How many horizontal rules of a table are looked at as the top of one within.
const TOPS_TRIED_MAX: usize = 500;

/// How many tables are looked for within others. Beyond it, each cell has a box.
const NESTED_MAX: usize = 64;

/// Parts the tables within cells from those around them.
pub(super) fn part(components: Vec<Component>) -> Vec<Component> {
    let mut parted = Vec::with_capacity(components.len());
    let mut waiting = components;
    let mut nested = 0;
    while let Some(component) = waiting.pop() {
        match split(&component) {
            Some(both) if nested < NESTED_MAX => {
                nested += 1;
                waiting.extend(both);
            }
            _ => parted.push(component),
        }
    }
    parted
}

fn split(component: &Component) -> Option<[Component; 2]> {
    let tops = 0..component.horizontal.len().min(TOPS_TRIED_MAX);
    let mut outlines = tops.filter_map(|top| outline(component, top));
    outlines.find_map(|outline| split_at(component, &outline))
}

/// The outline of the table within a cell that has this horizontal rule at its top.
fn outline(component: &Component, top: usize) -> Option<Rect> {
    let Component { horizontal, vertical } = component;
    let (above, below) = horizontal.split_at_checked(top)?;
    let (top, below) = below.split_first()?;
    let over = above.iter().rev().take_while(|rule| top.at - rule.at <= STRIP_MAX);
    let over = over.into_iter().find(|rule| is_strip(rule, top))?;
    let mut ends = below.iter().enumerate().filter(|(_, rule)| has_ends_of(rule, top));
    let (bottom, under) = ends.find_map(|(at, bottom)| {
        let under = below[at..].iter().take_while(|rule| rule.at - bottom.at <= STRIP_MAX);
        Some((bottom, under.into_iter().find(|rule| is_strip(rule, bottom))?))
    })?;
    let side = |from: f32, to: f32| {
        let first = vertical.partition_point(|rule| rule.at < from);
        let near = vertical[first..].iter().take_while(|rule| rule.at <= to);
        near.into_iter().find(|rule| rule.from < top.at && bottom.at < rule.to)
    };
    let (left, right) =
        (side(top.from - REACH, top.from + END_DRIFT)?, side(top.to - END_DRIFT, top.to + REACH)?);
    let outline = Rect { x0: left.at, y0: top.at, x1: right.at, y1: bottom.at };
    is_closed(component, &outline, (over.at, under.at)).then_some(outline)
}

/// Whether a rule leaves a strip along all of one within, too low for text and
/// too high for a double rule.
fn is_strip(around: &Rule, within: &Rule) -> bool {
    let thickness = around.thickness.max(within.thickness).max(THICKNESS_MIN);
    let white = (around.at - within.at).abs() - thickness;
    white > DOUBLE_MAX * thickness
        && around.from <= within.from + END_DRIFT
        && within.to - END_DRIFT <= around.to
}

fn has_ends_of(rule: &Rule, other: &Rule) -> bool {
    (rule.from - other.from).abs() <= END_DRIFT && (rule.to - other.to).abs() <= END_DRIFT
}

/// Whether rules part an outline into cells, and none of those in the cell around
/// it passes it.
fn is_closed(component: &Component, outline: &Rect, cell: (f32, f32)) -> bool {
    let (width, height) = ((outline.x0, outline.x1), (outline.y0, outline.y1));
    let down = amid(&component.vertical, width, cell);
    let across = amid(&component.horizontal, height, width);
    let mut inner = down.map(|rule| (rule, height)).chain(across.map(|rule| (rule, width)));
    let stays = |(rule, ends): (&Rule, (f32, f32))| {
        ends.0 - reach(rule) <= rule.from && rule.to <= ends.1 + reach(rule)
    };
    inner.next().is_some_and(stays) && inner.all(stays)
}

/// How far a rule reaches over the middle of one that it ends at.
fn reach(rule: &Rule) -> f32 {
    rule.thickness + END_DRIFT
}

/// The rules between two places, clear of them, that run through a stretch.
fn amid(rules: &[Rule], across: (f32, f32), along: (f32, f32)) -> impl Iterator<Item = &Rule> {
    let first = rules.partition_point(|rule| rule.at <= across.0 + REACH);
    let between = rules[first..].iter().take_while(move |rule| rule.at < across.1 - REACH);
    between.filter(move |rule| rule.from < along.1 - END_DRIFT && along.0 + END_DRIFT < rule.to)
}

/// The rules of an outline and what is in it, and those of the table around it,
/// whose sides both have.
fn split_at(component: &Component, outline: &Rect) -> Option<[Component; 2]> {
    let (width, height) = ((outline.x0, outline.x1), (outline.y0, outline.y1));
    let is_within = |rule: &&Rule, across: (f32, f32), along: (f32, f32)| {
        let ends = along.0 - reach(rule)..=along.1 + reach(rule);
        (across.0..=across.1).contains(&rule.at)
            && ends.contains(&rule.from)
            && ends.contains(&rule.to)
    };
    let (horizontal, rows): (Vec<Rule>, Vec<Rule>) =
        component.horizontal.iter().partition(|rule| is_within(rule, height, width));
    let (mut vertical, columns): (Vec<Rule>, Vec<Rule>) =
        component.vertical.iter().partition(|rule| is_within(rule, width, height));
    let side = |at: f32| Rule { at, from: outline.y0, to: outline.y1, thickness: 0.0 };
    vertical.insert(0, side(outline.x0));
    vertical.push(side(outline.x1));
    let both =
        [Component { horizontal, vertical }, Component { horizontal: rows, vertical: columns }];
    both.iter().all(|it| it.horizontal.len().min(it.vertical.len()) >= 2).then_some(both)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(at: f32, from: f32, to: f32) -> Rule {
        Rule { at, from, to, thickness: 0.5 }
    }

    /// A table of two columns and three rows. In its second cell of the second
    /// row, from 20 to 80 points down, lies another with two columns, so far from
    /// its top and bottom. Compares the rules of each part, inner one last.
    #[track_caller]
    fn check(room: f32, also: &[Rule], expected: &[(usize, usize)]) {
        let (top, bottom) = (20.0 + room, 80.0 - room);
        let mut horizontal: Vec<Rule> =
            [0.0, 20.0, 80.0, 100.0].map(|at| rule(at, 0.0, 100.0)).to_vec();
        horizontal.extend([top, 50.0, bottom].map(|at| rule(at, 40.0, 100.0)));
        horizontal.extend(also);
        horizontal.sort_by(|a, b| a.at.total_cmp(&b.at));
        let vertical = vec![
            rule(0.0, 0.0, 100.0),
            rule(40.0, 0.0, 100.0),
            rule(70.0, top, bottom),
            rule(100.0, 0.0, 100.0),
        ];
        let mut parts = part(vec![Component { horizontal, vertical }]);
        parts.sort_by_key(|part| std::cmp::Reverse(part.horizontal.len()));
        let sizes = parts.iter().map(|part| (part.horizontal.len(), part.vertical.len()));
        assert_eq!(sizes.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn from_border_to_border() {
        check(2.8, &[], &[(4, 3), (3, 3)]);
    }

    #[test]
    fn rows_of_a_cell_are_no_table_within() {
        check(0.0, &[], &[(7, 4)]);
    }

    #[test]
    fn a_double_rule_is_no_strip() {
        check(1.5, &[], &[(7, 4)]);
    }

    #[test]
    fn rows_that_run_through() {
        check(2.8, &[rule(65.0, 0.0, 100.0)], &[(8, 4)]);
    }
}
