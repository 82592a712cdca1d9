//! The text of a cell: runs of characters, each with its own look.

use super::style::Font;
use crate::error::Kind;
use crate::source::limits;
use std::borrow::Cow;
use std::sync::Arc;

/// A text as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Text {
    /// In the font of its cell. Shared, because most cells of a big sheet say
    /// the same few things.
    Plain(Arc<str>),
    /// In several fonts.
    Rich(Vec<Run>),
}

/// Characters in one font.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) text: String,
    /// `None` for that of the cell.
    pub(super) font: Option<Font>,
}

/// Memory of one run beside its characters.
const RUN_BYTES: usize = 64;

impl Text {
    /// A text in the font of its cell.
    pub(super) fn plain(text: &str) -> Text {
        Text::Plain(if is_tidy(text) { Arc::from(text) } else { Arc::from(tidy(text)) })
    }

    /// How much memory it takes, none where it is empty.
    pub(super) fn cost(&self) -> usize {
        match self {
            Text::Plain(text) => text.len(),
            Text::Rich(runs) => runs.iter().map(|run| run.text.len() + RUN_BYTES).sum(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.cost() == 0
    }
}

/// Runs of one text on the way, those joined that look alike.
#[derive(Default)]
pub(super) struct Runs {
    runs: Vec<Run>,
    bytes: usize,
}

impl Runs {
    /// Characters follow.
    pub(super) fn push(&mut self, text: &str, font: Option<Font>) -> Result<(), Kind> {
        self.bytes += text.len();
        check_length(self.bytes)?;
        let count = self.runs.len();
        match self.runs.last_mut() {
            _ if text.is_empty() => (),
            Some(last) if last.font == font => last.text.push_str(text),
            _ if count >= limits::TEXT_RUNS => {
                return Err(Kind::Limit {
                    what: "runs of a text",
                    limit: limits::TEXT_RUNS as u64,
                });
            }
            _ => self.runs.push(Run { text: text.to_owned(), font }),
        }
        Ok(())
    }

    /// With the escapes of xlsx decoded in each run.
    pub(super) fn decoded(mut self) -> Runs {
        for run in &mut self.runs {
            if let Cow::Owned(text) = decode_escapes(&run.text) {
                run.text = text;
            }
        }
        self
    }

    /// The whole text.
    pub(super) fn finish(self) -> Text {
        match self.runs.as_slice() {
            [] => Text::Plain(Arc::from("")),
            [Run { text, font: None }] => Text::plain(text),
            _ => Text::Rich(self.runs),
        }
    }
}

/// Refuses a text longer than that of any cell.
pub(super) fn check_length(bytes: usize) -> Result<(), Kind> {
    match bytes > limits::CELL_TEXT_BYTES {
        true => {
            Err(Kind::Limit { what: "bytes of one text", limit: limits::CELL_TEXT_BYTES as u64 })
        }
        false => Ok(()),
    }
}

/// Line ends as `\n`, nothing behind the last character of a line, no empty
/// lines at the end, no spaces at the beginning, which pad a text as they do in
/// a PDF. What else stands before a line, an indent for one, stays.
pub(super) fn tidy(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for line in text.replace("\r\n", "\n").replace(['\r', '\u{b}'], "\n").split('\n') {
        clean.push_str(line.trim_end());
        clean.push('\n');
    }
    clean.truncate(clean.trim_end().len());
    clean.drain(..clean.len() - clean.trim_start_matches(' ').len());
    clean
}

/// Whether [`tidy`] would leave a text alone.
pub(super) fn is_tidy(text: &str) -> bool {
    let last = text.chars().next_back();
    !last.is_some_and(char::is_whitespace)
        && !text.starts_with(' ')
        && !text.bytes().any(|c| matches!(c, b'\r' | b'\n' | 0xB))
}

/// Decodes `_x000D_`, by which Excel writes characters that XML can't hold
/// (ECMA-376 part 1, 22.9.2.19). `_x005F_` is an underscore that does not
/// begin another such code.
pub(super) fn decode_escapes(text: &str) -> Cow<'_, str> {
    if !text.as_bytes().contains(&b'_') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        decoded.push_str(before);
        match escape(from) {
            Some(character) => {
                decoded.push(character);
                rest = from.get(7..).unwrap_or_default();
            }
            None => {
                decoded.push('_');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

fn escape(text: &str) -> Option<char> {
    let digits = text.get(2..6).filter(|_| text.as_bytes().get(6) == Some(&b'_'))?;
    if !digits.bytes().all(|c| c.is_ascii_hexdigit()) {
        return None;
    }
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

#[cfg(test)]
mod tests {
    use super::{decode_escapes, tidy};

    #[test]
    fn escapes() {
        assert_eq!(decode_escapes("上_x000D_\n下"), "上\r\n下");
        assert_eq!(decode_escapes("_x005F_x000D_"), "_x000D_");
        assert_eq!(decode_escapes("a_x00D_b_xあいうえ_"), "a_x00D_b_xあいうえ_");
        assert_eq!(decode_escapes("_x"), "_x");
    }

    #[test]
    fn line_ends_and_spaces() {
        assert_eq!(tidy("　一 \r\n二　\r三\n\n"), "　一\n二\n三");
        assert_eq!(tidy("\n二"), "\n二");
        assert_eq!(tidy(" 　"), "");
    }
}
