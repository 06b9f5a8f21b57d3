//! Causes in remembering events: processed twice, lost, or in the wrong order.

use crate::verify::cause::value::Cause;
use crate::verify::cause::value::Framework;
use crate::verify::cause::value::Harm;
use crate::verify::cause::value::of;
use crate::verify::symptom::How;

/// Checks that send an event again, the one that shows most first.
const AGAIN: &[&str] = &[
    "redelivery-same",
    "redelivery-interleaved",
    "redelivery-concurrent",
    "redelivery-lost-answer",
    "redelivery-new-attempt",
    "redelivery-long-after",
];

/// How an event is remembered once.
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
    title: "The endpoint refuses an event that it knows already",
    seen: "An event was accepted, and the same bytes were refused or answered 5xx when they came again.",
    why: "Providers resend an event when they miss your answer. To them a refusal means that the event has not arrived: \
          they send it again and again, and may switch the endpoint off.",
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
    title: "Each process or connection has a memory of its own",
    seen: "An event that came again at once was processed twice, and after another event it was known.",
    why: "With two workers, every second redelivery comes to the one that does not know the event: a payment made twice.",
    fix: "Keep the ids of processed events where every process sees them: in the database, under a UNIQUE constraint.",
    frameworks: REMEMBER,
    harm: Harm::Twice,
    explains: AGAIN,
    decide: |facts| {
        let is_it = facts.is("redelivery-same", &[How::MoreEffects]) && facts.has_passed("redelivery-interleaved");
        let taken = facts.take_how(AGAIN, &[How::MoreEffects])?;
        is_it.then_some(taken)
    },
    ..Cause::EMPTY
};

pub(super) const FORGETS_EVENTS: Cause = Cause {
    id: "forgets-events",
    title: "The endpoint processes a redelivered event again",
    seen: "The same event was processed twice.",
    why: "Providers resend an event when they miss your answer: in production, a payment made twice.",
    fix: "Save the event's id under a UNIQUE constraint, in the transaction that does the work. If it is already there, \
          answer 200 and stop.",
    frameworks: REMEMBER,
    harm: Harm::Twice,
    explains: AGAIN,
    decide: |facts| {
        let is_it = facts.is("redelivery-same", &[How::MoreEffects]);
        let taken = facts.take_how(AGAIN, &[How::MoreEffects])?;
        is_it.then(|| taken.decided("the same bytes were sent again, and the effects were counted"))
    },
    ..Cause::EMPTY
};

pub(super) const FORGETS_AFTER_A_WHILE: Cause = Cause {
    id: "forgets-after-a-while",
    title: "The endpoint forgets an event after some others",
    seen: "An event that came again at once was known, and after other events it was processed again.",
    why: "Providers repeat events for hours or days. A memory that is bounded, or cleared too early, processes the late \
          ones again: a payment made twice.",
    fix: "Keep the ids of processed events for longer than the provider retries, in the database and not in a cache of \
          fixed size.",
    frameworks: REMEMBER,
    harm: Harm::Twice,
    explains: &["redelivery-interleaved", "redelivery-long-after"],
    decide: |facts| {
        let taken = facts.take_how(&["redelivery-interleaved", "redelivery-long-after"], &[How::MoreEffects]);
        Some(taken?.decided("an event was known at once, and not after others"))
    },
    ..Cause::EMPTY
};

pub(super) const REMEMBERS_WITH_A_RACE: Cause = Cause {
    id: "remembers-with-a-race",
    title: "Two deliveries of one event at the same time are both processed",
    seen: "An event that came again later was known, and one that came several times at once was processed more than once.",
    why: "The endpoint checks whether it knows an event, and inserts it later. Two deliveries pass the check together: a \
          payment made twice.",
    fix: "Insert first, under a UNIQUE constraint, and do the work only if the insert succeeded. A check before is no help.",
    frameworks: REMEMBER,
    harm: Harm::Twice,
    explains: &["redelivery-concurrent"],
    decide: |facts| {
        let taken = facts.take(&["redelivery-concurrent"])?;
        Some(if facts.has_passed("redelivery-same") {
            taken.decided("one after the other is processed once, at the same time is not")
        } else {
            taken
        })
    },
    ..Cause::EMPTY
};

pub(super) const FORGETS_LOST_ANSWERS: Cause = Cause {
    id: "forgets-lost-answers",
    title: "An event is forgotten if its answer could not be delivered",
    seen: "An event was processed, its answer was not read, and when it came again it was processed again.",
    why: "A lost answer is the very reason why a provider sends an event again: a payment made twice.",
    fix: "Save the event's id together with the work, in one transaction, before you answer. Do not undo it if the client \
          is gone.",
    frameworks: &[
        of("Go", "do not use r.Context() for the transaction: it ends when the client goes"),
        of("axum", "tokio::spawn the work: the handler is dropped when the client goes"),
    ],
    harm: Harm::Twice,
    explains: &["redelivery-lost-answer"],
    decide: |facts| facts.take(&["redelivery-lost-answer"]),
    ..Cause::EMPTY
};

pub(super) const REMEMBERS_BY_WRONG_KEY: Cause = Cause {
    id: "remembers-by-wrong-key",
    title: "Events are told apart by something other than their id",
    seen: "Another attempt at one event was processed again, or another event was taken for a redelivery.",
    why: "The id of an attempt or the bytes of the body change with each retry: the event is processed twice. The id of the \
          order does not change with the next event about it: that one is lost.",
    fix: "Use the id that the provider gives to the event, and nothing else.",
    frameworks: REMEMBER,
    harm: Harm::Loss,
    explains: &["redelivery-other-event", "redelivery-new-attempt"],
    decide: |facts| facts.take(&["redelivery-other-event", "redelivery-new-attempt"]),
    ..Cause::EMPTY
};

pub(super) const REPEATS_WORK_AFTER_FAILURE: Cause = Cause {
    id: "repeats-work-after-failure",
    title: "Work that failed in the middle is begun anew",
    seen: "An event failed during an outage, and had more effects than it should when it came again.",
    why: "What was done before the failure is done again at the retry: a mail sent twice, a payment made twice.",
    fix: "Do everything in one transaction. Call other services after it, through a table of things to do.",
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
    seen: "An event came while what the consumer needs was down, and was never processed after that.",
    why: "A success tells the provider that all is done, and an id that is saved before the work makes the retry look like \
          a duplicate. Either way the event is gone.",
    fix: "Answer 5xx if the work failed. Save the event's id in the same transaction as the work, so that both are there or \
          neither.",
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
    title: "The event that comes last wins, even if it is older",
    seen: "An older event that came after a newer one changed the state.",
    why: "Retries come late. A finished order is open again.",
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
