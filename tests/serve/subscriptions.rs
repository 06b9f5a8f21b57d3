//! Providers without a management API: `/_hookproof/subscriptions`.

use hookproof::__private::deliver::ClockSpeed;
use hookproof::__private::serve::Options;
use hookproof::__private::{provider_file, providers};
use hookproof::model::{Headers, Secret};
use hookproof::provider::Provider;
use hookproof::sign::Signer;
use serde_json::{Value, json};

use crate::consumer::{Consumer, Received};
use crate::server::Mock;

fn named(name: &str) -> Provider {
    provider_file::find(name).unwrap()
}

async fn serving(providers: Vec<Provider>) -> Mock {
    let mut options = Options::new(providers);
    options.clock_speed = ClockSpeed::Virtual;
    "salt".clone_into(&mut options.salt);
    Mock::with(options).await
}

fn is_signed(signer: &Signer, received: &Received, url: &str) -> bool {
    signer.check_at(&received.headers, &received.body, url).is_ok()
}

fn signer(provider: &Provider, secret: &Value) -> Signer {
    Signer::new(&provider.signing.recipe, &Secret::new(secret.as_str().unwrap())).unwrap()
}

#[tokio::test]
async fn a_url_is_subscribed_paused_changed_and_deleted() {
    let (mock, consumer, other) =
        (serving(vec![named("stripe")]).await, Consumer::start().await, Consumer::start().await);
    let order = json!({"url": consumer.url, "events": ["invoice.*", "charge.failed"]});
    let made = mock.own("POST", "/subscriptions", &order).await;
    assert_eq!((&made["provider"], &made["active"]), (&json!("stripe"), &json!(true)));
    let path = format!("/subscriptions/{}", made["id"].as_str().unwrap());
    let secret = made["secret"].as_str().unwrap();
    assert!(secret.starts_with("whsec_") && secret.len() > 20, "{secret}");
    let emit = async |event: &str| {
        let emitted = mock.own("POST", "/emit", &json!({"provider": "stripe", "event": event})).await;
        mock.idle().await;
        emitted["deliveries"].as_array().unwrap().len()
    };
    assert_eq!((emit("invoice.paid").await, emit("charge.failed").await, emit("customer.created").await), (1, 1, 0));
    let signer = signer(&named("stripe"), &made["secret"]);
    assert!(consumer.received().iter().all(|received| is_signed(&signer, received, &consumer.url)));

    let view = mock.own("GET", &path, &Value::Null).await;
    assert!(view.get("secret").is_none(), "a secret is shown once: {view}");
    assert_eq!(mock.own("GET", "/subscriptions", &Value::Null).await["subscriptions"], json!([view]));
    assert_eq!(mock.own("PATCH", &path, &json!({"active": false})).await["active"], false);
    assert_eq!(emit("invoice.paid").await, 0);
    let change = json!({"active": true, "url": other.url, "events": ["*"], "secret": "whsec_other"});
    assert_eq!(mock.own("PATCH", &path, &change).await["events"], json!(["*"]));
    assert_eq!((emit("customer.created").await, other.received().len()), (1, 1));
    assert!(!is_signed(&signer, &other.received()[0], &other.url), "the secret was changed");

    assert_eq!(mock.call("DELETE", &format!("/_hookproof{path}"), &[], &Value::Null).await.status, 204);
    assert_eq!(mock.call("GET", &format!("/_hookproof{path}"), &[], &Value::Null).await.status, 404);
    assert_eq!((emit("invoice.paid").await, consumer.received().len()), (0, 2));
}

#[tokio::test]
async fn a_failed_delivery_is_retried_by_the_plan_of_the_file() {
    let (mock, consumer) = (serving(vec![named("linear")]).await, Consumer::start().await);
    consumer.answer([500, 503]);
    mock.own("POST", "/subscriptions", &json!({"url": consumer.url})).await;
    mock.own("POST", "/emit", &json!({"provider": "linear", "event": "Issue.create"})).await;
    mock.idle().await;
    let delivery = &mock.deliveries().await[0];
    let waits: Vec<&Value> = delivery["history"].as_array().unwrap().iter().map(|one| &one["next_seconds"]).collect();
    assert_eq!(waits, [&json!(60.0), &json!(3600.0), &Value::Null]);
    assert_eq!(delivery["status"], "succeeded");
}

#[tokio::test]
async fn only_retries_say_which_retry_they_are() {
    let (mock, consumer) = (serving(vec![named("jira")]).await, Consumer::start().await);
    consumer.answer([500, 503]);
    mock.own("POST", "/subscriptions", &json!({"url": consumer.url})).await;
    mock.own("POST", "/emit", &json!({"provider": "jira", "event": "jira:issue_created"})).await;
    mock.idle().await;
    let received = consumer.received();
    let retries: Vec<_> = received.iter().map(|received| received.headers.get("x-atlassian-webhook-retry")).collect();
    assert_eq!(retries, [None, Some(&b"1"[..]), Some(&b"2"[..])]);
}

#[tokio::test]
async fn a_status_disables_a_subscription_at_once() {
    let (mock, consumer) = (serving(vec![named("standard-webhooks")]).await, Consumer::start().await);
    consumer.answer([410]);
    let made = mock.own("POST", "/subscriptions", &json!({"url": consumer.url})).await;
    let path = format!("/subscriptions/{}", made["id"].as_str().unwrap());
    let order = json!({"provider": "standard-webhooks", "event": "contact.created"});
    mock.own("POST", "/emit", &order).await;
    mock.idle().await;
    let disabled = mock.own("GET", &path, &Value::Null).await;
    assert_eq!(disabled["active"], false);
    assert_eq!(disabled["disabled"], "the endpoint answered 410");
    assert_eq!(mock.deliveries().await[0]["status"], "cancelled", "the retry is not sent");
    assert_eq!(consumer.received().len(), 1);
    let enabled = mock.own("PATCH", &path, &json!({"active": true})).await;
    assert!(enabled.get("disabled").is_none(), "{enabled}");
    mock.own("POST", "/emit", &order).await;
    mock.idle().await;
    assert_eq!(consumer.received().len(), 2);
}

#[tokio::test]
async fn failures_in_a_row_disable_a_subscription() {
    let (mock, consumer) = (serving(vec![named("shopify")]).await, Consumer::start().await);
    let made = mock.own("POST", "/subscriptions", &json!({"url": consumer.url})).await;
    let path = format!("/subscriptions/{}", made["id"].as_str().unwrap());
    let order = json!({"provider": "shopify", "event": "orders/create"});
    // A success ends the row.
    consumer.answer([500; 8]);
    mock.own("POST", "/emit", &order).await;
    mock.idle().await;
    assert_eq!(mock.own("GET", &path, &Value::Null).await["active"], true);
    consumer.answer([500; 9]);
    mock.own("POST", "/emit", &order).await;
    mock.idle().await;
    let disabled = mock.own("GET", &path, &Value::Null).await;
    assert_eq!((&disabled["active"], &disabled["disabled"]), (&json!(false), &json!("9 attempts in a row failed")));
    let emitted = mock.own("POST", "/emit", &order).await;
    assert_eq!(emitted["deliveries"], json!([]));
}

/// Every provider of the catalogue can be served: what arrives is signed, if the provider signs, two events are two, and a
/// redelivery is the same event.
#[tokio::test]
async fn every_provider_of_the_catalogue_is_served() {
    // The consumer of this test answers no handshake.
    let all = providers::catalog::names().map(named).filter(|provider| provider.handshakes.is_empty());
    let all: Vec<Provider> = all.collect();
    let mock = serving(all.clone()).await;
    for provider in &all {
        let consumer = Consumer::start().await;
        let name = provider.id.as_str();
        let made = mock.own("POST", "/subscriptions", &json!({"provider": name, "url": consumer.url})).await;
        let event = provider.events().next().unwrap();
        let order = json!({"provider": name, "event": event.name});
        let first = mock.own("POST", "/emit", &order).await["deliveries"][0]["id"].clone();
        mock.own("POST", "/emit", &order).await;
        mock.idle().await;
        mock.own("POST", &format!("/deliveries/{first}/redeliver"), &Value::Null).await;
        mock.idle().await;
        let received = consumer.received();
        if provider.signing.signs() {
            let signer = signer(provider, made.get("secret").unwrap_or(&made["public_key"]));
            assert!(received.iter().all(|received| is_signed(&signer, received, &consumer.url)), "{name}");
        }
        let id = |received: &Received| id_of(provider, &received.headers, &received.body);
        assert_eq!(received.len(), 3, "{name}");
        assert_ne!(id(&received[0]), id(&received[1]), "{name}: two events have one id");
        assert_eq!(id(&received[0]), id(&received[2]), "{name}: a redelivery has another id");
    }
    let health = mock.own("GET", "/health", &Value::Null).await;
    assert_eq!(health["providers"][0]["base"], "/_hookproof/subscriptions");
}

/// The id of an event, or its ids; the whole body if it has none.
fn id_of(provider: &Provider, headers: &Headers, body: &[u8]) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let document = provider.body.read(body).unwrap();
    let envelope = &provider.envelope;
    match (&envelope.id, &envelope.header_id, envelope.identity.as_slice()) {
        (Some(slot), ..) => slot.read(&document).unwrap(),
        (None, Some(slot), _) => text(headers.get(&slot.header).unwrap()),
        (None, None, []) => text(body),
        (None, None, ids) => ids.iter().filter_map(|slot| slot.read(&document)).collect::<Vec<_>>().join(" "),
    }
}

#[tokio::test]
async fn what_is_wrong_is_told() {
    let providers = ["stripe", "standard-webhooks", "truv"].map(named).to_vec();
    let mock = serving(providers).await;
    let url = "http://127.0.0.1:9/hook";
    let of = |provider: &str, more: Value| {
        let mut order = json!({"provider": provider, "url": url});
        order.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        order
    };
    let made = mock.own("POST", "/subscriptions", &of("stripe", json!({}))).await;
    let known = format!("/subscriptions/{}", made["id"].as_str().unwrap());
    let refused = [
        ("POST", "/subscriptions", json!({"url": url}), 400, "several are served: standard-webhooks, stripe"),
        ("POST", "/subscriptions", of("truv", json!({})), 400, "management API of its own"),
        ("POST", "/subscriptions", of("strip", json!({})), 404, "`strip` is not served"),
        ("POST", "/subscriptions", json!({"provider": "stripe"}), 400, "missing field `url`"),
        ("POST", "/subscriptions", json!({"provider": "stripe", "url": "x"}), 400, "invalid URL"),
        (
            "POST",
            "/subscriptions",
            of("stripe", json!({"events": ["invoice.payed"]})),
            400,
            "did you mean invoice.paid",
        ),
        ("POST", "/subscriptions", of("stripe", json!({"events": ["invoyce.*"]})), 400, "no event `invoyce.*`"),
        ("POST", "/subscriptions", of("stripe", json!({"events": []})), 400, "`events` is empty"),
        ("POST", "/subscriptions", of("stripe", json!({"evens": ["*"]})), 400, "unknown field `evens`"),
        ("POST", "/subscriptions", of("stripe", json!({"secret": "hush"})), 400, "must start with `whsec_`"),
        ("POST", "/subscriptions", of("stripe", json!({"secret": ""})), 400, "the secret is empty"),
        ("POST", "/subscriptions", of("standard-webhooks", json!({"secret": "whsec_%"})), 400, "not base64"),
        ("PATCH", &known, json!({"secret": "hush"}), 400, "must start with `whsec_`"),
        ("PATCH", &known, json!({"url": "x"}), 400, "invalid URL"),
        ("PATCH", "/subscriptions/7", json!({}), 404, "no subscription `7`"),
        ("GET", "/subscriptions/7", Value::Null, 404, "no subscription `7`"),
        ("DELETE", "/subscriptions/7", Value::Null, 404, "no subscription `7`"),
        ("GET", "/subscriptions?provider=truv", Value::Null, 400, "management API of its own"),
        ("GET", "/subscriptions?colour=red", Value::Null, 400, "colour"),
        ("PUT", "/subscriptions", json!({}), 405, "method"),
    ];
    for (method, path, body, status, told) in refused {
        let answer = mock.call(method, &format!("/_hookproof{path}"), &[], &body).await;
        assert_eq!(answer.status, status, "{method} {path} {body}: {}", answer.text);
        let message = answer.json()["error"]["message"].as_str().unwrap().to_owned();
        assert!(message.contains(told), "{method} {path} {body}: {message}");
        assert!(!message.contains("hush"), "a secret is repeated: {message}");
    }
    for body in [&b"{"[..], b"[]", b"\xff", b"null", b""] {
        let answer = mock.send("PATCH", &format!("/_hookproof{known}"), &[], body.to_vec()).await;
        assert_eq!(answer.status, 400, "{body:?}");
    }
    let answer = mock.call("POST", "/stripe/v1/webhook_endpoints", &[], &json!({})).await;
    assert_eq!((answer.status, answer.text.contains("register URLs at /_hookproof/subscriptions")), (404, true));
}

#[tokio::test]
async fn faults_reach_the_calls_and_the_deliveries() {
    let (mock, consumer) = (serving(vec![named("github")]).await, Consumer::start().await);
    mock.own("PUT", "/faults", &json!({"api": [{"status": 503, "calls": 1}], "duplicates": 1.0})).await;
    let order = json!({"url": consumer.url, "events": ["push"]});
    let refused = mock.call("POST", "/_hookproof/subscriptions", &[], &order).await;
    assert_eq!((refused.status, refused.json()["error"]["code"].clone()), (503, json!("injected")));
    mock.own("POST", "/subscriptions", &order).await;
    mock.own("POST", "/emit", &json!({"provider": "github", "event": "push"})).await;
    mock.idle().await;
    let received = consumer.received();
    assert_eq!(received.len(), 2);
    let id = |nth: usize| received[nth].headers.get("X-GitHub-Delivery").unwrap();
    assert_eq!(id(0), id(1), "a duplicate is the same event");
}

#[tokio::test]
async fn a_provider_file_signs_with_a_key_pair_or_not_at_all() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("subscriptions");
    std::fs::create_dir_all(&folder).unwrap();
    let payload = "event = \"/type\"\nid = \"/id uuid\"\n[[payload]]\nname = \"a.b\"\nexample = { type = \"a.b\", id = \"6f9619ff-8b86-4d01-b42d-00cf4fc964ff\" }\n";
    let read = |name: &str, signature: &str| {
        let path = folder.join(name);
        std::fs::write(&path, format!("signature = \"{signature}\"\n{payload}")).unwrap();
        Provider::from_file(path).unwrap()
    };
    let pair = read("pair.toml", "X-Signature: {ed25519}");
    let plain = read("plain.toml", "none");
    let (mock, consumer) = (serving(vec![pair.clone(), plain]).await, Consumer::start().await);
    let made = mock.own("POST", "/subscriptions", &json!({"provider": "pair", "url": consumer.url})).await;
    assert!(made.get("secret").is_none(), "a private key is not shown: {made}");
    mock.own("POST", "/emit", &json!({"provider": "pair", "event": "a.b"})).await;
    mock.idle().await;
    let key = Secret::new(made["public_key"].as_str().unwrap());
    let verifier = Signer::from_public_key(&pair.signing.recipe, &key).unwrap();
    assert!(is_signed(&verifier, &consumer.received()[0], &consumer.url));

    let order = json!({"provider": "plain", "url": consumer.url, "secret": "hush"});
    let refused = mock.call("POST", "/_hookproof/subscriptions", &[], &order).await;
    assert!(refused.text.contains("its deliveries are not signed"), "{}", refused.text);
    let made = mock.own("POST", "/subscriptions", &json!({"provider": "plain", "url": consumer.url})).await;
    assert!(made.get("secret").is_none() && made.get("public_key").is_none(), "{made}");
    mock.own("POST", "/emit", &json!({"provider": "plain", "event": "a.b"})).await;
    mock.idle().await;
    assert_eq!(consumer.received().len(), 2);
    assert_eq!(mock.own("GET", "/findings", &Value::Null).await["findings"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn each_attempt_has_its_own_id_in_a_header() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("attempts");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("desk.toml");
    let text = "signature = \"X-Sign: {hmac-sha256}\"\nevent = \"/type\"\nid = \"header X-Event-Id uuid\"\n\
                attempt = \"header X-Attempt-Id uuid\"\nretry = \"3 x 1m\"\n[[payload]]\nname = \"a.b\"\n\
                example = { type = \"a.b\", title = \"Printer\" }\n";
    std::fs::write(&path, text).unwrap();
    let mock = serving(vec![Provider::from_file(path).unwrap()]).await;
    let consumer = Consumer::start().await;
    consumer.answer([500, 500]);
    mock.own("POST", "/subscriptions", &json!({"url": consumer.url})).await;
    mock.own("POST", "/emit", &json!({"provider": "desk", "event": "a.b"})).await;
    mock.idle().await;
    let ids = |name: &str| -> std::collections::BTreeSet<Vec<u8>> {
        consumer.received().iter().map(|received| received.headers.get(name).unwrap().to_vec()).collect()
    };
    assert_eq!((consumer.received().len(), ids("X-Event-Id").len(), ids("X-Attempt-Id").len()), (3, 1, 3));
}

#[tokio::test]
async fn github_signs_twice() {
    let (mock, consumer) = (serving(vec![named("github")]).await, Consumer::start().await);
    mock.own("POST", "/subscriptions", &json!({"url": consumer.url, "secret": "It's a Secret to Everybody"})).await;
    mock.own("POST", "/emit", &json!({"provider": "github", "event": "push"})).await;
    mock.idle().await;
    let received = &consumer.received()[0];
    let recipe =
        hookproof::sign::Recipe::hmac(hookproof::sign::Algorithm::HmacSha1, "X-Hub-Signature", "sha1={signature}");
    let older = Signer::new(&recipe, &Secret::new("It's a Secret to Everybody")).unwrap();
    assert!(older.check(&received.headers, &received.body).is_ok());
}
