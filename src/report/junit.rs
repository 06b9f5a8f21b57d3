//! The report as JUnit XML, for what reads test results.

use std::fmt::Write;

use crate::report::phrases::Standing;
use crate::report::{closing, details, escape, phrases};
use crate::verify::{CheckReport, Run};

/// Returns the run as JUnit XML: families are suites, checks are cases. A failure that fails the run is a `<failure>`,
/// with the level of the check as its type and the cause in its message; advice passes, with its text in `<system-out>`;
/// a known failure is skipped. A run that stopped early or is unproved is an `<error>` of its own.
#[must_use]
pub fn junit(run: &Run) -> String {
    let remark = closing::remark(run);
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    let errors = usize::from(remark.is_some());
    let name = format!("hookproof {}", run.provider);
    let _ = writeln!(
        xml,
        "<testsuites name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{errors}\" time=\"{}.{:03}\">",
        escaped(&name),
        run.checks.len() + errors,
        phrases::those(run, Standing::FailsTheRun).count(),
        run.duration_ms / 1_000,
        run.duration_ms % 1_000,
    );
    for (family, checks) in phrases::families(run) {
        let count = |standing| checks.iter().filter(|check| Standing::of(run, check) == standing).count();
        let skipped = count(Standing::Skipped) + count(Standing::Known);
        let took = checks.iter().map(|check| check.duration_ms).sum();
        open(run, family, checks.len(), ([count(Standing::FailsTheRun), 0, skipped], took), &mut xml);
        for check in &checks {
            case(run, family, check, &mut xml);
        }
        xml.push_str("  </testsuite>\n");
    }
    if let Some(reason) = remark {
        open(run, "run", 1, ([0, 1, 0], 0.0), &mut xml);
        let (class, reason) = (escaped(&format!("{}.run", run.provider)), escaped(&reason));
        let _ = writeln!(xml, "    <testcase classname=\"{class}\" name=\"run\">");
        let _ = writeln!(
            xml,
            "      <error type=\"{}\" message=\"{reason}\"/>\n    </testcase>\n  </testsuite>",
            run.verdict
        );
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn open(
    run: &Run,
    family: &str,
    tests: usize,
    ([failures, errors, skipped], took): ([usize; 3], f64),
    xml: &mut String,
) {
    let _ = writeln!(
        xml,
        "  <testsuite name=\"{}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\" \
         time=\"{}\">",
        escaped(family),
        seconds(took),
    );
    let (seed, version) = (run.seed.to_string(), run.hookproof.as_str());
    let properties =
        [("endpoint", run.endpoint.as_str()), ("seed", &seed), ("salt", &run.salt), ("hookproof", version)];
    xml.push_str("    <properties>\n");
    for (name, value) in properties {
        let _ = writeln!(xml, "      <property name=\"{name}\" value=\"{}\"/>", escaped(value));
    }
    xml.push_str("    </properties>\n");
}

fn case(run: &Run, family: &str, check: &CheckReport, xml: &mut String) {
    let class = escaped(&format!("{}.{family}", run.provider));
    let (id, time) = (escaped(&check.id), seconds(check.duration_ms));
    let _ = write!(xml, "    <testcase classname=\"{class}\" name=\"{id}\" time=\"{time}\"");
    match Standing::of(run, check) {
        Standing::Passed => xml.push_str("/>\n"),
        Standing::Skipped => {
            let reason = escaped(check.reason.as_deref().unwrap_or_default());
            let _ = writeln!(xml, ">\n      <skipped message=\"{reason}\"/>\n    </testcase>");
        }
        // A reader of test results fails by every failure.
        Standing::Known => {
            let finding = escaped(&format!("known failure: {}", message(check)));
            let _ = writeln!(xml, ">\n      <skipped message=\"{finding}\"/>\n    </testcase>");
        }
        Standing::Advice => {
            let finding = escaped(&phrases::finding(check));
            let details = details(run, check);
            let _ = writeln!(xml, ">\n      <system-out>advice: {finding}\n\n{details}</system-out>\n    </testcase>");
        }
        Standing::FailsTheRun => {
            let (level, finding) = (check.level.name(), escaped(&message(check)));
            let details = details(run, check);
            let _ = writeln!(xml, ">\n      <failure type=\"{level}\" message=\"{finding}\">{details}</failure>");
            xml.push_str("    </testcase>\n");
        }
    }
}

/// Returns the finding with its cause. The schema allows no properties of a case.
fn message(check: &CheckReport) -> String {
    let cause = check.cause.as_deref().map(|cause| format!("; cause: {cause}")).unwrap_or_default();
    phrases::finding(check) + &cause
}

fn details(run: &Run, check: &CheckReport) -> String {
    escaped(details::details(run, check).trim()).replace("&#10;", "\n")
}

fn seconds(millis: f64) -> String {
    format!("{:.3}", millis / 1_000.0)
}

/// Escapes text of an attribute or element. Characters that XML 1.0 forbids are made visible.
fn escaped(text: &str) -> String {
    escape::escaped(text, &['\n', '\t'])
}
