//! The key of an account.

use crate::provider::api::Call;

/// The key that a call came with; empty where it came without.
pub(super) fn api_key<'a>(call: &Call<'a>) -> &'a str {
    call.header("X-API-KEY").unwrap_or_default()
}
