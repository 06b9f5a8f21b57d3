//! What is answered when a call is refused. No page prints a refusal: all of it is our choice.

use crate::provider::api::{Call, Reply, Unreadable};
use crate::providers::socotra::payloads::ErrorResponse;

/// The reply to an invalid body.
pub(super) fn unreadable(call: &Call<'_>, request: &str, why: &Unreadable) -> Reply {
    let message = match why {
        Unreadable::NotJson(reason) => format!("the body cannot be read: {reason}"),
        Unreadable::Breaks(violations) => {
            let described =
                violations.iter().map(|violation| format!("`{}`: {}", violation.pointer, violation.message));
            described.collect::<Vec<_>>().join("; ")
        }
    };
    refused(400, &message).refusing(call, request, why)
}

/// Something that keeps the schema and is wrong all the same.
pub(super) fn wrong(message: &str) -> Reply {
    refused(400, message).finding(message)
}

/// Something that contradicts what there is.
pub(super) fn conflict(message: &str) -> Reply {
    refused(409, message).finding(message)
}

pub(super) fn unauthorized(message: &str) -> Reply {
    refused(401, message).finding(message)
}

pub(super) fn forbidden() -> Reply {
    let message = "integrations need the token of an administrator: POST /account/authenticateAdmin";
    refused(403, message).finding(message)
}

pub(super) fn not_found(message: &str) -> Reply {
    refused(404, message)
}

pub(super) fn method(call: &Call<'_>) -> Reply {
    refused(405, &format!("{} is not among the methods of this path", call.method))
}

pub(super) fn error_reply(status: u16, retry_after: Option<u32>) -> Reply {
    let message = match status {
        429 => "too many requests",
        400..500 => "the request was refused",
        _ => "an error occurred",
    };
    refused(status, message).retry_after(retry_after)
}

fn refused(status: u16, message: &str) -> Reply {
    Reply::json(status, "ErrorResponse", &ErrorResponse { http_status: status, message: message.to_owned() })
}
