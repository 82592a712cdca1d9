//! One document: read, checked, or taken apart into its tables.

use crate::border::{Failed, outside};
use crate::columns::Columns;
use crate::program::program;
use crate::{findings, grids, measures, values};
use arrow_array::RecordBatch;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use std::ffi::OsString;
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::PathBuf;
use std::sync::Arc;
use tenken::wire;
use tenken::{Error, ErrorCode, Expectation, Input, Layout, Output, Report};
use tenken_cli::many::{Asked, Isolation, Many, Options};

/// A document as Python hands it over: a name, and its bytes unless the name is a path
/// to them.
#[derive(FromPyObject)]
pub(crate) struct Given(String, Option<PyBackedBytes>);

impl Given {
    /// Its name.
    pub(crate) fn name(&self) -> &str {
        &self.0
    }

    /// Reads it into memory.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Failed> {
        match &self.1 {
            Some(bytes) => Ok(bytes.to_vec()),
            None => tenken_cli::many::bytes_of(&PathBuf::from(&self.0)).map_err(|failure| {
                // Why the system refuses decides which exception it is.
                let errno =
                    std::fs::metadata(&self.0).err().or_else(|| std::fs::File::open(&self.0).err());
                Failed { errno: errno.and_then(|it| it.raw_os_error()), ..failure.into() }
            }),
        }
    }

    fn input(&self, how: &How) -> Result<Input, Failed> {
        let input = Input::new(self.0.clone(), self.bytes()?);
        let input = how.layouts.iter().cloned().fold(input, Input::with_layout);
        let input = match how.pages {
            Some(pages) => input.with_pages_max(pages.get()),
            None => input,
        };
        Ok(match &how.password {
            Some(password) => input.with_password(password.as_str()),
            None => input,
        })
    }
}

/// How documents are read, as Python says it: a dict.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Asking {
    jobs: Option<usize>,
    isolate: Option<bool>,
    limit_time: Option<u64>,
    limit_memory: Option<u64>,
    limit_pages: Option<usize>,
    layouts: Vec<PathBuf>,
    password: Option<String>,
    /// The interpreter, and the folder that holds the module.
    python: Vec<OsString>,
}

impl Asking {
    /// As the command has it.
    ///
    /// # Errors
    ///
    /// A ValueError where a limit is 0.
    pub(crate) fn options(&self) -> PyResult<Options> {
        let zero = |name: &str| PyValueError::new_err(format!("{name} is to be 1 at least"));
        let size = |name: &str, it: Option<usize>| {
            it.map(|it| NonZeroUsize::new(it).ok_or_else(|| zero(name))).transpose()
        };
        let long = |name: &str, it: Option<u64>| {
            it.map(|it| NonZeroU64::new(it).ok_or_else(|| zero(name))).transpose()
        };
        let mut options = Options::default();
        options.jobs = size("jobs", self.jobs)?;
        options.isolation = match self.isolate {
            None => Isolation::Auto,
            Some(true) => Isolation::Always,
            Some(false) => Isolation::Never,
        };
        options.seconds = long("limit_time", self.limit_time)?;
        options.megabytes = long("limit_memory", self.limit_memory)?;
        options.pages = size("limit_pages", self.limit_pages)?;
        options.layouts.clone_from(&self.layouts);
        Ok(options)
    }

    /// Documents read by these options.
    pub(crate) fn many(&self, asked: Asked) -> PyResult<Many> {
        if self.password.is_some() {
            // The command line of a worker is for everybody to see.
            let words = "a document with a password is read in this process: without isolate, limit_time and limit_memory";
            return Err(PyValueError::new_err(words));
        }
        let options = self.options()?;
        Many::new(asked, &options, program(&self.python)).map_err(PyValueError::new_err)
    }

    /// Whether a document is to be read in a process of its own: where that is asked
    /// for, or a limit that only a process of its own can have.
    fn isolates(&self) -> bool {
        let has_limits = self.limit_time.is_some() || self.limit_memory.is_some();
        self.isolate.unwrap_or(has_limits)
    }

    fn how(&self) -> PyResult<How> {
        let pages = self.options()?.pages;
        let layouts = self.layouts.iter().map(|path| {
            let fail =
                |words: String| PyValueError::new_err(format!("{}: {words}", path.display()));
            let text = std::fs::read_to_string(path).map_err(|error| fail(error.to_string()))?;
            Layout::parse(&text).map(Arc::new).map_err(|error| fail(error.message().en))
        });
        let password = self.password.clone();
        Ok(How { pages, password, layouts: layouts.collect::<PyResult<_>>()? })
    }
}

/// How a document is read in this process.
struct How {
    pages: Option<NonZeroUsize>,
    password: Option<String>,
    layouts: Vec<Arc<Layout>>,
}

/// A report that was read.
#[pyclass(frozen, module = "tenken._tenken")]
pub(crate) struct Document(Held);

enum Held {
    /// In this process.
    Here(Box<Report>),
    /// In another: what it printed, and what that says.
    There(String, Box<wire::Report<'static>>),
}

impl Document {
    fn with<T>(&self, of: impl FnOnce(&wire::Report<'_>) -> T) -> T {
        match &self.0 {
            Held::Here(report) => of(&report.to_wire()),
            Held::There(_, report) => of(report),
        }
    }
}

#[pymethods]
impl Document {
    /// A table: `document`, `measures`, `values` or `findings`.
    fn columns(&self, py: Python<'_>, table: &str) -> PyResult<Columns> {
        outside(py, || self.with(|report| columns(report, table)).map(Columns::of))
    }

    /// All of it as JSON.
    fn json(&self, py: Python<'_>) -> PyResult<String> {
        outside(py, || match &self.0 {
            Held::Here(report) => Ok(tenken::write(report, Output::Json)?),
            Held::There(json, _) => Ok(json.clone()),
        })
    }

    /// What stands before the measures, and the totals, as JSON.
    fn head(&self, py: Python<'_>) -> PyResult<String> {
        outside(py, || self.with(head))
    }
}

fn head(report: &wire::Report<'_>) -> Result<String, Failed> {
    let head = serde_json::json!({
        "source": report.source,
        "complete": report.complete,
        "title": report.title,
        "publisher": report.publisher,
        "fiscal_year": report.fiscal_year,
        "legend": report.legend,
        "totals": report.totals,
        "measures": report.measures.len(),
    });
    Ok(head.to_string())
}

/// A table of a report.
pub(crate) fn columns(report: &wire::Report<'_>, table: &str) -> Result<RecordBatch, Failed> {
    let made = match table {
        "measures" => measures::measures(report),
        "values" => values::values(report),
        "findings" => findings::findings(&report.source, &report.findings),
        _ => measures::document(report),
    };
    made.map_err(Failed::columns(&report.source.file))
}

/// The JSON of a report as what it says.
pub(crate) fn from_json(file: &str, json: &[u8]) -> Result<wire::Report<'static>, Failed> {
    serde_json::from_slice(json)
        .map_err(|error| Failed::internal(file, ErrorCode::E901, &error.to_string()))
}

/// Reads a report.
#[pyfunction]
pub(crate) fn read(py: Python<'_>, given: Given, asking: Asking) -> PyResult<Document> {
    if asking.isolates() {
        let many = asking.many(Asked::Report)?;
        return outside(py, || {
            let json = many.one(&given.0, given.bytes()?)?;
            let report = Box::new(from_json(&given.0, &json)?);
            let internal = |it: &dyn std::fmt::Display| {
                Failed::internal(&given.0, ErrorCode::E901, &it.to_string())
            };
            let json = String::from_utf8(json).map_err(|error| internal(&error))?;
            Ok(Document(Held::There(json, report)))
        });
    }
    let how = asking.how()?;
    outside(py, || {
        let report = tenken::extract(&given.input(&how)?)?;
        Ok(Document(Held::Here(Box::new(report))))
    })
}

/// Reads a report and gives its findings, with those of the totals expected.
#[pyfunction]
pub(crate) fn check(
    py: Python<'_>,
    given: Given,
    expect: Option<&str>,
    asking: Asking,
) -> PyResult<Columns> {
    let how = asking.how()?;
    let expected = expect.map(|text| {
        let words = format!("{text}: three counts such as 126/15/28 are expected");
        Expectation::parse(text).ok_or_else(|| PyValueError::new_err(words))
    });
    let expected = expected.transpose()?;
    outside(py, || {
        let mut report = tenken::extract(&given.input(&how)?)?;
        let more = expected.iter().flat_map(|it| it.check(&report)).collect::<Vec<_>>();
        report.findings.extend(more);
        report.findings.sort_by_key(|it| std::cmp::Reverse(it.code.severity()));
        columns(&report.to_wire(), "findings").map(Columns::of)
    })
}

/// The tables of any document, page by page or whole.
#[pyfunction]
pub(crate) fn tables(
    py: Python<'_>,
    given: Given,
    join: bool,
    asking: Asking,
) -> PyResult<Columns> {
    let internal = |words: String| Failed::from(Error::schema(&given.0, words));
    if join && asking.isolates() {
        let words =
            "whole tables are read in this process: join goes without limits of time and memory";
        return Err(PyValueError::new_err(words));
    }
    if asking.isolates() {
        let many = asking.many(Asked::Tables)?;
        return outside(py, || {
            let json = many.one(&given.0, given.bytes()?)?;
            grids::cells(&given.0, &json).map(Columns::of).map_err(internal)
        });
    }
    let how = asking.how()?;
    outside(py, || {
        let input = given.input(&how)?;
        let made = if join {
            grids::of_whole(&given.0, &tenken::joined_tables(&input)?.0)
        } else {
            grids::cells(&given.0, tenken::tables(&input)?.0.as_bytes())
        };
        made.map(Columns::of).map_err(internal)
    })
}
