//! The zip archive around xlsx, xlsm, xlsb and ods.
//!
//! A part is only ever read as a bounded stream: what an entry declares is
//! checked first, what really comes out is counted, because a declaration may
//! lie. Nothing is unpacked to disk or held whole.

use super::{broken, xml::Xml};
use crate::error::Kind;
use crate::source::limits;
use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, Cursor, Read};
use std::rc::Rc;
use zip::ZipArchive;

/// An archive whose directory was found sound.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    allowance: Rc<Allowance>,
}

/// What all parts of an archive together may still cost.
struct Allowance {
    bytes: Cell<u64>,
    nodes: Cell<u64>,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Archive<'a>, Kind> {
        // Before the directory is read, because reading it takes memory.
        let entries = bytes.windows(4).filter(|window| *window == DIRECTORY_ENTRY).count();
        if entries > limits::ARCHIVE_PARTS {
            return Err(Kind::Limit { what: "parts", limit: limits::ARCHIVE_PARTS as u64 });
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        // Entries that share bytes inflate to far more than the file's size.
        if zip.has_overlapping_files().map_err(broken)? {
            return Err(Kind::BrokenWorkbook("overlapping entries in the archive".into()));
        }
        let allowance =
            Allowance { bytes: Cell::new(limits::INFLATED_BYTES), nodes: Cell::new(limits::NODES) };
        Ok(Archive { zip, allowance: Rc::new(allowance) })
    }

    /// Whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// Opens a part, or tells that it is missing.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Part<'_>>, Kind> {
        self.bounded(name, limits::INFLATED_BYTES)
    }

    /// Opens a part that only lists other parts or settings.
    pub(super) fn small_part(&mut self, name: &str) -> Result<Option<Part<'_>>, Kind> {
        self.bounded(name, limits::SMALL_PART_BYTES)
    }

    fn bounded(&mut self, name: &str, limit: u64) -> Result<Option<Part<'_>>, Kind> {
        let Some(index) = self.find(name) else { return Ok(None) };
        let allowance = Rc::clone(&self.allowance);
        let file = self.zip.by_index(index).map_err(broken)?;
        if file.size() > allowance.bytes.get().min(limit) {
            return Err(Kind::Limit { what: "inflated bytes", limit });
        }
        let buffer = vec![0; BUFFER_BYTES];
        let file = Box::new(file);
        Ok(Some(Part { file, buffer, at: 0, end: 0, allowance, rest: limit, piece: 0 }))
    }

    /// Opens a part that is XML.
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<Xml<'_>>, Kind> {
        Ok(self.part(name)?.map(Xml::new))
    }

    /// Opens a part that is XML and only lists other parts or settings.
    pub(super) fn small_xml(&mut self, name: &str) -> Result<Option<Xml<'_>>, Kind> {
        Ok(self.small_part(name)?.map(Xml::new))
    }

    /// The names of parts are compared without case (ECMA-376, part 2, 6.2.2.3),
    /// and some writers use backslashes.
    fn find(&self, name: &str) -> Option<usize> {
        self.zip.index_for_name(name).or_else(|| {
            (0..self.zip.len()).find(|&index| {
                self.zip
                    .name_for_index(index)
                    .and_then(Result::ok)
                    .is_some_and(|found| found.replace('\\', "/").eq_ignore_ascii_case(name))
            })
        })
    }
}

/// How each entry of the directory begins (APPNOTE 4.3.12).
const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";

/// The longest single piece of a part: a tag, or a text between two tags. A
/// cell holds at most 32,767 characters; the rest is room for odd writers.
const PIECE_BYTES: u64 = 4 << 20;

/// Inflated at a time.
const BUFFER_BYTES: usize = 1 << 16;

/// One part of an archive, as a stream that stops at the limits. All is counted
/// as it is inflated, a buffer at a time: a piece is a few bytes.
pub(super) struct Part<'a> {
    file: Box<dyn Read + 'a>,
    buffer: Vec<u8>,
    /// What is inflated and not yet read.
    at: usize,
    end: usize,
    allowance: Rc<Allowance>,
    /// What is left of this part.
    rest: u64,
    /// What was inflated for the piece being read.
    piece: u64,
}

impl Part<'_> {
    /// A new piece begins.
    pub(super) fn begin_piece(&mut self) -> Result<(), Kind> {
        self.piece = 0;
        let rest = self.allowance.nodes.get().checked_sub(1);
        let limit = limits::NODES;
        self.allowance.nodes.set(rest.ok_or(Kind::Limit { what: "nodes", limit })?);
        Ok(())
    }

    fn refill(&mut self) -> io::Result<()> {
        let bytes = &self.allowance.bytes;
        let rest = self.rest.min(bytes.get()).min(BUFFER_BYTES as u64);
        if rest == 0 || self.piece >= PIECE_BYTES {
            return Err(io::Error::other(TooLong));
        }
        let room = self.buffer.get_mut(..rest as usize).unwrap_or_default();
        self.end = self.file.read(room)?;
        self.at = 0;
        let taken = self.end as u64;
        bytes.set(bytes.get().saturating_sub(taken));
        self.rest = self.rest.saturating_sub(taken);
        self.piece += taken;
        Ok(())
    }
}

impl BufRead for Part<'_> {
    #[inline]
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.end {
            self.refill()?;
        }
        Ok(self.buffer.get(self.at..self.end).unwrap_or_default())
    }

    #[inline]
    fn consume(&mut self, amount: usize) {
        self.at += amount;
    }
}

impl Read for Part<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut filled = self.fill_buf()?;
        let amount = filled.read(into)?;
        self.consume(amount);
        Ok(amount)
    }
}

/// A part, or a piece of it, that breaks its limit.
#[derive(Debug)]
struct TooLong;

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a part of the archive, or one text in it, is longer than in any real workbook")
    }
}

impl std::error::Error for TooLong {}
