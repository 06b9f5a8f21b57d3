//! What the mock provider keeps: accounts, subscriptions, deliveries with their attempts, findings.
//!
//! All that is live is in memory, within bounds. A [`Store`] that was opened on a file writes every change down
//! too: what is acknowledged by a [`Commit`] is safe there, and nothing that was finished is forgotten.
//!
//! The file is SQLite's. It holds the secrets that sign, so only its owner may read it. Deliveries are claimed in
//! memory, and a lock lets one server at a time use a file. The tables have a column for leases already and the
//! statements are those that PostgreSQL knows, too, but several servers cannot share a store yet.

mod account;
mod error;
mod filter;
#[cfg(feature = "cli")]
mod open;
mod record;
mod shelf;
#[cfg(feature = "cli")]
mod sql;
mod watching;
mod weight;
mod write;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;

use tokio::sync::broadcast;
use tokio::sync::watch;

use crate::model::Timestamp;
use crate::model::lock;
use crate::provider::api::Aside;
use crate::provider::api::Credential;
use crate::provider::api::Finding;
use crate::provider::api::History;
use crate::provider::api::Reads;
use crate::provider::api::State;
use crate::store::shelf::Shelf;
#[cfg(feature = "cli")]
use crate::store::sql::Keeper;
use crate::store::write::Write;

pub use account::Account;
pub use error::StoreError;
pub use filter::Counts;
pub use filter::Filter;
pub use record::AccountId;
pub use record::Attempt;
pub use record::Delivery;
pub use record::Noted;
pub use record::Status;
pub use shelf::Bounds;
pub use watching::Change;
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
    #[cfg(feature = "cli")]
    keeper: Option<Keeper>,
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
            #[cfg(feature = "cli")]
            keeper: None,
        }
    }

    /// The account that a credential opens; it is made at its first use.
    pub fn account(&self, provider: &str, credential: &Credential) -> Arc<Account> {
        let id = AccountId::of(provider, &credential.key);
        let mut accounts = lock(&self.accounts);
        let open = || Arc::new(Account::new(id.clone(), provider.to_owned(), State::of(credential), None));
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

    /// What a management API has to be shown, as far as memory has it.
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
                history.attempts.sort_by_key(|sent| std::cmp::Reverse(sent.at));
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
    /// became. Deliveries without a number are given one; they come back as they were added. A delivery keeps the
    /// body that it was made with.
    pub fn add(&self, account: &Account, mut deliveries: Vec<Delivery>) -> (Vec<Delivery>, Commit) {
        let mut writes = Vec::new();
        let mut held = account.hold();
        account.changes(&mut held, &mut writes);
        let mut kept = lock(&self.shelf);
        for delivery in &mut deliveries {
            if delivery.number == 0 {
                delivery.number = kept.number();
            }
            if let Some(known) = kept.get(delivery.number) {
                delivery.body = known.body.clone();
            }
            if !held.gone {
                self.write_down(&kept, delivery, &mut writes);
                kept.put(delivery.clone());
            }
        }
        let commit = self.write(writes);
        drop((kept, held));
        for delivery in &deliveries {
            self.tell(|| Change::Delivery(Box::new(delivery.clone())));
        }
        (deliveries, commit)
    }

    /// Has only what these providers send be due, by their ids. What others send waits until they are served again;
    /// where nobody says which are, all of them are.
    pub fn serve<'a>(&self, providers: impl IntoIterator<Item = &'a str>) {
        let providers = providers.into_iter().map(str::to_owned).collect();
        lock(&self.shelf).serve(providers);
        self.nudge();
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
    pub fn settle(&self, account: &Account, mut delivery: Delivery, attempt: Option<&Attempt>) -> Commit {
        let mut writes = Vec::new();
        let mut held = account.hold();
        account.changes(&mut held, &mut writes);
        let mut kept = lock(&self.shelf);
        let Some(known) = kept.get(delivery.number) else {
            // It was forgotten while it was under way.
            return self.write(writes);
        };
        delivery.body = known.body.clone();
        if let (Some(attempt), true) = (attempt, self.keeps()) {
            writes.push(Write::attempt(&delivery, delivery.attempts.len().saturating_sub(1), attempt));
            writes.push(Write::Delivery(delivery.bare()));
        } else {
            self.write_down(&kept, &delivery, &mut writes);
        }
        kept.put(delivery.clone());
        let commit = self.write(writes);
        drop((kept, held));
        self.tell(|| Change::Delivery(Box::new(delivery)));
        commit
    }

    /// Forgets a delivery.
    pub fn discard(&self, number: u64) -> Commit {
        let mut kept = lock(&self.shelf);
        kept.take(number);
        self.write(vec![Write::Discard(number)])
    }

    /// The delivery of this number, as long as memory has it.
    #[must_use]
    pub fn get(&self, number: u64) -> Option<Delivery> {
        lock(&self.shelf).get(number).cloned()
    }

    /// The deliveries that are meant and that memory has, newest first, at most so many.
    #[must_use]
    pub fn find(&self, filter: &Filter, most: usize) -> Vec<Delivery> {
        lock(&self.shelf).newest().filter(|delivery| filter.takes(delivery)).take(most).cloned().collect()
    }

    /// How many deliveries that memory has are meant.
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
        // Asked first: whoever holds both locks takes that of the accounts first.
        let accounts = lock(&self.accounts).len();
        let kept = lock(&self.shelf);
        Counts {
            accounts,
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
        let mut kept = lock(&self.shelf);
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
            self.tell(|| Change::Noted(Box::new(noted.clone())));
            writes.push(Write::Noted(noted));
        }
        self.write(writes)
    }

    /// The findings that memory has, newest first: of one account, or all.
    #[must_use]
    pub fn findings(&self, account: Option<&AccountId>) -> Vec<Noted> {
        let is_meant = |noted: &&Noted| account.is_none_or(|account| noted.account.as_ref() == Some(account));
        lock(&self.shelf).findings.iter().rev().filter(is_meant).cloned().collect()
    }

    /// Forgets everything: of one account, or of all.
    pub fn reset(&self, account: Option<&AccountId>) -> Commit {
        // Held until it is written: an account that is opened again is written after it.
        let mut accounts = lock(&self.accounts);
        let gone: Vec<Arc<Account>> = match account {
            None => std::mem::take(&mut *accounts).into_values().collect(),
            Some(account) => accounts.remove(account).into_iter().collect(),
        };
        for account in gone {
            account.hold().gone = true;
        }
        let mut kept = lock(&self.shelf);
        kept.reset(account);
        let commit = self.write(vec![Write::Reset(account.cloned())]);
        drop((kept, accounts));
        self.tell(|| Change::Reset);
        commit
    }

    /// Writes of a delivery as it is to be, with the attempts that are not known yet.
    fn write_down(&self, kept: &Shelf, delivery: &Delivery, writes: &mut Vec<Write>) {
        if self.keeps() {
            let known = kept.get(delivery.number).map_or(0, |known| known.attempts.len());
            let new = delivery.attempts.iter().enumerate().skip(known);
            writes.extend(new.map(|(place, attempt)| Write::attempt(delivery, place, attempt)));
            writes.push(Write::Delivery(delivery.bare()));
        }
    }

    /// Whether anything is written down.
    #[cfg_attr(not(feature = "cli"), expect(clippy::unused_self, reason = "files come with a feature"))]
    const fn keeps(&self) -> bool {
        #[cfg(feature = "cli")]
        return self.keeper.is_some();
        #[cfg(not(feature = "cli"))]
        false
    }

    /// Hands over what changed. Whoever changes two things that belong together calls this before it lets go of
    /// their locks, so that changes are written in the order in which they were made.
    #[cfg_attr(not(feature = "cli"), expect(clippy::unused_self, reason = "files come with a feature"))]
    fn write(&self, writes: Vec<Write>) -> Commit {
        #[cfg(feature = "cli")]
        if let (Some(keeper), false) = (&self.keeper, writes.is_empty()) {
            return keeper.keep(writes);
        }
        drop(writes);
        Commit::nothing()
    }
}
