//! The control API: what it refuses and how, who may call it, and that its own document tells the truth.

use hookproof::__private::serve;
use hookproof::__private::serve::ServeError;
use hookproof::model::SecretText;
use serde_json::{Value, json};

use crate::consumer::Consumer;
use crate::server::{Mock, options};

#[tokio::test]
async fn invalid_requests_are_reported() {
    let mock = Mock::start().await;
    let with = |name: &str, value: &str| {
        let target = json!({"url": "http://127.0.0.1:9/", "headers": {name: value}});
        json!({"provider": "truv", "event": "order-created", "target": target})
    };
    let refused = [
        ("POST", "/emit", json!({}), 400, "provider"),
        ("POST", "/emit", json!({"provider": "turv", "event": "x"}), 404, "`turv`"),
        ("POST", "/emit", json!({"provider": "truv"}), 400, "either"),
        ("POST", "/emit", json!({"provider": "truv", "event": "order-creatd"}), 400, "order-created"),
        ("POST", "/emit", json!({"provider": "truv", "event": "CreateWebhook"}), 400, "nothing that is sent"),
        ("POST", "/emit", json!({"provider": "truv", "event": "order-created", "count": 0}), 400, "count"),
        ("POST", "/emit", json!({"provider": "truv", "event": "order-created", "set": {"x": 1}}), 400, "pointer"),
        ("POST", "/emit", json!({"provider": "truv", "event": "order-created", "set": {"/status": 1}}), 400, "/status"),
        ("POST", "/emit", json!({"provider": "truv", "event": "order-created", "account": "nobody"}), 404, "nobody"),
        (
            "POST",
            "/emit",
            json!({"provider": "truv", "event": "order-created", "target": {"url": "x"}}),
            400,
            "invalid URL",
        ),
        ("POST", "/emit", with("Transfer-Encoding", "chunked"), 400, "belongs to the connection"),
        ("POST", "/emit", with("connection", "close"), 400, "belongs to the connection"),
        ("POST", "/emit", with("x-webhook-sign", "v1=0"), 400, "belongs to the signature of Truv"),
        ("POST", "/emit", with("X-A: 1\r\nX-B", "2"), 400, "cannot be the name"),
        ("POST", "/emit", with("X-A", "1\r\nX-B: 2"), 400, "line break"),
        ("POST", "/emit", json!({"provider": "truv", "story": "nothing"}), 400, "nothing"),
        ("GET", "/deliveries?colour=red", Value::Null, 400, "colour"),
        ("GET", "/deliveries?status=lost", Value::Null, 400, "succeeded"),
        ("GET", "/deliveries?limit=0", Value::Null, 400, "limit"),
        ("GET", "/deliveries?before=x", Value::Null, 400, "whole number"),
        ("GET", "/findings?limit=501", Value::Null, 400, "limit"),
        ("GET", "/findings?before=x", Value::Null, 400, "whole number"),
        ("GET", "/deliveries/7", Value::Null, 404, "7"),
        ("GET", "/deliveries/x", Value::Null, 404, "number"),
        ("POST", "/deliveries/7/redeliver", Value::Null, 404, "7"),
        ("PUT", "/clock", json!({"clock_speed": "slow"}), 400, "60x"),
        ("PUT", "/clock", json!({"advance_seconds": -1}), 400, "advance_seconds"),
        ("PUT", "/faults", json!({"duplicates": 2}), 400, "from 0 to 1"),
        ("PUT", "/faults", json!({"rain": 1}), 400, "rain"),
        ("POST", "/wait", json!({"status": "lost"}), 400, "lost"),
        ("POST", "/wait", json!({"timeout_ms": 99_999_999}), 400, "60000"),
        ("POST", "/reset", json!({"account": "nobody"}), 404, "nobody"),
        ("POST", "/verify", json!({"provider": "truv"}), 400, "account"),
        ("POST", "/verify", json!({"provider": "truv", "url": "http://192.0.2.1/"}), 400, "--allow-target"),
        ("GET", "/schemas/truv/nothing", Value::Null, 404, "nothing"),
        ("GET", "/nothing", Value::Null, 404, "openapi.json"),
        ("DELETE", "/emit", Value::Null, 405, "method"),
    ];
    for (method, path, body, status, told) in refused {
        let answer = mock.call(method, &format!("/_hookproof{path}"), &[], &body).await;
        assert_eq!(answer.status, status, "{method} {path} {body}: {}", answer.text);
        let message = answer.json()["error"]["message"].as_str().unwrap().to_owned();
        assert!(message.contains(told), "{method} {path} {body}: {message}");
    }
    for body in [&b"{"[..], b"[]", b"\xff", b"null", b"7"] {
        for path in ["/emit", "/wait", "/reset", "/verify"] {
            let answer = mock.send("POST", &format!("/_hookproof{path}"), &[], body.to_vec()).await;
            assert_eq!(answer.status, 400, "{path} {body:?}");
        }
    }
}

#[tokio::test]
async fn events_are_aimed_set_and_repeated() {
    let (mock, consumer) = (Mock::start().await, Consumer::start().await);
    let target = json!({"url": consumer.url, "secret": "hush hush", "headers": {"X-Gate": "open"}});
    let order = json!({
        "provider": "truv", "event": "order-created", "count": 2, "seed": 7, "target": target,
        "set": {"/order_number": "<script>alert(1)</script>"},
    });
    mock.own("POST", "/emit", &order).await;
    mock.idle().await;
    let received = consumer.received();
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].headers.get("X-Gate"), Some(&b"open"[..]));
    let bodies: Vec<Value> = received.iter().map(|received| serde_json::from_slice(&received.body).unwrap()).collect();
    assert!(bodies.iter().all(|body| body["order_number"] == "<script>alert(1)</script>"));
    assert_ne!(bodies[0]["webhook_id"], bodies[1]["webhook_id"]);
    let again = mock.own("POST", "/deliveries/1/redeliver", &Value::Null).await;
    assert_eq!(again["redelivery_of"], 1);
    mock.idle().await;
    assert!(received.iter().any(|first| first.body == consumer.received()[2].body), "the same bytes again");
    let view = mock.own("GET", "/deliveries/1", &Value::Null).await;
    let headers = view["history"][0]["request"]["headers"].as_array().unwrap();
    assert!(headers.contains(&json!(["X-Gate", "[secret]"])), "a header of a subscription is its own to know");
    let first = mock.own("GET", "/deliveries?limit=2", &Value::Null).await;
    let ids =
        |page: &Value| page["deliveries"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect::<Vec<_>>();
    assert_eq!((ids(&first), &first["next"]), (vec![json!(3), json!(2)], &json!(2)));
    let second = mock.own("GET", "/deliveries?limit=2&before=2", &Value::Null).await;
    assert_eq!((ids(&second), &second["next"]), (vec![json!(1)], &Value::Null));
}

#[tokio::test]
async fn a_story_is_sent_in_its_order() {
    let (mock, consumer) = (Mock::start().await, Consumer::start().await);
    for provider in hookproof::providers::ALL.iter().map(|provider| provider()) {
        let before = consumer.received().len();
        let mut all = 0;
        for story in &provider.stories {
            let order = json!({"provider": provider.id, "story": story.name, "target": {"url": consumer.url}});
            let made = mock.own("POST", "/emit", &order).await;
            assert_eq!(made["deliveries"].as_array().unwrap().len(), story.steps.len(), "{}", story.name);
            all += story.steps.len();
        }
        mock.idle().await;
        assert_eq!(consumer.received().len() - before, all, "{}", provider.id);
    }
}

#[tokio::test]
async fn the_clock_is_set_and_put_forward() {
    let (mock, consumer) = (Mock::start().await, Consumer::start().await);
    mock.own("PUT", "/clock", &json!({"clock_speed": "real"})).await;
    consumer.answer([500]);
    let order = json!({"provider": "truv", "event": "link-deleted", "target": {"url": consumer.url, "secret": "hush"}});
    mock.own("POST", "/emit", &order).await;
    consumer.until(1).await;
    mock.own("POST", "/wait", &json!({"status": "waiting"})).await;
    assert_eq!(consumer.received().len(), 1, "the retry is due in 30 s");
    let clock = mock.own("PUT", "/clock", &json!({"advance_seconds": 31})).await;
    assert!(clock["now"].as_str() > clock["real"].as_str());
    mock.own("POST", "/wait", &json!({"status": "succeeded"})).await;
    assert_eq!(consumer.received().len(), 2);
}

#[tokio::test]
async fn the_battery_runs_against_a_subscription() {
    let (mock, consumer) = (Mock::start().await, Consumer::start().await);
    let keys = [("X-Access-Client-Id", "client"), ("X-Access-Secret", "hush hush")];
    let webhook = json!({"name": "mine", "webhook_url": consumer.url, "env_type": "sandbox"});
    mock.call("POST", "/truv/v1/webhooks/", &keys, &webhook).await.expect(201);
    let accounts = mock.own("GET", "/accounts", &Value::Null).await;
    let order = json!({"provider": "truv", "account": accounts["accounts"][0]["id"], "only": ["signature-missing"]});
    let report = mock.own("POST", "/verify", &order).await;
    assert_eq!(report["verdict"], "failed", "this consumer takes everything");
    assert!(!report.to_string().contains("hush hush"));
}

#[tokio::test]
async fn the_stream_shows_what_happens() {
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt};

    let (mock, consumer) = (Mock::start().await, Consumer::start().await);
    #[expect(clippy::disallowed_methods, reason = "a test opens its own connections")]
    let stream = tokio::net::TcpStream::connect(mock.running.address()).await.unwrap();
    let (read, mut write) = stream.into_split();
    write.write_all(b"GET /_hookproof/stream HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    let mut lines = tokio::io::BufReader::new(read).lines();
    while !lines.next_line().await.unwrap().unwrap().is_empty() {}
    let order = json!({"provider": "truv", "event": "link-deleted", "target": {"url": consumer.url, "secret": "hush"}});
    mock.own("POST", "/emit", &order).await;
    let mut statuses = Vec::new();
    while statuses.last().is_none_or(|status| status != "succeeded") {
        let line = lines.next_line().await.unwrap().unwrap();
        if let Some(data) = line.strip_prefix("data: ") {
            let view: Value = serde_json::from_str(data).unwrap();
            statuses.push(view["status"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(statuses, ["waiting", "sending", "succeeded"]);
    mock.running.stop().await.unwrap();
    while lines.next_line().await.unwrap_or_default().is_some() {}
}

#[tokio::test]
async fn pages_of_other_sites_are_kept_out() {
    let mock = Mock::start().await;
    for path in ["/_hookproof/health", "/truv/v1/webhooks/"] {
        mock.call("GET", path, &[("Host", "evil.test")], &Value::Null).await.expect(421);
        mock.call("POST", path, &[("Origin", "http://evil.test")], &json!({})).await.expect(403);
    }
    let mut exposed = options();
    exposed.listen = "0.0.0.0:0".parse().unwrap();
    assert!(matches!(serve::start(exposed.clone()).await, Err(ServeError::NoToken(_))));
    exposed.token = Some(SecretText::new("t0ken"));
    let mut mock = Mock::with(exposed).await;
    mock.base = mock.base.replace("0.0.0.0", "127.0.0.1");
    mock.call("GET", "/_hookproof/health", &[], &Value::Null).await.expect(401);
    mock.call("GET", "/_hookproof/health", &[("Authorization", "Bearer wrong")], &Value::Null).await.expect(401);
    mock.call("GET", "/_hookproof/health", &[("Authorization", "Bearer t0ken")], &Value::Null).await.expect(200);
}

#[tokio::test]
async fn deliveries_go_nowhere_but_to_loopback() {
    let mock = Mock::start().await;
    for url in ["http://192.0.2.1/hook", "http://169.254.169.254/latest/meta-data", "http://[fe80::1]/"] {
        let order = json!({"provider": "truv", "event": "link-deleted", "target": {"url": url, "secret": "hush"}});
        mock.own("POST", "/emit", &order).await;
    }
    mock.idle().await;
    for delivery in mock.deliveries().await {
        assert_eq!(delivery["status"], "exhausted");
        assert!(delivery["reason"].as_str().unwrap().contains("not allowed"), "{delivery}");
    }
}

#[tokio::test]
async fn the_own_document_is_whole() {
    let mock = Mock::start().await;
    let document = mock.own("GET", "/openapi.json", &Value::Null).await;
    assert_eq!(document["openapi"], "3.1.0");
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 20);
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
    // Every answer of this test's calls is what the document says.
    let health = mock.own("GET", "/health", &Value::Null).await;
    let mut schema = document["components"]["schemas"]["HealthView"].clone();
    schema["components"] = document["components"].clone();
    let validator = hookproof::schema::Validator::compile(&schema).unwrap();
    assert!(validator.errors(&health).is_empty(), "{:?}", validator.errors(&health));
}

/// What may be left out may be null, in every call and in what a call holds.
#[tokio::test]
async fn null_is_as_if_it_was_left_out() {
    let mock = Mock::start().await;
    let document = mock.own("GET", "/openapi.json", &Value::Null).await;
    let aimed = json!({"url": "http://127.0.0.1:9/", "secret": "hush"});
    let emit = json!({"provider": "truv", "event": "link-deleted", "target": aimed});
    let calls = [
        ("POST", "/emit", "", "EmitOrder", emit.clone()),
        ("POST", "/emit", "/target", "Aim", emit),
        ("PUT", "/clock", "", "ClockOrder", json!({})),
        ("PUT", "/faults", "", "Faults", json!({})),
        ("PUT", "/faults", "/api/0", "ApiFault", json!({"api": [{"status": 500}]})),
        ("POST", "/wait", "", "WaitOrder", json!({"count": 0, "timeout_ms": 0})),
        ("POST", "/verify", "", "VerifyOrder", json!({"provider": "truv"})),
        ("POST", "/reset", "", "ResetOrder", json!({})),
    ];
    let mut tried = 0;
    for (method, path, place, schema, order) in calls {
        let schema = &document["components"]["schemas"][schema];
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        for member in schema["properties"].as_object().unwrap().keys().filter(|name| !required.contains(&json!(name))) {
            tried += 1;
            let (mut absent, mut null) = (order.clone(), order.clone());
            absent.pointer_mut(place).unwrap().as_object_mut().unwrap().remove(member);
            null.pointer_mut(place).unwrap()[member] = Value::Null;
            let path = format!("/_hookproof{path}");
            let absent = mock.call(method, &path, &[], &absent).await;
            let null = mock.call(method, &path, &[], &null).await;
            assert_eq!(null.status, absent.status, "{path} without {member}: {}", null.text);
            assert!(null.status < 300 || null.text == absent.text, "{path} without {member}: {}", null.text);
        }
    }
    assert!(tried > 40, "{tried}");
    let order = json!({"provider": "truv", "event": "link-deleted", "set": {"/webhook_id": null}});
    let told = mock.call("POST", "/_hookproof/emit", &[], &order).await.expect(400).to_string();
    assert!(told.contains("/webhook_id"), "null is a value that can be set: {told}");
}

fn collect(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            into.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|inner| collect(inner, into));
        }
        Value::Array(items) => items.iter().for_each(|inner| collect(inner, into)),
        _ => {}
    }
}
