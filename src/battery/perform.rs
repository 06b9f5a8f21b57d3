//! Performing a check's plan.

use std::sync::Arc;

use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::battery::calibrate::MOST_LATES;
use crate::battery::fault::Fault;
use crate::battery::observe::When;
use crate::battery::session::Session;
use crate::model::Exchange;
use crate::net::Connection;
use crate::net::Cut;
use crate::verify::Attempt;
use crate::verify::Check;
use crate::verify::CheckReport;
use crate::verify::Difference;
use crate::verify::Judgement;
use crate::verify::Manner;
use crate::verify::Nearest;
use crate::verify::Plan;
use crate::verify::Scope;
use crate::verify::Seen;
use crate::verify::Step;
use crate::verify::Verdict;

/// A failure on one event type.
#[derive(Clone)]
pub(super) struct Finding {
    pub(super) event: String,
    pub(super) reason: String,
    pub(super) attempt: Attempt,
    pub(super) exchange: Exchange,
    pub(super) shrunk_from: Option<usize>,
    pub(super) near: Option<Near>,
}

/// The nearest delivery that was accepted, and where it differs.
#[derive(Clone)]
pub(super) struct Near {
    pub(super) attempt: Attempt,
    pub(super) differences: Vec<Difference>,
}

impl Session {
    /// Makes one attempt, in its manner.
    pub(super) async fn send(&mut self, attempt: Attempt) -> (Attempt, Exchange) {
        self.deliveries += 1;
        if !matches!(attempt.manner, Manner::Kept | Manner::Same) {
            // An endpoint with a single thread is busy with the kept connection until that is closed.
            self.probe.release();
        }
        let (probe, request) = (&self.probe, attempt.request.clone());
        let half = request.body.len().div_ceil(2);
        let exchange = match attempt.manner {
            Manner::Kept => probe.send(request, Connection::Kept).await,
            Manner::Same => probe.send(request, Connection::Same).await,
            Manner::HalfFinished => probe.begin(request, half).await.cut(Cut::Finish).await,
            Manner::HalfReset => probe.begin(request, half).await.cut(Cut::Reset).await,
            Manner::AnswerLost => probe.begin(request, 0).await.lose().await,
            _ => probe.send(request, Connection::Own).await,
        };
        self.note(&attempt, &exchange);
        (attempt, exchange)
    }

    /// Makes attempts on connections of their own whose last bytes leave at once.
    async fn at_once(&mut self, attempts: Vec<Attempt>) -> Vec<Seen> {
        self.probe.release();
        let ready = Arc::new(Barrier::new(attempts.len()));
        let mut flying = JoinSet::new();
        for (at, attempt) in attempts.into_iter().enumerate() {
            let (probe, ready) = (Arc::clone(&self.probe), Arc::clone(&ready));
            self.deliveries += 1;
            flying.spawn(async move {
                let underway = probe.begin(attempt.request.clone(), 1).await;
                ready.wait().await;
                let exchange = probe.finish(underway).await;
                (at, attempt, exchange)
            });
        }
        let mut landed: Vec<_> = flying.join_all().await;
        landed.sort_by_key(|(at, _, _)| *at);
        let mut seen = Vec::with_capacity(landed.len());
        for (_, attempt, exchange) in landed {
            self.note(&attempt, &exchange);
            seen.push(Seen::Exchange(Box::new(attempt), exchange));
        }
        seen
    }

    /// Sends one attempt byte by byte, and others between its bytes. What is late here is the business of
    /// the check that asked for it.
    async fn beside(&mut self, slow: Attempt, others: Vec<Attempt>) -> Vec<Seen> {
        self.probe.release();
        let probe = Arc::clone(&self.probe);
        let mut underway = probe.begin(slow.request.clone(), usize::MAX).await;
        let mut seen = Vec::with_capacity(others.len() + 1);
        self.readings.know_nothing();
        for other in others {
            underway.push(1).await;
            self.deliveries += 1;
            let exchange = probe.send(other.request.clone(), Connection::Own).await;
            let waits = exchange.timed_out();
            seen.push(Seen::Exchange(Box::new(other), exchange));
            if waits {
                break;
            }
        }
        while underway.push(1).await > 0 {}
        self.deliveries += 1;
        let exchange = probe.finish(underway).await;
        seen.push(Seen::Exchange(Box::new(slow), exchange));
        seen
    }

    /// Makes an attempt beside connections that say nothing. What is late here is, again, the check's business.
    async fn in_crowd(&mut self, idle: usize, attempt: Attempt) -> Seen {
        self.probe.release();
        let crowd = self.probe.idle(idle).await;
        self.readings.know_nothing();
        self.deliveries += 1;
        let exchange = self.probe.send(attempt.request.clone(), Connection::Own).await;
        drop(crowd);
        Seen::Exchange(Box::new(attempt), exchange)
    }

    /// Counts what was not answered in time.
    pub(super) fn note(&mut self, attempt: &Attempt, exchange: &Exchange) {
        self.readings.know_nothing();
        if exchange.timed_out() {
            self.lates += 1;
            self.late.get_or_insert_with(|| (attempt.clone(), exchange.clone()));
            if self.lates >= MOST_LATES && self.stopped.is_none() {
                self.stopped = Some(format!("{MOST_LATES} deliveries were not answered in time"));
            }
        }
    }

    /// Makes many attempts, a few at once, each on its own connection; `None` for those that were not made
    /// because too many others went unanswered.
    pub(super) async fn together(&mut self, attempts: Vec<Attempt>) -> Vec<Option<(Attempt, Exchange)>> {
        self.probe.release();
        let mut answered: Vec<Option<(Attempt, Exchange)>> = attempts.iter().map(|_| None).collect();
        let mut waiting = attempts.into_iter().enumerate();
        let mut flying = JoinSet::new();
        loop {
            while flying.len() < self.told.concurrency && self.stopped.is_none() {
                let Some((at, attempt)) = waiting.next() else { break };
                let probe = Arc::clone(&self.probe);
                self.deliveries += 1;
                flying.spawn(async move {
                    let exchange = probe.send(attempt.request.clone(), Connection::Own).await;
                    (at, attempt, exchange)
                });
            }
            let Some(landed) = flying.join_next().await else { break };
            let Ok((at, attempt, exchange)) = landed else { continue };
            self.note(&attempt, &exchange);
            answered[at] = Some((attempt, exchange));
        }
        answered
    }

    /// Runs a check on its event types and draws one verdict.
    pub(super) async fn judge(&mut self, check: &'static Check) -> CheckReport {
        if let Some(reason) = &self.stopped {
            return self.blank(check, Verdict::Skip, Some(reason.clone()));
        }
        if self.probe.is_in_process() && check.needs_socket() {
            return self.blank(check, Verdict::Skip, Some("needs a socket: run it over HTTP".to_owned()));
        }
        let types = self.places(check);
        let mut findings: Vec<Finding> = Vec::new();
        let mut skipped = (types.is_empty() && check.scope != Scope::Run)
            .then(|| "a notice is judged by delivery-, payload- and malformed- alone".to_owned());
        let mut passed = 0;
        for at in types {
            match self.judge_type(check, at, &findings).await {
                Ok(()) => passed += 1,
                Err(Some(finding)) => findings.push(finding),
                Err(None) => {
                    let reason = self.why_skipped.take().unwrap_or_else(|| crate::verify::LATE.to_owned());
                    skipped.get_or_insert(reason);
                }
            }
            // Where the way of travelling is tried, what hangs for one event hangs for the other, and as long.
            let hangs = check.family() == "transport" && findings.iter().any(|finding| finding.exchange.timed_out());
            if self.stopped.is_some() || hangs {
                break;
            }
        }
        self.verdict(check, findings, passed, skipped)
    }

    fn verdict(
        &mut self,
        check: &Check,
        mut findings: Vec<Finding>,
        passed: usize,
        skipped: Option<String>,
    ) -> CheckReport {
        // An endpoint that is gone was ended by what came before.
        if findings.iter().any(|finding| !finding.exchange.unreachable()) {
            findings.retain(|finding| !finding.exchange.unreachable());
        }
        let events: Vec<String> = findings.iter().map(|finding| finding.event.clone()).collect();
        // The smallest of the failing deliveries says most.
        let smallest = findings.into_iter().min_by_key(|finding| finding.attempt.request.body.len());
        match smallest {
            Some(finding) => {
                let mut report = self.failed(check, finding.reason, events, (&finding.attempt, &finding.exchange));
                if let Some(counterexample) = &mut report.counterexample {
                    counterexample.shrunk_from = finding.shrunk_from;
                    let near = finding.near.as_ref();
                    counterexample.nearest =
                        near.map(|near| Nearest::new(&self.context(check.id), &near.attempt, &near.differences));
                }
                report
            }
            None if passed > 0 => {
                let how = self.how_passed.take();
                self.blank(check, Verdict::Pass, how)
            }
            None => {
                let reason = skipped.or_else(|| self.stopped.clone()).unwrap_or_else(|| "nothing to judge".to_owned());
                self.blank(check, Verdict::Skip, Some(reason))
            }
        }
    }

    /// One event type. `Err(None)` is a skip. What was blamed on another type needs no second look.
    async fn judge_type(
        &mut self,
        check: &'static Check,
        at: usize,
        blamed: &[Finding],
    ) -> Result<(), Option<Finding>> {
        let (seen, judgement) = self.believe(check, at, blamed).await.map_err(|reason| {
            self.why_skipped = Some(reason);
            None
        })?;
        match judgement {
            Judgement::Pass => Ok(()),
            Judgement::Noted(how) => {
                self.how_passed = Some(how);
                Ok(())
            }
            Judgement::Skip(reason) => {
                self.why_skipped = Some(reason);
                Err(None)
            }
            Judgement::Fail { reason, step } => {
                let Some((attempt, exchange)) = seen.get(step).and_then(Seen::exchange) else { return Err(None) };
                let finding = Finding {
                    event: self.subjects[at].name().to_owned(),
                    reason,
                    attempt: attempt.clone(),
                    exchange: exchange.clone(),
                    shrunk_from: None,
                    near: None,
                };
                Err(Some(self.shrink(check, at, finding).await))
            }
        }
    }

    /// Performs a check's plan, with ids made from `key`, and judges what was seen; an error is a reason to skip.
    pub(super) async fn look(&mut self, check: &Check, key: &str, at: usize) -> Result<(Vec<Seen>, Judgement), String> {
        let steps = match self.plan(check, key, at) {
            Plan::Steps(steps) => steps,
            Plan::Skip(reason) => return Err(reason),
        };
        let performed = self.perform(check, at, steps).await;
        self.mend().await;
        let seen = performed?;
        let judgement = (check.judge)(&self.context(check.id), &self.subjects[at], &seen);
        Ok((seen, judgement))
    }

    /// Does what the plan says. An observer that fails on the way is a reason to skip.
    async fn perform(&mut self, check: &Check, at: usize, steps: Vec<Step>) -> Result<Vec<Seen>, String> {
        let mut seen = Vec::with_capacity(steps.len());
        let (all, known) = (steps.len(), self.readings.expected);
        for (nth, step) in steps.into_iter().enumerate() {
            match step {
                Step::Send(mut attempt) => {
                    let generated = attempt.case.is_some();
                    if check.family() == "payload" && attempt.manner == Manner::Own {
                        // Hundreds of ordinary deliveries travel as a provider's own do.
                        attempt.manner = Manner::Kept;
                    }
                    let (attempt, exchange) = self.send(*attempt).await;
                    let late = exchange.timed_out();
                    seen.push(Seen::Exchange(Box::new(attempt), exchange));
                    let last = &seen[seen.len() - 1..];
                    let enough = late
                        || self.stopped.is_some()
                        || (generated
                            && (check.judge)(&self.context(check.id), &self.subjects[at], last) != Judgement::Pass);
                    if enough {
                        break;
                    }
                }
                Step::Together(attempts) => {
                    let begun = seen.len();
                    seen.extend(self.at_once(attempts).await);
                    let late = |seen: &Seen| seen.exchange().is_some_and(|(_, exchange)| exchange.timed_out());
                    if self.stopped.is_some() || seen[begun..].iter().any(late) {
                        break;
                    }
                }
                Step::Beside { slow, others } => seen.extend(self.beside(*slow, others).await),
                Step::Crowd { idle, attempt } => seen.push(self.in_crowd(idle, *attempt).await),
                Step::Race { one, other, lots } => seen.extend(self.race(*one, *other, &lots).await),
                Step::Look => {
                    let when = if nth + 1 == all { When::AtTheEnd } else { When::OnTheWay };
                    let state = self.state(when).await.map_err(|error| error.to_string())?;
                    seen.push(state.map_or(Seen::NoObserver, Seen::State));
                    if when == When::AtTheEnd {
                        self.recount(known, &seen, at).await;
                    }
                }
                Step::Break => {
                    self.order(Fault::Break).await?;
                    seen.push(Seen::Done);
                }
                Step::Mend => {
                    self.order(Fault::Mend).await?;
                    seen.push(Seen::Done);
                }
                Step::Observe { .. } | Step::Await { .. } | Step::Watch => {
                    let read = self.observe(&seen, &step).await?;
                    let is_gone = matches!(read, Seen::Gone);
                    seen.push(read);
                    if is_gone {
                        break;
                    }
                }
            }
        }
        Ok(seen)
    }

    async fn order(&mut self, order: Fault) -> Result<(), String> {
        let Some(fault) = self.told.fault.clone() else { return Ok(()) };
        // What breaks may have done so in part when it fails or is given up.
        self.broken |= order == Fault::Break;
        fault.give(order).await?;
        self.broken = order == Fault::Break;
        Ok(())
    }

    /// Mends what a check broke and could not mend itself because it ended early.
    pub(super) async fn mend(&mut self) {
        if self.broken
            && let Err(reason) = self.order(Fault::Mend).await
        {
            self.stopped.get_or_insert(reason);
        }
    }
}
