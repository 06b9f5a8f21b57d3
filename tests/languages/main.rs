//! Consumers in other languages, sound and broken, as real processes: the binary gives each its right verdict.
#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod consumer;
mod node;
mod python;
#[path = "../cli/tool.rs"]
#[expect(dead_code, reason = "the tests of the command line use the rest")]
mod tool;

use consumer::Consumer;

/// What the broken variants of every consumer fail: the variant, and exactly these checks.
const BROKEN: [(&str, &[&str]); 9] = [
    ("accepts-unsigned", &["signature-missing", "signature-no-effect"]),
    (
        "any-signature",
        &[
            "signature-wrong-key",
            "signature-body-changed",
            "signature-truncated",
            "signature-garbage",
            "signature-no-effect",
        ],
    ),
    ("re-serialises", &["encoding-raw-bytes", "signature-body-changed"]),
    ("no-dedupe", &["redelivery-same"]),
    ("bad-json-500", &["malformed-json"]),
    ("ascii-only", &["payload-generated", "payload-unicode"]),
    (
        "answers-first",
        &[
            "signature-missing",
            "signature-wrong-key",
            "signature-body-changed",
            "signature-truncated",
            "signature-garbage",
            "malformed-json",
        ],
    ),
    ("acts-first", &["signature-no-effect"]),
    ("known-members-only", &["payload-unknown-field"]),
];

/// What these tests do not give: something to break.
const NEEDS_MORE: [&str; 1] = ["retry-asks-again"];

/// A consumer in this language passes everything when it is sound, whatever its server.
#[track_caller]
fn sound_passes(program: &str, scheme: &str, server: &str) {
    let Some(consumer) = Consumer::start(program, scheme, "sound", server) else { return };
    // One thread waits for whoever is slow: that is known, and no part of this test.
    let left_out = if server == "single" { &["transport-slow-body", "transport-many-connections"][..] } else { &[] };
    let run = consumer.verify_but(8, left_out);
    assert_eq!(run.failed, [""; 0], "{}", run.stdout);
    assert_eq!((run.code, run.skipped), (Some(0), NEEDS_MORE.map(str::to_owned).to_vec()), "{}", run.stdout);
}

/// Every broken variant fails its checks, and no other.
#[track_caller]
fn broken_fail(program: &str, scheme: &str, variants: &[&str]) {
    for (variant, checks) in BROKEN.iter().filter(|(variant, _)| variants.contains(variant)) {
        let Some(consumer) = Consumer::start(program, scheme, variant, "threads") else { return };
        // A letter that is drawn now and then needs as many draws as a user would make.
        let run = consumer.verify(if *variant == "ascii-only" { 32 } else { 8 });
        assert_eq!(run.failed, *checks, "{program} {scheme} {variant}\n{}", run.stdout);
        assert_eq!(run.code, Some(1), "{program} {scheme} {variant}\n{}", run.stdout);
    }
}
