//! https endpoints: trusted only as far as the user says.
#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test may")]

use std::sync::Arc;

use hookproof::Verifier;
use hookproof::battery::VerifyError;
use hookproof::model::Trust;
use hookproof::providers;
use hookproof::verify::Run;
use hookproof::verify::Verdict;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;

const AUTHORITY: &[u8] = include_bytes!("data/tls/ca.pem");

/// An endpoint behind TLS that takes everything; its port.
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
    assert_eq!(run(Trust::Everyone).await.unwrap().verdict, Verdict::Pass);
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
