//! What stands beside the tables and says what they are: `datapackage.json`, `README.md`,
//! and what catalogues and Datasette want.

mod catalogue;
mod datapackage;
mod datasette;
mod readme;

use crate::codes::Used;
use crate::metadata::{Described, lacks};
use crate::package::{Added, Options, With};
use crate::report::{self, Report};
use crate::tables::Table;
use datapackage::Descriptor;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;
use tenken::Error;

/// What is kept of a report until the package is whole.
#[derive(Debug, Clone)]
pub(crate) struct Summary {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) plan: String,
    pub(crate) year: Option<i32>,
    pub(crate) period: Option<String>,
    pub(crate) file: String,
    pub(crate) sha256: String,
    pub(crate) measures: usize,
    pub(crate) complete: bool,
    /// What was not read, in Japanese; empty for a report that was read whole.
    pub(crate) losses: Vec<String>,
}

/// Losses that a README tells one by one.
const LOSSES: usize = 10;

impl Summary {
    pub(crate) fn new(report: &Report, added: &Added) -> Summary {
        let lost =
            report::losses(report).take(LOSSES).map(|it| format!("{} {}", it.code, it.message.ja));
        Summary {
            id: added.id.clone(),
            title: report.title.clone(),
            plan: added.plan.clone(),
            year: added.year,
            period: report.fiscal_year.as_ref().map(|it| it.period.clone()),
            file: crate::rows::file_name(&report.source.file).to_owned(),
            sha256: report.source.sha256.clone(),
            measures: report.measures.len(),
            complete: report.complete,
            losses: if report.complete { Vec::new() } else { lost.collect() },
        }
    }
}

/// All that is said about a package.
pub(crate) struct About<'a> {
    pub(crate) metadata: &'a Described,
    pub(crate) options: &'a Options,
    pub(crate) title: &'a str,
    pub(crate) reports: &'a [Summary],
    /// Those that are there, in their order.
    pub(crate) tables: Vec<Table>,
    pub(crate) rows: &'a BTreeMap<Table, usize>,
    pub(crate) ratings: &'a BTreeMap<String, usize>,
    pub(crate) used: &'a Used,
    /// Characters that the encoding of the CSV could not hold.
    pub(crate) lost: Vec<char>,
    pub(crate) has_workbook: bool,
}

impl About<'_> {
    fn is_complete(&self) -> bool {
        self.reports.iter().all(|it| it.complete)
    }

    /// From the first day of the first year to the last of the last.
    fn period(&self) -> Option<String> {
        let mut periods =
            self.reports.iter().filter_map(|it| it.period.as_deref()?.split_once('/'));
        let (mut first, mut last) = periods.next()?;
        for (begin, end) in periods {
            (first, last) = (first.min(begin), last.max(end));
        }
        Some(format!("{first}/{last}"))
    }

    /// What it is, in a sentence.
    fn description(&self) -> String {
        self.metadata.description.clone().unwrap_or_else(|| {
            let measures: usize = self.reports.iter().map(|it| it.measures).sum();
            let reports = match self.reports {
                [report] => format!("「{}」", report.title),
                reports => format!("{}件の報告書", reports.len()),
            };
            format!("{reports}の施策（{measures}件）の成果指標、目標、実績、評価をデータにしたものです。")
        })
    }

    /// 「出典：…」, as the licences ask for it, and the statement that it was reworked.
    fn attribution(&self) -> [String; 2] {
        let Described { publisher, source_url, license, .. } = self.metadata;
        let titles: Vec<String> = match self.reports {
            [report] => vec![format!("「{}」", report.title)],
            _ => vec![format!("「{}」", self.title)],
        };
        let titles = titles.concat();
        [
            format!(
                "出典：{titles}（{publisher}）（{source_url}）、{}（{}）",
                license.name(),
                license.url()
            ),
            format!("{titles}（{publisher}）（{source_url}）を加工して作成"),
        ]
    }
}

/// The title of a package: as given, that of its one report, or that of its one plan.
pub(crate) fn title(
    metadata: &Described,
    reports: &[Summary],
    name: &str,
) -> Result<String, Error> {
    if let Some(title) = &metadata.title {
        return Ok(title.clone());
    }
    let plans =
        |first: &Summary| reports.iter().all(|it| it.plan == first.plan && !it.plan.is_empty());
    let years = || reports.iter().filter_map(|it| it.year);
    match reports {
        [report] if !report.title.is_empty() => Ok(report.title.clone()),
        [first, ..] if plans(first) && years().count() == reports.len() => {
            let (from, to) = (years().min().unwrap_or_default(), years().max().unwrap_or_default());
            Ok(format!("{}（{from}年度～{to}年度）", first.plan))
        }
        _ => {
            // Asked for as all that is missing is.
            let title = (
                "title",
                "表題（報告書にないか、報告書ごとに違います）",
                "the title: the report has none, or the reports none in common",
            );
            Err(lacks(name, &[title]))
        }
    }
}

/// By what a folder is known as a package.
pub(crate) const DESCRIPTOR: &str = "datapackage.json";

/// The files that describe a package and are made of its description alone.
pub(crate) const BESIDE: [(&str, Option<With>); 5] = [
    ("README.md", None),
    ("metadata.json", Some(With::Sqlite)),
    ("dataset.jsonld", Some(With::Jsonld)),
    ("ckan.json", Some(With::Ckan)),
    ("opendata-list.csv", Some(With::List)),
];

/// What such a file holds.
pub(crate) enum Text {
    Json(serde_json::Value),
    Csv(Vec<u8>),
    Words(String),
}

/// What one of [`BESIDE`] says.
pub(crate) fn beside(name: &str, about: &About<'_>, files: &[File]) -> io::Result<Text> {
    Ok(match name {
        "metadata.json" => Text::Json(datasette::metadata(about)),
        "dataset.jsonld" => Text::Json(catalogue::jsonld(about, files)),
        "ckan.json" => Text::Json(catalogue::ckan(about, files)),
        "opendata-list.csv" => Text::Csv(catalogue::list(about, files)?),
        _ => Text::Words(readme::write(about, files)?),
    })
}

/// Writes all of it into the folder of the package.
pub(crate) fn write(folder: &Path, about: &About<'_>) -> io::Result<()> {
    let files = files(about, |path| {
        let place = folder.join(path);
        place.is_file().then(|| fingerprint(&place)).transpose()
    })?;
    for (name, with) in BESIDE {
        if with.is_some_and(|it| !about.options.with.contains(&it)) {
            continue;
        }
        match beside(name, about, &files)? {
            Text::Json(json) => write_json(folder, name, &json)?,
            Text::Csv(bytes) => fs::write(folder.join(name), bytes)?,
            Text::Words(words) => fs::write(folder.join(name), words)?,
        }
    }
    write_json(folder, DESCRIPTOR, &Descriptor(about, &files))
}

fn write_json(folder: &Path, name: &str, value: &impl serde::Serialize) -> io::Result<()> {
    let mut out = crate::sinks::create(folder, name)?;
    serde_json::to_writer_pretty(&mut out, value)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// A file with data, as catalogues ask for it.
#[derive(Debug, Clone)]
pub(crate) struct File {
    /// Below the folder.
    pub(crate) path: String,
    pub(crate) title: String,
    pub(crate) description: String,
    /// `CSV`, `XLSX`, …
    pub(crate) format: &'static str,
    pub(crate) mediatype: &'static str,
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
    /// The table whose rows it has, and no others.
    pub(crate) table: Option<Table>,
}

/// The files with data, tables first; `sized` tells length and SHA-256 of those that are
/// there.
pub(crate) fn files(
    about: &About<'_>,
    sized: impl Fn(&str) -> io::Result<Option<(u64, String)>>,
) -> io::Result<Vec<File>> {
    let mut files = Vec::new();
    let mut add = |path: String, table: Option<Table>, title: &str, description: &str| {
        let Some((bytes, sha256)) = sized(&path)? else { return Ok(()) };
        let (format, mediatype) = match path.rsplit('.').next().unwrap_or_default() {
            "csv" => ("CSV", "text/csv"),
            "xlsx" => ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            "jsonl" => ("JSONL", "application/x-ndjson"),
            "parquet" => ("PARQUET", "application/vnd.apache.parquet"),
            "sqlite" => ("SQLITE", "application/vnd.sqlite3"),
            _ => ("JSON", "application/json"),
        };
        let (title, description) = (title.to_owned(), description.to_owned());
        files.push(File { path, title, description, format, mediatype, bytes, sha256, table });
        io::Result::Ok(())
    };
    for table in &about.tables {
        let path = format!("{}.csv", table.name());
        add(path, Some(*table), table.title(), table.description())?;
    }
    let table = Table::Measures;
    let words = format!("{}（Excel。列の説明とコード一覧のシート付き）", table.description());
    add("measures.xlsx".to_owned(), Some(table), table.title(), &words)?;
    for extension in ["jsonl", "parquet"] {
        for table in &about.tables {
            let path = format!("{}.{extension}", table.name());
            add(path, Some(*table), table.title(), table.description())?;
        }
    }
    add("data.sqlite".to_owned(), None, "全ての表（SQLite）", "全ての表を収めたデータベース。")?;
    add(
        "rs-3-1.csv".to_owned(),
        None,
        "目標・実績（RSシステム形式）",
        "国の行政事業レビュー「3-1 効果発現経路_目標・実績」と同じ見出しの表。",
    )?;
    add(
        "report.json".to_owned(),
        None,
        "報告書全体（JSON）",
        "表・出所の座標・指摘を含む読み取り結果の全体。",
    )?;
    for report in about.reports {
        let path = format!("reports/{}.json", report.id);
        add(path, None, &format!("{}（JSON）", report.title), "読み取り結果の全体。")?;
    }
    Ok(files)
}

/// How long a file is, and its SHA-256.
pub(crate) fn fingerprint(place: &Path) -> io::Result<(u64, String)> {
    let (mut file, mut digest) = (fs::File::open(place)?, Sha256::new());
    let (mut buffer, mut bytes) = (vec![0; 1 << 16], 0);
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        digest.update(buffer.get(..read).unwrap_or_default());
        bytes += read as u64;
    }
    Ok((bytes, digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()))
}
