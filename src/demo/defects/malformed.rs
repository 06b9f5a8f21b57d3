//! Defects with bodies that are not events.

use crate::demo::consumer::Served;
use crate::demo::defects::defect::Defect;
use crate::demo::defects::{losing, reading, verifying};

pub(super) const ALL: &[Defect] = &[
    Defect::new("crashes-on-bad-json", "answers 500 to a body that is not JSON", &["malformed-json"])
        .cause("crashes-on-unreadable-body")
        .also(&["malformed-truncated-utf8", "malformed-empty", "payload-unusual-text"])
        .verifying(verifying::crashes_on_bad_json),
    Defect::new("processes-bad-json", "processes a body that is not JSON", &["malformed-json"])
        .cause("processes-unreadable-body")
        .also(&["malformed-truncated-utf8", "malformed-empty", "malformed-not-object"])
        .only_with(&["truv", "argyle", "betterez", "socotra"])
        .reading(reading::processes_bad_json),
    Defect::new("expects-objects", "answers 500 to JSON that is not an object", &["malformed-not-object"])
        .cause("crashes-on-unreadable-body")
        .also(&["malformed-wrong-type"])
        .only_with(&["truv", "argyle", "betterez", "socotra"])
        .reading(reading::expects_objects),
    Defect::new("processes-lists", "processes a list, whatever is in it", &["malformed-not-object"])
        .cause("processes-unreadable-body")
        .only_with(&["truv", "argyle", "betterez", "socotra"])
        .reading(reading::processes_lists),
    Defect::new(
        "decodes-lossily",
        "replaces invalid UTF-8, and accepts the rest as the event",
        &["malformed-truncated-utf8"],
    )
    .cause("processes-unreadable-body")
    .only_with(&["truv", "argyle", "betterez", "socotra"])
    .reading(reading::decodes_lossily),
    Defect::new("crashes-on-broken-form", "answers 500 to a form with a broken escape", &["malformed-form"])
        .cause("crashes-on-unreadable-body")
        .only_with(&["twilio"])
        .reading(reading::crashes_on_broken_form),
    Defect::new(
        "stops-at-broken-form",
        "queues a form that it cannot read, and loses the event after it",
        &["malformed-form"],
    )
    .cause("poison-message")
    .only_with(&["twilio"])
    .verifying(losing::queues_unread)
    .taking(losing::loses_next),
    Defect::new("assumes-text", "answers 500 to bytes that are not text", &["malformed-truncated-utf8"])
        .cause("crashes-on-unreadable-body")
        .verifying(verifying::assumes_text),
    Defect::new("processes-empty-bodies", "processes an empty body", &["malformed-empty"])
        .cause("processes-unreadable-body")
        .verifying(verifying::processes_empty_bodies),
    Defect::new(
        "crashes-on-empty-body",
        "answers 500 to an empty body: it looks at the first byte",
        &["malformed-empty"],
    )
    .cause("crashes-on-unreadable-body")
    .verifying(verifying::crashes_on_empty_body),
    Defect::new(
        "stops-at-poison",
        "queues a body that it cannot read, and loses the event after it",
        &["malformed-json", "malformed-not-object", "malformed-truncated-utf8", "malformed-empty"],
    )
    .cause("poison-message")
    .verifying(losing::queues_unread)
    .taking(losing::loses_next),
    Defect::new("trusts-types", "answers 500 to a value that is of another type than usual", &["malformed-wrong-type"])
        .cause("crashes-on-invalid-event")
        .also(&["payload-unknown-field"])
        .reading(reading::trusts_types),
    Defect::new(
        "drops-connection-on-types",
        "crashes over a value that is of another type than usual, and hangs up",
        &["malformed-wrong-type"],
    )
    .cause("crashes-on-invalid-event")
    .also(&["payload-unknown-field"])
    .reading(reading::trusts_types)
    .served(Served::HangsUp),
    Defect::new("trusts-fields", "answers 500 if a required field is missing", &["malformed-missing-required"])
        .cause("null-or-absent-field")
        .also(&["malformed-wrong-type", "delivery-documented"])
        .reading(reading::trusts_fields),
];
