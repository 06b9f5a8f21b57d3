//! Probes of what is verified as the body, and of its content type.

use crate::model::{BodyFormat, BodyStyle, Json, Spelling};
use crate::verify::cause::probe::read;
use crate::verify::cause::probe::value::{CauseProbe, ProbeStep, signed_by};
use crate::verify::context::Context;
use crate::verify::plan::Attempt;
use crate::verify::type_under_test::TypeUnderTest;

/// Signs an event as a JSON library would write it, and sends it indented.
pub const REWRITTEN_BODY: CauseProbe = CauseProbe {
    id: "rewritten-body",
    about: "An event is sent indented, and its signature is made over the same JSON as a library writes it: compact, compact \
            with sorted names, or as Python does. It is wrong for the bytes that arrive. If it is accepted, the endpoint \
            verifies rewritten JSON.",
    plan: rewritten,
    read: read::one_accepted,
};

/// Sends the usual body with the other usual content types.
pub const CONTENT_TYPE: CauseProbe = CauseProbe {
    id: "content-type",
    about: "An event is sent with its media type, such as `application/json`, without and with `; charset=utf-8`, except \
            for the one that the provider uses. If one is accepted, the content type decides.",
    plan: |context, tested| {
        let plain = context.provider.body.format.content_type();
        let types = [plain.to_owned(), format!("{plain}; charset=utf-8")];
        let sent = |name: &str| sent_as(context.good(tested, name), name, &format!("sent as {name}"));
        types.iter().filter_map(|name| sent(name)).collect()
    },
    read: read::accepted_or_undecided,
};

/// Sends deliveries that are accepted only if something before the handler reads JSON bodies.
pub const BODY_READ_BEFORE: CauseProbe = CauseProbe {
    id: "body-read-before",
    about: "An event is signed over an empty body. Then a forged and a correct one are sent as `application/octet-stream`, \
            which JSON parsers leave alone. If the first is accepted, or of the others only the correct one, something reads \
            the body before the handler.",
    plan: |context, tested| {
        let Some(wrong_key_signer) = context.wrong_key_signer else { return Vec::new() };
        let mut empty = context.good(tested, "empty");
        if !signed_over(&mut empty, context, b"") {
            return Vec::new();
        }
        let empty = ProbeStep::new(empty, "signed over an empty body");
        let forged = signed_by(wrong_key_signer, context, tested, "forged");
        let right = context.good(tested, "right");
        let raw =
            [(forged, "forged and sent as application/octet-stream"), (right, "sent as application/octet-stream")];
        let raw = raw.into_iter().filter_map(|(attempt, what)| sent_as(attempt, "application/octet-stream", what));
        std::iter::once(empty).chain(raw).collect()
    },
    read: read::body_read_before,
};

/// Plans an event for each way in which libraries write JSON. Equal ones are sent once.
fn rewritten(context: &Context<'_>, tested: &TypeUnderTest) -> Vec<ProbeStep> {
    let write = |document: &Json| {
        let sorted = Json::from(document.to_value());
        [document.write(BodyStyle::COMPACT), sorted.write(BodyStyle::COMPACT), Spelling::PYTHON.write(document)]
    };
    let whats = ["compact JSON", "compact JSON with sorted names", "JSON as Python writes it"];
    let mut steps = Vec::new();
    if context.provider.body.format != BodyFormat::Json {
        return steps;
    }
    for (at, what) in whats.into_iter().enumerate() {
        let document = context.renewed(tested, tested.plain.clone(), what);
        let whole = context.provider.body.whole(&document).into_owned();
        let indented = whole.write(BodyStyle::INDENTED);
        let written = write(&whole);
        if written[at] == indented || written[..at].contains(&written[at]) {
            continue;
        }
        let mut attempt = context.attempt_with(tested, document, &indented);
        if signed_over(&mut attempt, context, &written[at]) {
            steps.push(ProbeStep::new(attempt, &format!("signed over {what} and sent indented")));
        }
    }
    steps
}

/// Signs an attempt over other bytes than its body. Returns whether the signature is then another one.
fn signed_over(attempt: &mut Attempt, context: &Context<'_>, bytes: &[u8]) -> bool {
    let Some(signer) = context.signer else { return false };
    let other = context.request(Some(signer), &attempt.event, &attempt.document, bytes);
    let differs = other.headers != attempt.request.headers;
    attempt.request.headers = other.headers;
    differs
}

/// Returns a step that sends an attempt with this content type; `None` if it has it already.
fn sent_as(mut attempt: Attempt, content_type: &str, what: &str) -> Option<ProbeStep> {
    if attempt.request.headers.get("content-type") == Some(content_type.as_bytes()) {
        return None;
    }
    attempt.request.headers.set("content-type", content_type);
    Some(ProbeStep::new(attempt, what))
}
