//! Workflow commands, by the grammar that the runner of GitHub reads them with.

use hookproof::report::github;
use hookproof::verify::{Level, Verdict};

use crate::runs;

/// A command as the runner reads it: name, properties, message.
fn read(line: &str) -> (String, Vec<(String, String)>, String) {
    let (head, data) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let data = data.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    let unescaped = |value: &str| {
        let value = value.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",");
        value.replace("%25", "%")
    };
    let properties = properties.split(',').filter(|one| !one.is_empty()).map(|one| {
        let (key, value) = one.split_once('=').unwrap();
        (key.to_owned(), unescaped(value))
    });
    (name.to_owned(), properties.collect(), data)
}

#[tokio::test]
async fn a_failure_is_one_command_of_its_level() {
    for run in runs().await {
        let text = github(&run);
        let mut commands = text.lines();
        for check in run.checks.iter().filter(|check| check.verdict == Verdict::Fail) {
            let (name, properties, data) = read(commands.next().unwrap());
            let (command, label) = match check.level {
                _ if check.known => ("notice", "known failure"),
                Level::Must => ("error", "fails the run"),
                Level::Should => ("warning", "advice"),
                Level::May => ("notice", "advice"),
            };
            assert_eq!(name, command);
            let title = format!("truv: {} ({label})", check.id);
            assert_eq!(properties, [("title".to_owned(), title)]);
            let scenario = &check.counterexample.as_ref().unwrap().scenario;
            let failing = scenario.iter().position(|step| step.fails).unwrap() + 1;
            assert!(data.contains(&format!("\n✗ {failing:<2} ")), "{data}");
            assert_eq!(data.contains("\ncause: "), check.cause.is_some(), "{data}");
            assert!(data.starts_with("the endpoint ") && data.contains("\nreproduce: hookproof verify"), "{data}");
        }
        if run.incomplete.is_some() {
            let (name, _, data) = read(commands.next().unwrap());
            assert!(name == "error" && data.contains("stopped early: "), "{data}");
        }
        if !run.fixed.is_empty() {
            let (name, _, data) = read(commands.next().unwrap());
            assert_eq!((name.as_str(), data.as_str()), ("error", "payload-null passes: remove it from the baseline"));
        }
        assert_eq!(commands.next(), None);
    }
}

#[tokio::test]
async fn text_comes_back_as_it_went_in() {
    let text = github(&crate::hostile().await);
    let (_, _, data) = read(text.lines().next().unwrap());
    assert!(data.contains("$HOME $(id) %0A%25 ::error title=x::y, a:b␍\n::warning::z\n...\n"), "{data}");
}

#[tokio::test]
async fn a_strict_run_has_only_errors() {
    let mut run = crate::hostile().await;
    run.strict = true;
    assert!(github(&run).lines().all(|line| line.starts_with("::error title=")), "{}", github(&run));
}
