//! Causes that an outage shows: events that are forgotten, repeated or lost.

use crate::verify::cause::causes::memory::REMEMBER;
use crate::verify::cause::finding::Harm;
use crate::verify::cause::value::{Cause, of};
use crate::verify::cause::wording::Wording;
use crate::verify::special::Special;
use crate::verify::symptom::How;

pub(super) const FORGETS_IN_AN_OUTAGE: Cause = Cause {
    id: "forgets-in-an-outage",
    title: "After an outage, the endpoint does not know the events that it processed",
    seen: "Before an outage, a redelivery was recognized. After the outage, the same event was processed again.",
    why: "The ids are kept in memory or in a cache that is empty after a restart. Providers redeliver most events \
          after an outage. In production this could be a payment made twice.",
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
    why: "The retry repeats the steps that were done before the failure: a mail is sent twice, or a payment is \
          made twice.",
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
                .decided("after the outage, the effect count was higher than one event explains"),
        )
    },
    ..Cause::EMPTY
};

pub(super) const LOSES_FAILED_EVENTS: Cause = Cause {
    id: "loses-failed-events",
    title: "An event that could not be processed is lost",
    seen: "An event arrived while something that the endpoint needs (such as the database) was down. It was never \
           processed.",
    why: "If the answer is a success, the provider does not retry. If the id was saved before the work, the retry \
          looks like a duplicate. Either way the event is lost.",
    fix: "Answer 5xx if the work failed. Save the event's id in the same transaction as the work, so that both \
          are saved, or neither is.",
    frameworks: &[
        of("Express", "next(err), and no catch that answers 200"),
        of("Django", "transaction.atomic() around both"),
        of("Rails", "Event.transaction { .. } around both"),
        of("Go", "defer tx.Rollback(), and 500 for every error"),
    ],
    harm: Harm::Loss,
    explains: &["retry-asks-again"],
    decide: |facts| {
        Some(facts.take(&["retry-asks-again"])?.decided("the event was sent during an outage, and again after it"))
    },
    describe: |facts, ids| {
        const DOWN: &str = "An event arrived while something that the endpoint needs (such as the database) was down.";
        let outcome = facts.outcome(ids[0]);
        match facts.how(ids[0]) {
            Some(How::Accepted) => {
                Wording::observation(format!("{DOWN} It {outcome}, and it was not processed afterwards."))
                    .why("After a success the provider does not retry. The event is lost.")
                    .how("during the outage the answer was a success, and the event had no effect")
            }
            Some(How::FewerEffects) => Wording::observation(format!(
                "{DOWN} When it was sent again afterwards, it was not processed."
            ))
            .why("The id was saved although the work failed, so the retry looks like a duplicate. The event is lost.")
            .how("the event was sent again after the outage, and the effect count did not grow"),
            Some(How::Refused | How::Redirected | How::Limited) => {
                Wording::observation(format!("{DOWN} It {outcome}, and the provider does not retry after this answer."))
                    .why("The provider takes the answer for a final refusal. The event is lost.")
                    .how("during the outage the answer does not ask the provider for a retry")
            }
            _ => Wording::default(),
        }
    },
    ..Cause::EMPTY
};
