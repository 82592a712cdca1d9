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

/// A document with a long list, printed and validated chunk by chunk: a report
/// of 100,000 measures is never held as values as a whole.
pub(super) struct List {
    validator: &'static Validator,
    /// The document with no more in the list than one chunk.
    document: Json,
    pointer: &'static str,
    /// How deep in the document the list stands.
    depth: usize,
    /// What is printed so far: to the end of the last item.
    out: Vec<u8>,
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
    ) -> Result<List, String> {
        let validator = validator.as_ref().map_err(String::clone)?;
        let document = to_json(shell)?;
        validate(validator, &document)?;
        let text = print(shell)?;
        let (depth, key) = (pointer.matches('/').count(), pointer.rsplit('/').next());
        // Strings hold no line end, so this stands at that key and nowhere else.
        let list = format!("\n{}\"{}\": ", INDENT.repeat(depth), key.unwrap_or_default());
        let at = text.find(&list).ok_or("the document has no such list")? + list.len();
        let rest = text[at..].strip_prefix('[').ok_or("what should be a list is none")?.to_owned();
        let mut out = text.into_bytes();
        out.truncate(at);
        Ok(List { validator, document, pointer, depth, out, rest, is_empty: true })
    }

    pub(super) fn add<T: Serialize>(&mut self, chunk: &[T]) -> Result<(), String> {
        let list =
            self.document.pointer_mut(self.pointer).ok_or("the document has no such list")?;
        *list = to_json(&chunk)?;
        validate(self.validator, &self.document)?;
        let start = self.out.len();
        print_at(self.depth, chunk, &mut self.out).map_err(|error| error.to_string())?;
        // The bracket of the first chunk is that of the list.
        if !self.is_empty {
            self.out[start] = b',';
        }
        self.is_empty = false;
        let end = format!("\n{}]", INDENT.repeat(self.depth));
        let length = self.out.strip_suffix(end.as_bytes()).map(<[u8]>::len);
        self.out.truncate(length.ok_or("a list is printed in another way than it is joined")?);
        Ok(())
    }

    /// The printed document.
    pub(super) fn end(mut self) -> Result<String, String> {
        let before = if self.is_empty { "[" } else { &format!("\n{}", INDENT.repeat(self.depth)) };
        self.out.extend_from_slice(before.as_bytes());
        self.out.extend_from_slice(self.rest.as_bytes());
        String::from_utf8(self.out).map_err(|error| error.to_string())
    }
}

/// What serde_json indents by.
const INDENT: &str = "  ";

/// Prints a list as it would stand this deep in a document.
fn print_at<T: Serialize>(depth: usize, list: &[T], out: &mut Vec<u8>) -> serde_json::Result<()> {
    let mut formatter = PrettyFormatter::new();
    for _ in 0..depth {
        // Opening what stands around it is the only way to set its indentation.
        formatter.begin_array(&mut io::sink()).map_err(serde_json::Error::io)?;
    }
    list.serialize(&mut Serializer::with_formatter(out, formatter))
}
