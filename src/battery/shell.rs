//! Commands of the user's, which a shell reads.

use std::process::Command;

/// Returns a command that runs a line of the user's.
pub(crate) fn command(line: &str) -> Command {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut command = Command::new(shell);
    command.arg(flag).arg(line);
    command
}
