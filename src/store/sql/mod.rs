//! The file of a store: one connection writes changes in order, and another connection reads.

mod batch;
mod file;
mod kept;
mod read;
mod rows;
mod schema;
mod writer;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use sqlx::{AnyConnection, Connection};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::model::lock;
use crate::store::error::StoreError;
use crate::store::filter::Filter;
use crate::store::memory_index::Bounds;
use crate::store::record::{AccountId, Delivery, Noted};
use crate::store::sql::file::StoreFile;
use crate::store::sql::kept::Kept;
use crate::store::sql::writer::{After, Job, Writer};
use crate::store::write_op::{Commit, WriteOp};

/// Writes changes to a file.
pub(super) struct Keeper {
    path: PathBuf,
    jobs: Mutex<Option<mpsc::UnboundedSender<Job>>>,
    writer: Mutex<Option<JoinHandle<Result<(), String>>>>,
    reader: tokio::sync::Mutex<Option<AnyConnection>>,
}

impl Keeper {
    pub(super) async fn open(path: &Path, bounds: Bounds) -> Result<(Self, Kept), StoreError> {
        let (file, connection) = StoreFile::open(path).await?;
        let mut reader = file.connect().await?;
        let kept = read::restore(&mut reader, bounds).await.map_err(|error| file.error(&error))?;
        let path = file.path().to_owned();
        let (sender, receiver) = mpsc::unbounded_channel();
        let writer = tokio::spawn(Writer::new(file, connection, receiver).run());
        let keeper = Self {
            path,
            jobs: Mutex::new(Some(sender)),
            writer: Mutex::new(Some(writer)),
            reader: tokio::sync::Mutex::new(Some(reader)),
        };
        Ok((keeper, kept))
    }

    /// Queues changes. They are written together, after all changes that were queued before. `after` is called before
    /// the commit is ready.
    pub(super) fn keep(&self, writes: Vec<WriteOp>, after: Option<After>) -> Commit {
        let (done, commit) = oneshot::channel();
        if let Some(jobs) = &*lock(&self.jobs) {
            // If the writer has ended, the commit reports that the store was closed.
            let _ = jobs.send(Job { writes, after, done });
        }
        Commit(Some(commit))
    }

    pub(super) async fn close(&self) -> Result<(), String> {
        drop(lock(&self.jobs).take());
        if let Some(reader) = self.reader.lock().await.take() {
            // Ignore the error: this connection only reads.
            let _ = reader.close().await;
        }
        let writer = lock(&self.writer).take();
        match writer {
            Some(writer) => writer.await.unwrap_or_else(|error| Err(error.to_string())),
            None => Ok(()),
        }
    }

    pub(super) async fn recall(&self, number: u64) -> Result<Option<Delivery>, StoreError> {
        self.settled().await;
        let mut reader = self.reader.lock().await;
        let Some(reader) = &mut *reader else { return Ok(None) };
        read::delivery(reader, number).await.map_err(|error| file::error(&self.path, &error))
    }

    /// Returns the finished deliveries that match a filter, newest first, up to `most`.
    pub(super) async fn page(&self, filter: &Filter, most: usize) -> Result<Vec<Delivery>, StoreError> {
        self.settled().await;
        let mut reader = self.reader.lock().await;
        let Some(reader) = &mut *reader else { return Ok(Vec::new()) };
        read::page(reader, filter, most).await.map_err(|error| file::error(&self.path, &error))
    }

    /// Returns the findings of one account, or of all accounts, with lower numbers than `before`, newest first, up to
    /// `most`.
    pub(super) async fn findings(
        &self,
        account: Option<&AccountId>,
        before: Option<u64>,
        most: usize,
    ) -> Result<Vec<Noted>, StoreError> {
        self.settled().await;
        let mut reader = self.reader.lock().await;
        let Some(reader) = &mut *reader else { return Ok(Vec::new()) };
        read::findings(reader, account, before, most).await.map_err(|error| file::error(&self.path, &error))
    }

    /// Waits until all queued changes are written. Changes that could not be written cannot be read either.
    async fn settled(&self) {
        let _ = self.keep(Vec::new(), None).done().await;
    }
}

impl fmt::Debug for Keeper {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Keeper").field("path", &self.path).finish_non_exhaustive()
    }
}
