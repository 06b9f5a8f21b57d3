//! What Orum answers when it refuses. The codes of the specification are documented, most messages are not.

use std::time::Duration;

use serde_json::Map;
use serde_json::Value;

use crate::provider::api::Call;
use crate::provider::api::Reply;
use crate::provider::api::Unreadable;
use crate::providers::orum::payloads::Error;

/// A body that is not what the call takes.
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

/// A member that has error codes of its own.
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

/// No account: `why` is told to the one who looks at the findings, not to the caller.
pub(super) fn unauthorized(why: &str) -> Reply {
    refused(401, "unauthorized", "Unauthorized", None).finding(why)
}

pub(super) fn not_found() -> Reply {
    refused(404, "not_found", "Not Found", None)
}

pub(super) fn method() -> Reply {
    refused(405, "method_not_allowed", "Method Not Allowed", None)
}

pub(super) fn throttled(wait: Duration) -> Reply {
    let precise = format!("{}.{:03}s", wait.as_secs(), wait.subsec_millis());
    refused(429, "too_many_requests", "Too Many Requests", None).retry_after(wait).header("X-Retry-In", precise)
}

pub(super) fn broken() -> Reply {
    refused(500, "internal_server_error", "Internal Server Error", None)
}

fn refused(status: u16, code: &str, message: &str, details: Option<Map<String, Value>>) -> Reply {
    let error = Error { error_code: code.to_owned(), message: message.to_owned(), details: details.map(Some) };
    Reply::json(status, "Error", &error)
}
