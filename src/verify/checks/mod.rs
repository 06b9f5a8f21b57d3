//! The checks, one file each, and the list of them in the order of a report.

mod batch_bad_event;
mod batch_empty;
mod batch_same_event_twice;
mod batch_several_events;
mod delivery_answer;
mod delivery_burst;
mod delivery_documented;
mod delivery_effect;
mod delivery_in_time;
mod delivery_late;
mod delivery_no_redirect;
mod encoding_charset;
mod encoding_raw_bytes;
mod handshake_answers;
mod handshake_refuses;
mod malformed_empty;
mod malformed_form;
mod malformed_json;
mod malformed_missing_required;
mod malformed_not_object;
mod malformed_truncated_utf8;
mod malformed_wrong_type;
mod order_older_after_newer;
mod payload_big_number;
mod payload_generated;
mod payload_key_order;
mod payload_large;
mod payload_maximal;
mod payload_minimal;
mod payload_null;
mod payload_stored_values;
mod payload_unicode;
mod payload_unknown_enum_value;
mod payload_unknown_event;
mod payload_unknown_field;
mod payload_unusual_names;
mod payload_unusual_text;
mod redelivery_after_pause;
mod redelivery_concurrent;
mod redelivery_different_events;
mod redelivery_fresh_connections;
mod redelivery_interleaved;
mod redelivery_long_after;
mod redelivery_lost_answer;
mod redelivery_new_attempt;
mod redelivery_other_event;
mod redelivery_same;
mod retry_asks_again;
mod signature_body_changed;
mod signature_duplicated_header;
mod signature_empty;
mod signature_future;
mod signature_garbage;
mod signature_header_case;
mod signature_leak;
mod signature_missing;
mod signature_no_effect;
mod signature_no_prefix;
mod signature_other_algorithm;
mod signature_other_body;
mod signature_other_encoding;
mod signature_other_method;
mod signature_other_tenant;
mod signature_rotated;
mod signature_stale;
mod signature_timing;
mod signature_truncated;
mod signature_wrong_key;
mod transport_chunked;
mod transport_expect_continue;
mod transport_half_body;
mod transport_keep_alive;
mod transport_many_connections;
mod transport_slow_body;

mod batches;
mod forged;
mod handshakes;
mod mutated;
mod redelivered;
mod throughout;
mod unreadable;

use crate::verify::check::{Check, UnknownCheck};

/// Every check, in the order of a report.
pub const ALL: &[Check] = &[
    handshake_answers::CHECK,
    handshake_refuses::CHECK,
    delivery_documented::CHECK,
    delivery_in_time::CHECK,
    delivery_effect::CHECK,
    delivery_burst::CHECK,
    delivery_no_redirect::CHECK,
    delivery_answer::CHECK,
    delivery_late::CHECK,
    payload_generated::CHECK,
    payload_minimal::CHECK,
    payload_maximal::CHECK,
    payload_null::CHECK,
    payload_unicode::CHECK,
    payload_unusual_text::CHECK,
    payload_large::CHECK,
    payload_big_number::CHECK,
    payload_unknown_field::CHECK,
    payload_unusual_names::CHECK,
    payload_unknown_event::CHECK,
    payload_unknown_enum_value::CHECK,
    payload_key_order::CHECK,
    payload_stored_values::CHECK,
    encoding_raw_bytes::CHECK,
    encoding_charset::CHECK,
    signature_missing::CHECK,
    signature_empty::CHECK,
    signature_wrong_key::CHECK,
    signature_body_changed::CHECK,
    signature_other_body::CHECK,
    signature_truncated::CHECK,
    signature_garbage::CHECK,
    signature_other_algorithm::CHECK,
    signature_other_encoding::CHECK,
    signature_no_prefix::CHECK,
    signature_duplicated_header::CHECK,
    signature_header_case::CHECK,
    signature_stale::CHECK,
    signature_future::CHECK,
    signature_leak::CHECK,
    signature_timing::CHECK,
    signature_no_effect::CHECK,
    signature_other_method::CHECK,
    signature_other_tenant::CHECK,
    signature_rotated::CHECK,
    redelivery_same::CHECK,
    redelivery_interleaved::CHECK,
    redelivery_fresh_connections::CHECK,
    redelivery_concurrent::CHECK,
    redelivery_lost_answer::CHECK,
    redelivery_new_attempt::CHECK,
    redelivery_other_event::CHECK,
    redelivery_different_events::CHECK,
    redelivery_long_after::CHECK,
    redelivery_after_pause::CHECK,
    order_older_after_newer::CHECK,
    batch_several_events::CHECK,
    batch_same_event_twice::CHECK,
    batch_empty::CHECK,
    batch_bad_event::CHECK,
    malformed_json::CHECK,
    malformed_not_object::CHECK,
    malformed_truncated_utf8::CHECK,
    malformed_form::CHECK,
    malformed_empty::CHECK,
    malformed_wrong_type::CHECK,
    malformed_missing_required::CHECK,
    transport_half_body::CHECK,
    transport_slow_body::CHECK,
    transport_chunked::CHECK,
    transport_expect_continue::CHECK,
    transport_many_connections::CHECK,
    transport_keep_alive::CHECK,
    retry_asks_again::CHECK,
];

/// Returns the check with this id.
///
/// # Errors
/// If no check has this id; the error names the nearest.
pub fn named(id: &str) -> Result<&'static Check, UnknownCheck> {
    ALL.iter().find(|check| check.id == id).ok_or_else(|| unknown(id))
}

/// Checks that a name is that of a check or of a family.
///
/// # Errors
/// If it is not; the error names the nearest.
pub fn known(name: &str) -> Result<(), UnknownCheck> {
    if ALL.iter().any(|check| check.is_named(name)) { Ok(()) } else { Err(unknown(name)) }
}

fn unknown(name: &str) -> UnknownCheck {
    let names = ALL.iter().flat_map(|check| [check.id, check.family()]);
    UnknownCheck { name: name.to_owned(), nearest: crate::model::nearest(name, names) }
}
