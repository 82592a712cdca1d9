//! Printed JSON as the validator sees it: the text itself, with the place of
//! every value in it. So it is the bytes that leave which are validated, and no
//! value is made a second time for it.

use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, Node, NodeIdentity, Object};
use serde_json::Value as Owned;
use std::borrow::Cow;

/// The places of the values of one text, kept to be filled anew.
#[derive(Debug, Default)]
pub(super) struct Printed {
    tokens: Vec<Token>,
    /// The lists and objects that are open.
    open: Vec<u32>,
}

/// A value or the name of a member, in the order of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Token {
    kind: JsonType,
    /// Where it begins and ends in the text.
    start: u32,
    end: u32,
    /// The token behind it and all that it holds.
    next: u32,
    /// Tokens right inside it: items, or names and values. Of a string, whether
    /// something in it is escaped.
    count: u32,
}

impl Printed {
    /// Finds the values of a text that serde_json printed: what is well-formed
    /// by its making is not doubted again.
    ///
    /// # Errors
    ///
    /// When the brackets don't match, or the text is longer than 4 GiB.
    pub(super) fn read<'a>(&'a mut self, text: &'a str) -> Result<Document<'a>, String> {
        let length = u32::try_from(text.len()).map_err(|_| "more than 4 GiB of JSON at a time")?;
        self.tokens.clear();
        self.open.clear();
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some((&byte, rest)) = bytes.get(at..).and_then(<[u8]>::split_first) {
            let (kind, size, count) = match byte {
                b'\n' | b' ' | b',' | b':' => {
                    // Half of what is printed stands between values.
                    at += 1 + rest.iter().take_while(|&&byte| byte == b' ').count();
                    continue;
                }
                b']' | b'}' => {
                    at += 1;
                    self.close(at as u32)?;
                    continue;
                }
                b'[' => (JsonType::Array, 1, 0),
                b'{' => (JsonType::Object, 1, 0),
                b'"' => {
                    let (size, is_escaped) = string(rest);
                    (JsonType::String, size, u32::from(is_escaped))
                }
                b't' | b'f' => (JsonType::Boolean, word(rest), 0),
                b'n' => (JsonType::Null, word(rest), 0),
                _ => (JsonType::Number, word(rest), 0),
            };
            self.push(kind, (at as u32, (at + size) as u32), count);
            at += size;
        }
        match self.tokens.first() {
            Some(root) if self.open.is_empty() && root.next as usize == self.tokens.len() => {
                debug_assert!(root.end <= length, "a token ends inside the text");
                Ok(Document { text, tokens: &self.tokens })
            }
            _ => Err("what was printed is not one JSON value".to_owned()),
        }
    }

    fn push(&mut self, kind: JsonType, (start, end): (u32, u32), count: u32) {
        let index = self.tokens.len() as u32;
        if let Some(around) = self.open.last() {
            self.tokens[*around as usize].count += 1;
        }
        if matches!(kind, JsonType::Array | JsonType::Object) {
            self.open.push(index);
        }
        self.tokens.push(Token { kind, start, end, next: index + 1, count });
    }

    fn close(&mut self, end: u32) -> Result<(), String> {
        let next = self.tokens.len() as u32;
        let index = self.open.pop().ok_or("what was printed closes more than it opens")?;
        let token = &mut self.tokens[index as usize];
        (token.end, token.next) = (end, next);
        Ok(())
    }
}

/// The length of a string with both its quotes, from what follows the first,
/// and whether something in it is escaped.
fn string(rest: &[u8]) -> (usize, bool) {
    let mut bytes = rest.iter();
    let mut is_escaped = false;
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => break,
            // What is escaped ends no string.
            b'\\' => {
                is_escaped = true;
                bytes.next();
            }
            _ => (),
        }
    }
    (1 + rest.len() - bytes.len(), is_escaped)
}

/// The length of a number or a word, from what follows its first character.
fn word(rest: &[u8]) -> usize {
    let is_end = |byte: &u8| matches!(byte, b',' | b'\n' | b']' | b'}' | b' ');
    rest.iter().position(is_end).unwrap_or(rest.len()) + 1
}

/// A printed text whose values are found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Document<'a> {
    text: &'a str,
    tokens: &'a [Token],
}

impl Document<'_> {
    /// The value that all others stand in.
    pub(super) fn root(&self) -> Value<'_> {
        Value { document: self, index: 0 }
    }
}

/// One value of a printed text. The validator hands many of them around, so they
/// are small.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'a> {
    document: &'a Document<'a>,
    index: u32,
}

impl<'a> Value<'a> {
    fn token(&self) -> &'a Token {
        &self.document.tokens[self.index as usize]
    }

    fn printed(&self) -> &'a str {
        let token = self.token();
        &self.document.text[token.start as usize..token.end as usize]
    }

    fn of_kind(self, kind: JsonType) -> Option<Value<'a>> {
        (self.token().kind == kind).then_some(self)
    }

    /// The characters of a string.
    fn characters(&self) -> Cow<'a, str> {
        let token = self.token();
        let between_quotes = token.start as usize + 1..(token.end as usize).saturating_sub(1);
        match self.document.text.get(between_quotes) {
            Some(characters) if token.count == 0 => Cow::Borrowed(characters),
            _ => Cow::Owned(serde_json::from_str(self.printed()).unwrap_or_default()),
        }
    }

    /// What stands right inside of it.
    fn inside(&self) -> Inside<'a> {
        Inside { next: Value { index: self.index + 1, ..*self }, end: self.token().next }
    }
}

/// The tokens right inside a list or an object.
pub(super) struct Inside<'a> {
    next: Value<'a>,
    end: u32,
}

impl<'a> Iterator for Inside<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        let value = self.next;
        (value.index < self.end).then(|| {
            self.next.index = value.token().next;
            value
        })
    }
}

/// The members of an object.
pub(super) struct Members<'a>(Inside<'a>);

impl<'a> Iterator for Members<'a> {
    type Item = (Cow<'a, str>, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        Some((self.0.next()?.characters(), self.0.next()?))
    }
}

/// The representation of printed JSON.
pub(super) struct Text;

impl Json for Text {
    type Node<'a> = Value<'a>;
    type PreparedKey = String;
    type StringBuffer = (String, Printed);

    // A lookup goes through the members one by one.
    const KEYS_PER_LOOKUP: usize = 2;
    const ACYCLIC: bool = true;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>(
        (text, printed): &mut (String, Printed),
        string: &str,
        f: impl FnOnce(Value<'_>) -> T,
    ) -> T {
        *text = Owned::from(string).to_string();
        printed.tokens.clear();
        printed.push(JsonType::String, (0, text.len() as u32), 1);
        f(Document { text, tokens: &printed.tokens }.root())
    }
}

impl<'a> Node<'a, Text> for Value<'a> {
    type Object = Value<'a>;
    type Array = Value<'a>;
    type Number = Number<'a>;

    fn as_object(&self) -> Option<Value<'a>> {
        self.of_kind(JsonType::Object)
    }

    fn as_array(&self) -> Option<Value<'a>> {
        self.of_kind(JsonType::Array)
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        Some(self.of_kind(JsonType::String)?.characters())
    }

    fn as_number(&self) -> Option<Number<'a>> {
        Some(Number(self.of_kind(JsonType::Number)?.printed()))
    }

    fn as_boolean(&self) -> Option<bool> {
        Some(self.of_kind(JsonType::Boolean)?.printed() == "true")
    }

    fn is_null(&self) -> bool {
        self.token().kind == JsonType::Null
    }

    fn json_type(&self) -> JsonType {
        self.token().kind
    }

    fn equals_value(&self, expected: &Owned) -> bool {
        match (self.as_string(), expected) {
            (Some(characters), Owned::String(expected)) => characters == *expected,
            _ => jsonschema::json::cmp::equal(&self.to_value(), expected),
        }
    }

    fn to_value(&self) -> Cow<'a, Owned> {
        Cow::Owned(serde_json::from_str(self.printed()).unwrap_or_default())
    }

    fn identity(&self) -> Option<NodeIdentity> {
        Some(NodeIdentity::tagged(self.document.tokens.as_ptr() as usize, self.index))
    }
}

impl<'a> Object<'a, Text> for Value<'a> {
    type Node = Value<'a>;
    type MemberName = Cow<'a, str>;
    type MembersIter = Members<'a>;

    fn len(&self) -> usize {
        self.token().count as usize / 2
    }

    fn get(&self, key: &String) -> Option<Value<'a>> {
        self.members().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    fn members(&self) -> Members<'a> {
        Members(self.inside())
    }
}

impl<'a> Array<'a, Text> for Value<'a> {
    type Node = Value<'a>;
    type ElementsIter = Inside<'a>;

    fn len(&self) -> usize {
        self.token().count as usize
    }

    fn elements(&self) -> Inside<'a> {
        self.inside()
    }
}

/// A number, digit by digit.
pub(super) struct Number<'a>(&'a str);

impl JsonNumber for Number<'_> {
    fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok()
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }

    fn to_number(&self) -> Cow<'_, serde_json::Number> {
        Cow::Owned(serde_json::from_str(self.0).unwrap_or_else(|_| serde_json::Number::from(0)))
    }

    fn is_integer(&self) -> bool {
        let digits = self.0.strip_prefix('-').unwrap_or(self.0);
        digits.bytes().all(|c| c.is_ascii_digit())
            || self.0.parse().is_ok_and(|number: f64| number.fract() == 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// What the validator reads must be what any other reader of the text reads.
    fn rebuilt(value: Value<'_>) -> Owned {
        match value.json_type() {
            JsonType::Null => Owned::Null,
            JsonType::Boolean => value.as_boolean().into(),
            JsonType::String => value.as_string().into(),
            JsonType::Array => {
                let items: Vec<Owned> = value.elements().map(rebuilt).collect();
                assert_eq!(Array::len(&value), items.len());
                items.into()
            }
            JsonType::Object => {
                let members: Vec<_> = value.members().collect();
                assert_eq!(Object::len(&value), members.len());
                for (name, member) in &members {
                    let found = value.get(&name.to_string()).map(|it| it.identity());
                    assert_eq!(found, Some(member.identity()));
                }
                let owned = members.into_iter().map(|(name, it)| (name.into_owned(), rebuilt(it)));
                Owned::Object(owned.collect())
            }
            _ => value.as_number().map(|it| it.to_number().into_owned()).into(),
        }
    }

    #[track_caller]
    fn reads_back(value: &Owned) {
        let mut printed = Printed::default();
        for text in [value.to_string(), format!("{value:#}"), format!("{value:#}\n")] {
            assert_eq!(rebuilt(printed.read(&text).unwrap().root()), *value, "{text}");
        }
    }

    #[test]
    fn reads_what_was_printed() {
        reads_back(&json!(null));
        reads_back(&json!([true, false, -1, 2.5, 1e300, u64::MAX, [], {}, [[]], ""]));
        reads_back(
            &json!({"名": {"a\"b\\": "改行\nと\"引用\"と\\", "": [{"b": null}]}, "c": "{[,:]}"}),
        );
    }

    #[track_caller]
    fn refuses(text: &str) {
        assert!(Printed::default().read(text).is_err(), "{text}");
    }

    #[test]
    fn refuses_what_is_not_one_value() {
        ["", "[", "]", "[]]", "{\"a\":[}", "[] []", "1 2"].into_iter().for_each(refuses);
    }

    #[test]
    fn whole_numbers() {
        let is_integer = |text| Number(text).is_integer();
        assert!(is_integer("0") && is_integer("-12") && is_integer("1.0") && is_integer("1e2"));
        assert!(!is_integer("0.5") && !is_integer("-1.25"));
    }
}
