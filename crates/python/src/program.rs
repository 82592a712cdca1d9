//! The command as the wheel carries it, and how its workers are started.

use crate::columns::Columns;
use crate::schemas;
use pyo3::prelude::*;
use std::ffi::OsString;
use tenken::Language;
use tenken_cli::{Line, Program};

/// What an interpreter runs as a worker. It is kept from whatever else is installed:
/// the module lies in the folder that is its first argument.
const WORKER: &str = "import sys; sys.path.insert(0, sys.argv[1]); \
     from tenken._tenken import run; sys.exit(run(['tenken', *sys.argv[2:]], []))";

/// The interpreter with what makes it a worker; `python` is its file and the folder
/// that holds the module. Where the interpreter is not known, starting one fails and
/// says so.
pub(crate) fn program(python: &[OsString]) -> Program {
    let mut words = python.iter();
    let interpreter = words.next().filter(|it| !it.is_empty()).cloned();
    let mut program = vec![interpreter.unwrap_or_else(|| "python3".into())];
    program.extend(["-I", "-S", "-c", WORKER].map(OsString::from));
    program.extend(words.cloned());
    Program::new(program)
}

/// Does what a command line asks for, its first word the name of the program, and
/// gives the exit code.
#[pyfunction]
pub(crate) fn run(py: Python<'_>, words: Vec<OsString>, python: Vec<OsString>) -> u8 {
    let line = Line::new(words, program(&python));
    // The exit code of a job that could not be done.
    const FAILED: u8 = 2;
    py.detach(|| std::panic::catch_unwind(|| tenken_cli::run(line)).unwrap_or(FAILED))
}

/// Whether the locale asks for Japanese.
#[pyfunction]
pub(crate) fn is_japanese() -> bool {
    tenken_cli::of_locale() == Language::Japanese
}

/// A table without rows: `measures`, `values`, `findings`, `tables`, `documents` or
/// `errors`.
#[pyfunction]
pub(crate) fn schema(table: &str) -> PyResult<Columns> {
    let schema = match table {
        "documents" => schemas::documents(),
        "measures" => schemas::measures(),
        "values" => schemas::values(),
        "findings" => schemas::findings(),
        "tables" => schemas::tables(),
        "errors" => schemas::errors(),
        other => {
            let words =
                format!("{other} is none of documents, measures, values, findings, tables, errors");
            return Err(pyo3::exceptions::PyValueError::new_err(words));
        }
    };
    Ok(Columns::new(schema, Vec::new()))
}
