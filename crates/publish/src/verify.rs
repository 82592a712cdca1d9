//! The way back: a package is read as anybody reads it, by its own description, and held
//! against itself, against the reports that it was made of, or against another release.

mod against;
mod beside;
mod differ;
mod intact;
mod others;
mod read;
mod release;

use crate::describe::DESCRIPTOR;
use crate::metadata::{Described, Metadata};
use crate::report::refused;
use crate::tables::{Header, Table};
pub use against::Expected;
use read::{Rows, read};
use serde_json::Value as Json;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use tenken::{Code, Error, ErrorCode, Finding, Message};

/// A package that lies in a folder.
#[derive(Debug)]
pub struct Published {
    folder: PathBuf,
    descriptor: Json,
    resources: Vec<Resource>,
}

/// A file that the descriptor names.
#[derive(Debug, Clone)]
struct Resource {
    path: String,
    format: String,
    encoding: String,
    bytes: Option<u64>,
    hash: Option<String>,
    /// The tables of ours that it holds.
    tables: Vec<Table>,
    /// The headers that its schema names.
    fields: Vec<String>,
    has_descriptions: bool,
}

/// A measure of a package, as far as a chart tells of it.
#[derive(Debug, Clone)]
pub(crate) struct Rated {
    pub(crate) year: String,
    /// The outermost group, and the one below.
    pub(crate) groups: [String; 2],
    /// The code of the rating; empty without one.
    pub(crate) rating: String,
}

/// A report that a package says it was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The name of the file, without folders.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// By what it is known in the package.
    pub report_id: String,
}

/// Whether a folder holds a package.
pub fn is_package(folder: &Path) -> bool {
    folder.is_dir() && folder.join(DESCRIPTOR).is_file()
}

impl Published {
    /// Opens the package in a folder.
    ///
    /// # Errors
    ///
    /// Where there is none, or its description can't be read (E506).
    pub fn open(folder: &Path) -> Result<Published, Error> {
        let place = folder.join(DESCRIPTOR);
        let name = place.display().to_string();
        let text = fs::read_to_string(&place).map_err(|error| unreadable(&name, &error))?;
        let descriptor: Json = serde_json::from_str(&text)
            .map_err(|error| unreadable(&name, &io::Error::other(error)))?;
        let list = |name: &str| descriptor.get(name).and_then(Json::as_array);
        let all = list("resources").into_iter().chain(list("files")).flatten();
        let mut resources: Vec<Resource> = all.filter_map(resource).collect();
        // A database has the tables that the CSV have.
        let csv = |it: &&Resource| it.format == "csv";
        let tables: Vec<Table> =
            resources.iter().filter(csv).flat_map(|it| it.tables.clone()).collect();
        for it in resources.iter_mut().filter(|it| it.format == "sqlite") {
            it.tables.clone_from(&tables);
        }
        Ok(Published { folder: folder.to_owned(), descriptor, resources })
    }

    /// Its folder, for messages.
    pub fn name(&self) -> String {
        self.folder.display().to_string()
    }

    /// Its tables that anybody opens: CSV and workbooks.
    pub fn open_files(&self) -> Vec<PathBuf> {
        // The ministries' table is laid out by them.
        let is_open =
            |it: &&Resource| matches!(it.format.as_str(), "csv" | "xlsx") && !it.tables.is_empty();
        self.resources.iter().filter(is_open).map(|it| self.folder.join(&it.path)).collect()
    }

    /// Whether it has what changed between years.
    pub fn has_changes(&self) -> bool {
        self.resources.iter().any(|it| it.tables.contains(&Table::Changes))
    }

    /// The id of its data set.
    pub fn id(&self) -> &str {
        self.text("id").unwrap_or_default()
    }

    /// The reports that it was made of.
    pub fn sources(&self) -> Vec<SourceFile> {
        let sources = self.descriptor.get("sources").and_then(Json::as_array);
        let text = |source: &Json, name: &str| {
            source.get(name).and_then(Json::as_str).unwrap_or_default().to_owned()
        };
        let source = |source: &Json| SourceFile {
            file: text(source, "file"),
            sha256: text(source, "sha256"),
            report_id: text(source, "reportId"),
        };
        sources.into_iter().flatten().map(source).collect()
    }

    /// The JSON of a report that the package keeps, where it does.
    pub fn kept(&self, source: &SourceFile) -> Option<PathBuf> {
        let one = self.folder.join("report.json");
        let of_many = self.folder.join("reports").join(format!("{}.json", source.report_id));
        [of_many, one].into_iter().find(|it| it.is_file())
    }

    /// Its title.
    pub fn title(&self) -> &str {
        self.text("title").unwrap_or_default()
    }

    /// Each measure once, with its rating; none where the table can't be read.
    pub(crate) fn rated_measures(&self) -> Option<Vec<Rated>> {
        let rows = self.rows_of_measures()?;
        let (mut seen, mut measures) = (std::collections::HashSet::new(), Vec::new());
        for row in &rows.rows {
            let own = (row.named("report_id").to_owned(), row.named("key").to_owned());
            if seen.insert(own) {
                measures.push(Rated {
                    year: row.named("fiscal_year").to_owned(),
                    groups: ["group_1", "group_2"].map(|it| row.named(it).to_owned()),
                    rating: row.named("rating_code").to_owned(),
                });
            }
        }
        Some(measures)
    }

    /// How many measures its table has, as far as it can be read.
    pub fn measures(&self) -> usize {
        let rows = self.rows_of_measures();
        let of = |row: &read::Row| (row.text(0).to_owned(), row.named("key").to_owned());
        let keys = rows.iter().flat_map(|it| &it.rows).map(of);
        keys.collect::<std::collections::HashSet<_>>().len()
    }

    fn rows_of_measures(&self) -> Option<Rows> {
        let resource = self.resources.iter().find(|it| it.is_csv_of(Table::Measures))?;
        read(&self.folder, resource).ok()?.pop()
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.descriptor.get(name).and_then(Json::as_str)
    }

    /// What its rows say of its publisher.
    fn described(&self) -> Result<Described, Error> {
        let role = |wanted: &str, member: &str| {
            let all = self.descriptor.get("contributors").and_then(Json::as_array);
            let has = |it: &&Json| {
                let roles = it.get("roles").and_then(Json::as_array);
                roles.is_some_and(|roles| roles.iter().any(|it| it.as_str() == Some(wanted)))
            };
            let found = all.into_iter().flatten().find(has);
            found.and_then(|it| it.get(member)).and_then(Json::as_str).map(str::to_owned)
        };
        let text = |name: &str| self.text(name).map(str::to_owned);
        let inner = |pointer: &str| {
            self.descriptor.pointer(pointer).and_then(Json::as_str).map(str::to_owned)
        };
        let keywords = self.descriptor.get("keywords").and_then(Json::as_array);
        let keywords = keywords.into_iter().flatten().filter_map(Json::as_str);
        let day = |it: String| it.split('T').next().unwrap_or_default().to_owned();
        let metadata = Metadata {
            id: text("id"),
            title: text("title"),
            description: text("description"),
            publisher: role("publisher", "title"),
            code: text("localGovernmentCode"),
            license: inner("/licenses/0/name"),
            source_url: inner("/sources/0/path"),
            contact: role("contact", "title"),
            contact_email: role("contact", "email"),
            contact_phone: role("contact", "phone"),
            contact_url: role("contact", "path"),
            update_frequency: text("accrualPeriodicity"),
            keywords: keywords.map(str::to_owned).collect(),
            category: text("category"),
            released: text("created").map(day),
            modified: text("modified"),
            page_url: text("homepage"),
            files_url: text("filesUrl"),
        };
        metadata.described(&self.folder.join(DESCRIPTOR).display().to_string())
    }

    /// The tables that can be read.
    fn tables(&self) -> impl Iterator<Item = (&Resource, Rows)> {
        let read = |it| read(&self.folder, it).unwrap_or_default();
        self.resources.iter().flat_map(move |it| read(it).into_iter().map(move |rows| (it, rows)))
    }

    /// Findings about the tables that can't be read.
    fn unreadable(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for resource in &self.resources {
            match read(&self.folder, resource) {
                Ok(_) => {}
                // That a file is missing has been said.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) if error.kind() == io::ErrorKind::Unsupported => {
                    findings.push(not_read(resource));
                }
                Err(error) => findings.push(intact::unreadable(&resource.path, &error)),
            }
        }
        findings
    }
}

/// A file of a format that this build leaves out.
fn not_read(resource: &Resource) -> Finding {
    let (path, format) = (&resource.path, &resource.format);
    let words = Message::new(
        format!("{path}: この tenken は {format} を含めずに作られているため、読み戻していません。"),
        format!("{path}: not read back, for this tenken was built without {format}"),
    );
    Finding::new(Code::O405, words)
}

impl Resource {
    fn is_csv_of(&self, table: Table) -> bool {
        self.tables.contains(&table) && self.format == "csv"
    }

    /// The language of its headers.
    fn header(&self) -> Header {
        let first = self.tables.first().and_then(|it| it.columns().first());
        match (first, self.fields.first()) {
            (Some(column), Some(field)) if column.name == field => Header::English,
            (_, None) => Header::English,
            _ => Header::Japanese,
        }
    }
}

fn resource(json: &Json) -> Option<Resource> {
    let text = |name: &str| json.get(name).and_then(Json::as_str);
    let path = text("path")?;
    // A description that points out of its folder is not followed.
    let is_inside =
        Path::new(path).components().all(|it| matches!(it, std::path::Component::Normal(_)));
    if !is_inside {
        return None;
    }
    let stem = path.rsplit_once('.').map_or(path, |it| it.0);
    let fields = json.pointer("/schema/fields").and_then(Json::as_array);
    let name = |it: &Json| it.get("name").and_then(Json::as_str).map(str::to_owned);
    let is_described =
        |it: &Json| it.get("description").and_then(Json::as_str).is_some_and(|it| !it.is_empty());
    let format = text("format").unwrap_or_default().to_lowercase();
    let mut tables: Vec<Table> = Table::named(stem).into_iter().collect();
    if format == "xlsx" {
        // Its last sheet has the codes.
        tables.push(Table::Codelists);
    }
    Some(Resource {
        path: path.to_owned(),
        encoding: text("encoding").unwrap_or("utf-8").to_owned(),
        bytes: json.get("bytes").and_then(Json::as_u64),
        hash: text("hash").map(str::to_owned),
        format,
        tables,
        fields: fields.into_iter().flatten().filter_map(name).collect(),
        has_descriptions: fields.is_none_or(|it| it.iter().all(is_described)),
    })
}

fn unreadable(name: &str, error: &io::Error) -> Error {
    let ja = format!("パッケージの説明（datapackage.json）を読めません（{error}）。");
    let en = format!("the description of the package can't be read ({error})");
    refused(name, ErrorCode::E506, ja, en)
}
