//! One target: started, verified by the same code as `hookproof verify`, stopped and reported.

use std::ffi::OsString;
use std::sync::{Mutex, PoisonError};

use clap::{CommandFactory, FromArgMatches};
use tokio::sync::watch;

use crate::battery::{Reproduction, Verifier};
use crate::cli::args::{Cli, Command};
use crate::cli::config::RunTarget;
use crate::cli::error::CliError;
use crate::cli::progress::Lines;
use crate::cli::run::consumer;
use crate::cli::run::consumer::Consumer;
use crate::cli::run::secrets;
use crate::cli::verify::{After, Ready};
use crate::cli::{output, progress, verify};
use crate::verify::{Outcome, Run};

/// A target that can be verified.
#[derive(Debug)]
pub(super) struct Job {
    target: RunTarget,
    secrets: Vec<String>,
    verifier: Verifier,
    after: After,
}

/// How a target ended.
#[derive(Debug)]
pub(super) enum Ended {
    Verified {
        outcome: Outcome,
        /// The checks that failed.
        failed: Vec<String>,
    },
    Refused(CliError),
    /// A signal came before.
    NotRun,
}

/// What all jobs share.
#[derive(Debug)]
pub(super) struct Shared {
    /// One job prints at a time.
    printer: Mutex<()>,
    /// Number of targets.
    targets: usize,
    /// Number of targets that run at a time.
    side_by_side: usize,
}

impl Shared {
    pub(super) const fn new(targets: usize, side_by_side: usize) -> Self {
        Self { printer: Mutex::new(()), targets, side_by_side }
    }
}

impl Job {
    /// Prepares a target. Nothing is started or sent.
    pub(super) fn new(
        target: RunTarget,
        typed: &[(String, Vec<OsString>)],
        again: &Reproduction,
    ) -> Result<Self, CliError> {
        let mut program = Cli::command();
        let matches = program.try_get_matches_from_mut(target.words(typed));
        let parsed = matches.and_then(|matches| Cli::from_arg_matches(&matches)).map_err(|error| CliError::Flags {
            reason: error.to_string().lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned(),
        })?;
        let Command::Verify(mut args) = parsed.command else {
            return Err(CliError::Flags { reason: "the flags are not those of `verify`".to_owned() });
        };
        let secrets = secrets::give(&target.secrets, &target.name, &mut args)?;
        let Ready { verifier, after } = verify::ready(&args, again)?;
        Ok(Self { target, secrets, verifier, after })
    }

    pub(super) fn name(&self) -> &str {
        &self.target.name
    }

    /// Returns an error if both write the same file.
    pub(super) fn shared(&self, other: &Self) -> Option<CliError> {
        self.after.outputs.shared(&other.after.outputs)
    }

    /// Starts, verifies, stops and reports the target.
    pub(super) async fn run(self, shared: &Shared, mut stopped: watch::Receiver<bool>) -> Ended {
        let Self { target, secrets, verifier, after } = self;
        let stop = async move {
            // An error means that nothing can stop the run any more.
            if stopped.wait_for(|is_stopped| *is_stopped).await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        tokio::pin!(stop);
        let started = async {
            let mut consumer = Consumer::start(&target, secrets).await?;
            match consumer::listening(&target, consumer.as_mut()).await {
                Ok(()) => Ok(consumer),
                Err(error) => {
                    if let Some(consumer) = consumer {
                        consumer.stop().await;
                    }
                    Err(error)
                }
            }
        };
        let consumer = tokio::select! {
            biased;
            // A consumer that was just started is killed when its future is dropped.
            () = &mut stop => return Ended::NotRun,
            consumer = started => consumer,
        };
        let mut consumer = match consumer {
            Ok(consumer) => consumer,
            Err(error) => return refused(&target, shared, error.into()),
        };
        let lines = if shared.side_by_side > 1 { Lines::NoBar } else { Lines::EveryFewSeconds };
        let run = progress::until(verifier, &target.url, lines, stop).await;
        let failure = consumer.as_mut().and_then(Consumer::failure);
        if let Some(consumer) = consumer {
            consumer.stop().await;
        }
        if let Some(failure) = failure {
            output::warning(&format!("target {}: {failure}", target.name));
        }
        match run.and_then(|run| Ok((reported(&target, shared, after, &run)?, run))) {
            Ok((outcome, run)) => Ended::Verified { outcome, failed: run.failed().map(str::to_owned).collect() },
            Err(error) => refused(&target, shared, error),
        }
    }
}

/// Prints a run, below the name of its target if there are several.
fn reported(target: &RunTarget, shared: &Shared, after: After, run: &Run) -> Result<Outcome, CliError> {
    let _printing = shared.printer.lock().unwrap_or_else(PoisonError::into_inner);
    if shared.targets > 1 {
        output::note(&format!("\n── {} ──", target.name));
    }
    after.report(run)
}

/// Prints an error at once, if there are several targets.
fn refused(target: &RunTarget, shared: &Shared, error: CliError) -> Ended {
    if shared.targets > 1 {
        let _printing = shared.printer.lock().unwrap_or_else(PoisonError::into_inner);
        output::note(&format!("\n── {} ──", target.name));
        output::error(&error);
    }
    Ended::Refused(error)
}
