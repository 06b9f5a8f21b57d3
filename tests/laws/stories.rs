//! Stories: equal ids, rising times, legal transitions; every document valid and consistent.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use hookproof::__private::story;
use hookproof::__private::story::{StoryEvent, StoryRunner};
use hookproof::model::{Json, Timestamp};
use hookproof::provider::{Provider, Put, Story};

use crate::{KNOWN, documents};

const SEEDS: u64 = 4;

static NOW: LazyLock<Timestamp> = LazyLock::new(|| Timestamp::from_unix(1_770_000_000));

/// The runner of every story, with its schemas compiled once.
static RUNNERS: LazyLock<Vec<(&Provider, &Story, StoryRunner<'_>)>> = LazyLock::new(|| {
    let stories = KNOWN.iter().flat_map(|known| known.provider.stories.iter().map(|story| (&known.provider, story)));
    stories.map(|(provider, story)| (provider, story, StoryRunner::new(provider, story).unwrap())).collect()
});

/// The events of every story with several seeds.
static EVENTS: LazyLock<Vec<(&Provider, &Story, Vec<StoryEvent>)>> = LazyLock::new(|| {
    let run = |seed, (provider, story, runner): &(&'static Provider, &'static Story, StoryRunner<'_>)| {
        let events = runner.run(seed, "salt", *NOW);
        (*provider, *story, events.unwrap_or_else(|error| panic!("{} at seed {seed}: {error}", provider.id)))
    };
    (0..SEEDS).flat_map(|seed| RUNNERS.iter().map(move |runner| run(seed, runner))).collect()
});

fn each(mut visit: impl FnMut(&Provider, &Story, &[StoryEvent])) {
    for (provider, story, events) in EVENTS.iter() {
        visit(provider, story, events);
    }
}

#[test]
fn every_provider_has_stories_of_its_own_events() {
    for known in KNOWN.iter() {
        assert!(!known.provider.stories.is_empty(), "{}", known.provider.id);
        let mut names: Vec<&str> = known.provider.stories.iter().map(|story| story.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), known.provider.stories.len(), "{} has a story twice", known.provider.id);
        for story in &known.provider.stories {
            assert!(story.steps.len() > 1 && story.about.ends_with('.') && !story.source.is_empty(), "{}", story.name);
            for step in &story.steps {
                assert!(known.provider.events().any(|event| event.name == step.event), "{}", step.event);
            }
        }
    }
}

#[test]
fn every_document_is_valid_and_consistent() {
    let mut validators = BTreeMap::new();
    each(|provider, story, events| {
        for one in events {
            let event = provider.payload(&one.event).unwrap();
            let at = format!("{} {} {}", provider.id, story.name, one.event);
            let key = (provider.id.clone(), one.event.clone());
            let validator = validators.entry(key).or_insert_with(|| documents::validator(event));
            let fault = documents::fault(provider, event, validator, &one.document);
            assert_eq!(fault, None, "{at}");
            let broken = provider.broken_rules(&one.event, &one.document);
            assert!(broken.is_empty(), "{at}: {broken:?}");
        }
    });
}

#[test]
fn a_drawn_id_is_the_same_at_every_use() {
    each(|provider, story, events| {
        let mut drawn: BTreeMap<&str, &Json> = BTreeMap::new();
        for (step, one) in story.steps.iter().zip(events) {
            for put in &step.puts {
                let Put::Variable { pointer, variable } = put else { continue };
                let Some(known) = story.ids.iter().find(|id| id.name == *variable) else { continue };
                let at = format!("{} {} {} {pointer}", provider.id, story.name, one.event);
                let id = one.document.pointer(pointer).unwrap_or_else(|| panic!("{at} is not there"));
                assert!(known.form.is_form_of(id.as_str().unwrap()), "{at}: {id:?}");
                assert_eq!(drawn.entry(variable).or_insert(id), &id, "{at}");
            }
        }
        assert_eq!(drawn.len(), story.ids.len(), "{} {} has an unused id", provider.id, story.name);
        let distinct: BTreeSet<&str> = drawn.values().filter_map(|id| id.as_str()).collect();
        assert_eq!(distinct.len(), drawn.len(), "{} {}", provider.id, story.name);
    });
}

#[test]
fn every_event_of_a_story_is_an_event_of_its_own() {
    each(|provider, story, events| {
        let Some(slot) = &provider.envelope.id else { return };
        let ids: BTreeSet<&str> =
            events.iter().filter_map(|one| one.document.pointer(&slot.pointer)?.as_str()).collect();
        assert_eq!(ids.len(), events.len(), "{} {}", provider.id, story.name);
    });
}

#[test]
fn times_rise_from_now_on() {
    each(|provider, story, events| {
        assert_eq!(events[0].at, *NOW, "{} {}", provider.id, story.name);
        for (before, after) in events.iter().zip(&events[1..]) {
            assert!(before.at < after.at, "{} {}", provider.id, story.name);
        }
        for one in events {
            for slot in &provider.envelope.times {
                if let Some(time) = one.document.pointer(&slot.pointer) {
                    assert_eq!(*time, slot.spell(one.at), "{} {} {}", provider.id, story.name, one.event);
                }
            }
        }
    });
}

/// The order in which an entity may reach statuses: the provider, the pointer of the status, the pointer of the
/// entity's id, and the statuses. A status may be left out.
const ORDERS: &[(&str, &str, &str, &[&str])] = &[
    ("truv", "/status", "/task_id", &["new", "login", "mfa", "parse", "full_parse", "done"]),
    ("truv", "/status", "/task_id", &["new", "login", "login_error"]),
    ("truv", "/status", "/order_id", &["pending", "completed"]),
    ("orum", "/event_data/transfer/status", "/event_data/transfer/id", &["created", "pending", "settled", "completed"]),
    ("orum", "/event_data/transfer/status", "/event_data/transfer/id", &["created", "pending", "failed"]),
    ("orum", "/event_data/book_transfer/status", "/event_data/book_transfer/id", &["created", "completed"]),
    ("orum", "/event_data/account/verification_status", "/event_data/account/id", &["pending", "valid"]),
    (
        "orum",
        "/event_data/person/status",
        "/event_data/person/id",
        &["created", "verified", "created", "verified", "closed"],
    ),
    ("orum", "/event_data/person/status", "/event_data/person/id", &["created", "rejected"]),
    ("orum", "/event_data/business/status", "/event_data/business/id", &["created", "verified", "closed"]),
    (
        "orum",
        "/event_data/external_account/status",
        "/event_data/external_account/id",
        &["created", "verified", "closed"],
    ),
    ("argyle", "/data/resource/connection/status", "/data/account", &["connecting", "connected", "connected"]),
    ("argyle", "/data/resource/connection/status", "/data/account", &["connecting", "error"]),
    (
        "argyle",
        "/data/resource/status/state",
        "/data/verification",
        &["PENDING", "PROCESSING", "PROCESSING", "COMPLETED"],
    ),
    ("betterez", "/data/closed", "/data/_id", &["false", "true"]),
];

#[test]
fn statuses_follow_each_other_as_they_may() {
    let mut used = BTreeSet::new();
    each(|provider, story, events| {
        let places: BTreeSet<(&str, &str)> =
            ORDERS.iter().filter(|order| order.0 == provider.id).map(|order| (order.1, order.2)).collect();
        for (status, id) in places {
            let mut lives: BTreeMap<&str, Vec<String>> = BTreeMap::new();
            for one in events {
                let (Some(id), Some(status)) = (one.document.pointer(id), one.document.pointer(status)) else {
                    continue;
                };
                let Some(id) = id.as_str() else { continue };
                let status = match status {
                    Json::Bool(flag) => flag.to_string(),
                    status => status.as_str().unwrap().to_owned(),
                };
                lives.entry(id).or_default().push(status);
            }
            for life in lives.values() {
                let fits = |order: &&(&str, &str, &str, &[&str])| {
                    let mut order = (order.0 == provider.id && (order.1, order.2) == (status, id))
                        .then(|| order.3.iter())
                        .into_iter()
                        .flatten();
                    life.iter().all(|status| order.any(|known| known == status))
                };
                let found = ORDERS.iter().position(|order| fits(&order));
                assert!(found.is_some(), "{} {}: {status} goes {life:?}", provider.id, story.name);
                used.extend(found);
            }
        }
    });
    assert_eq!(used.len(), ORDERS.len(), "an order that no story follows");
}

/// Some events happen at most once, some only after another.
#[test]
fn events_follow_each_other_as_they_may() {
    let firsts = [
        ("truv", "employment-created", "employment-updated"),
        ("truv", "statements-created", "statements-updated"),
        ("truv", "link-connected", "link-disconnected"),
        ("truv", "link-disconnected", "link-deleted"),
        ("truv", "order-created", "order-status-updated"),
        ("truv", "order-status-updated", "order-finalized"),
        ("argyle", "accounts.added", "accounts.connected"),
        ("argyle", "accounts.connected", "identities.added"),
        ("argyle", "identities.added", "identities.updated"),
        ("argyle", "paystubs.partially_synced", "paystubs.fully_synced"),
        // Never on the first reading.
        ("argyle", "paystubs.fully_synced", "paystubs.added"),
        ("betterez", "peopleLookups.created", "peopleLookups.updated"),
        ("betterez", "peopleLookups.updated", "peoplelookups.deleted"),
        ("betterez", "stationclass.created", "stationclass.updated"),
        ("betterez", "stationclass.updated", "stationclass.deleted"),
        ("socotra", "policy.create", "policy.finalize"),
        ("socotra", "policy.finalize", "policy.issue"),
        ("socotra", "policy.issue", "policy.cancel"),
        ("socotra", "policy.gracePeriod", "policy.lapse"),
    ];
    let mut seen = BTreeSet::new();
    each(|provider, story, events| {
        for (number, (id, first, then)) in firsts.iter().enumerate() {
            let at = |name: &str| events.iter().position(|one| one.event == name);
            if *id == provider.id && at(then).is_some() {
                assert!(at(first).is_some() && at(first) < at(then), "{id} {}: {first}, {then}", story.name);
                seen.insert(number);
            }
        }
        let once = ["identities.added", "employment-created", "statements-created", "users.fully_synced"];
        for name in once {
            assert!(events.iter().filter(|one| one.event == name).count() <= 1, "{} {name}", story.name);
        }
    });
    assert_eq!(seen.len(), firsts.len(), "a pair that no story has");
}

#[test]
fn argyle_syncs_more_in_full_than_in_part_and_updates_the_same_identity() {
    each(|provider, story, events| {
        let of = |event: &str| events.iter().find(|one| one.event == event).map(|one| &one.document);
        let (Some(added), Some(updated)) = (of("identities.added"), of("identities.updated")) else { return };
        assert_eq!(
            added.pointer("/data/identity"),
            updated.pointer("/data/identity"),
            "{} {}",
            provider.id,
            story.name
        );
        let (part, full) = (of("paystubs.partially_synced").unwrap(), of("paystubs.fully_synced").unwrap());
        let count = |document: &Json| document.pointer("/data/available_count").unwrap().to_value().as_u64().unwrap();
        assert!(count(part) < count(full));
        let user = of("users.fully_synced").unwrap();
        assert_eq!(user.pointer("/data/resource/accounts_connected/0"), added.pointer("/data/account"));
    });
}

#[test]
fn the_same_seed_gives_the_same_story_and_another_seed_another_entity() {
    for (provider, story, runner) in RUNNERS.iter() {
        let run = |seed, salt| runner.run(seed, salt, *NOW).unwrap();
        let known = run(1, "a");
        assert_eq!(known, run(1, "a"));
        for other in [run(2, "a"), run(1, "b")] {
            for (one, other) in known.iter().zip(&other) {
                let id = |event: &StoryEvent| {
                    let pointer = provider.entity(&event.document)?;
                    event.document.pointer(&pointer).cloned()
                };
                let at = format!("{} {} {}", provider.id, story.name, one.event);
                assert!(id(one).is_some(), "{at}");
                assert_ne!(id(one), id(other), "{at}");
            }
        }
    }
}

#[test]
fn a_provider_read_from_its_sheet_gives_the_same_bytes() {
    for known in KNOWN.iter() {
        let read: Provider = serde_json::from_str(&serde_json::to_string(&known.provider).unwrap()).unwrap();
        let bytes = |provider: &Provider| -> Vec<Vec<u8>> {
            let events = story::run(provider, &provider.stories[0], 3, "salt", *NOW).unwrap();
            events.iter().map(|one| provider.body.write(&one.document)).collect()
        };
        assert_eq!(bytes(&known.provider), bytes(&read), "{}", known.provider.id);
    }
}
