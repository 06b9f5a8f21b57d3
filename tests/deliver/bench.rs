//! An engine with one provider and its accounts, without an API between: subscriptions are put where they belong.

use std::sync::Arc;
use std::time::Duration;

use hookproof::__private::clock;
use hookproof::__private::deliver::{AllowList, ClockSpeed, Driver, EmitRequest, Engine, Job};
use hookproof::__private::provider::api::{Credential, Emission, EventFilter, Subscription};
use hookproof::__private::store::{Account, Bounds, Delivery, Filter, Store};
use hookproof::model::{Exchange, Headers, Outcome, Response, Timestamp, Trust};
use hookproof::provider::Provider;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Longer than any test takes that is well.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Bench {
    pub(crate) engine: Arc<Engine>,
    pub(crate) provider: Arc<Provider>,
    turn: std::cell::Cell<u64>,
}

/// A driver under way; dropping it leaves it running until its runtime ends.
pub(crate) struct Running {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

/// The start of the delivery clock if no driver runs.
pub(crate) fn start() -> Timestamp {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

pub(crate) fn answered(status: u16) -> Outcome {
    Outcome::Answered(Response::new(status, Headers::new(), bytes::Bytes::new()))
}

impl Bench {
    /// For tests without a driver: the time is an argument.
    pub(crate) fn still(provider: Provider) -> Self {
        Self::at(provider, start(), |engine| engine)
    }

    /// For tests with a driver, on virtual time.
    pub(crate) fn live(provider: Provider) -> Self {
        Self::live_over(Arc::new(Store::memory(Bounds::default())), provider)
    }

    pub(crate) fn at(provider: Provider, now: Timestamp, set: impl FnOnce(Engine) -> Engine) -> Self {
        Self::over(Arc::new(Store::memory(Bounds::default())), provider, now, set)
    }

    /// For tests with a driver, on virtual time, over a store that may hold what others made.
    pub(crate) fn live_over(store: Arc<Store>, provider: Provider) -> Self {
        Self::virtually(store, provider, |engine| engine)
    }

    /// For tests with a driver, on virtual time, and another setting of the engine.
    #[cfg(feature = "cli")]
    pub(crate) fn live_with(provider: Provider, set: impl FnOnce(Engine) -> Engine) -> Self {
        Self::virtually(Arc::new(Store::memory(Bounds::default())), provider, set)
    }

    fn virtually(store: Arc<Store>, provider: Provider, set: impl FnOnce(Engine) -> Engine) -> Self {
        let set = |engine: Engine| set(engine.timeout(Some(Duration::from_secs(5))));
        let bench = Self::over(store, provider, clock::now(), set);
        bench.engine.set_clock_speed(ClockSpeed::Virtual, clock::now());
        bench
    }

    fn over(store: Arc<Store>, provider: Provider, now: Timestamp, set: impl FnOnce(Engine) -> Engine) -> Self {
        let id = provider.id.clone();
        let engine = Arc::new(set(Engine::new(vec![provider], store, 7, "bench", now)));
        let provider = Arc::clone(engine.provider(&id).unwrap());
        Self { engine, provider, turn: std::cell::Cell::default() }
    }

    pub(crate) fn account(&self, name: &str) -> Arc<Account> {
        self.engine.store().account(&self.provider.id, &Credential::new(name, name))
    }

    /// An account that wants everything at this URL.
    pub(crate) fn subscribed(&self, name: &str, url: &str) -> Arc<Account> {
        let account = self.account(name);
        account.with(|state| state.put(Subscription::new("hook", url).wanting([EventFilter::All])));
        account
    }

    /// On virtual time, with so many events on their way to a subscriber at this URL.
    pub(crate) fn waiting(provider: Provider, url: &str, events: usize) -> Self {
        let bench = Self::live(provider);
        let account = bench.subscribed("one", url);
        for _ in 0..events {
            bench.emit(&account, clock::now());
        }
        bench
    }

    /// The next event of the first type.
    pub(crate) fn event(&self) -> Emission {
        self.turn.set(self.turn.get() + 1);
        let name = self.provider.events().next().unwrap().name.clone();
        let made = self.engine.events(&self.provider, &EmitRequest::event(name), self.turn.get(), start()).unwrap();
        let (name, document) = made.into_iter().next().unwrap();
        Emission::new(name, document)
    }

    pub(crate) fn emit(&self, account: &Account, now: Timestamp) -> Vec<Delivery> {
        self.send(account, self.event(), now)
    }

    pub(crate) fn send(&self, account: &Account, emission: Emission, now: Timestamp) -> Vec<Delivery> {
        self.engine.emit(&self.provider, account, emission, now).0
    }

    /// The one attempt that is due.
    pub(crate) fn job(&self, now: Timestamp) -> Job {
        let mut jobs = self.engine.due(now, 2);
        assert_eq!(jobs.len(), 1, "{jobs:?}");
        jobs.pop().unwrap()
    }

    /// The attempt was answered so at the same moment.
    pub(crate) fn finish(&self, job: Job, outcome: Outcome, now: Timestamp) {
        let exchange = Exchange::new(job.request.clone(), outcome, Duration::ZERO);
        drop(self.engine.finish(job, exchange, now));
    }

    /// A delivery as it is now.
    pub(crate) fn again(&self, number: u64) -> Delivery {
        self.engine.store().get(number).unwrap()
    }

    /// All deliveries, oldest first.
    pub(crate) fn all(&self) -> Vec<Delivery> {
        let mut found = self.engine.store().find(&Filter::default(), usize::MAX);
        found.reverse();
        found
    }

    /// Starts a driver that has so many attempts in flight at once, to loopback only.
    pub(crate) fn drive(&self, most: usize) -> Running {
        let (stop, stopped) = watch::channel(false);
        let driver = Driver::new(Arc::clone(&self.engine), AllowList::loopback(), Trust::System, most);
        Running { stop, task: tokio::spawn(driver.run(stopped)) }
    }

    /// What became of everything with a driver that makes so many attempts at once.
    pub(crate) async fn driven(&self, most: usize) -> Vec<Delivery> {
        let running = self.drive(most);
        let ended = self.ended().await;
        running.stop().await;
        ended
    }

    /// Waits until something holds of what is kept.
    pub(crate) async fn until(&self, holds: impl Fn(&Store) -> bool) {
        let wait = self.engine.store().until(|store| holds(store).then_some(()));
        tokio::select! {
            () = wait => {}
            () = clock::sleep(PATIENCE) => panic!("it never came about: {:?}", self.all()),
        }
    }

    /// Waits until nothing waits or is under way.
    pub(crate) async fn ended(&self) -> Vec<Delivery> {
        self.until(|store| store.is_idle(&Filter::default())).await;
        self.all()
    }
}

impl Running {
    /// Stops in good order.
    pub(crate) async fn stop(self) {
        self.stop.send(true).unwrap();
        self.task.await.unwrap();
    }

    /// Sends the stop signal without waiting for the end.
    pub(crate) fn tell_to_stop(&self) {
        self.stop.send(true).unwrap();
    }

    pub(crate) async fn stopped(self) {
        self.task.await.unwrap();
    }
}
