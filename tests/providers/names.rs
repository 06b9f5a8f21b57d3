//! Names: of providers, of their events.

use hookproof::providers;

#[test]
fn a_provider_is_found_by_its_id_and_a_mistyped_one_is_guessed() {
    for provider in crate::all() {
        assert_eq!(providers::named(&provider.id).unwrap().name, provider.name);
        let error = providers::named(&format!("{}x", provider.id)).unwrap_err();
        assert!(error.nearest.contains(&provider.id), "{error}");
        assert!(error.to_string().contains("did you mean"), "{error}");
    }
}

#[test]
fn names_of_payloads_are_unique() {
    for provider in crate::all() {
        let mut names: Vec<&str> = provider.payloads.iter().map(|payload| payload.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), provider.payloads.len(), "{}", provider.id);
    }
}

/// Names as they are printed, in the order of the documentation, and how many there are.
const PRINTED: &[(&str, usize, &str)] = &[
    ("truv", 19, include_str!("../data/truv/events.txt")),
    ("argyle", 51, include_str!("../data/argyle/events.txt")),
    ("orum", 22, include_str!("../data/orum/events.txt")),
    ("betterez", 141, include_str!("../data/betterez/events.txt")),
    ("socotra", 100, include_str!("../data/socotra/events.txt")),
];

#[test]
fn events_are_named_as_they_are_printed() {
    for (id, count, printed) in PRINTED {
        let provider = providers::named(id).unwrap();
        let names: Vec<&str> = provider.events().map(|event| event.name.as_str()).collect();
        assert_eq!(names, printed.lines().collect::<Vec<_>>(), "{id}");
        assert_eq!(names.len(), *count, "{id}");
    }
    assert_eq!(PRINTED.len(), providers::ALL.len());
}
