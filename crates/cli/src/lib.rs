//! The command as a function, for the program `tenken` and for whatever else carries
//! it, and the reading of many documents under limits, as the command does it.
//!
//! No promise is made about this library: it serves the packages of this project.

mod arguments;
mod batch;
mod check;
mod explain;
mod help;
mod isolation;
mod line;
pub mod many;
mod review;
mod publish;
mod screen;
mod speech;
mod task;
mod terminal;
mod valid;
mod verbs;

pub use line::{Line, Program};
pub use speech::of_locale;
pub use task::Failure;

/// Does what a command line asks for, and gives the exit code. Data went to stdout
/// then, and words to stderr.
pub fn run(line: Line) -> u8 {
    verbs::run(line)
}
