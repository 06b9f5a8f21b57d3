//! Failures that are run again: scenarios, scripts, and the checks that failed before.

use std::path::Path;
use std::process::Command;

use hookproof::__private::demo;
use hookproof::providers;
use serde_json::{Value, json};

use crate::server::{Reply, Server};
use crate::tool::Said;
use crate::{SECRET, server, tool, verifier};

/// A consumer that accepts deliveries without a signature.
async fn trusting() -> Server {
    let shop = server::shop(providers::truv(), demo::CORRECT);
    server::start(move |heard| {
        let is_signed = heard.headers.get("x-webhook-sign").is_some();
        let status = if is_signed { shop.receive(&heard.headers, &heard.body).status } else { 200 };
        Reply::Say(server::status(status))
    })
    .await
}

async fn verify(url: &str, flags: &[&str]) -> Said {
    let words = [&["verify", "truv", url, "--events", "link-connected", "--cases", "2"], flags].concat();
    let words: Vec<String> = words.into_iter().map(str::to_owned).collect();
    let run = move || tool::run(&words.iter().map(String::as_str).collect::<Vec<_>>());
    tokio::task::spawn_blocking(run).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_is_run_again_and_nothing_else() {
    let server = trusting().await;
    let folder = tool::folder("failed-in");
    let (secret, report) = (folder.join("secret.txt"), folder.join("report.json"));
    std::fs::write(&secret, SECRET).unwrap();
    let (secret, scripts) = (secret.display().to_string(), folder.join("scripts").display().to_string());
    let to = format!("json={}", report.display());
    let flags = ["--secret-file", &secret, "--report", &to, "--reproduce", &scripts, "--label", "build 7"];
    let said = verify(&server.url, &flags).await;
    assert_eq!(said.code, Some(1), "{}", said.whole());
    let known: Value = serde_json::from_slice(&std::fs::read(&report).unwrap()).unwrap();
    assert_eq!((&known["run"]["label"], &known["run"]["cases"]), (&json!("build 7"), &json!(2)), "{}", known["run"]);
    assert!(known["run"]["provider_digest"].as_str().unwrap().starts_with("sha256:"));
    let check = known["checks"].as_array().unwrap().iter().find(|check| check["id"] == "signature-missing").unwrap();
    let command = check["reproduce"].as_str().unwrap();
    assert!(command.contains(&format!("--secret-file {secret}")) && !command.contains(SECRET), "{command}");
    assert!(said.stdout.lines().any(|line| line == command), "the command stands alone\n{}", said.stdout);

    let path = report.display().to_string();
    let again = verify(&server.url, &["--secret-file", &secret, "--failed-in", &path, "--json"]).await;
    let again: Value = serde_json::from_str(&again.stdout).unwrap();
    let ids: Vec<_> = again["checks"].as_array().unwrap().iter().map(|check| check["id"].clone()).collect();
    assert_eq!(ids, ["signature-missing"], "{again}");

    let heard = server.heard();
    let said = verify(&server.url, &["--secret-file", &secret, "--failed-in", &path, "--timeout", "2s"]).await;
    assert_eq!(said.code, Some(2), "{}", said.whole());
    for part in [
        "truv is described differently there (sha256:",
        "the report was made with neither --assume nor --timeout, and this run has --timeout 2s",
        "hint: give this run the flags of the report, or run everything once",
    ] {
        assert!(said.stderr.contains(part), "{part}\n{}", said.stderr);
    }
    let mut other = known.clone();
    other["run"]["provider_digest"] = "sha256:0123456789abcdef0123".into();
    let other_path = folder.join("other.json").display().to_string();
    std::fs::write(&other_path, other.to_string()).unwrap();
    let said = verify(&server.url, &["--secret-file", &secret, "--failed-in", &other_path]).await;
    assert_eq!(said.code, Some(2), "{}", said.whole());
    assert!(said.stderr.contains("there (sha256:0123456789abcdef...)"), "{}", said.stderr);
    assert!(said.stderr.contains("another build of hookproof wrote the report"), "{}", said.stderr);
    for check in other["checks"].as_array_mut().unwrap() {
        check["verdict"] = "pass".into();
    }
    std::fs::write(&other_path, other.to_string()).unwrap();
    let said = verify(&server.url, &["--secret-file", &secret, "--failed-in", &other_path]).await;
    assert_eq!(said.code, Some(2), "{}", said.whole());
    assert!(said.stderr.contains("no check failed in it"), "{}", said.stderr);
    other["provider"] = "argyle".into();
    std::fs::write(&other_path, other.to_string()).unwrap();
    let said = verify(&server.url, &["--secret-file", &secret, "--failed-in", &other_path]).await;
    assert_eq!(said.code, Some(2), "{}", said.whole());
    assert!(said.stderr.contains("it is about argyle, and this run is about truv"), "{}", said.stderr);
    assert_eq!(server.heard(), heard, "nothing is sent");

    let script = Path::new(&scripts).join("signature-missing.sh");
    let text = std::fs::read_to_string(&script).unwrap();
    assert!(text.contains(command) && !text.contains(SECRET), "{text}");
    let heard = server.heard();
    let run = |secret: bool| {
        let binary = Path::new(env!("CARGO_BIN_EXE_hookproof"));
        let path = format!("{}:/usr/local/bin:/usr/bin:/bin", binary.parent().unwrap().display());
        if !secret {
            std::fs::remove_file(folder.join("secret.txt")).unwrap();
        }
        let mut command = Command::new("sh");
        command.arg(&script).env("PATH", path).env_remove("HOOKPROOF_SECRET");
        tokio::task::spawn_blocking(move || command.output().unwrap())
    };
    assert_eq!(run(true).await.unwrap().status.code(), Some(1));
    assert!(server.heard() > heard);
    let heard = server.heard();
    assert_eq!(run(false).await.unwrap().status.code(), Some(2), "it cannot sign");
    assert_eq!(server.heard(), heard, "nothing is sent unsigned");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_cannot_be_used_is_reported_before_anything_is_sent() {
    let server = trusting().await;
    let folder = tool::folder("failed-in-wrong");
    for (name, text, says) in [
        ("text", "no JSON".to_owned(), "it is not JSON"),
        ("foreign", json!({"tests": 3}).to_string(), "it is not a report of hookproof"),
        ("old", json!({"hookproof": "0.0.1"}).to_string(), "hookproof 0.0.1 wrote it"),
        ("part", json!({"hookproof": env!("CARGO_PKG_VERSION")}).to_string(), "it is not a whole report"),
    ] {
        let path = folder.join(name).display().to_string();
        std::fs::write(&path, text).unwrap();
        let said = verify(&server.url, &["--secret", SECRET, "--failed-in", &path]).await;
        assert_eq!(said.code, Some(2), "{}", said.whole());
        assert!(said.stderr.contains(says), "{}", said.stderr);
    }
    for (path, says) in [
        (folder.join("missing"), "No such file"),
        (folder.clone(), "Is a directory"),
        ("/dev/zero".into(), "it has more than 64 MiB"),
    ] {
        let path = path.display().to_string();
        let said = verify(&server.url, &["--secret", SECRET, "--failed-in", &path]).await;
        assert_eq!(said.code, Some(2), "{}", said.whole());
        assert!(said.stderr.contains("cannot be read") && said.stderr.contains(says), "{}", said.stderr);
    }
    let file = folder.join("text").display().to_string();
    let said = verify(&server.url, &["--secret", SECRET, "--reproduce", &file]).await;
    assert!(said.code == Some(2) && said.stderr.contains("cannot be written"), "{}", said.whole());
    let said = verify(&server.url, &["--signed"]).await;
    assert!(said.code == Some(2) && said.stderr.contains("a secret is needed"), "{}", said.whole());
    assert_eq!(server.heard(), 0);
}

#[tokio::test]
async fn a_scenario_shows_every_delivery_with_the_effects_around_it() {
    let truv = providers::truv();
    let defect = demo::named("processes-twice").unwrap();
    let consumer = demo::start(server::shop(truv.clone(), defect.steps)).await.unwrap();
    let run = verifier(truv).only(["redelivery-same"]).effects_at(consumer.effects_url()).run(&consumer.url()).await;
    let shown = run.check("redelivery-same").unwrap().counterexample.as_ref().unwrap();
    let [first, again] = shown.scenario.as_slice() else { panic!("{shown:#?}") };
    assert_eq!((first.delivery.redelivery_of, again.delivery.redelivery_of), (None, Some(1)));
    assert!(first.delivery.id.is_some() && first.delivery.id == again.delivery.id);
    assert_eq!((first.fails, again.fails), (false, true));
    assert_eq!(again.expected.as_deref(), Some("2xx"));
    let before = first.effects_before.unwrap();
    assert_eq!(first.effects_after, Some(before + 1));
    let counts = (again.effects_before, again.effects_after, again.effects_expected);
    assert_eq!(counts, (Some(before + 1), Some(before + 2), Some(before + 1)));
}
