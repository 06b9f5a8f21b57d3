//! Law 5, fifth part: HTTP message signatures (RFC 9421) as templates.

use hookproof::model::{Headers, TimeForm, Timestamp};
use hookproof::sign::{Algorithm, Encoding, KeyForm, Material, Recipe, Signer};

fn headers(lines: &[(&str, &str)]) -> Headers {
    lines.iter().copied().collect()
}

/// Appendix B.2.5.
#[test]
fn the_example_of_the_rfc_is_made_and_accepted() {
    const INPUT: &str = "(\"date\" \"@authority\" \"content-type\");created={time};keyid=\"test-shared-secret\"";
    let recipe = Recipe::hmac(Algorithm::HmacSha256, "Signature", "sig-b25=:{signature}:")
        .with_header("Signature-Input", &format!("sig-b25={INPUT}"))
        .over(&format!(
            "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n\"@authority\": {{authority}}\n\
             \"content-type\": application/json\n\"@signature-params\": {INPUT}"
        ))
        .timed(TimeForm::UnixSeconds)
        .encoded(Encoding::Base64)
        .keyed(KeyForm::Base64 { prefix: String::new() });
    let key = "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==";
    let signer = Signer::new(&recipe, &key.into()).unwrap();
    let material = Material::of(b"{}").url("https://example.com/foo").at(Timestamp::from_unix(1_618_884_473));
    let made = signer.headers(&material).unwrap();
    let published = headers(&[
        (
            "Signature-Input",
            "sig-b25=(\"date\" \"@authority\" \"content-type\");created=1618884473;keyid=\"test-shared-secret\"",
        ),
        ("Signature", "sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:"),
    ]);
    assert_eq!(made, published);
    assert_eq!(signer.check_delivery(&published, &material), Ok(()));
    assert!(signer.check_delivery(&published, &material.url("https://example.org/foo")).is_err());
}

/// The second positive vector for webhooks in adcontextprotocol/adcp, at cdf90825.
#[test]
fn a_vector_of_adcp_is_accepted() {
    const INPUT: &str = "(\"@method\" \"@target-uri\" \"@authority\" \"content-type\" \"content-digest\");created={time};\
                         expires={time+300};nonce=\"{nonce}\";keyid=\"test-es256-webhook-2026\";\
                         alg=\"ecdsa-p256-sha256\";tag=\"adcp/webhook-signing/v1\"";
    const URL: &str = "https://buyer.example.com/adcp/webhook/create_media_buy/agent_123/op_abc";
    const BODY: &str = "{\"idempotency_key\":\"whk_01HW9D3H8FZP2N6R8T0V4X6Z9B\",\"task_id\":\"task_456\",\
                        \"operation_id\":\"op_abc\",\"status\":\"completed\",\"result\":{\"media_buy_id\":\"mb_001\"}}";
    let recipe = Recipe::hmac(Algorithm::EcdsaP256P1363, "Signature", "sig1=:{signature}:")
        .with_header("Signature-Input", &format!("sig1={INPUT}"))
        .with_header("Content-Digest", "sha-256=:{sha256:base64}:")
        .over(&format!(
            "\"@method\": {{method}}\n\"@target-uri\": {{url}}\n\"@authority\": {{authority}}\n\
             \"content-type\": application/json\n\"content-digest\": sha-256=:{{sha256:base64}}:\n\
             \"@signature-params\": {INPUT}"
        ))
        .timed(TimeForm::UnixSeconds)
        .encoded(Encoding::Base64Url)
        .keyed(KeyForm::Jwk);
    let public = r#"{"kty":"EC","crv":"P-256","x":"0X7G_jryFpiX9XO3CKxIqUQs3DC8OhUkw6Rb5QOZd5M",
        "y":"MwZN7qQJzLpTD5dyDJAoqOLZJ9r8-GCh4BnOYu6NE0c"}"#;
    let signer = Signer::new(&recipe, &public.into()).unwrap();
    let published = headers(&[
        ("Content-Digest", "sha-256=:dJ2koiIMZIhdGE7tidErCHV13FFvOIowCcXDiwyG54I=:"),
        (
            "Signature-Input",
            "sig1=(\"@method\" \"@target-uri\" \"@authority\" \"content-type\" \"content-digest\");created=1776520800;\
             expires=1776521100;nonce=\"KXYnfEfJ0PBRZXQyVXfVQA\";keyid=\"test-es256-webhook-2026\";\
             alg=\"ecdsa-p256-sha256\";tag=\"adcp/webhook-signing/v1\"",
        ),
        ("Signature", "sig1=:Lxm2sI8t5uJVYlQyBCSG5vog_Q0egH9ebq2sim3j_2Ns3jDhFCAEH0cjCJa5PuY2Eb8GCbC4f4PraPQ12KclXA:"),
    ]);
    let material = Material::of(BODY.as_bytes()).url(URL);
    assert_eq!(signer.check_delivery(&published, &material), Ok(()));
    assert_eq!(signer.time(&published), Some(Timestamp::from_unix(1_776_520_800)));
    assert!(signer.check_delivery(&published, &material.method("PUT")).is_err());
    assert!(signer.check_delivery(&published, &Material::of(b"{}").url(URL)).is_err());
    let mut other = published;
    let input = String::from_utf8(other.get("Signature-Input").unwrap().to_vec()).unwrap();
    other.set("Signature-Input", input.replace("KXYnf", "KXYng"));
    assert!(signer.check_delivery(&other, &material).is_err());
}
