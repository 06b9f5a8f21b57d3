//! What a body is: JSON, a form, or a multipart body.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::model::body_error::BodyError;
use crate::model::json::Json;
use crate::model::style::BodyStyle;
use crate::model::{brackets, form, multipart};

/// What a body is, written as `json`, `form`, `bracketed form`, `form field payload` or `multipart`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[non_exhaustive]
pub enum BodyFormat {
    /// A JSON document.
    #[default]
    Json,
    /// A form, `application/x-www-form-urlencoded`, with a field for each value of the document.
    Form,
    /// A form whose names have brackets: `data[merges][EMAIL]` is the field `/data/merges/EMAIL` of the document.
    BracketedForm,
    /// A form whose field of this name holds the JSON document.
    FormField(String),
    /// A multipart body, `multipart/form-data`, with a part for each value of the document.
    Multipart,
}

/// The error for an unknown form of bodies.
#[derive(Debug, Error)]
#[error(
    "unknown form of bodies `{text}`: use json, form, bracketed form, multipart, or form field NAME, such as form field \
     payload"
)]
#[non_exhaustive]
pub struct BodyFormatError {
    /// The text.
    pub text: String,
}

/// The formats without a name in them.
const NAMED: &[(&str, BodyFormat)] = &[
    ("json", BodyFormat::Json),
    ("form", BodyFormat::Form),
    ("bracketed form", BodyFormat::BracketedForm),
    ("multipart", BodyFormat::Multipart),
];

/// Comes before the name of the field that holds a document.
const FIELD: &str = "form field ";

impl BodyFormat {
    /// Returns the media type of bodies.
    #[must_use]
    pub const fn content_type(&self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form | Self::BracketedForm | Self::FormField(_) => "application/x-www-form-urlencoded",
            Self::Multipart => multipart::CONTENT_TYPE,
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
        matches!(self, Self::Form | Self::BracketedForm | Self::Multipart)
    }

    /// Returns whether no value of a document can be an object or a list.
    #[must_use]
    pub const fn is_flat(&self) -> bool {
        matches!(self, Self::Form | Self::Multipart)
    }

    /// Appends a document to `bytes`. One that is not an object cannot be a form, and is written as JSON.
    pub(super) fn write_to(&self, document: &Json, layout: BodyStyle, bytes: &mut Vec<u8>) {
        match (self, document) {
            (Self::Form, Json::Object(fields)) => bytes.extend(form::form_of(texts(fields)).into_bytes()),
            (Self::Multipart, Json::Object(fields)) => bytes.extend(multipart::written(texts(fields)).into_bytes()),
            (Self::BracketedForm, Json::Object(_)) => {
                bytes.extend(form::form_of(brackets::written(document)).into_bytes());
            }
            (Self::FormField(_), _) => bytes.extend(self.around(&document.write(layout))),
            (Self::Json | Self::Form | Self::BracketedForm | Self::Multipart, _) => document.write_to(layout, bytes),
        }
    }

    /// Returns the body whose JSON is this text, which may be invalid.
    pub(super) fn around(&self, json: &[u8]) -> Vec<u8> {
        match self {
            Self::FormField(name) => {
                let name: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
                let value: String = form_urlencoded::byte_serialize(json).collect();
                format!("{name}={value}").into_bytes()
            }
            Self::Json | Self::Form | Self::BracketedForm | Self::Multipart => json.to_vec(),
        }
    }

    /// Reads the document of a body. The values of a form are texts.
    ///
    /// # Errors
    /// When the body has another form.
    pub fn read(&self, body: &[u8]) -> Result<Json, BodyError> {
        match self {
            Self::Json => Ok(Json::parse(body)?),
            Self::Form => Ok(flat(form::fields(body)?)),
            Self::BracketedForm => brackets::read(form::fields(body)?),
            Self::Multipart => Ok(flat(multipart::fields(body)?)),
            Self::FormField(wanted) => {
                let field = form::fields(body)?.into_iter().rev().find(|(name, _)| name == wanted);
                let (_, text) = field.ok_or_else(|| BodyError::Field { name: wanted.clone() })?;
                Ok(Json::parse(text.as_bytes())?)
            }
        }
    }
}

/// Returns the fields of an object as texts, without those that are `null`.
fn texts(fields: &[(Arc<str>, Json)]) -> impl Iterator<Item = (&str, String)> {
    fields.iter().filter_map(|(name, value)| Some((&**name, form::text_of(value)?)))
}

/// Returns the object with these fields.
fn flat(fields: Vec<(String, String)>) -> Json {
    Json::Object(fields.into_iter().map(|(name, value)| (Arc::from(name), Json::String(value))).collect())
}

impl fmt::Display for BodyFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, NAMED.iter().find(|(_, known)| known == self)) {
            (Self::FormField(name), _) => write!(formatter, "{FIELD}{name}"),
            (_, Some((name, _))) => formatter.write_str(name),
            (_, None) => Ok(()),
        }
    }
}

impl FromStr for BodyFormat {
    type Err = BodyFormatError;

    fn from_str(text: &str) -> Result<Self, BodyFormatError> {
        if let Some((_, format)) = NAMED.iter().find(|(name, _)| *name == text) {
            return Ok(format.clone());
        }
        match text.strip_prefix(FIELD).map(str::trim) {
            Some(name) if !name.is_empty() => Ok(Self::FormField(name.to_owned())),
            _ => Err(BodyFormatError { text: text.to_owned() }),
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
