//! `--failed-in`: the checks that failed in the run of a report.

use std::path::Path;

use serde_json::Value;

use crate::battery::{Reproduction, Verifier};
use crate::cli::error::CliError;
use crate::cli::read;
use crate::model::shortened;
use crate::verify::{Run, Verdict};

/// Characters of a digest that are shown.
const DIGEST: usize = 23;

/// Returns the run of a report that this hookproof has written about the provider of this run.
pub(super) fn read(path: &Path, again: &Reproduction, verifier: &Verifier) -> Result<Run, CliError> {
    let provider = verifier.provider_id();
    let wrong = |reason: String| CliError::Report { path: path.to_owned(), reason };
    let bytes = read::bytes(path)?;
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
    let (there, here) = (&run.run.provider_digest, verifier.provider_digest()?);
    if *there != here {
        return Err(CliError::ProviderChanged {
            path: path.to_owned(),
            provider: run.provider.clone(),
            there: shortened(there, DIGEST).into_owned(),
            here: shortened(&here, DIGEST).into_owned(),
            reason: difference(&overrides(&run.run.flags), &overrides(&again.listed())),
        });
    }
    Ok(run)
}

/// Describes the flags that made the difference.
fn difference(there: &[&String], here: &[&String]) -> String {
    let listed = |flags: &[&String]| match flags {
        [] => "neither --assume nor --timeout".to_owned(),
        flags => flags.iter().map(|flag| flag.as_str()).collect::<Vec<_>>().join(" "),
    };
    if there == here {
        return "the flags are the same, so another build of hookproof wrote the report".to_owned();
    }
    format!("the report was made with {}, and this run has {}", listed(there), listed(here))
}

/// Returns the flags that change what is known about the provider.
fn overrides(flags: &[String]) -> Vec<&String> {
    let is_override = |flag: &&String| flag.starts_with("--assume ") || flag.starts_with("--timeout ");
    flags.iter().filter(is_override).collect()
}

/// Returns the checks that failed in a run.
pub(super) fn failed(run: &Run) -> Vec<String> {
    let failed = run.checks.iter().filter(|check| check.verdict == Verdict::Fail);
    failed.map(|check| check.id.clone()).collect()
}
