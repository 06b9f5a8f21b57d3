//! A recipe with a key: signs deliveries and checks signed ones.

use std::fmt;

use crate::model::{Headers, Secret, Timestamp};
use crate::sign::algorithm::Algorithm;
use crate::sign::capture::capture;
use crate::sign::error::{KeyError, Refusal, SignError};
use crate::sign::jwt;
use crate::sign::jwt::Jwt;
use crate::sign::key::{Key, equal};
use crate::sign::key_form::KeyForm;
use crate::sign::material::Material;
use crate::sign::recipe::{Recipe, SignatureHeader};
use crate::sign::render::Renderer;
use crate::sign::rotation::Rotation;
use crate::sign::sent::Sent;
use crate::sign::template::{Part, Template};
use crate::sign::token::Token;
use crate::sign::weakness::Weakness;

/// A signer that signs as a provider does.
///
/// ```
/// use hookproof::model::Secret;
/// use hookproof::sign::{Algorithm, Material, Recipe, Signer};
///
/// let recipe = Recipe::hmac(Algorithm::HmacSha256, "X-Hub-Signature-256", "sha256={signature}");
/// let signer = Signer::new(&recipe, &Secret::new("It's a Secret to Everybody")).unwrap();
/// let headers = signer.headers(&Material::of(b"Hello, World!")).unwrap();
/// assert_eq!(
///     headers.get("x-hub-signature-256").unwrap(),
///     b"sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
/// );
/// assert!(signer.check(&headers, b"Hello, World!").is_ok());
/// assert!(signer.check(&headers, b"Hello, world!").is_err());
/// ```
#[derive(Clone)]
pub struct Signer {
    recipe: Recipe,
    /// The current key, then older ones that still sign.
    keys: Vec<KeyWithText>,
    /// The signers of second signatures. A key that another algorithm does not accept has none.
    seconds: Vec<Self>,
}

#[derive(Clone)]
struct KeyWithText {
    key: Key,
    /// The secret, for schemes that send or sign its text.
    text: Secret,
}

impl Signer {
    /// Creates a signer from a recipe and a secret.
    ///
    /// # Errors
    /// When the secret is empty or does not have the form that the recipe requires.
    pub fn new(recipe: &Recipe, secret: &Secret) -> Result<Self, KeyError> {
        Ok(Self::of(recipe, Key::new(recipe, secret)?, secret.clone()))
    }

    /// Creates a signer that can only check, from a public key. [`new`](Self::new) recognises most public keys; this
    /// function is for the 32 bytes of a public Ed25519 key, which `new` reads as the seed of a private key.
    ///
    /// # Errors
    /// When the algorithm has no public keys, or the text is not one of the form that the recipe requires.
    pub fn from_public_key(recipe: &Recipe, key: &Secret) -> Result<Self, KeyError> {
        if !recipe.algorithm.is_asymmetric() {
            return Err(KeyError::NoKeyPair { algorithm: recipe.algorithm });
        }
        Ok(Self::of(recipe, Key::public(recipe, key)?, key.clone()))
    }

    /// Adds a key that is being replaced: deliveries are signed with both, and either is accepted.
    ///
    /// # Errors
    /// When the secret does not have the form that the recipe requires, or a delivery has no place for one more
    /// signature.
    pub fn with_old_key(mut self, old: &Secret) -> Result<Self, KeyError> {
        if self.recipe.rotation.as_ref().map_or(1, Rotation::places) <= self.keys.len() {
            return Err(KeyError::NoRotation);
        }
        self.keys.push(KeyWithText { key: Key::new(&self.recipe, old)?, text: old.clone() });
        Ok(self)
    }

    /// Returns a signer with the keys of both; `None` if a delivery has no place for all of their signatures.
    #[must_use]
    pub(crate) fn joined(&self, other: &Self) -> Option<Self> {
        let keys: Vec<KeyWithText> = self.keys.iter().chain(&other.keys).cloned().collect();
        let places = self.recipe.rotation.as_ref().map_or(1, Rotation::places);
        (keys.len() <= places).then(|| Self { keys, ..self.clone() })
    }

    /// Returns a signer for forgeries, with a key that can be guessed or is public; `None` if the scheme has no such key.
    #[must_use]
    pub(crate) fn weak(&self, weakness: Weakness) -> Option<Self> {
        let recipe = &self.recipe;
        if weakness == Weakness::PublicKey {
            let public = self.keys.first()?.key.public_pem().filter(|_| recipe.token.is_some())?;
            let forged = Recipe { algorithm: Algorithm::HmacSha256, key: KeyForm::Text, ..recipe.clone() };
            return Self::new(&forged, &Secret::new(public)).ok();
        }
        let text = Secret::new(weakness.word(recipe).unwrap_or_default());
        Some(Self::of(recipe, Key::weak(recipe, weakness)?, text))
    }

    fn of(recipe: &Recipe, key: Key, text: Secret) -> Self {
        let seconds = recipe.headers.iter().filter_map(|header| recipe.of_second(header));
        let seconds = seconds.filter_map(|second| Self::new(&second, &text).ok()).collect();
        Self { recipe: recipe.clone(), keys: vec![KeyWithText { key, text }], seconds }
    }

    /// Returns the recipe.
    #[must_use]
    pub const fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// Returns the signature of other bytes than those of a delivery, by the current key.
    ///
    /// # Errors
    /// When the key cannot sign.
    pub(crate) fn sign(&self, bytes: &[u8]) -> Result<Vec<u8>, SignError> {
        self.keys.first().map_or(Err(SignError::PublicKey), |key| key.key.sign(&[bytes]))
    }

    /// Returns the headers that sign a delivery, in the provider's order.
    ///
    /// # Errors
    /// When a signed field is missing in the body, or the key cannot sign.
    pub fn headers(&self, material: &Material<'_>) -> Result<Headers, SignError> {
        let renderer = Renderer::new(*material, self.spell(material.time));
        let mut headers = Headers::new();
        for header in &self.recipe.headers {
            if header.second.is_some() {
                let signers = self.seconds.iter().filter(|signer| signer.recipe.headers[0].name == header.name);
                for signer in signers {
                    for (name, value) in signer.headers(material)?.iter() {
                        headers.push(name, value);
                    }
                }
                continue;
            }
            let value = |keys: &[KeyWithText], joint| self.value(header, keys, joint, &renderer);
            let is_signature = header.value.any(|part| self.recipe.is_signature(part));
            match &self.recipe.rotation {
                Some(Rotation::Field(field)) if is_signature => {
                    headers.push(header.name.clone(), value(&self.keys, field)?);
                }
                Some(Rotation::Separator(separator)) if is_signature => {
                    let values: Result<Vec<String>, SignError> =
                        self.keys.chunks(1).map(|key| value(key, "")).collect();
                    headers.push(header.name.clone(), values?.join(separator));
                }
                Some(Rotation::Headers(names)) if is_signature => {
                    for (name, key) in std::iter::once(&header.name).chain(names).zip(self.keys.chunks(1)) {
                        headers.push(name.clone(), value(key, "")?);
                    }
                }
                _ => headers.push(header.name.clone(), value(&self.keys[..1], "")?),
            }
        }
        Ok(headers)
    }

    /// Returns the value of a header, with the signatures of these keys joined by a text.
    fn value(
        &self,
        header: &SignatureHeader,
        keys: &[KeyWithText],
        joint: &str,
        renderer: &Renderer<'_>,
    ) -> Result<String, SignError> {
        let signed = |message| {
            let signatures: Result<Vec<String>, SignError> =
                keys.iter().map(|key| self.signature(key, message, renderer)).collect();
            Ok(Some(signatures?.join(joint)))
        };
        renderer.text_with(&header.value, |part| match part {
            part if self.recipe.is_signature(part) => signed(&self.recipe.message),
            Part::Old => signed(self.recipe.old_message.as_ref().unwrap_or(&self.recipe.message)),
            Part::Secret => Ok(keys.first().map(|key| key.text.expose().to_owned())),
            _ => Ok(None),
        })
    }

    /// Returns only the signature, as text.
    fn signature(&self, key: &KeyWithText, message: &Template, renderer: &Renderer<'_>) -> Result<String, SignError> {
        if let Some(token) = &self.recipe.token {
            return jwt::write(token, self.recipe.algorithm, &key.key, renderer);
        }
        let pieces = renderer.message(message, &key.text)?;
        let pieces: Vec<&[u8]> = pieces.iter().map(AsRef::as_ref).collect();
        Ok(self.recipe.write_signature(&key.key.sign(&pieces)?))
    }

    /// Checks a signed delivery as a careful consumer does: the whole header, in constant time. If the recipe
    /// allows several signatures, one right signature is enough.
    ///
    /// # Errors
    /// Returns the reason of the rejection.
    pub fn check(&self, headers: &Headers, body: &[u8]) -> Result<(), Refusal> {
        self.check_delivery(headers, &Material::of(body))
    }

    /// Works like [`check`](Self::check), for schemes that sign the URL of the endpoint.
    ///
    /// # Errors
    /// Returns the reason of the rejection.
    pub fn check_at(&self, headers: &Headers, body: &[u8], url: &str) -> Result<(), Refusal> {
        self.check_delivery(headers, &Material::of(body).url(url))
    }

    /// Works like [`check`](Self::check), for schemes that sign more than the body: the URL, the method, or an id that is
    /// not in the signature headers. Values in the signature headers take precedence over the material.
    ///
    /// # Errors
    /// Returns the reason of the rejection.
    pub fn check_delivery(&self, headers: &Headers, material: &Material<'_>) -> Result<(), Refusal> {
        let headers = self.recipe.lifted(headers, material.body);
        let sent = Sent::read(&self.recipe, &headers)?;
        if let Some(token) = &self.recipe.token {
            let tokens = sent.signatures.iter().filter_map(|text| Jwt::read(text));
            return self.check_tokens(token, tokens, &sent, material, Key::verifies);
        }
        let signatures: Vec<Vec<u8>> =
            sent.signatures.iter().filter_map(|text| self.recipe.read_signature(text)).collect();
        if signatures.is_empty() && !sent.signatures.is_empty() {
            let header = sent.carrier.to_owned();
            return Err(Refusal::Form { header, form: self.recipe.encoding.to_string() });
        }
        self.compare(&sent, material, |key, pieces| key.verifies(pieces, &signatures))
    }

    /// Whether a correct consumer could accept a delivery, however leniently it decodes the signature. Another spelling
    /// of the right signature is not a forgery.
    pub(crate) fn accepts_leniently(&self, headers: &Headers, material: &Material<'_>) -> bool {
        let headers = self.recipe.lifted(headers, material.body);
        let Ok(sent) = Sent::read(&self.recipe, &headers) else { return false };
        if let Some(token) = &self.recipe.token {
            let tokens = sent.signatures.iter().filter_map(|text| Jwt::read_leniently(text));
            return self.check_tokens(token, tokens, &sent, material, Key::verifies_leniently).is_ok();
        }
        let signatures: Vec<Vec<u8>> = sent.signatures.iter().map(|text| self.recipe.read_leniently(text)).collect();
        self.compare(&sent, material, |key, pieces| key.verifies_leniently(pieces, &signatures)).is_ok()
    }

    /// Compares what was sent with what should have been sent, by each key.
    fn compare(
        &self,
        sent: &Sent<'_>,
        material: &Material<'_>,
        verifies: impl Fn(&Key, &[&[u8]]) -> bool,
    ) -> Result<(), Refusal> {
        let header = sent.carrier.to_owned();
        let renderer = self.renderer(sent, material);
        for KeyWithText { key, text } in &self.keys {
            let pieces = renderer.message(&self.recipe.message, text).map_err(|error| match error {
                SignError::Member { pointer } => Refusal::Member { pointer },
                _ => Refusal::Mismatch { header: header.clone() },
            })?;
            let pieces: Vec<&[u8]> = pieces.iter().map(AsRef::as_ref).collect();
            let knows_secret = sent.secrets.iter().all(|sent| equal(sent.as_bytes(), text.expose().as_bytes()));
            if knows_secret && verifies(key, &pieces) {
                return Ok(());
            }
        }
        Err(Refusal::Mismatch { header })
    }

    /// Checks the tokens of a delivery: one right token is enough.
    fn check_tokens<'a>(
        &self,
        token: &Token,
        tokens: impl Iterator<Item = Jwt<'a>>,
        sent: &Sent<'_>,
        material: &Material<'_>,
        verifies: impl Fn(&Key, &[&[u8]], &[Vec<u8>]) -> bool,
    ) -> Result<(), Refusal> {
        let header = sent.carrier.to_owned();
        let mut refusal = Refusal::Form { header: header.clone(), form: "a JSON Web Token".to_owned() };
        for jwt in tokens {
            refusal = Refusal::Mismatch { header: header.clone() };
            let Some(captured) = jwt.captured(token) else { continue };
            let Some(claims) = sent.with_claims(&captured) else { continue };
            let is_about = jwt.is_about(token, &self.renderer(&claims, material)).map_err(|error| match error {
                SignError::Member { pointer } => Refusal::Member { pointer },
                _ => refusal.clone(),
            })?;
            if is_about && self.keys.iter().any(|key| jwt.is_signed_by(&key.key, self.recipe.algorithm, &verifies)) {
                return Ok(());
            }
        }
        Err(refusal)
    }

    /// Returns a renderer for what was sent; the values in the headers take precedence over the material.
    fn renderer<'a>(&self, sent: &Sent<'a>, material: &Material<'a>) -> Renderer<'a> {
        let mut material = *material;
        material.id = sent.id.unwrap_or(material.id);
        material.nonce = sent.nonce.unwrap_or(material.nonce);
        material.event_name = sent.event.unwrap_or(material.event_name);
        let form = self.recipe.time;
        material.time = form.zip(sent.time).and_then(|(form, text)| form.read(text)).unwrap_or(material.time);
        Renderer::new(material, sent.time.map_or_else(|| self.spell(material.time), str::to_owned))
    }

    /// Returns the time of signing in the headers, if the scheme has one.
    #[must_use]
    pub fn time(&self, headers: &Headers) -> Option<Timestamp> {
        let form = self.recipe.time?;
        if let Some(token) = self.recipe.token.as_ref().filter(|token| token.parts().any(|part| *part == Part::Time)) {
            let captured = capture(&self.recipe, self.recipe.signature_header()?, headers).ok()?;
            let claims = captured.into_iter().filter(|(part, _)| self.recipe.is_signature(part));
            let mut claims = claims.filter_map(|(_, text)| Jwt::read(text)?.captured(token));
            let (_, text) = claims.next()?.into_iter().find(|(part, _)| *part == Part::Time)?;
            return form.read(&text);
        }
        let header = self.recipe.headers.iter().find(|header| header.value.has(&Part::Time))?;
        let captured = capture(&self.recipe, header, headers).ok()?;
        let (_, text) = captured.into_iter().find(|(part, _)| *part == Part::Time)?;
        form.read(text)
    }

    fn spell(&self, time: Timestamp) -> String {
        self.recipe.time.map(|form| time.write(form)).unwrap_or_default()
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = vec!["[secret]"; self.keys.len()];
        formatter.debug_struct("Signer").field("recipe", &self.recipe).field("keys", &keys).finish_non_exhaustive()
    }
}
