//! `example`: documented, smallest, largest and drawn payloads.

use serde_json::Value;

use crate::tool;

#[track_caller]
fn printed(args: &[&str]) -> String {
    let said = tool::run(&[&["example"], args].concat());
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""), "{args:?}");
    said.stdout
}

#[test]
fn documented_instances_are_printed_a_line_each() {
    tool::same("example-documented", &printed(&["truv", "link-connected", "--documented"]));
}

#[test]
fn the_smallest_document_is_small() {
    tool::same("example-minimal", &printed(&["truv", "link-deleted", "--minimal"]));
}

#[test]
fn the_largest_document_is_large_and_one_line() {
    let largest = printed(&["truv", "link-deleted", "--maximal"]);
    let smallest = printed(&["truv", "link-deleted", "--minimal"]);
    assert!(largest.len() > smallest.len(), "{largest}");
    assert_eq!(largest.lines().count(), 1);
    serde_json::from_str::<Value>(&largest).unwrap();
}

#[test]
fn coverage_prints_documents_and_what_they_show() {
    let said = tool::run(&["example", "argyle", "users.fully_synced", "--coverage"]);
    assert_eq!(said.stderr.lines().next(), Some("3 documents show 18 of 18 goals"), "{}", said.stderr);
    said.is_as("example-coverage");
    let goals = printed(&["argyle", "users.fully_synced", "--coverage", "--json"]);
    let goals: Vec<Value> = serde_json::from_str(&goals).unwrap();
    let last = said.stdout.lines().count() - 1;
    assert!(goals.iter().all(|goal| goal["document"].as_u64().is_some_and(|at| at <= last as u64)), "{goals:?}");
    tool::run(&["example", "argyle", "users.fully_synced", "--json"]).is_as("example-json-alone");
}

#[test]
fn a_seed_fixes_the_bytes() {
    let args = ["truv", "link-deleted", "--seed", "7", "--count", "3"];
    let drawn = printed(&args);
    assert_eq!(drawn, printed(&args));
    assert_ne!(drawn, printed(&["truv", "link-deleted", "--seed", "8", "--count", "3"]));
    assert_eq!(drawn.lines().count(), 3);
    tool::same("example-seeded", &drawn);
}

#[test]
fn the_first_of_many_is_the_only_one_of_one() {
    let three = printed(&["orum", "person_created", "--seed", "7", "--count", "3"]);
    let one = printed(&["orum", "person_created", "--seed", "7"]);
    assert_eq!(three.lines().next(), one.lines().next());
}

#[test]
fn argyle_is_indented_on_the_wire_and_ends_without_a_line_feed() {
    let wire = printed(&["argyle", "identities.added", "--wire", "--minimal"]);
    assert!(wire.starts_with("{\n  \""), "{wire}");
    assert!(wire.ends_with("\n}"), "{wire}");
    tool::same("example-wire-argyle", &wire);
}

#[test]
fn orum_is_compact_on_the_wire_and_ends_in_a_line_feed() {
    let wire = printed(&["orum", "person_created", "--wire", "--minimal"]);
    assert!(wire.ends_with("}\n"), "{wire}");
    assert_eq!(wire.matches('\n').count(), 1, "{wire}");
}

#[test]
fn recorded_bytes_stay_as_they_were_recorded() {
    let wire = printed(&["orum", "person_created", "--wire", "--documented"]);
    tool::same("example-wire-recorded", &wire);
}

#[test]
fn a_story_is_printed_a_document_a_line() {
    let shown = printed(&["orum", "--story", "person-rejected", "--seed", "7"]);
    assert_eq!(shown, printed(&["orum", "--story", "person-rejected", "--seed", "7", "--now", "2026-01-01T00:00:00Z"]));
    assert_ne!(shown, printed(&["orum", "--story", "person-rejected", "--seed", "8"]));
    tool::same("example-story", &shown);
}

#[test]
fn a_story_on_the_wire_has_the_layout_of_its_provider() {
    let shown = printed(&["argyle", "--story", "account-failed", "--seed", "7", "--wire"]);
    assert!(shown.starts_with("{\n  \"event\": \"accounts.added\""), "{shown}");
    assert!(shown.contains("\n}{\n  \"event\": \"accounts.failed\""), "{shown}");
}

#[test]
fn every_story_of_a_sheet_can_be_printed() {
    for provider in ["truv", "argyle", "orum", "betterez", "socotra"] {
        let sheet: Value = serde_json::from_str(&tool::run(&["sheet", provider, "--json"]).stdout).unwrap();
        let story = &sheet["stories"][0];
        let shown = printed(&[provider, "--story", story["name"].as_str().unwrap()]);
        let steps = story["steps"].as_array().unwrap();
        assert_eq!(shown.lines().count(), steps.len());
        for (line, step) in shown.lines().zip(steps) {
            assert!(line.contains(step["event"].as_str().unwrap()), "{line}");
        }
    }
}

#[test]
fn what_is_printed_agrees_with_itself() {
    let event: Value = serde_json::from_str(&printed(&["orum", "person_closed", "--seed", "3"])).unwrap();
    assert_eq!(event["event_data"]["person"]["status"], "closed");
    assert!(event["event_data"]["person"]["closed_at"].is_string(), "{event}");
}

#[test]
fn every_event_of_every_provider_has_its_documents() {
    for provider in ["truv", "argyle", "orum", "betterez", "socotra"] {
        let events = tool::run(&["events", provider, "--json"]).stdout;
        let events: Vec<Value> = serde_json::from_str(&events).unwrap();
        // A process for each would be slow; the laws look at all.
        for event in events.iter().step_by(17) {
            let name = event["name"].as_str().unwrap();
            for which in ["--minimal", "--maximal", "--seed=3"] {
                let drawn = printed(&[provider, name, which]);
                serde_json::from_str::<Value>(&drawn).unwrap();
            }
        }
    }
}
