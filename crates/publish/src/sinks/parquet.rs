//! A Parquet file a table: text, 64-bit integers and floats, truth values, each of which may
//! be missing. Columns of other kinds are refused by some engines.

use super::Sink;
use crate::cell::{Cell, Kind};
use crate::tables::Table;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// Rows that are held before they are written.
const GROUP: usize = 8_192;

/// The tables as Parquet.
pub(crate) struct Parquet {
    folder: PathBuf,
    files: BTreeMap<Table, (SerializedFileWriter<File>, Vec<Vec<Cell>>)>,
}

impl Parquet {
    pub(crate) fn new(folder: PathBuf) -> Parquet {
        Parquet { folder, files: BTreeMap::new() }
    }
}

impl Sink for Parquet {
    fn begin(&mut self, table: Table) -> io::Result<()> {
        let mut fields = Vec::new();
        for column in table.columns() {
            let (physical, logical) = types(column.kind);
            let field = Type::primitive_type_builder(column.name, physical)
                .with_logical_type(logical)
                .with_repetition(Repetition::OPTIONAL);
            fields.push(Arc::new(field.build().map_err(failure)?));
        }
        let schema = Type::group_type_builder(table.name()).with_fields(fields).build();
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by("tenken".to_owned())
            .build();
        let file = File::create_new(self.folder.join(format!("{}.parquet", table.name())))?;
        let schema = Arc::new(schema.map_err(failure)?);
        let writer = SerializedFileWriter::new(file, schema, Arc::new(properties));
        self.files.insert(table, (writer.map_err(failure)?, Vec::new()));
        Ok(())
    }

    fn row(&mut self, table: Table, cells: &[Cell]) -> io::Result<()> {
        let Some((writer, waiting)) = self.files.get_mut(&table) else { return Ok(()) };
        waiting.push(cells.to_vec());
        if waiting.len() >= GROUP {
            write(table, writer, waiting)?;
            waiting.clear();
        }
        Ok(())
    }

    fn end(self: Box<Self>) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for (table, (mut writer, waiting)) in self.files {
            if !waiting.is_empty() {
                write(table, &mut writer, &waiting)?;
            }
            writer.close().map_err(failure)?;
            names.push(format!("{}.parquet", table.name()));
        }
        Ok(names)
    }
}

fn types(kind: Kind) -> (Physical, Option<LogicalType>) {
    match kind {
        Kind::Text | Kind::Code => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Integer | Kind::Year => (Physical::INT64, None),
        Kind::Number => (Physical::DOUBLE, None),
        Kind::Boolean => (Physical::BOOLEAN, None),
    }
}

fn write(
    table: Table,
    writer: &mut SerializedFileWriter<File>,
    rows: &[Vec<Cell>],
) -> io::Result<()> {
    let mut group = writer.next_row_group().map_err(failure)?;
    for (at, column) in table.columns().iter().enumerate() {
        let Some(mut out) = group.next_column().map_err(failure)? else { break };
        let cells: Vec<&Cell> = rows.iter().filter_map(|row| row.get(at)).collect();
        column_of(column.kind, &cells, &mut out).map_err(failure)?;
        out.close().map_err(failure)?;
    }
    group.close().map_err(failure)?;
    Ok(())
}

fn column_of(
    kind: Kind,
    cells: &[&Cell],
    out: &mut SerializedColumnWriter<'_>,
) -> Result<(), ParquetError> {
    let levels: Vec<i16> = cells.iter().map(|it| i16::from(**it != Cell::Empty)).collect();
    let levels = Some(levels.as_slice());
    let there = || cells.iter().copied().filter(|it| **it != Cell::Empty);
    match kind {
        Kind::Text | Kind::Code => {
            let texts: Vec<ByteArray> = there().map(|it| ByteArray::from(&*it.print())).collect();
            out.typed::<ByteArrayType>().write_batch(&texts, levels, None)?;
        }
        Kind::Integer | Kind::Year => {
            let number = |it: &Cell| if let Cell::Integer(it) = it { *it } else { 0 };
            let numbers: Vec<i64> = there().map(number).collect();
            out.typed::<Int64Type>().write_batch(&numbers, levels, None)?;
        }
        Kind::Number => {
            let number = |it: &Cell| match it {
                Cell::Number(it) => it.to_f64().unwrap_or_default(),
                _ => 0.0,
            };
            let numbers: Vec<f64> = there().map(number).collect();
            out.typed::<DoubleType>().write_batch(&numbers, levels, None)?;
        }
        Kind::Boolean => {
            let truths: Vec<bool> = there().map(|it| *it == Cell::Boolean(true)).collect();
            out.typed::<BoolType>().write_batch(&truths, levels, None)?;
        }
    }
    Ok(())
}

fn failure(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => io::Error::other(error),
        other => io::Error::other(other),
    }
}
