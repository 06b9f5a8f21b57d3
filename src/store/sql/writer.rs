//! The task that writes: all that came in meanwhile in one transaction.

use std::time::Duration;

use sqlx::AnyConnection;
use sqlx::Connection;
use sqlx::Error;
use tokio::sync::mpsc;
use tokio::sync::oneshot;

use crate::clock;
use crate::store::sql::batch;
use crate::store::sql::file::StoreFile;
use crate::store::write::Write;

/// Most jobs of one transaction.
const MOST: usize = 512;

/// How many jobs are worth a transaction. Under load that many come in while the one before is written.
const WORTH: usize = 16;

/// How long fewer of them wait for company.
const WAIT: Duration = Duration::from_millis(5);

/// How many bytes of changes that could not be written are kept to be tried again.
const BACKLOG: usize = 64 << 20;

/// Changes that are written together or not at all.
pub(super) struct Job {
    pub(super) writes: Vec<Write>,
    pub(super) done: oneshot::Sender<Result<(), String>>,
}

/// Writes what comes in.
pub(super) struct Writer {
    file: StoreFile,
    connection: AnyConnection,
    jobs: mpsc::UnboundedReceiver<Job>,
    /// What could not be written yet. Whoever waited for it was told; it is tried again before anything else, so
    /// that what is acknowledged later does not rest on something that is missing.
    backlog: Vec<Write>,
    /// Why nothing is written any more.
    broken: Option<String>,
}

impl Writer {
    pub(super) const fn new(file: StoreFile, connection: AnyConnection, jobs: mpsc::UnboundedReceiver<Job>) -> Self {
        Self { file, connection, jobs, backlog: Vec::new(), broken: None }
    }

    /// Until nobody can hand anything over any more.
    pub(super) async fn run(mut self) -> Result<(), String> {
        let mut jobs = Vec::new();
        while self.jobs.recv_many(&mut jobs, MOST).await > 0 {
            // Who asks for nothing to be written waits to read.
            if jobs.len() < WORTH && jobs.iter().all(|job| !job.writes.is_empty()) {
                clock::sleep(WAIT).await;
                while jobs.len() < MOST
                    && let Ok(job) = self.jobs.try_recv()
                {
                    jobs.push(job);
                }
            }
            self.take(&mut jobs).await;
        }
        let last = if self.backlog.is_empty() { Ok(()) } else { self.write(&[]).await };
        // SQLite puts everything into the file itself when the last connection is closed; if it cannot, it is
        // done when the file is opened again.
        let _ = self.connection.close().await;
        self.broken.map_or(last, Err)
    }

    async fn take(&mut self, jobs: &mut Vec<Job>) {
        let written = match &self.broken {
            Some(reason) => Err(reason.clone()),
            None => self.write(jobs).await,
        };
        let result = match &written {
            // It was written to where nobody finds it; should the file come back, it is there.
            Ok(()) if !self.file.is_there() => Err(self.file.gone().to_string()),
            _ => written.clone(),
        };
        let mut again = Vec::new();
        for job in jobs.drain(..) {
            again.extend(job.writes);
            // Not everybody waits.
            let _ = job.done.send(result.clone());
        }
        match written {
            Ok(()) => self.backlog.clear(),
            Err(_) if self.broken.is_some() => self.backlog.clear(),
            Err(reason) => {
                self.backlog.append(&mut again);
                if self.backlog.iter().map(Write::weight).sum::<usize>() > BACKLOG {
                    self.broken = Some(format!("{reason}, for too long: start again"));
                    self.backlog.clear();
                }
            }
        }
    }

    /// All of it, or nothing.
    async fn write(&mut self, jobs: &[Job]) -> Result<(), String> {
        let mut writes: Vec<&Write> = self.backlog.iter().collect();
        for job in jobs {
            writes.extend(&job.writes);
        }
        if writes.is_empty() {
            return Ok(());
        }
        let written = transact(&mut self.connection, &writes).await;
        written.map_err(|error| {
            if let Error::Protocol(reason) = &error {
                // It would fail again and again.
                self.broken = Some(reason.clone());
            }
            self.file.error(&error).to_string()
        })
    }
}

async fn transact(connection: &mut AnyConnection, writes: &[&Write]) -> Result<(), Error> {
    sqlx::query("BEGIN").execute(&mut *connection).await?;
    let applied = match batch::apply(connection, writes).await {
        Ok(()) => sqlx::query("COMMIT").execute(&mut *connection).await.map(drop),
        Err(error) => Err(error),
    };
    if applied.is_err() {
        // Refused where the database has rolled back by itself.
        let _ = sqlx::query("ROLLBACK").execute(connection).await;
    }
    applied
}
