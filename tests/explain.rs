//! Every known mistake is made by hand, with only the hmac crate, and `explain` names it.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is wrong")]

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE};
use const_hex::{encode as hex, encode_upper};
use hmac::{Hmac, KeyInit, Mac};
use hookproof::model::{Headers, Secret, TimeForm};
use hookproof::providers;
use hookproof::sign::{Algorithm, Encoding, Explanation, KeyForm, Material, Recipe, Refusal, explain};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use sha2::{Digest, Sha256, Sha512};

/// One signature that was made wrongly.
struct Case {
    mistakes: &'static [&'static str],
    recipe: Recipe,
    secret: &'static str,
    header: String,
    body: &'static str,
}

const SECRET: &str = "s3cret";
const URL: &str = "https://shop.example/hook?a=1";
const BODY: &str = "{\n  \"b\": \"é/\",\n  \"a\": 1\n}";
/// The body as other programs serialize it.
const AGAIN: &[&str] = &[
    r#"{"b":"é/","a":1}"#,
    r#"{"a":1,"b":"é/"}"#,
    r#"{"b": "\u00e9/", "a": 1}"#,
    r#"{"a": 1, "b": "é/"}"#,
    r#"{"b":"\u00e9\/","a":1}"#,
    "{\n  \"a\": 1,\n  \"b\": \"é/\"\n}",
    "{\"b\":\"é/\",\"a\":1}\n",
];
const BASE64_SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn sha256(key: impl AsRef<[u8]>, message: impl AsRef<[u8]>) -> Vec<u8> {
    let mac = Hmac::<Sha256>::new_from_slice(key.as_ref()).unwrap();
    mac.chain_update(message.as_ref()).finalize().into_bytes().to_vec()
}

fn sha512(key: impl AsRef<[u8]>, message: impl AsRef<[u8]>) -> Vec<u8> {
    let mac = Hmac::<Sha512>::new_from_slice(key.as_ref()).unwrap();
    mac.chain_update(message.as_ref()).finalize().into_bytes().to_vec()
}

/// `v1=` and hexadecimal over the body.
fn plain() -> Recipe {
    Recipe::hmac(Algorithm::HmacSha256, "X-Sign", "v1={signature}")
}

/// Base64 over the body.
fn base64() -> Recipe {
    Recipe::hmac(Algorithm::HmacSha256, "X-Sign", "{signature}").encoded(Encoding::Base64)
}

/// A time in the header, and in the message.
fn timed() -> Recipe {
    let recipe = Recipe::hmac(Algorithm::HmacSha256, "X-Sign", "t={time},s={signature}");
    recipe.over("{time}.{body}").timed(TimeForm::UnixSeconds)
}

fn case(mistake: &'static str, recipe: Recipe, header: String) -> Case {
    let mistakes: &'static [&'static str] = Box::leak(Box::new([mistake]));
    Case { mistakes, recipe, secret: SECRET, header, body: BODY }
}

/// Wrong in the bytes that were signed.
fn of_the_message(mistake: &'static str, message: impl AsRef<[u8]>) -> Case {
    case(mistake, plain(), format!("v1={}", hex(sha256(SECRET, message))))
}

/// Wrong in the key.
fn of_the_key(mistake: &'static str, secret: &'static str, key: impl AsRef<[u8]>) -> Case {
    Case { secret, ..case(mistake, plain(), format!("v1={}", hex(sha256(key, BODY)))) }
}

/// Wrong in how time and body are joined.
fn of_the_time(mistake: &'static str, message: String) -> Case {
    case(mistake, timed(), format!("t=1700000000,s={}", hex(sha256(SECRET, message))))
}

/// Wrong in the URL or the method.
fn of_the_request(mistake: &'static str, start: &str) -> Case {
    let recipe = plain().over("{method}{url}{body}");
    case(mistake, recipe, format!("v1={}", hex(sha256(SECRET, format!("{start}{BODY}")))))
}

fn cases() -> Vec<Case> {
    let right = sha256(SECRET, BODY);
    // A body whose signature has characters that the two alphabets of base64 do not share.
    let odd = ["{}", "[1]", "[2]", "[3]", "[4]", "[5]", "[6]", "[7]", "[8]", "[9]"];
    let odd = odd.into_iter().find(|body| STANDARD.encode(sha256(SECRET, body)).contains(['+', '/'])).unwrap();
    let mut cases = vec![
        case("wrong-form", plain(), hex(&right)),
        case("wrong-form", plain(), format!("sha256={}", hex(&right))),
        case("wrong-form", timed(), format!("t=17;s={}", hex(sha256(SECRET, format!("17.{BODY}"))))),
        case("truncated", plain(), format!("v1={}", &hex(&right)[..32])),
        case("hex-case", plain(), format!("v1={}", encode_upper(&right))),
        case("hex-case", base64(), hex(&right)),
        case("base64-for-hex", plain(), format!("v1={}", STANDARD.encode(&right))),
        case("base64-padding", base64(), STANDARD_NO_PAD.encode(&right)),
        case("base64-of-hex", base64(), STANDARD.encode(hex(&right))),
        Case { body: odd, ..case("base64-url", base64(), URL_SAFE.encode(sha256(SECRET, odd))) },
        of_the_key("secret-newline", SECRET, "s3cret\n"),
        of_the_key("secret-trimmed", " s3cret\t", SECRET),
        of_the_key("secret-quoted", SECRET, "\"s3cret\""),
        of_the_key("secret-empty", SECRET, ""),
        of_the_key("secret-upper", SECRET, "S3CRET"),
        of_the_key("secret-hashed", SECRET, Sha256::digest(SECRET)),
        of_the_key("secret-hex", "00ff10", [0x00, 0xff, 0x10]),
        of_the_key("secret-base64", "aGVsbG8gd29ybGQ=", "hello world"),
        Case {
            secret: BASE64_SECRET,
            ..case(
                "secret-text",
                plain().keyed(KeyForm::Base64 { prefix: "whsec_".to_owned() }),
                format!("v1={}", hex(sha256(BASE64_SECRET, BODY))),
            )
        },
        of_the_key("secret-prefix", "whsec_not base64", "not base64"),
        case("other-digest", plain(), format!("v1={}", hex(sha512(SECRET, BODY)))),
        Case { body: "{}\n", ..of_the_message("lost-newline", "{}") },
        of_the_message("added-newline", format!("{BODY}\n")),
        Case { body: "  [] ", ..of_the_message("trimmed-body", "[]") },
        of_the_message("crlf", BODY.replace('\n', "\r\n")),
        Case { body: "{\r\n}", ..of_the_message("crlf", "{\n}") },
        of_the_message("empty-body", ""),
        of_the_message("hashed-first", Sha256::digest(BODY)),
        of_the_message("hashed-first", hex(Sha256::digest(BODY))),
        of_the_time("part-left-out", format!(".{BODY}")),
        of_the_time("empty-body", "1700000000.".to_owned()),
        of_the_time("body-alone", BODY.to_owned()),
        of_the_time("swapped-order", format!("{BODY}.1700000000")),
        of_the_time("separator-left-out", format!("1700000000{BODY}")),
        of_the_time("other-separator", format!("1700000000:{BODY}")),
        of_the_time("time-unit", format!("1700000000000.{BODY}")),
        of_the_time("time-unit", format!("1700000.{BODY}")),
        of_the_request("url-scheme", "POSThttp://shop.example/hook?a=1"),
        of_the_request("url-slash", "POSThttps://shop.example/hook/?a=1"),
        of_the_request("url-query", "POSThttps://shop.example/hook"),
        of_the_request("url-path", "POST/hook?a=1"),
        of_the_request("method-case", "posthttps://shop.example/hook?a=1"),
    ];
    cases.extend(AGAIN.iter().map(|again| of_the_message("re-serialised", again)));
    let two = |mistakes, case| Case { mistakes, ..case };
    cases.extend([
        two(&["re-serialised", "secret-newline"], of_the_key("", SECRET, "")).signed(sha256("s3cret\n", AGAIN[0])),
        two(&["other-digest", "re-serialised"], of_the_message("", "")).signed(sha512(SECRET, AGAIN[1])),
        two(
            &["crlf", "hex-case"],
            case("", plain(), format!("v1={}", encode_upper(sha256(SECRET, BODY.replace('\n', "\r\n"))))),
        ),
        two(&["secret-upper", "wrong-form"], case("", plain(), hex(sha256("S3CRET", BODY)))),
        two(&["re-serialised", "time-unit"], of_the_time("", format!("1700000000000.{}", AGAIN[0]))),
        two(
            &["secret-quoted", "truncated"],
            case("", plain(), format!("v1={}", &hex(sha256("\"s3cret\"", BODY))[..40])),
        ),
    ]);
    cases
}

impl Case {
    /// With another signature in the plain form.
    fn signed(self, signature: Vec<u8>) -> Self {
        Self { header: format!("v1={}", hex(signature)), ..self }
    }

    fn material(&self) -> Material<'_> {
        Material::of(self.body.as_bytes()).url(URL)
    }

    fn found(&self) -> Vec<&'static str> {
        let headers = [("x-sign", self.header.as_str())].into_iter().collect();
        match explain(&self.recipe, &Secret::new(self.secret), &headers, &self.material()).unwrap() {
            Explanation::Wrong { mistakes, .. } => {
                let mut ids: Vec<&str> = mistakes.iter().map(|mistake| mistake.id).collect();
                ids.sort_unstable();
                ids
            }
            other => panic!("{:?} is called {other:?}", self.mistakes),
        }
    }
}

#[test]
fn every_mistake_is_named() {
    let missed: Vec<String> = cases()
        .iter()
        .filter(|case| case.found() != case.mistakes)
        .map(|case| format!("{:?} with `{}` is called {:?}", case.mistakes, case.header, case.found()))
        .collect();
    assert!(missed.is_empty(), "\n{}", missed.join("\n"));
}

#[test]
fn every_known_mistake_is_in_the_table() {
    let source = concat!(
        include_str!("../src/sign/explain/keys.rs"),
        include_str!("../src/sign/explain/mod.rs"),
        include_str!("../src/sign/explain/sent.rs"),
        include_str!("../src/sign/explain/ways.rs"),
    );
    let cases = cases();
    let mut ids = 0;
    for after in source.split("mistake(").skip(1) {
        let Some(id) = after.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next()) else { continue };
        // Signatures of ECDSA are random: `the_forms_of_ecdsa_are_distinguished` covers this mistake.
        let made = id == "ecdsa-form" || cases.iter().any(|case| case.mistakes == [id]);
        assert!(made, "no case makes the mistake `{id}`");
        ids += 1;
    }
    assert!(ids > 20, "{ids}");
}

#[test]
fn three_mistakes_or_an_unknown_one_have_no_name() {
    let three = encode_upper(sha512("s3cret\n", AGAIN[0]));
    let unknown = hex(sha256("another secret", BODY));
    for header in [format!("v1={three}"), format!("v1={unknown}"), "v1=00".to_owned(), "v1=".to_owned(), "0".repeat(64)]
    {
        assert_eq!(case("", plain(), header).found(), [""; 0]);
    }
}

#[test]
fn a_right_signature_is_right_and_an_absent_one_is_missing() {
    let right = format!("v1={}", hex(sha256(SECRET, BODY)));
    let headers = [("X-SIGN", right.as_str())].into_iter().collect();
    assert_eq!(
        explain(&plain(), &Secret::new(SECRET), &headers, &Material::of(BODY.as_bytes())).unwrap(),
        Explanation::Right
    );
    let none = explain(&plain(), &Secret::new(SECRET), &Headers::new(), &Material::of(BODY.as_bytes())).unwrap();
    let refusal = Refusal::Missing { header: "X-Sign".to_owned() };
    assert_eq!(none, Explanation::Wrong { refusal, mistakes: Vec::new() });
}

#[test]
fn a_mistake_says_what_to_do() {
    for case in cases() {
        let headers = [("X-Sign", case.header.as_str())].into_iter().collect();
        let explanation = explain(&case.recipe, &Secret::new(case.secret), &headers, &case.material()).unwrap();
        let Explanation::Wrong { mistakes, .. } = explanation else { panic!("{:?}", case.mistakes) };
        for mistake in mistakes {
            assert!(mistake.text.len() > 20 && !mistake.text.ends_with('.'), "{}: {}", mistake.id, mistake.text);
        }
    }
}

#[cfg(feature = "rsa")]
#[test]
fn mistakes_under_rsa_are_named_too() {
    use hookproof::sign::Signer;
    let recipe = providers::orum().signing.recipe;
    let secret = Secret::new(include_str!("data/orum/test-key.private.pem"));
    let body = b"{\"created_at\":\"2026-01-31T09:30:00.000Z\"}\n";
    for (mistake, recipe_of_theirs, signed) in [
        ("lost-newline", recipe.clone(), &body[..body.len() - 1]),
        ("body-alone", recipe.clone().over("{body}"), body.as_slice()),
        ("swapped-order", recipe.clone().over("{member:/created_at}{body}"), body.as_slice()),
    ] {
        let headers = Signer::new(&recipe_of_theirs, &secret).unwrap().headers(&Material::of(signed)).unwrap();
        let explanation = explain(&recipe, &secret, &headers, &Material::of(body)).unwrap();
        let Explanation::Wrong { mistakes, .. } = explanation else { panic!("{mistake} is called right") };
        let ids: Vec<&str> = mistakes.iter().map(|mistake| mistake.id).collect();
        assert_eq!(ids, [mistake]);
    }
}

#[cfg(feature = "rsa")]
#[test]
fn the_forms_of_ecdsa_are_distinguished() {
    use hookproof::sign::{Signer, generate_keys_for};
    let algorithms = [Algorithm::EcdsaP256, Algorithm::EcdsaP256P1363];
    let secret = generate_keys_for(Algorithm::EcdsaP256).unwrap().private;
    for (algorithm, other) in [(algorithms[0], algorithms[1]), (algorithms[1], algorithms[0])] {
        let [recipe, theirs] =
            [algorithm, other].map(|algorithm| Recipe::hmac(algorithm, "X-Sign", "{signature}").keyed(KeyForm::Pem));
        let material = Material::of(BODY.as_bytes());
        let headers = Signer::new(&theirs, &secret).unwrap().headers(&material).unwrap();
        let explanation = explain(&recipe, &secret, &headers, &material).unwrap();
        let Explanation::Wrong { mistakes, .. } = explanation else { panic!("{algorithm} is called right") };
        let ids: Vec<&str> = mistakes.iter().map(|mistake| mistake.id).collect();
        assert_eq!(ids, ["ecdsa-form"]);
    }
}

/// Header values that look a little like those that providers send.
fn values() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        any::<Vec<u8>>(),
        any::<String>().prop_map(String::into_bytes),
        "(v1=|t=|s=|s2=|sha256=|[0-9]{1,20}|[0-9a-fA-F]{0,12}|[A-Za-z0-9+/_=-]{0,12}|[,;:. é]){0,8}"
            .prop_map(String::into_bytes),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::with_cases(64) })]

    #[test]
    fn nothing_that_is_sent_makes_it_panic(
        value in values(),
        body in prop_oneof![any::<Vec<u8>>(), "[\\[\\]{}\":,0-9a-zé\n\r ]{0,40}".prop_map(String::into_bytes)],
        secret in "[ -~é]{1,20}",
    ) {
        for provider in providers::ALL.iter().map(|provider| provider()) {
            let recipe = &provider.signing.recipe;
            let mut headers = Headers::new();
            headers.push(recipe.signature_header().unwrap().name.as_str(), value.clone());
            // A secret that is not an RSA key is an error, which is also an answer.
            if let Ok(explanation) = explain(recipe, &Secret::new(secret.as_str()), &headers, &Material::of(&body)) {
                prop_assert_ne!(explanation, Explanation::Right);
            }
        }
        for recipe in [plain(), base64(), timed()] {
            let headers: Headers = [("X-Sign", value.clone())].into_iter().collect();
            prop_assert!(explain(&recipe, &Secret::new(secret.as_str()), &headers, &Material::of(&body)).is_ok());
        }
    }
}
