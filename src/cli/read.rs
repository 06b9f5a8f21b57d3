//! Reads the files and the input that a user names, and reports errors as those of a command.

use std::io;
use std::path::Path;

use crate::cli::error::CliError;
use crate::read;

/// Reads a file.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, CliError> {
    read::bytes(path).map_err(|source| CliError::Read { path: path.to_owned(), source })
}

/// Reads a file of UTF-8 text.
pub(super) fn text(path: &Path) -> Result<String, CliError> {
    read::text(path).map_err(|source| CliError::Read { path: path.to_owned(), source })
}

/// Reads everything on stdin.
pub(super) fn stdin() -> Result<Vec<u8>, CliError> {
    read::stream(io::stdin()).map_err(CliError::Stdin)
}
