//! The task that writes: it writes all pending changes in one transaction.

use std::time::Duration;

use sqlx::{AnyConnection, Connection, Error};
use tokio::sync::{mpsc, oneshot};

use crate::clock;
use crate::store::sql::batch;
use crate::store::sql::file::StoreFile;
use crate::store::write_op::WriteOp;

/// The maximum number of jobs in one transaction.
const MOST: usize = 512;

/// The number of jobs that justifies a transaction. Under load, this many arrive while the previous one is written.
const WORTH: usize = 16;

/// The time that fewer jobs wait for more to arrive.
const WAIT: Duration = Duration::from_millis(5);

/// The maximum size, in bytes, of failed changes that are kept for another try.
const BACKLOG: usize = 64 << 20;

/// A function that is called with whether the changes were stored. It returns changes that undo what was not.
pub(super) type After = Box<dyn FnOnce(bool) -> Vec<WriteOp> + Send + Sync>;

/// Changes that are written atomically.
pub(super) struct Job {
    pub(super) writes: Vec<WriteOp>,
    pub(super) after: Option<After>,
    pub(super) done: oneshot::Sender<Result<(), String>>,
}

/// Writes incoming jobs.
pub(super) struct Writer {
    file: StoreFile,
    connection: AnyConnection,
    jobs: mpsc::UnboundedReceiver<Job>,
    /// Changes that could not be written yet. Their callers already received the error. These changes are written
    /// first, so that a later acknowledged change never depends on a missing one.
    backlog: Vec<WriteOp>,
    /// The reason why writing has stopped for good.
    broken: Option<String>,
}

impl Writer {
    pub(super) const fn new(file: StoreFile, connection: AnyConnection, jobs: mpsc::UnboundedReceiver<Job>) -> Self {
        Self { file, connection, jobs, backlog: Vec::new(), broken: None }
    }

    /// Writes jobs until all senders are gone.
    pub(super) async fn run(mut self) -> Result<(), String> {
        let mut jobs = Vec::new();
        while self.jobs.recv_many(&mut jobs, MOST).await > 0 {
            // A job without writes belongs to a reader that waits for earlier writes, so do not delay it.
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
        // SQLite moves all data into the main file when the last connection closes. If that fails, it happens when the
        // file is opened again.
        let _ = self.connection.close().await;
        self.broken.map_or(last, Err)
    }

    async fn take(&mut self, jobs: &mut Vec<Job>) {
        let written = match &self.broken {
            Some(reason) => Err(reason.clone()),
            None => self.write(jobs).await,
        };
        let result = match &written {
            // The data was written to a file that was removed. If the file is put back, it contains the data.
            Ok(()) if !self.file.is_there() => Err(self.file.gone().to_string()),
            _ => written.clone(),
        };
        let (mut again, mut undone) = (Vec::new(), Vec::new());
        for job in jobs.drain(..) {
            again.extend(job.writes);
            undone.extend(job.after.into_iter().flat_map(|after| after(result.is_ok())));
            // Ignore the error: not every caller waits for the result.
            let _ = job.done.send(result.clone());
        }
        match written {
            Ok(()) => self.backlog = undone,
            Err(_) if self.broken.is_some() => self.backlog.clear(),
            Err(reason) => {
                self.backlog.append(&mut again);
                self.backlog.append(&mut undone);
                if self.backlog.iter().map(WriteOp::memory_size).sum::<usize>() > BACKLOG {
                    self.broken = Some(format!("{reason}, for too long: start again"));
                    self.backlog.clear();
                }
            }
        }
    }

    /// Writes everything, or nothing.
    async fn write(&mut self, jobs: &[Job]) -> Result<(), String> {
        let mut writes: Vec<&WriteOp> = self.backlog.iter().collect();
        for job in jobs {
            writes.extend(&job.writes);
        }
        if writes.is_empty() {
            return Ok(());
        }
        let written = transact(&mut self.connection, &writes).await;
        written.map_err(|error| {
            if let Error::Protocol(reason) = &error {
                // A retry would fail again every time.
                self.broken = Some(reason.clone());
            }
            self.file.error(&error).to_string()
        })
    }
}

async fn transact(connection: &mut AnyConnection, writes: &[&WriteOp]) -> Result<(), Error> {
    sqlx::query("BEGIN").execute(&mut *connection).await?;
    let applied = match batch::apply(connection, writes).await {
        Ok(()) => sqlx::query("COMMIT").execute(&mut *connection).await.map(drop),
        Err(error) => Err(error),
    };
    if applied.is_err() {
        // The rollback fails if the database has already rolled back itself.
        let _ = sqlx::query("ROLLBACK").execute(connection).await;
    }
    applied
}
