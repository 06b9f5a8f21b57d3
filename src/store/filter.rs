//! Filters and counts of deliveries.

use crate::store::record::{AccountId, Delivery, Status};

/// A filter for deliveries. A delivery must match every field that is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Filter {
    /// Id of the provider.
    pub provider: Option<String>,
    /// Id of the account.
    pub account: Option<AccountId>,
    /// Name of the event.
    pub event: Option<String>,
    /// Status of the delivery.
    pub status: Option<Status>,
    /// Id of the subscription.
    pub subscription: Option<String>,
    /// Only deliveries with a lower number, that is, older ones.
    pub before: Option<u64>,
    /// Only deliveries with a higher number, that is, newer ones.
    pub after: Option<u64>,
}

/// The number of records that the store holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Accounts.
    pub accounts: usize,
    /// Deliveries that wait for their next attempt.
    pub waiting: usize,
    /// Deliveries with an attempt in flight.
    pub sending: usize,
    /// Deliveries ever created.
    pub created: u64,
    /// Finished deliveries that were dropped from memory to stay within its bounds. A store file still has them.
    pub dropped: u64,
    /// Findings ever recorded.
    pub findings: u64,
}

impl Filter {
    /// Returns whether a delivery matches the filter.
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
