//! Accepted and finished events, one line each, in a file that outlives the process.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{fs, io};

use serde::{Deserialize, Serialize};

use crate::Job;

#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    /// Every event that was ever accepted. If there are too many for the memory, use a database table.
    seen: Mutex<HashSet<String>>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Line {
    Taken { id: String, body: String },
    Done { id: String },
    Aside { id: String, reason: String },
}

impl Journal {
    /// Opens the file, and returns the events that were accepted and are not done.
    pub(crate) fn open(path: &Path) -> io::Result<(Self, Vec<Job>)> {
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
        let text = fs::read(path)?;
        // A crash truncated a line without an end, so its event was never answered 202.
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        file.set_len(whole as u64)?;
        let mut seen = HashSet::new();
        let mut left: Vec<Job> = Vec::new();
        for line in text[..whole].split_inclusive(|byte| *byte == b'\n') {
            match serde_json::from_slice(line)? {
                Line::Taken { id, body } => {
                    seen.insert(id.clone());
                    left.push(Job { id, body });
                }
                Line::Done { id } | Line::Aside { id, .. } => left.retain(|job| job.id != id),
            }
        }
        Ok((Self { path: path.to_owned(), seen: Mutex::new(seen) }, left))
    }

    /// Stores a job if it is new, and returns whether it is. The job is on the disk when this returns.
    pub(crate) fn add(&self, job: &Job) -> io::Result<bool> {
        // Locked while writing, so that the second delivery of an event waits for the first.
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.contains(&job.id) {
            return Ok(false);
        }
        self.append(&Line::Taken { id: job.id.clone(), body: job.body.clone() })?;
        seen.insert(job.id.clone());
        Ok(true)
    }

    /// Notes that a job is done.
    pub(crate) fn done(&self, id: &str) -> io::Result<()> {
        let _seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        self.append(&Line::Done { id: id.to_owned() })
    }

    /// Notes that a job failed too often, so that a person can look at it.
    pub(crate) fn aside(&self, id: &str, reason: &str) -> io::Result<()> {
        let _seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        self.append(&Line::Aside { id: id.to_owned(), reason: reason.to_owned() })
    }

    /// Appends a whole line, or nothing.
    fn append(&self, line: &Line) -> io::Result<()> {
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        let mut file = OpenOptions::new().append(true).open(&self.path)?;
        let before = file.metadata()?.len();
        let written = file.write_all(&text).and_then(|()| File::sync_data(&file));
        if written.is_err() {
            file.set_len(before)?;
        }
        written
    }
}
