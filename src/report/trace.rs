//! What became of each cell of a table, for whoever looks at the pages: in which measure
//! it was read and as what, or that it was passed over.
//!
//! Kept only where somebody asks for it: a large table has millions of cells.

use super::{Declared, Pillar};
use crate::annex::{AnnexTable, Roles};
use crate::layout::{self, Role};
use crate::place::{Place, PlaceKey};
use crate::table::{Contents, Row, Table};
use std::collections::{HashMap, HashSet};

/// The tables of a document and their cells.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    pub(crate) tables: Vec<TracedTable>,
    cells: HashMap<PlaceKey, CellUse>,
    /// The rows of tables of measures before what was cut is put together: table, row.
    before: Vec<(usize, TracedRow)>,
    /// The same after, with the measure that each is of.
    after: HashMap<(usize, PlaceKey), TracedRow>,
    bands: HashSet<String>,
    /// Which of the tables are of measures.
    annex: Vec<usize>,
}

/// A table as its columns were understood.
#[derive(Debug)]
pub(crate) struct TracedTable {
    /// Around its rows.
    pub(crate) place: Option<Place>,
    /// Whether it is one of measures.
    pub(crate) is_annex: bool,
    pub(crate) columns: Vec<TracedColumn>,
    /// Its captions.
    pub(crate) caption: Option<String>,
}

/// A column.
#[derive(Debug)]
pub(crate) struct TracedColumn {
    /// Its headers, outermost first.
    pub(crate) path: Vec<String>,
    /// The name of its role, as a layout says it.
    pub(crate) role: Option<String>,
    /// Why it has its role, or none.
    pub(crate) why: &'static str,
    /// Its cells of one column, of which the headers above are to be found; of a column
    /// without any, those of its rows.
    pub(crate) places: Vec<Place>,
}

/// What became of a cell.
#[derive(Debug, Clone)]
pub(crate) struct CellUse {
    pub(crate) place: Place,
    pub(crate) fate: Fate,
    /// Index into [`Trace::tables`].
    pub(crate) table: usize,
    /// The column in which it begins.
    pub(crate) col: usize,
    /// The measures that it was read for, by their index, in order.
    pub(crate) measures: Vec<usize>,
    /// The name of the role of its column; the header where it has none.
    pub(crate) role: String,
    /// Its text, with what was joined to it.
    pub(crate) text: String,
    /// The cell that its text was joined to.
    pub(crate) onto: Option<Place>,
}

/// In which way a cell was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Read as what its column holds.
    Claimed,
    /// Kept under its own header.
    Extra,
    /// The name of a group, over the rows below.
    Band,
    /// In a table that declares totals or the structure of the plan.
    Stated,
    /// In none of them.
    PassedOver,
}

#[derive(Debug)]
struct TracedRow {
    place: PlaceKey,
    cells: Vec<TracedCell>,
}

#[derive(Debug)]
struct TracedCell {
    col: usize,
    text: String,
    place: Place,
}

impl TracedRow {
    fn of(row: &Row) -> TracedRow {
        let cell = |it: &crate::table::Entry| TracedCell {
            col: it.col,
            text: it.text.clone(),
            place: it.place.clone(),
        };
        TracedRow { place: row.place.key(), cells: row.cells.iter().map(cell).collect() }
    }

    fn cell(&self, col: usize) -> Option<&TracedCell> {
        self.cells.iter().find(|it| it.col == col)
    }
}

impl Trace {
    /// What became of the cell at a place; none for what is in no row: a header.
    pub(crate) fn of(&self, place: &Place) -> Option<&CellUse> {
        self.cells.get(&place.key())
    }

    /// Notes the tables before any row is taken out of them.
    pub(super) fn before(&mut self, contents: &Contents, roles: &[Option<Roles>]) {
        for (number, (table, roles)) in contents.tables.iter().zip(roles).enumerate() {
            self.tables.push(traced(table, roles.as_ref()));
            self.annex.extend(roles.as_ref().map(|_| number));
            for row in &table.rows {
                let row = TracedRow::of(row);
                for cell in &row.cells {
                    self.note(number, cell, roles.as_ref(), Fate::PassedOver);
                }
                if roles.is_some() {
                    self.before.push((number, row));
                }
            }
        }
    }

    fn note(&mut self, table: usize, cell: &TracedCell, roles: Option<&Roles>, fate: Fate) {
        let column = roles.and_then(|it| it.columns.get(cell.col));
        let role = column.map(|it| it.role.map_or_else(|| it.header.clone(), |it| it.to_string()));
        self.cells.entry(cell.place.key()).or_insert_with(|| CellUse {
            place: cell.place.clone(),
            fate,
            table,
            col: cell.col,
            measures: Vec::new(),
            role: role.unwrap_or_default(),
            text: cell.text.clone(),
            onto: None,
        });
    }

    /// Notes the bands over the rows that are left.
    pub(super) fn bands(&mut self, tables: &[AnnexTable]) {
        let rows = tables.iter().flat_map(|it| &it.table.rows);
        self.bands.extend(rows.flat_map(|row| row.bands.iter().map(|band| band.text.clone())));
    }

    /// Notes the rows of which a measure was made.
    pub(super) fn record(&mut self, annex_table: usize, measure: usize, rows: &[Row]) {
        let Some(&table) = self.annex.get(annex_table) else { return };
        for row in rows.iter().map(TracedRow::of) {
            for cell in &row.cells {
                let is_new = !self.cells.contains_key(&cell.place.key());
                if is_new {
                    self.note(table, cell, None, Fate::Claimed);
                }
                let Some(used) = self.cells.get_mut(&cell.place.key()) else { continue };
                used.fate = Fate::Claimed;
                used.text.clone_from(&cell.text);
                if used.measures.last() != Some(&measure) {
                    used.measures.push(measure);
                }
            }
            self.after.insert((table, row.place.clone()), row);
        }
    }
}

fn traced(table: &Table, roles: Option<&Roles>) -> TracedTable {
    let column = |(col, column): (usize, &crate::table::Column)| {
        let own = roles.and_then(|it| it.columns.get(col));
        let cells = table.rows.iter().filter_map(|row| row.cell(col));
        let mut places: Vec<Place> = Vec::new();
        for cell in cells.filter(|it| it.col == col && it.colspan == 1) {
            // One a page is enough to find the headers above it.
            if places.last().is_none_or(|last| !last.is_on_leaf_of(&cell.place)) {
                places.push(cell.place.clone());
            }
        }
        let is_empty = places.is_empty();
        for row in table.rows.iter().filter(|_| is_empty) {
            if places.last().is_none_or(|last| !last.is_on_leaf_of(&row.place)) {
                places.push(row.place.clone());
            }
        }
        TracedColumn {
            path: column.path.clone(),
            role: own.and_then(|it| it.role).map(|it| it.to_string()),
            why: own.map_or("", |it| it.why.as_str()),
            places,
        }
    };
    TracedTable {
        place: Place::around(table.rows.iter().map(|row| &row.place)),
        is_annex: roles.is_some(),
        columns: table.columns.iter().enumerate().map(column).collect(),
        caption: table.captions.first().map(|it| it.text.clone()),
    }
}

impl Trace {
    /// Tells what is kept under its own header from what is claimed, follows what a page
    /// end cut, and names the tables that the report states its totals and its plan in.
    pub(super) fn settle(&mut self, declared: Option<&Declared>, structure: &[Pillar]) {
        self.join_cut();
        let rows = declared.into_iter().flat_map(|it| &it.rows);
        let stated: Vec<&Place> = rows.filter_map(|row| row.place.as_ref()).collect();
        let fields = structure.iter().flat_map(|it| &it.fields);
        let fields = fields.map(|it| layout::fold(&format!("{}{}", it.number, it.name)));
        let names: HashSet<String> =
            fields.chain(structure.iter().map(|it| layout::fold(&it.name))).collect();
        let Trace { cells, tables, bands, .. } = self;
        let is_stated = |it: &CellUse| {
            stated.iter().any(|place| place.holds(&it.place))
                || names.contains(&layout::fold(&it.text))
        };
        let passed = cells.values().filter(|it| it.fate == Fate::PassedOver);
        let stating: HashSet<usize> =
            passed.filter(|it| is_stated(it)).map(|it| it.table).collect();
        for used in cells.values_mut() {
            let role = tables.get(used.table).and_then(|it| it.columns.get(used.col)?.role.clone());
            match used.fate {
                Fate::Claimed => {
                    let kept = [Role::Ignore, Role::Money, Role::Date].map(|it| it.to_string());
                    if role.is_none_or(|role| kept.contains(&role)) {
                        used.fate = Fate::Extra;
                    }
                }
                Fate::PassedOver if bands.contains(&used.text.replace('\n', "")) => {
                    used.fate = Fate::Band;
                }
                Fate::PassedOver => {
                    let is_annex = tables.get(used.table).is_none_or(|it| it.is_annex);
                    // A table that states one total states its shares and its header as well.
                    if is_stated(used) || (!is_annex && stating.contains(&used.table)) {
                        used.fate = Fate::Stated;
                    }
                }
                _ => {}
            }
        }
    }

    /// What is in no row any more, and whose text is part of the row above it, was
    /// joined to that; what another cell stands for, to that.
    fn join_cut(&mut self) {
        let mut last: HashMap<usize, PlaceKey> = HashMap::new();
        let mut joined: Vec<(Place, Place)> = Vec::new();
        for (table, row) in &self.before {
            let kept = self.after.get(&(*table, row.place.clone()));
            if kept.is_some() {
                last.insert(*table, row.place.clone());
            }
            let above = last.get(table).and_then(|it| self.after.get(&(*table, it.clone())));
            let Some(onto) = kept.or(above) else { continue };
            let says = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let pairs = row.cells.iter().filter_map(|it| Some((it, onto.cell(it.col)?)));
            let pairs: Vec<_> = pairs.filter(|(it, _)| !it.text.trim().is_empty()).collect();
            let holds_all =
                pairs.iter().all(|(it, onto)| says(&onto.text).contains(&says(&it.text)));
            if kept.is_none() && !holds_all {
                continue;
            }
            for (cell, onto) in pairs {
                if cell.place != onto.place && says(&onto.text).contains(&says(&cell.text)) {
                    joined.push((cell.place.clone(), onto.place.clone()));
                }
            }
        }
        for (cell, onto) in joined {
            let Some(other) = self.cells.get(&onto.key()) else { continue };
            let (measures, fate) = (other.measures.clone(), other.fate);
            let Some(used) = self.cells.get_mut(&cell.key()) else { continue };
            // A cell that a record has of its own is no rest of another.
            if used.fate == Fate::PassedOver {
                (used.fate, used.measures, used.onto) = (fate, measures, Some(onto));
            }
        }
    }
}
