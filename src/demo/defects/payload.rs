//! Faults in reading what providers may send.

use crate::demo::defects::Defect;
use crate::demo::defects::reading;

pub(super) const ALL: &[Defect] = &[
    Defect::new("ascii-only", "answers 500 to a letter beyond ASCII", &["payload-generated"])
        .also(&["payload-maximal", "delivery-documented"])
        .reading(reading::ascii_only),
    Defect::new(
        "needs-the-optional",
        "answers 500 where an optional member that its samples had is absent",
        &["payload-minimal"],
    )
    // The largest document has other names in its open maps than the sample.
    .also(&["payload-generated", "payload-maximal", "delivery-documented"])
    .only_with(&["truv", "betterez"])
    .reading(reading::needs_the_optional),
    Defect::new("short-column", "answers 500 to a text of more than 100 letters", &["payload-maximal"])
        .also(&["payload-generated"])
        .reading(reading::short_column),
    Defect::new("strict-members", "answers 400 to a member that it does not know", &["payload-unknown-field"])
        .reading(reading::strict_members),
    Defect::new("strict-types", "answers 400 to an event type that it does not know", &["payload-unknown-event"])
        .reading(reading::strict_types),
];
