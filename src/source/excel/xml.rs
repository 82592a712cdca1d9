//! XML as a stream of openings, texts and closings.
//!
//! Names come without their prefix, because the strict and the transitional
//! form of the format differ in prefixes and namespaces alone. Entities that a
//! document defines itself are never expanded: only the five of XML and
//! numbered characters are.

use super::archive::{self, Part};
use super::broken;
use crate::error::Kind;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};
use std::borrow::Cow;

/// Elements within elements. The deepest real part stays below 20; the reader
/// remembers each open name.
const DEPTH: usize = 256;

/// A stream of nodes.
pub(super) struct Xml<'a> {
    reader: Reader<Part<'a>>,
    buffer: Vec<u8>,
    depth: usize,
    /// How deep it stands where it begins.
    base: usize,
}

/// What comes next. An empty element opens and closes.
pub(super) enum Node<'x> {
    Open(Opening<'x>),
    Close(Closing<'x>),
    Text(Cow<'x, str>),
    /// A comment or the like.
    Other,
    End,
}

/// An opening tag.
pub(super) struct Opening<'x>(BytesStart<'x>);

/// A closing tag.
pub(super) struct Closing<'x>(BytesEnd<'x>);

impl<'a> Xml<'a> {
    pub(super) fn new(part: Part<'a>) -> Xml<'a> {
        let mut reader = Reader::from_reader(part);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Xml { reader, buffer: Vec::new(), depth: 0, base: 0 }
    }

    /// The same, for a part of what stands so deep in a document.
    pub(super) fn within(part: Part<'a>, depth: usize) -> Xml<'a> {
        Xml { depth, base: depth, ..Xml::new(part) }
    }

    /// Reads what is left and says nothing of it: the end of a part is where its
    /// checksum is compared.
    pub(super) fn drain(&mut self) -> Result<(), Kind> {
        while !matches!(self.next()?, Node::End) {}
        Ok(())
    }

    /// Passes over the rest of the element that was opened last.
    pub(super) fn skip(&mut self) -> Result<(), Kind> {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.next()? {
                Node::Open(_) => depth += 1,
                Node::Close(_) => depth -= 1,
                Node::End => return Ok(()),
                _ => (),
            }
        }
        Ok(())
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// What it is read from, up to behind the node that came last.
    pub(super) fn part(&mut self) -> &mut Part<'a> {
        self.reader.get_mut()
    }

    pub(super) fn next(&mut self) -> Result<Node<'_>, Kind> {
        self.buffer.clear();
        self.reader.get_mut().begin_piece()?;
        Ok(match self.reader.read_event_into(&mut self.buffer).map_err(failed)? {
            Event::Start(tag) => {
                self.depth += 1;
                if self.depth > DEPTH {
                    return Err(Kind::Limit { what: "nested elements", limit: DEPTH as u64 });
                }
                Node::Open(Opening(tag))
            }
            Event::End(tag) => {
                self.depth = self.depth.saturating_sub(1);
                Node::Close(Closing(tag))
            }
            Event::Text(text) => Node::Text(folded(text.into_inner())),
            Event::CData(text) => Node::Text(folded(text.into_inner())),
            Event::GeneralRef(reference) => Node::Text(resolve(&reference)),
            // No package of Office may have one (ECMA-376 part 2, 8.1.4), and what it
            // defines would be text that nobody reads (bombs/entities).
            Event::DocType(_) => return Err(broken("it declares a document type")),
            // Cut short, though every byte of it may be sound.
            Event::Eof if self.depth > self.base => {
                return Err(broken("it ends within an element"));
            }
            Event::Eof => Node::End,
            _ => Node::Other,
        })
    }
}

fn failed(error: quick_xml::Error) -> Kind {
    match error {
        quick_xml::Error::Io(error) => match std::sync::Arc::try_unwrap(error) {
            Ok(error) => archive::failed(error),
            Err(error) => broken(error),
        },
        error => broken(error),
    }
}

/// Line ends as XML hands them on (XML 1.0, 2.11): each pair of CR and LF, and each
/// CR alone, is one LF. What stands for a CR by number or by an escape of Excel is
/// read later, and stays one.
fn folded(text: Cow<'_, str>) -> Cow<'_, str> {
    // Most texts have none, and are handed on as they are.
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text;
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// The character for which a reference stands. What a document defines by
/// itself stays as it is written.
fn resolve<'x>(reference: &BytesRef<'_>) -> Cow<'x, str> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Cow::Owned(character.to_string());
    }
    let name = reference.xml10_content();
    match resolve_predefined_entity(&name) {
        Some(text) => Cow::Borrowed(text),
        None => Cow::Owned(format!("&{name};")),
    }
}

impl Opening<'_> {
    /// Without its prefix.
    pub(super) fn name(&self) -> &str {
        local(self.0.name().into_inner())
    }

    /// The value of an attribute, told by its name without prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        self.attributes().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// All attributes, without the prefixes of their names.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        let mut rest = self.0.attributes_raw();
        std::iter::from_fn(move || {
            let (name, value, tail) = attribute(rest)?;
            rest = tail;
            Some((name, unescape(value)))
        })
    }

    /// An attribute that is a whole number.
    pub(super) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// An attribute that says yes or no.
    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        // `xsd:boolean`, or what some writers have instead.
        Some(matches!(&*self.attribute(name)?, "1" | "true" | "on"))
    }
}

/// Splits the first attribute off, in a third of the time that a full check of
/// the syntax takes: a cell has three of them, a sheet a million cells.
fn attribute(attributes: &str) -> Option<(&str, &str, &str)> {
    let equals = attributes.bytes().position(|c| c == b'=')?;
    let (name, rest) = attributes.split_at(equals);
    let rest = rest.get(1..)?.trim_ascii_start();
    let quote = rest.bytes().next().filter(|c| matches!(c, b'"' | b'\''))?;
    let rest = rest.get(1..)?;
    let (value, tail) = rest.split_at(rest.bytes().position(|c| c == quote)?);
    Some((local(name.trim_ascii()), value, tail.get(1..)?))
}

fn unescape(value: &str) -> Cow<'_, str> {
    if !value.bytes().any(|c| c == b'&') {
        return Cow::Borrowed(value);
    }
    quick_xml::escape::unescape(value).unwrap_or(Cow::Borrowed(value))
}

impl Closing<'_> {
    /// Without its prefix.
    pub(super) fn name(&self) -> &str {
        local(self.0.name().into_inner())
    }
}

/// A name without its prefix. Nearly all are a few letters: too short for a search
/// that is fast on long texts.
fn local(name: &str) -> &str {
    let prefix = name.bytes().position(|c| c == b':').map_or(0, |at| at + 1);
    name.get(prefix..).unwrap_or_default()
}
