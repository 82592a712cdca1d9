//! Takes the JSON of `tenken convert` back, and prints the actual values in it.
//!
//!     tenken convert fixtures/r6/report-r6.pdf | cargo run --features serde --example read_json

// A program may speak.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::io::Read;
use std::process::ExitCode;
use tenken::wire::Report;

fn main() -> ExitCode {
    let mut json = String::new();
    if let Err(error) = std::io::stdin().read_to_string(&mut json) {
        eprintln!("stdin: {error}");
        return ExitCode::from(2);
    }
    match serde_json::from_str::<Report<'_>>(&json) {
        Ok(report) => {
            print(&report);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("it is no report: {error}");
            ExitCode::from(2)
        }
    }
}

fn print(report: &Report<'_>) {
    report.measures.for_each(|measure| {
        let values = measure.indicators.iter().flat_map(|it| &it.values);
        for value in values.filter(|it| it.role == "actual") {
            let numbers = value.parts.iter().filter_map(|it| it.number);
            let numbers: Vec<String> = numbers.map(|it| it.0.to_string()).collect();
            println!("{}\t{}\t{}", measure.key, value.text, numbers.join(" "));
        }
    });
}
