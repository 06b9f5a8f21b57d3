//! Candidates between a document that fails and one that is accepted.

use crate::battery::results::Finding;
use crate::battery::session::Session;
use crate::model::Json;
use crate::verify::{
    Attempt, Check, Context, Difference, Expected, Judgement, Observed, Strand, Symptom, TypeUnderTest, differences,
    distance,
};

/// Most deliveries spent on coming nearer to a failing document from one that is accepted.
const MOST_APPROACHES: usize = 200;

/// Maximum number of deliveries to undo the differences from the plain document.
const MOST_REDUCTIONS: usize = 150;

/// The case that is being shrunk.
#[derive(Clone, Copy)]
pub(super) struct Case {
    pub(super) check: &'static Check,
    /// Place of its event type.
    pub(super) at: usize,
    /// Number of the generated case, if it is one.
    pub(super) number: Option<u32>,
    pub(super) judge: fn(&Context<'_>, &TypeUnderTest, &[Observed]) -> Judgement,
}

impl Session {
    /// Whether a finding is about one delivery whose document may be its only cause, and which can be sent again.
    pub(super) fn fails_by_its_document(&self, check: &Check, at: usize, found: &Finding) -> bool {
        let attempt = &found.attempt;
        let is_alone = found.strand.0.seen.len() == 1 && check.family() == "payload";
        let provider = &self.setup.settings.provider;
        if !is_alone
            || attempt.expected != Expected::Accepted
            || found.exchange.unreachable()
            || found.exchange.timed_out()
            || provider.body.write(&attempt.document) != attempt.request.body
        {
            return false;
        }
        // A new event with this document differs only in its ids and times; otherwise it is another document.
        let context = self.setup.context(&self.types.tested, check.id);
        let later = Context { now: context.now.shifted(1), ..context.clone() };
        let tested = &self.types.tested[at];
        let one = context.renewed(tested, attempt.document.clone(), "one");
        let other = later.renewed(tested, attempt.document.clone(), "other");
        let renewed = differences(&one, &other);
        let is_renewed = |found: &Difference| renewed.iter().any(|known| known.pointer == found.pointer);
        differences(&attempt.document, &one).iter().all(is_renewed)
    }

    /// Undoes the differences from the plain document, in parts that get smaller, as long as the rest still fails.
    /// Returns the smallest finding, its document, and the documents that were accepted.
    pub(super) async fn reduced(
        &mut self,
        case: Case,
        found: Finding,
        mut failing: Json,
    ) -> (Finding, Json, Vec<Json>) {
        let plain = self.types.tested[case.at].plain.clone();
        let whole = found.attempt.request.body.len();
        let (mut smallest, mut passing) = (found, vec![plain.clone()]);
        let has_to_be_valid = self.is_valid(case, &failing);
        let mut left = MOST_REDUCTIONS;
        let mut size = self.apart(case, &failing, &plain).len().div_ceil(2).max(1);
        loop {
            let before = failing.clone();
            let apart = self.apart(case, &failing, &plain);
            for part in apart.chunks(size) {
                let mut smaller = failing.clone();
                for difference in part {
                    smaller = self.with(case, &smaller, &plain, &difference.pointer);
                }
                let is_one = smaller != failing && !self.apart(case, &smaller, &plain).is_empty();
                if !is_one || has_to_be_valid && !self.is_valid(case, &smaller) {
                    continue;
                }
                if left == 0 || self.is_over() {
                    return (smallest, failing, passing);
                }
                left -= 1;
                match self.tried(case, &smaller, &format!("smaller {left}")).await {
                    Some(failed) if failed.exchange.unreachable() => return (failed, failing, passing),
                    Some(failed) => {
                        smallest = Finding { shrunk_from: Some(whole), ..failed };
                        failing = smaller;
                    }
                    None => passing.push(smaller),
                }
            }
            if size == 1 && failing == before {
                break;
            }
            size = if size == 1 { 1 } else { size.div_ceil(2) };
        }
        self.shortened(case, (smallest, failing, passing), &plain, left).await
    }

    /// Shortens a text that is the only difference, to the shortest that fails.
    async fn shortened(
        &mut self,
        case: Case,
        (mut smallest, mut failing, mut passing): (Finding, Json, Vec<Json>),
        plain: &Json,
        mut left: usize,
    ) -> (Finding, Json, Vec<Json>) {
        let apart = self.apart(case, &failing, plain);
        let [difference] = apart.as_slice() else { return (smallest, failing, passing) };
        let text = |document: &Json| document.pointer(&difference.pointer).and_then(Json::as_str).map(str::to_owned);
        let Some(long) = text(&failing) else { return (smallest, failing, passing) };
        // The plain document may have null there, or no such field.
        let short = text(plain).unwrap_or_default();
        let has_to_be_valid = self.is_valid(case, &failing);
        let whole = smallest.shrunk_from.unwrap_or(smallest.attempt.request.body.len());
        let (mut accepted, mut refused) = (short.chars().count(), long.chars().count());
        while refused > accepted + 1 && left > 0 && !self.is_over() {
            left -= 1;
            let middle = usize::midpoint(accepted, refused);
            let mut candidate = failing.clone();
            let _ = candidate.set(&difference.pointer, Json::String(long.chars().take(middle).collect()));
            if has_to_be_valid && !self.is_valid(case, &candidate) {
                break;
            }
            match self.tried(case, &candidate, &format!("shorter {left}")).await {
                Some(failed) if failed.exchange.unreachable() => return (failed, failing, passing),
                Some(failed) => {
                    smallest = Finding { shrunk_from: Some(whole), ..failed };
                    failing = candidate;
                    refused = middle;
                }
                None => {
                    passing.push(candidate);
                    accepted = middle;
                }
            }
        }
        (smallest, failing, passing)
    }

    /// Returns the accepted document that is nearest to a refused one. The difference is why the other one fails.
    pub(super) async fn approached(&mut self, case: Case, failing: &Json, passing: Vec<Json>) -> Option<Json> {
        let near = self.nearest(case, failing, passing).await?;
        Some(self.with_a_string(case, failing, near).await)
    }

    /// Returns an accepted document that has a string where only the refused one has one: another string shows more than
    /// null does. If none is accepted, returns the same document.
    async fn with_a_string(&mut self, case: Case, failing: &Json, near: Json) -> Json {
        let apart = self.apart(case, failing, &near);
        let [difference] = apart.as_slice() else { return near };
        let string = |document: &Json| document.pointer(&difference.pointer).and_then(Json::as_str).map(str::to_owned);
        let (Some(refused), None) = (string(failing), string(&near)) else { return near };
        let half = refused.chars().take(refused.chars().count() / 2).collect();
        for (nth, simple) in [in_ascii(&refused), half, "a".to_owned()].into_iter().enumerate() {
            let mut candidate = failing.clone();
            let _ = candidate.set(&difference.pointer, Json::String(simple.clone()));
            let is_one = !simple.is_empty() && simple != refused && self.is_valid(case, &candidate);
            if is_one && !self.is_over() && self.tried(case, &candidate, &format!("string {nth}")).await.is_none() {
                return candidate;
            }
        }
        near
    }

    /// Returns the nearest of the accepted documents, and moves it to the refused one as near as it stays accepted.
    async fn nearest(&mut self, case: Case, failing: &Json, passing: Vec<Json>) -> Option<Json> {
        let apart = passing.into_iter().map(|document| (distance(&self.apart(case, failing, &document)), document));
        let (_, mut near) = apart.filter(|(far, _)| far.0 > 0).min_by_key(|(far, _)| *far)?;
        // Between what the schema refuses and what it accepts nothing need be valid.
        let has_to_be_valid = self.is_valid(case, failing);
        let mut left = MOST_APPROACHES;
        loop {
            let apart = self.apart(case, failing, &near);
            let before = apart.len();
            for difference in apart {
                let nearer = self.with(case, &near, failing, &difference.pointer);
                let is_one = nearer != near && (!has_to_be_valid || self.is_valid(case, &nearer));
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

    fn is_valid(&self, case: Case, document: &Json) -> bool {
        self.types.tested[case.at].payload.is_valid(&document.to_value())
    }

    /// Returns a document with what another one has, or has not, at a pointer.
    fn with(&self, case: Case, document: &Json, other: &Json, pointer: &str) -> Json {
        let mut changed = document.clone();
        match other.pointer(pointer) {
            Some(value) => drop(changed.set(pointer, value.clone())),
            None => drop(changed.remove(pointer)),
        }
        self.types.tested[case.at].payload.order().sort(&mut changed);
        changed
    }

    /// Returns the differences of two documents when they are sent as one event.
    pub(super) fn apart(&self, case: Case, failing: &Json, passing: &Json) -> Vec<Difference> {
        let context = self.setup.context(&self.types.tested, case.check.id);
        let sent = |document: &Json| context.renewed(&self.types.tested[case.at], document.clone(), "compared");
        differences(&sent(failing), &sent(passing))
    }

    pub(super) fn candidate(&self, case: Case, document: &Json, what: &str) -> Attempt {
        let key = match case.number {
            Some(number) => format!("{number} {what}"),
            None => format!("minimised {what}"),
        };
        let context = self.setup.context(&self.types.tested, case.check.id);
        let attempt = context.attempt(&self.types.tested[case.at], document.clone(), &key);
        Attempt { case: case.number, ..attempt }
    }

    /// Sends a candidate; returns the finding if it fails too.
    pub(super) async fn tried(&mut self, case: Case, document: &Json, what: &str) -> Option<Finding> {
        let attempt = self.candidate(case, document, what);
        let (attempt, exchange) = self.sender().send(attempt).await;
        let seen = [Observed::Exchange(Box::new(attempt.clone()), exchange.clone())];
        let context = self.setup.context(&self.types.tested, case.check.id);
        match (case.judge)(&context, &self.types.tested[case.at], &seen) {
            judgement @ (Judgement::Fail { .. } | Judgement::Skip(_)) => {
                // An answer that is late is not accepted, either.
                let reason = match judgement {
                    Judgement::Fail { reason, .. } => reason,
                    _ => exchange.describe(),
                };
                let (event, strand) = (attempt.event.clone(), (Strand::of_one(&attempt, &exchange), 0));
                let symptom = Some(Symptom::of_one(&self.setup.settings.provider, &attempt, &exchange));
                Some(Finding { event, reason, attempt, exchange, strand, symptom, shrunk_from: None, near: None })
            }
            _ => None,
        }
    }
}

/// Returns a text of the same length in printable ASCII.
fn in_ascii(text: &str) -> String {
    text.chars().map(|letter| if letter.is_ascii_graphic() || letter == ' ' { letter } else { 'a' }).collect()
}
