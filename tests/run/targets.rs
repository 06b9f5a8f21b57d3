//! Targets that are started, verified, stopped and reported.

use std::net::TcpStream;

use serde_json::Value;

use crate::tools::is_there;
use crate::{Project, free_port, target};

#[test]
fn a_broken_consumer_fails_next_to_a_correct_one() {
    if !is_there("python3", "`hookproof run`") {
        return;
    }
    let project = Project::new("two");
    let (one, other) = (free_port(), free_port());
    let config = target("shop", "correct", one) + &target("billing", "no-dedupe", other);
    let said = project.run(&config, &["--jobs", "2"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.stdout.contains("\n2 targets\n  passed    shop\n  failed    billing  redelivery-same"), "{said:?}");
    for (name, verdict) in [("shop", "passed"), ("billing", "failed")] {
        let report: Value = serde_json::from_str(&project.read(&format!("{name}.json"))).unwrap();
        assert_eq!(report["verdict"], verdict, "{name}");
        assert!(project.read(&format!("{name}.log")).contains("the key is"), "the log has all that it printed");
    }
    let again = project.read("billing.json");
    assert!(again.contains("hookproof run billing --only redelivery-same --seed 0"), "{again}");
    #[expect(clippy::disallowed_methods, reason = "a test opens its own connections")]
    for port in [one, other] {
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err(), "a consumer is still there");
    }
    for text in [said.stdout, said.stderr, again] {
        assert!(!text.contains("s3cret-0815"), "{text}");
    }

    // A flag that is typed replaces that of the file, and one target needs no summary.
    let said = project.run(&config, &["billing", "--only", "signature-missing"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(!said.stdout.contains("targets"), "{said:?}");
    let report: Value = serde_json::from_str(&project.read("billing.json")).unwrap();
    let ids: Vec<&str> = report["checks"].as_array().unwrap().iter().filter_map(|check| check["id"].as_str()).collect();
    assert_eq!(ids, ["signature-missing"]);
}

#[test]
fn effects_are_read_from_a_command() {
    if !is_there("python3", "`hookproof run`") {
        return;
    }
    let project = Project::new("command");
    for (variant, code) in [("correct", 0), ("no-dedupe", 1)] {
        let port = free_port();
        let url = format!("\"http://127.0.0.1:{port}/effects\"");
        let command = format!("{{ command = \"curl -s http://127.0.0.1:{port}/effects\" }}");
        let config =
            target("shop", variant, port).replace(&format!("effects = {url}"), &format!("effects = {command}"));
        let said = project.run(&config, &["--only", "redelivery-same"]);
        assert_eq!(said.code, Some(code), "{variant}: {said:?}");
    }
}

#[test]
fn a_consumer_that_ends_is_shown_with_its_last_lines_and_without_its_secret() {
    let project = Project::new("ends");
    let port = free_port();
    let config = target("shop", "correct", port).replace("exec python3", "; echo key $SHOP_SECRET; exit 7 #");
    let said = project.run(&config, &[]);
    assert_eq!(said.code, Some(3), "{said:?}");
    let expected = format!("before anything listened on 127.0.0.1:{port}; its last lines:\n    key [secret]\n");
    assert!(said.stderr.contains("exit status: 7") && said.stderr.contains(&expected), "{said:?}");
}

#[test]
fn a_consumer_that_never_listens_is_given_up() {
    let project = Project::new("silent");
    let config = target("shop", "correct", free_port()).replace("exec python3", "; sleep 1000 #");
    let config = config.replace("60s", "50ms") + &target("other", "correct", free_port()).replace("exec", "; exit 1 #");
    let said = project.run(&config, &[]);
    assert_eq!(said.code, Some(3), "{said:?}");
    assert!(said.stderr.contains("after 0.05 s; it printed nothing"), "{said:?}");
    assert!(said.stderr.contains("2 of 2 targets could not be verified"), "{said:?}");
    assert!(said.stdout.contains("  error     shop   nothing listens on"), "{said:?}");
}

#[test]
fn a_port_in_use_is_refused_and_its_holder_is_named() {
    let project = Project::new("held");
    let held = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let said = project.run(&target("shop", "correct", held.local_addr().unwrap().port()), &[]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(said.stderr.contains("is in use by "), "{said:?}");
    if cfg!(target_os = "linux") {
        assert!(said.stderr.contains(&format!("process {} (", std::process::id())), "{said:?}");
    }
    assert!(!project.0.join("shop.log").exists(), "it was not started");
}

#[test]
fn the_secret_comes_from_a_file_or_a_command_and_text_is_warned_of() {
    let project = Project::new("secrets");
    project.write("secret.txt", "from-a-file\n");
    let config = target("shop", "correct", free_port()).replace("exec python3", "; echo $SEEN; exit 1 #");
    let with = |secret: &str, text: &str| {
        let config = config.replace("{ env = \"SHOP_SECRET\" }", secret);
        let config = config.replace("env = { ", &format!("env = {{ SEEN = \"{text}\", "));
        project.run(&config, &[])
    };
    for (secret, text) in [
        ("{ file = \"secret.txt\" }", "from-a-file"),
        ("{ command = \"printf from-a-command\" }", "from-a-command"),
        ("\"from-the-text\"", "from-the-text"),
    ] {
        // What is hidden in the last lines is the secret of the run.
        let said = with(secret, text);
        assert!(said.code == Some(3) && said.stderr.contains("\n    [secret]\n"), "{secret}: {said:?}");
        assert_eq!(said.stderr.contains("in the file for everyone to read"), secret.starts_with('"'), "{said:?}");
    }
    for (secret, says) in [
        ("{ env = \"NOT_SET_4711\" }", "NOT_SET_4711 is not set"),
        ("{ file = \"missing.txt\" }", "missing.txt cannot be read"),
        ("{ command = \"exit 3\" }", "exit status: 3"),
        ("{ command = \"true\" }", "printed nothing"),
    ] {
        let said = with(secret, "x");
        assert!(said.code == Some(2) && said.stderr.contains(says), "{secret}: {said:?}");
        assert!(said.stderr.contains("the target `shop` is not verified"), "{said:?}");
    }
}

#[test]
fn two_targets_cannot_write_one_report() {
    let project = Project::new("one-report");
    let config = target("shop", "correct", free_port()) + &target("other", "correct", free_port());
    let said = project.run(&config.replace("other.json", "shop.json"), &[]);
    assert!(said.code == Some(2) && said.stderr.contains("would be written twice"), "{said:?}");
    let said = project.run(&config, &["--list"]);
    assert!(said.code == Some(0) && said.stdout.lines().count() == 2, "{said:?}");
    assert!(said.stdout.starts_with("shop   truv  http://127.0.0.1:"), "{said:?}");
}
