//! The content of a snapshot: the documents of a payload.

use crate::generate::{CompileError, Generator, seeded};
use crate::model::{BodyStyle, Json};
use crate::provider::{Envelope, Kind, Payload, Provider, places};
use crate::snapshot::SnapshotError;

/// The titles of the documents in a snapshot, in order.
pub(super) const TITLES: [&str; 3] = ["minimal", "maximal", "plausible"];

/// The seed of the plausible document. It is fixed, because snapshots are compared between machines.
const SEED: u64 = 7;

/// Returns the smallest, the largest and a plausible document of a payload, each with its title. They are always the
/// same.
///
/// # Errors
/// Returns an error if the schema yields no documents. The built-in schemas all do.
pub fn documents(payload: &Payload) -> Result<[(&'static str, Json); 3], CompileError> {
    let generator = Generator::compile(payload.schema(), payload.order())?;
    let plausible = generator.plausible(&mut seeded(SEED, &["snapshot", &payload.name]));
    let [minimal, maximal, real] = TITLES;
    Ok([(minimal, generator.minimal()), (maximal, generator.maximal()), (real, plausible)])
}

/// Returns the text of a snapshot: each title, followed by its indented document.
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

/// Returns the snapshot of a payload as a provider would send it. Ids and times of the envelope are redacted, and the
/// values at the JSON pointers in `redacted` (`*` for any field or item), so that only changes of the contract show.
/// `null` is not redacted; the mark of a value that is not a string contains its type.
///
/// # Errors
/// Returns an error if the schema yields no documents. The built-in schemas all do.
pub fn of(provider: &Provider, payload: &Payload, redacted: &[String]) -> Result<String, SnapshotError> {
    let made = documents(payload);
    let mut documents =
        made.map_err(|source| SnapshotError::Generate { name: format!("{} {}", provider.id, payload.name), source })?;
    for (_, document) in &mut documents {
        // The rules and the envelope apply only to events. Another payload may have a field with the same name.
        if payload.kind == Kind::Event {
            provider.make_consistent(&payload.name, document);
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
            // Another pointer may have redacted this value already.
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

/// Returns a value of the type that a redacted value had; `None` if the text is not redacted or was a string.
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
