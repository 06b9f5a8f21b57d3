//! One emission gives every account events of its own, whoever asks for it. `tests/mock/lives.rs` holds the library to
//! the same.

use std::collections::HashSet;
use std::process::Command;

use serde_json::{Value, json};

use crate::consumer::Consumer;
use crate::server::Mock;

/// The event ids that arrived, sorted.
fn ids(consumer: &Consumer) -> Vec<String> {
    let id = |body: &[u8]| {
        let body: Value = serde_json::from_slice(body).unwrap();
        body["webhook_id"].as_str().unwrap().to_owned()
    };
    let mut ids: Vec<String> = consumer.received().iter().map(|received| id(&received.body)).collect();
    ids.sort();
    ids
}

async fn registered(mock: &Mock, client: &str, url: &str) {
    let body = json!({"name": client, "webhook_url": url, "env_type": "sandbox", "events": ["order-created"]});
    let headers = [("X-Access-Client-Id", client), ("X-Access-Secret", "s"), ("Content-Type", "application/json")];
    mock.call("POST", "/truv/v1/webhooks/", &headers, &body).await.expect(201);
}

#[tokio::test]
async fn the_control_api_gives_no_event_id_to_two_accounts() {
    let (mock, one, two) = (Mock::start().await, Consumer::start().await, Consumer::start().await);
    registered(&mock, "one", &one.url).await;
    registered(&mock, "two", &two.url).await;
    let order = json!({"provider": "truv", "event": "order-created", "count": 2});
    for round in 1..=2 {
        mock.own("POST", "/emit", &order).await;
        mock.idle().await;
        let all: HashSet<String> = ids(&one).into_iter().chain(ids(&two)).collect();
        assert_eq!((ids(&one).len(), ids(&two).len(), all.len()), (2 * round, 2 * round, 4 * round));
    }
}

#[tokio::test]
async fn the_command_gives_every_event_its_id_and_the_same_seed_the_same_one() {
    let consumer = Consumer::start().await;
    let url = consumer.url.clone();
    let run = move || {
        let emit = ["emit", "truv", "order-created", &url, "--secret", "s", "--count", "2", "--seed", "7"];
        let replayed = ["--salt", "salt", "--now", "2026-01-31T09:30:00Z"];
        let mut command = Command::new(env!("CARGO_BIN_EXE_hookproof"));
        let output = command.args(emit).args(replayed).env_remove("HOOKPROOF_SECRET").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    for _ in 0..2 {
        tokio::task::spawn_blocking(run.clone()).await.unwrap();
    }
    let ids = ids(&consumer);
    assert_eq!(ids.len(), 4);
    assert!(ids[0] == ids[1] && ids[1] != ids[2] && ids[2] == ids[3], "{ids:?}");
}
