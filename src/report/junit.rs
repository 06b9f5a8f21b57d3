//! The report as JUnit XML, for what reads test results.

use std::fmt::Write;

use crate::report::human;
use crate::report::words;
use crate::report::words::Known;
use crate::verify::CheckReport;
use crate::verify::Run;
use crate::verify::Verdict;

/// The run as JUnit XML: families are suites, checks are cases, the level of a failure is its type. A run that
/// was cut short, or proved nothing, is an error of its own.
#[must_use]
pub fn junit(run: &Run) -> String {
    let unproved = words::unproved(run);
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    let errors = usize::from(unproved.is_some());
    let name = format!("hookproof {}", run.provider);
    let _ = writeln!(
        xml,
        "<testsuites name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{errors}\" time=\"{}.{:03}\">",
        escaped(&name),
        run.checks.len() + errors,
        words::failed(run, Known::No).count(),
        run.duration_ms / 1_000,
        run.duration_ms % 1_000,
    );
    for (family, checks) in words::families(run) {
        let skips = |check: &CheckReport| check.verdict == Verdict::Skip || check.known;
        let fails = |check: &CheckReport| check.verdict == Verdict::Fail && !check.known;
        let count = |counts: &dyn Fn(&CheckReport) -> bool| checks.iter().filter(|check| counts(check)).count();
        open(run, family, checks.len(), [count(&fails), 0, count(&skips)], &mut xml);
        for check in &checks {
            case(run, family, check, &mut xml);
        }
        xml.push_str("  </testsuite>\n");
    }
    if let Some(reason) = unproved {
        open(run, "run", 1, [0, 1, 0], &mut xml);
        let (class, reason) = (escaped(&format!("{}.run", run.provider)), escaped(&reason));
        let _ = writeln!(xml, "    <testcase classname=\"{class}\" name=\"run\">");
        let _ = writeln!(xml, "      <error type=\"unproved\" message=\"{reason}\"/>\n    </testcase>\n  </testsuite>");
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn open(run: &Run, family: &str, tests: usize, [failures, errors, skipped]: [usize; 3], xml: &mut String) {
    let _ = writeln!(
        xml,
        "  <testsuite name=\"{}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\">",
        escaped(family),
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
    let _ = write!(xml, "    <testcase classname=\"{class}\" name=\"{}\"", escaped(&check.id));
    match check.verdict {
        Verdict::Pass => xml.push_str("/>\n"),
        Verdict::Skip => {
            let reason = escaped(check.reason.as_deref().unwrap_or_default());
            let _ = writeln!(xml, ">\n      <skipped message=\"{reason}\"/>\n    </testcase>");
        }
        // A reader of test results fails by every failure.
        Verdict::Fail if check.known => {
            let finding = escaped(&format!("known failure: {}", words::finding(check)));
            let _ = writeln!(xml, ">\n      <skipped message=\"{finding}\"/>\n    </testcase>");
        }
        Verdict::Fail => {
            let (level, finding) = (check.level.name(), escaped(&words::finding(check)));
            let details = human::details(run, check);
            let details = escaped(details.trim()).replace("&#10;", "\n");
            let _ = writeln!(xml, ">\n      <failure type=\"{level}\" message=\"{finding}\">{details}</failure>");
            xml.push_str("    </testcase>\n");
        }
    }
}

/// Text of an attribute or element. What XML 1.0 forbids is made visible instead.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in words::visible(text).chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\t' => escaped.push_str("&#9;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}
