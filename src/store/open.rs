//! Stores on a file: opening, closing, and reading records that are no longer in memory.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use crate::model::lock;
use crate::store::filter::Filter;
use crate::store::memory_index::Bounds;
use crate::store::record::{AccountId, Delivery, Noted};
use crate::store::sql::Keeper;
use crate::store::{Store, StoreError};

impl Store {
    /// Opens a store on a file, and creates the file if it does not exist. The bounds apply to memory; the file keeps
    /// everything.
    ///
    /// Changes that a [`Commit`](crate::store::Commit) acknowledges survive the end of the process, however it ends. A
    /// power failure can lose only the most recent changes. Deliveries that were in flight are due again. The file
    /// holds secrets, so it is created with access for its owner only.
    ///
    /// # Errors
    /// Returns an error if the store cannot be opened. The file is then unchanged.
    pub async fn open(path: impl AsRef<Path>, bounds: Bounds) -> Result<Self, StoreError> {
        let mut store = Self::memory(bounds);
        let (keeper, kept) = Keeper::open(path.as_ref(), bounds).await?;
        let accounts = kept.accounts.into_iter().map(|account| (account.id().clone(), Arc::new(account)));
        store.accounts = Mutex::new(accounts.collect::<BTreeMap<_, _>>());
        {
            let mut memory_index = lock(&store.memory_index);
            for noted in kept.findings {
                memory_index.note(noted);
            }
            for delivery in kept.deliveries {
                memory_index.put(delivery);
            }
            memory_index.next = memory_index.next.max(kept.next);
            memory_index.next_finding = memory_index.next_finding.max(kept.next_finding);
            // Records that did not fit into memory were not dropped by this server, so do not count them.
            memory_index.dropped = 0;
        }
        store.keeper = Some(keeper);
        Ok(store)
    }

    /// Writes all pending changes and closes the file. Later changes are not written.
    ///
    /// # Errors
    /// Returns the reason if something could not be written.
    pub async fn close(&self) -> Result<(), String> {
        if let Some(keeper) = &self.keeper {
            return keeper.close().await;
        }
        Ok(())
    }

    /// Returns the delivery with this number, from memory or from the file.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read.
    pub async fn recall(&self, number: u64) -> Result<Option<Delivery>, StoreError> {
        let known = self.get(number);
        if let (Some(keeper), None) = (&self.keeper, &known) {
            return keeper.recall(number).await;
        }
        Ok(known)
    }

    /// Returns the deliveries that match a filter, newest first, up to `most`: those in memory and those that only the
    /// file still has.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read.
    pub async fn page(&self, filter: &Filter, most: usize) -> Result<Vec<Delivery>, StoreError> {
        let mut found = self.find(filter, most);
        if let Some(keeper) = &self.keeper {
            let older = keeper.page(filter, most).await?;
            {
                // Memory takes precedence: the file may lag slightly.
                let kept = lock(&self.memory_index);
                found.extend(older.into_iter().filter(|delivery| kept.get(delivery.number).is_none()));
            }
            found.sort_by_key(|delivery| std::cmp::Reverse(delivery.number));
            found.dedup_by_key(|delivery| delivery.number);
            found.truncate(most);
        }
        Ok(found)
    }

    /// Returns the findings of one account, or of all accounts, with lower numbers than `before`, newest first, up to
    /// `most`: those in memory and those that only the file still has.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read.
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
