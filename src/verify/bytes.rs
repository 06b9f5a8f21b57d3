//! Differences between two bodies in their bytes, with invisible characters made visible.

use std::fmt::Write;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Json;
use crate::verify::context::Context;
use crate::verify::plan::{Attempt, Expected};
use crate::verify::redact::Redactor;

/// So much is shown of a body before the first byte that differs, and so much from there.
const BEFORE: usize = 32;
const AFTER: usize = 96;

/// The first difference between the body that was sent and the intended one. A space is shown as `·`, a tab as `→`, a
/// line feed as `⏎`, and a byte that is not text as `\xff`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct ByteDifference {
    /// The first byte that differs, from 0.
    pub at: usize,
    /// The body that was sent, around that byte.
    pub sent: String,
    /// The other body, around that byte.
    pub other: String,
    /// Kind of the other body: `signed`, or `usual` if it is the same event as the provider usually writes it.
    pub other_is: String,
}

/// Returns how the body of a delivery differs from the signed or usual one. `None` if the documents differ, and not
/// only their bytes.
pub(super) fn difference(context: &Context<'_>, attempt: &Attempt, redact: &Redactor<'_>) -> Option<ByteDifference> {
    let sent = &*attempt.request.body;
    let other = match &attempt.signed {
        Some(signed) => signed.to_vec(),
        None => context.provider.body.write(&attempt.document),
    };
    if !attempt.others.is_empty() {
        return None;
    }
    let is_refused = attempt.expected == Expected::Refused;
    let is_other_document = is_other_document(context, sent, &attempt.document);
    if sent == other || !is_refused && is_other_document {
        return None;
    }
    let (sent, other) = (redact.body(sent), redact.body(&other));
    let at = sent.iter().zip(other.iter()).take_while(|(one, other)| one == other).count();
    let other_is = if is_refused { "signed" } else { "usual" };
    Some(ByteDifference { at, sent: shown(&sent, at), other: shown(&other, at), other_is: other_is.to_owned() })
}

/// Whether a body holds another document. Values of a form are texts, so the document is read from its body, too.
fn is_other_document(context: &Context<'_>, sent: &[u8], document: &Json) -> bool {
    let body = &context.provider.body;
    match (body.read(sent), body.read(&body.write(document))) {
        (Ok(sent), Ok(document)) => differs(&sent, &document),
        _ => false,
    }
}

/// Whether two documents differ in more than their spelling.
fn differs(one: &Json, other: &Json) -> bool {
    !crate::verify::difference::differences(one, other).is_empty()
}

/// Returns the bytes around a place, all of them visible.
fn shown(bytes: &[u8], at: usize) -> String {
    let is_start = |at: &usize| bytes.get(*at).is_none_or(|byte| byte & 0xc0 != 0x80);
    let start = (at.saturating_sub(BEFORE)..=at.min(bytes.len())).find(is_start).unwrap_or_default();
    let end = (at.saturating_add(AFTER).min(bytes.len())..=bytes.len()).find(is_start).unwrap_or(bytes.len());
    let mut text = String::new();
    if start > 0 {
        text.push('…');
    }
    for chunk in bytes[start..end].utf8_chunks() {
        for letter in chunk.valid().chars() {
            match letter {
                ' ' => text.push('·'),
                '\t' => text.push('→'),
                '\n' => text.push('⏎'),
                '\0'..='\x1f' => text.push(char::from_u32(0x2400 + u32::from(letter)).unwrap_or('\u{2400}')),
                _ if letter.escape_debug().count() > 1 && !"\"'\\".contains(letter) => {
                    text.extend(letter.escape_unicode());
                }
                _ => text.push(letter),
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    if end < bytes.len() {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_can_be_seen() {
        assert_eq!(shown(b"{\"a\": 1}\n\t\r\xff", 4), "{\"a\":·1}⏎→␍\\xff");
        assert_eq!(shown("é\u{200b}\u{a0}".as_bytes(), 0), "é\\u{200b}\\u{a0}");
        assert_eq!(shown(b"", 0), "");
        assert_eq!(shown(b"ab", 2), "ab");
        let long = shown("ä".repeat(200).as_bytes(), 151);
        assert!(long.starts_with('…') && long.ends_with('…') && !long.contains("\\x"), "{long}");
    }
}
