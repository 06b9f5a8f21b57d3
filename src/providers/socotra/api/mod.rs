//! The management API: who calls, and which call it is.

mod account;
mod addresses;
mod diverted;
mod failure;
mod integrations;
mod refusal;
mod webhooks;

use crate::provider::Provider;
use crate::provider::api::{Access, Api, Call, Match, Parameters, Reads, Reply, Route, State, route};
use crate::providers::socotra::api::account::Role;

pub(super) const API: Api = Api::new(access, answer)
    .routes(ROUTES)
    .reads(reads)
    .attempted(failure::attempted)
    .error_reply(refusal::error_reply)
    .credentials(account::credentials);

const ROUTES: &[Route] = &[
    Route::new("api.auth.user", "POST", "/account/authenticate", |provider, _, call, _| {
        account::authenticate(provider, call, Role::User)
    }),
    Route::new("api.auth.admin", "POST", "/account/authenticateAdmin", |provider, _, call, _| {
        account::authenticate(provider, call, Role::Admin)
    }),
    Route::new("api.auth.sso", "POST", "/account/sso/authenticateClient", |provider, _, call, _| {
        account::authenticate_client(provider, call)
    }),
    Route::new("api.auth.renew", "POST", "/account/renewAuthentication", |_, _, call, _| account::renew(call)),
    Route::new("integrations.list", "GET", "/integrations", |_, state, _, _| integrations::list(state)),
    Route::new("integrations.create", "POST", "/integrations", |provider, state, call, _| {
        integrations::add(provider, state, call)
    }),
    Route::new("integrations.update", "PUT", "/integrations/{integrationName}", |provider, state, call, path| {
        integrations::update(provider, state, call, path.at(0))
    }),
    Route::new("integrations.delete", "DELETE", "/integrations/{integrationName}", |_, state, _, path| {
        integrations::remove(state, path.at(0))
    }),
    Route::new("api.create", "PUT", "/webhooks", |provider, state, call, _| webhooks::put(provider, state, call)),
    Route::new("api.list", "GET", "/webhooks", |_, state, _, _| webhooks::list(state)),
    Route::new("api.read", "GET", "/webhooks/{name}", |_, state, _, path| webhooks::read(state, path.at(0))),
    Route::new("api.delete", "DELETE", "/webhooks/{name}", |_, state, call, path| {
        webhooks::delete(state, call, path.at(0))
    })
    .reads(|_| Reads::Parked),
    Route::new("api.unsuspend", "PATCH", "/webhooks/{name}/unsuspend", |provider, state, _, path| {
        webhooks::unsuspend(provider, state, path.at(0))
    }),
    Route::new("api.diverted", "GET", "/webhooks/{name}/diverted", |provider, state, call, path| {
        diverted::page(provider, state, call, path.at(0))
    })
    .reads(|_| Reads::Parked),
    Route::new("api.diverted.delete", "DELETE", "/webhooks/{name}/diverted/{transactionId}", |_, state, call, path| {
        diverted::delete(state, call, path.at(0), path.at(1))
    })
    .reads(|_| Reads::Parked),
    Route::new(
        "api.diverted.resend",
        "POST",
        "/webhooks/{name}/diverted/{transactionId}/resend",
        |_, state, call, path| diverted::resend(state, call, path.at(0), path.at(1)),
    )
    .reads(|_| Reads::Parked),
];

fn access(provider: &Provider, call: &Call<'_>) -> Access {
    let segments = call.segments();
    let credential = match segments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["account", "authenticate" | "authenticateAdmin"] | ["account", "sso", "authenticateClient"]
            if call.method != "POST" =>
        {
            Err(Box::new(refusal::method(call)))
        }
        ["account", "authenticate"] => account::tenant(provider, call, Role::User),
        ["account", "authenticateAdmin"] => account::tenant(provider, call, Role::Admin),
        ["account", "sso", "authenticateClient"] => account::tenant_of_client(provider, call),
        _ => account::given(call).map(|token| token.credential),
    };
    credential.map_or_else(|refused| Access::Refused(*refused), Access::Account)
}

fn reads(call: &Call<'_>) -> Reads {
    route::reads(ROUTES, call, &call.segments())
}

fn answer(provider: &Provider, state: &mut State, call: &Call<'_>) -> Reply {
    let segments = call.segments();
    if segments.first().is_some_and(|first| first == "integrations") && !account::is_admin(call) {
        return refusal::forbidden();
    }
    match route::find(ROUTES, call.method, &segments) {
        Match::Found(route, parameters) => (route.handler)(provider, state, call, Parameters::new(&parameters)),
        Match::OtherMethod => refusal::method(call),
        Match::Nothing => refusal::not_found("there is no such call"),
    }
}
