//! Where rows go: one file a table, in each format that is asked for.

mod csv;
mod jsonl;
#[cfg(feature = "parquet")]
mod parquet;
pub(crate) mod rs;
#[cfg(feature = "sqlite")]
mod sqlite;
mod xlsx;

pub(crate) use self::csv::{Csv, Lost, through_cp932};
pub(crate) use jsonl::Jsonl;
#[cfg(feature = "parquet")]
pub(crate) use parquet::Parquet;
pub(crate) use rs::Rs;
#[cfg(feature = "sqlite")]
pub(crate) use sqlite::Sqlite;
pub(crate) use xlsx::{Sheet, Xlsx, explained};

use crate::cell::Cell;
use crate::tables::Table;
use std::io;
use std::path::Path;

/// A format that takes rows as they come and holds few of them.
pub(crate) trait Sink {
    /// A table is to be there, if it has rows or not.
    fn begin(&mut self, table: Table) -> io::Result<()>;

    /// The next row of a table that was begun.
    fn row(&mut self, table: Table, cells: &[Cell]) -> io::Result<()>;

    /// Writes what is left. Gives the names of the files, below the folder.
    fn end(self: Box<Self>) -> io::Result<Vec<String>>;
}

/// A new file of a package.
pub(crate) fn create(folder: &Path, name: &str) -> io::Result<io::BufWriter<std::fs::File>> {
    Ok(io::BufWriter::new(std::fs::File::create_new(folder.join(name))?))
}
