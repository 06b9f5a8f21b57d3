//! The options of the server. All its limits are here.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::deliver::{AllowList, ClockSpeed, Faults};
use crate::model::{SecretText, Trust};
use crate::provider::Provider;
use crate::serve::log::Line;
use crate::store::Bounds;

/// A function that receives the lines of the log.
pub type Logger = Arc<dyn Fn(&Line<'_>) + Send + Sync>;

/// The options of the server.
#[derive(Clone)]
#[non_exhaustive]
pub struct Options {
    /// The providers to serve, each below `/` and its id. A single provider is also served at the root.
    pub providers: Vec<Provider>,
    /// Address on which to listen.
    pub listen: SocketAddr,
    /// Host names that clients may use for this server, in addition to those of loopback.
    pub hosts: Vec<String>,
    /// Token that `/_hookproof/` requires; mandatory if the server listens on an address other than loopback.
    pub token: Option<SecretText>,
    /// Secret that replaces the secret of every account.
    pub secret: Option<SecretText>,
    /// The text by which consumers recognise a handshake of the provider.
    pub verify_token: Option<SecretText>,
    /// Allow list for deliveries.
    pub allow_list: AllowList,
    /// Trust settings for https endpoints.
    pub trust: Trust,
    /// Speed of the delivery clock.
    pub clock_speed: ClockSpeed,
    /// Initial fault settings.
    pub faults: Faults,
    /// Seed for the shapes and, with the salt, for the ids.
    pub seed: u64,
    /// Salt that distinguishes this run from others with the same seed.
    pub salt: String,
    /// Timeout for the response to a delivery; replaces the timeout of the provider.
    pub timeout: Option<Duration>,
    /// Maximum number of deliveries in flight at once.
    pub concurrency: usize,
    /// Limits on the data in memory.
    pub bounds: Bounds,
    /// File that stores everything.
    pub store: Option<PathBuf>,
    /// Maximum size of the body of a call, in bytes.
    pub max_body: usize,
    /// Maximum size of the head of a call, in bytes.
    pub max_head: usize,
    /// Time limit for a client to send a call.
    pub client_timeout: Duration,
    /// Maximum number of connections at once.
    pub max_connections: usize,
    /// Function that receives the log.
    pub logger: Option<Logger>,
}

impl Options {
    /// Creates options for these providers: a free port on loopback, and a store that exists only in memory.
    #[must_use]
    pub fn new(providers: Vec<Provider>) -> Self {
        Self {
            providers,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            hosts: Vec::new(),
            token: None,
            secret: None,
            verify_token: None,
            allow_list: AllowList::loopback(),
            trust: Trust::System,
            clock_speed: ClockSpeed::Real,
            faults: Faults::default(),
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

    /// Returns whether other machines can call the server.
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
            .field("clock_speed", &self.clock_speed)
            .field("store", &self.store)
            .finish_non_exhaustive()
    }
}
