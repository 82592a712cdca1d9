//! A printed document as the validator looks at it: names and texts stay where they are
//! printed, and members are a list. A map of owned values costs three times as much to
//! make and to drop, which is more than the validation.

use jsonschema::JsonType;
use jsonschema::json::{Array, Json, Node, NodeIdentity, Object, cmp};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};
use std::borrow::Cow;
use std::fmt;

/// A value of a printed document.
pub(super) enum Tree<'t> {
    Null,
    Bool(bool),
    Number(Number),
    Text(Cow<'t, str>),
    List(Vec<Tree<'t>>),
    Map(Vec<(Text<'t>, Tree<'t>)>),
}

/// The printed form of JSON, for the validator.
pub(super) struct Printed;

/// A place in a document, or a name that is looked at as a text is.
#[derive(Clone, Copy)]
pub(super) enum At<'a> {
    Tree(&'a Tree<'a>),
    Name(&'a str),
}

impl Json for Printed {
    type Node<'a> = At<'a>;
    type PreparedKey = String;
    type StringBuffer = ();

    // A lookup goes through the list, so one pass over it is always cheaper than two.
    const KEYS_PER_LOOKUP: usize = 8;
    const ACYCLIC: bool = true;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>((): &mut (), string: &str, f: impl FnOnce(At<'_>) -> T) -> T {
        f(At::Name(string))
    }
}

impl<'a> Node<'a, Printed> for At<'a> {
    type Object = &'a [(Text<'a>, Tree<'a>)];
    type Array = &'a [Tree<'a>];
    type Number = &'a Number;

    fn as_object(&self) -> Option<Self::Object> {
        match self {
            At::Tree(Tree::Map(members)) => Some(members),
            _ => None,
        }
    }

    fn as_array(&self) -> Option<Self::Array> {
        match self {
            At::Tree(Tree::List(items)) => Some(items),
            _ => None,
        }
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        match self {
            At::Tree(Tree::Text(text)) => Some(Cow::Borrowed(text)),
            At::Name(name) => Some(Cow::Borrowed(name)),
            At::Tree(_) => None,
        }
    }

    fn as_number(&self) -> Option<Self::Number> {
        match self {
            At::Tree(Tree::Number(number)) => Some(number),
            _ => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        match self {
            At::Tree(Tree::Bool(bool)) => Some(*bool),
            _ => None,
        }
    }

    fn is_null(&self) -> bool {
        matches!(self, At::Tree(Tree::Null))
    }

    fn json_type(&self) -> JsonType {
        match self {
            At::Tree(Tree::Null) => JsonType::Null,
            At::Tree(Tree::Bool(_)) => JsonType::Boolean,
            At::Tree(Tree::Number(_)) => JsonType::Number,
            At::Tree(Tree::Text(_)) | At::Name(_) => JsonType::String,
            At::Tree(Tree::List(_)) => JsonType::Array,
            At::Tree(Tree::Map(_)) => JsonType::Object,
        }
    }

    fn equals_value(&self, expected: &Value) -> bool {
        match (self.as_string(), expected) {
            (Some(text), Value::String(expected)) => text == expected.as_str(),
            (Some(_), _) => false,
            (None, _) => cmp::equal(&self.to_value(), expected),
        }
    }

    fn to_value(&self) -> Cow<'a, Value> {
        Cow::Owned(match self {
            At::Tree(tree) => tree.value(),
            At::Name(name) => Value::String((*name).to_owned()),
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        match self {
            At::Tree(tree) => Some(NodeIdentity::new(std::ptr::from_ref(*tree) as usize)),
            At::Name(_) => None,
        }
    }
}

impl<'a> Object<'a, Printed> for &'a [(Text<'a>, Tree<'a>)] {
    type Node = At<'a>;
    type MemberName = &'a str;
    type MembersIter = Members<'a>;

    fn len(&self) -> usize {
        <[_]>::len(self)
    }

    fn get(&self, key: &String) -> Option<At<'a>> {
        self.iter().find(|(name, _)| *name.0 == **key).map(|(_, value)| At::Tree(value))
    }

    fn members(&self) -> Members<'a> {
        Members(self.iter())
    }
}

/// The members of an object, as they are printed.
pub(super) struct Members<'a>(std::slice::Iter<'a, (Text<'a>, Tree<'a>)>);

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, At<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(name, value)| (&*name.0, At::Tree(value)))
    }
}

impl<'a> Array<'a, Printed> for &'a [Tree<'a>] {
    type Node = At<'a>;
    type ElementsIter = Elements<'a>;

    fn len(&self) -> usize {
        <[_]>::len(self)
    }

    fn elements(&self) -> Elements<'a> {
        Elements(self.iter())
    }
}

/// The items of an array, as they are printed.
pub(super) struct Elements<'a>(std::slice::Iter<'a, Tree<'a>>);

impl<'a> Iterator for Elements<'a> {
    type Item = At<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(At::Tree)
    }
}

impl Tree<'_> {
    /// The same as a value of its own, for the words of an error.
    fn value(&self) -> Value {
        match self {
            Tree::Null => Value::Null,
            Tree::Bool(bool) => Value::Bool(*bool),
            Tree::Number(number) => Value::Number(number.clone()),
            Tree::Text(text) => Value::String(text.clone().into_owned()),
            Tree::List(items) => Value::Array(items.iter().map(Tree::value).collect()),
            Tree::Map(members) => Value::Object(
                members
                    .iter()
                    .map(|(name, it)| (name.0.clone().into_owned(), it.value()))
                    .collect(),
            ),
        }
    }
}

/// A text or a name, borrowed where nothing in it is escaped.
pub(super) struct Text<'t>(Cow<'t, str>);

impl<'t> Deserialize<'t> for Text<'t> {
    fn deserialize<D: Deserializer<'t>>(from: D) -> Result<Text<'t>, D::Error> {
        match from.deserialize_str(Values)? {
            Tree::Text(text) => Ok(Text(text)),
            _ => Err(Error::custom("a name is no text")),
        }
    }
}

impl<'t> Deserialize<'t> for Tree<'t> {
    fn deserialize<D: Deserializer<'t>>(from: D) -> Result<Tree<'t>, D::Error> {
        from.deserialize_any(Values)
    }
}

struct Values;

impl<'t> Visitor<'t> for Values {
    type Value = Tree<'t>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Tree<'t>, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, bool: bool) -> Result<Tree<'t>, E> {
        Ok(Tree::Bool(bool))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Tree<'t>, E> {
        Ok(Tree::Number(number.into()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Tree<'t>, E> {
        Ok(Tree::Number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Tree<'t>, E> {
        Number::from_f64(number).map(Tree::Number).ok_or_else(|| E::custom("no number"))
    }

    fn visit_borrowed_str<E>(self, text: &'t str) -> Result<Tree<'t>, E> {
        Ok(Tree::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree<'t>, E> {
        Ok(Tree::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut from: A) -> Result<Tree<'t>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = from.next_element()? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'t>>(self, mut from: A) -> Result<Tree<'t>, A::Error> {
        // Most objects of a report have a dozen members or fewer.
        let mut members = Vec::with_capacity(12);
        while let Some(member) = from.next_entry()? {
            members.push(member);
        }
        Ok(Tree::Map(members))
    }
}
