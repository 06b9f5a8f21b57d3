//! How the server is told to run. Every bound that it keeps is here.

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::deliver::Guard;
use crate::deliver::Pace;
use crate::deliver::Weather;
use crate::model::SecretText;
use crate::model::Trust;
use crate::provider::Provider;
use crate::serve::log::Line;
use crate::store::Bounds;

/// What takes the lines of the log.
pub type Logger = Arc<dyn Fn(&Line<'_>) + Send + Sync>;

/// How the server is told to run.
#[derive(Clone)]
#[non_exhaustive]
pub struct Options {
    /// The providers to serve, each below `/` and its id; one alone also at the root.
    pub providers: Vec<Provider>,
    /// Where to listen.
    pub listen: SocketAddr,
    /// Names by which clients may call this server, beside those of loopback.
    pub hosts: Vec<String>,
    /// What `/_hookproof/` asks for; obligatory off loopback.
    pub token: Option<SecretText>,
    /// Signs in place of every account's own secret.
    pub secret: Option<SecretText>,
    /// Where deliveries may go.
    pub guard: Guard,
    /// By whom https endpoints must be vouched for.
    pub trust: Trust,
    /// The pace of the deliveries' own clock.
    pub pace: Pace,
    /// The weather to begin with.
    pub weather: Weather,
    /// Decides shapes and, with the salt, ids.
    pub seed: u64,
    /// Tells this run from others of the same seed.
    pub salt: String,
    /// How long an answer to a delivery is waited for, in place of the provider's time-out.
    pub timeout: Option<Duration>,
    /// Most deliveries under way at once.
    pub concurrency: usize,
    /// How much is kept in memory.
    pub bounds: Bounds,
    /// A file that keeps everything.
    pub store: Option<PathBuf>,
    /// Largest body of a call, in bytes.
    pub max_body: usize,
    /// Largest head of a call, in bytes.
    pub max_head: usize,
    /// How long a client may take to send a call.
    pub client_timeout: Duration,
    /// Most connections at once.
    pub max_connections: usize,
    /// What takes the log.
    pub logger: Option<Logger>,
}

impl Options {
    /// These providers, on a free port of loopback, with a memory that ends with the server.
    #[must_use]
    pub fn new(providers: Vec<Provider>) -> Self {
        Self {
            providers,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            hosts: Vec::new(),
            token: None,
            secret: None,
            guard: Guard::loopback(),
            trust: Trust::System,
            pace: Pace::Real,
            weather: Weather::default(),
            seed: 0,
            salt: String::new(),
            timeout: None,
            concurrency: 64,
            bounds: Bounds::default(),
            store: None,
            max_body: 1 << 20,
            max_head: 64 << 10,
            client_timeout: Duration::from_secs(10),
            max_connections: 1_024,
            logger: None,
        }
    }

    /// Whether others than this machine can call.
    #[must_use]
    pub fn is_exposed(&self) -> bool {
        let address: IpAddr = self.listen.ip();
        !address.to_canonical().is_loopback()
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let providers: Vec<&str> = self.providers.iter().map(|provider| provider.id.as_str()).collect();
        formatter
            .debug_struct("Options")
            .field("providers", &providers)
            .field("listen", &self.listen)
            .field("pace", &self.pace)
            .field("store", &self.store)
            .finish_non_exhaustive()
    }
}
