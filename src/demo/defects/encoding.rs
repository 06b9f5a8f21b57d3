//! Faults in telling bytes from documents.

use crate::demo::defects::Defect;
use crate::demo::defects::verifying;

pub(super) const ALL: &[Defect] = &[
    Defect::new(
        "re-serialises",
        "verifies the document that it parsed and wrote again, not the bytes that came",
        &["encoding-raw-bytes"],
    )
    .also(&["malformed-json", "signature-body-changed", "delivery-documented"])
    .only_with(&["truv", "betterez", "socotra"])
    .verifying(verifying::re_serialises),
    Defect::new(
        "exact-content-type",
        "answers 415 unless the content type is `application/json` alone",
        &["encoding-charset"],
    )
    .verifying(verifying::exact_content_type),
];
