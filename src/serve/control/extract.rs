//! Reads requests to `/_hookproof/`, and rejects invalid ones in the same way everywhere.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Response, StatusCode, header};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::net;
use crate::provider::Provider;
use crate::serve::answers::own_error;
use crate::serve::app::App;
use crate::store::{Account, AccountId};

/// A response, or a refusal.
pub(super) type Answer = Result<Response<Body>, Refusal>;

/// A reason to refuse a call.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
}

/// The response to a call that is refused.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ErrorView {
    /// The error.
    error: ErrorBody,
}

/// An error.
#[derive(Debug, Serialize, JsonSchema)]
struct ErrorBody {
    /// Code for programs.
    code: String,
    /// Message for people.
    message: String,
}

impl Refusal {
    pub(super) fn bad(message: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, code: "bad_request", message: message.into() }
    }

    pub(super) fn missing(message: impl Into<String>) -> Self {
        Self { status: StatusCode::NOT_FOUND, code: "not_found", message: message.into() }
    }

    pub(super) fn too_many(message: impl Into<String>) -> Self {
        Self { status: StatusCode::SERVICE_UNAVAILABLE, code: "too_many", message: message.into() }
    }

    pub(super) fn not_kept(reason: &str) -> Self {
        let message = format!("the changes of this call could not be stored: {reason}");
        Self { status: StatusCode::SERVICE_UNAVAILABLE, code: "not_kept", message }
    }
}

impl axum::response::IntoResponse for Refusal {
    fn into_response(self) -> Response<Body> {
        own_error(self.status, self.code, &self.message)
    }
}

/// Builds a JSON response with a status code.
pub(super) fn json<T: Serialize>(status: StatusCode, body: &T) -> Response<Body> {
    // All keys of a view are strings, so serialization cannot fail.
    let mut response = Response::new(Body::from(serde_json::to_vec(body).unwrap_or_default()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    response
}

/// Reads the bytes of the body of a call.
pub(super) async fn bytes(app: &App, body: Body) -> Result<Bytes, Refusal> {
    let limited = Limited::new(body, app.options.max_body).collect();
    match net::within(app.options.client_timeout, limited).await {
        Some(Ok(body)) => Ok(body.to_bytes()),
        Some(Err(error)) if error.is::<LengthLimitError>() => {
            let message = format!("the body is larger than {} bytes", app.options.max_body);
            Err(Refusal { status: StatusCode::PAYLOAD_TOO_LARGE, code: "too_large", message })
        }
        Some(Err(_)) => {
            let message = "the body was not sent whole".to_owned();
            Err(Refusal { status: StatusCode::BAD_REQUEST, code: "broken_body", message })
        }
        None => {
            let message = "the body took too long to come".to_owned();
            Err(Refusal { status: StatusCode::REQUEST_TIMEOUT, code: "too_slow", message })
        }
    }
}

/// Reads the body of a call as JSON of this type. An empty body counts as an empty object.
pub(super) async fn read<T: DeserializeOwned>(app: &App, body: Body) -> Result<T, Refusal> {
    let body = bytes(app, body).await?;
    let body = if body.is_empty() { Bytes::from_static(b"{}") } else { body };
    // Reject arrays: serde would also read a struct from an array, field by field.
    if !body.trim_ascii_start().starts_with(b"{") {
        return Err(Refusal::bad("invalid body: it is not a JSON object"));
    }
    serde_json::from_slice(&body).map_err(|error| Refusal::bad(format!("invalid body: {error}")))
}

/// The query of a call. Unknown parameters are rejected.
#[derive(Debug)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub(super) fn of(query: Option<&str>, known: &[&str]) -> Result<Self, Refusal> {
        let given: Vec<(String, String)> =
            form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect();
        match given.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => Err(Refusal::bad(format!("unknown parameter `{name}`; known are {}", known.join(", ")))),
            None => Ok(Self(given)),
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn number(&self, name: &str) -> Result<Option<u64>, Refusal> {
        let Some(text) = self.get(name) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| Refusal::bad(format!("`{name}` is not a whole number")))
    }

    /// Returns the page size: `usual` if none is given, and not more than `most`.
    pub(super) fn limit(&self, usual: u64, most: u64) -> Result<usize, Refusal> {
        let limit = self.number("limit")?.unwrap_or(usual);
        if !(1..=most).contains(&limit) {
            return Err(Refusal::bad(format!("`limit` is not between 1 and {most}")));
        }
        Ok(usize::try_from(limit).unwrap_or(usize::MAX))
    }
}

/// Returns the provider with this id.
pub(super) fn provider<'a>(app: &'a App, id: &str) -> Result<&'a Arc<Provider>, Refusal> {
    app.engine.provider(id).ok_or_else(|| {
        let served: Vec<&str> = app.engine.providers().map(|provider| provider.id.as_str()).collect();
        Refusal::missing(format!("provider `{id}` is not served here; these are: {}", served.join(", ")))
    })
}

/// Returns the account with this id.
pub(super) fn account(app: &App, id: &str) -> Result<Arc<Account>, Refusal> {
    let known = app.engine.store().known(&AccountId::named(id));
    known.ok_or_else(|| {
        Refusal::missing(format!("unknown account `{id}`: the first call that names an account creates it"))
    })
}

pub(super) async fn no_such_method() -> Response<Body> {
    own_error(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "this path does not take that method")
}

/// Returns the response `{}`, for calls without a result.
pub(super) fn done() -> Response<Body> {
    json(StatusCode::OK, &json!({}))
}
