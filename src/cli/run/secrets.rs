//! Secrets of a target: from a variable, a file, a command, or the text of the configuration.

use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

use crate::battery::shell;
use crate::cli::config::{SecretSource, Secrets};
use crate::cli::error::CliError;
use crate::cli::verify_args::VerifyArgs;
use crate::cli::{output, runtime, secret};
use crate::net;

/// Maximum time of the command of a secret.
const LIMIT: Duration = Duration::from_mins(1);

/// Gives the secrets of a target to its flags. Returns their texts.
pub(super) fn give(secrets: &Secrets, target: &str, args: &mut VerifyArgs) -> Result<Vec<String>, CliError> {
    let places = [
        ("secret", &secrets.secret, &mut args.secret.secret),
        ("other-secret", &secrets.other_secret, &mut args.other_secret),
        ("verify-token", &secrets.verify_token, &mut args.verify_token),
    ];
    for (name, source, place) in places {
        let Some(source) = source else { continue };
        *place = Some(match source {
            SecretSource::Text(text) => {
                output::warning(&format!(
                    "target {target}: `{name}` is in the file for everyone to read; use {{ env = \"NAME\" }} instead"
                ));
                text.expose().to_owned()
            }
            SecretSource::Env(name) => variable(name)?,
            SecretSource::File(path) => secret::read(path)?,
            SecretSource::Command(line) => printed(line)?,
        });
    }
    let given = [&args.secret.secret, &args.other_secret, &args.verify_token];
    Ok(given.into_iter().flatten().filter(|text| !text.is_empty()).cloned().collect())
}

#[expect(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
fn variable(name: &str) -> Result<String, CliError> {
    std::env::var(name).map_err(|_| CliError::NoVariable { name: name.to_owned() })
}

/// Returns what a command prints, without the line feed at its end.
fn printed(line: &str) -> Result<String, CliError> {
    let wrong = |reason: String| CliError::SecretCommand { command: line.to_owned(), reason };
    let mut command = Command::from(shell::command(line));
    command.stdin(Stdio::null()).stderr(Stdio::inherit()).stdout(Stdio::piped()).kill_on_drop(true);
    let output = runtime::of_one_thread()?.block_on(async { net::within(LIMIT, command.output()).await });
    let output = match output {
        None => return Err(wrong(format!("did not end within {} s", LIMIT.as_secs()))),
        Some(Err(error)) => return Err(wrong(format!("cannot be started: {error}"))),
        Some(Ok(output)) if !output.status.success() => return Err(wrong(format!("ended with {}", output.status))),
        Some(Ok(output)) => output,
    };
    let text = String::from_utf8(output.stdout).map_err(|_| wrong("printed something that is not UTF-8".to_owned()))?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    if text.is_empty() { Err(wrong("printed nothing".to_owned())) } else { Ok(text.to_owned()) }
}
