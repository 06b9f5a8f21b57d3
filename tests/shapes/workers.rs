//! Two worker processes that share a port and a database.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use hookproof::provider::Provider;

use crate::campaign::{everywhere, somewhere};
use crate::tool::Folder;
use crate::tools::is_there;
use crate::{SECRET, is_red, keys, passes, report, verifier};

/// Processes that end with their value, and their folder with them.
struct Workers {
    base: String,
    children: Vec<Child>,
    folder: Folder,
}

impl Drop for Workers {
    fn drop(&mut self) {
        for child in &mut self.children {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Memory of a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Memory {
    Database,
    /// In itself: the other one does not know them.
    Process,
}

/// HTTP version of the workers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Protocol {
    Http10,
    Http11,
}

/// `None`, and a loud line, if Python is missing.
#[track_caller]
fn start(provider: &Provider, memory: Memory, protocol: Protocol) -> Option<Workers> {
    if !is_there("python3", "a consumer of two processes") {
        return None;
    }
    let folder = Folder::new("workers");
    let secret = if provider.id == "orum" { keys().public.clone() } else { SECRET.to_owned() };
    let memory = if memory == Memory::Database { "database" } else { "process" };
    let (mut children, mut port) = (Vec::new(), "0".to_owned());
    for _ in 0..2 {
        let mut child = Command::new("python3")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shapes/worker.py"))
            .args([&provider.id, memory, &port])
            .arg(folder.whole())
            .env("WEBHOOK_SECRET", &secret)
            .env("WEBHOOK_PROTOCOL", if protocol == Protocol::Http10 { "HTTP/1.0" } else { "HTTP/1.1" })
            .env("PYTHONUTF8", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let stdout = child.stdout.take().unwrap();
        children.push(child);
        port.clear();
        BufReader::new(stdout).read_line(&mut port).unwrap();
        port.truncate(port.trim_end().len());
    }
    Some(Workers { base: format!("http://127.0.0.1:{port}"), children, folder })
}

#[tokio::test(flavor = "multi_thread")]
async fn pass_with_a_count_of_all_effects() {
    everywhere(|provider, seed| async move {
        let Some(workers) = start(&provider, Memory::Database, Protocol::Http11) else { return };
        let verifier = verifier(&provider, seed).effects_at(format!("{}/effects", workers.base));
        passes(&verifier.run(&format!("{}/hook", workers.base)).await);
    })
    .await;
}

/// Python's server speaks HTTP/1.0 by default: it must not get a body in chunks.
#[tokio::test(flavor = "multi_thread")]
async fn of_http_1_0_pass_and_get_no_chunks() {
    let truv = hookproof::providers::truv();
    let Some(workers) = start(&truv, Memory::Database, Protocol::Http10) else { return };
    let verifier = verifier(&truv, 0).effects_at(format!("{}/effects", workers.base));
    passes(&verifier.run(&format!("{}/hook", workers.base)).await);
    assert!(!workers.folder.path("chunked").exists(), "it was sent a body in chunks");
}

/// Two workers that do not know what the other one did process every other duplicate.
#[tokio::test(flavor = "multi_thread")]
async fn a_memory_for_each_is_red() {
    somewhere(|provider, seed| async move {
        let Some(workers) = start(&provider, Memory::Process, Protocol::Http11) else { return };
        let verifier = verifier(&provider, seed).only(["redelivery"]).skip(["redelivery-long-after"]);
        let run = verifier.effects_at(format!("{}/effects", workers.base)).run(&format!("{}/hook", workers.base)).await;
        is_red(&run, &["redelivery-same", "redelivery-interleaved", "redelivery-concurrent", "redelivery-lost-answer"]);
        // Deliveries one after the other are processed again, so it is not a race.
        let first = run.causes.first().map(|cause| cause.id.as_str());
        assert!(matches!(first, Some("remembers-per-process" | "forgets-events")), "{}", report(&run));
    })
    .await;
}
