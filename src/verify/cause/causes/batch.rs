//! Causes around deliveries with several events.

use crate::verify::cause::finding::Harm;
use crate::verify::cause::value::{Cause, of};
use crate::verify::cause::wording;
use crate::verify::symptom::How;

pub(super) const READS_ONE_EVENT: Cause = Cause {
    id: "reads-one-event",
    title: "The endpoint reads only one event of a delivery",
    seen: "A delivery with several events was accepted, and had too few effects.",
    why: "The provider sends several events at once when it has many. All but one of them are lost.",
    fix: "Process every event in the list of the body, each with its own id. Answer when all of them are saved.",
    frameworks: &[
        of("JavaScript", "for (const event of body) await handle(event)"),
        of("Python", "for event in request.get_json(): handle(event)"),
    ],
    harm: Harm::Loss,
    explains: &["batch-several-events", "batch-same-event-twice", "batch-bad-event"],
    decide: |facts| {
        if !facts.is("batch-several-events", &[How::FewerEffects]) {
            return None;
        }
        let batches = &["batch-several-events", "batch-same-event-twice", "batch-bad-event"];
        Some(
            facts
                .take_how(batches, &[How::FewerEffects, How::Otherwise])?
                .decided("a delivery with several events was accepted, and not all of them had their effect"),
        )
    },
    describe: wording::reason,
    ..Cause::EMPTY
};

pub(super) const REMEMBERS_WHOLE_DELIVERIES: Cause = Cause {
    id: "remembers-whole-deliveries",
    title: "The endpoint looks for known events once in a delivery",
    seen: "A delivery had one event twice and another event. Not each of the two was processed once.",
    why: "An event that comes again in another delivery, or twice in one, is processed again. Or the events after it are \
          lost.",
    fix: "Save the id of each event by itself, with a UNIQUE constraint. If it is known, continue with the next event.",
    frameworks: &[
        of("PostgreSQL, SQLite", "INSERT .. ON CONFLICT DO NOTHING for each event; no new row: next event"),
        of("JavaScript", "in the loop: continue, not return"),
    ],
    harm: Harm::Twice,
    explains: &["batch-same-event-twice"],
    decide: |facts| {
        Some(
            facts
                .take_how(&["batch-same-event-twice"], &[How::FewerEffects, How::MoreEffects])?
                .decided("the effect count did not grow by two events"),
        )
    },
    describe: wording::reason,
    ..Cause::EMPTY
};

pub(super) const BAD_EVENT_STOPS_OTHERS: Cause = Cause {
    id: "bad-event-stops-others",
    title: "One bad event stops the others of its delivery",
    seen: "A delivery had one event that cannot be read, and the good events in it were lost, or it was answered 5xx.",
    why: "After a success, the provider does not send the good events again. After a 5xx, it sends all of them again, and \
          the same event fails again.",
    fix: "Catch the error of each event by itself. Put an event that cannot be read aside, process the others, and answer a \
          success.",
    frameworks: &[
        of("JavaScript", "put try and catch inside the loop"),
        of("Python", "put try and except inside the loop"),
    ],
    harm: Harm::Loss,
    explains: &["batch-bad-event"],
    decide: |facts| {
        Some(facts.take(&["batch-bad-event"])?.decided("it was not so with the same events in deliveries of their own"))
    },
    describe: wording::reason,
    ..Cause::EMPTY
};

pub(super) const CRASHES_ON_EMPTY_DELIVERY: Cause = Cause {
    id: "crashes-on-empty-delivery",
    title: "The endpoint crashes over a delivery without events",
    seen: "A correctly signed delivery with an empty list of events was not answered as it should be.",
    why: "To the provider, a 5xx means an outage. It sends the delivery again, and may disable the endpoint.",
    fix: "Answer a success to an empty list, and do nothing.",
    harm: Harm::Trouble,
    explains: &["batch-empty"],
    decide: |facts| {
        Some(
            facts.take_how(&["batch-empty"], NOT_SURVIVED)?.decided("only the delivery without events was answered so"),
        )
    },
    describe: wording::reason,
    ..Cause::EMPTY
};

const NOT_SURVIVED: &[How] = &[How::Crashed, How::HungUp, How::Silent, How::Gone];
