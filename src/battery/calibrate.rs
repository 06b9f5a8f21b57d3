//! Before anything is judged: does the endpoint take each event type in its plainest form, and what does
//! one accepted event do?

use crate::battery::error::VerifyError;
use crate::battery::session::Session;
use crate::model::Exchange;
use crate::model::Failure;
use crate::model::Outcome;
use crate::provider::Payload;
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
        self.effect = self.calibrate_effects(&order).await;
        let acting = order.iter().filter(|at| self.subjects[**at].gain.is_some());
        let others = order.iter().filter(|at| self.subjects[**at].gain.is_none());
        self.plainest = acting.chain(others).take(2).copied().collect();
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

    /// Finds two types whose accepted event has an effect. Every type has been accepted once already: how long
    /// the count went on growing after that tells how far behind its answers the endpoint works.
    async fn calibrate_effects(&mut self, order: &[usize]) -> Option<Judgement> {
        let observer = self.told.observer.clone()?;
        let timeout = self.told.provider.delivery.timeout;
        let measured = match observer.lag(self.first_count, self.told.settle, timeout).await {
            Ok(measured) => measured,
            Err(error) => return Some(Judgement::Skip(error.to_string())),
        };
        let Some(lag) = measured else {
            let reason = format!(
                "accepted {} events and did nothing: the observer still counts {}",
                order.len(),
                self.first_count
            );
            return Some(Judgement::Fail { reason, step: 0 });
        };
        self.settle = self.told.settle.max(lag * 2);
        let patience = self.settle * 2;
        let mut acting = 0;
        for at in order {
            let counted = async |expected: u64, patience| observer.settled(expected, self.settle, patience).await.ok();
            let before = counted(0, timeout).await?;
            let good = self.context("effects").good(&self.subjects[*at], "effect");
            let (_, exchange) = self.send(good).await;
            if exchange.timed_out() {
                break;
            }
            let after = observer.settled(before + 1, self.settle, patience).await.ok()?;
            if after > before {
                self.subjects[*at].gain = Some(after - before);
                acting += 1;
            }
            if acting == 2 {
                break;
            }
        }
        Some(Judgement::Pass)
    }
}

fn subject(payload: &Payload) -> Result<Subject, VerifyError> {
    Subject::new(payload).map_err(|source| VerifyError::Schema { event: payload.name.clone(), source })
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
