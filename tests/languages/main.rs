//! Consumers in other languages, sound and broken, as real processes: the binary gives each its right verdict.
#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod consumer;
mod node;
#[path = "../tools/of_others.rs"]
mod of_others;
mod python;
#[path = "../cli/tool.rs"]
#[expect(dead_code, reason = "the tests of the command line use the rest")]
mod tool;
#[path = "../tools/mod.rs"]
mod tools;

use consumer::Consumer;
use of_others::OF_OTHERS;

/// What the broken variants of every consumer fail: the variant, the checks that catch it, and how the names of
/// others begin that may.
const BROKEN: [(&str, &[&str], &[&str]); 9] = [
    ("accepts-unsigned", &["signature-missing"], &["signature-other-method"]),
    (
        "any-signature",
        &[
            "signature-wrong-key",
            "signature-body-changed",
            "signature-other-body",
            "signature-truncated",
            "signature-garbage",
        ],
        &["signature-"],
    ),
    ("re-serialises", &["encoding-raw-bytes", "signature-body-changed"], &["malformed-", "payload-"]),
    ("no-dedupe", &["redelivery-same", "redelivery-interleaved", "redelivery-concurrent"], &["redelivery-"]),
    ("bad-json-500", &["malformed-json"], &["malformed-", "payload-unusual-text"]),
    ("ascii-only", &["payload-generated", "payload-unicode"], &["malformed-truncated-utf8", "payload-unusual-"]),
    (
        "answers-first",
        &[
            "signature-missing",
            "signature-wrong-key",
            "signature-body-changed",
            "signature-truncated",
            "signature-garbage",
        ],
        &["signature-", "malformed-"],
    ),
    ("processes-before-verifying", &["signature-no-effect"], &["signature-other-"]),
    ("known-members-only", &["payload-unknown-field"], &["malformed-", "payload-unusual-names"]),
];

/// Checks that have nothing to judge with one of the providers, or need a state or a fault.
const WITHOUT_A_PLACE: [&str; 12] = [
    "delivery-no-redirect",
    "delivery-late",
    "payload-unknown-enum-value",
    "payload-stored-values",
    "signature-other-tenant",
    "signature-no-prefix",
    "signature-stale",
    "signature-future",
    "redelivery-new-attempt",
    "redelivery-after-pause",
    "order-older-after-newer",
    "retry-asks-again",
];

/// A consumer in this language passes everything when it is sound, whatever its server.
#[track_caller]
fn sound_passes(program: &str, scheme: &str, server: &str) {
    let Some(consumer) = Consumer::start(program, scheme, "sound", server) else { return };
    // With one thread, slow clients block all others. This is known, and not tested here.
    let left_out = if server == "single" { &["transport-slow-body", "transport-many-connections"][..] } else { &[] };
    let run = consumer.verify_but(8, left_out);
    assert_eq!(run.failed, [""; 0], "{}", run.stdout);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    // HTTP/1.0 knows neither.
    let unknown = if server == "http10" { &["transport-chunked", "transport-expect-continue"][..] } else { &[] };
    let has_a_place =
        |id: &&String| ![&WITHOUT_A_PLACE[..], &OF_OTHERS, unknown].iter().any(|ids| ids.contains(&id.as_str()));
    let unexpected: Vec<&String> = run.skipped.iter().filter(has_a_place).collect();
    assert!(unexpected.is_empty(), "{unexpected:?} skipped: {}", run.stdout);
}

/// Every broken variant fails its checks, and no other.
#[track_caller]
fn broken_fail(program: &str, scheme: &str, variants: &[&str]) {
    for (variant, checks, others) in BROKEN.iter().filter(|(variant, ..)| variants.contains(variant)) {
        let Some(consumer) = Consumer::start(program, scheme, variant, "threads") else { return };
        // A letter that is drawn now and then needs as many draws as a user would make.
        let run = consumer.verify(if *variant == "ascii-only" { 32 } else { 8 });
        let escaped: Vec<&&str> =
            checks.iter().filter(|check| !run.failed.iter().any(|failed| failed == **check)).collect();
        assert!(escaped.is_empty(), "{program} {scheme} {variant} escaped {escaped:?}\n{}", run.stdout);
        let mine = |failed: &&String| {
            checks.contains(&failed.as_str()) || others.iter().any(|start| failed.starts_with(start))
        };
        let wrong: Vec<&String> = run.failed.iter().filter(|failed| !mine(failed)).collect();
        assert!(wrong.is_empty(), "{program} {scheme} {variant} is wrongly blamed by {wrong:?}\n{}", run.stdout);
        assert_eq!(run.code, Some(1), "{program} {scheme} {variant}\n{}", run.stdout);
    }
}
