//! Published files, read in place: what `tenken tables` costs, as ratios.
//!
//!     cargo bench --bench real
//!
//! Beside the library stands hayro drawing the same pages on a device that does
//! nothing, each on one thread: what the PDF costs at the least. Beside the
//! command stands `pdftotext`, which reads characters and no tables, each as a
//! process with its start. All is processor time, in turns.

#![allow(clippy::print_stdout, reason = "a bench speaks to whoever runs it")]

mod measure;

use measure::{command_seconds, input, interpret, least, one_thread, thread_seconds};
use std::io;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use tenken::Input;

const ROUNDS: usize = 7;

/// Runs of a command in each round, so that a hundredth of a second is little.
const RUNS: u32 = 20;

fn main() -> io::Result<()> {
    if !measure::is_asked() {
        return Ok(());
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: no ../shared/real beside this clone");
        return Ok(());
    };
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|it| it == "pdf"));
    files.sort();
    println!("the least of {ROUNDS} rounds in turns, processor time in ms");
    println!("                  library                        command");
    println!("file          tables   hayro   ratio (≤ 2)   tables   pdftotext   ratio (< 1)");
    for file in files {
        row(&file)?;
    }
    Ok(())
}

fn row(file: &Path) -> io::Result<()> {
    let input = input(file)?;
    let (mut ours, mut hayro) = (Vec::new(), Vec::new());
    one_thread()?.install(|| -> io::Result<()> {
        let bytes = Arc::new(input.bytes().to_vec());
        for _ in 0..ROUNDS {
            ours.push(tables(&input)?);
            let (seconds, pages) = thread_seconds(|| interpret(&bytes));
            pages?;
            hayro.push(seconds);
        }
        Ok(())
    })?;
    let (ours, hayro) = (least(ours) * 1e3, least(hayro) * 1e3);
    print!("{:12}", input.name());
    print!(" {ours:7.1} {hayro:7.1} {:13.2}", ours / hayro);

    let mut tenken = Command::new(env!("CARGO_BIN_EXE_tenken"));
    tenken.args(["tables", "--jobs", "1"]).arg(file);
    let mut pdftotext = Command::new("pdftotext");
    pdftotext.arg(file).arg("-");
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(command_seconds(&mut tenken, RUNS)?);
        theirs.extend(command_seconds(&mut pdftotext, RUNS).ok());
    }
    let (ours, theirs) = (least(ours) * 1e3, least(theirs) * 1e3);
    if theirs.is_finite() {
        println!(" {ours:8.1} {theirs:11.1} {:13.2}", ours / theirs);
    } else {
        println!(" {ours:8.1}   skipped: pdftotext is not installed");
    }
    Ok(())
}

fn tables(input: &Input) -> io::Result<f64> {
    let (seconds, result) = thread_seconds(|| tenken::tables(input));
    result.map_err(io::Error::other)?;
    Ok(seconds)
}
