//! Before anything is judged: does the endpoint take each event type in its plainest form, and what does
//! one accepted event do?

use crate::battery::error::VerifyError;
use crate::battery::session::Session;
use crate::clock::Stopwatch;
use crate::model::Exchange;
use crate::model::Failure;
use crate::model::Outcome;
use crate::verify::Attempt;
use crate::verify::Judgement;
use crate::verify::Origin;
use crate::verify::Subject;

/// After this many unanswered deliveries an endpoint is given up.
pub(super) const MOST_LATES: usize = 8;

const CHECK: &str = "calibration";

impl Session {
    /// The first delivery of a run.
    pub(super) async fn calibrate_first(&mut self) -> Result<(), VerifyError> {
        let first = self.context(CHECK).good(&self.subjects[0], "plain");
        let (attempt, exchange) = self.send(first).await;
        if let Outcome::Failed(Failure::Unreachable(reason)) = &exchange.outcome {
            return Err(VerifyError::Unreachable { url: self.probe.target().url.clone(), reason: reason.clone() });
        }
        let subjects = std::mem::take(&mut self.subjects);
        let mut rest = subjects.into_iter();
        let first = rest.next();
        let waiting: Vec<Subject> = rest.collect();
        if self.accepts(attempt, exchange) {
            self.subjects.extend(first);
        }
        self.waiting = waiting;
        Ok(())
    }

    /// All other types, a few at once; then what they do.
    pub(super) async fn calibrate(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
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
            return;
        }
        let mut order: Vec<usize> = (0..self.subjects.len()).collect();
        order.sort_by_key(|at| {
            let subject = &self.subjects[*at];
            (subject.origin == Origin::Synthetic, subject.plain.write(self.told.provider.body).len())
        });
        self.effect = self.calibrate_effects(&order).await;
        let acting = order.iter().filter(|at| self.subjects[**at].gain.is_some());
        let others = order.iter().filter(|at| self.subjects[**at].gain.is_none());
        self.plainest = acting.chain(others).take(2).copied().collect();
    }

    /// Whether a type was accepted; otherwise it is noted why not.
    fn accepts(&mut self, attempt: Attempt, exchange: Exchange) -> bool {
        let accepted = exchange.status().is_some_and(|status| self.told.provider.succeeds(status));
        if !accepted && !exchange.timed_out() {
            self.refused.push((attempt, exchange));
        }
        accepted
    }

    /// Finds two types whose accepted event has an effect: quickly, and where nothing shows, with patience
    /// as long as the endpoint needed for its first effect.
    async fn calibrate_effects(&mut self, order: &[usize]) -> Option<Judgement> {
        let observer = self.told.observer.clone()?;
        let timeout = self.told.provider.delivery.timeout;
        let settle = self.told.settle;
        let unread = |error: crate::net::ReadingError| Some(Judgement::Skip(error.to_string()));
        let mut last = (0, 0);
        for patience in [std::time::Duration::ZERO, timeout] {
            let watch = Stopwatch::start();
            let begun = match observer.count().await {
                Ok(count) => count,
                Err(error) => return unread(error),
            };
            let mut lag = patience;
            for (nth, at) in order.iter().enumerate() {
                if self.subjects.iter().filter(|subject| subject.gain.is_some()).count() == 2 {
                    break;
                }
                let before = match observer.count().await {
                    Ok(count) => count,
                    Err(error) => return unread(error),
                };
                let good = self.context("effects").good(&self.subjects[*at], &format!("{nth} {lag:?}"));
                let (_, exchange) = self.send(good).await;
                if exchange.timed_out() {
                    break;
                }
                let waiting = Stopwatch::start();
                let after = match observer.settled(before + 1, settle, lag.max(settle)).await {
                    Ok(count) => count,
                    Err(error) => return unread(error),
                };
                if after > before {
                    self.subjects[*at].gain = Some(after - before);
                    lag = waiting.elapsed() * 4 + settle;
                } else if lag == timeout && watch.elapsed() >= timeout {
                    // One full wait without any effect: the others are given no more than a moment.
                    lag = settle;
                }
                last = (begun, after);
            }
            if self.subjects.iter().any(|subject| subject.gain.is_some()) {
                return Some(Judgement::Pass);
            }
        }
        let reason = format!(
            "accepted every event type and did nothing: the observer counted {} before and {} after",
            last.0, last.1
        );
        Some(Judgement::Fail { reason, step: 0 })
    }
}

/// What a refusal of everything usually means.
fn hint(exchange: &Exchange) -> String {
    let told = exchange.told();
    let meaning = match exchange.status() {
        Some(401 | 403) => "is this the endpoint's secret?",
        Some(404) => "is this the path of the webhook?",
        Some(405) => "the path takes another method",
        Some(415) => "the endpoint wants another content type",
        Some(500..) => "its log should say why",
        _ => "see the first delivery",
    };
    format!("it {told}: {meaning}")
}
