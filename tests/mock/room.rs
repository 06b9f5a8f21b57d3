//! Memory of a mock that is called for a long time.

use std::process::Command;

use hookproof::{MockProvider, providers};
use serde_json::Value;

use crate::caller::{call_with, client};

const CALLS: u64 = 1_000;

/// Maximum memory that the calls may keep, in kilobytes. wiremock keeps 5 kB of each request that one of its mocks
/// matched.
const MOST: u64 = CALLS;

/// Returns the resident memory of this process in kilobytes, if the system provides it.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Returns the kilobytes that calls keep after as many others.
async fn kept(mock: &MockProvider, base: &str, path: &str) -> u64 {
    let client = client();
    let many = async || {
        for _ in 0..CALLS {
            call_with(&client, base, mock.credentials(), ("GET", path), &Value::Null).await;
        }
    };
    many().await;
    let before = resident().unwrap_or_default();
    many().await;
    resident().unwrap_or_default().saturating_sub(before)
}

#[tokio::test]
#[ignore = "calls_keep_no_memory starts it in its own process"]
async fn calls() {
    let management = "/v1/webhooks/";
    let mock = MockProvider::of(providers::truv()).start().await;
    let without = kept(&mock, mock.base_url(), management).await;
    let server = mock.server();
    let shared = kept(&mock, mock.base_url(), management).await;
    assert!(without.max(shared) < MOST, "{without} kB, with a server {shared} kB");
    // Proves that the measurement finds what is kept: wiremock itself answers these calls.
    let directly = kept(&mock, &server.uri(), management).await;
    assert!(directly > MOST, "{directly} kB");
}

/// Other tests of this process would need memory at the same time.
#[test]
fn calls_keep_no_memory() {
    if resident().is_none() {
        return;
    }
    let mut command = Command::new(std::env::current_exe().unwrap());
    let output = command.args(["room::calls", "--exact", "--ignored", "--nocapture"]).output().unwrap();
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}
