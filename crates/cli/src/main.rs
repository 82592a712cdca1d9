//! The command: arguments in, exit code out. Everything else is the library's.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(tenken_cli::run(tenken_cli::Line::of_process()))
}
