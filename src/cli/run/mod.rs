//! `run`: starts, verifies and stops the consumers of `hookproof.toml`.

mod consumer;
mod consumer_error;
mod group;
mod job;
mod log;
mod port;
mod secrets;
mod summary;

use std::collections::VecDeque;
use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;

use clap::{ArgAction, ArgMatches};
use tokio::sync::{mpsc, watch};

use crate::cli::config::{Config, RunTarget};
use crate::cli::error::CliError;
use crate::cli::run::job::{Ended, Job, Shared};
use crate::cli::run_args::RunArgs;
use crate::cli::{config, output, reproduction, runtime, signals};
use crate::model::nearest;
use crate::verify::Outcome;

pub(super) use consumer_error::ConsumerError;

/// Flags of `run` that are not flags of `verify`.
const OWN: [&str; 5] = ["targets", "config", "jobs", "list", "help"];

/// A target that has ended, and its place in the file.
type Numbered = (usize, String, Ended);

pub(super) fn run(args: &RunArgs, program: &clap::Command, matches: &ArgMatches) -> Result<Outcome, CliError> {
    let (path, config) = configured(args.config.as_deref())?;
    let targets = selected(&path, config.targets, &args.targets)?;
    if args.list {
        return output::text(&listed(&targets));
    }
    let typed = typed(program, matches);
    let mut jobs = Vec::new();
    for target in targets {
        let again = reproduction::of_target(&target.name, &path, program, matches);
        let name = target.name.clone();
        let job = Job::new(target, &typed, &again).map_err(|source| of_target(&name, source))?;
        if let Some(error) = jobs.iter().find_map(|other: &Job| other.shared(&job)) {
            return Err(of_target(&name, error));
        }
        jobs.push(job);
    }
    let names: Vec<String> = jobs.iter().map(|job| job.name().to_owned()).collect();
    match (names.as_slice(), finished(jobs, args.jobs.get())?) {
        ([name], mut ended) => match ended.pop() {
            Some((_, _, Ended::Verified { outcome, .. })) => Ok(outcome),
            Some((_, _, Ended::Refused(error))) => Err(of_target(name, error)),
            Some((_, _, Ended::NotRun)) | None => Ok(Outcome::Unproved),
        },
        (_, mut ended) => {
            ended.sort_by_key(|(at, ..)| *at);
            let ended: Vec<(String, Ended)> = ended.into_iter().map(|(_, name, ended)| (name, ended)).collect();
            output::text(&summary::text(&ended))?;
            summary::result(&ended)
        }
    }
}

fn of_target(name: &str, source: CliError) -> CliError {
    CliError::OfTarget { name: name.to_owned(), source: Box::new(source) }
}

/// Reads the file, and makes its folder the working folder: every path and command of the file is relative to it.
fn configured(named: Option<&Path>) -> Result<(PathBuf, Config), CliError> {
    let Some(found) = named.map(Path::to_path_buf).or_else(config::find) else {
        return Err(CliError::NoConfig { folder: std::env::current_dir().unwrap_or_default() });
    };
    let failed = |source| CliError::Read { path: found.clone(), source };
    let path = std::path::absolute(&found).map_err(failed)?;
    if let Some(folder) = path.parent().filter(|_| found.as_path() != Path::new(config::USUAL)) {
        std::env::set_current_dir(folder).map_err(failed)?;
        let config = config::read(&path, Path::new(""))?;
        return Ok((path, config));
    }
    let config = config::read(&found, Path::new(""))?;
    Ok((path, config))
}

/// Returns the targets of these names, in the order of the file; all of them without names.
fn selected(path: &Path, all: Vec<RunTarget>, names: &[String]) -> Result<Vec<RunTarget>, CliError> {
    if all.is_empty() {
        return Err(CliError::NoTargets { path: path.to_path_buf() });
    }
    if let Some(name) = names.iter().find(|name| all.iter().all(|target| target.name != **name)) {
        let nearest = nearest(name, all.iter().map(|target| target.name.as_str()));
        return Err(CliError::UnknownTarget { name: name.clone(), nearest });
    }
    Ok(all.into_iter().filter(|target| names.is_empty() || names.contains(&target.name)).collect())
}

/// Returns the table of `--list`.
fn listed(targets: &[RunTarget]) -> String {
    let width = |of: fn(&RunTarget) -> &str| targets.iter().map(|target| of(target).len()).max().unwrap_or_default();
    let (names, providers, urls) =
        (width(|target| &target.name), width(|target| &target.provider), width(|target| &target.url));
    targets.iter().fold(String::new(), |mut text, target| {
        let start = target.start.as_deref().unwrap_or("(runs already)");
        let RunTarget { name, provider, url, .. } = target;
        let _ = writeln!(text, "{name:names$}  {provider:providers$}  {url:urls$}  {start}");
        text
    })
}

/// Returns the flags of `verify` that were typed.
fn typed(program: &clap::Command, matches: &ArgMatches) -> Vec<(String, Vec<OsString>)> {
    let flags = reproduction::typed("run", program, matches);
    let flags = flags.into_iter().filter(|(flag, _)| !OWN.contains(&flag.get_id().as_str()));
    flags
        .filter_map(|(flag, values)| {
            let long = flag.get_long()?;
            let words: Vec<OsString> = match flag.get_action() {
                ArgAction::SetTrue => vec![format!("--{long}").into()],
                _ => values.iter().map(|value| format!("--{long}={value}").into()).collect(),
            };
            Some((long.to_owned(), words))
        })
        .collect()
}

/// Runs the jobs, this many side by side, until all are done or a signal stops them.
fn finished(jobs: Vec<Job>, side_by_side: usize) -> Result<Vec<Numbered>, CliError> {
    let runtime = runtime::of_one_thread()?;
    let workers = side_by_side.min(jobs.len());
    let shared = Shared::new(jobs.len(), workers);
    let queue: Mutex<VecDeque<(usize, Job)>> = Mutex::new(jobs.into_iter().enumerate().collect());
    let (stop, stopped) = watch::channel(false);
    // Before anything starts: a signal must find a listener.
    let interrupt = signals::interrupt();
    // Every worker has a sender, also if it panics: when the last one is gone, all are done.
    let (working, mut all_done) = mpsc::channel::<()>(1);
    thread::scope(|scope| {
        let spawned = (0..workers).map(|_| {
            let (stopped, working, queue, shared) = (stopped.clone(), working.clone(), &queue, &shared);
            scope.spawn(move || {
                let _working = working;
                worked(queue, shared, &stopped)
            })
        });
        let spawned: Vec<_> = spawned.collect();
        drop(working);
        runtime.block_on(async {
            tokio::select! {
                () = interrupt => {
                    // Ignore the error: without receivers, all workers are done.
                    let _ = stop.send(true);
                }
                _ = all_done.recv() => {}
            }
        });
        let mut ended = Vec::new();
        for worker in spawned {
            match worker.join() {
                Ok(part) => ended.extend(part?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok(ended)
    })
}

/// Takes one job after the other from the queue.
fn worked(
    queue: &Mutex<VecDeque<(usize, Job)>>,
    shared: &Shared,
    stopped: &watch::Receiver<bool>,
) -> Result<Vec<Numbered>, CliError> {
    let runtime = runtime::of_one_thread()?;
    let mut ended = Vec::new();
    loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let Some((at, job)) = next else { return Ok(ended) };
        let name = job.name().to_owned();
        ended.push((at, name, runtime.block_on(job.run(shared, stopped.clone()))));
    }
}
