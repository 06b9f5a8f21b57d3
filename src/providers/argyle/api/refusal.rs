//! What Argyle answers when it refuses. The body of a 401 is documented, those of other status codes are not.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::provider::api::{Call, Reply, Unreadable};
use crate::providers::argyle::payloads::{InvalidMembers, Refusal};
use crate::schema::Violation;

/// Members that every request to create a webhook needs.
const NEEDED: [&str; 3] = ["events", "name", "url"];

/// The reply to an invalid body.
pub(super) fn unreadable(call: &Call<'_>, request: &str, why: &Unreadable) -> Reply {
    let reply = match why {
        Unreadable::NotJson(reason) => refused(400, &format!("JSON parse error - {reason}")),
        Unreadable::Breaks(violations) => {
            Reply::json(400, "InvalidMembers", &InvalidMembers(by_member(call, violations)))
        }
    };
    reply.refusing(call, request, why)
}

/// A parameter that is wrong.
pub(super) fn wrong(name: &str, reason: &str) -> Reply {
    let members = [(name.to_owned(), vec![reason.to_owned()])].into();
    Reply::json(400, "InvalidMembers", &InvalidMembers(members)).finding(format!("{name}: {reason}"))
}

pub(super) fn unauthenticated() -> Reply {
    refused(401, "Invalid username/password.").finding("a call without api_key_id and api_key_secret by HTTP Basic")
}

/// The reply of fault injection. No page documents such replies.
pub(super) fn error_reply(status: u16, retry_after: Option<u32>) -> Reply {
    let detail = match status {
        401 => "Invalid username/password.",
        429 => "Request was throttled.",
        400..500 => "The request was refused.",
        _ => "A server error occurred.",
    };
    refused(status, detail).retry_after(retry_after)
}

pub(super) fn not_found() -> Reply {
    refused(404, "Not found.")
}

pub(super) fn method(method: &str) -> Reply {
    refused(405, &format!("Method \"{method}\" not allowed."))
}

fn refused(status: u16, detail: &str) -> Reply {
    Reply::json(status, "Refusal", &Refusal { detail: detail.to_owned() })
}

/// The reasons by the outermost field that they are about.
fn by_member(call: &Call<'_>, violations: &[Violation]) -> BTreeMap<String, Vec<String>> {
    let mut members: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut add = |member: &str, reason: &str| members.entry(member.to_owned()).or_default().push(reason.to_owned());
    for violation in violations {
        match violation.pointer.split('/').nth(1) {
            Some(member) => add(member, &violation.message),
            // The only rule that is not about a field: events of items need the items.
            None if violation.schema_pointer.contains("/then") => add("config", "This field is required."),
            // Added below, with a reason for each.
            None if violation.keyword() == "required" => {}
            None => add("non_field_errors", &violation.message),
        }
    }
    if let Ok(Value::Object(given)) = serde_json::from_slice(call.body) {
        for member in NEEDED.iter().filter(|member| !given.contains_key(**member)) {
            add(member, "This field is required.");
        }
    }
    members
}
