//! The management API: who calls, with which version, and which call it is.

mod configurations;
mod invocation;
mod refusal;
mod secret;
mod tokens;

use crate::provider::Provider;
use crate::provider::api::Access;
use crate::provider::api::Api;
use crate::provider::api::Call;
use crate::provider::api::Reply;
use crate::provider::api::State;
use crate::providers::orum::payloads::DataVersion;

pub(super) const API: Api = Api::new(access, answer).troubled(refusal::troubled).credentials(tokens::credentials);

fn access(provider: &Provider, call: &Call<'_>) -> Access {
    let credential = match path(call).as_slice() {
        ["oauth", "token"] if call.method != "POST" => Err(Box::new(refusal::method())),
        ["oauth", "token"] => tokens::asked_for(provider, call),
        _ => tokens::given(call),
    };
    credential.map_or_else(|refused| Access::Refused(*refused), Access::Account)
}

fn answer(provider: &Provider, state: &mut State, call: &Call<'_>) -> Reply {
    let path = path(call);
    match path.as_slice() {
        ["oauth", "token"] => return tokens::issue(provider, call),
        ["webhooks", "configurations" | "secret" | "invoke"] | ["webhooks", "configurations", _] => {}
        _ => return refusal::not_found(),
    }
    let version = match version(call) {
        Ok(version) => version,
        Err(refused) => return *refused,
    };
    match (call.method, path.as_slice()) {
        ("POST", ["webhooks", "configurations"]) => configurations::create(provider, state, call, version),
        ("GET", ["webhooks", "configurations"]) => configurations::list(state),
        ("PUT", ["webhooks", "configurations", id]) => configurations::replace(provider, state, call, version, id),
        ("DELETE", ["webhooks", "configurations", id]) => configurations::delete(state, id),
        ("POST", ["webhooks", "secret"]) => secret::make(state, call),
        ("GET", ["webhooks", "secret"]) => secret::read(state),
        ("POST", ["webhooks", "invoke"]) => invocation::invoke(provider, call),
        _ => refusal::method(),
    }
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
