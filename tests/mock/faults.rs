//! Faults that the mock injects.

use hookproof::__private::deliver::Faults;
use hookproof::__private::store::Status;
use hookproof::{MockProvider, providers};
use serde_json::{Value, json};

use crate::caller::{TRUV, call, failing, heard, register};

fn faults(value: Value) -> Faults {
    serde_json::from_value(value).unwrap()
}

#[tokio::test]
async fn lost_answers_make_the_consumer_hear_twice() {
    let mock =
        MockProvider::of(providers::truv()).faults(faults(json!({"lost_answers": 0.5, "seed": 2}))).start().await;
    let consumer = failing(0).await;
    register(&mock, &TRUV, mock.credentials(), &consumer.uri()).await;
    let emitted = mock.emit("order-created").count(20).await;
    let attempts: usize = emitted.iter().map(|delivery| delivery.attempts.len()).sum();
    assert!(attempts > 24);
    assert_eq!(heard(&consumer).await.len(), attempts);
}

#[tokio::test]
async fn deliveries_wait_during_an_outage_and_arrive_after_it() {
    let mock = MockProvider::of(providers::truv()).faults(faults(json!({"outage": true}))).start().await;
    let consumer = failing(0).await;
    register(&mock, &TRUV, mock.credentials(), &consumer.uri()).await;
    let emitted = mock.emit("order-created").count(5).await;
    assert!(emitted.iter().all(|delivery| delivery.status == Status::Waiting));
    assert!(heard(&consumer).await.is_empty());
    mock.set_faults(Faults::default());
    assert!(mock.settled().await.iter().all(|delivery| delivery.status == Status::Succeeded));
    assert_eq!(heard(&consumer).await.len(), 5);
}

#[tokio::test]
async fn the_api_fails_on_demand() {
    let api_fault = json!({"api": [{"status": 429, "retry_after": 3}]});
    let mock = MockProvider::of(providers::truv()).faults(faults(api_fault)).start().await;
    let ask = || call(&mock, mock.credentials(), ("GET", "/v1/webhooks/"), &Value::Null);
    assert_eq!(ask().await.0, 429);
    assert_eq!(ask().await.0, 200);
}
