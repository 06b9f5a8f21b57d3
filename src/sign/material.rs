//! The inputs of a signature, and the message that is made of them.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use crate::model::{Json, Secret, Timestamp, steps};
use crate::sign::error::SignError;
use crate::sign::template::{Part, Template};

/// CRC-32 as zlib, gzip and PayPal compute it.
const CRC32: crc::Crc<u32> = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC);

/// The inputs of a signature.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Material<'a> {
    /// The raw body.
    pub body: &'a [u8],
    /// The time of signing.
    pub time: Timestamp,
    /// The id of the delivery, for schemes that sign it.
    pub id: &'a str,
    /// The URL of the endpoint, for schemes that sign it.
    pub url: &'a str,
    /// The HTTP method, for schemes that sign it.
    pub method: &'a str,
    /// The name of the event, for schemes that send or sign it.
    pub event_name: &'a str,
    /// The document that `{member:..}` is read from; if absent, the body is parsed. A broken body is signed with the
    /// fields of the event that it is based on.
    pub event: Option<&'a Json>,
}

impl<'a> Material<'a> {
    /// Creates material with only a body.
    #[must_use]
    pub fn of(body: &'a [u8]) -> Self {
        Self { body, time: Timestamp::from_unix(0), id: "", url: "", method: "POST", event_name: "", event: None }
    }

    /// Sets the time of signing.
    #[must_use]
    pub const fn at(mut self, time: Timestamp) -> Self {
        self.time = time;
        self
    }

    /// Sets the id of the delivery.
    #[must_use]
    pub const fn id(mut self, id: &'a str) -> Self {
        self.id = id;
        self
    }

    /// Sets the URL of the endpoint.
    #[must_use]
    pub const fn url(mut self, url: &'a str) -> Self {
        self.url = url;
        self
    }

    /// Sets the HTTP method. It is POST by default.
    #[must_use]
    pub const fn method(mut self, method: &'a str) -> Self {
        self.method = method;
        self
    }

    /// Sets the name of the event.
    #[must_use]
    pub const fn event_name(mut self, name: &'a str) -> Self {
        self.event_name = name;
        self
    }

    /// Sets the event whose fields are signed, if the body cannot be parsed.
    #[must_use]
    pub const fn event(mut self, event: &'a Json) -> Self {
        self.event = Some(event);
        self
    }
}

/// Returns the signed message in pieces, so that the body is not copied.
pub(super) fn pieces<'a>(
    message: &Template,
    material: &Material<'a>,
    time: &str,
    secret: &Secret,
) -> Result<Vec<Cow<'a, [u8]>>, SignError> {
    message.parts().iter().map(|part| piece(part, material, time, secret)).collect()
}

/// Returns the bytes that a part of a template stands for. Signatures are not known here.
pub(super) fn piece<'a>(
    part: &Part,
    material: &Material<'a>,
    time: &str,
    secret: &Secret,
) -> Result<Cow<'a, [u8]>, SignError> {
    Ok(match part {
        Part::Body => material.body.into(),
        Part::Text(plain) => plain.clone().into_bytes().into(),
        Part::Time => time.as_bytes().to_vec().into(),
        Part::Id => material.id.as_bytes().into(),
        Part::Url => material.url.as_bytes().into(),
        Part::Method => material.method.as_bytes().into(),
        Part::Event => material.event_name.as_bytes().into(),
        Part::Secret => secret.expose().as_bytes().to_vec().into(),
        Part::Crc32 => CRC32.checksum(material.body).to_string().into_bytes().into(),
        Part::Sha256 => const_hex::encode(Sha256::digest(material.body)).into_bytes().into(),
        Part::SortedForm => sorted_form(material.body).into_bytes().into(),
        Part::Member(pointer) => {
            let missing = || SignError::Member { pointer: pointer.clone() };
            member(pointer, material)?.ok_or_else(missing)?.into_bytes().into()
        }
        Part::OptionalMember(pointer) => member(pointer, material)?.unwrap_or_default().into_bytes().into(),
        Part::Signature | Part::Old => Vec::new().into(),
    })
}

/// Returns the fields of a form, sorted by name and value; a pair that is there twice counts once.
fn sorted_form(body: &[u8]) -> String {
    let pairs: BTreeSet<_> = form_urlencoded::parse(body).collect();
    pairs.into_iter().fold(String::new(), |text, (name, value)| text + &name + &value)
}

/// Returns a field as text: a string without its quotes, a number or boolean as it is written. `None` if it is absent
/// or null.
fn member(pointer: &str, material: &Material<'_>) -> Result<Option<String>, SignError> {
    let parsed;
    let event = if let Some(event) = material.event {
        Some(event)
    } else {
        parsed = Json::parse(material.body).ok();
        parsed.as_ref()
    };
    match event.and_then(|event| event.pointer(pointer)) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) => Ok(Some(text.clone())),
        Some(Json::Bool(flag)) => Ok(Some(flag.to_string())),
        Some(Json::Number(number)) => {
            let written = written(pointer, material.body).filter(|text| text.parse().ok().as_ref() == Some(number));
            Ok(Some(written.map_or_else(|| number.to_string(), str::to_owned)))
        }
        Some(Json::Array(_) | Json::Object(_)) => Err(SignError::Member { pointer: pointer.to_owned() }),
    }
}

/// Returns a value as the body has it: `1.50` stays `1.50`.
fn written<'a>(pointer: &str, body: &'a [u8]) -> Option<&'a str> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn message(template: &str, material: &Material<'_>) -> Result<String, SignError> {
        let pieces = pieces(&template.parse().unwrap(), material, "17", &Secret::new("s3cret"))?;
        Ok(String::from_utf8(pieces.concat()).unwrap())
    }

    #[test]
    fn each_placeholder_stands_for_its_part() {
        let body = br#"{"a":[1.50,true,"x\"y",-0],"n":null,"o":{}}"#;
        let material = Material::of(body).id("i").url("http://a/?b").event_name("e.f");
        let said = |template: &str| message(template, &material).unwrap();
        assert_eq!(said("{time}{id}{url}{method}{event}{secret}"), "17ihttp://a/?bPOSTe.fs3cret");
        assert_eq!(said("{member:/a/0},{member:/a/1},{member:/a/2},{member:/a/3}"), "1.50,true,x\"y,-0");
        assert_eq!(said("{member?:/n}|{member?:/none}|{member?:/a/0}"), "||1.50");
        for absent in ["{member:/n}", "{member:/none}", "{member:/o}", "{member?:/o}"] {
            assert!(matches!(message(absent, &material), Err(SignError::Member { .. })), "{absent}");
        }
        // The check value of the catalogue of CRC algorithms, and the hash in FIPS 180-2.
        assert_eq!(message("{crc32}", &Material::of(b"123456789")).unwrap(), 0xcbf4_3926_u32.to_string());
        let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(message("{sha256}", &Material::of(b"abc")).unwrap(), hash);
        assert_eq!(message("{form:sorted}", &Material::of(b"b=2&a=%2B1&b=1&b=2&c=")).unwrap(), "a+1b1b2c");
    }

    #[test]
    fn a_broken_body_is_signed_with_the_fields_of_its_event() {
        let event = Json::parse(br#"{"a":2.5}"#).unwrap();
        assert_eq!(message("{member:/a}", &Material::of(b"{").event(&event)).unwrap(), "2.5");
        assert_eq!(message("{member:/a}", &Material::of(br#"{"a":2.50}"#).event(&event)).unwrap(), "2.50");
        assert_eq!(message("{member:/a}", &Material::of(br#"{"a":3}"#).event(&event)).unwrap(), "2.5");
    }
}
