//! Which column of a table holds what.

use crate::layout::{self, Field};
use crate::table::Table;
use crate::value::Stated;
use crate::value::unit;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

/// The columns of a table of measures.
pub(super) struct Columns {
    of: HashMap<Field, usize>,
    /// Columns that hold no field of ours, each under a name of its own.
    pub(super) others: Vec<(usize, String)>,
    /// The units that headers state.
    units: HashMap<Field, Stated>,
}

impl Columns {
    /// `None` for a table that is none of measures.
    pub(super) fn of(table: &Table) -> Option<Columns> {
        let mut columns = Columns { of: HashMap::new(), others: Vec::new(), units: HashMap::new() };
        let mut names = HashSet::new();
        for (index, column) in table.columns.iter().enumerate() {
            let header = column.path.join(" ");
            match layout::field(&column.path).map(|field| (field, columns.of.entry(field))) {
                Some((field, Entry::Vacant(first))) => {
                    first.insert(index);
                    columns.units.extend(unit::stated(&header).map(|unit| (field, unit)));
                }
                _ => {
                    let name = unique(header.replace('\n', ""), &mut names);
                    columns.others.push((index, name));
                }
            }
        }
        let needed = [Field::Id, Field::Name, Field::Rating];
        needed.iter().all(|field| columns.of.contains_key(field)).then_some(columns)
    }

    pub(super) fn get(&self, field: Field) -> Option<usize> {
        self.of.get(&field).copied()
    }

    /// The unit that the header of a field states.
    pub(super) fn unit(&self, field: Field) -> Option<&Stated> {
        self.units.get(&field)
    }

    /// How many fields the columns from `col` on hold, `colspan` of them.
    pub(super) fn fields_under(&self, col: usize, colspan: usize) -> usize {
        self.of.values().filter(|&&it| (col..col + colspan).contains(&it)).count()
    }
}

/// The name, with a number behind it where an earlier column has the same: none
/// may take the place of another in the data.
fn unique(name: String, names: &mut HashSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name} ({number})"));
    let free = std::iter::once(name.clone()).chain(numbered).find(|it| !names.contains(it));
    let free = free.unwrap_or_default();
    names.insert(free.clone());
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_headers_get_numbers() {
        let mut names = HashSet::new();
        let mut check = |name: &str, expected: &str| {
            assert_eq!(unique(name.to_owned(), &mut names), expected);
        };
        check("予算額", "予算額");
        check("予算額", "予算額 (2)");
        check("予算額", "予算額 (3)");
        check("", "");
        check("", " (2)");
    }
}
