//! Why tables are read as they are: the readings that were weighed, what each leaves
//! unexplained, and the one that was taken.

use super::reading::{Candidate, Kind, Weighed};
use super::{Leaf, find_weighed};
use crate::finding::{Finding, Message};
use crate::page::Page;
use crate::place::Place;

/// A part of a page, and the readings of it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Explained {
    /// Around its lines and rules.
    pub place: Place,
    /// The reading that was taken, then the others, the cheapest first. One alone where
    /// nothing was weighed.
    pub readings: Vec<Reading>,
    /// How many points less than prose a table must cost here.
    pub margin: i32,
}

/// A reading of a part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reading {
    /// Where it comes from.
    pub kind: ReadingKind,
    /// The rows and columns of the tables that it reads.
    pub tables: Vec<(usize, usize)>,
    /// What it leaves unexplained, in points; 0 where nothing was weighed.
    pub cost: i32,
    /// The terms of the cost, the dearest first.
    pub terms: Vec<TermCost>,
}

/// A term of the cost of a reading.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TermCost {
    /// As `src/grid/reading/cost.rs` calls it.
    pub name: &'static str,
    /// All that it charges.
    pub points: i32,
    /// What it charges.
    pub meaning: Message,
}

/// Where a reading comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadingKind {
    /// Rules part all cells: nothing was weighed.
    Settled,
    /// One table, its borders by their cost.
    Table,
    /// Several tables, their borders by their cost.
    Tables,
    /// What rules alone gave.
    Known,
    /// No table.
    Prose,
    /// A table by its cost alone: it has one row or column, or is prose in columns.
    NoTable,
    /// The columns of the table on the page before.
    Continuation,
}

impl ReadingKind {
    /// What it is called.
    pub fn says(self) -> Message {
        match self {
            ReadingKind::Settled => Message::new("罫線で決まる表", "rules settle it"),
            ReadingKind::Table => Message::new("1つの表", "one table"),
            ReadingKind::Tables => Message::new("複数の表", "several tables"),
            ReadingKind::Known => Message::new("罫線だけによる表", "rules alone"),
            ReadingKind::Prose => Message::new("文章", "prose"),
            ReadingKind::NoTable => Message::new("表の形をしていない", "no table by its looks"),
            ReadingKind::Continuation => {
                Message::new("前のページの列の続き", "columns of the page before")
            }
        }
    }
}

/// The grids of a page, and what was weighed for them, from the top down.
pub(crate) fn find(page: &mut Page, findings: &mut Vec<Finding>) -> (Leaf, Vec<Explained>) {
    let mut weighed = Vec::new();
    let leaf = find_weighed(page, findings, Some(&mut weighed));
    weighed.sort_by(|a, b| {
        a.bounds.y0.total_cmp(&b.bounds.y0).then(a.bounds.x0.total_cmp(&b.bounds.x0))
    });
    let explained = weighed.into_iter().map(|it| explained(page.number, it));
    (leaf, explained.collect())
}

/// What is said of grids that only the page before made known.
pub(crate) fn continued(leaf: &Leaf) -> Vec<Explained> {
    let grids = leaf.grids.iter().filter(|grid| grid.goes_on);
    let explained = grids.map(|grid| Explained {
        place: grid.place.clone(),
        readings: vec![Reading {
            kind: ReadingKind::Continuation,
            tables: vec![(grid.rows, grid.cols)],
            cost: 0,
            terms: Vec::new(),
        }],
        margin: 0,
    });
    explained.collect()
}

fn explained(page: usize, weighed: Weighed) -> Explained {
    Explained {
        place: Place::Page { page, bbox: weighed.bounds },
        readings: weighed.readings.into_iter().map(reading).collect(),
        margin: weighed.margin,
    }
}

fn reading(candidate: Candidate) -> Reading {
    let terms = candidate.terms.into_iter();
    Reading {
        kind: match candidate.kind {
            Kind::Settled => ReadingKind::Settled,
            Kind::Table => ReadingKind::Table,
            Kind::Tables => ReadingKind::Tables,
            Kind::Known => ReadingKind::Known,
            Kind::Prose => ReadingKind::Prose,
            Kind::NoTable => ReadingKind::NoTable,
        },
        tables: candidate.tables.into_iter().map(|(_, rows, cols)| (rows, cols)).collect(),
        cost: candidate.cost,
        terms: terms
            .map(|(term, points)| TermCost { name: term.name(), points, meaning: term.says() })
            .collect(),
    }
}
