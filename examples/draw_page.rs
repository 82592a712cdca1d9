//! Draws one page of a PDF as SVG on stdout; `scripts/draw-page` calls it.
//!
//!     cargo run --release --example draw_page FILE PAGE

// A program may speak.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;
use tenken::Input;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, page] = arguments.as_slice() else {
        eprintln!("usage: draw_page FILE PAGE");
        return ExitCode::from(2);
    };
    match draw(file, page) {
        Ok(svg) => {
            print!("{svg}");
            ExitCode::SUCCESS
        }
        Err(words) => {
            eprintln!("error: {words}");
            ExitCode::from(2)
        }
    }
}

fn draw(file: &str, page: &str) -> Result<String, String> {
    let page = page.parse().map_err(|_| format!("{page} is no page number"))?;
    let bytes = std::fs::read(file).map_err(|error| format!("{file}: {error}"))?;
    tenken::draw_page(&Input::new(file, bytes), page).map_err(|error| error.to_string())
}
