//! Law 5, fourth part: JSON Web Tokens and JSON Web Keys.

use hookproof::model::{Headers, Secret, TimeForm, Timestamp};
use hookproof::sign::{
    Algorithm, Encoding, Explanation, KeyForm, Material, Recipe, SignError, Signer, Token, explain, generate_keys_for,
};

const BODY: &[u8] = br#"{"a": 1}"#;

fn claims(claims: &[(&str, &str)]) -> Token {
    Token::new(claims.iter().map(|(name, value)| ((*name).to_owned(), value.parse().unwrap())).collect())
}

/// The scheme of Plaid with any algorithm.
fn recipe(algorithm: Algorithm) -> Recipe {
    let key = if algorithm.is_asymmetric() { KeyForm::Pem } else { KeyForm::Text };
    let token = claims(&[("iat", "{time}"), ("exp", "{time+300}"), ("request_body_sha256", "{sha256}")]);
    Recipe::hmac(algorithm, "X-Token", "Bearer {signature}")
        .keyed(key)
        .timed(TimeForm::UnixSeconds)
        .encoded(Encoding::Base64Url)
        .with_token(token.with_header(vec![("typ".to_owned(), "JWT".to_owned())]))
}

fn secret(algorithm: Algorithm) -> Secret {
    if algorithm.is_asymmetric() { generate_keys_for(algorithm).unwrap().private } else { Secret::new("s3cret") }
}

fn material() -> Material<'static> {
    Material::of(BODY).at(Timestamp::from_unix(1_700_000_000))
}

/// Returns the parts of the token in a delivery, decoded.
fn parts(headers: &Headers) -> [Vec<u8>; 3] {
    let value = std::str::from_utf8(headers.get("X-Token").unwrap()).unwrap();
    let parts: Vec<Vec<u8>> =
        value.strip_prefix("Bearer ").unwrap().split('.').map(|part| Encoding::Base64Url.read(part).unwrap()).collect();
    parts.try_into().unwrap()
}

fn with(headers: &Headers, parts: &[Vec<u8>; 3]) -> Headers {
    let [header, claims, signature] = parts.each_ref().map(|part| Encoding::Base64Url.write(part));
    let mut changed = headers.clone();
    changed.set("X-Token", format!("Bearer {header}.{claims}.{signature}"));
    changed
}

#[test]
fn a_token_is_checked_whole() {
    let tokens = Algorithm::ALL.into_iter().filter(|algorithm| algorithm.token_name().is_some());
    let mut seen = 0;
    for algorithm in tokens {
        let recipe = recipe(algorithm);
        let again: Recipe = serde_json::from_str(&serde_json::to_string(&recipe).unwrap()).unwrap();
        assert_eq!(again, recipe);
        let signer = Signer::new(&recipe, &secret(algorithm)).unwrap();
        let headers = signer.headers(&material()).unwrap();
        let sent = parts(&headers);
        let name = algorithm.token_name().unwrap();
        assert_eq!(sent[0], format!(r#"{{"alg":"{name}","typ":"JWT"}}"#).into_bytes());
        let start = br#"{"iat":1700000000,"exp":1700000300,"request_body_sha256":""#;
        assert!(sent[1].starts_with(start), "{}", String::from_utf8_lossy(&sent[1]));
        assert_eq!(signer.check(&headers, BODY), Ok(()), "{name}");
        assert_eq!(signer.time(&headers), Some(material().time));
        assert!(signer.check(&headers, br#"{"a":1}"#).is_err(), "{name} accepts another body");
        for at in 0..3 {
            for byte in [0, sent[at].len() / 2, sent[at].len() - 1] {
                let mut changed = sent.clone();
                changed[at][byte] ^= 1;
                assert!(signer.check(&with(&headers, &changed), BODY).is_err(), "{name}: byte {byte} of part {at}");
            }
        }
        let empty = with(&headers, &[sent[0].clone(), sent[1].clone(), Vec::new()]);
        assert!(signer.check(&empty, BODY).is_err(), "{name} accepts an empty signature");
        let none = br#"{"alg":"none","typ":"JWT"}"#.to_vec();
        assert!(signer.check(&with(&headers, &[none, sent[1].clone(), Vec::new()]), BODY).is_err(), "{name}: none");
        seen += 1;
    }
    assert_eq!(seen, 8);
}

#[test]
fn what_is_not_a_token_is_refused() {
    let signer = Signer::new(&recipe(Algorithm::HmacSha256), &"s3cret".into()).unwrap();
    for value in
        ["", "Bearer ", "Bearer a.b", "Bearer a.b.c", "Bearer ...", "Bearer e30.e30.e30", "Bearer W10.W10.", "."]
    {
        let headers: Headers = [("X-Token", value)].into_iter().collect();
        assert!(signer.check(&headers, BODY).is_err(), "{value}");
        assert_eq!(signer.time(&headers), None, "{value}");
    }
    let other = Recipe::hmac(Algorithm::HmacSha1, "X-Token", "{signature}").with_token(claims(&[("b", "{sha256}")]));
    let other = Signer::new(&other, &"s3cret".into()).unwrap();
    assert!(matches!(other.headers(&material()), Err(SignError::NoToken { algorithm: Algorithm::HmacSha1 })));
}

#[test]
fn the_mistakes_with_a_token_are_named() {
    let algorithm = Algorithm::EcdsaP256P1363;
    let recipe = recipe(algorithm);
    let secret = secret(algorithm);
    let headers = Signer::new(&recipe, &secret).unwrap().headers(&material()).unwrap();
    let named = |headers: &Headers, body: &[u8]| match explain(&recipe, &secret, headers, &Material::of(body)).unwrap()
    {
        Explanation::Right => "right",
        Explanation::Wrong { mistakes, .. } => mistakes.first().map_or("unknown", |mistake| mistake.id),
        _ => "other",
    };
    assert_eq!(named(&headers, BODY), "right");
    assert_eq!(named(&headers, b"{}"), "unknown");
    let [_, claims, _] = parts(&headers);
    let none = with(&headers, &[br#"{"alg":"none"}"#.to_vec(), claims, Vec::new()]);
    assert_eq!(named(&none, BODY), "token-unsigned");
    let compact = Signer::new(&recipe, &secret).unwrap().headers(&Material::of(br#"{"a":1}"#)).unwrap();
    assert_eq!(named(&compact, BODY), "re-serialised");
}

/// RFC 7515, appendices A.1 and A.3. The claims are spelled with line breaks, which the check must keep.
const CLAIMS: &str = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
const HS256: (&str, &str) = ("eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
const OCT: &str = r#"{"kty":"oct",
    "k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}"#;
const ES256: (&str, &str) =
    ("eyJhbGciOiJFUzI1NiJ9", "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q");
const EC: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;
const EC_PRIVATE: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}"#;
/// RFC 8037, appendix A.1.
const OKP: &str = r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
/// Made with Node for this test.
const RSA: &str = include_str!("../data/rsa_test_key.jwk");

#[test]
fn published_tokens_are_accepted() {
    let token = claims(&[("iss", "joe"), ("exp", "{time}")]);
    for (algorithm, (header, signature), key) in [
        (Algorithm::HmacSha256, HS256, OCT),
        (Algorithm::EcdsaP256P1363, ES256, EC),
        (Algorithm::EcdsaP256P1363, ES256, EC_PRIVATE),
    ] {
        let recipe = Recipe::hmac(algorithm, "X-Token", "{signature}").keyed(KeyForm::Jwk);
        let recipe = recipe.timed(TimeForm::UnixSeconds).with_token(token.clone());
        let signer = Signer::new(&recipe, &key.into()).unwrap();
        let headers = |signature: &str| -> Headers {
            [("X-Token", format!("{header}.{CLAIMS}.{signature}").as_str())].into_iter().collect()
        };
        assert_eq!(signer.check(&headers(signature), b""), Ok(()), "{algorithm}");
        assert!(signer.check(&headers(&format!("A{}", &signature[1..])), b"").is_err(), "{algorithm}");
    }
}

#[test]
fn a_jwk_is_a_key_of_each_kind() {
    let algorithms = [
        (Algorithm::HmacSha256, OCT),
        (Algorithm::EcdsaP256, EC_PRIVATE),
        (Algorithm::EcdsaP256P1363, EC_PRIVATE),
        (Algorithm::Ed25519, OKP),
        (Algorithm::RsaSha256, RSA),
        (Algorithm::RsaPssSha256, RSA),
    ];
    for (algorithm, private) in algorithms {
        let recipe = Recipe::hmac(algorithm, "X-Sign", "{signature}").keyed(KeyForm::Jwk);
        let signer = Signer::new(&recipe, &private.into()).unwrap();
        let headers = signer.headers(&Material::of(BODY)).unwrap();
        assert_eq!(signer.check(&headers, BODY), Ok(()), "{algorithm}");
        if !algorithm.is_asymmetric() {
            continue;
        }
        let mut public: serde_json::Value = serde_json::from_str(private).unwrap();
        public.as_object_mut().unwrap().retain(|name, _| ["kty", "crv", "x", "y", "n", "e"].contains(&name.as_str()));
        let consumer = Signer::new(&recipe, &public.to_string().into()).unwrap();
        assert_eq!(consumer.check(&headers, BODY), Ok(()), "{algorithm}");
        assert!(consumer.check(&headers, b"").is_err(), "{algorithm}");
        assert!(matches!(consumer.headers(&Material::of(BODY)), Err(SignError::PublicKey)), "{algorithm}");
        let pem = generate_keys_for(algorithm).unwrap().private;
        assert!(Signer::new(&recipe, &pem).unwrap().check(&headers, BODY).is_err(), "{algorithm}");
    }
    for wrong in ["", "s3cret", "{}", r#"{"kty":"oct"}"#, r#"{"kty":"EC","crv":"P-521"}"#, r#"{"kty":7}"#, "[]", OKP] {
        let recipe = Recipe::hmac(Algorithm::EcdsaP256, "X-Sign", "{signature}").keyed(KeyForm::Jwk);
        let error = Signer::new(&recipe, &wrong.into()).unwrap_err().to_string();
        assert!(!error.contains("s3cret") && !error.contains("nWGxne"), "{error}");
    }
}
