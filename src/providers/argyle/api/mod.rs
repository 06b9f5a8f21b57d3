//! The management API: who calls, and which call it is. Clients and partners have the same four calls, and
//! neither sees what the other has made.

mod page;
mod refusal;
mod tailor;
mod webhooks;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::provider::Provider;
use crate::provider::api::Access;
use crate::provider::api::Api;
use crate::provider::api::Ask;
use crate::provider::api::Call;
use crate::provider::api::Credential;
use crate::provider::api::Reply;
use crate::provider::api::State;

pub(super) const API: Api = Api::new(access, answer)
    .tailor(tailor::tailor)
    .attempted(webhooks::attempted)
    .troubled(refusal::troubled)
    .credentials(credentials);

/// For whom a webhook was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Client,
    Partner,
}

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
    let segments = call.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let (side, id) = match segments.as_slice() {
        ["v2", "webhooks"] => (Side::Client, None),
        ["v2", "webhooks", id] => (Side::Client, Some(*id)),
        ["partners", "v2", "webhooks"] => (Side::Partner, None),
        ["partners", "v2", "webhooks", id] => (Side::Partner, Some(*id)),
        _ => return refusal::not_found(),
    };
    match (call.method, id) {
        ("GET", None) => page::list(state, side, call),
        ("POST", None) => webhooks::create(provider, state, side, call),
        ("GET", Some(id)) => webhooks::read(state, side, id),
        ("DELETE", Some(id)) => webhooks::delete(state, side, id),
        _ => refusal::method(call.method),
    }
}
