//! A long list inside a document, printed and validated chunk by chunk.

use super::{print, to_json, validate};
use jsonschema::Validator;
use serde::Serialize;
use serde_json::Value as Json;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};
use std::io;

/// How many measures or cells are validated and printed at a time: enough that
/// a chunk costs more than its beginning, few enough to stay in the cache.
pub(super) const CHUNK: usize = 64;

/// A long list inside a document, printed and validated chunk by chunk: a
/// report of 100,000 measures is never held as values as a whole.
pub(super) struct List {
    validator: &'static Validator,
    /// The document with no more in the list than one chunk.
    document: Json,
    pointer: &'static str,
    /// How deep in the document the list stands.
    depth: usize,
    /// What follows the list in the printed document.
    rest: String,
    is_empty: bool,
}

impl List {
    /// Validates the document, whose list is empty, and prints it up to there.
    pub(super) fn begin<T: Serialize>(
        shell: &T,
        pointer: &'static str,
        validator: &'static Result<Validator, String>,
        out: &mut String,
    ) -> Result<List, String> {
        let validator = validator.as_ref().map_err(String::clone)?;
        let document = to_json(shell)?;
        validate(validator, &document)?;
        let text = print(shell)?;
        let (depth, key) = (pointer.matches('/').count(), pointer.rsplit('/').next());
        let indent = INDENT.repeat(depth);
        // Strings hold no line end, so this stands at that key and nowhere else.
        let list = format!("\n{indent}\"{}\": [", key.unwrap_or_default());
        let (before, rest) = text.split_once(&list).ok_or("the document has no such list")?;
        out.push_str(before);
        out.push_str(&list);
        let rest = rest.to_owned();
        Ok(List { validator, document, pointer, depth, rest, is_empty: true })
    }

    pub(super) fn add<T: Serialize>(
        &mut self,
        chunk: &[T],
        out: &mut String,
    ) -> Result<(), String> {
        let list =
            self.document.pointer_mut(self.pointer).ok_or("the document has no such list")?;
        *list = to_json(&chunk)?;
        validate(self.validator, &self.document)?;
        if !self.is_empty {
            out.push(',');
        }
        self.is_empty = false;
        let text = print_at(self.depth, chunk)?;
        let end = format!("\n{}]", INDENT.repeat(self.depth));
        let items = text.strip_prefix('[').and_then(|items| items.strip_suffix(&end));
        out.push_str(items.ok_or("a list is printed in another way than it is joined")?);
        Ok(())
    }

    pub(super) fn end(self, out: &mut String) {
        if !self.is_empty {
            out.push('\n');
            out.push_str(&INDENT.repeat(self.depth));
        }
        out.push_str(&self.rest);
    }
}

/// What serde_json indents by.
const INDENT: &str = "  ";

/// Prints a list as it would stand this deep in a document.
fn print_at<T: Serialize>(depth: usize, list: &[T]) -> Result<String, String> {
    let mut formatter = PrettyFormatter::new();
    for _ in 0..depth {
        // Opening what stands around it is the only way to set its indentation.
        formatter.begin_array(&mut io::sink()).map_err(|error| error.to_string())?;
    }
    let mut text = Vec::new();
    list.serialize(&mut Serializer::with_formatter(&mut text, formatter))
        .map_err(|error| error.to_string())?;
    String::from_utf8(text).map_err(|error| error.to_string())
}
