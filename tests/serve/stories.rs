//! A consumer's whole integration with each provider, call by call: it registers, receives, fails, recovers, has
//! it sent again, and leaves.

use hookproof::model::Secret;
use hookproof::providers;
use hookproof::sign::Signer;
use serde_json::{Value, json};

use crate::consumer::{Consumer, Received};
use crate::server::Mock;

/// Whether a delivery is rightly signed.
fn is_signed(provider: &str, secret: &str, received: &Received) -> bool {
    let recipe = providers::named(provider).unwrap().signing.recipe;
    Signer::new(&recipe, &Secret::new(secret)).unwrap().check(&received.headers, &received.body).is_ok()
}

fn statuses(delivery: &Value) -> Vec<Value> {
    delivery["history"].as_array().unwrap().iter().map(|attempt| attempt["response"]["status"].clone()).collect()
}

#[tokio::test]
async fn truv() {
    let (mock, consumer) = (Mock::start().await, Consumer::start().await);
    let keys = [("X-Access-Client-Id", "client"), ("X-Access-Secret", "the access secret")];
    let webhook =
        json!({"name": "mine", "webhook_url": consumer.url, "env_type": "sandbox", "events": ["order-created"]});
    let made = mock.call("POST", "/truv/v1/webhooks/", &keys, &webhook).await.expect(201);
    consumer.answer([500, 503]);
    mock.own("POST", "/emit", &json!({"provider": "truv", "event": "order-created"})).await;
    mock.own("POST", "/emit", &json!({"provider": "truv", "event": "link-deleted"})).await;
    mock.idle().await;
    let deliveries = mock.deliveries().await;
    assert_eq!(deliveries.len(), 1, "only what was asked for is sent");
    assert_eq!(
        (statuses(&deliveries[0]), &deliveries[0]["status"]),
        (vec![json!(500), json!(503), json!(200)], &json!("succeeded"))
    );
    let received = consumer.received();
    assert!(received.iter().all(|received| is_signed("truv", "the access secret", received)));
    assert!(received.iter().all(|other| other.body == received[0].body), "a retry is the same body");
    assert!(received[0].headers.iter().any(|(name, _)| name == "X-WEBHOOK-SIGN"), "in the documented spelling");
    let log = mock.call("GET", "/truv/v1/webhook-requests/", &keys, &Value::Null).await.expect(200);
    let rows: Vec<_> = log["results"].as_array().unwrap().iter().map(|row| row["status_code"].clone()).collect();
    assert_eq!(rows, [200, 503, 500], "a row an attempt, newest first");
    let path = format!("/truv/v1/webhooks/{}/", made["id"].as_str().unwrap());
    mock.call("PATCH", &path, &keys, &json!({"enabled": false})).await.expect(200);
    mock.own("POST", "/emit", &json!({"provider": "truv", "event": "order-created"})).await;
    mock.call("PATCH", &path, &keys, &json!({"enabled": true})).await.expect(200);
    mock.own("POST", "/emit", &json!({"provider": "truv", "event": "order-created"})).await;
    mock.idle().await;
    assert_eq!(consumer.received().len(), 4, "nothing was sent while it was disabled");
    mock.call("DELETE", &path, &keys, &Value::Null).await.expect(204);
    let emitted = mock.own("POST", "/emit", &json!({"provider": "truv", "event": "order-created"})).await;
    assert_eq!(emitted["deliveries"], json!([]));
}

#[tokio::test]
async fn argyle() {
    let (mock, consumer) = (Mock::start().await, Consumer::start().await);
    let keys = [("Authorization", "Basic aWQ6c2VjcmV0")];
    let webhook = json!({"events": ["accounts.updated"], "name": "mine", "url": consumer.url, "secret": "hush hush"});
    let made = mock.call("POST", "/argyle/v2/webhooks", &keys, &webhook).await.expect(200);
    assert!(made["last_sent_at"].is_null());
    consumer.answer([503]);
    mock.own("POST", "/emit", &json!({"provider": "argyle", "event": "accounts.updated"})).await;
    mock.idle().await;
    let delivery = mock.deliveries().await.pop().unwrap();
    assert_eq!(statuses(&delivery), [json!(503), json!(200)], "once more after 30 s");
    let received = consumer.received();
    assert!(received.iter().all(|received| is_signed("argyle", "hush hush", received)));
    let body: Value = serde_json::from_slice(&received[0].body).unwrap();
    assert_eq!(body["name"], "mine", "an event carries the name of its subscription");
    let path = format!("/argyle/v2/webhooks/{}", made["id"].as_str().unwrap());
    let read = mock.call("GET", &path, &keys, &Value::Null).await.expect(200);
    assert!(read["last_sent_at"].is_string());
    consumer.answer([404]);
    mock.own("POST", "/emit", &json!({"provider": "argyle", "event": "accounts.updated"})).await;
    mock.idle().await;
    let delivery = mock.deliveries().await.pop().unwrap();
    assert_eq!(
        (statuses(&delivery), &delivery["status"]),
        (vec![json!(404)], &json!("exhausted")),
        "a 404 is not tried again"
    );
    mock.call("DELETE", &path, &keys, &Value::Null).await.expect(204);
}

#[tokio::test]
async fn orum() {
    let (mock, consumer) = (Mock::start().await, Consumer::start().await);
    let ask = json!({"client_id": "client", "client_secret": "hush hush"});
    let token = mock.call("POST", "/orum/oauth/token", &[], &ask).await.expect(200);
    let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
    let keys = [("Authorization", bearer.as_str()), ("Orum-Version", "v2022-09-21")];
    let pair = mock.call("POST", "/orum/webhooks/secret", &keys, &Value::Null).await.expect(200);
    let configuration = json!({"event_types": ["person_all"], "url": consumer.url, "enabled": true});
    let made = mock.call("POST", "/orum/webhooks/configurations", &keys, &configuration).await.expect(200);
    consumer.answer([500; 15]);
    let person = json!({"event_type": "person_created", "data": {"customer_reference_id": "1", "first_name": "Ada"}});
    mock.call("POST", "/orum/webhooks/invoke", &keys, &person).await.expect(201);
    mock.idle().await;
    let delivery = mock.deliveries().await.pop().unwrap();
    assert_eq!((statuses(&delivery).len(), &delivery["status"]), (16, &json!("succeeded")), "15 retries within a day");
    let findings = mock.own("GET", "/findings", &Value::Null).await;
    assert!(
        !findings["findings"].as_array().unwrap().is_empty(),
        "the data broke the schema and was sent all the same"
    );
    let public = pair["enterprise_keypair"]["public_key"].as_str().unwrap();
    let decoded = if public.contains("BEGIN") { public.to_owned() } else { decoded(public) };
    assert!(consumer.received().iter().all(|received| is_signed("orum", &decoded, received)));
    let event: Value = serde_json::from_slice(&consumer.received()[0].body).unwrap();
    assert_eq!(event["event_data"]["person"], json!({"customer_reference_id": "1", "first_name": "Ada"}));
    let path = format!("/orum/webhooks/configurations/{}", made["webhook_configuration"]["id"].as_str().unwrap());
    mock.call("DELETE", &path, &keys, &Value::Null).await.expect(204);
}

fn decoded(text: &str) -> String {
    use base64::Engine;
    String::from_utf8(base64::engine::general_purpose::STANDARD.decode(text).unwrap()).unwrap()
}

#[tokio::test]
async fn betterez() {
    let (mock, consumer) = (Mock::start().await, Consumer::start().await);
    let keys = [("X-API-KEY", "the api key of my account"), ("Authorization", "Bearer anything")];
    let subscription = json!({"url": consumer.url, "events": ["peopleLookups.created"]});
    mock.call("POST", "/betterez/subscriptions", &keys, &subscription).await;
    consumer.answer([500]);
    let lookup = json!({"person": {"documentTypeId": "5f8d0d55b54764421b7156c1", "documentNumber": "1"}});
    let made = mock.call("POST", "/betterez/people-lookups", &keys, &lookup).await;
    assert!(made.status < 300, "{made:?}");
    mock.idle().await;
    let delivery = mock.deliveries().await.pop().unwrap();
    assert_eq!(
        (statuses(&delivery), &delivery["status"]),
        (vec![json!(500)], &json!("parked")),
        "nothing is tried again by itself"
    );
    let undelivered = mock.call("GET", "/betterez/undelivered", &keys, &Value::Null).await.expect(200);
    assert!(undelivered.to_string().contains("peopleLookups.created"), "{undelivered}");
    mock.call("PUT", "/betterez/undelivered/retry-all", &keys, &Value::Null).await;
    mock.idle().await;
    assert_eq!(mock.deliveries().await.pop().unwrap()["status"], "succeeded");
    let received = consumer.received();
    assert!(received.iter().all(|received| is_signed("betterez", "the api key of my account", received)));
    let event = |at: usize| serde_json::from_slice::<Value>(&received[at].body).unwrap();
    assert_eq!(event(0)["id"], event(1)["id"], "the same event");
    assert_ne!(event(0)["attemptId"], event(1)["attemptId"], "another attempt");
    let view = mock.own("GET", "/deliveries/1", &Value::Null).await.to_string();
    assert!(!view.contains("the api key of my account"), "{view}");
}

#[tokio::test]
async fn socotra() {
    let (mock, consumer, alerts) = (Mock::start().await, Consumer::start().await, Consumer::start().await);
    let login = json!({"username": "alice.lee", "password": "hush hush", "tenantName": "mine"});
    let admin = mock.call("POST", "/socotra/account/authenticateAdmin", &[], &login).await.expect(200);
    let admin = admin["authorizationToken"].as_str().unwrap().to_owned();
    let admin = [("Authorization", admin.as_str())];
    let spec = json!({"hmacEnabled": true, "secret": "a signing secret"});
    for (name, url) in [("hooks", &consumer.url), ("alerts", &alerts.url)] {
        let integration = json!({"name": name, "url": url, "type": "webhook", "securitySpec": spec});
        let answer = mock.call("POST", "/socotra/integrations", &admin, &integration).await;
        assert!(answer.status < 300, "{answer:?}");
    }
    let webhook = json!({
        "name": "mine", "integrationName": "hooks", "alertIntegrationName": "alerts", "events": ["policy.create"],
        "retryStrategy": "one", "failureHandling": {"mode": "divert", "actOnStatusCodes": ["5xx"], "actOnTimeout": true},
    });
    let made = mock.call("PUT", "/socotra/webhooks", &admin, &webhook).await.expect(200);
    assert_eq!((&made["enabled"], &made["suspended"]), (&json!(true), &json!(false)));
    consumer.answer([500, 502]);
    mock.own("POST", "/emit", &json!({"provider": "socotra", "event": "policy.create"})).await;
    mock.idle().await;
    let diverted = mock.call("GET", "/socotra/webhooks/mine/diverted", &admin, &Value::Null).await.expect(200);
    let transaction = diverted["events"][0]["transactionId"].as_str().unwrap().to_owned();
    assert_eq!(alerts.received().len(), 1, "the alert integration is told of the failure");
    let resend = format!("/socotra/webhooks/mine/diverted/{transaction}/resend");
    let answer = mock.call("POST", &resend, &admin, &Value::Null).await;
    assert!(answer.status < 300, "{answer:?}");
    mock.idle().await;
    assert_eq!(consumer.received().len(), 3);
    assert!(consumer.received().iter().all(|received| is_signed("socotra", "a signing secret", received)));
    let diverted = mock.call("GET", "/socotra/webhooks/mine/diverted", &admin, &Value::Null).await.expect(200);
    assert_eq!(diverted["events"], json!([]));
    let answer = mock.call("DELETE", "/socotra/webhooks/mine", &admin, &Value::Null).await;
    assert!(answer.status < 300, "{answer:?}");
}

#[tokio::test]
async fn accounts_never_meet() {
    let mock = Mock::start().await;
    let (one, other) = (Consumer::start().await, Consumer::start().await);
    for (client, consumer) in [("one", &one), ("other", &other)] {
        let keys = [("X-Access-Client-Id", client), ("X-Access-Secret", "hush hush")];
        let webhook = json!({"name": client, "webhook_url": consumer.url, "env_type": "sandbox"});
        mock.call("POST", "/truv/v1/webhooks/", &keys, &webhook).await.expect(201);
        let known = mock.call("GET", "/truv/v1/webhooks/", &keys, &Value::Null).await.expect(200);
        assert_eq!(known["results"].as_array().unwrap().len(), 1);
    }
    let accounts = mock.own("GET", "/accounts", &Value::Null).await;
    let id =
        accounts["accounts"].as_array().unwrap().iter().find(|account| account["name"] == "one").unwrap()["id"].clone();
    mock.own("POST", "/emit", &json!({"provider": "truv", "event": "link-deleted", "account": id})).await;
    mock.idle().await;
    assert_eq!((one.received().len(), other.received().len()), (1, 0));
    mock.own("POST", "/reset", &json!({"account": id})).await;
    let left = mock.own("GET", "/accounts", &Value::Null).await;
    assert_eq!(left["accounts"].as_array().unwrap().len(), 1);
    assert_eq!(mock.own("GET", "/deliveries", &Value::Null).await["deliveries"], json!([]));
}
