//! Answers of the server itself, which no provider would return.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use bytes::Bytes;
use serde_json::json;

use crate::deliver::Answered;

/// Builds an error response in the format of the server.
pub(super) fn own_error(status: StatusCode, code: &str, message: &str) -> Response<Body> {
    let body = json!({"error": {"code": code, "message": message}}).to_string();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// Builds the response to a call of a management API, once the changes that it promises are stored.
pub(super) async fn response(answered: Answered) -> Response<Body> {
    if let Err(reason) = answered.commit.done().await {
        let message = format!("the changes of this call could not be stored: {reason}");
        return own_error(StatusCode::SERVICE_UNAVAILABLE, "not_kept", &message);
    }
    let reply = answered.reply;
    let mut response = Response::new(Body::from(Bytes::from(reply.body)));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if reply.payload.is_some() {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    for (name, value) in &reply.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name.as_str()), HeaderValue::try_from(value.as_str())) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

pub(super) async fn not_found() -> Response<Body> {
    own_error(StatusCode::NOT_FOUND, "not_found", "nothing is here; /_hookproof/openapi.json lists the paths")
}
