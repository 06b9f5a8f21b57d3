//! Faults in telling the provider from a stranger.

use crate::demo::defects::Defect;
use crate::demo::defects::verifying;

/// Every signature check that a consumer fails when it does not compare at all.
const UNCOMPARED: &[&str] = &["signature-body-changed", "signature-no-effect"];

pub(super) const ALL: &[Defect] = &[
    Defect::new(
        "trusts-unsigned",
        "verifies a signature where there is one, and takes a delivery without",
        &["signature-missing"],
    )
    .also(&["signature-no-effect"])
    .verifying(verifying::trusts_unsigned),
    Defect::new(
        "checks-the-form",
        "looks at the form of a signature and does not compare it",
        &["signature-wrong-key"],
    )
    .also(UNCOMPARED)
    .verifying(verifying::checks_the_form),
    Defect::new(
        "caches-signatures",
        "takes any body under a signature that it has verified before",
        &["signature-body-changed"],
    )
    .only_with(&["truv", "argyle", "orum", "socotra", "betterez"])
    .verifying(verifying::caches_signatures),
    Defect::new(
        "compares-the-shorter",
        "compares signatures up to the end of the shorter one",
        &["signature-truncated"],
    )
    .verifying(verifying::compares_the_shorter),
    Defect::new(
        "crashes-on-garbage",
        "answers 500 to a signature header that it cannot decode",
        &["signature-garbage"],
    )
    .also(&["signature-truncated"])
    .verifying(verifying::crashes_on_garbage),
    Defect::new(
        "tells-the-signature",
        "helps with debugging: its 401 says which signature it expected",
        &["signature-leak"],
    )
    .verifying(verifying::tells_the_signature),
    Defect::new("acts-first", "acts, and verifies afterwards", &["signature-no-effect"])
        .verifying(verifying::acts_first),
];
