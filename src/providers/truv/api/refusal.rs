//! What Truv answers when it refuses. The codes of 401, 403, 410 and 429 are documented, those of other status codes
//! are not.

use serde_json::{Value, json};

use crate::provider::api::{Call, Reply, Unreadable};
use crate::providers::truv::payloads::{NotFound, RequestError, RequestErrorBody, RequestErrorExtra};

/// The reply to an invalid body.
pub(super) fn unreadable(call: &Call<'_>, request: &str, why: &Unreadable) -> Reply {
    let wrong = match why {
        Unreadable::NotJson(_) => Vec::new(),
        Unreadable::Breaks(violations) => violations
            .iter()
            .map(|violation| param(violation.pointer.trim_start_matches('/'), &violation.message))
            .collect(),
    };
    incorrect(wrong).refusing(call, request, why)
}

/// An invalid field or parameter.
pub(super) fn wrong(field: &str, message: &str) -> Reply {
    incorrect(vec![param(field, message)]).finding(format!("{field}: {message}"))
}

pub(super) fn unauthenticated() -> Reply {
    let message = "Authentication credentials were not provided.";
    refused(401, "authentication_failed", message, None).finding("a call without X-Access-Client-Id or X-Access-Secret")
}

pub(super) fn method(method: &str) -> Reply {
    refused(405, "method_not_allowed", &format!("Method \"{method}\" not allowed."), None)
}

/// The code of 429 is documented, those of the others are not.
pub(super) fn error_reply(status: u16, retry_after: Option<u32>) -> Reply {
    let (code, message) = match status {
        429 => ("throttled", "Request was throttled."),
        410 => ("expired_token", "The token has expired."),
        403 => ("not_authenticated", "Authentication credentials were not provided."),
        400..500 => ("incorrect_parameters", "Incorrect parameters in the request."),
        _ => ("error", "A server error occurred."),
    };
    refused(status, code, message, None).retry_after(retry_after)
}

pub(super) fn not_found() -> Reply {
    Reply::json(404, "NotFound", &NotFound { detail: "Not Found.".to_owned() })
}

fn param(field: &str, message: &str) -> Value {
    json!({"field": field, "message": message})
}

fn incorrect(invalid_params: Vec<Value>) -> Reply {
    let extra = RequestErrorExtra { invalid_params };
    refused(400, "incorrect_parameters", "Incorrect parameters in the request.", Some(extra))
}

fn refused(status: u16, code: &str, message: &str, extra: Option<RequestErrorExtra>) -> Reply {
    let error = RequestErrorBody { code: code.to_owned(), message: message.to_owned(), extra };
    Reply::json(status, "RequestError", &RequestError { error })
}
