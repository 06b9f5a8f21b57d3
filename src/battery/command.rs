//! Effects and state from the output of a command.

use std::process::Stdio;

use serde_json::Value;
use tokio::io::AsyncReadExt;
use tokio::process::{Child, Command};

use crate::battery::shell;
use crate::net::ReadingError;
use crate::wire::READ_LIMIT;

/// More of the error output than this is left out of an error.
const SHOWN: u64 = 500;

/// The beginning of the names of the variables that hold the values of placeholders.
const VARIABLE: &str = "HOOKPROOF_VALUE_";

/// How the shell reads a character of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quotes {
    None,
    Single,
    Double,
}

/// Writes a line with variables in place of placeholders. The shell never reads a value as a part of the command.
#[derive(Default)]
pub(super) struct Line {
    text: String,
    quotes: Option<Quotes>,
    count: usize,
}

impl Line {
    pub(super) fn text(&mut self, text: &str) {
        let mut quotes = self.quotes.unwrap_or(Quotes::None);
        let mut is_escaped = false;
        for letter in text.chars() {
            if is_escaped {
                is_escaped = false;
                continue;
            }
            quotes = match (quotes, letter) {
                (Quotes::None, '\'') => Quotes::Single,
                (Quotes::None, '"') => Quotes::Double,
                (Quotes::Single, '\'') | (Quotes::Double, '"') => Quotes::None,
                (same, _) => same,
            };
            is_escaped = letter == '\\' && quotes != Quotes::Single;
        }
        self.quotes = Some(quotes);
        self.text.push_str(text);
    }

    pub(super) fn hole(&mut self) {
        self.count += 1;
        let variable = format!("${{{VARIABLE}{}}}", self.count);
        let written = match self.quotes.unwrap_or(Quotes::None) {
            Quotes::None => format!("\"{variable}\""),
            Quotes::Double => variable,
            Quotes::Single => format!("'\"{variable}\"'"),
        };
        self.text.push_str(&written);
    }

    pub(super) fn end(self) -> String {
        self.text
    }
}

/// Kills a command with its children when it is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(group) = self.0.id().and_then(|id| i32::try_from(id).ok()).and_then(rustix::process::Pid::from_raw)
        {
            // Ignore the error: the group may be gone.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }
}

/// Returns the output of a line for the shell.
pub(super) async fn output(name: &str, line: &str, values: &[Value]) -> Result<Vec<u8>, ReadingError> {
    let failed = |reason: String| ReadingError::Failed { url: name.to_owned(), reason };
    let mut command = Command::from(shell::command(line));
    #[cfg(unix)]
    command.process_group(0);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    for (at, value) in values.iter().enumerate() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        // A variable cannot hold a null character.
        command.env(format!("{VARIABLE}{}", at + 1), text.replace('\0', "\u{fffd}"));
    }
    let mut running = Running(command.spawn().map_err(|error| failed(format!("it cannot be started: {error}")))?);
    let (stdout, stderr) = (running.0.stdout.take(), running.0.stderr.take());
    let (mut printed, mut said) = (Vec::new(), Vec::new());
    let limit = READ_LIMIT as u64 + 1;
    let read = async {
        if let Some(stdout) = stdout {
            stdout.take(limit).read_to_end(&mut printed).await?;
        }
        std::io::Result::Ok(())
    };
    let read_errors = async {
        if let Some(mut stderr) = stderr {
            (&mut stderr).take(SHOWN).read_to_end(&mut said).await?;
            tokio::io::copy(&mut stderr, &mut tokio::io::sink()).await?;
        }
        std::io::Result::Ok(())
    };
    let (read, read_errors) = tokio::join!(read, read_errors);
    read.and(read_errors).map_err(|error| failed(error.to_string()))?;
    if printed.len() > READ_LIMIT {
        return Err(ReadingError::TooLong { url: name.to_owned() });
    }
    let status = running.0.wait().await.map_err(|error| failed(error.to_string()))?;
    if status.success() {
        return Ok(printed);
    }
    let said = String::from_utf8_lossy(&said);
    let said: String = said.trim().chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let said = if said.is_empty() { said } else { format!(": {said}") };
    Err(failed(format!("it ended with {status}{said}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_becomes_a_quoted_variable() {
        let written = |before: &str, after: &str| {
            let mut line = Line::default();
            line.text(before);
            line.hole();
            line.text(after);
            line.end()
        };
        assert_eq!(written("grep -c ", " log"), r#"grep -c "${HOOKPROOF_VALUE_1}" log"#);
        assert_eq!(written("grep -c \"", "\" log"), r#"grep -c "${HOOKPROOF_VALUE_1}" log"#);
        assert_eq!(written("grep -c '", "' log"), r#"grep -c ''"${HOOKPROOF_VALUE_1}"'' log"#);
        assert_eq!(written(r#"echo \" "#, ""), r#"echo \" "${HOOKPROOF_VALUE_1}""#);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn the_shell_reads_a_value_as_it_is() {
        let value = Value::from("a'b\"c $(echo x) ; exit 3");
        for quotes in ["", "'", "\""] {
            let mut line = Line::default();
            line.text(&format!("printf %s {quotes}"));
            line.hole();
            line.text(quotes);
            let printed = output("command: printf", &line.end(), std::slice::from_ref(&value)).await.unwrap();
            assert_eq!(String::from_utf8(printed).unwrap(), value.as_str().unwrap());
        }
        let error = output("command: x", "echo why >&2; exit 3", &[]).await.unwrap_err().to_string();
        assert_eq!(error, "the observer at command: x could not be read: it ended with exit status: 3: why");
    }
}
