//! What is asked of the deliveries.

use crate::store::record::AccountId;
use crate::store::record::Delivery;
use crate::store::record::Status;

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
    /// Finished deliveries that memory forgot to keep within its bounds; a file has them still.
    pub forgotten: u64,
    /// Findings ever made.
    pub findings: u64,
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
