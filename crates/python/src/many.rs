//! Many documents → tables, and a row for each that could not be read.

use crate::border::{Failed, outside};
use crate::cells::{Rows, text};
use crate::columns::Columns;
use crate::document::{self, Asking};
use crate::{grids, schemas};
use arrow_array::RecordBatch;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;
use tenken::ErrorCode;
use tenken_cli::many::{Asked, Many};

/// The tables of a report, in the order of their batches.
const OF_REPORT: [&str; 4] = ["documents", "measures", "values", "findings"];

/// What is made of a document: a batch for each table, or why there is none.
type Made = Result<Vec<RecordBatch>, Failed>;

/// How often it is looked whether somebody asks to stop.
const LOOK: Duration = Duration::from_millis(50);

/// Reads documents, and gives the tables of all: those of reports, or `tables`, and
/// always `errors`.
#[pyfunction]
pub(crate) fn read_many<'py>(
    py: Python<'py>,
    paths: Vec<PathBuf>,
    tables: bool,
    asking: Asking,
) -> PyResult<Bound<'py, PyDict>> {
    let asked = if tables { Asked::Tables } else { Asked::Report };
    let many = asking.many(asked)?;
    let made = interruptible(py, |stop| all(&many, asked, &paths, stop))?;
    let names: &[&str] = if tables { &["tables"] } else { &OF_REPORT };
    let mut batches: Vec<Vec<RecordBatch>> = names.iter().map(|_| Vec::new()).collect();
    let mut errors = Rows::new(schemas::errors());
    for made in made {
        match made {
            Ok(of_document) => {
                batches.iter_mut().zip(of_document).for_each(|(all, batch)| all.push(batch));
            }
            Err(failed) => {
                let Failed { file, code, ja, en, .. } = failed;
                errors.add([file, code, ja, en].map(|it| text(Some(it))));
            }
        }
    }
    let given = PyDict::new(py);
    for (name, batches) in names.iter().zip(batches) {
        let schema = crate::program::schema(name)?;
        given.set_item(name, schema.with(batches))?;
    }
    let errors = outside(py, || errors.batch().map_err(Failed::columns("")))?;
    given.set_item("errors", Columns::of(errors))?;
    Ok(given)
}

/// Works on a thread of its own, and stops where the interpreter is told to.
fn interruptible<T: Send>(
    py: Python<'_>,
    work: impl FnOnce(&AtomicBool) -> Result<T, Failed> + Send,
) -> PyResult<T> {
    let stop = AtomicBool::new(false);
    py.detach(|| {
        let (done, ended) = channel::<()>();
        std::thread::scope(|scope| {
            let stop = &stop;
            let worker = scope.spawn(move || {
                // Its end is told however it ends.
                let _done = done;
                Python::attach(|py| outside(py, || work(stop)))
            });
            while let Err(RecvTimeoutError::Timeout) = ended.recv_timeout(LOOK) {
                if let Err(interrupt) = Python::attach(|py| py.check_signals()) {
                    stop.store(true, Ordering::Relaxed);
                    let _ = worker.join();
                    return Err(interrupt);
                }
            }
            let lost = || Failed::internal("", ErrorCode::E902, "no result");
            match worker.join() {
                Ok(made) => made,
                Err(_) => Python::attach(|py| outside(py, || Err(lost()))),
            }
        })
    })
}

fn all(
    many: &Many,
    asked: Asked,
    paths: &[PathBuf],
    stop: &AtomicBool,
) -> Result<Vec<Made>, Failed> {
    let mut all = Vec::new();
    let make = |name: &str, read: Result<Vec<u8>, tenken_cli::Failure>| -> Made {
        // A panic is that of its document.
        let made = std::panic::AssertUnwindSafe(|| of_document(asked, name, &read?));
        std::panic::catch_unwind(made)
            .unwrap_or_else(|_| Err(Failed::internal(name, ErrorCode::E902, "panic")))
    };
    let take = |made: Made| {
        all.push(made);
        Ok(())
    };
    many.each(paths, stop, make, take)
        .map_err(|error| Failed::internal("", ErrorCode::E201, &error.to_string()))?;
    Ok(all)
}

fn of_document(asked: Asked, name: &str, json: &[u8]) -> Made {
    match asked {
        Asked::Tables => {
            let fail = |words: String| Failed::internal(name, ErrorCode::E901, &words);
            grids::cells(name, json).map(|batch| vec![batch]).map_err(fail)
        }
        Asked::Report => {
            let report = document::from_json(name, json)?;
            OF_REPORT.iter().map(|table| document::columns(&report, table)).collect()
        }
    }
}
