//! The management API: who calls, and which call it is; and the people lookup, whose changes are events.

mod emit;
mod people;
mod refusal;
mod subscriptions;
mod undelivered;

use crate::provider::IdForm;
use crate::provider::IdSource;
use crate::provider::Provider;
use crate::provider::api::Access;
use crate::provider::api::Api;
use crate::provider::api::Ask;
use crate::provider::api::Call;
use crate::provider::api::Credential;
use crate::provider::api::Reads;
use crate::provider::api::Reply;
use crate::provider::api::State;

pub(super) const API: Api = Api::new(access, answer)
    .reads(reads)
    .attempted(undelivered::attempted)
    .troubled(refusal::troubled)
    .credentials(credentials);

fn access(_: &Provider, call: &Call<'_>) -> Access {
    let key = api_key(call);
    let token = call.header("Authorization").and_then(|header| header.split_once(' '));
    let is_bearer = token.is_some_and(|(scheme, token)| scheme.eq_ignore_ascii_case("Bearer") && !token.is_empty());
    if key.is_empty() || !is_bearer {
        return Access::Refused(refusal::unauthenticated());
    }
    // An account is known by its id: the key is a secret.
    let account = IdSource::new(0, "account", &[key]).id("account", IdForm::Hex24);
    Access::Account(Credential::new(key, account).signing(key))
}

fn credentials(name: &str, _: &mut Ask<'_>) -> Vec<(String, String)> {
    let header = |header: &str, value: String| (header.to_owned(), value);
    vec![header("X-API-KEY", format!("key-of-{name}")), header("Authorization", format!("Bearer token-of-{name}"))]
}

/// The key that a call came with; empty where it came without.
fn api_key<'a>(call: &Call<'a>) -> &'a str {
    call.header("X-API-KEY").unwrap_or_default()
}

fn reads(call: &Call<'_>) -> Reads {
    let segments = call.segments();
    match below_prefix(&segments.iter().map(String::as_str).collect::<Vec<_>>()) {
        ["undelivered", ..] => Reads::Aside,
        _ => Reads::Nothing,
    }
}

fn answer(provider: &Provider, state: &mut State, call: &Call<'_>) -> Reply {
    let segments = call.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match (call.method, segments.as_slice()) {
        ("GET", ["people-lookups"]) => people::list(state, call),
        ("POST", ["people-lookups"]) => people::create(provider, state, call),
        ("GET", ["people-lookups", id]) => people::read(state, id),
        ("PUT", ["people-lookups", id]) => people::update(provider, state, call, id),
        ("DELETE", ["people-lookups", id]) => people::delete(provider, state, call, id),
        (_, ["people-lookups"] | ["people-lookups", _]) => refusal::method(call.method),
        (_, segments) => of_webhooks(provider, state, call, below_prefix(segments)),
    }
}

/// The calls about webhooks, which may stand below a prefix.
fn of_webhooks(provider: &Provider, state: &mut State, call: &Call<'_>, segments: &[&str]) -> Reply {
    match (call.method, segments) {
        ("GET", ["subscriptions"]) => subscriptions::list(state),
        ("POST", ["subscriptions"]) => subscriptions::create(provider, state, call),
        ("GET", ["subscriptions", id]) => subscriptions::read(state, id),
        ("PUT", ["subscriptions", id]) => subscriptions::replace(provider, state, call, id),
        ("DELETE", ["subscriptions", id]) => subscriptions::delete(state, id),
        ("GET", ["events"]) => subscriptions::events(provider),
        ("POST", ["emit"]) => emit::emit(provider, state, call),
        ("GET", ["undelivered"]) => undelivered::list(state, call),
        ("PATCH", ["undelivered"]) => undelivered::patch(provider, state, call),
        ("PUT", ["undelivered", "retry-all"]) => undelivered::resend_all(state, call),
        ("DELETE", ["undelivered", "batch-all"]) => undelivered::delete_all(call),
        ("GET", ["undelivered", id]) => undelivered::read(state, call, id),
        ("DELETE", ["undelivered", id]) => undelivered::delete(state, call, id),
        ("PUT", ["undelivered", id, "retry"]) => undelivered::resend(state, call, id),
        (
            _,
            ["events" | "emit" | "subscriptions" | "undelivered"]
            | ["subscriptions" | "undelivered", _]
            | ["undelivered", _, "retry"],
        ) => refusal::method(call.method),
        _ => refusal::not_found("no such path"),
    }
}

/// What stands behind the prefix that the service probably has, or everything where it is left out.
fn below_prefix<'a, 'b>(segments: &'b [&'a str]) -> &'b [&'a str] {
    match segments {
        ["webhooks", rest @ ..] => rest,
        all => all,
    }
}
