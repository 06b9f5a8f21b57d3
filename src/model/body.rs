//! The bytes of a delivery, and the document in them.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::model::batch::Batch;
use crate::model::json::{Json, JsonError};
use crate::model::style::BodyStyle;

/// Form of the bodies of a provider. It is signed, so it is part of the contract.
///
/// ```
/// use hookproof::model::{Body, BodyFormat, BodyStyle, Json};
///
/// let mut body = Body::json(BodyStyle::COMPACT);
/// let document = Json::parse(br#"{"id":"a b","count":2,"note":null}"#).unwrap();
/// assert_eq!(body.write(&document), br#"{"id":"a b","count":2,"note":null}"#);
/// body.format = BodyFormat::Form;
/// assert_eq!(body.write(&document), b"id=a+b&count=2");
/// assert_eq!(body.read(b"id=a+b&count=2").unwrap(), Json::parse(br#"{"id":"a b","count":"2"}"#).unwrap());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Body {
    /// Layout of the JSON in it.
    #[serde(flatten)]
    pub layout: BodyStyle,
    /// What the JSON is in.
    #[serde(default, skip_serializing_if = "BodyFormat::is_json")]
    pub format: BodyFormat,
    /// Where the events of a delivery are, if it may have several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<Batch>,
}

/// What a body is, written as `json`, `form` or `form field payload`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[non_exhaustive]
pub enum BodyFormat {
    /// A JSON document.
    #[default]
    Json,
    /// A form, `application/x-www-form-urlencoded`, with a field for each value of the document.
    Form,
    /// A form whose field of this name holds the JSON document.
    FormField(String),
}

/// The error for an unknown form of bodies.
#[derive(Debug, Error)]
#[error("unknown form of bodies `{text}`: use json, form, or form field NAME, such as form field payload")]
#[non_exhaustive]
pub struct BodyFormatError {
    /// The text.
    pub text: String,
}

/// The reason why a body has no document.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BodyError {
    /// It should be JSON and is not.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// A percent sign without two hexadecimal digits, or bytes that are not UTF-8.
    #[error("not a form: field {field} has a broken escape, or is not UTF-8")]
    Form {
        /// Number of the field, from 1.
        field: usize,
    },
    /// The form lacks the field that holds the document.
    #[error("the form has no field `{name}`")]
    Field {
        /// Name of the field.
        name: String,
    },
    /// The document has no list of events.
    #[error("the body has no list of events at {each}")]
    NoEvents {
        /// JSON pointer of an event.
        each: String,
    },
    /// The list of events is empty.
    #[error("the list of events is empty")]
    Empty,
}

impl Body {
    /// Creates the form of bodies that are JSON in a layout.
    #[must_use]
    pub const fn json(layout: BodyStyle) -> Self {
        Self { layout, format: BodyFormat::Json, batch: None }
    }

    /// Writes a document as a body. In a form, a `null` is left out, and a value that is not a text is written as JSON.
    /// A document that is not an object cannot be a form, and is written as JSON, too.
    #[must_use]
    pub fn write(&self, document: &Json) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(512);
        self.write_to(document, &mut bytes);
        bytes
    }

    /// Appends the body of a document to `bytes`.
    pub fn write_to(&self, document: &Json, bytes: &mut Vec<u8>) {
        self.write_whole_to(&self.whole(document), bytes);
    }

    /// Writes several events as one body; `None` if each event has a body of its own.
    #[must_use]
    pub fn write_batch(&self, events: impl IntoIterator<Item = Json>) -> Option<Vec<u8>> {
        let mut bytes = Vec::with_capacity(512);
        self.write_whole_to(&self.batch.as_ref()?.wrap(events), &mut bytes);
        Some(bytes)
    }

    /// Returns the document of the body with only this event.
    #[must_use]
    pub fn whole<'a>(&self, document: &'a Json) -> Cow<'a, Json> {
        match &self.batch {
            Some(batch) => Cow::Owned(batch.wrap([document.clone()])),
            None => Cow::Borrowed(document),
        }
    }

    fn write_whole_to(&self, document: &Json, bytes: &mut Vec<u8>) {
        match (&self.format, document) {
            (BodyFormat::Form, Json::Object(members)) => {
                let fields = members.iter().filter_map(|(name, value)| Some((&**name, text_of(value)?)));
                bytes.extend(form_of(fields).into_bytes());
            }
            (BodyFormat::FormField(_), _) => bytes.extend(self.around(&document.write(self.layout))),
            (BodyFormat::Json | BodyFormat::Form, _) => document.write_to(self.layout, bytes),
        }
    }

    /// Returns the body whose JSON is this text, which may be invalid.
    #[must_use]
    pub(crate) fn around(&self, json: &[u8]) -> Vec<u8> {
        match &self.format {
            BodyFormat::FormField(name) => {
                let name: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
                let value: String = form_urlencoded::byte_serialize(json).collect();
                format!("{name}={value}").into_bytes()
            }
            BodyFormat::Json | BodyFormat::Form => json.to_vec(),
        }
    }

    /// Reads the document of a body: the first event of a batch. The values of a form are texts.
    ///
    /// # Errors
    /// When the body has another form, or no event.
    pub fn read(&self, body: &[u8]) -> Result<Json, BodyError> {
        self.read_events(body)?.into_iter().next().ok_or(BodyError::Empty)
    }

    /// Reads every event of a body.
    ///
    /// # Errors
    /// When the body has another form.
    pub fn read_events(&self, body: &[u8]) -> Result<Vec<Json>, BodyError> {
        let document = self.format.read(body)?;
        match &self.batch {
            Some(batch) => batch.events(&document).ok_or_else(|| BodyError::NoEvents { each: batch.each().to_owned() }),
            None => Ok(vec![document]),
        }
    }
}

impl BodyFormat {
    /// Returns the media type of bodies.
    #[must_use]
    pub const fn content_type(&self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form | Self::FormField(_) => "application/x-www-form-urlencoded",
        }
    }

    /// Returns whether a body is a JSON document.
    #[must_use]
    pub const fn is_json(&self) -> bool {
        matches!(self, Self::Json)
    }

    /// Returns whether each value of a document is a field of its own, and so a text.
    #[must_use]
    pub const fn has_texts_only(&self) -> bool {
        matches!(self, Self::Form)
    }

    /// Reads the document of a body. The values of a form are texts.
    ///
    /// # Errors
    /// When the body has another form.
    pub fn read(&self, body: &[u8]) -> Result<Json, BodyError> {
        match self {
            Self::Json => Ok(Json::parse(body)?),
            Self::Form => {
                let fields = fields(body)?.into_iter();
                Ok(Json::Object(fields.map(|(name, value)| (Arc::from(name), Json::String(value))).collect()))
            }
            Self::FormField(wanted) => {
                let field = fields(body)?.into_iter().rev().find(|(name, _)| name == wanted);
                let (_, text) = field.ok_or_else(|| BodyError::Field { name: wanted.clone() })?;
                Ok(Json::parse(text.as_bytes())?)
            }
        }
    }
}

impl From<BodyStyle> for Body {
    fn from(layout: BodyStyle) -> Self {
        Self::json(layout)
    }
}

impl From<&Self> for Body {
    fn from(body: &Self) -> Self {
        body.clone()
    }
}

impl fmt::Display for BodyFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json => formatter.write_str("json"),
            Self::Form => formatter.write_str("form"),
            Self::FormField(name) => write!(formatter, "{FIELD}{name}"),
        }
    }
}

/// Comes before the name of the field that holds a document.
const FIELD: &str = "form field ";

impl FromStr for BodyFormat {
    type Err = BodyFormatError;

    fn from_str(text: &str) -> Result<Self, BodyFormatError> {
        match text {
            "json" => Ok(Self::Json),
            "form" => Ok(Self::Form),
            _ => match text.strip_prefix(FIELD).map(str::trim) {
                Some(name) if !name.is_empty() => Ok(Self::FormField(name.to_owned())),
                _ => Err(BodyFormatError { text: text.to_owned() }),
            },
        }
    }
}

impl TryFrom<String> for BodyFormat {
    type Error = BodyFormatError;

    fn try_from(text: String) -> Result<Self, BodyFormatError> {
        text.parse()
    }
}

impl From<BodyFormat> for String {
    fn from(format: BodyFormat) -> Self {
        format.to_string()
    }
}

/// Returns the text of a value in a form; `None` for `null`.
fn text_of(value: &Json) -> Option<String> {
    match value {
        Json::Null => None,
        Json::String(text) => Some(text.clone()),
        other => Some(String::from_utf8_lossy(&other.write(BodyStyle::COMPACT)).into_owned()),
    }
}

fn form_of<'a>(fields: impl IntoIterator<Item = (&'a str, String)>) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// Returns the fields of a form, in order.
fn fields(body: &[u8]) -> Result<Vec<(String, String)>, BodyError> {
    let parts = body.split(|byte| *byte == b'&').filter(|part| !part.is_empty()).enumerate();
    let read = parts.map(|(at, part)| {
        let broken = || BodyError::Form { field: at + 1 };
        let equals = part.iter().position(|byte| *byte == b'=').unwrap_or(part.len());
        let (name, value) = (&part[..equals], part.get(equals + 1..).unwrap_or_default());
        Ok((decoded(name).ok_or_else(broken)?, decoded(value).ok_or_else(broken)?))
    });
    read.collect()
}

/// Decodes a name or a value of a form; `None` if an escape is broken, or the result is not UTF-8.
fn decoded(text: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.iter();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(*rest.next()?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                digit()? << 4 | digit()?
            }
            plain => *plain,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(format: &str) -> Body {
        Body { layout: BodyStyle::COMPACT, format: format.parse().unwrap(), batch: None }
    }

    #[test]
    fn a_form_of_texts_is_read_as_it_was_written() {
        let document = Json::parse(r#"{"From":"+1 &=%","Empty":"","ß":"é\u0000"}"#.as_bytes()).unwrap();
        let form = body("form");
        let written = form.write(&document);
        assert_eq!(written, b"From=%2B1+%26%3D%25&Empty=&%C3%9F=%C3%A9%00");
        assert_eq!(form.read(&written).unwrap(), document);
    }

    #[test]
    fn a_field_holds_a_whole_document() {
        let document = Json::parse(br#"{"a":{"b":[1,null]}}"#).unwrap();
        let payload = body("form field payload");
        assert_eq!(payload.write(&document), b"payload=%7B%22a%22%3A%7B%22b%22%3A%5B1%2Cnull%5D%7D%7D");
        assert_eq!(payload.read(&payload.write(&document)).unwrap(), document);
        assert!(matches!(payload.read(b"other=1"), Err(BodyError::Field { .. })));
        assert!(matches!(payload.read(b"payload=1%7B"), Err(BodyError::Json(_))));
    }

    #[test]
    fn a_broken_escape_and_bytes_that_are_no_text_are_refused() {
        for broken in [&b"a=1&b=%"[..], b"a=1&b=%2", b"a=1&b=%zz", b"a=1&%+1=2", b"a=1&b=%ff", b"a=1&b=\xff"] {
            let error = body("form").read(broken).unwrap_err();
            assert!(matches!(error, BodyError::Form { field: 2 }), "{broken:?}: {error}");
        }
        assert_eq!(body("form").read(b"").unwrap(), Json::Object(Vec::new()));
    }

    #[test]
    fn a_format_is_written_as_it_is_read() {
        for text in ["json", "form", "form field payload"] {
            assert_eq!(text.parse::<BodyFormat>().unwrap().to_string(), text);
        }
        for unknown in ["", "xml", "form field ", "multipart"] {
            assert!(unknown.parse::<BodyFormat>().is_err(), "{unknown}");
        }
    }

    #[test]
    fn a_body_has_one_event_of_a_batch_or_several() {
        let mut batches = body("json");
        let event = Json::parse(br#"{"id":1}"#).unwrap();
        assert_eq!(batches.write_batch([event.clone()]), None);
        batches.batch = Some(Batch::new("/events/*", None).unwrap());
        assert_eq!(batches.write(&event), br#"{"events":[{"id":1}]}"#);
        assert_eq!(batches.read(&batches.write(&event)).unwrap(), event);
        let two = batches.write_batch([event.clone(), Json::Null]).unwrap();
        assert_eq!(two, br#"{"events":[{"id":1},null]}"#);
        assert_eq!(batches.read_events(&two).unwrap(), [event, Json::Null]);
        assert!(matches!(batches.read(br#"{"events":[]}"#), Err(BodyError::Empty)));
        assert!(matches!(batches.read(br#"{"id":1}"#), Err(BodyError::NoEvents { .. })));
        let again = serde_json::from_value::<Body>(serde_json::to_value(&batches).unwrap()).unwrap();
        assert_eq!(again, batches);
    }

    #[test]
    fn json_has_no_format_in_a_document() {
        let written = serde_json::to_value(Body::json(BodyStyle::COMPACT)).unwrap();
        assert_eq!(written, serde_json::to_value(BodyStyle::COMPACT).unwrap());
        let form = body("form");
        assert_eq!(serde_json::from_value::<Body>(serde_json::to_value(&form).unwrap()).unwrap(), form);
    }
}
