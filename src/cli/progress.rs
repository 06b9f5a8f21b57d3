//! Shows how far a run is, and ends it when the user asks for that.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::battery::{Progress, Verifier};
use crate::cli::error::CliError;
use crate::cli::{output, signals};
use crate::clock::Stopwatch;
use crate::verify::Run;

/// Interval at which a terminal updates the elapsed time.
const TICK: Duration = Duration::from_millis(200);

/// Seconds between two progress lines, if no terminal shows a bar.
const BETWEEN_LINES: u64 = 5;

/// Whether progress is printed in lines, if no terminal shows a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lines {
    EveryFewSeconds,
    None,
    /// Not even a bar on a terminal: several runs would share it.
    NoBar,
}

/// Runs a verifier until it is done or the user interrupts it. On a terminal, a bar shows how far it is.
pub(super) async fn interruptible(verifier: Verifier, url: &str, lines: Lines) -> Result<Run, CliError> {
    until(verifier, url, lines, signals::interrupt()).await
}

/// Runs a verifier until it is done or `stop` completes. On a terminal, a bar shows how far it is.
pub(super) async fn until(
    verifier: Verifier,
    url: &str,
    lines: Lines,
    stop: impl Future<Output = ()>,
) -> Result<Run, CliError> {
    let (verifier, bar) = with_bar(verifier, lines);
    let run = verifier.run_until(url, stop).await;
    bar.finish_and_clear();
    Ok(run?)
}

/// Returns the verifier with a bar that shows how far it is, on a terminal.
pub(super) fn with_bar(verifier: Verifier, lines: Lines) -> (Verifier, ProgressBar) {
    let is_terminal = lines != Lines::NoBar && std::io::stderr().is_terminal();
    let bar = if is_terminal { ProgressBar::new(0) } else { ProgressBar::hidden() };
    if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} {elapsed} {msg}") {
        bar.set_style(style);
    }
    if is_terminal {
        bar.enable_steady_tick(TICK);
    }
    let shown = bar.clone();
    let begun = Stopwatch::start();
    let last_line = AtomicU64::new(0);
    let verifier = verifier.on_progress(move |progress| {
        if let Some(note) = progress.note {
            return shown.suspend(|| output::note(note));
        }
        shown.set_length(progress.of as u64);
        shown.set_position(progress.at as u64);
        let Progress { check, deliveries, failed, .. } = progress;
        shown.set_message(format!("{failed} failed, {deliveries} deliveries, {check}"));
        let seconds = begun.elapsed().as_secs();
        if lines == Lines::EveryFewSeconds
            && !is_terminal
            && seconds >= last_line.load(Ordering::Relaxed) + BETWEEN_LINES
        {
            last_line.store(seconds, Ordering::Relaxed);
            let (at, of) = (progress.at, progress.of);
            output::note(&format!("{seconds} s: {at} of {of}, {failed} failed, {deliveries} deliveries, {check}"));
        }
    });
    (verifier, bar)
}
