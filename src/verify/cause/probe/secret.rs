//! Probes of the secret. No text of theirs holds the secret or a variant of it.

use crate::model::Secret;
use crate::sign::{KeyForm, Signer};
use crate::verify::cause::probe::read;
use crate::verify::cause::probe::value::{CauseProbe, ProbeStep, signed_by};
use crate::verify::context::Context;
use crate::verify::type_under_test::TypeUnderTest;

/// Signs with the secret without the invisible characters at its ends.
pub const TRIMMED_SECRET: CauseProbe = CauseProbe {
    id: "trimmed-secret",
    about: "An event is signed with the secret without the white space or byte order mark at its ends. If it is accepted, \
            they do not belong to it.",
    plan: |context, tested| {
        let Some(secret) = context.secret.filter(|secret| secret.trimmed() != secret.expose()) else {
            return Vec::new();
        };
        let trimmed = secret.trimmed();
        let signer = otherwise(context, trimmed, None);
        signed(context, tested, [(signer, "trimmed", "signed with the trimmed secret")])
    },
    read: read::one_accepted,
};

/// Signs with the secret and what an editor or a shell adds to it.
pub const ENDPOINT_SECRET_ENDS: CauseProbe = CauseProbe {
    id: "endpoint-secret-ends",
    about: "An event is signed with the secret and a line feed after it, then with a CR LF after it, then with a byte order \
            mark before it. If one is accepted, the endpoint has read that as a part of its secret.",
    plan: |context, tested| {
        let Some(secret) = context.secret.map(Secret::expose).filter(|_| is_text(context)) else { return Vec::new() };
        let variants = [
            (format!("{secret}\n"), "line feed", "signed with the secret and a line feed after it"),
            (format!("{secret}\r\n"), "CR LF", "signed with the secret and a CR LF after it"),
            (format!("\u{feff}{secret}"), "mark", "signed with the secret and a byte order mark before it"),
        ];
        signed(context, tested, variants.map(|(text, key, what)| (otherwise(context, &text, None), key, what)))
    },
    read: read::one_accepted,
};

/// Signs with the secret decoded, or with its text if it should be decoded.
pub const SECRET_ENCODING: CauseProbe = CauseProbe {
    id: "secret-encoding",
    about: "An event is signed with the secret decoded from hexadecimal or base64, if it can be; or with its text, if the \
            provider decodes it. If one is accepted, the endpoint reads the secret in this way.",
    plan: |context, tested| {
        let text = context.secret.map(Secret::expose).unwrap_or_default();
        let read_as = |form| otherwise(context, text, Some(form));
        match &context.provider.signing.recipe.key {
            KeyForm::Text => {
                let base64 = KeyForm::Base64 { prefix: "whsec_".to_owned() };
                let hex = (read_as(KeyForm::Hex), "hex", "signed with the secret decoded from hexadecimal");
                let base64 = (read_as(base64), "base64", "signed with the secret decoded from base64");
                signed(context, tested, [hex, base64])
            }
            KeyForm::Base64 { prefix } => {
                let bare = text.strip_prefix(prefix.as_str()).filter(|_| !prefix.is_empty());
                let bare = bare.and_then(|bare| otherwise(context, bare, Some(KeyForm::Text)));
                let whole = (read_as(KeyForm::Text), "text", "signed with the text of the secret, not decoded");
                let bare = (bare, "bare", "signed with the text of the secret after its prefix, not decoded");
                signed(context, tested, [whole, bare])
            }
            KeyForm::Hex | KeyForm::Base64Url => {
                let whole = (read_as(KeyForm::Text), "text", "signed with the text of the secret, not decoded");
                signed(context, tested, [whole])
            }
            KeyForm::Pem | KeyForm::Jwk => Vec::new(),
        }
    },
    read: read::one_accepted,
};

/// Signs with a key that the endpoint does not know.
pub const WRONG_KEY: CauseProbe = CauseProbe {
    id: "wrong-key",
    about: "An event is signed with another key. If it is refused, the signature is checked when there is one.",
    plan: |context, tested| {
        signed(context, tested, [(context.wrong_key_signer.cloned(), "wrong", "signed with another key")])
    },
    read: read::forgery_refused,
};

/// Whether the text of the secret is the key.
fn is_text(context: &Context<'_>) -> bool {
    context.provider.signing.recipe.key == KeyForm::Text
}

/// Returns a signer with another secret, perhaps in another form. `None` if the secret cannot be read in this form, or
/// if the key is a PEM file or a JWK.
fn otherwise(context: &Context<'_>, secret: &str, form: Option<KeyForm>) -> Option<Signer> {
    let recipe = context.signer?.recipe().clone();
    if matches!(recipe.key, KeyForm::Pem | KeyForm::Jwk) {
        return None;
    }
    let form = form.unwrap_or_else(|| recipe.key.clone());
    Signer::new(&recipe.keyed(form), &Secret::new(secret)).ok()
}

/// Returns new events that are signed by these signers, each with its key and a description.
fn signed<const N: usize>(
    context: &Context<'_>,
    tested: &TypeUnderTest,
    by: [(Option<Signer>, &str, &str); N],
) -> Vec<ProbeStep> {
    let step = |(signer, key, what): (Option<Signer>, &str, &str)| {
        Some(ProbeStep::new(signed_by(&signer?, context, tested, key), what))
    };
    by.into_iter().filter_map(step).collect()
}
