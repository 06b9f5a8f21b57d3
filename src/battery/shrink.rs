//! From a delivery that fails because of its document to the smallest one that does, against the live endpoint, and to
//! the nearest one that does not.

use proptest::strategy::ValueTree;

use crate::battery::judge;
use crate::battery::judge::REPEATS;
use crate::battery::minimise::Case;
use crate::battery::results::{Finding, Near};
use crate::battery::session::Session;
use crate::model::Json;
use crate::verify::Check;

/// Most deliveries spent on shrinking one case.
const MOST_STEPS: usize = 400;

/// Number of times that both are sent again before they are shown.
const SURE: usize = 3;

/// Whether a failure is the first of its check: one smallest document is enough for all event types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nth {
    First,
    Other,
}

/// Result of sending a document several times.
#[derive(Clone, Copy, Debug, Default)]
struct Repeats {
    failed: usize,
    made: usize,
}

impl Repeats {
    /// A repeat that was accepted.
    const ACCEPTED: Self = Self { failed: 0, made: 1 };
}

/// Whether the smallest delivery still fails, and the nearest one is still accepted.
enum Sure {
    /// Every time.
    Yes,
    /// The smallest one was accepted, too, or the nearest one was sometimes refused.
    Unstable,
    /// The nearest one is now always refused, or nothing more can be sent.
    NothingIsAccepted,
}

impl Session {
    /// Shrinks a finding whose document is its cause; others are as small as they can be.
    pub(super) async fn shrink(&mut self, check: &'static Check, at: usize, found: Finding, nth: Nth) -> Finding {
        match found.attempt.case {
            _ if self.is_over() => found,
            Some(number) => {
                self.shrink_generated(Case { check, at, number: Some(number), judge: check.judge }, found).await
            }
            None if nth == Nth::First && self.fails_by_its_document(check, at, &found) => {
                self.shrink_document(Case { check, at, number: None, judge: check.judge }, found).await
            }
            None => found,
        }
    }

    /// Shrinks a generated case along its tree.
    async fn shrink_generated(&mut self, case: Case, found: Finding) -> Finding {
        let context = self.setup.context(&self.types.tested, case.check.id);
        let tested = &self.types.tested[case.at];
        let Ok(generator) = tested.generator() else { return found };
        let mut tree = context.draw(tested, generator, case.number.unwrap_or_default());
        let whole = found.attempt.request.body.len();
        let document = tree.current();
        match self.tried(case, &document, "again").await {
            None => return self.intermittent(case, found, &document, Repeats::ACCEPTED).await,
            Some(again) if again.exchange.unreachable() => return found,
            Some(_) => {}
        }
        let mut smallest = found.clone();
        let mut failing = tree.current();
        let mut passing = vec![self.types.tested[case.at].plain.clone()];
        let mut smaller = tree.simplify();
        for step in 0..MOST_STEPS {
            if self.is_over() || !smaller {
                break;
            }
            let candidate = tree.current();
            smaller = match self.tried(case, &candidate, &format!("shrunk {step}")).await {
                // The previous delivery stopped the endpoint: nothing more can be tried.
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
        self.with_nearest(case, found, (smallest, failing), passing).await
    }

    /// Undoes the differences from the plain document, part by part.
    async fn shrink_document(&mut self, case: Case, found: Finding) -> Finding {
        let document = found.attempt.document.clone();
        match self.tried(case, &document, "again").await {
            None => return self.intermittent(case, found, &document, Repeats::ACCEPTED).await,
            Some(again) if again.exchange.unreachable() => return found,
            Some(_) => {}
        }
        let (smallest, failing, passing) = self.reduced(case, found.clone(), document).await;
        if smallest.exchange.unreachable() {
            return found;
        }
        self.with_nearest(case, found, (smallest, failing), passing).await
    }

    /// Adds the nearest delivery that is accepted, if both keep their word.
    async fn with_nearest(
        &mut self,
        case: Case,
        found: Finding,
        (mut smallest, failing): (Finding, Json),
        passing: Vec<Json>,
    ) -> Finding {
        let Some(near) = self.approached(case, &failing, passing).await else {
            // No accepted document differs from it: it is sometimes accepted, or everything is refused by now.
            return self.intermittent(case, smallest, &failing, Repeats::default()).await;
        };
        match self.are_sure(case, &failing, &near).await {
            Sure::Yes => {}
            Sure::Unstable => {
                let document = found.attempt.document.clone();
                return self.intermittent(case, found, &document, Repeats::default()).await;
            }
            Sure::NothingIsAccepted => return if smallest.shrunk_from.is_some() { found } else { smallest },
        }
        let attempt = self.candidate(case, &near, "nearest");
        smallest.near = Some(Near { attempt, differences: self.apart(case, &failing, &near) });
        smallest
    }

    /// Sends the smallest failing and the nearest accepted document a few times more.
    async fn are_sure(&mut self, case: Case, failing: &Json, near: &Json) -> Sure {
        for time in 0..SURE {
            if self.is_over() {
                return Sure::NothingIsAccepted;
            }
            if self.tried(case, failing, &format!("smallest {time}")).await.is_none() {
                return Sure::Unstable;
            }
            if self.tried(case, near, &format!("nearest {time}")).await.is_some() {
                // It was accepted before. An endpoint that refuses everything from now on is not unstable.
                let refused = self.repeated(case, near, Repeats::default()).await;
                return if refused.failed == refused.made { Sure::NothingIsAccepted } else { Sure::Unstable };
            }
        }
        Sure::Yes
    }

    /// Sends a document until it was sent five times; `before` is the result so far.
    async fn repeated(&mut self, case: Case, document: &Json, before: Repeats) -> Repeats {
        let mut repeats = before;
        while repeats.made < REPEATS && !self.is_over() {
            let key = format!("repeated {}", self.next_look(case.check, case.at));
            let failed = self.tried(case, document, &key).await.is_some();
            // A delivery that the end of the run cut off shows nothing.
            if !self.is_over() {
                repeats.made += 1;
                repeats.failed += usize::from(failed);
            }
        }
        repeats
    }

    /// Returns the finding as it is, with how often the document failed: a failure that does not repeat cannot be
    /// shrunk, but still counts.
    async fn intermittent(&mut self, case: Case, mut found: Finding, document: &Json, before: Repeats) -> Finding {
        let Repeats { failed, made } = self.repeated(case, document, before).await;
        if failed < made {
            found.reason += &judge::intermittent(failed, made, " when the same event was sent again");
        }
        found
    }
}
