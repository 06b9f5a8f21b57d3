//! Where snapshots stand: one file a payload, what waits for a review beside it.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use serde::Serialize;

use crate::provider::Provider;
use crate::snapshot::SnapshotError;
use crate::snapshot::file::File;

/// A folder of snapshots: `PROVIDER/EVENT.snap`.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
}

/// How what is accepted and what is made now compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum State {
    /// They are equal.
    Same,
    /// Nothing was accepted yet.
    New,
    /// They differ.
    Changed,
    /// A snapshot of what the provider has no more.
    Orphaned,
}

impl State {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::New => "new",
            Self::Changed => "changed",
            Self::Orphaned => "orphaned",
        }
    }
}

const ACCEPTED: &str = ".snap";
const PENDING: &str = ".snap.new";

impl Folder {
    /// The snapshots below a folder, which need not be there yet.
    #[must_use]
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder of a provider.
    #[must_use]
    pub fn of(&self, provider: &Provider) -> PathBuf {
        self.root.join(&provider.id)
    }

    /// The file of what is accepted.
    #[must_use]
    pub fn file(&self, provider: &Provider, payload: &str) -> PathBuf {
        self.of(provider).join(format!("{}{ACCEPTED}", file_name(payload)))
    }

    fn pending_file(&self, provider: &Provider, payload: &str) -> PathBuf {
        self.of(provider).join(format!("{}{PENDING}", file_name(payload)))
    }

    /// What is accepted.
    ///
    /// # Errors
    /// When it cannot be read, or is no snapshot.
    pub fn accepted(&self, provider: &Provider, payload: &str) -> Result<Option<File>, SnapshotError> {
        read(&self.file(provider, payload))
    }

    /// What waits for a review.
    ///
    /// # Errors
    /// When it cannot be read, or is no snapshot.
    pub fn pending(&self, provider: &Provider, payload: &str) -> Result<Option<File>, SnapshotError> {
        read(&self.pending_file(provider, payload))
    }

    /// Compares a snapshot with what is accepted. What differs is left beside it for a review; what does not takes
    /// away what waited there.
    ///
    /// # Errors
    /// When a file cannot be read or written, or is no snapshot.
    pub fn check(&self, provider: &Provider, payload: &str, body: &str) -> Result<State, SnapshotError> {
        let accepted = self.accepted(provider, payload)?;
        let made = match &accepted {
            Some(file) => file.with_body(body),
            None => File::new(&format!("{} {payload}", provider.id), body),
        };
        let pending = self.pending_file(provider, payload);
        match accepted {
            Some(accepted) if accepted.body() == made.body() => {
                remove(&pending)?;
                Ok(State::Same)
            }
            accepted => {
                write(&pending, &made.write())?;
                Ok(if accepted.is_some() { State::Changed } else { State::New })
            }
        }
    }

    /// Takes what waits for a review, and takes away what is orphaned.
    ///
    /// # Errors
    /// When a file cannot be read or written, or is no snapshot.
    pub fn accept(&self, provider: &Provider, payload: &str) -> Result<(), SnapshotError> {
        let file = self.file(provider, payload);
        match self.pending(provider, payload)? {
            Some(pending) => write(&file, &pending.accepted().write())?,
            None => remove(&file)?,
        }
        remove(&self.pending_file(provider, payload))
    }

    /// Takes away what waits for a review.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn reject(&self, provider: &Provider, payload: &str) -> Result<(), SnapshotError> {
        remove(&self.pending_file(provider, payload))
    }

    /// The names of what waits for a review or is orphaned, in order.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn open(&self, provider: &Provider) -> Result<Vec<(String, State)>, SnapshotError> {
        let mut found = Vec::new();
        let names = self.names(provider)?;
        let known = |file: &str| provider.payloads.iter().find(|payload| file_name(&payload.name) == file);
        for name in &names {
            if let Some(file) = name.strip_suffix(PENDING) {
                let payload = known(file).map_or(file, |payload| &payload.name);
                let accepted = names.contains(&format!("{file}{ACCEPTED}"));
                let state = if accepted { State::Changed } else { State::New };
                found.push((payload.to_owned(), state));
            } else if let Some(file) = name.strip_suffix(ACCEPTED)
                && known(file).is_none()
                && !names.contains(&format!("{file}{PENDING}"))
            {
                found.push((file.to_owned(), State::Orphaned));
            }
        }
        found.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(found)
    }

    /// The names of the files of a provider; none where it has no folder.
    fn names(&self, provider: &Provider) -> Result<Vec<String>, SnapshotError> {
        let folder = self.of(provider);
        let failed = |source| SnapshotError::Read { path: folder.clone(), source };
        match fs::read_dir(&folder) {
            Ok(entries) => {
                entries.map(|entry| Ok(entry.map_err(failed)?.file_name().to_string_lossy().into_owned())).collect()
            }
            Err(source) if source.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(source) => Err(failed(source)),
        }
    }
}

/// A name as insta writes it.
pub(crate) fn file_name(payload: &str) -> String {
    payload.replace(['/', '\\'], "__")
}

fn read(path: &Path) -> Result<Option<File>, SnapshotError> {
    match fs::read_to_string(path) {
        Ok(text) => {
            let file = File::read(&text);
            file.map(Some).map_err(|source| SnapshotError::Format { path: path.to_owned(), source })
        }
        Err(source) if source.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(SnapshotError::Read { path: path.to_owned(), source }),
    }
}

/// Under another name until it is whole.
fn write(path: &Path, text: &str) -> Result<(), SnapshotError> {
    let failed = |source| SnapshotError::Write { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let written = fs::write(&beside, text).and_then(|()| fs::rename(&beside, path));
    written.map_err(|source| {
        // It may not even be there.
        let _ = fs::remove_file(&beside);
        failed(source)
    })
}

fn remove(path: &Path) -> Result<(), SnapshotError> {
    match fs::remove_file(path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(SnapshotError::Write { path: path.to_owned(), source })
        }
        _ => Ok(()),
    }
}
