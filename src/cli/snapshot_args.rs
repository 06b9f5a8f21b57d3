//! Arguments of `snapshot`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(super) struct SnapshotArgs {
    #[command(subcommand)]
    pub(super) command: SnapshotCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum SnapshotCommand {
    /// Compare the payloads with the accepted ones; a differing one is written next to it as `.snap.new`
    ///
    /// Exit status: 0 all snapshots are equal, 1 some differ, are new, or belong to no payload any more, 2 usage error.
    Check(CheckArgs),
    /// Accept the new snapshots, and remove orphaned ones
    Accept(AcceptArgs),
    /// Show pending snapshots one by one, and read a line for each: a (accept), r (reject) or s (skip)
    ///
    /// With --json or --html nothing is asked.
    /// Exit status: 0 no snapshot waits for a review, or the command only listed them; 1 some still wait, 2 usage error.
    Review(ReviewArgs),
}

#[derive(Debug, Args)]
pub(super) struct WhichArgs {
    /// The providers; those with a folder in DIR by default
    pub(super) providers: Vec<String>,
    /// Folder of the snapshots: DIR/PROVIDER/EVENT.snap
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
    /// Redact the values here, in addition to ids and times; `*` is any field or item; may be repeated
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
    /// Write a page with the differences side by side instead
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
