//! Breaks the rules of a schema about fields and types.

use serde_json::Value;

use crate::generate::mutate::candidate::{Candidate, Edit, Target};
use crate::generate::mutate::kind::MutationKind;
use crate::generate::mutate::located::LocatedValue;
use crate::generate::rng::DocumentRng;
use crate::model::{Json, escape};

/// Returns the removal of every required field.
pub(super) fn missing(place: &LocatedValue<'_>) -> Vec<Target> {
    let Json::Object(members) = place.value else { return Vec::new() };
    let required = |name: &str| {
        let mut lists = place.rules.iter().filter_map(|rules| rules.get("required")?.as_array());
        lists.any(|list| list.iter().any(|known| known.as_str() == Some(name)))
    };
    let target = |name: &str| {
        let way = Candidate {
            pointer: format!("{}/{}", place.pointer, escape(name)),
            what: "without the required member".to_owned(),
            edit: Edit::Remove,
        };
        Target {
            kind: MutationKind::MissingRequired,
            at: place.pointer.clone(),
            keywords: &["required"],
            ways: vec![way],
        }
    };
    members.iter().filter(|(name, _)| required(name)).map(|(name, _)| target(name)).collect()
}

/// Returns mutations to a value of another type.
pub(super) fn wrong_type(place: &LocatedValue<'_>, rng: &mut DocumentRng) -> Vec<Target> {
    if !place.rules.iter().any(|rules| rules.contains_key("type")) {
        return Vec::new();
    }
    let (pointer, value) = (&place.pointer, place.value);
    let quoted = || Json::String(String::from_utf8_lossy(&value.write(crate::model::BodyStyle::COMPACT)).into_owned());
    let list = || Json::Array(vec![value.clone()]);
    let length = value.as_str().map_or(0, str::len);
    let ways = match value {
        Json::Null => vec![(Json::from("null"), "the string `null`"), (Json::Bool(false), "`false`")],
        Json::Bool(_) => {
            vec![(quoted(), "a boolean in quotes"), (Json::Number(1.into()), "a number instead of a boolean")]
        }
        Json::Number(_) => vec![
            (quoted(), "a number in quotes"),
            (Json::Bool(true), "a boolean instead of a number"),
            (list(), "a number in an array"),
            (serde_json::Number::from_f64(0.5).map_or(Json::Null, Json::Number), "a fraction instead of an integer"),
        ],
        Json::String(_) => vec![
            (Json::Number(length.into()), "a number instead of a string"),
            (Json::Bool(true), "a boolean instead of a string"),
            (list(), "a string in an array"),
            (Json::Object(Vec::new()), "an object instead of a string"),
        ],
        Json::Array(items) => vec![
            (Json::Object(Vec::new()), "an object instead of an array"),
            (Json::from("text"), "a string instead of an array"),
            (items.first().cloned().unwrap_or(Json::Bool(false)), "one item instead of an array"),
        ],
        Json::Object(_) => vec![
            (Json::from("text"), "a string instead of an object"),
            (list(), "an object in an array"),
            (Json::Array(Vec::new()), "an empty array instead of an object"),
        ],
    };
    let ways = ways.into_iter().map(|(value, what)| Candidate::set(pointer, value, format!("with {what}")));
    vec![Target::here(MutationKind::WrongType, pointer, &["type"], turned(ways.collect(), rng))]
}

/// Returns the replacement of a value by `null`.
pub(super) fn null(place: &LocatedValue<'_>) -> Vec<Target> {
    if *place.value == Json::Null {
        return Vec::new();
    }
    let way = Candidate::set(&place.pointer, Json::Null, "with null instead of the value");
    vec![Target::here(MutationKind::Null, &place.pointer, &[], vec![way])]
}

/// Returns the addition of an undeclared field to an object that declares some.
pub(super) fn unknown_field(place: &LocatedValue<'_>, rng: &mut DocumentRng) -> Vec<Target> {
    let Json::Object(members) = place.value else { return Vec::new() };
    let declared = |name: &str| {
        let mut lists = place.rules.iter().filter_map(|rules| rules.get("properties")?.as_object());
        lists.any(|list| list.contains_key(name)) || members.iter().any(|(known, _)| **known == *name)
    };
    // A map accepts any name, so no field is unknown in it.
    let is_map = |rest: &Value| rest.as_object().is_some_and(|rest| !rest.is_empty());
    let is_record = place.rules.iter().any(|rules| rules.contains_key("properties"))
        && !place.rules.iter().filter_map(|rules| rules.get("additionalProperties")).any(is_map);
    let name = (1..).map(|count| if count == 1 { "added_later".to_owned() } else { format!("added_later_{count}") });
    let Some(name) = name.take(members.len() + 2).find(|name| is_record && !declared(name)) else {
        return Vec::new();
    };
    let values = [
        Json::from("new"),
        Json::Null,
        Json::Number(1.into()),
        Json::Array(vec![Json::Null, Json::Bool(true)]),
        Json::Object(vec![("of".into(), Json::from("new"))]),
    ];
    let value = rng.pick(&values).cloned().unwrap_or(Json::Null);
    let pointer = format!("{}/{name}", place.pointer);
    let way = Candidate::set(&pointer, value, format!("with a new field `{name}`"));
    vec![Target {
        kind: MutationKind::UnknownField,
        at: place.pointer.clone(),
        keywords: &["additionalProperties", "unevaluatedProperties"],
        ways: vec![way],
    }]
}

/// Rotates the ways, so that they begin with a random one.
pub(super) fn turned(mut ways: Vec<Candidate>, rng: &mut DocumentRng) -> Vec<Candidate> {
    let first = rng.below(ways.len());
    ways.rotate_left(first);
    ways
}
