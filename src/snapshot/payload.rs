//! What a snapshot shows of a payload.

use crate::generate::CompileError;
use crate::generate::Generator;
use crate::generate::seeded;
use crate::model::BodyStyle;
use crate::model::Json;
use crate::provider::Envelope;
use crate::provider::Kind;
use crate::provider::Payload;
use crate::provider::Provider;
use crate::provider::places;
use crate::snapshot::SnapshotError;

/// The documents of a snapshot by their titles, in its order.
pub(super) const TITLES: [&str; 3] = ["minimal", "maximal", "plausible"];

/// Fixes the plausible document: the same for everybody, as it stands in files that are compared.
const SEED: u64 = 7;

/// The smallest, the largest and a plausible document of a payload, each with its title; always the same ones.
///
/// # Errors
/// When the schema yields no documents, which none of ours does.
pub fn documents(payload: &Payload) -> Result<[(&'static str, Json); 3], CompileError> {
    let generator = Generator::compile(payload.schema(), payload.order())?;
    let plausible = generator.plausible(&mut seeded(SEED, &["snapshot", &payload.name]));
    let [minimal, maximal, real] = TITLES;
    Ok([(minimal, generator.minimal()), (maximal, generator.maximal()), (real, plausible)])
}

/// The text of a snapshot: titles, each with its document below it, laid out for people.
#[must_use]
pub fn text(documents: &[(&str, Json)]) -> String {
    let mut bytes = Vec::new();
    for (title, document) in documents {
        bytes.extend_from_slice(title.as_bytes());
        bytes.push(b'\n');
        document.write_to(BodyStyle::INDENTED, &mut bytes);
        bytes.push(b'\n');
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The snapshot of a payload as a provider would send it. Ids and times in the slots of the envelope are redacted, and
/// what stands at the JSON pointers of `redacted` (`*` for any member or item), so that a change of the contract alone
/// shows. What is `null` stays `null`, and what is no string says its type.
///
/// # Errors
/// When the schema yields no documents, which none of ours does.
pub fn of(provider: &Provider, payload: &Payload, redacted: &[String]) -> Result<String, SnapshotError> {
    let made = documents(payload);
    let mut documents =
        made.map_err(|source| SnapshotError::Generate { name: format!("{} {}", provider.id, payload.name), source })?;
    for (_, document) in &mut documents {
        // The rules are about events, and so is the envelope: what is none may have a member of the same name.
        if payload.kind == Kind::Event {
            provider.cohere(&payload.name, document);
        }
        if payload.kind.is_delivered() {
            redact_envelope(&provider.envelope, document);
        }
        for pointer in redacted {
            redact(document, pointer, "redacted");
        }
    }
    Ok(text(&documents))
}

fn redact_envelope(envelope: &Envelope, document: &mut Json) {
    for slot in envelope.id.iter().chain(&envelope.attempt).chain(&envelope.identity) {
        redact(document, &slot.pointer, "id");
    }
    for time in &envelope.times {
        redact(document, &time.pointer, "time");
    }
}

fn redact(document: &mut Json, pattern: &str, what: &str) {
    for place in places(document, pattern) {
        let Some(value) = document.pointer_mut(&place) else { continue };
        let mark = match &*value {
            Json::Null => continue,
            // Two pointers may lead to one place.
            Json::String(text) if is_mark(text) => continue,
            Json::String(_) => format!("[{what}]"),
            other => format!("[{what}: {}]", type_name(other)),
        };
        *value = Json::String(mark);
    }
}

fn is_mark(text: &str) -> bool {
    let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    inner.and_then(|inner| inner.split(':').next()).is_some_and(|what| ["id", "time", "redacted"].contains(&what))
}

fn type_name(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) => "number",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
}

/// A value of the type that a redacted one had; `None` for all that is not redacted, or was a string.
pub(super) fn unredacted(text: &str) -> Option<Json> {
    if !is_mark(text) {
        return None;
    }
    let (_, kind) = text.strip_suffix(']')?.split_once(": ")?;
    match kind {
        "boolean" => Some(Json::Bool(false)),
        "number" => Some(Json::from(0)),
        "array" => Some(Json::Array(Vec::new())),
        "object" => Some(Json::Object(Vec::new())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_redacted_keeps_its_type_and_null() {
        let mut document = Json::parse(br#"{"a":[{"b":1},{"b":"x"},{"b":null},{"b":[2]},{"c":3}]}"#).unwrap();
        redact(&mut document, "/a/*/b", "time");
        redact(&mut document, "/a/1/b", "id");
        redact(&mut document, "/nowhere", "id");
        let expected = br#"{"a":[{"b":"[time: number]"},{"b":"[time]"},{"b":null},{"b":"[time: array]"},{"c":3}]}"#;
        assert_eq!(document.write(BodyStyle::COMPACT), expected);
        assert_eq!(unredacted("[time: number]"), Some(Json::from(0)));
        assert_eq!(unredacted("[time]"), None);
        assert_eq!(unredacted("[note: number]"), None);
    }
}
