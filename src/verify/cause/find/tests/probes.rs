//! Tables from what probes decided to causes.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::verify::cause::causes;
use crate::verify::cause::find::tests::{Row, Skipped, Special, run};
use crate::verify::cause::find::{find, next_probe};
use crate::verify::cause::probe::Decision;
use crate::verify::cause::value::Cause;
use crate::verify::run::Run;

/// Names of probes, and what they decided.
type Probed = &'static [(&'static str, &'static str)];

/// The status of a refusal of everything, whether the secret has white space, and what probes decided; then the cause,
/// whether it is decided, and the next probe.
type SetUpRow = (u16, bool, Probed, &'static str, bool, Option<&'static str>);

/// The failed checks, and what probes decided; then the same.
type CheckRow = (&'static [Row], Probed, Option<&'static str>, bool, Option<&'static str>);

/// What the probes decide if the secret is wrong.
const OF_A_WRONG_SECRET: Probed = &[
    ("rewritten-body", "no"),
    ("endpoint-secret-ends", "no"),
    ("secret-encoding", "no"),
    ("body-read-before", "undecided"),
];

/// Returns a run in which these checks failed, everything else passed, and probes decided this.
fn probed(rows: &[Row], set_up: &Value, probes: &[(&str, &str)]) -> Run {
    let report = |(name, decided): &(&str, &str)| {
        let delivery = json!({"event": "order-created", "what": "sent otherwise", "status": 200, "accepted": true});
        let sent_for =
            |cause: &&Cause| cause.is_set_up() == rows.is_empty() && cause.probe.is_some_and(|probe| probe.id == *name);
        let cause = causes::ALL.iter().find(sent_for).unwrap().id;
        json!({"name": name, "cause": cause, "deliveries": [delivery], "decided": decided})
    };
    let mut run = run(rows, set_up);
    run.probes = serde_json::from_value(probes.iter().map(report).collect()).unwrap();
    run
}

/// Returns the first cause, whether it is decided, and the next probe.
fn named(run: &Run) -> (Option<String>, bool, Option<&'static str>) {
    let next = next_probe(run, &[]).map(|(_, probe)| probe.id);
    let first = find(run).into_iter().next();
    let is_decided = first.as_ref().is_some_and(|cause| cause.decided_by.is_some());
    (first.map(|cause| cause.id), is_decided, next)
}

#[test]
fn from_probes_to_causes_of_a_set_up() {
    let refused = |status: u16, white_space: bool| {
        json!({
            "refusal": {"count": 3, "of": 3, "status": status, "body": "empty", "by": "unknown"},
            "secret_has_white_space": white_space,
        })
    };
    let table: &[SetUpRow] = &[
        (401, false, &[], "wrong-secret", false, Some("rewritten-body")),
        (401, false, &[("rewritten-body", "no")], "wrong-secret", false, Some("endpoint-secret-ends")),
        (401, false, &[("rewritten-body", "undecided")], "wrong-secret", false, Some("endpoint-secret-ends")),
        (401, false, OF_A_WRONG_SECRET, "wrong-secret", false, None),
        (401, false, &[("rewritten-body", "yes")], "rewrites-every-body", true, None),
        (401, true, &[], "secret-white-space", false, Some("trimmed-secret")),
        (401, true, &[("trimmed-secret", "yes")], "secret-white-space", true, None),
        (401, true, &[("trimmed-secret", "no")], "wrong-secret", false, Some("rewritten-body")),
        (401, true, &[("trimmed-secret", "undecided")], "secret-white-space", false, None),
        (404, false, &[], "wrong-path", false, Some("other-slash")),
        (404, false, &[("other-slash", "no")], "wrong-path", false, Some("unknown-path")),
        (404, false, &[("other-slash", "yes")], "slash-at-the-end", true, None),
        (302, false, &[("other-slash", "no")], "redirected", true, None),
        (415, false, &[], "wrong-content-type", false, Some("content-type")),
        (415, false, &[("content-type", "undecided")], "wrong-content-type", false, None),
        (415, false, &[("content-type", "yes")], "wrong-content-type", true, None),
        (422, false, &[("content-type", "undecided")], "body-consumed", false, Some("body-read-before")),
        (405, false, &[("other-slash", "no")], "wrong-method", false, Some("unknown-path")),
        (429, false, &[], "rate-limited", true, None),
        (500, false, &[], "fails-at-everything", false, Some("unknown-path")),
    ];
    for (status, white_space, probes, cause, is_decided, next) in table {
        let run = probed(&[], &refused(*status, *white_space), probes);
        assert_eq!(named(&run), (Some((*cause).to_owned()), *is_decided, *next), "{status}, {white_space}: {probes:?}");
    }
}

#[test]
fn from_probes_to_causes_of_failed_checks() {
    let rewritten: &'static [Row] =
        &[Special("encoding-raw-bytes", "refused", "spelling"), Skipped("signature-body-changed")];
    let unsigned: &'static [Row] =
        &[Special("signature-missing", "accepted", "unsigned"), Skipped("signature-wrong-key")];
    let table: &[CheckRow] = &[
        (rewritten, &[], Some("verifies-rewritten-body"), false, Some("rewritten-body")),
        (rewritten, &[("rewritten-body", "yes")], Some("verifies-rewritten-body"), true, None),
        (rewritten, &[("rewritten-body", "no")], Some("depends-on-json-spelling"), true, None),
        (rewritten, &[("rewritten-body", "undecided")], Some("verifies-rewritten-body"), false, None),
        (unsigned, &[], Some("verifies-if-present"), false, Some("wrong-key")),
        (unsigned, &[("wrong-key", "yes")], Some("verifies-if-present"), true, None),
        (unsigned, &[("wrong-key", "no")], None, false, None),
        // What the checks decide needs no probe.
        (&[Special("signature-missing", "accepted", "unsigned")], &[], Some("verifies-if-present"), true, None),
    ];
    for (rows, probes, cause, is_decided, next) in table {
        let run = probed(rows, &json!({}), probes);
        assert_eq!(named(&run), (cause.map(str::to_owned), *is_decided, *next), "{probes:?}");
    }
}

#[test]
fn a_redirect_to_another_path_is_not_about_the_slash() {
    for (location, next) in [
        ("/hook/", Some("other-slash")),
        ("http://consumer/hook/", Some("other-slash")),
        ("/login", None),
        ("https://elsewhere.test/hook/", None),
    ] {
        let refusal = json!({
            "count": 1, "of": 1, "status": 301, "location": location, "body": "empty", "by": "unknown",
        });
        let run = probed(&[], &json!({"refusal": refusal}), &[]);
        assert_eq!(named(&run), (Some("redirected".to_owned()), true, next), "{location}");
    }
}

/// The status, the body and the text of a refusal of everything, and who gave it; then the answer of a path that does not
/// exist, and whether it is the same; then the cause, and whether it is decided.
type PathRow = (u16, &'static str, &'static str, &'static str, (u16, Option<bool>), &'static str, bool);

#[test]
fn from_an_unknown_path_to_causes() {
    let table: &[PathRow] = &[
        (404, "empty", "", "unknown", (404, None), "wrong-path", false),
        // A handler may refuse an event with the page of its framework for unknown paths.
        (404, "html", "Cannot POST /hook", "unknown", (404, Some(true)), "wrong-path", false),
        (404, "json", "{\"detail\":\"Not Found\"}", "unknown", (404, Some(true)), "wrong-path", false),
        (404, "json", "{\"code\":\"E17\"}", "unknown", (404, Some(true)), "wrong-path", false),
        (404, "json", "{\"code\":\"E17\"}", "unknown", (404, Some(false)), "entity-missing", false),
        (404, "empty", "", "unknown", (404, Some(false)), "entity-missing", false),
        (404, "text", "Not Found", "unknown", (404, Some(false)), "entity-missing", false),
        (404, "text", "Not Found", "unknown", (405, Some(false)), "wrong-path", false),
        (405, "empty", "", "unknown", (404, Some(false)), "wrong-method", true),
        (405, "empty", "", "unknown", (405, None), "wrong-method", false),
        (500, "html", "crash", "unknown", (404, Some(false)), "fails-at-everything", true),
        (500, "html", "crash", "unknown", (500, Some(true)), "fails-at-everything", false),
        (502, "html", "nginx", "gateway", (502, Some(true)), "gateway-answers", true),
        (404, "html", "nginx", "gateway", (404, Some(true)), "gateway-answers", false),
    ];
    for (status, body, text, by, (unknown, alike), cause, is_decided) in table {
        let refusal = json!({"count": 1, "of": 1, "status": status, "body": body, "by": by, "text": text});
        let mut run = probed(&[], &json!({"refusal": refusal}), &[("other-slash", "no")]);
        let delivery =
            json!({"event": "e", "what": "sent to /none", "status": unknown, "accepted": false, "alike": alike});
        let report = json!({"name": "unknown-path", "cause": "", "deliveries": [delivery], "decided": "undecided"});
        run.probes.push(serde_json::from_value(report).unwrap());
        assert_eq!(named(&run), (Some((*cause).to_owned()), *is_decided, None), "{status} {text}, {unknown} {alike:?}");
    }
}

#[test]
fn every_probe_is_whole() {
    let mut texts = BTreeMap::new();
    for probe in causes::ALL.iter().filter_map(|cause| cause.probe) {
        assert!(probe.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", probe.id);
        assert!(probe.about.ends_with('.') && !probe.about.contains("  "), "{}", probe.about);
        assert_eq!(*texts.entry(probe.id).or_insert(probe.about), probe.about, "two probes are named {}", probe.id);
        assert_eq!((probe.read)(&[]), Decision::Undecided, "{}: nothing was sent", probe.id);
    }
    assert_eq!(texts.len(), 9, "{texts:?}");
}

#[test]
fn a_probe_is_not_sent_twice() {
    let set_up = json!({"refusal": {"count": 1, "of": 1, "status": 401, "body": "empty", "by": "unknown"}});
    let run = probed(&[], &set_up, &[]);
    let mut tried: Vec<&str> = Vec::new();
    while let Some((_, probe)) = next_probe(&run, &tried) {
        assert!(!tried.contains(&probe.id), "{tried:?}");
        tried.push(probe.id);
    }
    assert_eq!(tried, ["rewritten-body", "endpoint-secret-ends", "secret-encoding", "body-read-before"]);
}
