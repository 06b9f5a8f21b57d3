//! Defects in the verification of signatures.

use crate::demo::consumer::Served;
use crate::demo::defects::defect::Defect;
use crate::demo::defects::{forging, rotating, verifying};

/// Every signature check that a consumer fails when it does not compare at all.
const UNCOMPARED: &[&str] =
    &["signature-body-changed", "signature-other-body", "signature-duplicated-header", "signature-other-tenant"];

/// And those that it fails when it does not even read it.
const UNREAD: &[&str] = &[
    "signature-body-changed",
    "signature-other-body",
    "signature-other-algorithm",
    "signature-other-encoding",
    "signature-no-prefix",
    "signature-duplicated-header",
    "signature-stale",
    "signature-future",
    "signature-other-tenant",
];

/// Other checks that a consumer fails if it verifies nothing.
const UNVERIFIED: &[&str] = &[
    "signature-body-changed",
    "signature-other-body",
    "signature-other-algorithm",
    "signature-other-encoding",
    "signature-no-prefix",
    "signature-duplicated-header",
    "signature-stale",
    "signature-future",
    "signature-other-tenant",
];

/// Checks that a consumer fails if it refuses forged deliveries other than by a 4xx.
const REFUSALS: &[&str] = &[
    "signature-empty",
    "signature-body-changed",
    "signature-other-body",
    "signature-truncated",
    "signature-garbage",
    "signature-other-algorithm",
    "signature-other-encoding",
    "signature-duplicated-header",
    "signature-stale",
    "signature-future",
    "signature-other-tenant",
];

/// Providers that sign with two keys while one replaces the other.
const ROTATING: &[&str] = &["standard-webhooks", "stripe", "paddle"];

/// Providers that sign tokens with a private key.
const TOKENS_OF_A_PAIR: &[&str] = &["plaid"];

/// Providers whose signatures are created and verified with the same key.
const SHARED_KEY: &[&str] = &["truv", "argyle", "betterez", "socotra"];

pub(super) const ALL: &[Defect] = &[
    Defect::new(
        "verifies-nothing",
        "accepts every delivery, and never looks at its signature",
        &["signature-missing", "signature-wrong-key", "signature-empty", "signature-truncated", "signature-garbage"],
    )
    .cause("verifies-nothing")
    .also(UNVERIFIED)
    .verifying(forging::verifies_nothing),
    Defect::new(
        "trusts-unsigned",
        "verifies a signature if it is present, and accepts a delivery without one",
        &["signature-missing"],
    )
    .cause("verifies-if-present")
    .also(&["signature-no-effect"])
    .verifying(verifying::trusts_unsigned),
    Defect::new(
        "crashes-unsigned",
        "answers 500 if the signature header is missing, because it reads it anyway",
        &["signature-missing"],
    )
    .cause("crashes-on-invalid-signature")
    .verifying(verifying::crashes_unsigned),
    Defect::new(
        "looks-for-the-header",
        "accepts everything with a signature header, until the right key is known",
        &["signature-wrong-key", "signature-empty", "signature-truncated", "signature-garbage"],
    )
    .cause("compares-nothing")
    .also(UNREAD)
    .verifying(verifying::looks_for_the_header),
    Defect::new("trusts-errors", "goes on when the verification raises an error", &["signature-garbage"])
        .cause("accepts-after-error")
        .also(&["signature-truncated", "signature-other-encoding", "signature-empty", "signature-no-prefix"])
        .verifying(verifying::trusts_errors),
    Defect::new(
        "login-page",
        "redirects wrongly signed deliveries to the login page",
        &["signature-missing", "signature-wrong-key"],
    )
    .cause("refuses-by-redirect")
    .also(REFUSALS)
    .only_with(&["argyle", "orum", "betterez", "socotra"])
    .verifying(verifying::login_page),
    Defect::new(
        "checks-the-form",
        "looks at the form of a signature and does not compare it",
        &["signature-wrong-key"],
    )
    .cause("compares-nothing")
    .also(UNCOMPARED)
    .verifying(verifying::checks_the_form),
    Defect::new(
        "caches-signatures",
        "accepts any body with a signature that it has verified before",
        &["signature-body-changed", "signature-other-body"],
    )
    .cause("caches-signatures")
    .only_with(&["truv", "argyle", "orum", "socotra", "betterez"])
    .verifying(verifying::caches_signatures),
    Defect::new(
        "compares-the-shorter",
        "compares signatures up to the end of the shorter one",
        &["signature-truncated"],
    )
    .cause("compares-part")
    .also(&["signature-empty", "signature-stale", "signature-future"])
    .verifying(verifying::compares_the_shorter),
    Defect::new(
        "compares-eight",
        "compares the first eight characters of a signature, the length of its column",
        &["signature-truncated"],
    )
    .cause("compares-part")
    .also(&["signature-garbage"])
    .verifying(verifying::compares_eight),
    Defect::new(
        "crashes-on-garbage",
        "answers 500 to a signature header that it cannot decode",
        &["signature-garbage"],
    )
    .cause("crashes-on-invalid-signature")
    .also(&["signature-truncated", "signature-other-encoding", "signature-empty", "signature-no-prefix"])
    .verifying(verifying::crashes_on_garbage),
    Defect::new(
        "reads-first-signature",
        "reads the first signature of the header, and no other",
        &["signature-rotated"],
    )
    .cause("reads-one-signature")
    .only_with(ROTATING)
    .verifying(rotating::reads_first_signature),
    Defect::new(
        "reads-last-signature",
        "reads the header into a map, where the last signature stays",
        &["signature-rotated"],
    )
    .cause("reads-one-signature")
    .only_with(ROTATING)
    .verifying(rotating::reads_last_signature),
    Defect::new("shows-the-signature", "shows the expected signature in its 401, for debugging", &["signature-leak"])
        .cause("leaks-signature")
        .verifying(verifying::shows_the_signature),
    Defect::new(
        "shows-signature-in-header",
        "sends the signature that it expected along as a header of its 401",
        &["signature-leak"],
    )
    .cause("leaks-signature")
    .verifying(verifying::shows_signature_in_header),
    Defect::new(
        "shows-the-digest",
        "shows the expected digest, in another encoding than the provider's",
        &["signature-leak"],
    )
    .cause("leaks-signature")
    .verifying(verifying::shows_the_digest),
    Defect::new(
        "compares-byte-by-byte",
        "compares signatures letter by letter, and stops at the first that differs",
        &["signature-timing"],
    )
    .cause("compares-in-varying-time")
    .only_with(SHARED_KEY)
    .verifying(verifying::compares_characters),
    Defect::new(
        "logs-near-misses",
        "writes a signature that is almost right into a log before it refuses it",
        &["signature-timing"],
    )
    .cause("compares-in-varying-time")
    .only_with(&["truv", "argyle", "socotra"])
    .verifying(verifying::logs_near_misses),
    Defect::new("processes-before-verifying", "processes the event, and verifies afterwards", &["signature-no-effect"])
        .cause("processes-before-verifying")
        .also(&["signature-other-tenant"])
        .verifying(verifying::processes_before_verifying),
    Defect::new("forgets-to-return", "answers 401, and processes the event anyway", &["signature-no-effect"])
        .cause("processes-before-verifying")
        .also(&["signature-other-tenant"])
        .verifying(verifying::forgets_to_return),
    Defect::new(
        "accepts-empty-signature",
        "compares an empty signature letter by letter, and finds no difference",
        &["signature-empty"],
    )
    .cause("accepts-empty-signature")
    .also(&["signature-garbage", "signature-other-encoding"])
    .verifying(verifying::accepts_empty_signature),
    Defect::new("any-algorithm", "accepts signatures by SHA-256 and by SHA-512", &["signature-other-algorithm"])
        .cause("accepts-other-algorithms")
        .only_with(SHARED_KEY)
        .verifying(verifying::any_algorithm),
    Defect::new("any-encoding", "accepts signatures in hexadecimal and in base64", &["signature-other-encoding"])
        .cause("accepts-other-forms")
        .verifying(verifying::any_encoding),
    Defect::new("prefix-optional", "accepts signatures without the prefix of their version", &["signature-no-prefix"])
        .cause("accepts-other-forms")
        .only_with(&["truv"])
        .verifying(verifying::prefix_optional),
    Defect::new("crashes-on-two", "answers 500 to two signature headers", &["signature-duplicated-header"])
        .cause("crashes-on-invalid-signature")
        .verifying(verifying::crashes_on_two),
    Defect::new("trusts-two", "accepts two signature headers without verification", &["signature-duplicated-header"])
        .cause("accepts-two-signatures")
        .verifying(verifying::trusts_two),
    Defect::new("exact-case", "knows the signature header in one spelling only", &["signature-header-case"])
        .cause("knows-one-header-spelling")
        .served(Served::ExactCase),
    Defect::new(
        "lower-case-too",
        "knows the signature header as it is documented and in lower case",
        &["signature-header-case"],
    )
    .cause("knows-one-header-spelling")
    .only_with(&["truv", "betterez", "socotra"])
    .served(Served::LowerCaseToo),
    Defect::new(
        "title-case-too",
        "knows the signature header as it is documented and in Title-Case",
        &["signature-header-case"],
    )
    .cause("knows-one-header-spelling")
    .only_with(&["truv", "argyle", "orum"])
    .served(Served::TitleCaseToo),
    Defect::new("never-stale", "accepts a signature of any age", &["signature-stale"])
        .cause("accepts-old-signatures")
        .only_with(&["betterez", "linear"])
        .verifying(verifying::never_stale),
    Defect::new(
        "milliseconds-for-seconds",
        "accepts signatures of the last and of the next 300,000 seconds, instead of milliseconds",
        &["signature-stale", "signature-future"],
    )
    .cause("accepts-old-signatures")
    .only_with(&["betterez"])
    .verifying(verifying::milliseconds_for_seconds),
    Defect::new("from-the-future", "accepts a signature with a time in the future", &["signature-future"])
        .cause("accepts-old-signatures")
        .only_with(&["betterez", "linear"])
        .verifying(verifying::from_the_future),
    Defect::new(
        "verifies-json-only",
        "verifies in its parser of JSON, and accepts other content types as they come",
        &["signature-missing"],
    )
    .cause("verifies-some-requests")
    .verifying(forging::verifies_json_only),
    Defect::new(
        "verifies-posts-only",
        "verifies what comes by POST, and accepts what comes by another method",
        &["signature-other-method"],
    )
    .cause("verifies-some-requests")
    .served(Served::AnyMethod),
    Defect::new("no-key-needed", "accepts a hash without a key as a signature", &["signature-wrong-key"])
        .cause("accepts-weak-key")
        .only_with(SHARED_KEY)
        .verifying(forging::takes_weak::<0>),
    Defect::new(
        "empty-key-too",
        "accepts the empty key as well, because its list of keys ends in a comma",
        &["signature-wrong-key"],
    )
    .cause("accepts-weak-key")
    .only_with(SHARED_KEY)
    .verifying(forging::takes_weak::<1>),
    Defect::new("blank-key-too", "accepts a space as a key as well", &["signature-wrong-key"])
        .cause("accepts-weak-key")
        .only_with(SHARED_KEY)
        .verifying(forging::takes_weak::<2>),
    Defect::new(
        "header-name-for-key",
        "uses the name of the signature header as the key, because two arguments are swapped",
        &["signature-wrong-key"],
    )
    .cause("accepts-weak-key")
    .only_with(SHARED_KEY)
    .verifying(forging::takes_weak::<3>),
    Defect::new("undefined-for-key", "accepts `undefined` as a key as well", &["signature-wrong-key"])
        .cause("accepts-weak-key")
        .only_with(SHARED_KEY)
        .verifying(forging::takes_weak::<4>),
    Defect::new("none-for-key", "accepts `None` as a key as well", &["signature-wrong-key"])
        .cause("accepts-weak-key")
        .only_with(SHARED_KEY)
        .verifying(forging::takes_weak::<5>),
    Defect::new(
        "accepts-alg-none",
        "accepts a token that says in its header that it is not signed",
        &["signature-wrong-key"],
    )
    .cause("accepts-weak-key")
    .only_with(TOKENS_OF_A_PAIR)
    .verifying(forging::takes_weak::<6>),
    Defect::new(
        "public-key-as-secret",
        "lets the header of a token choose HMAC, and uses its public key as the secret",
        &["signature-wrong-key"],
    )
    .cause("accepts-weak-key")
    .only_with(TOKENS_OF_A_PAIR)
    .verifying(forging::takes_weak::<7>),
    Defect::new("any-tenant", "accepts the key of any of its tenants", &["signature-other-tenant"])
        .cause("accepts-other-tenants")
        .only_with(SHARED_KEY)
        .verifying(forging::any_tenant),
    Defect::new("compares-ascii", "answers 500 to a signature that is not ASCII", &["signature-garbage"])
        .cause("crashes-on-invalid-signature")
        .verifying(forging::compares_ascii),
    Defect::new(
        "accepts-null-signature",
        "accepts the word `null` or `undefined` as a signature",
        &["signature-garbage"],
    )
    .cause("accepts-after-error")
    .verifying(forging::accepts_null_signature),
    Defect::new("shows-its-settings", "answers 401 with a page that shows the secret", &["signature-leak"])
        .cause("leaks-signature")
        .only_with(SHARED_KEY)
        .verifying(forging::shows_its_settings),
    Defect::new(
        "shows-its-credentials",
        "answers 401 with credentials in base64, and the secret is a part of them",
        &["signature-leak"],
    )
    .cause("leaks-signature")
    .only_with(SHARED_KEY)
    .verifying(forging::shows_its_credentials),
    Defect::new(
        "debugs-bodies",
        "parses before it verifies, and answers 500 with the secret if that fails",
        &["signature-leak"],
    )
    .cause("leaks-signature")
    .only_with(SHARED_KEY)
    .verifying(forging::debugs_bodies),
    Defect::new(
        "debugs-headers",
        "answers 500 with the secret to a signature that is not ASCII",
        &["signature-leak", "signature-garbage"],
    )
    .cause("leaks-signature")
    .only_with(SHARED_KEY)
    .verifying(forging::debugs_headers),
    Defect::new("returns-its-key", "shows its key in a header of every success", &["signature-leak"])
        .cause("leaks-signature")
        .only_with(SHARED_KEY)
        .verifying(forging::returns_its_key),
];
