//! Nothing leaves that is not what its schema says: the printed text itself is
//! held against it, an item of a list at a time, so that neither the text nor
//! anything made of it is held as a whole.

mod tree;

use jsonschema::Draft;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::sync::LazyLock;
use tree::{At, Printed, Tree};

type Validator = jsonschema::Validator<Printed>;

/// A schema, or why it is none.
type Lazy<T> = LazyLock<Result<T, String>>;

static REPORT: Lazy<Contract> = LazyLock::new(|| {
    let mut schema = from_text(&tenken::report_schema())?;
    // These alone may be long.
    let mut items = Vec::new();
    for name in ["measures", "findings"] {
        let item = schema.pointer_mut(&format!("/properties/{name}/items")).and_then(apart);
        items.extend(item.map(|item| (name.to_owned(), item)));
    }
    Contract::new("    ", &schema, items)
});
static TABLES: Lazy<Contract> = LazyLock::new(|| {
    let mut schema = from_text(&tenken::tables_schema())?;
    let cells = schema.pointer_mut("/$defs/Table/properties/cells/items").and_then(apart);
    let items = cells.map(|cell| ("cells".to_owned(), cell)).into_iter().collect();
    Contract::new("        ", &schema, items)
});
static JOINED_TABLES: Lazy<Validator> =
    LazyLock::new(|| validator(&from_text(&tenken::joined_tables_schema())?));
static READING: Lazy<Validator> = LazyLock::new(|| {
    let schema = from_text(&tenken::report_schema())?;
    let values = json!({"type": "array", "items": {"$ref": "#/$defs/Value"}});
    let text = json!({"type": "string"});
    let reading = json!({
        "type": "object",
        "properties": {"text": text, "normalized": text, "values": values},
        "required": ["text", "normalized", "values"],
        "additionalProperties": false,
    });
    part(&schema, reading)
});

/// Takes the schema of the items of a list out of it: none that is not judged
/// apart may be left.
fn apart(items: &mut Value) -> Option<Value> {
    items.get("$ref").is_some().then(|| std::mem::replace(items, Value::Bool(false)))
}

/// Makes the schema of reports ready on a thread of its own, while pages are read.
pub(crate) fn prepare() {
    std::thread::spawn(|| LazyLock::force(&REPORT).is_ok());
}

/// What a document must be, and how it is printed.
struct Contract {
    /// What the lines of the items begin with that are judged apart.
    indent: &'static str,
    /// The document without these.
    shell: Validator,
    /// An item, by the name of its list.
    items: Vec<(String, Validator)>,
}

impl Contract {
    fn new(
        indent: &'static str,
        schema: &Value,
        items: Vec<(String, Value)>,
    ) -> Result<Contract, String> {
        let shell = validator(schema)?;
        let item = |(name, item): (String, Value)| Ok((name, part(schema, item)?));
        let items = items.into_iter().map(item).collect::<Result<_, String>>()?;
        Ok(Contract { indent, shell, items })
    }
}

/// A printed document on its way out. Items are judged before they are handed on,
/// all else at the end. What is not printed as expected is judged with all else,
/// and does not pass.
pub(crate) struct Checked<W> {
    out: W,
    contract: &'static Lazy<Contract>,
    /// Bytes whose last line is unfinished.
    waiting: Vec<u8>,
    /// Lines that are handed on once the items in them are judged.
    lines: String,
    /// The item that is being printed.
    open: Option<String>,
    items: Vec<Item>,
    /// The list that was begun last, and how many items it has.
    list: (Option<usize>, usize),
    shell: String,
    mismatch: Option<String>,
}

struct Item {
    list: usize,
    number: usize,
    text: String,
}

/// What is judged and written at a time.
const BATCH_BYTES: usize = 1 << 20;

impl<W: Write> Checked<W> {
    /// A report, to be handed on to there.
    pub(crate) fn report(out: W) -> Checked<W> {
        Checked::new(out, &REPORT)
    }

    /// Tables, to be handed on to there.
    pub(crate) fn tables(out: W) -> Checked<W> {
        Checked::new(out, &TABLES)
    }

    fn new(out: W, contract: &'static Lazy<Contract>) -> Checked<W> {
        Checked {
            out,
            contract,
            waiting: Vec::new(),
            lines: String::new(),
            open: None,
            items: Vec::new(),
            list: (None, 0),
            shell: String::new(),
            mismatch: None,
        }
    }

    /// What does not match the schema.
    pub(crate) fn mismatch(&mut self) -> Option<String> {
        self.mismatch.take()
    }

    /// Judges and hands on what is left.
    pub(crate) fn end(&mut self) -> io::Result<()> {
        self.pass(self.waiting.len())?;
        self.shell.extend(self.open.take());
        let judged = self
            .contract
            .as_ref()
            .map_err(String::clone)
            .and_then(|contract| judge(&contract.shell, &self.shell, ""));
        self.note(judged)?;
        self.out.flush()
    }

    /// Judges so many of the waiting bytes, and hands them on.
    fn pass(&mut self, end: usize) -> io::Result<()> {
        let rest = self.waiting.split_off(end);
        let bytes = std::mem::replace(&mut self.waiting, rest);
        let judged = self.judge(&bytes);
        self.note(judged)?;
        self.out.write_all(self.lines.as_bytes())?;
        self.lines.clear();
        Ok(())
    }

    fn judge(&mut self, bytes: &[u8]) -> Result<(), String> {
        let contract = self.contract.as_ref().map_err(String::clone)?;
        let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
        text.split_inclusive('\n').for_each(|line| self.line(contract, line));
        let items = std::mem::take(&mut self.items);
        items.par_iter().try_for_each(|item| {
            let Some((name, validator)) = contract.items.get(item.list) else { return Ok(()) };
            let text = item.text.trim_end().trim_end_matches(',');
            judge(validator, text, &format!("/{name}/{}", item.number))
        })
    }

    /// Takes a line: of an item, or of all else.
    fn line(&mut self, contract: &Contract, line: &str) {
        let begun = line.trim_end().trim_end_matches(',');
        let inner = begun.strip_prefix(contract.indent).unwrap_or_default();
        if let Some(mut item) = self.open.take() {
            item.push_str(line);
            if inner == "}" { self.item(item) } else { self.open = Some(item) }
        } else if self.list.0.is_some() && inner.starts_with('{') {
            let item = line.to_owned();
            if inner.ends_with('}') { self.item(item) } else { self.open = Some(item) }
        } else {
            // `"measures": [`
            if let Some((_, name)) = begun.strip_suffix("\": [").and_then(|it| it.split_once('"')) {
                let list = contract.items.iter().position(|(list, _)| list == name);
                self.list = (list, 0);
            }
            self.shell.push_str(line);
            self.lines.push_str(line);
        }
    }

    fn item(&mut self, text: String) {
        self.lines.push_str(&text);
        if let (Some(list), number) = self.list {
            self.items.push(Item { list, number, text });
        }
        self.list.1 += 1;
    }

    fn note(&mut self, judged: Result<(), String>) -> io::Result<()> {
        judged.map_err(|words| {
            self.mismatch = Some(words);
            io::Error::other("a mismatch")
        })
    }
}

impl<W: Write> Write for Checked<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() > BATCH_BYTES
            && let Some(end) = self.waiting.iter().rposition(|byte| *byte == b'\n')
        {
            self.pass(end + 1)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Finds out whether whole tables are printed as they are to be: they are held as a
/// whole anyway.
pub(crate) fn joined_tables(text: &str) -> Result<(), String> {
    judge(JOINED_TABLES.as_ref().map_err(String::clone)?, text, "")
}

/// Finds out whether a printed quantity is one.
pub(crate) fn quantity(text: &str) -> Result<(), String> {
    judge(READING.as_ref().map_err(String::clone)?, text, "")
}

fn judge(validator: &Validator, text: &str, place: &str) -> Result<(), String> {
    let mismatch = |error: jsonschema::ValidationError<'_>| {
        format!("{place}{}: {error}", error.instance_path())
    };
    let printed: Tree<'_> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    validator.validate(At::Tree(&printed)).map_err(mismatch)
}

fn from_text(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

/// A validator of one part of a document, whose definitions are those of all.
fn part(schema: &Value, part: Value) -> Result<Validator, String> {
    let definitions = schema.get("$defs").cloned().unwrap_or_default();
    let mut whole = serde_json::Map::new();
    whole.insert("allOf".to_owned(), Value::Array(vec![part]));
    whole.insert("$defs".to_owned(), definitions);
    validator(&Value::Object(whole))
}

/// The library holds each schema against that of its draft first. The one of
/// 2020-12 is eight documents, and making it ready cost a tenth of all that the
/// command does with a small file; that of draft 7 is one. A test sees to it
/// that our schemas say nothing that the two understand in different ways.
fn validator(schema: &Value) -> Result<Validator, String> {
    jsonschema::options_for::<Printed>()
        .with_draft(Draft::Draft7)
        .should_validate_formats(false)
        .build(schema)
        .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests;
