//! Truv: what its pages say and what we assumed, call by call.

use bytes::Bytes;
use hookproof::__private::provider::api::Sent;
use hookproof::model::{Failure, Headers, Outcome, Response, Timestamp};
use hookproof::providers;
use serde_json::{Value, json};

use crate::caller::Caller;
use crate::laws::Taken;

fn caller() -> Caller {
    Caller::new(providers::truv(), &[("X-Access-Client-Id", "client"), ("X-Access-Secret", "secret")])
}

fn webhook() -> Value {
    json!({"name": "mine", "webhook_url": "http://127.0.0.1:9000/hook", "env_type": "sandbox"})
}

pub(crate) fn calls() -> Vec<Taken> {
    let update = || {
        let mut caller = caller();
        let made = caller.call("POST", "/v1/webhooks/", &webhook()).expect(201);
        (caller, format!("/v1/webhooks/{}/", made["id"].as_str().unwrap()))
    };
    vec![
        Taken { request: "CreateWebhook", method: "POST", prepare: || (caller(), "/v1/webhooks/".to_owned()) },
        Taken { request: "UpdateWebhook", method: "PATCH", prepare: update },
    ]
}

#[test]
fn a_webhook_lives() {
    let mut caller = caller();
    let made = caller.call("POST", "/v1/webhooks/", &webhook()).expect(201);
    assert_eq!(made["events"].as_array().unwrap().len(), 19, "left out means all, and the answer prints them");
    assert_eq!((made["enabled"].clone(), made["created_at"].clone()), (json!(true), made["updated_at"].clone()));
    let path = format!("/v1/webhooks/{}", made["id"].as_str().unwrap());
    assert_eq!(caller.call("GET", &path, &Value::Null).expect(200), made, "with and without the final slash");
    assert_eq!(caller.call("GET", "/v1/webhooks", &Value::Null).expect(200)["results"], json!([made]));
    let change = json!({"enabled": false, "events": ["order-created"], "id": "ignored", "created_at": "ignored"});
    let changed = caller.call("PATCH", &format!("{path}/"), &change).expect(200);
    assert_eq!((&changed["id"], &changed["created_at"]), (&made["id"], &made["created_at"]));
    assert_eq!((&changed["enabled"], &changed["events"]), (&json!(false), &json!(["order-created"])));
    assert_ne!(changed["updated_at"], made["updated_at"]);
    let subscription = caller.state.as_ref().unwrap().subscriptions().next().unwrap().clone();
    assert!(!subscription.takes("order-created"), "it is not enabled");
    caller.call("PATCH", &path, &json!({"enabled": true})).expect(200);
    let subscription = caller.state.as_ref().unwrap().subscriptions().next().unwrap().clone();
    assert!(subscription.takes("order-created") && !subscription.takes("link-connected"));
    assert!(caller.call("DELETE", &path, &Value::Null).expect(204).is_null());
    assert_eq!(caller.call("DELETE", &path, &Value::Null).expect(404), json!({"detail": "Not Found."}));
}

#[test]
fn one_url_an_environment() {
    let mut caller = caller();
    caller.call("POST", "/v1/webhooks/", &webhook()).expect(201);
    let taken = caller.call("POST", "/v1/webhooks/", &webhook()).expect(400);
    assert_eq!(
        taken["error"]["extra"]["invalid-params"],
        json!([{"field": "webhook_url", "message": "Webhook url for sandbox already registered"}])
    );
    let mut other = webhook();
    other["env_type"] = json!("dev");
    let other = caller.call("POST", "/v1/webhooks/", &other).expect(201);
    let path = format!("/v1/webhooks/{}/", other["id"].as_str().unwrap());
    caller.call("PATCH", &path, &json!({"env_type": "sandbox"})).expect(400);
    caller.call("PATCH", &path, &json!({"env_type": "dev"})).expect(200);
}

#[test]
fn refusals_name_the_member_and_leave_a_finding() {
    let mut caller = caller();
    let refused = caller.call("POST", "/v1/webhooks/", &json!({"name": "x".repeat(129), "env_type": "moon"}));
    let fields: Vec<_> = refused.reply.findings.iter().filter_map(|finding| finding.pointer.clone()).collect();
    assert!(fields.contains(&"/name".to_owned()) && fields.contains(&"/env_type".to_owned()), "{fields:?}");
    assert_eq!(refused.expect(400)["error"]["code"], "incorrect_parameters");
    caller.send("POST", "/v1/webhooks/", b"{\"name\": ").expect(400);
    caller.send("PUT", "/v1/webhooks/", b"").expect(405);
    assert_eq!(caller.send("GET", "/v2/webhooks/", b"").expect(404), json!({"detail": "Not Found."}));
    caller.header("X-Access-Secret", "");
    assert_eq!(caller.send("GET", "/v1/webhooks/", b"").expect(401)["error"]["code"], "authentication_failed");
}

#[test]
fn the_log_is_paged_both_ways_and_filtered() {
    let mut caller = caller();
    let at = |second: i64| Timestamp::from_micros(caller.now.micros() - second * 1_000_000);
    let sent = |second, status: Option<u16>| {
        let outcome = status.map_or(Outcome::Failed(Failure::Closed), |status| {
            Outcome::Answered(Response::new(status, Headers::new(), Bytes::new()))
        });
        let body =
            Bytes::from_static(br#"{"event_created_at":"2026-11-21T11:00:00.000000Z","event_type":"link-deleted"}"#);
        Sent::new("0123456789abcdef0123456789abcdef", "link-deleted", "http://127.0.0.1/", at(second), body, outcome)
    };
    // Five of one time among them: a page may end between them.
    let seconds = [1, 2, 3, 3, 3, 3, 3, 4, 5];
    caller.history.attempts = seconds
        .into_iter()
        .enumerate()
        .map(|(row, second)| sent(second, (row != 4).then_some(200 + u16::try_from(row).unwrap() * 50)))
        .collect();
    let path = |url: &Value| url.as_str().unwrap().strip_prefix("http://127.0.0.1:4000/here").unwrap().to_owned();
    let mut pages = vec![caller.call("GET", "/v1/webhook-requests/?page_size=4", &Value::Null).expect(200)];
    assert!(pages[0]["previous"].is_null());
    while !pages.last().unwrap()["next"].is_null() {
        let next = path(&pages.last().unwrap()["next"]);
        pages.push(caller.call("GET", &next, &Value::Null).expect(200));
    }
    let statuses = |pages: &[Value]| -> Vec<Value> {
        pages
            .iter()
            .flat_map(|page| page["results"].as_array().unwrap())
            .map(|row| row["status_code"].clone())
            .collect()
    };
    let all = [json!(200), json!(250), json!(300), json!(350), Value::Null, json!(450), json!(500), json!(550)];
    assert_eq!(pages.len(), 3);
    assert_eq!(statuses(&pages)[..8], all);
    let back = caller.call("GET", &path(&pages[2]["previous"]), &Value::Null).expect(200);
    assert_eq!(back["results"], pages[1]["results"]);
    let one =
        caller.call("GET", "/v1/webhook-requests/?status_code=450&event_type=link-deleted", &Value::Null).expect(200);
    assert_eq!(one["results"].as_array().unwrap().len(), 1);
    for wrong in
        ["status_code=99", "event_type=nothing", "cursor=x", "created_at__gte=2020-01-01T00:00:00Z", "page_size=0"]
    {
        caller.call("GET", &format!("/v1/webhook-requests/?{wrong}"), &Value::Null).expect(400);
    }
}
