//! Faults with bodies that are no event.

use crate::demo::defects::Defect;
use crate::demo::defects::reading;
use crate::demo::defects::verifying;

pub(super) const ALL: &[Defect] = &[
    Defect::new("crashes-on-bad-json", "answers 500 to a body that is not JSON", &["malformed-json"])
        .verifying(verifying::crashes_on_bad_json),
    Defect::new("takes-bad-json", "answers 200 to a body that is not JSON, and has lost an event", &["malformed-json"])
        .only_with(&["truv", "argyle", "betterez", "socotra"])
        .reading(reading::takes_bad_json),
];
