//! Accounts: from a user of a tenant to a token, and from a token to the tenant, which owns all that is kept.

use crate::model::{Nullable, TimeForm};
use crate::provider::Provider;
use crate::provider::api::{Ask, Call, Credential, Reply, Token};
use crate::providers::socotra::api::refusal;
use crate::providers::socotra::payloads::{
    AuthenticateRequest, AuthenticateResponse, Milliseconds, SsoClientAuthenticateRequest,
};

const REALM: &str = "socotra";

/// How long a token is good is not written; this is our choice.
const GOOD_FOR_SECONDS: i64 = 3600;

/// What the owner of a token may do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    User,
    Admin,
}

impl Role {
    const fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Admin => "admin",
        }
    }
}

/// The tenant that a user wants to be let into. Any password is taken.
pub(super) fn tenant(provider: &Provider, call: &Call<'_>, role: Role) -> Result<Credential, Box<Reply>> {
    let request: AuthenticateRequest = call
        .read_as(provider, "AuthenticateRequest")
        .map_err(|why| Box::new(refusal::unreadable(call, "AuthenticateRequest", &why)))?;
    let given = |value: Option<String>| value.filter(|value| !value.is_empty());
    let tenant = given(request.tenant_name.and_then(Nullable::into_option))
        .or_else(|| given(request.host_name.and_then(Nullable::into_option)).map(|host| of_host(&host)))
        .or_else(|| given(call.parameter("tenantName")))
        .or_else(|| given(call.parameter("hostName")).map(|host| of_host(&host)))
        .or_else(|| given(call.parameter("tenantLocator")).filter(|_| role == Role::Admin));
    match tenant {
        Some(tenant) => Ok(Credential::new(tenant.as_str(), tenant.as_str())),
        None => Err(Box::new(refusal::wrong("hostName or tenantName is missing, in the body or the query"))),
    }
}

/// The tenant of a client: that of the host, else one of its own by its id. Any secret is taken.
pub(super) fn tenant_of_client(provider: &Provider, call: &Call<'_>) -> Result<Credential, Box<Reply>> {
    let request: SsoClientAuthenticateRequest = call
        .read_as(provider, "SsoClientAuthenticateRequest")
        .map_err(|why| Box::new(refusal::unreadable(call, "SsoClientAuthenticateRequest", &why)))?;
    let host = request.host_name.filter(|host| !host.is_empty());
    let tenant = host.map_or(request.client_id, |host| of_host(&host));
    Ok(Credential::new(tenant.as_str(), tenant.as_str()))
}

/// An administrator's token for the tenant of this name: with it every call may be made.
pub(super) fn credentials(name: &str, ask: &mut Ask<'_>) -> Vec<(String, String)> {
    let body = serde_json::json!({"username": "admin", "password": "any", "tenantName": name}).to_string();
    let json = [("Content-Type", "application/json")];
    let reply = ask("POST", "/account/authenticateAdmin", &json, body.as_bytes());
    let Ok(AuthenticateResponse { authorization_token, .. }) = serde_json::from_slice(&reply.body) else {
        return Vec::new();
    };
    vec![("Authorization".to_owned(), format!("Bearer {}", authorization_token.expose()))]
}

/// The name of the tenant that has a host.
fn of_host(host: &str) -> String {
    match host.split_once('.') {
        Some((label, _)) if !label.is_empty() => label.to_lowercase(),
        _ => host.to_lowercase(),
    }
}

/// Answers with a token for the tenant.
pub(super) fn authenticate(provider: &Provider, call: &Call<'_>, role: Role) -> Reply {
    match tenant(provider, call, role) {
        Ok(credential) => issue(call, credential, role.name()),
        Err(refused) => *refused,
    }
}

/// Answers with a token for the tenant of a client.
pub(super) fn authenticate_client(provider: &Provider, call: &Call<'_>) -> Reply {
    match tenant_of_client(provider, call) {
        Ok(credential) => issue(call, credential, Role::Admin.name()),
        Err(refused) => *refused,
    }
}

/// Answers with another token for the owner of one.
pub(super) fn renew(call: &Call<'_>) -> Reply {
    match given(call) {
        Ok(token) => issue(call, token.credential, &token.role),
        Err(refused) => *refused,
    }
}

fn issue(call: &Call<'_>, credential: Credential, role: &str) -> Reply {
    let expires = call.now.shifted(GOOD_FOR_SECONDS);
    let response = AuthenticateResponse {
        expires_timestamp: Milliseconds(expires.write(TimeForm::UnixMillis)),
        authorization_token: Token::new(credential, role, expires).write(REALM),
    };
    Reply::json(200, "AuthenticateResponse", &response)
}

/// The token that a call comes with, bare or behind `Bearer`.
pub(super) fn given(call: &Call<'_>) -> Result<Token, Box<Reply>> {
    let refused = |message: &str| Err(Box::new(refusal::unauthorized(message)));
    let Some(header) = call.header("Authorization").map(str::trim) else {
        return refused("the header Authorization is missing");
    };
    let bearer = header.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let text = bearer.map_or(header, |(_, token)| token.trim());
    let Some(token) = Token::read(REALM, text) else {
        return refused("Authorization is no token of POST /account/authenticate");
    };
    if token.is_good(call.now) { Ok(token) } else { refused("the token has expired") }
}

pub(super) fn is_admin(call: &Call<'_>) -> bool {
    given(call).is_ok_and(|token| token.role == Role::Admin.name())
}
