//! TAP, as Perl's own harness reads it.

use std::io::Write;
use std::process::{Command, Stdio};

use hookproof::report::tap;
use hookproof::verify::{Outcome, Run, Verdict};
use serde_json::Value;

use crate::browser::tools::is_there;
use crate::{runs, says_more};

/// Prints as JSON what TAP::Parser makes of stdin.
const READER: &str = r#"
    use TAP::Parser; use JSON::PP;
    local $/; my $parser = TAP::Parser->new({ tap => scalar <STDIN> });
    my (@tests, @yaml, @unknown, $bail);
    while (my $one = $parser->next) {
        push @tests, [map { "$_" } $one->ok, $one->number, $one->description, $one->directive, $one->explanation]
            if $one->is_test;
        push @yaml, $one->data if $one->is_yaml;
        push @unknown, $one->as_string if $one->is_unknown;
        $bail = $one->explanation if $one->is_bailout;
    }
    print JSON::PP->new->canonical->encode({
        tests => \@tests, yaml => \@yaml, unknown => \@unknown, bail => $bail, version => $parser->version,
        errors => [$parser->parse_errors], problems => ($parser->has_problems ? 1 : 0), plan => $parser->plan,
    });
"#;

fn read(tap: &str) -> Value {
    // Its parser knows nothing later than 13; what 14 added over it, the escapes, is looked at here.
    let tap = tap.replacen("TAP version 14", "TAP version 13", 1);
    let mut perl =
        Command::new("perl").args(["-CS", "-e", READER]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    perl.stdin.take().unwrap().write_all(tap.as_bytes()).unwrap();
    serde_json::from_slice(&perl.wait_with_output().unwrap().stdout).unwrap()
}

fn point<'a>(run: &Run, said: &'a Value, id: &str) -> &'a Value {
    &said["tests"][run.checks.iter().position(|check| check.id == id).unwrap()]
}

#[tokio::test]
async fn a_harness_reads_every_point() {
    if !is_there("perl", "TAP") {
        return;
    }
    for (at, run) in runs().await.iter().enumerate() {
        let said = read(&tap(run));
        assert_eq!(said["errors"], serde_json::json!([]), "{at}");
        assert_eq!(said["unknown"], serde_json::json!([]), "{at}");
        assert_eq!(said["plan"], format!("1..{}", run.checks.len()), "{at}");
        let points = said["tests"].as_array().unwrap();
        assert_eq!(points.len(), run.checks.len(), "{at}");
        for (point, check) in points.iter().zip(&run.checks) {
            let failed = run.fails_the_run(check) || check.known;
            assert_eq!(point[0] == "not ok", failed, "{point}");
            let directive = match check.verdict {
                Verdict::Fail if check.known => "TODO",
                Verdict::Skip => "SKIP",
                _ => "",
            };
            assert_eq!(point[3], directive, "{point}");
            let advises = point[2].as_str().unwrap().contains(" # advice: the endpoint ");
            assert_eq!(advises, run.is_advice(check), "{point}");
            assert!(point[2].as_str().unwrap().starts_with(&format!("- {}: ", check.id)), "{point}");
        }
        assert_eq!(said["yaml"].as_array().unwrap().len(), run.failed().count(), "{at}");
        assert_eq!(said["bail"].is_null(), !says_more(run), "{at}");
    }
}

#[tokio::test]
async fn a_failure_has_its_diagnostics() {
    if !is_there("perl", "TAP") {
        return;
    }
    let run = crate::fixed("trusts-unsigned").await;
    let said = read(&tap(&run));
    assert_eq!(point(&run, &said, "signature-missing")[0], "not ok");
    let yaml = &said["yaml"][0];
    assert_eq!((&yaml["severity"], &yaml["status"]), (&"must".into(), &"200".into()), "{yaml}");
    assert!(yaml["message"].as_str().unwrap().starts_with("the endpoint answered 200"), "{yaml}");
    assert!(yaml["body"].as_str().unwrap().contains("\"event_type\""), "{yaml}");
    assert!(yaml["reproduce"].as_str().unwrap().contains("--only signature-missing"), "{yaml}");
    let scenario: Vec<&str> = yaml["scenario"].as_array().unwrap().iter().map(|step| step.as_str().unwrap()).collect();
    assert!(scenario.iter().any(|step| step.starts_with("✗ ") && step.contains("→ 200")), "{yaml}");
    assert!(yaml["cause"].as_str().unwrap().starts_with("verifies-if-present"), "{yaml}");
    assert_eq!(yaml["headers"]["Content-Type"], "application/json", "{yaml}");
}

#[tokio::test]
async fn a_run_without_failures_is_well_and_one_that_stopped_early_is_not() {
    if !is_there("perl", "TAP") {
        return;
    }
    let mut run = crate::fixed("").await;
    assert_eq!(read(&tap(&run))["problems"], 0);
    run.verdict = Outcome::Unproved;
    run.unproved = Some("stopped early: budget spent".to_owned());
    let text = tap(&run);
    assert!(text.starts_with("TAP version 14\n1.."), "{text}");
    assert!(text.ends_with("Bail out! unproved: stopped early: budget spent\n"), "{text}");
    assert_eq!(read(&text)["bail"], "unproved: stopped early: budget spent");
}
