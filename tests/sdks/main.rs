//! The vendors' own libraries as consumers, from npm and PyPI: every event is accepted, every forgery is refused, and
//! hookproof reports nothing that is not so.
#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is wrong")]

#[path = "../tools/mod.rs"]
#[expect(dead_code, reason = "other tests need more of it")]
mod tools;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use hookproof::__private::{demo, provider_file};
use hookproof::Verifier;
use hookproof::report::{Paint, human};

use tools::left_out;

/// A library that verifies deliveries.
struct Library {
    /// Name for the consumer program.
    name: &'static str,
    runtime: Runtime,
    /// The provider whose deliveries it verifies.
    provider: &'static str,
    /// The checks that its consumer really fails: what the library lets pass, or answers.
    lets_pass: &'static [&'static str],
}

#[derive(Clone, Copy, PartialEq)]
enum Runtime {
    Node,
    Python,
}

const fn node(name: &'static str, provider: &'static str, lets_pass: &'static [&'static str]) -> Library {
    Library { name, runtime: Runtime::Node, provider, lets_pass }
}

const fn python(name: &'static str, provider: &'static str, lets_pass: &'static [&'static str]) -> Library {
    Library { name, runtime: Runtime::Python, provider, lets_pass }
}

/// A consumer that is running.
struct Consumer {
    process: Child,
    url: String,
}

impl Consumer {
    /// Starts a consumer. `None`, and a loud line, if the library is not installed; in CI that is a failure.
    #[track_caller]
    fn start(library: &Library, secret: &str) -> Option<Self> {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sdks");
        let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools");
        let (interpreter, program): (PathBuf, PathBuf) = match library.runtime {
            Runtime::Node => ("node".into(), tools.join("sdks").join(format!("{}.mjs", library.name))),
            Runtime::Python => (tools.join("bin/python"), sources.join("consumer.py")),
        };
        let is_there = match library.runtime {
            Runtime::Node => tools.join("sdks/node_modules").is_dir(),
            Runtime::Python => imports(&interpreter, library.name),
        };
        if !is_there {
            left_out(library.name, "its consumer");
            return None;
        }
        if library.runtime == Runtime::Node {
            // Node looks for packages from the folder of the program.
            std::fs::copy(sources.join("consumer.mjs"), &program).unwrap();
        }
        let mut process = Command::new(interpreter)
            .arg(program)
            .arg(library.name)
            .env("WEBHOOK_SECRET", secret)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut port = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut port).unwrap();
        assert!(!port.is_empty(), "the consumer with {} did not start", library.name);
        Some(Self { process, url: format!("http://127.0.0.1:{}", port.trim()) })
    }
}

impl Drop for Consumer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn imports(python: &Path, library: &str) -> bool {
    let imported = Command::new(python).args(["-c", &format!("import {library}")]).stderr(Stdio::null()).status();
    imported.is_ok_and(|status| status.success())
}

/// Judges the consumer of a library with every event of its provider.
#[track_caller]
fn judge(library: &Library) {
    let provider = provider_file::find(library.provider).unwrap();
    let secret = demo::secret(&provider.signing.recipe).unwrap();
    let Some(consumer) = Consumer::start(library, secret.expose()) else { return };
    let events = provider.events().count();
    let verifier = Verifier::of(provider)
        .secret(secret)
        .salt("sdks")
        .cases(2)
        .effects_at(format!("{}/effects", consumer.url))
        .skip(["transport", "redelivery-long-after"]);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let run = runtime.block_on(verifier.run(&format!("{}/hook", consumer.url)));
    let failed: Vec<&str> = run.failed().collect();
    assert_eq!(failed, library.lets_pass, "{}: {events} events\n{}", library.name, human(&run, Paint::Plain));
    assert!(run.incomplete.is_none() && run.counts.pass > 25, "{}\n{}", library.name, human(&run, Paint::Plain));
}

/// The time of the signature may be in the future.
const FUTURE: &[&str] = &["signature-future"];

#[test]
fn stripe() {
    judge(&node("stripe", "stripe", FUTURE));
    judge(&python("stripe", "stripe", FUTURE));
}

#[test]
fn standard_webhooks() {
    judge(&node("standardwebhooks", "standard-webhooks", &[]));
    judge(&python("standardwebhooks", "standard-webhooks", &[]));
}

#[test]
fn svix() {
    judge(&node("svix", "svix", &[]));
    judge(&node("svix", "resend", &[]));
    judge(&python("svix", "svix", &[]));
}

#[test]
fn square() {
    judge(&node("square", "square", &[]));
}

#[test]
fn github() {
    judge(&node("octokit", "github", &[]));
}

/// The library reads the last signature of the header, and Paddle sends two while a key is replaced.
#[test]
fn paddle() {
    judge(&node("paddle", "paddle", &["signature-future", "signature-rotated"]));
}

/// The library replaces what is not UTF-8, and does not refuse it.
#[test]
fn linear() {
    judge(&node("linear", "linear", &["malformed-truncated-utf8"]));
}

#[test]
fn twilio() {
    judge(&node("twilio", "twilio", &[]));
    judge(&python("twilio", "twilio", &[]));
}

#[test]
fn slack() {
    judge(&node("slack", "slack", FUTURE));
    judge(&python("slack_sdk", "slack", &[]));
}

#[test]
fn hubspot() {
    judge(&node("hubspot", "hubspot", FUTURE));
}

/// The library does not check the time. It skips characters of a signature that are not Base64. Such a signature has the
/// same bytes, so it is not a forgery.
#[test]
fn sendgrid() {
    judge(&node("sendgrid", "sendgrid", &["signature-stale", "signature-future"]));
}

#[test]
fn adyen() {
    judge(&node("adyen", "adyen", &[]));
    judge(&node("adyen_standard", "adyen-standard", &[]));
}

/// The library does not check the time.
#[test]
fn discord() {
    judge(&node("discord", "discord", &["signature-stale", "signature-future"]));
}

#[test]
fn plaid() {
    judge(&node("jose", "plaid", &[]));
}
