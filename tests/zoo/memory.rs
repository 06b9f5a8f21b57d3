//! The consumer of an afternoon: axum, a set in memory, and 200.

use std::collections::{BTreeMap, VecDeque};
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use hookproof::provider::Provider;
use hookproof::providers;
use hookproof::report::{Paint, human};
use hookproof::verify::{Run, Verdict};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;
use tokio::task::{JoinSet, yield_now};

use crate::signed::{Scheme, event};
use crate::{Running, SECRET, caught, few, passed};

/// The fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    None,
    /// It looks whether an event is known, asks others something, and only then notes it.
    AwaitsInBetween,
    /// Its memory holds the last twenty events.
    HoldsTwenty,
    /// It remembers bodies and not events.
    RemembersBodies,
    /// A wrongly signed delivery is answered 401 and processed.
    HandlesAnyway,
    /// It believes whatever it has heard last.
    BelievesTheLast,
    /// It remembers entities, and treats the second event about one as a redelivery.
    RemembersThings,
    /// The same, and it acts on finished tasks and orders alone.
    RemembersThingsAndActsOnEnds,
    /// None: it remembers no events, and updates the row of what an event is about; rows are what is counted.
    Upserts,
}

/// State of a link: the time of an event, its id, and its status.
type Link = (String, String, Option<String>);

struct App {
    scheme: Scheme,
    fault: Fault,
    seen: Mutex<VecDeque<String>>,
    effects: Mutex<u64>,
    /// The newest event about each link.
    links: Mutex<BTreeMap<String, Link>>,
}

impl App {
    fn knows(&self, key: &str) -> bool {
        self.seen.lock().unwrap().iter().any(|known| known == key)
    }

    /// Notes an event; whether it had not been noted.
    fn notes(&self, key: String) -> bool {
        let mut seen = self.seen.lock().unwrap();
        if seen.contains(&key) {
            return false;
        }
        seen.push_back(key);
        if self.fault == Fault::HoldsTwenty && seen.len() > 20 {
            seen.pop_front();
        }
        true
    }

    async fn handle(&self, event: &Map<String, Value>, body: &[u8]) {
        let key = match (self.fault, thing(event)) {
            (Fault::RemembersBodies, _) => String::from_utf8_lossy(body).into_owned(),
            (Fault::RemembersThings | Fault::RemembersThingsAndActsOnEnds, Some(thing)) => thing,
            _ => self.scheme.key(event, body),
        };
        if self.fault == Fault::Upserts {
            return self.believe(event);
        }
        if self.fault == Fault::AwaitsInBetween {
            if self.knows(&key) {
                return;
            }
            // As often as a query would let others go first.
            for _ in 0..200 {
                yield_now().await;
            }
            self.notes(key);
        } else if !self.notes(key) {
            return;
        }
        let ends = event.get("status").is_some_and(|status| status == "done" || status == "completed");
        if self.fault == Fault::RemembersThingsAndActsOnEnds && !ends {
            return;
        }
        *self.effects.lock().unwrap() += 1;
        self.believe(event);
    }

    fn believe(&self, event: &Map<String, Value>) {
        let told = |names: [&str; 2]| names.into_iter().find_map(|name| text(event, name));
        let (time, id) = (told(["event_created_at", "created_at"]), told(["webhook_id", "event_id"]));
        let (Some(thing), Some(time), Some(id)) = (thing(event), time, id) else { return };
        let mut links = self.links.lock().unwrap();
        let is_newer = links.get(&thing).is_none_or(|(known, ..)| *known < time);
        if is_newer || self.fault == Fault::BelievesTheLast {
            let status = resource(event).unwrap_or(event).get("status").and_then(Value::as_str);
            links.insert(thing, (time, id, status.map(str::to_owned)));
        }
    }

    fn count(&self) -> u64 {
        match self.fault {
            Fault::Upserts => self.links.lock().unwrap().len() as u64,
            _ => *self.effects.lock().unwrap(),
        }
    }
}

fn text(event: &Map<String, Value>, member: &str) -> Option<String> {
    event.get(member).and_then(Value::as_str).map(str::to_owned)
}

/// Fields of an event of Orum, under either name.
fn resource(event: &Map<String, Value>) -> Option<&Map<String, Value>> {
    event.get("event_data")?.as_object()?.values().find_map(Value::as_object)
}

/// Returns the entity of an event.
fn thing(event: &Map<String, Value>) -> Option<String> {
    if let Some(resource) = resource(event) {
        return text(resource, "id");
    }
    let members = ["order_id", "object_id", "employment_id", "task_id", "link_id"];
    members.into_iter().find_map(|member| text(event, member))
}

async fn hook(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = |name: &str| headers.get(name).map(|value| value.as_bytes().to_vec());
    let is_signed = app.scheme.has_signed(header, &body);
    let event = event(&body);
    if !is_signed {
        if let (Fault::HandlesAnyway, Some(event)) = (app.fault, &event) {
            app.handle(event, &body).await;
        }
        return StatusCode::UNAUTHORIZED;
    }
    let Some(event) = event else { return StatusCode::BAD_REQUEST };
    app.handle(&event, &body).await;
    StatusCode::OK
}

async fn start(scheme: Scheme, fault: Fault) -> Running {
    let app =
        Arc::new(App { scheme, fault, seen: Mutex::default(), effects: Mutex::default(), links: Mutex::default() });
    let effects = |State(app): State<Arc<App>>| async move { app.count().to_string() };
    let links = |State(app): State<Arc<App>>| async move { json!(*app.links.lock().unwrap()).to_string() };
    let router = Router::new().route("/hook", post(hook)).route("/effects", get(effects)).route("/links", get(links));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let mut keeper = JoinSet::new();
    keeper.spawn(async move { axum::serve(listener, router.with_state(app)).await });
    Running { base, _keeper: Box::new(keeper) }
}

async fn faulty(provider: Provider, scheme: Scheme, fault: Fault) -> Run {
    let consumer = start(scheme, fault).await;
    let verifier = consumer.verifier(provider.clone()).state_url(consumer.at("links")).events(few(&provider));
    // A thousand deliveries say nothing new about most faults.
    let verifier = if fault == Fault::HoldsTwenty { verifier } else { verifier.skip(["redelivery-long-after"]) };
    verifier.run(&consumer.at("hook")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn is_sound() {
    assert!(!SECRET.is_ascii(), "a secret is bytes, whatever its letters");
    let consumer = start(Scheme::Truv, Fault::None).await;
    let verifier = consumer.verifier(providers::truv()).state_url(consumer.at("links"));
    passed(&verifier.run(&consumer.at("hook")).await, &["order-older-after-newer"]);
    let consumer = start(Scheme::Argyle, Fault::None).await;
    passed(&consumer.verifier(providers::argyle()).run(&consumer.at("hook")).await, &["payload-null"]);
    let consumer = start(Scheme::Orum, Fault::None).await;
    let verifier = consumer.verifier(providers::orum()).state_url(consumer.at("links"));
    passed(&verifier.run(&consumer.at("hook")).await, &["delivery-late", "order-older-after-newer"]);
    let consumer = start(Scheme::Betterez, Fault::None).await;
    let judged = ["signature-stale", "signature-future", "redelivery-new-attempt"];
    passed(&consumer.verifier(providers::betterez()).run(&consumer.at("hook")).await, &judged);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_between_the_look_and_the_note_lets_repeats_through() {
    let run = faulty(providers::truv(), Scheme::Truv, Fault::AwaitsInBetween).await;
    caught(&run, &["redelivery-concurrent"], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_memory_of_twenty_is_too_short() {
    let run = faulty(providers::argyle(), Scheme::Argyle, Fault::HoldsTwenty).await;
    caught(&run, &["redelivery-long-after"], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_are_no_events() {
    let run = faulty(providers::betterez(), Scheme::Betterez, Fault::RemembersBodies).await;
    caught(&run, &["redelivery-new-attempt"], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_no_return() {
    let run = faulty(providers::truv(), Scheme::Truv, Fault::HandlesAnyway).await;
    caught(&run, &["signature-no-effect"], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_last_is_not_what_happened_last() {
    let run = faulty(providers::truv(), Scheme::Truv, Fault::BelievesTheLast).await;
    caught(&run, &["order-older-after-newer"], &[]);
}

/// Event types of which one follows another about one thing.
const LIVES: [&str; 4] = ["order-created", "order-status-updated", "link-connected", "task-status-updated"];

#[tokio::test(flavor = "multi_thread")]
async fn what_an_event_is_about_does_not_tell_it_from_others() {
    let consumer = start(Scheme::Truv, Fault::RemembersThings).await;
    let verifier = consumer.verifier(providers::truv()).state_url(consumer.at("links")).events(LIVES);
    caught(&verifier.run(&consumer.at("hook")).await, &["redelivery-other-event"], &[]);
    // A count shows an event that has an effect alone, and not after one without an effect.
    let consumer = start(Scheme::Truv, Fault::RemembersThingsAndActsOnEnds).await;
    let verifier = consumer.verifier(providers::truv()).events(LIVES);
    caught(&verifier.run(&consumer.at("hook")).await, &["redelivery-other-event"], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_that_updates_rows_is_sound() {
    let consumer = start(Scheme::Truv, Fault::Upserts).await;
    let run = consumer.verifier(providers::truv()).state_url(consumer.at("links")).run(&consumer.at("hook")).await;
    let report = human(&run, Paint::Plain);
    assert_eq!(run.failed().collect::<Vec<_>>(), [""; 0], "{report}");
    assert_eq!(run.check("redelivery-other-event").unwrap().verdict, Verdict::Pass, "{report}");
    // Its rows alone look like those of one that loses events.
    let consumer = start(Scheme::Truv, Fault::Upserts).await;
    let run = consumer.verifier(providers::truv()).run(&consumer.at("hook")).await;
    assert_eq!(run.failed().collect::<Vec<_>>(), [""; 0], "{}", human(&run, Paint::Plain));
    let check = run.check("redelivery-other-event").unwrap();
    assert_eq!(check.verdict, Verdict::Skip);
    assert!(check.reason.as_ref().unwrap().contains("or it mistakes the event for a redelivery"), "{check:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_no_event() {
    let consumer = start(Scheme::Orum, Fault::RemembersThings).await;
    let events = ["person_created", "person_verified", "person_closed"];
    let verifier = consumer.verifier(providers::orum()).state_url(consumer.at("links")).events(events);
    caught(&verifier.run(&consumer.at("hook")).await, &["redelivery-other-event"], &[]);
}
