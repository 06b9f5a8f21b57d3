//! The management API: who calls, and which call it is. Clients and partners have the same four calls, and
//! neither sees what the other has made.

mod adapt;
mod page;
mod refusal;
mod side;
mod webhooks;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::provider::Provider;
use crate::provider::api::{Access, Api, Ask, Call, Credential, Match, Parameters, Reply, Route, State, route};
use crate::providers::argyle::api::side::Side;

pub(super) const API: Api = Api::new(access, answer)
    .routes(ROUTES)
    .adapt(adapt::adapt)
    .attempted(webhooks::attempted)
    .error_reply(refusal::error_reply)
    .credentials(credentials);

const ROUTES: &[Route] = &[
    Route::new("api.list", "GET", "/v2/webhooks", |_, state, call, _| page::list(state, Side::Client, call)),
    Route::new("api.create", "POST", "/v2/webhooks", |provider, state, call, _| {
        webhooks::create(provider, state, Side::Client, call)
    }),
    Route::new("api.read", "GET", "/v2/webhooks/{id}", |_, state, _, path| {
        webhooks::read(state, Side::Client, path.at(0))
    }),
    Route::new("api.delete", "DELETE", "/v2/webhooks/{id}", |_, state, _, path| {
        webhooks::delete(state, Side::Client, path.at(0))
    }),
    Route::new("api.partner.list", "GET", "/partners/v2/webhooks", |_, state, call, _| {
        page::list(state, Side::Partner, call)
    }),
    Route::new("api.partner.create", "POST", "/partners/v2/webhooks", |provider, state, call, _| {
        webhooks::create(provider, state, Side::Partner, call)
    }),
    Route::new("api.partner.read", "GET", "/partners/v2/webhooks/{id}", |_, state, _, path| {
        webhooks::read(state, Side::Partner, path.at(0))
    }),
    Route::new("api.partner.delete", "DELETE", "/partners/v2/webhooks/{id}", |_, state, _, path| {
        webhooks::delete(state, Side::Partner, path.at(0))
    }),
];

fn access(_: &Provider, call: &Call<'_>) -> Access {
    let Some((id, secret)) = call.header("Authorization").and_then(basic) else {
        return Access::Refused(refusal::unauthenticated());
    };
    Access::Account(Credential::new(format!("{id}\n{secret}"), id))
}

fn credentials(name: &str, _: &mut Ask<'_>) -> Vec<(String, String)> {
    let encoded = STANDARD.encode(format!("id-of-{name}:secret-of-{name}"));
    vec![("Authorization".to_owned(), format!("Basic {encoded}"))]
}

/// User name and password, neither of them empty.
fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ')?;
    let decoded = scheme.eq_ignore_ascii_case("Basic").then(|| STANDARD.decode(encoded.trim()).ok())??;
    let decoded = String::from_utf8(decoded).ok()?;
    let (id, secret) = decoded.split_once(':').filter(|(id, secret)| !id.is_empty() && !secret.is_empty())?;
    Some((id.to_owned(), secret.to_owned()))
}

fn answer(provider: &Provider, state: &mut State, call: &Call<'_>) -> Reply {
    match route::find(ROUTES, call.method, &call.segments()) {
        Match::Found(route, parameters) => (route.handler)(provider, state, call, Parameters::new(&parameters)),
        Match::OtherMethod => refusal::method(call.method),
        Match::Nothing => refusal::not_found(),
    }
}
