//! The model report, from bytes to validated JSON, and beside it what the PDF
//! costs at the least: hayro drawing the same pages on a device that does
//! nothing. Processor time on one thread, in turns.
//!
//!     cargo bench --bench model_report

#![allow(clippy::print_stdout, reason = "a bench speaks to whoever runs it")]

mod measure;

use measure::{ROUNDS, in_turns, input, interpret, one_thread, seconds_of};
use std::io;
use std::path::Path;
use std::sync::Arc;
use tenken::{Input, Output};

fn main() -> io::Result<()> {
    if !measure::is_asked() {
        return Ok(());
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/r6");
    let report = input(&folder.join("report-r6.pdf"))?;
    let workbook = input(&folder.join("annex-r6.xlsx"))?;
    let bytes = Arc::new(report.bytes().to_vec());
    let [pdf, sheet, bare] = one_thread()?.install(|| {
        in_turns([
            &mut || seconds_of(|| convert(&report)),
            &mut || seconds_of(|| convert(&workbook)),
            &mut || seconds_of(|| interpret(&bytes)),
        ])
    })?;
    println!("the least of {ROUNDS} rounds in turns, processor time in ms");
    println!("convert report-r6.pdf   {pdf:6.1}");
    println!("convert annex-r6.xlsx   {sheet:6.1}");
    println!("hayro alone             {bare:6.1}");
    println!("ratio of the PDF        {:6.2} (< 2)", pdf / bare);
    Ok(())
}

fn convert(input: &Input) -> Result<String, tenken::Error> {
    tenken::extract(input).and_then(|report| tenken::write(&report, Output::Json))
}
