//! The management API: who calls, and which call it is.

mod account;
mod diverted;
mod failure;
mod integrations;
mod refusal;
mod webhooks;

use crate::provider::Provider;
use crate::provider::api::Access;
use crate::provider::api::Api;
use crate::provider::api::Call;
use crate::provider::api::Reads;
use crate::provider::api::Reply;
use crate::provider::api::State;
use crate::providers::socotra::api::account::Role;

pub(super) const API: Api = Api::new(access, answer)
    .reads(reads)
    .attempted(failure::attempted)
    .troubled(refusal::troubled)
    .credentials(account::credentials);

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
    match (call.method, call.segments().iter().map(String::as_str).collect::<Vec<_>>().as_slice()) {
        (_, ["webhooks", _, "diverted", ..]) | ("DELETE", ["webhooks", _]) => Reads::Aside,
        _ => Reads::Nothing,
    }
}

fn answer(provider: &Provider, state: &mut State, call: &Call<'_>) -> Reply {
    let segments = call.segments();
    let path: Vec<&str> = segments.iter().map(String::as_str).collect();
    if path.first() == Some(&"integrations") && !account::is_admin(call) {
        return refusal::forbidden();
    }
    match (call.method, path.as_slice()) {
        ("POST", ["account", "authenticate"]) => account::authenticate(provider, call, Role::User),
        ("POST", ["account", "authenticateAdmin"]) => account::authenticate(provider, call, Role::Admin),
        ("POST", ["account", "sso", "authenticateClient"]) => account::authenticate_client(provider, call),
        ("POST", ["account", "renewAuthentication"]) => account::renew(call),
        ("GET", ["integrations"]) => integrations::list(state),
        ("POST", ["integrations"]) => integrations::add(provider, state, call),
        ("PUT", ["integrations", name]) => integrations::update(provider, state, call, name),
        ("DELETE", ["integrations", name]) => integrations::remove(state, name),
        ("PUT", ["webhooks"]) => webhooks::put(provider, state, call),
        ("GET", ["webhooks"]) => webhooks::list(state),
        ("GET", ["webhooks", name]) => webhooks::read(state, name),
        ("DELETE", ["webhooks", name]) => webhooks::delete(state, call, name),
        ("PATCH", ["webhooks", name, "unsuspend"]) => webhooks::unsuspend(provider, state, name),
        ("GET", ["webhooks", name, "diverted"]) => diverted::page(provider, state, call, name),
        ("DELETE", ["webhooks", name, "diverted", transaction]) => diverted::delete(state, call, name, transaction),
        ("POST", ["webhooks", name, "diverted", transaction, "resend"]) => {
            diverted::resend(state, call, name, transaction)
        }
        (_, path) if is_known(path) => refusal::method(call),
        _ => refusal::not_found("there is no such call"),
    }
}

/// Whether a path takes any call at all.
fn is_known(path: &[&str]) -> bool {
    matches!(
        path,
        ["account", "renewAuthentication"]
            | ["integrations" | "webhooks"]
            | ["integrations" | "webhooks", _]
            | ["webhooks", _, "unsuspend" | "diverted"]
            | ["webhooks", _, "diverted", _]
            | ["webhooks", _, "diverted", _, "resend"]
    )
}
