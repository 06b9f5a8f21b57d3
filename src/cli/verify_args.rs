//! Arguments of `verify`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::battery::Profile;
use crate::cli::shared_args::{SecretArgs, TrustArgs, duration};
use crate::model::Timestamp;
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
    /// Judge these event types only
    ///
    /// For a consumer that subscribes to them: refusing another type is then advice. A notice is judged only if it is
    /// named here.
    #[arg(long, value_delimiter = ',', value_name = "A,B")]
    pub(super) events: Vec<String>,
    /// Run these checks or families only; signature-timing runs only if it is named here
    #[arg(long, value_delimiter = ',', value_name = "ID|FAMILY")]
    pub(super) only: Vec<String>,
    /// Leave these checks or families out
    #[arg(long, value_delimiter = ',', value_name = "ID|FAMILY")]
    pub(super) skip: Vec<String>,
    /// Send this many generated payloads per event type
    #[arg(long, default_value_t = 32, value_name = "N")]
    pub(super) cases: u32,
    /// Fix the shapes of what is sent; 0 by default
    #[arg(long, value_name = "N")]
    pub(super) seed: Option<u64>,
    /// Fix, with the seed, the bytes of what is sent; the default is random, so that every run sends new events
    #[arg(long, value_name = "S")]
    pub(super) salt: Option<String>,
    /// Use this time for every event and signature, instead of the clock's
    #[arg(long, value_name = "TIME")]
    pub(super) now: Option<Timestamp>,
    /// Read the number of effects from this URL: a number, {"count": n}, or an array
    ///
    /// Put {id} (the id of an event) or a field such as {/order_id} into the URL to judge each event separately: other
    /// traffic, other runs and concurrency do not matter, and 404 means that the event is not known yet. Otherwise the
    /// URL returns the count of all effects, which must not change by itself and must not fall.
    ///
    /// Example: --effects 'http://127.0.0.1:9000/effects?event={id}'
    #[arg(long, value_name = "URL")]
    pub(super) effects: Option<String>,
    /// Read the consumer state from this URL, any JSON document; checks of order need it
    #[arg(long, value_name = "URL")]
    pub(super) state: Option<String>,
    /// Run this command with `start` to start an outage of a dependency of the consumer, and with `stop` to end it
    #[arg(long, value_name = "CMD")]
    pub(super) outage: Option<String>,
    /// Redeliver some events after this time, to see whether the consumer still remembers them
    ///
    /// The run takes that much longer. Without it, redeliveries after a pause are not tested.
    #[arg(long, value_parser = duration, value_name = "D")]
    pub(super) pause: Option<Duration>,
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
    /// Select the size of the run: smoke (at most 60 deliveries), pr (at most 400) or full
    ///
    /// The report says what was left out. A failure needs more deliveries, because it is shrunk.
    #[arg(long, default_value = "full", value_name = "PROFILE")]
    pub(super) profile: Profile,
    /// Send at most this many deliveries a second
    #[arg(long, value_parser = rate, value_name = "N")]
    pub(super) rate: Option<f64>,
    /// How long the effect count must stay unchanged before it is accepted
    ///
    /// It is added to three times the longest latency of an effect.
    #[arg(long, default_value = "20ms", value_parser = duration, value_name = "D")]
    pub(super) settle: Duration,
    /// Show also a mark for every check, whole deliveries, and why checks were skipped
    #[arg(short, long)]
    pub(super) verbose: bool,
    /// Fail the run for advice, too
    #[arg(long)]
    pub(super) strict: bool,
    /// Maximum concurrent deliveries
    ///
    /// There are fewer while answers queue up, and one at a time if the endpoint answers within 1.5 ms.
    #[arg(long, default_value_t = 16, value_name = "N")]
    pub(super) concurrency: usize,
    /// Override assumed facts, or confirm them as they are, so that checks count in full; may be repeated
    #[arg(long, value_name = "KEY[=VALUE],...")]
    pub(super) assume: Vec<String>,
    /// Replace the provider's time-out of one attempt
    #[arg(long, value_parser = duration, value_name = "D")]
    pub(super) timeout: Option<Duration>,
    /// Bound the whole run: what is left is then skipped, and the run is unproved unless a check fails it
    ///
    /// By default the budget follows the measured latency and is at least 120s.
    #[arg(long, value_parser = duration, value_name = "D")]
    pub(super) budget: Option<Duration>,
    /// Read known failures from this file, an id of a check a line
    ///
    /// They are judged and shown, and do not fail the run. One that passes fails the run until it leaves the file.
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
    /// Name this run in its report: a revision of the endpoint, a build
    #[arg(long, value_name = "TEXT")]
    pub(super) label: Option<String>,
    /// Stop if no secret is given, even if the provider may send unsigned deliveries
    #[arg(long)]
    pub(super) signed: bool,
    /// Measure instead which optional and nullable fields of each event the endpoint needs
    ///
    /// Exit status: 0 measured, 5 stopped early or no event type was accepted.
    #[arg(long, conflicts_with_all = ["only", "skip", "cases", "effects", "state", "outage", "strict", "report", "baseline", "write_baseline", "failed_in", "reproduce", "durations"])]
    pub(super) needs: bool,
    /// Print the report as JSON
    #[arg(long)]
    pub(super) json: bool,
}

fn rate(text: &str) -> Result<f64, String> {
    let wrong = || format!("invalid rate `{text}`: expected a number above 0, such as 50");
    text.parse().ok().filter(|rate: &f64| rate.is_finite() && *rate > 0.0).ok_or_else(wrong)
}

impl VerifyArgs {
    /// Returns the level of detail.
    pub(super) const fn detail(&self) -> Detail {
        if self.verbose { Detail::Everything } else { Detail::Short }
    }
}
