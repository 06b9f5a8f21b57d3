//! Deliveries in memory: due, in flight and finished, within bounds.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::model::Timestamp;
use crate::store::record::{AccountId, Delivery, Noted, Status};

/// Limits on the data in memory. Deliveries that wait, are in flight or are parked are always kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Bounds {
    /// Maximum number of deliveries.
    pub deliveries: usize,
    /// Approximate maximum size of the deliveries, in bytes.
    pub bytes: usize,
    /// Maximum number of findings.
    pub findings: usize,
}

impl Default for Bounds {
    /// Returns the default limits: 10,000 deliveries, 24 MiB of deliveries and 1,000 findings.
    fn default() -> Self {
        Self { deliveries: 10_000, bytes: 24 << 20, findings: 1_000 }
    }
}

impl Bounds {
    /// Sets the maximum number of deliveries.
    #[must_use]
    pub const fn deliveries(mut self, most: usize) -> Self {
        self.deliveries = most;
        self
    }

    /// Sets the maximum size of the deliveries, in bytes.
    #[must_use]
    pub const fn bytes(mut self, most: usize) -> Self {
        self.bytes = most;
        self
    }
}

/// The deliveries and findings in memory.
#[derive(Debug)]
pub(super) struct MemoryIndex {
    bounds: Bounds,
    /// Boxed, because a map leaves nearly half of its slots empty when keys only grow.
    deliveries: BTreeMap<u64, Box<Delivery>>,
    due: BTreeSet<(Timestamp, u64)>,
    /// Waiting deliveries of providers that are not served. They never become due.
    held: BTreeSet<u64>,
    /// New deliveries that are not stored yet. They do not become due before they are.
    unstored: BTreeSet<u64>,
    /// The providers that are served; `None` means all of them.
    served: Option<BTreeSet<String>>,
    /// When the lease of each delivery in flight expires, on the delivery clock.
    leases: BTreeMap<u64, Timestamp>,
    parked: BTreeSet<u64>,
    finished: VecDeque<u64>,
    bytes: usize,
    pub(super) next: u64,
    pub(super) dropped: u64,
    pub(super) findings: VecDeque<Noted>,
    pub(super) next_finding: u64,
}

impl MemoryIndex {
    pub(super) fn new(bounds: Bounds) -> Self {
        Self {
            bounds,
            deliveries: BTreeMap::new(),
            due: BTreeSet::new(),
            held: BTreeSet::new(),
            unstored: BTreeSet::new(),
            served: None,
            leases: BTreeMap::new(),
            parked: BTreeSet::new(),
            finished: VecDeque::new(),
            bytes: 0,
            next: 1,
            dropped: 0,
            findings: VecDeque::new(),
            next_finding: 1,
        }
    }

    pub(super) fn get(&self, number: u64) -> Option<&Delivery> {
        self.deliveries.get(&number).map(AsRef::as_ref)
    }

    /// Returns the deliveries, newest first.
    pub(super) fn newest(&self) -> impl Iterator<Item = &Delivery> {
        self.deliveries.values().rev().map(AsRef::as_ref)
    }

    /// Returns the parked deliveries of an account, oldest first.
    pub(super) fn parked(&self, account: &AccountId) -> impl Iterator<Item = &Delivery> {
        self.parked.iter().filter_map(|number| self.get(*number)).filter(move |known| known.account == *account)
    }

    /// Returns the deliveries in flight, then those with a due time, earliest first.
    pub(super) fn outstanding(&self) -> impl Iterator<Item = &Delivery> {
        let due = self.due.iter().map(|(_, number)| number);
        let numbers = self.leases.keys().chain(due).chain(&self.unstored);
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

    /// Returns the number for the next delivery.
    pub(super) const fn number(&mut self) -> u64 {
        let number = self.next;
        self.next += 1;
        number
    }

    /// Limits due deliveries to those of these providers. Others wait until their provider is served again.
    pub(super) fn serve(&mut self, providers: BTreeSet<String>) {
        let waiting: Vec<u64> = self.due.iter().map(|(_, number)| *number).chain(self.held.iter().copied()).collect();
        self.served = Some(providers);
        for number in waiting {
            if let Some(delivery) = self.take(number) {
                self.put(delivery);
            }
        }
    }

    /// Holds a delivery back that will be put here: it does not become due until it is released.
    pub(super) fn hold_back(&mut self, number: u64) {
        self.unstored.insert(number);
    }

    /// Releases deliveries that were held back, because they are stored now.
    #[cfg(feature = "cli")]
    pub(super) fn release(&mut self, numbers: &[u64]) {
        for number in numbers {
            self.unstored.remove(number);
            if let Some(delivery) = self.take(*number) {
                self.put(delivery);
            }
        }
    }

    /// Removes deliveries that were held back, because they cannot be stored.
    #[cfg(feature = "cli")]
    pub(super) fn withdraw(&mut self, numbers: &[u64]) {
        for number in numbers {
            self.unstored.remove(number);
            self.take(*number);
        }
    }

    /// Returns whether a delivery can become due.
    fn serves(&self, delivery: &Delivery) -> bool {
        if self.unstored.contains(&delivery.number) {
            return false;
        }
        self.served.as_ref().is_none_or(|served| served.contains(&delivery.provider))
    }

    /// Stores a delivery in the index that fits its status, and replaces the earlier version.
    pub(super) fn put(&mut self, delivery: Delivery) {
        let number = delivery.number;
        self.take(number);
        self.bytes += delivery.memory_size();
        match (delivery.status, delivery.due) {
            (Status::Waiting, Some(due)) if self.serves(&delivery) => {
                self.due.insert((due, number));
            }
            (Status::Waiting, _) => {
                self.held.insert(number);
            }
            (Status::Parked, _) => {
                self.parked.insert(number);
            }
            (status, _) if status.is_final() => self.finished.push_back(number),
            _ => {}
        }
        self.next = self.next.max(number + 1);
        self.deliveries.insert(number, Box::new(delivery));
        self.make_room();
    }

    /// Removes and returns a delivery.
    pub(super) fn take(&mut self, number: u64) -> Option<Delivery> {
        let known = self.deliveries.remove(&number)?;
        self.bytes = self.bytes.saturating_sub(known.memory_size());
        self.leases.remove(&number);
        self.parked.remove(&number);
        self.held.remove(&number);
        if let Some(due) = known.due {
            self.due.remove(&(due, number));
        }
        if known.status.is_final() {
            self.finished.retain(|finished| *finished != number);
        }
        Some(*known)
    }

    /// Claims up to `most` due deliveries, with a lease until `until`. A delivery whose lease has expired without a
    /// result is due again.
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

    /// Removes all data of one account, or of all accounts.
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

    /// Drops finished deliveries, oldest first, until the rest is within bounds.
    fn make_room(&mut self) {
        while self.deliveries.len() > self.bounds.deliveries || self.bytes > self.bounds.bytes {
            let Some(oldest) = self.finished.pop_front() else { break };
            if let Some(known) = self.deliveries.remove(&oldest) {
                self.bytes = self.bytes.saturating_sub(known.memory_size());
                self.dropped += 1;
            }
        }
    }
}
