//! `--failed-in`: the checks that failed in the run of a report.

use std::path::Path;

use serde_json::Value;

use crate::cli::error::CliError;
use crate::cli::output;
use crate::verify::Run;
use crate::verify::Verdict;

/// Returns the run of a report that this hookproof has written about this provider.
pub(super) fn read(path: &Path, provider: &str) -> Result<Run, CliError> {
    let wrong = |reason: String| CliError::Report { path: path.to_owned(), reason };
    let bytes = output::read(path)?;
    let document: Value = serde_json::from_slice(&bytes)
        .map_err(|error| wrong(format!("it is not JSON: {error}; write one with --report json=FILE")))?;
    let Some(version) = document.get("hookproof").and_then(Value::as_str) else {
        return Err(wrong("it is not a report of hookproof; write one with --report json=FILE".to_owned()));
    };
    let own = env!("CARGO_PKG_VERSION");
    if version != own {
        return Err(wrong(format!(
            "hookproof {version} wrote it, and this is hookproof {own}: run everything once, and use that report"
        )));
    }
    let run: Run = serde_json::from_value(document)
        .map_err(|error| wrong(format!("it is not a whole report of hookproof {own}: {error}")))?;
    if run.provider != provider {
        return Err(wrong(format!("it is about {}, and this run is about {provider}", run.provider)));
    }
    if failed(&run).is_empty() {
        return Err(wrong("no check failed in it: nothing to run".to_owned()));
    }
    Ok(run)
}

/// Returns the checks that failed in a run.
pub(super) fn failed(run: &Run) -> Vec<String> {
    let failed = run.checks.iter().filter(|check| check.verdict == Verdict::Fail);
    failed.map(|check| check.id.clone()).collect()
}
