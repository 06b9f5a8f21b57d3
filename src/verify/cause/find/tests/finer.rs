//! More rows: checks that distinguish causes that look alike to coarser checks.

use serde_json::json;

use crate::verify::cause::find::find;
use crate::verify::cause::find::tests::{Expected, Failed, Near, Row, Skipped, Special, compare, run};

#[test]
fn of_forgeries() {
    let table: &[(&[Row], Expected)] = &[
        (
            &[Special("signature-other-method", "more-effects", "unsigned-method")],
            &[("verifies-some-requests", &["signature-other-method"])],
        ),
        (
            &[
                Special("signature-missing", "accepted", "unsigned"),
                Special("signature-wrong-key", "accepted", "other-key"),
                Special("signature-other-tenant", "accepted", "other-tenant"),
                Special("signature-other-method", "otherwise", "unsigned-method"),
            ],
            &[(
                "verifies-nothing",
                &["signature-missing", "signature-wrong-key", "signature-other-tenant", "signature-other-method"],
            )],
        ),
        // A good delivery failed in it.
        (&[Failed("signature-other-method", "crashed")], &[]),
        (
            &[Special("signature-other-tenant", "accepted", "other-tenant")],
            &[("accepts-other-tenants", &["signature-other-tenant"])],
        ),
        (
            &[
                Failed("signature-no-effect", "more-effects"),
                Special("signature-other-tenant", "more-effects", "other-tenant"),
            ],
            &[("processes-before-verifying", &["signature-no-effect", "signature-other-tenant"])],
        ),
        (
            &[Special("signature-other-tenant", "redirected", "other-tenant")],
            &[("refuses-by-redirect", &["signature-other-tenant"])],
        ),
        (&[Special("signature-wrong-key", "accepted", "weak-key")], &[("accepts-weak-key", &["signature-wrong-key"])]),
        (
            &[Failed("signature-leak", "otherwise"), Special("signature-garbage", "crashed", "odd-end")],
            &[("leaks-signature", &["signature-leak"]), ("crashes-on-invalid-signature", &["signature-garbage"])],
        ),
    ];
    compare(table);
}

#[test]
fn of_memory() {
    let table: &[(&[Row], Expected)] = &[
        (
            &[
                Failed("redelivery-fresh-connections", "more-effects"),
                Failed("redelivery-concurrent", "more-effects"),
                Special("retry-asks-again", "more-effects", "before-outage"),
            ],
            &[(
                "remembers-per-process",
                &["redelivery-fresh-connections", "redelivery-concurrent", "retry-asks-again"],
            )],
        ),
        // Without the simplest check, it is unknown whether it remembers anything.
        (&[Failed("redelivery-fresh-connections", "more-effects"), Skipped("redelivery-same")], &[]),
        (
            &[
                Failed("redelivery-same", "more-effects"),
                Failed("redelivery-interleaved", "more-effects"),
                Failed("redelivery-fresh-connections", "more-effects"),
                Failed("redelivery-after-pause", "more-effects"),
                Special("redelivery-lost-answer", "silent", "cold-start"),
            ],
            &[(
                "forgets-events",
                &[
                    "redelivery-same",
                    "redelivery-interleaved",
                    "redelivery-fresh-connections",
                    "redelivery-lost-answer",
                    "redelivery-after-pause",
                ],
            )],
        ),
        (
            &[Failed("redelivery-after-pause", "more-effects")],
            &[("forgets-after-a-while", &["redelivery-after-pause"])],
        ),
        (
            &[Failed("redelivery-long-after", "more-effects"), Failed("redelivery-after-pause", "more-effects")],
            &[("forgets-after-a-while", &["redelivery-long-after", "redelivery-after-pause"])],
        ),
        (
            &[
                Failed("redelivery-concurrent", "more-effects"),
                Special("redelivery-lost-answer", "more-effects", "sender-left"),
            ],
            &[("remembers-with-a-race", &["redelivery-concurrent", "redelivery-lost-answer"])],
        ),
        (
            &[Special("redelivery-lost-answer", "more-effects", "sender-left")],
            &[("forgets-lost-answers", &["redelivery-lost-answer"])],
        ),
        (
            &[Special("redelivery-lost-answer", "fewer-effects", "sender-left")],
            &[("loses-abandoned-events", &["redelivery-lost-answer"])],
        ),
        // The attempt that comes after a pause is another one.
        (
            &[Failed("redelivery-new-attempt", "more-effects"), Failed("redelivery-after-pause", "more-effects")],
            &[("remembers-by-wrong-key", &["redelivery-new-attempt", "redelivery-after-pause"])],
        ),
        (
            &[Failed("redelivery-different-events", "fewer-effects")],
            &[("remembers-by-wrong-key", &["redelivery-different-events"])],
        ),
        (
            &[Special("retry-asks-again", "more-effects", "before-outage")],
            &[("forgets-in-an-outage", &["retry-asks-again"])],
        ),
        (&[Special("retry-asks-again", "accepted", "outage")], &[("loses-failed-events", &["retry-asks-again"])]),
    ];
    compare(table);
}

#[test]
fn of_payloads() {
    let table: &[(&[Row], Expected)] = &[
        (
            &[Special("payload-unusual-text", "crashed", "half-pair")],
            &[("text-with-half-pair", &["payload-unusual-text"])],
        ),
        (
            &[Special("payload-unusual-text", "crashed", "half-pair"), Failed("malformed-json", "crashed")],
            &[("crashes-on-unreadable-body", &["malformed-json", "payload-unusual-text"])],
        ),
        (&[Special("payload-unusual-text", "crashed", "many-marks")], &[("unusual-text", &["payload-unusual-text"])]),
        (
            &[Special("payload-unusual-text", "crashed", "many-marks"), Failed("payload-maximal", "crashed")],
            &[("text-too-long", &["payload-maximal", "payload-unusual-text"])],
        ),
        (
            &[
                Special("payload-unusual-text", "crashed", "half-pair"),
                Special("payload-unusual-names", "crashed", "name-not-ascii"),
                Failed("payload-unicode", "crashed"),
            ],
            &[("text-not-ascii", &["payload-unicode", "payload-unusual-text", "payload-unusual-names"])],
        ),
        (
            &[Special("payload-unusual-names", "crashed", "name-not-ascii")],
            &[("unusual-field-names", &["payload-unusual-names"])],
        ),
        (
            &[Failed("payload-unusual-names", "crashed"), Failed("payload-unknown-field", "crashed")],
            &[("strict-about-new-fields", &["payload-unknown-field", "payload-unusual-names"])],
        ),
        (
            &[
                Failed("payload-unusual-names", "crashed"),
                Failed("payload-unknown-field", "crashed"),
                Failed("malformed-wrong-type", "crashed"),
            ],
            &[(
                "crashes-on-invalid-event",
                &["malformed-wrong-type", "payload-unknown-field", "payload-unusual-names"],
            )],
        ),
        (&[Failed("payload-stored-values", "otherwise")], &[("stores-other-values", &["payload-stored-values"])]),
    ];
    compare(table);
}

#[test]
fn a_cause_does_not_show_the_values_of_another() {
    let rows = [Near("payload-generated", "crashed", "null", "1"), Failed("payload-big-number", "crashed")];
    let found = find(&run(&rows, &json!({})));
    let seen: Vec<(&str, &str)> = found.iter().map(|cause| (cause.id.as_str(), cause.seen.as_str())).collect();
    let null = "With 1 in `/a`, the event was accepted. With null, the endpoint did not accept it.";
    assert_eq!(seen, [("null-or-absent-field", null), ("number-too-big", "The endpoint did not accept a delivery.")]);
}

/// A library that writes JSON again escapes what is not ASCII: such a payload is refused like a forgery.
#[test]
fn rewritten_json_explains_payloads_that_are_refused_like_forgeries() {
    let rows = [
        Near("payload-unicode", "refused", "\"é\"", "\"e\""),
        Near("encoding-raw-bytes", "refused", "1", "2"),
        Special("signature-body-changed", "accepted", "space-added"),
    ];
    for (status, causes) in
        [(401, &[("verifies-rewritten-body", 3)][..]), (422, &[("verifies-rewritten-body", 2), ("text-not-ascii", 1)])]
    {
        let mut run = serde_json::to_value(run(&rows, &json!({}))).unwrap();
        for check in run["checks"].as_array_mut().unwrap() {
            let status = if check["id"] == "payload-unicode" { status } else { 401 };
            if check["counterexample"].is_object() {
                check["counterexample"]["response"] = json!({"status": status});
            }
        }
        let found = find(&serde_json::from_value(run).unwrap());
        let found: Vec<(&str, usize)> = found.iter().map(|cause| (cause.id.as_str(), cause.checks.len())).collect();
        assert_eq!(found, causes, "{status}");
    }
}
