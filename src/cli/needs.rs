//! `verify --needs`: the measured contract of an endpoint instead of verdicts.

use crate::battery::Verifier;
use crate::cli::error::CliError;
use crate::cli::reader::Reader;
use crate::cli::{output, progress, runtime, signals};
use crate::report;
use crate::report::Paint;
use crate::verify::Outcome;

pub(super) fn run(verifier: Verifier, url: &str, reader: Reader) -> Result<Outcome, CliError> {
    let measured = runtime::of_one_thread()?.block_on(async {
        let (verifier, bar) = progress::with_bar(verifier, progress::Lines::EveryFewSeconds);
        let needs = verifier.needs_until(url, signals::interrupt()).await;
        bar.finish_and_clear();
        needs
    })?;
    match reader {
        Reader::Program => output::json(&measured.events)?,
        _ => output::text(&report::needs(&measured, Paint::Coloured))?,
    };
    let nothing = measured.events.iter().all(|event| event.unmeasured.is_some());
    Ok(if measured.incomplete.is_some() || nothing { Outcome::Unproved } else { Outcome::Passed })
}
