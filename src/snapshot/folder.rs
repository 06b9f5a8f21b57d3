//! A folder of snapshots: one file for each payload, and a pending file next to it if it has to be reviewed.

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::Serialize;

use crate::provider::Provider;
use crate::read;
use crate::snapshot::SnapshotError;
use crate::snapshot::file::File;

/// A folder of snapshots: `PROVIDER/EVENT.snap`.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
}

/// The comparison of the accepted snapshot with the current one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum State {
    /// They are equal.
    Same,
    /// No snapshot has been accepted yet.
    New,
    /// They differ.
    Changed,
    /// The provider no longer has the payload of the snapshot.
    Orphaned,
}

impl State {
    /// Returns its name.
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
    /// Creates a value for the snapshots in this folder, which need not exist yet.
    #[must_use]
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Returns the folder of a provider.
    #[must_use]
    pub fn of(&self, provider: &Provider) -> PathBuf {
        self.root.join(&provider.id)
    }

    /// Returns the path of the accepted snapshot.
    #[must_use]
    pub fn file(&self, provider: &Provider, payload: &str) -> PathBuf {
        self.of(provider).join(format!("{}{ACCEPTED}", file_name(payload)))
    }

    fn pending_file(&self, provider: &Provider, payload: &str) -> PathBuf {
        self.of(provider).join(format!("{}{PENDING}", file_name(payload)))
    }

    /// Reads the accepted snapshot; `None` if there is none.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read or is not a snapshot.
    pub fn accepted(&self, provider: &Provider, payload: &str) -> Result<Option<File>, SnapshotError> {
        read_file(&self.file(provider, payload))
    }

    /// Reads the pending snapshot; `None` if there is none.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read or is not a snapshot.
    pub fn pending(&self, provider: &Provider, payload: &str) -> Result<Option<File>, SnapshotError> {
        read_file(&self.pending_file(provider, payload))
    }

    /// Compares a snapshot with the accepted one. If they differ, writes a pending file for a review. If they are
    /// equal, removes the pending file.
    ///
    /// # Errors
    /// Returns an error if a file cannot be read or written, or is not a snapshot.
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

    /// Accepts the pending snapshot. If there is none, the snapshot is orphaned and is removed.
    ///
    /// # Errors
    /// Returns an error if a file cannot be read or written, or is not a snapshot.
    pub fn accept(&self, provider: &Provider, payload: &str) -> Result<(), SnapshotError> {
        let file = self.file(provider, payload);
        match self.pending(provider, payload)? {
            Some(pending) => write(&file, &pending.accepted().write())?,
            None => remove(&file)?,
        }
        remove(&self.pending_file(provider, payload))
    }

    /// Removes the pending snapshot.
    ///
    /// # Errors
    /// Returns an error if it cannot be removed.
    pub fn reject(&self, provider: &Provider, payload: &str) -> Result<(), SnapshotError> {
        remove(&self.pending_file(provider, payload))
    }

    /// Returns the names of the payloads with a pending or an orphaned snapshot, in order.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be read.
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

    /// Returns the names of the files of a provider; none if it has no folder.
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

/// Returns the file name that insta uses for a payload.
pub(crate) fn file_name(payload: &str) -> String {
    payload.replace(['/', '\\'], "__")
}

fn read_file(path: &Path) -> Result<Option<File>, SnapshotError> {
    match read::text(path) {
        Ok(text) => {
            let file = File::read(&text);
            file.map(Some).map_err(|source| SnapshotError::Format { path: path.to_owned(), source })
        }
        Err(source) if source.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(SnapshotError::Read { path: path.to_owned(), source }),
    }
}

/// Writes a file under a temporary name and renames it, so that it is always complete.
fn write(path: &Path, text: &str) -> Result<(), SnapshotError> {
    let failed = |source| SnapshotError::Write { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let written = fs::write(&temporary, text).and_then(|()| fs::rename(&temporary, path));
    written.map_err(|source| {
        // Ignore the error: the file may not exist.
        let _ = fs::remove_file(&temporary);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers;

    #[test]
    fn a_snapshot_that_is_too_large_is_refused() {
        let root = std::env::temp_dir().join(format!("hookproof-large-{}", std::process::id()));
        let (folder, truv) = (Folder::at(&root), providers::truv());
        fs::create_dir_all(folder.of(&truv)).unwrap();
        let file = fs::File::create(folder.file(&truv, "order-created")).unwrap();
        file.set_len(read::BYTE_LIMIT + 1).unwrap();
        let refused = folder.accepted(&truv, "order-created");
        fs::remove_dir_all(&root).unwrap();
        let Err(SnapshotError::Read { source, .. }) = refused else { panic!("{refused:?}") };
        assert_eq!(source.kind(), io::ErrorKind::FileTooLarge);
    }
}
