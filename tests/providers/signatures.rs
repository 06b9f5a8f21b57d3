//! Signatures of recorded and printed bodies, against values computed without this crate.

use base64::Engine;
use hookproof::model::{BodyStyle, Headers, Json, Secret};
use hookproof::provider::Provider;
use hookproof::providers;
use hookproof::sign::{Material, Signer};

fn signed(provider: &Provider, secret: &str, body: &[u8]) -> Headers {
    let signer = Signer::new(&provider.signing.recipe, &Secret::new(secret)).unwrap();
    let headers = signer.headers(&Material::of(body)).unwrap();
    signer.check(&headers, body).unwrap();
    headers
}

#[test]
fn truv_signs_the_printed_task_as_python_does() {
    let truv = providers::truv();
    let document = truv.payload("task-status-updated").unwrap().examples[0].document().unwrap();
    let body = document.write(BodyStyle::COMPACT);
    assert_eq!(body.len(), 415);
    let headers = signed(&truv, "test-secret", &body);
    let wanted = b"v1=4f5de9a96ca6115a349e0a2586e325b91d1b28d7b070bcc7ee0a37f1ac973fc4";
    assert_eq!(headers.get("X-WEBHOOK-SIGN"), Some(wanted.as_slice()));
}

#[test]
fn argyle_signs_the_recorded_bytes_and_not_the_document() {
    let argyle = providers::argyle();
    let body = include_bytes!("../data/argyle/accounts.connected.recorded-2026-01-29.json");
    assert_eq!(body.len(), 183);
    let headers = signed(&argyle, "optional-secret", body);
    let wanted = b"d4b33b6699a4015f90bee1b57ca3957912de5446fe42bff1da8334e18a61c32e\
        96779c175ff614f0753326e0cbf4e63f8e55a3701a228ef1b2a6a4cb339c8e89";
    assert_eq!(headers.get("X-Argyle-Signature"), Some(wanted.as_slice()));
    let compact = Json::parse(body).unwrap().write(BodyStyle::COMPACT);
    assert_ne!(signed(&argyle, "optional-secret", &compact), headers);
}

#[test]
fn argyle_lays_out_a_body_as_the_recorded_one() {
    let body = include_bytes!("../data/argyle/accounts.connected.recorded-2026-01-29.json");
    assert_eq!(providers::argyle().body.write(&Json::parse(body).unwrap()), body);
}

#[test]
fn orum_sent_a_signature_of_rsa_2048() {
    let header = include_str!("../data/orum/person_created.recorded-2025-04-06.signature.txt").trim_end();
    let signature = base64::engine::general_purpose::STANDARD.decode(header).unwrap();
    assert_eq!(signature.len() * 8, 2048);
}

#[test]
fn betterez_carries_time_old_and_new_signature_in_one_header() {
    let headers = signed(&providers::betterez(), "c7a2c5d0-5c7a-4b1e-9f53-8b5fb1c5b7a1", br#"{"a":1}"#);
    let value = std::str::from_utf8(headers.get("x-btrz-signature").unwrap()).unwrap();
    let parts: Vec<&str> = value.split(',').map(|part| part.split_once('=').unwrap().0).collect();
    assert_eq!(parts, ["t", "s", "s2"]);
}
