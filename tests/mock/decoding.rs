//! Types of a consumer's own, held to all that a provider may send.

use std::panic::AssertUnwindSafe;

use hookproof::assert_decodes;
use hookproof::providers;
use serde::Deserialize;

#[track_caller]
fn refused<T: serde::de::DeserializeOwned>(event: &str) -> String {
    let told = std::panic::catch_unwind(AssertUnwindSafe(|| assert_decodes::<T>(providers::truv(), event)));
    *told.expect_err("it was taken").downcast::<String>().unwrap()
}

#[test]
fn every_type_of_ours_takes_its_own_events() {
    use hookproof::providers::truv::payloads;
    assert_decodes::<payloads::TaskStatusUpdated>(providers::truv(), "task-status-updated");
    assert_decodes::<payloads::OrderCreated>(providers::truv(), "order-created");
    assert_decodes::<serde_json::Value>(providers::argyle(), "accounts.connected");
}

#[test]
fn what_is_too_narrow_is_told_with_the_smallest_event() {
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

/// A list of values that may grow: a type that knows today's alone breaks on the day of a release.
#[test]
fn growth_is_told_as_growth() {
    use hookproof::providers::truv::payloads::TaskStatusUpdated;
    #[derive(Deserialize)]
    #[expect(dead_code, reason = "it is only read into")]
    struct Today {
        status: Status,
    }
    #[derive(Deserialize)]
    struct Status(#[serde(deserialize_with = "known")] ());
    fn known<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.contains("added_later") { Err(serde::de::Error::custom("no such status")) } else { Ok(()) }
    }
    assert_decodes::<TaskStatusUpdated>(providers::truv(), "task-status-updated");
    let message = refused::<Today>("task-status-updated");
    assert!(message.contains("may come without a new version") && message.contains("/status"), "{message}");
}

#[test]
fn an_event_that_there_is_not() {
    let message = refused::<serde_json::Value>("order-create");
    assert!(message.contains("order-created"), "{message}");
}
