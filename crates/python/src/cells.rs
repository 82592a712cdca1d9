//! Rows of cells → columns of a schema that is the same for every document.

use arrow_array::builder::NullBufferBuilder;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int32Array, ListArray,
    RecordBatch, StringArray, StructArray,
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{ArrowError, DataType, Field, SchemaRef};
use rust_decimal::Decimal;
use std::sync::Arc;

/// Digits of a decimal column, and how many of them stand behind the point. A number
/// with more behind it is null there, and whole in the column of its text.
pub(crate) const DIGITS: u8 = 38;
pub(crate) const PLACES: i8 = 10;

/// What stands in a row and a column.
#[derive(Debug, Clone)]
pub(crate) enum Cell {
    Null,
    Text(String),
    Int(i64),
    Flag(bool),
    Float(f64),
    Number(Decimal),
    /// Days since 1970-01-01.
    Day(i32),
    List(Vec<Cell>),
    Record(Vec<Cell>),
}

/// A text that may be missing.
pub(crate) fn text(text: Option<impl AsRef<str>>) -> Cell {
    text.map_or(Cell::Null, |text| Cell::Text(text.as_ref().to_owned()))
}

/// A count, or a number of a page.
pub(crate) fn count(count: Option<usize>) -> Cell {
    count.and_then(|it| i64::try_from(it).ok()).map_or(Cell::Null, Cell::Int)
}

/// A year.
pub(crate) fn year(year: Option<i32>) -> Cell {
    year.map_or(Cell::Null, |year| Cell::Int(year.into()))
}

/// A list of texts.
pub(crate) fn texts<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Cell {
    Cell::List(texts.into_iter().map(|it| text(Some(it))).collect())
}

/// A number, and beside it the same as text, digit by digit.
pub(crate) fn number(number: Option<Decimal>) -> [Cell; 2] {
    let printed = number.map(|number| number.to_string());
    [number.map_or(Cell::Null, Cell::Number), text(printed)]
}

/// A table that grows by rows.
pub(crate) struct Rows {
    schema: SchemaRef,
    columns: Vec<Vec<Cell>>,
}

impl Rows {
    pub(crate) fn new(schema: SchemaRef) -> Rows {
        let columns = schema.fields().iter().map(|_| Vec::new()).collect();
        Rows { schema, columns }
    }

    /// Adds a row. What it lacks at its end is null.
    pub(crate) fn add(&mut self, row: impl IntoIterator<Item = Cell>) {
        let mut row = row.into_iter();
        for column in &mut self.columns {
            column.push(row.next().unwrap_or(Cell::Null));
        }
    }

    /// All rows as columns.
    ///
    /// # Errors
    ///
    /// Where a cell is not what the schema says: a bug of this program.
    pub(crate) fn batch(self) -> Result<RecordBatch, ArrowError> {
        let fields = self.schema.fields().iter();
        let columns = fields.zip(&self.columns).map(|(field, cells)| {
            let cells: Vec<&Cell> = cells.iter().collect();
            column(field, &cells)
        });
        let columns = columns.collect::<Result<_, _>>()?;
        RecordBatch::try_new(self.schema, columns)
    }
}

fn column(field: &Field, cells: &[&Cell]) -> Result<ArrayRef, ArrowError> {
    let cells = cells.iter().copied();
    let array: ArrayRef = match field.data_type() {
        DataType::Utf8 => Arc::new(StringArray::from_iter(cells.map(|cell| match cell {
            Cell::Text(text) => Some(text),
            _ => None,
        }))),
        DataType::Int32 => Arc::new(Int32Array::from_iter(cells.map(|cell| match cell {
            Cell::Int(number) => i32::try_from(*number).ok(),
            _ => None,
        }))),
        DataType::Boolean => Arc::new(BooleanArray::from_iter(cells.map(|cell| match cell {
            Cell::Flag(flag) => Some(*flag),
            _ => None,
        }))),
        DataType::Float64 => Arc::new(Float64Array::from_iter(cells.map(|cell| match cell {
            Cell::Float(number) => Some(*number),
            _ => None,
        }))),
        DataType::Date32 => Arc::new(Date32Array::from_iter(cells.map(|cell| match cell {
            Cell::Day(day) => Some(*day),
            _ => None,
        }))),
        DataType::Decimal128(..) => {
            let numbers = cells.map(|cell| match cell {
                Cell::Number(number) => scaled(*number),
                _ => None,
            });
            let array = Decimal128Array::from_iter(numbers);
            Arc::new(array.with_precision_and_scale(DIGITS, PLACES)?)
        }
        DataType::List(item) => list(item, &cells.collect::<Vec<_>>())?,
        DataType::Struct(fields) => record(fields, &cells.collect::<Vec<_>>())?,
        other => return Err(ArrowError::NotYetImplemented(other.to_string())),
    };
    Ok(array)
}

fn list(item: &Arc<Field>, cells: &[&Cell]) -> Result<ArrayRef, ArrowError> {
    let (mut items, mut lengths) = (Vec::new(), Vec::new());
    let mut is_there = NullBufferBuilder::new(cells.len());
    for cell in cells {
        let before = items.len();
        match cell {
            Cell::List(of) => {
                items.extend(of);
                is_there.append_non_null();
            }
            _ => is_there.append_null(),
        }
        lengths.push(items.len() - before);
    }
    let values = column(item, &items)?;
    let offsets = OffsetBuffer::from_lengths(lengths);
    Ok(Arc::new(ListArray::try_new(Arc::clone(item), offsets, values, is_there.finish())?))
}

fn record(fields: &arrow_schema::Fields, cells: &[&Cell]) -> Result<ArrayRef, ArrowError> {
    let mut is_there = NullBufferBuilder::new(cells.len());
    cells.iter().for_each(|cell| is_there.append(matches!(cell, Cell::Record(_))));
    let columns = fields.iter().enumerate().map(|(at, field)| {
        let of = |cell: &&'_ Cell| match cell {
            Cell::Record(parts) => parts.get(at).cloned().unwrap_or(Cell::Null),
            _ => Cell::Null,
        };
        let parts: Vec<Cell> = cells.iter().map(of).collect();
        column(field, &parts.iter().collect::<Vec<_>>())
    });
    let columns = columns.collect::<Result<_, _>>()?;
    Ok(Arc::new(StructArray::try_new(fields.clone(), columns, is_there.finish())?))
}

/// A number in units of the last place of its column; none where it has more places.
fn scaled(number: Decimal) -> Option<i128> {
    let number = number.normalize();
    let places = u32::try_from(PLACES).ok()?.checked_sub(number.scale())?;
    let scaled = number.mantissa().checked_mul(10_i128.checked_pow(places)?)?;
    let most = 10_i128.checked_pow(DIGITS.into())?;
    (scaled.abs() < most).then_some(scaled)
}
