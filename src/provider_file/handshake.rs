//! The handshakes of a provider file.

use crate::model::{Headers, did_you_mean, nearest};
use crate::provider::{AnswerLocation, AnswerPart, Handshake, HandshakeText, HandshakeTextError, Provider};
use crate::provider_file::error::{Place, ProviderFileError};
use crate::provider_file::fields::Fields;
use crate::provider_file::node::{Content, Node};
use crate::provider_file::signature::HeaderLine;
use crate::provider_file::{keys, retry, slots};

/// Reads the handshakes of a file for a provider with its other settings.
pub(super) fn read(fields: &Fields, provider: &Provider) -> Result<Vec<Handshake>, ProviderFileError> {
    let Some(node) = fields.get("handshake") else { return Ok(Vec::new()) };
    node.items().iter().map(|item| handshake(item, provider)).collect()
}

fn handshake(node: &Node, provider: &Provider) -> Result<Handshake, ProviderFileError> {
    let fields = Fields::of(node.clone(), keys::HANDSHAKE)?;
    let body = fields.get("body").map(|body| text(body, provider)).transpose()?;
    let method = method(node, &fields)?;
    let mut handshake = Handshake::new(fields.text("name")?.unwrap_or(method), method);
    handshake.query = query(&fields, provider)?;
    handshake.headers = headers(&fields)?;
    handshake.signed = match fields.get("signed") {
        Some(flag) => flag.flag()?,
        None => body.is_some(),
    };
    handshake.body = body;
    if let Some(form) = fields.get("challenge") {
        handshake.challenge = slots::id_form(form.text()?, &form.place)?;
    }
    let statuses = |key: &str| fields.get(key).map(retry::some_statuses).transpose();
    handshake.status = statuses("status")?.unwrap_or_else(|| provider.delivery.success.clone());
    handshake.refused = statuses("refuses")?;
    for key in ["answers", "or"] {
        if let Some(lines) = fields.get(key) {
            handshake.answers.push(lines.items().iter().map(|line| answer(line, provider)).collect::<Result<_, _>>()?);
        }
    }
    match (fields.get("answers"), fields.get("or")) {
        (None, Some(other)) => Err(other.wrong("`or` is an alternative to `answers`, which is missing")),
        _ => Ok(handshake),
    }
}

fn method<'a>(node: &Node, fields: &'a Fields) -> Result<&'a str, ProviderFileError> {
    let has_body = fields.get("body").is_some();
    let Some(given) = fields.get("method") else {
        return match (has_body, fields.get("query")) {
            (true, _) => Ok("POST"),
            (false, Some(_)) => Ok("GET"),
            (false, None) => Err(node.wrong("a handshake needs a `body`, a `query` or a `method`")),
        };
    };
    let method = given.text()?;
    if !keys::HANDSHAKE_METHODS.contains(&method) {
        let near = did_you_mean(&nearest(method, keys::HANDSHAKE_METHODS.iter().copied()));
        return Err(given.wrong(format!("unsupported method `{method}` of a handshake{near}")));
    }
    if has_body && matches!(method, "GET" | "HEAD" | "OPTIONS") {
        return Err(given.wrong(format!("a {method} has no `body`: use `query` or `headers`")));
    }
    Ok(method)
}

/// Reads a text with placeholders.
fn text(node: &Node, provider: &Provider) -> Result<HandshakeText, ProviderFileError> {
    let text: HandshakeText =
        node.text()?.parse().map_err(|error: HandshakeTextError| node.wrong(error.to_string()))?;
    let algorithm = provider.signing.recipe.algorithm;
    let other = text.algorithms().find(|other| *other != algorithm);
    match other {
        Some(other) => Err(node.wrong(format!("{other} needs a key of its own: `signature` uses {algorithm}"))),
        None => Ok(text),
    }
}

/// Reads a query such as `hub.mode=subscribe&hub.challenge={challenge}`.
fn query(fields: &Fields, provider: &Provider) -> Result<Vec<(String, HandshakeText)>, ProviderFileError> {
    let Some(node) = fields.get("query") else { return Ok(Vec::new()) };
    text(node, provider)?;
    let field = |field: &str| match field.split_once('=') {
        Some((name, value)) if !name.is_empty() => {
            let value = value.parse().map_err(|error: HandshakeTextError| node.wrong(error.to_string()))?;
            Ok((name.to_owned(), value))
        }
        _ => Err(node.wrong(format!("`{field}` is not a field of a query: expected name=value"))),
    };
    node.text()?.trim_start_matches('?').split('&').map(field).collect()
}

fn headers(fields: &Fields) -> Result<Vec<(String, HandshakeText)>, ProviderFileError> {
    let lines = fields.get("headers").map(Node::texts).transpose()?.unwrap_or_default();
    let line = |(line, place): (&str, &Place)| {
        let HeaderLine { name, value, place } = HeaderLine::read(line, place)?;
        if crate::provider::of_the_connection(&name) {
            return Err(place.wrong(format!("the header `{name}` belongs to the connection")));
        }
        Ok((name, value.parse().map_err(|error: HandshakeTextError| place.wrong(error.to_string()))?))
    };
    lines.into_iter().map(line).collect()
}

/// Reads a part of an answer: `{challenge}`, `/challenge: {challenge}` or `header X-Echo: {challenge}`.
fn answer(node: &Node, provider: &Provider) -> Result<AnswerPart, ProviderFileError> {
    let line = node.text()?;
    let (location, value) = match line.split_once(':') {
        Some((pointer, value)) if pointer.starts_with('/') => (AnswerLocation::Field(pointer.trim().to_owned()), value),
        Some((name, value)) if name.starts_with("header ") => {
            let name = name["header ".len()..].trim();
            if !Headers::is_name(name) {
                return Err(node.wrong(format!("`{name}` is not the name of a header")));
            }
            (AnswerLocation::Header(name.to_owned()), value)
        }
        _ => (AnswerLocation::Body, line),
    };
    let value = Node { content: Content::Text(value.trim().to_owned()), ..node.clone() };
    Ok(AnswerPart::new(location, text(&value, provider)?))
}
