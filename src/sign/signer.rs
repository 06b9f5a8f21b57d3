//! A recipe with a key: signs deliveries and checks signed ones.

use std::fmt;

use crate::model::{Headers, Json, Secret, Timestamp};
use crate::sign::error::{KeyError, Refusal, SignError};
use crate::sign::key::{Key, Weakness};
use crate::sign::recipe::Recipe;
use crate::sign::template::{Part, Template};

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
    key: Key,
}

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
    /// The name of the event, for schemes and headers that carry it.
    pub event_name: &'a str,
    /// The document that `{member:..}` is read from; if absent, the body is parsed. A broken body is signed with the
    /// fields of the event that it is based on.
    pub event: Option<&'a Json>,
}

impl<'a> Material<'a> {
    /// Creates material with only a body.
    #[must_use]
    pub fn of(body: &'a [u8]) -> Self {
        Self { body, time: Timestamp::from_unix(0), id: "", url: "", event_name: "", event: None }
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

impl Signer {
    /// Creates a signer from a recipe and a secret.
    ///
    /// # Errors
    /// When the secret is empty or does not have the form that the recipe requires.
    pub fn new(recipe: &Recipe, secret: &Secret) -> Result<Self, KeyError> {
        Ok(Self { recipe: recipe.clone(), key: Key::new(recipe, secret)? })
    }

    /// Creates a signer for forgeries, with a key that can be guessed; `None` if the algorithm has no such key.
    #[must_use]
    pub(crate) fn weak(recipe: &Recipe, weakness: Weakness) -> Option<Self> {
        Some(Self { recipe: recipe.clone(), key: Key::weak(recipe, weakness)? })
    }

    /// Returns the recipe.
    #[must_use]
    pub const fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// Returns the headers that sign a delivery, in the provider's order.
    ///
    /// # Errors
    /// When a signed field is missing in the body, or the key cannot sign.
    pub fn headers(&self, material: &Material<'_>) -> Result<Headers, SignError> {
        let time = self.spell(material.time);
        let mut headers = Headers::new();
        for header in &self.recipe.headers {
            let mut value = String::new();
            for part in header.value.parts() {
                match part {
                    Part::Text(plain) => value.push_str(plain),
                    Part::Time => value.push_str(&time),
                    Part::Id => value.push_str(material.id),
                    Part::Url => value.push_str(material.url),
                    Part::Signature => value.push_str(&self.signature(&self.recipe.message, material, &time)?),
                    Part::Old => {
                        let message = self.recipe.old_message.as_ref().unwrap_or(&self.recipe.message);
                        value.push_str(&self.signature(message, material, &time)?);
                    }
                    Part::Body => value.push_str(&String::from_utf8_lossy(material.body)),
                    Part::Member(pointer) => value.push_str(&member(pointer, material)?),
                }
            }
            headers.push(header.name.clone(), value);
        }
        Ok(headers)
    }

    /// Returns only the signature, as text.
    fn signature(&self, message: &Template, material: &Material<'_>, time: &str) -> Result<String, SignError> {
        let pieces = pieces(message, material, time)?;
        let pieces: Vec<&[u8]> = pieces.iter().map(AsRef::as_ref).collect();
        Ok(self.recipe.encoding.write(&self.key.sign(&pieces)?))
    }

    /// Checks a signed delivery as a careful consumer does: the whole header, in constant time.
    ///
    /// # Errors
    /// Returns the reason of the rejection.
    pub fn check(&self, headers: &Headers, body: &[u8]) -> Result<(), Refusal> {
        self.check_at(headers, body, "")
    }

    /// Works like [`check`](Self::check), for schemes that sign the URL of the endpoint.
    ///
    /// # Errors
    /// Returns the reason of the rejection.
    pub fn check_at(&self, headers: &Headers, body: &[u8], url: &str) -> Result<(), Refusal> {
        let (mut time, mut id, mut signature, mut carrier) = (String::new(), String::new(), String::new(), "");
        for header in &self.recipe.headers {
            let missing = || Refusal::Missing { header: header.name.clone() };
            let form = || Refusal::Form { header: header.name.clone(), form: header.value.to_string() };
            let value = std::str::from_utf8(headers.get(&header.name).ok_or_else(missing)?).map_err(|_| form())?;
            for (part, text) in header.value.capture(value).ok_or_else(form)? {
                match part {
                    Part::Time => text.clone_into(&mut time),
                    Part::Id => text.clone_into(&mut id),
                    Part::Signature => {
                        text.clone_into(&mut signature);
                        carrier = &header.name;
                    }
                    _ => {}
                }
            }
        }
        let header = carrier.to_owned();
        let signature = self
            .recipe
            .encoding
            .read(&signature)
            .ok_or_else(|| Refusal::Form { header: header.clone(), form: self.recipe.encoding.to_string() })?;
        let pieces =
            pieces(&self.recipe.message, &Material::of(body).id(&id).url(url), &time).map_err(|error| match error {
                SignError::Member { pointer } => Refusal::Member { pointer },
                _ => Refusal::Mismatch { header: header.clone() },
            })?;
        let pieces: Vec<&[u8]> = pieces.iter().map(AsRef::as_ref).collect();
        if self.key.verifies(&pieces, &signature) { Ok(()) } else { Err(Refusal::Mismatch { header }) }
    }

    /// Returns the time of signing in the headers, if the scheme has one.
    #[must_use]
    pub fn time(&self, headers: &Headers) -> Option<Timestamp> {
        let form = self.recipe.time?;
        let header = self.recipe.headers.iter().find(|header| header.value.has(&Part::Time))?;
        let value = std::str::from_utf8(headers.get(&header.name)?).ok()?;
        let (_, text) = header.value.capture(value)?.into_iter().find(|(part, _)| **part == Part::Time)?;
        form.read(text)
    }

    fn spell(&self, time: Timestamp) -> String {
        self.recipe.time.map(|form| time.write(form)).unwrap_or_default()
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Signer").field("recipe", &self.recipe).field("key", &"[secret]").finish()
    }
}

/// Returns the signed message in pieces, so that the body is not copied.
pub(super) fn pieces<'a>(
    message: &Template,
    material: &Material<'a>,
    time: &str,
) -> Result<Vec<std::borrow::Cow<'a, [u8]>>, SignError> {
    message
        .parts()
        .iter()
        .map(|part| {
            Ok(match part {
                Part::Body => material.body.into(),
                Part::Text(plain) => plain.clone().into_bytes().into(),
                Part::Time => time.as_bytes().to_vec().into(),
                Part::Id => material.id.as_bytes().into(),
                Part::Url => material.url.as_bytes().into(),
                Part::Member(pointer) => member(pointer, material)?.into_bytes().into(),
                Part::Signature | Part::Old => Vec::new().into(),
            })
        })
        .collect()
}

fn member(pointer: &str, material: &Material<'_>) -> Result<String, SignError> {
    let missing = || SignError::Member { pointer: pointer.to_owned() };
    let text = |event: &Json| event.pointer(pointer).and_then(Json::as_str).map(str::to_owned);
    match material.event {
        Some(event) => text(event),
        None => Json::parse(material.body).ok().as_ref().and_then(text),
    }
    .ok_or_else(missing)
}
