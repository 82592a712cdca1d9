//! The command: arguments in, exit code out. Everything else is the library's.

mod arguments;
mod batch;
mod speech;
mod valid;
mod verbs;

use std::process::ExitCode;

fn main() -> ExitCode {
    verbs::run()
}
