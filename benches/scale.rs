//! Cost grows with pages, glyphs and rules as these do, and no faster; memory
//! grows with the file and the results, and with nothing else.
//!
//!     cargo bench --bench scale
//!
//! The PDFs are made here: pages of one ruled table each, and single pages whose
//! table has ever more rows. Processor time on one thread.

#![allow(clippy::print_stdout, reason = "a bench speaks to whoever runs it")]

mod measure;

use measure::{Count, input, least, megabytes, one_thread, peak_of, thread_seconds};
use std::fmt::{self, Display, Write as _};
use std::io;
use std::path::Path;
use std::sync::Arc;
use tenken::Input;

const ROUNDS: usize = 3;

fn main() -> io::Result<()> {
    if let Some(arguments) = measure::peak_wanted() {
        return peak(&arguments);
    }
    if !measure::is_asked() {
        return Ok(());
    }
    pages()?;
    println!();
    one_page()?;
    println!();
    memory()
}

/// A page as people print them.
const ORDINARY: Grid = Grid { rows: 30, cols: 6, pieces: 1 };

fn pages() -> io::Result<()> {
    println!("pages of a ruled table, {ORDINARY}");
    println!(" pages   ms a page   to the row before (1 where growth is linear)");
    let mut before = None;
    for count in [10, 100, 1_000] {
        let input = Input::new("pages.pdf", pdf(&ORDINARY, count));
        let each = seconds(&input)? * 1e3 / f64::from(count);
        println!("{count:6} {each:11.3} {}", ratio(each, &mut before));
    }
    Ok(())
}

fn one_page() -> io::Result<()> {
    println!("one page of ever more rows");
    println!(" glyphs   rule pieces   µs a glyph   to the row before");
    let mut before = None;
    // 10 glyphs a cell: the last page has 100,000, and 51,000 pieces.
    for rows in [50, 150, 500] {
        let grid = Grid { rows, cols: 20, pieces: 4 };
        let input = Input::new("page.pdf", pdf(&grid, 1));
        let each = seconds(&input)? * 1e6 / f64::from(grid.glyphs());
        let (glyphs, pieces) = (grid.glyphs(), grid.rule_pieces());
        println!("{glyphs:7} {pieces:13} {each:12.2} {}", ratio(each, &mut before));
    }
    Ok(())
}

fn memory() -> io::Result<()> {
    println!("peak memory in MB; what comes out is not held");
    println!(" pages   file   results   opened by hayro   tables   beyond the opened file");
    let folder = tempfile::tempdir()?;
    let mut beyond = Vec::new();
    for count in [100, 1_000, 4_000] {
        let bytes = pdf(&ORDINARY, count);
        let file = folder.path().join(format!("{count}.pdf"));
        std::fs::write(&file, &bytes)?;
        let (own, results) = (megabytes(bytes.len()), megabytes(tables(&input(&file)?)?));
        let (Some(opened), Some(peak)) = (peak_of(&file, "open")?, peak_of(&file, "tables")?)
        else {
            println!("skipped: this system does not tell the peak of a process");
            return Ok(());
        };
        let rest = peak - opened;
        println!("{count:6} {own:6.1} {results:9.1} {opened:17.1} {peak:8.1} {rest:24.1}");
        beyond.push((f64::from(count), rest));
    }
    if let [.., few, many] = beyond[..] {
        let growth = (many.1 - few.1) * 1e3 / (many.0 - few.0);
        println!("beyond the opened file it grows by {growth:.1} kB a page");
    }
    Ok(())
}

/// The process whose peak is measured: it reads the tables, or opens the file alone.
fn peak(arguments: &[String]) -> io::Result<()> {
    let [task, file] = arguments else { return Err(io::Error::other("--peak TASK FILE")) };
    match task.as_str() {
        "open" => measure::open(&Arc::new(std::fs::read(file)?)).map(drop)?,
        _ => tables(&input(Path::new(file))?).map(drop)?,
    }
    if let Some(peak) = measure::peak_megabytes() {
        println!("{peak}");
    }
    Ok(())
}

/// Reads the tables as the command does, and counts the bytes that come out.
fn tables(input: &Input) -> io::Result<usize> {
    let mut out = Count::default();
    one_thread()?.install(|| tenken::tables_to(input, &mut out)).map_err(io::Error::other)?;
    Ok(out.0)
}

fn seconds(input: &Input) -> io::Result<f64> {
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let read = || thread_seconds(|| tenken::tables(input));
        let (seconds, result) = one_thread()?.install(read);
        let (json, _) = result.map_err(io::Error::other)?;
        assert!(json.contains("\"ruled\": true"), "no table is found; what is measured?");
        rounds.push(seconds);
    }
    Ok(least(rounds))
}

/// How much a measurement is of the one before it.
fn ratio(now: f64, before: &mut Option<f64>) -> String {
    before.replace(now).map_or(String::new(), |before| format!("{:8.2}", now / before))
}

/// A table that fills its page. Every cell has `CELL`, and every rule under a
/// cell is drawn in some pieces, as spreadsheets draw dotted borders.
struct Grid {
    rows: u32,
    cols: u32,
    pieces: u32,
}

const CELL: &str = "12-3456789";

/// Of a cell, in points.
const WIDTH: u32 = 80;
const HEIGHT: u32 = 16;

impl Grid {
    fn glyphs(&self) -> u32 {
        self.rows * self.cols * 10
    }

    fn rule_pieces(&self) -> u32 {
        (self.rows + 1) * self.cols * self.pieces + self.rows * (self.cols + 1)
    }

    fn content(&self) -> String {
        let mut content = String::new();
        let (piece, top) = (WIDTH / self.pieces, self.rows * HEIGHT);
        for row in 0..=self.rows {
            for at in 0..self.cols * self.pieces {
                let (x, y) = (at * piece, top - row * HEIGHT);
                let _ = writeln!(content, "{x} {y} {piece} 0.5 re f");
            }
        }
        for row in 0..self.rows {
            let y = top - (row + 1) * HEIGHT;
            for col in 0..=self.cols {
                let _ = writeln!(content, "{} {y} 0.5 {HEIGHT} re f", col * WIDTH);
            }
            for col in 0..self.cols {
                let (x, y) = (col * WIDTH + 4, y + 5);
                let _ = writeln!(content, "BT /F 9 Tf {x} {y} Td ({CELL}) Tj ET");
            }
        }
        content
    }
}

impl Display for Grid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "each {} rows × {} columns", self.rows, self.cols)
    }
}

/// A PDF of some pages. Each has content of its own, as it has in a report; a
/// stream that all share would be inflated once.
fn pdf(grid: &Grid, pages: u32) -> Vec<u8> {
    let content = grid.content();
    let kids: String = (0..pages).map(|page| format!("{} 0 R ", 4 + 2 * page)).collect();
    let (width, height) = (grid.cols * WIDTH + 1, grid.rows * HEIGHT + 1);
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Count {pages}/Kids[{kids}]/MediaBox[0 0 {width} {height}]\
             /Resources<</Font<</F 3 0 R>>>>>>"
        ),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    for page in 0..pages {
        objects.push(format!("<</Type/Page/Parent 2 0 R/Contents {} 0 R>>", 5 + 2 * page));
        let length = content.len();
        objects.push(format!("<</Length {length}>>\nstream\n{content}\nendstream"));
    }
    write_objects(&objects)
}

fn write_objects(objects: &[String]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = String::from("0000000000 65535 f \n");
    for (index, object) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).into_bytes());
    }
    let (start, size) = (file.len(), objects.len() + 1);
    let trailer = format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    file.extend(format!("xref\n0 {size}\n{table}{trailer}").into_bytes());
    file
}
