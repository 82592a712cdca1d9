//! Nothing leaves that is not what its schema says: the printed text itself is
//! held against it, an item of a list at a time, so that no more of a document
//! is made a second time.

use jsonschema::{Draft, Validator};
use rayon::prelude::*;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::LazyLock;

/// A schema, or why it is none.
type Lazy<T> = LazyLock<Result<T, String>>;

static REPORT: Lazy<Document> = LazyLock::new(|| Document::new(&tenken::report_schema()));
static READING: Lazy<Validator> = LazyLock::new(|| {
    let mut schema = parsed(&tenken::report_schema())?;
    let values = json!({"type": "array", "items": {"$ref": "#/$defs/Value"}});
    let text = json!({"type": "string"});
    part(
        &mut schema,
        json!({
            "type": "object",
            "properties": {"text": text, "normalized": text, "values": values},
            "required": ["text", "normalized", "values"],
            "additionalProperties": false,
        }),
    )
});
static TABLES: Lazy<[Validator; 2]> = LazyLock::new(|| {
    let mut schema = parsed(&tenken::tables_schema())?;
    let whole = validator(&schema)?;
    Ok([whole, part(&mut schema, json!({"$ref": "#/$defs/TableCell"}))?])
});

/// Makes the schema of reports ready on a thread of its own, while pages are read.
pub(crate) fn prepare() {
    std::thread::spawn(|| LazyLock::force(&REPORT).is_ok());
}

/// A document and, apart, the items of its lists.
struct Document {
    /// The document with empty lists.
    shell: Validator,
    /// An item of each list, by the name of the list.
    items: BTreeMap<String, Validator>,
}

impl Document {
    fn new(schema: &str) -> Result<Document, String> {
        let mut schema = parsed(schema)?;
        let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
        let mut lists = Vec::new();
        for (name, property) in properties.into_iter().flatten() {
            if let Some(items) = property.get_mut("items") {
                lists.push((name.clone(), std::mem::replace(items, Value::Bool(true))));
            }
        }
        // What the shell no longer names is not made ready twice.
        let shell = validator(&schema)?;
        let mut items = BTreeMap::new();
        for (name, item) in lists {
            items.insert(name, part(&mut schema, item)?);
        }
        Ok(Document { shell, items })
    }

    fn check(&self, text: &str) -> Result<(), String> {
        let members: BTreeMap<String, &RawValue> = from_text(text)?;
        let mut shell = Map::new();
        for (name, raw) in members {
            let value = match self.items.get(&name) {
                Some(validator) if raw.get().starts_with('[') => {
                    let items: Vec<&RawValue> = from_text(raw.get())?;
                    items.par_iter().enumerate().try_for_each(|(index, item)| {
                        judge(validator, &from_text(item.get())?, &format!("/{name}/{index}"))
                    })?;
                    json!([])
                }
                _ => from_text(raw.get())?,
            };
            shell.insert(name, value);
        }
        judge(&self.shell, &Value::Object(shell), "")
    }
}

/// Finds out whether a printed report is one.
pub(crate) fn report(text: &str) -> Result<(), String> {
    REPORT.as_ref().map_err(String::clone)?.check(text)
}

/// Finds out whether a printed quantity is one.
pub(crate) fn quantity(text: &str) -> Result<(), String> {
    judge(READING.as_ref().map_err(String::clone)?, &from_text(text)?, "")
}

/// Tables on their way out, a line for each cell. Cells are judged before they are
/// handed on, all else at the end.
pub(crate) struct Tables<W> {
    out: W,
    /// Lines that wait to be judged, the last of them unfinished.
    waiting: Vec<u8>,
    /// All that is no cell.
    shell: String,
    mismatch: Option<String>,
}

/// What is judged and written at a time.
const BATCH_BYTES: usize = 1 << 20;

/// How many cells a thread judges at a time.
const CELLS: usize = 256;

/// How the line of a cell begins. What begins so and is no cell does not pass.
const CELL: &str = "        {";

impl<W: Write> Tables<W> {
    /// To be handed on to there.
    pub(crate) fn new(out: W) -> Tables<W> {
        Tables { out, waiting: Vec::new(), shell: String::new(), mismatch: None }
    }

    /// What does not match the schema.
    pub(crate) fn mismatch(&mut self) -> Option<String> {
        self.mismatch.take()
    }

    /// Judges and hands on what is left.
    pub(crate) fn end(&mut self) -> io::Result<()> {
        self.judge(self.waiting.len())?;
        let judged = from_text(&self.shell).and_then(|shell| {
            let [whole, _] = TABLES.as_ref().map_err(String::clone)?;
            judge(whole, &shell, "")
        });
        self.note(judged)?;
        self.out.flush()
    }

    fn judge(&mut self, end: usize) -> io::Result<()> {
        let rest = self.waiting.split_off(end);
        let lines = std::mem::replace(&mut self.waiting, rest);
        let judged = std::str::from_utf8(&lines).map_err(|error| error.to_string());
        let judged = judged.and_then(|lines| {
            let (cells, shell): (Vec<&str>, Vec<&str>) =
                lines.split_inclusive('\n').partition(|line| line.starts_with(CELL));
            self.shell.extend(shell);
            let [_, cell] = TABLES.as_ref().map_err(String::clone)?;
            cells.par_chunks(CELLS).flatten().try_for_each(|line| {
                let text = line.trim_end().trim_end_matches(',');
                judge(cell, &from_text(text)?, "")
            })
        });
        self.note(judged)?;
        self.out.write_all(&lines)
    }

    fn note(&mut self, judged: Result<(), String>) -> io::Result<()> {
        judged.map_err(|words| {
            self.mismatch = Some(words);
            io::Error::other("a mismatch")
        })
    }
}

impl<W: Write> Write for Tables<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() > BATCH_BYTES
            && let Some(end) = self.waiting.iter().rposition(|byte| *byte == b'\n')
        {
            self.judge(end + 1)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn judge(validator: &Validator, value: &Value, place: &str) -> Result<(), String> {
    let mismatch = |error: jsonschema::ValidationError<'_>| {
        format!("{place}{}: {error}", error.instance_path())
    };
    validator.validate(value).map_err(mismatch)
}

fn from_text<'a, T: serde::Deserialize<'a>>(text: &'a str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn parsed(schema: &str) -> Result<Value, String> {
    from_text(schema)
}

/// A validator of one part of a document, whose definitions are those of all.
fn part(schema: &mut Value, part: Value) -> Result<Validator, String> {
    let definitions = schema.get("$defs").cloned().unwrap_or_default();
    validator(&json!({"allOf": [part], "$defs": definitions}))
}

/// The library holds each schema against that of its draft first. The one of
/// 2020-12 is eight documents, and making it ready cost a tenth of all that the
/// command does with a small file; that of draft 7 is one. A test sees to it
/// that our schemas say nothing that the two understand in different ways.
fn validator(schema: &Value) -> Result<Validator, String> {
    jsonschema::options()
        .with_draft(Draft::Draft7)
        .should_validate_formats(false)
        .build(schema)
        .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(row: &str, more: &str) -> String {
        format!(
            r#"        {{"row":{row},"col":0,"rowspan":1,"colspan":1,"text":"","bbox":null,"range":"A1"{more}}}"#
        )
    }

    fn document(cells: &[String]) -> String {
        format!(
            "{{\n  \"tables\": [\n    {{\n      \"page\": null, \"bbox\": null, \"sheet\": \"s\", \
             \"range\": \"A1\", \"rows\": 1, \"cols\": 1, \"ruled\": true,\n      \
             \"cells\": [\n{}\n      ]\n    }}\n  ]\n}}\n",
            cells.join(",\n")
        )
    }

    /// What a document is said to be wrong in, and what of it was handed on.
    fn passed(text: &str) -> (Option<String>, String) {
        let mut out = Vec::new();
        let mut tables = Tables::new(&mut out);
        // In pieces, as it is printed.
        let written = text.as_bytes().chunks(7).try_for_each(|piece| tables.write_all(piece));
        let ended = written.and_then(|()| tables.end());
        let mismatch = tables.mismatch();
        assert_eq!(ended.is_err(), mismatch.is_some());
        (mismatch, String::from_utf8(out).unwrap())
    }

    #[track_caller]
    fn refuses(text: &str, words: &str) {
        let (mismatch, _) = passed(text);
        let mismatch = mismatch.expect("it passed");
        assert!(mismatch.contains(words), "{mismatch}");
    }

    #[test]
    fn tables_pass_as_they_are() {
        for count in [0, 1, 40_000] {
            let text = document(&vec![cell("0", ""); count]);
            assert!(passed(&text) == (None, text));
        }
    }

    #[test]
    fn what_is_no_cell_does_not_leave() {
        let among = |wrong: String| {
            let mut cells = vec![cell("0", ""); 20_000];
            cells.insert(10_000, wrong);
            document(&cells)
        };
        refuses(&among("        {}".to_owned()), "required");
        refuses(&among(cell("1.5", "")), "/row");
        refuses(&among(cell("-1", "")), "/row");
        refuses(&among(cell("0", r#","more":1"#)), "more");
        assert!(!passed(&among(cell("-1", ""))).1.contains("-1"));
    }

    #[test]
    fn what_is_no_table_is_named() {
        refuses("{\n  \"tables\": [{}]\n}\n", "required");
        refuses("{\n  \"tables\": [\n", "EOF");
        refuses("", "EOF");
    }

    #[test]
    fn a_report_is_judged_item_by_item() {
        let schema = json!({
            "type": "object",
            "required": ["title", "measures"],
            "additionalProperties": false,
            "properties": {
                "title": {"type": "string"},
                "measures": {"type": "array", "items": {"$ref": "#/$defs/Measure"}},
            },
            "$defs": {"Measure": {"type": "object", "required": ["id"]}},
        });
        let document = Document::new(&schema.to_string()).unwrap();
        let judged = |text: &str| document.check(text).err().unwrap_or_default();
        assert_eq!(judged(r#"{"title": "", "measures": []}"#), "");
        assert_eq!(judged(r#"{"title": "", "measures": [{"id": 1}, {"id": 2}]}"#), "");
        assert!(judged(r#"{"title": "", "measures": [{"id": 1}, {}]}"#).starts_with("/measures/1"));
        assert!(judged(r#"{"title": "", "measures": {}}"#).starts_with("/measures"));
        assert!(judged(r#"{"title": 1, "measures": []}"#).starts_with("/title"));
        assert!(judged(r#"{"title": ""}"#).contains("measures"));
        assert!(judged(r#"{"title": "", "measures": [], "more": 1}"#).contains("more"));
    }

    #[test]
    fn a_quantity() {
        assert!(quantity(r#"{"text": "", "normalized": "", "values": []}"#).is_ok());
        assert!(quantity(r#"{"text": "", "values": []}"#).is_err());
    }
}
