//! The mock provider without sockets: it receives calls and outcomes, and returns responses and due deliveries.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::deliver::clock_speed::{Clock, ClockSpeed};
use crate::deliver::faults::Faults;
use crate::generate::Generator;
use crate::model::{Secret, SecretText, Timestamp, lock};
use crate::provider::Provider;
use crate::sign::{KeyError, Signer};
use crate::store::{AccountId, Store};

/// The mock provider without sockets.
///
/// It never reads the time itself: each function that needs the time has it as an argument.
pub struct Engine {
    providers: BTreeMap<String, Arc<Provider>>,
    pub(super) store: Arc<Store>,
    pub(super) seed: u64,
    pub(super) salt: String,
    /// Signs if neither a subscription nor an account has a secret; also replaces the secret of an account.
    pub(super) secret: Option<SecretText>,
    /// The text by which consumers recognise a handshake of a provider.
    verify_token: Option<SecretText>,
    /// Replaces the timeout of the provider.
    timeout: Option<Duration>,
    pub(super) clock: Mutex<Clock>,
    pub(super) faults: Mutex<Faults>,
    signers: Mutex<HashMap<(String, SecretText), Arc<Signer>>>,
    pub(super) generators: Mutex<HashMap<(String, String), Arc<Generator>>>,
    pub(super) calls: Mutex<HashMap<AccountId, u64>>,
    /// The number of event sets that were emitted, so that each set differs from the previous one.
    turns: AtomicU64,
    /// The number of deliveries that faults were drawn for.
    fault_draws: AtomicU64,
    /// Deliveries with an attempt in flight. Such an attempt is never started twice, however long it takes.
    pub(super) under_way: Mutex<HashSet<u64>>,
}

/// The maximum number of cached signers. Parsing an RSA key takes longer than using it.
const SIGNERS: usize = 1_024;

impl Engine {
    /// Creates an engine for these providers, whose clock starts at `now`. The seed and the salt determine every id.
    /// Stored deliveries of other providers wait.
    #[must_use]
    pub fn new(providers: Vec<Provider>, store: Arc<Store>, seed: u64, salt: &str, now: Timestamp) -> Self {
        store.serve(providers.iter().map(|provider| provider.id.as_str()));
        let named = |provider: Provider| (provider.id.clone(), Arc::new(provider));
        Self {
            providers: providers.into_iter().map(named).collect(),
            store,
            seed,
            salt: salt.to_owned(),
            secret: None,
            verify_token: None,
            timeout: None,
            clock: Mutex::new(Clock::new(ClockSpeed::Real, now)),
            faults: Mutex::default(),
            signers: Mutex::default(),
            generators: Mutex::default(),
            calls: Mutex::default(),
            turns: AtomicU64::default(),
            fault_draws: AtomicU64::default(),
            under_way: Mutex::default(),
        }
    }

    /// Sets a secret that replaces the secret of every account.
    #[must_use]
    pub fn secret(mut self, secret: Option<SecretText>) -> Self {
        self.secret = secret;
        self
    }

    /// Sets the text by which consumers recognise a handshake of a provider.
    #[must_use]
    pub fn verify_token(mut self, token: Option<SecretText>) -> Self {
        self.verify_token = token;
        self
    }

    /// Returns the text by which consumers recognise a handshake.
    pub(super) fn token(&self) -> Option<&SecretText> {
        self.verify_token.as_ref()
    }

    /// Sets the timeout for responses, which replaces the timeout of the provider.
    #[must_use]
    pub const fn timeout(mut self, timeout: Option<Duration>) -> Self {
        self.timeout = timeout;
        self
    }

    /// Returns the providers that are served, ordered by id.
    pub fn providers(&self) -> impl Iterator<Item = &Arc<Provider>> {
        self.providers.values()
    }

    /// Returns the provider with this id.
    #[must_use]
    pub fn provider(&self, id: &str) -> Option<&Arc<Provider>> {
        self.providers.get(id)
    }

    /// Returns the store.
    #[must_use]
    pub const fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// Returns how long to wait for a response.
    #[must_use]
    pub fn timeout_of(&self, provider: &Provider) -> Duration {
        self.timeout.unwrap_or(provider.delivery.timeout)
    }

    /// Returns the speed of the delivery clock.
    #[must_use]
    pub fn clock_speed(&self) -> ClockSpeed {
        lock(&self.clock).speed()
    }

    /// Changes the speed of the delivery clock from now on.
    pub fn set_clock_speed(&self, clock_speed: ClockSpeed, now: Timestamp) {
        lock(&self.clock).set(clock_speed, now);
        self.store.nudge();
    }

    /// Returns the time on the delivery clock.
    #[must_use]
    pub fn shown(&self, now: Timestamp) -> Timestamp {
        lock(&self.clock).now(now)
    }

    /// Returns how long it takes in real time until the delivery clock reaches this time.
    #[must_use]
    pub fn wait(&self, until: Timestamp, now: Timestamp) -> Duration {
        lock(&self.clock).wait(until, now)
    }

    /// Advances the delivery clock.
    pub fn advance(&self, by: Duration, now: Timestamp) -> Timestamp {
        let mut clock = lock(&self.clock);
        let by = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        let to = Timestamp::from_micros(clock.now(now).micros().saturating_add(by));
        clock.skip_to(to, now);
        drop(clock);
        self.store.nudge();
        to
    }

    /// Returns the fault settings.
    #[must_use]
    pub fn faults(&self) -> Faults {
        lock(&self.faults).clone()
    }

    /// Returns whether an outage currently stops all deliveries.
    #[must_use]
    pub fn outage(&self) -> bool {
        lock(&self.faults).outage
    }

    /// Changes the fault settings.
    pub fn set_faults(&self, faults: Faults) {
        *lock(&self.faults) = faults;
        self.store.nudge();
    }

    /// Returns the secret that signs, given the secret of the subscription and that of the account, if they exist.
    #[must_use]
    pub fn signing(&self, own: Option<&SecretText>, account: Option<&SecretText>) -> Option<SecretText> {
        own.or(self.secret.as_ref()).or(account).cloned()
    }

    pub(super) fn signer(&self, provider: &Provider, secret: &SecretText) -> Result<Arc<Signer>, KeyError> {
        let key = (provider.id.clone(), secret.clone());
        if let Some(signer) = lock(&self.signers).get(&key) {
            return Ok(Arc::clone(signer));
        }
        let signer = Arc::new(Signer::new(&provider.signing.recipe, &Secret::new(secret.expose()))?);
        let mut signers = lock(&self.signers);
        if signers.len() >= SIGNERS {
            signers.clear();
        }
        signers.insert(key, Arc::clone(&signer));
        Ok(signer)
    }

    /// Returns a unique number for a set of events.
    pub(super) fn next_turn(&self) -> u64 {
        self.turns.fetch_add(1, Ordering::Relaxed)
    }

    /// Returns a unique number for the next draw of faults, from 1.
    pub(super) fn next_fault_draw(&self) -> u64 {
        self.fault_draws.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Returns a unique number for a call of an account.
    pub(super) fn next_call(&self, account: &AccountId) -> u64 {
        let mut calls = lock(&self.calls);
        let next = calls.entry(account.clone()).or_default();
        *next += 1;
        *next
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let providers: Vec<&String> = self.providers.keys().collect();
        formatter
            .debug_struct("Engine")
            .field("providers", &providers)
            .field("seed", &self.seed)
            .finish_non_exhaustive()
    }
}
