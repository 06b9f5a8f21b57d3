//! Reports that will be written. An error of a file is reported before the run begins.

use std::path::Path;

use crate::cli::draft::Draft;
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

/// All that a run writes.
#[derive(Debug)]
pub(super) struct Outputs {
    pub(super) reports: Vec<Pending>,
    pub(super) baseline: Option<Draft>,
}

impl Outputs {
    /// Parses the reports as `FORMAT=PATH`, and the path of a new baseline. No two of them may be the same file.
    pub(super) fn open(reports: &[String], baseline: Option<&Path>) -> Result<Self, CliError> {
        let reports = reports.iter().map(|report| Pending::open(report)).collect::<Result<Vec<_>, _>>()?;
        if let Some(folder) = baseline.and_then(Path::parent) {
            std::fs::create_dir_all(folder).map_err(|source| CliError::Write { path: folder.to_owned(), source })?;
        }
        let baseline = baseline.map(Draft::open).transpose()?;
        let files: Vec<&Draft> = reports.iter().filter_map(|report| report.file.as_ref()).chain(&baseline).collect();
        for (at, file) in files.iter().enumerate() {
            if let Some(other) = files[..at].iter().find(|other| other.is_same(file)) {
                return Err(CliError::SameFile { one: other.path().to_owned(), other: file.path().to_owned() });
            }
        }
        Ok(Self { reports, baseline })
    }

    /// Returns a file that both write.
    pub(super) fn shared(&self, other: &Self) -> Option<CliError> {
        let own = self.reports.iter().filter_map(|report| report.file.as_ref());
        let others: Vec<&Draft> = other.reports.iter().filter_map(|report| report.file.as_ref()).collect();
        own.flat_map(|one| others.iter().map(move |other| (one, *other)))
            .find(|(one, other)| one.is_same(other))
            .map(|(one, other)| CliError::SameFile { one: one.path().to_owned(), other: other.path().to_owned() })
    }

    /// Counts those that are written to stdout.
    pub(super) fn printed(&self) -> usize {
        let reports = self.reports.iter().filter(|report| report.is_printed());
        reports.count() + usize::from(self.baseline.as_ref().is_some_and(Draft::is_stdout))
    }
}

impl Pending {
    /// Parses `FORMAT=PATH`; `-` is stdout.
    fn open(report: &str) -> Result<Self, CliError> {
        let wrong = || CliError::Form { given: report.to_owned(), expected: "a report such as json=report.json" };
        let (format, path) = report.split_once('=').filter(|(_, path)| !path.is_empty()).ok_or_else(wrong)?;
        let format = format.parse()?;
        let file = if path == "-" { None } else { Some(Draft::open(Path::new(path))?) };
        Ok(Self { format, file })
    }

    /// Whether it is written to stdout.
    fn is_printed(&self) -> bool {
        self.file.as_ref().is_none_or(Draft::is_stdout)
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
