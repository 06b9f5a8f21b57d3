//! Before anything is judged: does the endpoint take each event type in its plainest form, and what does
//! one accepted event do?

use std::time::Duration;

use crate::battery::error::VerifyError;
use crate::battery::observer::Begun;
use crate::battery::observer::Observer;
use crate::battery::patience::Patience;
use crate::battery::session::Session;
use crate::model::Exchange;
use crate::model::Failure;
use crate::model::Outcome;
use crate::net::ReadingError;
use crate::provider::Kind;
use crate::provider::Payload;
use crate::verify::Attempt;
use crate::verify::Judgement;
use crate::verify::Origin;
use crate::verify::Subject;

/// After this many unanswered deliveries an endpoint is given up.
pub(super) const MOST_LATES: usize = 8;

/// How many more effects are timed of an endpoint that works behind its answers.
const MORE_LAGS: usize = 6;

const CHECK: &str = "calibration";

impl Session {
    /// The first delivery of a run.
    pub(super) async fn calibrate_first(&mut self) -> Result<(), VerifyError> {
        // Only this one: making plain documents of a hundred types takes longer than delivering one.
        let subject = subject(&self.waiting.remove(0))?;
        let first = self.context(CHECK).good(&subject, "plain");
        let (attempt, exchange) = self.send(first).await;
        if let Outcome::Failed(Failure::Unreachable(reason)) = &exchange.outcome {
            return Err(VerifyError::Unreachable { url: self.probe.target().url.clone(), reason: reason.clone() });
        }
        if self.accepts(attempt, exchange) {
            self.subjects.push(subject);
        }
        Ok(())
    }

    /// All other types, a few at once; then what they do.
    pub(super) async fn calibrate(&mut self) -> Result<(), VerifyError> {
        let waiting = std::mem::take(&mut self.waiting).iter().map(subject).collect::<Result<Vec<_>, _>>()?;
        let context = self.context(CHECK);
        let attempts: Vec<Attempt> = waiting.iter().map(|subject| context.good(subject, "plain")).collect();
        let exchanges = self.together(attempts).await;
        for (subject, answered) in waiting.into_iter().zip(exchanges) {
            let Some((attempt, exchange)) = answered else { continue };
            if self.accepts(attempt, exchange) {
                self.subjects.push(subject);
            }
        }
        if self.subjects.is_empty() {
            self.stopped = Some(match self.refused.first() {
                Some((_, exchange)) => format!("no event type was accepted in its plainest form; {}", hint(exchange)),
                None => "no delivery was answered in time".to_owned(),
            });
            return Ok(());
        }
        let mut order: Vec<usize> = (0..self.subjects.len()).collect();
        order.sort_by_key(|at| {
            let subject = &self.subjects[*at];
            (subject.origin == Origin::Synthetic, subject.plain.write(self.told.provider.body).len())
        });
        let events: Vec<usize> =
            order.iter().copied().filter(|at| self.subjects[*at].payload.kind == Kind::Event).collect();
        self.plainest = order;
        self.effect = self.calibrate_effects(&events).await;
        Ok(())
    }

    /// Whether a type was accepted; otherwise it is noted why not.
    fn accepts(&mut self, attempt: Attempt, exchange: Exchange) -> bool {
        let accepted = exchange.status().is_some_and(|status| self.told.provider.succeeds(status));
        if !accepted && !exchange.timed_out() {
            self.refused.push((attempt, exchange));
        }
        accepted
    }

    /// Finds two types whose accepted event has an effect, and how far behind its answers the endpoint works.
    async fn calibrate_effects(&mut self, order: &[usize]) -> Option<Judgement> {
        match self.observe_effects(order).await {
            Ok(judgement) => judgement,
            Err(error) => Some(Judgement::Skip(error.to_string())),
        }
    }

    async fn observe_effects(&mut self, order: &[usize]) -> Result<Option<Judgement>, ReadingError> {
        let Some(observer) = self.told.observer.clone() else { return Ok(None) };
        if order.is_empty() {
            return Ok(Some(Judgement::Skip("a notice need not have an effect".to_owned())));
        }
        let timeout = self.told.provider.delivery.timeout;
        // Every type has been accepted once already: that must have had its effects before others are counted.
        let all = self.subjects.len().try_into().unwrap_or(u64::MAX);
        let begun = Begun { count: self.first_count, events: all, at: self.begun };
        let Some((worst, mut before)) = observer.quiet(&begun, self.readings.settle, timeout).await? else {
            let (events, count) = (order.len(), self.first_count);
            let reason = format!("accepted {events} events and did nothing: the observer still counts {count}");
            return Ok(Some(Judgement::Fail { reason, step: 0 }));
        };
        let patience = (worst + self.readings.settle).min(timeout);
        let mut acting = Vec::new();
        for at in order {
            let lates = self.lates;
            if let Some(gain) = self.gain(&observer, *at, "effect", &mut before, patience).await? {
                self.subjects[*at].gain = Some(gain);
                acting.push(*at);
            }
            if acting.len() == 2 || self.lates > lates {
                break;
            }
        }
        self.plainest.sort_by_key(|at| self.subjects[*at].gain.is_none());
        // One effect for each event that came at once, and then another number of one event: some came late.
        let mut is_late = worst.is_zero() && acting.iter().any(|at| self.subjects[*at].gain != Some(1));
        if self.readings.patience == Patience::Short {
            let stayed = self.meanwhile(observer.settled(before, self.readings.settle, timeout)).await?;
            is_late |= stayed != before;
            before = stayed;
        }
        if is_late {
            // So each is waited for; what was planned meanwhile may count on too few.
            self.ahead.forget();
            self.learn(self.readings.settle);
            before = observer.settled(before, self.readings.settle, timeout).await?;
            for at in &acting {
                let gain = self.gain(&observer, *at, "effect again", &mut before, timeout).await?;
                self.subjects[*at].gain = gain.or(self.subjects[*at].gain);
            }
        }
        // Two effects tell little of an endpoint that works behind its answers: its queue may have been short.
        let more = if self.readings.patience == Patience::Late { MORE_LAGS } else { 0 };
        for (nth, at) in acting.iter().cycle().take(more).enumerate() {
            // These are known to act: what is not waited for now would be taken for an effect of the next.
            let gain = self.gain(&observer, *at, &format!("effect {nth}"), &mut before, timeout).await?;
            // Seen with more patience than the one before.
            self.subjects[*at].gain = gain.or(self.subjects[*at].gain);
        }
        self.readings.expected = Some(before);
        Ok(Some(Judgement::Pass))
    }

    /// What one accepted event of a type adds to the count; nothing within `patience` is `None`.
    async fn gain(
        &mut self,
        observer: &Observer,
        at: usize,
        key: &str,
        before: &mut u64,
        patience: Duration,
    ) -> Result<Option<u64>, ReadingError> {
        let good = self.context("effects").good(&self.subjects[at], key);
        let (_, exchange) = self.send(good).await;
        let timeout = self.told.provider.delivery.timeout;
        let first = before.saturating_add(1);
        let (count, lag) = observer.reached(first, patience).await?;
        let has_acted = count >= first && !exchange.timed_out();
        if has_acted {
            self.learn(lag);
        }
        let after = match self.readings.patience {
            // One look behind the last of them tells whether it stayed.
            Patience::Short if has_acted => count,
            _ => observer.settled(if has_acted { first } else { 0 }, self.readings.settle, timeout).await?,
        };
        let gain = after.saturating_sub(*before);
        *before = after;
        Ok(has_acted.then_some(gain))
    }
}

fn subject(payload: &Payload) -> Result<Subject, VerifyError> {
    Subject::new(payload).map_err(|source| VerifyError::Schema { event: payload.name.clone(), source })
}

/// What a refusal of everything usually means.
fn hint(exchange: &Exchange) -> String {
    format!("it {}: {}", exchange.told(), exchange.outcome.hint().unwrap_or("see the first delivery"))
}
