//! Calls and the deliveries that come of them, through the engine: what an API says of a delivery is done.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hookproof::__private::deliver::{EmitRequest, Engine};
use hookproof::__private::provider::api::{Call, Emission};
use hookproof::__private::store::{Bounds, Store};
use hookproof::model::{Exchange, Headers, Outcome, Request, Response, Secret, Timestamp};
use hookproof::provider::Provider;
use hookproof::providers;
use hookproof::sign::Signer;
use serde_json::{Value, json};

/// A provider that is served, with the headers of a caller.
struct Setup {
    engine: Engine,
    provider: Provider,
    headers: Headers,
    now: Timestamp,
}

impl Setup {
    fn new(provider: Provider, headers: &[(&str, &str)]) -> Self {
        let now = "2026-11-21T12:00:00Z".parse().unwrap();
        let store = Arc::new(Store::memory(Bounds::default()));
        let engine = Engine::new(vec![provider.clone()], store, 7, "salt", now);
        let headers = headers.iter().map(|(name, value)| (*name, *value)).collect();
        Self { engine, provider, headers, now }
    }

    fn call(&mut self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let body = if body.is_null() { Vec::new() } else { serde_json::to_vec(body).unwrap() };
        let call = Call::new(method, path, self.now).with("", &self.headers, &body, "http://localhost");
        let reply = self.engine.answer(&self.provider, &call).unwrap().reply;
        (reply.status, serde_json::from_slice(&reply.body).unwrap_or_default())
    }

    /// Sends an event to all subscribers of the only account.
    fn emit(&self, event: &str) {
        let (name, document) =
            self.engine.events(&self.provider, &EmitRequest::event(event), 0, self.now).unwrap().remove(0);
        let account = self.engine.store().accounts().remove(0);
        drop(self.engine.emit(&self.provider, &account, Emission::new(name, document), self.now));
    }

    /// The attempts that are due a minute later, each answered with this status: URL and request.
    fn attempt(&mut self, status: u16) -> Vec<(String, Request)> {
        self.now = self.now.shifted(60);
        let jobs = self.engine.due(self.now, 100);
        let sent = jobs.iter().map(|job| (job.delivery.url.clone(), job.request.clone())).collect();
        for job in jobs {
            let answer = Outcome::Answered(Response::new(status, Headers::new(), Bytes::new()));
            let exchange = Exchange::new(job.request.clone(), answer, Duration::ZERO);
            drop(self.engine.finish(job, exchange, self.now));
        }
        sent
    }
}

#[test]
fn orum_signs_with_the_key_that_its_api_answers() {
    let mut setup = Setup::new(providers::orum(), &[("Orum-Version", "v2022-09-21")]);
    let (_, token) = setup.call("POST", "/oauth/token", &json!({"client_id": "c", "client_secret": "s"}));
    setup.headers.set("Authorization", format!("Bearer {}", token["access_token"].as_str().unwrap()));
    let configuration =
        |enabled: bool, url: &str| json!({"event_types": ["person_all"], "url": url, "enabled": enabled});
    for configuration in [configuration(true, "http://127.0.0.1:9000/"), configuration(false, "http://127.0.0.1:1/")] {
        assert_eq!(setup.call("POST", "/webhooks/configurations", &configuration).0, 200);
    }
    let (_, secret) = setup.call("POST", "/webhooks/secret", &Value::Null);
    let public = STANDARD.decode(secret["enterprise_keypair"]["public_key"].as_str().unwrap()).unwrap();
    let public = Secret::new(String::from_utf8(public).unwrap());
    let signer = Signer::new(&setup.provider.signing.recipe, &public).unwrap();
    for (name, count) in [("person_created", 1), ("transfer_updated", 0)] {
        assert_eq!(setup.call("POST", "/webhooks/invoke", &json!({"event_type": name, "data": {"a": 1}})).0, 201);
        let sent = setup.attempt(200);
        assert_eq!(sent.len(), count, "{name}");
        for (_, request) in sent {
            signer.check(&request.headers, &request.body).unwrap();
            assert!(request.body.ends_with(b"\"event_data\":{\"person\":{\"a\":1}}}\n"));
        }
    }
}

fn socotra() -> Setup {
    let mut setup = Setup::new(providers::socotra(), &[]);
    let asked = json!({"username": "u", "password": "p", "tenantName": "acme"});
    let (_, token) = setup.call("POST", "/account/authenticateAdmin", &asked);
    setup.headers.set("Authorization", token["authorizationToken"].as_str().unwrap());
    let integration = |name: &str, url: &str, secret: &str| json!({"name": name, "url": url, "securitySpec": {"hmacEnabled": true, "secret": secret}});
    for integration in
        [integration("hook", "http://127.0.0.1:1/", "wrong"), integration("alert", "http://127.0.0.1:2/", "alert")]
    {
        assert_eq!(setup.call("POST", "/integrations", &integration).0, 200);
    }
    setup
}

fn webhook(mode: &str, retry: &str) -> Value {
    json!({
        "name": "w", "integrationName": "hook", "alertIntegrationName": "alert", "events": ["policy.create"],
        "retryStrategy": retry, "failureHandling": {"mode": mode},
    })
}

fn is_signed(setup: &Setup, request: &Request, secret: &str) -> bool {
    let signer = Signer::new(&setup.provider.signing.recipe, &Secret::new(secret)).unwrap();
    signer.check(&request.headers, &request.body).is_ok()
}

#[test]
fn socotra_diverts_notifies_and_sends_again_to_where_the_integration_is_now() {
    let mut setup = socotra();
    assert_eq!(setup.call("PUT", "/webhooks", &webhook("divert", "one")).0, 200);
    setup.emit("policy.create");
    let first = setup.attempt(401);
    assert!(first.len() == 1 && is_signed(&setup, &first[0].1, "wrong"));
    assert_eq!(setup.attempt(401).len(), 1, "one retry after the first attempt");
    let alert = setup.attempt(200);
    assert!(alert.len() == 1 && alert[0].0 == "http://127.0.0.1:2/" && is_signed(&setup, &alert[0].1, "alert"));
    let diverted = |setup: &mut Setup| setup.call("GET", "/webhooks/w/diverted", &Value::Null).1["events"].clone();
    let kept = diverted(&mut setup);
    assert_eq!(kept.as_array().unwrap().len(), 1);
    let fixed = json!({"url": "http://127.0.0.1:3/", "securitySpec": {"hmacEnabled": true, "secret": "right"}});
    assert_eq!(setup.call("PUT", "/integrations/hook", &fixed).0, 200);
    let resend = format!("/webhooks/w/diverted/{}/resend", kept[0]["transactionId"].as_str().unwrap());
    assert_eq!(setup.call("POST", &resend, &Value::Null).0, 200);
    let again = setup.attempt(500);
    assert!(again.len() == 1 && again[0].0 == "http://127.0.0.1:3/" && is_signed(&setup, &again[0].1, "right"));
    assert_eq!(again[0].1.body, first[0].1.body, "the same event");
    setup.attempt(500);
    setup.attempt(200);
    assert_eq!(diverted(&mut setup), kept, "a failure keeps it");
    assert_eq!(setup.call("POST", &resend, &Value::Null).0, 200);
    assert_eq!(setup.attempt(200).len(), 1);
    assert_eq!(diverted(&mut setup), json!([]), "a success removes it");
    assert_eq!(setup.call("POST", &resend, &Value::Null).0, 404);
}

#[test]
fn socotra_sends_nothing_while_suspended_and_goes_on_afterwards() {
    let mut setup = socotra();
    assert_eq!(setup.call("PUT", "/webhooks", &webhook("suspend", "none")).0, 200);
    setup.emit("policy.create");
    assert_eq!(setup.attempt(503).len(), 1);
    let notices = setup.attempt(200);
    assert!(notices.len() == 2 && notices.iter().all(|(url, _)| url == "http://127.0.0.1:2/"));
    setup.emit("policy.create");
    assert_eq!(setup.attempt(200).len(), 0, "events of this time are not kept");
    assert_eq!(setup.call("PATCH", "/webhooks/w/unsuspend", &Value::Null).0, 200);
    assert_eq!(setup.attempt(200).len(), 0);
    setup.emit("policy.create");
    assert_eq!(setup.attempt(200).len(), 1);
}
