//! Handshakes before the first delivery to an endpoint.

use crate::clock;
use crate::deliver::attempts::Job;
use crate::deliver::engine::Engine;
use crate::model::{Failure, Outcome, SecretText};
use crate::net::{Connection, Probe};
use crate::provider::{Handshake, HandshakeParties, IdSource};

/// Makes the handshakes of a provider.
///
/// # Errors
/// When the endpoint could not be reached, or did not confirm one of them.
pub(super) async fn perform(engine: &Engine, job: &Job, probe: &Probe) -> Result<(), Failure> {
    for handshake in &job.provider.handshakes {
        perform_one(engine, job, probe, handshake).await?;
    }
    Ok(())
}

async fn perform_one(engine: &Engine, job: &Job, probe: &Probe, handshake: &Handshake) -> Result<(), Failure> {
    let impossible = |reason: String| Failure::Handshake { name: handshake.name.clone(), reason };
    let token = engine.token().map(SecretText::expose);
    if token.is_none() && handshake.has_token() {
        return Err(impossible("was not asked, because its token is not known: give --verify-token".to_owned()));
    }
    let signer = match &job.delivery.secret {
        Some(secret) => Some(engine.signer(&job.provider, secret).map_err(|error| impossible(error.to_string()))?),
        None => None,
    };
    let url = job.delivery.url.as_str();
    let parties = HandshakeParties { signer: signer.as_deref(), token: token.unwrap_or_default(), url };
    let number = job.delivery.number.to_string();
    let ids = IdSource::new(engine.seed, &engine.salt, &["handshake", url, &handshake.name, &number]);
    let built = job.provider.handshake_request(handshake, parties, &ids, clock::now());
    let (mut request, expected) =
        built.map_err(|error| impossible(format!("was not asked, because it cannot be signed: {error}")))?;
    for (name, value) in &job.delivery.headers {
        request.headers.set(name, value.as_str());
    }
    match probe.send(job.provider.on_wire(request), Connection::Kept).await.outcome {
        Outcome::Answered(response) => expected.fault(&response).map_or(Ok(()), |fault| Err(impossible(fault))),
        Outcome::Failed(failure) => Err(failure),
    }
}
