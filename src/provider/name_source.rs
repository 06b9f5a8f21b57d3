//! Where the name of an event is: in the body, in a header, or in several places.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::model::{Headers, Json};

/// The places of an event's name, written as `/type`, `header X-Event` or `{header X-Event}.{/action}`.
///
/// A place that an event does not have is left out, with the text before it: GitHub's `push` has no `/action`. Text
/// without a place is the name of every event.
///
/// ```
/// use hookproof::provider::NameSource;
///
/// let source: NameSource = "{header X-GitHub-Event}.{/action}".parse().unwrap();
/// assert_eq!(source.to_string(), "{header X-GitHub-Event}.{/action}");
/// assert_eq!(source.headers("issues.opened"), [("X-GitHub-Event".to_owned(), "issues".to_owned())]);
/// assert_eq!(source.headers("push"), [("X-GitHub-Event".to_owned(), "push".to_owned())]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NameSource(Vec<NamePart>);

/// A part of an event's name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NamePart {
    /// Plain text.
    Text(String),
    /// The text at a JSON pointer of the body.
    Body(String),
    /// The value of a header.
    Header(String),
}

/// The error for an invalid place of a name.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum NameSourceError {
    /// An opening brace has no closing brace.
    #[error("`{text}` has an opening brace without a closing one")]
    Open {
        /// The whole text.
        text: String,
    },
    /// A place is neither a pointer nor a header.
    #[error("`{place}` is not a place: use a JSON pointer such as /type, or `header X-Event`")]
    Place {
        /// The text.
        place: String,
    },
}

impl NameSource {
    /// Creates the source of a name at a JSON pointer of the body.
    #[must_use]
    pub fn pointer(pointer: &str) -> Self {
        Self(vec![NamePart::Body(pointer.to_owned())])
    }

    /// Returns the parts, in order.
    #[must_use]
    pub fn parts(&self) -> &[NamePart] {
        &self.0
    }

    /// Returns the JSON pointers of the name's parts that are in the body.
    pub fn pointers(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| if let NamePart::Body(pointer) = part { Some(pointer.as_str()) } else { None })
    }

    /// Returns the name of a delivery; `None` if no part of it is there.
    #[must_use]
    pub fn read(&self, headers: &Headers, body: &Json) -> Option<String> {
        let mut name = String::new();
        let mut before = "";
        let mut found = self.0.iter().all(|part| matches!(part, NamePart::Text(_)));
        for part in &self.0 {
            let value = match part {
                NamePart::Text(text) => {
                    before = text;
                    continue;
                }
                NamePart::Body(pointer) => body.pointer(pointer).and_then(Json::as_str),
                NamePart::Header(header) => headers.get(header).and_then(|value| std::str::from_utf8(value).ok()),
            };
            if let Some(value) = value {
                name.push_str(before);
                name.push_str(value);
                found = true;
            }
            before = "";
        }
        name.push_str(before);
        found.then_some(name)
    }

    /// Writes a name into the body, as far as the name's places are there.
    pub fn write(&self, name: &str, body: &mut Json) {
        for (part, value) in self.split(name) {
            if let NamePart::Body(pointer) = part {
                body.set(pointer, Json::from(value));
            }
        }
    }

    /// Returns the headers that carry parts of a name.
    #[must_use]
    pub fn headers(&self, name: &str) -> Vec<(String, String)> {
        let headers = self.split(name).into_iter().filter_map(|(part, value)| match part {
            NamePart::Header(header) => Some((header.clone(), value.to_owned())),
            _ => None,
        });
        headers.collect()
    }

    /// Returns the text of each place in a name. Places behind a text that the name lacks are left out.
    #[must_use]
    pub(crate) fn split<'a>(&self, name: &'a str) -> Vec<(&NamePart, &'a str)> {
        let mut rest = name;
        let mut found = Vec::new();
        let mut parts = self.0.iter().peekable();
        while let Some(part) = parts.next() {
            if let NamePart::Text(text) = part {
                match rest.strip_prefix(text.as_str()) {
                    Some(after) => rest = after,
                    None => return found,
                }
                continue;
            }
            let end = match parts.peek() {
                Some(NamePart::Text(text)) => rest.find(text.as_str()).unwrap_or(rest.len()),
                _ => rest.len(),
            };
            found.push((part, &rest[..end]));
            rest = &rest[end..];
        }
        found
    }
}

impl FromStr for NameSource {
    type Err = NameSourceError;

    fn from_str(text: &str) -> Result<Self, NameSourceError> {
        if !text.contains('{') {
            let is_place = text.is_empty() || text.starts_with('/') || text.starts_with("header ");
            return Ok(Self(vec![if is_place { place(text)? } else { NamePart::Text(text.to_owned()) }]));
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, hole)) = rest.split_once('{') {
            let (hole, after) = hole.split_once('}').ok_or_else(|| NameSourceError::Open { text: text.to_owned() })?;
            if !before.is_empty() {
                parts.push(NamePart::Text(before.to_owned()));
            }
            parts.push(place(hole)?);
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(NamePart::Text(rest.to_owned()));
        }
        Ok(Self(parts))
    }
}

fn place(text: &str) -> Result<NamePart, NameSourceError> {
    let wrong = || NameSourceError::Place { place: text.to_owned() };
    if let Some(header) = text.strip_prefix("header ") {
        let header = header.trim();
        return if Headers::is_name(header) { Ok(NamePart::Header(header.to_owned())) } else { Err(wrong()) };
    }
    if text.is_empty() || text.starts_with('/') { Ok(NamePart::Body(text.to_owned())) } else { Err(wrong()) }
}

impl fmt::Display for NameSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [part] = &self.0[..] {
            return match part {
                NamePart::Text(text) | NamePart::Body(text) => formatter.write_str(text),
                NamePart::Header(header) => write!(formatter, "header {header}"),
            };
        }
        self.0.iter().try_for_each(|part| match part {
            NamePart::Text(text) => formatter.write_str(text),
            NamePart::Body(pointer) => write!(formatter, "{{{pointer}}}"),
            NamePart::Header(header) => write!(formatter, "{{header {header}}}"),
        })
    }
}

impl TryFrom<String> for NameSource {
    type Error = NameSourceError;

    fn try_from(text: String) -> Result<Self, NameSourceError> {
        text.parse()
    }
}

impl From<NameSource> for String {
    fn from(source: NameSource) -> Self {
        source.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> NameSource {
        text.parse().unwrap()
    }

    #[test]
    fn a_source_is_written_as_it_is_read() {
        for text in ["", "/type", "header X-Event", "{header X-Event}.{/action}", "{/type}:{/code}", "files.changed"] {
            assert_eq!(source(text).to_string(), text);
        }
        assert!(matches!("{/type".parse::<NameSource>(), Err(NameSourceError::Open { .. })));
        assert!(matches!("{type}".parse::<NameSource>(), Err(NameSourceError::Place { .. })));
        assert!(matches!("header X Event".parse::<NameSource>(), Err(NameSourceError::Place { .. })));
    }

    #[test]
    fn a_name_is_put_together_and_taken_apart() {
        let headers: Headers = [("x-event", "issues")].into_iter().collect();
        let body = Json::parse(br#"{"type":"a","action":"opened"}"#).unwrap();
        let empty = Json::parse(b"{}").unwrap();
        for (text, name, bare) in [
            ("/type", Some("a"), None),
            ("header X-Event", Some("issues"), Some("issues")),
            ("{header X-Event}.{/action}", Some("issues.opened"), Some("issues")),
            ("{/type}/{/action}", Some("a/opened"), None),
            ("files.changed", Some("files.changed"), Some("files.changed")),
        ] {
            assert_eq!(source(text).read(&headers, &body).as_deref(), name, "{text}");
            assert_eq!(source(text).read(&headers, &empty).as_deref(), bare, "{text}");
        }
        let composite = source("{header X-Event}.{/action}");
        let mut written = body;
        composite.write("label.deleted", &mut written);
        assert_eq!(written.pointer("/action").and_then(Json::as_str), Some("deleted"));
        assert_eq!(composite.headers("label.deleted"), [("X-Event".to_owned(), "label".to_owned())]);
    }
}
