//! JSON Web Tokens (RFC 7519, in the compact form of RFC 7515): written and read.

use std::sync::Arc;

use crate::model::{BodyStyle, Json};
use crate::sign::algorithm::Algorithm;
use crate::sign::encoding::Encoding;
use crate::sign::error::SignError;
use crate::sign::key::{Key, equal};
use crate::sign::render::Renderer;
use crate::sign::template::{Part, Template};
use crate::sign::token::Token;

/// A token that was received.
pub(super) struct Jwt<'a> {
    header: Json,
    claims: Json,
    /// What is signed: the header and the claims as they were sent.
    signed: &'a str,
    signature: [Vec<u8>; 1],
}

/// Returns a token, signed by a key.
pub(super) fn write(
    token: &Token,
    algorithm: Algorithm,
    key: &Key,
    renderer: &Renderer<'_>,
) -> Result<String, SignError> {
    let name = name(algorithm, key).ok_or(SignError::NoToken { algorithm })?;
    let field = |name: &str, value: Json| (Arc::from(name), value);
    let mut header = vec![field("alg", Json::String(name.to_owned()))];
    header.extend(token.header.iter().map(|(name, value)| field(name, Json::String(value.clone()))));
    let mut claims = Vec::new();
    for (name, template) in &token.claims {
        claims.push(field(name, claim(template, renderer.text(template)?)));
    }
    let part = |fields| Encoding::Base64Url.write(&Json::Object(fields).write(BodyStyle::COMPACT));
    let signed = format!("{}.{}", part(header), part(claims));
    let signature = key.sign(&[signed.as_bytes()])?;
    Ok(format!("{signed}.{}", Encoding::Base64Url.write(&signature)))
}

/// Returns the value of a claim: a number if it is only a time.
fn claim(template: &Template, text: String) -> Json {
    let is_time = matches!(template.parts(), [Part::Time | Part::TimePlus(_)]);
    let number = if is_time { text.parse::<i64>().ok() } else { None };
    number.map_or(Json::String(text), |number| Json::Number(number.into()))
}

/// Returns the name of an algorithm in the header of a token; without a key, it is that of no signature.
const fn name(algorithm: Algorithm, key: &Key) -> Option<&'static str> {
    if key.is_absent() { Some("none") } else { algorithm.token_name() }
}

impl<'a> Jwt<'a> {
    /// Reads a token; `None` if the text is not one. Nothing is verified.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        Self::read_with(text, |signature| Encoding::Base64Url.read(signature))
    }

    /// Works like [`read`](Self::read), but decodes the signature as lenient decoders do.
    pub(super) fn read_leniently(text: &'a str) -> Option<Self> {
        Self::read_with(text, |signature| Some(Encoding::Base64Url.read_leniently(signature)))
    }

    fn read_with(text: &'a str, decode: impl Fn(&str) -> Option<Vec<u8>>) -> Option<Self> {
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let part = |text: &str| Json::parse(&Encoding::Base64Url.read(text)?).ok();
        Some(Self { header: part(header)?, claims: part(claims)?, signed, signature: [decode(signature)?] })
    }

    /// Returns the texts that the claims have for the placeholders of a token; `None` if a claim is missing or has another
    /// form.
    pub(super) fn captured(&self, token: &Token) -> Option<Vec<(Part, String)>> {
        let mut captured = Vec::new();
        for (name, template) in &token.claims {
            let text = self.claim(name)?;
            captured.extend(template.capture(&text)?.into_iter().map(|(part, text)| (part.clone(), text.to_owned())));
        }
        Some(captured)
    }

    /// Returns whether the claims are those of a delivery.
    ///
    /// # Errors
    /// When the body lacks a field that is signed.
    pub(super) fn is_about(&self, token: &Token, renderer: &Renderer<'_>) -> Result<bool, SignError> {
        let mut is_about = true;
        for (name, template) in &token.claims {
            let right = renderer.text(template)?;
            is_about &= self.claim(name).is_some_and(|sent| equal(sent.as_bytes(), right.as_bytes()));
        }
        Ok(is_about)
    }

    /// Returns whether a key signed it, by the algorithm that its header must name.
    pub(super) fn is_signed_by(
        &self,
        key: &Key,
        algorithm: Algorithm,
        verifies: impl Fn(&Key, &[&[u8]], &[Vec<u8>]) -> bool,
    ) -> bool {
        let sent = self.header.pointer("/alg").and_then(Json::as_str);
        sent.is_some() && sent == name(algorithm, key) && verifies(key, &[self.signed.as_bytes()], &self.signature)
    }

    fn claim(&self, name: &str) -> Option<String> {
        let Json::Object(claims) = &self.claims else { return None };
        match &claims.iter().rev().find(|(known, _)| **known == *name)?.1 {
            Json::String(text) => Some(text.clone()),
            Json::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }
}
