//! What answers Argyle, and how soon: everything slow is the worker's.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use sha2::{Digest, Sha256};
use tokio::sync::{mpsc, watch};

use crate::journal::Journal;
use crate::{Event, Job, signature};

#[derive(Debug)]
pub(crate) struct Endpoint {
    pub(crate) secret: String,
    pub(crate) journal: Arc<Journal>,
    pub(crate) queue: mpsc::Sender<Job>,
    /// Number of jobs that are not done.
    pub(crate) opened: watch::Sender<usize>,
}

pub(crate) fn router(endpoint: Endpoint) -> Router {
    Router::new().route("/hook", post(receive)).with_state(Arc::new(endpoint))
}

async fn receive(State(endpoint): State<Arc<Endpoint>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if !signature::is_right(&endpoint.secret, &headers, &body) {
        return StatusCode::UNAUTHORIZED;
    }
    // Before the 202: after it, the service cannot refuse the body any more.
    let (Ok(_), Ok(text)) = (serde_json::from_slice::<Event>(&body), std::str::from_utf8(&body)) else {
        return StatusCode::BAD_REQUEST;
    };
    // Reserve room in the queue first: every event in the journal must reach the worker.
    let Ok(place) = endpoint.queue.clone().try_reserve_owned() else { return StatusCode::SERVICE_UNAVAILABLE };
    let job = Job { id: digest(&body), body: text.to_owned() };
    // In a task: this function ends when the client hangs up, but an event in the journal must still reach the queue.
    tokio::spawn(keep(endpoint, job, place)).await.unwrap_or(StatusCode::SERVICE_UNAVAILABLE)
}

/// Writes a job to the journal, and puts it into the queue if it is new.
async fn keep(endpoint: Arc<Endpoint>, job: Job, place: mpsc::OwnedPermit<Job>) -> StatusCode {
    let noted = tokio::task::spawn_blocking({
        let (endpoint, job) = (Arc::clone(&endpoint), job.clone());
        move || endpoint.journal.add(&job)
    });
    match noted.await {
        Ok(Ok(true)) => {
            endpoint.opened.send_modify(|open| *open += 1);
            place.send(job);
            StatusCode::ACCEPTED
        }
        // It is known already, so Argyle does not need to send it again.
        Ok(Ok(false)) => StatusCode::ACCEPTED,
        // It is not stored, so it is not accepted: Argyle tries again after a 503.
        Ok(Err(_)) | Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

fn digest(body: &[u8]) -> String {
    const_hex::encode(Sha256::digest(body))
}
