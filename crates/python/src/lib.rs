//! The Python module: documents in, columns out.
//!
//! `python/tenken` is what a person imports; this is what it calls. Nothing here
//! holds the interpreter's lock while a document is read, and no panic leaves it:
//! each function that works goes through [`border::outside`].

mod border;
mod cells;
mod columns;
mod comparison;
mod document;
mod findings;
mod fiscal;
mod grids;
mod many;
mod measures;
mod objects;
mod places;
mod program;
mod schemas;
mod values;

#[pyo3::pymodule]
mod _tenken {
    #[pymodule_export]
    use super::columns::Columns;
    #[pymodule_export]
    use super::comparison::compare;
    #[pymodule_export]
    use super::document::{Document, check, read, tables};
    #[pymodule_export]
    use super::many::read_many;
    #[pymodule_export]
    use super::program::{is_japanese, run, schema};

    /// The version of the program.
    #[pymodule_export]
    #[allow(non_upper_case_globals, reason = "as Python spells it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
