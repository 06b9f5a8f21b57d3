//! Processes one event after the other. It retries by itself, because Argyle has its 202 already.

use std::sync::Arc;

use tokio::sync::{mpsc, watch};

use crate::journal::Journal;
use crate::{Event, Job, Settings};

pub(crate) struct Worker {
    journal: Arc<Journal>,
    opened: watch::Sender<usize>,
    settings: Settings,
}

impl Worker {
    pub(crate) const fn new(journal: Arc<Journal>, opened: watch::Sender<usize>, settings: Settings) -> Self {
        Self { journal, opened, settings }
    }

    /// Runs until every sender of the queue is dropped.
    pub(crate) async fn run<W, F>(self, mut jobs: mpsc::Receiver<Job>, work: W)
    where
        W: Fn(Event) -> F,
        F: Future<Output = Result<(), String>>,
    {
        while let Some(job) = jobs.recv().await {
            let worked = match serde_json::from_str::<Event>(&job.body) {
                Ok(event) => self.again_and_again(&event, &work).await,
                Err(error) => Err(error.to_string()),
            };
            self.note(job.id, worked).await;
            self.opened.send_modify(|open| *open -= 1);
        }
    }

    async fn again_and_again<W, F>(&self, event: &Event, work: &W) -> Result<(), String>
    where
        W: Fn(Event) -> F,
        F: Future<Output = Result<(), String>>,
    {
        let mut rest = self.settings.rest;
        for _ in 1..self.settings.tries {
            if work(event.clone()).await.is_ok() {
                return Ok(());
            }
            tokio::time::sleep(rest).await;
            rest *= 2;
        }
        work(event.clone()).await
    }

    /// Notes the result. If that fails, the event is processed again after a restart: better than never.
    async fn note(&self, id: String, worked: Result<(), String>) {
        let journal = Arc::clone(&self.journal);
        let note = move || match worked {
            Ok(()) => journal.done(&id),
            Err(reason) => journal.aside(&id, &reason),
        };
        if let Ok(Err(error)) = tokio::task::spawn_blocking(note).await {
            eprintln!("cannot write to the journal that an event is done: {error}");
        }
    }
}
