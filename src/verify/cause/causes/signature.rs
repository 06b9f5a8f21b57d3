//! Causes around signatures: leaks, accepted forms, and work before verification.

use crate::verify::cause::causes::payload::CRASHED;
use crate::verify::cause::causes::verifying::{COMPARE, FORGERIES};
use crate::verify::cause::finding::Harm;
use crate::verify::cause::value::{Cause, of};
use crate::verify::cause::wording;
use crate::verify::cause::wording::Wording;
use crate::verify::symptom::How;

pub(super) const CRASHES_ON_ODD_SIGNATURE: Cause = Cause {
    id: "crashes-on-invalid-signature",
    title: "The endpoint fails on an unusual signature header",
    seen: "A delivery with a missing, broken or doubled signature header was answered 5xx, or not answered.",
    why: "Anyone can fill your error log and raise alarms. A 5xx also asks the provider to send the delivery \
          again.",
    fix: "Compare bytes, not text, and catch decoding errors. Answer 401 to everything that is not a signature.",
    frameworks: &[
        of("Node", "compare the lengths of the buffers before crypto.timingSafeEqual, which throws"),
        of("Python", "hmac.compare_digest(a.encode(), b.encode()); with str it raises TypeError unless both are ASCII"),
        of("Go", "check the error of hex.DecodeString"),
        of("axum", "headers.get(..).and_then(|value| value.to_str().ok())"),
    ],
    harm: Harm::Trouble,
    explains: FORGERIES,
    decide: |facts| {
        let taken = facts.take_how(FORGERIES, CRASHED);
        Some(taken?.decided("only the signature was changed; correctly signed deliveries were answered"))
    },
    describe: wording::sent_and_outcome,
    ..Cause::EMPTY
};

pub(super) const LEAKS_SIGNATURE: Cause = Cause {
    id: "leaks-signature",
    title: "An answer shows the right signature or the secret",
    seen: "An answer contained the secret or the right signature, in plain text or encoded.",
    why: "An attacker reads it in the answer, and can then sign any event.",
    fix: "Answer 401 with a fixed text. Never write the secret or the expected signature into an answer: not into the \
          body, a header, or a debug page. If the secret was shown, create a new one.",
    frameworks: &[
        of("Django", "DEBUG = False"),
        of("Flask", "no app.run(debug=True)"),
        of("Express", "res.sendStatus(401), not res.status(401).send(err)"),
    ],
    harm: Harm::Forgery,
    explains: &["signature-leak"],
    decide: |facts| Some(facts.take(&["signature-leak"])?.decided("it was found in the answer")),
    describe: wording::reason,
    ..Cause::EMPTY
};

pub(super) const ACTS_BEFORE_VERIFYING: Cause = Cause {
    id: "processes-before-verifying",
    title: "The endpoint processes a delivery that it refuses",
    seen: "A forged delivery was refused, but it still had an effect.",
    why: "The work, for example a payment, is done although you refuse the delivery. Anyone who knows the address \
          can cause it.",
    fix: "Check the signature first. Return immediately if it is wrong.",
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
        Some(taken?.decided("the effect count grew after deliveries that were refused"))
    },
    describe: |facts, ids| {
        let steps = facts.steps(ids[0]);
        let before = steps.iter().find_map(|step| step.effects_before);
        // The deliveries after this reading are not forged.
        let after = steps.iter().position(|step| step.effects_after.is_some());
        let (Some(before), Some(at), "signature-no-effect") = (before, after, ids[0]) else {
            return Wording::default();
        };
        let statuses: Vec<u16> = steps[..=at].iter().filter_map(|step| Some(step.response.as_ref()?.status)).collect();
        let after = steps[at].effects_after.unwrap_or(before);
        let effects = format!("the effect count went from {before} to {after}");
        Wording::observation(match statuses.as_slice() {
            [one, other] if one == other && before + 2 == after => {
                format!("Two forged deliveries were answered {one}, but both were processed: {effects}.")
            }
            _ => format!("Forged deliveries were refused, but they were processed: {effects}."),
        })
    },
    ..Cause::EMPTY
};

pub(super) const ACCEPTS_OTHER_ALGORITHMS: Cause = Cause {
    id: "accepts-other-algorithms",
    title: "The endpoint accepts more than one signature algorithm",
    seen: "A signature made with another algorithm than the documented one was accepted.",
    why: "An attacker can choose the weakest algorithm that you accept.",
    fix: "Set the algorithm of your provider in the code. Do not read it from the request.",
    frameworks: &[],
    harm: Harm::Weakness,
    explains: &["signature-other-algorithm"],
    // The check is its probe.
    decide: |facts| {
        Some(facts.take(&["signature-other-algorithm"])?.decided(if facts.has_passed("signature-wrong-key") {
            "a signature made with another key was refused, and one made with another algorithm was accepted"
        } else {
            "only the algorithm of the signature was changed, and the delivery was accepted"
        }))
    },
    describe: |facts, ids| {
        Wording::observation(format!("{} was accepted. The provider uses another algorithm.", facts.sent(ids[0])))
    },
    ..Cause::EMPTY
};

pub(super) const ACCEPTS_OTHER_FORMS: Cause = Cause {
    id: "accepts-other-forms",
    title: "The endpoint accepts undocumented signature encodings",
    seen: "A correct signature in another encoding, or without its prefix, was accepted.",
    why: "This alone is not dangerous. But code that tries several encodings often has bugs. It may also treat a \
          signature of a newer version as one of the old version.",
    fix: "Accept only a signature in the documented encoding and with the documented prefix. Check both before you \
          compare it.",
    frameworks: &[],
    harm: Harm::Weakness,
    explains: &["signature-no-prefix", "signature-other-encoding"],
    // The checks are its probe.
    decide: |facts| {
        let taken = facts.take(&["signature-no-prefix", "signature-other-encoding"])?;
        Some(taken.decided(if facts.has_passed("signature-wrong-key") {
            "a signature made with another key was refused, and the correct one in another form was accepted"
        } else {
            "only the form of the signature was changed, and the delivery was accepted"
        }))
    },
    describe: wording::accepted,
    ..Cause::EMPTY
};

pub(super) const ACCEPTS_TWO_SIGNATURES: Cause = Cause {
    id: "accepts-two-signatures",
    title: "Two wrong signature headers are accepted",
    seen: "A delivery with two wrong signature headers was accepted.",
    why: "An attacker who sends the header twice passes the check. Anyone who knows the address can send events.",
    fix: "Answer 401 to a delivery that has more than one signature header.",
    frameworks: &[
        of("Go", "if len(r.Header.Values(name)) != 1 { http.Error(w, \"\", 401); return }"),
        of("Express", "if (req.headersDistinct[name]?.length !== 1) return res.sendStatus(401)"),
        of("axum", "if headers.get_all(name).iter().count() != 1 { return StatusCode::UNAUTHORIZED }"),
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
    title: "The name of the signature header is treated as case-sensitive",
    seen: "A correctly signed delivery was refused because the upper/lower case of its header names was \
           different.",
    why: "Header names are not case-sensitive. HTTP/2 and many proxies change their case. Behind a proxy that \
          changes the case, every event is refused.",
    fix: "Look up headers without regard to upper or lower case, as HTTP libraries do.",
    frameworks: &[
        of("Node", "req.headers[\"x-name\"], always in lower case"),
        of("AWS Lambda", "convert the names in event.headers to lower case first"),
        of("PHP", "$_SERVER[\"HTTP_X_NAME\"], not getallheaders()[\"X-Name\"]"),
    ],
    harm: Harm::Refusal,
    explains: &["signature-header-case"],
    decide: |facts| {
        Some(
            facts
                .take(&["signature-header-case"])?
                .decided("only the case of the header names was changed, and the delivery was not accepted"),
        )
    },
    describe: |facts, ids| {
        Wording::observation(format!("{} Its signature is correct.", facts.sent_and_outcome(ids[0])))
    },
    ..Cause::EMPTY
};

pub(super) const READS_ONE_SIGNATURE: Cause = Cause {
    id: "reads-one-signature",
    title: "The endpoint reads only one of several signatures",
    seen: "A delivery with the right signature and one by another key was not accepted.",
    why: "While you replace your secret, the provider signs each delivery with the old key and with the new one. Then \
          every event is refused.",
    fix: "Read every signature of the header, and accept the delivery if one of them is right. Do not read the header \
          into a map, which keeps one value for each name.",
    frameworks: &[
        of("Node", "header.split(',').filter(p => p.startsWith('v1=')).some(p => isRight(p.slice(3)))"),
        of("Python", "any(hmac.compare_digest(expected, given) for given in signatures)"),
    ],
    harm: Harm::Refusal,
    explains: &["signature-rotated"],
    decide: |facts| {
        Some(
            facts
                .take(&["signature-rotated"])?
                .decided("a signature by another key was added, and nothing else was changed"),
        )
    },
    describe: wording::sent_and_outcome,
    ..Cause::EMPTY
};

pub(super) const ACCEPTS_OLD_SIGNATURES: Cause = Cause {
    id: "accepts-old-signatures",
    title: "The time in the signature is not checked",
    seen: "A delivery that was signed a day ago, or for tomorrow, was accepted.",
    why: "Anyone who has recorded a delivery can send it again at any time.",
    fix: "Refuse a delivery whose signed time is more than five minutes from now, in the past or in the future. \
          Check the unit: seconds or milliseconds.",
    frameworks: &[],
    harm: Harm::Weakness,
    explains: &["signature-stale", "signature-future"],
    decide: |facts| {
        Some(
            facts
                .take(&["signature-stale", "signature-future"])?
                .decided("the signature was correct, and only its time was wrong"),
        )
    },
    describe: |facts, ids| {
        let (stale, future) = (ids.contains(&"signature-stale"), ids.contains(&"signature-future"));
        if stale && future {
            return Wording::observation(
                "A delivery that was signed a day ago was accepted, and so was one that was signed for tomorrow.",
            );
        }
        let said = Wording::observation(format!("{} was accepted.", facts.sent(ids[0])));
        if stale {
            return said.title("An old signature is accepted");
        }
        said.title("A signature with a time in the future is accepted")
            .why("Anyone who has recorded such a delivery can send it again until that time.")
    },
    ..Cause::EMPTY
};

pub(super) const COMPARES_IN_VARYING_TIME: Cause = Cause {
    id: "compares-in-varying-time",
    title: "The time of an answer shows how much of the signature is right",
    seen: "A signature that is wrong at its end took longer to refuse than one that is wrong at its beginning.",
    why: "With many attempts, an attacker can find the right signature character by character.",
    fix: "Use a constant-time comparison.",
    frameworks: COMPARE,
    harm: Harm::Weakness,
    explains: &["signature-timing"],
    decide: |facts| {
        Some(facts.take(&["signature-timing"])?.decided("the answers to many deliveries were measured in pairs"))
    },
    describe: wording::reason,
    ..Cause::EMPTY
};
