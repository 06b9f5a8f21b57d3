//! Fills the placeholders of templates.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::model::{BodyFormat, Json, Secret, escape};
use crate::sign::error::SignError;
use crate::sign::in_body::written;
use crate::sign::material::Material;
use crate::sign::template::{Part, Template};

/// CRC-32 as zlib, gzip and PayPal compute it.
const CRC32: crc::Crc<u32> = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC);

/// The forms of bodies that are not JSON, in the order in which a field is looked for.
const FORMS: [BodyFormat; 3] = [BodyFormat::Multipart, BodyFormat::Form, BodyFormat::BracketedForm];

/// Fills the placeholders of templates for one delivery.
pub(crate) struct Renderer<'a> {
    material: Material<'a>,
    /// The text of the time of signing.
    time: String,
    /// The document of the body; several if it is not JSON, because any text is a form.
    parsed: OnceCell<Vec<Json>>,
}

impl<'a> Renderer<'a> {
    /// Creates a renderer from the material of a delivery and the text of its time.
    pub(crate) fn new(material: Material<'a>, time: impl Into<String>) -> Self {
        Self { material, time: time.into(), parsed: OnceCell::new() }
    }

    /// Renders a template that has no secret and no signature. Their placeholders are kept.
    pub(crate) fn text(&self, template: &Template) -> Result<String, SignError> {
        self.text_with(template, |part| {
            let needs_key = matches!(part, Part::Secret | Part::Signature | Part::Old);
            Ok(needs_key.then(|| Template::from_iter([part.clone()]).to_string()))
        })
    }

    /// Renders a template. `special` returns the texts of placeholders that depend on a key.
    pub(super) fn text_with(
        &self,
        template: &Template,
        special: impl Fn(&Part) -> Result<Option<String>, SignError>,
    ) -> Result<String, SignError> {
        let mut text = String::new();
        for part in template.parts() {
            match special(part)? {
                Some(special) => text.push_str(&special),
                None => text.push_str(&String::from_utf8_lossy(&self.piece(part)?)),
            }
        }
        Ok(text)
    }

    /// Returns the signed message in pieces, so that the body is not copied.
    pub(super) fn message(&self, template: &Template, secret: &Secret) -> Result<Vec<Cow<'a, [u8]>>, SignError> {
        let piece = |part: &Part| match part {
            Part::Secret => Ok(secret.expose().as_bytes().to_vec().into()),
            part => self.piece(part),
        };
        template.parts().iter().map(piece).collect()
    }

    /// Returns the bytes of a part that does not depend on a key; nothing for the others.
    fn piece(&self, part: &Part) -> Result<Cow<'a, [u8]>, SignError> {
        let Material { body, id, nonce, url, method, event_name, time, .. } = self.material;
        Ok(match part {
            Part::Body => body.into(),
            Part::Text(plain) => plain.clone().into_bytes().into(),
            Part::Time => self.time.clone().into_bytes().into(),
            Part::TimePlus(seconds) => (time.unix() + i64::from(*seconds)).to_string().into_bytes().into(),
            Part::Nonce => nonce.as_bytes().into(),
            Part::Id => id.as_bytes().into(),
            Part::Url => url.as_bytes().into(),
            Part::Authority => authority(url).to_ascii_lowercase().into_bytes().into(),
            Part::Method => method.as_bytes().into(),
            Part::Retry => self.material.retry.to_string().into_bytes().into(),
            Part::Event => event_name.as_bytes().into(),
            Part::Crc32 => CRC32.checksum(body).to_string().into_bytes().into(),
            Part::Sha256(encoding) => encoding.write(&Sha256::digest(body)).into_bytes().into(),
            Part::SortedForm => sorted_form(body).into_bytes().into(),
            Part::Member(pointer) => {
                let missing = || SignError::Member { pointer: pointer.clone() };
                self.field(pointer)?.ok_or_else(missing)?.into_bytes().into()
            }
            Part::OptionalMember(pointer) => self.field(pointer)?.unwrap_or_default().into_bytes().into(),
            Part::Lines(names) => self.lines(names)?.into_bytes().into(),
            Part::Secret | Part::Signature | Part::Old => Cow::default(),
        })
    }

    /// Returns the fields that are present, each as a line with its name and a line with its value.
    fn lines(&self, names: &[String]) -> Result<String, SignError> {
        let mut lines = String::new();
        for name in names {
            if let Some(value) = self.field(&format!("/{}", escape(name)))? {
                let _ = writeln!(lines, "{name}\n{value}");
            }
        }
        Ok(lines)
    }

    /// Returns a field as text: a string without its quotes, a number or boolean as it is written. `None` if it is
    /// absent or null.
    fn field(&self, pointer: &str) -> Result<Option<String>, SignError> {
        let body = self.material.body;
        let read = || match Json::parse(body) {
            Ok(document) => vec![document],
            Err(_) => FORMS.iter().filter_map(|format| format.read(body).ok()).collect(),
        };
        let found = match self.material.event {
            Some(event) => event.pointer(pointer),
            None => self.parsed.get_or_init(read).iter().find_map(|document| document.pointer(pointer)),
        };
        match found {
            None | Some(Json::Null) => Ok(None),
            Some(Json::String(text)) => Ok(Some(text.clone())),
            Some(Json::Bool(flag)) => Ok(Some(flag.to_string())),
            Some(Json::Number(number)) => {
                let written = written(pointer, body).filter(|text| text.parse().ok().as_ref() == Some(number));
                Ok(Some(written.map_or_else(|| number.to_string(), str::to_owned)))
            }
            Some(Json::Array(_) | Json::Object(_)) => Err(SignError::Member { pointer: pointer.to_owned() }),
        }
    }
}

/// Returns the host of a URL, and its port if the URL has one.
fn authority(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

/// Returns the fields of a form, sorted by name and value; duplicate pairs count once.
fn sorted_form(body: &[u8]) -> String {
    let pairs: BTreeSet<_> = form_urlencoded::parse(body).collect();
    pairs.into_iter().fold(String::new(), |text, (name, value)| text + &name + &value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Timestamp;

    fn message(template: &str, material: &Material<'_>) -> Result<String, SignError> {
        let renderer = Renderer::new(*material, "17");
        let pieces = renderer.message(&template.parse().unwrap(), &Secret::new("s3cret"))?;
        Ok(String::from_utf8(pieces.concat()).unwrap())
    }

    #[test]
    fn text_without_a_key_keeps_the_placeholders_that_need_one() {
        let template = "{time} {event} {secret}{signature}{old}".parse().unwrap();
        let renderer = Renderer::new(Material::of(b"").event_name("e.f"), "17");
        assert_eq!(renderer.text(&template).unwrap(), "17 e.f {secret}{signature}{old}");
    }

    #[test]
    fn each_placeholder_is_replaced_by_its_value() {
        let body = br#"{"a":[1.50,true,"x\"y",-0],"n":null,"o":{}}"#;
        let material = Material::of(body).id("i").url("http://a/?b").event_name("e.f");
        let rendered = |template: &str| message(template, &material).unwrap();
        assert_eq!(rendered("{time}{id}{url}{method}{event}{secret}"), "17ihttp://a/?bPOSTe.fs3cret");
        assert_eq!(rendered("{member:/a/0},{member:/a/1},{member:/a/2},{member:/a/3}"), "1.50,true,x\"y,-0");
        assert_eq!(rendered("{member?:/n}|{member?:/none}|{member?:/a/0}"), "||1.50");
        for absent in ["{member:/n}", "{member:/none}", "{member:/o}", "{member?:/o}"] {
            assert!(matches!(message(absent, &material), Err(SignError::Member { .. })), "{absent}");
        }
        assert_eq!(message("{member:/a}{member?:/c}", &Material::of(b"a=%2B1&b=2")).unwrap(), "+1");
        assert_eq!(message("{member:/a/b}", &Material::of(b"a%5Bb%5D=1&c=2")).unwrap(), "1");
        let part = b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n";
        assert_eq!(message("{member:/a}", &Material::of(part)).unwrap(), "1");
        // The check value of the catalogue of CRC algorithms, and the hash in FIPS 180-2.
        assert_eq!(message("{crc32}", &Material::of(b"123456789")).unwrap(), 0xcbf4_3926_u32.to_string());
        let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(message("{sha256}", &Material::of(b"abc")).unwrap(), hash);
        let base64 = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
        assert_eq!(message("{sha256:base64}", &Material::of(b"abc")).unwrap(), base64);
        let base64url = "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0";
        assert_eq!(message("{sha256:base64url}", &Material::of(b"abc")).unwrap(), base64url);
        let at = Material::of(b"").url("http://u:p@Shop.example:8080/a?b").nonce("n").at(Timestamp::from_unix(40));
        assert_eq!(message("{authority} {nonce} {time+2}", &at).unwrap(), "shop.example:8080 n 42");
        let lines = Material::of(br#"{"b":"2","a":1,"c":null}"#);
        assert_eq!(message("{lines:a,b,c,d}", &lines).unwrap(), "a\n1\nb\n2\n");
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
