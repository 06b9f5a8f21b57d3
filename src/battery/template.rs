//! Texts with placeholders for parts of an event: URLs, queries and commands.

#[cfg(feature = "cli")]
use serde_json::Value;
use thiserror::Error;

use crate::model::Json;
use crate::provider::{Payload, Provider};

/// A text with placeholders for parts of an event: `http://127.0.0.1:9000/effects?event={id}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    /// The event's id.
    Id,
    /// A field of the event.
    Field(String),
}

/// A hole of `--effects` that cannot be filled.
#[derive(Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum TemplateError {
    /// It is neither the id nor a field.
    #[error("unknown placeholder {{{hole}}} in --effects: use {{id}}, or a JSON pointer such as {{/order_id}}")]
    Unknown {
        /// Text between the braces.
        hole: String,
    },
    /// A brace without its pair.
    #[error("a brace in --effects is not closed: write {{id}}, or a JSON pointer such as {{/order_id}}")]
    Open,
    /// Events without an id.
    #[error("{provider} events have no id for {{id}} in --effects: name a field, such as {{{example}}}")]
    NoId {
        /// The provider.
        provider: String,
        /// A pointer that would do.
        example: String,
    },
    /// A field that no event has.
    #[error("no event of the run has a field at {pointer}, which --effects names")]
    NoField {
        /// The pointer.
        pointer: String,
    },
    /// A placeholder in a text of a query.
    #[error("a placeholder of a query is a parameter: write it without quotes, as in event = {{id}}")]
    Quoted,
    /// A database without a query.
    #[error("`{given}` has no query: expected for example 'sqlite:app.db select count(*) from orders'")]
    Query {
        /// The text that was given.
        given: String,
    },
    /// A command without words.
    #[error("`command:` is followed by no command: expected for example 'command: wc -l < orders.log'")]
    NoCommand,
    /// A shell that would read a value as a part of a command.
    #[error("a command can have placeholders only where sh runs it")]
    NoShell,
    /// A placeholder where the event is not known.
    #[error("--state reads the state of all events, so it cannot have a placeholder")]
    OfState,
}

impl Template {
    /// Reads a URL; `None` if it has no holes.
    pub(super) fn read(url: &str, provider: &Provider, payloads: &[Payload]) -> Result<Option<Self>, TemplateError> {
        let mut parts = Vec::new();
        let mut rest = url;
        while let Some((text, hole)) = rest.split_once('{') {
            let (hole, after) = hole.split_once('}').ok_or(TemplateError::Open)?;
            if !text.is_empty() {
                parts.push(Part::Text(text.to_owned()));
            }
            parts.push(part(hole, provider, payloads)?);
            rest = after;
        }
        if parts.is_empty() {
            return if rest.contains('}') { Err(TemplateError::Open) } else { Ok(None) };
        }
        parts.push(Part::Text(rest.to_owned()));
        Ok(Some(Self(parts)))
    }

    /// Reads a query or a command. Braces that hold neither the id nor a field are text.
    #[cfg(feature = "cli")]
    pub(super) fn lenient(text: &str, provider: &Provider, payloads: &[Payload]) -> Result<Self, TemplateError> {
        let (mut parts, mut plain, mut rest) = (Vec::new(), String::new(), text);
        while let Some((before, after)) = rest.split_once('{') {
            plain.push_str(before);
            let hole = after.split_once('}').filter(|(hole, _)| *hole == "id" || hole.starts_with('/'));
            if let Some((hole, next)) = hole {
                parts.extend([Part::Text(std::mem::take(&mut plain)), part(hole, provider, payloads)?]);
                rest = next;
            } else {
                plain.push('{');
                rest = after;
            }
        }
        plain.push_str(rest);
        parts.push(Part::Text(plain));
        Ok(Self(parts))
    }

    /// Returns its parts: a text, or `None` for a placeholder.
    #[cfg(feature = "cli")]
    pub(super) fn parts(&self) -> impl Iterator<Item = Option<&str>> {
        self.0.iter().map(|part| if let Part::Text(text) = part { Some(text.as_str()) } else { None })
    }

    /// Whether it has a placeholder.
    #[cfg(feature = "cli")]
    pub(super) fn has_holes(&self) -> bool {
        self.parts().any(|part| part.is_none())
    }

    /// Returns the values of its placeholders for one event.
    #[cfg(feature = "cli")]
    pub(super) fn values(&self, id: Option<&str>, document: &Value) -> Vec<Value> {
        let value = |part: &Part| match part {
            Part::Text(_) => None,
            Part::Id => Some(Value::from(id.unwrap_or_default())),
            Part::Field(pointer) => Some(document.pointer(pointer).cloned().unwrap_or_default()),
        };
        self.0.iter().filter_map(value).collect()
    }

    /// Returns the URL for one event.
    pub(super) fn render(&self, id: Option<&str>, document: &Json) -> String {
        self.0
            .iter()
            .map(|part| match part {
                Part::Text(text) => text.clone(),
                Part::Id => encoded(id.unwrap_or_default()),
                Part::Field(pointer) => match document.pointer(pointer) {
                    Some(Json::String(text)) => encoded(text),
                    Some(value) => encoded(&value.to_value().to_string()),
                    None => String::new(),
                },
            })
            .collect()
    }
}

/// Returns the part for the text between two braces.
fn part(hole: &str, provider: &Provider, payloads: &[Payload]) -> Result<Part, TemplateError> {
    match hole {
        "id" if !provider.envelope.has_id() => {
            let example = provider.entities.first().cloned().unwrap_or_else(|| "/field".to_owned());
            Err(TemplateError::NoId { provider: provider.name.clone(), example })
        }
        "id" => Ok(Part::Id),
        pointer if pointer.starts_with('/') => {
            if !payloads.iter().any(|payload| payload.order().knows(pointer)) {
                return Err(TemplateError::NoField { pointer: pointer.to_owned() });
            }
            Ok(Part::Field(pointer.to_owned()))
        }
        other => Err(TemplateError::Unknown { hole: other.to_owned() }),
    }
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers;

    fn read(url: &str) -> Result<Option<Template>, TemplateError> {
        let truv = providers::truv();
        Template::read(url, &truv, &truv.payloads)
    }

    #[test]
    fn holes_are_filled_and_escaped() {
        let template = read("http://127.0.0.1/e?id={id}&order={/order_id}#x").unwrap().unwrap();
        let document = Json::parse(br#"{"order_id":"a b&c/d"}"#).unwrap();
        assert_eq!(template.render(Some("e1"), &document), "http://127.0.0.1/e?id=e1&order=a%20b%26c%2Fd#x");
        assert_eq!(read("http://127.0.0.1/effects").unwrap(), None);
    }

    #[test]
    fn holes_that_cannot_be_filled_are_errors() {
        assert_eq!(read("http://a/{event}").unwrap_err(), TemplateError::Unknown { hole: "event".to_owned() });
        assert_eq!(read("http://a/{id").unwrap_err(), TemplateError::Open);
        assert_eq!(read("http://a/id}").unwrap_err(), TemplateError::Open);
        assert_eq!(read("http://a/{/nowhere}").unwrap_err(), TemplateError::NoField { pointer: "/nowhere".to_owned() });
        let argyle = providers::argyle();
        let error = Template::read("http://a/{id}", &argyle, &argyle.payloads).unwrap_err();
        assert!(matches!(error, TemplateError::NoId { .. }), "{error}");
    }
}
