//! Gives the engine what it has not: the time, and connections.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::clock;
use crate::deliver::attempts::Job;
use crate::deliver::engine::Engine;
use crate::deliver::guard::Guard;
use crate::deliver::pace::Pace;
use crate::deliver::weather::Passage;
use crate::model::Exchange;
use crate::model::Failure;
use crate::model::Outcome;
use crate::model::Scheme;
use crate::model::Target;
use crate::model::TargetError;
use crate::model::Timestamp;
use crate::model::Trust;
use crate::model::lock;
use crate::net::Connection;
use crate::net::Follows;
use crate::net::Probe;
use crate::provider::Redirects;

/// How many endpoints are kept connected.
const ENDPOINTS: usize = 256;

/// A trickled body is sent in at most so many parts.
const PARTS: usize = 64;

/// Between two parts of a trickled body.
const BETWEEN: Duration = Duration::from_millis(2);

/// The id of a provider, a URL of one of its deliveries, and whether that may show any certificate.
type Endpoint = (String, String, bool);

/// Sends what is due, as long as it runs.
#[derive(Debug)]
pub struct Driver {
    engine: Arc<Engine>,
    guard: Guard,
    /// By whom https endpoints must be vouched for, unless they may show any certificate.
    trust: Trust,
    /// Most attempts under way at once.
    most: usize,
    probes: Mutex<HashMap<Endpoint, Arc<Probe>>>,
}

impl Driver {
    /// A driver that sends where the guard lets it, to endpoints that are trusted so, at most `most` attempts at once.
    #[must_use]
    pub fn new(engine: Arc<Engine>, guard: Guard, trust: Trust, most: usize) -> Arc<Self> {
        Arc::new(Self { engine, guard, trust, most: most.max(1), probes: Mutex::default() })
    }

    /// The engine.
    #[must_use]
    pub const fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }

    /// Sends what is due until it is told to stop; then what is under way is finished, and nothing new begun.
    pub async fn run(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        let mut revision = self.engine.store().revision();
        let mut under_way = JoinSet::new();
        while !*stop.borrow() {
            revision.mark_unchanged();
            let now = clock::now();
            let free = self.most - under_way.len().min(self.most);
            let jobs = if free == 0 { Vec::new() } else { self.engine.due(now, free) };
            let began = !jobs.is_empty();
            for job in jobs {
                under_way.spawn(Arc::clone(&self).attempt(job));
            }
            if began {
                continue;
            }
            let next = self.engine.store().next_due().filter(|_| !self.engine.outage());
            if under_way.is_empty() && self.skip_to(next) {
                continue;
            }
            let wait = match next {
                Some(due) if under_way.len() < self.most => self.engine.wait(due, now),
                _ => Duration::from_hours(1),
            };
            tokio::select! {
                Some(_) = under_way.join_next() => {}
                _ = revision.changed() => {}
                // Nobody is left who could tell it to stop: then it does.
                told = stop.changed() => if told.is_err() { break },
                () = clock::sleep(wait) => {}
            }
        }
        while under_way.join_next().await.is_some() {}
    }

    /// On virtual time, nothing is waited for: the clock shows the next thing that is due.
    fn skip_to(&self, next: Option<Timestamp>) -> bool {
        match next {
            Some(next) if self.engine.pace() == Pace::Virtual => {
                lock(&self.engine.clock).skip_to(next, clock::now());
                true
            }
            _ => false,
        }
    }

    async fn attempt(self: Arc<Self>, job: Job) {
        let exchange = self.exchange(&job).await;
        // Its place is free when it is safe, so that no more than what is under way is repeated after a crash. A store
        // that cannot write says so to whoever asks it to; what was sent was sent.
        let _ = self.engine.finish(job, exchange, clock::now()).done().await;
    }

    async fn exchange(&self, job: &Job) -> Exchange {
        let request = job.request.clone();
        let probe = match self.probe(job) {
            Ok(probe) => probe,
            Err(reason) => {
                return Exchange::new(request, Outcome::Failed(Failure::Unreachable(reason)), Duration::ZERO);
            }
        };
        match job.passage {
            Passage::Clear => probe.send(request, Connection::Kept).await,
            Passage::Lost => probe.begin(request, 0).await.lose().await,
            Passage::Slow => {
                let length = request.body.len();
                let mut underway = probe.begin(request, length).await;
                while underway.push(length.div_ceil(PARTS).max(1)).await > 0 {
                    clock::sleep(BETWEEN).await;
                }
                probe.finish(underway).await
            }
        }
    }

    fn probe(&self, job: &Job) -> Result<Arc<Probe>, String> {
        let key = (job.provider.id.clone(), job.delivery.url.clone(), job.delivery.any_certificate);
        if let Some(probe) = lock(&self.probes).get(&key) {
            return Ok(Arc::clone(probe));
        }
        let target: Target = job.delivery.url.parse().map_err(|error: TargetError| error.to_string())?;
        let follows = match job.provider.delivery.redirects {
            Redirects::Followed => Follows::Redirects,
            Redirects::Refused => Follows::Nothing,
        };
        let guard = self.guard.clone();
        let trust = match target.scheme {
            Scheme::Https if job.delivery.any_certificate => &Trust::Everyone,
            Scheme::Https => &self.trust,
            Scheme::Http => &Trust::System,
        };
        let probe = Probe::new(target, self.engine.patience(&job.provider), follows, trust)
            .map_err(|error| error.to_string())?
            .keeping(self.most)
            .allowing(move |host, address| guard.allows(host, address));
        let probe = Arc::new(probe);
        let mut probes = lock(&self.probes);
        if probes.len() >= ENDPOINTS {
            probes.clear();
        }
        probes.insert(key, Arc::clone(&probe));
        Ok(probe)
    }
}
