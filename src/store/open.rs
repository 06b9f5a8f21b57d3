//! Stores on a file: opening, closing, and reading what memory has forgotten.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;

use crate::model::lock;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::filter::Filter;
use crate::store::record::AccountId;
use crate::store::record::Delivery;
use crate::store::record::Noted;
use crate::store::shelf::Bounds;
use crate::store::sql::Keeper;

impl Store {
    /// A store on a file, which is made where there is none. The bounds are those of memory: the file keeps all.
    ///
    /// What is acknowledged by a [`Commit`](crate::store::Commit) survives the end of the process, however it
    /// ends; after a failure of the power the last moments may be missing, and nothing else. Deliveries that were
    /// under way are due again. The file holds secrets: it is made so that only its owner may read it.
    ///
    /// # Errors
    /// What stands in the way; the file is as it was then.
    pub async fn open(path: impl AsRef<Path>, bounds: Bounds) -> Result<Self, StoreError> {
        let mut store = Self::memory(bounds);
        let (keeper, kept) = Keeper::open(path.as_ref(), bounds).await?;
        let accounts = kept.accounts.into_iter().map(|account| (account.id().clone(), Arc::new(account)));
        store.accounts = Mutex::new(accounts.collect::<BTreeMap<_, _>>());
        {
            let mut shelf = lock(&store.shelf);
            for noted in kept.findings {
                shelf.note(noted);
            }
            for delivery in kept.deliveries {
                shelf.put(delivery);
            }
            shelf.next = shelf.next.max(kept.next);
            shelf.next_finding = shelf.next_finding.max(kept.next_finding);
            // What memory has no room for was not forgotten by this server.
            shelf.forgotten = 0;
        }
        store.keeper = Some(keeper);
        Ok(store)
    }

    /// Writes what is still to be written, and lets go of the file. Nothing is kept any more after this.
    ///
    /// # Errors
    /// Why something could not be written.
    pub async fn close(&self) -> Result<(), String> {
        if let Some(keeper) = &self.keeper {
            return keeper.close().await;
        }
        Ok(())
    }

    /// The delivery of this number, also if memory has forgotten it and a file has not.
    ///
    /// # Errors
    /// Why the file cannot be read.
    pub async fn recall(&self, number: u64) -> Result<Option<Delivery>, StoreError> {
        let known = self.get(number);
        if let (Some(keeper), None) = (&self.keeper, &known) {
            return keeper.recall(number).await;
        }
        Ok(known)
    }

    /// The deliveries that are meant, newest first, at most so many: in memory, and those that memory has
    /// forgotten and a file has not.
    ///
    /// # Errors
    /// Why the file cannot be read.
    pub async fn page(&self, filter: &Filter, most: usize) -> Result<Vec<Delivery>, StoreError> {
        let mut found = self.find(filter, most);
        if let Some(keeper) = &self.keeper {
            let older = keeper.page(filter, most).await?;
            {
                // Memory is right about what it has: the file may be a moment behind.
                let kept = lock(&self.shelf);
                found.extend(older.into_iter().filter(|delivery| kept.get(delivery.number).is_none()));
            }
            found.sort_by_key(|delivery| std::cmp::Reverse(delivery.number));
            found.dedup_by_key(|delivery| delivery.number);
            found.truncate(most);
        }
        Ok(found)
    }

    /// The findings of one account, or all, newest first, at most so many, those with lower numbers than `before`:
    /// in memory, and those that memory has forgotten and a file has not.
    ///
    /// # Errors
    /// Why the file cannot be read.
    pub async fn page_of_findings(
        &self,
        account: Option<&AccountId>,
        before: Option<u64>,
        most: usize,
    ) -> Result<Vec<Noted>, StoreError> {
        let mut found = self.findings(account);
        found.retain(|noted| before.is_none_or(|before| noted.number < before));
        if let Some(keeper) = &self.keeper {
            found.extend(keeper.findings(account, before, most).await?);
            found.sort_by_key(|noted| std::cmp::Reverse(noted.number));
            found.dedup_by_key(|noted| noted.number);
        }
        found.truncate(most);
        Ok(found)
    }
}
