//! A document with the place of every value.

use serde_json::Value;

use crate::provider_file::error::{Place, ProviderFileError};

/// A value and its place.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) place: Place,
    pub(super) content: Content,
}

/// Content of a value.
#[derive(Clone, Debug)]
pub(super) enum Content {
    Null,
    Boolean(bool),
    /// A number, as it is written.
    Number(String),
    Text(String),
    List(Vec<Node>),
    /// Fields in their order, each with the place of its key.
    Table(Vec<(String, Place, Node)>),
}

impl Node {
    /// Returns the value as JSON.
    pub(super) fn to_value(&self) -> Value {
        match &self.content {
            Content::Null => Value::Null,
            Content::Boolean(flag) => Value::Bool(*flag),
            Content::Number(text) => serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.clone())),
            Content::Text(text) => Value::String(text.clone()),
            Content::List(items) => items.iter().map(Self::to_value).collect(),
            Content::Table(fields) => fields.iter().map(|(name, _, value)| (name.clone(), value.to_value())).collect(),
        }
    }

    /// Returns the JSON of a value. A text is JSON already.
    pub(super) fn json(&self) -> String {
        match &self.content {
            Content::Text(text) => text.clone(),
            _ => self.to_value().to_string(),
        }
    }

    /// Describes the kind of the value.
    pub(super) const fn kind(&self) -> &'static str {
        match self.content {
            Content::Null => "null",
            Content::Boolean(_) => "a boolean",
            Content::Number(_) => "a number",
            Content::Text(_) => "a text",
            Content::List(_) => "a list",
            Content::Table(_) => "a table",
        }
    }

    /// Returns the value of a boolean.
    pub(super) fn flag(&self) -> Result<bool, ProviderFileError> {
        match self.content {
            Content::Boolean(flag) => Ok(flag),
            _ => Err(self.wrong(format!("expected true or false, found {}", self.kind()))),
        }
    }

    /// Returns the text of a value.
    pub(super) fn text(&self) -> Result<&str, ProviderFileError> {
        match &self.content {
            Content::Text(text) => Ok(text),
            _ => Err(self.wrong(format!("expected a text, found {}", self.kind()))),
        }
    }

    /// Returns the texts of a value: one text, or a list of texts.
    pub(super) fn texts(&self) -> Result<Vec<(&str, &Place)>, ProviderFileError> {
        match &self.content {
            Content::Text(text) => Ok(vec![(text, &self.place)]),
            Content::List(items) => items.iter().map(|item| Ok((item.text()?, &item.place))).collect(),
            _ => Err(self.wrong(format!("expected a text or a list of texts, found {}", self.kind()))),
        }
    }

    /// Returns the texts of a table, with their names.
    pub(super) fn named(&self) -> Result<Vec<(&str, &Self)>, ProviderFileError> {
        match &self.content {
            Content::Table(fields) => {
                fields.iter().map(|(name, _, value)| value.text().map(|_| (name.as_str(), value))).collect()
            }
            _ => Err(self.wrong(format!("expected a table of texts, found {}", self.kind()))),
        }
    }

    /// Returns the items of a list; a single value is a list of one.
    pub(super) fn items(&self) -> &[Self] {
        match &self.content {
            Content::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    /// Returns the error for this value.
    pub(super) fn wrong(&self, reason: impl Into<String>) -> ProviderFileError {
        self.place.wrong(reason)
    }
}
