//! What a user types after `snapshot`.

use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;

#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(super) struct SnapshotArgs {
    #[command(subcommand)]
    pub(super) command: SnapshotCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum SnapshotCommand {
    /// Compare the payloads with what was accepted; what differs is left beside it as `.snap.new`
    ///
    /// Exit status: 0 all are equal, 1 some differ, are new or are the snapshot of nothing, 2 usage.
    Check(CheckArgs),
    /// Take what waits for a review, and take away snapshots of what the provider has no more
    Accept(AcceptArgs),
    /// Show what waits for a review one by one, and read a line for each: a (accept), r (reject) or s (skip)
    ///
    /// With --json or --html nothing is asked.
    /// Exit status: 0 nothing waits any more, or nothing was asked; 1 something still waits, 2 usage.
    Review(ReviewArgs),
}

#[derive(Debug, Args)]
pub(super) struct WhichArgs {
    /// Whose payloads; those that DIR has a folder of without it
    pub(super) providers: Vec<String>,
    /// Where the snapshots stand: DIR/PROVIDER/EVENT.snap
    #[arg(long, value_name = "DIR")]
    pub(super) dir: PathBuf,
    /// These payloads only; every event without it
    #[arg(long, value_delimiter = ',', value_name = "A,B")]
    pub(super) events: Vec<String>,
    /// Print a JSON array
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) which: WhichArgs,
    #[command(flatten)]
    pub(super) schemas: SchemasArgs,
    /// Put a mark in the place of what stands here, beside ids and times; `*` is any member or item; may be repeated
    #[arg(long, value_name = "/POINTER")]
    pub(super) redact: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct AcceptArgs {
    #[command(flatten)]
    pub(super) which: WhichArgs,
}

#[derive(Debug, Args)]
pub(super) struct ReviewArgs {
    #[command(flatten)]
    pub(super) which: WhichArgs,
    #[command(flatten)]
    pub(super) schemas: SchemasArgs,
    /// Write a page with what differs side by side instead
    #[arg(long, value_name = "FILE")]
    pub(super) html: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct SchemasArgs {
    /// The schemas of the version that was accepted, as `schema PROVIDER --out DIR` wrote them: changes are weighed by
    /// them instead of by what the documents show
    #[arg(long, value_name = "DIR")]
    pub(super) schemas: Option<PathBuf>,
}
