//! Reports that will be written: files are known to be writable before a run begins, and there whole or not at all.

use std::fs::File;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use crate::cli::error::CliError;
use crate::cli::output;
use crate::report::Format;
use crate::verify::Run;

/// A report that will be written.
#[derive(Debug)]
pub(super) struct Pending {
    format: Format,
    /// `None` for stdout.
    file: Option<Draft>,
}

/// A file under another name until it is whole.
#[derive(Debug)]
pub(super) struct Draft {
    path: PathBuf,
    beside: PathBuf,
    file: File,
}

impl Pending {
    /// From `FORMAT=PATH`; `-` is stdout.
    pub(super) fn open(report: &str) -> Result<Self, CliError> {
        let wrong = || CliError::Form { given: report.to_owned(), expected: "a report such as json=report.json" };
        let (format, path) = report.split_once('=').filter(|(_, path)| !path.is_empty()).ok_or_else(wrong)?;
        let format = format.parse()?;
        let file = if path == "-" { None } else { Some(Draft::open(Path::new(path))?) };
        Ok(Self { format, file })
    }

    /// Whether it goes to stdout.
    pub(super) const fn is_printed(&self) -> bool {
        self.file.is_none()
    }

    /// Writes the report.
    pub(super) fn finish(self, run: &Run) -> Result<(), CliError> {
        let text = self.format.write(run);
        match self.file {
            Some(draft) => draft.finish(&text),
            None => output::bytes(text.as_bytes()).map(|_| ()),
        }
    }
}

impl Draft {
    /// A file that can be written.
    pub(super) fn open(path: &Path) -> Result<Self, CliError> {
        let failed = |source| CliError::Write { path: path.to_owned(), source };
        if path.is_dir() {
            return Err(failed(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder")));
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let beside = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
        let file = File::create(&beside).map_err(failed)?;
        Ok(Self { path: path.to_owned(), beside, file })
    }

    /// Puts the text in its place.
    pub(super) fn finish(mut self, text: &str) -> Result<(), CliError> {
        let written = self.file.write_all(text.as_bytes()).and_then(|()| std::fs::rename(&self.beside, &self.path));
        written.map_err(|source| CliError::Write { path: self.path.clone(), source })
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // It has another name already when the report was finished.
        let _ = std::fs::remove_file(&self.beside);
    }
}
