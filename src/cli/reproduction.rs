//! The command that runs a check again, and the scripts of `--reproduce`.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::{fs, io};

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches};

use crate::battery::Reproduction;
use crate::cli::error::CliError;
use crate::cli::output;
use crate::cli::verify_args::VerifyArgs;
use crate::report;
use crate::verify::Run;

/// Flags that a command to run one check again does not repeat: it names the check and the seed itself, and writes no
/// report. Secrets never appear in it.
const LEFT_OUT: [&str; 20] = [
    "only",
    "skip",
    "seed",
    "failed_in",
    "needs",
    "baseline",
    "write_baseline",
    "report",
    "reproduce",
    "durations",
    "label",
    "json",
    "verbose",
    "list",
    "config",
    "jobs",
    "secret",
    "other_secret",
    "verify_token",
    "header",
];

/// Returns the command that runs a check of `verify` again. A secret is given by its file, or left to
/// `HOOKPROOF_SECRET`.
pub(super) fn of_verify(args: &VerifyArgs, program: &clap::Command, matches: &ArgMatches) -> Reproduction {
    let mut command = of("verify", program, matches);
    for header in &args.header {
        // A gateway's header may be the key to it.
        command = command.redacted_header(header.split_once(':').map_or(header.as_str(), |(name, _)| name).trim());
    }
    let file = args.secret.secret_file.as_ref().map(|path| path.display().to_string());
    if !args.signed && (file.is_some() || args.secret.secret.is_some()) {
        command = command.switch("--signed");
    }
    match file {
        Some(file) => command.signing_with(["--secret-file", file.as_str()]),
        None => command.signing_with([]),
    }
}

/// Returns the command that runs a check of a target again. Its file has the other flags.
pub(super) fn of_target(name: &str, file: &Path, program: &clap::Command, matches: &ArgMatches) -> Reproduction {
    let command = Reproduction::command(["hookproof", "run", name]);
    with_flags(command.flag("--config", &file.display().to_string()), "run", program, matches)
}

/// Returns a command with every flag that was given to it and that affects what is sent or how it is judged.
pub(super) fn of(name: &str, program: &clap::Command, matches: &ArgMatches) -> Reproduction {
    let flags = typed(name, program, matches);
    let places = flags.iter().filter(|(flag, _)| flag.is_positional()).flat_map(|(_, values)| values);
    let words = ["hookproof", name].into_iter().chain(places.map(String::as_str));
    with_flags(Reproduction::command(words), name, program, matches)
}

/// Returns the arguments that were typed, with their values.
pub(super) fn typed<'p>(name: &str, program: &'p clap::Command, matches: &ArgMatches) -> Vec<(&'p Arg, Vec<String>)> {
    let flags = program.find_subcommand(name).into_iter().flat_map(clap::Command::get_arguments);
    let given = |flag: &'p Arg| {
        let id = flag.get_id().as_str();
        let is_given = matches.value_source(id) == Some(ValueSource::CommandLine);
        let values = matches.get_raw(id).filter(|_| is_given).into_iter().flatten();
        (flag, values.map(|value| value.to_string_lossy().into_owned()).collect::<Vec<_>>())
    };
    flags.map(given).filter(|(_, values)| !values.is_empty()).collect()
}

fn with_flags(command: Reproduction, name: &str, program: &clap::Command, matches: &ArgMatches) -> Reproduction {
    let flags = typed(name, program, matches);
    flags.iter().filter(|(flag, _)| !LEFT_OUT.contains(&flag.get_id().as_str())).fold(
        command,
        |command, (flag, values)| {
            let Some(long) = flag.get_long() else { return command };
            let long = format!("--{long}");
            match (flag.get_action(), flag.get_value_delimiter()) {
                (ArgAction::SetTrue, _) => command.switch(&long),
                (_, Some(delimiter)) => command.flag(&long, &values.join(&delimiter.to_string())),
                (_, None) => values.iter().fold(command, |command, value| command.flag(&long, value)),
            }
        },
    )
}

/// The folder that scripts are written to.
#[derive(Debug)]
pub(super) struct Scripts {
    folder: PathBuf,
}

impl Scripts {
    /// Returns a folder that can be written to.
    pub(super) fn open(folder: &Path) -> Result<Self, CliError> {
        let failed = |source| CliError::Write { path: folder.to_owned(), source };
        fs::create_dir_all(folder).map_err(failed)?;
        let trial = folder.join(".hookproof-trial");
        File::create(&trial).and_then(|_| fs::remove_file(&trial)).map_err(failed)?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// Writes a script for each failed check.
    pub(super) fn write(&self, run: &Run) -> Result<(), CliError> {
        let here = std::env::current_dir().map_or_else(|_| ".".to_owned(), |here| here.display().to_string());
        let mut count = 0;
        for check in &run.checks {
            let Some(script) = report::script(check, &here) else { continue };
            let path = self.folder.join(format!("{}.sh", check.id));
            fs::write(&path, script)
                .and_then(|()| executable(&path))
                .map_err(|source| CliError::Write { path: path.clone(), source })?;
            count += 1;
        }
        let scripts = if count == 1 { "script" } else { "scripts" };
        output::note(&format!("{}: {count} {scripts}, one for each failed check", self.folder.display()));
        Ok(())
    }
}

#[cfg(unix)]
fn executable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn executable(_: &Path) -> io::Result<()> {
    Ok(())
}
