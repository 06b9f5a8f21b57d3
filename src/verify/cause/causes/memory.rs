//! Causes in the deduplication of events: processed twice, lost, or in the wrong order.

use crate::verify::cause::facts::Facts;
use crate::verify::cause::finding::{Finding, Harm};
use crate::verify::cause::value::{Cause, Framework, of};
use crate::verify::cause::wording;
use crate::verify::cause::wording::Wording;
use crate::verify::scenario::ScenarioStep;
use crate::verify::special::Special;
use crate::verify::symptom::How;

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
    "batch-same-event-twice",
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
pub(super) const REMEMBER: &[Framework] = &[
    of("PostgreSQL, SQLite", "INSERT .. ON CONFLICT DO NOTHING; no new row: stop"),
    of("Django", "get_or_create(event_id=..); if not created, answer 200, stop"),
    of("Rails", "Event.create!(id:), rescue ActiveRecord::RecordNotUnique and head(:ok)"),
    of("Laravel", "Event::insertOrIgnore([..]) returns 0 for a known one"),
    of("Redis", "SET id 1 NX EX 604800, for a week"),
];

const NOT_ACCEPTED: &[How] = &[How::Refused, How::Limited, How::Redirected, How::Crashed, How::HungUp, How::Silent];

pub(super) const REFUSES_REDELIVERIES: Cause = Cause {
    id: "refuses-redeliveries",
    title: "The endpoint refuses a redelivered event",
    seen: "An event was accepted. When the same event was sent again, it was refused.",
    why: "Providers resend an event when they do not receive your answer. For them, a refusal means that the \
          event has not arrived: they send it again and again, and may disable the endpoint.",
    fix: "Answer 200 to an event that you have processed before, and stop there.",
    frameworks: REMEMBER,
    harm: Harm::Refusal,
    explains: AGAIN,
    decide: |facts| {
        if !facts.is("redelivery-same", NOT_ACCEPTED) {
            return None;
        }
        Some(
            facts
                .take_how(AGAIN, NOT_ACCEPTED)?
                .decided("the same bytes were accepted the first time, and not the second time"),
        )
    },
    describe: |facts, ids| {
        let outcome = facts.outcome(ids[0]);
        Wording::observation(format!("An event was accepted. When the same event was sent again, {outcome}."))
    },
    ..Cause::EMPTY
};

pub(super) const REMEMBERS_PER_PROCESS: Cause = Cause {
    id: "remembers-per-process",
    title: "Each process or connection remembers only its own events",
    seen: "Some redeliveries of an event were recognized, and another one was processed again.",
    why: "Probably each worker keeps its own list of ids. A redelivery that reaches another worker is processed again. \
          In production this could be a payment made twice.",
    fix: "Store the ids of processed events where every process sees them: in the database, in a column with a \
          UNIQUE constraint.",
    frameworks: REMEMBER,
    harm: Harm::Twice,
    explains: AGAIN_AND_LATER,
    decide: |facts| {
        let same = facts.is("redelivery-same", &[How::MoreEffects]) && facts.has_passed("redelivery-interleaved");
        let fresh =
            facts.is("redelivery-fresh-connections", &[How::MoreEffects]) && facts.has_passed("redelivery-same");
        let taken = processed_again(facts)?;
        if fresh {
            return Some(taken.decided(
                "over some connections the redelivery was recognized, and over another one it was processed again",
            ));
        }
        // No probe: it would have to send an event again. The check `redelivery-fresh-connections` does so.
        same.then_some(taken)
    },
    describe: |facts, ids| {
        let is_fresh = ids[0] == "redelivery-fresh-connections";
        Wording::maybe_observation(again_of(facts.steps(ids[0])).filter(|_| is_fresh))
    },
    ..Cause::EMPTY
};

/// Returns how many redeliveries of the first event were processed again, as a sentence, if the effect count shows it.
fn again_of(steps: &[ScenarioStep]) -> Option<String> {
    let (first, last) = (steps.first()?, steps.last()?);
    let one_event = first.effects_after?.checked_sub(first.effects_before?)?;
    let more = last.effects_after?.checked_sub(first.effects_after?)?;
    let redeliveries = steps.iter().filter(|step| step.delivery.redelivery_of == Some(1)).count();
    let again = more.checked_div(one_event).filter(|again| *again > 0 && again * one_event == more)?;
    let were = if again == 1 { "was" } else { "were" };
    Some(format!("Of {redeliveries} redeliveries of an event, {again} {were} processed again."))
}

pub(super) const FORGETS_EVENTS: Cause = Cause {
    id: "forgets-events",
    title: "The endpoint processes a redelivered event again",
    seen: "The same event was processed twice.",
    why: "Providers resend an event if your answer does not arrive. In production this could be a second payment.",
    fix: "Save the event's id in a UNIQUE column, in the transaction that does the work. If it is already there, \
          answer 200 and stop.",
    frameworks: REMEMBER,
    harm: Harm::Twice,
    explains: AGAIN_AND_LATER,
    decide: |facts| {
        let is_it = facts.is("redelivery-same", &[How::MoreEffects]);
        let taken = processed_again(facts)?;
        is_it.then(|| taken.decided("the same bytes had a second effect"))
    },
    ..Cause::EMPTY
};

pub(super) const FORGETS_AFTER_A_WHILE: Cause = Cause {
    id: "forgets-after-a-while",
    title: "The endpoint forgets an event after a while",
    seen: "An event that was sent again immediately was recognized. Later it was processed again.",
    why: "Providers redeliver events for hours or days. If the list of ids has a size limit or is cleared too \
          early, late redeliveries are processed again. In production this could be a payment made twice.",
    fix: "Keep the ids of processed events for longer than the provider retries: in the database, not in a cache \
          of fixed size.",
    frameworks: REMEMBER,
    harm: Harm::Twice,
    explains: &["redelivery-interleaved", "redelivery-long-after", "redelivery-after-pause"],
    decide: |facts| {
        let others = facts.take_how(&["redelivery-interleaved", "redelivery-long-after"], &[How::MoreEffects]);
        // After a pause it is another attempt that comes again.
        let is_pause = !facts.has_failed("redelivery-new-attempt");
        let pause = is_pause.then(|| facts.take_how(&["redelivery-after-pause"], &[How::MoreEffects])).flatten();
        let probe = match &others {
            Some(_) => "an event was recognized immediately, but not after other events",
            None => "an event was recognized immediately and after other events, but not after a pause",
        };
        Some(Facts::both(others, pause)?.decided(probe))
    },
    describe: |facts, ids| {
        const IMMEDIATELY: &str = "An event that was sent again immediately was recognized.";
        match (ids[0], facts.steps(ids[0]).iter().rev().find_map(|step| step.delivery.after.last())) {
            ("redelivery-after-pause", _) => {
                Wording::observation(format!("{IMMEDIATELY} After a pause, it was processed again."))
            }
            ("redelivery-long-after", Some(done)) => {
                Wording::observation(format!("{IMMEDIATELY} After {done}, it was processed again."))
            }
            _ => Wording::observation(format!("{IMMEDIATELY} After other events, it was processed again.")),
        }
    },
    ..Cause::EMPTY
};

pub(super) const REMEMBERS_WITH_A_RACE: Cause = Cause {
    id: "remembers-with-a-race",
    title: "An event that arrives several times at once is processed more than once",
    seen: "A later redelivery was recognized. But when an event arrived several times at the same time, it was \
           processed more than once.",
    why: "Probably the endpoint looks for the id first, and saves it later. Two deliveries pass this check before \
          either id is saved. In production this could be a payment made twice.",
    fix: "In one transaction, insert the id into a UNIQUE column, and do the work only if the insert succeeded. A \
          SELECT before the INSERT does not help.",
    frameworks: REMEMBER,
    harm: Harm::Twice,
    explains: &["redelivery-concurrent", "redelivery-lost-answer"],
    decide: |facts| {
        let taken = facts.take(&["redelivery-concurrent"])?;
        // While the first delivery is still worked on, the second one comes at the same time.
        let again = facts.take_if(&["redelivery-lost-answer"], |id| facts.is(id, &[How::MoreEffects]));
        let taken = Facts::both(Some(taken), again)?;
        Some(if facts.has_passed("redelivery-same") {
            taken
                .decided("sent one after the other, an event was processed once; sent at the same time, more than once")
        } else {
            taken
        })
    },
    ..Cause::EMPTY
};

/// Keeps the work of an axum handler running.
const SPAWN: Framework = of("axum", "run the work in tokio::spawn: axum drops the handler when the client disconnects");

pub(super) const FORGETS_LOST_ANSWERS: Cause = Cause {
    id: "forgets-lost-answers",
    title: "After a lost answer, an event is processed twice",
    seen: "The connection was closed before the answer was read. When the event was sent again, it was processed \
           a second time.",
    why: "A lost answer is a common reason why a provider sends an event again. In production this could be a \
          payment made twice.",
    fix: "Save the event's id together with the work, in one transaction, before you answer. Do not roll back \
          when the client disconnects.",
    frameworks: &[
        of("Go", "do not use r.Context() for the transaction: it is cancelled when the client disconnects"),
        SPAWN,
    ],
    harm: Harm::Twice,
    explains: &["redelivery-lost-answer"],
    decide: |facts| {
        let ids = ["redelivery-lost-answer"];
        // The first delivery of a run has a cause of its own.
        let is_it = facts.special(ids[0]) != Some(Special::ColdStart) && !facts.is(ids[0], &[How::FewerEffects]);
        let taken = facts.take(&ids)?;
        let left = facts.special(ids[0]) == Some(Special::SenderLeft);
        is_it.then(|| match () {
            () if left => {
                taken.decided("the sender disconnected, sent the event again, and the effect count grew too much")
            }
            () if facts.has_passed("redelivery-same") => {
                taken.decided("an event was recognized after an answer that was read, but not after one that was lost")
            }
            () => taken,
        })
    },
    describe: |facts, ids| {
        let left = facts.special(ids[0]) == Some(Special::SenderLeft);
        Wording::maybe_observation(left.then(|| {
            "The sender disconnected while the endpoint worked, and sent the event again. It was processed a second time."
                .to_owned()
        }))
    },
    ..Cause::EMPTY
};

pub(super) const LOSES_ABANDONED_EVENTS: Cause = Cause {
    id: "loses-abandoned-events",
    title: "An event is lost if its sender disconnects",
    seen: "The sender disconnected while the endpoint worked, and sent the event again. The event was never \
           processed.",
    why: "Probably the work stops when the client disconnects, but the event's id is already saved. Then the \
          endpoint takes the retry for a duplicate and does nothing.",
    fix: "Save the event's id together with the work, in one transaction. Do not stop the work when the client \
          disconnects.",
    frameworks: &[of("Go", "context.WithoutCancel(r.Context()) for the work"), SPAWN],
    harm: Harm::Loss,
    explains: &["redelivery-lost-answer"],
    decide: |facts| {
        let taken = facts.take_how(&["redelivery-lost-answer"], &[How::FewerEffects]);
        Some(taken?.decided("after the event was sent again, the effect count had not grown"))
    },
    describe: |facts, ids| lost_of(facts.steps(ids[0])).unwrap_or_default(),
    ..Cause::EMPTY
};

/// Returns how many events were lost of those whose sender disconnected, if there are several and the effect count
/// shows it.
fn lost_of(steps: &[ScenarioStep]) -> Option<Wording> {
    let (first, last) = (steps.first()?, steps.last()?);
    let events = u64::try_from(steps.iter().filter(|step| step.delivery.redelivery_of.is_none()).count()).ok()?;
    let (before, after, expected) = (first.effects_before?, last.effects_after?, last.effects_expected?);
    let one_event = expected.checked_sub(before)?.checked_div(events).filter(|effects| *effects > 0)?;
    let missing = expected.checked_sub(after)?;
    if events < 2 || missing == 0 || missing % one_event > 0 {
        return None;
    }
    let unprocessed = missing / one_event;
    let were = if unprocessed == 1 { "was" } else { "were" };
    let seen = format!(
        "{events} times, the sender disconnected while the endpoint worked, and sent the event again. {unprocessed} of these \
         {events} events {were} never processed."
    );
    Some(
        Wording::observation(seen)
            .how(format!("the effect count went from {before} to {after}, and not to {expected}")),
    )
}

pub(super) const REMEMBERS_BY_WRONG_KEY: Cause = Cause {
    id: "remembers-by-wrong-key",
    title: "Events are recognized by something other than their id",
    seen: "A new attempt at one event was processed again, or another event was treated as a redelivery and lost.",
    why: "Probably the endpoint compares the wrong thing. The id of an attempt and the bytes of the body change with \
          each retry. The id of the order is the same in the next event.",
    fix: "Use the id that the provider gives to the event: the whole id, and nothing else.",
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
        // The checks decide it: each delivery of theirs differs in one thing from a redelivery of the same bytes.
        let knows_same = facts.has_passed("redelivery-same");
        Some(if knows_same {
            taken.decided("the same bytes were recognized, and this delivery was judged wrongly")
        } else {
            taken
        })
    },
    describe: |facts, ids| {
        let is_again = |id: &&&str| facts.is(id, &[How::MoreEffects]) && **id != "redelivery-different-events";
        let again = ids.iter().filter(is_again).count();
        let said = match ids[0] {
            _ if again == ids.len() => Wording::observation("A new attempt at the same event was processed again.").why(
                "Probably the endpoint compares something that changes with each attempt, such as the id of the attempt, its \
                 time or the bytes of the body. So every retry is processed again.",
            ),
            _ if again > 0 => return Wording::default(),
            "redelivery-other-event" => {
                Wording::observation("An event about a known order or person was treated as a redelivery, and was lost.").why(
                    "Probably the endpoint compares the id of the order or person. The next event has the same id, so it is lost.",
                )
            }
            _ => Wording::observation("A different event was treated as a redelivery, and was lost.").why(
                "Probably the endpoint compares only a part of the id, or the content without the id. If two events have that \
                 in common, the second one is lost.",
            ),
        };
        let how = if again > 0 {
            "the same bytes were recognized, and another attempt at the same event was not"
        } else {
            "this delivery has another event id, and it had no effect"
        };
        said.how(how)
    },
    ..Cause::EMPTY
};

pub(super) const LAST_WRITER_WINS: Cause = Cause {
    id: "last-writer-wins",
    title: "The event that arrives last wins, even if it is older",
    seen: "An older event that arrived after a newer one changed the state.",
    why: "Retries arrive late. For example, a finished order would be open again.",
    fix: "Store the event's time in the row that it changes, and ignore an event that is older.",
    frameworks: &[of("SQL", "UPDATE .. SET status = ?, changed_at = ? WHERE id = ? AND changed_at < ?")],
    harm: Harm::Loss,
    explains: &["order-older-after-newer"],
    decide: |facts| {
        let ids = ["order-older-after-newer"];
        Some(
            facts
                .take_how(&ids, &[How::Otherwise, How::MoreEffects, How::FewerEffects])?
                .decided("the state (--state) was read before and after the older event"),
        )
    },
    describe: wording::reason,
    ..Cause::EMPTY
};
