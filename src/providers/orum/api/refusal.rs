//! What Orum answers when it refuses. The codes of the specification are documented, most messages are not.

use serde_json::{Map, Value};

use crate::model::Nullable;
use crate::provider::api::{Call, Reply, Unreadable};
use crate::providers::orum::payloads::Error;

/// The reply to an invalid body.
pub(super) fn unreadable(call: &Call<'_>, request: &str, why: &Unreadable) -> Reply {
    let details: Map<String, Value> = match why {
        Unreadable::NotJson(_) => Map::new(),
        Unreadable::Breaks(violations) => violations
            .iter()
            .map(|violation| (violation.pointer.clone(), Value::from(violation.message.as_str())))
            .collect(),
    };
    let details = (!details.is_empty()).then_some(details);
    refused(400, "bad_request", "Bad Request", details).refusing(call, request, why)
}

/// A field that has its own error codes.
pub(super) fn field(code: &str, message: &str) -> Reply {
    refused(400, code, message, None)
}

pub(super) fn version_missing() -> Reply {
    refused(400, "version_missing", "Orum-Version is required", None).finding("a call without the header Orum-Version")
}

pub(super) fn version_invalid() -> Reply {
    refused(400, "version_invalid", "Orum-Version must be v2022-09-21", None)
        .finding("the header Orum-Version names no version that is served")
}

/// The reply to a call without an account. `why` is in the finding, not in the reply.
pub(super) fn unauthorized(why: &str) -> Reply {
    refused(401, "unauthorized", "Unauthorized", None).finding(why)
}

pub(super) fn not_found() -> Reply {
    refused(404, "not_found", "Not Found", None)
}

pub(super) fn method() -> Reply {
    refused(405, "method_not_allowed", "Method Not Allowed", None)
}

/// The body of 429 is printed. Its `X-Retry-In` is a text down to the millisecond, of a form that is not.
pub(super) fn error_reply(status: u16, retry_after: Option<u32>) -> Reply {
    let (code, message) = match status {
        401 => ("unauthorized", "Unauthorized"),
        403 => ("forbidden", "Forbidden"),
        404 => ("not_found", "Not Found"),
        429 => ("too_many_requests", "Too Many Requests"),
        503 => ("service_unavailable", "Service Unavailable"),
        400..500 => ("bad_request", "Bad Request"),
        _ => ("internal_server_error", "Internal Server Error"),
    };
    let reply = refused(status, code, message, None).retry_after(retry_after);
    match retry_after {
        Some(seconds) => reply.header("X-Retry-In", format!("{seconds}.000s")),
        None => reply,
    }
}

fn refused(status: u16, code: &str, message: &str, details: Option<Map<String, Value>>) -> Reply {
    let error =
        Error { error_code: code.to_owned(), message: message.to_owned(), details: details.map(Nullable::Value) };
    Reply::json(status, "Error", &error)
}
