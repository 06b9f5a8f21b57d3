//! `hookproof provider check`: what is wrong with the events of a file, as text and as JSON.

use serde_json::Value;

use crate::{Vendor, tool};

const TOML: &str = r#"
signature = "none"
event     = "/type"
id        = "/id uuid"
time      = "/at unix-seconds"
payloads  = ["all/*.json"]
"#;

fn schema(name: &str, more: &str) -> String {
    format!(
        r#"{{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "{name}", "type": "object",
        "required": ["n"], "properties": {{"type": {{"const": "{name}"}}, "id": {{"type": "string"}}, {more}}}}}"#
    )
}

#[test]
fn the_events_that_cannot_be_sent_are_listed() {
    let vendor = Vendor::new("checked");
    vendor.write("all/good.json", &schema("good", r#""at": {"type": "integer"}, "n": {"type": "integer"}"#));
    vendor.write(
        "all/bad.json",
        &schema("bad", r#""at": {"type": "integer"}, "n": {"minimum": 2, "maximum": 1, "type": "integer"}"#),
    );
    vendor.write("all/late.json", &schema("late", r#""n": {"type": "integer"}"#));
    let toml = vendor.write("acme.toml", TOML);
    let check = |more: &[&str]| tool::run(&[&["provider", "check", &toml], more].concat());
    let said = check(&["--json"]);
    assert_eq!(said.code, Some(0), "{}", said.whole());
    let data: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!((&data["events"], &data["taken"]), (&3.into(), &2.into()), "{data}");
    assert_eq!(data["left_out"][0]["event"], "bad");
    assert!(data["left_out"][0]["reason"].as_str().unwrap().contains("/properties/n"), "{data}");
    assert_eq!(
        data["incomplete"],
        serde_json::json!([{"event": "late", "reason": "no field at /at, where a time is"}])
    );
    let said = check(&["--strict"]);
    assert_eq!(said.code, Some(1), "{}", said.whole());
    for line in ["left out: bad: ", "late: no field at /at", "2 of 3 events can be sent"] {
        assert!(said.stdout.contains(line), "{line}\n{}", said.stdout);
    }
    for (name, code) in [("bad", Some(1)), ("late", Some(0))] {
        std::fs::remove_file(vendor.path(&format!("all/{name}.json"))).unwrap();
        assert_eq!(check(&["--strict"]).code, code, "without {name}");
    }
}

#[test]
fn examples_that_break_their_schema_are_listed() {
    let said = tool::run(&["provider", "check", "orum", "--json", "--strict"]);
    assert_eq!(said.code, Some(1), "{}", said.whole());
    let data: Value = serde_json::from_str(&said.stdout).unwrap();
    let all = data["contradictions"].as_array().unwrap();
    assert!(all.iter().any(|one| one["reason"].as_str().unwrap().contains("is not a \"uuid\"")), "{data}");
    let said = tool::run(&["provider", "check", "stripe", "--strict"]);
    assert!(said.stdout.contains("events can be sent"), "{}", said.whole());
}
