//! Signatures in the body. The name of such a signature header is a JSON pointer: it is kept as a header until the
//! request is sent, and read from the body when it is received.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use serde_json::value::RawValue;

use crate::model::{BodyStyle, Headers, Json, steps};
use crate::sign::recipe::{Recipe, SignatureHeader};

impl SignatureHeader {
    /// Returns whether this is a field of the body: its name is a JSON pointer.
    #[must_use]
    pub(crate) fn is_in_body(&self) -> bool {
        self.name.starts_with('/')
    }
}

impl Recipe {
    /// Returns the signature headers that are fields of the body.
    pub(crate) fn in_body(&self) -> impl Iterator<Item = &SignatureHeader> {
        self.headers.iter().filter(|header| header.is_in_body())
    }

    /// Returns the headers of a delivery with the fields of its body that carry the signature.
    pub(crate) fn lifted<'h>(&self, headers: &'h Headers, body: &[u8]) -> Cow<'h, Headers> {
        let mut fields = self.in_body().filter(|field| headers.get(&field.name).is_none()).peekable();
        if fields.peek().is_none() {
            return Cow::Borrowed(headers);
        }
        let Ok(document) = Json::parse(body) else { return Cow::Borrowed(headers) };
        let mut lifted = headers.clone();
        for field in fields {
            match document.pointer(&field.name) {
                Some(Json::String(text)) => lifted.push(&field.name, text.as_str()),
                Some(Json::Number(number)) => lifted.push(&field.name, number.to_string()),
                _ => {}
            }
        }
        Cow::Owned(lifted)
    }

    /// Moves the signature headers that are fields of the body into a body. A field whose header is absent is removed.
    /// A body that is not JSON stays as it is. `None` if nothing changes.
    pub(crate) fn placed(&self, headers: &mut Headers, body: &[u8], style: BodyStyle) -> Option<Vec<u8>> {
        let mut placed = None;
        for field in self.in_body() {
            let value = headers.get(&field.name).map(|value| String::from_utf8_lossy(value).into_owned());
            headers.remove(&field.name);
            let before = placed.as_deref().unwrap_or(body);
            placed = match value {
                Some(value) => with_field(before, &field.name, value, style),
                None => without_field(before, &field.name, style),
            }
            .or(placed);
        }
        placed
    }
}

/// Returns a body with this text in a field. The bytes around the field stay as they are.
fn with_field(body: &[u8], pointer: &str, value: String, style: BodyStyle) -> Option<Vec<u8>> {
    if let Some(place) = place_of(pointer, body) {
        let was_number = body[place.clone()].first().is_some_and(|byte| byte.is_ascii_digit() || *byte == b'-');
        let written = match value.parse::<i64>() {
            Ok(number) if was_number => number.to_string().into_bytes(),
            _ => Json::String(value).write(BodyStyle::COMPACT),
        };
        return Some([&body[..place.start], &written, &body[place.end..]].concat());
    }
    let mut document = Json::parse(body).ok()?;
    document.set(pointer, Json::String(value)).then(|| document.write(style))
}

fn without_field(body: &[u8], pointer: &str, style: BodyStyle) -> Option<Vec<u8>> {
    let mut document = Json::parse(body).ok()?;
    document.remove(pointer)?;
    Some(document.write(style))
}

/// Returns a value as it is written in the body: `1.50` stays `1.50`.
pub(super) fn written<'a>(pointer: &str, body: &'a [u8]) -> Option<&'a str> {
    let mut text = std::str::from_utf8(body).ok()?;
    for step in steps(pointer)? {
        text = if text.trim_start().starts_with('[') {
            let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
            items.get(step.parse::<usize>().ok()?)?.get()
        } else {
            let fields: HashMap<Cow<'_, str>, &RawValue> = serde_json::from_str(text).ok()?;
            fields.get(&*step)?.get()
        };
    }
    Some(text.trim())
}

/// Returns where a value is in the body.
fn place_of(pointer: &str, body: &[u8]) -> Option<Range<usize>> {
    let value = written(pointer, body)?;
    let start = value.as_ptr().addr().checked_sub(body.as_ptr().addr())?;
    let end = start.checked_add(value.len()).filter(|end| *end <= body.len())?;
    Some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{TimeForm, Timestamp};
    use crate::sign::algorithm::Algorithm;
    use crate::sign::error::Refusal;
    use crate::sign::material::Material;
    use crate::sign::signer::Signer;

    const BODY: &[u8] = br#"{ "signature": {"timestamp": "0", "token": "", "signature": ""}, "n": 1.50 }"#;

    /// The scheme of Mailgun.
    fn signer() -> Signer {
        let recipe = Recipe::hmac(Algorithm::HmacSha256, "/signature/signature", "{signature}")
            .with_header("/signature/token", "{nonce}")
            .with_header("/signature/timestamp", "{time}")
            .over("{time}{nonce}")
            .timed(TimeForm::UnixSeconds);
        Signer::new(&recipe, &"key".into()).unwrap()
    }

    fn signed(body: &[u8]) -> (Headers, Vec<u8>) {
        let material = Material::of(body).at(Timestamp::from_unix(17)).nonce("n0nce");
        let mut headers = signer().headers(&material).unwrap();
        let placed = signer().recipe().placed(&mut headers, body, BodyStyle::COMPACT).unwrap();
        (headers, placed)
    }

    #[test]
    fn a_signature_in_the_body_is_written_and_read() {
        let (headers, body) = signed(BODY);
        assert_eq!(headers, Headers::new());
        let text = String::from_utf8(body.clone()).unwrap();
        assert!(text.starts_with(r#"{ "signature": {"timestamp": "17", "token": "n0nce", "signature": ""#), "{text}");
        assert!(text.ends_with(r#""}, "n": 1.50 }"#), "{text}");
        assert_eq!(signer().check(&headers, &body), Ok(()));
        let lifted = signer().recipe().lifted(&headers, &body).into_owned();
        assert_eq!(signer().time(&lifted), Some(Timestamp::from_unix(17)));
        for changed in
            [text.replace("n0nce", "nonce"), text.replace("17", "18"), text.replace("signature\": \"", "x\": \"")]
        {
            assert!(signer().check(&headers, changed.as_bytes()).is_err(), "{changed}");
        }
    }

    #[test]
    fn a_field_that_is_absent_is_added_or_removed() {
        let (_, body) = signed(br#"{"signature":{},"n":1}"#);
        assert!(body.starts_with(br#"{"signature":{"timestamp":"17","token":"n0nce","signature":""#));
        let recipe = signer().recipe().clone();
        let bare = recipe.placed(&mut Headers::new(), &body, BodyStyle::COMPACT).unwrap();
        assert_eq!(bare, br#"{"signature":{},"n":1}"#);
        let missing = Refusal::Missing { header: "/signature/timestamp".to_owned() };
        assert_eq!(signer().check(&Headers::new(), &bare), Err(missing));
    }

    #[test]
    fn a_body_without_a_place_for_the_signature_stays() {
        for body in [&b"{"[..], b"", b"[]", b"7", b"\xff", br#"{"signature":1}"#] {
            let mut headers = signer().headers(&Material::of(body)).unwrap();
            assert_eq!(signer().recipe().placed(&mut headers, body, BodyStyle::COMPACT), None);
            assert!(signer().check(&headers, body).is_err());
        }
    }
}
