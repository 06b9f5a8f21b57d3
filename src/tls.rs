//! Trust settings for https endpoints. The cryptographic provider is passed explicitly and never installed for the
//! whole process, because that choice belongs to the program and not to this library.

use std::sync::Arc;

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use rustls_platform_verifier::BuilderVerifierExt;
use thiserror::Error;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use tokio_rustls::rustls::pki_types::{ServerName, UnixTime};
use tokio_rustls::rustls::{
    ClientConfig, ConfigBuilder, DigitallySignedStruct, Error as RustlsError, RootCertStore, SignatureScheme,
    WantsVerifier,
};

use crate::model::Trust;

/// A reason why trust settings are not usable.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TlsError {
    /// The given `--ca` file contains no certificate in PEM format.
    #[error("the file of authorities holds no certificate in PEM")]
    NoCertificate,
    /// The TLS library returned an error.
    #[error("TLS cannot be set up")]
    Library(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl TlsError {
    fn library(error: RustlsError) -> Self {
        Self::Library(error.into())
    }
}

/// Returns the TLS configuration for these trust settings.
pub(crate) fn config(trust: &Trust) -> Result<ClientConfig, TlsError> {
    let builder = builder()?;
    Ok(match trust {
        Trust::System => builder.with_platform_verifier().map_err(TlsError::library)?.with_no_client_auth(),
        Trust::Authorities(pem) => {
            let mut roots = RootCertStore::empty();
            let (added, _) = roots.add_parsable_certificates(CertificateDer::pem_slice_iter(pem).flatten());
            if added == 0 {
                return Err(TlsError::NoCertificate);
            }
            builder.with_root_certificates(roots).with_no_client_auth()
        }
        Trust::Everyone => {
            let anyone = Arc::new(Anyone(Arc::clone(builder.crypto_provider())));
            builder.dangerous().with_custom_certificate_verifier(anyone).with_no_client_auth()
        }
    })
}

/// Returns the TLS configuration of a client that never uses TLS. It trusts no certificate.
pub(crate) fn trusting_nobody() -> Result<ClientConfig, TlsError> {
    Ok(builder()?.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}

fn builder() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, TlsError> {
    ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(TlsError::library)
}

/// A verifier that accepts any certificate. It is used only on explicit request.
#[derive(Debug)]
struct Anyone(Arc<CryptoProvider>);

impl ServerCertVerifier for Anyone {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, RustlsError> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, RustlsError> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, RustlsError> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
