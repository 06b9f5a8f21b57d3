//! Report files: known to be writable before a run begins, and there whole or not at all.

use std::fs::File;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use crate::cli::error::CliError;

/// A report that will be written.
#[derive(Debug)]
pub(super) struct Pending {
    path: PathBuf,
    draft: PathBuf,
    file: File,
}

impl Pending {
    /// From `FORMAT=PATH`.
    pub(super) fn open(report: &str) -> Result<Self, CliError> {
        let wrong = || CliError::Form { given: report.to_owned(), expected: "a report such as json=report.json" };
        let (format, path) = report.split_once('=').ok_or_else(wrong)?;
        if format != "json" || path.is_empty() {
            return Err(wrong());
        }
        let path = Path::new(path).to_owned();
        let failed = |source| CliError::Write { path: path.clone(), source };
        if path.is_dir() {
            return Err(failed(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder")));
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let draft = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
        let file = File::create(&draft).map_err(failed)?;
        Ok(Self { path, draft, file })
    }

    /// Puts the report in its place.
    pub(super) fn finish(mut self, text: &str) -> Result<(), CliError> {
        let written = self.file.write_all(text.as_bytes()).and_then(|()| std::fs::rename(&self.draft, &self.path));
        written.map_err(|source| CliError::Write { path: self.path.clone(), source })
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        // It has another name already when the report was finished.
        let _ = std::fs::remove_file(&self.draft);
    }
}
