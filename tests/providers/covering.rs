//! Coverage of every payload: valid, decodable, and true to what it says.

use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use hookproof::generate::Coverage;
use hookproof::generate::seeded;

use crate::counter::Counter;
use crate::counter::is_plain;
use crate::prepared;
use crate::prepared::Prepared;
use crate::seen::documents;
use crate::seen::lies;

fn coverage(prepared: &Prepared) -> Coverage {
    prepared.generator().covering(&mut seeded(3, &["cover", &prepared.payload.name]))
}

#[test]
fn what_is_said_to_be_shown_is_there() {
    prepared::each(|prepared| {
        let (name, coverage) = (prepared.name(), coverage(prepared));
        assert_eq!(lies(&coverage), Vec::<String>::new(), "{name}");
        let missed: Vec<_> = coverage.goals.iter().filter(|goal| !goal.is_shown()).collect();
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
