//! `verify`: from flags to a run, from a run to reports and an exit status.

use std::path::Path;

use clap::ArgMatches;

use crate::battery::{Reproduction, Verifier, VerifyError};
use crate::cli::draft::Draft;
use crate::cli::error::CliError;
use crate::cli::pending::Outputs;
use crate::cli::progress::{Lines, interruptible};
use crate::cli::reader::Reader;
use crate::cli::reproduction::Scripts;
use crate::cli::shared_args::TrustArgs;
use crate::cli::verify_args::VerifyArgs;
use crate::cli::{assume, failed_in, hooks, needs, output, read, reproduction, runtime, secret, sign};
use crate::model::{Json, Trust};
use crate::provider_file;
use crate::report;
use crate::report::{Detail, Paint};
use crate::verify::{Baseline, Outcome, Run};

/// A run that can begin: everything that a user can get wrong was checked.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) verifier: Verifier,
    pub(super) after: After,
}

/// What happens after a run.
#[derive(Debug)]
pub(super) struct After {
    known: Baseline,
    pub(super) outputs: Outputs,
    scripts: Option<Scripts>,
    reader: Reader,
    detail: Detail,
    durations: Option<usize>,
}

pub(super) fn run(args: &VerifyArgs, program: &clap::Command, matches: &ArgMatches) -> Result<Outcome, CliError> {
    let again = reproduction::of_verify(args, program, matches);
    if args.needs {
        return needs::run(prepared(args, &again)?.0, &args.url, args.json.into());
    }
    let Ready { verifier, after } = ready(args, &again)?;
    let run = runtime::of_one_thread()?.block_on(interruptible(verifier, &args.url, Lines::EveryFewSeconds))?;
    after.report(&run)
}

/// Prepares a run, with the files that it will write.
pub(super) fn ready(args: &VerifyArgs, again: &Reproduction) -> Result<Ready, CliError> {
    let (verifier, known) = prepared(args, again)?;
    let outputs = Outputs::open(&args.report, args.write_baseline.as_deref())?;
    let scripts = args.reproduce.as_deref().map(Scripts::open).transpose()?;
    let reader = reader(args, &outputs)?;
    let after = After { known, outputs, scripts, reader, detail: args.detail(), durations: args.durations };
    Ok(Ready { verifier, after })
}

/// Returns the verifier, and the failures that are known.
fn prepared(args: &VerifyArgs, again: &Reproduction) -> Result<(Verifier, Baseline), CliError> {
    let known = args.baseline.as_deref().map(baseline).transpose()?.unwrap_or_default();
    let mut verifier = verifier(args, again)?.baseline(known.ids());
    if let Some(path) = &args.failed_in {
        let before = failed_in::read(path, again, &verifier)?;
        verifier = verifier.only(failed_in::failed(&before)).seed(args.options.seed.unwrap_or(before.seed));
    }
    Ok((verifier, known))
}

impl After {
    /// Prints a run and writes its reports. Returns its result.
    pub(super) fn report(self, run: &Run) -> Result<Outcome, CliError> {
        // If a file cannot be written, the verdict and the other files are still reported.
        let printed = print(run, self.reader, self.detail);
        if let Some(count) = self.durations {
            output::note(report::durations(run, count).trim_end());
        }
        let written: Vec<_> = self.outputs.reports.into_iter().map(|report| report.finish(run)).collect();
        let scripts = self.scripts.map(|scripts| scripts.write(run));
        written.into_iter().chain(scripts).collect::<Result<(), _>>()?;
        match self.outputs.baseline {
            Some(draft) => accept(draft, &self.known, run),
            None => printed,
        }
    }
}

/// Returns the known failures in a file.
fn baseline(path: &Path) -> Result<Baseline, CliError> {
    let text = String::from_utf8_lossy(&read::bytes(path)?).into_owned();
    text.parse().map_err(|source| CliError::Baseline { path: path.to_owned(), source })
}

/// Writes the failed checks as a baseline. They are known from now on, so the command passes.
fn accept(draft: Draft, known: &Baseline, run: &Run) -> Result<Outcome, CliError> {
    if let Some(reason) = run.incomplete.as_ref().or(run.unproved.as_ref()) {
        return Err(CliError::NoBaseline { reason: reason.clone() });
    }
    let baseline = known.renewed(run);
    let (path, count) = (draft.path().display().to_string(), baseline.ids().count());
    draft.finish(&baseline.write(run))?;
    output::note(&format!("{path}: known failures: {count} (exit 0: with this baseline they do not fail a run)"));
    Ok(Outcome::Passed)
}

fn verifier(args: &VerifyArgs, again: &Reproduction) -> Result<Verifier, CliError> {
    let provider = provider_file::find(&args.provider)?;
    let trust = trust(&args.trust)?;
    let assumptions = assume::listed(&provider, &args.assume);
    let mut verifier =
        Verifier::with_options(provider, args.options.clone()).trust(trust.clone()).reproduced_by(again.clone());
    match secret::secret(&args.secret)? {
        Some(secret) => verifier = verifier.secret(secret),
        // A reproduced forgery that is sent unsigned would look fixed.
        None if args.signed => return Err(CliError::NoSecret),
        None => {}
    }
    let (other_file, other) = (args.other_secret_file.as_deref(), args.other_secret.as_deref());
    if let Some(secret) = secret::given("other secret", other_file, other).map_err(of_other_tenant)? {
        verifier = verifier.other_secret(secret);
    }
    if let Some(token) = secret::given("verify token", None, args.verify_token.as_deref())? {
        verifier = verifier.verify_token(token);
    }
    if let Some(command) = args.outage.clone() {
        verifier = verifier.outage(move |outage| hooks::outage(command.clone(), outage));
    }
    if let Some(path) = &args.entities {
        verifier = verifier.entities(hooks::entities(path)?);
    }
    if let Some(prepare) = &args.prepare {
        verifier = verifier.prepare(hooks::prepare(prepare, &trust)?);
    }
    if let Some(cleanup) = &args.cleanup {
        verifier = verifier.cleanup(hooks::cleanup(cleanup, &trust)?);
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
    // A shell removes the quotes of a bare word.
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

/// Selects the stream for people: stderr, if a report uses stdout.
fn reader(args: &VerifyArgs, outputs: &Outputs) -> Result<Reader, CliError> {
    match (outputs.printed(), args.json) {
        (0, json) => Ok(json.into()),
        (1, false) => Ok(Reader::PersonOnStderr),
        _ => Err(CliError::OneStdout),
    }
}

/// Prints a run and returns its result.
pub(super) fn print(run: &Run, reader: Reader, detail: Detail) -> Result<Outcome, CliError> {
    match reader {
        Reader::Program => {
            output::bytes(report::json(run).as_bytes())?;
        }
        Reader::Person => {
            output::text(&report::human_in(run, Paint::Coloured, detail, output::columns()))?;
        }
        Reader::PersonOnStderr => {
            output::note(report::human_in(run, Paint::Coloured, detail, output::columns()).trim_end());
        }
    }
    Ok(run.verdict)
}

#[cfg(test)]
mod tests {
    use clap::{Arg, ArgAction, FromArgMatches};

    use super::*;
    use crate::battery::Options;
    use crate::cli::args::{Cli, Command, command};

    /// Flags that do not affect what is sent or how it is judged.
    const OUTSIDE: [&str; 9] =
        ["baseline", "durations", "failed_in", "json", "needs", "report", "reproduce", "verbose", "write_baseline"];
    /// Flags that a command to run one check again does not repeat as they are.
    const NOT_REPEATED: [&str; 7] = ["only", "skip", "seed", "label", "secret", "other_secret", "verify_token"];
    /// Values of which each flag accepts one, if it does not accept a path.
    const VALUES: [&str; 6] = ["7", "1s", "pr", "2027-01-01T00:00:00Z", "/order_id=1", "X-Gateway: key"];

    fn parsed(flags: &[String]) -> Option<(VerifyArgs, ArgMatches)> {
        let words = ["hookproof", "verify", "truv", "http://127.0.0.1:9/"].into_iter().map(str::to_owned);
        let matches = command().try_get_matches_from(words.chain(flags.iter().cloned())).ok()?;
        let Command::Verify(args) = Cli::from_arg_matches(&matches).ok()?.command else { return None };
        Some((*args, matches.subcommand()?.1.clone()))
    }

    /// Returns the settings of a run with these flags, and the flags of the command that runs a check of it again.
    fn run_with(flags: &[String]) -> Option<(String, Vec<String>)> {
        let (args, matches) = parsed(flags)?;
        let again = reproduction::of_verify(&args, &command(), &matches).listed();
        let verifier = verifier(&args, &Reproduction::command([])).ok()?;
        Some((format!("{verifier:?}"), again))
    }

    fn flags() -> Vec<Arg> {
        let program = command();
        let verify = program.find_subcommand("verify").unwrap();
        verify.get_arguments().filter(|flag| flag.get_long().is_some_and(|long| long != "help")).cloned().collect()
    }

    #[test]
    fn every_flag_reaches_the_run_and_the_command_that_runs_it_again() {
        let file = std::env::temp_dir().join(format!("hookproof-flags-{}.json", std::process::id()));
        std::fs::write(&file, r#"{"/order_id": "o1"}"#).unwrap();
        let path = file.display().to_string();
        for flag in flags() {
            let (id, long) = (flag.get_id().as_str(), format!("--{}", flag.get_long().unwrap()));
            let before = if id == "signed" { vec!["--secret=s".to_owned()] } else { Vec::new() };
            let (usual, _) = run_with(&before).unwrap();
            let values: Vec<String> = match flag.get_action() {
                ArgAction::SetTrue => vec![long.clone()],
                _ => [path.as_str()].iter().chain(&VALUES).map(|value| format!("{long}={value}")).collect(),
            };
            let accepted = values.into_iter().find_map(|value| run_with(&[before.as_slice(), &[value]].concat()));
            let (settings, again) = accepted.unwrap_or_else(|| panic!("{long} accepts no value of this test"));
            let has_effect = !OUTSIDE.contains(&id);
            // Without a secret, `--signed` is an error instead.
            assert_eq!(settings != usual, has_effect && id != "signed", "{long}: {settings}");
            let is_repeated = again.iter().any(|part| part.split(' ').next() == Some(&long));
            assert_eq!(is_repeated, has_effect && !NOT_REPEATED.contains(&id), "{long}: {again:?}");
            assert!(!again.iter().any(|part| part.contains("key")), "{long}: {again:?}");
        }
        std::fs::remove_file(&file).unwrap();
    }

    #[test]
    fn the_defaults_of_the_flags_are_those_of_the_builder() {
        assert_eq!(parsed(&[]).unwrap().0.options, Options::default());
    }
}
