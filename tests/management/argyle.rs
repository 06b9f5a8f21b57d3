//! Argyle: what its pages and its specification say and what we assumed, call by call.

use bytes::Bytes;
use hookproof::__private::generate::{Generator, seeded};
use hookproof::__private::provider::api::{Attempted, Sent, Subscription, Then};
use hookproof::model::{Failure, Json, Outcome, Timestamp};
use hookproof::provider::IdSource;
use hookproof::providers;
use serde_json::{Value, json};

use crate::caller::Caller;
use crate::laws::Taken;

/// `id:secret`.
const BASIC: &str = "Basic aWQ6c2VjcmV0";
const BOTH: [&str; 2] = ["/v2/webhooks", "/partners/v2/webhooks"];

fn caller() -> Caller {
    Caller::new(providers::argyle(), &[("Authorization", BASIC)])
}

fn webhook(events: &Value) -> Value {
    json!({"events": events, "name": "mine", "url": "http://127.0.0.1:9000/hook"})
}

pub(crate) fn calls() -> Vec<Taken> {
    vec![
        Taken { request: "CreateSubscription", method: "POST", prepare: || (caller(), BOTH[0].to_owned()) },
        Taken { request: "CreatePartnerSubscription", method: "POST", prepare: || (caller(), BOTH[1].to_owned()) },
    ]
}

/// Creates a webhook with a new caller. Returns its subscription.
fn kept(path: &str, request: &Value) -> Subscription {
    let mut caller = caller();
    caller.call("POST", path, request).expect(200);
    caller.state.unwrap().subscriptions().next().unwrap().clone()
}

#[test]
fn a_webhook_lives_on_either_side() {
    for (own, other) in [(BOTH[0], BOTH[1]), (BOTH[1], BOTH[0])] {
        let mut caller = caller();
        let mut request = webhook(&json!(["accounts.added"]));
        request["config"] = json!({"include_resource": true, "whatever": [1]});
        request["url"] = json!("https://127.0.0.1/a?b=%20c");
        let made = caller.call("POST", own, &request).expect(200);
        for member in ["name", "url", "events", "config"] {
            assert_eq!(made[member], request[member], "{member}");
        }
        assert_eq!((&made["secret"], &made["last_sent_at"]), (&Value::Null, &Value::Null));
        assert!(made["created_at"].as_str() < made["updated_at"].as_str());
        let at = format!("{own}/{}", made["id"].as_str().unwrap());
        assert_eq!(caller.call("GET", &at, &Value::Null).expect(200), made);
        assert_eq!(caller.call("GET", &format!("{own}/"), &Value::Null).expect(200)["results"], json!([made]));
        let elsewhere = format!("{other}/{}", made["id"].as_str().unwrap());
        caller.call("GET", &elsewhere, &Value::Null).expect(404);
        caller.call("DELETE", &elsewhere, &Value::Null).expect(404);
        assert_eq!(caller.call("GET", other, &Value::Null).expect(200)["results"], json!([]));
        caller.call("PUT", &at, &request).expect(405);
        caller.call("PATCH", own, &request).expect(405);
        assert!(caller.call("DELETE", &at, &Value::Null).expect(204).is_null());
        assert_eq!(caller.call("DELETE", &at, &Value::Null).expect(404), json!({"detail": "Not found."}));
    }
}

#[test]
fn a_star_is_all_but_what_happens_to_items() {
    for path in BOTH {
        for star in [json!("*"), json!(["*"])] {
            let mut caller = caller();
            let made = caller.call("POST", path, &webhook(&star)).expect(200);
            assert_eq!(made["events"], json!(["*"]));
            let webhook = caller.state.as_ref().unwrap().subscriptions().next().unwrap();
            for event in caller.provider.events() {
                assert_eq!(webhook.takes(&event.name), !event.name.starts_with("items."), "{}", event.name);
            }
        }
    }
    let items = json!({"events": ["items.removed"], "name": "", "url": "http://h", "config": {"items": ["item_1"]}});
    let webhook = kept(BOTH[0], &items);
    assert!(webhook.takes("items.removed") && !webhook.takes("items.updated"));
}

#[test]
fn what_is_not_secret_is_not_signed() {
    for secret in [json!(null), json!("")] {
        let mut request = webhook(&json!("*"));
        request["secret"] = secret;
        assert_eq!(kept(BOTH[0], &request).secret, None);
    }
    let mut caller = caller();
    let mut request = webhook(&json!("*"));
    request["secret"] = json!("canary");
    assert_eq!(caller.call("POST", BOTH[0], &request).expect(200)["secret"], "canary");
    let state = caller.state.unwrap();
    assert!(state.secret().is_none() && !format!("{state:?}").contains("canary"));
}

#[test]
fn refusals_name_the_member_and_leave_a_finding() {
    let mut caller = caller();
    let refused = caller.call("POST", BOTH[0], &json!({"events": ["accounts.eaten"], "url": "ftp://here"}));
    assert!(refused.reply.findings.len() >= 3);
    let refused = refused.expect(400);
    assert_eq!(refused["name"], json!(["This field is required."]));
    assert!(refused["events"].is_array() && refused["url"].is_array(), "{refused}");
    let unnamed = caller.call("POST", BOTH[0], &webhook(&json!(["items.updated"]))).expect(400);
    assert_eq!(unnamed, json!({"config": ["This field is required."]}));
    let mut many = webhook(&json!(["items.updated"]));
    many["config"] = json!({"items": vec!["item_1"; 31]});
    assert!(caller.call("POST", BOTH[0], &many).expect(400)["config"].is_array());
    assert!(caller.call("POST", BOTH[0], &json!([])).expect(400)["non_field_errors"].is_array());
    assert!(caller.send("POST", BOTH[0], b"{").expect(400)["detail"].is_string());
    caller.call("GET", "/v2/webhooks/a/b", &Value::Null).expect(404);
    for wrong in ["Bearer aWQ6c2VjcmV0", "Basic", "Basic !", "Basic aWQ=", "Basic aWQ6", "Basic OnNlY3JldA==", ""] {
        caller.header("Authorization", wrong);
        let refused = caller.call("GET", BOTH[0], &Value::Null).expect(401);
        assert_eq!(refused, json!({"detail": "Invalid username/password."}), "{wrong}");
    }
}

#[test]
fn the_list_is_paged_both_ways_in_either_order() {
    let mut caller = caller();
    let mut made: Vec<Value> =
        (0..25).map(|_| caller.call("POST", BOTH[0], &webhook(&json!("*"))).expect(200)).collect();
    let walk = |caller: &mut Caller, query: &str| {
        let mut pages = vec![caller.call("GET", &format!("{}?{query}", BOTH[0]), &Value::Null).expect(200)];
        while let Some(next) = pages.last().unwrap()["next"].as_str() {
            let next = next.strip_prefix("http://127.0.0.1:4000/here").unwrap().to_owned();
            pages.push(caller.call("GET", &next, &Value::Null).expect(200));
        }
        let mut back = pages.last().unwrap().clone();
        for page in pages.iter().rev().skip(1) {
            let previous = back["previous"].as_str().unwrap().strip_prefix("http://127.0.0.1:4000/here").unwrap();
            back = caller.call("GET", previous, &Value::Null).expect(200);
            assert_eq!(back["results"], page["results"]);
        }
        assert!(back["previous"].is_null());
        pages.iter().map(|page| page["results"].as_array().unwrap().clone()).collect::<Vec<_>>()
    };
    let pages = walk(&mut caller, "");
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [10, 10, 5]);
    assert_eq!(pages.concat(), made);
    assert_eq!(walk(&mut caller, "limit=200").len(), 1);
    let times = format!(
        "limit=2&from_created_at={}&to_created_at={}",
        made[3]["created_at"].as_str().unwrap(),
        made[7]["created_at"].as_str().unwrap()
    );
    assert_eq!(walk(&mut caller, &times).concat(), made[3..=7], "both ends are in it");
    // A page goes on where it was, and in its order, though the webhook that it ended with is gone.
    made.sort_by_key(|webhook| webhook["id"].as_str().unwrap().to_owned());
    assert_eq!(walk(&mut caller, "limit=7&ordering=id").concat(), made);
    let page = caller.call("GET", "/v2/webhooks?limit=7&ordering=id", &Value::Null).expect(200);
    let (_, cursor) = page["next"].as_str().unwrap().split_once("cursor=").unwrap();
    let cursor = cursor.split('&').next().unwrap();
    caller.call("DELETE", &format!("{}/{}", BOTH[0], made[6]["id"].as_str().unwrap()), &Value::Null).expect(204);
    for cursor in [cursor.to_owned(), format!("https%3A%2F%2Fh%2Fv2%2Fwebhooks%3Fcursor%3D{cursor}")] {
        let page = caller.call("GET", &format!("{}?cursor={cursor}&limit=2", BOTH[0]), &Value::Null).expect(200);
        assert_eq!(page["results"], json!(made[7..9]));
    }
    for wrong in ["limit=0", "limit=201", "limit=x", "ordering=name", "cursor=x", "from_created_at=today", "limit="] {
        let refused = caller.call("GET", &format!("{}?{wrong}", BOTH[0]), &Value::Null).expect(400);
        assert!(refused[wrong.split('=').next().unwrap()].is_array(), "{refused}");
    }
}

#[test]
fn a_webhook_shows_when_it_was_last_sent_to() {
    let mut caller = caller();
    let made = caller.call("POST", BOTH[0], &webhook(&json!("*"))).expect(200);
    let id = made["id"].as_str().unwrap();
    let at: Timestamp = "2026-11-21T12:30:00Z".parse().unwrap();
    for (subscription, told) in [("", Value::Null), (id, json!("2026-11-21T12:30:00.000000Z"))] {
        let sent = Sent::new(subscription, "a.b", "http://h", at, Bytes::new(), Outcome::Failed(Failure::Closed));
        assert_eq!(caller.attempted(&Attempted::new("d", &sent, 1, Then::Retried)), []);
        let now = caller.call("GET", &format!("{}/{id}", BOTH[0]), &Value::Null).expect(200);
        assert_eq!(now["last_sent_at"], told);
        assert_eq!(now["updated_at"], made["updated_at"]);
    }
}

/// Every event as it would be sent to a subscription: consistent, and valid.
fn adapted(path: &str, config: &Value, mut check: impl FnMut(&str, &Json)) {
    let argyle = providers::argyle();
    let mut rng = seeded(3, &["tailor"]);
    for event in argyle.events() {
        let mut request = webhook(&json!([event.name]));
        request["config"] = config.clone();
        request["config"]["items"] = json!(["item_000000007"]);
        let webhook = kept(path, &request);
        let generator = Generator::compile(event.schema(), event.order()).unwrap();
        for case in 0..20 {
            let mut document = generator.plausible(&mut rng);
            argyle.renew(&event.name, &mut document, &IdSource::new(case, "", &[]), Timestamp::from_unix(0));
            (argyle.api.unwrap().adapt)(&webhook, &mut document);
            assert_eq!(event.violations(&document.to_value()), [], "{document:?}");
            let broken = argyle.broken_rules(&event.name, &document);
            assert!(broken.is_empty(), "{broken:?} {document:?}");
            assert_eq!(document.pointer("/name"), Some(&Json::from("mine")));
            check(&event.name, &document);
        }
    }
}

fn takes_resource(event: &str) -> bool {
    ["accounts.", "direct_deposit_switches.", "verifications.updated"].iter().any(|begin| event.starts_with(begin))
}

#[test]
fn a_delivery_carries_the_resource_where_it_was_asked_for() {
    let mut with = 0;
    adapted(BOTH[0], &json!({"include_resource": true}), |event, document| {
        let resource = document.pointer("/data/resource");
        with += usize::from(takes_resource(event));
        assert!(!takes_resource(event) || resource.is_some_and(|known| known.pointer("/id").is_some()), "{event}");
        assert_eq!(document.pointer("/data/client"), None, "partners alone are told");
    });
    assert_eq!(with, 8 * 20);
    for config in [json!({}), json!({"include_resource": false})] {
        adapted(BOTH[1], &config, |event, document| {
            let is_there = document.pointer("/data/resource").is_some();
            assert_eq!(is_there, ["users.fully_synced", "reports.ready"].contains(&event), "{event}");
            let told = document.pointer("/data/client").is_some();
            assert_eq!(told, ["verifications.updated", "verifications.creation_failed"].contains(&event), "{event}");
        });
    }
    adapted(BOTH[1], &json!({"include_resource": true}), |_, document| {
        let inside = document.pointer("/data/resource/client");
        assert!(inside.is_none() || inside == document.pointer("/data/client"));
    });
}

#[test]
fn a_star_asks_for_no_resource() {
    let argyle = providers::argyle();
    let mut request = webhook(&json!("*"));
    request["config"] = json!({"include_resource": true, "days_synced": 9});
    let webhook = kept(BOTH[0], &request);
    let mut document = Json::parse(br#"{"event":"accounts.added","name":"","data":{"resource":{}}}"#).unwrap();
    (argyle.api.unwrap().adapt)(&webhook, &mut document);
    assert_eq!(document.pointer("/data/resource"), None);
}

#[test]
fn a_delivery_reaches_as_far_back_as_was_asked_for_and_is_about_an_item_that_was_named() {
    let mut seen = 0;
    adapted(BOTH[0], &json!({"days_synced": 90}), |event, document| {
        if event.ends_with(".partially_synced") {
            let Some(Json::Number(days)) = document.pointer("/data/days_synced") else { panic!("{document:?}") };
            assert!(days.as_u64().unwrap() >= 90);
            seen += 1;
        }
        if event.starts_with("items.") {
            assert_eq!(document.pointer("/data/item"), Some(&Json::from("item_000000007")));
            seen += 1;
        }
    });
    assert_eq!(seen, 5 * 20);
    let webhook = kept(BOTH[0], &webhook(&json!(["accounts.added"])));
    for text in ["null", "[]", "{}", r#"{"event":1,"data":2,"name":{}}"#, r#"{"event":"accounts.failed","data":[]}"#] {
        let mut document = Json::parse(text.as_bytes()).unwrap();
        (providers::argyle().api.unwrap().adapt)(&webhook, &mut document);
    }
}
