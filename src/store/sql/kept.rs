//! The data of a file, as a store loads it when it is opened.

use crate::store::account::Account;
use crate::store::record::{Delivery, Noted};

/// The data that a store loads when it opens a file.
pub(in crate::store) struct Kept {
    pub(in crate::store) accounts: Vec<Account>,
    /// In the order in which memory drops them.
    pub(in crate::store) deliveries: Vec<Delivery>,
    pub(in crate::store) findings: Vec<Noted>,
    pub(in crate::store) next: u64,
    pub(in crate::store) next_finding: u64,
}
