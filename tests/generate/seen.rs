//! What can be seen in documents, found without the generator's help.

use hookproof::__private::generate::{Coverage, Feature, Goal, Shown};
use hookproof::model::Json;
use serde_json::Value;

/// The documents of a coverage.
pub(crate) fn documents(coverage: &Coverage) -> Vec<Value> {
    coverage.documents.iter().map(Json::to_value).collect()
}

/// The values at a pointer in which `*` is any item or member.
pub(crate) fn at<'a>(document: &'a Value, pointer: &str) -> Vec<&'a Value> {
    let mut found = vec![document];
    for step in pointer.split('/').skip(1) {
        let name = step.replace("~1", "/").replace("~0", "~");
        let inside = |value: &'a Value| -> Vec<&'a Value> {
            match value {
                Value::Array(items) if step == "*" => items.iter().collect(),
                Value::Object(members) if step == "*" => members.values().collect(),
                Value::Array(items) => name.parse().ok().and_then(|at: usize| items.get(at)).into_iter().collect(),
                other => other.get(&name).into_iter().collect(),
            }
        };
        found = found.into_iter().flat_map(inside).collect();
    }
    found
}

/// Whether a value is what a goal asks for; of a branch, only of its kind.
fn is_seen(feature: &Feature, value: &Value) -> bool {
    let has = |name: &str| value.as_object().is_some_and(|members| members.contains_key(name));
    match feature {
        Feature::Value(constant) => constant.to_value() == *value,
        Feature::Number(number) => value.as_number() == Some(number),
        Feature::Length(count) => value.as_str().is_some_and(|text| text.chars().count() == *count),
        Feature::Items(count) => value.as_array().is_some_and(|items| items.len() == *count),
        Feature::Members(count) => value.as_object().is_some_and(|members| members.len() == *count),
        Feature::Present(name) => has(name),
        Feature::Absent(name) => value.is_object() && !has(name),
        Feature::Pair(sides) => value.is_object() && sides.iter().all(|(name, there)| has(name) == *there),
        Feature::Branch { what, .. } => match what.split(' ').next().unwrap() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            _ => true,
        },
        other => panic!("{other:?}"),
    }
}

/// What is said to be shown and is not, or is shown and not said to be.
pub(crate) fn lies(coverage: &Coverage) -> Vec<String> {
    let documents = documents(coverage);
    let is_wrong = |goal: &&Goal| {
        let sees =
            |document: &Value| at(document, &goal.pointer).into_iter().any(|value| is_seen(&goal.feature, value));
        match goal.shown {
            Shown::In(index) => {
                !sees(&documents[index])
                    || documents[..index].iter().any(|document| can_be_early(goal) && sees(document))
            }
            Shown::Never(_) => documents.iter().any(|document| can_be_early(goal) && sees(document)),
            _ => true,
        }
    };
    let line = |goal: &Goal| format!("{} {}: {:?}", goal.pointer, goal.feature, goal.shown);
    coverage.goals.iter().filter(is_wrong).map(line).collect()
}

/// Whether it is wrong to see it where it is said not to be. A value of the same kind may be of another branch,
/// and one that chance made inside another keyword's value is no claim.
fn can_be_early(goal: &Goal) -> bool {
    let is_presence = matches!(goal.feature, Feature::Present(_) | Feature::Absent(_) | Feature::Pair(_));
    is_presence && !goal.pointer.contains('*')
}
