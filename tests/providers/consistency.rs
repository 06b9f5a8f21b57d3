//! Rules of consistency and ids of entities, held against what providers print and send.

use std::collections::BTreeSet;

use hookproof::model::{Json, Timestamp};
use hookproof::provider::{Basis, IdSource};
use hookproof::providers;

#[test]
fn an_example_keeps_every_rule() {
    let mut found = Vec::new();
    for provider in crate::all() {
        for event in provider.events() {
            for example in &event.examples {
                let document = example.document().unwrap();
                for rule in provider.broken_rules(&event.name, &document) {
                    found.push([&provider.id, &event.name, &example.name, &rule.name].map(Clone::clone));
                }
            }
        }
    }
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_rule_has_a_name_of_its_own_a_source_and_events() {
    for provider in crate::all() {
        let mut names = BTreeSet::new();
        for rule in &provider.rules {
            let at = format!("{} {}", provider.id, rule.name);
            assert!(!rule.name.is_empty() && names.insert(&rule.name), "{at} twice");
            assert!(provider.events().any(|event| rule.is_about(&event.name)), "{at} is about no event");
            assert!(rule.date.len() == 10 && !rule.source.is_empty(), "{at}");
            if rule.basis != Basis::Assumed {
                assert!(crate::facts::is_a_source(&rule.source), "{at}: {}", rule.source);
            }
        }
        for story in provider.stories.iter().filter(|story| story.basis != Basis::Assumed) {
            assert!(crate::facts::is_a_source(&story.source), "{} {}: {}", provider.id, story.name, story.source);
        }
    }
}

/// Events whose examples name nothing that changed: settings, a list, a comment.
const NAMELESS: &[&str] = &[
    "lexicons.updated",
    "locationClosures.comment.created",
    "operationsettings.updated",
    "salesforcesettings.updated",
    "shiftsettings.updated",
];

#[test]
fn an_example_names_its_entity() {
    let mut nameless = BTreeSet::new();
    for provider in crate::all() {
        for event in provider.events() {
            for example in event.examples.iter().filter(|example| example.contradictions.is_empty()) {
                if provider.entity(&example.document().unwrap()).is_none() {
                    nameless.insert(event.name.clone());
                }
            }
        }
    }
    assert_eq!(nameless, NAMELESS.iter().map(|&name| name.to_owned()).collect());
}

#[test]
fn ids_that_agree_in_an_example_agree_in_an_event_made_of_it() {
    let argyle = providers::argyle();
    for (event, same) in [
        ("accounts.added", vec!["/data/account", "/data/resource/id"]),
        ("accounts.added", vec!["/data/user", "/data/resource/user"]),
        ("verifications.updated", vec!["/data/verification", "/data/resource/id"]),
        ("verifications.creation_failed", vec!["/data/user", "/data/context/user"]),
        ("users.fully_synced", vec!["/data/user", "/data/resource/id"]),
        ("reports.ready", vec!["/data/user", "/data/resource/user"]),
    ] {
        let payload = argyle.payload(event).unwrap();
        let old = payload.examples[0].document().unwrap();
        let mut new = old.clone();
        // Without the rules: it is the same id everywhere that is replaced.
        argyle.envelope.renew(&mut new, &IdSource::new(1, "", &[]), Timestamp::from_unix(0));
        let ids: BTreeSet<&str> = same.iter().map(|place| new.pointer(place).and_then(Json::as_str).unwrap()).collect();
        assert_eq!(ids.len(), 1, "{event} {same:?}");
        assert_ne!(old.pointer(same[0]), new.pointer(same[0]), "{event}");
    }
}

#[test]
fn a_member_that_comes_back_stands_where_its_provider_writes_it() {
    let text = br#"{"event_data":{"person":{"status":"created","updated_at":"2026-01-01T00:00:00Z","metadata":{}}}}"#;
    let mut event = Json::parse(text).unwrap();
    providers::orum().make_consistent("person_closed", &mut event);
    let Some(Json::Object(members)) = event.pointer("/event_data/person") else { panic!("no person") };
    let names: Vec<&str> = members.iter().map(|(name, _)| &**name).collect();
    assert_eq!(names, ["status", "updated_at", "closed_at", "metadata"]);
}
