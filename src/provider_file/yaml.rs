//! Reads YAML, and JSON as a part of it, with the place of every value.

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use crate::provider_file::error::{Place, ProviderFileError};
use crate::provider_file::node::{Content, Node};

/// The deepest nesting. A file that is written for people is far from it.
const DEEPEST: usize = 64;

/// A list or a table that is not complete.
enum Open {
    List(Place, Vec<Node>),
    /// With the key whose value is next.
    Table(Place, Vec<(String, Place, Node)>, Option<(String, Place)>),
}

/// Reads a document.
pub(super) fn parse(file: &str, text: &str) -> Result<Node, ProviderFileError> {
    let place = |marker: &Marker| Place { file: file.to_owned(), line: marker.line(), column: marker.col() + 1 };
    let mut open: Vec<Open> = Vec::new();
    let mut whole = None;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| place(error.marker()).wrong(error.info()))?;
        let at = place(&span.start);
        let done = match event {
            Event::Alias(_) => return Err(at.wrong("aliases are not supported: repeat the value")),
            Event::Scalar(text, style, ..) => Some(Node { place: at, content: scalar(&text, style) }),
            Event::SequenceStart(..) => {
                open.push(Open::List(at.clone(), Vec::new()));
                None
            }
            Event::MappingStart(..) => {
                open.push(Open::Table(at.clone(), Vec::new(), None));
                None
            }
            Event::SequenceEnd | Event::MappingEnd => open.pop().map(|open| match open {
                Open::List(place, items) => Node { place, content: Content::List(items) },
                Open::Table(place, fields, _) => Node { place, content: Content::Table(fields) },
            }),
            _ => None,
        };
        if open.len() > DEEPEST {
            return Err(place(&span.start).wrong(format!("values are nested more than {DEEPEST} times")));
        }
        let Some(node) = done else { continue };
        match open.last_mut() {
            None if whole.is_some() => return Err(node.wrong("expected a single document")),
            None => whole = Some(node),
            Some(Open::List(_, items)) => items.push(node),
            Some(Open::Table(_, fields, key)) => {
                if let Some((name, place)) = key.take() {
                    fields.push((name, place, node));
                } else {
                    let name = match &node.content {
                        Content::Text(name) | Content::Number(name) => name.clone(),
                        _ => return Err(node.wrong(format!("a key must be a text, found {}", node.kind()))),
                    };
                    if fields.iter().any(|(known, ..)| *known == name) {
                        return Err(node.wrong(format!("duplicate key `{name}`")));
                    }
                    *key = Some((name, node.place));
                }
            }
        }
    }
    whole.ok_or_else(|| Place { file: file.to_owned(), line: 1, column: 1 }.wrong("the file is empty"))
}

fn scalar(text: &str, style: ScalarStyle) -> Content {
    if style != ScalarStyle::Plain {
        return Content::Text(text.to_owned());
    }
    match text {
        "" | "~" | "null" => Content::Null,
        "true" => Content::Boolean(true),
        "false" => Content::Boolean(false),
        _ if serde_json::from_str::<serde_json::Number>(text).is_ok() => Content::Number(text.to_owned()),
        _ => Content::Text(text.to_owned()),
    }
}
