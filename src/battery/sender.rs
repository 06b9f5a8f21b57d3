//! Sends deliveries and keeps count of them. It reads no effects and judges nothing.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::battery::concurrency::Concurrency;
use crate::battery::cut_off::{CutOff, CutOffs};
use crate::battery::prepare::PrepareHook;
use crate::battery::{pause, prepare};
use crate::clock;
use crate::clock::Stopwatch;
use crate::model::{Exchange, Failure, HttpVersion, Outcome, Request, Target};
use crate::net::{Connection, Cut, Probe};
use crate::provider::Provider;
use crate::verify::{Attempt, ConnectionMode, Evidence};

/// Number of deliveries without an answer after which the run stops.
pub(super) const MOST_LATE: usize = 8;

/// Number of deliveries in a row without a connection after which the endpoint counts as gone.
const MOST_UNREACHABLE: usize = 3;

/// Maximum number of times to send a delivery again after the endpoint asked for a pause.
const MOST_PAUSES: u32 = 30;

/// Maximum pause, whatever the endpoint asks for.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// Start of the reason if the consumer rejected an entity.
pub(super) const PREPARE_FAILED: &str = "--prepare failed: ";

/// Sends deliveries. Clones share one endpoint and one count.
#[derive(Clone)]
pub(super) struct Sender(Arc<Line>);

struct Line {
    probe: Probe,
    provider: Provider,
    prepare: Option<PrepareHook>,
    /// The shortest time between two deliveries.
    interval: Option<Duration>,
    in_flight: AtomicUsize,
    log: Mutex<Log>,
}

/// Log of deliveries.
struct Log {
    deliveries: u64,
    /// Deliveries that were not answered in time although nothing else was in flight.
    late: Vec<Evidence>,
    /// Value of the same at the last accepted delivery.
    late_before_accepted: usize,
    /// Deliveries in a row that were not answered in time.
    silent: usize,
    /// Deliveries in a row for which no connection came about.
    unreachable: usize,
    /// Description of why the endpoint is gone, if it is.
    gone: Option<String>,
    /// Deliveries that may have ended the endpoint.
    cut_offs: CutOffs,
    /// Deliveries that the endpoint put off with 429.
    put_off: u64,
    /// The HTTP version of the last answer.
    version: Option<HttpVersion>,
    /// Until when nothing is sent.
    pause: Option<(Stopwatch, Duration)>,
    last: Option<Stopwatch>,
    concurrency: Concurrency,
    stopped: Option<String>,
    /// Keys of the entities that were prepared.
    known: HashSet<String>,
}

impl Sender {
    pub(super) fn new(probe: Probe, provider: Provider, concurrency: Concurrency) -> Self {
        Self(Arc::new(Line {
            probe,
            provider,
            prepare: None,
            interval: None,
            in_flight: AtomicUsize::new(0),
            log: Mutex::new(Log {
                deliveries: 0,
                late: Vec::new(),
                late_before_accepted: 0,
                silent: 0,
                unreachable: 0,
                gone: None,
                cut_offs: CutOffs::default(),
                put_off: 0,
                version: None,
                pause: None,
                last: None,
                concurrency,
                stopped: None,
                known: HashSet::new(),
            }),
        }))
    }

    /// Tells the consumer about entities before the first event about them.
    pub(super) fn preparing(self, hook: Option<PrepareHook>) -> Self {
        self.with(|line| line.prepare = hook)
    }

    /// Sends at most so many deliveries a second.
    pub(super) fn at_rate(self, rate: Option<f64>) -> Self {
        self.with(|line| line.interval = rate.and_then(|rate| Duration::try_from_secs_f64(1.0 / rate).ok()))
    }

    /// Changes a setting before anything is sent.
    fn with(mut self, change: impl FnOnce(&mut Line)) -> Self {
        Arc::get_mut(&mut self.0).map(change);
        self
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.0.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the endpoint.
    pub(super) fn probe(&self) -> &Probe {
        &self.0.probe
    }

    /// Returns the provider.
    pub(super) fn provider(&self) -> &Provider {
        &self.0.provider
    }

    /// Returns the request of an attempt as it is sent.
    pub(super) fn on_wire(&self, attempt: &Attempt) -> Request {
        self.provider().on_wire(attempt.request.clone())
    }

    /// Returns the number of attempts so far.
    pub(super) fn deliveries(&self) -> u64 {
        self.log().deliveries
    }

    /// Returns the deliveries that were not answered in time although nothing else was in flight.
    pub(super) fn late(&self) -> Vec<Evidence> {
        self.log().late.clone()
    }

    /// Returns the same, without those after which no delivery was accepted any more.
    pub(super) fn late_before_the_end(&self) -> Vec<Evidence> {
        let log = self.log();
        log.late[..log.late_before_accepted].to_vec()
    }

    /// Forgets what was late, because a cold start explains it.
    pub(super) fn forgive(&self) {
        let mut log = self.log();
        log.late.clear();
        log.late_before_accepted = 0;
        log.silent = 0;
    }

    /// Returns the HTTP version of the endpoint, according to its last answer.
    pub(super) fn version(&self) -> Option<HttpVersion> {
        self.log().version
    }

    /// Returns the number of deliveries that the endpoint delayed by a 429.
    pub(super) fn put_off(&self) -> u64 {
        self.log().put_off
    }

    /// Returns the number of deliveries that may be in flight.
    pub(super) fn concurrency(&self) -> Concurrency {
        self.log().concurrency
    }

    /// Returns why nothing more is sent.
    pub(super) fn stopped(&self) -> Option<String> {
        let log = self.log();
        log.stopped.clone().or_else(|| log.gone.as_ref().map(|reason| format!("the endpoint {reason}")))
    }

    /// Returns why the endpoint is gone.
    pub(super) fn gone(&self) -> Option<String> {
        self.log().gone.clone()
    }

    /// Returns the deliveries that may have ended the endpoint, the most likely one first.
    pub(super) fn suspects(&self) -> Vec<CutOff> {
        self.log().cut_offs.suspects()
    }

    /// Sends nothing more, for this reason.
    pub(super) fn stop(&self, reason: impl Into<String>) {
        let mut log = self.log();
        log.stopped.get_or_insert_with(|| reason.into());
    }

    /// Whether so many deliveries in a row had no answer that the next may have none either.
    pub(super) fn is_silent(&self) -> bool {
        self.log().silent >= MOST_LATE
    }

    /// Whether the last delivery was not answered in time.
    pub(super) fn last_was_late(&self) -> bool {
        self.log().silent > 0
    }

    /// Whether entities are prepared before events about them are sent.
    pub(super) fn prepares(&self) -> bool {
        self.0.prepare.is_some()
    }

    /// Tells the consumer about the entities of these attempts.
    pub(super) async fn prepare<'a>(&self, attempts: impl IntoIterator<Item = &'a Attempt>) {
        let Some(hook) = &self.0.prepare else { return };
        let entities = prepare::unknown(&self.0.provider, &mut self.log().known, attempts);
        if !entities.is_empty()
            && let Err(reason) = hook.call(entities).await
        {
            self.stop(format!("{PREPARE_FAILED}{reason}"));
        }
    }

    /// Makes one attempt, in its connection mode.
    pub(super) async fn send(&self, attempt: Attempt) -> (Attempt, Exchange) {
        self.prepare([&attempt]).await;
        if !matches!(attempt.mode, ConnectionMode::Kept | ConnectionMode::Same) {
            // An endpoint with a single thread is busy with the kept connection until that is closed.
            self.probe().release();
        }
        self.send_prepared(attempt).await
    }

    /// Makes one attempt at this address. It is not repeated if the endpoint asks for a pause.
    pub(super) async fn send_once(&self, target: &Target, attempt: &Attempt) -> Exchange {
        self.prepare([attempt]).await;
        self.probe().release();
        self.turn().await;
        self.count_delivery();
        self.probe().send_to(target, self.on_wire(attempt)).await
    }

    /// Makes one attempt whose entities the consumer knows.
    pub(super) async fn send_prepared(&self, attempt: Attempt) -> (Attempt, Exchange) {
        for pauses in 0.. {
            self.turn().await;
            let exchange = self.make(&attempt).await;
            match pause::wanted(&exchange).filter(|_| pauses < MOST_PAUSES) {
                Some(pause) => {
                    let mut log = self.log();
                    log.put_off += 1;
                    log.concurrency.overloaded();
                    log.pause = Some((Stopwatch::start(), pause.min(LONGEST_PAUSE)));
                }
                None => return (attempt, exchange),
            }
        }
        unreachable!("the loop has no end but this return")
    }

    /// Waits until a delivery may be made: not during a pause that the endpoint asked for, and not above the rate that
    /// the user set.
    async fn turn(&self) {
        loop {
            let wait = {
                let mut log = self.log();
                let paused = log.pause.and_then(|(since, pause)| pause.checked_sub(since.elapsed()));
                let spaced = self.0.interval.zip(log.last).and_then(|(gap, last)| gap.checked_sub(last.elapsed()));
                let Some(wait) = paused.max(spaced).filter(|wait| !wait.is_zero()) else {
                    log.last = Some(Stopwatch::start());
                    return;
                };
                wait
            };
            clock::sleep(wait).await;
        }
    }

    async fn make(&self, attempt: &Attempt) -> Exchange {
        let (probe, request) = (self.probe(), self.on_wire(attempt));
        let half = request.body.len().div_ceil(2);
        let flight = self.take_off();
        let exchange = match attempt.mode {
            ConnectionMode::Kept => probe.send(request, Connection::Kept).await,
            ConnectionMode::Same => probe.send(request, Connection::Same).await,
            ConnectionMode::HalfFinished => probe.begin(request, half).await.cut(Cut::Finish).await,
            ConnectionMode::HalfReset => probe.begin(request, half).await.cut(Cut::Reset).await,
            ConnectionMode::Abandoned => self.abandon(request).await,
            ConnectionMode::AnswerLost => probe.begin(request, 0).await.lose().await,
            _ => probe.send(request, Connection::Own).await,
        };
        self.land(flight, attempt, &exchange);
        exchange
    }

    /// Sends a delivery, hangs up while the endpoint works on it, and waits until that work should be over.
    async fn abandon(&self, request: Request) -> Exchange {
        let (first, rest) = self.concurrency().work();
        let exchange = self.probe().begin(request, 0).await.leave(first).await;
        clock::sleep(rest).await;
        exchange
    }

    /// Counts a delivery as begun.
    pub(super) fn take_off(&self) -> Flight {
        let mut log = self.log();
        log.deliveries += 1;
        let others = self.0.in_flight.fetch_add(1, Ordering::SeqCst);
        Flight { number: log.deliveries, was_alone: others == 0 }
    }

    /// Counts a delivery as ended, and notes how.
    pub(super) fn land(&self, flight: Flight, attempt: &Attempt, exchange: &Exchange) {
        let others = self.0.in_flight.fetch_sub(1, Ordering::SeqCst);
        let mut log = self.log();
        if exchange.timed_out() {
            log.silent += 1;
            log.concurrency.overloaded();
            if flight.was_alone && others == 1 {
                log.late.push((attempt.clone(), exchange.clone()));
            }
            return;
        }
        match exchange.status() {
            Some(502..=504) => log.concurrency.overloaded(),
            Some(status) => {
                log.cut_offs.survived(flight.number);
                log.silent = 0;
                if self.provider().succeeds(status) {
                    log.late_before_accepted = log.late.len();
                }
                log.version = exchange.response().map(|response| response.version).or(log.version);
                // Deliveries that are slow or cut off on purpose do not measure the endpoint's speed.
                if matches!(attempt.mode, ConnectionMode::Kept | ConnectionMode::Own | ConnectionMode::Same) {
                    if self.0.provider.succeeds(status) {
                        log.concurrency.accepted(exchange.duration);
                    } else {
                        log.concurrency.refused(exchange.duration);
                    }
                }
            }
            None if exchange.unreachable() => {
                log.concurrency.overloaded();
                log.unreachable += 1;
                if log.unreachable >= MOST_UNREACHABLE && log.deliveries > MOST_UNREACHABLE as u64 {
                    log.gone.get_or_insert_with(|| exchange.describe());
                }
                return;
            }
            None if matches!(exchange.outcome, Outcome::Failed(Failure::Closed)) => {
                let noticed = log.deliveries;
                log.cut_offs.add(flight.number, noticed, attempt);
            }
            None => {}
        }
        log.unreachable = 0;
    }

    /// Counts a delivery whose lateness only its own check judges.
    pub(super) fn count_delivery(&self) {
        self.log().deliveries += 1;
    }

    /// Makes one attempt of a race on the kept connection.
    pub(super) async fn race_one(&self, attempt: &Attempt) -> Exchange {
        let flight = self.take_off();
        let exchange = self.probe().send(self.on_wire(attempt), Connection::Kept).await;
        self.land(flight, attempt, &exchange);
        exchange
    }
}

/// A delivery in flight.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flight {
    /// Its number in the order of sending, from 1.
    number: u64,
    was_alone: bool,
}
