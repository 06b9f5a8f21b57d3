//! From a generated delivery that fails to the smallest one that does, against the live endpoint.

use proptest::strategy::ValueTree;

use crate::battery::perform::Finding;
use crate::battery::session::Session;
use crate::verify::Attempt;
use crate::verify::Check;
use crate::verify::Judgement;
use crate::verify::Seen;

/// Most deliveries spent on shrinking one case.
const MOST_STEPS: usize = 400;

impl Session {
    /// Shrinks a finding that a generated case made; others are as small as they can be.
    pub(super) async fn shrink(&mut self, check: &'static Check, at: usize, mut finding: Finding) -> Finding {
        let Some(case) = finding.attempt.case else { return finding };
        let context = self.context(check.id);
        let subject = &self.subjects[at];
        let Ok(generator) = subject.generator() else { return finding };
        let mut tree = context.draw(subject, generator, case);
        let whole = finding.attempt.request.body.len();
        let again = self.context(check.id).attempt(&self.subjects[at], tree.current(), &format!("{case} again"));
        match self.tried(check, at, again, case).await {
            None => {
                finding.reason.push_str("; flaky: the same document was accepted when it was sent again");
                return finding;
            }
            Some(again) if again.exchange.unreachable() => return finding,
            Some(_) => {}
        }
        let mut smaller = tree.simplify();
        for step in 0..MOST_STEPS {
            if self.stopped.is_some() || !smaller {
                break;
            }
            let key = format!("{case} shrunk {step}");
            let candidate = self.context(check.id).attempt(&self.subjects[at], tree.current(), &key);
            smaller = match self.tried(check, at, candidate, case).await {
                // The delivery before this one has ended the endpoint: there is nothing left to ask.
                Some(failed) if failed.exchange.unreachable() => break,
                Some(failed) => {
                    finding = Finding { shrunk_from: Some(whole), ..failed };
                    tree.simplify()
                }
                None => tree.complicate(),
            };
        }
        finding
    }

    /// Sends a candidate; answers the finding if it fails too.
    async fn tried(&mut self, check: &'static Check, at: usize, attempt: Attempt, case: u32) -> Option<Finding> {
        let (attempt, exchange) = self.send(Attempt { case: Some(case), ..attempt }).await;
        let seen = [Seen::Exchange(Box::new(attempt.clone()), exchange.clone())];
        match (check.judge)(&self.context(check.id), &self.subjects[at], &seen) {
            Judgement::Fail { reason, .. } => {
                Some(Finding { event: attempt.event.clone(), reason, attempt, exchange, shrunk_from: None })
            }
            _ => None,
        }
    }
}
