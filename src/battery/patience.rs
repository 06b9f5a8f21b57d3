//! How long a reading is waited for before it is believed, and what is done where it may have come too early.

use std::time::Duration;

use serde_json::Value;

use crate::battery::observe::LEAST_WAIT;
use crate::battery::perform::Finding;
use crate::battery::session::Session;
use crate::clock;
use crate::verify::Check;
use crate::verify::Judgement;
use crate::verify::Seen;
use crate::verify::Verdict;
use crate::verify::as_expected;

/// How long readings are waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Patience {
    /// The endpoint has done its work when it answers, as far as was seen: a reading that is right is believed at
    /// once, and one look at the end of a family of checks tells whether it stayed so.
    Short,
    /// What was read was not as it should be: it is looked at once more, and each reading has to stay.
    Long,
    /// The endpoint works behind its answers. Each reading has to stay, and is looked at again where it is wrong.
    Late,
}

/// How the effects of deliveries are read, and what is known of them.
pub(super) struct Readings {
    /// How long a count must stay before it is believed: what the user said, or longer where the endpoint
    /// works behind its answers.
    pub(super) settle: Duration,
    /// How long they are waited for.
    pub(super) patience: Patience,
    /// What the observer shows once all is done that is known to be under way; `None` where that is not known.
    pub(super) expected: Option<u64>,
    /// What the consumer was seen to believe, where nothing was sent since.
    pub(super) believed: Option<Value>,
    /// Whether the check at hand believed a reading at once.
    pub(super) owes: bool,
    /// Whether more was counted while it was at hand than it should have done.
    pub(super) exceeds: bool,
    /// Checks that believed a reading at once, which has not been seen to stay.
    pub(super) owed: Vec<&'static Check>,
    /// Whether one of them was blamed for its count, or left another one behind than it believed.
    pub(super) is_off: bool,
    /// How often checks were judged anew; makes other ids.
    pub(super) round: u32,
}

impl Readings {
    pub(super) const fn new(settle: Duration) -> Self {
        Self {
            settle,
            patience: Patience::Short,
            expected: None,
            believed: None,
            owes: false,
            exceeds: false,
            owed: Vec::new(),
            is_off: false,
            round: 0,
        }
    }

    /// After a delivery nobody knows what is to be read.
    pub(super) fn know_nothing(&mut self) {
        self.expected = None;
        self.believed = None;
    }
}

/// How often a count is looked at before an endpoint that works behind its answers is blamed for it.
const LOOKS: u32 = 3;

impl Session {
    /// What is thought of one event type; `blamed` are the failures of the same check on others.
    pub(super) async fn believe(
        &mut self,
        check: &'static Check,
        at: usize,
        blamed: &[Finding],
    ) -> Result<(Vec<Seen>, Judgement), String> {
        (self.readings.owes, self.readings.exceeds) = (false, false);
        let key = self.key(check);
        let (seen, judgement) = self.look(check, &key, at).await?;
        if self.readings.owes {
            self.owe(check);
        }
        let answered_well = as_expected(&self.context(check.id), &self.subjects[at], &seen) == Judgement::Pass;
        let is_failure = matches!(judgement, Judgement::Fail { .. });
        if !answered_well || matches!(judgement, Judgement::Pass | Judgement::Noted(_)) {
            self.readings.is_off |= self.readings.exceeds;
            return Ok((seen, judgement));
        }
        // Nothing but a reading speaks against the endpoint: it may have been taken too early.
        let is_state = seen.iter().any(|seen| seen.state().is_some());
        match self.readings.patience {
            Patience::Short if is_state => self.look_long(check, &key, at).await,
            Patience::Short if is_failure => {
                let looked = self.look_long(check, &key, at).await;
                if !matches!(&looked, Ok((_, again)) if *again == judgement) {
                    // It did not do the same twice: what was believed before may have a part in it.
                    self.readings.is_off = true;
                    self.owe(check);
                }
                looked
            }
            Patience::Late if blamed.is_empty() && is_failure => self.look_again(check, &key, at).await,
            // What cannot be said blames nobody.
            Patience::Short | Patience::Long | Patience::Late => Ok((seen, judgement)),
        }
    }

    /// Looks once more, at readings that have to stay.
    async fn look_long(&mut self, check: &Check, key: &str, at: usize) -> Result<(Vec<Seen>, Judgement), String> {
        let known = self.readings.settle;
        self.readings.patience = Patience::Long;
        self.readings.settle = known * 3;
        self.readings.expected = None;
        let looked = self.look(check, &format!("{key} again"), at).await;
        if self.readings.patience == Patience::Long {
            self.readings.patience = Patience::Short;
            self.readings.settle = known;
        }
        looked
    }

    /// Looks again, with more patience: what was counted may have been the late effect of an event before.
    /// An endpoint that does wrong does so again, a race perhaps not at once.
    async fn look_again(&mut self, check: &Check, key: &str, at: usize) -> Result<(Vec<Seen>, Judgement), String> {
        let known = self.readings.settle;
        let mut last = Err(String::new());
        for look in 2..=LOOKS {
            self.learn(self.readings.settle.max(LEAST_WAIT / 2));
            self.readings.expected = None;
            last = self.look(check, &format!("{key} {look}"), at).await;
            if matches!(last, Ok((_, Judgement::Fail { .. }))) {
                // It was not for want of patience.
                self.readings.settle = known;
                break;
            }
        }
        last
    }

    fn owe(&mut self, check: &'static Check) {
        if !self.readings.owed.iter().any(|owed| owed.id == check.id) {
            self.readings.owed.push(check);
        }
    }

    /// What the ids of a check's events are made from.
    fn key(&self, check: &Check) -> String {
        match self.readings.round {
            0 => check.id.to_owned(),
            round => format!("{} round {round}", check.id),
        }
    }

    /// Sees whether the counts that were believed at once have stayed. If not, the checks that believed them are
    /// judged anew, each with readings that have to stay: only then is it known whose events acted late.
    pub(super) async fn settle_up(&mut self) {
        let owed = std::mem::take(&mut self.readings.owed);
        let is_off = std::mem::take(&mut self.readings.is_off);
        if owed.is_empty() || self.stopped.is_some() || (!is_off && self.has_stayed().await) {
            return;
        }
        self.readings.round += 1;
        self.readings.expected = None;
        let known = (self.readings.patience, self.readings.settle);
        self.learn(self.readings.settle);
        let (mut is_late, mut cleared) = (false, Vec::new());
        for check in owed {
            let again = self.judge(check).await;
            self.still_well(check).await;
            let Some(at) = self.reports.iter().position(|(id, _)| *id == check.id) else { continue };
            match (self.reports[at].1.verdict, again.verdict) {
                (_, Verdict::Fail) => {
                    is_late |= self.reports[at].1.verdict != Verdict::Fail;
                    self.reports[at].1 = again;
                }
                (Verdict::Fail, _) => cleared.push((at, again)),
                _ => {}
            }
        }
        if is_late {
            // It was another check's event that acted late. Where there is none it was a race, and no less a failure.
            for (at, again) in cleared {
                self.reports[at].1 = again;
            }
        } else {
            (self.readings.patience, self.readings.settle) = known;
        }
        self.readings.owed.clear();
    }

    /// Whether the readings are still what the last check left, a while later.
    async fn has_stayed(&mut self) -> bool {
        let timeout = self.told.provider.delivery.timeout;
        let count = match (self.told.observer.clone(), self.readings.expected) {
            // An observer that fails says nothing against the endpoint.
            (Some(observer), Some(expected)) => {
                let settled = observer.settled(expected, self.readings.settle, timeout);
                self.meanwhile(settled).await.map_or(true, |count| count == expected)
            }
            (None, _) if self.readings.believed.is_some() => {
                self.meanwhile(clock::sleep(self.readings.settle)).await;
                true
            }
            _ => return false,
        };
        let belief = match (&self.told.state, &self.readings.believed) {
            (Some(state), Some(believed)) => state.look().await.map_or(true, |now| now == *believed),
            _ => true,
        };
        count && belief
    }
}
