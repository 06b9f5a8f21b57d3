//! What the mock provider keeps: accounts, subscriptions, deliveries with their attempts, findings.
//!
//! All that is live is in memory, within bounds; a keeper, where there is one, writes every change down, and what
//! was acknowledged is safe with it.

mod record;
mod shelf;
mod write;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use tokio::sync::broadcast;
use tokio::sync::watch;

use crate::model::Timestamp;
use crate::provider::api::Aside;
use crate::provider::api::Credential;
use crate::provider::api::Finding;
use crate::provider::api::History;
use crate::provider::api::Reads;
use crate::provider::api::State;
use crate::store::shelf::Shelf;
use crate::store::write::Write;

pub use record::AccountId;
pub use record::Attempt;
pub use record::Delivery;
pub use record::Noted;
pub use record::Status;
pub use shelf::Bounds;
pub use write::Commit;

/// How many changes a listener may lag behind before it is told that it missed some.
const CHANGES: usize = 1024;

/// The mock provider's memory.
///
/// ```
/// use hookproof::model::{SecretText, Timestamp};
/// use hookproof::provider::api::{Credential, Subscription};
/// use hookproof::store::{Bounds, Store};
///
/// let store = Store::memory(Bounds::default());
/// let account = store.account("truv", &Credential::new("client and secret", "client"));
/// account.with(|state| state.put(Subscription::new("1", "http://127.0.0.1:9000/hook")));
/// let again = store.account("truv", &Credential::new("client and secret", "client"));
/// assert_eq!(again.with(|state| state.count()), 1);
/// ```
#[derive(Debug)]
pub struct Store {
    accounts: Mutex<BTreeMap<AccountId, Arc<Account>>>,
    shelf: Mutex<Shelf>,
    changes: broadcast::Sender<Change>,
    revision: watch::Sender<u64>,
}

/// An account of a provider.
#[derive(Debug)]
pub struct Account {
    id: AccountId,
    provider: String,
    state: Mutex<State>,
}

/// Something that happened to a delivery, or a finding, for those who watch.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "these are what is kept")]
pub enum Change {
    /// A delivery was made, or goes on.
    Delivery(Box<Delivery>),
    /// A finding was made.
    Noted(Box<Noted>),
    /// Everything is gone: of one account, or of all.
    Reset,
}

/// Which deliveries are meant; everything that is set must be so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Filter {
    /// Id of the provider.
    pub provider: Option<String>,
    /// Account.
    pub account: Option<AccountId>,
    /// Name of the event.
    pub event: Option<String>,
    /// How it stands.
    pub status: Option<Status>,
    /// Id of the subscription.
    pub subscription: Option<String>,
    /// Only deliveries with a lower number: those that are older.
    pub before: Option<u64>,
    /// Only deliveries with a higher number: those that are newer.
    pub after: Option<u64>,
}

/// How much is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Accounts.
    pub accounts: usize,
    /// Deliveries that wait for their next attempt.
    pub waiting: usize,
    /// Deliveries under way.
    pub sending: usize,
    /// Deliveries ever made.
    pub made: u64,
    /// Finished deliveries that were forgotten to keep within the bounds.
    pub forgotten: u64,
    /// Findings ever made.
    pub findings: u64,
}

impl Store {
    /// A store that forgets everything with the process.
    #[must_use]
    pub fn memory(bounds: Bounds) -> Self {
        Self {
            accounts: Mutex::default(),
            shelf: Mutex::new(Shelf::new(bounds)),
            changes: broadcast::Sender::new(CHANGES),
            revision: watch::Sender::new(0),
        }
    }

    /// The account that a credential opens; it is made at its first use.
    pub fn account(&self, provider: &str, credential: &Credential) -> Arc<Account> {
        let id = AccountId::of(provider, &credential.key);
        let mut accounts = lock(&self.accounts);
        let open = || {
            Arc::new(Account {
                id: id.clone(),
                provider: provider.to_owned(),
                state: Mutex::new(State::of(credential)),
            })
        };
        Arc::clone(accounts.entry(id.clone()).or_insert_with(open))
    }

    /// The account of this id.
    #[must_use]
    pub fn known(&self, id: &AccountId) -> Option<Arc<Account>> {
        lock(&self.accounts).get(id).cloned()
    }

    /// Every account, by id.
    #[must_use]
    pub fn accounts(&self) -> Vec<Arc<Account>> {
        lock(&self.accounts).values().cloned().collect()
    }

    /// What a management API has to be shown.
    #[must_use]
    pub fn history(&self, account: &AccountId, reads: Reads) -> History {
        let kept = lock(&self.shelf);
        let mut history = History::empty();
        match reads {
            Reads::Nothing => {}
            Reads::Attempts { since } => {
                for delivery in kept.newest().filter(|known| known.account == *account) {
                    let made = delivery.attempts.iter().filter(|attempt| attempt.at >= since);
                    history.attempts.extend(made.map(|attempt| delivery.sent(attempt)));
                }
                history.attempts.sort_by(|one, other| other.at.cmp(&one.at));
            }
            Reads::Aside => {
                let aside = kept.aside(account).filter_map(|delivery| {
                    let last = delivery.attempts.last()?;
                    Some(Aside::new(delivery.id(), delivery.sent(last)))
                });
                history.aside.extend(aside);
            }
        }
        history
    }

    /// Adds deliveries, or goes on with those that are known by their numbers, and writes down what an account
    /// became. Deliveries without a number are given one; they come back as they were added.
    pub fn add(&self, account: &Account, mut deliveries: Vec<Delivery>) -> (Vec<Delivery>, Commit) {
        let mut writes = Vec::new();
        account.with(|state| write::changes(&account.id, &account.provider, state, &mut writes));
        let mut kept = lock(&self.shelf);
        for delivery in &mut deliveries {
            if delivery.number == 0 {
                delivery.number = kept.next;
            }
            kept.put(delivery.clone());
            writes.push(Write::Delivery(delivery.clone()));
        }
        drop(kept);
        for delivery in &deliveries {
            self.tell(|| Change::Delivery(Box::new(delivery.clone())));
        }
        (deliveries, self.write(writes))
    }

    /// What is due, at most so many, under way from now on. What does not come back until `until` is due again.
    pub fn claim(&self, now: Timestamp, until: Timestamp, most: usize) -> Vec<Delivery> {
        let claimed = lock(&self.shelf).claim(now, until, most);
        for delivery in &claimed {
            self.tell(|| Change::Delivery(Box::new(delivery.clone())));
        }
        claimed
    }

    /// A delivery that was under way comes back with what became of it; its last attempt is new, unless it
    /// could not be made.
    pub fn settle(&self, account: &Account, delivery: Delivery, attempt: Option<&Attempt>) -> Commit {
        let mut writes = Vec::new();
        account.with(|state| write::changes(&account.id, &account.provider, state, &mut writes));
        if let Some(attempt) = attempt {
            writes.push(Write::Attempt { delivery: delivery.number, attempt: attempt.clone() });
        }
        writes.push(Write::Delivery(delivery.clone()));
        let mut kept = lock(&self.shelf);
        if kept.get(delivery.number).is_none() {
            // Everything was forgotten while it was under way.
            return Commit(None);
        }
        kept.put(delivery.clone());
        drop(kept);
        self.tell(|| Change::Delivery(Box::new(delivery)));
        self.write(writes)
    }

    /// Forgets a delivery.
    pub fn discard(&self, number: u64) -> Commit {
        lock(&self.shelf).take(number);
        self.write(vec![Write::Discard(number)])
    }

    /// The delivery of this number, as long as it is kept.
    #[must_use]
    pub fn get(&self, number: u64) -> Option<Delivery> {
        lock(&self.shelf).get(number).cloned()
    }

    /// The deliveries that are meant, newest first, at most so many.
    #[must_use]
    pub fn find(&self, filter: &Filter, most: usize) -> Vec<Delivery> {
        lock(&self.shelf).newest().filter(|delivery| filter.takes(delivery)).take(most).cloned().collect()
    }

    /// How many deliveries are meant.
    #[must_use]
    pub fn count(&self, filter: &Filter) -> usize {
        lock(&self.shelf).newest().filter(|delivery| filter.takes(delivery)).count()
    }

    /// When the next delivery is due, on the deliveries' own clock.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        lock(&self.shelf).next_due()
    }

    /// How much is kept.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let kept = lock(&self.shelf);
        Counts {
            accounts: lock(&self.accounts).len(),
            waiting: kept.waiting(),
            sending: kept.under_way(),
            made: kept.next - 1,
            forgotten: kept.forgotten,
            findings: kept.next_finding - 1,
        }
    }

    /// Keeps findings about a call or a delivery.
    pub fn note(
        &self,
        (provider, account): (&str, Option<&AccountId>),
        at: Timestamp,
        about: &str,
        findings: Vec<Finding>,
    ) -> Commit {
        let mut writes = Vec::new();
        for finding in findings {
            let mut kept = lock(&self.shelf);
            let noted = Noted {
                number: kept.next_finding,
                provider: provider.to_owned(),
                account: account.cloned(),
                at,
                about: about.to_owned(),
                finding,
            };
            kept.note(noted.clone());
            drop(kept);
            self.tell(|| Change::Noted(Box::new(noted.clone())));
            writes.push(Write::Noted(noted));
        }
        self.write(writes)
    }

    /// The findings, newest first: of one account, or all.
    #[must_use]
    pub fn findings(&self, account: Option<&AccountId>) -> Vec<Noted> {
        let is_meant = |noted: &&Noted| account.is_none_or(|account| noted.account.as_ref() == Some(account));
        lock(&self.shelf).findings.iter().rev().filter(is_meant).cloned().collect()
    }

    /// Forgets everything: of one account, or of all.
    pub fn reset(&self, account: Option<&AccountId>) -> Commit {
        {
            let mut accounts = lock(&self.accounts);
            let mut kept = lock(&self.shelf);
            match account {
                None => accounts.clear(),
                Some(account) => drop(accounts.remove(account)),
            }
            kept.reset(account);
        }
        self.tell(|| Change::Reset);
        self.write(vec![Write::Reset(account.cloned())])
    }

    /// What happens from now on.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    /// A number that grows with every change, for those who wait for something.
    #[must_use]
    pub fn revision(&self) -> watch::Receiver<u64> {
        self.revision.subscribe()
    }

    /// Has those look again who wait for something, though nothing was added.
    pub fn nudge(&self) {
        self.revision.send_modify(|revision| *revision += 1);
    }

    fn tell(&self, change: impl FnOnce() -> Change) {
        if self.changes.receiver_count() > 0 {
            // The last one may have left meanwhile.
            let _ = self.changes.send(change());
        }
        self.nudge();
    }

    #[expect(clippy::unused_self, reason = "a keeper takes them where there is one")]
    fn write(&self, writes: Vec<Write>) -> Commit {
        drop(writes);
        Commit(None)
    }
}

impl Account {
    /// Its id.
    #[must_use]
    pub const fn id(&self) -> &AccountId {
        &self.id
    }

    /// Id of its provider.
    #[must_use]
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// Does something with its state, alone.
    pub fn with<R>(&self, act: impl FnOnce(&mut State) -> R) -> R {
        act(&mut lock(&self.state))
    }
}

impl Filter {
    /// Whether a delivery is meant.
    #[must_use]
    pub fn takes(&self, delivery: &Delivery) -> bool {
        self.provider.as_ref().is_none_or(|provider| delivery.provider == *provider)
            && self.account.as_ref().is_none_or(|account| delivery.account == *account)
            && self.event.as_ref().is_none_or(|event| delivery.event == *event)
            && self.status.is_none_or(|status| delivery.status == status)
            && self.subscription.as_ref().is_none_or(|subscription| delivery.subscription == *subscription)
            && self.before.is_none_or(|before| delivery.number < before)
            && self.after.is_none_or(|after| delivery.number > after)
    }
}

/// What a thread left behind that panicked is still what it is.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
