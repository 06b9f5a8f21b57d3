//! The correct consumer: no check fails, and none is skipped that has something to judge.

use hookproof::__private::verify::checks;
use hookproof::provider::Provider;
use hookproof::report::{Paint, human};
use hookproof::verify::Verdict;

use crate::of_others::OF_OTHERS;
use crate::{Types, Way, number, run};

/// Seeds of an ordinary run of the tests.
const SEEDS: u64 = 2;

/// Checks that have nothing to judge with a provider: it signs no time, say, or has no list of values.
fn without_a_place(provider: &str) -> &'static [&'static str] {
    match provider {
        "truv" => {
            &["delivery-no-redirect", "delivery-late", "signature-stale", "signature-future", "redelivery-new-attempt"]
        }
        "argyle" => &[
            "delivery-late",
            "signature-no-prefix",
            "signature-stale",
            "signature-future",
            "redelivery-new-attempt",
            "order-older-after-newer",
        ],
        "orum" => &[
            "payload-null",
            "signature-other-algorithm",
            "signature-no-prefix",
            "signature-stale",
            "signature-future",
            "signature-other-tenant",
            "redelivery-new-attempt",
        ],
        "betterez" => &["delivery-late", "payload-unknown-enum-value", "signature-no-prefix"],
        _ => &[
            "delivery-late",
            "payload-null",
            "payload-big-number",
            "payload-unknown-enum-value",
            "payload-stored-values",
            "signature-no-prefix",
            "signature-stale",
            "signature-future",
            "redelivery-new-attempt",
        ],
    }
}

/// Every event type with the first seed, and with all of them where their number was given.
pub(crate) async fn passes(provider: fn() -> Provider) {
    let given = number("HOOKPROOF_CASES");
    for seed in 0..given.unwrap_or(SEEDS) {
        let types = if seed == 0 || given.is_some() { Types::All } else { Types::Few };
        let run = run(provider(), &[], seed, types, Way::Socket).await;
        assert_eq!(run.failed().count(), 0, "seed {seed}\n{}", human(&run, Paint::Plain));
        if types == Types::All {
            let skipped = run.checks.iter().filter(|check| check.verdict == Verdict::Skip);
            let skipped = skipped.map(|check| check.id.as_str());
            let (of_others, skipped): (Vec<&str>, Vec<&str>) = skipped.partition(|id| OF_OTHERS.contains(id));
            assert_eq!(of_others, OF_OTHERS, "seed {seed}\n{}", human(&run, Paint::Plain));
            assert_eq!(skipped, without_a_place(&run.provider), "seed {seed}\n{}", human(&run, Paint::Plain));
        }
    }
}

/// Only checks that need a socket are skipped for that reason.
pub(crate) async fn passes_in_process(provider: fn() -> Provider) {
    let run = run(provider(), &[], 0, Types::Few, Way::InProcess).await;
    assert_eq!(run.failed().count(), 0, "{}", human(&run, Paint::Plain));
    for check in &run.checks {
        let needs_socket = checks::named(&check.id).unwrap().needs_socket();
        let says_so = check.reason.as_deref() == Some("needs a socket: run it over HTTP");
        assert_eq!(needs_socket, check.verdict == Verdict::Skip && says_so, "{check:?}");
    }
    assert!(run.counts.pass > 30, "{}", human(&run, Paint::Plain));
}
