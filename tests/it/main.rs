//! The tests from outside: files in, published results out.
//!
//! One binary, so that the library is linked once. `UPDATE=1 cargo test`
//! rewrites what is kept as a reference; read the difference before you commit.

// What the lints forbid in the library is how a test fails or explains itself.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod harness;
mod truth;
mod model_report;
mod checks;
mod family;
mod layouts;
mod reads_back;
mod real;
mod command;
mod joined;
mod flat;
mod governed;
mod ci;
mod publish;
mod batch;
mod stopping;
mod hostile;
mod bombs;
mod faults;
mod contract;
mod schema_rules;
mod browser;
mod review;
mod corrected;
mod witness;
mod unreadable;
mod workbooks;
mod tidy;
mod manual;
mod examples;
