//! Indentation as serde_json's own pretty printer has it, from any depth, down to
//! any depth, and with one write a line: that one writes each step by itself.

use super::list::INDENT;
use serde_json::ser::Formatter;
use std::io::{self, Write};

/// How deep the value being printed stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Indented {
    depth: usize,
    /// The depth of the last items that begin lines of their own.
    lines_to: usize,
    has_items: bool,
    /// Whether the string being printed is a name: what stands around it is one
    /// write with its quotes.
    is_name: bool,
}

impl Indented {
    /// For a value that stands this deep in a document.
    pub(super) fn at(depth: usize) -> Indented {
        Indented { depth, lines_to: usize::MAX, has_items: false, is_name: false }
    }

    /// With a line for each item of a list, whatever it holds: there may be a million.
    pub(super) fn with_items_in_lines(self) -> Indented {
        Indented { lines_to: self.depth + 1, ..self }
    }

    /// How deep the value stands.
    pub(super) fn depth(self) -> usize {
        self.depth
    }

    fn open<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.has_items = false;
        out.write_all(bracket)
    }

    fn close<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.has_items && self.depth < self.lines_to {
            self.line(out, true)?;
        }
        out.write_all(bracket)
    }

    /// Begins the line of an item.
    fn line<W: ?Sized + Write>(&self, out: &mut W, is_first: bool) -> io::Result<()> {
        if self.depth > self.lines_to {
            return match (is_first, self.is_name) {
                (true, true) => out.write_all(b"\""),
                (true, false) => Ok(()),
                (false, true) => out.write_all(b", \""),
                (false, false) => out.write_all(b", "),
            };
        }
        let indent = self.depth * INDENT.len();
        let in_one = &LINE[usize::from(is_first)..LINE.len().min(2 + indent)];
        out.write_all(in_one)?;
        for _ in LINE.len()..2 + indent {
            out.write_all(b" ")?;
        }
        if self.is_name { out.write_all(b"\"") } else { Ok(()) }
    }
}

/// A comma, a line end, and more indentation than our documents have.
const LINE: &[u8] = b",\n                                ";

impl Formatter for Indented {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.line(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_items = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.is_name = true;
        self.line(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.is_name = false;
        out.write_all(b"\": ")
    }

    fn begin_string<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.is_name { Ok(()) } else { out.write_all(b"\"") }
    }

    fn end_string<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.is_name { Ok(()) } else { out.write_all(b"\"") }
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_items = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::print;
    use super::Indented;
    use serde_json::{Value, json};

    #[track_caller]
    fn prints_as_serde_json(value: &Value) {
        assert_eq!(print(Indented::at(0), value), Ok(format!("{value:#}")));
    }

    #[test]
    fn prints_as_serde_json_does() {
        prints_as_serde_json(&json!([]));
        prints_as_serde_json(&json!({"a": [], "b": {}, "c": [[1], {"d": null}], "e": "\n"}));
        let deep = (0..40).fold(json!(1), |inner, _| json!([inner, 2]));
        prints_as_serde_json(&deep);
    }

    #[test]
    fn stands_where_the_document_has_it() {
        assert_eq!(print(Indented::at(1), &json!([1, 2])), Ok("[\n    1,\n    2\n  ]".to_owned()));
    }

    #[test]
    fn items_have_a_line_each() {
        let items = json!([{"a": [1, 2], "b": {"c": null}}, [], {}, "\n"]);
        let lines =
            "[\n    {\"a\": [1, 2], \"b\": {\"c\": null}},\n    [],\n    {},\n    \"\\n\"\n  ]";
        assert_eq!(print(Indented::at(1).with_items_in_lines(), &items), Ok(lines.to_owned()));
    }
}
