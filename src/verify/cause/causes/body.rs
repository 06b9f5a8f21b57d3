//! Causes of failures with bodies that are not events.

use crate::verify::cause::facts::Facts;
use crate::verify::cause::finding::Harm;
use crate::verify::cause::value::{Cause, of};
use crate::verify::cause::wording;
use crate::verify::cause::wording::Wording;
use crate::verify::special::Special;
use crate::verify::symptom::How;

/// Bodies that cannot be read, the one that shows most first.
const UNREADABLE: &[&str] =
    &["malformed-json", "malformed-not-object", "malformed-truncated-utf8", "malformed-form", "malformed-empty"];

/// The same, and events that break the contract.
const MALFORMED: &[&str] = &[
    "malformed-json",
    "malformed-not-object",
    "malformed-truncated-utf8",
    "malformed-form",
    "malformed-empty",
    "malformed-wrong-type",
    "malformed-missing-required",
];

pub(super) const POISON_MESSAGE: Cause = Cause {
    id: "poison-message",
    title: "One bad event stops the queue",
    seen: "After a body that cannot be read, correct events no longer had an effect.",
    why: "Probably the worker fails at one message, retries it, and never reaches the next. Every later event is lost \
          until somebody removes that message.",
    fix: "Move a message that fails several times to a dead-letter queue, and continue with the next.",
    frameworks: &[
        of("Sidekiq", "sidekiq_options retry: 5; later the job is in the Dead set"),
        of("Celery", "set max_retries, above all if acks_late is on"),
        of("SQS", "a redrive policy with maxReceiveCount"),
    ],
    harm: Harm::Loss,
    explains: MALFORMED,
    decide: |facts| {
        let taken = facts.take_how(MALFORMED, &[How::FewerEffects, How::Otherwise]);
        Some(
            taken?
                .decided("correct events were sent after the bad one, but the effect count did not grow as it should"),
        )
    },
    ..Cause::EMPTY
};

pub(super) const PROCESSES_UNREADABLE_BODY: Cause = Cause {
    id: "processes-unreadable-body",
    title: "A body that is not a valid event is processed",
    seen: "A correctly signed body that is not a valid event was processed anyway.",
    why: "The result may be wrong, for example an empty order or a payment of 0.",
    fix: "Decode the body as strict UTF-8 and parse it. If this fails, or if it is not an object with the fields that \
          you need, answer 400 and do nothing.",
    frameworks: &[
        of("Go", "return if json.Unmarshal gives an error, and check utf8.Valid(body)"),
        of("Python", "check isinstance(event, dict), and do not pass errors=... to decode"),
        of("PHP", "json_decode(.., flags: JSON_THROW_ON_ERROR)"),
    ],
    harm: Harm::Twice,
    explains: MALFORMED,
    decide: |facts| {
        Some(
            facts
                .take_how(MALFORMED, &[How::MoreEffects])?
                .decided("the effect count grew by more than the correct events"),
        )
    },
    describe: |facts, ids| Wording::observation(format!("{} was processed anyway.", facts.sent(ids[0]))),
    ..Cause::EMPTY
};

pub(super) const CRASHES_ON_UNREADABLE_BODY: Cause = Cause {
    id: "crashes-on-unreadable-body",
    title: "The endpoint fails on a body that cannot be read",
    seen: "A correctly signed body that is not a JSON object, or not a form, was answered 5xx, or not answered.",
    why: "After a 5xx or a closed connection, the provider sends the same body again and again, until it gives up.",
    fix: "Answer 400 if the body cannot be decoded or is not an object.",
    frameworks: &[
        of("Node", "try { JSON.parse(..) } catch { return res.sendStatus(400) }"),
        of("Flask", "request.get_json(silent=True), and 400 if it is not a dict"),
        of("Django", "except (ValueError, UnicodeDecodeError): HttpResponseBadRequest()"),
        of("Go", "http.Error(w, \"\", 400) if json.Unmarshal gives an error"),
        of("Rails", "rescue JSON::ParserError, and head(:bad_request)"),
    ],
    harm: Harm::Trouble,
    explains: &[
        "malformed-json",
        "malformed-not-object",
        "malformed-truncated-utf8",
        "malformed-form",
        "malformed-empty",
        "malformed-wrong-type",
        "payload-unusual-text",
    ],
    decide: |facts| {
        let taken = facts.take(UNREADABLE)?;
        // Half a surrogate pair cannot be read, either.
        let half = facts.take_if(&["payload-unusual-text"], |id| facts.special(id) == Some(Special::HalfPair));
        let taken = Facts::both(Some(taken), half)?;
        let same = facts.has_failed("malformed-not-object") && !facts.has_failed("malformed-missing-required");
        let wrong_type = same.then(|| facts.take_how(&["malformed-wrong-type"], &[How::Crashed, How::HungUp]));
        Facts::both(Some(taken), wrong_type.flatten())
            .map(|taken| taken.decided("the body was correctly signed, and correct events were accepted before it"))
    },
    describe: wording::sent_and_outcome,
    ..Cause::EMPTY
};

pub(super) const CRASHES_ON_INVALID_EVENT: Cause = Cause {
    id: "crashes-on-invalid-event",
    title: "The endpoint fails on an event with a wrong or missing field",
    seen: "An event with a wrong type or a missing field was answered 5xx, or not answered.",
    why: "After a 5xx or a closed connection, the provider sends the same broken event again and again, until it gives \
          up.",
    fix: "Check the fields that you need, and answer 400 or 422 if one is wrong.",
    frameworks: &[
        of("Express with zod", "if (!schema.safeParse(event).success) return res.sendStatus(400)"),
        of("Python", "with pydantic: catch ValidationError, and answer 422"),
        of("Rails", "params.require(..), and rescue ActionController::ParameterMissing"),
        of("axum", "match serde_json::from_slice(..) and answer 422 to the error"),
    ],
    harm: Harm::Trouble,
    explains: &["malformed-wrong-type", "malformed-missing-required", "payload-unknown-field", "payload-unusual-names"],
    // The checks are its probe.
    decide: |facts| {
        Some(facts.take(CRASHES_ON_INVALID_EVENT.explains)?.decided("the same event with correct fields was accepted"))
    },
    describe: wording::sent_and_outcome,
    ..Cause::EMPTY
};
