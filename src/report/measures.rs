//! Records of the annex → measures, with their indicators, values and ratings.
//!
//! A record is the rows of one measure: those that share its number or its name, or
//! that go on below it with another indicator or another kind of value.

mod reader;
mod record;

use super::groups::Groups;
use super::{Group, Measure, Pillar, Trace};
use crate::annex::{AnnexTable, Context};
use crate::finding::{Code, Finding, Message};
use crate::table::Row;
use crate::value::Legend;
use rayon::prelude::*;
use reader::Reader;
use record::Record;
use std::collections::HashMap;

/// Reads every measure of every table, in order. What is known beforehand is the plan,
/// the legend, the notes below the tables, and the rest.
pub(super) fn read(
    tables: Vec<AnnexTable>,
    (structure, legend, notes, context): (&[Pillar], &Legend, &str, &Context),
    findings: &mut Vec<Finding>,
    mut trace: Option<&mut Trace>,
) -> Vec<Measure> {
    let (year, is_traced) = (context.year, trace.is_some());
    let mut measures: Vec<Measure> = Vec::new();
    let mut groups = Groups::new(structure, &tables, context);
    for (number, AnnexTable { roles, mut table }) in tables.into_iter().enumerate() {
        let of_rows = groups.of(&table, &roles, findings);
        let rows = std::mem::take(&mut table.rows);
        let records = record::of_rows(rows, of_rows, &roles, year);
        let reader = Reader::new(&roles, legend, year, &records).with_notes(notes);
        let read = |record: Record| {
            let mut findings = Vec::new();
            let measure = reader.measure(&record, &mut findings);
            if measure.is_none() {
                findings.extend(record.rows.iter().filter_map(unread));
            }
            (measure, findings, is_traced.then_some(record.rows))
        };
        measures.reserve(records.len());
        let mut records = records.into_iter();
        loop {
            let batch: Vec<Record> = records.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                break;
            }
            let read: Vec<_> = batch.into_par_iter().map(read).collect();
            for (measure, found, rows) in read {
                if let (Some(trace), Some(_), Some(rows)) = (&mut trace, &measure, &rows) {
                    trace.record(number, measures.len(), rows);
                }
                measures.extend(measure);
                findings.extend(found);
            }
        }
    }
    give_keys(&mut measures);
    measures
}

/// How many records are read at a time: enough to keep threads busy, few enough that
/// the measures of a large table do not lie in memory twice.
const BATCH: usize = 4096;

/// Gives each measure a key of its own: what it stands under, and its number or its
/// name; where several have the same, they are counted.
fn give_keys(measures: &mut [Measure]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for measure in measures {
        let mut parts: Vec<&str> = measure.groups.iter().map(|it| it.name.as_str()).collect();
        parts.push(measure.label());
        let key = parts.join("/");
        let count = seen.entry(key.clone()).or_default();
        *count += 1;
        measure.key = if *count == 1 { key } else { format!("{key}#{count}") };
    }
}

/// Says what a row holds that is no measure: nothing may vanish unsaid.
fn unread(row: &Row) -> Option<Finding> {
    let found = Some(row.said()).filter(|said| !said.is_empty())?;
    let message = Message::new(
        "番号も施策名もない行は、施策として読みませんでした。",
        "a row without number and name was not read as a measure",
    );
    let finding = Finding::new(Code::P910, message).at(Some(row.place.clone()));
    Some(Finding { found: Some(found), ..finding })
}
