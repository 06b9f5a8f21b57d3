//! Law 5, second part: recipes reproduce the published signatures of other schemes.

use hookproof::model::{Secret, TimeForm, Timestamp};
use hookproof::sign::{Algorithm, Encoding, KeyForm, Material, Recipe, Rotation, Signer};
use serde_json::Value;

/// The scheme as a recipe.
fn recipe(scheme: &str) -> Recipe {
    let hmac = |header, value| Recipe::hmac(Algorithm::HmacSha256, header, value);
    let base64 = |prefix: &str| KeyForm::Base64 { prefix: prefix.to_owned() };
    let standard_webhooks = |algorithm, version: &str, prefix| {
        Recipe::hmac(algorithm, "webhook-signature", &format!("{version},{{signature}}"))
            .with_header("webhook-timestamp", "{time}")
            .with_header("webhook-id", "{id}")
            .over("{id}.{time}.{body}")
            .timed(TimeForm::UnixSeconds)
            .encoded(Encoding::Base64)
            .keyed(base64(prefix))
            .rotating(Rotation::Separator(" ".to_owned()))
    };
    match scheme {
        "standard-webhooks" => standard_webhooks(Algorithm::HmacSha256, "v1", "whsec_"),
        "standard-webhooks-ed25519" => standard_webhooks(Algorithm::Ed25519, "v1a", "whsk_"),
        "twilio" => Recipe::hmac(Algorithm::HmacSha1, "X-Twilio-Signature", "{signature}")
            .over("{url}{form:sorted}")
            .encoded(Encoding::Base64),
        "stripe" => {
            hmac("Stripe-Signature", "t={time},v1={signature}").over("{time}.{body}").timed(TimeForm::UnixSeconds)
        }
        "github-sha256" => hmac("X-Hub-Signature-256", "sha256={signature}"),
        "slack-v0" => hmac("X-Slack-Signature", "v0={signature}")
            .with_header("X-Slack-Request-Timestamp", "{time}")
            .over("v0:{time}:{body}")
            .timed(TimeForm::UnixSeconds),
        "square" => hmac("x-square-hmacsha256-signature", "{signature}").over("{url}{body}").encoded(Encoding::Base64),
        "rfc9421-hmac-sha256" => hmac("Signature", "{signature}").encoded(Encoding::Base64).keyed(base64("")),
        other => panic!("no recipe for {other}"),
    }
}

#[test]
fn a_published_signature_is_made_and_accepted() {
    let file: Value = serde_json::from_str(include_str!("../data/signature_vectors.json")).unwrap();
    let vectors = file["vectors"].as_array().unwrap();
    assert_eq!(vectors.len(), 11);
    for vector in vectors {
        let text = |names: &[&str]| names.iter().find_map(|name| vector[name].as_str()).unwrap_or_default();
        let name = text(&["name"]);
        assert!(text(&["source"]).contains("http"), "{name} has no source");
        let recipe = recipe(text(&["scheme"]));
        let secret = Secret::new(text(&["secret", "secret_base64", "secret_key_base64"]));
        let body = match vector["form"].as_object() {
            Some(form) => {
                let pairs = form.iter().map(|(name, value)| (name, value.as_str().unwrap()));
                form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
            }
            None => text(&["body", "signature_base"]).to_owned(),
        };
        let time = Timestamp::from_unix(vector["timestamp"].as_i64().unwrap_or_default());
        let of = |body| Material::of(body).at(time).id(text(&["id"])).url(text(&["url"]));
        let material = of(body.as_bytes());
        let signer = Signer::new(&recipe, &secret).unwrap();
        let headers = signer.headers(&material).unwrap();
        let header = &recipe.signature_header().unwrap().name;
        let made = headers.get(header).unwrap();
        assert_eq!(String::from_utf8_lossy(made), text(&["signature"]), "{name}");
        let mut signers = vec![signer];
        if let Some(public) = vector["public_key"].as_str() {
            signers.push(Signer::new(&recipe, &Secret::new(public)).unwrap());
            let bare = Secret::new(public.trim_start_matches("whpk_"));
            signers.push(Signer::from_public_key(&recipe, &bare).unwrap());
        }
        for signer in signers {
            assert_eq!(signer.check_delivery(&headers, &material), Ok(()), "{name}");
            assert!(signer.check_delivery(&headers, &of(&body.as_bytes()[1..])).is_err(), "{name}");
            let mut forged = headers.clone();
            let last = made.iter().rposition(|byte| *byte != b'=').unwrap() - 1;
            let mut value = made.to_vec();
            value[last] = if value[last] == b'0' { b'1' } else { b'0' };
            forged.set(header, value);
            assert!(signer.check_delivery(&forged, &material).is_err(), "{name}");
        }
    }
}
