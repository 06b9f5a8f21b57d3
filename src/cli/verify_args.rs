//! Arguments of `verify`.

use std::path::PathBuf;

use clap::Args;

use crate::battery::Options;
use crate::cli::shared_args::{SecretArgs, TrustArgs};
use crate::report::Detail;

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line are bools to its parser")]
pub(super) struct VerifyArgs {
    /// The provider whose events are delivered
    pub(super) provider: String,
    /// The URL of the endpoint
    pub(super) url: String,
    #[command(flatten)]
    pub(super) secret: SecretArgs,
    /// The secret of another tenant of the same endpoint
    ///
    /// An event that is signed with it, but is about the tenant of --secret, must be refused and have no effect. Other
    /// users of this machine can see it in the list of processes: prefer --other-secret-file or HOOKPROOF_OTHER_SECRET.
    #[arg(long, env = "HOOKPROOF_OTHER_SECRET", hide_env_values = true, value_name = "S")]
    pub(super) other_secret: Option<String>,
    /// Read the secret of another tenant from a file; one line feed at its end is dropped
    #[arg(long, value_name = "PATH")]
    pub(super) other_secret_file: Option<PathBuf>,
    /// The text by which the consumer recognises a handshake of the provider, such as Meta's verify token
    #[arg(long, env = "HOOKPROOF_VERIFY_TOKEN", hide_env_values = true, value_name = "TOKEN")]
    pub(super) verify_token: Option<String>,
    #[command(flatten)]
    pub(super) options: Options,
    /// Run this command with `start` to start an outage of a dependency of the consumer, and with `stop` to end it
    #[arg(long, value_name = "CMD")]
    pub(super) outage: Option<String>,
    /// Create entities before the first event about them, with a command or a URL
    ///
    /// For a consumer that accepts events about existing customers only. The command reads one JSON object a line on
    /// stdin; the URL gets a POST with an array of them. Both are called many times in a run.
    ///
    /// An object: {"event": "order-created", "ids": {"/order_id": "..."}, "document": {...}}
    #[arg(long, value_name = "CMD|URL")]
    pub(super) prepare: Option<String>,
    /// Remove what --prepare created, with a command or a URL that is called once, at the end of the run
    #[arg(long, value_name = "CMD|URL")]
    pub(super) cleanup: Option<String>,
    /// Deliver events about the entities in this file only
    ///
    /// The file holds a JSON array or one JSON object a line, with JSON pointers and values that the consumer knows.
    ///
    /// An object: {"/user_id": "u1", "/order_id": "o1"}
    #[arg(long, value_name = "FILE")]
    pub(super) entities: Option<PathBuf>,
    /// Show also a mark for every check, whole deliveries, and why checks were skipped
    #[arg(short, long)]
    pub(super) verbose: bool,
    /// Override assumed facts, or confirm them as they are, so that checks count in full; may be repeated
    #[arg(long, value_name = "KEY[=VALUE],...")]
    pub(super) assume: Vec<String>,
    /// Read known failures from this file, an id of a check a line
    ///
    /// These checks are run and shown, but do not fail the run. If one of them passes, the run fails until you remove its line.
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Write what fails in this run to this file, as a baseline
    #[arg(long, value_name = "FILE")]
    pub(super) write_baseline: Option<PathBuf>,
    /// Set a field in every event
    #[arg(long, value_name = "/POINTER=JSON")]
    pub(super) set: Vec<String>,
    #[command(flatten)]
    pub(super) trust: TrustArgs,
    /// Write a report to a file, a pipe, or stdout (`-`); may be repeated. Formats: json, junit, html, markdown,
    /// sarif, tap, github
    #[arg(long, value_name = "FORMAT=PATH")]
    pub(super) report: Vec<String>,
    /// Add a header to every request, for a gateway in front; reports hide its value
    #[arg(long, value_name = "NAME: VALUE")]
    pub(super) header: Vec<String>,
    /// Run only the checks that failed in the run of this JSON report, with its seed
    #[arg(long, value_name = "REPORT.json", conflicts_with = "only")]
    pub(super) failed_in: Option<PathBuf>,
    /// Write a shell script for each failed check into this folder; it runs the check again with every flag of this run
    #[arg(long, value_name = "DIR")]
    pub(super) reproduce: Option<PathBuf>,
    /// Print the N checks that took longest, on stderr
    #[arg(long, value_name = "N")]
    pub(super) durations: Option<usize>,
    /// Stop if no secret is given, even if the provider may send unsigned deliveries
    #[arg(long)]
    pub(super) signed: bool,
    /// Measure instead which optional and nullable fields of each event the endpoint needs
    ///
    /// Exit status: 0 measured, 5 stopped early or no event type was accepted.
    #[arg(long, conflicts_with_all = ["only", "skip", "cases", "effects_at", "state_url", "outage", "strict", "report", "baseline", "write_baseline", "failed_in", "reproduce", "durations"])]
    pub(super) needs: bool,
    /// Print the report as JSON
    #[arg(long)]
    pub(super) json: bool,
}

impl VerifyArgs {
    /// Returns the level of detail.
    pub(super) const fn detail(&self) -> Detail {
        if self.verbose { Detail::Everything } else { Detail::Short }
    }
}
