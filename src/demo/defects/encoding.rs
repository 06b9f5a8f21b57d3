//! Faults in telling bytes from documents.

use crate::demo::defects::defect::Defect;
use crate::demo::defects::{reading, verifying};

pub(super) const ALL: &[Defect] = &[
    Defect::new(
        "re-serialises",
        "verifies the document that it parsed and wrote again, not the bytes that came",
        &["encoding-raw-bytes"],
    )
    .cause("verifies-rewritten-body")
    .also(&["signature-body-changed"])
    .only_with(&["truv", "betterez", "socotra"])
    .verifying(verifying::re_serialises),
    Defect::new(
        "verifies-compacted",
        "removes white space from the body before it verifies it",
        &["encoding-raw-bytes"],
    )
    .cause("verifies-rewritten-body")
    .also(&["signature-body-changed"])
    .only_with(&["truv", "betterez", "socotra"])
    .verifying(verifying::verifies_compacted),
    Defect::new(
        "searches-the-text",
        "searches the body for the text that names its event type, and parses it later",
        &["encoding-raw-bytes"],
    )
    .cause("depends-on-json-spelling")
    .reading(reading::searches_the_text),
    Defect::new("capital-charset", "answers 415 to a character set that is not spelled `UTF-8`", &["encoding-charset"])
        .cause("needs-exact-content-type")
        .verifying(verifying::capital_charset),
    Defect::new(
        "exact-content-type",
        "answers 415 unless the content type is exactly `application/json`",
        &["encoding-charset"],
    )
    .cause("needs-exact-content-type")
    .verifying(verifying::exact_content_type),
];
