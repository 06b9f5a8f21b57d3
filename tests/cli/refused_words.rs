//! Bad input: names, numbers and forms. The message says what is wrong, and the status is 2.

use crate::tool;
use crate::tool::Said;

const URL: &str = "http://127.0.0.1:9/hook";

fn verify(args: &[&str]) -> Said {
    tool::run(&[&["verify", "truv", URL, "--secret", "s"], args].concat())
}

#[track_caller]
fn refused(said: &Said, name: &str) {
    assert_eq!((said.code, said.stdout.as_str()), (Some(2), ""), "{}", said.whole());
    said.is_as(&format!("refused-{name}"));
}

#[test]
fn a_provider_that_does_not_exist() {
    refused(&tool::run(&["sheet", "trvu"]), "provider");
    refused(&tool::run(&["verify", "nobody", URL, "--secret", "s"]), "provider-far");
}

#[test]
fn an_event_that_does_not_exist() {
    refused(&tool::run(&["schema", "truv", "link-conected"]), "event");
    refused(&verify(&["--events", "link-connected,link-conected"]), "event-of-verify");
    refused(&tool::run(&["example", "betterez", "peoplelookups.created"]), "event-letter-case");
}

#[test]
fn a_story_that_does_not_exist_or_does_not_go_with_the_rest() {
    refused(&tool::run(&["example", "orum", "--story", "persn"]), "story");
    refused(&tool::run(&["example", "orum", "--story", "person", "--minimal"]), "story-minimal");
    refused(&tool::run(&["example", "orum", "person_created", "--now", "2026-01-01T00:00:00Z"]), "now-without-story");
    refused(&tool::run(&["example", "orum"]), "neither-event-nor-story");
}

#[test]
fn a_check_that_does_not_exist() {
    refused(&tool::run(&["checks", "signature-mising"]), "check");
    refused(&verify(&["--only", "signature-mising"]), "check-of-only");
    refused(&verify(&["--skip", "signatures"]), "check-of-skip");
}

#[test]
fn another_tenants_secret_that_proves_nothing() {
    refused(&verify(&["--other-secret", "s"]), "other-secret-same");
    refused(&tool::run(&["verify", "argyle", URL, "--other-secret", "s"]), "other-secret-alone");
    refused(&verify(&["--other-secret", ""]), "other-secret-empty");
}

#[test]
fn an_assumption_that_does_not_exist_or_has_no_such_value() {
    refused(&verify(&["--assume", "delivery.timeot=5s"]), "assume-key");
    refused(&verify(&["--assume", "delivery.timeout=soon"]), "assume-value");
    refused(&verify(&["--assume", "payload.new-values,delivery.timeout=5s,delivery.succes=200"]), "assume-list");
    refused(
        &tool::run_with(&["sign", "socotra", "--secret", "s", "--assume", "signature.encoding=rot13"], b"{}"),
        "assume-encoding",
    );
}

#[test]
fn an_address_that_is_none() {
    refused(&tool::run(&["verify", "truv", "ftp://127.0.0.1/hook", "--secret", "s"]), "url-scheme");
    refused(&tool::run(&["verify", "truv", "127.0.0.1:9000/hook", "--secret", "s"]), "url-none");
    refused(&tool::run(&["verify", "truv", "http://", "--secret", "s"]), "url-empty");
    refused(&verify(&["--effects", "effects"]), "effects-none");
    let said = tool::run(&["verify", "truv", "http://me:canary@127.0.0.1:9/hook", "--secret", "s"]);
    assert!(!said.stderr.contains("canary"), "{}", said.stderr);
    refused(&said, "url-credentials");
}

#[test]
fn a_provider_that_always_signs_needs_a_secret() {
    refused(&tool::run(&["verify", "truv", URL]), "no-secret");
    refused(&tool::run_with(&["sign", "argyle"], b"{}"), "no-secret-to-sign");
    refused(&verify(&["--secret-file", "/dev/null"]), "empty-secret");
}

#[test]
fn a_header_a_pin_or_a_time_of_another_form() {
    refused(&verify(&["--header", "no colon"]), "header");
    refused(&verify(&["--header", "a b: c"]), "header-name");
    refused(&verify(&["--header", "content-length: 5"]), "header-of-the-wire");
    refused(&verify(&["--header", "X-Webhook-Sign: v1=0"]), "header-of-the-signature");
    refused(&verify(&["--header", "Connection: close"]), "header-of-the-connection");
    refused(&verify(&["--set", "user_id=u1"]), "set");
    refused(&verify(&["--timeout", "soon"]), "timeout");
    refused(&verify(&["--now", "yesterday"]), "now");
    refused(&verify(&["--cases", "many"]), "cases");
    let emit = |args: &[&str]| tool::run(&[&["emit", "truv", "link-connected", URL, "--secret", "s"], args].concat());
    refused(&emit(&["--header", "a b: c"]), "header-of-emit");
    refused(&emit(&["--header", "transfer-encoding: chunked"]), "header-of-the-wire-in-emit");
    refused(&emit(&["--header", "X-Webhook-Sign: v1=0"]), "header-of-the-signature-in-emit");
    refused(&emit(&["--set", "user_id=u1"]), "set-of-emit");
}

#[test]
fn nothing_left_to_judge() {
    refused(&verify(&["--only", "malformed", "--skip", "malformed-"]), "nothing-left");
    refused(&verify(&["--only", ""]), "only-empty");
}

#[test]
fn a_command_or_a_flag_that_does_not_exist() {
    refused(&tool::run(&["verfy"]), "command");
    refused(&verify(&["--effect", URL]), "flag");
    refused(&tool::run(&["verify", "truv"]), "argument");
}

#[test]
fn an_example_that_nobody_printed() {
    refused(&tool::run(&["example", "socotra", "policy.issue", "--documented"]), "no-example");
}
