//! The curl line of a failure sends the very delivery that failed: every header and every byte.

use std::process::Command;
use std::sync::{Arc, Mutex};

use hookproof::model::Secret;
use hookproof::provider::Provider;
use hookproof::sign::{Algorithm, Signer};
use hookproof::verify::Run;
use hookproof::{Reproduction, Verifier, providers, sign};

use crate::browser::tools::is_there;
use crate::server::{Heard, Reply, Server};
use crate::{SECRET, server};

/// Every request that came, in order: headers but for those of the connection, and the body.
type Log = Arc<Mutex<Vec<(Vec<(String, Vec<u8>)>, Vec<u8>)>>>;

fn note(log: &Log, heard: &Heard) {
    assert_eq!((heard.method.as_str(), heard.path.as_str()), ("POST", "/hook"));
    let headers =
        heard.headers.iter().filter(|(name, _)| !["host", "content-length"].contains(&name.to_lowercase().as_str()));
    let mut headers: Vec<_> = headers.map(|(name, value)| (name.to_lowercase(), value.to_vec())).collect();
    headers.sort();
    log.lock().unwrap().push((headers, heard.body.clone()));
}

/// An endpoint that accepts whatever `refuses` does not answer.
async fn endpoint(refuses: fn(&Heard) -> Option<u16>) -> (Server, Log) {
    let log = Log::default();
    let heard_by = Arc::clone(&log);
    let server = server::start(move |heard| {
        note(&heard_by, heard);
        Reply::Say(server::status(refuses(heard).unwrap_or(200)))
    })
    .await;
    (server, log)
}

/// Runs a line as one who pastes it into a shell of this name.
fn pasted(shell: &str, line: &str, secret: &Secret) {
    let binary = std::path::Path::new(env!("CARGO_BIN_EXE_hookproof"));
    let mut path = std::ffi::OsString::from(binary.parent().unwrap());
    path.push(":/usr/local/bin:/usr/bin:/bin");
    let said = Command::new(shell)
        .args(["-c", line])
        .env("PATH", path)
        .env("HOOKPROOF_SECRET", secret.expose())
        .env("AUTHORIZATION", "Bearer of-the-gateway")
        .output()
        .unwrap();
    assert!(said.status.success(), "{line}\n{}", String::from_utf8_lossy(&said.stderr));
    assert_eq!(String::from_utf8_lossy(&said.stderr), "", "{line}");
    assert!(said.stdout.starts_with(b"HTTP/1.1 "), "{}", String::from_utf8_lossy(&said.stdout));
}

/// Pastes the line of every failure, and answers the checks that have none.
async fn pastes(provider: &Provider, secret: &Secret, run: &Run, log: &Log) -> Vec<String> {
    let signer = Signer::new(&provider.signing.recipe, secret).unwrap();
    let signature = provider.signing.recipe.headers[0].name.to_lowercase();
    let mut without = Vec::new();
    for check in run.checks.iter().filter(|check| check.counterexample.is_some()) {
        let Some(line) = check.counterexample.as_ref().unwrap().curl.clone() else {
            without.push(check.id.clone());
            continue;
        };
        let before = log.lock().unwrap().clone();
        let shells: &[&'static str] = if cfg!(target_os = "linux") { &["sh", "bash"] } else { &["sh"] };
        for &shell in shells {
            log.lock().unwrap().clear();
            let (pasted_line, secret) = (line.clone(), secret.clone());
            tokio::task::spawn_blocking(move || pasted(shell, &pasted_line, &secret)).await.unwrap();
            let sent = log.lock().unwrap().pop().unwrap();
            assert!(log.lock().unwrap().is_empty());
            let body = masked(sent.1.clone());
            let same = before.iter().map(|known| (known.0.clone(), masked(known.1.clone()))).any(|known| {
                // A signature with a time in it is made anew, by the same key over the same body.
                let timed = provider.signing.recipe.time.is_some() && line.contains("hookproof sign");
                let compared = |headers: &[(String, Vec<u8>)]| -> Vec<(String, Vec<u8>)> {
                    headers.iter().filter(|(name, _)| !timed || *name != signature).cloned().collect()
                };
                known.1 == body && compared(&known.0) == compared(&sent.0)
            });
            assert!(same, "{} {}: no delivery of the run is like it\n{line}\n{sent:?}", provider.id, check.id);
            // Signed over the very body, and not made wrong afterwards.
            let signs =
                line.starts_with("body()") && !line.contains("| sed") && check.id != "signature-duplicated-header";
            let headers = sent.0.iter().map(|(name, value)| (name.as_str(), value.as_slice())).collect();
            assert_eq!(signer.check(&headers, &sent.1).is_ok(), signs, "{} {}\n{line}", provider.id, check.id);
        }
        *log.lock().unwrap() = before;
    }
    without
}

/// Without what a report hides: the keys that Betterez sends to its customers.
fn masked(body: Vec<u8>) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(&body) else { return body };
    let member = text.find("\"apiKey\"").and_then(|at| Some(at + 8 + text[at + 8..].find('"')? + 1));
    match member.map(|end| text.split_at(end)) {
        Some((before, rest)) => {
            let rest = rest.split_once('"').map_or("", |(_, rest)| rest);
            format!("{before}{rest}").into_bytes()
        }
        None => body,
    }
}

fn verifier(provider: &Provider, secret: &Secret) -> Verifier {
    let few: Vec<String> = provider.events().take(6).map(|event| event.name.clone()).collect();
    let verifier = Verifier::of(provider.clone()).secret(secret.clone()).cases(8).seed(5).salt("fixed");
    // The server here reads only bodies with a length.
    let again = Reproduction::command(["hookproof", "verify", &provider.id]).signing_with([]);
    verifier.events(few).skip(["transport"]).header("Authorization", "Bearer of-the-gateway").reproduced_by(again)
}

fn secret(provider: &Provider) -> Secret {
    match provider.signing.recipe.algorithm {
        Algorithm::RsaSha256 => sign::generate_keys().unwrap().private,
        _ => Secret::new(SECRET),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_that_should_have_been_refused_is_sent_again() {
    if !is_there("curl", "curl lines") {
        return;
    }
    for provider in providers::ALL {
        let provider = provider();
        let secret = secret(&provider);
        let (server, log) = endpoint(|_| None).await;
        let run = verifier(&provider, &secret).run(&server.url).await;
        let shown = run.checks.iter().filter(|check| check.counterexample.is_some()).count();
        assert!(shown >= 6, "{}: {shown}", provider.id);
        let without = pastes(&provider, &secret, &run, &log).await;
        // Orum signs a field of the event, which an invalid JSON body does not have.
        let cannot =
            |id: &&String| *id == "signature-other-encoding" || (provider.id == "orum" && id.starts_with("malformed-"));
        let without: Vec<&String> = without.iter().filter(|id| !cannot(id)).collect();
        assert_eq!(without, [""; 0], "{}", provider.id);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_that_should_have_been_accepted_is_sent_again() {
    if !is_there("curl", "curl lines") {
        return;
    }
    for provider in providers::ALL {
        let provider = provider();
        let secret = secret(&provider);
        // Some lengths are not to its taste.
        let refuses: fn(&Heard) -> Option<u16> = |heard| (heard.body.len() % 5 == 0).then_some(500);
        let (server, log) = endpoint(refuses).await;
        let run = verifier(&provider, &secret).skip(["signature", "malformed"]).run(&server.url).await;
        assert!(run.checks.iter().any(|check| check.counterexample.is_some()), "{}", provider.id);
        let without = pastes(&provider, &secret, &run, &log).await;
        // Orum signs a field of the event, and `hookproof sign` cannot read half a surrogate pair.
        let cannot = |id: &&String| provider.id == "orum" && *id == "payload-unusual-text";
        let without: Vec<&String> = without.iter().filter(|id| !cannot(id)).collect();
        assert_eq!(without, [""; 0], "{}", provider.id);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn assumptions_about_the_signature_are_passed_to_the_signer() {
    if !is_there("curl", "curl lines") {
        return;
    }
    let mut provider = providers::socotra();
    provider.assume("signature.encoding", Some("base64")).unwrap();
    let secret = Secret::new("it's a \"secret\" $HOME `id` \\");
    let (server, log) = endpoint(|heard| (heard.body.len() % 5 == 0).then_some(500)).await;
    let run = verifier(&provider, &secret).only(["payload"]).run(&server.url).await;
    assert!(run.failed().count() > 0);
    assert_eq!(pastes(&provider, &secret, &run, &log).await, [""; 0]);
}
