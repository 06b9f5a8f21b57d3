//! Lists that the binary prints.

use serde_json::Value;

use crate::tool;

#[track_caller]
fn every_row_is_named(args: &[&str]) {
    let said = tool::run(args);
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""), "{args:?}");
    let rows: Vec<Value> = serde_json::from_str(&said.stdout).unwrap();
    assert!(!rows.is_empty(), "{args:?}");
    assert!(rows.iter().all(|row| row["name"].is_string()), "{args:?}");
}

#[test]
fn providers_fit_a_screen() {
    tool::run(&["providers"]).is_as("providers");
}

#[test]
fn every_list_is_an_array_of_objects_with_a_name() {
    every_row_is_named(&["providers", "--json"]);
    every_row_is_named(&["checks", "--json"]);
    every_row_is_named(&["checks", "signature-missing", "--json"]);
    every_row_is_named(&["demo", "--list", "--json"]);
    for provider in ["truv", "argyle", "orum", "betterez", "socotra"] {
        every_row_is_named(&["events", provider, "--json"]);
        every_row_is_named(&["payloads", provider, "--json"]);
        every_row_is_named(&["schema", provider]);
    }
}

#[test]
fn a_sheet_shows_every_fact_with_its_basis() {
    tool::run(&["sheet", "argyle"]).is_as("sheet-argyle");
}

#[test]
fn a_sheet_as_json_is_one_object() {
    let said = tool::run(&["sheet", "argyle", "--json"]);
    let sheet: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(sheet["id"], "argyle");
}

#[test]
fn events_are_listed_with_their_basis() {
    tool::run(&["events", "orum"]).is_as("events-orum");
}

#[test]
fn payloads_are_listed_with_their_kind() {
    tool::run(&["payloads", "argyle"]).is_as("payloads-argyle");
}

#[test]
fn checks_are_listed_with_their_level() {
    tool::run(&["checks"]).is_as("checks");
}

#[test]
fn one_check_is_shown_in_full() {
    tool::run(&["checks", "signature-missing"]).is_as("checks-signature-missing");
}

#[test]
fn defects_are_listed_with_what_catches_them() {
    tool::run(&["demo", "--list"]).is_as("demo-list");
}

#[test]
fn completions_name_the_commands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let said = tool::run(&["completions", shell]);
        assert_eq!(said.code, Some(0), "{shell}");
        assert!(said.stdout.contains("verify"), "{shell}");
    }
}

#[test]
fn help_is_whole() {
    tool::run(&["--help"]).is_as("help");
    tool::run(&["verify", "--help"]).is_as("help-verify");
    tool::run(&["demo", "--help"]).is_as("help-demo");
}

#[test]
fn a_closed_pipe_is_no_fault() {
    let mut child = tool::hookproof(&["schema", "socotra"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
