//! A JSON document that keeps the order of its fields.
//!
//! `serde_json::Value` sorts fields unless a global feature is enabled, and that feature would change the builds of all
//! dependent crates. A provider's own order is part of what is signed.

use std::fmt;
use std::sync::Arc;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Number, Value};
use thiserror::Error;

use crate::model::spelling::Spelling;
use crate::model::style::{BodyStyle, Escapes, Indent};

/// A JSON document that keeps the order in which its fields were read or written.
///
/// ```
/// use hookproof::model::{BodyStyle, Json};
///
/// let document = Json::parse(br#"{"b": 1, "a": [true, null]}"#).unwrap();
/// assert_eq!(document.write(BodyStyle::COMPACT), br#"{"b":1,"a":[true,null]}"#);
/// assert_eq!(document.pointer("/a/0"), Some(&Json::Bool(true)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "JSON has these six kinds and will have no others")]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number; an integer if it was written as one.
    Number(Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Self>),
    /// An object, in order. A repeated name is kept as it was written; the last one counts.
    Object(Vec<(Arc<str>, Self)>),
}

/// Text that is not JSON.
#[derive(Debug, Error)]
#[error("not JSON at line {line}, column {column}")]
#[non_exhaustive]
pub struct JsonError {
    /// Line of the first error, from 1.
    pub line: usize,
    /// Column of the first error, from 1.
    pub column: usize,
    source: serde_json::Error,
}

impl Json {
    /// Parses a document.
    ///
    /// # Errors
    /// When the bytes are not one JSON document.
    pub fn parse(text: &[u8]) -> Result<Self, JsonError> {
        serde_json::from_slice(text).map_err(|source| JsonError {
            line: source.line(),
            column: source.column(),
            source,
        })
    }

    /// Returns the same document as serde_json's value type; the order is lost.
    #[must_use]
    pub fn to_value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(flag) => Value::Bool(*flag),
            Self::Number(number) => Value::Number(number.clone()),
            Self::String(text) => Value::String(text.clone()),
            Self::Array(items) => items.iter().map(Self::to_value).collect(),
            Self::Object(members) => {
                Value::Object(members.iter().map(|(name, value)| (name.to_string(), value.to_value())).collect())
            }
        }
    }

    /// Writes the document in a provider's style.
    #[must_use]
    pub fn write(&self, style: BodyStyle) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(512);
        self.write_to(style, &mut bytes);
        bytes
    }

    /// Appends the document to `bytes`, in a provider's style.
    pub fn write_to(&self, style: BodyStyle, bytes: &mut Vec<u8>) {
        let written = match (style.indent, style.escapes) {
            (Indent::Compact, Escapes::Needed) => self.serialize(&mut serde_json::Serializer::new(&mut *bytes)),
            (Indent::TwoSpaces, _) => self.serialize(&mut serde_json::Serializer::pretty(&mut *bytes)),
            _ => Spelling::of(style).write_to(self, bytes),
        };
        debug_assert!(written.is_ok(), "a document in memory always has a text");
        if style.final_newline {
            bytes.push(b'\n');
        }
    }

    /// Returns the value at a JSON pointer.
    #[must_use]
    pub fn pointer(&self, pointer: &str) -> Option<&Self> {
        steps(pointer)?.try_fold(self, |at, step| match at {
            Self::Object(members) => members.iter().rev().find(|(name, _)| **name == *step).map(|(_, value)| value),
            Self::Array(items) => items.get(step.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// Returns a mutable reference to the value at a JSON pointer.
    pub fn pointer_mut(&mut self, pointer: &str) -> Option<&mut Self> {
        steps(pointer)?.try_fold(self, |at, step| match at {
            Self::Object(members) => members.iter_mut().rev().find(|(name, _)| **name == *step).map(|(_, value)| value),
            Self::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// Sets the value at a JSON pointer. If its object lacks the field, the field is added as the last one. Returns
    /// whether the value could be set.
    pub fn set(&mut self, pointer: &str, value: Self) -> bool {
        if let Some(slot) = self.pointer_mut(pointer) {
            *slot = value;
            return true;
        }
        let Some((parent, name)) = pointer.rsplit_once('/') else { return false };
        match self.pointer_mut(parent) {
            Some(Self::Object(members)) => {
                members.push((unescape(name).into(), value));
                true
            }
            _ => false,
        }
    }

    /// Removes the field or item at a JSON pointer.
    pub fn remove(&mut self, pointer: &str) -> Option<Self> {
        let (parent, name) = pointer.rsplit_once('/')?;
        let name = unescape(name);
        match self.pointer_mut(parent)? {
            Self::Object(members) => {
                let at = members.iter().rposition(|(member, _)| **member == *name)?;
                Some(members.remove(at).1)
            }
            Self::Array(items) => {
                let at = name.parse::<usize>().ok().filter(|at| *at < items.len())?;
                Some(items.remove(at))
            }
            _ => None,
        }
    }

    /// Reverses the order of the fields, in nested objects too.
    pub(crate) fn reverse_fields(&mut self) {
        match self {
            Self::Object(fields) => {
                fields.reverse();
                for (_, value) in fields {
                    value.reverse_fields();
                }
            }
            Self::Array(items) => items.iter_mut().for_each(Self::reverse_fields),
            _ => {}
        }
    }

    /// Returns the text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// Calls `visit` for every value with its JSON pointer, parents before children.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&str, &'a Self)) {
        fn inner<'a>(at: &'a Json, pointer: &mut String, visit: &mut dyn FnMut(&str, &'a Json)) {
            visit(pointer, at);
            let length = pointer.len();
            match at {
                Json::Object(members) => {
                    for (name, value) in members {
                        pointer.push('/');
                        pointer.push_str(&escape(name));
                        inner(value, pointer, visit);
                        pointer.truncate(length);
                    }
                }
                Json::Array(items) => {
                    for (index, value) in items.iter().enumerate() {
                        pointer.push('/');
                        pointer.push_str(&index.to_string());
                        inner(value, pointer, visit);
                        pointer.truncate(length);
                    }
                }
                _ => {}
            }
        }
        inner(self, &mut String::new(), visit);
    }
}

impl From<Value> for Json {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(flag) => Self::Bool(flag),
            Value::Number(number) => Self::Number(number),
            Value::String(text) => Self::String(text),
            Value::Array(items) => Self::Array(items.into_iter().map(Self::from).collect()),
            Value::Object(members) => {
                Self::Object(members.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
            }
        }
    }
}

impl From<bool> for Json {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl From<u64> for Json {
    fn from(number: u64) -> Self {
        Self::Number(number.into())
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

/// Returns the unescaped segments of a JSON pointer; `None` if it does not begin with a slash.
pub(crate) fn steps(pointer: &str) -> Option<impl Iterator<Item = std::borrow::Cow<'_, str>>> {
    let mut parts = pointer.split('/');
    parts.next().filter(|root| root.is_empty())?;
    Some(parts.map(unescape))
}

/// Escapes a name for use as a segment of a JSON pointer.
pub(crate) fn escape(name: &str) -> std::borrow::Cow<'_, str> {
    if name.contains(['~', '/']) { name.replace('~', "~0").replace('/', "~1").into() } else { name.into() }
}

fn unescape(step: &str) -> std::borrow::Cow<'_, str> {
    if step.contains('~') { step.replace("~1", "/").replace("~0", "~").into() } else { step.into() }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => number.serialize(serializer),
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(items) => serializer.collect_seq(items),
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(&**name, value)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON document")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_none<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        Json::deserialize(deserializer)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Json, E> {
        Ok(Json::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(Number::from_f64(number).map_or(Json::Null, Json::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::String(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element()? {
            array.push(item);
        }
        Ok(Json::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some((name, value)) = members.next_entry::<String, Json>()? {
            object.push((name.into(), value));
        }
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_survives_reading_and_writing() {
        let text = br#"{"z":1,"a":{"y":[1.0,2],"b":"\u0000"}}"#;
        assert_eq!(Json::parse(text).unwrap().write(BodyStyle::COMPACT), text);
    }

    #[test]
    fn pointers_find_set_and_remove() {
        let mut document = Json::parse(br#"{"a/b":{"c":[1,2]}}"#).unwrap();
        assert_eq!(document.pointer("/a~1b/c/1"), Some(&Json::Number(2.into())));
        assert_eq!(document.pointer("nowhere"), None);
        assert!(document.set("/a~1b/d", Json::Null));
        assert!(!document.set("/x/y", Json::Null));
        assert_eq!(document.remove("/a~1b/c"), Some(Json::parse(b"[1,2]").unwrap()));
        assert_eq!(document.write(BodyStyle::COMPACT), br#"{"a/b":{"d":null}}"#);
    }

    #[test]
    fn a_fault_is_placed() {
        let error = Json::parse(b"{\n  \"a\": nul").unwrap_err();
        assert_eq!(error.line, 2);
    }
}
