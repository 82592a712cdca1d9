//! What is in a file, told by its first bytes: a document that can be read, or
//! what else it seems to be, in words for the message that refuses it.
//!
//! Portals give out CSV, HTML and XML under the name of a workbook, and Excel
//! opens them after a warning that people have learnt to pass over.

use crate::finding::Message;

/// What a file holds.
pub(super) enum Content {
    Empty,
    Pdf,
    Zip,
    Ole,
    /// Nothing that can be read.
    Other(Message),
}

/// Acrobat finds the header within the first 1,024 bytes (PDF 32000-1, annex
/// H, note 13), and files with a mail header or a byte-order mark before it
/// are common.
const PDF_HEADER_WITHIN: usize = 1024;

/// Tells what the bytes are.
pub(super) fn sniff(bytes: &[u8]) -> Content {
    let head = &bytes[..bytes.len().min(PDF_HEADER_WITHIN + 5)];
    let lower = head.to_ascii_lowercase();
    let has = |needle: &[u8]| lower.windows(needle.len()).any(|window| window == needle);
    match bytes {
        [] => Content::Empty,
        [b'P', b'K', 3 | 5, ..] => Content::Zip,
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Content::Ole,
        _ if has(b"%pdf-") || has_trailer(bytes) => Content::Pdf,
        _ => Content::Other(markup(&lower).or_else(|| binary(bytes)).unwrap_or_else(|| text(head))),
    }
}

/// How far from its end a PDF without a header is looked at for its trailer.
const TRAILER_WITHIN: usize = 1024;

/// Whether a file begins with an object of a PDF, or a comment, and ends as a PDF does: a
/// header was lost, and nothing else.
fn has_trailer(bytes: &[u8]) -> bool {
    let (head, tail) = (
        &bytes[..bytes.len().min(PDF_HEADER_WITHIN)],
        &bytes[bytes.len().saturating_sub(TRAILER_WITHIN)..],
    );
    let has = |part: &[u8], needle: &[u8]| part.windows(needle.len()).any(|it| it == needle);
    has(head, b" obj") && has(tail, b"startxref") && has(tail, b"%%EOF")
}

/// The names of kinds, which are the same in both languages.
fn named(name: &str) -> Message {
    Message::new(name, name)
}

/// What says itself what it is, in ASCII letters, here all small.
fn markup(head: &[u8]) -> Option<Message> {
    let has = |needle: &[u8]| head.windows(needle.len()).any(|window| window == needle);
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    if has(b"<html") || text.starts_with(b"<!doctype") || text.starts_with(b"<table") {
        return Some(named("HTML"));
    }
    if text.starts_with(b"<?xml") && has(b"excel.sheet") {
        return Some(named("XML Spreadsheet 2003"));
    }
    let kinds: [(&[u8], &str); 4] =
        [(b"<?xml", "XML"), (b"mime-version:", "MHTML"), (b"{\\rtf", "RTF"), (b"id;p", "SYLK")];
    let kind = kinds.into_iter().find(|(start, _)| text.starts_with(start));
    kind.map(|(_, name)| named(name))
}

fn binary(bytes: &[u8]) -> Option<Message> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some(named("JPEG")),
        [0x89, b'P', b'N', b'G', ..] => Some(named("PNG")),
        [b'x', b'd', b'w', ..] | [0x60, 0x0E, 0x82, 0x00, ..] => Some(named("DocuWorks")),
        _ => None,
    }
}

/// Plain text with its encoding, or else binary data.
fn text(head: &[u8]) -> Message {
    let Some(encoding) = encoding(head) else {
        return Message::new("バイナリデータ", "binary data");
    };
    // Each character of UTF-16 that parts cells or lines is one byte and a zero.
    let ascii: Vec<u8> = head.iter().copied().filter(|&byte| byte != 0).collect();
    let lines: Vec<&[u8]> = ascii.split(|&byte| byte == b'\n').collect();
    // The last line may be cut off.
    let whole = lines.split_last().map_or(&lines[..], |(_, before)| before);
    let whole = if whole.is_empty() { &lines[..] } else { whole };
    let is_parted = |mark: u8| {
        let parted = whole.iter().filter(|line| line.contains(&mark)).count();
        parted > 0 && 2 * parted >= whole.len()
    };
    let (ja, en) = match (is_parted(b'\t'), is_parted(b',')) {
        (true, _) => ("タブ区切りテキスト", "tab-separated text"),
        (false, true) => ("CSV", "CSV"),
        _ => ("テキスト", "text"),
    };
    Message::new(format!("{encoding} の{ja}"), format!("{en} in {encoding}"))
}

fn encoding(head: &[u8]) -> Option<&'static str> {
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        return Some("UTF-16");
    }
    let is_text = |&byte: &u8| byte >= b' ' || matches!(byte, b'\t' | b'\n' | b'\r' | 0x1A | 0x1B);
    if !head.iter().all(is_text) {
        return None;
    }
    if std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true) {
        let has_escape = head.windows(2).any(|pair| pair == b"\x1B$");
        return Some(if has_escape { "ISO-2022-JP" } else { "UTF-8" });
    }
    // Before Shift_JIS, where most of these bytes are half-width kana.
    if is_double_byte(
        head,
        |byte| matches!(byte, 0x8E | 0xA1..=0xFE),
        |_| false,
        |byte| byte >= 0xA1,
    ) {
        return Some("EUC-JP");
    }
    is_double_byte(
        head,
        |byte| matches!(byte, 0x81..=0x9F | 0xE0..=0xFC),
        |byte| matches!(byte, 0xA1..=0xDF),
        |byte| matches!(byte, 0x40..=0x7E | 0x80..=0xFC),
    )
    .then_some("Shift_JIS (cp932)")
}

/// Whether all bytes are ASCII, single ones, or pairs; the last may be cut off.
fn is_double_byte(
    mut bytes: &[u8],
    is_first: impl Fn(u8) -> bool,
    is_single: impl Fn(u8) -> bool,
    is_second: impl Fn(u8) -> bool,
) -> bool {
    loop {
        bytes = match bytes {
            [] => return true,
            [byte, rest @ ..] if byte.is_ascii() || is_single(*byte) => rest,
            [first] => return is_first(*first),
            [first, second, rest @ ..] if is_first(*first) && is_second(*second) => rest,
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, sniff};

    #[track_caller]
    fn check(bytes: &[u8], ja: &str, en: &str) {
        let Content::Other(found) = sniff(bytes) else { panic!("a document") };
        assert_eq!((found.ja.as_str(), found.en.as_str()), (ja, en));
    }

    #[test]
    fn tables_as_text() {
        let utf8 = "番号,施策名,実績\r\n1-1,相談,12件\r\n";
        check(utf8.as_bytes(), "UTF-8 のCSV", "CSV in UTF-8");
        // Cut off within a character.
        check(&utf8.repeat(60).as_bytes()[..2000], "UTF-8 のCSV", "CSV in UTF-8");
        // 番号,施策 / 1,相談
        let shift_jis = b"\x94\xD4\x8D\x86,\x8E\x7B\x8D\xF4\r\n1,\x91\x8A\x92\x6B\r\n";
        check(shift_jis, "Shift_JIS (cp932) のCSV", "CSV in Shift_JIS (cp932)");
        let euc = b"\xC8\xD6\xB9\xE6\t\xBB\xDC\xBA\xF6\n1\t\xC1\xEA\xC3\xCC\n";
        check(euc, "EUC-JP のタブ区切りテキスト", "tab-separated text in EUC-JP");
        let utf16: Vec<u8> =
            "\u{FEFF}番号\t施策名\n1\t相談\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&utf16, "UTF-16 のタブ区切りテキスト", "tab-separated text in UTF-16");
        check("点検の結果、次のとおり。".as_bytes(), "UTF-8 のテキスト", "text in UTF-8");
        check(b"\x00\x01\x02", "バイナリデータ", "binary data");
    }

    #[test]
    fn tables_as_markup() {
        check(b"\xEF\xBB\xBF<table><tr>", "HTML", "HTML");
        check(b"\r\n<HTML xmlns:x=\"urn:schemas-microsoft-com:office:excel\">", "HTML", "HTML");
        let book = b"<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?><Workbook>";
        check(book, "XML Spreadsheet 2003", "XML Spreadsheet 2003");
        check(b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "MHTML", "MHTML");
    }
}
