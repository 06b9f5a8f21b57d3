//! What was taken and what is done, a line each, in a file that outlives the process.

use std::collections::HashSet;
use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::PoisonError;

use serde::Deserialize;
use serde::Serialize;

use crate::Job;

#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    /// Every event that was ever taken. A service with more of them than memory keeps them in a table.
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
    /// Opens the file, and tells what was taken and not worked off.
    pub(crate) fn open(path: &Path) -> io::Result<(Self, Vec<Job>)> {
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
        let text = fs::read(path)?;
        // A line without an end was cut off by a crash, so nobody was told that it was taken.
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

    /// Keeps a job, if it is new; whether it is. It is on the disk when this returns.
    pub(crate) fn add(&self, job: &Job) -> io::Result<bool> {
        // Held while it is written: of two deliveries of one event the second must not overtake the first.
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.contains(&job.id) {
            return Ok(false);
        }
        self.append(&Line::Taken { id: job.id.clone(), body: job.body.clone() })?;
        seen.insert(job.id.clone());
        Ok(true)
    }

    /// A job is worked off.
    pub(crate) fn done(&self, id: &str) -> io::Result<()> {
        let _seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        self.append(&Line::Done { id: id.to_owned() })
    }

    /// A job failed too often, and somebody has to look at it.
    pub(crate) fn aside(&self, id: &str, reason: &str) -> io::Result<()> {
        let _seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        self.append(&Line::Aside { id: id.to_owned(), reason: reason.to_owned() })
    }

    /// A whole line, or none.
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
