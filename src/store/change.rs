//! The changes of which a store informs its subscribers.

use crate::store::record::{Delivery, Noted};

/// A change to a delivery, or a new finding, for subscribers.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "a store keeps these")]
pub enum Change {
    /// A delivery was created or updated.
    Delivery(Box<Delivery>),
    /// A finding was recorded.
    Noted(Box<Noted>),
    /// All data was removed: of one account, or of all accounts.
    Reset,
}
