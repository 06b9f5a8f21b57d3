//! Causes in the deduplication of events: processed twice, lost, or in the wrong order.

use crate::verify::cause::facts::Facts;
use crate::verify::cause::value::Cause;
use crate::verify::cause::value::Finding;
use crate::verify::cause::value::Framework;
use crate::verify::cause::value::Harm;
use crate::verify::cause::value::of;
use crate::verify::symptom::How;
use crate::verify::symptom::Special;

/// Checks that redeliver an event, the most significant one first. The last one does so after an outage.
const AGAIN_AND_LATER: &[&str] = &[
    "redelivery-same",
    "redelivery-interleaved",
    "redelivery-fresh-connections",
    "redelivery-concurrent",
    "redelivery-lost-answer",
    "redelivery-new-attempt",
    "redelivery-long-after",
    "redelivery-after-pause",
    "retry-asks-again",
];

/// Those of them that need no outage.
const AGAIN: &[&str] = AGAIN_AND_LATER.split_at(AGAIN_AND_LATER.len() - 1).0;

/// Returns the failed checks in which a redelivery was processed.
fn processed_again(facts: &Facts<'_>) -> Option<Finding> {
    facts.take_if(AGAIN_AND_LATER, |id| match id {
        "retry-asks-again" => facts.special(id) == Some(Special::BeforeOutage),
        _ => facts.is(id, &[How::MoreEffects]) || facts.special(id) == Some(Special::ColdStart),
    })
}

/// Ways to remember an event.
const REMEMBER: &[Framework] = &[
    of("SQL", "INSERT INTO events (id) VALUES (..) ON CONFLICT DO NOTHING; stop if no row was inserted"),
    of("Django", "Event.objects.get_or_create(id=..) with unique=True, inside transaction.atomic()"),
    of("Rails", "Event.create!(id:), rescue ActiveRecord::RecordNotUnique and head(:ok)"),
    of("Laravel", "Event::insertOrIgnore([..]) returns 0 for a known one"),
    of("Redis", "SET id 1 NX EX 604800, for a week"),
];

const NOT_ACCEPTED: &[How] = &[How::Refused, How::Limited, How::Redirected, How::Crashed, How::HungUp, How::Silent];

pub(super) const REFUSES_REDELIVERIES: Cause = Cause {
    id: "refuses-redeliveries",
    title: "The endpoint refuses a redelivered event",
    seen: "An event was accepted, and the same bytes were refused or answered 5xx when they came again.",
    why: "Providers resend an event when they miss your answer. To them a refusal means that the event has not \
          arrived: they send it again and again, and may switch the endpoint off.",
    fix: "Answer 200 to an event that you have processed before, and stop there.",
    frameworks: REMEMBER,
    harm: Harm::Refusal,
    explains: AGAIN,
    decide: |facts| {
        if !facts.is("redelivery-same", NOT_ACCEPTED) {
            return None;
        }
        Some(facts.take_how(AGAIN, NOT_ACCEPTED)?.decided("the same bytes were sent again"))
    },
    ..Cause::EMPTY
};

pub(super) const REMEMBERS_PER_PROCESS: Cause = Cause {
    id: "remembers-per-process",
    title: "Each process or connection remembers only its own events",
    seen: "A redelivered event was recognized once, and processed another time.",
    why: "With two workers, every second redelivery reaches the one that does not know the event: a payment made \
          twice.",
    fix: "Keep the ids of processed events where every process sees them: in the database, under a UNIQUE constraint.",
    frameworks: REMEMBER,
    harm: Harm::Twice,
    explains: AGAIN_AND_LATER,
    decide: |facts| {
        let same = facts.is("redelivery-same", &[How::MoreEffects]) && facts.has_passed("redelivery-interleaved");
        let fresh =
            facts.is("redelivery-fresh-connections", &[How::MoreEffects]) && facts.has_passed("redelivery-same");
        let taken = processed_again(facts)?;
        if fresh {
            return Some(taken.decided("over some connections it was known, and over another one it was not"));
        }
        // No probe: it would have to send an event again. The check `redelivery-fresh-connections` does so.
        same.then_some(taken)
    },
    ..Cause::EMPTY
};

pub(super) const FORGETS_EVENTS: Cause = Cause {
    id: "forgets-events",
    title: "The endpoint processes a redelivered event again",
    seen: "The same event was processed twice.",
    why: "Providers resend an event when they miss your answer: in production, a payment made twice.",
    fix: "Save the event's id under a UNIQUE constraint, in the transaction that does the work. If it is already \
          there, answer 200 and stop.",
    frameworks: REMEMBER,
    harm: Harm::Twice,
    explains: AGAIN_AND_LATER,
    decide: |facts| {
        let is_it = facts.is("redelivery-same", &[How::MoreEffects]);
        let taken = processed_again(facts)?;
        is_it.then(|| taken.decided("the same bytes were sent again, and the effects were counted"))
    },
    ..Cause::EMPTY
};

pub(super) const FORGETS_AFTER_A_WHILE: Cause = Cause {
    id: "forgets-after-a-while",
    title: "The endpoint forgets an event after a while",
    seen: "An immediate redelivery was recognized. After other events, or after some time, the event was processed \
           again.",
    why: "Providers redeliver events for hours or days. A store that is too small, or cleared too early, processes the \
          late ones again: a payment made twice.",
    fix: "Keep the ids of processed events for longer than the provider retries, in the database and not in a cache of \
          fixed size.",
    frameworks: REMEMBER,
    harm: Harm::Twice,
    explains: &["redelivery-interleaved", "redelivery-long-after", "redelivery-after-pause"],
    decide: |facts| {
        let others = facts.take_how(&["redelivery-interleaved", "redelivery-long-after"], &[How::MoreEffects]);
        // After a pause it is another attempt that comes again.
        let is_pause = !facts.has_failed("redelivery-new-attempt");
        let pause = is_pause.then(|| facts.take_how(&["redelivery-after-pause"], &[How::MoreEffects])).flatten();
        let probe = match &others {
            Some(_) => "an event was known at once, and not after others",
            None => "an event was known at once and after others, and not after a pause",
        };
        Some(Facts::both(others, pause)?.decided(probe))
    },
    ..Cause::EMPTY
};

pub(super) const REMEMBERS_WITH_A_RACE: Cause = Cause {
    id: "remembers-with-a-race",
    title: "Two deliveries of one event at the same time are both processed",
    seen: "A later redelivery was recognized, and an event that arrived several times at once was processed more than \
           once.",
    why: "The endpoint checks whether it knows an event, and inserts it later. Both deliveries pass the check: a \
          payment made twice.",
    fix: "Insert first, under a UNIQUE constraint, and do the work only if the insert succeeded. A separate check \
          before the insert does not help.",
    frameworks: REMEMBER,
    harm: Harm::Twice,
    explains: &["redelivery-concurrent", "redelivery-lost-answer"],
    decide: |facts| {
        let taken = facts.take(&["redelivery-concurrent"])?;
        // While the first delivery is still worked on, the second one comes at the same time.
        let again = facts.take_if(&["redelivery-lost-answer"], |id| facts.is(id, &[How::MoreEffects]));
        let taken = Facts::both(Some(taken), again)?;
        Some(if facts.has_passed("redelivery-same") {
            taken.decided("one after the other is processed once, at the same time is not")
        } else {
            taken
        })
    },
    ..Cause::EMPTY
};

/// Keeps the work of an axum handler running.
const SPAWN: Framework = of("axum", "tokio::spawn the work: the handler is dropped when the client goes");

pub(super) const FORGETS_LOST_ANSWERS: Cause = Cause {
    id: "forgets-lost-answers",
    title: "An event is forgotten if its answer is lost",
    seen: "An event was processed, its answer was not read, and when it came again it was processed again.",
    why: "Providers send an event again exactly when its answer was lost: a payment made twice.",
    fix: "Save the event's id together with the work, in one transaction, before you answer. Do not undo it if the \
          client is gone.",
    frameworks: &[of("Go", "do not use r.Context() for the transaction: it ends when the client goes"), SPAWN],
    harm: Harm::Twice,
    explains: &["redelivery-lost-answer"],
    decide: |facts| {
        let ids = ["redelivery-lost-answer"];
        // The first delivery of a run has a cause of its own.
        let is_it = facts.special(ids[0]) != Some(Special::ColdStart) && !facts.is(ids[0], &[How::FewerEffects]);
        let taken = facts.take(&ids)?;
        let left = facts.special(ids[0]) == Some(Special::SenderLeft);
        is_it.then(|| match () {
            () if left => taken.decided("the sender hung up while the endpoint worked, and sent the event again"),
            () if facts.has_passed("redelivery-same") => {
                taken.decided("an event was known after an answer that was read, and not after one that was lost")
            }
            () => taken,
        })
    },
    ..Cause::EMPTY
};

pub(super) const LOSES_ABANDONED_EVENTS: Cause = Cause {
    id: "loses-abandoned-events",
    title: "An event is lost if its sender hangs up",
    seen: "The sender hung up while the endpoint worked, sent the event again, and the event was not processed.",
    why: "The work ends when the client is gone, and the event counts as known. The retry is answered 200, and nothing \
          is done.",
    fix: "Save the event's id together with the work, in one transaction. Do not end the work if the client is gone.",
    frameworks: &[of("Go", "context.WithoutCancel(r.Context()) for the work"), SPAWN],
    harm: Harm::Loss,
    explains: &["redelivery-lost-answer"],
    decide: |facts| {
        let taken = facts.take_how(&["redelivery-lost-answer"], &[How::FewerEffects]);
        Some(taken?.decided("the effects were counted after the event was sent again"))
    },
    ..Cause::EMPTY
};

pub(super) const REMEMBERS_BY_WRONG_KEY: Cause = Cause {
    id: "remembers-by-wrong-key",
    title: "Events are identified by something other than their id",
    seen: "Another attempt at one event was processed again, or another event was mistaken for a redelivery.",
    why: "The id of an attempt or the bytes of the body change with each retry: the event is processed twice. The id \
          of the order does not change with the next event about it: that one is lost.",
    fix: "Use the id that the provider gives to the event, all of it, and nothing else.",
    frameworks: REMEMBER,
    harm: Harm::Loss,
    explains: &[
        "redelivery-other-event",
        "redelivery-different-events",
        "redelivery-new-attempt",
        "redelivery-after-pause",
    ],
    decide: |facts| {
        let taken = facts.take_if(REMEMBERS_BY_WRONG_KEY.explains, |id| match id {
            "redelivery-after-pause" => facts.has_failed("redelivery-new-attempt") && facts.is(id, &[How::MoreEffects]),
            _ => true,
        })?;
        // The checks are its probe: what they send differs from the same bytes in one thing.
        let knows_same = facts.has_passed("redelivery-same");
        Some(if knows_same {
            taken.decided("the same bytes were known, and a changed delivery was not")
        } else {
            taken
        })
    },
    ..Cause::EMPTY
};

pub(super) const FORGETS_IN_AN_OUTAGE: Cause = Cause {
    id: "forgets-in-an-outage",
    title: "The stored event ids do not survive an outage",
    seen: "A redelivery was recognized before an outage. After the outage, the event was processed again.",
    why: "The ids are in a process or a cache that starts empty. Providers redeliver most events after an outage: a \
          payment made twice.",
    fix: "Keep the ids of processed events in the database, next to the work, and not in memory.",
    frameworks: REMEMBER,
    harm: Harm::Twice,
    explains: &["retry-asks-again"],
    decide: |facts| {
        let taken = facts.take_if(&["retry-asks-again"], |id| facts.special(id) == Some(Special::BeforeOutage));
        Some(taken?.decided("an event was known before the outage, and not after it"))
    },
    ..Cause::EMPTY
};

pub(super) const REPEATS_WORK_AFTER_FAILURE: Cause = Cause {
    id: "repeats-work-after-failure",
    title: "Work that failed in the middle is repeated",
    seen: "An event failed during an outage. Its redelivery had more effects than it should.",
    why: "The retry repeats the steps that were done before the failure: a mail sent twice, a payment made twice.",
    fix: "Do everything in one transaction. Call other services after it, through an outbox table.",
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
                .decided("the effects after the outage were counted"),
        )
    },
    ..Cause::EMPTY
};

pub(super) const LOSES_FAILED_EVENTS: Cause = Cause {
    id: "loses-failed-events",
    title: "An event that could not be processed is lost",
    seen: "An event arrived while a dependency of the consumer was down, and was never processed afterwards.",
    why: "After a success, the provider does not retry, and an id that is saved before the work makes the retry look \
          like a duplicate. Either way the event is lost.",
    fix: "Answer 5xx if the work failed. Save the event's id in the same transaction as the work, so that both are \
          there or neither.",
    frameworks: &[
        of("Express", "next(err), and no catch that answers 200"),
        of("Django", "transaction.atomic() around both"),
        of("Rails", "Event.transaction { .. } around both"),
        of("Go", "defer tx.Rollback(), and 500 for every error"),
    ],
    harm: Harm::Loss,
    explains: &["retry-asks-again"],
    decide: |facts| Some(facts.take(&["retry-asks-again"])?.decided("the event was sent again after the outage")),
    ..Cause::EMPTY
};

pub(super) const LAST_WRITER_WINS: Cause = Cause {
    id: "last-writer-wins",
    title: "The event that arrives last wins, even if it is older",
    seen: "An older event that arrived after a newer one changed the state.",
    why: "Retries arrive late. A finished order is open again.",
    fix: "Keep the time of the event with what it changed, and ignore an event that is older.",
    frameworks: &[of("SQL", "UPDATE .. SET status = ?, changed_at = ? WHERE id = ? AND changed_at < ?")],
    harm: Harm::Loss,
    explains: &["order-older-after-newer"],
    decide: |facts| {
        let ids = ["order-older-after-newer"];
        Some(
            facts.take_how(&ids, &[How::Otherwise, How::MoreEffects, How::FewerEffects])?.decided("the state was read"),
        )
    },
    ..Cause::EMPTY
};
