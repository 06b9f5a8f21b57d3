//! The reasons why documents cannot be imported.

use std::io;

use thiserror::Error;

use crate::provider_file::ProviderFileError;

/// The error for documents that cannot be imported.
#[derive(Debug, Error)]
pub(crate) enum ImportError {
    #[error("{path} cannot be read")]
    Read { path: String, source: io::Error },
    #[error("{path}: {reason}")]
    Document { path: String, reason: String },
    #[error(transparent)]
    Yaml(#[from] ProviderFileError),
    #[error("{file}#{pointer}: {reason}")]
    Place { file: String, pointer: String, reason: String },
    #[error("{path} describes no webhooks; it has {found}")]
    Nothing { path: String, found: String },
    #[error("{path} was not written by an import, so an import cannot change it")]
    NotImported { path: String },
    #[error("no event can be imported: {reason}")]
    NoEvents { reason: String },
}
