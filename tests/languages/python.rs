//! Python's `http.server`.

use crate::{broken_fail, sound_passes};

#[test]
fn a_sound_consumer_with_a_thread_a_connection() {
    sound_passes("consumer.py", "truv", "threads");
}

#[test]
fn a_sound_consumer_with_a_single_thread_that_keeps_connections() {
    sound_passes("consumer.py", "truv", "single");
    sound_passes("consumer.py", "argyle", "single");
    sound_passes("consumer.py", "betterez", "single");
}

#[test]
fn a_sound_consumer_that_speaks_http_1_0() {
    sound_passes("consumer.py", "truv", "http10");
}

#[test]
fn a_sound_consumer_of_argyle_and_betterez() {
    sound_passes("consumer.py", "argyle", "threads");
    sound_passes("consumer.py", "betterez", "threads");
}

#[test]
fn broken_consumers_of_truv() {
    let variants = ["accepts-unsigned", "any-signature", "re-serialises", "no-dedupe", "bad-json-500"];
    broken_fail("consumer.py", "truv", &variants);
}

#[test]
fn more_broken_consumers_of_truv() {
    broken_fail(
        "consumer.py",
        "truv",
        &["ascii-only", "answers-first", "processes-before-verifying", "known-members-only"],
    );
}

#[test]
fn broken_consumers_of_argyle() {
    broken_fail("consumer.py", "argyle", &["accepts-unsigned", "any-signature", "no-dedupe", "ascii-only"]);
}

#[test]
fn broken_consumers_of_betterez() {
    broken_fail(
        "consumer.py",
        "betterez",
        &["accepts-unsigned", "no-dedupe", "bad-json-500", "processes-before-verifying"],
    );
}
