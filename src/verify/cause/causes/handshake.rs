//! Causes around handshakes.

use crate::verify::cause::finding::Harm;
use crate::verify::cause::value::{Cause, of};
use crate::verify::cause::wording;

pub(super) const IGNORES_HANDSHAKE: Cause = Cause {
    id: "ignores-handshake",
    title: "The endpoint does not confirm the handshake",
    seen: "The handshake was not answered as the provider expects.",
    why: "The provider does not accept the URL, or stops to deliver when it asks again.",
    fix: "Recognise the handshake before you read the body as an event. Answer it exactly as the provider documents: the \
          challenge as it came, without quotation marks or a page around it.",
    frameworks: &[
        of("Express", "app.get(path, (req, res) => res.send(req.query['hub.challenge']))"),
        of("Flask", "return request.args['hub.challenge'], 200"),
    ],
    harm: Harm::Loss,
    explains: &["handshake-answers"],
    decide: |facts| Some(facts.take(&["handshake-answers"])?.decided("the answer lacks what confirms the handshake")),
    describe: wording::reason,
    ..Cause::EMPTY
};

pub(super) const CONFIRMS_ANY_HANDSHAKE: Cause = Cause {
    id: "confirms-any-handshake",
    title: "The endpoint confirms a handshake that is not from the provider",
    seen: "A handshake without a signature, with another key or with a wrong token was confirmed, or was not refused as \
           the provider demands.",
    why: "Providers test this, and switch off an endpoint that fails. If the answer is computed with the secret, an \
          attacker can use it to sign events.",
    fix: "Verify the signature of a handshake as that of an event, before you answer. Compare the token. Refuse a \
          forged handshake with the status that the provider documents, usually 401.",
    harm: Harm::Forgery,
    explains: &["handshake-refuses"],
    decide: |facts| Some(facts.take(&["handshake-refuses"])?.decided("a forged handshake was not refused")),
    describe: wording::sent_and_outcome,
    ..Cause::EMPTY
};
