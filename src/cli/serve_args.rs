//! What a user types to run the mock provider, or to emit an event. Nothing is done here.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use clap::ValueEnum;

use crate::cli::args::SecretArgs;
use crate::cli::args::TrustArgs;
use crate::cli::args::duration;
use crate::deliver::Pace;
use crate::model::Timestamp;

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// The providers, each below /PROVIDER; one alone also at the root. All of them by default
    pub(super) providers: Vec<String>,
    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 4000, value_name = "N")]
    pub(super) port: u16,
    /// Address to listen on; one that others can reach needs a token
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    pub(super) listen: IpAddr,
    /// A name by which clients call this server, beside those of loopback
    #[arg(long, value_name = "NAME")]
    pub(super) host: Vec<String>,
    /// What /_hookproof/ asks for, as `Authorization: Bearer`
    #[arg(long, env = "HOOKPROOF_TOKEN", hide_env_values = true, value_name = "T")]
    pub(super) token: Option<String>,
    #[command(flatten)]
    pub(super) secret: SecretArgs,
    /// A host, address or network, beside loopback, that deliveries may go to
    #[arg(long, value_name = "HOST|CIDR")]
    pub(super) allow_target: Vec<String>,
    #[command(flatten)]
    pub(super) trust: TrustArgs,
    /// Pace of the deliveries' own clock: real, virtual (waits are skipped), or so many times as fast, as 60x
    #[arg(long, default_value = "real", value_name = "PACE")]
    pub(super) clock: Pace,
    /// What goes wrong on purpose, as JSON: the body of PUT /_hookproof/faults
    #[arg(long, value_name = "JSON")]
    pub(super) faults: Option<String>,
    /// Fixes the shapes of events
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(super) seed: u64,
    /// Fixes, with the seed, all ids; drawn anew by default
    #[arg(long, value_name = "S")]
    pub(super) salt: Option<String>,
    /// How long an answer is waited for, in place of the provider's time-out
    #[arg(long, value_name = "D", value_parser = duration)]
    pub(super) timeout: Option<Duration>,
    /// Most deliveries under way at once
    #[arg(long, default_value_t = 64, value_name = "N")]
    pub(super) concurrency: usize,
    /// Keep everything in this file, which survives the server
    #[arg(long, value_name = "FILE")]
    pub(super) store: Option<PathBuf>,
    /// Most deliveries kept in memory; the oldest finished are forgotten first. What a provider's own API shows and
    /// /_hookproof/wait counts is what memory has; /_hookproof/deliveries reads the store file, too
    #[arg(long, default_value_t = 10_000, value_name = "N")]
    pub(super) max_deliveries: usize,
    /// Most bytes of deliveries kept in memory
    #[arg(long, default_value_t = 24 << 20, value_name = "N")]
    pub(super) max_bytes: usize,
    /// Largest body of a call, in bytes
    #[arg(long, default_value_t = 1 << 20, value_name = "N")]
    pub(super) max_body: usize,
    /// Largest head of a call, in bytes, at least 8192
    #[arg(long, default_value_t = 64 << 10, value_name = "N", value_parser = head)]
    pub(super) max_head: usize,
    /// How long a client may take to send a call
    #[arg(long, default_value = "10s", value_name = "D", value_parser = duration)]
    pub(super) client_timeout: Duration,
    /// Most connections at once
    #[arg(long, default_value_t = 1024, value_name = "N")]
    pub(super) max_connections: usize,
    /// Write the address into this file as soon as calls are answered
    #[arg(long, value_name = "PATH")]
    pub(super) ready_file: Option<PathBuf>,
    /// A line on stderr for every call, attempt and finding
    #[arg(long, default_value = "text", value_name = "FORM")]
    pub(super) log: LogForm,
    /// Take flags from this file; hookproof.toml, if there is one, by default. What is typed goes before
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
}

/// What the lines of the log look like.
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
    /// Where to; to name it is to allow it
    pub(super) url: String,
    #[command(flatten)]
    pub(super) secret: SecretArgs,
    /// EVENT names a story: its events go out one after the other
    #[arg(long)]
    pub(super) story: bool,
    /// How often
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(super) count: u32,
    /// Put this value there, such as /data/id="7"
    #[arg(long, value_name = "/POINTER=JSON")]
    pub(super) set: Vec<String>,
    /// Try again by the provider's plan, without its waits
    #[arg(long)]
    pub(super) retry: bool,
    /// How long an answer is waited for, in place of the provider's time-out
    #[arg(long, value_name = "D", value_parser = duration)]
    pub(super) timeout: Option<Duration>,
    /// One more header, for a gateway in front; none of the connection or of the signature
    #[arg(long, value_name = "N: V")]
    pub(super) header: Vec<String>,
    /// Fixes the shapes of events
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(super) seed: u64,
    /// Fixes, with the seed, all ids; drawn anew by default
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
