//! The consumer with a database: Python, SQLite, a unique index, one transaction for an event, and 204.

use std::future::ready;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use hookproof::provider::Provider;
use hookproof::verify::Run;
use hookproof::{Outage, Verifier, providers};

use crate::tools::is_there;
use crate::{Running, SECRET, caught, few, passed};

/// A process that ends with its value, and its folder with it.
struct Process {
    child: Child,
    folder: PathBuf,
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Starts the consumer; returns it with the file that fills its disk. `None`, with a message, if Python is missing.
#[track_caller]
fn start(scheme: &str, outage: &str) -> Option<(Running, PathBuf)> {
    if !is_there("python3", "a consumer with a database") {
        return None;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("zoo-{}-{scheme}-{outage}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut child = Command::new("python3")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/zoo/store.py"))
        .args([scheme, outage])
        .arg(&folder)
        .env("WEBHOOK_SECRET", SECRET)
        .env("PYTHONUTF8", "1")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut port = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut port).unwrap();
    let full = folder.join("full");
    let base = format!("http://127.0.0.1:{}", port.trim());
    Some((Running { base, _keeper: Box::new(Process { child, folder }) }, full))
}

/// A verifier that observes its effects and what it believes, and that can fill its disk.
fn verifier(consumer: &Running, full: PathBuf, provider: Provider) -> Verifier {
    consumer.verifier(provider).state_url(consumer.at("things")).outage(move |outage| {
        let done = match outage {
            Outage::Start => std::fs::write(&full, ""),
            Outage::Stop => std::fs::remove_file(&full),
        };
        ready(done.map_err(|error| error.to_string()))
    })
}

/// A run over a faulty one with Truv's events.
async fn faulty(outage: &str) -> Option<Run> {
    let (consumer, full) = start("truv", outage)?;
    let truv = providers::truv();
    let events = few(&truv);
    let verifier = verifier(&consumer, full, truv).events(events).skip(["redelivery-long-after"]);
    Some(verifier.run(&consumer.at("hook")).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn is_sound() {
    let Some((consumer, full)) = start("truv", "none") else { return };
    let run = verifier(&consumer, full, providers::truv()).run(&consumer.at("hook")).await;
    passed(&run, &["order-older-after-newer", "retry-asks-again"]);
    let Some((consumer, full)) = start("betterez", "none") else { return };
    let run = verifier(&consumer, full, providers::betterez()).run(&consumer.at("hook")).await;
    passed(&run, &["redelivery-new-attempt", "retry-asks-again", "signature-stale"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_and_an_insert_need_an_index() {
    let Some(run) = faulty("no-index").await else { return };
    // Its note and its effect are two transactions, too.
    caught(&run, &["redelivery-concurrent", "retry-asks-again"], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_without_its_effect_loses_the_event() {
    let Some(run) = faulty("two-transactions").await else { return };
    caught(&run, &["retry-asks-again"], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unique_index_alone_makes_repeats_failures() {
    let Some(run) = faulty("no-upsert").await else { return };
    let repeats = ["redelivery-same", "redelivery-interleaved", "redelivery-concurrent", "redelivery-lost-answer"];
    // Events without an id are one event to it.
    caught(&run, &repeats, &["malformed-missing-required"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_without_a_look_at_the_time_goes_back() {
    let Some(run) = faulty("plain-update").await else { return };
    caught(&run, &["order-older-after-newer"], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_narrow_column_refuses_large_events() {
    let Some(run) = faulty("narrow-column").await else { return };
    caught(&run, &["payload-large"], &["payload-maximal"]);
}
