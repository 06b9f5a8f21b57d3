//! Answers of the server itself, which no provider would return.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use serde_json::json;

use crate::deliver::{Answered, http_response};

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
    http_response(answered.reply)
}

pub(super) async fn not_found() -> Response<Body> {
    own_error(StatusCode::NOT_FOUND, "not_found", "unknown path; /_hookproof/openapi.json lists the paths")
}
