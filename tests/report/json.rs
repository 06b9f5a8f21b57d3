//! The JSON report: `schemas/report.json` says what it is, real runs keep to it, and equal runs write it equally.

use std::fs;
use std::path::Path;

use hookproof::__private::demo::Defect;
use hookproof::__private::{demo, schema};
use hookproof::model::Timestamp;
use hookproof::{providers, report};
use serde_json::{Value, json};

use crate::consumer;

/// The JSON report of a run against a fresh consumer.
async fn run(defect: Option<&Defect>) -> Value {
    let (consumer, verifier) = consumer(defect).await;
    let text = report::json(&verifier.run(&consumer.url()).await);
    assert!(text.ends_with("}\n"));
    serde_json::from_str(&text.replace(&consumer.url(), "http://consumer/hook")).unwrap()
}

/// Removes a field, which must exist, and returns its value.
fn take(document: &mut Value, name: &str) -> Value {
    document.as_object_mut().unwrap().remove(name).unwrap_or_else(|| panic!("there is no `{name}`"))
}

/// Puts what a run decides by itself in place: how long it took, and without a salt and a time its bytes.
fn settled(mut document: Value) -> Value {
    take(&mut document, "duration_ms");
    assert_ne!(take(&mut document, "salt"), json!(""));
    let run = &mut document["run"];
    assert_ne!(take(run, "salt"), json!(""));
    assert!(take(run, "started").as_str().unwrap().parse::<Timestamp>().is_ok());
    for check in document["checks"].as_array_mut().unwrap() {
        assert!(take(check, "duration_ms").as_f64().unwrap() >= 0.0);
        let Some(counterexample) = check.get_mut("counterexample") else { continue };
        take(counterexample, "curl");
        settle(&mut counterexample["request"]);
        if let Some(bytes) = counterexample.get_mut("bytes") {
            for body in ["sent", "other"] {
                bytes[body] = shape_of(&take(bytes, body));
            }
        }
        for step in counterexample["scenario"].as_array_mut().unwrap() {
            assert_eq!(take(&mut step["delivery"], "id").as_str().map(str::len), Some(32));
            take(step, "curl");
            settle(&mut step["delivery"]["request"]);
        }
        if let Some(nearest) = counterexample.get_mut("nearest") {
            nearest["body"] = shape_of(&take(nearest, "body"));
        }
    }
    document
}

/// Leaves of a request what is the same in every run.
fn settle(request: &mut Value) {
    let names = take(request, "headers");
    request["headers"] = names.as_array().unwrap().iter().map(|header| header[0].clone()).collect();
    request["body"] = shape_of(&take(request, "body"));
}

/// Returns the parts of a body that are the same in every run.
fn shape_of(body: &Value) -> Value {
    let text = body.as_str().unwrap();
    // A body that cannot be read has the same punctuation, and words of the same lengths.
    let words = || text.split(|letter: char| !letter.is_ascii_alphanumeric()).map(str::len).collect();
    serde_json::from_str(text).map_or_else(|_| words(), |body| shape(&body))
}

/// Returns a document in which texts are replaced by their lengths.
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
        assert!(
            matches!(name.as_str(), "report.json" | "index.json" | "provider_file.json" | "hookproof.json")
                || providers::named(&name).is_ok(),
            "schemas/{name} is the schema of nothing"
        );
    }
}

#[tokio::test]
async fn a_real_report_keeps_to_the_schema() {
    let schema = report::schema();
    assert!(jsonschema::draft202012::meta::is_valid(&schema));
    let validator = jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap();
    let (mut answered, mut unanswered) = (0, 0);
    // None; late answers, of which nothing can be shown; a shrunk payload; a forgery; a repeat.
    for name in ["", "answers-late", "ascii-only", "trusts-unsigned", "processes-twice"] {
        let defect = demo::named(name).ok();
        let report = run(defect).await;
        let errors: Vec<String> =
            validator.iter_errors(&report).map(|error| format!("{} {error}", error.instance_path())).collect();
        assert_eq!(errors, [""; 0], "{name}");
        assert_eq!(report["verdict"], if defect.is_some() { "failed" } else { "passed" }, "{name}");
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
fn the_schema_distinguishes_a_report_from_something_else() {
    let validator = jsonschema::draft202012::new(&report::schema()).unwrap();
    for wrong in [json!({}), json!([]), json!({"hookproof": "0.1.0", "verdict": "perhaps"})] {
        assert!(!validator.is_valid(&wrong), "{wrong}");
    }
}

#[tokio::test]
async fn runs_of_one_seed_write_equal_reports_apart_from_ids_times_and_signatures() {
    // A defect that shows in a shrunk payload, one in a forgery, and none.
    for name in ["", "ascii-only", "trusts-unsigned"] {
        let defect = demo::named(name).ok();
        let (one, two) = tokio::join!(run(defect), run(defect));
        assert_eq!(settled(one), settled(two), "{name}");
    }
}
