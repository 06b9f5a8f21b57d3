//! JUnit XML keeps to the schema that Jenkins publishes, by libxml2.

use std::path::Path;
use std::process::Command;

use hookproof::report::junit;
use hookproof::verify::Run;

use crate::browser::tools::is_there;
use crate::{counts, hostile, runs, says_more, schemas, tool};

/// Evaluates an XPath expression about the XML with libxml2.
fn ask(path: &Path, question: &str) -> String {
    let said = Command::new("xmllint").args(["--xpath", question]).arg(path).output().unwrap();
    assert!(said.status.success(), "{question}: {}", String::from_utf8_lossy(&said.stderr));
    String::from_utf8(said.stdout).unwrap().trim_end_matches('\n').to_owned()
}

#[track_caller]
fn count(path: &Path, what: &str) -> usize {
    ask(path, &format!("count({what})")).parse().unwrap()
}

fn written(run: &Run, name: &str) -> std::path::PathBuf {
    let path = tool::folder(name).join("report.xml");
    std::fs::write(&path, junit(run)).unwrap();
    path
}

#[tokio::test]
async fn keeps_to_the_schema_and_counts_right() {
    if !is_there("xmllint", "JUnit XML") {
        return;
    }
    let Some(schema) = schemas::installed(schemas::JUNIT, "JUnit XML") else { return };
    for (at, run) in runs().await.iter().enumerate() {
        let path = written(run, &format!("junit-{at}"));
        let said = Command::new("xmllint").args(["--noout", "--schema"]).arg(&schema).arg(&path).output().unwrap();
        assert!(said.status.success(), "{at}: {}", String::from_utf8_lossy(&said.stderr));
        let unproved = usize::from(says_more(run));
        let whole = run.checks.len() + unproved;
        assert_eq!(count(&path, "//testcase"), whole);
        assert_eq!((count(&path, "//testcase/failure"), count(&path, "//testcase/skipped")), counts(run));
        assert_eq!(count(&path, "//testcase/error"), unproved);
        for (attribute, counted) in [("tests", whole), ("failures", counts(run).0), ("errors", unproved)] {
            assert_eq!(ask(&path, &format!("string(/testsuites/@{attribute})")), counted.to_string(), "{attribute}");
            assert_eq!(ask(&path, &format!("sum(//testsuite/@{attribute})")), counted.to_string(), "{attribute}");
        }
    }
}

#[tokio::test]
async fn a_failure_has_its_level_reason_and_counterexample() {
    if !is_there("xmllint", "JUnit XML") {
        return;
    }
    let run = crate::fixed("trusts-unsigned").await;
    let path = written(&run, "junit-failure");
    let case = "//testcase[@name='signature-missing']";
    assert_eq!(ask(&path, &format!("string({case}/@classname)")), "truv.signature");
    assert_eq!(ask(&path, &format!("string({case}/failure/@type)")), "must");
    let message = ask(&path, &format!("string({case}/failure/@message)"));
    assert_eq!(message, "the endpoint answered 200, which accepts it; cause: verifies-if-present");
    let details = ask(&path, &format!("string({case}/failure)"));
    for part in [
        "POST http://consumer/hook",
        "\"event_type\"",
        "← 200",
        "Reproduce (sends some valid events, then runs this check with new ids):",
        "--only signature-missing",
    ] {
        assert!(details.contains(part), "{part}\n{details}");
    }
    assert_eq!(ask(&path, "string(/testsuites/@time)"), "1.234");
}

#[tokio::test]
async fn text_comes_back_as_it_went_in_but_for_what_xml_forbids() {
    if !is_there("xmllint", "JUnit XML") {
        return;
    }
    let run = hostile().await;
    let path = written(&run, "junit-hostile");
    let message = ask(&path, "string((//failure)[1]/@message)");
    assert!(message.contains("</script></style></pre><script>window.pwned = 1</script>"), "{message}");
    assert!(message.contains("]]>--> & \" ' ` ```"), "{message}");
    assert!(message.contains("a:b␍\n::warning::z"), "line feeds stay: {message}");
    assert!(message.contains("␀␁␛[31m␡\\u{85}\\u{202e}gnp.exe"), "{message}");
}
