//! Tokens: from a client's id and secret to a token, and from a token to the account.

use serde_json::{Map, Number, Value};
use sha2::{Digest, Sha256};

use crate::model::SecretText;
use crate::provider::Provider;
use crate::provider::api::{Ask, Call, Credential, Reply, Token, Unreadable};
use crate::providers::orum::api::refusal;
use crate::providers::orum::payloads::{TokenRequest, TokenResponse, TokenType};
use crate::schema;

const REALM: &str = "orum";

/// The page says that a token is short-lived; the length is our choice.
const GOOD_FOR: u32 = 3600;

/// A token of its own for the client of this name, and the version that every call has to name.
pub(super) fn credentials(name: &str, ask: &mut Ask<'_>) -> Vec<(String, String)> {
    let request =
        TokenRequest { client_id: name.to_owned(), client_secret: SecretText::new(format!("secret-of-{name}")) };
    let body = serde_json::to_vec(&request).unwrap_or_default();
    let reply = ask("POST", "/oauth/token", &[("Content-Type", "application/json")], &body);
    let Ok(TokenResponse { access_token, .. }) = serde_json::from_slice(&reply.body) else { return Vec::new() };
    vec![
        ("Authorization".to_owned(), format!("Bearer {}", access_token.expose())),
        ("Orum-Version".to_owned(), "v2022-09-21".to_owned()),
    ]
}

/// The account of the client that asks for a token.
pub(super) fn asked_for(provider: &Provider, call: &Call<'_>) -> Result<Credential, Box<Reply>> {
    let document = document(call).map_err(|why| Box::new(refusal::unreadable(call, "TokenRequest", &why)))?;
    let violations = provider.violations("TokenRequest", &document);
    let request = schema::read_as(&document).ok().filter(|_| violations.is_empty());
    let Some(TokenRequest { client_id, client_secret }) = request else {
        let why = Unreadable::Breaks(violations);
        let wrong = ["client_id", "client_secret"].into_iter().find_map(|member| wrong(&document, member));
        let refused = wrong.map(|reply| reply.refusing(call, "TokenRequest", &why));
        return Err(Box::new(refused.unwrap_or_else(|| refusal::unreadable(call, "TokenRequest", &why))));
    };
    Ok(Credential::new(key(&client_id, &client_secret), client_id))
}

/// Answers with a token for the account.
pub(super) fn issue(provider: &Provider, call: &Call<'_>) -> Reply {
    let credential = match asked_for(provider, call) {
        Ok(credential) => credential,
        Err(refused) => return *refused,
    };
    let token = Token::new(credential, "", call.now.shifted(i64::from(GOOD_FOR)));
    let response = TokenResponse {
        access_token: token.write(REALM),
        token_type: TokenType::Bearer,
        expires_in: Number::from(GOOD_FOR),
    };
    Reply::json(200, "TokenResponse", &response)
}

/// The account of the token that a call comes with.
pub(super) fn given(call: &Call<'_>) -> Result<Credential, Box<Reply>> {
    let refused = |why: &str| Err(Box::new(refusal::unauthorized(why)));
    let Some(header) = call.header("Authorization") else {
        return refused("a call without the header Authorization");
    };
    let bearer = header.trim().split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let Some(token) = bearer.and_then(|(_, token)| Token::read(REALM, token.trim())) else {
        return refused("Authorization is not Bearer with a token of POST /oauth/token");
    };
    if token.is_good(call.now) {
        Ok(token.credential)
    } else {
        refused("the access token has expired: ask for another with POST /oauth/token")
    }
}

/// The body of the call: JSON, or a form with the same fields.
fn document(call: &Call<'_>) -> Result<Value, Unreadable> {
    let kind = call.header("Content-Type").and_then(|kind| kind.split(';').next()).unwrap_or_default();
    if kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        let members = form_urlencoded::parse(call.body).into_owned();
        return Ok(Value::Object(members.map(|(name, value)| (name, Value::String(value))).collect::<Map<_, _>>()));
    }
    serde_json::from_slice(call.body).map_err(|error| Unreadable::NotJson(error.to_string()))
}

/// The error of a field, in the words of the specification.
fn wrong(document: &Value, member: &str) -> Option<Reply> {
    let refuse = |kind: &str, why: &str| Some(refusal::field(&format!("{kind}_{member}"), &format!("{member} {why}")));
    match document.as_object()?.get(member) {
        None => refuse("missing", "is required"),
        Some(Value::String(text)) if !text.is_empty() => None,
        Some(_) => refuse("invalid", "must be a string"),
    }
}

/// The key of the account: another secret is another account.
fn key(id: &str, secret: &SecretText) -> String {
    let length = (id.len() as u64).to_le_bytes();
    let digest = Sha256::new().chain_update(length).chain_update(id).chain_update(secret.expose()).finalize();
    const_hex::encode(digest)
}
