//! The command that runs a check again, and the scripts of `--reproduce`.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use crate::battery::{Profile, Reproduction};
use crate::cli::error::CliError;
use crate::cli::output;
use crate::cli::verify_args::VerifyArgs;
use crate::report;
use crate::verify::Run;

/// Returns every flag that affects what is sent or how it is judged, except the choice of checks, the seed and the
/// reports. A secret is given by its file, or left to `HOOKPROOF_SECRET`.
pub(super) fn of(args: &VerifyArgs) -> Reproduction {
    let mut command = Reproduction::command(["hookproof", "verify", &args.provider, &args.url]);
    let mut flag = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            command = command.clone().flag(name, &value);
        }
    };
    let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
    let millis = |duration: Duration| format!("{}ms", duration.as_millis());
    flag("--secret-file", path(&args.secret.secret_file));
    flag("--other-secret-file", path(&args.other_secret_file));
    flag("--events", (!args.events.is_empty()).then(|| args.events.join(",")));
    flag("--cases", (args.cases != 32).then(|| args.cases.to_string()));
    flag("--salt", args.salt.clone());
    flag("--now", args.now.map(|now| now.to_string()));
    flag("--effects", args.effects.clone());
    flag("--state", args.state.clone());
    flag("--outage", args.outage.clone());
    flag("--prepare", args.prepare.clone());
    flag("--cleanup", args.cleanup.clone());
    flag("--entities", path(&args.entities));
    flag("--profile", (args.profile != Profile::Full).then(|| args.profile.to_string()));
    flag("--rate", args.rate.map(|rate| rate.to_string()));
    flag("--settle", (args.settle != Duration::from_millis(20)).then(|| millis(args.settle)));
    flag("--timeout", args.timeout.map(millis));
    flag("--pause", args.pause.map(millis));
    flag("--budget", args.budget.map(millis));
    flag("--concurrency", (args.concurrency != 16).then(|| args.concurrency.to_string()));
    for assumption in &args.assume {
        flag("--assume", Some(assumption.clone()));
    }
    for pin in &args.set {
        flag("--set", Some(pin.clone()));
    }
    flag("--ca", path(&args.trust.ca));
    for header in &args.header {
        // A gateway's header may be the key to it.
        command = command.redacted_header(header.split_once(':').map_or(header.as_str(), |(name, _)| name).trim());
    }
    let is_signed = args.signed || args.secret.secret.is_some() || args.secret.secret_file.is_some();
    let switches = [(args.trust.insecure, "--insecure"), (args.strict, "--strict"), (is_signed, "--signed")];
    for (_, name) in switches.iter().filter(|(is_on, _)| *is_on) {
        command = command.switch(name);
    }
    match path(&args.secret.secret_file) {
        Some(file) => command.signing_with(["--secret-file", file.as_str()]),
        None => command.signing_with([]),
    }
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
