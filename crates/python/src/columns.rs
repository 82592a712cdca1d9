//! A table for Python: columns by the Arrow PyCapsule interface, rows as dicts.

use crate::border::{Failed, outside};
use crate::objects;
use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use arrow_schema::SchemaRef;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList};

/// The columns of a table, in one batch a document.
#[pyclass(frozen, module = "tenken._tenken")]
pub(crate) struct Columns {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Columns {
    pub(crate) fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Columns {
        Columns { schema, batches }
    }

    /// The same columns with other rows.
    pub(crate) fn with(self, batches: Vec<RecordBatch>) -> Columns {
        Columns { batches, ..self }
    }

    pub(crate) fn of(batch: RecordBatch) -> Columns {
        Columns { schema: batch.schema(), batches: vec![batch] }
    }
}

#[pymethods]
impl Columns {
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = outside(py, || {
            FFI_ArrowSchema::try_from(self.schema.as_ref()).map_err(Failed::columns(""))
        })?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// The stream; a schema that is asked for is passed over, as the protocol allows.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let stream = outside(py, || {
            let batches = self.batches.clone().into_iter().map(Ok);
            let reader = RecordBatchIterator::new(batches, self.schema.clone());
            Ok(FFI_ArrowArrayStream::new(Box::new(reader)))
        })?;
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// The names of the columns.
    fn names(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// Some rows as dicts, from `start` on.
    fn rows<'py>(
        &self,
        py: Python<'py>,
        start: usize,
        count: usize,
    ) -> PyResult<Bound<'py, PyList>> {
        let rows = PyList::empty(py);
        let (mut skip, mut left) = (start, count);
        let names = self.names();
        for batch in &self.batches {
            let from = skip.min(batch.num_rows());
            let until = batch.num_rows().min(from.saturating_add(left));
            skip -= from;
            left -= until - from;
            for at in from..until {
                let row = PyDict::new(py);
                for (name, column) in names.iter().zip(batch.columns()) {
                    row.set_item(name, objects::object(py, column, at)?)?;
                }
                rows.append(row)?;
            }
        }
        Ok(rows)
    }
}
