//! From a generated delivery that fails to the smallest one that does, against the live endpoint, and to the
//! nearest one that does not.

use proptest::strategy::ValueTree;

use crate::battery::results::Finding;
use crate::battery::results::Near;
use crate::battery::session::Session;
use crate::model::Json;
use crate::schema::Validator;
use crate::verify::Attempt;
use crate::verify::Check;
use crate::verify::Difference;
use crate::verify::Judgement;
use crate::verify::Seen;
use crate::verify::Strand;
use crate::verify::differences;
use crate::verify::distance;

/// Most deliveries spent on shrinking one case.
const MOST_STEPS: usize = 400;

/// Most deliveries spent on coming nearer to it from one that is accepted.
const MOST_APPROACHES: usize = 200;

/// How often the last word on both is asked for again: an endpoint that now says so and now so has none.
const SURE: usize = 3;

/// The case that is being shrunk.
#[derive(Clone, Copy)]
struct Case {
    check: &'static Check,
    /// Place of its event type.
    at: usize,
    number: u32,
}

impl Session {
    /// Shrinks a finding that a generated case made; others are as small as they can be.
    pub(super) async fn shrink(&mut self, check: &'static Check, at: usize, found: Finding) -> Finding {
        let Some(number) = found.attempt.case else { return found };
        let case = Case { check, at, number };
        let context = self.setup.context(&self.types.subjects, check.id);
        let subject = &self.types.subjects[at];
        let Ok(generator) = subject.generator() else { return found };
        let mut tree = context.draw(subject, generator, number);
        let whole = found.attempt.request.body.len();
        match self.tried(case, &tree.current(), "again").await {
            None => return flaky(found),
            Some(again) if again.exchange.unreachable() => return found,
            Some(_) => {}
        }
        let mut smallest = found.clone();
        let mut failing = tree.current();
        let mut passing = vec![self.types.subjects[at].plain.clone()];
        let mut smaller = tree.simplify();
        for step in 0..MOST_STEPS {
            if self.is_over() || !smaller {
                break;
            }
            let candidate = tree.current();
            smaller = match self.tried(case, &candidate, &format!("shrunk {step}")).await {
                // The delivery before this one has ended the endpoint: there is nothing left to ask.
                Some(failed) if failed.exchange.unreachable() => return smallest,
                Some(failed) => {
                    smallest = Finding { shrunk_from: Some(whole), ..failed };
                    failing = candidate;
                    tree.simplify()
                }
                None => {
                    passing.push(candidate);
                    tree.complicate()
                }
            };
        }
        let Some(near) = self.approached(case, &failing, passing).await else { return smallest };
        for time in 0..SURE {
            if self.is_over() {
                return smallest;
            }
            if self.tried(case, &failing, &format!("smallest {time}")).await.is_none() {
                return flaky(found);
            }
            match self.tried(case, &near, &format!("nearest {time}")).await {
                Some(failed) if failed.exchange.unreachable() => return smallest,
                Some(_) => return flaky(found),
                None => {}
            }
        }
        let attempt = self.candidate(case, &near, "nearest");
        smallest.near = Some(Near { attempt, differences: self.apart(case, &failing, &near) });
        smallest
    }

    /// Of documents that are accepted the one nearest to one that is not, brought as near to it as it stays
    /// accepted: what differs then is why the other one fails.
    async fn approached(&mut self, case: Case, failing: &Json, passing: Vec<Json>) -> Option<Json> {
        let apart = passing.into_iter().map(|document| (distance(&self.apart(case, failing, &document)), document));
        let (_, mut near) = apart.filter(|(far, _)| far.0 > 0).min_by_key(|(far, _)| *far)?;
        let validator = Validator::compile(self.types.subjects[case.at].payload.schema()).ok()?;
        let mut left = MOST_APPROACHES;
        loop {
            let apart = self.apart(case, failing, &near);
            let before = apart.len();
            for difference in apart {
                let nearer = self.with(case, &near, failing, &difference.pointer);
                let is_one = nearer != near && validator.is_valid(&nearer.to_value());
                if !is_one || self.apart(case, failing, &nearer).is_empty() {
                    continue;
                }
                if left == 0 || self.is_over() {
                    return Some(near);
                }
                left -= 1;
                if self.tried(case, &nearer, &format!("nearer {left}")).await.is_none() {
                    near = nearer;
                }
            }
            if self.apart(case, failing, &near).len() == before {
                return Some(near);
            }
        }
    }

    /// A document with what another one has, or has not, at a pointer.
    fn with(&self, case: Case, document: &Json, other: &Json, pointer: &str) -> Json {
        let mut changed = document.clone();
        match other.pointer(pointer) {
            Some(value) => drop(changed.set(pointer, value.clone())),
            None => drop(changed.remove(pointer)),
        }
        self.types.subjects[case.at].payload.order().sort(&mut changed);
        changed
    }

    /// Where two documents differ when they are sent as one event.
    fn apart(&self, case: Case, failing: &Json, passing: &Json) -> Vec<Difference> {
        let context = self.setup.context(&self.types.subjects, case.check.id);
        let sent = |document: &Json| context.renewed(&self.types.subjects[case.at], document.clone(), "compared");
        differences(&sent(failing), &sent(passing))
    }

    fn candidate(&self, case: Case, document: &Json, what: &str) -> Attempt {
        let key = format!("{} {what}", case.number);
        self.setup.context(&self.types.subjects, case.check.id).attempt(
            &self.types.subjects[case.at],
            document.clone(),
            &key,
        )
    }

    /// Sends a candidate; answers the finding if it fails too.
    async fn tried(&mut self, case: Case, document: &Json, what: &str) -> Option<Finding> {
        let attempt = self.candidate(case, document, what);
        let (attempt, exchange) = self.sender().send(Attempt { case: Some(case.number), ..attempt }).await;
        let seen = [Seen::Exchange(Box::new(attempt.clone()), exchange.clone())];
        match (case.check.judge)(
            &self.setup.context(&self.types.subjects, case.check.id),
            &self.types.subjects[case.at],
            &seen,
        ) {
            Judgement::Fail { reason, .. } => {
                let (event, strand) = (attempt.event.clone(), (Strand::of_one(&attempt, &exchange), 0));
                Some(Finding { event, reason, attempt, exchange, strand, shrunk_from: None, near: None })
            }
            _ => None,
        }
    }
}

/// The finding as it was made: what is not the same the second time cannot be shrunk.
fn flaky(mut found: Finding) -> Finding {
    found.reason.push_str("; flaky: the same document was accepted when it was sent again");
    found
}
