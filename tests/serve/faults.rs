//! Injected faults, as a consumer meets them.

use hookproof::providers;
use serde_json::{Value, json};

use crate::consumer::Consumer;
use crate::server::Mock;

async fn registered() -> (Mock, Consumer) {
    let (mock, consumer) = (Mock::start().await, Consumer::start().await);
    let keys = [("X-Access-Client-Id", "client"), ("X-Access-Secret", "hush hush")];
    let webhook = json!({"name": "mine", "webhook_url": consumer.url, "env_type": "sandbox"});
    mock.call("POST", "/truv/v1/webhooks/", &keys, &webhook).await.expect(201);
    (mock, consumer)
}

#[tokio::test]
async fn an_outage_ends_in_a_storm() {
    let (mock, consumer) = registered().await;
    mock.own("PUT", "/faults", &json!({"outage": true})).await;
    mock.own("POST", "/emit", &json!({"provider": "truv", "event": "link-deleted", "count": 40})).await;
    let waited = mock.own("POST", "/wait", &json!({"status": "waiting", "count": 40, "timeout_ms": 0})).await;
    assert_eq!((waited["met"].clone(), consumer.received().len()), (json!(true), 0));
    for status in [Value::Null, json!("succeeded")] {
        let waited = mock.own("POST", "/wait", &json!({"idle": true, "status": status, "timeout_ms": 0})).await;
        assert_eq!(waited, json!({"met": false, "count": 40}), "idle whatever the status");
    }
    mock.own("PUT", "/faults", &json!({})).await;
    mock.own("POST", "/emit", &json!({"provider": "truv", "event": "link-deleted"})).await;
    mock.idle().await;
    assert_eq!(consumer.received().len(), 41);
}

#[tokio::test]
async fn events_come_twice_and_answers_are_lost() {
    let (mock, consumer) = registered().await;
    mock.own("PUT", "/faults", &json!({"duplicates": 1.0})).await;
    mock.own("POST", "/emit", &json!({"provider": "truv", "event": "link-deleted"})).await;
    mock.idle().await;
    let received = consumer.received();
    assert_eq!((received.len(), &received[0].body), (2, &received[1].body));
    mock.own("PUT", "/faults", &json!({"lost_answers": 1.0})).await;
    mock.own("POST", "/emit", &json!({"provider": "truv", "event": "link-deleted"})).await;
    mock.idle().await;
    assert_eq!(consumer.received().len(), 6, "every answer is lost, so that all retries are spent");
    assert_eq!(mock.deliveries().await.pop().unwrap()["status"], "exhausted");
    mock.own("PUT", "/faults", &json!({"slow_bodies": 1.0})).await;
    mock.own("POST", "/emit", &json!({"provider": "truv", "event": "link-deleted"})).await;
    mock.idle().await;
    assert_eq!(mock.deliveries().await.pop().unwrap()["status"], "succeeded");
}

/// An API fault of every provider has the header that says how long to wait.
#[tokio::test]
async fn an_api_fault_says_how_long_to_wait() {
    let mock = Mock::start().await;
    for provider in providers::ALL {
        let path = format!("/{}/anything", provider().id);
        mock.own("PUT", "/faults", &json!({"api": [{"status": 429, "retry_after": 7}, {"status": 429}]})).await;
        for retry_after in [Some(b"7".as_slice()), None] {
            let answer = mock.call("GET", &path, &[], &Value::Null).await;
            assert_eq!((answer.status, answer.headers.get("Retry-After")), (429, retry_after), "{path}");
        }
    }
}

#[tokio::test]
async fn the_api_fails_on_demand() {
    let (mock, _) = registered().await;
    let keys = [("X-Access-Client-Id", "client"), ("X-Access-Secret", "hush hush")];
    let api_fault = json!({"api": [{"status": 429, "retry_after": 7}, {"status": 500}]});
    mock.own("PUT", "/faults", &api_fault).await;
    let refused = mock.call("GET", "/truv/v1/webhooks/", &keys, &Value::Null).await.expect(429);
    assert_eq!(refused["error"]["code"], "throttled");
    mock.call("GET", "/truv/v1/webhooks/", &keys, &Value::Null).await.expect(500);
    mock.call("GET", "/truv/v1/webhooks/", &keys, &Value::Null).await.expect(200);
}
