//! The canonical form of a schema. Only this module uses `jsonschema::canonical`, whose API is experimental; all other
//! modules use the re-exports from here.

use serde_json::{Map, Value, json};
use thiserror::Error;

pub(crate) use jsonschema::JsonType;
pub(crate) use jsonschema::canonical::{
    ArrayView, CanonicalSchema, CanonicalView, Containment, Distinctness, IntegerView, NumberView, ObjectView,
    StringView,
};

use crate::schema::dialect::modern;
use crate::schema::endless;
use crate::schema::reference;
use crate::schema::reference::Limits;

use jsonschema::canonical::{PreparedDocument, Satisfiability, UnsatisfiableReason, options};

/// The reason why a schema has no canonical form.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CanonicalError {
    /// The schema refers to something that it does not contain.
    #[error("a reference of the schema leads nowhere: {reason}")]
    Reference {
        /// The reference that could not be resolved.
        reason: String,
    },
    /// It is not a valid schema, or contains an invalid pattern.
    #[error("not a schema: {reason}")]
    Schema {
        /// The reason.
        reason: String,
    },
    /// No document can satisfy every rule.
    #[error("no document can satisfy the schema, because of `{pointer}` ({keywords})")]
    Unsatisfiable {
        /// Pointer to the contradiction in the schema.
        pointer: String,
        /// The keywords that contradict each other there.
        keywords: String,
    },
    /// The schema contains something that the canonical form cannot express.
    #[error("the schema at `{pointer}` is beyond the canonical form: {reason}")]
    Unmodeled {
        /// Pointer into the schema.
        pointer: String,
        /// The reason why canonicalization stopped.
        reason: String,
    },
}

/// Represents "any value" in a schema, as "anything but this". A plain `true` would be simplified away, and with it the
/// names of fields without a schema and the information that an object is open.
const OPEN_MARK: &str = "\u{1}hookproof: anything";

/// Returns whether an excluded string is the mark of an open value, which excludes nothing in practice.
pub(crate) fn is_open_mark(text: &str) -> bool {
    text == OPEN_MARK
}

/// The relation of a canonical form to its schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fidelity {
    /// It accepts the same documents.
    Same,
    /// It accepts more: some keywords have no canonical form and were left out.
    Wider,
    /// It accepts the same documents, apart from documents that contain the mark of an open value, and from integer
    /// formats below a `oneOf` or `not`.
    Marked,
}

/// Returns the canonical form of a schema, with formats asserted, offline. Integer formats are first converted to
/// bounds, since the canonical form drops them.
pub(crate) fn canonicalize(schema: &Value) -> Result<(CanonicalSchema, Fidelity), CanonicalError> {
    let (mut flat, mut fidelity) = flattened(schema)?;
    bound_integers(&mut flat);
    mark_open(&mut flat);
    loop {
        let wrong = |error: jsonschema::CanonicalizationError| CanonicalError::Schema { reason: error.to_string() };
        let canonical = prepare(&flat).and_then(|flat| flat.canonicalize()).map_err(wrong)?;
        if let CanonicalView::Raw(raw) = canonical.view() {
            let pointer = raw.pointer.unwrap_or_default();
            if widen(&mut flat, &pointer) == Widened::No {
                return Err(CanonicalError::Unmodeled { pointer, reason: raw.reason.as_str().replace('_', " ") });
            }
            fidelity = Fidelity::Wider;
            continue;
        }
        if is_empty(&canonical) {
            let (pointer, keywords) =
                endless(schema).or_else(|| contradiction(schema)).or_else(|| contradiction(&flat)).unwrap_or_default();
            return Err(CanonicalError::Unsatisfiable { pointer, keywords });
        }
        return Ok((canonical, fidelity));
    }
}

/// Maximum depth of a schema whose references are replaced by their targets. In a deeper one, references stay.
const DEPTH: usize = 250;

/// Maximum number of values of such a schema.
const VALUES: usize = 200_000;

/// Maximum number of values of such a schema if it contains itself.
const RECURSIVE_VALUES: usize = 2_000;

/// Returns a schema in which each reference is replaced by its target, except those that lead back to themselves. If
/// this makes the schema too large, its references stay.
///
/// # Errors
/// When a reference cannot be resolved.
fn flattened(schema: &Value) -> Result<(Value, Fidelity), CanonicalError> {
    let schema = modern(schema);
    let limits = Limits { values: VALUES, recursive_values: RECURSIVE_VALUES, depth: DEPTH };
    if reference::expands_beyond(&schema, limits) {
        let fidelity = if reference::is_negated(&schema) { Fidelity::Marked } else { Fidelity::Same };
        return Ok((schema.into_owned(), fidelity));
    }
    let flat = jsonschema::dereference(&schema);
    flat.map(|flat| (flat, Fidelity::Same)).map_err(|error| CanonicalError::Reference { reason: error.to_string() })
}

/// Returns whether a schema is known to accept nothing: the canonical form of a schema that is provably empty is
/// `false`. The library's own function also searches for a value in the remaining cases, to prove that the schema is
/// not empty; this takes a third of a compilation.
pub(crate) fn is_empty(schema: &CanonicalSchema) -> bool {
    match schema.view() {
        CanonicalView::False => true,
        CanonicalView::Reference(_) => schema.satisfiability() == Satisfiability::No,
        _ => false,
    }
}

/// Returns the canonical form of a schema without marks, for comparing sets of documents; `None` if there is no exact
/// form.
pub(crate) fn weigh(schema: &Value) -> Option<CanonicalSchema> {
    let (mut flat, _) = flattened(schema).ok()?;
    bound_integers(&mut flat);
    let canonical = prepare(&flat).and_then(|flat| flat.canonicalize()).ok()?;
    (!matches!(canonical.view(), CanonicalView::Raw(_))).then_some(canonical)
}

/// Returns whether `outer` accepts every document that `inner` accepts.
pub(crate) fn covers(outer: &CanonicalSchema, inner: &CanonicalSchema) -> Containment {
    outer.covers(inner).unwrap_or(Containment::Unknown)
}

/// Returns the part of a schema that accepts one type, such as `string`.
pub(crate) fn only(schema: &CanonicalSchema, kind: &str) -> Option<CanonicalSchema> {
    schema.intersect(&weigh(&json!({"type": kind}))?).ok()
}

/// The result of an attempt to widen a schema.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Widened {
    Yes,
    No,
}

/// Removes from the schema at `pointer` all but the simplest keywords.
fn widen(schema: &mut Value, pointer: &str) -> Widened {
    const PLAIN: [&str; 12] = [
        "type",
        "properties",
        "required",
        "items",
        "enum",
        "const",
        "format",
        "pattern",
        "minimum",
        "maximum",
        "minLength",
        "$defs",
    ];
    // Under `not`, `if` or a `oneOf`, a schema that accepts more would make the whole reject more.
    let steps = pointer.split('/').skip(1);
    let is_direct = steps.clone().all(|step| !matches!(step, "not" | "if" | "oneOf" | "else" | "contains"));
    let Some(keywords) = schema.pointer_mut(pointer).and_then(Value::as_object_mut).filter(|_| is_direct) else {
        return Widened::No;
    };
    let before = keywords.len();
    keywords.retain(|keyword, _| PLAIN.contains(&keyword.as_str()));
    if keywords.len() < before { Widened::Yes } else { Widened::No }
}

fn prepare(schema: &Value) -> Result<PreparedDocument<'_>, jsonschema::CanonicalizationError> {
    options().with_draft(jsonschema::Draft::Draft202012).should_validate_formats(true).offline().prepare(schema)
}

/// Returns the pointer of the innermost reference of a circle that every document must go through without end, and the
/// keywords of such a circle.
pub(crate) fn endless(schema: &Value) -> Option<(String, String)> {
    endless::circle(schema).map(|pointer| (pointer, "$ref, required".to_owned()))
}

/// Returns the deepest pointer of the schema at which keywords contradict each other, and the keywords.
fn contradiction(schema: &Value) -> Option<(String, String)> {
    let reasons = prepare(schema).ok()?.unsatisfiable().ok()?;
    let told = reasons.into_iter().filter(|(pointer, reason)| !(is_literal(reason) && is_closing(pointer)));
    let (pointer, reason) = told.max_by_key(|(pointer, _)| pointer.matches('/').count())?;
    let causes = match reason {
        UnsatisfiableReason::Literal => Vec::new(),
        UnsatisfiableReason::Empty(cause) => vec![cause],
        UnsatisfiableReason::Conflict(causes) => causes,
    };
    let mut keywords: Vec<String> = causes.into_iter().flat_map(|cause| cause.keywords).collect();
    keywords.sort();
    keywords.dedup();
    Some((pointer, if keywords.is_empty() { "false".to_owned() } else { keywords.join(", ") }))
}

const fn is_literal(reason: &UnsatisfiableReason) -> bool {
    matches!(reason, UnsatisfiableReason::Literal)
}

/// Returns whether a schema location is that of a keyword whose `false` excludes further fields or items.
fn is_closing(pointer: &str) -> bool {
    const CLOSING: [&str; 4] = ["additionalProperties", "unevaluatedProperties", "items", "unevaluatedItems"];
    let mut steps = pointer.rsplit('/');
    steps.next().is_some_and(|last| CLOSING.contains(&last)) && steps.next() != Some("properties")
}

/// The `oneOf` keywords to descend into.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choices {
    All,
    /// Only those whose branches are distinguished by a tag.
    Tagged,
}

/// Calls `visit` for every subschema that describes a value (not what it is not, nor a condition), parents first.
pub(crate) fn walk(schema: &mut Value, choices: Choices, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    let Value::Object(keywords) = schema else { return };
    visit(keywords);
    for (keyword, value) in keywords {
        match keyword.as_str() {
            "properties" | "patternProperties" | "$defs" | "definitions" => {
                value.as_object_mut().into_iter().flatten().for_each(|(_, inner)| walk(inner, choices, visit));
            }
            "allOf" | "anyOf" | "prefixItems" => {
                value.as_array_mut().into_iter().flatten().for_each(|inner| walk(inner, choices, visit));
            }
            // If a branch is narrowed by the mark, a document could match two branches, unless a tag distinguishes
            // them.
            "oneOf" if choices == Choices::All || is_tagged(value) => {
                value.as_array_mut().into_iter().flatten().for_each(|inner| walk(inner, choices, visit));
            }
            "items" | "additionalProperties" | "then" | "else" => walk(value, choices, visit),
            _ => {}
        }
    }
}

/// Returns whether the branches of a `oneOf` differ in a constant field.
fn is_tagged(branches: &Value) -> bool {
    let Some(branches) = branches.as_array() else { return false };
    let constant = |branch: &Value, name: &str| branch.pointer(&format!("/properties/{name}/const")).cloned();
    let Some(members) = branches.first().and_then(|first| first.pointer("/properties")?.as_object()) else {
        return false;
    };
    members.keys().any(|name| {
        let mut tags: Vec<_> = branches.iter().filter_map(|branch| constant(branch, name)).collect();
        let complete = tags.len() == branches.len();
        tags.sort_by_key(ToString::to_string);
        tags.dedup();
        complete && tags.len() == branches.len()
    })
}

fn bound_integers(schema: &mut Value) {
    walk(schema, Choices::All, &mut |keywords| {
        let bounds = match keywords.get("format").and_then(Value::as_str) {
            Some("int8") => (i64::from(i8::MIN), i64::from(i8::MAX)),
            Some("uint8") => (0, i64::from(u8::MAX)),
            Some("int16") => (i64::from(i16::MIN), i64::from(i16::MAX)),
            Some("uint16") => (0, i64::from(u16::MAX)),
            Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
            Some("uint32") => (0, i64::from(u32::MAX)),
            // The canonical form uses signed 64-bit integers, and so does every consumer we know of.
            Some("uint" | "uint64" | "uint128") => (0, i64::MAX),
            Some("int" | "int64" | "int128") => (i64::MIN, i64::MAX),
            _ => return,
        };
        let lower = keywords.get("minimum").and_then(Value::as_i64).map_or(bounds.0, |known| known.max(bounds.0));
        let upper = keywords.get("maximum").and_then(Value::as_i64).map_or(bounds.1, |known| known.min(bounds.1));
        keywords.insert("minimum".to_owned(), json!(lower));
        keywords.insert("maximum".to_owned(), json!(upper));
        keywords.remove("format");
    });
}

fn mark_open(schema: &mut Value) {
    const NOTES: [&str; 9] =
        ["title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "$comment", "$schema"];
    let says_nothing = |schema: &Value| match schema {
        Value::Bool(flag) => *flag,
        Value::Object(keywords) => keywords.keys().all(|keyword| NOTES.contains(&keyword.as_str())),
        _ => false,
    };
    let mark = || json!({"not": {"const": OPEN_MARK}});
    walk(schema, Choices::Tagged, &mut |keywords| {
        let members = keywords.get_mut("properties").and_then(Value::as_object_mut);
        let mut declares = false;
        for (_, member) in members.into_iter().flatten() {
            declares = true;
            if says_nothing(member) {
                *member = mark();
            }
        }
        if let Some(rest) = keywords.get_mut("additionalProperties").filter(|rest| declares && says_nothing(rest)) {
            *rest = mark();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integer_formats_become_bounds() {
        let (canonical, _) = canonicalize(&json!({"type": "integer", "format": "uint8", "minimum": 3})).unwrap();
        let CanonicalView::Integer(view) = canonical.view() else { panic!("{canonical:?}") };
        assert_eq!((view.minimum, view.maximum), (Some(3.into()), Some(255.into())));
        assert!(canonicalize(&json!({"type": "integer", "format": "uint64"})).is_ok());
    }

    #[test]
    fn a_contradiction_is_placed() {
        let member = json!({"type": "string", "minLength": 5, "maxLength": 3});
        let error =
            canonicalize(&json!({"type": "object", "required": ["a"], "properties": {"a": member}})).unwrap_err();
        let CanonicalError::Unsatisfiable { pointer, keywords } = error else { panic!("{error}") };
        assert_eq!((pointer.as_str(), keywords.as_str()), ("/properties/a", "maxLength, minLength, type"));
    }

    #[test]
    fn a_member_without_a_schema_keeps_its_name() {
        let (canonical, fidelity) = canonicalize(&json!({"type": "object", "properties": {"free": {}}})).unwrap();
        assert_eq!(fidelity, Fidelity::Same);
        let CanonicalView::Object(view) = canonical.view() else { panic!("{canonical:?}") };
        assert!(view.properties.contains_key("free"));
    }
}
