//! Prints the tables of any document as text, a table that goes on over pages as one.
//!
//!     cargo run --release --example tables fixtures/joined/browser-rules-across-header-once.pdf

// A program may speak.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;
use tenken::{Error, Reader, Table};

fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: tables FILE");
        return ExitCode::from(2);
    };
    let bytes = std::fs::read(&path).map_err(|error| Error::io(&path, error));
    match bytes.and_then(|bytes| Reader::new().tables(path.as_str(), bytes)) {
        Ok((tables, findings)) => {
            tables.iter().for_each(print);
            findings.iter().for_each(|it| eprintln!("{} {}", it.code, it.message.en));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", error.code());
            ExitCode::from(2)
        }
    }
}

fn print(table: &Table) {
    let Table { rows, cols, .. } = table;
    println!("# {rows} × {cols}: {}", table.captions.join(" / "));
    for cell in &table.cells {
        let text = cell.text.replace('\n', "⏎");
        println!("{}\t{}\t{}×{}\t{text}", cell.row, cell.col, cell.rowspan, cell.colspan);
    }
}
