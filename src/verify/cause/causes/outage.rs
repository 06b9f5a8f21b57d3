//! Causes that an outage shows: events that are forgotten, repeated or lost.

use crate::model::capitalised;
use crate::verify::cause::causes::memory::REMEMBER;
use crate::verify::cause::finding::Harm;
use crate::verify::cause::value::{Cause, Framework, of};
use crate::verify::cause::wording::Wording;
use crate::verify::special::Special;
use crate::verify::symptom::How;

pub(super) const FORGETS_IN_AN_OUTAGE: Cause = Cause {
    id: "forgets-in-an-outage",
    title: "After an outage, processed events are forgotten",
    seen: "Before an outage, a redelivery was recognized. After the outage, the same event was processed a second \
           time.",
    why: "Probably the ids are kept in memory or in a cache that is empty after a restart. Providers redeliver most \
          events after an outage. In production this could be a payment made twice.",
    fix: "Store the ids of processed events in the database, next to the work, and not in memory.",
    frameworks: REMEMBER,
    harm: Harm::Twice,
    explains: &["retry-asks-again"],
    decide: |facts| {
        let taken = facts.take_if(&["retry-asks-again"], |id| facts.special(id) == Some(Special::BeforeOutage));
        Some(taken?.decided("the event was recognized before the outage, but not after it"))
    },
    ..Cause::EMPTY
};

pub(super) const REPEATS_WORK_AFTER_FAILURE: Cause = Cause {
    id: "repeats-work-after-failure",
    title: "Work that failed halfway is started again from the beginning",
    seen: "An event failed during an outage. When it was sent again, it had more effects than it should.",
    why: "Probably the retry repeats steps that were done before the failure. For example, a mail is sent twice.",
    fix: "Do everything in one transaction. Call other services after the transaction, through an outbox table (a \
          list of jobs).",
    frameworks: &[
        of("Django", "transaction.on_commit(..) for mails and calls"),
        of("Rails", "after_commit, not after_save"),
        of("Spring", "@TransactionalEventListener(phase = AFTER_COMMIT)"),
    ],
    harm: Harm::Twice,
    explains: &["retry-asks-again"],
    decide: |facts| {
        Some(
            facts
                .take_how(&["retry-asks-again"], &[How::MoreEffects])?
                .decided("after the outage, one event had raised the effect count more than once"),
        )
    },
    ..Cause::EMPTY
};

/// Ways to ask the provider for a retry.
const ANSWER_5XX: &[Framework] = &[
    of("Express", "next(err), and no catch that answers 200"),
    of("Django", "do not catch the exception: Django answers 500"),
    of("Rails", "no rescue that answers head(:ok)"),
    of("Go", "http.Error(w, \"\", 500) and return, for every error"),
];

/// Ways to save the event's id and the work together.
const IN_ONE_TRANSACTION: &[Framework] = &[
    of("Django", "with transaction.atomic(): save the id and do the work"),
    of("Rails", "Event.transaction { .. } around the id and the work"),
    of("Go", "defer tx.Rollback(), and tx.Commit() after the id and the work"),
    of("Spring", "@Transactional on the method that does both"),
];

pub(super) const LOSES_FAILED_EVENTS: Cause = Cause {
    id: "loses-failed-events",
    title: "An event that could not be processed is lost",
    seen: "An event was sent during an outage of something that the endpoint needs. The event was never processed, \
           also not after the outage.",
    why: "If the answer is a success, the provider does not retry. If the id was saved before the work, the retry \
          looks like a duplicate.",
    fix: "Answer 5xx if the work failed. Save the event's id in the same transaction as the work, so that both \
          are saved, or neither is.",
    frameworks: IN_ONE_TRANSACTION,
    harm: Harm::Loss,
    explains: &["retry-asks-again"],
    decide: |facts| {
        Some(facts.take(&["retry-asks-again"])?.decided("the event was sent during an outage, and again after it"))
    },
    describe: |facts, ids| {
        const DOWN: &str = "An event was sent during an outage of something that the endpoint needs.";
        let said = capitalised(&facts.outcome(ids[0]));
        match facts.how(ids[0]) {
            Some(How::Accepted) => Wording::observation(format!("{DOWN} {said}, and the event was not processed."))
                .why("After a success the provider does not retry.")
                .fix("Answer 5xx if the work failed. Then the provider sends the event again.")
                .frameworks(ANSWER_5XX)
                .how("during the outage the answer was a success, and the event had no effect"),
            Some(How::FewerEffects) => Wording::observation(format!(
                "{DOWN} After the outage it was sent again, but it was not processed."
            ))
            .why("Probably the id was saved although the work failed. Then the retry looks like a duplicate.")
            .fix("Save the event's id in the same transaction as the work, so that both are saved, or neither is.")
            .how("the event was sent again after the outage, and the effect count did not grow"),
            Some(How::Refused | How::Redirected | How::Limited) => Wording::observation(format!("{DOWN} {said}."))
                .why("The provider treats this answer as a final refusal and does not retry.")
                .fix("Answer 5xx if the work failed. Then the provider sends the event again.")
                .frameworks(ANSWER_5XX)
                .how("the answer during the outage does not ask the provider for a retry"),
            _ => Wording::default(),
        }
    },
    ..Cause::EMPTY
};
