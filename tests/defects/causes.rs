//! The first cause of a report is the planted one: causes are recorded next to the checks that caught a defect.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use hookproof::__private::demo;
use hookproof::__private::demo::Defect;
use hookproof::__private::verify::cause::causes;
use hookproof::verify::Run;
use serde::{Deserialize, Serialize};

use crate::planted;

/// The first cause by defect; empty if none was named.
pub(crate) type First = BTreeMap<&'static str, String>;

/// Recorded causes.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Record {
    /// The first cause, by defect and provider.
    pub(crate) planted: BTreeMap<String, BTreeMap<String, String>>,
    /// The causes that were named, by pair and provider.
    pub(crate) pairs: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

/// Of all defects and providers the planted cause is the first in so many of a hundred; of pairs, both are named.
const PLANTED: usize = 95;
const PAIRS: usize = 90;

/// Only one thread writes at a time.
static TURN: Mutex<()> = Mutex::new(());

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/defects/causes.json")
}

pub(crate) fn read() -> Record {
    fs::read_to_string(path()).map(|text| serde_json::from_str(&text).unwrap()).unwrap_or_default()
}

pub(crate) fn update(change: impl FnOnce(&mut Record)) {
    let _turn = TURN.lock().unwrap();
    let mut record = read();
    change(&mut record);
    record.planted.retain(|name, _| demo::named(name).is_ok());
    fs::write(path(), serde_json::to_string_pretty(&record).unwrap() + "\n").unwrap();
}

/// Puts what was seen with a provider in the place of what was recorded of it.
pub(crate) fn note(provider: &str, first: First) {
    update(|record| {
        for (defect, cause) in first {
            record.planted.entry(defect.to_owned()).or_default().insert(provider.to_owned(), cause);
        }
    });
}

/// Describes a wrong first cause: it is neither the planted one nor the recorded one.
pub(crate) fn mistaken(defect: &Defect, run: &Run) -> Option<String> {
    let first = run.causes.first().map_or("none", |cause| cause.id.as_str());
    let record = read();
    let recorded = record.planted.get(defect.name).and_then(|providers| providers.get(&run.provider));
    let is_known = first == defect.cause || recorded.is_some_and(|recorded| recorded == first);
    let failed: Vec<String> = run
        .checks
        .iter()
        .filter(|check| check.symptom.is_some())
        .map(|check| format!("{} {:?}", check.id, check.symptom))
        .collect();
    (!is_known).then(|| {
        let (name, cause, provider) = (defect.name, defect.cause, &run.provider);
        format!("{name} is {cause}, and {first} is named first: {provider}\n{}", failed.join("\n"))
    })
}

#[test]
fn the_first_cause_is_the_planted_one() {
    let record = read();
    let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
    for defect in demo::all() {
        for provider in planted::providers_of(defect) {
            let first = record.planted.get(defect.name).and_then(|seen| seen.get(&provider));
            all += 1;
            match first {
                Some(first) if first == defect.cause => right += 1,
                first => wrong.push(format!("{} with {provider}: {first:?}, not {}", defect.name, defect.cause)),
            }
        }
    }
    assert!(right * 100 >= all * PLANTED, "{right} of {all}\n{}", wrong.join("\n"));
}

#[test]
fn both_causes_of_a_pair_are_named() {
    let record = read();
    let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
    for (one, other) in crate::pairs::ALL {
        let seen = record.pairs.get(&format!("{one} and {other}"));
        let named = |causes: &Vec<String>| {
            [one, other].into_iter().all(|name| causes.iter().any(|id| id == demo::named(name).unwrap().cause))
        };
        all += 1;
        match seen {
            Some(seen) if !seen.is_empty() && seen.values().all(named) => right += 1,
            seen => wrong.push(format!("{one} and {other}: {seen:?}")),
        }
    }
    assert!(all >= 30 && right * 100 >= all * PAIRS, "{right} of {all}\n{}", wrong.join("\n"));
}

#[test]
fn every_defect_names_a_cause() {
    for defect in demo::all() {
        assert!(causes::named(defect.cause).is_ok(), "{} names {:?}", defect.name, defect.cause);
        let cause = causes::named(defect.cause).unwrap();
        let explains = |check: &&&str| cause.explains.contains(*check) || cause.is_set_up();
        assert!(
            defect.caught_by.iter().any(|check| explains(&check)),
            "{} is not explained by {}",
            defect.name,
            cause.id
        );
    }
}

/// Causes that are planted elsewhere: `part_of_body.rs`.
const ELSEWHERE: [&str; 1] = ["covers-part-of-body"];

#[test]
fn every_cause_has_a_defect() {
    for cause in causes::ALL.iter().filter(|cause| !cause.is_set_up()) {
        let is_planted = demo::all().any(|defect| defect.cause == cause.id);
        assert_ne!(is_planted, ELSEWHERE.contains(&cause.id), "{}", cause.id);
    }
}
