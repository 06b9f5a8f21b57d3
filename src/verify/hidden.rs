//! What no reader of a report may see: the user's secret, what opens the gateway in front, and signatures
//! that the user's key has made.

use std::borrow::Cow;
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::model::BodyStyle;
use crate::model::Headers;
use crate::model::Json;
use crate::model::Request;
use crate::model::Secret;
use crate::sign::Material;
use crate::sign::Part;
use crate::verify::context::Context;
use crate::verify::plan::Attempt;

/// Words that are hidden, and what stands in their place.
#[derive(Debug)]
pub(super) struct Hidden<'a> {
    context: &'a Context<'a>,
    words: Vec<(String, &'static str)>,
}

const SECRET: &str = "[hidden]";
const SIGNATURE: &str = "[signature]";
const CUT: &str = "[signature, cut]";

/// Shorter words open nothing (`Bearer`), and would be found in every text.
const WORD: usize = 8;

impl<'a> Hidden<'a> {
    /// What must not be told of an attempt.
    pub(super) fn of(context: &'a Context<'a>, attempt: &Attempt, request: &Request) -> Self {
        let mut words = Vec::new();
        if let Some(secret) = context.secret.map(Secret::expose).filter(|secret| !secret.is_empty()) {
            words.extend(spellings(secret).into_iter().map(|word| (word, SECRET)));
        }
        let values = context.headers.iter().flat_map(|(_, value)| value.split_whitespace());
        for word in values.filter(|word| word.len() >= WORD) {
            words.extend(spellings(word).into_iter().map(|word| (word, SECRET)));
        }
        words.extend(rights(context, attempt, request).into_iter().map(|word| (word, SIGNATURE)));
        // A word that holds another one goes first.
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        Self { context, words }
    }

    /// A text without the words: an endpoint may echo what it knows and what it was told.
    pub(super) fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut shown = Cow::Borrowed(text);
        for (word, instead) in &self.words {
            if shown.contains(word.as_str()) {
                shown = shown.replace(word.as_str(), instead).into();
            }
        }
        // A signature that was cut short can be completed by who has most of it.
        for (word, _) in self.words.iter().filter(|(_, instead)| *instead == SIGNATURE) {
            while let Some(start) = word.get(..word.len() / 2).and_then(|half| shown.find(half)) {
                let same = shown[start..].bytes().zip(word.bytes()).take_while(|(one, other)| one == other).count();
                shown.to_mut().replace_range(start..start + same, CUT);
            }
        }
        shown
    }

    /// A body without the words and without the values of secret members; its other bytes stay as they are.
    pub(super) fn body<'b>(&self, body: &'b [u8]) -> Cow<'b, [u8]> {
        let Ok(text) = std::str::from_utf8(body) else {
            let text = String::from_utf8_lossy(body);
            // Bytes that are no text are kept where there is nothing to hide.
            return match self.text(&text) {
                Cow::Borrowed(_) => body.into(),
                Cow::Owned(shown) => shown.into_bytes().into(),
            };
        };
        let mut shown = Cow::Borrowed(text);
        if let Ok(document) = Json::parse(body) {
            for pointer in &self.context.provider.envelope.secrets {
                let member = document.pointer(pointer).and_then(Json::as_str);
                if let Some(secret) = member.filter(|secret| !secret.is_empty()) {
                    let spelled = serde_json::Value::from(secret).to_string();
                    shown = shown.replace(&spelled, &format!("\"{SECRET}\"")).into();
                    // It may stand there in other escapes.
                    let mut told = Json::parse(shown.as_bytes()).ok();
                    if let Some(told) =
                        told.as_mut().filter(|told| told.pointer(pointer).and_then(Json::as_str) == Some(secret))
                    {
                        told.set(pointer, Json::String(SECRET.into()));
                        shown = String::from_utf8_lossy(&told.write(BodyStyle::COMPACT)).into_owned().into();
                    }
                }
            }
        }
        match (self.text(&shown), &shown) {
            (Cow::Borrowed(_), Cow::Borrowed(_)) => body.into(),
            (told, _) => told.into_owned().into_bytes().into(),
        }
    }

    /// A value of a body, as JSON, at its pointer. One that holds a secret member is hidden as a whole.
    pub(super) fn value<'t>(&self, pointer: &str, value: &'t str) -> Cow<'t, str> {
        let holds =
            |secret: &String| secret.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if self.context.provider.envelope.secrets.iter().any(holds) { SECRET.into() } else { self.text(value) }
    }

    /// Whether a header's value is secret as a whole.
    pub(super) fn has_header(&self, name: &str) -> bool {
        let theirs = self.context.headers.iter().map(|(known, _)| known.as_str());
        theirs.chain(["authorization", "x-api-key"]).any(|known| known.eq_ignore_ascii_case(name))
    }

    /// A header's value as a reader may see it.
    pub(super) fn header(&self, name: &str, value: &[u8]) -> String {
        if self.has_header(name) { SECRET.to_owned() } else { self.text(&String::from_utf8_lossy(value)).into_owned() }
    }
}

/// The bytes that the signature of a request was made over: its body, the event that the body was before it was
/// changed, or another event; `None` where the request is not signed by the user's key.
pub(super) fn signed_bytes(context: &Context<'_>, attempt: &Attempt, request: &Request) -> Option<Vec<u8>> {
    let signer = context.signer?;
    let candidates = [request.body.to_vec(), attempt.document.write(context.provider.body)].into_iter();
    candidates
        .chain(attempt.signed.as_ref().map(|other| other.to_vec()))
        .find(|bytes| signer.check_at(&request.headers, bytes, context.url).is_ok())
}

/// Every signature by the user's key that belongs to an attempt: the one that it carries, the one that its
/// body would have had, and the one that a forgery was made from.
fn rights(context: &Context<'_>, attempt: &Attempt, request: &Request) -> Vec<String> {
    let Some(signer) = context.signer else { return Vec::new() };
    let recipe = &context.provider.signing.recipe;
    let mut told = Vec::new();
    let mut take = |headers: &Headers| {
        for header in &recipe.headers {
            for (_, value) in headers.iter().filter(|(name, _)| header.name.eq_ignore_ascii_case(name)) {
                let captured = std::str::from_utf8(value).ok().and_then(|value| header.value.capture(value));
                let parts = captured.unwrap_or_default().into_iter();
                let signatures = parts.filter(|(part, _)| matches!(part, Part::Signature | Part::Old));
                told.extend(signatures.map(|(_, text)| text.to_owned()));
            }
        }
    };
    if signed_bytes(context, attempt, request).is_some() {
        take(&request.headers);
    }
    let material = Material::of(&request.body).at(context.now).url(context.url).event(&attempt.document);
    if let Ok(headers) = signer.headers(&material) {
        take(&headers);
    }
    if let (Some(right), Some(header)) = (&attempt.right, recipe.signature_header()) {
        take(&[(header.name.as_str(), right.as_str())].into_iter().collect());
    }
    let bytes: Vec<Vec<u8>> = told.iter().filter_map(|text| recipe.encoding.read(text)).collect();
    told.extend(bytes.iter().flat_map(|bytes| encodings(bytes)));
    told.retain(|text| text.len() > WORD);
    told
}

/// The ways in which a secret may be spelled by one who gives it away.
fn spellings(secret: &str) -> Vec<String> {
    let mut all = vec![secret.to_owned()];
    if secret.len() < WORD {
        return all;
    }
    let quoted = serde_json::Value::from(secret).to_string();
    let quoted = quoted.trim_matches('"');
    all.push(quoted.to_owned());
    all.push(in_ascii(quoted));
    all.extend(encodings(secret.as_bytes()));
    if secret.contains("-----BEGIN") {
        let lines = secret.lines().map(str::trim).filter(|line| !line.starts_with("-----") && line.len() >= WORD);
        let lines: Vec<&str> = lines.collect();
        if let Ok(key) = STANDARD.decode(lines.concat()) {
            all.extend(encodings(&key));
        }
        all.extend(lines.iter().map(|&line| line.to_owned()));
    }
    all
}

fn encodings(bytes: &[u8]) -> [String; 5] {
    let hex = const_hex::encode(bytes);
    let apart: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    [hex.to_ascii_uppercase(), hex, apart.join(" "), STANDARD_NO_PAD.encode(bytes), URL_SAFE_NO_PAD.encode(bytes)]
}

/// A text of JSON as one spells it who trusts in ASCII alone.
fn in_ascii(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() {
            spelled.push(letter);
        } else {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                let _ = write!(spelled, "\\u{unit:04x}");
            }
        }
    }
    spelled
}
