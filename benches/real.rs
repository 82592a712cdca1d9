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

use measure::{ROUNDS, command_seconds, in_turns, input, interpret, one_thread, seconds_of};
use std::io;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

/// Runs of a command in each round, so that a hundredth of a second, the finest
/// that the kernel tells, is a tenth of a millisecond a run.
const RUNS: u32 = 100;

fn main() -> io::Result<()> {
    if !measure::is_asked() {
        return Ok(());
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/real");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: no ../shared/real beside this clone");
        return Ok(());
    };
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|it| it == "pdf"));
    files.sort();
    println!("the least of {ROUNDS} rounds in turns, processor time in ms");
    println!("                  library                        command");
    println!("file           tables   hayro   ratio (≤ 2)   tables   pdftotext   ratio (< 1)");
    for file in files {
        row(&file)?;
    }
    Ok(())
}

fn row(file: &Path) -> io::Result<()> {
    let input = input(file)?;
    let bytes = Arc::new(input.bytes().to_vec());
    let [ours, hayro] = one_thread()?.install(|| {
        let mut tables = || seconds_of(|| tenken::tables(&input));
        let mut bare = || seconds_of(|| interpret(&bytes));
        in_turns([&mut tables, &mut bare])
    })?;
    print!("{:12}", input.name());
    print!(" {ours:8.2} {hayro:7.2} {:13.2}", ours / hayro);

    let mut tenken = Command::new(env!("CARGO_BIN_EXE_tenken"));
    tenken.args(["tables", "--jobs", "1"]).arg(file);
    let mut pdftotext = Command::new("pdftotext");
    pdftotext.arg(file).arg("-");
    let mut tables = || command_seconds(&mut tenken, RUNS);
    let mut text = || Ok(command_seconds(&mut pdftotext, RUNS).unwrap_or(f64::INFINITY));
    let [ours, theirs] = in_turns([&mut tables, &mut text])?;
    if theirs.is_finite() {
        println!(" {ours:8.2} {theirs:11.2} {:13.2}", ours / theirs);
    } else {
        println!(" {ours:8.2}   skipped: pdftotext is not installed");
    }
    Ok(())
}
