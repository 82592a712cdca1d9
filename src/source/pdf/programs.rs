//! Fonts without their programs.
//!
//! A composite font with /ToUnicode says which characters its codes are, and /W how wide
//! they are (PDF 32000-1, 9.7.4.3 and 9.10.3); a simple one says the same by a published
//! encoding and /Widths. The program, which says how they look, is of no use here; to
//! inflate, hash and parse those of the model report took a tenth of all that it costs.
//! hayro loads each program that a descriptor names, so pages are drawn from a copy of
//! the file in which the descriptors of such fonts name none.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Stream};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The copy; none where there is nothing to leave out. Offsets stay as they are.
pub(super) fn left_out(pdf: &Pdf, bytes: &[u8]) -> Option<Vec<u8>> {
    // Where each descriptor stands in the file, and whether all fonts that have it can do
    // without their program.
    let mut descriptors: HashMap<usize, (Range<usize>, bool)> = HashMap::new();
    let mut seen = HashSet::new();
    for page in pdf.pages().iter() {
        let fonts = &page.resources().fonts;
        for name in fonts.keys() {
            if fonts.get_ref(name.as_ref()).is_some_and(|font| !seen.insert(font)) {
                continue;
            }
            let Some(font) = fonts.get::<Dict<'_>>(name.as_ref()) else { continue };
            let descendant = font
                .get::<Array<'_>>(b"DescendantFonts".as_slice())
                .and_then(|fonts| fonts.iter::<Dict<'_>>().next());
            let described = descendant.as_ref().unwrap_or(&font);
            let descriptor = described.get::<Dict<'_>>(b"FontDescriptor".as_slice());
            let Some(range) = descriptor.and_then(|it| place(it.data(), bytes)) else { continue };
            let needs_none = says_all(&font, descendant.as_ref());
            let known = descriptors.entry(range.start).or_insert((range, true));
            known.1 &= needs_none;
        }
    }
    let mut copy: Option<Vec<u8>> = None;
    for (range, needs_none) in descriptors.into_values() {
        let named = bytes.get(range.clone()).unwrap_or_default();
        for at in memchr::memmem::find_iter(named, KEY).filter(|_| needs_none) {
            let start = range.start + at;
            let copy = copy.get_or_insert_with(|| bytes.to_vec());
            if let Some(key) = copy.get_mut(start..start + KEY.len()) {
                key.copy_from_slice(NO_KEY);
            }
        }
    }
    copy
}

/// With which the names of the programs of all kinds begin.
const KEY: &[u8] = b"/FontFile";
/// As long, and the name of nothing.
const NO_KEY: &[u8] = b"/NoneFile";

/// Whether a font tells by itself what its codes mean and how wide they are.
fn says_all(font: &Dict<'_>, descendant: Option<&Dict<'_>>) -> bool {
    let name = |key: &[u8]| font.get::<Name<'_>>(key);
    match name(b"Subtype").as_deref() {
        Some(b"Type0") => {
            let has_widths = descendant.is_some_and(|it| {
                it.contains_key(b"W".as_slice()) || it.contains_key(b"DW".as_slice())
            });
            has_widths && font.get::<Stream<'_>>(b"ToUnicode".as_slice()).is_some()
        }
        // The codes of a simple font are names of glyphs, and these are characters
        // (9.6.6.2). The fonts whose names are their own are known by what they are called.
        Some(b"TrueType") => {
            let encoding = name(b"Encoding");
            let is_published =
                matches!(encoding.as_deref(), Some(b"WinAnsiEncoding" | b"MacRomanEncoding"));
            let is_symbolic = name(b"BaseFont").is_none_or(|it| {
                let name = it.as_str().to_ascii_lowercase();
                ["symbol", "dings", "marlett"].iter().any(|own| name.contains(own))
            });
            let has_widths = font.contains_key(b"Widths".as_slice())
                && font.contains_key(b"FirstChar".as_slice());
            is_published && has_widths && !is_symbolic
        }
        _ => false,
    }
}

/// Where a part of a file stands in it; none where it was inflated from a stream.
fn place(part: &[u8], file: &[u8]) -> Option<Range<usize>> {
    let start = part.as_ptr().addr().checked_sub(file.as_ptr().addr())?;
    let end = start.checked_add(part.len())?;
    (end <= file.len()).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::super::{Drawing, Pdf, Text, open};
    use std::path::{Path, PathBuf};
    use std::sync::Arc;

    fn files(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                files(&path, found);
            } else if path.extension().is_some_and(|it| it == "pdf") {
                found.push(path);
            }
        }
    }

    /// Each glyph of the first pages with its meaning and place.
    fn glyphs(pdf: &Pdf) -> Vec<String> {
        let mut reader = pdf.reader();
        let drawings: Vec<Drawing> =
            (0..pdf.page_count().min(2)).map(|page| reader.draw(page)).collect();
        let glyphs = drawings.iter().flat_map(|page| page.glyphs.iter().map(move |it| (page, it)));
        let text = |drawing: &Drawing, text: Text| match text {
            Text::String(at) => drawing.strings[at as usize].clone(),
            text => format!("{text:?}"),
        };
        glyphs.map(|(page, it)| format!("{} {:?}", text(page, it.text), it.bbox)).collect()
    }

    /// Fonts of fifty producers: nothing differs but that some are read in less time.
    #[test]
    fn pages_are_the_same_without_programs() {
        let mut found = Vec::new();
        files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &mut found);
        let (mut lighter, mut wrong) = (0, Vec::new());
        for path in &found {
            let bytes = Arc::new(std::fs::read(path).unwrap());
            let Ok(mut pdf) = open(&bytes, None, &mut Vec::new()) else { continue };
            if pdf.lighter.is_none() {
                continue;
            }
            lighter += 1;
            let without = glyphs(&pdf);
            pdf.lighter = None;
            if without != glyphs(&pdf) {
                wrong.push(path);
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(lighter > 100, "{lighter} of {}", found.len());
    }
}
