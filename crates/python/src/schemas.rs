//! The columns of each table, the same for every document. No type is unsigned, and
//! none is one that an engine lacks: text, 32-bit integers, booleans, 64-bit floats,
//! decimals, days, and lists and structs of these.

use crate::cells::{DIGITS, PLACES};
use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};
use std::sync::Arc;

fn field(name: &str, of: DataType) -> Field {
    Field::new(name, of, true)
}

fn text(name: &str) -> Field {
    field(name, DataType::Utf8)
}

fn int(name: &str) -> Field {
    field(name, DataType::Int32)
}

fn flag(name: &str) -> Field {
    field(name, DataType::Boolean)
}

fn day(name: &str) -> Field {
    field(name, DataType::Date32)
}

fn record(name: &str, fields: Vec<Field>) -> Field {
    field(name, DataType::Struct(Fields::from(fields)))
}

fn list(name: &str, item: DataType) -> Field {
    field(name, DataType::List(Arc::new(field("item", item))))
}

fn records(name: &str, fields: Vec<Field>) -> Field {
    list(name, DataType::Struct(Fields::from(fields)))
}

/// A number with its text.
fn number(name: &str) -> [Field; 2] {
    [field(name, DataType::Decimal128(DIGITS, PLACES)), text(&format!("{name}_text"))]
}

/// A fiscal year: the western year in which it begins, its first and its last day.
fn fiscal_year(name: &str) -> [Field; 3] {
    [int(name), day(&format!("{name}_begin")), day(&format!("{name}_end"))]
}

/// Where something stands: a box on a page in points, or cells of a sheet.
fn place() -> Vec<Field> {
    let corners = ["x0", "y0", "x1", "y1"].map(|name| field(name, DataType::Float64));
    vec![int("page"), record("bbox", corners.into()), text("sheet"), text("range")]
}

fn schema(parts: impl IntoIterator<Item = Vec<Field>>) -> SchemaRef {
    Arc::new(Schema::new(parts.into_iter().flatten().collect::<Vec<_>>()))
}

/// A row a document.
pub(crate) fn documents() -> SchemaRef {
    let before = vec![text("file"), text("sha256"), text("format"), int("pages")];
    let names = vec![text("producer"), text("title"), text("publisher")];
    schema([before, names, fiscal_year("fiscal_year").into(), vec![flag("complete")], {
        vec![int("measures"), int("findings")]
    }])
}

/// A row a measure.
pub(crate) fn measures() -> SchemaRef {
    let of_report = vec![text("file"), text("sha256"), text("title"), text("publisher")];
    let groups = records("groups", vec![int("level"), text("number"), text("name")]);
    let names = vec![text("key"), text("id"), text("id_text"), groups, text("name")];
    let ratings = records(
        "ratings",
        vec![
            int("indicator"),
            text("by"),
            text("aspect"),
            int("fiscal_year"),
            text("symbol"),
            int("step"),
            text("rating"),
        ],
    );
    let rated = vec![
        list("bureaus", DataType::Utf8),
        text("rating"),
        text("rating_symbol"),
        text("status"),
        ratings,
    ];
    let indicators = records(
        "indicators",
        vec![
            text("id"),
            text("kind"),
            text("of"),
            text("text"),
            text("normalized"),
            text("unit"),
            text("unit_code"),
            text("direction"),
        ],
    );
    let words = ["reason", "remarks", "deed", "plan", "next"].map(text).into();
    let [value, value_text] = number("number");
    let extra = records("extra", vec![text("header"), text("text"), value, value_text]);
    let year = fiscal_year("fiscal_year").into();
    schema([of_report, year, names, rated, vec![indicators], words, vec![extra], place()])
}

/// A row a value; a row a rating.
pub(crate) fn values() -> SchemaRef {
    let of_report = vec![text("file"), text("sha256"), int("report_year")];
    let of_measure = vec![
        text("key"),
        text("id"),
        list("groups", DataType::Utf8),
        text("name"),
        int("indicator"),
        text("indicator_id"),
        text("indicator_text"),
        text("of"),
    ];
    let cell = vec![text("role")];
    let value = vec![
        text("cell"),
        text("normalized"),
        int("part"),
        text("text"),
        text("label"),
        text("subject"),
        list("refers_to", DataType::Utf8),
        text("sharing"),
    ];
    let numbers = [number("number"), number("upper")].into_iter().flatten().collect();
    let change = record("change", vec![text("basis"), text("direction")]);
    let said = vec![
        text("unit"),
        text("unit_code"),
        text("bound"),
        flag("approximate"),
        text("period"),
        text("period_code"),
        change,
        text("qualifier"),
        list("notes", DataType::Utf8),
        text("state"),
    ];
    let known_in = fiscal_year("known_in").into();
    let rating = vec![int("rating_step"), text("rating"), text("rating_by"), text("rating_aspect")];
    let year = fiscal_year("fiscal_year").into();
    schema([of_report, of_measure, cell, year, value, numbers, said, known_in, rating, place()])
}

/// A row a finding.
pub(crate) fn findings() -> SchemaRef {
    let said = ["file", "sha256", "code", "severity", "message_ja", "message_en"].map(text);
    let of = ["measure", "key", "column", "fingerprint", "expected", "found"].map(text);
    schema([said.into(), of.into(), place()])
}

/// A row a cell of a grid.
pub(crate) fn tables() -> SchemaRef {
    let of_table = vec![text("file"), int("table"), text("table_range")];
    let size = vec![
        list("captions", DataType::Utf8),
        int("rows"),
        int("cols"),
        int("header_rows"),
        flag("ruled"),
    ];
    let cell = vec![int("row"), int("col"), int("rowspan"), int("colspan"), text("text")];
    schema([of_table, size, cell, place()])
}

/// A row a document that could not be read.
pub(crate) fn errors() -> SchemaRef {
    schema([["file", "code", "message_ja", "message_en"].map(text).into()])
}

/// A row a difference between two readings.
pub(crate) fn differences() -> SchemaRef {
    schema([["measure", "field", "left", "right"].map(text).into()])
}

/// A row for each indicator of each report, measure by measure.
pub(crate) fn years() -> SchemaRef {
    let of_measure = vec![int("measure"), text("state"), text("file")];
    let names = vec![text("key"), text("id"), list("groups", DataType::Utf8), text("name")];
    let indicator = vec![int("indicator"), text("indicator_text"), text("of")];
    let changes = list("changes", DataType::Utf8);
    let link = vec![text("matched_by"), text("certainty"), changes];
    let [target, target_text] = number("target_number");
    let target = vec![text("target"), target, target_text, text("target_unit")];
    let [actual, actual_text] = number("actual_number");
    let actual = vec![text("actual"), actual, actual_text, text("actual_unit")];
    let of_target = vec![flag("target_changed"), text("target_direction"), text("target_moved")];
    let of_actual = vec![flag("actual_changed"), text("actual_direction"), text("actual_moved")];
    let rating = ["rating_symbol", "rating", "rating_moved"].map(text).into();
    let revised = vec![text("role"), int("fiscal_year"), text("from"), text("to")];
    let year = fiscal_year("fiscal_year").into();
    schema([
        of_measure,
        year,
        names,
        indicator,
        link,
        target,
        of_target,
        actual,
        of_actual,
        { rating },
        vec![records("revised", revised)],
    ])
}
