//! What can't be opened: why, and what can be saved.
//!
//! The only file that names lopdf. It is off the usual path: hayro opens
//! nearly everything, and lopdf is asked where hayro gives up.

use crate::error::Kind;
use lopdf::{Document, Error as LopdfError};

/// How far from the end `%%EOF` may stand. Acrobat accepts the last 1,024
/// bytes (PDF 32000-1, annex H, note 18); servers add line ends behind it.
const EOF_WITHIN: usize = 1024;

/// Whether the end of the file is missing.
pub(crate) fn is_truncated(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(EOF_WITHIN)..];
    !tail.windows(5).any(|window| window == b"%%EOF")
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
