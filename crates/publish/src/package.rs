//! A package that is being made: reports go in one by one, and what is made of them stands
//! in its place whole, or not at all.

mod clash;
mod place;

use crate::changes::{self, Comparison};
use crate::codes::{self, List, Used};
use crate::describe::{self, About, Summary};
use crate::metadata::Described;
use crate::report::{self, Report, refused};
use crate::rows::{self, Of};
use crate::sinks::{Csv, Jsonl, Lost, Rs, Sheet, Sink, Xlsx, explained};
use crate::tables::{Header, Table};
pub(crate) use clash::Clashes;
use place::Place;
pub(crate) use place::files as all_files;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use tenken::{Code, Error, ErrorCode, Finding, Message};

/// How the tables are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The language of their headers.
    pub header: Header,
    /// How their characters are written.
    pub encoding: Encoding,
    /// What is added to the usual files.
    pub with: BTreeSet<With>,
    /// Whether a report that was not read whole is published all the same, and said to be so.
    pub allow_incomplete: bool,
}

/// How the characters of a CSV are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with a byte order mark so that Excel knows it.
    Utf8 {
        /// Whether the mark stands in front.
        bom: bool,
    },
    /// Code page 932 (Shift_JIS as Windows has it).
    Cp932,
}

/// What a package has where it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum With {
    /// `report.json`: the whole report.
    Report,
    /// `findings.csv`
    Findings,
    /// `totals.csv`
    Totals,
    /// The tables as Parquet.
    Parquet,
    /// The tables as SQLite, with metadata for Datasette.
    Sqlite,
    /// The tables as JSON Lines.
    Jsonl,
    /// `dataset.jsonld`: the data set for search engines.
    Jsonld,
    /// `rs-3-1.csv`: the header of the ministries' table.
    Rs,
    /// `opendata-list.csv`: its rows of the オープンデータ一覧.
    List,
    /// `ckan.json`: data set, resources and data dictionary for CKAN.
    Ckan,
}

impl With {
    /// All of them, under their names on the command line.
    pub const ALL: [(&'static str, With); 10] = [
        ("report.json", With::Report),
        ("findings.csv", With::Findings),
        ("totals.csv", With::Totals),
        ("parquet", With::Parquet),
        ("sqlite", With::Sqlite),
        ("jsonl", With::Jsonl),
        ("jsonld", With::Jsonld),
        ("rs", With::Rs),
        ("list", With::List),
        ("ckan", With::Ckan),
    ];

    /// The one of a name.
    pub fn named(name: &str) -> Option<With> {
        let name = name.trim();
        With::ALL.into_iter().find(|it| it.0 == name).map(|it| it.1)
    }

    /// Whether this build can write it.
    pub fn is_built_in(self) -> bool {
        const PARQUET: bool = cfg!(feature = "parquet");
        const SQLITE: bool = cfg!(feature = "sqlite");
        match self {
            With::Parquet => PARQUET,
            With::Sqlite => SQLITE,
            _ => true,
        }
    }
}

/// What a report became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// By what it is known in the package.
    pub id: String,
    /// The plan that it is of: its title without years.
    pub plan: String,
    /// The one fiscal year that it is about.
    pub year: Option<i32>,
}

/// A package that is whole.
#[derive(Debug)]
pub struct Made {
    /// Its files, in the order of their names.
    pub files: Vec<String>,
    /// How many reports, measures and values.
    pub counts: (usize, usize, usize),
    /// How many measures have which rating, by its code.
    pub ratings: BTreeMap<String, usize>,
    /// What deserves a look: characters that an encoding could not hold, a workbook that
    /// would have had too many rows.
    pub findings: Vec<Finding>,
}

/// A package that is being made.
pub struct Package {
    place: Place,
    metadata: Described,
    options: Options,
    csv: Csv,
    xlsx: Box<Xlsx>,
    others: Vec<Box<dyn Sink>>,
    rs: Option<Rs>,
    used: Used,
    clashes: Clashes,
    begun: BTreeSet<Table>,
    rows: BTreeMap<Table, usize>,
    reports: Vec<Summary>,
    /// The row of the first report: a table of reports is made where there are two.
    first: Vec<crate::cell::Cell>,
    ratings: BTreeMap<String, usize>,
}

impl Package {
    /// Begins a package that is to stand at a place.
    ///
    /// # Errors
    ///
    /// Where the place holds something else (E505), can't be written to (E201), or what is
    /// asked for is not built in (E507).
    pub fn begin(at: &Path, metadata: Described, options: Options) -> Result<Package, Error> {
        let name = at.display().to_string();
        if let Some(with) =
            With::ALL.iter().find(|it| options.with.contains(&it.1) && !it.1.is_built_in())
        {
            return Err(not_built_in(&name, with.0));
        }
        let place = Place::take(at, &metadata.id)?;
        let folder = place.folder().to_owned();
        let fail = |error| Error::output(&name, error);
        let title = metadata.title.clone().unwrap_or_else(|| metadata.id.clone());
        let mut others: Vec<Box<dyn Sink>> = Vec::new();
        if options.with.contains(&With::Jsonl) {
            others.push(Box::new(Jsonl::new(folder.clone())));
        }
        #[cfg(feature = "sqlite")]
        if options.with.contains(&With::Sqlite) {
            others.push(Box::new(crate::sinks::Sqlite::new(&folder).map_err(fail)?));
        }
        #[cfg(feature = "parquet")]
        if options.with.contains(&With::Parquet) {
            others.push(Box::new(crate::sinks::Parquet::new(folder.clone())));
        }
        let rs = options.with.contains(&With::Rs);
        let rs = rs.then(|| Rs::new(&folder, options.encoding)).transpose().map_err(fail)?;
        let xlsx = Xlsx::new(folder.clone(), options.header, &title, &metadata.publisher);
        let mut package = Package {
            csv: Csv::new(folder, options.header, options.encoding),
            xlsx: Box::new(xlsx.map_err(fail)?),
            others,
            rs,
            place,
            metadata,
            options,
            used: Used::default(),
            clashes: Clashes::default(),
            begun: BTreeSet::new(),
            rows: BTreeMap::new(),
            reports: Vec::new(),
            first: Vec::new(),
            ratings: BTreeMap::new(),
        };
        for table in [Table::Measures, Table::Values] {
            package.begin_table(table)?;
        }
        for (with, table) in [(With::Totals, Table::Totals), (With::Findings, Table::Findings)] {
            if package.options.with.contains(&with) {
                package.begin_table(table)?;
            }
        }
        Ok(package)
    }

    /// Adds a report by its JSON, which `report.json` keeps as it is.
    ///
    /// # Errors
    ///
    /// Where it is none (E506), was not read whole (E504), is of a key that another report
    /// has (E503), or can't be written (E201). The package is not made then.
    pub fn add(&mut self, name: &str, json: &str) -> Result<Added, Error> {
        let report = report::parse(name, json)?;
        if !report.complete && !self.options.allow_incomplete {
            return Err(incomplete(name, &report));
        }
        let added = self.clashes.take(name, &report, &self.metadata.code)?;
        let metadata = self.metadata.clone();
        let of = Of { report: &report, id: &added.id, metadata: &metadata };
        self.used.add(&report);
        for measure in report.measures.read() {
            let code = measure.rating.map_or("none", |it| it.code());
            *self.ratings.entry(code.to_owned()).or_default() += 1;
        }
        self.write_all(Table::Measures, rows::measures(of))?;
        self.write_all(Table::Values, rows::values(of))?;
        self.write_all(Table::Extras, rows::extras(of))?;
        if self.options.with.contains(&With::Totals) {
            self.write_all(Table::Totals, rows::totals(of).into_iter())?;
        }
        if self.options.with.contains(&With::Findings) {
            self.write_all(Table::Findings, rows::findings(of))?;
        }
        self.report_row(rows::report(of))?;
        let fail = |error| Error::output(name, error);
        if let Some(rs) = &mut self.rs {
            rs.add(&report, &metadata.publisher).map_err(fail)?;
        }
        if self.options.with.contains(&With::Report) {
            let folder = self.place.folder().join("reports");
            fs::create_dir_all(&folder).map_err(fail)?;
            fs::write(folder.join(format!("{}.json", added.id)), json).map_err(fail)?;
        }
        self.reports.push(Summary::new(&report, &added));
        Ok(added)
    }

    /// Adds what changed between the years of a plan, as `tenken compare -f json` says it
    /// of these reports in this order.
    ///
    /// # Errors
    ///
    /// Where it is no comparison of years (E506), or can't be written (E201).
    pub fn add_changes(&mut self, reports: &[Added], json: &str) -> Result<(), Error> {
        let series = self.clashes.next_series();
        let comparison = Comparison::parse(&self.place.name(), json)?;
        let rows = changes::rows(&self.metadata.code, series, reports, &comparison, &self.used);
        self.begin_table(Table::Changes)?;
        self.write_all(Table::Changes, rows.into_iter())
    }

    /// Writes what describes the tables, and puts the package into its place.
    ///
    /// # Errors
    ///
    /// Where something can't be written (E201); the place is as it was then.
    pub fn finish(mut self) -> Result<Made, Error> {
        let name = self.place.name();
        let fail = |error| Error::output(&name, error);
        self.begin_table(Table::Codelists)?;
        let codes = self.used.rows(&self.lists());
        self.write_all(Table::Codelists, codes.clone().into_iter())?;
        let title = describe::title(&self.metadata, &self.reports, &name)?;
        self.xlsx.behind = sheets(self.options.header, codes);
        let mut findings = Vec::new();
        if self.xlsx.is_full() {
            findings.push(too_many_rows());
        }
        let has_workbook = !self.xlsx.is_full();
        let (_, lost) = self.csv.finish().map_err(fail)?;
        findings.extend(lost.iter().map(|(character, lost)| not_held(*character, lost)));
        self.xlsx.end().map_err(fail)?;
        for sink in self.others {
            sink.end().map_err(fail)?;
        }
        if let Some(rs) = self.rs {
            rs.end().map_err(fail)?;
        }
        if let [report] = self.reports.as_slice()
            && self.options.with.contains(&With::Report)
        {
            let folder = self.place.folder().join("reports");
            let kept = folder.join(format!("{}.json", report.id));
            fs::rename(kept, self.place.folder().join("report.json")).map_err(fail)?;
            fs::remove_dir(folder).map_err(fail)?;
        }
        let about = About {
            metadata: &self.metadata,
            options: &self.options,
            title: &title,
            reports: &self.reports,
            tables: self.begun.iter().copied().collect(),
            rows: &self.rows,
            ratings: &self.ratings,
            used: &self.used,
            lost: lost.keys().copied().collect(),
            has_workbook,
        };
        describe::write(self.place.folder(), &about).map_err(fail)?;
        let count = |table| self.rows.get(&table).copied().unwrap_or_default();
        let measures = self.reports.iter().map(|it| it.measures).sum();
        let files = self.place.put()?;
        Ok(Made {
            files,
            counts: (self.reports.len(), measures, count(Table::Values)),
            ratings: self.ratings,
            findings,
        })
    }

    /// Code lists that only some tables need.
    fn lists(&self) -> Vec<&'static [List]> {
        [
            (Table::Changes, codes::OF_CHANGES),
            (Table::Totals, codes::OF_TOTALS),
            (Table::Findings, codes::OF_FINDINGS),
        ]
        .into_iter()
        .filter(|it| self.begun.contains(&it.0))
        .map(|it| it.1)
        .collect()
    }

    /// The row of a report: the first one waits until there is a second.
    fn report_row(&mut self, row: Vec<crate::cell::Cell>) -> Result<(), Error> {
        match self.reports.len() {
            0 => {
                self.first = row;
                Ok(())
            }
            1 => {
                let first = std::mem::take(&mut self.first);
                self.write_all(Table::Reports, [first, row].into_iter())
            }
            _ => self.write_all(Table::Reports, std::iter::once(row)),
        }
    }

    fn begin_table(&mut self, table: Table) -> Result<(), Error> {
        if !self.begun.insert(table) {
            return Ok(());
        }
        let begin = |sink: &mut dyn Sink| sink.begin(table);
        self.each(begin)
    }

    fn write_all(
        &mut self,
        table: Table,
        rows: impl Iterator<Item = Vec<crate::cell::Cell>>,
    ) -> Result<(), Error> {
        for row in rows {
            self.begin_table(table)?;
            debug_assert_eq!(row.len(), table.columns().len(), "{table:?}");
            self.each(|sink| sink.row(table, &row))?;
            *self.rows.entry(table).or_default() += 1;
        }
        Ok(())
    }

    fn each(&mut self, mut act: impl FnMut(&mut dyn Sink) -> io::Result<()>) -> Result<(), Error> {
        let done = act(&mut self.csv)
            .and_then(|()| act(&mut *self.xlsx))
            .and_then(|()| self.others.iter_mut().try_for_each(|sink| act(&mut **sink)));
        done.map_err(|error| Error::output(&self.place.name(), error))
    }
}

/// The sheets behind that of the measures.
fn sheets(header: Header, codes: Vec<Vec<crate::cell::Cell>>) -> Vec<Sheet> {
    let of_codes = Table::Codelists.columns().iter().map(|it| it.header(header).to_owned());
    vec![
        explained_columns(header),
        Sheet { name: "コード一覧", headers: of_codes.collect(), rows: codes },
    ]
}

/// The sheet that says what the columns of the first hold.
pub(crate) fn explained_columns(header: Header) -> Sheet {
    let headers = ["列名", "別名", "型", "空", "コードのリスト", "説明"];
    Sheet {
        name: "列の説明",
        headers: headers.map(str::to_owned).into(),
        rows: explained(Table::Measures.columns(), header),
    }
}

fn incomplete(name: &str, report: &Report) -> Error {
    let lost = || report::losses(report).take(3);
    let ja: String = lost().map(|it| format!(" [{}] {}", it.code, it.message.ja)).collect();
    let en: String = lost().map(|it| format!(" [{}] {}", it.code, it.message.en)).collect();
    refused(
        name,
        ErrorCode::E504,
        format!(
            "文書の全体を読めていないため、公開用のパッケージを作りません。確認のうえ公開する場合は --allow-incomplete を付けてください（README とメタデータに記載されます）。{ja}"
        ),
        format!(
            "it was not read whole, so no package is made of it; if it is to be published all the same, --allow-incomplete does, and says so in README and metadata{en}"
        ),
    )
}

fn not_built_in(name: &str, with: &str) -> Error {
    refused(
        name,
        ErrorCode::E507,
        format!(
            "この tenken は --with {with} を含めずに作られています。cargo install に --features {with} を付けて作り直してください。"
        ),
        format!("this tenken was built without --with {with}; build it with --features {with}"),
    )
}

fn too_many_rows() -> Finding {
    let words = Message::new(
        "Excelの1シートに入る行数（1,048,576行）を超えるため、measures.xlsx を作りませんでした。measures.csv を使ってください。",
        "measures.xlsx was left out: there are more rows than a sheet holds (1,048,576); measures.csv has them",
    );
    Finding::new(Code::O320, words)
}

fn not_held(character: char, lost: &Lost) -> Finding {
    let Lost { count, file, row, header } = lost;
    let code = u32::from(character);
    let words = Message::new(
        format!(
            "文字「{character}」（U+{code:04X}）はCP932にないため〓に置き換えました（{count}か所、最初は {file} の{row}行目「{header}」）。"
        ),
        format!(
            "{character:?} (U+{code:04X}) is not in code page 932 and became 〓 ({count} times, first in {file}, row {row}, {header:?})"
        ),
    );
    Finding::new(Code::O310, words).comparing(character, "〓")
}
