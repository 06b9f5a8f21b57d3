//! The runtimes of the commands.

use tokio::runtime::{Builder, Runtime};

use crate::cli::error::CliError;

/// Creates a runtime for a command that talks to one endpoint, mostly in turns: one thread answers sooner.
pub(super) fn of_one_thread() -> Result<Runtime, CliError> {
    Builder::new_current_thread().enable_all().build().map_err(CliError::Start)
}

/// Creates a runtime for a command with many busy connections.
pub(super) fn of_threads() -> Result<Runtime, CliError> {
    Builder::new_multi_thread().enable_all().build().map_err(CliError::Start)
}
