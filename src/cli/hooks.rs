//! Commands and URLs of the user's that a run calls.

use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;

use crate::battery::{Entity, Outage, shell};
use crate::cli::error::CliError;
use crate::cli::read;
use crate::model::{Target, Trust};
use crate::net;
use crate::net::Reading;

type Called = Pin<Box<dyn Future<Output = Result<(), String>> + Send>>;

/// Maximum time to wait for a URL.
const TIMEOUT: Duration = Duration::from_secs(30);

/// More of a command's output than this is left out of a report.
const SHOWN: u64 = 2_000;

/// Maximum time to wait for the rest of a command's output after it has ended.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// Hook of a run: a command, or a URL.
#[derive(Clone)]
enum Hook {
    Command(String),
    Url(Reading),
}

impl Hook {
    fn read(text: &str, trust: &Trust) -> Result<Self, CliError> {
        if text.starts_with("http://") || text.starts_with("https://") {
            let target: Target = text.parse()?;
            return Ok(Self::Url(Reading::new(&target, TIMEOUT, trust)?));
        }
        if text.trim().is_empty() {
            return Err(CliError::Form { given: text.to_owned(), expected: "a command or a URL" });
        }
        Ok(Self::Command(text.to_owned()))
    }

    async fn call(self, entities: Vec<Entity>) -> Result<(), String> {
        match self {
            Self::Command(command) => {
                let lines = entities.iter().filter_map(|entity| serde_json::to_string(entity).ok());
                let input = lines.map(|line| line + "\n").collect::<String>();
                commanded(&command, input.into_bytes()).await
            }
            Self::Url(url) => {
                let body = serde_json::to_vec(&entities).map_err(|error| error.to_string())?;
                url.post(body).await.map_err(|error| error.to_string())
            }
        }
    }
}

/// Returns the hook that informs a consumer about entities.
pub(super) fn prepare(
    hook: &str,
    trust: &Trust,
) -> Result<impl Fn(Vec<Entity>) -> Called + Send + Sync + use<>, CliError> {
    let hook = Hook::read(hook, trust)?;
    Ok(move |entities| -> Called { Box::pin(hook.clone().call(entities)) })
}

/// Returns the hook that removes the prepared entities.
pub(super) fn cleanup(hook: &str, trust: &Trust) -> Result<impl Fn() -> Called + Send + Sync + use<>, CliError> {
    let hook = Hook::read(hook, trust)?;
    Ok(move || -> Called { Box::pin(hook.clone().call(Vec::new())) })
}

/// Starts or stops an outage: the user's command gets `start` or `stop` as its last word.
pub(super) async fn outage(command: String, order: Outage) -> Result<(), String> {
    commanded(&format!("{command} {}", order.name()), Vec::new()).await
}

/// Runs a command of the user's. Its output is shown only if it fails.
async fn commanded(line: &str, input: Vec<u8>) -> Result<(), String> {
    let mut command = Command::from(shell::command(line));
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().map_err(|error| format!("`{line}` could not be started: {error}"))?;
    let (stdin, stderr) = (child.stdin.take(), child.stderr.take());
    let write = async {
        if let Some(mut stdin) = stdin {
            // A command need not read its input.
            let _ = stdin.write_all(&input).await;
        }
    };
    let read = async {
        let mut said = Vec::new();
        if let Some(mut stderr) = stderr {
            let _ = (&mut stderr).take(SHOWN).read_to_end(&mut said).await;
            let _ = tokio::io::copy(&mut stderr, &mut tokio::io::sink()).await;
        }
        said
    };
    let read = tokio::spawn(read);
    let (status, ()) = tokio::join!(child.wait(), write);
    // A child of the command may keep stderr open for ever: later output is ignored.
    let said = net::within(LAST_WORDS, read).await.and_then(Result::ok).unwrap_or_default();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => {
            let said = String::from_utf8_lossy(&said);
            let said = said.trim();
            let said = if said.is_empty() { String::new() } else { format!(": {said}") };
            Err(format!("`{line}` ended with {status}{said}"))
        }
        Err(error) => Err(format!("`{line}` could not be waited for: {error}")),
    }
}

/// Returns the entities in a file: an array, or an object a line.
pub(super) fn entities(path: &Path) -> Result<Vec<Vec<(String, Value)>>, CliError> {
    let text = String::from_utf8_lossy(&read::bytes(path)?).into_owned();
    let wrong = |reason: String| CliError::Entities { path: path.to_owned(), reason };
    let values: Vec<Value> = if text.trim_start().starts_with('[') {
        serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?
    } else {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let read = |(at, line): (usize, &str)| {
            serde_json::from_str(line).map_err(|error| wrong(format!("line {}: {error}", at + 1)))
        };
        lines.map(read).collect::<Result<_, _>>()?
    };
    if values.is_empty() {
        return Err(wrong("it contains no entity".to_owned()));
    }
    let entity = |(at, value): (usize, Value)| match value {
        Value::Object(fields) => Ok(fields.into_iter().collect()),
        _ => Err(wrong(format!("entity {} is not an object", at + 1))),
    };
    values.into_iter().enumerate().map(entity).collect()
}
