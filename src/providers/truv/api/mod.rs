//! The management API: who calls, and which call it is. Paths end in a slash; one without is taken, too.

mod history;
mod refusal;
mod webhooks;

use crate::provider::Provider;
use crate::provider::api::Access;
use crate::provider::api::Api;
use crate::provider::api::Ask;
use crate::provider::api::Call;
use crate::provider::api::Credential;
use crate::provider::api::Reads;
use crate::provider::api::Reply;
use crate::provider::api::State;

pub(super) const API: Api = Api::new(access, answer).reads(reads).troubled(refusal::troubled).credentials(credentials);

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
    match call.segments().iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["v1", "webhook-requests"] => Reads::Attempts { since: history::oldest(call.now) },
        _ => Reads::Nothing,
    }
}

fn answer(provider: &Provider, state: &mut State, call: &Call<'_>) -> Reply {
    match (call.method, call.segments().iter().map(String::as_str).collect::<Vec<_>>().as_slice()) {
        ("GET", ["v1", "webhooks"]) => webhooks::list(state),
        ("POST", ["v1", "webhooks"]) => webhooks::create(provider, state, call),
        ("GET", ["v1", "webhooks", id]) => webhooks::read(state, id),
        ("PATCH", ["v1", "webhooks", id]) => webhooks::update(provider, state, call, id),
        ("DELETE", ["v1", "webhooks", id]) => webhooks::delete(state, id),
        ("GET", ["v1", "webhook-requests"]) => history::page(provider, call),
        (_, ["v1", "webhooks" | "webhook-requests"] | ["v1", "webhooks", _]) => refusal::method(call.method),
        _ => refusal::not_found(),
    }
}
