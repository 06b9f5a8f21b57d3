//! Law 5, second half: published signatures of other schemes are what the recipe language makes of them.

use hookproof::model::{Secret, TimeForm, Timestamp};
use hookproof::sign::{Algorithm, Encoding, KeyForm, Material, Recipe, Signer};
use serde_json::Value;

/// Vectors whose schemes no recipe can say: Ed25519, and SHA-1 over the sorted members of a form.
const NOT_EXPRESSIBLE: &[&str] = &["standard-webhooks-v1a", "twilio-form"];

/// The scheme as a recipe.
fn recipe(scheme: &str) -> Option<Recipe> {
    let hmac = |header, value| Recipe::hmac(Algorithm::HmacSha256, header, value);
    let base64 = |prefix: &str| KeyForm::Base64 { prefix: prefix.to_owned() };
    Some(match scheme {
        "standard-webhooks" => hmac("webhook-signature", "v1,{signature}")
            .with_header("webhook-timestamp", "{time}")
            .with_header("webhook-id", "{id}")
            .over("{id}.{time}.{body}")
            .timed(TimeForm::UnixSeconds)
            .encoded(Encoding::Base64)
            .keyed(base64("whsec_")),
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
        _ => return None,
    })
}

#[test]
fn a_published_signature_is_made_and_accepted() {
    let file: Value = serde_json::from_str(include_str!("../data/signature_vectors.json")).unwrap();
    let mut not_expressible = Vec::new();
    for vector in file["vectors"].as_array().unwrap() {
        let text = |names: &[&str]| names.iter().find_map(|name| vector[name].as_str()).unwrap_or_default();
        let name = text(&["name"]);
        assert!(text(&["source"]).contains("http"), "{name} has no source");
        let Some(recipe) = recipe(text(&["scheme"])) else {
            not_expressible.push(name);
            continue;
        };
        let signer = Signer::new(&recipe, &Secret::new(text(&["secret", "secret_base64"]))).unwrap();
        let body = text(&["body", "signature_base"]).as_bytes();
        let time = Timestamp::from_unix(vector["timestamp"].as_i64().unwrap_or_default());
        let headers = signer.headers(&Material::of(body).at(time).id(text(&["id"])).url(text(&["url"]))).unwrap();
        let made = headers.get(&recipe.signature_header().unwrap().name).unwrap();
        assert_eq!(String::from_utf8_lossy(made), text(&["signature"]), "{name}");
        let url = text(&["url"]);
        assert_eq!(signer.check_at(&headers, body, url), Ok(()), "{name}");
        assert!(signer.check_at(&headers, &body[1..], url).is_err(), "{name}");
    }
    assert_eq!(not_expressible, NOT_EXPRESSIBLE);
}
