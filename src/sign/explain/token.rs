//! The common mistakes with a JSON Web Token.

use crate::model::{Headers, Secret};
use crate::sign::algorithm::Algorithm;
use crate::sign::error::KeyError;
use crate::sign::explain::mistake::{Mistake, mistake};
use crate::sign::explain::ways;
use crate::sign::material::Material;
use crate::sign::recipe::Recipe;
use crate::sign::signer::Signer;
use crate::sign::weakness::Weakness;

/// Returns the mistake that gives the token of a delivery.
///
/// # Errors
/// When the secret cannot become a key for this recipe.
pub(super) fn find(
    recipe: &Recipe,
    secret: &Secret,
    headers: &Headers,
    material: &Material<'_>,
) -> Result<Option<Mistake>, KeyError> {
    let signer = Signer::new(recipe, secret)?;
    let gives = |signer: &Signer, body: &[u8]| {
        let material = Material { body, ..*material };
        signer.check_delivery(headers, &material).is_ok()
    };
    let forged = [
        (
            Weakness::AlgNone,
            mistake("token-unsigned", "the token is not signed: its header names the algorithm `none`"),
        ),
        (
            Weakness::PublicKey,
            mistake("token-public-key", "the token is a forgery: it is signed with the public key as a shared secret"),
        ),
    ];
    for (weakness, made) in forged {
        if signer.weak(weakness).is_some_and(|forger| gives(&forger, material.body)) {
            return Ok(made);
        }
    }
    for (made, body) in ways::bodies(material.body) {
        if made.is_some() && gives(&signer, &body) {
            return Ok(made);
        }
    }
    for algorithm in Algorithm::ALL {
        let other = Recipe { algorithm, ..recipe.clone() };
        let is_other = algorithm != recipe.algorithm && algorithm.token_name().is_some();
        if is_other && Signer::new(&other, secret).is_ok_and(|other| gives(&other, material.body)) {
            return Ok(mistake("token-algorithm", "the token is signed by another algorithm of the same key"));
        }
    }
    Ok(None)
}
