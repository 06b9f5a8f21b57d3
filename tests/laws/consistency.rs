//! Consistency: what is generated for delivery keeps every rule of its provider and stays valid, and no rule
//! is there for nothing.

use std::collections::BTreeSet;
use std::time::Duration;

use hookproof::__private::generate::seeded;
use hookproof::model::{Json, Timestamp};
use hookproof::provider::{IdSource, Payload, Provider};
use proptest::strategy::ValueTree;

use crate::{KNOWN, documents};

fn names(provider: &Provider, event: &Payload, document: &Json) -> Vec<String> {
    provider.broken_rules(&event.name, document).iter().map(|rule| rule.name.clone()).collect()
}

/// Makes a document consistent, as the command line does, and asserts that it is valid and breaks no rule.
fn is_consistent(provider: &Provider, event: &Payload, validator: &jsonschema::Validator, mut document: Json) {
    provider.make_consistent(&event.name, &mut document);
    let about = || format!("{} {}\n{:?}", provider.id, event.name, document);
    assert_eq!(names(provider, event, &document), [""; 0], "{}", about());
    assert_eq!(documents::fault(provider, event, validator, &document), None, "{}", about());
}

#[test]
fn generated_events_keep_every_rule_and_every_rule_repairs_something() {
    let cases = crate::number("HOOKPROOF_CASES", 50);
    let now = Timestamp::from_unix(1_770_000_000);
    for known in KNOWN.iter() {
        let provider = &known.provider;
        let mut repaired = BTreeSet::new();
        for (event, generator) in known.events() {
            let validator = documents::validator(event);
            // Rules about rare fields need more documents.
            let about = provider.rules.iter().filter(|rule| rule.is_about(&event.name)).count();
            for case in 0..(if about > 4 { cases * 2 } else { cases }).max(50) {
                let mut rng = seeded(case, &["coherence", &event.name]);
                let mut document = generator.sample(&mut rng);
                repaired.extend(names(provider, event, &document));
                is_consistent(provider, event, &validator, document.clone());
                provider.renew(&event.name, &mut document, &IdSource::new(case, "", &[&event.name]), now);
                is_consistent(provider, event, &validator, document);
            }
            is_consistent(provider, event, &validator, generator.minimal());
            is_consistent(provider, event, &validator, generator.maximal());
        }
        let idle: Vec<&str> =
            provider.rules.iter().map(|rule| rule.name.as_str()).filter(|name| !repaired.contains(*name)).collect();
        assert_eq!(idle, [""; 0], "{}: these rules never repair anything", provider.id);
    }
}

#[test]
fn what_is_delivered_consistent_can_still_be_shrunk() {
    const MOST_STEPS: usize = 400;
    let known = KNOWN.iter().find(|known| known.provider.id == "orum").unwrap();
    let (event, generator) = known.events().find(|(event, _)| event.name == "person_closed").unwrap();
    let delivered = |document: Json| {
        let mut document = document;
        let ids = IdSource::new(0, "", &[]);
        known.provider.renew(&event.name, &mut document, &ids, Timestamp::from_unix(1_770_000_000));
        document
    };
    // A consumer that fails where the person is closed, which the rules see to, and has notes.
    let fails = |document: &Json| {
        let person = |member: &str| document.pointer(&format!("/event_data/person/{member}"));
        person("closed_at").is_some() && person("metadata").is_some()
    };
    let mut shrunk = 0;
    for seed in 0..40 {
        let mut tree = generator.tree(&mut seeded(seed, &["shrink"]));
        if !fails(&delivered(tree.current())) {
            continue;
        }
        let mut smallest = delivered(tree.current());
        let mut smaller = tree.simplify();
        let mut steps = 0;
        while smaller {
            steps += 1;
            let candidate = delivered(tree.current());
            assert_eq!(names(&known.provider, event, &candidate), [""; 0]);
            smaller = if fails(&candidate) {
                smallest = candidate;
                tree.simplify()
            } else {
                tree.complicate()
            };
        }
        assert!(steps < MOST_STEPS, "seed {seed}: {steps} steps");
        let Some(Json::Object(members)) = smallest.pointer("/event_data/person") else { panic!("{smallest:?}") };
        let kept: Vec<&str> = members.iter().map(|(name, _)| &**name).collect();
        let required = ["id", "customer_reference_id", "first_name", "last_name", "status", "created_at", "updated_at"];
        let expected: Vec<&str> = required.into_iter().chain(["closed_at", "metadata"]).collect();
        assert_eq!(kept, expected, "seed {seed}");
        shrunk += 1;
    }
    assert!(shrunk > 5, "{shrunk}");
}

#[test]
fn an_aged_event_is_earlier_in_every_time_and_nothing_else() {
    const DAYS: u64 = 3;
    for known in KNOWN.iter() {
        let provider = &known.provider;
        for (event, generator) in known.events() {
            let mut newer = generator.maximal();
            let now = Timestamp::from_unix(1_770_000_000);
            provider.renew(&event.name, &mut newer, &IdSource::new(0, "", &[]), now);
            let times = provider.times(&event.name, &newer);
            let mut older = newer.clone();
            provider.age(&event.name, &mut older, Duration::from_secs(DAYS * 86_400));
            let validator = documents::validator(event);
            assert_eq!(documents::fault(provider, event, &validator, &older), None, "{} {}", provider.id, event.name);
            let mut moved = Vec::new();
            newer.walk(&mut |pointer, value| {
                let is_leaf = !matches!(value, Json::Object(_) | Json::Array(_));
                if is_leaf && older.pointer(pointer) != Some(value) {
                    moved.push(pointer.to_owned());
                }
            });
            let mut times = times;
            times.sort();
            moved.sort();
            assert_eq!(moved, times, "{} {}", provider.id, event.name);
        }
    }
}
