//! How much work a page is, told before it is drawn.
//!
//! hayro inflates whatever a page refers to and draws each form as often as it
//! is asked: 3 MB of Flate become 3 GB, and thirty forms that draw each other
//! twice a billion drawings. Neither can be stopped from a device, so what is
//! beyond a limit is taken out of the resources of the page beforehand.

use super::annotations::Annotation;
use super::drawing::Loss;
use super::integrity;
use crate::source::{limits, repair};
use flate2::{Decompress, FlushDecompress, Status};
use hayro_interpret::hayro_syntax::Filter;
use hayro_interpret::hayro_syntax::object::{
    Array, Dict, MaybeRef, Name, ObjRef, Object, ObjectIdentifier, Stream,
};
use hayro_interpret::hayro_syntax::page::Resources;
use regex::bytes::Regex;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::LazyLock;

/// What is known about the objects of a document so far.
#[derive(Default)]
pub(super) struct Bounds {
    /// Objects from which nothing can be reached that inflates too far.
    sound: HashSet<ObjRef>,
    /// Streams that were reached, and whether they stay within the limits.
    streams: HashMap<ObjectIdentifier, bool>,
    /// What of them was not inflated comes to at worst, and the rest to.
    guessed: u64,
    counted: u64,
    /// Forms, by their object.
    forms: HashMap<ObjRef, Form>,
    /// How many bytes of content the page may still draw.
    budget: u64,
    /// How many bytes were unpacked to tell whether they are whole.
    checked: u64,
    /// Whether a stream that the page uses is damaged.
    is_damaged: bool,
}

/// What drawing a form once comes to.
#[derive(Clone)]
struct Form {
    bytes: u64,
    /// The names that it draws, each as often as it does.
    draws: Rc<[Vec<u8>]>,
}

impl Bounds {
    /// The decoded data of a stream, of which `before` bytes are there already.
    pub(super) fn inflate<'a>(
        &self,
        stream: &Stream<'a>,
        before: usize,
    ) -> Result<Cow<'a, [u8]>, Loss> {
        let limit = limits::STREAM_BYTES.saturating_sub(before) as u64;
        if inflated_length(stream, limit, limit).is_none() {
            return Err(Loss::Inflation);
        }
        stream.decoded_data().map_err(|_| Loss::Content)
    }

    /// Takes out of the resources of a page what would go beyond a limit.
    pub(super) fn restrict(
        &mut self,
        resources: &mut Resources<'_>,
        content: &[u8],
        losses: &mut Vec<Loss>,
    ) {
        let Resources {
            ext_g_states,
            fonts,
            properties,
            color_spaces,
            x_objects,
            patterns,
            shadings,
        } = resources;
        for part in [ext_g_states, fonts, properties, color_spaces, x_objects, patterns, shadings] {
            if !self.is_sound(part) {
                *part = Dict::empty();
                losses.push(Loss::Inflation);
            }
        }
        if std::mem::take(&mut self.is_damaged) {
            losses.push(Loss::Checksum);
        }
        self.budget = limits::CONTENT_BYTES_PER_PAGE.saturating_sub(content.len() as u64);
        if !self.is_affordable(&resources.x_objects, content) {
            resources.x_objects = Dict::empty();
            losses.push(Loss::Forms);
        }
    }

    /// Whether an annotation can be drawn too, within what the page left over.
    pub(super) fn allow(&mut self, annotation: &Annotation<'_>, losses: &mut Vec<Loss>) -> bool {
        let forms = &annotation.resources.x_objects;
        let loss = if !self.is_sound(forms) {
            Loss::Inflation
        } else if !self.is_affordable(forms, &annotation.content) {
            Loss::Forms
        } else {
            return true;
        };
        if !losses.contains(&loss) {
            losses.push(loss);
        }
        false
    }

    /// Whether all that can be reached from here inflates within the limit.
    fn is_sound(&mut self, part: &Dict<'_>) -> bool {
        let mut seen = HashSet::new();
        let mut left = vec![Object::Dict(part.clone())];
        let mut budget = limits::OBJECTS_PER_PAGE;
        while let Some(object) = left.pop() {
            budget = budget.saturating_sub(1);
            if budget == 0 {
                return false;
            }
            match object {
                Object::Stream(stream) if is_image(&stream) => {}
                Object::Stream(stream) => {
                    if !self.take(&stream) {
                        return false;
                    }
                    self.follow_dict(stream.dict(), &mut seen, &mut left);
                }
                Object::Dict(dict) => self.follow_dict(&dict, &mut seen, &mut left),
                Object::Array(array) => self.follow_array(&array, &mut seen, &mut left),
                _ => {}
            }
        }
        self.sound.extend(seen);
        true
    }

    /// Whether this stream inflates within the limit, and all of the document
    /// so far together: hayro keeps fonts as long as the reader lives.
    fn take(&mut self, stream: &Stream<'_>) -> bool {
        let id = stream.obj_id();
        if let Some(&known) = self.streams.get(&id) {
            return known;
        }
        let limit = limits::STREAM_BYTES as u64;
        let room = (limits::STREAMS_BYTES - self.guessed).min(limit);
        let length = inflated_length(stream, room, limit);
        match length {
            Some(Length::AtMost(bytes)) => self.guessed += bytes,
            Some(Length::Exactly(bytes)) => self.counted += bytes,
            None => {}
        }
        let is_within = length.is_some() && self.counted <= limits::STREAMS_BYTES;
        if is_within && says_text(stream) && self.checked < CHECKED_MAX {
            let mut left = CHECKED_MAX - self.checked;
            self.is_damaged |= !integrity::unpacks_whole(stream, &mut left);
            self.checked = CHECKED_MAX - left;
        }
        self.streams.insert(id, is_within);
        is_within
    }

    fn follow_dict<'a>(
        &self,
        dict: &Dict<'a>,
        seen: &mut HashSet<ObjRef>,
        left: &mut Vec<Object<'a>>,
    ) {
        for (key, value) in dict.entries() {
            match value {
                // Up the tree is where the walk came from.
                MaybeRef::Ref(_) if matches!(key.as_ref(), b"Parent" | b"P") => {}
                MaybeRef::Ref(reference) => {
                    if !self.sound.contains(&reference) && seen.insert(reference) {
                        left.extend(dict.get::<Object<'a>>(key.as_ref()));
                    }
                }
                MaybeRef::NotRef(object) => left.extend(is_nested(&object).then_some(object)),
            }
        }
    }

    fn follow_array<'a>(
        &self,
        array: &Array<'a>,
        seen: &mut HashSet<ObjRef>,
        left: &mut Vec<Object<'a>>,
    ) {
        // Most arrays hold numbers: widths, boxes, dashes.
        let mut any = false;
        for item in array.raw_iter() {
            any |= match item {
                MaybeRef::Ref(reference) => {
                    !self.sound.contains(&reference) && seen.insert(reference)
                }
                MaybeRef::NotRef(object) => is_nested(&object),
            };
        }
        if any {
            left.extend(array.iter::<Object<'a>>().filter(is_nested));
        }
    }

    /// Whether content and its forms, each time that they are drawn, stay
    /// within the budget of the page.
    fn is_affordable(&mut self, x_objects: &Dict<'_>, content: &[u8]) -> bool {
        x_objects.is_empty() || self.spend(&drawn_names(content), x_objects, FORM_DEPTH)
    }

    /// Takes what drawing these costs off the budget, in the order of drawing.
    fn spend(&mut self, names: &[Vec<u8>], x_objects: &Dict<'_>, depth: usize) -> bool {
        for name in names {
            let Some(reference) = x_objects.get_ref(name.as_slice()) else { continue };
            let stream = x_objects.get::<Stream<'_>>(name.as_slice());
            let Some(stream) = stream.filter(|stream| !is_image(stream)) else { continue };
            let form = self.forms.entry(reference).or_insert_with(|| Form::read(&stream)).clone();
            let Some(left) = self.budget.checked_sub(form.bytes) else { return false };
            self.budget = left;
            if depth == 0 || form.draws.is_empty() {
                continue;
            }
            // A form without resources of its own uses those around it.
            let inner = stream.dict().get::<Dict<'_>>(b"Resources".as_slice()).map(Resources::new);
            let inner = inner.as_ref().map_or(x_objects, |inner| &inner.x_objects);
            if !self.spend(&form.draws, inner, depth - 1) {
                return false;
            }
        }
        true
    }
}

/// How many bytes of maps and forms of a document are unpacked to tell whether they are
/// whole: 300 fonts have about 3 MB.
const CHECKED_MAX: u64 = 32 << 20;

/// How deep hayro draws forms in forms.
const FORM_DEPTH: usize = 50;

/// What setting up a form costs, in bytes of content.
const FORM_OVERHEAD: u64 = 4_000;

impl Form {
    fn read(stream: &Stream<'_>) -> Form {
        let content = stream.decoded_data().unwrap_or_default();
        Form { bytes: content.len() as u64 + FORM_OVERHEAD, draws: drawn_names(&content).into() }
    }
}

/// The names that stand before `Do` in a content stream. Strings and inline
/// images may hold some too: then the bound is a little too high.
fn drawn_names(content: &[u8]) -> Vec<Vec<u8>> {
    static DO: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?-u)/([^\s/<>\[\](){}%]+)\s+Do\b").ok());
    let Some(pattern) = DO.as_ref() else { return Vec::new() };
    let all = pattern.captures_iter(content).filter_map(|found| found.get(1));
    all.map(|name| unescaped(name.as_bytes())).collect()
}

/// A name without its #xx (PDF 32000-1, 7.3.5).
fn unescaped(name: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(name.len());
    let mut rest = name;
    while let [first, tail @ ..] = rest {
        rest = tail;
        let hex = tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match hex.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if *first == b'#' => {
                plain.push(byte);
                rest = &tail[2..];
            }
            _ => plain.push(*first),
        }
    }
    plain
}

/// Whether a stream is checked for damage before it is drawn: maps of characters and
/// forms. Programs of fonts are large, and say nothing about the text.
fn says_text(stream: &Stream<'_>) -> bool {
    let has = |key: &[u8]| stream.dict().contains_key(key);
    // A colour profile has its number of channels.
    let is_program = has(b"Length1") || has(b"Length2") || has(b"N") || {
        let kind = stream.dict().get::<Name<'_>>(b"Subtype".as_slice());
        kind.is_some_and(|kind| matches!(kind.as_ref(), b"CIDFontType0C" | b"Type1C" | b"OpenType"))
    };
    !is_program
}

fn is_nested(object: &Object<'_>) -> bool {
    matches!(object, Object::Dict(_) | Object::Array(_) | Object::Stream(_))
}

/// Pictures are never decoded here.
fn is_image(stream: &Stream<'_>) -> bool {
    let kind = stream.dict().get::<Name<'_>>(b"Subtype".as_slice());
    kind.is_some_and(|kind| kind.as_ref() == b"Image")
}

/// How long a stream is when inflated.
#[derive(Clone, Copy)]
enum Length {
    /// No longer; it was not inflated, or not to its end.
    AtMost(u64),
    Exactly(u64),
}

/// Whether a picture inflates within the limit of a stream.
pub(super) fn inflates_within_limit(stream: &Stream<'_>) -> bool {
    let limit = limits::STREAM_BYTES as u64;
    inflated_length(stream, limit, limit).is_some()
}

/// How long a stream inflates; `None` beyond `limit`. It is inflated no further
/// than it takes to be sure that it stays within `room`.
fn inflated_length(stream: &Stream<'_>, room: u64, limit: u64) -> Option<Length> {
    let filters: Vec<&str> = stream.filters().into_iter().map(name).collect();
    let raw = stream.raw_data();
    let worst = at_worst(raw.len(), &filters);
    if worst <= room {
        return Some(Length::AtMost(worst));
    }
    let deflated = match filters[..] {
        ["FlateDecode"] => deflated_length(&raw, room, limit),
        _ => None,
    };
    deflated.unwrap_or_else(|| {
        let length = repair::inflated_length(raw.into_owned(), &filters, limit as usize)?;
        Some(Length::Exactly(length as u64))
    })
}

/// The same for the most common filter, without keeping what it inflates.
/// `None` where it stumbles.
fn deflated_length(data: &[u8], room: u64, limit: u64) -> Option<Option<Length>> {
    let mut inflater = Decompress::new(true);
    let mut buffer = [0; 16 << 10];
    loop {
        let (read, written) = (inflater.total_in() as usize, inflater.total_out());
        let rest = data.get(read..)?;
        let worst = written + at_worst(rest.len(), &["FlateDecode"]);
        if written > limit {
            return Some(None);
        }
        if worst <= room {
            return Some(Some(Length::AtMost(worst)));
        }
        match inflater.decompress(rest, &mut buffer, FlushDecompress::None) {
            Ok(Status::Ok) if inflater.total_out() > written => {}
            Ok(Status::StreamEnd) => {
                let length = inflater.total_out();
                return Some((length <= limit).then_some(Length::Exactly(length)));
            }
            _ => return None,
        }
    }
}

/// How long data of this length may become behind these filters.
fn at_worst(length: usize, filters: &[&str]) -> u64 {
    let longer = |length: u64, filter: &&str| length.saturating_mul(most_from_one_byte(filter));
    filters.iter().fold(length as u64, longer)
}

/// How many bytes a filter can make of one.
fn most_from_one_byte(filter: &str) -> u64 {
    match filter {
        // A block of 258 equal bytes takes two bits.
        "FlateDecode" => 1_032,
        // The longest of 4,096 entries, from twelve bits.
        "LZWDecode" => 2_560,
        "RunLengthDecode" => 64,
        // `z` stands for four zeros.
        "ASCII85Decode" => 4,
        _ => 1,
    }
}

fn name(filter: Filter) -> &'static str {
    match filter {
        Filter::FlateDecode => "FlateDecode",
        Filter::LzwDecode => "LZWDecode",
        Filter::RunLengthDecode => "RunLengthDecode",
        Filter::Ascii85Decode => "ASCII85Decode",
        Filter::AsciiHexDecode => "ASCIIHexDecode",
        _ => "Crypt",
    }
}

static TABLE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?-u)/(ObjStm|XRef)\b").ok());

/// Whether the cross-reference and object streams inflate beyond the limit.
/// hayro inflates those on opening, so they are looked for in the bare bytes.
pub(super) fn has_endless_tables(bytes: &[u8], password: Option<&str>) -> bool {
    let Some(pattern) = TABLE.as_ref() else { return false };
    let found = pattern.find_iter(bytes);
    let tables: Vec<Table<'_>> =
        found.filter_map(|found| Table::around(bytes, found.start())).collect();
    let at_worst: u64 =
        tables.iter().map(|it| at_worst(it.data.len(), &it.filters)).fold(0, u64::saturating_add);
    // The cheap question is enough for nearly every file.
    if at_worst <= limits::TABLE_BYTES as u64 {
        return false;
    }
    // Under encryption the bytes of an object stream tell nothing.
    if find(bytes, b"/Encrypt").is_some()
        && !repair::opens_within(bytes, password, limits::LOCKED_TABLES_BYTES / tables.len())
    {
        return true;
    }
    let mut left = limits::TABLE_BYTES;
    !tables.iter().all(|Table { data, filters }| {
        let length = repair::inflated_length(data.to_vec(), filters, left);
        length.is_some_and(|length| {
            left -= length;
            true
        })
    })
}

/// Whether a cross-reference or object stream does not unpack to its end, or to what
/// was packed. Under encryption the bare bytes tell nothing.
pub(super) fn has_damaged_tables(bytes: &[u8]) -> bool {
    let Some(pattern) = TABLE.as_ref() else { return false };
    let mut tables = pattern.find_iter(bytes).filter_map(|it| Table::around(bytes, it.start()));
    let mut left = limits::TABLE_BYTES as u64;
    tables.any(|it| it.filters == ["FlateDecode"] && !integrity::ends_whole(it.data, &mut left))
        && find(bytes, b"/Encrypt").is_none()
}

/// A cross-reference or object stream, as found in bare bytes.
struct Table<'a> {
    data: &'a [u8],
    filters: Vec<&'a str>,
}

/// How far around /Type its dictionary is searched for filters.
const DICTIONARY_BYTES: usize = 2_048;

impl<'a> Table<'a> {
    /// The stream whose /Type stands at this offset.
    fn around(bytes: &'a [u8], at: usize) -> Option<Table<'a>> {
        let start = at + find(&bytes[at..bytes.len().min(at + DICTIONARY_BYTES)], b"stream")?;
        let before = &bytes[at.saturating_sub(DICTIONARY_BYTES)..start];
        let object = before.windows(4).rposition(|window| window == b" obj").unwrap_or(0);
        let data = bytes[start + b"stream".len()..].trim_ascii_start();
        let data = &data[..find(data, b"endstream").unwrap_or(data.len())];
        Some(Table { data, filters: named_filters(&before[object..]) })
    }
}

/// The filters that the bytes of a dictionary name, in their order.
fn named_filters(dictionary: &[u8]) -> Vec<&str> {
    static FILTER: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?-u)(Flate|LZW|RunLength|ASCII85|ASCIIHex)Decode").ok());
    let Some(pattern) = FILTER.as_ref() else { return Vec::new() };
    let names = pattern.find_iter(dictionary);
    names.filter_map(|name| std::str::from_utf8(name.as_bytes()).ok()).collect()
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn draws(content: &str, expected: &[&str]) {
        let names = drawn_names(content.as_bytes());
        let names: Vec<_> = names.iter().map(|name| String::from_utf8_lossy(name)).collect();
        assert_eq!(names, expected, "{content}");
    }

    #[test]
    fn names_before_do_are_drawn() {
        draws("q /Fm0 Do Q /Fm#31\nDo", &["Fm0", "Fm1"]);
        draws("/Fm0 gs /Done BMC", &[]);
    }
}
