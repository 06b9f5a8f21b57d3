//! Secrets stay where they belong: no view, no log, no error shows one.

use std::sync::{Arc, Mutex};

use hookproof::__private::serve::Line;
use serde_json::{Value, json};

use crate::consumer::Consumer;
use crate::server::{Mock, options};

const CANARY: &str = "canary-7f3a9c";

#[tokio::test]
async fn no_secret_is_shown() {
    let lines: Arc<Mutex<Vec<String>>> = Arc::default();
    let kept = Arc::clone(&lines);
    let mut logged = options();
    logged.logger = Some(Arc::new(move |line: &Line<'_>| {
        kept.lock().unwrap().extend([line.describe(), serde_json::to_string(line).unwrap()]);
    }));
    let (mock, consumer) = (Mock::with(logged).await, Consumer::start().await);
    // The quotes make JSON spell it in another way than it came.
    let secret = |what: &str| format!("{CANARY}-\"{what}\"");
    let basic = {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(format!("id:{}", secret("basic")))
    };
    // Every way in which a secret can come: keys, tokens, bodies of calls, right ones and wrong ones.
    let truv_secret = secret("truv");
    let truv = [("X-Access-Client-Id", "client"), ("X-Access-Secret", truv_secret.as_str())];
    let webhook = json!({"name": "mine", "webhook_url": consumer.url, "env_type": "sandbox"});
    mock.call("POST", "/truv/v1/webhooks/", &truv, &webhook).await.expect(201);
    mock.call("POST", "/truv/v1/webhooks/", &truv, &json!({"name": secret("in a wrong body")})).await.expect(400);
    let basic = format!("Basic {basic}");
    let argyle = [("Authorization", basic.as_str())];
    let hook = json!({"events": "*", "name": "mine", "url": consumer.url, "secret": secret("argyle")});
    mock.call("POST", "/argyle/v2/webhooks", &argyle, &hook).await;
    mock.call("POST", "/argyle/v2/webhooks", &argyle, &json!({"events": 7, "secret": secret("refused")})).await;
    let token = json!({"client_id": "client", "client_secret": secret("orum")});
    let token = mock.call("POST", "/orum/oauth/token", &[], &token).await.expect(200);
    let bearer = token["access_token"].as_str().unwrap().to_owned();
    let key = secret("betterez");
    let betterez = [("X-API-KEY", key.as_str()), ("Authorization", "Bearer canary-7f3a9c-jwt")];
    let subscription = json!({"url": consumer.url, "events": ["peopleLookups.created"]});
    mock.call("POST", "/betterez/subscriptions", &betterez, &subscription).await;
    let lookup = json!({"person": {"documentTypeId": "5f8d0d55b54764421b7156c1", "documentNumber": "1"}});
    mock.call("POST", "/betterez/people-lookups", &betterez, &lookup).await;
    let login = json!({"username": "alice", "password": secret("password"), "tenantName": "mine"});
    let admin = mock.call("POST", "/socotra/account/authenticateAdmin", &[], &login).await.expect(200);
    let admin = admin["authorizationToken"].as_str().unwrap().to_owned();
    let client = json!({"clientId": "client", "clientSecret": secret("client")});
    mock.call("POST", "/socotra/account/sso/authenticateClient", &[], &client).await.expect(200);
    mock.call("POST", "/socotra/account/sso/authenticateClient", &[], &json!({"clientSecret": secret("alone")})).await;
    let integration = json!({
        "name": "hooks", "url": consumer.url, "type": "webhook", "headers": {"X-Static": secret("static header")},
        "securitySpec": {"hmacEnabled": true, "secret": secret("socotra")},
    });
    mock.call("POST", "/socotra/integrations", &[("Authorization", &admin)], &integration).await;
    let webhook = json!({"name": "mine", "integrationName": "hooks", "events": ["policy.create"]});
    mock.call("PUT", "/socotra/webhooks", &[("Authorization", &admin)], &webhook).await;
    for (provider, event) in [("truv", "link-deleted"), ("argyle", "accounts.updated"), ("socotra", "policy.create")] {
        mock.own("POST", "/emit", &json!({"provider": provider, "event": event})).await;
    }
    let aimed = json!({"url": consumer.url, "secret": secret("aimed"), "headers": {"X-Gate": secret("gate")}});
    mock.own("POST", "/emit", &json!({"provider": "truv", "event": "link-deleted", "target": aimed})).await;
    mock.idle().await;
    let received = consumer.received();
    let is_seen = |what: &str| {
        received.iter().any(|received| {
            let headers: Vec<u8> = received.headers.iter().flat_map(|(_, value)| value.to_vec()).collect();
            String::from_utf8_lossy(&headers).contains(what) || String::from_utf8_lossy(&received.body).contains(what)
        })
    };
    assert!(is_seen(&secret("gate")) && is_seen(&secret("static header")), "they were really sent");
    let mut shown = String::new();
    for path in ["/accounts", "/deliveries?limit=500", "/findings", "/health", "/metrics", "/faults", "/clock"] {
        shown.push_str(&mock.call("GET", &format!("/_hookproof{path}"), &[], &Value::Null).await.text);
    }
    for delivery in mock.deliveries().await {
        shown.push_str(&delivery.to_string());
    }
    shown += &lines.lock().unwrap().join("\n");
    let debugged = format!("{:?}", mock.running);
    shown += &debugged;
    assert!(!shown.contains(CANARY), "...{}...", around(&shown, CANARY));
    assert!(!shown.contains(&bearer) && !shown.contains(&admin), "tokens are secrets, too");
}

fn around<'a>(text: &'a str, what: &str) -> &'a str {
    let at = text.find(what).unwrap_or_default();
    text.get(at.saturating_sub(200)..(at + 60).min(text.len())).unwrap_or(text)
}
