//! `verify`: from flags to a run, from a run to reports and an exit status.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;

use indicatif::ProgressBar;
use indicatif::ProgressStyle;

use crate::battery::Progress;
use crate::battery::Verifier;
use crate::battery::VerifyError;
use crate::cli::End;
use crate::cli::args::TrustArgs;
use crate::cli::assume;
use crate::cli::draft::Draft;
use crate::cli::error::CliError;
use crate::cli::failed_in;
use crate::cli::hooks;
use crate::cli::needs;
use crate::cli::output;
use crate::cli::pending::Outputs;
use crate::cli::read;
use crate::cli::reproduction;
use crate::cli::reproduction::Scripts;
use crate::cli::runtime;
use crate::cli::secret;
use crate::cli::sign;
use crate::cli::signals;
use crate::cli::verify_args::VerifyArgs;
use crate::clock::Stopwatch;
use crate::model::Json;
use crate::model::Trust;
use crate::providers;
use crate::report;
use crate::report::Detail;
use crate::report::Paint;
use crate::verify::Baseline;
use crate::verify::Run;

/// Interval at which a terminal updates the elapsed time.
const TICK: Duration = Duration::from_millis(200);

/// Seconds between two progress lines, if no terminal shows a bar.
const BETWEEN_LINES: u64 = 5;

pub(super) fn run(args: &VerifyArgs) -> Result<End, CliError> {
    let known = args.baseline.as_deref().map(baseline).transpose()?.unwrap_or_default();
    let mut verifier = verifier(args)?.baseline(known.ids());
    if let Some(path) = &args.failed_in {
        let before = failed_in::read(path, args, &verifier)?;
        verifier = verifier.only(failed_in::failed(&before)).seed(args.seed.unwrap_or(before.seed));
    }
    if args.needs {
        return needs::run(verifier, &args.url, args.json.into());
    }
    let outputs = Outputs::open(&args.report, args.write_baseline.as_deref())?;
    let scripts = args.reproduce.as_deref().map(Scripts::open).transpose()?;
    let reader = reader(args, &outputs)?;
    let run = runtime::of_one_thread()?.block_on(interruptible(verifier, &args.url, Lines::EveryFewSeconds))?;
    // If a file cannot be written, the verdict and the other files are still reported.
    let printed = print(&run, reader, args.detail());
    if let Some(count) = args.durations {
        output::note(report::durations(&run, count).trim_end());
    }
    let written: Vec<_> = outputs.reports.into_iter().map(|report| report.finish(&run)).collect();
    let scripts = scripts.map(|scripts| scripts.write(&run));
    written.into_iter().chain(scripts).collect::<Result<(), _>>()?;
    match outputs.baseline {
        Some(draft) => accept(draft, &known, &run),
        None => printed,
    }
}

/// Returns the known failures in a file.
fn baseline(path: &Path) -> Result<Baseline, CliError> {
    let text = String::from_utf8_lossy(&read::bytes(path)?).into_owned();
    text.parse().map_err(|source| CliError::Baseline { path: path.to_owned(), source })
}

/// Writes what failed as a baseline: from now on it is known, so the command ends well.
fn accept(draft: Draft, known: &Baseline, run: &Run) -> Result<End, CliError> {
    if let Some(reason) = run.incomplete.as_ref().or(run.unproved.as_ref()) {
        return Err(CliError::NoBaseline { reason: reason.clone() });
    }
    let baseline = known.renewed(run);
    let (path, count) = (draft.path().display().to_string(), baseline.ids().count());
    draft.finish(&baseline.write(run))?;
    output::note(&format!("{path}: known failures: {count} (exit 0: with this baseline they do not fail a run)"));
    Ok(End::Well)
}

fn verifier(args: &VerifyArgs) -> Result<Verifier, CliError> {
    let provider = providers::named(&args.provider)?;
    let assumptions = assume::listed(&provider, &args.assume);
    let mut verifier = Verifier::of(provider)
        .events(args.events.iter().cloned())
        .only(args.only.iter().cloned())
        .skip(args.skip.iter().cloned())
        .cases(args.cases)
        .seed(args.seed.unwrap_or_default())
        .settle(args.settle)
        .concurrency(args.concurrency)
        .profile(args.profile)
        .trust(trust(&args.trust)?)
        .reproduced_by(reproduction::of(args));
    match secret::secret(&args.secret)? {
        Some(secret) => verifier = verifier.secret(secret),
        // A reproduced forgery that is sent unsigned would look fixed.
        None if args.signed => return Err(CliError::NoSecret),
        None => {}
    }
    if let Some(label) = &args.label {
        verifier = verifier.label(label.as_str());
    }
    let (other_file, other) = (args.other_secret_file.as_deref(), args.other_secret.as_deref());
    if let Some(secret) = secret::given("other secret", other_file, other).map_err(of_other_tenant)? {
        verifier = verifier.other_secret(secret);
    }
    if let Some(salt) = &args.salt {
        verifier = verifier.salt(salt.as_str());
    }
    if let Some(now) = args.now {
        verifier = verifier.now(now);
    }
    if let Some(url) = &args.effects {
        verifier = verifier.effects_at(url.as_str());
    }
    if let Some(timeout) = args.timeout {
        verifier = verifier.timeout(timeout);
    }
    if args.strict {
        verifier = verifier.strict();
    }
    if let Some(state) = &args.state {
        verifier = verifier.state_url(state);
    }
    if let Some(command) = args.fault.clone() {
        verifier = verifier.fault(move |fault| hooks::outage(command.clone(), fault));
    }
    if let Some(pause) = args.pause {
        verifier = verifier.pause(pause);
    }
    if let Some(budget) = args.budget {
        verifier = verifier.budget(budget);
    }
    if let Some(rate) = args.rate {
        verifier = verifier.rate(rate);
    }
    if let Some(path) = &args.entities {
        verifier = verifier.entities(hooks::entities(path)?);
    }
    if let Some(prepare) = &args.prepare {
        verifier = verifier.prepare(hooks::prepare(prepare, &trust(&args.trust)?)?);
    }
    if let Some(cleanup) = &args.cleanup {
        verifier = verifier.cleanup(hooks::cleanup(cleanup, &trust(&args.trust)?)?);
    }
    for (key, value) in assumptions {
        verifier = verifier.assume(key, value);
    }
    for header in &args.header {
        let (name, value) = sign::split_header(header)?;
        verifier = verifier.header(name, value);
    }
    for pin in &args.set {
        let (pointer, value) = pinned(pin)?;
        verifier = verifier.set(pointer, value);
    }
    Ok(verifier)
}

/// Creates an error about one of the two secrets.
fn of_other_tenant(error: CliError) -> CliError {
    match error {
        CliError::Key(error) => VerifyError::OtherKey(error).into(),
        error => error,
    }
}

/// Parses a field and its value, as given to `--set`.
pub(super) fn pinned(pin: &str) -> Result<(&str, serde_json::Value), CliError> {
    let wrong = || CliError::Form { given: pin.to_owned(), expected: "a value for a field such as /user_id=\"u1\"" };
    let (pointer, value) = pin.split_once('=').filter(|(pointer, _)| pointer.starts_with('/')).ok_or_else(wrong)?;
    // A bare word is what is left when a shell has eaten the quotes.
    let value = Json::parse(value.as_bytes()).map_or_else(|_| value.into(), |value| value.to_value());
    Ok((pointer, value))
}

/// Returns which certificates of https endpoints are accepted.
pub(super) fn trust(args: &TrustArgs) -> Result<Trust, CliError> {
    Ok(match &args.ca {
        Some(path) => Trust::Authorities(read::bytes(path)?),
        None if args.insecure => Trust::Everyone,
        None => Trust::System,
    })
}

/// Whether progress is printed in lines, if no terminal shows a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lines {
    EveryFewSeconds,
    None,
}

/// Runs a verifier until it is done or the user has had enough; a bar shows how far it is, on a terminal.
pub(super) async fn interruptible(verifier: Verifier, url: &str, lines: Lines) -> Result<Run, CliError> {
    let (verifier, bar) = with_bar(verifier, lines);
    let run = verifier.run_until(url, signals::interrupt()).await;
    bar.finish_and_clear();
    Ok(run?)
}

/// Returns the verifier with a bar that shows how far it is, on a terminal.
pub(super) fn with_bar(verifier: Verifier, lines: Lines) -> (Verifier, ProgressBar) {
    let is_terminal = std::io::stderr().is_terminal();
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

/// For whom a run is printed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reader {
    Person,
    /// On stderr, because a report uses stdout.
    PersonAside,
    Program,
}

/// Selects the stream for people: stderr, if a report uses stdout.
fn reader(args: &VerifyArgs, outputs: &Outputs) -> Result<Reader, CliError> {
    match (outputs.printed(), args.json) {
        (0, json) => Ok(json.into()),
        (1, false) => Ok(Reader::PersonAside),
        _ => Err(CliError::OneStdout),
    }
}

impl From<bool> for Reader {
    /// Selects the reader by `--json`.
    fn from(as_json: bool) -> Self {
        if as_json { Self::Program } else { Self::Person }
    }
}

/// Prints a run and returns its result.
pub(super) fn print(run: &Run, reader: Reader, detail: Detail) -> Result<End, CliError> {
    match reader {
        Reader::Program => {
            output::bytes(report::json(run).as_bytes())?;
        }
        Reader::Person => {
            output::text(&report::human_in(run, Paint::Coloured, detail, output::columns()))?;
        }
        Reader::PersonAside => {
            output::note(report::human_in(run, Paint::Coloured, detail, output::columns()).trim_end());
        }
    }
    Ok(run.verdict.into())
}
