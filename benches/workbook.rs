//! Workbooks: a large one made here, and the model annex in each format.
//!
//!     cargo bench --bench workbook
//!
//! The large one has 100,000 measures in 10 columns, its texts shared as Excel
//! shares them. It should take less than a second and less than 100 MB: by the
//! clock, on all threads of the machine. The time of one thread stands beside it,
//! which a busy machine does not change.

#![allow(clippy::print_stdout, reason = "a bench speaks to whoever runs it")]

mod measure;

use measure::{Count, all_threads, input, least, megabytes, one_thread, peak_of, thread_seconds};
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;
use tenken::{Input, Output};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const ROUNDS: usize = 3;
const ROWS: usize = 100_000;
const HEADERS: [&str; 10] =
    ["体系", "分野", "番号", "施策名", "とりまとめ局", "成果指標", "目標", "実績", "評価", "備考"];

/// What is done with a workbook, from the least to the most.
const TASKS: [&str; 4] = ["text", "tables", "extract", "convert"];

fn main() -> io::Result<()> {
    if let Some(arguments) = measure::peak_wanted() {
        return peak(&arguments);
    }
    if !measure::is_asked() {
        return Ok(());
    }
    large()?;
    println!();
    annex()
}

fn large() -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("large.xlsx");
    std::fs::write(&file, workbook()?)?;
    let input = input(&file)?;
    println!("{ROWS} rows × {} columns, {:.1} MB", HEADERS.len(), megabytes(input.bytes().len()));
    let threads = rayon::current_num_threads();
    println!("task     on 1 thread   on {threads} by the clock   peak MB   result MB");
    // What the process holds before it reads, to tell the peaks by.
    let idle = peak_of(&file, "nothing")?;
    println!("nothing  {:>11} {:>19} {}", "–", "–", or_dash(idle));
    for task in TASKS {
        let (seconds, size) = seconds(task, &input)?;
        let clock = clock(task, &input)?;
        let (peak, size) = (or_dash(peak_of(&file, task)?), megabytes(size));
        println!("{task:8} {seconds:11.2} {clock:19.2} {peak} {size:11.1}");
    }
    Ok(())
}

fn annex() -> io::Result<()> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut files: Vec<PathBuf> = vec![fixtures.join("r6/annex-r6.xlsx")];
    let others = ["xlsm", "xlsb", "xls", "ods"];
    files.extend(others.map(|format| fixtures.join(format!("excel/annex-r6.{format}"))));
    println!("convert of the model annex, 225 measures");
    println!("format         ms   of xlsx");
    let mut first = None;
    for file in files {
        let input = input(&file)?;
        let (seconds, _) = seconds("convert", &input)?;
        let ratio = seconds / *first.get_or_insert(seconds);
        let format = file.extension().unwrap_or_default().to_string_lossy();
        println!("{format:8} {:8.1} {ratio:9.2}", seconds * 1e3);
    }
    Ok(())
}

/// The least processor time of some rounds, and the size of the result.
fn seconds(task: &str, input: &Input) -> io::Result<(f64, usize)> {
    let mut rounds = Vec::new();
    let mut size = 0;
    for _ in 0..ROUNDS {
        let (seconds, result) = one_thread()?.install(|| thread_seconds(|| run(task, input)));
        rounds.push(seconds);
        size = result?;
    }
    Ok((least(rounds), size))
}

/// The least time by the clock of some rounds, on all threads of the machine.
fn clock(task: &str, input: &Input) -> io::Result<f64> {
    let pool = all_threads()?;
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let begin = Instant::now();
        pool.install(|| run(task, input))?;
        rounds.push(begin.elapsed().as_secs_f64());
    }
    Ok(least(rounds))
}

/// Does it, and counts the bytes of the result.
fn run(task: &str, input: &Input) -> io::Result<usize> {
    let mut out = Count(0);
    let done = match task {
        "text" => tenken::plain_text(input).map(|text| out.0 = text.len()),
        "tables" => tenken::tables_to(input, &mut out).map(|_| ()),
        "extract" => tenken::extract(input).map(|_| ()),
        "convert" => {
            tenken::extract(input).and_then(|it| tenken::write_to(&it, Output::Json, &mut out))
        }
        _ => Ok(()),
    };
    done.map_err(io::Error::other)?;
    Ok(out.0)
}

/// The process whose peak is measured.
fn peak(arguments: &[String]) -> io::Result<()> {
    let [task, file] = arguments else { return Err(io::Error::other("--peak TASK FILE")) };
    let input = input(Path::new(file))?;
    all_threads()?.install(|| run(task, &input))?;
    if let Some(peak) = measure::peak_megabytes() {
        println!("{peak}");
    }
    Ok(())
}

fn or_dash(megabytes: Option<f64>) -> String {
    megabytes.map_or(format!("{:>9}", "–"), |it| format!("{it:9.1}"))
}

/// The large workbook: names are all different, the other texts repeat.
fn workbook() -> io::Result<Vec<u8>> {
    let mut strings = Strings::default();
    let mut sheet = String::from(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#,
    );
    let header: String = HEADERS.iter().map(|text| strings.cell(text)).collect();
    let _ = write!(sheet, "<row>{header}</row>");
    for number in 0..ROWS {
        let (field, rating) = (number / 1_000, ["◎", "○", "△", "―"][number % 4]);
        let texts = [
            "くらしのデジタル化".to_owned(),
            format!("分野{}", field + 1),
            format!("{}-{}", field + 1, number % 1_000 + 1),
            format!("デジタル化推進事業その{number}"),
            format!("第{}局", number % 12 + 1),
            "利用者数（累計）".to_owned(),
            format!("{}人", number % 5_000),
        ];
        let cells: String = texts.iter().map(|text| strings.cell(text)).collect();
        let _ = write!(sheet, "<row>{cells}<c><v>{}</v></c>", number % 4_000);
        let _ = write!(sheet, "{}{}</row>", strings.cell(rating), strings.cell("特になし"));
    }
    sheet.push_str("</sheetData></worksheet>");
    archive(&sheet, &strings.part())
}

/// The texts of a workbook, each once.
#[derive(Default)]
struct Strings {
    numbers: std::collections::HashMap<String, usize>,
    items: String,
}

impl Strings {
    fn cell(&mut self, text: &str) -> String {
        let next = self.numbers.len();
        let number = *self.numbers.entry(text.to_owned()).or_insert(next);
        if number == next {
            let _ = write!(self.items, "<si><t>{text}</t></si>");
        }
        format!(r#"<c t="s"><v>{number}</v></c>"#)
    }

    fn part(&self) -> String {
        let items = &self.items;
        format!(
            r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{items}</sst>"#
        )
    }
}

fn archive(sheet: &str, strings: &str) -> io::Result<Vec<u8>> {
    let parts = [
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", PACKAGE_RELATIONS),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", WORKBOOK_RELATIONS),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", strings),
    ];
    let mut archive = ZipWriter::new(io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name, SimpleFileOptions::default())?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

const CONTENT_TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>
</Types>"#;

const PACKAGE_RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>
</Relationships>"#;

const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="別紙" sheetId="1" r:id="rId1"/></sheets></workbook>"#;

const WORKBOOK_RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>
</Relationships>"#;
