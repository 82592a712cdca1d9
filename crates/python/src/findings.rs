//! Findings as rows.

use crate::cells::{Cell, Rows, text};
use crate::{places, schemas};
use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use tenken::wire::{Finding, Source};

/// A row for each finding.
pub(crate) fn findings(source: &Source, all: &[Finding]) -> Result<RecordBatch, ArrowError> {
    let mut rows = Rows::new(schemas::findings());
    for finding in all {
        let mut row: Vec<Cell> = vec![
            text(Some(&source.file)),
            text(Some(&source.sha256)),
            text(Some(&finding.code)),
            text(Some(finding.severity.code())),
            text(Some(&finding.message.ja)),
            text(Some(&finding.message.en)),
            text(finding.measure.as_ref()),
            text(finding.key.as_ref()),
            text(finding.column.as_ref()),
            text(Some(&finding.fingerprint)),
            text(finding.expected.as_ref()),
            text(finding.found.as_ref()),
        ];
        row.extend(places::cells(finding.origin.as_ref()));
        rows.add(row);
    }
    rows.batch()
}
