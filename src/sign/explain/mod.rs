//! Explains why a signature is wrong: tries known mistakes, one or two at a time, until the result is the signature that
//! was sent.

mod keys;
mod mistake;
mod sent;
mod token;
mod ways;

pub use mistake::Mistake;

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::model::{Headers, Json, Secret};
use crate::sign::error::{KeyError, Refusal};
use crate::sign::explain::mistake::mistake;
use crate::sign::explain::sent::Signed;
use crate::sign::explain::ways::Way;
use crate::sign::key::Key;
use crate::sign::material::Material;
use crate::sign::recipe::Recipe;
use crate::sign::render::Renderer;
use crate::sign::signer::Signer;
use crate::sign::template::Template;

/// The result of checking a signature, with the reason if it is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Explanation {
    /// The provider would have sent the same signature.
    Right,
    /// It is wrong.
    Wrong {
        /// The rejection that a consumer sees.
        refusal: Refusal,
        /// The mistakes that give exactly this signature; empty if no known mistake does.
        mistakes: Vec<Mistake>,
    },
}

/// Checks whether the headers sign the delivery and, if not, finds the known mistake that gives the signature.
///
/// The material is the body and, for schemes that sign them, the URL, the method, the id and the name of the event.
/// Values in the headers, such as the time, take precedence over the material. For an algorithm with a key pair, `secret` may also be
/// the public key.
///
/// ```
/// use hookproof::sign::{Algorithm, Encoding, Explanation, Material, Recipe, Signer, explain};
///
/// let square = Recipe::hmac(Algorithm::HmacSha256, "x-square-hmacsha256-signature", "{signature}")
///     .over("{url}{body}")
///     .encoded(Encoding::Base64);
/// let secret = "signature-key".into();
/// let inside = Material::of(b"{}").url("http://shop.example/hook");
/// let headers = Signer::new(&square, &secret).unwrap().headers(&inside).unwrap();
/// let registered = Material::of(b"{}").url("https://shop.example/hook");
/// let Explanation::Wrong { mistakes, .. } = explain(&square, &secret, &headers, &registered).unwrap() else {
///     panic!("the signature is right");
/// };
/// assert_eq!(mistakes[0].id, "url-scheme");
/// ```
///
/// # Errors
/// When the secret cannot become a key for this recipe.
pub fn explain(
    recipe: &Recipe,
    secret: &Secret,
    headers: &Headers,
    material: &Material<'_>,
) -> Result<Explanation, KeyError> {
    let refusal = match Signer::new(recipe, secret)?.check_delivery(headers, material) {
        Ok(()) => return Ok(Explanation::Right),
        Err(refusal) => refusal,
    };
    let headers = &*recipe.lifted(headers, material.body);
    // The 32 bytes of an Ed25519 key may be either half of the pair.
    let public = Signer::from_public_key(recipe, secret);
    if public.is_ok_and(|public| public.check_delivery(headers, material).is_ok()) {
        return Ok(Explanation::Right);
    }
    let mistakes = match recipe.token {
        Some(_) => token::find(recipe, secret, headers, material)?.into_iter().collect(),
        None => find(recipe, secret, headers, material).unwrap_or_default(),
    };
    Ok(Explanation::Wrong { refusal, mistakes })
}

/// Returns the body that a consumer most likely verified if it parses and serializes bodies before it verifies them:
/// the rewriting must change this body and leave an accepted body unchanged. `None` if no known way of writing does.
#[must_use]
pub(crate) fn rewritten(body: &[u8], accepted: &[u8]) -> Option<Vec<u8>> {
    let ways = ways::written_again(body).into_iter().zip(ways::written_again(accepted));
    ways.into_iter().find(|(again, same)| same == accepted && again != body).map(|(again, _)| again)
}

fn find(recipe: &Recipe, secret: &Secret, headers: &Headers, material: &Material<'_>) -> Option<Vec<Mistake>> {
    let signed = sent::signatures(recipe, recipe.signature_header()?, headers)?;
    let event = material.event.cloned().or_else(|| Json::parse(material.body).ok());
    let time = signed.time.clone().or_else(|| recipe.time.map(|form| material.time.write(form)));
    let right = Material {
        id: signed.id.as_deref().unwrap_or(material.id),
        event_name: signed.event.as_deref().unwrap_or(material.event_name),
        event: event.as_ref(),
        ..*material
    };
    let ways = Ways {
        keys: keys::keys(recipe, secret),
        messages: ways::messages(&recipe.message),
        requests: ways::requests(&recipe.message, &right),
        times: ways::times(&time.unwrap_or_default()),
        bodies: ways::bodies(right.body),
        is_asymmetric: recipe.algorithm.is_asymmetric(),
    };
    ways.best(&signed, &right, secret)
}

/// The ways to do each step.
struct Ways<'a> {
    keys: Vec<Way<Key>>,
    messages: Vec<Way<Template>>,
    requests: Vec<Way<(String, &'a str)>>,
    times: Vec<Way<String>>,
    bodies: Vec<Way<Vec<u8>>>,
    /// Whether the signature cannot be computed with the key that verifies it.
    is_asymmetric: bool,
}

/// A message, and the mistakes that were made in it.
type Built<'a> = (Vec<Mistake>, Vec<Cow<'a, [u8]>>);

impl Ways<'_> {
    /// Returns the smallest set of mistakes that gives a signature that was sent.
    fn best(&self, signed: &Signed, right: &Material<'_>, secret: &Secret) -> Option<Vec<Mistake>> {
        let built = self.built(right, secret);
        // The signature of each message under each key, computed once, no matter how many texts were sent.
        let computed: Vec<Computed> =
            std::iter::repeat_with(Computed::default).take(self.keys.len() * built.len()).collect();
        let mut best: Option<Vec<Mistake>> = None;
        for (sent, signature) in &signed.signatures {
            for (at, (keyed, key)) in self.keys.iter().enumerate() {
                for (nth, (steps, parts)) in built.iter().enumerate() {
                    let made: Vec<Mistake> = [sent, keyed].into_iter().flatten().chain(steps).copied().collect();
                    if made.len() > 2 || best.as_ref().is_some_and(|best| best.len() <= made.len()) {
                        continue;
                    }
                    let parts: Vec<&[u8]> = parts.iter().map(AsRef::as_ref).collect();
                    let whole = || computed[at * built.len() + nth].get_or_init(|| key.sign(&parts).ok()).as_deref();
                    let is_right = if self.is_asymmetric {
                        key.verifies(&parts, &[signature])
                    } else {
                        whole() == Some(signature.as_slice())
                    };
                    if is_right {
                        best = Some(made);
                    } else if made.len() < 2 && signature.len() >= LEAST && is_truncated(signature, whole()) {
                        best = Some(made.into_iter().chain(TRUNCATED).collect());
                    }
                }
            }
        }
        best
    }

    /// Builds the message in every way, with at most two mistakes. The bodies are the innermost loop, so that of two
    /// single mistakes the one about the body is reported.
    fn built<'a>(&'a self, right: &Material<'a>, secret: &Secret) -> Vec<Built<'a>> {
        let mut built = Vec::new();
        for (joined, message) in &self.messages {
            for (asked, (url, method)) in &self.requests {
                for (timed, time) in &self.times {
                    for (spelled, body) in &self.bodies {
                        let made: Vec<Mistake> =
                            [spelled, joined, asked, timed].into_iter().flatten().copied().collect();
                        let material = Material { body, url, method, ..*right };
                        if made.len() <= 2
                            && let Ok(parts) = Renderer::new(material, time.as_str()).message(message, secret)
                        {
                            built.push((made, parts));
                        }
                    }
                }
            }
        }
        built
    }
}

const TRUNCATED: Option<Mistake> = mistake("truncated", "the signature was cut short: send and compare all of it");

/// Length of the shortest signature that is recognized as the beginning of another one.
const LEAST: usize = 4;

/// A signature that is computed when it is needed; `None` if the key cannot sign.
type Computed = OnceCell<Option<Vec<u8>>>;

fn is_truncated(signature: &[u8], whole: Option<&[u8]>) -> bool {
    whole.is_some_and(|whole| whole.len() > signature.len() && whole.starts_with(signature))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verified_rewriting_is_recognised() {
        let verified = rewritten(b"{\"a\": 1}", b"{\"b\":2}");
        assert_eq!(verified.as_deref(), Some(&b"{\"a\":1}"[..]));
    }
}
