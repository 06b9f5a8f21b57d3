//! The secrets of the consumer, in the form that a provider's keys have.

use crate::model::Secret;
use crate::sign;
use crate::sign::{KeyError, Recipe};

/// Returns the secret of the consumer: a new private key if the provider signs with key pairs, or else a fixed secret.
///
/// # Errors
/// If no key pair can be generated.
pub fn secret(recipe: &Recipe) -> Result<Secret, KeyError> {
    if recipe.algorithm.is_asymmetric() {
        return Ok(sign::generate_keys_for(recipe.algorithm)?.private);
    }
    Ok(recipe.secret_of("the secret of the demonstration"))
}

/// Returns the secret of another tenant of the consumer; `None` if the provider signs with key pairs. The consumer
/// knows this secret.
#[must_use]
pub fn other_tenant(recipe: &Recipe) -> Option<Secret> {
    (!recipe.algorithm.is_asymmetric()).then(|| recipe.secret_of("the secret of another tenant"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sign::{Algorithm, KeyForm, Signer};

    #[test]
    fn each_form_of_key_has_a_secret() {
        let base64 = KeyForm::Base64 { prefix: "whsec_".to_owned() };
        for form in [KeyForm::Text, base64, KeyForm::Base64Url, KeyForm::Hex, KeyForm::Jwk] {
            let recipe = Recipe::hmac(Algorithm::HmacSha256, "X-Signature", "{signature}").keyed(form.clone());
            for secret in [secret(&recipe).unwrap(), other_tenant(&recipe).unwrap()] {
                assert!(Signer::new(&recipe, &secret).is_ok(), "{form:?}");
            }
        }
    }
}
