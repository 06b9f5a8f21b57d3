//! Types of a consumer's own, held to all that a provider may send.

use std::panic::AssertUnwindSafe;

use hookproof::{assert_decodes, providers};
use serde::Deserialize;

#[track_caller]
fn refused<T: serde::de::DeserializeOwned>(event: &str) -> String {
    let told = std::panic::catch_unwind(AssertUnwindSafe(|| assert_decodes::<T>(providers::truv(), event)));
    *told.expect_err("it was taken").downcast::<String>().unwrap()
}

/// Today's payload types are today's: what is added to a list of values is taken by the type of all events, which
/// keeps it as it came.
#[test]
fn the_type_of_all_events_takes_what_may_come() {
    for event in providers::truv().events() {
        assert_decodes::<providers::truv::Event>(providers::truv(), &event.name);
    }
    assert_decodes::<providers::argyle::Event>(providers::argyle(), "accounts.connected");
    assert_decodes::<providers::orum::Event>(providers::orum(), "transfer_updated");
    assert_decodes::<providers::betterez::Event>(providers::betterez(), "route.created");
    assert_decodes::<providers::socotra::Event>(providers::socotra(), "policy.issue");
}

#[test]
fn a_type_that_is_too_narrow_is_reported_with_the_smallest_event() {
    #[derive(Deserialize)]
    #[expect(dead_code, reason = "it is only read into")]
    struct Narrow {
        webhook_id: u64,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "it is only read into")]
    struct Closed {
        webhook_id: String,
    }
    #[derive(Deserialize)]
    #[expect(dead_code, reason = "it is only read into")]
    struct Demanding {
        nowhere: String,
    }
    for (name, message) in [
        ("narrow", refused::<Narrow>("order-created")),
        ("closed", refused::<Closed>("order-created")),
        ("demanding", refused::<Demanding>("order-created")),
    ] {
        insta::assert_snapshot!(name, message);
    }
}

/// A type that knows only the values of today breaks on the day of a release.
#[test]
fn an_additive_change_is_named_as_one() {
    use hookproof::providers::truv::payloads::TaskStatusUpdated;
    insta::assert_snapshot!("today", refused::<TaskStatusUpdated>("task-status-updated"));
}

#[test]
fn an_event_that_there_is_not() {
    let message = refused::<serde_json::Value>("order-create");
    assert!(message.contains("order-created"), "{message}");
}
