//! The builder of a run.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;

use crate::battery::endpoint::Endpoint;
use crate::battery::environment;
use crate::battery::error::VerifyError;
#[cfg(feature = "cli")]
use crate::battery::options::Options;
use crate::battery::profile::Profile;
#[cfg(feature = "cli")]
use crate::battery::provenance;
use crate::battery::reproduce::Reproduction;
#[cfg(feature = "cli")]
use crate::battery::resolve::overridden;
use crate::battery::resolve::resolve;
use crate::battery::session::Session;
use crate::battery::settings::{Listener, Progress, Settings};
use crate::model::{Secret, Timestamp, Trust};
use crate::provider::Provider;
use crate::verify::{Needs, Run};

/// Proves over real HTTP that an endpoint handles a provider's events.
///
/// [A first test in five minutes](crate::docs::first_test) begins with nothing.
///
/// ```no_run
/// # async fn example() {
/// use hookproof::Verifier;
/// use hookproof::providers;
///
/// let run = Verifier::of(providers::truv())
///     .secret("s3cret")
///     .cases(32)
///     .run("http://127.0.0.1:9000/hook")
///     .await;
/// run.assert_passed();
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a verifier does nothing until `.run(url).await`"]
pub struct Verifier {
    pub(super) settings: Settings,
    /// Whether the test sets the number of cases itself.
    has_cases: bool,
}

impl Verifier {
    /// Proves that an endpoint handles the events of `provider`.
    pub fn of(provider: impl Into<Provider>) -> Self {
        Self { settings: Settings::new(provider.into()), has_cases: false }
    }

    /// Proves it with these options.
    #[cfg(feature = "cli")]
    pub(crate) fn with_options(provider: Provider, options: Options) -> Self {
        let mut verifier = Self::of(provider);
        verifier.settings.options = options;
        verifier
    }

    /// Sets the secret that signs. Without it nothing is signed, which only some providers allow.
    pub fn secret(mut self, secret: impl Into<Secret>) -> Self {
        self.settings.secret = Some(secret.into());
        self
    }

    /// Sets the secret of another tenant of the same endpoint. An event that is signed with it, but is about the tenant
    /// of [`secret`](Self::secret), must be refused and have no effect.
    pub fn other_secret(mut self, secret: impl Into<Secret>) -> Self {
        self.settings.other_secret = Some(secret.into());
        self
    }

    /// Sets the text by which the consumer recognises a handshake of the provider, such as the verify token that is
    /// typed in at Meta. Without it, handshakes that carry one are skipped.
    pub fn verify_token(mut self, token: impl Into<Secret>) -> Self {
        self.settings.verify_token = Some(token.into());
        self
    }

    /// Selects how many checks and deliveries a run makes: see [`Profile`]. The report says what was left out.
    pub const fn profile(mut self, profile: Profile) -> Self {
        self.settings.options.profile = profile;
        self
    }

    /// Sends at most this many deliveries a second. A 429 with `Retry-After` is obeyed without it, too.
    ///
    /// # Panics
    /// If the rate is not above 0.
    pub fn rate(mut self, deliveries_a_second: f64) -> Self {
        assert!(deliveries_a_second > 0.0, "the rate must be above 0, got {deliveries_a_second}");
        self.settings.options.rate = Some(deliveries_a_second);
        self
    }

    /// Judges these event types only, as for a consumer that subscribes to them: refusing another type is then advice.
    /// A notice, which is sent to a consumer's URL and is not an event, is judged only if it is named here, by the
    /// families `delivery-`, `payload-` and `malformed-`.
    pub fn events<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.settings.options.events.extend(names.into_iter().map(Into::into));
        self
    }

    /// Selects these checks or families. `signature-timing` needs thousands of deliveries and runs only if its id is
    /// given here.
    pub fn only<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.settings.options.only.extend(names.into_iter().map(Into::into));
        self
    }

    /// Leaves these checks or families out.
    pub fn skip<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.settings.options.skip.extend(names.into_iter().map(Into::into));
        self
    }

    /// Names checks that are known to fail. They are judged and shown, and do not fail the run. One that passes fails
    /// the run until it is removed here.
    pub fn baseline<N: Into<String>>(mut self, ids: impl IntoIterator<Item = N>) -> Self {
        self.settings.baseline.extend(ids.into_iter().map(Into::into));
        self
    }

    /// Overrides a fact about the provider, or confirms it as it is (`None`). A check whose level was lowered because a
    /// fact is only assumed counts in full once the fact is confirmed.
    pub fn assume(mut self, key: impl Into<String>, value: Option<&str>) -> Self {
        self.settings.assumptions.push((key.into(), value.map(str::to_owned)));
        self
    }

    /// Adds a header to every request, for a gateway in front of the endpoint. Reports hide its value.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the number of generated payloads per event type. If it is not called, the environment variable
    /// `HOOKPROOF_CASES` decides, so that a CI job can try more; the default is 32.
    pub const fn cases(mut self, cases: u32) -> Self {
        self.settings.options.cases = cases;
        self.has_cases = true;
        self
    }

    /// Fixes the shapes of the events. If it is not called, the environment variable `HOOKPROOF_SEED` decides; the
    /// default is 0.
    pub const fn seed(mut self, seed: u64) -> Self {
        self.settings.options.seed = Some(seed);
        self
    }

    /// Fixes, with the seed, the bytes of the events. The default is 128 random bits, so that every run sends new
    /// events to an endpoint that remembers them.
    pub fn salt(mut self, salt: impl Into<String>) -> Self {
        self.settings.options.salt = Some(salt.into());
        self
    }

    /// Sets the time of every event and signature, instead of the clock's.
    pub const fn now(mut self, now: Timestamp) -> Self {
        self.settings.options.now = Some(now);
        self
    }

    /// Sets how long the effect count must stay unchanged before it is accepted, in addition to three times as long as
    /// any effect took; 20 ms by default.
    pub const fn settle(mut self, settle: Duration) -> Self {
        self.settings.options.settle = settle;
        self
    }

    /// Replaces the provider's time-out of one attempt.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.options.timeout = Some(timeout);
        self
    }

    /// Bounds the whole run. What is left is then skipped, and the run is unproved, unless a check fails it. By default
    /// the budget follows the measured latency and is at least 120 s.
    pub const fn budget(mut self, budget: Duration) -> Self {
        self.settings.options.budget = Some(budget);
        self
    }

    /// Sets the maximum of concurrent deliveries; 16 by default. There are fewer while answers queue up, and one at a
    /// time if the endpoint answers within 1.5 ms.
    pub fn concurrency(mut self, attempts: usize) -> Self {
        self.settings.options.concurrency = attempts;
        self
    }

    /// Fails the run for advice, too: every failed check counts, whatever its level.
    pub const fn strict(mut self) -> Self {
        self.settings.options.strict = true;
        self
    }

    /// Sets whose certificates of https endpoints are trusted.
    pub fn trust(mut self, trust: Trust) -> Self {
        self.settings.trust = trust;
        self
    }

    /// Sets the command line that reports show for running a check again. Without it they show the lines of a
    /// `Verifier`: `.only(["redelivery-same"]).seed(0)`.
    pub fn reproduced_by(mut self, reproduction: Reproduction) -> Self {
        self.settings.reproduction = Some(reproduction);
        self
    }

    /// Names the run in its report: a revision of the endpoint, a build.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.settings.options.label = Some(label.into());
        self
    }

    /// Calls back when each check begins.
    pub fn on_progress(mut self, listener: impl Fn(Progress<'_>) + Send + Sync + 'static) -> Self {
        self.settings.listener = Some(Listener(Arc::new(listener)));
        self
    }

    /// Runs the battery against a URL, or against an endpoint [in this process](Endpoint::in_process).
    ///
    /// # Panics
    /// If the run cannot begin; the message says why and what to do. Use [`try_run`](Self::try_run) to get an error
    /// instead. Also without a tokio runtime, as in a plain `#[test]`: use [`run_blocking`](Self::run_blocking) there.
    pub async fn run(self, endpoint: impl Into<Endpoint>) -> Run {
        assert!(
            Handle::try_current().is_ok(),
            "a tokio runtime is missing: make the test a #[tokio::test], or use .run_blocking(url) in a plain #[test]"
        );
        let endpoint = endpoint.into();
        let url = endpoint.url().to_owned();
        match self.try_run(endpoint).await {
            Ok(run) => run,
            Err(error) => {
                let hint = error.hint().map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
                panic!("the verification of {url} could not begin: {error}{hint}")
            }
        }
    }

    /// Runs the battery from a plain `#[test]`, on its own runtime. An endpoint that is not a handler of this process
    /// must be served by another thread.
    ///
    /// ```no_run
    /// use hookproof::Verifier;
    /// use hookproof::providers;
    ///
    /// let run = Verifier::of(providers::truv()).secret("s3cret").run_blocking("http://127.0.0.1:9000/hook");
    /// run.assert_passed();
    /// ```
    ///
    /// # Panics
    /// If the run cannot begin; the message says why and what to do. Also inside a tokio runtime, which it would block:
    /// use [`run`](Self::run) there.
    #[must_use]
    #[track_caller]
    pub fn run_blocking(self, endpoint: impl Into<Endpoint>) -> Run {
        assert!(
            Handle::try_current().is_err(),
            "run_blocking would block the tokio runtime that it is called in: use .run(url).await"
        );
        match tokio::runtime::Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime.block_on(self.run(endpoint)),
            Err(error) => panic!("cannot start a tokio runtime: {error}"),
        }
    }

    /// Runs the battery.
    ///
    /// # Errors
    /// If the run cannot begin.
    pub async fn try_run(mut self, endpoint: impl Into<Endpoint>) -> Result<Run, VerifyError> {
        if !self.has_cases
            && let Some(cases) = environment::number(environment::CASES)?
        {
            self.settings.options.cases = u32::try_from(cases).unwrap_or(u32::MAX);
        }
        if self.settings.options.seed.is_none() {
            self.settings.options.seed = environment::number(environment::SEED)?;
        }
        self.run_until(endpoint, std::future::pending()).await
    }

    /// Runs the battery until it is done or `stop` is; then the run so far is marked incomplete.
    ///
    /// # Errors
    /// If the run cannot begin.
    pub async fn run_until(
        self,
        endpoint: impl Into<Endpoint>,
        stop: impl Future<Output = ()>,
    ) -> Result<Run, VerifyError> {
        let prepared = resolve(self.settings, endpoint.into())?;
        Box::pin(Session::run(prepared, stop)).await
    }

    /// Returns the id of the provider.
    #[cfg(feature = "cli")]
    pub(crate) fn provider_id(&self) -> &str {
        &self.settings.provider.id
    }

    /// Returns the digest of the provider with every override, as the report of a run has it.
    #[cfg(feature = "cli")]
    pub(crate) fn provider_digest(&self) -> Result<String, VerifyError> {
        Ok(provenance::digest(&overridden(&self.settings)?))
    }

    /// Measures which optional and nullable fields of each event the endpoint needs to accept it. It removes one field
    /// at a time from an event that was just accepted; ids, signed fields and what is [`set`](Self::set) stay.
    ///
    /// The choice of checks, observers, faults and the number of cases have no effect here.
    ///
    /// # Errors
    /// If the measurement cannot begin.
    pub async fn needs(self, endpoint: impl Into<Endpoint>) -> Result<Needs, VerifyError> {
        self.needs_until(endpoint, std::future::pending()).await
    }

    /// Measures until everything is done or `stop` completes. The result says what was not measured by then.
    ///
    /// # Errors
    /// If the measurement cannot begin.
    pub async fn needs_until(
        self,
        endpoint: impl Into<Endpoint>,
        stop: impl Future<Output = ()>,
    ) -> Result<Needs, VerifyError> {
        let prepared = resolve(self.settings, endpoint.into())?;
        Session::measure(prepared, stop).await
    }
}
