//! What stands in a column and a row → an object of Python.

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type, Float64Type, Int32Type};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

/// The day of `datetime.date.fromordinal` that is 1970-01-01.
const DAY_OF_1970: i32 = 719_163;

/// A value: str, int, bool, float, `decimal.Decimal`, `datetime.date`, list or dict;
/// None where there is none.
pub(crate) fn object<'py>(
    py: Python<'py>,
    array: &ArrayRef,
    at: usize,
) -> PyResult<Bound<'py, PyAny>> {
    if array.is_null(at) {
        return Ok(py.None().into_bound(py));
    }
    match array.data_type() {
        DataType::Utf8 => plain(py, array.as_string::<i32>().value(at)),
        DataType::Int32 => plain(py, array.as_primitive::<Int32Type>().value(at)),
        DataType::Float64 => plain(py, array.as_primitive::<Float64Type>().value(at)),
        DataType::Boolean => plain(py, array.as_boolean().value(at)),
        DataType::Decimal128(..) => {
            let digits = array.as_primitive::<Decimal128Type>().value_as_string(at);
            py.import("decimal")?.getattr("Decimal")?.call1((digits,))
        }
        DataType::Date32 => {
            let days = array.as_primitive::<Date32Type>().value(at);
            let date = py.import("datetime")?.getattr("date")?;
            date.call_method1("fromordinal", (days.saturating_add(DAY_OF_1970),))
        }
        DataType::List(_) => {
            let items = array.as_list::<i32>().value(at);
            let list = PyList::empty(py);
            for item in 0..items.len() {
                list.append(object(py, &items, item)?)?;
            }
            Ok(list.into_any())
        }
        DataType::Struct(fields) => {
            let dict = PyDict::new(py);
            for (field, part) in fields.iter().zip(array.as_struct().columns()) {
                dict.set_item(field.name(), object(py, part, at)?)?;
            }
            Ok(dict.into_any())
        }
        other => Err(PyTypeError::new_err(other.to_string())),
    }
}

fn plain<'py, T: IntoPyObject<'py>>(py: Python<'py>, value: T) -> PyResult<Bound<'py, PyAny>> {
    value.into_bound_py_any(py)
}
