//! Tables from verdicts to causes.

mod finer;
mod probes;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::verify::cause::causes;
use crate::verify::cause::find::find;
use crate::verify::checks;
use crate::verify::run::Run;

/// The result of a check: its id, how it failed, and what was special, or a value that failed and an accepted one.
#[derive(Clone, Copy)]
enum Row {
    Failed(&'static str, &'static str),
    Special(&'static str, &'static str, &'static str),
    Near(&'static str, &'static str, &'static str, &'static str),
    Advice(&'static str, &'static str),
    Skipped(&'static str),
}

use Row::{Advice, Failed, Near, Skipped, Special};

fn check(row: Row) -> Value {
    let base = |id: &str, verdict: &str, level: &str| {
        json!({
            "id": id, "level": level, "verdict": verdict, "title": "", "reproduce": "",
            "basis": {"certainty": "assumed", "source": ""},
        })
    };
    match row {
        Failed(id, how) => {
            let mut check = base(id, "fail", "must");
            check["symptom"] = json!({"how": how});
            check
        }
        Advice(id, how) => {
            let mut check = base(id, "fail", "may");
            check["symptom"] = json!({"how": how});
            check
        }
        Special(id, how, special) => {
            let mut check = base(id, "fail", "must");
            check["symptom"] = json!({"how": how, "special": special});
            check
        }
        Near(id, how, failed, accepted) => {
            let mut check = base(id, "fail", "must");
            check["symptom"] = json!({"how": how});
            check["counterexample"] = json!({
                "event": "order-created", "request": {"method": "POST", "headers": [], "body": "{}"},
                "nearest": {"body": "{}", "differences": [{"pointer": "/a", "failed": failed, "accepted": accepted}]},
            });
            check
        }
        Skipped(id) => base(id, "skip", "must"),
    }
}

/// Creates a run in which these checks failed and all others passed.
fn run(rows: &[Row], set_up: &Value) -> Run {
    let mut all: Vec<Value> = rows.iter().map(|row| check(*row)).collect();
    let named: BTreeSet<String> = all.iter().map(|check| check["id"].as_str().unwrap().to_owned()).collect();
    for other in checks::ALL.iter().filter(|check| !named.contains(check.id)) {
        let mut passed = check(Skipped(other.id));
        passed["verdict"] = "pass".into();
        all.push(passed);
    }
    serde_json::from_value(json!({
        "hookproof": "0.1.0", "provider": "truv", "endpoint": "http://consumer/hook", "seed": 0, "salt": "",
        "verdict": "failed", "strict": false, "counts": {"pass": 0, "fail": 0, "skip": 0}, "deliveries": 0,
        "duration_ms": 0, "events": ["order-created"], "assumed": [], "set_up": set_up, "checks": all,
    }))
    .unwrap()
}

type Expected = &'static [(&'static str, &'static [&'static str])];

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn from_verdicts_to_causes() {
    let table: &[(&[Row], Expected)] = &[
        (&[], &[]),
        (
            &[
                Special("signature-missing", "accepted", "unsigned"),
                Special("signature-wrong-key", "accepted", "other-key"),
                Failed("signature-empty", "accepted"),
                Failed("signature-garbage", "accepted"),
            ],
            &[(
                "verifies-nothing",
                &["signature-missing", "signature-wrong-key", "signature-empty", "signature-garbage"],
            )],
        ),
        (&[Special("signature-missing", "accepted", "unsigned")], &[("verifies-if-present", &["signature-missing"])]),
        (
            &[Special("signature-missing", "accepted", "unsigned-content-type")],
            &[("verifies-some-requests", &["signature-missing"])],
        ),
        (
            &[Special("signature-wrong-key", "accepted", "other-key"), Failed("signature-other-body", "accepted")],
            &[("compares-nothing", &["signature-wrong-key", "signature-other-body"])],
        ),
        (&[Special("signature-wrong-key", "accepted", "weak-key")], &[("accepts-weak-key", &["signature-wrong-key"])]),
        (
            &[
                Special("signature-body-changed", "accepted", "signature-reused"),
                Failed("signature-other-body", "accepted"),
            ],
            &[("caches-signatures", &["signature-other-body", "signature-body-changed"])],
        ),
        (
            &[
                Special("signature-body-changed", "accepted", "space-added"),
                Special("encoding-raw-bytes", "refused", "spelling"),
            ],
            &[("verifies-rewritten-body", &["encoding-raw-bytes", "signature-body-changed"])],
        ),
        (
            &[Special("signature-body-changed", "accepted", "byte-changed")],
            &[("covers-part-of-body", &["signature-body-changed"])],
        ),
        (
            &[Special("encoding-raw-bytes", "refused", "spelling")],
            &[("depends-on-json-spelling", &["encoding-raw-bytes"])],
        ),
        (
            &[Special("encoding-raw-bytes", "refused", "spelling"), Skipped("signature-body-changed")],
            &[("verifies-rewritten-body", &["encoding-raw-bytes"])],
        ),
        (
            &[Failed("signature-truncated", "accepted"), Special("signature-garbage", "accepted", "odd-end")],
            &[("compares-part", &["signature-truncated", "signature-garbage"])],
        ),
        (
            &[Failed("signature-truncated", "accepted"), Special("signature-garbage", "accepted", "garbage")],
            &[("accepts-after-error", &["signature-garbage", "signature-truncated"])],
        ),
        (
            &[Failed("signature-empty", "accepted"), Special("signature-garbage", "accepted", "garbage")],
            &[("accepts-empty-signature", &["signature-empty", "signature-garbage"])],
        ),
        // What crashes and what accepts are two causes.
        (
            &[Failed("signature-truncated", "accepted"), Special("signature-garbage", "crashed", "garbage")],
            &[("compares-part", &["signature-truncated"]), ("crashes-on-invalid-signature", &["signature-garbage"])],
        ),
        (
            &[Failed("signature-missing", "redirected"), Failed("malformed-json", "redirected")],
            &[("refuses-by-redirect", &["signature-missing", "malformed-json"])],
        ),
        (
            &[
                Failed("redelivery-same", "more-effects"),
                Failed("redelivery-interleaved", "more-effects"),
                Failed("redelivery-long-after", "more-effects"),
            ],
            &[("forgets-events", &["redelivery-same", "redelivery-interleaved", "redelivery-long-after"])],
        ),
        (
            &[Failed("redelivery-same", "more-effects"), Failed("redelivery-concurrent", "more-effects")],
            &[("remembers-per-process", &["redelivery-same", "redelivery-concurrent"])],
        ),
        (
            &[Failed("redelivery-same", "crashed"), Failed("redelivery-interleaved", "crashed")],
            &[("refuses-redeliveries", &["redelivery-same", "redelivery-interleaved"])],
        ),
        (&[Failed("redelivery-long-after", "more-effects")], &[("forgets-after-a-while", &["redelivery-long-after"])]),
        (&[Failed("redelivery-concurrent", "more-effects")], &[("remembers-with-a-race", &["redelivery-concurrent"])]),
        (&[Failed("redelivery-other-event", "otherwise")], &[("remembers-by-wrong-key", &["redelivery-other-event"])]),
        (&[Failed("retry-asks-again", "more-effects")], &[("repeats-work-after-failure", &["retry-asks-again"])]),
        (&[Failed("retry-asks-again", "fewer-effects")], &[("loses-failed-events", &["retry-asks-again"])]),
        (&[Failed("retry-asks-again", "accepted")], &[("loses-failed-events", &["retry-asks-again"])]),
        (
            &[Failed("delivery-burst", "limited"), Failed("delivery-documented", "limited")],
            &[("limits-requests", &["delivery-burst", "delivery-documented"])],
        ),
        (&[Failed("delivery-burst", "fewer-effects")], &[("loses-events-in-a-burst", &["delivery-burst"])]),
        (&[Special("redelivery-lost-answer", "silent", "cold-start")], &[("cold-start", &["redelivery-lost-answer"])]),
        (&[Failed("delivery-in-time", "silent")], &[("answers-late", &["delivery-in-time"])]),
        (&[Failed("delivery-documented", "refused")], &[("refuses-event-types", &["delivery-documented"])]),
        (
            &[Failed("payload-null", "crashed"), Near("payload-generated", "crashed", "null", "\"x\"")],
            &[("null-or-absent-field", &["payload-generated", "payload-null"])],
        ),
        (
            &[Failed("payload-minimal", "crashed"), Near("payload-generated", "crashed", "\"\"", "\"x\"")],
            &[("empty-text", &["payload-generated", "payload-minimal"])],
        ),
        (
            &[Failed("payload-unicode", "crashed"), Near("payload-generated", "crashed", "\"é\"", "\"e\"")],
            &[("text-not-ascii", &["payload-generated", "payload-unicode"])],
        ),
        (&[Special("payload-unusual-text", "crashed", "nul")], &[("text-with-nul", &["payload-unusual-text"])]),
        (
            &[
                Failed("payload-maximal", "crashed"),
                Failed("payload-large", "crashed"),
                Near("payload-generated", "crashed", "\"aaa\"", "\"aa\""),
            ],
            &[("text-too-long", &["payload-generated", "payload-maximal", "payload-large"])],
        ),
        (&[Failed("payload-large", "refused")], &[("body-too-large", &["payload-large"])]),
        (
            &[
                Failed("payload-big-number", "crashed"),
                Near("payload-generated", "crashed", "2147483648", "2147483647"),
            ],
            &[("number-too-big", &["payload-generated", "payload-big-number"])],
        ),
        // Two causes in one family.
        (
            &[
                Failed("payload-big-number", "crashed"),
                Failed("payload-maximal", "crashed"),
                Failed("payload-large", "crashed"),
                Near("payload-generated", "crashed", "\"aaa\"", "\"aa\""),
            ],
            &[
                ("number-too-big", &["payload-big-number"]),
                ("text-too-long", &["payload-generated", "payload-maximal", "payload-large"]),
            ],
        ),
        (
            &[Failed("payload-unknown-field", "refused"), Failed("malformed-wrong-type", "crashed")],
            &[
                ("strict-about-new-fields", &["payload-unknown-field"]),
                ("crashes-on-invalid-event", &["malformed-wrong-type"]),
            ],
        ),
        (
            &[Failed("payload-unknown-field", "crashed"), Failed("malformed-wrong-type", "crashed")],
            &[("crashes-on-invalid-event", &["malformed-wrong-type", "payload-unknown-field"])],
        ),
        (
            &[
                Failed("payload-unknown-event", "crashed"),
                Failed("malformed-missing-required", "crashed"),
                Failed("malformed-wrong-type", "crashed"),
            ],
            &[(
                "strict-about-new-types",
                &["payload-unknown-event", "malformed-missing-required", "malformed-wrong-type"],
            )],
        ),
        (
            &[Failed("payload-key-order", "crashed"), Failed("encoding-raw-bytes", "crashed")],
            &[("depends-on-field-order", &["payload-key-order", "encoding-raw-bytes"])],
        ),
        (
            &[Near("payload-generated", "refused", "true", "false")],
            &[("refuses-valid-payloads", &["payload-generated"])],
        ),
        (&[Failed("malformed-json", "fewer-effects")], &[("poison-message", &["malformed-json"])]),
        (&[Failed("malformed-json", "more-effects")], &[("processes-unreadable-body", &["malformed-json"])]),
        (&[Failed("malformed-form", "fewer-effects")], &[("poison-message", &["malformed-form"])]),
        (&[Failed("malformed-form", "crashed")], &[("crashes-on-unreadable-body", &["malformed-form"])]),
        (&[Failed("malformed-empty", "crashed")], &[("crashes-on-unreadable-body", &["malformed-empty"])]),
        // What fails the run comes first, then the harm decides.
        (
            &[
                Advice("signature-no-prefix", "accepted"),
                Failed("payload-large", "refused"),
                Failed("redelivery-same", "more-effects"),
                Failed("redelivery-interleaved", "more-effects"),
                Special("signature-missing", "accepted", "unsigned"),
            ],
            &[
                ("verifies-if-present", &["signature-missing"]),
                ("forgets-events", &["redelivery-same", "redelivery-interleaved"]),
                ("body-too-large", &["payload-large"]),
                ("accepts-other-forms", &["signature-no-prefix"]),
            ],
        ),
    ];
    compare(table);
}

fn compare(table: &[(&[Row], Expected)]) {
    for (rows, wanted) in table {
        let run = run(rows, &json!({}));
        let found = find(&run);
        let named: Vec<(&str, Vec<&str>)> =
            found.iter().map(|cause| (cause.id.as_str(), cause.checks.iter().map(String::as_str).collect())).collect();
        let wanted: Vec<(&str, Vec<&str>)> = wanted.iter().map(|(id, checks)| (*id, checks.to_vec())).collect();
        assert_eq!(named, wanted);
    }
}

#[test]
fn from_a_set_up_to_its_cause() {
    for (refusal, white_space, wanted) in [
        (json!({"status": 401, "body": "json", "by": "unknown"}), false, "wrong-secret"),
        (json!({"status": 403, "body": "empty", "by": "unknown"}), false, "wrong-secret"),
        (json!({"status": 401, "body": "json", "by": "unknown"}), true, "secret-white-space"),
        (json!({"status": 404, "body": "text", "by": "unknown"}), false, "wrong-path"),
        (
            json!({"status": 404, "body": "json", "by": "unknown", "text": "{\"error\":\"no order\"}"}),
            false,
            "entity-missing",
        ),
        (json!({"status": 422, "body": "json", "by": "unknown"}), true, "entity-missing"),
        (json!({"status": 404, "body": "html", "by": "gateway"}), false, "gateway-answers"),
        (json!({"status": 502, "body": "empty", "by": "gateway"}), false, "gateway-answers"),
        (json!({"status": 403, "body": "html", "by": "filter"}), false, "filter-answers"),
        (json!({"status": 405, "body": "empty", "by": "unknown"}), false, "wrong-method"),
        (json!({"status": 415, "body": "empty", "by": "unknown"}), false, "wrong-content-type"),
        (json!({"status": 302, "location": "/login", "body": "empty", "by": "unknown"}), false, "redirected"),
        (json!({"status": 404, "location": "/login", "body": "json", "by": "unknown"}), false, "redirected"),
        (json!({"status": 400, "body": "text", "by": "unknown"}), false, "body-consumed"),
        (json!({"status": 429, "body": "empty", "by": "unknown"}), false, "rate-limited"),
        (json!({"status": 500, "body": "text", "by": "unknown"}), false, "fails-at-everything"),
    ] {
        let mut refusal = refusal;
        refusal["count"] = 19.into();
        refusal["of"] = 19.into();
        let run = run(&[], &json!({"refusal": refusal, "secret_has_white_space": white_space}));
        let found = find(&run);
        let ids: Vec<&str> = found.iter().map(|cause| cause.id.as_str()).collect();
        assert_eq!(ids, [wanted], "{refusal}");
        assert!(found[0].is_set_up() && found[0].checks.is_empty());
    }
    for (fault, wanted) in
        [("grows-alone", "effects-not-ours"), ("fell", "effects-not-ours"), ("unseen", "effects-unseen")]
    {
        let found = find(&run(&[], &json!({"effects": fault})));
        assert_eq!(found.iter().map(|cause| cause.id.as_str()).collect::<Vec<_>>(), [wanted]);
    }
    // The same if the check was left out.
    let found = find(&run(&[], &json!({"effects": "never-moved"})));
    assert_eq!(found.iter().map(|cause| cause.id.as_str()).collect::<Vec<_>>(), ["effects-unseen"]);
    for (fault, wanted) in [(json!("never-moved"), "no-event-had-effect"), (json!(null), "work-stops-after-answer")] {
        let found = find(&run(&[Failed("delivery-effect", "fewer-effects")], &json!({"effects": fault})));
        assert_eq!(found.iter().map(|cause| cause.id.as_str()).collect::<Vec<_>>(), [wanted]);
        assert_eq!(found[0].checks, ["delivery-effect"]);
    }
}

/// A single failed check, however it failed, belongs to one cause that names it, or to none.
#[test]
fn a_check_belongs_to_one_cause() {
    let hows = [
        "accepted",
        "refused",
        "limited",
        "redirected",
        "crashed",
        "silent",
        "hung-up",
        "gone",
        "more-effects",
        "fewer-effects",
        "otherwise",
    ];
    let mut unexplained = Vec::new();
    for known in checks::ALL {
        for how in hows {
            let found = find(&run(&[Failed(known.id, how)], &json!({})));
            match found.as_slice() {
                [] => unexplained.push(format!("{} {how}", known.id)),
                [cause] => {
                    assert_eq!(cause.checks, [known.id], "{how}");
                    let explains = causes::named(&cause.id).unwrap().explains;
                    let may = ["malformed-json", "malformed-not-object", "malformed-truncated-utf8", "malformed-empty"];
                    assert!(explains.contains(&known.id) || may.contains(&known.id), "{} {}", cause.id, known.id);
                }
                more => panic!("{} {how}: {more:?}", known.id),
            }
        }
    }
    // A check that fails in a way that its judge cannot name has no cause.
    assert!(unexplained.len() < checks::ALL.len() * hows.len() / 3, "{unexplained:?}");
}

#[test]
fn every_cause_is_whole() {
    let mut ids = BTreeSet::new();
    for cause in causes::ALL {
        assert!(ids.insert(cause.id), "{} is there twice", cause.id);
        assert!(checks::named(cause.id).is_err(), "{} is a check, too", cause.id);
        assert!(cause.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", cause.id);
        for text in [cause.seen, cause.why, cause.fix] {
            assert!(text.ends_with(['.', '?', ':']) && !text.contains("  "), "{}: {text}", cause.id);
        }
        assert!(!cause.title.is_empty() && !cause.title.ends_with('.'), "{}", cause.id);
        assert!(cause.title.chars().count() <= 80, "{}: {}", cause.id, cause.title);
        for check in cause.explains {
            assert!(checks::named(check).is_ok(), "{} explains {check}", cause.id);
        }
        assert!(cause.is_set_up() || !cause.explains.is_empty(), "{} explains nothing", cause.id);
    }
    for check in checks::ALL {
        assert!(causes::ALL.iter().any(|cause| cause.explains.contains(&check.id)), "{} has no cause", check.id);
    }
    assert_eq!(causes::named("forgets-event").unwrap_err().nearest, ["forgets-events"]);
}
