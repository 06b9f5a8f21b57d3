//! The JSON report: `schemas/report.json` says what it is, real runs keep to it, and equal runs write it equally.
#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is wrong")]

use std::fs;
use std::path::Path;

use hookproof::Verifier;
use hookproof::demo;
use hookproof::demo::Defect;
use hookproof::demo::Shop;
use hookproof::model::Secret;
use hookproof::providers;
use hookproof::report;
use hookproof::schema;
use hookproof::sign::Signer;
use serde_json::Value;
use serde_json::json;

const SECRET: &str = "a secret of the tests";

/// A few types are enough for a report.
const EVENTS: [&str; 4] = ["task-status-updated", "order-created", "link-connected", "statements-created"];

/// What is fixed of a run.
#[derive(Clone, Copy)]
enum Fixed {
    /// The shapes of what is sent.
    Seed,
    /// Its bytes.
    SeedSaltAndTime,
}

/// The JSON report of a run against a fresh consumer.
async fn run(defect: Option<&Defect>, fixed: Fixed) -> Value {
    let truv = providers::truv();
    let signer = Signer::new(&truv.signing.recipe, &Secret::new(SECRET)).unwrap();
    let steps = defect.map_or(demo::SOUND, |defect| defect.steps);
    let consumer = demo::start(Shop::new(truv.clone(), Some(signer), steps)).await.unwrap();
    let mut verifier =
        Verifier::of(truv).secret(SECRET).events(EVENTS).seed(3).cases(8).effects_at(consumer.effects_url());
    if let Some(timeout) = defect.and_then(|defect| defect.timeout) {
        verifier = verifier.timeout(timeout);
    }
    if let Fixed::SeedSaltAndTime = fixed {
        verifier = verifier.salt("salt").now("2026-01-31T09:30:00Z".parse().unwrap());
    }
    let text = report::json(&verifier.run(&consumer.url()).await);
    assert!(text.ends_with("}\n"));
    serde_json::from_str(&text.replace(&consumer.url(), "http://consumer/hook")).unwrap()
}

/// Takes out a member, which must have been there.
fn take(document: &mut Value, name: &str) -> Value {
    document.as_object_mut().unwrap().remove(name).unwrap_or_else(|| panic!("there is no `{name}`"))
}

/// Puts what a run decides by itself in place: how long it took, and without a salt and a time its bytes.
fn settled(mut document: Value, fixed: Fixed) -> Value {
    take(&mut document, "duration_ms");
    if let Fixed::Seed = fixed {
        assert_ne!(take(&mut document, "salt"), json!(""));
        for check in document["checks"].as_array_mut().unwrap() {
            let Some(request) = check.pointer_mut("/counterexample/request") else { continue };
            let names: Vec<Value> =
                take(request, "headers").as_array().unwrap().iter().map(|header| header[0].clone()).collect();
            request["headers"] = Value::from(names);
            let body = take(request, "body");
            let shape = serde_json::from_str(body.as_str().unwrap()).map_or(body, |body| shape(&body));
            request["body"] = shape;
        }
    }
    document
}

/// A document whose texts are known by their lengths alone.
fn shape(document: &Value) -> Value {
    match document {
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), shape(value))).collect(),
        Value::Array(items) => items.iter().map(shape).collect(),
        Value::String(text) => text.len().into(),
        other => other.clone(),
    }
}

#[test]
fn the_schema_file_is_what_the_types_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let path = folder.join("report.json");
    let text = schema::to_text(&report::schema());
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let known = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(known, text, "run `UPDATE=1 cargo test` and review the difference of schemas/report.json");
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name == "report.json" || providers::named(&name).is_ok(), "schemas/{name} is the schema of nothing");
    }
}

#[tokio::test]
async fn a_real_report_keeps_to_the_schema() {
    let schema = report::schema();
    assert!(jsonschema::draft202012::meta::is_valid(&schema));
    let validator = jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap();
    let (mut answered, mut unanswered) = (0, 0);
    // None; late answers, of which nothing can be shown; a shrunk payload; a forgery; a repeat.
    for name in ["", "answers-late", "ascii-only", "trusts-unsigned", "acts-twice"] {
        let defect = demo::named(name).ok();
        let report = run(defect, Fixed::Seed).await;
        let errors: Vec<String> =
            validator.iter_errors(&report).map(|error| format!("{} {error}", error.instance_path())).collect();
        assert_eq!(errors, [""; 0], "{name}");
        assert_eq!(report["verdict"], if defect.is_some() { "fail" } else { "pass" }, "{name}");
        let has = |what: &str| {
            let checks = report["checks"].as_array().unwrap();
            checks.iter().filter(|check| check["counterexample"].get(what).is_some()).count()
        };
        answered += has("response");
        unanswered += has("failure");
    }
    assert!(answered > 0 && unanswered > 0, "{answered} counterexamples with an answer, {unanswered} without");
}

#[test]
fn the_schema_tells_a_report_from_something_else() {
    let validator = jsonschema::draft202012::new(&report::schema()).unwrap();
    for wrong in [json!({}), json!([]), json!({"hookproof": "0.1.0", "verdict": "perhaps"})] {
        assert!(!validator.is_valid(&wrong), "{wrong}");
    }
}

#[tokio::test]
async fn equal_runs_write_equal_reports() {
    for fixed in [Fixed::SeedSaltAndTime, Fixed::Seed] {
        // A defect that shows in a shrunk payload, one in a forgery, and none.
        let named = |name| demo::named(name).unwrap();
        for defect in [None, Some(named("ascii-only")), Some(named("trusts-unsigned"))] {
            let (one, two) = tokio::join!(run(defect, fixed), run(defect, fixed));
            let name = defect.map_or("sound", |defect| defect.name);
            assert_eq!(settled(one, fixed), settled(two, fixed), "{name}");
        }
    }
}
