//! What holds for every provider's API: nothing that a client may send breaks it.

use std::collections::HashSet;

use hookproof::__private::generate::{Generator, Mutation, Mutator, seeded};
use hookproof::model::BodyStyle;
use hookproof::provider::Kind;
use serde_json::Value;

use crate::caller::Caller;
use crate::{argyle, betterez, orum, socotra, truv};

/// How often a request of each kind is generated.
const CASES: usize = 40;

/// A call with a request, and how its caller is prepared.
pub(crate) struct Taken {
    pub(crate) request: &'static str,
    pub(crate) method: &'static str,
    /// Creates a caller and the path of the call.
    pub(crate) prepare: fn() -> (Caller, String),
}

fn calls() -> Vec<Taken> {
    [truv::calls(), argyle::calls(), orum::calls(), betterez::calls(), socotra::calls()].into_iter().flatten().collect()
}

#[test]
fn every_request_of_a_served_api_has_a_call_here() {
    for provider in hookproof::providers::ALL.iter().map(|provider| provider()).filter(|known| known.api.is_some()) {
        for payload in provider.payloads.iter().filter(|payload| payload.kind == Kind::Request) {
            let is_called =
                |taken: &Taken| taken.request == payload.name && (taken.prepare)().0.provider.id == provider.id;
            assert!(calls().iter().any(is_called), "{} of {} is sent by no test", payload.name, provider.id);
        }
    }
}

/// The table of routes is what is served: each path accepts its own methods and no others.
#[test]
fn every_route_is_served_and_refuses_other_methods() {
    let mut seen = HashSet::new();
    // The last call of each provider is one that needs an account, and has one.
    for Taken { prepare, .. } in calls().into_iter().rev() {
        let (mut caller, _) = prepare();
        let routes = caller.api().routes;
        if !seen.insert(caller.provider.id.clone()) {
            continue;
        }
        for route in routes {
            let own = |segment: &str| if segment.starts_with('{') { "nobody" } else { segment }.to_owned();
            let path = route.path.split('/').map(own).collect::<Vec<_>>().join("/");
            let at = format!("{} {} {path}", caller.provider.id, route.method);
            assert_ne!(caller.send(route.method, &path, b"").reply.status, 405, "{at}");
            assert_eq!(caller.send("TRACE", &path, b"").reply.status, 405, "{at}");
        }
        assert_eq!(caller.send("GET", "/no/such/path", b"").reply.status, 404, "{}", caller.provider.id);
        assert!(!routes.is_empty(), "{}", caller.provider.id);
    }
    assert_eq!(seen.len(), hookproof::providers::ALL.len());
}

#[test]
fn what_the_schema_takes_is_accepted() {
    for Taken { request, method, prepare } in calls() {
        let mut rng = seeded(11, &["management", request]);
        let (caller, _) = prepare();
        let payload = caller.provider.payload(request).unwrap();
        let generator = Generator::compile(payload.schema(), payload.order()).unwrap();
        for case in 0..CASES {
            let (mut caller, path) = prepare();
            let document = socotra::with_known_names(&caller.provider, request, generator.sample(&mut rng));
            let body = socotra::wrapped(&caller.provider, request, &document.write(BodyStyle::COMPACT));
            let answer = caller.send(method, &path, &body);
            let document = document.to_value();
            assert!(
                answer.reply.status < 300,
                "case {case}: {request} {document} gave {} {}",
                answer.reply.status,
                answer.body
            );
        }
    }
}

#[test]
fn what_breaks_the_schema_is_refused_and_changes_nothing() {
    for Taken { request, method, prepare } in calls() {
        let (caller, _) = prepare();
        let payload = caller.provider.payload(request).unwrap();
        let generator = Generator::compile(payload.schema(), payload.order()).unwrap();
        let mutator = Mutator::compile(payload.schema(), BodyStyle::COMPACT).unwrap();
        let mut rng = seeded(12, &["management", request]);
        let document = socotra::with_known_names(&caller.provider, request, generator.sample(&mut rng));
        let breaks = |mutation: &Mutation| {
            serde_json::from_slice(&mutation.body).map_or(true, |document| !payload.violations(&document).is_empty())
        };
        let broken: Vec<Mutation> = mutator.mutations(&document, &mut rng).into_iter().filter(breaks).collect();
        assert!(broken.len() > 1, "{request}");
        for mutation in broken {
            let (mut caller, path) = prepare();
            let before = caller.state.clone();
            let body = socotra::wrapped(&caller.provider, request, &mutation.body);
            let answer = caller.send(method, &path, &body);
            if orum::is_sent_all_the_same(&caller.provider, request, &mutation.body) {
                assert_eq!(answer.reply.status, 201, "{request} with {mutation:?}");
                assert!(!answer.reply.findings.is_empty(), "{request} with {mutation:?} left no finding");
                continue;
            }
            assert!(answer.reply.status >= 400, "{request} took {mutation:?}");
            assert!(!answer.reply.findings.is_empty(), "{request} with {mutation:?} left no finding");
            let subscriptions = |state: &Option<hookproof::__private::provider::api::State>| {
                state.iter().flat_map(|state| state.subscriptions().cloned().collect::<Vec<_>>()).collect::<Vec<_>>()
            };
            assert_eq!(subscriptions(&caller.state), subscriptions(&before), "{request} with {mutation:?}");
        }
    }
}

#[test]
fn an_error_reply_has_the_format_of_the_provider() {
    for provider in hookproof::providers::ALL.iter().map(|provider| provider()) {
        let Some(api) = provider.api else { continue };
        for status in 400..=599 {
            let reply = (api.error_reply)(status, Some(2));
            assert_eq!(reply.status, status, "{}", provider.id);
            let retry_after = ("Retry-After".to_owned(), "2".to_owned());
            assert!(reply.headers.contains(&retry_after), "{} {status}", provider.id);
            if let Some(name) = &reply.payload {
                let body = serde_json::from_slice(&reply.body).unwrap();
                assert_eq!(provider.violations(name, &body), [], "{} {status}", provider.id);
            }
            let names = |reply: hookproof::__private::provider::api::Reply| reply.headers.len();
            assert_eq!(names((api.error_reply)(status, None)), 0, "{} {status}", provider.id);
        }
    }
}

#[test]
fn any_bytes_anywhere_get_an_answer() {
    for Taken { request, method, prepare } in calls() {
        let bodies: [&[u8]; 9] =
            [b"", b"{", b"null", b"[]", b"\"x\"", b"1e999", b"\xff\xfe", b"{\"a\":{\"a\":{}}}", &[b'['; 4096]];
        for body in bodies {
            let (mut caller, path) = prepare();
            let answer = caller.send(method, &path, body);
            assert!((200..500).contains(&answer.reply.status), "{request} {body:?}");
        }
        for path in ["", "/", "//", "/%", "/%ff", "/v1//webhooks", "/v1/webhooks/%2f", "/\u{1f642}?%&=&&a=%zz"] {
            for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "BREW"] {
                let (mut caller, _) = prepare();
                caller.call(method, path, &Value::Null);
            }
        }
    }
}
