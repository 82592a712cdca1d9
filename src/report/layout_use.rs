//! Which layout a report was read by, and what became of the columns of its tables.

use super::{legend, title};
use crate::annex::{self, Context};
use crate::layout::Layout;
use crate::place::Place;
use crate::table::Contents;
use std::sync::Arc;

/// What became of the columns of the tables of measures.
#[derive(Debug, Clone, Default)]
pub struct LayoutUse {
    /// The layout that was used; none where the built-in words were enough.
    pub name: Option<String>,
    /// The tables of measures.
    pub tables: Vec<TableUse>,
}

/// A table of measures.
#[derive(Debug, Clone)]
pub struct TableUse {
    /// Around its rows.
    pub place: Place,
    /// The headers of the columns that have a role.
    pub claimed: Vec<String>,
    /// The headers of those whose cells are in `extra`.
    pub unclaimed: Vec<String>,
}

/// What is known of a report before its tables are.
pub(crate) fn context(title: &str, contents: &Contents, layouts: &[Arc<Layout>]) -> Context {
    let year = title::year(title, contents).map(|it| it.year);
    // One that is given alone is meant; of several, the one whose words the title has,
    // else one that asks for none.
    let layout = match layouts {
        [only] => Some(only),
        _ => layouts
            .iter()
            .find(|it| it.matches(title))
            .or_else(|| layouts.iter().find(|it| it.titles.is_empty())),
    };
    let legends = legend::possible(contents);
    Context { year, title: title.to_owned(), layout: layout.cloned(), legends }
}

/// What became of the columns of a table; none for one without rows.
pub(super) fn table_use(table: &annex::AnnexTable) -> Option<TableUse> {
    let place = Place::around(table.table.rows.iter().map(|row| &row.place))?;
    let others: Vec<usize> = table.roles.others().map(|(col, _)| col).collect();
    let columns = table.roles.columns.iter().enumerate().filter(|(_, it)| it.has_header);
    let (unclaimed, claimed): (Vec<_>, Vec<_>) =
        columns.partition(|(col, _)| others.binary_search(col).is_ok());
    let headers = |columns: Vec<(usize, &annex::ColumnRole)>| {
        columns.into_iter().map(|(_, it)| it.header.clone()).collect()
    };
    Some(TableUse { place, claimed: headers(claimed), unclaimed: headers(unclaimed) })
}
