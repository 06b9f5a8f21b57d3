//! What is got ready while an endpoint is given its time.

use std::collections::HashMap;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use crate::battery::session::Session;
use crate::clock::Stopwatch;
use crate::verify::Check;
use crate::verify::Plan;
use crate::verify::Scope;

/// The checks to come, and what is planned before its turn.
#[derive(Default)]
pub(super) struct Ahead {
    /// In the order of their turns, without the one at hand.
    pub(super) checks: VecDeque<&'static Check>,
    /// By the id of a check and the place of an event type, with the time since each was made.
    plans: HashMap<(&'static str, usize), (Plan, Stopwatch)>,
}

/// How old a plan may be when its turn comes: its events and signatures tell the time at which it was made.
const FRESH: Duration = Duration::from_secs(1);

impl Ahead {
    /// Forgets the plans.
    pub(super) fn forget(&mut self) {
        self.plans.clear();
    }
}

impl Session {
    /// Places of the event types that a check is run on.
    pub(super) fn places(&self, check: &Check) -> Vec<usize> {
        let takes = |at: &usize| check.takes(self.subjects[*at].payload.kind);
        match check.scope {
            Scope::EveryType => (0..self.subjects.len()).filter(takes).collect(),
            Scope::Plainest => self.plainest.iter().copied().filter(takes).take(2).collect(),
            Scope::One | Scope::Asked => self.plainest.iter().copied().filter(takes).take(1).collect(),
            Scope::Run => Vec::new(),
        }
    }

    /// A check's plan, with ids made from `key`.
    pub(super) fn plan(&mut self, check: &Check, key: &str, at: usize) -> Plan {
        match self.ahead.plans.remove(&(check.id, at)) {
            Some((plan, made)) if key == check.id && made.elapsed() < FRESH => plan,
            _ => (check.plan)(&self.context(key), &self.subjects[at]),
        }
    }

    /// Waits for readings to settle, and plans meanwhile what comes after them.
    pub(super) async fn meanwhile<T>(&mut self, settled: impl Future<Output = T>) -> T {
        let (mut settled, begun) = (pin!(settled), Stopwatch::start());
        let checks = self.ahead.checks.iter();
        let turns: Vec<_> = checks.flat_map(|check| self.places(check).into_iter().map(|at| (*check, at))).collect();
        for (check, at) in turns {
            if begun.elapsed() > FRESH {
                break;
            }
            if self.ahead.plans.contains_key(&(check.id, at)) {
                continue;
            }
            tokio::select! {
                biased;
                settled = &mut settled => return settled,
                () = tokio::task::yield_now() => {}
            }
            let plan = (check.plan)(&self.context(check.id), &self.subjects[at]);
            self.ahead.plans.insert((check.id, at), (plan, Stopwatch::start()));
        }
        settled.await
    }
}
