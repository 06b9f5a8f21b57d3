//! Endpoints that are written by hand, byte by byte: what a verifier says of them, and that it always ends.
#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod answers;
mod baseline;
mod consistent;
mod ending;
mod equal;
mod hostile;
mod late;
mod nearest;
mod needs;
mod notices;
mod observers;
#[path = "../tools/of_others.rs"]
mod of_others;
mod outages;
mod reading;
mod reproduce;
mod secrets;
mod server;
#[path = "../cli/tool.rs"]
#[expect(dead_code, reason = "the tests of the command line use the rest")]
mod tool;

use hookproof::Verifier;
use hookproof::provider::Provider;
use hookproof::report::{Paint, human};
use hookproof::verify::{Outcome, Run, Verdict};

use crate::of_others::OF_OTHERS;

const SECRET: &str = "a secret of the tests";

/// A verifier that knows the secret and does not take long.
fn verifier(provider: Provider) -> Verifier {
    Verifier::of(provider).secret(SECRET).salt("fixed").cases(2)
}

/// The failed checks, and nothing else, are these.
#[track_caller]
fn fails_only(run: &Run, checks: &[&str]) {
    let failed: Vec<&str> = run.failed().collect();
    assert_eq!(failed, checks, "{}", human(run, Paint::Plain));
}

/// Checks that need another provider or event type, a state, a fault, a pause or a second secret.
const WITHOUT_A_PLACE: [&str; 13] = [
    "delivery-no-redirect",
    "delivery-late",
    "payload-large",
    "payload-big-number",
    "payload-unknown-enum-value",
    "payload-stored-values",
    "signature-other-tenant",
    "signature-stale",
    "signature-future",
    "redelivery-new-attempt",
    "redelivery-after-pause",
    "order-older-after-newer",
    "retry-asks-again",
];

/// Every check passed.
#[track_caller]
fn all_pass(run: &Run) {
    let skipped = run.checks.iter().filter(|check| check.verdict == Verdict::Skip);
    let unexpected: Vec<&str> = skipped
        .map(|check| check.id.as_str())
        .filter(|id| !WITHOUT_A_PLACE.contains(id) && !OF_OTHERS.contains(id))
        .collect();
    assert_eq!((run.verdict, run.failed().count()), (Outcome::Passed, 0), "{}", human(run, Paint::Plain));
    assert_eq!(unexpected, [""; 0], "{}", human(run, Paint::Plain));
}

/// Returns the reason of a check.
#[track_caller]
fn reason<'a>(run: &'a Run, check: &str) -> &'a str {
    run.check(check).unwrap().reason.as_deref().unwrap_or_default()
}
