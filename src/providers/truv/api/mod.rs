//! The management API: who calls, and which call it is. Paths end in a slash; one without is taken, too.

mod history;
mod refusal;
mod webhooks;

use crate::provider::Provider;
use crate::provider::api::{Access, Api, Ask, Call, Credential, Match, Parameters, Reads, Reply, Route, State, route};

pub(super) const API: Api =
    Api::new(access, answer).routes(ROUTES).reads(reads).error_reply(refusal::error_reply).credentials(credentials);

const ROUTES: &[Route] = &[
    Route::new("api.list", "GET", "/v1/webhooks/", |_, state, _, _| webhooks::list(state)),
    Route::new("api.create", "POST", "/v1/webhooks/", |provider, state, call, _| {
        webhooks::create(provider, state, call)
    }),
    Route::new("api.read", "GET", "/v1/webhooks/{webhook_id}/", |_, state, _, path| webhooks::read(state, path.at(0))),
    Route::new("api.update", "PATCH", "/v1/webhooks/{webhook_id}/", |provider, state, call, path| {
        webhooks::update(provider, state, call, path.at(0))
    }),
    Route::new("api.delete", "DELETE", "/v1/webhooks/{webhook_id}/", |_, state, _, path| {
        webhooks::delete(state, path.at(0))
    }),
    Route::new("api.history", "GET", "/v1/webhook-requests/", |provider, _, call, _| history::page(provider, call))
        .reads(|call| Reads::Attempts { since: history::oldest(call.now) }),
];

fn access(_: &Provider, call: &Call<'_>) -> Access {
    let given = |name| call.header(name).filter(|value| !value.is_empty());
    let (Some(client), Some(secret)) = (given("X-Access-Client-Id"), given("X-Access-Secret")) else {
        return Access::Refused(refusal::unauthenticated());
    };
    Access::Account(Credential::new(format!("{client}\n{secret}"), client).signing(secret))
}

fn credentials(name: &str, _: &mut Ask<'_>) -> Vec<(String, String)> {
    let header = |header: &str, value| (header.to_owned(), format!("{value}-of-{name}"));
    vec![header("X-Access-Client-Id", "client"), header("X-Access-Secret", "secret")]
}

fn reads(call: &Call<'_>) -> Reads {
    route::reads(ROUTES, call, &call.segments())
}

fn answer(provider: &Provider, state: &mut State, call: &Call<'_>) -> Reply {
    match route::find(ROUTES, call.method, &call.segments()) {
        Match::Found(route, parameters) => (route.handler)(provider, state, call, Parameters::new(&parameters)),
        Match::OtherMethod => refusal::method(call.method),
        Match::Nothing => refusal::not_found(),
    }
}
