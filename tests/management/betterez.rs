//! Betterez: what the vendor's client sends and what we assumed, call by call.

use bytes::Bytes;
use hookproof::__private::provider::api::{Attempted, Command, Emission, Parked, Recipients, Sent, Then};
use hookproof::model::{Failure, Headers, Json, Outcome, Response, Timestamp};
use hookproof::providers;
use serde_json::{Value, json};

use crate::caller::{Answer, Caller};
use crate::laws::Taken;

const KEY: &str = "canary-key";

fn caller() -> Caller {
    Caller::new(providers::betterez(), &[("x-api-key", KEY), ("authorization", "Bearer token")])
}

fn person() -> Value {
    json!({"person": {"documentTypeId": "5f243d100617680712e78dd7", "documentNumber": "AS35F", "lastName": "Jones"}})
}

pub(crate) fn calls() -> Vec<Taken> {
    let replace = || {
        let mut caller = caller();
        let made = caller.call("POST", "/subscriptions", &json!({"url": "http://h"})).expect(200);
        (caller, format!("/subscriptions/{}", made["_id"].as_str().unwrap()))
    };
    let change = || {
        let mut caller = caller();
        let made = caller.call("POST", "/people-lookups", &person()).expect(200);
        (caller, format!("/people-lookups/{}", made["person"]["_id"].as_str().unwrap()))
    };
    let patch = || {
        let mut caller = caller();
        park(&mut caller);
        (caller, "/undelivered".to_owned())
    };
    vec![
        Taken { request: "SubscriptionRequest", method: "POST", prepare: || (caller(), "/subscriptions".to_owned()) },
        Taken { request: "SubscriptionRequest", method: "PUT", prepare: replace },
        Taken { request: "PersonCreateRequest", method: "POST", prepare: || (caller(), "/people-lookups".to_owned()) },
        Taken { request: "PersonUpdateRequest", method: "PUT", prepare: change },
        Taken { request: "EmitRequest", method: "POST", prepare: || (caller(), "/webhooks/emit".to_owned()) },
        Taken { request: "UndeliveredPatchRequest", method: "PATCH", prepare: patch },
    ]
}

/// Deliveries that failed, one of them with a body that is not an event.
fn park(caller: &mut Caller) {
    let at: Timestamp = "2026-11-21T11:00:00Z".parse().unwrap();
    let answered = Outcome::Answered(Response::new(500, Headers::new(), Bytes::new()));
    let outcomes = [answered, Outcome::Failed(Failure::Unreachable(String::new())), Outcome::Failed(Failure::Closed)];
    let bodies: [&[u8]; 3] = [br#"{"event":"fee.created","data":{"apiKey":"canary-key"}}"#, b"[]", b"\xff"];
    caller.history.parked = outcomes
        .into_iter()
        .zip(bodies)
        .enumerate()
        .map(|(number, (outcome, body))| {
            let sent = Sent::new("", "fee.created", "http://old", at, Bytes::from_static(body), outcome);
            Parked::new(number.to_string(), sent)
        })
        .collect();
}

/// The one event that an answer causes.
#[track_caller]
fn emitted(answer: &Answer) -> Emission {
    match answer.reply.commands.as_slice() {
        [Command::Emit(emission)] => emission.clone(),
        other => panic!("{other:?}"),
    }
}

fn at(document: &Json, pointer: &str) -> Value {
    document.pointer(pointer).unwrap().to_value()
}

#[test]
fn a_subscription_lives_with_and_without_the_prefix() {
    for prefix in ["", "/webhooks"] {
        let mut caller = caller();
        let all = format!("{prefix}/subscriptions");
        let request = json!({"url": "http://127.0.0.1:9000/hook", "events": ["fee.created"], "context": "ignored"});
        let made = caller.call("POST", &all, &request).expect(200);
        assert_eq!((&made["url"], &made["events"]), (&request["url"], &request["events"]));
        assert_eq!(made["createdAt"], made["updatedAt"]);
        let own = format!("{all}/{}", made["_id"].as_str().unwrap());
        assert_eq!(caller.call("GET", &own, &Value::Null).expect(200), made);
        assert_eq!(
            caller.call("GET", &format!("{all}?context=x"), &Value::Null).expect(200),
            json!({"subscriptions": [made]})
        );
        let subscription = caller.state.as_ref().unwrap().subscriptions().next().unwrap().clone();
        assert!(subscription.takes("fee.created") && !subscription.takes("fee.updated"));
        let replaced = caller.call("PUT", &own, &json!({"url": "http://other"})).expect(200);
        assert_eq!((&replaced["_id"], &replaced["createdAt"]), (&made["_id"], &made["createdAt"]));
        assert_ne!(replaced["updatedAt"], made["updatedAt"]);
        let events = caller.call("GET", &format!("{prefix}/events"), &Value::Null).expect(200);
        assert_eq!(replaced["events"], events["events"], "left out means all");
        assert!(caller.state.as_ref().unwrap().subscriptions().next().unwrap().takes("fee.updated"));
        assert!(caller.call("DELETE", &own, &Value::Null).expect(204).is_null());
        for method in ["GET", "DELETE", "PUT"] {
            assert_eq!(caller.call(method, &own, &request).expect(404)["status"], 404, "{method}");
        }
        caller.call("PATCH", &own, &request).expect(405);
        caller.call("GET", &format!("{prefix}/emit"), &Value::Null).expect(405);
    }
}

#[test]
fn a_key_and_a_token_are_needed_and_the_key_signs() {
    for (name, value) in
        [("x-api-key", ""), ("authorization", "Bearer "), ("authorization", "Basic token"), ("authorization", "")]
    {
        let mut caller = caller();
        caller.header(name, value);
        assert_eq!(caller.call("GET", "/events", &Value::Null).expect(401)["code"], "UNAUTHORIZED", "{name} {value}");
        assert!(caller.state.is_none());
    }
    let mut caller = caller();
    caller.call("GET", "/events", &Value::Null).expect(200);
    let state = caller.state.unwrap();
    assert_eq!(state.secret().unwrap().expose(), KEY);
    assert!(!format!("{state:?}").contains(KEY) && state.name().len() == 24);
}

#[test]
fn changes_of_a_person_are_sent_to_subscribers() {
    let mut caller = caller();
    let answer = caller.call("POST", "/people-lookups", &person());
    let created = emitted(&answer);
    let made = answer.expect(200)["person"].clone();
    assert_eq!((made["fullName"].as_str(), made["documentNumber"].as_str()), (Some("Jones"), Some("AS35F")));
    assert_eq!(made["createdBy"], made["updatedBy"]);
    let own = format!("/people-lookups/{}", made["_id"].as_str().unwrap());
    assert_eq!(caller.call("GET", &own, &Value::Null).expect(200), json!({"person": made}));
    for (query, count) in [("documentNumber=AS35F", 1), ("documentNumber=x", 0), ("email=x", 0), ("page=1", 1)] {
        let list = caller.call("GET", &format!("/people-lookups?{query}"), &Value::Null).expect(200);
        assert_eq!((&list["totalRecords"], list["people"].as_array().unwrap().len()), (&json!(count), count));
    }

    let answer = caller.call("PUT", &own, &json!({"person": {"firstName": "Anna", "phone": "+54911111112"}}));
    let updated = emitted(&answer);
    let changed = answer.expect(200)["person"].clone();
    assert_eq!((&changed["fullName"], &changed["documentNumber"]), (&json!("Anna Jones"), &json!("AS35F")));
    assert_eq!(changed["createdAt"], made["createdAt"]);
    assert!(changed["updatedAt"]["value"].as_str() > made["updatedAt"]["value"].as_str());
    caller.now = Timestamp::from_micros(caller.now.micros() - 60_000_000);
    let again = caller.call("PUT", &own, &json!({"person": {}})).expect(200)["person"].clone();
    assert!(again["updatedAt"]["value"].as_str() > changed["updatedAt"]["value"].as_str(), "a clock that went back");

    let answer = caller.call("DELETE", &own, &Value::Null);
    let deleted = emitted(&answer);
    assert_eq!(answer.expect(200), json!({"personId": made["_id"]}));
    for method in ["GET", "PUT", "DELETE"] {
        let missing = caller.call(method, &own, &json!({"person": {}}));
        assert!(missing.reply.commands.is_empty());
        missing.expect(404);
    }

    let printed = |emission: &Emission| {
        let payload = caller.provider.payload(&emission.event).unwrap();
        let mut named = Vec::new();
        payload.examples[0].document().unwrap().walk(&mut |pointer, _| named.push(pointer.to_owned()));
        named.retain(|pointer| emission.document.pointer(pointer).is_some());
        let mut own = Vec::new();
        emission.document.walk(&mut |pointer, _| own.push(pointer.to_owned()));
        assert_eq!(own, named, "in the order that is printed");
        payload.violations(&emission.document.to_value())
    };
    for (emission, event, data) in [
        (&created, "peopleLookups.created", made.clone()),
        (&updated, "peopleLookups.updated", changed),
        (&deleted, "peoplelookups.deleted", json!({"personId": made["_id"]})),
    ] {
        assert_eq!((emission.event.as_str(), &emission.to), (event, &Recipients::Subscribers));
        let document = &emission.document;
        assert_eq!((at(document, "/event"), at(document, "/data/data")), (json!(event), data));
        assert_eq!(
            (at(document, "/data/apiKey"), at(document, "/data/providerId")),
            (json!(KEY), made["accountId"].clone())
        );
        assert_eq!(printed(emission), []);
        assert!(caller.provider.broken_rules(event, document).is_empty(), "{document:?}");
    }
    let ids = [&created, &updated, &deleted].map(|emission| at(&emission.document, "/id"));
    assert!(ids[0] != ids[1] && ids[1] != ids[2]);
}

#[test]
fn an_event_is_sent_because_somebody_asked_for_it() {
    let mut caller = caller();
    let id = "5d4c7e96135a4f9b05d37ba2";
    let names: Vec<String> = caller.provider.events().map(|event| event.name.clone()).collect();
    let mut unnamed = Vec::new();
    for name in names {
        let answer = caller.call("POST", "/emit", &json!({"id": id, "event": name, "url": "http://there"}));
        let Emission { event, document, to, .. } = emitted(&answer);
        assert_eq!(event, name);
        let url = "http://there".to_owned();
        assert_eq!(to, Recipients::Url { url, secret: None, headers: vec![], any_certificate: false });
        assert_eq!(caller.provider.violations(&name, &document.to_value()), [], "{name}");
        let is_named = document.to_value().to_string().contains(id);
        assert_eq!(is_named, answer.reply.findings.is_empty(), "{name}");
        // Changes of settings are about nothing that has an id, and schedules have UUIDs.
        if !is_named {
            unnamed.push(name);
        }
        assert!(document.pointer("/data/apiKey").is_none_or(|key| key.as_str() == Some(KEY)));
        answer.expect(200);
    }
    assert_eq!(
        unnamed,
        [
            "lexicons.updated",
            "locationClosures.comment.created",
            "mmanifests.status.bulkProcessed",
            "operationsettings.updated",
            "salesforcesettings.updated",
            "schedule.created",
            "schedule.updated",
            "schedule.deleted",
            "shiftsettings.updated",
        ]
    );
    let made = caller.call("POST", "/people-lookups", &person()).expect(200)["person"].clone();
    let request = json!({"id": made["_id"], "event": "peopleLookups.updated"});
    let answer = caller.call("POST", "/emit", &request);
    assert_eq!(at(&emitted(&answer).document, "/data/data"), made, "as the lookup has it");
    assert_eq!(emitted(&answer).to, Recipients::Subscribers);
}

#[test]
fn what_failed_is_kept_until_it_is_sent_again_or_forgotten() {
    let mut caller = caller();
    assert_eq!(caller.call("GET", "/undelivered", &Value::Null).expect(200), json!({"undelivered": []}));
    let sent = Sent::new("", "a", "http://h", caller.now, Bytes::new(), Outcome::Failed(Failure::Closed));
    for (then, commands) in [
        (Then::Done, vec![]),
        (Then::Retried, vec![]),
        (Then::GivenUp, vec![Command::Park { delivery: "7".to_owned() }]),
    ] {
        assert_eq!(caller.attempted(&Attempted::new("7", &sent, 1, then)), commands);
    }

    park(&mut caller);
    let list = caller.call("GET", "/webhooks/undelivered?context=x", &Value::Null).expect(200)["undelivered"].clone();
    let told = |row: usize| (list[row]["reason"].as_str().unwrap(), list[row]["where"].as_str().unwrap());
    assert_eq!(told(0), ("Unexpected status 500", "answer"));
    assert_eq!(told(1), ("Connection failed", "connection"));
    assert_eq!((&list[0]["payload"]["event"], &list[1]["payload"]), (&json!("fee.created"), &json!({})));
    let own = format!("/undelivered/{}", list[1]["_id"].as_str().unwrap());
    assert_eq!(caller.call("GET", &own, &Value::Null).expect(200), list[1]);

    let delivery = |number: u8| number.to_string();
    let resent = caller.call("PUT", &format!("{own}/retry"), &Value::Null);
    assert_eq!(resent.reply.commands, [Command::Resend { delivery: delivery(1) }]);
    assert_eq!(resent.expect(200), list[1]);
    let all = caller.call("PUT", "/undelivered/retry-all", &Value::Null);
    assert_eq!(all.reply.commands, [0, 1, 2].map(|number| Command::Resend { delivery: delivery(number) }));
    all.expect(200);
    let one = caller.call("DELETE", &own, &Value::Null);
    assert_eq!(one.reply.commands, [Command::Discard { delivery: delivery(1) }]);
    one.expect(204);
    let all = caller.call("DELETE", "/undelivered/batch-all", &Value::Null);
    assert_eq!(all.reply.commands, [0, 1, 2].map(|number| Command::Discard { delivery: delivery(number) }));
    all.expect(204);

    let elsewhere = |number| Command::Redirect { delivery: delivery(number), url: "http://new".to_owned() };
    let one = caller.call("PATCH", "/undelivered", &json!({"id": list[2]["_id"], "url": "http://new"}));
    assert_eq!(one.reply.commands, [elsewhere(2)]);
    assert_eq!(one.expect(200)["undelivered"][0]["url"], "http://new");
    let all = caller.call("PATCH", "/undelivered", &json!({"url": "http://new"}));
    assert_eq!(all.reply.commands, [0, 1, 2].map(elsewhere));
    for nothing in [json!({}), json!({"id": "5f243d100617680712e78dd7", "url": "http://new"})] {
        let answer = caller.call("PATCH", "/undelivered", &nothing);
        assert!(answer.reply.commands.is_empty() && !answer.reply.findings.is_empty());
        assert_eq!(answer.expect(200), json!({"undelivered": []}));
    }
    for (method, path) in [("GET", "/undelivered/0"), ("PUT", "/undelivered/0/retry"), ("DELETE", "/undelivered/0")] {
        assert_eq!(caller.call(method, path, &Value::Null).expect(404)["code"], "NOT_FOUND");
    }
}

#[test]
fn the_key_in_what_failed_is_marked_and_not_shown() {
    let betterez = providers::betterez();
    for name in ["UndeliveredResponse", "UndeliveredListResponse"] {
        let posted = &betterez.payload(name).unwrap().schema()["$defs"]["PostedEvent"];
        assert_eq!(posted["properties"]["data"]["properties"]["apiKey"]["format"], "password", "{name}");
    }
    let record = hookproof::providers::betterez::payloads::PostedEvent(
        json!({"data": {"apiKey": KEY}}).as_object().unwrap().clone(),
    );
    assert!(!format!("{record:?}").contains(KEY));
}

#[test]
fn a_person_may_come_alone() {
    let mut caller = caller();
    let made = caller.call("POST", "/people-lookups", &person()["person"]).expect(200);
    assert!(made["person"].is_null() && made["_id"].is_string(), "the answer has the shape of the call: {made}");
    let path = format!("/people-lookups/{}", made["_id"].as_str().unwrap());
    let changed = caller.call("PUT", &path, &json!({"firstName": "Ada"})).expect(200);
    assert_eq!((&changed["firstName"], &changed["createdAt"]), (&json!("Ada"), &made["createdAt"]));
    caller.call("POST", "/people-lookups", &json!({"documentNumber": "1"})).expect(400);
}
