//! Causes in the verification of signatures: which forged deliveries are accepted.

use crate::verify::cause::facts::Facts;
use crate::verify::cause::probe;
use crate::verify::cause::value::Cause;
use crate::verify::cause::value::Framework;
use crate::verify::cause::value::Harm;
use crate::verify::cause::value::of;
use crate::verify::symptom::How;
use crate::verify::symptom::Special;

/// Checks that send forged deliveries, the most significant one first. Effects decide the last two.
const ALL_FORGERIES: &[&str] = &[
    "signature-missing",
    "signature-wrong-key",
    "signature-body-changed",
    "signature-other-body",
    "signature-empty",
    "signature-truncated",
    "signature-garbage",
    "signature-other-algorithm",
    "signature-other-encoding",
    "signature-no-prefix",
    "signature-duplicated-header",
    "signature-stale",
    "signature-future",
    "signature-other-tenant",
    "signature-other-method",
    "signature-no-effect",
];

/// Those of them that an answer decides.
pub(super) const FORGERIES: &[&str] = ALL_FORGERIES.split_at(ALL_FORGERIES.len() - 2).0;

/// Ways to read the bytes of a body before a parser.
pub(super) const RAW_BODY: &[Framework] = &[
    of("Express", "express.raw({ type: \"*/*\" }) on this route, before express.json()"),
    of("Flask", "request.get_data() before request.json"),
    of("Django", "request.body before request.POST"),
    of("FastAPI", "await request.body()"),
    of("Go", "io.ReadAll(r.Body), then json.Unmarshal"),
    of("Rails", "request.raw_post"),
    of("Spring", "@RequestBody byte[] body"),
    of("Laravel", "$request->getContent()"),
    of("axum", "the Bytes extractor, then serde_json::from_slice"),
];

/// Ways to compare two signatures.
pub(super) const COMPARE: &[Framework] = &[
    of("Node", "crypto.timingSafeEqual(a, b), after you compared the lengths"),
    of("Python", "hmac.compare_digest(a, b)"),
    of("Go", "hmac.Equal(a, b)"),
    of("Ruby", "Rack::Utils.secure_compare(a, b)"),
    of("PHP", "hash_equals($expected, $given)"),
    of("Java", "MessageDigest.isEqual(a, b)"),
    of("Rust", "Mac::verify_slice of the hmac crate"),
];

pub(super) const VERIFIES_NOTHING: Cause = Cause {
    id: "verifies-nothing",
    title: "The endpoint does not check signatures",
    seen: "Deliveries without a signature and with a signature by another key were both accepted.",
    why: "Anyone who knows the address can send events: a payment that never came, a person who was never verified.",
    fix: "Compute the signature of the bytes that arrived with your secret, compare it with the header, and answer 401 \
          before anything else happens if it is missing or different.",
    frameworks: COMPARE,
    harm: Harm::Forgery,
    explains: ALL_FORGERIES,
    decide: |facts| {
        let accepts_all =
            facts.accepts_special("signature-missing", &[Special::Unsigned]) && accepts_another_key(facts);
        let taken = facts.take_if(ALL_FORGERIES, |id| gets_in(facts, id))?;
        accepts_all.then(|| taken.decided("no signature and a signature by another key were both accepted"))
    },
    ..Cause::EMPTY
};

pub(super) const VERIFIES_SOME_REQUESTS: Cause = Cause {
    id: "verifies-some-requests",
    title: "The signature is checked only for some requests",
    seen: "A delivery without a signature was refused, and was accepted with another content type or method.",
    why: "If the check is in a JSON parser or on one route, changing one header bypasses it. Anyone can send events.",
    fix: "Check the signature before anything looks at the method or the content type, for every request to this path. \
          Refuse content types and methods that you do not expect.",
    frameworks: &[
        of("Express", "check in the handler, not in the verify option of express.json()"),
        of("Rails", "before_action :verify_signature, without only: or format:"),
        of("Spring", "a filter on the path, not on consumes = \"application/json\""),
    ],
    harm: Harm::Forgery,
    explains: &["signature-missing", "signature-other-method"],
    decide: |facts| {
        let other_type = |id: &str| facts.accepts_special(id, &[Special::UnsignedContentType]);
        // Whether it was accepted shows in its effects.
        let other_method = |id: &str| facts.special(id) == Some(Special::UnsignedMethod);
        let taken = facts.take_if(VERIFIES_SOME_REQUESTS.explains, |id| other_type(id) || other_method(id));
        Some(taken?.decided("the same delivery was refused as usual and accepted in another form"))
    },
    ..Cause::EMPTY
};

pub(super) const VERIFIES_IF_PRESENT: Cause = Cause {
    id: "verifies-if-present",
    title: "The signature is checked only if there is one",
    seen: "A delivery with a wrong signature was refused, and one without a signature was accepted.",
    why: "A forger leaves the header out. Anyone who knows the address can send events.",
    fix: "Answer 401 if the header is missing or empty, before you compare.",
    frameworks: &[],
    harm: Harm::Forgery,
    explains: &["signature-missing", "signature-no-effect"],
    decide: |facts| {
        if !facts.accepts("signature-missing") {
            return None;
        }
        let taken = facts.take(&["signature-missing", "signature-no-effect"])?;
        Some(if facts.has_passed("signature-wrong-key") {
            taken.decided("a wrong signature was refused, and none was accepted")
        } else {
            taken
        })
    },
    probe: Some(&probe::WRONG_KEY),
    ..Cause::EMPTY
};

pub(super) const COMPARES_NOTHING: Cause = Cause {
    id: "compares-nothing",
    title: "The signature is read and not compared",
    seen: "A delivery without a signature was refused, and a signature by another key was accepted.",
    why: "Anyone can write a signature of the right form. Anyone who knows the address can send events.",
    fix: "Compute the signature of the bytes that arrived with your secret, and compare all of it with the header.",
    frameworks: COMPARE,
    harm: Harm::Forgery,
    explains: ALL_FORGERIES,
    decide: |facts| {
        let taken = facts.take_if(ALL_FORGERIES, |id| gets_in(facts, id))?;
        accepts_another_key(facts).then(|| taken.decided("a signature by another key was accepted"))
    },
    ..Cause::EMPTY
};

pub(super) const ACCEPTS_WEAK_KEY: Cause = Cause {
    id: "accepts-weak-key",
    title: "A signature by a key that anyone can guess is accepted",
    seen: "A signature was accepted that has no key, or a key that is empty, blank, a word such as `undefined`, or the \
           name of the header.",
    why: "A missing setting, a list of keys with an empty entry, or swapped arguments make the key guessable.",
    fix: "Stop at the start if the secret is missing or blank. Drop empty entries if you split a list of keys. Check \
          the order of the arguments where you compute the signature.",
    frameworks: &[
        of("Node", "if (!process.env.SECRET?.trim()) throw new Error(\"no secret\")"),
        of("Python", "os.environ[\"SECRET\"], not os.environ.get(\"SECRET\", \"\")"),
        of("Rails", "ENV.fetch(\"SECRET\")"),
        of("Go", "secret, ok := os.LookupEnv(\"SECRET\"); stop if !ok or it is empty"),
    ],
    harm: Harm::Forgery,
    explains: &["signature-wrong-key"],
    decide: |facts| {
        let taken = facts.take_if(ALL_FORGERIES, |id| facts.accepts_special(id, &[Special::WeakKey]));
        Some(taken?.decided("another key was refused, and a key that anyone can guess was accepted"))
    },
    ..Cause::EMPTY
};

pub(super) const ACCEPTS_OTHER_TENANTS: Cause = Cause {
    id: "accepts-other-tenants",
    title: "One tenant can sign events of another",
    seen: "An event of one tenant was accepted with a signature by the key of another one.",
    why: "The endpoint tries the keys of all its tenants. Each of them can write into the accounts of the others.",
    fix: "Find the tenant first, by the path or by an id in the event. Then compare with the key of this tenant only.",
    frameworks: &[],
    harm: Harm::Forgery,
    explains: &["signature-other-tenant"],
    decide: |facts| {
        let taken = facts.take_if(&["signature-other-tenant"], |id| facts.accepts_special(id, &[Special::OtherTenant]));
        Some(taken?.decided("an unknown key was refused, and the key of another tenant was accepted"))
    },
    ..Cause::EMPTY
};

pub(super) const CACHES_SIGNATURES: Cause = Cause {
    id: "caches-signatures",
    title: "A signature that was right once is accepted with any body",
    seen: "The signature of another delivery, which was accepted before, was accepted with a changed body.",
    why: "Anyone who sees one delivery can send any event under its signature.",
    fix: "Compute the signature from the body of every delivery. If you remember results, use body and signature \
          together as the key.",
    frameworks: &[],
    harm: Harm::Forgery,
    explains: &["signature-body-changed", "signature-other-body"],
    decide: |facts| {
        let reused = facts.accepts_special("signature-body-changed", &[Special::SignatureReused]);
        let other = facts.accepts("signature-other-body") && !facts.has_failed("signature-body-changed");
        let taken = facts.take_if(&["signature-other-body", "signature-body-changed"], |id| facts.accepts(id))?;
        (reused || other).then(|| taken.decided("a changed body was refused until its signature had been accepted"))
    },
    ..Cause::EMPTY
};

pub(super) const VERIFIES_REWRITTEN_BODY: Cause = Cause {
    id: "verifies-rewritten-body",
    title: "The signature is checked against rewritten JSON",
    seen: "A body in another spelling was refused although its signature is right, or white space could be added after \
           signing.",
    why: "The endpoint parses the body, serializes it again and verifies that text. Correct deliveries are lost when \
          the provider changes a space or an escape; changed ones get in.",
    fix: "Verify the bytes as they arrived, before any JSON parser.",
    frameworks: RAW_BODY,
    harm: Harm::Loss,
    explains: &["encoding-raw-bytes", "signature-body-changed"],
    decide: |facts| {
        let accepts_space = facts.accepts_special("signature-body-changed", &[Special::SpaceAdded]);
        let refuses = facts.is("encoding-raw-bytes", &[How::Refused, How::Crashed, How::Redirected]);
        let taken = facts.take_if(&["encoding-raw-bytes", "signature-body-changed"], |id| {
            id == "encoding-raw-bytes" || accepts_space
        })?;
        if accepts_space {
            return Some(taken.decided("white space that was added after signing was accepted"));
        }
        (refuses && !facts.has_passed("signature-body-changed") && !facts.has_failed("payload-key-order"))
            .then_some(taken)
    },
    probe: Some(&probe::REWRITTEN_BODY),
    ..Cause::EMPTY
};

pub(super) const COVERS_PART_OF_BODY: Cause = Cause {
    id: "covers-part-of-body",
    title: "The signature is not compared with the whole body",
    seen: "A body that was changed after it was signed was accepted, and a signature by another key was refused.",
    why: "Anyone who sees one delivery can change amounts and account numbers under its signature.",
    fix: "Compute the signature over every byte of the body, as it arrived.",
    frameworks: RAW_BODY,
    harm: Harm::Forgery,
    explains: &["signature-body-changed", "signature-other-body"],
    decide: |facts| {
        let taken = facts.take_if(&["signature-body-changed", "signature-other-body"], |id| facts.accepts(id));
        Some(taken?.decided("a changed body was accepted under the old signature"))
    },
    ..Cause::EMPTY
};

pub(super) const ACCEPTS_EMPTY_SIGNATURE: Cause = Cause {
    id: "accepts-empty-signature",
    title: "An empty signature is accepted",
    seen: "A signature header with nothing in it was accepted, and a truncated one was refused.",
    why: "A comparison character by character finds no difference in an empty text. Anyone can send events.",
    fix: "Compare the lengths first, or use a comparison for secrets, which does so.",
    frameworks: COMPARE,
    harm: Harm::Forgery,
    explains: &["signature-empty", "signature-garbage", "signature-other-encoding"],
    decide: |facts| {
        let is_it = facts.accepts("signature-empty") && !facts.has_failed("signature-truncated");
        let ids = ["signature-empty", "signature-garbage", "signature-other-encoding"];
        let taken = facts.take_if(&ids, |id| facts.accepts(id))?;
        is_it.then(|| taken.decided("an empty signature was accepted"))
    },
    ..Cause::EMPTY
};

pub(super) const ACCEPTS_AFTER_ERROR: Cause = Cause {
    id: "accepts-after-error",
    title: "An invalid signature is accepted if it cannot be decoded",
    seen: "A signature header that is not a signature at all was accepted.",
    why: "When decoding fails, the error is caught and the request goes on. A forger sends a header that fails.",
    fix: "Refuse with 401 in every branch that is not a successful comparison, also in the one for errors.",
    frameworks: &[
        of("Node", "catch (e) { return res.sendStatus(401) }"),
        of("Python", "except ValueError: abort(401)"),
        of("Go", "if err != nil || !hmac.Equal(a, b) { answer 401; return }"),
    ],
    harm: Harm::Forgery,
    explains: &[
        "signature-garbage",
        "signature-truncated",
        "signature-empty",
        "signature-other-encoding",
        "signature-no-prefix",
    ],
    decide: |facts| {
        let taken = facts.take_if(ACCEPTS_AFTER_ERROR.explains, |id| facts.accepts(id))?;
        let is_it = facts.accepts_special("signature-garbage", &[Special::Garbage]);
        is_it.then(|| taken.decided("a header that is not a signature was accepted"))
    },
    ..Cause::EMPTY
};

pub(super) const COMPARES_PART: Cause = Cause {
    id: "compares-part",
    title: "Only a part of the signature is compared",
    seen: "A signature that is right at its beginning and then ends or goes wrong was accepted.",
    why: "A short beginning can be guessed by trial, and then anyone can send events.",
    fix: "Compare the whole signature, and refuse one of another length.",
    frameworks: COMPARE,
    harm: Harm::Forgery,
    explains: &["signature-truncated", "signature-garbage", "signature-empty"],
    decide: |facts| {
        let taken = facts.take_if(COMPARES_PART.explains, |id| facts.accepts(id));
        Some(taken?.decided("a truncated signature was accepted"))
    },
    ..Cause::EMPTY
};

pub(super) const REFUSES_BY_REDIRECT: Cause = Cause {
    id: "refuses-by-redirect",
    title: "Wrong signatures are answered with a redirect",
    seen: "A delivery with a wrong signature was answered 3xx instead of 4xx.",
    why: "A login page or a filter answers for the endpoint. The provider may follow the redirect and mistake the page \
          for a success, or try again for ever.",
    fix: "Let the webhook's path past the login, and answer 401 yourself.",
    frameworks: &[
        of("Django", "no @login_required on this view"),
        of("Rails", "skip_before_action :authenticate_user!"),
        of("Spring", "requestMatchers(\"/hook\").permitAll()"),
        of("Laravel", "put the route outside the auth middleware"),
    ],
    harm: Harm::Trouble,
    explains: FORGERIES,
    decide: |facts| {
        const BODIES: &[&str] =
            &["malformed-json", "malformed-not-object", "malformed-truncated-utf8", "malformed-empty"];
        let redirected = |ids| facts.take_how(ids, &[How::Redirected]);
        let taken = redirected(FORGERIES)?;
        let taken = Facts::both(Some(taken), redirected(BODIES));
        taken.map(|taken| taken.decided("the answer was a redirect"))
    },
    ..Cause::EMPTY
};

/// Whether a check shows that a forgery was accepted, by the answer or by its effects.
fn gets_in(facts: &Facts<'_>, id: &str) -> bool {
    facts.accepts(id) || id == "signature-no-effect" || facts.special(id) == Some(Special::UnsignedMethod)
}

/// Whether a signature by another key is accepted.
fn accepts_another_key(facts: &Facts<'_>) -> bool {
    facts.accepts("signature-wrong-key") && facts.special("signature-wrong-key") != Some(Special::WeakKey)
}
