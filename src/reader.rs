//! How documents are read, said once for many.

use crate::error::Error;
use crate::finding::Finding;
use crate::layout::Layout;
use crate::report::Report;
use crate::source::{Input, Limits};
use crate::table::joined::Table;
use std::num::NonZeroUsize;
use std::sync::Arc;

/// Reads documents, all in the same way.
///
/// ```
/// # fn main() -> Result<(), tenken::Error> {
/// # let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/r6/annex-r6.xlsx");
/// # let Ok(bytes) = std::fs::read(path) else { return Ok(()) };
/// # let threads = std::num::NonZeroUsize::MIN;
/// let reader = tenken::Reader::new().pages(500).threads(threads);
/// let report = reader.report("annex-r6.xlsx", bytes)?;
/// assert_eq!(report.measures.len(), 225);
/// # Ok(())
/// # }
/// ```
///
/// Neither time nor memory of a document is bounded here: what takes too much of them
/// can only be ended with its process, and a library starts none. The command reads each
/// document in a process of its own, under limits of both; what a file may ask for is
/// bounded all the same (cells, glyphs, what it inflates to), and [`Reader::limits`] sets
/// lower bounds.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    limits: Limits,
    threads: Option<NonZeroUsize>,
    password: Option<Password>,
    layouts: Vec<Arc<Layout>>,
}

/// Not shown.
#[derive(Clone)]
struct Password(String);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

impl Reader {
    /// A reader without options.
    pub fn new() -> Reader {
        Reader::default()
    }

    /// At most so many pages, or sheets of a workbook: a document with more is an error
    /// (E110).
    #[must_use]
    pub fn pages(self, most: usize) -> Reader {
        Reader { limits: self.limits.pages(most), ..self }
    }

    /// No larger than these; they take the place of those that were given before, pages
    /// included.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Reader {
        Reader { limits, ..self }
    }

    /// On so many threads of its own, in place of those that rayon has for all. What is
    /// read is the same for any number.
    #[must_use]
    pub fn threads(self, threads: NonZeroUsize) -> Reader {
        Reader { threads: Some(threads), ..self }
    }

    /// With a password for PDF, xlsx, xlsm, xlsb and xls, where one asks for it; without
    /// it, and for OpenDocument, such a document is refused (E105).
    #[must_use]
    pub fn password(self, password: impl Into<String>) -> Reader {
        Reader { password: Some(Password(password.into())), ..self }
    }

    /// By a layout; of several, by the one whose words the title of a report has.
    #[must_use]
    pub fn layout(mut self, layout: impl Into<Arc<Layout>>) -> Reader {
        self.layouts.push(layout.into());
        self
    }

    /// Reads a report, as [`extract`](crate::extract) does. Bytes may be a `Vec<u8>`, or
    /// shared.
    ///
    /// # Errors
    ///
    /// When the document can't be opened, or holds no table of measures.
    pub fn report(
        &self,
        name: impl Into<String>,
        bytes: impl Into<Arc<Vec<u8>>>,
    ) -> Result<Report, Error> {
        let input = self.input(name, bytes);
        self.on_threads(|| crate::extract(&input))
    }

    /// The whole tables of any document, as [`joined_tables`](crate::joined_tables) gives
    /// them.
    ///
    /// # Errors
    ///
    /// When the document can't be opened, and where it is a scan without text.
    pub fn tables(
        &self,
        name: impl Into<String>,
        bytes: impl Into<Arc<Vec<u8>>>,
    ) -> Result<(Vec<Table>, Vec<Finding>), Error> {
        let input = self.input(name, bytes);
        self.on_threads(|| crate::joined_tables(&input))
    }

    /// A document with these options, for the functions of this library.
    pub fn input(&self, name: impl Into<String>, bytes: impl Into<Arc<Vec<u8>>>) -> Input {
        let input = Input::shared(name, bytes.into());
        let input = self.layouts.iter().cloned().fold(input, Input::with_layout);
        let input = input.with_limits(self.limits);
        match &self.password {
            Some(password) => input.with_password(password.0.as_str()),
            None => input,
        }
    }

    fn on_threads<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        let pool = |threads: NonZeroUsize| {
            rayon::ThreadPoolBuilder::new().num_threads(threads.get()).build().ok()
        };
        match self.threads.and_then(pool) {
            Some(pool) => pool.install(work),
            // Where the system gives no threads, those that are there do as well.
            None => work(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Limits, Reader};
    use crate::error::ErrorCode;
    use std::num::NonZeroUsize;
    use std::sync::Arc;

    fn bytes() -> Arc<Vec<u8>> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/r6/report-r6.pdf");
        Arc::new(std::fs::read(path).unwrap())
    }

    #[test]
    fn options_hold_for_all_documents() {
        let reader = Reader::new().pages(1);
        let bytes = bytes();
        for _ in 0..2 {
            let error = reader.report("r6", Arc::clone(&bytes)).unwrap_err();
            assert_eq!(error.code(), ErrorCode::E110);
        }
        assert_eq!(reader.tables("r6", bytes).unwrap_err().code(), ErrorCode::E110);
    }

    #[test]
    fn larger_documents_are_refused() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/r6/annex-r6.xlsx");
        let workbook = Arc::new(std::fs::read(path).unwrap());
        let size = workbook.len() as u64;
        let read = |limits: Limits, bytes: &Arc<Vec<u8>>| {
            let reader = Reader::new().limits(limits);
            let read = reader.report("r6", Arc::clone(bytes));
            read.map(|it| it.measures.len()).map_err(|it| it.code().as_str())
        };
        assert_eq!(read(Limits::new().bytes(size), &workbook), Ok(225));
        assert_eq!(read(Limits::new().bytes(size - 1), &workbook), Err("E104"));
        assert_eq!(read(Limits::new().cells(1_000), &workbook), Err("E110"));
        assert_eq!(read(Limits::new().pages(0), &workbook), Err("E110"));
        // A PDF has no cells of its own.
        assert_eq!(read(Limits::new().pages(15).cells(1), &bytes()), Ok(225));
        assert_eq!(read(Limits::new().pages(14), &bytes()), Err("E110"));
    }

    #[test]
    fn a_password_opens_what_asks_for_it_and_is_not_shown() {
        for name in ["user-password-aes-256", "user-password-rc4-128"] {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/file");
            let bytes = Arc::new(std::fs::read(format!("{folder}/{name}.pdf")).unwrap());
            let truth = std::fs::read_to_string(format!("{folder}/{name}.json")).unwrap();
            let truth: serde_json::Value = serde_json::from_str(&truth).unwrap();
            let password = truth.pointer("/password").and_then(|it| it.as_str()).unwrap();
            let open = |reader: Reader| reader.tables(name, Arc::clone(&bytes));
            assert_eq!(open(Reader::new()).unwrap_err().code(), ErrorCode::E105);
            assert_eq!(open(Reader::new().password("x")).unwrap_err().code(), ErrorCode::E105);
            let reader = Reader::new().password(password);
            assert!(!format!("{reader:?}").contains(password));
            assert!(!open(reader).unwrap().0.is_empty(), "{name}");
        }
        let reader = Reader::new().password("asked for by nobody");
        assert_eq!(reader.report("r6", self::bytes()).unwrap().measures.len(), 225);
    }

    #[test]
    fn threads_change_nothing() {
        let bytes = bytes();
        let read = |threads: usize| {
            let reader = Reader::new().threads(NonZeroUsize::new(threads).unwrap());
            let report = reader.report("r6", Arc::clone(&bytes)).unwrap();
            crate::write(&report, crate::Output::Json).unwrap()
        };
        assert!(read(1) == read(3));
    }
}
