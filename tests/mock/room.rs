//! How much room a mock takes that is called for a long time.

use hookproof::MockProvider;
use hookproof::providers;
use serde_json::Value;

use crate::caller::call;

/// Resident memory of this process in kilobytes, where the system tells it.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Run alone: other tests of the process take room too.
#[tokio::test]
#[ignore = "a measurement: run it alone, with --ignored --nocapture"]
#[expect(clippy::print_stderr, reason = "it is there to tell a figure")]
async fn calls_leave_little_behind() {
    let mock = MockProvider::of(providers::truv()).start().await;
    for round in 0..6 {
        let before = resident().unwrap_or_default();
        for _ in 0..2_000 {
            call(&mock, mock.credentials(), ("GET", "/v1/webhooks/"), &Value::Null).await;
        }
        eprintln!("round {round}: {} kB more after 2,000 calls", resident().unwrap_or_default() as i64 - before as i64);
    }
}
