//! A provider for a test: its management API on a socket, and deliveries on virtual time.

mod core;
mod emit;
mod expect;
mod mock_http;
mod thread;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use wiremock::MockServer;

use crate::clock;
use crate::deliver::{AllowList, ClockSpeed, Driver, EmitRequest, Engine, Faults};
use crate::harness::mock::core::MockCore;
use crate::harness::mock::mock_http::MockHttp;
use crate::model::{SecretText, Trust};
use crate::provider::Provider;
use crate::store::{Bounds, Delivery, Filter, Noted, Store};

pub use emit::{Emit, Emitted};

/// A provider for a test: it accepts registrations, and delivers to them.
///
/// It serves the provider's own management API and delivers by the provider's own plan. Retries wait on virtual time,
/// so a day of them needs milliseconds; signed times are real. Each credential has its own data. It stops when it is
/// dropped.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// use hookproof::MockProvider;
/// use hookproof::providers;
/// use wiremock::{Mock, MockServer, ResponseTemplate, matchers};
///
/// // The consumer of this example fails once. Yours is your own service.
/// let consumer = MockServer::start().await;
/// let failing = Mock::given(matchers::any()).respond_with(ResponseTemplate::new(503)).up_to_n_times(1);
/// failing.mount(&consumer).await;
/// Mock::given(matchers::any()).respond_with(ResponseTemplate::new(200)).mount(&consumer).await;
///
/// let truv = MockProvider::of(providers::truv()).start().await;
///
/// // It registers as it would at the real provider.
/// let webhook = serde_json::json!({"name": "mine", "webhook_url": consumer.uri(), "env_type": "sandbox"});
/// let mut call = reqwest::Client::new().post(format!("{}/v1/webhooks/", truv.base_url()));
/// for (name, value) in truv.credentials() {
///     call = call.header(name, value);
/// }
/// assert_eq!(call.body(webhook.to_string()).send().await.unwrap().status(), 201);
/// truv.expect_registered("task-status-updated");
///
/// // The first attempt fails, and 30 virtual seconds later the second one succeeds.
/// let emitted = truv.emit("task-status-updated").with("/status", "done").await;
/// emitted.expect_succeeded();
/// assert_eq!(emitted.one().attempts.len(), 2);
/// # }
/// ```
#[derive(Debug)]
pub struct MockProvider {
    core: Arc<MockCore>,
    mock_http: Arc<MockHttp>,
    server: MockServer,
    credentials: Vec<(String, String)>,
    /// Its end is the end of the driver.
    _stop: watch::Sender<bool>,
}

/// Settings of a [`MockProvider`].
#[derive(Clone, Debug)]
#[must_use = "a mock provider does nothing until `.start().await`"]
pub struct MockBuilder {
    provider: Provider,
    seed: u64,
    salt: String,
    secret: Option<SecretText>,
    timeout: Option<Duration>,
    clock_speed: ClockSpeed,
    faults: Faults,
    at_once: usize,
    allow_list: AllowList,
}

impl MockProvider {
    /// Creates a mock of this provider, to be started.
    pub fn of(provider: impl Into<Provider>) -> MockBuilder {
        MockBuilder {
            provider: provider.into(),
            seed: 0,
            salt: String::new(),
            secret: None,
            timeout: None,
            clock_speed: ClockSpeed::Virtual,
            faults: Faults::default(),
            at_once: 1,
            allow_list: AllowList::loopback(),
        }
    }

    /// Returns the base of the paths of the management API, without a final slash: `http://127.0.0.1:4000`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.core.base
    }

    /// Returns headers that open an account, for a consumer without its own credentials: any others of the provider's
    /// form open another account.
    #[must_use]
    pub fn credentials(&self) -> &[(String, String)] {
        &self.credentials
    }

    /// Headers that open the account of this name, which sees nothing of the others.
    #[must_use]
    pub fn credentials_of(&self, name: &str) -> Vec<(String, String)> {
        self.core.credentials(name)
    }

    /// Returns a wiremock server for your own mocks: after this call, they are tried before the management API, at
    /// [`base_url`](Self::base_url). Their expectations are verified when the mock is dropped.
    ///
    /// The server keeps the requests that one of your mocks matched, about 5 kB each, and no others; so its
    /// `received_requests` is `None`. Its `reset` would remove the management API.
    #[must_use]
    pub fn server(&self) -> &MockServer {
        self.mock_http.share();
        &self.server
    }

    /// Emits an event of this name to every subscription, once it is awaited.
    pub fn emit(&self, event: impl Into<String>) -> Emit<'_> {
        Emit::new(&self.core, EmitRequest::event(event))
    }

    /// Emits the events of the story of this name in their order, once it is awaited.
    pub fn story(&self, name: impl Into<String>) -> Emit<'_> {
        Emit::new(&self.core, EmitRequest::story(name))
    }

    /// Sends a delivery again, as a new one, and waits until that has ended. `None` if the data of the delivery was
    /// removed.
    pub async fn redeliver(&self, delivery: &Delivery) -> Option<Delivery> {
        let (made, _) = self.core.engine.redeliver(delivery, clock::now())?;
        self.core.ended(vec![made]).await.pop()
    }

    /// Waits until no delivery is waiting or in flight, and returns all deliveries, oldest first. It does not wait for
    /// the end of an outage.
    pub async fn settled(&self) -> Vec<Delivery> {
        let all = self.deliveries();
        self.core.ended(all).await;
        self.deliveries()
    }

    /// Returns the deliveries in their present state, oldest first. The newest 10,000 that have ended are kept.
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivery> {
        let mut found = self.core.engine.store().find(&Filter::default(), usize::MAX);
        found.reverse();
        found
    }

    /// Returns what was wrong or unusual about calls and deliveries, oldest first.
    #[must_use]
    pub fn findings(&self) -> Vec<Noted> {
        let mut found = self.core.engine.store().findings(None);
        found.reverse();
        found
    }

    /// Runs the delivery clock at another speed from now on.
    pub fn set_clock_speed(&self, clock_speed: ClockSpeed) {
        self.core.engine.set_clock_speed(clock_speed, clock::now());
    }

    /// Sets other faults.
    ///
    /// # Panics
    /// If a chance is not from 0 to 1.
    #[track_caller]
    pub fn set_faults(&self, faults: Faults) {
        possible(&faults);
        self.core.engine.set_faults(faults);
    }

    /// Advances the delivery clock.
    pub fn advance(&self, by: Duration) {
        self.core.engine.advance(by, clock::now());
    }
}

impl MockBuilder {
    /// Fixes the shapes of events; 0 by default.
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Fixes, with the seed, the ids too. By default every mock has its own salt, so that a consumer that remembers
    /// events gets new ones.
    pub fn salt(mut self, salt: impl Into<String>) -> Self {
        self.salt = salt.into();
        self
    }

    /// Signs with this secret in place of every account's own.
    pub fn secret(mut self, secret: impl Into<String>) -> Self {
        self.secret = Some(SecretText::new(secret));
        self
    }

    /// Waits so long for an answer in place of the provider's time-out.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets the speed of the delivery clock; virtual by default.
    pub const fn clock_speed(mut self, clock_speed: ClockSpeed) -> Self {
        self.clock_speed = clock_speed;
        self
    }

    /// Sets the faults to inject; none by default.
    ///
    /// # Panics
    /// If a chance is not from 0 to 1.
    #[track_caller]
    pub fn faults(mut self, faults: Faults) -> Self {
        possible(&faults);
        self.faults = faults;
        self
    }

    /// Sets the maximum number of concurrent attempts. One by default, so that events arrive in the order of their
    /// emission.
    pub fn at_once(mut self, attempts: usize) -> Self {
        self.at_once = attempts.max(1);
        self
    }

    /// Delivers to this host, address or network as well, and not only to loopback.
    ///
    /// # Panics
    /// If it is none of them.
    #[track_caller]
    pub fn allow_target(mut self, named: &str) -> Self {
        match self.allow_list.and(named) {
            Ok(allow_list) => self.allow_list = allow_list,
            Err(error) => panic!("{error}"),
        }
        self
    }

    /// Starts it on a free port of loopback. It needs no runtime: deliveries run on their own thread.
    ///
    /// # Panics
    /// If no port is available.
    pub async fn start(self) -> MockProvider {
        let now = clock::now();
        let salt = if self.salt.is_empty() { thread::salt(now) } else { self.salt };
        let id = self.provider.id.clone();
        let engine =
            Engine::new(vec![self.provider], Arc::new(Store::memory(Bounds::default())), self.seed, &salt, now)
                .secret(self.secret)
                .timeout(self.timeout);
        engine.set_clock_speed(self.clock_speed, now);
        engine.set_faults(self.faults);
        let engine = Arc::new(engine);
        let server = MockServer::builder().disable_request_recording().start().await;
        let (listener, address) = thread::listen();
        let core = Arc::new(MockCore::new(Arc::clone(&engine), &id, format!("http://{address}")));
        let mock_http = Arc::new(MockHttp::new(Arc::clone(&core), &server).await);
        let (stop, stopped) = watch::channel(false);
        let driver = Driver::new(engine, self.allow_list, Trust::System, self.at_once);
        thread::work(driver, Arc::clone(&mock_http), listener, stopped);
        let credentials = core.credentials("default");
        MockProvider { core, mock_http, server, credentials, _stop: stop }
    }
}

#[track_caller]
fn possible(faults: &Faults) {
    assert!(faults.is_possible(), "{}", Faults::LIMITS);
}
