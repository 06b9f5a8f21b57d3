//! Arguments of `import`.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// Documents, or folders of them: JSON, YAML, NDJSON or HAR
    #[arg(required = true)]
    pub(super) documents: Vec<PathBuf>,
    /// Write DIR/NAME.toml and DIR/NAME/EVENT.json, and keep what was edited there
    #[arg(long, value_name = "DIR", default_value = "providers")]
    pub(super) out: PathBuf,
    /// The name of the provider; that of the first document by default
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,
    /// Print a JSON object
    #[arg(long)]
    pub(super) json: bool,
    /// Write nothing and fail if an event or an example is left out
    #[arg(long)]
    pub(super) strict: bool,
    /// Write nothing, and compare the events with those in DIR: safe, additive, undecided or breaking for a consumer
    #[arg(long, conflicts_with = "strict")]
    pub(super) diff: bool,
}
