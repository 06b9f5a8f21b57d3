//! Faults in reading what providers may send.

use crate::demo::defects::defect::Defect;
use crate::demo::defects::{reading, storing, texts, verifying};

pub(super) const ALL: &[Defect] = &[
    Defect::new("ascii-only", "answers 500 to a letter beyond ASCII", &["payload-generated", "payload-unicode"])
        .cause("text-not-ascii")
        .also(&["malformed-truncated-utf8", "payload-unusual-text", "payload-unusual-names"])
        .reading(reading::ascii_only),
    Defect::new(
        "needs-the-optional",
        "answers 500 if an optional field that its samples had is absent",
        &["payload-minimal"],
    )
    .cause("null-or-absent-field")
    // The largest document has other names in its open maps than the sample.
    .also(&[
        "payload-generated",
        "payload-maximal",
        "delivery-documented",
        "malformed-missing-required",
        "malformed-wrong-type",
        "payload-big-number",
        "payload-large",
        "payload-null",
        "payload-unicode",
    ])
    .only_with(&["truv", "betterez"])
    .reading(reading::needs_the_optional),
    Defect::new("short-column", "answers 500 to a text of more than 100 characters", &["payload-maximal"])
        .cause("text-too-long")
        .also(&["payload-generated", "payload-large", "payload-unusual-text"])
        .reading(reading::short_column),
    Defect::new("crashes-on-null", "answers 500 if a field that was a text in its samples is null", &["payload-null"])
        .cause("null-or-absent-field")
        .also(&["payload-generated", "payload-minimal", "delivery-documented", "payload-large", "payload-unicode"])
        .only_with(&["truv", "argyle"])
        .reading(reading::crashes_on_null),
    Defect::new(
        "three-byte-characters",
        "answers 500 to a letter of four bytes, as a table in MySQL's utf8 does",
        &["payload-unicode"],
    )
    .cause("text-not-ascii")
    .also(&["payload-generated"])
    .reading(reading::three_byte_characters),
    Defect::new("latin-one", "answers 500 to a letter that Latin-1 does not have", &["payload-unicode"])
        .cause("text-not-ascii")
        .also(&["payload-generated", "payload-unusual-text", "payload-unusual-names"])
        .reading(reading::latin_one),
    Defect::new(
        "empty-is-null",
        "answers 500 to an empty text, which its database treats as missing",
        &["payload-generated"],
    )
    .cause("empty-text")
    .also(&["payload-minimal", "delivery-documented"])
    .only_with(&["truv", "argyle", "orum", "betterez"])
    .reading(reading::empty_is_null),
    Defect::new("one-read", "reads 64 KiB at once, and no more", &["payload-large"])
        .cause("body-too-large")
        .verifying(verifying::one_read),
    Defect::new("small-body", "answers 413 to a body of more than 64 KiB", &["payload-large"])
        .cause("body-too-large")
        .reading(reading::small_body),
    Defect::new("thirty-two-bits", "answers 500 to an integer that 32 bits do not hold", &["payload-big-number"])
        .cause("number-too-big")
        .also(&["payload-generated", "payload-maximal"])
        .only_with(&["truv", "argyle", "orum", "betterez"])
        .reading(reading::thirty_two_bits),
    Defect::new("strict-fields", "answers 400 to an unknown field", &["payload-unknown-field"])
        .cause("strict-about-new-fields")
        .reading(reading::strict_fields),
    Defect::new("strict-types", "answers 400 to an event type that it does not know", &["payload-unknown-event"])
        .cause("strict-about-new-types")
        .reading(reading::strict_types),
    Defect::new(
        "handler-table",
        "answers 500 if its table of handlers lacks an event type",
        &["payload-unknown-event"],
    )
    .cause("strict-about-new-types")
    .also(&["malformed-missing-required", "malformed-wrong-type"])
    .reading(reading::handler_table),
    Defect::new("trusts-field-order", "reads the first field as the first documented one", &["payload-key-order"])
        .cause("depends-on-field-order")
        .also(&["encoding-raw-bytes"])
        .reading(reading::trusts_field_order),
    Defect::new(
        "closed-lists",
        "answers 400 to a value that is not in the list it knows",
        &["payload-unknown-enum-value"],
    )
    .cause("strict-about-new-values")
    .only_with(&["truv", "argyle", "orum"])
    .reading(reading::closed_lists),
    Defect::new(
        "no-default",
        "answers 500 to a value that none of its branches is for",
        &["payload-unknown-enum-value"],
    )
    .cause("strict-about-new-values")
    .also(&["malformed-wrong-type"])
    .only_with(&["truv", "argyle", "orum"])
    .reading(reading::no_default),
    Defect::new(
        "hundred-kilobytes",
        "answers 413 to a body of more than 100 kB, which is the limit of its framework",
        &["payload-large"],
    )
    .cause("body-too-large")
    .reading(texts::hundred_kilobytes),
    Defect::new("two-hundred-kilobytes", "answers 413 to a body of more than 200 kB", &["payload-large"])
        .cause("body-too-large")
        .reading(texts::two_hundred_kilobytes),
    Defect::new(
        "stores-no-zeros",
        "answers 500 to U+0000, which its database does not store",
        &["payload-unusual-text"],
    )
    .cause("text-with-nul")
    .reading(texts::stores_no_zeros),
    Defect::new(
        "crashes-on-half-pairs",
        "answers 500 to half a surrogate pair, which has no UTF-8",
        &["payload-unusual-text"],
    )
    .cause("text-with-half-pair")
    // Orum signs a field, which cannot be read in such a body.
    .only_with(&["truv", "argyle", "betterez", "socotra"])
    .reading(texts::crashes_on_half_pairs),
    Defect::new("thirty-marks", "answers 500 to a letter with more than thirty marks", &["payload-unusual-text"])
        .cause("unusual-text")
        .reading(texts::thirty_marks),
    Defect::new(
        "copies-prototypes",
        "answers 500 to a field name that its language has a meaning for",
        &["payload-unusual-names"],
    )
    .cause("unusual-field-names")
    .reading(texts::copies_prototypes),
    Defect::new(
        "document-store",
        "answers 500 to a field name that is empty or has a dot or a dollar sign, as a document store does",
        &["payload-unusual-names"],
    )
    .cause("unusual-field-names")
    .reading(texts::document_store),
    Defect::new(
        "short-names",
        "answers 500 to a field name of more than 63 bytes, which is the limit of its database",
        &["payload-unusual-names"],
    )
    .cause("unusual-field-names")
    .reading(texts::short_names),
    Defect::new("ascii-names", "answers 500 to a field name that is not ASCII", &["payload-unusual-names"])
        .cause("unusual-field-names")
        .reading(texts::ascii_names),
    Defect::new(
        "writes-mail-headers",
        "answers 500 to a text with a line feed, because it writes texts into the headers of a mail",
        &["payload-generated"],
    )
    .cause("refuses-valid-payloads")
    .reading(texts::writes_mail_headers),
    Defect::new("stores-floats", "stores numbers as floats of 32 bits", &["payload-stored-values"])
        .cause("stores-other-values")
        .only_with(&["truv", "argyle"])
        .taking(storing::stores_floats),
    Defect::new("stores-lower-case", "stores texts in lower case", &["payload-stored-values"])
        .cause("stores-other-values")
        .only_with(&["truv", "orum", "betterez"])
        .taking(storing::stores_lower_case),
    Defect::new("stores-null-as-text", "stores null as the text `None`", &["payload-stored-values"])
        .cause("stores-other-values")
        .only_with(&["truv", "argyle", "betterez"])
        .taking(storing::stores_null_as_text),
];
