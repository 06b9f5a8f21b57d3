//! Provides the engine with the time and with connections.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{OnceCell, watch};
use tokio::task::JoinSet;

use crate::clock;
use crate::deliver::allow_list::AllowList;
use crate::deliver::attempts::Job;
use crate::deliver::clock_speed::ClockSpeed;
use crate::deliver::engine::Engine;
use crate::deliver::faults::NetworkFault;
use crate::deliver::handshake;
use crate::model::{Exchange, Failure, Outcome, Scheme, Target, TargetError, Timestamp, Trust, lock};
use crate::net::{Connection, Follows, Probe};
use crate::provider::Redirects;

/// The maximum number of endpoints that are remembered. After that, connections and handshakes are made again.
const ENDPOINTS: usize = 256;

/// The maximum number of parts in which a slow body is sent.
const PARTS: usize = 64;

/// The pause between two parts of a slow body.
const BETWEEN: Duration = Duration::from_millis(2);

/// The id of a provider, the URL of a delivery, and whether the endpoint may present any certificate.
type Endpoint = (String, String, bool);

/// A task that sends due deliveries as long as it runs.
#[derive(Debug)]
pub struct Driver {
    engine: Arc<Engine>,
    allow_list: AllowList,
    /// The trust settings for https endpoints, unless they may present any certificate.
    trust: Trust,
    /// Maximum number of attempts in flight at once.
    most: usize,
    routes: Mutex<HashMap<Endpoint, Arc<Route>>>,
}

/// The way to an endpoint.
#[derive(Debug)]
struct Route {
    probe: Probe,
    /// Set once the handshakes were made.
    handshakes: OnceCell<()>,
}

impl Driver {
    /// Creates a driver. It sends only to addresses that the allow list permits, verifies endpoints with `trust`, and
    /// has at most `most` attempts in flight.
    #[must_use]
    pub fn new(engine: Arc<Engine>, allow_list: AllowList, trust: Trust, most: usize) -> Arc<Self> {
        Arc::new(Self { engine, allow_list, trust, most: most.max(1), routes: Mutex::default() })
    }

    /// Returns the engine.
    #[must_use]
    pub const fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }

    /// Sends due deliveries until it receives the stop signal. Then it finishes the attempts in flight and starts no
    /// new ones.
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
                // The sender of the stop signal is gone, so no signal can arrive. Stop now.
                changed = stop.changed() => if changed.is_err() { break },
                () = clock::sleep(wait) => {}
            }
        }
        while under_way.join_next().await.is_some() {}
    }

    /// Advances a virtual clock to the next due time instead of waiting. Returns whether it did.
    fn skip_to(&self, next: Option<Timestamp>) -> bool {
        match next {
            Some(next) if self.engine.clock_speed() == ClockSpeed::Virtual => {
                lock(&self.engine.clock).skip_to(next, clock::now());
                true
            }
            _ => false,
        }
    }

    async fn attempt(self: Arc<Self>, job: Job) {
        let exchange = self.exchange(&job).await;
        // Keep the slot until the result is safe, so that a crash repeats only attempts in flight. Ignore the error: a
        // store that cannot write reports it to callers that ask it to, and the request has already been sent.
        let _ = self.engine.finish(job, exchange, clock::now()).done().await;
    }

    async fn exchange(&self, job: &Job) -> Exchange {
        let request = job.request.clone();
        let route = match self.route(job) {
            Ok(route) => route,
            Err(reason) => {
                return Exchange::new(request, Outcome::Failed(Failure::Unreachable(reason)), Duration::ZERO);
            }
        };
        // Deliveries to the same endpoint wait for its handshakes.
        let handshakes = || handshake::perform(&self.engine, job, &route.probe);
        if let Err(failure) = route.handshakes.get_or_try_init(handshakes).await {
            return Exchange::new(request, Outcome::Failed(failure), Duration::ZERO);
        }
        let probe = &route.probe;
        match job.network_fault {
            None => probe.send(request, Connection::Kept).await,
            Some(NetworkFault::Lost) => probe.begin(request, 0).await.lose().await,
            Some(NetworkFault::Slow) => {
                let length = request.body.len();
                let mut underway = probe.begin(request, length).await;
                while underway.push(length.div_ceil(PARTS).max(1)).await > 0 {
                    clock::sleep(BETWEEN).await;
                }
                probe.finish(underway).await
            }
        }
    }

    fn route(&self, job: &Job) -> Result<Arc<Route>, String> {
        let key = endpoint(job);
        if let Some(route) = lock(&self.routes).get(&key) {
            return Ok(Arc::clone(route));
        }
        let target: Target = job.delivery.url.parse().map_err(|error: TargetError| error.to_string())?;
        let follows = match job.provider.delivery.redirects {
            Redirects::Followed => Follows::Redirects,
            Redirects::Refused => Follows::Nothing,
        };
        let allow_list = self.allow_list.clone();
        let trust = match target.scheme {
            Scheme::Https if job.delivery.any_certificate => &Trust::Everyone,
            Scheme::Https => &self.trust,
            Scheme::Http => &Trust::System,
        };
        let probe = Probe::new(target, self.engine.timeout_of(&job.provider), follows, trust)
            .map_err(|error| error.to_string())?
            .keeping(self.most)
            .allowing(move |host, address| allow_list.allows(host, address));
        let mut routes = lock(&self.routes);
        if routes.len() >= ENDPOINTS {
            routes.clear();
        }
        // Another delivery may have made one meanwhile, whose handshakes are being made.
        Ok(Arc::clone(routes.entry(key).or_insert_with(|| Arc::new(Route { probe, handshakes: OnceCell::new() }))))
    }
}

fn endpoint(job: &Job) -> Endpoint {
    (job.provider.id.clone(), job.delivery.url.clone(), job.delivery.any_certificate)
}
