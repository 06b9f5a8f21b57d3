//! Node's `http`.

use crate::consumer::Consumer;
use crate::{broken_fail, sound_passes};

#[test]
fn a_sound_consumer() {
    for scheme in ["truv", "argyle", "betterez"] {
        sound_passes("consumer.js", scheme, "threads");
    }
}

#[test]
fn a_sound_consumer_that_drops_idle_connections() {
    sound_passes("consumer.js", "truv", "short");
}

#[test]
fn broken_consumers_of_truv() {
    let variants = ["accepts-unsigned", "any-signature", "re-serialises", "no-dedupe", "bad-json-500"];
    broken_fail("consumer.js", "truv", &variants);
}

#[test]
fn more_broken_consumers_of_truv() {
    broken_fail(
        "consumer.js",
        "truv",
        &["ascii-only", "answers-first", "processes-before-verifying", "known-members-only"],
    );
}

#[test]
fn broken_consumers_of_argyle() {
    broken_fail(
        "consumer.js",
        "argyle",
        &["re-serialises", "bad-json-500", "answers-first", "processes-before-verifying"],
    );
}

#[test]
fn broken_consumers_of_betterez() {
    broken_fail("consumer.js", "betterez", &["any-signature", "no-dedupe", "bad-json-500"]);
}

#[test]
fn a_process_that_ends_on_a_letter_is_blamed_for_that_letter() {
    let Some(consumer) = Consumer::start("consumer.js", "truv", "dies-on-non-ascii", "threads") else { return };
    let run = consumer.verify(64);
    assert_eq!((run.code, &run.failed[..]), (Some(1), &["payload-generated".to_owned()][..]), "{}", run.stdout);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert!(report["incomplete"].as_str().unwrap().starts_with("after payload-generated the endpoint could not be"));
    let failed = report["checks"].as_array().unwrap().iter().find(|check| check["verdict"] == "fail").unwrap();
    assert!(!failed["counterexample"]["request"]["body"].as_str().unwrap().is_ascii(), "{failed}");
}
