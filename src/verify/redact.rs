//! Redaction of reports: the user's secret, the credentials of a gateway, and signatures by the user's key.

use std::borrow::Cow;

use crate::model::{Headers, Request, Secret};
use crate::provider::redaction::WORD;
use crate::provider::{Redaction, redaction};
use crate::sign::{Material, Part};
use crate::verify::context::Context;
use crate::verify::plan::Attempt;

/// Texts of an attempt that must be hidden.
#[derive(Debug)]
pub(super) struct Redactor<'a> {
    context: &'a Context<'a>,
    redaction: Redaction,
}

const SECRET: &str = "[hidden]";
const SIGNATURE: &str = "[signature]";
/// Replaces a truncated signature, because its missing end can be guessed.
const CUT: &str = "[signature, cut]";

impl<'a> Redactor<'a> {
    /// Collects everything of an attempt that must be hidden.
    pub(super) fn of(context: &'a Context<'a>, attempt: &Attempt, request: &Request) -> Self {
        let mut redaction = Redaction::of(&context.provider.envelope, SECRET);
        for secret in
            [context.secret, context.other_secret, context.verify_token].into_iter().flatten().map(Secret::expose)
        {
            redaction.secret(secret);
        }
        let values = context.headers.iter().flat_map(|(_, value)| value.split_whitespace());
        for word in values.filter(|word| word.len() >= WORD) {
            redaction.secret(word);
        }
        for word in rights(context, attempt, request) {
            redaction.word(word, SIGNATURE, CUT);
        }
        Self { context, redaction }
    }

    /// Redacts a text.
    pub(super) fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.redaction.text(text)
    }

    /// Redacts a body; its other bytes stay as they are.
    pub(super) fn body<'b>(&self, body: &'b [u8]) -> Cow<'b, [u8]> {
        self.redaction.body(body)
    }

    /// Redacts a value of a body, as JSON, at its pointer. A value that contains a secret field is hidden as a whole.
    pub(super) fn value<'t>(&self, pointer: &str, value: &'t str) -> Cow<'t, str> {
        if self.redaction.covers(pointer) { SECRET.into() } else { self.text(value) }
    }

    /// Whether the whole value of a header is secret.
    pub(super) fn has_header(&self, name: &str) -> bool {
        let theirs = self.context.headers.iter().map(|(known, _)| known.as_str());
        theirs.chain(["authorization", "x-api-key"]).any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Returns a header's value as a reader may see it.
    pub(super) fn header(&self, name: &str, value: &[u8]) -> String {
        if self.has_header(name) { SECRET.to_owned() } else { self.text(&String::from_utf8_lossy(value)).into_owned() }
    }
}

/// Redacts a text about an attempt, such as its answer.
pub(crate) fn redacted(context: &Context<'_>, attempt: &Attempt, text: &str) -> String {
    Redactor::of(context, attempt, &attempt.request).text(text).into_owned()
}

/// Returns the bytes that were signed: the body of the request, the body before it was changed, or another event.
/// `None` if the request is not signed by the user's key.
pub(super) fn signed_bytes(context: &Context<'_>, attempt: &Attempt, request: &Request) -> Option<Vec<u8>> {
    let signer = context.signer?;
    let candidates = [request.body.to_vec(), context.provider.body.write(&attempt.document)].into_iter();
    candidates
        .chain(attempt.signed.as_ref().map(|other| other.to_vec()))
        .find(|bytes| signer.check_at(&request.headers, bytes, context.url).is_ok())
}

/// Returns every signature by the user's key that belongs to an attempt: the one in the request, the right one for its
/// body, and the one that a forgery was derived from.
fn rights(context: &Context<'_>, attempt: &Attempt, request: &Request) -> Vec<String> {
    let Some(signer) = context.signer else { return Vec::new() };
    let recipe = &context.provider.signing.recipe;
    let mut texts = Vec::new();
    let mut take = |headers: &Headers| {
        for header in &recipe.headers {
            for (_, value) in headers.iter().filter(|(name, _)| header.name.eq_ignore_ascii_case(name)) {
                let captured = std::str::from_utf8(value).ok().and_then(|value| header.value.capture(value));
                let parts = captured.unwrap_or_default().into_iter();
                let signatures = parts.filter(|(part, _)| matches!(part, Part::Signature | Part::Old | Part::Secret));
                texts.extend(signatures.map(|(_, text)| text.to_owned()));
            }
        }
    };
    if signed_bytes(context, attempt, request).is_some() {
        take(&recipe.lifted(&request.headers, &request.body));
    }
    let id = context.event_id(&attempt.event, &attempt.document);
    let material = Material::of(&request.body).at(context.now).id(&id).url(context.url);
    let material = material.event_name(&attempt.event).event(&attempt.document);
    // A signature by another tenant's key is valid for that tenant.
    for signer in [Some(signer), context.other_tenant].into_iter().flatten() {
        if let Ok(headers) = signer.headers(&material) {
            take(&headers);
        }
    }
    if let (Some(right), Some(header)) = (&attempt.right, recipe.signature_header()) {
        take(&[(header.name.as_str(), right.as_str())].into_iter().collect());
    }
    if recipe.token.is_some() {
        // The signature of a token is a secret without the rest of it, too.
        let alone: Vec<String> = texts.iter().filter_map(|text| Some(text.rsplit_once('.')?.1.to_owned())).collect();
        texts.extend(alone);
    }
    let bytes: Vec<Vec<u8>> = texts.iter().filter_map(|text| recipe.encoding.read(text)).collect();
    texts.extend(bytes.iter().flat_map(|bytes| redaction::encodings(bytes)));
    texts.retain(|text| text.len() > WORD);
    texts
}
