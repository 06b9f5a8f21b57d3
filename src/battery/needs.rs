//! Measures which fields an endpoint needs: each field is removed twice.

use std::collections::BTreeSet;
use std::future::Future;

use crate::battery::error::VerifyError;
use crate::battery::session::{Session, until};
use crate::battery::settings::{Progress, Settings};
use crate::model::{Exchange, Json};
use crate::net::Probe;
use crate::schema::Validator;
use crate::verify::{Attempt, ConnectionMode, EventNeeds, Lack, Need, Needs, misses};

const CHECK: &str = "needs";

/// Number of plausible documents that are searched for fields which the simplest one lacks.
const DRAWN: u32 = 16;

/// Number of tries. A verdict counts only if all of them agree.
const TIMES: usize = 2;

impl Session {
    pub(super) async fn measure(
        (mut settings, probe): (Settings, Probe),
        stop: impl Future<Output = ()>,
    ) -> Result<Needs, VerifyError> {
        // Answers are what is measured here.
        settings.source = None;
        let mut session = Self::new(settings, probe)?;
        let budget = session.budget.clone();
        let mut events: Vec<EventNeeds> =
            session.types.waiting.iter().map(|payload| unmeasured(&payload.name)).collect();
        let ended = until(Box::pin(session.measure_all(&mut events)), budget.spent(), stop).await?;
        let incomplete = session.sender().stopped().or_else(|| ended.map(str::to_owned));
        for event in &mut events {
            let refused = session.types.refused.iter().find(|(attempt, _)| attempt.event == event.name);
            let is_judged = session.types.tested.iter().any(|tested| tested.name() == event.name);
            if let Some((_, exchange)) = refused.filter(|_| !is_judged) {
                event.unmeasured = Some(format!("{} in its minimal documented form", exchange.describe()));
            } else if let Some(reason) = event.unmeasured.as_mut().filter(|reason| reason.is_empty()) {
                *reason = incomplete.clone().unwrap_or_else(|| "not answered in time".to_owned());
            }
        }
        Ok(Needs {
            provider: session.setup.settings.provider.id.clone(),
            endpoint: session.setup.url.clone(),
            seed: session.setup.settings.options.seed(),
            salt: session.setup.settings.options.salt().to_owned(),
            deliveries: session.sender().deliveries(),
            incomplete,
            events,
        })
    }

    async fn measure_all(&mut self, events: &mut [EventNeeds]) -> Result<(), VerifyError> {
        let tested_types = self.watch_count().await?;
        self.calibrate_first(tested_types).await?;
        self.calibrate().await;
        self.derive_budget();
        let of = self.types.tested.len();
        for (at, event) in events.iter_mut().enumerate() {
            let Some(tested) = self.types.tested.iter().position(|tested| tested.name() == event.name) else {
                continue;
            };
            if let Some(listener) = &self.setup.settings.listener {
                let deliveries = self.sender().deliveries();
                let progress =
                    Progress { check: &event.name, at: (at + 1).min(of), of, deliveries, failed: 0, note: None };
                (listener.0)(progress);
            }
            self.measure_type(tested, event).await;
            if self.is_over() {
                break;
            }
            event.unmeasured = None;
        }
        Ok(())
    }

    /// Removes every field of the documents of one type, until all were tried or the endpoint fails.
    async fn measure_type(&mut self, at: usize, event: &mut EventNeeds) {
        let Ok(validator) = Validator::compile(self.types.tested[at].payload.schema()) else { return };
        let mut known: BTreeSet<(String, Lack)> = BTreeSet::new();
        for (number, document) in self.documents(at).into_iter().enumerate() {
            let base = self.setup.context(&self.types.tested, CHECK).attempt(
                &self.types.tested[at],
                document.clone(),
                &number.to_string(),
            );
            let context = self.setup.context(&self.types.tested, CHECK);
            let mut misses = misses(&context, &self.types.tested[at], &validator, &base.document);
            misses.retain(|miss| !known.contains(&(miss.pattern.clone(), miss.lack)));
            if misses.is_empty() || !self.is_accepted(base).await {
                continue;
            }
            for miss in misses {
                let mut refusals = Vec::new();
                for time in 0..TIMES {
                    let context = self.setup.context(&self.types.tested, CHECK);
                    let key = format!("{number} {} {time}", miss.what());
                    let whole = context.renewed(&self.types.tested[at], document.clone(), &key);
                    let body = context.provider.body.write(&miss.apply(&whole));
                    // After a refusal, send another event with the field: the first one may be used up.
                    let good = context.attempt(&self.types.tested[at], document.clone(), &format!("{key} after"));
                    let attempt = context.attempt_with(&self.types.tested[at], whole, &body).what(miss.what());
                    let (_, exchange) = self.sender().send(attempt.travelling(ConnectionMode::Kept)).await;
                    if self.accepted(&exchange) {
                        continue;
                    }
                    refusals.push(exchange.describe());
                    if !self.is_over() && !self.is_accepted(good).await {
                        let (name, what) = (&event.name, miss.what());
                        self.sender().stop(format!("after {name} {what} no good delivery was accepted"));
                    }
                    if self.is_over() {
                        return;
                    }
                }
                event.tried += usize::from(!known.iter().any(|(pattern, _)| *pattern == miss.pattern));
                known.insert((miss.pattern, miss.lack));
                let flaky = refusals.len() < TIMES;
                if let Some(answer) = refusals.pop() {
                    event.needs.push(Need { pointer: miss.pointer, lack: miss.lack, answer, flaky });
                }
            }
        }
    }

    /// Returns the simplest document of a type, and plausible ones, which have most of the other fields.
    fn documents(&self, at: usize) -> Vec<Json> {
        let tested = &self.types.tested[at];
        let context = self.setup.context(&self.types.tested, CHECK);
        let mut documents = vec![tested.plain.clone()];
        if let Ok(generator) = tested.generator() {
            documents.extend((0..DRAWN).map(|case| generator.plausible(&mut context.rng(tested, case))));
        }
        documents
    }

    /// Whether an attempt is accepted.
    async fn is_accepted(&self, attempt: Attempt) -> bool {
        let (_, exchange) = self.sender().send(attempt.travelling(ConnectionMode::Kept)).await;
        self.accepted(&exchange)
    }

    fn accepted(&self, exchange: &Exchange) -> bool {
        exchange.status().is_some_and(|status| self.setup.settings.provider.succeeds(status))
    }
}

/// Returns a type that has not been looked at; the reason is not known yet.
fn unmeasured(name: &str) -> EventNeeds {
    EventNeeds { name: name.to_owned(), tried: 0, needs: Vec::new(), unmeasured: Some(String::new()) }
}
