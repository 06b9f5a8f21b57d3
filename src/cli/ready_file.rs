//! The file that says where the server listens. A file with other content is not touched.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::error::CliError;
use crate::cli::output;

/// The longest address that is read from a file.
const LONGEST: u64 = 256;

/// The file of `--ready-file`, which is removed when this is dropped.
#[derive(Debug)]
pub(super) struct ReadyFile {
    path: PathBuf,
    line: String,
}

impl ReadyFile {
    /// Checks that nothing would be lost by writing this file: it is new, empty, or of an earlier server.
    pub(super) fn check(path: &Path) -> Result<(), CliError> {
        let is_other = match read(path) {
            Some(text) => !text.is_empty() && !is_line(&text),
            None => fs::metadata(path).is_ok_and(|found| found.is_file()),
        };
        if is_other { Err(CliError::ReadyFile { path: path.to_owned() }) } else { Ok(()) }
    }

    /// Writes the line of a server that is ready.
    pub(super) fn write(path: &Path, line: &str) -> Result<Self, CliError> {
        Self::check(path)?;
        output::write(path, line.as_bytes())?;
        Ok(Self { path: path.to_owned(), line: line.to_owned() })
    }
}

impl Drop for ReadyFile {
    fn drop(&mut self) {
        // It may be gone already, or another server may have written it.
        if read(&self.path).is_some_and(|text| text == self.line) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Returns the content of a small text file; `None` for anything else.
fn read(path: &Path) -> Option<String> {
    let found = fs::metadata(path).ok()?;
    if !found.is_file() || found.len() > LONGEST {
        return None;
    }
    fs::read_to_string(path).ok()
}

fn is_line(text: &str) -> bool {
    text.strip_suffix('\n').is_some_and(|line| line.starts_with("http://") && !line.contains(char::is_whitespace))
}
