//! Where people read the name, the id and the time of events in the documents of others, and what an import says.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::contracts::contracts;

/// The names of the events of one key.
#[derive(Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Several(BTreeSet<String>),
}

/// What a person read in a contract.
#[derive(Deserialize)]
struct Label {
    file: String,
    /// The place of the name; none if no part of a delivery has it.
    event: Option<String>,
    id: Option<String>,
    time: Option<String>,
    /// The name of each event, by its key in the document, or several names. It is empty if an event has none.
    names: BTreeMap<String, Names>,
    /// Events whose slots are not where the others have theirs. They count as wrong.
    elsewhere: BTreeSet<String>,
}

/// Returns the key of an event from its place in the document.
fn key(from: &str) -> String {
    let (_, pointer) = from.split_once('#').unwrap();
    let mut parts = pointer.split('/').skip(1);
    if parts.clone().next().is_some_and(|first| first.ends_with("webhooks")) {
        parts.next();
    } else {
        let _ = parts.find(|part| *part == "callbacks");
    }
    parts.next().unwrap_or_default().replace("~1", "/").replace("~0", "~")
}

#[test]
fn names_ids_and_times_are_where_people_read_them() {
    let Some(contracts) = contracts() else { return };
    let labels: Vec<Label> = serde_json::from_str(include_str!("labels.json")).unwrap();
    let (mut all, mut wrong, mut documented) = (0, Vec::new(), Vec::new());
    for label in &labels {
        let contract = contracts.iter().find(|contract| contract.name == label.file).unwrap();
        let mut are_right = true;
        for (slot, expected) in [("event", &label.event), ("id", &label.id), ("time", &label.time)] {
            let said = contract.said["slots"].as_array().unwrap().iter().find(|one| one["key"] == slot);
            let value = said.and_then(|one| one["value"].as_str());
            let is_place = |value: &&str| value.starts_with(['/', '{']) || value.starts_with("header ");
            let is_right = match (expected, value.filter(is_place)) {
                (None, None) => true,
                (Some(expected), Some(value)) => {
                    value == expected || value.strip_prefix(expected.as_str()).is_some_and(|rest| rest.starts_with(' '))
                }
                _ => false,
            };
            let what = format!("{} {slot}: {value:?}, and people read {expected:?}", label.file);
            if !is_right && said.is_some_and(|one| one["basis"] == "documented") {
                documented.push(what);
            }
            are_right &= is_right;
        }
        let mut names: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for event in contract.said["events"].as_array().unwrap() {
            names.entry(key(event["from"].as_str().unwrap())).or_default().insert(event["name"].as_str().unwrap());
        }
        let left_out = contract.said["left_out"].as_array().unwrap();
        let left_out = left_out.iter().map(|one| key(one["from"].as_str().unwrap()));
        let left_out: BTreeSet<String> = left_out.filter(|key| !names.contains_key(key)).collect();
        for (event, name) in label.names.iter().filter(|(event, _)| !left_out.contains(*event)) {
            let expected: BTreeSet<&str> = match name {
                Names::One(name) => [name.as_str()].into(),
                Names::Several(names) => names.iter().map(String::as_str).collect(),
            };
            all += expected.len();
            let said = names.get(event);
            if !are_right || label.elsewhere.contains(event) || said != Some(&expected) {
                wrong.extend(
                    expected.iter().map(|name| format!("{} {event}: {said:?}, and people read {name:?}", label.file)),
                );
            }
        }
    }
    assert!(documented.is_empty(), "{documented:#?}");
    assert!(all >= 300 && (all - wrong.len()) * 100 >= all * 98, "{} of {all} are wrong: {wrong:#?}", wrong.len());
}
