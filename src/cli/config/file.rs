//! Finds and parses a file, and says where in it something is wrong.

use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::cli::error::CliError;
use crate::cli::read;
use crate::model::nearest;

/// The name of the file.
pub(in crate::cli) const USUAL: &str = "hookproof.toml";

/// Returns the path of the file in the working folder, or in the nearest folder above it.
pub(in crate::cli) fn find() -> Option<PathBuf> {
    let usual = PathBuf::from(USUAL);
    if usual.is_file() {
        return Some(usual);
    }
    let here = std::env::current_dir().ok()?;
    here.ancestors().skip(1).map(|folder| folder.join(USUAL)).find(|path| path.is_file())
}

/// A file and its text.
#[derive(Debug)]
pub(super) struct Source {
    path: PathBuf,
    text: String,
}

impl Source {
    pub(super) fn read(path: &Path) -> Result<Self, CliError> {
        Ok(Self { path: path.to_path_buf(), text: read::text(path)? })
    }

    pub(super) fn parse(&self) -> Result<Spanned<DeTable<'_>>, CliError> {
        DeTable::parse(&self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            self.wrong(at, error.message().to_owned())
        })
    }

    /// Creates an error about what is at this byte.
    pub(super) fn wrong(&self, at: usize, reason: String) -> CliError {
        let before = self.text.get(..at).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |feed| feed + 1);
        CliError::Config {
            path: self.path.clone(),
            line: before.matches('\n').count() + 1,
            column: before[start..].chars().count() + 1,
            reason,
        }
    }

    /// Creates an error about an unknown key.
    pub(super) fn unknown<'n>(&self, at: usize, name: &str, known: impl Iterator<Item = &'n str>) -> CliError {
        let near = nearest(name, known);
        let near = near.first().map_or(String::new(), |near| format!(", did you mean `{near}`?"));
        self.wrong(at, format!("unknown key `{name}`{near}"))
    }

    /// Returns a value that must be a table.
    pub(super) fn table<'t, 'i>(
        &self,
        name: &str,
        value: &'t Spanned<DeValue<'i>>,
    ) -> Result<&'t DeTable<'i>, CliError> {
        match value.get_ref() {
            DeValue::Table(table) => Ok(table),
            _ => Err(self.wrong(value.span().start, format!("`{name}` must be a table"))),
        }
    }
}
