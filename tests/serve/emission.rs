//! One emission gives every account events of its own, whoever asks for it. `tests/mock/lives.rs` holds the library to
//! the same.

use std::collections::HashSet;
use std::process::Command;

use serde_json::{Value, json};

use crate::consumer::Consumer;
use crate::server::{Mock, options};

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

/// Names below `localhost` are this machine, and no name server is asked for them.
#[tokio::test]
async fn a_name_below_localhost_is_this_machine() {
    let (mock, consumer) = (Mock::start().await, Consumer::start().await);
    let url = consumer.url.replace("127.0.0.1", "a.localhost");
    assert_ne!(url, consumer.url);
    let order = json!({"provider": "truv", "event": "link-deleted", "target": {"url": url, "secret": "hush"}});
    mock.own("POST", "/emit", &order).await;
    mock.idle().await;
    assert_eq!(consumer.received().len(), 1);
}

/// Whoever repeats a refused call must not double its events.
#[tokio::test]
async fn what_could_not_be_stored_is_not_delivered() {
    let consumer = Consumer::start().await;
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("serve").join("not-kept");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let (file, away) = (folder.join("store.db"), folder.join("away.db"));
    let mut kept = options();
    kept.store = Some(file.clone());
    let mock = Mock::with(kept).await;
    let target = json!({"url": consumer.url, "secret": "hush"});
    let order = json!({"provider": "truv", "event": "link-deleted", "count": 3, "target": target});
    mock.own("POST", "/emit", &order).await;
    mock.idle().await;
    assert_eq!(consumer.received().len(), 3);
    std::fs::rename(&file, &away).unwrap();
    let refused = mock.call("POST", "/_hookproof/emit", &[], &order).await;
    assert_eq!(refused.expect(503)["error"]["code"], "not_kept");
    let again = mock.call("POST", "/_hookproof/deliveries/1/redeliver", &[], &Value::Null).await;
    assert_eq!(again.status, 503, "{again:?}");
    std::fs::rename(&away, &file).unwrap();
    mock.idle().await;
    assert_eq!(consumer.received().len(), 3, "they were refused");
    mock.own("POST", "/emit", &order).await;
    mock.idle().await;
    assert_eq!(consumer.received().len(), 6, "the call was repeated once");
    let list = mock.own("GET", "/deliveries", &Value::Null).await;
    assert_eq!(list["deliveries"].as_array().unwrap().len(), 6);
    mock.running.stop().await.unwrap();
}
