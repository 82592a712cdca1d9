//! `datapackage.json`: Data Package v2 with a Table Schema for each table.

use super::{About, File, Summary};
use crate::cell::Kind;
use crate::package::Encoding;
use crate::tables::{Column, Header, Table, Unit};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value as Json, json};

const SCHEMA: &str = "https://datapackage.org/profiles/2.0/datapackage.json";
const RESOURCE: &str = "https://datapackage.org/profiles/2.0/dataresource.json";
const TABLE: &str = "https://datapackage.org/profiles/2.0/tableschema.json";

/// All of it. Reports and files are made one by one while it is written: there may be ten
/// thousand.
pub(super) struct Descriptor<'a>(pub(super) &'a About<'a>, pub(super) &'a [File]);

impl Serialize for Descriptor<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Descriptor(about, files) = self;
        let mut all = serializer.serialize_map(None)?;
        for (name, value) in of_package(about) {
            all.serialize_entry(&name, &value)?;
        }
        all.serialize_entry("sources", &Each(about.reports.iter().map(|it| source(about, it))))?;
        // Programs guess at what is no table by its name: those files stand apart.
        let is_table = |it: &&File| matches!(it.format, "CSV" | "XLSX");
        let tables = files.iter().filter(is_table).map(|it| resource(about, it));
        all.serialize_entry("resources", &Each(tables))?;
        let mut others =
            files.iter().filter(|it| !is_table(it)).map(|it| resource(about, it)).peekable();
        if others.peek().is_some() {
            all.serialize_entry("files", &Each(others))?;
        }
        all.end()
    }
}

/// Values of a list, each made when its turn comes.
struct Each<I>(I);

impl<I: Iterator<Item = Json> + Clone> Serialize for Each<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone())
    }
}

fn of_package(about: &About<'_>) -> Map<String, Json> {
    let metadata = about.metadata;
    let mut all = Map::new();
    let mut set = |name: &str, value: Json| {
        let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        if !is_empty {
            all.insert(name.to_owned(), value);
        }
    };
    set("$schema", SCHEMA.into());
    set("name", metadata.id.to_lowercase().into());
    set("id", metadata.id.clone().into());
    set("title", about.title.into());
    set("description", about.description().into());
    set("homepage", json!(metadata.page_url));
    set("created", json!(metadata.released.as_ref().map(|it| format!("{it}T00:00:00+09:00"))));
    set("modified", json!(metadata.modified));
    set("keywords", json!(metadata.keywords));
    set("category", json!(metadata.category));
    set("filesUrl", json!(metadata.files_url));
    let license = metadata.license;
    set(
        "licenses",
        json!([{"name": license.name(), "title": license.title(), "path": license.url()}]),
    );
    set("contributors", contributors(about));
    let [source, processing] = about.attribution();
    set("attribution", json!({"source": source, "processing": processing}));
    set("localGovernmentCode", metadata.code.clone().into());
    set("spatial", metadata.publisher.clone().into());
    set("temporal", json!(about.period()));
    set("accrualPeriodicity", metadata.update_frequency.clone().into());
    set("language", "ja".into());
    set("complete", about.is_complete().into());
    set("ratings", json!(about.ratings));
    set("lostCharacters", json!(about.lost.iter().map(char::to_string).collect::<Vec<_>>()));
    set("tool", json!({"name": "tenken", "version": env!("CARGO_PKG_VERSION")}));
    all
}

fn contributors(about: &About<'_>) -> Json {
    let metadata = about.metadata;
    let mut contact = json!({"title": metadata.contact, "roles": ["contact"]});
    let more = [
        ("email", &metadata.contact_email),
        ("path", &metadata.contact_url),
        ("phone", &metadata.contact_phone),
    ];
    for (name, value) in more {
        if let (Some(value), Some(contact)) = (value, contact.as_object_mut()) {
            contact.insert(name.to_owned(), value.clone().into());
        }
    }
    json!([{"title": metadata.publisher, "roles": ["publisher"]}, contact])
}

fn source(about: &About<'_>, report: &Summary) -> Json {
    json!({
        "title": report.title,
        "path": about.metadata.source_url,
        "version": report.year.map(|it| it.to_string()).unwrap_or_default(),
        "reportId": report.id,
        "file": report.file,
        "sha256": report.sha256,
        "complete": report.complete,
        "losses": report.losses,
    })
}

fn resource(about: &About<'_>, file: &File) -> Json {
    let name: String = file.path.replace(['/', '.', '_'], "-").to_lowercase();
    let is_csv = file.format == "CSV";
    // The CSV of a table is the table: others have its name behind.
    let name = match file.table {
        Some(table) if is_csv => table.name().to_owned(),
        _ => name,
    };
    let mut all = json!({
        "$schema": RESOURCE,
        "name": name,
        "path": file.path,
        "title": file.title,
        "description": file.description,
        "format": file.format.to_lowercase(),
        "mediatype": file.mediatype,
        "bytes": file.bytes,
        "hash": format!("sha256:{}", file.sha256),
    });
    let Some(members) = all.as_object_mut() else { return all };
    if is_csv {
        let is_ours = file.table.is_some();
        let encoding = match about.options.encoding {
            Encoding::Cp932 if is_ours => "windows-31j",
            _ => "utf-8",
        };
        members.insert("encoding".to_owned(), encoding.into());
        let dialect = json!({"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "doubleQuote": true, "header": true});
        members.insert("dialect".to_owned(), dialect);
    }
    match file.table {
        Some(table) if matches!(file.format, "CSV" | "XLSX") => {
            members.insert("type".to_owned(), "table".into());
            let references = is_csv;
            let header = about.options.header;
            members.insert("schema".to_owned(), schema(about, table, header, references));
        }
        _ => {}
    }
    all
}

/// The Table Schema of a table.
pub(super) fn schema(
    about: &About<'_>,
    table: Table,
    header: Header,
    has_references: bool,
) -> Json {
    let named = |name: &str| {
        table.columns().iter().find(|it| it.name == name).map_or("", |it| it.header(header))
    };
    let fields: Vec<Json> = table.columns().iter().map(|it| field(about, it, header)).collect();
    let key: Vec<&str> = table.key().iter().map(|it| named(it)).collect();
    let mut schema = json!({
        "$schema": TABLE,
        "fields": fields,
        "missingValues": [""],
        "primaryKey": key,
    });
    let mut references = Vec::new();
    let mut refer = |own: Vec<&str>, other: Table, their: Vec<&str>| {
        let named = |table: Table, names: Vec<&str>| -> Vec<&str> {
            let columns = names.iter().filter_map(|name| table.place(name));
            columns.filter_map(|at| table.columns().get(at)).map(|it| it.header(header)).collect()
        };
        references.push(json!({
            "fields": named(table, own),
            "reference": {"resource": other.name(), "fields": named(other, their)},
        }));
    };
    if has_references {
        for (own, other, their) in table.references() {
            refer(own.to_vec(), other, their.to_vec());
        }
        if about.tables.contains(&Table::Reports)
            && matches!(table, Table::Measures | Table::Totals | Table::Findings)
        {
            refer(vec!["report_id"], Table::Reports, vec!["report_id"]);
        }
        for column in table.columns().iter().filter(|it| it.list.is_some()) {
            refer(vec![column.name], Table::Codelists, vec!["code"]);
        }
    }
    if let (false, Some(schema)) = (references.is_empty(), schema.as_object_mut()) {
        schema.insert("foreignKeys".to_owned(), references.into());
    }
    schema
}

fn field(about: &About<'_>, column: &Column, header: Header) -> Json {
    let kind = match column.kind {
        Kind::Text | Kind::Code => "string",
        Kind::Integer => "integer",
        Kind::Year => "integer",
        Kind::Number => "number",
        Kind::Boolean => "boolean",
    };
    let mut constraints = Map::new();
    if column.required {
        constraints.insert("required".to_owned(), true.into());
    }
    if column.name == "local_code" {
        constraints.insert("pattern".to_owned(), "^[0-9]{6}$".into());
    }
    if column.kind == Kind::Year {
        constraints.insert("minimum".to_owned(), 1868.into());
        constraints.insert("maximum".to_owned(), 2999.into());
    }
    if let Some(list) = column.list {
        let codes = about.used.codes(list);
        if !codes.is_empty() {
            constraints.insert("enum".to_owned(), codes.into());
        }
    }
    let mut field = json!({
        "name": column.header(header),
        "title": column.title,
        "type": kind,
        "description": column.description,
        "code": column.name,
    });
    if let Some(field) = field.as_object_mut() {
        if let Some(list) = column.list {
            field.insert("codelist".to_owned(), list.into());
        }
        let unit = column.unit.map(|unit| match unit {
            Unit::In(column) => format!("column:{column}"),
            Unit::Is(unit) => unit.to_owned(),
        });
        if let Some(unit) = unit {
            field.insert("unit".to_owned(), unit.into());
        }
        if !constraints.is_empty() {
            field.insert("constraints".to_owned(), constraints.into());
        }
    }
    field
}
