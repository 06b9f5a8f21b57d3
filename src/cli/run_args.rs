//! Arguments of `run` and `init`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;

use crate::battery::Options;

#[derive(Debug, Args)]
pub(super) struct RunArgs {
    /// Names of targets in the file; all of them by default
    pub(super) targets: Vec<String>,
    /// Read this file; by default hookproof.toml in this folder or above
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Verify this many targets side by side
    #[arg(long, default_value = "1", value_name = "N")]
    pub(super) jobs: NonZeroUsize,
    /// List the targets; nothing is started or sent
    #[arg(long)]
    pub(super) list: bool,
    /// Show also a mark for every check, whole deliveries, and why checks were skipped
    #[arg(short, long)]
    pub(super) verbose: bool,
    #[command(flatten)]
    pub(super) options: Options,
}

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The folder of the project
    #[arg(default_value = ".")]
    pub(super) folder: PathBuf,
}
