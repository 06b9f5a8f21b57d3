//! Causes around signatures: leaks, accepted forms, and work before verification.

use crate::verify::cause::causes::verifying::COMPARE;
use crate::verify::cause::causes::verifying::FORGERIES;
use crate::verify::cause::value::Cause;
use crate::verify::cause::value::Harm;
use crate::verify::cause::value::of;
use crate::verify::symptom::How;

pub(super) const CRASHES_ON_ODD_SIGNATURE: Cause = Cause {
    id: "crashes-on-odd-signature",
    title: "The endpoint fails at a signature that it does not expect",
    seen: "A missing, broken or doubled signature header was answered 5xx, or not at all.",
    why: "Anyone can fill your error log and raise alarms, and a 5xx asks the provider to send the delivery again.",
    fix: "Decode the header in a way that cannot fail, and answer 401 to everything that is not a signature.",
    frameworks: &[
        of("Node", "compare the lengths of the buffers before crypto.timingSafeEqual, which throws"),
        of("Python", "compare bytes: hmac.compare_digest raises TypeError for text that is not ASCII"),
        of("Go", "check the error of hex.DecodeString"),
        of("axum", "headers.get(..).and_then(|value| value.to_str().ok())"),
    ],
    harm: Harm::Trouble,
    explains: FORGERIES,
    decide: |facts| {
        let taken = facts.take_how(FORGERIES, &[How::Crashed, How::HungUp, How::Silent, How::Gone]);
        Some(taken?.decided("the answer was a 5xx, or there was none"))
    },
    ..Cause::EMPTY
};

pub(super) const LEAKS_SIGNATURE: Cause = Cause {
    id: "leaks-signature",
    title: "An answer shows the right signature or the secret",
    seen: "An answer contained what a forger needs, as it is or encoded.",
    why: "A forger reads the right signature or the secret in an answer, and then signs any event.",
    fix: "Answer 401 with a fixed text. Write the expected signature and the secret nowhere: not in the body, a \
          header, or a debug page. Replace a secret that was shown.",
    frameworks: &[
        of("Django", "DEBUG = False"),
        of("Flask", "no app.run(debug=True)"),
        of("Express", "res.sendStatus(401), not res.status(401).send(err)"),
    ],
    harm: Harm::Forgery,
    explains: &["signature-leak"],
    decide: |facts| Some(facts.take(&["signature-leak"])?.decided("the answer was searched for both")),
    ..Cause::EMPTY
};

pub(super) const ACTS_BEFORE_VERIFYING: Cause = Cause {
    id: "acts-before-verifying",
    title: "The endpoint does its work although it refuses the delivery",
    seen: "A forged delivery was refused and had an effect.",
    why: "The answer is 401, but the payment is made. Anyone who knows the address can cause it.",
    fix: "Check the signature first. Return at once if it is wrong.",
    frameworks: &[
        of("Express", "return res.sendStatus(401): without return the handler goes on"),
        of("Go", "http.Error(w, \"\", 401); return"),
        of("PHP", "http_response_code(401); exit;"),
        of("Rails", "return head(:unauthorized)"),
    ],
    harm: Harm::Forgery,
    explains: &["signature-no-effect", "signature-other-tenant"],
    decide: |facts| {
        let taken = facts.take_if(ACTS_BEFORE_VERIFYING.explains, |id| {
            id == "signature-no-effect" || facts.is(id, &[How::MoreEffects, How::Otherwise])
        });
        Some(taken?.decided("the effects of refused deliveries were counted"))
    },
    ..Cause::EMPTY
};

pub(super) const ACCEPTS_OTHER_ALGORITHMS: Cause = Cause {
    id: "accepts-other-algorithms",
    title: "The sender may choose the algorithm of the signature",
    seen: "A signature by another algorithm was accepted.",
    why: "A forger chooses the weakest algorithm that you accept.",
    fix: "Fix the algorithm in the code. Do not read it from the request.",
    frameworks: &[],
    harm: Harm::Weakness,
    explains: &["signature-other-algorithm"],
    // The check is its probe.
    decide: |facts| {
        Some(facts.take(&["signature-other-algorithm"])?.decided("only the algorithm of the signature was changed"))
    },
    ..Cause::EMPTY
};

pub(super) const ACCEPTS_OTHER_FORMS: Cause = Cause {
    id: "accepts-other-forms",
    title: "The signature is accepted in forms that the provider does not send",
    seen: "A right signature in another encoding, or without its prefix, was accepted.",
    why: "Harmless today. A decoder that tries several forms may accept unexpected values, and a new version of the \
          scheme is mistaken for the old one.",
    fix: "Require the form that the provider documents before you compare.",
    frameworks: &[],
    harm: Harm::Weakness,
    explains: &["signature-no-prefix", "signature-other-encoding"],
    // The checks are its probe.
    decide: |facts| {
        let taken = facts.take(&["signature-no-prefix", "signature-other-encoding"])?;
        Some(taken.decided("only the form of the signature was changed"))
    },
    ..Cause::EMPTY
};

pub(super) const ACCEPTS_TWO_SIGNATURES: Cause = Cause {
    id: "accepts-two-signatures",
    title: "Two wrong signature headers are accepted",
    seen: "A delivery with two wrong signature headers was accepted, and with one it is refused.",
    why: "A forger sends the header twice.",
    fix: "Refuse a delivery that has more than one signature header.",
    frameworks: &[
        of("Go", "len(r.Header.Values(name)) == 1"),
        of("Express", "count the name in req.rawHeaders"),
        of("axum", "headers.get_all(name).iter().count() == 1"),
    ],
    harm: Harm::Forgery,
    explains: &["signature-duplicated-header"],
    // The check is its probe, together with the one that sends a single wrong header.
    decide: |facts| {
        let taken = facts.take(&["signature-duplicated-header"])?;
        let one_is_refused = facts.has_passed("signature-wrong-key");
        Some(if one_is_refused { taken.decided("one wrong header was refused, and two were accepted") } else { taken })
    },
    ..Cause::EMPTY
};

pub(super) const KNOWS_ONE_HEADER_SPELLING: Cause = Cause {
    id: "knows-one-header-spelling",
    title: "The signature header is found only in some spellings of its name",
    seen: "A correctly signed delivery was refused when the letter case of its header names was another.",
    why: "Letter case means nothing in header names, and HTTP/2 and many proxies change it. From the day a proxy is \
          put in front, every event is refused.",
    fix: "Look headers up without regard to letter case, as every HTTP library does.",
    frameworks: &[
        of("Node", "req.headers[\"x-name\"], always in lower case"),
        of("AWS Lambda", "lower-case the names in event.headers first"),
        of("PHP", "$_SERVER[\"HTTP_X_NAME\"], not getallheaders()[\"X-Name\"]"),
    ],
    harm: Harm::Refusal,
    explains: &["signature-header-case"],
    decide: |facts| Some(facts.take(&["signature-header-case"])?.decided("only the letter case was changed")),
    ..Cause::EMPTY
};

pub(super) const ACCEPTS_OLD_SIGNATURES: Cause = Cause {
    id: "accepts-old-signatures",
    title: "The time in the signature is not checked",
    seen: "A delivery that was signed a day ago, or for tomorrow, was accepted.",
    why: "Anyone who has recorded a delivery can send it again at any time.",
    fix: "Refuse a delivery whose signed time is more than five minutes from now, in both directions. Mind the unit: \
          seconds or milliseconds.",
    frameworks: &[],
    harm: Harm::Weakness,
    explains: &["signature-stale", "signature-future"],
    decide: |facts| {
        Some(facts.take(&["signature-stale", "signature-future"])?.decided("only the signed time was changed"))
    },
    ..Cause::EMPTY
};

pub(super) const COMPARES_IN_VARYING_TIME: Cause = Cause {
    id: "compares-in-varying-time",
    title: "The time of the comparison reveals how much of the signature is right",
    seen: "A signature that is wrong at its end took measurably longer to refuse than one that is wrong at its \
           beginning.",
    why: "With many attempts the right signature can be found character by character.",
    fix: "Use a constant-time comparison.",
    frameworks: COMPARE,
    harm: Harm::Weakness,
    explains: &["signature-timing"],
    decide: |facts| facts.take(&["signature-timing"]),
    ..Cause::EMPTY
};
