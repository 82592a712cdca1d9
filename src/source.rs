//! What is in the file? Bytes become drawings (PDF) or sheets (workbooks).
//!
//! The format is told by content, never by name. This is the only stage that
//! can fail, and the only one that names the libraries which read formats.

pub(crate) mod corrections;
pub(crate) mod fonts;
pub(crate) mod limits;
pub(crate) mod pdf;
pub(crate) mod repair;
pub(crate) mod excel;
mod sniff;

use crate::error::{Error, Kind};
use crate::finding::Finding;
use crate::layout::Layout;
pub(crate) use corrections::Correction;
pub use corrections::Corrections;
pub use limits::Limits;
use sniff::{Content, sniff};
use std::sync::Arc;

/// A document to read: its bytes, and the name by which messages call it.
#[derive(Debug, Clone)]
pub struct Input {
    name: String,
    bytes: Arc<Vec<u8>>,
    limits: Limits,
    password: Option<Password>,
    layouts: Vec<Arc<Layout>>,
    corrections: Option<Arc<Corrections>>,
    progress: Option<Progress>,
}

/// Whom to tell how many pages are read.
#[derive(Clone)]
struct Progress(Arc<dyn Fn(usize, usize) + Send + Sync>);

impl std::fmt::Debug for Progress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

/// A password, which no message and no log shows.
#[derive(Clone)]
struct Password(String);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

impl Input {
    /// Bytes under a name. The name is only repeated, never opened.
    pub fn new(name: impl Into<String>, bytes: Vec<u8>) -> Input {
        Input::shared(name, Arc::new(bytes))
    }

    /// The same with bytes that others hold, too: nothing is copied.
    pub fn shared(name: impl Into<String>, bytes: Arc<Vec<u8>>) -> Input {
        Input {
            name: name.into(),
            bytes,
            limits: Limits::new(),
            password: None,
            layouts: Vec::new(),
            corrections: None,
            progress: None,
        }
    }

    /// At most so many pages, or sheets of a workbook: one with more is an error.
    #[must_use]
    pub fn with_pages_max(self, pages: usize) -> Input {
        Input { limits: self.limits.pages(pages), ..self }
    }

    /// No larger than these.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Input {
        Input { limits, ..self }
    }

    /// Opens it with a password, where it asks for one. OpenDocument is not opened so.
    #[must_use]
    pub fn with_password(self, password: impl Into<String>) -> Input {
        Input { password: Some(Password(password.into())), ..self }
    }

    /// Reads its tables by a layout; of several, by the one whose words its title has.
    #[must_use]
    pub fn with_layout(mut self, layout: Arc<Layout>) -> Input {
        self.layouts.push(layout);
        self
    }

    /// Reads some of its cells as a person corrected them. Each is marked, and a finding
    /// names those that no longer apply.
    #[must_use]
    pub fn with_corrections(self, corrections: Arc<Corrections>) -> Input {
        Input { corrections: Some(corrections), ..self }
    }

    /// Calls `progress` with how many pages of a PDF are read, and of how many, each time
    /// that one is: from several threads at once.
    #[must_use]
    pub fn with_progress(self, progress: impl Fn(usize, usize) + Send + Sync + 'static) -> Input {
        Input { progress: Some(Progress(Arc::new(progress))), ..self }
    }

    /// So many pages are read, of so many.
    pub(crate) fn pages_read(&self, read: usize, pages: usize) {
        if let Some(Progress(call)) = &self.progress {
            call(read, pages);
        }
    }

    /// The corrections given for a document with this fingerprint.
    pub(crate) fn corrections(&self, sha256: &str) -> Vec<Correction> {
        self.corrections.as_ref().map(|it| it.of(sha256, &self.name)).unwrap_or_default()
    }

    /// The layouts given.
    pub(crate) fn layouts(&self) -> &[Arc<Layout>] {
        &self.layouts
    }

    /// The name given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The bytes given.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// An opened document.
pub(crate) enum Raw {
    /// Pages, drawn one by one on demand.
    Pdf(pdf::Pdf),
    /// Sheets, as a person sees them.
    Workbook(Vec<excel::Sheet>),
}

/// The formats that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// PDF.
    Pdf,
    /// Excel 2007 and later, without macros.
    Xlsx,
    /// Excel 2007 and later, with macros (which never run).
    Xlsm,
    /// Excel 97 to 2003.
    Xls,
    /// Excel binary workbook.
    Xlsb,
    /// OpenDocument spreadsheet.
    Ods,
}

impl Format {
    /// The name in the JSON, which is also the usual extension.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Xlsx => "xlsx",
            Format::Xlsm => "xlsm",
            Format::Xls => "xls",
            Format::Xlsb => "xlsb",
            Format::Ods => "ods",
        }
    }
}

/// Opens a document of any format that can be read.
pub(crate) fn open(input: &Input, findings: &mut Vec<Finding>) -> Result<(Format, Raw), Error> {
    let bytes = &input.bytes;
    let size = bytes.len() as u64;
    let fail = |kind| Error::new(&input.name, kind);
    let Limits { bytes: limit, pages: most, cells } = input.limits;
    if size > limit {
        return Err(fail(Kind::TooLarge { bytes: size, limit }));
    }
    let judge = |pages: usize, what| {
        let is_more = pages > most;
        if is_more { Err(fail(Kind::Limit { what, limit: most as u64 })) } else { Ok(()) }
    };
    let password = input.password.as_ref().map(|it| it.0.as_str());
    match sniff(bytes) {
        Content::Empty => Err(fail(Kind::Empty)),
        Content::Pdf => {
            let pdf = pdf::open(bytes, password, findings).map_err(fail)?;
            judge(pdf.page_count(), "pages")?;
            Ok((Format::Pdf, Raw::Pdf(pdf)))
        }
        Content::Zip | Content::Ole => {
            let (format, sheets) =
                excel::open_with(bytes, password, cells, findings).map_err(fail)?;
            judge(sheets.len(), "sheets")?;
            Ok((format, Raw::Workbook(sheets)))
        }
        Content::Other(looks_like) => Err(fail(Kind::Format { looks_like })),
    }
}
