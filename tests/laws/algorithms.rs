//! Law 5, third part: each algorithm and each form of a key signs, checks, and refuses what differs.

use hookproof::model::{Headers, Secret};
use hookproof::sign::{
    Algorithm, Encoding, Explanation, KeyError, KeyForm, Material, Recipe, SignError, Signer, explain,
    generate_keys_for,
};

const BODY: &[u8] = br#"{"a":1}"#;

fn recipe(algorithm: Algorithm) -> Recipe {
    let key = if algorithm.is_asymmetric() { KeyForm::Pem } else { KeyForm::Text };
    Recipe::hmac(algorithm, "X-Sign", "v1={signature}").keyed(key)
}

fn check(signer: &Signer, headers: &Headers, about: &str) {
    assert_eq!(signer.check(headers, BODY), Ok(()), "{about}");
    assert!(signer.check(headers, b"{}").is_err(), "{about} accepts another body");
    let mut forged = headers.clone();
    let mut value = headers.get("X-Sign").unwrap().to_vec();
    let at = value.len() / 2;
    value[at] = if value[at] == b'0' { b'1' } else { b'0' };
    forged.set("X-Sign", value);
    assert!(signer.check(&forged, BODY).is_err(), "{about} accepts another signature");
}

#[test]
fn each_algorithm_checks_what_it_signs() {
    for algorithm in Algorithm::ALL {
        let pair = algorithm.is_asymmetric().then(|| generate_keys_for(algorithm).unwrap());
        let secret = pair.as_ref().map_or_else(|| Secret::new("s3cret"), |pair| pair.private.clone());
        for encoding in Encoding::ALL {
            let recipe = recipe(algorithm).encoded(encoding);
            let again: Recipe = serde_json::from_str(&serde_json::to_string(&recipe).unwrap()).unwrap();
            assert_eq!(again, recipe);
            let signer = Signer::new(&recipe, &secret).unwrap();
            let headers = match signer.headers(&Material::of(BODY)) {
                Err(SignError::VerifyOnly { .. }) if algorithm == Algorithm::RsaSha1 => continue,
                headers => headers.unwrap(),
            };
            if algorithm == Algorithm::Secret {
                assert_eq!(headers.get("X-Sign"), Some(&b"v1=s3cret"[..]));
                assert_eq!(signer.check(&headers, BODY), Ok(()));
                let other: Headers = [("X-Sign", "v1=s3creT")].into_iter().collect();
                assert!(signer.check(&other, BODY).is_err());
                continue;
            }
            check(&signer, &headers, algorithm.name());
            if let Some(pair) = &pair {
                let consumer = Signer::new(&recipe, &Secret::new(pair.public.as_str())).unwrap();
                check(&consumer, &headers, algorithm.name());
                assert!(matches!(consumer.headers(&Material::of(BODY)), Err(SignError::PublicKey)));
            }
        }
    }
}

/// Made with `openssl dgst -sha1 -sign` and `tests/data/orum/test-key.private.pem`.
const RSA_SHA1: &str = include_str!("../data/rsa_sha1.base64");

#[test]
fn rsa_with_sha1_is_verified() {
    let recipe = recipe(Algorithm::RsaSha1).encoded(Encoding::Base64);
    let key = Secret::new(include_str!("../data/orum/test-key.private.pem"));
    let headers = [("X-Sign", format!("v1={}", RSA_SHA1.trim()).as_str())].into_iter().collect();
    check(&Signer::new(&recipe, &key).unwrap(), &headers, "RSA with SHA-1");
}

#[test]
fn a_raw_key_of_ed25519_is_read_in_each_form() {
    // RFC 8032, section 7.1, test 3.
    let seed = "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7";
    let public = "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025";
    let signed = "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac\
                  18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a";
    let message = [0xaf, 0x82];
    let forms = [
        (KeyForm::Hex, Encoding::Hex),
        (KeyForm::Base64 { prefix: String::new() }, Encoding::Base64),
        (KeyForm::Base64Url, Encoding::Base64Url),
    ];
    for (form, encoding) in forms {
        let text = |hex: &str| Secret::new(encoding.write(&Encoding::Hex.read(hex).unwrap()));
        let recipe = Recipe::hmac(Algorithm::Ed25519, "X-Sign", "{signature}").keyed(form);
        for key in [seed.to_owned(), format!("{seed}{public}")] {
            let headers = Signer::new(&recipe, &text(&key)).unwrap().headers(&Material::of(&message)).unwrap();
            assert_eq!(headers.get("X-Sign"), Some(signed.as_bytes()));
            let consumer = Signer::from_public_key(&recipe, &text(public)).unwrap();
            assert_eq!(consumer.check(&headers, &message), Ok(()));
            assert!(Signer::new(&recipe, &text(public)).unwrap().check(&headers, &message).is_err());
            let explanation = explain(&recipe, &text(public), &headers, &Material::of(&message)).unwrap();
            assert_eq!(explanation, Explanation::Right);
        }
    }
}

#[test]
fn a_secret_in_a_header_next_to_the_signature_is_compared() {
    let recipe = Recipe::hmac(Algorithm::HmacSha256, "X-Sign", "{signature}").with_header("X-Token", "Bearer {secret}");
    let signer = Signer::new(&recipe, &"s3cret".into()).unwrap();
    let mut headers = signer.headers(&Material::of(BODY)).unwrap();
    assert_eq!(headers.get("X-Token"), Some(&b"Bearer s3cret"[..]));
    assert_eq!(signer.check(&headers, BODY), Ok(()));
    headers.set("X-Token", b"Bearer other".to_vec());
    assert!(signer.check(&headers, BODY).is_err());
}

#[test]
fn adyen_signs_numbers_and_absent_fields() {
    // The example of Adyen's own libraries.
    let body = br#"{"pspReference":"7914073381342284","merchantAccountCode":"TestMerchant","eventCode":"AUTHORISATION",
        "merchantReference":"TestPayment-1407325143704","amount":{"value":1130,"currency":"EUR"},"success":"true"}"#;
    let recipe = Recipe::hmac(Algorithm::HmacSha256, "hmacsignature", "{signature}")
        .over(
            "{member:/pspReference}:{member?:/originalReference}:{member:/merchantAccountCode}:\
             {member:/merchantReference}:{member:/amount/value}:{member:/amount/currency}:{member:/eventCode}:\
             {member:/success}",
        )
        .encoded(Encoding::Base64)
        .keyed(KeyForm::Hex);
    let key = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";
    let signer = Signer::new(&recipe, &key.into()).unwrap();
    let headers = signer.headers(&Material::of(body)).unwrap();
    assert_eq!(headers.get("hmacsignature"), Some(&b"coqCmt/IZ4E3CzPvMY8zTjQVL5hYJUiBRg8UU+iCWo0="[..]));
    assert_eq!(signer.check(&headers, body), Ok(()));
}

#[test]
fn a_key_of_the_wrong_kind_is_an_error_that_does_not_show_it() {
    let pem = |algorithm| generate_keys_for(algorithm).unwrap().private;
    let wrong = [
        (Algorithm::Ed25519, KeyForm::Pem, pem(Algorithm::EcdsaP256)),
        (Algorithm::EcdsaP256, KeyForm::Pem, pem(Algorithm::Ed25519)),
        (Algorithm::RsaSha256, KeyForm::Pem, pem(Algorithm::EcdsaP256)),
        (Algorithm::Ed25519, KeyForm::Hex, Secret::new("00ff")),
        (Algorithm::Ed25519, KeyForm::Text, Secret::new("s3cret")),
        (Algorithm::HmacSha1, KeyForm::Base64Url, Secret::new("s3cret!")),
    ];
    for (algorithm, form, secret) in wrong {
        let error = Signer::new(&recipe(algorithm).keyed(form), &secret).unwrap_err();
        let is_meant = match error {
            KeyError::Form { .. } => algorithm.is_hmac(),
            KeyError::KeyPair { .. } => !algorithm.is_hmac(),
            _ => false,
        };
        assert!(is_meant, "{algorithm}: {error}");
        assert!(!error.to_string().contains(secret.expose()), "{algorithm}");
    }
    assert!(matches!(generate_keys_for(Algorithm::HmacSha256), Err(KeyError::NoKeyPair { .. })));
}
