//! The management API: who calls, and which call it is; and the people lookup, whose changes are events.

mod emit;
mod key;
mod people;
mod refusal;
mod subscriptions;
mod undelivered;

use crate::provider::api::{Access, Api, Ask, Call, Credential, Match, Parameters, Reads, Reply, Route, State, route};
use crate::provider::{IdForm, IdSource, Provider};
use crate::providers::betterez::api::key::api_key;

pub(super) const API: Api = Api::new(access, answer)
    .routes(ROUTES)
    .reads(reads)
    .attempted(undelivered::attempted)
    .error_reply(refusal::error_reply)
    .credentials(credentials);

/// Fixed paths come before paths with a parameter, because the first match is used.
const ROUTES: &[Route] = &[
    Route::new("api.people.list", "GET", "/people-lookups", |_, state, call, _| people::list(state, call)),
    Route::new("api.people.create", "POST", "/people-lookups", |provider, state, call, _| {
        people::create(provider, state, call)
    }),
    Route::new("api.people.read", "GET", "/people-lookups/{personId}", |_, state, _, path| {
        people::read(state, path.at(0))
    }),
    Route::new("api.people.update", "PUT", "/people-lookups/{personId}", |provider, state, call, path| {
        people::update(provider, state, call, path.at(0))
    }),
    Route::new("api.people.delete", "DELETE", "/people-lookups/{personId}", |provider, state, call, path| {
        people::delete(provider, state, call, path.at(0))
    }),
    Route::new("api.list", "GET", "/subscriptions", |_, state, _, _| subscriptions::list(state)),
    Route::new("api.create", "POST", "/subscriptions", |provider, state, call, _| {
        subscriptions::create(provider, state, call)
    }),
    Route::new("api.read", "GET", "/subscriptions/{id}", |_, state, _, path| subscriptions::read(state, path.at(0))),
    Route::new("api.update", "PUT", "/subscriptions/{id}", |provider, state, call, path| {
        subscriptions::replace(provider, state, call, path.at(0))
    }),
    Route::new("api.delete", "DELETE", "/subscriptions/{id}", |_, state, _, path| {
        subscriptions::delete(state, path.at(0))
    }),
    Route::new("api.events", "GET", "/events", |provider, _, _, _| subscriptions::events(provider)),
    Route::new("api.emit", "POST", "/emit", |provider, state, call, _| emit::emit(provider, state, call)),
    Route::new("api.undelivered", "GET", "/undelivered", |_, state, call, _| undelivered::list(state, call))
        .reads(|_| Reads::Parked),
    Route::new("api.undelivered.patch", "PATCH", "/undelivered", |provider, state, call, _| {
        undelivered::patch(provider, state, call)
    })
    .reads(|_| Reads::Parked),
    Route::new("api.undelivered.resend-all", "PUT", "/undelivered/retry-all", |_, state, call, _| {
        undelivered::resend_all(state, call)
    })
    .reads(|_| Reads::Parked),
    Route::new("api.undelivered.delete-all", "DELETE", "/undelivered/batch-all", |_, _, call, _| {
        undelivered::delete_all(call)
    })
    .reads(|_| Reads::Parked),
    Route::new("api.undelivered.read", "GET", "/undelivered/{id}", |_, state, call, path| {
        undelivered::read(state, call, path.at(0))
    })
    .reads(|_| Reads::Parked),
    Route::new("api.undelivered.delete", "DELETE", "/undelivered/{id}", |_, state, call, path| {
        undelivered::delete(state, call, path.at(0))
    })
    .reads(|_| Reads::Parked),
    Route::new("api.undelivered.resend", "PUT", "/undelivered/{id}/retry", |_, state, call, path| {
        undelivered::resend(state, call, path.at(0))
    })
    .reads(|_| Reads::Parked),
];

fn access(_: &Provider, call: &Call<'_>) -> Access {
    let key = api_key(call);
    let token = call.header("Authorization").and_then(|header| header.split_once(' '));
    let is_bearer = token.is_some_and(|(scheme, token)| scheme.eq_ignore_ascii_case("Bearer") && !token.is_empty());
    if key.is_empty() || !is_bearer {
        return Access::Refused(refusal::unauthenticated());
    }
    // An account is known by its id: the key is a secret.
    let account = IdSource::new(0, "account", &[key]).id("account", &IdForm::Hex24);
    Access::Account(Credential::new(key, account).signing(key))
}

fn credentials(name: &str, _: &mut Ask<'_>) -> Vec<(String, String)> {
    let header = |header: &str, value: String| (header.to_owned(), value);
    vec![header("X-API-KEY", format!("key-of-{name}")), header("Authorization", format!("Bearer token-of-{name}"))]
}

fn reads(call: &Call<'_>) -> Reads {
    let segments = call.segments();
    route::reads(ROUTES, call, below_prefix(&segments))
}

fn answer(provider: &Provider, state: &mut State, call: &Call<'_>) -> Reply {
    let segments = call.segments();
    match route::find(ROUTES, call.method, below_prefix(&segments)) {
        Match::Found(route, parameters) => (route.handler)(provider, state, call, Parameters::new(&parameters)),
        Match::OtherMethod => refusal::method(call.method),
        Match::Nothing => refusal::not_found("no such path"),
    }
}

/// The path without the prefix that the service of webhooks probably has. The people lookup is another service.
fn below_prefix(segments: &[String]) -> &[String] {
    match segments {
        [prefix, rest @ ..] if prefix == "webhooks" && rest.first().is_none_or(|first| first != "people-lookups") => {
            rest
        }
        all => all,
    }
}
