//! The runtimes of the commands.

use tokio::runtime::Builder;
use tokio::runtime::Runtime;

use crate::cli::error::CliError;

/// For a command that talks to one endpoint, mostly in turns: what crosses no thread is answered sooner.
pub(super) fn of_one_thread() -> Result<Runtime, CliError> {
    Builder::new_current_thread().enable_all().build().map_err(CliError::Start)
}

/// For a command that has many connections busy at once.
pub(super) fn of_threads() -> Result<Runtime, CliError> {
    Builder::new_multi_thread().enable_all().build().map_err(CliError::Start)
}
