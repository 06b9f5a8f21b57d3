//! Arguments of the mock provider and of `emit`, without any action.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::battery::duration;
use crate::cli::shared_args::{SecretArgs, TrustArgs};
use crate::deliver::ClockSpeed;
use crate::model::Timestamp;

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// Providers to serve, each below /PROVIDER; a single one also at the root. All of them by default
    pub(super) providers: Vec<String>,
    /// Port to listen on; 0 selects a free one
    #[arg(long, default_value_t = 4000, value_name = "N")]
    pub(super) port: u16,
    /// Address to listen on; one that others can reach needs a token
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    pub(super) listen: IpAddr,
    /// Additional host name that this server accepts
    #[arg(long, value_name = "NAME")]
    pub(super) host: Vec<String>,
    /// Token that /_hookproof/ requires, as `Authorization: Bearer`
    #[arg(long, env = "HOOKPROOF_TOKEN", hide_env_values = true, value_name = "T")]
    pub(super) token: Option<String>,
    #[command(flatten)]
    pub(super) secret: SecretArgs,
    /// The text by which consumers recognise a handshake of the provider, such as Meta's verify token
    #[arg(long, env = "HOOKPROOF_VERIFY_TOKEN", hide_env_values = true, value_name = "TOKEN")]
    pub(super) verify_token: Option<String>,
    /// Additional host, address or network to which deliveries may go
    #[arg(long, value_name = "HOST|CIDR")]
    pub(super) allow_target: Vec<String>,
    #[command(flatten)]
    pub(super) trust: TrustArgs,
    /// Speed of the delivery clock: real, virtual (waits are skipped), or a factor such as 60x
    #[arg(long, default_value = "real", value_name = "SPEED")]
    pub(super) clock: ClockSpeed,
    /// Faults to inject, as JSON: the body of PUT /_hookproof/faults
    #[arg(long, value_name = "JSON")]
    pub(super) faults: Option<String>,
    /// Fix the shapes of events
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(super) seed: u64,
    /// Fix, with the seed, all ids; random by default
    #[arg(long, value_name = "S")]
    pub(super) salt: Option<String>,
    /// Time to wait for an answer, instead of the provider's time-out
    #[arg(long, value_name = "D", value_parser = duration)]
    pub(super) timeout: Option<Duration>,
    /// Maximum number of concurrent deliveries
    #[arg(long, default_value_t = 64, value_name = "N")]
    pub(super) concurrency: usize,
    /// Store everything in this file, which survives the server
    #[arg(long, value_name = "FILE")]
    pub(super) store: Option<PathBuf>,
    /// Maximum number of deliveries in memory; the oldest finished ones are removed first. A provider's own API and
    /// /_hookproof/wait use memory; /_hookproof/deliveries reads the store file, too
    #[arg(long, default_value_t = 10_000, value_name = "N")]
    pub(super) max_deliveries: usize,
    /// Maximum size of deliveries in memory, in bytes
    #[arg(long, default_value_t = 24 << 20, value_name = "N")]
    pub(super) max_bytes: usize,
    /// Maximum size of the body of a call, in bytes
    #[arg(long, default_value_t = 1 << 20, value_name = "N")]
    pub(super) max_body: usize,
    /// Maximum size of the head of a call, in bytes, at least 8192
    #[arg(long, default_value_t = 64 << 10, value_name = "N", value_parser = head)]
    pub(super) max_head: usize,
    /// Maximum time for a client to send a call
    #[arg(long, default_value = "10s", value_name = "D", value_parser = duration)]
    pub(super) client_timeout: Duration,
    /// Maximum number of connections
    #[arg(long, default_value_t = 1024, value_name = "N")]
    pub(super) max_connections: usize,
    /// Write the address into this file as soon as the server answers
    #[arg(long, value_name = "PATH")]
    pub(super) ready_file: Option<PathBuf>,
    /// Write a line to stderr for every call, attempt and finding
    #[arg(long, default_value = "text", value_name = "FORM")]
    pub(super) log: LogForm,
    /// Read flags from [serve] in this file; by default hookproof.toml in this folder or above. Command-line flags take
    /// precedence
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
}

/// Format of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LogForm {
    /// None
    Off,
    /// For people
    Text,
    /// One JSON object a line
    Json,
}

#[derive(Debug, Args)]
pub(super) struct EmitArgs {
    /// The provider
    pub(super) provider: String,
    /// The event or notice, or with --story the story
    pub(super) event: String,
    /// Target URL; giving it allows it
    pub(super) url: String,
    #[command(flatten)]
    pub(super) secret: SecretArgs,
    /// EVENT names a story: its events are sent one after the other
    #[arg(long)]
    pub(super) story: bool,
    /// Number of times to send it
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(super) count: u32,
    /// Set this field, such as /data/id="7"
    #[arg(long, value_name = "/POINTER=JSON")]
    pub(super) set: Vec<String>,
    /// Retry by the provider's plan, without its waits
    #[arg(long)]
    pub(super) retry: bool,
    /// Time to wait for an answer, instead of the provider's time-out
    #[arg(long, value_name = "D", value_parser = duration)]
    pub(super) timeout: Option<Duration>,
    /// Add a header, for a gateway in front; not one of the connection or of the signature
    #[arg(long, value_name = "N: V")]
    pub(super) header: Vec<String>,
    /// Fix the shapes of events
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(super) seed: u64,
    /// Fix, with the seed, all ids; random by default
    #[arg(long, value_name = "S")]
    pub(super) salt: Option<String>,
    /// The time of the events, RFC 3339; now by default
    #[arg(long, value_name = "TIME")]
    pub(super) now: Option<Timestamp>,
    /// Print a JSON array
    #[arg(long)]
    pub(super) json: bool,
}

fn head(text: &str) -> Result<usize, String> {
    let bytes: usize = text.parse().map_err(|_| "not a number".to_owned())?;
    if bytes < 8_192 { Err("an HTTP server needs at least 8192 bytes for a head".to_owned()) } else { Ok(bytes) }
}
