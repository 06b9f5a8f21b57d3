//! The management API: who calls, with which version, and which call it is.

mod configurations;
mod invocation;
mod refusal;
mod secret;
mod tokens;

use crate::provider::Provider;
use crate::provider::api::{Access, Api, Call, Match, Parameters, Reply, Route, State, route};
use crate::providers::orum::payloads::DataVersion;

pub(super) const API: Api =
    Api::new(access, answer).routes(ROUTES).error_reply(refusal::error_reply).credentials(tokens::credentials);

/// The path of the only call that needs neither a token nor a version.
const TOKEN: &str = "/oauth/token";

const ROUTES: &[Route] = &[
    Route::new("api.token", "POST", TOKEN, |provider, _, call, _| tokens::issue(provider, call)),
    Route::new("api.create", "POST", "/webhooks/configurations", |provider, state, call, _| {
        by_version(call, |version| configurations::create(provider, state, call, version))
    }),
    Route::new("api.list", "GET", "/webhooks/configurations", |_, state, _, _| configurations::list(state)),
    Route::new("api.update", "PUT", "/webhooks/configurations/{id}", |provider, state, call, path| {
        by_version(call, |version| configurations::replace(provider, state, call, version, path.at(0)))
    }),
    Route::new("api.delete", "DELETE", "/webhooks/configurations/{id}", |_, state, _, path| {
        configurations::delete(state, path.at(0))
    }),
    Route::new("api.secret.create", "POST", "/webhooks/secret", |_, state, call, _| secret::make(state, call)),
    Route::new("api.secret.read", "GET", "/webhooks/secret", |_, state, _, _| secret::read(state)),
    Route::new("api.invoke", "POST", "/webhooks/invoke", |provider, _, call, _| invocation::invoke(provider, call)),
];

fn access(provider: &Provider, call: &Call<'_>) -> Access {
    let credential = match path(call).as_slice() {
        ["oauth", "token"] if call.method != "POST" => Err(Box::new(refusal::method())),
        ["oauth", "token"] => tokens::asked_for(provider, call),
        _ => tokens::given(call),
    };
    credential.map_or_else(|refused| Access::Refused(*refused), Access::Account)
}

fn answer(provider: &Provider, state: &mut State, call: &Call<'_>) -> Reply {
    let segments = call.segments();
    let found = route::find(ROUTES, call.method, &segments);
    if !matches!(found, Match::Nothing | Match::Found(Route { path: TOKEN, .. }, _))
        && let Err(refused) = version(call)
    {
        return *refused;
    }
    match found {
        Match::Found(route, parameters) => (route.handler)(provider, state, call, Parameters::new(&parameters)),
        Match::OtherMethod => refusal::method(),
        Match::Nothing => refusal::not_found(),
    }
}

/// Answers a call that goes by its version.
fn by_version(call: &Call<'_>, answer: impl FnOnce(DataVersion) -> Reply) -> Reply {
    version(call).map_or_else(|refused| *refused, answer)
}

/// The path of a call in parts. No part of a path of Orum's needs percent signs.
fn path<'a>(call: &Call<'a>) -> Vec<&'a str> {
    call.path.trim_matches('/').split('/').collect()
}

/// The version that a call names: every call but that for a token has to.
fn version(call: &Call<'_>) -> Result<DataVersion, Box<Reply>> {
    match call.header("Orum-Version").map(str::trim) {
        None | Some("") => Err(Box::new(refusal::version_missing())),
        Some("v2022-09-21") => Ok(DataVersion::V20220921),
        Some(_) => Err(Box::new(refusal::version_invalid())),
    }
}
