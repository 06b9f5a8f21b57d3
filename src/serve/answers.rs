//! Answers of the server itself, which no provider would return.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use serde_json::json;

/// Builds an error response in the format of the server.
pub(super) fn own_error(status: StatusCode, code: &str, message: &str) -> Response<Body> {
    let body = json!({"error": {"code": code, "message": message}}).to_string();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

pub(super) async fn not_found() -> Response<Body> {
    own_error(StatusCode::NOT_FOUND, "not_found", "nothing is here; /_hookproof/openapi.json lists the paths")
}
