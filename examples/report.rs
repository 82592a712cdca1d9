//! Reads reports, prints their measures and totals, and what contradicts itself.
//!
//!     cargo run --release --example report fixtures/r6/report-r6.pdf

// A program may speak.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;
use tenken::{Error, Report, Severity};

fn main() -> ExitCode {
    let reader = tenken::Reader::new().pages(2_000);
    let mut code = ExitCode::SUCCESS;
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).map_err(|error| Error::io(&path, error));
        match bytes.and_then(|bytes| reader.report(path.as_str(), bytes)) {
            Ok(report) => print(&report),
            Err(error) => {
                eprintln!("{}: {error}", error.code());
                code = ExitCode::FAILURE;
            }
        }
    }
    code
}

fn print(report: &Report) {
    for measure in &report.measures {
        let bureaus = measure.bureaus.join("、");
        println!("{}\t{:?}\t{bureaus}\t{}", measure.label(), measure.rating, measure.key);
    }
    for total in &report.computed {
        println!("{}: {:?}", total.label, total.counts);
    }
    let errors = report.findings.iter().filter(|it| it.code.severity() == Severity::Error);
    errors.for_each(|finding| println!("{} {}", finding.code, finding.message.en));
}
