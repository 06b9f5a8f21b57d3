//! Reads TOML with the place of every value.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::provider_file::error::{Place, ProviderFileError};
use crate::provider_file::node::{Content, Node};

/// Converts offsets of a text to places.
struct Text<'a> {
    file: &'a str,
    text: &'a str,
}

/// Reads a document.
pub(super) fn parse(file: &str, text: &str) -> Result<Node, ProviderFileError> {
    let text = Text { file, text };
    let table = DeTable::parse(text.text).map_err(|error| {
        let span = error.span().unwrap_or_default();
        text.place(&span).wrong(error.message())
    })?;
    let place = text.place(&(0..0));
    Ok(Node { place, content: text.table(table.get_ref()) })
}

impl Text<'_> {
    fn place(&self, span: &Range<usize>) -> Place {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Place { file: self.file.to_owned(), line, column }
    }

    fn table(&self, table: &DeTable<'_>) -> Content {
        let mut fields: Vec<(usize, (String, Place, Node))> = table
            .iter()
            .map(|(name, value)| {
                let field = (name.get_ref().to_string(), self.place(&name.span()), self.node(value));
                (name.span().start, field)
            })
            .collect();
        fields.sort_by_key(|(at, _)| *at);
        Content::Table(fields.into_iter().map(|(_, field)| field).collect())
    }

    fn node(&self, value: &Spanned<DeValue<'_>>) -> Node {
        let content = match value.get_ref() {
            DeValue::String(text) => Content::Text(text.to_string()),
            DeValue::Integer(number) => Content::Number(number.to_string()),
            DeValue::Float(number) => Content::Number(number.to_string()),
            DeValue::Boolean(flag) => Content::Boolean(*flag),
            DeValue::Datetime(time) => Content::Text(time.to_string()),
            DeValue::Array(items) => Content::List(items.iter().map(|item| self.node(item)).collect()),
            DeValue::Table(table) => self.table(table),
        };
        Node { place: self.place(&value.span()), content }
    }
}
