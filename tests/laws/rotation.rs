//! Law 5, fourth part: while a key is rotated, a delivery carries two signatures, and either key accepts it.

use hookproof::model::{Headers, TimeForm, Timestamp};
use hookproof::sign::{Algorithm, Encoding, KeyError, Material, Recipe, Rotation, Signer};

/// Changes the value of a header.
type Alter<'a> = &'a dyn Fn(&str) -> String;

const BODY: &[u8] = br#"{"a":1}"#;

fn hmac(header: &str, value: &str) -> Recipe {
    Recipe::hmac(Algorithm::HmacSha256, header, value)
}

/// The schemes that send several signatures.
fn recipes() -> Vec<Recipe> {
    let timed = |recipe: Recipe, message| recipe.over(message).timed(TimeForm::UnixSeconds);
    vec![
        timed(hmac("webhook-signature", "v1,{signature}"), "{id}.{time}.{body}")
            .with_header("webhook-timestamp", "{time}")
            .with_header("webhook-id", "{id}")
            .encoded(Encoding::Base64)
            .rotating(Rotation::Separator(" ".to_owned())),
        timed(hmac("Stripe-Signature", "t={time},v1={signature}"), "{time}.{body}")
            .rotating(Rotation::Field(",v1=".to_owned())),
        timed(hmac("Paddle-Signature", "ts={time};h1={signature}"), "{time}:{body}")
            .rotating(Rotation::Field(";h1=".to_owned())),
        hmac("X-DocuSign-Signature-1", "{signature}")
            .encoded(Encoding::Base64)
            .rotating(Rotation::Headers(vec!["X-DocuSign-Signature-2".to_owned()])),
    ]
}

fn material() -> Material<'static> {
    Material::of(BODY).at(Timestamp::from_unix(1_700_000_000)).id("msg_1")
}

fn signer(recipe: &Recipe, secret: &str) -> Signer {
    Signer::new(recipe, &secret.into()).unwrap()
}

#[test]
fn both_keys_sign_and_either_accepts() {
    for recipe in recipes() {
        let again: Recipe = serde_json::from_str(&serde_json::to_string(&recipe).unwrap()).unwrap();
        assert_eq!(again, recipe);
        let [new, old, other] = ["new", "old", "other"].map(|secret| signer(&recipe, secret));
        let both = new.clone().with_old_key(&"old".into()).unwrap();
        let headers = both.headers(&material()).unwrap();
        for accepting in [&new, &old, &both] {
            assert_eq!(accepting.check(&headers, BODY), Ok(()), "{recipe:?}");
            assert!(accepting.check(&headers, b"{}").is_err());
        }
        assert!(other.check(&headers, BODY).is_err());
        assert_eq!(both.time(&headers), recipe.time.map(|_| material().time));
        for by in [&new, &old] {
            let headers = by.headers(&material()).unwrap();
            assert_eq!(both.check(&headers, BODY), Ok(()));
        }
        // After the rotation, a signature of only the old key is refused.
        assert!(new.check(&old.headers(&material()).unwrap(), BODY).is_err());
    }
}

#[test]
fn one_signature_has_the_bytes_of_a_recipe_without_rotation() {
    for recipe in recipes() {
        let mut single = recipe.clone();
        single.rotation = None;
        let [one, other] = [&recipe, &single].map(|recipe| signer(recipe, "key").headers(&material()).unwrap());
        assert_eq!(one, other);
        let refused = signer(&single, "key").with_old_key(&"old".into());
        assert!(matches!(refused, Err(KeyError::NoRotation)));
    }
}

#[test]
fn the_headers_look_as_the_providers_print_them() {
    let recipes = recipes();
    let value = |recipe: &Recipe, name: &str| {
        let both = signer(recipe, "new").with_old_key(&"old".into()).unwrap();
        String::from_utf8(both.headers(&material()).unwrap().get(name).unwrap().to_vec()).unwrap()
    };
    let webhooks = value(&recipes[0], "webhook-signature");
    assert!(webhooks.split(' ').all(|item| item.starts_with("v1,")) && webhooks.split(' ').count() == 2, "{webhooks}");
    let stripe = value(&recipes[1], "Stripe-Signature");
    let fields: Vec<&str> = stripe.split(',').map(|field| field.split('=').next().unwrap()).collect();
    assert_eq!(fields, ["t", "v1", "v1"]);
    let paddle = value(&recipes[2], "Paddle-Signature");
    let fields: Vec<&str> = paddle.split(';').map(|field| field.split('=').next().unwrap()).collect();
    assert_eq!(fields, ["ts", "h1", "h1"]);
    assert_ne!(value(&recipes[3], "X-DocuSign-Signature-1"), value(&recipes[3], "X-DocuSign-Signature-2"));
}

#[test]
fn unknown_versions_do_not_matter_but_never_suffice() {
    let recipes = recipes();
    let with = |recipe: &Recipe, alter: Alter<'_>| -> Headers {
        let name = &recipe.signature_header().unwrap().name;
        let mut headers = signer(recipe, "key").headers(&material()).unwrap();
        let value = alter(std::str::from_utf8(headers.get(name).unwrap()).unwrap());
        headers.set(name, value);
        headers
    };
    let webhooks: [Alter<'_>; 3] =
        [&|right| format!("v1a,AAAA {right}"), &|right| format!("v1,AAAA {right} v2,x"), &|right| {
            format!("v1,!! {right}")
        }];
    for alter in webhooks {
        assert_eq!(signer(&recipes[0], "key").check(&with(&recipes[0], alter), BODY), Ok(()));
    }
    let stripe: [Alter<'_>; 2] = [&|right| format!("{right},v0=00"), &|right| format!("{right},v1=00")];
    for alter in stripe {
        assert_eq!(signer(&recipes[1], "key").check(&with(&recipes[1], alter), BODY), Ok(()));
    }
    let refused: [(&Recipe, Alter<'_>); 5] = [
        (&recipes[0], &|right| right.replace("v1,", "v1a,")),
        (&recipes[0], &|_| "v1,".to_owned()),
        (&recipes[1], &|right| right.replace("v1=", "v0=")),
        (&recipes[1], &|right| format!("t=1800000000,{right}")),
        (&recipes[1], &|right| right.replace(',', ", ")),
    ];
    for (recipe, alter) in refused {
        let headers = with(recipe, alter);
        assert!(signer(recipe, "key").check(&headers, BODY).is_err(), "{headers:?}");
    }
}
