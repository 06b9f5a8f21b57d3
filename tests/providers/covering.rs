//! Coverage of every payload: valid, decodable, and true to what it says.

use std::sync::atomic::{AtomicUsize, Ordering};

use hookproof::__private::generate::{Coverage, Feature, Goal, seeded};
use hookproof::model::Json;

use crate::counter::{Counter, is_plain};
use crate::prepared;
use crate::prepared::Prepared;
use crate::seen::{documents, lies};

fn coverage(prepared: &Prepared) -> Coverage {
    prepared.generator().covering(&mut seeded(3, &["cover", &prepared.payload.name]))
}

/// Whether the schema rules out a pair that no document shows: every document that has what the pair wants is
/// refused without what it does not want.
fn is_excluded(prepared: &Prepared, coverage: &Coverage, goal: &Goal) -> bool {
    let Feature::Pair(sides) = &goal.feature else { return false };
    let steps: Vec<&str> = goal.pointer.split('/').collect();
    let is_place = |pointer: &str| {
        let place: Vec<&str> = pointer.split('/').collect();
        place.len() == steps.len() && steps.iter().zip(&place).all(|(step, name)| *step == "*" || step == name)
    };
    let mut refused = 0;
    for document in &coverage.documents {
        let mut places = Vec::new();
        document.walk(&mut |pointer, value| {
            if is_place(pointer) && matches!(value, Json::Object(_)) {
                places.push(pointer.to_owned());
            }
        });
        for place in places {
            let member = |name: &str| format!("{place}/{name}");
            if sides.iter().any(|(name, there)| *there && document.pointer(&member(name)).is_none()) {
                continue;
            }
            let mut without = document.clone();
            for (name, _) in sides.iter().filter(|(_, there)| !there) {
                without.remove(&member(name));
            }
            if prepared.validator().is_valid(&without.to_value()) {
                return false;
            }
            refused += 1;
        }
    }
    refused > 0
}

#[test]
fn what_is_said_to_be_shown_is_there() {
    prepared::each(|prepared| {
        let (name, coverage) = (prepared.name(), coverage(prepared));
        assert_eq!(lies(&coverage), Vec::<String>::new(), "{name}");
        let missed: Vec<_> =
            coverage.goals.iter().filter(|goal| !goal.is_shown() && !is_excluded(prepared, &coverage, goal)).collect();
        assert!(missed.is_empty(), "{name}: {missed:?}");
        for document in documents(&coverage) {
            prepared.validator().validate(&document).unwrap_or_else(|error| panic!("{name}: {error}\n{document}"));
            assert_eq!(prepared.payload.round_trip(&document), Some(Ok(document)), "{name}");
        }
    });
}

#[test]
fn what_is_counted_by_hand_is_there() {
    let looked = AtomicUsize::new(0);
    prepared::each(|prepared| {
        if !is_plain(prepared.payload.schema()) {
            return;
        }
        let documents = documents(&coverage(prepared));
        let counter = Counter::count(prepared.payload.schema(), &documents);
        assert_eq!(counter.missing, Vec::<String>::new(), "{}", prepared.name());
        looked.fetch_add(counter.looked, Ordering::Relaxed);
    });
    assert!(looked.into_inner() > 10_000);
}
