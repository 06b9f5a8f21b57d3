//! `demo`: the first thing that anyone runs.

use crate::tool;

#[test]
fn a_correct_consumer_passes_everything() {
    tool::run(&["demo", "--seed", "7", "--salt", "review", "--cases", "8"]).is_as("demo-sound");
}

#[test]
fn a_planted_defect_is_caught_and_can_be_sent_again() {
    let said = tool::run(&["demo", "--defect", "processes-twice", "--salt", "review", "--cases", "8"]);
    said.is_as("demo-processes-twice");
}

#[test]
fn a_fault_of_one_document_is_shrunk() {
    let said = tool::run(&["demo", "-v", "--defect", "ascii-only", "--salt", "review", "--cases", "8"]);
    assert_eq!(said.code, Some(1));
    assert!(said.stdout.contains("shrunk from"), "{}", said.stdout);
    assert_eq!(said.stderr.lines().count(), 2, "{}", said.stderr);
}

#[test]
fn every_provider_has_its_demonstration() {
    for provider in ["argyle", "orum", "betterez", "socotra"] {
        let said = tool::run(&["demo", "--provider", provider, "--salt", "review", "--cases", "2"]);
        said.is_as(&format!("demo-{provider}"));
    }
}

#[test]
fn the_report_for_programs_is_json_and_nothing_else() {
    let said = tool::run(&["demo", "--defect", "trusts-unsigned", "--cases", "2", "--json"]);
    assert_eq!(said.code, Some(1));
    let report: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(report["verdict"], "failed");
    assert_eq!(report["strict"], true);
    let failed = report["checks"].as_array().unwrap().iter().filter(|check| check["verdict"] == "fail");
    for check in failed {
        assert!(check["why"].is_string() && check["counterexample"]["request"]["body"].is_string(), "{check}");
    }
}

#[test]
fn an_unknown_defect_has_nearest_names() {
    tool::run(&["demo", "--defect", "NOPE"]).is_as("demo-defect-nope");
    tool::run(&["demo", "--defect", "process-twice"]).is_as("demo-defect-near");
}

#[test]
fn a_defect_of_another_provider_is_reported() {
    tool::run(&["demo", "--provider", "argyle", "--defect", "needs-status"]).is_as("demo-defect-elsewhere");
}
