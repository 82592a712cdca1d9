//! RFC 4180: one header row, CRLF, quotes where they are needed.

use super::{Sink, create};
use crate::cell::Cell;
use crate::package::Encoding;
use crate::tables::{Header, Table};
use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};
use encoding_rs::{EncoderResult, SHIFT_JIS};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// What stands for a character that code page 932 can't hold (下駄).
const GETA: &[u8] = &[0x81, 0xac];

/// A character that a file could not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lost {
    /// How often.
    pub(crate) count: usize,
    /// The first cell: file, data row from 1, header.
    pub(crate) file: String,
    pub(crate) row: usize,
    pub(crate) header: String,
}

/// The tables as CSV.
pub(crate) struct Csv {
    folder: PathBuf,
    header: Header,
    encoding: Encoding,
    files: BTreeMap<Table, (Writer<BufWriter<File>>, usize)>,
    pub(crate) lost: BTreeMap<char, Lost>,
}

impl Csv {
    pub(crate) fn new(folder: PathBuf, header: Header, encoding: Encoding) -> Csv {
        Csv { folder, header, encoding, files: BTreeMap::new(), lost: BTreeMap::new() }
    }

    /// As [`Sink::end`], with what the encoding could not hold.
    pub(crate) fn finish(mut self) -> io::Result<(Vec<String>, BTreeMap<char, Lost>)> {
        let mut names = Vec::new();
        for (table, (mut writer, _)) in std::mem::take(&mut self.files) {
            writer.flush()?;
            names.push(format!("{}.csv", table.name()));
        }
        Ok((names, self.lost))
    }

    fn encode<'t>(&mut self, text: &'t str, table: Table, row: usize, at: usize) -> Cow<'t, [u8]> {
        if self.encoding != Encoding::Cp932 {
            return Cow::Borrowed(text.as_bytes());
        }
        let (bytes, unknown) = cp932(text);
        for character in unknown {
            let header = table.columns().get(at).map_or("", |it| it.header(self.header));
            let lost = self.lost.entry(character).or_insert_with(|| Lost {
                count: 0,
                file: format!("{}.csv", table.name()),
                row,
                header: header.to_owned(),
            });
            lost.count += 1;
        }
        Cow::Owned(bytes)
    }
}

impl Sink for Csv {
    fn begin(&mut self, table: Table) -> io::Result<()> {
        if self.files.contains_key(&table) {
            return Ok(());
        }
        let mut file = create(&self.folder, &format!("{}.csv", table.name()))?;
        if self.encoding == (Encoding::Utf8 { bom: true }) {
            file.write_all("\u{feff}".as_bytes())?;
        }
        let mut writer = WriterBuilder::new()
            .terminator(Terminator::CRLF)
            .quote_style(QuoteStyle::Necessary)
            .from_writer(file);
        let headers: Vec<&str> = table.columns().iter().map(|it| it.header(self.header)).collect();
        let headers = headers.iter().enumerate();
        let encoded: Vec<_> = headers.map(|(at, text)| self.encode(text, table, 0, at)).collect();
        writer.write_record(&encoded)?;
        self.files.insert(table, (writer, 0));
        Ok(())
    }

    fn row(&mut self, table: Table, cells: &[Cell]) -> io::Result<()> {
        let printed: Vec<Cow<'_, str>> = cells.iter().map(Cell::print).collect();
        let row = self.files.get(&table).map_or(0, |it| it.1) + 1;
        let mut encoded = Vec::with_capacity(printed.len());
        for (at, text) in printed.iter().enumerate() {
            encoded.push(self.encode(text, table, row, at));
        }
        if let Some((writer, rows)) = self.files.get_mut(&table) {
            writer.write_record(&encoded)?;
            *rows = row;
        }
        Ok(())
    }

    fn end(self: Box<Self>) -> io::Result<Vec<String>> {
        self.finish().map(|it| it.0)
    }
}

/// The characters by which code page 932 writes those that it has under another code point.
const EQUIVALENTS: [(char, char); 7] =
    [('〜', '～'), ('−', '－'), ('‖', '∥'), ('—', '―'), ('¢', '￠'), ('£', '￡'), ('¬', '￢')];

/// The character that comes back where code page 932 was in between.
fn equivalent(character: char) -> char {
    EQUIVALENTS.iter().find(|it| it.0 == character).map_or(character, |it| it.1)
}

/// A text as it comes back from code page 932.
pub(crate) fn through_cp932(text: &str) -> String {
    SHIFT_JIS.decode_without_bom_handling(&cp932(text).0).0.into_owned()
}

/// A text in code page 932, and the characters that it has no place for.
fn cp932(text: &str) -> (Vec<u8>, Vec<char>) {
    let text: String = text.chars().map(equivalent).collect();
    let (mut bytes, mut unknown) = (Vec::with_capacity(text.len()), Vec::new());
    let (mut encoder, mut rest) = (SHIFT_JIS.new_encoder(), text.as_str());
    loop {
        let needed = encoder.max_buffer_length_from_utf8_without_replacement(rest.len());
        let mut buffer = vec![0; needed.unwrap_or(rest.len() * 2 + 16)];
        let (result, read, written) =
            encoder.encode_from_utf8_without_replacement(rest, &mut buffer, true);
        bytes.extend(buffer.iter().take(written));
        rest = rest.get(read..).unwrap_or_default();
        match result {
            EncoderResult::Unmappable(character) => {
                unknown.push(character);
                bytes.extend(GETA);
            }
            EncoderResult::InputEmpty => return (bytes, unknown),
            EncoderResult::OutputFull => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::cp932;

    #[test]
    fn code_page_932_says_what_it_cannot_hold() {
        let decoded = |bytes: &[u8]| encoding_rs::SHIFT_JIS.decode(bytes).0.into_owned();
        let (bytes, unknown) = cp932("ＤＸ計画①㈱～〜−");
        assert_eq!((decoded(&bytes).as_str(), unknown), ("ＤＸ計画①㈱～～－", vec![]));
        let (bytes, unknown) = cp932("葛\u{e0100}飾⼀😀");
        assert_eq!(unknown, ['\u{e0100}', '⼀', '😀']);
        assert_eq!(decoded(&bytes), "葛〓飾〓〓");
    }
}
