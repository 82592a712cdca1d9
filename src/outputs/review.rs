//! What a page needs on which a person checks what was read: each page of the document
//! as vectors or as a grid, what became of each of its cells, and beside it the report.
//!
//! The page of the same version reads it and nobody else: it is no contract.

mod at;
mod head;
mod leaf;
mod wire;

pub(crate) use leaf::View;

use super::json::failure;
use crate::error::Kind;
use crate::finding::Message;
use crate::report::{Report, Trace};
use serde::Serialize;

/// A document to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// JSON, one line: title, totals, measures and findings, and where on the pages each
    /// of their values stands.
    pub document: String,
    /// JSON, one line each: the pages of a PDF, or the sheets of a workbook in blocks of
    /// rows.
    pub pages: Vec<String>,
}

/// Prints what was read of a document, and why it is no report where it is none.
pub(crate) fn print(
    report: &Report,
    refused: Option<&Message>,
    trace: &Trace,
    views: &[View],
) -> Result<Review, Kind> {
    let places = at::Places::new(views);
    let document = line(&head::of(report, refused, trace, views, &places))?;
    let mut pages = Vec::new();
    for view in views {
        for page in leaf::pages(view, trace) {
            pages.push(line(&page)?);
        }
    }
    Ok(Review { document, pages })
}

/// JSON on one line.
fn line(value: &impl Serialize) -> Result<String, Kind> {
    serde_json::to_string(value).map_err(failure)
}
