//! Attempts: builds the requests, and updates deliveries with the outcomes.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;

use crate::deliver::engine::Engine;
use crate::deliver::faults::NetworkFault;
use crate::deliver::transition::{Transition, transition};
use crate::model::{Exchange, Request, Timestamp, lock};
use crate::provider::api::{Attempted, Command, Finding, SUBSCRIPTIONS, Then};
use crate::provider::{IdForm, IdSource, Provider};
use crate::sign::Material;
use crate::store::{Account, Attempt, Commit, Delivery, Status};

/// An attempt that is due.
#[derive(Debug)]
#[non_exhaustive]
pub struct Job {
    /// The delivery, which is now in flight.
    pub delivery: Delivery,
    /// The provider of the delivery.
    pub provider: Arc<Provider>,
    /// The request to send.
    pub request: Request,
    pub(super) network_fault: Option<NetworkFault>,
    account: Arc<Account>,
    at: Timestamp,
    clock: Timestamp,
}

/// The lease of a delivery beyond the timeout of its attempt, on the delivery clock.
const LEASE_SECONDS: i64 = 24 * 3600;

impl Engine {
    /// Returns the attempts that are due, up to `most`. Cancels deliveries that can no longer be sent.
    pub fn due(&self, now: Timestamp, most: usize) -> Vec<Job> {
        if self.outage() {
            return Vec::new();
        }
        let clock = self.shown(now);
        let mut claimed = self.store.claim(clock, clock.shifted(LEASE_SECONDS), most);
        // If the clock runs fast or was advanced, a lease may expire while its attempt is still in flight in this
        // process. Such a delivery is claimed again, which renews its lease, but it is not sent again.
        claimed.retain(|delivery| lock(&self.under_way).insert(delivery.number));
        let made = claimed.into_iter().filter_map(|delivery| {
            let number = delivery.number;
            let job = self.job(delivery, now, clock);
            if job.is_none() {
                lock(&self.under_way).remove(&number);
            }
            job
        });
        let mut jobs: Vec<Job> = made.collect();
        if lock(&self.faults).interleaved {
            alternate(&mut jobs);
        }
        jobs
    }

    /// Records the outcome of an attempt.
    pub fn finish(&self, job: Job, exchange: Exchange, now: Timestamp) -> Commit {
        let Job { mut delivery, provider, account, at, clock, .. } = job;
        let delivery_number = delivery.number;
        let Transition { then, next, reason } = transition(&provider, &delivery, &exchange.outcome);
        let number = u32::try_from(delivery.attempts.len()).unwrap_or(u32::MAX).saturating_add(1);
        let attempt = Attempt { number, at, clock, exchange, next, reason };
        let (id, sent) = (delivery.id(), delivery.sent(&attempt));
        let attempted = Attempted::new(&id, &sent, number, then);
        let api = provider.api.as_ref().unwrap_or(&SUBSCRIPTIONS);
        let commands = account.with(|state| (api.attempted)(&provider, state, &attempted));
        let is_parked = commands.contains(&Command::Park { delivery: id.clone() });
        (delivery.status, delivery.due) = match (then, next) {
            (Then::Done, _) => (Status::Succeeded, None),
            (Then::Retried, Some(next)) => {
                let next = i64::try_from(next.as_micros()).unwrap_or(i64::MAX);
                // Count from the response, not from the request.
                let due = self.shown(now).micros().saturating_add(next);
                (Status::Waiting, Some(Timestamp::from_micros(due)))
            }
            _ if is_parked => (Status::Parked, None),
            _ => (Status::Exhausted, None),
        };
        delivery.attempts.push(attempt.clone());
        let mut commit = Commit::nothing();
        // If all data was removed in the meantime, no commands are executed.
        let follows = commands.iter().any(|command| !matches!(command, Command::Park { .. }));
        if follows && self.store.get(delivery_number).is_some() {
            let mut findings = Vec::new();
            // Execute the commands before the delivery ends, so that a caller that waits for everything to end also
            // sees their results.
            commit = self.execute(&provider, &account, commands, now, &mut findings);
            let about = format!("delivery {}", attempted.delivery);
            commit = commit.then(self.store.note((&provider.id, Some(account.id())), now, &about, findings));
        }
        commit = commit.then(self.store.settle(&account, delivery, Some(&attempt)));
        lock(&self.under_way).remove(&delivery_number);
        commit
    }

    /// Returns an attempt at a delivery. If the delivery can no longer be sent, cancels it and returns `None`.
    fn job(&self, delivery: Delivery, now: Timestamp, clock: Timestamp) -> Option<Job> {
        let provider = Arc::clone(self.provider(&delivery.provider)?);
        let account = self.store.known(&delivery.account)?;
        let is_wanted = delivery.subscription.is_empty()
            || account.with(|state| state.subscription(&delivery.subscription).is_some_and(|known| known.active));
        if !is_wanted {
            self.store.settle(&account, Delivery { status: Status::Cancelled, ..delivery }, None).detach();
            return None;
        }
        match self.request(&provider, &delivery, now) {
            Ok(request) => {
                let network_fault = lock(&self.faults).network_fault(delivery.number, delivery.tries());
                Some(Job { delivery, provider, request, network_fault, account, at: now, clock })
            }
            Err(reason) => {
                let what = format!("it cannot be signed: {reason}");
                let about = format!("delivery {}", delivery.number);
                let finding = Finding { what, pointer: None };
                let noted = self.store.note((&provider.id, Some(account.id())), now, &about, vec![finding]);
                let cancelled = Delivery { status: Status::Cancelled, ..delivery };
                noted.then(self.store.settle(&account, cancelled, None)).detach();
                None
            }
        }
    }

    /// Builds the request of an attempt. The bytes are the same every time, except for parts that the provider renews
    /// for every attempt.
    fn request(&self, provider: &Provider, delivery: &Delivery, now: Timestamp) -> Result<Request, String> {
        let signer = match &delivery.secret {
            Some(secret) => Some(self.signer(provider, secret).map_err(|error| error.to_string())?),
            None => None,
        };
        let (number, tries) = (delivery.number.to_string(), delivery.attempts.len().to_string());
        let ids = IdSource::new(self.seed, &self.salt, &["attempt", delivery.account.as_str(), &number, &tries]);
        let changes = provider.envelope.attempt.is_some() || provider.envelope.sent_times().next().is_some();
        let read = |body: &[u8]| {
            let mut document = provider.body.read(body).ok()?;
            provider.read_texts(&delivery.event, &mut document);
            Some(document)
        };
        let body = match changes.then(|| read(&delivery.body)).flatten() {
            Some(mut document) => {
                provider.envelope.renew_attempt(&mut document, &ids);
                provider.envelope.renew_sent(&mut document, now);
                Bytes::from(provider.body.write(&document))
            }
            None => delivery.body.clone(),
        };
        // Most providers do not send the id outside the body, and need not pay for reading it.
        let document = provider.sends_id().then(|| read(&body)).flatten();
        let id = document.and_then(|document| provider.event_id(&delivery.event, &document)).unwrap_or(number);
        let slot = provider.envelope.header_attempt.as_ref();
        let attempt = slot.map(|slot| ids.id(&slot.header, &slot.form)).unwrap_or_default();
        let material = Material::of(&body).at(now).id(&id).attempt(&attempt).url(&delivery.url);
        let material = material.event_time(delivery.attempts.first().map_or(now, |first| first.at));
        let nonce = ids.id("nonce", &IdForm::Hex32);
        let material = material.event_name(&delivery.event).retry(delivery.tries()).nonce(&nonce);
        let mut request = provider.request(signer.as_deref(), &material).map_err(|error| error.to_string())?;
        // Shared with the delivery, not copied.
        request.body = body;
        for (name, value) in &delivery.headers {
            request.headers.set(name, value.as_str());
        }
        Ok(provider.on_wire(request))
    }
}

/// Reorders the jobs so that the accounts alternate.
fn alternate(jobs: &mut [Job]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut ranks: HashMap<u64, usize> = HashMap::new();
    for job in jobs.iter() {
        let rank = seen.entry(job.delivery.account.to_string()).or_default();
        ranks.insert(job.delivery.number, *rank);
        *rank += 1;
    }
    jobs.sort_by_key(|job| ranks.get(&job.delivery.number).copied());
}
