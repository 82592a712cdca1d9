//! JSON Lines: a row a line, names for programs, numbers as they are.

use super::{Sink, create};
use crate::cell::Cell;
use crate::tables::Table;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// The tables as JSON Lines.
pub(crate) struct Jsonl {
    folder: PathBuf,
    files: BTreeMap<Table, BufWriter<File>>,
}

impl Jsonl {
    pub(crate) fn new(folder: PathBuf) -> Jsonl {
        Jsonl { folder, files: BTreeMap::new() }
    }
}

impl Sink for Jsonl {
    fn begin(&mut self, table: Table) -> io::Result<()> {
        let file = create(&self.folder, &format!("{}.jsonl", table.name()))?;
        self.files.insert(table, file);
        Ok(())
    }

    fn row(&mut self, table: Table, cells: &[Cell]) -> io::Result<()> {
        let mut members: Vec<String> = Vec::with_capacity(cells.len());
        for (column, cell) in table.columns().iter().zip(cells) {
            members.push(format!("\"{}\":{}", column.name, json(cell)?.get()));
        }
        match self.files.get_mut(&table) {
            Some(file) => writeln!(file, "{{{}}}", members.join(",")),
            None => Ok(()),
        }
    }

    fn end(self: Box<Self>) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for (table, mut file) in self.files {
            file.flush()?;
            names.push(format!("{}.jsonl", table.name()));
        }
        Ok(names)
    }
}

/// A cell, its number digit by digit.
fn json(cell: &Cell) -> io::Result<Box<RawValue>> {
    let text = match cell {
        Cell::Empty => "null".to_owned(),
        Cell::Text(text) => serde_json::to_string(text)?,
        _ => cell.print().into_owned(),
    };
    Ok(RawValue::from_string(text)?)
}
