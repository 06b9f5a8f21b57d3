//! Explains why a signature is wrong: known mistakes are tried until one of them, or a pair of them, gives the
//! signature that was sent.

mod mistake;
mod ways;

pub use mistake::Mistake;

use crate::model::{Headers, Json, Secret};
use crate::sign::error::{KeyError, Refusal};
use crate::sign::explain::mistake::mistake;
use crate::sign::key::Key;
use crate::sign::recipe::Recipe;
use crate::sign::signer::{Material, Signer, pieces};

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

/// Checks whether the headers sign the body and, if not, finds the known mistake that gives the signature.
///
/// # Errors
/// When the secret cannot become a key for this recipe.
pub fn explain(recipe: &Recipe, secret: &Secret, headers: &Headers, body: &[u8]) -> Result<Explanation, KeyError> {
    let refusal = match Signer::new(recipe, secret)?.check(headers, body) {
        Ok(()) => return Ok(Explanation::Right),
        Err(refusal) => refusal,
    };
    let mistakes = find(recipe, secret, headers, body).unwrap_or_default();
    Ok(Explanation::Wrong { refusal, mistakes })
}

/// Returns the body that a consumer most likely verified if it parses and serializes bodies before it verifies them:
/// the rewriting must change this body and leave an accepted body unchanged. `None` if no known way of writing does.
#[must_use]
pub(crate) fn rewritten(body: &[u8], accepted: &[u8]) -> Option<Vec<u8>> {
    let ways = ways::written_again(body).into_iter().zip(ways::written_again(accepted));
    ways.into_iter().find(|(again, same)| same == accepted && again != body).map(|(again, _)| again)
}

fn find(recipe: &Recipe, secret: &Secret, headers: &Headers, body: &[u8]) -> Option<Vec<Mistake>> {
    let header = recipe.signature_header()?;
    let value = std::str::from_utf8(headers.get(&header.name)?).ok()?;
    let (signatures, time, id) = ways::signatures(recipe, &header.value, value, headers);
    let (keys, bodies, messages) = (ways::keys(recipe, secret), ways::bodies(body), ways::messages(&recipe.message));
    let times = ways::times(&time);
    let event = Json::parse(body).ok();
    let mut best: Option<Vec<Mistake>> = None;
    for (sent, signature) in &signatures {
        for (keyed, key) in &keys {
            for (built, message) in &messages {
                for (timed, time) in &times {
                    // The bodies are the innermost loop, so that of two single mistakes the one about the body is
                    // reported.
                    for (spelled, body) in &bodies {
                        let made: Vec<Mistake> =
                            [sent, keyed, spelled, built, timed].into_iter().flatten().copied().collect();
                        if made.len() > 2 || best.as_ref().is_some_and(|best| best.len() <= made.len()) {
                            continue;
                        }
                        let mut material = Material::of(body).id(&id);
                        material.event = event.as_ref();
                        let Ok(parts) = pieces(message, &material, time) else { continue };
                        let parts: Vec<&[u8]> = parts.iter().map(AsRef::as_ref).collect();
                        if key.verifies(&parts, signature) {
                            best = Some(made);
                        } else if made.len() < 2 && truncated(key, &parts, signature) {
                            best = Some(made.into_iter().chain(TRUNCATED).collect());
                        }
                    }
                }
            }
        }
    }
    best
}

const TRUNCATED: Option<Mistake> = mistake("truncated", "the signature was cut short: send and compare all of it");

fn truncated(key: &Key, parts: &[&[u8]], signature: &[u8]) -> bool {
    signature.len() >= 4
        && key.sign(parts).is_ok_and(|whole| whole.len() > signature.len() && whole.starts_with(signature))
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
