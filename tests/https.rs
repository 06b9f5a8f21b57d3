//! https endpoints: trusted only as far as the user says.
#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test may")]

use std::sync::Arc;

use hookproof::__private::deliver::ClockSpeed;
use hookproof::__private::provider::api::Call;
use hookproof::__private::serve::{Options, Running};
use hookproof::__private::store::{Delivery, Filter, Status};
use hookproof::__private::{clock, serve};
use hookproof::model::{Headers, Trust};
use hookproof::verify::{Outcome, Run, Verdict};
use hookproof::{Verifier, VerifyError, providers};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;

const AUTHORITY: &[u8] = include_bytes!("data/tls/ca.pem");

/// An endpoint with TLS that accepts everything; its port.
async fn endpoint() -> u16 {
    let chain =
        CertificateDer::pem_slice_iter(include_bytes!("data/tls/server.pem")).collect::<Result<_, _>>().unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("data/tls/server.key.pem")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let mut request = Vec::new();
                while !is_whole(&request) {
                    if stream.read_buf(&mut request).await.is_ok_and(|count| count == 0) {
                        return;
                    }
                }
                let answer = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
                let _ = stream.write_all(answer).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    port
}

fn is_whole(request: &[u8]) -> bool {
    let Some(end) = request.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&request[..end]).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
    request.len() >= end + 4 + length.unwrap_or_default()
}

async fn run(trust: Trust) -> Result<Run, VerifyError> {
    let url = format!("https://127.0.0.1:{}/hook", endpoint().await);
    Verifier::of(providers::truv())
        .secret("s3cret")
        .trust(trust)
        .events(["link-connected"])
        .only(["delivery-documented"])
        .try_run(&url)
        .await
}

#[tokio::test]
async fn a_certificate_of_a_named_authority_is_taken() {
    let run = run(Trust::Authorities(AUTHORITY.to_vec())).await.unwrap();
    assert_eq!(run.check("delivery-documented").unwrap().verdict, Verdict::Pass);
}

#[tokio::test]
async fn any_certificate_is_taken_when_asked_by_name() {
    assert_eq!(run(Trust::Everyone).await.unwrap().verdict, Outcome::Passed);
}

#[tokio::test]
async fn an_unknown_certificate_is_refused_with_the_reason() {
    match run(Trust::System).await {
        Err(VerifyError::Unreachable { reason, .. }) => assert!(reason.contains("certificate"), "{reason}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_authority_that_is_none_is_said_before_anything_is_sent() {
    let error = run(Trust::Authorities(b"no certificate".to_vec())).await.unwrap_err();
    assert_eq!(error.to_string(), "the file of authorities holds no certificate in PEM");
}

/// The mock provider with two integrations at endpoints behind TLS: `checked`, and `unchecked`, whose certificate does
/// not matter. Its webhook sends to the one, and its alerts to the other.
async fn mock(trust: Trust, integration: &str, alert: &str) -> Running {
    let mut options = Options::new(vec![providers::socotra()]);
    (options.clock_speed, options.trust) = (ClockSpeed::Virtual, trust);
    let mock = serve::start(options).await.unwrap();
    let login = json!({"username": "alice.lee", "password": "hunter2", "tenantName": "acme"});
    let token = call(&mock, "POST", "/account/authenticateAdmin", "", &login);
    let token = token["authorizationToken"].as_str().unwrap();
    for (name, secure) in [("checked", true), ("unchecked", false)] {
        let url = format!("https://127.0.0.1:{}/{name}", endpoint().await);
        let integration = json!({"name": name, "url": url, "type": "webhook", "securitySpec": {"secureSSL": secure}});
        call(&mock, "POST", "/integrations", token, &integration);
    }
    let webhook = json!({
        "name": "mine", "integrationName": integration, "alertIntegrationName": alert, "events": ["policy.create"],
    });
    call(&mock, "PUT", "/webhooks", token, &webhook);
    mock
}

fn call(mock: &Running, method: &str, path: &str, token: &str, body: &Value) -> Value {
    let engine = mock.engine();
    let headers = Headers::from_iter([("Authorization", token)]);
    let body = body.to_string();
    let call = Call::new(method, path, clock::now()).with("", &headers, body.as_bytes(), "http://127.0.0.1");
    let answered = engine.answer(engine.provider("socotra").unwrap(), &call).unwrap();
    assert_eq!(answered.reply.status, 200, "{path}: {answered:?}");
    serde_json::from_slice(&answered.reply.body).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "a test opens its own connections")]
async fn own(mock: &Running, path: &str, body: &Value) -> Value {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("http://{}/_hookproof{path}", mock.address());
    let answer = client.post(url).body(body.to_string()).send().await.unwrap().text().await.unwrap();
    serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{error}: {answer}"))
}

/// Result of an event, and of the alert if there is one.
async fn delivered(mock: &Running) -> Vec<Delivery> {
    own(mock, "/emit", &json!({"provider": "socotra", "event": "policy.create"})).await;
    mock.engine().store().idle().await;
    let mut made = mock.engine().store().find(&Filter::default(), 9);
    made.reverse();
    made
}

#[tokio::test]
async fn the_mock_delivers_to_a_certificate_that_is_trusted() {
    let made = delivered(&mock(Trust::System, "checked", "unchecked").await).await;
    let told = made[0].attempts[0].exchange.describe();
    assert!(made[0].status == Status::Exhausted && told.contains("certificate"), "{told}");
    assert_eq!((made[1].event.as_str(), made[1].status), ("FailureMessage", Status::Succeeded));
    for trust in [Trust::Everyone, Trust::Authorities(AUTHORITY.to_vec())] {
        let made = delivered(&mock(trust, "checked", "unchecked").await).await;
        assert_eq!((made.len(), made[0].status), (1, Status::Succeeded));
    }
}

#[tokio::test]
async fn a_subscription_may_do_without_a_certificate_that_is_trusted() {
    let mock = mock(Trust::System, "unchecked", "checked").await;
    let made = delivered(&mock).await;
    assert_eq!((made.len(), made[0].status), (1, Status::Succeeded));
    let account = made[0].account.as_str();
    let order = json!({"provider": "socotra", "account": account, "only": ["delivery-documented"], "cases": 1});
    let run = own(&mock, "/verify", &order).await;
    assert_eq!(run["checks"][0]["verdict"], "pass", "{run}");
}

#[tokio::test]
async fn a_mock_without_authorities_does_not_start() {
    let mut options = Options::new(vec![providers::truv()]);
    options.trust = Trust::Authorities(b"no certificate".to_vec());
    let error = serve::start(options).await.unwrap_err();
    assert_eq!(error.to_string(), "the file of authorities holds no certificate in PEM");
}
