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
        self.find(name).is_some()
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
        Ok(Some(Part::new(Box::new(file), allowance, limit)))
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

impl<'a> Part<'a> {
    fn new(file: Box<dyn Read + 'a>, allowance: Rc<Allowance>, rest: u64) -> Part<'a> {
        Part { file, buffer: vec![0; BUFFER_BYTES], at: 0, end: 0, allowance, rest, piece: 0 }
    }

    /// A new piece begins.
    pub(super) fn begin_piece(&mut self) -> Result<(), Kind> {
        self.piece = 0;
        self.count_nodes(1)
    }

    /// What comes next, so many bytes of it, or all that is left; less than a piece
    /// may have. None of them are consumed.
    pub(super) fn ahead(&mut self, amount: usize) -> io::Result<&[u8]> {
        self.buffer.copy_within(self.at..self.end, 0);
        (self.at, self.end) = (0, self.end - self.at);
        self.buffer.resize(amount.max(self.buffer.len()), 0);
        self.piece = 0;
        while self.end < amount && self.inflate()? > 0 {}
        Ok(self.buffer.get(..self.end).unwrap_or_default())
    }

    /// Fills the buffer, as far as the limits allow, and tells by how many bytes.
    fn inflate(&mut self) -> io::Result<usize> {
        let bytes = &self.allowance.bytes;
        let rest = self.rest.min(bytes.get()).min(BUFFER_BYTES as u64) as usize;
        if rest == 0 || self.piece >= PIECE_BYTES {
            return Err(io::Error::other(TooLong));
        }
        let end = self.buffer.len().min(self.end + rest);
        let taken = self.file.read(self.buffer.get_mut(self.end..end).unwrap_or_default())?;
        self.end += taken;
        bytes.set(bytes.get().saturating_sub(taken as u64));
        self.rest = self.rest.saturating_sub(taken as u64);
        self.piece += taken as u64;
        Ok(taken)
    }

    /// How many nodes of XML, or binary records, were read of all parts together.
    pub(super) fn nodes(&self) -> u64 {
        limits::NODES - self.allowance.nodes.get()
    }

    /// Counts nodes, which may have been read elsewhere.
    pub(super) fn count_nodes(&mut self, count: u64) -> Result<(), Kind> {
        let rest = self.allowance.nodes.get().checked_sub(count);
        let limit = limits::NODES;
        self.allowance.nodes.set(rest.ok_or(Kind::Limit { what: "nodes", limit })?);
        Ok(())
    }
}

impl<'a> From<&'a [u8]> for Part<'a> {
    /// A stretch of a part that was counted already.
    fn from(bytes: &'a [u8]) -> Part<'a> {
        let (rest, nodes) = (u64::MAX, limits::NODES);
        let allowance = Allowance { bytes: Cell::new(rest), nodes: Cell::new(nodes) };
        Part::new(Box::new(bytes), Rc::new(allowance), rest)
    }
}

impl BufRead for Part<'_> {
    #[inline]
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.end {
            (self.at, self.end) = (0, 0);
            self.inflate()?;
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

/// Why a part can't be read on: it is damaged, or beyond a limit. What is damaged may
/// be read in part; what asks for too much is refused.
pub(super) fn failed(error: io::Error) -> Kind {
    match error.get_ref().is_some_and(|inner| inner.is::<TooLong>()) {
        true => Kind::Limit { what: "bytes of one text or part", limit: PIECE_BYTES },
        false => broken(error),
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
