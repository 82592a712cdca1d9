//! A document → its tables.

mod explained;
mod xlsx;

use super::convert::guarded;
use super::{Made, Outcome, Sink, Stop, ToSink, checked};
use crate::arguments::tables::{Tables, TablesFormat};
use crate::speech::Speech;
use crate::valid;
use std::slice;
use tenken::{Error, Input, TableFormat};

/// Prints the tables of a document: a result for each table as CSV, else one.
pub(super) fn tables(
    asked: &Tables,
    speech: &Speech,
    input: &Input,
    sink: &mut Sink<'_>,
) -> Result<Made, Stop> {
    if asked.explain {
        let all = tenken::explain_tables(input)?;
        sink(0, explained::text(input.name(), &all, speech).as_bytes())?;
        return Ok(Made { outcome: Outcome::Clean, words: Vec::new(), summary: None });
    }
    let findings = if asked.is_raw() {
        let out = valid::Checked::tables(ToSink(sink, 0));
        checked(out, input.name(), |out| tenken::tables_to(input, out))?
    } else {
        let read = if asked.join { tenken::joined_tables } else { tenken::page_tables };
        let (tables, findings) = read(input)?;
        let name = input.name();
        let print = |tables, format| tenken::write_tables(&[(name, tables)], format);
        match asked.format {
            TablesFormat::Json => {
                let text = print(&tables, TableFormat::Json)?;
                valid::joined_tables(&text).map_err(|words| Error::schema(name, words))?;
                sink(0, text.as_bytes())?;
            }
            TablesFormat::Csv => {
                for (number, table) in (0..).zip(&tables) {
                    let text = print(slice::from_ref(table), TableFormat::Csv)?;
                    sink(number, &guarded(text.into_bytes(), asked.style())?)?;
                }
            }
            TablesFormat::Xlsx => {
                let bytes = xlsx::workbook(&tables).map_err(|error| Error::schema(name, error))?;
                sink(0, &bytes)?;
            }
            TablesFormat::Html => sink(0, print(&tables, TableFormat::Html)?.as_bytes())?,
            TablesFormat::Markdown => sink(0, print(&tables, TableFormat::Markdown)?.as_bytes())?,
        }
        findings
    };
    let words = findings.iter().map(|finding| speech.finding(finding)).collect();
    Ok(Made { outcome: Outcome::Clean, words, summary: None })
}
