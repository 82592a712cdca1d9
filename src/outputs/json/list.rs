//! A long list inside a document, printed and validated chunk by chunk, so that
//! its text is never held as a whole, and side by side.

use super::indent::Indented;
use super::printed::Text;
use super::{print, validate};
use crate::error::Kind;
use jsonschema::Validator;
use serde::Serialize;
use std::io::Write;

/// What a long list is made of.
pub(crate) trait Printable: Sync {
    /// How it stands in the document.
    type Wire<'a>: Serialize
    where
        Self: 'a;

    /// How many are printed and validated at a time: enough that a chunk costs more
    /// than its beginning, few enough to stay in the cache.
    const CHUNK: usize;

    fn wire(&self) -> Self::Wire<'_>;

    /// About how long its texts are.
    fn bytes(&self) -> usize;
}

impl<T: Printable> Printable for &T {
    type Wire<'a>
        = T::Wire<'a>
    where
        Self: 'a;
    const CHUNK: usize = T::CHUNK;

    fn wire(&self) -> Self::Wire<'_> {
        (**self).wire()
    }

    fn bytes(&self) -> usize {
        (**self).bytes()
    }
}

/// How many chunks are in the works at a time: enough to keep the threads of a
/// usual machine busy.
const CHUNKS: usize = 16;

/// How long the texts may be that are in the works at a time: a few hundred cells
/// may have longer ones than all others.
const BATCH_BYTES: usize = 4 << 20;

/// What is printed at a time.
fn batch<T: Printable>(items: &mut impl Iterator<Item = T>) -> Vec<T> {
    let mut bytes = 0;
    let mut batch = Vec::new();
    while batch.len() < CHUNKS * T::CHUNK && bytes < BATCH_BYTES {
        let Some(item) = items.next() else { break };
        bytes += item.bytes();
        batch.push(item);
    }
    batch
}

/// What stands in a printed document before and behind one of its lists.
pub(super) struct Shell {
    /// To before the bracket of the list.
    pub(super) before: String,
    /// From behind the bracket that ends it.
    pub(super) behind: String,
}

impl Shell {
    /// Prints and validates a document whose list of this name is empty, `depth`
    /// levels inside of it.
    pub(super) fn of<T: Serialize>(
        document: &T,
        (name, depth): (&str, usize),
        validator: &Validator<Text>,
    ) -> Result<Shell, Kind> {
        let text = print(Indented::at(0), document).map_err(Kind::Schema)?;
        validate(validator, &text)?;
        // Strings hold no line end, so this stands at that key and nowhere else.
        let list = format!("\n{}\"{name}\": []", INDENT.repeat(depth));
        let at = text.find(&list).ok_or_else(|| Kind::Schema(format!("no list {name}")))?;
        let end = at + list.len();
        let behind = text[end..].to_owned();
        let mut before = text;
        before.truncate(end - "[]".len());
        Ok(Shell { before, behind })
    }
}

/// What the printer indents by.
pub(super) const INDENT: &str = "  ";

/// A list on its way out.
pub(super) struct List<'o> {
    /// Of a list of such items.
    validator: &'static Validator<Text>,
    /// How the list stands in the document.
    form: Indented,
    out: &'o mut dyn Write,
    is_empty: bool,
}

impl<'o> List<'o> {
    pub(super) fn begin(
        form: Indented,
        validator: &'static Validator<Text>,
        out: &'o mut dyn Write,
    ) -> List<'o> {
        List { validator, form, out, is_empty: true }
    }

    /// Prints items in the form that is written, and hands them on once they are
    /// found valid. While some are printed, those before are written and the next
    /// ones made.
    pub(super) fn extend<T: Printable>(
        &mut self,
        mut items: impl Iterator<Item = T>,
    ) -> Result<(), Kind> {
        let (form, validator) = (self.form, self.validator);
        let print_chunk = |chunk: &[T]| {
            let chunk: Vec<T::Wire<'_>> = chunk.iter().map(T::wire).collect();
            let text = print(form, &chunk).map_err(Kind::Schema)?;
            validate(validator, &text)?;
            Ok(text)
        };
        let mut printed: Vec<Option<Result<String, Kind>>> = Vec::new();
        let mut before = Vec::new();
        let mut batch = self::batch(&mut items);
        while !batch.is_empty() {
            let chunks = batch.chunks(T::CHUNK);
            let ready = std::mem::take(&mut printed);
            printed.resize_with(chunks.len(), || None);
            let next = rayon::in_place_scope(|scope| {
                let mut pairs = printed.iter_mut().zip(chunks);
                // The first is printed here: of a short list there is no other.
                let first = pairs.next();
                for (text, chunk) in pairs {
                    scope.spawn(|_| *text = Some(print_chunk(chunk)));
                }
                if let Some((text, chunk)) = first {
                    *text = Some(print_chunk(chunk));
                }
                before.clear();
                ready.into_iter().flatten().try_for_each(|text| self.join(&text?))?;
                Ok(self::batch(&mut items))
            })?;
            before = std::mem::replace(&mut batch, next);
        }
        printed.into_iter().flatten().try_for_each(|text| self.join(&text?))
    }

    /// The brackets around each chunk give way to those of the list.
    fn join(&mut self, chunk: &str) -> Result<(), Kind> {
        let items = chunk.strip_prefix('[').and_then(|it| it.strip_suffix(']')).map(str::trim_end);
        let items = items.ok_or_else(|| Kind::Schema("a list without brackets".to_owned()))?;
        let before = if self.is_empty { "[" } else { "," };
        self.is_empty = false;
        self.write(before)?;
        self.write(items)
    }

    /// Ends the list.
    pub(super) fn end(mut self) -> Result<(), Kind> {
        if self.is_empty {
            return self.write("[]");
        }
        let indent = INDENT.repeat(self.form.depth());
        self.write("\n")?;
        self.write(&indent)?;
        self.write("]")
    }

    fn write(&mut self, text: &str) -> Result<(), Kind> {
        self.out.write_all(text.as_bytes()).map_err(Kind::Output)
    }
}
