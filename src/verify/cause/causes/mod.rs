//! The causes, a file for each family, and the list of them in the order in which they are decided. Each one
//! sees the failed checks that no earlier cause explains.

mod answering;
mod batch;
mod body;
mod handshake;
mod memory;
mod outage;
mod payload;
mod serving;
mod set_up;
mod signature;
mod signed_bytes;
mod strict;
mod texts;
mod verifying;

pub(crate) use signed_bytes::VERIFIES_REWRITTEN_BODY;

use crate::verify::cause::value::{Cause, UnknownCause};
use crate::verify::checks;

/// Every cause.
pub const ALL: &[Cause] = &[
    set_up::SLASH_AT_THE_END,
    set_up::REDIRECTED,
    set_up::GATEWAY_ANSWERS,
    set_up::FILTER_ANSWERS,
    set_up::WRONG_METHOD,
    set_up::WRONG_CONTENT_TYPE,
    set_up::ENTITY_MISSING,
    set_up::WRONG_PATH,
    set_up::SECRET_WHITE_SPACE,
    set_up::REWRITES_EVERY_BODY,
    set_up::ENDPOINT_SECRET_WHITE_SPACE,
    set_up::SECRET_ENCODING,
    set_up::BODY_CONSUMED,
    set_up::WRONG_SECRET,
    set_up::RATE_LIMITED,
    set_up::FAILS_AT_EVERYTHING,
    set_up::EFFECTS_NOT_OURS,
    set_up::EFFECTS_UNSEEN,
    verifying::VERIFIES_NOTHING,
    verifying::VERIFIES_SOME_REQUESTS,
    verifying::VERIFIES_IF_PRESENT,
    verifying::COMPARES_NOTHING,
    verifying::ACCEPTS_WEAK_KEY,
    verifying::ACCEPTS_OTHER_TENANTS,
    signed_bytes::CACHES_SIGNATURES,
    signed_bytes::VERIFIES_REWRITTEN_BODY,
    signed_bytes::COVERS_PART_OF_BODY,
    verifying::ACCEPTS_EMPTY_SIGNATURE,
    verifying::ACCEPTS_AFTER_ERROR,
    verifying::COMPARES_PART,
    verifying::REFUSES_BY_REDIRECT,
    signature::CRASHES_ON_ODD_SIGNATURE,
    signature::LEAKS_SIGNATURE,
    signature::ACTS_BEFORE_VERIFYING,
    signature::ACCEPTS_OTHER_ALGORITHMS,
    signature::ACCEPTS_OTHER_FORMS,
    signature::ACCEPTS_TWO_SIGNATURES,
    signature::KNOWS_ONE_HEADER_SPELLING,
    signature::READS_ONE_SIGNATURE,
    signature::ACCEPTS_OLD_SIGNATURES,
    signature::COMPARES_IN_VARYING_TIME,
    handshake::CONFIRMS_ANY_HANDSHAKE,
    handshake::IGNORES_HANDSHAKE,
    memory::REFUSES_REDELIVERIES,
    memory::REMEMBERS_PER_PROCESS,
    memory::FORGETS_EVENTS,
    memory::FORGETS_AFTER_A_WHILE,
    memory::REMEMBERS_WITH_A_RACE,
    memory::FORGETS_LOST_ANSWERS,
    memory::LOSES_ABANDONED_EVENTS,
    memory::REMEMBERS_BY_WRONG_KEY,
    outage::FORGETS_IN_AN_OUTAGE,
    outage::REPEATS_WORK_AFTER_FAILURE,
    outage::LOSES_FAILED_EVENTS,
    memory::LAST_WRITER_WINS,
    batch::READS_ONE_EVENT,
    batch::REMEMBERS_WHOLE_DELIVERIES,
    batch::BAD_EVENT_STOPS_OTHERS,
    batch::CRASHES_ON_EMPTY_DELIVERY,
    serving::LIMITS_REQUESTS,
    serving::LOSES_EVENTS_IN_A_BURST,
    serving::ONE_AT_A_TIME,
    serving::COLD_START,
    serving::ANSWERS_LATE,
    answering::ANSWERS_OTHER_TEXT,
    serving::NO_EVENT_HAD_EFFECT,
    serving::WORK_STOPS_AFTER_ANSWER,
    serving::NEEDS_CONTENT_LENGTH,
    serving::NO_EXPECT_CONTINUE,
    serving::BREAKS_KEPT_CONNECTIONS,
    serving::ACTS_ON_HALF_BODIES,
    serving::DIES_WITH_A_CONNECTION,
    strict::STRICT_ABOUT_NEW_TYPES,
    strict::STRICT_ABOUT_NEW_VALUES,
    texts::EMPTY_TEXT,
    payload::NULL_OR_ABSENT_FIELD,
    texts::TEXT_WITH_NUL,
    texts::TEXT_NOT_ASCII,
    payload::NUMBER_TOO_BIG,
    texts::TEXT_TOO_LONG,
    texts::TEXT_WITH_HALF_PAIR,
    texts::UNUSUAL_TEXT,
    payload::BODY_TOO_LARGE,
    strict::STRICT_ABOUT_NEW_FIELDS,
    strict::UNUSUAL_FIELD_NAMES,
    payload::STORES_OTHER_VALUES,
    payload::DEPENDS_ON_FIELD_ORDER,
    payload::DEPENDS_ON_JSON_SPELLING,
    payload::WANTS_EXACT_CONTENT_TYPE,
    payload::REFUSES_OLD_EVENTS,
    payload::REFUSES_EVENT_TYPES,
    payload::REFUSES_VALID_PAYLOADS,
    body::POISON_MESSAGE,
    body::PROCESSES_UNREADABLE_BODY,
    body::CRASHES_ON_UNREADABLE_BODY,
    body::CRASHES_ON_INVALID_EVENT,
];

/// Returns the cause with this id, or of this check.
///
/// # Errors
/// If neither exists; the error names the nearest cause or check.
pub fn named(id: &str) -> Result<&'static Cause, UnknownCause> {
    ALL.iter().find(|cause| cause.id == id).ok_or_else(|| {
        let known = ALL.iter().map(|cause| cause.id).chain(checks::ALL.iter().map(|check| check.id));
        UnknownCause { name: id.to_owned(), nearest: crate::model::nearest(id, known) }
    })
}
