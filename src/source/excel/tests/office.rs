//! Agreement with LibreOffice: what it shows in each cell of our fixtures is what we
//! read, cell by cell, or the reason why not is listed.
//!
//! It runs where `soffice` is installed, once for all files, and says so where it is
//! not.

use super::fixture;
use crate::place::{Place, Range};
use crate::source::excel::text::tidy;
use std::path::Path;
use std::process::{Command, Stdio};

/// Cells that LibreOffice shows otherwise, with the reason.
const OTHERWISE: [(&str, &str); 4] = [
    ("looks 非表示!A5", "a merge whose first row is hidden: its text is seen in the next one"),
    ("looks 非表示!A6", "the same"),
    ("boxes 別紙!D4", "the text of a shape, which CSV leaves out"),
    ("boxes 別紙!E6", "the same"),
];

/// Whether a text is what another one leaves when some of its characters go: those that
/// are hidden or struck through, which CSV shows.
fn is_left_of(own: &str, shown: &str) -> bool {
    let mut shown = shown.chars();
    own.chars().all(|c| shown.any(|other| other == c))
}

/// Every sheet as CSV: parted by commas, in UTF-8, each cell as it is shown.
const FILTER: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1";

/// The rows of a CSV whose cells may be quoted and hold line ends.
fn rows(csv: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut is_quoted = false;
    let mut characters = csv.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if is_quoted && characters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    row.push(cell);
    rows.push(row);
    rows
}

/// Converts files to CSV in a folder; none where there is no soffice.
fn convert(files: &[String], folder: &Path) -> Option<()> {
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let status = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", FILTER, "--outdir"])
        .arg(folder)
        .args(files)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .ok()?;
    status.success().then_some(())
}

#[test]
fn what_libreoffice_shows() {
    let fixtures = format!("{}/fixtures/excel", env!("CARGO_MANIFEST_DIR"));
    // Of the other formats, LibreOffice wrote two itself, and one has the same parts.
    let names = ["looks", "printed", "shapes", "boxes"];
    let files: Vec<String> = names.iter().map(|name| format!("{fixtures}/{name}.xlsx")).collect();
    let folder = tempfile::tempdir().unwrap();
    if convert(&files, folder.path()).is_none() {
        println!("skipped: there is no soffice");
        return;
    }
    let mut compared = 0;
    for name in names {
        let (_, sheets, findings) = fixture(&format!("excel/{name}.xlsx"));
        for sheet in &sheets {
            let csv = folder.path().join(format!("{name}-{}.csv", sheet.name));
            let shown = rows(&std::fs::read_to_string(csv).unwrap());
            let left_out: Vec<Range> = findings
                .iter()
                .filter_map(|finding| match &finding.place {
                    Some(Place::Sheet { sheet: at, range }) if *at == sheet.name => Some(*range),
                    _ => None,
                })
                .collect();
            for (row, cells) in (0..).zip(&shown) {
                for (col, text) in (0..).zip(cells) {
                    let at = Range { row, col, last_row: row, last_col: col };
                    let place = format!("{name} {}!{at}", sheet.name);
                    let own = sheet.cells.iter().find(|it| (it.row, it.col) == (row, col));
                    let own = own.map_or("", |cell| &*cell.text);
                    compared += usize::from(!own.is_empty());
                    let is_told = left_out.iter().any(|range| range.intersection(&at).is_some());
                    let is_listed = OTHERWISE.iter().any(|(listed, _)| *listed == place);
                    assert!(
                        own == tidy(text) || is_told && is_left_of(own, text) || is_listed,
                        "{place}: {own:?}, LibreOffice {text:?}"
                    );
                }
            }
        }
    }
    assert!(compared > 300, "{compared} cells");
}
