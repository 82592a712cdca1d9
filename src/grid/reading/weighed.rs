//! What was weighed, for whoever asks why a table was read as it was.

use super::cost::{Bill, Term, Weights};
use super::parts::Parts;
use super::region::Region;
use crate::geom::Rect;
use crate::grid::lattice::Lattice;

/// The readings of a part of a page, and which of them was taken.
#[derive(Debug, Clone)]
pub(crate) struct Weighed {
    pub(crate) bounds: Rect,
    /// The one that was taken first, then the others by their cost. None but that where
    /// rules settle a table.
    pub(crate) readings: Vec<Candidate>,
    /// How much less than prose a table must cost here.
    pub(crate) margin: i32,
}

/// A reading that was weighed.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) kind: Kind,
    /// The tables that it reads, each with its rows and columns.
    pub(crate) tables: Vec<(Rect, usize, usize)>,
    pub(crate) cost: i32,
    /// What it charges, the dearest first.
    pub(crate) terms: Vec<(Term, i32)>,
}

/// Where a reading comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Rules part all cells: nothing was weighed.
    Settled,
    /// One table by its cost.
    Table,
    /// Several tables by their cost.
    Tables,
    /// What rules alone gave.
    Known,
    /// No table.
    Prose,
    /// A table by its cost that has one row or column, or is prose in columns.
    NoTable,
}

/// How many readings are kept: most of them differ by a line at the end.
const READINGS_MAX: usize = 6;

impl Weighed {
    /// Of a table beside which nothing was weighed.
    pub(super) fn alone(table: &Lattice, kind: Kind) -> Weighed {
        let reading = Candidate { kind, tables: vec![shape(table)], cost: 0, terms: Vec::new() };
        Weighed { bounds: table.bbox(), readings: vec![reading], margin: 0 }
    }

    /// Of a region: its best reading, the others of its extents, what was known, and
    /// prose.
    pub(super) fn of(
        region: &Region<'_>,
        best: &Parts<'_>,
        known: &[&Lattice],
        known_cost: Option<&Bill<'_>>,
        wins: bool,
        weights: &Weights,
    ) -> Weighed {
        let kind = match (best.is_plain(region), best.tables.len()) {
            (false, _) => Kind::NoTable,
            (true, 1) => Kind::Table,
            (true, _) => Kind::Tables,
        };
        let margin = best.margin(region);
        let shapes = best.tables.iter().map(|best| shape(&best.lattice));
        let best = Candidate::new(kind, shapes.collect(), &best.bill);
        let mut others: Vec<Candidate> = region
            .readings(weights)
            .map(|it| Candidate::new(Kind::Table, vec![shape(&it.lattice)], &it.bill))
            .filter(|it| it.tables != best.tables)
            .collect();
        others.sort_by_key(|it| it.cost);
        others.dedup_by(|b, a| a.tables == b.tables);
        others.truncate(READINGS_MAX);
        others.push(Candidate::new(Kind::Prose, Vec::new(), &region.prose(weights)));
        let known = known_cost.map(|bill| {
            Candidate::new(Kind::Known, known.iter().map(|it| shape(it)).collect(), bill)
        });
        let (taken, beaten) = match (wins, known) {
            (true, known) => (best, known),
            (false, Some(known)) => (known, Some(best)),
            (false, None) => (others.remove(others.len() - 1), Some(best)),
        };
        others.extend(beaten);
        others.sort_by_key(|it| it.cost);
        others.insert(0, taken);
        Weighed { bounds: region.bounds(), readings: others, margin }
    }
}

/// Adds the tables that stand in no region: nothing is drawn there by which to weigh.
pub(super) fn add_others(tables: &[Lattice], weighed: &mut Vec<Weighed>) {
    for table in tables {
        let own = shape(table);
        let taken = |it: &Weighed| it.readings.first().is_some_and(|it| it.tables.contains(&own));
        if !weighed.iter().any(taken) {
            weighed.push(Weighed::alone(table, Kind::Known));
        }
    }
}

impl Candidate {
    fn new(kind: Kind, tables: Vec<(Rect, usize, usize)>, bill: &Bill<'_>) -> Candidate {
        Candidate { kind, tables, cost: bill.total(), terms: bill.terms() }
    }
}

fn shape(table: &Lattice) -> (Rect, usize, usize) {
    (table.bbox(), table.rows(), table.cols())
}
