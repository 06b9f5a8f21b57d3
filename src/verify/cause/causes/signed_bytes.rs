//! Causes in the bytes that a signature is compared with: rewritten JSON, a part of the body, or none of it.

use crate::verify::cause::facts::Facts;
use crate::verify::cause::finding::Harm;
use crate::verify::cause::value::{Cause, Framework, of};
use crate::verify::cause::wording::Wording;
use crate::verify::cause::{probe, wording};
use crate::verify::special::Special;
use crate::verify::symptom::How;

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

pub(super) const CACHES_SIGNATURES: Cause = Cause {
    id: "caches-signatures",
    title: "A signature that was valid once is accepted with any body",
    seen: "A valid signature that had been accepted before was sent with a different body, and it was accepted.",
    why: "Anyone who sees one delivery can send any event with its signature.",
    fix: "Compute the signature from the body of every delivery. If you cache results of the check, use body and \
          signature together as the cache key.",
    frameworks: &[],
    harm: Harm::Forgery,
    explains: &["signature-body-changed", "signature-other-body"],
    decide: |facts| {
        let reused = facts.accepts_special("signature-body-changed", &[Special::SignatureReused]);
        let other = facts.accepts("signature-other-body") && !facts.has_failed("signature-body-changed");
        let taken = facts.take_if(&["signature-other-body", "signature-body-changed"], |id| facts.accepts(id))?;
        let how = if reused {
            "before the signature was used once, a changed body was refused; after that, a changed body was accepted"
        } else {
            "a changed body was refused; another body with a signature that was used before was accepted"
        };
        (reused || other).then(|| taken.decided(how))
    },
    ..Cause::EMPTY
};

/// Checks that fail if rewritten JSON is verified, the most significant one first. The values of the last ones are
/// written in another way.
const REWRITTEN: &[&str] = &[
    "encoding-raw-bytes",
    "signature-body-changed",
    "payload-unicode",
    "payload-generated",
    "payload-unusual-text",
    "payload-unusual-names",
    "payload-big-number",
    "payload-maximal",
];

/// Whether a payload was refused with the status that rewritten JSON gets, which means that its signature is wrong.
fn is_refused_as_forged(facts: &Facts<'_>, id: &str) -> bool {
    let status = facts.status("encoding-raw-bytes");
    facts.is(id, &[How::Refused]) && matches!(status, Some(401 | 403)) && facts.status(id) == status
}

pub(crate) const VERIFIES_REWRITTEN_BODY: Cause = Cause {
    id: "verifies-rewritten-body",
    title: "The signature is checked against rewritten JSON",
    seen: "A correctly signed body was refused because its JSON is formatted differently. Or a body that got extra \
           spaces after signing was accepted.",
    why: "Probably the endpoint parses the body, serializes it again and verifies that text. Then correct deliveries \
          are lost when the provider changes a space or an escape such as \\u00e9. Some forged changes are accepted.",
    fix: "Verify the bytes as they arrived, before any JSON parser.",
    frameworks: RAW_BODY,
    harm: Harm::Loss,
    explains: REWRITTEN,
    decide: |facts| {
        let accepts_space = facts.accepts_special("signature-body-changed", &[Special::SpaceAdded]);
        let refuses = facts.is("encoding-raw-bytes", &[How::Refused, How::Crashed, How::Redirected]);
        let taken = facts.take_if(REWRITTEN, |id| match id {
            "encoding-raw-bytes" => true,
            "signature-body-changed" => accepts_space,
            _ => refuses && is_refused_as_forged(facts, id),
        })?;
        if accepts_space {
            return Some(taken.decided("only spaces were added after signing, and the delivery was accepted"));
        }
        (refuses && !facts.has_passed("signature-body-changed") && !facts.has_failed("payload-key-order"))
            .then_some(taken)
    },
    probe: Some(&probe::REWRITTEN_BODY),
    describe: |facts, ids| {
        let refused = ids.contains(&"encoding-raw-bytes").then(|| {
            let outcome = facts.sent_and_outcome("encoding-raw-bytes");
            format!("{outcome} It was signed correctly.")
        });
        let accepted = ids
            .contains(&"signature-body-changed")
            .then(|| "A body that got extra spaces after signing was accepted.".to_owned());
        Wording::observation([refused, accepted].into_iter().flatten().collect::<Vec<_>>().join(" "))
    },
    ..Cause::EMPTY
};

pub(super) const COVERS_PART_OF_BODY: Cause = Cause {
    id: "covers-part-of-body",
    title: "The signature is not compared with the whole body",
    seen: "A body that was changed after it was signed was accepted.",
    why: "Anyone who sees one delivery can change amounts and account numbers and keep its signature.",
    fix: "Compute the signature over every byte of the body, as it arrived.",
    frameworks: RAW_BODY,
    harm: Harm::Forgery,
    explains: &["signature-body-changed", "signature-other-body"],
    decide: |facts| {
        let taken = facts.take_if(&["signature-body-changed", "signature-other-body"], |id| facts.accepts(id));
        Some(taken?.decided("only the body was changed, and the old signature was accepted"))
    },
    describe: wording::accepted,
    ..Cause::EMPTY
};
