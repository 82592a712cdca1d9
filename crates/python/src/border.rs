//! What goes wrong, on its way to Python: an exception with a code, and never a panic.

use arrow_schema::ArrowError;
use pyo3::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use tenken::{Error, ErrorCode};

/// Why something could not be done.
#[derive(Debug, Clone)]
pub(crate) struct Failed {
    pub(crate) file: String,
    pub(crate) code: String,
    pub(crate) ja: String,
    pub(crate) en: String,
    /// The number of the operating system's error, where it is one.
    pub(crate) errno: Option<i32>,
}

impl Failed {
    /// A bug of this program.
    pub(crate) fn internal(file: &str, code: ErrorCode, words: &str) -> Failed {
        let title = code.title();
        Failed {
            file: file.to_owned(),
            code: code.as_str().to_owned(),
            ja: format!("{}（{words}）", title.ja),
            en: format!("{} ({words})", title.en),
            errno: None,
        }
    }

    /// Columns that are not what their schema says: a bug of this program.
    pub(crate) fn columns(file: &str) -> impl FnOnce(ArrowError) -> Failed {
        move |error| Failed::internal(file, ErrorCode::E901, &error.to_string())
    }

    /// What stands in a row of errors.
    fn raise(self, py: Python<'_>) -> PyErr {
        let Failed { file, code, ja, en, errno } = self;
        let made = py
            .import("tenken._errors")
            .and_then(|module| module.getattr("make"))
            .and_then(|make| make.call1((code, ja, en, file, errno)));
        match made {
            Ok(error) => PyErr::from_value(error),
            Err(error) => error,
        }
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Failed {
        let words = error.words();
        Failed {
            file: error.file().to_owned(),
            code: error.code().as_str().to_owned(),
            ja: words.ja,
            en: words.en,
            errno: None,
        }
    }
}

impl From<tenken_cli::Failure> for Failed {
    fn from(failure: tenken_cli::Failure) -> Failed {
        let tenken_cli::Failure { file, code, ja, en } = failure;
        Failed { file, code, ja, en, errno: None }
    }
}

/// Works without the interpreter's lock; what panics is an error with a code.
///
/// # Errors
///
/// The exception for what the work says.
pub(crate) fn outside<T: Send>(
    py: Python<'_>,
    work: impl FnOnce() -> Result<T, Failed> + Send,
) -> PyResult<T> {
    let done = py.detach(|| catch_unwind(AssertUnwindSafe(work)));
    let done = done.unwrap_or_else(|panic| {
        let words = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied());
        Err(Failed::internal("", ErrorCode::E902, words.unwrap_or("no words")))
    });
    done.map_err(|failed| failed.raise(py))
}
