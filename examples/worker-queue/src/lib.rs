//! A service that receives events of Argyle. It answers 202 as soon as an event is stored, and processes it later.

mod endpoint;
mod journal;
mod registration;
mod signature;
mod worker;

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::{mpsc, watch};

use crate::endpoint::Endpoint;
use crate::journal::Journal;
use crate::worker::Worker;

pub use registration::{Account, register};

/// The fields of an event that the service reads.
#[derive(Clone, Debug, Deserialize)]
pub struct Event {
    #[serde(rename = "event")]
    pub kind: String,
    pub data: Value,
}

/// An event that waits for the worker. Argyle's events have no id, so the digest of the body is used as one.
#[derive(Clone, Debug)]
struct Job {
    id: String,
    body: String,
}

/// Settings of the service.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The key that signs the deliveries.
    pub secret: String,
    /// Maximum number of waiting events. Further ones are answered 503, so Argyle sends them again.
    pub waiting: usize,
    /// Number of tries before an event is set aside.
    pub tries: u32,
    /// Pause after the first failure. It doubles after each further one.
    pub rest: Duration,
}

impl Settings {
    pub fn new(secret: impl Into<String>) -> Self {
        Self { secret: secret.into(), waiting: 10_000, tries: 5, rest: Duration::from_secs(1) }
    }
}

/// The endpoint and its worker.
#[derive(Debug)]
pub struct Service {
    /// Accepts deliveries at `/hook`.
    pub router: Router,
    open: watch::Receiver<usize>,
    worker: tokio::task::JoinHandle<()>,
}

impl Service {
    /// Starts the worker. It begins with the events in the journal that are not done.
    pub fn start<W, F>(journal: &Path, settings: &Settings, work: W) -> io::Result<Self>
    where
        W: Fn(Event) -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), String>> + Send + 'static,
    {
        let (journal, left) = Journal::open(journal)?;
        let journal = Arc::new(journal);
        // The events from the journal need room, too.
        let (queue, jobs) = mpsc::channel(settings.waiting.max(left.len()).max(1));
        let (opened, open) = watch::channel(left.len());
        for job in left {
            queue.try_send(job).map_err(io::Error::other)?;
        }
        let worker = Worker::new(Arc::clone(&journal), opened.clone(), settings.clone());
        let worker = tokio::spawn(worker.run(jobs, work));
        let endpoint = Endpoint { secret: settings.secret.clone(), journal, queue, opened };
        Ok(Self { router: endpoint::router(endpoint), open, worker })
    }

    /// Waits until every event is done.
    pub async fn idle(&self) {
        self.watch().idle().await;
    }

    /// Returns a handle that can wait without the service.
    pub fn watch(&self) -> Watch {
        Watch(self.open.clone())
    }

    /// Stops the worker at once, as a power cut would.
    pub async fn kill(self) {
        self.worker.abort();
        let _ = self.worker.await;
    }
}

/// Watches how many events are not done.
#[derive(Clone, Debug)]
pub struct Watch(watch::Receiver<usize>);

impl Watch {
    /// Waits until every event is done.
    pub async fn idle(mut self) {
        // An error means that the service has ended, so no work is left.
        let _ = self.0.wait_for(|open| *open == 0).await;
    }
}
