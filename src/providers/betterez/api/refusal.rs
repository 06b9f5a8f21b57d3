//! What Betterez answers when it refuses: its shape, its codes and its words are our choice.

use crate::provider::api::{Call, Reply, Unreadable};
use crate::providers::betterez::payloads::Error;

/// The reply to an invalid body.
pub(super) fn unreadable(call: &Call<'_>, request: &str, why: &Unreadable) -> Reply {
    let message = match why {
        Unreadable::NotJson(reason) => format!("The body is not what is expected: {reason}"),
        Unreadable::Breaks(violations) => {
            let described: Vec<String> =
                violations.iter().map(|broken| format!("{}: {}", broken.pointer, broken.message)).collect();
            described.join("; ")
        }
    };
    refused(400, "WRONG_DATA", message).refusing(call, request, why)
}

pub(super) fn unauthenticated() -> Reply {
    refused(401, "UNAUTHORIZED", "X-API-KEY and a bearer token are needed.")
        .finding("a call without X-API-KEY or without a bearer token")
}

pub(super) fn not_found(what: &str) -> Reply {
    refused(404, "NOT_FOUND", format!("Not found: {what}."))
}

pub(super) fn method(method: &str) -> Reply {
    refused(405, "METHOD_NOT_ALLOWED", format!("{method} is not allowed here."))
}

pub(super) fn error_reply(status: u16, retry_after: Option<u32>) -> Reply {
    let (code, message) = match status {
        429 => ("TOO_MANY_REQUESTS", "Too many requests."),
        401 => ("UNAUTHORIZED", "X-API-KEY and a bearer token are needed."),
        400..500 => ("WRONG_DATA", "The request was refused."),
        _ => ("INTERNAL_ERROR", "Something went wrong."),
    };
    refused(status, code, message).retry_after(retry_after)
}

fn refused(status: u16, code: &str, message: impl Into<String>) -> Reply {
    Reply::json(status, "Error", &Error { status, code: code.to_owned(), message: message.into() })
}
