//! Conclusions so far: one entry for each check and event type.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::model::Exchange;
use crate::verify::{Attempt, Check, Difference, How, LATE, Strand, Symptom};

/// A failure on one event type.
#[derive(Clone)]
pub(super) struct Finding {
    pub(super) event: String,
    pub(super) reason: String,
    pub(super) attempt: Attempt,
    pub(super) exchange: Exchange,
    /// The strand that it belongs to, and its place there.
    pub(super) strand: (Strand, usize),
    pub(super) symptom: Option<Symptom>,
    pub(super) shrunk_from: Option<usize>,
    pub(super) near: Option<Near>,
}

impl Finding {
    /// Returns the delivery at a place of a strand, with that strand.
    pub(super) fn evidence((strand, place): (Strand, usize)) -> Option<(Attempt, Exchange, (Strand, usize))> {
        let (attempt, exchange) = strand.seen.get(place)?.exchange()?;
        Some((attempt.clone(), exchange.clone(), (strand, place)))
    }

    /// Whether the failure shows only in an effect count: the answers are right.
    fn is_counted(&self) -> bool {
        let (strand, _) = &self.strand;
        match self.symptom.as_ref().map(|symptom| symptom.how) {
            Some(How::MoreEffects | How::FewerEffects) => true,
            // A count that was watched has no expected value.
            Some(How::Otherwise) => strand.seen.iter().any(|seen| seen.count().is_some()),
            _ => false,
        }
    }
}

/// The nearest delivery that was accepted, and the differences to it.
#[derive(Clone)]
pub(super) struct Near {
    pub(super) attempt: Attempt,
    pub(super) differences: Vec<Difference>,
}

/// Conclusion about one check and one event type.
#[derive(Clone)]
pub(super) enum Conclusion {
    Pass,
    /// It passed, with this note.
    Noted(String),
    Skip(String),
    /// There is nothing that it could judge with this provider or payload.
    NotApplicable(String),
    Fail(Box<Finding>),
}

/// Knowledge about a check.
struct Known {
    /// Number of event types on which it is run.
    planned: usize,
    by_type: BTreeMap<usize, Conclusion>,
}

impl Known {
    fn has_failed(&self) -> bool {
        self.by_type.values().any(|one| matches!(one, Conclusion::Fail(_)))
    }
}

/// Conclusions so far.
#[derive(Default)]
pub(super) struct Results {
    known: BTreeMap<&'static str, Known>,
    /// Duration of each check so far.
    spent: BTreeMap<&'static str, Duration>,
    /// Reason why failures that are based on a count do not hold; `None` as long as the count is trusted.
    withdrawn: Option<&'static str>,
}

/// The sum of a check's conclusions.
pub(super) enum Sum {
    /// Not all of its event types have been judged, and none of them failed.
    Unfinished,
    Pass(Option<String>),
    Skip(String),
    /// The events that failed, and the most informative finding.
    Fail(Vec<String>, Box<Finding>),
}

impl Results {
    /// Stores on how many event types a check is run.
    pub(super) fn plan(&mut self, check: &Check, planned: usize) {
        self.known.entry(check.id).or_insert_with(|| Known { planned, by_type: BTreeMap::new() }).planned = planned;
    }

    /// Stores a conclusion, in place of an earlier one.
    pub(super) fn put(&mut self, check: &Check, at: usize, conclusion: Conclusion) {
        let conclusion = match (conclusion, self.withdrawn) {
            (Conclusion::Fail(finding), Some(reason)) if finding.is_counted() => Conclusion::Skip(reason.to_owned()),
            (conclusion, _) => conclusion,
        };
        let known = self.known.entry(check.id).or_insert_with(|| Known { planned: 1, by_type: BTreeMap::new() });
        known.by_type.insert(at, conclusion);
    }

    /// Turns every failure that is based on a count into a skip with this reason: those so far, and those to come.
    pub(super) fn withdraw_counted(&mut self, reason: &'static str) {
        self.withdrawn = Some(reason);
        for conclusion in self.known.values_mut().flat_map(|known| known.by_type.values_mut()) {
            if matches!(conclusion, Conclusion::Fail(finding) if finding.is_counted()) {
                *conclusion = Conclusion::Skip(reason.to_owned());
            }
        }
    }

    /// Whether a failure is based on a count.
    pub(super) fn has_counted_failures(&self) -> bool {
        let is_counted = |one: &Conclusion| matches!(one, Conclusion::Fail(finding) if finding.is_counted());
        self.known.values().any(|known| known.by_type.values().any(is_counted))
    }

    /// Adds to the duration of a check.
    pub(super) fn spend(&mut self, check: &'static str, duration: Duration) {
        *self.spent.entry(check).or_default() += duration;
    }

    /// Returns the duration of a check.
    pub(super) fn spent(&self, check: &str) -> Duration {
        self.spent.get(check).copied().unwrap_or_default()
    }

    /// Returns the number of failed checks so far.
    pub(super) fn failed(&self) -> usize {
        self.known.values().filter(|known| known.has_failed()).count()
    }

    /// Whether a check had something to judge, or was not tried yet.
    pub(super) fn applies(&self, check: &Check) -> bool {
        self.known.get(check.id).is_none_or(|known| {
            known.by_type.is_empty() || known.by_type.values().any(|one| !matches!(one, Conclusion::NotApplicable(_)))
        })
    }

    /// Returns on how many event types a check could not be judged because an answer was late.
    pub(super) fn late(&self, check: &Check) -> usize {
        let is_late = |one: &&Conclusion| matches!(one, Conclusion::Skip(reason) if reason == LATE);
        self.known.get(check.id).map_or(0, |known| known.by_type.values().filter(is_late).count())
    }

    /// Whether a check has failed on some event type.
    pub(super) fn has_failed(&self, check: &Check) -> bool {
        self.known.get(check.id).is_some_and(Known::has_failed)
    }

    /// Whether a check of a family has failed on some event type.
    pub(super) fn has_failed_in(&self, family: &str) -> bool {
        let is_of = |id: &str| id.strip_prefix(family).is_some_and(|rest| rest.starts_with('-'));
        self.known.iter().any(|(id, known)| is_of(id) && known.has_failed())
    }

    /// Returns the number of checks that were judged on all of their event types.
    pub(super) fn finished(&self) -> usize {
        self.known.values().filter(|known| known.by_type.len() >= known.planned).count()
    }

    /// Returns the sum of a check's conclusions; `None` if it was never planned.
    pub(super) fn sum(&self, check: &Check) -> Option<Sum> {
        let known = self.known.get(check.id)?;
        let mut findings: Vec<&Finding> = known
            .by_type
            .values()
            .filter_map(|one| if let Conclusion::Fail(finding) = one { Some(&**finding) } else { None })
            .collect();
        // An endpoint that is gone was ended by what came before.
        if findings.iter().any(|finding| !finding.exchange.unreachable()) {
            findings.retain(|finding| !finding.exchange.unreachable());
        }
        let events: Vec<String> = findings.iter().map(|finding| finding.event.clone()).collect();
        // A finding with a near accepted delivery is the most informative one, then the smallest.
        let rank = |finding: &&Finding| (finding.near.is_none(), finding.attempt.request.body.len());
        if let Some(finding) = findings.into_iter().min_by_key(rank) {
            return Some(Sum::Fail(events, Box::new(finding.clone())));
        }
        let is_finished = known.by_type.len() >= known.planned;
        let note = known.by_type.values().find_map(|one| match one {
            Conclusion::Noted(note) => Some(note.clone()),
            _ => None,
        });
        let passed = known.by_type.values().any(|one| matches!(one, Conclusion::Pass | Conclusion::Noted(_)));
        if passed {
            return Some(if is_finished { Sum::Pass(note) } else { Sum::Unfinished });
        }
        let reason = known.by_type.values().find_map(|one| match one {
            Conclusion::Skip(reason) | Conclusion::NotApplicable(reason) => Some(reason.clone()),
            _ => None,
        });
        if !is_finished && reason.is_none() {
            return Some(Sum::Unfinished);
        }
        Some(Sum::Skip(reason.unwrap_or_else(|| "an event type of another kind is needed".to_owned())))
    }
}

impl Sum {
    /// Whether it failed because no answer arrived.
    pub(super) fn hangs(&self) -> bool {
        matches!(self, Self::Fail(_, finding) if finding.exchange.timed_out())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Failure, Headers, Json, Outcome, Request};
    use crate::verify::{ConnectionMode, Expected, Observed, checks};

    fn failure(how: How, counts: &[u64]) -> Conclusion {
        let request = Request::new("POST", Headers::new(), "{}");
        let exchange = Exchange::new(request.clone(), Outcome::Failed(Failure::Closed), Duration::ZERO);
        let attempt = Attempt {
            what: String::new(),
            special: None,
            expected: Expected::Accepted,
            event: "order-created".to_owned(),
            request,
            mode: ConnectionMode::Own,
            document: Json::Null,
            others: Vec::new(),
            signed: None,
            right: None,
            handshake: None,
            case: None,
        };
        let mut strand = Strand::of_one(&attempt, &exchange);
        strand.seen.extend(counts.iter().map(|count| Observed::Count(*count)));
        Conclusion::Fail(Box::new(Finding {
            event: attempt.event.clone(),
            reason: "why".to_owned(),
            strand: (strand, 0),
            attempt,
            exchange,
            symptom: Some(Symptom::without_a_delivery(how)),
            shrunk_from: None,
            near: None,
        }))
    }

    #[test]
    fn only_counted_failures_are_withdrawn_whether_they_come_before_or_after() {
        let check = &checks::ALL[0];
        for (how, counts, is_counted) in [
            (How::MoreEffects, [].as_slice(), true),
            (How::FewerEffects, &[], true),
            (How::Accepted, &[4], false),
            (How::Crashed, &[4], false),
            // A count that was only watched, and nothing that was counted.
            (How::Otherwise, &[4, 5], true),
            (How::Otherwise, &[], false),
        ] {
            let mut results = Results::default();
            results.plan(check, 2);
            results.put(check, 0, failure(how, counts));
            assert!(results.has_failed(check), "{how:?} before the withdrawal");
            results.withdraw_counted("the count grows");
            assert_eq!(results.has_failed(check), !is_counted, "{how:?} after the withdrawal");
            results.put(check, 0, failure(how, counts));
            results.put(check, 1, failure(how, counts));
            match results.sum(check) {
                Some(Sum::Skip(reason)) => {
                    assert_eq!((is_counted, reason.as_str()), (true, "the count grows"), "{how:?}");
                }
                Some(Sum::Fail(events, _)) => assert_eq!((is_counted, events.len()), (false, 2), "{how:?}"),
                _ => panic!("{how:?} has no conclusion"),
            }
        }
    }
}
