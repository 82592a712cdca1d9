//! Codes that carry no Unicode → characters, or nothing where nothing is known.
//!
//! A composite font without /ToUnicode still says what its codes mean when its
//! glyphs are numbered after a published collection (PDF 32000-1, 9.10.2): the
//! CMap makes a CID of the code, and Adobe-Japan1-UCS2 a character of the CID.
//! hayro goes that way for fonts that are not embedded; this file goes it for
//! all, and gives way to the code itself where that says more: a CID has one
//! character for ～ and 〜, code page 932 has two.
//!
//! hayro does not tell which font dictionary a glyph came from, but what the
//! font is called and its program. Where two fonts of a page agree in both and
//! differ in what their codes mean, nothing is resolved here.
//!
//! In a file that was cut short, fonts promise parts that are gone. hayro then
//! guesses; here such a code means nothing, and the page says so.

mod symbols;

use hayro_interpret::font::{Glyph, OutlineFontData};
use hayro_interpret::hayro_cmap::{BfString, CMap, CMapName, load_embedded};
use hayro_interpret::hayro_syntax::object::{
    Array, Dict, Name, ObjRef, Object, Stream, String as PdfString,
};
use hayro_interpret::hayro_syntax::page::Resources;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use symbols::Signs;

/// One empty glyph of no width: it stands in for every font that the file does
/// not hold. hayro stretches the glyphs of another stand-in to the widths that
/// the file tells, and their boxes with them.
pub(crate) const STAND_IN: &[u8] = include_bytes!("fonts/stand-in.ttf");

/// Whether a glyph of a font in the file draws nothing. Its outline is looked at, so
/// this is for the odd glyph alone.
pub(crate) fn is_inkless(glyph: &Glyph<'_>) -> bool {
    let Glyph::Outline(outline) = glyph else { return false };
    let is_own = |data: OutlineFontData| (*data.data).as_ref() != STAND_IN;
    outline.font_data().is_some_and(is_own) && outline.outline().elements().is_empty()
}

/// The fonts and tables of a document that were looked at so far.
#[derive(Default)]
pub(crate) struct Library<'a> {
    entries: HashMap<ObjRef, Rc<Entry<'a>>>,
    tables: HashMap<Vec<u8>, Option<Rc<CMap>>>,
}

/// The fonts that one page may use.
#[derive(Default)]
pub(crate) struct Fonts<'a> {
    entries: Vec<Rc<Entry<'a>>>,
    /// Whether any of them leaves something to do; most pages have none.
    has_work: bool,
    /// Whether any of them is lost.
    has_lost: bool,
    /// Which entry a font is, by its program's key and its name.
    found: HashMap<(u128, Option<String>), Option<Rc<Entry<'a>>>>,
}

/// A font, as far as the meaning of its codes goes.
struct Entry<'a> {
    /// Its name, without the tag of a subset.
    name: Option<String>,
    program: Option<Stream<'a>>,
    /// Whether it has a table of its own, which is asked first.
    has_to_unicode: bool,
    /// Whether what its codes mean was in a part of the file that is gone.
    is_lost: bool,
    reading: Reading,
    /// The signs of a font whose codes are its own.
    signs: Option<Signs>,
    /// Whether its codes are bytes, and not numbers of glyphs.
    is_simple: bool,
}

/// How a code becomes a character.
#[derive(Clone)]
enum Reading {
    /// The font alone knows.
    None,
    /// The code is UTF-16.
    Utf16,
    /// Through the CID.
    Collection(Rc<Collection>),
}

struct Collection {
    /// The name of the CMap, or the number of the object that holds it.
    name: Vec<u8>,
    /// Whether the codes are those of code page 932.
    is_windows: bool,
    cids: Rc<CMap>,
    unicode: Rc<CMap>,
}

/// How deep forms in forms are searched for fonts.
const DEPTH: usize = 8;

impl<'a> Library<'a> {
    /// How many fonts were looked at.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The fonts in these resources and in those of the forms among them. Of
    /// those that are not there, only the ones that the content names count.
    pub(crate) fn of_page(&mut self, resources: &Resources<'a>, content: &[u8]) -> Fonts<'a> {
        let mut fonts = Fonts::default();
        for name in resources.fonts.keys() {
            let entry = self.entry(&resources.fonts, &name);
            if !entry.is_lost || names(content, &name) {
                fonts.add(entry);
            }
        }
        fonts.extend(self.of_forms(&resources.x_objects));
        fonts
    }

    /// The fonts in the resources of these forms, and of the forms in them.
    pub(crate) fn of_forms(&mut self, x_objects: &Dict<'a>) -> Fonts<'a> {
        let mut fonts = Fonts::default();
        self.collect(x_objects, &mut fonts, &mut HashSet::new(), DEPTH);
        fonts
    }

    fn collect(
        &mut self,
        x_objects: &Dict<'a>,
        fonts: &mut Fonts<'a>,
        seen: &mut HashSet<ObjRef>,
        depth: usize,
    ) {
        for name in x_objects.keys() {
            let is_new = x_objects.get_ref(name.as_ref()).is_none_or(|form| seen.insert(form));
            if depth == 0 || !is_new {
                continue;
            }
            let form = x_objects.get::<Stream<'a>>(name.as_ref());
            let inner = form.and_then(|form| form.dict().get::<Dict<'a>>(b"Resources".as_slice()));
            let Some(inner) = inner.map(Resources::new) else { continue };
            for name in inner.fonts.keys() {
                fonts.add(self.entry(&inner.fonts, &name));
            }
            self.collect(&inner.x_objects, fonts, seen, depth - 1);
        }
    }

    fn entry(&mut self, fonts: &Dict<'a>, name: &Name<'_>) -> Rc<Entry<'a>> {
        let reference = fonts.get_ref(name.as_ref());
        if let Some(known) = reference.and_then(|reference| self.entries.get(&reference)) {
            return Rc::clone(known);
        }
        let font = fonts.get::<Dict<'a>>(name.as_ref());
        let entry = Rc::new(font.map_or_else(Entry::lost, |font| self.read(&font)));
        if let Some(reference) = reference {
            self.entries.insert(reference, Rc::clone(&entry));
        }
        entry
    }

    fn read(&mut self, font: &Dict<'a>) -> Entry<'a> {
        let descendant = font
            .get::<Array<'a>>(b"DescendantFonts".as_slice())
            .and_then(|fonts| fonts.iter::<Dict<'a>>().next());
        let described = descendant.as_ref().unwrap_or(font);
        let descriptor =
            described.get::<Dict<'a>>(b"FontDescriptor".as_slice()).unwrap_or_default();
        let program = [b"FontFile2".as_slice(), b"FontFile3", b"FontFile"]
            .into_iter()
            .find_map(|key| descriptor.get::<Stream<'a>>(key));
        let name = font.get::<Name<'_>>(b"BaseFont".as_slice());
        let name = name.map(|name| without_tag(name.as_str()));
        Entry {
            signs: name.as_deref().and_then(Signs::of),
            is_simple: descendant.is_none(),
            name,
            program,
            has_to_unicode: font.get::<Stream<'_>>(b"ToUnicode".as_slice()).is_some(),
            is_lost: [b"ToUnicode".as_slice(), b"Encoding"]
                .into_iter()
                .any(|key| is_gone(font, key)),
            reading: descendant
                .and_then(|descendant| self.reading(font, &descendant))
                .unwrap_or(Reading::None),
        }
    }

    fn reading(&mut self, font: &Dict<'a>, descendant: &Dict<'a>) -> Option<Reading> {
        let (name, cids) = match font.get::<Object<'a>>(b"Encoding".as_slice())? {
            Object::Name(name) if is_utf16(&name) => return Some(Reading::Utf16),
            Object::Name(name) => (name.to_vec(), self.table(&name)?),
            Object::Stream(stream) => {
                let id = stream.obj_id();
                let cids = CMap::parse(&stream.decoded_data().ok()?, load_embedded)?;
                (format!("{id:?}").into_bytes(), Rc::new(cids))
            }
            _ => return None,
        };
        let system = descendant.get::<Dict<'_>>(b"CIDSystemInfo".as_slice())?;
        let ordering = system.get::<PdfString<'_>>(b"Ordering".as_slice())?;
        let unicode = self.table(match ordering.as_bytes() {
            b"Japan1" => b"Adobe-Japan1-UCS2",
            b"GB1" => b"Adobe-GB1-UCS2",
            b"CNS1" => b"Adobe-CNS1-UCS2",
            b"Korea1" => b"Adobe-Korea1-UCS2",
            _ => return None,
        })?;
        let is_windows = name.starts_with(b"90ms-") || name.starts_with(b"90msp-");
        Some(Reading::Collection(Rc::new(Collection { name, is_windows, cids, unicode })))
    }

    /// A published CMap.
    fn table(&mut self, name: &[u8]) -> Option<Rc<CMap>> {
        if let Some(known) = self.tables.get(name) {
            return known.clone();
        }
        let table = match name {
            b"Identity-H" | b"Identity-V" => Some(CMap::identity_h()),
            _ => load_embedded(CMapName::from_bytes(name))
                .and_then(|data| CMap::parse(data, load_embedded)),
        };
        let table = table.map(Rc::new);
        self.tables.insert(name.to_vec(), table.clone());
        table
    }
}

/// Whether a dictionary refers to an object that is not there.
fn is_gone(dict: &Dict<'_>, key: &[u8]) -> bool {
    dict.get_ref(key).is_some()
        && matches!(dict.get::<Object<'_>>(key), None | Some(Object::Null(_)))
}

/// Whether a content stream names a font.
fn names(content: &[u8], name: &[u8]) -> bool {
    content.windows(name.len() + 1).any(|at| at[0] == b'/' && &at[1..] == name)
}

fn is_utf16(cmap: &[u8]) -> bool {
    let has = |part: &[u8]| cmap.windows(part.len()).any(|window| window == part);
    cmap.starts_with(b"Uni") && (has(b"-UCS2-") || has(b"-UTF16-"))
}

/// The name of a font without the tag of a subset (PDF 32000-1, 9.6.4).
fn without_tag(name: &str) -> String {
    match name.split_once('+') {
        Some((tag, rest)) if tag.len() == 6 => rest.to_owned(),
        _ => name.to_owned(),
    }
}

impl<'a> Fonts<'a> {
    /// Adds fonts that come into use on the page.
    pub(crate) fn extend(&mut self, more: Fonts<'a>) {
        for entry in more.entries {
            self.add(entry);
        }
    }

    fn add(&mut self, entry: Rc<Entry<'a>>) {
        if !self.entries.iter().any(|known| Rc::ptr_eq(known, &entry)) {
            self.has_work |= !matches!(entry.reading, Reading::None) || entry.signs.is_some();
            self.has_lost |= entry.is_lost;
            self.entries.push(entry);
            self.found.clear();
        }
    }

    /// Whether a font of the page is not in the file any more.
    pub(crate) fn has_lost(&self) -> bool {
        self.has_lost
    }

    /// What a glyph stands for.
    pub(crate) fn text_of(&mut self, glyph: &Glyph<'_>) -> Option<BfString> {
        let own = || glyph.as_unicode();
        if !self.has_work && !self.has_lost {
            return own();
        }
        let Some(entry) = self.entry_of(glyph) else {
            // It may be a glyph of the lost font, drawn with another.
            return if self.has_lost { None } else { own() };
        };
        if entry.is_lost {
            return None;
        }
        if let Some(signs) = entry.signs {
            return entry.sign(signs, glyph.char_code(), own);
        }
        let read = || entry.reading.text(glyph.char_code());
        if entry.has_to_unicode { own().or_else(read) } else { read().or_else(own) }
    }

    fn entry_of(&mut self, glyph: &Glyph<'_>) -> Option<Rc<Entry<'a>>> {
        let Glyph::Outline(outline) = glyph else { return None };
        let data = outline.font_data()?;
        let key = (data.cache_key, data.postscript_name.clone());
        if let Some(known) = self.found.get(&key) {
            return known.clone();
        }
        let entry = self.find(&data);
        self.found.insert(key, entry.clone());
        entry
    }

    /// The one font with this name, or with this name and program.
    fn find(&self, data: &OutlineFontData) -> Option<Rc<Entry<'a>>> {
        let namesakes = || self.entries.iter().filter(|entry| entry.name == data.postscript_name);
        only(namesakes())
            .or_else(|| only(namesakes().filter(|entry| entry.has_program((*data.data).as_ref()))))
    }
}

/// The first, if the others mean the same by their codes.
fn only<'e, 'a: 'e>(mut entries: impl Iterator<Item = &'e Rc<Entry<'a>>>) -> Option<Rc<Entry<'a>>> {
    let first = entries.next()?;
    entries.all(|other| other.reads_like(first)).then(|| Rc::clone(first))
}

impl Entry<'_> {
    /// A font of which nothing is left.
    fn lost() -> Self {
        Entry {
            name: None,
            program: None,
            has_to_unicode: false,
            is_lost: true,
            reading: Reading::None,
            signs: None,
            is_simple: false,
        }
    }

    /// What a code of a font of signs means. What its own table says of it is often no
    /// more than the code, as a private-use character. Without a table, the codes of a
    /// font with numbers of glyphs say nothing, and neither does an encoding of letters.
    fn sign(
        &self,
        signs: Signs,
        code: u32,
        own: impl Fn() -> Option<BfString>,
    ) -> Option<BfString> {
        match own().filter(|_| self.has_to_unicode) {
            Some(BfString::Char(c)) => Some(BfString::Char(signs.read(c))),
            Some(text) => Some(text),
            None if self.is_simple => signs.sign(code).map(BfString::Char),
            None => None,
        }
    }

    fn reads_like(&self, other: &Entry<'_>) -> bool {
        let same = match (&self.reading, &other.reading) {
            (Reading::None, Reading::None) | (Reading::Utf16, Reading::Utf16) => true,
            (Reading::Collection(a), Reading::Collection(b)) => {
                a.name == b.name && Rc::ptr_eq(&a.unicode, &b.unicode)
            }
            _ => false,
        };
        let facts = |it: &Entry<'_>| (it.has_to_unicode, it.is_lost, it.signs, it.is_simple);
        same && facts(self) == facts(other)
    }

    fn has_program(&self, program: &[u8]) -> bool {
        let own = self.program.as_ref().and_then(|stream| stream.decoded_data().ok());
        own.is_some_and(|own| *own == *program)
    }
}

impl Reading {
    fn text(&self, code: u32) -> Option<BfString> {
        match self {
            Reading::None => None,
            Reading::Utf16 => utf16(code).map(BfString::Char),
            Reading::Collection(collection) => collection.text(code),
        }
    }
}

/// A code of two bytes, or of four that are a pair of surrogates.
fn utf16(code: u32) -> Option<char> {
    let units = [(code >> 16) as u16, code as u16];
    let units = if units[0] == 0 { &units[1..] } else { &units[..] };
    char::decode_utf16(units.iter().copied()).next()?.ok()
}

impl Collection {
    fn text(&self, code: u32) -> Option<BfString> {
        if self.is_windows
            && let Some(c) = windows(code)
        {
            return Some(BfString::Char(c));
        }
        let cid = (1..=4).find_map(|length| self.cids.lookup_cid_code(code, length))?;
        // CID 0 is the box that stands for a missing glyph.
        let text = self.unicode.lookup_bf_string(cid).filter(|_| cid != 0)?;
        Some(without_selector(text))
    }
}

/// Of 逢 and 2,000 others the table names the form too, with a selector that
/// nobody typed: the form is that of the font.
fn without_selector(text: BfString) -> BfString {
    let BfString::String(text) = text else { return text };
    let base = text.trim_end_matches(is_selector);
    let mut characters = base.chars();
    match (characters.next(), characters.next()) {
        (Some(only), None) => BfString::Char(only),
        _ => BfString::String(base.to_owned()),
    }
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Where code page 932 knows another character than the CID tells. All other
/// codes of the CMap were compared and agree.
fn windows(code: u32) -> Option<char> {
    Some(match code {
        0x20..=0x5B | 0x5D..=0x7E => char::from(code as u8),
        // MS Gothic draws the backslash as a yen sign, and that is what was meant.
        0x5C => '¥',
        0x815C => '―',
        0x8160 => '～',
        0x8161 => '∥',
        0x817C => '－',
        0x8191 => '￠',
        0x8192 => '￡',
        0x81CA => '￢',
        0xEDB4 | 0xFAD0 => '昻',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cmap: &[u8], code: u32, expected: &str) {
        let mut library = Library::default();
        let collection = Collection {
            name: cmap.to_vec(),
            is_windows: cmap.starts_with(b"90ms"),
            cids: library.table(cmap).unwrap(),
            unicode: library.table(b"Adobe-Japan1-UCS2").unwrap(),
        };
        let text = match collection.text(code) {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => String::new(),
        };
        assert_eq!(text, expected, "{code:04X}");
    }

    #[test]
    fn a_cid_is_its_own_code() {
        check(b"Identity-H", 843, "あ");
        check(b"Identity-H", 0, "");
        check(b"Identity-H", 0xFFFF, "");
    }

    #[test]
    fn windows_and_jis_differ_in_a_few_signs() {
        check(b"90ms-RKSJ-H", 0x8160, "～");
        check(b"90ms-RKSJ-H", 0x82A0, "あ");
        check(b"90ms-RKSJ-H", 0x41, "A");
        check(b"90ms-RKSJ-H", 0xB1, "ｱ");
        check(b"90ms-RKSJ-H", 0xFAD0, "昻");
        check(b"EUC-H", 0xA1C1, "〜");
    }

    #[test]
    fn nobody_typed_the_selectors_of_the_table() {
        check(b"90ms-RKSJ-H", 0x8A8B, "葛");
        check(b"EUC-H", 0xB0A9, "逢");
        check(b"Identity-H", 12057, "協同組合");
    }

    #[test]
    fn codes_of_unicode_cmaps_are_utf_16() {
        assert_eq!(utf16(0xFF5E), Some('～'));
        assert_eq!(utf16(0xD842_DFB7), Some('𠮷'));
        assert_eq!(utf16(0xD842), None);
    }

    #[test]
    fn subsets_have_a_tag() {
        assert_eq!(without_tag("ABCDEF+MS-Gothic"), "MS-Gothic");
        assert_eq!(without_tag("MS-Gothic"), "MS-Gothic");
    }
}
