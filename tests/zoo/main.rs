//! Sound consumers, written in as many ways as people write them, pass the whole battery; each way has faults of its
//! own, and the battery finds them by name.
#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is wrong")]

mod memory;
#[path = "../tools/of_others.rs"]
mod of_others;
mod queue;
mod signed;
mod sqlite;
#[path = "../tools/mod.rs"]
mod tools;

use std::collections::BTreeSet;
use std::time::Duration;

use hookproof::Verifier;
use hookproof::model::Secret;
use hookproof::provider::Provider;
use hookproof::report::{Paint, human};
use hookproof::verify::{Outcome, Run, Verdict};

use crate::of_others::OF_OTHERS;

const SECRET: &str = "ein Geheimnis, 秘密";

/// A consumer that runs, by its addresses. It stops when `_keeper` is dropped.
struct Running {
    base: String,
    _keeper: Box<dyn Send>,
}

impl Running {
    fn at(&self, path: &str) -> String {
        format!("{}/{path}", self.base)
    }

    /// A verifier that observes its effects.
    fn verifier(&self, provider: Provider) -> Verifier {
        // Of the budget a busy machine may need more than a user would wait.
        let secret = if provider.id == "orum" { signed::KEYS.private.clone() } else { Secret::new(SECRET) };
        let verifier = Verifier::of(provider).secret(secret).salt("zoo").cases(4).budget(Duration::from_mins(10));
        verifier.effects_at(self.at("effects"))
    }
}

/// Checks that no consumer of this provider can be judged by, or none without a state, a fault or another flag.
const WITHOUT_A_PLACE: [&str; 15] = [
    "delivery-no-redirect",
    "delivery-late",
    "payload-null",
    "payload-big-number",
    "payload-stored-values",
    "payload-unknown-enum-value",
    "signature-other-algorithm",
    "signature-other-tenant",
    "signature-no-prefix",
    "signature-stale",
    "signature-future",
    "redelivery-new-attempt",
    "redelivery-after-pause",
    "order-older-after-newer",
    "retry-asks-again",
];

/// Holds a run of a sound consumer to have passed: nothing failed, and these were judged.
#[track_caller]
fn passed(run: &Run, judged: &[&str]) {
    let report = human(run, Paint::Plain);
    assert_eq!(run.failed().collect::<Vec<_>>(), [""; 0], "{report}");
    assert_eq!(run.verdict, Outcome::Passed, "{report}");
    for check in &run.checks {
        let id = check.id.as_str();
        let place = judged.contains(&id) || !(WITHOUT_A_PLACE.contains(&id) || OF_OTHERS.contains(&id));
        assert!(!place || check.verdict == Verdict::Pass, "{} is skipped\n{report}", check.id);
    }
}

/// Holds a run of a faulty one to have been caught by these checks, and by none but these and those.
#[track_caller]
fn caught(run: &Run, own: &[&str], also: &[&str]) {
    let failed: BTreeSet<&str> = run.failed().collect();
    let report = human(run, Paint::Plain);
    for check in own {
        assert!(failed.contains(check), "it escaped {check}\n{report}");
    }
    let is_known = |check: &&&str| own.contains(check) || also.contains(check) || is_kin(own, check);
    let wrong: Vec<&&str> = failed.iter().filter(|check| !is_known(check)).collect();
    assert!(wrong.is_empty(), "{wrong:?} blame it wrongly\n{report}");
}

/// Whether a check sends events again in another way, and a memory that fails one of them may fail it, too.
fn is_kin(own: &[&str], check: &str) -> bool {
    const KIN: [&str; 3] = ["redelivery-fresh-connections", "redelivery-lost-answer", "retry-asks-again"];
    own.iter().any(|own| own.starts_with("redelivery-")) && KIN.contains(&check)
}

/// Event types that represent all of them in the run of a faulty consumer.
fn few(provider: &Provider) -> Vec<String> {
    let names: Vec<String> = provider.events().map(|payload| payload.name.clone()).collect();
    let every = names.len().div_ceil(4);
    names.into_iter().step_by(every).collect()
}
