//! Memory of a mock that is called for a long time.

use hookproof::MockProvider;
use hookproof::clock::Stopwatch;
use hookproof::providers;
use serde_json::Value;

use crate::caller::call_with;
use crate::caller::client;

const CALLS: u64 = 4_000;

/// Returns the resident memory of this process in kilobytes, if the system provides it.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Run alone: other tests of the process take room too.
#[tokio::test]
#[ignore = "measures memory: run it with --ignored --nocapture, and nothing else"]
#[expect(clippy::print_stderr, reason = "it is there to tell a figure")]
async fn calls_leave_little_behind() {
    let mock = MockProvider::of(providers::truv()).start().await;
    let client = client();
    let alone = mock.base_url().to_owned();
    let beside = mock.server().uri();
    for (what, base) in [("with a server of the user's", &alone), ("at that server itself", &beside)] {
        for round in 1..=4 {
            let (before, watch) = (resident().unwrap_or_default(), Stopwatch::start());
            for _ in 0..CALLS {
                call_with(&client, base, mock.credentials(), ("GET", "/v1/webhooks/"), &Value::Null).await;
            }
            let more = i128::from(resident().unwrap_or_default()) - i128::from(before);
            eprintln!("{what}, {CALLS} calls for the {round}. time: {more} kB more in {:?}", watch.elapsed());
        }
    }
}

/// Without mocks of the user, a call keeps no memory.
#[tokio::test]
async fn calls_leave_nothing_behind() {
    let mock = MockProvider::of(providers::truv()).start().await;
    let (client, credentials) = (client(), mock.credentials());
    let many = async || {
        for _ in 0..CALLS {
            call_with(&client, mock.base_url(), credentials, ("GET", "/v1/webhooks/"), &Value::Null).await;
        }
    };
    many().await;
    let Some(before) = resident() else { return };
    many().await;
    let more = resident().unwrap_or_default().saturating_sub(before);
    // wiremock would keep 5 kB of each; other tests of this process take a little at the same time.
    assert!(more < 5 * CALLS / 2, "{more} kB");
}
