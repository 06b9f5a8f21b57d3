//! Values outside a list: a wrong one, and one that the provider's next release may add.

use serde_json::Value;

use crate::generate::mutate::candidate::{Candidate, Target};
use crate::generate::mutate::kind::MutationKind;
use crate::generate::mutate::located::{LocatedValue, Rules};
use crate::model::Json;

/// Returns mutations to a value that is in no list and that is not an additive change.
pub(super) fn outside(place: &LocatedValue<'_>) -> Vec<Target> {
    if !place.rules.iter().any(|rules| rules.contains_key("enum") || rules.contains_key("const")) {
        return Vec::new();
    }
    let values = match place.value {
        Json::String(text) => {
            let is_small = text.chars().any(char::is_lowercase);
            let other = if is_small { text.to_uppercase() } else { text.to_lowercase() };
            vec![
                (Json::String(other), "in other letter case"),
                (Json::String(format!("{text} ")), "with a space after the value"),
                (Json::from(""), "with an empty text"),
            ]
        }
        Json::Bool(flag) => vec![(Json::Bool(!flag), "with the other boolean")],
        Json::Number(number) => {
            let next = number.as_i64().and_then(|number| number.checked_add(1)).unwrap_or_default();
            vec![(Json::Number(next.into()), "with another number")]
        }
        Json::Null => vec![(Json::from("null"), "with the text `null`")],
        Json::Array(_) | Json::Object(_) => vec![(Json::Bool(false), "with `false`")],
    };
    let ways = values.into_iter().map(|(value, what)| Candidate::set(&place.pointer, value, what)).collect();
    vec![Target::here(MutationKind::OutOfEnum, &place.pointer, &["enum", "const"], ways)]
}

/// Returns mutations to a new value with a name similar to the others. A single constant is not a list: another value
/// would have another meaning.
pub(super) fn new_value(place: &LocatedValue<'_>) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    for known in place.rules.iter().filter_map(|rules| listed(rules)) {
        let (value, what) = match place.value {
            Json::String(_) => {
                let names: Vec<&str> = known.iter().filter_map(|value| value.as_str()).collect();
                let name = neighbour(&names);
                let what = format!("with a new value `{name}`");
                (Json::String(name), what)
            }
            Json::Number(_) => {
                let most = known.iter().filter_map(|value| value.as_i64()).max().unwrap_or_default();
                (Json::Number(most.saturating_add(1).into()), "with a new number".to_owned())
            }
            _ => continue,
        };
        let way = Candidate::set(&place.pointer, value, what);
        match targets.first_mut() {
            Some(target) => target.ways.push(way),
            None => targets.push(Target::here(
                MutationKind::UnknownEnumValue,
                &place.pointer,
                &["enum", "const", "oneOf", "anyOf"],
                vec![way],
            )),
        }
    }
    targets
}

/// Returns the values of a list: of `enum`, or of branches that have one constant each.
fn listed(rules: &Rules) -> Option<Vec<&Value>> {
    if let Some(values) = rules.get("enum").and_then(Value::as_array) {
        return Some(values.iter().filter(|value| !value.is_null()).collect());
    }
    let branches = ["oneOf", "anyOf"].into_iter().find_map(|keyword| rules.get(keyword)?.as_array())?;
    let values: Vec<&Value> = branches.iter().filter_map(|branch| branch.get("const")).collect();
    (values.len() > 1 && values.len() == branches.len()).then_some(values)
}

/// Returns a new name in the spelling of these names.
fn neighbour(names: &[&str]) -> String {
    let has = |letter: char| names.iter().any(|name| name.contains(letter));
    let is_upper = names.iter().all(|name| !name.chars().any(char::is_lowercase));
    let is_title = names.iter().all(|name| name.chars().next().is_some_and(char::is_uppercase));
    let between = ['_', '-', '.', ' '].into_iter().find(|letter| has(*letter));
    let inner = names.iter().any(|name| name.chars().skip(1).any(char::is_uppercase));
    let (first, second) = if is_title { ("Added", "Later") } else { ("added", "later") };
    let name = match between {
        Some(letter) => format!("{first}{letter}{}", second.to_lowercase()),
        None if is_upper => "added_later".to_owned(),
        None if inner => format!("{first}Later"),
        None => format!("{first}{}", second.to_lowercase()),
    };
    let mut name = if is_upper { name.to_uppercase() } else { name };
    while names.contains(&name.as_str()) {
        name.push('2');
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_name_is_spelled_like_the_others() {
        assert_eq!(neighbour(&["in_review", "done"]), "added_later");
        assert_eq!(neighbour(&["link-connected", "task-done"]), "added-later");
        assert_eq!(neighbour(&["IN_REVIEW"]), "ADDED_LATER");
        assert_eq!(neighbour(&["inReview", "done"]), "addedLater");
        assert_eq!(neighbour(&["In review", "Done"]), "Added later");
        assert_eq!(neighbour(&["added", "addedlater"]), "addedlater2");
    }
}
