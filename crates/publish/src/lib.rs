//! Open data that a catalogue takes as it is: reports → a package of tables with all that
//! describes them, and back.
//!
//! ```text
//! report.json ─rows─▶ rows ─sinks─▶ CSV, XLSX, … ─describe─▶ datapackage.json, README.md
//!                                     └─verify─▶ what differs from the report, or from the last release
//!                                     └─chart─▶ SVG
//! any CSV or XLSX ─profile─▶ what breaks the rules of Japan's open data
//! ```
//!
//! It reads reports by their JSON, which is the contract, holds one at a time, and writes
//! into a folder beside the one that is asked for, which takes its place when it is whole.

mod cell;
mod tables;
mod report;
mod metadata;
mod codes;
mod rows;
mod sinks;
mod describe;
mod changes;
mod package;
mod verify;
pub mod profile;
mod chart;

pub use cell::{Cell, Kind};
pub use chart::{Level, chart};
pub use metadata::{Described, Licence, Metadata};
pub use package::{Added, Encoding, Made, Options, Package, With};
pub use tables::{Column, Header, Table, Unit};
pub use verify::{Expected, Published, SourceFile, is_package};
