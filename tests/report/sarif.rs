//! SARIF keeps to its JSON Schema, and every result to a rule of its own.

use hookproof::report::sarif;
use hookproof::verify::{Run, Verdict};
use serde_json::{Value, json};

use crate::{runs, says_more, schemas};

fn log(run: &Run) -> Value {
    serde_json::from_str(&sarif(run)).unwrap()
}

#[track_caller]
fn validator() -> Option<jsonschema::Validator> {
    let path = schemas::installed(schemas::SARIF, "SARIF")?;
    // One pattern of the schema is invalid: it closes a bracket that was never opened.
    let text = std::fs::read_to_string(path).unwrap().replace("{2}]?$", "{2}\\\\]?$");
    let schema: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-04/schema#");
    Some(jsonschema::draft4::options().should_validate_formats(true).build(&schema).unwrap())
}

#[tokio::test]
async fn keeps_to_the_schema_and_its_references() {
    let Some(validator) = validator() else { return };
    for (at, run) in runs().await.iter().enumerate() {
        let log = log(run);
        let errors: Vec<String> =
            validator.iter_errors(&log).map(|error| format!("{} {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{at}: {errors:#?}");
        let run_of = &log["runs"][0];
        let rules = run_of["tool"]["driver"]["rules"].as_array().unwrap();
        assert_eq!(rules.len(), run.checks.len());
        let results = run_of["results"].as_array().unwrap();
        assert_eq!(results.len(), run.failed().count());
        let errors = results.iter().filter(|result| result["level"] == "error").count();
        assert_eq!(errors, run.checks.iter().filter(|check| run.fails_the_run(check)).count(), "{at}");
        for result in results {
            let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
            assert_eq!(rule["id"], result["ruleId"]);
            assert!(!rule["help"]["text"].as_str().unwrap().is_empty());
            let is_known = run.check(rule["id"].as_str().unwrap()).unwrap().known;
            assert_eq!(result["suppressions"][0]["kind"] == "external", is_known);
        }
        assert_eq!(run_of["invocations"][0]["executionSuccessful"], !says_more(run), "{at}");
    }
}

#[test]
fn the_schema_refuses_an_invalid_log() {
    let Some(validator) = validator() else { return };
    let wrong = [
        json!({}),
        json!({"version": "2.0.0", "runs": []}),
        json!({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x", "nonsense": 1}}}]}),
        json!({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"ruleId": "a"}]}]}),
    ];
    for wrong in wrong {
        assert!(!validator.is_valid(&wrong), "{wrong}");
    }
}

#[tokio::test]
async fn a_scenario_is_a_flow_with_its_answers_and_effects() {
    let run = crate::fixed("processes-twice").await;
    let result = log(&run)["runs"][0]["results"][0].clone();
    assert_eq!(result["ruleId"], "redelivery-same");
    let flow = result["codeFlows"][0]["threadFlows"][0]["locations"].as_array().unwrap();
    let messages: Vec<&str> = flow.iter().map(|step| step["location"]["message"]["text"].as_str().unwrap()).collect();
    let [first, again] = messages.as_slice() else { panic!("{messages:?}") };
    assert!(first.contains("→ 200, effects "), "{first}");
    assert!(again.contains("line 1 again → 200, effects ") && again.contains(" (expected: "), "{again}");
    assert_eq!((&flow[0]["importance"], &flow[1]["importance"]), (&json!("important"), &json!("essential")));
    assert!(result["message"]["text"].as_str().unwrap().contains("✗ 2  "), "{result}");
}

#[tokio::test]
async fn a_failure_is_a_result_with_its_exchange() {
    let mut run = crate::fixed("trusts-unsigned").await;
    let result = log(&run)["runs"][0]["results"][0].clone();
    assert_eq!((&result["ruleId"], &result["level"]), (&json!("signature-missing"), &json!("error")));
    assert_eq!(result["webRequest"]["method"], "POST");
    assert_eq!(result["webRequest"]["target"], "http://consumer/hook");
    assert_eq!(result["webRequest"]["headers"]["User-Agent"], "Truv-Webhook-Service/2.0");
    assert!(result["webRequest"]["body"]["text"].as_str().unwrap().contains("event_type"));
    assert_eq!(result["webResponse"]["statusCode"], 200);
    let message = result["message"]["text"].as_str().unwrap();
    assert!(message.starts_with("the endpoint answered 200"), "{message}");
    assert!(message.contains(". Cause: verifies-if-present") && message.contains("✗ 1  "), "{message}");
    assert_eq!(result["properties"]["cause"], "verifies-if-present");
    // A rule links to where the provider says so.
    let rule = log(&run)["runs"][0]["tool"]["driver"]["rules"]
        [run.checks.iter().position(|check| check.verdict == Verdict::Fail).unwrap()]
    .clone();
    assert!(rule["helpUri"].as_str().unwrap().starts_with("https://"), "{rule}");
    // Lower levels weigh less, but not in a strict run.
    let failed = run.checks.iter_mut().find(|check| check.verdict == Verdict::Fail).unwrap();
    failed.level = hookproof::verify::Level::May;
    assert_eq!(log(&run)["runs"][0]["results"][0]["level"], "warning");
    run.strict = true;
    assert_eq!(log(&run)["runs"][0]["results"][0]["level"], "error");
}
