//! What can't be opened: why, and what can be saved.
//!
//! The only file that names lopdf. It is off the usual path: hayro opens
//! nearly everything, and lopdf is asked where hayro gives up.

use crate::error::Kind;
use lopdf::{
    DecompressError, Dictionary, Document, Error as LopdfError, LoadOptions, Object, Stream,
};

/// Whether the end of the file is missing: no `%%EOF`, or objects behind the
/// last one, where an update was cut off. Servers add line ends, zeros and
/// whole web pages behind it; those are no loss.
pub(crate) fn is_truncated(bytes: &[u8]) -> bool {
    let Some(end) = bytes.windows(5).rposition(|window| window == b"%%EOF") else { return true };
    bytes[end..].windows(5).any(|window| window == b" obj\n" || window == b" obj\r")
}

/// Loads with lopdf what hayro refused and writes it anew, or says why not.
pub(crate) fn repair(bytes: &[u8]) -> Result<Vec<u8>, Kind> {
    let mut document = Document::load_mem(bytes).map_err(|error| reason(bytes, error))?;
    if document.is_encrypted() {
        return Err(Kind::Password);
    }
    if document.get_pages().is_empty() {
        return Err(reason_without_words(bytes, "it has no pages"));
    }
    let mut repaired = Vec::new();
    document.save_to(&mut repaired).map_err(|error| Kind::BrokenPdf(error.to_string()))?;
    Ok(repaired)
}

/// The bytes without their encryption, where it is that of attachments alone (/EFF, with
/// streams and strings left as they are: PDF 32000-1, 7.6.5); else none.
pub(crate) fn without_encryption_of_attachments(bytes: &[u8]) -> Option<Vec<u8>> {
    const KEY: &[u8] = b"/Encrypt";
    let at = find_key(bytes, KEY)?;
    let reference = bytes.get(at + KEY.len()..)?.trim_ascii_start();
    let number = reference.split(|byte| !byte.is_ascii_digit()).next()?;
    let dictionary = if reference.starts_with(b"<<") {
        reference
    } else {
        let object = [b"\n", number, b" 0 obj"].concat();
        bytes.get(find(bytes, &object)? + object.len()..)?
    };
    let dictionary = dictionary.get(..find(dictionary, b"endobj")?)?;
    let is_left = |key: &[u8]| {
        let value = find(dictionary, key).and_then(|at| dictionary.get(at + key.len()..));
        value.is_none_or(|value| value.trim_ascii_start().starts_with(b"/Identity"))
    };
    if find(dictionary, b"/EFF").is_none() || !is_left(b"/StmF") || !is_left(b"/StrF") {
        return None;
    }
    let mut plain = bytes.to_vec();
    let mut from = 0;
    // A key of the same length that nobody knows.
    while let Some(at) = plain.get(from..).and_then(|rest| find_key(rest, KEY)) {
        plain[from + at + 1] = b'_';
        from += at + KEY.len();
    }
    Some(plain)
}

/// Where a key stands, and not the beginning of a longer one (/EncryptMetadata).
fn find_key(haystack: &[u8], key: &[u8]) -> Option<usize> {
    let goes_on = |window: &[u8]| window.last().is_some_and(u8::is_ascii_alphanumeric);
    let mut windows = haystack.windows(key.len() + 1);
    windows.position(|window| window.starts_with(key) && !goes_on(window))
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

/// The bytes with the root of a document appended. Where the page tree is
/// lost, hayro then takes for pages what looks like one, in the order of the
/// file; without a root it reads nothing.
pub(crate) fn with_new_root(bytes: &[u8]) -> Vec<u8> {
    // Beyond the largest number that PDF 32000-1, annex C allows for.
    let (root, pages) = (8_388_610, 8_388_611);
    let mut whole = bytes.to_vec();
    whole.extend_from_slice(
        format!("\n{root} 0 obj\n<< /Type /Catalog /Pages {pages} 0 R >>\nendobj\n").as_bytes(),
    );
    whole.extend_from_slice(format!("trailer\n<< /Root {root} 0 R >>\n%%EOF\n").as_bytes());
    whole
}

/// Whether no object stream of a locked file inflates beyond `limit`, neither as
/// anybody opens it nor with the password.
pub(crate) fn opens_within(bytes: &[u8], password: Option<&str>, limit: usize) -> bool {
    let opens = |password: Option<&str>| {
        let mut options = LoadOptions::with_max_decompressed_size(limit);
        options.password = password.map(str::to_owned);
        !matches!(
            Document::load_mem_with_options(bytes, options),
            Err(LopdfError::Decompress(DecompressError::MemoryLimitExceeded { .. }))
        )
    };
    opens(None) && password.is_none_or(|password| opens(Some(password)))
}

/// How long the data behind these filters is, where that is no more than
/// `limit`. At most about that much memory is used, whatever the answer; what
/// can't be read counts as nothing, because nobody else can read it either.
pub(crate) fn inflated_length(data: Vec<u8>, filters: &[&str], limit: usize) -> Option<usize> {
    let names = filters.iter().map(|name| Object::Name(name.as_bytes().to_vec())).collect();
    let mut dictionary = Dictionary::new();
    dictionary.set("Filter", Object::Array(names));
    match Stream::new(dictionary, data).decompressed_content_with_limit(limit) {
        Ok(inflated) => Some(inflated.len()),
        Err(LopdfError::Decompress(
            DecompressError::MemoryLimitExceeded { .. } | DecompressError::TooManyFilters { .. },
        )) => None,
        Err(_) => Some(0),
    }
}

fn reason(bytes: &[u8], error: LopdfError) -> Kind {
    match error {
        LopdfError::InvalidPassword => Kind::Password,
        LopdfError::Decryption(_) => Kind::Encryption,
        other => reason_without_words(bytes, &other.to_string()),
    }
}

fn reason_without_words(bytes: &[u8], words: &str) -> Kind {
    if is_truncated(bytes) { Kind::Truncated } else { Kind::BrokenPdf(words.to_owned()) }
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(tail: &str, expected: bool) {
        assert_eq!(super::is_truncated(tail.as_bytes()), expected, "{tail:?}");
    }

    #[test]
    fn what_stands_behind_the_end_is_no_loss() {
        check("startxref\n9\n%%EOF", false);
        check(&format!("%%EOF\n{}", "\0".repeat(2000)), false);
        check("%%EOF\n9 0 obj\n<< /Type", true);
        check("9 0 obj\n<< /Type", true);
    }

    #[test]
    fn streams_of_a_locked_file_are_measured() {
        let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/file");
        let locked = std::fs::read(format!("{fixtures}/owner-locked-object-streams.pdf")).unwrap();
        assert!(super::opens_within(&locked, None, 1 << 20));
        assert!(!super::opens_within(&locked, None, 16));
    }
}
