//! `data.sqlite`: the tables under their names for programs.

use super::Sink;
use crate::cell::{Cell, Kind};
use crate::tables::Table;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use rust_decimal::prelude::ToPrimitive;
use std::io;
use std::path::Path;

const NAME: &str = "data.sqlite";

/// The database.
pub(crate) struct Sqlite(Connection);

impl Sqlite {
    pub(crate) fn new(folder: &Path) -> io::Result<Sqlite> {
        let connection = Connection::open(folder.join(NAME)).map_err(failure)?;
        // Nobody else sees the file before it is whole, and one that is not is thrown away.
        connection
            .execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")
            .map_err(failure)?;
        Ok(Sqlite(connection))
    }
}

impl Sink for Sqlite {
    fn begin(&mut self, table: Table) -> io::Result<()> {
        let column = |column: &crate::tables::Column| {
            let required = if column.required { " NOT NULL" } else { "" };
            format!("\"{}\" {}{required}", column.name, kind(column.kind))
        };
        let mut parts: Vec<String> = table.columns().iter().map(column).collect();
        let key: Vec<String> = table.key().iter().map(|it| format!("\"{it}\"")).collect();
        parts.push(format!("PRIMARY KEY ({})", key.join(", ")));
        let create =
            format!("CREATE TABLE \"{}\" ({}) WITHOUT ROWID", table.name(), parts.join(", "));
        self.0.execute_batch(&create).map_err(failure)
    }

    fn row(&mut self, table: Table, cells: &[Cell]) -> io::Result<()> {
        let marks = vec!["?"; cells.len()].join(", ");
        let insert = format!("INSERT INTO \"{}\" VALUES ({marks})", table.name());
        let mut statement = self.0.prepare_cached(&insert).map_err(failure)?;
        statement.execute(params_from_iter(cells.iter().map(value))).map_err(failure)?;
        Ok(())
    }

    fn end(self: Box<Self>) -> io::Result<Vec<String>> {
        self.0.execute_batch("COMMIT;").map_err(failure)?;
        self.0.close().map_err(|it| failure(it.1))?;
        Ok(vec![NAME.to_owned()])
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Code => "TEXT",
        Kind::Integer | Kind::Year | Kind::Boolean => "INTEGER",
        Kind::Number => "REAL",
    }
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => Value::Text(text.clone()),
        Cell::Integer(number) => Value::Integer(*number),
        Cell::Number(number) => Value::Real(number.to_f64().unwrap_or_default()),
        Cell::Boolean(is) => Value::Integer(i64::from(*is)),
    }
}

fn failure(error: rusqlite::Error) -> io::Error {
    io::Error::other(error)
}
