//! The data of the mock provider: accounts, subscriptions, deliveries with their attempts, findings.
//!
//! Everything that is live is in memory, within bounds. A [`Store`] that was opened on a file also writes every change
//! to the file: changes that a [`Commit`] acknowledges are safe there, and finished deliveries are never dropped.
//!
//! The file is an SQLite database. It holds the signing secrets, so only its owner may read it. Deliveries are claimed
//! in memory, and a lock ensures that only one server at a time uses a file. The tables already have a column for
//! leases, and PostgreSQL also accepts the statements, but several servers cannot share a store yet.

mod account;
mod change;
mod error;
mod filter;
mod memory_index;
mod memory_size;
#[cfg(feature = "cli")]
mod open;
mod record;
#[cfg(feature = "cli")]
mod sql;
mod subscribe;
mod write_op;

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, Mutex};

use tokio::sync::{broadcast, watch};

use crate::model::{Timestamp, lock};
use crate::provider::api::{Credential, Finding, History, Parked, Reads, State};
use crate::store::memory_index::MemoryIndex;
#[cfg(feature = "cli")]
use crate::store::sql::Keeper;
use crate::store::write_op::WriteOp;

pub use account::Account;
pub use change::Change;
pub use error::StoreError;
pub use filter::{Counts, Filter};
pub use memory_index::Bounds;
pub use record::{AccountId, Attempt, Delivery, Noted, Status};
pub use write_op::Commit;

/// The number of changes that a listener may lag before it is notified that it missed some.
const CHANGES: usize = 1024;

/// The store of the mock provider.
#[derive(Debug)]
pub struct Store {
    accounts: Mutex<BTreeMap<AccountId, Arc<Account>>>,
    memory_index: Arc<Mutex<MemoryIndex>>,
    changes: broadcast::Sender<Change>,
    revision: watch::Sender<u64>,
    #[cfg(feature = "cli")]
    keeper: Option<Keeper>,
}

/// When new deliveries may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sending {
    /// At once, although they may not be stored yet.
    AtOnce,
    /// When they are stored.
    OnceStored,
}

impl Store {
    /// Creates a store that keeps everything in memory and loses it when the process ends.
    #[must_use]
    pub fn memory(bounds: Bounds) -> Self {
        Self {
            accounts: Mutex::default(),
            memory_index: Arc::new(Mutex::new(MemoryIndex::new(bounds))),
            changes: broadcast::Sender::new(CHANGES),
            revision: watch::Sender::new(0),
            #[cfg(feature = "cli")]
            keeper: None,
        }
    }

    /// Returns the account that a credential opens. The account is created when it is first used.
    pub fn account(&self, provider: &str, credential: &Credential) -> Arc<Account> {
        let id = AccountId::of(provider, &credential.key);
        let mut accounts = lock(&self.accounts);
        let open = || Arc::new(Account::new(id.clone(), provider.to_owned(), State::of(credential), None));
        Arc::clone(accounts.entry(id.clone()).or_insert_with(open))
    }

    /// Returns the account with this id.
    #[must_use]
    pub fn known(&self, id: &AccountId) -> Option<Arc<Account>> {
        lock(&self.accounts).get(id).cloned()
    }

    /// Returns all accounts, ordered by id.
    #[must_use]
    pub fn accounts(&self) -> Vec<Arc<Account>> {
        lock(&self.accounts).values().cloned().collect()
    }

    /// Returns the accounts after this one, ordered by id, up to `most`.
    #[must_use]
    pub fn page_of_accounts(&self, after: Option<&AccountId>, most: usize) -> Vec<Arc<Account>> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        lock(&self.accounts)
            .range::<AccountId, _>((from, Bound::Unbounded))
            .take(most)
            .map(|(_, account)| Arc::clone(account))
            .collect()
    }

    /// Returns the history that a management API asks for, as far as it is in memory.
    #[must_use]
    pub fn history(&self, account: &AccountId, reads: Reads) -> History {
        let kept = lock(&self.memory_index);
        let mut history = History::empty();
        match reads {
            Reads::Nothing => {}
            Reads::Attempts { since } => {
                for delivery in kept.newest().filter(|known| known.account == *account) {
                    let made = delivery.attempts.iter().filter(|attempt| attempt.at >= since);
                    history.attempts.extend(made.map(|attempt| delivery.sent(attempt)));
                }
                history.attempts.sort_by_key(|sent| std::cmp::Reverse(sent.at));
            }
            Reads::Parked => {
                let parked = kept.parked(account).filter_map(|delivery| {
                    let last = delivery.attempts.last()?;
                    Some(Parked::new(delivery.id(), delivery.sent(last)))
                });
                history.parked.extend(parked);
            }
        }
        history
    }

    /// Adds new deliveries, updates those whose number is already known, and writes the changes of the account.
    /// Deliveries without a number get one. Returns the deliveries as they were stored. A known delivery keeps its
    /// original body.
    pub fn add(&self, account: &Account, deliveries: Vec<Delivery>) -> (Vec<Delivery>, Commit) {
        self.add_all(account, deliveries, Sending::AtOnce)
    }

    /// Adds new deliveries that are sent only when they are stored. If they cannot be stored, they are removed. So a caller
    /// who repeats a refused call does not send them twice.
    pub fn add_if_kept(&self, account: &Account, deliveries: Vec<Delivery>) -> (Vec<Delivery>, Commit) {
        self.add_all(account, deliveries, Sending::OnceStored)
    }

    fn add_all(&self, account: &Account, mut deliveries: Vec<Delivery>, sending: Sending) -> (Vec<Delivery>, Commit) {
        let mut held_back = Vec::new();
        let mut writes = Vec::new();
        let mut held = account.hold();
        account.changes(&mut held, &mut writes);
        let mut kept = lock(&self.memory_index);
        for delivery in &mut deliveries {
            if delivery.number == 0 {
                delivery.number = kept.number();
                if self.keeps() && !held.gone && sending == Sending::OnceStored {
                    kept.hold_back(delivery.number);
                    held_back.push(delivery.number);
                }
            }
            if let Some(known) = kept.get(delivery.number) {
                delivery.body = known.body.clone();
            }
            if !held.gone {
                self.write_down(&kept, delivery, &mut writes);
                kept.put(delivery.clone());
            }
        }
        let commit = self.write_and_release(writes, held_back);
        drop((kept, held));
        for delivery in &deliveries {
            self.publish(|| Change::Delivery(Box::new(delivery.clone())));
        }
        (deliveries, commit)
    }

    /// Limits due deliveries to those of these providers, given by id. Deliveries of other providers wait until their
    /// provider is served again. Until the first call of this function, all providers are served.
    pub fn serve<'a>(&self, providers: impl IntoIterator<Item = &'a str>) {
        let providers = providers.into_iter().map(str::to_owned).collect();
        lock(&self.memory_index).serve(providers);
        self.nudge();
    }

    /// Claims up to `most` due deliveries and marks them as in flight. A claimed delivery that is not returned by
    /// `until` is due again.
    pub fn claim(&self, now: Timestamp, until: Timestamp, most: usize) -> Vec<Delivery> {
        let claimed = lock(&self.memory_index).claim(now, until, most);
        for delivery in &claimed {
            self.publish(|| Change::Delivery(Box::new(delivery.clone())));
        }
        claimed
    }

    /// Stores the result of a delivery that was in flight. If an attempt was made, it is the last one of the delivery.
    pub fn settle(&self, account: &Account, mut delivery: Delivery, attempt: Option<&Attempt>) -> Commit {
        let mut writes = Vec::new();
        let mut held = account.hold();
        account.changes(&mut held, &mut writes);
        let mut kept = lock(&self.memory_index);
        let Some(known) = kept.get(delivery.number) else {
            // The delivery was removed while it was in flight.
            return self.write(writes);
        };
        delivery.body = known.body.clone();
        if let (Some(attempt), true) = (attempt, self.keeps()) {
            writes.push(WriteOp::attempt(&delivery, delivery.attempts.len().saturating_sub(1), attempt));
            writes.push(WriteOp::Delivery(delivery.bare()));
        } else {
            self.write_down(&kept, &delivery, &mut writes);
        }
        kept.put(delivery.clone());
        let commit = self.write(writes);
        drop((kept, held));
        self.publish(|| Change::Delivery(Box::new(delivery)));
        commit
    }

    /// Removes a delivery.
    pub fn discard(&self, number: u64) -> Commit {
        let mut kept = lock(&self.memory_index);
        kept.take(number);
        self.write(vec![WriteOp::Discard(number)])
    }

    /// Returns the delivery with this number if it is in memory.
    #[must_use]
    pub fn get(&self, number: u64) -> Option<Delivery> {
        lock(&self.memory_index).get(number).cloned()
    }

    /// Returns the deliveries in memory that match a filter, newest first, up to `most`.
    #[must_use]
    pub fn find(&self, filter: &Filter, most: usize) -> Vec<Delivery> {
        lock(&self.memory_index).newest().filter(|delivery| filter.takes(delivery)).take(most).cloned().collect()
    }

    /// Returns how many deliveries in memory match a filter.
    #[must_use]
    pub fn count(&self, filter: &Filter) -> usize {
        lock(&self.memory_index).newest().filter(|delivery| filter.takes(delivery)).count()
    }

    /// Returns when the next delivery is due, on the delivery clock.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        lock(&self.memory_index).next_due()
    }

    /// Returns how many records the store holds.
    #[must_use]
    pub fn counts(&self) -> Counts {
        // Lock the accounts before the deliveries. All code that holds both locks uses this order.
        let accounts = lock(&self.accounts).len();
        let kept = lock(&self.memory_index);
        Counts {
            accounts,
            waiting: kept.waiting(),
            sending: kept.under_way(),
            created: kept.next - 1,
            dropped: kept.dropped,
            findings: kept.next_finding - 1,
        }
    }

    /// Records findings about a call or a delivery.
    pub fn note(
        &self,
        (provider, account): (&str, Option<&AccountId>),
        at: Timestamp,
        about: &str,
        findings: Vec<Finding>,
    ) -> Commit {
        let mut writes = Vec::new();
        let mut kept = lock(&self.memory_index);
        for finding in findings {
            let noted = Noted {
                number: kept.next_finding,
                provider: provider.to_owned(),
                account: account.cloned(),
                at,
                about: about.to_owned(),
                finding,
            };
            kept.note(noted.clone());
            self.publish(|| Change::Noted(Box::new(noted.clone())));
            writes.push(WriteOp::Noted(noted));
        }
        self.write(writes)
    }

    /// Returns the findings in memory of one account, or of all accounts, newest first.
    #[must_use]
    pub fn findings(&self, account: Option<&AccountId>) -> Vec<Noted> {
        let is_meant = |noted: &&Noted| account.is_none_or(|account| noted.account.as_ref() == Some(account));
        lock(&self.memory_index).findings.iter().rev().filter(is_meant).cloned().collect()
    }

    /// Removes all data of one account, or of all accounts.
    pub fn reset(&self, account: Option<&AccountId>) -> Commit {
        // Hold this lock until the reset is written, so that an account that is opened again is written after it.
        let mut accounts = lock(&self.accounts);
        let gone: Vec<Arc<Account>> = match account {
            None => std::mem::take(&mut *accounts).into_values().collect(),
            Some(account) => accounts.remove(account).into_iter().collect(),
        };
        for account in gone {
            account.hold().gone = true;
        }
        let mut kept = lock(&self.memory_index);
        kept.reset(account);
        let commit = self.write(vec![WriteOp::Reset(account.cloned())]);
        drop((kept, accounts));
        self.publish(|| Change::Reset);
        commit
    }

    /// Adds the writes for a delivery and for those of its attempts that the store does not know yet.
    fn write_down(&self, kept: &MemoryIndex, delivery: &Delivery, writes: &mut Vec<WriteOp>) {
        if self.keeps() {
            let known = kept.get(delivery.number).map_or(0, |known| known.attempts.len());
            let new = delivery.attempts.iter().enumerate().skip(known);
            writes.extend(new.map(|(place, attempt)| WriteOp::attempt(delivery, place, attempt)));
            writes.push(WriteOp::Delivery(delivery.bare()));
        }
    }

    /// Returns whether changes are written to a file.
    #[cfg_attr(not(feature = "cli"), expect(clippy::unused_self, reason = "files come with a feature"))]
    const fn keeps(&self) -> bool {
        #[cfg(feature = "cli")]
        return self.keeper.is_some();
        #[cfg(not(feature = "cli"))]
        false
    }

    /// Sends changes to the writer. A caller that makes several related changes must still hold their locks when it
    /// calls this, so that changes are written in the order in which they happened.
    #[cfg_attr(not(feature = "cli"), expect(clippy::unused_self, reason = "files come with a feature"))]
    fn write(&self, writes: Vec<WriteOp>) -> Commit {
        #[cfg(feature = "cli")]
        if let (Some(keeper), false) = (&self.keeper, writes.is_empty()) {
            return keeper.keep(writes, None);
        }
        drop(writes);
        Commit::nothing()
    }

    /// Sends changes to the writer, and releases these deliveries when the changes are stored.
    fn write_and_release(&self, writes: Vec<WriteOp>, numbers: Vec<u64>) -> Commit {
        #[cfg(feature = "cli")]
        if let (Some(keeper), false) = (&self.keeper, numbers.is_empty()) {
            let (index, revision) = (Arc::clone(&self.memory_index), self.revision.clone());
            let after = move |is_stored| {
                if is_stored {
                    lock(&index).release(&numbers);
                } else {
                    lock(&index).withdraw(&numbers);
                }
                revision.send_modify(|revision| *revision += 1);
                if is_stored { Vec::new() } else { numbers.into_iter().map(WriteOp::Discard).collect() }
            };
            return keeper.keep(writes, Some(Box::new(after)));
        }
        drop(numbers);
        self.write(writes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::api::Subscription;

    #[test]
    fn an_account_is_found_by_its_credential() {
        let store = Store::memory(Bounds::default());
        let account = store.account("truv", &Credential::new("client and secret", "client"));
        account.with(|state| state.put(Subscription::new("1", "http://127.0.0.1:9000/hook")));
        let again = store.account("truv", &Credential::new("client and secret", "client"));
        assert_eq!(again.with(|state| state.count()), 1);
    }
}
