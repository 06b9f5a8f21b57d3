//! The errors of a store.

use std::path::PathBuf;

use thiserror::Error;

/// A reason why a store cannot be used. The file is unchanged.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The folder of the file does not exist.
    #[error("{path} cannot be a store: the folder {folder} does not exist", path = .path.display(), folder = .folder.display())]
    NoFolder {
        /// The file.
        path: PathBuf,
        /// Its folder.
        folder: PathBuf,
    },
    /// The file exists, but it is not a store.
    #[error("{path} is not a store of hookproof: it is {what}", path = .path.display())]
    NotOurs {
        /// The file.
        path: PathBuf,
        /// The kind of file that was found.
        what: &'static str,
    },
    /// The store was created by another version of hookproof, newer or older, with different tables.
    #[error("{path} is a store of version {version}, and this hookproof supports only version {known}", path = .path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// Its version.
        version: i32,
        /// The version that this hookproof supports.
        known: i32,
    },
    /// Another server uses the file.
    #[error("{path} is in use", path = .path.display())]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// The disk is full.
    #[error("{path} cannot be written: the disk is full", path = .path.display())]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The file was removed or replaced while it was in use.
    #[error("{path} was taken away while it was in use", path = .path.display())]
    Gone {
        /// The file.
        path: PathBuf,
    },
    /// The content of the file cannot be read.
    #[error("{path} is damaged: {reason}", path = .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The problem that was found.
        reason: String,
    },
    /// The operating system or the database refused the operation.
    #[error("{path} cannot be used: {reason}", path = .path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// The reason that it gave.
        reason: String,
    },
}

impl StoreError {
    /// Returns what the user can do next.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NoFolder { .. } => "create the folder, or name another file",
            Self::NotOurs { .. } => "name a file that does not exist yet, and a store is created there",
            Self::Version { .. } => "use the hookproof that created it, or name another file",
            Self::Locked { .. } => "stop the server that has it, or name another file",
            Self::Full { .. } => "free some space: the refused change is tried again with the next one",
            Self::Gone { .. } => "put it back, or start again",
            Self::Damaged { .. } => "name another file, and keep this one to examine it",
            Self::Refused { .. } => "check that files can be created and written there",
        }
    }

    /// Returns the exit status of a command that fails with this error: 2 if another file would work, 4 if the system
    /// fails.
    #[must_use]
    pub const fn code(&self) -> u8 {
        match self {
            Self::Full { .. } | Self::Gone { .. } | Self::Refused { .. } => 4,
            _ => 2,
        }
    }
}
