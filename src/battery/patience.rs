//! How long a reading is waited for before it is believed, and what is done where it may have come too early.

use crate::battery::perform::Finding;
use crate::battery::session::Session;
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
    /// A count did not stay: each reading has to, from here on.
    Long,
    /// The endpoint works behind its answers. Each reading has to stay, and is looked at again where it is wrong.
    Late,
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
        self.owes = false;
        let key = self.key(check);
        let (seen, judgement) = self.look(check, &key, at).await?;
        if self.owes {
            self.owe(check);
        }
        let answered_well = as_expected(&self.context(check.id), &self.subjects[at], &seen) == Judgement::Pass;
        if matches!(judgement, Judgement::Pass | Judgement::Noted(_)) || !answered_well {
            return Ok((seen, judgement));
        }
        // Nothing but a reading speaks against the endpoint: it may have been taken too early.
        let is_state = seen.iter().any(|seen| seen.state().is_some());
        match self.patience {
            Patience::Short if is_state => {
                self.patience = Patience::Long;
                let looked = self.look(check, &format!("{key} again"), at).await;
                self.patience = Patience::Short;
                looked
            }
            Patience::Short => {
                // What cannot be said blames nobody.
                if matches!(judgement, Judgement::Fail { .. }) {
                    self.is_off = true;
                    self.owe(check);
                }
                Ok((seen, judgement))
            }
            Patience::Late if blamed.is_empty() && matches!(judgement, Judgement::Fail { .. }) => {
                self.look_again(check, &key, at).await
            }
            Patience::Long | Patience::Late => Ok((seen, judgement)),
        }
    }

    /// Looks again, with more patience: what was counted may have been the late effect of an event before.
    /// An endpoint that does wrong does so again, a race perhaps not at once.
    async fn look_again(&mut self, check: &Check, key: &str, at: usize) -> Result<(Vec<Seen>, Judgement), String> {
        let known = self.settle;
        let mut last = Err(String::new());
        for look in 2..=LOOKS {
            self.learn(self.settle);
            self.expected = None;
            last = self.look(check, &format!("{key} {look}"), at).await;
            if matches!(last, Ok((_, Judgement::Fail { .. }))) {
                // It was not for want of patience.
                self.settle = known;
                break;
            }
        }
        last
    }

    fn owe(&mut self, check: &'static Check) {
        if !self.owed.iter().any(|owed| owed.id == check.id) {
            self.owed.push(check);
        }
    }

    /// What the ids of a check's events are made from.
    fn key(&self, check: &Check) -> String {
        match self.round {
            0 => check.id.to_owned(),
            round => format!("{} round {round}", check.id),
        }
    }

    /// Sees whether the counts that were believed at once have stayed. If not, the checks that believed them are
    /// judged anew, each with readings that have to stay: only then is it known whose events acted late.
    pub(super) async fn settle_up(&mut self) {
        let owed = std::mem::take(&mut self.owed);
        let is_off = std::mem::take(&mut self.is_off);
        if owed.is_empty() || self.stopped.is_some() || (!is_off && self.has_stayed().await) {
            return;
        }
        self.round += 1;
        self.expected = None;
        if self.patience == Patience::Short {
            self.patience = Patience::Long;
        }
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
        } else if self.patience == Patience::Long {
            self.patience = Patience::Short;
        }
        self.owed.clear();
    }

    /// Whether the count is still what the last check left, a while later.
    async fn has_stayed(&mut self) -> bool {
        let (Some(observer), Some(expected)) = (&self.told.observer, self.expected) else { return false };
        let timeout = self.told.provider.delivery.timeout;
        // An observer that fails says nothing against the endpoint.
        observer.settled(expected, self.settle, timeout).await.map_or(true, |count| count == expected)
    }
}
