//! The two sides of the API: clients and partners.

/// For whom a webhook was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Client,
    Partner,
}
