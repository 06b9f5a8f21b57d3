//! Deliveries in memory: what is due, what is under way, and what is finished, within bounds.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;

use crate::model::Timestamp;
use crate::store::record::AccountId;
use crate::store::record::Delivery;
use crate::store::record::Noted;
use crate::store::record::Status;

/// How much is kept in memory. What waits, is under way or was set aside is always kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Bounds {
    /// Most deliveries.
    pub deliveries: usize,
    /// Most bytes of deliveries, roughly.
    pub bytes: usize,
    /// Most findings.
    pub findings: usize,
}

impl Default for Bounds {
    /// 10,000 deliveries or 24 MiB of them, 1,000 findings.
    fn default() -> Self {
        Self { deliveries: 10_000, bytes: 24 << 20, findings: 1_000 }
    }
}

impl Bounds {
    /// With at most this many deliveries.
    #[must_use]
    pub const fn deliveries(mut self, most: usize) -> Self {
        self.deliveries = most;
        self
    }

    /// With at most this many bytes of deliveries.
    #[must_use]
    pub const fn bytes(mut self, most: usize) -> Self {
        self.bytes = most;
        self
    }
}

/// The deliveries and findings in memory.
#[derive(Debug)]
pub(super) struct Shelf {
    bounds: Bounds,
    /// In boxes: a map leaves nearly half of its places empty when numbers only grow.
    deliveries: BTreeMap<u64, Box<Delivery>>,
    due: BTreeSet<(Timestamp, u64)>,
    /// Those that wait, but for a provider that is not served: nothing is due of them.
    held: BTreeSet<u64>,
    /// The providers that are served; all of them where nothing else was said.
    served: Option<BTreeSet<String>>,
    /// Until when those under way are spoken for, on the deliveries' own clock.
    leases: BTreeMap<u64, Timestamp>,
    aside: BTreeSet<u64>,
    finished: VecDeque<u64>,
    bytes: usize,
    pub(super) next: u64,
    pub(super) forgotten: u64,
    pub(super) findings: VecDeque<Noted>,
    pub(super) next_finding: u64,
}

impl Shelf {
    pub(super) fn new(bounds: Bounds) -> Self {
        Self {
            bounds,
            deliveries: BTreeMap::new(),
            due: BTreeSet::new(),
            held: BTreeSet::new(),
            served: None,
            leases: BTreeMap::new(),
            aside: BTreeSet::new(),
            finished: VecDeque::new(),
            bytes: 0,
            next: 1,
            forgotten: 0,
            findings: VecDeque::new(),
            next_finding: 1,
        }
    }

    pub(super) fn get(&self, number: u64) -> Option<&Delivery> {
        self.deliveries.get(&number).map(AsRef::as_ref)
    }

    /// Newest first.
    pub(super) fn newest(&self) -> impl Iterator<Item = &Delivery> {
        self.deliveries.values().rev().map(AsRef::as_ref)
    }

    /// Oldest first.
    pub(super) fn aside(&self, account: &AccountId) -> impl Iterator<Item = &Delivery> {
        self.aside.iter().filter_map(|number| self.get(*number)).filter(move |known| known.account == *account)
    }

    /// Those under way, then those that are due at some time, the next first.
    pub(super) fn outstanding(&self) -> impl Iterator<Item = &Delivery> {
        let numbers = self.leases.keys().chain(self.due.iter().map(|(_, number)| number));
        numbers.filter_map(|number| self.get(*number))
    }

    pub(super) fn under_way(&self) -> usize {
        self.leases.len()
    }

    pub(super) fn waiting(&self) -> usize {
        self.due.len() + self.held.len()
    }

    pub(super) fn next_due(&self) -> Option<Timestamp> {
        self.due.first().map(|(due, _)| *due)
    }

    /// The number of the next delivery.
    pub(super) const fn number(&mut self) -> u64 {
        let number = self.next;
        self.next += 1;
        number
    }

    /// Has only what these providers send be due; what others send waits until they are served again.
    pub(super) fn serve(&mut self, providers: BTreeSet<String>) {
        let waiting: Vec<u64> = self.due.iter().map(|(_, number)| *number).chain(self.held.iter().copied()).collect();
        self.served = Some(providers);
        for number in waiting {
            if let Some(delivery) = self.take(number) {
                self.put(delivery);
            }
        }
    }

    /// Whether the provider of a delivery is served.
    fn serves(&self, delivery: &Delivery) -> bool {
        self.served.as_ref().is_none_or(|served| served.contains(&delivery.provider))
    }

    /// Puts a delivery where its status belongs, in place of what was known of it.
    pub(super) fn put(&mut self, delivery: Delivery) {
        let number = delivery.number;
        self.take(number);
        self.bytes += delivery.weight();
        match (delivery.status, delivery.due) {
            (Status::Waiting, Some(due)) if self.serves(&delivery) => {
                self.due.insert((due, number));
            }
            (Status::Waiting, _) => {
                self.held.insert(number);
            }
            (Status::Aside, _) => {
                self.aside.insert(number);
            }
            (status, _) if status.is_final() => self.finished.push_back(number),
            _ => {}
        }
        self.next = self.next.max(number + 1);
        self.deliveries.insert(number, Box::new(delivery));
        self.make_room();
    }

    /// Takes a delivery away.
    pub(super) fn take(&mut self, number: u64) -> Option<Delivery> {
        let known = self.deliveries.remove(&number)?;
        self.bytes = self.bytes.saturating_sub(known.weight());
        self.leases.remove(&number);
        self.aside.remove(&number);
        self.held.remove(&number);
        if let Some(due) = known.due {
            self.due.remove(&(due, number));
        }
        if known.status.is_final() {
            self.finished.retain(|finished| *finished != number);
        }
        Some(*known)
    }

    /// What is due, at most so many, spoken for until `until`. What was spoken for longer ago than that and
    /// never came back is due again.
    pub(super) fn claim(&mut self, now: Timestamp, until: Timestamp, most: usize) -> Vec<Delivery> {
        let lapsed: Vec<u64> =
            self.leases.iter().filter(|(_, lease)| **lease < now).map(|(number, _)| *number).collect();
        for number in lapsed {
            if let Some(mut delivery) = self.take(number) {
                (delivery.status, delivery.due) = (Status::Waiting, Some(now));
                self.put(delivery);
            }
        }
        let mut claimed = Vec::new();
        while claimed.len() < most {
            let Some((due, number)) = self.due.first().copied().filter(|(due, _)| *due <= now) else { break };
            self.due.remove(&(due, number));
            if let Some(delivery) = self.deliveries.get_mut(&number) {
                (delivery.status, delivery.due) = (Status::Sending, None);
                self.leases.insert(number, until);
                claimed.push(Delivery::clone(delivery));
            }
        }
        claimed
    }

    /// Forgets everything: of one account, or of all.
    pub(super) fn reset(&mut self, account: Option<&AccountId>) {
        let is_meant = |delivery: &Delivery| account.is_none_or(|account| delivery.account == *account);
        let meant: Vec<u64> =
            self.deliveries.values().filter(|delivery| is_meant(delivery)).map(|delivery| delivery.number).collect();
        for number in meant {
            self.take(number);
        }
        self.findings.retain(|noted| account.is_some_and(|account| noted.account.as_ref() != Some(account)));
    }

    pub(super) fn note(&mut self, noted: Noted) {
        self.next_finding = self.next_finding.max(noted.number + 1);
        self.findings.push_back(noted);
        while self.findings.len() > self.bounds.findings {
            self.findings.pop_front();
        }
    }

    /// The oldest finished are forgotten first.
    fn make_room(&mut self) {
        while self.deliveries.len() > self.bounds.deliveries || self.bytes > self.bounds.bytes {
            let Some(oldest) = self.finished.pop_front() else { break };
            if let Some(known) = self.deliveries.remove(&oldest) {
                self.bytes = self.bytes.saturating_sub(known.weight());
                self.forgotten += 1;
            }
        }
    }
}
