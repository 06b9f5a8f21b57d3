//! The report as SARIF 2.1.0, for code scanning.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use crate::report::phrases::Standing;
use crate::report::{closing, phrases};
use crate::verify::{CheckReport, Counterexample, Level, Run, checks};

/// Returns the run as SARIF 2.1.0: checks are rules, failed checks are results, each with its request and response.
/// Only a failure that fails the run is an `error`; advice is a `warning`. A run that stopped early or is unproved has
/// a notification.
#[must_use]
pub fn sarif(run: &Run) -> String {
    let rules: Vec<Value> = run.checks.iter().map(rule).collect();
    let results: Vec<Value> = run.checks.iter().enumerate().filter_map(|(at, check)| result(run, at, check)).collect();
    let remark = closing::remark(run);
    let mut invocation = json!({"executionSuccessful": remark.is_none()});
    if let Some(reason) = remark {
        invocation["toolExecutionNotifications"] = json!([{"level": "error", "message": {"text": reason}}]);
    }
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "hookproof",
                "version": run.hookproof,
                "semanticVersion": run.hookproof,
                "rules": rules,
            }},
            "automationDetails": {"id": format!("hookproof/{}/", run.provider)},
            "invocations": [invocation],
            "results": results,
            "columnKind": "unicodeCodePoints",
            "properties": {
                "endpoint": run.endpoint,
                "seed": run.seed,
                "salt": run.salt,
                "verdict": run.verdict.to_string(),
                "pass": run.counts.pass,
                "fail": run.counts.fail,
                "advice": run.counts.advice,
                "known": run.counts.known,
                "skip": run.counts.skip,
            },
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn rule(check: &CheckReport) -> Value {
    // A passed check does not contain its reason; look it up by its id, if this version knows it.
    let why = check.why.as_deref().or_else(|| checks::named(&check.id).ok().map(|known| known.why));
    let why = why.unwrap_or(&check.title);
    let basis = &check.basis;
    let mut rule = json!({
        "id": check.id,
        "shortDescription": {"text": format!("The endpoint {}", check.title)},
        "fullDescription": {"text": why},
        "help": {"text": format!("{why}\n\nBasis: {}, {}", basis.certainty, basis.source)},
        "defaultConfiguration": {"level": level(check.level)},
        "properties": {"tags": ["webhook", phrases::split(&check.id).0], "level": check.level.name()},
    });
    if let Some(link) = phrases::link(&basis.source) {
        rule["helpUri"] = link.into();
        rule["help"]["markdown"] = format!("{why}\n\nBasis: {}, <{link}>", basis.certainty).into();
    }
    rule
}

/// Returns the result of a failed check.
fn result(run: &Run, at: usize, check: &CheckReport) -> Option<Value> {
    let level = match Standing::of(run, check) {
        Standing::Passed | Standing::Skipped => return None,
        Standing::FailsTheRun => "error",
        Standing::Advice => "warning",
        Standing::Known => "note",
    };
    let mut message = phrases::finding(check);
    if let Some(why) = closing::only_advice(run, check) {
        let _ = write!(message, ". {why}");
    }
    if let Some(cause) = phrases::cause(run, check) {
        let _ = write!(message, ". Cause: {cause}");
    }
    let mut deliveries = String::new();
    for step in check.counterexample.iter().flat_map(|shown| phrases::steps_around_failure(&shown.scenario)) {
        let _ = write!(deliveries, "\n{step}");
    }
    let before_command = if deliveries.is_empty() { ". ".to_owned() } else { format!(". Deliveries:{deliveries}\n") };
    let mut result = json!({
        "ruleId": check.id,
        "ruleIndex": at,
        "kind": "fail",
        "level": level,
        "message": {"text": format!("{message}{before_command}Reproduce: {}", check.reproduce)},
        "locations": [{
            "physicalLocation": {"artifactLocation": {"uri": uri(&run.endpoint)}},
            "logicalLocations": [{"name": run.provider, "fullyQualifiedName": run.endpoint, "kind": "resource"}],
        }],
        "partialFingerprints": {"check/v1": format!("{}/{}", run.provider, check.id)},
        "properties": {"events": check.events, "reproduce": check.reproduce},
    });
    if let Some(cause) = &check.cause {
        result["properties"]["cause"] = cause.as_str().into();
    }
    if check.known {
        result["suppressions"] = json!([{"kind": "external", "justification": "a known failure, in the baseline"}]);
    }
    if let Some(counterexample) = &check.counterexample {
        result["webRequest"] = request(run, counterexample);
        result["webResponse"] = response(counterexample);
        if !counterexample.scenario.is_empty() {
            result["codeFlows"] = json!([{"threadFlows": [{"locations": locations(run, counterexample)}]}]);
        }
        result["properties"]["delivery"] = phrases::heading(counterexample).into();
        let differences = phrases::differences(counterexample, 200);
        if !differences.is_empty() {
            result["properties"]["differences"] = differences.into();
        }
        if let Some(curl) = &counterexample.curl {
            result["properties"]["curl"] = curl.as_str().into();
        }
    }
    Some(result)
}

/// Returns the deliveries of a scenario, in order.
fn locations(run: &Run, counterexample: &Counterexample) -> Vec<Value> {
    let steps = counterexample.scenario.iter().enumerate();
    steps
        .map(|(at, step)| {
            json!({
                "executionOrder": at + 1,
                "importance": if step.fails { "essential" } else { "important" },
                "location": {
                    "message": {"text": phrases::line(&phrases::step(&counterexample.scenario, at))},
                    "physicalLocation": {"artifactLocation": {"uri": uri(&run.endpoint)}},
                },
            })
        })
        .collect()
}

fn request(run: &Run, counterexample: &Counterexample) -> Value {
    let headers = phrases::headers(counterexample).into_iter();
    let headers: Map<String, Value> = headers.map(|(name, value)| (name.to_owned(), value.into())).collect();
    json!({
        "protocol": "HTTP",
        "version": "1.1",
        "target": counterexample.request.url(&run.endpoint),
        "method": counterexample.request.method,
        "headers": headers,
        "body": {"text": counterexample.request.body},
    })
}

fn response(counterexample: &Counterexample) -> Value {
    match &counterexample.response {
        Some(response) => json!({"statusCode": response.status, "body": {"text": response.body}}),
        None => json!({"noResponseReceived": true, "reasonPhrase": counterexample.failure}),
    }
}

/// Escapes a URL as the schema requires it: users may type characters that are not valid in a URI.
fn uri(url: &str) -> String {
    let mut uri = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Must => "error",
        Level::Should => "warning",
        Level::May => "note",
    }
}
