//! The checks, one file each, and the list of them in the order of a run.

mod delivery_documented;
mod delivery_effect;
mod delivery_in_time;
mod encoding_raw_bytes;
mod malformed_json;
mod payload_generated;
mod payload_maximal;
mod payload_minimal;
mod payload_unknown_event;
mod payload_unknown_field;
mod redelivery_same;
mod retry_asks_again;
mod signature_body_changed;
mod signature_garbage;
mod signature_leak;
mod signature_missing;
mod signature_no_effect;
mod signature_truncated;
mod signature_wrong_key;
mod transport_chunked;
mod transport_expect_continue;
mod transport_half_body;
mod transport_keep_alive;
mod transport_many_connections;
mod transport_slow_body;

mod forged;

use crate::verify::check::Check;
use crate::verify::check::UnknownCheck;

/// Every check, in the order of a run.
pub const ALL: &[Check] = &[
    delivery_documented::CHECK,
    delivery_in_time::CHECK,
    delivery_effect::CHECK,
    payload_generated::CHECK,
    payload_minimal::CHECK,
    payload_maximal::CHECK,
    payload_unknown_field::CHECK,
    payload_unknown_event::CHECK,
    encoding_raw_bytes::CHECK,
    signature_missing::CHECK,
    signature_wrong_key::CHECK,
    signature_body_changed::CHECK,
    signature_truncated::CHECK,
    signature_garbage::CHECK,
    signature_leak::CHECK,
    signature_no_effect::CHECK,
    redelivery_same::CHECK,
    malformed_json::CHECK,
    transport_half_body::CHECK,
    transport_slow_body::CHECK,
    transport_chunked::CHECK,
    transport_expect_continue::CHECK,
    transport_many_connections::CHECK,
    transport_keep_alive::CHECK,
    retry_asks_again::CHECK,
];

/// A check by its id.
///
/// # Errors
/// When there is none; the error names the nearest.
pub fn named(id: &str) -> Result<&'static Check, UnknownCheck> {
    ALL.iter().find(|check| check.id == id).ok_or_else(|| unknown(id))
}

/// Whether a name means a check or a family.
///
/// # Errors
/// When it means none; the error names the nearest.
pub fn known(name: &str) -> Result<(), UnknownCheck> {
    if ALL.iter().any(|check| check.is_named(name)) { Ok(()) } else { Err(unknown(name)) }
}

fn unknown(name: &str) -> UnknownCheck {
    let names = ALL.iter().flat_map(|check| [check.id, check.family()]);
    UnknownCheck { name: name.to_owned(), nearest: crate::model::nearest(name, names) }
}
