//! The command: arguments in, exit code out. Everything else is the library's.

mod arguments;
mod batch;
mod check;
mod explain;
mod help;
mod isolation;
mod screen;
mod speech;
mod task;
mod terminal;
mod valid;
mod verbs;

use std::process::ExitCode;

fn main() -> ExitCode {
    verbs::run()
}
