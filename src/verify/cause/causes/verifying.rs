//! Causes in the verification of signatures: which forged deliveries are accepted.

use crate::verify::cause::facts::Facts;
use crate::verify::cause::finding::Harm;
use crate::verify::cause::value::{Cause, Framework, of};
use crate::verify::cause::wording::Wording;
use crate::verify::cause::{probe, wording};
use crate::verify::special::Special;
use crate::verify::symptom::How;

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
    seen: "A delivery without a signature and a delivery signed with another key were both accepted.",
    why: "Anyone who knows the address can send events: a payment that was never made, a person who was never \
          verified.",
    fix: "With your secret, compute the signature of the raw body. Compare it with the one in the header. If it \
          is missing or different, answer 401 before anything else happens.",
    frameworks: COMPARE,
    harm: Harm::Forgery,
    explains: ALL_FORGERIES,
    decide: |facts| {
        let accepts_all =
            facts.accepts_special("signature-missing", &[Special::Unsigned]) && accepts_another_key(facts);
        let taken = facts.take_if(ALL_FORGERIES, |id| gets_in(facts, id))?;
        accepts_all
            .then(|| taken.decided("only the signature was removed or replaced, and both deliveries were accepted"))
    },
    ..Cause::EMPTY
};

pub(super) const VERIFIES_SOME_REQUESTS: Cause = Cause {
    id: "verifies-some-requests",
    title: "The signature is checked only for some requests",
    seen: "A delivery without a signature was refused. With another content type or method, it was accepted.",
    why: "If the check is in a JSON parser or on one route, changing one header bypasses it. Anyone who knows the \
          address can send events.",
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
        Some(taken?.decided("without a signature, the usual request was refused and this one was accepted"))
    },
    describe: |facts, ids| {
        let sent = facts.sent(ids[0]);
        Wording::observation(match sent.split_once("without a signature, ") {
            Some((_, as_what)) => {
                format!("Without a signature, a usual delivery was refused, but one sent {as_what} was accepted.")
            }
            None => format!("A delivery without a signature was refused. {sent} was accepted."),
        })
    },
    ..Cause::EMPTY
};

pub(super) const VERIFIES_IF_PRESENT: Cause = Cause {
    id: "verifies-if-present",
    title: "The signature is checked only if there is one",
    seen: "A delivery with a wrong signature was refused, and one without a signature was accepted.",
    why: "Anyone who knows the address can leave the header out and send events.",
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
            taken.decided("only the signature header was removed, and the delivery was accepted")
        } else {
            taken
        })
    },
    probe: Some(&probe::WRONG_KEY),
    ..Cause::EMPTY
};

pub(super) const COMPARES_NOTHING: Cause = Cause {
    id: "compares-nothing",
    title: "The signature is read, but not compared",
    seen: "A delivery signed with another key was accepted.",
    why: "Anyone can write a signature of the same length and alphabet. Anyone who knows the address can send \
          events.",
    fix: "With your secret, compute the signature of the raw body, and compare the whole value with the one in \
          the header.",
    frameworks: COMPARE,
    harm: Harm::Forgery,
    explains: ALL_FORGERIES,
    decide: |facts| {
        let taken = facts.take_if(ALL_FORGERIES, |id| gets_in(facts, id))?;
        let how = if facts.has_passed("signature-missing") {
            "a delivery without a signature was refused, and one signed with another key was accepted"
        } else {
            "only the key of the signature was changed, and the delivery was accepted"
        };
        accepts_another_key(facts).then(|| taken.decided(how))
    },
    ..Cause::EMPTY
};

pub(super) const ACCEPTS_WEAK_KEY: Cause = Cause {
    id: "accepts-weak-key",
    title: "A signature made with a guessable key is accepted",
    seen: "The endpoint accepted a signature made with a guessable key: an empty one, a space, `undefined` or the \
           name of the header.",
    why: "Anyone can make this signature. Typical reasons: a setting is missing, a list of keys has an empty \
          entry, or arguments are swapped.",
    fix: "Do not start the server if the secret is empty or only white space. If you split a list of keys, trim each \
          key and drop the empty ones. Check that you did not exchange the key and the message where you compute the \
          signature.",
    frameworks: &[
        of("Node", "if (!process.env.SECRET?.trim()) throw new Error(\"no secret\")"),
        of("Python", "if not os.environ[\"SECRET\"].strip(): raise SystemExit(\"no secret\")"),
        of("Rails", "ENV.fetch(\"SECRET\")"),
        of("Go", "secret, ok := os.LookupEnv(\"SECRET\"); stop if !ok or it is empty"),
    ],
    harm: Harm::Forgery,
    explains: &["signature-wrong-key"],
    decide: |facts| {
        let taken = facts.take_if(ALL_FORGERIES, |id| facts.accepts_special(id, &[Special::WeakKey]));
        Some(taken?.decided("a signature made with an unknown key was refused, and this one was accepted"))
    },
    describe: wording::accepted,
    ..Cause::EMPTY
};

pub(super) const ACCEPTS_OTHER_TENANTS: Cause = Cause {
    id: "accepts-other-tenants",
    title: "A tenant can sign events for another tenant",
    seen: "An event of one tenant, signed with another tenant's key, was accepted.",
    why: "Probably the endpoint tries the keys of all its tenants. So each tenant can write into the accounts of the \
          others.",
    fix: "First find the tenant (your customer) by the URL path or by an id in the event. Then verify with the key of \
          this tenant only.",
    frameworks: &[],
    harm: Harm::Forgery,
    explains: &["signature-other-tenant"],
    decide: |facts| {
        let taken = facts.take_if(&["signature-other-tenant"], |id| facts.accepts_special(id, &[Special::OtherTenant]));
        Some(taken?.decided("an unknown key was refused, and another tenant's key was accepted"))
    },
    ..Cause::EMPTY
};

pub(super) const ACCEPTS_EMPTY_SIGNATURE: Cause = Cause {
    id: "accepts-empty-signature",
    title: "An empty signature is accepted",
    seen: "A delivery with an empty signature header was accepted.",
    why: "Probably a loop over the characters of an empty signature runs zero times and finds no difference. Anyone \
          can send events.",
    fix: "Compare the lengths first. Then use a constant-time comparison.",
    frameworks: COMPARE,
    harm: Harm::Forgery,
    explains: &["signature-empty", "signature-garbage", "signature-other-encoding"],
    decide: |facts| {
        let is_it = facts.accepts("signature-empty") && !facts.has_failed("signature-truncated");
        let ids = ["signature-empty", "signature-garbage", "signature-other-encoding"];
        let taken = facts.take_if(&ids, |id| facts.accepts(id))?;
        let how = if facts.has_passed("signature-truncated") {
            "an empty signature was accepted, and a truncated one was refused"
        } else {
            "only the signature was removed from its header, and the delivery was accepted"
        };
        is_it.then(|| taken.decided(how))
    },
    ..Cause::EMPTY
};

pub(super) const ACCEPTS_AFTER_ERROR: Cause = Cause {
    id: "accepts-after-error",
    title: "An invalid signature is accepted if it cannot be decoded",
    seen: "A signature header that cannot be decoded was accepted.",
    why: "Probably the error is caught when decoding fails, and the request continues. An attacker sends a header \
          that cannot be decoded.",
    fix: "Answer 401 unless the comparison succeeds, also in the error branch.",
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
        let how = if facts.has_passed("signature-wrong-key") {
            "a wrong signature that can be decoded was refused, and this header was accepted"
        } else {
            "only the signature header was changed, and the delivery was accepted"
        };
        is_it.then(|| taken.decided(how))
    },
    describe: wording::accepted,
    ..Cause::EMPTY
};

pub(super) const COMPARES_PART: Cause = Cause {
    id: "compares-part",
    title: "Only a part of the signature is compared",
    seen: "A signature was accepted although only its beginning is right.",
    why: "An attacker needs only the part that you compare. If it is short, trial and error finds it.",
    fix: "Compare the whole signature, and refuse a signature of any other length.",
    frameworks: COMPARE,
    harm: Harm::Forgery,
    explains: &["signature-truncated", "signature-garbage", "signature-empty"],
    decide: |facts| {
        let taken = facts.take_if(COMPARES_PART.explains, |id| facts.accepts(id))?;
        Some(taken.decided(if facts.has_passed("signature-wrong-key") {
            "a completely wrong signature was refused, and this one was accepted"
        } else {
            "only the signature was changed, and the delivery was accepted"
        }))
    },
    describe: wording::accepted,
    ..Cause::EMPTY
};

pub(super) const REFUSES_BY_REDIRECT: Cause = Cause {
    id: "refuses-by-redirect",
    title: "Forged deliveries are answered with a redirect",
    seen: "A delivery with a wrong signature was answered with a redirect instead of 4xx.",
    why: "Probably deliveries that fail the signature check are sent to a login page. If your secret is wrong, the \
          provider may take the redirect for a success.",
    fix: "Exclude the webhook's path from the login. If the signature is wrong, answer 401.",
    frameworks: &[
        of("Django", "no @login_required on this view"),
        of("Rails", "skip_before_action :authenticate_user!"),
        of("Spring", "requestMatchers(\"/hook\").permitAll()"),
        of("Laravel", "put the route outside the auth middleware"),
    ],
    harm: Harm::Trouble,
    explains: FORGERIES,
    decide: |facts| {
        const BODIES: &[&str] = &[
            "malformed-json",
            "malformed-not-object",
            "malformed-truncated-utf8",
            "malformed-form",
            "malformed-empty",
        ];
        let redirected = |ids| facts.take_how(ids, &[How::Redirected]);
        let taken = redirected(FORGERIES)?;
        let taken = Facts::both(Some(taken), redirected(BODIES));
        taken.map(|taken| taken.decided("the answer was a redirect; correctly signed deliveries were accepted"))
    },
    describe: |facts, ids| Wording::observation(format!("{} It should answer 4xx.", facts.sent_and_outcome(ids[0]))),
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
