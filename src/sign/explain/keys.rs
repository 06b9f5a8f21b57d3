//! The common mistakes in the key.

use sha2::{Digest, Sha256};

use crate::model::Secret;
use crate::sign::algorithm::Algorithm;
use crate::sign::explain::mistake::{Mistake, mistake};
use crate::sign::explain::ways::Way;
use crate::sign::key::Key;
use crate::sign::key_form::{KeyForm, decode_base64};
use crate::sign::recipe::Recipe;

/// Returns the right key and the wrong keys that are used by mistake.
pub(super) fn keys(recipe: &Recipe, secret: &Secret) -> Vec<Way<Key>> {
    if recipe.algorithm.is_asymmetric() { of_a_pair(recipe, secret) } else { shared(recipe, secret) }
}

const DIGEST: Option<Mistake> =
    mistake("other-digest", "another digest was used: the data sheet of the provider names the right one");

fn of_a_pair(recipe: &Recipe, secret: &Secret) -> Vec<Way<Key>> {
    const FORM: Option<Mistake> = mistake(
        "ecdsa-form",
        "the ECDSA signature has the other form: DER and the 64 bytes of IEEE P1363 are different encodings",
    );
    let (made, other) = match recipe.algorithm {
        Algorithm::EcdsaP256 => (FORM, Some(Algorithm::EcdsaP256P1363)),
        Algorithm::EcdsaP256P1363 => (FORM, Some(Algorithm::EcdsaP256)),
        Algorithm::RsaSha1 => (DIGEST, Some(Algorithm::RsaSha256)),
        Algorithm::RsaSha256 => (DIGEST, Some(Algorithm::RsaSha1)),
        _ => (None, None),
    };
    let mut keys: Vec<Way<Key>> = Key::new(recipe, secret).map(|key| (None, key)).into_iter().collect();
    keys.extend(Key::public(recipe, secret).map(|key| (None, key)));
    if let Some(algorithm) = other {
        let recipe = Recipe { algorithm, ..recipe.clone() };
        keys.extend(Key::new(&recipe, secret).map(|key| (made, key)));
    }
    keys
}

fn shared(recipe: &Recipe, secret: &Secret) -> Vec<Way<Key>> {
    let right = recipe.key.bytes(secret).unwrap_or_default();
    let keys = variants(&recipe.key, secret, &right);
    let keys = keys.into_iter().filter(|(made, bytes)| made.is_none() || *bytes != right);
    let mut keys: Vec<Way<Key>> =
        keys.filter_map(|(made, bytes)| Some((made, Key::symmetric(recipe.algorithm, &bytes).ok()?))).collect();
    let others = Algorithm::ALL.into_iter().filter(|other| other.is_hmac() && *other != recipe.algorithm);
    // A scheme that sends the secret itself may be taken for one that signs, but then the form says so.
    let others = others.filter(|_| recipe.algorithm.is_hmac());
    keys.extend(others.filter_map(|other| Some((DIGEST, Key::symmetric(other, &right).ok()?))));
    keys
}

/// Returns the bytes of the right key and of the wrong ones.
fn variants(form: &KeyForm, secret: &Secret, right: &[u8]) -> Vec<Way<Vec<u8>>> {
    const HEX: [Option<Mistake>; 2] = [
        mistake("secret-hex", "the secret was decoded from hexadecimal: it has another form"),
        mistake("secret-hex", "the secret was decoded from hexadecimal: use its text"),
    ];
    const BASE64: [Option<Mistake>; 2] = [
        mistake("secret-base64", "the secret was decoded from base64: it has another form"),
        mistake("secret-base64", "the secret was decoded from base64: use its text"),
    ];
    let is_text = matches!(form, KeyForm::Text | KeyForm::Pem);
    let text = secret.expose();
    let mut variants = vec![
        (None, right.to_vec()),
        (
            mistake(
                "secret-newline",
                "the secret was used with a line feed at its end: trim it after reading it from a file",
            ),
            [right, b"\n"].concat(),
        ),
        // This must come before `secret-trimmed`: if there is nothing to trim, both keys are the same.
        (mistake("secret-text", "the secret's text was used as the key: decode it first"), text.as_bytes().to_vec()),
        (
            mistake("secret-trimmed", "white space around the secret was removed: it is part of the secret"),
            text.trim().as_bytes().to_vec(),
        ),
        (mistake("secret-quoted", "the secret was used with quotes around it"), format!("\"{text}\"").into_bytes()),
        (mistake("secret-empty", "an empty secret was used: is the setting missing?"), Vec::new()),
        (mistake("secret-upper", "the secret was changed to capitals"), text.to_uppercase().into_bytes()),
        (
            mistake("secret-hashed", "the secret's SHA-256 was used as the key"),
            Sha256::digest(text.as_bytes()).to_vec(),
        ),
    ];
    let (prefix, bare) = text.split_once('_').unwrap_or(("", text));
    if !prefix.is_empty() {
        let made = mistake("secret-prefix", "the prefix of the secret was cut off, and the rest was used as text");
        variants.push((made, bare.as_bytes().to_vec()));
    }
    if let Ok(decoded) = const_hex::decode(text) {
        variants.push((HEX[usize::from(is_text)], decoded));
    }
    if let Some(decoded) = decode_base64(text.trim_start_matches("whsec_")) {
        variants.push((BASE64[usize::from(is_text)], decoded));
    }
    variants
}
