//! A service that hears from Argyle: it answers 202 as soon as an event is safe, and works it off later.

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
use tokio::sync::mpsc;
use tokio::sync::watch;

use crate::endpoint::Desk;
use crate::journal::Journal;
use crate::worker::Worker;

pub use registration::Account;
pub use registration::register;

/// What the service reads of an event.
#[derive(Clone, Debug, Deserialize)]
pub struct Event {
    #[serde(rename = "event")]
    pub kind: String,
    pub data: Value,
}

/// An event that waits to be worked off. Argyle's events have no id, so the digest of the body stands for one.
#[derive(Clone, Debug)]
struct Job {
    id: String,
    body: String,
}

/// How the service runs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Signs the deliveries.
    pub secret: String,
    /// Most events that wait; whoever comes then is asked to come again.
    pub waiting: usize,
    /// How often an event is worked on before it is put aside.
    pub tries: u32,
    /// How long the worker rests after a failure, twice as long after each further one.
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
    /// Takes deliveries at `/hook`.
    pub router: Router,
    open: watch::Receiver<usize>,
    worker: tokio::task::JoinHandle<()>,
}

impl Service {
    /// Starts the worker, first with what the journal says was taken and not worked off.
    pub fn start<W, F>(journal: &Path, settings: &Settings, work: W) -> io::Result<Self>
    where
        W: Fn(Event) -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), String>> + Send + 'static,
    {
        let (journal, left) = Journal::open(journal)?;
        let journal = Arc::new(journal);
        // What is left must find room, too.
        let (queue, jobs) = mpsc::channel(settings.waiting.max(left.len()).max(1));
        let (opened, open) = watch::channel(left.len());
        for job in left {
            queue.try_send(job).map_err(io::Error::other)?;
        }
        let worker = Worker::new(Arc::clone(&journal), opened.clone(), settings.clone());
        let worker = tokio::spawn(worker.run(jobs, work));
        let desk = Desk { secret: settings.secret.clone(), journal, queue, opened };
        Ok(Self { router: endpoint::router(desk), open, worker })
    }

    /// Waits until nothing is left to be worked off.
    pub async fn idle(&self) {
        self.watch().idle().await;
    }

    /// The same for somebody who has not got the service.
    pub fn watch(&self) -> Watch {
        Watch(self.open.clone())
    }

    /// Stops the worker wherever it is, as a power cut would.
    pub async fn kill(self) {
        self.worker.abort();
        let _ = self.worker.await;
    }
}

/// Sees how much is left to be worked off.
#[derive(Clone, Debug)]
pub struct Watch(watch::Receiver<usize>);

impl Watch {
    /// Waits until nothing is.
    pub async fn idle(mut self) {
        // An error means that the service is gone, and its work with it.
        let _ = self.0.wait_for(|open| *open == 0).await;
    }
}
