//! What is wrong with a provider file, and where.

use std::fmt;
use std::io;

use thiserror::Error;

use crate::model::did_you_mean;

/// A place in a file, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Name of the file, for people.
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// The error for a provider file that cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ProviderFileError {
    /// The file cannot be read.
    #[error("{path} cannot be read")]
    Read {
        /// Path of the file.
        path: String,
        /// The reason.
        source: io::Error,
    },
    /// Something in the file is wrong.
    #[error("{file}:{line}:{column}: {reason}")]
    Wrong {
        /// Path of the file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// The reason, and what to do.
        reason: String,
    },
    /// The name is unknown.
    #[error("unknown provider `{name}`{}", did_you_mean(.nearest))]
    Unknown {
        /// The name that was given.
        name: String,
        /// The most similar names.
        nearest: Vec<String>,
    },
}

impl Place {
    /// Returns the error for this place.
    pub(super) fn wrong(&self, reason: impl Into<String>) -> ProviderFileError {
        ProviderFileError::Wrong {
            file: self.file.clone(),
            line: self.line,
            column: self.column,
            reason: reason.into(),
        }
    }
}
